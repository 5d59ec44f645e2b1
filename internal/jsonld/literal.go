package jsonld

import (
	"math"
	"strconv"
	"strings"

	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

const (
	rdf  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd  = "http://www.w3.org/2001/XMLSchema#"
	i18n = "https://www.w3.org/ns/i18n#"
)

// The terms that every document needs.
var (
	rdfType  = rdfc.Written("<" + rdf + "type>")
	rdfFirst = rdfc.Written("<" + rdf + "first>")
	rdfRest  = rdfc.Written("<" + rdf + "rest>")
	rdfNil   = rdfc.Written("<" + rdf + "nil>")
)

// quoted builds a literal: the quoted text and what follows it.
func (e *emitter) quoted(text string, suffix ...string) rdfc.Term {
	start := e.text.Len()
	rdfc.WriteLiteral(&e.text, text)
	for _, s := range suffix {
		e.text.WriteString(s)
	}
	return rdfc.Written(e.text.String()[start:])
}

// angled builds an IRI.
func (e *emitter) angled(parts ...string) rdfc.Term {
	start := e.text.Len()
	e.text.WriteByte('<')
	for _, s := range parts {
		e.text.WriteString(s)
	}
	e.text.WriteByte('>')
	return rdfc.Written(e.text.String()[start:])
}

// tagged builds a literal with a language, a direction, or neither.
func (e *emitter) tagged(text, language, dir string) rdfc.Term {
	language = strings.ToLower(language)
	switch {
	case dir != "":
		return e.quoted(text, "^^<"+i18n, language, "_", dir, ">")
	case language != "":
		return e.quoted(text, "@", language)
	}
	return e.quoted(text)
}

// datatype is the datatype of a literal; nil is that of a value of which the document says nothing.
type datatype struct {
	iri     string
	suffix  string          // what follows the quoted string of a literal
	native  strictjson.Kind // Number or Bool if JSON has values of it, String if not
	keyword string          // with which its literals are written in place of the datatype, "" for most
}

var (
	xsdBoolean = newDatatype(xsd + "boolean")
	xsdDouble  = newDatatype(xsd + "double")
	xsdInteger = newDatatype(xsd + "integer")
	rdfJSON    = newDatatype(rdf + "JSON")
)

func newDatatype(iri string) *datatype {
	d := &datatype{iri: iri, suffix: "^^<" + iri + ">", native: strictjson.String}
	// The contexts of credentials write https where XML Schema has http.
	name := strings.TrimPrefix(strings.Replace(iri, "https:", "http:", 1), xsd)
	switch {
	case iri == xsd+"string":
		d.suffix = "" // omitted in canonical N-Quads
	case name == "boolean":
		d.native = strictjson.Bool
	case numeric[name]:
		d.native = strictjson.Number
	case iri == rdf+"JSON":
		d.keyword = "@json"
	case iri == rdf+"langString":
		d.keyword = "@language"
	case strings.HasPrefix(iri, i18n):
		d.keyword = "@direction"
	}
	return d
}

// numeric has the datatypes of numbers (https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes).
var numeric = map[string]bool{
	"decimal": true, "float": true, "double": true, "integer": true, "long": true, "int": true, "short": true, "byte": true,
	"nonNegativeInteger": true, "positiveInteger": true, "nonPositiveInteger": true, "negativeInteger": true,
	"unsignedLong": true, "unsignedInt": true, "unsignedShort": true, "unsignedByte": true,
}

// or returns d, or the datatype that the value has by itself.
func (d *datatype) or(own *datatype) *datatype {
	if d == nil {
		return own
	}
	return d
}

// native converts a boolean or a number (https://www.w3.org/TR/json-ld11-api/#object-to-rdf-conversion).
func (e *emitter) native(v strictjson.Value, d *datatype) (rdfc.Term, bool) {
	if d != nil && d.native != v.Kind() {
		return rdfc.Term{}, e.fail(ErrUnsupported, v.Kind().String()+" of the datatype "+strictjson.Quote(d.iri))
	}
	if v.Kind() == strictjson.Bool {
		return e.quoted(strconv.FormatBool(v.Bool()), d.or(xsdBoolean).suffix), true
	}
	text, own, exact := number(v.Float(), d)
	if v.Offset() < 0 { // built by hand, so that Float may have rounded it
		_, err := strictjson.Parse([]byte(v.Text()), nil)
		exact = exact && err == nil
	}
	if !exact {
		return rdfc.Term{}, e.fail(ErrLoss, "the number "+strictjson.Quote(v.Text())+" has more digits than RDF keeps")
	}
	return e.quoted(text, d.or(own).suffix), true
}

// number gives a number the lexical form of XSD, and says which datatype it has by itself.
func number(f float64, d *datatype) (text string, own *datatype, exact bool) {
	if f == math.Trunc(f) && math.Abs(f) < 1e21 && d.or(xsdInteger).iri != xsdDouble.iri {
		return strconv.FormatFloat(f, 'f', 0, 64), xsdInteger, true
	}
	text, exact = canonicalDouble(f)
	return text, xsdDouble, exact
}

// canonicalDouble gives the lexical form of JSON-LD for xsd:double: one digit, at least one after the point, an
// exponent without sign or leading zeros. It has up to 16 digits, of which some numbers need 17.
func canonicalDouble(f float64) (text string, exact bool) {
	b := strconv.AppendFloat(make([]byte, 0, 24), f, 'E', 15, 64)
	mantissa, exponent, _ := strings.Cut(string(b), "E")
	mantissa = strings.TrimRight(mantissa, "0")
	if strings.HasSuffix(mantissa, ".") {
		mantissa += "0"
	}
	n, _ := strconv.Atoi(exponent)
	text = mantissa + "E" + strconv.Itoa(n)
	back, _ := strconv.ParseFloat(text, 64)
	return text, back == f
}

// lexical builds a literal from its text. A boolean or a number, if JSON has one that is the same literal, must be
// written as such. Strings of xsd:double are numbers to some implementations and strings to others.
func (e *emitter) lexical(text string, d *datatype) (rdfc.Term, bool) {
	if d.iri == xsdDouble.iri {
		return rdfc.Term{}, e.fail(ErrUnsupported, "a string of xsd:double, want a number")
	}
	same := false
	switch d.native {
	case strictjson.Bool:
		same = text == "true" || text == "false"
	case strictjson.Number:
		f, _ := strconv.ParseFloat(text, 64)
		own, _, _ := number(f, d)
		same = own == text
	}
	if same {
		return rdfc.Term{}, e.fail(ErrLoss, "want "+text+" without quotes, which is the same to RDF")
	}
	return e.quoted(text, d.suffix), true
}

func isDirection(s string) bool { return s == "ltr" || s == "rtl" }
