package jwk

import "github.com/charterbadge/openbadge/internal/strictjson"

// SetKey is one key of a set. Exactly one of Key and Err is nil: Err is why the library cannot verify with the key,
// and wraps ErrUnsupported, pubkey.ErrUnsupported or ErrUse.
type SetKey struct {
	Value strictjson.Value
	Key   *Key
	Err   error
}

// ParseSet reads a set of public keys (RFC 7517 §5), in its order. A key that the library has no use for is reported in
// its place and does not spoil the others. A set with a key that is malformed, weak or private, or with two keys of one
// kid, is refused as a whole.
func ParseSet(v strictjson.Value) ([]SetKey, error) {
	if v.Kind() != strictjson.Object {
		return nil, strictjson.Type(v, "", "an object")
	}
	list := v.Get("keys")
	if list.Kind() != strictjson.Array {
		return nil, strictjson.Type(list, "/keys", "an array")
	}
	keys := make([]SetKey, list.Len())
	kids := make(map[string]bool, list.Len())
	for i := range keys {
		at, item := strictjson.PointerAt("/keys", i), list.At(i)
		key, err := ParsePublic(item)
		if err != nil && !Unusable(err) {
			return nil, Under(at, err)
		}
		keys[i] = SetKey{Value: item, Key: key, Err: err}
		if kid := item.Get("kid"); kid.Kind() != strictjson.Absent {
			if kids[kid.Text()] {
				return nil, fail(kid, at+"/kid", ErrSyntax, "another key of the set has the same kid")
			}
			kids[kid.Text()] = true
		}
	}
	return keys, nil
}
