package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/verifier"
)

// reportText is a report for people. Whatever comes from the badge is quoted or escaped.
func reportText(r *verifier.Report, named bool) string {
	var b strings.Builder
	if named {
		fmt.Fprintf(&b, "%s: ", name(r.File))
	}
	b.WriteString(r.Verdict)
	if r.Code != "" {
		b.WriteString(": " + r.Code)
	}
	b.WriteString("\n")
	line(&b, "", escape(r.Sentence))
	if r.Badge != nil {
		badgeText(&b, r)
	} else if r.Claimed != nil {
		claimedText(&b, r.Claimed)
	}
	for _, s := range r.Status {
		line(&b, "status", statusText(s))
	}
	endorsementsText(&b, r.Endorsements)
	checksText(&b, r.Checks)
	if n := r.Refreshed; n != nil {
		line(&b, "newer issue", refreshedText(n))
	}
	for _, w := range r.Warnings {
		line(&b, "warning", remarkText(w))
	}
	for _, w := range r.Notes {
		line(&b, "note", remarkText(w))
	}
	if r.Explanation != nil {
		explanationText(&b, r.Explanation)
	}
	return b.String()
}

// endorsementsText shows what others say. What is not valid is no endorsement, whoever it claims to be by.
func endorsementsText(b *strings.Builder, list []verifier.ReportEndorsement) {
	for _, e := range list {
		switch {
		case e.Verdict != verifier.Valid.String():
			line(b, "unverified", "an endorsement, which counts for nothing: "+escape(e.Code)+": "+place(e.Pointer)+escape(e.Detail))
		case e.Self:
			line(b, "own word", named(*e.Issuer)+" endorses "+name(e.Target)+", which is nobody else's word")
		default:
			text := named(*e.Issuer) + " endorses " + name(e.Target)
			if e.Comment != "" {
				text += ": " + quote(e.Comment)
			}
			line(b, "endorsed", text)
		}
	}
}

// named is an issuer: first the identifier, which was verified, then the name, which is the issuer's own choice.
func named(i verifier.ReportIssuer) string {
	if i.Name == "" {
		return name(i.ID)
	}
	return name(i.ID) + " " + quote(i.Name)
}

func refreshedText(n *verifier.ReportRefreshed) string {
	text := escape(n.Verdict)
	if n.Code != "" {
		text += ": " + escape(n.Code)
	}
	if n.Badge != nil && n.Badge.ValidFrom != "" {
		text += ", from " + escape(n.Badge.ValidFrom)
	}
	if n.Code == "" && n.Verdict != verifier.Valid.String() {
		text += ": " + escape(n.Sentence)
	}
	return text + ", at " + name(n.URL)
}

func remarkText(w verifier.Warning) string {
	return escape(w.Sentence) + ": " + place(w.Pointer) + escape(w.Detail)
}

// explanationText shows what was signed, each canonical form whole: they are there to be compared.
func explanationText(b *strings.Builder, e *verifier.Explanation) {
	for _, p := range e.Proofs {
		fmt.Fprintf(b, "proof %s: %s %s by %s\n", escape(p.Pointer), escape(p.Type), escape(p.Cryptosuite), name(p.VerificationMethod))
		if p.Problem != "" {
			line(b, "unknown", escape(p.Problem))
			continue
		}
		lines(b, "canonical proof options", p.Options)
		lines(b, "canonical document", p.Document)
		line(b, "hash", p.Hash)
		line(b, "options", p.OptionsHash)
		line(b, "document", p.DocumentHash)
		line(b, "signed", p.Signed)
		line(b, "signature", p.Signature)
	}
	if jws := e.JWS; jws != nil {
		fmt.Fprintf(b, "jws: %s\n", escape(jws.Algorithm))
		lines(b, "header", string(jws.Header))
		lines(b, "signing input", jws.SigningInput)
		line(b, "sha-256", jws.SHA256)
		line(b, "signature", jws.Signature)
	}
}

// lines shows a text of several lines, none of which is cut short.
func lines(b *strings.Builder, what, text string) {
	fmt.Fprintf(b, "  %s:\n", what)
	for l := range strings.Lines(text) {
		fmt.Fprintf(b, "    %s\n", escapeUpTo(strings.TrimSuffix(l, "\n"), len(l)))
	}
}

