package main

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
)

// maxInput is the longest badge that is read, in bytes: more than the verifier takes, which says so then.
const maxInput = 16 << 20

// The flags of every command that signs.
type signing struct {
	Key            string `required:"" placeholder:"FILE" group:"Signing" help:"Private key: PKCS#8 PEM or JWK, or either encrypted as an age file."`
	passphrase     `embed:"" group:"Signing"`
	IssuerDocument string `placeholder:"FILE" group:"Signing" help:"The issuer's did.json. Default: the issuer is the did:key of the key."`
	Method         string `placeholder:"URL" group:"Signing" help:"Verification method to sign with. Default: the one of the document that has the key."`
	Profile        string `enum:"ob30,vc-jose-cose" default:"ob30" placeholder:"NAME" group:"Signing" help:"Kind of JWS: ${enum}. Default: ${default}."`

	created time.Time // of proofs; zero: now
}

// The values of --form.
const (
	formJWS           = "jws"
	formDataIntegrity = "data-integrity"
	formJCS           = "data-integrity-jcs"
)

// form is the flag of the commands that sign one credential.
type form struct {
	Form string `enum:"jws,data-integrity,data-integrity-jcs" default:"jws" placeholder:"NAME" group:"Signing" help:"How to secure it: ${enum}. A jws is a token, the others are JSON with a proof in it. Default: ${default}."`
}

// An issuer is who signs.
type issuer struct {
	id       string
	document *did.Document // what verifiers will have
	method   string        // of the key in it
	signer   signer.Signer
}

func (s *signing) open(ctx context.Context, form string) (*issuer, error) {
	key, err := loadKey(ctx, s.Key, &s.passphrase)
	if err != nil {
		return nil, err
	}
	document, method, err := s.method(ctx, key.Public())
	if err != nil {
		return nil, err
	}
	signer, err := s.signer(key, method, form)
	if err != nil {
		return nil, usage("%w", err)
	}
	id, _, _ := strings.Cut(method, "#")
	if document == nil { // it is elsewhere, and has the key under that name: otherwise nobody could verify
		if document, err = did.NewDocument(id, did.Key{ID: method, Public: key.Public()}); err != nil {
			return nil, usage("--method: %w", err)
		}
	}
	return &issuer{id, document, method, signer}, nil
}

func (s *signing) signer(key crypto.Signer, method, form string) (signer.Signer, error) {
	if _, ok := key.Public().(*ecdsa.PublicKey); ok {
		key = steady{key}
	}
	if form != formJWS {
		return signer.NewDataIntegrity(key, method, &signer.DataIntegrityOptions{JCS: form == formJCS, Created: s.created})
	}
	profile := signer.OB30
	if s.Profile == signer.VCJOSECOSE.String() {
		profile = signer.VCJOSECOSE
	}
	return signer.NewJWS(key, method, &signer.JWSOptions{Profile: profile})
}

// steady is an ECDSA key whose signatures do not vary: a badge that is signed again has the same bytes.
type steady struct{ crypto.Signer }

// Sign signs without random numbers, as RFC 6979 has it (ecdsa.PrivateKey.Sign).
func (k steady) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return k.Signer.Sign(nil, digest, opts)
}

// method returns the document, which is nil if only --method is given, and the verification method in it.
func (s *signing) method(ctx context.Context, public crypto.PublicKey) (document *did.Document, method string, err error) {
	switch {
	case s.IssuerDocument != "":
		document, err = readDocument(ctx, s.IssuerDocument)
	case s.Method == "":
		document, err = ownDocument(public)
	}
	if err != nil || s.Method != "" {
		return document, s.Method, err
	}
	method, err = document.MethodFor(public)
	if errors.Is(err, did.ErrNoMethod) {
		err = usage("the key in %s is not in %s; add it with: badge key did-document", s.Key, s.IssuerDocument)
	}
	return document, method, err
}

// Sign signs, and verifies what comes out as its readers will: with the issuer's document. It is a ledger.Signer too.
func (i *issuer) Sign(ctx context.Context, doc json.Marshaler) ([]byte, error) {
	secured, err := i.signer.Sign(ctx, doc)
	if rules := credential.FieldErrors(err); len(rules) > 0 {
		return nil, broken(exitInvalid, "the badge", rules)
	}
	if err != nil {
		return nil, invalid(err)
	}
	v := verifier.New(verifier.Trust(i.document), nil)
	_, err = v.Verify(ctx, secured, nil)
	if errors.Is(err, verifier.ErrNotABadge) {
		_, err = v.VerifyCredential(ctx, secured, nil)
	}
	if _, err := authentic(nil, err, verifier.ErrNotYetValid, verifier.ErrExpired, verifier.ErrStatusUnknown); err != nil {
		return nil, invalid(fmt.Errorf("nobody could verify this, so it is not written: %w", err))
	}
	return secured, nil
}

// authentic returns the result of a verification that has failed for no other reasons than the given ones.
func authentic(res *verifier.Result, err error, but ...error) (*verifier.Result, error) {
	e, ok := errors.AsType[*verifier.Error](err)
	if !ok || e.Result == nil {
		return res, err
	}
	for _, reason := range e.Unwrap() {
		if !slices.ContainsFunc(but, func(e error) bool { return errors.Is(reason, e) }) {
			return nil, err
		}
	}
	return e.Result, nil
}

// broken prints the rules that a badge breaks, one in a line, and returns the failure.
func broken(code int, what string, rules []*credential.FieldError) error {
	for _, rule := range rules {
		note("%s: %s", what, rule)
	}
	return &failure{code: code}
}

type signCmd struct {
	File string `arg:"" placeholder:"FILE" help:"The credential as JSON, or - for standard input."`
	signing
	form
	target
}

// Help adds to the output of --help.
func (c *signCmd) Help() string {
	return "Signs any credential of the W3C data model 2.0 as it is: a badge, an endorsement, a credential of another kind. " +
		"Its issuer must be the one of the key. A badge that breaks a rule of Open Badges is refused. One that has a proof " +
		"already keeps it: with --form data-integrity it gets another one, with --form jws a token around both."
}

// Run signs.
func (c *signCmd) Run(ctx context.Context) error {
	if err := c.vacant(); err != nil {
		return err
	}
	text, err := read(ctx, c.File, maxInput)
	if err != nil {
		return err
	}
	who, err := c.open(ctx, c.Form)
	if err != nil {
		return err
	}
	secured, err := who.Sign(ctx, json.RawMessage(text))
	if err != nil {
		return err
	}
	return c.write(secured)
}
