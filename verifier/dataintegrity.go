package verifier

import (
	"crypto"
	"errors"
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// proofKeys finds the keys of the issuer's proofs, each of which must have one in the issuer's document. Without one
// proof of the issuer nobody vouches for the credential, whoever else signed it.
func (r *run) proofKeys(doc *did.Document) bool {
	none := true
	for i := range r.proofs {
		p := &r.proofs[i]
		if !p.own {
			continue
		}
		none = false
		if err := r.proofKey(p, doc); err != nil {
			reason := methodReason(err, reasonMethodUnknown)
			return r.fail(r.keyStep(), reason, err.Error(), p.pointer+"/verificationMethod", nil)
		}
		if r.method == nil {
			r.method = p.key
		}
	}
	if !none {
		return true
	}
	for i := range r.proofs {
		if why := r.proofs[i].why; why != nil && r.proofs[i].method == "" {
			r.checks = append(r.checks, *why) // whose it is cannot be told
			return false
		}
	}
	return r.fail(r.keyStep(), reasonKeyForeign, "no proof is by a key of "+strictjson.Quote(doc.ID()), "/proof", nil)
}

// errSuiteKey: the key is not of the cryptosuite's type.
var errSuiteKey = errors.New("the cryptosuite does not fit the key")

// proofKey looks the method up by its absolute id, and holds its key against the cryptosuite.
func (r *run) proofKey(p *embedded, doc *did.Document) error {
	m, err := doc.Method(p.method, r.relationship(), r.at)
	if err != nil {
		return err
	}
	if m.ID != p.method {
		return fmt.Errorf("%w: %s is not the id of a method", did.ErrNoMethod, strictjson.Quote(p.method))
	}
	if p.hash, err = p.suite.Hash(m.Public); err != nil {
		return fmt.Errorf("%w: %w", errSuiteKey, err)
	}
	p.key = m
	return nil
}

// embeddedProofs checks every proof: the issuer's, all of which must hold, and those of others that the caller knows.
func (r *run) embeddedProofs() bool {
	doc := r.transformer.Document(r.unsecured)
	for i := range r.proofs {
		if r.proofs[i].own && !r.checkProof(i, doc) {
			return false
		}
	}
	for i := range r.proofs {
		if !r.checkProof(i, doc) {
			return false
		}
	}
	r.readWith = doc.Contexts()
	for i := range r.proofs {
		if p := &r.proofs[i]; p.own && p.state != holds {
			return r.fail(StepProof, reasonChainOpen, "the proof follows one that could not be checked", p.pointer+"/previousProof", nil)
		}
	}
	return true
}

// checkProof checks a proof and, before it, those that it follows. It is false when the credential is to be refused. A
// proof that nobody here can check has no effect but a line in the report.
func (r *run) checkProof(i int, doc *proof.Document) bool {
	p := &r.proofs[i]
	if p.state != unchecked {
		return true
	}
	chained := holds
	for _, j := range p.previous {
		if !r.checkProof(j, doc) {
			return false
		}
		if r.proofs[j].state == open {
			chained = open
		}
	}
	if !p.own && !r.strangersKey(p) {
		return false
	}
	if p.key == nil {
		p.state = open
		return true
	}
	if !r.verifyProof(p, doc) {
		return false
	}
	p.state = chained
	switch {
	case chained == holds:
		r.report(StepProof, Pass, p.suite.String()+" by "+p.key.ID, p.pointer)
	case !p.own:
		r.report(StepProof, Unknown, "it follows a proof that could not be checked", p.pointer+"/previousProof")
	}
	return true
}

// strangersKey finds the key of a proof that is not the issuer's, if the caller knows whose it is.
func (r *run) strangersKey(p *embedded) bool {
	if p.why != nil {
		return r.report(StepProof, Unknown, "not the issuer's, and not checked: "+p.why.Detail, p.why.Pointer)
	}
	if !r.trusted {
		return r.report(StepProof, Unknown, "not the issuer's, and not checked", p.pointer)
	}
	doc, err := r.issuers.Issuer(r.ctx, p.controller)
	if r.ctx.Err() != nil {
		return r.alive(StepProof)
	}
	if err != nil || doc == nil || doc.ID() != p.controller {
		return r.report(StepProof, Unknown, "by "+strictjson.Quote(p.controller)+", who is not on the trust list", p.pointer)
	}
	switch err := r.proofKey(p, doc); {
	case errors.Is(err, did.ErrUnsupported):
		return r.report(StepProof, Unknown, err.Error(), p.pointer)
	case err != nil:
		return r.fail(StepProof, methodReason(err, reasonMethodUnknown), err.Error(), p.pointer+"/verificationMethod", nil)
	}
	return true
}

// verifyProof checks the signature.
func (r *run) verifyProof(p *embedded, doc *proof.Document) bool {
	signature, why := p.signature(p.hash)
	if why != "" {
		return r.fail(StepProof, reasonProofValue, why, p.pointer+"/proofValue", nil)
	}
	in, err := r.input(p, p.hash, doc)
	if err != nil {
		if !r.alive(StepProof) {
			return false
		}
		reason, pointer, detail := reasonOf(err, p.pointer)
		return r.fail(StepProof, reason, detail, pointer, err)
	}
	if err := jose.VerifyMessage(p.key.Public, in.Signed, signature); err != nil {
		return r.fail(StepProof, reasonSignature, "not a signature of "+p.key.ID+" over this content", p.pointer, err)
	}
	return true
}

func (r *run) input(p *embedded, hash crypto.Hash, doc *proof.Document) (*proof.Input, error) {
	var previous []strictjson.Value
	for _, j := range p.previous {
		previous = append(previous, r.proofs[j].value)
	}
	return doc.Input(r.ctx, p.suite, hash, p.value, previous...)
}

// signature decodes the proofValue, of which there is one text for each signature.
func (p *embedded) signature(hash crypto.Hash) (signature []byte, why string) {
	want := p.suite.SignatureSize(hash)
	base, signature, err := multikey.DecodeBase(p.value.Get("proofValue").Text(), want)
	switch {
	case err != nil:
		return nil, err.Error()
	case base != multikey.Base58:
		return nil, "want base58btc, which begins with z"
	case len(signature) != want:
		return nil, fmt.Sprintf("a signature of %d bytes, want %d", len(signature), want)
	}
	return signature, ""
}

// reasonOf says what an error of package proof means, and where in the credential it is.
func reasonOf(err error, at string) (reason, pointer, detail string) {
	var e *proof.Error
	if !errors.As(err, &e) {
		return reasonDataLoss, at, err.Error()
	}
	switch pointer = e.Pointer; {
	case e.InOptions:
		pointer = at + pointer
	case strings.HasPrefix(pointer, "/proof/"): // the document has no proofs but those that this one follows
		pointer = at + "/previousProof"
	}
	switch {
	case errors.Is(e, proof.ErrMalformed):
		reason = reasonProof
	case errors.Is(e, proof.ErrSuite):
		reason = reasonCryptosuite
	case errors.Is(e, proof.ErrProofContext):
		reason = reasonProofContext
	case errors.Is(e, proof.ErrUnknownContext):
		reason = reasonContextUnknown
	case errors.Is(e, proof.ErrContext):
		reason = reasonContext
	case errors.Is(e, proof.ErrUnsupported):
		reason = reasonJSONLD
	case errors.Is(e, proof.ErrTooLarge):
		reason = reasonSize
	case errors.Is(e, proof.ErrBudget):
		reason = reasonBudget
	default:
		return reasonDataLoss, pointer, e.Detail + undefinedEndorsement(pointer)
	}
	return reason, pointer, e.Detail
}

// proofsCurrent holds the dates of the proofs that were checked against the clock, as the credential's own. A proof has
// expired at its expires, not after it.
func (r *run) proofsCurrent() bool {
	ok := true
	for i := range r.proofs {
		p := &r.proofs[i]
		if p.state != holds {
			continue
		}
		if r.at.Add(clockSkew).Before(p.created) {
			ok = r.fail(StepPeriod, reasonProofCreated, "created "+stamp(p.created)+", now is "+stamp(r.at), p.pointer+"/created", nil)
		}
		if !p.expires.IsZero() && !r.at.Before(p.expires) {
			ok = r.fail(StepPeriod, reasonProofExpired, "expired "+stamp(p.expires)+", now is "+stamp(r.at), p.pointer+"/expires", nil)
		}
	}
	return ok
}
