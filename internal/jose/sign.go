package jose

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jws"
)

// Signer makes tokens with one key. It is safe for concurrent use if the key is.
type Signer struct {
	key crypto.Signer
	pub crypto.PublicKey
	alg string
}

// NewSigner returns a Signer for an Ed25519, P-256, P-384 or RSA key, in memory or elsewhere. It calls Public once; the
// Signer never does again. An error wraps one of package pubkey's.
//
// The key signs as [crypto.Signer] has it: an Ed25519 key the whole message, with crypto.Hash(0) as options; an ECDSA key a
// digest, returning ASN.1 DER; an RSA key a digest, with PKCS #1 v1.5. If it has the method
//
//	SignContext(ctx context.Context, rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error)
//
// that is called in place of Sign, with the context of Signer.Sign.
func NewSigner(key crypto.Signer) (*Signer, error) {
	if blank(key) {
		return nil, fmt.Errorf("jose: %w: the private key is nil or cut short", pubkey.ErrInvalid)
	}
	pub := key.Public()
	if err := pubkey.Check(pub); err != nil {
		return nil, fmt.Errorf("jose: %w", err)
	}
	return &Signer{key: key, pub: pub, alg: pubkey.Algorithms(pub)[0]}, nil
}

// blank reports whether the key is none at all, so that to call its methods would panic.
func blank(key crypto.Signer) bool {
	switch k := key.(type) {
	case nil:
		return true
	case ed25519.PrivateKey:
		return len(k) != ed25519.PrivateKeySize
	case *ecdsa.PrivateKey:
		return k == nil
	case *rsa.PrivateKey:
		return k == nil
	}
	return false
}

// Algorithm returns the alg of every token that the Signer makes: EdDSA, ES256, ES384 or RS256.
func (s *Signer) Algorithm() string { return s.alg }

// Public returns the key that the tokens verify with. The caller must not change it.
func (s *Signer) Public() crypto.PublicKey { return s.pub }

// Sign returns the token with the header {"alg":…,"kid":kid,"typ":typ} and the payload. Before the key is asked, the
// header goes through the gate and the token's size is held against MaxBytes; before the token is returned, its
// signature is verified, so that a key that signs wrongly, or that belongs to another public key, is found out here.
//
// The error wraps what the key returned, ctx.Err(), or a reason for which Parse or Token.Verify would refuse the token.
func (s *Signer) Sign(ctx context.Context, kid, typ string, payload []byte) ([]byte, error) {
	b64 := base64.RawURLEncoding
	header := b64.EncodeToString(s.header(kid, typ))
	var t Token
	if err := t.readHeader(header); err != nil {
		return nil, fmt.Errorf("jose: %w", err)
	}
	if len(payload) == 0 {
		return nil, fmt.Errorf("jose: %w: the payload is empty", ErrMalformed)
	}
	size := len(header) + 1 + b64.EncodedLen(len(payload)) + 1 + b64.EncodedLen(signatureSize(s.pub))
	if size > MaxBytes {
		return nil, fmt.Errorf("jose: %w: the token has %d bytes, the limit is %d", ErrTooLarge, size, MaxBytes)
	}
	token := append(append(make([]byte, 0, size), header...), '.')
	token = b64.AppendEncode(token, payload)

	signature, err := s.SignMessage(ctx, token)
	if err != nil {
		return nil, err
	}
	return b64.AppendEncode(append(token, '.'), signature), nil
}

// SignMessage returns the signature over the message that a token with this signing input has (RFC 7518 §3, RFC 8037
// §3.1): of Ed25519, or r‖s of ECDSA, as Data Integrity proofs have them too, or of RSA. It is verified before it is
// returned. The error wraps what the key returned, ctx.Err() or ErrSignature.
func (s *Signer) SignMessage(ctx context.Context, message []byte) ([]byte, error) {
	signature, err := s.sign(ctx, message)
	if err != nil {
		return nil, fmt.Errorf("jose: signing: %w", err)
	}
	if err := verifyMessage(s.alg, s.pub, message, signature); err != nil {
		return nil, fmt.Errorf("jose: checking what the key signed: %w", err)
	}
	return signature, nil
}

func (s *Signer) header(kid, typ string) []byte {
	b := append(make([]byte, 0, 256), `{"alg":`...)
	b = strictjson.AppendString(b, s.alg)
	b = append(b, `,"kid":`...)
	b = strictjson.AppendString(b, kid)
	b = append(b, `,"typ":`...)
	b = strictjson.AppendString(b, typ)
	return append(b, '}')
}

// sign returns a signature over the message that nobody has verified.
func (s *Signer) sign(ctx context.Context, message []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	signer, err := jws.NewSigner(jwa.SignatureAlgorithm(s.alg))
	if err != nil {
		return nil, err
	}
	signature, err := signer.Sign(message, call{ctx, s.key, s.pub})
	if cause := ctx.Err(); err != nil && cause != nil && !errors.Is(err, cause) {
		return nil, fmt.Errorf("%w: %w", cause, err) // a remote key may have its own word for it
	}
	return signature, err
}

// call is one use of the key, in the shape that jwx wants: a crypto.Signer that brings the context along.
type call struct {
	ctx context.Context
	key crypto.Signer
	pub crypto.PublicKey
}

// Public returns the public key as it was when the Signer was made.
func (c call) Public() crypto.PublicKey { return c.pub }

// Sign hands the digest to the key and holds what it returns against checkDER.
func (c call) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	signature, err := c.signDigest(rand, digest, opts)
	if err != nil {
		return nil, err
	}
	if pub, ok := c.pub.(*ecdsa.PublicKey); ok {
		if err := checkDER(signature, pub.Curve); err != nil {
			return nil, err
		}
	}
	return signature, nil
}

func (c call) signDigest(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if key, ok := c.key.(interface {
		SignContext(ctx context.Context, rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error)
	}); ok {
		return key.SignContext(c.ctx, rand, digest, opts)
	}
	return c.key.Sign(rand, digest, opts)
}

// checkDER refuses what jwx's conversion to r‖s (RFC 7518 §3.4) would misread: it ignores what follows the two numbers
// and the sign of each, and panics on one that is longer than the curve's.
func checkDER(signature []byte, curve elliptic.Curve) error {
	var parts struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(signature, &parts)
	if err != nil {
		return fmt.Errorf("%w: the key returned no ASN.1 DER: %w", ErrSignature, err)
	}
	if len(rest) > 0 {
		return fmt.Errorf("%w: the key returned %d bytes too many", ErrSignature, len(rest))
	}
	for _, n := range []*big.Int{parts.R, parts.S} {
		if n.Sign() <= 0 || n.Cmp(curve.Params().N) >= 0 {
			return fmt.Errorf("%w: the key returned a number outside the order of its curve", ErrSignature)
		}
	}
	return nil
}
