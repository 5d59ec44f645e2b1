package jsonld_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// repeat writes n items with commas between them. A # is the number of the item.
func repeat(n int, item string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = strings.ReplaceAll(item, "#", fmt.Sprint(i))
	}
	return strings.Join(items, ",")
}

// large parses a document that is beyond the usual limits of a text.
func large(t testing.TB, text string) strictjson.Value {
	t.Helper()
	v, err := strictjson.Parse([]byte(text), &strictjson.Limits{Bytes: strictjson.MaxBytes, Values: strictjson.MaxValues,
		Members: strictjson.MaxMembers, Items: strictjson.MaxItems})
	require.NoError(t, err)
	return v
}

const everything = `{"p": "urn:p", "o": "urn:o", "q": {"@id": "urn:q", "@container": "@graph"}, "l": {"@id": "urn:l", "@container": "@list"},
	"m": {"@id": "urn:m", "@container": "@language"}, "i": {"@id": "urn:i", "@container": "@id"}, "j": {"@id": "urn:j", "@type": "@json"}}`

// TestMaxQuads: a document has as many statements as it may, and whichever statement is one too many is refused.
func TestMaxQuads(t *testing.T) {
	p := jsonld.New(withContexts(t, everything))
	for _, c := range []struct {
		quads           int
		member, pointer string // of the statement that is too many, when it is the last
	}{
		{1, `"@type": "urn:T"`, "/@type"},
		{2, `"@type": ["urn:T", "urn:U"]`, "/@type/1"},
		{1, `"o": "x"`, "/o"},
		{2, `"o": ["x", "y"]`, "/o/1"},
		{2, `"o": {"p": "x"}`, "/o"},
		{1, `"j": []`, "/j"},
		{2, `"q": {"p": "x"}`, "/q"},
		{3, `"l": "x"`, "/l"},
		{5, `"l": ["x", "y"]`, "/l"},
		{3, `"m": {"en": ["x", "y"], "de": "z"}`, "/m/de"},
		{2, `"i": {"urn:a": {"p": "x"}}`, "/i/urn:a"},
	} {
		t.Run(c.member, func(t *testing.T) {
			for missing := range c.quads + 1 {
				before := jsonld.MaxQuads - c.quads + missing
				doc := large(t, `{"@context": "urn:c1", "@id": "urn:s", "p": [`+repeat(before, "#")+`], `+c.member+`}`)
				switch d, err := p.Dataset(doc); missing {
				case 0:
					require.NoError(t, err)
					require.Len(t, d.Quads, jsonld.MaxQuads)
				case 1:
					requireRefused(t, p, doc, jsonld.ErrTooLarge, c.pointer)
				default:
					require.ErrorIs(t, err, jsonld.ErrTooLarge)
				}
			}
		})
	}
}

