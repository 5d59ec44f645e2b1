package did_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/stretchr/testify/require"
)

func TestMethod(t *testing.T) {
	withKID := func(jwk, kid string) string { return strings.TrimSuffix(jwk, "}") + `,"kid":"` + kid + `","alg":"` }
	text := fmt.Sprintf(`{"id":%q,
		"verificationMethod":[%s,%s,%s,%s,%s,%s,%s,%s],
		"assertionMethod":["#listed","#2020","did:web:example.org#jwk",%s,"#foreign","#nobody","#secp","#old","did:web:example.com#theirs"],
		"authentication":["#login","#embedded"],
		"keyAgreement":[%s]}`, issuer,
		multikeyMethod("#listed", multikeyA),
		multikeyMethod("did:web:example.org#login", multikeyB),
		method("#jwk", "JsonWebKey2020", "publicKeyJwk", withKID(rfc8037JWK, "https://example.org/keys/1")+`EdDSA"}`),
		strings.Replace(multikeyMethod("#foreign", p256Text), `"controller":"did:web:example.org"`, `"controller":"did:web:example.com"`, 1),
		`{"id":"#nobody","type":"Multikey","publicKeyMultibase":"`+p384Text+`"}`,
		method("#secp", "JsonWebKey", "publicKeyJwk", `{"kty":"EC","crv":"secp256k1","kid":"k1"}`),
		method("#2020", "Ed25519VerificationKey2020", "publicKeyMultibase", "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG"),
		method("#old", "Ed25519VerificationKey2018", "publicKeyBase58", "x"),
		method("#embedded", "JsonWebKey", "publicKeyJwk", rfc7517JWK),
		multikeyMethod("did:web:example.com#theirs", "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"),
	)
	d := parse(t, text)

	for _, tt := range []struct {
		name, ref string
		rel       did.Relationship
		want      error
		id        string
	}{
		{"by id", issuer + "#listed", did.AssertionMethod, nil, "#listed"},
		{"by fragment", "#listed", did.AssertionMethod, nil, "#listed"},
		{"type of 2020", "#2020", did.AssertionMethod, nil, "#2020"},
		{"absolute reference", "#jwk", did.AssertionMethod, nil, "#jwk"},
		{"embedded", "#embedded", did.AssertionMethod, nil, "#embedded"},
		{"embedded, and listed elsewhere", "#embedded", did.Authentication, nil, "#embedded"},
		{"by kid", "https://example.org/keys/1", did.AssertionMethod, nil, "#jwk"},
		{"by thumbprint", rfc8037Thumb, did.AssertionMethod, nil, "#jwk"},
		{"authentication", "#login", did.Authentication, nil, "#login"},

		{"login key for assertions", "#login", did.AssertionMethod, did.ErrRelationship, ""},
		{"assertion key for login", "#listed", did.Authentication, did.ErrRelationship, ""},
		{"by kid, for login", "https://example.org/keys/1", did.Authentication, did.ErrRelationship, ""},
		{"by thumbprint, for login", rfc8037Thumb, did.Authentication, did.ErrRelationship, ""},
		{"another's controller", "#foreign", did.AssertionMethod, did.ErrController, ""},
		{"no controller", "#nobody", did.AssertionMethod, did.ErrController, ""},
		{"curve not supported", "#secp", did.AssertionMethod, did.ErrUnsupported, ""},
		{"curve not supported, by kid", "k1", did.AssertionMethod, did.ErrUnsupported, ""},
		{"type not supported", "#old", did.AssertionMethod, did.ErrUnsupported, ""},

		{"empty", "", did.AssertionMethod, did.ErrNoMethod, ""},
		{"hash alone", "#", did.AssertionMethod, did.ErrNoMethod, ""},
		{"document", issuer, did.AssertionMethod, did.ErrNoMethod, ""},
		{"unknown fragment", "#gone", did.AssertionMethod, did.ErrNoMethod, ""},
		{"fragment without #", "listed", did.AssertionMethod, did.ErrNoMethod, ""},
		{"fragment by case", "#Listed", did.AssertionMethod, did.ErrNoMethod, ""},
		{"other document, same fragment", "did:web:example.com#listed", did.AssertionMethod, did.ErrNoMethod, ""},
		{"other document's method in this one", "did:web:example.com#theirs", did.AssertionMethod, did.ErrNoMethod, ""},
		{"other document's fragment", "#theirs", did.AssertionMethod, did.ErrNoMethod, ""},
		{"prefix of the issuer", "did:web:example.org.evil#listed", did.AssertionMethod, did.ErrNoMethod, ""},
		{"key in the fragment", issuer + "#" + multikeyA, did.AssertionMethod, did.ErrNoMethod, ""},
		{"did:key of a key in here", "did:key:" + multikeyA + "#" + multikeyA, did.AssertionMethod, did.ErrNoMethod, ""},
		{"Multikey text", multikeyA, did.AssertionMethod, did.ErrNoMethod, ""},
		{"path", "../../etc/passwd", did.AssertionMethod, did.ErrNoMethod, ""},
		{"NUL", issuer + "#listed\x00", did.AssertionMethod, did.ErrNoMethod, ""},
		{"kid by prefix", "https://example.org/keys/", did.AssertionMethod, did.ErrNoMethod, ""},
		{"thumbprint of nothing here", "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", did.AssertionMethod, did.ErrNoMethod, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := d.Method(tt.ref, tt.rel, now)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
				require.Nil(t, m)
				return
			}
			require.NoError(t, err)
			require.Equal(t, issuer+tt.id, m.ID)
			require.Equal(t, issuer, m.Controller)
			require.NotNil(t, m.Public)
		})
	}

	m, err := d.Method("#jwk", did.AssertionMethod, now)
	require.NoError(t, err)
	require.Equal(t, "EdDSA", m.Alg)
	require.Equal(t, "JsonWebKey2020", m.Type)
	m, err = d.Method("#listed", did.AssertionMethod, now)
	require.NoError(t, err)
	require.Empty(t, m.Alg)
}

