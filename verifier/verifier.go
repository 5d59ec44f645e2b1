package verifier

import (
	"context"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/proof"
)

// Verifier verifies credentials. It is safe for concurrent use. New makes one; the zero Verifier cannot be used.
type Verifier struct {
	issuers     Issuers
	opts        Options
	transformer *proof.Transformer
}

// New returns a Verifier that trusts the given issuers. nil issuers trust nobody, nil opts are the zero Options.
func New(issuers Issuers, opts *Options) *Verifier {
	v := &Verifier{issuers: issuers}
	if issuers == nil {
		v.issuers = Trust()
	}
	if opts != nil {
		v.opts = *opts
		v.opts.Policies = append([]Policy(nil), opts.Policies...)
	}
	if v.opts.Now == nil {
		v.opts.Now = time.Now
	}
	v.opts.Limits = v.opts.Limits.resolved()
	v.transformer = proof.New(v.opts.Contexts)
	return v
}

// Options are what a Verifier does differently. The zero value is the safe choice.
type Options struct {
	// Now gives the instant for which credentials are judged. nil is the machine's clock.
	Now func() time.Time

	// Limits bound the work on one credential. The zero value has the defaults.
	Limits Limits

	// Contexts are the JSON-LD contexts that credentials with embedded proofs may name. A context decides what a proof
	// covers, so that one which is not in the set makes such a credential Indeterminate. nil is the embedded set.
	Contexts *ldcontext.Set

	// Policies all run on every credential whose issuer and proof passed. nil is none.
	Policies []Policy

	// InsecureSkipStatus leaves out whether the issuer has revoked or suspended the credential. A revoked badge is then
	// Valid. It is for callers who learn of revocations in another way, and for looking at archives. False looks, and a
	// credential whose status cannot be looked up is Indeterminate.
	InsecureSkipStatus bool
}

// What a Verifier accepts unless Limits say otherwise, and what no Limits can raise it above.
const (
	DefaultBytes = 1 << 20         // bytes of a credential as JSON
	MaxBytes     = 10 << 20        // likewise
	DefaultTime  = 2 * time.Second // for one whole verification
	MaxTime      = 30 * time.Second
)

// Limits bound the work on one credential. A field that is zero or negative has its default; one above the maximum is
// the maximum. More Bytes than the default raise the limits on strings and counts to their maxima as well.
type Limits struct {
	Bytes int           // of a credential as JSON: DefaultBytes, at most MaxBytes; a JWS may be 4/3 of it and a header
	Time  time.Duration // for one whole verification: DefaultTime, at most MaxTime
}

func (l Limits) resolved() Limits {
	if l.Bytes <= 0 {
		l.Bytes = DefaultBytes
	}
	if l.Time <= 0 {
		l.Time = DefaultTime
	}
	return Limits{Bytes: min(l.Bytes, MaxBytes), Time: min(l.Time, MaxTime)}
}

// Expect is what the caller knows of this one credential. nil expects nothing.
type Expect struct {
	// Recipient lists identities of the person who shows the badge. One of them must be the badge's subject id or one of
	// its identifiers, else the badge is Invalid (code "recipient"). Empty: the report says that it was not checked.
	Recipient []Identity
}

// Identity is an identifier of a person.
type Identity struct {
	// Type is "emailAddress", "name" or another identifier type of Open Badges, or SubjectID.
	Type credential.IdentifierType
	// Value is the identifier itself, never its hash.
	Value string
}

// SubjectID is the Identity type for the id of the credential's subject, a DID for instance.
const SubjectID credential.IdentifierType = "id"

// Verify verifies an Open Badges 3.0 credential: a compact JWS, or JSON with an embedded proof. It returns a Result, when the verdict is Valid, or an
// error, which is an *Error: never both, and never neither.
//
//	res, err := v.Verify(ctx, secured, nil)
//	switch verifier.VerdictOf(err) {
//	case verifier.Valid: // use res.Badge
//	case verifier.Invalid: // errors.Is(err, verifier.ErrExpired), …
//	case verifier.Indeterminate: // could not check
//	}
//
// Verification follows Open Badges 3.0 §9.1
// (https://www.imsglobal.org/spec/ob/v3p0/#verification-and-validation).
func (v *Verifier) Verify(ctx context.Context, secured []byte, expect *Expect) (*Result, error) {
	return v.verify(ctx, secured, expect, true)
}

// VerifyCredential is Verify for any verifiable credential: a status list, an endorsement, a foreign credential. The
// rules of Open Badges are not demanded, and Result.Badge is nil unless it follows them all the same.
func (v *Verifier) VerifyCredential(ctx context.Context, secured []byte, expect *Expect) (*Result, error) {
	return v.verify(ctx, secured, expect, false)
}
