package ledger_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/stretchr/testify/require"
)

// TestPack: a key is short if the id is a UUID as RFC 9562 writes it, and of every id it is another.
func TestPack(t *testing.T) {
	const uuid = "urn:uuid:01234567-89ab-4cde-8f01-23456789abcd"
	require.Equal(t, "\x00\x01\x23\x45\x67\x89\xab\x4c\xde\x8f\x01\x23\x45\x67\x89\xab\xcd", ledger.Pack(uuid))
	require.Equal(t, uuid, ledger.Unpack(ledger.Pack(uuid)))
	others := []string{
		"a:b", "urn:uuid:", "urn:x:" + strings.Repeat("0", 11), "https://example.org/badges/" + uuid,
		uuid[:len(uuid)-1], uuid + "0", "URN" + uuid[3:], strings.ToUpper(uuid), "urn:uuix:" + uuid[9:],
		"urn:uuid:0123456789ab-4cde-8f01-23456789abcd0", "urn:uuid:01234567-89ab-4cde-8f010-23456789abc",
	}
	for i := range uuid[len("urn:uuid:"):] { // a letter, a digit and a hyphen where they do not belong
		for _, c := range "gG-/:@`AF" {
			id := []byte(uuid)
			if at := len("urn:uuid:") + i; id[at] != byte(c) {
				id[at] = byte(c)
				others = append(others, string(id))
			}
		}
		if uuid[9+i] == '-' {
			others = append(others, uuid[:9+i]+"0"+uuid[10+i:])
		}
	}
	for _, id := range others {
		require.Equal(t, id, ledger.Pack(id))
		require.Equal(t, id, ledger.Unpack(id))
	}
}

// TestKeyIsNoID: what is kept of a UUID is the id of nothing, or somebody who chose it for a badge of his own would be taken
// for another, and the ledger would write a record that nobody can read.
func TestKeyIsNoID(t *testing.T) {
	const uuid = "urn:uuid:01234567-89ab-4cde-8f01-23456789abcd"
	dir := filepath.Join(t.TempDir(), "ledger")
	require.NoError(t, ledger.Create(dir, ledger.Settings{Issuer: "did:web:example.org", URL: "https://example.org/status/"}))
	l, err := ledger.Open(dir, nil)
	require.NoError(t, err)
	_, err = l.Reserve(uuid)
	require.NoError(t, err)
	key := ledger.Pack(uuid)
	_, err = l.Lookup(key)
	require.ErrorIs(t, err, ledger.ErrUnknown)
	require.ErrorIs(t, l.Revoke(key, ""), ledger.ErrUnknown)
	_, err = l.Reserve(key)
	require.ErrorIs(t, err, ledger.ErrID)
	require.NoError(t, l.Close())
	l, err = ledger.Open(dir, nil)
	require.NoError(t, err)
	defer l.Close()
	known, err := l.Lookup(uuid)
	require.NoError(t, err)
	require.Equal(t, ledger.Active, known.State)
}

// TestIndex holds an index against a map: with good hashes, with those of which a part is the same for all, and the worst.
func TestIndex(t *testing.T) {
	spread := func(n uint32) uint64 { return rand.New(rand.NewPCG(uint64(n), 7)).Uint64() }
	for _, c := range []struct {
		name string
		hash func(n uint32) uint64
		room int
		n    uint32
		most float64 // others that a number is held against, on average
	}{
		{"good", spread, 0, 20_000, 0.2},
		{"room", spread, 20_000, 20_000, 0.2},
		{"little room", spread, 700, 20_000, 0.2},
		{"one part", func(n uint32) uint64 { return spread(n) >> 8 }, 0, 5_000, 0.2},
		{"one place, at the end", func(n uint32) uint64 { return spread(n) | 0x00ffffff_ffffff00 }, 0, 20_000, math.Inf(1)},
		{"one tag", func(n uint32) uint64 { return spread(n) &^ 0xff }, 0, 20_000, math.Inf(1)},
		{"one hash", func(uint32) uint64 { return 0 }, 0, 1_000, math.Inf(1)},
		{"one hash, at the end", func(uint32) uint64 { return math.MaxUint64 }, 0, 1_000, math.Inf(1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x, known := ledger.NewIndex(c.room, c.hash), make(map[uint32]bool)
			rng, others, asked := rand.New(rand.NewPCG(1, 2)), 0, 0
			for range c.n {
				number := rng.Uint32N(c.n)
				ok, held := x.Find(number)
				if ok != known[number] {
					require.Equal(t, known[number], ok, number)
				}
				if others, asked = others+held, asked+1; !ok {
					x.Add(number)
					known[number] = true
				}
			}
			for number := range 2 * c.n {
				ok, held := x.Find(number)
				if ok != known[number] {
					require.Equal(t, known[number], ok, number)
				}
				others, asked = others+held, asked+1
			}
			require.LessOrEqual(t, float64(others)/float64(asked), c.most)
		})
	}
}

