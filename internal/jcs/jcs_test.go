package jcs_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	reference "github.com/gowebpki/jcs"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jcs"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

func parse(t testing.TB, text string) strictjson.Value {
	t.Helper()
	v, err := strictjson.Parse([]byte(text), nil)
	require.NoError(t, err)
	return v
}

func canonical(t testing.TB, v strictjson.Value) string {
	t.Helper()
	out, err := jcs.Append(nil, v)
	require.NoError(t, err)
	return string(out)
}

// lenient builds a tree by hand of what encoding/json reads, whose numbers may be of any size and precision.
func lenient(t testing.TB, text []byte) strictjson.Value {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var v any
	require.NoError(t, decoder.Decode(&v))
	return build(t, v)
}

func build(t testing.TB, v any) strictjson.Value {
	t.Helper()
	switch v := v.(type) {
	case bool:
		return strictjson.NewBool(v)
	case string:
		return strictjson.NewString(v)
	case json.Number:
		return strictjson.NewNumber(v.String())
	case []any:
		items := make([]strictjson.Value, len(v))
		for i := range v {
			items[i] = build(t, v[i])
		}
		return strictjson.NewArray(items...)
	case map[string]any:
		var members []strictjson.Member
		for _, name := range slices.Sorted(maps.Keys(v)) {
			members = append(members, member(name, build(t, v[name])))
		}
		return strictjson.NewObject(members...)
	}
	require.Nil(t, v)
	return parse(t, "null")
}

func member(name string, v strictjson.Value) strictjson.Member {
	return strictjson.Member{Name: name, Value: v}
}

// badges are the smallest badge that an issuer would sign, and one that has every part.
func badges(t testing.TB) map[string][]byte {
	t.Helper()
	docs := map[string][]byte{}
	for _, name := range []string{"simple", "complete"} {
		doc, err := os.ReadFile("../../testdata/badges/" + name + ".json")
		require.NoError(t, err)
		docs[name] = doc
	}
	return docs
}

// TestVectors runs the pairs that the author of RFC 8785 publishes.
func TestVectors(t *testing.T) {
	for _, name := range []string{"arrays", "french", "structures", "unicode", "values", "weird"} {
		t.Run(name, func(t *testing.T) {
			input := badgetest.Vectors(t, "jcs/input/"+name+".json")
			want := string(badgetest.Vectors(t, "jcs/output/"+name+".json"))
			digits := strings.Join(strings.Fields(string(badgetest.Vectors(t, "jcs/outhex/"+name+".txt"))), "")
			require.Equal(t, digits, hex.EncodeToString([]byte(want)))

			require.Equal(t, want, canonical(t, lenient(t, input)))
			require.Equal(t, want, canonical(t, parse(t, want)))
			v, err := strictjson.Parse(input, nil)
			if name == "values" { // a float64 does not carry 333333333.33333329
				require.ErrorIs(t, err, strictjson.ErrNumber)
				return
			}
			require.NoError(t, err)
			require.Equal(t, want, canonical(t, v))
		})
	}
}

// TestSorting is the example of RFC 8785 §3.2.3.
func TestSorting(t *testing.T) {
	v := parse(t, `{
		"\u20ac": "Euro Sign",
		"\r": "Carriage Return",
		"\ufb33": "Hebrew Letter Dalet With Dagesh",
		"1": "One",
		"\ud83d\ude00": "Emoji: Grinning Face",
		"\u0080": "Control",
		"\u00f6": "Latin Small Letter O With Diaeresis"
	}`)
	before := string(v.AppendTo(nil))
	var values []string
	for _, m := range parse(t, canonical(t, v)).Members() {
		values = append(values, m.Value.Text())
	}
	require.Equal(t, []string{"Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
		"Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"}, values)
	require.Equal(t, before, string(v.AppendTo(nil)), "the tree must not change")
}

func compareUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// boundaryNames are all names of up to two characters that are first or last of those with as many bytes of UTF-8, with
// as many code units of UTF-16, or with the same first byte where the two orders part.
func boundaryNames() []string {
	edges := []rune{0, '\n', 'a', 0x7F, 0x80, 0x7FF, 0x800, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0xEFFF, 0xF000, 0xFFFD, 0xFFFF,
		0x10000, 0x103FF, 0x10400, 0x3FFFF, 0x40000, 0xFFFFF, 0x100000, 0x10FFFF}
	names := []string{""}
	for _, a := range edges {
		names = append(names, string(a))
		for _, b := range edges {
			names = append(names, string([]rune{a, b}))
		}
	}
	return names
}

