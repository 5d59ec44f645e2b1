package jose_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

// The vectors of C2SP/wycheproof. In every list of deviations a test is one that Wycheproof calls valid, or acceptable,
// and that this package refuses on purpose. There is no list of tests that are invalid and accepted.

// primitive is a file of signatures: a key, messages, signatures.
type primitive struct {
	TestGroups []struct {
		PublicKeyDER string `json:"publicKeyDer"`
		Tests        []struct {
			ID      int `json:"tcId"`
			Comment string
			Msg     string
			Sig     string
			Result  string
		}
	}
}

// TestWycheproofSignatures runs the files of the primitives through Token.Verify.
func TestWycheproofSignatures(t *testing.T) {
	for _, tt := range []struct {
		file, alg  string
		tests      int
		deviations map[int]string
	}{
		{"ed25519_test.json", "EdDSA", 151, nil},
		{"ecdsa_secp256r1_sha256_p1363_test.json", "ES256", 262, nil},
		{"ecdsa_secp384r1_sha384_p1363_test.json", "ES384", 280, nil},
		{"rsa_signature_2048_sha256_test.json", "RS256", 259, map[int]string{
			8:   "acceptable: without the NULL that RFC 8017 §A.2.4 wants in the digest's algorithm",
			258: "the public exponent is 3, below 65537",
			259: "the public exponent is 3, below 65537",
		}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			refused := map[int]bool{}
			n := verifyAll(t, tt.file, tt.alg, func(id int, result, comment string, err error) {
				if err == nil {
					require.Equal(t, "valid", result, "test %d (%s) is accepted", id, comment)
				} else if result != "invalid" {
					refused[id] = true
				}
			})
			require.Equal(t, tt.tests, n)
			require.Equal(t, slices.Sorted(maps.Keys(tt.deviations)), slices.Sorted(maps.Keys(refused)))
		})
	}
}

// TestWycheproofDER: signatures in ASN.1 DER, valid or not, are no signatures of a JWS.
func TestWycheproofDER(t *testing.T) {
	for file, alg := range map[string]string{"ecdsa_secp256r1_sha256_test.json": "ES256", "ecdsa_secp384r1_sha384_test.json": "ES384"} {
		t.Run(file, func(t *testing.T) {
			n := verifyAll(t, file, alg, func(id int, _, comment string, err error) {
				require.ErrorIs(t, err, jose.ErrSignature, "test %d (%s)", id, comment)
			})
			require.Greater(t, n, 480)
		})
	}
}

// TestWycheproofOtherCurves: keys on curves without an algorithm here are refused, whatever the signature.
func TestWycheproofOtherCurves(t *testing.T) {
	n := verifyAll(t, "ecdsa_secp521r1_sha512_p1363_test.json", "ES512", func(id int, _, comment string, err error) {
		require.Error(t, err, "test %d (%s)", id, comment)
	})
	require.Equal(t, 318, n)
}

// verifyAll verifies every test of a file and returns how many there are.
func verifyAll(t *testing.T, file, alg string, each func(id int, result, comment string, err error)) int {
	t.Helper()
	var vectors primitive
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "wycheproof/"+file), &vectors))
	n := 0
	for _, group := range vectors.TestGroups {
		key := spki(t, group.PublicKeyDER)
		for _, test := range group.Tests {
			tok := &jose.Token{Algorithm: alg, SigningInput: unhex(t, test.Msg), Signature: unhex(t, test.Sig)}
			each(test.ID, test.Result, test.Comment, tok.Verify(key))
			n++
		}
	}
	return n
}

func spki(t *testing.T, der string) crypto.PublicKey {
	t.Helper()
	key, err := x509.ParsePKIXPublicKey(unhex(t, der))
	require.NoError(t, err)
	return key
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	require.NoError(t, err)
	return b
}

// tokens is a file of whole tokens. A JWS in JSON serialization is an object in place of a string.
type tokens struct {
	TestGroups []struct {
		Comment string
		Public  json.RawMessage // absent for symmetric keys
		Private json.RawMessage
		Tests   []struct {
			ID      int `json:"tcId"`
			Comment string
			JWS     json.RawMessage
			JWE     json.RawMessage
			Result  string
		}
	}
}

