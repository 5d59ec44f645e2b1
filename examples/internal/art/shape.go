package art

import (
	"image/color"
	"math"
	"slices"
)

// side is the side of the square that all coordinates are in, in the units of the viewBox.
const side = 512

// A point is rounded to hundredths, by pt, so that the SVG has short numbers and the rasteriser the same ones.
type point struct{ x, y float64 }

func pt(x, y float64) point {
	return point{math.Round(x*100) / 100, math.Round(y*100) / 100}
}

// polar is the point at a distance from c, in degrees from the right towards the bottom, as SVG turns.
func polar(c point, radius, degrees float64) point {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return pt(c.x+radius*cos, c.y+radius*sin)
}

// A segment is a command of an SVG path with absolute coordinates: M or L with one point, C with three, Z with none.
type segment struct {
	command byte
	to      []point
}

// A path is one or more closed outlines, filled by the rule nonzero: an outline within another is a hole when it runs
// the other way round.
type path []segment

// A stop is a colour at a share of the way, 0 to 1, along a gradient.
type stop struct {
	at    float64
	color color.NRGBA
}

// A fill is a linear gradient between two points. Before the first stop and behind the last their colours go on, and a
// single stop is a plain colour. Colours are mixed as SVG does, in sRGB and before alpha is multiplied in.
type fill struct {
	from, to point
	stops    []stop
}

// A shape is a filled path. Small pictures are drawn with fewer of them: those whose least size in pixels is more than
// the picture has are left out, and so are those whose most is less; zero is no limit. An SVG has the shapes of a large
// picture.
type shape struct {
	path        path
	fill        fill
	least, most int
}

// at reports whether the shape belongs to a picture of that many pixels.
func (s shape) at(pixels int) bool {
	return pixels >= s.least && (s.most == 0 || pixels <= s.most)
}

func plain(c color.NRGBA) fill {
	return fill{stops: []stop{{0, c}}}
}

