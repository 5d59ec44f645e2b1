package jsonld

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Dataset is a document as RDF.
type Dataset struct {
	Quads []rdfc.Quad // in no particular order; one may occur twice
	Nodes int         // how many blank nodes there are

	Contexts []string // the URLs of the contexts that it was read with, each once
}

// Dataset converts a document, an object with a @context. Nothing of it is lost, or the error is an *Error.
func (p *Processor) Dataset(doc strictjson.Value) (*Dataset, error) {
	var room struct { // enough for most documents, in one piece
		names        [8]string
		used         [24]*derived
		objects      [16]rdfc.Term
		descriptions [8]description
		credentials  [4]credential
	}
	size := doc.Size()
	e := emitter{Processor: p, quads: make([]rdfc.Quad, 0, size/48+8), names: room.names[:0], used: room.used[:0],
		objects: room.objects[:0], descriptions: room.descriptions[:0], credentials: room.credentials[:0]}
	e.text.Grow(size + 256)
	if !e.document(doc) {
		return nil, e.failure()
	}
	return &Dataset{e.quads, e.nodes, e.urls}, nil
}

// emitter converts one document. Every method that can fail returns false after fail has recorded why; callers on the
// way out add where they are to the path.
type emitter struct {
	*Processor
	quads []rdfc.Quad
	nodes int
	text  strings.Builder // of all terms; what is taken from it never moves
	names []string        // of the types of the node at hand
	used  []*derived      // contexts
	urls  []string        // that contexts were named by

	objects      []rdfc.Term // what the properties that are being converted have as values
	descriptions []description
	latest       map[subject]int // index of a subject's latest description

	credentials []credential     // all that were met
	credential  int              // the index of the innermost that is being converted
	contexts    strictjson.Value // its @context

	err  *Error
	path []string // innermost first
}

func (e *emitter) fail(sentinel error, detail string) bool {
	e.err = fail(sentinel, detail)
	return false
}

func (e *emitter) failAt(name string, sentinel error, detail string) bool {
	e.fail(sentinel, detail)
	return e.at(name)
}

// at notes that the failure is below the member.
func (e *emitter) at(name string) bool {
	e.path = append(e.path, name)
	return false
}

func (e *emitter) atItem(i int) bool { return e.at(strconv.Itoa(i)) }

func (e *emitter) failure() *Error {
	for _, name := range slices.Backward(e.path) {
		e.err.Pointer = strictjson.Pointer(e.err.Pointer, name)
	}
	return e.err
}

func (e *emitter) document(doc strictjson.Value) bool {
	if doc.Kind() != strictjson.Object {
		return e.fail(ErrLoss, "want an object, got "+doc.Kind().String())
	}
	if doc.Get("@context").Kind() == strictjson.Absent {
		return e.fail(ErrContext, "want a @context")
	}
	root, ok := e.object(e.root.Load(), node{value: doc})
	if ok && len(e.quads) == 0 {
		return e.fail(ErrLoss, "the document says nothing of "+root.String())
	}
	if ok && e.mayBeTurned(root) {
		return e.fail(ErrUnsupported, strictjson.Quote(root.String())+", the document, is mentioned in it, beside an embedded "+
			"credential without a proof, which could take its place")
	}
	return ok
}

func (e *emitter) add(s, p, o, graph rdfc.Term) bool {
	if len(e.quads) == MaxQuads {
		return e.fail(ErrTooLarge, fmt.Sprintf("more than %d statements", MaxQuads))
	}
	e.quads = append(e.quads, rdfc.Quad{Subject: s, Predicate: p, Object: o, Graph: graph})
	return true
}

func (e *emitter) blank() (rdfc.Term, bool) {
	if e.nodes == MaxNodes {
		return rdfc.Term{}, e.fail(ErrTooLarge, fmt.Sprintf("more than %d objects without an id", MaxNodes))
	}
	e.nodes++
	return rdfc.Blank(e.nodes - 1), true
}

// node is an object of the document and what is known of it.
type node struct {
	value strictjson.Value
	via   *term     // the property that leads to it; nil is the document itself
	graph rdfc.Term // that the statements about it are in
	key   string    // its name in an @id map; "" is none

	typing, active *activeContext // what to read its types with, and what all else
	typeName       string         // the member that has the types; "" is none
	types          int            // how many there are
	own            bool           // it stands on its own: the document, or an embedded credential
	endorses       bool           // one of its types is that of subjects of endorsements
	again          bool           // it is described alike elsewhere
}

