package jsonld_test

import (
	"bytes"
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"
)

// runs is how many documents are compared, of n.
func runs(n uint64) uint64 {
	switch {
	case badgetest.Race:
		return n / 100
	case testing.Short():
		return n / 10
	}
	return n
}

// spendMemory collects garbage less often: json-gold makes a lot, and here it need not last.
func spendMemory(t *testing.T) {
	old := debug.SetGCPercent(800)
	t.Cleanup(func() { debug.SetGCPercent(old) })
}

// TestDifferential: of every generated credential the canonical N-Quads are those of json-gold, byte for byte. There are
// no presentations: json-gold writes their credentials into the default graph. See package verifier's interoperability
// test for those, and for the other values that json-gold cannot write.
func TestDifferential(t *testing.T) {
	spendMemory(t)
	gold := newGold(t)
	for seed := range runs(10_000) {
		text := badgetest.Generate(seed, badgetest.Features{Badge: seed%4 == 0, BazaarErrs: true})
		want, err := gold.normalize(text)
		require.NoErrorf(t, err, "seed %d: %s", seed, text)
		got, err := canonical(text)
		require.NoErrorf(t, err, "seed %d: %s", seed, text)
		require.Equalf(t, want, got, "seed %d: %s", seed, text)
	}
}

// TestDifferentialMutants: of a credential with one thing changed the N-Quads are those of json-gold; or both refuse it;
// or it is refused here alone, for a reason that is in the table.
func TestDifferentialMutants(t *testing.T) {
	spendMemory(t)
	gold := newGold(t)
	counts := make(map[string]int)
	for seed := range runs(3_000) {
		text, what := badgetest.Mutate(seed, badgetest.Generate(seed, badgetest.Features{Badge: seed%2 == 0, BazaarErrs: true}))
		want, goldErr := gold.normalize(text)
		got, err := canonical(text)
		switch {
		case err == nil && goldErr == nil && got == want:
			counts["equal"]++
		case err == nil && goldFails(got, goldErr):
			counts["json-gold fails"]++
		case err == nil:
			t.Errorf("seed %d, %s: json-gold says otherwise: %v\n%s\nwant %s\ngot %s", seed, what, goldErr, text, want, got)
		case goldErr != nil:
			counts["both refuse"]++
		default:
			class := classify(gold, text, err)
			if class == "" {
				t.Errorf("seed %d, %s: we alone refuse it, for a reason that is in no class: %v: %s", seed, what, err, text)
			}
			counts["stricter: "+class]++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%5d %s", counts[name], name)
	}
}

// TestStricter: each class where we refuse what json-gold takes has a document that shows it, and is of no other class.
func TestStricter(t *testing.T) {
	require.LessOrEqual(t, len(stricter), 12)
	gold := newGold(t)
	for _, class := range stricter {
		t.Run(class.name, func(t *testing.T) {
			text := []byte(`{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
				"type": ["VerifiableCredential"], "credentialSubject": {"id": "urn:example:subject", "name": "S"}, ` + class.example + `}`)
			_, err := gold.normalize(text)
			require.NoError(t, err)
			_, err = canonical(text)
			require.ErrorIs(t, err, class.sentinels[0])
			require.Equal(t, class.name, classify(gold, text, err))
		})
	}
}

// canonical gives the canonical N-Quads of a document, as a proof signs them.
func canonical(text []byte) (string, error) {
	v, err := strictjson.Parse(text, nil)
	if err != nil {
		return "", err
	}
	set, err := jsonld.New(nil).Dataset(v)
	if err != nil {
		return "", err
	}
	c, err := rdfc.Canonicalize(context.Background(), set.Quads, set.Nodes, crypto.SHA256, nil)
	if err != nil {
		return "", err
	}
	return string(c.NQuads), nil
}

// gold is json-gold with the embedded contexts and no others.
type gold struct{ documents map[string]any }

func newGold(t *testing.T) *gold {
	g := &gold{make(map[string]any)}
	for _, url := range ldcontext.Embedded().URLs() {
		d, err := ldcontext.Embedded().Document(url)
		require.NoError(t, err)
		var doc any
		require.NoError(t, json.Unmarshal(d.Bytes(), &doc))
		g.documents[url] = doc
	}
	return g
}

func (g *gold) LoadDocument(url string) (*ld.RemoteDocument, error) {
	doc, ok := g.documents[url]
	if !ok {
		return nil, fmt.Errorf("unknown: %s", url)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: doc}, nil
}

// normalize gives the canonical N-Quads of a document. A panic is a refusal.
func (g *gold) normalize(text []byte) (string, error) {
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		return "", err
	}
	return g.normalizeTree(doc)
}

