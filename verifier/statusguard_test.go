package verifier_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

const (
	listURL    = "https://example.org/status/1"
	listIssuer = "https://example.org/issuer"
)

// versionOf is the version made so many seconds after the clock's time, with bits of one name.
func versionOf(url string, seconds int, bits string) verifier.StatusVersion {
	return verifier.StatusVersion{
		Issuer: listIssuer, URL: url,
		ValidFrom: badgetest.Now().Add(time.Duration(seconds) * time.Second), SHA256: sha256.Sum256([]byte(bits)),
	}
}

// of says whose list it is.
func of(issuer string, v verifier.StatusVersion) verifier.StatusVersion {
	v.Issuer = issuer
	return v
}

// memories are the two kinds of memory, both empty.
func memories(t *testing.T) map[string]verifier.StatusMemory {
	return map[string]verifier.StatusMemory{
		"in memory": verifier.NewStatusMemory(),
		"in a file": openMemory(t, filepath.Join(t.TempDir(), "seen")),
	}
}

func openMemory(t testing.TB, file string) verifier.StatusMemory {
	t.Helper()
	m, err := verifier.OpenStatusMemory(file)
	require.NoError(t, err)
	return m
}

func remembered(t testing.TB, m verifier.StatusMemory, url string) verifier.StatusVersion {
	t.Helper()
	v, ok, err := m.Newest(listIssuer, url)
	require.NoError(t, err)
	require.True(t, ok)
	return v
}

func TestGuardRollback(t *testing.T) {
	for kind, m := range memories(t) {
		t.Run(kind, func(t *testing.T) {
			guard := verifier.GuardRollback(&verifier.StatusSnapshot{}, m)
			for _, step := range []struct {
				name    string
				version verifier.StatusVersion
				want    error
				newest  verifier.StatusVersion
			}{
				{"first", versionOf(listURL, 10, "a"), nil, versionOf(listURL, 10, "a")},
				{"same again", versionOf(listURL, 10, "a"), nil, versionOf(listURL, 10, "a")},
				{"same time, other bits", versionOf(listURL, 10, "b"), verifier.ErrStatusRollback, versionOf(listURL, 10, "a")},
				{"older, other bits", versionOf(listURL, 9, "b"), verifier.ErrStatusRollback, versionOf(listURL, 10, "a")},
				{"older, same bits", versionOf(listURL, 9, "a"), verifier.ErrStatusRollback, versionOf(listURL, 10, "a")},
				{"newer, same bits", versionOf(listURL, 11, "a"), nil, versionOf(listURL, 11, "a")},
				{"newer, other bits", versionOf(listURL, 12, "c"), nil, versionOf(listURL, 12, "c")},
				{"the first one again", versionOf(listURL, 10, "a"), verifier.ErrStatusRollback, versionOf(listURL, 12, "c")},
				{"another list", versionOf(listURL+"0", 1, "a"), nil, versionOf(listURL+"0", 1, "a")},
				{"another's list", of("urn:x:other", versionOf(listURL, 13, "d")), nil, versionOf(listURL, 12, "c")},
				{"in another zone", inZone(versionOf(listURL, 12, "c")), nil, versionOf(listURL, 12, "c")},
			} {
				err := guard.Accept(t.Context(), step.version)
				require.ErrorIs(t, err, step.want, step.name)
				if step.want == nil {
					require.NoError(t, err, step.name)
				}
				got := remembered(t, m, step.version.URL)
				require.True(t, step.newest.ValidFrom.Equal(got.ValidFrom), step.name)
				require.Equal(t, step.newest.SHA256, got.SHA256, step.name)
			}
		})
	}
}

func inZone(v verifier.StatusVersion) verifier.StatusVersion {
	v.ValidFrom = v.ValidFrom.In(time.FixedZone("", 3600))
	return v
}

// TestGuardRollbackMemory: without a memory there is one, and the lists are those of the source.
func TestGuardRollbackMemory(t *testing.T) {
	source, err := verifier.StatusMap(map[string][]byte{"list": []byte(statusJSON(listURL, ""))})
	require.NoError(t, err)
	guard := verifier.GuardRollback(source, nil)
	require.NoError(t, guard.Accept(t.Context(), versionOf(listURL, 1, "a")))
	require.ErrorIs(t, guard.Accept(t.Context(), versionOf(listURL, 0, "a")), verifier.ErrStatusRollback)
	found, err := guard.StatusLists(t.Context(), listURL)
	require.NoError(t, err)
	require.Len(t, found, 1)
	_, err = guard.StatusLists(t.Context(), listURL+"0")
	require.ErrorIs(t, err, verifier.ErrNoStatusList)
}

