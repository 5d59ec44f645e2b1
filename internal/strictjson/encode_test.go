package strictjson_test

import (
	"encoding/hex"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// raw makes a map of extensions from names and texts.
func raw(pairs ...string) map[string]json.RawMessage {
	m := make(map[string]json.RawMessage)
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = json.RawMessage(pairs[i+1])
	}
	return m
}

func TestMarshal(t *testing.T) {
	points, size := 0.0, 0
	tests := []struct {
		name string
		src  any
		want string
	}{
		{"nothing", party{}, `{}`},
		{"pointer", &party{ID: "h"}, `{"id":"h"}`},
		{"order of the fields", party{Kid: "k", Name: "n", ID: "i"}, `{"id":"i","name":"n","kid":"k"}`},
		{"required", everything{}, `{"id":"","hashed":false,"latitude":0,"level":0}`},
		{"zero by pointer", everything{ID: "i", Points: &points, Size: &size}, `{"id":"i","points":0,"size":0,"hashed":false,"latitude":0,"level":0}`},
		{"struct by pointer", everything{Holder: &party{}}, `{"id":"","hashed":false,"latitude":0,"level":0,"holder":{}}`},
		{"empty slices", everything{Type: []string{}, Proof: []json.RawMessage{}, Raw: json.RawMessage{}, Extensions: raw()},
			`{"id":"","hashed":false,"latitude":0,"level":0}`},
		{"slice of one", everything{Type: []string{"t"}, Parts: []party{{}}, Grades: []grade{"A"}},
			`{"id":"","type":["t"],"hashed":false,"latitude":0,"level":0,"parts":[{}],"grades":["a"]}`},
		{"compact slice of one", everything{Tag: []string{"t"}, Status: []*party{{ID: "s"}}, Proof: []json.RawMessage{json.RawMessage(" {} ")}},
			`{"id":"","hashed":false,"latitude":0,"level":0,"status":{"id":"s"},"tag":"t","proof":{}}`},
		{"compact slice of two", everything{Tag: []string{"t", "u"}}, `{"id":"","hashed":false,"latitude":0,"level":0,"tag":["t","u"]}`},
		{"compact slice of one array", everything{Grid: [][]string{{"a"}}, Proof: []json.RawMessage{json.RawMessage(" [1]")}},
			`{"id":"","hashed":false,"latitude":0,"level":0,"grid":[["a"]],"proof":[[1]]}`},
		{"references", everything{Issuer: party{ID: "x"}, Source: &party{ID: "s"}},
			`{"id":"","hashed":false,"latitude":0,"level":0,"issuer":"x","source":"s"}`},
		{"references with more than an id", everything{Issuer: party{ID: "x", Kid: "k"}, Source: &party{Name: "n"}},
			`{"id":"","hashed":false,"latitude":0,"level":0,"issuer":{"id":"x","kid":"k"},"source":{"name":"n"}}`},
		{"no reference", everything{Holder: &party{ID: "h"}}, `{"id":"","hashed":false,"latitude":0,"level":0,"holder":{"id":"h"}}`},
		{"texts", everything{Grade: "C", Day: day{7}}, `{"id":"","grade":"c","day":"7","hashed":false,"latitude":0,"level":0}`},
		{"fields without a tag", everything{Ignored: "x", Untagged: "y"}, `{"id":"","hashed":false,"latitude":0,"level":0}`},
		{"escapes", party{ID: "<{&}>\u2028\"", Name: "Åsa"}, `{"id":"\u003c\u007b\u0026\u007d\u003e\u2028\"","name":"Åsa"}`},
		{"raw message", everything{Raw: json.RawMessage(" { \"b\" : [ 4.50, 1E30 ], \"<\":\"\\u0041\\/\u2028{\" } ")},
			`{"id":"","hashed":false,"latitude":0,"level":0,"raw":{"b":[4.50,1E30],"\u003c":"A/\u2028\u007b"}}`},
		{"extensions by name", everything{Extensions: raw("z", "1", "a", ` [ 2.0 ] `, "<", `"<"`, "", "0")},
			`{"id":"","hashed":false,"latitude":0,"level":0,"":0,"\u003c":"\u003c","a":[2.0],"z":1}`},
		{"extension named as a member but for case", everything{Extensions: raw("ID", "1")}, `{"id":"","hashed":false,"latitude":0,"level":0,"ID":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := strictjson.Marshal(tt.src)
			require.NoError(t, err)
			require.Equal(t, tt.want, string(got))
		})
	}
}

func TestMarshalReference(t *testing.T) {
	type open struct {
		Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
		ID         string                     `json:"id"`
		Type       []string                   `json:"type"`
	}
	type holder struct {
		Issuer open `json:"issuer" strict:"ref"`
		Must   open `json:"must" strict:"ref,required"`
	}
	for want, src := range map[string]holder{
		`{"must":""}`:                              {},
		`{"issuer":"x","must":"y"}`:                {open{ID: "x", Type: []string{}, Extensions: raw()}, open{ID: "y"}},
		`{"issuer":{"id":"x","a":1},"must":"y"}`:   {open{ID: "x", Extensions: raw("a", "1")}, open{ID: "y"}},
		`{"issuer":{"type":["t"]},"must":{"a":1}}`: {open{Type: []string{"t"}}, open{Extensions: raw("a", "1")}},
	} {
		got, err := strictjson.Marshal(src)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
}

// digest is a slice that reads and writes itself as one string.
type digest []byte

func (d digest) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, d), nil }

func (d *digest) UnmarshalText(text []byte) (err error) {
	*d, err = hex.AppendDecode(nil, text)
	return err
}

func TestMarshalSliceText(t *testing.T) {
	type signed struct {
		Digest  digest   `json:"digest"`
		Digests []digest `json:"digests" strict:"compact"`
	}
	src := signed{digest{1, 2}, []digest{{3}}}
	got, err := strictjson.Marshal(src)
	require.NoError(t, err)
	require.Equal(t, `{"digest":"0102","digests":"03"}`, string(got))
	back, err := decode[signed](t, string(got))
	require.NoError(t, err)
	require.Equal(t, src, back)
}

// TestMarshalRequired: what is required and could only be null or an empty array is left out all the same.
func TestMarshalRequired(t *testing.T) {
	got, err := strictjson.Marshal(struct {
		Pointer *party          `json:"pointer" strict:"required"`
		Slice   []string        `json:"slice" strict:"required"`
		Raw     json.RawMessage `json:"raw" strict:"required"`
		Day     day             `json:"day" strict:"required"`
		Struct  party           `json:"struct" strict:"required"`
	}{})
	require.NoError(t, err)
	require.Equal(t, `{"struct":{}}`, string(got))
}

// TestMarshalManyStructs has more structs than may be nested, beside one another.
func TestMarshalManyStructs(t *testing.T) {
	got, err := strictjson.Marshal(everything{Parts: make([]party, 100)})
	require.NoError(t, err)
	require.Equal(t, 100, parse(t, string(got)).Get("parts").Len())
}

func TestMarshalNumbers(t *testing.T) {
	type number struct {
		F float64 `json:"f" strict:"required"`
		I int     `json:"i" strict:"required"`
	}
	for want, src := range map[string]number{
		`{"f":0,"i":0}`:                       {},
		`{"f":4.5,"i":-1}`:                    {4.5, -1},
		`{"f":0.1,"i":9007199254740991}`:      {0.1, 1<<53 - 1},
		`{"f":1e-7,"i":-9007199254740991}`:    {1e-7, 1 - 1<<53},
		`{"f":0.000001,"i":1}`:                {1e-6, 1},
		`{"f":9007199254740991,"i":1}`:        {1<<53 - 1, 1},
		`{"f":9.007199254740992e+15,"i":1}`:   {1 << 53, 1},
		`{"f":-1e+20,"i":1}`:                  {-1e20, 1},
		`{"f":1e+30,"i":1}`:                   {1e30, 1},
		`{"f":1.7976931348623157e+308,"i":1}`: {math.MaxFloat64, 1},
		`{"f":1e-308,"i":1}`:                  {1e-308, 1},
	} {
		got, err := strictjson.Marshal(src)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
		back, err := decode[number](t, string(got))
		require.NoError(t, err)
		require.Equal(t, src, back)
	}
	for _, src := range []number{
		{F: math.NaN()}, {F: math.Inf(1)}, {F: math.Inf(-1)}, {F: math.Copysign(0, -1)}, {F: math.SmallestNonzeroFloat64}, {F: 9e-309},
		{I: 1 << 53}, {I: -1 << 53}, {I: math.MaxInt},
	} {
		got, err := strictjson.Marshal(src)
		require.ErrorIs(t, err, strictjson.ErrNumber)
		require.Nil(t, got)
		require.Equal(t, map[bool]string{true: "/i", false: "/f"}[src.I != 0], strictjson.Errors(err)[0].Pointer)
	}
}

func TestMarshalRefuses(t *testing.T) {
	loop := &everything{}
	loop.Parent = loop
	tests := []struct {
		name     string
		src      any
		sentinel error
		pointer  string
	}{
		{"nil", (*party)(nil), strictjson.ErrType, ""},
		{"nil in a slice", everything{Status: []*party{{}, nil}}, strictjson.ErrType, "/status/1"},
		{"nil in a compact slice", everything{Status: []*party{nil}}, strictjson.ErrType, "/status"},
		{"loop", loop, strictjson.ErrTooLarge, strings.Repeat("/parent", 64)},
		{"invalid UTF-8", everything{Holder: &party{Name: "a\xff"}}, strictjson.ErrEncoding, "/holder/name"},
		{"surrogate", everything{Tag: []string{"a", "\xed\xa0\x80"}}, strictjson.ErrEncoding, "/tag/1"},
		{"invalid UTF-8 in a reference", everything{Issuer: party{ID: "\xff"}}, strictjson.ErrEncoding, "/issuer"},
		{"invalid UTF-8 in a text", everything{Grade: "a\xff"}, strictjson.ErrEncoding, "/grade"},
		{"text that cannot be written", everything{Grades: []grade{"A", "unwritable"}}, strictjson.ErrType, "/grades/1"},
		{"empty array in an array", everything{Grid: [][]string{{"a"}, {}}}, strictjson.ErrType, "/grid/1"},
		{"empty array alone in an array", everything{Grid: [][]string{nil}}, strictjson.ErrType, "/grid/0"},
		{"null as raw message", everything{Raw: json.RawMessage("null")}, strictjson.ErrType, "/raw"},
		{"null in a raw message", everything{Raw: json.RawMessage(`{"a":[1,{"b/c":null}]}`)}, strictjson.ErrType, "/raw/a/1/b~1c"},
		{"empty array as raw message", everything{Raw: json.RawMessage("[]")}, strictjson.ErrType, "/raw"},
		{"empty array in a raw message", everything{Proof: []json.RawMessage{json.RawMessage(`{"a":[[]]}`)}}, strictjson.ErrType, "/proof/a/0"},
		{"nothing as raw message", everything{Proof: []json.RawMessage{nil, nil}}, strictjson.ErrSyntax, "/proof/0"},
		{"syntax error in a raw message", everything{Raw: json.RawMessage(`{"a":[1,]}`)}, strictjson.ErrSyntax, "/raw/a/1"},
		{"two raw messages in one", everything{Raw: json.RawMessage(`1,"id":"forged"`)}, strictjson.ErrSyntax, "/raw"},
		{"raw message that closes its object", everything{Raw: json.RawMessage(`1},{"a":1`)}, strictjson.ErrSyntax, "/raw"},
		{"duplicate in a raw message", everything{Raw: json.RawMessage(`{"a":1,"a":1}`)}, strictjson.ErrDuplicate, "/raw/a"},
		{"invalid UTF-8 in a raw message", everything{Raw: json.RawMessage("\"\xff\"")}, strictjson.ErrEncoding, "/raw"},
		{"number in a raw message", everything{Raw: json.RawMessage("[-0]")}, strictjson.ErrNumber, "/raw/0"},
		{"depth in a raw message", everything{Raw: json.RawMessage(strings.Repeat("[", 65))}, strictjson.ErrTooLarge, "/raw" + strings.Repeat("/0", 64)},
		{"null as extension", everything{Extensions: raw("x", "null")}, strictjson.ErrType, "/x"},
		{"empty array in an extension", everything{Extensions: raw("x", `{"y":[]}`)}, strictjson.ErrType, "/x/y"},
		{"nothing as extension", everything{Extensions: raw("x", "")}, strictjson.ErrSyntax, "/x"},
		{"extension named as a member", everything{Extensions: raw("issuer", `"mallory"`)}, strictjson.ErrType, "/issuer"},
		{"extension named as a required member", everything{ID: "i", Extensions: raw("id", `"mallory"`)}, strictjson.ErrType, "/id"},
		{"invalid UTF-8 in the name of an extension", everything{Extensions: raw("a\xff", "1")}, strictjson.ErrEncoding, "/a\xff"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := strictjson.Marshal(tt.src)
			require.Nil(t, got)
			require.ErrorIs(t, err, tt.sentinel)
			all := strictjson.Errors(err)
			require.Equal(t, tt.pointer, all[0].Pointer)
			require.Equal(t, -1, all[0].Offset)
			require.NotEmpty(t, all[0].Detail)
		})
	}
}

func TestMarshalFindsEveryProblem(t *testing.T) {
	_, err := strictjson.Marshal(everything{
		ID: "\xff", Ratio: math.NaN(), Tag: []string{"\xff", "a", "\xfe"}, Raw: json.RawMessage(`{"a":null,"b":[[],1]}`),
		Parent: &everything{Latitude: math.Inf(1)}, Extensions: raw("b", "nul", "a", "null", "name", "1"),
	})
	var pointers []string
	for _, e := range strictjson.Errors(err) {
		pointers = append(pointers, e.Pointer)
	}
	require.Equal(t, []string{"/id", "/ratio", "/tag/0", "/tag/2", "/raw/a", "/raw/b/0", "/parent/latitude", "/a", "/b", "/name"}, pointers)
}

// TestMarshalReportIsBounded as that of Decode is.
func TestMarshalReportIsBounded(t *testing.T) {
	extensions := make(map[string]json.RawMessage)
	for _, m := range parse(t, "{"+members(250)+"}").Members() {
		extensions[m.Name] = json.RawMessage("nul")
	}
	_, err := strictjson.Marshal(everything{Extensions: extensions})
	require.Len(t, strictjson.Errors(err), 100)
}

// TestMarshalWritesWhatLimitsAllow: a raw message read with raised limits can be written again.
func TestMarshalWritesWhatLimitsAllow(t *testing.T) {
	image := `"data:image/png;base64,` + strings.Repeat("A", 2<<20) + `"`
	lim := wide()
	v, err := strictjson.Parse([]byte(`{`+least+`,"raw":`+image+`}`), &lim)
	require.NoError(t, err)
	var dst everything
	require.NoError(t, strictjson.Decode(v, &dst))
	written, err := strictjson.Marshal(dst)
	require.NoError(t, err)
	require.Contains(t, string(written), image)
}

// TestRoundTrip: what Decode accepts Marshal writes, with unknown members and number literals as they were.
func TestRoundTrip(t *testing.T) {
	for name, text := range map[string]string{
		"empty strings":       `{"id":"","type":[""],"name":"","hashed":false,"latitude":0,"level":0}`,
		"reference to \"\"":   `{` + least + `,"source":"","issuer":""}`,
		"empty objects":       `{` + least + `,"holder":{},"issuer":{},"source":{},"parts":[{}],"status":{}}`,
		"array in an array":   `{` + least + `,"proof":[[1]],"grid":[["a"]]}`,
		"numbers":             `{` + least + `,"ratio":1E20,"points":0.30000000000000004,"count":-5,"x":[4.50,1E30,1.0]}`,
		"smallest":            `{` + least + `,"ratio":1e-308}`,
		"escapes":             `{` + least + `,"name":"\u003c{\ud83d\ude00}\u2028","x\u007b":{"a\"b":"\u007b<\n"}}`,
		"white space":         "{ " + least + " , \"raw\" : { \"a\" : [ 1 , 2 ] } }",
		"names of other case": `{` + least + `,"Issuer":{"ID":1},"TYPE":"t"}`,
	} {
		t.Run(name, func(t *testing.T) { requireRoundTrip(t, text) })
	}
}

// requireRoundTrip decodes a text, writes it, decodes that and compares.
func requireRoundTrip(t *testing.T, text string) {
	t.Helper()
	first, err := decode[everything](t, text)
	require.NoError(t, err)
	written, err := strictjson.Marshal(&first)
	require.NoError(t, err)
	second, err := decode[everything](t, string(written))
	require.NoError(t, err)
	first.tidy(t)
	second.tidy(t)
	require.Equal(t, first, second)
	again, err := strictjson.Marshal(second)
	require.NoError(t, err)
	require.Equal(t, string(written), string(again))
}

// tidy brings raw messages into the one form that Marshal writes.
func (e *everything) tidy(t *testing.T) {
	t.Helper()
	write := func(text json.RawMessage) json.RawMessage {
		if text == nil {
			return nil
		}
		return parse(t, string(text)).AppendTo(nil)
	}
	e.Raw = write(e.Raw)
	for i := range e.Proof {
		e.Proof[i] = write(e.Proof[i])
	}
	for name := range e.Extensions {
		e.Extensions[name] = write(e.Extensions[name])
	}
	if e.Parent != nil {
		e.Parent.tidy(t)
	}
}
