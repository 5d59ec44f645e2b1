package ledger

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charterbadge/openbadge/internal/iri"
)

// MaxReason is the length of the longest reason, in bytes.
const MaxReason = 1024

// Action is what was done to a credential.
type Action string

const (
	ActionReserve   Action = "reserve"   // indices were given to it; the first of every history
	ActionRevoke    Action = "revoke"    // for good
	ActionSuspend   Action = "suspend"   // until it is reinstated
	ActionReinstate Action = "reinstate" // after a suspension
)

// The actions that are done to no credential.
const (
	actionCreate  Action = "create"
	actionPublish Action = "publish"
)

// An event is the payload of a record: the time, the action, and what the action needs.
type event struct {
	at     int64 // seconds since 1970
	action Action

	settings Settings // create

	id     []byte      // reserve, revoke, suspend, reinstate
	slots  [kinds]slot // reserve
	reason []byte      // revoke, suspend, reinstate

	publication // publish
}

// A slot is a place in a list. Zero is none.
type slot struct {
	list  uint32 // number, the first is 1
	index uint32
}

// publication is one version of a list.
type publication struct {
	kind        kind
	list        int
	version     int
	from, until int64 // seconds since 1970; until 0: no end
	sum         [32]byte
}

func (e *event) append(dst []byte) []byte {
	dst = time.Unix(e.at, 0).UTC().AppendFormat(dst, time.RFC3339)
	dst = append(append(append(dst, ' '), e.action...), ' ')
	switch e.action {
	case actionCreate:
		s := e.settings
		dst = fmt.Appendf(dst, "entries=%d issuer=%s url=%s extension=%s seed=%s", s.Entries, s.Issuer, s.URL, s.Extension, s.Seed)
	case ActionReserve:
		dst = append(dst, e.id...)
		for k, s := range e.slots {
			if s.list != 0 {
				dst = fmt.Appendf(dst, " %s-%d#%d", purposes[k], s.list, s.index)
			}
		}
	case actionPublish:
		dst = fmt.Appendf(dst, "%s-%d %d ", purposes[e.kind], e.list, e.version)
		dst = append(time.Unix(e.from, 0).UTC().AppendFormat(dst, time.RFC3339), ' ')
		if e.until == 0 {
			dst = append(dst, '-')
		} else {
			dst = time.Unix(e.until, 0).UTC().AppendFormat(dst, time.RFC3339)
		}
		dst = hex.AppendEncode(append(dst, ' '), e.sum[:])
	default:
		dst = append(dst, e.id...)
		if len(e.reason) > 0 {
			dst = append(append(dst, ' '), e.reason...)
		}
	}
	return dst
}

var errGrammar = errors.New("not a record that is written")

// parse reads what append writes, and nothing else. The event keeps parts of b.
func (e *event) parse(b []byte) (err error) {
	*e = event{}
	at, b := field(b)
	action, b := field(b)
	var ok bool
	if e.at, ok = parseTime(at); !ok {
		return fmt.Errorf("%w: time %s", errGrammar, quote(string(at)))
	}
	switch e.action = Action(action); e.action {
	case actionCreate:
		ok = e.parseSettings(b)
	case ActionReserve:
		ok = e.parseSlots(b)
	case actionPublish:
		ok = e.parsePublication(b)
	case ActionRevoke, ActionSuspend, ActionReinstate:
		var spaced bool
		e.id, e.reason, spaced = bytes.Cut(b, []byte(" "))
		ok = validID(string(e.id)) && validReason(e.reason) && spaced == (len(e.reason) > 0)
	default:
		return fmt.Errorf("%w: action %s", errGrammar, quote(string(action)))
	}
	if !ok {
		return fmt.Errorf("%w: %s %s", errGrammar, e.action, quote(string(b)))
	}
	return nil
}

