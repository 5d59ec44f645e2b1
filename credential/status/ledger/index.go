package ledger

import (
	"hash/maphash"
	"math/bits"
)

// An index finds numbers of records by the hash of their keys. It is many small hash tables, each of which grows by itself:
// the room for both an old and a new table is never that of the whole, nor is the time.
//
// It needs 6 to 9 bytes for a record, since it has no keys. Who looks for one compares that of the record.
type index struct {
	hash  func(key []byte) uint64
	parts [256]part // by the highest bits of the hash
}

// A part is a hash table with open addressing and linear probing, which is at most seven eighths full.
type part struct {
	tags    []uint8 // of the hash, 1 to 255, so that hardly ever a wrong key is compared; 0: free
	numbers []uint32
	used    int
}

// newIndex makes an index with room for some records. Its hash has a seed of its own: nobody can prepare ids that are all
// in one place.
func newIndex(records int) index {
	seed := maphash.MakeSeed()
	x := index{hash: func(key []byte) uint64 { return maphash.Bytes(seed, key) }}
	if each := records / len(x.parts) * 5 / 4; each > 0 {
		for i := range x.parts {
			x.parts[i] = newPart(each)
		}
	}
	return x
}

func newPart(size int) part { return part{tags: make([]uint8, size), numbers: make([]uint32, size)} }

// find returns the number with this hash that is the same, which it asks.
func (x *index) find(hash uint64, same func(number uint32) bool) (number uint32, ok bool) {
	p := x.part(hash)
	if p.used == 0 {
		return 0, false
	}
	tag := tagOf(hash)
	for i := p.place(hash); p.tags[i] != 0; i = p.next(i) {
		if p.tags[i] == tag && same(p.numbers[i]) {
			return p.numbers[i], true
		}
	}
	return 0, false
}

// add adds a number that is not there. It may ask for the hash of others.
func (x *index) add(hash uint64, number uint32, hashOf func(number uint32) uint64) {
	p := x.part(hash)
	if p.used+1 > len(p.tags)*7/8 {
		old := *p
		*p = newPart(max(8, len(old.tags)*3/2))
		for i, tag := range old.tags {
			if tag != 0 {
				p.put(hashOf(old.numbers[i]), old.numbers[i])
			}
		}
	}
	p.put(hash, number)
}

func (x *index) part(hash uint64) *part { return &x.parts[hash>>56] }

func tagOf(hash uint64) uint8 { return max(1, uint8(hash)) }

func (p *part) put(hash uint64, number uint32) {
	i := p.place(hash)
	for p.tags[i] != 0 {
		i = p.next(i)
	}
	p.tags[i], p.numbers[i] = tagOf(hash), number
	p.used++
}

// place is where a hash belongs if that is free, by those of its bits that part has not used.
func (p *part) place(hash uint64) int {
	i, _ := bits.Mul64(hash<<8, uint64(len(p.tags)))
	return int(i)
}

func (p *part) next(i int) int {
	if i++; i == len(p.tags) {
		return 0
	}
	return i
}
