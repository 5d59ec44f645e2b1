package signer_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

var created = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// newDI signs with the Ed25519 key and the date of the tests, with JCS or without.
func newDI(t testing.TB, jcs bool) *signer.DataIntegrity {
	t.Helper()
	s, err := signer.NewDataIntegrity(ed25519Key(), method, &signer.DataIntegrityOptions{JCS: jcs, Created: created})
	require.NoError(t, err)
	return s
}

// verify verifies what was signed with the keys, published under the fragments key-1, key-2 and so on.
func verify(t testing.TB, secured []byte, contexts *ldcontext.Set, keys ...crypto.PublicKey) *verifier.Result {
	t.Helper()
	var published []did.Key
	for i, key := range keys {
		published = append(published, did.Key{ID: fmt.Sprintf("key-%d", i+1), Public: key})
	}
	doc, err := did.NewDocument(issuer, published...)
	require.NoError(t, err)
	res, err := verifier.New(verifier.Trust(doc), &verifier.Options{
		Now: badgetest.Now, Limits: verifier.Limits{Time: verifier.MaxTime}, Contexts: contexts,
	}).VerifyCredential(t.Context(), secured, nil)
	require.NoError(t, err)
	return res
}

// body is what a document with a proof begins with, and the proof.
func body(t testing.TB, secured []byte) (before string, proof strictjson.Value) {
	t.Helper()
	v, err := strictjson.Parse(secured, nil)
	require.NoError(t, err)
	before, _, ok := strings.Cut(string(secured), `,"proof":`)
	require.True(t, ok)
	proofs := v.Get("proof")
	require.Equal(t, strictjson.Array, proofs.Kind())
	return before + "}", proofs
}

func TestDataIntegrity(t *testing.T) {
	const contexts = `"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],`
	for _, key := range testKeys(t)[:3] {
		for _, tt := range []struct {
			jcs   bool
			suite map[string]string
			first string
		}{
			{false, map[string]string{"EdDSA": "eddsa-rdfc-2022", "ES256": "ecdsa-rdfc-2019", "ES384": "ecdsa-rdfc-2019"}, ""},
			{true, map[string]string{"EdDSA": "eddsa-jcs-2022", "ES256": "ecdsa-jcs-2019", "ES384": "ecdsa-jcs-2019"}, contexts},
		} {
			suite := tt.suite[key.alg]
			t.Run(key.name+"/"+suite, func(t *testing.T) {
				s, err := signer.NewDataIntegrity(opaque{key: key.Signer}, method, &signer.DataIntegrityOptions{JCS: tt.jcs, Created: created})
				require.NoError(t, err)
				require.Equal(t, suite, s.Cryptosuite())
				secured, err := s.Sign(t.Context(), json.RawMessage(minimal))
				require.NoError(t, err)
				before, proofs := body(t, secured)
				require.Equal(t, minimal, before)
				require.Equal(t, 1, proofs.Len())
				proof := proofs.At(0)
				require.Equal(t, `{`+tt.first+`"type":"DataIntegrityProof","cryptosuite":"`+suite+`","created":"2026-01-05T00:00:00Z",`+
					`"verificationMethod":"`+method+`","proofPurpose":"assertionMethod"}`, string(proof.Without("proofValue").AppendTo(nil)))
				require.Regexp(t, `^z[1-9A-HJ-NP-Za-km-z]{80,140}$`, proof.Get("proofValue").Text())

				res := verify(t, secured, nil, key.Public())
				require.Equal(t, suite, res.Cryptosuite)
				require.Equal(t, method, res.VerificationMethod)
				require.Equal(t, minimal, string(res.Document()))
				require.NotNil(t, res.Badge)
			})
		}
	}
}

