package jose_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/stretchr/testify/require"
)

const payload = `{"type":"VerifiableCredential"}`

// TestRFC verifies the signatures that the RFCs print. Their headers have no kid, which Parse demands.
func TestRFC(t *testing.T) {
	const claims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	for _, tt := range []struct {
		name, alg, compact string
		key                crypto.Signer
	}{
		{"RFC 7515 A.2", "RS256", "eyJhbGciOiJSUzI1NiJ9." + claims + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7" +
			"AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb" +
			"1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5A" +
			"XLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw", rsaKey(t)},
		{"RFC 7515 A.3", "ES256", "eyJhbGciOiJFUzI1NiJ9." + claims +
			".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q", p256Key(t)},
		{"RFC 8037 A.4", "EdDSA", "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc" +
			".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg", ed25519Key(t)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := jose.Parse([]byte(tt.compact), 0)
			require.ErrorIs(t, err, jose.ErrHeader)

			input, signature, _ := cutLast(tt.compact)
			tok := &jose.Token{Algorithm: tt.alg, SigningInput: []byte(input), Signature: raw(t, signature)}
			require.NoError(t, tok.Verify(tt.key.Public()))
			tok.SigningInput[20]++
			require.ErrorIs(t, tok.Verify(tt.key.Public()), jose.ErrSignature)
		})
	}
}

func cutLast(s string) (before, after string, found bool) {
	i := strings.LastIndexByte(s, '.')
	return s[:i], s[i+1:], i >= 0
}

// TestAlgKeyMatrix (A3, A4): whatever the header says, a token verifies with the key that signed it and under that
// key's own algorithms alone.
func TestAlgKeyMatrix(t *testing.T) {
	algs := []string{"EdDSA", "Ed25519", "ES256", "ES384", "RS256", "PS256"}
	verified := map[string][]string{}
	for _, signer := range testKeys(t) {
		for _, alg := range algs {
			tok := parse(t, token(t, `{"alg":"`+alg+`","kid":"k"}`, payload, signer.Signer))
			if alg == "PS256" && signer.name == "RSA" {
				tok.Signature = pss(t, tok.SigningInput, rsa.PSSSaltLengthEqualsHash)
			}
			for _, key := range testKeys(t) {
				err := tok.Verify(key.Public())
				switch {
				case err == nil:
					require.Equal(t, signer.name, key.name)
					verified[key.name] = append(verified[key.name], alg)
				case key.name == signer.name:
					require.ErrorIs(t, err, jose.ErrKeyMismatch, "%s with %s", alg, key.name)
				}
			}
		}
	}
	require.Equal(t, map[string][]string{
		"Ed25519": {"EdDSA", "Ed25519"},
		"P-256":   {"ES256"},
		"P-384":   {"ES384"},
		"RSA":     {"RS256", "PS256"},
	}, verified)
}

func pss(t *testing.T, input []byte, salt int) []byte {
	t.Helper()
	sig, err := rsa.SignPSS(rand.Reader, rsaKey(t), crypto.SHA256, digest(crypto.SHA256, string(input)), &rsa.PSSOptions{SaltLength: salt})
	require.NoError(t, err)
	return sig
}

// TestES256WithP384 (A4) is what jwx accepts: SHA-256, a key on P-384, and 96 bytes.
func TestES256WithP384(t *testing.T) {
	key := p384Key(t)
	tok := parse(t, token(t, `{"alg":"ES256","kid":"k"}`, payload, key))
	der, err := key.Sign(rand.Reader, digest(crypto.SHA256, string(tok.SigningInput)), crypto.SHA256)
	require.NoError(t, err)
	tok.Signature = rawECDSA(t, der, elliptic.P384())
	require.ErrorIs(t, tok.Verify(key.Public()), jose.ErrKeyMismatch)
}

func TestVerifyRefuses(t *testing.T) {
	for _, key := range testKeys(t) {
		t.Run(key.name, func(t *testing.T) {
			valid := parse(t, token(t, `{"alg":"`+key.alg+`","kid":"k"}`, payload, key.Signer))
			require.NoError(t, valid.Verify(key.Public()))
			require.ErrorIs(t, valid.Verify(otherKey(t, key.Signer).Public()), jose.ErrSignature)

			sig := valid.Signature
			for _, tt := range []struct {
				name string
				sig  []byte
			}{
				{"none", nil},
				{"one byte short", sig[:len(sig)-1]},
				{"one byte more", append(slices.Clone(sig), 0)},
				{"a zero before", append([]byte{0}, sig...)},
				{"twice", append(slices.Clone(sig), sig...)},
				{"all zero", make([]byte, len(sig))},
				{"all ones", slices.Repeat([]byte{0xff}, len(sig))},
				{"halves swapped", append(slices.Clone(sig[len(sig)/2:]), sig[:len(sig)/2]...)},
				{"first bit", flip(sig, 0)},
				{"last bit", flip(sig, len(sig)*8-1)},
			} {
				t.Run(tt.name, func(t *testing.T) {
					tok := *valid
					tok.Signature = tt.sig
					require.ErrorIs(t, tok.Verify(key.Public()), jose.ErrSignature)
				})
			}

			tok := *valid
			tok.SigningInput = append(slices.Clone(valid.SigningInput), 'A')
			require.ErrorIs(t, tok.Verify(key.Public()), jose.ErrSignature)
			tok.Algorithm = "HS256"
			require.ErrorIs(t, tok.Verify(key.Public()), jose.ErrAlgorithm)
		})
	}
}

