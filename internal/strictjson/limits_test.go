package strictjson_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// bounds are the limits, each with a way to write a text that has n of what it bounds and little of everything else.
var bounds = []struct {
	name     string
	def, top int
	set      func(*strictjson.Limits, int)
	text     func(n int) string
}{
	{"bytes", strictjson.DefaultBytes, strictjson.MaxBytes,
		func(l *strictjson.Limits, n int) { l.Bytes = n },
		func(n int) string { return "1" + strings.Repeat(" ", n-1) }},
	{"depth of arrays", strictjson.DefaultDepth, strictjson.MaxDepth,
		func(l *strictjson.Limits, n int) { l.Depth = n },
		func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }},
	{"depth of objects", strictjson.DefaultDepth, strictjson.MaxDepth,
		func(l *strictjson.Limits, n int) { l.Depth = n },
		func(n int) string { return strings.Repeat(`{"a":`, n-1) + "{}" + strings.Repeat("}", n-1) }},
	{"values", strictjson.DefaultValues, strictjson.MaxValues,
		func(l *strictjson.Limits, n int) { l.Values = n }, values},
	{"members", strictjson.DefaultMembers, strictjson.MaxMembers,
		func(l *strictjson.Limits, n int) { l.Members = n },
		func(n int) string { return "{" + members(n) + "}" }},
	{"items", strictjson.DefaultItems, strictjson.MaxItems,
		func(l *strictjson.Limits, n int) { l.Items = n },
		func(n int) string { return "[" + strings.Repeat("1,", n-1) + "1]" }},
	{"string", strictjson.DefaultString, strictjson.MaxString,
		func(l *strictjson.Limits, n int) { l.String = n },
		func(n int) string { return `"` + strings.Repeat("a", n) + `"` }},
	{"string beyond ASCII", strictjson.DefaultString, strictjson.MaxString,
		func(l *strictjson.Limits, n int) { l.String = n },
		func(n int) string { return `"` + strings.Repeat("å", n/2) + strings.Repeat("a", n%2) + `"` }},
	{"string that begins with an escape", strictjson.DefaultString, strictjson.MaxString,
		func(l *strictjson.Limits, n int) { l.String = n },
		func(n int) string { return `"\n` + strings.Repeat("a", n-1) + `"` }},
	{"string that ends with an escape", strictjson.DefaultString, strictjson.MaxString,
		func(l *strictjson.Limits, n int) { l.String = n },
		func(n int) string { return `"` + strings.Repeat("a", n-1) + `\n"` }},
	{"name", strictjson.DefaultName, strictjson.MaxName,
		func(l *strictjson.Limits, n int) { l.Name = n },
		func(n int) string { return `{"` + strings.Repeat("a", n) + `":1}` }},
	{"name of escapes", strictjson.DefaultName, strictjson.MaxName,
		func(l *strictjson.Limits, n int) { l.Name = n },
		func(n int) string { return `{"` + strings.Repeat(`\u0061`, n) + `":1}` }},
	{"number", strictjson.DefaultNumber, strictjson.MaxNumber,
		func(l *strictjson.Limits, n int) { l.Number = n },
		func(n int) string { return "1." + strings.Repeat("0", n-2) }},
	{"integer", strictjson.DefaultNumber, strictjson.MaxNumber,
		func(l *strictjson.Limits, n int) { l.Number = n },
		func(n int) string { return "1e" + strings.Repeat("0", n-2) }},
}

// values writes an array that has n-1 values in it, at most 200 in one place.
func values(n int) string {
	var b strings.Builder
	b.WriteString("[")
	for n--; n > 0; {
		if b.Len() > 1 {
			b.WriteString(",")
		}
		items := min(n-1, 200)
		b.WriteString("[")
		if items > 0 {
			b.WriteString(strings.Repeat("1,", items-1) + "1")
		}
		b.WriteString("]")
		n -= items + 1
	}
	b.WriteString("]")
	return b.String()
}

// wide are the highest limits.
func wide() strictjson.Limits {
	return strictjson.Limits{
		Bytes: strictjson.MaxBytes, Depth: strictjson.MaxDepth, Values: strictjson.MaxValues, Members: strictjson.MaxMembers,
		Items: strictjson.MaxItems, String: strictjson.MaxString, Name: strictjson.MaxName, Number: strictjson.MaxNumber,
	}
}

func TestLimits(t *testing.T) {
	for _, b := range bounds {
		t.Run(b.name, func(t *testing.T) {
			check := func(limit int, lim *strictjson.Limits) {
				t.Helper()
				for n := limit - 1; n <= limit+1; n++ {
					_, err := strictjson.Parse([]byte(b.text(n)), lim)
					if n <= limit {
						require.NoError(t, err, "%d of %d", n, limit)
					} else {
						require.ErrorIs(t, err, strictjson.ErrTooLarge, "%d of %d", n, limit)
					}
				}
			}

			lim := wide()
			b.set(&lim, 8)
			check(8, &lim)

			for _, zero := range []int{0, -1} {
				lim = wide()
				b.set(&lim, zero)
				check(b.def, &lim)
			}

			for _, much := range []int{b.top, b.top + 1, 1 << 30} {
				lim = wide()
				b.set(&lim, much)
				check(b.top, &lim)
			}
		})
	}
}

