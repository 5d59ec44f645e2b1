package credential_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

func sampleIssuer() credential.Profile {
	return credential.Profile{ID: "https://example.org", Name: "Sample issuer (not the CMT Association)"}
}

func sampleCharter() credential.Charter {
	return credential.Charter{
		ID:         "urn:uuid:11111111-1111-4111-8111-111111111111",
		SubjectID:  "urn:uuid:22222222-2222-4222-8222-222222222222",
		Number:     "12345",
		Holder:     "Ada Lovelace",
		Email:      "a@example.com",
		Awarded:    day(2025, 11, 20),
		ValidFrom:  time.Date(2026, 3, 1, 13, 0, 0, 500, time.FixedZone("", 3600)),
		ValidUntil: day(2027, 3, 1),
	}
}

func charterBadge(t testing.TB) *credential.OpenBadge {
	t.Helper()
	b, err := credential.NewCharter(sampleIssuer(), sampleCharter())
	require.NoError(t, err)
	return b
}

// TestNewCharterGolden holds the badge against a file written by hand, byte by byte but for the salt.
func TestNewCharterGolden(t *testing.T) {
	issuer, charter := sampleIssuer(), sampleCharter()
	issuer.Address = &credential.Address{Type: []string{"Address"}, AddressCountryCode: "US"}
	charter.Status = []credential.StatusEntry{
		{ID: "https://example.org/status/1#7", Type: credential.StatusBitstring, StatusPurpose: "revocation",
			StatusListIndex: "7", StatusListCredential: "https://example.org/status/1"},
		{ID: "https://example.org/status/2#9", Type: credential.StatusBitstring, StatusPurpose: "suspension",
			StatusListIndex: "9", StatusListCredential: "https://example.org/status/2"},
	}
	b, err := credential.NewCharter(issuer, charter)
	require.NoError(t, err)
	require.NoError(t, b.Validate())

	mail := &b.Subject.Identifier[0]
	require.True(t, mail.Matches(credential.IdentifierTypeEmailAddress, "a@example.com"))
	require.GreaterOrEqual(t, len(mail.Salt), 26)
	mail.Salt, mail.IdentityHash = "Kosher", credential.HashIdentity("a@example.com", "Kosher")

	golden, err := os.ReadFile("testdata/charter.json")
	require.NoError(t, err)
	var want bytes.Buffer
	require.NoError(t, json.Compact(&want, golden))
	require.Equal(t, want.String(), write(t, b))
}

func TestNewCharterDefaults(t *testing.T) {
	b, err := credential.NewCharter(sampleIssuer(), credential.Charter{Holder: "Ada Lovelace", Awarded: day(2025, 11, 20)})
	require.NoError(t, err)
	const uuid4 = `^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`
	require.Regexp(t, uuid4, b.ID)
	require.Regexp(t, uuid4, b.Subject.ID)
	require.NotEqual(t, b.ID, b.Subject.ID)
	require.Equal(t, b.AwardedDate, b.ValidFrom)
	require.True(t, b.ValidUntil.IsZero())
	require.Len(t, b.Subject.Identifier, 1)
	require.Equal(t, []string{"Profile"}, b.Issuer.Type)
	name, ok := b.RecipientName()
	require.True(t, ok)
	require.Equal(t, "Ada Lovelace", name)

	again, err := credential.NewCharter(sampleIssuer(), credential.Charter{Email: "a@example.com", Awarded: day(2025, 11, 20)})
	require.NoError(t, err)
	require.NotEqual(t, b.ID, again.ID)
	_, ok = again.RecipientName()
	require.False(t, ok)

	unnamed, err := credential.NewCharter(sampleIssuer(), credential.Charter{SubjectID: "did:example:ada", Awarded: day(2025, 11, 20)})
	require.NoError(t, err)
	require.Empty(t, unnamed.Subject.Identifier)
	require.Equal(t, "did:example:ada", unnamed.Subject.ID)

	first, second := charterBadge(t), charterBadge(t)
	require.NotEqual(t, first.Subject.Identifier[0].Salt, second.Subject.Identifier[0].Salt)
}

