package verifier

import (
	"errors"
	"fmt"
	"slices"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/internal/xsdtime"
)

// format reads the bytes as far as they can be read without a key, and refuses what has not the form of a secured
// credential.
func (r *run) format(secured []byte) bool {
	token, v, ok := r.open(secured)
	switch {
	case !ok:
		return false
	case token == nil:
		ok = r.readJSON(v)
	default:
		ok = r.readJWS(token)
	}
	if !ok || !r.openBadge() || !r.structure() {
		return false
	}
	if r.badge != nil && r.badge.ValidUntil.IsZero() && r.token != nil && r.token.Type != jose.TypeVC {
		r.badge.ValidUntil = credential.NewDateTime(r.claims.expires) // "converted to a DateTime, sets validUntil"
	}
	r.checkIssuerName()
	return r.note(StepFormat, Pass, "")
}

// readJWS reads a JWS, whose payload may have embedded proofs too. Those were made before the claims came
// (Open Badges 3.0 §8, https://www.imsglobal.org/spec/ob/v3p0/#proofs-signatures).
func (r *run) readJWS(token []byte) bool {
	if !r.readToken(token) {
		return false
	}
	var err error
	if r.payload, err = r.parse(r.token.Payload); err != nil {
		return r.failJSON(err)
	}
	r.claimSet = r.payload
	r.claimed.read(r.payload)
	if r.openBadges2(r.payload) || !r.credential() {
		return false
	}
	if r.token.Type == jose.TypeVP {
		return r.fail(StepFormat, reasonTyp, "a credential under the typ of a presentation", "", nil)
	}
	if !r.readClaims() {
		return false
	}
	if r.payload.Get("proof").Kind() != strictjson.Absent && !r.readProofs() {
		return false
	}
	if r.wrapped.Kind() != strictjson.Absent {
		r.unsecured, r.doc = r.wrapped.Without("proof"), r.payload.Without("proof")
		return true
	}
	r.unsecured = r.payload.Without(append([]string{"proof"}, registered...)...)
	r.doc = r.unsecured
	return true
}

// readJSON reads a credential with embedded proofs.
func (r *run) readJSON(v strictjson.Value) bool {
	r.payload = v
	r.claimed.read(v)
	if r.openBadges2(v) {
		return false
	}
	if hasProof(v) {
		r.form = FormDataIntegrity
	}
	if !r.credential() {
		return false
	}
	if !hasProof(v) {
		return r.noProof()
	}
	if !r.readProofs() {
		return false
	}
	r.unsecured = r.payload.Without("proof")
	r.doc = r.unsecured
	r.signedContexts()
	return true
}

func (r *run) noProof() bool {
	return r.fail(StepFormat, reasonUnsecured, "a credential as plain JSON, with neither a JWS around it nor a proof in it", "", nil)
}

// hasProof reports whether there is anything in the member proof that could prove something.
func hasProof(v strictjson.Value) bool {
	proof := v.Get("proof")
	return proof.Kind() == strictjson.Object && proof.Len() > 0 || proof.Kind() == strictjson.Array && proof.Len() > 0
}

func (r *run) parse(text []byte) (strictjson.Value, error) {
	lim := &strictjson.Limits{Bytes: r.maxBytes()}
	switch {
	case r.list: // one long string
		lim.String = lim.Bytes
	case lim.Bytes > DefaultBytes: // who takes longer texts takes more in them
		lim.Values, lim.Members, lim.Items, lim.String = lim.Bytes, lim.Bytes, lim.Bytes, lim.Bytes // up to the maxima
	}
	return strictjson.Parse(text, lim)
}

// maxBytes is the limit on the credential as JSON. A list whose bits are as good as random is a third longer in base64.
func (r *run) maxBytes() int {
	if r.list {
		return r.opts.Limits.StatusBytes/2*3 + listEnvelope
	}
	return r.opts.Limits.Bytes
}

// listEnvelope is the room for what stands around the encoded list.
const listEnvelope = 512 << 10

func (r *run) failJSON(err error) bool {
	e := strictjson.Errors(err)[0]
	return r.fail(StepFormat, jsonReason(e), e.Error(), e.Pointer, err)
}

// tokenBytes is the longest compact JWS of a credential of at most n bytes: base64url of it, the header and the
// signature.
func tokenBytes(n int) int { return n/3*4 + 2*jose.MaxHeader }

func joseReason(err error) string {
	switch {
	case errors.Is(err, jose.ErrTooLarge):
		return reasonSize
	case errors.Is(err, jose.ErrUnsupported):
		return reasonTokenUnsupported
	case errors.Is(err, jose.ErrAlgorithm):
		return reasonAlg
	case errors.Is(err, jose.ErrHeader):
		return reasonHeader
	case errors.Is(err, jose.ErrKeyMismatch):
		return reasonAlgKey
	case errors.Is(err, jose.ErrType):
		return reasonTyp
	}
	return reasonCompact
}

