package jwk

import (
	"errors"

	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The reasons for which a JWK is refused, beside strictjson.ErrType for a member of the wrong JSON type or one that is
// missing, and the errors of package pubkey for the key itself. Match them with errors.Is. All are in a
// *strictjson.Error, whose pointer starts at the value that was given.
var (
	// ErrSyntax: a member has the right JSON type and the wrong content: not base64url, another length, an algorithm
	// that another type of key has.
	ErrSyntax = errors.New("malformed JWK")

	// ErrUnsupported: a type of key, a curve or an algorithm that the library has no use for. The key may be a good one.
	ErrUnsupported = errors.New("unsupported JWK")

	// ErrUse: the key says of itself, by use or key_ops, that it is not for signatures.
	ErrUse = errors.New("JWK is not for signatures")

	// ErrPrivate: a member of a private or secret key, in a place for public ones. The key is to be taken for disclosed.
	ErrPrivate = errors.New("private JWK where a public one belongs")
)

func fail(at strictjson.Value, pointer string, err error, detail string) error {
	return &strictjson.Error{Pointer: pointer, Offset: at.Offset(), Detail: detail, Err: err}
}

// Unusable reports whether err, from ParsePublic, is about a key that may be a good one but that no signature here can
// be verified with. It may stand in a document or a set; any other error spoils what the key stands in.
func Unusable(err error) bool {
	return errors.Is(err, ErrUnsupported) || errors.Is(err, ErrUse) || errors.Is(err, pubkey.ErrUnsupported)
}

// Under returns err with the pointers of its *strictjson.Errors prefixed by that of the value they start at.
func Under(pointer string, err error) error {
	var list []error
	for _, e := range strictjson.Errors(err) {
		moved := *e
		moved.Pointer = pointer + e.Pointer
		list = append(list, &moved)
	}
	return errors.Join(list...)
}
