package jwk_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

func marshal(t testing.TB, m map[string]any) strictjson.Value {
	t.Helper()
	text, err := json.Marshal(m)
	require.NoError(t, err)
	return parse(t, string(text))
}

// rsaMembers is the private JWK of a key.
func rsaMembers(k *rsa.PrivateKey) map[string]any {
	return map[string]any{
		"kty": "RSA", "n": b64(k.N.Bytes()), "e": b64(big.NewInt(int64(k.E)).Bytes()), "d": b64(k.D.Bytes()),
		"p": b64(k.Primes[0].Bytes()), "q": b64(k.Primes[1].Bytes()),
		"dp": b64(k.Precomputed.Dp.Bytes()), "dq": b64(k.Precomputed.Dq.Bytes()), "qi": b64(k.Precomputed.Qinv.Bytes()),
	}
}

func TestParsePrivateEd25519(t *testing.T) {
	signer, key, err := jwk.ParsePrivate(parse(t, with(edJWK, `"d":"`+edD+`","kid":"1"`)))
	require.NoError(t, err)
	require.Equal(t, "1", key.KID)
	sig, err := signer.Sign(nil, []byte("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"), crypto.Hash(0))
	require.NoError(t, err)
	// RFC 8037 A.4
	require.Equal(t, "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg", b64(sig))
}

func TestParsePrivateECDSA(t *testing.T) {
	signer, key, err := jwk.ParsePrivate(parse(t, with(ecJWK, `"d":"`+ecD+`","alg":"ES256","key_ops":["sign"]`)))
	require.NoError(t, err)
	require.Equal(t, "ES256", key.Alg)
	digest := sha256.Sum256([]byte("message"))
	sig, err := signer.Sign(rand.Reader, digest[:], crypto.SHA256)
	require.NoError(t, err)
	require.True(t, ecdsa.VerifyASN1(key.Public.(*ecdsa.PublicKey), digest[:], sig))

	k, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	public, err := jwk.Value(&k.PublicKey)
	require.NoError(t, err)
	d, err := k.Bytes()
	require.NoError(t, err)
	signer, _, err = jwk.ParsePrivate(public.With("d", strictjson.NewString(b64(d))))
	require.NoError(t, err)
	require.True(t, k.Equal(signer))
}

func TestParsePrivateRSA(t *testing.T) {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	full := rsaMembers(k)
	signer, _, err := jwk.ParsePrivate(marshal(t, full))
	require.NoError(t, err)
	require.True(t, k.Equal(signer))

	for _, name := range []string{"dp", "dq", "qi"} {
		delete(full, name)
	}
	signer, key, err := jwk.ParsePrivate(marshal(t, full))
	require.NoError(t, err)
	require.True(t, k.Equal(signer))
	require.True(t, pubkey.Equal(&k.PublicKey, key.Public))
}

// compositeRSA is a private key whose numbers fit one another, but whose p is the product of two primes. Whoever gets the
// public half may find it easier to factor than it looks.
func compositeRSA(t *testing.T) string {
	t.Helper()
	prime := func(bits int) *big.Int {
		p, err := rand.Prime(rand.Reader, bits)
		require.NoError(t, err)
		return p
	}
	one, e := big.NewInt(1), big.NewInt(65537)
	for {
		p, q := new(big.Int).Mul(prime(512), prime(512)), prime(1024)
		n := new(big.Int).Mul(p, q)
		p1, q1 := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
		phi := new(big.Int).Mul(p1, q1)
		phi.Div(phi, new(big.Int).GCD(nil, nil, p1, q1))
		d := new(big.Int).ModInverse(e, phi)
		if d == nil || n.BitLen() != 2048 {
			continue
		}
		text, err := json.Marshal(map[string]any{"kty": "RSA", "n": b64(n.Bytes()), "e": "AQAB", "d": b64(d.Bytes()),
			"p": b64(p.Bytes()), "q": b64(q.Bytes())})
		require.NoError(t, err)
		return string(text)
	}
}