func jsonReason(err error) string {
	switch {
	case errors.Is(err, strictjson.ErrEncoding):
		return reasonEncoding
	case errors.Is(err, strictjson.ErrDuplicate):
		return reasonDuplicate
	case errors.Is(err, strictjson.ErrNumber):
		return reasonNumber
	case errors.Is(err, strictjson.ErrTooLarge):
		return reasonSize
	case errors.Is(err, strictjson.ErrType):
		return reasonType
	}
	return reasonSyntax
}

// shape is what every step needs of any credential.
type shape struct {
	id, issuer            string
	subjects              []string  // ids, "" where there is none
	several               bool      // credentialSubject is an array
	validFrom, validUntil time.Time // zero: not there
}

// subject returns the id of the one subject, or "".
func (s *shape) subject() string {
	if len(s.subjects) == 1 {
		return s.subjects[0]
	}
	return ""
}

func (s *shape) subjectPointer(i int) string {
	if s.several {
		return strictjson.PointerAt("/credentialSubject", i)
	}
	return "/credentialSubject"
}

// credential checks that the payload is a verifiable credential, and reads its shape.
func (r *run) credential() bool {
	if kind := r.payload.Kind(); kind != strictjson.Object {
		return r.fail(StepFormat, reasonNotCredential, "want a JSON object, got "+kind.String(), "", nil)
	}
	if !r.unwrapClaim() || !r.layout() {
		return false
	}
	p := r.payload
	if contains(p.Get("type"), "VerifiablePresentation") {
		return r.fail(StepFormat, reasonPresentation, "a presentation, not a credential", "/type", nil)
	}
	if !contains(p.Get("type"), "VerifiableCredential") {
		return r.fail(StepFormat, reasonNotCredential, `want a type that includes "VerifiableCredential"`, "/type", nil)
	}
	if at, _ := p.Find(func(name string) bool { return name == "_sd" || name == "_sd_alg" }); at != "" {
		return r.fail(StepFormat, reasonDisclosure, disclosureDetail, at, nil)
	}
	if !r.unmixed() || r.model == DataModel11 && !r.older() {
		return false
	}
	dates := r.model.dates()
	ok := r.text("/id", p.Get("id"), &r.shape.id)
	ok = r.issuerID(p.Get("issuer")) && ok
	r.signatory = r.shape.issuer
	ok = r.subject(p.Get("credentialSubject")) && ok
	ok = r.time("/"+dates.from, p.Get(dates.from), &r.shape.validFrom) && ok
	ok = r.time("/"+dates.until, p.Get(dates.until), &r.shape.validUntil) && ok
	if ok && !r.shape.validUntil.IsZero() && r.shape.validUntil.Before(r.shape.validFrom) {
		return r.fail(StepFormat, reasonShape, dates.until+" is before "+dates.from, "/"+dates.until, nil)
	}
	return ok
}

// layout tells the data models apart: the first context decides.
func (r *run) layout() bool {
	context := r.payload.Get("@context")
	switch first(context) {
	case ldcontext.CredentialsV2:
		r.model = DataModel20
	case ldcontext.CredentialsV1:
		r.model = DataModel11
	default:
		return r.fail(StepFormat, reasonNotCredential, "want a first context of "+ldcontext.CredentialsV2, "/@context/0", nil)
	}
	return r.contextURLs(context)
}

// contextURLs wants the contexts in an array, and named.
func (r *run) contextURLs(context strictjson.Value) bool {
	if context.Kind() != strictjson.Array {
		return r.fail(StepFormat, reasonShape, "want an array, got "+context.Kind().String(), "/@context", nil)
	}
	for i := range context.Len() {
		switch pointer := strictjson.PointerAt("/@context", i); context.At(i).Kind() {
		case strictjson.String:
		case strictjson.Object:
			return r.fail(StepFormat, reasonInlineContext, "a context written out in the credential is not supported", pointer, nil)
		default:
			return r.want(pointer, "the URL of a context", context.At(i))
		}
	}
	return true
}

func first(v strictjson.Value) string {
	if v.Kind() == strictjson.Array && v.Len() > 0 {
		v = v.At(0)
	}
	return v.Text()
}

// contains reports whether v is the string want or an array of strings with it.
func contains(v strictjson.Value, want string) bool {
	if v.Kind() == strictjson.String {
		return v.Text() == want
	}
	found := false
	for i := range v.Len() {
		if v.Kind() != strictjson.Array || v.At(i).Kind() != strictjson.String {
			return false
		}
		found = found || v.At(i).Text() == want
	}
	return found
}

func (r *run) want(pointer, want string, v strictjson.Value) bool {
	return r.fail(StepFormat, reasonShape, "want "+want+", got "+describe(v), pointer, nil)
}

func describe(v strictjson.Value) string {
	if v.Kind() == strictjson.String {
		return strictjson.Quote(v.Text())
	}
	return v.Kind().String()
}

