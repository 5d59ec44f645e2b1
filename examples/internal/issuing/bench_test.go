package issuing_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/stretchr/testify/require"
)

// BenchmarkRun issues rosters of 2,048 rows: every form, with and without a picture, with one worker and with two. Rows a second
// include reading the roster, the places in the lists, and the files.
func BenchmarkRun(b *testing.B) {
	const rows = 2048
	text := rosterOf(rows)
	key := badgetest.Ed25519("issuer")
	jws, err := signer.NewJWS(key, issuerID+"#key-1", nil)
	require.NoError(b, err)
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	rdfc, err := signer.NewDataIntegrity(key, issuerID+"#key-1", &signer.DataIntegrityOptions{Created: at})
	require.NoError(b, err)
	jcs, err := signer.NewDataIntegrity(key, issuerID+"#key-1", &signer.DataIntegrityOptions{Created: at, JCS: true})
	require.NoError(b, err)
	for _, form := range []struct {
		name string
		sign signer.Signer
	}{{"jws", jws}, {"eddsa-jcs-2022", jcs}, {"eddsa-rdfc-2022", rdfc}} {
		for _, baked := range []bool{false, true} {
			for _, workers := range []int{1, 2} {
				name := fmt.Sprintf("%s/workers=%d", form.name, workers)
				if baked {
					name = fmt.Sprintf("%s+png/workers=%d", form.name, workers)
				}
				b.Run(name, func(b *testing.B) {
					if workers > runtime.NumCPU() {
						b.Skip("one core")
					}
					b.ReportAllocs()
					for b.Loop() {
						b.StopTimer()
						dir := filepath.Join(b.TempDir(), "ledger")
						books(b, dir)
						var found []roster.Finding
						j := job(b, text, open(b, dir, nil), &found)
						j.Sign, j.Workers = form.sign.Sign, workers
						if baked {
							j.Beside = picture(b)
						}
						b.StartTimer()
						counts, err := j.Run(b.Context())
						require.NoError(b, err)
						require.Equal(b, issuing.Counts{Records: rows, Issued: rows}, counts)
					}
					b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
				})
			}
		}
	}
}
