//go:build !race

package verifier_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestHostileMemory: no vector makes the verifier allocate more than 32 MiB and four times its own length, all in all,
// so that it cannot hold more at any time either.
func TestHostileMemory(t *testing.T) {
	for name, v := range readVectors(t) {
		length := len(v.Input)
		for _, list := range v.Lists {
			length += len(list)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _ = v.run(t)
		runtime.ReadMemStats(&after)
		require.LessOrEqual(t, after.TotalAlloc-before.TotalAlloc, uint64(32<<20+4*length), name)
	}
}

// BenchmarkHostile verifies every vector, and tells how long the slowest takes; the budget is 250 ms.
func BenchmarkHostile(b *testing.B) {
	vectors := readVectors(b)
	var slowest time.Duration
	for b.Loop() {
		for _, v := range vectors {
			start := time.Now()
			_, _ = v.run(b)
			slowest = max(slowest, time.Since(start))
		}
	}
	b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
	b.ReportMetric(float64(len(vectors)), "vectors")
}
