package credential_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

// fixture returns a badge of testdata/badges: simple, or complete, which has every class and every property but
// endorsementJwt and proof.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "testdata", "badges", name+".json"))
	require.NoError(t, err)
	return text
}

func read(t testing.TB, text []byte) *credential.OpenBadge {
	t.Helper()
	b := new(credential.OpenBadge)
	require.NoError(t, b.UnmarshalJSON(text))
	return b
}

func simple(t testing.TB) *credential.OpenBadge   { return read(t, fixture(t, "simple")) }
func complete(t testing.TB) *credential.OpenBadge { return read(t, fixture(t, "complete")) }

func write(t testing.TB, b *credential.OpenBadge) string {
	t.Helper()
	text, err := b.MarshalJSON()
	require.NoError(t, err)
	return string(text)
}

// object reads JSON with encoding/json, for tests that look at a text without the package under test.
func object(t testing.TB, text string) map[string]any {
	t.Helper()
	var m map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &m))
	return m
}

// with returns the JSON of a fixture with one member changed.
func with(t testing.TB, name string, change func(m map[string]any)) []byte {
	t.Helper()
	m := object(t, string(fixture(t, name)))
	change(m)
	text, err := json.Marshal(m)
	require.NoError(t, err)
	return text
}

// finding is a FieldError without its wording.
type finding struct {
	pointer, code string
	advice        bool
}

func findings(err error) []finding {
	var list []finding
	for _, e := range credential.FieldErrors(err) {
		list = append(list, finding{e.Pointer, e.Code, e.Advice})
	}
	return list
}

func failure(pointer, code string) []finding { return []finding{{pointer, code, false}} }
func advice(pointer, code string) []finding  { return []finding{{pointer, code, true}} }

func date(t testing.TB, text string) credential.DateTime {
	t.Helper()
	var d credential.DateTime
	require.NoError(t, d.UnmarshalText([]byte(text)))
	return d
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}
