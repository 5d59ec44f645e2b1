package jsonld

import (
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/langtag"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/piprate/json-gold/ld"
)

// coercion is what a term does with a plain string.
type coercion uint8

const (
	toLiteral coercion = iota // of the term's datatype or language
	toID
	toVocab
	toJSON
)

// term is a compiled term definition (https://www.w3.org/TR/json-ld11/#expanded-term-definition).
type term struct {
	definition *ld.TermDefinition // what it was compiled from; nil is a name that the context maps to null

	name     string
	iri      string    // "" when the context takes the meaning from the name
	absolute bool      // iri is an absolute IRI
	written  rdfc.Term // iri, as the predicate that it is
	keyword  keyword   // of which the name is an alias
	rival    string    // the name that must be used in place of this one; "" is this one

	coercion coercion
	datatype *datatype // with coercion toLiteral; nil is none

	list, graph, byLanguage, byID bool // @container

	prefix      bool // begins compact IRIs
	scoped      any  // the context of the values, or of nodes of this type
	hasScoped   bool
	language    *string // nil: that of the context; "" is none
	direction   *string
	unsupported string // the feature that keeps the term from being used as a property
}

func newTerm(name string, d *ld.TermDefinition) *term {
	t := &term{definition: d, name: name}
	if d == nil {
		return t
	}
	t.iri = d.ID
	if strings.HasPrefix(d.ID, "@") {
		t.keyword = keywordOf(d.ID)
		return t
	}
	t.absolute = iri.Absolute(d.ID)
	t.written = rdfc.Written("<" + d.ID + ">")
	t.prefix = d.Prefix != nil && *d.Prefix
	t.scoped, t.hasScoped = d.Context, d.HasContext
	if d.HasLanguage {
		t.language = orEmpty(d.Language)
	}
	if d.HasDirection {
		t.direction = orEmpty(d.Direction)
	}
	switch {
	case !t.absolute:
		t.unsupported = "a property that is no absolute IRI"
	case t.written == rdfType:
		t.unsupported = "rdf:type, which is @type"
	case t.language != nil && *t.language != "" && !langtag.WellFormed(*t.language):
		t.unsupported = "a language that is no language tag"
	case t.direction != nil && *t.direction != "" && !isDirection(*t.direction):
		t.unsupported = "a direction that is none"
	case d.Reverse:
		t.unsupported = "@reverse"
	case d.Index != "":
		t.unsupported = "@index"
	case d.Nest != "":
		t.unsupported = "@nest"
	}
	t.coerce(d.Type)
	t.contain(d.Container)
	return t
}

func orEmpty(s *string) *string {
	if s == nil {
		return new(string)
	}
	return s
}

func (t *term) coerce(typ string) {
	switch typ {
	case "", "@none":
	case "@id":
		t.coercion = toID
	case "@vocab":
		t.coercion = toVocab
	case "@json":
		t.coercion = toJSON
	default:
		if !iri.Absolute(typ) {
			t.unsupported = "a datatype that is no absolute IRI"
		}
		t.datatype = newDatatype(typ)
		if t.datatype.keyword != "" {
			t.unsupported = "a datatype that is written with " + t.datatype.keyword
		}
	}
}

func (t *term) contain(containers []string) {
	for _, c := range containers {
		switch c {
		case "@set":
		case "@list":
			t.list = true
		case "@graph":
			t.graph = true
		case "@language":
			t.byLanguage = true
		case "@id":
			t.byID = true
		default:
			t.unsupported = "a container " + c
		}
	}
	if t.graph && t.byID {
		t.unsupported = "a container of named graphs"
	}
	if t.coercion == toJSON && !slices.Equal(containers, []string{"@set"}) && len(containers) > 0 {
		t.unsupported = "a container of JSON literals"
	}
}

// before reports whether t rather than u is the term to write a property with when both have one IRI: one that can be
// used, and then the preferred name.
func (t *term) before(u *term) bool {
	if x, y := t.unsupported == "", u.unsupported == ""; x != y {
		return x
	}
	return prefer(t.name, u.name)
}

// prefer reports whether a rather than b is the name to write something with. The name of a class, which begins with a
// capital, gives way; then it is the shorter and the lesser name, as in compaction
// (https://www.w3.org/TR/json-ld11-api/#inverse-context-creation).
func prefer(a, b string) bool {
	if x, y := capital(a), capital(b); x != y {
		return y
	}
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

func capital(name string) bool { return 'A' <= name[0] && name[0] <= 'Z' }
