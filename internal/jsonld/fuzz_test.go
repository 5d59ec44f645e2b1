package jsonld_test

import (
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// features is a context with most of what the embedded ones lack.
const features = `{"@protected": true, "id": "@id", "type": "@type", "val": "@value", "v": "urn:v:", "p": "urn:p", "o": "urn:o",
	"i": {"@id": "urn:i", "@type": "@id"}, "n": {"@id": "urn:n", "@type": "@vocab"}, "d": {"@id": "urn:d", "@type": "urn:D"},
	"f": {"@id": "urn:f", "@type": "http://www.w3.org/2001/XMLSchema#double"}, "b": {"@id": "urn:b", "@type": "http://www.w3.org/2001/XMLSchema#boolean"},
	"l": {"@id": "urn:l", "@container": "@list"}, "g": {"@id": "urn:g", "@container": "@graph"}, "s": {"@id": "urn:s", "@container": "@set"},
	"m": {"@id": "urn:m", "@container": "@language"}, "e": {"@id": "urn:e", "@container": "@id"}, "j": {"@id": "urn:j", "@type": "@json"},
	"x": {"@id": "urn:x", "@context": {"p": "urn:xp", "@language": "en"}}, "y": {"@id": "urn:y", "@context": null}, "long": "urn:p", "nothing": null,
	"T": {"@id": "urn:T", "@context": {"q": "urn:q", "kind": "@type"}}, "U": {"@id": "urn:U", "@context": {"q": "urn:r", "l": {"@id": "urn:l", "@container": "@list"}}}}`

// FuzzDataset: a document is refused for a reason and at a place that there is, or every member of it counts: its
// statements have all that it says, do not depend on the order of members, and change with whatever is taken away. They
// are the same for json-gold.
func FuzzDataset(f *testing.F) {
	for _, name := range []string{"simple", "complete"} {
		f.Add([]byte(badge(f, name).Raw()))
	}
	for _, c := range accepted {
		if len(c.contexts) == 0 {
			f.Add([]byte(document(c.doc, nil)))
		}
	}
	for _, c := range refused {
		if len(c.contexts) == 0 {
			f.Add([]byte(document(c.doc, nil)))
		}
	}
	f.Add([]byte(`{"@context": "urn:c2", "a": {"b": 1, "@type": "T"}, "c": ["x"]}`))
	law := newLaw(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := strictjson.Parse(text, nil)
		if err != nil {
			return
		}
		if doc.Kind() == strictjson.Object && doc.Get("@context").Kind() == strictjson.Absent {
			doc = doc.With("@context", parse(t, `["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`))
		}
		law.check(t, doc)
	})
}

// FuzzPieces holds documents that are put together from names and values with a meaning to the same law.
func FuzzPieces(f *testing.F) {
	for seed := range 64 {
		var bytes [96]byte
		sum := sha256.Sum256([]byte{byte(seed)})
		for i := range bytes {
			bytes[i] = sum[i%len(sum)] + byte(i*seed)
		}
		f.Add(bytes[:])
	}
	law := newLaw(f)
	f.Fuzz(func(t *testing.T, choices []byte) {
		c := chooser(choices)
		doc := c.object(3).With("@context", strictjson.NewString("urn:c1"))
		law.check(t, parse(t, string(doc.AppendTo(nil))))
	})
}

// chooser makes a document of bytes, each of which is a choice.
type chooser []byte

func (c *chooser) next(n int) int {
	if len(*c) == 0 {
		return 0
	}
	b := (*c)[0]
	*c = (*c)[1:]
	return int(b) % n
}

func (c *chooser) object(depth int) strictjson.Value {
	v := strictjson.NewObject()
	for range c.next(5) {
		name := pieces.names[c.next(len(pieces.names))]
		v = v.With(name, c.value(name, depth))
	}
	return v
}

