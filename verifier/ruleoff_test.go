//go:build ruleoff

package verifier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// TestEachRule is run by TestRules, which puts credential.RuleOff there.
func TestEachRule(t *testing.T) {
	var rules []string
	text, err := os.ReadFile(os.Getenv("OPENBADGE_RULES"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &rules))

	var names []string
	vectors, was := make(map[string]vector), make(map[string]string)
	meet := make([][]string, len(rules)) // the vectors that come by a rule
	for name, v := range readVectors(t) {
		if folder, _, _ := strings.Cut(name, "/"); !slices.Contains([]string{"format", "older", "endorsement"}, folder) {
			continue
		}
		clear(credential.RulesSeen)
		names, vectors[name], was[name] = append(names, name), v, outcome(t, v)
		for n := range credential.RulesSeen {
			meet[n-1] = append(meet[n-1], name)
		}
	}
	open := make(map[string]bool) // vectors of broken rules, until switching off a rule changes their outcome
	for _, name := range names {
		open[name] = isBroken(vectors[name].Expect)
	}
	// The rules that few come by are first, so that for the others one vector is enough.
	order := make([]int, len(rules))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return len(meet[i]) - len(meet[j]) })
	for _, i := range order {
		credential.RuleOff = i + 1
		changed := false
		for _, name := range meet[i] {
			if (open[name] || !changed) && outcome(t, vectors[name]) != was[name] {
				open[name], changed = false, true
			}
		}
		credential.RuleOff = 0
		if why, ok := untested[rules[i]]; !ok && !changed {
			t.Errorf("no vector is for rule %d, %s", i+1, rules[i])
		} else if ok && changed {
			t.Errorf("a vector is for rule %d, %s, which is listed as untested: %s", i+1, rules[i], why)
		}
	}
	for _, name := range names {
		if open[name] {
			t.Errorf("no rule that is switched off changes the outcome of %s", name)
		}
	}
	for rule := range untested {
		if !slices.Contains(rules, rule) {
			t.Errorf("listed as untested, and not there: %s", rule)
		}
	}
	t.Logf("%d rules, %d vectors", len(rules), len(vectors))
}

// isBroken reports whether a vector expects that a rule is broken. The types of the model's fields are no statements that
// could be switched off.
func isBroken(e expectation) bool {
	return strings.HasPrefix(e.Reason, "rule_") && e.Reason != "rule_type" || len(e.Warnings) > 0 ||
		slices.Contains([]string{"shape", "schema", "related_resource", "not_a_credential", "not_open_badges"}, e.Reason)
}

// outcome is all that is reported of a vector but the wording.
func outcome(t *testing.T, v vector) (all string) {
	defer func() {
		if p := recover(); p != nil { // a rule may be what keeps a later one from harm
			all = fmt.Sprint("panic: ", p)
		}
	}()
	res, err := v.run(t)
	var checks []verifier.Check
	var warnings []verifier.Warning
	var e *verifier.Error
	switch {
	case errors.As(err, &e):
		checks, warnings = e.Checks, e.Warnings
	case res != nil:
		checks, warnings = res.Checks, res.Warnings
	}
	var b strings.Builder
	for _, c := range checks {
		fmt.Fprintln(&b, c.Step, c.Outcome, c.Reason, c.Pointer)
	}
	for _, w := range warnings {
		fmt.Fprintln(&b, w.Code, w.Pointer)
	}
	return b.String()
}

const (
	shapeFirst = "the shape of the credential is refused before"
	builtOnly  = "for badges that a program has built: what was read has a text"
)

// untested are the rules that no vector is for, with the reason.
var untested = map[string]string{
	`issuer: c.uri("", p.ID)`:     shapeFirst,
	`subject: c.uri("/id", s.ID)`: shapeFirst,
	`Validate: c.fail("/type", CodeClass, "want OpenBadgeCredential or AchievementCredential as well, got "+quoteAll(b.Type))`: shapeFirst,
	`period: c.fail("/validUntil", CodeOrder, fmt.Sprintf("want nothing before validFrom, %s, got %s", from, until))`:          shapeFirst,
	`contexts: c.fail("/@context/0", CodeContext, "want "+ldcontext.CredentialsV2+", got "+strictjson.Quote(urls[0]))`:         shapeFirst,
	`Validate: each(&c, "/proof", b.Proof, (*check).secured)`:                                                                  "proofs are read before",
	`Validate: each(&c, "/proof", e.Proof, (*check).secured)`:                                                                  "proofs are read before",
	`awarded: c.date("/awardedDate", d)`:                                                                                       builtOnly,
	`olderContexts: c.fail("/@context/0", CodeContext, "want "+ldcontext.CredentialsV1+", got "+strictjson.Quote(urls[0]))`:    shapeFirst,
	`Validate: c.modernDates(e.Extensions)`:                                                                                    "the verifier refuses dates of the other data model before",
	`Validate: c.awarded(e.AwardedDate, e.ValidFrom)`:                                                                          "advice, which is not given about an endorsement",
	`subject: c.date("/activityStartDate", s.ActivityStartDate)`:                                                               builtOnly,
	`subject: c.date("/activityEndDate", s.ActivityEndDate)`:                                                                   builtOnly,
	`validity: c.date(at, d)`: builtOnly,
	`date: c.fail(at, CodeDate, fmt.Sprintf("want a year from 0001 to 9999, got %d", d.t.Year()))`: builtOnly,
}
