package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/stretchr/testify/require"
)

// brief signs a list with what the tests look at, and with an end that tells a whole file from a part.
var brief = signFunc(func(_ context.Context, doc json.Marshaler) ([]byte, error) {
	l := doc.(*status.List)
	return fmt.Appendf(nil, "%s %d %d END", l.ID, l.ValidFrom.Unix(), l.Count()), nil
})

// brieflySigned takes such a file apart.
func brieflySigned(t testing.TB, text []byte) (url string, validFrom, set int) {
	var end string
	n, err := fmt.Sscan(string(text), &url, &validFrom, &set, &end)
	require.NoError(t, err, "%q", text)
	require.Equal(t, 4, n)
	require.Equal(t, "END", end)
	return url, validFrom, set
}

// known is what was acknowledged.
type known struct {
	created bool
	entries map[string][]credential.StatusEntry
	state   map[string]ledger.State
	from    map[string]int // validFrom of the newest published version, by URL
	set     map[string]int // bits of that

	// What is under way and may be found or not.
	id   string
	next ledger.State
}

func newKnown() *known {
	return &known{entries: make(map[string][]credential.StatusEntry), state: make(map[string]ledger.State),
		from: make(map[string]int), set: make(map[string]int)}
}

// history is a ledger in memory that random things happen to.
type history struct {
	t     testing.TB
	rng   *rand.Rand
	fs    *memory
	known *known
	l     *ledger.Ledger
	ids   int // ids that were used
	clock time.Time
	rare  int // publishing and closing are so many times rarer; 0: are not
}

const (
	ledgerDir = "/ledger"
	outDir    = "/out"
)

func newHistory(t testing.TB, seed uint64) *history {
	rng := rand.New(rand.NewPCG(seed, 0))
	return &history{t: t, rng: rng, fs: newMemory(rng), known: newKnown(), clock: noon()}
}

func (h *history) now() time.Time {
	h.clock = h.clock.Add(time.Duration(h.rng.IntN(1500)) * time.Millisecond)
	return h.clock
}

func (h *history) options() *ledger.Options {
	return &ledger.Options{Now: h.now, KeepVersions: h.rng.IntN(2) == 0}
}

func (h *history) open() error {
	var err error
	if h.l == nil && !h.known.created {
		if err = ledger.CreateFiles(h.fs, ledgerDir, settings, h.now); err != nil && !errors.Is(err, ledger.ErrExists) {
			return err
		}
		h.known.created = true
	}
	if h.l != nil {
		return nil
	}
	l, err := ledger.OpenFiles(h.fs, ledgerDir, h.options())
	if err != nil {
		return err
	}
	h.l = l
	if k := h.known; k.id != "" { // now it shows whether it was done
		if r, err := h.l.Lookup(k.id); err == nil {
			if state, ok := k.state[k.id]; ok {
				require.Contains(h.t, []ledger.State{state, k.next}, r.State)
			}
			k.entries[k.id], k.state[k.id] = r.Entries, r.State
		}
		k.id = ""
	}
	return nil
}

// reserved knows of entries that were acknowledged, perhaps not for the first time.
func (h *history) reserved(id string, entries []credential.StatusEntry) {
	k := h.known
	if before, ok := k.entries[id]; ok {
		require.Equal(h.t, before, entries)
		return
	}
	k.entries[id], k.state[id] = entries, ledger.Active
}

// close leaves the ledger, whatever its state.
func (h *history) close() {
	if h.l != nil {
		h.l.Close()
		h.l = nil
	}
}

// some is an id, most often one that is known.
func (h *history) some() string { return id(h.rng.IntN(h.ids + 1)) }

var someReasons = []string{"", "lost", "the board decided so, on 1 March"}

