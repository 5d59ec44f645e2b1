package credential

import "encoding/json"

// Profile is a person or an organisation: an issuer, a creator, an assessor (https://www.imsglobal.org/spec/ob/v3p0,
// Profile).
type Profile struct {
	ID          string   `json:"id"` // an absolute URI: a DID, an HTTPS URL; who an issuer is hangs on it
	Type        []string `json:"type"`
	Name        string   `json:"name"`
	URL         string   `json:"url"`
	Description string   `json:"description"`
	Image       *Image   `json:"image"` // PNG or SVG
	Email       string   `json:"email"`
	Phone       string   `json:"phone"`
	Address     *Address `json:"address"`
	Official    string   `json:"official"` // the official who signs for the organisation

	OtherIdentifier []IdentifierEntry `json:"otherIdentifier"`
	ParentOrg       *Profile          `json:"parentOrg"`
	Endorsement     []json.RawMessage `json:"endorsement"`    // secured EndorsementCredentials
	EndorsementJWT  []string          `json:"endorsementJwt"` // endorsements as compact JWS

	GivenName        string `json:"givenName"`
	AdditionalName   string `json:"additionalName"`
	FamilyName       string `json:"familyName"`
	FamilyNamePrefix string `json:"familyNamePrefix"`
	PatronymicName   string `json:"patronymicName"`
	HonorificPrefix  string `json:"honorificPrefix"`
	HonorificSuffix  string `json:"honorificSuffix"`
	DateOfBirth      string `json:"dateOfBirth" strict:"filled"` // YYYY-MM-DD

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Image is a picture, in line or elsewhere (https://www.imsglobal.org/spec/ob/v3p0, Image). A closed class.
type Image struct {
	ID      string `json:"id"`   // a URL, or a data: URI with the picture in it
	Type    string `json:"type"` // Image
	Caption string `json:"caption"`
}

// IdentifierEntry is an identifier of a Profile or an Achievement in some other system
// (https://www.imsglobal.org/spec/ob/v3p0, IdentifierEntry). A closed class.
type IdentifierEntry struct {
	Type           string         `json:"type"` // IdentifierEntry
	Identifier     string         `json:"identifier"`
	IdentifierType IdentifierType `json:"identifierType"`
}

// Address is where a Profile is (https://www.imsglobal.org/spec/ob/v3p0, Address).
type Address struct {
	Type                []string        `json:"type"`
	StreetAddress       string          `json:"streetAddress"`
	PostOfficeBoxNumber string          `json:"postOfficeBoxNumber"`
	PostalCode          string          `json:"postalCode"`
	AddressLocality     string          `json:"addressLocality"`
	AddressRegion       string          `json:"addressRegion"`
	AddressCountry      string          `json:"addressCountry"`
	AddressCountryCode  string          `json:"addressCountryCode"` // ISO 3166-1 alpha-2
	Geo                 *GeoCoordinates `json:"geo"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// GeoCoordinates is a point on the globe, in degrees (https://www.imsglobal.org/spec/ob/v3p0, GeoCoordinates).
type GeoCoordinates struct {
	Type      string  `json:"type"` // GeoCoordinates
	Latitude  float64 `json:"latitude" strict:"required"`
	Longitude float64 `json:"longitude" strict:"required"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}
