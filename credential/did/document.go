package did

import (
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Document is a controlled identifier document. It is immutable and safe for concurrent use. The zero Document has no
// identifier and no methods.
type Document struct {
	id      string
	tree    strictjson.Value
	methods []method
}

// ID returns the identifier that the document is about.
func (d *Document) ID() string { return d.id }

// MarshalJSON returns the document as JSON: one that was parsed as it was, white space aside, with the members that this
// package knows nothing of; others with members in a fixed order, dates as UTC in whole seconds.
func (d *Document) MarshalJSON() ([]byte, error) {
	if d.tree.Kind() == strictjson.Absent {
		return nil, errors.New("did: the zero Document has no JSON")
	}
	return d.tree.AppendTo(nil), nil
}

// Parse reads a document. It is strict JSON without duplicate names, and every verification method in it must be well
// formed, whoever controls it: ids are absolute or fragments and occur once; a method has one type, and the member for
// its key that the type wants and no other (publicKeyMultibase for Multikey and Ed25519VerificationKey2020, publicKeyJwk
// for JsonWebKey and JsonWebKey2020); dates are xsd:dateTimeStamp. No key may be private, malformed or weak. Methods of
// other types, and keys of types that are not supported, may be there; they fail when they are used. Other members,
// alsoKnownAs, service and the document's own controller among them, have no meaning here.
//
// In the document of a did:key or did:jwk, every method with a supported key must be that key.
//
// Errors match ErrDocument or ErrTooLarge, and with the first what is the cause: ErrIdentifier, ErrKey, ErrPrivateKey.
func Parse(doc []byte) (*Document, error) {
	d, err := parse(doc)
	if err != nil {
		return nil, fmt.Errorf("did: parsing: %w", err)
	}
	return d, nil
}

func parse(doc []byte) (*Document, error) {
	v, err := strictjson.Parse(doc, &strictjson.Limits{Bytes: MaxDocument})
	if err != nil {
		return nil, inDocument(err)
	}
	return fromTree(v)
}

// fromTree makes a document, whether its tree was parsed or assembled.
func fromTree(v strictjson.Value) (*Document, error) {
	d, err := read(v)
	if err != nil {
		return nil, err
	}
	if err := d.checkSelf(); err != nil {
		return nil, inDocument(err)
	}
	return d, nil
}

// inDocument gives an error the sentinel of its sort.
func inDocument(err error) error {
	switch {
	case errors.Is(err, ErrTooLarge):
		return err
	case errors.Is(err, strictjson.ErrTooLarge):
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return fmt.Errorf("%w: %w", ErrDocument, err)
}

// checkSelf holds a document against an identifier that is itself a document: otherwise a file could give the name of
// one key to another.
func (d *Document) checkSelf() error {
	self, err := resolve(d.id)
	if errors.Is(err, ErrNeedsDocument) {
		return nil
	}
	if err != nil {
		return err
	}
	own := self.methods[0]
	for _, m := range d.methods {
		if m.Public != nil && (m.ID != own.ID || !pubkey.Equal(m.Public, own.Public)) {
			return fmt.Errorf("%s is another method than the identifier's", strictjson.Quote(m.ID))
		}
	}
	return nil
}
