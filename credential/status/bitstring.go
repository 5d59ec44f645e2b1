package status

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/charterbadge/openbadge/internal/base64url"
)

// multibase begins a text in base64url without padding (https://www.w3.org/TR/cid-1.0/#multibase-0).
const multibase = "u"

// level is gzip's default. Higher ones gain nothing for bits.
const level = 6

// encode writes a bitstring as encodedList has it (Bitstring Status List 1.0 §3.3,
// https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-generation-algorithm). The header has no time and no name, so
// that the same bits give the same text.
func encode(bits []byte) string {
	var text strings.Builder
	text.WriteString(multibase)
	chars := base64.NewEncoder(base64.RawURLEncoding, &text)
	zip, _ := gzip.NewWriterLevel(chars, level) // the level is known, and a Builder takes everything
	zip.Write(bits)
	zip.Close()
	chars.Close()
	return text.String()
}

// decode reads an encodedList of a bitstring of at most limit bytes (§3.4,
// https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-expansion-algorithm).
func decode(text string, limit int) ([]byte, error) {
	chars, ok := strings.CutPrefix(text, multibase)
	if !ok {
		return nil, fmt.Errorf("%w: want base64url after the multibase prefix %s", ErrEncoding, multibase)
	}
	return inflate(chars, limit)
}

// decode2021 reads an encodedList of StatusList2021, which has no multibase prefix
// (https://www.w3.org/TR/2023/WD-vc-status-list-20230427/#statuslist2021credential). The draft says base64 and issuers
// write base64url, padded or not: each is read, a mixture is not.
func decode2021(text string, limit int) ([]byte, error) {
	chars := strings.TrimRight(text, "=")
	if pad := len(text) - len(chars); pad > 0 && (pad > 2 || len(text)%4 != 0) {
		return nil, fmt.Errorf("%w: %d characters of padding after %d of base64", ErrEncoding, pad, len(chars))
	}
	if strings.ContainsAny(chars, "+/") {
		if strings.ContainsAny(chars, "-_") {
			return nil, fmt.Errorf("%w: characters of both base64 and base64url", ErrEncoding)
		}
		chars = toURL.Replace(chars)
	}
	return inflate(chars, limit)
}

var toURL = strings.NewReplacer("+", "-", "/", "_")

// inflate reads base64url of one gzip member (RFC 1952) that gives at most limit bytes.
func inflate(chars string, limit int) ([]byte, error) {
	compressed, err := base64url.Decode(chars)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEncoding, err)
	}
	rest := bytes.NewReader(compressed)
	zip, err := gzip.NewReader(rest)
	if err != nil {
		return nil, gzipError(err)
	}
	zip.Multistream(false)

	// The last four bytes say how long the result is, modulo 2^32. They are believed as far as the limit, to have the
	// memory at once; a stream that gives more than they say is refused in either case.
	size := int64(binary.LittleEndian.Uint32(compressed[len(compressed)-4:]))
	bits := make([]byte, min(size, int64(limit)))
	if _, err := io.ReadFull(zip, bits); err != nil {
		return nil, gzipError(err)
	}
	// Only at the end of the stream its checksum and its length are compared.
	var more [1]byte
	switch n, err := io.ReadFull(zip, more[:]); {
	case n > 0 && size > int64(limit):
		return nil, fmt.Errorf("%w: more than %d bytes of bits", ErrTooLarge, limit)
	case n > 0:
		return nil, fmt.Errorf("%w: more bytes than the %d at the end of the gzip stream", ErrEncoding, size)
	case !errors.Is(err, io.EOF):
		return nil, gzipError(err)
	case rest.Len() > 0:
		return nil, fmt.Errorf("%w: %d bytes after the gzip stream", ErrEncoding, rest.Len())
	}
	return bits, nil
}

func gzipError(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w: %w", ErrEncoding, err)
}