// normalizeTree is normalize of a document that has been parsed. It leaves the tree alone.
func (g *gold) normalizeTree(doc any) (nquads string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	opts := ld.NewJsonLdOptions("")
	opts.DocumentLoader = g
	opts.Algorithm = ld.AlgorithmURDNA2015
	opts.Format = "application/n-quads"
	out, err := ld.NewJsonLdProcessor().Normalize(doc, opts)
	if err != nil {
		return "", err
	}
	return out.(string), nil
}

// goldFails reports whether a document that gives these N-Quads here has what json-gold v0.9.1 cannot write: a JSON
// literal that is no object, a control character, or an IRI with a host that is not ASCII, which it drops with all that is
// said of it. It panics when it has to compare two JSON literals.
func goldFails(ours string, err error) bool {
	return otherJSON.MatchString(ours) || strings.Contains(ours, `\u0000`) ||
		slices.ContainsFunc(webIRI.FindAllString(ours, -1), func(s string) bool { return !ld.IsURL(strings.Trim(s, "<>")) }) ||
		err != nil && strings.Contains(err.Error(), "comparing uncomparable")
}

var (
	otherJSON = regexp.MustCompile(`(?m) "([^{"\\]|\\.)(\\.|[^"\\])*"\^\^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`)
	webIRI    = regexp.MustCompile(`<https?://[^>]*>`)
)

// stricter are the reasons for which we refuse what json-gold takes. A reason is told from our sentinel and from what
// the document has at the place that we name, never from our words; the first that fits counts. The examples are members
// of a credential.
var stricter = []struct {
	name      string
	sentinels []error
	fits      func(*refusal) bool
	example   string
}{
	{"readers of JSON disagree about it", []error{strictjson.ErrDuplicate, strictjson.ErrNumber}, func(r *refusal) bool {
		return repeatsName(json.NewDecoder(bytes.NewReader(r.text))) || bytes.Contains(r.text, []byte("9007199254740992"))
	}, `"name": "A", "name": "B"`},

	{"beyond a limit", []error{jsonld.ErrTooLarge}, func(r *refusal) bool {
		return len(r.string()) > 2048
	}, `"termsOfUse": "urn:` + strings.Repeat("x", 2048) + `"`},

	{"contexts in odd places", []error{jsonld.ErrUnsupported, jsonld.ErrLoss, jsonld.ErrContext}, func(r *refusal) bool {
		return strings.Contains(r.pointer+"/", "/@context/") || r.lacksContext()
	}, `"evidence": {"@context": "https://www.w3.org/ns/credentials/v2", "name": "E"}`},

	{"null", []error{jsonld.ErrLoss}, (*refusal).isNull, `"name": null`},

	{"empty", []error{jsonld.ErrLoss}, (*refusal).isEmpty, `"evidence": []`},

	{"one value twice", []error{jsonld.ErrLoss}, (*refusal).isRepeated, `"name": ["A", "A"]`},

	{"keyword", []error{jsonld.ErrUnsupported, jsonld.ErrLoss}, func(r *refusal) bool {
		return strings.HasPrefix(r.name, "@") && r.name != "@id" && r.name != "@type" && !has(r.parent, "@value") ||
			r.isType() && (r.string() == "id" || r.string() == "type")
	}, `"evidence": {"id": "urn:example:e", "@index": "x"}`},

	{"another spelling", []error{jsonld.ErrLoss, jsonld.ErrUnsupported}, func(r *refusal) bool {
		return r.isRespelled() || r.name != "" && 'A' <= r.name[0] && r.name[0] <= 'Z' // a class as a member
	}, `"@id": "urn:example:credential"`},

	{"malformed literal", []error{jsonld.ErrLoss, jsonld.ErrUnsupported}, (*refusal).isLiteral,
		`"name": {"@value": "A", "@language": "en_US"}`},

	{"statements that could have moved", []error{jsonld.ErrUnsupported}, func(r *refusal) bool {
		id, _ := r.object()["id"].(string)
		return id != "" && (describes(r.doc, id) > 1 || r.pointer == "" && bytes.Count(r.text, []byte(id)) > 1) ||
			strings.Contains(fmt.Sprint(r.object()["type"]), "EndorsementSubject") && r.name != "credentialSubject"
	}, `"evidence": {"id": "urn:example:subject", "name": "E"}`},

	{"not defined", []error{jsonld.ErrLoss}, func(r *refusal) bool {
		return r.isUndefined() || r.isType() && r.string() != "" && !strings.Contains(r.string(), ":")
	}, `"foo": "bar"`},

	{"not an absolute IRI", []error{jsonld.ErrLoss}, func(r *refusal) bool {
		_, ok := r.value.(string)
		return ok && !absolute(r.string())
	}, `"termsOfUse": "terms.html"`},
}

