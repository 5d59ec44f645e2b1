package signer_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
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

// A badge is signed with a proof in it, and then verified by somebody who has the issuer's document.
func ExampleNewDataIntegrity() {
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

	s, err := signer.NewDataIntegrity(key, "did:web:example.org#key-1", &signer.DataIntegrityOptions{
		Created: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), // a real program leaves this out
	})
	if err != nil {
		log.Fatal(err)
	}
	secured, err := s.Sign(context.Background(), badge)
	if err != nil {
		log.Fatal(err)
	}
	proof, _, _ := bytes.Cut(secured[bytes.Index(secured, []byte(`"proof"`)):], []byte(`,"proofValue"`))
	fmt.Printf("%s…\n", proof)

	doc, err := did.NewDocument("did:web:example.org", did.Key{ID: "key-1", Public: key.Public()})
	if err != nil {
		log.Fatal(err)
	}
	v := verifier.New(verifier.Trust(doc), &verifier.Options{
		Now:    badgetest.Now,                           // a real program leaves this out
		Limits: verifier.Limits{Time: verifier.MaxTime}, // and this, unless its machine is very busy
	})
	res, err := v.Verify(context.Background(), secured, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.Badge.Subject.Achievement.Name, "by", res.VerificationMethod)

	// A misspelt member would not be covered by the proof.
	_, err = s.Sign(context.Background(), json.RawMessage(bytes.Replace(badge, []byte(`"criteria"`), []byte(`"critera"`), 1)))
	fmt.Println(err)
	// Output:
	// "proof":[{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-01-05T00:00:00Z","verificationMethod":"did:web:example.org#key-1","proofPurpose":"assertionMethod"…
	// Chart Reader by did:web:example.org#key-1
	// signer: document cannot be signed: the proof would not cover all of it: /credentialSubject/achievement/critera: no context defines this name
}
