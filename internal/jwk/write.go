package jwk

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"

	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Value returns the JWK of a public key that pubkey.Check accepts: the members that the type of key requires and no
// others, sorted by name as RFC 7638 §3.3 wants them.
func Value(pub crypto.PublicKey) (strictjson.Value, error) {
	if err := pubkey.Check(pub); err != nil {
		return strictjson.Value{}, fmt.Errorf("jwk: %w", err)
	}
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return object("crv", "Ed25519", "kty", "OKP", "x", encode(k)), nil
	case *ecdsa.PublicKey:
		point, err := k.Bytes()
		if err != nil {
			return strictjson.Value{}, fmt.Errorf("jwk: %w", err)
		}
		size := coordinateSize(k.Curve)
		x, y := point[1:1+size], point[1+size:]
		return object("crv", k.Curve.Params().Name, "kty", "EC", "x", encode(x), "y", encode(y)), nil
	case *rsa.PublicKey:
		e := big.NewInt(int64(k.E)).Bytes()
		return object("e", encode(e), "kty", "RSA", "n", encode(k.N.Bytes())), nil
	}
	return strictjson.Value{}, fmt.Errorf("jwk: %w: %T", ErrUnsupported, pub)
}

// Thumbprint returns the SHA-256 thumbprint of a public key, in base64url without padding (RFC 7638,
// https://www.rfc-editor.org/rfc/rfc7638#section-3; for Ed25519 RFC 8037 §2).
func Thumbprint(pub crypto.PublicKey) (string, error) {
	v, err := Value(pub)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(v.AppendTo(nil)) // compact, sorted, and without a character that could be escaped
	return encode(sum[:]), nil
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func object(pairs ...string) strictjson.Value {
	members := make([]strictjson.Member, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		members = append(members, strictjson.Member{Name: pairs[i], Value: strictjson.NewString(pairs[i+1])})
	}
	return strictjson.NewObject(members...)
}
