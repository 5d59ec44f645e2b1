package jsonld_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/jsonld"
)

// accepted has documents and their statements, written by hand from JSON-LD 1.1 and held against jsonld.js 9.0.0 (safe
// mode, rdfDirection i18n-datatype), which gives the same ones, but for 1e-7: it makes the integer 0 of numbers that
// JavaScript writes without a point.
var accepted = []struct {
	name     string
	contexts []string
	doc      string
	want     string
}{
	// Names.
	{"keywords", []string{`{"p": "urn:p"}`}, `"@id": "urn:s", "@type": "urn:T", "p": "x"`, `
		<urn:s> rdf:type <urn:T>
		<urn:s> <urn:p> "x"`},
	{"aliases", []string{`{"id": "@id", "type": "@type", "T": "urn:T", "U": "urn:U"}`}, `"id": "urn:s", "type": ["U", "T"]`, `
		<urn:s> rdf:type <urn:T>
		<urn:s> rdf:type <urn:U>`},
	{"aliases of the keywords of values", []string{`{"p": "urn:p", "value": "@value", "type": "@type", "language": "@language",
		"direction": "@direction"}`}, `"@id": "urn:s", "p": [{"value": "x", "type": "urn:D"}, {"value": "x", "language": "en", "direction": "rtl"}]`, `
		<urn:s> <urn:p> "x"^^<urn:D>
		<urn:s> <urn:p> "x"^^i18n:en_rtl`},
	{"the shortest of several aliases", []string{`{"id": "@id", "ident": "@id", "identifier": "@id", "key": "@id", "name": "@id", "T": "urn:T"}`}, `"id": "urn:s", "@type": "T"`, `
		<urn:s> rdf:type <urn:T>`},
	{"a blank node", []string{`{"p": "urn:p"}`}, `"p": "x"`, `_:b0 <urn:p> "x"`},
	{"no node in common", []string{`{"p": "urn:p"}`}, `"p": [{"p": "x"}, {"p": "x"}]`, `
		_:b0 <urn:p> "x"
		_:b1 <urn:p> "x"
		_:b2 <urn:p> _:b0
		_:b2 <urn:p> _:b1`},
	{"a term with a colon", []string{`{"v": "urn:v:", "v:p": {"@type": "@id"}}`}, `"@id": "urn:s", "v:p": "urn:o"`, `
		<urn:s> <urn:v:p> <urn:o>`},
	{"a term beside one that cannot be used", []string{`{"knows": "urn:p", "by": {"@reverse": "urn:p"}}`}, `"@id": "urn:s", "knows": "x"`, `
		<urn:s> <urn:p> "x"`},
	{"a name that begins with a digit", []string{`{"1a": "urn:p", "zzz": "urn:p"}`}, `"@id": "urn:s", "1a": "x"`, `<urn:s> <urn:p> "x"`},
	{"a class and a property with one IRI", []string{`{"P": "urn:p", "property": "urn:p"}`}, `"@id": "urn:s", "@type": "P", "property": "x"`, `
		<urn:s> rdf:type <urn:p>
		<urn:s> <urn:p> "x"`},

	{"a term that begins like a keyword", []string{`{"@1": "urn:p", "property": "urn:p"}`}, `"@id": "urn:s", "property": "x"`, `<urn:s> <urn:p> "x"`},

	// Values.
	{"strings", []string{`{"p": "urn:p"}`}, `"@id": "urn:s", "p": ["", "\"\\\u0000\b\t\n\f\r\u001f\u007f é 漢字 🎓 <>"]`, `
		<urn:s> <urn:p> ""
		<urn:s> <urn:p> "\"\\\u0000\b\t\n\f\r\u001F\u007F é 漢字 🎓 <>"`},
	{"identifiers", []string{`{"p": {"@id": "urn:p", "@type": "@id"}}`}, `"@id": "urn:s", "p": ["urn:a", {"@id": "did:example:b"}]`, `
		<urn:s> <urn:p> <urn:a>
		<urn:s> <urn:p> <did:example:b>`},
	{"an identifier that is a literal", []string{`{"p": "urn:p"}`}, `"@id": "urn:s", "p": "urn:a"`, `<urn:s> <urn:p> "urn:a"`},
	{"an identifier that begins like a prefix", []string{`{"did": "urn:x:", "https": "urn:y:", "did:p": {}, "p": "urn:p"}`},
		`"@id": "https://example.org", "p": "x"`, `<https://example.org> <urn:p> "x"`},
	{"an identifier that begins like a term", []string{`{"did": {"@id": "urn:v:"}, "p": {"@id": "urn:p", "@type": "@id"}}`}, `"@id": "urn:s", "p": "did:example:a"`, `
		<urn:s> <urn:p> <did:example:a>`},
	{"an identifier that is the IRI of a term", []string{`{"p": {"@id": "urn:p", "@type": "@id"}, "q": "urn:q", "a": "urn:a"}`}, `"@id": "urn:s", "p": ["urn:a", {"@id": "urn:q"}]`, `
		<urn:s> <urn:p> <urn:a>
		<urn:s> <urn:p> <urn:q>`},
	{"a reference to what is described elsewhere", []string{`{"p": "urn:p", "q": "urn:q"}`}, `"@id": "urn:s", "p": [{"@id": "urn:a"}, {"q": {"@id": "urn:a", "q": 1}}], "q": {"@id": "urn:a"}`, `
		<urn:s> <urn:p> <urn:a>
		<urn:s> <urn:p> _:b
		_:b <urn:q> <urn:a>
		<urn:a> <urn:q> "1"^^xsd:integer
		<urn:s> <urn:q> <urn:a>`},
	{"identifiers of all countries", []string{`{"p": {"@id": "urn:p", "@type": "@id"}}`},
		`"@id": "https://www.xn--fiqs8s.example-registry/a", "p": ["https://例え.テスト/a?b=%20#c", "https://xn--r8jz45g.xn--zckzah/", "https://a.co.uk:8443/"]`, `
		<https://www.xn--fiqs8s.example-registry/a> <urn:p> <https://例え.テスト/a?b=%20#c>
		<https://www.xn--fiqs8s.example-registry/a> <urn:p> <https://xn--r8jz45g.xn--zckzah/>
		<https://www.xn--fiqs8s.example-registry/a> <urn:p> <https://a.co.uk:8443/>`},
	{"a long data: IRI", []string{`{"p": {"@id": "urn:p", "@type": "@id"}}`},
		`"@id": "urn:s", "p": "data:image/png;base64,` + strings.Repeat("A", 4096) + `"`,
		`<urn:s> <urn:p> <data:image/png;base64,` + strings.Repeat("A", 4096) + `>`},
	{"terms as values", []string{`{"p": {"@id": "urn:p", "@type": "@vocab"}, "a": "urn:a"}`}, `"@id": "urn:s", "p": ["a", "urn:b", {"@id": "urn:c"}]`, `
		<urn:s> <urn:p> <urn:a>
		<urn:s> <urn:p> <urn:b>
		<urn:s> <urn:p> <urn:c>`},
	{"datatypes", []string{`{"p": {"@id": "urn:p", "@type": "urn:D"}, "q": {"@id": "urn:q", "@type": "http://www.w3.org/2001/XMLSchema#string"},
		"r": {"@id": "urn:r", "@type": "@none"}, "D": "urn:E"}`},
		`"@id": "urn:s", "p": "1", "q": "1", "r": [{"@value": "1", "@type": "urn:F"}, {"@value": "1", "@type": "D"}]`, `
		<urn:s> <urn:p> "1"^^<urn:D>
		<urn:s> <urn:q> "1"
		<urn:s> <urn:r> "1"^^<urn:F>
		<urn:s> <urn:r> "1"^^<urn:E>`},
	{"booleans", []string{`{"p": "urn:p", "q": {"@id": "urn:q", "@type": "https://www.w3.org/2001/XMLSchema#boolean"}}`},
		`"@id": "urn:s", "p": [true, "true"], "q": [false, "0"]`, `
		<urn:s> <urn:p> "true"^^xsd:boolean
		<urn:s> <urn:p> "true"
		<urn:s> <urn:q> "false"^^xsds:boolean
		<urn:s> <urn:q> "0"^^xsds:boolean`},
	{"numbers", []string{`{"p": "urn:p"}`}, `"@id": "urn:s", "p": [0, -1, 1.50, 5.5, 1e2, 1e20, 1e21, 1e-7, -0.000125, 9007199254740991, "1"]`, `
		<urn:s> <urn:p> "0"^^xsd:integer
		<urn:s> <urn:p> "-1"^^xsd:integer
		<urn:s> <urn:p> "1.5E0"^^xsd:double
		<urn:s> <urn:p> "5.5E0"^^xsd:double
		<urn:s> <urn:p> "100"^^xsd:integer
		<urn:s> <urn:p> "100000000000000000000"^^xsd:integer
		<urn:s> <urn:p> "1.0E21"^^xsd:double
		<urn:s> <urn:p> "1.0E-7"^^xsd:double
		<urn:s> <urn:p> "-1.25E-4"^^xsd:double
		<urn:s> <urn:p> "9007199254740991"^^xsd:integer
		<urn:s> <urn:p> "1"`},
	{"numbers of a datatype", []string{`{"f": {"@id": "urn:f", "@type": "http://www.w3.org/2001/XMLSchema#float"},
		"d": {"@id": "urn:d", "@type": "http://www.w3.org/2001/XMLSchema#double"}, "i": {"@id": "urn:i", "@type": "https://www.w3.org/2001/XMLSchema#integer"}}`},
		`"@id": "urn:s", "f": [4, 4.5, "4.50", "INF"], "d": [4, 4.5], "i": [4, 4.5, "+4"]`, `
		<urn:s> <urn:f> "4"^^xsd:float
		<urn:s> <urn:f> "4.5E0"^^xsd:float
		<urn:s> <urn:f> "4.50"^^xsd:float
		<urn:s> <urn:f> "INF"^^xsd:float
		<urn:s> <urn:d> "4.0E0"^^xsd:double
		<urn:s> <urn:d> "4.5E0"^^xsd:double
		<urn:s> <urn:i> "4"^^xsds:integer
		<urn:s> <urn:i> "4.5E0"^^xsds:integer
		<urn:s> <urn:i> "+4"^^xsds:integer`},
	{"numbers written out", []string{`{"p": "urn:p", "q": {"@id": "urn:q", "@type": "urn:D"}}`},
		`"@id": "urn:s", "p": {"@value": 4, "@type": "http://www.w3.org/2001/XMLSchema#double"}, "q": [{"@value": 4}, {"@value": true}, {"@value": false, "@type": "http://www.w3.org/2001/XMLSchema#boolean"}]`, `
		<urn:s> <urn:p> "4.0E0"^^xsd:double
		<urn:s> <urn:q> "4"^^xsd:integer
		<urn:s> <urn:q> "true"^^xsd:boolean
		<urn:s> <urn:q> "false"^^xsd:boolean`},
	{"numbers where identifiers are expected", []string{`{"p": {"@id": "urn:p", "@type": "@id"}, "q": {"@id": "urn:q", "@type": "@vocab"}}`},
		`"@id": "urn:s", "p": [1, {"@value": "x"}], "q": true`, `
		<urn:s> <urn:p> "1"^^xsd:integer
		<urn:s> <urn:p> "x"
		<urn:s> <urn:q> "true"^^xsd:boolean`},

	// Languages and directions.
	{"languages", []string{`{"p": "urn:p"}`}, `"@id": "urn:s", "p": ["x", {"@value": "x", "@language": "en"}, {"@value": "x", "@language": "de-CH-1996"}, {"@value": "x", "@language": "abcdefgh-ABCDEFGH"}]`, `
		<urn:s> <urn:p> "x"
		<urn:s> <urn:p> "x"@en
		<urn:s> <urn:p> "x"@de-ch-1996
		<urn:s> <urn:p> "x"@abcdefgh-abcdefgh`},
	{"directions", []string{`{"p": "urn:p"}`}, `"@id": "urn:s", "p": [{"@value": "x", "@language": "ar-EG", "@direction": "rtl"},
		{"@value": "x", "@direction": "ltr"}]`, `
		<urn:s> <urn:p> "x"^^<https://www.w3.org/ns/i18n#ar-eg_rtl>
		<urn:s> <urn:p> "x"^^i18n:_ltr`},
	{"a default language", []string{`{"@language": "EN", "p": "urn:p", "q": {"@id": "urn:q", "@language": "de-AT"}, "r": {"@id": "urn:r", "@language": null},
		"i": {"@id": "urn:i", "@type": "@id"}}`},
		`"@id": "urn:s", "p": ["x", {"@value": "x"}, {"@value": "x", "@language": "fr"}, 1], "q": "x", "r": "x", "i": "urn:o"`, `
		<urn:s> <urn:p> "x"@en
		<urn:s> <urn:p> "x"
		<urn:s> <urn:p> "x"@fr
		<urn:s> <urn:p> "1"^^xsd:integer
		<urn:s> <urn:q> "x"@de-at
		<urn:s> <urn:r> "x"
		<urn:s> <urn:i> <urn:o>`},
	{"a default direction", []string{`{"@language": "ar", "@direction": "rtl", "p": "urn:p", "q": {"@id": "urn:q", "@direction": "ltr"},
		"r": {"@id": "urn:r", "@direction": null}, "l": {"@id": "urn:l", "@container": "@language"}}`},
		`"@id": "urn:s", "p": ["x", {"@value": "x"}], "q": "x", "r": "x", "l": {"en": "x"}`, `
		<urn:s> <urn:p> "x"^^i18n:ar_rtl
		<urn:s> <urn:p> "x"
		<urn:s> <urn:q> "x"^^i18n:ar_ltr
		<urn:s> <urn:r> "x"@ar
		<urn:s> <urn:l> "x"^^i18n:en_rtl`},
	{"a default language that is taken back", []string{`[{"@language": "en", "@direction": "rtl"}, {"@language": null, "@direction": null, "p": "urn:p"}]`},
		`"@id": "urn:s", "p": "x"`, `<urn:s> <urn:p> "x"`},

	// JSON literals.
	{"JSON", []string{`{"p": {"@id": "urn:p", "@type": "@json"}, "q": "urn:q"}`},
		`"@id": "urn:s", "p": {"b": [1.0, 1e21, 1e-7, null, true, "é\u000a\""], "a": {"@id": [], "": {}}},
		"q": [{"@value": {"c": 2.50}, "@type": "@json"}, {"@value": null, "@type": "@json"}, {"@value": "x", "@type": "@json"}]`, `
		<urn:s> <urn:p> "{\"a\":{\"\":{},\"@id\":[]},\"b\":[1,1e+21,1e-7,null,true,\"é\\n\\\"\"]}"^^rdf:JSON
		<urn:s> <urn:q> "{\"c\":2.5}"^^rdf:JSON
		<urn:s> <urn:q> "null"^^rdf:JSON
		<urn:s> <urn:q> "\"x\""^^rdf:JSON`},
	{"JSON that is a scalar or an array", []string{`{"p": {"@id": "urn:p", "@type": "@json"}, "q": {"@id": "urn:q", "@type": "@json"},
		"r": {"@id": "urn:r", "@type": "@json", "@container": "@set"}}`}, `"@id": "urn:s", "p": "x", "q": [], "r": [1, 1]`, `
		<urn:s> <urn:p> "\"x\""^^rdf:JSON
		<urn:s> <urn:q> "[]"^^rdf:JSON
		<urn:s> <urn:r> "[1,1]"^^rdf:JSON`},

	// Containers.
	{"a set", []string{`{"p": {"@id": "urn:p", "@container": "@set"}}`}, `"@id": "urn:s", "p": ["b", "a"]`, `
		<urn:s> <urn:p> "a"
		<urn:s> <urn:p> "b"`},
	{"more values than are compared one by one", []string{`{"p": "urn:p"}`}, `"@id": "urn:s", "p": ["a", "b", "c", "d", "e", "f", "g", "h", "i"]`, `
		<urn:s> <urn:p> "a"
		<urn:s> <urn:p> "b"
		<urn:s> <urn:p> "c"
		<urn:s> <urn:p> "d"
		<urn:s> <urn:p> "e"
		<urn:s> <urn:p> "f"
		<urn:s> <urn:p> "g"
		<urn:s> <urn:p> "h"
		<urn:s> <urn:p> "i"`},
	{"sets in a set", []string{`{"p": "urn:p", "q": "urn:q"}`}, `"@id": "urn:s", "p": [{"@id": "urn:a", "q": ["x", "y"]}, {"@id": "urn:b", "q": ["x", "z"]}]`, `
		<urn:s> <urn:p> <urn:a>
		<urn:a> <urn:q> "x"
		<urn:a> <urn:q> "y"
		<urn:s> <urn:p> <urn:b>
		<urn:b> <urn:q> "x"
		<urn:b> <urn:q> "z"`},
	{"a list", []string{`{"p": {"@id": "urn:p", "@container": "@list"}}`}, `"@id": "urn:s", "p": ["b", "a", "b"]`, `
		<urn:s> <urn:p> _:b2
		_:b2 rdf:first "b"
		_:b2 rdf:rest _:b1
		_:b1 rdf:first "a"
		_:b1 rdf:rest _:b0
		_:b0 rdf:first "b"
		_:b0 rdf:rest rdf:nil`},
	{"a list of one object", []string{`{"p": {"@id": "urn:p", "@container": "@list"}, "q": "urn:q"}`}, `"@id": "urn:s", "p": {"@id": "urn:o", "q": 1}`, `
		<urn:s> <urn:p> _:b0
		_:b0 rdf:first <urn:o>
		_:b0 rdf:rest rdf:nil
		<urn:o> <urn:q> "1"^^xsd:integer`},
	{"a graph", []string{`{"p": {"@id": "urn:p", "@container": "@graph"}, "q": "urn:q"}`}, `"@id": "urn:s", "p": [{"@id": "urn:o", "q": {"q": 1}}, {"q": 1}]`, `
		<urn:s> <urn:p> _:b2
		<urn:o> <urn:q> _:b1 _:b2
		_:b1 <urn:q> "1"^^xsd:integer _:b2
		<urn:s> <urn:p> _:b0
		_:b3 <urn:q> "1"^^xsd:integer _:b0`},
	{"languages as names", []string{`{"p": {"@id": "urn:p", "@container": ["@language", "@set"]}}`}, `"@id": "urn:s", "p": {"en": ["x", "y"], "de-CH": "x"}`, `
		<urn:s> <urn:p> "x"@en
		<urn:s> <urn:p> "y"@en
		<urn:s> <urn:p> "x"@de-ch`},
	{"identifiers as names", []string{`{"p": {"@id": "urn:p", "@container": "@id"}, "q": "urn:q"}`}, `"@id": "urn:s", "p": {"urn:a": {"q": 1}, "urn:b": {"@type": "urn:T"}}`, `
		<urn:s> <urn:p> <urn:a>
		<urn:a> <urn:q> "1"^^xsd:integer
		<urn:s> <urn:p> <urn:b>
		<urn:b> rdf:type <urn:T>`},

	// A vocabulary.
	{"@vocab", []string{`{"@vocab": "urn:v:", "q": {"@id": "urn:q", "@type": "@vocab"}}`}, `"@id": "urn:s", "@type": ["T", "urn:U"], "p": "x", "a/b": 1, "q": "o"`, `
		<urn:s> rdf:type <urn:v:T>
		<urn:s> rdf:type <urn:U>
		<urn:s> <urn:v:p> "x"
		<urn:s> <urn:v:a/b> "1"^^xsd:integer
		<urn:s> <urn:q> <urn:v:o>`},
	{"terms of a vocabulary", []string{`{"@vocab": "urn:v:", "q": {"@type": "@id"}}`}, `"@id": "urn:s", "q": "urn:o"`, `<urn:s> <urn:v:q> <urn:o>`},
	{"an empty vocabulary, which is none", []string{`[{"@vocab": "urn:v:"}, {"@vocab": null, "p": "urn:p"}]`}, `"@id": "urn:s", "p": "x"`, `<urn:s> <urn:p> "x"`},
	{"the vocabulary of undefined terms", nil, `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"],
		"id": "urn:s", "type": ["VerifiableCredential", "Motto"], "motto": "x"}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> rdf:type undef:Motto
		<urn:s> undef:motto "x"`},

	{"what a vocabulary has no name for", []string{`{"@vocab": "urn:v:", "T": "urn:T"}`}, `"@id": "urn:s", "@type": ["urn:v:T", "urn:v:a:b", "urn:v:@type"]`, `
		<urn:s> rdf:type <urn:v:T>
		<urn:s> rdf:type <urn:v:a:b>
		<urn:s> rdf:type <urn:v:@type>`},
	{"the vocabulary itself", []string{`{"@vocab": "urn:v"}`}, `"@id": "urn:s", "@type": "urn:v"`, `<urn:s> rdf:type <urn:v>`},

	// Contexts of terms.
	{"a type-scoped context, which does not propagate", []string{`{"p": "urn:p", "T": {"@id": "urn:T", "@context": {"p": "urn:q", "q": {"@id": "urn:r", "@type": "@id"}}}}`},
		`"@id": "urn:s", "@type": "T", "p": {"p": "x"}, "q": "urn:o"`, `
		<urn:s> rdf:type <urn:T>
		<urn:s> <urn:q> _:b0
		<urn:s> <urn:r> <urn:o>
		_:b0 <urn:p> "x"`},
	{"a type-scoped context, which applies to values and references", []string{`{"p": "urn:p", "T": {"@id": "urn:T", "@context": {"id": "@id", "val": "@value", "lang": "@language"}}}`},
		`"@type": "T", "id": "urn:s", "p": [{"id": "urn:o"}, {"val": "x", "lang": "en"}]`, `
		<urn:s> rdf:type <urn:T>
		<urn:s> <urn:p> <urn:o>
		<urn:s> <urn:p> "x"@en`},
	{"type-scoped contexts in the order of their names", []string{`{"T": {"@id": "urn:T", "@context": {"p": "urn:a"}}, "U": {"@id": "urn:U", "@context": {"p": "urn:b"}}}`},
		`"@id": "urn:s", "@type": ["U", "T"], "p": 1`, `
		<urn:s> rdf:type <urn:T>
		<urn:s> rdf:type <urn:U>
		<urn:s> <urn:b> "1"^^xsd:integer`},
	{"two type-scoped contexts, of which neither propagates", []string{`{"p": "urn:p", "T": {"@id": "urn:T", "@context": {"p": "urn:a"}},
		"U": {"@id": "urn:U", "@context": {"q": "urn:b"}}}`}, `"@id": "urn:s", "@type": ["T", "U"], "q": {"p": 1}`, `
		<urn:s> rdf:type <urn:T>
		<urn:s> rdf:type <urn:U>
		<urn:s> <urn:b> _:b0
		_:b0 <urn:p> "1"^^xsd:integer`},
	{"a class that names the types", []string{`{"T": {"@id": "urn:T", "@context": {"type": "@type", "id": "@id"}}}`}, `"@type": "T", "id": "urn:s"`, `
		<urn:s> rdf:type <urn:T>`},
	{"a class that takes the name of types for a property", []string{`{"type": "@type", "T": {"@id": "urn:T", "@context": {"type": "urn:p"}}}`},
		`"@id": "urn:s", "type": "T"`, `<urn:s> <urn:p> "T"`},
	{"a property-scoped context, which propagates", []string{`{"nothing": null, "p": {"@id": "urn:p", "@context": {"q": "urn:q", "@language": "en"}}, "q": "urn:other"}`},
		`"@id": "urn:s", "p": ["x", {"q": {"q": "y"}}], "q": "z"`, `
		<urn:s> <urn:p> "x"@en
		<urn:s> <urn:p> _:b1
		_:b1 <urn:q> _:b0
		_:b0 <urn:q> "y"@en
		<urn:s> <urn:other> "z"`},
	{"a property-scoped context on top of the one before the type's", []string{`{"p": {"@id": "urn:p", "@context": {"q": "urn:q"}}, "r": "urn:r",
		"T": {"@id": "urn:T", "@context": {"r": "urn:other", "q": "urn:other"}}}`}, `"@id": "urn:s", "@type": "T", "p": {"q": 1, "r": 2}`, `
		<urn:s> rdf:type <urn:T>
		<urn:s> <urn:p> _:b0
		_:b0 <urn:q> "1"^^xsd:integer
		_:b0 <urn:r> "2"^^xsd:integer`},
	{"a property-scoped context may redefine what is protected", []string{`{"@protected": true, "q": "urn:q", "kept": "urn:kept", "p": {"@id": "urn:p", "@protected": false, "@context": {"q": "urn:r"}}}`},
		`"@id": "urn:s", "p": {"q": 1, "kept": 2}, "q": 3`, `
		<urn:s> <urn:p> _:b0
		<urn:s> <urn:q> "3"^^xsd:integer
		_:b0 <urn:r> "1"^^xsd:integer
		_:b0 <urn:kept> "2"^^xsd:integer`},
	{"a property-scoped context that takes all away", []string{`{"@protected": true, "p": {"@id": "urn:p", "@context": null}}`}, `"@id": "urn:s", "p": {"@id": "urn:o", "@type": "urn:T"}`, `
		<urn:s> <urn:p> <urn:o>
		<urn:o> rdf:type <urn:T>`},
	{"contexts that say what is said already", []string{`{"p": {"@id": "urn:p", "@context": []}, "T": {"@id": "urn:T", "@context": {"p": {"@id": "urn:p", "@context": []}}}}`},
		`"@id": "urn:s", "@type": "T", "p": {"p": 1}`, `
		<urn:s> rdf:type <urn:T>
		<urn:s> <urn:p> _:b0
		_:b0 <urn:p> "1"^^xsd:integer`},
	{"a protected term that is defined alike again", []string{`{"@protected": true, "p": "urn:p"}`, `{"p": "urn:p", "q": "urn:q"}`},
		`{"@context": ["urn:c1", "urn:c2"], "@id": "urn:s", "p": 1, "q": 2}`, `
		<urn:s> <urn:p> "1"^^xsd:integer
		<urn:s> <urn:q> "2"^^xsd:integer`},
	{"a context that names another", []string{`["urn:c2", {"q": "urn:q"}]`, `{"p": "urn:p"}`}, `"@id": "urn:s", "p": 1, "q": 2`, `
		<urn:s> <urn:p> "1"^^xsd:integer
		<urn:s> <urn:q> "2"^^xsd:integer`},
	{"a container of types, which changes nothing", []string{`{"@type": {"@container": "@set", "@protected": true}, "T": "urn:T"}`}, `"@id": "urn:s", "@type": "T"`, `
		<urn:s> rdf:type <urn:T>`},

	// Credentials.
	{"a confirmation key", nil, `"id": "urn:s", "cnf": {"kid": "did:example:a#1", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AA"}}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> jwt:cnf _:b0
		_:b0 jwt:kid <did:example:a#1>
		_:b0 jwt:jwk "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"AA\"}"^^rdf:JSON`},
	{"a proof", nil, `"id": "urn:s", "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2026-03-01T12:00:00Z",
		"proofPurpose": "assertionMethod", "verificationMethod": "did:example:a#1", "proofValue": "z1"}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> sec:proof _:b0
		_:b1 rdf:type sec:DataIntegrityProof _:b0
		_:b1 sec:cryptosuite "eddsa-rdfc-2022"^^sec:cryptosuiteString _:b0
		_:b1 dc:created "2026-03-01T12:00:00Z"^^xsd:dateTime _:b0
		_:b1 sec:proofPurpose sec:assertionMethod _:b0
		_:b1 sec:verificationMethod <did:example:a#1> _:b0
		_:b1 sec:proofValue "z1"^^sec:multibase _:b0`},
	{"a proof with the contexts of its credential", nil, `"id": "urn:s", "proof": [
		{"@context": "https://www.w3.org/ns/credentials/v2", "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "authentication"},
		{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "type": "DataIntegrityProof", "cryptosuite": "ecdsa-jcs-2019"}]`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> sec:proof _:b2
		_:b3 rdf:type sec:DataIntegrityProof _:b2
		_:b3 sec:cryptosuite "eddsa-jcs-2022"^^sec:cryptosuiteString _:b2
		_:b3 sec:proofPurpose sec:authenticationMethod _:b2
		<urn:s> sec:proof _:b0
		_:b1 rdf:type sec:DataIntegrityProof _:b0
		_:b1 sec:cryptosuite "ecdsa-jcs-2019"^^sec:cryptosuiteString _:b0`},
	{"a status", nil, `"id": "urn:s", "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "message", "statusListIndex": "7",
		"statusListCredential": "https://example.org/1", "statusSize": 1, "statusMessage": [{"status": "0x0", "message": "a"}]}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> cred:credentialStatus _:b0
		_:b0 rdf:type status:BitstringStatusListEntry
		_:b0 status:statusPurpose "message"
		_:b0 status:statusListIndex "7"
		_:b0 status:statusListCredential <https://example.org/1>
		_:b0 status:statusSize "1"^^xsds:integer
		_:b0 status:statusMessage _:b1
		_:b1 status:status "0x0"
		_:b1 status:message "a"`},
	{"a schema in JSON", nil, `"id": "urn:s", "credentialSchema": {"type": "JsonSchema", "jsonSchema": {"type": "object", "enum": [1.0, null]}}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> cred:credentialSchema _:b0
		_:b0 rdf:type cred:JsonSchema
		_:b0 cred:jsonSchema "{\"enum\":[1,null],\"type\":\"object\"}"^^rdf:JSON`},
	{"a presentation", nil, `{"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiablePresentation", "holder": "urn:h", "verifiableCredential": [
		{"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:a", "type": "VerifiableCredential", "issuer": {"id": "urn:i", "name": "A"}},
		{"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiableCredential", "issuer": {"id": "urn:i", "name": "B"}},
		{"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,e.e.e"}]}`, `
		_:b3 rdf:type cred:VerifiablePresentation
		_:b3 cred:holder <urn:h>
		_:b3 cred:verifiableCredential _:b4
		<urn:a> rdf:type cred:VerifiableCredential _:b4
		<urn:a> cred:issuer <urn:i> _:b4
		<urn:i> schema:name "A" _:b4
		_:b3 cred:verifiableCredential _:b0
		_:b1 rdf:type cred:VerifiableCredential _:b0
		_:b1 cred:issuer <urn:i> _:b0
		<urn:i> schema:name "B" _:b0
		_:b3 cred:verifiableCredential _:b2
		<data:application/vc+jwt,e.e.e> rdf:type cred:EnvelopedVerifiableCredential _:b2`},
	{"an embedded credential", nil, `"id": "urn:s", "endorsement": [{"@context": ["https://www.w3.org/ns/credentials/v2",
		"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "id": "urn:e", "type": ["VerifiableCredential", "EndorsementCredential"],
		"issuer": "urn:i", "credentialSubject": {"id": "urn:s", "type": "EndorsementSubject", "endorsementComment": "x"},
		"proof": {"type": "DataIntegrityProof", "@context": "https://www.w3.org/ns/credentials/v2", "cryptosuite": "eddsa-jcs-2022"}}]`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> ob:endorsement <urn:e>
		<urn:e> rdf:type cred:VerifiableCredential
		<urn:e> rdf:type ob:EndorsementCredential
		<urn:e> cred:issuer <urn:i>
		<urn:e> cred:credentialSubject <urn:s>
		<urn:s> rdf:type ob:EndorsementSubject
		<urn:s> ob:endorsementComment "x"
		<urn:e> sec:proof _:b0
		_:b1 rdf:type sec:DataIntegrityProof _:b0
		_:b1 sec:cryptosuite "eddsa-jcs-2022"^^sec:cryptosuiteString _:b0`},
	{"credentials side by side that describe one thing", nil, `"id": "urn:s", "endorsement": [
		{"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:e1", "type": "VerifiableCredential", "issuer": {"id": "urn:i", "name": "I"}, "proof": {"type": "DataIntegrityProof", "nonce": "1"}},
		{"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:e2", "type": "VerifiableCredential", "issuer": {"id": "urn:i", "description": "D"}, "proof": {"type": "DataIntegrityProof", "nonce": "2"}}]`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> ob:endorsement <urn:e1>
		<urn:s> ob:endorsement <urn:e2>
		<urn:e1> rdf:type cred:VerifiableCredential
		<urn:e2> rdf:type cred:VerifiableCredential
		<urn:e1> cred:issuer <urn:i>
		<urn:e2> cred:issuer <urn:i>
		<urn:i> schema:name "I"
		<urn:i> schema:description "D"
		<urn:e1> sec:proof _:b0
		_:b1 rdf:type sec:DataIntegrityProof _:b0
		_:b1 sec:nonce "1" _:b0
		<urn:e2> sec:proof _:b2
		_:b3 rdf:type sec:DataIntegrityProof _:b2
		_:b3 sec:nonce "2" _:b2`},
	{"an endorsement of an endorsement beside it", nil, `"id": "urn:s", "endorsement": [
		{"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:e1", "type": "VerifiableCredential", "issuer": "urn:i"},
		{"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:e2", "type": "VerifiableCredential", "credentialSubject":
			{"id": "urn:e1", "type": ["EndorsementSubject"], "endorsementComment": "x"}}]`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> ob:endorsement <urn:e1>
		<urn:s> ob:endorsement <urn:e2>
		<urn:e1> rdf:type cred:VerifiableCredential
		<urn:e2> rdf:type cred:VerifiableCredential
		<urn:e1> cred:issuer <urn:i>
		<urn:e2> cred:credentialSubject <urn:e1>
		<urn:e1> rdf:type ob:EndorsementSubject
		<urn:e1> ob:endorsementComment "x"`},
	{"an endorsement of the subject", nil, `"id": "urn:s", "credentialSubject": {"id": "urn:o", "name": "y"}, "endorsement": {"@context": ["https://www.w3.org/ns/credentials/v2"],
		"id": "urn:e", "type": "VerifiableCredential", "credentialSubject": {"id": "urn:o", "type": "EndorsementSubject", "endorsementComment": "x"}}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> ob:endorsement <urn:e>
		<urn:e> rdf:type cred:VerifiableCredential
		<urn:e> cred:credentialSubject <urn:o>
		<urn:o> rdf:type ob:EndorsementSubject
		<urn:o> ob:endorsementComment "x"
		<urn:s> cred:credentialSubject <urn:o>
		<urn:o> schema:name "y"`},
	{"an endorsement before what it is about", nil, `"endorsement": {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:e", "type": "VerifiableCredential",
		"credentialSubject": {"id": "urn:o", "type": "EndorsementSubject", "endorsementComment": "x"}}, "id": "urn:s", "issuer": {"id": "urn:o", "name": "y"}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> ob:endorsement <urn:e>
		<urn:e> rdf:type cred:VerifiableCredential
		<urn:e> cred:credentialSubject <urn:o>
		<urn:o> rdf:type ob:EndorsementSubject
		<urn:o> ob:endorsementComment "x"
		<urn:s> cred:issuer <urn:o>
		<urn:o> schema:name "y"`},
	{"one description twice", nil, `"id": "urn:s", "issuer": {"id": "urn:i", "type": "Profile", "name": "I", "url": "urn:u"}, "credentialSubject": {"type": "AchievementSubject",
		"source": {"url": "urn:u", "name": "I", "type": "Profile", "id": "urn:i"}}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> cred:issuer <urn:i>
		<urn:i> rdf:type ob:Profile
		<urn:i> schema:name "I"
		<urn:i> schema:url "urn:u"^^xsds:anyURI
		<urn:s> cred:credentialSubject _:b0
		_:b0 rdf:type ob:AchievementSubject
		_:b0 ob:source <urn:i>`},
	{"one description inside and outside an embedded credential", nil, `"id": "urn:s", "issuer": {"id": "urn:i", "type": "Profile", "name": "I"}, "endorsement":
		{"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:e", "type": "VerifiableCredential", "issuer": {"id": "urn:i", "type": "Profile", "name": "I"}}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> cred:issuer <urn:i>
		<urn:i> rdf:type ob:Profile
		<urn:i> schema:name "I"
		<urn:s> ob:endorsement <urn:e>
		<urn:e> rdf:type cred:VerifiableCredential
		<urn:e> cred:issuer <urn:i>`},
	{"a related resource that is described elsewhere", nil, `"id": "urn:s", "image": {"id": "urn:i", "type": "Image", "caption": "C"},
		"relatedResource": [{"id": "urn:i", "mediaType": "image/png", "digestSRI": "sha384-A", "digestMultibase": "uA"}]`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> ob:image <urn:i>
		<urn:i> rdf:type ob:Image
		<urn:i> schema:caption "C"
		<urn:s> cred:relatedResource <urn:i>
		<urn:i> schema:encodingFormat "image/png"
		<urn:i> cred:digestSRI "sha384-A"^^cred:sriString
		<urn:i> sec:digestMultibase "uA"^^sec:multibase`},
	{"two aliases of one type", nil, `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "urn:s", "type": ["VerifiableCredential", "OpenBadgeCredential", "AchievementCredential"]}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> rdf:type ob:OpenBadgeCredential`},
	{"an alias of a type", nil, `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "urn:s", "type": ["VerifiableCredential", "AchievementCredential"]}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> rdf:type ob:OpenBadgeCredential`},
	{"a credential of the data model 1.1", nil, `{"@context": "https://www.w3.org/2018/credentials/v1", "id": "urn:s", "type": "VerifiableCredential",
		"issuanceDate": "2026-03-01T12:00:00Z", "refreshService": {"id": "urn:r", "type": "ManualRefreshService2018"}}`, `
		<urn:s> rdf:type cred:VerifiableCredential
		<urn:s> cred:issuanceDate "2026-03-01T12:00:00Z"^^xsd:dateTime
		<urn:s> cred:refreshService <urn:r>
		<urn:r> rdf:type cred:ManualRefreshService2018`},
}

func TestAccepted(t *testing.T) {
	for _, c := range accepted {
		t.Run(c.name, func(t *testing.T) {
			p := jsonld.New(withContexts(t, c.contexts...))
			require.Equal(t, statements(t, c.want), nquads(t, p, document(c.doc, c.contexts)))
		})
	}
}
