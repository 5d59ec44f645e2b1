package ledger_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/stretchr/testify/require"
)

const (
	created = "2026-03-01T12:00:00Z create entries=131072 issuer=did:web:example.org url=https://example.org/status/ extension=.json seed=" + seed
	at      = "2026-03-01T12:00:00Z "
)

// sum is what a publish says of a text; which text does not matter to a ledger.
var sum = strings.Repeat("0123456789abcdef", 4)

// small is a ledger with a record of each action.
func small() []byte {
	return ledger.Frame(created,
		at+"reserve "+id(1)+" revocation-1#93742 suspension-1#4711",
		at+"reserve "+id(2)+" revocation-1#1",
		at+"suspend "+id(1)+" under review",
		at+"publish suspension-1 1 2026-03-01T12:00:00Z - "+sum,
		at+"reinstate "+id(1),
		at+"revoke "+id(2)+" no longer a member")
}

// openText opens a ledger with this text, for writing, and returns what is then in the file, and the notices.
func openText(text []byte) (l *ledger.Ledger, after []byte, notices []string, err error) {
	m := newMemory(rand.New(rand.NewPCG(0, 0)))
	node := &inode{data: slices.Clone(text)}
	m.names[ledgerDir], m.names[filepath.Join(ledgerDir, "ledger")] = &inode{folder: true}, node
	l, err = ledger.OpenFiles(m, ledgerDir, &ledger.Options{Now: noon, Notice: func(s string) { notices = append(notices, s) }})
	return l, node.data, notices, err
}

// TestEveryByteDamaged changes each byte of a ledger that was acknowledged to its last byte: each bit, all bits, and into
// those that could be taken for the marks of a torn record.
func TestEveryByteDamaged(t *testing.T) {
	t.Parallel()
	text := small()
	for i := range text {
		line := bytes.Count(text[:i], []byte("\n")) // number of the record, 0 being the first line
		for _, flip := range []byte{1, 2, 4, 8, 16, 32, 64, 128, 255, text[i], text[i] ^ '\n', text[i] ^ '0'} {
			if flip == 0 {
				continue
			}
			damaged := slices.Clone(text)
			damaged[i] ^= flip
			_, after, notices, err := openText(damaged)
			if i == len(text)-1 && damaged[i] == 0 {
				require.NoError(t, err) // whole but for its newline: repaired, not cut
				require.Equal(t, text, after)
				require.Len(t, notices, 1)
				continue
			}
			if !errors.Is(err, ledger.ErrDamaged) {
				require.ErrorIs(t, err, ledger.ErrDamaged, "byte %d of %d, flip %#x", i, len(text), flip)
			}
			damage, _ := errors.AsType[*ledger.DamageError](err)
			if damage.Record != max(line, 1) || !bytes.Equal(damaged, after) {
				require.Equal(t, max(line, 1), damage.Record)
				require.Equal(t, damaged, after)
			}
			if line > 0 {
				require.EqualValues(t, bytes.LastIndexByte(text[:i], '\n')+1, damage.Offset)
			}
			require.Equal(t, "/ledger/ledger", damage.File)
		}
	}
}

// TestEveryTail cuts a ledger at each byte, as a crash while it was written does.
func TestEveryTail(t *testing.T) {
	text := small()
	head := bytes.Index(text, []byte(seed+"\n")) + len(seed+"\n")
	for i := head; i < len(text); i++ {
		for _, zeros := range []int{0, 1, 40, 10_000, 600_000} {
			if zeros > 40 && i%50 > 0 {
				continue
			}
			torn := append(slices.Clone(text[:i]), make([]byte, zeros)...)
			_, after, notices, err := openText(torn)
			require.NoError(t, err, "cut at %d, %d zero bytes", i, zeros)
			kept := bytes.LastIndexByte(text[:i], '\n') + 1
			if text[i] == '\n' {
				kept = i + 1 // the newline is put there
			}
			if !bytes.Equal(text[:kept], after) {
				require.Equal(t, string(text[:kept]), string(after))
			}
			require.Equal(t, i == kept && zeros == 0, len(notices) == 0)
		}
	}
}