// TestOpenBadgesVector makes the signed credential of the Open Badges 3.0 implementation guide, chapter 9, whose page
// prints the private key.
func TestOpenBadgesVector(t *testing.T) {
	page := badgetest.Vectors(t, "ob3/linked-data-proof-ob.html")
	key, err := hex.DecodeString(regexp.MustCompile(`\b[0-9a-f]{128}\b`).FindString(string(page)))
	require.NoError(t, err)
	want, err := strictjson.Parse(badgetest.Vectors(t, "ob3/ob30-impl-guide-signed-credential.json"), nil)
	require.NoError(t, err)
	s, err := signer.NewDataIntegrity(ed25519.PrivateKey(key), want.Get("proof").Get("verificationMethod").Text(),
		&signer.DataIntegrityOptions{Created: time.Date(2010, 1, 1, 19, 23, 24, 0, time.UTC)})
	require.NoError(t, err)
	secured, err := s.Sign(t.Context(), json.RawMessage(want.Without("proof").AppendTo(nil)))
	require.NoError(t, err)
	want = want.With("proof", strictjson.NewArray(want.Get("proof")))
	require.JSONEq(t, string(want.AppendTo(nil)), string(secured))
}

// TestDIDKeyVectors signs with the published key pairs of did:key, under the identifiers that the keys are.
func TestDIDKeyVectors(t *testing.T) {
	type pair struct{ PrivateKeyJwk json.RawMessage }
	signed := 0
	for _, file := range []string{"ed25519-x25519.json", "nist-curves.json"} {
		var vectors map[string]struct {
			Seed                                    string
			VerificationKeyPair, VerificationMethod pair
		}
		require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "did-key/"+file), &vectors))
		for id, v := range vectors {
			doc, err := did.Resolve(id)
			if err != nil {
				continue // P-521
			}
			var key crypto.Signer
			switch {
			case v.VerificationKeyPair.PrivateKeyJwk != nil:
				key, err = signer.ParseKey(v.VerificationKeyPair.PrivateKeyJwk)
			case v.VerificationMethod.PrivateKeyJwk != nil:
				key, err = signer.ParseKey(v.VerificationMethod.PrivateKeyJwk)
			case v.Seed != "":
				var seed []byte
				seed, err = hex.DecodeString(v.Seed)
				key = ed25519.NewKeyFromSeed(seed)
			default:
				continue // a form of key that nothing here reads
			}
			require.NoError(t, err, id)
			name, err := doc.MethodFor(key.Public())
			require.NoError(t, err, id)
			for _, jcs := range []bool{false, true} {
				s, err := signer.NewDataIntegrity(key, name, &signer.DataIntegrityOptions{JCS: jcs, Created: created})
				require.NoError(t, err)
				secured, err := s.Sign(t.Context(), changed(t, map[string]any{"issuer.id": id}))
				require.NoError(t, err)
				_, err = verifier.New(verifier.Trust(doc), &verifier.Options{Now: badgetest.Now,
					Limits: verifier.Limits{Time: verifier.MaxTime}}).Verify(t.Context(), secured, nil)
				require.NoError(t, err, id)
				signed++
			}
		}
	}
	require.Equal(t, 2*(5+4), signed)
}

func TestCreated(t *testing.T) {
	for want, at := range map[string]time.Time{
		"2026-01-05T00:00:00Z": created.Add(999 * time.Millisecond),
		"2026-01-04T15:00:00Z": time.Date(2026, 1, 5, 0, 0, 0, 0, time.FixedZone("", 9*60*60)),
	} {
		s, err := signer.NewDataIntegrity(ed25519Key(), method, &signer.DataIntegrityOptions{Created: at})
		require.NoError(t, err)
		secured, err := s.Sign(t.Context(), json.RawMessage(minimal))
		require.NoError(t, err)
		_, proof := body(t, secured)
		require.Equal(t, want, proof.At(0).Get("created").Text())
	}
	for _, opts := range []*signer.DataIntegrityOptions{nil, {}} {
		s, err := signer.NewDataIntegrity(ed25519Key(), method, opts)
		require.NoError(t, err)
		before := time.Now().Truncate(time.Second)
		secured, err := s.Sign(t.Context(), json.RawMessage(minimal))
		require.NoError(t, err)
		_, proof := body(t, secured)
		at, err := time.Parse(time.RFC3339, proof.At(0).Get("created").Text())
		require.NoError(t, err)
		require.WithinRange(t, at, before, time.Now())
	}
}

