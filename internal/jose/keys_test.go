package jose_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"encoding/base64"
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

// testKeys are the printed keys of RFC 8037 A.1, RFC 7515 A.3 and RFC 7515 A.2, and a P-384 key.
func testKeys(t testing.TB) []testKey {
	return []testKey{
		{"Ed25519", "EdDSA", ed25519Key(t)},
		{"P-256", "ES256", p256Key(t)},
		{"P-384", "ES384", p384Key(t)},
		{"RSA", "RS256", rsaKey(t)},
	}
}

func ed25519Key(t testing.TB) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(raw(t, "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
}

func p256Key(t testing.TB) *ecdsa.PrivateKey {
	return ecdsaKey(t, elliptic.P256(), raw(t, "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"))
}

func p384Key(t testing.TB) *ecdsa.PrivateKey {
	return ecdsaKey(t, elliptic.P384(), []byte(strings.Repeat("p384", 12)))
}

func ecdsaKey(t testing.TB, curve elliptic.Curve, scalar []byte) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.ParseRawPrivateKey(curve, scalar)
	require.NoError(t, err)
	return key
}

func rsaKey(t testing.TB) *rsa.PrivateKey {
	number := func(s string) *big.Int { return new(big.Int).SetBytes(raw(t, s)) }
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{
			N: number("ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZ" +
				"S-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2Ca" +
				"pHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h" +
				"4FRWyuXpoQ"),
			E: 65537,
		},
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
	key.Precompute()
	require.NoError(t, key.Validate())
	return key
}

// otherKey is a key of the same type that has signed nothing.
func otherKey(t testing.TB, of crypto.Signer) crypto.Signer {
	t.Helper()
	var key crypto.Signer
	var err error
	switch k := of.(type) {
	case ed25519.PrivateKey:
		_, key, err = ed25519.GenerateKey(rand.Reader)
	case *ecdsa.PrivateKey:
		key, err = ecdsa.GenerateKey(k.Curve, rand.Reader)
	case *rsa.PrivateKey:
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	require.NoError(t, err)
	return key
}

// token signs a header and a payload, whatever they are, with the standard library alone.
func token(t testing.TB, header, payload string, key crypto.Signer) string {
	t.Helper()
	input := b64(header) + "." + b64(payload)
	return input + "." + b64(string(signature(t, input, key)))
}

// signature is what RFC 7518 §3 and RFC 8037 §3.1 say it is for the algorithm of the key; for RSA that is RS256.
func signature(t testing.TB, input string, key crypto.Signer) []byte {
	t.Helper()
	switch k := key.(type) {
	case ed25519.PrivateKey:
		return ed25519.Sign(k, []byte(input))
	case *ecdsa.PrivateKey:
		hash := crypto.SHA256
		if k.Curve == elliptic.P384() {
			hash = crypto.SHA384
		}
		der, err := k.Sign(nil, digest(hash, input), hash) // without a reader: RFC 6979, the same every time
		require.NoError(t, err)
		return rawECDSA(t, der, k.Curve)
	case *rsa.PrivateKey:
		sig, err := rsa.SignPKCS1v15(nil, k, crypto.SHA256, digest(crypto.SHA256, input))
		require.NoError(t, err)
		return sig
	}
	t.Fatalf("no signature with a %T", key)
	return nil
}

func rawECDSA(t testing.TB, der []byte, curve elliptic.Curve) []byte {
	t.Helper()
	r, s := numbers(t, der)
	size := (curve.Params().BitSize + 7) / 8
	sig := make([]byte, 2*size)
	r.FillBytes(sig[:size])
	s.FillBytes(sig[size:])
	return sig
}

func numbers(t testing.TB, der []byte) (r, s *big.Int) {
	t.Helper()
	var parts struct{ R, S *big.Int }
	_, err := asn1.Unmarshal(der, &parts)
	require.NoError(t, err)
	return parts.R, parts.S
}

func digest(hash crypto.Hash, s string) []byte {
	h := hash.New()
	h.Write([]byte(s))
	return h.Sum(nil)
}

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func raw(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(s)
	require.NoError(t, err)
	return b
}

// parse is jose.Parse for tokens that it must accept.
func parse(t testing.TB, compact string) *jose.Token {
	t.Helper()
	tok, err := jose.Parse([]byte(compact), 0)
	require.NoError(t, err)
	return tok
}
