package verifier

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// EndorsementCheck is what one endorsement comes to: what somebody says about the badge, its achievement, its issuer or
// another profile in it (https://www.imsglobal.org/spec/ob/v3p0/, EndorsementCredential). It is verified as a credential
// of its own, by the same Verifier, and has no effect on the verdict of the badge. Whoever is not on the trust list has
// endorsed nothing: only what is Valid is an endorsement.
type EndorsementCheck struct {
	Pointer string  // RFC 6901 pointer to it, in the credential
	Target  string  // id of what it hangs on, and must be about; "" when that has none
	Verdict Verdict // Valid, or it is no endorsement
	Code    string  // why it is not Valid: "unknown_issuer"; a code of Codes
	Reason  string  // finer than Code: "endorsement_target"; "endorsement_self" when Self
	Detail  string  // for an engineer; untrusted text in it is quoted and cut short

	// Self says that a Valid endorsement is nobody else's word: the endorser is the badge's issuer, its recipient, or what
	// is endorsed.
	Self bool

	// Result is the verified endorsement. Result.Issuer is the endorser, and Result.Endorsements are those of the
	// endorser's profile. It is set when, and only when, Verdict is Valid.
	Result *Result

	// Credential is what Result.Document says. It is set with Result. Where validUntil is missing and the JWT claim exp is
	// there, ValidUntil is that claim.
	Credential *credential.EndorsementCredential

	Claimed Claimed // what an endorsement that is not Valid says of itself; nothing of it is to be shown as fact
	Cause   error   // why it is not Valid, an *Error about it; nil when it was not looked at
}

// maxEndorsementDepth: a badge has endorsements, and the profiles of those who made them have others.
const maxEndorsementDepth = 2

// place is where an endorsement hangs.
type place struct {
	pointer string
	target  string           // id of what it hangs on
	value   strictjson.Value // a credential, or the text of a compact JWS
}

// endorsed collects the endorsements of a credential, up to a limit.
type endorsed struct {
	limit  int
	places []place
	beyond *place // the first beyond the limit; nil without one
	more   int    // how many are beyond
}

// thing collects the endorsements of one thing.
func (e *endorsed) thing(pointer string, v strictjson.Value) {
	for _, name := range []string{"endorsement", "endorsementJwt"} {
		list := v.Get(name)
		n := 1
		switch list.Kind() {
		case strictjson.Absent:
			continue
		case strictjson.Array:
			n = list.Len()
		}
		for i := range n {
			if e.more > 0 {
				e.more += n - i
				break
			}
			p := place{pointer: pointer + "/" + name, target: stringOf(v.Get("id")), value: at(list, i)}
			if list.Kind() == strictjson.Array {
				p.pointer = strictjson.PointerAt(p.pointer, i)
			}
			if len(e.places) < e.limit {
				e.places = append(e.places, p)
				continue
			}
			e.beyond, e.more = &p, 1
		}
	}
}

// profile collects those of a profile and of the organisations that it belongs to.
func (e *endorsed) profile(pointer string, v strictjson.Value) {
	for ; v.Kind() == strictjson.Object; v = v.Get("parentOrg") {
		e.thing(pointer, v)
		pointer += "/parentOrg"
	}
}

// endorsed finds the endorsements of the credential, of what was achieved, and of every profile.
func (r *run) endorsed(limit int) *endorsed {
	e := &endorsed{limit: limit}
	e.thing("", r.doc)
	e.profile("/issuer", r.doc.Get("issuer"))
	subject := r.doc.Get("credentialSubject")
	for i := range r.shape.subjects {
		s, pointer := at(subject, i), r.shape.subjectPointer(i)
		achievement := s.Get("achievement")
		e.thing(pointer+"/achievement", achievement)
		e.profile(pointer+"/achievement/creator", achievement.Get("creator"))
		e.profile(pointer+"/source", s.Get("source"))
	}
	return e
}

