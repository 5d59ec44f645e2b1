package badgetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// Mutate returns a JSON document, whose outermost value is an object, with one thing changed, and says what and where.
// The result is JSON but for members that may occur twice; the change may mean nothing. It is the same for the same
// arguments.
func Mutate(seed uint64, doc []byte) (mutant []byte, what string) {
	m := newMutation(seed, doc)
	for what == "" {
		what = pick(m.generator, (*mutation).remove, (*mutation).rename, (*mutation).repeat, (*mutation).replace, (*mutation).insert,
			(*mutation).insert, (*mutation).edit, (*mutation).exchange, (*mutation).move, (*mutation).wrap, (*mutation).reorder,
			(*mutation).recontext)(m)
	}
	return m.text(), what
}

func newMutation(seed uint64, doc []byte) *mutation {
	m := &mutation{generator: &generator{Rand: rand.New(rand.NewPCG(seed, 2))}, tree: parse(doc)}
	m.walk("", m.tree, func(v any) { m.tree = v })
	return m
}

func (m *mutation) text() []byte {
	w := writer{g: m.generator}
	w.value(m.tree)
	return w.b
}

type mutation struct {
	*generator
	tree  any
	spots []spot
}

// A spot is a value in the document. Of outer and index, the object or array that it is in and its place there, outer
// is nil for the document itself.
type spot struct {
	pointer  string
	value    any
	set      func(any)
	outer    any
	index    int
	setOuter func(any)
}

func (m *mutation) walk(pointer string, v any, set func(any)) {
	if pointer == "" {
		m.spots = append(m.spots, spot{value: v, set: set})
	}
	inner := func(name string, i int, item any, replace func(any)) {
		at := pointer + "/" + name
		m.spots = append(m.spots, spot{at, item, replace, v, i, set})
		m.walk(at, item, replace)
	}
	switch v := v.(type) {
	case object:
		for i := range v {
			inner(v[i].name, i, v[i].value, func(x any) { v[i].value = x })
		}
	case array:
		for i := range v {
			inner(strconv.Itoa(i), i, v[i], func(x any) { v[i] = x })
		}
	}
}

// spot picks a spot at random among those that fit.
func (m *mutation) spot(fits func(spot) bool) (spot, bool) {
	for range 50 {
		if s := pick(m.generator, m.spots...); fits(s) {
			return s, true
		}
	}
	return spot{}, false
}

func isObject(s spot) bool  { _, ok := s.value.(object); return ok }
func isString(s spot) bool  { _, ok := s.value.(string); return ok }
func isArray(s spot) bool   { _, ok := s.value.(array); return ok }
func isMember(s spot) bool  { _, ok := s.outer.(object); return ok }
func isInside(s spot) bool  { return s.outer != nil }
func inContext(s spot) bool { return strings.HasSuffix(s.pointer, "/@context") }

func (m *mutation) remove() string {
	s, ok := m.spot(isInside)
	if !ok {
		return ""
	}
	switch outer := s.outer.(type) {
	case object:
		s.setOuter(slices.Delete(slices.Clone(outer), s.index, s.index+1))
	case array:
		s.setOuter(slices.Delete(slices.Clone(outer), s.index, s.index+1))
	}
	return "removed " + s.pointer
}

// names are what members are renamed to.
var names = []string{"foo", "foo :bar", "https://a b/", "https://schema.org/name", "https://www.w3.org/2018/credentials#evidence",
	"@id", "@type", "@value", "@index", "@graph", "@included", "@reverse", "@nest", "@set", "@list", "@json", "@foo", "_:p", "",
	"name", "evidence"}

func (m *mutation) rename() string {
	s, ok := m.spot(isMember)
	if !ok {
		return ""
	}
	o := s.outer.(object)
	name := o[s.index].name
	first := min(1, len(name))
	switch m.IntN(4) {
	case 0:
		other, _ := m.spot(isMember)
		name = other.outer.(object)[other.index].name
	case 1:
		name = pick(m.generator, strings.ToUpper(name), strings.ToUpper(name[:first])+name[first:], name+"\u0000", name+" ")
	default:
		name = pick(m.generator, names...)
	}
	if o[s.index].name == name {
		return ""
	}
	o[s.index].name = name
	return fmt.Sprintf("renamed %s to %q", s.pointer, name)
}

