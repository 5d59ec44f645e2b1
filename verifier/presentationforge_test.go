package verifier_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// presentationAsk is what the verifier of a vector asks for.
type presentationAsk struct {
	Challenge string            `json:"challenge"`
	Domain    string            `json:"domain"`
	AnyHolder bool              `json:"anyHolder,omitempty"`
	Holders   []json.RawMessage `json:"holders,omitempty"` // documents of holders, who are no issuers for that
}

// presentedExpectation is the verdict on one credential of a presentation.
type presentedExpectation struct {
	At      string `json:"at"` // pointer to it in the presentation
	Verdict string `json:"verdict"`
	Code    string `json:"code,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Pointer string `json:"pointer,omitempty"` // in the credential
	Binding string `json:"binding"`
}

func (a *presentationAsk) holders(t testing.TB) verifier.Issuers {
	t.Helper()
	if len(a.Holders) == 0 {
		return nil
	}
	var docs []*did.Document
	for _, text := range a.Holders {
		d, err := did.Parse(text)
		require.NoError(t, err)
		docs = append(docs, d)
	}
	return verifier.Trust(docs...)
}

func (v *vector) runPresentation(t testing.TB) (*verifier.Presentation, error) {
	t.Helper()
	ver, expect := v.verifier(t)
	return ver.VerifyPresentation(context.Background(), []byte(v.Input), v.Presentation.Challenge, v.Presentation.Domain, expect)
}

// checkCredentials holds the verdicts on the credentials against the expectations, of which there is one for each.
func (x *expectation) checkCredentials(t *testing.T, p *verifier.Presentation) {
	t.Helper()
	var shown []verifier.Presented
	if p != nil {
		shown = p.Credentials
	}
	require.Len(t, shown, len(x.Credentials))
	for i, want := range x.Credentials {
		got := shown[i]
		require.Equal(t, want.At, got.Pointer)
		require.Equal(t, want.Binding, string(got.Binding), want.At)
		one := expectation{Verdict: want.Verdict, Code: want.Code, Reason: want.Reason, Pointer: want.Pointer}
		one.check(t, got.Result != nil, got.Err)
	}
}

// keyDID returns the did:key of a public key, and its verification method.
func keyDID(pub crypto.PublicKey) (id, method string) {
	name, err := multikey.Format(pub)
	noError(err)
	return "did:key:" + name, "did:key:" + name + "#" + name
}

var (
	holderKey              = badgetest.Ed25519("holder")
	holderID, holderMethod = keyDID(holderKey.Public().(ed25519.PublicKey))
	thiefKey               = badgetest.Ed25519("thief")
	thiefID, thiefMethod   = keyDID(thiefKey.Public().(ed25519.PublicKey))
)

const (
	goodChallenge = "c0ffee-4711"
	goodDomain    = "https://employer.example"
)

// badgeOf makes the badge of a subject, with an embedded proof or as a JWS of the given typ.
func badgeOf(subject, form string) string {
	f := newForge("")
	if form == "" {
		f = newEmbeddedForge("")
	}
	f.payload = strings.ReplaceAll(f.payload, subjectID, subject)
	if form == "vc+jwt" {
		f.h(`"JWT"`, `"vc+jwt"`)
	}
	return f.input()
}

// enveloped writes an EnvelopedVerifiableCredential.
func enveloped(jws string) string {
	return fmt.Sprintf(`{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:application/vc+jwt,%s","type":"EnvelopedVerifiableCredential"}`, jws)
}

// presentationOf writes a presentation.
func presentationOf(holder string, shown ...string) string {
	return `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"` + holder + `",` +
		`"verifiableCredential":[` + strings.Join(shown, ",") + `]}`
}

var goodPresentation = presentationOf(holderID, badgeOf(holderID, ""), enveloped(badgeOf(holderID, "JWT")))

// newPresentationForge begins with a presentation of two badges, embedded and enveloped, that has one proof.
func newPresentationForge(description string) *forge {
	f := newForge(description)
	f.header, f.payload = "", goodPresentation
	f.proofs = []*proofForge{presentationProof(holderKey, holderMethod)}
	f.vector.Presentation = &presentationAsk{Challenge: goodChallenge, Domain: goodDomain}
	return f
}

func presentationProof(key crypto.Signer, method string) *proofForge {
	return &proofForge{key: key, options: `{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-03-01T12:00:00Z",` +
		`"expires":"2026-03-01T12:05:00Z","verificationMethod":"` + method + `","proofPurpose":"authentication",` +
		`"challenge":"` + goodChallenge + `","domain":"` + goodDomain + `"}`}
}

// asToken makes a JWS of the presentation, with the one badge that is enveloped.
func asToken(f *forge) {
	f.header = `{"alg":"EdDSA","kid":"` + holderMethod + `","typ":"vp+jwt"}`
	f.key, f.proofs = holderKey, nil
	f.payload = strings.TrimSuffix(presentationOf(holderID, enveloped(badgeOf(holderID, "vc+jwt"))), "}") +
		`,"iss":"` + holderID + `","aud":"` + goodDomain + `","nonce":"` + goodChallenge + `","iat":1772366400,"exp":1772366700}`
}

// showing replaces what is shown, before it is signed.
func showing(shown ...string) func(*forge) {
	return func(f *forge) {
		if f.header == "" {
			f.payload = presentationOf(holderID, shown...)
			return
		}
		claims := f.payload[strings.Index(f.payload, `,"iss":`):]
		f.payload = strings.TrimSuffix(presentationOf(holderID, shown...), "}") + claims
	}
}

// shown is a presentation that is authentic, with the verdicts on its credentials.
func shown(list ...presentedExpectation) expectation {
	for i := range list {
		list[i].At = fmt.Sprintf("/verifiableCredential/%d", i)
	}
	return expectation{Verdict: "valid", Credentials: list}
}

// bound is a credential that is valid and about the holder.
var bound = presentedExpectation{Verdict: "valid", Binding: "did"}

// refused is a credential that is not, whatever its holder.
func refused(x expectation) presentedExpectation {
	return presentedExpectation{Verdict: x.Verdict, Code: x.Code, Reason: x.Reason, Pointer: x.Pointer, Binding: "none"}
}

// boundBut is a credential about the holder that is not valid.
func boundBut(x expectation) presentedExpectation {
	p := refused(x)
	p.Binding = "did"
	return p
}
