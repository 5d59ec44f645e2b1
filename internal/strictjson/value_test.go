package strictjson_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

func TestValue(t *testing.T) {
	v := parse(t, ` {"s": "a\n", "n": 4.50, "t": true, "f": false, "z": null, "a": [1, "x", {}], "o": {"k": "v"} } `)
	require.Equal(t, strictjson.Object, v.Kind())
	require.Equal(t, 7, v.Len())
	require.Equal(t, 1, v.Offset())
	require.Equal(t, strictjson.Null, v.Get("z").Kind())
	require.Equal(t, "null", v.Get("z").Raw())

	s := v.Get("s")
	require.Equal(t, strictjson.String, s.Kind())
	require.Equal(t, "a\n", s.Text())
	require.Equal(t, `"a\n"`, s.Raw())
	require.Equal(t, 7, s.Offset())
	require.Zero(t, s.Float())
	require.False(t, s.Bool())
	require.Zero(t, s.Len())
	require.Nil(t, s.Members())

	n := v.Get("n")
	require.Equal(t, strictjson.Number, n.Kind())
	require.Equal(t, "4.50", n.Text())
	require.Equal(t, 4.5, n.Float())

	require.Equal(t, strictjson.Bool, v.Get("t").Kind())
	require.True(t, v.Get("t").Bool())
	require.False(t, v.Get("f").Bool())
	require.Equal(t, "false", v.Get("f").Raw())
	require.Empty(t, v.Get("t").Text())

	a := v.Get("a")
	require.Equal(t, strictjson.Array, a.Kind())
	require.Equal(t, `[1, "x", {}]`, a.Raw())
	require.Equal(t, "x", a.At(1).Text())
	require.Equal(t, strictjson.Object, a.At(2).Kind())
	require.Zero(t, a.At(2).Len())
	require.Nil(t, a.Members())
	require.Equal(t, strictjson.Absent, a.Get("").Kind())

	require.Equal(t, "o", v.Members()[6].Name)
	require.Equal(t, `{"k": "v"}`, v.Members()[6].Value.Raw())
}

func TestValueBuiltByHand(t *testing.T) {
	v := strictjson.NewObject(
		strictjson.Member{Name: "s", Value: strictjson.NewString("a\n")},
		strictjson.Member{Name: "n", Value: strictjson.NewNumber("4.50")},
		strictjson.Member{Name: "i", Value: strictjson.NewInt(-7)},
		strictjson.Member{Name: "b", Value: strictjson.NewBool(true)},
		strictjson.Member{Name: "a", Value: strictjson.NewArray(strictjson.NewString(""), strictjson.NewArray(), strictjson.NewObject())},
	)
	require.Equal(t, `{"s":"a\n","n":4.50,"i":-7,"b":true,"a":["",[],{}]}`, string(v.AppendTo(nil)))
	require.Equal(t, "a\n", v.Get("s").Text())
	require.Equal(t, 4.5, v.Get("n").Float())
	require.Equal(t, "-7", v.Get("i").Text())
	require.True(t, v.Get("b").Bool())
	require.Empty(t, v.Get("a").At(0).Text())
	require.False(t, strictjson.NewString("true").Bool())
	require.Zero(t, strictjson.NewString("5").Float())
	for _, part := range []strictjson.Value{v, v.Get("s"), v.Get("n"), v.Get("b"), v.Get("a"), {}} {
		require.Empty(t, part.Raw())
		require.Equal(t, -1, part.Offset())
	}
}

// TestValueOwnsItsMembers changes the slices that a value was made from.
func TestValueOwnsItsMembers(t *testing.T) {
	members := []strictjson.Member{{Name: "a", Value: strictjson.NewInt(1)}}
	items := []strictjson.Value{strictjson.NewInt(1)}
	o, a := strictjson.NewObject(members...), strictjson.NewArray(items...)
	clear(members)
	clear(items)
	require.Equal(t, `{"a":1}[1]`, string(a.AppendTo(o.AppendTo(nil))))
}

func TestWithAndWithout(t *testing.T) {
	v := parse(t, `{"a":1,"b":[2],"c":{"d":3}}`)
	one := strictjson.NewInt(1)
	tests := []struct {
		name string
		got  strictjson.Value
		want string
	}{
		{"replaced", v.With("b", one), `{"a":1,"b":1,"c":{"d":3}}`},
		{"added", v.With("x", one), `{"a":1,"b":[2],"c":{"d":3},"x":1}`},
		{"added twice", v.With("x", one).With("y", one), `{"a":1,"b":[2],"c":{"d":3},"x":1,"y":1}`},
		{"added inside", v.Get("c").With("e", one), `{"d":3,"e":1}`},
		{"removed", v.Without("a"), `{"b":[2],"c":{"d":3}}`},
		{"removed what is not there", v.Without("x"), `{"a":1,"b":[2],"c":{"d":3}}`},
		{"removed all", v.Get("c").Without("d"), `{}`},
		{"added to nothing", strictjson.Value{}.With("x", one), `{"x":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, string(tt.got.AppendTo(nil)))
			require.Empty(t, tt.got.Raw())
			require.Equal(t, strictjson.Object, tt.got.Kind())
		})
	}
	require.Equal(t, `{"a":1,"b":[2],"c":{"d":3}}`, string(v.AppendTo(nil)), "the original must not change")
}

func TestFind(t *testing.T) {
	v := parse(t, `{"a":[1,[{"x":{}},{"b/c":{"y":1,"z":null}}]],"d":{"y":2,"e":[[]]},"z":3}`)
	for name, want := range map[string]struct{ pointer, raw string }{
		"a": {"/a", `[1,[{"x":{}},{"b/c":{"y":1,"z":null}}]]`},
		"x": {"/a/1/0/x", `{}`},
		"y": {"/a/1/1/b~1c/y", `1`},
		"z": {"/a/1/1/b~1c/z", `null`},
		"e": {"/d/e", `[[]]`},
		"Y": {"", ""},
		"1": {"", ""},
		"":  {"", ""},
	} {
		pointer, found := v.Find(func(n string) bool { return n == name })
		require.Equal(t, want.pointer, pointer, name)
		require.Equal(t, want.raw, found.Raw(), name)
		require.Equal(t, want.pointer == "", found.Kind() == strictjson.Absent, name)
	}
	pointer, _ := parse(t, `[[{"a":1}]]`).Find(func(string) bool { return true })
	require.Equal(t, "/0/0/a", pointer)
	pointer, _ = parse(t, `"a"`).Find(func(string) bool { return true })
	require.Empty(t, pointer)
}

func TestKindString(t *testing.T) {
	for kind, want := range map[strictjson.Kind]string{
		strictjson.Absent: "nothing", strictjson.Null: "null", strictjson.Bool: "a boolean", strictjson.Number: "a number",
		strictjson.String: "a string", strictjson.Array: "an array", strictjson.Object: "an object",
	} {
		require.Equal(t, want, kind.String())
	}
}

func TestSize(t *testing.T) {
	text := `{"a":[1,"two",null],"b":{"c":true}}`
	v, err := strictjson.Parse([]byte(text), nil)
	require.NoError(t, err)
	require.Equal(t, len(text), v.Get("a").Size()+v.Get("b").Size()+len(`{"a":,"b":}`))

	less := v.Without("b")
	require.GreaterOrEqual(t, less.Size(), len(less.AppendTo(nil)))
	more := v.With("d", strictjson.NewString("text"))
	require.GreaterOrEqual(t, more.Size(), len(more.AppendTo(nil)))
	require.Less(t, more.Size(), 2*len(text))
}
