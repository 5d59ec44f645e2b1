package rdfc

import "errors"

// The reasons for which a dataset is refused. Match them with errors.Is. When the context ends, the error wraps that of
// the context instead.
var (
	// ErrBudget: one of the Limits, or the work that they allow in all, is exceeded; the message names which. The dataset
	// is larger or more symmetric than a credential has reason to be.
	ErrBudget = errors.New("canonicalization over budget")

	// ErrHash: a hash other than SHA-256 and SHA-384.
	ErrHash = errors.New("unsupported hash for canonicalization")

	// ErrQuad: a quad without subject, predicate or object, with a blank node as its predicate, or with a blank node that
	// is not among the nodes of the dataset. It is a mistake in the program.
	ErrQuad = errors.New("malformed quad")
)
