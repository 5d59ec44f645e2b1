package badgetest

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What the members of classes can have as values. A badge gets the plainest form of each.

// node makes objects of a class.
func node(name string) func(*generator) any {
	return func(g *generator) any { return g.object(name) }
}

// oneOf makes objects of one of several classes, some of which need the context of extensions.
func oneOf(names ...string) func(*generator) any {
	return func(g *generator) any {
		name := pick(g, names...)
		g.extended = g.extended || strings.HasPrefix(name, "1EdTech")
		return g.object(name)
	}
}

// link makes values of a term whose strings are identifiers: a string, or an object, of the class if there is one.
func link(name string) func(*generator) any {
	return func(g *generator) any {
		switch {
		case name != "" && g.one(3):
			return g.object(name)
		case !g.Badge && g.one(5):
			return object{{"id", g.reference()}}
		case !g.Badge && g.one(20):
			return g.number()
		}
		return g.reference()
	}
}

// many makes one value or several different ones.
func many(value func(*generator) any) func(*generator) any { return upTo(3, value) }

func upTo(n int, value func(*generator) any) func(*generator) any {
	return func(g *generator) any {
		if g.one(2) {
			return value(g)
		}
		var values array
		for range 1 + g.IntN(n) {
			if v := value(g); v != nil && !slices.ContainsFunc(values, func(w any) bool { return same(v, w) }) {
				values = append(values, v)
			}
		}
		if len(values) == 0 {
			return nil
		}
		return values
	}
}

// same reports whether two values may be one in RDF.
func same(v, w any) bool { return lexical(v) == lexical(w) }

// lexical is what a value says apart from type and language.
func lexical(v any) string {
	switch v := v.(type) {
	case object:
		for _, m := range v {
			if m.name == "@value" || m.name == "id" {
				return lexical(m.value)
			}
		}
	case number:
		f, _ := strconv.ParseFloat(string(v), 64)
		return fmt.Sprint(f)
	}
	return fmt.Sprint(v)
}

// list makes values of a term that keeps their order, and takes one twice; which rdf-canonize takes for an attack.
func list(value func(*generator) any) func(*generator) any {
	return func(g *generator) any {
		var values array
		for range 1 + g.IntN(4) {
			v := value(g)
			if values = append(values, v); g.BazaarErrs && g.one(4) {
				values = append(values, v)
			}
		}
		return values
	}
}

// anything makes a subject of a random class.
func anything(g *generator) any {
	return g.object(pick(g, append([]string{"BitstringStatusList", "JsonSchema", "thing", "Criteria", "EndorsementSubject"}, mixable...)...))
}

// endorsement makes an embedded credential. Contexts are costly to process, so that there are few.
func endorsement(g *generator) any {
	if g.embedded > 2 || g.depth > maxDepth/2 || !g.one(3) {
		return nil
	}
	o := g.document("EndorsementCredential")
	return append(o, member{"proof", proofs(g, o)})
}

// proofs makes proofs of an embedded credential. Those of JCS suites may repeat its contexts.
func proofs(g *generator, credential object) any {
	p := g.object("DataIntegrityProof")
	if strings.Contains(p.text("cryptosuite"), "-jcs-") && g.one(2) {
		for _, m := range credential {
			if m.name == "@context" {
				p = append(p, m)
			}
		}
	}
	if g.one(3) {
		return array{p, g.object("DataIntegrityProof")}
	}
	return p
}

// presented makes what a presentation presents.
func presented(g *generator) any {
	if g.one(4) {
		return g.document(pick(g, "EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"))
	}
	o := g.document(pick(g, credentials...))
	return append(o, member{"proof", proofs(g, o)})
}

func issuer(g *generator) any {
	outermost := g.embedded == 1
	if outermost && g.Issuer != "" {
		if g.one(4) {
			return g.Issuer
		}
		return append(g.object("Profile").without("id"), member{"id", g.Issuer})
	}
	if g.one(4) {
		return g.iri()
	}
	return g.object("Profile")
}

func (o object) without(name string) object {
	return slices.DeleteFunc(slices.Clone(o), func(m member) bool { return m.name == name })
}

func validFrom(g *generator) any {
	return stamp(g, time.Date(2001+g.IntN(25), time.Month(1+g.IntN(12)), 1+g.IntN(28), g.IntN(24), g.IntN(60), g.IntN(60), 0, time.UTC))
}

func validUntil(g *generator) any {
	return stamp(g, time.Date(2027+g.IntN(70), time.Month(1+g.IntN(12)), 1+g.IntN(28), g.IntN(24), g.IntN(60), g.IntN(60), 0, time.UTC))
}

func stamp(g *generator, t time.Time) string {
	if g.one(6) {
		t = t.In(time.FixedZone("", 60*(g.IntN(27*60)-13*60)))
	}
	if g.one(6) {
		t = t.Add(time.Duration(g.IntN(1000)) * time.Millisecond)
	}
	return t.Format(time.RFC3339Nano)
}

