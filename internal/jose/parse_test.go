package jose_test

import (
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

// publicJWK is the public half of ed25519Key (RFC 8037 A.2).
const publicJWK = `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`

// rsaJWK is the public half of rsaKey, for use with alg.
func rsaJWK(t *testing.T, alg string) string {
	t.Helper()
	v, err := jwk.Value(rsaKey(t).Public())
	require.NoError(t, err)
	return string(v.With("alg", strictjson.NewString(alg)).AppendTo(nil))
}

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name, header string
		want         jose.Token
	}{
		{"kid", `{"alg":"EdDSA","kid":"did:web:example.org#k"}`, jose.Token{Algorithm: "EdDSA", KID: "did:web:example.org#k"}},
		{"typ JWT", `{"alg":"EdDSA","kid":"k","typ":"JWT"}`, jose.Token{Algorithm: "EdDSA", KID: "k", Type: jose.TypeJWT}},
		{"typ vc+jwt", `{"typ":"vc+jwt","kid":"k","alg":"EdDSA"}`, jose.Token{Algorithm: "EdDSA", KID: "k", Type: jose.TypeVC}},
		{"typ vp+jwt", `{"typ":"vp+jwt","kid":"k","alg":"EdDSA"}`, jose.Token{Algorithm: "EdDSA", KID: "k", Type: jose.TypeVP}},
		{"cty of a presentation", `{"alg":"EdDSA","kid":"k","typ":"vp+jwt","cty":"vp","x-y":1}`,
			jose.Token{Algorithm: "EdDSA", KID: "k", Type: jose.TypeVP, Unknown: []string{"x-y"}}},
		{"cty", `{"alg":"EdDSA","kid":"k","typ":"vc+jwt","cty":"vc"}`, jose.Token{Algorithm: "EdDSA", KID: "k", Type: jose.TypeVC}},
		{"RFC 9864 name", `{"alg":"Ed25519","kid":"k"}`, jose.Token{Algorithm: "Ed25519", KID: "k"}},
		{"jwk", `{"alg":"EdDSA","jwk":` + publicJWK + `}`, jose.Token{Algorithm: "EdDSA", JWK: &jwk.Key{Public: ed25519Key(t).Public()}}},
		{"jwk with its alg by the other name", `{"alg":"EdDSA","jwk":` + strings.Replace(publicJWK, "{", `{"alg":"Ed25519",`, 1) + `}`,
			jose.Token{Algorithm: "EdDSA", JWK: &jwk.Key{Public: ed25519Key(t).Public(), Alg: "Ed25519"}}},
		{"kid and jwk", `{"alg":"EdDSA","kid":"k","jwk":` + publicJWK + `}`,
			jose.Token{Algorithm: "EdDSA", KID: "k", JWK: &jwk.Key{Public: ed25519Key(t).Public()}}},
		{"unknown parameters of vc+jwt", `{"alg":"EdDSA","kid":"k","iat":5,"typ":"vc+jwt","x-y":{"crit":[null]}}`,
			jose.Token{Algorithm: "EdDSA", KID: "k", Type: jose.TypeVC, Unknown: []string{"iat", "x-y"}}},
		{"white space", "{ \"alg\" : \"EdDSA\" ,\r\n\t\"kid\":\"k\" } ", jose.Token{Algorithm: "EdDSA", KID: "k"}},
		{"escapes", `{"\u0061lg":"E\u0064DSA","kid":"k"}`, jose.Token{Algorithm: "EdDSA", KID: "k"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			compact := token(t, tt.header, payload, ed25519Key(t))
			tok := parse(t, compact)
			input, sig, _ := cutLast(compact)
			require.Equal(t, payload, string(tok.Payload))
			require.Equal(t, input, string(tok.SigningInput))
			require.Equal(t, raw(t, sig), tok.Signature)
			require.Equal(t, strings.TrimSpace(tt.header), tok.Header.Raw())
			require.NoError(t, tok.Verify(ed25519Key(t).Public()))

			tok.Payload, tok.SigningInput, tok.Signature, tok.Header = nil, nil, nil, strictjson.Value{}
			require.Equal(t, tt.want, *tok)
		})
	}
}

