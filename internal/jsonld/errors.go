package jsonld

import (
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The reasons for which a document is refused. Match them with errors.Is.
var (
	// ErrLoss: something in the document would be lost or changed on the way to RDF, or could be respelled unnoticed.
	ErrLoss = errors.New("would not be signed as it stands")

	// ErrUnknownContext: a context is not in the set, so that nobody can say here what the document means.
	ErrUnknownContext = errors.New("unknown context")

	// ErrContext: the document has no context, or its contexts are malformed or contradict each other.
	ErrContext = errors.New("contexts contradict each other")

	// ErrUnsupported: a feature of JSON-LD that this package does not convert. Another implementation may.
	ErrUnsupported = errors.New("JSON-LD feature not supported")

	// ErrTooLarge: one of the limits of this package is exceeded.
	ErrTooLarge = errors.New("too large")
)

// Error says what is wrong and where.
type Error struct {
	Pointer string // RFC 6901 pointer to the value; "" is the whole document
	Detail  string // untrusted text in it is quoted and cut short
	Err     error  // one of the sentinels of this package
}

// Error gives pointer and detail in one line.
func (e *Error) Error() string {
	where := "document"
	if e.Pointer != "" {
		where = strictjson.Show(e.Pointer)
	}
	return fmt.Sprintf("%s: %s", where, e.Detail)
}

// Unwrap returns the sentinel.
func (e *Error) Unwrap() error { return e.Err }
