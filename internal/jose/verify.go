package jose

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jws"
)

// Verify returns nil when the signature is one of the key over the token's header and payload. That the key is one the
// token may be signed with is up to the caller to know; where the key's own document names an alg, hold it against
// Token.Algorithm with SameAlgorithm.
//
// Otherwise the error wraps ErrSignature, ErrKeyMismatch, ErrAlgorithm, or, for a key that package pubkey refuses, one
// of that package's errors.
func (t *Token) Verify(pub crypto.PublicKey) error {
	if err := pubkey.Recheck(pub); err != nil {
		return fmt.Errorf("jose: verifying: %w", err)
	}
	if err := verifyMessage(t.Algorithm, pub, t.SigningInput, t.Signature); err != nil {
		return fmt.Errorf("jose: verifying: %w", err)
	}
	return nil
}

// VerifyMessage returns nil when the signature, in the form of Signer.SignMessage, is one of the key over the message, with
// the algorithm that Signers use with such a key. The error is as that of Token.Verify.
func VerifyMessage(pub crypto.PublicKey, message, signature []byte) error {
	if err := pubkey.Recheck(pub); err != nil {
		return fmt.Errorf("jose: verifying: %w", err)
	}
	if err := verifyMessage(pubkey.Algorithms(pub)[0], pub, message, signature); err != nil {
		return fmt.Errorf("jose: verifying: %w", err)
	}
	return nil
}

// verifyMessage verifies with a key that was checked.
func verifyMessage(name string, pub crypto.PublicKey, message, signature []byte) error {
	alg, ok := algorithm(name)
	if !ok {
		return fmt.Errorf("%w: alg is %s", ErrAlgorithm, strictjson.Quote(name))
	}
	if fit := pubkey.Algorithms(pub); !slices.Contains(fit, name) {
		return fmt.Errorf("%w: alg is %s, the key is for %q", ErrKeyMismatch, name, fit)
	}
	if want := signatureSize(pub); len(signature) != want {
		return fmt.Errorf("%w: it has %d bytes, want %d", ErrSignature, len(signature), want)
	}
	if err := verifyWith(alg, pub, message, signature); err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return nil
}

func verifyWith(alg jwa.SignatureAlgorithm, pub crypto.PublicKey, message, signature []byte) error {
	if key, ok := pub.(*rsa.PublicKey); ok && alg == jwa.PS256 {
		// jwx takes a salt of any length; RFC 7518 §3.5 wants that of the hash.
		digest := sha256.Sum256(message)
		return rsa.VerifyPSS(key, crypto.SHA256, digest[:], signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	}
	v, err := jws.NewVerifier(alg)
	if err != nil {
		return err
	}
	return v.Verify(message, signature, pub)
}

// signatureSize is the length in bytes of every signature of the key, which RFC 7518 §3 and RFC 8037 §3.1 fix.
func signatureSize(pub crypto.PublicKey) int {
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return ed25519.SignatureSize
	case *ecdsa.PublicKey:
		return 2 * coordinateSize(k)
	case *rsa.PublicKey:
		return k.Size()
	}
	return 0
}

func coordinateSize(k *ecdsa.PublicKey) int { return (k.Curve.Params().BitSize + 7) / 8 }
