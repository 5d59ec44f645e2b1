package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/examples/internal/letter"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/charterbadge/openbadge/examples/internal/share"
)

// reminding has the flags for mails to the holders of badges that end soon.
type reminding struct {
	Reminders string `group:"Reminders" placeholder:"DIR" help:"Write a mail to the holder of each badge that ends soon, as a file .eml in this folder, which is made. Nothing is sent."`
	Roster    string `group:"Reminders" placeholder:"ROSTER.csv" help:"The roster that the badges were issued from, which has the addresses: a badge has the hash of one, and another address is not written to. Required."`
	From      string `group:"Reminders" placeholder:"ADDRESS" help:"Who writes, and whom to ask: badges@example.org, or with a name: Sample issuer <badges@example.org>. Required."`
	URL       string `group:"Reminders" name:"url" placeholder:"URL" help:"Address of a page about renewals, to be named in the mail."`
}

func (c *reminding) check(at time.Time) error {
	switch {
	case c.Reminders == "" && (c.Roster != "" || c.From != "" || c.URL != ""):
		return usage("--roster, --from and --url are for --reminders DIR")
	case c.Reminders == "":
		return nil
	case at.IsZero():
		return usage("--at is required with --reminders: the date of the mails, such as --at %s", time.Now().UTC().Format(time.DateOnly))
	case c.Roster == "":
		return usage("--roster is required with --reminders: it has the addresses")
	case c.From == "":
		return usage("--from is required with --reminders")
	}
	return nil
}

// mails writes reminders. A nil one writes none.
type mails struct {
	dir   string
	force bool
	from  mail.Address
	url   string
	at    time.Time

	byID, byNumber      map[string]string // addresses of the roster
	written, kept, left int
}

// mails opens the roster.
func (c *batchReportCmd) mails(ctx context.Context, at time.Time) (*mails, error) {
	if c.Reminders == "" {
		return nil, nil
	}
	m := &mails{dir: c.Reminders, force: c.Force, url: c.URL, at: at, byID: make(map[string]string), byNumber: make(map[string]string)}
	var err error
	if m.from, err = letter.ParseAddress(c.From); err != nil {
		return nil, usage("--from: %w", err)
	}
	if c.URL != "" {
		if _, err := link("--url", c.URL); err != nil {
			return nil, err
		}
	}
	failed, told := 0, 0
	show := func(list []roster.Finding) error {
		failed++
		for i := range list {
			if told++; told <= maxTold {
				note("%s: %s", name(c.Roster), findingText(&list[i]))
			}
		}
		return nil
	}
	if _, err := readRoster(ctx, c.Roster, roster.Charters, nil, show, m.know); err != nil {
		return nil, err
	}
	if failed > 0 {
		note("%s: %s not read", name(c.Roster), plural(failed, "row"))
	}
	return m, nil
}

func (m *mails) know(r *roster.Record) error {
	if r.ID != "" {
		m.byID[r.ID] = r.Email
	}
	if r.Number != "" {
		m.byNumber[r.Number] = r.Email
	}
	return nil
}

// add writes the reminder about a badge, or says why not.
func (m *mails) add(badge *credential.OpenBadge) error {
	if m == nil {
		return nil
	}
	to, why := m.address(badge)
	if why != "" {
		if m.left++; m.left <= maxTold {
			note("no reminder about %s: %s", name(badge.ID), why)
		}
		return nil
	}
	holder, _ := badge.RecipientName()
	text, err := (&letter.Reminder{From: m.from, To: to, At: m.at, Badge: share.New(badge, ""), Holder: holder, URL: m.url}).Bytes()
	if err != nil {
		return err
	}
	file := filepath.Join(m.dir, mailName(badge.ID))
	if holds(file, text) {
		m.kept++
		return nil
	}
	m.written++
	if err := os.MkdirAll(m.dir, 0o700); err != nil { // its files name people
		return err
	}
	return hint(writeFile(file, text, 0o600, m.force))
}

// address finds the address that a badge was issued to.
func (m *mails) address(badge *credential.OpenBadge) (to mail.Address, why string) {
	address, there := m.byID[badge.ID]
	if !there {
		address, there = m.byNumber[badge.Subject.LicenseNumber]
	}
	switch {
	case !there:
		return to, "it is not in the roster"
	case address == "":
		return to, "the roster has no address"
	case !slices.ContainsFunc(badge.Subject.Identifier, func(o credential.IdentityObject) bool {
		return o.Matches(credential.IdentifierTypeEmailAddress, address)
	}):
		return to, "the address in the roster is not the one that it was issued to"
	}
	to, err := letter.ParseAddress(address)
	if err != nil {
		return mail.Address{}, "the address in the roster cannot be written to"
	}
	return to, ""
}

var uuidURN = regexp.MustCompile(`^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

// mailName is the name of the file about a badge: its UUID, or a hash if it has another id.
func mailName(id string) string {
	if m := uuidURN.FindStringSubmatch(id); m != nil {
		return m[1] + ".eml"
	}
	hash := hashOf(id)
	return hex.EncodeToString(hash[:]) + ".eml"
}

// holds reports whether a regular file has this text.
func holds(file string, text []byte) bool {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(text)) {
		return false
	}
	old, err := os.ReadFile(file)
	return err == nil && bytes.Equal(old, text)
}

// tell says what was done: in numbers if all may be shown, since these are parts of one in the report.
func (m *mails) tell(all bool) {
	switch {
	case m == nil:
	case m.written+m.kept+m.left == 0:
		note("no badge ends soon, and there is no reminder to write")
	case all:
		note("reminders in %s: %d written, %d there already, %d left out; nothing was sent", name(m.dir), m.written, m.kept, m.left)
	case m.left > maxTold:
		note("wrote the reminders to %s, and left out others than those named above; nothing was sent", name(m.dir))
	default:
		note("wrote the reminders to %s; nothing was sent", name(m.dir))
	}
}

func (m *mails) someLeftOut() bool { return m != nil && m.left > 0 }
