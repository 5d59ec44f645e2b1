// Package signer secures credentials: it turns what an issuer says into something that others can check.
//
// NewJWS makes a Signer from a key, which may be in memory, in an HSM or in a KMS, and the verification method under
// which the issuer publishes that key; Sign then returns the secured credential.
//
//	s, err := signer.NewJWS(key, "did:web:example.org#key-1", nil)
//	token, err := s.Sign(ctx, badge)
//
// # What is signed
//
// Any [json.Marshaler] that gives a credential of the W3C data model 2.0: a badge of package credential, a status list,
// or a [json.RawMessage] from elsewhere. A document with a Validate method must pass it. Whatever the document, it must
// look like a credential, and its issuer must be the controller of the method: nobody could verify another one. A badge
// is read from its JSON once, by the strict reader that verifiers of this library use; the same text, with every string
// escaped so that it can stand in XML and in pictures, is what is signed.
//
// # Trust
//
// A Signer returns nothing that it did not read back and verify. It opens no socket and reads no file. Which key and
// which document to sign is up to the program: a Signer signs every credential of its issuer that it is given.
package signer

import (
	"context"
	"encoding/json"
)

// Signer secures credentials. *JWS is one. Implementations are safe for concurrent use.
type Signer interface {
	// Sign returns doc, secured. It calls doc.MarshalJSON once.
	Sign(ctx context.Context, doc json.Marshaler) ([]byte, error)
}