// endorsements verifies what others say about the credential. It never lowers the verdict: not even by the time that it
// takes, of which it has half of what is left.
func (r *run) endorsements() {
	if r.quota == nil {
		n := r.opts.Limits.Endorsements
		r.quota = &n
	}
	limit, reason := *r.quota, reasonEndorsementLimit
	if r.depth == maxEndorsementDepth {
		limit, reason = 0, reasonEndorsementDepth
	}
	found := r.endorsed(limit)
	if len(found.places) == 0 && found.beyond == nil {
		r.note(StepEndorsement, Skipped, "the badge has no endorsement")
		return
	}
	*r.quota -= len(found.places) // those in them come after all of these
	end, _ := r.ctx.Deadline()    // which every verification has
	ctx, cancel := context.WithTimeoutCause(r.ctx, time.Until(end)/2, errBudget)
	defer cancel()
	for i := range found.places {
		r.addEndorsement(r.endorsement(ctx, &found.places[i]))
	}
	if found.beyond != nil {
		r.addEndorsement(found.beyond.unverified(reason, fmt.Sprintf("%d from here on are not looked at; the limits are %d in all and %d inside one another",
			found.more, r.opts.Limits.Endorsements, maxEndorsementDepth)))
	}
}

func (p *place) unverified(reason, detail string) EndorsementCheck {
	c := decide(StepEndorsement, reason, detail, p.pointer, nil)
	return EndorsementCheck{Pointer: p.pointer, Target: p.target, Verdict: c.err.verdict, Code: c.Code, Reason: c.Reason, Detail: c.Detail}
}

// addEndorsement records the finding and gives it a line in the report. The line has no code: it does not decide.
func (r *run) addEndorsement(e EndorsementCheck) {
	detail := strings.Join(compact([]string{e.Code, e.Detail}), ": ")
	line := Check{Step: StepEndorsement, Outcome: Pass, Reason: e.Reason, Detail: detail, Pointer: e.Pointer, Cause: e.Cause}
	switch e.Verdict {
	case Invalid:
		line.Outcome = Fail
	case Indeterminate:
		line.Outcome = Unknown
	case Valid:
		if first := r.repeated(&e); first != "" {
			r.warn("endorsement_repeated", "the endorsement is the one at "+first+", and no second word", e.Pointer)
		}
	}
	r.checks = append(r.checks, line)
	r.endorsers = append(r.endorsers, e)
}

// repeated returns the pointer to an earlier endorsement with the same issuer and id.
func (r *run) repeated(e *EndorsementCheck) string {
	for i := range r.endorsers {
		if o := &r.endorsers[i]; o.Verdict == Valid && o.Result.Issuer == e.Result.Issuer && o.Credential.ID == e.Credential.ID {
			return o.Pointer
		}
	}
	return ""
}

// endorsement verifies one endorsement.
func (r *run) endorsement(ctx context.Context, p *place) EndorsementCheck {
	n := &run{Verifier: r.Verifier, ctx: ctx, expect: &Expect{}, at: r.at, place: p, depth: r.depth + 1, quota: r.quota}
	res, err := n.finish(n.endorse(p.secured()))
	if err != nil {
		lead := err.(*Error).leading()
		e := p.unverified(lead.Reason, strings.Join(compact([]string{strictjson.Show(lead.Pointer), lead.Detail}), ": "))
		e.Claimed, e.Cause = n.claimed, err
		return e
	}
	e := EndorsementCheck{Pointer: p.pointer, Target: p.target, Verdict: Valid, Detail: "by " + res.Issuer, Result: res, Credential: n.endorsing}
	if res.Issuer == p.target || res.Issuer == r.shape.issuer || slices.Contains(r.shape.subjects, res.Issuer) {
		e.Self, e.Reason, e.Detail = true, reasonEndorsementSelf, "by "+res.Issuer+", which is nobody else's word"
	}
	return e
}

// secured is the endorsement as bytes of its own. One that is an object is not read again.
func (p *place) secured() []byte {
	switch p.value.Kind() {
	case strictjson.Object:
		return nil
	case strictjson.String:
		return []byte(p.value.Text())
	}
	return p.value.AppendTo(nil)
}

// endorse is steps for an endorsement. The caller's policies are about badges.
func (r *run) endorse(secured []byte) *Result {
	if !r.alive(StepFormat) || !r.format(secured) || !r.issuer() || !r.proof() || !r.trusted {
		return nil
	}
	res := r.result()
	r.offered()
	r.checkPeriod()
	r.status()
	r.report(StepRecipient, Pass, "it is about what it hangs on", "/credentialSubject/id")
	r.schema()
	r.resources()
	r.endorsements()
	r.note(StepPolicy, Skipped, "the verifier's policies are about badges")
	return res
}

