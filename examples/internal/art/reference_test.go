package art_test

import (
	"bytes"
	"encoding/xml"
	"image/color"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A reference reads an SVG by itself and says the colour of a point: by winding numbers and not by coverage, and from the
// text of the document and not from what it was written from.
type reference struct {
	shapes []referenceShape
}

type referenceShape struct {
	outlines [][][2]float64
	from, to [2]float64
	stops    []referenceStop
}

type referenceStop struct {
	at   float64
	rgba [4]float64 // 0 to 1, alpha not multiplied in
}

func readSVG(t *testing.T, svg []byte) *reference {
	t.Helper()
	var doc struct {
		Gradients []struct {
			ID    string  `xml:"id,attr"`
			X1    float64 `xml:"x1,attr"`
			Y1    float64 `xml:"y1,attr"`
			X2    float64 `xml:"x2,attr"`
			Y2    float64 `xml:"y2,attr"`
			Stops []struct {
				Offset  float64 `xml:"offset,attr"`
				Color   string  `xml:"stop-color,attr"`
				Opacity string  `xml:"stop-opacity,attr"`
			} `xml:"stop"`
		} `xml:"defs>linearGradient"`
		Paths []struct {
			Fill    string `xml:"fill,attr"`
			Opacity string `xml:"fill-opacity,attr"`
			D       string `xml:"d,attr"`
		} `xml:"path"`
	}
	require.NoError(t, xml.NewDecoder(bytes.NewReader(svg)).Decode(&doc))
	fills := map[string]referenceShape{}
	for _, g := range doc.Gradients {
		s := referenceShape{from: [2]float64{g.X1, g.Y1}, to: [2]float64{g.X2, g.Y2}}
		for _, stop := range g.Stops {
			s.stops = append(s.stops, referenceStop{stop.Offset, readColor(t, stop.Color, stop.Opacity)})
		}
		require.NotContains(t, fills, "url(#"+g.ID+")")
		fills["url(#"+g.ID+")"] = s
	}
	r := &reference{}
	used := map[string]bool{}
	for _, p := range doc.Paths {
		s, ok := fills[p.Fill]
		if !ok {
			s = referenceShape{stops: []referenceStop{{0, readColor(t, p.Fill, p.Opacity)}}}
		}
		used[p.Fill] = true
		s.outlines = readPath(t, p.D)
		r.shapes = append(r.shapes, s)
	}
	for id := range fills {
		require.True(t, used[id], id)
	}
	return r
}

func readColor(t *testing.T, hex, opacity string) (c [4]float64) {
	t.Helper()
	v, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 24)
	require.NoError(t, err)
	require.Len(t, hex, 7)
	c = [4]float64{float64(v>>16) / 255, float64(v>>8&255) / 255, float64(v&255) / 255, 1}
	if opacity != "" {
		c[3], err = strconv.ParseFloat(opacity, 64)
		require.NoError(t, err)
	}
	return c
}

// readPath makes polygons of the outlines of a path.
func readPath(t *testing.T, d string) (outlines [][][2]float64) {
	t.Helper()
	for _, outline := range strings.SplitAfter(d, "Z") {
		if outline == "" {
			continue
		}
		require.True(t, strings.HasPrefix(outline, "M") && strings.HasSuffix(outline, "Z"), d)
		var points [][2]float64
		for len(outline) > 1 {
			end := 1 + strings.IndexAny(outline[1:], "MLCZ")
			var to [][2]float64
			numbers := strings.Fields(outline[1:end])
			for i := 0; i < len(numbers); i += 2 {
				x, err := strconv.ParseFloat(numbers[i], 64)
				require.NoError(t, err)
				y, err := strconv.ParseFloat(numbers[i+1], 64)
				require.NoError(t, err)
				to = append(to, [2]float64{x, y})
			}
			switch command := outline[0]; {
			case (command == 'M' || command == 'L') && len(to) == 1:
				points = append(points, to[0])
			case command == 'C' && len(to) == 3:
				points = append(points, curve(points[len(points)-1], to)...)
			default:
				require.FailNow(t, "unknown command", outline)
			}
			outline = outline[end:]
		}
		outlines = append(outlines, points)
	}
	return outlines
}

func curve(from [2]float64, to [][2]float64) (points [][2]float64) {
	const n = 32
	for i := 1; i <= n; i++ {
		u := float64(i) / n
		v := 1 - u
		var p [2]float64
		for k := range p {
			p[k] = v*v*v*from[k] + 3*v*v*u*to[0][k] + 3*v*u*u*to[1][k] + u*u*u*to[2][k]
		}
		points = append(points, p)
	}
	return points
}

// covers reports, by the rule nonzero, whether a point is in the shape.
func (s referenceShape) covers(x, y float64) bool {
	winding := 0
	for _, points := range s.outlines {
		for i, a := range points {
			b := points[(i+1)%len(points)]
			if (a[1] <= y) == (b[1] <= y) || a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]) < x {
				continue
			}
			if a[1] < b[1] {
				winding++
			} else {
				winding--
			}
		}
	}
	return winding != 0
}

func (s referenceShape) color(x, y float64) [4]float64 {
	dx, dy := s.to[0]-s.from[0], s.to[1]-s.from[1]
	at := ((x-s.from[0])*dx + (y-s.from[1])*dy) / max(dx*dx+dy*dy, 1e-9)
	last := s.stops[0]
	for _, stop := range s.stops {
		if at < stop.at {
			share := 0.0
			if stop.at > last.at {
				share = max(0, (at-last.at)/(stop.at-last.at))
			}
			var c [4]float64
			for i := range c {
				c[i] = last.rgba[i] + (stop.rgba[i]-last.rgba[i])*share
			}
			return c
		}
		last = stop
	}
	return last.rgba
}

// at is the colour of a point, and which shapes are there.
func (r *reference) at(x, y float64) (c color.RGBA, shapes string) {
	var sum [4]float64
	for i, s := range r.shapes {
		if !s.covers(x, y) {
			continue
		}
		shapes += strconv.Itoa(i) + " "
		over := s.color(x, y)
		for k := range 3 {
			sum[k] = over[k]*over[3] + sum[k]*(1-over[3])
		}
		sum[3] = over[3] + sum[3]*(1-over[3])
	}
	b := func(v float64) uint8 { return uint8(math.Round(v * 255)) }
	return color.RGBA{b(sum[0]), b(sum[1]), b(sum[2]), b(sum[3])}, shapes
}