// TestDefaultLimits has the limits in numbers, so that nobody changes one in passing.
func TestDefaultLimits(t *testing.T) {
	for _, b := range bounds {
		t.Run(b.name, func(t *testing.T) {
			text := b.text(b.def + 1)
			for _, lim := range []*strictjson.Limits{nil, {}} {
				_, err := strictjson.Parse([]byte(text), lim)
				require.ErrorIs(t, err, strictjson.ErrTooLarge)
			}
		})
	}
	require.Equal(t, []int{1048576, 32, 20000, 256, 5000, 524288, 256, 32}, []int{
		strictjson.DefaultBytes, strictjson.DefaultDepth, strictjson.DefaultValues, strictjson.DefaultMembers,
		strictjson.DefaultItems, strictjson.DefaultString, strictjson.DefaultName, strictjson.DefaultNumber,
	})
	require.Equal(t, []int{14680064, 64, 200000, 1024, 50000, 12582912, 256, 32}, []int{
		strictjson.MaxBytes, strictjson.MaxDepth, strictjson.MaxValues, strictjson.MaxMembers,
		strictjson.MaxItems, strictjson.MaxString, strictjson.MaxName, strictjson.MaxNumber,
	})
}

func TestLimitErrors(t *testing.T) {
	tests := []struct {
		name    string
		lim     strictjson.Limits
		text    string
		pointer string
	}{
		{"bytes", strictjson.Limits{Bytes: 5}, `[1,2,☞3]`, ""},
		{"depth", strictjson.Limits{Depth: 2}, `{"a":[☞[]]}`, "/a/0"},
		{"depth of a scalar", strictjson.Limits{Depth: 1}, `[1,☞{}]`, "/1"},
		{"values", strictjson.Limits{Values: 3}, `[1,2,☞3]`, "/2"},
		{"values in an object", strictjson.Limits{Values: 2}, `{"a":1,"b":☞2}`, "/b"},
		{"members", strictjson.Limits{Members: 2}, `[{"a":1,"b":2,☞"c":3}]`, "/0"},
		{"items", strictjson.Limits{Items: 2}, `{"a":[1,2,☞3]}`, "/a"},
		{"string", strictjson.Limits{String: 2}, `{"a":☞"xyz"}`, "/a"},
		{"string with escapes", strictjson.Limits{String: 2}, `{"a":☞"\n\n\n"}`, "/a"},
		{"string of a surrogate pair", strictjson.Limits{String: 3}, `[☞"\ud83d\ude00"]`, "/0"},
		{"name", strictjson.Limits{Name: 2}, `[{☞"xyz":1}]`, "/0"},
		{"number", strictjson.Limits{Number: 2}, `[☞123]`, "/0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			requireRefused(t, tt.text, &tt.lim, strictjson.ErrTooLarge, tt.pointer)
		})
	}
}

// TestLimitsAreNotChanged: what the caller gave stays as it was.
func TestLimitsAreNotChanged(t *testing.T) {
	lim := strictjson.Limits{Depth: -1, Bytes: 1 << 30}
	_, err := strictjson.Parse([]byte("1"), &lim)
	require.NoError(t, err)
	require.Equal(t, strictjson.Limits{Depth: -1, Bytes: 1 << 30}, lim)
}

// allocated returns how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestTooManyBytesCostNothing(t *testing.T) {
	text := make([]byte, 100<<20)
	require.Less(t, allocated(func() {
		_, err := strictjson.Parse(text, nil)
		require.ErrorIs(t, err, strictjson.ErrTooLarge)
	}), uint64(64<<10))
}

// TestMemoryIsBounded reads texts made to take as much memory as they can. A tree of minimal values takes some twenty
// times its text, which the limit on values bounds, so that what is allowed here is far below their product.
func TestMemoryIsBounded(t *testing.T) {
	const size = strictjson.DefaultBytes
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	names := make([]string, size/10)
	for i := range names {
		names[i] = `"` + strconv.Itoa(i) + `":0`
	}
	for name, text := range map[string]string{
		"brackets":           fill("["),
		"braces":             fill(`{"a":`),
		"empty arrays":       "[" + fill("[],"),
		"empty objects":      "[" + fill("{},"),
		"arrays of one":      "[" + fill("[1],"),
		"long arrays":        "[" + fill("["+strings.Repeat("1,", 4999)+"1],"),
		"growing arrays":     "[" + fill("[1],["+strings.Repeat("1,", 599)+"1],"),
		"one long array":     "[" + fill("1,"),
		"escapes":            `"` + fill(`\n`),
		"text and an escape": `"` + fill("a")[:size/2-10] + `\n` + fill("a")[:size/2-10],
		"short escapes":      "[" + fill(`"\n",`),
		"names":              "{" + strings.Join(names, ","),
		"objects of names":   "[" + fill("{"+members(256)+"},"),
		"digits":             fill("1"),
		"spaces":             fill(" "),
		"invalid UTF-8":      `"` + fill("\xff"),
	} {
		t.Run(name, func(t *testing.T) {
			text := []byte(text[:min(len(text), size)])
			require.Less(t, allocated(func() {
				_, err := strictjson.Parse(text, nil)
				require.Error(t, err)
			}), uint64(6<<20))
		})
	}
}