func (e *event) parseSettings(b []byte) bool {
	var ok [5]bool
	var values [5][]byte
	for i, name := range []string{"entries=", "issuer=", "url=", "extension=", "seed="} {
		var value []byte
		if value, b = field(b); i == len(ok)-1 && len(b) > 0 {
			return false
		}
		values[i], ok[i] = bytes.CutPrefix(value, []byte(name))
	}
	entries, fits := parseNumber(values[0])
	e.settings = Settings{Entries: entries, Issuer: string(values[1]), URL: string(values[2]), Extension: string(values[3]),
		Seed: string(values[4])}
	return ok == [5]bool{true, true, true, true, true} && fits && e.settings.check() == nil
}

func (e *event) parseSlots(b []byte) bool {
	e.id, b = field(b)
	if !validID(string(e.id)) || len(b) == 0 {
		return false
	}
	for least := revocation; len(b) > 0; {
		var place []byte
		place, b = field(b)
		list, index, ok := bytes.Cut(place, []byte("#"))
		k, n, okList := parseName(list)
		i, okIndex := parseNumber(index)
		if !ok || !okList || !okIndex || k < least {
			return false
		}
		e.slots[k] = slot{uint32(n), uint32(i)}
		least = k + 1
	}
	return true
}

func (e *event) parsePublication(b []byte) bool {
	list, b := field(b)
	version, b := field(b)
	from, b := field(b)
	until, sum := field(b)
	var ok [5]bool
	e.kind, e.list, ok[0] = parseName(list)
	e.version, ok[1] = parseNumber(version)
	e.from, ok[2] = parseTime(from)
	if e.until, ok[3] = parseTime(until); !ok[3] {
		ok[3] = string(until) == "-"
	} else {
		ok[3] = e.until > e.from
	}
	if len(sum) == hex.EncodedLen(len(e.sum)) {
		_, err := hex.Decode(e.sum[:], sum)
		ok[4] = err == nil && bytes.Equal(bytes.ToLower(sum), sum)
	}
	return ok == [5]bool{true, true, true, true, true}
}

// field cuts b at its first space.
func field(b []byte) (first, rest []byte) {
	if i := bytes.IndexByte(b, ' '); i >= 0 {
		return b[:i], b[i+1:]
	}
	return b, nil
}

// parseName reads the name of a list.
func parseName(b []byte) (k kind, n int, ok bool) {
	i := bytes.IndexByte(b, '-')
	if i < 0 {
		return 0, 0, false
	}
	for k < kinds && string(b[:i]) != string(purposes[k]) {
		k++
	}
	n, ok = parseNumber(b[i+1:])
	return k, n, ok && k < kinds && n > 0 && n <= maxLists
}

// parseNumber reads up to nine decimal digits, which fit an int everywhere, without a leading zero.
func parseNumber(b []byte) (n int, ok bool) {
	if len(b) == 0 || len(b) > 9 || b[0] == '0' && len(b) > 1 {
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// maxTime is the last second of the year 9999.
const maxTime = 253402300799

// parseTime reads YYYY-MM-DDThh:mm:ssZ, from 1970 on. Of the forms that time.Parse takes, no other has 20 bytes.
func parseTime(b []byte) (seconds int64, ok bool) {
	if len(b) != len("2006-01-02T15:04:05Z") || b[19] != 'Z' {
		return 0, false
	}
	t, err := time.Parse(time.RFC3339, string(b))
	return t.Unix(), err == nil && t.Unix() >= 0
}

// validID demands an absolute IRI, which has no space in it; a data: IRI could be of any length.
func validID(id string) bool { return len(id) <= iri.MaxLength && iri.Absolute(id) }

// validReason demands one line, for the sake of those who read the file with a pager.
func validReason(b []byte) bool {
	if len(b) > MaxReason || !utf8.Valid(b) {
		return false
	}
	return bytes.IndexFunc(b, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) }) < 0
}

func checkID(id string) error {
	if !validID(id) {
		return fmt.Errorf("%w: want an absolute IRI of at most %d bytes, got %s", ErrID, iri.MaxLength, quote(id))
	}
	return nil
}

func checkReason(reason string) error {
	if !validReason([]byte(reason)) {
		return fmt.Errorf("%w: want one line of valid UTF-8 of at most %d bytes, got %d: %s", ErrReason, MaxReason, len(reason),
			strconv.QuoteToASCII(reason[:min(len(reason), 64)]))
	}
	return nil
}
