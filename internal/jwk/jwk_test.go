package jwk_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

// Keys that standards print.
const (
	edX = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" // RFC 8037 A.1
	edD = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
	ecX = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4" // RFC 7517 A.1, A.2
	ecY = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
	ecD = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"
	rsN = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs" +
		"tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1" +
		"n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw" // RFC 7638 §3.1
)

const (
	edJWK = `{"kty":"OKP","crv":"Ed25519","x":"` + edX + `"}`
	ecJWK = `{"kty":"EC","crv":"P-256","x":"` + ecX + `","y":"` + ecY + `"}`
	rsJWK = `{"kty":"RSA","n":"` + rsN + `","e":"AQAB"}`
)

func parse(t testing.TB, text string) strictjson.Value {
	t.Helper()
	v, err := strictjson.Parse([]byte(text), nil)
	require.NoError(t, err)
	return v
}

// with returns the JWK with more members.
func with(text, members string) string { return strings.TrimSuffix(text, "}") + "," + members + "}" }

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func TestParsePublic(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		alg, kid   string
	}{
		{"Ed25519", edJWK, "", ""},
		{"Ed25519, EdDSA", with(edJWK, `"alg":"EdDSA"`), "EdDSA", ""},
		{"Ed25519, Ed25519", with(edJWK, `"alg":"Ed25519"`), "Ed25519", ""},
		{"P-256", ecJWK, "", ""},
		{"P-256, ES256", with(ecJWK, `"alg":"ES256","kid":"1","use":"sig"`), "ES256", "1"},
		{"RSA", rsJWK, "", ""},
		{"RSA, RS256", with(rsJWK, `"alg":"RS256","kid":"2011-04-29"`), "RS256", "2011-04-29"},
		{"RSA, PS256", with(rsJWK, `"alg":"PS256"`), "PS256", ""},
		{"operations", with(edJWK, `"key_ops":["sign","verify"]`), "", ""},
		{"use and operations", with(edJWK, `"use":"sig","key_ops":["verify"]`), "", ""},
		{"kid is a URL", with(edJWK, `"kid":"https://example.org/keys/1"`), "", "https://example.org/keys/1"},
		{"members without a meaning here", with(edJWK, `"x5u":"https://example.org/","ext":true,"iss":"x","D":"x"`), "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			key, err := jwk.ParsePublic(parse(t, tt.text))
			require.NoError(t, err)
			require.Equal(t, tt.alg, key.Alg)
			require.Equal(t, tt.kid, key.KID)
			require.NoError(t, pubkey.Check(key.Public))
		})
	}
}

func TestParsePublicMaterial(t *testing.T) {
	key, err := jwk.ParsePublic(parse(t, edJWK))
	require.NoError(t, err)
	require.Equal(t, edX, b64(key.Public.(ed25519.PublicKey)))

	key, err = jwk.ParsePublic(parse(t, ecJWK))
	require.NoError(t, err)
	point, err := key.Public.(*ecdsa.PublicKey).Bytes()
	require.NoError(t, err)
	require.Equal(t, ecX, b64(point[1:33]))
	require.Equal(t, ecY, b64(point[33:]))

	key, err = jwk.ParsePublic(parse(t, rsJWK))
	require.NoError(t, err)
	require.Equal(t, rsN, b64(key.Public.(*rsa.PublicKey).N.Bytes()))
	require.Equal(t, 65537, key.Public.(*rsa.PublicKey).E)
}

