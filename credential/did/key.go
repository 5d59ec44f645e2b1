package did

import (
	"crypto"
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/multikey"
)

// FromKey returns the document of the did:key that a public key is: Ed25519, P-256 or P-384
// (https://w3c-ccg.github.io/did-key-spec/). A holder who publishes nothing can be known by its ID. Errors match
// ErrUnsupported for another type of key, and otherwise ErrKey.
func FromKey(pub crypto.PublicKey) (*Document, error) {
	name, err := multikey.Format(pub)
	switch {
	case errors.Is(err, multikey.ErrUnsupported):
		return nil, fmt.Errorf("did: did:key: %w: %w", ErrUnsupported, err)
	case err != nil:
		return nil, fmt.Errorf("did: did:key: %w: %w", sortOf(err), err)
	}
	return Resolve(prefixKey + name)
}
