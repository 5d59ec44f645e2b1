package langtag_test

import (
	"fmt"

	"github.com/charterbadge/openbadge/internal/langtag"
)

func ExampleWellFormed() {
	for _, tag := range []string{"de-CH-1996", "en_US", "english"} {
		fmt.Println(tag, langtag.WellFormed(tag))
	}
	// Output:
	// de-CH-1996 true
	// en_US false
	// english true
}