// step does one thing and, if it is acknowledged, knows.
func (h *history) step() error {
	if err := h.open(); err != nil {
		return err
	}
	k := h.known
	what := h.rng.IntN(9)
	if what >= 7 && h.rare > 0 && h.rng.IntN(h.rare) > 0 {
		what = h.rng.IntN(7)
	}
	switch what {
	case 0, 1:
		all := ids(h.ids, 1+h.rng.IntN(4))
		h.ids += len(all)
		entries, err := h.l.ReserveAll(all)
		if err != nil {
			return err
		}
		for i, id := range all {
			h.reserved(id, entries[i])
		}
	case 2: // again, or for the first time
		id := h.some()
		entries, err := h.l.Reserve(id)
		if err != nil {
			return err
		}
		h.reserved(id, entries)
	case 3:
		return h.change(h.l.Revoke, ledger.Revoked)
	case 4, 5:
		return h.change(h.l.Suspend, ledger.Suspended)
	case 6:
		return h.change(h.l.Reinstate, ledger.Active)
	case 7:
		done, err := h.l.Publish(context.Background(), outDir, brief, 0)
		for _, p := range done {
			url, from, set := brieflySigned(h.t, h.fs.names[p.File].data)
			require.Equal(h.t, p.URL, url)
			require.Greater(h.t, from, k.from[url])
			k.from[url], k.set[url] = from, set
		}
		return err
	case 8:
		h.close()
	}
	return nil
}

func (h *history) change(do func(id, reason string) error, to ledger.State) error {
	k := h.known
	earlierID, earlierNext := k.id, k.next
	k.id, k.next = h.some(), to
	err := do(k.id, someReasons[h.rng.IntN(len(someReasons))])
	if errors.Is(err, ledger.ErrBroken) {
		k.id, k.next = earlierID, earlierNext // which broke it
		return err
	}
	state, ok := k.state[k.id]
	if err == nil && !ok && h.fs.fail != nil { // reserved, and then something failed
		r, err := h.l.Lookup(k.id)
		require.NoError(h.t, err)
		h.reserved(k.id, r.Entries)
		ok = true
	}
	switch {
	case err == nil:
		require.True(h.t, ok)
		if state != ledger.Revoked {
			k.state[k.id] = to
		}
	case errors.Is(err, ledger.ErrRevoked):
		require.Equal(h.t, ledger.Revoked, state)
		err = nil
	case errors.Is(err, ledger.ErrUnknown):
		require.False(h.t, ok)
		err = nil
	}
	if err == nil {
		k.id = ""
	}
	return err
}

// check opens a ledger that something happened to, and looks for all that is known.
func check(t testing.TB, fsys *memory, k *known, publish bool) {
	opts := &ledger.Options{Now: noon}
	l, err := ledger.OpenFiles(fsys, ledgerDir, opts)
	if !k.created && errors.Is(err, fs.ErrNotExist) {
		require.NoError(t, ledger.CreateFiles(fsys, ledgerDir, settings, noon))
		l, err = ledger.OpenFiles(fsys, ledgerDir, opts)
	}
	require.NoError(t, err)
	for id, entries := range k.entries {
		again, err := l.Reserve(id)
		require.NoError(t, err)
		if !slices.EqualFunc(entries, again, func(a, b credential.StatusEntry) bool { return a.ID == b.ID }) {
			require.Equal(t, entries, again)
		}
	}
	given := make(map[string]bool)
	for r := range l.Records() {
		if state, ok := k.state[r.ID]; ok && r.State != state && (r.ID != k.id || r.State != k.next) {
			require.Equal(t, state, r.State, r.ID)
		}
		for _, e := range r.Entries {
			require.False(t, given[e.ID], "%s was given twice", e.ID)
			given[e.ID] = true
		}
	}
	versions := make(map[string]int)
	for _, info := range l.Lists() {
		versions[info.URL] = int(info.Published.Unix())
	}
	newest := make(map[string]int)
	for _, name := range fsys.files(outDir) {
		url, from, set := brieflySigned(t, fsys.names[name].data)
		require.LessOrEqual(t, from, versions[url], "published and not in the ledger")
		if "https://example.org/status"+name[len(outDir):] != url {
			continue // a version that is kept
		}
		require.GreaterOrEqual(t, from, k.from[url], "version fell")
		if url == "https://example.org/status/revocation-1.json" {
			require.GreaterOrEqual(t, set, k.set[url], "published revocation is lost")
		}
		newest[url] = from
	}
	for url := range k.from {
		require.Contains(t, newest, url)
	}
	if publish {
		done, err := l.Publish(context.Background(), outDir, brief, 0)
		require.NoError(t, err)
		for _, p := range done {
			require.Greater(t, int(p.ValidFrom.Unix()), newest[p.URL])
		}
	}
	require.NoError(t, l.Close())
	opts.Notice = func(s string) { t.Errorf("repaired before, and again: %s", s) }
	if publish {
		l, err = ledger.OpenFiles(fsys, ledgerDir, opts)
		require.NoError(t, err)
		require.NoError(t, l.Close())
	}
}

