package strictjson

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Decode fills the struct that dst points to, and sets to zero first, from v. Every misfit is found, not only the first,
// up to a hundred: the error is nil or a join of *Error (see Errors), and what fits has been filled in either way.
//
// A field with a `json:"name"` tag takes the member of exactly that name. A tag beside it has options: with
// `strict:"required"` a missing member is an error, with `strict:"ref"` a string may stand for a struct with only that
// "id", with `strict:"digits"` a number written in digits alone may stand for the string of them, with `strict:"filled"`
// an empty string is an error. A field of type map[string]json.RawMessage tagged `json:"-" strict:"rest"` takes all
// members that have no field; without one they are errors.
//
// A slice takes one value or an array; a type with UnmarshalText takes a string, an int a number without fraction and
// exponent; a json.RawMessage takes the text of any value. Neither null nor an empty array fits anything, at any depth.
//
// Decode panics when dst is not a pointer to a struct whose fields are of such types: strings, booleans, float64, int,
// types with UnmarshalText and MarshalText, structs, json.RawMessage, and slices of and pointers to these; also when a
// tag has an option that it does not know, or encoding/json's options after the name.
func Decode(v Value, dst any) error {
	var d decoder
	to := reflect.ValueOf(dst).Elem()
	to.SetZero()
	d.value(v, to, false)
	return d.join()
}

// Type returns the error of a value that is not of the wanted sort, for readers that walk the tree themselves.
func Type(v Value, pointer, want string) *Error {
	return &Error{Pointer: pointer, Offset: v.Offset(), Err: ErrType, Detail: "want " + want + ", got " + v.Kind().String()}
}

// problems collects errors; those of a child get the child's name once it returns, so that no path is kept.
type problems []*Error

// maxProblems keeps the report about a hostile text from being many times its size.
const maxProblems = 100

func (p *problems) add(offset int, err error, detail string) {
	p.put(&Error{Offset: offset, Err: err, Detail: detail})
}

func (p *problems) put(e *Error) {
	if len(*p) < maxProblems {
		*p = append(*p, e)
	}
}

// under puts the errors since mark below the member name.
func (p problems) under(mark int, name string) {
	for _, e := range p[mark:] {
		e.Pointer = Pointer("", name) + e.Pointer
	}
}

func (p problems) join() error {
	errs := make([]error, len(p))
	for i, e := range p {
		errs[i] = e
	}
	return errors.Join(errs...)
}

// whole reports whether v has no null and no empty array in it, which say nothing: a proof over RDF does not see them,
// and Open Badges 3.0 forbids them (https://www.imsglobal.org/spec/ob/v3p0/).
func (p *problems) whole(v Value) bool {
	ok := true
	switch v.Kind() {
	case Null:
		p.add(v.Offset(), ErrType, "null is not allowed; leave the member out")
		return false
	case Array:
		if v.Len() == 0 {
			p.empty(v.Offset())
			return false
		}
		for i := range v.Len() {
			mark := len(*p)
			if !p.whole(v.At(i)) {
				p.under(mark, strconv.Itoa(i))
				ok = false
			}
		}
	case Object:
		for _, m := range v.Members() {
			mark := len(*p)
			if !p.whole(m.Value) {
				p.under(mark, m.Name)
				ok = false
			}
		}
	}
	return ok
}

func (p *problems) empty(offset int) {
	p.add(offset, ErrType, "empty array; leave the member out")
}

type decoder struct{ problems }

func (d *decoder) want(v Value, what string) {
	d.add(v.Offset(), ErrType, "want "+what+", got "+v.Kind().String())
}

