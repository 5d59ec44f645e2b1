// Package did says who an issuer is: its identifier and the keys that sign in its name.
//
// Who issues makes the document of the issuer with [NewDocument], publishes its JSON, and asks [Document.MethodFor] for
// the verification method to sign with. Who verifies reads the document with [Parse], or has it made from a did:key or
// did:jwk by [Resolve], and hands it to package verifier.
//
// A document is a controlled identifier document (https://www.w3.org/TR/cid-1.0/) or, which is the same as far as it
// matters here, a DID document (https://www.w3.org/TR/did-1.0/). Its identifier is a DID, an https URL or a URN.
//
// # Trust
//
// The documents that a verifier was given are its list of trusted issuers, as certificates in an x509.CertPool are: to
// know the document of an identifier and to trust it are one question here. Nothing in this package fetches anything.
// Whoever can change the document can issue in the name of its identifier, so get it from the issuer, by a way that you
// trust; [WebURL] says where a did:web document is published. A did:key or did:jwk proves itself, but says nothing about
// who has the key: it is trusted when you list it.
//
// Two identifiers are two issuers, even with one key. Identifiers are compared as texts, never by key.
//
// # Keys
//
// [Document.Method] is how a key gets from a document into a verification. The method must be in this document, listed
// under the wanted relationship, controlled by the identifier of the document, and neither expired nor revoked; what
// another document says, or a key inside a signed message, has no say. Ed25519, P-256, P-384 and RSA (2,048 to 4,096 bits)
// are supported. A document may have methods that the library cannot use; one with a key that is malformed, weak or
// private is refused.
//
// # Rotation
//
// Keep a retired key in the document without a date: badges signed with it stay valid. Expires and Revoked are judged
// when a badge is verified, not when it was signed, which only the signer could vouch for: from that moment on every
// badge of the key is refused, old ones too. A key that is revoked under one id is revoked under all its ids in the
// document; Expires is of its method alone.
//
// # Limits
//
// A document has at most 64 KiB and 32 verification methods, a did:key 256 bytes, a did:jwk 2,046.
package did
