package bake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// bakeable returns the text to bake of a secured credential, and whether it is a compact JWS.
func bakeable(secured []byte, limit int) (text []byte, jws bool, err error) {
	text = bytes.Trim(secured, " \t\r\n")
	switch {
	case len(text) > limit:
		return nil, false, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(text), limit)
	case isJWS(text):
		return text, true, nil
	case !utf8.Valid(text) || !hasProof(text):
		return nil, false, fmt.Errorf("%w: want a compact JWS or a JSON object with a proof", ErrSecured)
	}
	text = escaped(text)
	if len(text) > limit {
		return nil, false, fmt.Errorf("%w: %d bytes with escapes, the limit is %d", ErrTooLarge, len(text), limit)
	}
	return text, false, nil
}

// hasProof reports whether a text is a JSON object with a member proof. What that proves is for verifiers.
func hasProof(text []byte) bool {
	var members map[string]json.RawMessage
	err := json.Unmarshal(text, &members)
	return err == nil && members["proof"] != nil
}

// isJWS reports whether the text is three parts of base64url letters, which stand in XML as they are.
func isJWS(text []byte) bool {
	parts := bytes.Split(text, []byte("."))
	if len(parts) != 3 {
		return false
	}
	for _, part := range parts {
		if len(part) == 0 {
			return false
		}
		for _, c := range part {
			if !('A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_') {
				return false
			}
		}
	}
	return true
}

// escaped writes a valid JSON text so that it can stand in CDATA, which }, > and what XML 1.0 §2.2 has no character for
// (https://www.w3.org/TR/xml/#charsets) would end or break, and so that its braces can be counted. White space between
// values that XML reads otherwise becomes a space.
func escaped(text []byte) []byte {
	var out []byte // nil as long as nothing was changed
	last, inString := 0, false
	replace := func(i, n int, with string) {
		out = append(append(out, text[last:i]...), with...)
		last = i + n
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inString = !inString
		case c == '\\': // inside a string, and so is what follows
			i++
		case !inString:
			if c == '\r' {
				replace(i, 1, " ")
			}
		case c == '{' || c == '}' || c == '>':
			replace(i, 1, fmt.Sprintf(`\u%04x`, c))
		case c == 0xef && i+2 < len(text) && text[i+1] == 0xbf && text[i+2] >= 0xbe: // U+FFFE, U+FFFF
			replace(i, 3, fmt.Sprintf(`\uff%02x`, 0xc0|text[i+2]&0x3f))
		}
	}
	if out == nil {
		return text
	}
	return append(out, text[last:]...)
}
