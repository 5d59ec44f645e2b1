package credential_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

func sampleEndorser() credential.Profile {
	return credential.Profile{ID: "https://example.com", Name: "Sample endorser"}
}

func sampleEndorsement() credential.Endorsement {
	return credential.Endorsement{
		ID:          "urn:uuid:33333333-3333-4333-8333-333333333333",
		Name:        "Endorsement of the charter",
		Description: "What we think of it.",
		Subject:     "https://example.org/achievements/cmt-charter",
		Comment:     "We **rely** on it.",
		From:        time.Date(2026, 3, 1, 13, 0, 0, 500, time.FixedZone("", 3600)),
		Until:       day(2028, 3, 1),
	}
}

// TestNewEndorsementGolden holds the endorsement against a text written by hand.
func TestNewEndorsementGolden(t *testing.T) {
	endorsement := sampleEndorsement()
	endorsement.Status = []credential.StatusEntry{{ID: "https://example.com/status/1#7", Type: credential.StatusBitstring,
		StatusPurpose: "revocation", StatusListIndex: "7", StatusListCredential: "https://example.com/status/1"}}
	e, err := credential.NewEndorsement(sampleEndorser(), endorsement)
	require.NoError(t, err)
	require.NoError(t, e.Validate())
	text, err := e.MarshalJSON()
	require.NoError(t, err)
	golden, err := os.ReadFile("testdata/endorsement.json")
	require.NoError(t, err)
	require.JSONEq(t, string(golden), string(text))

	b := simple(t)
	b.Subject.Achievement.Endorsement = []json.RawMessage{text}
	conforms(t, write(t, b)) // the schema for badges looks into the endorsement
}

func TestNewEndorsementDefaults(t *testing.T) {
	least := credential.Endorsement{Name: "n", Subject: "urn:a:b", From: day(2026, 3, 1)}
	first, err := credential.NewEndorsement(sampleEndorser(), least)
	require.NoError(t, err)
	second, err := credential.NewEndorsement(sampleEndorser(), least)
	require.NoError(t, err)
	require.Regexp(t, `^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, first.ID)
	require.NotEqual(t, first.ID, second.ID)
	require.True(t, first.ValidUntil.IsZero())
	require.Equal(t, []string{"Profile"}, first.Issuer.Type)
}

func TestNewEndorsementRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(p *credential.Profile, e *credential.Endorsement)
		want   []finding
	}{
		{"everything missing", func(p *credential.Profile, e *credential.Endorsement) {
			*p, *e = credential.Profile{}, credential.Endorsement{}
		}, slices.Concat(failure("/name", credential.CodeMissing), failure("/issuer/id", credential.CodeMissing),
			advice("/issuer/name", credential.CodeMissing), failure("/validFrom", credential.CodeMissing),
			failure("/credentialSubject/id", credential.CodeMissing))},
		{"relative id", func(_ *credential.Profile, e *credential.Endorsement) { e.ID = "1" },
			failure("/id", credential.CodeURI)},
		{"relative subject", func(_ *credential.Profile, e *credential.Endorsement) { e.Subject = "charter" },
			failure("/credentialSubject/id", credential.CodeURI)},
		{"endorser without name", func(p *credential.Profile, _ *credential.Endorsement) { p.Name = "" },
			advice("/issuer/name", credential.CodeMissing)},
		{"endorser of another type", func(p *credential.Profile, _ *credential.Endorsement) { p.Type = []string{"Person"} },
			failure("/issuer/type", credential.CodeClass)},
		{"end before start", func(_ *credential.Profile, e *credential.Endorsement) { e.Until = day(2026, 1, 1) },
			failure("/validUntil", credential.CodeOrder)},
		{"year 10000", func(_ *credential.Profile, e *credential.Endorsement) { e.Until = day(10000, 1, 1) },
			failure("/validUntil", credential.CodeDate)},
		{"status", func(_ *credential.Profile, e *credential.Endorsement) {
			e.Status = []credential.StatusEntry{{ID: "urn:a:b"}}
		}, failure("/credentialStatus/type", credential.CodeMissing)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			issuer, endorsement := sampleEndorser(), sampleEndorsement()
			tt.change(&issuer, &endorsement)
			e, err := credential.NewEndorsement(issuer, endorsement)
			require.Nil(t, e)
			require.Equal(t, tt.want, findings(err), "%v", err)
			require.True(t, strings.HasPrefix(err.Error(), "credential: new endorsement: "))
		})
	}
}

// TestNewEndorsementShares: neither the endorsement nor the arguments see a change of the other.
func TestNewEndorsementShares(t *testing.T) {
	issuer, endorsement := complete(t).Issuer, sampleEndorsement()
	endorsement.Status = complete(t).Status
	e, err := credential.NewEndorsement(issuer, endorsement)
	require.NoError(t, err)
	scribble(&credential.OpenBadge{Issuer: e.Issuer, Status: e.Status})
	require.Equal(t, complete(t).Issuer, issuer)
	require.Equal(t, complete(t).Status, endorsement.Status)

	issuer = sampleEndorser()
	_, err = credential.NewEndorsement(issuer, endorsement)
	require.NoError(t, err)
	require.Equal(t, sampleEndorser(), issuer)
}