func (d *decoder) value(v Value, dst reflect.Value, ref bool) {
	switch t := dst.Type(); {
	case t == rawMessage:
		d.raw(v, dst)
		return
	case isText(t):
		d.text(v, dst)
		return
	}
	switch dst.Kind() {
	case reflect.Pointer:
		p := reflect.New(dst.Type().Elem())
		d.value(v, p.Elem(), ref)
		dst.Set(p)
	case reflect.Slice:
		d.slice(v, dst)
	case reflect.Struct:
		d.object(v, dst, ref)
	case reflect.String:
		if v.Kind() != String {
			d.want(v, "a string")
			return
		}
		dst.SetString(v.Text())
	case reflect.Bool:
		if v.Kind() != Bool {
			d.want(v, "a boolean")
			return
		}
		dst.SetBool(v.Bool())
	case reflect.Float64:
		if v.Kind() != Number {
			d.want(v, "a number")
			return
		}
		dst.SetFloat(v.Float())
	case reflect.Int:
		n, err := strconv.Atoi(v.Text())
		if v.Kind() != Number || err != nil {
			d.want(v, "an integer")
			return
		}
		dst.SetInt(int64(n))
	default:
		panic(fmt.Sprintf("strictjson: cannot read into a %v", dst.Type()))
	}
}

func (d *decoder) raw(v Value, dst reflect.Value) {
	if d.whole(v) {
		dst.SetBytes(text(v))
	}
}

// text returns the JSON of v in a slice of its own.
func text(v Value) []byte {
	if v.parsed {
		return []byte(v.src)
	}
	return v.AppendTo(nil)
}

func (d *decoder) slice(v Value, dst reflect.Value) {
	if v.Kind() != Array {
		one := reflect.MakeSlice(dst.Type(), 1, 1)
		d.value(v, one.Index(0), false)
		dst.Set(one)
		return
	}
	n := v.Len()
	if n == 0 {
		d.empty(v.Offset())
		return
	}
	many := reflect.MakeSlice(dst.Type(), n, n)
	for i := range n {
		mark := len(d.problems)
		d.value(v.At(i), many.Index(i), false)
		if len(d.problems) > mark {
			d.under(mark, strconv.Itoa(i))
		}
	}
	dst.Set(many)
}

func (d *decoder) object(v Value, dst reflect.Value, ref bool) {
	c := classOf(dst.Type())
	switch {
	case ref && v.Kind() == String:
		dst.Field(c.fields[c.id].index).SetString(v.Text())
		return
	case v.Kind() != Object:
		d.want(v, "an object")
		return
	}
	var seen uint64 // see maxFields
	next := 0
	members := v.Members()
	for i := range members {
		m := &members[i]
		mark := len(d.problems)
		if at := c.field(m.Name, next); at >= 0 {
			f := &c.fields[at]
			seen |= 1 << at
			next = at + 1
			switch {
			case f.digits && m.Value.Kind() == Number && isDigits(m.Value.Text()):
				dst.Field(f.index).SetString(m.Value.Text())
			case f.filled && m.Value.Kind() == String && m.Value.Text() == "":
				d.add(m.Value.Offset(), ErrType, "want a text that is not empty")
			default:
				d.value(m.Value, dst.Field(f.index), f.ref)
			}
		} else {
			d.unknown(m, c, dst)
		}
		if len(d.problems) > mark {
			d.under(mark, m.Name)
		}
	}
	for i := range c.fields {
		if f := &c.fields[i]; f.required && seen&(1<<i) == 0 {
			mark := len(d.problems)
			d.add(v.Offset(), ErrType, "missing")
			d.under(mark, f.name)
		}
	}
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func (d *decoder) text(v Value, dst reflect.Value) {
	if v.Kind() != String {
		d.want(v, "a string")
		return
	}
	if err := dst.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(v.Text())); err != nil {
		d.add(v.Offset(), ErrType, err.Error())
	}
}

func (d *decoder) unknown(m *Member, c *class, dst reflect.Value) {
	if c.rest < 0 {
		names := make([]string, len(c.fields))
		for i, f := range c.fields {
			names[i] = f.name
		}
		slices.Sort(names)
		d.add(m.Value.Offset(), ErrType, fmt.Sprintf("this class is closed; it has only %q", names))
		return
	}
	if !d.whole(m.Value) {
		return
	}
	rest := dst.Field(c.rest)
	if rest.IsNil() {
		rest.Set(reflect.MakeMap(restType))
	}
	rest.Interface().(map[string]json.RawMessage)[m.Name] = text(m.Value)
}