// object converts an object: a node, or a value written out. Given are value, via, graph and key. See
// https://www.w3.org/TR/json-ld11-api/#expansion-algorithm, steps 7 to 15.
func (e *emitter) object(active *activeContext, n node) (rdfc.Term, bool) {
	// "If active context has a previous context, the active context is not propagated", but for values and references.
	if active.previous != nil && !isValueOrReference(active, n.value) {
		active = active.previous
	}
	var ok bool
	if n.via != nil && n.via.hasScoped {
		if active, ok = e.scoped(active, n.via); !ok {
			return rdfc.Term{}, false
		}
	}
	local := n.value.Get("@context")
	if local.Kind() != strictjson.Absent {
		if active, ok = e.local(active, local); !ok {
			return rdfc.Term{}, e.at("@context")
		}
	}
	n.typing = active
	types, ok := e.typesOf(&n)
	if !ok || !e.mayHaveContext(&n, local) {
		return rdfc.Term{}, false
	}
	if n.active, ok = e.typeScoped(active, types); !ok {
		return rdfc.Term{}, e.at(n.typeName)
	}
	if hasKeyword(n.active, n.value, keyValue) {
		return e.valueObject(&n)
	}
	if n.own {
		return e.credentialNode(&n, local)
	}
	return e.node(&n)
}

// credential is the document, or a credential that is embedded in it.
type credential struct {
	outer  int  // the index of the one that it is embedded in
	proven bool // it has a proof of its own
}

// credentialNode converts the document, or a credential that is embedded in it.
func (e *emitter) credentialNode(n *node, contexts strictjson.Value) (rdfc.Term, bool) {
	outer, outerContexts := e.credential, e.contexts
	proven, _ := n.says([]string{"https://w3id.org/security#proof"})
	e.credentials = append(e.credentials, credential{outer, proven})
	e.credential, e.contexts = len(e.credentials)-1, contexts
	self, ok := e.node(n)
	e.credential, e.contexts = outer, outerContexts
	return self, ok
}

// node writes the statements about a node.
func (e *emitter) node(n *node) (rdfc.Term, bool) {
	self, ok := e.identify(n)
	if !ok {
		return rdfc.Term{}, false
	}
	nodes := e.nodes
	for _, m := range n.value.Members() {
		switch n.active.keyword(m.Name) {
		case keyContext, keyID: // seen to
		case keyType:
			ok = e.types(n, self, m)
		case none:
			ok = e.member(n.active, self, m, n.graph)
		default:
			ok = e.fail(ErrUnsupported, "the keyword "+strictjson.Quote(m.Name)+" in an object with an identity")
		}
		if !ok {
			return rdfc.Term{}, e.at(m.Name)
		}
	}
	if n.again && e.nodes > nodes {
		return rdfc.Term{}, e.fail(ErrUnsupported, strictjson.Quote(self.String())+" is described twice, with objects that "+
			"have no id and would count twice; refer to it by its id")
	}
	return self, true
}

// identify returns the node that an object is, by its id or as a new blank node.
func (e *emitter) identify(n *node) (rdfc.Term, bool) {
	id, name, others := n.key, "", false
	for _, m := range n.value.Members() {
		switch n.active.keyword(m.Name) {
		case keyContext:
		case keyID:
			switch {
			case n.key != "":
				return rdfc.Term{}, e.failAt(m.Name, ErrLoss, "a second identifier")
			case !e.spelled(n.active, keyID, m.Name):
				return rdfc.Term{}, e.at(m.Name)
			}
			id, name = m.Value.Text(), m.Name // what is no string has no text that is an IRI
		default:
			others = true
		}
	}
	switch {
	case name == "" && !others:
		return rdfc.Term{}, e.fail(ErrLoss, "an object that says nothing")
	case name == "" && id == "":
		return e.blank()
	}
	self, ok := e.named(n, id)
	switch {
	case ok:
		return self, !others || e.describe(self, n)
	case name != "":
		e.at(name)
	}
	return self, false
}

// named returns the node with an identifier.
func (e *emitter) named(n *node, id string) (rdfc.Term, bool) {
	if n.via != nil && n.via.coercion == toVocab {
		if name := n.active.nameOf(id); name != "" {
			return rdfc.Term{}, e.fail(ErrLoss, "want the string "+strictjson.Quote(name)+" in place of the object, which the context has for it")
		}
	}
	return e.identifier(n.active, id)
}