// A brokenMemory fails at one of its calls, or says what it is told to.
type brokenMemory struct {
	known                  verifier.StatusVersion
	errNewest, errRemember error
	calls                  int
}

func (m *brokenMemory) Newest(_, _ string) (verifier.StatusVersion, bool, error) {
	return m.known, m.known.URL != "", m.errNewest
}

func (m *brokenMemory) Remember(verifier.StatusVersion) error { m.calls++; return m.errRemember }

func TestGuardFailsClosed(t *testing.T) {
	broken := errors.New("no disk")
	m := &brokenMemory{errNewest: broken}
	guard := verifier.GuardRollback(&verifier.StatusSnapshot{}, m)
	err := guard.Accept(t.Context(), versionOf(listURL, 1, "a"))
	require.ErrorIs(t, err, broken)
	require.NotErrorIs(t, err, verifier.ErrStatusRollback)
	require.Zero(t, m.calls)

	*m = brokenMemory{errRemember: broken}
	err = guard.Accept(t.Context(), versionOf(listURL, 1, "a"))
	require.ErrorIs(t, err, broken)
	require.NotErrorIs(t, err, verifier.ErrStatusRollback)

	*m = brokenMemory{known: versionOf(listURL, 2, "a")}
	require.ErrorIs(t, guard.Accept(t.Context(), versionOf(listURL, 1, "a")), verifier.ErrStatusRollback, "whatever Remember would say")
	require.NoError(t, guard.Accept(t.Context(), versionOf(listURL, 2, "a")))
	require.Zero(t, m.calls, "nothing new to remember")
	require.NoError(t, guard.Accept(t.Context(), versionOf(listURL, 3, "a")))
	require.Equal(t, 1, m.calls, "remembered before it is used")
}

// TestStatusMemoryRefuses: the memory itself never goes back, whoever asks it to.
func TestStatusMemoryRefuses(t *testing.T) {
	for kind, m := range memories(t) {
		require.NoError(t, m.Remember(versionOf(listURL, 2, "a")), kind)
		for name, v := range map[string]verifier.StatusVersion{
			"older":      versionOf(listURL, 1, "b"),
			"other bits": versionOf(listURL, 2, "b"),
		} {
			require.ErrorIs(t, m.Remember(v), verifier.ErrStatusRollback, "%s: %s", kind, name)
		}
		for name, v := range map[string]verifier.StatusVersion{
			"no URL":           versionOf("", 1, "a"),
			"no issuer":        of("", versionOf(listURL, 1, "a")),
			"issuer of two":    of("urn:x:a urn:x:b", versionOf(listURL, 1, "a")),
			"long issuer":      of("data:,"+strings.Repeat("a", 2048), versionOf(listURL, 1, "a")),
			"two lines":        versionOf(listURL+"\n"+listURL, 1, "a"),
			"a space":          versionOf("https://example.org/ 1", 1, "a"),
			"no time":          {Issuer: listIssuer, URL: listURL},
			"year 10000":       {Issuer: listIssuer, URL: listURL, ValidFrom: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
			"year 10000 there": {Issuer: listIssuer, URL: listURL, ValidFrom: time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -7200))},
			"year 0":           {Issuer: listIssuer, URL: listURL, ValidFrom: time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)},
			"long URL":         versionOf("data:,"+strings.Repeat("a", 2048), 1, "a"),
		} {
			err := m.Remember(v)
			require.Error(t, err, "%s: %s", kind, name)
			require.NotErrorIs(t, err, verifier.ErrStatusRollback, "%s: %s", kind, name)
		}
		require.Equal(t, versionOf(listURL, 2, "a"), remembered(t, m, listURL), kind)
	}
}

func TestStatusMemoryRestart(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "seen")
	m := openMemory(t, file)
	_, known, err := m.Newest(listIssuer, listURL)
	require.NoError(t, err)
	require.False(t, known)
	require.NoFileExists(t, file)

	whole, part := versionOf(listURL, 1, "a"), versionOf(listURL+"?x=1", 1, "b")
	part.ValidFrom = part.ValidFrom.Add(time.Nanosecond)
	require.NoError(t, m.Remember(whole))
	require.NoError(t, m.Remember(part))

	m = openMemory(t, file)
	require.Equal(t, whole, remembered(t, m, whole.URL))
	require.Equal(t, part, remembered(t, m, part.URL))
	part.ValidFrom = part.ValidFrom.Add(-time.Nanosecond)
	require.ErrorIs(t, m.Remember(part), verifier.ErrStatusRollback)

	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing is left beside the file")
}

