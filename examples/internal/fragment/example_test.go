package fragment_test

import (
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/examples/internal/fragment"
)

// A link holds a badge behind its #, which browsers do not send.
func Example() {
	link := "https://example.org/verify/#" + fragment.Encode([]byte("eyJhbGciOiJFZERTQSJ9.e30.c2ln"))
	_, behind, _ := strings.Cut(link, "#")
	badge, err := fragment.Decode(behind)
	fmt.Println(string(badge), err)
	// Output: eyJhbGciOiJFZERTQSJ9.e30.c2ln <nil>
}