// TestNewCharterSame: who gives the ids and the salt gets the same badge again.
func TestNewCharterSame(t *testing.T) {
	charter := sampleCharter()
	charter.SubjectID, charter.Salt = "urn:uuid:11111111-1111-4111-8111-111111111111", strings.Repeat("s", 22)
	charter.ID = charter.SubjectID
	first, err := credential.NewCharter(sampleIssuer(), charter)
	require.NoError(t, err)
	second, err := credential.NewCharter(sampleIssuer(), charter)
	require.NoError(t, err)
	require.Equal(t, first, second)
	require.Equal(t, charter.Salt, first.Subject.Identifier[0].Salt)
	require.Equal(t, credential.HashIdentity(charter.Email, charter.Salt), first.Subject.Identifier[0].IdentityHash)

	charter.Salt = charter.Salt[1:]
	_, err = credential.NewCharter(sampleIssuer(), charter)
	require.Equal(t, failure("/credentialSubject/identifier/0/salt", credential.CodeFormat), findings(err))
}

func TestNewCharterAchievementID(t *testing.T) {
	for _, tt := range []struct{ issuer, given, want string }{
		{"https://example.org", "", "https://example.org/achievements/cmt-charter"},
		{"https://example.org/", "", "https://example.org/achievements/cmt-charter"},
		{"https://example.org/issuers/1/", "", "https://example.org/issuers/1/achievements/cmt-charter"},
		{"https://example.org:8443/a", "", "https://example.org:8443/a/achievements/cmt-charter"},
		{"did:web:example.org", "", "https://example.org/achievements/cmt-charter"},
		{"did:web:example.org:issuers:1", "", "https://example.org/issuers/1/achievements/cmt-charter"},
		{"did:web:example.org%3A8443:i", "", "https://example.org:8443/i/achievements/cmt-charter"},
		{"did:web:example.org%3a8443", "", "https://example.org:8443/achievements/cmt-charter"},
		{"https://example.org", "urn:uuid:33333333-3333-4333-8333-333333333333", "urn:uuid:33333333-3333-4333-8333-333333333333"},
		{"did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", "https://example.org/a", "https://example.org/a"},
	} {
		t.Run(tt.issuer, func(t *testing.T) {
			issuer, charter := sampleIssuer(), sampleCharter()
			issuer.ID, charter.AchievementID = tt.issuer, tt.given
			b, err := credential.NewCharter(issuer, charter)
			require.NoError(t, err)
			require.Equal(t, tt.want, b.Subject.Achievement.ID)
			for i, r := range b.Subject.Result {
				require.Equal(t, b.Subject.Achievement.ResultDescription[i].ID, r.ResultDescription)
				require.Equal(t, tt.want, r.ResultDescription[:len(r.ResultDescription)-len("#level-1")])
			}
		})
	}
}

