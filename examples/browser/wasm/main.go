//go:build js && wasm

// Command wasm is the verifier for a browser. It defines openbadgeCheck(bytes, settings) in the worker that runs it: a
// Uint8Array and the JSON of check.Settings in, the JSON of check.Answer out.
package main

import (
	"context"
	"syscall/js"

	"github.com/charterbadge/openbadge/examples/browser/check"
)

// maxInput is more bytes than anything that is read here has.
const maxInput = 32 << 20

func main() {
	js.Global().Set("openbadgeCheck", js.FuncOf(func(_ js.Value, args []js.Value) any {
		n := args[0].Get("length").Int()
		if n > maxInput {
			n = 0 // which is no badge
		}
		input := make([]byte, n)
		js.CopyBytesToGo(input, args[0])
		return check.JSON(context.Background(), input, args[1].String())
	}))
	select {} // the function above is called from now on
}
