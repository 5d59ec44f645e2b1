package strictjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// FuzzParse: encoding/json reads every accepted text as the same tree, without a member twice, and every text refused
// for its syntax not at all.
func FuzzParse(f *testing.F) {
	for _, doc := range documents(f) {
		f.Add(doc)
	}
	for _, seed := range []string{
		`null`, ` [true,false,null] `, `{"a":{"b":[1,2.50,-1e-7]},"c":""}`, `{"a":1,"\u0061":2}`, `"\ud83d\ude00\ud83d"`, `"\"\\\/\b\f\n\r\t"`,
		"\ufeff{}", "\"\xff\"", `9007199254740993`, `-0.0`, `1e400`, `[1,]`, `{"a":1,}`, `{} {}`, `{"":{"":[]}}`, "{" + members(40) + "}",
		strings.Repeat("[", 40) + strings.Repeat("]", 40), "\"0123456789\u2028abcdef\\u0000ghijklmn\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := strictjson.Parse(text, nil)
		if err != nil {
			requireRefusal(t, text, v, err)
			return
		}
		require.True(t, utf8.Valid(text))
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var theirs any
		require.NoError(t, decoder.Decode(&theirs))
		require.True(t, json.Valid(text))
		requireSameAs(t, theirs, v)
		require.False(t, hasDuplicate(t, text))

		require.Equal(t, strings.Trim(string(text), " \n\t\r"), v.Raw())
		written := v.AppendTo(nil)
		require.False(t, bytes.ContainsAny(written, "<>&\u2028\u2029\ufffe\uffff"))
		again, err := strictjson.Parse(written, &strictjson.Limits{Bytes: strictjson.MaxBytes})
		require.NoError(t, err)
		requireSameTree(t, v, again)
		require.Equal(t, string(written), string(again.AppendTo(nil)))
	})
}

// requireRefusal checks the error of a refused text: its form, and that it is the right one where that can be told.
func requireRefusal(t *testing.T, text []byte, v strictjson.Value, err error) {
	t.Helper()
	require.Equal(t, strictjson.Absent, v.Kind())
	all := strictjson.Errors(err)
	require.Len(t, all, 1)
	require.NotEmpty(t, err.Error())
	require.True(t, 0 <= all[0].Offset && all[0].Offset <= len(text), "%d", all[0].Offset)
	require.True(t, all[0].Pointer == "" || all[0].Pointer[0] == '/')
	switch all[0].Err {
	case strictjson.ErrSyntax:
		require.False(t, json.Valid(text))
	case strictjson.ErrDuplicate:
		if json.Valid(text) && utf8.Valid(text) {
			require.True(t, hasDuplicate(t, text))
		}
	case strictjson.ErrEncoding:
		require.True(t, !utf8.Valid(text) || bytes.HasPrefix(text, []byte("\ufeff")) || bytes.Contains(text, []byte(`\u`)))
	case strictjson.ErrNumber, strictjson.ErrTooLarge:
	default:
		require.Fail(t, "unknown sentinel", "%v", err)
	}
}

func requireSameAs(t *testing.T, theirs any, v strictjson.Value) {
	t.Helper()
	switch want := theirs.(type) {
	case nil:
		require.Equal(t, strictjson.Null, v.Kind())
	case bool:
		require.Equal(t, strictjson.Bool, v.Kind())
		require.Equal(t, want, v.Bool())
	case json.Number:
		require.Equal(t, strictjson.Number, v.Kind())
		require.Equal(t, want.String(), v.Text())
	case string:
		require.Equal(t, strictjson.String, v.Kind())
		require.Equal(t, want, v.Text())
	case []any:
		require.Equal(t, strictjson.Array, v.Kind())
		require.Equal(t, len(want), v.Len())
		for i, item := range want {
			requireSameAs(t, item, v.At(i))
		}
	case map[string]any:
		require.Equal(t, strictjson.Object, v.Kind())
		require.Equal(t, len(want), v.Len())
		for name, member := range want {
			requireSameAs(t, member, v.Get(name))
		}
	}
}

// hasDuplicate is a slow reader of its own: it keeps the names of every open object, as encoding/json decodes them.
func hasDuplicate(t *testing.T, text []byte) bool {
	t.Helper()
	type open struct {
		names map[string]bool // nil in an array
		value bool            // the next token is a value, not a name
	}
	var stack []*open
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if err != nil {
			require.Empty(t, stack)
			return false
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			o := &open{}
			if token == json.Delim('{') {
				o.names = make(map[string]bool)
			}
			stack = append(stack, o)
			continue
		case json.Delim('}'), json.Delim(']'):
			stack = stack[:len(stack)-1]
		default:
			if len(stack) == 0 {
				continue
			}
			if top := stack[len(stack)-1]; top.names != nil && !top.value {
				name := token.(string)
				if top.names[name] {
					return true
				}
				top.names[name], top.value = true, true
				continue
			}
		}
		if len(stack) > 0 {
			stack[len(stack)-1].value = false
		}
	}
}

