package rdfc

import (
	"fmt"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// WriteLiteral writes the lexical form of a literal, which must be valid UTF-8, in quotes and with the escapes of
// canonical N-Quads (https://www.w3.org/TR/rdf-canon/#canonical-quads): \b \t \n \f \r \" \\, and \u with four
// upper-case hexadecimal digits for the other characters below U+0020, for U+007F, and for U+FFFE and U+FFFF, which
// XML 1.1 does not have. All others stand for themselves.
func WriteLiteral(b *strings.Builder, lexical string) {
	b.Grow(len(lexical) + len(`""`))
	b.WriteByte('"')
	for {
		n := plain(lexical)
		b.WriteString(lexical[:n])
		lexical = lexical[n:]
		if lexical == "" {
			break
		}
		text, n := escape(lexical)
		b.WriteString(text)
		lexical = lexical[n:]
	}
	b.WriteByte('"')
}

// noncharacter is the first byte of U+FFFE and U+FFFF, and of all others above U+EFFF in three bytes.
const noncharacter = 0xef

// plain returns the length of the longest prefix of s that has no character of escapes in it, and no noncharacter. It
// looks at eight bytes at a time.
func plain(s string) int {
	n := 0
	for ; n+8 <= len(s); n += 8 {
		w := load(s[n : n+8])
		// A byte's top bit is set here if it is one to stop at, or, by a borrow, if a lower byte is.
		stop := (w-ones*' ')&^w | equal(w, '"') | equal(w, '\\') | equal(w, 0x7f) | equal(w, noncharacter)
		if stop &= ones << 7; stop != 0 {
			return n + bits.TrailingZeros64(stop)/8
		}
	}
	for n < len(s) && s[n] != noncharacter && (s[n] >= utf8.RuneSelf || escapes[s[n]] == "") {
		n++
	}
	return n
}

const ones = 0x0101010101010101

// equal sets the top bits of the bytes of w that are c, and may set others above the first of these.
func equal(w, c uint64) uint64 {
	w ^= ones * c
	return (w - ones) &^ w
}

// load is a little-endian uint64; the compiler makes it one instruction.
func load(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// escape returns what is written for the first n bytes of s, at which plain has stopped.
func escape(s string) (text string, n int) {
	switch {
	case s[0] < utf8.RuneSelf:
		return escapes[s[0]], 1
	case strings.HasPrefix(s, "\ufffe"):
		return `\uFFFE`, len("\ufffe")
	case strings.HasPrefix(s, "\uffff"):
		return `\uFFFF`, len("\uffff")
	}
	return s[:1], 1
}

// escapes has what stands for the characters of ASCII that cannot stand for themselves.
var escapes = func() (table [utf8.RuneSelf]string) {
	for c := range table {
		if c < ' ' || c == 0x7f {
			table[c] = fmt.Sprintf(`\u%04X`, c)
		}
	}
	for i, c := range "\b\t\n\f\r\"\\" {
		table[c] = `\` + `btnfr"\`[i:i+1]
	}
	return table
}()
