package signer_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/signer"
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
