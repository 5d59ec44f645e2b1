package art_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/art"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the pictures of testdata anew")

func decode(t testing.TB, picture []byte) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(picture))
	require.NoError(t, err)
	return m
}

func draw(t *testing.T, pixels int) image.Image {
	t.Helper()
	picture, err := art.PNG(pixels)
	require.NoError(t, err)
	return decode(t, picture)
}

// rgba is a pixel with alpha multiplied in.
func rgba(m image.Image, x, y int) color.RGBA {
	return color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
}

// apart is the largest difference between two colours in any channel.
func apart(a, b color.RGBA) int {
	d := 0
	for _, v := range [][2]uint8{{a.R, b.R}, {a.G, b.G}, {a.B, b.B}, {a.A, b.A}} {
		d = max(d, int(v[0])-int(v[1]), int(v[1])-int(v[0]))
	}
	return d
}

func TestPNGSize(t *testing.T) {
	for _, pixels := range []int{art.MinPixels, 17, 64, 95, 96, 256, 1024} {
		m := draw(t, pixels)
		require.Equal(t, image.Rect(0, 0, pixels, pixels), m.Bounds())
	}
	for _, pixels := range []int{math.MinInt, -64, 0, art.MinPixels - 1, art.MaxPixels + 1, math.MaxInt} {
		picture, err := art.PNG(pixels)
		require.ErrorIs(t, err, art.ErrSize, pixels)
		require.Nil(t, picture)
	}
}

func TestDeterminism(t *testing.T) {
	require.Equal(t, art.SVG(), art.SVG())
	for _, pixels := range []int{64, 256} {
		a, err := art.PNG(pixels)
		require.NoError(t, err)
		b, err := art.PNG(pixels)
		require.NoError(t, err)
		require.Equal(t, a, b)
	}
}

// TestPoints: in a picture of any size there are the same things in the same places.
func TestPoints(t *testing.T) {
	pale := func(c color.RGBA) bool { return min(c.R, c.G, c.B) > 180 }
	golden := func(c color.RGBA) bool { return c.R > 140 && c.R > c.G && int(c.G) > int(c.B)+20 }
	teal := func(c color.RGBA) bool { return c.G > 140 && c.B > 140 && c.R < 140 }
	dark := func(c color.RGBA) bool { return max(c.R, c.G) < 64 && c.B < 128 && c.B > c.R }
	for _, pixels := range []int{48, 64, 95, 96, 128, 256, 1024} {
		m := draw(t, pixels)
		for _, p := range []struct {
			name string
			x, y float64 // of 512
			is   func(color.RGBA) bool
		}{
			{"rim at the left", 52, 256, golden},
			{"rim at the right", 460, 256, golden},
			{"body", 256, 365, dark},
			{"first candle", 195, 300, teal},
			{"second candle", 251, 290, teal},
			{"third candle", 307, 270, teal},
			{"line", 292, 173, pale},
			{"end of the line", 328, 132, golden},
			{"first mark", 204, 412, golden},
			{"second mark", 256, 425, golden},
			{"third mark", 308, 412, golden},
		} {
			c := rgba(m, int(p.x*float64(pixels)/512), int(p.y*float64(pixels)/512))
			require.True(t, p.is(c), "%s at %d pixels: %v", p.name, pixels, c)
			require.EqualValues(t, 255, c.A, "%s at %d pixels", p.name, pixels)
		}
		last := pixels - 1
		for _, corner := range []image.Point{{0, 0}, {last, 0}, {0, last}, {last, last}} {
			require.Zero(t, rgba(m, corner.X, corner.Y).A, "corner %v at %d pixels", corner, pixels)
		}
	}
}

// TestSmall: the wick of the third candle is there in a large picture alone.
func TestSmall(t *testing.T) {
	for pixels, wick := range map[int]bool{48: false, 64: false, 95: false, 96: true, 256: true, 1024: true} {
		c := rgba(draw(t, pixels), 307*pixels/512, 198*pixels/512)
		require.Equal(t, wick, c.G > 128, "%d pixels: %v", pixels, c)
	}
}

// TestAgree holds the PNG against what the text of the SVG says, at points that are away from every edge.
func TestAgree(t *testing.T) {
	const pixels = 512
	svg := readSVG(t, art.SVG())
	m := draw(t, pixels)
	compared, seen := 0, map[string]bool{}
	for y := 2; y < pixels; y += 7 {
		for x := 2; x < pixels; x += 7 {
			want, shapes := svg.at(float64(x)+0.5, float64(y)+0.5)
			if !alone(svg, float64(x), float64(y), shapes) {
				continue
			}
			got := rgba(m, x, y)
			require.LessOrEqual(t, apart(want, got), 2, "%d,%d in shapes %q: SVG %v, PNG %v", x, y, shapes, want, got)
			compared++
			for s := range strings.FieldsSeq(shapes) {
				seen[s] = true
			}
		}
	}
	require.Greater(t, compared, 70*70/2)
	require.Greater(t, len(seen), len(svg.shapes)*3/4, "of too many shapes no point was compared")
}

