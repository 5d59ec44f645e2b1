package main

import (
	"context"
	"fmt"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/verifier"
)

type issueCmd struct {
	JSON   string `name:"json" placeholder:"FILE" help:"A whole badge as JSON (- is standard input), instead of the flags of the charter."`
	Ledger string `placeholder:"DIR" help:"Ledger of the issuer, made with badge status new: the badge can be revoked and suspended through it. Default: it cannot be."`
	charter
	signing
	form
	target

	unpublished bool // a list that the badge names has never been published
}

// charter has the flags of a CMT Charter badge.
type charter struct {
	IssuerName    string  `group:"CMT Charter" placeholder:"NAME" help:"Name of the issuer, as readers will see it. Required."`
	IssuerURL     string  `group:"CMT Charter" name:"issuer-url" placeholder:"URL" help:"Home page of the issuer."`
	Holder        string  `group:"CMT Charter" placeholder:"NAME" help:"Name of the holder, shown in clear."`
	Email         string  `group:"CMT Charter" placeholder:"ADDRESS" help:"E-mail address of the holder, kept as a salted hash. Spell it as its owner does."`
	Number        string  `group:"CMT Charter" placeholder:"NUMBER" help:"Charter number."`
	Awarded       instant `group:"CMT Charter" placeholder:"DATE" help:"When the charter was awarded: 2026-01-15, or with a time and zone. Required."`
	ValidFrom     instant `group:"CMT Charter" placeholder:"DATE" help:"When this badge begins to be valid. Default: --awarded."`
	ValidUntil    end     `group:"CMT Charter" placeholder:"DATE" help:"When it ends; a date alone includes that day. Default: it does not."`
	ID            string  `group:"CMT Charter" name:"id" placeholder:"URI" help:"Identifier of the badge. Default: a new urn:uuid."`
	SubjectID     string  `group:"CMT Charter" placeholder:"URI" help:"DID of the holder. Default: a new urn:uuid."`
	AchievementID string  `group:"CMT Charter" placeholder:"URI" help:"Identifier of the charter as an achievement, the same in all of the issuer's charter badges. Default: made from a did:web or https issuer."`
}

// Help adds to the output of --help.
func (c *issueCmd) Help() string {
	return `Example: badge issue --key issuer.pem --issuer-document did.json --issuer-name "Sample issuer" ` +
		`--holder "Ada Lovelace" --email ada@example.org --number 12345 --awarded 2026-01-15 -o badge.jws

With --ledger DIR it can be revoked later: see badge status --help.`
}

// Run issues the badge.
func (c *issueCmd) Run(ctx context.Context) error {
	if err := c.vacant(); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	who, err := c.open(ctx, c.Form)
	if err != nil {
		return err
	}
	badge, err := c.badge(ctx, who.id)
	if err != nil {
		return err
	}
	if c.Ledger != "" {
		if err := c.reserve(badge); err != nil { // places stay reserved, whatever happens next: no two badges can share one
			return err
		}
	}
	secured, err := who.Sign(ctx, badge)
	if err != nil {
		return err
	}
	if err := c.write(secured); err != nil {
		return err
	}
	tell("issued", badge)
	if c.unpublished {
		note("readers need its status lists, which you have not published yet; next: %s", publishCommand(c.Ledger))
	}
	return nil
}

// check finds what is wrong with the flags before a passphrase is asked for.
func (c *issueCmd) check() error {
	switch {
	case c.JSON != "" && c.charter != charter{}:
		return usage("--json has the whole badge; leave the flags of the charter out")
	case c.JSON != "":
		return nil
	case c.IssuerName == "":
		return usage("--issuer-name is required (or a whole badge, with --json)")
	case c.Awarded.IsZero():
		return usage("--awarded is required: the day on which the charter was awarded")
	case c.Holder == "" && c.Email == "" && c.SubjectID == "":
		return usage("say to whom: --holder, --email, or both (or --subject-id)")
	}
	return nil
}

