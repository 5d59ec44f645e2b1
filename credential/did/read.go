package did

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/internal/xsdtime"
)

// relationships are all of https://www.w3.org/TR/cid-1.0/#verification-relationships: methods stand in any of them.
var relationships = [...]Relationship{
	AssertionMethod, Authentication, "keyAgreement", "capabilityInvocation", "capabilityDelegation",
}

// reader collects the methods of a document.
type reader struct {
	id      string
	methods []method
	ids     map[string]bool
	kids    map[string]bool
	listed  []listing // references, resolved once all methods are known
}

// listing is a reference to a method from a relationship.
type listing struct {
	id  string
	rel Relationship
}

// read makes a document of its tree, but for checkSelf. Errors match ErrDocument or ErrTooLarge.
func read(v strictjson.Value) (*Document, error) {
	r := reader{ids: make(map[string]bool), kids: make(map[string]bool)}
	if err := r.document(v); err != nil {
		return nil, inDocument(err)
	}
	for _, l := range r.listed {
		for i := range r.methods {
			if m := &r.methods[i]; m.ID == l.id {
				m.listed = append(m.listed, l.rel)
			}
		}
	}
	revokeEverywhere(r.methods)
	// A method under the id of another document is not one of this document, whatever it says.
	own := slices.DeleteFunc(r.methods, func(m method) bool { return !belongs(m.ID, r.id) })
	return &Document{id: r.id, tree: v, methods: own}, nil
}

// revokeEverywhere makes the revocation of a key count under every id that the key has: whoever got hold of it does not
// care which one a signature names.
func revokeEverywhere(methods []method) {
	for i := range methods {
		for j := range methods {
			m, same := &methods[i], &methods[j]
			if m.Public == nil || same.Revoked.IsZero() || !pubkey.Equal(m.Public, same.Public) {
				continue
			}
			if m.Revoked.IsZero() || same.Revoked.Before(m.Revoked) {
				m.Revoked = same.Revoked
			}
		}
	}
}

