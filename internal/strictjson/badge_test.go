package strictjson_test

import "encoding/json"

// The classes of the documents, written as the data model of the library is.
type (
	badge struct {
		Context        []string                   `json:"@context"`
		ID             string                     `json:"id"`
		Type           []string                   `json:"type"`
		Name           string                     `json:"name"`
		Description    string                     `json:"description"`
		Image          *image                     `json:"image"`
		Issuer         issuer                     `json:"issuer" strict:"ref"`
		ValidFrom      string                     `json:"validFrom"`
		ValidUntil     string                     `json:"validUntil"`
		AwardedDate    string                     `json:"awardedDate"`
		Subject        subject                    `json:"credentialSubject"`
		Evidence       []evidence                 `json:"evidence"`
		Endorsement    []json.RawMessage          `json:"endorsement"`
		Schema         []link                     `json:"credentialSchema"`
		Status         *status                    `json:"credentialStatus"`
		RefreshService *link                      `json:"refreshService"`
		TermsOfUse     []link                     `json:"termsOfUse"`
		Extensions     map[string]json.RawMessage `json:"-" strict:"rest"`
	}

	subject struct {
		ID                string                     `json:"id"`
		Type              []string                   `json:"type"`
		Achievement       achievement                `json:"achievement"`
		Identifier        []identity                 `json:"identifier"`
		LicenseNumber     string                     `json:"licenseNumber"`
		Role              string                     `json:"role"`
		Term              string                     `json:"term"`
		Narrative         string                     `json:"narrative"`
		ActivityStartDate string                     `json:"activityStartDate"`
		ActivityEndDate   string                     `json:"activityEndDate"`
		CreditsEarned     *float64                   `json:"creditsEarned"`
		Result            []result                   `json:"result"`
		Extensions        map[string]json.RawMessage `json:"-" strict:"rest"`
	}

	achievement struct {
		ID                string                     `json:"id"`
		Type              []string                   `json:"type"`
		AchievementType   string                     `json:"achievementType"`
		Name              string                     `json:"name"`
		Description       string                     `json:"description"`
		Criteria          criteria                   `json:"criteria"`
		Creator           *issuer                    `json:"creator"`
		HumanCode         string                     `json:"humanCode"`
		InLanguage        string                     `json:"inLanguage"`
		FieldOfStudy      string                     `json:"fieldOfStudy"`
		Specialization    string                     `json:"specialization"`
		Version           string                     `json:"version"`
		CreditsAvailable  *float64                   `json:"creditsAvailable"`
		Tag               []string                   `json:"tag"`
		OtherIdentifier   []identifier               `json:"otherIdentifier"`
		Alignment         []alignment                `json:"alignment"`
		Related           []related                  `json:"related"`
		ResultDescription []resultDescription        `json:"resultDescription"`
		Extensions        map[string]json.RawMessage `json:"-" strict:"rest"`
	}

	issuer struct {
		ID              string                     `json:"id"`
		Type            []string                   `json:"type"`
		Name            string                     `json:"name"`
		URL             string                     `json:"url"`
		Description     string                     `json:"description"`
		Image           *image                     `json:"image"`
		Email           string                     `json:"email"`
		Phone           string                     `json:"phone"`
		Address         *address                   `json:"address"`
		OtherIdentifier []identifier               `json:"otherIdentifier"`
		Extensions      map[string]json.RawMessage `json:"-" strict:"rest"`
	}

	address struct {
		Type            []string       `json:"type"`
		StreetAddress   string         `json:"streetAddress"`
		PostalCode      string         `json:"postalCode"`
		AddressLocality string         `json:"addressLocality"`
		Country         string         `json:"addressCountry"`
		CountryCode     string         `json:"addressCountryCode"`
		Geo             geoCoordinates `json:"geo"`
	}

	geoCoordinates struct {
		Type      string  `json:"type"`
		Latitude  float64 `json:"latitude" strict:"required"`
		Longitude float64 `json:"longitude" strict:"required"`
	}

	alignment struct {
		Type              []string `json:"type"`
		TargetName        string   `json:"targetName"`
		TargetURL         string   `json:"targetUrl"`
		TargetType        string   `json:"targetType"`
		TargetCode        string   `json:"targetCode"`
		TargetDescription string   `json:"targetDescription"`
		TargetFramework   string   `json:"targetFramework"`
	}

	resultDescription struct {
		ID                   string   `json:"id"`
		Type                 []string `json:"type"`
		Name                 string   `json:"name"`
		ResultType           string   `json:"resultType"`
		AllowedValue         []string `json:"allowedValue"`
		RequiredValue        string   `json:"requiredValue"`
		RubricCriterionLevel []rubric `json:"rubricCriterionLevel"`
	}

	rubric struct {
		ID          string   `json:"id"`
		Type        []string `json:"type"`
		Name        string   `json:"name"`
		Description string   `json:"description"`
		Level       string   `json:"level"`
		Points      string   `json:"points"`
	}

	result struct {
		Type              []string `json:"type"`
		ResultDescription string   `json:"resultDescription"`
		Status            string   `json:"status"`
		AchievedLevel     string   `json:"achievedLevel"`
	}

	identity struct {
		Type         string `json:"type"`
		Hashed       bool   `json:"hashed" strict:"required"`
		IdentityHash string `json:"identityHash"`
		IdentityType string `json:"identityType"`
		Salt         string `json:"salt"`
	}

	evidence struct {
		ID          string   `json:"id"`
		Type        []string `json:"type"`
		Name        string   `json:"name"`
		Description string   `json:"description"`
		Narrative   string   `json:"narrative"`
		Genre       string   `json:"genre"`
		Audience    string   `json:"audience"`
	}

	related struct {
		ID         string   `json:"id"`
		Type       []string `json:"type"`
		InLanguage string   `json:"inLanguage"`
		Version    string   `json:"version"`
	}

	status struct {
		ID                   string `json:"id"`
		Type                 string `json:"type"`
		StatusPurpose        string `json:"statusPurpose"`
		StatusListIndex      string `json:"statusListIndex"`
		StatusListCredential string `json:"statusListCredential"`
	}

	criteria struct {
		ID        string `json:"id"`
		Narrative string `json:"narrative"`
	}

	image struct {
		ID      string `json:"id"`
		Type    string `json:"type"`
		Caption string `json:"caption"`
	}

	identifier struct {
		Type           string `json:"type"`
		Identifier     string `json:"identifier"`
		IdentifierType string `json:"identifierType"`
	}

	link struct {
		ID   string `json:"id"`
		Type string `json:"type"`
	}
)
