package signer_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/signer"
	"github.com/stretchr/testify/require"
)

const (
	issuer = "did:web:badges.example.org"
	method = issuer + "#key-1"
)

// minimal is a badge with no more than it must have.
const minimal = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
	`"id":"urn:uuid:6b1a2f3c-90f5-4c4b-8c6e-1f1f2f3f4f5f","type":["VerifiableCredential","OpenBadgeCredential"],` +
	`"issuer":{"id":"did:web:badges.example.org","type":["Profile"]},"validFrom":"2026-01-05T00:00:00Z",` +
	`"credentialSubject":{"id":"did:example:ada","type":["AchievementSubject"],"achievement":{"id":"urn:example:a","type":["Achievement"],` +
	`"name":"A","description":"B","criteria":{"narrative":"C"}}}}`

func newJWS(t testing.TB, profile signer.Profile) *signer.JWS {
	t.Helper()
	s, err := signer.NewJWS(ed25519Key(), method, &signer.JWSOptions{Profile: profile})
	require.NoError(t, err)
	return s
}

func TestProfiles(t *testing.T) {
	claims := `,"iss":"did:web:badges.example.org","jti":"urn:uuid:6b1a2f3c-90f5-4c4b-8c6e-1f1f2f3f4f5f","sub":"did:example:ada","nbf":1767571200`
	body := strings.TrimSuffix(minimal, "}")
	for _, key := range testKeys(t) {
		for _, tt := range []struct {
			name        string
			opts        *signer.JWSOptions
			typ, claims string
		}{
			{"default", nil, "JWT", claims},
			{"zero", &signer.JWSOptions{}, "JWT", claims},
			{"ob30", &signer.JWSOptions{Profile: signer.OB30}, "JWT", claims},
			{"vc-jose-cose", &signer.JWSOptions{Profile: signer.VCJOSECOSE}, "vc+jwt", ""},
		} {
			t.Run(key.name+"/"+tt.name, func(t *testing.T) {
				s, err := signer.NewJWS(opaque{key: key.Signer}, method, tt.opts)
				require.NoError(t, err)
				token, err := s.Sign(t.Context(), json.RawMessage(minimal))
				require.NoError(t, err)
				header, got := opened(t, token, key.Public())
				require.Equal(t, `{"alg":"`+key.alg+`","kid":"`+method+`","typ":"`+tt.typ+`"}`, header)
				require.Equal(t, body+tt.claims+"}", got)
			})
		}
	}
}

func TestClaims(t *testing.T) {
	for _, tt := range []struct {
		name    string
		members map[string]any
		want    string // after the members of the document
	}{
		{"issuer as a string", map[string]any{"issuer": issuer},
			`"iss":"did:web:badges.example.org","jti":"urn:uuid:6b1a2f3c-90f5-4c4b-8c6e-1f1f2f3f4f5f","sub":"did:example:ada","nbf":1767571200`},
		{"validUntil", map[string]any{"validUntil": "2027-01-05T00:00:00Z"},
			`"sub":"did:example:ada","nbf":1767571200,"exp":1799107200`},
		{"validUntil equal to validFrom", map[string]any{"validUntil": "2026-01-05T00:00:00Z"}, `"nbf":1767571200,"exp":1767571200`},
		{"offsets", map[string]any{"validFrom": "2026-01-05T01:00:00+01:00", "validUntil": "2026-12-31T23:30:00-00:30"},
			`"nbf":1767571200,"exp":1798761600`},
		{"a fraction of nothing", map[string]any{"validFrom": "2026-01-05T00:00:00.000Z"}, `"nbf":1767571200`},
		{"the first second", map[string]any{"validFrom": "1970-01-01T00:00:00Z"}, `"nbf":0`},
		{"the last second", map[string]any{"validUntil": "9999-12-31T23:59:59Z"}, `"exp":253402300799`},
		{"a subject that must be escaped", map[string]any{"credentialSubject.id": "urn:x:<&{}>\u2028\"ä"},
			`"sub":"urn:x:\u003c\u0026\u007b\u007d\u003e\u2028\"ä","nbf":1767571200`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			token, err := newJWS(t, signer.OB30).Sign(t.Context(), changed(t, tt.members))
			require.NoError(t, err)
			_, claims := opened(t, token, ed25519Key().Public())
			require.True(t, strings.HasSuffix(claims, tt.want+"}"), claims)
		})
	}
}