func date(g *generator) any { return g.datatyped(validFrom(g)) }

// resultDescription and achievedLevel refer to what the achievement describes, which a badge must.
func resultDescription(g *generator) any {
	g.chosen = description{}
	if len(g.results) == 0 {
		if g.Badge {
			return nil
		}
		return g.iri()
	}
	g.chosen = pick(g, g.results...)
	return g.chosen.id
}

func achievedLevel(g *generator) any {
	if len(g.chosen.levels) > 0 {
		return pick(g, g.chosen.levels...)
	}
	if g.Badge {
		return nil
	}
	return g.iri()
}

// value, requiredValue and requiredLevel are among those that the description allows, which they must be in a badge.
func value(g *generator) any {
	if g.Badge && len(g.chosen.values) > 0 {
		return pick(g, g.chosen.values...)
	}
	return text(g)
}

func allowedValue(g *generator) any {
	g.values = list(text)(g).(array)
	return g.values
}

func requiredValue(g *generator) any {
	switch {
	case !g.Badge:
		return text(g)
	case len(g.values) == 0:
		return nil
	}
	return pick(g, g.values...)
}

func requiredLevel(g *generator) any {
	switch {
	case !g.Badge:
		return typed(iriText)(g)
	case len(g.levels) == 0:
		return nil
	}
	return pick(g, g.levels...)
}

func purpose(g *generator) any {
	switch {
	case g.one(8):
		return g.iri()
	case !g.Badge && g.one(8):
		return object{{"id", g.iri()}, {"type", g.typeIRI()}, {pick(g, "assertionMethod", "keyAgreement"), many(iriText)(g)}}
	}
	return pick(g, "assertionMethod", "authentication", "capabilityDelegation", "capabilityInvocation", "keyAgreement")
}

func words(list ...string) func(*generator) any {
	return func(g *generator) any { return pick(g, list...) }
}

func iriText(g *generator) any { return g.iri() }

func language(g *generator) any { return pick(g, "en", "pt-BR", "zh-Hant-TW", "es-419") }

func mediaType(g *generator) any { return pick(g, "image/png", "application/vc+jwt") }

func multibase(g *generator) any {
	const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	b := []byte{'z'}
	for range 20 + g.IntN(60) {
		b = append(b, base58[g.IntN(len(base58))])
	}
	return string(b)
}

func sri(g *generator) any {
	b := make([]byte, 48)
	for i := range b {
		b[i] = byte(g.Uint32())
	}
	return "sha384-" + base64.StdEncoding.EncodeToString(b)
}

func digits(g *generator) any { return strconv.Itoa(g.IntN(1 << 20)) }

func small(g *generator) any { return number(strconv.Itoa(1 + g.IntN(8))) }

func seconds(g *generator) any { return number(strconv.Itoa(g.IntN(2_000_000_000))) }

func integer(g *generator) any { return number(strconv.Itoa(g.IntN(1_000_000))) }

func fraction(g *generator) any {
	if !g.Badge && g.one(12) {
		return pick(g, "4.50", "INF", "+1") // what JSON has as numbers must be written as such
	}
	return g.number()
}

func boolean(g *generator) any {
	if !g.Badge && g.one(12) {
		return pick(g, "1", "0")
	}
	return g.one(2)
}

// typed makes values of a term with a datatype.
func typed(value func(*generator) any) func(*generator) any {
	return func(g *generator) any { return g.datatyped(value(g)) }
}

// datatyped gives a value, now and then, another datatype than its term has.
func (g *generator) datatyped(v any) any {
	if g.Badge || !g.one(12) {
		return v
	}
	return object{{"@value", v}, {"type", g.typeIRI()}}
}

func plainText(g *generator) any { return g.string() }

// text makes values of a term without a datatype.
func text(g *generator) any {
	if g.Badge || g.one(2) {
		return g.string()
	}
	switch g.IntN(7) {
	case 0:
		return g.number()
	case 1:
		return g.one(2)
	case 2:
		return object{{"@value", g.string()}, {"type", g.typeIRI()}}
	case 3:
		return object{{"@value", g.number()}, {"type", "https://www.w3.org/2001/XMLSchema#decimal"}}
	case 4:
		if g.GoldErrs {
			g.literals++
			return object{{"@value", g.json(3)}, {"type", "@json"}}
		}
	}
	return g.languageString()
}

func (g *generator) languageString() object {
	o := object{{"@value", g.string()}}
	if !g.Direction || g.one(2) {
		o = append(o, member{"@language", pick(g, "en", "de-CH", "zh-Hant-TW", "x-own", "EN-us", "abcdefgh-12345678")})
	}
	if g.Direction && (len(o) == 1 || g.one(2)) {
		o = append(o, member{"@direction", pick(g, "ltr", "rtl")})
	}
	g.Shuffle(len(o), func(i, j int) { o[i], o[j] = o[j], o[i] })
	return o
}

