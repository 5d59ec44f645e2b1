package signer_test

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/stretchr/testify/require"
)

// rfc8037 is the key of RFC 8037 appendix A.1.
const rfc8037 = `{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`

// rfc8410 is the key of RFC 8410 section 10.3.
const rfc8410 = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n"

func pkcs8(t testing.TB, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// jwkOf writes a private JWK from RFC 7518 §6 and RFC 8037 §2.
func jwkOf(t testing.TB, key any) []byte {
	t.Helper()
	b64 := base64.RawURLEncoding.EncodeToString
	m := map[string]string{}
	switch k := key.(type) {
	case ed25519.PrivateKey:
		m = map[string]string{"kty": "OKP", "crv": "Ed25519", "x": b64(k.Public().(ed25519.PublicKey)), "d": b64(k.Seed())}
	case *ecdsa.PrivateKey:
		point, err := k.PublicKey.Bytes()
		require.NoError(t, err)
		d, err := k.Bytes()
		require.NoError(t, err)
		half := len(point) / 2
		m = map[string]string{"kty": "EC", "crv": k.Curve.Params().Name, "x": b64(point[1 : 1+half]), "y": b64(point[1+half:]), "d": b64(d)}
	case *rsa.PrivateKey:
		m = map[string]string{
			"kty": "RSA", "n": b64(k.N.Bytes()), "e": b64(big.NewInt(int64(k.E)).Bytes()),
			"d": b64(k.D.Bytes()), "p": b64(k.Primes[0].Bytes()), "q": b64(k.Primes[1].Bytes()),
		}
	}
	text, err := json.Marshal(m)
	require.NoError(t, err)
	return text
}

func TestParseKey(t *testing.T) {
	for name, key := range map[string]crypto.Signer{
		"Ed25519": badgetest.Ed25519("issuer"), "P-256": badgetest.P256("issuer"), "P-384": badgetest.P384("issuer"),
		"RSA": badgetest.RSA(),
	} {
		for form, text := range map[string][]byte{"PEM": pkcs8(t, key), "JWK": jwkOf(t, key)} {
			t.Run(name+" "+form, func(t *testing.T) {
				got, err := signer.ParseKey([]byte("\r\n " + string(text) + "\n\t"))
				require.NoError(t, err)
				requireSigns(t, got, key.Public())
			})
		}
	}
}

func TestParseKeyVectors(t *testing.T) {
	for name, v := range map[string]struct{ text, public string }{
		"RFC 8037": {rfc8037, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
		"RFC 8410": {rfc8410, "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE"},
	} {
		t.Run(name, func(t *testing.T) {
			key, err := signer.ParseKey([]byte(v.text))
			require.NoError(t, err)
			require.Equal(t, v.public, base64.RawURLEncoding.EncodeToString(key.Public().(ed25519.PublicKey)))
		})
	}
}

// requireSigns checks, by the standard library alone, that the key signs for pub.
func requireSigns(t testing.TB, key crypto.Signer, pub crypto.PublicKey) {
	t.Helper()
	message := []byte("a badge")
	sum256, sum384 := sha256.Sum256(message), sha512.Sum384(message)
	digest, hash := sum256[:], crypto.SHA256
	switch k := pub.(type) {
	case ed25519.PublicKey:
		digest, hash = message, 0
	case *ecdsa.PublicKey:
		if k.Curve == elliptic.P384() {
			digest, hash = sum384[:], crypto.SHA384
		}
	}
	signature, err := key.Sign(rand.Reader, digest, hash)
	require.NoError(t, err)
	switch k := pub.(type) {
	case ed25519.PublicKey:
		require.True(t, ed25519.Verify(k, message, signature))
	case *ecdsa.PublicKey:
		require.True(t, ecdsa.VerifyASN1(k, digest, signature))
	case *rsa.PublicKey:
		require.NoError(t, rsa.VerifyPKCS1v15(k, hash, digest, signature))
	}
}

func TestParseKeyRefuses(t *testing.T) {
	ed, p256 := badgetest.Ed25519("issuer"), badgetest.P256("issuer")
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	x25519, err := ecdh.X25519().GenerateKey(rand.Reader)
	require.NoError(t, err)
	sec1, err := x509.MarshalECPrivateKey(p256)
	require.NoError(t, err)
	block, _ := pem.Decode(pkcs8(t, ed))
	encode := func(typ string, der []byte, headers map[string]string) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: typ, Headers: headers, Bytes: der}))
	}
	edPEM, edJWK := string(pkcs8(t, ed)), string(jwkOf(t, ed))
	jwkWith := func(old, new string) string {
		require.Contains(t, edJWK, old)
		return strings.Replace(edJWK, old, new, 1)
	}

	for name, text := range map[string]string{
		"empty":             "",
		"white space":       " \n",
		"raw seed":          string(ed.Seed()),
		"base64 alone":      base64.StdEncoding.EncodeToString(block.Bytes),
		"too large":         edPEM + strings.Repeat("\n", signer.MaxKey),
		"text before PEM":   "key\n" + edPEM,
		"text after PEM":    edPEM + "key",
		"two blocks":        edPEM + edPEM,
		"broken block, PEM": "-----BEGIN PRIVATE KEY-----\n" + edPEM,
		"cut PEM":           edPEM[:60],
		"PEM headers":       encode("PRIVATE KEY", block.Bytes, map[string]string{"Proc-Type": "4,ENCRYPTED"}),
		"trailing DER":      encode("PRIVATE KEY", append(block.Bytes[:len(block.Bytes):len(block.Bytes)], 0), nil),
		"no DER":            encode("PRIVATE KEY", nil, nil),
		"not PKCS#8":        encode("PRIVATE KEY", sec1, nil),
		"SEC 1":             encode("EC PRIVATE KEY", sec1, nil),
		"PKCS#1":            encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(badgetest.RSA()), nil),
		"encrypted PKCS#8":  encode("ENCRYPTED PRIVATE KEY", block.Bytes, nil),
		"OpenSSH":           encode("OPENSSH PRIVATE KEY", block.Bytes, nil),
		"public key":        encode("PUBLIC KEY", block.Bytes, nil),
		"unknown PEM type":  encode("KEY", block.Bytes, nil),
		"P-521":             string(pkcs8(t, p521)),
		"X25519":            string(pkcs8(t, x25519)),
		"RSA 1024":          string(pkcs8(t, small)),
		"RSA 1024 JWK":      string(jwkOf(t, small)),
		"JWK public":        jwkWith(`"d":`, `"D":`),
		"JWK symmetric":     `{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}`,
		"JWK duplicate":     jwkWith(`{`, `{"d":"AAAA",`),
		"JWK trailing data": edJWK + "{}",
		"JWK array":         "[" + edJWK + "]",
		"JWK set":           `{"keys":[` + edJWK + `]}`,
		"JWK encryption":    jwkWith(`{`, `{"use":"enc",`),
		"JWK other public":  strings.Replace(rfc8037, "11qYAYKx", "11qYAYKy", 1),
		"JWK short d":       `{"kty":"OKP","crv":"Ed25519","d":"AAAA","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`,
	} {
		t.Run(name, func(t *testing.T) {
			key, err := signer.ParseKey([]byte(text))
			require.ErrorIs(t, err, signer.ErrKey)
			require.Nil(t, key)
		})
	}
}

