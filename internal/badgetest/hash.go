package badgetest

import (
	"crypto/sha256"
	"encoding/hex"
)

// Hex256 returns the SHA-256 of a text, in lower-case hexadecimal digits.
func Hex256(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
