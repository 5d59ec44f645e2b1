package strictjson_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// parse reads a text that must be accepted.
func parse(t testing.TB, text string) strictjson.Value {
	t.Helper()
	v, err := strictjson.Parse([]byte(text), nil)
	require.NoError(t, err)
	return v
}

// mark stands in a test's text where the error is to be.
const mark = "☞"

// requireRefused checks sentinel, pointer and offset of the one error that the marked text gives.
func requireRefused(t *testing.T, marked string, lim *strictjson.Limits, sentinel error, pointer string) {
	t.Helper()
	before, after, found := strings.Cut(marked, mark)
	require.True(t, found, "the text has no mark")
	v, err := strictjson.Parse([]byte(before+after), lim)
	require.ErrorIs(t, err, sentinel)
	require.Equal(t, strictjson.Absent, v.Kind())
	all := strictjson.Errors(err)
	require.Len(t, all, 1)
	require.Equal(t, sentinel, all[0].Err)
	require.Equal(t, pointer, all[0].Pointer)
	require.Equal(t, len(before), all[0].Offset)
	require.NotEmpty(t, all[0].Detail)
}

// members writes n members m0, m1, … and so on.
func members(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = `"m` + strconv.Itoa(i) + `":0`
	}
	return strings.Join(list, ",")
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		name     string
		text     string
		sentinel error
		pointer  string
	}{
		// Not one JSON value.
		{"nothing", "☞", strictjson.ErrSyntax, ""},
		{"white space", " \n☞", strictjson.ErrSyntax, ""},
		{"bare word", "☞badge", strictjson.ErrSyntax, ""},
		{"part of a literal", "☞nul", strictjson.ErrSyntax, ""},
		{"literal in upper case", "☞True", strictjson.ErrSyntax, ""},
		{"literal that goes on", "true☞e", strictjson.ErrSyntax, ""},
		{"single quotes", "☞'a'", strictjson.ErrSyntax, ""},
		{"comment", "☞// a\n1", strictjson.ErrSyntax, ""},
		{"white space beyond ASCII", "☞\u00a01", strictjson.ErrSyntax, ""},
		{"vertical tab", "☞\v1", strictjson.ErrSyntax, ""},
		{"nul byte", "☞\x00", strictjson.ErrSyntax, ""},
		{"UTF-16", "☞\xff\xfe{\x00", strictjson.ErrSyntax, ""},
		{"second value", "1 ☞2", strictjson.ErrSyntax, ""},
		{"second object", "{}\n☞{}", strictjson.ErrSyntax, ""},
		{"closing bracket too many", "[]☞]", strictjson.ErrSyntax, ""},
		{"nul after the value", "{}☞\x00", strictjson.ErrSyntax, ""},
		{"comma after the value", "{}☞,", strictjson.ErrSyntax, ""},
		{"array without an end", "[1☞", strictjson.ErrSyntax, ""},
		{"array that only begins", "[☞", strictjson.ErrSyntax, "/0"},
		{"comma at the end of an array", "[1,☞]", strictjson.ErrSyntax, "/1"},
		{"comma at the begin of an array", "[☞,1]", strictjson.ErrSyntax, "/0"},
		{"no comma in an array", "[1 ☞2]", strictjson.ErrSyntax, ""},
		{"array closed by a brace", "[1☞}", strictjson.ErrSyntax, ""},
		{"object without an end", `{"a":1☞`, strictjson.ErrSyntax, ""},
		{"object that only begins", `{☞`, strictjson.ErrSyntax, ""},
		{"object closed by a bracket", `{"a":1☞]`, strictjson.ErrSyntax, ""},
		{"comma at the end of an object", `{"a":1,☞}`, strictjson.ErrSyntax, ""},
		{"comma at the begin of an object", `{☞,"a":1}`, strictjson.ErrSyntax, ""},
		{"no comma in an object", `{"a":1 ☞"b":2}`, strictjson.ErrSyntax, ""},
		{"name without quotes", `{☞a:1}`, strictjson.ErrSyntax, ""},
		{"number as a name", `{☞1:1}`, strictjson.ErrSyntax, ""},
		{"name alone", `{"a"☞}`, strictjson.ErrSyntax, ""},
		{"name and the end", `{"a"☞`, strictjson.ErrSyntax, ""},
		{"equals sign", `{"a"☞=1}`, strictjson.ErrSyntax, ""},
		{"two colons", `{"a":☞:1}`, strictjson.ErrSyntax, "/a"},
		{"member without a value", `{"a":☞}`, strictjson.ErrSyntax, "/a"},
		{"member without a value at the end", `{"a":☞`, strictjson.ErrSyntax, "/a"},

		// Strings.
		{"string without an end", `☞"abc`, strictjson.ErrSyntax, ""},
		{"quote alone", `☞"`, strictjson.ErrSyntax, ""},
		{"string without an end after an escape", `☞"a\nb`, strictjson.ErrSyntax, ""},
		{"string without an end after a surrogate pair", `☞"a\ud83d\ude00`, strictjson.ErrSyntax, ""},
		{"string that ends in a backslash", `☞"a\`, strictjson.ErrSyntax, ""},
		{"string that ends in an escaped quote", `☞"a\"`, strictjson.ErrSyntax, ""},
		{"long string without an end", `☞"0123456789abcdef`, strictjson.ErrSyntax, ""},
		{"line feed", "\"a☞\nb\"", strictjson.ErrSyntax, ""},
		{"nul in a string", "\"☞\x00\"", strictjson.ErrSyntax, ""},
		{"control character 31", "\"☞\x1f\"", strictjson.ErrSyntax, ""},
		{"control character after an escape", "\"\\n☞\t\"", strictjson.ErrSyntax, ""},
		{"control character in a long string", "\"0123456789☞\x01abcdef\"", strictjson.ErrSyntax, ""},
		{"control character in a name", "{\"a☞\tb\":1}", strictjson.ErrSyntax, ""},
		{"escape x", `"☞\x41"`, strictjson.ErrSyntax, ""},
		{"escape 0", `"a☞\0"`, strictjson.ErrSyntax, ""},
		{"escape U", `"☞\U0041"`, strictjson.ErrSyntax, ""},
		{"escape of a single quote", `"☞\'"`, strictjson.ErrSyntax, ""},
		{"escape of a line feed", "\"☞\\\n\"", strictjson.ErrSyntax, ""},
		{"escape beyond ASCII", "\"☞\\ä\"", strictjson.ErrSyntax, ""},
		{"three hexadecimal digits", `"☞\u004"`, strictjson.ErrSyntax, ""},
		{"hexadecimal digit g", `"☞\u00g0"`, strictjson.ErrSyntax, ""},
		{"sign among hexadecimal digits", `"☞\u+041"`, strictjson.ErrSyntax, ""},
		{"end among hexadecimal digits", `"☞\u00`, strictjson.ErrSyntax, ""},
		{"braces around hexadecimal digits", `"☞\u{41}"`, strictjson.ErrSyntax, ""},
		{"bad escape in a name", `{"a":{"☞\q":1}}`, strictjson.ErrSyntax, "/a"},

		// Unicode.
		{"byte order mark", "☞\ufeff{}", strictjson.ErrEncoding, ""},
		{"byte order mark after white space", " ☞\ufeff{}", strictjson.ErrSyntax, ""},
		{"invalid UTF-8 in a value", "{\"a\":\"b☞\xff\"}", strictjson.ErrEncoding, "/a"},
		{"invalid UTF-8 in a name", "{\"a\":{\"b☞\xff\":1}}", strictjson.ErrEncoding, "/a"},
		{"invalid UTF-8 far in a long string", "\"0123456789 äöü☞\x80 abcdefgh\"", strictjson.ErrEncoding, ""},
		{"invalid UTF-8 after an escape", "\"\\n☞\xc3\"", strictjson.ErrEncoding, ""},
		{"invalid UTF-8 before an escape", "\"☞\xc3\\u00a9\"", strictjson.ErrEncoding, ""},
		{"invalid UTF-8 after U+FFFD", "\"\ufffd☞\xf0\x9f\"", strictjson.ErrEncoding, ""},
		{"half a character", "\"☞\xc3\"", strictjson.ErrEncoding, ""},
		{"overlong slash", "\"☞\xc0\xaf\"", strictjson.ErrEncoding, ""},
		{"overlong nul", "\"☞\xc0\x80\"", strictjson.ErrEncoding, ""},
		{"surrogate in UTF-8", "\"☞\xed\xa0\x80\"", strictjson.ErrEncoding, ""},
		{"surrogate pair in UTF-8", "\"☞\xed\xa0\xbd\xed\xb8\x80\"", strictjson.ErrEncoding, ""},
		{"beyond U+10FFFF", "\"☞\xf4\x90\x80\x80\"", strictjson.ErrEncoding, ""},
		{"high surrogate", `"a☞\ud83d"`, strictjson.ErrEncoding, ""},
		{"low surrogate", `"a☞\ude00"`, strictjson.ErrEncoding, ""},
		{"surrogates reversed", `"☞\ude00\ud83d"`, strictjson.ErrEncoding, ""},
		{"two high surrogates", `"☞\ud83d\ud83d"`, strictjson.ErrEncoding, ""},
		{"high surrogate and another escape", `"☞\ud83d\n"`, strictjson.ErrEncoding, ""},
		{"high surrogate and another character", `"☞\ud83d\u0041"`, strictjson.ErrEncoding, ""},
		{"high surrogate and text", `"☞\uD83Dabcdef"`, strictjson.ErrEncoding, ""},
		{"high surrogate and half an escape", `"☞\ud83d\ude"`, strictjson.ErrEncoding, ""},
		{"high surrogate and what is no escape", `"☞\ud83dxude00"`, strictjson.ErrEncoding, ""},
		{"low surrogate after a pair", `"\ud83d\ude00☞\ude00"`, strictjson.ErrEncoding, ""},
		{"lone surrogate in a name", `{"☞\ud83d":1}`, strictjson.ErrEncoding, ""},

		// Names that occur twice.
		{"duplicate", `{"a":1,☞"a":1}`, strictjson.ErrDuplicate, "/a"},
		{"duplicate that is not next to it", `{"a":1,"b":2,☞"a":3}`, strictjson.ErrDuplicate, "/a"},
		{"duplicate by an escape", `{"a":1,☞"\u0061":1}`, strictjson.ErrDuplicate, "/a"},
		{"duplicate of an escape", `{"\u0061":1,☞"a":1}`, strictjson.ErrDuplicate, "/a"},
		{"duplicate by a short escape", `{"\u002f":1,☞"\/":1}`, strictjson.ErrDuplicate, "/~1"},
		{"duplicate by a surrogate pair", `{"😀":1,☞"\ud83d\ude00":1}`, strictjson.ErrDuplicate, "/😀"},
		{"duplicate empty name", `{"":1,☞"":1}`, strictjson.ErrDuplicate, "/"},
		{"duplicate inside", `{"x":[{"a":1},{"a":1,"b":{"c":1,☞"c":2}}]}`, strictjson.ErrDuplicate, "/x/1/b/c"},
		{"duplicate among 24", `{` + members(24) + `,☞"m0":0}`, strictjson.ErrDuplicate, "/m0"},
		{"duplicate among 25", `{` + members(25) + `,☞"m0":0}`, strictjson.ErrDuplicate, "/m0"},
		{"first and last of many", `{` + members(100) + `,☞"m0":0}`, strictjson.ErrDuplicate, "/m0"},
		{"last of many twice", `{` + members(100) + `,☞"m99":0}`, strictjson.ErrDuplicate, "/m99"},
		{"25th of many again", `{` + members(100) + `,☞"m24":0}`, strictjson.ErrDuplicate, "/m24"},
		{"duplicate by an escape among many", `{` + members(100) + `,☞"\u006d50":0}`, strictjson.ErrDuplicate, "/m50"},

		// Places deep inside.
		{"array in objects", `{"a":{"b":[0,[1,☞x]]}}`, strictjson.ErrSyntax, "/a/b/1/1"},
		{"slash and tilde in names", `{"a/b":{"c~d":{"~1":☞x}}}`, strictjson.ErrSyntax, "/a~1b/c~0d/~01"},
		{"empty name", `{"":{"":☞x}}`, strictjson.ErrSyntax, "//"},
		{"escaped name", `{"\u00e5\"":☞x}`, strictjson.ErrSyntax, `/å"`},
		{"after closed siblings", `{"a":[{},{}],"b":{"c":{}},"d":[☞x]}`, strictjson.ErrSyntax, "/d/0"},
		{"number inside", `{"a":[1,☞-0]}`, strictjson.ErrNumber, "/a/1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			requireRefused(t, tt.text, nil, tt.sentinel, tt.pointer)
		})
	}
}

