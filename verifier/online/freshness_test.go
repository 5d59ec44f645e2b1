package online_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier/online"
	"github.com/stretchr/testify/require"
)

func TestFreshness(t *testing.T) {
	const never = -1 // no-store
	date := func(d time.Duration) string { return badgetest.Now().Add(d).Format(http.TimeFormat) }
	for _, tt := range []struct {
		name   string
		header string // name: value, by line
		want   time.Duration
	}{
		{"nothing said", "", online.Unsaid},
		{"max-age", "Cache-Control: max-age=60", time.Minute},
		{"capitals and spaces", "cache-control: Public ,\tMAX-AGE=60 , x", time.Minute},
		{"quoted", `Cache-Control: max-age="60"`, time.Minute},
		{"two lines", "Cache-Control: public\nCache-Control: max-age=60", time.Minute},
		{"twice", "Cache-Control: max-age=60, max-age=30, max-age=90", 30 * time.Second},
		{"too large to count", "Cache-Control: max-age=99999999999999999999", (1<<31 - 1) * time.Second},
		{"negative", "Cache-Control: max-age=-1", 0},
		{"no number", "Cache-Control: max-age=1h", 0},
		{"no value", "Cache-Control: max-age", 0},
		{"zero", "Cache-Control: max-age=0, must-revalidate", 0},
		{"no-cache", "Cache-Control: no-cache", 0},
		{"no-cache before max-age", "Cache-Control: no-cache, max-age=60", 0},
		{"no-cache after max-age", "Cache-Control: max-age=60, no-cache", 0},
		{"no-cache of a field", `Cache-Control: max-age=60, no-cache="set-cookie"`, 0},
		{"no-store", "Cache-Control: max-age=60, No-Store", never},
		{"shared caches", "Cache-Control: s-maxage=3600, max-age=60", time.Minute},
		{"private", "Cache-Control: private, max-age=60", time.Minute},
		{"Expires", "Expires: " + date(time.Minute), time.Minute},
		{"Expires and max-age", "Cache-Control: max-age=30\nExpires: " + date(time.Minute), 30 * time.Second},
		{"Expires by the server's clock", "Date: " + date(-time.Hour) + "\nExpires: " + date(-59*time.Minute), time.Minute},
		{"Expires with a Date that is none", "Date: today\nExpires: " + date(time.Minute), time.Minute},
		{"expired", "Expires: " + date(-time.Minute), 0},
		{"Expires is no date", "Expires: 0", 0},
		{"Age", "Cache-Control: max-age=60\nAge: 20", 40 * time.Second},
		{"Age beyond max-age", "Cache-Control: max-age=60\nAge: 61", 0},
		{"Age without max-age", "Age: 60", online.Unsaid - time.Minute},
		{"Age is no number", "Cache-Control: max-age=60\nAge: -20", time.Minute},
		{"much Age", "Cache-Control: max-age=60\nAge: 99999999999999999999", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{}
			for line := range strings.Lines(tt.header) {
				name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
				h.Add(name, value)
			}
			lifetime, keep := online.Freshness(h, badgetest.Now())
			require.Equal(t, tt.want != never, keep)
			if keep {
				require.Equal(t, tt.want, lifetime)
			}
		})
	}
}

func TestETag(t *testing.T) {
	for _, tag := range []string{`"a"`, `W/"a"`, `""`, `"` + strings.Repeat("a", 510) + `"`} {
		require.Equal(t, tag, online.ETagOf(http.Header{"Etag": {tag}}))
	}
	for _, tag := range []string{"", `"`, `a`, `w/"a"`, `W/`, `"a"b"`, `"a b"`, "\"a\n\"", `"ä"`, `"a", "b"`, `"` + strings.Repeat("a", 511) + `"`} {
		require.Empty(t, online.ETagOf(http.Header{"Etag": {tag}}), tag)
	}
}
