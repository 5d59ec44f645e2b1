package signer_test

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

const (
	challenge = "n-0S6_WzA2Mj"
	domain    = "https://employer.example"
)

// holderOf returns the did:key of a key, and its method.
func holderOf(t testing.TB, pub crypto.PublicKey) (id, method string) {
	t.Helper()
	name, err := multikey.Format(pub)
	require.NoError(t, err)
	return "did:key:" + name, "did:key:" + name + "#" + name
}

// badgesOf returns minimal as the badge of a holder: as a JWS in both profiles, and with an embedded proof.
func badgesOf(t testing.TB, holder string) (ob30, vcJWT, embedded []byte) {
	t.Helper()
	doc := json.RawMessage(strings.Replace(minimal, "did:example:ada", holder, 1))
	var err error
	ob30, err = newJWS(t, signer.OB30).Sign(t.Context(), doc)
	require.NoError(t, err)
	vcJWT, err = newJWS(t, signer.VCJOSECOSE).Sign(t.Context(), doc)
	require.NoError(t, err)
	embedded, err = newDI(t, false).Sign(t.Context(), doc)
	require.NoError(t, err)
	return ob30, vcJWT, embedded
}

// verifyPresentation verifies what was presented, of badges that the issuer of minimal has signed.
func verifyPresentation(t testing.TB, secured []byte) *verifier.Presentation {
	t.Helper()
	doc, err := did.NewDocument(issuer, did.Key{ID: "key-1", Public: ed25519Key().Public()})
	require.NoError(t, err)
	p, err := verifier.New(verifier.Trust(doc), &verifier.Options{
		Now: badgetest.Now, Limits: verifier.Limits{Time: verifier.MaxTime},
	}).VerifyPresentation(t.Context(), secured, challenge, domain, nil)
	require.NoError(t, err)
	return p
}

// presenters are what presents with a key, in each form that the key has.
func presenters(t testing.TB, key crypto.Signer, method string) map[string]signer.Presenter {
	t.Helper()
	all := make(map[string]signer.Presenter)
	j, err := signer.NewJWS(key, method, &signer.JWSOptions{Issued: badgetest.Now()})
	require.NoError(t, err)
	all["jws"] = j
	for name, jcs := range map[string]bool{"data-integrity": false, "data-integrity-jcs": true} {
		d, err := signer.NewDataIntegrity(key, method, &signer.DataIntegrityOptions{JCS: jcs, Created: badgetest.Now()})
		require.NoError(t, err)
		all[name] = d
	}
	return all
}

func TestPresent(t *testing.T) {
	for _, key := range testKeys(t)[:3] {
		holder, method := holderOf(t, key.Public())
		ob30, vcJWT, embedded := badgesOf(t, holder)
		for form, s := range presenters(t, key, method) {
			t.Run(key.name+"/"+form, func(t *testing.T) {
				badges := [][]byte{ob30, vcJWT}
				if form != "jws" {
					badges = append(badges, embedded)
				}
				doc, err := credential.NewPresentation(holder, badges...)
				require.NoError(t, err)
				secured, err := s.Present(t.Context(), doc, challenge, domain)
				require.NoError(t, err)
				p := verifyPresentation(t, secured)
				require.Equal(t, holder, p.Holder)
				require.Equal(t, method, p.VerificationMethod)
				require.Len(t, p.Credentials, len(badges))
				for _, shown := range p.Credentials {
					require.NoError(t, shown.Err)
					require.Equal(t, verifier.BindingDID, shown.Binding)
					require.Equal(t, holder, shown.Result.Badge.Subject.ID)
				}
			})
		}
	}
}

// TestPresentOne: one badge may stand in a list or by itself.
func TestPresentOne(t *testing.T) {
	holder, method := holderOf(t, ed25519Key().Public())
	_, vcJWT, _ := badgesOf(t, holder)
	doc, err := credential.NewPresentation(holder, vcJWT)
	require.NoError(t, err)
	list, err := json.Marshal(doc)
	require.NoError(t, err)
	alone := strings.NewReplacer(`"verifiableCredential":[`, `"verifiableCredential":`, `}]`, `}`).Replace(string(list))
	require.NotEqual(t, string(list), alone)
	for form, s := range presenters(t, ed25519Key(), method) {
		for _, text := range []string{string(list), alone} {
			secured, err := s.Present(t.Context(), json.RawMessage(text), challenge, domain)
			require.NoError(t, err, form)
			p := verifyPresentation(t, secured)
			require.Len(t, p.Credentials, 1)
			require.NoError(t, p.Credentials[0].Err)
		}
	}
}

