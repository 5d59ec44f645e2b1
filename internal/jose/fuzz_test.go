package jose_test

import (
	"context"
	"crypto"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/stretchr/testify/require"
)

// FuzzParse: an accepted token is the one text of its three parts, has what every token has, and verifies with no key
// but for the seeds. Nothing panics.
func FuzzParse(f *testing.F) {
	keys := testKeys(f)
	var seeds []string
	for _, key := range keys {
		seeds = append(seeds,
			token(f, `{"alg":"`+key.alg+`","kid":"k"}`, payload, key.Signer),
			token(f, `{"alg":"`+key.alg+`","kid":"k","typ":"vc+jwt","cty":"vc","x":[{"y":null}]}`, payload, key.Signer))
	}
	seeds = append(seeds,
		token(f, `{"alg":"EdDSA","jwk":`+publicJWK+`}`, payload, keys[0].Signer),
		token(f, `{"alg":"Ed25519","kid":"k","typ":"JWT"}`, payload, keys[0].Signer))
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	for _, s := range []string{
		"", "..", "a.b.c", `{"payload":"","signatures":[]}`, b64(`{"alg":"none","kid":"k"}`) + "." + b64(payload) + ".",
		b64(`{"alg":"EdDSA","kid":"k","crit":["b64"],"b64":false}`) + ".AA.AA", b64(`{"alg":"EdDSA","alg":"ES256","kid":"k"}`) + ".AA.AA",
		b64(`{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"AAAA"}}`) + ".AA.AA", "AA==.AA.AA", "AB.AA.AA",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tok, err := jose.Parse(data, 0)
		if err != nil {
			require.Nil(t, tok)
			return
		}
		header, rest, _ := strings.Cut(string(data), ".")
		require.Equal(t, string(data), b64(string(raw(t, header)))+"."+b64(string(tok.Payload))+"."+b64(string(tok.Signature)))
		require.Equal(t, string(data), string(tok.SigningInput)+"."+b64(string(tok.Signature)))
		require.True(t, strings.HasPrefix(rest, b64(string(tok.Payload))))
		require.Contains(t, []string{"EdDSA", "Ed25519", "ES256", "ES384", "RS256", "PS256"}, tok.Algorithm)
		require.True(t, tok.KID != "" || tok.JWK != nil)
		for _, key := range keys {
			if tok.Verify(key.Public()) == nil {
				require.True(t, slices.Contains(seeds, string(data)), "%s verifies a token that it did not sign", key.name)
			}
		}
	})
}

// FuzzSign: whatever a key returns for a signature, a token that comes out verifies; whatever the kid and the payload,
// a token that comes out has them.
func FuzzSign(f *testing.F) {
	keys := testKeys(f)
	f.Add("k", []byte(payload), []byte{}, uint8(0))
	f.Add("did:web:example.org#\u2028<{", []byte{0, 0xff}, []byte{0x30, 6, 2, 1, 1, 2, 1, 1}, uint8(1))
	f.Add("\xff", []byte("x"), []byte{0x30, 0x80, 0, 0}, uint8(2))
	f.Add("k", []byte("x"), make([]byte, 256), uint8(3))
	f.Fuzz(func(t *testing.T, kid string, body, garbage []byte, n uint8) {
		key := keys[int(n)%len(keys)]
		hsm := &opaque{key: key.Signer}
		s, err := jose.NewSigner(hsm)
		require.NoError(t, err)

		compact, err := s.Sign(context.Background(), kid, jose.TypeVC, body)
		if err == nil {
			tok := parse(t, string(compact))
			require.NoError(t, tok.Verify(key.Public()))
			require.Equal(t, kid, tok.KID)
			require.Equal(t, string(body), string(tok.Payload))
		}
		hsm.sign = func(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return garbage, nil }
		if compact, err := s.Sign(context.Background(), "k", jose.TypeVC, []byte(payload)); err == nil {
			require.NoError(t, parse(t, string(compact)).Verify(key.Public()))
			t.Fatalf("%x is a signature", garbage)
		}
	})
}
