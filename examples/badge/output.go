package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// How much of one untrusted text is printed, and how much of one message, in characters.
const (
	maxShown = 512
	maxNote  = 4 * maxShown
)

// note prints one line to standard error. Its arguments need no escaping.
func note(format string, args ...any) {
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "; ")
	fmt.Fprintln(os.Stderr, "badge: "+escapeUpTo(text, maxNote))
}

// result prints to standard output. That it could not is an error: the result is lost.
func result(text []byte) error {
	if _, err := os.Stdout.Write(text); err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	return nil
}

// escape makes a text safe to print: whatever is not a letter, mark, number, punctuation, symbol or space becomes an
// escape sequence, which leaves no way to move the cursor, to change the direction of writing or to begin a new line.
// The text is cut at maxShown characters.
func escape(s string) string { return escapeUpTo(s, maxShown) }

func escapeUpTo(s string, limit int) string {
	var b []byte
	for i, r := range cut(s, limit) {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)):
			b = fmt.Appendf(b, `\x%02x`, s[i]) // not UTF-8
		case strconv.IsPrint(r):
			b = utf8.AppendRune(b, r)
		default:
			quoted := strconv.QuoteRune(r)
			b = append(b, quoted[1:len(quoted)-1]...)
		}
	}
	return string(b)
}

// cut returns the first characters of a text, and an ellipsis if there are more.
func cut(s string, limit int) string {
	n := 0
	for i := range s {
		if n++; n > limit {
			return s[:i] + "…"
		}
	}
	return s
}

// quote is escape with quotation marks around: for what people write, such as names.
func quote(s string) string { return strconv.Quote(cut(s, maxShown)) }

// name returns an identifier as it is if it consists of what identifiers consist of, and otherwise quoted.
func name(id string) string {
	for _, r := range id {
		if r <= ' ' || r >= 0x7f || r == '"' {
			return quote(id)
		}
	}
	return escape(id)
}

// plural is a number of things.
func plural(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// printable rewrites JSON so that no terminal acts on it: what escape would escape becomes a \u escape, which is the
// same JSON. Outside its strings JSON has no such character but white space.
func printable(text []byte) []byte {
	var b []byte
	for _, r := range string(text) {
		switch {
		case r == '\n' || r == '\t' || strconv.IsPrint(r):
			b = utf8.AppendRune(b, r)
		case r <= 0xffff:
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, high, low)
		}
	}
	return b
}

// oneLine returns v as JSON in one line.
func oneLine(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return append(printable(text), '\n'), nil
}

// indented returns v as JSON for people.
func indented(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return printable(b.Bytes()), nil
}
