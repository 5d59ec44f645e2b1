package verifier_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the vectors of testdata/verify anew")

// A forge makes the input of one vector: a badge that verifies, until something is done to it. Header and payload are
// texts, so that anything at all can be done to them, and are signed by the standard library alone.
type forge struct {
	header, payload string // without a header there is no JWS
	key             crypto.Signer
	sign            func([]byte) []byte // overrides key
	proofs          []*proofForge       // embedded in the payload
	listed          bool                // in an array, though there is one
	after           func(token string) string
	vector          vector
}

const (
	issuerID  = "did:web:example.org"
	subjectID = "urn:uuid:7f5c9d0e-6a0b-4d8f-9a6e-3c1c2d6f5b11"

	goodHeader  = `{"alg":"EdDSA","kid":"did:web:example.org#ed25519","typ":"JWT"}`
	goodPayload = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
		`"id":"urn:uuid:0b1f7a52-8c3d-4e5f-a1b2-c3d4e5f60718","type":["VerifiableCredential","OpenBadgeCredential"],` +
		`"name":"CMT Charterholder",` +
		`"issuer":{"id":"did:web:example.org","type":["Profile"],"name":"Sample issuer (not the CMT Association)"},` +
		`"validFrom":"2026-01-01T00:00:00Z","validUntil":"2026-12-31T23:59:59Z",` +
		`"credentialSubject":{"id":"` + subjectID + `","type":["AchievementSubject"],` +
		`"identifier":[{"type":"IdentityObject","hashed":true,` +
		`"identityHash":"sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",` +
		`"identityType":"emailAddress","salt":"Kosher"}],` +
		`"achievement":{"id":"https://example.org/achievements/cmt-charter","type":["Achievement"],` +
		`"achievementType":"Certification","name":"CMT Charterholder",` +
		`"description":"A sample of a professional designation.",` +
		`"criteria":{"narrative":"Pass three examinations."}}},` +
		`"iss":"did:web:example.org","jti":"urn:uuid:0b1f7a52-8c3d-4e5f-a1b2-c3d4e5f60718",` +
		`"sub":"` + subjectID + `","nbf":1767225600,"exp":1798761599}`
)

func newForge(description string) *forge {
	return &forge{
		header:  goodHeader,
		payload: goodPayload,
		key:     badgetest.Ed25519("issuer"),
		vector:  vector{Description: description, At: badgetest.Now(), Documents: []json.RawMessage{issuerDocument()}},
	}
}

// h replaces a part of the header, p one of the payload. A part that is not there once is a mistake in the test.
func (f *forge) h(old, with string) { f.header = replaceOnce(f.header, old, with) }
func (f *forge) p(old, with string) { f.payload = replaceOnce(f.payload, old, with) }

func replaceOnce(s, old, with string) string {
	if strings.Count(s, old) != 1 {
		panic(fmt.Sprintf("%q occurs %d times", old, strings.Count(s, old)))
	}
	return strings.Replace(s, old, with, 1)
}

// by signs with another key under another algorithm and method.
func (f *forge) by(key crypto.Signer, alg, fragment string) {
	f.key = key
	f.header = fmt.Sprintf(`{"alg":%q,"kid":"did:web:example.org#%s","typ":"JWT"}`, alg, fragment)
}

func (f *forge) input() string {
	input := f.payload
	if len(f.proofs) > 0 {
		input = f.embed()
	}
	if f.header != "" {
		sign := f.sign
		if sign == nil {
			sign = badgetest.Sign(f.key)
		}
		input = badgetest.Compact(f.header, input, sign)
	}
	if f.after != nil {
		input = f.after(input)
	}
	return input
}

// jwkOf writes a public JWK by hand.
func jwkOf(pub crypto.PublicKey) string {
	enc := base64.RawURLEncoding.EncodeToString
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return fmt.Sprintf(`{"kty":"OKP","crv":"Ed25519","x":%q}`, enc(k))
	case *ecdsa.PublicKey:
		point, err := k.Bytes()
		if err != nil {
			panic(err)
		}
		size := len(point) / 2
		crv := map[elliptic.Curve]string{elliptic.P256(): "P-256", elliptic.P384(): "P-384", elliptic.P521(): "P-521"}[k.Curve]
		return fmt.Sprintf(`{"kty":"EC","crv":%q,"x":%q,"y":%q}`, crv, enc(point[1:1+size]), enc(point[1+size:]))
	case *rsa.PublicKey:
		return fmt.Sprintf(`{"kty":"RSA","n":%q,"e":%q}`, enc(k.N.Bytes()), enc(big.NewInt(int64(k.E)).Bytes()))
	}
	panic("no such key")
}

