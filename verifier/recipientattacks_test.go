package verifier_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

func TestWriteRecipientVectors(t *testing.T) {
	writeVectors(t, "recipient", newForge, recipientAttacks())
}

// match is what a vector expects of Result.Recipient.
type match struct {
	Type     string `json:"type"`
	Pointer  string `json:"pointer"`
	Spelling string `json:"spelling"`
	Hashed   bool   `json:"hashed"`
	Weak     bool   `json:"weak"`
}

func matchOf(m *verifier.Match) match {
	if m == nil {
		return match{}
	}
	return match{string(m.Identity.Type), m.Pointer, string(m.Spelling), m.Hashed, m.Weak}
}

const firstIdentifier = "/credentialSubject/identifier/0"

// sum256 is the identityHash of value and salt.
func sum256(value, salt string) string {
	return fmt.Sprintf("sha256$%x", sha256.Sum256([]byte(value+salt)))
}

// identifiers replaces those of the subject.
func identifiers(list ...string) func(*forge) {
	return func(f *forge) {
		from := strings.Index(f.payload, `"identifier":[`)
		to := strings.Index(f.payload, `,"achievement"`)
		f.payload = f.payload[:from] + `"identifier":[` + strings.Join(list, ",") + "]" + f.payload[to:]
	}
}

func hashed(typ, hash, salt string) string {
	if salt != "" {
		salt = `,"salt":` + quoted(salt)
	}
	return fmt.Sprintf(`{"type":"IdentityObject","hashed":true,"identityHash":%s,"identityType":%q%s}`, quoted(hash), typ, salt)
}

func inClear(typ, text string) string {
	return fmt.Sprintf(`{"type":"IdentityObject","hashed":false,"identityHash":%s,"identityType":%q}`, quoted(text), typ)
}

func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// demand is a vector whose verifier demands the identities, each as "type=value", and which expects the match, or none.
func demand(name, description string, m *match, change func(*forge), want ...string) attack {
	expect := invalid("recipient", "recipient", "/credentialSubject")
	if m != nil {
		expect = expectation{Verdict: "valid", Recipient: m}
	}
	return attack{name, description, func(f *forge) {
		if change != nil {
			change(f)
		}
		for _, w := range want {
			typ, value, _ := strings.Cut(w, "=")
			f.vector.Recipient = append(f.vector.Recipient, identity{typ, value})
		}
	}, expect}
}

func exact(isHashed bool) *match { return spelled("exact", isHashed) }

func spelled(spelling string, isHashed bool) *match {
	return &match{Type: "emailAddress", Pointer: firstIdentifier, Spelling: spelling, Hashed: isHashed}
}

