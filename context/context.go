// Package context holds the JSON-LD contexts that Open Badges name, pinned byte for byte and embedded, so that no
// program has to fetch one.
//
// Most programs never import it: signer and verifier use the embedded set unless told otherwise. Two calls are enough
// for the rest: Embedded returns the set that the library ships, and Set.With returns a new set that has a document of
// the caller's as well, under a URL and a hash that the caller vouches for.
//
// The name is that of the specifications, and also of a package of the standard library. A file that needs both imports
// this one as ldcontext:
//
//	import ldcontext "github.com/charterbadge/openbadge/context"
//
// # Trust
//
// A context decides what the members of a credential mean, and so what its proof covers: who can change a context can
// change a signed statement without breaking the signature. A Set is therefore closed and immutable. It gives the
// documents that it was made with and an error for every other URL; nothing in this package opens a socket or a file.
// Every embedded document has a SHA-256 that the tests hold it to. Where a Recommendation prints the hash of a context,
// the embedded bytes have that hash: Verifiable Credentials Data Model 2.0 §B.1
// (https://www.w3.org/TR/vc-data-model-2.0/), Data Integrity 1.0 §2.4 (https://www.w3.org/TR/vc-data-integrity/) and
// Bitstring Status List 1.0 §5.2 (https://www.w3.org/TR/vc-bitstring-status-list/).
//
// 1EdTech adds terms to a published Open Badges context without changing its URL. This package has the revision of
// context 3.0.3 of April 2025, the one that the Open Badges 3.0 implementation guide signs its test vector with. A
// program that needs a later revision makes a second set with Set.With; a verifier's report has the hash of the one that
// was used.
//
// # Licences
//
// The documents are the work of others. Document.Origin says which npm package each one was taken from,
// Document.Licence under which terms that package gives it; the file NOTICE of this module has the notices in full.
package context

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// MaxBytes is the size, in bytes, of the largest document that Set.With accepts.
const MaxBytes = 256 << 10

// maxURL is the length, in bytes, of the longest URL that Set.With accepts.
const maxURL = 2048

// maxQuoted is how much of a URL, in bytes, an error repeats.
const maxQuoted = 256

// Set is an immutable, closed set of context documents by URL. The zero value is an empty set. A Set is safe for
// concurrent use.
type Set struct {
	documents map[string]Document
}

// Document is one context document of a Set. It is a value; changing its fields changes no Set.
type Document struct {
	// URL is what a credential writes in its @context.
	URL string

	// SHA256 is the hash of Bytes, in lower-case hexadecimal.
	SHA256 string

	// Origin is where the bytes were taken from: "npm:", package, "@", version, "/", file in the package. It is empty
	// for a document given to Set.With.
	Origin string

	// Licence names the terms under which Origin gives the document, by SPDX identifier where there is one. It is empty
	// for a document given to Set.With.
	Licence string

	text string
}

// Bytes returns a copy of the document, which is JSON in UTF-8.
func (d Document) Bytes() []byte { return []byte(d.text) }

// Embedded returns the contexts that the library ships, each of them under every URL of the constants of this package.
// It always returns the same Set, and calling it costs next to nothing.
func Embedded() *Set { return embedded() }

// With returns a new set: the documents of s, and doc under url. When s has a document for url already, the new set has
// doc in its place; s itself never changes. A second revision of a context is given this way:
//
//	later, err := ldcontext.Embedded().With(ldcontext.OpenBadges303, doc, sum)
//
// sha256hex is the hash of doc as the caller knows it from a source of its own (64 hexadecimal digits, either case): it
// makes a changed file an error rather than another meaning. A hash computed from doc itself protects nothing.
//
// The error matches ErrURL, ErrTooLarge, ErrHash or ErrDocument. Whether the terms in doc make sense shows when a
// credential uses them. With keeps no reference to doc.
func (s *Set) With(url string, doc []byte, sha256hex string) (*Set, error) {
	added, err := newDocument(url, doc, sha256hex)
	if err != nil {
		return nil, fmt.Errorf("context: adding %s: %w", quote(url), err)
	}
	documents := make(map[string]Document, len(s.documents)+1)
	maps.Copy(documents, s.documents)
	documents[url] = added
	return &Set{documents: documents}, nil
}

