package verifier

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/internal/xsdtime"
)

const (
	contextV1 = "https://www.w3.org/2018/credentials/v1"
	contextV2 = "https://www.w3.org/ns/credentials/v2"
)

// format reads the bytes as far as they can be read without a key, and refuses what has not the form of a secured
// credential.
func (r *run) format(secured []byte) bool {
	switch sniff(secured) {
	case pictureInput:
		return r.fail(StepFormat, reasonForm, pictureDetail, "", nil)
	case jsonInput:
		return r.unsecuredJSON(secured)
	}
	if !r.readToken(secured) {
		return false
	}
	var err error
	if r.payload, err = r.parse(r.token.Payload); err != nil {
		return r.failJSON(err)
	}
	r.claimed.read(r.payload)
	if !r.credential() || !r.readClaims() {
		return false
	}
	if r.badges && !r.openBadge() {
		return false
	}
	return r.note(StepFormat, Pass, "")
}

const pictureDetail = "a picture or an XML document; take the credential out of it first"

type input uint8

const (
	jwsInput input = iota
	jsonInput
	pictureInput
)

// sniff tells the forms of input apart by their first bytes.
func sniff(b []byte) input {
	t := bytes.TrimLeft(b[:min(len(b), 64)], " \t\r\n")
	switch {
	case bytes.HasPrefix(t, []byte("{")), bytes.HasPrefix(t, []byte("[")):
		return jsonInput
	case bytes.HasPrefix(t, []byte("<")), bytes.HasPrefix(t, []byte("\x89PNG")), bytes.HasPrefix(t, []byte("\ufeff<")):
		return pictureInput
	}
	return jwsInput
}

// unsecuredJSON answers for JSON that is not in a JWS.
func (r *run) unsecuredJSON(text []byte) bool {
	v, err := r.parse(text)
	if err != nil {
		return r.failJSON(err)
	}
	r.payload = v
	r.claimed.read(v)
	if !r.credential() {
		return false
	}
	if v.Get("proof").Kind() != strictjson.Absent {
		r.form = FormDataIntegrity
		return r.fail(StepFormat, reasonEmbeddedProof, "embedded proofs are not checked by this version", "/proof", nil)
	}
	return r.fail(StepFormat, reasonUnsecured, "a credential as plain JSON, with neither a JWS around it nor a proof in it", "", nil)
}

func (r *run) parse(text []byte) (strictjson.Value, error) {
	return strictjson.Parse(text, &strictjson.Limits{Bytes: r.opts.Limits.Bytes})
}

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
		return reasonAlgUnsupported
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
	id, issuer, subject   string
	validFrom, validUntil time.Time // zero: not there
}

// credential checks that the payload is a verifiable credential of the data model 2.0, and reads its shape.
func (r *run) credential() bool {
	p := r.payload
	if p.Kind() != strictjson.Object {
		return r.fail(StepFormat, reasonNotCredential, "want a JSON object, got "+p.Kind().String(), "", nil)
	}
	if !r.layout() {
		return false
	}
	if !contains(p.Get("type"), "VerifiableCredential") {
		if contains(p.Get("type"), "VerifiablePresentation") {
			return r.fail(StepFormat, reasonPresentation, "a presentation, not a credential", "/type", nil)
		}
		return r.fail(StepFormat, reasonNotCredential, `want a type that includes "VerifiableCredential"`, "/type", nil)
	}
	ok := r.text("/id", p.Get("id"), &r.shape.id)
	ok = r.issuerID(p.Get("issuer")) && ok
	ok = r.subject(p.Get("credentialSubject")) && ok
	ok = r.time("/validFrom", p.Get("validFrom"), &r.shape.validFrom) && ok
	ok = r.time("/validUntil", p.Get("validUntil"), &r.shape.validUntil) && ok
	if ok && !r.shape.validUntil.IsZero() && r.shape.validUntil.Before(r.shape.validFrom) {
		return r.fail(StepFormat, reasonShape, "validUntil is before validFrom", "/validUntil", nil)
	}
	return ok
}

// layout tells the data models apart: the first context decides, and a "vc" claim means that of 1.1.
func (r *run) layout() bool {
	p := r.payload
	context := p.Get("@context")
	for _, name := range []string{"vc", "vp"} {
		if p.Get(name).Kind() == strictjson.Absent {
			continue
		}
		if context.Kind() != strictjson.Absent || p.Get("vc").Kind() == p.Get("vp").Kind() {
			return r.fail(StepFormat, reasonLayout, fmt.Sprintf("a %q claim beside another form of credential", name), "/"+name, nil)
		}
		return r.fail(StepFormat, reasonVCDM11, "a credential in a vc or vp claim (data model 1.1) is not checked by this version",
			"/"+name, nil)
	}
	switch first(context) {
	case contextV2:
	case contextV1:
		return r.fail(StepFormat, reasonVCDM11, "a credential of data model 1.1 is not checked by this version", "/@context/0", nil)
	default:
		return r.fail(StepFormat, reasonNotCredential, "want a first context of "+contextV2, "/@context/0", nil)
	}
	if context.Kind() != strictjson.Array {
		return r.fail(StepFormat, reasonShape, "want an array, got "+context.Kind().String(), "/@context", nil)
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
	switch {
	case v.Kind() == strictjson.Object && v.Len() > 0:
		return r.text("/credentialSubject/id", v.Get("id"), &r.shape.subject)
	case v.Kind() == strictjson.Array && v.Len() > 0:
		for i := range v.Len() {
			if v.At(i).Kind() != strictjson.Object || v.At(i).Len() == 0 {
				return r.want(strictjson.PointerAt("/credentialSubject", i), "an object with a claim", v.At(i))
			}
		}
		return true
	}
	return r.want("/credentialSubject", "an object with a claim", v)
}

func (r *run) time(pointer string, v strictjson.Value, dst *time.Time) bool {
	if v.Kind() == strictjson.Absent {
		return true
	}
	t, err := xsdtime.Parse(v.Text())
	if v.Kind() != strictjson.String || err != nil || t.IsZero() { // the zero time stands for a date that is not there
		return r.want(pointer, "a time such as 2006-01-02T15:04:05Z", v)
	}
	*dst = t
	return true
}

// openBadge applies the rules of Open Badges. Those that bind issuers alone are warnings here.
func (r *run) openBadge() bool {
	types := r.payload.Get("type")
	if !contains(types, "OpenBadgeCredential") && !contains(types, "AchievementCredential") {
		return r.fail(StepFormat, reasonNotBadge, `want a type that includes "OpenBadgeCredential" or "AchievementCredential"`, "/type", nil)
	}
	badge, problems := readBadge(r.doc)
	r.badge = badge
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

// readBadge reads the document as a badge and lists what is wrong with it: what cannot be read or, if all can, the
// rules that are broken.
func readBadge(doc strictjson.Value) (*credential.OpenBadge, []*credential.FieldError) {
	b := new(credential.OpenBadge)
	err := strictjson.Decode(doc, b)
	if err == nil {
		return b, credential.FieldErrors(b.Validate())
	}
	var list []*credential.FieldError
	for _, e := range strictjson.Errors(err) {
		list = append(list, &credential.FieldError{Pointer: e.Pointer, Code: credential.CodeType, Detail: e.Detail})
	}
	return b, list
}
