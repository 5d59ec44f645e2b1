package verifier_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/verifier"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

func schemaIn(t testing.TB, file string) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../testdata/" + file)
	require.NoError(t, err)
	return schema
}

func reportSchema(t testing.TB) *jsonschema.Schema { return schemaIn(t, "report.schema.json") }

func conforms(t testing.TB, schema *jsonschema.Schema, report []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(report))
	require.NoError(t, err)
	require.NoError(t, schema.Validate(v), "%s", report)
}

// TestReportsFollowTheSchema makes the report of every vector, and of what is no verification.
func TestReportsFollowTheSchema(t *testing.T) {
	schema := reportSchema(t)
	met := make(map[string]bool)
	for name, v := range readVectors(t) {
		rep := verifier.NewReport(v.run(t)).For(name, []byte(v.Input))
		text, err := json.Marshal(rep)
		require.NoError(t, err)
		conforms(t, schema, text)
		for _, w := range append(rep.Warnings, rep.Notes...) {
			met[w.Code] = true
		}
	}
	for _, code := range verifier.Remarks() {
		require.True(t, met[code], "no vector in testdata/verify has the warning %s", code)
	}
	text, err := json.Marshal(verifier.NewReport(nil, os.ErrNotExist).For("missing.jws", nil))
	require.NoError(t, err)
	conforms(t, schema, text)
}

// TestPresentationReportsFollowTheSchema makes the report of every presentation among the vectors.
func TestPresentationReportsFollowTheSchema(t *testing.T) {
	schema := schemaIn(t, "presentationreport.schema.json")
	verdicts := make(map[string]bool)
	for name, v := range readVectors(t) {
		if v.Presentation == nil {
			continue
		}
		rep := verifier.NewPresentationReport(v.runPresentation(t)).For(name, []byte(v.Input))
		verdicts[rep.Envelope.Verdict] = true
		text, err := json.Marshal(rep)
		require.NoError(t, err)
		conforms(t, schema, text)
	}
	require.Len(t, verdicts, 3)
	text, err := json.Marshal(verifier.NewPresentationReport(nil, os.ErrNotExist))
	require.NoError(t, err)
	conforms(t, schema, text)
}

// TestPresentationReportSchema: the schema refuses what such a report must not be.
func TestPresentationReportSchema(t *testing.T) {
	schema := schemaIn(t, "presentationreport.schema.json")
	for name, change := range map[string]func(report, envelope map[string]any){
		"a sum":                      func(r, _ map[string]any) { r["verdict"] = "valid" },
		"no credentials":             func(r, _ map[string]any) { delete(r, "credentials") },
		"a valid one with a code":    func(_, e map[string]any) { e["code"] = "challenge" },
		"a valid one with no holder": func(_, e map[string]any) { delete(e, "holder") },
		"a valid one unchecked":      func(_, e map[string]any) { e["checks"] = []any{} },
		"credentials of a refused one": func(_, e map[string]any) {
			e["verdict"] = "invalid"
			for _, member := range []string{"holder", "verificationMethod", "id"} {
				delete(e, member)
			}
		},
		"a binding that nobody knows": func(r, _ map[string]any) { r["credentials"].([]any)[0].(map[string]any)["binding"] = "strong" },
		"a credential without report": func(r, _ map[string]any) { delete(r["credentials"].([]any)[0].(map[string]any), "report") },
	} {
		v := readVectors(t)["presentation/valid-one-credential.json"]
		text, err := json.Marshal(verifier.NewPresentationReport(v.runPresentation(t)))
		require.NoError(t, err)
		var rep map[string]any
		require.NoError(t, json.Unmarshal(text, &rep))
		require.NoError(t, schema.Validate(rep))
		require.NotEmpty(t, rep["credentials"])
		change(rep, rep["envelope"].(map[string]any))
		require.Error(t, schema.Validate(rep), name)
	}
}

