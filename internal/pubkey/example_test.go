package pubkey_test

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/pubkey"
)

func ExampleCheck() {
	good := badgetest.Ed25519("issuer").Public()
	fmt.Println(pubkey.Check(good), pubkey.Algorithms(good))

	neutral := make(ed25519.PublicKey, ed25519.PublicKeySize)
	neutral[0] = 1 // under this key one signature fits every message
	fmt.Println(errors.Is(pubkey.Check(neutral), pubkey.ErrWeak))
	// Output:
	// <nil> [EdDSA Ed25519]
	// true
}
