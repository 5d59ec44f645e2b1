package jcs_test

import (
	"errors"
	"fmt"
	"math"

	"github.com/charterbadge/openbadge/internal/jcs"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

func ExampleAppend() {
	tree, err := strictjson.Parse([]byte(`{"name": "Caf\u00e9 \"A\/B\"", "credits": 4.50, "1": [1E30, true]}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := jcs.Append(nil, tree)
	fmt.Println(string(text), err)
	_, err = jcs.Append(nil, strictjson.NewNumber("1e400"))
	fmt.Println(errors.Is(err, jcs.ErrNumber))
	// Output:
	// {"1":[1e+30,true],"credits":4.5,"name":"Café \"A/B\""} <nil>
	// true
}

func ExampleAppendNumber() {
	for _, f := range []float64{1.0, 1.0 / 3, 1e20, 1e21, 1e-6, 1e-7, math.Copysign(0, -1)} {
		text, err := jcs.AppendNumber(nil, f)
		fmt.Println(string(text), err)
	}
	// Output:
	// 1 <nil>
	// 0.3333333333333333 <nil>
	// 100000000000000000000 <nil>
	// 1e+21 <nil>
	// 0.000001 <nil>
	// 1e-7 <nil>
	// 0 <nil>
}
