package verifier

import (
	"crypto"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// embedded is one proof of a credential (https://www.w3.org/TR/vc-data-integrity/#proofs).
type embedded struct {
	value      strictjson.Value // whole
	pointer    string           // "/proof", or "/proof/0" in an array
	suite      *proof.Suite     // nil when why is not
	why        *Check           // why the proof cannot be checked
	method     string           // verificationMethod
	controller string           // the part of it before the fragment
	previous   []int            // the proofs that this one follows in a chain

	created, expires time.Time // zero: not there

	own   bool        // of the issuer
	key   *did.Method // the key to check it with; nil when nobody knows it
	hash  crypto.Hash // of the suite with that key
	state state       // of the check
}

type state uint8

const (
	unchecked state = iota
	holds
	open // could not be checked
)

// readProofs reads the member proof, which is there.
func (r *run) readProofs() bool {
	v := r.payload.Get("proof")
	list, pointers := []strictjson.Value{v}, []string{"/proof"}
	if v.Kind() == strictjson.Array {
		if v.Len() > proof.MaxProofs {
			return r.fail(StepFormat, reasonSize, fmt.Sprintf("%d proofs, the limit is %d", v.Len(), proof.MaxProofs), "/proof", nil)
		}
		list, pointers = nil, nil
		for i := range v.Len() {
			list, pointers = append(list, v.At(i)), append(pointers, strictjson.PointerAt("/proof", i))
		}
	}
	if len(list) == 0 {
		return r.fail(StepFormat, reasonProof, "want a proof, got an empty array", "/proof", nil)
	}
	r.proofs = make([]embedded, len(list))
	for i, value := range list {
		if value.Kind() != strictjson.Object || value.Len() == 0 {
			return r.fail(StepFormat, reasonProof, "want a proof, got "+value.Kind().String(), pointers[i], nil)
		}
		r.proofs[i] = embedded{value: value, pointer: pointers[i]}
		if !r.readProof(&r.proofs[i]) {
			return false
		}
	}
	return r.chains()
}

// readProof reads what is needed to find the key, and refuses what no proof of an issuer may be. What it cannot judge in
// the proof of somebody else is left open.
func (r *run) readProof(p *embedded) bool {
	if method := p.value.Get("verificationMethod"); method.Kind() == strictjson.String {
		p.method = method.Text()
		p.controller, _, _ = strings.Cut(p.method, "#")
		p.own = p.controller == r.signatory
	}
	c := r.judgeProof(p)
	switch {
	case c == nil:
		return true
	case p.own || c.err.verdict == Invalid && c.Reason != reasonProofPurpose:
		r.checks = append(r.checks, *c)
		return false
	}
	p.why = c
	return true
}

// judgeProof returns why a proof is refused or cannot be checked, or nil.
func (r *run) judgeProof(p *embedded) *Check {
	check := func(reason, detail, name string) *Check {
		c := decide(StepFormat, reason, detail, p.pointer+name, nil)
		return &c
	}
	suite, err := proof.SuiteOf(p.value)
	if err != nil {
		reason, pointer, detail := reasonOf(err, p.pointer)
		c := decide(StepFormat, reason, detail, pointer, nil)
		return &c
	}
	p.suite = suite
	if !iri.Absolute(p.method) || !strings.Contains(p.method, "#") {
		return check(reasonProof, "want the absolute URL of a key, with a fragment", "/verificationMethod")
	}
	if value := p.value.Get("proofValue"); value.Kind() != strictjson.String {
		return check(reasonProof, "want a string, got "+value.Kind().String(), "/proofValue")
	}
	if id := p.value.Get("id"); id.Kind() != strictjson.Absent && !iri.Absolute(id.Text()) {
		return check(reasonProof, "want an absolute URI, got "+describe(id), "/id")
	}
	if v := p.value.Get("created"); !readTime(v, &p.created) {
		return check(reasonProof, wantTime+", got "+describe(v), "/created")
	}
	if v := p.value.Get("expires"); !readTime(v, &p.expires) {
		return check(reasonProof, wantTime+", got "+describe(v), "/expires")
	}
	if v := p.value.Get("nonce"); v.Kind() != strictjson.Absent && v.Kind() != strictjson.String {
		return check(reasonProof, "want a string, got "+v.Kind().String(), "/nonce")
	}
	if purpose := p.value.Get("proofPurpose"); purpose.Kind() != strictjson.String {
		return check(reasonProof, "want a string, got "+purpose.Kind().String(), "/proofPurpose")
	} else if want := string(r.relationship()); purpose.Text() != want {
		return check(reasonProofPurpose, "want "+want+", got "+describe(purpose), "/proofPurpose")
	}
	if r.request != nil {
		if reason, detail := r.request.unanswered(p.value.Get("challenge"), p.value.Get("domain")); reason != "" {
			return check(reason, detail, "/"+reason)
		}
		return nil
	}
	for _, name := range []string{"domain", "challenge"} {
		if p.value.Get(name).Kind() != strictjson.Absent {
			return check(reasonProofDomain, "a "+name+" belongs to a presentation", "/"+name)
		}
	}
	return nil
}

// chains finds the proofs that others follow (https://www.w3.org/TR/vc-data-integrity/#proof-chains).
func (r *run) chains() bool {
	byID := make(map[string]int, len(r.proofs))
	for i := range r.proofs {
		p := &r.proofs[i]
		id := p.value.Get("id")
		if id.Kind() != strictjson.String {
			continue
		}
		if _, twice := byID[id.Text()]; twice {
			return r.fail(StepFormat, reasonProofChain, "two proofs with the id "+describe(id), p.pointer+"/id", nil)
		}
		byID[id.Text()] = i
	}
	for i := range r.proofs {
		p := &r.proofs[i]
		v := p.value.Get("previousProof")
		refs := []strictjson.Value{v}
		switch v.Kind() {
		case strictjson.Absent:
			continue
		case strictjson.Array:
			refs = refs[:0]
			for j := range v.Len() {
				refs = append(refs, v.At(j))
			}
		}
		for _, ref := range refs {
			target, ok := byID[ref.Text()]
			if ref.Kind() != strictjson.String || !ok || slices.Contains(p.previous, target) {
				return r.fail(StepFormat, reasonProofChain, "want the id of another proof, got "+describe(ref), p.pointer+"/previousProof", nil)
			}
			p.previous = append(p.previous, target)
		}
		if len(refs) == 0 {
			return r.fail(StepFormat, reasonProofChain, "want the id of another proof, got an empty array", p.pointer+"/previousProof", nil)
		}
	}
	for i := range r.proofs {
		if r.follows(i, i, len(r.proofs)) {
			return r.fail(StepFormat, reasonProofChain, "a proof that follows itself", r.proofs[i].pointer+"/previousProof", nil)
		}
	}
	return true
}

// follows reports whether proof i follows the target, in at most n steps.
func (r *run) follows(i, target, n int) bool {
	return n > 0 && slices.ContainsFunc(r.proofs[i].previous, func(j int) bool { return j == target || r.follows(j, target, n-1) })
}

// signedContexts is the @context as the issuer signed it: a proof of a JCS suite may cover only the beginning
// (https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-jcs-2022), and what was added later is nobody's word.
func (r *run) signedContexts() {
	contexts := r.payload.Get("@context")
	signed := 0
	for i := range r.proofs {
		p := &r.proofs[i]
		if !p.own {
			continue
		}
		n := contexts.Len()
		if own := p.value.Get("@context"); p.suite.JCS && own.Kind() != strictjson.Absent {
			n = min(n, max(own.Len(), 1))
		}
		signed = max(signed, n)
	}
	if signed == 0 || signed >= contexts.Len() {
		return
	}
	kept := make([]strictjson.Value, signed)
	for i := range kept {
		kept[i] = contexts.At(i)
	}
	r.doc = r.doc.With("@context", strictjson.NewArray(kept...))
	r.warn("context_unsigned", "contexts that were added after signing are left out", strictjson.PointerAt("/@context", signed))
}
