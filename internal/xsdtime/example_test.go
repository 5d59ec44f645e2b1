package xsdtime_test

import (
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/xsdtime"
)

func ExampleParse() {
	t, err := xsdtime.Parse("2026-03-01T13:00:00+01:00")
	fmt.Println(t, err)
	_, err = xsdtime.Parse("2026-03-01T24:00:00Z") // midnight, of which day?
	fmt.Println(errors.Is(err, xsdtime.ErrSyntax))
	// Output:
	// 2026-03-01 12:00:00 +0000 UTC <nil>
	// true
}