var numberGrammar = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE]([+-]?[0-9]+))?$`)

// FuzzNumber: an accepted number is the same in decimal as the shortest text of its float64; a refused one differs from
// it, is negative zero, or is beyond a limit.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{
		"0", "-1", "1.0", "4.50", "1E30", "1e-7", "0.1", "9007199254740991", "9007199254740992", "9007199254740993", "-0", "-0.0e1", "1e400", "1e309",
		"5e-324", "1e-308", "0.1e-308", "0.1234567890123456789", "0.30000000000000004", "1e5000000", "01", "1.", ".5", "+1", "1e", "-", "1_000", "NaN",
		"123456789012345678901234567890123", "12345678901234567890.0", "1e0000000001", "2.2250738585072014e-308", "1.7976931348623157e308",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, literal string) {
		if strings.Trim(literal, " \n\t\r") != literal {
			return
		}
		v, err := strictjson.Parse([]byte(literal), nil)
		parts := numberGrammar.FindStringSubmatch(literal)
		if parts == nil {
			require.False(t, err == nil && v.Kind() == strictjson.Number, "%q", literal)
			return
		}
		if len(literal) > strictjson.DefaultNumber {
			require.ErrorIs(t, err, strictjson.ErrTooLarge)
			return
		}
		exponent, convErr := strconv.Atoi(parts[4] + strings.Repeat("0", 1-min(1, len(parts[4]))))
		if convErr != nil || exponent > 308 || exponent < -308 {
			require.ErrorIs(t, err, strictjson.ErrNumber, literal)
			return
		}
		exact, ok := new(big.Rat).SetString(literal)
		require.True(t, ok)
		float, _ := strconv.ParseFloat(literal, 64)
		short, finite := new(big.Rat).SetString(strconv.FormatFloat(float, 'g', -1, 64))
		integer := parts[2] == "" && parts[3] == ""
		smallest := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(308), nil))
		keeps := finite && exact.Cmp(short) == 0
		switch {
		case exact.Sign() == 0 && literal[0] == '-':
			keeps = false
		case exact.Sign() != 0 && new(big.Rat).Abs(exact).Cmp(smallest) < 0:
			keeps = false
		case integer && exact.Num().CmpAbs(big.NewInt(1<<53-1)) > 0:
			keeps = false
		}
		if !keeps {
			require.ErrorIs(t, err, strictjson.ErrNumber, literal)
			return
		}
		require.NoError(t, err, literal)
		require.Equal(t, float, v.Float())
		require.Equal(t, literal, v.Text())
	})
}

func FuzzAppendString(f *testing.F) {
	for _, seed := range []string{"", "plain", "<{&}>", "\x00\x1f\"\\/", "å\u2028日\u2029😀", "\xff", "a\xe2\x80", "\ufffd", "\ufffe\uffff\xef\xbf"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd")
		literal := strictjson.AppendString(nil, s)
		require.False(t, bytes.ContainsAny(literal, "<>&{}\u2028\u2029\ufffe\uffff"), "%s", literal)
		var back string
		require.NoError(t, json.Unmarshal(literal, &back))
		require.Equal(t, s, back)
		require.Equal(t, s, parse(t, string(literal)).Text())
	})
}

// FuzzDecode: what fits a struct is written and read again as the same struct.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{` + least + `}`,
		`{"id":"","type":"t","hashed":true,"latitude":-57.7,"level":3,"name":"<å>","grade":"c","day":"31","ratio":1E20,"points":0,"count":-3,"size":0}`,
		`{` + least + `,"holder":{"id":"h","name":"n","kid":"k"},"issuer":"x","source":"","parts":{"id":"p"},"status":{"id":"s"},"tag":"t"}`,
		`{` + least + `,"issuer":{"id":"x"},"source":{},"parts":[{}],"status":[{},{}],"tag":["a","b"],"grades":["a","f"],"grid":[["a"]]}`,
		`{` + least + `,"proof":[[1]],"raw":{"a":[4.50,"\u0041"]},"parent":{` + least + `,"deep":1},"x":{"y":1}}`,
		`{` + least + `,"raw":null,"x":[],"holder":{"x":1},"day":"0","parent":{}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := strictjson.Parse([]byte(text), nil)
		if err != nil {
			return
		}
		var dst everything
		if err := strictjson.Decode(v, &dst); err != nil {
			all := strictjson.Errors(err)
			require.NotEmpty(t, all)
			for _, e := range all {
				require.True(t, errors.Is(e, strictjson.ErrType))
				require.True(t, 0 <= e.Offset && e.Offset < len(text))
			}
			return
		}
		requireRoundTrip(t, text)
	})
}
