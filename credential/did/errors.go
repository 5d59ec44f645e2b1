package did

import "errors"

// The reasons of this package. Match them with errors.Is; there may be more than one in an error.
var (
	// ErrIdentifier: the identifier is malformed, or of a kind that no issuer here has. It is a DID, an https URL or a
	// URN, without a fragment.
	ErrIdentifier = errors.New("not an identifier of an issuer")

	// ErrNeedsDocument: the identifier does not contain its keys, as a did:key or did:jwk does. Get the document and
	// Parse it.
	ErrNeedsDocument = errors.New("identifier needs a document")

	// ErrDocument: the document is malformed or contradicts itself or its identifier.
	ErrDocument = errors.New("malformed document")

	// ErrTooLarge: one of the limits of this package is exceeded.
	ErrTooLarge = errors.New("too large")

	// ErrKey: a public key is malformed or weak.
	ErrKey = errors.New("unacceptable key")

	// ErrPrivateKey: a private key stands where only public ones belong. Take the key for disclosed.
	ErrPrivateKey = errors.New("private key in a public document")

	// ErrNoMethod: the document has no such verification method, or no method with such a key.
	ErrNoMethod = errors.New("no such verification method")

	// ErrRelationship: the method is in the document, but not for this purpose.
	ErrRelationship = errors.New("verification method is not for this purpose")

	// ErrController: the method is in the document, but controlled by nobody or by somebody else.
	ErrController = errors.New("verification method is not controlled by the document's identifier")

	// ErrUnsupported: a type of verification method, of key or of DID that the library has no use for.
	ErrUnsupported = errors.New("unsupported")

	// ErrExpired: the method's expires is reached.
	ErrExpired = errors.New("verification method has expired")

	// ErrRevoked: the method's revoked is reached.
	ErrRevoked = errors.New("verification method is revoked")
)
