package did

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// FromJWKSet returns the document of an issuer who publishes a JWK Set (RFC 7517 §5) instead, as the Open Badges
// implementation guide has it. Every key is for credentials. The id of its method is its kid, if that is the id of a
// method of this document, absolute or as #fragment; else the fragment is the kid, if it consists of letters, digits and
// -._~; else the thumbprint, or a number for a key that is not supported. In any case the method is also found by the
// kid itself.
//
// A key whose member iss is not id belongs to another issuer of the same site: using it is ErrController. A key that is
// not supported, or not for signatures, is ErrUnsupported when it is used. Any other fault, one private key among public
// ones or a kid that occurs twice, refuses the whole set. Errors match ErrTooLarge or ErrDocument, the latter with
// ErrIdentifier, ErrKey or ErrPrivateKey if that is why.
func FromJWKSet(id string, jwks []byte) (*Document, error) {
	d, err := fromJWKSet(id, jwks)
	if err != nil {
		return nil, fmt.Errorf("did: JWK Set of %s: %w", strictjson.Quote(id), err)
	}
	return d, nil
}

func fromJWKSet(id string, jwks []byte) (*Document, error) {
	v, err := strictjson.Parse(jwks, &strictjson.Limits{Bytes: MaxDocument})
	if err != nil {
		return nil, inDocument(err)
	}
	keys, err := jwk.ParseSet(v)
	if err != nil {
		return nil, inDocument(keyError(err))
	}
	methods := make([]strictjson.Value, 0, len(keys))
	for i, k := range keys {
		controller := id
		if k.Value.Get("iss").Kind() != strictjson.Absent {
			if controller, err = textOf(k.Value, strictjson.PointerAt("/keys", i), "iss"); err != nil {
				return nil, inDocument(err)
			}
		}
		methodID, err := jwkMethodID(id, i, k)
		if err != nil {
			return nil, err
		}
		methods = append(methods, object("id", str(methodID), "type", str(typeJWK), "controller", str(controller), "publicKeyJwk", k.Value))
	}
	return made(assemble(id, methods, AssertionMethod))
}

func jwkMethodID(id string, i int, k jwk.SetKey) (string, error) {
	kid := k.Value.Get("kid").Text()
	if full, err := absolute(id, kid); err == nil && belongs(full, id) {
		return full, nil
	}
	if kid != "" && strings.Trim(kid, lower+upper+digits+"-._~") == "" {
		return id + "#" + kid, nil
	}
	if k.Key == nil {
		return id + "#unsupported-" + strconv.Itoa(i), nil
	}
	thumbprint, err := jwk.Thumbprint(k.Key.Public)
	return id + "#" + thumbprint, err
}