// TestLongestRequest: a challenge and a domain at the limit are signed.
func TestLongestRequest(t *testing.T) {
	holder, method := holderOf(t, ed25519Key().Public())
	doc, err := credential.NewPresentation(holder)
	require.NoError(t, err)
	long := strings.Repeat("x", signer.MaxRequest)
	for form, s := range presenters(t, ed25519Key(), method) {
		secured, err := s.Present(t.Context(), doc, long, long)
		require.NoError(t, err, form)
		_, err = verifier.New(nil, &verifier.Options{Now: badgetest.Now}).VerifyPresentation(t.Context(), secured, long, long, nil)
		require.NoError(t, err, form)
	}
}

// TestPresentationText: what is signed is what the standards name, and no more.
func TestPresentationText(t *testing.T) {
	holder, method := holderOf(t, ed25519Key().Public())
	doc := json.RawMessage(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"VerifiablePresentation","holder":{"id":"` + holder + `"}}`)
	all := presenters(t, ed25519Key(), method)

	token, err := all["jws"].Present(t.Context(), doc, challenge, domain)
	require.NoError(t, err)
	header, claims := opened(t, token, ed25519Key().Public())
	require.Equal(t, `{"alg":"EdDSA","kid":"`+method+`","typ":"vp+jwt"}`, header)
	require.Equal(t, strings.TrimSuffix(string(doc), "}")+`,"iss":"`+holder+`","aud":"https://employer.example","nonce":"n-0S6_WzA2Mj",`+
		`"iat":1772366400,"exp":1772366700}`, claims) // 2026-03-01T12:00:00Z, and 300 seconds later

	for form, before := range map[string]string{"data-integrity": "", "data-integrity-jcs": `"@context":["https://www.w3.org/ns/credentials/v2"],`} {
		secured, err := all[form].Present(t.Context(), doc, challenge, domain)
		require.NoError(t, err)
		v, err := strictjson.Parse(secured, nil)
		require.NoError(t, err)
		require.Equal(t, string(doc), string(v.Without("proof").AppendTo(nil)))
		suite := map[string]string{"": "eddsa-rdfc-2022"}[before]
		if suite == "" {
			suite = "eddsa-jcs-2022"
		}
		require.Equal(t, `{`+before+`"type":"DataIntegrityProof","cryptosuite":"`+suite+`","created":"2026-03-01T12:00:00Z",`+
			`"expires":"2026-03-01T12:05:00Z","challenge":"n-0S6_WzA2Mj","domain":"https://employer.example","verificationMethod":"`+method+`",`+
			`"proofPurpose":"authentication"}`, string(v.Get("proof").Without("proofValue").AppendTo(nil)))
	}
}

// TestPresentationDates: without a date of the caller's it is that of the signature.
func TestPresentationDates(t *testing.T) {
	holder, method := holderOf(t, ed25519Key().Public())
	doc, err := credential.NewPresentation(holder)
	require.NoError(t, err)
	j, err := signer.NewJWS(ed25519Key(), method, nil)
	require.NoError(t, err)
	d, err := signer.NewDataIntegrity(ed25519Key(), method, nil)
	require.NoError(t, err)
	for _, s := range []signer.Presenter{j, d} {
		secured, err := s.Present(t.Context(), doc, challenge, domain)
		require.NoError(t, err)
		_, err = verifier.New(nil, nil).VerifyPresentation(t.Context(), secured, challenge, domain, nil)
		require.NoError(t, err)
	}
}

func TestPresentRefuses(t *testing.T) {
	holder, method := holderOf(t, ed25519Key().Public())
	ob30, vcJWT, embedded := badgesOf(t, holder)
	show := func(members string) json.RawMessage {
		return json.RawMessage(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"` + holder + `"` + members + `}`)
	}
	good := show("")
	with := func(old, with string) json.RawMessage {
		require.Equal(t, 1, strings.Count(string(good), old))
		return json.RawMessage(strings.Replace(string(good), old, with, 1))
	}
	envelope := fmt.Sprintf(`{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:application/vc+jwt,%s","type":"EnvelopedVerifiableCredential"}`, vcJWT)
	const jws, di, both = 1, 2, 3
	for _, tt := range []struct {
		name              string
		forms             int
		doc               json.RawMessage
		challenge, domain string
		want              error
	}{
		{"no challenge", both, good, "", domain, signer.ErrRequest},
		{"no domain", both, good, challenge, "", signer.ErrRequest},
		{"a long challenge", both, good, strings.Repeat("x", signer.MaxRequest+1), domain, signer.ErrRequest},
		{"a long domain", both, good, challenge, strings.Repeat("x", signer.MaxRequest+1), signer.ErrRequest},
		{"a challenge that is no text", both, good, "\xff", domain, signer.ErrRequest},
		{"a domain that is no text", both, good, challenge, "\xff", signer.ErrRequest},
		{"no holder", both, with(`,"holder":"`+holder+`"`, ``), challenge, domain, signer.ErrHolder},
		{"another holder", both, with(holder, "did:web:ada.example"), challenge, domain, signer.ErrHolder},
		{"a holder that is an object", both, with(`"`+holder+`"`, `{"id":"did:web:ada.example"}`), challenge, domain, signer.ErrHolder},
		{"the holder among others", both, with(`"`+holder+`"`, `["`+holder+`"]`), challenge, domain, signer.ErrHolder},
		{"a credential", both, json.RawMessage(minimal), challenge, domain, signer.ErrDocument},
		{"a credential as well", both, with(`["VerifiablePresentation"]`, `["VerifiablePresentation","VerifiableCredential"]`), challenge, domain, signer.ErrDocument},
		{"no type", both, with(`"type":["VerifiablePresentation"],`, ``), challenge, domain, signer.ErrDocument},
		{"signed already", both, show(`,"proof":{"type":"DataIntegrityProof"}`), challenge, domain, signer.ErrDocument},
		{"a context of 1.1", both, with(`https://www.w3.org/ns/credentials/v2`, `https://www.w3.org/2018/credentials/v1`), challenge, domain, signer.ErrDocument},
		{"a vp claim", both, show(`,"vp":{}`), challenge, domain, signer.ErrDocument},
		{"a claim of its own", jws, show(`,"nonce":"x"`), challenge, domain, signer.ErrDocument},
		{"an unsecured badge", both, show(`,"verifiableCredential":[` + minimal + `]`), challenge, domain, signer.ErrDocument},
		{"an unsecured badge beside an envelope", both, show(`,"verifiableCredential":[` + envelope + `,` + minimal + `]`), challenge, domain, signer.ErrDocument},
		{"an unsecured badge alone", both, show(`,"verifiableCredential":` + minimal), challenge, domain, signer.ErrDocument},
		{"a badge with an empty proof", both, show(`,"verifiableCredential":[` + strings.TrimSuffix(minimal, "}") + `,"proof":[]}]`), challenge, domain, signer.ErrDocument},
		{"a JWS as a string", both, show(fmt.Sprintf(`,"verifiableCredential":[%q]`, ob30)), challenge, domain, signer.ErrDocument},
		{"no badge in the list", both, show(`,"verifiableCredential":[]`), challenge, domain, signer.ErrDocument},
		{"a presentation inside", both, show(`,"verifiableCredential":[` + string(good) + `]`), challenge, domain, signer.ErrDocument},
		{"a signed presentation inside", both, show(`,"verifiableCredential":[` + string(show(`,"proof":{"type":"X"}`)) + `]`), challenge, domain, signer.ErrDocument},
		{"an embedded proof in a JWS", jws, show(`,"verifiableCredential":[` + string(embedded) + `]`), challenge, domain, signer.ErrDocument},
		{"a member that no context defines", di, show(`,"grade":"A"`), challenge, domain, signer.ErrUnsecured},
		{"not JSON", both, json.RawMessage(`{`), challenge, domain, signer.ErrDocument},
	} {
		for form, s := range presenters(t, ed25519Key(), method) {
			if form == "jws" && tt.forms == di || form != "jws" && tt.forms == jws || form == "data-integrity-jcs" && tt.want == signer.ErrUnsecured {
				continue
			}
			t.Run(tt.name+"/"+form, func(t *testing.T) {
				secured, err := s.Present(t.Context(), tt.doc, tt.challenge, tt.domain)
				require.ErrorIs(t, err, tt.want)
				require.Nil(t, secured)
			})
		}
	}
}

