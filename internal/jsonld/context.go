package jsonld

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
	"sync/atomic"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/langtag"
	"github.com/piprate/json-gold/ld"
)

// activeContext is a compiled active context (https://www.w3.org/TR/json-ld11-api/#context-processing-algorithms). It is
// immutable but for the contexts that were derived from it, which it keeps.
type activeContext struct {
	gold     *ld.Context
	previous *activeContext // what nested nodes go back to, if this one is type-scoped
	terms    map[string]*term
	aliases  []alias           // the terms that stand for keywords
	names    map[string]string // IRI of a property or type: the name to write it with
	vocab    string
	language string
	dir      string

	derived atomic.Pointer[map[derivation]*derived] // replaced, never changed
}

type alias struct {
	name    string
	keyword keyword
}

// derivation says what is applied to a context: a list of URLs, or the context of a term.
type derivation struct {
	urls   string // each followed by a line feed
	term   *term
	typing bool // term is the type of a node, not the property that leads to it
}

// derived is what comes of a derivation. It may be the context that it began with.
type derived struct{ context *activeContext }

// local returns what is applied, as json-gold takes it.
func (d *derivation) local() any {
	if d.term == nil {
		var urls []any
		for url := range strings.Lines(d.urls) {
			urls = append(urls, strings.TrimSuffix(url, "\n"))
		}
		return urls
	}
	return d.term.scoped
}

// keyword returns what a member name means if it means no property.
func (c *activeContext) keyword(name string) keyword {
	if strings.HasPrefix(name, "@") {
		return keywordOf(name)
	}
	for i := range c.aliases {
		if c.aliases[i].name == name {
			return c.aliases[i].keyword
		}
	}
	return none
}

// alias returns the name to write a keyword with, "" if it has no other than its own.
func (c *activeContext) alias(k keyword) string {
	best := ""
	for _, a := range c.aliases {
		if a.keyword == k && (best == "" || prefer(a.name, best)) {
			best = a.name
		}
	}
	return best
}

// class returns the IRI of a type, which may be its name.
func (c *activeContext) class(name string) string {
	if t := c.terms[name]; t != nil {
		return t.iri
	}
	return name
}

// nameOf returns what to write an IRI with where names are read, "" if nothing but the IRI itself.
func (c *activeContext) nameOf(s string) string {
	if name := c.names[s]; name != "" {
		return name
	}
	name := strings.TrimPrefix(s, c.vocab) // an IRI that does not begin with it has its colon still
	if name == "" || name[0] == '@' || strings.Contains(name, ":") || c.terms[name] != nil {
		return ""
	}
	return name
}

// newContext compiles what json-gold has made of a context. Terms that stand as they stood in parent are shared with it.
func newContext(gold *ld.Context, parent, previous *activeContext) (*activeContext, *Error) {
	c := &activeContext{gold: gold, previous: previous, terms: make(map[string]*term, len(gold.TermDefinitions)),
		names: make(map[string]string, len(gold.TermDefinitions)), language: gold.Values.Language, dir: gold.Values.Direction}
	if gold.Values.Vocab != nil {
		c.vocab = *gold.Values.Vocab
	}
	switch {
	case gold.Values.Base != "":
		return nil, fail(ErrUnsupported, "@base in a context")
	case c.vocab != "" && !iri.Absolute(c.vocab+"x"):
		return nil, fail(ErrUnsupported, "an @vocab that is no absolute IRI")
	case c.language != "" && !langtag.WellFormed(c.language):
		return nil, fail(ErrContext, fmt.Sprintf("the default language %q, which is no language tag", c.language))
	}
	// json-gold lets a protected term be taken away, by null or by an id that looks like a keyword.
	for name := range gold.Protected {
		if d := gold.TermDefinitions[name]; d == nil || !d.Protected {
			return nil, fail(ErrContext, fmt.Sprintf("the protected term %q defined otherwise", name))
		}
	}
	for name, d := range gold.TermDefinitions {
		if name == "" {
			return nil, fail(ErrContext, "a term without a name")
		}
		if strings.HasPrefix(name, "@") { // a container for @type, which changes nothing here
			continue
		}
		t := parent.terms[name]
		if t == nil || t.definition != d {
			t = newTerm(name, d)
		}
		c.terms[name] = t
		switch {
		case t.keyword != none:
			c.aliases = append(c.aliases, alias{name, t.keyword})
		case t.iri == "":
		case c.names[t.iri] == "" || t.before(c.terms[c.names[t.iri]]):
			c.names[t.iri] = name
		}
	}
	c.settleRivals()
	return c, nil
}

// settleRivals marks the terms whose IRI is to be written with another name. What is a rival in one context need not be
// in another, so that a term whose mark changes is copied.
func (c *activeContext) settleRivals() {
	for name, t := range c.terms {
		rival := c.names[t.iri]
		if rival == name {
			rival = ""
		}
		if t.rival != rival {
			changed := *t
			changed.rival = rival
			c.terms[name] = &changed
		}
	}
}

// is reports whether c is what json-gold has made of it again: contexts that say what was said before change nothing.
func (c *activeContext) is(gold *ld.Context) bool {
	return reflect.DeepEqual(c.gold.Values, gold.Values) && reflect.DeepEqual(c.gold.TermDefinitions, gold.TermDefinitions)
}

// known returns what was derived before, or nil.
func (c *activeContext) known(by derivation) *derived {
	if m := c.derived.Load(); m != nil {
		return (*m)[by]
	}
	return nil
}

// keep makes a derived context known. The caller holds the Processor's lock.
func (c *activeContext) keep(by derivation, d *derived) {
	next := make(map[derivation]*derived)
	if m := c.derived.Load(); m != nil {
		maps.Copy(next, *m)
	}
	next[by] = d
	c.derived.Store(&next)
}
