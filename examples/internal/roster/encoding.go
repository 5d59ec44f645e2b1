package roster

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A decoder makes text of cells. The first cell that is not ASCII decides what the file is; a cell that is something else
// is an error, since one of the two would be read as other letters than were written.
type decoder struct {
	is    charset
	since int // the row that decided
}

type charset int

const (
	ascii charset = iota // so far
	isUTF8
	isWindows1252
)

func (c charset) String() string {
	return [...]string{"ASCII", "UTF-8", "Windows-1252"}[c]
}

// decode returns the text of a cell, or what is wrong with it.
func (d *decoder) decode(b []byte, row int) (text, wrong string) {
	switch {
	case isASCII(b):
		return string(b), ""
	case utf8.Valid(b):
		return string(b), d.decide(isUTF8, row)
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = charmap.Windows1252.DecodeByte(c)
		if runes[i] == utf8.RuneError {
			return "", fmt.Sprintf("neither UTF-8 nor Windows-1252, which has no byte %#x", c)
		}
	}
	return string(runes), d.decide(isWindows1252, row)
}

func (d *decoder) decide(is charset, row int) (wrong string) {
	if d.is == ascii {
		d.is, d.since = is, row
	}
	if d.is != is {
		return fmt.Sprintf("is %s, and the file is %s since row %d", is, d.is, d.since)
	}
	return ""
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// strange returns the first character that no text of a roster has: those that nobody sees and that change what others
// look like. Names in Arabic, Persian and Indic scripts need joiners and marks of direction; identifiers and addresses need
// none, and one that nobody sees would make another address of it.
func strange(s string, isName bool) (rune, bool) {
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			if r >= ' ' && r != 0x7f {
				continue
			}
		case r == 0x200c, r == 0x200d, r == 0x200e, r == 0x200f, r == 0x061c:
			if isName {
				continue
			}
		case r != utf8.RuneError && !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			continue
		}
		return r, true
	}
	return 0, false
}