// method writes a verification method of the document id.
func method(id, fragment string, pub crypto.PublicKey, more string) string {
	return fmt.Sprintf(`{"id":"%s#%s","type":"JsonWebKey","controller":%q,"publicKeyJwk":%s%s}`, id, fragment, id, jwkOf(pub), more)
}

// documentOf writes a controlled identifier document whose methods are all assertion methods.
func documentOf(id string, methods ...string) json.RawMessage {
	var refs []string
	for _, m := range methods {
		var parsed struct{ ID string }
		if err := json.Unmarshal([]byte(m), &parsed); err != nil {
			panic(err)
		}
		refs = append(refs, fmt.Sprintf("%q", parsed.ID))
	}
	return json.RawMessage(fmt.Sprintf(`{"@context":["https://www.w3.org/ns/did/v1"],"id":%q,"verificationMethod":[%s],"assertionMethod":[%s]}`,
		id, strings.Join(methods, ","), strings.Join(refs, ",")))
}

// issuerDocument has a key of every algorithm, retired and ended keys, a key to log in with, and one of somebody else.
func issuerDocument() json.RawMessage {
	pub := func(name string) ed25519.PublicKey { return badgetest.Ed25519(name).Public().(ed25519.PublicKey) }
	assertion := documentOf(issuerID,
		method(issuerID, "ed25519", pub("issuer"), ""),
		method(issuerID, "p256", &badgetest.P256("issuer").PublicKey, ""),
		method(issuerID, "p384", &badgetest.P384("issuer").PublicKey, ""),
		method(issuerID, "rsa", &badgetest.RSA().PublicKey, ""),
		method(issuerID, "retired", pub("retired"), ""),
		method(issuerID, "expired", pub("expired"), `,"expires":"2026-02-01T00:00:00Z"`),
		method(issuerID, "revoked", pub("revoked"), `,"revoked":"2026-02-01T00:00:00Z"`),
		strings.Replace(method(issuerID, "partner", pub("partner"), ""), `"controller":"did:web:example.org"`,
			`"controller":"did:web:partner.example"`, 1),
	)
	login := method(issuerID, "login", pub("login"), "")
	return json.RawMessage(replaceOnce(string(assertion), `],"assertionMethod"`, `,`+login+`],"authentication":["did:web:example.org#login"],"assertionMethod"`))
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// writeVectors makes the files of one folder below testdata/verify from a table of forgeries, each of which begins as
// the given forge. Without -update it leaves them alone.
func writeVectors(t *testing.T, folder string, begin func(description string) *forge, table []attack) {
	require.NotEmpty(t, table)
	if !*update {
		return
	}
	dir := filepath.Join(vectorRoot, folder)
	require.NoError(t, os.RemoveAll(dir))
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for _, a := range table {
		f := begin(a.description)
		if a.do != nil {
			a.do(f)
		}
		if f.vector.Input = f.input(); !utf8.ValidString(f.vector.Input) {
			f.vector.Input, f.vector.InputBase64 = "", []byte(f.vector.Input)
		}
		f.vector.Expect = a.expect
		text, err := json.MarshalIndent(f.vector, "", "  ")
		require.NoError(t, err)
		file := filepath.Join(dir, a.name+".json")
		require.NoFileExists(t, file, "two attacks of one name")
		require.NoError(t, os.WriteFile(file, append(text, '\n'), 0o644))
	}
}

// attack is a line of a table of vectors.
type attack struct {
	name, description string
	do                func(f *forge)
	expect            expectation
}

var valid = expectation{Verdict: "valid"}

func invalid(code, reason, pointer string) expectation {
	return expectation{Verdict: "invalid", Code: code, Reason: reason, Pointer: pointer}
}

func open(code, reason, pointer string) expectation {
	return expectation{Verdict: "indeterminate", Code: code, Reason: reason, Pointer: pointer}
}
