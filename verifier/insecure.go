package verifier

import (
	"context"
	"encoding/json"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// InsecureVerifyProof checks the proof of any secured document with the keys of doc, and nothing else: not that doc is
// the issuer's, not the dates, not the shape, not the JWT claims. It is for conformance vectors, whose issuers are not
// the controllers of their keys. Of embedded proofs those by a method of doc must hold, and there must be one; contexts
// are those of the embedded set. The error is an *Error whose failing step is format, issuer (the key) or proof.
func InsecureVerifyProof(ctx context.Context, secured []byte, doc *did.Document) error {
	r := &run{Verifier: New(nil, nil), ctx: ctx, expect: &Expect{}, at: time.Now()}
	if r.insecureProof(secured, doc) {
		return nil
	}
	return &Error{Checks: r.checks, Claimed: r.claimed, form: r.form}
}

func (r *run) insecureProof(secured []byte, doc *did.Document) bool {
	if !r.alive(StepProof) {
		return false
	}
	if doc == nil {
		return r.fail(StepIssuer, reasonUntrusted, "want a document, got none", "", nil)
	}
	token, v, ok := r.open(secured)
	if !ok {
		return false
	}
	if token != nil {
		return r.readToken(token) && r.key(doc) && r.proof()
	}
	r.payload = v
	if r.form = FormDataIntegrity; !hasProof(r.payload) {
		return r.noProof()
	}
	r.signatory, r.unsecured = doc.ID(), r.payload.Without("proof")
	return r.readProofs() && r.key(doc) && r.proof()
}

// Unverified is what the bytes of a credential say. Nothing of it is checked: not who says so, not that it is whole,
// not that it is a badge. Show it as a claim or not at all.
type Unverified struct {
	Form     Form            // "" when nothing secures the document
	Header   json.RawMessage // the JOSE header; nil without one
	Document json.RawMessage // the payload, with a vc claim if that is how it is written, or the whole document
	Claimed  Claimed

	// Badge is the document as an Open Badge as far as it can be read as one, and Problems the *credential.FieldErrors
	// that were met in reading and validating it. Badge is nil when the document is not a JSON object.
	Badge    *credential.OpenBadge
	Problems []*credential.FieldError
}

// Inspect decodes a secured or plain credential without checking it. The error is an *Error of the format step.
func Inspect(secured []byte) (*Unverified, error) {
	r := &run{Verifier: New(nil, nil), ctx: context.Background(), expect: &Expect{}, pictures: true}
	u, ok := r.inspect(secured)
	if !ok {
		return nil, &Error{Checks: r.checks, Claimed: r.claimed, form: r.form}
	}
	return u, nil
}

func (r *run) inspect(secured []byte) (*Unverified, bool) {
	u := &Unverified{}
	token, v, ok := r.open(secured)
	if !ok {
		return nil, false
	}
	if token != nil {
		if !r.readToken(token) {
			return nil, false
		}
		u.Header = json.RawMessage(r.token.Header.Raw())
		var err error
		if v, err = r.parse(r.token.Payload); err != nil {
			return nil, r.failJSON(err)
		}
	}
	doc := v
	if token != nil {
		doc = unwrapped(v)
	}
	r.claimed.read(doc)
	r.claimed.OpenBadges2 = readOpenBadges2(doc)
	if r.form == "" && v.Get("proof").Kind() != strictjson.Absent {
		r.form = FormDataIntegrity
	}
	u.Form, u.Document, u.Claimed = r.form, json.RawMessage(v.Raw()), r.claimed
	if v.Kind() == strictjson.Object {
		u.Badge, u.Problems = readBadge(doc.Without(registered...))
	}
	return u, true
}

// readToken opens the JWS.
func (r *run) readToken(secured []byte) bool {
	r.form = FormJWS
	token, err := jose.Parse(secured, tokenBytes(r.maxBytes()))
	if err != nil {
		return !r.openBadges2(r.payloadOf(secured)) && r.fail(StepFormat, joseReason(err), err.Error(), "", nil)
	}
	r.token = token
	r.claimed.VerificationMethod = token.KID
	return true
}
