package verifier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// StatusOutcome is what a status entry comes to.
type StatusOutcome string

// The outcomes of a status entry.
const (
	StatusClear   StatusOutcome = "clear"   // the list has zero for the credential
	StatusSet     StatusOutcome = "set"     // the list has something else
	StatusUnknown StatusOutcome = "unknown" // could not be found out
	StatusSkipped StatusOutcome = "skipped" // not looked up, at the caller's wish
)

// StatusCheck is what one entry of credentialStatus comes to.
type StatusCheck struct {
	Purpose status.Purpose // revocation, suspension, refresh, message; as the entry says
	List    string         // URL of the list; nothing was fetched from it
	Outcome StatusOutcome
	AsOf    time.Time // validFrom of the list that was used, zero without one: later changes are not in it
	Value   uint8     // what the list has, 0 when clear
	Message string    // what the issuer says Value means; empty for entries of one bit, as a rule
	Reason  string    // why the outcome is unknown: "status_missing"
	Detail  string    // likewise, for an engineer
	Pointer string    // RFC 6901 pointer to the entry
	Cause   error     // what lies behind, an *Error about the list for instance
}

const (
	noStatus      = "the issuer publishes no status for this credential"
	skippedStatus = "not looked up, at the caller's wish"
)

// status looks up every entry of credentialStatus: one that says revoked makes the credential Invalid, whatever the
// others say, and one that cannot be looked up leaves it open.
func (r *run) status() {
	v := r.doc.Get("credentialStatus")
	if v.Kind() == strictjson.Absent {
		r.note(StepStatus, Skipped, noStatus)
		return
	}
	entries, problem := r.statusEntries(v)
	if problem != "" && r.opts.InsecureSkipStatus {
		r.note(StepStatus, Skipped, skippedStatus)
		return
	}
	if problem != "" {
		r.fail(StepStatus, reasonStatusEntry, problem, "/credentialStatus", nil)
		return
	}
	for i := range entries {
		pointer := "/credentialStatus"
		if v.Kind() == strictjson.Array {
			pointer = strictjson.PointerAt(pointer, i)
		}
		if index := at(v, i).Get("statusListIndex"); index.Kind() == strictjson.Number {
			r.warn("status_index_number", "Bitstring Status List wants the index as a string", pointer+"/statusListIndex")
		}
		c := r.statusEntry(&entries[i], pointer)
		c.Pointer = pointer
		r.statuses = append(r.statuses, c)
	}
	r.judgeStatus()
}

// at returns the item of an array, or the one value that stands for it.
func at(v strictjson.Value, i int) strictjson.Value {
	if v.Kind() == strictjson.Array {
		return v.At(i)
	}
	return v
}

// statusEntries reads credentialStatus, which is there. Those of a badge have been read with it.
func (r *run) statusEntries(v strictjson.Value) (entries []credential.StatusEntry, problem string) {
	if r.badge != nil {
		return r.badge.Status, ""
	}
	n := 1
	if v.Kind() == strictjson.Array {
		n = v.Len()
	}
	if n > credential.MaxStatus {
		return nil, fmt.Sprintf("%d entries, the limit is %d", n, credential.MaxStatus)
	}
	entries = make([]credential.StatusEntry, n)
	for i := range entries {
		if err := strictjson.Decode(at(v, i), &entries[i]); err != nil {
			return nil, err.Error()
		}
	}
	if n == 0 {
		return nil, "an empty array, which may be what is left of an entry"
	}
	return entries, ""
}

// judgeStatus gives each kind of finding its line in the report, the worst first: that one names the code.
func (r *run) judgeStatus() {
	failed := false
	for _, worst := range []struct {
		purpose status.Purpose
		reason  string
	}{{status.Revocation, reasonRevoked}, {status.Suspension, reasonSuspended}} {
		for i := range r.statuses {
			if c := &r.statuses[i]; c.Purpose == worst.purpose && c.Outcome == StatusSet {
				failed = true
				r.fail(StepStatus, worst.reason, c.said(), c.Pointer, nil)
			}
		}
	}
	for i := range r.statuses {
		if c := &r.statuses[i]; c.Outcome == StatusUnknown {
			failed = true
			r.fail(StepStatus, c.Reason, c.Detail, c.Pointer, c.Cause)
		}
	}
	if failed {
		return
	}
	if r.opts.InsecureSkipStatus {
		r.note(StepStatus, Skipped, skippedStatus)
		return
	}
	said := make([]string, len(r.statuses))
	for i := range r.statuses {
		said[i] = r.statuses[i].said()
	}
	outcome := Skipped // who publishes something else has said nothing of that
	if slices.ContainsFunc(r.statuses, StatusCheck.withdraws) {
		outcome = Pass
	}
	r.note(StepStatus, outcome, strings.Join(said, "; "))
}

// withdraws reports whether the entry is about revocation or suspension.
func (c StatusCheck) withdraws() bool {
	return c.Purpose == status.Revocation || c.Purpose == status.Suspension
}

