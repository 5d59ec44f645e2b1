package ledger

import (
	"bytes"
	"encoding/hex"
	"sort"
	"strings"

	"github.com/charterbadge/openbadge/internal/iri"
)

// records are the credentials in the order in which they were reserved, by number from 0 on. One whose id is a UUID and
// which has both entries takes 36 to 39 bytes, with its place in the index. There are no pointers in them, which the
// garbage collector would have to follow, and what is there never moves, so that there are never two copies of it.
type records struct {
	pages    []*page
	count    int
	reserved steps        // seconds since 1970
	lists    [kinds]steps // of the index, if there is one
	index    index
	key      []byte // of the id that was looked for last
}

const pageSize = 1024

// A page is that many records.
type page struct {
	keys    []byte // one after the other
	end     [pageSize]uint32
	indices [pageSize][kinds]uint32 // one more than the index; 0: none
}

// find returns the number of the record with the id.
func (r *records) find(id string) (number uint32, ok bool) {
	if len(id) > iri.MaxLength || strings.HasPrefix(id, "\x00") { // one would take its room for good, the other is a key
		return 0, false
	}
	return r.look(append(r.key[:0], id...))
}

func (r *records) findBytes(id []byte) (number uint32, ok bool) {
	return r.look(append(r.key[:0], id...))
}

// look looks for an id that is in the room of r.key.
func (r *records) look(id []byte) (number uint32, ok bool) {
	r.key = pack(id)
	return r.index.find(r.index.hash(r.key), func(number uint32) bool { return bytes.Equal(r.keyOf(number), r.key) })
}

// add adds the record of the id that was looked for last, and not found.
func (r *records) add(at int64, slots [kinds]slot) {
	number := uint32(r.count)
	if number%pageSize == 0 {
		p := new(page)
		if number > 0 {
			p.keys = make([]byte, 0, len(r.pages[len(r.pages)-1].keys)) // which most likely is what it will take
		}
		r.pages = append(r.pages, p)
	}
	p, i := r.pages[number/pageSize], number%pageSize
	p.keys = append(p.keys, r.key...)
	p.end[i] = uint32(len(p.keys)) // each has at most iri.MaxLength bytes
	for k, s := range slots {
		if s.list != 0 {
			p.indices[i][k] = s.index + 1
			r.lists[k].add(number, int64(s.list))
		}
	}
	r.reserved.add(number, at)
	r.count++
	r.index.add(r.index.hash(r.key), number, func(number uint32) uint64 { return r.index.hash(r.keyOf(number)) })
}

func (r *records) keyOf(number uint32) []byte {
	p, i := r.pages[number/pageSize], number%pageSize
	if i == 0 {
		return p.keys[:p.end[0]]
	}
	return p.keys[p.end[i-1]:p.end[i]]
}

func (r *records) id(number uint32) string { return unpack(r.keyOf(number)) }

func (r *records) slots(number uint32) (slots [kinds]slot) {
	for k, i := range r.pages[number/pageSize].indices[number%pageSize] {
		if i != 0 {
			slots[k] = slot{uint32(r.lists[k].at(number)), i - 1}
		}
	}
	return slots
}

// steps are a value for each record that is mostly that of the record before: many are reserved at a time, and lists are
// filled one after the other.
type steps []step

type step struct {
	from  uint32 // the number of the first that has it
	value int64
}

func (s *steps) add(number uint32, value int64) {
	if n := len(*s); n == 0 || (*s)[n-1].value != value {
		*s = append(*s, step{number, value})
	}
}

func (s steps) at(number uint32) int64 {
	return s[sort.Search(len(s), func(i int) bool { return s[i].from > number })-1].value
}

// The key of an id is the id itself, or for a UUID (RFC 9562 §4) in lower case a zero byte and its 16 bytes. No id begins
// with a zero byte.
const (
	uuidPrefix = "urn:uuid:"
	uuidLength = len(uuidPrefix) + 36
)

// pack makes the key of an id, in its place.
func pack(id []byte) []byte {
	if len(id) != uuidLength || string(id[:len(uuidPrefix)]) != uuidPrefix {
		return id
	}
	var key [1 + 16]byte
	digits := 2 // those of the zero byte
	for i, c := range id[len(uuidPrefix):] {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return id
			}
			continue
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		default:
			return id
		}
		key[digits/2] = key[digits/2]<<4 | c
		digits++
	}
	return append(id[:0], key[:]...)
}

// unpack returns the id of a key.
func unpack(key []byte) string {
	if key[0] != 0 {
		return string(key)
	}
	id := append(make([]byte, 0, uuidLength), uuidPrefix...)
	for i, b := range key[1:] {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			id = append(id, '-')
		}
		id = hex.AppendEncode(id, []byte{b})
	}
	return string(id)
}