// TestIndexHash: nobody knows beforehand which ids are in one place.
func TestIndexHash(t *testing.T) {
	require.NotEqual(t, ledger.IndexHash("a:b"), ledger.IndexHash("a:b"))
}

// mixed are ids of all kinds and lengths, some of which are hard to tell apart.
func mixed(n int) (all []string) {
	for i := range n {
		s := id(i)
		switch i % 5 {
		case 1:
			s = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012X", int64(i)|0xa<<40) // in upper case
		case 2:
			s = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012x", int64(i-1)|0xa<<40) // the same UUID in lower case
		case 3:
			s = fmt.Sprintf("https://example.org/%s/%d", strings.Repeat("x", i%1900), i)
		case 4:
			s = fmt.Sprintf("a:%d", i)
		}
		all = append(all, s)
	}
	return all
}

// TestRecords: what is known of many credentials is that of each, also if all their hashes are the same, and whether they
// are written or read.
func TestRecords(t *testing.T) {
	for _, collide := range []bool{false, true} {
		t.Run(fmt.Sprintf("collide %v", collide), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "ledger")
			require.NoError(t, ledger.Create(dir, settings))
			now := noon()
			l, err := ledger.Open(dir, &ledger.Options{Now: func() time.Time { return now }})
			require.NoError(t, err)
			if collide {
				ledger.Collide(l)
			}
			all := mixed(2_500) // three pages
			wanted := [][]status.Purpose{nil, {status.Revocation}, {status.Suspension}}
			type known struct {
				at       time.Time
				purposes int // of wanted
			}
			want := make(map[string]known)
			for i, step := 0, 0; i < len(all); step++ {
				n := min(1+step%97, len(all)-i)
				now = noon().AddDate([]int{0, 1, -1, 7900}[step/2%4], 0, 0)
				got, err := l.ReserveAll(all[i:i+n], wanted[step%3]...)
				require.NoError(t, err)
				require.Len(t, got, n)
				for _, id := range all[i : i+n] {
					want[id] = known{now, step % 3}
				}
				i += n
			}
			require.Len(t, want, len(all))
			now = noon()
			for i, id := range all {
				if want[id].purposes != 2 && i%3 == 0 {
					require.NoError(t, l.Revoke(id, ""))
				}
				if want[id].purposes == 0 && i%3 == 1 {
					require.NoError(t, l.Suspend(id, ""))
				}
			}
			for range 2 { // as it was written, and as it is read
				requireEntries(t, dir, l)
				var order []string
				for r := range l.Records() {
					order = append(order, r.ID)
				}
				require.Equal(t, all, order)
				taken := make(map[string]bool)
				for i, id := range all {
					r, err := l.Lookup(id)
					require.NoError(t, err)
					require.Equal(t, id, r.ID)
					require.Equal(t, want[id].at, r.History[0].At)
					state := ledger.Active
					if want[id].purposes != 2 && i%3 == 0 {
						state = ledger.Revoked
					}
					if want[id].purposes == 0 && i%3 == 1 {
						state = ledger.Suspended
					}
					require.Equal(t, state, r.State)
					var got []status.Purpose
					for _, e := range r.Entries {
						require.False(t, taken[e.ID], e.ID)
						taken[e.ID] = true
						got = append(got, status.Purpose(e.StatusPurpose))
					}
					of := wanted[want[id].purposes]
					if of == nil {
						of = []status.Purpose{status.Revocation, status.Suspension}
					}
					require.Equal(t, of, got)
				}
				for _, id := range []string{id(1), "a:3", "a:40", "b:4", "https://example.org/", all[0] + "0"} {
					require.False(t, slices.Contains(all, id))
					_, err := l.Lookup(id)
					require.ErrorIs(t, err, ledger.ErrUnknown)
				}
				require.NoError(t, l.Close())
				l = open(t, dir)
			}
		})
	}
}

