package signer

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// DataIntegrityOptions change what NewDataIntegrity makes. A nil pointer is the zero value.
type DataIntegrityOptions struct {
	// JCS signs the JSON itself, canonicalised by RFC 8785 (eddsa-jcs-2022, ecdsa-jcs-2019), rather than what JSON-LD
	// makes of it. Whoever changes a list's order or an alias then breaks the proof; but certification of Open Badges
	// demands the other form. False is eddsa-rdfc-2022 or ecdsa-rdfc-2019.
	JCS bool

	// Created dates the proofs, in whole seconds; those of presentations end PresentationLifetime later. Zero is the time of each signature.
	Created time.Time

	// Contexts are the JSON-LD contexts that documents may name; nil is the embedded set. A verifier needs the same.
	// Without effect with JCS.
	Contexts *ldcontext.Set
}

// DataIntegrity secures credentials with an embedded proof (https://www.w3.org/TR/vc-data-integrity/). It is safe for
// concurrent use if the key is.
type DataIntegrity struct {
	signer      *jose.Signer
	method      string
	controller  string
	suite       *proof.Suite
	hash        crypto.Hash
	created     time.Time
	transformer *proof.Transformer
}

var (
	_ Signer    = (*DataIntegrity)(nil)
	_ Presenter = (*DataIntegrity)(nil)
)

// NewDataIntegrity returns a Signer with the key, whose public half the issuer publishes as the verification method, as
// NewJWS has it. The cryptosuite follows from the key:
//
//	Ed25519       eddsa-rdfc-2022, or eddsa-jcs-2022   https://www.w3.org/TR/vc-di-eddsa/
//	P-256, P-384  ecdsa-rdfc-2019, or ecdsa-jcs-2019   https://www.w3.org/TR/vc-di-ecdsa/
//
// RSA has none. An Ed25519 key signs 64 bytes, whatever the size of the document; an ECDSA key gets the digest of 64 or 96.
//
// The first document with a list of contexts costs some milliseconds more than those that follow.
//
// The error wraps ErrKey or ErrMethod.
func NewDataIntegrity(key crypto.Signer, method string, opts *DataIntegrityOptions) (*DataIntegrity, error) {
	if opts == nil {
		opts = &DataIntegrityOptions{}
	}
	s, err := jose.NewSigner(key)
	if err != nil {
		return nil, fmt.Errorf("signer: %w: %w", ErrKey, err)
	}
	suite, hash, err := proof.SuiteFor(s.Public(), opts.JCS)
	if err != nil {
		return nil, fmt.Errorf("signer: %w: %w", ErrKey, err)
	}
	controller, err := controllerOf(method, s.Public())
	if err != nil {
		return nil, fmt.Errorf("signer: %w: %w", ErrMethod, err)
	}
	return &DataIntegrity{signer: s, method: method, controller: controller, suite: suite, hash: hash,
		created: opts.Created, transformer: proof.New(opts.Contexts)}, nil
}

// Cryptosuite returns the name of the cryptosuite, such as "eddsa-rdfc-2022".
func (s *DataIntegrity) Cryptosuite() string { return s.suite.String() }

// Sign returns doc as JSON with a proof, in an array, as 1EdTech's JSON schema demands. The members of the document stay in
// their order, with the number literals that they have. A document that has proofs gets one more: together they are a
// proof set, whose members do not sign one another (https://www.w3.org/TR/vc-data-integrity/#proof-sets).
//
// Nothing is signed in part: a document with something that would not survive its way to RDF, such as a member that no
// context defines, is refused with ErrUnsecured, and with a JSON pointer to it in the message. JCS loses nothing.
//
// The error wraps ErrDocument, ErrIssuer, ErrUnsecured or ErrSignature, or what the key or ctx returned.
func (s *DataIntegrity) Sign(ctx context.Context, doc json.Marshaler) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	cred, err := readCredential(doc, older)
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	if err := cred.checkIssuer(s.controller); err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	proofs, err := cred.proofs()
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	unsecured := cred.doc.Without("proof")
	made, err := s.prove(ctx, unsecured, nil)
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	secured, err := cred.write(unsecured.With("proof", strictjson.NewArray(append(proofs, made)...)))
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	return secured, nil
}

// prove makes a proof of the document, which is a presentation if there is a request that it answers.
func (s *DataIntegrity) prove(ctx context.Context, unsecured strictjson.Value, asked *request) (strictjson.Value, error) {
	contexts := unsecured.Get("@context")
	if n := contexts.Len(); n > proof.MaxContexts { // a proof of a JCS suite repeats them, and does not look into them
		return contexts, fmt.Errorf("%w: /@context: it has %d, verifiers read %d", ErrDocument, n, proof.MaxContexts)
	}
	options := s.options(contexts, asked)
	in, err := s.transformer.Document(unsecured).Input(ctx, s.suite, s.hash, options)
	var unfit *proof.Error
	switch {
	case errors.As(err, &unfit):
		return options, fmt.Errorf("%w: %w: %w", ErrDocument, ErrUnsecured, err)
	case err != nil:
		return options, err
	}
	signature, err := s.signer.SignMessage(ctx, in.Signed)
	switch {
	case errors.Is(err, jose.ErrSignature):
		return options, fmt.Errorf("%w: %w", ErrSignature, err)
	case err != nil:
		return options, err
	}
	return options.With("proofValue", strictjson.NewString(multikey.EncodeBase58(signature))), nil
}

// options returns the proof without its value.
func (s *DataIntegrity) options(contexts strictjson.Value, asked *request) strictjson.Value {
	created := s.created
	if created.IsZero() {
		created = time.Now()
	}
	members := make([]strictjson.Member, 0, 9)
	add := func(name, text string) {
		members = append(members, strictjson.Member{Name: name, Value: strictjson.NewString(text)})
	}
	if s.suite.JCS { // "If unsecuredDocument.@context is present, set proof.@context to unsecuredDocument.@context."
		members = append(members, strictjson.Member{Name: "@context", Value: contexts})
	}
	add("type", s.suite.Type)
	add("cryptosuite", s.suite.Name)
	add("created", created.UTC().Format(time.RFC3339))
	if asked != nil {
		add("expires", created.Add(PresentationLifetime).UTC().Format(time.RFC3339))
		add("challenge", asked.challenge)
		add("domain", asked.domain)
	}
	add("verificationMethod", s.method)
	add("proofPurpose", asked.purpose())
	return strictjson.NewObject(members...)
}