// TestOrder holds the order of every two names, and of all, against that of their UTF-16.
func TestOrder(t *testing.T) {
	names := boundaryNames()
	zero, one := strictjson.NewInt(0), strictjson.NewInt(1)
	var buf []byte
	for _, a := range names {
		for _, b := range names {
			if a == b {
				continue
			}
			var err error
			buf, err = jcs.Append(buf[:0], strictjson.NewObject(member(a, zero), member(b, one)))
			if err != nil || bytes.HasSuffix(buf, []byte(`:1}`)) != (compareUTF16(a, b) < 0) {
				require.Fail(t, "wrong order", "%q and %q: %s, %v", a, b, buf, err)
			}
		}
	}

	random := rand.New(rand.NewPCG(8785, 0))
	for range 20 {
		random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		requireOrder(t, names)
	}
	slices.SortFunc(names, compareUTF16)
	requireOrder(t, names)
	slices.Reverse(names)
	requireOrder(t, names)
}

// requireOrder makes an object with members of these names, which must differ, and reads it back with encoding/json.
func requireOrder(t testing.TB, names []string) {
	t.Helper()
	members := make([]strictjson.Member, len(names))
	for i, name := range names {
		members[i] = member(name, strictjson.NewInt(int64(i)))
	}
	decoder := json.NewDecoder(strings.NewReader(canonical(t, strictjson.NewObject(members...))))
	var got []string
	token, err := decoder.Token()
	require.NoError(t, err)
	require.Equal(t, json.Delim('{'), token)
	for decoder.More() {
		name, err := decoder.Token()
		require.NoError(t, err)
		index, err := decoder.Token()
		require.NoError(t, err)
		require.Equal(t, names[int(index.(float64))], name, "a value under the name of another")
		got = append(got, name.(string))
	}
	require.True(t, len(names) == len(got) && slices.IsSortedFunc(got, compareUTF16), "%q", got)
}

// TestManyMembers goes over what the stack has room for.
func TestManyMembers(t *testing.T) {
	for n := range 100 {
		var names []string
		for i := range n {
			names = append(names, strconv.Itoa(i*37%101))
		}
		requireOrder(t, names)
	}
}

func TestCanonical(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"null", ` null `, `null`},
		{"true", `true`, `true`},
		{"false", "\tfalse\n", `false`},
		{"empty object", `{ }`, `{}`},
		{"empty array", `[ ]`, `[]`},
		{"empty string", `""`, `""`},
		{"empty name", `{"a":1,"":2}`, `{"":2,"a":1}`},
		{"order of items is kept", `[ 3, 1,2 ,"b","a"]`, `[3,1,2,"b","a"]`},
		{"objects inside one another", `{"b":{"d":1,"c":[{"f":1,"e":2}]},"a":0}`, `{"a":0,"b":{"c":[{"e":2,"f":1}],"d":1}}`},
		{"a prefix is first", `{"ab":1,"a":2,"abc":3}`, `{"a":2,"ab":1,"abc":3}`},
		{"case", `{"a":1,"B":2}`, `{"B":2,"a":1}`},
		{"digits are no numbers", `{"10":1,"9":2}`, `{"10":1,"9":2}`},
		{"name with escapes", `{"\u0062\n":1,"\u0061\"":2}`, `{"a\"":2,"b\n":1}`},

		{"needless escapes", `"\u0041\/\u00e9\ud83d\ude00\u007f"`, "\"A/é😀\x7f\""},
		{"necessary escapes", `"\u0022\u005c\u0008\u0009\u000a\u000c\u000d\u0000\u001F"`, `"\"\\\b\t\n\f\r\u0000\u001f"`},
		{"escapes between text", `"ab\ncd\u0001ef\\"`, `"ab\ncd\u0001ef\\"`},
		{"what strictjson escapes", "\"<>&{}\u2028\u2029\"", "\"<>&{}\u2028\u2029\""},
		{"no normalization", `"\u00e9e\u0301"`, "\"\u00e9e\u0301\""},
		{"no character for a wrong one", `"\ufffd\uffff"`, "\"\ufffd\uffff\""},

		{"zero", `0`, `0`},
		{"zero with a fraction", `0.0`, `0`},
		{"zero with an exponent", `0e7`, `0`},
		{"integer", `-17`, `-17`},
		{"integer that ends with zeros", `1000`, `1000`},
		{"15 digits", `-999999999999999`, `-999999999999999`},
		{"16 digits", `9007199254740991`, `9007199254740991`},
		{"integer with a fraction", `56.0`, `56`},
		{"integer with an exponent", `12e2`, `1200`},
		{"fraction that ends with a zero", `4.50`, `4.5`},
		{"fraction with an exponent", `45E-1`, `4.5`},
		{"largest without exponent", `99999999999999990e4`, `999999999999999900000`},
		{"smallest with exponent", `1e21`, `1e+21`},
		{"digits and exponent", `-12.5e29`, `-1.25e+30`},
		{"exponent of three digits", `1e-101`, `1e-101`},
		{"exponent of one digit", `0.00000012`, `1.2e-7`},
		{"least without exponent", `1e-6`, `0.000001`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, canonical(t, parse(t, tt.in)))
			require.Equal(t, tt.want, canonical(t, lenient(t, []byte(tt.in))))
		})
	}
}