// TestParseRefusesHeader holds, one by one, the attacks that a header can carry. Each token is well signed.
func TestParseRefusesHeader(t *testing.T) {
	for _, tt := range []struct {
		name, header string
		want         error
	}{
		{"A1 none", `{"alg":"none","kid":"k"}`, jose.ErrAlgorithm},
		{"A1 None", `{"alg":"None","kid":"k"}`, jose.ErrAlgorithm},
		{"A1 nOnE", `{"alg":"nOnE","kid":"k"}`, jose.ErrAlgorithm},
		{"A1 no alg", `{"kid":"k"}`, jose.ErrAlgorithm},
		{"A1 empty alg", `{"alg":"","kid":"k"}`, jose.ErrAlgorithm},
		{"A1 alg null", `{"alg":null,"kid":"k"}`, jose.ErrAlgorithm},
		{"A1 alg array", `{"alg":["EdDSA"],"kid":"k"}`, jose.ErrAlgorithm},
		{"A1 alg number", `{"alg":256,"kid":"k"}`, jose.ErrAlgorithm},
		{"A1 alg with a space", `{"alg":"EdDSA ","kid":"k"}`, jose.ErrAlgorithm},
		{"A1 alg in lower case", `{"alg":"eddsa","kid":"k"}`, jose.ErrAlgorithm},
		{"A1 alg in upper case", `{"alg":"EDDSA","kid":"k"}`, jose.ErrAlgorithm},
		{"A1 alg by another name", `{"ALG":"EdDSA","kid":"k"}`, jose.ErrAlgorithm},
		{"A2 HS256", `{"alg":"HS256","kid":"k"}`, jose.ErrAlgorithm},
		{"A2 HS384", `{"alg":"HS384","kid":"k"}`, jose.ErrAlgorithm},
		{"A2 HS512", `{"alg":"HS512","kid":"k"}`, jose.ErrAlgorithm},
		{"A4 ES256K", `{"alg":"ES256K","kid":"k"}`, jose.ErrUnsupported},
		{"A4 ES512", `{"alg":"ES512","kid":"k"}`, jose.ErrUnsupported},
		{"Ed448", `{"alg":"Ed448","kid":"k"}`, jose.ErrUnsupported},
		{"RS384", `{"alg":"RS384","kid":"k"}`, jose.ErrUnsupported},
		{"RS512", `{"alg":"RS512","kid":"k"}`, jose.ErrUnsupported},
		{"PS384", `{"alg":"PS384","kid":"k"}`, jose.ErrUnsupported},
		{"PS512", `{"alg":"PS512","kid":"k"}`, jose.ErrUnsupported},
		{"ML-DSA-44", `{"alg":"ML-DSA-44","kid":"k"}`, jose.ErrUnsupported},
		{"ESP256 is a name of COSE", `{"alg":"ESP256","kid":"k"}`, jose.ErrAlgorithm},
		{"RS1", `{"alg":"RS1","kid":"k"}`, jose.ErrAlgorithm},

		{"A5 private key", `{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",` +
			`"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}}`, jose.ErrHeader},
		{"A5 symmetric key", `{"alg":"EdDSA","jwk":{"kty":"oct","k":"AAAA"}}`, jose.ErrHeader},
		{"A5 short key", `{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"AAAA"}}`, jose.ErrHeader},
		{"A5 no key", `{"alg":"EdDSA","jwk":{}}`, jose.ErrHeader},
		{"A5 null", `{"alg":"EdDSA","kid":"k","jwk":null}`, jose.ErrHeader},
		{"A5 string", `{"alg":"EdDSA","kid":"k","jwk":"k"}`, jose.ErrHeader},
		{"A5 key of another algorithm", `{"alg":"ES256","jwk":` + publicJWK + `}`, jose.ErrKeyMismatch},
		{"A5 key with another alg", `{"alg":"EdDSA","jwk":` + strings.Replace(publicJWK, "{", `{"alg":"ES256",`, 1) + `}`, jose.ErrHeader},
		{"A5 RSA key for PS256", `{"alg":"RS256","jwk":` + rsaJWK(t, "PS256") + `}`, jose.ErrKeyMismatch},
		{"A5 key for encryption", `{"alg":"EdDSA","jwk":` + strings.Replace(publicJWK, "{", `{"use":"enc",`, 1) + `}`, jose.ErrHeader},
		{"A5 bad key beside kid", `{"alg":"EdDSA","kid":"k","jwk":{"kty":"OKP"}}`, jose.ErrHeader},

		{"A7 neither kid nor jwk", `{"alg":"EdDSA"}`, jose.ErrHeader},
		{"A7 empty kid", `{"alg":"EdDSA","kid":""}`, jose.ErrHeader},
		{"A7 kid null", `{"alg":"EdDSA","kid":null}`, jose.ErrHeader},
		{"A7 kid number", `{"alg":"EdDSA","kid":1}`, jose.ErrHeader},
		{"A7 kid array", `{"alg":"EdDSA","kid":["k"]}`, jose.ErrHeader},
		{"A7 empty kid beside jwk", `{"alg":"EdDSA","kid":"","jwk":` + publicJWK + `}`, jose.ErrHeader},

		{"A10 alg twice", `{"alg":"EdDSA","alg":"EdDSA","kid":"k"}`, jose.ErrMalformed},
		{"A10 kid twice", `{"alg":"EdDSA","kid":"k","kid":"l"}`, jose.ErrMalformed},
		{"A10 alg twice, escaped", `{"alg":"EdDSA","kid":"k","\u0061lg":"none"}`, jose.ErrMalformed},
		{"A10 twice inside jwk", `{"alg":"EdDSA","jwk":{"kty":"OKP","kty":"OKP"}}`, jose.ErrMalformed},
		{"A10 twice inside an unknown parameter", `{"alg":"EdDSA","kid":"k","typ":"vc+jwt","a":{"b":1,"b":2}}`, jose.ErrMalformed},
		{"A13 data after the header", `{"alg":"EdDSA","kid":"k"}x`, jose.ErrMalformed},
		{"A13 a second header", `{"alg":"EdDSA","kid":"k"}{"alg":"none"}`, jose.ErrMalformed},
		{"A13 NUL after the header", "{\"alg\":\"EdDSA\",\"kid\":\"k\"}\x00", jose.ErrMalformed},
		{"byte order mark", "\ufeff" + `{"alg":"EdDSA","kid":"k"}`, jose.ErrMalformed},
		{"invalid UTF-8", "{\"alg\":\"EdDSA\",\"kid\":\"\xff\"}", jose.ErrMalformed},
		{"lone surrogate", `{"alg":"EdDSA","kid":"\ud800"}`, jose.ErrMalformed},
		{"not JSON", `alg=EdDSA`, jose.ErrMalformed},
		{"array", `[{"alg":"EdDSA","kid":"k"}]`, jose.ErrMalformed},
		{"string", `"EdDSA"`, jose.ErrMalformed},
		{"null", `null`, jose.ErrMalformed},

		{"A16 access token", `{"alg":"EdDSA","kid":"k","typ":"at+jwt"}`, jose.ErrType},
		{"A16 presentation of another kind", `{"alg":"EdDSA","kid":"k","typ":"vp+ld+jwt"}`, jose.ErrType},
		{"A16 cty of a credential", `{"alg":"EdDSA","kid":"k","typ":"vp+jwt","cty":"vc"}`, jose.ErrType},
		{"A16 SD-JWT", `{"alg":"EdDSA","kid":"k","typ":"vc+sd-jwt"}`, jose.ErrUnsupported},
		{"A16 older SD-JWT", `{"alg":"EdDSA","kid":"k","typ":"dc+sd-jwt"}`, jose.ErrUnsupported},
		{"A16 older draft", `{"alg":"EdDSA","kid":"k","typ":"vc+ld+jwt"}`, jose.ErrType},
		{"A16 bad+typ", `{"alg":"EdDSA","kid":"k","typ":"bad+typ"}`, jose.ErrType},
		{"A16 lower case", `{"alg":"EdDSA","kid":"k","typ":"jwt"}`, jose.ErrType},
		{"A16 media type", `{"alg":"EdDSA","kid":"k","typ":"application/vc+jwt"}`, jose.ErrType},
		{"A16 empty", `{"alg":"EdDSA","kid":"k","typ":""}`, jose.ErrType},
		{"A16 null", `{"alg":"EdDSA","kid":"k","typ":null}`, jose.ErrType},
		{"A16 array", `{"alg":"EdDSA","kid":"k","typ":["JWT"]}`, jose.ErrType},
		{"A16 cty vp", `{"alg":"EdDSA","kid":"k","typ":"vc+jwt","cty":"vp"}`, jose.ErrType},
		{"A16 cty JWT", `{"alg":"EdDSA","kid":"k","typ":"JWT","cty":"JWT"}`, jose.ErrType},
		{"A16 cty empty", `{"alg":"EdDSA","kid":"k","cty":""}`, jose.ErrType},
		{"A16 cty null", `{"alg":"EdDSA","kid":"k","cty":null}`, jose.ErrType},

		{"header closed for JWT", `{"alg":"EdDSA","kid":"k","typ":"JWT","iat":5}`, jose.ErrHeader},
		{"header closed without typ", `{"alg":"EdDSA","kid":"k","iat":5}`, jose.ErrHeader},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := jose.Parse([]byte(token(t, tt.header, payload, ed25519Key(t))), 0)
			require.ErrorIs(t, err, tt.want)
		})
	}
}

