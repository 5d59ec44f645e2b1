package did

// What is read, at most. More is ErrTooLarge.
const (
	MaxDocument = 64 << 10 // bytes of a document, or of a JWK Set
	MaxMethods  = 32       // verification methods of a document, those inside relationships included
	MaxDIDKey   = 256      // bytes of a did:key
	MaxDIDJWK   = 2046     // bytes of a did:jwk, which with the fragment of its method is an IRI of 2,048
)