// repeat makes a member or an item occur twice.
func (m *mutation) repeat() string {
	s, ok := m.spot(isInside)
	if !ok {
		return ""
	}
	switch outer := s.outer.(type) {
	case object:
		again := outer[s.index]
		if other, ok := m.spot(isString); ok && m.one(2) {
			again.value = other.value
		}
		s.setOuter(slices.Insert(slices.Clone(outer), m.IntN(len(outer)+1), again))
	case array:
		s.setOuter(slices.Insert(slices.Clone(outer), m.IntN(len(outer)+1), s.value))
	}
	return "repeated " + s.pointer
}

// others are what values are replaced by.
var others = []any{null{}, array{}, object{}, "", "x", "en_US", true, number("-1"), number("1.5"), number("9007199254740992"), "nope",
	"/relative", "https://mallory .example", "https://mallory.example/<x>", "_:b1", "@id", "did:example:mallory", "2026-02-30T00:00:00Z",
	array{array{}}, array{null{}}, object{{"@value", null{}}}, object{{"id", "urn:mallory"}}, object{{"@list", array{}}},
	object{{"@set", array{}}}}

func (m *mutation) replace() string {
	s, ok := m.spot(isInside)
	if !ok {
		return ""
	}
	s.set(pick(m.generator, others...))
	return "replaced " + s.pointer
}

// Fragments returns objects whose members somebody might add to a genuine credential. Most are lost on the way to RDF by
// one reader or the other.
func Fragments() []string { return slices.Clone(fragments) }

var fragments = []string{
	`{"foo": "bar"}`,
	`{"@foo": "bar"}`,
	`{"foo :bar": "baz"}`,
	`{"https://a b/": "baz"}`,
	`{"_:p": "baz"}`,
	`{"": [0]}`,
	`{"credentialSubject": {"id": "https://mallory .example", "type": ["AchievementSubject"], "achievement": {"id": "urn:example:phd",
		"type": ["Achievement"], "name": "Gold PhD", "description": "x", "criteria": {"narrative": "x"}}}}`,
	`{"credentialSubject": {"id": "/mallory", "type": ["AchievementSubject"], "role": "Director"}}`,
	`{"credentialSubject": {"id": "did:example:mallory"}}`,
	`{"evidence": {"id": "https://mallory .example/e", "type": ["Evidence"], "name": "Proof of everything"}}`,
	`{"evidence": [{"id": "nope", "type": "Evidence"}]}`,
	`{"endorsement": [{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "https://mallory .example/1", "type": ["VerifiableCredential", "EndorsementCredential"], "issuer": "https://w3.org",
		"validFrom": "2026-01-01T00:00:00Z", "credentialSubject": {"id": "https://mallory .example/2", "type": ["EndorsementSubject"]}}]}`,
	`{"endorsement": {"id": "urn:example:endorsement", "type": ["VerifiableCredential", "EndorsementCredential"]}}`,
	`{"result": {"id": "https://mallory .example/r", "type": ["Result"], "value": "100"}}`,
	`{"name": {"@value": "Gold PhD", "@language": "en_US"}}`,
	`{"name": {"@value": "Gold PhD", "@language": "en", "@direction": "up"}}`,
	`{"name": {"@value": "Gold PhD", "@index": "x"}}`,
	`{"name": {"@value": "Gold PhD", "type": "Nope"}}`,
	`{"name": {"@value": "Gold PhD", "type": "https://a b/"}}`,
	`{"name": {"@value": null}}`,
	`{"name": {"@list": ["Gold", "PhD"]}}`,
	`{"name": {"@set": ["Gold PhD"]}}`,
	`{"name": null}`,
	`{"name": []}`,
	`{"name": [[]]}`,
	`{"name": {}}`,
	`{"name": {"en": "Gold PhD"}}`,
	`{"credentialStatus": null}`,
	`{"credentialStatus": []}`,
	`{"validUntil": null}`,
	`{"type": ["Nope"]}`,
	`{"type": ["https://mallory .example/Type"]}`,
	`{"type": ["urn:mallory:type"]}`,
	`{"type": []}`,
	`{"@type": "urn:mallory:type"}`,
	`{"@id": "urn:mallory:id"}`,
	`{"id": "nope"}`,
	`{"@index": "x"}`,
	`{"@graph": "free text"}`,
	`{"@graph": [{"id": "https://mallory .example", "name": "x"}]}`,
	`{"@included": [{"id": "urn:mallory:included", "name": "x"}]}`,
	`{"@reverse": {"evidence": {"id": "urn:mallory:reverse"}}}`,
	`{"@nest": {"name": "x"}}`,
	`{"@value": "x"}`,
	`{"@language": "en"}`,
	`{"@context": {"name": null}}`,
	`{"@context": {"@vocab": "urn:mallory:vocab#"}}`,
	`{"@context": {"@base": "https://mallory.example/"}}`,
	`{"@context": {"grade": "@index"}, "grade": "A"}`,
	`{"@context": {"foo": "_:g"}, "foo": "A"}`,
	`{"@context": "https://www.w3.org/ns/credentials/undefined-terms/v2", "foo": "A"}`,
	`{"https://www.w3.org/2018/credentials#validUntil": {"@value": "2999-01-01T00:00:00Z"}}`,
	`{"https://schema.org/name": "Gold PhD"}`,
	`{"url": "relative/url"}`,
	`{"image": "relative/image.png"}`,
	`{"image": {"id": "_:image", "type": "Image"}}`,
	`{"alignment": "x"}`,
	`{"cnf": {"kid": "nope"}}`,
	`{"mediaType": "image/png"}`,
	`{"proof": {"type": "DataIntegrityProof", "proofPurpose": "nope"}}`,
	`{"proof": []}`,
	`{"exp": 1.5}`,
}

