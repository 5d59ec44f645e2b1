package art

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

// paintAll draws the shapes for a square of that many pixels into the picture, with the corner of the square at the origin.
func paintAll(dst *image.RGBA, shapes []shape, origin image.Point, pixels int) {
	scale := float64(pixels) / side
	for _, s := range shapes {
		if s.at(pixels) {
			s.draw(dst, origin, scale)
		}
	}
}

func (s shape) draw(dst *image.RGBA, origin image.Point, scale float64) {
	area := s.path.bounds(scale).Add(origin).Intersect(dst.Bounds())
	if area.Empty() {
		return
	}
	offset := point{float64(origin.X - area.Min.X), float64(origin.Y - area.Min.Y)}
	mask := s.path.mask(area.Size(), offset, scale)
	colors := s.fill.table()
	for y := range area.Dy() {
		t, step := s.fill.along((0.5-offset.x)/scale, (float64(y)+0.5-offset.y)/scale, 1/scale)
		row := mask.Pix[y*mask.Stride:][:area.Dx()]
		out := dst.Pix[dst.PixOffset(area.Min.X, area.Min.Y+y):]
		for x, covered := range row {
			if covered != 0 {
				c := colors[int(max(0, min(1, t+float64(x)*step))*(tableSize-1)+0.5)]
				over(out[4*x:4*x+4], c, covered)
			}
		}
	}
}

// bounds are the pixels that the path can touch.
func (p path) bounds(scale float64) image.Rectangle {
	least, most := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, s := range p {
		for _, q := range s.to {
			least = point{min(least.x, q.x), min(least.y, q.y)}
			most = point{max(most.x, q.x), max(most.y, q.y)}
		}
	}
	return image.Rect(int(math.Floor(least.x*scale)), int(math.Floor(least.y*scale)),
		int(math.Ceil(most.x*scale)), int(math.Ceil(most.y*scale)))
}

// mask says how much of each pixel the path covers.
func (p path) mask(size image.Point, offset point, scale float64) *image.Alpha {
	z := vector.NewRasterizer(size.X, size.Y)
	x := func(q point) float32 { return float32(q.x*scale + offset.x) }
	y := func(q point) float32 { return float32(q.y*scale + offset.y) }
	for _, s := range p {
		switch s.command {
		case 'M':
			z.MoveTo(x(s.to[0]), y(s.to[0]))
		case 'L':
			z.LineTo(x(s.to[0]), y(s.to[0]))
		case 'C':
			z.CubeTo(x(s.to[0]), y(s.to[0]), x(s.to[1]), y(s.to[1]), x(s.to[2]), y(s.to[2]))
		case 'Z':
			z.ClosePath()
		}
	}
	mask := image.NewAlpha(image.Rectangle{Max: size})
	z.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	return mask
}

// tableSize is how many colours of a gradient are told apart, more than eight bits a channel can show.
const tableSize = 1024

func (f fill) table() []color.NRGBA {
	t := make([]color.NRGBA, tableSize)
	for i := range t {
		t[i] = f.color(float64(i) / (tableSize - 1))
	}
	return t
}

// color is the one at a share of the way along the gradient.
func (f fill) color(at float64) color.NRGBA {
	last := f.stops[0]
	for _, s := range f.stops {
		if at < s.at {
			return mix(last, s, at)
		}
		last = s
	}
	return last.color
}

func mix(a, b stop, at float64) color.NRGBA {
	if at <= a.at {
		return a.color
	}
	share := (at - a.at) / (b.at - a.at)
	m := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*share)) }
	return color.NRGBA{m(a.color.R, b.color.R), m(a.color.G, b.color.G), m(a.color.B, b.color.B), m(a.color.A, b.color.A)}
}

// along is how far along the gradient a point is, and how much further one a step to the right of it.
func (f fill) along(x, y, right float64) (at, step float64) {
	dx, dy := f.to.x-f.from.x, f.to.y-f.from.y
	square := dx*dx + dy*dy
	if square == 0 {
		return 0, 0
	}
	return ((x-f.from.x)*dx + (y-f.from.y)*dy) / square, right * dx / square
}

// over puts a colour that covers a part of it over a pixel, whose four channels have alpha multiplied in.
func over(pixel []byte, c color.NRGBA, covered uint8) {
	alpha := uint32(c.A) * uint32(covered) // of 255 * 255
	rest := 255*255 - alpha
	for i, v := range [4]uint8{c.R, c.G, c.B, 255} {
		pixel[i] = uint8((uint32(v)*alpha + uint32(pixel[i])*rest + 255*255/2) / (255 * 255))
	}
}
