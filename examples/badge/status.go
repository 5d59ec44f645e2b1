package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/verifier"
)

type statusCmd struct {
	New       statusNewCmd       `cmd:"" help:"Start a ledger, so that badges can be revoked."`
	Revoke    statusRevokeCmd    `cmd:"" help:"Revoke badges, for good."`
	Suspend   statusSuspendCmd   `cmd:"" help:"Suspend badges, until they are reinstated."`
	Reinstate statusReinstateCmd `cmd:"" help:"End the suspension of badges."`
	Publish   statusPublishCmd   `cmd:"" help:"Sign the status lists and write the files to upload."`
	Show      statusShowCmd      `cmd:"" help:"Show a ledger, a badge in it, or a published list."`
}

// Help adds to the output of --help.
func (c *statusCmd) Help() string {
	return `A badge that can be revoked names places in status lists. The ledger is the issuer's record of which badge has ` +
		`which places and what became of it; the lists are files signed from it, which readers need to see that a badge is ` +
		`still good.

Once:

	badge status new --ledger ledger --issuer-document did.json --url https://example.org/status/

For every badge:

	badge issue --ledger ledger …

After every change, and before the lists expire, publish and upload the files:

	badge status revoke --ledger ledger --reason "Resigned" ada.jws
	badge status publish --ledger ledger --key issuer.pem --issuer-document did.json --out public`
}

// inLedger is the flag of the commands that work on a ledger.
type inLedger struct {
	Ledger string `required:"" placeholder:"DIR" help:"Folder of the ledger."`
}

// open opens the ledger; what it repairs is said.
func (c *inLedger) open(opts ledger.Options) (*ledger.Ledger, error) {
	opts.Notice = func(text string) { note("%s", text) }
	l, err := ledger.Open(c.Ledger, &opts)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: no ledger is there; start one with: badge status new", c.Ledger)
	}
	if errors.Is(err, ledger.ErrLocked) {
		return nil, fmt.Errorf("%s: another command is working on it; try again when that is done", c.Ledger)
	}
	return l, err
}

type statusNewCmd struct {
	Ledger         string `required:"" placeholder:"DIR" help:"Folder for the ledger, which is made. It is the issuer's alone, and cannot be made again: keep copies."`
	Issuer         string `required:"" xor:"issuer" placeholder:"ID" help:"Who the issuer is: did:web:…, did:key:…, https://…"`
	IssuerDocument string `required:"" xor:"issuer" placeholder:"FILE" help:"The issuer's did.json, instead of --issuer."`
	URL            string `name:"url" required:"" placeholder:"URL" help:"Folder on your web site where the lists will be, such as https://example.org/status/. Every badge names it: it can never be changed."`
	Form           string `enum:"jws,data-integrity,data-integrity-jcs" default:"jws" placeholder:"NAME" help:"How the lists will be secured: ${enum}. A jws is a file .jwt, the others are .json. Default: ${default}."`
	Entries        int    `placeholder:"N" help:"Badges in one list; when it is full, the next one is begun. Default: 131072, the least that the standard allows, so that nobody who fetches a list tells by it which badge he was shown."`
}

// Help adds to the output of --help.
func (c *statusNewCmd) Help() string {
	return `Example:

	badge status new --ledger ledger --issuer-document did.json --url https://example.org/status/`
}

// Run makes the ledger.
func (c *statusNewCmd) Run(ctx context.Context) error {
	issuer := c.Issuer
	if c.IssuerDocument != "" {
		document, err := readDocument(ctx, c.IssuerDocument)
		if err != nil {
			return err
		}
		issuer = document.ID()
	}
	url := strings.TrimSuffix(c.URL, "/") + "/"
	settings := ledger.Settings{Issuer: issuer, URL: url, Extension: extensions[c.Form], Entries: c.Entries}
	err := ledger.Create(c.Ledger, settings)
	switch {
	case errors.Is(err, ledger.ErrExists):
		return fmt.Errorf("%s: a ledger is there already, and none is ever overwritten: badges would lose their places", c.Ledger)
	case errors.Is(err, ledger.ErrSettings):
		return usage("%w", err)
	case err != nil:
		return err
	}
	note("made the ledger %s of %s, whose lists will be at %s; it cannot be made again: keep copies", c.Ledger, name(issuer), name(url))
	note("next: badge issue --ledger %s …, for every badge that can be revoked", shellWord(c.Ledger))
	return nil
}

// extensions has, for each form, how the names of its files end.
var extensions = map[string]string{formJWS: ".jwt", formDataIntegrity: ".json", formJCS: ".json"}

// statusChange has the flags of the commands that change the state of badges.
type statusChange struct {
	inLedger
	Reason string   `placeholder:"TEXT" help:"Why, for the ledger. It is not published."`
	Badges []string `arg:"" name:"badge" placeholder:"ID|FILE" help:"Ids of badges, or files with badges, of which nothing but the id is read."`
}

