package letter

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"net/mail"
	texttemplate "text/template"
	"time"

	"github.com/charterbadge/openbadge/examples/internal/share"
)

// A Reminder tells a holder that a badge will end, and whom to ask. Nothing is attached to it.
type Reminder struct {
	From, To mail.Address
	At       time.Time

	Badge  share.Badge // Until is set; Page is not mentioned
	Holder string      // name; "" when it is not known
	URL    string      // address of a page about renewals; "" : none
}

var (
	//go:embed reminder.txt
	plainReminderSource string
	//go:embed reminder.html
	richReminderSource string

	plainReminder = texttemplate.Must(texttemplate.New("reminder.txt").Parse(plainReminderSource))
	richReminder  = htmltemplate.Must(htmltemplate.New("reminder.html").Parse(richReminderSource))
)

// reminderView is what the templates show.
type reminderView struct{ Name, Issuer, Number, Holder, Until, Address, URL string }

// Bytes is the reminder as a file (RFC 5322, MIME).
func (r *Reminder) Bytes() ([]byte, error) {
	v := reminderView{
		Name: share.OneLine(r.Badge.Name), Issuer: share.OneLine(r.Badge.Issuer), Number: share.OneLine(r.Badge.Number),
		Holder: share.OneLine(r.Holder), Until: day(r.Badge.Until), Address: r.From.Address, URL: r.URL,
	}
	var text, html bytes.Buffer
	if err := errors.Join(plainReminder.Execute(&text, v), richReminder.Execute(&html, v)); err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	subject := "Your badge ends on " + v.Until + ": " + headerText(v.Name)
	seed := seedOf("reminder", r.From.String(), r.To.String(), r.At.UTC().Format(time.RFC3339), subject, text.String(), html.String())
	return written(compose(&message{r.From, r.To, r.At, subject, text.String(), html.String()}, seed), seed)
}
