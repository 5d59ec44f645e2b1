package jsonld_test

import (
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// withContexts returns the embedded contexts, and those given under urn:c1, urn:c2 and so on.
func withContexts(t testing.TB, contexts ...string) *ldcontext.Set {
	t.Helper()
	set := ldcontext.Embedded()
	for i, c := range contexts {
		doc := []byte(`{"@context": ` + c + `}`)
		sum := sha256.Sum256(doc)
		var err error
		set, err = set.With(fmt.Sprintf("urn:c%d", i+1), doc, hex.EncodeToString(sum[:]))
		require.NoError(t, err)
	}
	return set
}

// document completes the members of a document: with urn:c1 as its context if there is one, or as an Open Badge.
func document(members string, contexts []string) string {
	switch {
	case strings.HasPrefix(members, `{`):
		return members
	case len(contexts) > 0:
		return `{"@context": "urn:c1", ` + members + `}`
	}
	return `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"type": ["VerifiableCredential"], ` + members + `}`
}

func parse(t testing.TB, text string) strictjson.Value {
	t.Helper()
	v, err := strictjson.Parse([]byte(text), nil)
	require.NoError(t, err, text)
	return v
}

// canonicalize returns the N-Quads that a proof signs.
func canonicalize(t testing.TB, quads []rdfc.Quad, nodes int) string {
	t.Helper()
	c, err := rdfc.Canonicalize(context.Background(), quads, nodes, crypto.SHA256, nil)
	require.NoError(t, err)
	return string(c.NQuads)
}

// nquads returns the canonical form of a document.
func nquads(t testing.TB, p *jsonld.Processor, doc string) string {
	t.Helper()
	d, err := p.Dataset(parse(t, doc))
	require.NoError(t, err, doc)
	return canonicalize(t, d.Quads, d.Nodes)
}

// namespaces are the prefixes that the expectations of this package are written with.
var namespaces = map[string]string{
	"rdf":    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
	"xsd":    "http://www.w3.org/2001/XMLSchema#",
	"xsds":   "https://www.w3.org/2001/XMLSchema#",
	"i18n":   "https://www.w3.org/ns/i18n#",
	"cred":   "https://www.w3.org/2018/credentials#",
	"sec":    "https://w3id.org/security#",
	"schema": "https://schema.org/",
	"status": "https://www.w3.org/ns/credentials/status#",
	"jwt":    "https://www.iana.org/assignments/jwt#",
	"dc":     "http://purl.org/dc/terms/",
	"undef":  "https://www.w3.org/ns/credentials/undefined-term#",
	"ob":     "https://purl.imsglobal.org/spec/vc/ob/vocab.html#",
}

var (
	statement = regexp.MustCompile(`^(\S+) (\S+) ("(?:[^"\\]|\\.)*"\S*|\S+)(?: (\S+))?$`)
	prefixed  = regexp.MustCompile(`^(|"(?:[^"\\]|\\.)*"\^\^)(\w+):(\w+)$`)
)

// statements returns the canonical form of statements, one a line, with prefixes and names of blank nodes.
func statements(t testing.TB, lines string) string {
	t.Helper()
	var quads []rdfc.Quad
	nodes := make(map[string]int)
	term := func(s string) rdfc.Term {
		m := prefixed.FindStringSubmatch(s)
		switch {
		case s == "":
			return rdfc.Term{}
		case m == nil:
			return rdfc.Written(s)
		case m[2] != "_":
			require.Contains(t, namespaces, m[2])
			return rdfc.Written(m[1] + "<" + namespaces[m[2]] + m[3] + ">")
		}
		if _, ok := nodes[s]; !ok {
			nodes[s] = len(nodes)
		}
		return rdfc.Blank(nodes[s])
	}
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		m := statement.FindStringSubmatch(line)
		require.NotNil(t, m, line)
		quads = append(quads, rdfc.Quad{Subject: term(m[1]), Predicate: term(m[2]), Object: term(m[3]), Graph: term(m[4])})
	}
	return canonicalize(t, quads, len(nodes))
}
