package badgetest_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

var everyFeature = map[string]badgetest.Features{
	"credential":   {},
	"badge":        {Badge: true},
	"presentation": {Presentation: true},
	"all":          {Direction: true, GoldErrs: true, BazaarErrs: true, Disclosure: true},
}

// seeds is how many documents are made, of n.
func seeds(n uint64) uint64 {
	if testing.Short() || badgetest.Race {
		return n / 10
	}
	return n
}

// TestGenerateIsLossless: what is generated is strict JSON, and valid JSON-LD of which nothing is lost.
func TestGenerateIsLossless(t *testing.T) {
	for name, with := range everyFeature {
		t.Run(name, func(t *testing.T) {
			for seed := range seeds(500) {
				text := badgetest.Generate(seed, with)
				require.Equal(t, text, badgetest.Generate(seed, with))
				v, err := strictjson.Parse(text, nil)
				require.NoErrorf(t, err, "seed %d", seed)
				_, err = jsonld.New(nil).Dataset(v)
				require.NoErrorf(t, err, "seed %d: %s", seed, text)
			}
		})
	}
}

// TestGenerateBadge: a badge breaks no rule, and has the issuer that was asked for.
func TestGenerateBadge(t *testing.T) {
	for seed := range seeds(500) {
		text := badgetest.Generate(seed, badgetest.Features{Badge: true, Issuer: "did:web:example.org"})
		var b credential.OpenBadge
		require.NoErrorf(t, b.UnmarshalJSON(text), "seed %d: %s", seed, text)
		require.Equal(t, "did:web:example.org", b.Issuer.ID)
		for _, e := range credential.FieldErrors(b.Validate()) {
			require.Truef(t, e.Advice, "seed %d: %v: %s", seed, e, text)
		}
	}
}

// TestGenerateCoverage: every term of the contexts is used, wherever it is defined: for every object, for objects of a
// type, or for the values of a property.
func TestGenerateCoverage(t *testing.T) {
	c := newCoverage(t)
	for seed := uint64(0); seed < 5000 && !c.complete(); seed++ {
		for _, with := range everyFeature {
			var doc map[string]any
			require.NoError(t, json.Unmarshal(badgetest.Generate(seed, with), &doc))
			c.node(doc, nil, nil)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.used)) {
		if c.used[name] == 0 {
			t.Errorf("never used: %s", name)
		}
	}
	require.Greater(t, len(c.used), 200)
	t.Logf("%d terms", len(c.used))
}

// TestCoverageFindsGaps: a term that nothing uses is found.
func TestCoverageFindsGaps(t *testing.T) {
	c := newCoverage(t)
	var doc map[string]any
	require.NoError(t, json.Unmarshal([]byte(`{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiableCredential",
		"credentialSubject": {"cnf": {"kid": "urn:x"}}, "proof": {"type": "DataIntegrityProof", "proofPurpose": "keyAgreement"}}`), &doc))
	c.node(doc, nil, nil)
	var used []string
	for name, n := range c.used {
		if n > 0 {
			used = append(used, strings.TrimPrefix(name, ldcontext.CredentialsV2+" "))
		}
	}
	require.ElementsMatch(t, []string{"type", "VerifiableCredential", "VerifiableCredential type", "VerifiableCredential credentialSubject",
		"VerifiableCredential proof", "DataIntegrityProof", "DataIntegrityProof type", "DataIntegrityProof proofPurpose",
		"DataIntegrityProof proofPurpose keyAgreement", "cnf", "cnf kid"}, used)
}

// A coverage counts the uses of each term of the contexts that generated documents have. It reads JSON-LD as far as
// those contexts need.
type coverage struct {
	contexts map[string]scope
	used     map[string]int // by context and the terms on the way
}

func (c *coverage) complete() bool {
	for _, n := range c.used {
		if n == 0 {
			return false
		}
	}
	return true
}

// A scope is what one context defines.
type scope map[string]*term

type term struct {
	path     string
	iri, typ string
	scoped   scope // of its own context
	cleared  bool  // its own context is null
}

func newCoverage(t *testing.T) *coverage {
	c := &coverage{contexts: make(map[string]scope), used: make(map[string]int)}
	for _, url := range []string{ldcontext.CredentialsV2, ldcontext.OpenBadges303, ldcontext.OpenBadgesExtensions} {
		d, err := ldcontext.Embedded().Document(url)
		require.NoError(t, err)
		var file struct {
			Context map[string]any `json:"@context"`
		}
		require.NoError(t, json.Unmarshal(d.Bytes(), &file))
		c.contexts[url] = c.scope(url, file.Context)
	}
	return c
}

func (c *coverage) scope(path string, context map[string]any) scope {
	s := make(scope)
	for name, def := range context {
		if strings.HasPrefix(name, "@") {
			continue
		}
		t := &term{path: path + " " + name}
		c.used[t.path] = 0
		if iri, ok := def.(string); ok {
			t.iri = iri
		} else {
			def := def.(map[string]any)
			t.iri, _ = def["@id"].(string)
			t.typ, _ = def["@type"].(string)
			own, ok := def["@context"]
			t.cleared = ok && own == nil
			if own, ok := own.(map[string]any); ok {
				t.scoped = c.scope(t.path, own)
			}
		}
		s[name] = t
	}
	return s
}

// use counts a name, in every scope that gives it the meaning that the innermost gives it.
func (c *coverage) use(name string, active []scope) *term {
	var last *term
	for _, s := range slices.Backward(active) {
		if t := s[name]; t != nil && (last == nil || last.iri == t.iri) {
			c.used[t.path]++
			if last == nil {
				last = t
			}
		}
	}
	return last
}

// node counts what an object uses. via is the term that leads to it.
func (c *coverage) node(v map[string]any, active []scope, via *term) {
	if via != nil && via.cleared {
		active = nil
	} else if via != nil && via.scoped != nil {
		active = append(slices.Clip(active), via.scoped)
	}
	for _, url := range list(v["@context"]) {
		active = append(slices.Clip(active), c.contexts[url.(string)])
	}
	inner := active // what is in effect for objects further in
	if _, ok := v["@value"]; !ok {
		for _, name := range list(v["type"]) {
			if t := c.use(name.(string), inner); t != nil && t.scoped != nil {
				active = append(slices.Clip(active), t.scoped)
			}
		}
	}
	for name, value := range v {
		t := c.use(name, active)
		if t == nil || t.typ == "@json" {
			continue
		}
		for _, item := range list(value) {
			switch item := item.(type) {
			case string:
				if t.typ == "@vocab" {
					c.use(item, append(slices.Clip(active), t.scoped))
				}
			case map[string]any:
				if item["@value"] == nil || !reflect.DeepEqual(item["type"], "@json") {
					c.node(item, inner, t)
				}
			}
		}
	}
}

// list reads one value as a list of one.
func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}
