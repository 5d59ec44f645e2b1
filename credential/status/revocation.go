package status

import (
	"fmt"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// RevocationList is a list of 1EdTech's Verifiable Credentials Revocation List 1.0
// (https://www.imsglobal.org/spec/vcrl/v1p0): the ids of credentials, in JSON that nobody signs. It can be read by several
// goroutines.
type RevocationList struct {
	ID     string // URL of the list: the id of a credentialStatus
	Issuer string

	reasons map[string]string // of what is revoked, by the credential's id
}

// ParseRevocationList reads the JSON of a revocation list: an object with id, issuer and one or both of
// revokedCredential and revokedCredentials, which are two readings of the standard. Each is an array of {id, revoked,
// revocationReason}; an entry revokes unless its revoked is false, and of several entries with one id it is enough that
// one does. There are at most MaxRevoked entries, fewer if the 200,000 values that a JSON text may have do not suffice.
// Limits.InsecureShort means nothing here.
//
// The error matches ErrFormat or ErrTooLarge.
func ParseRevocationList(doc []byte, lim *Limits) (*RevocationList, error) {
	l, err := parseRevocationList(doc, lim.resolved())
	if err != nil {
		return nil, fmt.Errorf("status: read revocation list: %w", err)
	}
	return l, nil
}

func parseRevocationList(doc []byte, lim Limits) (*RevocationList, error) {
	v, err := strictjson.Parse(doc, lim.revocationList())
	if err != nil {
		return nil, jsonError(err)
	}
	issuer, at := v.Get("issuer"), "/issuer"
	if issuer.Kind() == strictjson.Object {
		issuer, at = issuer.Get("id"), at+"/id"
	}
	l := &RevocationList{}
	if l.ID, err = uri(v.Get("id"), "/id"); err != nil {
		return nil, err
	}
	if l.Issuer, err = uri(issuer, at); err != nil {
		return nil, err
	}
	one, other := v.Get("revokedCredential"), v.Get("revokedCredentials")
	if one.Kind() == strictjson.Absent && other.Kind() == strictjson.Absent {
		return nil, wrong("/revokedCredential", "missing, want an array")
	}
	entries := one.Len() + other.Len()
	if entries > MaxRevoked {
		return nil, fmt.Errorf("%w: want at most %d entries, got %d", ErrTooLarge, MaxRevoked, entries)
	}
	l.reasons = make(map[string]string, entries)
	if err := l.add(one, "/revokedCredential"); err != nil {
		return nil, err
	}
	if err := l.add(other, "/revokedCredentials"); err != nil {
		return nil, err
	}
	return l, nil
}

// uri returns the text of a member that has to be a URI.
func uri(v strictjson.Value, at string) (string, error) {
	s := v.Text()
	if !iri.Absolute(s) {
		return "", wrong(at, "want an absolute URI, got "+strictjson.Quote(s))
	}
	return s, nil
}

func (l *RevocationList) add(entries strictjson.Value, at string) error {
	switch entries.Kind() {
	case strictjson.Absent:
		return nil
	case strictjson.Array:
	default:
		return wrong(at, "want an array, got "+entries.Kind().String())
	}
	for i := range entries.Len() {
		e := entries.At(i)
		id, revoked, reason := e.Get("id"), e.Get("revoked"), e.Get("revocationReason")
		switch {
		case id.Kind() != strictjson.String || id.Text() == "":
			return wrong(strictjson.PointerAt(at, i)+"/id", "want a text, got "+id.Kind().String())
		case revoked.Kind() != strictjson.Bool && revoked.Kind() != strictjson.Absent:
			return wrong(strictjson.PointerAt(at, i)+"/revoked", "want a boolean, got "+revoked.Kind().String())
		case reason.Kind() != strictjson.String && reason.Kind() != strictjson.Absent:
			return wrong(strictjson.PointerAt(at, i)+"/revocationReason", "want a string, got "+reason.Kind().String())
		}
		if revoked.Kind() == strictjson.Bool && !revoked.Bool() {
			continue
		}
		if l.reasons[id.Text()] == "" { // the first reason that is one
			l.reasons[id.Text()] = reason.Text()
		}
	}
	return nil
}

// Lookup reports whether the credential with exactly this id is revoked, and for what reason; the reason may be empty.
func (l *RevocationList) Lookup(credentialID string) (reason string, revoked bool) {
	reason, revoked = l.reasons[credentialID]
	return reason, revoked
}

// Len returns the number of credentials that are revoked.
func (l *RevocationList) Len() int { return len(l.reasons) }
