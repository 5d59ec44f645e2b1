package art

import "slices"

// The palette: navy for the body, gold for the metal, teal for the chart.
var (
	ink      = rgb(0x081427)
	navy     = rgb(0x0f2650)
	blue     = rgb(0x24589f)
	sky      = rgb(0x3f83d6)
	paleGold = rgb(0xfff1c4)
	gold     = rgb(0xe3b95b)
	darkGold = rgb(0x9a6a1f)
	paleTeal = rgb(0x7ff0e0)
	teal     = rgb(0x18a5b0)
	silver   = rgb(0xc9d8ee)
	white    = rgb(0xffffff)
)

// Below this many pixels a leaf or a wick would be a smear, and something simpler stands for it.
const fineFrom = 96

var center = pt(side/2, side/2)

// badge is the whole picture, from the back to the front.
func badge() []shape {
	return slices.Concat(medal(), laurel(), chart(), marks())
}

// always, fine and coarse make a shape for pictures of any size, and for large and small ones.
func always(p path, f fill) shape { return shape{path: p, fill: f} }
func fine(p path, f fill) shape   { return shape{path: p, fill: f, least: fineFrom} }
func coarse(p path, f fill) shape { return shape{path: p, fill: f, most: fineFrom - 1} }

// medal is a hexagon: a dark edge that ends it on white, a bevel of gold that ends it on black, and the body.
func medal() []shape {
	light, shade := pt(96, 60), pt(416, 452)
	top, bottom := pt(256, 30), pt(256, 482)
	return []shape{
		always(hexagon(center, 258, 44), plain(ink)),
		always(hexagon(center, 250, 39), gradient(light, shade, paleGold, gold, darkGold, gold)),
		always(hexagon(center, 233, 30), gradient(light, shade, darkGold, gold, paleGold)),
		coarse(hexagon(center, 226, 27), gradient(top, bottom, blue, navy, ink)),
		fine(hexagon(center, 226, 27), gradient(top, bottom, navy, ink)),
		fine(hexagon(center, 211, 21), gradient(top, bottom, sky, faint(sky, 0.25))),
		fine(hexagon(center, 207, 19), gradient(top, bottom, blue, navy, ink)),
	}
}

// laurel is two branches with pairs of leaves; in a small picture, two plain arcs.
func laurel() []shape {
	const radius, length, from, to = 148, 43, 110, 212 // the left branch, in degrees
	c := pt(256, 240)
	metal := gradient(pt(256, 150), pt(256, 400), paleGold, gold)
	shadow := plain(faint(darkGold, 0.45))
	var all []shape
	both := func(left shape) {
		right := left
		right.path = left.path.mirror()
		all = append(all, left, right)
	}
	leaf := func(at, lean float64) {
		foot, direction := polar(c, radius, at), at+90+lean
		both(fine(leaf(foot, length, direction), metal))
		both(fine(halfLeaf(foot, length, direction), shadow))
	}
	both(coarse(band(c, radius+2, 20, from+11, to), metal))
	both(fine(band(c, radius, 4, from, to), metal))
	for at := 120.0; at < to-8; at += 16 {
		leaf(at, -38)
		leaf(at, 38)
	}
	leaf(to-1, 0)
	return all
}

// chart is three rising candles, and above them the line of a price that ends higher than it began.
func chart() []shape {
	var all []shape
	for i, height := range []float64{50, 66, 106} {
		x, bottom := 195+56*float64(i), 324-4*float64(i)
		top := bottom - height
		body := gradient(pt(x, top), pt(x, bottom), paleTeal, teal)
		all = append(all,
			fine(box(x-5, top-16, x+5, bottom+16, 5), body),
			fine(box(x-19, top, x+19, bottom, 7), body),
			coarse(box(x-20, top-6, x+20, bottom+12, 5), body))
	}
	way := []point{pt(154, 250), pt(200, 198), pt(252, 219), pt(328, 132)}
	end := way[len(way)-1]
	tip := gradient(pt(end.x-14, end.y-20), pt(end.x+14, end.y+20), paleGold, gold)
	return append(all,
		fine(line(31, way...), plain(navy)),
		always(circle(end, 29), plain(navy)),
		fine(line(18, way...), gradient(way[0], end, silver, white)),
		coarse(line(24, way...), gradient(way[0], end, silver, white)),
		fine(circle(end, 22), tip),
		coarse(circle(end, 29), tip))
}

// marks are three, one for each level.
func marks() []shape {
	var all []shape
	for i, radius := range []float64{21, 25, 21} {
		c := pt(204+52*float64(i), 412)
		if i == 1 {
			c.y += 13
		}
		metal := gradient(pt(c.x, c.y-radius), pt(c.x, c.y+radius), paleGold, gold)
		all = append(all,
			fine(star(c, radius), metal),
			coarse(regular(4, c, radius+2, -90, 0), plain(paleGold)))
	}
	return all
}

// leaf is a leaf from its foot in a direction.
func leaf(foot point, length, degrees float64) path {
	a, b, tip := edge(foot, length, degrees, -90)
	d, e, _ := edge(foot, length, degrees, 90)
	return path{{'M', []point{foot}}, {'C', []point{a, b, tip}}, {'C', []point{e, d, foot}}, {'Z', nil}}
}

// halfLeaf is the half of a leaf on one side of its rib.
func halfLeaf(foot point, length, degrees float64) path {
	a, b, tip := edge(foot, length, degrees, 90)
	return path{{'M', []point{foot}}, {'C', []point{a, b, tip}}, {'Z', nil}}
}

// edge is one edge of a leaf, which bulges to one side of it: the control points and the end of a Bézier curve.
func edge(foot point, length, degrees, aside float64) (a, b, tip point) {
	bulge := length * 0.27
	a = polar(polar(foot, length*0.3, degrees), bulge, degrees+aside)
	b = polar(polar(foot, length*0.7, degrees), bulge, degrees+aside)
	return a, b, polar(foot, length, degrees)
}

// star has five points, a little rounded.
func star(c point, radius float64) path {
	var corners []corner
	for i := range 5 {
		at := -90 + 72*float64(i)
		corners = append(corners, corner{polar(c, radius, at), 2}, corner{polar(c, radius*0.45, at+36), 0})
	}
	return polygon(corners...)
}
