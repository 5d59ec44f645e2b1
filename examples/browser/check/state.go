package check

import (
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/verifier"
)

// State is a verdict as a reader asks for it. It is coarser than the codes, and says apart what a reader does not take for
// one thing: a badge that has run out is not a forgery.
type State string

// The states.
const (
	Current    State = "current"    // authentic, and nothing against it
	Ended      State = "ended"      // authentic, but expired, suspended, revoked, or not valid yet
	Mismatch   State = "mismatch"   // authentic, but not for the expected person, or against a rule
	Forged     State = "forged"     // not authentic
	NoBadge    State = "nobadge"    // not a badge at all, or none that is signed
	Untrusted  State = "untrusted"  // by somebody whom the reader does not trust
	Unknown    State = "unknown"    // could not be checked
	Unreadable State = "unreadable" // a link that holds nothing
)

// judge says the verdict in one sentence.
func judge(rep *verifier.Report) (State, string) {
	authentic := rep.Badge != nil
	switch {
	case rep.Verdict == verifier.Valid.String() && authentic:
		return Current, "Authentic and current."
	case rep.Verdict == verifier.Invalid.String() && authentic:
		return but(rep)
	case rep.Verdict == verifier.Invalid.String():
		return refused(rep)
	}
	switch {
	case rep.Code == "unknown_issuer":
		return Untrusted, "Issued by someone you do not trust."
	case rep.Code == "status_unknown" && authentic:
		return Unknown, "Could not be checked in full: it is authentic, but whether it was revoked or suspended is not known."
	case rep.Sentence == "":
		return Unknown, "Could not be checked."
	}
	return Unknown, "Could not be checked: " + rep.Sentence + "."
}

// ended are the codes of what came after an authentic badge was made, and of what comes later.
var ended = []string{"not_yet_valid", "expired", "suspended", "revoked"}

// but says everything that is against an authentic badge: one that has expired may be revoked as well.
func but(rep *verifier.Report) (State, string) {
	state := Mismatch
	var reasons []string
	for _, c := range rep.Checks {
		if c.Outcome != verifier.Fail || c.Code == "" {
			continue
		}
		if slices.Contains(ended, c.Code) {
			state = Ended
		}
		if reason := against(rep, &c); !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	return state, "Authentic, but " + sequence(reasons) + "."
}

func against(rep *verifier.Report, c *verifier.ReportCheck) string {
	switch c.Code {
	case "expired":
		if day := past(rep.Badge.ValidUntil, rep.At); c.Reason == "expired" && day != "" {
			return "expired on " + day
		}
		return "expired since"
	case "not_yet_valid":
		return "not valid yet"
	case "revoked", "suspended":
		return c.Code + asOf(rep, c)
	case "recipient":
		return "not awarded to the person you asked about"
	case "schema":
		return "not as the schema that it names wants it"
	case "related_resource":
		return "with a file that is not the one it means"
	}
	return "not to be relied on"
}

// purposes are the purposes of the status lists, by the code of what they say.
var purposes = map[string]string{"revoked": "revocation", "suspended": "suspension"}

// asOf is the date of the list that says so: nobody knows more.
func asOf(rep *verifier.Report, c *verifier.ReportCheck) string {
	for _, s := range rep.Status {
		if s.Outcome == verifier.StatusSet && s.Purpose == purposes[c.Code] && s.AsOf != "" {
			return " as of " + day(s.AsOf)
		}
	}
	return ""
}

// refused is what is not authentic, as far as can be known.
func refused(rep *verifier.Report) (State, string) {
	switch rep.Code {
	case "signature":
		return Forged, "Not authentic: it was changed after signing, or never signed by its issuer."
	case "wrong_key":
		return Forged, "Not authentic: it was not signed with a key of its issuer."
	case "no_proof":
		return NoBadge, "Not authentic: it is not signed."
	case "malformed", "not_a_badge":
		return NoBadge, "Not a badge: " + rep.Sentence + "."
	}
	return Forged, "Not authentic: " + rep.Sentence + "."
}

// sequence joins the parts of a sentence.
func sequence(list []string) string {
	switch n := len(list); n {
	case 0:
		return "a check failed"
	case 1:
		return list[0]
	default:
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
}

// past is the day of an instant that lies before at.
func past(date, at string) string {
	t, err := time.Parse(time.RFC3339, date)
	now, errNow := time.Parse(time.RFC3339, at)
	if err != nil || errNow != nil || !t.Before(now) {
		return ""
	}
	return day(date)
}

// day writes the day of an instant, in UTC.
func day(stamp string) string {
	t, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return stamp
	}
	return t.UTC().Format("2 January 2006")
}
