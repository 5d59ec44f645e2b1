package strictjson

import (
	"fmt"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// str reads the string literal at pos, of at most top bytes when decoded.
func (p *parser) str(top int, what string) (string, bool) {
	start := p.pos
	p.pos++
	text, ok := p.run(start, what)
	if !ok {
		return "", false
	}
	if len(text) > top {
		return "", p.tooLong(start, top, what)
	}
	if p.src[p.pos] == '"' {
		p.pos++
		return text, true
	}
	p.buf = append(p.buf[:0], text...)
	for p.src[p.pos] == '\\' {
		if !p.escape(start, what) {
			return "", false
		}
		if text, ok = p.run(start, what); !ok {
			return "", false
		}
		if len(p.buf)+len(text) > top {
			return "", p.tooLong(start, top, what)
		}
		p.buf = append(p.buf, text...)
	}
	p.pos++
	return string(p.buf), true
}

func (p *parser) tooLong(start, top int, what string) bool {
	return p.fail(start, ErrTooLarge, fmt.Sprintf("%s of more than %d bytes", what, top))
}

// run steps over what stands for itself in the string literal that begins at start. A quote or a backslash follows.
func (p *parser) run(start int, what string) (string, bool) {
	n, ascii := plain(p.src[p.pos:])
	text := p.src[p.pos : p.pos+n]
	if !ascii {
		if i := invalid(text); i >= 0 {
			return "", p.fail(p.pos+i, ErrEncoding, "invalid UTF-8 in a "+what)
		}
	}
	p.pos += n
	if p.pos >= len(p.src) {
		return "", p.fail(start, ErrSyntax, what+" without an end")
	}
	if c := p.src[p.pos]; c < ' ' {
		return "", p.fail(p.pos, ErrSyntax, fmt.Sprintf("control character 0x%02x in a %s", c, what))
	}
	return text, true
}

// plain returns the length of the longest prefix of s that has neither quote, backslash nor control character, and
// whether it is ASCII. It looks at eight bytes at a time: strings are most of a credential, and images and status
// lists are strings.
func plain(s string) (n int, ascii bool) {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	high := uint64(0)
	for ; n+8 <= len(s); n += 8 {
		w := load(s[n : n+8])
		quote, slash := w^ones*'"', w^ones*'\\'
		// A byte's top bit is set here if it is one to stop at, or, by a borrow, if a lower byte is.
		stop := ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*' ')&^w) & tops
		if stop != 0 {
			before := bits.TrailingZeros64(stop) &^ 7
			high |= w & (1<<before - 1)
			return n + before/8, high&tops == 0
		}
		high |= w
	}
	for ; n < len(s); n++ {
		c := s[n]
		if c == '"' || c == '\\' || c < ' ' {
			break
		}
		high |= uint64(c)
	}
	return n, high&tops == 0
}

// load is a little-endian uint64; the compiler makes it one instruction.
func load(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// invalid returns the index of the first byte of s that is not UTF-8, or -1.
func invalid(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

// escape decodes the escape sequence at pos into buf.
func (p *parser) escape(start int, what string) bool {
	rest := p.src[p.pos:]
	if len(rest) < 2 {
		return p.fail(start, ErrSyntax, what+" without an end")
	}
	if c := unescape(rest[1]); c != 0 {
		p.buf = append(p.buf, c)
		p.pos += 2
		return true
	}
	r := hex4(rest)
	if r < 0 {
		return p.fail(p.pos, ErrSyntax, "invalid escape "+Quote(rest[:min(6, len(rest))]))
	}
	n := 6
	if utf16.IsSurrogate(r) {
		if r = utf16.DecodeRune(r, hex4(rest[6:])); r == utf8.RuneError {
			return p.fail(p.pos, ErrEncoding, "lone surrogate "+rest[:6])
		}
		n = 12
	}
	p.buf = utf8.AppendRune(p.buf, r)
	p.pos += n
	return true
}

// unescape gives the byte that a two-character escape stands for, or 0.
func unescape(c byte) byte {
	switch c {
	case '"', '\\', '/':
		return c
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return 0
}

// hex4 reads \uXXXX at the start of s, or returns -1.
func hex4(s string) rune {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return -1
	}
	var r rune
	for _, c := range []byte(s[2:6]) {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}
