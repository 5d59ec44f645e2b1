package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

func Example() {
	type Issuer struct {
		ID   string `json:"id" strict:"required"`
		Name string `json:"name"`
	}
	type Badge struct {
		ID         string                     `json:"id" strict:"required"`
		Type       []string                   `json:"type" strict:"required"`
		Issuer     Issuer                     `json:"issuer" strict:"ref"`
		Credits    float64                    `json:"creditsEarned"`
		Extensions map[string]json.RawMessage `json:"-" strict:"rest"`
	}
	tree, err := strictjson.Parse([]byte(`{
		"id": "urn:uuid:1", "type": "OpenBadgeCredential", "issuer": "https://example.org", "creditsEarned": 4.50, "motto": "{ & }"
	}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var badge Badge
	if err := strictjson.Decode(tree, &badge); err != nil {
		fmt.Println(err)
		return
	}
	text, err := strictjson.Marshal(badge)
	fmt.Println(string(text), err)
	// Output: {"id":"urn:uuid:1","type":["OpenBadgeCredential"],"issuer":"https://example.org","creditsEarned":4.5,"motto":"\u007b \u0026 \u007d"} <nil>
}

func ExampleParse() {
	_, err := strictjson.Parse([]byte(`{"issuer": {"id": "a", "\u0069d": "b"}}`), nil)
	fmt.Println(errors.Is(err, strictjson.ErrDuplicate))
	fmt.Println(err)
	// Output:
	// true
	// /issuer/id (byte 23): duplicate member name "id"
}

func ExampleDecode() {
	tree, err := strictjson.Parse([]byte(`{"hashed": "yes", "salt": null, "Salt": "x"}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var identity struct {
		Hashed bool   `json:"hashed" strict:"required"`
		Hash   string `json:"identityHash" strict:"required"`
		Salt   string `json:"salt"`
	}
	for _, e := range strictjson.Errors(strictjson.Decode(tree, &identity)) {
		fmt.Println(e)
	}
	// Output:
	// /hashed (byte 11): want a boolean, got a string
	// /salt (byte 26): want a string, got null
	// /Salt (byte 40): this class is closed; it has only ["hashed" "identityHash" "salt"]
	// /identityHash (byte 0): missing
}
