package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// everything has a field for each kind of type and tag.
type everything struct {
	ID         string            `json:"id" strict:"required"`
	Type       []string          `json:"type" strict:"required"`
	Name       string            `json:"name"`
	Grade      grade             `json:"grade"`
	Day        day               `json:"day"`
	Ratio      float64           `json:"ratio"`
	Points     *float64          `json:"points"`
	Count      int               `json:"count"`
	Size       *int              `json:"size"`
	Hashed     bool              `json:"hashed" strict:"required"`
	Latitude   float64           `json:"latitude" strict:"required"`
	Level      int               `json:"level" strict:"required"`
	Holder     *party            `json:"holder"`
	Issuer     party             `json:"issuer" strict:"ref"`
	Source     *party            `json:"source" strict:"ref"`
	Parts      []party           `json:"parts"`
	Status     []*party          `json:"status" strict:"compact"`
	Tag        []string          `json:"tag" strict:"compact"`
	Grades     []grade           `json:"grades"`
	Grid       [][]string        `json:"grid" strict:"compact"`
	Proof      []json.RawMessage `json:"proof" strict:"compact"`
	Raw        json.RawMessage   `json:"raw"`
	Parent     *everything       `json:"parent"`
	Ignored    string            `json:"-"`
	Untagged   string
	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// party is a closed class.
type party struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kid  string `json:"kid"`
}

// grade is a string that reads and writes itself.
type grade string

func (g grade) MarshalText() ([]byte, error) {
	if g == "unwritable" {
		return nil, errors.New("a grade that cannot be written")
	}
	if len(g) == 1 {
		return []byte{g[0] | 0x20}, nil
	}
	return []byte(g), nil
}

func (g *grade) UnmarshalText(text []byte) error {
	if len(text) != 1 || text[0] < 'a' || text[0] > 'f' {
		return fmt.Errorf("want a to f, got %q", text)
	}
	*g = grade(strings.ToUpper(string(text)))
	return nil
}

// day is a struct that reads and writes itself.
type day struct{ n int }

func (d day) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, int64(d.n), 10), nil }

func (d *day) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 1 || n > 31 || strconv.Itoa(n) != string(text) {
		return errors.New("want a day of the month")
	}
	d.n = n
	return nil
}

// decode reads a text into a T.
func decode[T any](t testing.TB, text string) (T, error) {
	t.Helper()
	var dst T
	err := strictjson.Decode(parse(t, text), &dst)
	return dst, err
}

// least has the members that everything requires.
const least = `"id":"i","type":["t"],"hashed":false,"latitude":0,"level":0`

func TestDecode(t *testing.T) {
	got, err := decode[everything](t, `{
		"id": "i\u0031", "type": ["a", "b"], "name": "Åsa", "grade": "c", "day": "31", "ratio": 4.50, "points": 0, "count": -3, "size": 0,
		"hashed": true, "latitude": 57.7, "level": 9007199254740991, "holder": {"id": "h", "name": "H"}, "issuer": {"id": "x", "kid": "k"},
		"source": {"id": "s"}, "parts": [{"id": "p"}, {}], "status": [{"name": "n"}], "tag": ["t"], "grades": ["a", "f"], "grid": [["a", "b"], ["c"]],
		"proof": [{ "a": 4.50 }, "x", [1]], "raw": { "b" : [ 1E30, "\u0041" ] },
		"parent": {`+least+`, "deep": 1}, "Ignored": "x", "Untagged": 1, "-": 2, "x-y": { "a": [ 4.50, "\u0041\/" ] }
	}`)
	require.NoError(t, err)
	points, size := 0.0, 0
	require.Equal(t, everything{
		ID: "i1", Type: []string{"a", "b"}, Name: "Åsa", Grade: "C", Day: day{31}, Ratio: 4.5, Points: &points, Count: -3, Size: &size,
		Hashed: true, Latitude: 57.7, Level: 1<<53 - 1, Holder: &party{ID: "h", Name: "H"}, Issuer: party{ID: "x", Kid: "k"},
		Source: &party{ID: "s"}, Parts: []party{{ID: "p"}, {}}, Status: []*party{{Name: "n"}}, Tag: []string{"t"}, Grades: []grade{"A", "F"},
		Grid: [][]string{{"a", "b"}, {"c"}}, Proof: []json.RawMessage{json.RawMessage(`{ "a": 4.50 }`), json.RawMessage(`"x"`), json.RawMessage(`[1]`)},
		Raw:    json.RawMessage(`{ "b" : [ 1E30, "\u0041" ] }`),
		Parent: &everything{ID: "i", Type: []string{"t"}, Extensions: map[string]json.RawMessage{"deep": json.RawMessage("1")}},
		Extensions: map[string]json.RawMessage{
			"Ignored": json.RawMessage(`"x"`), "Untagged": json.RawMessage("1"), "-": json.RawMessage("2"),
			"x-y": json.RawMessage(`{ "a": [ 4.50, "\u0041\/" ] }`),
		},
	}, got)
}

