package status_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
)

// An issuer gives index 94567 to a credential and revokes it later. The list is then signed, as any credential is; a
// verifier finds it authentic and looks the credential up.
func Example() {
	list, err := status.New("https://example.org/status/revocation-1", "did:web:example.org", status.Revocation, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	entry, err := list.Entry(94567) // for the credentialStatus of the credential
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := list.Set(94567, true); err != nil {
		fmt.Println(err)
		return
	}
	list.ValidFrom = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	list.ValidUntil = list.ValidFrom.AddDate(0, 0, 7)
	if err := list.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	doc, err := list.MarshalJSON() // what package signer signs
	if err != nil {
		fmt.Println(err)
		return
	}

	read, err := status.Parse(doc, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	value, err := read.Lookup(&entry)
	fmt.Println(value.Purpose, value.Bits, err)
	fmt.Println(read.Len(), read.Count())
	// Output:
	// revocation 1 <nil>
	// 131072 1
}

// An error means that the status is unknown: that is not a status of clear.
func ExampleList_Lookup() {
	list, err := status.New("https://example.org/status/revocation-1", "did:web:example.org", status.Revocation, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = list.Lookup(&credential.StatusEntry{
		Type:                 credential.StatusBitstring,
		StatusPurpose:        "revocation",
		StatusListIndex:      "131072",
		StatusListCredential: "https://example.org/status/revocation-1",
	})
	fmt.Println(errors.Is(err, status.ErrRange))
	fmt.Println(err)
	// Output:
	// true
	// status: look up: index beyond the end of the list: index 131072 of 131072 entries
}

func ExampleParseRevocationList() {
	list, err := status.ParseRevocationList([]byte(`{
		"id": "https://example.org/revoked",
		"issuer": "https://example.org/issuer",
		"revokedCredential": [{"id": "urn:uuid:0d3b2f1c-5a0e-4b7a-9a63-0c6f3c1f7a10", "revocationReason": "dues not paid"}]
	}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(list.Lookup("urn:uuid:0d3b2f1c-5a0e-4b7a-9a63-0c6f3c1f7a10"))
	// Output: dues not paid true
}
