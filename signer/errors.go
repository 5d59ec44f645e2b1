package signer

import "errors"

// The reasons for which a Signer is not made or does not sign. Match them with errors.Is:
//
//	_, err := s.Sign(ctx, badge)
//	if errors.Is(err, signer.ErrNoSubjectID) {
//		// sign with Data Integrity, or give the subject an id
//	}
//
// When a document's Validate refuses, the error wraps ErrDocument and what Validate returned, for errors.As.
var (
	// ErrKey: the key is of a type, curve or size that is not supported, is weak, or is nil.
	ErrKey = errors.New("key cannot be used")

	// ErrMethod: the verification method is not an absolute URL with a fragment, or it is a did:key or did:jwk of
	// another key.
	ErrMethod = errors.New("verification method cannot be used")

	// ErrProfile: no such Profile.
	ErrProfile = errors.New("unknown profile")

	// ErrDocument: the document is not a credential that can be signed: not valid, not strict JSON, too large, without
	// what every credential has, or with a member that a JWT reads as a claim.
	ErrDocument = errors.New("document cannot be signed")

	// ErrUnsecured: a part of the document would not be covered by a Data Integrity proof: a member or a type that no
	// context defines, a relative IRI, a context that is not in the set, null. The message has a JSON pointer to it.
	ErrUnsecured = errors.New("the proof would not cover all of it")

	// ErrIssuer: the issuer of the document is not the controller of the verification method.
	ErrIssuer = errors.New("issuer is not the controller of the verification method")

	// ErrHolder: the holder of the presentation is not the controller of the verification method.
	ErrHolder = errors.New("holder is not the controller of the verification method")

	// ErrRequest: the challenge or the domain of a presentation is empty, is not UTF-8, or is longer than MaxRequest.
	ErrRequest = errors.New("challenge or domain cannot be signed")

	// ErrNoSubjectID: an Open Badges JWT must have the claim sub, which is the id of the subject, and the subject has
	// none. Give it one (urn:uuid: will do when there is no other), or secure the badge with Data Integrity, which
	// needs none.
	ErrNoSubjectID = errors.New("credentialSubject has no id")

	// ErrTime: validFrom or validUntil cannot be written as a claim: not an xsd:dateTimeStamp, with a fraction of a
	// second, before 1970, or validUntil before validFrom.
	ErrTime = errors.New("time cannot be a claim")

	// ErrSignature: what the key returned is not a signature that verifies with its public key.
	ErrSignature = errors.New("key made no valid signature")
)
