package signer

import (
	"crypto"
	"errors"
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/internal/base64url"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// controllerOf returns what is before the fragment of the method: the identifier of the issuer. A method that is its
// own key must be pub.
func controllerOf(method string, pub crypto.PublicKey) (string, error) {
	controller, fragment, ok := strings.Cut(method, "#")
	if !ok || fragment == "" || !iri.Absolute(method) {
		return "", fmt.Errorf("want an absolute URL with a fragment, such as did:web:example.org#key-1, got %s", strictjson.Quote(method))
	}
	if len(method) > jose.MaxKID {
		return "", fmt.Errorf("it has %d bytes, the limit is %d", len(method), jose.MaxKID)
	}
	var err error
	if id, ok := strings.CutPrefix(controller, "did:key:"); ok {
		err = checkDIDKey(id, fragment, pub)
	} else if id, ok := strings.CutPrefix(controller, "did:jwk:"); ok {
		err = checkDIDJWK(id, fragment, pub)
	}
	return controller, err
}

// checkDIDKey follows https://w3c-ccg.github.io/did-key-spec/: the fragment is the identifier, which is the key.
func checkDIDKey(id, fragment string, pub crypto.PublicKey) error {
	want, err := multikey.Format(pub)
	if err != nil {
		return fmt.Errorf("did:key cannot hold this key: %w", err)
	}
	if id != want || fragment != want {
		return fmt.Errorf("the key is did:key:%[1]s#%[1]s, got %[2]s", want, strictjson.Quote("did:key:"+id+"#"+fragment))
	}
	return nil
}

// checkDIDJWK follows https://github.com/quartzjer/did-jwk/blob/main/spec.md: the fragment is 0, and the identifier is
// the base64url text of a public JWK, which may be spelled in many ways.
func checkDIDJWK(id, fragment string, pub crypto.PublicKey) error {
	if fragment != "0" {
		return fmt.Errorf("want the fragment 0 on a did:jwk, got %s", strictjson.Quote(fragment))
	}
	src, err := base64url.Decode(id)
	if err != nil {
		return fmt.Errorf("the did:jwk: %w", err)
	}
	v, err := strictjson.Parse(src, nil)
	if err != nil {
		return fmt.Errorf("the did:jwk: %w", err)
	}
	key, err := jwk.ParsePublic(v)
	if err != nil {
		return fmt.Errorf("the did:jwk: %w", err)
	}
	if !pubkey.Equal(key.Public, pub) {
		return errors.New("the did:jwk is of another key")
	}
	return nil
}
