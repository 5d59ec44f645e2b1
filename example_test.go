package openbadge_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
)

// An issuer signs a badge; a reader who trusts the issuer's document verifies it.
func Example() {
	ctx := context.Background()

	_, key, err := ed25519.GenerateKey(rand.Reader) // or signer.ParseKey, or any crypto.Signer
	check(err)
	doc, err := did.NewDocument("did:web:example.org", did.Key{ID: "key-1", Public: key.Public()})
	check(err)
	method, err := doc.MethodFor(key.Public())
	check(err)
	s, err := signer.NewJWS(key, method, nil)
	check(err)

	issuer := credential.Profile{ID: doc.ID(), Name: "Sample issuer (not the CMT Association)"}
	badge, err := credential.NewCharter(issuer, credential.Charter{
		Number: "12345", Holder: "Ada Lovelace", Email: "ada@example.org",
		Awarded: time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC),
	})
	check(err)
	secured, err := s.Sign(ctx, badge)
	check(err)

	v := verifier.New(verifier.Trust(doc), &verifier.Options{
		Now: func() time.Time { return time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC) }, // left out: the clock
	})
	res, err := v.Verify(ctx, secured, &verifier.Expect{
		Recipient: []verifier.Identity{{Type: credential.IdentifierTypeEmailAddress, Value: "ada@example.org"}},
	})
	check(err)
	holder, _ := res.Badge.RecipientName()
	fmt.Println(verifier.VerdictOf(err), res.Badge.Name, holder)

	_, err = v.Verify(ctx, secured, &verifier.Expect{
		Recipient: []verifier.Identity{{Type: credential.IdentifierTypeEmailAddress, Value: "ida@example.org"}},
	})
	fmt.Println(verifier.VerdictOf(err), errors.Is(err, verifier.ErrRecipient))
	// Output:
	// valid CMT Charterholder Ada Lovelace
	// invalid true
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
