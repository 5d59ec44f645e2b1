package verifier

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/internal/iri"
)

// Report is the outcome of a verification as data: what the command line prints with --json, and what a web page shows.
// Its JSON is stable; members may be added.
//
// Badge is nil unless the issuer and proof checks passed: nothing from a credential that nobody vouches for stands
// beside the facts. Claimed holds what such a credential says of itself.
type Report struct {
	ReportVersion      int                 `json:"reportVersion"` // 1
	File               string              `json:"file,omitempty"`
	SHA256             string              `json:"sha256,omitempty"` // of the bytes that were verified, lower-case hex
	At                 string              `json:"at,omitempty"`     // the instant judged for, RFC 3339 in UTC
	Verdict            string              `json:"verdict"`          // "valid", "invalid", "indeterminate"
	Code               string              `json:"code,omitempty"`   // empty when valid
	Sentence           string              `json:"sentence"`         // the verdict for a layman
	Form               Form                `json:"form,omitempty"`
	Picture            bake.Format         `json:"picture,omitempty"` // that it was baked into
	MediaType          string              `json:"mediaType,omitempty"`
	DataModel          DataModel           `json:"dataModel,omitempty"`
	Algorithm          string              `json:"algorithm,omitempty"`
	Cryptosuite        string              `json:"cryptosuite,omitempty"`
	VerificationMethod string              `json:"verificationMethod,omitempty"`
	Contexts           []ContextRevision   `json:"contexts,omitempty"` // that embedded proofs were read with
	Badge              *ReportBadge        `json:"badge"`
	Claimed            *Claimed            `json:"claimed,omitempty"`
	Status             []ReportStatus      `json:"status,omitempty"`
	Endorsements       []ReportEndorsement `json:"endorsements,omitempty"`
	Refreshed          *ReportRefreshed    `json:"refreshed,omitempty"`
	Checks             []ReportCheck       `json:"checks"`
	Warnings           []Warning           `json:"warnings,omitempty"`
	Notes              []Warning           `json:"notes,omitempty"` // those that ask for no caution
	Problems           []Problem           `json:"problems,omitempty"`
	Explanation        *Explanation        `json:"explanation,omitempty"` // when the caller asks for one and puts it here
}

// ReportRefreshed is the Report of the newer issue that the issuer offers.
type ReportRefreshed struct {
	URL string `json:"url"` // where it was asked for
	*Report
}

// ReportBadge is what an authentic badge says.
type ReportBadge struct {
	ID            string            `json:"id"`
	Name          string            `json:"name,omitempty"`
	Description   string            `json:"description,omitempty"`
	Image         string            `json:"image,omitempty"` // a URL or data: URL; nothing fetches it
	Achievement   ReportAchievement `json:"achievement"`
	LicenseNumber string            `json:"licenseNumber,omitempty"`
	Issuer        ReportIssuer      `json:"issuer"`
	Recipient     ReportRecipient   `json:"recipient"`
	AwardedDate   string            `json:"awardedDate,omitempty"`
	ValidFrom     string            `json:"validFrom,omitempty"`
	ValidUntil    string            `json:"validUntil,omitempty"`
}

// ReportAchievement names what was achieved.
type ReportAchievement struct {
	ID   string                     `json:"id"`
	Name string                     `json:"name"`
	Type credential.AchievementType `json:"type,omitempty"`
}

// ReportIssuer names the issuer. The name is the issuer's own choice; the id is what was verified.
type ReportIssuer struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// ReportRecipient names whom the badge is about.
type ReportRecipient struct {
	ID          string             `json:"id,omitempty"`
	Identifiers []ReportIdentifier `json:"identifiers,omitempty"`
	Name        string             `json:"name,omitempty"`
	Matched     string             `json:"matched,omitempty"`  // pointer to what the expected recipient fits
	Spelling    Spelling           `json:"spelling,omitempty"` // how it fits
}

// ReportIdentifier is one identifier of the recipient.
type ReportIdentifier struct {
	Type   credential.IdentifierType `json:"type"`
	Hashed bool                      `json:"hashed"`
	Value  string                    `json:"value"` // the hash when Hashed
}

// ReportCheck is a Check as data.
type ReportCheck struct {
	Step     Step    `json:"step"`
	Outcome  Outcome `json:"outcome"`
	Code     string  `json:"code,omitempty"`
	Reason   string  `json:"reason,omitempty"`
	Sentence string  `json:"sentence"` // for a layman
	Detail   string  `json:"detail,omitempty"`
	Pointer  string  `json:"pointer,omitempty"`
}

// ReportStatus is a StatusCheck as data.
type ReportStatus struct {
	Purpose string        `json:"purpose"`
	Outcome StatusOutcome `json:"outcome"`
	List    string        `json:"list"`           // URL of the list
	AsOf    string        `json:"asOf,omitempty"` // when the list was made, RFC 3339 in UTC
	Value   uint8         `json:"value"`
	Message string        `json:"message,omitempty"`
	Reason  string        `json:"reason,omitempty"`
	Detail  string        `json:"detail,omitempty"`
	Pointer string        `json:"pointer"`
}