func (c *chooser) value(name string, depth int) strictjson.Value {
	kind := c.next(8)
	switch {
	case kind < 3 && depth > 0 && name != "id" && name != "type":
		return c.object(depth - 1)
	case kind == 3 && depth > 0:
		var list []strictjson.Value
		for range c.next(4) {
			list = append(list, c.value(name, depth-1))
		}
		return strictjson.NewArray(list...)
	case kind == 4:
		return strictjson.NewNumber(pieces.numbers[c.next(len(pieces.numbers))])
	case kind == 5:
		return strictjson.NewBool(c.next(2) == 1)
	}
	fit := pieces.strings
	switch name {
	case "id", "i":
		fit = pieces.ids
	case "type", "n", "kind":
		fit = pieces.types
	}
	return strictjson.NewString(fit[c.next(len(fit))])
}

var pieces = struct{ names, strings, ids, types, numbers []string }{
	names: []string{"id", "id", "id", "type", "type", "p", "p", "o", "i", "i", "n", "d", "f", "b", "l", "g", "s", "m", "e", "j", "x", "y", "q", "kind", "val",
		"long", "nothing", "@language", "@direction", "@id", "@value", "@type", "@graph", "urn:a", "urn:b", "en", "de", "", "v:p", "undefined"},
	strings: []string{"x", "y", "en", "de-CH", "rtl", "p", "urn:a", "true", "1", "1.5E0", ""},
	ids:     []string{"urn:a", "urn:b", "urn:c", "urn:s", "https://example.org/a", "v:a", "a", "_:b"},
	types:   []string{"T", "U", "p", "urn:p", "urn:T", "urn:D", "id", "urn:a", "nothing"},
	numbers: []string{"0", "1", "1.5", "-2e-7", "1E21", "0.30000000000000004"},
}

// law is what holds for every document.
type law struct {
	p    *jsonld.Processor
	gold goldLoader
}

func newLaw(t testing.TB) law {
	set := withContexts(t, features, `{"@vocab": "urn:vocab:"}`)
	return law{jsonld.New(set), goldLoader{set, make(map[string]any)}}
}

func (l law) check(t *testing.T, doc strictjson.Value) {
	d, err := l.p.Dataset(doc)
	if err != nil {
		requireReason(t, doc, err)
		return
	}
	want, err := canonicalForm(d)
	if err != nil {
		require.ErrorIs(t, err, rdfc.ErrBudget)
		return
	}
	got, err := datasetOf(l.p, reversed(doc))
	require.NoError(t, err)
	require.Equal(t, want, got)
	requireAll(t, doc, d.Quads)
	requireEach(t, l.p, doc, want)
	if goldKnows(doc, d) {
		if got, err := l.gold.normalize(doc); err == nil {
			require.Equal(t, got, want)
		}
	}
}

func canonicalForm(d *jsonld.Dataset) (string, error) {
	c, err := rdfc.Canonicalize(context.Background(), d.Quads, d.Nodes, crypto.SHA256, nil)
	if err != nil {
		return "", err
	}
	return string(c.NQuads), nil
}

func datasetOf(p *jsonld.Processor, doc strictjson.Value) (string, error) {
	d, err := p.Dataset(doc)
	if err != nil {
		return "", err
	}
	return canonicalForm(d)
}

// requireReason checks an error: its sentinel, and that its pointer leads to something.
func requireReason(t *testing.T, doc strictjson.Value, err error) {
	t.Helper()
	var e *jsonld.Error
	require.ErrorAs(t, err, &e)
	require.Contains(t, []error{jsonld.ErrLoss, jsonld.ErrUnknownContext, jsonld.ErrContext, jsonld.ErrUnsupported, jsonld.ErrTooLarge}, e.Err)
	v := doc
	for _, name := range strings.Split(e.Pointer, "/")[1:] {
		if v.Kind() == strictjson.Array {
			i, err := strconv.Atoi(name)
			require.NoError(t, err)
			require.Less(t, i, v.Len(), e.Pointer)
			v = v.At(i)
			continue
		}
		v = v.Get(strings.NewReplacer("~1", "/", "~0", "~").Replace(name))
		require.NotEqual(t, strictjson.Absent, v.Kind(), e.Pointer)
	}
}

