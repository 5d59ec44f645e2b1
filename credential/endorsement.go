package credential

import "encoding/json"

// EndorsementCredential is a claim about a badge, an achievement or a profile, made by somebody else
// (https://www.imsglobal.org/spec/ob/v3p0, EndorsementCredential). Its members mean what they mean in an OpenBadge.
type EndorsementCredential struct {
	Context     []string           `json:"@context"`
	ID          string             `json:"id"`
	Type        []string           `json:"type"` // VerifiableCredential and EndorsementCredential
	Name        string             `json:"name"`
	Description string             `json:"description"`
	Issuer      Profile            `json:"issuer" strict:"ref"`
	ValidFrom   DateTime           `json:"validFrom"`
	ValidUntil  DateTime           `json:"validUntil"` // zero: no end
	AwardedDate DateTime           `json:"awardedDate"`
	Subject     EndorsementSubject `json:"credentialSubject"`

	Schema         []CredentialSchema `json:"credentialSchema"`
	Status         []StatusEntry      `json:"credentialStatus" strict:"compact"`
	RefreshService *RefreshService    `json:"refreshService"`
	TermsOfUse     []TermsOfUse       `json:"termsOfUse"`
	Proof          []json.RawMessage  `json:"proof"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// EndorsementSubject is what is endorsed (https://www.imsglobal.org/spec/ob/v3p0, EndorsementSubject).
type EndorsementSubject struct {
	ID                 string   `json:"id"` // of the badge, achievement or profile
	Type               []string `json:"type"`
	EndorsementComment string   `json:"endorsementComment"` // Markdown

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}