// classify returns the name of the class that a refusal belongs to, or "".
func classify(g *gold, text []byte, err error) string {
	r := newRefusal(g, text, err)
	for _, class := range stricter {
		if slices.ContainsFunc(class.sentinels, func(s error) bool { return errors.Is(err, s) }) && class.fits(r) {
			return class.name
		}
	}
	return ""
}

// A refusal is a document that we refuse, and what it has at the place that our error names.
type refusal struct {
	gold    *gold
	text    []byte
	doc     any
	pointer string
	value   any
	name    string // of the innermost member that value is in
	direct  bool   // value is that member's, not an item in it
	parent  any
}

func newRefusal(g *gold, text []byte, err error) *refusal {
	r := &refusal{gold: g, text: text}
	var e *jsonld.Error
	if !errors.As(err, &e) || json.Unmarshal(text, &r.doc) != nil {
		return r
	}
	r.pointer, r.value = e.Pointer, r.doc
	for _, name := range strings.Split(r.pointer, "/")[1:] {
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		r.parent = r.value
		switch v := r.value.(type) {
		case map[string]any:
			r.value, r.name, r.direct = v[name], name, true
		case []any:
			i, _ := strconv.Atoi(name)
			r.value, r.direct = v[i], false
		}
	}
	return r
}

func (r *refusal) string() string { s, _ := r.value.(string); return s }

func (r *refusal) object() map[string]any { o, _ := r.value.(map[string]any); return o }

// isType reports whether terms can stand for the value.
func (r *refusal) isType() bool {
	return r.name == "type" || r.name == "@type" || r.name == "proofPurpose"
}

func (r *refusal) isNull() bool { return r.pointer != "" && r.value == nil }

// isEmpty reports whether the value says nothing. A graph of which nothing is said is empty too.
func (r *refusal) isEmpty() bool {
	switch v := r.value.(type) {
	case []any:
		return len(v) == 0
	case map[string]any:
		return says(v) == 0 && (v["id"] == nil || r.pointer == "" || r.name == "proof")
	case string:
		return r.name == "proof" && absolute(v)
	}
	return false
}

// says counts what an object has apart from its identifier and contexts.
func says(o map[string]any) int {
	n := 0
	for name := range o {
		if name != "id" && name != "@context" {
			n++
		}
	}
	return n
}

