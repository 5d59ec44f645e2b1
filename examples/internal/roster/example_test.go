package roster_test

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/charterbadge/openbadge/examples/internal/roster"
)

// What is wrong with a row does not keep the others from being read.
func Example() {
	const file = "Charter Number;Holder;Awarded\n1;Ada Lovelace;2026-03-01\n2;Grace Hopper;03/01/2026\n3;Mary Somerville;2026-03-02\n"
	r, err := roster.NewReader(strings.NewReader(file), roster.Charters, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		record, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			fmt.Println(err)
		default:
			fmt.Println("row", record.Row, record.Number, record.Holder)
		}
	}
	// Output:
	// row 2 1 Ada Lovelace
	// roster: row 3, awarded: date: not a date of ISO 8601: "03/01/2026"
	// row 4 3 Mary Somerville
}
