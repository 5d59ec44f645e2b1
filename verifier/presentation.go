package verifier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Presentation is the authentic answer of a holder to one request. It says who holds a key, and which credentials were
// shown; whether one of them may be relied on is in its own entry and nowhere else.
type Presentation struct {
	ID                 string // "" when it has none
	Holder             string // the identifier whose key has signed
	VerificationMethod string // absolute id of that key
	Form               Form
	Algorithm          string    // JOSE algorithm, "EdDSA"; "" without a JWS
	Cryptosuite        string    // of the holder's first embedded proof, "eddsa-rdfc-2022"; "" without one
	At                 time.Time // the instant the checks were made for
	Checks             []Check   // of the presentation itself
	Warnings           []Warning

	// Credentials has every credential of the presentation, in order. There may be none.
	Credentials []Presented
}

// Presented is a credential in a presentation, with the verdict on it. VerdictOf(Err) is that verdict.
type Presented struct {
	Pointer string  // RFC 6901 pointer to it in the presentation, "/verifiableCredential/0"
	Result  *Result // of Verify; nil unless the credential is Valid
	Err     error   // of Verify: nil, or an *Error, whose pointers are into the credential
	Binding Binding // what ties it to the holder
}

// Binding is what ties a credential to the holder of the presentation that it is in.
type Binding string

const (
	// BindingNone: nothing does, or the credential is not authentic.
	BindingNone Binding = "none"
	// BindingIdentity: the credential is about a person whom Expect.Recipient names, by an identifier that is mostly
	// hashed. That the person has the holder's key is the caller's to know.
	BindingIdentity Binding = "identity-hash"
	// BindingDID: the id of the credential's one subject is the holder's, whose key has signed the presentation.
	BindingDID Binding = "did"
)

// VerifyPresentation verifies what a holder shows in answer to a request: JSON with an embedded proof whose proofPurpose
// is authentication, or a compact JWS of the typ "vp+jwt". It returns a Presentation or an error, which is an *Error:
// never both, and never neither. The error is about the presentation alone: no error says that somebody has shown
// something, and what it is worth is in each entry of Presentation.Credentials.
//
//	p, err := v.VerifyPresentation(ctx, secured, challenge, domain, nil)
//	if err != nil {
//		return err
//	}
//	for _, shown := range p.Credentials {
//		if shown.Err != nil { // as from Verify
//			continue
//		}
//		// shown.Result.Badge is a badge of p.Holder
//	}
//
// challenge is what the caller has made anew for this one request, and accepts once; domain names the caller. Both are
// required, and must be in what the holder has signed (Data Integrity 1.0 §4.4,
// https://www.w3.org/TR/vc-data-integrity/#verify-proof); a JWS has them as nonce and aud. domain may be one of several
// there. The challenge is all that makes an answer fresh: there is no other limit on its age than the end that it gives
// itself.
//
// The holder's key must be one for authentication: from Options.Holders, from the document of an issuer, or from the
// identifier itself (did:key, did:jwk). The holder need not be trusted, but must be the subject of every credential,
// unless Expect.InsecureAnyHolder says otherwise.
//
// Each credential, of which there may be credential.MaxPresented, is verified as by Verify, and has a proof of its own:
// one that nothing but the presentation signs is "no_proof", even if it says that the holder has issued it. In a JWS all
// are enveloped, as VC-JOSE-COSE demands (§3.1.2, https://www.w3.org/TR/vc-jose-cose/#securing-vps-with-jose). A
// presentation inside is refused. Limits hold for the presentation with all that is in it.
func (v *Verifier) VerifyPresentation(ctx context.Context, secured []byte, challenge, domain string, expect *Expect) (*Presentation, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, v.opts.Limits.Time, errBudget)
	defer cancel()
	r := &run{Verifier: v, ctx: ctx, expect: expect, at: v.opts.Now(), request: &request{challenge, domain}}
	if expect == nil {
		r.expect = &Expect{}
	}
	if !r.presentation(secured) {
		r.skipRest()
		return nil, r.error(nil)
	}
	p := &Presentation{ID: r.shape.id, Holder: r.signatory, VerificationMethod: r.method.ID, Form: r.form, At: r.at,
		Checks: r.checks, Warnings: r.warnings}
	if r.token != nil {
		p.Algorithm = r.token.Algorithm
	}
	p.Cryptosuite = r.cryptosuite()
	endorsements := v.opts.Limits.Endorsements // of all credentials together
	r.quota = &endorsements
	list, pointers := r.shown()
	for i, v := range list {
		p.Credentials = append(p.Credentials, r.credentialOf(pointers[i], v))
	}
	return p, nil
}