// TestReportSchema: the schema is no list of what is allowed alone; it refuses what a report must not be.
func TestReportSchema(t *testing.T) {
	schema := reportSchema(t)
	report := func(vector string) map[string]any {
		v := readVectors(t)[vector]
		text, err := json.Marshal(verifier.NewReport(v.run(t)))
		require.NoError(t, err)
		var rep map[string]any
		require.NoError(t, json.Unmarshal(text, &rep))
		return rep
	}
	for name, change := range map[string]func() map[string]any{
		"a valid one with a code":      func() map[string]any { r := report("jws/valid-eddsa.json"); r["code"] = "expired"; return r },
		"a valid one with claims":      func() map[string]any { r := report("jws/valid-eddsa.json"); r["claimed"] = map[string]any{}; return r },
		"a valid one without a method": func() map[string]any { r := report("jws/valid-eddsa.json"); delete(r, "verificationMethod"); return r },
		"no sentence":                  func() map[string]any { r := report("jws/expired.json"); r["sentence"] = ""; return r },
		"a code without problems":      func() map[string]any { r := report("jws/expired.json"); delete(r, "problems"); return r },
		"a member that nobody knows":   func() map[string]any { r := report("jws/expired.json"); r["score"] = 7; return r },
		"a deciding check that passed": func() map[string]any { return withCheck(report("jws/expired.json"), "outcome", "pass") },
		"a check without a step":       func() map[string]any { return withCheck(report("jws/expired.json"), "step", nil) },
		"a pointer that is not one":    func() map[string]any { return withCheck(report("jws/expired.json"), "pointer", "validUntil") },
		"a picture that is a program": func() map[string]any {
			r := report("jws/expired.json")
			r["badge"].(map[string]any)["image"] = "javascript:x"
			return r
		},
		"a badge without its issuer": func() map[string]any {
			r := report("jws/expired.json")
			delete(r["badge"].(map[string]any), "issuer")
			return r
		},
		"another version of the report": func() map[string]any { r := report("jws/expired.json"); r["reportVersion"] = 2; return r },
	} {
		require.Error(t, schema.Validate(change()), name)
	}
}

// withCheck changes a member of the check that decides.
func withCheck(report map[string]any, member string, value any) map[string]any {
	for _, c := range report["checks"].([]any) {
		if check := c.(map[string]any); check["code"] != nil {
			check[member] = value
		}
	}
	return report
}

// situations are what a reader of reports meets, by the vector that brings it about; testdata/reports has each report.
var situations = map[string]struct{ vector, first string }{
	"valid":                 {"recipient/valid-hash-specification.json", "valid"},
	"expired":               {"jws/expired.json", "invalid: expired"},
	"not-yet-valid":         {"jws/not-yet-valid.json", "invalid: not_yet_valid"},
	"revoked":               {"status/revoked.json", "invalid: revoked"},
	"suspended":             {"status/suspended.json", "invalid: suspended"},
	"status-list-missing":   {"status/list-missing.json", "indeterminate: status_unknown"},
	"changed-after-signing": {"jws/changed-letter.json", "invalid: signature"},
	"key-of-somebody-else":  {"jws/jwk-of-attacker-kid-of-issuer.json", "invalid: wrong_key"},
	"issuer-not-trusted":    {"jws/did-key-untrusted.json", "indeterminate: unknown_issuer"},
	"other-recipient":       {"recipient/plain-other.json", "invalid: recipient"},
	"not-signed":            {"dataintegrity/proof-missing.json", "invalid: no_proof"},
	"endorsed":              {"endorsement/valid-two-endorsers.json", "valid"},
	"endorser-unknown":      {"endorsement/unknown-endorser.json", "valid"},
	"data-model-1-1":        {"older/valid-vc-claim.json", "valid"},
	"open-badges-2":         {"older/open-badges-2-hosted.json", "indeterminate: unsupported"},
	"rule-broken":           {"jws/context-lookalike.json", "invalid: malformed"},
}

// TestGoldenReports holds the reports of the situations against files that people have read. Their verdicts are those of
// the table.
func TestGoldenReports(t *testing.T) {
	vectors := readVectors(t)
	for name, s := range situations {
		t.Run(name, func(t *testing.T) {
			v, ok := vectors[s.vector]
			require.True(t, ok, s.vector)
			rep := verifier.NewReport(v.run(t)).For(name, []byte(v.Input))
			require.Equal(t, s.first, strings.TrimSuffix(rep.Verdict+": "+rep.Code, ": "))
			text, err := json.MarshalIndent(rep, "", "  ")
			require.NoError(t, err)
			file := filepath.Join("../testdata/reports", name+".json")
			if *update {
				require.NoError(t, os.WriteFile(file, append(text, '\n'), 0o644))
			}
			golden, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, string(golden), string(text)+"\n")
		})
	}
}
