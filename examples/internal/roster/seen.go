package roster

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// seen are the values of a column, as 76 bits of a SHA-256 and the row. It is 4,096 lists, by 12 of the bits, in which 64 are
// searched from end to end: MaxRows bounds them to some 256 values each. That is as fast as a hash table, and takes hardly
// more than the 12 bytes of a value.
//
// The hash begins with random bytes, so that nobody can prepare values that have one hash, or one list. That two of MaxRows
// values have one by chance, and one of them is called a duplicate that is none, has a probability of 2^39 / 2^76, one in
// 10^11.
type seen struct {
	key   []byte // random, and room for a value
	lists [1 << 12]seenList
}

// The same place in both is the same value.
type seenList struct {
	hashes []uint64
	rows   []uint32
}

func newSeen() *seen {
	s := &seen{key: make([]byte, 16, 128)}
	rand.Read(s.key) // never fails
	return s
}

// row returns the row in which the value was seen first; or 0, and then that is this row.
func (s *seen) row(value string, row int) (first int) {
	list, hash := s.hash(value)
	l := &s.lists[list]
	if i := slices.Index(l.hashes, hash); i >= 0 {
		return int(l.rows[i])
	}
	l.hashes, l.rows = append(room(l.hashes), hash), append(room(l.rows), uint32(row))
	return 0
}

func (s *seen) hash(value string) (list uint16, hash uint64) {
	sum := sha256.Sum256(append(s.key, value...))
	return binary.BigEndian.Uint16(sum[8:]) >> 4, binary.BigEndian.Uint64(sum[:])
}

// room makes room for an eighth more, where append would double it.
func room[T any](s []T) []T {
	if len(s) < cap(s) {
		return s
	}
	return append(make([]T, 0, len(s)+len(s)/8+4), s...)
}
