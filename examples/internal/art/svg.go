package art

import (
	"bytes"
	"fmt"
	"image/color"
	"strconv"
	"strings"
)

// svg writes the shapes of a large picture as a document of its own.
func svg(title string, shapes []shape) []byte {
	var defs, body bytes.Buffer
	ids := map[string]string{} // of gradients, by what is in them
	for _, s := range shapes {
		if s.most != 0 {
			continue
		}
		paint := paint("fill", s.fill.stops[0].color)
		if len(s.fill.stops) > 1 {
			gradient := s.fill.svg()
			id, ok := ids[gradient]
			if !ok {
				id = fmt.Sprintf("badge-%d", len(ids)+1)
				ids[gradient] = id
				fmt.Fprintf(&defs, "    <linearGradient id=\"%s\" %s    </linearGradient>\n", id, gradient)
			}
			paint = fmt.Sprintf(`fill="url(#%s)"`, id)
		}
		fmt.Fprintf(&body, "  <path %s d=\"%s\"/>\n", paint, s.path)
	}
	var w bytes.Buffer
	fmt.Fprintf(&w, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %[1]d %[1]d\" role=\"img\">\n", side)
	fmt.Fprintf(&w, "  <title>%s</title>\n  <defs>\n%s  </defs>\n%s</svg>\n", title, defs.Bytes(), body.Bytes())
	return w.Bytes()
}

// svg is what is in the element of a gradient, from its attributes on.
func (f fill) svg() string {
	var w strings.Builder
	fmt.Fprintf(&w, "gradientUnits=\"userSpaceOnUse\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\">\n",
		number(f.from.x), number(f.from.y), number(f.to.x), number(f.to.y))
	for _, s := range f.stops {
		fmt.Fprintf(&w, "      <stop offset=\"%s\" %s/>\n", number(s.at), paint("stop", s.color))
	}
	return w.String()
}

// paint has the attributes for a colour of a fill or stop. SVG has alpha apart.
func paint(what string, c color.NRGBA) string {
	name := map[string]string{"fill": "fill", "stop": "stop-color"}[what]
	s := fmt.Sprintf(`%s="#%02x%02x%02x"`, name, c.R, c.G, c.B)
	if c.A != 0xff {
		s += fmt.Sprintf(` %s-opacity="%.4f"`, what, float64(c.A)/0xff)
	}
	return s
}

// String is the path as SVG writes it.
func (p path) String() string {
	var b []byte
	for _, s := range p {
		b = append(b, s.command)
		for i, q := range s.to {
			if i > 0 {
				b = append(b, ' ')
			}
			b = append(b, number(q.x)+" "+number(q.y)...)
		}
	}
	return string(b)
}

func number(v float64) string {
	return strconv.FormatFloat(v, 'f', -1, 64)
}
