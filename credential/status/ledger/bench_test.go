package ledger_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/signer"
	"github.com/stretchr/testify/require"
)

// BenchmarkOpen opens a ledger of a million credentials with two entries each, in lists of 131,072.
func BenchmarkOpen(b *testing.B) {
	dir, l := newLedger(b)
	const n = 1_000_000
	for i := 0; i < n; i += 100_000 {
		_, err := l.ReserveAll(ids(i, 100_000))
		require.NoError(b, err)
	}
	require.NoError(b, l.Close())
	b.Run(strconv.Itoa(n), func(b *testing.B) {
		b.SetBytes(int64(len(read(b, dir))))
		b.ReportAllocs()
		for b.Loop() {
			l, err := ledger.Open(dir, nil)
			if err != nil {
				b.Fatal(err)
			}
			if err := l.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkReserve is with the wait for the disk.
func BenchmarkReserve(b *testing.B) {
	for _, n := range []int{1, 1000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			_, l := newLedger(b)
			b.ReportAllocs()
			for i := 0; b.Loop(); i += n {
				if _, err := l.ReserveAll(ids(i, n)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/credential")
		})
	}
}

// BenchmarkPublish writes a list in which 300 are revoked, signed by nobody and as a JWS.
func BenchmarkPublish(b *testing.B) {
	jws, err := signer.NewJWS(ed25519.NewKeyFromSeed(make([]byte, 32)), settings.Issuer+"#key-1",
		&signer.JWSOptions{Profile: signer.VCJOSECOSE})
	require.NoError(b, err)
	none := signFunc(func(context.Context, json.Marshaler) ([]byte, error) { return []byte("signed"), nil })
	for _, entries := range []int{131_072, 1_048_576} {
		dir := filepath.Join(b.TempDir(), "ledger")
		s := settings
		s.Entries = entries
		require.NoError(b, ledger.Create(dir, s))
		now := noon()
		l, err := ledger.Open(dir, &ledger.Options{Now: func() time.Time { now = now.Add(time.Second); return now }})
		require.NoError(b, err)
		defer l.Close()
		all := ids(0, entries/100)
		_, err = l.ReserveAll(all, status.Revocation)
		require.NoError(b, err)
		for _, id := range all[:min(len(all), 300)] { // a wait for the disk each
			require.NoError(b, l.Revoke(id, ""))
		}
		for name, s := range map[string]ledger.Signer{"none": none, "jws": jws} {
			b.Run(fmt.Sprintf("%d/%s", entries, name), func(b *testing.B) {
				out := filepath.Join(b.TempDir(), "out")
				b.ReportAllocs()
				for b.Loop() {
					if _, err := l.Publish(b.Context(), out, s, 24*time.Hour); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
