package signer

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// PresentationLifetime is for how long a presentation says that it is good. It is an answer to one request, which its
// sender is waiting for.
const PresentationLifetime = 5 * time.Minute

// MaxRequest is the length, in bytes, of the longest challenge and of the longest domain that is signed.
const MaxRequest = 2048

// Presenter secures presentations. *JWS and *DataIntegrity are. Implementations are safe for concurrent use.
type Presenter interface {
	// Present returns the presentation doc, secured. It calls doc.MarshalJSON once.
	Present(ctx context.Context, doc json.Marshaler, challenge, domain string) ([]byte, error)
}

// request is what a verifier asks a holder to sign, so that the answer is good for nobody else and for no other time.
// Without one it is a credential that is signed.
type request struct{ challenge, domain string }

// purpose is the proofPurpose.
func (q *request) purpose() string {
	if q == nil {
		return "assertionMethod"
	}
	return "authentication"
}

// Present returns the compact serialization of a presentation, typ "vp+jwt"
// (https://www.w3.org/TR/vc-jose-cose/#securing-vps-with-jose). The claims iss, aud and nonce are the holder, the domain
// and the challenge; iat is the time, and exp is PresentationLifetime later. challenge and domain are those that the
// verifier asked for.
//
// doc is a presentation, of package credential for instance, whose holder is the controller of the method. In this form
// every credential in it must be enveloped: one with an embedded proof is refused (VC-JOSE-COSE §3.1.2), and can be
// presented with Data Integrity.
//
// The error wraps ErrDocument, ErrHolder, ErrRequest or ErrSignature, or what the key or ctx returned.
func (s *JWS) Present(ctx context.Context, doc json.Marshaler, challenge, domain string) ([]byte, error) {
	asked := &request{challenge, domain}
	p, err := asked.read(ctx, doc, s.controller, reserved)
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	if err := p.checkCredentials(isEnveloped, "an EnvelopedVerifiableCredential, as a JWS has no others"); err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	issued := s.issued
	if issued.IsZero() {
		issued = time.Now()
	}
	payload, err := p.marshal(
		strictjson.Member{Name: "iss", Value: strictjson.NewString(s.controller)},
		strictjson.Member{Name: "aud", Value: strictjson.NewString(domain)},
		strictjson.Member{Name: "nonce", Value: strictjson.NewString(challenge)},
		strictjson.Member{Name: "iat", Value: strictjson.NewInt(issued.Unix())},
		strictjson.Member{Name: "exp", Value: strictjson.NewInt(issued.Add(PresentationLifetime).Unix())},
	)
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	return s.token(ctx, jose.TypeVP, payload)
}

// Present returns a presentation as JSON with one proof, whose proofPurpose is authentication
// (https://www.w3.org/TR/vc-data-integrity/#proof-purposes). challenge and domain are those that the verifier asked for;
// the proof has them, the time of creation, and expires PresentationLifetime later.
//
// doc is a presentation, of package credential for instance, whose holder is the controller of the method. The
// credentials in it have a proof of their own, embedded or around them in an envelope. Nothing is signed in part, as with
// Sign.
//
// The error wraps ErrDocument, ErrHolder, ErrRequest, ErrUnsecured or ErrSignature, or what the key or ctx returned.
func (s *DataIntegrity) Present(ctx context.Context, doc json.Marshaler, challenge, domain string) ([]byte, error) {
	asked := &request{challenge, domain}
	p, err := asked.read(ctx, doc, s.controller, older)
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	if err := p.checkCredentials(isSecured, "a credential that is secured"); err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	made, err := s.prove(ctx, p.doc, asked)
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	secured, err := p.write(p.doc.With("proof", made))
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	return secured, nil
}

// read reads the presentation that answers the request.
func (q *request) read(ctx context.Context, doc json.Marshaler, controller string, forbidden []string) (*document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, text := range []string{q.challenge, q.domain} {
		if text == "" || len(text) > MaxRequest || !utf8.ValidString(text) {
			return nil, fmt.Errorf("%w: want 1 to %d bytes of UTF-8, got %d", ErrRequest, MaxRequest, len(text))
		}
	}
	p, err := readDocument(doc, forbidden)
	if err != nil {
		return nil, err
	}
	if types := p.doc.Get("type"); !is(types, typePresentation) || is(types, typeCredential) {
		return nil, unfit("/type", typePresentation+" or an array with it, and no credential", types)
	}
	if v := p.doc.Get("proof"); v.Kind() != strictjson.Absent {
		return nil, unfit("/proof", "no proof, as a presentation is signed once", v)
	}
	holder := p.doc.Get("holder")
	if holder.Kind() == strictjson.Object {
		holder = holder.Get("id")
	}
	if holder.Text() != controller {
		return nil, fmt.Errorf("%w: the document has %s, the method is one of %q", ErrHolder, strictjson.Quote(holder.Raw()), controller)
	}
	return p, nil
}

// checkCredentials checks every credential of a presentation, of which there may be none.
func (d *document) checkCredentials(good func(strictjson.Value) bool, want string) error {
	const pointer = "/verifiableCredential"
	v := d.doc.Get("verifiableCredential")
	if v.Kind() == strictjson.Array && v.Len() > 0 {
		for i := range v.Len() {
			if !good(v.At(i)) {
				return unfit(strictjson.PointerAt(pointer, i), want, v.At(i))
			}
		}
		return nil
	}
	if v.Kind() != strictjson.Absent && !good(v) {
		return unfit(pointer, want, v)
	}
	return nil
}

func isEnveloped(v strictjson.Value) bool { return is(v.Get("type"), "EnvelopedVerifiableCredential") }

// isSecured reports whether v is a credential with a proof of its own. What only the holder signs would pass for what
// somebody else vouches for.
func isSecured(v strictjson.Value) bool {
	return isEnveloped(v) || is(v.Get("type"), typeCredential) && v.Get("proof").Len() > 0
}
