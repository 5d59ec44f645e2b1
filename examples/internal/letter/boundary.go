package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
)

// fixBoundaries puts others in the place of the boundaries of a message, which go-mail draws at random. Nobody could have
// written one of those into the text before, so that they are found nowhere else; the new ones are made from a hash of what
// is between them, so that nobody can have written them either.
func fixBoundaries(message []byte, seed [sha256.Size]byte) ([]byte, error) {
	m, err := mail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	list, err := boundaries(m.Header.Get("Content-Type"), m.Body)
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	for i, old := range list {
		sum := sha256.Sum256(fmt.Appendf(nil, "%x boundary %d", seed, i))
		message = bytes.ReplaceAll(message, []byte(old), []byte(hex.EncodeToString(sum[:])[:len(old)]))
	}
	return message, nil
}

// boundaries returns the boundaries of a body and of what is in it, from the outermost.
func boundaries(contentType string, body io.Reader) ([]string, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		return nil, err
	}
	boundary := params["boundary"]
	if len(boundary) < 32 || len(boundary) > 2*sha256.Size {
		return nil, fmt.Errorf("a boundary of %d characters", len(boundary))
	}
	list := []string{boundary}
	for parts := multipart.NewReader(body, boundary); ; {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		inner, err := boundaries(part.Header.Get("Content-Type"), part)
		if err != nil {
			return nil, err
		}
		list = append(list, inner...)
	}
}
