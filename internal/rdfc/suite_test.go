package rdfc_test

import (
	"context"
	"crypto"
	"encoding/json"
	"path"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/rdfc"
)

// TestSuite is the test suite of the recommendation (https://w3c.github.io/rdf-canon/tests/), with the default limits.
func TestSuite(t *testing.T) {
	const eval, issued, refused = "rdfc:RDFC10EvalTest", "rdfc:RDFC10MapTest", "rdfc:RDFC10NegativeEvalTest"
	var manifest struct {
		Entries []struct{ ID, Type, Action, Result, HashAlgorithm string }
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "rdf-canon/manifest.jsonld"), &manifest))
	passed := map[string]int{}
	for _, e := range manifest.Entries {
		t.Run(e.ID, func(t *testing.T) {
			hash := map[string]crypto.Hash{"": crypto.SHA256, "SHA384": crypto.SHA384}[e.HashAlgorithm]
			d := mustRead(t, string(badgetest.Vectors(t, path.Join("rdf-canon", e.Action))))
			got, err := rdfc.Canonicalize(context.Background(), d.quads, len(d.labels), hash, nil)
			switch e.Type {
			case eval:
				require.NoError(t, err)
				require.Equal(t, string(badgetest.Vectors(t, path.Join("rdf-canon", e.Result))), string(got.NQuads))
			case issued:
				require.NoError(t, err)
				var labels map[string]string
				require.NoError(t, json.Unmarshal(badgetest.Vectors(t, path.Join("rdf-canon", e.Result)), &labels))
				require.Equal(t, labels, d.canonicalLabels(got))
			case refused:
				require.ErrorIs(t, err, rdfc.ErrBudget)
			}
			passed[e.Type]++
		})
	}
	require.Equal(t, map[string]int{eval: 64, issued: 21, refused: 1}, passed)
}
