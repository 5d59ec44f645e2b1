package strictjson

import "reflect"

// Single returns the pointer of a value in v that stands alone where Decode, into the struct that dst points to, puts it
// into a slice, unless the field is "compact": the first place at which a reader who knows arrays alone would stop.
func Single(v Value, dst any) (pointer string, found bool) {
	return single(v, reflect.TypeOf(dst).Elem())
}

func single(v Value, t reflect.Type) (pointer string, found bool) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case isSlice(t):
		for i := range v.Len() {
			if p, found := single(v.At(i), t.Elem()); found {
				return PointerAt("", i) + p, true
			}
		}
	case t.Kind() == reflect.Struct && v.Kind() == Object:
		c := classOf(t)
		next := 0
		for _, m := range v.Members() {
			at := c.field(m.Name, next)
			if at < 0 {
				continue
			}
			next = at + 1
			f := &c.fields[at]
			inner := f.typ
			if isSlice(inner) && m.Value.Kind() != Array {
				if !f.compact {
					return Pointer("", m.Name), true
				}
				inner = inner.Elem()
			}
			if p, found := single(m.Value, inner); found {
				return Pointer("", m.Name) + p, true
			}
		}
	}
	return "", false
}

// isSlice reports whether Decode fills a t with the items of an array.
func isSlice(t reflect.Type) bool { return t.Kind() == reflect.Slice && t != rawMessage && !isText(t) }
