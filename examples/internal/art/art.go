// Package art draws the picture of a sample badge, for a credential of a chartered analyst, and a card that sites show
// beside a link to it. The badge is ours: it has no lettering, and the mark of no organisation.
//
// SVG and PNG draw the badge from one description, in badge.go; Card puts it beside a few lines of text.
//
// # Small pictures
//
// A picture of fewer than 96 pixels has simpler shapes in the same places: arcs for the branches of laurel, bars for the
// candles, squares for the stars. An SVG does not know how large it will be shown, and has the finer ones.
//
// # The same bytes
//
// Every call returns the same bytes for the same arguments. Another processor or version of Go may round the edge of a
// shape to another of 256 shades, or compress a PNG otherwise.
//
// # Concurrency
//
// All functions may be called from many goroutines.
package art

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
)

// ErrSize is that a picture was asked for in a size that PNG does not draw.
var ErrSize = errors.New("art: size out of range")

// The sizes that PNG draws, in pixels.
const (
	MinPixels = 16
	MaxPixels = 4096
)

// SVG is the badge as an SVG document, encoded in UTF-8: paths and linear gradients alone, with a title, and without
// script, style, text or reference to anything outside. It is square, has no size of its own but a viewBox, and is
// transparent outside the badge. The caller may change the bytes.
func SVG() []byte {
	return svg("Sample badge of a chartered analyst", badge())
}

// PNG is the badge as a square PNG, transparent outside the badge, with that many pixels a side. The error is ErrSize
// when they are fewer than MinPixels or more than MaxPixels. The largest takes some 200 MB while it is drawn.
func PNG(pixels int) ([]byte, error) {
	if pixels < MinPixels || pixels > MaxPixels {
		return nil, fmt.Errorf("%w: got %d, want %d to %d pixels", ErrSize, pixels, MinPixels, MaxPixels)
	}
	picture := image.NewRGBA(image.Rect(0, 0, pixels, pixels))
	paintAll(picture, badge(), image.Point{}, pixels)
	return encode(picture)
}

func encode(picture image.Image) ([]byte, error) {
	var w bytes.Buffer
	if err := png.Encode(&w, picture); err != nil {
		return nil, fmt.Errorf("art: encoding PNG: %w", err)
	}
	return w.Bytes(), nil
}
