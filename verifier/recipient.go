package verifier

import (
	"crypto/subtle"
	"fmt"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"golang.org/x/text/unicode/norm"
)

// Spelling is how far an expected identity had to be changed to fit: Open Badges compares texts byte for byte, and
// people do not write their address the same way every time. A later one in this list is weaker.
type Spelling string

const (
	// SpellingExact: byte for byte. Ids of subjects match in no other way.
	SpellingExact Spelling = "exact"
	// SpellingNormalized: in Unicode Normalization Form C, with no white space around it and one space between words.
	SpellingNormalized Spelling = "normalized"
	// SpellingLowerDomain: an e-mail address, the same but for the case of A to Z in what follows its last @, which has none
	// (RFC 5321 §2.4, https://www.rfc-editor.org/rfc/rfc5321#section-2.4).
	SpellingLowerDomain Spelling = "lower_domain"
	// SpellingLowerCase: an e-mail address, the same but for the case of A to Z. Few mail servers tell a.b from A.B, but
	// they may.
	SpellingLowerCase Spelling = "lower_case"
)

// spellings are tried in this order.
var spellings = []Spelling{SpellingExact, SpellingNormalized, SpellingLowerDomain, SpellingLowerCase}

// spell writes an identity so. It is not ok when the spelling is none of the type's.
func (s Spelling) spell(typ credential.IdentifierType, value string) (spelled string, ok bool) {
	if s == SpellingExact {
		return value, true
	}
	if typ == SubjectID {
		return "", false
	}
	value = strings.Join(strings.Fields(norm.NFC.String(value)), " ")
	if s == SpellingNormalized {
		return value, true
	}
	at := strings.LastIndexByte(value, '@')
	if typ != credential.IdentifierTypeEmailAddress || at < 0 {
		return "", false
	}
	if s == SpellingLowerDomain {
		return value[:at] + lower(value[at:]), true
	}
	return lower(value), true
}

// lower writes the letters A to Z small, and no others: to Unicode İ is a capital i, and to mail another letter.
func lower(s string) string {
	return strings.Map(func(c rune) rune {
		if 'A' <= c && c <= 'Z' {
			return c | ' '
		}
		return c
	}, s)
}

// Match says how the expected recipient was recognised.
type Match struct {
	Identity Identity // the expected identity that fits
	Pointer  string   // RFC 6901 pointer to what it fits
	Spelling Spelling // how it fits
	Hashed   bool     // the credential has a hash of it
	Weak     bool     // the hash is MD5, for which another value with the same hash can be made
}

// maxIdentity is the longest expected identity that is looked for, in bytes.
const maxIdentity = 4 << 10

// checkRecipient compares the expected identities with the subject's id and identifiers (Open Badges 3.0 §9.3).
func (r *run) checkRecipient() {
	if len(r.expect.Recipient) == 0 {
		r.note(StepRecipient, Skipped, "no recipient was demanded")
		return
	}
	r.recipient = r.match()
	m := r.recipient
	switch {
	case m != nil:
	case r.badge == nil && slices.ContainsFunc(r.expect.Recipient, hasOtherType):
		r.fail(StepRecipient, reasonIdentityKind, "identifiers can be looked up in a badge alone", "/credentialSubject", nil)
		return
	default:
		r.fail(StepRecipient, reasonRecipient, fmt.Sprintf("none of %d expected identities is one of the subject", len(r.expect.Recipient)),
			"/credentialSubject", nil)
		return
	}
	if m.Weak {
		r.warn("weak_hash", "the recipient was recognised by an MD5 hash", m.Pointer)
	}
	if m.Spelling != SpellingExact {
		r.warn("recipient_spelling", "the recipient is the expected one in another spelling: "+string(m.Spelling), m.Pointer)
	}
	r.note(StepRecipient, Pass, string(m.Identity.Type)+" at "+m.Pointer)
}

func hasOtherType(i Identity) bool { return i.Type != SubjectID }

// match returns the first match in the strictest spelling that has one. A hash shows nothing of what was hashed, so that
// only the expected identity can be spelled anew for it; a text in clear is spelled as well.
func (r *run) match() *Match {
	for _, spelling := range spellings {
		for _, want := range r.expect.Recipient {
			if want.Value == "" || len(want.Value) > maxIdentity {
				continue
			}
			value, ok := spelling.spell(want.Type, want.Value)
			if !ok {
				continue
			}
			if m := r.find(want.Type, value, spelling); m != nil {
				m.Identity = want
				return m
			}
		}
	}
	return nil
}

// find looks for an identity that is spelled so.
func (r *run) find(typ credential.IdentifierType, value string, spelling Spelling) *Match {
	if typ == SubjectID {
		for i, id := range r.shape.subjects {
			if subtle.ConstantTimeCompare([]byte(id), []byte(value)) == 1 {
				return &Match{Pointer: r.shape.subjectPointer(i) + "/id", Spelling: spelling}
			}
		}
		return nil
	}
	if r.badge == nil {
		return nil
	}
	for i := range r.badge.Subject.Identifier {
		o := r.badge.Subject.Identifier[i]
		if len(o.IdentityHash) > maxIdentity { // longer than anything that is looked for
			continue
		}
		if !o.Hashed {
			o.IdentityHash, _ = spelling.spell(typ, o.IdentityHash) // "" if it has no such spelling, which fits nothing
		}
		if o.Matches(typ, value) {
			return &Match{Pointer: strictjson.PointerAt("/credentialSubject/identifier", i), Spelling: spelling,
				Hashed: o.Hashed, Weak: o.HashAlgorithm() == credential.HashMD5}
		}
	}
	return nil
}