// TestStatusMemoryFormat has the file written by hand, as the documentation describes it.
func TestStatusMemoryFormat(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seen")
	m := openMemory(t, file)
	require.NoError(t, m.Remember(of("urn:x:2", versionOf("urn:x:a", 2, "a"))))
	require.NoError(t, m.Remember(of("urn:x:1", versionOf("urn:x:b", 0, "b"))))
	require.NoError(t, m.Remember(of("urn:x:1", versionOf("urn:x:a", 1, "a"))))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	// printf a | sha256sum, printf b | sha256sum
	require.Equal(t, memoryText(
		"2026-03-01T12:00:01Z ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb urn:x:1 urn:x:a",
		"2026-03-01T12:00:00Z 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d urn:x:1 urn:x:b",
		"2026-03-01T12:00:02Z ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb urn:x:2 urn:x:a"), string(text))
}

// memoryLine is the line of a version in a memory file.
func memoryLine(v verifier.StatusVersion) string {
	return fmt.Sprintf("%s %x %s %s", v.ValidFrom.Format(time.RFC3339Nano), v.SHA256, v.Issuer, v.URL)
}

// memoryText is the text of a memory file with the lines.
func memoryText(lines ...string) string {
	text := strings.Join(append([]string{"openbadge status memory 1"}, lines...), "\n") + "\n"
	return text + fmt.Sprintf("sha256 %x\n", sha256.Sum256([]byte(text)))
}

// TestStatusMemoryDamage: whatever byte is lost or changed, nothing is accepted until somebody has looked.
func TestStatusMemoryDamage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seen")
	m := openMemory(t, file)
	require.NoError(t, m.Remember(versionOf(listURL, 1, "a")))
	require.NoError(t, m.Remember(versionOf(listURL+"0", 2, "b")))
	whole, err := os.ReadFile(file)
	require.NoError(t, err)

	refused := func(name string, text []byte) {
		t.Helper()
		require.NoError(t, os.WriteFile(file, text, 0o600))
		_, err := verifier.OpenStatusMemory(file)
		require.ErrorIs(t, err, verifier.ErrStatusMemory, name)
	}
	for n := range whole {
		refused(fmt.Sprintf("first %d bytes", n), whole[:n])
		for _, bit := range []byte{1, 0x20} {
			changed := bytes.Clone(whole)
			changed[n] ^= bit
			refused(fmt.Sprintf("byte %d", n), changed)
		}
	}
	const line = "2026-03-01T12:00:01Z ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb urn:x:i "
	for name, text := range map[string]string{
		"more behind it":      string(whole) + "\n",
		"twice":               string(whole) + string(whole),
		"no sum":              "openbadge status memory 1\n",
		"a later version":     strings.Replace(string(whole), "memory 1", "memory 2", 1),
		"lines exchanged":     memoryText(line+"urn:x:b", line+"urn:x:a"),
		"one list twice":      memoryText(line+"urn:x:a", line+"urn:x:a"),
		"empty line":          memoryText(line+"urn:x:a", ""),
		"a time without zone": memoryText(strings.Replace(line, "Z", "", 1) + "urn:x:a"),
		"a time elsewhere":    memoryText(strings.Replace(line, "12:00:01Z", "13:00:01+01:00", 1) + "urn:x:a"),
		"capital digits":      memoryText(strings.Replace(line, "ca97", "CA97", 1) + "urn:x:a"),
		"a short hash":        memoryText(strings.Replace(line, "ca97", "", 1) + "urn:x:a"),
		"no URL":              memoryText(line),
		"no issuer":           memoryText(strings.Replace(line, "urn:x:i ", "", 1) + "urn:x:a"),
		"issuers exchanged":   memoryText(line+"urn:x:a", strings.Replace(line, ":i ", ":h ", 1)+"urn:x:a"),
		"more than a URL":     memoryText(line + "urn:x:a 1"),
		"CR LF":               strings.ReplaceAll(string(whole), "\n", "\r\n"),
	} {
		refused(name, []byte(text))
	}

	err = m.Remember(versionOf(listURL, 9, "c"))
	require.ErrorIs(t, err, verifier.ErrStatusMemory, "a memory that is open does not write over it either")
	require.Equal(t, versionOf(listURL, 1, "a"), remembered(t, m, listURL))

	require.NoError(t, os.WriteFile(file, whole, 0o600))
	require.NoError(t, m.Remember(versionOf(listURL, 9, "c")))
	require.Equal(t, versionOf(listURL, 9, "c"), remembered(t, openMemory(t, file), listURL))
}

