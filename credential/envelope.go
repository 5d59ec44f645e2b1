package credential

import "encoding/json"

// The types of a StatusEntry that are in use.
const (
	// StatusBitstring: a bit in a list that is a credential itself (https://www.w3.org/TR/vc-bitstring-status-list/).
	StatusBitstring = "BitstringStatusListEntry"

	// Status2021: the draft before StatusBitstring, with the same members
	// (https://www.w3.org/TR/2023/WD-vc-status-list-20230427/). To be read only.
	Status2021 = "StatusList2021Entry"

	// Status1EdTech: a list of revoked ids at the entry's ID, from 1EdTech's Verifiable Credentials Revocation List 1.0
	// (https://www.imsglobal.org/spec/vcrl/v1p0). To be read only.
	Status1EdTech = "1EdTechRevocationList"
)

// StatusEntry says where the status of a credential is published (https://www.imsglobal.org/spec/ob/v3p0,
// CredentialStatus; the members are those of Bitstring Status List 1.0 §2.1,
// https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry).
type StatusEntry struct {
	ID                   string          `json:"id"` // of the entry, not of the list
	Type                 string          `json:"type"`
	StatusPurpose        string          `json:"statusPurpose"`                   // revocation, suspension, refresh, message
	StatusListIndex      string          `json:"statusListIndex" strict:"digits"` // in decimal; a number is read as well
	StatusListCredential string          `json:"statusListCredential"`            // the list's URL
	StatusSize           *int            `json:"statusSize"`                      // bits; nil: 1
	StatusMessage        []StatusMessage `json:"statusMessage"`                   // what each value of the entry says
	StatusReference      []string        `json:"statusReference" strict:"compact"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// StatusMessage says what one value of a status entry of several bits means.
type StatusMessage struct {
	Status  string `json:"status"` // the value in hexadecimal, after "0x"
	Message string `json:"message"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Schema1EdTech is the type of a CredentialSchema that holds a JSON schema of draft 2019-09
// (https://www.imsglobal.org/spec/vccs/v1p0). A credential with it needs the context OpenBadgesExtensions.
const Schema1EdTech = "1EdTechJsonSchemaValidator2019"

// CredentialSchema names a schema to hold the credential against (https://www.imsglobal.org/spec/ob/v3p0,
// CredentialSchema).
type CredentialSchema struct {
	ID   string `json:"id"`
	Type string `json:"type"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Refresh1EdTech is the type of a RefreshService of 1EdTech (https://www.imsglobal.org/spec/vccr/v1p0). A credential
// with it needs the context OpenBadgesExtensions.
const Refresh1EdTech = "1EdTechCredentialRefresh"

// RefreshService says where a newer issue of the credential can be had (https://www.imsglobal.org/spec/ob/v3p0,
// RefreshService).
type RefreshService struct {
	ID   string `json:"id"`
	Type string `json:"type"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// TermsOfUse says under which terms the credential was issued (https://www.imsglobal.org/spec/ob/v3p0, TermsOfUse).
type TermsOfUse struct {
	ID   string `json:"id"`
	Type string `json:"type"`

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Proof is a Data Integrity proof (https://www.imsglobal.org/spec/ob/v3p0, Proof; Data Integrity 1.0 §2.1,
// https://www.w3.org/TR/vc-data-integrity/#proofs).
type Proof struct {
	Type               string   `json:"type"` // DataIntegrityProof
	Cryptosuite        string   `json:"cryptosuite"`
	Created            DateTime `json:"created"`
	VerificationMethod string   `json:"verificationMethod"`
	ProofPurpose       string   `json:"proofPurpose"` // assertionMethod
	Challenge          string   `json:"challenge"`
	Domain             []string `json:"domain" strict:"compact"`
	Nonce              string   `json:"nonce"`
	ProofValue         string   `json:"proofValue"` // multibase

	Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
}
