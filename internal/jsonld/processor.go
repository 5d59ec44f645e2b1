package jsonld

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/piprate/json-gold/ld"
)

// Processor converts documents whose contexts are in one set. It is safe for concurrent use.
type Processor struct {
	set    *ldcontext.Set
	root   atomic.Pointer[activeContext]
	mu     sync.Mutex // of the fields below and of every compilation
	loader *loader
	kept   int
}

// New returns a Processor over the set. nil is the embedded set, whose one Processor is shared by all.
func New(set *ldcontext.Set) *Processor {
	if set == nil || set == ldcontext.Embedded() {
		return embedded()
	}
	return newProcessor(set)
}

var embedded = sync.OnceValue(func() *Processor { return newProcessor(ldcontext.Embedded()) })

func newProcessor(set *ldcontext.Set) *Processor {
	p := &Processor{set: set, loader: &loader{set: set, read: make(map[string]any)}}
	p.root.Store(p.newRoot())
	return p
}

// newRoot returns the context of a document before its own: one without terms and without a base, so that a relative
// IRI stays one (Data Integrity 1.0 §2.4.3).
func (p *Processor) newRoot() *activeContext {
	gold := ld.NewContext(nil, &ld.JsonLdOptions{ProcessingMode: ld.JsonLd_1_1, DocumentLoader: p.loader})
	root, err := newContext(gold, nil, nil)
	if err != nil {
		panic(err) // an empty context has nothing to refuse
	}
	return root
}

// derive applies something to c, unless that was done already.
func (p *Processor) derive(c *activeContext, by derivation) (*derived, *Error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := c.known(by); d != nil {
		return d, nil
	}
	next, err := p.compile(c, by)
	if err != nil {
		return nil, err
	}
	d := &derived{next}
	c.keep(by, d)
	if p.kept++; p.kept >= maxKept {
		p.root.Store(p.newRoot())
		p.kept = 0
	}
	return d, nil
}

func (p *Processor) compile(c *activeContext, by derivation) (*activeContext, *Error) {
	p.loader.loads = 0
	gold, err := apply(c.gold, by.local(), by.term != nil && !by.typing)
	var own *Error
	switch {
	case errors.As(err, &own): // of the loader
		return nil, own
	case err != nil:
		return nil, fail(ErrContext, err.Error())
	}
	if c.is(gold) {
		return c, nil
	}
	previous := c.previous
	if by.typing && previous == nil { // the context of a type does not reach the nodes below
		previous = c
	}
	return newContext(gold, c, previous)
}

// apply processes a local context. The set is the caller's, and json-gold takes the shape of what is in it for granted.
func apply(c *ld.Context, local any, override bool) (result *ld.Context, err error) {
	defer func() {
		if r := recover(); r != nil {
			result, err = nil, fmt.Errorf("a malformed context: %v", r)
		}
	}()
	if override {
		return overriding(c, local)
	}
	return c.Parse(local)
}

// overriding applies the context of a property, which may redefine protected terms
// (https://www.w3.org/TR/json-ld11-api/#context-processing-algorithm, override protected). ld.Context.Parse has no
// parameter for that, so that it sees a copy on which nothing is protected; what it leaves alone is protected again.
func overriding(c *ld.Context, local any) (*ld.Context, error) {
	open := ld.CopyContext(c)
	clear(open.Protected)
	unprotected := make(map[string]*ld.TermDefinition, len(c.TermDefinitions))
	for name, d := range c.TermDefinitions {
		if d != nil && d.Protected {
			opened := *d
			opened.Protected = false
			open.TermDefinitions[name], unprotected[name] = &opened, &opened
		}
	}
	result, err := open.Parse(local)
	if err != nil {
		return nil, err
	}
	for name, opened := range unprotected {
		if result.TermDefinitions[name] == opened {
			result.TermDefinitions[name] = c.TermDefinitions[name]
			result.Protected[name] = true
		}
	}
	return result, nil
}

// loader gives json-gold the documents of the set, and no others.
type loader struct {
	set   *ldcontext.Set
	read  map[string]any
	loads int // since the compilation began
}

// LoadDocument implements ld.DocumentLoader.
func (l *loader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	doc, err := l.load(url)
	return &ld.RemoteDocument{DocumentURL: url, Document: doc}, err
}

func (l *loader) load(url string) (any, error) {
	if l.loads++; l.loads > maxLoads {
		return nil, fail(ErrTooLarge, "contexts that name one another without end")
	}
	if doc, ok := l.read[url]; ok {
		return doc, nil
	}
	d, err := l.set.Document(url)
	if err != nil {
		return nil, fail(ErrUnknownContext, err.Error())
	}
	var doc any
	if err := json.Unmarshal(d.Bytes(), &doc); err != nil {
		panic(err) // a set has nothing but JSON
	}
	if name := unsupportedIn(doc); name != "" {
		return nil, fail(ErrUnsupported, "a context with "+name)
	}
	l.read[url] = doc
	return doc, nil
}

// unsupportedIn looks for the features of context processing that this package leaves to nobody: whether a context
// propagates is decided here by where it stands, and an import is one more document under no URL of the credential.
func unsupportedIn(doc any) string {
	switch v := doc.(type) {
	case []any:
		for _, item := range v {
			if name := unsupportedIn(item); name != "" {
				return name
			}
		}
	case map[string]any:
		for name, inner := range v {
			if name == "@propagate" || name == "@import" {
				return name
			}
			if found := unsupportedIn(inner); found != "" {
				return found
			}
		}
	}
	return ""
}

func fail(sentinel error, detail string) *Error { return &Error{Detail: detail, Err: sentinel} }
