package page

import (
	"bytes"
	"html/template"
	"net/url"
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxMarkdown is how many bytes of Markdown are set as such: some texts take the parser a time that grows with the square of
// their length. A longer one is shown as it is written.
const maxMarkdown = 16 << 10

// rel is what every link to elsewhere has: the page it leads to learns nothing of this one, and is not vouched for.
const rel = "noopener noreferrer nofollow"

// markdown makes HTML of the Markdown that an issuer has written. There are two nets: the parser drops HTML and the links
// that run something, and the sanitiser lets through the few elements and attributes that it knows. Pictures become their
// captions, since to load one tells its host who reads the page.
func markdown(source string) template.HTML {
	if len(source) > maxMarkdown {
		return plain(source)
	}
	var b bytes.Buffer
	if err := parse().Convert([]byte(source), &b); err != nil {
		return plain(source)
	}
	return template.HTML(policy().SanitizeBytes(b.Bytes()))
}

// plain is a text as one paragraph.
func plain(source string) template.HTML {
	return template.HTML("<p>" + template.HTMLEscapeString(source) + "</p>")
}

var parse = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(tamed{}, 0))))
})

var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "h5", "h6")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + rel + "$")).OnElements("a")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.AllowURLSchemes("https", "http", "mailto")
	p.RequireNoFollowOnLinks(false) // it would write rel anew, with less in it
	return p
})

// tamed changes the tree of a text: its headings come below those of the page, its links say rel. Pictures, and links to
// where no reader can follow, become the text that is in them.
type tamed struct{}

// Transform implements parser.ASTTransformer.
func (tamed) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	var bare []ast.Node // what is to become its text
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(n.Level+2, 6)
		case *ast.Image:
			bare = append(bare, n)
		case *ast.Link:
			n.SetAttributeString("rel", []byte(rel))
			if !leads(string(n.Destination)) {
				bare = append(bare, n)
			}
		case *ast.AutoLink:
			n.SetAttributeString("rel", []byte(rel))
			if n.AutoLinkType == ast.AutoLinkURL && !leads(string(n.URL(reader.Source()))) {
				n.AppendChild(n, ast.NewString(n.Label(reader.Source())))
				bare = append(bare, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range bare {
		for child := n.FirstChild(); child != nil; child = n.FirstChild() {
			n.Parent().InsertBefore(n.Parent(), n, child)
		}
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

// leads reports whether a link leads to a web page or an address: a relative one would lead to wherever this page is, and a
// browser takes https:path for one.
func leads(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (host(link) != "" || u.Scheme == "mailto")
}