type (
	statusRevokeCmd    struct{ statusChange }
	statusSuspendCmd   struct{ statusChange }
	statusReinstateCmd struct{ statusChange }
)

// Help adds to the output of --help.
func (c *statusRevokeCmd) Help() string {
	return `There is no way back: for what may be taken back there is badge status suspend. Readers see it when you have ` +
		`published the lists.

Example:

	badge status revoke --ledger ledger --reason "Resigned" ada.jws`
}

// Help adds to the output of --help.
func (c *statusSuspendCmd) Help() string {
	return `Readers see it when you have published the lists.

Example:

	badge status suspend --ledger ledger --reason "Fee overdue" ada.jws`
}

// Help adds to the output of --help.
func (c *statusReinstateCmd) Help() string {
	return `Readers see it when you have published the lists. A badge that is revoked stays revoked.

Example:

	badge status reinstate --ledger ledger --reason "Fee paid" ada.jws`
}

// Run revokes.
func (c *statusRevokeCmd) Run(ctx context.Context) error {
	return c.change(ctx, "revoked", (*ledger.Ledger).Revoke)
}

// Run suspends.
func (c *statusSuspendCmd) Run(ctx context.Context) error {
	return c.change(ctx, "suspended", (*ledger.Ledger).Suspend)
}

// Run reinstates.
func (c *statusReinstateCmd) Run(ctx context.Context) error {
	return c.change(ctx, "reinstated", (*ledger.Ledger).Reinstate)
}