func reversed(v strictjson.Value) strictjson.Value {
	switch v.Kind() {
	case strictjson.Object:
		members := slices.Clone(v.Members())
		slices.Reverse(members)
		for i := range members {
			members[i].Value = reversed(members[i].Value)
		}
		return strictjson.NewObject(members...)
	case strictjson.Array:
		list := make([]strictjson.Value, v.Len())
		for i := range list {
			list[i] = reversed(v.At(i))
		}
		return strictjson.NewArray(list...)
	}
	return v
}

const jsonType = "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"

// requireAll checks that every string, number and boolean is in a statement: as an identifier, as a literal or in one of
// JSON, as a language or direction; what is a term of the context is in one under its IRI.
func requireAll(t *testing.T, doc strictjson.Value, quads []rdfc.Quad) {
	t.Helper()
	iris, literals, tags := make(map[string]bool), make(map[string]bool), ""
	for _, q := range quads {
		for _, term := range []rdfc.Term{q.Subject, q.Object} {
			s := term.String()
			if inner, ok := strings.CutPrefix(s, "<"); ok {
				iris[strings.TrimSuffix(inner, ">")] = true
			}
			if !strings.HasPrefix(s, `"`) {
				continue
			}
			end := strings.LastIndexByte(s, '"')
			lexical := parse(t, s[:end+1]).Text()
			literals[lexical] = true
			tags += s[end+1:] + " "
			if strings.HasSuffix(s, jsonType) {
				for _, leaf := range leaves("", parse(t, lexical)) {
					literals[leaf.text] = true
				}
			}
		}
	}
	for _, leaf := range leaves("", doc) {
		found := iris[leaf.text] || literals[leaf.text]
		switch {
		case leaf.number:
			f, _ := strconv.ParseFloat(leaf.text, 64)
			for lexical := range literals {
				g, err := strconv.ParseFloat(lexical, 64)
				found = found || err == nil && f == g
			}
		case leaf.name == "@language":
			found = found || strings.Contains(tags, strings.ToLower(leaf.text))
		case leaf.name == "@direction":
			found = found || strings.Contains(tags, "_"+leaf.text)
		case leaf.name == "type", leaf.name == "@type", leaf.name == "n", leaf.name == "proofPurpose":
			found = found || !strings.Contains(leaf.text, ":") || strings.Contains(tags, "<"+leaf.text+">")
		}
		require.True(t, found, "%q of %q", leaf.text, leaf.name)
	}
}

type leaf struct {
	name, text string
	number     bool
}

// leaves returns the scalars of a tree with the names of the members that they are in, contexts aside.
func leaves(name string, v strictjson.Value) (list []leaf) {
	switch v.Kind() {
	case strictjson.String, strictjson.Number:
		return []leaf{{name, v.Text(), v.Kind() == strictjson.Number}}
	case strictjson.Bool:
		return []leaf{{name, strconv.FormatBool(v.Bool()), false}}
	case strictjson.Array:
		for i := range v.Len() {
			list = append(list, leaves(name, v.At(i))...)
		}
	}
	for _, m := range v.Members() {
		if m.Name != "@context" {
			list = append(list, leaves(m.Name, m.Value)...)
		}
	}
	return list
}

// requireEach checks that the document without any one member or item is refused or another one. What has several
// descriptions may lose one of them, and a type one of its names.
func requireEach(t *testing.T, p *jsonld.Processor, doc strictjson.Value, want string) {
	t.Helper()
	described := make(map[string]int)
	countDescriptions(doc, described)
	for _, n := range described {
		if n > 1 {
			return
		}
	}
	count := 0
	for pointer, without := range lessens(doc) {
		if count++; count > 50 || strings.Contains(want, "#OpenBadgeCredential>") {
			return
		}
		if got, err := datasetOf(p, without); err == nil {
			require.NotEqual(t, want, got, pointer)
		}
	}
}

func countDescriptions(v strictjson.Value, counts map[string]int) {
	for _, name := range []string{"id", "@id"} {
		if id := v.Get(name).Text(); id != "" && v.Len() > 1 {
			counts[id]++
		}
	}
	for _, m := range v.Members() {
		if m.Value.Kind() == strictjson.Object {
			counts[m.Name]++ // it may be the name of an object in an @id map
		}
		countDescriptions(m.Value, counts)
	}
	if v.Kind() == strictjson.Array {
		for i := range v.Len() {
			countDescriptions(v.At(i), counts)
		}
	}
}