// recipientAttacks: E14, E15 and the identity vectors of Open Badges 3.0 §9.3.
func recipientAttacks() []attack {
	email := func(hash, salt string) func(*forge) { return identifiers(hashed("emailAddress", hash, salt)) }
	plain := func(text string) func(*forge) { return identifiers(inClear("emailAddress", text)) }
	return []attack{
		demand("valid-hash-specification", "The identity of the specification's example, a@example.com with the salt Kosher. (E14)",
			exact(true), email("sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", "Kosher"),
			"emailAddress=a@example.com"),
		demand("valid-hash-guide", "The identity of the implementation guide, with the salt FleurDeSel. (E14)",
			exact(true), email("sha256$658625b25ab3d75d613ca97d9a5a77f70e2192feca5557f4ad09a4d4f121f5fc", "FleurDeSel"),
			"emailAddress=jjefferson18@example.com"),
		demand("valid-hash-capital-digits", "Hexadecimal digits in capitals are the same hash. (E14)",
			exact(true), email("sha256$B5809D8A92F8858436D7E6B87C12EBC0AE1EAC4BAECC2C0B913AEE2C922EF399", "Kosher"),
			"emailAddress=a@example.com"),
		demand("valid-hash-no-salt", "No salt is an empty one. (E14)",
			exact(true), email(sum256("a@example.com", ""), ""), "emailAddress=a@example.com"),
		demand("valid-hash-md5", "MD5 is read, and called weak. (E14)",
			&match{"emailAddress", firstIdentifier, "exact", true, true}, email("md5$"+md5Hex("a@example.comKosher"), "Kosher"),
			"emailAddress=a@example.com"),
		demand("hash-other-salt", "The salt is part of what is hashed. (E14)",
			nil, email("sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", "kosher"),
			"emailAddress=a@example.com"),
		demand("hash-salt-before", "The salt is appended, not put in front. (E14)",
			nil, email(sum256("Kosher"+"a@example.com", ""), "Kosher"), "emailAddress=a@example.com"),
		demand("hash-sha1", "An algorithm that the standard does not have. (E14)",
			nil, email("sha1$5b3b2e3a8f3f7a4b2b9d6c0a2e1f4d3c2b1a0f9e", "Kosher"), "emailAddress=a@example.com"),
		demand("hash-sha256-cut", "The beginning of the right hash. (E14)",
			nil, email("sha256$b5809d8a92f8858436d7e6b87c12ebc0", "Kosher"), "emailAddress=a@example.com"),
		demand("hash-named-md5", "A SHA-256 that is called MD5. (E14)",
			nil, email("md5$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", "Kosher"), "emailAddress=a@example.com"),
		demand("hash-not-hexadecimal", "A hash in other digits. (E14)",
			nil, email("sha256$"+strings.Repeat("zz", 32), "Kosher"), "emailAddress=a@example.com"),
		demand("hash-shown-as-text", "The hash is in a badge that says it is not one. (E15)",
			nil, plain(sum256("a@example.com", "")), "emailAddress=a@example.com"),
		demand("text-shown-as-hash", "The address in clear, in a badge that says it is a hash. (E15)",
			nil, email("a@example.com", ""), "emailAddress=a@example.com"),
		{"hashed-as-text", "hashed is a text. (E15)", func(f *forge) {
			f.p(`"hashed":true`, `"hashed":"true"`)
			f.vector.Recipient = []identity{{"emailAddress", "a@example.com"}}
		}, invalid("malformed", "rule_type", "/credentialSubject/identifier/0/hashed")},
		{"salt-too-long", "A salt beyond the limit. (E14)", email(sum256("a@example.com", strings.Repeat("s", 257)), strings.Repeat("s", 257)),
			open("too_large", "rule_too_large", "/credentialSubject/identifier/0/salt")},
		demand("valid-salt-as-long-as-may-be", "A salt at the limit. (E14)",
			exact(true), email(sum256("a@example.com", strings.Repeat("s", 256)), strings.Repeat("s", 256)),
			"emailAddress=a@example.com"),

		demand("valid-plain", "An address in clear.",
			exact(false), plain("a@example.com"), "emailAddress=a@example.com"),
		demand("plain-other", "Another address in clear.",
			nil, plain("a@example.com"), "emailAddress=b@example.com"),
		demand("plain-other-type", "The right text as another type. (E15)",
			nil, plain("a@example.com"), "userName=a@example.com"),
		demand("plain-empty", "Nobody's address. (E15)",
			nil, plain("a@example.com"), "emailAddress="),
		demand("plain-white-space", "White space is nobody's address. (E15)",
			nil, plain("a@example.com"), "emailAddress=  "),
		demand("valid-second-identifier", "Every identifier is looked at. (E15)",
			&match{Type: "emailAddress", Pointer: "/credentialSubject/identifier/2", Spelling: "exact", Hashed: true},
			identifiers(inClear("name", "Ada Lovelace"), inClear("emailAddress", "b@example.com"), hashed("emailAddress", sum256("a@example.com", "x"), "x")),
			"emailAddress=a@example.com"),
		demand("valid-second-expectation", "Any of the expected identities will do.",
			&match{Type: "id", Pointer: "/credentialSubject/id", Spelling: "exact"}, nil, "emailAddress=b@example.com", "id="+subjectID),
		demand("valid-exact-before-spelled", "An exact match is preferred to a nearer one in another spelling.",
			&match{Type: "emailAddress", Pointer: "/credentialSubject/identifier/1", Spelling: "exact"},
			identifiers(inClear("emailAddress", "A@example.com"), inClear("emailAddress", "a@example.com")), "emailAddress=a@example.com"),
		demand("valid-id", "The id of the subject.",
			&match{Type: "id", Pointer: "/credentialSubject/id", Spelling: "exact"}, nil, "id="+subjectID),
		demand("id-other-case", "An id is compared byte for byte.",
			nil, nil, "id="+strings.ToUpper(subjectID)),
		demand("id-white-space", "No white space belongs to an id.",
			nil, nil, "id= "+subjectID),
		demand("id-as-identifier", "An id is not an identifier.",
			nil, nil, "identifier="+subjectID),

		demand("valid-spelling-white-space", "White space around an address. (E14)",
			spelled("normalized", true), nil, "emailAddress= a@example.com\n"),
		demand("valid-spelling-domain", "A domain has no case. (E14)",
			spelled("lower_domain", true), nil, "emailAddress=a@EXAMPLE.com"),
		demand("valid-spelling-case", "Nor has an address, for most mail servers. (E14)",
			spelled("lower_case", true), nil, "emailAddress=A@example.com"),
		demand("valid-spelling-badge-domain", "The badge has the domain in capitals. (E14)",
			spelled("lower_domain", false), plain("a@EXAMPLE.COM"), "emailAddress=a@example.com"),
		demand("valid-spelling-badge-case", "The badge has the address in capitals. (E14)",
			spelled("lower_case", false), plain("A@example.com"), "emailAddress=a@example.com"),
		demand("valid-spelling-letters-alone", "Only letters have a case, A to Z all of them. (E14)",
			spelled("lower_case", true), email(sum256("z_[a@example.com", "x"), "x"), "emailAddress=Z_[A@example.com"),
		demand("valid-spelling-domain-alone", "An address that begins with its domain. (E14)",
			spelled("lower_domain", false), plain("@EXAMPLE.COM"), "emailAddress=@example.com"),
		demand("spelling-hashed-capitals", "What was hashed in capitals cannot be found by small letters. (E14)",
			nil, email(sum256("A@example.com", "x"), "x"), "emailAddress=a@example.com"),
		demand("valid-spelling-name", "One name, composed and decomposed, with more space. (E14)",
			&match{Type: "name", Pointer: firstIdentifier, Spelling: "normalized"},
			identifiers(inClear("name", "Jos\u00e9  Garc\u00eda")), "name=Jose\u0301 Garci\u0301a"),
		demand("spelling-name-case", "A name has its case.",
			nil, identifiers(inClear("name", "Ada Lovelace")), "name=ada lovelace"),
		demand("spelling-name-with-at", "A name with an @ has its case too.",
			nil, identifiers(inClear("name", "Ada@Home")), "name=ada@home"),
		demand("id-of-nobody", "A subject without an id is not any id.", nil, func(f *forge) {
			f.p(`"credentialSubject":{"id":"`+subjectID+`",`, `"credentialSubject":{`)
			f.h(`"JWT"`, `"vc+jwt"`)
			f.p(`"sub":"`+subjectID+`",`, "")
		}, "id="+subjectID),
		demand("spelling-name-accent", "A name has its accents.",
			nil, identifiers(inClear("name", "Jos\u00e9")), "name=Jose"),
		demand("spelling-homograph", "A Cyrillic letter is no Latin one. (E16)",
			nil, plain("a@example.com"), "emailAddress=\u0430@example.com"),
		demand("spelling-dotted-capital-domain", "To Unicode, a capital I with a dot is an i; to a domain it is another letter. (E16)",
			nil, plain("alice@example.com"), "emailAddress=al\u0130ce@example.com"),
		demand("spelling-dotted-capital-hashed", "Nor is it in the domain of a hashed address. (E16)",
			nil, email(sum256("a@mail.example", "x"), "x"), "emailAddress=a@ma\u0130l.example"),
		demand("spelling-inner-space", "No space is taken out of an address.",
			nil, plain("a@example.com"), "emailAddress=a @example.com"),
		demand("spelling-other-domain", "Another domain, whatever the case. (E14)",
			nil, nil, "emailAddress=a@example.org"),
	}
}

