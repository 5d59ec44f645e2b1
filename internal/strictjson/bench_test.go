package strictjson_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// benchmark runs f on each document.
func benchmark(b *testing.B, name string, f func(doc []byte) error) {
	b.Helper()
	docs := documents(b)
	for _, size := range slices.Backward(slices.Sorted(maps.Keys(docs))) {
		b.Run(size+"/"+name, func(b *testing.B) {
			b.SetBytes(int64(len(docs[size])))
			b.ReportAllocs()
			for b.Loop() {
				if err := f(docs[size]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkParse beside what it replaces, which looks at less. Parse should take no more than its time.
func BenchmarkParse(b *testing.B) {
	benchmark(b, "strictjson", func(doc []byte) error {
		_, err := strictjson.Parse(doc, nil)
		return err
	})
	benchmark(b, "encodingjson", func(doc []byte) error {
		var v any
		return json.Unmarshal(doc, &v)
	})
}

// BenchmarkDecode is from bytes to a struct, parsing included.
func BenchmarkDecode(b *testing.B) {
	benchmark(b, "strictjson", func(doc []byte) error {
		v, err := strictjson.Parse(doc, nil)
		if err != nil {
			return err
		}
		var dst badge
		return strictjson.Decode(v, &dst)
	})
	benchmark(b, "encodingjson", func(doc []byte) error {
		var dst badge
		return json.Unmarshal(doc, &dst)
	})
}

func BenchmarkMarshal(b *testing.B) {
	badges := map[int]badge{}
	for _, doc := range documents(b) {
		badges[len(doc)] = readBadge(b, doc)
	}
	benchmark(b, "strictjson", func(doc []byte) error {
		src := badges[len(doc)]
		_, err := strictjson.Marshal(&src)
		return err
	})
}

func BenchmarkAppendTo(b *testing.B) {
	trees := map[int]strictjson.Value{}
	for _, doc := range documents(b) {
		trees[len(doc)] = parse(b, string(doc))
	}
	var buf []byte
	benchmark(b, "strictjson", func(doc []byte) error {
		buf = trees[len(doc)].AppendTo(buf[:0])
		return nil
	})
}

func readBadge(t testing.TB, doc []byte) badge {
	t.Helper()
	var dst badge
	require.NoError(t, strictjson.Decode(parse(t, string(doc)), &dst))
	return dst
}

// TestDocumentsRoundTrip keeps the benchmarks honest: nothing of the documents is lost on the way through the structs.
func TestDocumentsRoundTrip(t *testing.T) {
	for size, doc := range documents(t) {
		t.Run(size, func(t *testing.T) {
			src := readBadge(t, doc)
			require.Empty(t, src.Extensions)
			written, err := strictjson.Marshal(&src)
			require.NoError(t, err)
			require.JSONEq(t, string(doc), string(written))
		})
	}
}