const typePresentation = "VerifiablePresentation"

// request is what the caller has asked the holder to sign.
type request struct{ challenge, domain string }

// unanswered says what of the request is not in what was signed: reasonChallenge or reasonDomain.
func (q *request) unanswered(challenge, domain strictjson.Value) (reason, detail string) {
	switch {
	case challenge.Kind() != strictjson.String || challenge.Text() != q.challenge:
		return reasonChallenge, "want the challenge of this request, got " + describe(challenge)
	case !contains(domain, q.domain): // "a domain can be a string or an unordered set of strings"
		return reasonDomain, "want the domain " + strictjson.Quote(q.domain) + ", got " + describe(domain)
	}
	return "", ""
}

// relationship is what the key must be for.
func (r *run) relationship() did.Relationship {
	if r.request != nil {
		return did.Authentication
	}
	return did.AssertionMethod
}

// keyStep is the step that finds the key.
func (r *run) keyStep() Step {
	if r.request != nil {
		return StepHolder
	}
	return StepIssuer
}

// allSteps are the steps of this run.
func (r *run) allSteps() []Step {
	switch {
	case r.request != nil:
		return []Step{StepFormat, StepHolder, StepProof, StepPeriod}
	case r.holder != "":
		return append(slices.Clone(steps), StepHolder)
	}
	return steps
}

// presentation makes the checks of the presentation itself.
func (r *run) presentation(secured []byte) bool {
	if r.request.challenge == "" || r.request.domain == "" {
		return r.fail(StepFormat, reasonNoChallenge, "the caller expects no challenge or no domain; both are required", "", nil)
	}
	return r.alive(StepFormat) && r.presentationFormat(secured) && r.holderKey() && r.proof() && r.presentationPeriod()
}

// presentationClaims are the claims that a JWS adds to a presentation.
var presentationClaims = append([]string{"nonce"}, registered...)

// presentationFormat reads the presentation as far as it can be read without a key.
func (r *run) presentationFormat(secured []byte) bool {
	token, v, ok := r.open(secured)
	if !ok || token != nil && !r.readToken(token) {
		return false
	}
	if isEnveloped(v) {
		return r.fail(StepFormat, reasonNotPresentation, "the envelope of a credential", "/type", nil)
	}
	if token != nil {
		var err error
		if v, err = r.parse(r.token.Payload); err != nil {
			return r.failJSON(err)
		}
	}
	r.payload, r.claimSet = v, v
	r.claimed.read(v)
	embedded := r.payload.Get("proof").Kind() != strictjson.Absent
	if !r.presentationShape() {
		return false
	}
	r.unsecured = r.payload.Without("proof")
	switch {
	case r.token == nil && !hasProof(r.payload):
		return r.fail(StepFormat, reasonUnsecured, "a presentation as plain JSON, with neither a JWS around it nor a proof in it",
			"", nil)
	case r.token == nil:
		r.form = FormDataIntegrity
	case r.token.Type != jose.TypeVP:
		return r.fail(StepFormat, reasonTyp, "want the typ "+jose.TypeVP+", got "+strictjson.Quote(r.token.Type), "", nil)
	case !r.readPresentationClaims():
		return false
	default:
		r.unsecured = r.unsecured.Without(presentationClaims...)
	}
	return (!embedded || r.readProofs()) && r.note(StepFormat, Pass, "")
}

