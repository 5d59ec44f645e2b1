package credential

import (
	"encoding/json"
	"fmt"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
)

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

// Endorsement is what one endorsement says.
type Endorsement struct {
	ID          string // of the endorsement, an absolute URI. Empty: a fresh urn:uuid:
	Name        string // to show it with; required
	Description string

	// Subject is the id of what is endorsed: a badge, an achievement or a profile; required. The endorsement belongs into
	// the object of that id.
	Subject string

	Comment string // what the endorser has to say, in Markdown

	From  time.Time // the start of its validity; required
	Until time.Time // the end of it. Zero: none

	Status []StatusEntry // where it can be revoked and suspended. Empty: nowhere
}

// NewEndorsement builds an endorsement, ready to be signed. The issuer, who endorses, needs an ID and a Name; its Type may
// be left out. Times are kept to the second. The result shares no memory with the arguments and Validates. The error is
// made of *FieldErrors, whose pointers are those of the result.
//
// Once it is signed it goes, as the text that the signer returned, into a field of what is endorsed, before that is
// signed itself: with an embedded proof into Endorsement, as a JWS into EndorsementJWT
// (https://www.imsglobal.org/spec/ob/v3p0, EndorsementCredential).
func NewEndorsement(issuer Profile, endorsement Endorsement) (*EndorsementCredential, error) {
	e := &EndorsementCredential{
		Context:     []string{ldcontext.CredentialsV2, ldcontext.OpenBadges303},
		ID:          orFresh(endorsement.ID),
		Type:        []string{"VerifiableCredential", "EndorsementCredential"},
		Name:        endorsement.Name,
		Description: endorsement.Description,
		Issuer:      clone(issuer),
		ValidFrom:   NewDateTime(endorsement.From),
		ValidUntil:  NewDateTime(endorsement.Until),
		Subject: EndorsementSubject{
			ID:                 endorsement.Subject,
			Type:               []string{"EndorsementSubject"},
			EndorsementComment: endorsement.Comment,
		},
		Status: clone(endorsement.Status),
	}
	if len(e.Issuer.Type) == 0 {
		e.Issuer.Type = []string{"Profile"}
	}
	if err := e.Validate(); err != nil {
		return nil, fmt.Errorf("credential: new endorsement: %w", err)
	}
	return e, nil
}