func TestNewDataIntegrityRefuses(t *testing.T) {
	key := ed25519Key()
	weak := make(ed25519.PrivateKey, ed25519.PrivateKeySize)
	weak[32] = 1 // the public half is the neutral element
	for name, tt := range map[string]struct {
		key    crypto.Signer
		method string
		want   error
	}{
		"nil key":           {nil, method, signer.ErrKey},
		"cut key":           {key[:10], method, signer.ErrKey},
		"weak key":          {weak, method, signer.ErrKey},
		"P-521":             {ecdsaKey(t, elliptic.P521(), "\x01", 66), method, signer.ErrKey},
		"RSA":               {rsaKey(t), method, signer.ErrKey},
		"no method":         {key, "", signer.ErrMethod},
		"no fragment":       {key, issuer, signer.ErrMethod},
		"empty fragment":    {key, issuer + "#", signer.ErrMethod},
		"relative":          {key, "#key-1", signer.ErrMethod},
		"another did:key":   {key, "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv#zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv", signer.ErrMethod},
		"did:jwk of none":   {key, "did:jwk:e30#0", signer.ErrMethod},
		"too long":          {key, "data:," + strings.Repeat("a", 2048) + "#a", signer.ErrMethod},
		"control in it":     {key, issuer + "#key\n", signer.ErrMethod},
		"two fragments":     {key, issuer + "#a#b", signer.ErrMethod},
		"key before method": {nil, "", signer.ErrKey},
	} {
		for _, jcs := range []bool{false, true} {
			s, err := signer.NewDataIntegrity(tt.key, tt.method, &signer.DataIntegrityOptions{JCS: jcs})
			require.ErrorIs(t, err, tt.want, name)
			require.Nil(t, s)
		}
	}
}

