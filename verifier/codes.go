package verifier

import "github.com/charterbadge/openbadge/credential"

// Verdict is the answer to "may I rely on this credential?".
type Verdict uint8

const (
	// Indeterminate: it could not be checked. It is never as good as Valid, and not evidence of a forgery either.
	Indeterminate Verdict = iota
	// Invalid: a check failed.
	Invalid
	// Valid: every check that was demanded passed.
	Valid
)

// String returns "valid", "invalid" or "indeterminate".
func (v Verdict) String() string {
	switch v {
	case Valid:
		return "valid"
	case Invalid:
		return "invalid"
	}
	return "indeterminate"
}

// sentinel is the error of one code. Its text is the sentence that a layman is shown.
type sentinel struct {
	code    string
	verdict Verdict
	text    string
}

func (s *sentinel) Error() string { return s.text }

// The errors that Verify's error matches with errors.Is, one per code. They come first in the order of the steps.
var (
	// ErrMalformed (code "malformed"): the bytes are not a well-formed secured credential.
	ErrMalformed error = &sentinel{"malformed", Invalid, "this is not a well-formed credential"}
	// ErrNotABadge (code "not_a_badge"): a credential, but not an Open Badges 3.0 credential.
	ErrNotABadge error = &sentinel{"not_a_badge", Invalid, "this is not an Open Badges 3.0 badge"}
	// ErrNotAPresentation (code "not_a_presentation"): what VerifyPresentation was given is something else.
	ErrNotAPresentation error = &sentinel{"not_a_presentation", Invalid, "this is not a verifiable presentation"}
	// ErrNoProof (code "no_proof"): nothing secures the credential.
	ErrNoProof error = &sentinel{"no_proof", Invalid, "this credential is not signed"}
	// ErrTooLarge (code "too_large"): a limit on size, nesting, counts or time is exceeded.
	ErrTooLarge error = &sentinel{"too_large", Indeterminate, "this credential is larger than the verifier accepts"}
	// ErrUnsupported (code "unsupported"): a form, an algorithm or a key type that the verifier does not check.
	ErrUnsupported error = &sentinel{"unsupported", Indeterminate, "this credential is secured in a way that could not be checked"}
	// ErrNoChallenge (code "no_challenge"): VerifyPresentation was called without a challenge or a domain. Whatever it was
	// given could have been made for somebody else.
	ErrNoChallenge error = &sentinel{"no_challenge", Indeterminate, "for whom this presentation was made could not be checked"}
	// ErrChallenge (code "challenge"): the presentation has another challenge or domain than the expected ones: it was made
	// for another request or another verifier.
	ErrChallenge error = &sentinel{"challenge", Invalid, "this presentation was made for another request"}
	// ErrUnknownHolder (code "unknown_holder"): the key of the presentation's holder is not known.
	ErrUnknownHolder error = &sentinel{"unknown_holder", Indeterminate, "who shows this could not be checked"}
	// ErrUnknownIssuer (code "unknown_issuer"): the issuer is not one that the caller trusts.
	ErrUnknownIssuer error = &sentinel{"unknown_issuer", Indeterminate, "the issuer is not on the list of trusted issuers"}
	// ErrWrongKey (code "wrong_key"): the issuer is trusted, the key is not one it may issue with.
	ErrWrongKey error = &sentinel{"wrong_key", Invalid, "this credential was not signed with a key of its issuer"}
	// ErrKeyExpired (code "key_expired"): the issuer's document ended the use of the key.
	ErrKeyExpired error = &sentinel{"key_expired", Invalid, "the issuer's key has expired"}
	// ErrKeyRevoked (code "key_revoked"): the issuer's document revokes the key.
	ErrKeyRevoked error = &sentinel{"key_revoked", Invalid, "the issuer has revoked the key"}
	// ErrSignature (code "signature"): the signature does not fit the content.
	ErrSignature error = &sentinel{"signature", Invalid, "the signature does not match: this was changed after signing, or never signed by the issuer"}
	// ErrNotYetValid (code "not_yet_valid"): validFrom lies in the future.
	ErrNotYetValid error = &sentinel{"not_yet_valid", Invalid, "this credential is not valid yet"}
	// ErrExpired (code "expired"): validUntil has passed.
	ErrExpired error = &sentinel{"expired", Invalid, "this credential has expired"}
	// ErrClock (code "clock"): the time that the credential is to be judged for cannot be right.
	ErrClock error = &sentinel{"clock", Indeterminate, "whether this credential is current could not be checked: the clock is wrong"}
	// ErrRevoked (code "revoked"): the issuer has withdrawn the credential for good.
	ErrRevoked error = &sentinel{"revoked", Invalid, "the issuer has revoked this credential"}
	// ErrSuspended (code "suspended"): the issuer has withdrawn the credential for now.
	ErrSuspended error = &sentinel{"suspended", Invalid, "the issuer has suspended this credential"}
	// ErrStatusUnknown (code "status_unknown"): whether it was revoked could not be found out.
	ErrStatusUnknown error = &sentinel{"status_unknown", Indeterminate, "whether the issuer has revoked this credential could not be checked"}
	// ErrRecipient (code "recipient"): the credential is not about the person that the caller expects.
	ErrRecipient error = &sentinel{"recipient", Invalid, "this credential was not awarded to the expected recipient"}
	// ErrHolder (code "holder"): the credential is not about the holder of the presentation that it is in.
	ErrHolder error = &sentinel{"holder", Invalid, "this credential is shown by somebody else than whom it is about"}
	// ErrSchema (code "schema"): the credential breaks the schema that it names.
	ErrSchema error = &sentinel{"schema", Invalid, "this credential does not follow the schema it names"}
	// ErrRelatedResource (code "related_resource"): a file that the credential names has not the digest that it gives.
	ErrRelatedResource error = &sentinel{"related_resource", Invalid, "a file that this credential refers to is not the one that it means"}
	// ErrPolicy (code "policy"): a Policy of the caller refused the credential.
	ErrPolicy error = &sentinel{"policy", Invalid, "this credential does not satisfy the verifier's policy"}
	// ErrIndeterminate (code "policy_unknown"): a Policy could not decide. A Policy returns an error that wraps it to
	// say so.
	ErrIndeterminate error = &sentinel{"policy_unknown", Indeterminate, "the verifier's policy could not be checked"}
	// ErrCanceled (code "canceled"): the caller's context ended before the verification did.
	ErrCanceled error = &sentinel{"canceled", Indeterminate, "the verification was interrupted"}
)

