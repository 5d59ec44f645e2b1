package qrcode_test

import (
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/examples/internal/qrcode"
)

func ExampleSVG() {
	svg, err := qrcode.SVG("https://example.org/badges/ada/")
	fmt.Println(strings.HasPrefix(string(svg), "<svg "), err)
	// Output: true <nil>
}