// presentationShape checks that the payload is a presentation of the data model 2.0
// (https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations), and one that says who shows it.
func (r *run) presentationShape() bool {
	p := r.payload
	if p.Kind() != strictjson.Object {
		return r.fail(StepFormat, reasonNotPresentation, "want a JSON object, got "+p.Kind().String(), "", nil)
	}
	context, types := p.Get("@context"), p.Get("type")
	switch {
	case p.Get("vp").Kind() != strictjson.Absent:
		return r.fail(StepFormat, reasonVCDM11, "a presentation of the data model 1.1 is not checked", "/vp", nil)
	case first(context) == ldcontext.CredentialsV1 && contains(types, typePresentation):
		return r.fail(StepFormat, reasonVCDM11, "a presentation of the data model 1.1 is not checked", "/@context/0", nil)
	case !contains(types, typePresentation) || contains(types, "VerifiableCredential"):
		return r.fail(StepFormat, reasonNotPresentation, "want a type that includes "+typePresentation+", and no credential",
			"/type", nil)
	case first(context) != ldcontext.CredentialsV2:
		return r.fail(StepFormat, reasonNotPresentation, "want a first context of "+ldcontext.CredentialsV2, "/@context/0", nil)
	case !r.contextURLs(context):
		return false
	}
	holder, pointer := p.Get("holder"), "/holder"
	if holder.Kind() == strictjson.Object {
		holder, pointer = holder.Get("id"), "/holder/id"
	}
	if holder.Kind() == strictjson.Absent {
		return r.want(pointer, "the identifier of who shows this", holder)
	}
	r.claimed.Holder = stringOf(holder)
	if !r.text(pointer, holder, &r.signatory) || !r.text("/id", p.Get("id"), &r.shape.id) {
		return false
	}
	return r.presentedShape()
}

// presentedShape checks that the credentials are objects, and how many there are.
func (r *run) presentedShape() bool {
	const pointer = "/verifiableCredential"
	list, pointers := r.shown()
	if n := len(list); n > credential.MaxPresented {
		return r.fail(StepFormat, reasonSize, fmt.Sprintf("%d credentials, the limit is %d", n, credential.MaxPresented), pointer, nil)
	}
	if v := r.payload.Get("verifiableCredential"); v.Kind() == strictjson.Array && v.Len() == 0 {
		return r.want(pointer, "a credential, or several", v)
	}
	for i, v := range list {
		if v.Kind() != strictjson.Object {
			return r.want(pointers[i], "a credential or an envelope with one, as an object", v)
		}
	}
	return true
}

// shown returns the credentials of the presentation, with the pointer to each.
func (r *run) shown() (list []strictjson.Value, pointers []string) {
	const pointer = "/verifiableCredential"
	v := r.payload.Get("verifiableCredential")
	switch v.Kind() {
	case strictjson.Absent:
		return nil, nil
	case strictjson.Array:
		for i := range v.Len() {
			list, pointers = append(list, v.At(i)), append(pointers, strictjson.PointerAt(pointer, i))
		}
		return list, pointers
	}
	return []strictjson.Value{v}, []string{pointer}
}

// readPresentationClaims holds the claims against the presentation and the request
// (https://www.w3.org/TR/vc-jose-cose/#jwt-claims).
func (r *run) readPresentationClaims() bool {
	reason, detail := r.request.unanswered(r.payload.Get("nonce"), r.payload.Get("aud"))
	switch reason {
	case reasonChallenge:
		return r.fail(StepFormat, reason, detail, "/nonce", nil)
	case reasonDomain:
		return r.fail(StepFormat, reason, detail, "/aud", nil)
	}
	ok := r.textClaim("iss", "holder", r.signatory, false)
	ok = r.textClaim("sub", "holder", r.signatory, false) && ok
	if r.shape.id != "" { // otherwise it is the id of the token alone
		ok = r.textClaim("jti", "id", r.shape.id, false) && ok
	}
	ok = r.dateClaim("nbf", "", time.Time{}, &r.claims.notBefore, false) && ok
	ok = r.dateClaim("iat", "", time.Time{}, &r.claims.issued, false) && ok
	ok = r.dateClaim("exp", "", time.Time{}, &r.claims.expires, false) && ok
	return r.ignoredHeader() && ok
}

