package strictjson

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The reasons for which a text is refused. Match them with errors.Is.
var (
	// ErrSyntax: the bytes are not one JSON value (RFC 8259), or more follows it.
	ErrSyntax = errors.New("not well-formed JSON")

	// ErrEncoding: invalid UTF-8, a byte order mark, or an escape that is half of a surrogate pair.
	ErrEncoding = errors.New("not valid Unicode")

	// ErrDuplicate: an object has two members of one name.
	ErrDuplicate = errors.New("duplicate member name")

	// ErrNumber: a number that a float64 cannot carry without changing its value, or that JSON cannot write.
	ErrNumber = errors.New("number cannot be kept exactly")

	// ErrTooLarge: one of the Limits is exceeded.
	ErrTooLarge = errors.New("too large")

	// ErrType: Decode or Marshal met a value that does not fit the Go type: another JSON type, null, a missing
	// required member, an empty array, or a member that a closed class does not have.
	ErrType = errors.New("wrong type")
)

// Error says what is wrong and where.
type Error struct {
	Pointer string // RFC 6901 pointer to the value; "" is the whole document
	Offset  int    // byte offset in the text that was parsed; -1 when none was, as in all errors of Marshal
	Detail  string // what was found and what was expected; untrusted text in it is quoted and cut short
	Err     error  // one of the sentinels of this package
}

// Error gives pointer, offset and detail in one line, fit for a terminal or a log.
func (e *Error) Error() string {
	where := "document"
	if e.Pointer != "" {
		where = Show(e.Pointer)
	}
	if e.Offset < 0 {
		return fmt.Sprintf("%s: %s", where, e.Detail)
	}
	return fmt.Sprintf("%s (byte %d): %s", where, e.Offset, e.Detail)
}

// Unwrap returns the sentinel.
func (e *Error) Unwrap() error { return e.Err }

// Errors lists the *Errors that err, as Parse, Decode or Marshal returned it, consists of or wraps.
func Errors(err error) []*Error {
	switch e := err.(type) {
	case *Error:
		return []*Error{e}
	case interface{ Unwrap() error }:
		return Errors(e.Unwrap())
	case interface{ Unwrap() []error }:
		var list []*Error
		for _, inner := range e.Unwrap() {
			list = append(list, Errors(inner)...)
		}
		return list
	}
	return nil
}

// How much of an untrusted text and of a pointer a message repeats, in bytes.
const (
	maxQuoted  = 64
	maxPointer = 256
)

// Quote quotes an untrusted text for an error message and cuts it short.
func Quote(s string) string {
	text, more := cut(s, maxQuoted)
	return strconv.Quote(text) + more
}

// cut returns the beginning of s, of top bytes at most and ending between characters, and "…" if that is not all.
func cut(s string, top int) (text, more string) {
	if len(s) <= top {
		return s, ""
	}
	for top > 0 && !utf8.RuneStart(s[top]) {
		top--
	}
	return s[:top], "…"
}

// Show makes a JSON pointer, whose names are as untrusted as the document, fit for a message: what cannot be printed is
// escaped, and a long pointer is cut short.
func Show(pointer string) string {
	text, more := cut(pointer, maxPointer)
	quoted := strconv.Quote(text)
	return quoted[1:len(quoted)-1] + more
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// Pointer appends a member name to a JSON pointer (RFC 6901 §3).
func Pointer(parent, name string) string {
	return parent + "/" + pointerEscaper.Replace(name)
}

// PointerAt appends an array index to a JSON pointer.
func PointerAt(parent string, index int) string {
	return parent + "/" + strconv.Itoa(index)
}
