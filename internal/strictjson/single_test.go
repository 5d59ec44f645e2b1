package strictjson_test

import (
	"encoding/json"
	"testing"

	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

func TestSingle(t *testing.T) {
	type leaf struct {
		Tags []string `json:"tags"`
	}
	type tree struct {
		Name   string            `json:"name"`
		Tags   []string          `json:"tags"`
		Status []leaf            `json:"status" strict:"compact"`
		Leaf   *leaf             `json:"leaf"`
		Leaves []*leaf           `json:"leaves"`
		Raw    json.RawMessage   `json:"raw"`
		Raws   []json.RawMessage `json:"raws"`
	}
	for _, tt := range []struct{ name, text, pointer string }{
		{"text", `{"name":"a","tags":"b"}`, "/tags"},
		{"object", `{"leaves":{}}`, "/leaves"},
		{"below an object", `{"leaf":{"tags":"b"}}`, "/leaf/tags"},
		{"below an array", `{"leaves":[{"tags":["b"]},{"tags":"b"}]}`, "/leaves/1/tags"},
		{"below a compact one", `{"status":{"tags":"b"}}`, "/status/tags"},
		{"below a compact array", `{"status":[{"tags":"b"}]}`, "/status/0/tags"},
		{"raw", `{"raws":{}}`, "/raws"},
		{"the first", `{"leaf":{"tags":"b"},"tags":"b"}`, "/leaf/tags"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := strictjson.Parse([]byte(tt.text), nil)
			require.NoError(t, err)
			pointer, found := strictjson.Single(v, new(tree))
			require.True(t, found)
			require.Equal(t, tt.pointer, pointer)
		})
	}
	for _, text := range []string{`{}`, `[]`, `7`, `{"name":"a","tags":["b"],"status":{"tags":["b"]},"leaf":{},"leaves":[{}],"raw":"x","raws":[{}]}`,
		`{"other":{"tags":"b"},"raw":{"tags":"b"},"leaf":"tags"}`} {
		v, err := strictjson.Parse([]byte(text), nil)
		require.NoError(t, err)
		pointer, found := strictjson.Single(v, new(tree))
		require.False(t, found, pointer)
	}
}