func (c *issueCmd) badge(ctx context.Context, issuer string) (*credential.OpenBadge, error) {
	if c.JSON != "" {
		return readBadge(ctx, c.JSON)
	}
	badge, err := credential.NewCharter(
		credential.Profile{ID: issuer, Name: c.IssuerName, URL: c.IssuerURL},
		credential.Charter{
			ID: c.ID, SubjectID: c.SubjectID, AchievementID: c.AchievementID,
			Number: c.Number, Holder: c.Holder, Email: c.Email,
			Awarded: c.Awarded.Time, ValidFrom: c.ValidFrom.Time, ValidUntil: c.ValidUntil.Time,
		})
	rules := credential.FieldErrors(err)
	if len(rules) > 0 && rules[0].Pointer == "/credentialSubject/achievement/id" && c.AchievementID == "" {
		return nil, usage("--achievement-id is required: the issuer %s has no web address to make one from", issuer)
	}
	if err != nil {
		return nil, broken(exitUsage, "the badge of these flags", rules)
	}
	return badge, nil
}

// readBadge reads a whole badge from a JSON file and holds it against the rules.
func readBadge(ctx context.Context, file string) (*credential.OpenBadge, error) {
	text, err := read(ctx, file, maxInput)
	if err != nil {
		return nil, err
	}
	badge := new(credential.OpenBadge)
	err = badge.UnmarshalJSON(text)
	if err == nil {
		err = badge.Validate()
	}
	if err != nil {
		return nil, broken(exitInvalid, file, credential.FieldErrors(err))
	}
	return badge, nil
}

// tell says what was issued.
func tell(what string, b *credential.OpenBadge) {
	holder := "somebody whose name is not in it"
	if name, ok := b.RecipientName(); ok {
		holder = quote(name)
	}
	until := "without end"
	if !b.ValidUntil.IsZero() {
		until = "until " + b.ValidUntil.String()
	}
	note("%s %s to %s, valid from %s %s", what, name(b.ID), holder, b.ValidFrom, until)
}

type renewCmd struct {
	File  string  `arg:"" placeholder:"FILE" help:"The badge to renew, or - for standard input. It may have expired."`
	From  instant `required:"" placeholder:"DATE" help:"When the new badge begins to be valid."`
	Until end     `placeholder:"DATE" help:"When it ends; a date alone includes that day. May be left out only if the old badge has no end."`
	signing
	form
	target
}

// Help adds to the output of --help.
func (c *renewCmd) Help() string {
	return "The new badge has the id, the holder and the date of award of the old one, and replaces it wherever readers see " +
		"both. The old badge must be one of the issuer's own: it is verified first, with the issuer's document."
}

// Run renews the badge.
func (c *renewCmd) Run(ctx context.Context) error {
	if err := c.vacant(); err != nil {
		return err
	}
	old, err := read(ctx, c.File, maxInput)
	if err != nil {
		return err
	}
	who, err := c.open(ctx, c.Form)
	if err != nil {
		return err
	}
	prev, err := who.own(ctx, old)
	if err != nil {
		return err
	}
	if !prev.ValidUntil.IsZero() && c.Until.IsZero() {
		return usage("--until is required: the old badge has an end, %s", prev.ValidUntil)
	}
	next, err := credential.Renew(prev, c.From.Time, c.Until.Time)
	if err != nil {
		return broken(exitUsage, "the new badge", credential.FieldErrors(err))
	}
	secured, err := who.Sign(ctx, next)
	if err != nil {
		return err
	}
	if err := c.write(secured); err != nil {
		return err
	}
	tell("renewed", next)
	return nil
}

// own returns a badge that the issuer has signed and could renew: it may have expired, and no more.
func (i *issuer) own(ctx context.Context, secured []byte, but ...error) (*credential.OpenBadge, error) {
	res, err := verifier.New(verifier.Trust(i.document), nil).Verify(ctx, trim(secured), nil)
	res, err = authentic(res, err, append(but, verifier.ErrExpired, verifier.ErrStatusUnknown)...)
	if err != nil {
		return nil, verdictFailure(err, fmt.Errorf("the old badge is not renewed: %w", err))
	}
	return res.Badge, nil
}
