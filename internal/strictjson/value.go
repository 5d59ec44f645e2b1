package strictjson

import (
	"slices"
	"strconv"
)

// Kind is the JSON type of a Value.
type Kind uint8

// The kinds. The zero Kind is that of the zero Value, which stands for a member that is not there.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"nothing", "null", "a boolean", "a number", "a string", "an array", "an object"}

// String names the kind for a message, with its article: "an array".
func (k Kind) String() string { return kindNames[k] }

// Value is one value of a parsed text, or one built by hand. It is immutable and may be shared between goroutines.
// The zero Value is absent.
//
// It is kept small, as a tree has hundreds: whatever the source text says already is not stored again.
type Value struct {
	src    string // parsed: the value's own text; built: the content of a String, the literal of a Number or Bool
	more   *more  // nil where src says it all
	offset int32  // parsed: of the value's first byte in the text
	kind   Kind
	parsed bool
}

// more is what an Array, an Object or a String with escapes has beside its source text.
type more struct {
	kids []Member // of an Array (names empty) or Object
	text string   // of a String, decoded
}

// Member is a name and its value in an Object.
type Member struct {
	Name  string
	Value Value
}

// NewString returns a String. s must be valid UTF-8.
func NewString(s string) Value { return Value{kind: String, src: s} }

// NewNumber returns a Number with the given literal, which must be one of JSON's grammar.
func NewNumber(literal string) Value { return Value{kind: Number, src: literal} }

// NewInt returns a Number.
func NewInt(n int64) Value { return NewNumber(strconv.FormatInt(n, 10)) }

// NewBool returns a Bool.
func NewBool(b bool) Value { return Value{kind: Bool, src: strconv.FormatBool(b)} }

// NewArray returns an Array of the items, none of which may be absent.
func NewArray(items ...Value) Value {
	kids := make([]Member, len(items))
	for i, item := range items {
		kids[i].Value = item
	}
	return Value{kind: Array, more: &more{kids: kids}}
}

// NewObject returns an Object with the members, whose names must differ and none of whose values may be absent.
func NewObject(members ...Member) Value { return newObject(slices.Clone(members)) }

func newObject(kids []Member) Value { return Value{kind: Object, more: &more{kids: kids}} }

// Kind returns the JSON type.
func (v Value) Kind() Kind { return v.kind }

// Text returns the decoded text of a String or the literal of a Number, and "" for every other kind.
func (v Value) Text() string {
	switch {
	case v.kind == Number:
		return v.src
	case v.kind != String:
		return ""
	case v.more != nil:
		return v.more.text
	case v.parsed:
		return v.src[1 : len(v.src)-1]
	}
	return v.src
}

// Bool reports whether v is true.
func (v Value) Bool() bool { return v.kind == Bool && v.src == "true" }

// Float returns a Number as a float64, and 0 for every other kind. For a parsed Number nothing is lost.
func (v Value) Float() float64 {
	if v.kind != Number {
		return 0
	}
	f, _ := strconv.ParseFloat(v.src, 64)
	return f
}

// kids are the items or members; the caller must not change them.
func (v Value) kids() []Member {
	if v.more == nil {
		return nil
	}
	return v.more.kids
}

// Len returns the number of items of an Array or of members of an Object.
func (v Value) Len() int { return len(v.kids()) }

// At returns item i of an Array, which must have it.
func (v Value) At(i int) Value { return v.kids()[i].Value }

// Members returns the members of an Object in the order of the text. The caller must not change them.
func (v Value) Members() []Member {
	if v.kind != Object {
		return nil
	}
	return v.kids()
}

// Get returns the member of an Object with exactly that name, or the zero Value.
func (v Value) Get(name string) Value {
	members := v.Members()
	for i := range members {
		if members[i].Name == name {
			return members[i].Value
		}
	}
	return Value{}
}

// Find returns the first member, at any depth, whose name is one that match accepts, and its pointer; or the zero Value.
func (v Value) Find(match func(name string) bool) (pointer string, found Value) {
	for _, m := range v.Members() {
		if match(m.Name) {
			return Pointer("", m.Name), m.Value
		}
		if at, found := m.Value.Find(match); found.kind != Absent {
			return Pointer("", m.Name) + at, found
		}
	}
	if v.kind == Array {
		for i := range v.Len() {
			if at, found := v.At(i).Find(match); found.kind != Absent {
				return PointerAt("", i) + at, found
			}
		}
	}
	return "", Value{}
}

// Raw returns the text that v was parsed from, and "" for a value built by hand.
func (v Value) Raw() string {
	if !v.parsed {
		return ""
	}
	return v.src
}

// Size estimates the length, in bytes, of v as JSON, so that memory for what is made of it can be had at once. For a
// parsed value it is that of its text, for one built by hand about that of the parsed values in it.
func (v Value) Size() int {
	if v.parsed {
		return len(v.src)
	}
	if v.more == nil {
		return len(v.src) + 2
	}
	n := 2
	for _, m := range v.more.kids {
		n += len(m.Name) + m.Value.Size() + 4
	}
	return n
}

// Offset returns the byte offset of v in the text, and -1 for a value built by hand or absent.
func (v Value) Offset() int {
	if !v.parsed {
		return -1
	}
	return int(v.offset)
}

// With returns an Object that has the member in place of one with the same name, or at the end.
func (v Value) With(name string, value Value) Value {
	kids := slices.Clone(v.Members())
	for i := range kids {
		if kids[i].Name == name {
			kids[i].Value = value
			return newObject(kids)
		}
	}
	return newObject(append(kids, Member{name, value}))
}

// Without returns an Object that lacks the named members.
func (v Value) Without(names ...string) Value {
	return newObject(slices.DeleteFunc(slices.Clone(v.Members()), func(m Member) bool { return slices.Contains(names, m.Name) }))
}