func TestNumbers(t *testing.T) {
	for literal, want := range map[string]float64{
		"0": 0, "1": 1, "-1": -1, "1.0": 1, "-1.5": -1.5, "4.50": 4.5, "1E30": 1e30, "1e+2": 100, "1e-7": 1e-7, "0.1": 0.1, "0.0": 0, "0e0": 0, "0e308": 0, "0e-308": 0, "0.000e-308": 0,
		"123456789012345": 123456789012345, "1234567890123456": 1234567890123456, "9007199254740991": 1<<53 - 1, "-9007199254740991": 1 - 1<<53,
		"9007199254740992.0": 1 << 53, "0.30000000000000004": 0.30000000000000004, "1e308": 1e308, "1e-308": 1e-308, "1e0000000000000000000000000001": 10,
		"1.7976931348623157e308": 1.7976931348623157e308, "0.00000000000000000000000000001": 1e-29, "100e2": 1e4, "5e-1": 0.5,
		"12345678901234567000.0": 12345678901234567000, "2.2250738585072014e-308": 2.2250738585072014e-308, "57.7089": 57.7089,
	} {
		t.Run(literal, func(t *testing.T) {
			v := parse(t, literal)
			require.Equal(t, strictjson.Number, v.Kind())
			require.Equal(t, literal, v.Text())
			require.Equal(t, literal, v.Raw())
			require.Equal(t, want, v.Float())
			require.Equal(t, literal, string(v.AppendTo(nil)))
		})
	}
	for _, tt := range []struct {
		text     string
		sentinel error
	}{
		{"☞9007199254740992", strictjson.ErrNumber},
		{"☞-9007199254740992", strictjson.ErrNumber},
		{"☞9007199254740993", strictjson.ErrNumber},
		{"☞12345678901234567890", strictjson.ErrNumber},
		{"☞18446744073709551617", strictjson.ErrNumber},
		{"☞9007199254740993.0", strictjson.ErrNumber},
		{"☞9007199254740993e0", strictjson.ErrNumber},
		{"☞0.1234567890123456789", strictjson.ErrNumber},
		{"☞0.10000000000000001", strictjson.ErrNumber},
		{"☞1.00000000000000001", strictjson.ErrNumber},
		{"☞12345678901234567890.0", strictjson.ErrNumber},
		{"☞1e400", strictjson.ErrNumber},
		{"☞-1e400", strictjson.ErrNumber},
		{"☞1e309", strictjson.ErrNumber},
		{"☞10e308", strictjson.ErrNumber},
		{"☞1.8e308", strictjson.ErrNumber},
		{"☞1e-309", strictjson.ErrNumber},
		{"☞0.1e-308", strictjson.ErrNumber},
		{"☞1e-400", strictjson.ErrNumber},
		{"☞5e-324", strictjson.ErrNumber},
		{"☞0e400", strictjson.ErrNumber},
		{"☞0.001e309", strictjson.ErrNumber},
		{"☞1000e-309", strictjson.ErrNumber},
		{"☞0e-309", strictjson.ErrNumber},
		{"☞1e5000000", strictjson.ErrNumber},
		{"☞1e99999999999999999999", strictjson.ErrNumber},
		{"☞1e-99999999999999999999", strictjson.ErrNumber},
		{"☞-0", strictjson.ErrNumber},
		{"☞-0.0", strictjson.ErrNumber},
		{"☞-0e5", strictjson.ErrNumber},
		{"☞123456789012345678901234567890123", strictjson.ErrTooLarge},
		{"☞0.0000000000000000000000000000001", strictjson.ErrTooLarge},
		{"0☞1", strictjson.ErrSyntax},
		{"☞-01", strictjson.ErrNumber},
		{"0☞0", strictjson.ErrSyntax},
		{"☞1.", strictjson.ErrSyntax},
		{"☞1.e5", strictjson.ErrSyntax},
		{"☞.5", strictjson.ErrSyntax},
		{"☞-.5", strictjson.ErrSyntax},
		{"☞+1", strictjson.ErrSyntax},
		{"☞1e", strictjson.ErrSyntax},
		{"☞1e+", strictjson.ErrSyntax},
		{"☞1.5E-", strictjson.ErrSyntax},
		{"1e5☞.5", strictjson.ErrSyntax},
		{"1.5☞.5", strictjson.ErrSyntax},
		{"☞-", strictjson.ErrSyntax},
		{"☞--1", strictjson.ErrSyntax},
		{"1☞_000", strictjson.ErrSyntax},
		{"1☞,000", strictjson.ErrSyntax},
		{"0☞x10", strictjson.ErrSyntax},
		{"1☞f", strictjson.ErrSyntax},
		{"☞NaN", strictjson.ErrSyntax},
		{"☞Infinity", strictjson.ErrSyntax},
		{"☞-Infinity", strictjson.ErrSyntax},
		{"☞١", strictjson.ErrSyntax},
	} {
		t.Run(strings.TrimPrefix(tt.text, mark), func(t *testing.T) {
			requireRefused(t, tt.text, nil, tt.sentinel, "")
		})
	}
}

