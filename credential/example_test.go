package credential_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/signer"
)

func ExampleNewCharter() {
	issuer := credential.Profile{ID: "did:web:example.org", Name: "Sample issuer (not the CMT Association)"}
	badge, err := credential.NewCharter(issuer, credential.Charter{
		Number:  "12345",
		Holder:  "Ada Lovelace",
		Email:   "ada@example.org",
		Awarded: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	name, _ := badge.RecipientName()
	fmt.Println(name, "holds charter", badge.Subject.LicenseNumber)
	fmt.Println(badge.Subject.Achievement.ID)
	fmt.Println(badge.Subject.Identifier[0].Matches(credential.IdentifierTypeEmailAddress, "ada@example.org"))
	// Output:
	// Ada Lovelace holds charter 12345
	// https://example.org/achievements/cmt-charter
	// true
}

func ExampleOpenBadge_Validate() {
	text, err := os.ReadFile("../testdata/badges/simple.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	var badge credential.OpenBadge
	if err := badge.UnmarshalJSON(text); err != nil {
		fmt.Println(err)
		return
	}
	badge.ID = "badge 1"
	badge.Subject.Achievement.AchievementType = ""
	for _, e := range credential.FieldErrors(badge.Validate()) {
		fmt.Println(e.Code, e.Advice, e)
	}
	// Output:
	// uri false /id: want an absolute URI, got "badge 1"
	// missing true /credentialSubject/achievement/achievementType: missing, want a term of AchievementType or one that begins with ext:
}

func ExampleRenew() {
	issuer := credential.Profile{ID: "https://example.org", Name: "Sample issuer (not the CMT Association)"}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	badge, err := credential.NewCharter(issuer, credential.Charter{
		ID: "urn:uuid:5f0c2a6e-4d1b-4b5e-9f0a-2f7f0a1c9d10", Holder: "Ada Lovelace",
		Awarded: start, ValidUntil: start.AddDate(1, 0, 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	renewed, err := credential.Renew(badge, start.AddDate(1, 0, 0), start.AddDate(2, 0, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(renewed.ID == badge.ID, renewed.AwardedDate, renewed.ValidFrom, renewed.ValidUntil)
	// Output: true 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z 2028-01-01T00:00:00Z
}

func ExampleHashIdentity() {
	fmt.Println(credential.HashIdentity("a@example.com", "Kosher"))
	// Output: sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399
}

// Somebody endorses an achievement, and the issuer puts what they signed into the badges for it.
func ExampleNewEndorsement() {
	issuer := credential.Profile{ID: "https://example.org", Name: "Sample issuer (not the CMT Association)"}
	badge, err := credential.NewCharter(issuer, credential.Charter{
		Holder: "Ada Lovelace", Awarded: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	endorser := credential.Profile{ID: "https://example.com", Name: "Sample endorser"}
	endorsement, err := credential.NewEndorsement(endorser, credential.Endorsement{
		Name:    "Endorsement of the charter",
		Subject: badge.Subject.Achievement.ID,
		Comment: "We ask for it when we hire analysts.",
		From:    time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	key := ed25519.NewKeyFromSeed([]byte("an example; keep real ones secret"[:32]))
	s, err := signer.NewDataIntegrity(key, "https://example.com#key-1", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	secured, err := s.Sign(context.Background(), endorsement)
	if err != nil {
		fmt.Println(err)
		return
	}

	// The signature of the badge, which comes next, covers the endorsement. One that was signed as a JWS goes into
	// EndorsementJWT instead.
	achievement := &badge.Subject.Achievement
	achievement.Endorsement = append(achievement.Endorsement, json.RawMessage(secured))
	if err := badge.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	var read credential.EndorsementCredential
	if err := read.UnmarshalJSON(achievement.Endorsement[0]); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(read.Issuer.Name, "endorses", read.Subject.ID)
	fmt.Println(len(read.Proof), "proof")
	// Output:
	// Sample endorser endorses https://example.org/achievements/cmt-charter
	// 1 proof
}

func ExampleNewer() {
	issuer := credential.Profile{ID: "https://example.org", Name: "Sample issuer (not the CMT Association)"}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	badge, err := credential.NewCharter(issuer, credential.Charter{Holder: "Ada Lovelace", Awarded: start})
	if err != nil {
		fmt.Println(err)
		return
	}
	renewed, err := credential.Renew(badge, start.AddDate(1, 0, 0), time.Time{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(credential.Same(badge, renewed), credential.Newer(renewed, badge), credential.Newer(badge, renewed))
	// Output: true true false
}

// A JWS is put into an envelope; a badge with an embedded proof would be taken over as it is.
func ExampleNewPresentation() {
	p, err := credential.NewPresentation("did:example:ada", []byte("eyJhbGciOiJFZERTQSJ9.e30.c2ln"))
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := p.MarshalJSON()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
	// Output:
	// {"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"did:example:ada","verifiableCredential":[{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:application/vc+jwt,eyJhbGciOiJFZERTQSJ9.e30.c2ln","type":"EnvelopedVerifiableCredential"}]}
}
