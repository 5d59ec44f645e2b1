package verifier_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// TestStructureInBothModes: what the data model 2.0 refuses in a credential is refused in a badge, by its rules or by
// those of Open Badges, and the report has no place twice.
func TestStructureInBothModes(t *testing.T) {
	tried := 0
	for _, a := range formatAttacks() {
		if a.expect.Reason != "shape" {
			continue
		}
		tried++
		t.Run(a.name, func(t *testing.T) {
			for _, as := range []struct{ from, to string }{
				{"ExampleCredential", "OpenBadgeCredential"}, {"OpenBadgeCredential", "ExampleCredential"},
			} {
				f := newFormatForge(a.description)
				a.do(f)
				f.vector.Credential = as.to == "ExampleCredential"
				f.payload = strings.Replace(f.payload, as.from, as.to, 1)
				f.vector.Input = f.input()
				_, err := f.vector.run(t)
				require.Equal(t, verifier.Invalid, verifier.VerdictOf(err), "as %s: %v", as.to, err)
				var e *verifier.Error
				require.ErrorAs(t, err, &e)
				seen := make(map[string]string)
				for _, c := range e.Checks {
					if c.Outcome == verifier.Fail {
						require.Empty(t, seen[c.Pointer], "twice: %s", c.Pointer)
						seen[c.Pointer] = c.Reason
					}
				}
			}
		})
	}
	require.Greater(t, tried, 80)
}

// TestStructureIsBounded: the report about a hostile credential is not many times its size.
func TestStructureIsBounded(t *testing.T) {
	for name, member := range map[string]string{
		"objects": `"evidence":[` + strings.Repeat("{},", 900) + `{}]`,
		"ids":     `"evidence":[` + strings.Repeat(`{"type":"E","id":"x"},`, 900) + `{}]`,
		"types":   `"evidence":{"type":[` + strings.Repeat(`"",`, 900) + `""]}`,
		"texts":   `"description":[` + strings.Repeat(`{},`, 900) + `{}]`,
		"keys":    `"description":{"@value":"x"` + keys(200) + `}`,
		"digests": `"relatedResource":{"id":"urn:x:y","digestSRI":[` + strings.Repeat(`"",`, 900) + `""]}`,
	} {
		t.Run(name, func(t *testing.T) {
			f := newFormatForge("")
			noBadge(f)
			plus(atRoot, member)(f)
			f.vector.Input = f.input()
			_, err := f.vector.run(t)
			var e *verifier.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, "malformed", e.Code())
			require.GreaterOrEqual(t, len(e.Checks), 100)
			require.Less(t, len(e.Checks), 120)
		})
	}
}

func keys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"k%d":1`, i)
	}
	return b.String()
}
