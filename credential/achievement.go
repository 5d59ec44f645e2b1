package credential

import "encoding/json"

// Achievement is what can be earned. Many badges are awarded for one achievement, whose ID they share
// (https://www.imsglobal.org/spec/ob/v3p0, Achievement).
type Achievement struct {
	ID              string          `json:"id"` // an HTTPS URL or urn:uuid:
	Type            []string        `json:"type"`
	AchievementType AchievementType `json:"achievementType" strict:"filled"`
	Name            string          `json:"name"`
	Description     string          `json:"description"`
	Criteria        Criteria        `json:"criteria"`
	Image           *Image          `json:"image"` // the picture that badges for this achievement have in common
	Creator         *Profile        `json:"creator"`

	HumanCode        string            `json:"humanCode"`
	InLanguage       string            `json:"inLanguage" strict:"filled"` // "en", "pt-BR", "zh-Hant-TW"
	FieldOfStudy     string            `json:"fieldOfStudy"`
	Specialization   string            `json:"specialization"`
	Version          string            `json:"version"`
	CreditsAvailable *float64          `json:"creditsAvailable"`
	Tag              []string          `json:"tag"`
	OtherIdentifier  []IdentifierEntry `json:"otherIdentifier"`

	Alignment         []Alignment         `json:"alignment"`
	Related           []Related           `json:"related"`
	ResultDescription []ResultDescription `json:"resultDescription"`
	Endorsement       []json.RawMessage   `json:"endorsement"`    // secured EndorsementCredentials
	EndorsementJWT    []string            `json:"endorsementJwt"` // endorsements as compact JWS

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Criteria is how the achievement is earned. It has an ID, a Narrative, or both
// (https://www.imsglobal.org/spec/ob/v3p0, Criteria).
type Criteria struct {
	ID        string `json:"id"`        // of a page about it
	Narrative string `json:"narrative"` // Markdown

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Alignment links to a node of an educational framework (https://www.imsglobal.org/spec/ob/v3p0, Alignment).
type Alignment struct {
	Type              []string            `json:"type"`
	TargetName        string              `json:"targetName"`
	TargetURL         string              `json:"targetUrl"`
	TargetType        AlignmentTargetType `json:"targetType" strict:"filled"`
	TargetCode        string              `json:"targetCode"`
	TargetDescription string              `json:"targetDescription"`
	TargetFramework   string              `json:"targetFramework"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Related names another form of the achievement, in another language or version
// (https://www.imsglobal.org/spec/ob/v3p0, Related).
type Related struct {
	ID         string   `json:"id"`
	Type       []string `json:"type"`
	InLanguage string   `json:"inLanguage" strict:"filled"`
	Version    string   `json:"version"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// ResultDescription describes a possible Result. Values are texts; what they mean follows from the ResultType
// (https://www.imsglobal.org/spec/ob/v3p0, ResultDescription).
type ResultDescription struct {
	ID            string     `json:"id"`
	Type          []string   `json:"type"`
	Name          string     `json:"name"`
	ResultType    ResultType `json:"resultType"`
	AllowedValue  []string   `json:"allowedValue"` // from the lowest to the highest
	ValueMin      string     `json:"valueMin"`
	ValueMax      string     `json:"valueMax"`
	RequiredValue string     `json:"requiredValue"`
	RequiredLevel string     `json:"requiredLevel"` // ID of one of the levels

	RubricCriterionLevel []RubricCriterionLevel `json:"rubricCriterionLevel"` // from the lowest to the highest
	Alignment            []Alignment            `json:"alignment"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// RubricCriterionLevel is one level of a rubric (https://www.imsglobal.org/spec/ob/v3p0, RubricCriterionLevel).
type RubricCriterionLevel struct {
	ID          string      `json:"id"`
	Type        []string    `json:"type"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Level       string      `json:"level"`
	Points      string      `json:"points"`
	Alignment   []Alignment `json:"alignment"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}
