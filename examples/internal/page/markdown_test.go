package page_test

import (
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/page"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func TestMarkdown(t *testing.T) {
	const rel = ` rel="noopener noreferrer nofollow"`
	for _, tt := range []struct{ in, want string }{
		{"**To earn**\n1. Pass.\n2. Work.", "<p><strong>To earn</strong></p>\n<ol>\n<li>Pass.</li>\n<li>Work.</li>\n</ol>\n"},
		{"3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"},
		{"# One\n###### Six", "<h3>One</h3>\n<h6>Six</h6>\n"},
		{"[a](https://example.org/?x=1&y=2 \"t\")", "<p><a href=\"https://example.org/?x=1&amp;y=2\"" + rel + ">a</a></p>\n"},
		{"<https://example.org>", "<p><a href=\"https://example.org\"" + rel + ">https://example.org</a></p>\n"},
		{"<ada@example.org>", "<p><a href=\"mailto:ada@example.org\"" + rel + ">ada@example.org</a></p>\n"},
		{"[a](javascript:alert(1))", "<p>a</p>\n"},
		{"[a](JaVa&#115;cript:alert(1))", "<p>a</p>\n"},
		{"[a](data:text/html;base64,xx)", "<p>a</p>\n"},
		{"[a](/relative)", "<p>a</p>\n"},
		{"[a](//evil.example)", "<p>a</p>\n"},
		{"[a](https:../verify/#b1.x)", "<p>a</p>\n"},
		{"<https:/verify/>", "<p>https:/verify/</p>\n"},
		{"<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"},
		{"![cap *tion*](https://x.example/p.png)", "<p>cap <em>tion</em></p>\n"},
		{"[![cap](p.png)](https://example.org)", "<p><a href=\"https://example.org\"" + rel + ">cap</a></p>\n"},
		{"<script>alert(1)</script>", "\n"},
		{"a <b onclick=x>b</b> <img src=x>", "<p>a b </p>\n"},
		{"<div>\n\n*a*\n\n</div>", "\n<p><em>a</em></p>\n\n"},
		{"`<script>`", "<p><code>&lt;script&gt;</code></p>\n"},
		{"```html\" onx=\"\n<x>\n```", "<pre><code>&lt;x&gt;\n</code></pre>\n"},
	} {
		t.Run(tt.in, func(t *testing.T) {
			require.Equal(t, tt.want, string(page.Markdown(tt.in)))
		})
	}
	long := strings.Repeat("*a* <b>", page.MaxMarkdown/7+1)
	require.Equal(t, "<p>"+strings.ReplaceAll(strings.ReplaceAll(long, "<", "&lt;"), ">", "&gt;")+"</p>", string(page.Markdown(long)))
}

// allowed are the attributes of each element that may come out of Markdown.
var allowed = map[atom.Atom]string{
	atom.P: "", atom.Br: "", atom.Hr: "", atom.Strong: "", atom.Em: "", atom.Ul: "", atom.Ol: "start", atom.Li: "", atom.Blockquote: "",
	atom.Code: "", atom.Pre: "", atom.H3: "", atom.H4: "", atom.H5: "", atom.H6: "", atom.A: "href rel",
}

// FuzzMarkdown: whatever comes in, nothing comes out but a few elements and attributes, and links that run nothing.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{"**a**\n1. b", "[a](javascript:x)", "<script>x</script>", "![a](b \"c\")", "<a href='java\tscript:x'>y", "&#x6a;avascript:x",
		"[x]: javascript:y\n\n[x]", "> > - # a", "```a\nb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := string(page.Markdown(in))
		for z := html.NewTokenizer(strings.NewReader(out)); ; {
			switch z.Next() {
			case html.ErrorToken:
				return
			case html.CommentToken, html.DoctypeToken:
				require.Fail(t, "neither text nor element", "%q", out)
			case html.StartTagToken, html.SelfClosingTagToken:
				token := z.Token()
				attributes, ok := allowed[token.DataAtom]
				require.True(t, ok, "%q", out)
				for _, a := range token.Attr {
					require.Contains(t, strings.Fields(attributes), a.Key)
					if a.Key == "href" {
						require.Regexp(t, `^(?i:https?://[^/]|mailto:)`, a.Val)
						require.Contains(t, token.Attr, html.Attribute{Key: "rel", Val: "noopener noreferrer nofollow"})
					}
				}
			}
		}
	})
}
