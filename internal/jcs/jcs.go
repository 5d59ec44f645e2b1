// Package jcs writes a JSON tree in its canonical form, the one text to hash and sign it by: the JSON Canonicalization
// Scheme (RFC 8785, https://www.rfc-editor.org/rfc/rfc8785).
//
// Append writes a tree of package strictjson; AppendNumber writes a float64 alone.
//
// # What is refused
//
// Every tree that strictjson.Parse returns has a canonical form, and two of them share one only if they differ in
// nothing but the order of members and the spelling of strings and numbers. A tree built by hand can break the contract
// of its constructors: if it then has no canonical form, that is an error, never a guess. Its depth is not bounded here.
//
// # Numbers
//
// A number is written as its float64. Parse refuses literals that a float64 would change; in a tree built by hand they
// are rounded, as RFC 8785 §3.2.2.3 has it: 9007199254740993 becomes 9007199254740992.
//
// The canonical form is for hashing, not for storing: 1e20, which Parse reads, is written with its 21 digits, and an
// integer of that length Parse refuses.
package jcs

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The reasons for which a tree built by hand has no canonical form. Match them with errors.Is.
var (
	// ErrAbsent: the zero Value, by itself or inside an array or object.
	ErrAbsent = errors.New("absent value")

	// ErrDuplicate: an object has two members of one name.
	ErrDuplicate = errors.New("duplicate member name")

	// ErrEncoding: a string or a member name is not valid UTF-8.
	ErrEncoding = errors.New("not valid UTF-8")

	// ErrNumber: a literal that is not of JSON's grammar, or a number that is not finite as a float64.
	ErrNumber = errors.New("not a finite JSON number")
)

// Append appends the canonical form of v to dst. It cannot fail for what strictjson.Parse returned; for a tree built by
// hand the error wraps one of the sentinels of this package, and the result is nil, so that half a text is never hashed.
//
// It allocates nothing, dst having room, as long as no object of more than 32 members has them out of order.
func Append(dst []byte, v strictjson.Value) ([]byte, error) {
	switch v.Kind() {
	case strictjson.Null:
		return append(dst, "null"...), nil
	case strictjson.Bool:
		return strconv.AppendBool(dst, v.Bool()), nil
	case strictjson.Number:
		return appendLiteral(dst, v)
	case strictjson.String:
		text := v.Text()
		if raw := v.Raw(); len(raw) == len(text)+len(`""`) {
			return append(dst, raw...), nil // as parsed; without escapes there is one way to write a string
		}
		return appendString(dst, text)
	case strictjson.Array:
		return appendArray(dst, v)
	case strictjson.Object:
		return appendObject(dst, v.Members())
	}
	return nil, ErrAbsent
}

