package jsonld_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/stretchr/testify/require"
)

// TestDifferentialOlder: badges of the data model 1.1, under every context of Open Badges that goes with it, have the
// canonical N-Quads that json-gold gives them.
func TestDifferentialOlder(t *testing.T) {
	spendMemory(t)
	gold := newGold(t)
	for _, url := range []string{ldcontext.OpenBadges300, ldcontext.OpenBadges300Alias, ldcontext.OpenBadges301,
		ldcontext.OpenBadges302, ldcontext.OpenBadges303} {
		equal, n := 0, runs(500)
		for seed := range n {
			doc := olderContexts(treeOfJSON(t, badgetest.Generate(seed, badgetest.Features{Badge: true, BazaarErrs: true})), url)
			text, got, err := defined(t, doc)
			if err != nil { // a value that the older context gives another type, say: refused by classes of TestStricter
				continue
			}
			want, err := gold.normalize(text)
			require.NoErrorf(t, err, "seed %d: %s", seed, text)
			require.Equalf(t, want, got, "seed %d: %s", seed, text)
			equal++
		}
		t.Logf("%d of %d under %s", equal, n, url)
		require.NotZero(t, equal, url)
		if n == 500 { // of a short run's few, chance may have a third refused
			require.GreaterOrEqual(t, equal, int(n)*9/10, url)
		}
	}
}

func treeOfJSON(t *testing.T, text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var doc any
	require.NoError(t, d.Decode(&doc))
	return doc
}

// olderContexts makes each credential in v one of the data model 1.1.
func olderContexts(v any, openBadges string) any {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			olderContexts(item, openBadges)
		}
	case map[string]any:
		for _, inner := range v {
			olderContexts(inner, openBadges)
		}
		if contexts, ok := v["@context"].([]any); ok {
			contexts[0], contexts[1] = ldcontext.CredentialsV1, openBadges
			for older, modern := range map[string]string{"issuanceDate": "validFrom", "expirationDate": "validUntil"} {
				if date, ok := v[modern]; ok {
					v[older] = date
					delete(v, modern)
				}
			}
		}
	}
	return v
}

// defined returns the document without the members that its contexts do not define, and its N-Quads.
func defined(t *testing.T, doc any) (text []byte, nquads string, err error) {
	for {
		text, err = json.Marshal(doc)
		require.NoError(t, err)
		nquads, err = canonical(text)
		var e *jsonld.Error
		if !errors.As(err, &e) || !errors.Is(err, jsonld.ErrLoss) || !remove(doc, e.Pointer) {
			return text, nquads, err
		}
	}
}

// remove takes away the member that a pointer leads to, or what is in it.
func remove(doc any, pointer string) bool {
	names := strings.Split(pointer, "/")[1:]
	for i, name := range names {
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		switch v := doc.(type) {
		case map[string]any:
			if _, list := v[name].([]any); i == len(names)-1 || list && i == len(names)-2 {
				delete(v, name)
				return true
			}
			doc = v[name]
		case []any:
			n, err := strconv.Atoi(name)
			if err != nil || n >= len(v) {
				return false
			}
			doc = v[n]
		}
	}
	return false
}

// TestDifferentialOlderProofs: likewise the options of proofs, under the contexts that define them beside that of 2018.
func TestDifferentialOlderProofs(t *testing.T) {
	gold := newGold(t)
	const rest = `"created":"2026-01-01T00:00:00Z","verificationMethod":"did:web:example.org#key-1","proofPurpose":"assertionMethod"}`
	for _, tt := range []struct{ context, proof string }{
		{ldcontext.DataIntegrityV1, `"type":"DataIntegrityProof","cryptosuite":"eddsa-2022",`},
		{ldcontext.DataIntegrityV2, `"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022",`},
		{ldcontext.Ed25519Signature2020V1, `"type":"Ed25519Signature2020",`},
	} {
		text := []byte(`{"@context":["` + ldcontext.CredentialsV1 + `","` + ldcontext.OpenBadges301 + `","` + tt.context + `"],` + tt.proof + rest)
		want, err := gold.normalize(text)
		require.NoError(t, err)
		require.Equal(t, strings.Count(tt.proof, ":")+3, strings.Count(want, "\n"), "a quad for each member")
		got, err := canonical(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}
