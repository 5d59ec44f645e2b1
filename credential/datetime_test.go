package credential_test

import (
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

// TestDateTimeText: a date that was read is written as it was read.
func TestDateTimeText(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, text := range []string{
		"2026-03-01T12:00:00Z", "2026-03-01T12:00:00+00:00", "2026-03-01T12:00:00-00:00", "2026-03-01T12:00:00.000Z",
		"2026-03-01T14:30:00.0+02:30", "2026-02-28T22:00:00-14:00",
	} {
		t.Run(text, func(t *testing.T) {
			b := simple(t)
			b.AwardedDate = date(t, text)
			got := read(t, []byte(write(t, b))).AwardedDate
			require.Equal(t, text, got.String())
			require.True(t, noon.Equal(got.Time()))
			require.Equal(t, time.UTC, got.Time().Location())
			require.False(t, got.IsZero())
			require.Contains(t, write(t, b), `"awardedDate":"`+text+`"`)
		})
	}
}

func TestDateTimeRefuses(t *testing.T) {
	for _, text := range []string{"", "2026-03-01", "2026-03-01T12:00:00", "2026-03-01T24:00:00Z", "2026-03-01T12:00:00,5Z", "2026-02-30T12:00:00Z"} {
		t.Run(text, func(t *testing.T) {
			d := credential.NewDateTime(day(2020, 1, 1))
			require.Error(t, d.UnmarshalText([]byte(text)))
			require.Equal(t, credential.NewDateTime(day(2020, 1, 1)), d)
		})
	}
}

func TestNewDateTime(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		in         time.Time
	}{
		{"UTC", "2026-03-01T12:00:00Z", time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)},
		{"zone", "2026-03-01T12:00:00Z", time.Date(2026, 3, 1, 13, 0, 0, 0, time.FixedZone("", 3600))},
		{"fraction", "2026-03-01T12:00:00Z", time.Date(2026, 3, 1, 12, 0, 0, 999_999_999, time.UTC)},
		{"fraction before 1970", "1969-12-31T23:59:59Z", time.Date(1969, 12, 31, 23, 59, 59, 999_999_999, time.UTC)},
		{"first", "0001-01-01T00:00:01Z", time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC)},
		{"last", "9999-12-31T23:59:59Z", time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := credential.NewDateTime(tt.in)
			require.Equal(t, tt.want, d.String())
			require.Equal(t, date(t, tt.want), d)
		})
	}
	require.True(t, credential.NewDateTime(time.Time{}).IsZero())
	require.True(t, credential.DateTime{}.Time().IsZero())
	text, err := credential.DateTime{}.MarshalText()
	require.NoError(t, err)
	require.Empty(t, text)

	for _, year := range []int{0, -1, 10000, 123456} {
		d := credential.NewDateTime(day(year, 6, 1))
		require.False(t, d.IsZero())
		require.Empty(t, d.String())
		_, err := d.MarshalText()
		require.Error(t, err)
	}
}

// FuzzDateTime: what is read is written to the byte, is the instant that package time reads, and reads again as the same.
func FuzzDateTime(f *testing.F) {
	for _, s := range []string{"2026-03-01T12:00:00Z", "2026-03-01T12:00:00.5+14:00", "0001-01-01T00:00:00+14:00", "2016-12-31T23:59:60Z", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d credential.DateTime
		if d.UnmarshalText([]byte(s)) != nil {
			require.True(t, d.IsZero())
			return
		}
		text, err := d.MarshalText()
		require.NoError(t, err)
		require.Equal(t, s, string(text))
		want, err := time.Parse(time.RFC3339Nano, s)
		require.NoError(t, err)
		require.True(t, want.Equal(d.Time()))
		require.False(t, d.IsZero())
		require.Equal(t, d, date(t, s))
	})
}