// alone reports whether the corners of a pixel are in the same shapes as its middle.
func alone(svg *reference, x, y float64, shapes string) bool {
	for _, d := range [][2]float64{{-0.1, -0.1}, {1.1, -0.1}, {-0.1, 1.1}, {1.1, 1.1}} {
		if _, there := svg.at(x+d[0], y+d[1]); there != shapes {
			return false
		}
	}
	return true
}

// TestCoverage: a pixel on the edge of the badge is as opaque as it is covered.
func TestCoverage(t *testing.T) {
	const pixels, parts = 64, 8
	outermost, m := readSVG(t, art.SVG()).shapes[0], draw(t, pixels)
	edges := 0
	for y := range pixels {
		for x := range pixels {
			covered := 0
			for i := range parts * parts {
				if outermost.covers((float64(x)+(float64(i%parts)+0.5)/parts)*8, (float64(y)+(float64(i/parts)+0.5)/parts)*8) {
					covered++
				}
			}
			if covered > 0 && covered < parts*parts {
				edges++
			}
			// What lies on top ends near the edge, and so adds a little to some pixels.
			require.InDelta(t, covered*255/(parts*parts), int(rgba(m, x, y).A), 24, "%d,%d", x, y)
		}
	}
	require.Greater(t, edges, 100)
}

// TestSVGPlain: nothing in the document can run or load anything.
func TestSVGPlain(t *testing.T) {
	allowed := map[string]string{
		"svg": "xmlns viewBox role", "title": "", "defs": "", "stop": "offset stop-color stop-opacity",
		"linearGradient": "id gradientUnits x1 y1 x2 y2", "path": "fill fill-opacity d",
	}
	title, inTitle := "", false
	d := xml.NewDecoder(bytes.NewReader(art.SVG()))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			attributes, ok := allowed[token.Name.Local]
			require.True(t, ok, token.Name.Local)
			require.Equal(t, "http://www.w3.org/2000/svg", token.Name.Space)
			for _, a := range token.Attr {
				require.Contains(t, strings.Fields(attributes), a.Name.Local, token.Name.Local)
				require.Empty(t, a.Name.Space)
				if strings.Contains(a.Value, "url(") {
					require.Regexp(t, `^url\(#badge-[0-9]+\)$`, a.Value)
				}
			}
			if token.Name.Local == "svg" {
				require.Contains(t, token.Attr, xml.Attr{Name: xml.Name{Local: "viewBox"}, Value: "0 0 512 512"})
				require.Contains(t, token.Attr, xml.Attr{Name: xml.Name{Local: "role"}, Value: "img"})
			}
			inTitle = token.Name.Local == "title"
		case xml.CharData:
			if inTitle {
				title += string(token)
			} else {
				require.Empty(t, strings.TrimSpace(string(token)))
			}
		case xml.EndElement:
			inTitle = false
		default:
			require.FailNow(t, "neither element nor text", "%T", token)
		}
	}
	require.NotEmpty(t, title)
	require.NotContains(t, strings.ToUpper(title), "CMT")
}

// TestFiles: the pictures in testdata, which are there to be looked at, are what the code draws.
func TestFiles(t *testing.T) {
	const svgFile, pngFile = "testdata/badge.svg", "testdata/badge-256.png"
	picture, err := art.PNG(256)
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(svgFile, art.SVG(), 0o644))
		require.NoError(t, os.WriteFile(pngFile, picture, 0o644))
	}
	svg, err := os.ReadFile(svgFile)
	require.NoError(t, err)
	require.Equal(t, string(svg), string(art.SVG()))
	file, err := os.ReadFile(pngFile)
	require.NoError(t, err)
	want, got := decode(t, file), decode(t, picture)
	require.Equal(t, want.Bounds(), got.Bounds())
	for y := range 256 {
		for x := range 256 {
			require.LessOrEqual(t, apart(rgba(want, x, y), rgba(got, x, y)), 2, "%d,%d", x, y)
		}
	}
}

func ExampleSVG() {
	svg := art.SVG()
	fmt.Println(strings.Split(string(svg), "\n")[1])
	// Output:   <title>Sample badge of a chartered analyst</title>
}

func ExamplePNG() {
	picture, err := art.PNG(64)
	if err != nil {
		panic(err)
	}
	c, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		panic(err)
	}
	fmt.Println(c.Width, "x", c.Height)

	_, err = art.PNG(5000)
	fmt.Println(errors.Is(err, art.ErrSize))
	// Output:
	// 64 x 64
	// true
}
