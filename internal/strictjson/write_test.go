package strictjson_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

func TestAppendString(t *testing.T) {
	for s, want := range map[string]string{
		"":                            `""`,
		"plain":                       `"plain"`,
		"\"\\/":                       `"\"\\/"`,
		"\b\f\n\r\t":                  `"\b\f\n\r\t"`,
		"\x00\x01\x0b\x1f\x7f":        "\"\\u0000\\u0001\\u000b\\u001f\x7f\"",
		"<a href='x'>&amp;":           `"\u003ca href='x'\u003e\u0026amp;"`,
		"{a:{}}":                      `"\u007ba:\u007b\u007d\u007d"`,
		"a\u2028b\u2029c\u2027\u202a": "\"a\\u2028b\\u2029c\u2027\u202a\"",
		"a\ufffeb\uffffc\ufffd\ufefe": "\"a\\ufffeb\\uffffc\ufffd\ufefe\"",
		"å日😀\ufffd\ufeff":             "\"å日😀\ufffd\ufeff\"",
		"<":                           `"\u003c"`,
		"a<":                          `"a\u003c"`,
		"å<å":                         `"å\u003cå"`,
		"<<>>":                        `"\u003c\u003c\u003e\u003e"`,
	} {
		t.Run(want, func(t *testing.T) {
			require.Equal(t, "x"+want, string(strictjson.AppendString([]byte("x"), s)))
			require.Equal(t, s, parse(t, want).Text())
		})
	}
}

// TestAppendStringOfEachCharacter compares with encoding/json for every character of the first plane.
func TestAppendStringOfEachCharacter(t *testing.T) {
	for r := range rune(0x10000) {
		if 0xd800 <= r && r < 0xe000 {
			continue
		}
		s := "a" + string(r) + "b"
		var back string
		require.NoError(t, json.Unmarshal(strictjson.AppendString(nil, s), &back))
		require.Equal(t, s, back)
	}
}

func TestAppendTo(t *testing.T) {
	for text, want := range map[string]string{
		` null `:                      `null`,
		"[ true , false\n]":           `[true,false]`,
		`[]`:                          `[]`,
		`{ }`:                         `{}`,
		`[4.50, 1E30, 1.0, -1e-7]`:    `[4.50,1E30,1.0,-1e-7]`,
		`{"b":1,"a":{"d":[],"c":{}}}`: `{"b":1,"a":{"d":[],"c":{}}}`,
		`{"<{":"\u0041\/\u00e5"}`:     `{"\u003c\u007b":"A/å"}`,
	} {
		t.Run(text, func(t *testing.T) {
			got := string(parse(t, text).AppendTo([]byte("x")))
			require.Equal(t, "x"+want, got)
			require.Equal(t, want, string(parse(t, want).AppendTo(nil)))
		})
	}
}

func TestAppendToRoundTrip(t *testing.T) {
	for name, doc := range documents(t) {
		t.Run(name, func(t *testing.T) {
			v := parse(t, string(doc))
			written := v.AppendTo(nil)
			requireSameTree(t, v, parse(t, string(written)))
			require.JSONEq(t, string(doc), string(written))
		})
	}
}

// requireSameTree compares kinds, texts, number literals, names and their order.
func requireSameTree(t *testing.T, a, b strictjson.Value) {
	t.Helper()
	require.Equal(t, a.Kind(), b.Kind())
	require.Equal(t, a.Text(), b.Text())
	require.Equal(t, a.Bool(), b.Bool())
	require.Equal(t, a.Len(), b.Len())
	if a.Kind() == strictjson.Array {
		for i := range a.Len() {
			requireSameTree(t, a.At(i), b.At(i))
		}
	}
	for i, m := range a.Members() {
		require.Equal(t, m.Name, b.Members()[i].Name)
		requireSameTree(t, m.Value, b.Members()[i].Value)
	}
}
