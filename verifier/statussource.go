package verifier

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
)

// ErrNoStatusList is what a StatusSource answers for a list that it does not have.
var ErrNoStatusList = errors.New("verifier: no such status list")

// StatusSource has status lists, as they were published. It decides nothing: which of its texts is to be believed is
// found out by verifying them, so that it may hold whatever was found in a folder.
//
// StatusLists returns every text that says of itself that it is the list with exactly this URL, in any order. An error
// that matches ErrNoStatusList means that there is none, any other that it could not be found out; either way the status
// is unknown. It must be safe for concurrent use.
type StatusSource interface {
	StatusLists(ctx context.Context, url string) ([]*StatusText, error)
}

// StatusText is the text of a status list as it was published: a compact JWS, or JSON with an embedded proof. It is
// immutable, and knows its SHA-256, by which a Verifier finds what it has verified already.
type StatusText struct {
	secured []byte
	sum     [sha256.Size]byte
}

// NewStatusText makes a StatusText of a copy of the bytes.
func NewStatusText(secured []byte) *StatusText {
	return &StatusText{slices.Clone(secured), sha256.Sum256(secured)}
}

// Bytes returns a copy of the text.
func (t *StatusText) Bytes() []byte { return slices.Clone(t.secured) }
