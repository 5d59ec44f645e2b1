package rdfc_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/rdfc"
)

func canonicalLabel(n int) string { return "c14n" + strconv.Itoa(n) }

// canonicalLabels returns the canonical label of each label that was read.
func (d *dataset) canonicalLabels(c *rdfc.Canonical) map[string]string {
	labels := map[string]string{}
	for n, label := range c.Labels {
		labels[d.labels[n]] = canonicalLabel(label)
	}
	return labels
}

// TestRecommendation has what https://www.w3.org/TR/rdf-canon/ works out in its examples.
func TestRecommendation(t *testing.T) {
	prefix := regexp.MustCompile(`(\s):(\w+)`)
	for _, tt := range []struct {
		name, text string
		labels     map[string]string
	}{
		{"unique hashes", `
			:p :q _:e0 .
			:p :r _:e1 .
			_:e0 :s :u .
			_:e1 :t :u .`, map[string]string{"e0": "c14n0", "e1": "c14n1"}},
		{"shared hashes", `
			:p :q _:e0 .
			:p :q _:e1 .
			_:e0 :p _:e2 .
			_:e1 :p _:e3 .
			_:e2 :r _:e3 .`, map[string]string{"e0": "c14n3", "e1": "c14n2", "e2": "c14n0", "e3": "c14n1"}},
		{"graph with a blank node as its name", `
			_:e0 :p1 _:e1 .
			_:e1 :p2 "Foo" .
			_:e1 :p3 _:g0 .
			_:e0 :p1 _:e1 _:g0 .
			_:e1 :p2 "Bar" _:g0 .`, map[string]string{"e0": "c14n0", "e1": "c14n1", "g0": "c14n2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := mustRead(t, prefix.ReplaceAllString(tt.text, "$1<http://example.com/#$2>"))
			got, err := d.graph().canonicalize(nil)
			require.NoError(t, err)
			require.Equal(t, tt.labels, d.canonicalLabels(got))
		})
	}
}

// TestFirstDegree has nodes that are told apart by what Hash First Degree Quads hashes, written out by hand.
func TestFirstDegree(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		hashed     map[string]string
	}{
		{"two statements that look the same", `
			_:x <urn:p> _:y .
			_:x <urn:p> _:w .
			_:y <urn:q> "1" .`, map[string]string{
			"x": "_:a <urn:p> _:z .\n_:a <urn:p> _:z .\n",
			"y": "_:a <urn:q> \"1\" .\n_:z <urn:p> _:a .\n",
			"w": "_:z <urn:p> _:a .\n",
		}},
		{"a node related to itself is mentioned once", `
			_:x <urn:p> _:x .
			_:y <urn:q> "5" .
			_:w <urn:q> "1" .`, map[string]string{
			"x": "_:a <urn:p> _:a .\n",
			"y": "_:a <urn:q> \"5\" .\n",
			"w": "_:a <urn:q> \"1\" .\n",
		}},
		{"a node that is the graph of itself", `
			_:x <urn:p> _:x _:x .
			_:y <urn:q> "5" .
			_:w <urn:q> "1" .`, map[string]string{
			"x": "_:a <urn:p> _:a _:a .\n",
			"y": "_:a <urn:q> \"5\" .\n",
			"w": "_:a <urn:q> \"1\" .\n",
		}},
		{"order of lines", `
			_:x <urn:p> "b" .
			_:x <urn:p> "a"@en-GB .
			_:x <urn:p> "a"@en .
			_:x <urn:p> "a" .
			_:x <urn:p> "a" <urn:g> .
			_:x <urn:p> "a" _:y .
			_:x <urn:p> "a"^^<urn:d> .
			_:x <urn:p> <urn:o> .
			_:x <urn:p1> "a" .
			_:x <urn:p> _:y .
			_:x <urn:p> _:x .
			<urn:s> <urn:p> _:x .
			_:y <urn:p> _:x .`, map[string]string{
			"x": `<urn:s> <urn:p> _:a .
_:a <urn:p1> "a" .
_:a <urn:p> "a" .
_:a <urn:p> "a" <urn:g> .
_:a <urn:p> "a" _:z .
_:a <urn:p> "a"@en .
_:a <urn:p> "a"@en-GB .
_:a <urn:p> "a"^^<urn:d> .
_:a <urn:p> "b" .
_:a <urn:p> <urn:o> .
_:a <urn:p> _:a .
_:a <urn:p> _:z .
_:z <urn:p> _:a .
`,
			"y": `_:a <urn:p> _:z .
_:z <urn:p> "a" _:a .
_:z <urn:p> _:a .
`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := map[string]string{}
			byHash := slices.SortedFunc(maps.Keys(tt.hashed), func(a, b string) int {
				x, y := sha256.Sum256([]byte(tt.hashed[a])), sha256.Sum256([]byte(tt.hashed[b]))
				return bytes.Compare(x[:], y[:])
			})
			for i, label := range byHash {
				want[label] = canonicalLabel(i)
			}
			d := mustRead(t, tt.text)
			got, err := d.graph().canonicalize(nil)
			require.NoError(t, err)
			require.Equal(t, want, d.canonicalLabels(got))
		})
	}
}