func TestEveryByteOfAString(t *testing.T) {
	short := map[rune]string{'\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`, '"': `\"`, '\\': `\\`}
	for c := range rune(0x100) {
		want := string(c)
		if escape, ok := short[c]; ok {
			want = escape
		} else if c < 0x20 {
			want = fmt.Sprintf(`\u%04x`, c)
		}
		for _, form := range []string{"%s", "a%s", "%sa", "ab%scd", "%[1]s%[1]s"} {
			text, want := fmt.Sprintf(form, string(c)), fmt.Sprintf(form, want)
			require.Equal(t, `"`+want+`"`, canonical(t, strictjson.NewString(text)))
			require.Equal(t, `{"`+want+`":0}`, canonical(t, strictjson.NewObject(member(text, strictjson.NewInt(0)))))
		}
	}
}

// number is ECMAScript's text of a float64 given by its bits.
func number(t testing.TB, bits string) string {
	t.Helper()
	u, err := strconv.ParseUint(bits, 16, 64)
	require.NoError(t, err)
	out, err := jcs.AppendNumber(nil, math.Float64frombits(u))
	require.NoError(t, err)
	return string(out)
}

// TestNumberSamples is RFC 8785 appendix B.
func TestNumberSamples(t *testing.T) {
	for bits, want := range map[string]string{
		"0000000000000000": "0",
		"8000000000000000": "0",
		"0000000000000001": "5e-324",
		"8000000000000001": "-5e-324",
		"7fefffffffffffff": "1.7976931348623157e+308",
		"ffefffffffffffff": "-1.7976931348623157e+308",
		"4340000000000000": "9007199254740992",
		"c340000000000000": "-9007199254740992",
		"4430000000000000": "295147905179352830000",
		"44b52d02c7e14af5": "9.999999999999997e+22",
		"44b52d02c7e14af6": "1e+23",
		"44b52d02c7e14af7": "1.0000000000000001e+23",
		"444b1ae4d6e2ef4e": "999999999999999700000",
		"444b1ae4d6e2ef4f": "999999999999999900000",
		"444b1ae4d6e2ef50": "1e+21",
		"3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
		"3eb0c6f7a0b5ed8d": "0.000001",
		"41b3de4355555553": "333333333.3333332",
		"41b3de4355555554": "333333333.33333325",
		"41b3de4355555555": "333333333.3333333",
		"41b3de4355555556": "333333333.3333334",
		"41b3de4355555557": "333333333.33333343",
		"becbf647612f3696": "-0.0000033333333333333333",
		"43143ff3c1cb0959": "1424953923781206.2",
	} {
		require.Equal(t, want, number(t, bits), bits)
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		out, err := jcs.AppendNumber([]byte("1"), f)
		require.ErrorIs(t, err, jcs.ErrNumber)
		require.Nil(t, out)
	}
}

// TestNumbers runs the first 10,000 lines of the numbers that the author of RFC 8785 publishes.
func TestNumbers(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(badgetest.Vectors(t, "jcs/es6-numbers-10000.csv"))), "\n")
	require.Len(t, lines, 10_000)
	for _, line := range lines {
		bits, want, ok := strings.Cut(line, ",")
		require.True(t, ok)
		if got := number(t, bits); got != want {
			require.Equal(t, want, got, bits)
		}
		if got := canonical(t, strictjson.NewNumber(want)); got != want {
			require.Equal(t, want, got, "not its own canonical form")
		}
	}
}

// TestLiterals writes numbers that only a tree built by hand can have.
func TestLiterals(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"negative zero", "-0", "0"},
		{"negative zero with a fraction", "-0.0", "0"},
		{"negative zero with an exponent", "-0e-5", "0"},
		{"2^53", "9007199254740992", "9007199254740992"},
		{"2^53+1 is half way and goes to even", "9007199254740993", "9007199254740992"},
		{"2^53+3 is half way and goes to even", "9007199254740995", "9007199254740996"},
		{"21 digits", "100000000000000000000", "100000000000000000000"},
		{"22 digits", "1000000000000000000000", "1e+21"},
		{"below the smallest", "1e-400", "0"},
		{"more digits than any float64", "0.1" + strings.Repeat("0", 800) + "1", "0.1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, canonical(t, strictjson.NewNumber(tt.in)))
		})
	}
}

