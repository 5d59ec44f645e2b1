package credential

import "encoding/json"

// OpenBadge is an AchievementCredential, also called OpenBadgeCredential: a claim of its issuer that a subject has
// earned an achievement (https://www.imsglobal.org/spec/ob/v3p0, AchievementCredential).
type OpenBadge struct {
	// Context names the JSON-LD contexts by URL, in an order that matters. Package context has the URLs. Contexts
	// written out inside the credential are not supported.
	Context []string `json:"@context"`

	ID          string   `json:"id"`   // an absolute URI; urn:uuid: will do
	Type        []string `json:"type"` // VerifiableCredential, and OpenBadgeCredential or its alias AchievementCredential
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Image       *Image   `json:"image"` // to show the credential with, in a wallet say

	// Issuer may be named by nothing but its ID, which is then written as a bare string. To be shown, it needs a Name.
	Issuer Profile `json:"issuer" strict:"ref"`

	ValidFrom  DateTime `json:"validFrom"`
	ValidUntil DateTime `json:"validUntil"` // zero: no end

	// AwardedDate is when the achievement was first awarded. ValidFrom is the date of this issue: of two badges with one
	// issuer and one ID, the one with the later ValidFrom replaces the other.
	AwardedDate DateTime `json:"awardedDate"`

	Subject        AchievementSubject `json:"credentialSubject"`
	Evidence       []Evidence         `json:"evidence"`
	Endorsement    []json.RawMessage  `json:"endorsement"`    // secured EndorsementCredentials
	EndorsementJWT []string           `json:"endorsementJwt"` // endorsements as compact JWS

	Schema         []CredentialSchema `json:"credentialSchema"`
	Status         []StatusEntry      `json:"credentialStatus" strict:"compact"`
	RefreshService *RefreshService    `json:"refreshService"`
	TermsOfUse     []TermsOfUse       `json:"termsOfUse"`
	Proof          []json.RawMessage  `json:"proof"` // none before it is signed, nor in a badge inside a JWS

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// RecipientName returns the name in clear that the issuer gave the recipient: the identifier of type name that is not
// hashed. It is not ok when there is none, or more than one.
func (b *OpenBadge) RecipientName() (name string, ok bool) {
	for i := range b.Subject.Identifier {
		o := &b.Subject.Identifier[i]
		if o.IdentityType != IdentifierTypeName || o.Hashed || o.IdentityHash == "" {
			continue
		}
		if ok {
			return "", false
		}
		name, ok = o.IdentityHash, true
	}
	return name, ok
}

// AchievementSubject is who earned the achievement, and how (https://www.imsglobal.org/spec/ob/v3p0,
// AchievementSubject). It has an ID, an Identifier, or both.
type AchievementSubject struct {
	ID            string           `json:"id"` // a DID of the recipient, say; signing as a JWT needs it
	Type          []string         `json:"type"`
	Identifier    []IdentityObject `json:"identifier"`
	Achievement   Achievement      `json:"achievement"`
	LicenseNumber string           `json:"licenseNumber"`
	Role          string           `json:"role"`
	Term          string           `json:"term"`      // the academic term
	Narrative     string           `json:"narrative"` // Markdown; what ties several pieces of evidence together
	Image         *Image           `json:"image"`     // the baked picture of this recipient's badge

	ActivityStartDate DateTime `json:"activityStartDate"`
	ActivityEndDate   DateTime `json:"activityEndDate"`
	CreditsEarned     *float64 `json:"creditsEarned"`
	Result            []Result `json:"result"`
	Source            *Profile `json:"source"` // who assessed the recipient for the issuer

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Evidence describes what shows that the achievement was earned (https://www.imsglobal.org/spec/ob/v3p0, Evidence).
type Evidence struct {
	ID          string   `json:"id"` // of a page about it; a data: URI is allowed and advised against
	Type        []string `json:"type"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Narrative   string   `json:"narrative"` // Markdown
	Genre       string   `json:"genre"`
	Audience    string   `json:"audience"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Result is what the subject attained, as one of the achievement's ResultDescriptions describes it
// (https://www.imsglobal.org/spec/ob/v3p0, Result).
type Result struct {
	Type              []string     `json:"type"`
	ResultDescription string       `json:"resultDescription"`      // ID of a description in the same achievement
	Status            ResultStatus `json:"status" strict:"filled"` // needed when the description's type is Status
	Value             string       `json:"value"`
	AchievedLevel     string       `json:"achievedLevel"` // ID of a level in that description
	Alignment         []Alignment  `json:"alignment"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}
