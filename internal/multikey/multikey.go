// Package multikey reads and writes public keys as Multikey texts, and the multibase texts that such keys and the
// values of proofs are written in.
//
// Parse and Format convert a key (https://www.w3.org/TR/cid-1.0/#Multikey): Ed25519, P-256 and P-384. DecodeBase and
// EncodeBase58 convert plain bytes (https://www.w3.org/TR/cid-1.0/#multibase-0).
//
// # One text for one value
//
// Every text that is accepted is the one that encoding its value again in the same base gives: no character is skipped,
// no unused bit ignored, multicodec codes are varints of minimal length, keys have the exact length of their type and
// points the exact encoding of SEC 1. Every key has passed [pubkey.Check].
package multikey

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/charterbadge/openbadge/internal/pubkey"
)

// The reasons for which a text is refused. A key that pubkey.Check refuses has an error of that package.
var (
	// ErrSyntax: not a multibase text, or not a Multikey in it.
	ErrSyntax = errors.New("malformed multibase text")

	// ErrTooLong: more bytes than the caller allows, or than any key has.
	ErrTooLong = errors.New("multibase text too long")

	// ErrUnsupported: another base than base58btc and base64url, or another type of key.
	ErrUnsupported = errors.New("unsupported multibase text")

	// ErrSecret: the text is a secret key, where a public one belongs.
	ErrSecret = errors.New("secret key")
)

// The multicodec codes of the supported keys (https://github.com/multiformats/multicodec/blob/master/table.csv) and
// the range that the table gives to secret ones.
const (
	codeEd25519     = 0xed
	codeP256        = 0x1200
	codeP384        = 0x1201
	codeSecretFirst = 0x1300
	codeSecretLast  = 0x13ff
)

// maxKeyBytes bounds what is decoded to tell of what type a key is: code and key of RSA with 4,096 bits have 528 bytes.
const maxKeyBytes = 640

// Parse returns the public key, an [ed25519.PublicKey] or [*ecdsa.PublicKey], whose Multikey text is given: Ed25519
// (code 0xed, 32 bytes), P-256 (0x1200, 33 bytes compressed) or P-384 (0x1201, 49 bytes), in either base.
func Parse(text string) (crypto.PublicKey, error) {
	_, data, err := DecodeBase(text, maxKeyBytes)
	if err != nil {
		return nil, err
	}
	code, n := binary.Uvarint(data)
	if n <= 0 || n > 1 && data[n-1] == 0 {
		return nil, fmt.Errorf("%w: want a multicodec code as a varint of minimal length", ErrSyntax)
	}
	key := data[n:]
	switch {
	case code == codeEd25519:
		return parseEd25519(key)
	case code == codeP256:
		return parseECDSA(elliptic.P256(), key)
	case code == codeP384:
		return parseECDSA(elliptic.P384(), key)
	case code >= codeSecretFirst && code <= codeSecretLast:
		return nil, fmt.Errorf("%w: multicodec code %#x", ErrSecret, code)
	}
	return nil, fmt.Errorf("%w: want Ed25519 (0xed), P-256 (0x1200) or P-384 (0x1201), got the multicodec code %#x", ErrUnsupported, code)
}

func parseEd25519(key []byte) (crypto.PublicKey, error) {
	if len(key) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("%w: Ed25519 key of %d bytes, want %d", ErrSyntax, len(key), ed25519.PublicKeySize)
	}
	pub := ed25519.PublicKey(slices.Clone(key))
	if err := pubkey.Check(pub); err != nil {
		return nil, err
	}
	return pub, nil
}

func parseECDSA(curve elliptic.Curve, key []byte) (crypto.PublicKey, error) {
	size := (curve.Params().BitSize + 7) / 8
	if len(key) != 1+size {
		return nil, fmt.Errorf("%w: %s key of %d bytes, want %d", ErrSyntax, curve.Params().Name, len(key), 1+size)
	}
	x, y := elliptic.UnmarshalCompressed(curve, key)
	if x == nil {
		return nil, fmt.Errorf("%w: not a compressed point on %s", pubkey.ErrInvalid, curve.Params().Name)
	}
	point := make([]byte, 1+2*size)
	point[0] = 4 // uncompressed, SEC 1 §2.3.3
	x.FillBytes(point[1 : 1+size])
	y.FillBytes(point[1+size:])
	pub, err := ecdsa.ParseUncompressedPublicKey(curve, point)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", pubkey.ErrInvalid, err)
	}
	return pub, nil
}

// Format returns the Multikey text, in base58btc, of an Ed25519, P-256 or P-384 key. For another key the error wraps
// ErrUnsupported or is that of pubkey.Check.
func Format(pub crypto.PublicKey) (string, error) {
	if err := pubkey.Check(pub); err != nil {
		return "", err
	}
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return EncodeBase58(append(binary.AppendUvarint(nil, codeEd25519), k...)), nil
	case *ecdsa.PublicKey:
		point, err := k.Bytes()
		if err != nil {
			return "", err
		}
		code := uint64(codeP256)
		if k.Curve == elliptic.P384() {
			code = codeP384
		}
		size := len(point) / 2
		data := append(binary.AppendUvarint(nil, code), 2|point[2*size]&1)
		return EncodeBase58(append(data, point[1:1+size]...)), nil
	}
	return "", fmt.Errorf("%w: no Multikey form of %T", ErrUnsupported, pub)
}
