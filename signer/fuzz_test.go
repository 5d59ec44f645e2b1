package signer_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// FuzzSign: whatever the document, what comes out verifies, says of itself what the document says, and has the claims
// of its profile and no others.
func FuzzSign(f *testing.F) {
	f.Add([]byte(minimal))
	f.Add([]byte(strings.Replace(minimal, `{"id":"did:web:badges.example.org","type":["Profile"]}`, `"did:web:badges.example.org"`, 1)))
	f.Add([]byte(strings.Replace(minimal, `"validFrom"`, `"validUntil":"2027-01-05T00:00:00+14:00","validFrom"`, 1)))
	f.Add([]byte(strings.Replace(minimal, `"name":"A"`, `"name":"<{\u2028","n":1E30,"z":[{}]`, 1)))
	f.Add([]byte(strings.Replace(minimal, `"type":["Verif`, `"exp":1,"type":["Verif`, 1)))
	f.Add([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"VerifiableCredential","issuer":"did:web:badges.example.org","credentialSubject":{}}`))
	f.Add([]byte(`{"":[0]}`))
	f.Add([]byte(nil))
	key := ed25519Key()
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, profile := range []signer.Profile{signer.OB30, signer.VCJOSECOSE} {
			token, err := newJWS(t, profile).Sign(context.Background(), json.RawMessage(data))
			if err != nil {
				require.Nil(t, token)
				continue
			}
			_, text := opened(t, token, key.Public())
			claims, err := strictjson.Parse([]byte(text), nil)
			require.NoError(t, err)
			doc, err := strictjson.Parse(data, nil)
			require.NoError(t, err)

			rest := claims
			for _, name := range []string{"iss", "jti", "sub", "nbf", "exp"} {
				require.Equal(t, strictjson.Absent, doc.Get(name).Kind())
				if profile == signer.OB30 {
					rest = rest.Without(name)
				}
			}
			require.Equal(t, string(doc.AppendTo(nil)), string(rest.AppendTo(nil)))
			if profile == signer.OB30 {
				require.Equal(t, issuer, claims.Get("iss").Text())
				require.Equal(t, doc.Get("id").Text(), claims.Get("jti").Text())
				require.Equal(t, doc.Get("credentialSubject").Get("id").Text(), claims.Get("sub").Text())
				require.Equal(t, strictjson.Number, claims.Get("nbf").Kind())
				require.Equal(t, doc.Get("validUntil").Kind() != strictjson.Absent, claims.Get("exp").Kind() == strictjson.Number)
			}
		}
	})
}

// FuzzSignDataIntegrity: whatever the document, what comes out is the document with a proof that holds. A verifier has
// nothing against it but what a document without Validate may be wrong in: its form, its dates, its status.
func FuzzSignDataIntegrity(f *testing.F) {
	for _, doc := range []string{
		minimal,
		strings.Replace(minimal, `{"id":"did:web:badges.example.org","type":["Profile"]}`, `"did:web:badges.example.org"`, 1),
		strings.Replace(minimal, `"name":"A"`, `"name":"<{\u2028","creditsAvailable":1E1`, 1),
		strings.Replace(minimal, `"type":["Verif`, `"sub":"urn:x:y","exp":1,"type":["Verif`, 1),
		strings.Replace(minimal, `"type":["Verif`, `"proof":{"type":"X"},"type":["Verif`, 1),
		strings.Replace(minimal, `"type":["Verif`, `"grade":"A","type":["Verif`, 1),
		strings.Replace(minimal, `3.0.3.json"]`, `3.0.3.json",{"a":"urn:x:y"}]`, 1),
		`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"VerifiableCredential","issuer":"did:web:badges.example.org","credentialSubject":{"id":"urn:x:y"}}`,
		`{"":[0]}`,
		"",
	} {
		f.Add([]byte(doc))
	}
	document, err := did.NewDocument(issuer, did.Key{ID: "key-1", Public: ed25519Key().Public()})
	require.NoError(f, err)
	v := verifier.New(verifier.Trust(document), &verifier.Options{Now: badgetest.Now, Limits: verifier.Limits{Time: verifier.MaxTime}})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, jcs := range []bool{false, true} {
			secured, err := newDI(t, jcs).Sign(context.Background(), json.RawMessage(data))
			if err != nil {
				require.Nil(t, secured)
				continue
			}
			before, err := strictjson.Parse(data, nil)
			require.NoError(t, err)
			after, err := strictjson.Parse(secured, nil)
			require.NoError(t, err)
			require.Equal(t, string(before.Without("proof").AppendTo(nil)), string(after.Without("proof").AppendTo(nil)))
			if before.Get("proof").Kind() != strictjson.Absent {
				continue // the other proofs are up to who made them
			}
			require.NoError(t, verifier.InsecureVerifyProof(context.Background(), secured, document))
			res, err := v.VerifyCredential(context.Background(), secured, nil)
			var e *verifier.Error
			if errors.As(err, &e) && e.Result == nil {
				require.Equal(t, verifier.StepFormat, e.Checks[0].Step)
				require.NotEqual(t, verifier.Pass, e.Checks[0].Outcome)
				continue
			}
			if err != nil {
				res = e.Result
			}
			require.Equal(t, string(before.AppendTo(nil)), string(res.Document()))
		}
	})
}
