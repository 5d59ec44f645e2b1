package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	path := func(name string) string { return filepath.Join(dir, name) }
	var out strings.Builder
	require.NoError(t, run(context.Background(), &out, dir))
	want := []string{
		"wrote " + path("issuer.pem") + ": the issuer's private key",
		"wrote " + path("did.json") + ": the issuer's public document",
		"wrote " + path("badge.jws") + ": the badge of Ada Lovelace, ada@example.org",
		"published version 1 of https://example.org/status/revocation-1.jwt",
		"published version 1 of https://example.org/status/suspension-1.jwt",
		"wrote " + path("badge.png") + ": a picture with the badge in it",
		path("badge.jws") + ` is valid: "CMT Charterholder", awarded to "Ada Lovelace" by did:web:example.org`,
		path("badge.png") + ` is valid: "CMT Charterholder", awarded to "Ada Lovelace" by did:web:example.org`,
		"wrote " + path("page/index.html") + ": a page about the badge; open it in a browser",
		"wrote " + path("forged.jws") + ": the badge with one letter changed",
		path("forged.jws") + " is invalid: verifier: signature: ",
		"revoked the badge of Ada Lovelace",
		"published version 2 of https://example.org/status/revocation-1.jwt",
		"published version 2 of https://example.org/status/suspension-1.jwt",
		path("badge.png") + " is invalid: verifier: revoked: ",
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	require.Len(t, lines, len(want))
	for i, line := range lines {
		require.True(t, strings.HasPrefix(line, want[i]), "got %q, want %q", line, want[i])
	}

	info, err := os.Stat(path("issuer.pem"))
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Zero(t, info.Mode().Perm()&0o077)
	}
	badge, err := os.ReadFile(path("badge.jws"))
	require.NoError(t, err)
	forged, err := os.ReadFile(path("forged.jws"))
	require.NoError(t, err)
	require.Len(t, forged, len(badge))
	require.NotEqual(t, badge, forged)

	// A second time it issues with the key that is there.
	key, err := os.ReadFile(path("issuer.pem"))
	require.NoError(t, err)
	document, err := os.ReadFile(path("did.json"))
	require.NoError(t, err)
	out.Reset()
	require.NoError(t, run(context.Background(), &out, dir))
	require.True(t, strings.HasPrefix(out.String(), "read "+path("issuer.pem")+": "), out.String())
	again, err := os.ReadFile(path("issuer.pem"))
	require.NoError(t, err)
	require.Equal(t, key, again)
	documentAgain, err := os.ReadFile(path("did.json"))
	require.NoError(t, err)
	require.Equal(t, document, documentAgain)
}

// TestRunTemporary: without a folder the files are in a new one.
func TestRunTemporary(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp)
	var out strings.Builder
	require.NoError(t, run(context.Background(), &out, ""))
	found, err := filepath.Glob(filepath.Join(temp, "charter-*", "badge.jws"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Contains(t, out.String(), "wrote "+found[0])
}

// TestRunRefuses: a key file that is no key is neither used nor replaced, and nothing is issued.
func TestRunRefuses(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "issuer.pem"), []byte("no key"), 0o600))
	require.Error(t, run(context.Background(), &strings.Builder{}, dir))
	text, err := os.ReadFile(filepath.Join(dir, "issuer.pem"))
	require.NoError(t, err)
	require.Equal(t, "no key", string(text))
	require.NoFileExists(t, filepath.Join(dir, "badge.jws"))
}
