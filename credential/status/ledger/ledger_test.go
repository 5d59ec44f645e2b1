package ledger_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/stretchr/testify/require"
)

func TestCreate(t *testing.T) {
	dir, l := newLedger(t)
	want := settings
	want.Entries = status.MinEntries
	require.Equal(t, want, l.Settings())
	require.Empty(t, l.Lists())
	if runtime.GOOS != "windows" {
		for name, mode := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, "ledger"): 0o600} {
			info, err := os.Stat(name)
			require.NoError(t, err)
			require.Equal(t, mode, info.Mode().Perm(), name)
		}
	}
	require.NoError(t, l.Close())
	before := read(t, dir)
	require.ErrorIs(t, ledger.Create(dir, settings), ledger.ErrExists)
	require.Equal(t, before, read(t, dir))
}

func TestCreateRefuses(t *testing.T) {
	long := strings.Repeat("a", 2048)
	for _, tt := range []struct {
		name   string
		change func(s *ledger.Settings)
	}{
		{"no issuer", func(s *ledger.Settings) { s.Issuer = "" }},
		{"relative issuer", func(s *ledger.Settings) { s.Issuer = "example.org" }},
		{"long issuer", func(s *ledger.Settings) { s.Issuer = "urn:a:" + long }},
		{"issuer with a space", func(s *ledger.Settings) { s.Issuer = "urn:a: url=b" }},
		{"no URL", func(s *ledger.Settings) { s.URL = "" }},
		{"URL of a file", func(s *ledger.Settings) { s.URL = "https://example.org/status" }},
		{"relative URL", func(s *ledger.Settings) { s.URL = "status/" }},
		{"long URL", func(s *ledger.Settings) { s.URL = "https://example.org/" + long + "/" }},
		{"query", func(s *ledger.Settings) { s.URL = "https://example.org/?a=/" }},
		{"fragment", func(s *ledger.Settings) { s.URL = "https://example.org/#/" }},
		{"extension without a full stop", func(s *ledger.Settings) { s.Extension = "json" }},
		{"extension that ends in a full stop", func(s *ledger.Settings) { s.Extension = ".json." }},
		{"extension with two full stops", func(s *ledger.Settings) { s.Extension = ".." }},
		{"extension that is a path", func(s *ledger.Settings) { s.Extension = "./a" }},
		{"extension that is a path to elsewhere", func(s *ledger.Settings) { s.Extension = `.\a` }},
		{"extension with a space", func(s *ledger.Settings) { s.Extension = ".j son" }},
		{"long extension", func(s *ledger.Settings) { s.Extension = "." + strings.Repeat("a", 16) }},
		{"too few entries", func(s *ledger.Settings) { s.Entries = status.MinEntries - 8 }},
		{"too many entries", func(s *ledger.Settings) { s.Entries = status.MaxEntries + 8 }},
		{"short seed", func(s *ledger.Settings) { s.Seed = seed[1:] }},
		{"long seed", func(s *ledger.Settings) { s.Seed = seed + "0" }},
		{"seed in capitals", func(s *ledger.Settings) { s.Seed = strings.ToUpper(seed) }},
		{"no whole bytes", func(s *ledger.Settings) { s.Entries = status.MinEntries + 4 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, s := filepath.Join(t.TempDir(), "ledger"), settings
			tt.change(&s)
			require.ErrorIs(t, ledger.Create(dir, s), ledger.ErrSettings)
			require.NoDirExists(t, dir)
		})
	}
}