// TestSignRefusesPresentations: an assertion is no answer to a request, and must not pass for one.
func TestSignRefusesPresentations(t *testing.T) {
	for _, types := range []string{`"VerifiablePresentation"`, `["VerifiablePresentation","VerifiableCredential"]`} {
		doc := json.RawMessage(strings.Replace(minimal, `["VerifiableCredential","OpenBadgeCredential"]`, types, 1))
		for _, s := range []signer.Signer{newJWS(t, signer.OB30), newJWS(t, signer.VCJOSECOSE), newDI(t, false), newDI(t, true)} {
			secured, err := s.Sign(t.Context(), doc)
			require.ErrorIs(t, err, signer.ErrDocument)
			require.Nil(t, secured)
		}
	}
}

// TestPresentValidates: a document with rules of its own must keep them.
func TestPresentValidates(t *testing.T) {
	holder, method := holderOf(t, ed25519Key().Public())
	doc, err := credential.NewPresentation(holder)
	require.NoError(t, err)
	doc.ID = "relative"
	for _, s := range presenters(t, ed25519Key(), method) {
		_, err := s.Present(t.Context(), doc, challenge, domain)
		require.ErrorIs(t, err, signer.ErrDocument)
		require.NotEmpty(t, credential.FieldErrors(err))
		_, err = s.Present(t.Context(), nil, challenge, domain)
		require.ErrorIs(t, err, signer.ErrDocument)
	}
}

