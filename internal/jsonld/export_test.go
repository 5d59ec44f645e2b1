package jsonld

// Limits for tests.
const (
	MaxDerived = maxDerived
	MaxKept    = maxKept
	MaxLoads   = maxLoads
)

// Kept returns how many contexts p has kept.
func (p *Processor) Kept() int { return p.root.Load().kept() }

func (c *activeContext) kept() int {
	n := 0
	if m := c.derived.Load(); m != nil {
		for _, d := range *m {
			n++
			if d.context != c {
				n += d.context.kept()
			}
		}
	}
	return n
}

// Terms returns how many compiled terms these contexts have, those that they share counted once.
func (p *Processor) Terms() int {
	all := make(map[*term]bool)
	p.root.Load().collect(all)
	return len(all)
}

func (c *activeContext) collect(all map[*term]bool) {
	for _, t := range c.terms {
		all[t] = true
	}
	if m := c.derived.Load(); m != nil {
		for _, d := range *m {
			if d.context != c {
				d.context.collect(all)
			}
		}
	}
}
