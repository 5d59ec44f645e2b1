package badgetest

import (
	"fmt"
	"strconv"
	"unicode/utf16"
)

// write returns a tree as JSON, with white space and escapes that mean nothing.
func (g *generator) write(v any) []byte {
	w := writer{g: g, spaced: g.one(2), escaped: g.one(2)}
	w.value(v)
	return w.b
}

type writer struct {
	b               []byte
	g               *generator
	spaced, escaped bool
}

func (w *writer) space() {
	if w.spaced && w.g.one(3) {
		w.b = append(w.b, pick(w.g, " ", "\n", "\t", "\r\n", "  ")...)
	}
}

func (w *writer) value(v any) {
	w.space()
	switch v := v.(type) {
	case object:
		w.b = append(w.b, '{')
		for i, m := range v {
			if i > 0 {
				w.b = append(w.b, ',')
			}
			w.value(m.name)
			w.b = append(w.b, ':')
			w.value(m.value)
		}
		w.b = append(w.b, '}')
	case array:
		w.b = append(w.b, '[')
		for i, item := range v {
			if i > 0 {
				w.b = append(w.b, ',')
			}
			w.value(item)
		}
		w.b = append(w.b, ']')
	case string:
		w.string(v)
	case number:
		w.b = append(w.b, v...)
	case bool:
		w.b = strconv.AppendBool(w.b, v)
	case null:
		w.b = append(w.b, "null"...)
	default:
		panic(fmt.Sprintf("badgetest: a %T in a document", v))
	}
	w.space()
}

// string escapes what must be, and now and then what need not.
func (w *writer) string(s string) {
	w.b = append(w.b, '"')
	for _, r := range s {
		switch {
		case w.escaped && w.g.one(20):
			for _, unit := range utf16.AppendRune(nil, r) {
				w.b = fmt.Appendf(w.b, pick(w.g, `\u%04x`, `\u%04X`), unit)
			}
		case r == '"', r == '\\', r == '/' && w.escaped && w.g.one(20):
			w.b = append(w.b, '\\', byte(r))
		case r == '\n':
			w.b = append(w.b, `\n`...)
		case r < ' ':
			w.b = fmt.Appendf(w.b, `\u%04x`, r)
		default:
			w.b = append(w.b, string(r)...)
		}
	}
	w.b = append(w.b, '"')
}
