package iri_test

import (
	"fmt"

	"github.com/charterbadge/openbadge/internal/iri"
)

func ExampleAbsolute() {
	for _, s := range []string{"urn:uuid:7f5c9d0e-6a0b-4d8f-9a6e-3c1c2d6f5b11", "did:web:example.org", "badges/1", "https://example .org"} {
		fmt.Println(iri.Absolute(s), s)
	}
	// Output:
	// true urn:uuid:7f5c9d0e-6a0b-4d8f-9a6e-3c1c2d6f5b11
	// true did:web:example.org
	// false badges/1
	// false https://example .org
}
