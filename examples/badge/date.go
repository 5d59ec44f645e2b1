package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
)

// An instant is a flag such as 2026-01-15T09:30:00Z, or a date, which is its first second in UTC.
type instant struct{ time.Time }

// UnmarshalText reads the value of a flag.
func (i *instant) UnmarshalText(text []byte) error {
	t, _, err := parseTime(string(text))
	i.Time = t
	return err
}

// An end is an instant of which a date alone means its last second in UTC: valid until a day includes that day.
type end struct{ time.Time }

// UnmarshalText reads the value of a flag.
func (e *end) UnmarshalText(text []byte) error {
	t, isDay, err := parseTime(string(text))
	if isDay {
		t = t.AddDate(0, 0, 1).Add(-time.Second)
	}
	e.Time = t
	return err
}

// parseTime reads what ISO 8601 calls a calendar date, or a date and time with a zone.
func parseTime(text string) (t time.Time, isDay bool, err error) {
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, true, nil
	}
	var stamp credential.DateTime // stricter than time.RFC3339, which takes 9:00 and 09:00:00,5
	if err := stamp.UnmarshalText([]byte(text)); err != nil {
		return t, false, fmt.Errorf("want a date such as 2026-01-15, or 2026-01-15T09:30:00Z, got %q", cut(text, maxShown))
	}
	return stamp.Time(), false, nil
}

// A span is a length of time such as 24h or 30d.
type span struct{ time.Duration }

// maxSpan is far from the end of a time.Duration, which is after 292 years.
const maxSpan = 36_500 * 24 * time.Hour

// UnmarshalText reads the value of a flag.
func (s *span) UnmarshalText(text []byte) error {
	const day = 24 * time.Hour
	var err error
	if days, ok := strings.CutSuffix(string(text), "d"); ok {
		var n uint64
		n, err = strconv.ParseUint(days, 10, 16)
		s.Duration = time.Duration(n) * day
	} else {
		s.Duration, err = time.ParseDuration(string(text))
	}
	if err != nil || s.Duration < time.Second || s.Duration > maxSpan {
		return fmt.Errorf("want a length of time such as 24h or 30d, got %q", cut(string(text), maxShown))
	}
	return nil
}