// isRespelled reports whether the context has a shorter way to say the same: a term for an IRI, an alias for a keyword, a
// value for one that is written out, a number for its text.
func (r *refusal) isRespelled() bool {
	value, written := r.object()["@value"]
	_, err := strconv.ParseFloat(r.string(), 64)
	switch {
	case strings.Contains(r.name, ":"), r.name == "@id", r.name == "@type", r.name == "Criteria", r.name == "GeoCoordinates":
		return true
	case written:
		return value != nil && len(r.object()) == 1
	}
	return err == nil || r.value == "true" || r.value == "false" || r.isType() && absolute(r.string())
}

// isLiteral reports whether the value is, or is a part of, one that is written out, an array in an array, a number that
// needs 17 digits, or a number or a boolean of another datatype.
func (r *refusal) isLiteral() bool {
	switch r.value.(type) {
	case []any:
		return !r.direct || has(r.parent, "@value")
	case float64, bool:
		return true
	}
	return has(r.parent, "@value") || has(r.value, "@value")
}

func has(v any, name string) bool {
	o, _ := v.(map[string]any)
	_, ok := o[name]
	return ok
}

// isRepeated reports whether two items of an array may be one value to RDF.
func (r *refusal) isRepeated() bool {
	items, _ := r.value.([]any)
	for i, v := range items {
		for _, w := range items[:i] {
			if reflect.DeepEqual(v, w) || node(v) != "" && node(v) == node(w) {
				return true
			}
		}
	}
	return false
}

func node(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		id, _ := v["id"].(string)
		return id
	}
	return ""
}

// isUndefined reports whether json-gold makes nothing of the member, whatever its value.
func (r *refusal) isUndefined() bool {
	o, ok := r.parent.(map[string]any)
	if !ok || !r.direct {
		return false
	}
	o[r.name] = "urn:example:value"
	with, err := r.gold.normalizeTree(r.doc)
	delete(o, r.name)
	without, err2 := r.gold.normalizeTree(r.doc)
	o[r.name] = r.value
	return err == nil && err2 == nil && with == without
}

// lacksContext reports whether the value is the document, or an embedded credential, without contexts.
func (r *refusal) lacksContext() bool {
	o := r.object()
	return o != nil && !has(o, "@context") && (r.pointer == "" || strings.Contains(fmt.Sprint(o["type"]), "Verifiable"))
}

// describes counts the objects that say something about id.
func describes(v any, id string) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += describes(item, id)
		}
	case map[string]any:
		if v["id"] == id && says(v) > 0 {
			n++
		}
		for _, item := range v {
			n += describes(item, id)
		}
	}
	return n
}

// repeatsName reports whether an object in the next value has two members of one name.
func repeatsName(dec *json.Decoder) bool {
	token, err := dec.Token()
	if err != nil || token != json.Delim('{') && token != json.Delim('[') {
		return false
	}
	names := make(map[string]bool)
	twice := false
	for dec.More() {
		if token == json.Delim('{') {
			name, err := dec.Token()
			if err != nil {
				return false
			}
			twice = twice || names[name.(string)]
			names[name.(string)] = true
		}
		twice = repeatsName(dec) || twice
	}
	_, err = dec.Token()
	return twice && err == nil
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:.`)

// absolute reports whether s is an absolute IRI, as far as mutants need.
func absolute(s string) bool {
	return scheme.MatchString(s) && !strings.ContainsAny(s, " <>\"\\^`{|}\n\x00\u200b") && !strings.HasPrefix(s, "_:") &&
		!badPercent.MatchString(s) && strings.Count(s, "#") < 2 && !noHost.MatchString(s) && !badPort.MatchString(s)
}

var (
	badPort    = regexp.MustCompile(`^[^:]*://[^/?#]*:[0-9]*[^0-9/?#]`)
	badPercent = regexp.MustCompile(`%($|[^0-9A-Fa-f]|.$|.[^0-9A-Fa-f])`)
	noHost     = regexp.MustCompile(`^(?i:https?):(/?[^/]|///|//$|//[/?#]|//[^/?#]*[@%])`)
)
