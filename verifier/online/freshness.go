package online

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// unsaid is how long an answer is used of which its server does not say: RFC 9111 §4.2.2 leaves it to the cache, and
// it is the default ttl of a status list.
const unsaid = 5 * time.Minute

// freshness is what the head of an answer says about keeping it (RFC 9111, https://www.rfc-editor.org/rfc/rfc9111).
type freshness struct {
	lifetime time.Duration // for which it is used without asking; not negative
	said     bool          // by the answer
	noStore  bool
}

func freshnessOf(h http.Header, now time.Time) freshness {
	f := freshness{lifetime: unsaid}
	maxAge := time.Duration(-1)
	for directive := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "no-store":
			f.noStore = true
		case "no-cache":
			maxAge = 0
		case "max-age": // the shortest, should there be several
			if d := seconds(value); maxAge < 0 || d < maxAge {
				maxAge = d
			}
		}
	}
	switch {
	case maxAge >= 0:
		f.lifetime, f.said = maxAge, true
	case h.Get("Expires") != "":
		f.lifetime, f.said = until(h, now), true
	}
	if age := h.Get("Age"); age != "" { // which it has spent in other caches
		f.lifetime -= seconds(age)
	}
	f.lifetime = max(f.lifetime, 0)
	return f
}

// until is the time from Date to Expires; 0 for an Expires that is no date (§5.3).
func until(h http.Header, now time.Time) time.Duration {
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return expires.Sub(now)
}

// seconds reads delta-seconds (§1.2.2), which some quote. What is too large is long; what is no number is 0.
func seconds(s string) time.Duration {
	n, err := strconv.ParseUint(strings.Trim(s, `" `), 10, 31)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0
	}
	return time.Duration(n) * time.Second
}

// maxETag is the longest entity tag that is kept, in bytes.
const maxETag = 512

// etagOf returns the entity tag of an answer, or "" when it has none that can be sent back (RFC 9110 §8.8.3, ASCII
// alone).
func etagOf(h http.Header) string {
	tag := h.Get("ETag")
	opaque := strings.TrimPrefix(tag, "W/")
	if len(tag) > maxETag || len(opaque) < 2 || opaque[0] != '"' || opaque[len(opaque)-1] != '"' {
		return ""
	}
	for _, c := range []byte(opaque[1 : len(opaque)-1]) {
		if c <= ' ' || c == '"' || c > '~' {
			return ""
		}
	}
	return tag
}

// sameTag is the weak comparison of RFC 9110 §8.8.3.2.
func sameTag(a, b string) bool { return strings.TrimPrefix(a, "W/") == strings.TrimPrefix(b, "W/") }
