package verifier

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// errBudget is the cause of a context that Limits.Time has ended.
var errBudget = errors.New("the time limit for one verification has passed")

// run is one verification on its way through the steps.
type run struct {
	*Verifier
	ctx    context.Context
	expect *Expect
	badges bool // Open Badges only
	list   bool // a status list, which may be longer

	pictures bool        // are taken
	picture  *bake.Baked // that the badge was in; nil without one

	isRefresh bool     // of another credential: nothing more is fetched
	request   *request // a presentation that answers it; nil for a credential
	holder    string   // of the presentation that the credential is in; "" is none
	binding   Binding  // of the credential to the holder
	place     *place   // where an endorsement hangs; nil for everything else
	depth     int      // 1 for an endorsement in what the caller gave
	quota     *int     // how many endorsements may be verified yet, in all

	at       time.Time
	checks   []Check
	warnings []Warning
	claimed  Claimed
	form     Form

	token     *jose.Token      // nil without a JWS
	claimSet  strictjson.Value // the payload of a JWS, with its claims
	wrapped   strictjson.Value // the credential in a vc claim; absent without one
	payload   strictjson.Value // the credential as read; one in a vc claim has what the other claims say of it
	model     DataModel
	unsecured strictjson.Value // what embedded proofs cover: payload without JWT claims and proofs
	doc       strictjson.Value // what is returned: unsecured, with the contexts that were signed
	proofs    []embedded
	readWith  []string // the URLs of contexts, by proofs of RDFC suites
	signatory string   // whose proofs count: the issuer
	badge     *credential.OpenBadge
	shape     shape
	claims    claims

	trusted   bool          // the issuer is on the trust list
	issuerDoc *did.Document // with the issuer's keys; nil when nobody knows the issuer
	method    *did.Method
	statuses  []StatusCheck
	recipient *Match
	endorsers []EndorsementCheck
	endorsing *credential.EndorsementCredential // what an endorsement says
}

func (v *Verifier) verify(ctx context.Context, secured []byte, expect *Expect, badges bool) (*Result, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, v.opts.Limits.Time, errBudget)
	defer cancel()
	r := &run{Verifier: v, ctx: ctx, expect: expect, badges: badges, pictures: true, at: v.opts.Now(), checks: make([]Check, 0, len(steps))}
	if expect == nil {
		r.expect = &Expect{}
	}
	return r.verify(secured)
}

func (r *run) verify(secured []byte) (*Result, error) { return r.finish(r.steps(secured)) }

// finish makes the answer of what the steps have found.
func (r *run) finish(res *Result) (*Result, error) {
	r.skipRest()
	if res != nil {
		res.Checks, res.Warnings, res.Status, res.Endorsements = r.checks, r.warnings, r.statuses, r.endorsers
	}
	if res == nil || slices.ContainsFunc(r.checks, func(c Check) bool { return c.decides() }) {
		return nil, r.error(res)
	}
	return res, nil
}

func (r *run) error(res *Result) *Error {
	return &Error{Checks: r.checks, Warnings: r.warnings, Result: res, Claimed: r.claimed, At: r.at, form: r.form, picture: r.pictureFormat()}
}

// steps makes the checks. The Result is nil unless the issuer and proof checks passed.
func (r *run) steps(secured []byte) *Result {
	if !r.alive(StepFormat) || !r.format(secured) || !r.alive(StepIssuer) || !r.issuer() || !r.proof() || !r.trusted {
		return nil
	}
	res := r.result()
	r.checkPicture()
	r.offered()
	r.checkPeriod()
	r.status()
	r.checkRecipient()
	res.Recipient = r.recipient
	r.checkHolder()
	r.schema()
	r.resources()
	r.endorsements()
	if r.alive(StepPolicy) {
		r.policies(res)
	}
	r.refresh(res)
	return res
}

// alive reports whether the context still is; if not, the step is what it ended in.
func (r *run) alive(step Step) bool {
	if r.ctx.Err() == nil {
		return true
	}
	cause := context.Cause(r.ctx)
	if cause == errBudget {
		return r.fail(step, reasonTime, cause.Error(), "", cause)
	}
	r.fail(step, reasonCanceled, r.ctx.Err().Error(), "", cause)
	r.checks[len(r.checks)-1].ended = r.ctx.Err()
	return false
}

// living is alive without a word in the report.
func (r *run) living() bool { return r.ctx.Err() == nil }

// fail records a check that decides the verdict, and returns false.
func (r *run) fail(step Step, reason, detail, pointer string, cause error) bool {
	r.checks = append(r.checks, decide(step, reason, detail, pointer, cause))
	return false
}

func decide(step Step, reason, detail, pointer string, cause error) Check {
	err := ErrMalformed
	if known, ok := sentinelOf[reason]; ok {
		err = known
	}
	s := err.(*sentinel)
	outcome := Fail
	if s.verdict == Indeterminate {
		outcome = Unknown
	}
	return Check{Step: step, Outcome: outcome, Code: s.code, Reason: reason, Detail: detail, Pointer: pointer, Cause: cause, err: s}
}

// note records a check that does not decide, and returns true. report does with a place in the credential.
func (r *run) note(step Step, outcome Outcome, detail string) bool {
	return r.report(step, outcome, detail, "")
}

func (r *run) report(step Step, outcome Outcome, detail, pointer string) bool {
	r.checks = append(r.checks, Check{Step: step, Outcome: outcome, Detail: detail, Pointer: pointer})
	return true
}

func (r *run) warn(code, detail, pointer string) {
	remark := remarkOf(code)
	r.warnings = append(r.warnings, Warning{Code: code, Sentence: remark.sentence, Detail: detail, Pointer: pointer, Note: remark.note})
}

// skipRest gives every step that was not reached its line in the report.
func (r *run) skipRest() {
	for _, step := range r.allSteps() {
		seen := false
		for i := range r.checks {
			seen = seen || r.checks[i].Step == step
		}
		if !seen {
			r.checks = append(r.checks, Check{Step: step, Outcome: Skipped, Reason: notReached, Detail: "an earlier step did not pass"})
		}
	}
}

func (r *run) result() *Result {
	res := &Result{
		Badge:              r.badge,
		Issuer:             r.shape.issuer,
		VerificationMethod: r.method.ID,
		Form:               r.form,
		MediaType:          "vc",
		DataModel:          r.model,
		Contexts:           r.contexts(),
		At:                 r.at,
		document:           r.doc,
	}
	if r.token != nil {
		res.Algorithm = r.token.Algorithm
	}
	res.Cryptosuite, res.Picture = r.cryptosuite(), r.pictureFormat()
	return res
}

func (r *run) pictureFormat() bake.Format {
	if r.picture == nil {
		return ""
	}
	return r.picture.Format
}

// cryptosuite names that of the first proof by the issuer, or by the holder of a presentation; "" is none.
func (r *run) cryptosuite() string {
	for i := range r.proofs {
		if p := &r.proofs[i]; p.own {
			return p.suite.String()
		}
	}
	return ""
}
