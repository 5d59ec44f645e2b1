package verifier_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// TestUncheckedHasNoEffect: what could be compared has passed, and what could not be is reported as such, though the
// badge is valid in either case.
func TestUncheckedHasNoEffect(t *testing.T) {
	unknown := []string{"valid-resource-unknown-algorithm", "valid-resource-not-supplied", "valid-resource-multibase-sha3",
		"valid-resource-multibase-hexadecimal", "valid-schema-unknown", "valid-schema-unknown-of-1edtech", "valid-schema-other-type",
		"valid-any-schema", "valid-any-type-of-status"}
	tried := 0
	for _, a := range formatAttacks() {
		step, pointer := verifier.StepResource, "/relatedResource"
		if strings.Contains(a.name, "schema") || slices.Contains(unknown, a.name) && !strings.Contains(a.name, "resource") {
			step, pointer = verifier.StepSchema, "/credentialSchema"
		} else if !strings.Contains(a.name, "resource") {
			continue
		}
		if a.expect.Verdict != "valid" {
			continue
		}
		tried++
		t.Run(a.name, func(t *testing.T) {
			f := newFormatForge(a.description)
			a.do(f)
			f.vector.Input = f.input()
			res, err := f.vector.run(t)
			require.NoError(t, err)
			want := verifier.Pass
			if slices.Contains(unknown, a.name) {
				want = verifier.Unknown
			}
			i := slices.IndexFunc(res.Checks, func(c verifier.Check) bool { return c.Step == step })
			require.Equal(t, want, res.Checks[i].Outcome, res.Checks[i].Detail)
			require.True(t, strings.HasPrefix(res.Checks[i].Pointer, pointer), res.Checks[i].Pointer)
		})
	}
	require.Greater(t, tried, 30)
}

// TestWithoutWarning: the vectors say what must be warned of, and nothing of what must not.
func TestWithoutWarning(t *testing.T) {
	for _, a := range formatAttacks() {
		if strings.HasPrefix(a.name, "valid-schema") {
			f := newFormatForge(a.description)
			a.do(f)
			f.vector.Input = f.input()
			res, err := f.vector.run(t)
			require.NoError(t, err, a.name)
			require.Empty(t, res.Warnings, a.name)
		}
	}
}
