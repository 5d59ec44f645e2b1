package signer_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/stretchr/testify/require"
)

// testKey is a fixed key with the algorithm that it signs with.
type testKey struct {
	name string
	alg  string
	crypto.Signer
}

func testKeys(t testing.TB) []testKey {
	return []testKey{
		{"Ed25519", "EdDSA", ed25519Key()},
		{"P-256", "ES256", ecdsaKey(t, elliptic.P256(), "p256", 8)},
		{"P-384", "ES384", ecdsaKey(t, elliptic.P384(), "p384", 12)},
		{"RSA", "RS256", rsaKey(t)},
	}
}

func ed25519Key() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(strings.Repeat("seed", 8)))
}

func ecdsaKey(t testing.TB, curve elliptic.Curve, seed string, times int) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.ParseRawPrivateKey(curve, []byte(strings.Repeat(seed, times)))
	require.NoError(t, err)
	return key
}

// rsaKey is the key of RFC 7515 A.2.
func rsaKey(t testing.TB) *rsa.PrivateKey {
	number := func(s string) *big.Int {
		b, err := base64.RawURLEncoding.DecodeString(s)
		require.NoError(t, err)
		return new(big.Int).SetBytes(b)
	}
	key := &rsa.PrivateKey{
		D: number("Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pW" +
			"J1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4e" +
			"hNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ"),
		Primes: []*big.Int{
			number("4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2" +
				"KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc"),
			number("uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_" +
				"HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc"),
		},
	}
	key.N, key.E = new(big.Int).Mul(key.Primes[0], key.Primes[1]), 65537
	key.Precompute()
	require.NoError(t, key.Validate())
	return key
}

// opaque is a key in an HSM or KMS: it has nothing but Public and Sign.
type opaque struct {
	key  crypto.Signer
	sign func(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) // nil: as key does
}

func (o opaque) Public() crypto.PublicKey { return o.key.Public() }

func (o opaque) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if o.sign != nil {
		return o.sign(rand, digest, opts)
	}
	return o.key.Sign(rand, digest, opts)
}

// opened verifies the token and returns its header and its claims, both as the text that was signed.
func opened(t testing.TB, token []byte, pub crypto.PublicKey) (header, claims string) {
	t.Helper()
	tok, err := jose.Parse(token, 0)
	require.NoError(t, err)
	require.NoError(t, tok.Verify(pub))
	return tok.Header.Raw(), string(tok.Payload)
}

// changed returns minimal with members set or, where nil, removed. A path's names are separated by full stops.
func changed(t testing.TB, members map[string]any) json.RawMessage {
	t.Helper()
	var doc map[string]any
	require.NoError(t, json.Unmarshal([]byte(minimal), &doc))
	for path, value := range members {
		names := strings.Split(path, ".")
		at := doc
		for _, name := range names[:len(names)-1] {
			at = at[name].(map[string]any)
		}
		if last := names[len(names)-1]; value == nil {
			delete(at, last)
		} else {
			at[last] = value
		}
	}
	out, err := json.Marshal(doc)
	require.NoError(t, err)
	return out
}
