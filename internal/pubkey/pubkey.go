// Package pubkey decides which public keys the library works with, so that a key read from a JWK, a Multikey or a DID
// and a key handed in by a program get one answer.
//
// Check accepts a key or says why not. Algorithms names the JOSE algorithms that fit it.
//
// # What is accepted
//
//   - [ed25519.PublicKey]: a point on the curve in its canonical encoding, of more than eight multiples
//     (https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3). A key of small order lets one signature fit many messages.
//   - [*ecdsa.PublicKey] on P-256 or P-384: a point on the curve, not infinity.
//   - [*rsa.PublicKey]: an odd modulus of 2048 to 4096 bits, without the mark of the Infineon generator (ROCA,
//     CVE-2017-15361), and an odd exponent from 65537 up to 2^32.
package pubkey

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// The reasons for which Check refuses a key.
var (
	// ErrUnsupported: a type of key, a curve or a size that the library has no use for. The key may be a good one.
	ErrUnsupported = errors.New("unsupported public key")

	// ErrInvalid: not a public key of its type at all: a point off its curve, a non-canonical encoding, an even modulus.
	ErrInvalid = errors.New("invalid public key")

	// ErrWeak: a public key whose signatures prove nothing, or soon will not.
	ErrWeak = errors.New("weak public key")
)

// The sizes of RSA keys, in bits, and their exponents.
const (
	MinRSABits     = 2048
	MaxRSABits     = 4096
	MinRSAExponent = 65537
	MaxRSAExponent = 1<<32 - 1
)

// Algorithms returns the names of the JOSE algorithms (RFC 7518, RFC 8037, RFC 9864) that fit the key, that with which
// the library signs first, and nil for a type or curve that Check refuses. It does not Check the key.
func Algorithms(pub crypto.PublicKey) []string {
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return []string{"EdDSA", "Ed25519"}
	case *ecdsa.PublicKey:
		if k == nil {
			return nil
		}
		switch k.Curve {
		case elliptic.P256():
			return []string{"ES256"}
		case elliptic.P384():
			return []string{"ES384"}
		}
	case *rsa.PublicKey:
		return []string{"RS256", "PS256"}
	}
	return nil
}

// Check returns nil for a key that the library works with, and otherwise an error that wraps ErrUnsupported, ErrInvalid
// or ErrWeak. No key makes it panic, a nil pointer neither.
func Check(pub crypto.PublicKey) error {
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return checkEd25519(k)
	case *ecdsa.PublicKey:
		return checkECDSA(k)
	case *rsa.PublicKey:
		return checkRSA(k)
	}
	return fmt.Errorf("%w: want Ed25519, ECDSA or RSA, got %T", ErrUnsupported, pub)
}

// Recheck is Check without the arithmetic that verifying a signature does anyway, to find out whether an Ed25519 key is
// on its curve. It is for keys that were Checked before, and costs little.
func Recheck(pub crypto.PublicKey) error {
	if k, ok := pub.(ed25519.PublicKey); ok {
		return checkEncoding(k)
	}
	return Check(pub)
}

func checkECDSA(k *ecdsa.PublicKey) error {
	_, err := point(k)
	return err
}

// point returns the uncompressed encoding of the key.
func point(k *ecdsa.PublicKey) ([]byte, error) {
	//lint:ignore SA1019 Bytes panics on nil coordinates, and nothing else tells that they are nil.
	if k == nil || k.X == nil || k.Y == nil {
		return nil, fmt.Errorf("%w: nil ECDSA key", ErrInvalid)
	}
	if Algorithms(k) == nil {
		return nil, fmt.Errorf("%w: want the curve P-256 or P-384", ErrUnsupported)
	}
	b, err := k.Bytes() // an error for a point off the curve and for infinity
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return b, nil
}

func checkRSA(k *rsa.PublicKey) error {
	switch {
	case k == nil || k.N == nil || k.N.Sign() <= 0:
		return fmt.Errorf("%w: no RSA modulus", ErrInvalid)
	case k.N.BitLen() < MinRSABits:
		return fmt.Errorf("%w: RSA modulus of %d bits, want at least %d", ErrWeak, k.N.BitLen(), MinRSABits)
	case k.N.BitLen() > MaxRSABits:
		return fmt.Errorf("%w: RSA modulus of %d bits, want at most %d", ErrUnsupported, k.N.BitLen(), MaxRSABits)
	case k.N.Bit(0) == 0 || k.E%2 == 0:
		return fmt.Errorf("%w: even RSA modulus or exponent", ErrInvalid)
	case k.E < MinRSAExponent:
		return fmt.Errorf("%w: RSA exponent %d, want at least %d", ErrWeak, k.E, MinRSAExponent)
	case int64(k.E) > MaxRSAExponent:
		return fmt.Errorf("%w: RSA exponent %d, want below 2^32", ErrUnsupported, k.E)
	case isROCA(k.N):
		return fmt.Errorf("%w: RSA modulus of the Infineon generator (ROCA, CVE-2017-15361)", ErrWeak)
	}
	return nil
}

// isROCA reports whether n has the mark of the primes of that generator: modulo every prime up to 701 they are powers
// of 65537, and so is their product. Of other moduli of this size practically none has it. A modulus without the mark,
// which is the rule, shows it within the first few primes.
// See https://crocs.fi.muni.cz/public/papers/rsa_ccs17, section 2.
func isROCA(n *big.Int) bool {
	residue := new(big.Int)
	for p := int64(3); p <= 701; p += 2 {
		prime := big.NewInt(p)
		if prime.ProbablyPrime(0) && !isPower(65537%p, residue.Mod(n, prime).Int64(), p) {
			return false
		}
	}
	return true
}

// isPower reports whether r is a power of g modulo p.
func isPower(g, r, p int64) bool {
	for x := g; ; x = x * g % p {
		if x == r {
			return true
		}
		if x == 1 {
			return false
		}
	}
}

// Equal reports whether a and b are the same key. An ECDSA or RSA key that Check refuses, and any other type, equals
// nothing, itself included.
func Equal(a, b crypto.PublicKey) bool {
	switch k := a.(type) {
	case ed25519.PublicKey:
		other, ok := b.(ed25519.PublicKey)
		return ok && bytes.Equal(k, other)
	case *ecdsa.PublicKey:
		other, ok := b.(*ecdsa.PublicKey)
		return ok && checkECDSA(k) == nil && checkECDSA(other) == nil && k.Equal(other)
	case *rsa.PublicKey:
		other, ok := b.(*rsa.PublicKey)
		return ok && checkRSA(k) == nil && checkRSA(other) == nil && k.Equal(other)
	}
	return false
}

// Clone returns a copy of a key that Check accepts, sharing no memory with it: a key that is handed out is a slice or a
// pointer, and whoever gets it could otherwise change the original. It returns nil for an ECDSA or RSA key that Check
// refuses and for other types; an Ed25519 key is not checked again.
func Clone(pub crypto.PublicKey) crypto.PublicKey {
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return slices.Clone(k)
	case *ecdsa.PublicKey:
		b, err := point(k)
		if err != nil {
			return nil
		}
		c, err := ecdsa.ParseUncompressedPublicKey(k.Curve, b)
		if err != nil {
			return nil
		}
		return c
	case *rsa.PublicKey:
		if checkRSA(k) != nil {
			return nil
		}
		return &rsa.PublicKey{N: new(big.Int).Set(k.N), E: k.E}
	}
	return nil
}
