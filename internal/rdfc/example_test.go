package rdfc_test

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/internal/rdfc"
)

func ExampleCanonicalize() {
	var text strings.Builder
	rdfc.WriteLiteral(&text, "Works \"well\" in a group.\n")

	badge := rdfc.Written("<https://example.org/badges/1>")
	criteria := rdfc.Blank(0)
	quads := []rdfc.Quad{
		{Subject: criteria, Predicate: rdfc.Written("<https://example.org/narrative>"), Object: rdfc.Written(text.String())},
		{Subject: badge, Predicate: rdfc.Written("<https://example.org/criteria>"), Object: criteria},
	}
	c, err := rdfc.Canonicalize(context.Background(), quads, 1, crypto.SHA256, nil)
	fmt.Printf("%s%v %v\n", c.NQuads, c.Labels, err)

	_, err = rdfc.Canonicalize(context.Background(), quads, 1, crypto.SHA256, &rdfc.Limits{Bytes: 100})
	fmt.Println(errors.Is(err, rdfc.ErrBudget))
	// Output:
	// <https://example.org/badges/1> <https://example.org/criteria> _:c14n0 .
	// _:c14n0 <https://example.org/narrative> "Works \"well\" in a group.\n" .
	// [0] <nil>
	// true
}
