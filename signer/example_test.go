package signer_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"

	"github.com/charterbadge/openbadge/signer"
)

// A badge is signed and then taken apart and verified by hand, with nothing but the standard library.
func ExampleNewJWS() {
	badge := json.RawMessage(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "urn:uuid:6b1a2f3c-90f5-4c4b-8c6e-1f1f2f3f4f5f",
		"type": ["VerifiableCredential", "OpenBadgeCredential"],
		"issuer": {"id": "did:web:example.org", "type": ["Profile"], "name": "Example"},
		"validFrom": "2026-01-05T00:00:00Z",
		"credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"], "achievement": {
			"id": "urn:uuid:9a1ab8f0-5c5a-4d7e-9f0e-2b6b3d9c5a10", "type": ["Achievement"], "name": "Chart Reader",
			"description": "Reads charts.", "criteria": {"narrative": "Read a chart."}
		}}
	}`)
	key := ed25519.NewKeyFromSeed([]byte("an example; keep real ones secret"[:32]))

	s, err := signer.NewJWS(key, "did:web:example.org#key-1", nil)
	if err != nil {
		log.Fatal(err)
	}
	token, err := s.Sign(context.Background(), badge)
	if err != nil {
		log.Fatal(err)
	}

	parts := bytes.Split(token, []byte("."))
	header, err := base64.RawURLEncoding.DecodeString(string(parts[0]))
	if err != nil {
		log.Fatal(err)
	}
	payload, err := base64.RawURLEncoding.DecodeString(string(parts[1]))
	if err != nil {
		log.Fatal(err)
	}
	signature, err := base64.RawURLEncoding.DecodeString(string(parts[2]))
	if err != nil {
		log.Fatal(err)
	}
	public := key.Public().(ed25519.PublicKey)
	fmt.Printf("%s\n", header)
	fmt.Printf("…%s\n", payload[bytes.Index(payload, []byte(`"iss"`)):])
	fmt.Println(ed25519.Verify(public, bytes.Join(parts[:2], []byte(".")), signature))
	// Output:
	// {"alg":"EdDSA","kid":"did:web:example.org#key-1","typ":"JWT"}
	// …"iss":"did:web:example.org","jti":"urn:uuid:6b1a2f3c-90f5-4c4b-8c6e-1f1f2f3f4f5f","sub":"did:example:ada","nbf":1767571200}
	// true
}
