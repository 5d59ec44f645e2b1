// Package base64url reads base64url without padding (RFC 7515 §2, https://www.rfc-editor.org/rfc/rfc7515#section-2) so
// that every octet string has exactly one text. [base64.RawURLEncoding] alone skips line breaks and ignores bits that
// no octet uses, and a signed text with several spellings can be passed off as several credentials.
//
// To encode, use [base64.RawURLEncoding].
package base64url

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// ErrSyntax: the text is not the base64url encoding, without padding, of any octet string.
var ErrSyntax = errors.New("not base64url without padding")

// Decode returns the octets whose encoding is s; encoding them again gives s. It allocates three quarters of len(s):
// bounding that is up to the caller. The error wraps ErrSyntax.
func Decode(s string) ([]byte, error) {
	for _, c := range []byte("\r\n") { // which the decoder skips; one byte at a time is the fast way
		if i := strings.IndexByte(s, c); i >= 0 {
			return nil, fmt.Errorf("%w: line break at byte %d", ErrSyntax, i)
		}
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	return b, nil
}