// said is the finding in words, with the date that it is of.
func (c *StatusCheck) said() string {
	text := string(c.Purpose) + " " + string(c.Outcome)
	if c.Message != "" {
		text += " (" + strictjson.Quote(c.Message) + ")"
	}
	if c.AsOf.IsZero() {
		return text + ", by a list without a date"
	}
	return text + ", status as of " + stamp(c.AsOf)
}

// unknown makes the finding that nothing could be found out.
func (c StatusCheck) unknown(reason, detail string, cause error) StatusCheck {
	c.Outcome, c.Reason, c.Detail, c.Cause = StatusUnknown, reason, detail, cause
	return c
}

// statusEntry looks up one entry.
func (r *run) statusEntry(e *credential.StatusEntry, pointer string) StatusCheck {
	c := StatusCheck{Purpose: status.Purpose(e.StatusPurpose), List: e.StatusListCredential}
	if e.Type == credential.Status1EdTech {
		c.Purpose, c.List = status.Revocation, e.ID
	}
	if r.opts.InsecureSkipStatus {
		c.Outcome = StatusSkipped
		return c
	}
	switch e.Type {
	case credential.StatusBitstring, credential.Status2021:
	case credential.Status1EdTech:
		return r.revocationList(c)
	default:
		return c.unknown(reasonStatusType, "entries of the type "+strictjson.Quote(e.Type)+" are not known", nil)
	}
	switch c.Purpose {
	case status.Revocation, status.Suspension, status.Refresh, status.Message:
	default:
		return c.unknown(reasonStatusPurpose, "what a status for the purpose "+strictjson.Quote(e.StatusPurpose)+" means is not known", nil)
	}
	l, unknown := r.statusList(c)
	if l == nil {
		return unknown
	}
	value, err := l.list.Lookup(e)
	if err != nil {
		return c.unknown(lookupReason(err), err.Error(), err)
	}
	c.AsOf, c.Value, c.Message, c.Outcome = l.list.ValidFrom, value.Bits, value.Message, StatusClear
	if value.Bits != 0 {
		c.Outcome = StatusSet
	}
	age := r.at.Sub(l.list.ValidFrom)
	if limit := r.opts.MaxStatusAge; limit > 0 && age > limit && (c.Outcome != StatusSet || c.Purpose != status.Revocation) {
		// A revocation is final (https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry) and so never out of date.
		return c.unknown(reasonStatusStale, fmt.Sprintf("%s; that is %s ago, the limit is %s", c.said(), show(age), show(limit)), nil)
	}
	if ttl := l.list.TTL; ttl > 0 && age > ttl {
		r.warn("status_ttl", fmt.Sprintf("the issuer would have the list looked up again after %s; this one is of %s ago", show(ttl), show(age)), pointer)
	}
	return c
}

func show(d time.Duration) string { return d.Round(time.Second).String() }

func lookupReason(err error) string {
	switch {
	case errors.Is(err, status.ErrPurpose):
		return reasonStatusOther
	case errors.Is(err, status.ErrIndex):
		return reasonStatusIndex
	case errors.Is(err, status.ErrRange):
		return reasonStatusRange
	case errors.Is(err, status.ErrLength):
		return reasonStatusLength
	case errors.Is(err, status.ErrUnsupported):
		return reasonStatusSize
	case errors.Is(err, status.ErrList):
		return reasonStatusList
	}
	return reasonStatusEntry
}

// texts asks the source for the list of the entry.
func (r *run) texts(c StatusCheck) ([]*StatusText, StatusCheck) {
	if r.opts.Status == nil {
		return nil, c.unknown(reasonStatusMissing, "no status list was given", nil)
	}
	texts, err := r.opts.Status.StatusLists(r.ctx, c.List)
	switch {
	case err != nil && !errors.Is(err, ErrNoStatusList):
		return nil, c.unknown(reasonStatusUnavailable, "the status list could not be had", err)
	case len(texts) == 0:
		return nil, c.unknown(reasonStatusMissing, "the status list "+strictjson.Quote(c.List)+" is not among those that were given", err)
	case slices.Contains(texts, nil):
		return nil, c.unknown(reasonStatusUnavailable, "the source has answered with nothing for a list", nil)
	case len(texts) > maxCandidates:
		return nil, c.unknown(reasonStatusMissing, fmt.Sprintf("%d files say that they are the list, the limit is %d", len(texts), maxCandidates), nil)
	}
	return texts, c
}

// maxCandidates is how many texts are tried as one list.
const maxCandidates = 64

