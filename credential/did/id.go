package did

import (
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// checkID tells whether id can be the identifier of an issuer.
func checkID(id string) error {
	if !iri.Absolute(id) || strings.Contains(id, "#") {
		return badID(id, "want an absolute URI without a fragment")
	}
	switch scheme := iri.Scheme(id); scheme {
	case "did":
		return checkDID(id)
	case "https":
		return nil // of which iri.Absolute checks the host, and that there is no user
	case "urn":
		nid, nss, _ := strings.Cut(id[len("urn:"):], ":")
		if nid == "" || nss == "" {
			return badID(id, "want urn:<namespace>:<name>")
		}
		return nil
	}
	return badID(id, "want a DID, an https URL or a URN")
}

// checkDID follows the grammar of https://www.w3.org/TR/did-1.0/#did-syntax.
func checkDID(id string) error {
	method, name, _ := strings.Cut(id[len("did:"):], ":")
	if method == "" || strings.Trim(method, lower+digits) != "" {
		return badID(id, "want did:<method>:<name>, the method in small letters")
	}
	if name == "" || strings.HasSuffix(name, ":") || strings.Trim(name, lower+upper+digits+".-_:%") != "" {
		return badID(id, "want did:<method>:<name> of ASCII letters, digits and .-_:%")
	}
	if method == "web" {
		_, err := WebURL(id)
		return err
	}
	return nil
}

const (
	lower  = "abcdefghijklmnopqrstuvwxyz"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits = "0123456789"
)

func badID(id, want string) error {
	return fmt.Errorf("%w: %s: %s", ErrIdentifier, strictjson.Quote(id), want)
}

// absolute returns the id of a method or the reference to one, which may be relative to the document: "#key-1".
func absolute(documentID, ref string) (string, error) {
	if strings.HasPrefix(ref, "#") {
		ref = documentID + ref
	}
	if _, fragment, _ := strings.Cut(ref, "#"); fragment == "" || !iri.Absolute(ref) {
		return "", fmt.Errorf("want an absolute URL with a fragment, or a fragment, got %s", strictjson.Quote(ref))
	}
	return ref, nil
}

// belongs reports whether the absolute id of a method is one of the document's.
func belongs(methodID, documentID string) bool {
	base, _, _ := strings.Cut(methodID, "#")
	return base == documentID
}