// TestParseRefusesParameters (A6, A8, A9, A23) holds for either kind of header, and however the name is written.
func TestParseRefusesParameters(t *testing.T) {
	values := []string{`["x"]`, `[]`, `["b64"]`, `["alg","alg"]`, `"https://evil.example/keys"`, `false`, `null`, `{}`}
	names := []string{
		"crit", "b64", "jku", "x5u", "x5c", "x5t", "x5t#S256", "zip", "enc", "epk", "apu", "apv", "p2s", "p2c", "iv", "tag",
		"url", "nonce", "CRIT", "Jku", "Alg", "KID", "\u212aid", "Jwk", "jw\u212a", "B64", "x5T#s256",
	}
	for _, typ := range []string{"", `,"typ":"JWT"`, `,"typ":"vc+jwt"`} {
		for _, name := range names {
			for _, value := range values {
				header := fmt.Sprintf(`{"alg":"EdDSA","kid":"k"%s,%q:%s}`, typ, name, value)
				_, err := jose.Parse([]byte(token(t, header, payload, ed25519Key(t))), 0)
				require.ErrorIs(t, err, jose.ErrHeader, header)
			}
		}
	}
}

// TestEmbeddedKey (A5, CVE-2018-0114): a key in the header is handed over for comparison, and is not trusted.
func TestEmbeddedKey(t *testing.T) {
	attacker := ed25519Key(t)
	issuer := otherKey(t, attacker)
	tok := parse(t, token(t, `{"alg":"EdDSA","kid":"did:web:issuer.example#k","jwk":`+publicJWK+`}`, payload, attacker))
	require.Equal(t, attacker.Public(), tok.JWK.Public)
	require.ErrorIs(t, tok.Verify(issuer.Public()), jose.ErrSignature)
}

