package check_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/charterbadge/openbadge/examples/browser/check"
	"github.com/charterbadge/openbadge/examples/internal/fragment"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// vector is what of testdata/verify is needed here.
type vector struct {
	Input     string            `json:"input"`
	At        string            `json:"at"`
	Documents []json.RawMessage `json:"documents"`
	Lists     []string          `json:"lists"`
}

// read returns the input of a vector and the settings to check it with.
func read(t *testing.T, name string) ([]byte, *check.Settings) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../../testdata/verify", filepath.FromSlash(name)))
	require.NoError(t, err)
	var v vector
	require.NoError(t, json.Unmarshal(text, &v))
	s := &check.Settings{At: v.At}
	for _, doc := range v.Documents {
		s.Trust = append(s.Trust, check.File{Name: "trust/did.json", Text: string(doc)})
	}
	for i, list := range v.Lists {
		s.Status = append(s.Status, check.File{Name: "status/" + string(rune('a'+i)), Text: list})
	}
	return []byte(v.Input), s
}

func TestState(t *testing.T) {
	for _, tt := range []struct {
		file      string
		recipient string
		state     check.State
		headline  string
	}{
		{"jws/valid-eddsa.json", "", check.Current, "Authentic and current."},
		{"dataintegrity/valid-chain.json", "", check.Current, "Authentic and current."},
		{"jws/expired.json", "", check.Ended, "Authentic, but expired on 31 December 2026."},
		{"dataintegrity/badge-not-yet-valid.json", "", check.Ended, "Authentic, but not valid yet."},
		{"dataintegrity/expires-past.json", "", check.Ended, "Authentic, but expired since."},
		{"status/revoked-2021.json", "", check.Ended, "Authentic, but revoked as of 20 February 2026."},
		{"status/suspended.json", "", check.Ended, "Authentic, but suspended as of 20 February 2026."},
		{"status/revoked-and-expired.json", "", check.Ended, "Authentic, but expired on 31 December 2026 and revoked as of 20 February 2026."},
		{"jws/valid-eddsa.json", "nobody@example.org", check.Mismatch, "Authentic, but not awarded to the person you asked about."},
		{"dataintegrity/changed-letter.json", "", check.Forged,
			"Not authentic: it was changed after signing, or never signed by its issuer."},
		{"jws/did-key-untrusted.json", "", check.Untrusted, "Issued by someone you do not trust."},
		{"jws/did-key-untrusted-changed.json", "", check.Forged,
			"Not authentic: it was changed after signing, or never signed by its issuer."},
		{"jws/key-expired.json", "", check.Forged, "Not authentic: the issuer's key has expired."},
		{"status/list-missing.json", "", check.Unknown,
			"Could not be checked in full: it is authentic, but whether it was revoked or suspended is not known."},
	} {
		t.Run(tt.file+" "+tt.recipient, func(t *testing.T) {
			input, s := read(t, tt.file)
			s.Recipient = tt.recipient
			a := check.Check(context.Background(), input, s)
			require.Equal(t, check.Badge, a.Kind)
			require.Equal(t, tt.headline, a.Headline)
			require.Equal(t, tt.state, a.State)
			require.Empty(t, a.Problems)
		})
	}
}

// TestVectors: the page never says more than the verifier, nor shows as fact what is not authentic.
func TestVectors(t *testing.T) {
	for _, folder := range []string{"jws", "dataintegrity", "status"} {
		entries, err := os.ReadDir(filepath.Join("../../../testdata/verify", folder))
		require.NoError(t, err)
		for i, entry := range entries {
			if i%7 != 0 { // one in seven
				continue
			}
			input, s := read(t, folder+"/"+entry.Name())
			a := check.Check(context.Background(), input, s)
			if a.Kind != check.Badge {
				continue
			}
			require.NotEmpty(t, a.Headline, entry.Name())
			require.Equal(t, a.Report.Verdict == verifier.Valid.String(), a.State == check.Current, entry.Name())
			shows := a.State == check.Current || a.State == check.Ended || a.State == check.Mismatch
			require.Equal(t, shows || a.State == check.Unknown && a.Report.Badge != nil, a.Report.Badge != nil, entry.Name())
		}
	}
}