// Reasons: what exactly a check found. A reason belongs to one code; codes are what programs branch on, reasons
// what people look up. New reasons appear in minor releases.
const (
	reasonSyntax        = "json_syntax"
	reasonEncoding      = "json_encoding"
	reasonDuplicate     = "json_duplicate"
	reasonNumber        = "json_number"
	reasonType          = "json_type"
	reasonCompact       = "compact_form"
	reasonHeader        = "header"
	reasonTyp           = "typ"
	reasonAlg           = "alg_not_allowed"
	reasonClaimMissing  = "claim_missing"
	reasonClaimType     = "claim_type"
	reasonClaimMismatch = "claim_mismatch"
	reasonLayout        = "ambiguous_layout"
	reasonShape         = "shape"
	reasonProof         = "proof"
	reasonProofValue    = "proof_value"
	reasonProofPurpose  = "proof_purpose"
	reasonProofContext  = "proof_context"
	reasonProofChain    = "proof_chain"
	reasonDataLoss      = "data_loss"
	reasonContext       = "context_conflict"
	reasonEnveloped     = "enveloped"
	reasonPicture       = "picture"
	reasonContainer     = "ambiguous_container"

	reasonNotCredential = "not_a_credential"
	reasonNotBadge      = "not_open_badges"
	reasonPresentation  = "presentation"
	reasonNoBadge       = "no_badge_in_picture"

	reasonNotPresentation = "not_a_presentation"
	reasonNoChallenge     = "no_challenge"
	reasonChallenge       = "challenge" // and the name of the member that differs
	reasonDomain          = "domain"    // likewise
	reasonHolderUnknown   = "holder_unknown"
	reasonHolderDocument  = "holder_unavailable"
	reasonHolder          = "holder"

	reasonUnsecured = "unsecured"

	reasonSize   = "size"
	reasonTime   = "time"
	reasonBudget = "canonicalization_budget"

	reasonForm             = "form_unsupported"
	reasonTokenUnsupported = "token_unsupported"
	reasonKeyUnsupported   = "key_unsupported"
	reasonVCDM11           = "vcdm_1_1"
	reasonOpenBadges2      = "open_badges_2"
	reasonCryptosuite      = "cryptosuite"
	reasonProofDomain      = "proof_domain"
	reasonChainOpen        = "proof_chain_open"
	reasonContextUnknown   = "context_unknown"
	reasonJSONLD           = "jsonld_unsupported"
	reasonDisclosure       = "selective_disclosure"
	reasonInlineContext    = "context_inline"
	reasonIdentityKind     = "identity_unsupported"

	reasonUntrusted     = "untrusted"
	reasonUnavailable   = "issuer_unavailable"
	reasonOtherDocument = "issuer_mismatch"

	reasonMethodUnknown = "method_unknown"
	reasonMethodPurpose = "method_purpose"
	reasonMethodOther   = "method_controller"
	reasonKeyForeign    = "key_not_issuers"
	reasonKeysDiffer    = "kid_jwk_differ"
	reasonAlgKey        = "alg_key_mismatch"

	reasonKeyExpired = "key_expired"
	reasonKeyRevoked = "key_revoked"
	reasonSignature  = "signature"

	reasonNotYetValid  = "not_yet_valid"
	reasonProofCreated = "proof_created"
	reasonExpired      = "expired"
	reasonProofExpired = "proof_expired"

	reasonClock = "clock"

	reasonRevoked           = "revoked"
	reasonSuspended         = "suspended"
	reasonStatusEntry       = "status_entry"
	reasonStatusType        = "status_type"
	reasonStatusPurpose     = "status_purpose_unknown"
	reasonStatusMissing     = "status_missing"
	reasonStatusUnavailable = "status_unavailable"
	reasonStatusProof       = "status_proof"
	reasonStatusIssuer      = "status_issuer"
	reasonStatusList        = "status_list"
	reasonStatusFuture      = "status_not_yet_valid"
	reasonStatusExpired     = "status_expired"
	reasonStatusStale       = "status_stale"
	reasonStatusRollback    = "status_rollback"
	reasonStatusConflict    = "status_conflict"
	reasonStatusUnsigned    = "status_unsigned"
	reasonStatusFormat      = "status_format"
	reasonStatusEncoding    = "status_encoding"
	reasonStatusTooLarge    = "status_size_limit"
	reasonStatusLength      = "status_length"
	reasonStatusOther       = "status_purpose"
	reasonStatusIndex       = "status_index"
	reasonStatusRange       = "status_range"
	reasonStatusSize        = "status_unsupported"

	reasonRecipient     = "recipient"
	reasonSchema        = "schema"
	reasonResource      = "related_resource"
	reasonPolicy        = "policy"
	reasonPolicyUnknown = "policy_unknown"
	reasonCanceled      = "canceled"

	reasonEndorsementTarget = "endorsement_target"
	reasonEndorsementLimit  = "endorsement_limit"
	reasonEndorsementDepth  = "endorsement_depth"
	reasonEndorsementSelf   = "endorsement_self" // of one that is valid, and has no code
)

