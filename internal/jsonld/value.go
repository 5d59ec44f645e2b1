package jsonld

import (
	"strings"

	"github.com/charterbadge/openbadge/internal/jcs"
	"github.com/charterbadge/openbadge/internal/langtag"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// property writes what self says by the property t.
func (e *emitter) property(active *activeContext, t *term, self rdfc.Term, v strictjson.Value, graph rdfc.Term) bool {
	switch {
	case t.coercion == toJSON:
		return e.jsonLiteral(t, self, v, graph)
	case t.byLanguage:
		return e.languageMap(active, t, self, v, graph)
	case t.byID:
		return e.idMap(active, t, self, v, graph)
	case t.list:
		return e.list(active, t, self, v, graph)
	case v.Kind() != strictjson.Array:
		_, ok := e.value(active, t, self, v, graph)
		return ok
	case v.Len() == 0:
		return e.fail(ErrLoss, "an empty array")
	}
	first := len(e.objects)
	for i := range v.Len() {
		o, ok := e.value(active, t, self, v.At(i), graph)
		if !ok {
			return e.atItem(i)
		}
		e.objects = append(e.objects, o)
	}
	return e.distinct(first)
}

// value writes one statement, and what belongs to its object, which it returns.
func (e *emitter) value(active *activeContext, t *term, self rdfc.Term, v strictjson.Value, graph rdfc.Term) (rdfc.Term, bool) {
	if t.graph {
		return e.inGraph(active, t, self, v, graph)
	}
	o, ok := e.term(active, t, v, graph)
	return o, ok && e.add(self, t.written, o, graph)
}

// distinct refuses an array that has one value twice, which a set does not keep. Its values are the objects from first
// on, which it takes away.
func (e *emitter) distinct(first int) bool {
	values := e.objects[first:]
	e.objects = e.objects[:first]
	const few = 8
	if len(values) <= few {
		for i, v := range values {
			for _, w := range values[:i] {
				if v == w {
					return e.repeated(v)
				}
			}
		}
		return true
	}
	seen := make(map[rdfc.Term]bool, len(values))
	for _, v := range values {
		if seen[v] {
			return e.repeated(v)
		}
		seen[v] = true
	}
	return true
}

func (e *emitter) repeated(v rdfc.Term) bool {
	return e.fail(ErrLoss, "the value "+strictjson.Quote(v.String())+" is there twice")
}

// inGraph writes an object into a graph of its own (@container: @graph), as proofs are.
func (e *emitter) inGraph(active *activeContext, t *term, self rdfc.Term, v strictjson.Value, graph rdfc.Term) (rdfc.Term, bool) {
	name, ok := e.blank()
	if !ok {
		return name, false
	}
	before := len(e.quads)
	o, ok := e.term(active, t, v, name)
	if !ok {
		return name, false
	}
	if len(e.quads) == before {
		return name, e.fail(ErrLoss, "nothing is said of "+strictjson.Quote(o.String())+", and a graph cannot just name it")
	}
	return name, e.add(self, t.written, name, graph)
}

// term converts a value that is no array.
func (e *emitter) term(active *activeContext, t *term, v strictjson.Value, graph rdfc.Term) (rdfc.Term, bool) {
	switch v.Kind() {
	case strictjson.Object:
		return e.object(active, node{value: v, via: t, graph: graph})
	case strictjson.Null:
		return rdfc.Term{}, e.fail(ErrLoss, "null")
	case strictjson.Array:
		return rdfc.Term{}, e.fail(ErrLoss, "an array in an array")
	}
	if t.hasScoped {
		var ok bool
		if active, ok = e.scoped(active, t); !ok {
			return rdfc.Term{}, false
		}
		if own := active.terms[t.name]; own == nil || own.definition != t.definition {
			return rdfc.Term{}, e.fail(ErrUnsupported, "a property whose context changes what it means itself")
		}
	}
	return e.plain(active, t, v)
}

// plain converts a string, a number or a boolean (https://www.w3.org/TR/json-ld11-api/#value-expansion).
func (e *emitter) plain(active *activeContext, t *term, v strictjson.Value) (rdfc.Term, bool) {
	if v.Kind() != strictjson.String {
		return e.native(v, t.datatype)
	}
	s := v.Text()
	switch {
	case t.coercion == toID:
		return e.identifier(active, s)
	case t.coercion == toVocab:
		if w := active.terms[s]; w != nil && w.rival != "" {
			return rdfc.Term{}, e.fail(ErrLoss, "want "+strictjson.Quote(w.rival)+", which the context has for the same")
		}
		return e.vocabulary(active, s)
	case t.datatype != nil:
		return e.lexical(s, t.datatype)
	}
	language := active.language
	if t.language != nil {
		language = *t.language
	}
	return e.tagged(s, language, t.directionOr(active.dir)), true
}

func (t *term) directionOr(dir string) string {
	if t.direction != nil {
		return *t.direction
	}
	return dir
}

// valueObject converts a value that is written out (https://www.w3.org/TR/json-ld11/#value-objects), which it must not
// be without need.
func (e *emitter) valueObject(n *node) (rdfc.Term, bool) {
	if n.key != "" {
		return rdfc.Term{}, e.fail(ErrLoss, "a value with an identifier")
	}
	var value, typ, language, dir strictjson.Value
	for _, m := range n.value.Members() {
		var dst *strictjson.Value
		k := n.active.keyword(m.Name)
		switch k {
		case keyValue:
			dst = &value
		case keyType:
			dst = &typ
		case keyLanguage:
			dst = &language
		case keyDirection:
			dst = &dir
		case none, keyContext, keyID, keyOther:
			return rdfc.Term{}, e.failAt(m.Name, ErrLoss, "an object with @value has no such member")
		}
		switch {
		case !e.spelled(n.active, k, m.Name):
			return rdfc.Term{}, e.at(m.Name)
		case dst != &value && m.Value.Kind() != strictjson.String:
			return rdfc.Term{}, e.failAt(m.Name, ErrLoss, "want a string, got "+m.Value.Kind().String())
		}
		*dst = m.Value
	}
	o, ok := e.literal(n.typing, value, typ, language, dir)
	if !ok {
		return o, false
	}
	switch value.Kind() {
	case strictjson.String, strictjson.Number, strictjson.Bool:
		if plain, _ := e.plain(n.typing, n.via, value); plain == o {
			return o, e.fail(ErrLoss, "want the value alone, which says the same")
		}
	}
	return o, true
}

// literal converts the members of a value object.
func (e *emitter) literal(typing *activeContext, value, typ, language, dir strictjson.Value) (rdfc.Term, bool) {
	tagged := language.Kind() != strictjson.Absent || dir.Kind() != strictjson.Absent
	switch {
	case typ.Kind() != strictjson.Absent && tagged:
		return rdfc.Term{}, e.fail(ErrLoss, "a type beside a language or direction")
	case typ.Kind() != strictjson.Absent:
		return e.typed(typing, value, typ.Text())
	case value.Kind() == strictjson.String:
		return e.directed(value.Text(), language, dir)
	case value.Kind() != strictjson.Bool && value.Kind() != strictjson.Number || tagged:
		return rdfc.Term{}, e.fail(ErrLoss, "want a string as @value, got "+value.Kind().String())
	}
	return e.native(value, nil)
}

// typed converts a @value with a @type.
func (e *emitter) typed(typing *activeContext, value strictjson.Value, typ string) (rdfc.Term, bool) {
	if typ == "@json" {
		return e.canonicalJSON(value)
	}
	class, ok := e.vocabulary(typing, typ)
	if !ok {
		return rdfc.Term{}, false
	}
	d := newDatatype(strings.Trim(class.String(), "<>"))
	switch {
	case d.keyword != "":
		return rdfc.Term{}, e.fail(ErrLoss, "a datatype that is written with "+d.keyword)
	case d.suffix == "":
		return rdfc.Term{}, e.fail(ErrLoss, "want no type, which is that of every string")
	case value.Kind() == strictjson.String:
		return e.lexical(value.Text(), d)
	case value.Kind() == strictjson.Bool, value.Kind() == strictjson.Number:
		return e.native(value, d)
	}
	return rdfc.Term{}, e.fail(ErrLoss, "want a string, a number or a boolean as @value, got "+value.Kind().String())
}

// directed converts a string with what is said of its language and direction. A string that is written out takes neither
// from the context.
func (e *emitter) directed(text string, language, dir strictjson.Value) (rdfc.Term, bool) {
	if language.Kind() != strictjson.Absent && !langtag.WellFormed(language.Text()) {
		return rdfc.Term{}, e.fail(ErrLoss, "want a language tag, got "+strictjson.Quote(language.Text()))
	}
	if dir.Kind() != strictjson.Absent && !isDirection(dir.Text()) {
		return rdfc.Term{}, e.fail(ErrLoss, "want ltr or rtl as direction, got "+strictjson.Quote(dir.Text()))
	}
	return e.tagged(text, language.Text(), dir.Text()), true
}

func (e *emitter) jsonLiteral(t *term, self rdfc.Term, v strictjson.Value, graph rdfc.Term) bool {
	o, ok := e.canonicalJSON(v)
	return ok && e.add(self, t.written, o, graph)
}

// canonicalJSON gives a JSON literal the lexical form of JCS (https://www.w3.org/TR/json-ld11/#the-rdf-json-datatype).
func (e *emitter) canonicalJSON(v strictjson.Value) (rdfc.Term, bool) {
	text, err := jcs.Append(nil, v)
	if err != nil {
		return rdfc.Term{}, e.fail(ErrLoss, err.Error())
	}
	return e.quoted(string(text), rdfJSON.suffix), true
}

// list writes an ordered list as RDF has it (https://www.w3.org/TR/json-ld11-api/#list-to-rdf-conversion).
func (e *emitter) list(active *activeContext, t *term, self rdfc.Term, v strictjson.Value, graph rdfc.Term) bool {
	array := v.Kind() == strictjson.Array
	list := items(v)
	if len(list) == 0 {
		return e.fail(ErrLoss, "an empty array")
	}
	from, by := self, t.written
	for i, v := range list {
		link, ok := e.blank()
		var item rdfc.Term
		if ok {
			item, ok = e.term(active, t, v, graph)
		}
		if !ok || !e.add(from, by, link, graph) || !e.add(link, rdfFirst, item, graph) {
			if array {
				e.atItem(i)
			}
			return false
		}
		from, by = link, rdfRest
	}
	return e.add(from, by, rdfNil, graph)
}

// languageMap writes strings by their language (https://www.w3.org/TR/json-ld11/#language-indexing).
func (e *emitter) languageMap(active *activeContext, t *term, self rdfc.Term, v strictjson.Value, graph rdfc.Term) bool {
	if v.Kind() != strictjson.Object || v.Len() == 0 {
		return e.fail(ErrLoss, "want strings by their language, got "+v.Kind().String())
	}
	first := len(e.objects)
	for i, m := range v.Members() {
		texts := items(m.Value)
		if len(texts) == 0 || !langtag.WellFormed(m.Name) {
			return e.failAt(m.Name, ErrLoss, "want a language tag, and a string or several")
		}
		for _, other := range v.Members()[:i] {
			if strings.EqualFold(other.Name, m.Name) {
				return e.failAt(m.Name, ErrLoss, "a language that is there twice")
			}
		}
		for _, text := range texts {
			if text.Kind() != strictjson.String {
				return e.failAt(m.Name, ErrLoss, "want a string, got "+text.Kind().String())
			}
			o := e.tagged(text.Text(), m.Name, t.directionOr(active.dir))
			if e.objects = append(e.objects, o); !e.add(self, t.written, o, graph) {
				return e.at(m.Name)
			}
		}
	}
	return e.distinct(first)
}

// items reads one value as an array of one.
func items(v strictjson.Value) []strictjson.Value {
	if v.Kind() != strictjson.Array {
		return []strictjson.Value{v}
	}
	list := make([]strictjson.Value, v.Len())
	for i := range list {
		list[i] = v.At(i)
	}
	return list
}

// idMap writes nodes by their identifier (https://www.w3.org/TR/json-ld11/#node-identifier-indexing).
func (e *emitter) idMap(active *activeContext, t *term, self rdfc.Term, v strictjson.Value, graph rdfc.Term) bool {
	if v.Kind() != strictjson.Object || v.Len() == 0 {
		return e.fail(ErrLoss, "want objects by their identifier, got "+v.Kind().String())
	}
	for _, m := range v.Members() {
		if m.Name == "" {
			return e.failAt(m.Name, ErrLoss, "want an identifier")
		}
		o, ok := e.object(active, node{value: m.Value, via: t, graph: graph, key: m.Name})
		if !ok || !e.add(self, t.written, o, graph) {
			return e.at(m.Name)
		}
	}
	return true
}