// TestMethodOrder: an id is an id first, then a kid, then a thumbprint.
func TestMethodOrder(t *testing.T) {
	kidIsID := strings.TrimSuffix(rfc8037JWK, "}") + `,"kid":"did:web:example.org#a"}`
	kidIsThumb := strings.TrimSuffix(rfc7517JWK, "}") + `,"kid":"` + rfc8037Thumb + `"}`
	d := parse(t, document(method("#b", "JsonWebKey", "publicKeyJwk", kidIsID), method("#c", "JsonWebKey", "publicKeyJwk", kidIsThumb),
		multikeyMethod("#a", multikeyA)))
	m, err := d.Method("did:web:example.org#a", did.AssertionMethod, now)
	require.NoError(t, err)
	require.Equal(t, issuer+"#a", m.ID)
	m, err = d.Method(rfc8037Thumb, did.AssertionMethod, now)
	require.NoError(t, err)
	require.Equal(t, issuer+"#c", m.ID)
}

func TestMethodDates(t *testing.T) {
	at := now.Format(time.RFC3339)
	d := parse(t, document(
		multikeyMethod("#expires", multikeyA, `"expires":"`+at+`"`),
		multikeyMethod("#revoked", multikeyB, `"revoked":"2026-03-01T14:30:00.0+02:30"`),
		multikeyMethod("#both", p256Text, `"expires":"`+at+`","revoked":"`+at+`"`),
		multikeyMethod("#neither", p384Text)))
	for _, tt := range []struct {
		name, ref string
		now       time.Time
		want      error
	}{
		{"before expires", "#expires", now.Add(-1), nil},
		{"at expires", "#expires", now, did.ErrExpired},
		{"after expires", "#expires", now.Add(1), did.ErrExpired},
		{"expires is an instant", "#expires", now.In(time.FixedZone("", 3600)), did.ErrExpired},
		{"before revoked", "#revoked", now.Add(-1), nil},
		{"at revoked", "#revoked", now, did.ErrRevoked},
		{"after revoked", "#revoked", now.AddDate(10, 0, 0), did.ErrRevoked},
		{"both", "#both", now, did.ErrRevoked},
		{"neither", "#neither", now.AddDate(1000, 0, 0), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := d.Method(tt.ref, did.AssertionMethod, tt.now)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
				require.Nil(t, m)
				return
			}
			require.NoError(t, err)
		})
	}
	m, err := d.Method("#revoked", did.AssertionMethod, now.Add(-time.Hour))
	require.NoError(t, err)
	require.True(t, now.Equal(m.Revoked))
	require.Zero(t, m.Expires)
}

