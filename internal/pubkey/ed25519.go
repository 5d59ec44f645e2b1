package pubkey

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
)

// smallOrderY are the y coordinates, as encoded with the sign bit of x clear, of the eight points of small order.
// Their encodings are these with the bit clear or set, and those with y + p, which are not canonical.
var smallOrderY = [...][ed25519.PublicKeySize]byte{
	fromHex("0000000000000000000000000000000000000000000000000000000000000000"), // y = 0, order 4
	fromHex("0100000000000000000000000000000000000000000000000000000000000000"), // y = 1, the neutral element
	fromHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), // y = -1, order 2
	fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), // order 8
	fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), // order 8
}

// topOfField is p = 2^255 - 19 in little endian without its first byte, 0xed.
var topOfField = [31]byte(smallOrderY[2][1:]) // y = p - 1

func fromHex(s string) (b [ed25519.PublicKeySize]byte) {
	if n, err := hex.Decode(b[:], []byte(s)); n != len(b) || err != nil {
		panic("pubkey: a constant is malformed")
	}
	return b
}

// checkEd25519 does what decoding does in RFC 8032 §5.1.3, which crypto/ed25519 leaves until a signature is verified
// and does in part only, and refuses the points of small order.
func checkEd25519(k ed25519.PublicKey) error {
	if err := checkEncoding(k); err != nil {
		return err
	}
	enc := slices.Clone(k)
	enc[31] &= 0x7f // the sign of x
	slices.Reverse(enc)
	y := new(big.Int).SetBytes(enc)
	p := new(big.Int).Lsh(big.NewInt(1), 255)
	p.Sub(p, big.NewInt(19))

	// -x² + y² = 1 + d·x²·y² with d = -121665/121666 has an x if, and only if,
	// (y² - 1) · 121666 · (121666 - 121665·y²) is a square.
	y2 := y.Mul(y, y)
	u := new(big.Int).Sub(y2, big.NewInt(1))
	v := new(big.Int).Mul(y2, big.NewInt(-121665))
	v.Add(v, big.NewInt(121666))
	u.Mul(u, v).Mul(u, big.NewInt(121666))
	if big.Jacobi(u.Mod(u, p), p) != 1 {
		return fmt.Errorf("%w: Ed25519 key is not a point on the curve", ErrInvalid)
	}
	return nil
}

// checkEncoding does the part of checkEd25519 that needs no arithmetic.
func checkEncoding(k ed25519.PublicKey) error {
	if len(k) != ed25519.PublicKeySize {
		return fmt.Errorf("%w: Ed25519 key of %d bytes, want %d", ErrInvalid, len(k), ed25519.PublicKeySize)
	}
	y := [ed25519.PublicKeySize]byte(k)
	y[31] &= 0x7f // the sign of x
	if slices.Contains(smallOrderY[:], y) {
		return fmt.Errorf("%w: Ed25519 key of small order", ErrWeak)
	}
	if excess := int(y[0]) - 0xed; excess >= 0 && [31]byte(y[1:]) == topOfField { // y = p + excess
		if excess <= 1 {
			return fmt.Errorf("%w: Ed25519 key of small order", ErrWeak)
		}
		return fmt.Errorf("%w: Ed25519 key is not in canonical form", ErrInvalid)
	}
	return nil
}
