package verifier

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// PresentationReport is the outcome of VerifyPresentation as data. Its JSON is stable; members may be added. It has no
// verdict of its own: the envelope has one, which is about who shows something and for whom, and every credential has
// another.
type PresentationReport struct {
	ReportVersion int               `json:"reportVersion"` // 1
	File          string            `json:"file,omitempty"`
	SHA256        string            `json:"sha256,omitempty"` // of the bytes that were verified, lower-case hex
	At            string            `json:"at,omitempty"`     // the instant judged for, RFC 3339 in UTC
	Envelope      ReportEnvelope    `json:"envelope"`
	Credentials   []ReportPresented `json:"credentials"` // none unless the envelope is valid
}

// ReportEnvelope is the presentation itself, without what is in it.
type ReportEnvelope struct {
	Verdict            string        `json:"verdict"`        // "valid", "invalid", "indeterminate"
	Code               string        `json:"code,omitempty"` // empty when valid
	Sentence           string        `json:"sentence"`       // the verdict for a layman
	ID                 string        `json:"id,omitempty"`
	Holder             string        `json:"holder,omitempty"` // whose key has signed; empty unless valid
	VerificationMethod string        `json:"verificationMethod,omitempty"`
	Form               Form          `json:"form,omitempty"`
	Algorithm          string        `json:"algorithm,omitempty"`
	Cryptosuite        string        `json:"cryptosuite,omitempty"`
	Claimed            *Claimed      `json:"claimed,omitempty"` // what it says of itself; nil when valid
	Checks             []ReportCheck `json:"checks"`
	Warnings           []Warning     `json:"warnings,omitempty"`
	Notes              []Warning     `json:"notes,omitempty"` // those that ask for no caution
	Problems           []Problem     `json:"problems,omitempty"`
}

// ReportPresented is one credential of a presentation.
type ReportPresented struct {
	Pointer string  `json:"pointer"` // in the presentation
	Binding Binding `json:"binding"` // what ties it to the holder
	Report  *Report `json:"report"`
}

// NewPresentationReport makes the report of what VerifyPresentation returned.
func NewPresentationReport(p *Presentation, err error) *PresentationReport {
	rep := &PresentationReport{ReportVersion: 1, Credentials: []ReportPresented{}}
	env := &rep.Envelope
	env.Verdict, env.Checks = VerdictOf(err).String(), []ReportCheck{}
	var e *Error
	switch {
	case err == nil:
		env.Sentence = "this was signed with the holder's key, for this request; each credential in it has a verdict of its own"
		env.ID, env.Holder, env.VerificationMethod = p.ID, p.Holder, p.VerificationMethod
		env.Form, env.Algorithm, env.Cryptosuite = p.Form, p.Algorithm, p.Cryptosuite
		env.Checks = reportChecks(p.Checks)
		env.Warnings, env.Notes = splitNotes(p.Warnings)
		rep.At = stamp(p.At)
		for i := range p.Credentials {
			shown := &p.Credentials[i]
			rep.Credentials = append(rep.Credentials, ReportPresented{shown.Pointer, shown.Binding, NewReport(shown.Result, shown.Err)})
		}
	case errors.As(err, &e) && e != nil:
		env.Code, env.Sentence, env.Form, env.Problems = e.Code(), e.sentenceOfPresentation(), e.form, e.Problems()
		env.Claimed = &e.Claimed
		env.Checks = reportChecks(e.Checks)
		env.Warnings, env.Notes = splitNotes(e.Warnings)
		if !e.At.IsZero() {
			rep.At = stamp(e.At)
		}
	default:
		env.Sentence = "this could not be checked: " + err.Error()
	}
	return rep
}

// For records which bytes the report is about.
func (rep *PresentationReport) For(file string, secured []byte) *PresentationReport {
	sum := sha256.Sum256(secured)
	rep.File, rep.SHA256 = file, hex.EncodeToString(sum[:])
	return rep
}

// sentenceOfPresentation is the sentence of the leading code, about what a holder signs rather than an issuer.
func (e *Error) sentenceOfPresentation() string {
	s := e.leading().err
	if text, ok := sentencesOfPresentations[s]; ok {
		return text
	}
	return s.text
}

// sentencesOfPresentations stand in for those that are about credentials and issuers.
var sentencesOfPresentations = map[error]string{
	ErrMalformed:   "this is not a well-formed presentation",
	ErrNoProof:     "this presentation is not signed",
	ErrTooLarge:    "this presentation is larger than the verifier accepts",
	ErrUnsupported: "this presentation is secured in a way that could not be checked",
	ErrWrongKey:    "this presentation was not signed with a key of its holder",
	ErrKeyExpired:  "the holder's key has expired",
	ErrKeyRevoked:  "the holder has revoked the key",
	ErrSignature:   "the signature does not match: this was changed after signing, or never signed by the holder",
	ErrNotYetValid: "this presentation is dated in the future",
	ErrExpired:     "this presentation has expired",
	ErrClock:       "whether this presentation is current could not be checked: the clock is wrong",
}
