package did_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/stretchr/testify/require"
)

func TestFromKey(t *testing.T) {
	for _, pub := range []crypto.PublicKey{
		badgetest.Ed25519("holder").Public(), &badgetest.P256("holder").PublicKey, &badgetest.P384("holder").PublicKey,
	} {
		doc, err := did.FromKey(pub)
		require.NoError(t, err)
		again, err := did.Resolve(doc.ID())
		require.NoError(t, err)
		m, err := again.MethodByKey(pub, did.Authentication, time.Time{})
		require.NoError(t, err)
		method, err := doc.MethodFor(pub)
		require.NoError(t, err)
		require.Equal(t, m.ID, method)
	}
	// The key of the test vectors of https://www.w3.org/TR/vc-di-eddsa/#test-vectors.
	known, err := did.Resolve("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
	require.NoError(t, err)
	m, err := known.Method("#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", did.Authentication, time.Time{})
	require.NoError(t, err)
	doc, err := did.FromKey(m.Public)
	require.NoError(t, err)
	require.Equal(t, known.ID(), doc.ID())
}

func TestFromKeyRefuses(t *testing.T) {
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		pub  crypto.PublicKey
		want error
	}{
		"none":      {nil, did.ErrUnsupported},
		"RSA":       {&badgetest.RSA().PublicKey, did.ErrUnsupported},
		"P-521":     {&p521.PublicKey, did.ErrUnsupported},
		"cut short": {ed25519.PublicKey("x"), did.ErrKey},
	} {
		doc, err := did.FromKey(tt.pub)
		require.ErrorIs(t, err, tt.want, name)
		require.Nil(t, doc)
	}
}
