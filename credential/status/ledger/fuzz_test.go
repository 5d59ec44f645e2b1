package ledger_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"

	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/stretchr/testify/require"
)

// FuzzLedger opens any bytes. What opens, repaired or not, holds what a ledger promises, is written again as the same
// bytes, and opens again.
func FuzzLedger(f *testing.F) {
	text := small()
	f.Add(text)
	f.Add(text[:len(text)-1])
	f.Add(text[:len(text)-20])
	f.Add(append(bytes.Clone(text[:len(text)-20]), 0, 0, 0))
	f.Add(bytes.Replace(text, []byte(" 0"), []byte(" f"), 1))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, text []byte) {
		l, after, notices, err := openText(text)
		if err != nil {
			require.ErrorIs(t, err, ledger.ErrDamaged)
			require.Equal(t, text, append([]byte{}, after...))
			return
		}
		require.Equal(t, len(notices) == 0, bytes.Equal(text, after))
		sound(t, l)
		require.Equal(t, after, ledger.Frame(payloads(t, after)...))
		_, again, notices, err := openText(after)
		require.NoError(t, err)
		require.Empty(t, notices)
		require.Equal(t, after, again)
	})
}

// FuzzPayload does the same with the payloads of records, one on each line, so that the frame does not keep the fuzzer out.
func FuzzPayload(f *testing.F) {
	f.Add(strings.Join(payloads(f, small()), "\n"))
	f.Add(created + "\n" + at + "reserve urn:a:b suspension-1#131071\n" + at + "suspend urn:a:b é\n" + at + "reinstate urn:a:b")
	f.Fuzz(func(t *testing.T, lines string) {
		if len(lines) > 4096 {
			return
		}
		text := ledger.Frame(strings.Split(lines, "\n")...)
		l, after, _, err := openText(text)
		if err != nil {
			require.ErrorIs(t, err, ledger.ErrDamaged)
			return
		}
		require.Equal(t, text, after)
		sound(t, l)
	})
}

// FuzzOperations lets the fuzzer choose what happens, and what fails.
func FuzzOperations(f *testing.F) {
	f.Add(uint64(1), uint8(30), uint8(0), uint8(0))
	f.Add(uint64(2), uint8(30), uint8(40), uint8(3))
	f.Fuzz(func(t *testing.T, seed uint64, steps, failAt, failures uint8) {
		h := newHistory(t, seed)
		own := rand.New(rand.NewPCG(seed, 1))
		h.fs.fail = func(string, string) error {
			if h.fs.calls >= int(failAt) && h.fs.calls < int(failAt)+int(failures) && own.IntN(2) == 0 {
				return syscall.EIO
			}
			return nil
		}
		for range steps % 64 {
			if err := h.step(); err != nil {
				require.ErrorIs(t, err, syscall.EIO)
				if own.IntN(2) == 0 {
					h.close()
				}
			}
		}
		h.close()
		h.fs.fail = nil
		check(t, h.fs, h.known, true)
	})
}

// sound holds a ledger against its promises.
func sound(t *testing.T, l *ledger.Ledger) {
	given, bits := make(map[string]bool), make(map[string]int)
	for r := range l.Records() {
		require.NotEmpty(t, r.Entries)
		require.LessOrEqual(t, len(r.Entries), 2)
		var revoked, suspended bool
		for i, c := range r.History {
			require.Equal(t, i == 0, c.Action == ledger.ActionReserve)
			require.False(t, revoked, "changed after revocation")
			switch c.Action {
			case ledger.ActionRevoke:
				revoked = true
			case ledger.ActionSuspend, ledger.ActionReinstate:
				require.Equal(t, suspended, c.Action == ledger.ActionReinstate)
				suspended = !suspended
			}
		}
		want := ledger.Active
		if suspended {
			want = ledger.Suspended
		}
		if revoked {
			want = ledger.Revoked
		}
		require.Equal(t, want, r.State)
		for _, e := range r.Entries {
			require.False(t, given[e.ID], "given twice")
			given[e.ID] = true
			if e.StatusPurpose == "revocation" && revoked || e.StatusPurpose == "suspension" && suspended {
				bits[e.StatusListCredential]++
			}
		}
		found, err := l.Lookup(r.ID)
		require.NoError(t, err)
		require.Equal(t, r, found)
	}
	used := 0
	for _, info := range l.Lists() {
		used += info.Used
		require.Equal(t, bits[info.URL], info.Set)
	}
	require.Equal(t, len(given), used)
}