func appendArray(dst []byte, v strictjson.Value) ([]byte, error) {
	dst = append(dst, '[')
	for i := range v.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = Append(dst, v.At(i)); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

func appendObject(dst []byte, members []strictjson.Member) ([]byte, error) {
	var few [32]int32 // on the stack; most objects have fewer members
	order := sorted(few[:0], members)
	dst = append(dst, '{')
	previous := ""
	for i := range members {
		m := &members[i]
		if order != nil {
			m = &members[order[i]]
		}
		if i > 0 {
			dst = append(dst, ',')
			if m.Name == previous {
				return nil, fmt.Errorf("%w: %s", ErrDuplicate, strictjson.Quote(m.Name))
			}
		}
		previous = m.Name
		var err error
		if dst, err = appendString(dst, m.Name); err != nil {
			return nil, err
		}
		dst = append(dst, ':')
		if dst, err = Append(dst, m.Value); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// sorted appends the indices of the members to order, sorted by name (RFC 8785 §3.2.3). It returns nil when the members
// are in that order already.
func sorted(order []int32, members []strictjson.Member) []int32 {
	first := 1
	for first < len(members) && compare(members[first-1].Name, members[first].Name) <= 0 {
		first++
	}
	if first >= len(members) {
		return nil
	}
	for i := range members {
		order = append(order, int32(i))
	}
	slices.SortFunc(order, func(a, b int32) int { return compare(members[a].Name, members[b].Name) })
	return order
}

// compare orders UTF-8 as its UTF-16 code units would be.
func compare(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return int(rank(a[i])) - int(rank(b[i]))
		}
	}
	return len(a) - len(b)
}

// rank orders the first bytes in which two names differ. UTF-8 sorts by code point, and so does UTF-16, but for U+E000
// to U+FFFF: they come after the surrogates D800 to DFFF, of which all above U+FFFF is made. In UTF-8 the former begin
// with EE or EF and the latter with F0 to F4; as no other byte is EE or above, it is enough to move the two up.
func rank(c byte) byte {
	if c == 0xEE || c == 0xEF {
		return c + 0x10
	}
	return c
}

// escapes has, for each byte that a string does not have as it is, what follows the backslash: 'u' stands for \u00xx
// (RFC 8785 §3.2.2.2).
var escapes = func() (e [256]byte) {
	for c := range 0x20 {
		e[c] = 'u'
	}
	e['\b'], e['\t'], e['\n'], e['\f'], e['\r'] = 'b', 't', 'n', 'f', 'r'
	e['"'], e['\\'] = '"', '\\'
	return e
}()

func appendString(dst []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("%w: %s", ErrEncoding, strictjson.Quote(s))
	}
	dst = append(dst, '"')
	start := 0
	for i := range len(s) {
		c := s[i]
		escape := escapes[c]
		if escape == 0 {
			continue
		}
		dst = append(dst, s[start:i]...)
		dst = append(dst, '\\', escape)
		if escape == 'u' {
			const hex = "0123456789abcdef"
			dst = append(dst, '0', '0', hex[c>>4], hex[c&0xf])
		}
		start = i + 1
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"'), nil
}

func appendLiteral(dst []byte, v strictjson.Value) ([]byte, error) {
	literal := v.Text()
	if isShort(literal) {
		return append(dst, literal...), nil
	}
	f, err := strconv.ParseFloat(literal, 64)
	built := v.Offset() < 0 // then it may be +1, 007, .5, 0x1p-2 or Inf, which ParseFloat reads too
	if err != nil || built && !json.Valid([]byte(literal)) {
		return nil, fmt.Errorf("%w: %s", ErrNumber, strictjson.Quote(literal))
	}
	return AppendNumber(dst, f)
}

// isShort reports whether a literal is an integer of at most 15 digits: a float64 carries each of them, and ECMAScript
// writes it with the same digits. Negative zero is not one.
func isShort(literal string) bool {
	digits := strings.TrimPrefix(literal, "-")
	if digits == "" || len(digits) > 15 || digits[0] == '0' && literal != "0" {
		return false
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return true
}

// AppendNumber appends f as ECMAScript's Number::toString writes it: the fewest digits that read as f again, without an
// exponent from 1e-6 up to but not including 1e21 (https://tc39.es/ecma262/#sec-numeric-types-number-tostring). Negative
// zero is 0. For an infinity or NaN the error wraps ErrNumber and the result is nil.
func AppendNumber(dst []byte, f float64) ([]byte, error) {
	abs := math.Abs(f)
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return nil, fmt.Errorf("%w: %v", ErrNumber, f)
	case f == 0:
		return append(dst, '0'), nil
	case 1e-6 <= abs && abs < 1e21:
		return strconv.AppendFloat(dst, f, 'f', -1, 64), nil
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	// Go gives an exponent two digits at least: 1e-07 is 1e-7 in ECMAScript.
	if n := len(dst); dst[n-4] == 'e' && dst[n-2] == '0' {
		dst = append(dst[:n-2], dst[n-1])
	}
	return dst, nil
}
