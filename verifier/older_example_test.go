package verifier_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/verifier"
)

// An assertion of Open Badges 2.0 is no credential. What it claims can be shown as a claim.
func ExampleOpenBadges2() {
	_, err := exampleVerifier().Verify(context.Background(), []byte(`{
		"@context": "https://w3id.org/openbadges/v2",
		"type": "Assertion",
		"id": "https://example.org/assertions/1",
		"badge": {"type": "BadgeClass", "id": "https://example.org/badges/5", "name": "Teamwork"},
		"recipient": {"type": "email", "hashed": false, "identity": "a@example.com"},
		"issuedOn": "2016-12-31T23:59:59Z",
		"verification": {"type": "HostedBadge"}
	}`), nil)
	var e *verifier.Error
	if errors.As(err, &e) && e.Claimed.OpenBadges2 != nil {
		claim := e.Claimed.OpenBadges2
		fmt.Println(e.Verdict(), e.Code())
		fmt.Println("it claims to be", claim.Name, "of", claim.IssuedOn)
	}
	// Output:
	// indeterminate unsupported
	// it claims to be Teamwork of 2016-12-31T23:59:59Z
}