// lessens gives the document without each member and each item of it in turn, contexts aside.
func lessens(v strictjson.Value) func(yield func(string, strictjson.Value) bool) {
	return func(yield func(string, strictjson.Value) bool) {
		for _, m := range v.Members() {
			if m.Name == "@context" {
				continue
			}
			pointer := strictjson.Pointer("", m.Name)
			if !yield(pointer, v.Without(m.Name)) {
				return
			}
			for at, less := range lessens(m.Value) {
				if !yield(pointer+at, v.With(m.Name, less)) {
					return
				}
			}
		}
		if v.Kind() != strictjson.Array {
			return
		}
		list := make([]strictjson.Value, v.Len())
		for i := range list {
			list[i] = v.At(i)
		}
		for i, item := range list {
			pointer := fmt.Sprintf("/%d", i)
			if !yield(pointer, strictjson.NewArray(slices.Delete(slices.Clone(list), i, i+1)...)) {
				return
			}
			for at, less := range lessens(item) {
				changed := slices.Clone(list)
				changed[i] = less
				if !yield(pointer+at, strictjson.NewArray(changed...)) {
					return
				}
			}
		}
	}
}

// goldKnows reports whether json-gold is up to the document. It has no work limit for blank nodes; it drops what has an
// http IRI that its expression for them does not know, and the direction of strings; it does not escape all control
// characters (W3C rdf-canon test060); it knows neither integers beyond 63 bits nor JSON literals that are no objects; and
// it looks for the container of a property in the context of the property, so that credentials get no graphs in a
// presentation.
func goldKnows(doc strictjson.Value, d *jsonld.Dataset) bool {
	if d.Nodes > 8 {
		return false
	}
	for _, q := range d.Quads {
		if q.Predicate.String() == "<https://www.w3.org/2018/credentials#verifiableCredential>" {
			return false
		}
		for _, term := range []rdfc.Term{q.Subject, q.Predicate, q.Object} {
			s := term.String()
			_, datatype, _ := strings.Cut(s[strings.LastIndexByte(s, '"')+1:], "<") // or the IRI that s is
			if ld.InvalidNode(ld.NewIRI(strings.TrimSuffix(datatype, ">"))) {
				return false
			}
			if strings.HasPrefix(s, `"`) && (strings.Contains(s, `\`) || strings.Contains(s, "\x7f") || strings.Contains(s, "i18n#") ||
				strings.HasSuffix(s, jsonType) && s[1] != '{') {
				return false
			}
		}
	}
	for _, leaf := range leaves("", doc) {
		if f, _ := strconv.ParseFloat(leaf.text, 64); leaf.number && (f >= 1<<63 || f < -1<<63) {
			return false
		}
	}
	return true
}

// goldLoader gives json-gold the contexts of a set.
type goldLoader struct {
	set  *ldcontext.Set
	read map[string]any
}

func (l goldLoader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	if l.read[url] == nil {
		d, err := l.set.Document(url)
		if err != nil {
			return nil, err
		}
		var doc any
		if err := json.Unmarshal(d.Bytes(), &doc); err != nil {
			return nil, err
		}
		l.read[url] = doc
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: l.read[url]}, nil
}

// normalize gives the canonical form that json-gold finds. A panic is an error.
func (l goldLoader) normalize(doc strictjson.Value) (nquads string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("json-gold: %v", r)
		}
	}()
	var tree any
	if err := json.Unmarshal(doc.AppendTo(nil), &tree); err != nil {
		return "", err
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader, options.Algorithm, options.Format = l, ld.AlgorithmURDNA2015, "application/n-quads"
	out, err := ld.NewJsonLdProcessor().Normalize(tree, options)
	if err != nil {
		return "", err
	}
	nquads, ok := out.(string)
	if !ok {
		return "", errors.New("json-gold: no N-Quads")
	}
	return nquads, nil
}
