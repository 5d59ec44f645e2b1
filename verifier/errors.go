package verifier

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// VerdictOf returns the verdict that an error of Verify, or its absence, stands for: nil is Valid, an *Error has its
// own, and everything else (a cancelled context, an unreadable file, a foreign error) could not be checked.
func VerdictOf(err error) Verdict {
	if err == nil {
		return Valid
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Verdict()
	}
	return Indeterminate
}

// Error is the error of Verify and VerifyCredential: every check, of which at least one failed or could not be made.
//
// errors.Is matches the sentinels of the credential's own checks, and context.Canceled or context.DeadlineExceeded when
// the caller's context ended, and never what lies behind a check: a Policy that failed for a reason of its own is in
// Check.Cause alone.
type Error struct {
	Checks   []Check // in the order of the steps
	Warnings []Warning

	// Result is set when, and only when, the issuer and proof checks passed: the credential is authentic, and what it
	// says can be shown beside the reason why it is not Valid.
	Result *Result

	// Claimed is what the credential says of itself. Nothing of it is verified.
	Claimed Claimed

	At time.Time // the instant the checks were made for

	form    Form
	picture bake.Format
}

// leading returns the check that names the code: the first Invalid one, else the first that decides at all.
func (e *Error) leading() *Check {
	first := &undecided
	if e == nil {
		return first
	}
	for i := range e.Checks {
		c := &e.Checks[i]
		switch {
		case !c.decides():
		case c.err.verdict == Invalid:
			return c
		case first == &undecided:
			first = c
		}
	}
	return first
}

// undecided stands in for the leading check of an Error that Verify did not make.
var undecided = decide("", reasonForm, "not an error of a verification", "", nil)

// Code returns the code of the check that decides: invalid beats indeterminate, and among equals the earlier step wins.
func (e *Error) Code() string { return e.leading().Code }

// Verdict returns Invalid or Indeterminate.
func (e *Error) Verdict() Verdict { return e.leading().err.verdict }

// deciding returns the checks that decide, the leading one first.
func (e *Error) deciding() []*Check {
	lead := e.leading()
	list := []*Check{lead}
	if e == nil {
		return list
	}
	for i := range e.Checks {
		if c := &e.Checks[i]; c != lead && c.decides() {
			list = append(list, c)
		}
	}
	return list
}

// maxShown is how many checks Error puts into one line.
const maxShown = 8

// Error gives code, place and detail of the checks that decide, the leading one first, in one line fit for a log.
func (e *Error) Error() string {
	list := e.deciding()
	shown := make([]string, 0, maxShown)
	for _, c := range list[:min(len(list), maxShown)] {
		shown = append(shown, c.String())
	}
	text := "verifier: " + strings.Join(shown, "; ")
	if more := len(list) - len(shown); more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return text
}

// Unwrap returns the sentinel of every check that decides, the leading one first.
func (e *Error) Unwrap() []error {
	var errs []error
	for _, c := range e.deciding() {
		errs = append(errs, c.err)
		if c.ended != nil {
			errs = append(errs, c.ended)
		}
	}
	return errs
}

// Problem is a problem detail (RFC 9457) with a type of the W3C specifications: what VCDM 2.0 §7.2
// (https://www.w3.org/TR/vc-data-model-2.0/#problem-details) asks a verifier to report.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty"`
}

const (
	typeParsing       = "https://www.w3.org/TR/vc-data-model#PARSING_ERROR"
	typeCryptographic = "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR"
	typeMalformed     = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
	typeMethod        = "https://w3id.org/security#INVALID_VERIFICATION_METHOD"
	typeRelationship  = "https://w3id.org/security#INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"
	typeVerification  = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
	typeDataLoss      = "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR"
	typeRange         = "https://www.w3.org/TR/vc-data-model#RANGE_ERROR"
	typeChallenge     = "https://w3id.org/security#INVALID_CHALLENGE_ERROR"
	typeDomain        = "https://w3id.org/security#INVALID_DOMAIN_ERROR"
	typeNone          = "about:blank"

	// https://www.w3.org/TR/vc-bitstring-status-list/#processing-errors
	typeStatusRetrieval    = "https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR"
	typeStatusVerification = "https://www.w3.org/ns/credentials/status-list#STATUS_VERIFICATION_ERROR"
	typeStatusLength       = "https://www.w3.org/ns/credentials/status-list#STATUS_LIST_LENGTH_ERROR"
)

// problemTypes has the W3C type of each reason and code that one exists for.
var problemTypes = map[string]string{
	reasonSyntax: typeParsing, reasonEncoding: typeParsing, reasonDuplicate: typeParsing, reasonNumber: typeParsing,
	reasonCompact: typeParsing, reasonType: typeMalformed, reasonClaimMissing: typeMalformed,
	reasonClaimType: typeMalformed, reasonClaimMismatch: typeMalformed, reasonLayout: typeMalformed,
	reasonSchema: typeMalformed, reasonResource: typeCryptographic,
	reasonNotCredential: typeMalformed, reasonShape: typeMalformed, reasonNotBadge: typeMalformed, reasonPresentation: typeMalformed, reasonEnveloped: typeMalformed,
	reasonHeader: typeCryptographic, reasonTyp: typeCryptographic, reasonAlg: typeCryptographic,
	reasonUnsecured: typeCryptographic, reasonTokenUnsupported: typeCryptographic, reasonKeyUnsupported: typeCryptographic,
	reasonSignature: typeCryptographic, reasonAlgKey: typeCryptographic, reasonCryptosuite: typeCryptographic,
	reasonProof: typeVerification, reasonProofValue: typeVerification, reasonProofPurpose: typeVerification,
	reasonProofContext: typeVerification, reasonProofChain: typeVerification, reasonDataLoss: typeDataLoss,
	reasonKeysDiffer: typeCryptographic, reasonKeyExpired: typeMethod, reasonKeyRevoked: typeMethod,
	reasonMethodUnknown: typeMethod, reasonMethodOther: typeMethod, reasonKeyForeign: typeMethod,
	reasonMethodPurpose: typeRelationship,

	reasonNotPresentation: typeMalformed, reasonChallenge: typeChallenge, reasonDomain: typeDomain,

	reasonStatusMissing: typeStatusRetrieval, reasonStatusUnavailable: typeStatusRetrieval,
	reasonStatusProof: typeStatusVerification, reasonStatusIssuer: typeStatusVerification, reasonStatusList: typeStatusVerification,
	reasonStatusFuture: typeStatusVerification, reasonStatusExpired: typeStatusVerification, reasonStatusUnsigned: typeStatusVerification,
	reasonStatusRollback: typeStatusVerification, reasonStatusConflict: typeStatusVerification, reasonStatusOther: typeStatusVerification,
	reasonStatusLength: typeStatusLength, reasonStatusRange: typeRange, reasonStatusIndex: typeMalformed,
	reasonStatusEntry: typeMalformed, reasonStatusFormat: typeMalformed, reasonStatusEncoding: typeMalformed,
}

// Problems returns the checks that decide as problem details, the leading one first.
func (e *Error) Problems() []Problem {
	var list []Problem
	for _, c := range e.deciding() {
		list = append(list, c.problem())
	}
	return list
}

func (c *Check) problem() Problem {
	typ, ok := problemTypes[c.Reason]
	switch {
	case strings.HasPrefix(c.Reason, rulePrefix):
		typ = typeMalformed
	case !ok:
		typ = typeNone
	}
	detail := c.Detail
	if c.Pointer != "" {
		detail = strictjson.Show(c.Pointer) + ": " + detail
	}
	return Problem{Type: typ, Title: c.err.text, Detail: detail}
}