// TestParseKeyLimit: a key that fills the limit is read, one byte more is not.
func TestParseKeyLimit(t *testing.T) {
	fill := strings.Repeat(" ", signer.MaxKey-len(rfc8037))
	_, err := signer.ParseKey([]byte(rfc8037 + fill))
	require.NoError(t, err)
	_, err = signer.ParseKey([]byte(rfc8037 + fill + " "))
	require.ErrorIs(t, err, signer.ErrKey)
}

// TestParseKeyErrorsAreSilent breaks a key in many ways and looks for any five characters of its private half in the error.
func TestParseKeyErrorsAreSilent(t *testing.T) {
	const secret = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
	texts := []string{
		strings.Replace(rfc8037, `"`+secret+`"`, secret, 1),                      // without quotes
		strings.Replace(rfc8037, `"d":"`, `"d"`, 1),                              // without a colon
		strings.Replace(rfc8037, `"`+secret+`"`, `"`+secret+`" `+secret, 1),      // twice
		strings.Replace(rfc8037, `"d":"`+secret, `"`+secret+`":"`, 1),            // as a name
		strings.Replace(rfc8037, `"d":`, `"d":"AAAA","`+secret+`":1,"d":`, 1),    // beside a duplicate
		strings.Replace(rfc8037, `"d":`, `"`+secret+`":1,"`+secret+`":`, 1),      // as a duplicate name
		strings.Replace(rfc8037, `"OKP"`, `"`+secret+`"`, 1),                     // as another member
		strings.Replace(rfc8037, `"Ed25519"`, `"`+secret+`"`, 1),                 // likewise
		strings.Replace(rfc8037, `"d":"`+secret+`"`, `"d":["`+secret+`"]`, 1),    // in an array
		strings.Replace(rfc8037, `"d":"`+secret+`"`, `"d":{"`+secret+`":{}}`, 1), // in an object
		strings.Replace(rfc8037, `"kty"`, `"alg":"`+secret+`","kty"`, 1),         // as the algorithm
		strings.Replace(rfc8037, `"kty"`, `"key_ops":["`+secret+`"],"kty"`, 1),   // as an operation
		secret, "{" + secret, `{"` + secret, `{"d":` + secret, `{"d":"` + secret + `"}`,
		"-----BEGIN " + secret + "-----\nAAAA\n-----END " + secret + "-----",
		"-----BEGIN PRIVATE KEY-----\n" + secret + ": " + secret + "\n\nAAAA\n-----END PRIVATE KEY-----",
	}
	for i := range rfc8037 {
		texts = append(texts, rfc8037[:i], rfc8037[i+1:])
	}
	for _, text := range texts {
		_, err := signer.ParseKey([]byte(text))
		require.ErrorIs(t, err, signer.ErrKey, text)
		for i := range len(secret) - 5 {
			require.NotContains(t, err.Error(), secret[i:i+5], text)
		}
	}
}

