package xsdtime_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/internal/xsdtime"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, in string
		want     time.Time
	}{
		{"zulu", "2026-03-01T12:00:00Z", noon},
		{"east", "2026-03-01T14:30:00+02:30", noon},
		{"west", "2026-02-28T22:00:00-14:00", noon},
		{"far east", "2026-03-02T02:00:00+14:00", noon},
		{"offset zero", "2026-03-01T12:00:00+00:00", noon},
		{"negative zero", "2026-03-01T12:00:00-00:00", noon},
		{"one digit", "2026-03-01T12:00:00.5Z", noon.Add(time.Second / 2)},
		{"nine digits", "2026-03-01T12:00:00.000000001Z", noon.Add(1)},
		{"leading zeros", "2026-03-01T12:00:00.010+00:00", noon.Add(10 * time.Millisecond)},
		{"leap day", "2024-02-29T00:00:00Z", time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)},
		{"leap day of a century", "2000-02-29T00:00:00Z", time.Date(2000, 2, 29, 0, 0, 0, 0, time.UTC)},
		{"first year", "0001-01-01T00:00:00Z", time.Time{}},
		{"last year", "9999-12-31T23:59:59.999999999Z", time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := xsdtime.Parse(tt.in)
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ name, in string }{
		{"empty", ""},
		{"date only", "2026-03-01"},
		{"no zone", "2026-03-01T12:00:00"},
		{"no zone after fraction", "2026-03-01T12:00:00.5"},
		{"one-digit hour", "2026-03-01T1:00:00Z"},
		{"one-digit hour, length kept", "2026-03-01T1:00:000Z"},
		{"comma", "2026-03-01T12:00:00,5Z"},
		{"full stop alone", "2026-03-01T12:00:00.Z"},
		{"ten digits", "2026-03-01T12:00:00.0000000001Z"},
		{"small t", "2026-03-01t12:00:00Z"},
		{"small z", "2026-03-01T12:00:00z"},
		{"space", "2026-03-01 12:00:00Z"},
		{"24:00", "2026-03-01T24:00:00Z"},
		{"leap second", "2016-12-31T23:59:60Z"},
		{"minute 60", "2026-03-01T12:60:00Z"},
		{"month 0", "2026-00-01T12:00:00Z"},
		{"month 13", "2026-13-01T12:00:00Z"},
		{"day 0", "2026-03-00T12:00:00Z"},
		{"30 February", "2024-02-30T12:00:00Z"},
		{"29 February", "2023-02-29T12:00:00Z"},
		{"29 February 1900", "1900-02-29T12:00:00Z"},
		{"31 April", "2026-04-31T12:00:00Z"},
		{"year 0", "0000-03-01T12:00:00Z"},
		{"negative year", "-0001-03-01T12:00:00Z"},
		{"five-digit year", "12026-03-01T12:00:00Z"},
		{"sign before digits", "+026-03-01T12:00:00Z"},
		{"offset 14:01", "2026-03-01T12:00:00+14:01"},
		{"offset 15:00", "2026-03-01T12:00:00-15:00"},
		{"offset 24:00", "2026-03-01T12:00:00+24:00"},
		{"offset minutes 60", "2026-03-01T12:00:00+01:60"},
		{"offset without colon", "2026-03-01T12:00:00+0100"},
		{"offset of hours", "2026-03-01T12:00:00+01"},
		{"zone twice", "2026-03-01T12:00:00ZZ"},
		{"newline", "2026-03-01T12:00:00Z\n"},
		{"leading space", " 2026-03-01T12:00:00Z"},
		{"wide digits", "２026-03-01T12:00:00Z"},
		{"separator after the year", "2026/03-01T12:00:00Z"},
		{"separator after the month", "2026-03/01T12:00:00Z"},
		{"separator after the hour", "2026-03-01T12.00:00Z"},
		{"separator after the minute", "2026-03-01T12:00.00Z"},
		{"colon for a digit", "2026-03-0:T12:00:00Z"},
		{"slash for a digit", "2026-03-0/T12:00:00Z"},
		{"negative hour", "2026-03-01T-1:00:00Z"},
		{"negative minute", "2026-03-01T12:-1:00Z"},
		{"negative second", "2026-03-01T12:00:-1Z"},
		{"offset with another sign", "2026-03-01T12:00:00~01:00"},
		{"offset with another separator", "2026-03-01T12:00:00+01.00"},
		{"offset of negative hours", "2026-03-01T12:00:00+-1:00"},
		{"offset of negative minutes", "2026-03-01T12:00:00+01:-1"},
		{"long", "2026-03-01T12:00:00." + strings.Repeat("0", 1<<16) + "Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := xsdtime.Parse(tt.in)
			require.ErrorIs(t, err, xsdtime.ErrSyntax)
			require.Zero(t, got)
			require.Less(t, len(err.Error()), 200)
		})
	}
}

// reference is the grammar of the standard, less what Parse leaves out; which days a month has is left to time.Parse.
var reference = regexp.MustCompile(
	`\A\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?` +
		`(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))\z`)

// FuzzDateTime: Parse accepts a text if, and only if, the reference grammar and time.Parse do and its year is not 0,
// and then it is the instant that time.Parse gives.
func FuzzDateTime(f *testing.F) {
	for _, s := range []string{
		"2026-03-01T12:00:00Z", "2026-03-01T12:00:00.123456789+14:00", "0000-01-01T00:00:00Z", "2026-02-29T00:00:00-00:00",
		"2026-03-01T1:00:00Z", "2026-03-01T12:00:00,5Z", "2026-03-01T12:00:00+24:00", "2016-12-31T23:59:60Z",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := xsdtime.Parse(s)
		want, wantErr := time.Parse(time.RFC3339Nano, s)
		accept := reference.MatchString(s) && wantErr == nil && !strings.HasPrefix(s, "0000")
		require.Equal(t, accept, err == nil, "%q: %v", s, err)
		if accept {
			require.True(t, want.Equal(got), "%q: got %v, want %v", s, got, want)
			require.Equal(t, time.UTC, got.Location())
		}
	})
}
