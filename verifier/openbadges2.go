package verifier

import (
	"bytes"
	"encoding/base64"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// OpenBadges2 is what an Assertion of Open Badges 2.0 (https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/)
// or 1.1 says of itself. Nothing of it is verified. A member is empty where it is missing.
type OpenBadges2 struct {
	ID            string `json:"id,omitempty"`            // a URL of the hosted assertion, or a urn:uuid:
	Badge         string `json:"badge,omitempty"`         // id of the BadgeClass: what was awarded
	Name          string `json:"name,omitempty"`          // of the BadgeClass, where it is written out
	RecipientType string `json:"recipientType,omitempty"` // "email"
	IssuedOn      string `json:"issuedOn,omitempty"`      // as it is written
	Verification  string `json:"verification,omitempty"`  // "HostedBadge", "SignedBadge"; "hosted", "signed" in 1.1
}

const openBadges2Detail = "an Open Badges 2.0 assertion, which only its issuer's web site can confirm; ask for an Open Badges 3.0 badge"

// openBadges2 answers for an assertion of Open Badges 2.0 or 1.1, signed or not: it is no credential of either data
// model, and what it claims is all that can be said.
func (r *run) openBadges2(v strictjson.Value) bool {
	if r.claimed.OpenBadges2 = readOpenBadges2(v); r.claimed.OpenBadges2 == nil {
		r.claimed.OpenBadges2 = r.bakedOlder()
	}
	return r.claimed.OpenBadges2 != nil && !r.fail(StepFormat, reasonOpenBadges2, openBadges2Detail, "", nil)
}

// readOpenBadges2 returns nil for everything else.
func readOpenBadges2(v strictjson.Value) *OpenBadges2 {
	context, types := v.Get("@context"), v.Get("type")
	older := contains(context, "https://w3id.org/openbadges/v2") || contains(context, "https://w3id.org/openbadges/v1")
	if !older || !contains(types, "Assertion") || contains(types, "VerifiableCredential") {
		return nil
	}
	badge := v.Get("badge")
	a := &OpenBadges2{
		ID:            stringOf(v.Get("id")),
		Badge:         stringOf(badge),
		Name:          stringOf(badge.Get("name")),
		RecipientType: stringOf(v.Get("recipient").Get("type")),
		IssuedOn:      v.Get("issuedOn").Text(), // in 1.1 also a number of seconds
		Verification:  v.Get("verification").Get("type").Text(),
	}
	if badge.Kind() == strictjson.Object {
		a.Badge = stringOf(badge.Get("id"))
	}
	if verify := v.Get("verify"); a.Verification == "" {
		a.Verification = stringOf(verify.Get("type"))
	}
	return a
}

// payloadOf returns the payload of a JWS whose header nothing here reads: those of Open Badges 2.0 name no key.
func (r *run) payloadOf(token []byte) strictjson.Value {
	parts := bytes.SplitN(token, []byte("."), 4)
	if len(parts) != 3 || len(token) > tokenBytes(r.maxBytes()) {
		return strictjson.Value{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(string(parts[1]))
	if err != nil {
		return strictjson.Value{}
	}
	v, _ := r.parse(payload) // the zero Value if it is no JSON
	return v
}
