package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/art"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/letter"
	"github.com/charterbadge/openbadge/examples/internal/page"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/charterbadge/openbadge/examples/internal/share"
	"github.com/charterbadge/openbadge/verifier"
)

// beside has the flags of what is made beside each badge.
type beside struct {
	Picture   string `placeholder:"FILE" help:"A PNG or SVG: each badge is baked into it as well. Pages and mails have it too; their default is our own art for a sample badge."`
	Page      string `enum:",unlisted,public" default:"" placeholder:"unlisted|public" help:"Make a page for each badge, in DIR/pages: with addresses that cannot be guessed, or for everybody. Default: none."`
	URL       string `name:"url" placeholder:"URL" help:"Address that DIR/pages has on the web: https://…/"`
	VerifyURL string `name:"verify-url" placeholder:"URL" help:"Address of a page that verifies badges, for pages and mails."`
	MailFrom  string `placeholder:"ADDRESS" help:"Write a mail for each holder who has an address, in DIR/mails, from this one. Nothing is sent. Default: none."`

	art     []byte // nil: none is needed
	is      bake.Format
	from    letter.Letter
	unsent  atomic.Int64 // rows without a mail
	trusted *verifier.Verifier
	at      time.Time
	ledger  *ledger.Ledger
}

// codeNotValid is a finding: a badge that is not valid when its page or mail is written has none, and is not issued.
const codeNotValid = "not_valid"

// dated reports whether something is made that has a date.
func (c *beside) dated() bool { return c.Page != "" || c.MailFrom != "" }