// Document returns the document for url, compared byte for byte as JSON-LD compares URLs. For any other URL the error
// names it and matches ErrUnknown:
//
//	doc, err := set.Document(url)
//	if errors.Is(err, ldcontext.ErrUnknown) {
//		// the credential cannot be processed with this set
//	}
func (s *Set) Document(url string) (Document, error) {
	d, ok := s.documents[url]
	if !ok {
		return Document{}, fmt.Errorf("context: looking up %s: %w", quote(url), ErrUnknown)
	}
	return d, nil
}

// URLs returns the URLs of the set in ascending order.
func (s *Set) URLs() []string { return slices.Sorted(maps.Keys(s.documents)) }

var embedded = sync.OnceValue(func() *Set {
	documents := make(map[string]Document)
	for _, p := range pinned {
		text, err := files.ReadFile("contexts/" + p.file)
		if err != nil {
			panic(err) // the table names a file that was not embedded, which no test lets pass
		}
		for _, u := range p.urls {
			documents[u] = Document{URL: u, SHA256: p.sha256, Origin: p.origin, Licence: p.licence, text: string(text)}
		}
	}
	return &Set{documents: documents}
})

// newDocument makes the cheap refusals first: nothing is hashed before its size is known, nor parsed before its hash is
// right.
func newDocument(url string, doc []byte, sha256hex string) (Document, error) {
	if err := checkURL(url); err != nil {
		return Document{}, err
	}
	if len(doc) > MaxBytes {
		return Document{}, fmt.Errorf("%w: %d bytes, want at most %d", ErrTooLarge, len(doc), MaxBytes)
	}
	sum := sha256.Sum256(doc)
	want, err := hex.DecodeString(sha256hex)
	if err != nil || len(want) != len(sum) {
		return Document{}, fmt.Errorf("%w: want 64 hexadecimal digits, got %s", ErrHash, quote(sha256hex))
	}
	if [sha256.Size]byte(want) != sum {
		return Document{}, fmt.Errorf("%w: the document has %x, want %x", ErrHash, sum, want)
	}
	if err := checkDocument(doc); err != nil {
		return Document{}, err
	}
	return Document{URL: url, SHA256: hex.EncodeToString(sum[:]), text: string(doc)}, nil
}

// checkURL wants the one spelling that net/url itself would write: a URL with a space or a control character in it, or
// a scheme in capitals, would never equal the one that a credential names.
func checkURL(s string) error {
	if len(s) > maxURL {
		return fmt.Errorf("%w: %d bytes, want at most %d", ErrURL, len(s), maxURL)
	}
	u, err := url.Parse(s)
	if err != nil || !u.IsAbs() || u.Host == "" && u.Opaque == "" || u.String() != s {
		return fmt.Errorf("%w: want a scheme and a host, as in https://example.org/context.json", ErrURL)
	}
	return nil
}

func checkDocument(doc []byte) error {
	// A vocabulary has more terms than a credential has members.
	v, err := strictjson.Parse(doc, &strictjson.Limits{Members: strictjson.MaxMembers})
	switch {
	case errors.Is(err, strictjson.ErrTooLarge):
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	case err != nil:
		return fmt.Errorf("%w: %w", ErrDocument, err)
	}
	switch v.Get("@context").Kind() {
	case strictjson.Object, strictjson.Array:
		return nil
	default:
		return fmt.Errorf("%w: want an object or an array at /@context", ErrDocument)
	}
}

// quote keeps a URL that someone else chose from flooding or forging a log.
func quote(s string) string {
	if len(s) > maxQuoted {
		return fmt.Sprintf("%q…", strings.ToValidUTF8(s[:maxQuoted], ""))
	}
	return fmt.Sprintf("%q", s)
}