func flip(b []byte, bit int) []byte {
	b = slices.Clone(b)
	b[bit/8] ^= 1 << (bit % 8)
	return b
}

// TestDERIsRefused: a signature of a JWS is r‖s; ASN.1 of the same numbers is another text of one credential.
func TestDERIsRefused(t *testing.T) {
	key := p256Key(t)
	tok := parse(t, token(t, `{"alg":"ES256","kid":"k"}`, payload, key))
	der, err := key.Sign(rand.Reader, digest(crypto.SHA256, string(tok.SigningInput)), crypto.SHA256)
	require.NoError(t, err)
	tok.Signature = der
	require.ErrorIs(t, tok.Verify(key.Public()), jose.ErrSignature)
}

// TestHighS (A14): an ECDSA signature has a twin, and both are valid by the standard (RFC 7518 has no low-s rule), so
// that the bytes of a token are not the identity of a credential.
func TestHighS(t *testing.T) {
	key := p256Key(t)
	tok := parse(t, token(t, `{"alg":"ES256","kid":"k"}`, payload, key))
	require.NoError(t, tok.Verify(key.Public()))
	s := new(big.Int).SetBytes(tok.Signature[32:])
	s.Sub(elliptic.P256().Params().N, s).FillBytes(tok.Signature[32:])
	require.NoError(t, tok.Verify(key.Public()))
}

// TestPSSSaltLength: RFC 7518 §3.5 fixes it, jwx does not look.
func TestPSSSaltLength(t *testing.T) {
	tok := parse(t, token(t, `{"alg":"PS256","kid":"k"}`, payload, rsaKey(t)))
	for salt, want := range map[int]error{31: jose.ErrSignature, 32: nil, 33: jose.ErrSignature, 0: jose.ErrSignature} {
		if salt == 0 {
			salt = rsa.PSSSaltLengthAuto // the longest that fits
		}
		tok.Signature = pss(t, tok.SigningInput, salt)
		require.ErrorIs(t, tok.Verify(rsaKey(t).Public()), want, "salt of %d bytes", salt)
	}
}

// TestVerifyChecksTheKey: weak, foreign and broken keys are refused before a signature is looked at, without a panic.
func TestVerifyChecksTheKey(t *testing.T) {
	identity := append(ed25519.PublicKey{1}, make([]byte, 31)...)
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	for _, tt := range []struct {
		name, alg string
		key       crypto.PublicKey
		want      error
	}{
		{"nil", "EdDSA", nil, pubkey.ErrUnsupported},
		{"HMAC secret", "EdDSA", []byte("secret"), pubkey.ErrUnsupported},
		{"private key", "EdDSA", ed25519Key(t), pubkey.ErrUnsupported},
		{"Ed25519 of 3 bytes", "EdDSA", ed25519.PublicKey("AAA"), pubkey.ErrInvalid},
		{"Ed25519 identity", "EdDSA", identity, pubkey.ErrWeak},
		{"nil ECDSA", "ES256", (*ecdsa.PublicKey)(nil), pubkey.ErrInvalid},
		{"empty ECDSA", "ES256", &ecdsa.PublicKey{}, pubkey.ErrInvalid},
		//lint:ignore SA1019 no constructor makes a key that is off the curve
		{"off the curve", "ES256", &ecdsa.PublicKey{Curve: elliptic.P256(), X: big.NewInt(1), Y: big.NewInt(1)}, pubkey.ErrInvalid},
		{"P-521", "ES256", p521.Public(), pubkey.ErrUnsupported},
		{"nil RSA", "RS256", (*rsa.PublicKey)(nil), pubkey.ErrInvalid},
		{"empty RSA", "RS256", &rsa.PublicKey{}, pubkey.ErrInvalid},
		{"RSA of 1024 bits", "RS256", small.Public(), pubkey.ErrWeak},
		{"RSA with e = 1", "RS256", &rsa.PublicKey{N: rsaKey(t).N, E: 1}, pubkey.ErrWeak},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tok := &jose.Token{Algorithm: tt.alg, SigningInput: []byte("a.b"), Signature: append([]byte{1}, make([]byte, 63)...)}
			require.ErrorIs(t, tok.Verify(tt.key), tt.want)
		})
	}
}
