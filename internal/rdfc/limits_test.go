package rdfc_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/rdfc"
)

// bounds are the limits, each with a way to make a graph that has n of what it bounds.
var bounds = []struct {
	name     string
	def, top int
	set      func(*rdfc.Limits, int)
	graph    func(n int) *graph
}{
	{"nodes", rdfc.DefaultNodes, rdfc.MaxNodes,
		func(l *rdfc.Limits, n int) { l.Nodes = n },
		func(n int) *graph { return new(graph).unique(n) }},
	{"ambiguous", rdfc.DefaultAmbiguous, rdfc.MaxAmbiguous,
		func(l *rdfc.Limits, n int) { l.Ambiguous = n },
		func(n int) *graph { return new(graph).unique(5).twins(n) }},
	{"calls", rdfc.DefaultCalls, rdfc.MaxCalls,
		func(l *rdfc.Limits, n int) { l.Calls = n },
		func(n int) *graph { return new(graph).runs(n) }},
	{"bytes", rdfc.DefaultBytes, rdfc.MaxBytes,
		func(l *rdfc.Limits, n int) { l.Bytes = n },
		func(n int) *graph {
			g := &graph{}
			g.add(iri("s"), iri("p"), long(n-len(`<urn:s> <urn:p> "" .`+"\n")))
			return g
		}},
	{"bytes of a named graph", rdfc.DefaultBytes, rdfc.MaxBytes,
		func(l *rdfc.Limits, n int) { l.Bytes = n },
		func(n int) *graph {
			g := &graph{}
			o := long(n - len(`<urn:s> <urn:p> "" <urn:g> .`+"\n"))
			g.quads = []rdfc.Quad{{Subject: iri("s"), Predicate: iri("p"), Object: o, Graph: iri("g")}}
			return g
		}},
	{"bytes with blank nodes", rdfc.DefaultBytes, rdfc.MaxBytes,
		func(l *rdfc.Limits, n int) { l.Bytes = n },
		func(n int) *graph {
			g := &graph{}
			g.add(g.blanks(10)[0], iri("p"), long(n-len(`_:c14n9 <urn:p> "" .`+"\n")))
			return g
		}},
}

// long returns a literal of n characters.
func long(n int) rdfc.Term { return rdfc.Written(`"` + strings.Repeat("o", n) + `"`) }

func TestLimits(t *testing.T) {
	for _, b := range bounds {
		t.Run(b.name, func(t *testing.T) {
			check := func(limit int, lim *rdfc.Limits) {
				t.Helper()
				for n := limit - 1; n <= limit+1; n++ {
					_, err := b.graph(n).canonicalize(lim)
					if n <= limit {
						require.NoError(t, err, "%d of %d", n, limit)
					} else {
						require.ErrorIs(t, err, rdfc.ErrBudget, "%d of %d", n, limit)
					}
				}
			}

			lim := maximal()
			b.set(lim, 30)
			check(30, lim)

			for _, zero := range []int{0, -1} {
				lim = maximal()
				b.set(lim, zero)
				check(b.def, lim)
			}

			for _, much := range []int{b.top, 1 << 30} {
				lim = maximal()
				b.set(lim, much)
				check(b.top, lim)
			}
		})
	}
}

// TestPermutations: the limit on permutations, where only products of small numbers can be had.
func TestPermutations(t *testing.T) {
	for _, tt := range []struct {
		name  string
		limit int
		most  int // nodes of the largest wheel that passes: one is first, and (most-1)! is within the limit
	}{
		{"one below 5!", 119, 5},
		{"5!", 120, 6},
		{"one above 5!", 121, 6},
		{"default", 0, 6},
		{"negative", -1, 6},
		{"one below 7!", 5_039, 7},
		{"7!", 5_040, 8},
		{"above the maximum", 1 << 30, 8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for n := 5; n <= 9; n++ {
				lim := maximal()
				lim.Permutations = tt.limit
				_, err := new(graph).wheels(n).canonicalize(lim)
				if n <= tt.most {
					require.NoError(t, err, n)
				} else {
					require.ErrorIs(t, err, rdfc.ErrBudget, n)
				}
			}
		})
	}
}