func TestDataIntegrityRefuses(t *testing.T) {
	both, rdfc := []bool{false, true}, []bool{false}
	with := func(old, new string) json.RawMessage {
		require.Equal(t, 1, strings.Count(minimal, old), old)
		return json.RawMessage(strings.Replace(minimal, old, new, 1))
	}
	proofs := func(list string) json.RawMessage { return with(`"type":["Verif`, `"proof":`+list+`,"type":["Verif`) }
	for _, tt := range []struct {
		name  string
		jcs   []bool
		doc   json.Marshaler
		want  error
		place string // what the error names
	}{
		{"nil", both, nil, signer.ErrDocument, "nil"},
		{"empty", both, json.RawMessage(""), signer.ErrDocument, "end of the text"},
		{"array", both, json.RawMessage("[" + minimal + "]"), signer.ErrDocument, "object"},
		{"data after", both, json.RawMessage(minimal + "x"), signer.ErrDocument, "after the end"},
		{"duplicate member", both, with(`"name":"A"`, `"name":"A","n\u0061me":"B"`), signer.ErrDocument, "/credentialSubject/achievement/name"},
		{"number that no float64 carries", both, changed(t, map[string]any{"x": json.Number("12345678901234567891")}), signer.ErrDocument, "/x"},
		{"no context", both, changed(t, map[string]any{"@context": nil}), signer.ErrDocument, "/@context"},
		{"badge of version 1.1", both, changed(t, map[string]any{"@context": []any{"https://www.w3.org/2018/credentials/v1",
			"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://w3id.org/security/data-integrity/v2"},
			"issuanceDate": "2026-03-01T12:00:00Z", "validFrom": nil}), signer.ErrDocument, "/@context"},
		{"no type", both, changed(t, map[string]any{"type": nil}), signer.ErrDocument, "/type"},
		{"no subject", both, changed(t, map[string]any{"credentialSubject": nil}), signer.ErrDocument, "/credentialSubject"},
		{"no issuer", both, changed(t, map[string]any{"issuer": nil}), signer.ErrDocument, "/issuer"},
		{"vc claim", both, changed(t, map[string]any{"vc": map[string]any{}}), signer.ErrDocument, "/vc"},
		{"vp claim", both, changed(t, map[string]any{"vp": 1}), signer.ErrDocument, "/vp"},
		{"VC claim", both, changed(t, map[string]any{"VC": 1}), signer.ErrDocument, "/VC"},
		{"another issuer", both, changed(t, map[string]any{"issuer.id": "did:web:evil.example"}), signer.ErrIssuer, "did:web:evil.example"},
		{"the method as issuer", both, changed(t, map[string]any{"issuer.id": method}), signer.ErrIssuer, method},

		{"proof null", both, proofs(`null`), signer.ErrDocument, "/proof"},
		{"proof of nothing", both, proofs(`{}`), signer.ErrDocument, "/proof"},
		{"no proof in an array", both, proofs(`[]`), signer.ErrDocument, "/proof"},
		{"proof of nothing in an array", both, proofs(`[{"type":"X"},{}]`), signer.ErrDocument, "/proof/1"},
		{"proof text", both, proofs(`"z1"`), signer.ErrDocument, "/proof"},
		{"proof in an array that is none", both, proofs(`[{"type":"X"},"z1"]`), signer.ErrDocument, "/proof/1"},
		{"four proofs", both, proofs(`[{"type":"X"},{"type":"X"},{"type":"X"},{"type":"X"}]`), signer.ErrDocument, "/proof"},

		{"undefined member", rdfc, changed(t, map[string]any{"grade": "A"}), signer.ErrUnsecured, "/grade"},
		{"undefined member inside", rdfc, changed(t, map[string]any{"credentialSubject.achievement.criteria.grade": "A"}), signer.ErrUnsecured,
			"/credentialSubject/achievement/criteria/grade"},
		{"undefined type", rdfc, with(`"type":["Achievement"]`, `"type":["Achievement","Diploma"]`), signer.ErrUnsecured, "/credentialSubject/achievement/type/1"},
		{"relative id", rdfc, changed(t, map[string]any{"credentialSubject.id": "ada"}), signer.ErrUnsecured, "/credentialSubject/id"},
		{"null", rdfc, with(`"name":"A"`, `"name":null`), signer.ErrUnsecured, "/credentialSubject/achievement/name"},
		{"empty array", rdfc, with(`"name":"A"`, `"name":[]`), signer.ErrUnsecured, "/credentialSubject/achievement/name"},
		{"blank node", rdfc, changed(t, map[string]any{"credentialSubject.id": "_:b0"}), signer.ErrUnsecured, "/credentialSubject/id"},
		{"unknown context", rdfc, with(`3.0.3.json"]`, `3.0.3.json","https://example.org/v1"]`), signer.ErrUnsecured, "/@context/2"},
		{"context written out", rdfc, with(`3.0.3.json"]`, `3.0.3.json",{"grade":"https://example.org/grade"}]`), signer.ErrUnsecured, "/@context/2"},
		{"keyword", rdfc, changed(t, map[string]any{"@graph": []any{map[string]any{"id": "urn:x:y"}}}), signer.ErrUnsecured, "/@graph"},
		{"twins", rdfc, with(`"criteria"`, `"alignment":[`+strings.TrimSuffix(strings.Repeat(`{"type":["Alignment"]},`, 300), ",")+`],"criteria"`),
			signer.ErrUnsecured, "canonicalization"},
		{"nine contexts", both, with(`3.0.3.json"]`, `3.0.3.json"`+strings.Repeat(`,"https://w3id.org/security/data-integrity/v2"`, 7)+`]`),
			signer.ErrDocument, "/@context"},
	} {
		for _, jcs := range tt.jcs {
			t.Run(fmt.Sprintf("%s/jcs=%v", tt.name, jcs), func(t *testing.T) {
				secured, err := newDI(t, jcs).Sign(t.Context(), tt.doc)
				require.ErrorIs(t, err, tt.want)
				require.ErrorContains(t, err, tt.place)
				require.Nil(t, secured)
				if tt.want == signer.ErrUnsecured {
					require.ErrorIs(t, err, signer.ErrDocument, "it is the document that cannot be signed")
				} else {
					require.NotErrorIs(t, err, signer.ErrUnsecured)
				}
			})
		}
	}
}