// readEndorsement applies the rules of endorsements. What is about something else is refused before its proof is looked
// at: everybody can copy what was said of another.
func (r *run) readEndorsement() bool {
	if r.model == DataModel11 {
		return r.fail(StepFormat, reasonVCDM11, "an endorsement of the data model 1.1 is not checked", "/@context/0", nil)
	}
	e := new(credential.EndorsementCredential)
	if !r.obeys(readRules(r.doc, e)) {
		return false
	}
	if e.Subject.ID != r.place.target {
		return r.fail(StepRecipient, reasonEndorsementTarget, "it is about "+strictjson.Quote(e.Subject.ID)+", and hangs on "+
			strictjson.Quote(r.place.target), "/credentialSubject/id", nil)
	}
	if e.ValidUntil.IsZero() && r.token != nil && r.token.Type != jose.TypeVC {
		e.ValidUntil = credential.NewDateTime(r.claims.expires)
	}
	r.endorsing = e
	return true
}

// RequireEndorsement returns a Policy that refuses a badge unless one of the named issuers or, when none is named, any
// trusted one has endorsed the badge, its achievement or its issuer. An endorsement of another profile in it says nothing
// about the badge, and one that is Self is nobody else's word. When one that would do could not be checked, the badge is
// Indeterminate.
//
// An endorsement names what it is about by its id alone, and the ids of a badge and of an achievement are the choice of
// the badge's issuer, who may take those of another. The Policy says who has endorsed; it is for the trust list, or for
// Only, to say who may award.
func RequireEndorsement(issuers ...string) Policy {
	named := func(issuer string) bool { return len(issuers) == 0 || slices.Contains(issuers, issuer) }
	return func(_ context.Context, r *Result) error {
		open := false
		for i := range r.Endorsements {
			switch e := &r.Endorsements[i]; {
			case !r.concerns(e.Target):
			case e.Verdict == Valid && !e.Self && named(e.Result.Issuer):
				return nil
			case e.Verdict == Indeterminate:
				open = open || e.Cause == nil || named(e.Claimed.Issuer)
			}
		}
		if open {
			return fmt.Errorf("%w: an endorsement could not be checked", ErrIndeterminate)
		}
		return fmt.Errorf("there is no endorsement by any of %q", issuers)
	}
}

// concerns reports whether the id is that of the badge, its achievement or its issuer.
func (r *Result) concerns(id string) bool {
	return id == r.Issuer || r.Badge != nil && (id == r.Badge.ID || id == r.Badge.Subject.Achievement.ID)
}

// ReportEndorsement is an EndorsementCheck as data.
type ReportEndorsement struct {
	Pointer string `json:"pointer"`
	Target  string `json:"target,omitempty"`
	Verdict string `json:"verdict"`
	Code    string `json:"code,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Detail  string `json:"detail,omitempty"`
	Self    bool   `json:"self,omitempty"`

	// These are there when the endorsement is valid, and ClaimedIssuer when it is not.
	Issuer       *ReportIssuer       `json:"issuer,omitempty"`
	Comment      string              `json:"comment,omitempty"` // Markdown
	ValidFrom    string              `json:"validFrom,omitempty"`
	Endorsements []ReportEndorsement `json:"endorsements,omitempty"` // of the endorser's profile; pointers are into the endorsement

	ClaimedIssuer string `json:"claimedIssuer,omitempty"`
}

func newReportEndorsements(checks []EndorsementCheck) []ReportEndorsement {
	var list []ReportEndorsement
	for _, c := range checks {
		e := ReportEndorsement{Pointer: c.Pointer, Target: c.Target, Verdict: c.Verdict.String(), Code: c.Code, Reason: c.Reason,
			Detail: c.Detail, Self: c.Self, ClaimedIssuer: c.Claimed.Issuer}
		if c.Result != nil {
			e.Issuer = &ReportIssuer{ID: c.Result.Issuer, Name: c.Credential.Issuer.Name}
			e.Comment, e.ValidFrom = c.Credential.Subject.EndorsementComment, text(c.Credential.ValidFrom)
			e.Endorsements = newReportEndorsements(c.Result.Endorsements)
		}
		list = append(list, e)
	}
	return list
}

// undefinedEndorsement says more of a member that JSON-LD would drop: 1EdTech has added endorsementJwt to a context that
// was published without it, so that under the earlier revision no RDFC proof covers one.
func undefinedEndorsement(pointer string) string {
	if !strings.HasSuffix(pointer, "/endorsementJwt") {
		return ""
	}
	return "; the revision of the Open Badges context in use does not have it, so that the proof would not cover it. " +
		"A later one does, and can be given in Options.Contexts"
}
