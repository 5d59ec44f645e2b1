package badgetest

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Features say what Generate makes. The zero value is a credential of any kind that every reader takes alike.
type Features struct {
	Badge        bool   // an Open Badge that package credential finds no fault with, with values in the plainest form
	Presentation bool   // a presentation of credentials, each with contexts of its own
	Direction    bool   // strings may have a @direction
	GoldErrs     bool   // values that json-gold v0.9.1 writes otherwise than the standards
	BazaarErrs   bool   // values that jsonld.js 9.0.0 and rdf-canonize 5.0.0, of Digital Bazaar, write otherwise
	Disclosure   bool   // objects may have the members of SD-JWT, such as _sd
	Issuer       string // of the credential; "" is a random one
}

// Generate returns a random credential or presentation as JSON, the same for the same arguments. It is valid JSON-LD
// under the contexts of credentials v2 and Open Badges 3.0.3, and loses nothing on the way to RDF. It has no proof of its
// own; those of embedded credentials do not verify. White space, the order of members and how strings are escaped are
// random too.
func Generate(seed uint64, with Features) []byte {
	g := &generator{
		Rand:     rand.New(rand.NewPCG(seed, 1)),
		Features: with,
		classes:  classes,
	}
	g.density = 0.05 + 0.4*g.Float64()*g.Float64()
	g.room = 2 + g.IntN(24)
	var doc object
	switch {
	case with.Presentation:
		doc = g.document("VerifiablePresentation")
	case with.Badge:
		doc = g.document(pick(g, "OpenBadgeCredential", "AchievementCredential"))
	default:
		doc = g.document(pick(g, credentials...))
	}
	return g.write(doc)
}

// credentials are the classes of credentials.
var credentials = []string{"VerifiableCredential", "OpenBadgeCredential", "AchievementCredential", "EndorsementCredential",
	"BitstringStatusListCredential", "JsonSchemaCredential"}

// A generator makes one document, as a tree of objects, arrays, strings, numbers, booleans and nulls.
type generator struct {
	*rand.Rand
	Features
	classes map[string]class // the variable classes, whose values are made by methods of generator

	density  float64 // how likely an optional member is
	room     int     // how many more of them there may be
	depth    int     // of objects
	embedded int     // how many credentials there are so far
	serial   int     // of the last identifier

	described []string // identifiers of objects so far
	inner     []string // those in the credential at hand that an endorsement in it can be about
	outer     []string // those that the credential at hand can be about
	remarked  []string // those that one is about
	profiles  []object // of the credential at hand, to be repeated
	literals  int      // JSON literals so far
	extended  bool     // the credential at hand has a type of 1EdTech's own

	results []description // what a Result can refer to
	levels  []string      // of the ResultDescription at hand
	values  array         // those that it allows
	chosen  description   // by the Result at hand
}

// description is a ResultDescription with its levels and the values that it allows.
type description struct {
	id     string
	levels []string
	values array
}

type (
	object []member
	array  []any
	number string // a literal
	null   struct{}
)

type member struct {
	name  string
	value any
}

func (o object) has(name string) bool {
	return slices.ContainsFunc(o, func(m member) bool { return m.name == name })
}

// text returns a member that is a string.
func (o object) text(name string) string {
	for _, m := range o {
		if s, ok := m.value.(string); ok && m.name == name {
			return s
		}
	}
	return ""
}

func pick[T any](g *generator, list ...T) T { return list[g.IntN(len(list))] }

// one reports true once in n times.
func (g *generator) one(n int) bool { return g.IntN(n) == 0 }

