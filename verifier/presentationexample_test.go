package verifier_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"log"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
)

// An employer asks for a badge, and learns that who sends it is whom it was awarded to. Somebody who has got hold of a
// copy learns that it is of no use.
func ExampleVerifier_VerifyPresentation() {
	ctx := context.Background()
	present := func(key ed25519.PrivateKey, badge []byte, challenge string) []byte {
		holder, err := did.FromKey(key.Public())
		if err != nil {
			log.Fatal(err)
		}
		method, err := holder.MethodFor(key.Public())
		if err != nil {
			log.Fatal(err)
		}
		s, err := signer.NewJWS(key, method, &signer.JWSOptions{Issued: badgetest.Now()}) // a real program leaves the time out
		if err != nil {
			log.Fatal(err)
		}
		p, err := credential.NewPresentation(holder.ID(), badge)
		if err != nil {
			log.Fatal(err)
		}
		secured, err := s.Present(ctx, p, challenge, "https://employer.example")
		if err != nil {
			log.Fatal(err)
		}
		return secured
	}
	ada, thief := badgetest.Ed25519("ada"), badgetest.Ed25519("thief")
	badge, issuer := issueTo(ada.Public().(ed25519.PublicKey))

	v := verifier.New(verifier.Trust(issuer), &verifier.Options{
		Now:    badgetest.Now,                           // a real program leaves this out
		Limits: verifier.Limits{Time: verifier.MaxTime}, // and this, unless its machine is very busy
	})
	const challenge = "7e8b4a5d" // in a real program rand.Text(), and good for one answer
	for _, secured := range [][]byte{
		present(ada, badge, challenge), present(thief, badge, challenge), present(ada, badge, "an older one"),
	} {
		p, err := v.VerifyPresentation(ctx, secured, challenge, "https://employer.example", nil)
		if err != nil {
			fmt.Println("nothing was shown:", verifier.VerdictOf(err))
			continue
		}
		for _, shown := range p.Credentials {
			if shown.Err != nil {
				fmt.Println("not the holder's:", verifier.VerdictOf(shown.Err))
				continue
			}
			fmt.Println(shown.Result.Badge.Subject.Achievement.Name, "of the holder, bound by", shown.Binding)
		}
	}
	// Output:
	// Chart Reader of the holder, bound by did
	// not the holder's: invalid
	// nothing was shown: invalid
}

// issueTo issues a badge to the did:key of a key.
func issueTo(pub ed25519.PublicKey) (badge []byte, issuer *did.Document) {
	key := badgetest.Ed25519("issuer")
	issuer, err := did.NewDocument("did:web:example.org", did.Key{ID: "key-1", Public: key.Public()})
	if err != nil {
		log.Fatal(err)
	}
	s, err := signer.NewJWS(key, "did:web:example.org#key-1", nil)
	if err != nil {
		log.Fatal(err)
	}
	holder, err := did.FromKey(pub)
	if err != nil {
		log.Fatal(err)
	}
	badge, err = s.Sign(context.Background(), json.RawMessage(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "urn:uuid:6b1a2f3c-90f5-4c4b-8c6e-1f1f2f3f4f5f",
		"type": ["VerifiableCredential", "OpenBadgeCredential"],
		"issuer": {"id": "did:web:example.org", "type": ["Profile"], "name": "Example"},
		"validFrom": "2026-01-05T00:00:00Z",
		"credentialSubject": {"id": "`+holder.ID()+`", "type": ["AchievementSubject"], "achievement": {
			"id": "urn:uuid:9a1ab8f0-5c5a-4d7e-9f0e-2b6b3d9c5a10", "type": ["Achievement"], "name": "Chart Reader",
			"description": "Reads charts.", "criteria": {"narrative": "Read a chart."}
		}}
	}`))
	if err != nil {
		log.Fatal(err)
	}
	return badge, issuer
}
