package verifier

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Form is how a credential is secured.
type Form string

const (
	// FormJWS: a compact JWS whose payload is the credential (VC-JWT, VC-JOSE-COSE).
	FormJWS Form = "jws"
	// FormDataIntegrity: a JSON document with an embedded proof.
	FormDataIntegrity Form = "data-integrity"
)

// Result is a credential whose issuer is trusted and whose proof holds. It is made from the verified bytes alone.
type Result struct {
	// Badge is the credential as an Open Badge. It is nil when VerifyCredential met another kind of credential, or one
	// that calls itself a badge and breaks the rules of one. Where validUntil is missing and the JWT claim exp is there,
	// ValidUntil is that claim, as Open Badges has it.
	Badge *credential.OpenBadge

	Issuer             string // the issuer's identifier
	VerificationMethod string // absolute id of the key that signed, from the issuer's own document
	Form               Form
	MediaType          string        // of the verified document, "vc" as VC-JOSE-COSE names it
	Algorithm          string        // JOSE algorithm, "EdDSA"; "" without a JWS
	Cryptosuite        string        // of the issuer's first embedded proof, "eddsa-rdfc-2022"; "" without one
	Picture            bake.Format   // that the credential was baked into; "" without one. Nothing signs a picture
	At                 time.Time     // the instant the checks were made for
	Recipient          *Match        // how the expected recipient was recognised; nil when none was demanded or none fits
	Checks             []Check       // every step, in order, with what was skipped
	Status             []StatusCheck // every entry of credentialStatus, in order; none: the issuer publishes no status
	Warnings           []Warning

	DataModel DataModel         // that the credential keeps to; Badge has the dates of one of 1.1 as ValidFrom and ValidUntil
	Contexts  []ContextRevision // that embedded proofs were read with; none without a proof of an RDFC suite
	Refreshed *Refreshed        // the newer issue that the issuer offers; nil: none, or Options.Refresh is
	// Endorsements is what others say about the badge, its achievement and the profiles in it, and what of that is verified.
	Endorsements []EndorsementCheck

	document strictjson.Value
}

// Document returns the verified credential as JSON, without what secured it: without proof and JWT claims, and without
// contexts that were added after signing. The member order is that of the text; white space is gone.
//
// A proof of an RDFC cryptosuite covers what the credential says and not how it is written: the order of values that are
// no list, for one, can have been changed by anybody.
func (r *Result) Document() json.RawMessage { return r.document.AppendTo(nil) }

// Step is a part of the verification.
type Step string

// The steps. The first three are a chain: each needs the one before. The others all run, so that a reader sees every
// reason. Steps may be added until the first stable release.
const (
	StepFormat      Step = "format"      // bytes, JSON, header, claims, the shape of the credential
	StepIssuer      Step = "issuer"      // is the issuer trusted, and is the key one of its own
	StepProof       Step = "proof"       // the signature
	StepPeriod      Step = "period"      // validFrom and validUntil
	StepStatus      Step = "status"      // revoked or suspended
	StepRecipient   Step = "recipient"   // is it about the expected person
	StepHolder      Step = "holder"      // of presentations alone: has the holder signed, and is the credential about the holder
	StepSchema      Step = "schema"      // the schema that the credential names
	StepResource    Step = "resource"    // the files that the credential names with their digests
	StepEndorsement Step = "endorsement" // what others say about it
	StepPolicy      Step = "policy"      // the caller's own rules
)

var steps = []Step{StepFormat, StepIssuer, StepProof, StepPeriod, StepStatus, StepRecipient, StepSchema, StepResource,
	StepEndorsement, StepPolicy}

// Outcome is what came of a step.
type Outcome string

// The outcomes.
const (
	Pass    Outcome = "pass"
	Fail    Outcome = "fail"
	Unknown Outcome = "unknown" // could not be checked
	Skipped Outcome = "skipped" // not demanded, not there, or an earlier step did not pass
)

// Check is one line of the report.
type Check struct {
	Step    Step
	Outcome Outcome
	Code    string // "expired"; empty unless the check decides the verdict
	Reason  string // finer than Code: "claim_mismatch"
	Detail  string // for an engineer; untrusted text in it is quoted and cut short
	Pointer string // RFC 6901 pointer into the credential, where there is one; names in it are the credential's own
	Cause   error  // what lies behind, for logs; not matched by errors.Is on the Error

	err   *sentinel
	ended error // what the caller's context ended with
}

func (c Check) decides() bool { return c.err != nil }

// String gives "code: pointer: detail", fit for a terminal or a log.
func (c *Check) String() string {
	parts := []string{c.Code, strictjson.Show(c.Pointer), c.Detail}
	if c.Code == "" {
		parts[0] = string(c.Step) + " " + string(c.Outcome)
	}
	return strings.Join(compact(parts), ": ")
}

func compact(parts []string) []string {
	kept := parts[:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

// Warning is something a careful reader wants to know that has no effect on the verdict.
type Warning struct {
	Code     string `json:"code"`
	Sentence string `json:"sentence"` // for a layman
	Detail   string `json:"detail"`   // for an engineer; untrusted text in it is quoted and cut short
	Pointer  string `json:"pointer,omitempty"`

	Note bool `json:"-"` // it asks for no caution
}

// Claimed is what a credential says of itself before anything is verified. It can name a file that is missing or an
// issuer to ask about; it must not be shown as fact.
type Claimed struct {
	Holder             string   `json:"holder,omitempty"` // of a presentation
	Issuer             string   `json:"issuer,omitempty"`
	ID                 string   `json:"id,omitempty"`
	VerificationMethod string   `json:"verificationMethod,omitempty"`
	StatusLists        []string `json:"statusLists,omitempty"` // credential.MaxStatus at most; with more entries none is looked up

	OpenBadges2 *OpenBadges2 `json:"openBadges2,omitempty"` // of an older badge, which cannot be verified; nil for others
}
