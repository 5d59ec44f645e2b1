package multikey_test

import (
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/multikey"
)

// The key of the test vectors in https://www.w3.org/TR/vc-di-eddsa/#test-vectors.
func ExampleParse() {
	const text = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
	pub, err := multikey.Parse(text)
	fmt.Printf("%T %v\n", pub, err)
	again, err := multikey.Format(pub)
	fmt.Println(again == text, err)
	_, err = multikey.Parse(text[:20] + "0" + text[21:]) // base58 has no 0
	fmt.Println(errors.Is(err, multikey.ErrSyntax))
	// Output:
	// ed25519.PublicKey <nil>
	// true <nil>
	// true
}