// TestWycheproofTokens runs the files of whole tokens through the key reader, Parse and Token.Verify.
func TestWycheproofTokens(t *testing.T) {
	const (
		symmetric  = "HMAC: nothing symmetric is verified"
		longer     = "a longer hash than those that credentials use"
		empty      = "the payload is empty"
		p521       = "P-521, and an alg in the key (ES521) that no standard has"
		mismatch   = "the key says PS256, the token PS384"
		encryption = "JWE: nothing is decrypted"
	)
	for _, tt := range []struct {
		file       string
		tests      int
		deviations map[int]string
	}{
		{"json_web_signature_test.json", 401, map[int]string{
			1: symmetric, 348: symmetric, 352: symmetric, 357: symmetric, 358: symmetric, 359: symmetric, 372: symmetric,
			373: symmetric, 376: symmetric, 377: symmetric,
			264: longer, 265: longer, 266: longer, 267: longer, // RS384
			268: longer, 269: longer, 270: longer, 271: longer, // RS512
			320: longer, 321: longer, 322: longer, 323: longer, // PS384
			325: longer, 326: longer, 327: longer, 328: longer, // PS512
			259: empty, 272: empty,
			346: mismatch, 350: mismatch,
			347: p521, 351: p521,
		}},
		{"json_web_key_test.json", 26, map[int]string{2: symmetric, 13: symmetric, 14: symmetric, 15: symmetric}},
		{"json_web_crypto_test.json", 83, map[int]string{1: symmetric, 48: symmetric, 50: encryption, 67: encryption}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			var vectors tokens
			require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "wycheproof/"+tt.file), &vectors))
			refused := map[int]bool{}
			n := 0
			for _, group := range vectors.TestGroups {
				key := group.Public
				if key == nil {
					key = group.Private
				}
				for _, test := range group.Tests {
					n++
					text := test.JWS
					if text == nil {
						text = test.JWE
					}
					err := verifyToken(key, text)
					if err == nil {
						require.Equal(t, "valid", test.Result, "test %d (%s) is accepted", test.ID, test.Comment)
					} else if test.Result != "invalid" {
						refused[test.ID] = true
					}
				}
			}
			require.Equal(t, tt.tests, n)
			require.Equal(t, slices.Sorted(maps.Keys(tt.deviations)), slices.Sorted(maps.Keys(refused)))
		})
	}
}

// verifyToken does with a key, or a set of one key, and a token what a verifier does.
func verifyToken(key, text json.RawMessage) error {
	v, err := strictjson.Parse(key, nil)
	if err != nil {
		return err
	}
	if keys := v.Get("keys"); keys.Kind() == strictjson.Array {
		v = keys.At(0) // sets of several keys hold an HMAC key first, which is refused
	}
	k, err := jwk.ParsePublic(v)
	if err != nil {
		return err
	}
	compact := []byte(text)
	if s := ""; json.Unmarshal(text, &s) == nil {
		compact = []byte(s)
	}
	tok, err := jose.Parse(compact, 0)
	if err != nil {
		return err
	}
	if k.Alg != "" && !jose.SameAlgorithm(k.Alg, tok.Algorithm) {
		return jose.ErrKeyMismatch
	}
	return tok.Verify(k.Public)
}

// TestCCTV: the edge cases of Ed25519 from C2SP/CCTV. What crypto/ed25519 does with each is what its documents say,
// and this package refuses keys of small order besides.
func TestCCTV(t *testing.T) {
	var vectors []struct {
		Number        int
		Key, Sig, Msg string
		Flags         []string
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "cctv-ed25519/ed25519vectors.json"), &vectors))
	require.Len(t, vectors, 914)
	accepted := 0
	for _, v := range vectors {
		tok := &jose.Token{Algorithm: "EdDSA", SigningInput: []byte(v.Msg), Signature: unhex(t, v.Sig)}
		key := ed25519.PublicKey(unhex(t, v.Key))
		want := !slices.ContainsFunc(v.Flags, func(flag string) bool {
			return slices.Contains([]string{
				"low_order_A", "non_canonical_A", // refused here
				"non_canonical_R", "low_order_residue", "reencoded_k", // refused by crypto/ed25519, as by ref10
			}, flag)
		})
		err := tok.Verify(key)
		require.Equal(t, want, err == nil, "vector %d, %v: %v", v.Number, v.Flags, err)
		if err == nil {
			accepted++
			require.True(t, ed25519.Verify(key, tok.SigningInput, tok.Signature))
		}
	}
	require.Equal(t, cctvAccepted, accepted)
}

// cctvAccepted is how many of the vectors have none of the flags above: keys or R with a component of small order that
// cancels out, R of small order, and one with no edge at all.
const cctvAccepted = 86
