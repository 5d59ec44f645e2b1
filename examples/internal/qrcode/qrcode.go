// Package qrcode draws the QR code of a text, as PNG or SVG: dark modules on white, with the quiet zone of four modules
// that ISO/IEC 18004 demands. White is drawn, not left out, because a code on a dark page cannot be read by every camera.
//
// The same text gives the same bytes, but for how another version of Go compresses a PNG.
package qrcode

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"rsc.io/qr"
)

// ErrText is that a text cannot be a QR code: it is empty, or has more than MaxText bytes.
var ErrText = errors.New("qrcode: text empty or too long")

// MaxText is how many bytes a QR code holds, with the least correction of errors.
const MaxText = 2953

// quiet is the width of the empty edge, in modules.
const quiet = 4

// minPixels is how many pixels a PNG has a side at least, edge included.
const minPixels = 512

// encode takes the correction of about 15 % of the code (level M), and 7 % (level L) for a text that is too long for it.
func encode(text string) (*qr.Code, error) {
	if text == "" || len(text) > MaxText {
		return nil, fmt.Errorf("%w: got %d bytes, want 1 to %d", ErrText, len(text), MaxText)
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		code, err = qr.Encode(text, qr.L)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrText, err)
	}
	return code, nil
}

// PNG is the QR code of a text, of 512 pixels a side or a little more. The error is ErrText.
func PNG(text string) ([]byte, error) {
	code, err := encode(text)
	if err != nil {
		return nil, err
	}
	modules := code.Size + 2*quiet
	scale := (minPixels + modules - 1) / modules
	picture := image.NewPaletted(image.Rect(0, 0, modules*scale, modules*scale), color.Palette{color.White, color.Black})
	for y := range modules * scale {
		for x := range modules * scale {
			if code.Black(x/scale-quiet, y/scale-quiet) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, fmt.Errorf("qrcode: encoding PNG: %w", err)
	}
	return b.Bytes(), nil
}

// SVG is the QR code of a text, square and without a size of its own. The text is not in it. The error is ErrText.
func SVG(text string) ([]byte, error) {
	code, err := encode(text)
	if err != nil {
		return nil, err
	}
	modules := code.Size + 2*quiet
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %[1]d" role="img" shape-rendering="crispEdges"><title>QR code</title>`+
		`<path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path fill="#000" d="`, modules)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			begin := x
			for code.Black(x, y) { // which is false beyond the edge
				x++
			}
			if x > begin {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%[3]dz", begin+quiet, y+quiet, x-begin)
			}
		}
	}
	b.WriteString("\"/></svg>\n")
	return b.Bytes(), nil
}
