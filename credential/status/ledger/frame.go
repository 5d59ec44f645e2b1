package ledger

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// The frame of a record is "crc length chain payload\n"; the package comment, section Format, says more.
const (
	magic = "openbadge status ledger 1\n"

	lengthAt = 8 + 1            // after the CRC
	chainAt  = lengthAt + 4 + 1 // after the length
	headLen  = chainAt + 32 + 1 // after the chain

	maxPayload = 8192 // bytes; the longest that is written has two IRIs and is below 4,300
	maxLine    = headLen + maxPayload + 1
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A chain is the hash of all payloads up to here. Its first half is written: 128 bits are enough to see that records
// were lost, doubled or moved. They are no seal, whole or half: who can write the file can compute them.
type chain [sha256.Size]byte

func newChain() chain { return sha256.Sum256([]byte(magic)) }

func (c *chain) next(payload []byte) {
	var buf [512]byte // on the stack; almost every payload fits
	*c = sha256.Sum256(append(append(buf[:0], c[:]...), payload...))
}

// appendRecord appends the record with the payload to dst and moves the chain on.
func (c *chain) appendRecord(dst, payload []byte) []byte {
	c.next(payload)
	start := len(dst)
	dst = fmt.Appendf(dst, "%08x %04x ", 0, len(payload))
	dst = append(hex.AppendEncode(dst, c[:16]), ' ')
	dst = append(dst, payload...)
	putHex(dst[start:], uint64(crc32.Checksum(dst[start+lengthAt:], castagnoli)), 8)
	return append(dst, '\n')
}

// putHex writes the lowest digits of n, in lower case.
func putHex(dst []byte, n uint64, digits int) {
	for i := digits - 1; i >= 0; i-- {
		dst[i] = "0123456789abcdef"[n&15]
		n >>= 4
	}
}

var (
	// errTorn: what follows the last record is what a crash can leave of one that was being written.
	errTorn = errors.New("unfinished record")

	errShort = errors.New("record is shorter than its length says")
)

// A scanner reads records and verifies them.
type scanner struct {
	r     *bufio.Reader
	chain chain
	count int   // records that next returned
	end   int64 // bytes up to the end of the last of them
	open  bool  // it has all but its newline
}

// newScanner reads the first line.
func newScanner(r io.Reader) (*scanner, error) {
	s := &scanner{r: bufio.NewReaderSize(r, 1<<16), chain: newChain()}
	first := make([]byte, len(magic))
	n, err := io.ReadFull(s.r, first)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if string(first[:n]) != magic {
		return nil, &DamageError{Record: 1, Detail: fmt.Sprintf("want %q first in the file, got %q", magic, first[:n])}
	}
	s.end = int64(len(magic))
	return s, nil
}

// next returns the payload of the next record, which is valid until the following call. The error is io.EOF at the end,
// errTorn when a crash can have left what follows, or a *DamageError.
func (s *scanner) next() ([]byte, error) {
	if s.open {
		return nil, errTorn
	}
	line, err := s.r.ReadSlice('\n')
	switch {
	case err == io.EOF && len(line) == 0:
		return nil, io.EOF
	case err == io.EOF || err == bufio.ErrBufferFull:
		return s.last(line, err)
	case err != nil:
		return nil, err
	}
	payload, err := s.verify(line[:len(line)-1])
	if err != nil {
		return nil, s.damage(err)
	}
	s.count++
	s.end += int64(len(line))
	return payload, nil
}

// last judges a line without a newline, which is the last of the file or else too long.
//
// A record is written together with its newline and synced before anything is acknowledged. A crash before that leaves
// a part of it, and a file system that had made room for all of it leaves zero bytes for the rest. Nothing else is taken
// for a torn record, because a damaged one may have been acknowledged: not one whose length fits and whose CRC does not,
// nor one with a newline, whatever its length says. If all is right but for the newline, the record is kept.
func (s *scanner) last(line []byte, err error) ([]byte, error) {
	if i := bytes.IndexByte(line, 0); i >= 0 {
		rest := line[i:]
		line = bytes.Clone(line[:i])
		for err == bufio.ErrBufferFull && allZero(rest) {
			rest, err = s.r.ReadSlice('\n')
		}
		if !allZero(rest) {
			return nil, s.damage(errors.New("zero bytes"))
		}
	}
	switch {
	case err == bufio.ErrBufferFull:
		return nil, s.damage(fmt.Errorf("longer than %d bytes", maxLine))
	case err != nil && err != io.EOF:
		return nil, err
	}
	payload, err := s.verify(line)
	if err == errShort {
		return nil, errTorn
	}
	if err != nil {
		return nil, s.damage(err)
	}
	s.count++
	s.end += int64(len(line))
	s.open = true
	return payload, nil
}

func allZero(b []byte) bool {
	return len(bytes.TrimLeft(b, "\x00")) == 0
}

// verify checks a line, without its newline, and moves the chain on.
func (s *scanner) verify(line []byte) ([]byte, error) {
	if len(line) < headLen {
		return nil, errShort
	}
	length := 0
	for _, c := range line[lengthAt : chainAt-1] {
		digit := bytes.IndexByte([]byte("0123456789abcdef"), c)
		if digit < 0 {
			return nil, fmt.Errorf("length %q", line[lengthAt:chainAt-1])
		}
		length = length<<4 | digit
	}
	payload := line[headLen:]
	switch {
	case length > maxPayload:
		return nil, fmt.Errorf("length %d, at most %d bytes are written", length, maxPayload)
	case len(payload) < length:
		return nil, errShort
	case len(payload) > length:
		return nil, fmt.Errorf("%d bytes, its length says %d", len(payload), length)
	}
	var head [headLen]byte
	copy(head[:], line)
	putHex(head[:], uint64(crc32.Checksum(line[lengthAt:], castagnoli)), lengthAt-1)
	head[lengthAt-1] = ' '
	if !bytes.Equal(head[:lengthAt], line[:lengthAt]) {
		return nil, fmt.Errorf("CRC-32C is %q, was written as %q", head[:lengthAt-1], line[:lengthAt-1])
	}
	next := s.chain
	next.next(payload)
	hex.Encode(head[chainAt:], next[:16])
	head[chainAt-1], head[headLen-1] = ' ', ' '
	if !bytes.Equal(head[chainAt-1:], line[chainAt-1:headLen]) {
		return nil, errors.New("does not follow the record before it: one was lost, doubled or moved")
	}
	s.chain = next
	return payload, nil
}

func (s *scanner) damage(detail error) error {
	return &DamageError{Record: s.count + 1, Offset: s.end, Detail: detail.Error()}
}
