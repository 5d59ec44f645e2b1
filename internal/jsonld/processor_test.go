package jsonld_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

func TestNew(t *testing.T) {
	require.Same(t, jsonld.New(nil), jsonld.New(ldcontext.Embedded()))
	set := withContexts(t, `{}`)
	require.NotSame(t, jsonld.New(set), jsonld.New(set))
}

// TestOneContextIsNoList: a URL with a line feed in it is no list of URLs, however the contexts that it names are kept.
func TestOneContextIsNoList(t *testing.T) {
	p := jsonld.New(withContexts(t, `{"p": "urn:p"}`, `{"q": "urn:q"}`))
	require.Equal(t, statements(t, `_:b <urn:p> "x"`), nquads(t, p, `{"@context": ["urn:c1", "urn:c2"], "p": "x"}`))
	requireRefused(t, p, parse(t, `{"@context": "urn:c1\nurn:c2", "p": "x"}`), jsonld.ErrUnknownContext, "/@context")
	requireRefused(t, p, parse(t, `{"@context": ["urn:c1\nurn:c2"], "p": "x"}`), jsonld.ErrUnknownContext, "/@context/0")
}

// TestConcurrent: documents that compile the same contexts at the same time come out as if each were alone.
func TestConcurrent(t *testing.T) {
	var docs []strictjson.Value
	var want []string
	for _, c := range accepted {
		if len(c.contexts) == 0 {
			doc := document(c.doc, nil)
			docs, want = append(docs, parse(t, doc)), append(want, nquads(t, jsonld.New(nil), doc))
		}
	}
	p := jsonld.New(withContexts(t, `{}`)) // not the one that all share
	var group sync.WaitGroup
	for worker := range 16 {
		group.Go(func() {
			for i := range docs {
				n := (i + worker*3) % len(docs)
				d, err := p.Dataset(docs[n])
				if err != nil {
					t.Error(err)
					return
				}
				if got := canonicalize(t, d.Quads, d.Nodes); got != want[n] {
					t.Errorf("want %s, got %s", want[n], got)
				}
			}
		})
	}
	group.Wait()
}

// TestDocumentUnchanged: the document is the caller's.
func TestDocumentUnchanged(t *testing.T) {
	for _, c := range accepted {
		text := document(c.doc, c.contexts)
		doc := parse(t, text)
		p := jsonld.New(withContexts(t, c.contexts...))
		for range 2 {
			_, err := p.Dataset(doc)
			require.NoError(t, err)
		}
		require.Equal(t, string(parse(t, text).AppendTo(nil)), string(doc.AppendTo(nil)))
	}
}