func TestDamage(t *testing.T) {
	text := small()
	lines := bytes.SplitAfter(text, []byte("\n")) // the last one is empty
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	all := func(from, to int) []byte { return join(lines[from:to]...) }
	for _, tt := range []struct {
		name   string
		text   []byte
		record int
	}{
		{"empty", nil, 1},
		{"another version", bytes.Replace(text, []byte("ledger 1\n"), []byte("ledger 2\n"), 1), 1},
		{"first line alone", lines[0], 1},
		{"record lost", join(all(0, 3), all(4, 8)), 3},
		{"record doubled", join(all(0, 3), all(2, 8)), 3},
		{"records swapped", join(all(0, 2), lines[3], lines[2], all(4, 8)), 2},
		{"other ledger's record", join(all(0, 7), bytes.SplitAfter(ledger.Frame(created), []byte("\n"))[1]), 7},
		{"newline inside", join(all(0, 7), []byte("\n"), lines[7]), 7},
		{"Windows newlines", bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")), 1},
		{"zero bytes, then more", join(text, make([]byte, 9), []byte("a")), 8},
		{"zero bytes, then a record", join(all(0, 7), make([]byte, 512), lines[7]), 7},
		{"unfinished record, zero bytes, then more", join(text, []byte("0123"), make([]byte, 300_000), []byte("a")), 8},
		{"endless line", join(text, bytes.Repeat([]byte("a"), 300_000)), 8},
		{"length beyond the maximum, unfinished", join(text, []byte("00000000 2001 "), bytes.Repeat([]byte("0"), 33), []byte(" 2026")), 8},
		{"length that is no number, unfinished", join(text, []byte("00000000 00G0 "), bytes.Repeat([]byte("0"), 33), []byte(" 2026")), 8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, after, notices, err := openText(tt.text)
			require.ErrorIs(t, err, ledger.ErrDamaged)
			damage, ok := errors.AsType[*ledger.DamageError](err)
			require.True(t, ok)
			require.Equal(t, tt.record, damage.Record)
			require.Equal(t, string(tt.text), string(after))
			require.Empty(t, notices)
		})
	}
}