func TestDuplicates(t *testing.T) {
	for _, tt := range []struct{ name, text string }{
		{"nothing", ""},
		{"no blank node", `<urn:s> <urn:p> "o" .`},
		{"a graph", `<urn:s> <urn:p> "o" <urn:g> .`},
		{"a blank node", `_:a <urn:p> "o" .`},
		{"all positions", `_:a <urn:p> _:a _:a .`},
		{"three nodes", `_:a <urn:p> _:b _:g .`},
		{"shared hashes", "_:a <urn:p> _:b .\n_:b <urn:p> _:a ."},
		{"equal lines of different quads", "_:a <urn:p> _:b .\n_:a <urn:p> _:c .\n_:b <urn:q> _:c ."},
		{"equal lines by two graphs", "_:a <urn:p> _:b _:g .\n_:a <urn:p> _:b _:h .\n_:g <urn:q> _:a ."},
		{"equal lines by two subjects", "_:x <urn:p> _:a .\n_:y <urn:p> _:a .\n_:x <urn:q> _:a ."},
		{"related to itself and to another", "_:a <urn:p> _:a .\n_:a <urn:p> _:b ."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := mustRead(t, tt.text)
			want, err := d.graph().canonicalize(nil)
			require.NoError(t, err)
			require.Equal(t, lines(d.quads, func(n int) string { return canonicalLabel(want.Labels[n]) }), string(want.NQuads))
			for seed := range uint64(10) {
				g := &graph{quads: slices.Repeat(d.quads, 3), nodes: len(d.labels)}
				got, err := g.shuffled(rand.New(rand.NewPCG(seed, 0))).canonicalize(nil)
				require.NoError(t, err)
				require.Equal(t, string(want.NQuads), string(got.NQuads))
			}
		})
	}
}

// TestLines: a thousand labels, which are not in the order of their numbers, and subjects that come back.
func TestLines(t *testing.T) {
	for _, nodes := range []int{0, 1, 2, 9, 10, 11, 12, 99, 100, 101, 110, 111, 999, 1_000} {
		t.Run(strconv.Itoa(nodes), func(t *testing.T) {
			g := new(graph).unique(nodes)
			for i := range nodes {
				s, a, b := iri("s%d", i*389%100), rdfc.Blank(i), rdfc.Blank((i+1)%nodes)
				g.add(s, iri("p"), a)
				g.add(s, iri("p"), literal("%d", i%10))
				g.add(a, iri("p%d", i%3), b)
				g.add(a, iri("p%d", i%3), a)
				g.quads = append(g.quads, rdfc.Quad{Subject: s, Predicate: iri("p"), Object: a, Graph: b},
					rdfc.Quad{Subject: a, Predicate: iri("p"), Object: s, Graph: iri("g")})
			}
			before := slices.Clone(g.quads)
			got, err := g.canonicalize(nil)
			require.NoError(t, err)
			require.Equal(t, lines(g.quads, func(n int) string { return canonicalLabel(got.Labels[n]) }), string(got.NQuads))
			require.Equal(t, before, g.quads)

			labels := slices.Sorted(slices.Values(got.Labels))
			for i, label := range labels {
				require.Equal(t, i, label)
			}
		})
	}
}

// TestUnusedNodes: a number that no quad has gets no label, and changes nothing.
func TestUnusedNodes(t *testing.T) {
	s, p, o := rdfc.Blank(3), iri("p"), rdfc.Blank(1)
	g := graph{quads: []rdfc.Quad{{Subject: s, Predicate: p, Object: o}}, nodes: 5}
	got, err := g.canonicalize(nil)
	require.NoError(t, err)
	subject, object := sha256.Sum256([]byte("_:a <urn:p> _:z .\n")), sha256.Sum256([]byte("_:z <urn:p> _:a .\n"))
	require.Positive(t, bytes.Compare(subject[:], object[:]))
	require.Equal(t, []int{-1, 0, -1, 1, -1}, got.Labels)
	require.Equal(t, "_:c14n1 <urn:p> _:c14n0 .\n", string(got.NQuads))
}