// open reads the picture and looks at the flags.
func (c *beside) open(ctx context.Context) (err error) {
	for flag, value := range map[string]string{"--url": c.URL, "--verify-url": c.VerifyURL} {
		if value == "" {
			continue
		}
		u, err := link(flag, value)
		if err != nil {
			return err
		}
		if flag == "--url" && (u.RawQuery != "" || u.ForceQuery || strings.Contains(value, "#")) {
			return usage("--url: want the address of the folder, without ? and #, got %s", quote(value))
		}
	}
	if c.URL != "" && c.Page == "" {
		return usage("--url is the address of pages, which --page makes")
	}
	if c.MailFrom != "" {
		if c.from.From, err = letter.ParseAddress(c.MailFrom); err != nil {
			return usage("--mail-from: %w", err)
		}
	}
	switch {
	case c.Picture != "":
		c.art, err = read(ctx, c.Picture, bake.MaxPNGBytes)
	case c.dated():
		c.art, err = art.PNG(artPixels)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	c.is = bake.Detect(c.art)
	switch {
	case c.is == "":
		return usage("%s: %w", name(c.Picture), bake.ErrNotPicture)
	case c.is != bake.FormatPNG && c.MailFrom != "":
		return usage("--picture: mail programs show no SVG; give a PNG")
	}
	return nil
}

// add adds to a job what is to be made.
func (c *beside) add(j *issuing.Job, who *issuer, at time.Time) {
	if c.art == nil {
		return
	}
	c.at, c.ledger = at, j.Ledger
	c.trusted = verifier.New(verifier.Trust(who.document), &verifier.Options{Now: func() time.Time { return at }, InsecureSkipStatus: true})
	j.Beside = c.make
	said := []string{fmt.Sprintf("picture %x", sha256.Sum256(c.art))}
	if c.Picture == "" {
		said[0] += " of pages and mails"
	}
	for _, what := range []struct{ flag, value string }{{"page", c.Page}, {"url", c.URL}, {"verify-url", c.VerifyURL}, {"mail-from", c.MailFrom}} {
		if what.value != "" {
			said = append(said, what.flag+" "+what.value)
		}
	}
	if c.dated() {
		said = append(said, "at "+at.UTC().Format(time.RFC3339))
	}
	j.BesideIs = strings.Join(said, "; ")
}

// make makes what goes with a badge.
func (c *beside) make(m *issuing.Made) ([]issuing.File, error) {
	into := bake.PNG
	if c.is == bake.FormatSVG {
		into = bake.SVG
	}
	var out bytes.Buffer
	if err := into(&out, bytes.NewReader(c.art), m.Secured, &bake.Options{Replace: true}); err != nil {
		return nil, fmt.Errorf("baking the badge: %w", err)
	}
	baked := &bakedPicture{out.Bytes(), c.is}
	var files []issuing.File
	if c.Picture != "" {
		files = append(files, issuing.File{Name: issuing.FileOf(m.Badge.ID) + "." + string(c.is), Data: baked.data})
	}
	if !c.dated() {
		return files, nil
	}
	res, err := c.trusted.Verify(context.Background(), m.Secured, nil)
	switch {
	case errors.Is(err, verifier.ErrExpired), errors.Is(err, verifier.ErrNotYetValid):
		return nil, c.notValid(m, fmt.Sprintf("valid %s, and not at the date of --at", period(m)))
	case err != nil:
		return nil, fmt.Errorf("nobody could verify this, so it is not written: %w", err)
	case m.Reserved.State != ledger.Active:
		return nil, c.notValid(m, string(m.Reserved.State)+" in the ledger")
	}
	address := ""
	if c.Page != "" {
		made, at, err := c.page(m, res, baked)
		if err != nil {
			return nil, err
		}
		files, address = append(files, made...), at
	}
	if c.MailFrom != "" {
		mail, err := c.mail(m, res, baked, address)
		if err != nil {
			return nil, err
		}
		files = append(files, mail...)
	}
	return files, nil
}

func (c *beside) notValid(m *issuing.Made, why string) error {
	return roster.Findings{{Row: m.Record.Row, Code: codeNotValid, Message: why,
		Hint: "it has no page and no mail before it is valid; issue it without them, or when it is"}}
}

// period is when a badge is valid.
func period(m *issuing.Made) string {
	text := "from " + m.Badge.ValidFrom.String()
	if !m.Badge.ValidUntil.IsZero() {
		text += " until " + m.Badge.ValidUntil.String()
	}
	return text
}

// page makes the page of a badge, and returns its address, if that is known. The same badge has the same one.
func (c *beside) page(m *issuing.Made, res *verifier.Result, baked *bakedPicture) ([]issuing.File, string, error) {
	folder := publicName(m.Badge.Issuer.ID, m.Badge.ID)
	if c.Page == unlistedPage {
		secret, err := base64.RawURLEncoding.DecodeString(c.ledger.Salt("page of " + m.Badge.ID)) // 128 bits that nobody else has
		if err != nil {
			return nil, "", err
		}
		folder = pageNameOf(secret)
	}
	opts := page.Options{Unlisted: c.Page == unlistedPage, Verifier: c.VerifyURL, Issued: true}
	if c.URL != "" {
		opts.URL = strings.TrimSuffix(c.URL, "/") + "/" + folder + "/"
	}
	made, _, err := page.Make(page.Badge{Result: res, Secured: m.Secured, Picture: baked.data, Format: baked.format}, opts)
	if err != nil {
		return nil, "", err
	}
	var files []issuing.File
	for _, file := range slices.Sorted(maps.Keys(made)) {
		files = append(files, issuing.File{Name: path.Join("pages", folder, file), Data: made[file]})
	}
	return files, opts.URL, nil
}

// mail writes the mail to the holder, if there is an address that mail programs take.
func (c *beside) mail(m *issuing.Made, res *verifier.Result, baked *bakedPicture, address string) ([]issuing.File, error) {
	l := c.from
	var err error
	if l.To, err = letter.ParseAddress(m.Record.Email); err != nil {
		c.unsent.Add(1)
		return nil, nil
	}
	if isOther(res.Badge, l.To.Address) {
		return nil, roster.Findings{{Row: m.Record.Row, Column: "email", Code: roster.CodeEmail, Value: m.Record.Email,
			Message: "not the e-mail address that the badge was issued to", Hint: "leave it empty, and mail the badge by badge mail"}}
	}
	l.At, l.Verifier = c.at, c.VerifyURL
	l.Badge = share.New(res.Badge, address)
	l.Holder, _ = res.Badge.RecipientName()
	l.To.Name = share.OneLine(l.Holder)
	l.IssuerID = res.Badge.Issuer.ID
	l.Picture, l.Credential, l.File = baked.data, m.Secured, page.CredentialName(m.Secured)
	text, err := l.Bytes()
	return []issuing.File{{Name: path.Join("mails", m.UUID[:2], m.UUID+".eml"), Data: text, Private: true}}, err
}

// next says what is to be done with what was made.
func (c *beside) next(out string) {
	switch c.Page {
	case publicPage:
		note("the pages are in %s; everybody can find them once they are on the web", filepath.Join(out, "pages"))
	case unlistedPage:
		note("the pages are in %s; the host must not list its folders: whoever has an address sees the page", filepath.Join(out, "pages"))
	}
	if c.MailFrom != "" {
		note("the mails are in %s; nothing is sent", filepath.Join(out, "mails"))
		if n := c.unsent.Load(); n > 0 {
			note("%s no mail: there is no address, or one that is not in ASCII", plural(int(n), "row")+map[bool]string{true: " has", false: " have"}[n == 1])
		}
	}
}
