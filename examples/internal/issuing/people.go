package issuing

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/roster"
)

// people finds out who has a badge already, under another number. It is a file of pairs: 16 bytes that are made of the
// achievement and the e-mail address with the ledger's secret, and the UUID of the badge. Pairs are appended, and of two for
// one person the later counts. The file tells nothing to whoever does not have the ledger, and is of no use without it.
//
// In memory there are the numbers of the pairs alone, 8 bytes for each at most: the pairs are read where they are.
type people struct {
	file  *os.File // nil: there is none, and none is to be made
	pairs int      // in the file
	added []byte   // pairs that are not in it yet
	table []uint32 // numbers of pairs, from 1, by the first bytes of them; its length is a power of two
	used  int
}

const pairSize = 32

// openPeople opens the file, or begins it. What a write that was cut short has left is cut off.
func openPeople(path string, readOnly bool) (_ *people, err error) {
	p := &people{table: make([]uint32, 1024)}
	mode := os.O_RDWR | os.O_CREATE
	if readOnly {
		mode = os.O_RDONLY
	}
	p.file, err = os.OpenFile(path, mode, 0o600)
	if readOnly && errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	if err := p.read(readOnly); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), p.file.Close())
	}
	return p, nil
}

func (p *people) read(readOnly bool) error {
	in := bufio.NewReaderSize(p.file, 64<<10)
	var pair [pairSize]byte
	for {
		_, err := io.ReadFull(in, pair[:])
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return err
		}
		p.pairs++
		if err := p.enter([16]byte(pair[:16]), p.pairs); err != nil {
			return err
		}
	}
	if readOnly {
		return nil
	}
	return p.file.Truncate(int64(p.pairs) * pairSize)
}

// pair reads a pair, by its number.
func (p *people) pair(number int) (key, uuid [16]byte, err error) {
	var pair [pairSize]byte
	if n := number - 1 - p.pairs; n >= 0 {
		copy(pair[:], p.added[n*pairSize:])
	} else if _, err := p.file.ReadAt(pair[:], int64(number-1)*pairSize); err != nil {
		return key, uuid, err
	}
	return [16]byte(pair[:16]), [16]byte(pair[16:]), nil
}

// find returns the place of a key in the table, and the badge of the pair that is there.
func (p *people) find(key [16]byte) (at int, uuid [16]byte, ok bool, err error) {
	mask := len(p.table) - 1
	at = int(binary.BigEndian.Uint64(key[:8]) & uint64(mask))
	for ; p.table[at] != 0; at = (at + 1) & mask {
		is, uuid, err := p.pair(int(p.table[at]))
		if err != nil {
			return at, uuid, false, err
		}
		if is == key {
			return at, uuid, true, nil
		}
	}
	return at, uuid, false, nil
}

// enter puts the number of a pair into the table.
func (p *people) enter(key [16]byte, number int) error {
	at, _, there, err := p.find(key)
	if err != nil {
		return err
	}
	p.table[at] = uint32(number)
	if there {
		return nil
	}
	if p.used++; p.used*4 <= len(p.table)*3 {
		return nil
	}
	old := p.table
	p.table = make([]uint32, 2*len(old))
	mask := len(p.table) - 1
	for _, number := range old { // no two of them have one key
		if number == 0 {
			continue
		}
		key, _, err := p.pair(int(number))
		if err != nil {
			return err
		}
		at := int(binary.BigEndian.Uint64(key[:8]) & uint64(mask))
		for p.table[at] != 0 {
			at = (at + 1) & mask
		}
		p.table[at] = number
	}
	return nil
}

// add says who has which badge. It is in the file after flush.
func (p *people) add(key, uuid [16]byte) error {
	p.added = append(append(p.added, key[:]...), uuid[:]...)
	return p.enter(key, p.pairs+len(p.added)/pairSize)
}

func (p *people) flush() error {
	if len(p.added) == 0 {
		return nil
	}
	if _, err := p.file.WriteAt(p.added, int64(p.pairs)*pairSize); err != nil {
		return err
	}
	p.pairs, p.added = p.pairs+len(p.added)/pairSize, p.added[:0]
	return p.file.Sync()
}

func (p *people) close() error {
	if p.file == nil {
		return nil
	}
	return p.file.Close()
}

// person is who gets the badge of a row, as people knows them; false: the row does not say by an address. Case does not
// count: two such addresses are one mailbox more often than not.
func (j *Job) person(r *row) ([16]byte, bool) {
	if r.Email == "" {
		return [16]byte{}, false
	}
	key, err := base64.RawURLEncoding.DecodeString(j.Ledger.Salt("holder of " + j.AchievementID + " " + strings.ToLower(r.Email)))
	return [16]byte(key), err == nil
}

// other looks for another badge of the same achievement that the person has, and that is not revoked.
func (j *Job) other(r *row) (roster.Findings, error) {
	key, known := j.person(r)
	if !known {
		return nil, nil
	}
	_, uuid, ok, err := j.people.find(key)
	if err != nil || !ok || uuid == r.uuid {
		return nil, err
	}
	id := urn + format(uuid)
	has, err := j.Ledger.Lookup(id)
	if errors.Is(err, ledger.ErrUnknown) || err == nil && has.State == ledger.Revoked {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return roster.Findings{{Row: r.Row, Column: "email", Code: roster.CodeDuplicate, Value: r.Email,
		Message: "the ledger has another badge of this holder, under another number: " + id,
		Hint:    "correct the number, or revoke the other badge first"}}, nil
}
