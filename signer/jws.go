package signer

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/charterbadge/openbadge/internal/jose"
)

// Profile says which standard a JWS follows: what its header and its claims are.
type Profile uint8

const (
	// OB30 is Open Badges 3.0 (https://www.imsglobal.org/spec/ob/v3p0#jwt-proof): typ is "JWT", and the payload is the
	// credential with the claims iss, jti, sub, nbf and, if it has a validUntil, exp. The subject must have an id.
	OB30 Profile = iota

	// VCJOSECOSE is W3C's VC-JOSE-COSE (https://www.w3.org/TR/vc-jose-cose/): typ is "vc+jwt", and the payload is the
	// credential alone. The recommendation advises against nbf, reads exp as the end of the signature rather than of the
	// credential, and needs no iss beside a kid that is an absolute URL, which this package always writes.
	VCJOSECOSE
)

// String returns the profile's name on the command line and in reports.
func (p Profile) String() string {
	switch p {
	case OB30:
		return "ob30"
	case VCJOSECOSE:
		return "vc-jose-cose"
	}
	return fmt.Sprintf("Profile(%d)", uint8(p))
}

// JWSOptions change what NewJWS makes. A nil pointer is the zero value.
type JWSOptions struct {
	// Profile is the standard that credentials follow; zero is OB30. Presentations are VC-JOSE-COSE's in both.
	Profile Profile

	// Issued dates presentations, in whole seconds; they end PresentationLifetime later. Zero is the time of each
	// signature. Without effect on credentials, which have dates of their own.
	Issued time.Time
}

// JWS secures credentials as JSON Web Signatures in compact serialization (RFC 7515). It is safe for concurrent use if
// the key is.
type JWS struct {
	signer     *jose.Signer
	method     string
	controller string
	profile    Profile
	issued     time.Time
}

var (
	_ Signer    = (*JWS)(nil)
	_ Presenter = (*JWS)(nil)
)

// NewJWS returns a Signer with the key, whose public half the issuer publishes as the verification method: an absolute
// URL with a fragment, such as "did:web:example.org#key-1", that becomes the header's kid. What is before the fragment,
// the method's controller, is the issuer of everything signed. Whether the issuer's document has the key under that
// name cannot be seen from here, but for did:key and did:jwk, where the name is the key.
//
// Ed25519 signs EdDSA, P-256 ES256, P-384 ES384 and RSA, of 2048 to 4096 bits, RS256. Public is called once, here.
// The key gets the whole message if it is Ed25519, with crypto.Hash(0) as options, and otherwise a digest and its hash; an
// ECDSA key returns ASN.1 DER. If it has the method
//
//	SignContext(ctx context.Context, rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error)
//
// that is called in place of Sign, so that a remote key can be waited for no longer than the context says.
//
// The error wraps ErrKey, ErrMethod or ErrProfile.
func NewJWS(key crypto.Signer, method string, opts *JWSOptions) (*JWS, error) {
	if opts == nil {
		opts = &JWSOptions{}
	}
	if opts.Profile > VCJOSECOSE {
		return nil, fmt.Errorf("signer: %w: %v", ErrProfile, opts.Profile)
	}
	s, err := jose.NewSigner(key)
	if err != nil {
		return nil, fmt.Errorf("signer: %w: %w", ErrKey, err)
	}
	controller, err := controllerOf(method, s.Public())
	if err != nil {
		return nil, fmt.Errorf("signer: %w: %w", ErrMethod, err)
	}
	return &JWS{signer: s, method: method, controller: controller, profile: opts.Profile, issued: opts.Issued}, nil
}

// Sign returns the compact serialization of doc, secured. The members of the document stay in their order, with the
// number literals that they have; claims follow them.
//
// The error wraps ErrDocument, ErrIssuer, ErrNoSubjectID, ErrTime or ErrSignature, or what the key or ctx returned.
func (s *JWS) Sign(ctx context.Context, doc json.Marshaler) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	cred, err := readCredential(doc, reserved)
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	if err := cred.checkIssuer(s.controller); err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	var payload []byte
	typ := jose.TypeVC
	if s.profile == OB30 {
		typ = jose.TypeJWT
		payload, err = cred.openBadgesClaims()
	} else {
		payload, err = cred.plain()
	}
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	return s.token(ctx, typ, payload)
}

func (s *JWS) token(ctx context.Context, typ string, payload []byte) ([]byte, error) {
	token, err := s.signer.Sign(ctx, s.method, typ, payload)
	switch {
	case errors.Is(err, jose.ErrSignature):
		return nil, fmt.Errorf("signer: %w: %w", ErrSignature, err)
	case err != nil:
		return nil, fmt.Errorf("signer: %w", err)
	}
	return token, nil
}