// holderKey finds the key of the holder. It is not asked whether the holder is trusted: a presentation shows that two
// things are said by one key, and nothing more.
func (r *run) holderKey() bool {
	doc, err := r.holderDocument()
	switch {
	case r.ctx.Err() != nil:
		return r.alive(StepHolder)
	case errors.Is(err, errNobody):
		return r.fail(StepHolder, reasonHolderUnknown, "no document of "+strictjson.Quote(r.signatory)+" is known", "/holder", err)
	case err != nil:
		return r.fail(StepHolder, reasonHolderDocument, "the holder's document could not be had", "/holder", err)
	}
	return r.key(doc) && r.note(StepHolder, Pass, r.signatory)
}

// errNobody: nobody has a document of the holder.
var errNobody = errors.New("not known")

func (r *run) holderDocument() (*did.Document, error) {
	for _, known := range []Issuers{r.opts.Holders, r.issuers} {
		if known == nil {
			continue
		}
		doc, err := known.Issuer(r.ctx, r.signatory)
		switch {
		case err == nil && (doc == nil || doc.ID() != r.signatory):
			return nil, errors.New("the answer was the document of somebody else")
		case !errors.Is(err, ErrUnknownIssuer):
			return doc, err
		}
	}
	doc, err := did.Resolve(r.signatory)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNobody, err)
	}
	return doc, nil
}

// presentationPeriod holds the dates of the proof, or of the JWS, against the clock. A JWT has expired at its exp
// (RFC 7519 §4.1.4).
func (r *run) presentationPeriod() bool {
	if !r.clock() {
		return false
	}
	ok := r.proofsCurrent()
	soon := r.at.Add(clockSkew)
	if t := r.claims.notBefore; soon.Before(t) {
		ok = r.fail(StepPeriod, reasonNotYetValid, "valid from "+stamp(t)+", now is "+stamp(r.at), "/nbf", nil)
	}
	if t := r.claims.issued; soon.Before(t) {
		ok = r.fail(StepPeriod, reasonNotYetValid, "issued "+stamp(t)+", now is "+stamp(r.at), "/iat", nil)
	}
	if t := r.claims.expires; !t.IsZero() && !r.at.Before(t) {
		ok = r.fail(StepPeriod, reasonExpired, "expired "+stamp(t)+", now is "+stamp(r.at), "/exp", nil)
	}
	return ok && r.note(StepPeriod, Pass, "")
}

// credentialOf verifies one credential of the presentation, in its own right and as one of the holder's.
func (r *run) credentialOf(pointer string, v strictjson.Value) Presented {
	n := &run{Verifier: r.Verifier, ctx: r.ctx, expect: r.expect, badges: true, at: r.at, quota: r.quota, holder: r.signatory, binding: BindingNone}
	var res *Result
	if n.mayBeShown(v, r.token != nil) {
		res = n.steps([]byte(v.Raw()))
	}
	res, err := n.finish(res)
	return Presented{pointer, res, err, n.binding}
}

// mayBeShown refuses what is no credential of a presentation though it may be sound by itself: another presentation, and
// in a JWS a credential that is not enveloped. What is unsecured is left to the steps.
func (r *run) mayBeShown(v strictjson.Value, inToken bool) bool {
	switch {
	case contains(v.Get("type"), "EnvelopedVerifiablePresentation"):
		return r.fail(StepFormat, reasonPresentation, "a presentation in a presentation", "/type", nil)
	case inToken && hasProof(v) && !isEnveloped(v):
		return r.fail(StepFormat, reasonEnveloped, "want an "+typeEnveloped+", as all in a JWS must be", "/type", nil)
	}
	return true
}

// checkHolder asks whether a credential in a presentation is about who shows it.
func (r *run) checkHolder() {
	if r.holder == "" {
		return
	}
	subject := r.shape.subject()
	switch {
	case subject == r.holder:
		r.binding = BindingDID
		r.note(StepHolder, Pass, r.holder)
		return
	case r.recipient != nil:
		r.binding = BindingIdentity
	}
	if r.expect.InsecureAnyHolder {
		r.note(StepHolder, Skipped, "any holder was accepted")
		return
	}
	r.fail(StepHolder, reasonHolder, "the subject is "+strictjson.Quote(subject)+", the holder "+strictjson.Quote(r.holder),
		r.shape.subjectPointer(0)+"/id", nil)
}
