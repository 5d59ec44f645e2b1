package verifier_test

import (
	"context"
	"crypto"
	"encoding/json"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// FuzzVerify gives any bytes to the verifier. It never panics, returns a Result or an Error and never both, and calls
// valid nothing but the genuine badges that the corpus was seeded with. An embedded proof covers what a badge says and not
// how it is written, so that there the canonical form must be that of a genuine one.
func FuzzVerify(f *testing.F) {
	doc, err := did.Parse(issuerDocument())
	require.NoError(f, err)
	v := verifier.New(verifier.Trust(doc), &verifier.Options{Now: badgetest.Now})
	verifications := []func(context.Context, []byte, *verifier.Expect) (*verifier.Result, error){v.Verify, v.VerifyCredential}
	genuine := make(map[string]bool)
	for _, vec := range readVectors(f) {
		f.Add([]byte(vec.Input))
		for _, verify := range verifications {
			if res, err := verify(context.Background(), []byte(vec.Input), nil); err == nil {
				genuine[said(res, vec.Input)] = true
			}
		}
	}
	require.NotEmpty(f, genuine)
	f.Fuzz(func(t *testing.T, secured []byte) {
		for _, verify := range verifications {
			res, err := verify(context.Background(), secured, nil)
			require.Equal(t, err == nil, res != nil)
			if err == nil {
				require.True(t, genuine[said(res, string(secured))], "a forgery verifies")
				continue
			}
			e, ok := err.(*verifier.Error)
			require.True(t, ok)
			require.NotEqual(t, verifier.Valid, e.Verdict())
			require.NotEmpty(t, e.Problems())
			require.NotEmpty(t, e.Error())
		}
		rep, err := json.Marshal(verifier.NewReport(v.Verify(context.Background(), secured, nil)))
		require.NoError(t, err)
		require.True(t, json.Valid(rep))
		if u, err := verifier.Inspect(secured); err == nil {
			require.True(t, json.Valid(u.Document))
		}
	})
}

// said returns what a valid input is known by: a token by its text, what has a proof by what that covers.
func said(res *verifier.Result, input string) string {
	if baked, err := bake.Extract([]byte(input), nil); err == nil { // nothing signs the picture
		input = string(baked.Secured)
	}
	if res.Form != verifier.FormDataIntegrity {
		if strings.Contains(input, "{") { // in an envelope, which can be written in many ways
			_, input, _ = strings.Cut(treeOf(input).Get("id").Text(), ",")
		}
		return input
	}
	doc := proof.New(nil).Document(treeOf(string(res.Document())))
	in, err := doc.Input(context.Background(), &proof.Suite{Ed: true}, crypto.SHA256, treeOf(goodProof))
	if err != nil { // a member that no context defines, which a proof over JSON covers
		in, err = doc.Input(context.Background(), &proof.Suite{Ed: true, JCS: true}, crypto.SHA256, treeOf(goodProof))
		noError(err)
	}
	return string(in.Document)
}