func TestParsePrivateRefuses(t *testing.T) {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	changed := func(name string, value any) string {
		m := maps.Clone(rsaMembers(k))
		if m[name] = value; value == nil {
			delete(m, name)
		}
		text, err := json.Marshal(m)
		require.NoError(t, err)
		return string(text)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	one := big.NewInt(1)
	// A modulus of the right kind whose second factor is 3.
	threeP := new(big.Int).Mul(k.Primes[0], big.NewInt(3))
	composite := compositeRSA(t)

	for _, tt := range []struct {
		name, text, pointer string
		want                error
	}{
		{"not an object", `[]`, "", strictjson.ErrType},
		{"Ed25519 without d", edJWK, "/d", strictjson.ErrType},
		{"Ed25519 d number", with(edJWK, `"d":1`), "/d", strictjson.ErrType},
		{"Ed25519 d of 31 bytes", with(edJWK, `"d":"`+b64(make([]byte, 31))+`"`), "/d", jwk.ErrSyntax},
		{"Ed25519 d of 64 bytes", with(edJWK, `"d":"`+b64(make([]byte, 64))+`"`), "/d", jwk.ErrSyntax},
		{"Ed25519 d of another key", with(edJWK, `"d":"`+ecD+`"`), "/d", jwk.ErrSyntax},
		{"Ed25519 d padded", with(edJWK, `"d":"`+edD+`="`), "/d", jwk.ErrSyntax},
		{"P-256 without d", ecJWK, "/d", strictjson.ErrType},
		{"P-256 d of another key", with(ecJWK, `"d":"`+edD+`"`), "/d", jwk.ErrSyntax},
		{"P-256 d zero", with(ecJWK, `"d":"`+b64(make([]byte, 32))+`"`), "/d", jwk.ErrSyntax},
		{"P-256 d of 33 bytes", with(ecJWK, `"d":"`+b64(make([]byte, 33))+`"`), "/d", jwk.ErrSyntax},
		{"P-256 d above the order", with(ecJWK, `"d":"`+strings.Repeat("_", 42)+`8"`), "/d", jwk.ErrSyntax},
		{"for encryption", with(edJWK, `"d":"`+edD+`","use":"enc"`), "/use", jwk.ErrUse},
		{"operations of the public half", with(edJWK, `"d":"`+edD+`","key_ops":["verify"]`), "/key_ops", jwk.ErrUse},
		{"oct", `{"kty":"oct","k":"AAAA"}`, "/kty", jwk.ErrUnsupported},
		{"RSA without d", changed("d", nil), "/d", strictjson.ErrType},
		{"RSA without p", changed("p", nil), "/p", strictjson.ErrType},
		{"RSA without q", changed("q", nil), "/q", strictjson.ErrType},
		{"RSA d zero", changed("d", ""), "/d", jwk.ErrSyntax},
		{"RSA p with a leading zero", changed("p", b64(append([]byte{0}, k.Primes[0].Bytes()...))), "/p", jwk.ErrSyntax},
		{"RSA d + 1", changed("d", b64(new(big.Int).Add(k.D, one).Bytes())), "/d", jwk.ErrSyntax},
		{"RSA d + n", changed("d", b64(new(big.Int).Add(k.D, k.N).Bytes())), "/d", jwk.ErrSyntax},
		{"RSA d of another key", changed("d", b64(other.D.Bytes())), "/d", jwk.ErrSyntax},
		{"RSA p of another key", changed("p", b64(other.Primes[0].Bytes())), "/d", jwk.ErrSyntax},
		{"RSA p = 1", changed("p", "AQ"), "/d", jwk.ErrSyntax},
		{"RSA p even", changed("p", "Ag"), "/d", jwk.ErrSyntax},
		{"RSA p = n", changed("p", b64(k.N.Bytes())), "/d", jwk.ErrSyntax},
		{"RSA p huge", changed("p", strings.Repeat("_", 1<<14)), "/d", jwk.ErrSyntax},
		{"RSA n of another key", changed("n", b64(other.N.Bytes())), "/d", jwk.ErrSyntax},
		{"RSA n too small", changed("n", b64(threeP.Bytes())), "", pubkey.ErrWeak},
		{"RSA p composite", composite, "/d", jwk.ErrSyntax},
		{"RSA q composite", strings.NewReplacer(`"p":`, `"q":`, `"q":`, `"p":`).Replace(composite), "/d", jwk.ErrSyntax},
		{"RSA dp", changed("dp", "AQ"), "/dp", jwk.ErrSyntax},
		{"RSA dq", changed("dq", "AQ"), "/dq", jwk.ErrSyntax},
		{"RSA qi", changed("qi", "AQ"), "/qi", jwk.ErrSyntax},
		{"RSA qi number", changed("qi", 1), "/qi", strictjson.ErrType},
		{"RSA of three primes", changed("oth", []any{}), "/oth", jwk.ErrUnsupported},
	} {
		t.Run(tt.name, func(t *testing.T) {
			signer, key, err := jwk.ParsePrivate(parse(t, tt.text))
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, signer)
			require.Nil(t, key)
			require.Equal(t, tt.pointer, strictjson.Errors(err)[0].Pointer)
		})
	}
}

// TestPrivateErrorsKeepSecrets: nothing of d may reach a log.
func TestPrivateErrorsKeepSecrets(t *testing.T) {
	for _, d := range []string{edD[:42], edD + "=", ecD, "!" + edD[1:]} {
		_, _, err := jwk.ParsePrivate(parse(t, with(edJWK, `"d":"`+d+`"`)))
		require.Error(t, err)
		require.NotContains(t, err.Error(), d[5:20])
		require.NotContains(t, fmt.Sprintf("%+v", strictjson.Errors(err)), d[5:20])
	}
}

func TestPrivateVectors(t *testing.T) {
	var rfc struct {
		JWK                 map[string]any
		JWKThumbprintSha256 string
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "rfc8037/rfc8037-appendix-a.json"), &rfc))
	signer, key, err := jwk.ParsePrivate(marshal(t, rfc.JWK))
	require.NoError(t, err)
	require.IsType(t, ed25519.PrivateKey{}, signer)
	thumb, err := jwk.Thumbprint(key.Public)
	require.NoError(t, err)
	require.Equal(t, rfc.JWKThumbprintSha256, thumb)

	var curves map[string]struct {
		VerificationMethod struct{ PublicKeyJwk, PrivateKeyJwk map[string]any }
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "did-key/nist-curves.json"), &curves))
	read := 0
	for name, v := range curves {
		if v.VerificationMethod.PublicKeyJwk == nil {
			continue // P256Key2021: base58
		}
		signer, _, err := jwk.ParsePrivate(marshal(t, v.VerificationMethod.PrivateKeyJwk))
		if v.VerificationMethod.PublicKeyJwk["crv"] == "P-521" {
			require.ErrorIs(t, err, jwk.ErrUnsupported, name)
			continue
		}
		require.NoError(t, err, name)
		key, err := jwk.ParsePublic(marshal(t, v.VerificationMethod.PublicKeyJwk))
		require.NoError(t, err, name)
		require.True(t, pubkey.Equal(signer.Public(), key.Public))
		read++
	}
	require.Equal(t, 4, read)
}