// Insert returns the document with the members of a fragment added to the object at a JSON pointer, which has no escapes;
// nil when no object is there. Where it has such a member already, the value is added to what is there.
func Insert(doc []byte, fragment, pointer string) []byte {
	m := newMutation(0, doc)
	for _, s := range m.spots {
		if s.pointer == pointer && isObject(s) {
			s.set(m.with(s.value.(object), fragment))
			return m.text()
		}
	}
	return nil
}

// insert adds a fragment to an object.
func (m *mutation) insert() string {
	s, ok := m.spot(isObject)
	if s.pointer != "" && m.one(4) {
		s, ok = m.spots[0], true
	}
	if !ok {
		return ""
	}
	fragment := pick(m.generator, fragments...)
	s.set(m.with(s.value.(object), fragment))
	return "added " + fragment + " to " + s.pointer
}

// with returns the object with the members of a fragment.
func (m *mutation) with(o object, fragment string) object {
	o = slices.Clone(o)
	for _, add := range parse([]byte(fragment)).(object) {
		if i := slices.IndexFunc(o, func(x member) bool { return x.name == add.name }); i >= 0 {
			o[i].value = append(listOf(o[i].value), listOf(add.value)...)
		} else {
			o = slices.Insert(o, m.IntN(len(o)+1), add)
		}
	}
	return o
}

func listOf(v any) array {
	if a, ok := v.(array); ok {
		return slices.Clone(a)
	}
	return array{v}
}

// edit changes a string a little.
func (m *mutation) edit() string {
	s, ok := m.spot(isString)
	if !ok {
		return ""
	}
	text := s.value.(string)
	r := []rune(text)
	i := m.IntN(len(r) + 1)
	switch m.IntN(4) {
	case 0:
		r = slices.Insert(r, i, []rune(pick(m.generator, "a", " ", "<", ">", `"`, "\\", "%", "#", "\n", "\u0000", "\u200b", "ä"))...)
	case 1:
		r = slices.Delete(r, min(i, max(len(r)-1, 0)), min(i+1, len(r)))
	case 2:
		r = []rune(pick(m.generator, strings.ToUpper(text), strings.ToLower(text), strings.TrimLeft(text, "htps:/")))
	default:
		r = append(r, []rune(pick(m.generator, "/", "?", "#x", "@en", "Z"))...)
	}
	if string(r) == text {
		return ""
	}
	s.set(string(r))
	return "edited " + s.pointer
}

