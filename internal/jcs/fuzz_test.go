package jcs_test

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	reference "github.com/gowebpki/jcs"

	"github.com/charterbadge/openbadge/internal/jcs"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// FuzzJCS: every tree that Parse returns has a canonical form; it is the one that gowebpki/jcs finds for the text, and
// that of itself. The seeds are small: what is grown from a whole badge takes the fuzzer minutes to make small again.
func FuzzJCS(f *testing.F) {
	for _, seed := range []string{
		`null`, ` [true,false,null] `, `{"b":{"d":[1,2.50,-1e-7],"c":""},"a":0}`, `"\ud83d\ude00\"\\\/\b\f\n\r\t\u0000\u001f\u007f"`,
		`{"type":["Profile"],"id":"https://example.org","issuer":{"name":"\u00c5","id":""},"@context":[]}`,
		`{"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"\r":4,"":5}`, `[1e20,1e21,-1e-6,1e-7,9007199254740991,0.0,5.0,123456789012345]`,
		"{\"\uffff\":1,\"\U00010000\":2,\"\ue000\":3,\"\ud7ff\":4}", strings.Repeat("[", 32) + strings.Repeat("]", 32), `"<&{\u2028}>"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := strictjson.Parse(text, nil)
		if err != nil {
			return
		}
		want, err := reference.Transform(text)
		require.NoError(t, err)
		got := canonical(t, v)
		require.Equal(t, string(want), got)

		again, err := strictjson.Parse([]byte(got), &strictjson.Limits{Bytes: strictjson.MaxBytes})
		if err != nil {
			require.ErrorIs(t, err, strictjson.ErrNumber) // 1e20, written with all its digits
			again = lenient(t, []byte(got))
		}
		require.Equal(t, got, canonical(t, again))
	})
}

// FuzzNumber: the text of a float64 reads as that float64, is its own canonical form, and is what gowebpki/jcs writes
// and, but for negative zero, encoding/json, which follows ECMAScript.
func FuzzNumber(f *testing.F) {
	for _, seed := range []float64{0, math.Copysign(0, -1), 1, -1.5, 1e-6, 9.999999999999997e-7, 1e-7, 1e-10, 1e-100, 1e21, 999999999999999900000,
		1 << 53, 5e-324, math.MaxFloat64, math.NaN(), math.Inf(-1)} {
		f.Add(math.Float64bits(seed))
	}
	f.Fuzz(func(t *testing.T, bits uint64) {
		number := math.Float64frombits(bits)
		got, err := jcs.AppendNumber([]byte("x"), number)
		want, wantErr := reference.NumberToJSON(number)
		if wantErr != nil {
			require.ErrorIs(t, err, jcs.ErrNumber)
			return
		}
		require.NoError(t, err)
		require.Equal(t, "x"+want, string(got))
		back, err := strconv.ParseFloat(string(got[1:]), 64)
		require.NoError(t, err)
		require.True(t, back == number, "%s", got)
		require.Equal(t, want, canonical(t, strictjson.NewNumber(want)))
		if number != 0 {
			std, err := json.Marshal(number)
			require.NoError(t, err)
			require.Equal(t, string(std), want)
		}
	})
}

// FuzzLiteral: a literal built by hand is written exactly if it is a number of JSON's grammar with a finite float64.
func FuzzLiteral(f *testing.F) {
	for _, seed := range []string{
		"0", "-0", "-0.0", "17", "-999999999999999", "9999999999999999", "4.50", "1E30", "1e400", "1e-400", "007", "+1", ".5", "5.", "1_000", "0x1p-2",
		"NaN", "Inf", "", "-", " 1", "1\n", "true", `"1"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, literal string) {
		got, err := jcs.Append(nil, strictjson.NewNumber(literal))
		want, wantErr := reference.Transform([]byte(literal))
		isNumber := literal != "" && strings.Trim(literal, " \t\r\n") == literal && strings.IndexByte("-0123456789", literal[0]) >= 0
		if wantErr != nil || !isNumber {
			require.ErrorIs(t, err, jcs.ErrNumber)
			require.Nil(t, got)
			return
		}
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	})
}

// FuzzKeys: members are in the order of the UTF-16 of their names, and two of one name are refused.
func FuzzKeys(f *testing.F) {
	for _, seed := range []string{"", "\n", "b\na\n\nab", "\ufb33\n😀\n€\n\r\n1\n\u0080\nö", "\uffff\n\U00010000\n\ue000\n\ud7ff\n\U0010ffff", "a\nb\na",
		strings.Join(boundaryNames()[:60], "\x00")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		names := strings.Split(strings.ToValidUTF8(text, "\ufffd"), "\n")
		distinct := slices.Compact(slices.Sorted(slices.Values(names)))
		if len(distinct) == len(names) {
			requireOrder(t, names)
			return
		}
		var members []strictjson.Member
		for _, name := range names {
			members = append(members, member(name, strictjson.NewBool(true)))
		}
		_, err := jcs.Append(nil, strictjson.NewObject(members...))
		require.ErrorIs(t, err, jcs.ErrDuplicate)
	})
}

// FuzzString: a string is written if it is UTF-8, as the literal that reads as it again, and that gowebpki/jcs keeps.
func FuzzString(f *testing.F) {
	for _, seed := range []string{"", "plain", "\x00\x1f\"\\/\x7f", "å\u2028日\u2029😀", "\xff", "a\xe2\x80", "\ufffd", "\xed\xa0\x80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := jcs.Append(nil, strictjson.NewString(s))
		if strings.ToValidUTF8(s, "") != s {
			require.ErrorIs(t, err, jcs.ErrEncoding)
			return
		}
		require.NoError(t, err)
		var back string
		require.NoError(t, json.Unmarshal(got, &back))
		require.Equal(t, s, back)
		want, err := reference.Transform(got)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	})
}
