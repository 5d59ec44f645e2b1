// Package jwk reads and writes JSON Web Keys (RFC 7517, https://www.rfc-editor.org/rfc/rfc7517), strictly.
//
// ParsePublic and ParsePrivate read one key, ParseSet a set of public ones, Value and Thumbprint write.
//
// # Strictness
//
// Keys are Ed25519 (RFC 8037), P-256, P-384 and RSA, and have passed [pubkey.Check]. Octets are base64url without
// padding in its one spelling, of the exact length of their type; integers have no leading zero octets (RFC 7518 §2,
// §6). A member of a private key in a public one is an error, whatever the type of key. What a key says of its purpose
// counts: use must be sig, key_ops must allow what the key is read for, alg must fit the key. Members without a meaning
// here, x5c, x5u and the like, are ignored: a certificate is no reason to trust a key.
package jwk

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/charterbadge/openbadge/internal/base64url"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Key is a public key and what its JWK says of it.
type Key struct {
	Public crypto.PublicKey // ed25519.PublicKey, *ecdsa.PublicKey or *rsa.PublicKey
	KID    string           // kid; "" when absent
	Alg    string           // alg, the only algorithm the key may be used with; "" when absent: any that fits the key
}

// privateMembers are the members of RFC 7518 §6 and RFC 8037 §2 that disclose a private or symmetric key.
var privateMembers = [...]string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"}

// ParsePublic reads a public key that signatures can be verified with.
func ParsePublic(v strictjson.Value) (*Key, error) {
	for _, name := range privateMembers {
		if m := v.Get(name); m.Kind() != strictjson.Absent {
			return nil, fail(m, strictjson.Pointer("", name), ErrPrivate, "member of a private key in a public one")
		}
	}
	return parse(v, "verify")
}

// parse reads the public part of a key that is to be used for the operation op.
func parse(v strictjson.Value, op string) (*Key, error) {
	if v.Kind() != strictjson.Object {
		return nil, strictjson.Type(v, "", "an object")
	}
	var m metadata
	if err := m.read(v); err != nil {
		return nil, err
	}
	pub, err := material(v, m.kty)
	if err != nil {
		return nil, err
	}
	if err := pubkey.Check(pub); err != nil {
		return nil, fail(v, "", err, err.Error())
	}
	if err := m.fits(v, pub, op); err != nil {
		return nil, err
	}
	return &Key{Public: pub, KID: m.kid, Alg: m.alg}, nil
}

// metadata are the members that every type of key has (RFC 7517 §4).
type metadata struct {
	kty, use, alg, kid string
	ops                []string
}

func (m *metadata) read(v strictjson.Value) error {
	if v.Get("kty").Kind() == strictjson.Absent {
		return strictjson.Type(v.Get("kty"), "/kty", "a string")
	}
	for _, f := range []struct {
		name string
		dst  *string
	}{{"kty", &m.kty}, {"use", &m.use}, {"alg", &m.alg}, {"kid", &m.kid}} {
		member := v.Get(f.name)
		if member.Kind() == strictjson.Absent {
			continue
		}
		if *f.dst = member.Text(); member.Kind() != strictjson.String || *f.dst == "" {
			return strictjson.Type(member, "/"+f.name, "a string that is not empty")
		}
	}
	return m.readOps(v.Get("key_ops"))
}

func (m *metadata) readOps(v strictjson.Value) error {
	if v.Kind() == strictjson.Absent {
		return nil
	}
	if v.Kind() != strictjson.Array {
		return strictjson.Type(v, "/key_ops", "an array")
	}
	m.ops = []string{}
	for i := range v.Len() {
		at, op := strictjson.PointerAt("/key_ops", i), v.At(i)
		if op.Kind() != strictjson.String {
			return strictjson.Type(op, at, "a string")
		}
		if slices.Contains(m.ops, op.Text()) { // RFC 7517 §4.3: "Duplicate key operation values MUST NOT be present"
			return fail(op, at, ErrSyntax, "operation listed twice")
		}
		m.ops = append(m.ops, op.Text())
	}
	return nil
}

