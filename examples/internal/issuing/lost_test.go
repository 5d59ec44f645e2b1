//go:build !race

// Thousands of badges take minutes under the race detector.

package issuing_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/stretchr/testify/require"
)

// TestLostLongAgo: a file that is missing before the last ones is made anew.
func TestLostLongAgo(t *testing.T) {
	const rows = issuing.LookAt + 200
	var found []roster.Finding
	j := job(t, rosterOf(rows), fresh(t), &found)
	_, err := j.Run(t.Context())
	require.NoError(t, err)
	want := files(t, j.Dir)
	written := lines(t, want["manifest.jsonl"])
	for _, lose := range []func(name string) error{os.Remove, func(name string) error { return os.Truncate(name, 0) }} {
		require.NoError(t, lose(filepath.Join(j.Dir, written[100].File)))
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, issuing.Counts{Records: rows, Issued: 1, Kept: rows - 1}, counts)
		require.Equal(t, want, files(t, j.Dir))
	}
}