func TestDecodeOneOrMany(t *testing.T) {
	got, err := decode[everything](t, `{"id":"i","type":"t","hashed":false,"latitude":0,"level":0,
		"parts":{"id":"p"},"status":{"id":"s"},"tag":"x","grades":"b","grid":"g","proof":{"a":1}}`)
	require.NoError(t, err)
	require.Equal(t, everything{
		ID: "i", Type: []string{"t"}, Parts: []party{{ID: "p"}}, Status: []*party{{ID: "s"}}, Tag: []string{"x"}, Grades: []grade{"B"},
		Grid: [][]string{{"g"}}, Proof: []json.RawMessage{json.RawMessage(`{"a":1}`)},
	}, got)
}

func TestDecodeRef(t *testing.T) {
	got, err := decode[everything](t, `{`+least+`,"issuer":"x","source":"y"}`)
	require.NoError(t, err)
	require.Equal(t, party{ID: "x"}, got.Issuer)
	require.Equal(t, &party{ID: "y"}, got.Source)
}

func TestDecodeBuiltByHand(t *testing.T) {
	v := strictjson.NewObject(
		strictjson.Member{Name: "id", Value: strictjson.NewString("a\n")},
		strictjson.Member{Name: "x", Value: strictjson.NewArray(strictjson.NewNumber("4.50"))},
	)
	var dst struct {
		ID         string                     `json:"id"`
		Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
	}
	require.NoError(t, strictjson.Decode(v, &dst))
	require.Equal(t, "a\n", dst.ID)
	require.Equal(t, `[4.50]`, string(dst.Extensions["x"]))
}

// bag is an open class whose unknown members go to its first field.
type bag struct {
	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
	Ignored    map[string]json.RawMessage `json:"-"`
	Color      color                      `json:"color"`
}

// color is a string with a name and nothing else.
type color string

func TestDecodeOpenClass(t *testing.T) {
	got, err := decode[bag](t, `{"a":1,"Ignored":2,"color":"red"}`)
	require.NoError(t, err)
	require.Equal(t, bag{Extensions: raw("a", "1", "Ignored", "2"), Color: "red"}, got)
	written, err := strictjson.Marshal(got)
	require.NoError(t, err)
	require.Equal(t, `{"color":"red","Ignored":2,"a":1}`, string(written))
}

// TestDecodeStartsFromZero: nothing of an earlier document survives in a struct that is used again.
func TestDecodeStartsFromZero(t *testing.T) {
	dst := everything{Name: "old", Extensions: map[string]json.RawMessage{"old": json.RawMessage("1")}}
	old := dst.Extensions
	require.NoError(t, strictjson.Decode(parse(t, `{`+least+`,"new":2}`), &dst))
	require.Empty(t, dst.Name)
	require.Equal(t, map[string]json.RawMessage{"new": json.RawMessage("2")}, dst.Extensions)
	require.Equal(t, map[string]json.RawMessage{"old": json.RawMessage("1")}, old)
}

