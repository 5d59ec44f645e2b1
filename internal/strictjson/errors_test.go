package strictjson_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

func TestErrors(t *testing.T) {
	one := &strictjson.Error{Pointer: "/a", Err: strictjson.ErrType}
	two := &strictjson.Error{Pointer: "/b", Err: strictjson.ErrNumber}
	tests := []struct {
		name string
		err  error
		want []*strictjson.Error
	}{
		{"none", nil, nil},
		{"foreign", io.EOF, nil},
		{"one", one, []*strictjson.Error{one}},
		{"joined", errors.Join(one, two), []*strictjson.Error{one, two}},
		{"joined twice", errors.Join(errors.Join(one), errors.Join(two, one)), []*strictjson.Error{one, two, one}},
		{"joined with a foreign one", errors.Join(io.EOF, two), []*strictjson.Error{two}},
		{"wrapped", fmt.Errorf("reading: %w", errors.Join(one, two)), []*strictjson.Error{one, two}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, strictjson.Errors(tt.err))
		})
	}
}

func TestErrorText(t *testing.T) {
	tests := []struct {
		name string
		err  strictjson.Error
		want string
	}{
		{"whole document", strictjson.Error{Offset: 3, Detail: "bad"}, "document (byte 3): bad"},
		{"member", strictjson.Error{Pointer: "/a~1b/0", Offset: 0, Detail: "bad"}, "/a~1b/0 (byte 0): bad"},
		{"empty name", strictjson.Error{Pointer: "/", Offset: -1, Detail: "bad"}, "/: bad"},
		{"line feed", strictjson.Error{Pointer: "/a\nlevel=ok", Offset: -1, Detail: "bad"}, `/a\nlevel=ok: bad`},
		{"escape sequence", strictjson.Error{Pointer: "/\x1b[2J", Offset: -1, Detail: "bad"}, `/\x1b[2J: bad`},
		{"right to left", strictjson.Error{Pointer: "/\u202ea", Offset: -1, Detail: "bad"}, `/\u202ea: bad`},
		{"long", strictjson.Error{Pointer: strings.Repeat("/é", 1000), Offset: -1, Detail: "bad"}, strings.Repeat("/é", 85) + "/…: bad"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, tt.err.Error())
		})
	}
}

func TestQuote(t *testing.T) {
	for s, want := range map[string]string{
		"":                            `""`,
		"a\"\n\u202e\xff":             `"a\"\n\u202e\xff"`,
		strings.Repeat("a", 64):       `"` + strings.Repeat("a", 64) + `"`,
		strings.Repeat("a", 65):       `"` + strings.Repeat("a", 64) + `"…`,
		"b" + strings.Repeat("é", 64): `"b` + strings.Repeat("é", 31) + `"…`,
		strings.Repeat("\xbf", 1<<10): `""…`,
	} {
		require.Equal(t, want, strictjson.Quote(s))
	}
}

// TestErrorsAreShort: a hostile text cannot make a message as long as itself.
func TestErrorsAreShort(t *testing.T) {
	long := strings.Repeat("\u202e", 80)
	deep := strings.Repeat(`{"`+long+`":`, 30)
	for name, text := range map[string]string{
		"pointer":   deep + "x",
		"duplicate": `{"` + long + `":1,"` + long + `":1}`,
		"number":    strings.Repeat("9", 32),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := strictjson.Parse([]byte(text), nil)
			require.Error(t, err)
			require.Less(t, len(err.Error()), 2000)
			require.NotContains(t, err.Error(), "\u202e")
		})
	}
}

// TestDetails: a message says what was expected, and what was found.
func TestDetails(t *testing.T) {
	for text, want := range map[string]string{
		`[1`:                 `want ',' or ']', got the end of the text`,
		`{"a":1]`:            `want ',' or '}', got "]"`,
		`{a:1}`:              `want a member name, got "a"`,
		`{"a" 1}`:            `want ':' after the member name, got "1"`,
		`[é]`:                `want a value, got "é"`,
		`{} x`:               `data after the end of the value: "x"`,
		`"\u12`:              `invalid escape "\\u12"`,
		`"\ud83d"`:           `lone surrogate \ud83d`,
		"\"\x1b\"":           `control character 0x1b in a string`,
		`9007199254740993`:   `integer 9007199254740993 is beyond ±(2^53-1)`,
		`9007199254740993.0`: `number 9007199254740993.0 would become 9.007199254740992e+15`,
		`-0`:                 `negative zero -0 loses its sign`,
		`1e400`:              `number 1e400 has an exponent beyond ±308`,
	} {
		_, err := strictjson.Parse([]byte(text), nil)
		require.Equal(t, want, strictjson.Errors(err)[0].Detail)
	}
}

func TestPointer(t *testing.T) {
	require.Equal(t, "/a", strictjson.Pointer("", "a"))
	require.Equal(t, "/a/", strictjson.Pointer("/a", ""))
	require.Equal(t, "/a~1b~0c~01", strictjson.Pointer("", "a/b~c~1"))
	require.Equal(t, "/a/7", strictjson.PointerAt("/a", 7))
}

func TestType(t *testing.T) {
	err := strictjson.Type(parse(t, `[1]`).At(0), "/0", "a string")
	require.ErrorIs(t, err, strictjson.ErrType)
	require.Equal(t, &strictjson.Error{Pointer: "/0", Offset: 1, Detail: "want a string, got a number", Err: strictjson.ErrType}, err)
	require.Equal(t, -1, strictjson.Type(strictjson.Value{}, "/a", "a string").Offset)
}