// TestPayload: what is signed is the document: its order, its numbers, its strings, but for how these are written.
func TestPayload(t *testing.T) {
	doc := strings.Replace(minimal, `"name":"A"`,
		`"name" : "\u0041 < { \ud83c\udf93" , "x": [ 1.0, 4.50, 1E30, -0.5, true, null, {}, [] ], "b": "1", "a": "2"`, 1)
	token, err := newJWS(t, signer.VCJOSECOSE).Sign(t.Context(), json.RawMessage(doc))
	require.NoError(t, err)
	_, got := opened(t, token, ed25519Key().Public())
	require.Equal(t, strings.Replace(minimal, `"name":"A"`,
		`"name":"A \u003c \u007b 🎓","x":[1.0,4.50,1E30,-0.5,true,null,{},[]],"b":"1","a":"2"`, 1), got)
}

func TestSignRefuses(t *testing.T) {
	both := []signer.Profile{signer.OB30, signer.VCJOSECOSE}
	ob30 := both[:1]
	for _, tt := range []struct {
		name     string
		profiles []signer.Profile
		doc      json.Marshaler
		want     error
		place    string // what the error names
	}{
		{"nil", both, nil, signer.ErrDocument, "nil"},
		{"nothing", both, json.RawMessage(nil), signer.ErrDocument, "object"},
		{"empty", both, json.RawMessage(""), signer.ErrDocument, "end of the text"},
		{"null", both, json.RawMessage("null"), signer.ErrDocument, "object"},
		{"array", both, json.RawMessage("[" + minimal + "]"), signer.ErrDocument, "object"},
		{"not JSON", both, json.RawMessage("{"), signer.ErrDocument, "byte 1"},
		{"data after", both, json.RawMessage(minimal + "x"), signer.ErrDocument, "after the end"},
		{"duplicate member", both, json.RawMessage(strings.Replace(minimal, `"name":"A"`, `"name":"A","n\u0061me":"B"`, 1)),
			signer.ErrDocument, "/credentialSubject/achievement/name"},
		{"number that no float64 carries", both, changed(t, map[string]any{"x": json.Number("12345678901234567891")}), signer.ErrDocument, "/x"},
		{"invalid UTF-8", both, json.RawMessage(strings.Replace(minimal, `"A"`, "\"\xff\"", 1)), signer.ErrDocument, "/credentialSubject/achievement/name"},

		{"no context", both, changed(t, map[string]any{"@context": nil}), signer.ErrDocument, "/@context"},
		{"empty context", both, changed(t, map[string]any{"@context": []any{}}), signer.ErrDocument, "/@context"},
		{"context as a string", both, changed(t, map[string]any{"@context": "https://www.w3.org/ns/credentials/v2"}), signer.ErrDocument, "/@context"},
		{"context of version 1.1", both, changed(t, map[string]any{"@context": []any{"https://www.w3.org/2018/credentials/v1"}}),
			signer.ErrDocument, "/@context"},
		{"badge of version 1.1", both, changed(t, map[string]any{"@context": []any{"https://www.w3.org/2018/credentials/v1",
			"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}, "issuanceDate": "2026-03-01T12:00:00Z", "validFrom": nil}),
			signer.ErrDocument, "/@context"},
		{"contexts in another order", both, changed(t, map[string]any{"@context": []any{"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
			"https://www.w3.org/ns/credentials/v2"}}), signer.ErrDocument, "/@context"},
		{"contexts in an object", both, changed(t, map[string]any{"@context": map[string]any{"a": "https://www.w3.org/ns/credentials/v2"}}),
			signer.ErrDocument, "/@context"},
		{"context that is an object", both, changed(t, map[string]any{"@context": []any{map[string]any{}}}), signer.ErrDocument, "/@context"},
		{"no type", both, changed(t, map[string]any{"type": nil}), signer.ErrDocument, "/type"},
		{"no credential's type", both, changed(t, map[string]any{"type": []any{"OpenBadgeCredential"}}), signer.ErrDocument, "/type"},
		{"presentation", both, changed(t, map[string]any{"type": "VerifiablePresentation"}), signer.ErrDocument, "/type"},
		{"type in another case", both, changed(t, map[string]any{"type": []any{"verifiableCredential"}}), signer.ErrDocument, "/type"},
		{"type that is no string", both, changed(t, map[string]any{"type": []any{1}}), signer.ErrDocument, "/type"},
		{"no issuer", both, changed(t, map[string]any{"issuer": nil}), signer.ErrDocument, "/issuer"},
		{"issuer null", both, json.RawMessage(strings.Replace(string(changed(t, map[string]any{"issuer": 1})), `"issuer":1`, `"issuer":null`, 1)),
			signer.ErrDocument, "/issuer"},
		{"issuer number", both, changed(t, map[string]any{"issuer": 1}), signer.ErrDocument, "/issuer"},
		{"issuer empty", both, changed(t, map[string]any{"issuer": ""}), signer.ErrDocument, "/issuer"},
		{"issuer array", both, changed(t, map[string]any{"issuer": []any{issuer}}), signer.ErrDocument, "/issuer"},
		{"issuer without id", both, changed(t, map[string]any{"issuer.id": nil}), signer.ErrDocument, "/issuer/id"},
		{"issuer with two ids", both, changed(t, map[string]any{"issuer.id": []any{issuer}}), signer.ErrDocument, "/issuer/id"},
		{"no subject", both, changed(t, map[string]any{"credentialSubject": nil}), signer.ErrDocument, "/credentialSubject"},
		{"no subjects", both, changed(t, map[string]any{"credentialSubject": []any{}}), signer.ErrDocument, "/credentialSubject"},
		{"subject as a string", both, changed(t, map[string]any{"credentialSubject": "did:example:ada"}), signer.ErrDocument, "/credentialSubject"},

		{"another issuer", both, changed(t, map[string]any{"issuer.id": "did:web:evil.example"}), signer.ErrIssuer, "did:web:evil.example"},
		{"another issuer, a string", both, changed(t, map[string]any{"issuer": "did:web:evil.example"}), signer.ErrIssuer, "did:web:evil.example"},
		{"the method as issuer", both, changed(t, map[string]any{"issuer.id": method}), signer.ErrIssuer, method},
		{"issuer in another case", both, changed(t, map[string]any{"issuer.id": strings.ToUpper(issuer)}), signer.ErrIssuer, "DID:WEB"},

		{"two subjects", ob30, changed(t, map[string]any{"credentialSubject": []any{map[string]any{"id": "urn:a:b"}}}), signer.ErrDocument, "/credentialSubject"},
		{"subject without id", ob30, changed(t, map[string]any{"credentialSubject.id": nil}), signer.ErrNoSubjectID, "urn:uuid:"},
		{"subject with empty id", ob30, changed(t, map[string]any{"credentialSubject.id": ""}), signer.ErrDocument, "/credentialSubject/id"},
		{"subject with a number as id", ob30, changed(t, map[string]any{"credentialSubject.id": 1}), signer.ErrDocument, "/credentialSubject/id"},
		{"no id", ob30, changed(t, map[string]any{"id": nil}), signer.ErrDocument, "/id"},
		{"empty id", ob30, changed(t, map[string]any{"id": ""}), signer.ErrDocument, "/id"},
		{"no validFrom", ob30, changed(t, map[string]any{"validFrom": nil}), signer.ErrTime, "/validFrom"},
		{"validFrom as a number", ob30, changed(t, map[string]any{"validFrom": 1767571200}), signer.ErrTime, "/validFrom"},
		{"validFrom without a zone", ob30, changed(t, map[string]any{"validFrom": "2026-01-05T00:00:00"}), signer.ErrTime, "/validFrom"},
		{"validFrom a date", ob30, changed(t, map[string]any{"validFrom": "2026-01-05"}), signer.ErrTime, "/validFrom"},
		{"validFrom of half a second", ob30, changed(t, map[string]any{"validFrom": "2026-01-05T00:00:00.5Z"}), signer.ErrTime, "/validFrom"},
		{"validFrom of a nanosecond", ob30, changed(t, map[string]any{"validFrom": "2026-01-05T00:00:00.000000001Z"}), signer.ErrTime, "/validFrom"},
		{"validFrom before 1970", ob30, changed(t, map[string]any{"validFrom": "1969-12-31T23:59:59Z"}), signer.ErrTime, "/validFrom"},
		{"validUntil of half a second", ob30, changed(t, map[string]any{"validUntil": "2027-01-05T00:00:00.5Z"}), signer.ErrTime, "/validUntil"},
		{"validUntil before validFrom", ob30, changed(t, map[string]any{"validUntil": "2026-01-04T23:59:59Z"}), signer.ErrTime, "/validUntil"},
		{"validUntil empty", ob30, changed(t, map[string]any{"validUntil": ""}), signer.ErrTime, "/validUntil"},
	} {
		for _, profile := range tt.profiles {
			t.Run(fmt.Sprintf("%s/%v", tt.name, profile), func(t *testing.T) {
				token, err := newJWS(t, profile).Sign(t.Context(), tt.doc)
				require.ErrorIs(t, err, tt.want)
				require.ErrorContains(t, err, tt.place)
				require.Nil(t, token)
			})
		}
	}
}

// TestClaimsInTheDocument (A19, B4): a document that brings claims along could say one thing to readers of the JWT and
// another to readers of the credential.
func TestClaimsInTheDocument(t *testing.T) {
	for _, name := range []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce", "vc", "vp", "ISS", "Vc", "i\u017fs"} {
		for _, profile := range []signer.Profile{signer.OB30, signer.VCJOSECOSE} {
			token, err := newJWS(t, profile).Sign(t.Context(), changed(t, map[string]any{name: issuer}))
			require.ErrorIs(t, err, signer.ErrDocument)
			require.ErrorContains(t, err, "/"+name)
			require.Nil(t, token)
		}
	}
	_, err := newJWS(t, signer.OB30).Sign(t.Context(), changed(t, map[string]any{"credentialSubject.exp": 1, "issuerName": "x"}))
	require.NoError(t, err, "only the top level has claims")
}

// TestVCJOSECOSETakes what Open Badges cannot write as claims.
func TestVCJOSECOSETakes(t *testing.T) {
	for name, members := range map[string]map[string]any{
		"no subject id":   {"credentialSubject.id": nil},
		"two subjects":    {"credentialSubject": []any{map[string]any{"id": "urn:a:b"}, map[string]any{"id": "urn:a:c"}}},
		"no validFrom":    {"validFrom": nil},
		"a fraction":      {"validFrom": "2026-01-05T00:00:00.5Z"},
		"no id":           {"id": nil},
		"type a string":   {"type": "VerifiableCredential"},
		"issuer a string": {"issuer": issuer},
	} {
		t.Run(name, func(t *testing.T) {
			doc := changed(t, members)
			token, err := newJWS(t, signer.VCJOSECOSE).Sign(t.Context(), doc)
			require.NoError(t, err)
			_, got := opened(t, token, ed25519Key().Public())
			require.JSONEq(t, string(doc), got)
		})
	}
}

// document is one with Validate, as package credential has them.
type document struct {
	text     string
	validate error
	marshal  error
	calls    []string
}

func (d *document) Validate() error {
	d.calls = append(d.calls, "Validate")
	return d.validate
}

func (d *document) MarshalJSON() ([]byte, error) {
	d.calls = append(d.calls, "MarshalJSON")
	return []byte(d.text), d.marshal
}

type fieldError struct{ pointer string }

func (e *fieldError) Error() string { return e.pointer + ": wrong" }

func TestValidate(t *testing.T) {
	s := newJWS(t, signer.OB30)

	doc := &document{text: minimal}
	_, err := s.Sign(t.Context(), doc)
	require.NoError(t, err)
	require.Equal(t, []string{"Validate", "MarshalJSON"}, doc.calls)

	doc = &document{text: minimal, validate: errors.Join(&fieldError{"/name"}, &fieldError{"/type"})}
	token, err := s.Sign(t.Context(), doc)
	require.Nil(t, token)
	require.ErrorIs(t, err, signer.ErrDocument)
	var field *fieldError
	require.ErrorAs(t, err, &field)
	require.Equal(t, "/name", field.pointer)
	require.Equal(t, []string{"Validate"}, doc.calls)

	want := errors.New("no such file")
	token, err = s.Sign(t.Context(), &document{marshal: want})
	require.Nil(t, token)
	require.ErrorIs(t, err, signer.ErrDocument)
	require.ErrorIs(t, err, want)
}

// TestLimits: what is signed is within the limits that verifiers read with, the claims included.
func TestLimits(t *testing.T) {
	s := newJWS(t, signer.OB30)
	verifiable := func(token []byte) {
		t.Helper()
		_, claims := opened(t, token, ed25519Key().Public())
		_, err := strictjson.Parse([]byte(claims), nil)
		require.NoError(t, err)
	}

	const members = 6 // of minimal
	for n, want := range map[int]error{
		strictjson.DefaultMembers - 19 - members:     nil,
		strictjson.DefaultMembers - 19 - members + 1: signer.ErrDocument,
	} {
		extra := map[string]any{}
		for i := range n {
			extra[fmt.Sprintf("x%d", i)] = true
		}
		token, err := s.Sign(t.Context(), changed(t, extra))
		require.ErrorIs(t, err, want)
		if err == nil {
			verifiable(token)
		}
	}

	doc, err := strictjson.Parse([]byte(minimal), nil)
	require.NoError(t, err)
	most := strictjson.DefaultValues - 19 - values(doc)
	for n, want := range map[int]error{most - 1: nil, most: nil, most + 1: signer.ErrDocument} {
		n -= 5 // the lists themselves
		lists := []any{make([]int, n/4), make([]int, n/4), make([]int, n/4), make([]int, n-3*(n/4))}
		token, err := s.Sign(t.Context(), changed(t, map[string]any{"x": lists}))
		require.ErrorIs(t, err, want)
		if err == nil {
			verifiable(token)
		}
	}

	token, err := s.Sign(t.Context(), json.RawMessage(minimal))
	require.NoError(t, err)
	_, claims := opened(t, token, ed25519Key().Public())
	room := strictjson.DefaultBytes - len(claims) - len(`"x":["",""],`)
	pad := func(n int) json.RawMessage {
		return json.RawMessage(`{"x":["` + strings.Repeat("a", n/2) + `","` + strings.Repeat("a", n-n/2) + `"],` + minimal[1:])
	}
	for n, want := range map[int]error{room - 1: nil, room: nil, room + 1: signer.ErrDocument} {
		token, err := s.Sign(t.Context(), pad(n))
		require.ErrorIs(t, err, want)
		if err == nil {
			verifiable(token)
		}
	}
	_, err = s.Sign(t.Context(), json.RawMessage(strings.Repeat(" ", strictjson.DefaultBytes)+minimal))
	require.ErrorIs(t, err, signer.ErrDocument)
}

// TestLongStatusLists: a status list may be longer than anything else, since most of it is one string.
func TestLongStatusLists(t *testing.T) {
	list := func(typ string, n int) json.RawMessage {
		return json.RawMessage(`{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://example.org/status/1",` +
			`"type":["VerifiableCredential","` + typ + `"],"issuer":"did:web:badges.example.org","validFrom":"2026-01-01T00:00:00Z",` +
			`"credentialSubject":{"id":"https://example.org/status/1#list","type":"BitstringStatusList",` +
			`"statusPurpose":"revocation","encodedList":"u` + strings.Repeat("A", n) + `"}}`)
	}
	const most = 10 << 20
	for name, s := range map[string]signer.Signer{"jws": newJWS(t, signer.OB30), "jcs": newDI(t, true), "rdfc": newDI(t, false)} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Sign(t.Context(), list("BitstringStatusListCredential", most))
			require.NoError(t, err)
			_, err = s.Sign(t.Context(), list("BitstringStatusListCredential", 13<<20))
			require.ErrorIs(t, err, signer.ErrDocument)
			_, err = s.Sign(t.Context(), list("StatusList", most))
			require.ErrorIs(t, err, signer.ErrDocument, "nothing else may be as long")
		})
	}
}