// TestImpossible reads records that are whole and say what cannot be.
func TestImpossible(t *testing.T) {
	reserve1 := at + "reserve " + id(1) + " revocation-1#1 suspension-1#2"
	publish1 := at + "publish revocation-1 1 2026-03-01T12:00:00Z - " + sum
	for _, tt := range []struct {
		name string
		more []string // after created; the last is wrong
	}{
		{"settings twice", []string{created}},
		{"unknown action", []string{at + "delete " + id(1)}},
		{"no action", []string{at}},
		{"no time", []string{"reserve " + id(1) + " revocation-1#1"}},
		{"time with a fraction", []string{"2026-03-01T12:00:0.Z reserve " + id(1) + " revocation-1#1"}},
		{"time with an offset", []string{"2026-03-01T12:00:00+00:00 reserve " + id(1) + " revocation-1#1"}},
		{"time before 1970", []string{"1969-12-31T23:59:59Z reserve " + id(1) + " revocation-1#1"}},
		{"no such day", []string{"2026-02-29T12:00:00Z reserve " + id(1) + " revocation-1#1"}},
		{"reserved twice", []string{reserve1, at + "reserve " + id(1) + " revocation-1#3 suspension-1#4"}},
		{"index given twice", []string{reserve1, at + "reserve " + id(2) + " revocation-1#3 suspension-1#2"}},
		{"index beyond the list", []string{at + "reserve " + id(1) + " revocation-1#131072"}},
		{"padded index", []string{at + "reserve " + id(1) + " revocation-1#01"}},
		{"negative index", []string{at + "reserve " + id(1) + " revocation-1#-1"}},
		{"huge index", []string{at + "reserve " + id(1) + " revocation-1#4294967297"}},
		{"no index", []string{at + "reserve " + id(1) + " revocation-1#"}},
		{"no entry", []string{at + "reserve " + id(1)}},
		{"two entries of one purpose", []string{at + "reserve " + id(1) + " revocation-1#1 revocation-1#2"}},
		{"suspension first", []string{at + "reserve " + id(1) + " suspension-1#1 revocation-1#2"}},
		{"other purpose", []string{at + "reserve " + id(1) + " refresh-1#1"}},
		{"list number zero", []string{at + "reserve " + id(1) + " revocation-0#1"}},
		{"list before the first is full", []string{reserve1, at + "reserve " + id(2) + " revocation-2#1"}},
		{"second list first", []string{at + "reserve " + id(2) + " revocation-2#1"}},
		{"relative id", []string{at + "reserve badges/1 revocation-1#1"}},
		{"long id", []string{at + "reserve urn:a:" + strings.Repeat("a", 2043) + " revocation-1#1"}},
		{"space at the end", []string{reserve1, at + "revoke " + id(1) + " "}},
		{"reason with a tab", []string{reserve1, at + "revoke " + id(1) + " a\tb"}},
		{"long reason", []string{reserve1, at + "revoke " + id(1) + " " + strings.Repeat("a", 1025)}},
		{"reason that is not UTF-8", []string{reserve1, at + "revoke " + id(1) + " \xff"}},
		{"unknown id", []string{reserve1, at + "revoke " + id(2)}},
		{"revoked twice", []string{reserve1, at + "revoke " + id(1), at + "revoke " + id(1)}},
		{"suspended twice", []string{reserve1, at + "suspend " + id(1), at + "suspend " + id(1)}},
		{"suspended after revocation", []string{reserve1, at + "revoke " + id(1), at + "suspend " + id(1)}},
		{"reinstated and not suspended", []string{reserve1, at + "reinstate " + id(1)}},
		{"suspended without an entry", []string{at + "reserve " + id(1) + " revocation-1#1", at + "suspend " + id(1)}},
		{"revoked without an entry", []string{at + "reserve " + id(1) + " suspension-1#1", at + "revoke " + id(1)}},
		{"published and not there", []string{publish1}},
		{"second version first", []string{reserve1, strings.Replace(publish1, " 1 ", " 2 ", 1)}},
		{"version twice", []string{reserve1, publish1, strings.Replace(publish1, "12:00:00Z - ", "12:00:01Z - ", 1)}},
		{"version as old as the last", []string{reserve1, publish1, strings.Replace(publish1, " 1 ", " 2 ", 1)}},
		{"version that ends before it begins", []string{reserve1, strings.Replace(publish1, " - ", " 2026-03-01T12:00:00Z ", 1)}},
		{"short hash", []string{reserve1, publish1[:len(publish1)-2]}},
		{"hash in capitals", []string{reserve1, strings.Replace(publish1, sum, strings.ToUpper(sum), 1)}},
		{"hash that is none", []string{reserve1, strings.Replace(publish1, sum, strings.Repeat("x", 64), 1)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, _, err := openText(ledger.Frame(append([]string{created}, tt.more...)...))
			damage, ok := errors.AsType[*ledger.DamageError](err)
			require.True(t, ok, "%v", err)
			require.Equal(t, 1+len(tt.more), damage.Record)
			_, _, _, err = openText(ledger.Frame(append([]string{created}, tt.more[:len(tt.more)-1]...)...))
			require.NoError(t, err)
		})
	}
	for _, tt := range []struct{ name, first string }{
		{"no settings", reserve1},
		{"fewer entries", strings.Replace(created, "131072", "131064", 1)},
		{"no entries", strings.Replace(created, "131072", "0", 1)},
		{"no extension=", strings.Replace(created, " extension=.json", "", 1)},
		{"no seed=", strings.Replace(created, " seed="+seed, "", 1)},
		{"an empty seed", strings.Replace(created, seed, "", 1)},
		{"more behind", created + " more"},
		{"other order", strings.Replace(created, "issuer=", "url=", 1)},
		{"relative issuer", strings.Replace(created, "did:web:example.org", "example", 1)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, _, err := openText(ledger.Frame(tt.first))
			require.ErrorIs(t, err, ledger.ErrDamaged)
		})
	}
}

// TestBroken fails in ways after which the file may hold anything.
func TestBroken(t *testing.T) {
	for _, tt := range []struct {
		name   string
		fail   []string
		broken bool
	}{
		{"write", []string{"write"}, false},
		{"write, then truncate", []string{"write", "truncate"}, true},
		{"write, then sync", []string{"write", "sync"}, true},
		{"sync", []string{"sync"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHistory(t, 1)
			require.NoError(t, h.open())
			first, err := h.l.Reserve(id(1))
			require.NoError(t, err)
			h.fs.fail = func(op, _ string) error {
				if slices.Contains(tt.fail, op) {
					return syscall.EIO
				}
				return nil
			}
			_, err = h.l.Reserve(id(2))
			require.ErrorIs(t, err, syscall.EIO)
			_, err = h.l.Lookup(id(2))
			require.ErrorIs(t, err, ledger.ErrUnknown)
			h.fs.fail = nil
			calls := h.fs.calls
			_, err = h.l.Reserve(id(3))
			if !tt.broken {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, ledger.ErrBroken)
			require.ErrorIs(t, err, syscall.EIO)
			require.ErrorIs(t, h.l.Revoke(id(1), ""), ledger.ErrBroken)
			_, err = h.l.Publish(t.Context(), outDir, brief, 0)
			require.ErrorIs(t, err, ledger.ErrBroken)
			require.Equal(t, calls, h.fs.calls, "touched the files")
			h.close()
			require.NoError(t, h.open())
			again, err := h.l.Reserve(id(1))
			require.NoError(t, err)
			require.Equal(t, first, again)
		})
	}
}
