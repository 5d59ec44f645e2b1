package did_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/stretchr/testify/require"
)

// keyA is the key of multikeyA.
func keyA(t testing.TB) ed25519.PublicKey {
	return edKey(t, "095f9a1a595dde755d82786864ad03dfa5a4fbd68832566364e2b65e13cc9e44")
}

// keyB is the key of multikeyB.
func keyB(t testing.TB) ed25519.PublicKey {
	return edKey(t, "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6")
}

func edKey(t testing.TB, text string) ed25519.PublicKey {
	t.Helper()
	b, err := hex.DecodeString(text)
	require.NoError(t, err)
	return b
}

func TestNewDocument(t *testing.T) {
	d, err := did.NewDocument(issuer,
		did.Key{Public: keyA(t)},
		did.Key{ID: "old", Public: keyA(t), Expires: time.Date(2027, 1, 1, 1, 0, 0, 999, time.FixedZone("", 3600))},
		did.Key{ID: "#older", Public: keyA(t), Revoked: now},
		did.Key{ID: issuer + "#oldest", Public: keyA(t), Expires: now, Revoked: now})
	require.NoError(t, err)
	got, err := json.Marshal(d)
	require.NoError(t, err)
	const m = `"type":"Multikey","controller":"did:web:example.org","publicKeyMultibase":"` + multikeyA + `"`
	require.Equal(t, `{"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1"],"id":"did:web:example.org",`+
		`"verificationMethod":[`+
		`{"id":"did:web:example.org#`+multikeyA+`",`+m+`},`+
		`{"id":"did:web:example.org#old",`+m+`,"expires":"2027-01-01T00:00:00Z"},`+
		`{"id":"did:web:example.org#older",`+m+`,"revoked":"2026-03-01T12:00:00Z"},`+
		`{"id":"did:web:example.org#oldest",`+m+`,"expires":"2026-03-01T12:00:00Z","revoked":"2026-03-01T12:00:00Z"}],`+
		`"assertionMethod":["did:web:example.org#`+multikeyA+`","did:web:example.org#old","did:web:example.org#older","did:web:example.org#oldest"]}`,
		string(got))
}

func TestNewDocumentKeys(t *testing.T) {
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	rs, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	for _, tt := range []struct {
		name, id string
		key      did.Key
		context  string
		typ      string
	}{
		{"P-256", "https://example.org/issuer", did.Key{Public: &p256.PublicKey}, `["https://www.w3.org/ns/cid/v1"]`, "Multikey"},
		{"P-384", "urn:uuid:7f3c2c3e-1b7e-4b2e-9f0e-0c1f5f3f4a3d", did.Key{Public: &p384.PublicKey}, `["https://www.w3.org/ns/cid/v1"]`, "Multikey"},
		{"RSA", issuer, did.Key{Public: &rs.PublicKey}, `["https://www.w3.org/ns/did/v1","https://w3id.org/security/jwk/v1"]`, "JsonWebKey"},
		{"RSA, https", "https://example.org/", did.Key{Public: &rs.PublicKey}, `["https://www.w3.org/ns/cid/v1"]`, "JsonWebKey"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			made, err := did.NewDocument(tt.id, tt.key)
			require.NoError(t, err)
			text, err := json.Marshal(made)
			require.NoError(t, err)
			var doc struct {
				Context            json.RawMessage `json:"@context"`
				VerificationMethod []struct {
					Type         string
					PublicKeyJwk map[string]string
				}
			}
			require.NoError(t, json.Unmarshal(text, &doc))
			require.Equal(t, tt.context, string(doc.Context))
			require.Equal(t, tt.typ, doc.VerificationMethod[0].Type)
			if pub, ok := tt.key.Public.(*rsa.PublicKey); ok {
				require.Equal(t, map[string]string{"kty": "RSA", "e": "AQAB", "n": base64.RawURLEncoding.EncodeToString(pub.N.Bytes())},
					doc.VerificationMethod[0].PublicKeyJwk)
			}

			read := parse(t, string(text))
			for _, d := range []*did.Document{made, read} {
				id, err := d.MethodFor(tt.key.Public)
				require.NoError(t, err)
				m, err := d.Method(id, did.AssertionMethod, now)
				require.NoError(t, err)
				require.Equal(t, tt.key.Public, m.Public)
				_, err = d.Method(id, did.Authentication, now)
				require.ErrorIs(t, err, did.ErrRelationship)
			}
		})
	}
}

