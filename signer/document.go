package signer

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/internal/xsdtime"
)

const (
	typeCredential   = "VerifiableCredential"
	typePresentation = "VerifiablePresentation"
)

// maxAdded is how many values a Signer adds at most: five claims, or the proof of a presentation, an object of nine members
// beside a list of eight contexts. Documents are read with limits lower by that, so that what is signed is within those
// that a verifier reads with.
const maxAdded = 19

// reserved are the names at the top of a payload that readers of JWTs act upon: the registered claims of RFC 7519 §4.1,
// cnf of RFC 7800 and nonce of OpenID Connect, and the claims that held the whole credential in version 1.1 of the data
// model, which version 2.0 forbids (https://www.w3.org/TR/vc-jose-cose/#securing-with-jose).
var reserved = []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce", "vc", "vp"}

// older are those of them that a verifier takes, without a JWS too, for a credential of version 1.1.
var older = []string{"vc", "vp"}

// document is what both credentials and presentations have.
type document struct {
	doc   strictjson.Value
	size  int // bytes of its text
	limit int // bytes that it may have when it is signed
}

// credential is a document that has the shape of one.
type credential struct {
	document
	issuer string
}

// readCredential reads a document that may not have members with the names given, in any case, at its top.
func readCredential(doc json.Marshaler, forbidden []string) (*credential, error) {
	d, err := readDocument(doc, forbidden)
	if err != nil {
		return nil, err
	}
	if err := checkShape(d.doc); err != nil {
		return nil, err
	}
	issuer, err := issuerID(d.doc.Get("issuer"))
	if err != nil {
		return nil, err
	}
	return &credential{*d, issuer}, nil
}

func readDocument(doc json.Marshaler, forbidden []string) (*document, error) {
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
	v, limit, err := parse(src)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	if err := checkTop(v, forbidden); err != nil {
		return nil, err
	}
	return &document{doc: v, size: len(src), limit: limit}, nil
}

// maxList is the longest text of a status list that verifiers read, if they are told to.
const maxList = 12<<20 + 512<<10

// parse reads what verifiers read by default, with room for what signing adds. Of a status list, most of which is one
// string, they read more: limit is how much.
func parse(src []byte) (v strictjson.Value, limit int, err error) {
	lim := &strictjson.Limits{
		Members: strictjson.DefaultMembers - maxAdded,
		Values:  strictjson.DefaultValues - maxAdded,
	}
	v, err = strictjson.Parse(src, lim)
	if !errors.Is(err, strictjson.ErrTooLarge) {
		return v, strictjson.DefaultBytes, err
	}
	lim.Bytes, lim.String = maxList, strictjson.MaxString
	if long, e := strictjson.Parse(src, lim); e == nil && has(long.Get("type"), "BitstringStatusListCredential") {
		return long, maxList, nil
	}
	return v, 0, err
}

// checkTop refuses what no verifier would read as a document of version 2.0 of the data model.
func checkTop(v strictjson.Value, forbidden []string) error {
	if v.Kind() != strictjson.Object {
		return unfit("", "an object", v)
	}
	for _, m := range v.Members() {
		if slices.ContainsFunc(forbidden, func(name string) bool { return strings.EqualFold(name, m.Name) }) {
			return fmt.Errorf("%w: %s: a JWT reads this member as a claim; remove it", ErrDocument, strictjson.Pointer("", m.Name))
		}
	}
	contexts := v.Get("@context")
	if contexts.Kind() != strictjson.Array || contexts.Len() == 0 || contexts.At(0).Text() != ldcontext.CredentialsV2 {
		return unfit("/@context", "an array that begins with "+ldcontext.CredentialsV2, contexts)
	}
	return nil
}

// checkShape refuses what no verifier would read as a credential
// (https://www.w3.org/TR/vc-data-model-2.0/#verifiable-credentials). Everything further is up to the document's Validate.
func checkShape(v strictjson.Value) error {
	if types := v.Get("type"); !is(types, typeCredential) || is(types, typePresentation) {
		return unfit("/type", typeCredential+" or an array with it, and no presentation", types)
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

// checkIssuer refuses to sign for somebody else: nobody could verify it.
func (c *credential) checkIssuer(controller string) error {
	if c.issuer != controller {
		return fmt.Errorf("%w: the document has %s, the method is one of %q", ErrIssuer, strictjson.Quote(c.issuer), controller)
	}
	return nil
}

// proofs returns the proofs that the document has, to which one will be added.
func (c *credential) proofs() ([]strictjson.Value, error) {
	const pointer = "/proof"
	v := c.doc.Get("proof")
	var list []strictjson.Value
	switch v.Kind() {
	case strictjson.Absent:
		return nil, nil
	case strictjson.Object:
		list = []strictjson.Value{v}
	case strictjson.Array:
		for i := range v.Len() {
			list = append(list, v.At(i))
		}
	}
	if len(list) == 0 {
		return nil, unfit(pointer, "a proof, or several in an array", v)
	}
	if len(list) >= proof.MaxProofs {
		return nil, fmt.Errorf("%w: %s: it has %d proofs, verifiers read %d", ErrDocument, pointer, len(list), proof.MaxProofs)
	}
	for i, p := range list {
		if p.Kind() == strictjson.Object && p.Len() > 0 {
			continue
		}
		if v.Kind() == strictjson.Array {
			return nil, unfit(strictjson.PointerAt(pointer, i), "a proof", p)
		}
		return nil, unfit(pointer, "a proof", p)
	}
	return list, nil
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
func (d *document) marshal(claims ...strictjson.Member) ([]byte, error) {
	members := slices.Concat(d.doc.Members(), claims)
	return d.write(strictjson.NewObject(members...))
}

// write returns what a verifier will read.
func (d *document) write(v strictjson.Value) ([]byte, error) {
	b := v.AppendTo(make([]byte, 0, d.size+512))
	if len(b) > d.limit {
		return nil, fmt.Errorf("%w: it has %d bytes when it is signed, verifiers read %d", ErrDocument, len(b), d.limit)
	}
	return b, nil
}

// is reports whether s is the type, or one of the types.
func is(types strictjson.Value, s string) bool { return types.Text() == s || has(types, s) }

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