func TestMaxNodes(t *testing.T) {
	p := jsonld.New(withContexts(t, everything))
	for _, c := range []struct{ name, property, item string }{
		{"objects", "p", `{"o": #}`},
		{"items of lists", "l", `#`},
		{"graphs", "q", `{"@id": "urn:#", "o": 1}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			for n := jsonld.MaxNodes - 1; n <= jsonld.MaxNodes+1; n++ {
				doc := large(t, `{"@context": "urn:c1", "@id": "urn:s", "`+c.property+`": [`+repeat(n, c.item)+`]}`)
				if n > jsonld.MaxNodes {
					requireRefused(t, p, doc, jsonld.ErrTooLarge, "/"+c.property+"/1000")
					continue
				}
				d, err := p.Dataset(doc)
				require.NoError(t, err)
				require.Equal(t, n, d.Nodes)
			}
		})
	}
}

func TestMaxContexts(t *testing.T) {
	contexts := make([]string, jsonld.MaxContexts+1)
	for i := range contexts {
		contexts[i] = fmt.Sprintf(`{"p%d": "urn:p%[1]d"}`, i+1)
	}
	p := jsonld.New(withContexts(t, contexts...))
	for n := jsonld.MaxContexts - 1; n <= jsonld.MaxContexts+1; n++ {
		doc := parse(t, strings.ReplaceAll(`{"@context": [`+repeat(n+1, `"urn:c#"`)+`], "p1": "x"}`, `"urn:c0",`, ""))
		if n > jsonld.MaxContexts {
			requireRefused(t, p, doc, jsonld.ErrTooLarge, "/@context")
			continue
		}
		_, err := p.Dataset(doc)
		require.NoError(t, err)
	}
}

func TestMaxDescriptions(t *testing.T) {
	p := jsonld.New(withContexts(t, everything))
	for n := jsonld.MaxDescriptions - 1; n <= jsonld.MaxDescriptions+1; n++ {
		doc := parse(t, `{"@context": "urn:c1", "@id": "urn:s", "p": [`+repeat(n, `{"o": {"@id": "urn:a", "p": 1}}`)+`]}`)
		if n > jsonld.MaxDescriptions {
			requireRefused(t, p, doc, jsonld.ErrTooLarge, "/p/32/o")
			continue
		}
		_, err := p.Dataset(doc)
		require.NoError(t, err)
	}

	// In graphs of their own they are descriptions of their own.
	_, err := p.Dataset(parse(t, `{"@context": "urn:c1", "@id": "urn:s", "q": [`+repeat(jsonld.MaxDescriptions+1, `{"@id": "urn:a", "p": #}`)+`]}`))
	require.NoError(t, err)
}

func TestMaxLength(t *testing.T) {
	p := jsonld.New(withContexts(t, `{"p": {"@id": "urn:p", "@type": "@id"}, "v": {"@id": "urn:v", "@type": "@vocab"}, "r": "urn:r"}`))
	for n := iri.MaxLength - 1; n <= iri.MaxLength+1; n++ {
		long := "urn:" + strings.Repeat("x", n-len("urn:"))
		for pointer, members := range map[string]string{
			"/@id":   `"@id": "%s", "r": 1`,
			"/@type": `"@type": "%s"`,
			"/p":     `"p": "%s"`,
			"/v":     `"v": "%s"`,
			"/r":     `"r": {"@value": "x", "@type": "%s"}`,
		} {
			doc := parse(t, `{"@context": "urn:c1", `+fmt.Sprintf(members, long)+`}`)
			if n > iri.MaxLength {
				requireRefused(t, p, doc, jsonld.ErrTooLarge, pointer)
				continue
			}
			_, err := p.Dataset(doc)
			require.NoError(t, err)
		}
	}
}

// subsets returns the types of all combinations of n types, none and the first of a kind aside.
func subsets(n int) []string {
	var list []string
	for bits := 1; bits < 1<<n; bits++ {
		var types []string
		for i := range n {
			if bits>>i&1 == 1 {
				types = append(types, fmt.Sprintf(`"T%d"`, i))
			}
		}
		list = append(list, `{"@type": [`+strings.Join(types, ",")+`]}`)
	}
	return list
}

// TestMaxDerived: a document may use the contexts of 7 types in all their 127 combinations, beside the context that it
// names, and not one more. The next document finds them compiled, and is treated alike.
func TestMaxDerived(t *testing.T) {
	var terms []string
	for i := range 8 {
		terms = append(terms, fmt.Sprintf(`"T%d": {"@id": "urn:T%[1]d", "@context": {"t%[1]d": "urn:t%[1]d"}}`, i))
	}
	p := jsonld.New(withContexts(t, `{"p": "urn:p", "q": {"@id": "urn:q", "@context": {"r": "urn:r"}}, `+strings.Join(terms, ",")+`}`))
	nodes := subsets(7)
	require.Len(t, nodes, jsonld.MaxDerived-1)
	for range 2 {
		_, err := p.Dataset(parse(t, `{"@context": "urn:c1", "p": [`+strings.Join(nodes, ",")+`]}`))
		require.NoError(t, err)
		require.Equal(t, jsonld.MaxDerived, p.Kept())
		requireRefused(t, p, parse(t, `{"@context": "urn:c1", "p": [`+strings.Join(append(slices.Clone(nodes), `{"@type": "T7"}`), ",")+`]}`),
			jsonld.ErrTooLarge, "/p/127/@type")
		requireRefused(t, p, parse(t, `{"@context": "urn:c1", "p": [`+strings.Join(nodes, ",")+`], "q": "x"}`), jsonld.ErrTooLarge, "/q")
		require.Equal(t, jsonld.MaxDerived, p.Kept())
	}
}

// TestMaxKept: whatever documents come, a Processor keeps a bounded number of contexts.
func TestMaxKept(t *testing.T) {
	const n = 36
	contexts := make([]string, n)
	for i := range contexts {
		contexts[i] = fmt.Sprintf(`{"p": "urn:p%d", "T": {"@id": "urn:T", "@context": {"q": "urn:q%[1]d"}}}`, i)
	}
	p := jsonld.New(withContexts(t, contexts...))
	most := 0
	for a := range n {
		for b := range n {
			if a == b {
				continue
			}
			doc := fmt.Sprintf(`{"@context": ["urn:c%d", "urn:c%d"], "@id": "urn:s", "@type": "T", "p": "x", "q": "y"}`, a+1, b+1)
			want := fmt.Sprintf(`
				<urn:s> rdf:type <urn:T>
				<urn:s> <urn:p%d> "x"
				<urn:s> <urn:q%[1]d> "y"`, b)
			require.Equal(t, statements(t, want), nquads(t, p, doc))
			most = max(most, p.Kept())
		}
	}
	require.Greater(t, n*(n-1)*2, 2*jsonld.MaxKept) // so that there was something to drop, twice
	require.Less(t, most, jsonld.MaxKept)
	require.Greater(t, most, jsonld.MaxKept/2)
	require.Greater(t, p.Kept(), n) // and that afterwards they are kept again
}

// TestContextsThatChangeNothing: a credential that repeats the contexts of the one that it is embedded in costs no memory.
func TestContextsThatChangeNothing(t *testing.T) {
	p := jsonld.New(withContexts(t, `{}`)) // not the one that all share
	nquads(t, p, document(`"id": "urn:s"`, nil))
	require.Equal(t, 2, p.Kept())
	nquads(t, p, document(`"endorsement": {`+embedded+`, "endorsement": {`+embedded+`}}`, nil))
	require.Equal(t, 3, p.Kept()) // the list of URLs, applied to itself
}

// TestTermsAreShared: a class has the terms that it defines for itself, and no others.
func TestTermsAreShared(t *testing.T) {
	p := jsonld.New(withContexts(t, `{`+repeat(100, `"p#": "urn:p#"`)+`, "q": "urn:q", "T": {"@id": "urn:T", "@context": {"p1": "urn:r"}},
		"U": {"@id": "urn:U", "@context": {"a": "urn:q"}}}`))
	nquads(t, p, `{"@context": "urn:c1", "@type": "T"}`)
	require.Equal(t, 103+1, p.Terms())
	nquads(t, p, `{"@context": "urn:c1", "@type": "U"}`)
	require.Equal(t, 103+1+2, p.Terms()) // a, and q, which is to be written with a there
}

// TestMaxLoads: contexts may name one another that often.
func TestMaxLoads(t *testing.T) {
	for n := jsonld.MaxLoads - 1; n <= jsonld.MaxLoads+1; n++ {
		var contexts []string
		for i := range n - 1 {
			contexts = append(contexts, fmt.Sprintf(`["urn:c%d"]`, i+2))
		}
		p := jsonld.New(withContexts(t, append(contexts, `{"p": "urn:p"}`)...))
		doc := parse(t, `{"@context": "urn:c1", "p": "x"}`)
		if n > jsonld.MaxLoads {
			requireRefused(t, p, doc, jsonld.ErrTooLarge, "/@context")
			continue
		}
		_, err := p.Dataset(doc)
		require.NoError(t, err)
	}
}
