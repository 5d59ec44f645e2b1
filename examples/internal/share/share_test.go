package share_test

import (
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/examples/internal/share"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var update = flag.Bool("update", false, "write the files of testdata anew")

const (
	page    = "https://example.org/badges/ada/?a=b&c=%20d"
	picture = "https://example.org/badges/ada/badge.png"
)

func sample() share.Badge {
	return share.Badge{
		Name: "CMT Charterholder", Issuer: "Sample issuer (not the CMT Association)", Number: "12345", Page: page, Picture: picture,
		Awarded: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC), Until: time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC),
	}
}

// TestGolden: the links and snippets are these, letter by letter.
func TestGolden(t *testing.T) {
	snippet, err := sample().HTML()
	require.NoError(t, err)
	signature, err := sample().Signature()
	require.NoError(t, err)
	for name, got := range map[string]string{
		"linkedin.txt": sample().LinkedIn() + "\n", "x.txt": sample().X() + "\n", "facebook.txt": sample().Facebook() + "\n",
		"mailto.txt": sample().Mailto() + "\n", "html.html": snippet, "signature.html": signature,
	} {
		file := filepath.Join("testdata", name)
		if *update {
			require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(want), got, name)
	}
}

// nasty are names that have broken links and snippets.
var nasty = []string{
	"A & B", "CMT® Ⅲ", "Renée Müller-Łukasz", "سارة بنت عبد الله", "עדה לאבלייס", "🏅 Charter 👩🏽‍💼", `"quoted" 'single' ` + "`back`", "</script><script>alert(1)</script>",
	"a=b&c=d#e?f%20+g", "100% + 1", "{{.Page}}", "<img src=x onerror=alert(1)>", "back\\slash", "&amp;&lt;",
}

// fields reads the query of a link as a browser does, in which every name occurs once.
func fields(t *testing.T, link string) map[string]string {
	t.Helper()
	require.NotContains(t, link, "+", "a plus is a space to some and a plus to others")
	require.Regexp(t, regexp.MustCompile(`^[A-Za-z0-9:/?&=._~%-]+$`), link)
	u, err := url.Parse(link)
	require.NoError(t, err)
	values, err := url.ParseQuery(u.RawQuery)
	require.NoError(t, err)
	m := map[string]string{}
	for name, list := range values {
		require.Len(t, list, 1, name)
		m[name] = list[0]
	}
	return m
}

func TestLinksSurvive(t *testing.T) {
	for _, name := range nasty {
		b := sample()
		b.Name, b.Issuer, b.Number = name, "I "+name, "N "+name
		require.Equal(t, map[string]string{
			"startTask": "CERTIFICATION_NAME", "name": name, "organizationName": "I " + name, "issueYear": "2026", "issueMonth": "1",
			"expirationYear": "2027", "expirationMonth": "12", "certUrl": page, "certId": "N " + name,
		}, fields(t, b.LinkedIn()))
		x := fields(t, b.X())
		require.Equal(t, page, x["url"])
		require.Equal(t, "My badge: "+name+", by I "+name+". Anybody can verify it.", x["text"])
		require.Equal(t, map[string]string{"u": page}, fields(t, b.Facebook()))
		mail := fields(t, b.Mailto())
		require.Equal(t, name, mail["subject"])
		require.Equal(t, x["text"]+"\r\n\r\n"+page+"\r\n", mail["body"])
	}
}

func TestLinkedIn(t *testing.T) {
	b := sample()
	b.Number, b.Until, b.LinkedInID = "", time.Time{}, "1234"
	got := fields(t, b.LinkedIn())
	require.Equal(t, map[string]string{"startTask": "CERTIFICATION_NAME", "name": "CMT Charterholder", "organizationId": "1234",
		"issueYear": "2026", "issueMonth": "1", "certUrl": page}, got)
}

// TestMailtoHeaders: a name cannot bring a field of its own into the letter.
func TestMailtoHeaders(t *testing.T) {
	b := sample()
	b.Name = "a\r\nBcc: eve@example.org&bcc=eve@example.org"
	got := fields(t, b.Mailto())
	require.Len(t, got, 2)
	require.Equal(t, "a Bcc: eve@example.org&bcc=eve@example.org", got["subject"])
	require.True(t, strings.HasPrefix(b.Mailto(), "mailto:?subject="))
}

// element is an element with its attributes, as a browser reads it.
type element struct {
	name string
	attr map[string]string
}

func parse(t *testing.T, snippet string) (list []element, text string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(snippet), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	require.NoError(t, err)
	for _, root := range nodes {
		holder := &html.Node{Type: html.DocumentNode}
		holder.AppendChild(root)
		for n := range holder.Descendants() {
			switch n.Type {
			case html.TextNode:
				text += n.Data
			case html.ElementNode:
				e := element{n.Data, map[string]string{}}
				for _, a := range n.Attr {
					e.attr[a.Key] = a.Val
				}
				list = append(list, e)
			default:
				require.Fail(t, "neither element nor text", n.Data)
			}
		}
	}
	return list, strings.TrimSpace(text)
}

func TestSnippetsSurvive(t *testing.T) {
	for _, name := range nasty {
		b := sample()
		b.Name, b.Issuer = name, "I "+name
		snippet, err := b.HTML()
		require.NoError(t, err)
		list, text := parse(t, snippet)
		require.Empty(t, text)
		require.Equal(t, []element{
			{"a", map[string]string{"href": page, "rel": "noopener"}},
			{"img", map[string]string{"src": picture, "alt": name + ", badge by I " + name, "width": "160", "height": "160"}},
		}, list)

		signature, err := b.Signature()
		require.NoError(t, err)
		list, text = parse(t, signature)
		require.Equal(t, name+"I "+name, strings.ReplaceAll(text, "\n", ""))
		for _, e := range list {
			require.Contains(t, []string{"table", "tbody", "tr", "td", "a", "img", "br", "span"}, e.name)
			for key := range e.attr {
				require.NotRegexp(t, "^(on|class$|id$)", key)
			}
			require.NotContains(t, e.attr["style"], "url(")
		}
	}
	b := sample()
	b.Picture = ""
	_, err := b.HTML()
	require.ErrorIs(t, err, share.ErrPicture)
	_, err = b.Signature()
	require.ErrorIs(t, err, share.ErrPicture)
}

func TestNew(t *testing.T) {
	date := func(text string) (d credential.DateTime) {
		require.NoError(t, d.UnmarshalText([]byte(text)))
		return d
	}
	badge := &credential.OpenBadge{ValidFrom: date("2026-06-01T00:00:00Z")}
	badge.Issuer.ID = "did:web:example.org"
	badge.Subject.Achievement.Name = "Achievement"
	got := share.New(badge, page)
	require.Equal(t, share.Badge{Name: "Achievement", Issuer: "did:web:example.org", Awarded: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Page: page}, got)

	badge.Name, badge.Issuer.Name, badge.Subject.LicenseNumber = "Badge", "Issuer", "7"
	badge.AwardedDate = date("2025-12-31T23:30:00-05:00") // 2026 in UTC
	badge.ValidUntil = date("2027-06-30T23:59:59Z")
	got = share.New(badge, page)
	require.Equal(t, share.Badge{Name: "Badge", Issuer: "Issuer", Number: "7", Awarded: time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC),
		Until: time.Date(2027, 6, 30, 0, 0, 0, 0, time.UTC), Page: page}, got)
}
