package did

import (
	"crypto"
	"crypto/rsa"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The contexts that make a document JSON-LD.
const (
	contextDID      = "https://www.w3.org/ns/did/v1"
	contextMultikey = "https://w3id.org/security/multikey/v1"
	contextJWK      = "https://w3id.org/security/jwk/v1"
	contextCID      = "https://www.w3.org/ns/cid/v1"
)

// Key is a public key of an issuer, for NewDocument.
type Key struct {
	// ID of the verification method: a fragment, with or without #, or the absolute id. Empty: the key names itself, by
	// its Multikey text, or for RSA by its JWK thumbprint.
	ID string

	// Public is an ed25519.PublicKey, an *ecdsa.PublicKey on P-256 or P-384, or an *rsa.PublicKey.
	Public crypto.PublicKey

	// Expires is when verifiers stop to accept the key, and with it every badge that was signed with it. Zero: never. A
	// key that is no longer signed with needs no date: see Rotation in the package's documentation.
	Expires time.Time

	// Revoked is the same for a key that somebody else may have. Zero: never.
	Revoked time.Time
}

// NewDocument returns the document of an issuer whose identifier, a DID, an https URL or a URN, is id. Every key is for
// credentials (assertionMethod) and for nothing else. Fractions of a second of dates are dropped. Errors match
// ErrIdentifier, ErrKey, ErrUnsupported for the type of a key, ErrTooLarge, or, when two keys have one id or a did:key or
// did:jwk is not that of the key, ErrDocument.
func NewDocument(id string, keys ...Key) (*Document, error) {
	d, err := newDocument(id, keys)
	if err != nil {
		return nil, fmt.Errorf("did: new document: %w", err)
	}
	return d, nil
}

func newDocument(id string, keys []Key) (*Document, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%w: want at least one key", ErrDocument)
	}
	methods := make([]strictjson.Value, len(keys))
	for i, k := range keys {
		m, err := k.method(id)
		if err != nil {
			return nil, fmt.Errorf("key %d: %w", i, err)
		}
		methods[i] = m
	}
	return made(assemble(id, methods, AssertionMethod))
}

// made reads the tree of a document that was assembled, so that whatever this package writes it also reads.
func made(tree strictjson.Value) (*Document, error) {
	if n := len(tree.AppendTo(nil)); n > MaxDocument {
		return nil, fmt.Errorf("%w: document of %d bytes, the limit is %d", ErrTooLarge, n, MaxDocument)
	}
	return fromTree(tree)
}

// assemble returns the tree of the document of the methods, all of them listed under the relationships.
func assemble(id string, methods []strictjson.Value, rels ...Relationship) strictjson.Value {
	refs := make([]strictjson.Value, len(methods))
	var multikeys, jwks bool
	for i, m := range methods {
		refs[i] = m.Get("id")
		multikeys = multikeys || m.Get("type").Text() == typeMultikey
		jwks = jwks || m.Get("type").Text() == typeJWK
	}
	tree := object("@context", contexts(id, multikeys, jwks), "id", str(id), "verificationMethod", strictjson.NewArray(methods...))
	for _, rel := range rels {
		tree = tree.With(string(rel), strictjson.NewArray(refs...))
	}
	return tree
}

func contexts(id string, multikeys, jwks bool) strictjson.Value {
	if !strings.HasPrefix(id, "did:") {
		return strictjson.NewArray(str(contextCID))
	}
	list := []strictjson.Value{str(contextDID)}
	if multikeys {
		list = append(list, str(contextMultikey))
	}
	if jwks {
		list = append(list, str(contextJWK))
	}
	return strictjson.NewArray(list...)
}

// method returns the verification method of the key.
func (k Key) method(documentID string) (strictjson.Value, error) {
	var none strictjson.Value
	if err := pubkey.Check(k.Public); err != nil {
		return none, fmt.Errorf("%w: %w", sortOf(err), err)
	}
	typ, member, material, name, err := describe(k.Public)
	if err != nil {
		return none, err
	}
	if k.ID != "" {
		name = k.ID
	}
	if !strings.Contains(name, "#") {
		name = "#" + name
	}
	id, err := absolute(documentID, name)
	if err != nil {
		return none, fmt.Errorf("%w: id: %w", ErrDocument, err)
	}
	if !belongs(id, documentID) {
		return none, fmt.Errorf("%w: id: want one of %s, got %s", ErrDocument, strictjson.Quote(documentID), strictjson.Quote(id))
	}
	m := object("id", str(id), "type", str(typ), "controller", str(documentID), member, material)
	for _, date := range []struct {
		name string
		t    time.Time
	}{{"expires", k.Expires}, {"revoked", k.Revoked}} {
		if !date.t.IsZero() {
			m = m.With(date.name, str(date.t.UTC().Format("2006-01-02T15:04:05Z"))) // reading refuses years of five digits
		}
	}
	return m, nil
}

const (
	typeMultikey = "Multikey"
	typeJWK      = "JsonWebKey"
)

// describe returns how a key is written: RSA keys have no Multikey form. name is what the key calls itself.
func describe(pub crypto.PublicKey) (typ, member string, material strictjson.Value, name string, err error) {
	if _, ok := pub.(*rsa.PublicKey); ok {
		if name, err = jwk.Thumbprint(pub); err == nil {
			material, err = jwk.Value(pub)
		}
		return typeJWK, "publicKeyJwk", material, name, err
	}
	name, err = multikey.Format(pub)
	return typeMultikey, "publicKeyMultibase", str(name), name, err
}

// sortOf returns the sentinel of an error of package pubkey.
func sortOf(err error) error {
	if errors.Is(err, pubkey.ErrUnsupported) {
		return ErrUnsupported
	}
	return ErrKey
}

func str(s string) strictjson.Value { return strictjson.NewString(s) }

// object returns an Object of names, which are strings, and their Values.
func object(pairs ...any) strictjson.Value {
	members := make([]strictjson.Member, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		members = append(members, strictjson.Member{Name: pairs[i].(string), Value: pairs[i+1].(strictjson.Value)})
	}
	return strictjson.NewObject(members...)
}