func TestParsePublicRefuses(t *testing.T) {
	oddModulus := func(bits uint) string {
		n := new(big.Int).Lsh(big.NewInt(1), bits-1)
		return b64(n.Add(n, big.NewInt(12345)).Bytes())
	}
	rsaJWK := func(n, e string) string { return `{"kty":"RSA","n":"` + n + `","e":"` + e + `"}` }
	okpJWK := func(crv, x string) string { return `{"kty":"OKP","crv":"` + crv + `","x":"` + x + `"}` }
	ecKey := func(crv, x, y string) string {
		return `{"kty":"EC","crv":"` + crv + `","x":"` + x + `","y":"` + y + `"}`
	}
	zero32 := b64(make([]byte, 32))
	for _, tt := range []struct {
		name, text, pointer string
		want                error
	}{
		{"null", `null`, "", strictjson.ErrType},
		{"array", `[]`, "", strictjson.ErrType},
		{"string", `"key"`, "", strictjson.ErrType},
		{"empty", `{}`, "/kty", strictjson.ErrType},
		{"kty number", `{"kty":1}`, "/kty", strictjson.ErrType},
		{"kty by case", `{"KTY":"OKP","crv":"Ed25519","x":"` + edX + `"}`, "/kty", strictjson.ErrType},
		{"kty empty", `{"kty":""}`, "/kty", strictjson.ErrType},
		{"crv missing", `{"kty":"OKP","x":"` + edX + `"}`, "/crv", strictjson.ErrType},
		{"crv null", `{"kty":"EC","crv":null}`, "/crv", strictjson.ErrType},
		{"x missing", `{"kty":"OKP","crv":"Ed25519"}`, "/x", strictjson.ErrType},
		{"x array", `{"kty":"OKP","crv":"Ed25519","x":["` + edX + `"]}`, "/x", strictjson.ErrType},
		{"y missing", `{"kty":"EC","crv":"P-256","x":"` + ecX + `"}`, "/y", strictjson.ErrType},
		{"n missing", `{"kty":"RSA","e":"AQAB"}`, "/n", strictjson.ErrType},
		{"e number", `{"kty":"RSA","n":"` + rsN + `","e":65537}`, "/e", strictjson.ErrType},
		{"kid number", with(edJWK, `"kid":1`), "/kid", strictjson.ErrType},
		{"kid empty", with(edJWK, `"kid":""`), "/kid", strictjson.ErrType},
		{"alg null", with(edJWK, `"alg":null`), "/alg", strictjson.ErrType},
		{"use array", with(edJWK, `"use":["sig"]`), "/use", strictjson.ErrType},
		{"key_ops string", with(edJWK, `"key_ops":"verify"`), "/key_ops", strictjson.ErrType},
		{"key_ops of numbers", with(edJWK, `"key_ops":["verify",1]`), "/key_ops/1", strictjson.ErrType},

		{"x of 3 bytes", okpJWK("Ed25519", "AAAA"), "/x", jwk.ErrSyntax},
		{"x of 33 bytes", okpJWK("Ed25519", b64(make([]byte, 33))), "/x", jwk.ErrSyntax},
		{"x empty", okpJWK("Ed25519", ""), "/x", jwk.ErrSyntax},
		{"x padded", okpJWK("Ed25519", edX+"="), "/x", jwk.ErrSyntax},
		{"x with newline", okpJWK("Ed25519", edX+`\n`), "/x", jwk.ErrSyntax},
		{"x with unused bits", okpJWK("Ed25519", edX[:42]+"p"), "/x", jwk.ErrSyntax},
		{"x in standard base64", okpJWK("Ed25519", strings.ReplaceAll(edX, "_", "/")), "/x", jwk.ErrSyntax},
		{"P-256 x of 31 bytes", ecKey("P-256", b64(make([]byte, 31)), ecY), "/x", jwk.ErrSyntax},
		{"P-256 y of 33 bytes", ecKey("P-256", ecX, b64(make([]byte, 33))), "/y", jwk.ErrSyntax},
		{"P-256 coordinates called P-384", ecKey("P-384", ecX, ecY), "/x", jwk.ErrSyntax},
		{"n with a leading zero", rsaJWK("AA"+oddModulus(2048), "AQAB"), "/n", jwk.ErrSyntax},
		{"e with a leading zero", rsaJWK(rsN, "AAEAAQ"), "/e", jwk.ErrSyntax},
		{"e empty", rsaJWK(rsN, ""), "/e", jwk.ErrSyntax},
		{"key_ops twice", with(edJWK, `"key_ops":["verify","verify"]`), "/key_ops/1", jwk.ErrSyntax},
		{"ES256 for Ed25519", with(edJWK, `"alg":"ES256"`), "/alg", jwk.ErrSyntax},
		{"ES384 for P-256", with(ecJWK, `"alg":"ES384"`), "/alg", jwk.ErrSyntax},
		{"EdDSA for RSA", with(rsJWK, `"alg":"EdDSA"`), "/alg", jwk.ErrSyntax},

		{"Ed25519 off curve", okpJWK("Ed25519", b64(append([]byte{2}, make([]byte, 31)...))), "", pubkey.ErrInvalid},
		{"P-256 off curve", ecKey("P-256", ecX, ecX), "", pubkey.ErrInvalid},
		{"P-256 zero", ecKey("P-256", zero32, zero32), "", pubkey.ErrInvalid},
		{"RSA even", rsaJWK(b64(new(big.Int).Lsh(big.NewInt(1), 2047).Bytes()), "AQAB"), "", pubkey.ErrInvalid},

		{"Ed25519 small order", okpJWK("Ed25519", zero32), "", pubkey.ErrWeak},
		{"RSA 512", rsaJWK(oddModulus(512), "AQAB"), "", pubkey.ErrWeak},
		{"RSA 2047", rsaJWK(oddModulus(2047), "AQAB"), "", pubkey.ErrWeak},
		{"RSA exponent 1", rsaJWK(rsN, "AQ"), "", pubkey.ErrWeak},
		{"RSA exponent 3", rsaJWK(rsN, "Aw"), "", pubkey.ErrWeak},

		{"RSA 4097", rsaJWK(oddModulus(4097), "AQAB"), "", pubkey.ErrUnsupported},
		{"RSA exponent 2^32+1", rsaJWK(rsN, "AQAAAAE"), "/e", pubkey.ErrUnsupported},
		{"RSA exponent 2^64+65537", rsaJWK(rsN, "AQAAAAAAAQAB"), "/e", pubkey.ErrUnsupported},
		{"kty oct", `{"kty":"oct"}`, "/kty", jwk.ErrUnsupported},
		{"kty by value's case", `{"kty":"rsa","n":"` + rsN + `","e":"AQAB"}`, "/kty", jwk.ErrUnsupported},
		{"kty AKP", `{"kty":"AKP","alg":"ML-DSA-44","pub":"AA"}`, "/kty", jwk.ErrUnsupported},
		{"X25519", okpJWK("X25519", edX), "/crv", jwk.ErrUnsupported},
		{"Ed448", okpJWK("Ed448", edX), "/crv", jwk.ErrUnsupported},
		{"secp256k1", ecKey("secp256k1", ecX, ecY), "/crv", jwk.ErrUnsupported},
		{"P-521", ecKey("P-521", ecX, ecY), "/crv", jwk.ErrUnsupported},
		{"RS512", with(rsJWK, `"alg":"RS512"`), "/alg", jwk.ErrUnsupported},
		{"ES256K for P-256", with(ecJWK, `"alg":"ES256K"`), "/alg", jwk.ErrUnsupported},
		{"none", with(ecJWK, `"alg":"none"`), "/alg", jwk.ErrUnsupported},
		{"HS256", with(rsJWK, `"alg":"HS256"`), "/alg", jwk.ErrUnsupported},

		{"use enc", with(edJWK, `"use":"enc"`), "/use", jwk.ErrUse},
		{"use by case", with(edJWK, `"use":"SIG"`), "/use", jwk.ErrUse},
		{"key_ops without verify", with(edJWK, `"key_ops":["sign"]`), "/key_ops", jwk.ErrUse},
		{"key_ops encrypt", with(rsJWK, `"key_ops":["encrypt"]`), "/key_ops", jwk.ErrUse},
		{"key_ops empty", with(edJWK, `"key_ops":[]`), "/key_ops", jwk.ErrUse},
	} {
		t.Run(tt.name, func(t *testing.T) {
			key, err := jwk.ParsePublic(parse(t, tt.text))
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, key)
			errs := strictjson.Errors(err)
			require.NotEmpty(t, errs)
			require.Equal(t, tt.pointer, errs[0].Pointer)
		})
	}
}

