package verifier

import (
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Explanation shows what the signatures of a credential are made over, step by step, so that two implementations that
// disagree can be compared line by line. Nothing of it is checked, no key is used, and no signature is verified.
type Explanation struct {
	Form   Form             `json:"form"`
	Proofs []ExplainedProof `json:"proofs,omitempty"` // embedded ones, in their order
	JWS    *ExplainedJWS    `json:"jws,omitempty"`
}

// ExplainedProof is one embedded proof. Hashes and signatures are lower-case hexadecimal.
type ExplainedProof struct {
	Pointer            string `json:"pointer"` // RFC 6901 pointer to the proof
	Type               string `json:"type"`
	Cryptosuite        string `json:"cryptosuite,omitempty"`
	VerificationMethod string `json:"verificationMethod"`

	Document     string `json:"canonicalDocument"` // N-Quads, or JSON in a JCS suite
	Options      string `json:"canonicalOptions"`  // of the proof
	Hash         string `json:"hash"`              // "SHA-256" or "SHA-384"
	DocumentHash string `json:"documentHash"`
	OptionsHash  string `json:"optionsHash"`
	Signed       string `json:"signed"`    // what the key signs: OptionsHash, then DocumentHash
	Signature    string `json:"signature"` // the decoded proofValue

	Problem string `json:"problem,omitempty"` // why the rest could not be computed
}

// ExplainedJWS is a compact JWS.
type ExplainedJWS struct {
	Header       json.RawMessage `json:"header"`
	Algorithm    string          `json:"algorithm"`
	SigningInput string          `json:"signingInput"` // header and payload, as they are signed
	SHA256       string          `json:"sha256"`       // of SigningInput
	Signature    string          `json:"signature"`    // lower-case hexadecimal
}

// Explain computes the Explanation of a secured credential, with the embedded set of contexts. The error is an *Error of
// the format step; a proof that cannot be computed is explained by its Problem.
func Explain(ctx context.Context, secured []byte) (*Explanation, error) {
	r := &run{Verifier: New(nil, nil), ctx: ctx, expect: &Expect{}, pictures: true}
	e, ok := r.explain(secured)
	if !ok {
		return nil, &Error{Checks: r.checks, Claimed: r.claimed, form: r.form}
	}
	return e, nil
}

func (r *run) explain(secured []byte) (*Explanation, bool) {
	e := &Explanation{}
	token, v, ok := r.open(secured)
	if !ok {
		return nil, false
	}
	if token != nil {
		if !r.readToken(token) {
			return nil, false
		}
		var err error
		if v, err = r.parse(r.token.Payload); err != nil {
			return nil, r.failJSON(err)
		}
		sum := sha256.Sum256(r.token.SigningInput)
		e.JWS = &ExplainedJWS{json.RawMessage(r.token.Header.Raw()), r.token.Algorithm, string(r.token.SigningInput),
			hex.EncodeToString(sum[:]), hex.EncodeToString(r.token.Signature)}
	}
	switch r.payload = v; {
	case r.token == nil && !hasProof(r.payload):
		return nil, r.noProof()
	case r.token == nil:
		r.form, r.unsecured = FormDataIntegrity, r.payload.Without("proof")
	default:
		r.unsecured = r.payload.Without(append([]string{"proof"}, registered...)...)
	}
	e.Form = r.form
	if r.payload.Get("proof").Kind() != strictjson.Absent {
		if !r.readProofs() {
			return nil, false
		}
		doc := r.transformer.Document(r.unsecured)
		for i := range r.proofs {
			e.Proofs = append(e.Proofs, r.explainProof(&r.proofs[i], doc))
		}
	}
	return e, r.alive(StepProof)
}

func (r *run) explainProof(p *embedded, doc *proof.Document) ExplainedProof {
	e := ExplainedProof{
		Pointer:            p.pointer,
		Type:               p.value.Get("type").Text(),
		Cryptosuite:        p.value.Get("cryptosuite").Text(),
		VerificationMethod: p.method,
	}
	if p.suite == nil {
		e.Problem = p.why.Detail
		return e
	}
	hash, signature, err := p.signatureOfAnyKey()
	if err != nil {
		e.Problem = err.Error()
		return e
	}
	in, err := r.input(p, hash, doc)
	if err != nil {
		e.Problem = err.Error()
		return e
	}
	e.Document, e.Options = string(in.Document), string(in.Options)
	e.Hash = hash.String()
	e.DocumentHash, e.OptionsHash = hex.EncodeToString(in.DocumentHash), hex.EncodeToString(in.OptionsHash)
	e.Signed, e.Signature = hex.EncodeToString(in.Signed), hex.EncodeToString(signature)
	return e
}

// signatureOfAnyKey decodes the proofValue without knowing the key, whose size, and so the hash, its length gives away.
func (p *embedded) signatureOfAnyKey() (crypto.Hash, []byte, error) {
	hash := crypto.SHA256
	_, signature, err := multikey.DecodeBase(p.value.Get("proofValue").Text(), p.suite.SignatureSize(crypto.SHA384))
	if err != nil {
		return 0, nil, err
	}
	if !p.suite.Ed && len(signature) == p.suite.SignatureSize(crypto.SHA384) {
		hash = crypto.SHA384
	}
	if _, why := p.signature(hash); why != "" {
		return 0, nil, errors.New(why)
	}
	return hash, signature, nil
}