// TestEveryCode: whatever a report says, the page has a sentence and a state that is no better.
func TestEveryCode(t *testing.T) {
	for code, verdict := range verifier.Codes() {
		for _, badge := range []*verifier.ReportBadge{nil, {}} {
			rep := &verifier.Report{Verdict: verdict.String(), Code: code, Sentence: "this is so", Badge: badge,
				Checks: []verifier.ReportCheck{{Outcome: verifier.Fail, Code: code}}}
			state, headline := check.Judge(rep)
			require.NotEqual(t, check.Current, state, code)
			require.Regexp(t, `^[A-Z].*[a-z]\.$`, headline, code)
			unsure := state == check.Unknown || state == check.Untrusted
			require.Equal(t, verdict == verifier.Indeterminate, unsure, code)
		}
	}
	state, _ := check.Judge(&verifier.Report{Verdict: verifier.Valid.String()}) // of what is no badge
	require.NotEqual(t, check.Current, state)
}

// TestDates: each reason has the date that it is about.
func TestDates(t *testing.T) {
	rep := &verifier.Report{
		Verdict: verifier.Invalid.String(), At: "2026-03-01T12:00:00Z", Badge: &verifier.ReportBadge{ValidUntil: "2026-01-31T00:00:00Z"},
		Checks: []verifier.ReportCheck{
			{Outcome: verifier.Fail, Code: "expired", Reason: "expired"}, {Outcome: verifier.Fail, Code: "expired", Reason: "proof_expired"},
			{Outcome: verifier.Fail, Code: "revoked"}, {Outcome: verifier.Fail, Code: "suspended"}, {Outcome: verifier.Pass},
		},
		Status: []verifier.ReportStatus{
			{Purpose: "suspension", Outcome: verifier.StatusSet, AsOf: "2026-02-02T23:30:00-01:00"},
			{Purpose: "revocation", Outcome: verifier.StatusClear, AsOf: "2026-02-03T00:00:00Z"},
			{Purpose: "revocation", Outcome: verifier.StatusSet, AsOf: "2026-02-04T00:00:00Z"},
		},
	}
	state, headline := check.Judge(rep)
	require.Equal(t, check.Ended, state)
	require.Equal(t, "Authentic, but expired on 31 January 2026, expired since, revoked as of 4 February 2026 and "+
		"suspended as of 3 February 2026.", headline)
	rep.Badge.ValidUntil = "2026-03-02T00:00:00Z" // what has expired is something else
	_, headline = check.Judge(rep)
	require.Regexp(t, "^Authentic, but expired since, revoked", headline)
}

func TestLinks(t *testing.T) {
	input, s := read(t, "jws/valid-eddsa.json")
	text := fragment.Encode(input)
	for _, tt := range []struct {
		name, in string
		state    check.State
	}{
		{"the fragment", text, check.Current},
		{"with its #", "#" + text, check.Current},
		{"a link", "https://example.org/page#" + text, check.Current},
		{"a link with white space around it", "\n https://example.org/page#" + text + "\n", check.Current},
		{"the badge itself", string(input), check.Current},
		{"cut short", text[:len(text)-9], check.Unreadable},
		{"a link to something else", "https://example.org/page#about", check.Unreadable},
		{"a heading", "# About\nhttps://example.org/", check.Unreadable},
		{"a link without a fragment", "https://example.org/page", check.NoBadge},
		{"a text with a # in it", "number #" + text, check.NoBadge},
		{"nothing", "", check.NoBadge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := check.Check(context.Background(), []byte(tt.in), s)
			require.Equal(t, check.Badge, a.Kind)
			require.Equal(t, tt.state, a.State)
			require.Equal(t, tt.state == check.Unreadable, a.Report == nil)
			require.Equal(t, tt.state == check.Unreadable, a.Problem != "")
		})
	}
}

const (
	document = `{"id":"did:web:example.org","verificationMethod":[{"id":"#k","type":"Multikey","controller":"did:web:example.org",` +
		`"publicKeyMultibase":"z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"}],"assertionMethod":["#k"]}`
	didKey = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
)

