package base64url_test

import (
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/base64url"
)

func ExampleDecode() {
	b, err := base64url.Decode("aGVsbG8")
	fmt.Printf("%s %v\n", b, err)
	_, err = base64url.Decode("aGVsbG8=") // the same octets in another spelling
	fmt.Println(errors.Is(err, base64url.ErrSyntax))
	// Output:
	// hello <nil>
	// true
}
