package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/verifier"
)

// Known says how an issuer's document stands to those that are trusted already.
type Known string

// What a document can be. Of two documents with one id neither is used, so that one which differs is not to be added.
const (
	New     Known = "new"
	Same    Known = "same"
	Differs Known = "differs"
)

// trustList is the documents that can be used, and what is wrong with the others.
type trustList struct {
	docs     []*did.Document
	problems []string
}

func readTrust(files []File) *trustList {
	l := &trustList{}
	for _, f := range files {
		doc, err := readDocument([]byte(f.Text))
		if err != nil {
			l.problems = append(l.problems, fmt.Sprintf("issuer document left out: %s: %v", f.Name, err))
			continue
		}
		if l.known(doc) == Differs {
			l.problems = append(l.problems, fmt.Sprintf("two documents of %q differ, and neither is used", doc.ID()))
		}
		l.docs = append(l.docs, doc)
	}
	return l
}

// issuers is the trust list as the verifier takes it, which uses neither of two documents that differ.
func (l *trustList) issuers() verifier.Issuers { return verifier.Trust(l.docs...) }

func (l *trustList) ids() []string {
	ids := map[string]bool{}
	for _, d := range l.docs {
		ids[d.ID()] = true
	}
	sorted := slices.Sorted(maps.Keys(ids))
	if sorted == nil {
		return []string{}
	}
	return sorted
}

func (l *trustList) known(doc *did.Document) Known {
	text, err := doc.MarshalJSON()
	known := New
	for _, d := range l.docs {
		if d.ID() != doc.ID() {
			continue
		}
		other, errOther := d.MarshalJSON()
		if err != nil || errOther != nil || !bytes.Equal(text, other) {
			return Differs
		}
		known = Same
	}
	return known
}

// issuer answers for an input that is an issuer's document.
func (a *Answer) issuer(text []byte, list *trustList) {
	a.Kind = Issuer
	doc, err := readDocument(text)
	if err != nil {
		a.Problem = err.Error()
		return
	}
	a.ID, a.Known = doc.ID(), list.known(doc)
}

// readDocument reads a document, or the identifier that is its own document.
func readDocument(text []byte) (*did.Document, error) {
	if id, ok := identifier(text); ok {
		doc, err := did.Resolve(id)
		if !errors.Is(err, did.ErrNeedsDocument) {
			return doc, err
		}
		if url, errURL := did.WebURL(id); errURL == nil {
			return nil, fmt.Errorf("the identifier does not contain its key; its document is published at %s", url)
		}
		return nil, err
	}
	if !issuerDocument(text) {
		return nil, errNoDocument
	}
	return did.Parse(text)
}

var errNoDocument = errors.New("not an issuer's document")

// identifier returns the DID that the text is, and nothing else.
func identifier(text []byte) (string, bool) {
	if len(text) > did.MaxDIDJWK+16 {
		return "", false
	}
	id := strings.TrimSpace(string(text))
	return id, strings.HasPrefix(id, "did:") && !strings.ContainsAny(id, " \t\r\n")
}

// issuerDocument tells an issuer's document, good or bad, from everything else that a reader may have.
func issuerDocument(input []byte) bool {
	if _, ok := identifier(input); ok {
		return true
	}
	if len(input) > did.MaxDocument {
		return false
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(input, &members) != nil {
		return false
	}
	has := func(name string) bool { _, ok := members[name]; return ok }
	return (has("verificationMethod") || has("assertionMethod")) && !has("credentialSubject") && !has("proof")
}