func TestOpenStatusMemoryFails(t *testing.T) {
	_, err := verifier.OpenStatusMemory(t.TempDir())
	require.Error(t, err, "a folder")
	require.NotErrorIs(t, err, verifier.ErrStatusMemory)
}

// TestStatusMemoryNotWritten: what is not on the disk is not remembered, and so not used.
func TestStatusMemoryNotWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	m := openMemory(t, filepath.Join(dir, "seen"))
	guard := verifier.GuardRollback(&verifier.StatusSnapshot{}, m)
	for range 2 {
		require.ErrorIs(t, guard.Accept(t.Context(), versionOf(listURL, 1, "a")), os.ErrNotExist, "there is no such folder")
		_, known, err := m.Newest(listIssuer, listURL)
		require.NoError(t, err)
		require.False(t, known)
	}
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, guard.Accept(t.Context(), versionOf(listURL, 1, "a")))

	require.NoError(t, os.RemoveAll(dir))
	require.NoError(t, guard.Accept(t.Context(), versionOf(listURL, 1, "a")), "what is remembered needs no disk")
	require.Error(t, guard.Accept(t.Context(), versionOf(listURL, 2, "a")))
	require.Equal(t, versionOf(listURL, 1, "a"), remembered(t, m, listURL))

	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, m.Remember(versionOf(listURL+"0", 1, "a")))
	require.Equal(t, versionOf(listURL, 1, "a"), remembered(t, openMemory(t, filepath.Join(dir, "seen")), listURL),
		"what was seen outlives the file")
}

// TestStatusMemoryShared: two processes with one file add to each other's versions.
func TestStatusMemoryShared(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seen")
	one, two := openMemory(t, file), openMemory(t, file)
	require.NoError(t, one.Remember(versionOf("urn:x:a", 5, "a")))
	require.NoError(t, two.Remember(versionOf("urn:x:b", 5, "b")))
	require.Equal(t, versionOf("urn:x:a", 5, "a"), remembered(t, two, "urn:x:a"), "seen when it wrote")

	require.NoError(t, one.Remember(versionOf("urn:x:a", 7, "c")))
	require.ErrorIs(t, two.Remember(versionOf("urn:x:a", 6, "b")), verifier.ErrStatusRollback, "the last writer does not lower it")
	require.Equal(t, versionOf("urn:x:a", 7, "c"), remembered(t, two, "urn:x:a"))
	require.NoError(t, two.Remember(versionOf("urn:x:a", 7, "c")))

	both := openMemory(t, file)
	require.Equal(t, versionOf("urn:x:a", 7, "c"), remembered(t, both, "urn:x:a"))
	require.Equal(t, versionOf("urn:x:b", 5, "b"), remembered(t, both, "urn:x:b"))

	old, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, two.Remember(versionOf("urn:x:a", 9, "d")))
	require.NoError(t, os.WriteFile(file, old, 0o600), "a writer who had not seen it")
	require.NoError(t, two.Remember(versionOf("urn:x:b", 6, "d")))
	require.Equal(t, versionOf("urn:x:a", 9, "d"), remembered(t, openMemory(t, file), "urn:x:a"), "what it has seen it writes again")
}

func TestStatusMemoryConcurrent(t *testing.T) {
	for kind, m := range memories(t) {
		guard := verifier.GuardRollback(&verifier.StatusSnapshot{}, m)
		const n = 40
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				own := versionOf(fmt.Sprintf("urn:x:%d", i), i, "a")
				if err := guard.Accept(context.Background(), own); err != nil {
					t.Error(err)
				}
				err := guard.Accept(context.Background(), versionOf(listURL, i, "a"))
				if err != nil && !errors.Is(err, verifier.ErrStatusRollback) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Equal(t, versionOf(listURL, n-1, "a"), remembered(t, m, listURL), kind)
		for i := range n {
			require.Equal(t, versionOf(fmt.Sprintf("urn:x:%d", i), i, "a"), remembered(t, m, fmt.Sprintf("urn:x:%d", i)), kind)
		}
	}
}