// TestNewDocumentSelf: a did:key is a document like any other, as long as it is that of the key.
func TestNewDocumentSelf(t *testing.T) {
	d, err := did.NewDocument("did:key:"+multikeyA, did.Key{Public: keyA(t)})
	require.NoError(t, err)
	id, err := d.MethodFor(keyA(t))
	require.NoError(t, err)
	require.Equal(t, "did:key:"+multikeyA+"#"+multikeyA, id)
}

func TestNewDocumentRefuses(t *testing.T) {
	pub := keyA(t)
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	many := make([]did.Key, did.MaxMethods+1)
	for i := range many {
		many[i] = did.Key{ID: fmt.Sprint(i), Public: pub}
	}
	_, err = did.NewDocument(issuer, many[:did.MaxMethods]...)
	require.NoError(t, err)
	long := "https://example.org/" + strings.Repeat("a", 1900)

	for _, tt := range []struct {
		name, id string
		keys     []did.Key
		want     error
	}{
		{"no id", "", []did.Key{{Public: pub}}, did.ErrIdentifier},
		{"id http", "http://example.org/", []did.Key{{Public: pub}}, did.ErrIdentifier},
		{"id with fragment", issuer + "#a", []did.Key{{Public: pub}}, did.ErrIdentifier},
		{"id did:web with an address", "did:web:10.0.0.1", []did.Key{{Public: pub}}, did.ErrIdentifier},
		{"no keys", issuer, nil, did.ErrDocument},
		{"nil key", issuer, []did.Key{{}}, did.ErrUnsupported},
		{"private key", issuer, []did.Key{{Public: ed25519.NewKeyFromSeed(make([]byte, 32))}}, did.ErrUnsupported},
		{"P-521", issuer, []did.Key{{Public: &p521.PublicKey}}, did.ErrUnsupported},
		{"short key", issuer, []did.Key{{Public: pub[:31]}}, did.ErrKey},
		{"weak key", issuer, []did.Key{{Public: make(ed25519.PublicKey, 32)}}, did.ErrKey},
		{"same key twice", issuer, []did.Key{{Public: pub}, {Public: pub}}, did.ErrDocument},
		{"same id twice", issuer, []did.Key{{ID: "a", Public: pub}, {ID: "#a", Public: key(t)}}, did.ErrDocument},
		{"method of another", issuer, []did.Key{{ID: "did:web:example.com#a", Public: pub}}, did.ErrDocument},
		{"method with space", issuer, []did.Key{{ID: "key 1", Public: pub}}, did.ErrDocument},
		{"method of an empty fragment", issuer, []did.Key{{ID: "#", Public: pub}}, did.ErrDocument},
		{"method of two fragments", issuer, []did.Key{{ID: "#a#b", Public: pub}}, did.ErrDocument},
		{"expires in year 10000", issuer, []did.Key{{Public: pub, Expires: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}}, did.ErrDocument},
		{"revoked in year 0", issuer, []did.Key{{Public: pub, Revoked: time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)}}, did.ErrDocument},
		{"revoked within the first second", issuer, []did.Key{{Public: pub, Revoked: time.Time{}.Add(1)}}, did.ErrDocument},
		{"did:key of another key", "did:key:" + multikeyB, []did.Key{{Public: pub}}, did.ErrDocument},
		{"did:key under another name", "did:key:" + multikeyA, []did.Key{{ID: "key-1", Public: pub}}, did.ErrDocument},
		{"33 keys", issuer, many, did.ErrTooLarge},
		{"long texts", long, many[:did.MaxMethods], did.ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := did.NewDocument(tt.id, tt.keys...)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, d)
		})
	}
}