func badgeText(b *strings.Builder, r *verifier.Report) {
	badge := r.Badge
	title := badge.Achievement.Name
	if badge.Name != "" {
		title = badge.Name
	}
	line(b, "badge", quote(title)+" "+name(badge.ID))
	if badge.Recipient.Name != "" {
		line(b, "holder", quote(badge.Recipient.Name))
	}
	if text := recipientText(badge.Recipient); badge.Recipient.Name == "" && text != "" {
		line(b, "awarded to", text)
	}
	if badge.LicenseNumber != "" {
		line(b, "number", quote(badge.LicenseNumber))
	}
	line(b, "issuer", named(badge.Issuer))
	if badge.AwardedDate != "" {
		line(b, "awarded", escape(badge.AwardedDate))
	}
	period := "from " + escape(badge.ValidFrom)
	if badge.ValidUntil != "" {
		period += " until " + escape(badge.ValidUntil)
	}
	line(b, "period", period)
	var how []string
	for _, algorithm := range []string{r.Cryptosuite, r.Algorithm} {
		if algorithm != "" {
			how = append(how, algorithm)
		}
	}
	line(b, "key", fmt.Sprintf("%s (%s)", name(r.VerificationMethod), strings.Join(how, ", ")))
}

// recipientText names the recipient of a badge that has no name in clear.
func recipientText(r verifier.ReportRecipient) string {
	var list []string
	if r.ID != "" {
		list = append(list, name(r.ID))
	}
	for _, i := range r.Identifiers {
		if i.Hashed {
			list = append(list, name(string(i.Type))+" (hashed)")
		} else {
			list = append(list, name(string(i.Type))+" "+quote(i.Value))
		}
	}
	return strings.Join(list, ", ")
}

// statusText says what a list has about the badge, and of when it is: what the issuer has changed since is not in it.
func statusText(s verifier.ReportStatus) string {
	text := name(s.Purpose) + " " + string(s.Outcome)
	if s.Message != "" {
		text += " " + quote(s.Message)
	}
	if s.AsOf != "" {
		text += ", status as of " + escape(s.AsOf)
	}
	return text + ", in " + name(s.List)
}

func claimedText(b *strings.Builder, c *verifier.Claimed) {
	for _, claim := range []struct{ what, value string }{
		{"issuer", c.Issuer}, {"id", c.ID}, {"key", c.VerificationMethod},
	} {
		if claim.value != "" {
			line(b, "claimed", claim.what+" "+name(claim.value)+" (not verified)")
		}
	}
	if old := c.OpenBadges2; old != nil {
		for _, claim := range []struct{ what, value string }{
			{"badge", old.Name}, {"badge class", old.Badge}, {"recipient of type", old.RecipientType}, {"issued on", old.IssuedOn},
			{"verification", old.Verification},
		} {
			if claim.value != "" {
				line(b, "claimed", claim.what+" "+quote(claim.value)+" (Open Badges 2.0, not verified)")
			}
		}
	}
}

// checksText has one line for the steps that passed, one for each check that decided against the badge, and then what was
// not checked, so that nobody takes the rest for more than it is.
func checksText(b *strings.Builder, checks []verifier.ReportCheck) {
	var passed, notReached []string
	for _, c := range checks {
		if c.Outcome == verifier.Pass && !slices.Contains(passed, string(c.Step)) {
			passed = append(passed, string(c.Step))
		}
		if c.Reason == "not_reached" {
			notReached = append(notReached, string(c.Step))
		}
		if c.Step == verifier.StepRecipient && c.Outcome == verifier.Pass {
			line(b, "recipient", "is the expected one: "+escape(c.Detail))
		}
	}
	if len(passed) > 0 {
		line(b, "passed", strings.Join(passed, ", "))
	}
	for _, c := range checks {
		if c.Code != "" {
			line(b, string(c.Outcome), string(c.Step)+outcomeText(c))
		}
	}
	for _, c := range checks {
		if matters(c) {
			line(b, "not checked", string(c.Step)+outcomeText(c))
		}
	}
	if len(notReached) > 0 {
		line(b, "not checked", strings.Join(notReached, ", ")+": an earlier step did not pass")
	}
}

// matters reports whether something was not checked that a reader would think of: what was there to check, whether the
// badge is withdrawn, and whose it is.
func matters(c verifier.ReportCheck) bool {
	switch c.Outcome {
	case verifier.Unknown:
		return c.Code == "" && c.Step != verifier.StepEndorsement
	case verifier.Skipped:
		return c.Reason != "not_reached" && (c.Step == verifier.StepStatus || c.Step == verifier.StepRecipient)
	}
	return false
}

func outcomeText(c verifier.ReportCheck) string {
	text := ""
	if c.Code != "" {
		text += ": " + c.Code
	}
	if c.Reason != "" && c.Reason != c.Code {
		text += " (" + escape(c.Reason) + ")"
	}
	if detail := place(c.Pointer) + escape(c.Detail); detail != "" {
		text += ": " + detail
	}
	return text
}

func place(pointer string) string {
	if pointer == "" {
		return ""
	}
	return escape(pointer) + ": "
}

// line writes a line of the report.
func line(b *strings.Builder, what, text string) {
	if what == "" {
		fmt.Fprintf(b, "  %s\n", text)
		return
	}
	fmt.Fprintf(b, "  %-12s %s\n", what, text)
}
