package rdfc

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// serialize returns the N-Quads of the dataset with its canonical labels.
//
// It sorts small lists instead of all lines. Those about IRIs are before those about blank nodes ('<' is lower than
// '_'), and those about a blank node are in its mentions, which first-degree hashing has left almost in order.
func (c *canonicalizer) serialize() []byte {
	nodeOf := make([]int32, c.issued)
	for n, label := range c.labels {
		if label >= 0 {
			nodeOf[label] = int32(n)
		}
	}
	order := decimalOrder(c.issued)
	for i, label := range order {
		c.rank[nodeOf[label]] = int32(i)
	}

	scratch := make([]int32, 0, len(c.quads))
	lines := c.appendWritten(c.buf, scratch)
	for _, label := range order {
		n := nodeOf[label]
		about := scratch[:0]
		for _, i := range c.mentions[n] {
			if c.quads[i].Subject.node == int(n)+1 {
				about = append(about, i)
			}
		}
		lines = c.appendSorted(lines, about)
	}
	return lines
}

// appendWritten appends the lines whose subject is no blank node. A dataset made from JSON has long runs of quads with
// one subject, so that few subjects have to be compared if runs are sorted before quads.
func (c *canonicalizer) appendWritten(lines []byte, scratch []int32) []byte {
	type run struct {
		subject string
		quads   []int32
	}
	var runs []run
	all := scratch
	for i := range c.quads {
		s := &c.quads[i].Subject
		if s.node > 0 {
			continue
		}
		all = append(all, int32(i))
		if last := len(runs) - 1; last >= 0 && runs[last].subject == s.text {
			runs[last].quads = all[len(all)-1-len(runs[last].quads):]
		} else {
			runs = append(runs, run{s.text, all[len(all)-1:]})
		}
	}
	slices.SortFunc(runs, func(a, b run) int { return strings.Compare(a.subject, b.subject) })

	var about []int32
	for i, r := range runs {
		about = append(about, r.quads...)
		if i+1 == len(runs) || runs[i+1].subject != r.subject {
			lines = c.appendSorted(lines, about)
			about = about[:0]
		}
	}
	return lines
}

func (c *canonicalizer) appendSorted(lines []byte, quads []int32) []byte {
	for _, i := range c.sortUnique(quads) {
		lines = c.appendQuad(lines, &c.quads[i], 0)
	}
	return lines
}

// decimalOrder returns 0 to n-1 in the order of their decimal texts: 0, 1, 10, 11, 2 and so on if n is 12.
func decimalOrder(n int) []int32 {
	order := make([]int32, 0, n)
	if n > 0 {
		order = append(order, 0)
	}
	for i := 1; len(order) < n; {
		order = append(order, int32(i))
		if i*10 < n {
			i *= 10
			continue
		}
		for i%10 == 9 || i+1 == n {
			i /= 10
		}
		i++
	}
	return order
}

// sortUnique sorts indexes of quads by the lines of these, in place, and leaves out all but one of equal quads.
func (c *canonicalizer) sortUnique(quads []int32) []int32 {
	slices.SortFunc(quads, func(i, j int32) int { return c.compare(&c.quads[i], &c.quads[j]) })
	return slices.CompactFunc(quads, func(i, j int32) bool { return c.quads[i] == c.quads[j] })
}

// compare compares the lines of two quads, with blank nodes in the order of rank, and quads with the same line by the
// numbers of their nodes, so that equal quads come together.
//
// It compares term by term. That is the same as comparing the lines: where one term is the beginning of another, a space
// follows it, which is lower than whatever the longer one has there.
func (c *canonicalizer) compare(a, b *Quad) int {
	if d := c.compareTerms(&a.Subject, &b.Subject); d != 0 {
		return d
	}
	if d := c.compareTerms(&a.Predicate, &b.Predicate); d != 0 {
		return d
	}
	if d := c.compareTerms(&a.Object, &b.Object); d != 0 {
		return d
	}
	if d := c.compareTerms(&a.Graph, &b.Graph); d != 0 {
		return d
	}
	return cmp.Or(a.Subject.node-b.Subject.node, a.Object.node-b.Object.node, a.Graph.node-b.Graph.node)
}

// compareTerms has no term before written ones ('.' is lower than '<') and these before blank nodes ('<' and '"' are
// lower than '_').
func (c *canonicalizer) compareTerms(a, b *Term) int {
	switch {
	case a.node == 0 && b.node == 0:
		return strings.Compare(a.text, b.text)
	case a.node == 0 || b.node == 0:
		return a.node - b.node
	}
	return int(c.rank[a.node-1] - c.rank[b.node-1])
}

// appendQuad appends the line of q. If self, the number of a node plus one, is not 0, blank nodes are written as Hash
// First Degree Quads of that node has them, otherwise with their canonical labels.
func (c *canonicalizer) appendQuad(dst []byte, q *Quad, self int) []byte {
	dst = c.appendTerm(dst, &q.Subject, self)
	dst = append(dst, ' ')
	dst = append(dst, q.Predicate.text...)
	dst = append(dst, ' ')
	dst = c.appendTerm(dst, &q.Object, self)
	if !q.Graph.none() {
		dst = append(dst, ' ')
		dst = c.appendTerm(dst, &q.Graph, self)
	}
	return append(dst, " .\n"...)
}

func (c *canonicalizer) appendTerm(dst []byte, t *Term, self int) []byte {
	switch t.node {
	case 0:
		return append(dst, t.text...)
	case self:
		return append(dst, "_:a"...)
	}
	if self != 0 {
		return append(dst, "_:z"...)
	}
	return c.appendLabel(dst, int32(t.node-1))
}

func (c *canonicalizer) appendLabel(dst []byte, n int32) []byte {
	return strconv.AppendInt(append(dst, labelPrefix...), int64(c.labels[n]), 10)
}