// TestParsePublicRefusesPrivateMembers: whatever the type of key, and whatever the member holds.
func TestParsePublicRefusesPrivateMembers(t *testing.T) {
	for _, name := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} {
		for _, text := range []string{edJWK, ecJWK, rsJWK, `{"kty":"oct"}`, `{"kty":"EC","crv":"P-521"}`, with(edJWK, `"use":"enc"`)} {
			for _, value := range []string{`"AAAA"`, `""`, `null`, `[]`} {
				_, err := jwk.ParsePublic(parse(t, with(text, `"`+name+`":`+value)))
				require.ErrorIs(t, err, jwk.ErrPrivate, name)
				require.False(t, jwk.Unusable(err))
			}
		}
	}
}

func TestErrorsAreShort(t *testing.T) {
	long := strings.Repeat("A", 1<<16)
	for _, text := range []string{`{"kty":"` + long + `"}`, `{"kty":"OKP","crv":"` + long + `"}`, with(edJWK, `"alg":"`+long+`"`),
		with(edJWK, `"use":"`+long+`"`), `{"kty":"OKP","crv":"Ed25519","x":"` + long + `"}`} {
		_, err := jwk.ParsePublic(parse(t, text))
		require.Error(t, err)
		require.Less(t, len(err.Error()), 300)
	}
}

