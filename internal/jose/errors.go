package jose

import "errors"

// The reasons for which Parse, Verify and Sign refuse. Match them with errors.Is.
var (
	// ErrMalformed: the text is not a JWS in compact serialization whose header is strict JSON.
	ErrMalformed = errors.New("not a compact JWS")

	// ErrTooLarge: a limit of this package, or one on the JSON of the header, is exceeded.
	ErrTooLarge = errors.New("too large")

	// ErrAlgorithm: alg is missing, or nothing that can secure a credential: "none", an HMAC, a name nobody registered.
	ErrAlgorithm = errors.New("algorithm not allowed")

	// ErrUnsupported: alg is an asymmetric algorithm that is registered for signatures and not verified here, or typ is
	// that of selective disclosure. Another implementation may verify the token.
	ErrUnsupported = errors.New("not supported")

	// ErrKeyMismatch: alg is an algorithm that is verified, but not one of the given key's type and curve.
	ErrKeyMismatch = errors.New("algorithm does not fit the key")

	// ErrHeader: the header has a parameter that it must not have, lacks one, or has one with a value that it cannot have.
	ErrHeader = errors.New("header parameter not allowed")

	// ErrType: typ or cty says that this is another kind of token.
	ErrType = errors.New("not the type of a credential")

	// ErrSignature: the signature is not one of the given key over the signing input.
	ErrSignature = errors.New("signature does not match")
)
