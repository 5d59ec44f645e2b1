package did_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/stretchr/testify/require"
)

// Keys that standards print, as Multikey and as JWK.
const (
	multikeyA = "z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP" // did:key, examples
	multikeyB = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
	p256Text  = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
	p384Text  = "z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54"

	rfc8037JWK   = `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	rfc8037Thumb = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" // RFC 8037 A.3
	rfc7517JWK   = `{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}`
	weakJWK      = `{"kty":"OKP","crv":"Ed25519","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`
	weakMultikey = "z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP" // 32 zero bytes
)

// shortMultikey is an Ed25519 key of 31 bytes.
var shortMultikey = multikey.EncodeBase58(append([]byte{0xed, 1}, make([]byte, 31)...))

const issuer = "did:web:example.org"

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// method is the JSON of a verification method of the issuer with members, or with one of the same name replaced.
func method(id, typ, member, material string, more ...string) string {
	if !strings.HasPrefix(material, "{") {
		material = `"` + material + `"`
	}
	return fmt.Sprintf(`{"id":"%s","type":"%s","controller":"%s","%s":%s%s}`, id, typ, issuer, member, material,
		strings.Join(append([]string{""}, more...), ","))
}

func multikeyMethod(id, key string, more ...string) string {
	return method(id, "Multikey", "publicKeyMultibase", key, more...)
}

// document is the JSON of the issuer's document with the given methods, all of them for assertions.
func document(methods ...string) string {
	return fmt.Sprintf(`{"id":"%s","assertionMethod":[%s]}`, issuer, strings.Join(methods, ","))
}

func parse(t testing.TB, text string) *did.Document {
	t.Helper()
	d, err := did.Parse([]byte(text))
	require.NoError(t, err)
	return d
}

func TestParseKeepsTheText(t *testing.T) {
	const text = `{"@context":["https://www.w3.org/ns/did/v1",{"x":"urn:x"}],"service":[{"id":"#s","n":1.50}],"alsoKnownAs":["https://example.org/"],` +
		`"deactivated":true,"controller":"did:web:example.com","id":"did:web:example.org","verificationMethod":[{"type":"Unknown2030","id":"#u"}]}`
	d := parse(t, text)
	require.Equal(t, issuer, d.ID())
	got, err := json.Marshal(d)
	require.NoError(t, err)
	require.JSONEq(t, text, string(got))
	require.Contains(t, string(got), "1.50")
}

func TestZeroDocument(t *testing.T) {
	var d did.Document
	require.Empty(t, d.ID())
	_, err := d.MarshalJSON()
	require.Error(t, err)
	_, err = d.Method("#key-1", did.AssertionMethod, now)
	require.ErrorIs(t, err, did.ErrNoMethod)
}

func TestParseAccepts(t *testing.T) {
	for _, tt := range []struct{ name, text string }{
		{"no methods", `{"id":"did:web:example.org"}`},
		{"https", `{"id":"https://example.org/issuers/1?x=1"}`},
		{"https with an @ in the query", `{"id":"https://example.org?of=a@example.org"}`},
		{"urn", `{"id":"urn:uuid:7f3c2c3e-1b7e-4b2e-9f0e-0c1f5f3f4a3d"}`},
		{"other DID method", `{"id":"did:example:123%20:a.b-c_d"}`},
		{"empty arrays", `{"id":"did:web:example.org","verificationMethod":[],"assertionMethod":[]}`},
		{"reference to nothing", document(`"#gone"`, `"did:web:example.com#key-1"`)},
		{"reference twice", document(multikeyMethod("#a", multikeyA), `"#a"`, `"#a"`)},
		{"method of another document", document(multikeyMethod("did:web:example.com#key-1", multikeyA))},
		{"no controller", document(`{"id":"#a","type":"Multikey","publicKeyMultibase":"` + multikeyA + `"}`)},
		{"u multibase", document(multikeyMethod("#a", "u7QEJX5oaWVXedV2CeGhkrQPfpaT71oMyVmNk4rZeE8yeRA"))},
		{"unknown type", document(`{"id":"#a","type":"Ed25519VerificationKey2018","controller":"x","publicKeyBase58":"abc"}`)},
		{"unknown type, malformed key", document(method("#a", "Future2030", "publicKeyMultibase", "0"), method("#b", "Future2030", "publicKeyJwk", `{}`))},
		{"unsupported Multikey", document(multikeyMethod("#a", "z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F"))},
		{"unsupported JWK", document(method("#a", "JsonWebKey", "publicKeyJwk", `{"kty":"EC","crv":"secp256k1","kid":"1"}`))},
		{"key for encryption", `{"id":"did:web:example.org","keyAgreement":[` + method("#a", "JsonWebKey", "publicKeyJwk",
			strings.TrimSuffix(rfc7517JWK, "}")+`,"use":"enc"}`) + `]}`},
	} {
		t.Run(tt.name, func(t *testing.T) { parse(t, tt.text) })
	}
}

func TestParseRefuses(t *testing.T) {
	const a = `"id":"#a","type":"Multikey","controller":"did:web:example.org"`
	withID := func(id string) string { return `{"id":"` + id + `"}` }
	dated := func(member string) string { return document(multikeyMethod("#a", multikeyA, member)) }
	jwkMethod := func(jwk string) string { return document(method("#a", "JsonWebKey", "publicKeyJwk", jwk)) }
	withMember := func(jwk, member string) string { return strings.TrimSuffix(jwk, "}") + "," + member + "}" }

	for _, tt := range []struct {
		name, text string
		want       error  // beside ErrDocument
		pointer    string // in the text of the error
	}{
		{"empty", ``, did.ErrDocument, ""},
		{"not JSON", `id: x`, did.ErrDocument, ""},
		{"two documents", withID(issuer) + withID(issuer), did.ErrDocument, ""},
		{"id twice", `{"id":"did:web:example.org","id":"did:web:example.org"}`, did.ErrDocument, "/id"},
		{"id twice, escaped", `{"id":"did:web:example.org","\u0069d":"did:web:example.com"}`, did.ErrDocument, "/id"},
		{"array", `[]`, did.ErrDocument, ""},
		{"no id", `{}`, did.ErrDocument, "/id"},
		{"id by case", `{"ID":"did:web:example.org"}`, did.ErrDocument, "/id"},
		{"id null", `{"id":null}`, did.ErrDocument, "/id"},
		{"id array", `{"id":["did:web:example.org"]}`, did.ErrDocument, "/id"},
		{"id relative", withID("/issuers/1"), did.ErrIdentifier, "/id"},
		{"id with fragment", withID("did:web:example.org#key-1"), did.ErrIdentifier, "/id"},
		{"id with an empty fragment", withID("https://example.org/#"), did.ErrIdentifier, "/id"},
		{"id with a path", withID("did:example:1/a"), did.ErrIdentifier, "/id"},
		{"id with a query", withID("did:example:1?a"), did.ErrIdentifier, "/id"},
		{"id with space", withID("https://example.org/a b"), did.ErrIdentifier, "/id"},
		{"id http", withID("http://example.org/"), did.ErrIdentifier, "/id"},
		{"id file", withID("file:///etc/passwd"), did.ErrIdentifier, "/id"},
		{"id scheme by case", withID("DID:web:example.org"), did.ErrIdentifier, "/id"},
		{"id HTTPS", withID("HTTPS://example.org"), did.ErrIdentifier, "/id"},
		{"id with a user", withID("https://example.org@example.com/"), did.ErrIdentifier, "/id"},
		{"id with a user and no path", withID("https://user@example.com?x"), did.ErrIdentifier, "/id"},
		{"id without a host", withID("https:///issuer"), did.ErrIdentifier, "/id"},
		{"DID method in capitals", withID("did:Web:example.org"), did.ErrIdentifier, "/id"},
		{"DID without a name", withID("did:example:"), did.ErrIdentifier, "/id"},
		{"DID without a method", withID("did::x"), did.ErrIdentifier, "/id"},
		{"DID that ends in a colon", withID("did:example:a:"), did.ErrIdentifier, "/id"},
		{"DID not ASCII", withID("did:example:ä"), did.ErrIdentifier, "/id"},
		{"did:web with an address", withID("did:web:127.0.0.1"), did.ErrIdentifier, "/id"},
		{"URN without a name", withID("urn:uuid:"), did.ErrIdentifier, "/id"},
		{"URN without a namespace", withID("urn::x"), did.ErrIdentifier, "/id"},

		{"verificationMethod is an object", `{"id":"did:web:example.org","verificationMethod":{}}`, did.ErrDocument, "/verificationMethod"},
		{"verificationMethod has a string", `{"id":"did:web:example.org","verificationMethod":["#a"]}`, did.ErrDocument, "/verificationMethod/0"},
		{"assertionMethod is a string", `{"id":"did:web:example.org","assertionMethod":"#a"}`, did.ErrDocument, "/assertionMethod"},
		{"assertionMethod has a number", document("1"), did.ErrDocument, "/assertionMethod/0"},
		{"reference is relative", document(`"key-1"`), did.ErrDocument, "/assertionMethod/0"},
		{"reference without fragment", document(`"did:web:example.org"`), did.ErrDocument, "/assertionMethod/0"},
		{"reference with two fragments", document(`"#a#b"`), did.ErrDocument, "/assertionMethod/0"},
		{"keyAgreement has null", `{"id":"did:web:example.org","keyAgreement":[null]}`, did.ErrDocument, "/keyAgreement/0"},

		{"method without id", document(`{"type":"Multikey"}`), did.ErrDocument, "/assertionMethod/0/id"},
		{"method id relative", document(multikeyMethod("a", multikeyA)), did.ErrDocument, "/assertionMethod/0/id"},
		{"method id without fragment", document(multikeyMethod("did:web:example.org", multikeyA)), did.ErrDocument, "/assertionMethod/0/id"},
		{"method id of an empty fragment", document(multikeyMethod("#", multikeyA)), did.ErrDocument, "/assertionMethod/0/id"},
		{"method id with space", document(multikeyMethod("#a b", multikeyA)), did.ErrDocument, "/assertionMethod/0/id"},
		{"method without type", document(`{"id":"#a"}`), did.ErrDocument, "/assertionMethod/0/type"},
		{"method of an empty type", document(`{"id":"#a","type":""}`), did.ErrDocument, "/assertionMethod/0/type"},
		{"method of two types", document(`{"id":"#a","type":["Multikey","JsonWebKey"]}`), did.ErrDocument, "/assertionMethod/0/type"},
		{"controller array", document(`{"id":"#a","type":"x","controller":["did:web:example.org"]}`), did.ErrDocument, "/assertionMethod/0/controller"},
		{"controller null", document(`{"id":"#a","type":"x","controller":null}`), did.ErrDocument, "/assertionMethod/0/controller"},
		{"same id twice", document(multikeyMethod("#a", multikeyA), multikeyMethod("#a", multikeyB)), did.ErrDocument, "/assertionMethod/1/id"},
		{"same id, one absolute", document(multikeyMethod("#a", multikeyA), multikeyMethod(issuer+"#a", multikeyA)), did.ErrDocument, "/assertionMethod/1/id"},
		{"same id in two relationships", `{"id":"did:web:example.org","authentication":[` + multikeyMethod("#a", multikeyA) + `],"assertionMethod":[` +
			multikeyMethod("#a", multikeyA) + `]}`, did.ErrDocument, "/authentication/0/id"},
		{"same kid twice", document(method("#a", "JsonWebKey", "publicKeyJwk", withMember(rfc8037JWK, `"kid":"1"`)),
			method("#b", "JsonWebKey", "publicKeyJwk", withMember(rfc7517JWK, `"kid":"1"`))), did.ErrDocument, "/assertionMethod/1/publicKeyJwk/kid"},

		{"no key", document(`{` + a + `}`), did.ErrDocument, "/assertionMethod/0"},
		{"both keys", document(`{` + a + `,"publicKeyMultibase":"` + multikeyA + `","publicKeyJwk":` + rfc8037JWK + `}`), did.ErrDocument, "/assertionMethod/0"},
		{"both keys, unknown type", document(`{"id":"#a","type":"x","publicKeyMultibase":"` + multikeyA + `","publicKeyJwk":` + rfc8037JWK + `}`),
			did.ErrDocument, "/assertionMethod/0"},
		{"Multikey with a JWK", document(method("#a", "Multikey", "publicKeyJwk", rfc8037JWK)), did.ErrDocument, "/assertionMethod/0"},
		{"JsonWebKey with a Multikey", document(method("#a", "JsonWebKey", "publicKeyMultibase", multikeyA)), did.ErrDocument, "/assertionMethod/0"},
		{"key is a number", document(`{` + a + `,"publicKeyMultibase":1}`), did.ErrDocument, "/assertionMethod/0/publicKeyMultibase"},
		{"JWK is a string", document(method("#a", "JsonWebKey", "publicKeyJwk", "x")), did.ErrKey, "/assertionMethod/0/publicKeyJwk"},
		{"malformed Multikey", document(multikeyMethod("#a", shortMultikey)), did.ErrKey, "/assertionMethod/0/publicKeyMultibase"},
		{"Multikey without base", document(multikeyMethod("#a", "z")), did.ErrKey, "/assertionMethod/0/publicKeyMultibase"},
		{"weak Multikey", document(multikeyMethod("#a", weakMultikey)), did.ErrKey, "/assertionMethod/0/publicKeyMultibase"},
		{"P-256 in an Ed25519 type", document(method("#a", "Ed25519VerificationKey2020", "publicKeyMultibase", p256Text)), did.ErrKey,
			"/assertionMethod/0/publicKeyMultibase"},
		{"malformed JWK", jwkMethod(`{"kty":"OKP","crv":"Ed25519","x":"AAAA"}`), did.ErrKey, "/assertionMethod/0/publicKeyJwk/x"},
		{"weak JWK", jwkMethod(weakJWK), did.ErrKey, "/assertionMethod/0/publicKeyJwk"},
		{"weak key that nothing lists", `{"id":"did:web:example.org","verificationMethod":[` + multikeyMethod("#a", weakMultikey) + `]}`, did.ErrKey,
			"/verificationMethod/0/publicKeyMultibase"},

		{"private JWK", jwkMethod(withMember(rfc8037JWK, `"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"`)), did.ErrPrivateKey,
			"/assertionMethod/0/publicKeyJwk/d"},
		{"private JWK of an unknown type", document(method("#a", "Future2030", "publicKeyJwk", `{"d":"x"}`)), did.ErrPrivateKey,
			"/assertionMethod/0/publicKeyJwk/d"},
		{"private JWK for encryption", `{"id":"did:web:example.org","keyAgreement":[` + method("#a", "JsonWebKey", "publicKeyJwk",
			withMember(rfc7517JWK, `"use":"enc","d":""`)) + `]}`, did.ErrPrivateKey, "/keyAgreement/0/publicKeyJwk/d"},
		{"symmetric JWK", jwkMethod(`{"kty":"oct","k":"AAAA"}`), did.ErrPrivateKey, "/assertionMethod/0/publicKeyJwk/k"},
		{"secret Multikey", document(multikeyMethod("#a", "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")), did.ErrPrivateKey,
			"/assertionMethod/0/publicKeyMultibase"},
		{"secret Multikey of an unknown type", document(method("#a", "Future2030", "publicKeyMultibase", "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")),
			did.ErrPrivateKey, "/assertionMethod/0/publicKeyMultibase"},
		{"secretKeyMultibase", document(multikeyMethod("#a", multikeyA, `"secretKeyMultibase":"z"`)), did.ErrPrivateKey, "/assertionMethod/0/secretKeyMultibase"},
		{"privateKeyMultibase", document(multikeyMethod("#a", multikeyA, `"privateKeyMultibase":null`)), did.ErrPrivateKey, "/assertionMethod/0/privateKeyMultibase"},
		{"privateKeyJwk of an unknown type", document(`{"id":"#a","type":"x","privateKeyJwk":{}}`), did.ErrPrivateKey, "/assertionMethod/0/privateKeyJwk"},
		{"secret deep inside", document(multikeyMethod("#a", multikeyA, `"x":[{"y":{"privateKeyPem":"x"}}]`)), did.ErrPrivateKey,
			"/assertionMethod/0/x/0/y/privateKeyPem"},
		{"secret in a later item", document(multikeyMethod("#a", multikeyA, `"x":[1,[],{"secretKeyHex":"x"}]`)), did.ErrPrivateKey,
			"/assertionMethod/0/x/2/secretKeyHex"},
		{"secret of another's method", `{"id":"did:web:example.org","verificationMethod":[{"id":"did:web:example.com#a","type":"x","secretKeyMultibase":"z"}]}`,
			did.ErrPrivateKey, "/verificationMethod/0/secretKeyMultibase"},

		{"expires number", dated(`"expires":1767225600`), did.ErrDocument, "/assertionMethod/0/expires"},
		{"expires null", dated(`"expires":null`), did.ErrDocument, "/assertionMethod/0/expires"},
		{"expires without zone", dated(`"expires":"2026-03-01T12:00:00"`), did.ErrDocument, "/assertionMethod/0/expires"},
		{"expires 24:00", dated(`"expires":"2026-03-01T24:00:00Z"`), did.ErrDocument, "/assertionMethod/0/expires"},
		{"expires in year 1", dated(`"expires":"0001-01-01T00:00:00Z"`), did.ErrDocument, "/assertionMethod/0/expires"},
		{"expires in year 1, by zone", dated(`"expires":"0001-01-01T14:00:00+14:00"`), did.ErrDocument, "/assertionMethod/0/expires"},
		{"revoked is a boolean", dated(`"revoked":true`), did.ErrDocument, "/assertionMethod/0/revoked"},
		{"revoked empty", dated(`"revoked":""`), did.ErrDocument, "/assertionMethod/0/revoked"},
		{"revoked in year 1", dated(`"revoked":"0001-01-01T00:00:00.000Z"`), did.ErrDocument, "/assertionMethod/0/revoked"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := did.Parse([]byte(tt.text))
			require.ErrorIs(t, err, did.ErrDocument)
			require.ErrorIs(t, err, tt.want)
			require.ErrorContains(t, err, tt.pointer)
			for _, other := range []error{did.ErrIdentifier, did.ErrKey, did.ErrPrivateKey, did.ErrTooLarge} {
				require.Equal(t, errors.Is(tt.want, other), errors.Is(err, other), other)
			}
			require.Nil(t, d)
			require.Less(t, len(err.Error()), 600)
		})
	}
}

