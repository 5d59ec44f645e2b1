package credential

import (
	"encoding/hex"
	"strings"
)

// Same reports whether two badges are issues of one credential: their ids are equal, and so are the ids of their issuers,
// after percent-encodings are decoded, once, and white space around them is cut off. Nothing else counts. A percent sign
// that encodes nothing stays as it is. A badge without one of the two ids is the same as none, itself included
// (https://www.imsglobal.org/spec/ob/v3p0, Credential Equality and Comparison Algorithm).
//
// Both ids are claims: the answer is worth something for badges that were verified.
func Same(a, b *OpenBadge) bool {
	return sameID(a.ID, b.ID) && sameID(a.Issuer.ID, b.Issuer.ID)
}

// Newer reports whether a replaces b: they are the Same, and a has the later ValidFrom. Of two badges of one instant
// neither is newer, nor is either of two different ones.
func Newer(a, b *OpenBadge) bool {
	return Same(a, b) && a.ValidFrom.t.After(b.ValidFrom.t)
}

func sameID(a, b string) bool {
	a = plainID(a)
	return a != "" && a == plainID(b)
}

// plainID returns an id as it is compared.
func plainID(s string) string {
	first, rest, found := strings.Cut(s, "%")
	plain := []byte(first)
	for found {
		var part string
		part, rest, found = strings.Cut(rest, "%")
		if code, _ := hex.DecodeString(part[:min(2, len(part))]); len(code) == 1 {
			plain = append(append(plain, code...), part[2:]...)
		} else {
			plain = append(append(plain, '%'), part...)
		}
	}
	return strings.TrimSpace(string(plain))
}