// TestDecodeNamesAreExact has the names that encoding/json takes for "issuer" and "kid".
func TestDecodeNamesAreExact(t *testing.T) {
	for _, name := range []string{"Issuer", "ISSUER", "issueR", "iſſuer", "issuer ", "is\u200bsuer"} {
		got, err := decode[everything](t, `{`+least+`,"`+name+`":"mallory"}`)
		require.NoError(t, err)
		require.Zero(t, got.Issuer, name)
		require.Equal(t, `"mallory"`, string(got.Extensions[name]))
		got, err = decode[everything](t, `{`+least+`,"issuer":"x","`+name+`":"mallory"}`)
		require.NoError(t, err)
		require.Equal(t, party{ID: "x"}, got.Issuer, name)
	}
	for _, name := range []string{"Kid", "KID", "\u212aid", "k\u0131d"} {
		got, err := decode[party](t, `{"`+name+`":"mallory"}`)
		require.ErrorIs(t, err, strictjson.ErrType)
		require.Zero(t, got, name)
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct {
		name    string
		text    string // of members beside those that are required; with a mark
		pointer string
	}{
		{"number for a string", `"name":☞1`, "/name"},
		{"boolean for a string", `"name":☞true`, "/name"},
		{"object for a string", `"name":☞{}`, "/name"},
		{"array for a string", `"name":☞["a"]`, "/name"},
		{"null for a string", `"name":☞null`, "/name"},
		{"string for a number", `"ratio":☞"1"`, "/ratio"},
		{"null for a number", `"points":☞null`, "/points"},
		{"string for an integer", `"count":☞"1"`, "/count"},
		{"fraction for an integer", `"count":☞1.5`, "/count"},
		{"exponent for an integer", `"count":☞1e2`, "/count"},
		{"null for an integer", `"size":☞null`, "/size"},
		{"string for a boolean", `"x":1,"parent":{"id":"i","type":"t","latitude":0,"level":0,"hashed":☞"true"}`, "/parent/hashed"},
		{"number for a boolean", `"parent":{"id":"i","type":"t","latitude":0,"level":0,"hashed":☞1}`, "/parent/hashed"},
		{"string for an object", `"holder":☞"h"`, "/holder"},
		{"array for an object", `"holder":☞[{}]`, "/holder"},
		{"null for an object", `"holder":☞null`, "/holder"},
		{"number for a reference", `"issuer":☞1`, "/issuer"},
		{"array for a reference", `"issuer":☞["x"]`, "/issuer"},
		{"null for a reference", `"source":☞null`, "/source"},
		{"null id in a reference", `"issuer":{"id":☞null}`, "/issuer/id"},
		{"string in a slice of objects", `"parts":[{},☞"x"]`, "/parts/1"},
		{"string for a slice of objects", `"parts":☞"x"`, "/parts"},
		{"array in a slice of strings", `"tag":["a",☞["b"]]`, "/tag/1"},
		{"null in a slice", `"tag":["a",☞null]`, "/tag/1"},
		{"null for a slice", `"tag":☞null`, "/tag"},
		{"null in a slice of pointers", `"status":[☞null]`, "/status/0"},
		{"empty array", `"tag":☞[]`, "/tag"},
		{"empty array of objects", `"parts":☞[]`, "/parts"},
		{"empty array of raw messages", `"proof":☞[]`, "/proof"},
		{"empty array in an array", `"grid":[["a"],☞[]]`, "/grid/1"},
		{"number for a text", `"grade":☞1`, "/grade"},
		{"bad text", `"grade":☞"g"`, "/grade"},
		{"bad text in a slice", `"grades":["a",☞"z"]`, "/grades/1"},
		{"null for a text", `"grade":☞null`, "/grade"},
		{"bad text of a struct", `"day":☞"32"`, "/day"},
		{"object for the text of a struct", `"day":☞{"n":1}`, "/day"},
		{"null for the text of a struct", `"day":☞null`, "/day"},
		{"null for a raw message", `"raw":☞null`, "/raw"},
		{"null in a raw message", `"raw":{"a":[1,{"b":☞null}]}`, "/raw/a/1/b"},
		{"empty array for a raw message", `"raw":☞[]`, "/raw"},
		{"empty array in a raw message", `"raw":{"a":[1,{"b":☞[]}]}`, "/raw/a/1/b"},
		{"null in a slice of raw messages", `"proof":[{},{"a/b":☞null}]`, "/proof/1/a~1b"},
		{"null for an extension", `"x":☞null`, "/x"},
		{"null in an extension", `"x":{"~":[☞null]}`, "/x/~0/0"},
		{"empty array for an extension", `"x":☞[]`, "/x"},
		{"empty array in an extension", `"x":{"a":☞[]}`, "/x/a"},
		{"unknown member of a closed class", `"holder":{"id":"h","ID":☞"m"}`, "/holder/ID"},
		{"unknown null in a closed class", `"holder":{"x":☞null}`, "/holder/x"},
		{"unknown member of a reference", `"issuer":{"id":"h","x":☞1}`, "/issuer/x"},
		{"empty name in a closed class", `"holder":{"":☞1}`, "/holder/"},
		{"number for a text that would take its digits", `"day":☞7`, "/day"},
		{"number for an object with required members", `"parent":☞1`, "/parent"},
		{"missing member", `"parent":☞{"type":"t","hashed":false,"latitude":0,"level":0}`, "/parent/id"},
		{"missing slice", `"parent":☞{"id":"i","hashed":false,"latitude":0,"level":0}`, "/parent/type"},
		{"missing boolean", `"parent":☞{"id":"i","type":"t","latitude":0,"level":0}`, "/parent/hashed"},
		{"missing number", `"parent":☞{"id":"i","type":"t","hashed":false,"level":0}`, "/parent/latitude"},
		{"missing integer", `"parent":☞{"id":"i","type":"t","hashed":false,"latitude":0}`, "/parent/level"},
		{"missing but for case", `"parent":☞{"Id":"i","type":"t","hashed":false,"latitude":0,"level":0}`, "/parent/id"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := `{` + least + `,` + tt.text + `}`
			before, after, found := strings.Cut(text, mark)
			require.True(t, found)
			_, err := decode[everything](t, before+after)
			require.ErrorIs(t, err, strictjson.ErrType)
			all := strictjson.Errors(err)
			require.Len(t, all, 1)
			require.Equal(t, tt.pointer, all[0].Pointer)
			require.Equal(t, len(before), all[0].Offset)
			require.NotEmpty(t, all[0].Detail)
		})
	}
	for _, text := range []string{`null`, `[]`, `[{"id":"h"}]`, `"h"`, `1`, `true`} {
		_, err := decode[party](t, text)
		require.ErrorIs(t, err, strictjson.ErrType)
		require.Empty(t, strictjson.Errors(err)[0].Pointer)
	}
	require.ErrorIs(t, strictjson.Decode(strictjson.Value{}, new(party)), strictjson.ErrType)
}

