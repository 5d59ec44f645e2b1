package roster

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/charterbadge/openbadge/credential"
)

// A DateOrder says how dates with slashes are meant, where somebody knows.
type DateOrder int

// The orders.
const (
	ISO        DateOrder = iota // there are none: dates are those of ISO 8601 alone
	MonthFirst                  // 03/01/2026 is the first of March, as in Credly's files
	DayFirst                    // 03/01/2026 is the third of January
)

var (
	slashed = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$`)
	serial  = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
)

// parseDate reads a date, or a date and time with a zone, to the second. With two digits the year is one of 1969 to 2068, as in POSIX.
func parseDate(text string, order DateOrder) (t time.Time, isDay bool, hint string) {
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, true, ""
	}
	var stamp credential.DateTime // stricter than time.RFC3339
	if err := stamp.UnmarshalText([]byte(text)); err == nil {
		return stamp.Time().UTC().Truncate(time.Second), false, ""
	}
	if m := slashed.FindStringSubmatch(text); m != nil {
		byMonth, okMonth := calendar(m[3], m[1], m[2])
		byDay, okDay := calendar(m[3], m[2], m[1])
		switch {
		case order == MonthFirst && okMonth:
			return byMonth, true, ""
		case order == DayFirst && okDay:
			return byDay, true, ""
		}
		return time.Time{}, false, slashHint(byMonth, okMonth, byDay, okDay)
	}
	if serial.MatchString(text) {
		return time.Time{}, false, "looks like the number of a day in a spreadsheet: format the column as a date, yyyy-mm-dd"
	}
	return time.Time{}, false, "write it as 2026-03-01, or 2026-03-01T09:30:00Z"
}

// slashHint says what a date with slashes could be.
func slashHint(byMonth time.Time, okMonth bool, byDay time.Time, okDay bool) string {
	month, day := byMonth.Format(time.DateOnly), byDay.Format(time.DateOnly)
	switch {
	case okMonth && okDay && month != day:
		return fmt.Sprintf("could be two dates: write %s or %s", month, day)
	case okMonth:
		return "write " + month
	case okDay:
		return "write " + day
	}
	return "there is no such day: write it as 2026-03-01"
}

// calendar makes a date, if there is such a day.
func calendar(year, month, day string) (time.Time, bool) {
	y, m, d := number(year), number(month), number(day)
	if len(year) == 2 {
		y += 1900
		if y < 1969 {
			y += 100
		}
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t, int(t.Month()) == m && t.Day() == d
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // at most four digits
	return n
}

// endOf returns the last second of a day.
func endOf(day time.Time) time.Time { return day.AddDate(0, 0, 1).Add(-time.Second) }

// The texts of dates as they are written, in UTC: of a whole day, a date alone.
func startText(t time.Time) string { return dateText(t, t) }

func endText(t time.Time) string { return dateText(t, t.Add(time.Second)) }

// dateText writes t, or its day alone if midnight is one.
func dateText(t, midnight time.Time) string {
	if t.IsZero() {
		return ""
	}
	if midnight = midnight.UTC(); midnight.Equal(midnight.Truncate(24 * time.Hour)) {
		return t.UTC().Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}
