package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

func TestEscape(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "Ada Lovelace", "Ada Lovelace"},
		{"letters, marks, symbols", "Žofie, 한글, ٣, e\u0301, 😀", "Žofie, 한글, ٣, e\u0301, 😀"},
		{"colour", "\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`},
		{"title of the window", "\x1b]0;owned\a", `\x1b]0;owned\a`},
		{"eight-bit escape", "\u009b31m", `\u009b31m`},
		{"lines", "a\nvalid\r\tb", `a\nvalid\r\tb`},
		{"line separators", "a\u2028b\u2029c\u0085", `a\u2028b\u2029c\u0085`},
		{"direction", "a\u202eb\u2066c\u200f", `a\u202eb\u2066c\u200f`},
		{"nothing to see", "a\u200bb\ufeff\u00ad", `a\u200bb\ufeff\u00ad`},
		{"tags", "\U000e0041", `\U000e0041`},
		{"delete and backspace", "abc\b\b\x7f", `abc\b\b\x7f`},
		{"not UTF-8", "a\xff\xc3(", `a\xff\xc3(`},
		{"replacement character", "\ufffd", "\ufffd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, escape(tt.in))
		})
	}
}

func TestEscapeCuts(t *testing.T) {
	full := strings.Repeat("é", maxShown)
	require.Equal(t, full, escape(full))
	require.Equal(t, full+"…", escape(full+"é"))
	require.Equal(t, `"`+full+`…"`, quote(full+"é"))
}

func TestQuote(t *testing.T) {
	require.Equal(t, `"Ada \"Countess\" Lovelace"`, quote(`Ada "Countess" Lovelace`))
	require.Equal(t, `"\\u202e"`, quote(`\u202e`), "an escape in the text itself is told from one of ours")
	require.Equal(t, "did:web:example.org#key-1", name("did:web:example.org#key-1"))
	require.Equal(t, `"did:web:ex ample"`, name("did:web:ex ample"))
	require.Equal(t, `"urn:\u202e"`, name("urn:\u202e"))
}

// hostile has, of every class of characters that must not get through, some.
const hostile = "\x1b[2J\nvalid\r\x7f\u009b\u202e\u2066\u200b\u2028\ufeff\U000e0041"

// TestReportText: no text of a badge gets through, wherever it stands.
func TestReportText(t *testing.T) {
	r := &verifier.Report{
		File: hostile, Verdict: "invalid", Code: "expired", Sentence: hostile, VerificationMethod: hostile,
		Badge: &verifier.ReportBadge{
			ID: hostile, Name: hostile, LicenseNumber: hostile, AwardedDate: hostile, ValidFrom: hostile, ValidUntil: hostile,
			Issuer: verifier.ReportIssuer{ID: hostile, Name: hostile}, Recipient: verifier.ReportRecipient{Name: hostile},
		},
		Checks: []verifier.ReportCheck{
			{Step: verifier.StepRecipient, Outcome: verifier.Pass, Detail: hostile},
			{Step: verifier.StepPeriod, Outcome: verifier.Fail, Code: "expired", Reason: hostile, Detail: hostile, Pointer: hostile},
		},
		Status: []verifier.ReportStatus{
			{Purpose: hostile, Outcome: verifier.StatusSet, List: hostile, AsOf: hostile, Message: hostile, Reason: hostile, Detail: hostile},
		},
		Warnings: []verifier.Warning{{Code: hostile, Sentence: hostile, Detail: hostile, Pointer: hostile}},
		Notes:    []verifier.Warning{{Code: hostile, Sentence: hostile, Detail: hostile, Pointer: hostile}},
		Endorsements: []verifier.ReportEndorsement{
			{Pointer: hostile, Target: hostile, Verdict: "valid", Issuer: &verifier.ReportIssuer{ID: hostile, Name: hostile}, Comment: hostile},
			{Pointer: hostile, Target: hostile, Verdict: "valid", Issuer: &verifier.ReportIssuer{ID: hostile}, Self: true},
			{Pointer: hostile, Target: hostile, Verdict: "invalid", Code: hostile, Reason: hostile, Detail: hostile, ClaimedIssuer: hostile},
		},
		Refreshed: &verifier.ReportRefreshed{URL: hostile, Report: &verifier.Report{Verdict: hostile, Code: hostile, Sentence: hostile}},
	}
	// Verdict and sentence, badge to key, status, endorsements, recipient, passed, fail, newer issue, warning, note.
	const lines = 2 + 7 + 1 + 3 + 1 + 1 + 1 + 1 + 1 + 1
	requirePrintable(t, reportText(r, true))
	require.Equal(t, lines, strings.Count(reportText(r, true), "\n"))

	r.Badge.Recipient = verifier.ReportRecipient{ID: hostile, Identifiers: []verifier.ReportIdentifier{
		{Type: hostile, Value: hostile}, {Type: hostile, Hashed: true, Value: hostile},
	}}
	requirePrintable(t, reportText(r, true))
	require.Equal(t, lines, strings.Count(reportText(r, true), "\n"))

	r.Badge, r.Claimed = nil, &verifier.Claimed{Issuer: hostile, ID: hostile, VerificationMethod: hostile, OpenBadges2: &verifier.OpenBadges2{
		Badge: hostile, Name: hostile, RecipientType: hostile, IssuedOn: hostile, Verification: hostile,
	}}
	requirePrintable(t, reportText(r, true))
}

func requirePrintable(t *testing.T, text string) {
	t.Helper()
	require.True(t, utf8.ValidString(text))
	at := strings.IndexFunc(text, func(r rune) bool {
		return r != '\n' && (!strconv.IsPrint(r) || unicode.In(r, unicode.Bidi_Control, unicode.Cc, unicode.Cf))
	})
	require.Equal(t, -1, at, "%q", text)
}

// FuzzOutput: whatever a text contains, a terminal sees printable characters alone; JSON stays the same JSON; and one
// text is one line.
func FuzzOutput(f *testing.F) {
	f.Add(hostile)
	f.Add("Ada \"Countess\" Lovelace\\")
	f.Add("\xff\xfe")
	f.Fuzz(func(t *testing.T, s string) {
		for _, shown := range []string{escape(s), quote(s), name(s)} {
			requirePrintable(t, shown)
			require.NotContains(t, shown, "\n")
			require.LessOrEqual(t, utf8.RuneCountInString(shown), 10*(maxShown+1)+2) // \U000e0041 is the longest escape
		}
		text, err := oneLine(map[string]string{"name": s})
		require.NoError(t, err)
		requirePrintable(t, string(text))
		require.Equal(t, 1, strings.Count(string(text), "\n"))

		var read map[string]string
		require.NoError(t, json.Unmarshal(text, &read))
		require.Equal(t, string([]rune(s)), read["name"])
	})
}