// TestHMACConfusion (A2): the issuer's public key, in all its texts, as the secret of an HMAC.
func TestHMACConfusion(t *testing.T) {
	key := rsaKey(t).Public().(*rsa.PublicKey)
	spki, err := x509.MarshalPKIXPublicKey(key)
	require.NoError(t, err)
	pkcs1 := x509.MarshalPKCS1PublicKey(key)
	key64, err := json.Marshal(map[string]string{"kty": "RSA", "n": b64(string(key.N.Bytes())), "e": "AQAB"})
	require.NoError(t, err)
	for name, secret := range map[string][]byte{
		"SPKI": spki, "PKCS #1": pkcs1, "JWK": key64, "modulus": key.N.Bytes(),
		"PEM":         pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: spki}),
		"PKCS #1 PEM": pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: pkcs1}),
	} {
		t.Run(name, func(t *testing.T) {
			mac := hmac.New(sha256.New, secret)
			input := b64(`{"alg":"HS256","kid":"k"}`) + "." + b64(payload)
			mac.Write([]byte(input))
			_, err := jose.Parse([]byte(input+"."+b64(string(mac.Sum(nil)))), 0)
			require.ErrorIs(t, err, jose.ErrAlgorithm)

			// The same bytes under the algorithm of the key.
			input = b64(`{"alg":"RS256","kid":"k"}`) + "." + b64(payload)
			tok := parse(t, input+"."+b64(string(mac.Sum(nil))))
			require.ErrorIs(t, tok.Verify(key), jose.ErrSignature)
		})
	}
}