// TestSameAgain: the indices depend on the seed, the ids and their order, and on nothing else.
func TestSameAgain(t *testing.T) {
	ids := make([]string, 3000)
	for i := range ids {
		ids[i] = id(i)
	}
	open := func(seed string) *ledger.Ledger {
		dir, s := filepath.Join(t.TempDir(), "ledger"), settings
		s.Seed = seed
		require.NoError(t, ledger.Create(dir, s))
		l, err := ledger.Open(dir, nil)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, l.Close()) })
		return l
	}
	reserve := func(l *ledger.Ledger, ids []string) [][]credential.StatusEntry {
		all, err := l.ReserveAll(ids)
		require.NoError(t, err)
		return all
	}
	one, two, three := open(seed), open(seed), open("")
	want := reserve(one, ids)
	got := reserve(two, ids[:1])
	got = append(got, reserve(two, ids[1:2000])...)
	got = append(got, reserve(two, ids[1990:])[10:]...)
	require.Equal(t, want, got)
	require.NotEqual(t, want, reserve(three, ids))

	// The first draw of an id, by RFC 2104 with the words and a zero byte behind each.
	mac := hmac.New(sha256.New, []byte(seed))
	mac.Write([]byte("index\x00revocation\x000\x00" + ids[0] + "\x00"))
	require.Equal(t, strconv.FormatUint(binary.BigEndian.Uint64(mac.Sum(nil))%131072, 10), want[0][0].StatusListIndex)
	require.NotEqual(t, want[0][0].StatusListIndex, want[0][1].StatusListIndex, "the other list says nothing of this one")

	require.Equal(t, one.Salt(ids[0]), two.Salt(ids[0]))
	require.NotEqual(t, one.Salt(ids[0]), three.Salt(ids[0]))
	require.NotEqual(t, one.Salt(ids[0]), one.Salt(ids[1]))
	salt, err := base64.RawURLEncoding.DecodeString(one.Salt("anything"))
	require.NoError(t, err)
	require.Len(t, salt, 16)
}

func TestOpenNothing(t *testing.T) {
	for _, readOnly := range []bool{false, true} {
		dir := t.TempDir()
		_, err := ledger.Open(dir, &ledger.Options{ReadOnly: readOnly})
		require.ErrorIs(t, err, fs.ErrNotExist)
		files, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Empty(t, files)
	}
}

// TestOpenFolder: a folder of the ledger's name has a size that means nothing.
func TestOpenFolder(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "ledger"), 0o700))
	for _, readOnly := range []bool{true, false} {
		_, err := ledger.Open(dir, &ledger.Options{ReadOnly: readOnly})
		require.Error(t, err)
		require.NotErrorIs(t, err, ledger.ErrDamaged)
	}
}

func TestOpenTwice(t *testing.T) {
	dir, l := newLedger(t)
	_, err := ledger.Open(dir, nil)
	require.ErrorIs(t, err, ledger.ErrLocked)
	require.ErrorIs(t, ledger.Create(dir, settings), ledger.ErrLocked)
	require.NoError(t, l.Close())
	require.NoError(t, l.Close())
	open(t, dir)
}

func TestReserve(t *testing.T) {
	for _, tt := range []struct {
		name    string
		ask     []status.Purpose
		entries []string
	}{
		{"none named", nil, []string{"revocation", "suspension"}},
		{"revocation", []status.Purpose{status.Revocation}, []string{"revocation"}},
		{"suspension", []status.Purpose{status.Suspension}, []string{"suspension"}},
		{"both", []status.Purpose{status.Suspension, status.Revocation}, []string{"revocation", "suspension"}},
		{"one twice", []status.Purpose{status.Suspension, status.Suspension}, []string{"suspension"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, l := newLedger(t)
			entries, err := l.Reserve(id(1), tt.ask...)
			require.NoError(t, err)
			require.Len(t, entries, len(tt.entries))
			for i, purpose := range tt.entries {
				url := "https://example.org/status/" + purpose + "-1.json"
				index, err := strconv.Atoi(entries[i].StatusListIndex)
				require.NoError(t, err)
				require.Less(t, index, status.MinEntries)
				require.Equal(t, credential.StatusEntry{ID: url + "#" + strconv.Itoa(index), Type: "BitstringStatusListEntry",
					StatusPurpose: purpose, StatusListIndex: strconv.Itoa(index), StatusListCredential: url}, entries[i])
			}
			before := read(t, dir)
			again, err := l.Reserve(id(1), tt.ask...)
			require.NoError(t, err)
			require.Equal(t, entries, again)
			require.Equal(t, before, read(t, dir))

			require.NoError(t, l.Close())
			again, err = open(t, dir).Reserve(id(1), tt.ask...)
			require.NoError(t, err)
			require.Equal(t, entries, again)
		})
	}
}