const sentenceValid = "this credential is authentic and current"

// NewReport makes the report of what Verify or VerifyCredential returned. An err that is not theirs, such as that of
// reading the file, is a report too: indeterminate, without checks.
func NewReport(res *Result, err error) *Report {
	rep := &Report{ReportVersion: 1, Verdict: VerdictOf(err).String(), Sentence: sentenceValid, Checks: []ReportCheck{}}
	var e *Error
	switch {
	case err == nil:
		rep.checked(res.Checks, res.Warnings)
	case errors.As(err, &e) && e != nil:
		res = e.Result
		rep.Code, rep.Sentence, rep.Form, rep.Problems = e.Code(), e.leading().sentence(), e.form, e.Problems()
		rep.Claimed, rep.Picture = &e.Claimed, e.picture
		rep.checked(e.Checks, e.Warnings)
		if !e.At.IsZero() {
			rep.At = stamp(e.At)
		}
	default:
		rep.Sentence = "this could not be checked: " + err.Error()
	}
	if res != nil {
		rep.authentic(res)
	}
	return rep
}

// For records which bytes the report is about.
func (rep *Report) For(file string, secured []byte) *Report {
	sum := sha256.Sum256(secured)
	rep.File, rep.SHA256 = file, hex.EncodeToString(sum[:])
	return rep
}

func (rep *Report) checked(checks []Check, warnings []Warning) {
	rep.Checks = reportChecks(checks)
	rep.Warnings, rep.Notes = splitNotes(warnings)
}

func reportChecks(checks []Check) []ReportCheck {
	list := make([]ReportCheck, len(checks))
	for i, c := range checks {
		list[i] = ReportCheck{c.Step, c.Outcome, c.Code, c.Reason, c.sentence(), c.Detail, c.Pointer}
	}
	return list
}

func splitNotes(list []Warning) (warnings, notes []Warning) {
	for _, w := range list {
		if w.Note {
			notes = append(notes, w)
		} else {
			warnings = append(warnings, w)
		}
	}
	return warnings, notes
}

func (rep *Report) authentic(res *Result) {
	rep.At = stamp(res.At)
	rep.Form, rep.Picture, rep.MediaType, rep.VerificationMethod = res.Form, res.Picture, res.MediaType, res.VerificationMethod
	rep.Algorithm, rep.Cryptosuite = res.Algorithm, res.Cryptosuite
	rep.DataModel, rep.Contexts = res.DataModel, res.Contexts
	if n := res.Refreshed; n != nil {
		rep.Refreshed = &ReportRefreshed{n.URL, NewReport(n.Result, n.Err)}
	}
	if res.Badge != nil {
		rep.Badge = newReportBadge(res.Badge, res.Recipient)
	}
	rep.Endorsements = newReportEndorsements(res.Endorsements)
	for _, c := range res.Status {
		s := ReportStatus{Purpose: string(c.Purpose), Outcome: c.Outcome, List: c.List, Value: c.Value, Message: c.Message,
			Reason: c.Reason, Detail: c.Detail, Pointer: c.Pointer}
		if !c.AsOf.IsZero() {
			s.AsOf = stamp(c.AsOf)
		}
		rep.Status = append(rep.Status, s)
	}
}

func newReportBadge(b *credential.OpenBadge, m *Match) *ReportBadge {
	s := &b.Subject
	r := &ReportBadge{
		ID: b.ID, Name: b.Name, Description: b.Description, LicenseNumber: s.LicenseNumber,
		Achievement: ReportAchievement{ID: s.Achievement.ID, Name: s.Achievement.Name, Type: s.Achievement.AchievementType},
		Issuer:      ReportIssuer{ID: b.Issuer.ID, Name: b.Issuer.Name},
		Recipient:   ReportRecipient{ID: s.ID},
		AwardedDate: text(b.AwardedDate), ValidFrom: text(b.ValidFrom), ValidUntil: text(b.ValidUntil),
	}
	r.Recipient.Name, _ = b.RecipientName()
	if m != nil {
		r.Recipient.Matched, r.Recipient.Spelling = m.Pointer, m.Spelling
	}
	for _, o := range s.Identifier {
		r.Recipient.Identifiers = append(r.Recipient.Identifiers, ReportIdentifier{o.IdentityType, o.Hashed, o.IdentityHash})
	}
	for _, image := range []*credential.Image{b.Image, s.Achievement.Image} {
		if image != nil && r.Image == "" && slices.Contains([]string{"https", "http", "data"}, strings.ToLower(iri.Scheme(image.ID))) {
			r.Image = image.ID
		}
	}
	return r
}

func text(d credential.DateTime) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
