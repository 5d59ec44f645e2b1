// Package xsdtime reads the times of credentials and of controlled identifier documents.
//
// Parse is the only call. It takes the lexical form of xsd:dateTimeStamp
// (https://www.w3.org/TR/xmlschema11-2/#dateTimeStamp) as far as every reader gives it one meaning. [time.Parse] takes
// more than the standard has (one-digit hours, a comma before the fraction, offsets up to 24 hours), and the standard
// has more than other readers take (years of five digits, 24:00:00).
package xsdtime

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// ErrSyntax: the text is not a time in the form that Parse takes, or names a moment that no calendar has.
var ErrSyntax = errors.New("not an xsd:dateTimeStamp")

const (
	minLen    = len("2006-01-02T15:04:05Z")
	maxLen    = len("2006-01-02T15:04:05.999999999+14:00")
	maxShown  = 64      // bytes of an untrusted text in an error
	maxOffset = 14 * 60 // minutes
)

// Parse returns the instant, in UTC, that s denotes. The form is YYYY-MM-DDThh:mm:ss, then, if wanted, a full stop and
// one to nine digits, then Z or an offset from -14:00 to +14:00. T and Z are capitals, the year is 0001 to 9999, a
// leap second (:60) and 24:00:00 are refused, and a day must be in its month. The error wraps ErrSyntax.
//
// The first instant of year 1, which the form can denote, is the zero [time.Time]: a caller for whom that means "no
// time" has to tell the two apart.
func Parse(s string) (time.Time, error) {
	if len(s) < minLen || len(s) > maxLen {
		return fail(s, fmt.Sprintf("want %d to %d characters, such as 2006-01-02T15:04:05Z", minLen, maxLen))
	}
	year, month, day := number(s[0:4]), number(s[5:7]), number(s[8:10])
	hour, minute, second := number(s[11:13]), number(s[14:16]), number(s[17:19])
	switch {
	case s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':':
		return fail(s, "want YYYY-MM-DDThh:mm:ss")
	case year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month):
		return fail(s, "no such day")
	case hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59:
		return fail(s, "no such time of day")
	}
	nanos, zone := fraction(s[19:])
	if nanos < 0 {
		return fail(s, "want one to nine digits after the full stop")
	}
	offset, ok := zoneMinutes(zone)
	if !ok {
		return fail(s, "want Z or an offset from -14:00 to +14:00 at the end")
	}
	return time.Date(year, time.Month(month), day, hour, minute-offset, second, nanos, time.UTC), nil
}

func fail(s, want string) (time.Time, error) {
	if len(s) > maxShown {
		s = s[:maxShown] + "…"
	}
	return time.Time{}, fmt.Errorf("%s: %w: %s", strconv.Quote(s), ErrSyntax, want)
}

// number returns the value of a text of digits, and -1 when another character is in it.
func number(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// fraction splits what follows the seconds into nanoseconds, -1 when they are malformed, and the zone.
func fraction(s string) (nanos int, zone string) {
	if s[0] != '.' {
		return 0, s
	}
	end := 1
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	digits := end - 1
	if digits < 1 || digits > 9 {
		return -1, ""
	}
	nanos = number(s[1:end])
	for range 9 - digits {
		nanos *= 10
	}
	return nanos, s[end:]
}

func zoneMinutes(s string) (int, bool) {
	if s == "Z" {
		return 0, true
	}
	if len(s) != len("+00:00") || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return 0, false
	}
	hours, minutes := number(s[1:3]), number(s[4:6])
	offset := hours*60 + minutes
	if hours < 0 || minutes < 0 || minutes > 59 || offset > maxOffset {
		return 0, false
	}
	if s[0] == '-' {
		return -offset, true
	}
	return offset, true
}