func TestParseLimits(t *testing.T) {
	methods := func(n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = multikeyMethod(fmt.Sprintf("#%d", i), multikeyA)
		}
		return document(list...)
	}
	for _, n := range []int{did.MaxMethods - 1, did.MaxMethods} {
		parse(t, methods(n))
	}
	_, err := did.Parse([]byte(methods(did.MaxMethods + 1)))
	require.ErrorIs(t, err, did.ErrTooLarge)
	require.NotErrorIs(t, err, did.ErrDocument)

	padded := func(n int) []byte {
		text := `{"id":"did:web:example.org"}`
		return []byte(text + strings.Repeat(" ", n-len(text)))
	}
	for _, n := range []int{did.MaxDocument - 1, did.MaxDocument} {
		_, err := did.Parse(padded(n))
		require.NoError(t, err)
	}
	_, err = did.Parse(padded(did.MaxDocument + 1))
	require.ErrorIs(t, err, did.ErrTooLarge)
	require.NotErrorIs(t, err, did.ErrDocument)

	_, err = did.Parse([]byte(`{"id":"did:web:example.org","x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`))
	require.ErrorIs(t, err, did.ErrTooLarge)
}

// TestParseSelf: a file cannot give the name of one key to another.
func TestParseSelf(t *testing.T) {
	for _, id := range []string{"did:key:" + multikeyA, "did:key:" + p384Text, didJWK(rfc8037JWK), didJWK(rfc7517JWK)} {
		own, err := did.Resolve(id)
		require.NoError(t, err)
		text, err := own.MarshalJSON()
		require.NoError(t, err)
		again := parse(t, string(text))
		require.Equal(t, id, again.ID())

		other := strings.NewReplacer(multikeyA, multikeyB).Replace(string(text))
		parse(t, other) // the same with another key throughout
		expiring := strings.Replace(string(text), `"controller"`, `"expires":"2026-01-01T00:00:00Z","controller"`, 1)
		_, err = parse(t, expiring).Method(own.ID()+"#"+fragmentOf(id), did.AssertionMethod, now)
		require.ErrorIs(t, err, did.ErrExpired)
	}

	keyDoc := `{"id":"did:key:` + multikeyA + `","assertionMethod":[%s]}`
	self := "did:key:" + multikeyA
	for _, tt := range []struct {
		name, text string
		want       error
	}{
		{"another key under its id", fmt.Sprintf(keyDoc, `{"id":"#`+multikeyA+`","type":"Multikey","controller":"`+self+`","publicKeyMultibase":"`+multikeyB+`"}`), did.ErrDocument},
		{"another key beside it", fmt.Sprintf(keyDoc, `{"id":"#`+multikeyB+`","type":"Multikey","controller":"`+self+`","publicKeyMultibase":"`+multikeyB+`"}`), did.ErrDocument},
		{"its key under another id", fmt.Sprintf(keyDoc, `{"id":"#key-1","type":"Multikey","controller":"`+self+`","publicKeyMultibase":"`+multikeyA+`"}`), did.ErrDocument},
		{"a did:key that is none", `{"id":"did:key:` + shortMultikey + `"}`, did.ErrIdentifier},
		{"a did:key of X25519", `{"id":"did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F"}`, did.ErrUnsupported},
		{"a did:jwk for encryption that lists a key", strings.ReplaceAll(`{"id":"ID","assertionMethod":[{"id":"#0","type":"JsonWebKey","controller":"ID","publicKeyJwk":`+rfc7517JWK+`}]}`,
			"ID", didJWK(strings.TrimSuffix(rfc7517JWK, "}")+`,"use":"enc"}`)), did.ErrDocument},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := did.Parse([]byte(tt.text))
			require.ErrorIs(t, err, did.ErrDocument)
			require.ErrorIs(t, err, tt.want)
		})
	}
}

