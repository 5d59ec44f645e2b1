package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/stretchr/testify/require"
)

// TestRenewAnother: a file with another badge in it is not renewed, though the issuer has signed it, and with these places in
// the status lists.
func TestRenewAnother(t *testing.T) {
	const id, other = "urn:uuid:11111111-1111-4111-8111-111111111111", "urn:uuid:22222222-2222-4222-8222-222222222222"
	dir := t.TempDir()
	text, err := os.ReadFile(filepath.Join("testdata", "fixtures", "issuer.pem"))
	require.NoError(t, err)
	s := signing{Key: filepath.Join(dir, "issuer.pem"), IssuerDocument: filepath.Join("testdata", "fixtures", "did.json"), Profile: "ob30"}
	require.NoError(t, os.WriteFile(s.Key, text, 0o600))
	who, err := s.open(t.Context(), formJWS)
	require.NoError(t, err)
	awarded := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
	badge, err := credential.NewCharter(credential.Profile{ID: who.id, Name: "Sample issuer"}, credential.Charter{ID: id, Holder: "Ada", Awarded: awarded,
		Status: []credential.StatusEntry{{ID: "https://example.org/status/revocation-1.jwt#7", Type: credential.StatusBitstring, StatusPurpose: "revocation", StatusListIndex: "7",
			StatusListCredential: "https://example.org/status/revocation-1.jwt"}}})
	require.NoError(t, err)
	secured, err := who.Sign(t.Context(), badge)
	require.NoError(t, err)

	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer root.Close()
	c := &batchRenewCmd{Old: dir, From: instant{awarded.AddDate(1, 0, 0)}}
	for is, renewed := range map[string]bool{id: true, other: false} {
		file := filepath.Join(dir, filepath.FromSlash(issuing.FileOf(is))+".jws")
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, secured, 0o600))
		next, err := c.next(t.Context(), root, who, &roster.Record{Row: 2}, ledger.Record{ID: is, Entries: badge.Status})
		if renewed {
			require.NoError(t, err)
			require.True(t, credential.Newer(next, badge))
			continue
		}
		var found roster.Findings
		require.ErrorAs(t, err, &found)
		require.Equal(t, codeOldBadge, found[0].Code)
	}
}