// change changes the state of every badge. What is wrong with one does not keep the others from it.
func (c *statusChange) change(ctx context.Context, done string, change func(l *ledger.Ledger, id, reason string) error) (err error) {
	l, err := c.open(ledger.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	failed := 0
	for _, badge := range c.Badges {
		id, err := find(ctx, l, badge)
		if err == nil {
			err = change(l, id, c.Reason)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case err == nil:
			note("%s %s", done, name(id))
		case len(c.Badges) == 1:
			return unchanged(err)
		default:
			failed++
			complain(unchanged(err))
		}
	}
	if failed < len(c.Badges) {
		note("readers see it when you have published the lists; next: %s", publishCommand(c.Ledger))
	}
	if failed > 0 {
		note("%d badges: %d %s, %d not", len(c.Badges), len(c.Badges)-failed, done, failed)
		return &failure{code: exitSome}
	}
	return nil
}

// unchanged gives the exit code to why a badge was not changed: the arguments, or the files.
func unchanged(err error) error {
	for _, argument := range []error{ledger.ErrUnknown, ledger.ErrID, ledger.ErrRevoked, ledger.ErrNoEntry, ledger.ErrReason} {
		if errors.Is(err, argument) {
			return usage("%w", err)
		}
	}
	return err
}

// find returns the id of a badge: the argument, if the ledger has such a badge, or what is in the file with that name.
func find(ctx context.Context, l *ledger.Ledger, badge string) (id string, err error) {
	if _, err := l.Lookup(badge); err == nil {
		return badge, nil
	}
	text, err := read(ctx, badge, maxInput)
	if errors.Is(err, os.ErrNotExist) {
		return "", usage("%s: the ledger has no badge with this id, and there is no such file", name(badge))
	}
	if err != nil {
		return "", err
	}
	u, err := verifier.Inspect(trim(text))
	if err != nil {
		return "", fmt.Errorf("%s: %w", badge, err)
	}
	id = u.Claimed.ID
	note("%s says that it is the badge %s (not verified)", badge, name(id))
	if _, err := l.Lookup(id); err != nil {
		return "", fmt.Errorf("%s: %w", badge, err)
	}
	return id, nil
}

// publishCommand is what to do next.
func publishCommand(ledger string) string {
	return fmt.Sprintf("badge status publish --ledger %s --key KEY --issuer-document FILE --out DIR", shellWord(ledger))
}

// reserve gives a badge its places in the lists of a ledger: both are then changed by the badge's id alone.
func (c *issueCmd) reserve(badge *credential.OpenBadge) (err error) {
	switch {
	case badge.ID == "":
		return usage("%s: the badge has no id, by which the ledger could know it", c.JSON)
	case len(badge.Status) > 0:
		return usage("%s: the badge has a credentialStatus already; leave it out, or leave --ledger out", c.JSON)
	}
	in := inLedger{c.Ledger}
	l, err := in.open(ledger.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if issuer := l.Settings().Issuer; issuer != badge.Issuer.ID {
		return usage("the ledger %s is that of %s, and the issuer of the badge is %s", c.Ledger, name(issuer), name(badge.Issuer.ID))
	}
	if r, err := l.Lookup(badge.ID); err == nil && r.State == ledger.Revoked {
		return usage("%s is revoked in %s, which is final; a new badge needs a new id", name(badge.ID), c.Ledger)
	}
	badge.Status, err = l.Reserve(badge.ID)
	if err != nil {
		return err
	}
	for _, list := range l.Lists() {
		for _, e := range badge.Status {
			if e.StatusListCredential == list.URL && list.Version == 0 {
				c.unpublished = true
			}
		}
	}
	return nil
}

type statusPublishCmd struct {
	inLedger
	Out          string  `short:"o" required:"" placeholder:"DIR" help:"Folder for the lists, to be uploaded."`
	ValidFor     span    `default:"30d" placeholder:"TIME" help:"How long the lists are good, such as 24h or 30d. Default: ${default}."`
	At           instant `placeholder:"TIME" help:"Date the lists 2026-01-15T09:30:00Z, or a date, instead of now."`
	KeepVersions bool    `help:"Write every version under a name with its number, too, such as revocation-1.2.jwt, which the next one does not replace."`
	signing
	Form string `enum:",jws,data-integrity,data-integrity-jcs" default:"" placeholder:"NAME" group:"Signing" help:"How to secure them: jws, data-integrity, data-integrity-jcs. Default: what the ledger was made for."`
}

// Help adds to the output of --help.
func (c *statusPublishCmd) Help() string {
	return `Publish after every change, and every week or so even without one. When the lists have expired, nobody can tell ` +
		`any more whether a badge is good, and every badge becomes "indeterminate". When they are good for long, somebody who ` +
		`shows a revoked badge can show an old list with it for as long. 30 days leave room for a week that is missed.

Example:

	badge status publish --ledger ledger --key issuer.pem --issuer-document did.json --out public`
}

// Run publishes.
func (c *statusPublishCmd) Run(ctx context.Context) (err error) {
	opts := ledger.Options{KeepVersions: c.KeepVersions}
	if !c.At.IsZero() {
		opts.Now = func() time.Time { return c.At.Time }
	}
	l, err := c.inLedger.open(opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	settings := l.Settings()
	form, err := c.form(settings.Extension)
	if err != nil {
		return err
	}
	who, err := c.signing.open(ctx, form)
	if err != nil {
		return err
	}
	if who.id != settings.Issuer {
		return usage("the ledger %s is that of %s, and the key is that of %s%s", c.Ledger, name(settings.Issuer), name(who.id), c.missingDocument())
	}
	if err := os.MkdirAll(c.Out, 0o777); err != nil {
		return err
	}
	published, err := l.Publish(ctx, c.Out, who, c.ValidFor.Duration)
	if errors.Is(err, ledger.ErrClock) && !c.At.IsZero() {
		return usage("--at: %w", err)
	}
	if err := errors.Join(err, result([]byte(publishedText(published, l.Lists())))); err != nil { // what is written counts
		return err
	}
	if len(published) == 0 {
		note("there are no lists yet: they begin with the first badge, issued with --ledger %s", shellWord(c.Ledger))
		return nil
	}
	note("upload the files in %s to %s; publish again before %s, when they expire", c.Out, name(settings.URL), stamp(published[0].ValidUntil))
	return nil
}

// form returns how to secure lists whose names end in the ledger's extension.
func (c *statusPublishCmd) form(extension string) (string, error) {
	switch {
	case c.Form == "" && extension == extensions[formDataIntegrity]:
		return formDataIntegrity, nil
	case c.Form == "":
		return formJWS, nil
	case extension != "" && extension != extensions[c.Form]:
		return "", usage("--form %s: the lists of this ledger are files %s, and their names are in badges already", c.Form, extension)
	}
	return c.Form, nil
}

// missingDocument is the end of a sentence, for somebody who forgot a flag.
func (c *statusPublishCmd) missingDocument() string {
	if c.IssuerDocument == "" {
		return "; give --issuer-document FILE"
	}
	return ""
}

func publishedText(published []ledger.Publication, lists []ledger.ListInfo) string {
	var b strings.Builder
	for _, p := range published {
		fmt.Fprintf(&b, "%s\n", name(p.File))
		line(&b, "list", name(p.URL))
		line(&b, "version", fmt.Sprintf("%d, from %s until %s", p.Version, stamp(p.ValidFrom), stamp(p.ValidUntil)))
		for _, l := range lists {
			if l.URL == p.URL {
				line(&b, setText(l.Purpose), fmt.Sprintf("%d of %s", l.Set, plural(l.Used, "badge")))
			}
		}
	}
	return b.String()
}

// setText is what badges are whose bit is set.
func setText(p status.Purpose) string {
	switch p {
	case status.Revocation:
		return "revoked"
	case status.Suspension:
		return "suspended"
	}
	return string(p)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
