package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/verifier"
)

// trusted are the issuers of all flags together.
type trusted []verifier.Issuers

// Issuer implements verifier.Issuers. Two documents of one issuer that differ are an error: one of them is not to be
// trusted, and nothing says which.
func (t trusted) Issuer(ctx context.Context, id string) (*did.Document, error) {
	var found *did.Document
	for _, issuers := range t {
		doc, err := issuers.Issuer(ctx, id)
		switch {
		case errors.Is(err, verifier.ErrUnknownIssuer):
			continue
		case err != nil:
			return nil, err
		case found != nil && !same(found, doc):
			note("two documents of %s are given, and they differ: neither is believed", name(id))
			return nil, fmt.Errorf("two documents of %q", id)
		}
		found = doc
	}
	if found == nil {
		return nil, verifier.ErrUnknownIssuer
	}
	return found, nil
}

func same(a, b *did.Document) bool {
	textA, errA := a.MarshalJSON()
	textB, errB := b.MarshalJSON()
	return errA == nil && errB == nil && bytes.Equal(textA, textB)
}

// issuers reads the values of --trust and --trust-jwks.
func (c *judge) issuers(ctx context.Context) (trusted, error) {
	var all trusted
	for _, value := range c.Trust {
		issuers, err := trustOne(ctx, value)
		if err != nil {
			return nil, err
		}
		all = append(all, issuers)
	}
	for _, value := range c.TrustJWKS {
		i := strings.LastIndex(value, "=")
		if i <= 0 {
			return nil, usage("--trust-jwks %s: want ID=FILE, such as https://example.org=keys.json", value)
		}
		text, err := read(ctx, value[i+1:], did.MaxDocument)
		if err != nil {
			return nil, err
		}
		doc, err := did.FromJWKSet(value[:i], text)
		if errors.Is(err, did.ErrIdentifier) {
			return nil, usage("--trust-jwks: %w", err)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", value[i+1:], err)
		}
		all = append(all, verifier.Trust(doc))
	}
	return all, nil
}

// trustOne reads a document, a folder of documents, or a DID that is its own document.
func trustOne(ctx context.Context, value string) (verifier.Issuers, error) {
	if strings.HasPrefix(value, "did:") {
		doc, err := did.Resolve(value)
		if errors.Is(err, did.ErrNeedsDocument) {
			return nil, usage("--trust %s: it does not contain its key; give the file with its document%s", value, published(value))
		}
		if err != nil {
			return nil, usage("--trust: %w", err)
		}
		return verifier.Trust(doc), nil
	}
	info, err := os.Stat(value)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		issuers, err := verifier.TrustFS(os.DirFS(value))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", value, err)
		}
		return issuers, nil
	}
	doc, err := readDocument(ctx, value)
	if err != nil {
		return nil, err
	}
	return verifier.Trust(doc), nil
}

// published says where a did:web is published, as the end of a sentence.
func published(id string) string {
	if url, err := did.WebURL(id); err == nil {
		return ", which is at " + url
	}
	return ""
}
