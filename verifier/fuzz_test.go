package verifier_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// FuzzVerify gives any bytes to the verifier. It never panics, returns a Result or an Error and never both, and calls
// valid nothing but the genuine badges that the corpus was seeded with.
func FuzzVerify(f *testing.F) {
	doc, err := did.Parse(issuerDocument())
	require.NoError(f, err)
	v := verifier.New(verifier.Trust(doc), &verifier.Options{Now: badgetest.Now})
	verifications := []func(context.Context, []byte, *verifier.Expect) (*verifier.Result, error){v.Verify, v.VerifyCredential}
	genuine := make(map[string]bool)
	for _, vec := range readVectors(f) {
		f.Add([]byte(vec.Input))
		for _, verify := range verifications {
			_, err := verify(context.Background(), []byte(vec.Input), nil)
			genuine[vec.Input] = genuine[vec.Input] || err == nil
		}
	}
	require.NotEmpty(f, genuine)
	f.Fuzz(func(t *testing.T, secured []byte) {
		for _, verify := range verifications {
			res, err := verify(context.Background(), secured, nil)
			require.Equal(t, err == nil, res != nil)
			if err == nil {
				require.True(t, genuine[string(secured)], "a forgery verifies")
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