// pieces are what strings are made of.
var pieces = []string{"Charts", "a", " ", "  ", "ö", "漢字", "مرحبا", "e\u0301", "\u200d", "👩\u200d🔬", "𝒜", "\u2028",
	`"`, `\`, `\u0041`, "/", "\n", "\t", "\r", "<b>&amp;", "{}", "_:b0", `"^^<urn:x>`, "@en", "\u00a0"}

// controls are the characters that N-Quads escapes as \b, \f or \u and json-gold leaves alone.
var controls = []string{"\x00", "\x01", "\x07", "\b", "\v", "\f", "\x1b", "\x1f", "\x7f", "\u0085"}

// high are characters that UTF-16 sorts after those beyond U+FFFF, as rdf-canonize sorts N-Quads.
var high = []string{"\ue000", "\ufeff", "\uff21", "\ufffd"}

// noncharacters are those that are not in XML 1.1, which both libraries leave alone.
var noncharacters = []string{"\ufffe", "\uffff"}

func (g *generator) string() string {
	var b strings.Builder
	for range 1 + g.IntN(5) {
		b.WriteString(pick(g, pieces...))
		if g.GoldErrs && g.one(8) {
			b.WriteString(pick(g, controls...))
		}
		if g.BazaarErrs && g.one(8) {
			b.WriteString(pick(g, high...))
		}
		if g.GoldErrs && g.BazaarErrs && g.one(8) {
			b.WriteString(pick(g, noncharacters...))
		}
	}
	return b.String()
}

// number makes a number that a float64 keeps.
func (g *generator) number() number {
	switch n := g.IntN(9); {
	case n == 0:
		return number(strconv.Itoa(g.IntN(10)))
	case n == 1:
		return pick[number](g, "0", "-1", "1.0", "4.50", "1E3", "1e21", "9007199254740991", "-9007199254740991", "1.5e308", "0.1",
			"1e+2", "100E-2", "1.5e-7", "-1.25e-300", "9007199254740993e3")
	case n == 2 && g.BazaarErrs:
		return pick[number](g, "1e-7", "-3e-300") // jsonld.js takes what has no point for an integer, 0
	case n == 3 && g.GoldErrs:
		return pick[number](g, "1e20", "-2.5e19", "1.2345678901234568e20") // json-gold has 64 bits for an integer
	case n == 4:
		return number(strconv.Itoa(g.IntN(1<<40) - 1<<39))
	case n == 5:
		return number(strconv.FormatFloat(g.NormFloat64(), 'e', 1+g.IntN(14), 64))
	}
	text := strconv.FormatFloat(360*g.Float64()-180, 'f', 1+g.IntN(6), 64)
	if f, _ := strconv.ParseFloat(text, 64); f == 0 {
		return "0" // which has a sign otherwise
	}
	return number(text)
}

func anyJSON(g *generator) any {
	g.literals++
	if g.GoldErrs {
		return g.json(3)
	}
	return g.jsonObject(2)
}

// json makes any JSON value.
func (g *generator) json(depth int) any {
	switch n := g.IntN(9); {
	case n < 2 && depth > 0:
		return g.jsonObject(depth - 1)
	case n < 4 && depth > 0:
		a := array{}
		if g.Badge {
			a = append(a, g.json(depth-1))
		}
		for range g.IntN(4) {
			a = append(a, g.json(depth-1))
		}
		return a
	case n == 4:
		return g.number()
	case n == 5:
		return g.one(2)
	case n == 6 && !g.Badge && depth < 3:
		return null{}
	}
	return g.string()
}

func (g *generator) jsonObject(depth int) object {
	o := object{}
	for i := range g.IntN(4) {
		o = append(o, member{pick(g, "@id", "id", "name", "ä", "\"", "é\n") + strings.Repeat("'", i), g.json(depth)})
	}
	return o
}

func (g *generator) typeIRI() string {
	return pick(g, "https://example.org/types#Other", "urn:example:type", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Unlisted")
}

// iris are identifiers with a number in them.
var iris = []string{"https://badges.example.org/%d", "https://example.org/%d/%%E2%%82%%AC?q=1&r=a+b#f", "HTTP://EXAMPLE.org:8080/%d",
	"https://example.org/ä/漢字/%d", "https://xn--bcher-kva.example/%d", "urn:uuid:00000000-0000-4000-8000-%012d",
	"did:web:example.org:u%d", "did:example:%d#key-1", "mailto:u%d@example.org", "tag:example.org,2026:%d", "url:%d",
	"data:text/plain,%d", "ftp://example.org/%d", "x-own+a.b-c:%d", "urn:example:~!$&'()*+,;=@/?%d"}

// iri makes an identifier that nothing has yet.
func (g *generator) iri() string {
	g.serial++
	return fmt.Sprintf(pick(g, iris...), g.serial)
}

// reference makes an identifier of an object that may be described, before or later, or nowhere.
func (g *generator) reference() string {
	if len(g.described) > 0 && g.one(3) {
		return pick(g, g.described...)
	}
	return g.iri()
}
