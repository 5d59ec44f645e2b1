package jwk_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"slices"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

func TestParseSet(t *testing.T) {
	keys, err := jwk.ParseSet(parse(t, `{"keys":[`+with(edJWK, `"kid":"a"`)+`,{"kty":"EC","crv":"secp256k1","kid":"b"},`+
		with(rsJWK, `"use":"enc"`)+`,`+ecJWK+`],"more":1}`))
	require.NoError(t, err)
	require.Len(t, keys, 4)
	require.Equal(t, "a", keys[0].Key.KID)
	require.NoError(t, keys[0].Err)
	require.ErrorIs(t, keys[1].Err, jwk.ErrUnsupported)
	require.Nil(t, keys[1].Key)
	require.ErrorIs(t, keys[2].Err, jwk.ErrUse)
	require.Equal(t, ecJWK, keys[3].Value.Raw())

	keys, err = jwk.ParseSet(parse(t, `{"keys":[]}`))
	require.NoError(t, err)
	require.Empty(t, keys)
}

func TestParseSetRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, text, pointer string
		want                error
	}{
		{"array", `[` + edJWK + `]`, "", strictjson.ErrType},
		{"no keys", edJWK, "/keys", strictjson.ErrType},
		{"keys is an object", `{"keys":{}}`, "/keys", strictjson.ErrType},
		{"null in keys", `{"keys":[` + edJWK + `,null]}`, "/keys/1", strictjson.ErrType},
		{"malformed", `{"keys":[` + edJWK + `,{"kty":"OKP","crv":"Ed25519","x":"AAAA"}]}`, "/keys/1/x", jwk.ErrSyntax},
		{"weak", `{"keys":[{"kty":"OKP","crv":"Ed25519","x":"` + b64(make([]byte, 32)) + `"}]}`, "/keys/0", pubkey.ErrWeak},
		{"private", `{"keys":[` + edJWK + `,` + with(ecJWK, `"d":"`+ecD+`"`) + `]}`, "/keys/1/d", jwk.ErrPrivate},
		{"symmetric", `{"keys":[` + edJWK + `,{"kty":"oct","k":"AAAA"}]}`, "/keys/1/k", jwk.ErrPrivate},
		{"kid twice", `{"keys":[` + with(edJWK, `"kid":"a"`) + `,` + with(ecJWK, `"kid":"a"`) + `]}`, "/keys/1/kid", jwk.ErrSyntax},
		{"kid twice, one unsupported", `{"keys":[{"kty":"EC","crv":"P-521","kid":"a"},` + with(ecJWK, `"kid":"a"`) + `]}`, "/keys/1/kid", jwk.ErrSyntax},
	} {
		t.Run(tt.name, func(t *testing.T) {
			keys, err := jwk.ParseSet(parse(t, tt.text))
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, keys)
			require.Equal(t, tt.pointer, strictjson.Errors(err)[0].Pointer)
		})
	}
}

// wycheproof is a test file whose groups have JWKs, or sets of them.
type wycheproof struct {
	TestGroups []struct {
		Comment         string
		Private, Public json.RawMessage
		PublicKeyJwk    json.RawMessage
		PublicKeyDer    string
		Tests           []struct{ Result string }
	}
}

func readWycheproof(t *testing.T, name string) wycheproof {
	t.Helper()
	var file wycheproof
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "wycheproof/"+name), &file))
	require.NotEmpty(t, file.TestGroups)
	return file
}

// asSet returns a set, or a key as a set of one.
func asSet(t *testing.T, text []byte) strictjson.Value {
	t.Helper()
	v := parse(t, string(text))
	if v.Get("keys").Kind() == strictjson.Absent {
		return strictjson.NewObject(strictjson.Member{Name: "keys", Value: strictjson.NewArray(v)})
	}
	return v
}

// TestWycheproofSets: no key is usable that Wycheproof wants refused, and of the others those of our algorithms are.
func TestWycheproofSets(t *testing.T) {
	for _, tt := range []struct {
		file   string
		usable []string // the groups that have a usable public key, by comment
	}{
		{"json_web_key_test.json", []string{"rs256"}}, // the second group of this name is for encryption
		{"json_web_crypto_test.json", []string{"jws_ec", "jws_rsa"}},
		{"json_web_signature_test.json", []string{"es256", "rs256", "rs256", "ps256", "rfc7520", "rfc7520", "rfc7520WithKeyOps",
			"rfc7520WithKeyOps", "SpecialCaseEs256"}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			var usable []string
			for _, g := range readWycheproof(t, tt.file).TestGroups {
				require.NotNil(t, g.Private)
				_, err := jwk.ParseSet(asSet(t, g.Private)) // symmetric and private keys, whatever else is wrong
				require.ErrorIs(t, err, jwk.ErrPrivate, g.Comment)
				if g.Public == nil {
					continue
				}
				keys, err := jwk.ParseSet(asSet(t, g.Public))
				if err == nil && slices.ContainsFunc(keys, func(k jwk.SetKey) bool { return k.Err == nil }) {
					usable = append(usable, g.Comment)
					require.True(t, slices.ContainsFunc(g.Tests, func(x struct{ Result string }) bool { return x.Result == "valid" }),
						"a key without a valid test")
				}
			}
			require.Equal(t, tt.usable, usable)
		})
	}
}

// TestWycheproofKeys: keys that signatures of every outcome are verified with, edge cases of the curves among them. The
// oracle is the same key in DER.
func TestWycheproofKeys(t *testing.T) {
	for _, tt := range []struct {
		file string
		keys int
	}{
		{"ecdsa_secp256r1_sha256_p1363_test.json", 112},
		{"ecdsa_secp384r1_sha384_p1363_test.json", 104},
		{"ed25519_test.json", 78},
		{"rsa_signature_2048_sha256_test.json", 1},
	} {
		t.Run(tt.file, func(t *testing.T) {
			read := 0
			for _, g := range readWycheproof(t, tt.file).TestGroups {
				der, err := hex.DecodeString(g.PublicKeyDer)
				require.NoError(t, err)
				want, err := x509.ParsePKIXPublicKey(der)
				require.NoError(t, err)
				v, err := jwk.Value(want)
				if k, ok := want.(*rsa.PublicKey); ok && k.E == 3 { // flag SmallPublicKey: stricter than Wycheproof
					require.ErrorIs(t, err, pubkey.ErrWeak)
					continue
				}
				require.NoError(t, err)
				if g.PublicKeyJwk != nil {
					v = parse(t, string(g.PublicKeyJwk))
				}
				key, err := jwk.ParsePublic(v)
				require.NoError(t, err)
				require.True(t, pubkey.Equal(want, key.Public))
				read++
			}
			require.Equal(t, tt.keys, read)
		})
	}
}

func TestDIDKeyRSAVectors(t *testing.T) {
	var file map[string]struct{ PublicKeyJwk, PrivateKeyJwk map[string]any }
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "did-key/rsa.json"), &file))
	require.NotEmpty(t, file)
	for _, v := range file {
		_, err := jwk.ParsePublic(marshal(t, v.PublicKeyJwk))
		require.NoError(t, err)
		_, err = jwk.ParsePublic(marshal(t, v.PrivateKeyJwk))
		require.ErrorIs(t, err, jwk.ErrPrivate)
	}
}
