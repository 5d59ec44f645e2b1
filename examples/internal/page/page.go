// Package page makes the overview page of a verified badge: a few static files that any web host serves, without a script
// and without a request to anybody else.
//
// Make returns the files of a page. Whoever calls it has verified the badge, and has put it into its picture.
//
// # Untrusted text
//
// That a badge is genuine does not make its texts harmless. They go through html/template; Markdown is parsed without HTML
// and sanitised. Nothing that a badge names is loaded, pictures least of all. The page's policy (CSP) allows its own
// stylesheet and pictures and nothing else.
//
// # What it does not say
//
// A page proves nothing: anybody can write one. It says when its badge was checked, and offers to do it again.
package page

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/examples/internal/fragment"
	"github.com/charterbadge/openbadge/examples/internal/qrcode"
	"github.com/charterbadge/openbadge/verifier"
)

// Names of the files that a page has, beside the picture (badge.png or badge.svg) and the credential (credential.jws or
// credential.json).
const (
	Index = "index.html"
	Style = "style.css"
	Card  = "card.png"
	QR    = "qr.svg"
)

var (
	//go:embed page.html
	source string
	//go:embed style.css
	style []byte

	layout = template.Must(template.New(Index).Parse(source))
)

// A Badge is what a page is about.
type Badge struct {
	Result  *verifier.Result // of a badge that is valid
	Secured []byte           // the credential, as it was verified
	Picture []byte           // with the badge in it
	Format  bake.Format      // of the picture
}

// Options are how a page is made. The zero value is a page with everything on it, at an address that is not known, without
// a verifier.
type Options struct {
	// URL is the address of the page, https://…/, ending in a slash. Without it there are no QR code and no tags for those who
	// show a card beside a link, which need whole addresses.
	URL string

	// Verifier is the address of the folder with the verifier, relative to the page: "../verify/". Empty: none is there.
	Verifier string

	// Unlisted asks search engines to stay away, and keeps the holder's name out of the title and the card, which those who
	// show a link copy.
	Unlisted bool

	// Issued is for the issuer who has just signed the badge, and knows that it is neither revoked nor suspended. The result
	// need not say so, and the page says "when issued" instead of "when checked".
	Issued bool
}

// Make returns the files of the page by their names, and remarks about what it could not do. The error is about a badge
// that cannot be on a page: none in the result, or an empty picture.
func Make(b Badge, o Options) (files map[string][]byte, remarks []string, err error) {
	if b.Result == nil || b.Result.Badge == nil || len(b.Picture) == 0 {
		return nil, nil, fmt.Errorf("page: no badge, or no picture of it")
	}
	v := look(b, o)
	files = map[string][]byte{Style: style, v.Picture: b.Picture, v.Credential: b.Secured}
	if remark := clear(b.Result.Badge); remark != "" {
		remarks = append(remarks, remark)
	}
	picture, left, err := v.draw()
	if err != nil {
		return nil, nil, fmt.Errorf("page: %w", err)
	}
	files[Card] = picture
	for _, line := range left {
		remarks = append(remarks, fmt.Sprintf("%s: its font lacks characters of the %s, which is left out", Card, strings.ToLower(string(line))))
	}
	if o.URL != "" {
		if files[QR], err = qrcode.SVG(o.URL); err != nil {
			return nil, nil, fmt.Errorf("page: %w", err)
		}
	}
	var html bytes.Buffer
	if err := layout.Execute(&html, v); err != nil {
		return nil, nil, fmt.Errorf("page: %w", err)
	}
	files[Index] = html.Bytes()
	return files, remarks, nil
}

// PictureName is the name of the picture's file.
func PictureName(f bake.Format) string { return "badge." + string(f) }

// CredentialName is the name of the file with the credential.
func CredentialName(secured []byte) string {
	if bytes.HasPrefix(secured, []byte("{")) {
		return "credential.json"
	}
	return "credential.jws"
}

// clear warns of identities of the holder that are in the badge in clear, and not on the page.
func clear(badge *credential.OpenBadge) string {
	var kinds []string
	for _, id := range badge.Subject.Identifier {
		if !id.Hashed && id.IdentityType != credential.IdentifierTypeName {
			kinds = append(kinds, string(id.IdentityType))
		}
	}
	if len(kinds) == 0 {
		return ""
	}
	return fmt.Sprintf("the badge has %s of its holder in clear: it is not shown on the page, but whoever downloads the badge can read it",
		strings.Join(kinds, ", "))
}

// host is the host of a web address that a badge names, and "" for what is none.
func host(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.Hostname()
}

// verifyLink opens the verifier with the badge in it.
func verifyLink(folder string, secured []byte) string {
	if folder == "" || len(secured) > fragment.MaxSecured {
		return folder
	}
	return folder + "#" + fragment.Encode(secured)
}
