// Package signer secures credentials: it turns what an issuer says into something that others can check.
//
// NewJWS and NewDataIntegrity make a Signer from a key, which may be in memory, in an HSM or in a KMS, and the
// verification method under which the issuer publishes that key; Sign then returns the secured credential: a token, or
// JSON with a proof in it.
//
//	s, err := signer.NewDataIntegrity(key, "did:web:example.org#key-1", nil)
//	secured, err := s.Sign(ctx, badge)
//
// A token covers every byte and is what JWT libraries read. A proof leaves the credential readable, which wallets and
// baked pictures want, needs no id of the subject, and lets a small key sign a large badge; it covers what the JSON-LD
// contexts give a meaning to, so that a credential with anything else is refused.
//
// # What is signed
//
// Any [json.Marshaler] that gives a credential of the W3C data model 2.0: a badge of package credential, a status list,
// or a [json.RawMessage] from elsewhere. A document with a Validate method must pass it. Whatever the document, it must
// look like a credential, and its issuer must be the controller of the method: nobody could verify another one. A badge
// is read from its JSON once, by the strict reader that verifiers of this library use; the same text, with every string
// escaped so that it can stand in XML and in pictures, is what is signed. A document that has proofs already keeps them:
// signed by another Signer it becomes a proof set or, by NewJWS, a token around both.
//
// # Presentations
//
// Present does for a holder what Sign does for an issuer: it signs a presentation, with the challenge and the domain of
// who asked for it. Sign refuses a presentation, and Present a credential.
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

// Signer secures credentials. *JWS and *DataIntegrity are. Implementations are safe for concurrent use.
type Signer interface {
	// Sign returns doc, secured. It calls doc.MarshalJSON once.
	Sign(ctx context.Context, doc json.Marshaler) ([]byte, error)
}
