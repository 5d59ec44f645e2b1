package letter_test

import (
	"mime"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/examples/internal/letter"
	"github.com/charterbadge/openbadge/examples/internal/share"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

func sampleReminder() *letter.Reminder {
	return &letter.Reminder{
		From: mail.Address{Name: "Sample issuer", Address: "badges@example.org"}, To: mail.Address{Address: "ada@example.org"},
		At: time.Date(2026, 11, 1, 12, 0, 0, 0, time.FixedZone("", 3600)),
		Badge: share.Badge{Name: "CMT Charterholder", Issuer: "Sample issuer (not the CMT Association)", Number: "12345",
			Until: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), Page: "https://example.org/page/"},
		Holder: "Ada Lovelace", URL: "https://example.org/renew/",
	}
}

func writeReminder(t testing.TB, r *letter.Reminder) []byte {
	t.Helper()
	text, err := r.Bytes()
	require.NoError(t, err)
	return text
}

func TestReminder(t *testing.T) {
	r := sampleReminder()
	m, list := parts(t, writeReminder(t, r))
	require.Len(t, list, 2)
	require.Equal(t, "alternative/", list[0].path)
	require.Equal(t, "text/plain", list[0].kind)
	require.Equal(t, "text/html", list[1].kind)
	date, err := m.Header.Date()
	require.NoError(t, err)
	require.True(t, date.Equal(r.At))
	for field, want := range map[string]*mail.Address{"To": &r.To, "From": &r.From} {
		got, err := m.Header.AddressList(field)
		require.NoError(t, err)
		require.Equal(t, []*mail.Address{want}, got)
	}
	require.Equal(t, "Your badge ends on 31 December 2026: CMT Charterholder", m.Header.Get("Subject"))
	require.Regexp(t, `^<[0-9a-f]{32}@example\.org>$`, m.Header.Get("Message-Id"))
	require.Len(t, m.Header, len(fields), "%q", m.Header)
	for _, body := range []string{strings.ReplaceAll(list[0].body, "\r\n", "\n"), innerText(t, list[1].body)} {
		for _, want := range []string{"Hello Ada Lovelace,", "CMT Charterholder", "31 December 2026", "12345", "Sample issuer (not the CMT Association)",
			"badges@example.org"} {
			require.Contains(t, body, want)
		}
		require.NotContains(t, body, "/page/")
	}
	require.Contains(t, list[0].body, "https://example.org/renew/")
	require.Contains(t, list[1].body, `href="https://example.org/renew/"`)
	checkHTML(t, list[1].body)
}

// innerText is the text of a page.
func innerText(t testing.TB, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// TestBareReminder: what is not known is not mentioned, and there is no link that was not given.
func TestBareReminder(t *testing.T) {
	r := sampleReminder()
	r.Holder, r.URL, r.Badge.Number = "", "", ""
	_, list := parts(t, writeReminder(t, r))
	require.NotContains(t, list[0].body, "http")
	require.NotContains(t, list[1].body, "href")
	for _, p := range list {
		require.Contains(t, p.body, "Hello,")
		require.NotContains(t, strings.ToLower(p.body), "number")
	}
}

// TestReminderDeterminism: the same reminder is the same bytes, and any other has another Message-ID.
func TestReminderDeterminism(t *testing.T) {
	first := writeReminder(t, sampleReminder())
	require.Equal(t, string(first), string(writeReminder(t, sampleReminder())))
	id := func(message []byte) string {
		m, _ := parts(t, message)
		return m.Header.Get("Message-Id")
	}
	for name, change := range map[string]func(r *letter.Reminder){
		"to": func(r *letter.Reminder) { r.To.Address = "eve@example.org" }, "from": func(r *letter.Reminder) { r.From.Name = "x" },
		"at": func(r *letter.Reminder) { r.At = r.At.Add(time.Second) }, "url": func(r *letter.Reminder) { r.URL = "https://example.org/x" },
		"holder": func(r *letter.Reminder) { r.Holder = "Eve" }, "number": func(r *letter.Reminder) { r.Badge.Number = "1" },
		"until": func(r *letter.Reminder) { r.Badge.Until = r.Badge.Until.AddDate(0, 0, 1) },
	} {
		r := sampleReminder()
		change(r)
		require.NotEqual(t, id(first), id(writeReminder(t, r)), name)
	}
}

func TestReminderInjection(t *testing.T) {
	decoder := new(mime.WordDecoder)
	for _, text := range nasty {
		r := sampleReminder()
		r.Badge.Name, r.Badge.Issuer, r.Badge.Number, r.Holder, r.From.Name, r.To.Name = text, text, text, text, text, text
		message := writeReminder(t, r)
		m, list := parts(t, message)
		require.Len(t, list, 2)
		require.Len(t, m.Header, len(fields), "%q", m.Header)
		to, err := m.Header.AddressList("To")
		require.NoError(t, err)
		require.Len(t, to, 1)
		require.Equal(t, "ada@example.org", to[0].Address)
		one := strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\r\n\x00\u2028\u0085 ", r) }), " ")
		subject, err := decoder.DecodeHeader(m.Header.Get("Subject"))
		require.NoError(t, err)
		require.Equal(t, "Your badge ends on 31 December 2026: "+inSubject(one), strings.Join(strings.Fields(subject), " "))
		require.Contains(t, strings.Join(strings.Fields(list[0].body), " "), "your badge "+one+" ends on 31 December 2026.")
		checkHTML(t, list[1].body)
		for line := range strings.SplitSeq(string(message), "\r\n") {
			require.LessOrEqual(t, len(line), 998)
			require.NotContains(t, line, "\n")
			require.NotContains(t, line, "\r")
			require.NotRegexp(t, `(?i)^bcc:`, line)
		}
	}
}
