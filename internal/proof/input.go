package proof

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"slices"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/jcs"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Transformer computes inputs of proofs whose contexts are in one set. It is safe for concurrent use.
type Transformer struct{ contexts *jsonld.Processor }

// New returns a Transformer over the set; nil is the embedded one.
func New(set *ldcontext.Set) *Transformer { return &Transformer{jsonld.New(set)} }

// Document is a document without proofs, to be secured or verified. What is computed for one proof is kept for the next,
// so that it must not be used concurrently.
type Document struct {
	*Transformer
	unsecured strictjson.Value
	done      []canonical
	read      []string
}

// Document returns the document of an object that has no proof.
func (t *Transformer) Document(unsecured strictjson.Value) *Document {
	return &Document{Transformer: t, unsecured: unsecured}
}

// Contexts returns the URLs of the contexts that the document and its proofs have been read with so far, each once: none
// by JCS suites, which sign the JSON whatever the contexts say.
func (d *Document) Contexts() []string { return d.read }

// canonical is the document for one way to canonicalise it.
type canonical struct {
	jcs      bool
	hash     crypto.Hash
	contexts string // JCS: the raw @context of the proof
	text     []byte
}

// Input is what a proof signs, and how it came about.
type Input struct {
	Document, Options         []byte // canonical
	DocumentHash, OptionsHash []byte
	Signed                    []byte // OptionsHash, then DocumentHash
}

// Input computes what a proof with these options signs. options is the proof; its proofValue is left out. previous are
// the proofs that it follows in a chain, whole, which it signs with the document
// (https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains). hash is that of Suite.Hash.
//
// The error is an *Error, or wraps that of ctx.
func (d *Document) Input(ctx context.Context, s *Suite, hash crypto.Hash, options strictjson.Value, previous ...strictjson.Value) (*Input, error) {
	options = options.Without("proofValue")
	if err := d.checkContext(s, options); err != nil {
		return nil, err
	}
	var in Input
	var err error
	// The options are read with the contexts of the document: what is wrong with these is found, and reported, there.
	if in.Document, err = d.document(ctx, s, hash, options, previous); err != nil {
		return nil, inDocument(err)
	}
	if in.Options, err = d.options(ctx, s, hash, options); err != nil {
		return nil, inOptions(err)
	}
	n := hash.Size()
	in.Signed = make([]byte, 2*n)
	in.OptionsHash, in.DocumentHash = in.Signed[:n:n], in.Signed[n:]
	sum(in.OptionsHash, hash, in.Options)
	sum(in.DocumentHash, hash, in.Document)
	return &in, nil
}

func sum(dst []byte, hash crypto.Hash, text []byte) {
	if hash == crypto.SHA384 {
		digest := sha512.Sum384(text)
		copy(dst, digest[:])
		return
	}
	digest := sha256.Sum256(text)
	copy(dst, digest[:])
}

// checkContext refuses contexts of the proof that are not those of the document, or in a JCS suite not their beginning.
func (d *Document) checkContext(s *Suite, options strictjson.Value) error {
	own, contexts := options.Get("@context"), d.unsecured.Get("@context")
	if own.Kind() == strictjson.Absent {
		return nil
	}
	n, want := overlap(own, contexts), "that of the document"
	if s.JCS {
		want = "the beginning of that of the document"
	}
	if n < 0 || !s.JCS && n < length(contexts) {
		return &Error{true, "/@context", "want none, or " + want, ErrProofContext}
	}
	return nil
}

// options gives the canonical form of the proof options.
func (d *Document) options(ctx context.Context, s *Suite, hash crypto.Hash, options strictjson.Value) ([]byte, error) {
	if s.JCS {
		return jcs.Append(make([]byte, 0, options.Size()), options)
	}
	// "Set proofConfig.@context to unsecuredDocument.@context."
	return d.quads(ctx, options.With("@context", d.unsecured.Get("@context")), hash)
}

// overlap returns how many contexts a has if they are those that b begins with, and -1 otherwise.
func overlap(a, b strictjson.Value) int {
	n := length(a)
	if n < 1 || n > length(b) {
		return -1
	}
	for i := range n {
		if x, y := item(a, i), item(b, i); x.Kind() != strictjson.String || y.Kind() != strictjson.String || x.Text() != y.Text() {
			return -1
		}
	}
	return n
}

// length and item read one context as a list of one.
func length(v strictjson.Value) int {
	if v.Kind() == strictjson.Array {
		return v.Len()
	}
	return 1
}

func item(v strictjson.Value, i int) strictjson.Value {
	if v.Kind() == strictjson.Array {
		return v.At(i)
	}
	return v
}

// document gives the canonical form of the document, with the proofs that come before this one in a chain.
func (d *Document) document(ctx context.Context, s *Suite, hash crypto.Hash, options strictjson.Value, previous []strictjson.Value) ([]byte, error) {
	doc := d.unsecured
	key := canonical{jcs: s.JCS, hash: hash}
	if own := options.Get("@context"); s.JCS && own.Kind() != strictjson.Absent {
		// "Set unsecuredDocument.@context equal to proof.@context": contexts may have been added since.
		doc = doc.With("@context", own)
		key.contexts = string(own.AppendTo(nil))
	}
	if len(previous) > 0 {
		doc = doc.With("proof", strictjson.NewArray(previous...))
		return d.canonicalise(ctx, s, hash, doc)
	}
	for _, c := range d.done {
		if c.jcs == key.jcs && (c.jcs || c.hash == key.hash) && c.contexts == key.contexts {
			return c.text, nil
		}
	}
	text, err := d.canonicalise(ctx, s, hash, doc)
	if err != nil {
		return nil, err
	}
	key.text = text
	d.done = append(d.done, key)
	return text, nil
}

func (d *Document) canonicalise(ctx context.Context, s *Suite, hash crypto.Hash, doc strictjson.Value) ([]byte, error) {
	if s.JCS {
		return jcs.Append(make([]byte, 0, doc.Size()), doc)
	}
	return d.quads(ctx, doc, hash)
}

// limits of canonicalisation: more nodes that look alike than its default, since a badge may have the same scale of grades
// for dozens of results. The other bounds hold.
var limits = &rdfc.Limits{Ambiguous: rdfc.MaxAmbiguous}

func (d *Document) quads(ctx context.Context, v strictjson.Value, hash crypto.Hash) ([]byte, error) {
	set, err := d.contexts.Dataset(v)
	if err != nil {
		return nil, err
	}
	for _, url := range set.Contexts {
		if !slices.Contains(d.read, url) {
			d.read = append(d.read, url)
		}
	}
	c, err := rdfc.Canonicalize(ctx, set.Quads, set.Nodes, hash, limits)
	if err != nil {
		return nil, err
	}
	return c.NQuads, nil
}

func inOptions(err error) error {
	err = inDocument(err)
	if own, ok := err.(*Error); ok {
		own.InOptions = true
	}
	return err
}

// inDocument makes an *Error of what the packages below report, but for the end of the context.
func inDocument(err error) error {
	var ld *jsonld.Error
	switch {
	case errors.As(err, &ld):
		return &Error{Pointer: ld.Pointer, Detail: ld.Detail, Err: ld.Err}
	case errors.Is(err, rdfc.ErrBudget):
		return &Error{Detail: err.Error(), Err: ErrBudget}
	case errors.Is(err, jcs.ErrEncoding), errors.Is(err, jcs.ErrNumber):
		return &Error{Detail: err.Error(), Err: ErrLoss}
	}
	return err
}