// fits tells whether the key may be used for signatures with an algorithm that the library knows.
func (m *metadata) fits(v strictjson.Value, pub crypto.PublicKey, op string) error {
	if m.use != "" && m.use != "sig" {
		return fail(v.Get("use"), "/use", ErrUse, "want sig, got "+strictjson.Quote(m.use))
	}
	if m.ops != nil && !slices.Contains(m.ops, op) {
		return fail(v.Get("key_ops"), "/key_ops", ErrUse, "want "+op+" among the operations")
	}
	fit := pubkey.Algorithms(pub)
	if m.alg == "" || slices.Contains(fit, m.alg) {
		return nil
	}
	if slices.Contains([]string{"EdDSA", "Ed25519", "ES256", "ES384", "RS256", "PS256"}, m.alg) {
		return fail(v.Get("alg"), "/alg", ErrSyntax, fmt.Sprintf("want one of %q for this key, got %q", fit, m.alg))
	}
	return fail(v.Get("alg"), "/alg", ErrUnsupported, fmt.Sprintf("want one of %q, got %s", fit, strictjson.Quote(m.alg)))
}

// material reads the members that are the key itself.
func material(v strictjson.Value, kty string) (crypto.PublicKey, error) {
	switch kty {
	case "OKP":
		return okp(v)
	case "EC":
		return ec(v)
	case "RSA":
		return rsaKey(v)
	}
	return nil, fail(v.Get("kty"), "/kty", ErrUnsupported, "want OKP, EC or RSA, got "+strictjson.Quote(kty))
}

// okp follows RFC 8037 §2.
func okp(v strictjson.Value) (crypto.PublicKey, error) {
	crv, err := curveName(v)
	if err != nil {
		return nil, err
	}
	if crv != "Ed25519" {
		return nil, fail(v.Get("crv"), "/crv", ErrUnsupported, "want Ed25519, got "+strictjson.Quote(crv))
	}
	x, err := octets(v, "x", ed25519.PublicKeySize)
	return ed25519.PublicKey(x), err
}

// ec follows RFC 7518 §6.2.1.
func ec(v strictjson.Value) (crypto.PublicKey, error) {
	crv, err := curveName(v)
	if err != nil {
		return nil, err
	}
	var curve elliptic.Curve
	switch crv {
	case "P-256":
		curve = elliptic.P256()
	case "P-384":
		curve = elliptic.P384()
	default:
		return nil, fail(v.Get("crv"), "/crv", ErrUnsupported, "want P-256 or P-384, got "+strictjson.Quote(crv))
	}
	x, errX := octets(v, "x", coordinateSize(curve))
	y, errY := octets(v, "y", coordinateSize(curve))
	if err := errors.Join(errX, errY); err != nil {
		return nil, err
	}
	pub, err := ecdsa.ParseUncompressedPublicKey(curve, slices.Concat([]byte{4}, x, y))
	if err != nil {
		return nil, fail(v, "", pubkey.ErrInvalid, "not a point on "+crv)
	}
	return pub, nil
}

func coordinateSize(c elliptic.Curve) int { return (c.Params().BitSize + 7) / 8 }

// rsaKey follows RFC 7518 §6.3.1.
func rsaKey(v strictjson.Value) (crypto.PublicKey, error) {
	n, errN := integer(v, "n")
	e, errE := integer(v, "e")
	if err := errors.Join(errN, errE); err != nil {
		return nil, err
	}
	if e.BitLen() > 32 {
		return nil, fail(v.Get("e"), "/e", pubkey.ErrUnsupported, "want an exponent below 2^32")
	}
	return &rsa.PublicKey{N: n, E: int(e.Int64())}, nil
}

func curveName(v strictjson.Value) (string, error) {
	m := v.Get("crv")
	if m.Kind() != strictjson.String {
		return "", strictjson.Type(m, "/crv", "a string")
	}
	return m.Text(), nil
}

// octets reads a member of exactly size octets. Its content may be secret and is in no error.
func octets(v strictjson.Value, name string, size int) ([]byte, error) {
	b, err := anyOctets(v, name)
	if err == nil && len(b) != size {
		err = fail(v.Get(name), "/"+name, ErrSyntax, fmt.Sprintf("want %d octets, got %d", size, len(b)))
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// integer reads a Base64urlUInt (RFC 7518 §2): big endian, no octet more than needed. 0, which no key has, is refused.
func integer(v strictjson.Value, name string) (*big.Int, error) {
	b, err := anyOctets(v, name)
	if err == nil && (len(b) == 0 || b[0] == 0) {
		err = fail(v.Get(name), "/"+name, ErrSyntax, "want a positive integer without leading zero octets")
	}
	if err != nil {
		return nil, err
	}
	return new(big.Int).SetBytes(b), nil
}

func anyOctets(v strictjson.Value, name string) ([]byte, error) {
	m := v.Get(name)
	if m.Kind() != strictjson.String {
		return nil, strictjson.Type(m, "/"+name, "a string")
	}
	b, err := base64url.Decode(m.Text())
	if err != nil {
		return nil, fail(m, "/"+name, ErrSyntax, err.Error())
	}
	return b, nil
}
