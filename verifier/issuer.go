package verifier

import (
	"context"
	"errors"
	"slices"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// issuer finds the issuer's document and, in it and nowhere else, the key that the header names. A key or a document
// that the credential brings along, or names by an address, is never a source of trust (Open Badges leaves the binding
// of keys to issuers open; without it anybody can sign as anybody).
func (r *run) issuer() bool {
	doc, err := r.issuers.Issuer(r.ctx, r.shape.issuer)
	switch {
	case err == nil && doc != nil && doc.ID() == r.shape.issuer:
		r.trusted, r.issuerDoc = true, doc
		return r.key(doc) && r.note(StepIssuer, Pass, r.shape.issuer)
	case err == nil:
		return r.fail(StepIssuer, reasonOtherDocument, "the trust list answered with the document of another issuer", "/issuer", nil)
	case r.ctx.Err() != nil:
		return r.alive(StepIssuer)
	case !errors.Is(err, ErrUnknownIssuer):
		return r.fail(StepIssuer, reasonUnavailable, "the issuer's document could not be had", "/issuer", err)
	}
	return r.stranger()
}

// stranger goes on with an issuer nobody trusts. The verdict can no longer be Valid; but an identifier that is itself
// a key still tells whether the signature holds.
func (r *run) stranger() bool {
	doc, err := did.Resolve(r.shape.issuer)
	if err == nil && !r.key(doc) {
		return false
	}
	r.fail(StepIssuer, reasonUntrusted, r.shape.issuer, "/issuer", nil)
	return err == nil
}

// key finds the keys to check with in the document of the issuer: those of its embedded proofs, and that of the JWS.
func (r *run) key(doc *did.Document) bool {
	return (len(r.proofs) == 0 || r.proofKeys(doc)) && (r.token == nil || r.tokenKey(doc))
}

// tokenKey selects the verification method of the JWS: by kid, by jwk, or by both if they agree. A kid is looked up in
// the document of the issuer only; a jwk is used only when it equals a key of that document.
func (r *run) tokenKey(doc *did.Document) bool {
	m, err := r.lookup(doc)
	if err != nil {
		reason := reasonMethodUnknown
		if r.token.KID == "" {
			reason = reasonKeyForeign
		}
		return r.fail(r.keyStep(), methodReason(err, reason), err.Error(), "", nil)
	}
	if m.Alg != "" && !jose.SameAlgorithm(m.Alg, r.token.Algorithm) {
		return r.fail(r.keyStep(), reasonAlgKey, "the issuer's document allows the key for "+m.Alg+" alone, alg is "+r.token.Algorithm, "", nil)
	}
	r.method = m
	return true
}

// errKeysDiffer: kid names one key and jwk is another.
var errKeysDiffer = errors.New("kid and jwk are different keys")

func (r *run) lookup(doc *did.Document) (*did.Method, error) {
	t := r.token
	if t.KID == "" {
		return doc.MethodByKey(t.JWK.Public, r.relationship(), r.at)
	}
	m, err := doc.Method(t.KID, r.relationship(), r.at)
	if err == nil && t.JWK != nil && !pubkey.Equal(t.JWK.Public, m.Public) {
		return nil, errKeysDiffer
	}
	return m, err
}

// methodReason says why a verification method cannot be used; otherwise is for the error that it was not found.
func methodReason(err error, otherwise string) string {
	switch {
	case errors.Is(err, errKeysDiffer):
		return reasonKeysDiffer
	case errors.Is(err, errSuiteKey):
		return reasonAlgKey
	case errors.Is(err, did.ErrExpired):
		return reasonKeyExpired
	case errors.Is(err, did.ErrRevoked):
		return reasonKeyRevoked
	case errors.Is(err, did.ErrRelationship):
		return reasonMethodPurpose
	case errors.Is(err, did.ErrController):
		return reasonMethodOther
	case errors.Is(err, did.ErrUnsupported):
		return reasonKeyUnsupported
	}
	return otherwise
}

// proof checks what secures the credential, from the inside out: "embedded proofs first, then the JWS".
func (r *run) proof() bool {
	return (len(r.proofs) == 0 || r.embeddedProofs()) && (r.token == nil || r.tokenProof())
}

// tokenProof checks the signature of the JWS with the issuer's key.
func (r *run) tokenProof() bool {
	if err := r.token.Verify(r.method.Public); err != nil {
		if errors.Is(err, jose.ErrKeyMismatch) {
			return r.fail(StepProof, reasonAlgKey, err.Error(), "", nil)
		}
		return r.fail(StepProof, reasonSignature, "not a signature of "+r.method.ID+" over this content", "", err)
	}
	return r.note(StepProof, Pass, r.token.Algorithm+" by "+r.method.ID)
}

// policies asks the caller's own rules, all of them.
func (r *run) policies(res *Result) {
	if len(r.opts.Policies) == 0 {
		r.note(StepPolicy, Skipped, "none was given")
		return
	}
	// A Policy that filters the slices must not filter ours.
	res.Checks, res.Warnings, res.Status = slices.Clone(r.checks), slices.Clone(r.warnings), slices.Clone(r.statuses)
	res.Endorsements = slices.Clone(r.endorsers)
	ok := true
	for _, policy := range r.opts.Policies {
		if !r.alive(StepPolicy) {
			return
		}
		ok = r.policy(policy, res) && ok
	}
	if ok {
		r.note(StepPolicy, Pass, "")
	}
}

func (r *run) policy(policy Policy, res *Result) bool {
	err := policy(r.ctx, res)
	if err == nil {
		return true
	}
	interrupted := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	if interrupted && !r.alive(StepPolicy) {
		return false
	}
	reason := reasonPolicy
	if refuses, open := judge(err); open || !refuses {
		reason = reasonPolicyUnknown
	}
	return r.fail(StepPolicy, reason, strictjson.Show(err.Error()), "", err)
}

// judge reads a Policy's error: open when it says itself, by ErrIndeterminate, that it could not check; otherwise it
// refuses when any part of it does. Another credential's Error is one part and counts by its verdict.
func judge(err error) (refuses, open bool) {
	if err == ErrIndeterminate {
		return false, true
	}
	switch e := err.(type) {
	case *Error:
		return VerdictOf(e) == Invalid, false
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			r, o := judge(part)
			refuses, open = refuses || r, open || o
		}
		return refuses, open
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			return judge(inner)
		}
	}
	return err != context.Canceled && err != context.DeadlineExceeded, false
}
