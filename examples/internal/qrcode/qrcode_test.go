package qrcode_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/qrcode"
	"github.com/stretchr/testify/require"
)

var texts = []string{"https://example.org/badges/0123456789abcdef/", "é", strings.Repeat("a", 2400), strings.Repeat("a", qrcode.MaxText)}

// finder is the pattern in three corners of every code, with the light line around it (ISO/IEC 18004, 6.3.3).
var finder = []string{"#######.", "#.....#.", "#.###.#.", "#.###.#.", "#.###.#.", "#.....#.", "#######.", "........"}

// checkCode holds a code against what every code has: a quiet zone, finders in three corners, and timing patterns.
func checkCode(t *testing.T, modules int, dark func(x, y int) bool) {
	t.Helper()
	size := modules - 8
	require.Zero(t, (size-17)%4, "no version of a QR code has %d modules", size)
	for i := range modules {
		for j := range 4 {
			require.False(t, dark(i, j) || dark(j, i) || dark(i, modules-1-j) || dark(modules-1-j, i), "quiet zone, %d, %d", i, j)
		}
	}
	for y, row := range finder {
		for x, c := range row {
			want := c == '#'
			require.Equal(t, want, dark(4+x, 4+y), "%d, %d", x, y)
			require.Equal(t, want, dark(modules-5-x, 4+y), "%d, %d", x, y)
			require.Equal(t, want, dark(4+x, modules-5-y), "%d, %d", x, y)
		}
	}
	for i := 8; i < size-8; i++ {
		require.Equal(t, i%2 == 0, dark(4+i, 4+6))
		require.Equal(t, i%2 == 0, dark(4+6, 4+i))
	}
}

func TestPNG(t *testing.T) {
	for _, text := range texts {
		picture, err := qrcode.PNG(text)
		require.NoError(t, err)
		m, err := png.Decode(bytes.NewReader(picture))
		require.NoError(t, err)
		side := m.Bounds().Dx()
		require.Equal(t, side, m.Bounds().Dy())
		require.GreaterOrEqual(t, side, 512)
		black := func(x, y int) bool { return color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y == 0 }
		edge := 0 // the finder in the corner begins behind four modules
		for !black(edge, edge) {
			edge++
		}
		scale := edge / 4
		require.Zero(t, side%scale)
		checkCode(t, side/scale, func(x, y int) bool { return black(x*scale+scale/2, y*scale+scale/2) })
	}
}

var run = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// TestSVG: an SVG has the modules of the PNG.
func TestSVG(t *testing.T) {
	for _, text := range texts {
		svg, err := qrcode.SVG(text)
		require.NoError(t, err)
		var doc struct {
			ViewBox string `xml:"viewBox,attr"`
			Path    []struct {
				D    string `xml:"d,attr"`
				Fill string `xml:"fill,attr"`
			} `xml:"path"`
		}
		require.NoError(t, xml.Unmarshal(svg, &doc))
		var modules, again int
		_, err = fmt.Sscanf(doc.ViewBox, "0 0 %d %d", &modules, &again)
		require.NoError(t, err)
		require.Equal(t, modules, again)
		require.Len(t, doc.Path, 2)
		require.Equal(t, fmt.Sprintf("M0 0h%dv%[1]dH0z", modules), doc.Path[0].D)
		dark := map[[2]int]bool{}
		rest := run.ReplaceAllStringFunc(doc.Path[1].D, func(s string) string {
			var x, y, width, back int
			_, err := fmt.Sscanf(s, "M%d %dh%dv1h-%dz", &x, &y, &width, &back)
			require.NoError(t, err)
			require.Equal(t, width, back)
			for i := range width {
				dark[[2]int{x + i, y}] = true
			}
			return ""
		})
		require.Empty(t, rest)
		checkCode(t, modules, func(x, y int) bool { return dark[[2]int{x, y}] })

		picture, err := qrcode.PNG(text)
		require.NoError(t, err)
		m, err := png.Decode(bytes.NewReader(picture))
		require.NoError(t, err)
		scale := m.Bounds().Dx() / modules
		for y := range modules {
			for x := range modules {
				require.Equal(t, dark[[2]int{x, y}], color.GrayModel.Convert(m.At(x*scale, y*scale)).(color.Gray).Y == 0)
			}
		}
		require.NotContains(t, string(svg), "example.org")
	}
}

func TestRefuses(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("a", qrcode.MaxText+1)} {
		_, err := qrcode.PNG(text)
		require.ErrorIs(t, err, qrcode.ErrText)
		_, err = qrcode.SVG(text)
		require.ErrorIs(t, err, qrcode.ErrText)
	}
}
