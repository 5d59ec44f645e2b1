package context_test

import (
	"bytes"
	"errors"
	"fmt"
	"log"

	ldcontext "github.com/charterbadge/openbadge/context"
)

func ExampleEmbedded() {
	doc, err := ldcontext.Embedded().Document(ldcontext.CredentialsV2)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %d bytes\n", doc.URL, len(doc.Bytes()))
	fmt.Println("sha256", doc.SHA256)
	fmt.Println(doc.Origin)
	// Output:
	// https://www.w3.org/ns/credentials/v2: 10131 bytes
	// sha256 59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734
	// npm:@digitalbazaar/credentials-context@3.2.0/lib/v2.js
}

func ExampleSet_Document_unknown() {
	_, err := ldcontext.Embedded().Document("https://example.org/membership/v1")
	if errors.Is(err, ldcontext.ErrUnknown) {
		fmt.Println(err)
	}
	// Output:
	// context: looking up "https://example.org/membership/v1": unknown context
}

// A program that uses a vocabulary of its own ships the document and the hash that it was reviewed under.
func ExampleSet_With() {
	const url = "https://example.org/membership/v1"
	const reviewed = "1b862669a8f56399ad110640a823414e268ee35a2e16f245c3994ebfc4f5d4b8"
	doc := []byte(`{"@context": {"@protected": true, "chapter": "https://example.org/membership#chapter"}}` + "\n")

	set, err := ldcontext.Embedded().With(url, doc, reviewed)
	if err != nil {
		log.Fatal(err)
	}
	added, err := set.Document(url)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("added:", added.SHA256 == reviewed)

	_, err = ldcontext.Embedded().With(url, bytes.Replace(doc, []byte("chapter"), []byte("branch"), 1), reviewed)
	fmt.Println("changed document refused:", errors.Is(err, ldcontext.ErrHash))
	// Output:
	// added: true
	// changed document refused: true
}
