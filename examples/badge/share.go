package main

import (
	"context"
	"net/url"
	"strings"

	"github.com/charterbadge/openbadge/examples/internal/share"
)

type shareCmd struct {
	Where      string `arg:"" enum:"linkedin,x,facebook,mailto,html,signature" placeholder:"WHERE" help:"linkedin, x, facebook, mailto, html or signature."`
	Badge      string `arg:"" placeholder:"BADGE" help:"The badge, or a picture with a badge in it, or - for standard input."`
	URL        string `required:"" name:"url" placeholder:"PAGE" help:"Address of the badge's page, or a link that holds the badge."`
	Image      string `placeholder:"URL" help:"Address of the picture, for html and signature. Default: badge.png beside the page."`
	LinkedInID string `name:"linkedin-id" placeholder:"NUMBER" help:"Number of the issuer's page at LinkedIn. Default: the issuer is named."`
	judge
}

// Help adds to the output of --help.
func (c *shareCmd) Help() string {
	return `Prints a link to open, or a snippet to paste, for a badge that is valid now. Nothing is sent: whoever opens the link decides.

	linkedin   link that fills in a certification on a profile
	x          link that begins a post
	facebook   link that begins a post
	mailto     link that begins a letter
	html       picture with a link, for a web page
	signature  table with picture and link, for the signature of letters

Whoever reads a page or letter with a snippet loads the picture from its host, which learns of it.

Example: badge share linkedin --trust did.json --url https://example.org/badges/ada/ ada.jws`
}

// Run prints the link or snippet.
func (c *shareCmd) Run(ctx context.Context) error {
	page, err := link("--url", c.URL)
	if err != nil {
		return err
	}
	if strings.Trim(c.LinkedInID, "0123456789") != "" {
		return usage("--linkedin-id: want a number, got %s", quote(c.LinkedInID))
	}
	picture, err := c.picture(page)
	if err != nil {
		return err
	}
	a, err := c.accept(ctx, c.Badge)
	if err != nil {
		return err
	}
	b := share.New(a.result.Badge, c.URL)
	b.Picture, b.LinkedInID = picture, c.LinkedInID
	text, err := c.text(b)
	if err != nil {
		return err
	}
	if page.Fragment != "" && (c.Where == "linkedin" || c.Where == "x" || c.Where == "facebook") {
		note("this link holds the badge, and the site gets it with the link; some sites cut off what is behind the #")
	}
	return result([]byte(text))
}

// picture is the address of the picture for snippets.
func (c *shareCmd) picture(page *url.URL) (string, error) {
	switch {
	case c.Image != "":
		_, err := link("--image", c.Image)
		return c.Image, err
	case c.Where != "html" && c.Where != "signature":
		return "", nil
	case page.Fragment != "":
		return "", usage("a link that holds the badge has no picture beside it: give one with --image URL")
	}
	return page.ResolveReference(&url.URL{Path: "badge.png"}).String(), nil
}

func (c *shareCmd) text(b share.Badge) (string, error) {
	switch c.Where {
	case "html":
		return b.HTML()
	case "signature":
		return b.Signature()
	case "linkedin":
		return b.LinkedIn() + "\n", nil
	case "x":
		return b.X() + "\n", nil
	case "facebook":
		return b.Facebook() + "\n", nil
	}
	return b.Mailto() + "\n", nil
}
