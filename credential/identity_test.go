package credential_test

import (
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

const (
	email   = credential.IdentifierTypeEmailAddress
	kosher  = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399" // a@example.com, salt Kosher
	fleur   = "sha256$658625b25ab3d75d613ca97d9a5a77f70e2192feca5557f4ad09a4d4f121f5fc" // jjefferson18@…, salt FleurDeSel
	md5abc  = "md5$900150983cd24fb0d6963f7d28e17f72"                                    // abc (RFC 1321 §A.5)
	sha2abc = "sha256$ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // abc (FIPS 180-4)
)

// TestHashIdentity has the vectors of the specification.
func TestHashIdentity(t *testing.T) {
	require.Equal(t, kosher, credential.HashIdentity("a@example.com", "Kosher"))
	require.Equal(t, fleur, credential.HashIdentity("jjefferson18@example.com", "FleurDeSel"))
	require.Equal(t, sha2abc, credential.HashIdentity("abc", ""))
}

func TestMatches(t *testing.T) {
	hashed := func(hash, salt string) credential.IdentityObject {
		return credential.IdentityObject{Hashed: true, IdentityHash: hash, IdentityType: email, Salt: salt}
	}
	plain := credential.IdentityObject{IdentityHash: "a@example.com", IdentityType: email}
	for _, tt := range []struct {
		name  string
		o     credential.IdentityObject
		typ   credential.IdentifierType
		value string
		want  bool
	}{
		{"vector", hashed(kosher, "Kosher"), email, "a@example.com", true},
		{"another vector", hashed(fleur, "FleurDeSel"), email, "jjefferson18@example.com", true},
		{"upper-case digits", hashed("sha256$"+strings.ToUpper(kosher[7:]), "Kosher"), email, "a@example.com", true},
		{"no salt", hashed(sha2abc, ""), email, "abc", true},
		{"md5", hashed(md5abc, ""), email, "abc", true},
		{"md5 with a salt", hashed(md5abc, "c"), email, "ab", true},
		{"other value", hashed(kosher, "Kosher"), email, "b@example.com", false},
		{"other case", hashed(kosher, "Kosher"), email, "A@example.com", false},
		{"space", hashed(kosher, "Kosher"), email, "a@example.com ", false},
		{"salt in the value", hashed(kosher, "Kosher"), email, "a@example.comKosher", false},
		{"salt first", hashed(credential.HashIdentity("Kosher", "a@example.com"), "Kosher"), email, "a@example.com", false},
		{"salt missing", hashed(kosher, ""), email, "a@example.com", false},
		{"other type", hashed(kosher, "Kosher"), credential.IdentifierTypeUserName, "a@example.com", false},
		{"hash of another length", hashed("sha256$"+md5abc[4:], ""), email, "abc", false},
		{"unknown algorithm", hashed("sha1$a9993e364706816aba3e25717850c26c9cd0d89d", ""), email, "abc", false},
		{"algorithm in capitals", hashed("SHA256$"+sha2abc[7:], ""), email, "abc", false},
		{"no algorithm", hashed(sha2abc[7:], ""), email, "abc", false},
		{"not hexadecimal", hashed("sha256$"+strings.Repeat("x", 64), ""), email, "abc", false},
		{"hash with more behind it", hashed(kosher+"zz", "Kosher"), email, "a@example.com", false},
		{"hash empty", hashed("sha256$", ""), email, "abc", false},
		{"everything empty", credential.IdentityObject{}, "", "", false},
		{"hash as value", hashed(kosher, "Kosher"), email, kosher, false},
		{"longest salt", hashed(credential.HashIdentity("x", strings.Repeat("s", credential.MaxSalt)),
			strings.Repeat("s", credential.MaxSalt)), email, "x", true},
		{"salt too long", hashed(credential.HashIdentity("x", strings.Repeat("s", credential.MaxSalt+1)),
			strings.Repeat("s", credential.MaxSalt+1)), email, "x", false},
		{"plain", plain, email, "a@example.com", true},
		{"plain, other value", plain, email, "b@example.com", false},
		{"plain, beginning", plain, email, "a@example", false},
		{"plain, other type", plain, credential.IdentifierTypeName, "a@example.com", false},
		{"plain and empty", credential.IdentityObject{IdentityType: email}, email, "", false},
		{"hash not marked as one", credential.IdentityObject{IdentityHash: kosher, IdentityType: email, Salt: "Kosher"}, email, "a@example.com", false},
		{"no type", credential.IdentityObject{IdentityHash: "x"}, "", "x", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, tt.o.Matches(tt.typ, tt.value))
		})
	}
}

func TestHashAlgorithm(t *testing.T) {
	for hash, want := range map[string]string{
		kosher: credential.HashSHA256, md5abc: credential.HashMD5, "sha1$00": "sha1", "a@example.com": "a@example.com", "": "",
	} {
		require.Equal(t, want, (&credential.IdentityObject{Hashed: true, IdentityHash: hash}).HashAlgorithm())
		require.Empty(t, (&credential.IdentityObject{IdentityHash: hash}).HashAlgorithm())
	}
}

func TestNewSalt(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		salt := credential.NewSalt()
		require.Regexp(t, `^[A-Z2-7]{26,}$`, salt) // five bits each: 130
		require.False(t, seen[salt])
		seen[salt] = true
	}
}

func TestRecipientName(t *testing.T) {
	name := func(text string) credential.IdentityObject {
		return credential.IdentityObject{Type: "IdentityObject", IdentityHash: text, IdentityType: credential.IdentifierTypeName}
	}
	mail := credential.IdentityObject{IdentityHash: "a@example.com", IdentityType: email}
	hashed := name(kosher)
	hashed.Hashed = true
	for _, tt := range []struct {
		title string
		list  []credential.IdentityObject
		want  string
	}{
		{"none", nil, ""},
		{"one", []credential.IdentityObject{mail, name("Ada Lovelace")}, "Ada Lovelace"},
		{"hashed", []credential.IdentityObject{hashed}, ""},
		{"hashed and in clear", []credential.IdentityObject{hashed, name("Ada")}, "Ada"},
		{"empty", []credential.IdentityObject{name("")}, ""},
		{"two", []credential.IdentityObject{name("Ada"), mail, name("Augusta")}, ""},
		{"three", []credential.IdentityObject{name("Ada"), name("Augusta"), name("Byron")}, ""},
		{"other type", []credential.IdentityObject{mail}, ""},
	} {
		t.Run(tt.title, func(t *testing.T) {
			b := credential.OpenBadge{Subject: credential.AchievementSubject{Identifier: tt.list}}
			got, ok := b.RecipientName()
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.want != "", ok)
		})
	}
}
