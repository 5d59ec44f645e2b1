package letter_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/examples/internal/letter"
	"github.com/charterbadge/openbadge/examples/internal/share"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

func sample() *letter.Letter {
	return &letter.Letter{
		From: mail.Address{Name: "Sample issuer", Address: "badges@example.org"}, To: mail.Address{Address: "ada@example.org"},
		At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("", 3600)),
		Badge: share.Badge{Name: "CMT Charterholder", Issuer: "Sample issuer (not the CMT Association)", Number: "12345",
			Awarded: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC), Page: "https://example.org/b/ada/"},
		Holder: "Ada Lovelace", IssuerID: "did:web:example.org", Verifier: "https://example.org/verify/",
		Picture: []byte("\x89PNG picture\x00"), Credential: []byte("eyJ.eyJ.AAA"), File: "credential.jws",
	}
}

func write(t testing.TB, l *letter.Letter) []byte {
	t.Helper()
	text, err := l.Bytes()
	require.NoError(t, err)
	return text
}

// A part is a leaf of a message.
type part struct{ path, kind, disposition, file, id, body string }

// parts reads a message with the standard library alone.
func parts(t testing.TB, message []byte) (*mail.Message, []part) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(message))
	require.NoError(t, err)
	return m, leaves(t, "", m.Header.Get, m.Body)
}

func leaves(t testing.TB, path string, header func(string) string, body io.Reader) (list []part) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(header("Content-Type"))
	require.NoError(t, err)
	if inner, ok := strings.CutPrefix(kind, "multipart/"); ok {
		for r := multipart.NewReader(body, params["boundary"]); ; {
			p, err := r.NextRawPart()
			if errors.Is(err, io.EOF) {
				return list
			}
			require.NoError(t, err)
			list = append(list, leaves(t, path+inner+"/", p.Header.Get, p)...)
		}
	}
	switch header("Content-Transfer-Encoding") {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	default:
		require.Fail(t, "an encoding that not every server takes", header("Content-Transfer-Encoding"))
	}
	text, err := io.ReadAll(body)
	require.NoError(t, err)
	p := part{path: path, kind: kind, id: header("Content-ID"), body: string(text)}
	if d := header("Content-Disposition"); d != "" {
		p.disposition, params, err = mime.ParseMediaType(d)
		require.NoError(t, err)
		p.file = params["filename"]
	}
	return []part{p}
}

func TestLetter(t *testing.T) {
	l := sample()
	m, list := parts(t, write(t, l))
	require.Len(t, list, 5)
	for i, want := range []part{
		{"mixed/related/alternative/", "text/plain", "", "", "", ""},
		{"mixed/related/alternative/", "text/html", "", "", "", ""},
		{"mixed/related/", "image/png", "inline", "badge.png", "<picture@badge>", string(l.Picture)},
		{"mixed/", "image/png", "attachment", "badge.png", "", string(l.Picture)},
		{"mixed/", "application/jwt", "attachment", "credential.jws", "", string(l.Credential)},
	} {
		got := list[i]
		if i < 2 {
			got.body = ""
		}
		require.Equal(t, want, got)
	}
	date, err := m.Header.Date()
	require.NoError(t, err)
	require.True(t, date.Equal(l.At))
	to, err := m.Header.AddressList("To")
	require.NoError(t, err)
	require.Equal(t, []*mail.Address{&l.To}, to)
	from, err := m.Header.AddressList("From")
	require.NoError(t, err)
	require.Equal(t, []*mail.Address{&l.From}, from)
	require.Equal(t, "Your badge: CMT Charterholder", m.Header.Get("Subject"))
	require.Regexp(t, `^<[0-9a-f]{32}@example\.org>$`, m.Header.Get("Message-Id"))
	require.Equal(t, "1.0", m.Header.Get("Mime-Version"))

	plain := strings.ReplaceAll(list[0].body, "\r\n", "\n")
	for _, want := range []string{"Hello Ada Lovelace,", "https://example.org/b/ada/\n", "https://www.linkedin.com/profile/add?startTask=",
		"https://example.org/verify/\n", "Issuer:  did:web:example.org\nAwarded: 15 January 2026\n\n"} {
		require.Contains(t, plain, want)
	}
	checkHTML(t, list[1].body)
}

// checkHTML: the HTML loads the picture that comes with it, and nothing else.
func checkHTML(t testing.TB, text string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	require.NoError(t, err)
	for n := range doc.Descendants() {
		require.NotContains(t, []string{"script", "style", "link", "iframe", "form", "object"}, n.Data)
		for _, a := range n.Attr {
			require.False(t, strings.HasPrefix(a.Key, "on"), a.Key)
			require.False(t, a.Key == "src" && a.Val != "cid:picture@badge", a.Val)
			require.False(t, a.Key == "href" && !strings.HasPrefix(a.Val, "https://"), a.Val)
			require.NotContains(t, a.Val, "url(")
		}
	}
}

// TestBare: what is not known is not mentioned.
func TestBare(t *testing.T) {
	l := sample()
	l.Badge.Page, l.Verifier, l.Holder, l.File, l.Credential = "", "", "", "credential.json", []byte("{}")
	_, list := parts(t, write(t, l))
	require.NotContains(t, list[0].body, "http")
	require.NotContains(t, list[1].body, "href")
	require.Contains(t, list[0].body, "Hello,")
	require.Equal(t, "application/vc", list[4].kind)
}

