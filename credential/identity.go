package credential

import (
	"crypto/md5"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// The hash algorithms of an IdentityObject.
const (
	HashSHA256 = "sha256"
	HashMD5    = "md5" // to be read only: collisions are cheap
)

// IdentityObject names the recipient of a badge by something that a reader may know, in clear or hashed
// (https://www.imsglobal.org/spec/ob/v3p0, IdentityObject). A closed class.
//
// A hash hides little: the salt stands beside it, and whoever has a list of e-mail addresses can try them all.
type IdentityObject struct {
	Type         string         `json:"type"` // IdentityObject
	Hashed       bool           `json:"hashed" strict:"required"`
	IdentityHash string         `json:"identityHash"` // the hash, as HashIdentity writes it, or the text in clear
	IdentityType IdentifierType `json:"identityType"`
	Salt         string         `json:"salt"` // "" : no salt
}

// HashIdentity returns the value of IdentityHash for a hashed identity: "sha256$" and, in lower-case hexadecimal, the
// SHA-256 of value followed by salt. Readers hash what they know as they know it, byte for byte: spell an e-mail
// address as its owner does.
func HashIdentity(value, salt string) string {
	sum := sha256.Sum256([]byte(value + salt))
	return HashSHA256 + "$" + hex.EncodeToString(sum[:])
}

// NewSalt returns a salt for HashIdentity, of 26 letters and digits with at least 128 random bits.
func NewSalt() string { return rand.Text() }

// Matches reports whether o names the identity value of the type typ, compared byte for byte: against the text in clear
// when o is not hashed, otherwise by the algorithm of o. It is false for an unknown algorithm, a malformed hash, a salt
// of more than MaxSalt bytes and an empty value. The time it takes does not depend on how much of the value is right.
//
// A match by MD5 is weak evidence; see HashAlgorithm. A match says that the badge names this identity, not that
// whoever presents it is that person (https://www.imsglobal.org/spec/ob/v3p0, Verify Recipient).
func (o *IdentityObject) Matches(typ IdentifierType, value string) bool {
	if typ == "" || typ != o.IdentityType || value == "" || len(o.Salt) > MaxSalt {
		return false
	}
	if !o.Hashed {
		return subtle.ConstantTimeCompare([]byte(value), []byte(o.IdentityHash)) == 1
	}
	algorithm, text, _ := strings.Cut(o.IdentityHash, "$")
	want, err := hex.DecodeString(text)
	if err != nil {
		return false
	}
	input := []byte(value + o.Salt)
	switch algorithm {
	case HashSHA256:
		sum := sha256.Sum256(input)
		return subtle.ConstantTimeCompare(sum[:], want) == 1
	case HashMD5:
		sum := md5.Sum(input)
		return subtle.ConstantTimeCompare(sum[:], want) == 1
	}
	return false
}

// HashAlgorithm returns the name of the algorithm by which o is hashed: HashSHA256, HashMD5, or, for an identity that
// nothing can match, whatever stands in its place. It is "" for an identity in clear.
func (o *IdentityObject) HashAlgorithm() string {
	if !o.Hashed {
		return ""
	}
	algorithm, _, _ := strings.Cut(o.IdentityHash, "$")
	return algorithm
}
