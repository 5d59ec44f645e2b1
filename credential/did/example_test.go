package did_test

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
)

// What an issuer publishes, and the method it signs with.
func ExampleNewDocument() {
	key := ed25519.NewKeyFromSeed([]byte("a seed of 32 bytes, for examples"))
	doc, err := did.NewDocument("did:web:example.org", did.Key{ID: "key-1", Public: key.Public()})
	if err != nil {
		panic(err)
	}
	text, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		panic(err)
	}
	method, err := doc.MethodFor(key.Public())
	if err != nil {
		panic(err)
	}
	address, err := did.WebURL(doc.ID())
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
	fmt.Println("sign with", method)
	fmt.Println("publish at", address)
	// Output:
	// {
	//   "@context": [
	//     "https://www.w3.org/ns/did/v1",
	//     "https://w3id.org/security/multikey/v1"
	//   ],
	//   "id": "did:web:example.org",
	//   "verificationMethod": [
	//     {
	//       "id": "did:web:example.org#key-1",
	//       "type": "Multikey",
	//       "controller": "did:web:example.org",
	//       "publicKeyMultibase": "z6MknxSy9XS3oPa4iJgioTC2d6W84jXYNVT4KD8H4uGkuAXJ"
	//     }
	//   ],
	//   "assertionMethod": [
	//     "did:web:example.org#key-1"
	//   ]
	// }
	// sign with did:web:example.org#key-1
	// publish at https://example.org/.well-known/did.json
}

// A did:key is its own document.
func ExampleResolve() {
	const id = "did:key:z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP"
	doc, err := did.Resolve(id)
	if err != nil {
		panic(err)
	}
	m, err := doc.Method(id+"#z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP", did.AssertionMethod, time.Now())
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s %x\n", m.Type, m.Public)

	_, err = did.Resolve("did:web:example.org")
	fmt.Println(errors.Is(err, did.ErrNeedsDocument))
	// Output:
	// Multikey 095f9a1a595dde755d82786864ad03dfa5a4fbd68832566364e2b65e13cc9e44
	// true
}

// A document that the issuer handed over, with a key that was revoked.
func ExampleParse() {
	doc, err := did.Parse([]byte(`{
		"id": "https://example.org/issuer",
		"assertionMethod": [{
			"id": "#key-1", "type": "Multikey", "controller": "https://example.org/issuer",
			"publicKeyMultibase": "z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP",
			"revoked": "2026-02-01T00:00:00Z"
		}]
	}`))
	if err != nil {
		panic(err)
	}
	_, err = doc.Method("#key-1", did.AssertionMethod, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	switch {
	case errors.Is(err, did.ErrRevoked):
		fmt.Println("revoked")
	case err != nil:
		fmt.Println("not usable:", err)
	}
	// Output: revoked
}
