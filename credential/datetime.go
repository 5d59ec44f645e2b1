package credential

import (
	"fmt"
	"time"

	"github.com/charterbadge/openbadge/internal/xsdtime"
)

// DateTime is an instant together with the text that it was read with. The text is what is written again: the same
// instant in other words is another value for whoever signed it.
//
// The form is xsd:dateTimeStamp (https://www.w3.org/TR/xmlschema11-2/#dateTimeStamp), for example
// 2026-03-01T12:00:00Z: years 0001 to 9999, nine digits of a second at most, a zone always, neither 24:00 nor leap
// seconds. The zero DateTime is a date that is not there.
type DateTime struct {
	t    time.Time
	text string // "" in a DateTime that is not zero: the year has no four digits
}

// NewDateTime returns the second in which t lies, to be written in UTC with a Z. A zero t gives the zero DateTime. A
// year beyond 0001 to 9999 has no text: Validate reports it, and it cannot be written.
func NewDateTime(t time.Time) DateTime {
	if t.IsZero() {
		return DateTime{}
	}
	t = t.UTC().Truncate(time.Second)
	if t.Year() < 1 || t.Year() > 9999 {
		return DateTime{t: t}
	}
	return DateTime{t: t, text: t.Format(time.RFC3339)}
}

// Time returns the instant, in UTC; the zero time for the zero DateTime.
func (d DateTime) Time() time.Time { return d.t }

// String returns the text as it was read or will be written, "" for the zero DateTime.
func (d DateTime) String() string { return d.text }

// IsZero reports whether there is no date.
func (d DateTime) IsZero() bool { return d == DateTime{} }

// MarshalText returns the text. The error is that of a year without four digits.
func (d DateTime) MarshalText() ([]byte, error) {
	if !d.written() {
		return nil, fmt.Errorf("the year %d cannot be written, want 0001 to 9999", d.t.Year())
	}
	return []byte(d.text), nil
}

// UnmarshalText reads an xsd:dateTimeStamp and keeps its text.
func (d *DateTime) UnmarshalText(text []byte) error {
	s := string(text)
	t, err := xsdtime.Parse(s)
	if err != nil {
		return err
	}
	*d = DateTime{t: t, text: s}
	return nil
}

// written reports whether d is zero or has a text.
func (d DateTime) written() bool { return d.text != "" || d.IsZero() }

// plain reports whether d is written in whole seconds and with a Z, the only form that a JWT can repeat in numbers.
func (d DateTime) plain() bool {
	return len(d.text) == len("2006-01-02T15:04:05Z") && d.text[len(d.text)-1] == 'Z'
}
