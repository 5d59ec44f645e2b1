package context

import "errors"

// The reasons for which a context is not found or not accepted. Match them with errors.Is.
var (
	// ErrUnknown: the set has no document for the URL. It is never fetched: give it with Set.With, or refuse the
	// credential that names it.
	ErrUnknown = errors.New("unknown context")

	// ErrURL: the URL given to Set.With is not an absolute URL in the form of RFC 3986.
	ErrURL = errors.New("not an absolute URL")

	// ErrHash: the SHA-256 given to Set.With is not the one of the document, or is not 64 hexadecimal digits.
	ErrHash = errors.New("wrong SHA-256")

	// ErrTooLarge: the document given to Set.With has more than MaxBytes bytes, or nests or repeats beyond the limits
	// that hold for every JSON text the library reads.
	ErrTooLarge = errors.New("too large")

	// ErrDocument: the bytes given to Set.With are not a context document: strict JSON, one object, with a member
	// "@context" that is an object or an array.
	ErrDocument = errors.New("not a context document")
)
