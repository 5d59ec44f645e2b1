package verifier

import (
	"time"
)

// clockSkew is how far in the future validFrom may lie: the issuer's clock may run ahead of ours. validUntil gets
// nothing, since that would extend what the issuer granted.
const clockSkew = time.Minute

// checkPeriod checks the dates: those of the credential and those of the JWT claims, which in VC-JOSE-COSE may differ; the
// shorter period counts. Equality with validUntil is still valid (Open Badges 3.0 §9.1). Proofs have dates of their own.
func (r *run) checkPeriod() {
	if !r.clock() {
		return
	}
	current := r.validity()
	if r.proofsCurrent() && current {
		r.note(StepPeriod, Pass, "")
	}
}

// clock refuses to judge by a clock that cannot be right.
func (r *run) clock() bool {
	if r.at.IsZero() || r.machineClock && r.at.Before(built) {
		return r.fail(StepPeriod, reasonClock, "the clock says "+stamp(r.at), "", nil)
	}
	return true
}

// built is before this version was. A clock that shows less has not been set.
var built = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// period returns the shorter of the periods that the credential and its JWT claims give; a zero end is none.
func (r *run) period() (from, until time.Time) {
	from, until = r.shape.validFrom, r.shape.validUntil
	if r.claims.notBefore.After(from) {
		from = r.claims.notBefore
	}
	if exp := r.claims.expires; until.IsZero() || !exp.IsZero() && exp.Unix() < until.Unix() {
		until = exp
	}
	return from, until
}

func (r *run) validity() bool {
	from, until := r.period()
	dates := r.model.dates()
	if r.at.Add(clockSkew).Before(from) {
		return r.fail(StepPeriod, reasonNotYetValid, "valid from "+stamp(from)+", now is "+stamp(r.at), "/"+dates.from, nil)
	}
	if !until.IsZero() && r.at.After(until) {
		return r.fail(StepPeriod, reasonExpired, "valid until "+stamp(until)+", now is "+stamp(r.at), "/"+dates.until, nil)
	}
	return true
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