// TestJCSCoversEverything that JSON can say.
func TestJCSCoversEverything(t *testing.T) {
	for name, doc := range map[string]json.RawMessage{
		"undefined member": changed(t, map[string]any{"grade": "A", "credentialSubject.achievement.criteria.grade": 1.5}),
		"unknown context":  json.RawMessage(strings.Replace(minimal, `3.0.3.json"]`, `3.0.3.json","https://example.org/v1"]`, 1)),
		"null":             changed(t, map[string]any{"credentialSubject.achievement.criteria.x": json.RawMessage("null")}),
		"claim":            changed(t, map[string]any{"exp": 1, "jti": "x"}),
	} {
		secured, err := newDI(t, true).Sign(t.Context(), doc)
		require.NoError(t, err, name)
		require.JSONEq(t, string(doc), string(verify(t, secured, nil, ed25519Key().Public()).Document()), name)
	}
}

// TestMembersStay: their order, the literals of numbers, the letters of texts.
func TestMembersStay(t *testing.T) {
	doc := strings.Replace(minimal, `"name":"A"`, `"name" : "\u0041 < { \ud83c\udf93" , "creditsAvailable": 4.50 `, 1)
	want := strings.Replace(minimal, `"name":"A"`, `"name":"A \u003c \u007b 🎓","creditsAvailable":4.50`, 1)
	for _, jcs := range []bool{false, true} {
		secured, err := newDI(t, jcs).Sign(t.Context(), json.RawMessage(doc))
		require.NoError(t, err)
		before, _ := body(t, secured)
		require.Equal(t, want, before)
		verify(t, secured, nil, ed25519Key().Public())
	}
}

// TestExistingProofs: those that a document has are kept as they are, and none signs another.
func TestExistingProofs(t *testing.T) {
	keys := testKeys(t)
	document := json.RawMessage(minimal)
	var published []crypto.PublicKey
	for n, key := range []testKey{keys[0], keys[1], keys[2], keys[0]} {
		published = append(published, key.Public())
		s, err := signer.NewDataIntegrity(key.Signer, fmt.Sprintf("%s#key-%d", issuer, n+1), &signer.DataIntegrityOptions{JCS: n%2 == 1, Created: created})
		require.NoError(t, err)
		before := document
		document, err = s.Sign(t.Context(), document)
		require.NoError(t, err)
		res := verify(t, document, nil, published...)
		require.Equal(t, minimal, string(res.Document()))

		_, proofs := body(t, document)
		require.Equal(t, n+1, proofs.Len())
		if n == 0 {
			continue
		}
		_, old := body(t, before)
		for i := range old.Len() {
			require.Equal(t, old.At(i).Raw(), proofs.At(i).Raw())
		}
		alone := strings.TrimSuffix(minimal, "}") + `,"proof":` + proofs.At(n).Raw() + "}"
		verify(t, []byte(alone), nil, published...)
	}
	_, err := newDI(t, false).Sign(t.Context(), document)
	require.ErrorIs(t, err, signer.ErrDocument, "verifiers read four")

	// What a proof says is not looked at: that is up to who made it.
	for old, want := range map[string]string{`[{"type":"X"}]`: `[{"type":"X"},{"type":`, `{"type":"X"}`: `[{"type":"X"},{"type":`} {
		secured, err := newDI(t, false).Sign(t.Context(), json.RawMessage(`{"proof":`+old+`,`+minimal[1:]))
		require.NoError(t, err)
		require.Contains(t, string(secured), `"proof":`+want)
	}
}

// TestTokenAroundProof: a document with a proof is signed by NewJWS as it is, and both hold.
func TestTokenAroundProof(t *testing.T) {
	for _, profile := range []signer.Profile{signer.OB30, signer.VCJOSECOSE} {
		for _, jcs := range []bool{false, true} {
			inner, err := newDI(t, jcs).Sign(t.Context(), json.RawMessage(minimal))
			require.NoError(t, err)
			token, err := newJWS(t, profile).Sign(t.Context(), json.RawMessage(inner))
			require.NoError(t, err)
			_, claims := opened(t, token, ed25519Key().Public())
			require.True(t, strings.HasPrefix(claims, strings.TrimSuffix(string(inner), "}")))
			res := verify(t, token, nil, ed25519Key().Public())
			require.Equal(t, verifier.FormJWS, res.Form)
			require.Equal(t, newDI(t, jcs).Cryptosuite(), res.Cryptosuite)
			require.Equal(t, minimal, string(res.Document()))
		}
	}
}

