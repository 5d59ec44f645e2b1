package credential

import (
	"errors"
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The values of [FieldError.Code]. They are stable; new ones may be added.
const (
	// CodeType comes from reading and writing alone: another JSON type, null, an empty array, a text that is no date, an
	// unknown member of a closed class, an extension that is named like a property.
	CodeType = "type"

	CodeMissing    = "missing"    // a member that must be there is not
	CodeClass      = "class"      // the type member does not name the class
	CodeVocabulary = "vocabulary" // not a term of the vocabulary, nor an extension of it
	CodeURI        = "uri"        // not an absolute URI
	CodeDate       = "date"       // not a date, or one that cannot be written
	CodeOrder      = "order"      // a period or a range that ends before it begins, dates in the wrong order
	CodeRange      = "range"      // a result that its description does not allow, or less than it requires
	CodeReference  = "reference"  // refers to something that is not there
	CodeContext    = "context"    // @context is not what the members need
	CodeFormat     = "format"     // the text has not the form that the property demands
	CodeMisplaced  = "misplaced"  // the member belongs elsewhere
	CodeWeak       = "weak"       // hashed in a way that does not protect the recipient
	CodeTooLarge   = "too_large"  // beyond a limit of this package or of the reader
	CodeSyntax     = "syntax"     // reading: not one JSON value
	CodeEncoding   = "encoding"   // not valid Unicode
	CodeDuplicate  = "duplicate"  // two objects of one id; reading: two members of one name
	CodeNumber     = "number"     // a number that a float64 cannot carry
)

// FieldError is one thing that is wrong with a credential.
type FieldError struct {
	Pointer string // RFC 6901 pointer to the member, in the document as this package writes it; "" is the whole document
	Code    string // the kind of rule, one of the Code constants
	Detail  string // what was found and what was expected; untrusted text in it is quoted and cut short

	// Advice is set when the rule binds or advises issuers only: do not issue such a badge, do not refuse one.
	Advice bool
}

// Error gives the place and the detail in one line.
func (e *FieldError) Error() string {
	if e.Pointer == "" {
		return "the document: " + e.Detail
	}
	return strictjson.Show(e.Pointer) + ": " + e.Detail
}

// FieldErrors lists the *FieldErrors that err consists of or wraps, in their order. Every error of this package is made
// of them.
func FieldErrors(err error) []*FieldError {
	switch e := err.(type) {
	case *FieldError:
		return []*FieldError{e}
	case interface{ Unwrap() error }:
		return FieldErrors(e.Unwrap())
	case interface{ Unwrap() []error }:
		var list []*FieldError
		for _, inner := range e.Unwrap() {
			list = append(list, FieldErrors(inner)...)
		}
		return list
	}
	return nil
}

func join(found []*FieldError) error {
	if len(found) == 0 {
		return nil
	}
	errs := make([]error, len(found))
	for i, e := range found {
		errs[i] = e
	}
	return errors.Join(errs...)
}

// fieldErrors turns the errors of the reader and the writer into FieldErrors.
func fieldErrors(err error) error {
	var found []*FieldError
	for _, e := range strictjson.Errors(err) {
		f := &FieldError{Pointer: e.Pointer, Code: codeOf(e), Detail: e.Detail}
		if f.Code == CodeContext {
			f.Detail += "; a context is named by its URL"
		}
		if e.Offset >= 0 {
			f.Detail += fmt.Sprintf(" (at byte %d)", e.Offset)
		}
		found = append(found, f)
	}
	return join(found)
}

func codeOf(e *strictjson.Error) string {
	switch e.Err {
	case strictjson.ErrSyntax:
		return CodeSyntax
	case strictjson.ErrEncoding:
		return CodeEncoding
	case strictjson.ErrDuplicate:
		return CodeDuplicate
	case strictjson.ErrNumber:
		return CodeNumber
	case strictjson.ErrTooLarge:
		return CodeTooLarge
	}
	if strings.HasPrefix(e.Pointer, "/@context") {
		return CodeContext
	}
	return CodeType
}