// text reads an identifier that may be missing.
func (r *run) text(pointer string, v strictjson.Value, dst *string) bool {
	if v.Kind() == strictjson.Absent {
		return true
	}
	if v.Kind() == strictjson.String && iri.TooLong(v.Text()) {
		return r.fail(StepFormat, reasonSize, fmt.Sprintf("a URI of %d bytes, the limit is %d", len(v.Text()), iri.MaxLength), pointer, nil)
	}
	if !iri.Absolute(v.Text()) || v.Kind() != strictjson.String {
		return r.want(pointer, "an absolute URI", v)
	}
	*dst = v.Text()
	return true
}

func (r *run) issuerID(v strictjson.Value) bool {
	pointer := "/issuer"
	if v.Kind() == strictjson.Object {
		v, pointer = v.Get("id"), "/issuer/id"
	}
	if v.Kind() == strictjson.Absent {
		return r.want(pointer, "the issuer's identifier", v)
	}
	return r.text(pointer, v, &r.shape.issuer)
}

func (r *run) subject(v strictjson.Value) bool {
	subjects := []strictjson.Value{v}
	if v.Kind() == strictjson.Array && v.Len() > 0 {
		r.shape.several = true
		subjects = subjects[:0]
		for i := range v.Len() {
			subjects = append(subjects, v.At(i))
		}
	}
	for i, s := range subjects {
		pointer := r.shape.subjectPointer(i)
		if s.Kind() != strictjson.Object || s.Len() == 0 {
			return r.want(pointer, "an object with a claim", s)
		}
		var id string
		if !r.text(pointer+"/id", s.Get("id"), &id) {
			return false
		}
		r.shape.subjects = append(r.shape.subjects, id)
	}
	return true
}

func (r *run) time(pointer string, v strictjson.Value, dst *time.Time) bool {
	return readTime(v, dst) || r.fail(StepFormat, reasonShape, wantTime+", got "+describe(v), pointer, nil)
}

const wantTime = "want a time such as 2006-01-02T15:04:05Z"

// readTime reads a time that may be missing, for which the zero time stands.
func readTime(v strictjson.Value, dst *time.Time) bool {
	if v.Kind() == strictjson.Absent {
		return true
	}
	t, err := xsdtime.Parse(v.Text())
	if v.Kind() != strictjson.String || err != nil || t.IsZero() {
		return false
	}
	*dst = t
	return true
}

func isBadge(types strictjson.Value) bool {
	return contains(types, "OpenBadgeCredential") || contains(types, "AchievementCredential")
}

// openBadge applies the rules of Open Badges. Those that bind issuers alone are warnings here. Where any credential is
// welcome, one that does not follow them is no badge, and no worse for it.
func (r *run) openBadge() bool {
	if r.place != nil {
		return r.readEndorsement()
	}
	if !isBadge(r.payload.Get("type")) {
		return !r.badges ||
			r.fail(StepFormat, reasonNotBadge, `want a type that includes "OpenBadgeCredential" or "AchievementCredential"`, "/type", nil)
	}
	badge, problems := readBadge(r.doc)
	if !slices.ContainsFunc(problems, isFailure) {
		r.badge = badge
	} else if !r.badges {
		return true
	}
	return r.obeys(problems)
}

// obeys reports whether no rule is broken that binds a verifier, and what is.
func (r *run) obeys(problems []*credential.FieldError) bool {
	ok := true
	for _, e := range problems {
		if e.Advice {
			r.warn(e.Code, e.Detail, e.Pointer)
			continue
		}
		ok = r.fail(StepFormat, rulePrefix+e.Code, e.Detail, e.Pointer, nil)
	}
	return ok
}

func isFailure(e *credential.FieldError) bool { return !e.Advice }

// maxProblems bounds what is reported of a document that cannot be read as a badge.
const maxProblems = 100

// readBadge reads the document as a badge and lists what is wrong with it: what cannot be read or, if all can, the
// rules that are broken.
func readBadge(doc strictjson.Value) (*credential.OpenBadge, []*credential.FieldError) {
	if isOlder(doc) {
		return readOlderBadge(doc)
	}
	b := new(credential.OpenBadge)
	return b, readRules(doc, b)
}

// readRules reads the document as a badge, or as another class, and lists what is wrong with it.
func readRules(doc strictjson.Value, dst interface{ Validate() error }) []*credential.FieldError {
	if err := strictjson.Decode(doc, dst); err != nil {
		return unreadable(err)
	}
	return credential.FieldErrors(dst.Validate())
}

// unreadable lists what does not fit the types of a badge.
func unreadable(err error) []*credential.FieldError {
	var list []*credential.FieldError
	found := strictjson.Errors(err)
	for _, e := range found[:min(len(found), maxProblems)] {
		list = append(list, &credential.FieldError{Pointer: e.Pointer, Code: credential.CodeType, Detail: e.Detail})
	}
	return list
}