// TestParseRefusesText holds the attacks on the outer form.
func TestParseRefusesText(t *testing.T) {
	compact := token(t, `{"alg":"EdDSA","kid":"k"}`, payload, ed25519Key(t))
	header, rest, _ := strings.Cut(compact, ".")
	body, sig, _ := strings.Cut(rest, ".")
	for _, tt := range []struct {
		name, text string
		want       error
	}{
		{"A1 none without a signature", b64(`{"alg":"none","kid":"k"}`) + "." + body + ".", jose.ErrAlgorithm},
		{"empty", "", jose.ErrMalformed},
		{"one part", header, jose.ErrMalformed},
		{"two parts", header + "." + body, jose.ErrMalformed},
		{"four parts", compact + "." + sig, jose.ErrMalformed},
		{"a dot after", compact + ".", jose.ErrMalformed},
		{"only dots", "..", jose.ErrMalformed},
		{"no header", "." + body + "." + sig, jose.ErrMalformed},
		{"no payload", header + ".." + sig, jose.ErrMalformed},
		{"no signature", header + "." + body + ".", jose.ErrMalformed},
		{"SD-JWT", compact + "~", jose.ErrMalformed},
		{"A11 general JSON", `{"payload":"` + body + `","signatures":[{"protected":"` + header + `","signature":"` + sig + `"}]}`, jose.ErrMalformed},
		{"A11 flattened JSON", `{"payload":"` + body + `","protected":"` + header + `","signature":"` + sig + `"}`, jose.ErrMalformed},
		{"A11 JSON with two dots", `{"a":"..","signature":"` + sig + `"}`, jose.ErrMalformed},
		{"A23 encrypted", b64(`{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":2147483647,"p2s":"AAAA"}`) + ".AA.AA.AA.AA", jose.ErrMalformed},
		{"A23 encrypted, cut to three parts", b64(`{"alg":"dir","enc":"A128GCM","zip":"DEF","kid":"k"}`) + "." + body + "." + sig, jose.ErrAlgorithm},
		{"A24 JSON without protected", `{"signature":""}`, jose.ErrMalformed},
		{"A25 plain claims", payload, jose.ErrMalformed},
		{"A25 plain claims, encoded", b64(payload), jose.ErrMalformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := jose.Parse([]byte(tt.text), 0)
			require.ErrorIs(t, err, tt.want)
		})
	}
}

// TestTextUnique (A12): no other text is read as the same token.
func TestTextUnique(t *testing.T) {
	// The header has 25 bytes, the payload 31, the signature 64: every part has unused bits.
	compact := token(t, `{"alg":"EdDSA","kid":"k"}`, payload, ed25519Key(t))
	parse(t, compact)
	parts := strings.Split(compact, ".")
	require.Len(t, parts, 3)

	refused := func(text, how string) {
		t.Helper()
		_, err := jose.Parse([]byte(text), 0)
		require.ErrorIs(t, err, jose.ErrMalformed, how)
	}
	for i, part := range parts {
		for how, other := range map[string]string{
			"padding":          base64.URLEncoding.EncodeToString(raw(t, part)),
			"half the padding": part + "=",
			"newline after":    part + "\n",
			"CR LF after":      part + "\r\n",
			"newline before":   "\n" + part,
			"newline inside":   part[:4] + "\n" + part[4:],
			"4 newlines":       part[:4] + "\n\n\n\n" + part[4:],
			"space":            part[:4] + " " + part[4:],
			"NUL":              part + "\x00",
			"four more":        part + "====",
			"percent encoding": strings.Replace(part, "e", "%65", 1),
		} {
			if other == part {
				continue
			}
			parts[i] = other
			refused(strings.Join(parts, "."), how)
		}
		for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
			parts[i] = part[:len(part)-1] + string(c)
			if raw64 := raw(t, parts[i]); parts[i] != part && string(raw64) == string(raw(t, part)) {
				refused(strings.Join(parts, "."), "unused bits")
			}
		}
		parts[i] = part
	}
	refused(strings.ReplaceAll(strings.ReplaceAll(compact, "-", "+"), "_", "/"), "standard alphabet")
	for _, space := range []string{" ", "\t", "\n", "\r\n", "\u00a0", "\ufeff"} {
		refused(space+compact, "space before")
		refused(compact+space, "space after")
	}
}