// TestWork reaches the bound on the work, which is 64 and the bytes of each hash of a related node and of each path.
// Each of two nodes that are related by n predicates in both directions is the first one once, and the second one once:
// four runs, with 2n related nodes each. A hash is of the position (1), the predicate (13) and another hash (64) or,
// where the second node looks back, _:b0 (4). The paths are 2n of _:b1 or _:b0 (4); the first one of the first node has
// the recursion besides (_:b1<…>, 70).
func TestWork(t *testing.T) {
	const (
		work   = 16 << 20
		first  = 64 + 1 + 13 + 64
		second = 64 + 1 + 13 + 4
		path   = 64 + 4
	)
	n := (work - 2*70) / (2 * 2 * (first + second + 2*path))
	_, err := new(graph).pair(n).canonicalize(&rdfc.Limits{Calls: 4})
	require.NoError(t, err)
	_, err = new(graph).pair(n + 1).canonicalize(maximal())
	require.ErrorIs(t, err, rdfc.ErrBudget)
}

// TestDefaultLimits has the limits in numbers, so that nobody changes one in passing.
func TestDefaultLimits(t *testing.T) {
	require.Equal(t, []int{1000, 64, 512, 120, 16777216}, []int{
		rdfc.DefaultNodes, rdfc.DefaultAmbiguous, rdfc.DefaultCalls, rdfc.DefaultPermutations, rdfc.DefaultBytes,
	})
	require.Equal(t, []int{4000, 256, 4096, 5040, 67108864}, []int{
		rdfc.MaxNodes, rdfc.MaxAmbiguous, rdfc.MaxCalls, rdfc.MaxPermutations, rdfc.MaxBytes,
	})
	for _, b := range bounds {
		for _, lim := range []*rdfc.Limits{nil, {}} {
			_, err := b.graph(b.def + 1).canonicalize(lim)
			require.ErrorIs(t, err, rdfc.ErrBudget, b.name)
		}
	}
}

// TestLimitsAreNotChanged: what the caller gave stays as it was.
func TestLimitsAreNotChanged(t *testing.T) {
	lim := rdfc.Limits{Nodes: -1, Calls: 1 << 30}
	_, err := new(graph).unique(3).canonicalize(&lim)
	require.NoError(t, err)
	require.Equal(t, rdfc.Limits{Nodes: -1, Calls: 1 << 30}, lim)
}

// TestCalls counts the runs of Hash N-Degree Quads. The factors of the test suite are its computational complexity:
// runs for each node (https://w3c.github.io/rdf-canon/tests/).
func TestCalls(t *testing.T) {
	for _, tt := range []struct {
		name string
		g    *graph
		want int
	}{
		{"twins", new(graph).twins(7), 7},
		{"circle", new(graph).cycle(7), 7 * 7},
		{"duplicate paths", new(graph).chain(2).chain(2), 2 * 2}, // from the first nodes, which give labels to all
		{"K3", new(graph).clique(3), cliqueRuns(3)},
		{"K4", new(graph).clique(4), cliqueRuns(4)},
		{"K5", new(graph).clique(5), cliqueRuns(5)},
		{"K6", new(graph).clique(6), cliqueRuns(6)},
		{"test019", vector(t, "test019"), 1 * 2},
		{"test021", vector(t, "test021"), 2 * 2},
		{"test023", vector(t, "test023"), 3 * 3},
		{"test044", vector(t, "test044"), 39 * 12},
		{"test045", vector(t, "test045"), 39 * 12},
		{"test046", vector(t, "test046"), 39 * 12},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, tt.g.calls(t))
			for seed := range uint64(5) { // whatever the order
				g := tt.g.shuffled(rand.New(rand.NewPCG(seed, 0)))
				lim := maximal()
				lim.Calls = tt.want
				_, err := g.canonicalize(lim)
				require.NoError(t, err)
				lim.Calls--
				_, err = g.canonicalize(lim)
				require.ErrorIs(t, err, rdfc.ErrBudget)
			}
		})
	}
}