// spelled refuses a keyword, or an alias of it, where the context has another name for it.
func (e *emitter) spelled(active *activeContext, k keyword, name string) bool {
	if alias := active.alias(k); alias != "" && alias != name {
		return e.fail(ErrLoss, "want the name "+strictjson.Quote(alias)+" for it, which the context has")
	}
	return true
}

// member writes what an object says by one of its members.
func (e *emitter) member(active *activeContext, self rdfc.Term, m strictjson.Member, graph rdfc.Term) bool {
	t := active.terms[m.Name]
	switch {
	case t == nil:
		if t = e.undefined(active, m.Name); t == nil {
			return false
		}
	case t.iri == "":
		return e.fail(ErrLoss, "the context takes the meaning from this name")
	case t.unsupported != "":
		return e.fail(ErrUnsupported, "the context gives this name "+t.unsupported)
	case capital(m.Name) && strings.HasPrefix(t.iri, vocabulary): // what is a property in another version of the context
		return e.fail(ErrLoss, "a class of Open Badges as the name of a member")
	case t.rival != "":
		return e.fail(ErrLoss, "want the name "+strictjson.Quote(t.rival)+", which the context has for the same property")
	}
	return e.property(active, t, self, m.Value, graph)
}

// undefined answers for a name that is no term. @vocab alone gives it a meaning.
func (e *emitter) undefined(active *activeContext, name string) *term {
	property := active.vocab + name
	switch {
	case strings.Contains(name, ":"):
		e.fail(ErrUnsupported, "an IRI as the name of a member, want a term")
	case name == "" || active.nameOf(property) != name || !iri.Absolute(property) || property == rdf+"type":
		e.fail(ErrLoss, "no context defines this name")
	default:
		return &term{iri: property, written: e.angled(property)}
	}
	return nil
}

// types writes the types of a node, which are read with the context from before they changed it.
func (e *emitter) types(n *node, self rdfc.Term, m strictjson.Member) bool {
	if m.Name != n.typeName {
		return e.fail(ErrLoss, "a second member with types, which they define")
	}
	if m.Value.Kind() == strictjson.String {
		class, ok := e.vocabulary(n.typing, m.Value.Text())
		return ok && e.add(self, rdfType, class, n.graph)
	}
	for i := range m.Value.Len() {
		class, ok := e.vocabulary(n.typing, m.Value.At(i).Text())
		if !ok || !e.add(self, rdfType, class, n.graph) {
			return e.atItem(i)
		}
	}
	return true
}

// identifier reads an IRI that stands for a node. It must say the same to who reads the JSON, so that compact IRIs are
// not expanded but refused.
func (e *emitter) identifier(active *activeContext, s string) (rdfc.Term, bool) {
	prefix, rest, found := strings.Cut(s, ":")
	switch t := active.terms[prefix]; {
	case found && t != nil && t.prefix && !strings.HasPrefix(rest, "//"):
		return rdfc.Term{}, e.fail(ErrUnsupported, "a compact IRI, "+strictjson.Quote(s))
	case iri.TooLong(s):
		return rdfc.Term{}, e.fail(ErrTooLarge, fmt.Sprintf("an IRI of %d bytes, the limit is %d", len(s), iri.MaxLength))
	case !iri.Absolute(s):
		return rdfc.Term{}, e.fail(ErrLoss, "want an absolute IRI, got "+strictjson.Quote(s))
	}
	return e.angled(s), true
}

// vocabulary reads a type, or another value that is a term.
func (e *emitter) vocabulary(active *activeContext, s string) (rdfc.Term, bool) {
	if t := active.terms[s]; t != nil {
		switch {
		case t.keyword != none:
			return rdfc.Term{}, e.fail(ErrLoss, "a keyword as a value, "+strictjson.Quote(s))
		case t.iri == "":
			return rdfc.Term{}, e.fail(ErrLoss, "the context takes the meaning from "+strictjson.Quote(s))
		case !t.absolute:
			return rdfc.Term{}, e.fail(ErrUnsupported, "the context gives no absolute IRI to "+strictjson.Quote(s))
		}
		return t.written, true
	}
	if strings.Contains(s, ":") {
		if name := active.nameOf(s); name != "" {
			return rdfc.Term{}, e.fail(ErrLoss, "want "+strictjson.Quote(name)+", which the context has for "+strictjson.Quote(s))
		}
		return e.identifier(active, s)
	}
	property := active.vocab + s
	if s == "" || active.nameOf(property) != s || !iri.Absolute(property) {
		return rdfc.Term{}, e.fail(ErrLoss, "no context defines "+strictjson.Quote(s))
	}
	return e.angled(property), true
}
