package proof_test

import (
	"crypto"
	"os"
	"testing"

	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/stretchr/testify/require"
)

// BenchmarkInput is the work between the parsed credential and the key, the contexts being compiled.
func BenchmarkInput(b *testing.B) {
	opts := parsed(b, []byte(options))
	for _, size := range []string{"simple", "complete"} {
		text, err := os.ReadFile("../../testdata/badges/" + size + ".json")
		require.NoError(b, err)
		doc := parsed(b, text)
		for _, suite := range []*proof.Suite{edRDFC, edJCS} {
			b.Run(suite.String()+"/"+size, func(b *testing.B) {
				transformer := proof.New(nil)
				b.ReportAllocs()
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					if _, err := transformer.Document(doc).Input(b.Context(), suite, crypto.SHA256, opts); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