func (r *reader) document(v strictjson.Value) error {
	id, err := textOf(v, "", "id")
	if err != nil {
		return err
	}
	if err := checkID(id); err != nil {
		return fail(v.Get("id"), "/id", err)
	}
	r.id = id
	err = each(v, "verificationMethod", func(item strictjson.Value, at string) error {
		return r.method(item, at)
	})
	if err != nil {
		return err
	}
	for _, rel := range relationships {
		err := each(v, string(rel), func(item strictjson.Value, at string) error {
			return r.listing(item, at, rel)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// each calls do for the items of an array that may be absent.
func each(v strictjson.Value, name string, do func(item strictjson.Value, at string) error) error {
	list := v.Get(name)
	switch list.Kind() {
	case strictjson.Absent:
		return nil
	case strictjson.Array:
	default:
		return strictjson.Type(list, "/"+name, "an array")
	}
	for i := range list.Len() {
		if err := do(list.At(i), strictjson.PointerAt("/"+name, i)); err != nil {
			return err
		}
	}
	return nil
}

// listing reads an item of a relationship: a reference to a method, or the method itself.
func (r *reader) listing(item strictjson.Value, at string, rel Relationship) error {
	switch item.Kind() {
	case strictjson.Object:
		return r.method(item, at, rel)
	case strictjson.String:
		id, err := absolute(r.id, item.Text())
		if err != nil {
			return fail(item, at, err)
		}
		r.listed = append(r.listed, listing{id, rel})
		return nil
	}
	return strictjson.Type(item, at, "a string or an object")
}

// method reads a verification method (https://www.w3.org/TR/cid-1.0/#verification-methods), which counts as listed
// under the relationship that it stands in.
func (r *reader) method(item strictjson.Value, at string, rel ...Relationship) error {
	if len(r.methods) == MaxMethods {
		return fail(item, at, fmt.Errorf("%w: more than %d verification methods", ErrTooLarge, MaxMethods))
	}
	m := method{listed: rel}
	id, err := textOf(item, at, "id")
	if err != nil {
		return err
	}
	if m.ID, err = absolute(r.id, id); err != nil {
		return fail(item.Get("id"), at+"/id", err)
	}
	if m.Type, err = textOf(item, at, "type"); err != nil {
		return err
	}
	if item.Get("controller").Kind() != strictjson.Absent {
		if m.Controller, err = textOf(item, at, "controller"); err != nil {
			return err
		}
	}
	if m.Expires, err = timeOf(item, at, "expires"); err != nil {
		return err
	}
	if m.Revoked, err = timeOf(item, at, "revoked"); err != nil {
		return err
	}
	if err := refuseSecrets(item, at); err != nil {
		return err
	}
	if err := m.readKey(item, at); err != nil {
		return err
	}
	return r.add(m, item, at)
}

// add refuses a second method of an id, or of a kid: the first reader would take the one, the next the other.
func (r *reader) add(m method, item strictjson.Value, at string) error {
	if r.ids[m.ID] {
		return fail(item.Get("id"), at+"/id", fmt.Errorf("another method has the id %s", strictjson.Quote(m.ID)))
	}
	if m.kid != "" && r.kids[m.kid] {
		return fail(item, at+"/publicKeyJwk/kid", fmt.Errorf("another method has the kid %s", strictjson.Quote(m.kid)))
	}
	r.ids[m.ID], r.kids[m.kid] = true, true
	r.methods = append(r.methods, m)
	return nil
}

// keyMembers has, for every supported type of method, the member that the key is in.
var keyMembers = map[string]string{
	"Multikey":                   "publicKeyMultibase",
	"Ed25519VerificationKey2020": "publicKeyMultibase",
	"JsonWebKey":                 "publicKeyJwk",
	"JsonWebKey2020":             "publicKeyJwk",
}

// readKey reads the key in whichever member it is. A key that nothing here can use leaves Public nil and says why.
func (m *method) readKey(item strictjson.Value, at string) error {
	multibase, jwkValue := item.Get("publicKeyMultibase"), item.Get("publicKeyJwk")
	if multibase.Kind() != strictjson.Absent && jwkValue.Kind() != strictjson.Absent {
		// "A verification method MUST NOT contain multiple verification material properties for the same material."
		return fail(item, at, errors.New("want publicKeyMultibase or publicKeyJwk, got both"))
	}
	member, known := keyMembers[m.Type]
	if known && item.Get(member).Kind() == strictjson.Absent {
		return fail(item, at, fmt.Errorf("want the member %s in a method of the type %s", member, m.Type))
	}
	var err error
	switch {
	case multibase.Kind() != strictjson.Absent:
		err = m.readMultibase(multibase, at+"/publicKeyMultibase")
	case jwkValue.Kind() != strictjson.Absent:
		err = m.readJWK(jwkValue, at+"/publicKeyJwk")
	}
	if known || errors.Is(err, ErrPrivateKey) {
		return err
	}
	m.Public, m.kid = nil, ""
	m.unusable = fmt.Errorf("%w: type of verification method %s", ErrUnsupported, strictjson.Quote(m.Type))
	return nil
}

func (m *method) readMultibase(v strictjson.Value, at string) error {
	if v.Kind() != strictjson.String {
		return strictjson.Type(v, at, "a string")
	}
	pub, err := multikey.Parse(v.Text())
	switch {
	case errors.Is(err, multikey.ErrSecret):
		return fail(v, at, fmt.Errorf("%w: %w", ErrPrivateKey, err))
	case errors.Is(err, multikey.ErrUnsupported):
		m.unusable = fmt.Errorf("%w: %w", ErrUnsupported, err)
		return nil
	case err != nil:
		return fail(v, at, fmt.Errorf("%w: %w", ErrKey, err))
	}
	if _, ok := pub.(ed25519.PublicKey); !ok && m.Type == "Ed25519VerificationKey2020" {
		return fail(v, at, fmt.Errorf("%w: want an Ed25519 key in a method of the type %s", ErrKey, m.Type))
	}
	m.Public = pub
	return nil
}

func (m *method) readJWK(v strictjson.Value, at string) error {
	key, err := jwk.ParsePublic(v)
	if jwk.Unusable(err) {
		m.unusable = fmt.Errorf("%w: %w", ErrUnsupported, jwk.Under(at, err))
		m.kid = v.Get("kid").Text()
		return nil
	}
	if err != nil {
		return keyError(jwk.Under(at, err))
	}
	m.Public, m.Alg, m.kid = key.Public, key.Alg, key.KID
	return nil
}

// keyError gives an error of package jwk its sentinel.
func keyError(err error) error {
	if errors.Is(err, jwk.ErrPrivate) {
		return fmt.Errorf("%w: %w", ErrPrivateKey, err)
	}
	return fmt.Errorf("%w: %w", ErrKey, err)
}

// refuseSecrets looks for the members that disclose a private key (privateKeyMultibase, secretKeyMultibase,
// privateKeyJwk, …), however deep, in a method of whatever type.
func refuseSecrets(v strictjson.Value, at string) error {
	pointer, secret := v.Find(func(name string) bool {
		return strings.HasPrefix(name, "privateKey") || strings.HasPrefix(name, "secretKey")
	})
	if pointer == "" {
		return nil
	}
	return fail(secret, at+pointer, ErrPrivateKey)
}

func fail(v strictjson.Value, pointer string, err error) error {
	return &strictjson.Error{Pointer: pointer, Offset: v.Offset(), Detail: err.Error(), Err: err}
}

// textOf reads a required member that is a string, and not an empty one.
func textOf(v strictjson.Value, at, name string) (string, error) {
	if v.Kind() != strictjson.Object {
		return "", strictjson.Type(v, at, "an object")
	}
	m := v.Get(name)
	if m.Kind() != strictjson.String || m.Text() == "" {
		return "", strictjson.Type(m, at+"/"+name, "a string that is not empty")
	}
	return m.Text(), nil
}

// timeOf reads a member that may be absent. The zero time stands for that, and is refused as a value: it would turn a
// key that has expired since the year 1 into one that never does.
func timeOf(v strictjson.Value, at, name string) (time.Time, error) {
	if v.Get(name).Kind() == strictjson.Absent {
		return time.Time{}, nil
	}
	text, err := textOf(v, at, name)
	if err != nil {
		return time.Time{}, err
	}
	t, err := xsdtime.Parse(text)
	if err == nil && t.IsZero() {
		err = errors.New("want a later time than the first instant of year 1")
	}
	if err != nil {
		return time.Time{}, fail(v.Get(name), at+"/"+name, err)
	}
	return t, nil
}
