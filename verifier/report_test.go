package verifier_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

func reportOf(t *testing.T, token []byte, v *verifier.Verifier, expect *verifier.Expect) map[string]any {
	t.Helper()
	text, err := json.Marshal(verifier.NewReport(v.Verify(t.Context(), token, expect)).For("badge.jws", token))
	require.NoError(t, err)
	var rep map[string]any
	require.NoError(t, json.Unmarshal(text, &rep))
	return rep
}

func TestReportOfAValidBadge(t *testing.T) {
	_, issuers := genuineBadge(t)
	expect := &verifier.Expect{Recipient: []verifier.Identity{{Type: "emailAddress", Value: "a@example.com"}}}
	rep := reportOf(t, []byte(newForge("").input()), verifier.New(issuers, options(nil)), expect)
	require.Equal(t, "valid", rep["verdict"])
	require.NotContains(t, rep, "code")
	require.Equal(t, 1.0, rep["reportVersion"])
	require.Equal(t, "badge.jws", rep["file"])
	require.Regexp(t, "^[0-9a-f]{64}$", rep["sha256"])
	require.Equal(t, "2026-03-01T12:00:00Z", rep["at"])
	require.Equal(t, issuerID+"#ed25519", rep["verificationMethod"])
	require.Equal(t, map[string]any{
		"id":          "urn:uuid:0b1f7a52-8c3d-4e5f-a1b2-c3d4e5f60718",
		"name":        "CMT Charterholder",
		"achievement": map[string]any{"id": "https://example.org/achievements/cmt-charter", "name": "CMT Charterholder", "type": "Certification"},
		"issuer":      map[string]any{"id": issuerID, "name": "Sample issuer (not the CMT Association)"},
		"recipient": map[string]any{
			"id": subjectID,
			"identifiers": []any{map[string]any{"type": "emailAddress", "hashed": true,
				"value": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"}},
			"matched": "/credentialSubject/identifier/0", "spelling": "exact",
		},
		"validFrom":  "2026-01-01T00:00:00Z",
		"validUntil": "2026-12-31T23:59:59Z",
	}, rep["badge"])
	require.Len(t, rep["checks"], 10)
}

func TestReportOfAnExpiredBadge(t *testing.T) {
	_, issuers := genuineBadge(t)
	late := options(func(o *verifier.Options) { o.Now = func() time.Time { return at("2027-06-01T00:00:00Z") } })
	rep := reportOf(t, []byte(newForge("").input()), verifier.New(issuers, late), nil)
	require.Equal(t, "invalid", rep["verdict"])
	require.Equal(t, "expired", rep["code"])
	require.NotNil(t, rep["badge"], "it is authentic")
	require.Len(t, rep["problems"], 1)
}

func TestReportOfAForgery(t *testing.T) {
	_, issuers := genuineBadge(t)
	forged := []byte(changePayload(newForge("").input(), "CMT", "CMU"))
	rep := reportOf(t, forged, verifier.New(issuers, options(nil)), nil)
	require.Equal(t, "invalid", rep["verdict"])
	require.Equal(t, "signature", rep["code"])
	require.Nil(t, rep["badge"], "nothing it says is shown as fact")
	require.Contains(t, rep, "badge")
	require.Equal(t, issuerID, rep["claimed"].(map[string]any)["issuer"])
	problem := rep["problems"].([]any)[0].(map[string]any)
	require.Equal(t, "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR", problem["type"])
	steps := rep["checks"].([]any)
	require.Equal(t, "skipped", steps[len(steps)-1].(map[string]any)["outcome"])
}

func TestReportOfStatus(t *testing.T) {
	f := newForge("")
	f.p(`"iss"`, `"credentialStatus":{"id":"https://example.org/status/1#7","type":"BitstringStatusListEntry",`+
		`"statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://example.org/status/1"},"iss"`)
	_, issuers := genuineBadge(t)
	rep := reportOf(t, []byte(f.input()), verifier.New(issuers, options(nil)), nil)
	require.Equal(t, "indeterminate", rep["verdict"])
	require.Equal(t, []any{map[string]any{"purpose": "revocation", "outcome": "unknown", "list": "https://example.org/status/1", "value": 0.0,
		"reason": "status_missing", "detail": "no status list was given", "pointer": "/credentialStatus"}}, rep["status"])
}

func TestReportOfAnotherError(t *testing.T) {
	rep := verifier.NewReport(nil, errors.New("badge.jws: no such file"))
	require.Equal(t, "indeterminate", rep.Verdict)
	require.Nil(t, rep.Badge)
	require.Empty(t, rep.Code)
	require.Contains(t, rep.Sentence, "no such file")
}

// TestReportSaysNoMore: no sentence says more than was found.
func TestReportSaysNoMore(t *testing.T) {
	vectors := readVectors(t)
	line := func(name string, step verifier.Step) verifier.ReportCheck {
		v := vectors[name]
		for _, c := range verifier.NewReport(v.run(t)).Checks {
			if c.Step == step {
				return c
			}
		}
		require.Fail(t, "no line", name)
		return verifier.ReportCheck{}
	}
	others, own := line("endorsement/valid-one-without-array.json", verifier.StepEndorsement), line("endorsement/self-issuer.json", verifier.StepEndorsement)
	require.Equal(t, verifier.Pass, others.Outcome)
	require.Equal(t, verifier.Pass, own.Outcome)
	require.NotEqual(t, others.Sentence, own.Sentence, "the issuer is not somebody else")

	for name, want := range map[string]verifier.Outcome{
		"status/valid-message.json": verifier.Skipped, "status/valid-refresh.json": verifier.Skipped, "status/valid-clear.json": verifier.Pass,
	} {
		require.Equal(t, want, line(name, verifier.StepStatus).Outcome, name)
	}
}