// document makes an object that names its contexts.
func (g *generator) document(name string) object {
	profiles, extended, inner, outer := g.profiles, g.extended, g.inner, g.outer
	g.profiles, g.extended, g.inner, g.outer = nil, false, nil, slices.Concat(g.outer, g.inner)
	o := g.object(name)
	contexts := array{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
	if g.extended || g.one(8) {
		contexts = append(contexts, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
	}
	g.profiles, g.extended, g.inner, g.outer = profiles, extended, inner, outer
	return slices.Insert(o, g.IntN(len(o)+1), member{"@context", contexts})
}

// describeAgain lets an object be described once more, alike, unless there is one in it: without an id it would count twice.
func (g *generator) describeAgain(o object) {
	for _, m := range o {
		switch v := m.value.(type) {
		case object:
			return
		case array:
			if slices.ContainsFunc(v, func(item any) bool { _, ok := item.(object); return ok }) {
				return
			}
		}
	}
	g.profiles = append(g.profiles, o)
}

const maxDepth = 8

// object makes an object of a class.
func (g *generator) object(name string) object {
	if name == "Profile" && len(g.profiles) > 0 && g.one(6) {
		return pick(g, g.profiles...) // described twice, alike
	}
	if name == "ResultDescription" {
		g.levels, g.values = nil, nil
	}
	literals, c, mate := g.literals, g.classes[name], g.mate(name)
	if c.alone {
		g.embedded++
	}
	g.depth++
	o := g.typed(c)
	id := o.text("id")
	if id != "" && !c.about {
		if name != "VerifiablePresentation" { // whose credentials could take its place: some have no proof
			g.described, g.inner = append(g.described, id), append(g.inner, id)
		}
	}
	if o = g.fill(o, c); mate != "" {
		o = g.mix(o, mate)
	}
	g.depth--
	g.Shuffle(len(o), func(i, j int) { o[i], o[j] = o[j], o[i] })
	switch name {
	case "ResultDescription":
		g.results = append(g.results, description{id, g.levels, g.values})
	case "RubricCriterionLevel":
		g.levels = append(g.levels, id)
	case "Profile":
		if g.literals == literals { // json-gold panics when it compares two JSON literals, jsonld.js takes them for different
			g.describeAgain(o)
		}
	}
	return o
}

// mate picks another class that an object is of, or "".
func (g *generator) mate(name string) string {
	if g.Badge || !g.classes[name].mixes || !g.one(8) {
		return ""
	}
	pair := []string{name, pick(g, mixable...)}
	mate := pair[1]
	slices.Sort(pair)
	switch strings.Join(pair, " ") {
	case "Achievement Result", "AchievementSubject IdentifierEntry", "AchievementSubject without id IdentifierEntry":
		return "" // they give one name two meanings
	}
	return mate
}

// typed begins an object with its identifier and types.
func (g *generator) typed(c class) object {
	var o object
	if id := g.other(c); id != "" {
		o = object{{"id", id}}
		c.plain = true
	} else if c.id == always || c.id == inBadge && g.Badge || (c.id == sometimes || !g.Badge) && g.one(2) {
		o = object{{"id", g.iri()}}
	}
	var types array
	for _, t := range c.types {
		types = append(types, t)
	}
	if !c.plain && g.one(6) {
		types = append(types, g.typeIRI())
	}
	if !c.plain {
		g.Shuffle(len(types), func(i, j int) { types[i], types[j] = types[j], types[i] })
	}
	switch {
	case len(types) == 0:
	case len(types) == 1 && (c.plain || g.one(2)):
		o = append(o, member{"type", types[0]})
	default:
		o = append(o, member{"type", types})
	}
	return o
}

// other picks something that is described outside the credential, for an object to be about.
func (g *generator) other(c class) string {
	if !c.about || len(g.outer) == 0 || g.one(2) {
		return ""
	}
	id := pick(g, g.outer...)
	if slices.Contains(g.remarked, id) {
		return ""
	}
	g.remarked = append(g.remarked, id)
	return id
}

// fill adds what an object of a class has to say and some of what it can say.
func (g *generator) fill(o object, c class) object {
	for _, p := range c.must {
		o = g.say(o, p)
	}
	if c.about && slices.Contains(g.described, o.text("id")) {
		return o // more could not be told from what the other description says
	}
	may := slices.Clone(c.may)
	if c.open {
		may = append(may, g.classes["registered"].may...)
	}
	if c.open && !g.Badge {
		may = append(may, g.classes["Open Badges"].may...)
	}
	if c.open && g.Disclosure {
		may = append(may, g.classes["disclosure"].may...)
	}
	for _, i := range g.Perm(len(may)) {
		if g.depth < maxDepth && g.room > 0 && g.Float64() < g.density {
			g.room--
			o = g.say(o, may[i])
		}
	}
	return o
}

func (g *generator) say(o object, p property) object {
	if o.has(p.name) {
		return o
	}
	if v := p.value(g); v != nil {
		o = append(o, member{p.name, v})
	}
	return o
}

// mix makes an object one of another class too.
func (g *generator) mix(o object, name string) object {
	for i, m := range o {
		if m.name != "type" {
			continue
		}
		types, ok := m.value.(array)
		if !ok {
			types = array{m.value}
		}
		if !slices.Contains(types, any(name)) {
			o[i].value = append(slices.Clone(types), name)
		}
	}
	c := g.classes[name]
	return g.fill(o, class{may: slices.Concat(c.must, c.may)})
}