// TestDeterminism: the same letter is the same bytes, and any other has another Message-ID.
func TestDeterminism(t *testing.T) {
	first := write(t, sample())
	require.Equal(t, string(first), string(write(t, sample())))
	id := func(message []byte) string {
		m, _ := parts(t, message)
		return m.Header.Get("Message-Id")
	}
	for name, change := range map[string]func(l *letter.Letter){
		"to": func(l *letter.Letter) { l.To.Address = "eve@example.org" }, "from": func(l *letter.Letter) { l.From.Address = "x@example.org" },
		"at": func(l *letter.Letter) { l.At = l.At.Add(time.Second) }, "credential": func(l *letter.Letter) { l.Credential = []byte("x") },
		"page": func(l *letter.Letter) { l.Badge.Page = "https://example.org/x" }, "verifier": func(l *letter.Letter) { l.Verifier = "https://example.org/x" },
		"picture": func(l *letter.Letter) { l.Picture = []byte("x") },
	} {
		l := sample()
		change(l)
		require.NotEqual(t, id(first), id(write(t, l)), name)
	}
	boundaries := regexp.MustCompile(`boundary="?([0-9a-f]+)`).FindAllStringSubmatch(string(first), -1)
	require.Len(t, boundaries, 3)
	require.NotEqual(t, boundaries[0][1], boundaries[1][1])
	require.NotEqual(t, boundaries[1][1], boundaries[2][1])
}

// nasty are texts that would begin a field, a part or an element of their own.
var nasty = []string{
	"a\r\nBcc: eve@example.org", "a\nBcc: eve@example.org", "a\rBcc: eve@example.org", "a\r\n\r\n<script>alert(1)</script>",
	"a\u2028Bcc: eve@example.org", "a\u0085Bcc: eve@example.org", "=?utf-8?q?=0D=0ABcc:_eve@example.org?=", "a\x00b", "R&D ® é", "سارة", "🏅🏅🏅",
	`"quoted" <eve@example.org>`, strings.Repeat("long name ", 40), strings.Repeat("é", 300), "boundary=" + strings.Repeat("0", 60), "{{.Holder}}",
	"</title><script>alert(1)</script>", "\r\n.\r\n", "--" + strings.Repeat("a", 60),
}

var fields = []string{"Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}

func TestInjection(t *testing.T) {
	decoder := new(mime.WordDecoder)
	for _, text := range nasty {
		l := sample()
		l.Badge.Name, l.Badge.Issuer, l.Holder, l.IssuerID, l.From.Name, l.To.Name = text, text, text, text, text, text
		message := write(t, l)
		m, list := parts(t, message)
		require.Len(t, list, 5)
		require.Len(t, m.Header, len(fields), "%q", m.Header)
		for _, field := range fields {
			require.Len(t, m.Header[field], 1, field)
		}
		one := strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\r\n\x00\u2028\u0085 ", r) }), " ")
		subject, err := decoder.DecodeHeader(m.Header.Get("Subject"))
		require.NoError(t, err)
		require.Equal(t, "Your badge: "+inSubject(one), strings.Join(strings.Fields(subject), " "))
		to, err := m.Header.AddressList("To")
		require.NoError(t, err)
		require.Len(t, to, 1)
		require.Equal(t, "ada@example.org", to[0].Address)
		require.Contains(t, strings.Join(strings.Fields(list[0].body), " "), one+" has awarded you a badge: "+one+".")
		checkHTML(t, list[1].body)
		for line := range strings.SplitSeq(string(message), "\r\n") {
			require.LessOrEqual(t, len(line), 998)
			require.NotContains(t, line, "\n")
			require.NotContains(t, line, "\r")
			require.NotRegexp(t, `(?i)^bcc:`, line)
		}
	}
}

// inSubject is a name as it is in the subject: no encoded word, and not too long.
func inSubject(name string) string {
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[:199]) + "…"
	}
	return strings.TrimSpace(strings.ReplaceAll(name, "=?", "= ?"))
}

// TestLongWord: a word that is longer than a line of a mail may be is cut.
func TestLongWord(t *testing.T) {
	l := sample()
	l.Badge.Name = strings.Repeat("a", 1000)
	for line := range strings.SplitSeq(string(write(t, l)), "\r\n") {
		require.LessOrEqual(t, len(line), 998)
	}
}

func TestParseAddress(t *testing.T) {
	for in, want := range map[string]mail.Address{
		"ada@example.org":                          {Address: "ada@example.org"},
		"Ada Lovelace <ada@example.org>":           {Name: "Ada Lovelace", Address: "ada@example.org"},
		`"Müller, Sarah" <sarah@example.org>`:      {Name: "Müller, Sarah", Address: "sarah@example.org"},
		"=?utf-8?b?YQ0KQmNjOiBi?= <a@example.org>": {Name: "a Bcc: b", Address: "a@example.org"},
	} {
		got, err := letter.ParseAddress(in)
		require.NoError(t, err, in)
		require.Equal(t, want, got)
	}
	for _, in := range []string{"", "ada", "ada@", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "a@example.org\nX: y",
		"müller@example.org", "a@exämple.org", "<a@example.org> <b@example.org>", "\"a b\"@example.org"} {
		_, err := letter.ParseAddress(in)
		require.ErrorIs(t, err, letter.ErrAddress, "%q", in)
	}
}