func TestReserveRefuses(t *testing.T) {
	dir, l := newLedger(t)
	_, err := l.Reserve(id(1), status.Revocation)
	require.NoError(t, err)
	longest := "urn:a:" + strings.Repeat("a", 2042)
	_, err = l.Reserve(longest)
	require.NoError(t, err)
	before := read(t, dir)
	for _, tt := range []struct {
		name     string
		ids      []string
		purposes []status.Purpose
		want     error
	}{
		{"empty id", []string{""}, nil, ledger.ErrID},
		{"relative id", []string{"badges/1"}, nil, ledger.ErrID},
		{"id with a space", []string{"urn:a:b c"}, nil, ledger.ErrID},
		{"id with a newline", []string{"urn:a:b\nc"}, nil, ledger.ErrID},
		{"id that is not UTF-8", []string{"urn:a:\xff"}, nil, ledger.ErrID},
		{"long id", []string{longest + "a"}, nil, ledger.ErrID},
		{"long data: id", []string{"data:," + strings.Repeat("a", 2048)}, nil, ledger.ErrID},
		{"second of three", []string{id(2), "", id(3)}, nil, ledger.ErrID},
		{"purpose of reading alone", []string{id(2)}, []status.Purpose{status.Refresh}, ledger.ErrPurposes},
		{"one purpose of two", []string{id(2)}, []status.Purpose{status.Revocation, status.Message}, ledger.ErrPurposes},
		{"empty purpose", []string{id(2)}, []status.Purpose{""}, ledger.ErrPurposes},
		{"more than before", []string{id(1)}, nil, ledger.ErrPurposes},
		{"other than before", []string{id(1)}, []status.Purpose{status.Suspension}, ledger.ErrPurposes},
		{"fewer than before", []string{id(2), longest}, []status.Purpose{status.Revocation}, ledger.ErrPurposes},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := l.ReserveAll(tt.ids, tt.purposes...)
			require.ErrorIs(t, err, tt.want)
			require.Equal(t, before, read(t, dir))
		})
	}
}

func TestReserveAll(t *testing.T) {
	_, l := newLedger(t)
	first, err := l.Reserve(id(2))
	require.NoError(t, err)
	all, err := l.ReserveAll([]string{id(1), id(2), id(3), id(1)})
	require.NoError(t, err)
	require.Equal(t, first, all[1])
	require.Equal(t, all[0], all[3])
	var order []string
	for r := range l.Records() {
		order = append(order, r.ID)
	}
	require.Equal(t, []string{id(2), id(1), id(3)}, order)
	none, err := l.ReserveAll(nil)
	require.NoError(t, err)
	require.Empty(t, none)
}

// TestChanges goes through every change in every state.
func TestChanges(t *testing.T) {
	const lost, found = "lost", "found again, says the office"
	type step struct {
		do    ledger.Action
		want  error
		state ledger.State
		kept  bool // in the history
	}
	const revoke, suspend, reinstate = ledger.ActionRevoke, ledger.ActionSuspend, ledger.ActionReinstate
	both := []status.Purpose{status.Revocation, status.Suspension}
	for _, tt := range []struct {
		name     string
		purposes []status.Purpose
		steps    []step
	}{
		{"revoked is final", both, []step{
			{revoke, nil, ledger.Revoked, true}, {revoke, nil, ledger.Revoked, false},
			{suspend, ledger.ErrRevoked, ledger.Revoked, false}, {reinstate, ledger.ErrRevoked, ledger.Revoked, false}}},
		{"suspended and back", both, []step{
			{reinstate, nil, ledger.Active, false}, {suspend, nil, ledger.Suspended, true}, {suspend, nil, ledger.Suspended, false},
			{reinstate, nil, ledger.Active, true}, {reinstate, nil, ledger.Active, false}, {suspend, nil, ledger.Suspended, true},
			{revoke, nil, ledger.Revoked, true}, {reinstate, ledger.ErrRevoked, ledger.Revoked, false}}},
		{"no suspension", both[:1], []step{
			{suspend, ledger.ErrNoEntry, ledger.Active, false}, {reinstate, ledger.ErrNoEntry, ledger.Active, false},
			{revoke, nil, ledger.Revoked, true}}},
		{"no revocation", both[1:], []step{
			{revoke, ledger.ErrNoEntry, ledger.Active, false}, {suspend, nil, ledger.Suspended, true},
			{revoke, ledger.ErrNoEntry, ledger.Suspended, false}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, l := newLedger(t)
			_, err := l.Reserve(id(1), tt.purposes...)
			require.NoError(t, err)
			history := []ledger.Change{{At: noon(), Action: ledger.ActionReserve}}
			for i, s := range tt.steps {
				do := map[ledger.Action]func(id, reason string) error{revoke: l.Revoke, suspend: l.Suspend, reinstate: l.Reinstate}[s.do]
				reason := []string{lost, found, ""}[i%3]
				before := len(read(t, dir))
				require.ErrorIs(t, do(id(1), reason), s.want)
				require.Equal(t, s.kept, len(read(t, dir)) > before)
				if s.kept {
					history = append(history, ledger.Change{At: noon(), Action: s.do, Reason: reason})
				}
				r, err := l.Lookup(id(1))
				require.NoError(t, err)
				require.Equal(t, s.state, r.State, "after step %d", i)
				require.Equal(t, history, r.History)
			}
			want, err := l.Lookup(id(1))
			require.NoError(t, err)
			require.NoError(t, l.Close())
			got, err := open(t, dir).Lookup(id(1))
			require.NoError(t, err)
			require.Equal(t, want, got)
		})
	}
}

