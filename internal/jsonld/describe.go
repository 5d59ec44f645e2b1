package jsonld

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/charterbadge/openbadge/internal/jcs"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// subject is a node in a graph.
type subject struct{ node, graph rdfc.Term }

// vocabulary is that of Open Badges.
const vocabulary = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"

// description is an object that says something about a node with an identifier.
type description struct {
	node
	credential int                // the innermost that it stands in
	before     int                // the index of the one before it about the same node, -1 is none
	count      int                // of those up to this one
	hash       *[sha256.Size]byte // of the canonical JSON, once it is needed
}

// describe notes that n describes the node self, and refuses it when a statement could have moved between it and another
// description: RDF keeps the statements about a node and not where they stood.
func (e *emitter) describe(self rdfc.Term, n *node) bool {
	d := description{node: *n, credential: e.credential, before: -1, count: 1}
	about := subject{self, n.graph}
	if e.latest == nil {
		e.latest = make(map[subject]int)
	}
	if i, ok := e.latest[about]; ok {
		d.before, d.count = i, e.descriptions[i].count+1
	}
	if d.count > MaxDescriptions {
		return e.fail(ErrTooLarge, fmt.Sprintf("more than %d descriptions of %s", MaxDescriptions, strictjson.Quote(self.String())))
	}
	for i := d.before; i >= 0; i = e.descriptions[i].before {
		if !e.apart(&e.descriptions[i], &d) {
			return e.fail(ErrUnsupported, strictjson.Quote(self.String())+" is described elsewhere in other words; "+
				"describe it once, or twice alike, and refer to it by its id")
		}
		n.again = n.again || alike(&e.descriptions[i], &d)
	}
	e.latest[about] = len(e.descriptions)
	e.descriptions = append(e.descriptions, d)
	return true
}

// apart reports whether no statement can have moved between the two, or whether a proof says which has which.
func (e *emitter) apart(a, b *description) bool {
	switch {
	case a.active == b.active && alike(a, b), e.remarksOn(a, b), e.remarksOn(b, a):
		return true
	case a.own || b.own:
		return false
	}
	apart := !e.within(a.credential, b.credential) && !e.within(b.credential, a.credential)
	return apart && e.credentials[a.credential].proven && e.credentials[b.credential].proven
}

// mayBeTurned reports whether an embedded credential can become the document and the document be embedded in it, which
// gives the same quads: if something leads back to the document, and if no proof, of which RDF keeps whose it is, marks
// the embedded one.
func (e *emitter) mayBeTurned(document rdfc.Term) bool {
	if _, blank := document.Blank(); blank || !slices.ContainsFunc(e.credentials[1:], func(c credential) bool { return !c.proven }) {
		return false
	}
	return slices.ContainsFunc(e.quads, func(q rdfc.Quad) bool { return q.Object == document })
}

// within reports whether the credential a is b, or embedded in it at any depth.
func (e *emitter) within(a, b int) bool {
	for a > b {
		a = e.credentials[a].outer
	}
	return a == b
}

// The objects that say something about what is described elsewhere stand in these properties, have these types, and say
// this and nothing else.
const (
	// https://www.imsglobal.org/spec/ob/v3p0/#endorsementsubject
	credentialSubject  = "https://www.w3.org/2018/credentials#credentialSubject"
	endorsementSubject = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementSubject"

	// https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources
	relatedResource = "https://www.w3.org/2018/credentials#relatedResource"
)

var (
	ofEndorsements = []string{"https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment"}
	ofResources    = []string{
		"https://schema.org/encodingFormat",
		"https://www.w3.org/2018/credentials#digestSRI",
		"https://w3id.org/security#digestMultibase",
	}
)

// remarksOn reports whether d is such an object and other says nothing of the kind. Then no statement can have moved
// between the two; nor can they have changed places, unless both stand in the same property. It must be an embedded
// credential then that remarks on what is outside.
func (e *emitter) remarksOn(d, other *description) bool {
	var words []string
	switch {
	case d.isAt(credentialSubject) && d.endorses && d.types == 1 && !other.endorses:
		words = ofEndorsements
	case d.isAt(relatedResource) && d.types == 0:
		words = ofResources
	default:
		return false
	}
	_, only := d.says(words)
	some, _ := other.says(words)
	inside := d.credential != other.credential && e.within(d.credential, other.credential)
	return only && !some && (inside || !other.isAt(d.via.iri))
}

func (n *node) isAt(property string) bool { return n.via != nil && n.via.iri == property }

// says reports whether n has some of the properties, and whether it has only such.
func (n *node) says(properties []string) (some, only bool) {
	only = true
	for _, m := range n.value.Members() {
		if n.active.keyword(m.Name) != none {
			continue
		}
		property := n.active.vocab + m.Name
		if t := n.active.terms[m.Name]; t != nil {
			property = t.iri
		}
		found := slices.Contains(properties, property)
		some, only = some || found, only && found
	}
	return some, only
}

// alike reports whether two descriptions differ in nothing but the order of members and the spelling of numbers.
func alike(a, b *description) bool {
	if a.value.Len() != b.value.Len() { // which costs nothing to see
		return false
	}
	x, y := a.digest(), b.digest()
	return x != nil && y != nil && *x == *y
}

// digest returns the hash of the canonical JSON, which takes no more time however the members are arranged. It is nil
// for a tree that was built by hand and has no such form.
func (d *description) digest() *[sha256.Size]byte {
	if d.hash == nil {
		if text, err := jcs.Append(nil, d.value); err == nil {
			sum := sha256.Sum256(text)
			d.hash = &sum
		}
	}
	return d.hash
}