// TestParseKeyPrintsNothing: a key that is logged, wherever it stands, shows no byte of itself.
func TestParseKeyPrintsNothing(t *testing.T) {
	seed := badgetest.Ed25519("issuer").Seed()
	key, err := signer.ParseKey(pkcs8(t, badgetest.Ed25519("issuer")))
	require.NoError(t, err)
	type config struct {
		Key    crypto.Signer
		hidden crypto.Signer
	}
	c := config{key, key}
	var text strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		fmt.Fprintf(&text, verb+verb+verb, key, c, &c)
	}
	slog.New(slog.NewJSONHandler(&text, nil)).Info("start", "key", key, "config", c)
	slog.New(slog.NewTextHandler(&text, nil)).Info("start", "key", key, "config", c)
	require.Contains(t, text.String(), "private key for EdDSA")
	for _, form := range []string{"%x", "%X", "%d", "%s", "%q", "%#v"} {
		secret := strings.Trim(fmt.Sprintf(form, seed[4:10]), `[]"`)
		require.NotContains(t, text.String(), secret)
	}
	require.NotContains(t, text.String(), base64.StdEncoding.EncodeToString(seed[3:9]))
}

func ExampleParseKey() {
	key, err := signer.ParseKey([]byte(rfc8037)) // of a file, which nobody else can read
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(key)
	s, err := signer.NewJWS(key, "did:web:example.org#key-1", nil)
	fmt.Println(s != nil, err)
	// Output:
	// private key for EdDSA
	// true <nil>
}

// FuzzParseKey: ParseKey answers every text, and what it accepts signs for its own public key.
func FuzzParseKey(f *testing.F) {
	f.Add([]byte(rfc8037))
	f.Add([]byte(rfc8410))
	for _, key := range []any{badgetest.P256("issuer"), badgetest.P384("issuer"), badgetest.RSA()} {
		f.Add(pkcs8(f, key))
		f.Add(jwkOf(f, key))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		key, err := signer.ParseKey(data)
		if err != nil {
			require.ErrorIs(t, err, signer.ErrKey)
			return
		}
		requireSigns(t, key, key.Public())
	})
}
