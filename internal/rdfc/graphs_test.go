package rdfc_test

import (
	"context"
	"crypto"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/rdfc"
)

// A graph is the input of Canonicalize, with methods that add to it.
type graph struct {
	quads []rdfc.Quad
	nodes int
}

func iri(format string, args ...any) rdfc.Term {
	return rdfc.Written("<urn:" + fmt.Sprintf(format, args...) + ">")
}

func literal(format string, args ...any) rdfc.Term {
	var b strings.Builder
	rdfc.WriteLiteral(&b, fmt.Sprintf(format, args...))
	return rdfc.Written(b.String())
}

func (g *graph) add(s, p, o rdfc.Term) {
	g.quads = append(g.quads, rdfc.Quad{Subject: s, Predicate: p, Object: o})
}

// blanks returns n new blank nodes.
func (g *graph) blanks(n int) []rdfc.Term {
	list := make([]rdfc.Term, n)
	for i := range list {
		list[i] = rdfc.Blank(g.nodes)
		g.nodes++
	}
	return list
}

// clique adds n nodes, each related to all others.
func (g *graph) clique(n int) *graph {
	list := g.blanks(n)
	for i, a := range list {
		for j, b := range list {
			if i != j {
				g.add(a, iri("p"), b)
			}
		}
	}
	return g
}

// cycle adds n nodes, each related to the next.
func (g *graph) cycle(n int) *graph {
	list := g.blanks(n)
	for i, a := range list {
		g.add(a, iri("next"), list[(i+1)%n])
	}
	return g
}

// chain adds n nodes, each but the last related to the next.
func (g *graph) chain(n int) *graph {
	list := g.blanks(n)
	for i := range n - 1 {
		g.add(list[i], iri("p"), list[i+1])
	}
	return g
}

// grid adds n rows of n nodes, each related to those on its right and below it.
func (g *graph) grid(n int) *graph {
	list := g.blanks(n * n)
	for i, a := range list {
		if (i+1)%n != 0 {
			g.add(a, iri("right"), list[i+1])
		}
		if i+n < n*n {
			g.add(a, iri("below"), list[i+n])
		}
	}
	return g
}

// twins adds n nodes that differ in nothing, and unique n nodes that differ.
func (g *graph) twins(n int) *graph {
	for _, a := range g.blanks(n) {
		g.add(a, iri("p"), literal("twin"))
	}
	return g
}

func (g *graph) unique(n int) *graph {
	for i, a := range g.blanks(n) {
		g.add(a, iri("p"), literal("node %d", i))
	}
	return g
}

// pair adds two nodes that are related to each other by n predicates.
func (g *graph) pair(n int) *graph {
	list := g.blanks(2)
	for i := range n {
		g.add(list[0], iri("p%06d", i), list[1])
		g.add(list[1], iri("p%06d", i), list[0])
	}
	return g
}

// wheels adds two hubs, each related to the n nodes of a cycle, and to one of them in a second way. The predicate of
// that is such that the hashes lead the search first to a hub, and from there first to that one node. The others have
// their identifiers then, and their (n-1)! orders are compared without a further run.
func (g *graph) wheels(n int) *graph {
	for range 2 {
		hub := g.blanks(1)[0]
		g.add(hub, iri("q56"), rdfc.Blank(g.nodes))
		for i := range n {
			g.add(hub, iri("p"), rdfc.Blank(g.nodes+i))
		}
		g.cycle(n)
	}
	return g
}

// runs adds a graph for which Hash N-Degree Quads runs n times, with at most 2*sqrt(n)+1 twins beside a cycle: once for
// a twin, and for each node of a cycle as often as that has nodes. n is at least 4.
func (g *graph) runs(n int) *graph {
	side := int(math.Sqrt(float64(n)))
	if n-side*side == 1 { // a twin needs another
		side--
	}
	return g.cycle(side).twins(n - side*side)
}

func (g *graph) canonicalize(lim *rdfc.Limits) (*rdfc.Canonical, error) {
	return rdfc.Canonicalize(context.Background(), g.quads, g.nodes, crypto.SHA256, lim)
}

// shuffled returns the same dataset with its quads in another order and other numbers for its nodes.
func (g *graph) shuffled(r *rand.Rand) *graph {
	numbers := r.Perm(g.nodes)
	renumber := func(t rdfc.Term) rdfc.Term {
		if n, ok := t.Blank(); ok {
			return rdfc.Blank(numbers[n])
		}
		return t
	}
	quads := slices.Clone(g.quads)
	for i, q := range quads {
		quads[i] = rdfc.Quad{
			Subject: renumber(q.Subject), Predicate: q.Predicate, Object: renumber(q.Object), Graph: renumber(q.Graph),
		}
	}
	r.Shuffle(len(quads), func(i, j int) { quads[i], quads[j] = quads[j], quads[i] })
	return &graph{quads: quads, nodes: g.nodes}
}

// lines writes N-Quads the plain way: each quad as a string, sorted, without duplicates.
func lines(quads []rdfc.Quad, label func(node int) string) string {
	text := func(t rdfc.Term) string {
		if n, ok := t.Blank(); ok {
			return "_:" + label(n)
		}
		return t.String()
	}
	var list []string
	for _, q := range quads {
		line := text(q.Subject) + " " + text(q.Predicate) + " " + text(q.Object) + " "
		if q.Graph != (rdfc.Term{}) {
			line += text(q.Graph) + " "
		}
		list = append(list, line+".\n")
	}
	sort.Strings(list)
	return strings.Join(slices.Compact(list), "")
}

// maximal are the highest limits.
func maximal() *rdfc.Limits {
	return &rdfc.Limits{
		Nodes: rdfc.MaxNodes, Ambiguous: rdfc.MaxAmbiguous, Calls: rdfc.MaxCalls,
		Permutations: rdfc.MaxPermutations, Bytes: rdfc.MaxBytes,
	}
}

// calls returns how many runs of Hash N-Degree Quads the graph needs: the lowest limit that lets it pass.
func (g *graph) calls(t testing.TB) int {
	t.Helper()
	n := sort.Search(rdfc.MaxCalls, func(n int) bool {
		lim := maximal()
		lim.Calls = n + 1
		_, err := g.canonicalize(lim)
		if err != nil {
			require.ErrorIs(t, err, rdfc.ErrBudget)
		}
		return err == nil
	})
	require.Less(t, n, rdfc.MaxCalls)
	return n + 1
}
