package status_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential/status"
)

// benchmarkLists runs f on lists of both sizes, with one set bit in a thousand and, the worst that gzip can meet, with
// random ones.
func benchmarkLists(b *testing.B, f func(b *testing.B, l *status.List, doc []byte)) {
	for _, entries := range []int{131_072, 1_048_576} {
		sparse := make([]byte, entries/8)
		r := rand.New(rand.NewPCG(1, 2))
		for range entries / 1000 {
			sparse[r.IntN(len(sparse))] |= 1 << r.IntN(8)
		}
		for _, bits := range []struct {
			name string
			data []byte
		}{{"clear", make([]byte, entries/8)}, {"sparse", sparse}, {"random", randomBits(entries / 8)}} {
			doc := listDocument(b, bits.data, nil)
			l, err := status.Parse(doc, nil)
			require.NoError(b, err)
			b.Run(fmt.Sprintf("%d/%s", entries, bits.name), func(b *testing.B) {
				b.ReportAllocs()
				f(b, l, doc)
			})
		}
	}
}

func BenchmarkParse(b *testing.B) {
	benchmarkLists(b, func(b *testing.B, _ *status.List, doc []byte) {
		for b.Loop() {
			if _, err := status.Parse(doc, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkMarshal(b *testing.B) {
	benchmarkLists(b, func(b *testing.B, l *status.List, _ []byte) {
		for b.Loop() {
			if _, err := l.MarshalJSON(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkCount(b *testing.B) {
	benchmarkLists(b, func(b *testing.B, l *status.List, _ []byte) {
		for b.Loop() {
			l.Count()
		}
	})
}

func BenchmarkAt(b *testing.B) {
	l := newList(b, 0)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := l.At(i); err != nil {
			b.Fatal(err)
		}
		i = (i + 7919) % status.MinEntries
	}
}

func BenchmarkLookup(b *testing.B) {
	l := newList(b, 0)
	e, err := l.Entry(94567)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.Lookup(&e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBomb: a text that would inflate to 1 GiB, read with the default limit and with the greatest.
func BenchmarkBomb(b *testing.B) {
	doc := bombDocument(b)
	for _, limit := range []int{status.DefaultBytes, status.MaxBytes} {
		b.Run(fmt.Sprint(limit), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := status.Parse(doc, &status.Limits{Bytes: limit}); err == nil {
					b.Fatal("accepted")
				}
			}
		})
	}
}

func BenchmarkParseRevocationList(b *testing.B) {
	var doc bytes.Buffer
	doc.WriteString(`{"id": "https://example.org/revoked", "issuer": "did:web:example.org", "revokedCredential": [`)
	for i := range 10_000 {
		if i > 0 {
			doc.WriteString(",")
		}
		fmt.Fprintf(&doc, `{"id": "urn:uuid:00000000-0000-4000-8000-%012d", "revoked": true, "revocationReason": "x"}`, i)
	}
	doc.WriteString("]}")
	b.SetBytes(int64(doc.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := status.ParseRevocationList(doc.Bytes(), nil); err != nil {
			b.Fatal(err)
		}
	}
}
