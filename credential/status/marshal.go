package status

import (
	"fmt"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// document is the credential as it is written.
type document struct {
	Context    []string            `json:"@context"`
	ID         string              `json:"id"`
	Type       []string            `json:"type"`
	Issuer     string              `json:"issuer"`
	ValidFrom  credential.DateTime `json:"validFrom"`
	ValidUntil credential.DateTime `json:"validUntil"`
	Subject    subject             `json:"credentialSubject"`
}

type subject struct {
	ID          string    `json:"id"`
	Type        string    `json:"type"`
	Purposes    []Purpose `json:"statusPurpose" strict:"compact"`
	EncodedList string    `json:"encodedList"`
	TTL         float64   `json:"ttl"`
}

// MarshalJSON writes the list as a BitstringStatusListCredential without a proof
// (https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential), for package signer to sign. The same
// list gives the same bytes for as long as compress/gzip does. A list that was read is written anew: its extensions,
// messages and proof are gone, and a StatusList2021 becomes a bitstring. It does not Validate; the error is that of an ID
// that is not UTF-8 or of a year that is not 0001 to 9999.
func (l *List) MarshalJSON() ([]byte, error) {
	doc, err := strictjson.Marshal(&document{
		Context:    []string{ldcontext.CredentialsV2},
		ID:         l.ID,
		Type:       []string{"VerifiableCredential", forms[bitstring].list},
		Issuer:     l.Issuer,
		ValidFrom:  credential.NewDateTime(l.ValidFrom),
		ValidUntil: credential.NewDateTime(l.ValidUntil),
		Subject: subject{
			ID:          l.ID + "#list",
			Type:        forms[bitstring].subject,
			Purposes:    l.Purposes,
			EncodedList: encode(l.bits),
			TTL:         float64(l.TTL / time.Millisecond),
		},
	})
	if err != nil {
		return nil, fmt.Errorf("status: write list: %w", err)
	}
	return doc, nil
}
