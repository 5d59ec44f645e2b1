package main

import (
	"context"
	"slices"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/examples/internal/letter"
	"github.com/charterbadge/openbadge/examples/internal/page"
	"github.com/charterbadge/openbadge/examples/internal/share"
)

type mailCmd struct {
	Badge     string `arg:"" placeholder:"BADGE" help:"The badge, or a picture with a badge in it, or - for standard input."`
	To        string `required:"" placeholder:"ADDRESS" help:"The holder: ada@example.org, or with a name: Ada <ada@example.org>."`
	From      string `required:"" placeholder:"ADDRESS" help:"Who writes, likewise."`
	Out       string `required:"" placeholder:"FILE" help:"Where to write the mail: a file for a mail program, whose name ends in .eml."`
	Force     bool   `help:"Overwrite the file if there is one."`
	URL       string `name:"url" placeholder:"PAGE" help:"Address of the badge's page, if there is one."`
	VerifyURL string `name:"verify-url" placeholder:"URL" help:"Address of a page that verifies badges, to be named in the mail."`
	pictured
	judge
}

// Help adds to the output of --help.
func (c *mailCmd) Help() string {
	return `Writes a mail with the badge in it, as text and HTML: the picture with the badge, the credential, and how to keep, show and ` +
		`verify it. Only a badge that is valid now is written. Nothing is sent: open the file with a mail program, or give it to one ` +
		`that sends.

With --at the same command writes the same bytes, with that date.

Example: badge mail --trust did.json --to ada@example.org --from "Sample issuer <badges@example.org>" --out ada.eml ada.jws`
}

// Run writes the mail.
func (c *mailCmd) Run(ctx context.Context) error {
	l, err := c.addressed()
	if err != nil {
		return err
	}
	file := target{Output: c.Out, Force: c.Force}
	if err := file.vacant(); err != nil {
		return err
	}
	a, err := c.accept(ctx, c.Badge)
	if err != nil {
		return err
	}
	picture, err := c.bake(ctx, a)
	if err != nil {
		return err
	}
	if picture.format != bake.FormatPNG {
		return usage("--picture: mail programs show no SVG; give a PNG")
	}
	badge := a.result.Badge
	l.Badge = share.New(badge, c.URL)
	l.Holder, _ = badge.RecipientName()
	l.IssuerID = badge.Issuer.ID
	l.Picture, l.Credential, l.File = picture.data, a.secured, page.CredentialName(a.secured)
	text, err := l.Bytes()
	if err != nil {
		return err
	}
	if isOther(badge, l.To.Address) {
		note("%s is not the e-mail address that the badge was issued to; it may still be the holder's", name(l.To.Address))
	}
	return hint(writeFile(c.Out, text, 0o600, c.Force)) // it names its holder
}

// addressed begins the letter with what the flags say.
func (c *mailCmd) addressed() (*letter.Letter, error) {
	l := &letter.Letter{At: c.At.Time, Verifier: c.VerifyURL}
	if l.At.IsZero() {
		l.At = time.Now()
	}
	var err error
	if l.To, err = letter.ParseAddress(c.To); err != nil {
		return nil, usage("--to: %w", err)
	}
	if l.From, err = letter.ParseAddress(c.From); err != nil {
		return nil, usage("--from: %w", err)
	}
	for flag, value := range map[string]string{"--url": c.URL, "--verify-url": c.VerifyURL} {
		if value == "" {
			continue
		}
		if _, err := link(flag, value); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// isOther reports whether a badge names the e-mail address of its holder, and it is another one.
func isOther(badge *credential.OpenBadge, address string) bool {
	isMail := func(o credential.IdentityObject) bool { return o.IdentityType == credential.IdentifierTypeEmailAddress }
	return slices.ContainsFunc(badge.Subject.Identifier, isMail) && !slices.ContainsFunc(badge.Subject.Identifier, func(o credential.IdentityObject) bool {
		return o.Matches(credential.IdentifierTypeEmailAddress, address)
	})
}