// TestSeveralForms shows what the package comment says of more than one graph. Subjects have one first-degree hash here,
// and objects another. Seen from a subject the two objects are related in the same way, which hides that one of them is
// so in the graph g and the other in h.
func TestSeveralForms(t *testing.T) {
	d := mustRead(t, `
		_:s1 <urn:p> _:o1 <urn:g> .
		_:s1 <urn:p> _:o2 <urn:h> .
		_:s2 <urn:p> _:o2 <urn:g> .
		_:s2 <urn:p> _:o1 <urn:h> .`)
	forms := map[string]bool{}
	for seed := range uint64(50) {
		g := d.graph().shuffled(rand.New(rand.NewPCG(seed, 0)))
		got, err := g.canonicalize(nil)
		require.NoError(t, err)
		require.Equal(t, lines(g.quads, func(n int) string { return canonicalLabel(got.Labels[n]) }), string(got.NQuads))
		forms[string(got.NQuads)] = true
	}
	require.Len(t, forms, 2)
}

func TestRefuses(t *testing.T) {
	s, p, o, b := iri("s"), iri("p"), iri("o"), rdfc.Blank
	type quad = rdfc.Quad
	for _, tt := range []struct {
		name  string
		quad  quad
		nodes int
		hash  crypto.Hash
		want  error
	}{
		{"no subject", quad{Predicate: p, Object: o}, 0, crypto.SHA256, rdfc.ErrQuad},
		{"no predicate", quad{Subject: s, Object: o}, 0, crypto.SHA256, rdfc.ErrQuad},
		{"no object", quad{Subject: s, Predicate: p}, 0, crypto.SHA256, rdfc.ErrQuad},
		{"nothing", quad{}, 0, crypto.SHA256, rdfc.ErrQuad},
		{"blank predicate", quad{Subject: s, Predicate: b(0), Object: o}, 1, crypto.SHA256, rdfc.ErrQuad},
		{"negative predicate", quad{Subject: s, Predicate: b(-1), Object: o}, 1, crypto.SHA256, rdfc.ErrQuad},
		{"subject too high", quad{Subject: b(1), Predicate: p, Object: o}, 1, crypto.SHA256, rdfc.ErrQuad},
		{"object too high", quad{Subject: s, Predicate: p, Object: b(1)}, 1, crypto.SHA256, rdfc.ErrQuad},
		{"graph too high", quad{Subject: s, Predicate: p, Object: o, Graph: b(1)}, 1, crypto.SHA256, rdfc.ErrQuad},
		{"node of a dataset without nodes", quad{Subject: b(0), Predicate: p, Object: o}, 0, crypto.SHA256, rdfc.ErrQuad},
		{"negative subject", quad{Subject: b(-1), Predicate: p, Object: o}, 1, crypto.SHA256, rdfc.ErrQuad},
		{"negative object", quad{Subject: s, Predicate: p, Object: b(-1)}, 1, crypto.SHA256, rdfc.ErrQuad},
		{"negative graph", quad{Subject: s, Predicate: p, Object: o, Graph: b(-1)}, 1, crypto.SHA256, rdfc.ErrQuad},
		{"negative number of nodes", quad{Subject: s, Predicate: p, Object: o}, -1, crypto.SHA256, rdfc.ErrQuad},
		{"SHA-1", quad{Subject: s, Predicate: p, Object: o}, 0, crypto.SHA1, rdfc.ErrHash},
		{"SHA-512", quad{Subject: s, Predicate: p, Object: o}, 0, crypto.SHA512, rdfc.ErrHash},
		{"no hash", quad{Subject: s, Predicate: p, Object: o}, 0, 0, rdfc.ErrHash},
	} {
		t.Run(tt.name, func(t *testing.T) {
			quads := []quad{{Subject: s, Predicate: p, Object: o}, tt.quad}
			got, err := rdfc.Canonicalize(context.Background(), quads, tt.nodes, tt.hash, nil)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, got)
		})
	}
}

// countdown is a context that ends after Err has been asked a number of times.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left == 0 {
		return context.Canceled
	}
	c.left--
	return nil
}

func TestContext(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	g := new(graph).clique(4)
	got, err := rdfc.Canonicalize(cancelled, g.quads, g.nodes, crypto.SHA256, nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, got)

	for _, tt := range []struct {
		name string
		g    *graph
		asks int // at least
	}{
		{"hashes of the first degree", new(graph).unique(100), 100},
		{"the search", new(graph).clique(4), 4 + cliqueRuns(4)*6}, // a run hashes six related nodes: three, both ways
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			for ; ; n++ {
				got, err := rdfc.Canonicalize(&countdown{context.Background(), n}, tt.g.quads, tt.g.nodes, crypto.SHA256, nil)
				if err == nil {
					break
				}
				require.ErrorIs(t, err, context.Canceled)
				require.NotErrorIs(t, err, rdfc.ErrBudget)
				require.Nil(t, got)
			}
			require.GreaterOrEqual(t, n, tt.asks)
		})
	}
}