// TestContexts: a document may name what the Signer was given, and a verifier needs the same.
func TestContexts(t *testing.T) {
	const url, context = "https://example.org/v1", `{"@context":{"grade":"https://example.org/v1#grade"}}`
	sum := sha256.Sum256([]byte(context))
	set, err := ldcontext.Embedded().With(url, []byte(context), hex.EncodeToString(sum[:]))
	require.NoError(t, err)
	doc := json.RawMessage(strings.Replace(minimal, `3.0.3.json"],`, `3.0.3.json","`+url+`"],"grade":"A",`, 1))
	s, err := signer.NewDataIntegrity(ed25519Key(), method, &signer.DataIntegrityOptions{Contexts: set, Created: created})
	require.NoError(t, err)
	secured, err := s.Sign(t.Context(), doc)
	require.NoError(t, err)
	require.Equal(t, string(doc), string(verify(t, secured, set, ed25519Key().Public()).Document()))
	_, err = newDI(t, false).Sign(t.Context(), doc)
	require.ErrorIs(t, err, signer.ErrUnsecured)

	s, err = signer.NewDataIntegrity(ed25519Key(), method, &signer.DataIntegrityOptions{Contexts: &ldcontext.Set{}})
	require.NoError(t, err)
	_, err = s.Sign(t.Context(), json.RawMessage(minimal))
	require.ErrorIs(t, err, signer.ErrUnsecured)
}

// TestWhatTheKeySees: 64 bytes for Ed25519, whatever the document; the digest of 64 or 96 for ECDSA.
func TestWhatTheKeySees(t *testing.T) {
	for i, want := range []struct {
		size int
		hash crypto.Hash
	}{{64, crypto.Hash(0)}, {32, crypto.SHA256}, {48, crypto.SHA384}} {
		key := testKeys(t)[i]
		calls := 0
		hsm := opaque{key: key.Signer, sign: func(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
			calls++
			require.Len(t, digest, want.size)
			require.Equal(t, want.hash, opts.HashFunc())
			return key.Signer.Sign(rand, digest, opts)
		}}
		s, err := signer.NewDataIntegrity(hsm, method, nil)
		require.NoError(t, err)
		_, err = s.Sign(t.Context(), changed(t, map[string]any{"credentialSubject.achievement.description": strings.Repeat("long ", 1000)}))
		require.NoError(t, err)
		require.Equal(t, 1, calls)
	}
}

func TestKeyThatProvesWrongly(t *testing.T) {
	other := map[string]crypto.Signer{"EdDSA": badgetest.Ed25519("other"), "ES256": badgetest.P256("other"), "ES384": badgetest.P384("other")}
	for _, key := range testKeys(t)[:3] {
		locked := errors.New("slot is locked")
		for name, tt := range map[string]struct {
			sign func(io.Reader, []byte, crypto.SignerOpts) ([]byte, error)
			want error
		}{
			"the digest":    {func(_ io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) { return digest, nil }, signer.ErrSignature},
			"nothing":       {func(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return nil, nil }, signer.ErrSignature},
			"another key's": {other[key.alg].Sign, signer.ErrSignature},
			"an error":      {func(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return nil, locked }, locked},
		} {
			for _, jcs := range []bool{false, true} {
				s, err := signer.NewDataIntegrity(opaque{key: key.Signer, sign: tt.sign}, method, &signer.DataIntegrityOptions{JCS: jcs})
				require.NoError(t, err)
				secured, err := s.Sign(t.Context(), json.RawMessage(minimal))
				require.ErrorIs(t, err, tt.want, "%s, %s", key.name, name)
				require.Equal(t, tt.want == signer.ErrSignature, errors.Is(err, signer.ErrSignature))
				require.NotErrorIs(t, err, signer.ErrDocument)
				require.Nil(t, secured)
			}
		}
	}
}

func TestDataIntegrityCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := signer.NewDataIntegrity(remote{opaque{key: ed25519Key()}}, method, nil)
	require.NoError(t, err)
	done := make(chan error)
	go func() {
		_, err := s.Sign(ctx, json.RawMessage(minimal))
		done <- err
	}()
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)

	doc := &document{text: minimal}
	_, err = s.Sign(ctx, doc)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, doc.calls)

	// In the middle of canonicalisation.
	ctx, cancel = context.WithCancel(t.Context())
	_, err = newDI(t, false).Sign(ctx, marshaler(func() ([]byte, error) { cancel(); return []byte(minimal), nil }))
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, signer.ErrDocument, "the document is not at fault")
}

type marshaler func() ([]byte, error)

func (m marshaler) MarshalJSON() ([]byte, error) { return m() }

func TestDataIntegrityValidates(t *testing.T) {
	doc := &document{text: minimal}
	_, err := newDI(t, false).Sign(t.Context(), doc)
	require.NoError(t, err)
	require.Equal(t, []string{"Validate", "MarshalJSON"}, doc.calls)

	doc = &document{text: minimal, validate: &fieldError{"/name"}}
	_, err = newDI(t, false).Sign(t.Context(), doc)
	require.ErrorIs(t, err, signer.ErrDocument)
	var field *fieldError
	require.ErrorAs(t, err, &field)
	require.Equal(t, []string{"Validate"}, doc.calls)
}

// TestDataIntegrityLimits: what is signed is within the limits that verifiers read with, the proof included.
func TestDataIntegrityLimits(t *testing.T) {
	s := newDI(t, true)
	contexts := strings.Replace(minimal, `3.0.3.json"]`, `3.0.3.json"`+strings.Repeat(`,"https://w3id.org/security/data-integrity/v2"`, 6)+`]`, 1)
	most := contexts[:len(contexts)-1] + `,"proof":{"type":"X"}}` // a list of proofs has one value more than one proof
	v, err := strictjson.Parse([]byte(most), nil)
	require.NoError(t, err)
	room := strictjson.DefaultValues - 19 - values(v) - 5 // the lists themselves
	for n, want := range map[int]error{room - 1: nil, room: nil, room + 1: signer.ErrDocument} {
		lists, err := json.Marshal([]any{make([]int, n/4), make([]int, n/4), make([]int, n/4), make([]int, n-3*(n/4))})
		require.NoError(t, err)
		secured, err := s.Sign(t.Context(), json.RawMessage(`{"x":`+string(lists)+`,`+most[1:]))
		require.ErrorIs(t, err, want)
		if err == nil {
			verify(t, secured, nil, ed25519Key().Public())
		}
	}

	secured, err := s.Sign(t.Context(), json.RawMessage(minimal))
	require.NoError(t, err)
	room = strictjson.DefaultBytes - len(secured) - len(`"x":["",""],`)
	for n := room - 2; n <= room+3; n++ { // the length of proofValue may differ by one
		padded := json.RawMessage(`{"x":["` + strings.Repeat("a", n/2) + `","` + strings.Repeat("a", n-n/2) + `"],` + minimal[1:])
		secured, err := s.Sign(t.Context(), padded)
		if err == nil {
			require.LessOrEqual(t, len(secured), strictjson.DefaultBytes)
			verify(t, secured, nil, ed25519Key().Public())
			require.Less(t, n, room+2)
			continue
		}
		require.ErrorIs(t, err, signer.ErrDocument)
		require.Greater(t, n, room-2)
	}
}

func TestDataIntegrityConcurrent(t *testing.T) {
	for _, key := range testKeys(t)[:3] {
		for _, jcs := range []bool{false, true} {
			s, err := signer.NewDataIntegrity(key.Signer, method, &signer.DataIntegrityOptions{JCS: jcs, Created: created})
			require.NoError(t, err)
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					id := fmt.Sprintf("urn:example:%d", i)
					secured, err := s.Sign(t.Context(), changed(t, map[string]any{"id": id}))
					if err != nil {
						t.Error(err)
						return
					}
					if got := verify(t, secured, nil, key.Public()).Badge.ID; got != id {
						t.Errorf("another one's badge: %s", got)
					}
				})
			}
			wg.Wait()
		}
	}
}
