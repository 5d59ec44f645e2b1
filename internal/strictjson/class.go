package strictjson

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
)

// class is what is known of a type: that it reads and writes itself as a string or, by the tags of a struct, the JSON
// members it has, in the order in which they are written.
type class struct {
	text   bool
	fields []field
	rest   int // index of the field that takes unknown members, -1 for a closed class
	id     int // position in fields of the member "id", -1 for none
}

// maxFields is what a word has bits for.
const maxFields = 64

type field struct {
	name     string
	index    int
	typ      reflect.Type
	required bool // reading demands it; writing has it even when it is false, 0 or ""
	compact  bool // a slice of one is written without its array
	ref      bool // a struct with nothing but an id may stand as that id
	digits   bool // a string may stand as the number that its digits are
	filled   bool // a string that is not empty
}

var (
	textMarshaler   = reflect.TypeFor[encoding.TextMarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	rawMessage      = reflect.TypeFor[json.RawMessage]()
	restType        = reflect.TypeFor[map[string]json.RawMessage]()
)

// classes memoises classOf, whose results depend on the type alone.
var classes sync.Map // reflect.Type -> *class

func classOf(t reflect.Type) *class {
	if c, ok := classes.Load(t); ok {
		return c.(*class)
	}
	c, _ := classes.LoadOrStore(t, newClass(t))
	return c.(*class)
}

// isText reports whether values of the type read and write themselves as strings.
func isText(t reflect.Type) bool {
	return t.PkgPath() != "" && classOf(t).text // a type without a name has no methods
}

func hasText(t reflect.Type) bool {
	if !reflect.PointerTo(t).Implements(textUnmarshaler) {
		return false
	}
	if !t.Implements(textMarshaler) {
		panic(fmt.Sprintf("strictjson: %v has UnmarshalText without MarshalText", t))
	}
	return true
}

// newClass panics when a struct or its tags are not what Decode and Marshal can do: that is a mistake in the program,
// found when the type is first used, whatever the text.
func newClass(t reflect.Type) *class {
	c := &class{text: hasText(t), rest: -1, id: -1}
	if c.text || t.Kind() != reflect.Struct {
		return c
	}
	for sf := range t.Fields() {
		name, ok := sf.Tag.Lookup("json")
		options := sf.Tag.Get("strict")
		if options == "rest" && name == "-" && sf.Type == restType {
			c.rest = sf.Index[0]
			continue
		}
		if options == "" && (!ok || name == "-") {
			continue
		}
		f := field{name: name, index: sf.Index[0], typ: sf.Type}
		for option := range strings.SplitSeq(options, ",") {
			switch option {
			case "":
			case "required":
				f.required = true
			case "compact":
				f.compact = true
			case "ref":
				f.ref = true
			case "digits":
				f.digits = true
			case "filled":
				f.filled = true
			default:
				panic(fmt.Sprintf("strictjson: %v.%s cannot have the option %q", t, sf.Name, option))
			}
		}
		if name == "" || name == "-" || strings.Contains(name, ",") || !storable(sf.Type) || f.ref && !hasID(sf.Type) ||
			(f.digits || f.filled) && (sf.Type.Kind() != reflect.String || hasText(sf.Type)) {
			panic(fmt.Sprintf("strictjson: %v.%s cannot be a member", t, sf.Name))
		}
		if name == "id" {
			c.id = len(c.fields)
		}
		c.fields = append(c.fields, f)
	}
	if len(c.fields) > maxFields {
		panic(fmt.Sprintf("strictjson: %v has more than %d members", t, maxFields))
	}
	return c
}

// storable reports whether a field of the type can be read and written.
func storable(t reflect.Type) bool {
	for t != rawMessage && !hasText(t) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			t = t.Elem()
		case reflect.String, reflect.Bool, reflect.Int, reflect.Float64, reflect.Struct:
			return true
		default:
			return false
		}
	}
	return true
}

// hasID reports whether a struct can be read from a string.
func hasID(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || hasText(t) {
		return false
	}
	for sf := range t.Fields() {
		if sf.Tag.Get("json") == "id" {
			return sf.Type.Kind() == reflect.String && !hasText(sf.Type)
		}
	}
	return false
}

// field returns the position of the named field, looking first where the order of writing would have it.
func (c *class) field(name string, guess int) int {
	for i := guess; i < len(c.fields); i++ {
		if c.fields[i].name == name {
			return i
		}
	}
	for i := range min(guess, len(c.fields)) {
		if c.fields[i].name == name {
			return i
		}
	}
	return -1
}