func TestNewCharterRefuses(t *testing.T) {
	const achievement = "/credentialSubject/achievement/id"
	for _, tt := range []struct {
		name   string
		change func(p *credential.Profile, c *credential.Charter)
		want   []finding
	}{
		{"not awarded", func(_ *credential.Profile, c *credential.Charter) { c.Awarded = time.Time{} },
			failure("/awardedDate", credential.CodeMissing)},
		{"nobody", func(_ *credential.Profile, c *credential.Charter) { c.SubjectID, c.Holder, c.Email = "", "", "" },
			failure("/credentialSubject", credential.CodeMissing)},
		{"everything missing", func(p *credential.Profile, c *credential.Charter) {
			*p, *c = credential.Profile{}, credential.Charter{}
		},
			slices.Concat(failure("/awardedDate", credential.CodeMissing), failure("/credentialSubject", credential.CodeMissing),
				failure(achievement, credential.CodeMissing))},
		{"did:key", func(p *credential.Profile, _ *credential.Charter) { p.ID = "did:key:z6Mk" },
			failure(achievement, credential.CodeMissing)},
		{"urn", func(p *credential.Profile, _ *credential.Charter) {
			p.ID = "urn:uuid:33333333-3333-4333-8333-333333333333"
		},
			failure(achievement, credential.CodeMissing)},
		{"http", func(p *credential.Profile, _ *credential.Charter) { p.ID = "http://example.org" },
			failure(achievement, credential.CodeMissing)},
		{"fragment", func(p *credential.Profile, _ *credential.Charter) { p.ID = "https://example.org/#me" },
			failure(achievement, credential.CodeMissing)},
		{"query", func(p *credential.Profile, _ *credential.Charter) { p.ID = "https://example.org/?i=1" },
			failure(achievement, credential.CodeMissing)},
		{"did:web with a path", func(p *credential.Profile, _ *credential.Charter) { p.ID = "did:web:example.org/i" },
			failure(achievement, credential.CodeMissing)},
		{"did:web without a host", func(p *credential.Profile, _ *credential.Charter) { p.ID = "did:web::i" },
			failure(achievement, credential.CodeMissing)},
		{"did:web with an empty part", func(p *credential.Profile, _ *credential.Charter) { p.ID = "did:web:example.org:" },
			failure(achievement, credential.CodeMissing)},
		{"achievement with a fragment", func(_ *credential.Profile, c *credential.Charter) { c.AchievementID = "https://example.org/a#b" },
			slices.Concat(failure("/credentialSubject/achievement/resultDescription/0/id", credential.CodeURI),
				failure("/credentialSubject/achievement/resultDescription/1/id", credential.CodeURI),
				failure("/credentialSubject/achievement/resultDescription/2/id", credential.CodeURI))},
		{"issuer without name", func(p *credential.Profile, _ *credential.Charter) { p.Name = "" },
			advice("/issuer/name", credential.CodeMissing)},
		{"issuer of another type", func(p *credential.Profile, _ *credential.Charter) { p.Type = []string{"Person"} },
			failure("/issuer/type", credential.CodeClass)},
		{"relative id", func(_ *credential.Profile, c *credential.Charter) { c.ID = "1" },
			failure("/id", credential.CodeURI)},
		{"relative subject", func(_ *credential.Profile, c *credential.Charter) { c.SubjectID = "ada" },
			failure("/credentialSubject/id", credential.CodeURI)},
		{"end before start", func(_ *credential.Profile, c *credential.Charter) { c.ValidUntil = day(2026, 1, 1) },
			failure("/validUntil", credential.CodeOrder)},
		{"year 10000", func(_ *credential.Profile, c *credential.Charter) { c.ValidUntil = day(10000, 1, 1) },
			failure("/validUntil", credential.CodeDate)},
		{"status", func(_ *credential.Profile, c *credential.Charter) {
			c.Status = []credential.StatusEntry{{ID: "urn:a:b"}}
		},
			failure("/credentialStatus/type", credential.CodeMissing)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			issuer, charter := sampleIssuer(), sampleCharter()
			tt.change(&issuer, &charter)
			b, err := credential.NewCharter(issuer, charter)
			require.Nil(t, b)
			require.Equal(t, tt.want, findings(err), "%v", err)
			require.True(t, strings.HasPrefix(err.Error(), "credential: new charter: "))
		})
	}

	for _, address := range []string{"ada", "@example.org", "ada@", "a da@example.org", "ada@example.org\n", "ada\x7f@example.org"} {
		t.Run(address, func(t *testing.T) {
			charter := sampleCharter()
			charter.Email = address
			_, err := credential.NewCharter(sampleIssuer(), charter)
			require.Equal(t, failure("/credentialSubject/identifier/0/identityHash", credential.CodeFormat), findings(err))
		})
	}
}

// TestNewCharterShares: neither the badge nor the arguments see a change of the other.
func TestNewCharterShares(t *testing.T) {
	issuer, charter := complete(t).Issuer, sampleCharter()
	charter.Status = complete(t).Status
	b, err := credential.NewCharter(issuer, charter)
	require.NoError(t, err)
	scribble(b)
	require.Equal(t, complete(t).Issuer, issuer)
	require.Equal(t, complete(t).Status, charter.Status)

	issuer = sampleIssuer()
	_, err = credential.NewCharter(issuer, charter)
	require.NoError(t, err)
	require.Equal(t, sampleIssuer(), issuer)
}

func BenchmarkNewCharter(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := credential.NewCharter(sampleIssuer(), sampleCharter()); err != nil {
			b.Fatal(err)
		}
	}
}
