package roster_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/stretchr/testify/require"
)

// TestSeen: of values that occur twice, each is found, with the row of the first, and nothing else is.
func TestSeen(t *testing.T) {
	const n = 20_000
	rng := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	text.WriteString("number,email\n")
	for i := range n {
		fmt.Fprintf(&text, "N%d,n%d@example.org\n", i, i)
	}
	again := rng.Perm(n)
	for _, i := range again {
		fmt.Fprintf(&text, "n%d,N%d@example.ORG\n", i, i)
	}
	r, err := roster.NewReader(strings.NewReader(text.String()), roster.Withdrawals, nil)
	require.NoError(t, err)
	for row := 2; row < 2+n; row++ {
		record, err := r.Read()
		require.NoError(t, err)
		require.Equal(t, row, record.Row)
	}
	for at, i := range again {
		_, err := r.Read()
		findings, ok := errors.AsType[roster.Findings](err)
		require.True(t, ok)
		require.Len(t, findings, 2)
		for k, column := range []string{"number", "email"} {
			require.Equal(t, roster.CodeDuplicate, findings[k].Code)
			require.Equal(t, column, findings[k].Column)
			require.Equal(t, 2+n+at, findings[k].Row)
			require.Equal(t, fmt.Sprintf("row %d has the same %s", 2+i, column), findings[k].Message)
		}
	}
	_, err = r.Read()
	require.ErrorIs(t, err, io.EOF)
}

// TestSeenHash: what the hash of a value is nobody knows before, and all lists are used.
func TestSeenHash(t *testing.T) {
	const lists, n = 4096, 200_000
	one, other, used := roster.SeenHash(), roster.SeenHash(), make(map[uint16]bool)
	for i := range n { // of so many, a list has 49 on average, and none with a probability of 10^-21
		list, hash := one(fmt.Sprint(i))
		_, differs := other(fmt.Sprint(i))
		if hash == differs || list >= lists {
			require.NotEqual(t, hash, differs, i)
			require.Less(t, list, uint16(lists))
		}
		used[list] = true
	}
	require.Len(t, used, lists)
}

// TestSeenMemory: a value takes 12 bytes, an eighth of them more to grow, and up to an eighth of that in the classes of
// sizes of the allocator: 16. A column that is not there takes nothing. The lists themselves are 48 bytes each.
func TestSeenMemory(t *testing.T) {
	const n, lists = 4096 * 32, 4096 * 48
	for _, c := range []struct {
		header, row string
		values      int
	}{
		{"number,reason", "%d,x\n", 1},
		{"number,email,badge_id", "%d,n%[1]d@example.org,urn:x:%[1]d\n", 3},
	} {
		t.Run(c.header, func(t *testing.T) {
			var text strings.Builder
			text.WriteString(c.header + "\n")
			for i := range n {
				fmt.Fprintf(&text, c.row, i)
			}
			r, err := roster.NewReader(strings.NewReader(text.String()), roster.Withdrawals, nil)
			require.NoError(t, err)
			before := live()
			for range n {
				_, err := r.Read()
				require.NoError(t, err)
			}
			each := float64(live()-before-int64(lists*c.values)) / float64(n*c.values)
			runtime.KeepAlive(r)
			runtime.KeepAlive(text.String())
			t.Logf("%.1f bytes for each value", each)
			require.Greater(t, each, 12.0)
			require.Less(t, each, 18.0)
		})
	}
}

// live is what the heap has, in bytes, without garbage.
func live() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // of what the first one has only begun to free
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
