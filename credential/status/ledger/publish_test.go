package ledger_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/stretchr/testify/require"
)

func sha256Hex(t testing.TB, file string) string {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func names(t testing.TB, dir string) (all []string) {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestPublish(t *testing.T) {
	_, l := newLedger(t)
	all, err := l.ReserveAll(ids(0, 100))
	require.NoError(t, err)
	for i := range 30 {
		require.NoError(t, l.Revoke(id(i), ""))
		require.NoError(t, l.Suspend(id(i+40), ""))
	}
	for i := range 10 {
		require.NoError(t, l.Reinstate(id(i+40), ""))
	}
	out := filepath.Join(t.TempDir(), "out")
	done, err := l.Publish(t.Context(), out, plain, 36*time.Hour+time.Millisecond)
	require.NoError(t, err)
	require.Equal(t, []string{"revocation-1.json", "suspension-1.json"}, names(t, out))
	until := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	for k, purpose := range []status.Purpose{status.Revocation, status.Suspension} {
		file := filepath.Join(out, string(purpose)+"-1.json")
		require.Equal(t, ledger.Publication{URL: "https://example.org/status/" + string(purpose) + "-1.json", File: file,
			Version: 1, ValidFrom: noon(), ValidUntil: until}, done[k])
		list := parse(t, file)
		require.Equal(t, done[k].URL, list.ID)
		require.Equal(t, "did:web:example.org", list.Issuer)
		require.Equal(t, noon(), list.ValidFrom)
		require.Equal(t, until, list.ValidUntil)
		require.Zero(t, list.TTL)
		require.Equal(t, []int{30, 20}[k], list.Count())
		for i, entries := range all {
			want := i < 30
			if k == 1 {
				want = i >= 50 && i < 70
			}
			value, err := list.Lookup(&entries[k])
			require.NoError(t, err)
			require.Equal(t, want, value.Bits == 1, "%s of %d", purpose, i)
		}
		if runtime.GOOS != "windows" {
			info, err := os.Stat(file)
			require.NoError(t, err)
			require.Equal(t, fs.FileMode(0o644), info.Mode().Perm())
		}
	}
	require.Equal(t, 1, l.Lists()[0].Version)
	require.Equal(t, noon(), l.Lists()[0].Published)
}

// TestVersions publishes at times that do not move on, or move back.
func TestVersions(t *testing.T) {
	for _, keep := range []bool{false, true} {
		t.Run(strconv.FormatBool(keep), func(t *testing.T) {
			dir, l := newLedger(t)
			_, err := l.Reserve(id(1), status.Revocation)
			require.NoError(t, err)
			require.NoError(t, l.Close())
			out := filepath.Join(t.TempDir(), "out")
			for i, tt := range []struct{ at, from time.Duration }{ // after noon
				{0, 0}, {0, time.Second}, {999 * time.Millisecond, 2 * time.Second}, {3 * time.Second, 3 * time.Second},
				{time.Hour, time.Hour}, {0, time.Hour + time.Second},
			} {
				l, err := ledger.Open(dir, &ledger.Options{Now: func() time.Time { return noon().Add(tt.at) }, KeepVersions: keep})
				require.NoError(t, err)
				done, err := l.Publish(t.Context(), out, plain, 0)
				require.NoError(t, err)
				require.Equal(t, i+1, done[0].Version)
				require.Equal(t, noon().Add(tt.from), done[0].ValidFrom)
				require.True(t, done[0].ValidUntil.IsZero())
				list := parse(t, done[0].File)
				require.Equal(t, done[0].ValidFrom, list.ValidFrom)
				require.True(t, list.ValidUntil.IsZero())
				if keep {
					kept := filepath.Join(out, "revocation-1."+strconv.Itoa(i+1)+".json")
					require.Equal(t, sha256Hex(t, done[0].File), sha256Hex(t, kept))
				}
				require.NoError(t, l.Close())
			}
			if keep {
				require.Len(t, names(t, out), 7)
				require.Equal(t, noon(), parse(t, filepath.Join(out, "revocation-1.1.json")).ValidFrom)
			} else {
				require.Len(t, names(t, out), 1)
			}
			l, err = ledger.Open(dir, &ledger.Options{Now: func() time.Time { return noon().Add(-time.Second) }})
			require.NoError(t, err)
			defer l.Close()
			_, err = l.Publish(t.Context(), out, plain, 0)
			require.ErrorIs(t, err, ledger.ErrClock)
		})
	}
}

func TestPublishRefuses(t *testing.T) {
	own := errors.New("no key")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name     string
		ctx      context.Context
		signer   signFunc
		validity time.Duration
		want     error
	}{
		{"ended", ended, func(context.Context, json.Marshaler) ([]byte, error) { panic("was called") }, 0, context.Canceled},
		{"signer", nil, func(context.Context, json.Marshaler) ([]byte, error) { return nil, own }, 0, own},
		{"nothing", nil, func(context.Context, json.Marshaler) ([]byte, error) { return nil, nil }, 0, ledger.ErrUnsigned},
		{"negative validity", nil, plain, -time.Second, ledger.ErrValidity},
		{"no whole second", nil, plain, time.Second - 1, ledger.ErrValidity},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, l := newLedger(t)
			_, err := l.Reserve(id(1))
			require.NoError(t, err)
			out := t.TempDir()
			_, err = l.Publish(t.Context(), out, brief, 0)
			require.NoError(t, err)
			before, list := read(t, dir), sha256Hex(t, filepath.Join(out, "revocation-1.json"))
			ctx := tt.ctx
			if ctx == nil {
				ctx = t.Context()
			}
			done, err := l.Publish(ctx, out, tt.signer, tt.validity)
			require.ErrorIs(t, err, tt.want)
			require.Empty(t, done)
			require.Equal(t, before, read(t, dir))
			require.Equal(t, list, sha256Hex(t, filepath.Join(out, "revocation-1.json")))
			require.Len(t, names(t, out), 2)
		})
	}
}