// A rule of the data model that is broken has the reason "rule_" and the code of credential.FieldError, and the code
// "malformed" unless sentinelOf says otherwise.
const rulePrefix = "rule_"

// sentinelOf maps every other reason to its code.
var sentinelOf = map[string]error{
	reasonSyntax: ErrMalformed, reasonEncoding: ErrMalformed, reasonDuplicate: ErrMalformed, reasonNumber: ErrMalformed,
	reasonType: ErrMalformed, reasonCompact: ErrMalformed, reasonHeader: ErrMalformed, reasonTyp: ErrMalformed,
	reasonAlg: ErrMalformed, reasonClaimMissing: ErrMalformed, reasonClaimType: ErrMalformed,
	reasonClaimMismatch: ErrMalformed, reasonLayout: ErrMalformed, reasonShape: ErrMalformed,
	reasonProof: ErrMalformed, reasonProofValue: ErrMalformed, reasonProofPurpose: ErrMalformed,
	reasonProofContext: ErrMalformed, reasonProofChain: ErrMalformed, reasonDataLoss: ErrMalformed, reasonContext: ErrMalformed,
	reasonEnveloped: ErrMalformed, reasonPicture: ErrMalformed, reasonContainer: ErrMalformed,

	reasonNotCredential: ErrMalformed, reasonNotBadge: ErrNotABadge, reasonPresentation: ErrNotABadge, reasonNoBadge: ErrNotABadge,

	reasonUnsecured: ErrNoProof,

	reasonNotPresentation: ErrNotAPresentation, reasonNoChallenge: ErrNoChallenge,
	reasonChallenge: ErrChallenge, reasonDomain: ErrChallenge, reasonHolder: ErrHolder,
	reasonHolderUnknown: ErrUnknownHolder, reasonHolderDocument: ErrUnknownHolder,

	reasonSize: ErrTooLarge, reasonTime: ErrTooLarge, reasonBudget: ErrTooLarge, rulePrefix + credential.CodeTooLarge: ErrTooLarge,

	reasonForm: ErrUnsupported, reasonTokenUnsupported: ErrUnsupported, reasonKeyUnsupported: ErrUnsupported,
	reasonVCDM11: ErrUnsupported, reasonOpenBadges2: ErrUnsupported, reasonCryptosuite: ErrUnsupported, reasonProofDomain: ErrUnsupported,
	reasonChainOpen: ErrUnsupported, reasonContextUnknown: ErrUnsupported, reasonJSONLD: ErrUnsupported,
	reasonDisclosure: ErrUnsupported, reasonInlineContext: ErrUnsupported, reasonIdentityKind: ErrUnsupported,

	reasonUntrusted: ErrUnknownIssuer, reasonUnavailable: ErrUnknownIssuer, reasonOtherDocument: ErrUnknownIssuer,

	reasonMethodUnknown: ErrWrongKey, reasonMethodPurpose: ErrWrongKey, reasonMethodOther: ErrWrongKey,
	reasonKeyForeign: ErrWrongKey, reasonKeysDiffer: ErrWrongKey, reasonAlgKey: ErrWrongKey,

	reasonKeyExpired: ErrKeyExpired, reasonKeyRevoked: ErrKeyRevoked, reasonSignature: ErrSignature,

	reasonNotYetValid: ErrNotYetValid, reasonProofCreated: ErrNotYetValid, reasonExpired: ErrExpired, reasonProofExpired: ErrExpired,

	reasonClock: ErrClock,

	reasonRevoked: ErrRevoked, reasonSuspended: ErrSuspended,
	reasonStatusEntry: ErrStatusUnknown, reasonStatusType: ErrStatusUnknown, reasonStatusPurpose: ErrStatusUnknown,
	reasonStatusMissing: ErrStatusUnknown, reasonStatusUnavailable: ErrStatusUnknown, reasonStatusProof: ErrStatusUnknown,
	reasonStatusIssuer: ErrStatusUnknown, reasonStatusList: ErrStatusUnknown, reasonStatusFuture: ErrStatusUnknown,
	reasonStatusExpired: ErrStatusUnknown, reasonStatusStale: ErrStatusUnknown, reasonStatusRollback: ErrStatusUnknown,
	reasonStatusConflict: ErrStatusUnknown, reasonStatusUnsigned: ErrStatusUnknown, reasonStatusFormat: ErrStatusUnknown,
	reasonStatusEncoding: ErrStatusUnknown, reasonStatusTooLarge: ErrStatusUnknown, reasonStatusLength: ErrStatusUnknown,
	reasonStatusOther: ErrStatusUnknown, reasonStatusIndex: ErrStatusUnknown, reasonStatusRange: ErrStatusUnknown,
	reasonStatusSize: ErrStatusUnknown,

	reasonSchema: ErrSchema, reasonResource: ErrRelatedResource,
	reasonRecipient: ErrRecipient, reasonPolicy: ErrPolicy, reasonPolicyUnknown: ErrIndeterminate, reasonCanceled: ErrCanceled,

	reasonEndorsementTarget: ErrRecipient, reasonEndorsementLimit: ErrTooLarge, reasonEndorsementDepth: ErrTooLarge,
}

// Codes returns every code with its verdict. Callers that branch on a code need a
// default case: codes may be added until the first stable release.
func Codes() map[string]Verdict {
	codes := make(map[string]Verdict)
	for _, err := range []error{
		ErrMalformed, ErrNotABadge, ErrNoProof, ErrTooLarge, ErrUnsupported, ErrUnknownIssuer, ErrWrongKey, ErrKeyExpired,
		ErrKeyRevoked, ErrSignature, ErrNotYetValid, ErrExpired, ErrClock, ErrRevoked, ErrSuspended, ErrStatusUnknown, ErrRecipient,
		ErrNotAPresentation, ErrNoChallenge, ErrChallenge, ErrUnknownHolder, ErrHolder, ErrSchema, ErrRelatedResource,
		ErrPolicy, ErrIndeterminate, ErrCanceled,
	} {
		s := err.(*sentinel)
		codes[s.code] = s.verdict
	}
	return codes
}
