package did

import (
	"errors"
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/internal/base64url"
	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

const (
	prefixKey = "did:key:"
	prefixJWK = "did:jwk:"
)

// Resolve returns the document that a did:key or did:jwk is. It has one method, for every purpose but key agreement.
//
// A did:key (https://w3c-ccg.github.io/did-key-spec/) is Ed25519, P-256 or P-384 in base58btc; its method has the key as
// fragment. The form with a version number is not supported, so that a key has one did:key. A did:jwk
// (https://github.com/quartzjer/did-jwk/blob/main/spec.md) is strict base64url of strict JSON of a public key; its method
// has the fragment 0. If that JWK is not for signatures, the method is there but for no purpose.
//
// Errors match ErrNeedsDocument for any other identifier of an issuer, ErrUnsupported for a type of key, ErrTooLarge, and
// otherwise ErrIdentifier, with ErrKey or ErrPrivateKey if that is why.
func Resolve(id string) (*Document, error) {
	d, err := resolve(id)
	if err != nil {
		return nil, fmt.Errorf("did: resolving %s: %w", strictjson.Quote(id), err)
	}
	return d, nil
}

func resolve(id string) (*Document, error) {
	if name, ok := strings.CutPrefix(id, prefixKey); ok {
		if len(id) > MaxDIDKey {
			return nil, fmt.Errorf("%w: did:key of %d bytes, the limit is %d", ErrTooLarge, len(id), MaxDIDKey)
		}
		return resolveKey(id, name)
	}
	if name, ok := strings.CutPrefix(id, prefixJWK); ok {
		if len(id) > MaxDIDJWK {
			return nil, fmt.Errorf("%w: did:jwk of %d bytes, the limit is %d", ErrTooLarge, len(id), MaxDIDJWK)
		}
		return resolveJWK(id, name)
	}
	if err := checkID(id); err != nil {
		return nil, err
	}
	return nil, ErrNeedsDocument
}

// resolveKey: the name is the Multikey text of the key.
func resolveKey(id, name string) (*Document, error) {
	if strings.Contains(name, ":") {
		return nil, fmt.Errorf("%w: did:key with a version", ErrUnsupported)
	}
	if !strings.HasPrefix(name, string(multikey.Base58)) {
		return nil, fmt.Errorf("%w: want a key in base58btc, which begins with z", ErrIdentifier)
	}
	return single(id, name, typeMultikey, "publicKeyMultibase", str(name))
}

// resolveJWK: the name is the base64url text of the JWK, which any issuer may have spelled as it likes.
func resolveJWK(id, name string) (*Document, error) {
	src, err := base64url.Decode(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrIdentifier, err)
	}
	v, err := strictjson.Parse(src, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrIdentifier, err)
	}
	return single(id, "0", typeJWK, "publicKeyJwk", v)
}

// single returns the document of one method.
func single(id, fragment, typ, member string, material strictjson.Value) (*Document, error) {
	methods := []strictjson.Value{
		object("id", str(id+"#"+fragment), "type", str(typ), "controller", str(id), member, material),
	}
	purposes := []Relationship{AssertionMethod, Authentication, "capabilityInvocation", "capabilityDelegation"}
	d, err := read(assemble(id, methods, purposes...))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrIdentifier, err)
	}
	switch unusable := d.methods[0].unusable; {
	case unusable == nil:
		return d, nil
	case errors.Is(unusable, jwk.ErrUse):
		return read(assemble(id, methods))
	default:
		return nil, unusable
	}
}
