package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/verifier"
)

type statusShowCmd struct {
	Ledger string `required:"" xor:"what" placeholder:"DIR" help:"Folder of the ledger."`
	List   string `required:"" xor:"what" placeholder:"FILE" help:"A published list, instead of a ledger. Its signature is not checked."`
	Badge  string `arg:"" optional:"" placeholder:"ID|FILE" help:"Id of a badge, or a file with the badge. Default: the lists are shown."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help adds to the output of --help.
func (c *statusShowCmd) Help() string {
	return `Examples:

	badge status show --ledger ledger
	badge status show --ledger ledger ada.jws
	badge status show --list public/revocation-1.jwt`
}

// Run shows.
func (c *statusShowCmd) Run(ctx context.Context) (err error) {
	if c.List != "" {
		if c.Badge != "" {
			return usage("--list shows a whole list; whether a badge is good tells: badge verify --status %s %s", shellWord(c.List), shellWord(c.Badge))
		}
		return c.showList(ctx)
	}
	in := inLedger{c.Ledger}
	l, err := in.open(ledger.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if c.Badge == "" {
		shown := newShownLedger(l)
		return c.print(shown, shown.text)
	}
	id, err := find(ctx, l, c.Badge)
	if err != nil {
		return unchanged(err)
	}
	record, err := l.Lookup(id)
	if err != nil {
		return err
	}
	shown := newShownBadge(record)
	return c.print(shown, shown.text)
}

func (c *statusShowCmd) print(shown any, text func() string) error {
	if !c.JSON {
		return result([]byte(text()))
	}
	out, err := indented(shown)
	if err != nil {
		return err
	}
	return result(out)
}

// shownLedger is what --json prints of a ledger.
type shownLedger struct {
	Issuer string            `json:"issuer"`
	URL    string            `json:"url"`
	Lists  []shownLedgerList `json:"lists"`
}

type shownLedgerList struct {
	URL       string         `json:"url"`
	Purpose   status.Purpose `json:"purpose"`
	Entries   int            `json:"entries"`
	Used      int            `json:"used"`
	Set       int            `json:"set"`
	Version   int            `json:"version"`             // 0: not published yet
	Published string         `json:"published,omitempty"` // RFC 3339
}

func newShownLedger(l *ledger.Ledger) *shownLedger {
	settings := l.Settings()
	shown := &shownLedger{Issuer: settings.Issuer, URL: settings.URL, Lists: []shownLedgerList{}}
	for _, i := range l.Lists() {
		list := shownLedgerList{URL: i.URL, Purpose: i.Purpose, Entries: i.Entries, Used: i.Used, Set: i.Set, Version: i.Version}
		if i.Version > 0 {
			list.Published = stamp(i.Published)
		}
		shown.Lists = append(shown.Lists, list)
	}
	return shown
}

func (s *shownLedger) text() string {
	var b strings.Builder
	b.WriteString("ledger\n")
	line(&b, "issuer", name(s.Issuer))
	line(&b, "lists at", name(s.URL))
	if len(s.Lists) == 0 {
		line(&b, "lists", "none yet; they begin with the first badge")
	}
	for _, l := range s.Lists {
		fmt.Fprintf(&b, "%s\n", name(l.URL))
		line(&b, "places", fmt.Sprintf("%d of %d taken", l.Used, l.Entries))
		line(&b, setText(l.Purpose), plural(l.Set, "badge"))
		if l.Version == 0 {
			line(&b, "version", "not published yet")
		} else {
			line(&b, "version", fmt.Sprintf("%d, published %s", l.Version, l.Published))
		}
	}
	return b.String()
}

// shownBadge is what --json prints of a badge.
type shownBadge struct {
	ID      string        `json:"id"`
	State   ledger.State  `json:"state"`
	Entries []shownEntry  `json:"entries"`
	History []shownChange `json:"history"`
}

// shownEntry is a place in a list.
type shownEntry struct {
	Purpose string `json:"purpose"`
	List    string `json:"list"`
	Index   string `json:"index"`
}

type shownChange struct {
	At     string        `json:"at"` // RFC 3339
	Action ledger.Action `json:"action"`
	Reason string        `json:"reason,omitempty"`
}

func newShownBadge(r ledger.Record) *shownBadge {
	shown := &shownBadge{ID: r.ID, State: r.State}
	for _, e := range r.Entries {
		shown.Entries = append(shown.Entries, shownEntry{e.StatusPurpose, e.StatusListCredential, e.StatusListIndex})
	}
	for _, h := range r.History {
		shown.History = append(shown.History, shownChange{stamp(h.At), h.Action, h.Reason})
	}
	return shown
}

func (s *shownBadge) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", name(s.ID))
	line(&b, "state", string(s.State))
	for _, e := range s.Entries {
		line(&b, e.Purpose, "place "+e.Index+" of "+name(e.List))
	}
	for _, h := range s.History {
		what := string(h.Action)
		if h.Reason != "" {
			what += ": " + quote(h.Reason)
		}
		line(&b, h.At, what)
	}
	return b.String()
}

// shownList is what --json prints of a published list.
type shownList struct {
	Verified   bool             `json:"verified"` // false
	URL        string           `json:"url"`
	Issuer     string           `json:"issuer"`
	Purposes   []status.Purpose `json:"purposes"`
	Entries    int              `json:"entries"`
	Set        int              `json:"set"`
	ValidFrom  string           `json:"validFrom,omitempty"`
	ValidUntil string           `json:"validUntil,omitempty"`
}

func (c *statusShowCmd) showList(ctx context.Context) error {
	text, err := read(ctx, c.List, maxInput)
	if err != nil {
		return err
	}
	u, err := verifier.Inspect(trim(text))
	if err != nil {
		return verdictFailure(err, fmt.Errorf("%s: %w", c.List, err))
	}
	list, err := status.Parse(u.Document, &status.Limits{Bytes: status.MaxBytes, InsecureShort: true})
	if err != nil {
		return invalid(fmt.Errorf("%s: %w", c.List, err))
	}
	shown := &shownList{URL: list.ID, Issuer: list.Issuer, Purposes: list.Purposes, Entries: list.Len(), Set: list.Count()}
	if !list.ValidFrom.IsZero() {
		shown.ValidFrom = stamp(list.ValidFrom)
	}
	if !list.ValidUntil.IsZero() {
		shown.ValidUntil = stamp(list.ValidUntil)
	}
	return c.print(shown, shown.text)
}

func (s *shownList) text() string {
	var b strings.Builder
	b.WriteString("UNVERIFIED: the signature of this list has not been checked\n")
	line(&b, "list", name(s.URL))
	line(&b, "issuer", name(s.Issuer))
	for _, p := range s.Purposes {
		line(&b, "purpose", escape(string(p)))
	}
	line(&b, "set", fmt.Sprintf("%d of %d places", s.Set, s.Entries))
	period := "from " + s.ValidFrom
	if s.ValidUntil != "" {
		period += " until " + s.ValidUntil
	}
	line(&b, "period", period)
	return b.String()
}
