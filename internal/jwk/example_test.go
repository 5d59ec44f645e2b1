package jwk_test

import (
	"fmt"

	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The key of RFC 8037 appendix A.2 and its thumbprint of A.3.
func ExampleParsePublic() {
	v, err := strictjson.Parse([]byte(`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`), nil)
	if err != nil {
		panic(err)
	}
	key, err := jwk.ParsePublic(v)
	if err != nil {
		panic(err)
	}
	thumbprint, err := jwk.Thumbprint(key.Public)
	fmt.Println(thumbprint, err)
	// Output: kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k <nil>
}
