package ledger

import "time"

// What tests need to fail or stop at each call to the file system, and to write ledgers that this package would not.

type (
	Files = files
	File  = file
)

func CreateFiles(fsys Files, dir string, s Settings, now func() time.Time) error {
	return create(fsys, dir, s, now)
}

func OpenFiles(fsys Files, dir string, opts *Options) (*Ledger, error) { return open(fsys, dir, opts) }

// Frame returns a ledger with these payloads.
func Frame(payloads ...string) []byte {
	c := newChain()
	text := []byte(magic)
	for _, p := range payloads {
		text = c.appendRecord(text, []byte(p))
	}
	return text
}

// Pack and Unpack turn an id into what is kept of it and back.
func Pack(id string) string { return string(pack([]byte(id))) }

func Unpack(key string) string { return unpack([]byte(key)) }

// Collide makes all ids of a ledger that has none yet collide.
func Collide(l *Ledger) { l.book.records.index.hash = func([]byte) uint64 { return 0 } }

// Index is an index of numbers, of which hash says where they belong.
type Index struct {
	index index
	hash  func(number uint32) uint64
}

// NewIndex has room for some records.
func NewIndex(records int, hash func(number uint32) uint64) *Index {
	return &Index{newIndex(records), hash}
}

// Find returns whether the number is there, and how many others it was held against.
func (x *Index) Find(number uint32) (ok bool, others int) {
	found, ok := x.index.find(x.hash(number), func(other uint32) bool {
		if other != number {
			others++
		}
		return other == number
	})
	return ok && found == number, others
}

func (x *Index) Add(number uint32) { x.index.add(x.hash(number), number, x.hash) }

// IndexHash returns the hash of a key in a new index.
func IndexHash(key string) uint64 {
	x := newIndex(0)
	return x.hash([]byte(key))
}