func TestStrings(t *testing.T) {
	for text, want := range map[string]string{
		`""`:                                     "",
		`"a"`:                                    "a",
		`"0123456789abcdef"`:                     "0123456789abcdef",
		`"\"\\\/\b\f\n\r\t"`:                     "\"\\/\b\f\n\r\t",
		`"\u0000\u001f\u007f"`:                   "\x00\x1f\x7f",
		`"\u00e5\u00E5å"`:                        "ååå",
		`"\ud83d\ude00\uD83D\uDE00😀"`:            "😀😀😀",
		`"\udbff\udfff"`:                         "\U0010ffff",
		`"\ufffd` + "\ufffd" + `"`:               "\ufffd\ufffd",
		`"\uABCD\uEF09\uabcd\uef18\u2345\u6790"`: "\uABCD\uEF09\uabcd\uef18\u2345\u6790",
		`"\ufeff"`:                               "\ufeff",
		`"\uffff\u2028"`:                         "\uffff\u2028",
		"\"\u2028\u2029\x7f\"":                   "\u2028\u2029\x7f",
		`"abc\u0064efghijklmnop\u0071"`:          "abcdefghijklmnopq",
		`"` + strings.Repeat(`\n`, 9) + `"`:      strings.Repeat("\n", 9),
	} {
		t.Run(text, func(t *testing.T) {
			v := parse(t, text)
			require.Equal(t, strictjson.String, v.Kind())
			require.Equal(t, want, v.Text())
			require.Equal(t, text, v.Raw())
			named := parse(t, "{"+text+":1}")
			require.Equal(t, want, named.Members()[0].Name)
			require.Equal(t, "1", named.Get(want).Text())
		})
	}
}

