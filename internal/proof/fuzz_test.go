package proof_test

import (
	"context"
	"crypto"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

// FuzzInput gives any document and any options. Whatever cannot be secured is an *Error; what can be has two hashes to
// sign, which are the same for the same JSON written otherwise, and are others once a member is added to either.
func FuzzInput(f *testing.F) {
	f.Add([]byte(document), []byte(options))
	f.Add([]byte(document), []byte(strings.Replace(options, `{`, `{"@context":`+contexts+`,"previousProof":["urn:x:1"],`, 1)))
	f.Add([]byte(strings.Replace(document, `"name"`, `"proof":{"type":"DataIntegrityProof"},"name"`, 1)), []byte(`{"type":"Ed25519Signature2020"}`))
	f.Add([]byte(strings.Replace(document, `"name"`, `"":[0],"name"`, 1)), []byte(`{"":[0]}`))
	f.Add([]byte(`{"@context":[]}`), []byte(`[]`))
	f.Add([]byte(`[{"@context":{}}]`), []byte(`{"@context":[]}`))
	transformer := proof.New(nil)
	ctx := context.Background()
	f.Fuzz(func(t *testing.T, doc, opts []byte) {
		d, errDoc := strictjson.Parse(doc, nil)
		o, errOpts := strictjson.Parse(opts, nil)
		if errDoc != nil || errOpts != nil {
			return
		}
		if suite, err := proof.SuiteOf(o); err == nil {
			require.NotNil(t, suite)
			require.Equal(t, suite.Type, o.Get("type").Text())
		} else {
			require.ErrorAs(t, err, new(*proof.Error))
		}
		for _, suite := range []*proof.Suite{edRDFC, edJCS} {
			for _, hash := range []crypto.Hash{crypto.SHA256, crypto.SHA384} {
				kept := transformer.Document(d)
				in, err := kept.Input(ctx, suite, hash, o)
				if err != nil {
					require.Nil(t, in)
					require.ErrorAs(t, err, new(*proof.Error))
					require.NotEmpty(t, err.Error())
					continue
				}
				require.Len(t, in.Signed, 2*hash.Size())
				require.Len(t, in.OptionsHash, hash.Size())
				require.Len(t, in.DocumentHash, hash.Size())

				again, err := kept.Input(ctx, suite, hash, o, o)
				if err == nil {
					require.Equal(t, in.OptionsHash, again.OptionsHash)
					require.NotEqual(t, in.DocumentHash, again.DocumentHash, "what a proof follows is signed")
				}
				d2, err := strictjson.Parse(d.AppendTo(nil), nil)
				require.NoError(t, err)
				o2, err := strictjson.Parse(o.AppendTo([]byte(" \n")), nil)
				require.NoError(t, err)
				again, err = transformer.Document(d2).Input(ctx, suite, hash, o2)
				require.NoError(t, err)
				require.Equal(t, in.Signed, again.Signed)

				const fresh = "a name that nothing has"
				more := strictjson.NewString("x")
				again, err = transformer.Document(d.With(fresh, more)).Input(ctx, suite, hash, o)
				require.True(t, err != nil || string(again.DocumentHash) != string(in.DocumentHash), "a member of the document is not signed")
				again, err = transformer.Document(d).Input(ctx, suite, hash, o.With(fresh, more))
				require.True(t, err != nil || string(again.OptionsHash) != string(in.OptionsHash), "a member of the proof is not signed")
			}
		}
	})
}