// values counts v and all that is in it, as the limit does.
func values(v strictjson.Value) int {
	n := 1
	for _, m := range v.Members() {
		n += values(m.Value)
	}
	if v.Kind() == strictjson.Array {
		for i := range v.Len() {
			n += values(v.At(i))
		}
	}
	return n
}

func TestNewJWSRefuses(t *testing.T) {
	key := ed25519Key()
	text, err := multikey.Format(key.Public())
	require.NoError(t, err)
	p256 := ecdsaKey(t, elliptic.P256(), "p256", 8)
	foreign, err := multikey.Format(p256.Public())
	require.NoError(t, err)
	weak := make(ed25519.PrivateKey, ed25519.PrivateKeySize)
	weak[32] = 1 // the public half is the neutral element
	didJWK := func(pub crypto.PublicKey, add ...strictjson.Member) string {
		v, err := jwk.Value(pub)
		require.NoError(t, err)
		for _, m := range add {
			v = v.With(m.Name, m.Value)
		}
		return "did:jwk:" + base64.RawURLEncoding.EncodeToString(v.AppendTo(nil))
	}
	base64Key := "u" + base64.RawURLEncoding.EncodeToString(append([]byte{0xed, 0x01}, key[32:]...))
	same, err := multikey.Parse(base64Key)
	require.NoError(t, err)
	require.Equal(t, key.Public(), same)

	for _, tt := range []struct {
		name, method string
		key          crypto.Signer
		opts         *signer.JWSOptions
		want         error
	}{
		{"nil key", method, nil, nil, signer.ErrKey},
		{"cut key", method, key[:10], nil, signer.ErrKey},
		{"weak key", method, weak, nil, signer.ErrKey},
		{"P-521", method, ecdsaKey(t, elliptic.P521(), "\x01", 66), nil, signer.ErrKey},
		{"unknown profile", method, key, &signer.JWSOptions{Profile: 2}, signer.ErrProfile},

		{"no method", "", key, nil, signer.ErrMethod},
		{"no fragment", issuer, key, nil, signer.ErrMethod},
		{"empty fragment", issuer + "#", key, nil, signer.ErrMethod},
		{"only a fragment", "#key-1", key, nil, signer.ErrMethod},
		{"relative", "/keys#1", key, nil, signer.ErrMethod},
		{"no scheme", "badges.example.org#key-1", key, nil, signer.ErrMethod},
		{"two fragments", issuer + "#a#b", key, nil, signer.ErrMethod},
		{"space", issuer + "#key 1", key, nil, signer.ErrMethod},
		{"line break", issuer + "#key\n", key, nil, signer.ErrMethod},
		{"too long", "data:," + strings.Repeat("a", 2048) + "#a", key, nil, signer.ErrMethod},

		{"did:key of another key", "did:key:" + foreign + "#" + foreign, key, nil, signer.ErrMethod},
		{"did:key with a foreign fragment", "did:key:" + text + "#" + foreign, key, nil, signer.ErrMethod},
		{"foreign did:key with the key's fragment", "did:key:" + foreign + "#" + text, key, nil, signer.ErrMethod},
		{"did:key with fragment 0", "did:key:" + text + "#0", key, nil, signer.ErrMethod},
		{"did:key in another base", "did:key:" + base64Key + "#" + base64Key, key, nil, signer.ErrMethod},
		{"did:key of an RSA key", "did:key:" + text + "#" + text, rsaKey(t), nil, signer.ErrMethod},
		{"did:key of nothing", "did:key:#", key, nil, signer.ErrMethod},

		{"did:jwk of another key", didJWK(p256.Public()) + "#0", key, nil, signer.ErrMethod},
		{"did:jwk with a foreign fragment", didJWK(key.Public()) + "#1", key, nil, signer.ErrMethod},
		{"did:jwk of a private key", didJWK(key.Public(), strictjson.Member{Name: "d", Value: strictjson.NewString("AA")}) + "#0", key, nil, signer.ErrMethod},
		{"did:jwk with padding", didJWK(key.Public()) + "=#0", key, nil, signer.ErrMethod},
		{"did:jwk that is no JSON", "did:jwk:AAAA#0", key, nil, signer.ErrMethod},
		{"did:jwk that is no key", "did:jwk:e30#0", key, nil, signer.ErrMethod},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := signer.NewJWS(tt.key, tt.method, tt.opts)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, s)
		})
	}
}