func TestAppendRefuses(t *testing.T) {
	object := func(names ...string) strictjson.Value {
		var members []strictjson.Member
		for _, name := range names {
			members = append(members, member(name, strictjson.NewInt(1)))
		}
		return strictjson.NewObject(members...)
	}
	var many []string
	for i := range 40 {
		many = append(many, strconv.Itoa(i))
	}
	type row struct {
		name string
		v    strictjson.Value
		want error
	}
	rows := []row{
		{"nothing", strictjson.Value{}, jcs.ErrAbsent},
		{"two of one name", object("a", "a"), jcs.ErrDuplicate},
		{"two of the empty name", object("", ""), jcs.ErrDuplicate},
		{"two of one name apart", object("b", "a", "c", "b"), jcs.ErrDuplicate},
		{"two of one name among many", object(append(many, "17")...), jcs.ErrDuplicate},
		{"two of one name in order", object("a", "b", "b", "c"), jcs.ErrDuplicate},
	}
	for _, literal := range []string{
		"1e400", "-1e400", "1" + strings.Repeat("0", 309), "", "-", "--1", "+1", "007", "-01", "00", ".5", "-.5", "5.", "5.e1", "1e", "1e+", "1_000",
		"0x10", "0x1p-2", "NaN", "nan", "Inf", "-Infinity", "infinity", " 1", "1 ", "1\n", " 1.5", "1.5\n", "true", `"1"`, "[1]", "１", "1,2", "1-2",
		strings.Repeat("x", 100_000),
	} {
		rows = append(rows, row{"number " + strictjson.Quote(literal), strictjson.NewNumber(literal), jcs.ErrNumber})
	}
	for _, s := range []string{
		"\xff", "a\x80", "\xc0\x80", "\xed\xa0\x80", "\xed\xa0\xbd\xed\xb8\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xf8\x88\x80\x80\x80",
		strings.Repeat("x", 100_000) + "\xff",
	} {
		rows = append(rows, row{"string " + strictjson.Quote(s), strictjson.NewString(s), jcs.ErrEncoding},
			row{"name " + strictjson.Quote(s), object("a", s), jcs.ErrEncoding})
	}
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			one := strictjson.NewInt(1)
			for _, v := range []strictjson.Value{
				tt.v, strictjson.NewArray(one, tt.v), strictjson.NewObject(member("b", one), member("a", tt.v)),
				strictjson.NewArray(strictjson.NewObject(member("a", strictjson.NewArray(tt.v))), one),
			} {
				out, err := jcs.Append([]byte("before"), v)
				require.ErrorIs(t, err, tt.want)
				require.Nil(t, out)
				require.Less(t, len(err.Error()), 400)
			}
		})
	}
}

func TestAppendKeepsWhatIsThere(t *testing.T) {
	out, err := jcs.Append([]byte("e-07"), parse(t, `{"b":1e-7,"a":[]}`))
	require.NoError(t, err)
	require.Equal(t, `e-07{"a":[],"b":1e-7}`, string(out))
}

// TestBadges: the canonical form is the one that gowebpki/jcs finds, has the same content, and is that of itself.
func TestBadges(t *testing.T) {
	for name, doc := range badges(t) {
		t.Run(name, func(t *testing.T) {
			v := parse(t, string(doc))
			once := canonical(t, v)
			want, err := reference.Transform(doc)
			require.NoError(t, err)
			require.Equal(t, string(want), once)
			require.JSONEq(t, string(doc), once)
			require.Equal(t, once, canonical(t, lenient(t, doc)))
			require.Equal(t, once, canonical(t, parse(t, once)))
			require.Equal(t, once, canonical(t, parse(t, string(v.AppendTo(nil)))))
		})
	}
}

func TestAllocations(t *testing.T) {
	object := func(n int) strictjson.Value { // out of order
		var members []strictjson.Member
		for i := range n {
			members = append(members, member(strconv.Itoa(1000-i), strictjson.NewInt(1)))
		}
		return strictjson.NewObject(members...)
	}
	trees := map[string]strictjson.Value{
		"32 members":           object(32),
		"200 members in order": parse(t, canonical(t, object(200))),
		"numbers":              parse(t, `[4.5,1e21,1e-7,-0.25,9007199254740991]`),
		"escapes":              parse(t, `{"\n\u0001":"\u0041\"\\"}`),
	}
	for name, doc := range badges(t) {
		trees[name] = parse(t, string(doc))
		trees[name+" in order"] = parse(t, canonical(t, trees[name]))
	}
	buf := make([]byte, 0, 64<<10)
	for name, v := range trees {
		t.Run(name, func(t *testing.T) {
			require.Zero(t, testing.AllocsPerRun(100, func() {
				if _, err := jcs.Append(buf, v); err != nil {
					t.Fatal(err)
				}
			}))
		})
	}
}