// TestPublishAtTheEnd leaves no year for a list to be valid in.
func TestPublishAtTheEnd(t *testing.T) {
	dir, l := newLedger(t)
	require.NoError(t, l.Close())
	last := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	l, err := ledger.Open(dir, &ledger.Options{Now: func() time.Time { return last }})
	require.NoError(t, err)
	defer l.Close()
	_, err = l.Reserve(id(1))
	require.NoError(t, err)
	_, err = l.Publish(t.Context(), t.TempDir(), plain, time.Second)
	require.ErrorIs(t, err, ledger.ErrValidity)
}

// TestPublishHalf fails at the second list; a second Publish goes on.
func TestPublishHalf(t *testing.T) {
	_, l := newLedger(t)
	_, err := l.Reserve(id(1))
	require.NoError(t, err)
	out := t.TempDir()
	calls := 0
	own := errors.New("no key")
	once := signFunc(func(ctx context.Context, doc json.Marshaler) ([]byte, error) {
		if calls++; calls == 2 {
			return nil, own
		}
		return plain(ctx, doc)
	})
	done, err := l.Publish(t.Context(), out, once, 0)
	require.ErrorIs(t, err, own)
	require.Len(t, done, 1)
	require.Equal(t, []string{"revocation-1.json"}, names(t, out))
	done, err = l.Publish(t.Context(), out, once, 0)
	require.NoError(t, err)
	require.Equal(t, []int{2, 1}, []int{done[0].Version, done[1].Version})
}

// TestPublishEndsWhileSigning publishes nothing that was signed too late.
func TestPublishEndsWhileSigning(t *testing.T) {
	_, l := newLedger(t)
	_, err := l.Reserve(id(1))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	slow := signFunc(func(ctx context.Context, doc json.Marshaler) ([]byte, error) {
		require.NoError(t, l.Revoke(id(1), "")) // is not kept waiting
		cancel()
		return plain(ctx, doc)
	})
	out := t.TempDir()
	_, err = l.Publish(ctx, out, slow, 0)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, names(t, out))
}

// TestPublishLeftovers finds what a crash left, or what somebody put there.
func TestPublishLeftovers(t *testing.T) {
	_, l := newLedger(t)
	_, err := l.Reserve(id(1), status.Revocation)
	require.NoError(t, err)
	out, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "elsewhere")
	require.NoError(t, os.WriteFile(elsewhere, []byte("mine"), 0o600))
	temp := filepath.Join(out, ".revocation-1.json.new")
	if os.Symlink(elsewhere, temp) != nil {
		require.NoError(t, os.WriteFile(temp, []byte("half a li"), 0o600))
	}
	done, err := l.Publish(t.Context(), out, plain, 0)
	require.NoError(t, err)
	parse(t, done[0].File)
	require.Equal(t, []string{"revocation-1.json"}, names(t, out))
	text, err := os.ReadFile(elsewhere)
	require.NoError(t, err)
	require.Equal(t, "mine", string(text))
}

// haunted is a file system in which what is removed is there again at once.
type haunted struct{ *memory }

func (haunted) Remove(string) error { return fs.ErrNotExist }

// TestPublishElsewhere does not write through a name that somebody made in the last moment.
func TestPublishElsewhere(t *testing.T) {
	m := newMemory(rand.New(rand.NewPCG(0, 0)))
	require.NoError(t, ledger.CreateFiles(m, ledgerDir, settings, noon))
	l, err := ledger.OpenFiles(haunted{m}, ledgerDir, &ledger.Options{Now: noon})
	require.NoError(t, err)
	_, err = l.Reserve(id(1))
	require.NoError(t, err)
	m.names[outDir], m.names["/out/.revocation-1.json.new"] = &inode{folder: true}, &inode{data: []byte("mine")}
	_, err = l.Publish(t.Context(), outDir, brief, 0)
	require.ErrorIs(t, err, fs.ErrExist)
	require.Equal(t, "mine", string(m.names["/out/.revocation-1.json.new"].data))
}
