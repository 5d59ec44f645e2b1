package did

import (
	"crypto"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Relationship is what a verification method may be used for, by its name in a document.
type Relationship string

// The relationships that the library asks for.
const (
	AssertionMethod Relationship = "assertionMethod" // credentials
	Authentication  Relationship = "authentication"  // presentations
)

// Method is a verification method of a document.
type Method struct {
	ID         string           // absolute URL: the identifier of the document, # and a fragment
	Type       string           // such as Multikey or JsonWebKey
	Controller string           // the identifier of the document
	Public     crypto.PublicKey // ed25519.PublicKey, *ecdsa.PublicKey or *rsa.PublicKey
	Alg        string           // the only JOSE algorithm (RFC 7518) that the key may be used with; "" is any that fits it
	Expires    time.Time        // from here on the method is not used; zero is never
	Revoked    time.Time        // from here on the method must not be used; zero is never
}

// method is a Method as the document has it. Controller may be another's, and Public is nil when unusable is not.
type method struct {
	Method
	kid      string // of publicKeyJwk
	unusable error  // why no signature can be verified with the method; matches ErrUnsupported
	listed   []Relationship
}

// Method returns the verification method that ref names, if it may be used for rel at the instant now. See
// https://www.w3.org/TR/cid-1.0/#retrieve-verification-method.
//
// ref is the absolute id of a method, or its fragment with the #; or else what the header kid of a JWS may be: exactly
// the kid in the publicKeyJwk of a method, or the SHA-256 thumbprint (RFC 7638, base64url) of its key. Whatever it is,
// it is looked for in this document only.
//
// Errors match ErrNoMethod, ErrRelationship, ErrController, ErrUnsupported, ErrRevoked or ErrExpired, the first that
// applies. The Method is the caller's to keep and change.
func (d *Document) Method(ref string, rel Relationship, now time.Time) (*Method, error) {
	id := ref
	if strings.HasPrefix(ref, "#") {
		id = d.id + ref
	}
	m, err := d.find(rel, now, func(m *method) bool { return m.ID == id })
	if errors.Is(err, ErrNoMethod) {
		m, err = d.find(rel, now, func(m *method) bool { return m.kid != "" && m.kid == ref })
	}
	if errors.Is(err, ErrNoMethod) && len(ref) == thumbprintLen {
		m, err = d.find(rel, now, func(m *method) bool { return m.hasThumbprint(ref) })
	}
	if err != nil {
		return nil, fmt.Errorf("did: method %s of %s: %w", strictjson.Quote(ref), strictjson.Quote(d.id), err)
	}
	return m, nil
}

// MethodByKey is Method for a key that came with a signature, such as the header jwk of a JWS. It is usable only if it
// is a key of this document. When several methods have the key, the first that may be used is returned.
func (d *Document) MethodByKey(pub crypto.PublicKey, rel Relationship, now time.Time) (*Method, error) {
	m, err := d.find(rel, now, func(m *method) bool { return pubkey.Equal(m.Public, pub) })
	if err != nil {
		return nil, fmt.Errorf("did: method of %s with the given key: %w", strictjson.Quote(d.id), err)
	}
	return m, nil
}

// MethodFor returns the absolute id of the verification method to sign credentials with when pub is the public key: the
// first assertion method that has it. Expires and Revoked do not count here, they are up to who verifies. Errors match
// ErrNoMethod, ErrRelationship or ErrController.
func (d *Document) MethodFor(pub crypto.PublicKey) (string, error) {
	m, err := d.MethodByKey(pub, AssertionMethod, time.Time{}) // no date is before the zero time
	if err != nil {
		return "", err
	}
	return m.ID, nil
}

// find returns the first matching method that may be used. When none may, the error is that of the first that matches.
func (d *Document) find(rel Relationship, now time.Time, match func(*method) bool) (*Method, error) {
	var err error
	for i := range d.methods {
		m := &d.methods[i]
		if !match(m) {
			continue
		}
		e := m.usable(d.id, rel, now)
		if e == nil {
			out := m.Method
			out.Public = pubkey.Clone(m.Public)
			return &out, nil
		}
		if err == nil {
			err = e
		}
	}
	if err == nil {
		err = ErrNoMethod
	}
	return nil, err
}

func (m *method) usable(controller string, rel Relationship, now time.Time) error {
	switch {
	case !slices.Contains(m.listed, rel):
		return fmt.Errorf("%w: want it listed under %s", ErrRelationship, rel)
	case m.Controller != controller:
		return fmt.Errorf("%w, but by %s", ErrController, strictjson.Quote(m.Controller))
	case m.unusable != nil:
		return m.unusable
	case !m.Revoked.IsZero() && !now.Before(m.Revoked):
		return fmt.Errorf("%w since %s", ErrRevoked, m.Revoked.Format(time.RFC3339Nano))
	case !m.Expires.IsZero() && !now.Before(m.Expires):
		return fmt.Errorf("%w at %s", ErrExpired, m.Expires.Format(time.RFC3339Nano))
	}
	return nil
}

// thumbprintLen is the length of 32 bytes in base64url.
const thumbprintLen = 43

func (m *method) hasThumbprint(ref string) bool {
	t, err := jwk.Thumbprint(m.Public)
	return err == nil && t == ref
}