func TestLimits(t *testing.T) {
	key := ed25519Key(t)
	header := func(pad int) string {
		return `{"alg":"EdDSA","kid":"k","typ":"vc+jwt","x":"` + strings.Repeat("a", pad) + `"}`
	}
	members := func(n int) string {
		s := `{"alg":"EdDSA","kid":"k","typ":"vc+jwt"`
		for i := range n - 3 {
			s += fmt.Sprintf(`,"x%d":1`, i)
		}
		return s + "}"
	}
	for _, tt := range []struct {
		name   string
		limit  int
		header func(n int) string
	}{
		{"header bytes", jose.MaxHeader, func(n int) string { return header(n - len(header(0))) }},
		{"header members", jose.MaxParameters, members},
		{"kid bytes", jose.MaxKID, func(n int) string { return `{"alg":"EdDSA","kid":"` + strings.Repeat("k", n) + `"}` }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, n := range []int{tt.limit - 1, tt.limit, tt.limit + 1} {
				_, err := jose.Parse([]byte(token(t, tt.header(n), payload, key)), 0)
				if n <= tt.limit {
					require.NoError(t, err, "%d", n)
				} else {
					require.ErrorIs(t, err, jose.ErrTooLarge, "%d", n)
				}
			}
		})
	}

	t.Run("whole token", func(t *testing.T) {
		fixed := len(b64(`{"alg":"EdDSA","kid":"k"}`)) + len("..") + len(b64(strings.Repeat(" ", 64)))
		sized := func(n int) []byte {
			tok := token(t, `{"alg":"EdDSA","kid":"k"}`, strings.Repeat("a", (n-fixed)*3/4), key)
			require.Len(t, tok, n)
			return []byte(tok)
		}
		for _, limit := range []int{1000, 1001, jose.DefaultBytes, jose.MaxBytes} {
			for _, asked := range []int{limit, limit + 1<<30} {
				switch {
				case asked != limit && limit != jose.MaxBytes:
					continue // only the maximum holds whatever is asked for
				case limit == jose.DefaultBytes:
					asked = 0
				}
				for _, n := range []int{limit - 1, limit, limit + 1} {
					if (n-fixed)%4 == 1 {
						continue // no base64url text has that length
					}
					_, err := jose.Parse(sized(n), asked)
					if n <= limit {
						require.NoError(t, err, "%d of %d", n, limit)
					} else {
						require.ErrorIs(t, err, jose.ErrTooLarge, "%d of %d", n, limit)
					}
				}
			}
		}
	})

	t.Run("A22 dots", func(t *testing.T) {
		dots := []byte(strings.Repeat(".", jose.MaxBytes))
		allocs := testing.AllocsPerRun(10, func() {
			_, err := jose.Parse(dots, jose.MaxBytes)
			require.ErrorIs(t, err, jose.ErrMalformed)
		})
		require.Less(t, allocs, 50.0)
	})
	t.Run("A22 deep header", func(t *testing.T) {
		deep := `{"alg":"EdDSA","kid":"k","typ":"vc+jwt","x":` + strings.Repeat("[", 2000) + strings.Repeat("]", 2000) + `}`
		_, err := jose.Parse([]byte(token(t, deep, payload, key)), 0)
		require.ErrorIs(t, err, jose.ErrTooLarge)
	})
}
