package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// TestLedgerLocked: while one command works on a ledger, another changes nothing and says so; to show it is no trouble.
func TestLedgerLocked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger")
	const id = "urn:uuid:11111111-1111-4111-8111-111111111111"
	require.NoError(t, ledger.Create(dir, ledger.Settings{Issuer: "did:web:example.org", URL: "https://example.org/status/"}))
	l, err := ledger.Open(dir, nil)
	require.NoError(t, err)
	defer l.Close()
	_, err = l.Reserve(id)
	require.NoError(t, err)

	in := statusChange{inLedger: inLedger{dir}, Badges: []string{id}}
	err = (&statusRevokeCmd{in}).Run(context.Background())
	require.ErrorContains(t, err, "try again")
	require.Equal(t, exitFile, exitCode(err))
	reader, err := in.open(ledger.Options{ReadOnly: true})
	require.NoError(t, err)
	r, err := reader.Lookup(id)
	require.NoError(t, err)
	require.Equal(t, ledger.Active, r.State)
	require.NoError(t, l.Close())

	require.NoError(t, (&statusRevokeCmd{in}).Run(context.Background()))
	reader, err = in.open(ledger.Options{ReadOnly: true})
	require.NoError(t, err)
	r, err = reader.Lookup(id)
	require.NoError(t, err)
	require.Equal(t, ledger.Revoked, r.State)
}

// TestLookupContexts: of a bundle's contexts, those count whose hash is given, and no others.
func TestLookupContexts(t *testing.T) {
	name := filepath.Join(t.TempDir(), "contexts.zip")
	text := []byte(`{"@context": {"plays": "https://example.org/plays"}}`)
	files := []verifier.BundleFile{
		{URL: "https://example.org/a", Kind: verifier.BundleContext, Data: text, Retrieved: time.Unix(0, 0)},
		{URL: "https://example.org/b", Kind: verifier.BundleContext, Data: text, Retrieved: time.Unix(0, 0)},
	}
	var zip bytes.Buffer
	require.NoError(t, verifier.WriteBundle(&zip, files, time.Unix(0, 0)))
	require.NoError(t, os.WriteFile(name, zip.Bytes(), 0o600))

	in := lookup{Bundle: name, TrustContext: []string{fmt.Sprintf("https://example.org/a=sha256:%x", sha256.Sum256(text))}}
	_, opts, err := in.open(context.Background(), time.Time{})
	require.NoError(t, err)
	require.Contains(t, opts.Contexts.URLs(), "https://example.org/a")
	require.NotContains(t, opts.Contexts.URLs(), "https://example.org/b")
}

func TestSpan(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want time.Duration // 0: refused
	}{
		{"30d", 720 * time.Hour}, {"24h", 24 * time.Hour}, {"1h30m", 90 * time.Minute}, {"1s", time.Second},
		{"36500d", 36_500 * 24 * time.Hour}, {"99999999999d", 0},
		{"0d", 0}, {"-1d", 0}, {"-1h", 0}, {"0", 0}, {"999ms", 0}, {"", 0}, {"d", 0}, {"30", 0}, {"1.5d", 0}, {"month", 0},
		{"9999999h", 0}, {"300000000000h", 0},
	} {
		var s span
		err := s.UnmarshalText([]byte(tt.in))
		if tt.want == 0 {
			require.Error(t, err, tt.in)
			continue
		}
		require.NoError(t, err, tt.in)
		require.Equal(t, tt.want, s.Duration, tt.in)
	}
}
