// Package fragment puts a badge into the fragment of a link, PAGE#b1.…, from which a page takes it. A browser sends no
// fragment to any server, so that whoever has the page learns nothing of the badge.
//
// The text is "b1." and the raw DEFLATE stream (RFC 1951) of the secured bytes in base64url without padding. Nothing is
// verified here: whoever makes the link decides what is in it.
package fragment

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Prefix is what the text begins with: the version of the format.
const Prefix = "b1."

// What Decode takes, at most.
const (
	MaxSecured = 14 << 20 / 10 // bytes of the badge: what the verifier takes by default, as a token and with its header
	MaxText    = 2 << 20       // bytes of the text, Prefix included: more than MaxSecured bytes that do not compress
)

var (
	// ErrSyntax: the text is not what Encode makes.
	ErrSyntax = errors.New("fragment: not a badge in a link")
	// ErrTooLarge: MaxText or MaxSecured is exceeded.
	ErrTooLarge = errors.New("fragment: too large")
)

// Encode returns the text for the bytes, without the #. The same bytes give the same text, as long as it is the same
// version of Go that compresses them.
func Encode(secured []byte) string {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err == nil {
		_, err = w.Write(secured)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err) // the level is right, and a Buffer takes everything
	}
	return Prefix + base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// Decode returns the bytes that the text, without the #, was made of. The error wraps ErrSyntax or ErrTooLarge. No bytes
// at all are ErrSyntax.
func Decode(text string) ([]byte, error) {
	if len(text) > MaxText {
		return nil, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(text), MaxText)
	}
	encoded, ok := strings.CutPrefix(text, Prefix)
	switch {
	case !ok:
		return nil, fmt.Errorf("%w: it does not begin with %q", ErrSyntax, Prefix)
	case strings.ContainsAny(encoded, "\r\n"): // which the decoder would skip
		return nil, fmt.Errorf("%w: a line break", ErrSyntax)
	}
	compressed, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	return inflate(compressed)
}

func inflate(compressed []byte) ([]byte, error) {
	in := bytes.NewReader(compressed) // an io.ByteReader, of which no byte too many is read
	secured, err := io.ReadAll(io.LimitReader(flate.NewReader(in), MaxSecured+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	case len(secured) > MaxSecured:
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, MaxSecured)
	case len(secured) == 0:
		return nil, fmt.Errorf("%w: nothing in it", ErrSyntax)
	case in.Len() > 0:
		return nil, fmt.Errorf("%w: %d bytes behind its end", ErrSyntax, in.Len())
	}
	return secured, nil
}
