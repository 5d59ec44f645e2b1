package art

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// maxText is how many bytes of a text are looked at; no more would fit on a card.
const maxText = 1024

const ellipsis = "…"

// clean makes one line of a text: composed letters, single spaces, nothing that controls.
func clean(s string) string {
	if len(s) > maxText {
		end := maxText
		for end > maxText-utf8.UTFMax && !utf8.RuneStart(s[end]) {
			end--
		}
		s = s[:end] + ellipsis
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// A style is how a field is written: from the largest size, in pixels, to the least, on so many rows.
type style struct {
	ttf         []byte
	color       color.NRGBA
	most, least int
	rows        int
}

// A block is a field as it is drawn.
type block struct {
	face  font.Face
	color color.NRGBA
	rows  []string
}

// set makes a block of a text. It reports false when the font lacks a character of it.
func (s style) set(text string) (block, bool, error) {
	f, err := opentype.Parse(s.ttf)
	if err != nil {
		return block{}, false, fmt.Errorf("art: reading the font: %w", err)
	}
	if ok, err := has(f, text); !ok || err != nil {
		return block{}, false, err
	}
	for size := s.most; ; size -= 2 {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return block{}, false, fmt.Errorf("art: sizing the font: %w", err)
		}
		b := block{face: face, color: s.color}
		if rows, ok := b.wrap(text); ok && len(rows) <= s.rows {
			b.rows = rows
			return b, true, nil
		}
		if size-2 < s.least {
			b.rows = b.cut(text, s.rows)
			return b, true, nil
		}
	}
}

// has reports whether the font has a glyph for every character, and the right one: what stands for text that could not
// be read, and what is private to the font (in the Go fonts, a gopher), say nothing.
func has(f *sfnt.Font, text string) (bool, error) {
	var buf sfnt.Buffer
	for _, r := range text {
		if r == utf8.RuneError || unicode.Is(unicode.Co, r) {
			return false, nil
		}
		i, err := f.GlyphIndex(&buf, r)
		if err != nil {
			return false, fmt.Errorf("art: looking up %U: %w", r, err)
		}
		if i == 0 {
			return false, nil
		}
	}
	return true, nil
}

func (b block) fits(row string) bool {
	return font.MeasureString(b.face, row) <= fixed.I(textRight-textLeft)
}

// wrap breaks a text at its spaces. It reports false when a word is too long for a row.
func (b block) wrap(text string) ([]string, bool) {
	var rows []string
	for word := range strings.FieldsSeq(text) {
		if last := len(rows) - 1; last >= 0 && b.fits(rows[last]+" "+word) {
			rows[last] += " " + word
			continue
		}
		if !b.fits(word) {
			return nil, false
		}
		rows = append(rows, word)
	}
	return rows, true
}

// cut breaks a text at its spaces, and within words that are too long, and ends the last row in an ellipsis when there
// is more.
func (b block) cut(text string, most int) []string {
	var rows []string
	for len(rows) < most-1 && !b.fits(text) {
		row := b.head(text, "")
		rows = append(rows, row)
		text = strings.TrimPrefix(text[len(row):], " ")
	}
	if !b.fits(text) {
		text = b.head(text, ellipsis) + ellipsis
	}
	return append(rows, text)
}

// head is as much of a text that does not fit as fits on a row with something behind it: whole words, or else characters,
// one at least.
func (b block) head(text, behind string) string {
	var ends []int
	for i, r := range text {
		ends = append(ends, i+utf8.RuneLen(r))
	}
	i := sort.Search(len(ends), func(i int) bool { return !b.fits(text[:ends[i]] + behind) })
	n := ends[max(0, i-1)]
	if space := strings.LastIndexByte(text[:min(n+1, len(text))], ' '); space > 0 {
		n = space
	}
	return text[:n]
}

// rowHeight is from one row to the next.
func (b block) rowHeight() int {
	m := b.face.Metrics()
	return (m.Ascent + m.Descent).Ceil()
}

func (b block) height() int {
	return len(b.rows) * b.rowHeight()
}

// draw draws the rows with their top at y.
func (b block) draw(dst draw.Image, y int) {
	d := font.Drawer{Dst: dst, Src: image.NewUniform(b.color), Face: b.face}
	for i, row := range b.rows {
		d.Dot = fixed.P(textLeft, y+i*b.rowHeight()+b.face.Metrics().Ascent.Ceil())
		d.DrawString(row)
	}
}
