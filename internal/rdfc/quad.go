package rdfc

import "fmt"

// Term is one position of a quad: a blank node, or an IRI or literal written as canonical N-Quads. The zero Term is no
// term, which as the graph of a quad is the default graph. Terms can be compared with ==.
type Term struct {
	text string
	node int // the number of a blank node plus one; 0 is none, and numbers below 0 are those that no node has
}

// Blank returns the blank node with the given number. Numbers are the caller's and count from 0.
func Blank(node int) Term {
	if node < 0 {
		return Term{node: node}
	}
	return Term{node: node + 1}
}

// Written returns the term that text stands for: an IRI in angle brackets, or what WriteLiteral writes, followed by a
// datatype (^^ and an IRI in angle brackets, unless it is xsd:string) or a language tag (@ and the tag). Nothing is
// escaped here: the IRI must have been checked to have no character that an IRI cannot have, '>' above all.
func Written(text string) Term { return Term{text: text} }

// Blank returns the number of a blank node; ok is false for every other term.
func (t Term) Blank() (node int, ok bool) {
	if t.node > 0 {
		return t.node - 1, true
	}
	return t.node, t.node != 0
}

// String returns the text of a written term, "_:b" and the number of a blank node, "" for no term.
func (t Term) String() string {
	if node, ok := t.Blank(); ok {
		return fmt.Sprintf("_:b%d", node)
	}
	return t.text
}

func (t *Term) none() bool { return t.node == 0 && t.text == "" }

// Quad is one statement. Only Graph may be the zero Term; Predicate is not a blank node.
type Quad struct {
	Subject, Predicate, Object, Graph Term
}

// ends returns the terms that can be blank nodes.
func (q *Quad) ends() [3]*Term { return [...]*Term{&q.Subject, &q.Object, &q.Graph} }

// problem says what makes q no quad of a dataset with that many nodes; "" is nothing.
func (q *Quad) problem(nodes int) string {
	switch {
	case q.Subject.none() || q.Predicate.none() || q.Object.none():
		return "lacks a subject, predicate or object"
	case q.Predicate.node != 0:
		return "has a blank node as predicate"
	}
	for _, t := range q.ends() {
		if t.node < 0 || t.node > nodes {
			return fmt.Sprintf("has %v, in a dataset of %d blank nodes", t, nodes)
		}
	}
	return ""
}