func TestDecodeFindsEveryMisfit(t *testing.T) {
	got, err := decode[everything](t, `{"name":1,"ratio":2.5,"tag":["a",null,3],"holder":{"x":1,"name":"H","y":[null]},"raw":{"a":null,"b":[]},"x":[null],"day":"0"}`)
	var pointers []string
	for _, e := range strictjson.Errors(err) {
		require.ErrorIs(t, e, strictjson.ErrType)
		pointers = append(pointers, e.Pointer)
	}
	require.Equal(t, []string{
		"/name", "/tag/1", "/tag/2", "/holder/x", "/holder/y", "/raw/a", "/raw/b", "/x/0", "/day",
		"/id", "/type", "/hashed", "/latitude", "/level",
	}, pointers)
	require.Equal(t, 2.5, got.Ratio)
	require.Equal(t, []string{"a", "", ""}, got.Tag)
	require.Equal(t, &party{Name: "H"}, got.Holder)
	require.Nil(t, got.Raw)
	require.Nil(t, got.Extensions)
}

// TestDecodeReportIsBounded: a text of nothing but misfits gets a hundred errors, and no more memory than that.
func TestDecodeReportIsBounded(t *testing.T) {
	for name, text := range map[string]string{
		"slice":     `{"tag":[` + strings.Repeat("null,", 4999) + `null]}`,
		"raw":       `{"raw":[` + strings.Repeat("null,", 4999) + `null]}`,
		"extension": `{"x":[` + strings.Repeat("[],", 4999) + `null]}`,
		"closed":    `{"parts":[` + strings.Repeat(`{"x":1,"y":2},`, 4999) + `{}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := decode[everything](t, text)
			require.Len(t, strictjson.Errors(err), 100)
			require.Less(t, len(err.Error()), 100*300)
		})
	}
}

func TestClassMistakes(t *testing.T) {
	v := parse(t, `{}`)
	for name, dst := range map[string]any{
		"unknown option": &struct {
			A string `json:"a" strict:"omitempty"`
		}{},
		"option beside the name": &struct {
			A string `json:"a,omitempty"`
		}{},
		"rest of another type": &struct {
			A map[string]string `json:"-" strict:"rest"`
		}{},
		"rest with a name": &struct {
			A map[string]json.RawMessage `json:"a" strict:"rest"`
		}{},
		"no member": &struct {
			A string `json:"-" strict:"required"`
		}{},
		"no name": &struct {
			A string `strict:"required"`
		}{},
		"map": &struct {
			A map[string]string `json:"a"`
		}{},
		"interface": &struct {
			A any `json:"a"`
		}{},
		"slice of unsigned integers": &struct {
			A []uint `json:"a"`
		}{},
		"reference to a string": &struct {
			A string `json:"a" strict:"ref"`
		}{},
		"reference to a class without an id": &struct {
			A struct {
				B string `json:"b"`
			} `json:"a" strict:"ref"`
		}{},
		"reference to a class with a number as id": &struct {
			A *struct {
				ID float64 `json:"id"`
			} `json:"a" strict:"ref"`
		}{},
		"reference to a class with a text as id": &struct {
			A struct {
				ID grade `json:"id"`
			} `json:"a" strict:"ref"`
		}{},
		"reference to a text with an id": &struct {
			A textWithID `json:"a" strict:"ref"`
		}{},
		"digits in a number": &struct {
			A int `json:"a" strict:"digits"`
		}{},
		"digits in a text": &struct {
			A grade `json:"a" strict:"digits"`
		}{},
		"filled number": &struct {
			A int `json:"a" strict:"filled"`
		}{},
		"filled list": &struct {
			A []string `json:"a" strict:"filled"`
		}{},
		"filled text": &struct {
			A grade `json:"a" strict:"filled"`
		}{},
		"reference to a text": &struct {
			A day `json:"a" strict:"ref"`
		}{},
		"text that is only read": &struct {
			A readOnly `json:"a"`
		}{},
		"text that is written through a pointer": &struct {
			A pointerText `json:"a"`
		}{},
		"65 members": wideClass(65),
	} {
		t.Run(name, func(t *testing.T) {
			require.Panics(t, func() { _ = strictjson.Decode(v, dst) })
			require.Panics(t, func() { _, _ = strictjson.Marshal(dst) })
		})
	}
}

func TestFilled(t *testing.T) {
	type term string
	type entry struct {
		Term term `json:"term" strict:"filled"`
	}
	read, err := decode[entry](t, `{"term":"a"}`)
	require.NoError(t, err)
	require.Equal(t, entry{"a"}, read)
	read, err = decode[entry](t, `{}`)
	require.NoError(t, err)
	require.Zero(t, read)
	for _, text := range []string{`{"term":""}`, `{"term":["a"]}`, `{"term":0}`, `{"term":null}`} {
		_, err = decode[entry](t, text)
		found := strictjson.Errors(err)
		require.Len(t, found, 1, text)
		require.ErrorIs(t, found[0], strictjson.ErrType)
		require.Equal(t, "/term", found[0].Pointer)
	}
	written, err := strictjson.Marshal(&entry{})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(written))
}

func TestDigits(t *testing.T) {
	type entry struct {
		Index string `json:"index" strict:"digits"`
		Name  string `json:"name"`
	}
	for text, want := range map[string]string{
		`{"index": "007"}`:            "007",
		`{"index": "x"}`:              "x",
		`{"index": 0}`:                "0",
		`{"index": 94567}`:            "94567",
		`{"index": 9007199254740991}`: "9007199254740991",
		`{"index": -1}`:               "",
		`{"index": 1.5}`:              "",
		`{"index": 1.0}`:              "",
		`{"index": 1e3}`:              "",
		`{"index": true}`:             "",
		`{"index": [5]}`:              "",
		`{"index": "0", "name": 5}`:   "",
		`{"index": {"index": "0"}}`:   "",
	} {
		var e entry
		err := strictjson.Decode(parse(t, text), &e)
		if want == "" {
			require.ErrorIs(t, err, strictjson.ErrType, text)
			continue
		}
		require.NoError(t, err, text)
		require.Equal(t, want, e.Index)
		out, err := strictjson.Marshal(e)
		require.NoError(t, err)
		require.JSONEq(t, `{"index": "`+want+`"}`, string(out))
	}
}

func TestNotAStruct(t *testing.T) {
	require.Panics(t, func() { _ = strictjson.Decode(parse(t, `{}`), new(map[string]string)) })
	require.Panics(t, func() { _, _ = strictjson.Marshal(map[string]string{}) })
}

// wideClass returns a pointer to a struct of n required members F0, F1 and so on.
func wideClass(n int) any {
	fields := make([]reflect.StructField, n)
	for i := range fields {
		name := "F" + strconv.Itoa(i)
		fields[i] = reflect.StructField{Name: name, Type: reflect.TypeFor[string](), Tag: reflect.StructTag(`json:"` + name + `" strict:"required"`)}
	}
	return reflect.New(reflect.StructOf(fields)).Interface()
}

func TestDecodeWideClass(t *testing.T) {
	text := new(strings.Builder)
	for i := range 64 {
		fmt.Fprintf(text, `,"F%d":"%d"`, 63-i, i) // not in the order of the fields
	}
	require.NoError(t, strictjson.Decode(parse(t, `{`+text.String()[1:]+`}`), wideClass(64)))
	all := strictjson.Errors(strictjson.Decode(parse(t, `{`+strings.TrimPrefix(text.String(), `,"F63":"0",`)+`}`), wideClass(64)))
	require.Len(t, all, 1)
	require.Equal(t, "/F63", all[0].Pointer)
}

// TestConcurrentUse is for the race detector: a class that nobody has used yet, by many at once, and one tree.
func TestConcurrentUse(t *testing.T) {
	type fresh struct {
		ID    string   `json:"id"`
		Inner []*party `json:"inner"`
	}
	v := parse(t, `{"id":"a\n","inner":{"id":"b"}}`)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			var dst fresh
			err := strictjson.Decode(v, &dst)
			written, writeErr := strictjson.Marshal(dst)
			if err != nil || writeErr != nil || string(written) != `{"id":"a\n","inner":[{"id":"b"}]}` {
				t.Errorf("%v, %v, %s", err, writeErr, written)
			}
		})
	}
	group.Wait()
}

type textWithID struct {
	ID string `json:"id"`
}

func (textWithID) MarshalText() ([]byte, error) { return nil, nil }
func (*textWithID) UnmarshalText([]byte) error  { return nil }

type readOnly struct{}

func (*readOnly) UnmarshalText([]byte) error { return nil }

type pointerText struct{}

func (*pointerText) UnmarshalText([]byte) error   { return nil }
func (*pointerText) MarshalText() ([]byte, error) { return nil, nil }
