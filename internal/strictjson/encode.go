package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Marshal writes the struct that src is or points to as compact JSON, the counterpart of Decode: members in the order
// of the fields, unknown members after them by name, strings as AppendString writes them. Nil pointers, empty slices and
// zero values of types with MarshalText are left out, other zero values too unless the field is "required"; a slice is
// an array even of one, unless it is "compact"; a "ref" struct with nothing but its id is that id. Raw messages keep
// their values: white space goes, strings are escaped anew, number literals stay.
//
// The error is nil or a join of *Error, a hundred at most: invalid UTF-8, a number without a value in JSON or one that
// Parse would refuse, a nil pointer or an empty slice in a slice, structs nested more than MaxDepth deep, a raw message
// that is not strict JSON or has a null or an empty array in it, an unknown member named like a known one. Marshal
// panics as Decode does.
func Marshal(src any) ([]byte, error) {
	e := encoder{dst: make([]byte, 0, 2048)}
	e.value(reflect.ValueOf(src), field{})
	if err := e.join(); err != nil {
		return nil, err
	}
	return e.dst, nil
}

type encoder struct {
	problems
	dst   []byte
	depth int
}

func (e *encoder) value(v reflect.Value, f field) {
	switch t := v.Type(); {
	case t == rawMessage:
		e.raw(v.Bytes())
		return
	case isText(t):
		e.text(v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			e.add(-1, ErrType, "nil pointer; leave it out")
			return
		}
		e.value(v.Elem(), f)
	case reflect.Slice:
		e.slice(v, f)
	case reflect.Struct:
		e.object(v, f)
	case reflect.String:
		e.str(v.String())
	case reflect.Bool:
		e.dst = strconv.AppendBool(e.dst, v.Bool())
	case reflect.Int:
		e.number(strconv.AppendInt(nil, v.Int(), 10))
	case reflect.Float64:
		e.float(v.Float())
	default:
		panic(fmt.Sprintf("strictjson: cannot write a %v", v.Type()))
	}
}

func (e *encoder) str(s string) {
	if !utf8.ValidString(s) {
		e.add(-1, ErrEncoding, "invalid UTF-8 in "+Quote(s))
		return
	}
	e.dst = AppendString(e.dst, s)
}

// float writes f in ECMAScript's form, as JCS has it, or with an exponent where that form would be an integer that Parse
// refuses.
func (e *encoder) float(f float64) {
	text, err := json.Marshal(f)
	if err != nil {
		e.add(-1, ErrNumber, fmt.Sprintf("JSON has no number %v", f))
		return
	}
	if math.Abs(f) > maxInteger {
		text = strconv.AppendFloat(nil, f, 'e', -1, 64)
	}
	e.number(text)
}

func (e *encoder) number(literal []byte) {
	_, integer := scanNumber(string(literal))
	if why := inexact(string(literal), integer); why != "" {
		e.add(-1, ErrNumber, why)
		return
	}
	e.dst = append(e.dst, literal...)
}

func (e *encoder) slice(v reflect.Value, f field) {
	if v.Len() == 0 {
		e.empty(-1)
		return
	}
	if v.Len() == 1 && f.compact && !isArray(v.Index(0)) {
		e.value(v.Index(0), field{})
		return
	}
	e.dst = append(e.dst, '[')
	for i := range v.Len() {
		if i > 0 {
			e.dst = append(e.dst, ',')
		}
		mark := len(e.problems)
		e.value(v.Index(i), field{})
		e.under(mark, strconv.Itoa(i))
	}
	e.dst = append(e.dst, ']')
}

// isArray reports whether an item would be written as an array, which read in place of a slice of one would be that
// slice.
func isArray(v reflect.Value) bool {
	if v.Type() == rawMessage {
		return bytes.HasPrefix(bytes.TrimLeft(v.Bytes(), " \n\t\r"), []byte("["))
	}
	return v.Kind() == reflect.Slice && !isText(v.Type())
}

func (e *encoder) object(v reflect.Value, f field) {
	c := classOf(v.Type())
	if f.ref && bare(v, c) {
		e.str(v.Field(c.fields[c.id].index).String())
		return
	}
	if e.depth++; e.depth > MaxDepth { // a struct that points to itself would never end
		e.add(-1, ErrTooLarge, fmt.Sprintf("structs nested more than %d deep", MaxDepth))
		return
	}
	defer func() { e.depth-- }()
	e.dst = append(e.dst, '{')
	first := true
	for i := range c.fields {
		f := &c.fields[i]
		member := v.Field(f.index)
		if leftOut(member, f.required) {
			continue
		}
		mark := len(e.problems)
		e.name(f.name, &first)
		e.value(member, *f)
		e.under(mark, f.name)
	}
	if c.rest >= 0 {
		e.rest(v.Field(c.rest).Interface().(map[string]json.RawMessage), c, &first)
	}
	e.dst = append(e.dst, '}')
}

// leftOut reports whether a member is not written: it could only be null or an empty array, it is a text that says
// nothing, or it is zero and may be missing.
func leftOut(v reflect.Value, required bool) bool {
	switch v.Kind() {
	case reflect.Pointer:
		return v.IsNil()
	case reflect.Slice:
		return v.Len() == 0
	}
	return v.IsZero() && (!required || isText(v.Type()))
}

// bare reports whether v has nothing but its id.
func bare(v reflect.Value, c *class) bool {
	for i := range c.fields {
		if i != c.id && !leftOut(v.Field(c.fields[i].index), false) {
			return false
		}
	}
	return c.rest < 0 || v.Field(c.rest).Len() == 0
}

func (e *encoder) name(name string, first *bool) {
	if !*first {
		e.dst = append(e.dst, ',')
	}
	*first = false
	e.str(name)
	e.dst = append(e.dst, ':')
}

func (e *encoder) text(v reflect.Value) {
	text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
	if err != nil {
		e.add(-1, ErrType, err.Error())
		return
	}
	e.str(string(text))
}

func (e *encoder) rest(members map[string]json.RawMessage, c *class, first *bool) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		mark := len(e.problems)
		if c.field(name, 0) >= 0 {
			e.add(-1, ErrType, "an extension has the name of a member that this class defines")
		}
		e.name(name, first)
		e.raw(members[name])
		e.under(mark, name)
	}
}

func (e *encoder) raw(text []byte) {
	mark := len(e.problems)
	v, err := Parse(text, &Limits{MaxBytes, MaxDepth, MaxValues, MaxMembers, MaxItems, MaxString, MaxName, MaxNumber})
	for _, problem := range Errors(err) {
		e.put(problem)
	}
	if err == nil && e.whole(v) {
		e.dst = v.AppendTo(e.dst)
	}
	for _, problem := range e.problems[mark:] {
		problem.Offset = -1
	}
}
