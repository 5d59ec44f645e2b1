package multikey

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/bits"
	"strconv"

	"github.com/charterbadge/openbadge/internal/base64url"
)

// The bases that DecodeBase reads, by the character that a text of theirs begins with.
const (
	Base58    byte = 'z' // base58btc
	Base64URL byte = 'u' // base64url without padding
)

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// digits has the value of each character of the alphabet, plus one; 0 for the others.
var digits = func() (d [256]uint8) {
	for i := range len(alphabet) {
		d[alphabet[i]] = uint8(i + 1)
	}
	return d
}()

// Base58 is converted in groups: five digits, which fit 30 bits, against four bytes.
const (
	groupDigits = 5
	groupBase   = 58 * 58 * 58 * 58 * 58
)

// DecodeBase returns the base of a multibase text, Base58 or Base64URL, and the bytes that it stands for. A text of
// more than maxBytes bytes is refused before the work, which for base58 is quadratic. Errors wrap ErrSyntax, ErrTooLong
// or, for any other base, ErrUnsupported.
func DecodeBase(s string, maxBytes int) (base byte, data []byte, err error) {
	if s == "" {
		return 0, nil, fmt.Errorf("%w: empty", ErrSyntax)
	}
	switch s[0] {
	case Base58:
		data, err = decodeBase58(s[1:], maxBytes)
	case Base64URL:
		data, err = decodeBase64URL(s[1:], maxBytes)
	default:
		err = fmt.Errorf("%w: want z (base58btc) or u (base64url) first, got %s", ErrUnsupported, strconv.QuoteToASCII(s[:1]))
	}
	if err != nil {
		return 0, nil, err
	}
	return s[0], data, nil
}

func tooLong(maxBytes int) error {
	return fmt.Errorf("%w: more than %d bytes", ErrTooLong, maxBytes)
}

func decodeBase64URL(s string, maxBytes int) ([]byte, error) {
	if base64.RawURLEncoding.DecodedLen(len(s)) > maxBytes {
		return nil, tooLong(maxBytes)
	}
	data, err := base64url.Decode(s)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	return data, nil
}

func decodeBase58(s string, maxBytes int) ([]byte, error) {
	// A byte is at least one character (a leading zero) and at most 1.37 (log 256 / log 58).
	if len(s) > maxBytes+maxBytes*37/100+1 {
		return nil, tooLong(maxBytes)
	}
	zeros := 0
	for zeros < len(s) && s[zeros] == alphabet[0] {
		zeros++
	}
	words := make([]uint32, 0, len(s)/groupDigits+1) // little endian
	for rest := s[zeros:]; rest != ""; {
		n := (len(rest)-1)%groupDigits + 1 // the first group may be short
		group, scale := uint64(0), uint64(1)
		for i := range n {
			d := digits[rest[i]]
			if d == 0 {
				return nil, fmt.Errorf("%w: %s is not a character of base58btc", ErrSyntax, strconv.QuoteToASCII(rest[i:i+1]))
			}
			group, scale = group*58+uint64(d-1), scale*58
		}
		for i := range words {
			group += uint64(words[i]) * scale
			words[i] = uint32(group)
			group >>= 32
		}
		if group > 0 {
			words = append(words, uint32(group))
		}
		rest = rest[n:]
	}
	size := zeros
	if len(words) > 0 {
		size += 4*len(words) - bits.LeadingZeros32(words[len(words)-1])/8
	}
	if size > maxBytes {
		return nil, tooLong(maxBytes)
	}
	data := make([]byte, size)
	for i := zeros; i < size; i++ {
		back := size - 1 - i
		data[i] = byte(words[back/4] >> (8 * (back % 4)))
	}
	return data, nil
}

// EncodeBase58 returns data as a multibase text in base58btc, which begins with z. The work is quadratic.
func EncodeBase58(data []byte) string {
	zeros := 0
	for zeros < len(data) && data[zeros] == 0 {
		zeros++
	}
	rest := data[zeros:]
	groups := make([]uint64, 0, 32) // little endian, in base 58^5; on the stack for signatures
	for len(rest) > 0 {
		n := (len(rest)-1)%4 + 1 // the first word may be short
		var word [4]byte
		copy(word[4-n:], rest[:n])
		carry := uint64(binary.BigEndian.Uint32(word[:]))
		for i := range groups {
			carry += groups[i] << (8 * n)
			groups[i] = carry % groupBase
			carry /= groupBase
		}
		for ; carry > 0; carry /= groupBase {
			groups = append(groups, carry%groupBase)
		}
		rest = rest[n:]
	}

	text := make([]byte, 1+zeros, 1+zeros+groupDigits*len(groups))
	for i := range text {
		text[i] = alphabet[0]
	}
	text[0] = Base58
	for i := len(groups) - 1; i >= 0; i-- {
		var group [groupDigits]byte
		for j, g := groupDigits-1, groups[i]; j >= 0; j, g = j-1, g/58 {
			group[j] = alphabet[g%58]
		}
		first := 0
		for i == len(groups)-1 && group[first] == alphabet[0] {
			first++ // the topmost group is not zero
		}
		text = append(text, group[first:]...)
	}
	return string(text)
}
