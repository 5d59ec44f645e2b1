package jcs_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	reference "github.com/gowebpki/jcs"

	"github.com/charterbadge/openbadge/internal/jcs"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// BenchmarkAppend beside encoding/json, which writes the same content with names sorted by byte, of trees that are read
// already; and from the text, as gowebpki/jcs does it.
func BenchmarkAppend(b *testing.B) {
	for _, name := range []string{"simple", "complete"} {
		doc := badges(b)[name]
		tree := parse(b, string(doc))
		ordered := parse(b, canonical(b, tree))
		var theirs any
		require.NoError(b, json.Unmarshal(doc, &theirs))
		buf := make([]byte, 0, 2*len(doc))

		for _, bm := range []struct {
			name string
			f    func() error
		}{
			{"tree/jcs", func() (err error) {
				_, err = jcs.Append(buf, tree)
				return err
			}},
			{"tree/jcs-ordered", func() (err error) {
				_, err = jcs.Append(buf, ordered)
				return err
			}},
			{"tree/encodingjson", func() (err error) {
				_, err = json.Marshal(theirs)
				return err
			}},
			{"text/jcs", func() error {
				v, err := strictjson.Parse(doc, nil)
				if err != nil {
					return err
				}
				_, err = jcs.Append(buf, v)
				return err
			}},
			{"text/gowebpki", func() (err error) {
				_, err = reference.Transform(doc)
				return err
			}},
		} {
			b.Run(name+"/"+bm.name, func(b *testing.B) {
				b.SetBytes(int64(len(doc)))
				b.ReportAllocs()
				for b.Loop() {
					if err := bm.f(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