func TestChangeRefuses(t *testing.T) {
	dir, l := newLedger(t)
	_, err := l.Reserve(id(1))
	require.NoError(t, err)
	before := read(t, dir)
	for _, tt := range []struct {
		name, id, reason string
		want             error
	}{
		{"unknown", id(2), "", ledger.ErrUnknown},
		{"no id", "", "", ledger.ErrUnknown},
		{"long reason", id(1), strings.Repeat("a", ledger.MaxReason+1), ledger.ErrReason},
		{"two lines", id(1), "a\nb", ledger.ErrReason},
		{"line separator", id(1), "a\u2028b", ledger.ErrReason},
		{"escape sequence", id(1), "\x1b[2J", ledger.ErrReason},
		{"zero byte", id(1), "a\x00", ledger.ErrReason},
		{"not UTF-8", id(1), "\xff", ledger.ErrReason},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, do := range []func(id, reason string) error{l.Revoke, l.Suspend, l.Reinstate} {
				require.ErrorIs(t, do(tt.id, tt.reason), tt.want)
			}
			require.Equal(t, before, read(t, dir))
		})
	}
	_, err = l.Lookup(id(2))
	require.ErrorIs(t, err, ledger.ErrUnknown)
	require.NoError(t, l.Suspend(id(1), " "+strings.Repeat("é", ledger.MaxReason/2-1)+" "))
}

// TestFormat holds the file against the package comment.
func TestFormat(t *testing.T) {
	dir, l := newLedger(t)
	entries, err := l.Reserve(id(1))
	require.NoError(t, err)
	require.NoError(t, l.Suspend(id(1), "under review  "))
	require.NoError(t, l.Reinstate(id(1), ""))
	out := t.TempDir()
	_, err = l.Publish(t.Context(), out, brief, time.Hour)
	require.NoError(t, err)
	lines := payloads(t, read(t, dir))
	require.Len(t, lines, 6)
	_, created, _ := strings.Cut(lines[0], " ") // by the real clock
	require.Equal(t, "create entries=131072 issuer=did:web:example.org url=https://example.org/status/ extension=.json seed="+seed, created)
	require.Equal(t, []string{
		"2026-03-01T12:00:00Z reserve " + id(1) + " revocation-1#" + entries[0].StatusListIndex + " suspension-1#" + entries[1].StatusListIndex,
		"2026-03-01T12:00:00Z suspend " + id(1) + " under review  ",
		"2026-03-01T12:00:00Z reinstate " + id(1),
	}, lines[1:4])
	// printf 'https://example.org/status/revocation-1.json 1772366400 0 END' | sha256sum
	require.Equal(t, "2026-03-01T12:00:00Z publish revocation-1 1 2026-03-01T12:00:00Z 2026-03-01T13:00:00Z "+sha256Hex(t, filepath.Join(out, "revocation-1.json")), lines[4])
	text, chain := "openbadge status ledger 1\n", sha256.Sum256([]byte("openbadge status ledger 1\n"))
	for _, line := range lines {
		chain = sha256.Sum256(append(chain[:], line...))
		text += record(len(line), chain, line)
	}
	require.Equal(t, text, string(read(t, dir)))
}

// record is a line as the package comment describes it.
func record(length int, chain [32]byte, payload string) string {
	rest := fmt.Sprintf("%04x %x %s", length, chain[:16], payload)
	return fmt.Sprintf("%08x %s\n", crc32.Checksum([]byte(rest), crc32.MakeTable(crc32.Castagnoli)), rest)
}

// TestLength has a record whose length alone is wrong.
func TestLength(t *testing.T) {
	chain := sha256.Sum256([]byte("openbadge status ledger 1\n"))
	chain = sha256.Sum256(append(chain[:], created...))
	for _, wrong := range []int{-1, 0, 1} {
		_, _, _, err := openText([]byte("openbadge status ledger 1\n" + record(len(created)+wrong, chain, created)))
		if wrong == 0 {
			require.NoError(t, err)
		} else {
			require.ErrorIs(t, err, ledger.ErrDamaged)
		}
	}
}