// TestMethodErrorOrder: what the method may not be used for comes before what is wrong with it, and that before dates.
func TestMethodErrorOrder(t *testing.T) {
	const past = `"revoked":"2020-01-01T00:00:00Z"`
	foreign := func(m string) string {
		return strings.Replace(m, `"controller":"did:web:example.org"`, `"controller":"did:web:example.com"`, 1)
	}
	secp := method("#secp", "JsonWebKey", "publicKeyJwk", `{"kty":"EC","crv":"secp256k1"}`, past)
	d := parse(t, document(foreign(secp), strings.Replace(secp, "#secp", "#own", 1)))
	_, err := d.Method("#secp", did.Authentication, now)
	require.ErrorIs(t, err, did.ErrRelationship)
	_, err = d.Method("#secp", did.AssertionMethod, now)
	require.ErrorIs(t, err, did.ErrController)
	_, err = d.Method("#own", did.AssertionMethod, now)
	require.ErrorIs(t, err, did.ErrUnsupported)
}

// TestRotation: a retired key without a date stays good, one with a date ends with it, for every badge.
func TestRotation(t *testing.T) {
	current, retired, ended := key(t), key(t), key(t)
	d, err := did.NewDocument(issuer, did.Key{ID: "2026", Public: current}, did.Key{ID: "2025", Public: retired},
		did.Key{ID: "2024", Public: ended, Expires: now})
	require.NoError(t, err)
	for _, tt := range []struct {
		name string
		pub  crypto.PublicKey
		now  time.Time
		want error
	}{
		{"current", current, now, nil},
		{"retired", retired, now, nil},
		{"retired, long after", retired, now.AddDate(100, 0, 0), nil},
		{"ending, before", ended, now.Add(-time.Second), nil},
		{"ended", ended, now, did.ErrExpired},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id, err := d.MethodFor(tt.pub)
			require.NoError(t, err)
			_, err = d.Method(id, did.AssertionMethod, tt.now)
			require.ErrorIs(t, err, tt.want)
			_, err = d.MethodByKey(tt.pub, did.AssertionMethod, tt.now)
			require.ErrorIs(t, err, tt.want)
		})
	}
}

