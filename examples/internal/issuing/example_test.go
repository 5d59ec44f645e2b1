package issuing_test

import (
	"fmt"

	"github.com/charterbadge/openbadge/examples/internal/issuing"
)

// The same issuer, achievement and charter number are the same badge.
func ExampleBadgeID() {
	fmt.Println(issuing.BadgeID("did:web:example.org", "", "12345"))
	// Output: urn:uuid:dd2df2ee-eaf1-5847-8319-10fd16f858a3 <nil>
}