// TestMethodsThatAreKeys signs under did:key and did:jwk with every key that they can hold.
func TestMethodsThatAreKeys(t *testing.T) {
	for _, key := range testKeys(t) {
		v, err := jwk.Value(key.Public())
		require.NoError(t, err)
		reordered := strictjson.NewObject(append([]strictjson.Member{{Name: "alg", Value: strictjson.NewString(key.alg)}}, v.Members()...)...)
		dids := map[string]string{
			"did:jwk:" + base64.RawURLEncoding.EncodeToString(v.AppendTo(nil)):         "0",
			"did:jwk:" + base64.RawURLEncoding.EncodeToString(reordered.AppendTo(nil)): "0",
		}
		if text, err := multikey.Format(key.Public()); err == nil {
			dids["did:key:"+text] = text
		}
		for did, fragment := range dids {
			s, err := signer.NewJWS(key.Signer, did+"#"+fragment, nil)
			require.NoError(t, err, key.name)
			_, err = s.Sign(t.Context(), changed(t, map[string]any{"issuer.id": did}))
			require.NoError(t, err)
			_, err = s.Sign(t.Context(), json.RawMessage(minimal))
			require.ErrorIs(t, err, signer.ErrIssuer)
		}
	}
}

func TestKeyThatSignsWrongly(t *testing.T) {
	for _, key := range testKeys(t) {
		hsm := opaque{key: key.Signer, sign: func(_ io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) { return digest, nil }}
		s, err := signer.NewJWS(hsm, method, nil)
		require.NoError(t, err)
		token, err := s.Sign(t.Context(), json.RawMessage(minimal))
		require.ErrorIs(t, err, signer.ErrSignature, key.name)
		require.Nil(t, token)

		want := errors.New("slot is locked")
		hsm.sign = func(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return nil, want }
		s, err = signer.NewJWS(hsm, method, nil)
		require.NoError(t, err)
		_, err = s.Sign(t.Context(), json.RawMessage(minimal))
		require.ErrorIs(t, err, want)
		require.NotErrorIs(t, err, signer.ErrSignature)
	}
}

