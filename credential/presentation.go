package credential

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The types of a presentation and of an envelope with a credential in it.
const (
	typePresentation = "VerifiablePresentation"
	typeEnveloped    = "EnvelopedVerifiableCredential"
)

// envelopeJWT is what the id of an enveloped credential begins with if a compact JWS follows
// (https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials).
const envelopeJWT = "data:application/vc+jwt,"

// Presentation is what a holder shows to somebody who asked for it: credentials, and who the holder is
// (https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations). Signed by the holder it proves that whoever sent
// it has the holder's key; what the credentials say is up to their own proofs.
type Presentation struct {
	Context []string `json:"@context"`
	ID      string   `json:"id"` // may be missing
	Type    []string `json:"type"`
	Holder  string   `json:"holder"` // the identifier of who signs, such as a did:key

	// Credentials are objects: credentials with an embedded proof, each with its own @context, and others in an envelope.
	Credentials []json.RawMessage `json:"verifiableCredential"`

	Proof      []json.RawMessage          `json:"proof" strict:"compact"` // none before it is signed, nor inside a JWS
	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// NewPresentation returns the presentation of the credentials by the holder, to be signed with the holder's key. Each is
// what its issuer has signed, and stays that: a compact JWS is put into an EnvelopedVerifiableCredential, JSON with an
// embedded proof is taken over with its @context.
//
// The error is made of *FieldErrors with pointers into the presentation. Whether the proofs hold is not looked at.
func NewPresentation(holder string, secured ...[]byte) (*Presentation, error) {
	p := &Presentation{Context: []string{ldcontext.CredentialsV2}, Type: []string{typePresentation}, Holder: holder}
	for i, text := range secured {
		item, err := presented(text)
		if err != nil {
			err.Pointer = strictjson.PointerAt("/verifiableCredential", i) + err.Pointer
			return nil, err
		}
		p.Credentials = append(p.Credentials, item)
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	return p, nil
}

// presented returns a secured credential as a presentation has it.
func presented(secured []byte) (json.RawMessage, *FieldError) {
	text := strings.TrimSpace(string(secured))
	if strings.HasPrefix(text, "{") {
		return json.RawMessage(text), nil
	}
	if !isCompactJWS(text) {
		return nil, &FieldError{Code: CodeFormat, Detail: "want a compact JWS, or JSON with an embedded proof"}
	}
	envelope := fmt.Sprintf(`{"@context":%q,"id":%q,"type":%q}`, ldcontext.CredentialsV2, envelopeJWT+text, typeEnveloped)
	return json.RawMessage(envelope), nil
}

// Validate returns what is wrong with the presentation, as [OpenBadge.Validate] does for a badge. The holder must be
// there: one that names nobody could be shown by anybody. Every credential must be secured, by an embedded proof or in
// an envelope; what it says is not looked at.
func (p *Presentation) Validate() error {
	var c check
	c.presentationContexts(p.Context)
	c.uri("/id", p.ID)
	c.types(p.Type, typePresentation)
	if slices.Contains(p.Type, "VerifiableCredential") {
		c.fail("/type", CodeClass, "want a presentation that is no credential as well")
	}
	c.mustURI("/holder", p.Holder)
	c.tooMany("/verifiableCredential", len(p.Credentials), MaxPresented)
	each(&c, "/verifiableCredential", p.Credentials, (*check).presented)
	each(&c, "/proof", p.Proof, (*check).secured)
	return join(c.found)
}

// shown is what a presentation needs to know of a credential in it.
type shown struct {
	ID    string            `json:"id"`
	Type  []string          `json:"type"`
	Proof []json.RawMessage `json:"proof"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

func (c *check) presented(text *json.RawMessage) {
	var s shown
	if err := decode(*text, &s); err != nil {
		c.found = append(c.found, FieldErrors(err)...)
		return
	}
	enveloped, embedded := slices.Contains(s.Type, typeEnveloped), slices.Contains(s.Type, "VerifiableCredential")
	switch {
	case enveloped == embedded:
		c.fail("/type", CodeClass, "want VerifiableCredential or "+typeEnveloped+", got "+quoteAll(s.Type))
	case embedded && len(s.Proof) == 0:
		c.fail("/proof", CodeMissing, "missing, want the proof of the credential's issuer")
	case enveloped:
		if jws, ok := strings.CutPrefix(s.ID, envelopeJWT); !ok || !isCompactJWS(jws) {
			c.fail("/id", CodeFormat, "want "+envelopeJWT+" and a compact JWS, got "+strictjson.Quote(s.ID))
		}
	}
}

// presentationContexts checks @context, whose first entry gives the members of a presentation their meaning.
func (c *check) presentationContexts(urls []string) {
	c.tooMany("/@context", len(urls), MaxContexts)
	if len(urls) == 0 || urls[0] != ldcontext.CredentialsV2 {
		c.fail("/@context", CodeContext, "want "+ldcontext.CredentialsV2+" first")
	}
	for i, url := range urls {
		if !iri.Absolute(url) {
			c.fail(strictjson.PointerAt("/@context", i), CodeURI, "want an absolute URL, got "+strictjson.Quote(url))
		}
	}
}