func TestReadOnly(t *testing.T) {
	dir, l := newLedger(t)
	_, err := l.Reserve(id(1))
	require.NoError(t, err)
	torn := append(read(t, dir), "0123"...)
	for _, dir := range []string{dir, write(t, torn)} {
		before := read(t, dir)
		r, err := ledger.Open(dir, &ledger.Options{ReadOnly: true}) // while l holds the lock
		require.NoError(t, err)
		record, err := r.Lookup(id(1))
		require.NoError(t, err)
		require.Equal(t, ledger.Active, record.State)
		_, err = r.Reserve(id(1))
		require.ErrorIs(t, err, ledger.ErrReadOnly)
		require.ErrorIs(t, r.Revoke(id(1), ""), ledger.ErrReadOnly)
		out := filepath.Join(t.TempDir(), "out")
		_, err = r.Publish(t.Context(), out, plain, 0)
		require.ErrorIs(t, err, ledger.ErrReadOnly)
		require.NoDirExists(t, out)
		require.NoError(t, r.Close())
		require.Equal(t, before, read(t, dir))
	}
}

func TestClosed(t *testing.T) {
	_, l := newLedger(t)
	_, err := l.Reserve(id(1))
	require.NoError(t, err)
	require.NoError(t, l.Close())
	_, err = l.Reserve(id(1))
	require.ErrorIs(t, err, fs.ErrClosed)
	require.ErrorIs(t, l.Suspend(id(1), ""), fs.ErrClosed)
	_, err = l.Publish(t.Context(), t.TempDir(), plain, 0)
	require.ErrorIs(t, err, fs.ErrClosed)
	_, err = l.Lookup(id(1))
	require.NoError(t, err)
}

func TestClock(t *testing.T) {
	dir, l := newLedger(t)
	require.NoError(t, l.Close())
	for _, at := range []time.Time{{}, time.Unix(-1, 0), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		l, err := ledger.Open(dir, &ledger.Options{Now: func() time.Time { return at }})
		require.NoError(t, err)
		_, err = l.Reserve(id(1))
		require.ErrorIs(t, err, ledger.ErrClock)
		require.NoError(t, l.Close())
	}
}

// TestSecondList fills the first lists.
func TestSecondList(t *testing.T) {
	dir, l := newLedger(t)
	const capacity = 131_072 / 16 * 15
	_, err := l.ReserveAll(ids(0, capacity-1))
	require.NoError(t, err)
	require.Len(t, l.Lists(), 2)
	all, err := l.ReserveAll(ids(capacity-1, 3)) // across the border
	require.NoError(t, err)
	require.Equal(t, "https://example.org/status/revocation-1.json", all[0][0].StatusListCredential)
	require.Equal(t, "https://example.org/status/revocation-2.json", all[1][0].StatusListCredential)
	require.Equal(t, "https://example.org/status/suspension-2.json", all[2][1].StatusListCredential)
	require.NoError(t, l.Revoke(id(capacity), ""))
	require.NoError(t, l.Close())

	l = open(t, dir)
	info := func(purpose status.Purpose, n string, used, set int) ledger.ListInfo {
		return ledger.ListInfo{URL: "https://example.org/status/" + string(purpose) + "-" + n + ".json", Purpose: purpose,
			Entries: status.MinEntries, Used: used, Set: set}
	}
	require.Equal(t, []ledger.ListInfo{
		info(status.Revocation, "1", capacity, 0), info(status.Revocation, "2", 2, 1),
		info(status.Suspension, "1", capacity, 0), info(status.Suspension, "2", 2, 0),
	}, l.Lists())
	given := make(map[string]bool)
	halves := 0
	for r := range l.Records() {
		for _, e := range r.Entries {
			require.False(t, given[e.ID])
			given[e.ID] = true
		}
		if index, err := strconv.Atoi(r.Entries[0].StatusListIndex); err == nil && index < status.MinEntries/2 {
			halves++
		}
		if len(given) == 2*10_000 {
			// Of 10,000 random indices 5,000 are in the lower half, and the deviation is below 6 sigma, of 50 each.
			require.InDelta(t, 5000, halves, 300)
		}
	}
	require.Len(t, given, 2*(capacity+2))
}
