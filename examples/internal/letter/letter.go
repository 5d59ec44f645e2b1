// Package letter writes the mail that hands a badge to its holder, a Letter, and the one that says that it will end, a
// Reminder: files (.eml) that a mail program opens, or that somebody else's program sends. Nothing is sent here.
//
// # The same bytes
//
// The same letter gives the same bytes: Date is At, and Message-ID and the boundaries are made from what is in the letter. So
// a roster that was interrupted can be done again, and a mail server knows a letter that it has seen.
//
// # Injection
//
// Addresses are parsed, and hold ASCII alone. What comes from the badge is in the body, which is encoded, and in the subject,
// as one line: no text can begin a field of its own.
package letter

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"net/mail"
	"strings"
	texttemplate "text/template"
	"time"

	"github.com/charterbadge/openbadge/examples/internal/share"
	gomail "github.com/wneessen/go-mail"
)

// A Letter is what is written to whom. Badge.Page and Verifier may be empty.
type Letter struct {
	From, To mail.Address
	At       time.Time

	Badge      share.Badge
	Holder     string // name; "" when it is not known
	IssuerID   string
	Verifier   string // address of a page that verifies badges
	Picture    []byte // a PNG with the badge in it
	Credential []byte
	File       string // name of the credential's file: credential.json or credential.jws
}

// PictureFile is the name of the picture in the letter.
const PictureFile = "badge.png"

// contentID is what the HTML names the picture by, as cid:picture@badge (RFC 2392).
const contentID = "<picture@badge>"

// ErrAddress is that an address is none, or more than one.
var ErrAddress = errors.New("letter: not one mail address")

// ParseAddress reads one address, such as ada@example.org or Ada <ada@example.org>. The name may be in any language; the
// address itself is ASCII, because not every mail server takes more. The error is ErrAddress.
func ParseAddress(text string) (mail.Address, error) {
	a, err := mail.ParseAddress(text)
	if err != nil {
		return mail.Address{}, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	if strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return mail.Address{}, fmt.Errorf("%w: the address itself must be ASCII", ErrAddress)
	}
	a.Name = share.OneLine(a.Name)
	return *a, nil
}

var (
	//go:embed letter.txt
	plainSource string
	//go:embed letter.html
	htmlSource string

	plain = texttemplate.Must(texttemplate.New("letter.txt").Parse(plainSource))
	rich  = htmltemplate.Must(htmltemplate.New("letter.html").Parse(htmlSource))
)

// view is what the templates show.
type view struct {
	Name, Issuer, IssuerID, Holder, Awarded, Until string
	Page, LinkedIn, Verifier                       string
	Picture, Credential                            string
}

func (l *Letter) view() view {
	v := view{
		Name: share.OneLine(l.Badge.Name), Issuer: share.OneLine(l.Badge.Issuer), IssuerID: share.OneLine(l.IssuerID), Holder: share.OneLine(l.Holder),
		Awarded: day(l.Badge.Awarded), Until: day(l.Badge.Until),
		Page: l.Badge.Page, Verifier: l.Verifier, Picture: PictureFile, Credential: l.File,
	}
	if v.Page != "" {
		v.LinkedIn = l.Badge.LinkedIn()
	}
	return v
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2 January 2006")
}

// Bytes is the letter as a file (RFC 5322, MIME).
func (l *Letter) Bytes() ([]byte, error) {
	v := l.view()
	var text, html bytes.Buffer
	if err := errors.Join(plain.Execute(&text, v), rich.Execute(&html, v)); err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	seed := l.seed()
	m := compose(&message{l.From, l.To, l.At, "Your badge: " + headerText(v.Name), text.String(), html.String()}, seed)
	err := errors.Join(
		m.EmbedReader(PictureFile, bytes.NewReader(l.Picture), gomail.WithFileContentType("image/png"), gomail.WithFileContentID(contentID)),
		m.AttachReader(PictureFile, bytes.NewReader(l.Picture), gomail.WithFileContentType("image/png")),
		m.AttachReader(l.File, bytes.NewReader(l.Credential), gomail.WithFileContentType(mediaType(l.File))),
	)
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return written(m, seed)
}

// A message is what all letters have.
type message struct {
	from, to            mail.Address
	at                  time.Time
	subject, text, html string
}

// compose makes a mail as text and HTML. Its Message-ID is made from the seed.
func compose(l *message, seed [sha256.Size]byte) *gomail.Msg {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&l.from)
	m.ToMailAddress(&l.to)
	m.Subject(l.subject)
	m.SetDateWithValue(l.at.UTC())
	domain := l.from.Address[strings.LastIndexByte(l.from.Address, '@')+1:]
	m.SetMessageIDWithValue(hex.EncodeToString(seed[:16]) + "@" + domain)
	m.SetBodyString(gomail.TypeTextPlain, l.text)
	m.AddAlternativeString(gomail.TypeTextHTML, l.html)
	return m
}

// written is a mail as bytes, always the same ones for a seed.
func written(m *gomail.Msg, seed [sha256.Size]byte) ([]byte, error) {
	var out bytes.Buffer
	if _, err := m.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return fixBoundaries(out.Bytes(), seed)
}

// maxSubject is how many characters of a name are in the subject: a line of a mail has 998 at most (RFC 5322 §2.1.1), and a
// word is never parted.
const maxSubject = 200

// headerText makes a name fit for a field: it is cut, and none of it is an encoded word (RFC 2047), which readers would show
// as something else.
func headerText(name string) string {
	if runes := []rune(name); len(runes) > maxSubject {
		name = string(runes[:maxSubject-1]) + "…"
	}
	return strings.ReplaceAll(name, "=?", "= ?")
}

// mediaType is that of the credential (https://www.w3.org/TR/vc-jose-cose/, VC Data Model 2.0).
func mediaType(file string) gomail.ContentType {
	if strings.HasSuffix(file, ".json") {
		return "application/vc"
	}
	return "application/jwt"
}

// seed is a hash of all that is in the letter.
func (l *Letter) seed() [sha256.Size]byte {
	return seedOf(l.From.String(), l.To.String(), l.At.UTC().Format(time.RFC3339), l.Badge.Page, l.Badge.LinkedInID, l.Verifier,
		string(l.Picture), string(l.Credential), l.File)
}

func seedOf(parts ...string) [sha256.Size]byte {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d %s ", len(part), part)
	}
	return [sha256.Size]byte(h.Sum(nil))
}
