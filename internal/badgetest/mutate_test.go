package badgetest_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/stretchr/testify/require"
)

// TestMutate: mutants are JSON, and the same for the same arguments. Few say the same as what they were made of.
func TestMutate(t *testing.T) {
	same := uint64(0)
	for seed := range seeds(1000) {
		doc := badgetest.Generate(seed%20, badgetest.Features{Badge: true})
		mutant, what := badgetest.Mutate(seed, doc)
		require.Truef(t, json.Valid(mutant), "%s: %s", what, mutant)
		again, _ := badgetest.Mutate(seed, doc)
		require.Equal(t, mutant, again)
		if bytes.Equal(plain(t, doc), plain(t, mutant)) {
			same++
		}
	}
	require.Less(t, same, seeds(1000)/4)
}

// plain writes JSON without white space and needless escapes, members by name.
func plain(t *testing.T, text []byte) []byte {
	var v any
	require.NoError(t, json.Unmarshal(text, &v))
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return b
}

// TestInsert: a fragment is added to what is there.
func TestInsert(t *testing.T) {
	doc := []byte(`{"name": "A", "issuer": {"id": "urn:x"}}`)
	for _, tt := range []struct{ name, fragment, pointer, want string }{
		{"new", `{"foo": 1}`, "/issuer", `{"name": "A", "issuer": {"id": "urn:x", "foo": 1}}`},
		{"beside another", `{"name": ["B", null]}`, "", `{"name": ["A", "B", null], "issuer": {"id": "urn:x"}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.JSONEq(t, tt.want, string(badgetest.Insert(doc, tt.fragment, tt.pointer)))
		})
	}
	require.Nil(t, badgetest.Insert(doc, `{"foo": 1}`, "/evidence"))
	for _, fragment := range badgetest.Fragments() {
		require.True(t, json.Valid(badgetest.Insert(doc, fragment, "")))
	}
	require.GreaterOrEqual(t, len(badgetest.Fragments()), 40)
}
