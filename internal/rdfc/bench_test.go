package rdfc_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/rdfc"
)

// badge adds n subjects as a badge has them: each with two statements of its own and related to some blank nodes, which
// have two statements each.
func (g *graph) badge(n, blanks int) *graph {
	vocab := func(name string) rdfc.Term {
		return rdfc.Written("<https://purl.imsglobal.org/spec/vc/ob/vocab.html#" + name + ">")
	}
	class := rdfc.Written("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")
	achievement, description := vocab("Achievement"), vocab("description")
	result, value := vocab("ResultDescription"), vocab("requiredValue")
	for i := range n {
		s := iri("uuid:5f0c2a6e-4d1b-4b5e-9f0a-2f7f0a1c%04d", i)
		g.add(s, class, achievement)
		g.add(s, description, literal("Number %d recognizes the ability to work well in a group.", i))
		for j, b := range g.blanks(blanks) {
			g.add(s, result, b)
			g.add(b, class, result)
			g.add(b, value, literal("%d points of %d", j, i))
		}
	}
	return g
}

// BenchmarkCanonicalize has badges of 15 quads with 3 blank nodes and of 365 with 90, beside the signature that is
// verified over one, which is the yardstick for all that verification costs.
func BenchmarkCanonicalize(b *testing.B) {
	large := new(graph).badge(45, 2)
	for i := range 5 {
		large.add(iri("s"), iri("p"), literal("%d", i))
	}
	for _, bb := range []struct {
		name string
		g    *graph
		hash crypto.Hash
	}{
		{"15 quads", new(graph).badge(3, 1), crypto.SHA256},
		{"365 quads", large, crypto.SHA256},
		{"365 quads, SHA-384", large, crypto.SHA384},
		{"one node, 10,000 quads", statements(10_000, 0), crypto.SHA256},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rdfc.Canonicalize(context.Background(), bb.g.quads, bb.g.nodes, bb.hash, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("ed25519.Verify", func(b *testing.B) {
		key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
		message := make([]byte, 64)
		sig := ed25519.Sign(key, message)
		pub := key.Public().(ed25519.PublicKey)
		b.ReportAllocs()
		for b.Loop() {
			if !ed25519.Verify(pub, message, sig) {
				b.Fatal()
			}
		}
	})
}

// BenchmarkPoison is the most that graphs can cost which the default limits refuse or just let pass.
func BenchmarkPoison(b *testing.B) {
	for _, bb := range []struct {
		name string
		g    *graph
	}{
		{"K5", new(graph).clique(5)},
		{"K10", new(graph).clique(10)},
		{"test044", vector(b, "test044")},
		{"chain of 60", new(graph).chain(60)},
		{"3,000 twins", new(graph).twins(3_000)},
		{"two nodes, 10,000 quads", new(graph).pair(5_000)},
		{"two nodes, 50,000 quads", new(graph).pair(25_000)},
		{"long quads", statements(10_000, 1_500)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bb.g.canonicalize(nil); err != nil {
					require.ErrorIs(b, err, rdfc.ErrBudget)
				}
			}
		})
	}
}

func BenchmarkWriteLiteral(b *testing.B) {
	text := strings.Repeat("Works well in a group, and leaves it better than it was. ", 4)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		var s strings.Builder
		rdfc.WriteLiteral(&s, text)
	}
}