// statusList returns the newest list with the URL that the badge's issuer vouches for. What does not verify, and what
// somebody else vouches for, cannot stand in its way.
func (r *run) statusList(c StatusCheck) (*listing, StatusCheck) {
	texts, c := r.texts(c)
	if len(texts) == 0 {
		return nil, c
	}
	var best, unread *listing
	twice := false
	refusal := c
	for _, text := range texts {
		if !r.living() {
			return nil, c.unknown(reasonStatusUnavailable, "the verification ended before the list was verified", context.Cause(r.ctx))
		}
		l := r.listing(text)
		if reason, detail, cause := r.judgeListing(l, c.List); reason != "" {
			if refusal.Reason == "" {
				refusal = c.unknown(reason, detail, cause)
			}
			if l.list == nil && r.isVersion(l, c.List) && (unread == nil || unread.olderThan(l)) {
				unread, refusal = l, c.unknown(reason, detail, cause)
			}
			continue
		}
		switch {
		case best == nil || l.list.ValidFrom.After(best.list.ValidFrom):
			best, twice = l, false
		case l.list.ValidFrom.Equal(best.list.ValidFrom):
			twice = twice || l.sum != best.sum
		}
	}
	switch {
	case best == nil, unread != nil && !unread.olderThan(best):
		// A version that is the issuer's word and cannot be read does not give way to an older one.
		return nil, refusal
	case twice:
		return nil, c.unknown(reasonStatusConflict, "two versions of the list are of "+stamp(best.list.ValidFrom)+", and differ", nil)
	case !best.current(r.at):
		return nil, c.unknown(reasonStatusExpired, "the newest list, of "+stamp(best.list.ValidFrom)+", has expired: "+stamp(best.until), nil)
	}
	if guard, ok := r.opts.Status.(StatusGuard); ok {
		v := StatusVersion{Issuer: r.shape.issuer, URL: c.List, ValidFrom: best.list.ValidFrom, SHA256: best.sum}
		if err := guard.Accept(r.ctx, v); err != nil {
			reason := reasonStatusUnavailable
			if errors.Is(err, ErrStatusRollback) {
				reason = reasonStatusRollback
			}
			return nil, c.unknown(reason, err.Error(), err)
		}
	}
	return best, c
}

// judgeListing says why a listing is not the list that is looked for, in a version that is in force or was.
func (r *run) judgeListing(l *listing, url string) (reason, detail string, cause error) {
	switch {
	case l.err != nil:
		return l.reason, "the list does not verify: " + l.err.Error(), l.err
	case l.list.ID != url:
		return reasonStatusList, "the list is " + strictjson.Quote(l.list.ID) + ", want " + strictjson.Quote(url), nil
	case !r.maySpeak(l.issuer):
		return reasonStatusIssuer, "the list is by " + strictjson.Quote(l.issuer) + ", who may not speak for the credential's issuer", nil
	case l.future(r.at):
		return reasonStatusFuture, "the list is of " + stamp(l.from) + ", now is " + stamp(r.at), nil
	}
	return "", "", nil
}

// maySpeak reports whether the issuer of a list may speak for the issuer of the credential.
func (r *run) maySpeak(issuer string) bool {
	return issuer == r.shape.issuer || slices.Contains(r.opts.StatusIssuers[r.shape.issuer], issuer)
}

// isVersion reports whether the listing is a version of the list, as of now, by somebody who may publish one.
func (r *run) isVersion(l *listing, url string) bool {
	return l.id == url && r.maySpeak(l.issuer) && !l.future(r.at)
}

// revocationList looks a credential up in 1EdTech's Verifiable Credentials Revocation List
// (https://www.imsglobal.org/spec/vcrl/v1p0), which nobody signs.
func (r *run) revocationList(c StatusCheck) StatusCheck {
	if !r.opts.InsecureUnsignedRevocationLists {
		return c.unknown(reasonStatusUnsigned, "1EdTech's revocation lists are not signed: anybody could have written one", nil)
	}
	if r.shape.id == "" {
		return c.unknown(reasonStatusEntry, "the credential has no id to look up", nil)
	}
	texts, c := r.texts(c)
	if len(texts) == 0 {
		return c
	}
	c.Outcome = StatusClear
	var refusal *StatusCheck
	read := 0
	for _, text := range texts {
		l, err := status.ParseRevocationList(text.secured, r.statusLimits())
		var unknown StatusCheck
		switch {
		case err != nil:
			unknown = c.unknown(parseReason(err), err.Error(), err)
		case l.ID != c.List:
			unknown = c.unknown(reasonStatusList, "the list is "+strictjson.Quote(l.ID)+", want "+strictjson.Quote(c.List), nil)
		case !r.maySpeak(l.Issuer):
			unknown = c.unknown(reasonStatusIssuer, "the list is by "+strictjson.Quote(l.Issuer)+", who may not speak for the credential's issuer", nil)
		default:
			read++
			if reason, revoked := l.Lookup(r.shape.id); revoked { // in any of them: nothing tells which is the newest
				c.Outcome, c.Value, c.Message = StatusSet, 1, reason
			}
			continue
		}
		if refusal == nil {
			refusal = &unknown
		}
	}
	switch {
	case c.Outcome == StatusSet:
		return c
	case read == 0:
		return *refusal
	case r.opts.MaxStatusAge > 0:
		return c.unknown(reasonStatusStale, "a revocation list has no date, and one was demanded", nil)
	}
	r.warn("status_unsigned", "the revocation list is not signed; it was believed at the caller's wish", "")
	return c
}

func (r *run) statusLimits() *status.Limits {
	return &status.Limits{Bytes: r.opts.Limits.StatusBytes, InsecureShort: r.opts.InsecureShortLists}
}