// TestAcceptIsCheap: a Verifier asks at every check.
func TestAcceptIsCheap(t *testing.T) {
	for kind, m := range memories(t) {
		guard := verifier.GuardRollback(&verifier.StatusSnapshot{}, m)
		v := versionOf(listURL, 1, "a")
		require.NoError(t, guard.Accept(t.Context(), v))
		ctx := t.Context()
		require.Zero(t, testing.AllocsPerRun(100, func() {
			if guard.Accept(ctx, v) != nil {
				panic("refused")
			}
		}), kind)
	}
}

func BenchmarkAccept(b *testing.B) {
	file := openMemory(b, filepath.Join(b.TempDir(), "seen"))
	for name, m := range map[string]verifier.StatusMemory{"memory": verifier.NewStatusMemory(), "file": file} {
		b.Run(name, func(b *testing.B) {
			guard := verifier.GuardRollback(&verifier.StatusSnapshot{}, m)
			v := versionOf(listURL, 1, "a")
			require.NoError(b, guard.Accept(b.Context(), v))
			b.ReportAllocs()
			for b.Loop() {
				if err := guard.Accept(b.Context(), v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// FuzzStatusMemory: a file that is read is written again as it was, but for what is remembered in addition.
func FuzzStatusMemory(f *testing.F) {
	const line = "2026-03-01T12:00:01Z ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb urn:x:i "
	for _, text := range []string{
		"", memoryText(), memoryText(line + "urn:x:a"), memoryText(line+"urn:x:a", line+"urn:x:b"), memoryText(line+"urn:x:b", line+"urn:x:a"),
		memoryText(strings.Replace(line, "01Z", "01.5Z", 1) + "urn:x:a"), memoryText(line + "urn:x:a")[:40],
	} {
		f.Add([]byte(text))
	}
	file := filepath.Join(f.TempDir(), "seen")
	f.Fuzz(func(t *testing.T, text []byte) {
		require.NoError(t, os.WriteFile(file, text, 0o600))
		m, err := verifier.OpenStatusMemory(file)
		if err != nil {
			require.ErrorIs(t, err, verifier.ErrStatusMemory)
			return
		}
		before := strings.Split(string(text), "\n")
		before = before[1 : len(before)-2] // without the first line, the sum and what is behind it: nothing
		for _, l := range before {
			fields := strings.Split(l, " ")
			v, ok, err := m.Newest(fields[2], fields[3])
			require.NoError(t, err)
			require.True(t, ok)
			require.Equal(t, l, memoryLine(v))
		}
		added := versionOf("urn:x:added", 1<<30, "a") // of the year 2060
		if err := m.Remember(added); err != nil {
			require.ErrorIs(t, err, verifier.ErrStatusRollback)
			return
		}
		after, err := os.ReadFile(file)
		require.NoError(t, err)
		want := slices.DeleteFunc(before, func(l string) bool { return strings.HasSuffix(l, " "+listIssuer+" urn:x:added") })
		want = append(want, memoryLine(added))
		slices.SortFunc(want, func(a, b string) int { return slices.Compare(strings.Split(a, " ")[2:], strings.Split(b, " ")[2:]) })
		require.Equal(t, memoryText(want...), string(after))
	})
}

// Who shows a verifier the list of last month, in which a badge is not revoked yet, does not get far.
func ExampleGuardRollback() {
	lists, err := verifier.StatusMap(map[string][]byte{"march.json": []byte(statusJSON(listURL, ""))})
	if err != nil {
		panic(err)
	}
	guard := verifier.GuardRollback(lists, verifier.NewStatusMemory()) // Options.Status of a Verifier, which calls Accept

	march := verifier.StatusVersion{Issuer: listIssuer, URL: listURL, ValidFrom: badgetest.Now(), SHA256: sha256.Sum256([]byte("bits of March"))}
	february := verifier.StatusVersion{Issuer: listIssuer, URL: listURL, ValidFrom: badgetest.Now().AddDate(0, -1, 0), SHA256: sha256.Sum256([]byte("bits of February"))}
	fmt.Println(guard.Accept(context.Background(), march))
	fmt.Println(guard.Accept(context.Background(), march))
	fmt.Println(errors.Is(guard.Accept(context.Background(), february), verifier.ErrStatusRollback))
	// Output:
	// <nil>
	// <nil>
	// true
}
