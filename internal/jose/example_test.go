package jose_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jose"
)

func ExampleParse() {
	s, err := jose.NewSigner(badgetest.Ed25519("issuer"))
	if err != nil {
		panic(err)
	}
	compact, err := s.Sign(context.Background(), "did:web:example.org#key-1", jose.TypeJWT, []byte(`{"id":"urn:x:y"}`))
	if err != nil {
		panic(err)
	}

	token, err := jose.Parse(compact, 0)
	if err != nil {
		panic(err)
	}
	fmt.Println(token.Algorithm, token.KID, string(token.Payload))
	fmt.Println(token.Verify(badgetest.Ed25519("issuer").Public()))
	fmt.Println(errors.Is(token.Verify(badgetest.Ed25519("attacker").Public()), jose.ErrSignature))
	// Output:
	// EdDSA did:web:example.org#key-1 {"id":"urn:x:y"}
	// <nil>
	// true
}