func seeds(t testing.TB) int {
	if testing.Short() || badgetest.Race {
		return 3
	}
	return 20
}

// TestPowerFailure cuts the power before and after every single call to the file system, twice each.
func TestPowerFailure(t *testing.T) {
	t.Parallel()
	points := 0
	for seed := range seeds(t) {
		h := newHistory(t, uint64(seed))
		h.fs.around = func() {
			for i := range 2 {
				points++
				check(t, h.fs.crash(), h.known, i == 0 && points%3 == 0)
			}
		}
		for range 36 {
			require.NoError(t, h.step())
		}
	}
	t.Logf("%d crash points", points)
	if seeds(t) == 20 {
		require.GreaterOrEqual(t, points, 10_000)
	}
}

// TestUnsynced acknowledges what an earlier process wrote and did not sync, and then cuts the power.
func TestUnsynced(t *testing.T) {
	for _, tt := range []struct {
		name, fail string
		at         string // of the file or folder
	}{
		{"record", "sync", "/ledger/ledger"},
		{"ledger", "syncdir", "/ledger"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHistory(t, 1)
			if tt.fail == "sync" {
				require.NoError(t, h.open())
			}
			h.fs.fail = func(op, name string) error {
				if op == tt.fail && name == tt.at {
					return syscall.EIO
				}
				return nil
			}
			err := h.open()
			if err == nil {
				_, err = h.l.Reserve(id(1))
			}
			require.ErrorIs(t, err, syscall.EIO)
			h.fs.fail = nil
			h.close()

			require.NoError(t, h.open())
			entries, err := h.l.Reserve(id(1))
			require.NoError(t, err)
			h.reserved(id(1), entries)
			for range 50 {
				check(t, h.fs.crash(), h.known, false)
			}
		})
	}
}

// TestFailures fails every single call to the file system, alone or with those after it, and goes on.
func TestFailures(t *testing.T) {
	t.Parallel()
	runs := 0
	for seed := range seeds(t) {
		length := []int{1, 5}[seed%2]
		for at, done := 1, false; !done; at++ {
			runs++
			done = failAt(t, uint64(seed), at, length)
		}
	}
	t.Logf("%d runs", runs)
}

// failAt reports whether the history was over before the call that should have failed.
func failAt(t *testing.T, seed uint64, at, length int) bool {
	h := newHistory(t, seed)
	h.fs.fail = func(string, string) error {
		if h.fs.calls >= at && h.fs.calls < at+length {
			return []error{syscall.ENOSPC, syscall.EIO}[h.fs.calls%2]
		}
		return nil
	}
	for range 20 {
		failed := h.step()
		if failed == nil {
			continue
		}
		require.True(t, errors.Is(failed, syscall.ENOSPC) || errors.Is(failed, syscall.EIO), "%v", failed)
		if errors.Is(failed, ledger.ErrBroken) {
			h.close()
		}
		if h.fs.calls >= at+length {
			check(t, h.fs.crash(), h.known, false)
		}
	}
	h.close()
	over := h.fs.calls < at
	h.fs.fail = nil
	check(t, h.fs, h.known, false)
	return over
}
