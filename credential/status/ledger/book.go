package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"

	"github.com/charterbadge/openbadge/credential/status"
)

// A book is what the records say. It changes by apply alone, whether a record was just written or is read again, so that
// a ledger that is opened anew is the one that was closed.
type book struct {
	settings Settings
	records  records
	changes  map[uint32][]change // of a record, by its number
	lists    [kinds][]*list
}

type change struct {
	at     int64
	action Action
	reason string
}

type list struct {
	bits  *status.List // what is set now; its dates are not used
	given bitset       // to a credential
	used  int          // bits in given
	last  publication  // version 0: never published
}

type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) has(i uint32) bool { return b[i/64]>>(i%64)&1 != 0 }
func (b bitset) put(i uint32)      { b[i/64] |= 1 << (i % 64) }

// capacity is how many entries of a list are given before the next list is opened: fifteen of sixteen. Indices are drawn
// until one is free, and this keeps that below sixteen draws on average even for the last one.
func (s Settings) capacity() int { return s.Entries - s.Entries/16 }

// A drawer draws indices for records that are about to be written.
type drawer struct {
	list     uint32
	entries  int
	left     int    // indices to be drawn before the next list is opened
	given    bitset // of the list; nil: none yet
	drawn    map[slot]bool
	capacity int
	seed     string
	purpose  status.Purpose
}

func (b *book) drawer(k kind) drawer {
	d := drawer{entries: b.settings.Entries, capacity: b.settings.capacity(), drawn: make(map[slot]bool),
		seed: b.settings.Seed, purpose: purposes[k]}
	if n := len(b.lists[k]); n > 0 {
		l := b.lists[k][n-1]
		d.list, d.given, d.left = uint32(n), l.given, max(0, d.capacity-l.used)
	}
	return d
}

// next draws an index for the id that is not given: for who does not know the seed, all of them are equally likely. Nothing
// published tells then who was issued a badge when, or beside whom, except that lists are filled one after the other.
func (d *drawer) next(id string) slot {
	if d.left == 0 {
		d.list++
		d.left, d.given = d.capacity, nil
	}
	for attempt := 0; ; attempt++ {
		random := derive(d.seed, "index", string(d.purpose), strconv.Itoa(attempt), id)
		i := uint32(binary.BigEndian.Uint64(random[:]) % uint64(d.entries)) // even to 2^-38
		s := slot{d.list, i}
		if d.drawn[s] || d.given != nil && d.given.has(i) {
			continue
		}
		d.drawn[s] = true
		d.left--
		return s
	}
}

// derive draws 256 bits for a use, which is named by words without zero bytes.
func derive(seed string, words ...string) [sha256.Size]byte {
	mac := hmac.New(sha256.New, []byte(seed))
	for _, w := range words {
		mac.Write(append([]byte(w), 0))
	}
	return [sha256.Size]byte(mac.Sum(nil))
}

// Salt returns a salt for the hashed identity of a credential's recipient (credential.Charter.Salt), 128 bits in base64url:
// the same one whenever it is asked for the same id, in the ledger or not. It tells nothing of the seed.
func (l *Ledger) Salt(id string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	salt := derive(l.book.settings.Seed, "salt", id)
	return base64.RawURLEncoding.EncodeToString(salt[:16])
}

// newBook makes a book, with room for some records.
func newBook(records int) book {
	b := book{changes: make(map[uint32][]change)}
	b.records.index = newIndex(records)
	return b
}

// apply makes the event part of the book, or says why it cannot be. Those who write check before.
func (b *book) apply(e *event) error {
	if (e.action == actionCreate) != (b.settings == Settings{}) {
		return errors.New("settings belong in the first record, and there alone")
	}
	switch e.action {
	case actionCreate:
		b.settings = e.settings
		return nil
	case ActionReserve:
		return b.reserve(e)
	case actionPublish:
		return b.publish(e.publication)
	}
	number, ok := b.records.findBytes(e.id)
	if !ok {
		return ErrUnknown
	}
	changed, err := b.allows(number, e.action)
	if err == nil && !changed {
		err = fmt.Errorf("%s without effect", e.action)
	}
	if err != nil {
		return err
	}
	b.change(number, e)
	return nil
}

// reserve is prepared to find any list and index in the event.
func (b *book) reserve(e *event) error {
	if _, ok := b.records.findBytes(e.id); ok {
		return errors.New("id was reserved before")
	}
	for k, s := range e.slots {
		if s.list == 0 {
			continue
		}
		n := len(b.lists[k])
		switch {
		case int(s.index) >= b.settings.Entries:
			return fmt.Errorf("index %d of %d entries", s.index, b.settings.Entries)
		case int(s.list) == n+1 && (n == 0 || b.lists[k][n-1].used >= b.settings.capacity()):
			l, err := b.newList(kind(k), n+1)
			if err != nil {
				return err
			}
			b.lists[k] = append(b.lists[k], l)
		case int(s.list) != n:
			return fmt.Errorf("list %s, the last that was opened is %d", name(kind(k), int(s.list)), n)
		case b.lists[k][n-1].given.has(s.index):
			return fmt.Errorf("index %d of list %s was given before", s.index, name(kind(k), n))
		}
	}
	for k, s := range e.slots {
		if s.list != 0 {
			l := b.lists[k][s.list-1]
			l.given.put(s.index)
			l.used++
		}
	}
	b.records.add(e.at, e.slots)
	return nil
}

func (b *book) newList(k kind, n int) (*list, error) {
	bits, err := status.New(b.settings.url(name(k, n)), b.settings.Issuer, purposes[k], b.settings.Entries)
	if err != nil {
		return nil, err
	}
	return &list{bits: bits, given: newBitset(b.settings.Entries)}, nil
}

// allows reports whether the action would change the record, or why it cannot be done.
func (b *book) allows(number uint32, a Action) (bool, error) {
	slots, need := b.records.slots(number), suspension
	if a == ActionRevoke {
		need = revocation
	} else if b.set(revocation, slots) {
		return false, ErrRevoked
	}
	if slots[need].list == 0 {
		return false, fmt.Errorf("%w: %s", ErrNoEntry, purposes[need])
	}
	return b.set(need, slots) != (a != ActionReinstate), nil
}

// set reports whether the record with these slots is revoked, or suspended.
func (b *book) set(k kind, slots [kinds]slot) bool {
	s := slots[k]
	if s.list == 0 {
		return false
	}
	set, err := b.lists[k][s.list-1].bits.At(int(s.index))
	if err != nil {
		panic(err) // reserve looked at the index
	}
	return set
}

// change does what allows allowed.
func (b *book) change(number uint32, e *event) {
	k := suspension
	if e.action == ActionRevoke {
		k = revocation
	}
	s := b.records.slots(number)[k]
	if err := b.lists[k][s.list-1].bits.Set(int(s.index), e.action != ActionReinstate); err != nil {
		panic(err) // reserve looked at the index
	}
	b.changes[number] = append(b.changes[number], change{e.at, e.action, string(e.reason)})
}

func (b *book) publish(p publication) error {
	if p.list > len(b.lists[p.kind]) {
		return fmt.Errorf("list %s was not opened", name(p.kind, p.list))
	}
	last := &b.lists[p.kind][p.list-1].last
	if p.version != last.version+1 || p.from <= last.from && last.version > 0 {
		return fmt.Errorf("version %d of list %s does not follow version %d", p.version, name(p.kind, p.list), last.version)
	}
	*last = p
	return nil
}
