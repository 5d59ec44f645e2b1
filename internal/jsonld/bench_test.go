package jsonld_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

func badge(t testing.TB, name string) strictjson.Value {
	t.Helper()
	data, err := os.ReadFile("../../testdata/badges/" + name + ".json")
	require.NoError(t, err)
	v, err := strictjson.Parse(data, nil)
	require.NoError(t, err)
	return v
}

func BenchmarkDataset(b *testing.B) {
	for _, name := range []string{"simple", "complete"} {
		b.Run(name, func(b *testing.B) {
			doc := badge(b, name)
			p := jsonld.New(nil)
			b.SetBytes(int64(len(doc.Raw())))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Dataset(doc); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFirst is a document whose contexts are not compiled yet.
func BenchmarkFirst(b *testing.B) {
	doc := badge(b, "simple")
	set := withContexts(b, `{}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jsonld.New(set).Dataset(doc); err != nil {
			b.Fatal(err)
		}
	}
}
