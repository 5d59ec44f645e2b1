package jose_test

import (
	"context"
	"crypto/ed25519"
	"io"
	"testing"

	"crypto"

	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/stretchr/testify/require"
)

// TestMessage: what a key signs as a message verifies with that key alone, and with nothing changed.
func TestMessage(t *testing.T) {
	message := []byte("options and document, hashed")
	sizes := map[string]int{"EdDSA": 64, "ES256": 64, "ES384": 96, "RS256": 256}
	for _, key := range testKeys(t) {
		t.Run(key.name, func(t *testing.T) {
			s, err := jose.NewSigner(key.Signer)
			require.NoError(t, err)
			signature, err := s.SignMessage(t.Context(), message)
			require.NoError(t, err)
			require.Len(t, signature, sizes[key.alg])
			require.NoError(t, jose.VerifyMessage(key.Public(), message, signature))

			require.ErrorIs(t, jose.VerifyMessage(key.Public(), message[1:], signature), jose.ErrSignature)
			require.ErrorIs(t, jose.VerifyMessage(key.Public(), message, signature[1:]), jose.ErrSignature)
			require.ErrorIs(t, jose.VerifyMessage(key.Public(), message, nil), jose.ErrSignature)
			for _, other := range testKeys(t) {
				if other.name != key.name {
					require.Error(t, jose.VerifyMessage(other.Public(), message, signature), other.name)
				}
			}
		})
	}
}

// TestMessageIsThatOfTokens: the standard library verifies it, so that it is the plain signature.
func TestMessageIsThatOfTokens(t *testing.T) {
	_, key, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	s, err := jose.NewSigner(key)
	require.NoError(t, err)
	signature, err := s.SignMessage(t.Context(), []byte("m"))
	require.NoError(t, err)
	require.Equal(t, ed25519.Sign(key, []byte("m")), signature)
}

func TestMessageRefuses(t *testing.T) {
	require.ErrorIs(t, jose.VerifyMessage(ed25519.PublicKey(make([]byte, 32)), []byte("m"), make([]byte, 64)), pubkey.ErrWeak)
	require.ErrorIs(t, jose.VerifyMessage("no key", []byte("m"), nil), pubkey.ErrUnsupported)

	_, key, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	s, err := jose.NewSigner(&opaque{key: key, sign: func(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
		return make([]byte, 64), nil
	}})
	require.NoError(t, err)
	_, err = s.SignMessage(t.Context(), []byte("m"))
	require.ErrorIs(t, err, jose.ErrSignature)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.SignMessage(ctx, []byte("m"))
	require.ErrorIs(t, err, context.Canceled)
}