// TestRecipientNotDemanded: what nobody demanded is not looked for, and the report says so.
func TestRecipientNotDemanded(t *testing.T) {
	badge, issuers := genuineBadge(t)
	res, err := verifier.New(issuers, options(nil)).Verify(t.Context(), badge, nil)
	require.NoError(t, err)
	require.Nil(t, res.Recipient)
	require.Contains(t, res.Checks, verifier.Check{Step: verifier.StepRecipient, Outcome: verifier.Skipped, Detail: "no recipient was demanded"})
}

// TestRecipientWarnings: what is weaker than the exact text, or its SHA-256, is said beside the match.
func TestRecipientWarnings(t *testing.T) {
	vectors := readVectors(t)
	for name, want := range map[string]string{
		"recipient/valid-hash-md5.json":             "weak_hash",
		"recipient/valid-spelling-case.json":        "recipient_spelling",
		"recipient/valid-spelling-white-space.json": "recipient_spelling",
		"recipient/valid-hash-specification.json":   "",
	} {
		v := vectors[name]
		res, err := v.run(t)
		require.NoError(t, err, name)
		var codes []string
		for _, w := range res.Warnings {
			if w.Pointer == firstIdentifier {
				codes = append(codes, w.Code)
			}
		}
		require.Equal(t, strings.Fields(want), append([]string{}, codes...), name)
		require.Contains(t, stepOutcomes(res.Checks), "recipient pass", name)
	}
}

// TestLongRecipient: who asks for a text that no badge can have is answered without hashing it for every identifier.
func TestLongRecipient(t *testing.T) {
	for n, want := range map[int]verifier.Verdict{4 << 10: verifier.Valid, 4<<10 + 1: verifier.Invalid} {
		long := strings.Repeat("a", n)
		f := newForge("")
		identifiers(inClear("name", long))(f)
		_, issuers := genuineBadge(t)
		_, err := verifier.New(issuers, options(nil)).Verify(t.Context(), []byte(f.input()),
			&verifier.Expect{Recipient: []verifier.Identity{{Type: "name", Value: long}}})
		require.Equal(t, want, verifier.VerdictOf(err), n)
	}
}