// FuzzDIDDocument: a document that is accepted keeps the limits, is accepted again as it is written, and answers every
// question about its methods with a key of its own, under its own id, or an error.
func FuzzDIDDocument(f *testing.F) {
	for _, s := range []string{
		document(multikeyMethod("#a", multikeyA, `"expires":"2027-01-01T00:00:00Z"`), `"#b"`),
		document(method("#a", "JsonWebKey", "publicKeyJwk", rfc8037JWK), method("#b", "Ed25519VerificationKey2020", "publicKeyMultibase", multikeyB)),
		`{"id":"did:key:` + multikeyA + `","verificationMethod":[{"id":"#` + multikeyA + `","type":"x"}]}`,
		`{"id":"https://example.org/","authentication":[{"id":"#a","type":"Multikey","publicKeyMultibase":"` + p256Text + `"}]}`,
		`{"id":"urn:x:y","id":1}`, `{"id":"did:web:..:a"}`, `{}`,
	} {
		f.Add([]byte(s), "#a")
	}
	f.Fuzz(func(t *testing.T, src []byte, ref string) {
		d, err := did.Parse(src)
		if err != nil {
			return
		}
		require.LessOrEqual(t, len(src), did.MaxDocument)
		text, err := d.MarshalJSON()
		require.NoError(t, err)
		require.True(t, json.Valid(text))
		again, err := did.Parse(text)
		if err != nil {
			require.ErrorIs(t, err, did.ErrTooLarge) // escapes make it longer
		} else {
			require.Equal(t, d.ID(), again.ID())
		}
		m, err := d.Method(ref, did.AssertionMethod, now)
		if err != nil {
			return
		}
		require.True(t, strings.HasPrefix(m.ID, d.ID()+"#"))
		require.Equal(t, d.ID(), m.Controller)
		byKey, err := d.MethodByKey(m.Public, did.AssertionMethod, now)
		require.NoError(t, err)
		require.NotNil(t, byKey.Public)
		_, err = d.MethodFor(m.Public)
		require.NoError(t, err)
	})
}