// gradient spreads the colours evenly between two points.
func gradient(from, to point, colors ...color.NRGBA) fill {
	f := fill{from: from, to: to}
	for i, c := range colors {
		f.stops = append(f.stops, stop{math.Round(float64(i)/float64(len(colors)-1)*1e4) / 1e4, c})
	}
	return f
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// faint is the colour with an alpha, 0 to 1.
func faint(c color.NRGBA, alpha float64) color.NRGBA {
	c.A = uint8(math.Round(alpha * 0xff))
	return c
}

// A corner is one of a polygon, rounded with a radius as far as its edges have room.
type corner struct {
	point
	radius float64
}

// polygon is the outline through the corners.
func polygon(corners ...corner) path {
	var p path
	for i, c := range corners {
		before, after := corners[(i+len(corners)-1)%len(corners)], corners[(i+1)%len(corners)]
		command := byte('L')
		if i == 0 {
			command = 'M'
		}
		in, out, bend := c.round(before.point, after.point)
		p = append(p, segment{command, []point{in}})
		if bend > 0 {
			p = append(p, segment{'C', []point{between(in, c.point, bend), between(out, c.point, bend), out}})
		}
	}
	return append(p, segment{'Z', nil})
}

// round is where the arc of a corner begins and ends, and how far towards the corner the control points of its Bézier
// curve are, 0 to 1; a bend of 0 is no arc.
func (c corner) round(before, after point) (in, out point, bend float64) {
	toIn, toOut := distance(c.point, before), distance(c.point, after)
	cos := ((before.x-c.x)*(after.x-c.x) + (before.y-c.y)*(after.y-c.y)) / (toIn * toOut)
	half := math.Acos(max(-1, min(1, cos))) / 2
	if c.radius == 0 || half > 1.57 {
		return c.point, c.point, 0
	}
	tangent := min(c.radius/math.Tan(half), toIn/2, toOut/2)
	radius := tangent * math.Tan(half)
	bend = 4.0 / 3 * math.Tan((math.Pi/2-half)/2) * radius / tangent
	return between(c.point, before, tangent/toIn), between(c.point, after, tangent/toOut), bend
}

func distance(a, b point) float64 { return math.Hypot(b.x-a.x, b.y-a.y) }

// between is the point at a share of the way from a to b.
func between(a, b point, share float64) point {
	return pt(a.x+(b.x-a.x)*share, a.y+(b.y-a.y)*share)
}

// regular is a polygon of n equal sides with a corner at the given angle, its corners at a distance from c before they
// are rounded.
func regular(n int, c point, distance, degrees, radius float64) path {
	var corners []corner
	for i := range n {
		corners = append(corners, corner{polar(c, distance, degrees+float64(i)*360/float64(n)), radius})
	}
	return polygon(corners...)
}

func hexagon(c point, distance, radius float64) path {
	return regular(6, c, distance, -90, radius)
}

// box is an upright rectangle.
func box(left, top, right, bottom, radius float64) path {
	return polygon(corner{pt(left, top), radius}, corner{pt(right, top), radius},
		corner{pt(right, bottom), radius}, corner{pt(left, bottom), radius})
}

// arc has the curves of an arc around c, from where the path is.
func arc(c point, radius, from, to float64) path {
	n := max(1, int(math.Ceil(math.Abs(to-from)/45)))
	step := (to - from) / float64(n)
	k := 4.0 / 3 * math.Tan(step*math.Pi/180/4) * radius
	var p path
	for i := range n {
		a, b := from+float64(i)*step, from+float64(i+1)*step
		start, end := polar(c, radius, a), polar(c, radius, b)
		p = append(p, segment{'C', []point{polar(start, k, a+90), polar(end, -k, b+90), end}})
	}
	return p
}

func circle(c point, radius float64) path {
	p := append(path{{'M', []point{polar(c, radius, 0)}}}, arc(c, radius, 0, 360)...)
	return append(p, segment{'Z', nil})
}

// band is a part of a ring, with round ends, around its middle radius.
func band(c point, radius, width, from, to float64) path {
	w := width / 2
	p := path{{'M', []point{polar(c, radius+w, from)}}}
	p = append(p, arc(c, radius+w, from, to)...)
	p = append(p, arc(polar(c, radius, to), w, to, to+180)...)
	p = append(p, arc(c, radius-w, to, from)...)
	p = append(p, arc(polar(c, radius, from), w, from+180, from+360)...)
	return append(p, segment{'Z', nil})
}

// mirror is the path on the other side of the middle.
func (p path) mirror() path {
	var m path
	for _, s := range p {
		var to []point
		for _, q := range s.to {
			to = append(to, pt(side-q.x, q.y))
		}
		m = append(m, segment{s.command, to})
	}
	return m
}

// line is a line of a width through the points, with round ends and rounded bends.
func line(width float64, through ...point) path {
	var left, right []corner
	for i, p := range through {
		before, after := through[max(i-1, 0)], through[min(i+1, len(through)-1)]
		x, y, radius := mitre(before, p, after, width/2)
		if i == 0 || i == len(through)-1 {
			radius = width / 2
		}
		left = append(left, corner{pt(p.x+x, p.y+y), radius})
		right = append(right, corner{pt(p.x-x, p.y-y), radius})
	}
	slices.Reverse(right)
	return polygon(append(left, right...)...)
}

// mitre is the way from a bend in a line to the corner of its outline.
func mitre(before, p, after point, half float64) (x, y, radius float64) {
	if before == p {
		before = pt(2*p.x-after.x, 2*p.y-after.y)
	}
	if after == p {
		after = pt(2*p.x-before.x, 2*p.y-before.y)
	}
	in, out := distance(before, p), distance(p, after)
	ax, ay := (p.y-before.y)/in, (before.x-p.x)/in // the normals of both pieces
	bx, by := (after.y-p.y)/out, (p.x-after.x)/out
	k := half / (1 + ax*bx + ay*by)
	return (ax + bx) * k, (ay + by) * k, half
}
