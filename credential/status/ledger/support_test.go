package ledger_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/stretchr/testify/require"
)

const seed = "000102030405060708090a0b0c0d0e0f"

var settings = ledger.Settings{Issuer: "did:web:example.org", URL: "https://example.org/status/", Extension: ".json", Seed: seed}

// noon is the time of tests.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// id is the nth of the credentials of a test.
func id(n int) string { return fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", n) }

func ids(from, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = id(from + i)
	}
	return all
}

// newLedger creates a ledger and opens it.
func newLedger(t testing.TB) (dir string, l *ledger.Ledger) {
	dir = filepath.Join(t.TempDir(), "ledger")
	require.NoError(t, ledger.Create(dir, settings))
	return dir, open(t, dir)
}

func open(t testing.TB, dir string) *ledger.Ledger {
	l, err := ledger.Open(dir, &ledger.Options{Now: noon, Notice: func(s string) { t.Errorf("notice: %s", s) }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	return l
}

// write makes a folder with this text as the ledger.
func write(t testing.TB, text []byte) (dir string) {
	dir = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ledger"), text, 0o600))
	return dir
}

func read(t testing.TB, dir string) []byte {
	text, err := os.ReadFile(filepath.Join(dir, "ledger"))
	require.NoError(t, err)
	return text
}

// signFunc is a Signer.
type signFunc func(ctx context.Context, doc json.Marshaler) ([]byte, error)

func (f signFunc) Sign(ctx context.Context, doc json.Marshaler) ([]byte, error) { return f(ctx, doc) }

// plain signs nothing: what is published can be given to status.Parse.
var plain = signFunc(func(_ context.Context, doc json.Marshaler) ([]byte, error) { return doc.MarshalJSON() })

// parse reads a list that was published with plain.
func parse(t testing.TB, file string) *status.List {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	l, err := status.Parse(text, nil)
	require.NoError(t, err)
	return l
}

// payloads are what cut -d ' ' -f 4- shows of a ledger.
func payloads(t testing.TB, text []byte) []string {
	lines := strings.Split(string(bytes.TrimSuffix(text, []byte("\n"))), "\n")
	require.Equal(t, "openbadge status ledger 1", lines[0])
	for i, line := range lines[1:] {
		lines[i] = strings.SplitN(line, " ", 4)[3]
	}
	return lines[:len(lines)-1]
}
