package rdfc_test

import (
	"context"
	"crypto"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/rdfc"
)

// decodeGraph makes a small graph of bytes. The first one says in which graphs the quads are and with which hash they
// are canonicalized, the others are quads, three bytes each. one reports whether all quads are in one graph.
func decodeGraph(data []byte) (g *graph, hash crypto.Hash, one bool) {
	const nodes = 7
	g = &graph{nodes: nodes}
	if len(data) == 0 {
		return g, crypto.SHA256, true
	}
	mode := data[0]
	hash = crypto.SHA256
	if mode&0x80 != 0 {
		hash = crypto.SHA384
	}
	names := []rdfc.Term{{}, iri("g"), rdfc.Blank(0), rdfc.Blank(nodes - 1), iri("h"), rdfc.Blank(1)}
	objects := []rdfc.Term{iri("a"), iri("ab"), literal("a"), literal("ab"), literal("a "), rdfc.Written(`"a"@en`),
		rdfc.Written(`"a"@en-GB`), rdfc.Written(`"a"^^<urn:d>`), literal("\n")}
	subjects := objects[:2]
	pick := func(b byte, terms []rdfc.Term) rdfc.Term {
		if n := int(b) % (nodes + len(terms)); n >= nodes {
			return terms[n-nodes]
		}
		return rdfc.Blank(int(b) % (nodes + len(terms)))
	}
	one = mode&0x40 == 0
	for data = data[1:]; len(data) >= 3 && len(g.quads) < 42; data = data[3:] {
		name := names[int(mode&0x3f)%len(names)]
		if !one {
			name = names[int(data[1]>>2)%len(names)]
		}
		g.quads = append(g.quads, rdfc.Quad{
			Subject: pick(data[0], subjects), Predicate: iri("p%s", "012"[:data[1]%4]),
			Object: pick(data[2], objects), Graph: name,
		})
	}
	return g, hash, one
}

// FuzzCanonicalize: the result is that of the reference, and so is the refusal of what exceeds a limit; quads in another
// order and nodes with other numbers, in one graph, give the same result or refusal; and the result gives itself.
func FuzzCanonicalize(f *testing.F) {
	for _, seed := range []string{
		"", "\x00", "\x00\x00\x00\x01\x01\x00\x00", "\x80\x00\x00\x01\x01\x00\x00", // a circle of two
		"\x00\x00\x00\x01\x01\x00\x02\x02\x00\x00\x03\x00\x04\x04\x00\x05\x05\x00\x03", // two circles of three
		"\x01\x00\x00\x00\x01\x01\x01\x02\x00\x07\x02\x01\x08", "\x02\x00\x00\x01\x01\x00\x00",
		"\x40\x02\x00\x01\x03\x00\x00\x02\x04\x00\x03\x04\x01", // that of TestSeveralForms
		"\x40\x02\x0c\x01\x02\x08\x04\x01\x0c\x03\x01\x08\x02", "\x40\x02\x08\x03\x03\x0c\x02\x04\x09\x07",
		"\x40\x00\x0c\x01\x01\x14\x00\x02\x0c\x07", "\x41\x00\x00\x01\x00\x04\x01\x00\x08\x01\x01\x04\x02",
		"\x00\x00\x00\x01\x00\x00\x02\x00\x00\x03\x01\x00\x00\x01\x00\x02\x01\x00\x03" + // K4
			"\x02\x00\x00\x02\x00\x01\x02\x00\x03\x03\x00\x00\x03\x00\x01\x03\x00\x02",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(checkGraph)
}

// TestReference is a fixed part of FuzzCanonicalize: graphs of few nodes, for symmetry, in all the modes.
func TestReference(t *testing.T) {
	r := rand.New(rand.NewPCG(0, 0))
	for range 5_000 {
		data := []byte{byte(r.Uint32())}
		for range r.IntN(8) {
			data = append(data, byte(r.IntN(4)), byte(r.Uint32()), byte(r.IntN(4)))
		}
		checkGraph(t, data)
	}
}

func checkGraph(t *testing.T, data []byte) {
	g, hash, one := decodeGraph(data)
	got, err := rdfc.Canonicalize(context.Background(), g.quads, g.nodes, hash, nil)
	want, ok := referenceNQuads(g, hash)
	if ok {
		require.NoError(t, err)
		require.Equal(t, want, string(got.NQuads))
		require.Equal(t, lines(g.quads, func(n int) string { return canonicalLabel(got.Labels[n]) }), string(got.NQuads))
	} else {
		require.ErrorIs(t, err, rdfc.ErrBudget)
	}
	if !one {
		return
	}
	shuffled := g.shuffled(rand.New(rand.NewPCG(uint64(len(data)), 1)))
	again, err2 := rdfc.Canonicalize(context.Background(), shuffled.quads, g.nodes, hash, nil)
	if err != nil {
		require.ErrorIs(t, err2, rdfc.ErrBudget)
		return
	}
	require.NoError(t, err2)
	require.Equal(t, string(got.NQuads), string(again.NQuads))

	d := mustRead(t, string(got.NQuads))
	again, err = rdfc.Canonicalize(context.Background(), d.quads, len(d.labels), hash, nil)
	require.NoError(t, err)
	require.Equal(t, string(got.NQuads), string(again.NQuads))
}

// FuzzNQuads: what is written is read as the quads that were canonicalized.
func FuzzNQuads(f *testing.F) {
	for _, seed := range []string{
		"", "# nothing\n\n", "<urn:s> <urn:p> \"o\" .", "_:a <urn:p> _:b _:a .\n_:c14n1 <urn:p> \"\\u0000\\t\"@en-GB .",
		"<urn:s> <urn:p> \"\\\\\\\"\\uFFFE\\U0001F600\"^^<urn:d> <urn:g> .", "<urn:s> <urn:\\u003e> <urn:o> .",
		"<urn:s> <urn:p> \"a\"^^<http://www.w3.org/2001/XMLSchema#string> .", "_:c14n0 <urn:p> _:b .\n_:b <urn:p> _:c14n0 .",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := readNQuads(string(data))
		if err != nil {
			require.ErrorIs(t, err, errNQuads)
			return
		}
		got, err := d.graph().canonicalize(nil)
		if err != nil {
			require.ErrorIs(t, err, rdfc.ErrBudget)
			return
		}
		again := mustRead(t, string(got.NQuads))
		node := map[int]int{} // by canonical label
		for n, label := range got.Labels {
			node[label] = n
		}
		written := map[rdfc.Quad]bool{}
		for _, q := range again.quads {
			for _, t := range []*rdfc.Term{&q.Subject, &q.Object, &q.Graph} {
				if n, ok := t.Blank(); ok {
					label, _ := strconv.Atoi(strings.TrimPrefix(again.labels[n], "c14n"))
					*t = rdfc.Blank(node[label])
				}
			}
			written[q] = true
		}
		want := map[rdfc.Quad]bool{}
		for _, q := range d.quads {
			want[q] = true
		}
		require.Equal(t, want, written)
		require.Len(t, again.quads, len(written))
	})
}