// TestRevokedUnderEveryID: whoever got hold of a key does not care which of its ids a signature names.
func TestRevokedUnderEveryID(t *testing.T) {
	const first, later = `"revoked":"2026-03-01T12:00:00Z"`, `"revoked":"2026-04-01T12:00:00Z"`
	jwk := method("#jwk", "JsonWebKey", "publicKeyJwk", rfc8037JWK)
	jwkAgain := method("#again", "JsonWebKey", "publicKeyJwk", rfc8037JWK, first)
	for _, tt := range []struct {
		name, text, ref string
		now             time.Time
		want            error
	}{
		{"revoked before it", document(multikeyMethod("#a", multikeyA, first), multikeyMethod("#b", multikeyA)), "#b", now, did.ErrRevoked},
		{"revoked after it", document(multikeyMethod("#b", multikeyA), multikeyMethod("#a", multikeyA, first)), "#b", now, did.ErrRevoked},
		{"first of two dates", document(multikeyMethod("#b", multikeyA, later), multikeyMethod("#a", multikeyA, first)), "#b", now, did.ErrRevoked},
		{"not by a later date", document(multikeyMethod("#b", multikeyA, first), multikeyMethod("#a", multikeyA, later)), "#b", now, did.ErrRevoked},
		{"for another purpose", `{"id":"did:web:example.org","authentication":[` + multikeyMethod("#a", multikeyA, first) + `],"assertionMethod":[` +
			multikeyMethod("#b", multikeyA) + `]}`, "#b", now, did.ErrRevoked},
		{"under another document's id", document(multikeyMethod("did:web:example.com#a", multikeyA, first), multikeyMethod("#b", multikeyA)), "#b", now, did.ErrRevoked},
		{"in another form", document(jwk, jwkAgain), "#jwk", now, did.ErrRevoked},
		{"before the date", document(multikeyMethod("#a", multikeyA, first), multikeyMethod("#b", multikeyA)), "#b", now.Add(-1), nil},
		{"another key", document(multikeyMethod("#a", multikeyA, first), multikeyMethod("#b", multikeyB)), "#b", now, nil},
		{"expiry is of the method alone", document(multikeyMethod("#a", multikeyA, `"expires":"2026-01-01T00:00:00Z"`), multikeyMethod("#b", multikeyA)), "#b", now, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse(t, tt.text).Method(tt.ref, did.AssertionMethod, tt.now)
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestMethodByKey(t *testing.T) {
	a, b := key(t), key(t)
	d, err := did.NewDocument(issuer, did.Key{ID: "expired", Public: a, Expires: now}, did.Key{ID: "again", Public: a})
	require.NoError(t, err)
	m, err := d.MethodByKey(a, did.AssertionMethod, now)
	require.NoError(t, err)
	require.Equal(t, issuer+"#again", m.ID)
	id, err := d.MethodFor(a)
	require.NoError(t, err)
	require.Equal(t, issuer+"#expired", id)

	// When none may be used, the first says why.
	two := parse(t, document(`"#expired"`, multikeyMethod("#expired", multikeyA, `"expires":"2026-01-01T00:00:00Z"`),
		strings.Replace(multikeyMethod("#foreign", multikeyA), `"controller":"did:web:example.org"`, `"controller":"did:web:example.com"`, 1)))
	_, err = two.MethodByKey(keyA(t), did.AssertionMethod, now)
	require.ErrorIs(t, err, did.ErrExpired)

	for _, pub := range []crypto.PublicKey{b, nil, "key", a[:31], ed25519.PublicKey(nil), (*rsa.PublicKey)(nil), new(ecdsa.PublicKey)} {
		_, err = d.MethodByKey(pub, did.AssertionMethod, now)
		require.ErrorIs(t, err, did.ErrNoMethod)
		_, err = d.MethodFor(pub)
		require.ErrorIs(t, err, did.ErrNoMethod)
	}
	_, err = d.MethodByKey(a, did.Authentication, now)
	require.ErrorIs(t, err, did.ErrRelationship)
}

// TestMethodIsTheCallers: what is handed out, or was handed in, is no way into the document.
func TestMethodIsTheCallers(t *testing.T) {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	rs, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	ed := key(t)
	d, err := did.NewDocument(issuer, did.Key{ID: "ed", Public: ed}, did.Key{ID: "ec", Public: &ec.PublicKey}, did.Key{ID: "rsa", Public: &rs.PublicKey})
	require.NoError(t, err)
	before, err := d.MarshalJSON()
	require.NoError(t, err)

	spoil := func(pub crypto.PublicKey) {
		switch k := pub.(type) {
		case ed25519.PublicKey:
			clear(k)
		case *ecdsa.PublicKey:
			*k = ecdsa.PublicKey{}
		case *rsa.PublicKey:
			k.N.SetInt64(1)
		}
	}
	for _, ref := range []string{"#ed", "#ec", "#rsa"} {
		m, err := d.Method(ref, did.AssertionMethod, now)
		require.NoError(t, err)
		spoil(m.Public)
		m.Controller, m.ID = "x", "x"
		m, err = d.Method(ref, did.AssertionMethod, now)
		require.NoError(t, err)
		id, err := d.MethodFor(m.Public)
		require.NoError(t, err)
		require.Equal(t, issuer+ref, id)
	}
	spoil(ed)
	spoil(&ec.PublicKey)
	spoil(&rs.PublicKey)
	after, err := d.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	for _, ref := range []string{"#ed", "#ec", "#rsa"} {
		m, err := d.Method(ref, did.AssertionMethod, now)
		require.NoError(t, err)
		_, err = d.MethodFor(m.Public)
		require.NoError(t, err)
	}
}

func TestConcurrentUse(t *testing.T) {
	d := parse(t, document(method("#jwk", "JsonWebKey", "publicKeyJwk", rfc8037JWK)))
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 100 {
				m, err := d.Method(rfc8037Thumb, did.AssertionMethod, now)
				require.NoError(t, err)
				clear(m.Public.(ed25519.PublicKey))
			}
		})
	}
}

// key returns a public key that nothing else has.
func key(t testing.TB) ed25519.PublicKey {
	t.Helper()
	pub, _, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	return pub
}