func TestIssuerDocuments(t *testing.T) {
	known := []check.File{{Name: "trust/a.json", Text: document}, {Name: "trust/b.txt", Text: didKey + "\n"}}
	for _, tt := range []struct {
		name, in, id string
		known        check.Known
	}{
		{"the same document", document, "did:web:example.org", check.Same},
		{"another of the same issuer", document[:len(document)-1] + `,"x":1}`, "did:web:example.org", check.Differs},
		{"of another issuer", `{"id":"did:web:example.com","verificationMethod":[]}`, "did:web:example.com", check.New},
		{"an identifier that is its own document", didKey, didKey, check.Same},
		{"an identifier that needs a document", "did:web:example.org", "", ""},
		{"a document of nobody", `{"verificationMethod":[]}`, "", ""},
		{"a document with a private key", `{"id":"did:web:example.com","verificationMethod":[{"id":"#k","type":"JsonWebKey",` +
			`"controller":"did:web:example.com","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}}]}`, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := check.Check(context.Background(), []byte(tt.in), &check.Settings{Trust: known})
			require.Equal(t, check.Issuer, a.Kind)
			require.Equal(t, tt.id, a.ID)
			require.Equal(t, tt.known, a.Known)
			require.Equal(t, tt.id == "", a.Problem != "")
			require.Equal(t, []string{didKey, "did:web:example.org"}, a.Trusted)
			require.Nil(t, a.Report)
		})
	}
}

// TestBadgeWithKeys: a member of that name makes nothing an issuer's document that is a badge.
func TestBadgeWithKeys(t *testing.T) {
	for _, in := range []string{
		`{"verificationMethod":[],"credentialSubject":{}}`, `{"verificationMethod":[],"proof":{}}`, `{"id":"did:web:example.org"}`, `[]`,
	} {
		require.Equal(t, check.Badge, check.Check(context.Background(), []byte(in), &check.Settings{}).Kind, in)
	}
}

// TestBadTrustList: what of it cannot be used is said, and the rest is used.
func TestBadTrustList(t *testing.T) {
	input, s := read(t, "jws/valid-eddsa.json")
	s.Trust = append(s.Trust, check.File{Name: "trust/b.json", Text: `{"id":"did:web:example.com"}`})
	s.Status = append(s.Status, check.File{Name: "status/b.json", Text: "{}"})
	a := check.Check(context.Background(), input, s)
	require.Equal(t, check.Current, a.State)
	require.Len(t, a.Problems, 2)

	other := s.Trust[0]
	other.Text = other.Text[:len(other.Text)-1] + `,"x":1}`
	s.Trust = append(s.Trust, other) // now nobody knows which is the right one
	a = check.Check(context.Background(), input, s)
	require.Equal(t, check.Untrusted, a.State)
	require.Len(t, a.Problems, 3)
}

// TestStatusLists: a list is told from a badge, and needs nobody's trust to be kept.
func TestStatusLists(t *testing.T) {
	_, s := read(t, "status/suspended.json")
	a := check.Check(context.Background(), []byte(s.Status[0].Text), &check.Settings{})
	require.Equal(t, check.List, a.Kind)
	require.Regexp(t, "^https://", a.ID)
	require.Nil(t, a.Report)
}

func TestInstant(t *testing.T) {
	input, s := read(t, "jws/valid-eddsa.json")
	s.At = "yesterday"
	a := check.Check(context.Background(), input, s)
	require.Equal(t, check.Unknown, a.State)
	require.NotEmpty(t, a.Problems)
	s.At = "2001-01-01T00:00:00Z"
	require.Equal(t, check.Ended, check.Check(context.Background(), input, s).State)
}

// TestJSON is what the page calls.
func TestJSON(t *testing.T) {
	input, s := read(t, "jws/valid-eddsa.json")
	settings, err := json.Marshal(s)
	require.NoError(t, err)
	for _, tt := range []struct {
		name, settings string
		state          check.State
	}{
		{"settings", string(settings), check.Current},
		{"none", "{}", check.Untrusted},
		{"broken", "{", check.Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var a check.Answer
			require.NoError(t, json.Unmarshal([]byte(check.JSON(context.Background(), input, tt.settings)), &a))
			require.Equal(t, check.Badge, a.Kind)
			require.Equal(t, tt.state, a.State)
			require.NotNil(t, a.Trusted)
		})
	}
}