// exchange puts a value where another one is, and the other way round.
func (m *mutation) exchange() string {
	s, _ := m.spot(isInside)
	t, ok := m.spot(isInside)
	if !ok || strings.HasPrefix(s.pointer+"/", t.pointer+"/") || strings.HasPrefix(t.pointer+"/", s.pointer+"/") {
		return ""
	}
	s.set(t.value)
	t.set(s.value)
	return "exchanged " + s.pointer + " and " + t.pointer
}

// move puts a member into another object.
func (m *mutation) move() string {
	s, ok := m.spot(isMember)
	t, into := m.spot(isObject)
	if !ok || !into || strings.HasPrefix(t.pointer+"/", s.pointer+"/") || strings.HasPrefix(s.pointer+"/", t.pointer+"/") {
		return ""
	}
	from := s.outer.(object)
	t.set(append(slices.Clone(t.value.(object)), from[s.index]))
	s.setOuter(slices.Delete(slices.Clone(from), s.index, s.index+1))
	return "moved " + s.pointer + " to " + t.pointer
}

// wrap writes a value in another way.
func (m *mutation) wrap() string {
	s, ok := m.spot(isInside)
	if !ok {
		return ""
	}
	if a, ok := s.value.(array); ok && len(a) == 1 {
		s.set(a[0])
		return "unwrapped " + s.pointer
	}
	how := pick(m.generator, "[]", "[]", "@value", "@set", "@list", "@id", "id", "@graph", "@json")
	switch how {
	case "[]":
		s.set(array{s.value})
	case "@json":
		s.set(object{{"@value", s.value}, {"type", "@json"}})
	default:
		s.set(object{{how, s.value}})
	}
	return "wrapped " + s.pointer + " in " + how
}

func (m *mutation) reorder() string {
	if m.one(4) {
		s, ok := m.spot(isArray)
		if !ok || len(s.value.(array)) < 2 {
			return ""
		}
		a := slices.Clone(s.value.(array))
		slices.Reverse(a)
		s.set(a)
		return "reversed " + s.pointer
	}
	s, ok := m.spot(isObject)
	if !ok || len(s.value.(object)) < 2 {
		return ""
	}
	o := slices.Clone(s.value.(object))
	slices.Reverse(o)
	s.set(o)
	return "reversed the members of " + s.pointer
}

// contexts are what a list of contexts may get in addition.
var contexts = []any{"https://www.w3.org/ns/credentials/undefined-terms/v2", "https://www.w3.org/ns/did/v1",
	"https://w3id.org/security/data-integrity/v2", "https://www.w3.org/ns/credentials/v2",
	"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
	"https://mallory.example/context", null{}, object{}, object{{"foo", "urn:mallory:foo"}}, object{{"validUntil", null{}}},
	object{{"@vocab", "urn:mallory:vocab#"}}}

// recontext changes which contexts there are.
func (m *mutation) recontext() string {
	s, ok := m.spot(inContext)
	if !ok {
		return ""
	}
	a := listOf(s.value)
	i := m.IntN(len(a) + 1)
	a = slices.Insert(a, i, pick(m.generator, contexts...))
	s.set(a)
	return fmt.Sprintf("added a context at %s/%d", s.pointer, i)
}

// parse reads JSON into a tree.
func parse(doc []byte) any {
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.UseNumber()
	return parseValue(dec)
}

func parseValue(dec *json.Decoder) any {
	token, err := dec.Token()
	if err != nil {
		panic(fmt.Sprintf("badgetest: a document to mutate that is no JSON: %v", err))
	}
	switch token {
	case json.Delim('{'):
		o := object{}
		for dec.More() {
			name := parseValue(dec).(string)
			o = append(o, member{name, parseValue(dec)})
		}
		parseValue(dec)
		return o
	case json.Delim('['):
		a := array{}
		for dec.More() {
			a = append(a, parseValue(dec))
		}
		parseValue(dec)
		return a
	case nil:
		return null{}
	}
	if n, ok := token.(json.Number); ok {
		return number(n)
	}
	return token
}