func TestThumbprint(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"RFC 7638 §3.1", rsJWK, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"},
		{"RFC 8037 A.3", edJWK, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			key, err := jwk.ParsePublic(parse(t, tt.text))
			require.NoError(t, err)
			got, err := jwk.Thumbprint(key.Public)
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestValue(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"Ed25519", with(edJWK, `"kid":"1","alg":"EdDSA"`), `{"crv":"Ed25519","kty":"OKP","x":"` + edX + `"}`},
		{"P-256", ecJWK, `{"crv":"P-256","kty":"EC","x":"` + ecX + `","y":"` + ecY + `"}`},
		{"RSA", rsJWK, `{"e":"AQAB","kty":"RSA","n":"` + rsN + `"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			key, err := jwk.ParsePublic(parse(t, tt.text))
			require.NoError(t, err)
			got, err := jwk.Value(key.Public)
			require.NoError(t, err)
			require.Equal(t, tt.want, string(got.AppendTo(nil)))
		})
	}
}

func TestValueRefuses(t *testing.T) {
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	for _, tt := range []struct {
		name string
		key  crypto.PublicKey
		want error
	}{
		{"nil", nil, pubkey.ErrUnsupported},
		{"P-521", &p521.PublicKey, pubkey.ErrUnsupported},
		{"Ed25519 short", ed25519.PublicKey{1}, pubkey.ErrInvalid},
		{"Ed25519 weak", make(ed25519.PublicKey, 32), pubkey.ErrWeak},
		{"RSA empty", new(rsa.PublicKey), pubkey.ErrInvalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := jwk.Value(tt.key)
			require.ErrorIs(t, err, tt.want)
			require.Equal(t, strictjson.Absent, v.Kind())
			text, err := jwk.Thumbprint(tt.key)
			require.ErrorIs(t, err, tt.want)
			require.Empty(t, text)
		})
	}
}

// FuzzJWK: an accepted key passes pubkey.Check, and its own JWK is accepted as the same key with the same thumbprint.
func FuzzJWK(f *testing.F) {
	for _, s := range []string{edJWK, ecJWK, rsJWK, with(edJWK, `"d":"`+edD+`"`), with(ecJWK, `"d":"`+ecD+`","key_ops":["sign"]`),
		with(rsJWK, `"d":"AQ","p":"Aw","q":"BQ"`), `{"kty":"OKP","crv":"Ed25519","x":"AAAA"}`, `{"keys":[` + edJWK + `]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		v, err := strictjson.Parse(src, nil)
		if err != nil {
			return
		}
		key, err := jwk.ParsePublic(v)
		if err == nil {
			require.NoError(t, pubkey.Check(key.Public))
			out, err := jwk.Value(key.Public)
			require.NoError(t, err)
			again, err := jwk.ParsePublic(out)
			require.NoError(t, err)
			require.True(t, pubkey.Equal(key.Public, again.Public))
			for _, m := range out.Members() {
				require.Equal(t, v.Get(m.Name).Text(), m.Value.Text()) // one spelling only
			}
		}
		signer, priv, err := jwk.ParsePrivate(v)
		if err == nil {
			require.True(t, pubkey.Equal(priv.Public, signer.Public()))
			_, err = jwk.ParsePublic(v)
			require.ErrorIs(t, err, jwk.ErrPrivate)
		}
		keys, err := jwk.ParseSet(v)
		if err == nil {
			for _, k := range keys {
				require.Equal(t, k.Err == nil, k.Key != nil)
			}
		}
	})
}
