package signer

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/internal/xsdtime"
)

const typeCredential = "VerifiableCredential"

// maxClaims is how many members a profile adds. Documents are read with limits lower by that, so that what is signed
// is within those that a verifier reads with.
const maxClaims = 5

// reserved are the names at the top of a payload that readers of JWTs act upon: the registered claims of RFC 7519 §4.1,
// cnf of RFC 7800 and nonce of OpenID Connect, and the claims that held the whole credential in version 1.1 of the data
// model, which version 2.0 forbids (https://www.w3.org/TR/vc-jose-cose/#securing-with-jose).
var reserved = [...]string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce", "vc", "vp"}

// credential is a document that has the shape of one.
type credential struct {
	doc    strictjson.Value
	size   int // bytes of its text
	issuer string
}

func readCredential(doc json.Marshaler) (*credential, error) {
	if doc == nil {
		return nil, fmt.Errorf("%w: it is nil", ErrDocument)
	}
	if v, ok := doc.(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDocument, err)
		}
	}
	src, err := doc.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	v, err := strictjson.Parse(src, &strictjson.Limits{
		Members: strictjson.DefaultMembers - maxClaims,
		Values:  strictjson.DefaultValues - maxClaims,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	if err := checkShape(v); err != nil {
		return nil, err
	}
	issuer, err := issuerID(v.Get("issuer"))
	if err != nil {
		return nil, err
	}
	return &credential{doc: v, size: len(src), issuer: issuer}, nil
}

// checkShape refuses what no verifier would read as a credential of version 2.0 of the data model
// (https://www.w3.org/TR/vc-data-model-2.0/#verifiable-credentials). Everything further is up to the document's Validate.
func checkShape(v strictjson.Value) error {
	if v.Kind() != strictjson.Object {
		return unfit("", "an object", v)
	}
	for _, m := range v.Members() {
		if slices.ContainsFunc(reserved[:], func(name string) bool { return strings.EqualFold(name, m.Name) }) {
			return fmt.Errorf("%w: %s: a JWT reads this member as a claim; remove it", ErrDocument, strictjson.Pointer("", m.Name))
		}
	}
	contexts := v.Get("@context")
	if contexts.Kind() != strictjson.Array || contexts.Len() == 0 || contexts.At(0).Text() != ldcontext.CredentialsV2 {
		return unfit("/@context", "an array that begins with "+ldcontext.CredentialsV2, contexts)
	}
	if types := v.Get("type"); types.Text() != typeCredential && !has(types, typeCredential) {
		return unfit("/type", typeCredential+" or an array with it", types)
	}
	switch subject := v.Get("credentialSubject"); {
	case subject.Kind() == strictjson.Object:
	case subject.Kind() == strictjson.Array && subject.Len() > 0:
	default:
		return unfit("/credentialSubject", "an object, or several in an array", subject)
	}
	return nil
}

// issuerID returns the issuer, which is a string or an object with an id.
func issuerID(v strictjson.Value) (string, error) {
	if v.Kind() == strictjson.Object {
		return text(v, "/issuer", "id")
	}
	if v.Kind() != strictjson.String || v.Text() == "" {
		return "", unfit("/issuer", "a URL, or an object with an id", v)
	}
	return v.Text(), nil
}

// plain returns the payload of VC-JOSE-COSE.
func (c *credential) plain() ([]byte, error) {
	return c.marshal()
}

// openBadgesClaims returns the payload of Open Badges 3.0 §8.2.4 (https://www.imsglobal.org/spec/ob/v3p0#jwt-payload).
func (c *credential) openBadgesClaims() ([]byte, error) {
	id, err := text(c.doc, "", "id")
	if err != nil {
		return nil, err
	}
	subject, err := subjectID(c.doc.Get("credentialSubject"))
	if err != nil {
		return nil, err
	}
	from, err := numericDate(c.doc, "validFrom")
	if err != nil {
		return nil, err
	}
	claims := []strictjson.Member{
		{Name: "iss", Value: strictjson.NewString(c.issuer)},
		{Name: "jti", Value: strictjson.NewString(id)},
		{Name: "sub", Value: strictjson.NewString(subject)},
		{Name: "nbf", Value: strictjson.NewInt(from.Unix())},
	}
	if c.doc.Get("validUntil").Kind() != strictjson.Absent {
		until, err := numericDate(c.doc, "validUntil")
		if err != nil {
			return nil, err
		}
		if until.Before(from) {
			return nil, fmt.Errorf("%w: /validUntil is before /validFrom", ErrTime)
		}
		claims = append(claims, strictjson.Member{Name: "exp", Value: strictjson.NewInt(until.Unix())})
	}
	return c.marshal(claims...)
}

// subjectID returns the id of the one subject that sub can name.
func subjectID(subject strictjson.Value) (string, error) {
	const pointer = "/credentialSubject"
	if subject.Kind() != strictjson.Object {
		return "", unfit(pointer, "one object, as an Open Badges JWT has one subject", subject)
	}
	if subject.Get("id").Kind() == strictjson.Absent {
		return "", fmt.Errorf("%w: an Open Badges JWT needs it for the claim sub: give the subject an id, such as urn:uuid:…, "+
			"or secure the credential with Data Integrity", ErrNoSubjectID)
	}
	return text(subject, pointer, "id")
}

// numericDate returns the time of a member as far as an integer of seconds carries it: a verifier compares the two.
func numericDate(v strictjson.Value, name string) (time.Time, error) {
	text := v.Get(name).Text()
	t, err := xsdtime.Parse(text)
	switch {
	case err != nil:
		return time.Time{}, fmt.Errorf("%w: /%s: %w", ErrTime, name, err)
	case t.Nanosecond() != 0:
		return time.Time{}, fmt.Errorf("%w: /%s: want whole seconds, got %s", ErrTime, name, strictjson.Quote(text))
	case t.Unix() < 0:
		return time.Time{}, fmt.Errorf("%w: /%s: want 1970 or later, got %s", ErrTime, name, strictjson.Quote(text))
	}
	return t, nil
}

// marshal writes the members of the document, in their order, and the claims as one object.
func (c *credential) marshal(claims ...strictjson.Member) ([]byte, error) {
	members := slices.Concat(c.doc.Members(), claims)
	b := strictjson.NewObject(members...).AppendTo(make([]byte, 0, c.size+512))
	if len(b) > strictjson.DefaultBytes {
		return nil, fmt.Errorf("%w: the payload has %d bytes, verifiers read %d", ErrDocument, len(b), strictjson.DefaultBytes)
	}
	return b, nil
}

// has reports whether v is an array with the string s in it.
func has(v strictjson.Value, s string) bool {
	if v.Kind() != strictjson.Array {
		return false
	}
	for i := range v.Len() {
		if v.At(i).Text() == s {
			return true
		}
	}
	return false
}

// text returns a member, of the object at the pointer, that must be a string and not empty.
func text(v strictjson.Value, pointer, name string) (string, error) {
	m := v.Get(name)
	if m.Kind() != strictjson.String || m.Text() == "" {
		return "", unfit(strictjson.Pointer(pointer, name), "a string that is not empty", m)
	}
	return m.Text(), nil
}

// unfit says what was expected at the pointer.
func unfit(pointer, want string, got strictjson.Value) error {
	if pointer == "" {
		pointer = "/"
	}
	if got.Kind() == strictjson.Absent {
		return fmt.Errorf("%w: %s: want %s, got nothing", ErrDocument, pointer, want)
	}
	return fmt.Errorf("%w: %s: want %s, got %s", ErrDocument, pointer, want, strictjson.Quote(got.Raw()))
}
