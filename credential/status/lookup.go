package status

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Value is what a list says about one credential.
type Value struct {
	Purpose Purpose // the entry's
	Bits    uint8   // 0: clear, for every purpose. An entry of one bit has 0 or 1

	// Message is what the value means, for an entry with messages: a text for developers. Without messages, which only
	// entries of one bit may lack, it is empty; the standard calls their values "unset" and "set".
	Message string
}

// Lookup reads the value of an entry (https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm). The entry
// must be of the list's kind and name the list by exactly its ID (otherwise ErrList), and have one of its purposes
// (ErrPurpose), a decimal index (ErrIndex) that is in the list (ErrRange), at most 8 bits (ErrUnsupported), of which the
// list has MinEntries (ErrLength), and messages that fit (ErrFormat). Any error means that the status is unknown.
//
// With several bits, statusMessage has to say what the value means; the standard demands a message for each of the
// 2^statusSize values, and here the one that is read has to be there. Where the entry has no messages, those of the list
// count.
func (l *List) Lookup(e *credential.StatusEntry) (Value, error) {
	v, err := l.lookup(e)
	if err != nil {
		return Value{}, fmt.Errorf("status: look up: %w", err)
	}
	return v, nil
}

func (l *List) lookup(e *credential.StatusEntry) (Value, error) {
	if err := l.names(e); err != nil {
		return Value{}, err
	}
	size, err := l.sizeOf(e)
	if err != nil {
		return Value{}, err
	}
	if err := l.enough(size); err != nil {
		return Value{}, err
	}
	i, err := parseIndex(e.StatusListIndex)
	if err != nil {
		return Value{}, err
	}
	if i >= l.Len()/size {
		return Value{}, fmt.Errorf("%w: index %d of %d entries", ErrRange, i, l.Len()/size)
	}
	v := Value{Purpose: Purpose(e.StatusPurpose), Bits: l.value(i*size, size)}
	messages := e.StatusMessage
	if len(messages) == 0 {
		messages = l.messages
	}
	if size > 1 || len(messages) > 0 {
		v.Message, err = message(messages, v.Bits, size)
	}
	return v, err
}

// names checks that the entry is one of this list.
func (l *List) names(e *credential.StatusEntry) error {
	switch e.Type {
	case forms[l.form].entry:
	case credential.StatusBitstring, credential.Status2021:
		return fmt.Errorf("%w: a %s for a %s", ErrList, e.Type, forms[l.form].list)
	default:
		return fmt.Errorf("%w: entry of type %s", ErrUnsupported, strictjson.Quote(e.Type))
	}
	if e.StatusListCredential != l.ID {
		return fmt.Errorf("%w: want %s, got %s", ErrList, strictjson.Quote(e.StatusListCredential), strictjson.Quote(l.ID))
	}
	if !slices.Contains(l.Purposes, Purpose(e.StatusPurpose)) {
		return fmt.Errorf("%w: %s", ErrPurpose, strictjson.Quote(e.StatusPurpose))
	}
	return nil
}

// sizeOf returns how many bits an entry has. The standard has statusSize as a property of entries and, elsewhere in the
// text, of lists: where both could be meant, they have to agree.
func (l *List) sizeOf(e *credential.StatusEntry) (int, error) {
	if l.form == draft2021 && (e.StatusSize != nil || e.StatusMessage != nil) {
		return 0, fmt.Errorf("%w: statusSize or statusMessage, which a %s has not", ErrFormat, e.Type)
	}
	size := 1 // "If statusSize is not present … MUST be processed as 1" (§2.1)
	if e.StatusSize != nil {
		size = *e.StatusSize
	}
	if l.size != 0 && l.size != size {
		return 0, fmt.Errorf("%w: entry of %d bits in a list with %d", ErrFormat, size, l.size)
	}
	return size, checkSize(size)
}

// value reads bits from left to right.
func (l *List) value(from, size int) (v uint8) {
	for i := from; i < from+size; i++ {
		v <<= 1
		if l.bits[i/8]&mask(i) != 0 {
			v |= 1
		}
	}
	return v
}

// message returns what a value means, after it has checked that no two messages are for one value.
func message(messages []credential.StatusMessage, value uint8, size int) (string, error) {
	var seen [1 << maxSize]bool
	found := -1
	for i := range messages {
		digits, ok := strings.CutPrefix(messages[i].Status, "0x")
		n, err := strconv.ParseUint(digits, 16, size)
		if !ok || err != nil {
			return "", wrong(strictjson.PointerAt("/statusMessage", i)+"/status",
				fmt.Sprintf("want 0x and a number of %d bits in hexadecimal, got %s", size, strictjson.Quote(messages[i].Status)))
		}
		if seen[n] {
			return "", wrong(strictjson.PointerAt("/statusMessage", i)+"/status",
				"want another value, got "+strictjson.Quote(messages[i].Status)+" again")
		}
		if seen[n] = true; n == uint64(value) {
			found = i
		}
	}
	if found < 0 {
		return "", wrong("/statusMessage", fmt.Sprintf("missing, want what the value 0x%x means", value))
	}
	return messages[found].Message, nil
}

// ParseIndex reads a statusListIndex: decimal digits without a sign, a space or a leading zero. The error is ErrIndex, or
// ErrRange for a number that no list reaches, MaxEntries or more.
func ParseIndex(s string) (int, error) {
	i, err := parseIndex(s)
	if err != nil {
		return 0, fmt.Errorf("status: %w", err)
	}
	return i, nil
}

func parseIndex(s string) (int, error) {
	if s == "" || strings.Trim(s, "0123456789") != "" || len(s) > 1 && s[0] == '0' {
		return 0, fmt.Errorf("%w: want decimal digits without leading zeros, got %s", ErrIndex, strictjson.Quote(s))
	}
	// The first nine digits fit any int and, where there are as many, are beyond MaxEntries already.
	i, err := strconv.Atoi(s[:min(len(s), 9)])
	if err != nil || i >= MaxEntries {
		return 0, fmt.Errorf("%w: index %s, no list has more than %d entries", ErrRange, strictjson.Quote(s), MaxEntries)
	}
	return i, nil
}