// cliqueRuns: one run for each of n nodes, and from it one for each of the n-1 others in each of their orders. By then
// all have identifiers, which tell them apart.
func cliqueRuns(n int) int {
	orders := 1
	for i := 2; i < n; i++ {
		orders *= i
	}
	return n * (1 + orders*(n-1))
}

func vector(t testing.TB, name string) *graph {
	d := mustRead(t, string(badgetest.Vectors(t, "rdf-canon/rdfc10/"+name+"-in.nq")))
	return d.graph()
}

// TestPoison has graphs that are made to take long. Those that the default limits refuse have to end with the highest
// ones too; how long that takes is logged and benchmarked, not asserted.
func TestPoison(t *testing.T) {
	for _, tt := range []struct {
		name    string
		g       *graph
		refused bool // by the default limits
	}{
		{"K5", new(graph).clique(5), false},
		{"K6", new(graph).clique(6), true},
		{"K7", new(graph).clique(7), true},
		{"K8", new(graph).clique(8), true},
		{"K9", new(graph).clique(9), true},
		{"K10", new(graph).clique(10), true},
		{"K11", new(graph).clique(11), true},
		{"K12", new(graph).clique(12), true},
		{"test044", vector(t, "test044"), false},
		{"test074", vector(t, "test074"), true},
		{"chain of 10", new(graph).chain(10), false},
		{"chain of 60", new(graph).chain(60), true},
		{"chain of 100", new(graph).chain(100), true},
		{"chain of 1,000", new(graph).chain(1_000), true},
		{"chain of 10,000", new(graph).chain(10_000), true},
		{"circle of 60", new(graph).cycle(60), true},
		{"grid of 3 x 3", new(graph).grid(3), false},
		{"grid of 8 x 8", new(graph).grid(8), false},
		{"grid of 16 x 16", new(graph).grid(16), true},
		{"grid of 60 x 60", new(graph).grid(60), true},
		{"64 twins", new(graph).twins(64), false},
		{"3,000 twins", new(graph).twins(3_000), true},
		{"256 small circles", circles(64), true},
		{"two nodes, 10,000 quads", new(graph).pair(5_000), false},
		{"two nodes, 50,000 quads", new(graph).pair(25_000), true},
		{"256 nodes, 50,000 quads", pairs(128, 195), true},
		{"one node, 10,000 quads", statements(10_000, 0), false},
		{"one node, 10,000 long quads", statements(10_000, 1_500), false},
		{"wheels with 8! orders", new(graph).wheels(9), true},
		{"long subject, repeated", repeated(), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for limits, lim := range map[string]*rdfc.Limits{"default": nil, "highest": maximal()} {
				start := time.Now()
				_, err := tt.g.canonicalize(lim)
				t.Logf("%s limits: %v, %v", limits, time.Since(start), err)
				if err != nil {
					require.ErrorIs(t, err, rdfc.ErrBudget)
				}
				if lim == nil {
					require.Equal(t, tt.refused, err != nil)
				}
			}
		})
	}
}

// circles adds n circles of four.
func circles(n int) *graph {
	g := &graph{}
	for range n {
		g.cycle(4)
	}
	return g
}

func pairs(n, predicates int) *graph {
	g := &graph{}
	for range n {
		g.pair(predicates)
	}
	return g
}

// repeated has an identifier of half a megabyte, which a document has once and its N-Quads have five thousand times.
func repeated() *graph {
	g := &graph{}
	subject := iri("%s", strings.Repeat("s", 512<<10))
	for i := range 5_000 {
		g.add(subject, iri("p"), literal("%d", i))
	}
	return g
}

// statements has one node with n statements, which begin with the same bytes.
func statements(n, same int) *graph {
	g := &graph{}
	a := g.blanks(1)[0]
	for i := range n {
		g.add(a, iri("p"), literal("%0*d%04d", same, 0, i*7919%n))
	}
	return g
}