// TestStringsOfEveryLength has what ends a string, or makes it not ASCII, at every place of the eight bytes that are
// looked at together.
func TestStringsOfEveryLength(t *testing.T) {
	for n := range 40 {
		fill := strings.Repeat("a", n)
		for m := range 20 {
			tail := strings.Repeat("~", m)
			require.Equal(t, fill+tail, parse(t, `"`+fill+tail+`"`).Text())
			require.Equal(t, fill+"\n"+tail, parse(t, `"`+fill+`\n`+tail+`"`).Text())
			require.Equal(t, fill+"é"+tail, parse(t, `"`+fill+`é`+tail+`"`).Text())
			requireRefused(t, `"`+fill+mark+"\x1f"+tail+`"`, nil, strictjson.ErrSyntax, "")
			requireRefused(t, `"`+fill+mark+"\x9f"+tail+`"`, nil, strictjson.ErrEncoding, "")
			requireRefused(t, mark+`"`+fill+tail, nil, strictjson.ErrSyntax, "")
			requireRefused(t, `"`+fill+`"`+mark+tail+"a", nil, strictjson.ErrSyntax, "")
		}
	}
}

func TestWhiteSpace(t *testing.T) {
	text := strings.ReplaceAll(`_{_"a"_:_[_1_,_{_}_,_[_]_]_,_"b"_:_true_}_`, "_", " \t\n\r")
	require.Equal(t, `{"a":[1,{},[]],"b":true}`, string(parse(t, text).AppendTo(nil)))
}

func TestManyMembers(t *testing.T) {
	v := parse(t, "{"+members(256)+"}")
	require.Equal(t, 256, v.Len())
	for i, m := range v.Members() {
		require.Equal(t, "m"+strconv.Itoa(i), m.Name)
	}
}

func TestNamesAreExact(t *testing.T) {
	v := parse(t, `{"kid":1,"Kid":2,"\u212aid":3,"iss":4,"i\u017fs":5,"k\u0131d":6,"e\u0301":7,"\u00e9":8}`)
	require.Equal(t, 8, v.Len())
	require.Equal(t, "1", v.Get("kid").Text())
	require.Equal(t, "3", v.Get("\u212aid").Text())
	require.Equal(t, strictjson.Absent, v.Get("KID").Kind())
}

// TestParseDoesNotAlias changes the text after it was read.
func TestParseDoesNotAlias(t *testing.T) {
	text := []byte(`{"name":["value"]}`)
	v, err := strictjson.Parse(text, nil)
	require.NoError(t, err)
	clear(text)
	require.Equal(t, `{"name":["value"]}`, string(v.AppendTo(nil)))
	require.Equal(t, `{"name":["value"]}`, v.Raw())
}
