package verifier

import (
	"context"
	"maps"
	"slices"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/internal/proof"
)

// Verifier verifies credentials. It is safe for concurrent use. New makes one; the zero Verifier cannot be used.
type Verifier struct {
	issuers     Issuers
	opts        Options
	transformer *proof.Transformer
	lists       *listings

	machineClock bool // nobody gave a Now
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
		v.opts.StatusIssuers = make(map[string][]string, len(opts.StatusIssuers))
		for issuer, others := range opts.StatusIssuers {
			v.opts.StatusIssuers[issuer] = slices.Clone(others)
		}
	}
	if v.opts.Now == nil {
		v.opts.Now, v.machineClock = time.Now, true
	}
	if v.opts.Contexts == nil {
		v.opts.Contexts = ldcontext.Embedded()
	}
	v.opts.Resources = maps.Clone(v.opts.Resources)
	v.opts.Limits = v.opts.Limits.resolved()
	v.transformer = proof.New(v.opts.Contexts)
	v.lists = newListings()
	return v
}

// Options are what a Verifier does differently. The zero value is the safe choice.
type Options struct {
	// Now gives the instant for which credentials are judged. nil is the machine's clock.
	Now func() time.Time

	// Holders has the documents of those who show presentations, where their identifiers are no keys: those of a did:web.
	// To be in it makes nobody an issuer. nil has none; documents of issuers, and did:key and did:jwk, need no entry.
	Holders Issuers

	// Limits bound the work on one credential. The zero value has the defaults.
	Limits Limits

	// Contexts are the JSON-LD contexts that credentials with embedded proofs may name. A context decides what a proof
	// covers, so that one which is not in the set makes such a credential Indeterminate. nil is the embedded set.
	Contexts *ldcontext.Set

	// Resources are the bytes, by URL, of files that credentials may name in relatedResource together with their digests
	// (https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources): pictures, schemas, whatever the caller is
	// going to use. A credential that names one with another digest is Invalid, code "related_resource". Contexts need
	// not be among them. The bytes must not change afterwards. What is not there is reported as not checked; nil has none.
	Resources map[string][]byte

	// Policies all run on every credential whose issuer and proof passed. nil is none.
	Policies []Policy

	// Status has the status lists that issuers publish. A credential which names a list that is not there, or does not
	// verify, is Indeterminate. nil has none. With a StatusGuard, lists cannot be rolled back to older ones.
	Status StatusSource

	// StatusIssuers names, by the identifier of a credential's issuer, who else may sign its status lists. They must be
	// trusted too. nil is nobody: an issuer signs its lists itself.
	StatusIssuers map[string][]string

	// Refresh fetches the newer issue of a credential that its issuer offers (a refreshService of the type
	// 1EdTechCredentialRefresh), once, after everything else has been checked, within Limits.Time. Result.Refreshed is what
	// came of it; the verdict is on the credential that was given. The issuer learns whose credential is verified, and
	// when. nil fetches nothing.
	Refresh Refresher

	// MaxStatusAge is how old a status list may be: the time since its validFrom, which its issuer sets anew whenever it is
	// published. What an older list says is unknown, but for a revocation, which is final. Zero is no limit: then the
	// list's own validUntil is all that ends it, and StatusCheck.AsOf tells how old it is.
	MaxStatusAge time.Duration

	// InsecureShortLists takes status lists of fewer than 131,072 entries, which the standard forbids because few entries
	// tell who is looked up. Lists of 100,000 are about. False refuses them, and leaves the credential Indeterminate.
	InsecureShortLists bool

	// InsecureUnsignedRevocationLists believes revocation lists of 1EdTech's own format (the status type
	// "1EdTechRevocationList"), which nobody signs: whoever can change the file can take a revocation back. It is for
	// callers who had the list from the issuer in a way that cannot be tampered with. False leaves a credential with such
	// a status Indeterminate.
	InsecureUnsignedRevocationLists bool

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

	DefaultEndorsements = 32 // of one credential, those of endorsers included
	MaxEndorsements     = 128

	DefaultStatusBytes = status.DefaultBytes // bytes of a status list, decoded: 8,388,608 entries
	MaxStatusBytes     = status.MaxBytes     // likewise
)

// Limits bound the work on one credential. A field that is zero or negative has its default; one above the maximum is
// the maximum. More Bytes than the default raise the limits on strings and counts to their maxima as well.
type Limits struct {
	Bytes int           // of a credential as JSON: DefaultBytes, at most MaxBytes; a JWS may be 4/3 of it and a header
	Time  time.Duration // for one whole verification: DefaultTime, at most MaxTime

	// Endorsements is how many are verified: DefaultEndorsements, at most MaxEndorsements. Each is a full verification, and
	// all have half of Time together. What is beyond is reported as not looked at. The credentials of a presentation share
	// them, the first come first.
	Endorsements int

	// StatusBytes is for a status list, decoded: DefaultStatusBytes, at most MaxStatusBytes. Its text may be half as long
	// again, and 512 KiB.
	StatusBytes int
}

func (l Limits) resolved() Limits {
	if l.Bytes <= 0 {
		l.Bytes = DefaultBytes
	}
	if l.Time <= 0 {
		l.Time = DefaultTime
	}
	if l.StatusBytes <= 0 {
		l.StatusBytes = DefaultStatusBytes
	}
	if l.Endorsements <= 0 {
		l.Endorsements = DefaultEndorsements
	}
	return Limits{Bytes: min(l.Bytes, MaxBytes), Time: min(l.Time, MaxTime), StatusBytes: min(l.StatusBytes, MaxStatusBytes),
		Endorsements: min(l.Endorsements, MaxEndorsements)}
}

// Expect is what the caller knows of this one credential. nil expects nothing.
type Expect struct {
	// Recipient lists identities of the person who shows the badge. One of them must be the badge's subject id or one of
	// its identifiers, else the badge is Invalid (code "recipient"). Texts are compared byte for byte first; then an
	// identifier, not an id, may fit in another Spelling, with a warning. One of more than 4 KiB fits nothing. Empty: the
	// report says that it was not checked.
	Recipient []Identity

	// InsecureAnyHolder, for VerifyPresentation, takes credentials that are not about the holder: whose one subject has not
	// the holder's identifier as its id. Whoever has got hold of somebody else's badge can then show it. Badges that
	// know their recipient by the hash of an e-mail address alone need it: demand the Recipient with it, and look at
	// Presented.Binding. False refuses such a credential (code "holder").
	InsecureAnyHolder bool
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

// Verify verifies an Open Badges 3.0 credential: a compact JWS, alone or in an EnvelopedVerifiableCredential, or JSON with
// an embedded proof. Which it is, is told by the bytes. It returns a Result, when the verdict is Valid, or an
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
