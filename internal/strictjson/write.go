package strictjson

import (
	"strings"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// AppendTo appends v as compact JSON: members in their order, number literals as they are, strings as AppendString
// writes them.
func (v Value) AppendTo(dst []byte) []byte {
	switch kids := v.kids(); v.kind {
	case String:
		return AppendString(dst, v.Text())
	case Array:
		dst = append(dst, '[')
		for i := range kids {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = kids[i].Value.AppendTo(dst)
		}
		return append(dst, ']')
	case Object:
		dst = append(dst, '{')
		for i := range kids {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendString(dst, kids[i].Name)
			dst = append(dst, ':')
			dst = kids[i].Value.AppendTo(dst)
		}
		return append(dst, '}')
	default:
		return append(dst, v.src...)
	}
}

// AppendString appends s, which must be valid UTF-8, as a JSON string literal. Beside what JSON demands it escapes
// <, > and &, so that the text can stand in XML and HTML, { and }, so that readers who find a credential in a picture
// by counting braces find its end, U+2028 and U+2029, so that it can stand in JavaScript, and U+FFFE and U+FFFF, for which
// XML has no character.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := range len(s) {
		c := s[i]
		if !special[c] {
			continue
		}
		if c < utf8.RuneSelf {
			dst = append(dst, s[start:i]...)
			dst = appendEscape(dst, c)
			start = i + 1
		} else if strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029") {
			dst = append(dst, s[start:i]...)
			dst = append(dst, `\u202`...)
			dst = append(dst, hexDigits[s[i+2]&0xf])
			start = i + len("\u2028")
		} else if strings.HasPrefix(s[i:], "\ufffe") || strings.HasPrefix(s[i:], "\uffff") {
			dst = append(dst, s[start:i]...)
			dst = append(dst, `\ufff`...)
			dst = append(dst, hexDigits[s[i+2]&0xf])
			start = i + len("\ufffe")
		}
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// special marks the bytes that AppendString does not copy as they are, and the first ones of U+2028 and U+FFFE.
var special = func() (set [256]bool) {
	for c := range 0x20 {
		set[c] = true
	}
	for _, c := range []byte("\"\\<>&{}\xe2\xef") {
		set[c] = true
	}
	return set
}()

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
}
