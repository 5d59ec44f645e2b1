package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/stretchr/testify/require"
)

// TestCommandLine: what is printed to go on with is what was typed, as a shell reads it.
func TestCommandLine(t *testing.T) {
	args := []string{"/usr/bin/badge", "batch", "issue", "my roster.csv", "--issuer-name", "O'Neil & Søn ($5)", "--out=a b", "-", "", "--key=k.pem", "--", "*"}
	text := commandLine(args)
	require.True(t, strings.HasPrefix(text, "badge batch issue 'my roster.csv' --issuer-name "), text)
	sh, err := exec.LookPath("sh")
	if err != nil {
		return // not a system with such a shell
	}
	out, err := exec.Command(sh, "-c", "printf '%s\\n' "+text).Output()
	require.NoError(t, err)
	want := append([]string{"badge"}, args[1:]...)
	require.Equal(t, want, strings.Split(strings.TrimSuffix(string(out), "\n"), "\n"))
}

// TestInterruptedBatch: what was issued is counted, nothing is lost, and the same command goes on.
func TestInterruptedBatch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	c := &batchIssueCmd{IssuerName: "Sample issuer", batchJob: batchJob{
		Roster: filepath.Join("..", "internal", "roster", "testdata", "charters.csv"), Ledger: filepath.Join(dir, "ledger"),
		Out: filepath.Join(dir, "out"), form: form{Form: formJWS},
	}}
	fixtures := filepath.Join("testdata", "fixtures")
	key, err := os.ReadFile(filepath.Join(fixtures, "issuer.pem"))
	require.NoError(t, err)
	c.Key, c.IssuerDocument, c.Profile = filepath.Join(dir, "issuer.pem"), filepath.Join(fixtures, "did.json"), "ob30"
	require.NoError(t, os.WriteFile(c.Key, key, 0o600))
	begin := &statusNewCmd{Ledger: c.Ledger, IssuerDocument: c.IssuerDocument, URL: "https://example.org/status/", Form: formJWS}
	require.NoError(t, begin.Run(t.Context()))
	require.ErrorIs(t, c.Run(ctx), context.Canceled)
	err = c.Run(t.Context())
	require.Contains(t, []int{0, exitSome}, exitCode(err), "%v", err)
	made, err := filepath.Glob(filepath.Join(c.Out, "badges", "*", "*.jws"))
	require.NoError(t, err)
	require.NotEmpty(t, made)
}

// TestOwnErrors: a file of findings is replaced by the next one, and nothing else is.
func TestOwnErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "errors.csv")
	require.False(t, ownErrors(file))
	e := errorsFile{Errors: file}
	f, err := e.open(false)
	require.NoError(t, err)
	require.NoError(t, f.write([]roster.Finding{{Row: 2, Code: "date"}}))
	require.NoError(t, f.commit())
	require.True(t, ownErrors(file))
	require.False(t, ownErrors(filepath.Join("testdata", "fixtures", "did.json")))
	require.False(t, ownErrors(t.TempDir()))
}
