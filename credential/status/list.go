package status

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Purpose is what a bit of a list says (https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry,
// statusPurpose). Others than these are read too, and mean what issuer and verifier agreed on.
type Purpose string

const (
	Revocation Purpose = "revocation" // set: revoked for good
	Suspension Purpose = "suspension" // set: not valid until the bit is cleared
	Refresh    Purpose = "refresh"    // set: a newer issue is to be had
	Message    Purpose = "message"    // the value stands for a text
)

// written reports whether this package writes lists for the purpose.
func (p Purpose) written() bool { return p == Revocation || p == Suspension }

// List is a status list: a bit for each index, and what the credential around the bits says. New makes one and Parse
// reads one; the zero List has no bits.
//
// A List has no lock: reading one from several goroutines is safe, changing it is not.
type List struct {
	ID         string        // URL of the list, absolute and without a fragment: statusListCredential of its entries
	Issuer     string        // who signs the list, an absolute URI
	Purposes   []Purpose     // what a set bit says; an entry has one of them
	ValidFrom  time.Time     // when this version was made; written in whole seconds
	ValidUntil time.Time     // the end of its validity, written in whole seconds. Zero: none
	TTL        time.Duration // how long a copy may be kept, written in whole milliseconds. Zero: not said

	form     form
	short    bool                       // read with InsecureShort
	size     int                        // statusSize, if the list names one; otherwise 0
	messages []credential.StatusMessage // for entries that have none
	bits     []byte                     // index 0 is the most significant bit of byte 0
}

// New makes a list in which nothing is set. The purpose is Revocation or Suspension, otherwise the error is ErrPurpose.
// The number of entries is a multiple of 8 from MinEntries to MaxEntries, and 0 is MinEntries; otherwise the error is
// ErrLength or ErrTooLarge. Set ValidFrom before signing.
func New(id, issuer string, purpose Purpose, entries int) (*List, error) {
	if !purpose.written() {
		return nil, fmt.Errorf("status: new list: %w: want revocation or suspension, got %s", ErrPurpose,
			strictjson.Quote(string(purpose)))
	}
	if entries == 0 {
		entries = MinEntries
	}
	switch {
	case entries > MaxEntries:
		return nil, fmt.Errorf("status: new list: %w: want at most %d entries, got %d", ErrTooLarge, MaxEntries, entries)
	case entries < MinEntries || entries%8 != 0:
		return nil, fmt.Errorf("status: new list: %w: want a multiple of 8 from %d on, got %d", ErrLength, MinEntries, entries)
	}
	return &List{ID: id, Issuer: issuer, Purposes: []Purpose{purpose}, bits: make([]byte, entries/8)}, nil
}

// Len returns the number of entries, of one bit each.
func (l *List) Len() int { return 8 * len(l.bits) }

// At reports whether the bit at index i is set. The error is ErrRange.
func (l *List) At(i int) (bool, error) {
	if uint(i) >= uint(l.Len()) {
		return false, l.outside(i)
	}
	return l.bits[i/8]&mask(i) != 0, nil
}

// Set sets or clears the bit at index i. The error is ErrRange.
func (l *List) Set(i int, set bool) error {
	if uint(i) >= uint(l.Len()) {
		return l.outside(i)
	}
	if set {
		l.bits[i/8] |= mask(i)
	} else {
		l.bits[i/8] &^= mask(i)
	}
	return nil
}

func (l *List) outside(i int) error {
	return fmt.Errorf("status: %w: index %d of %d entries", ErrRange, i, l.Len())
}

// mask has the bit of index i in its byte: "the first index, with a value of zero (0), is located at the left-most bit"
// (§3.3).
func mask(i int) byte { return 0x80 >> (i % 8) }

// Count returns the number of bits that are set.
func (l *List) Count() int {
	n, rest := 0, l.bits
	for ; len(rest) >= 8; rest = rest[8:] {
		n += bits.OnesCount64(binary.LittleEndian.Uint64(rest))
	}
	for _, b := range rest {
		n += bits.OnesCount8(b)
	}
	return n
}

// Sum256 returns the SHA-256 of the bits, packed into bytes as they are in encodedList before compression. Texts of the
// same bits differ, as gzip has many for them.
func (l *List) Sum256() [sha256.Size]byte { return sha256.Sum256(l.bits) }

// Entry returns the credentialStatus of the credential to which index i is given, named ID#i
// (https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry). The error is ErrRange, or ErrPurpose
// unless the list has one purpose.
func (l *List) Entry(i int) (credential.StatusEntry, error) {
	if len(l.Purposes) != 1 {
		return credential.StatusEntry{}, fmt.Errorf("status: %w: want a list with one purpose, got %d", ErrPurpose,
			len(l.Purposes))
	}
	if uint(i) >= uint(l.Len()) {
		return credential.StatusEntry{}, l.outside(i)
	}
	index := strconv.Itoa(i)
	return credential.StatusEntry{
		ID:                   l.ID + "#" + index,
		Type:                 credential.StatusBitstring,
		StatusPurpose:        string(l.Purposes[0]),
		StatusListIndex:      index,
		StatusListCredential: l.ID,
	}, nil
}

// Validate returns what keeps the list from being signed and published, as a join of *credential.FieldErrors (see
// credential.FieldErrors) whose pointers are those of the document that MarshalJSON writes; or nil. It does not compare
// dates with the clock.
func (l *List) Validate() error {
	var found []error
	fail := func(at, code, detail string) {
		found = append(found, &credential.FieldError{Pointer: at, Code: code, Detail: detail})
	}
	uri := func(at, s string, room int) {
		switch longest := iri.MaxLength - room; {
		case s == "":
			fail(at, credential.CodeMissing, "missing, want an absolute URI")
		case len(s) > longest:
			fail(at, credential.CodeTooLarge, fmt.Sprintf("want at most %d bytes, got %d", longest, len(s)))
		case !iri.Absolute(s):
			fail(at, credential.CodeURI, "want an absolute URI, got "+strictjson.Quote(s))
		}
	}

	uri("/id", l.ID, len("#")+len(strconv.Itoa(MaxEntries))) // for the ids of entries
	if fragment(l.ID) {
		fail("/id", credential.CodeURI, "want no fragment, got "+strictjson.Quote(l.ID))
	}
	uri("/issuer", l.Issuer, 0)
	from, until := credential.NewDateTime(l.ValidFrom), credential.NewDateTime(l.ValidUntil)
	if from.IsZero() {
		fail("/validFrom", credential.CodeMissing, "missing, want the time of this version")
	}
	year := func(at string, d credential.DateTime) {
		if _, err := d.MarshalText(); err != nil {
			fail(at, credential.CodeDate, err.Error())
		}
	}
	year("/validFrom", from)
	year("/validUntil", until)
	if !until.IsZero() && !until.Time().After(from.Time()) {
		fail("/validUntil", credential.CodeOrder, fmt.Sprintf("want a time after validFrom, %s, got %s", from, until))
	}
	if len(l.Purposes) == 0 {
		fail("/credentialSubject/statusPurpose", credential.CodeMissing, "missing, want revocation or suspension")
	}
	for i, p := range l.Purposes {
		if at := purposeAt(l.Purposes, i); !p.written() {
			fail(at, credential.CodeVocabulary, "want revocation or suspension, got "+strictjson.Quote(string(p)))
		} else if slices.Contains(l.Purposes[:i], p) {
			fail(at, credential.CodeFormat, "want each purpose once, got "+string(p)+" again")
		}
	}
	if l.Len() < MinEntries {
		fail("/credentialSubject/encodedList", credential.CodeFormat,
			fmt.Sprintf("want at least %d entries, got %d", MinEntries, l.Len()))
	}
	if l.TTL < 0 || l.TTL%time.Millisecond != 0 {
		fail("/credentialSubject/ttl", credential.CodeFormat, fmt.Sprintf("want whole milliseconds, got %s", l.TTL))
	}
	return errors.Join(found...)
}

// purposeAt is where the ith purpose is written: one stands alone, several in an array.
func purposeAt(all []Purpose, i int) string {
	const at = "/credentialSubject/statusPurpose"
	if len(all) == 1 {
		return at
	}
	return strictjson.PointerAt(at, i)
}
