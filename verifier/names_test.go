package verifier_test

import (
	"testing"

	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// TestIssuerName: E16. A name that imitates another is still the issuer's own; the report says what is odd about it.
func TestIssuerName(t *testing.T) {
	const mixed, invisible = "issuer_name_mixed", "issuer_name_invisible"
	for name, want := range map[string][]string{
		"CMT Association":                 nil,
		"Ärzte-Verband 7 & Cie. (Zürich)": nil,
		"Ассоциация":                      nil,
		"C\u041cT Association":            {mixed},
		"\u0421\u041c\u0422 Association":  {mixed},
		"\u0391lpha Bank":                 {mixed},
		"日本アナリスト協会 SAAJ":                  nil,
		"CMT\u200b Association":           {invisible},
		"CMT \u202enoitaicossA":           {invisible},
		"CMT\u200d Association":           {invisible},
		"CMT\u115f Association":           {invisible},
		"CMT\u2028Association":            {invisible},
		"CMT\nAssociation":                {invisible},
		"\u0645\u06cc\u200c\u062e\u0648":  nil,
		"C\u041cT\u200b":                  {mixed, invisible},
		"":                                nil,
	} {
		f := newForge("")
		f.p(`"Sample issuer (not the CMT Association)"`, quoted(name))
		_, issuers := genuineBadge(t)
		res, err := verifier.New(issuers, options(nil)).Verify(t.Context(), []byte(f.input()), nil)
		require.NoError(t, err, name)
		var got []string
		for _, w := range res.Warnings {
			if w.Pointer == "/issuer/name" && w.Code != "missing" {
				got = append(got, w.Code)
			}
		}
		require.Equal(t, want, got, "%q", name)
	}
}