func TestKeyThatPresentsWrongly(t *testing.T) {
	for _, key := range testKeys(t)[:3] {
		holder, method := holderOf(t, key.Public())
		doc, err := credential.NewPresentation(holder)
		require.NoError(t, err)
		locked := errors.New("slot is locked")
		for want, sign := range map[error]func(io.Reader, []byte, crypto.SignerOpts) ([]byte, error){
			signer.ErrSignature: func(_ io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) { return digest, nil },
			locked:              func(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return nil, locked },
		} {
			for _, s := range presenters(t, opaque{key: key.Signer, sign: sign}, method) {
				secured, err := s.Present(t.Context(), doc, challenge, domain)
				require.ErrorIs(t, err, want)
				require.Nil(t, secured)
			}
		}
	}
}

func TestPresentCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, method := holderOf(t, ed25519Key().Public())
	for _, s := range presenters(t, opaque{key: ed25519Key()}, method) {
		doc := &document{text: "{}"}
		_, err := s.Present(ctx, doc, challenge, domain)
		require.ErrorIs(t, err, context.Canceled)
		require.Empty(t, doc.calls)
	}
}

// TestPresentationLimits: what is signed is within the limits that verifiers read with, the proof included.
func TestPresentationLimits(t *testing.T) {
	holder, method := holderOf(t, ed25519Key().Public())
	const lists = 4 // of numbers
	start := `{"@context":["https://www.w3.org/ns/credentials/v2"` + strings.Repeat(`,"https://w3id.org/security/data-integrity/v2"`, 7) +
		`],"type":["VerifiablePresentation"],"holder":"` + holder + `"`
	v, err := strictjson.Parse([]byte(start+"}"), nil)
	require.NoError(t, err)
	room := strictjson.DefaultValues - 19 - values(v) - 1 - lists // the proof, the document, the lists themselves
	s := presenters(t, ed25519Key(), method)["data-integrity-jcs"]
	for n, want := range map[int]error{room - 1: nil, room: nil, room + 1: signer.ErrDocument} {
		text, err := json.Marshal([]any{make([]int, n/4), make([]int, n/4), make([]int, n/4), make([]int, n-3*(n/4))})
		require.NoError(t, err)
		secured, err := s.Present(t.Context(), json.RawMessage(start+`,"x":`+string(text)+`}`), challenge, domain)
		require.ErrorIs(t, err, want)
		if err == nil {
			verifyPresentation(t, secured)
		}
	}
}

// TestPresentationBytes: likewise its length in bytes, of which a JWS has the claims as well.
func TestPresentationBytes(t *testing.T) {
	holder, method := holderOf(t, ed25519Key().Public())
	all := presenters(t, ed25519Key(), method)
	present := func(form string, n int) ([]byte, error) {
		half := strings.Repeat("x", n/2)
		return all[form].Present(t.Context(), json.RawMessage(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"`+
			holder+`","x":["`+half+`","`+half+strings.Repeat("x", n%2)+`"]}`), challenge, domain)
	}
	for form, slack := range map[string]int{"jws": 0, "data-integrity-jcs": 2} { // signatures in base58 differ in length
		least, err := present(form, 0)
		require.NoError(t, err)
		size := len(least)
		if form == "jws" {
			_, claims := opened(t, least, ed25519Key().Public())
			size = len(claims)
		}
		secured, err := present(form, strictjson.DefaultBytes-size-slack)
		require.NoError(t, err)
		verifyPresentation(t, secured)
		secured, err = present(form, strictjson.DefaultBytes-size+slack+1)
		require.ErrorIs(t, err, signer.ErrDocument, form)
		require.Nil(t, secured)
	}
}