// remote is a key that blocks until its context ends.
type remote struct{ opaque }

func (remote) SignContext(ctx context.Context, _ io.Reader, _ []byte, _ crypto.SignerOpts) ([]byte, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := signer.NewJWS(remote{opaque{key: ed25519Key()}}, method, nil)
	require.NoError(t, err)
	done := make(chan error)
	go func() {
		_, err := s.Sign(ctx, json.RawMessage(minimal))
		done <- err
	}()
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)

	doc := &document{text: minimal}
	_, err = s.Sign(ctx, doc)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, doc.calls)
}

func TestConcurrent(t *testing.T) {
	for _, key := range testKeys(t) {
		s, err := signer.NewJWS(key.Signer, method, nil)
		require.NoError(t, err)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				doc := changed(t, map[string]any{"id": fmt.Sprintf("urn:example:%d", i)})
				token, err := s.Sign(t.Context(), doc)
				if err != nil {
					t.Error(err)
					return
				}
				if _, claims := opened(t, token, key.Public()); !strings.Contains(claims, fmt.Sprintf(`"jti":"urn:example:%d"`, i)) {
					t.Errorf("another one's claims: %s", claims)
				}
			})
		}
		wg.Wait()
	}
}

func TestProfileString(t *testing.T) {
	require.Equal(t, "ob30", signer.OB30.String())
	require.Equal(t, "vc-jose-cose", signer.VCJOSECOSE.String())
	require.Equal(t, "Profile(7)", signer.Profile(7).String())
}
