//go:build interop

package verifier_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// withAuthentication lets the keys of a document sign presentations too.
func withAuthentication(t *testing.T, doc *did.Document) *did.Document {
	text, err := doc.MarshalJSON()
	require.NoError(t, err)
	tree := treeOf(string(text))
	doc, err = did.Parse(tree.With("authentication", tree.Get("assertionMethod")).AppendTo(nil))
	require.NoError(t, err)
	return doc
}

// presentations: what we present verifies there, what they present verifies here, and neither is good for another request
// or once it was changed.
func (x *interop) presentations(t *testing.T) {
	next := uint64(9000)
	var genuine [][]byte
	for _, proofs := range proofSets {
		if len(proofs) > 1 {
			continue
		}
		p := proofs[0]
		s, err := signer.NewDataIntegrity(x.keys[p.Key], interopIssuer+"#"+p.Key,
			&signer.DataIntegrityOptions{JCS: strings.Contains(p.Suite, "-jcs-"), Created: badgetest.Now()})
		require.NoError(t, err)
		for n := range 4 {
			var badges [][]byte
			for len(badges) < n%4 {
				next++ // JSON.stringify writes 1e20 as a longer integer than I-JSON has
				badge, err := s.Sign(context.Background(), json.RawMessage(badgetest.Generate(next, badgetest.Features{Badge: true, Issuer: interopIssuer})))
				require.NoError(t, err)
				badges = append(badges, badge)
			}
			doc, err := credential.NewPresentation(interopIssuer, badges...)
			require.NoError(t, err)
			ours, err := s.Present(context.Background(), doc, goodChallenge, goodDomain)
			require.NoError(t, err)
			unsigned, err := doc.MarshalJSON()
			require.NoError(t, err)
			theirs := x.ask(t, peerRequest{Op: "present", Text: string(unsigned), Challenge: goodChallenge, Domain: goodDomain,
				Proofs: []peerProof{{p.Suite, interopIssuer + "#" + p.Key}}})
			require.Empty(t, theirs.Error)
			for _, text := range [][]byte{ours, []byte(theirs.Text)} {
				x.presented(t, text, len(badges))
				genuine = append(genuine, text)
			}
		}
	}
	x.presentedMutants(t, genuine)
}

// verifyPresentation is our verdict on the envelope, and how many of its credentials are valid.
func (x *interop) verifyPresentation(text []byte, challenge, domain string) (valid int, err error) {
	p, err := x.verifier.VerifyPresentation(context.Background(), text, challenge, domain, &verifier.Expect{InsecureAnyHolder: true})
	if err != nil {
		return 0, err
	}
	for _, c := range p.Credentials {
		if c.Err == nil {
			valid++
		}
	}
	return valid, nil
}

// presented: both verify it, with all that is in it, and neither for another request.
func (x *interop) presented(t *testing.T, text []byte, badges int) {
	valid, err := x.verifyPresentation(text, goodChallenge, goodDomain)
	require.NoError(t, err, "%s", text)
	require.Equal(t, badges, valid, "%s", text)
	theirs := x.ask(t, peerRequest{Op: "verifyPresentation", Text: string(text), Challenge: goodChallenge, Domain: goodDomain})
	require.True(t, theirs.All, "%s: %s", theirs.Error, text)
	for _, other := range [][2]string{{"another", goodDomain}, {goodChallenge, "another"}} {
		_, err := x.verifyPresentation(text, other[0], other[1])
		require.ErrorIs(t, err, verifier.ErrChallenge)
		require.False(t, x.ask(t, peerRequest{Op: "verifyPresentation", Text: string(text), Challenge: other[0], Domain: other[1]}).Verified)
	}
}

// presentedMutants: of a presentation with one thing changed we accept nothing that they refuse.
func (x *interop) presentedMutants(t *testing.T, genuine [][]byte) {
	counts := make(map[string]int)
	for n := range uint64(200) {
		text := genuine[int(n)%len(genuine)]
		mutant, what := badgetest.Mutate(n, text)
		_, ours := x.verifyPresentation(mutant, goodChallenge, goodDomain)
		var parsed any
		theirs := peerAnswer{Error: "no JSON"}
		if json.Unmarshal(mutant, &parsed) == nil {
			theirs = x.ask(t, peerRequest{Op: "verifyPresentation", Text: string(mutant), Challenge: goodChallenge, Domain: goodDomain})
		}
		switch {
		case ours == nil && theirs.Verified:
			counts["both accept"]++
		case ours == nil:
			t.Errorf("%s: we alone accept it: %s: %s", what, theirs.Error, mutant)
		case theirs.Verified:
			counts["we alone refuse"]++
			require.False(t, slices.ContainsFunc(genuine, func(g []byte) bool { return string(g) == string(mutant) }))
		default:
			counts["both refuse"]++
		}
	}
	t.Log(counts)
}
