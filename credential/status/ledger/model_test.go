package ledger_test

import (
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/stretchr/testify/require"
)

// TestModel does 100,000 random things to a ledger that sometimes is closed and opened, and to a map.
func TestModel(t *testing.T) {
	t.Parallel()
	steps := 100_000
	if testing.Short() || badgetest.Race {
		steps = 5_000
	}
	h := newHistory(t, 42)
	h.rare = 500
	for range steps {
		require.NoError(t, h.step())
	}
	h.close()
	check(t, h.fs, h.known, false)
	require.Greater(t, len(h.known.entries), steps/5)
}