// TestSpace: a record takes 17 bytes for its UUID, 4 for where that ends, 8 for its indices and 6 to 9 for its place in the
// index, which is 38 at most, if times and lists are shared; and something for the lists themselves, a bit for each of two
// entries, twice. Written or read.
func TestSpace(t *testing.T) {
	const n = 200_000
	dir := filepath.Join(t.TempDir(), "ledger")
	require.NoError(t, ledger.Create(dir, settings))
	for _, name := range []string{"written", "read"} {
		before := live()
		l := open(t, dir)
		for i := 0; name == "written" && i < n; i += 10_000 {
			_, err := l.ReserveAll(ids(i, 10_000))
			require.NoError(t, err)
		}
		each := float64(live()-before) / n
		t.Logf("%s: %.1f bytes for each record", name, each)
		require.Greater(t, each, 30.0)
		require.Less(t, each, 44.0)
		requireEntries(t, dir, l)
		require.NoError(t, l.Close())
	}
}

// TestLongID: no trace is left of an id that is asked for and cannot be there.
func TestLongID(t *testing.T) {
	_, l := newLedger(t)
	before := live()
	for _, length := range []int{iri.MaxLength, iri.MaxLength + 1, 64 << 20} {
		long := "a:" + strings.Repeat("x", length-2)
		_, err := l.Lookup(long)
		require.ErrorIs(t, err, ledger.ErrUnknown)
		require.ErrorIs(t, l.Revoke(long, ""), ledger.ErrUnknown)
		_, err = l.Reserve(long)
		if length > iri.MaxLength {
			require.ErrorIs(t, err, ledger.ErrID)
			continue
		}
		require.NoError(t, err)
		_, err = l.Lookup(long)
		require.NoError(t, err)
	}
	require.Less(t, live()-before, int64(1<<20))
}

// requireEntries holds the entries of all credentials against the text of the file.
func requireEntries(t *testing.T, dir string, l *ledger.Ledger) {
	var want, got []string
	for _, payload := range payloads(t, read(t, dir)) {
		if _, reserve, ok := strings.Cut(payload, " reserve "); ok {
			want = append(want, reserve)
		}
	}
	for r := range l.Records() {
		text := r.ID
		for _, e := range r.Entries {
			text += " " + strings.TrimSuffix(strings.TrimPrefix(e.StatusListCredential, settings.URL), settings.Extension) + "#" + e.StatusListIndex
		}
		got = append(got, text)
	}
	require.NotEmpty(t, want)
	require.Equal(t, len(want), len(got))
	for i := range want {
		if want[i] != got[i] {
			require.Equal(t, want[i], got[i], i)
		}
	}
}

// TestIndices reads the least and the greatest index, and none.
func TestIndices(t *testing.T) {
	dir := write(t, ledger.Frame(
		"2026-03-01T12:00:00Z create entries=131072 issuer=did:web:example.org url=https://example.org/status/ extension=.json seed="+seed,
		"2026-03-01T12:00:00Z reserve a:1 revocation-1#0 suspension-1#131071",
		"2026-03-01T12:00:00Z reserve a:2 revocation-1#1",
		"2026-03-01T12:00:00Z reserve a:3 suspension-1#0",
		"2026-03-01T12:00:00Z reserve a:4 revocation-1#131071 suspension-1#1",
	))
	requireEntries(t, dir, open(t, dir))
}

// live is what the heap has, in bytes, without garbage.
func live() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // of what the first one has only begun to free
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
