package art

import (
	"image"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
)

// The size of a card, in pixels: what Open Graph and the sites that read it ask for.
const (
	CardWidth  = 1200
	CardHeight = 630
)

// CardText is what a card says, a line for each field. An empty field has no line.
type CardText struct {
	Badge   string // the name of the badge
	Holder  string // whose it is
	Issuer  string
	Awarded string // such as "Awarded 1 March 2026"
}

// A Line names one of the lines of a card, by the field of CardText.
type Line string

// The lines of a card.
const (
	LineBadge   Line = "Badge"
	LineHolder  Line = "Holder"
	LineIssuer  Line = "Issuer"
	LineAwarded Line = "Awarded"
)

// The places on a card, in pixels.
const (
	badgeSide  = 440
	badgeLeft  = 64
	edgeHeight = 12 // of the coloured edge at the bottom
	middle     = (CardHeight - edgeHeight) / 2
	textLeft   = 584
	textRight  = CardWidth - 72
	fieldGap   = 20 // between two fields
	ruleHeight = 5  // of the rule below the first
)

// Card draws the picture of a badge that sites show beside a link: a PNG of CardWidth x CardHeight pixels with the badge
// of this package at the left and the text at the right.
//
// Texts are written in the Go fonts, which have Greek, Cyrillic and most Latin letters. A field that has any other
// character (Chinese, Arabic, some of Vietnamese, an emoji) is left out whole rather than shown with holes, and named in
// leftOut, so that the caller can say so. White space is made single spaces, and characters that control rather than show
// are removed. A text is wrapped, then made smaller, and what does not fit even so ends in an ellipsis.
//
// No text is an error: err is about the fonts and the encoder, and so nil.
func Card(c CardText) (picture []byte, leftOut []Line, err error) {
	fields, leftOut, err := layout(c)
	if err != nil {
		return nil, nil, err
	}
	card := image.NewRGBA(image.Rect(0, 0, CardWidth, CardHeight))
	paintAll(card, ground(), image.Point{}, side) // one to one
	paintAll(card, badge(), image.Pt(badgeLeft, middle-badgeSide/2), badgeSide)
	write(card, fields)
	picture, err = encode(card)
	return picture, leftOut, err
}

// ground is what is behind badge and text, in pixels of the card.
func ground() []shape {
	const right, bottom = CardWidth, CardHeight
	behind := pt(badgeLeft+badgeSide/2, middle)
	return []shape{
		always(box(0, 0, right, bottom, 0), gradient(pt(0, 0), pt(right, bottom), white, rgb(0xe6edf7))),
		always(hexagon(behind, 302, 52), plain(faint(blue, 0.05))),
		always(hexagon(behind, 258, 46), plain(faint(blue, 0.07))),
		always(box(0, bottom-edgeHeight, right, bottom, 0), gradient(pt(0, 0), pt(right, 0), navy, blue, teal)),
	}
}

// layout makes a block of each field, from top to bottom.
func layout(c CardText) (fields []block, leftOut []Line, err error) {
	for _, f := range []struct {
		line  Line
		text  string
		style style
	}{
		{LineBadge, c.Badge, style{gobold.TTF, navy, 60, 30, 3}},
		{LineHolder, c.Holder, style{gomedium.TTF, rgb(0x1b3f7c), 42, 28, 2}},
		{LineIssuer, c.Issuer, style{goregular.TTF, rgb(0x44536b), 30, 24, 2}},
		{LineAwarded, c.Awarded, style{goregular.TTF, rgb(0x44536b), 26, 20, 1}},
	} {
		text := clean(f.text)
		if text == "" {
			continue
		}
		b, ok, err := f.style.set(text)
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			leftOut = append(leftOut, f.line)
			continue
		}
		fields = append(fields, b)
	}
	return fields, leftOut, nil
}

// write writes the fields, half way up, with a rule below the first.
func write(card *image.RGBA, fields []block) {
	height := -fieldGap
	for _, b := range fields {
		height += b.height() + fieldGap
	}
	if len(fields) > 1 {
		height += ruleHeight + fieldGap
	}
	y := middle - height/2
	for i, b := range fields {
		b.draw(card, y)
		y += b.height() + fieldGap
		if i == 0 && len(fields) > 1 {
			rule := box(textLeft, float64(y), textLeft+96, float64(y)+ruleHeight, ruleHeight/2)
			paintAll(card, []shape{always(rule, gradient(pt(textLeft, 0), pt(textLeft+96, 0), gold, paleGold))}, image.Point{}, side)
			y += ruleHeight + fieldGap
		}
	}
}
