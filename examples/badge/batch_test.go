package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// folderOf makes a folder of n copies of the badge in testdata/fixtures, and a Verifier that trusts its issuer.
func folderOf(t testing.TB, n int) (string, *verifier.Verifier) {
	t.Helper()
	folder := t.TempDir()
	badge, err := os.ReadFile(filepath.Join("testdata", "fixtures", "badge.jws"))
	require.NoError(t, err)
	for i := range n {
		require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%06d.jws", i)), badge, 0o600))
	}
	trust := judge{Trust: []string{filepath.Join("testdata", "fixtures", "did.json")}}
	v, err := trust.verifier(context.Background())
	require.NoError(t, err)
	return folder, v
}

// newBatch begins with a folder.
func newBatch(t testing.TB, ctx context.Context, folder string, verify verification, workers int) *batch[[]byte] {
	t.Helper()
	root, err := os.OpenRoot(folder)
	require.NoError(t, err)
	t.Cleanup(func() { root.Close() })
	b := &batch[[]byte]{judge: lineOf(verify)}
	b.start(ctx, filesBelow(ctx, root, folder, badgeNames), workers)
	return b
}

// TestBatchOrder: the order is that of the names, however long one badge takes.
func TestBatchOrder(t *testing.T) {
	folder, v := folderOf(t, 300)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "000000.jws"), []byte(strings.Repeat("x", maxInput)), 0o600))
	b := newBatch(t, t.Context(), folder, v.Verify, 8)
	n := 0
	require.NoError(t, b.each(t.Context(), func(j *job[[]byte]) error {
		require.Equal(t, fmt.Sprintf("%06d.jws", n), j.name)
		require.Contains(t, string(j.made), j.name)
		n++
		return nil
	}))
	require.Equal(t, 300, n)
}

// TestBatchBounded: while nobody takes the reports, only so many badges are read.
func TestBatchBounded(t *testing.T) {
	const workers = 2
	folder, v := folderOf(t, 200)
	started := make(chan struct{}, 200)
	b := newBatch(t, t.Context(), folder, func(ctx context.Context, secured []byte, expect *verifier.Expect) (*verifier.Result, error) {
		started <- struct{}{}
		return v.Verify(ctx, secured, expect)
	}, workers)
	for len(b.order) < cap(b.order) {
		runtime.Gosched()
	}
	for range 1000 { // whoever could go on does so
		runtime.Gosched()
	}
	require.LessOrEqual(t, cap(b.order), 8*workers)
	require.LessOrEqual(t, len(started), cap(b.order)+workers)
}

// TestBatchStops: who gives up waits for nobody, be it a badge that takes for ever or one that no worker has begun.
func TestBatchStops(t *testing.T) {
	folder, _ := folderOf(t, 200)
	ctx, stop := context.WithCancel(context.Background())
	started := make(chan struct{}, 200)
	b := newBatch(t, ctx, folder, func(context.Context, []byte, *verifier.Expect) (*verifier.Result, error) {
		started <- struct{}{}
		<-t.Context().Done()
		return nil, t.Context().Err()
	}, 2)
	<-started
	stop()
	require.ErrorIs(t, b.each(ctx, func(*job[[]byte]) error { return nil }), context.Canceled)
	for range b.order { // nothing is looked for any more
	}
}

// TestBatchCannotReport: a report that cannot be written ends it.
func TestBatchCannotReport(t *testing.T) {
	folder, v := folderOf(t, 3)
	err := newBatch(t, t.Context(), folder, v.Verify, 2).each(t.Context(), func(*job[[]byte]) error { return os.ErrClosed })
	require.ErrorIs(t, err, os.ErrClosed)
}

// BenchmarkBatchVerify verifies a folder of 1,000 badges, each with its own signature to check.
func BenchmarkBatchVerify(b *testing.B) {
	const n = 1000
	folder, v := folderOf(b, n)
	for _, workers := range slices.Compact([]int{1, runtime.GOMAXPROCS(0)}) {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				valid := 0
				for j := range newBatch(b, context.Background(), folder, v.Verify, workers).order {
					if <-j.done; j.err == nil {
						valid++
					}
				}
				if valid != n {
					b.Fatal(valid)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "badges/s")
		})
	}
}
