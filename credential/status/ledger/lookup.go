package ledger

import (
	"fmt"
	"iter"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
)

// State is what the lists say of a credential, or will say after the next Publish.
type State string

const (
	Active    State = "active" // neither bit is set
	Suspended State = "suspended"
	Revoked   State = "revoked" // whether or not it is suspended as well
)

// Record is what the ledger knows of a credential.
type Record struct {
	ID      string
	Entries []credential.StatusEntry // as Reserve returned them
	State   State
	History []Change // oldest first; the first is ActionReserve
}

// Change is one change of a credential.
type Change struct {
	At     time.Time // in UTC and whole seconds
	Action Action
	Reason string // as it was given; may be empty
}

// ListInfo describes a list.
type ListInfo struct {
	URL     string
	Purpose status.Purpose
	Entries int // in all
	Used    int // given to credentials
	Set     int // bits that are set now, or will be after the next Publish

	Version   int       // the newest that Publish made or began to; 0: none
	Published time.Time // validFrom of that version, in UTC. Zero: never
}

// Lookup returns what the ledger knows of the credential. The error is ErrUnknown.
func (l *Ledger) Lookup(id string) (Record, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	number, ok := l.book.records.find(id)
	if !ok {
		return Record{}, wrap("lookup", fmt.Errorf("%w: %s", ErrUnknown, quote(id)))
	}
	return l.book.record(number), nil
}

// Records returns all credentials, in the order in which they were reserved. The ledger can be used and changed
// meanwhile; what is added then comes at the end.
func (l *Ledger) Records() iter.Seq[Record] {
	at := func(i int) (r Record, ok bool) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if i >= l.book.records.count {
			return Record{}, false
		}
		return l.book.record(uint32(i)), true
	}
	return func(yield func(Record) bool) {
		for i := 0; ; i++ {
			r, ok := at(i)
			if !ok || !yield(r) {
				return
			}
		}
	}
}

// Lists returns all lists, those for revocation first and each kind in the order in which they were opened.
func (l *Ledger) Lists() []ListInfo {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []ListInfo
	for k := range l.book.lists {
		for _, list := range l.book.lists[k] {
			info := ListInfo{URL: list.bits.ID, Purpose: purposes[k], Entries: list.bits.Len(), Used: list.used,
				Set: list.bits.Count(), Version: list.last.version}
			if info.Version > 0 {
				info.Published = utc(list.last.from)
			}
			all = append(all, info)
		}
	}
	return all
}

func utc(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }

func (b *book) record(number uint32) Record {
	slots, changes := b.records.slots(number), b.changes[number]
	out := Record{ID: b.records.id(number), Entries: b.entries(slots), State: Active, History: make([]Change, 0, 1+len(changes))}
	if b.set(suspension, slots) {
		out.State = Suspended
	}
	if b.set(revocation, slots) {
		out.State = Revoked
	}
	out.History = append(out.History, Change{At: utc(b.records.reserved.at(number)), Action: ActionReserve})
	for _, c := range changes {
		out.History = append(out.History, Change{At: utc(c.at), Action: c.action, Reason: c.reason})
	}
	return out
}

func (b *book) entries(slots [kinds]slot) []credential.StatusEntry {
	all := make([]credential.StatusEntry, 0, kinds)
	for k, s := range slots {
		if s.list == 0 {
			continue
		}
		entry, err := b.lists[k][s.list-1].bits.Entry(int(s.index))
		if err != nil {
			panic(err) // reserve looked at the index
		}
		all = append(all, entry)
	}
	return all
}
