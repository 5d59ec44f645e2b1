package credential_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// validBadges returns ten badges, different in what they have and say.
func validBadges(t *testing.T) map[string]*credential.OpenBadge {
	t.Helper()
	charter := func() *credential.OpenBadge {
		b := charterBadge(t)
		b.Subject.Identifier[0].Salt = "Kosher" // in place of a random one
		b.Subject.Identifier[0].IdentityHash = credential.HashIdentity("a@example.com", "Kosher")
		return b
	}
	bare, older, listed, endorsed := simple(t), simple(t), charter(), charter()
	bare.Issuer = credential.Profile{ID: bare.Issuer.ID}
	older.Context[1] = ldcontext.OpenBadges302
	listed.Status = complete(t).Status
	endorsement, err := credential.NewEndorsement(sampleEndorser(), sampleEndorsement())
	require.NoError(t, err)
	text, err := endorsement.MarshalJSON()
	require.NoError(t, err)
	endorsed.Subject.Achievement.Endorsement = []json.RawMessage{text}
	endorsed.EndorsementJWT = whole(t).EndorsementJWT
	renewed, err := credential.Renew(charter(), day(2027, 1, 1), day(2028, 1, 1))
	require.NoError(t, err)
	return map[string]*credential.OpenBadge{
		"simple": simple(t), "complete": complete(t), "whole": whole(t), "charter": charter(),
		"renewed": renewed, "endorsed": endorsed, "status": listed, "bare issuer": bare, "context 3.0.2": older,
		"marks": graded(t, credential.ResultDescription{ResultType: credential.ResultTypePercent, AllowedValue: []string{"excused"},
			ValueMin: "0", ValueMax: "100", RequiredValue: "60", RubricCriterionLevel: levels("urn:l:1", "urn:l:2"), RequiredLevel: "urn:l:2"},
			credential.Result{Value: "87.5", AchievedLevel: "urn:l:2", Status: credential.ResultStatusCompleted}),
	}
}

// replacements are put in the place of every value.
var replacements = []any{nil, 0, 1.5, true, "", "x", "foo ext:x", "urn:x:y", "2026-03-01T12:00:00Z", []any{}, []any{"x"}, []any{[]any{}},
	map[string]any{}, map[string]any{"id": "urn:x:y", "type": "Profile"}}

// eachChange calls f with v changed, in one place at a time: each member removed, each value replaced, by all
// replacements or, of a large document, by the next of them. It does not look into endorsements and proofs.
func eachChange(v any, large bool, f func(what string)) {
	next := 0
	var walk func(at string, v any)
	change := func(at string, old any, set func(any)) {
		list := replacements
		if large {
			list = replacements[next%len(replacements):][:1]
			next++
		}
		for _, r := range list {
			set(r)
			f(fmt.Sprintf("%s replaced by %#v", at, r))
		}
		set(old)
		if name := at[strings.LastIndexByte(at, '/')+1:]; name != "endorsement" && name != "proof" {
			walk(at, old)
		}
	}
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				old := v[name]
				delete(v, name)
				f(at + "/" + name + " removed")
				change(at+"/"+name, old, func(x any) { v[name] = x })
			}
		case []any:
			for i := range v {
				change(at+"/"+strconv.Itoa(i), v[i], func(x any) { v[i] = x })
			}
		}
	}
	walk("", v)
}

// mutants calls f with texts that say what a badge says but for one thing: systematic changes, then random ones. A text
// is made when it is asked for.
func mutants(t *testing.T, b *credential.OpenBadge, f func(what string, text func() []byte)) {
	t.Helper()
	text := []byte(write(t, b))
	large, random := len(text) > 10_000, uint64(250)
	if large {
		random = 60
	}
	v := object(t, string(text))
	eachChange(v, large, func(what string) {
		f(what, func() []byte {
			mutant, err := json.Marshal(v)
			require.NoError(t, err)
			return mutant
		})
	})
	for seed := range random {
		f(fmt.Sprint("seed ", seed), func() []byte {
			mutant, _ := badgetest.Mutate(seed, text)
			return mutant
		})
	}
}

// published is the schema of 1EdTech, as a tree.
type published struct{ root map[string]any }

// normal returns v as the schema wants it where this package takes more than that, and another standard has the last
// word: arrays around single values, one entry of credentialStatus, anything in the way of an endorsement or a proof.
func (p published) normal(v any) any { return p.as(p.root, v) }

var standIns = map[string]any{
	"Proof": map[string]any{"type": "DataIntegrityProof"},
	"EndorsementCredential": map[string]any{
		"@context": []any{ldcontext.CredentialsV2, ldcontext.OpenBadges303}, "id": "urn:x:y",
		"type": []any{"VerifiableCredential", "EndorsementCredential"}, "name": "n", "issuer": "urn:x:y", "validFrom": "2026-03-01T12:00:00Z",
		"credentialSubject": map[string]any{"id": "urn:x:y", "type": []any{"EndorsementSubject"}},
	},
}

func (p published) as(schema map[string]any, v any) any {
	if ref, ok := schema["$ref"].(string); ok {
		class := strings.TrimPrefix(ref, "#/$defs/")
		if _, ok := v.(map[string]any); ok && standIns[class] != nil {
			return standIns[class]
		}
		if list, ok := v.([]any); ok && class == "CredentialStatus" && len(list) > 0 {
			v = list[0]
		}
		return p.as(p.root["$defs"].(map[string]any)[class].(map[string]any), v)
	}
	if all, ok := schema["allOf"].([]any); ok {
		return p.as(all[0].(map[string]any), v)
	}
	if _, ok := v.(map[string]any); ok && schema["oneOf"] != nil {
		for _, one := range schema["oneOf"].([]any) {
			if one := one.(map[string]any); one["$ref"] != nil {
				return p.as(one, v)
			}
		}
	}
	switch v := v.(type) {
	case map[string]any:
		if schema["type"] == "object" {
			properties, _ := schema["properties"].(map[string]any)
			o := map[string]any{}
			for name, item := range v {
				if property, ok := properties[name].(map[string]any); ok {
					item = p.as(property, item)
				}
				o[name] = item
			}
			return o
		}
	case []any:
		if items, ok := schema["items"].(map[string]any); ok && schema["type"] == "array" {
			list := make([]any, len(v))
			for i := range v {
				list[i] = p.as(items, v[i])
			}
			return list
		}
		return v
	}
	if schema["type"] == "array" {
		return p.as(schema, []any{v})
	}
	return v
}

// valueAt follows a pointer into a document that encoding/json read, and reports whether it leads anywhere.
func valueAt(v any, pointer string) (any, bool) {
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if pointer == "" {
			break
		}
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		switch outer := v.(type) {
		case map[string]any:
			item, ok := outer[name]
			if !ok {
				return nil, false
			}
			v = item
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(outer) {
				return nil, false
			}
			v = outer[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// A refusal is a broken rule, with the value at its pointer, of a badge that the published schema accepts.
type refusal struct {
	finding
	reading bool // it cannot be read
	value   any
	there   bool // the value is
}

func (r refusal) under(member string) bool { return strings.HasPrefix(r.pointer, member+"/") }
func (r refusal) text() bool               { _, ok := r.value.(string); return ok }

// refusals has every reason for one.
var refusals = []struct {
	name string
	is   func(r refusal) bool
}{
	{"two members of one name", func(r refusal) bool { return r.reading && r.code == credential.CodeDuplicate }},
	{"null", func(r refusal) bool { return r.reading && r.there && r.value == nil }},
	{"empty array", func(r refusal) bool { list, ok := r.value.([]any); return r.reading && ok && len(list) == 0 }},
	{"date that is no xsd:dateTimeStamp", func(r refusal) bool {
		return r.reading && r.text() && (strings.HasPrefix(r.pointer, "/valid") || strings.HasSuffix(r.pointer, "Date"))
	}},
	{"member of a status that W3C defines", func(r refusal) bool {
		return r.under("/credentialStatus") && strings.Contains(r.pointer, "/status")
	}},
	{"context written out", func(r refusal) bool { return r.code == credential.CodeContext && r.under("/@context") && !r.text() }},
	{"context of another version", func(r refusal) bool {
		return r.code == credential.CodeContext && r.pointer == "/@context/1" && r.text()
	}},
	{"empty text", func(r refusal) bool { return r.code == credential.CodeMissing && r.value == "" }},
	{"nobody", func(r refusal) bool {
		return r.code == credential.CodeMissing && r.pointer == "/credentialSubject/identifier"
	}},
	{"criteria without content", func(r refusal) bool {
		return r.code == credential.CodeMissing && strings.HasSuffix(r.pointer, "/criteria")
	}},
	{"status of a result described as one", func(r refusal) bool {
		return r.code == credential.CodeMissing && r.under("/credentialSubject/result") && strings.HasSuffix(r.pointer, "/status")
	}},
	{"not a URI", func(r refusal) bool { return r.code == credential.CodeURI }},
	{"term with an extension in it", func(r refusal) bool { return r.code == credential.CodeVocabulary }},
	{"reference to nothing", func(r refusal) bool { return r.code == credential.CodeReference }},
	{"two objects of one id", func(r refusal) bool { return !r.reading && r.code == credential.CodeDuplicate }},
	{"value that is not possible", func(r refusal) bool { return r.code == credential.CodeRange }},
	{"end before start", func(r refusal) bool { return r.code == credential.CodeOrder }},
	{"evidence in the subject", func(r refusal) bool { return r.code == credential.CodeMisplaced }},
	{"long salt", func(r refusal) bool {
		return r.code == credential.CodeTooLarge && strings.HasSuffix(r.pointer, "/salt")
	}},
}

// classOf returns the name of the first reason that fits, or says that there is none.
func classOf(r refusal) string {
	for _, class := range refusals {
		if class.is(r) {
			return class.name
		}
	}
	return fmt.Sprintf("none for %v, %T", r.finding, r.value)
}

// TestPublishedSchema: of thousands of mutants, what the schema of 1EdTech rejects is rejected here too, once it is put as
// that schema wants it (see normal). What is rejected here alone is so for one of the reasons in refusals.
func TestPublishedSchema(t *testing.T) {
	schema, tree := publishedSchema(t), published{object(t, string(badgetest.Vectors(t, schemaFile)))}
	few := testing.Short() || badgetest.Race
	total, both, alone := 0, 0, map[string]int{}
	badges := validBadges(t)
	require.Len(t, badges, 10)
	for _, name := range slices.Sorted(maps.Keys(badges)) {
		b := badges[name]
		problems, _ := failures([]byte(write(t, b)))
		require.Empty(t, problems, name)
		valid, err := jsonschema.UnmarshalJSON(strings.NewReader(write(t, b)))
		require.NoError(t, err)
		require.NoError(t, schema.Validate(valid), name)
		mutants(t, b, func(what string, mutant func() []byte) {
			if total++; few && total%10 != 0 {
				return
			}
			text := mutant()
			document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			require.NoError(t, err)
			rejected := schema.Validate(tree.normal(document))
			problems, reading := failures(text)
			switch {
			case rejected == nil:
				for _, f := range problems {
					value, there := valueAt(document, f.pointer)
					alone[classOf(refusal{f, reading, value, there})]++
				}
			case len(problems) == 0:
				t.Errorf("%s, %s: only the schema rejects it: %v", name, what, rejected)
			default:
				both++
			}
		})
	}
	t.Logf("%d mutants, %d rejected by both", total, both)
	var names []string
	for _, class := range refusals {
		names = append(names, class.name)
		t.Logf("%5d for %s", alone[class.name], class.name)
	}
	if few {
		require.Subset(t, names, slices.Collect(maps.Keys(alone)))
		return
	}
	require.ElementsMatch(t, names, slices.Collect(maps.Keys(alone)))
	require.GreaterOrEqual(t, total, 5000)
	require.GreaterOrEqual(t, both, total/2)
}

// failures reads a text as a badge and returns what makes it none.
func failures(text []byte) (list []finding, reading bool) {
	b := new(credential.OpenBadge)
	if err := b.UnmarshalJSON(text); err != nil {
		return findings(err), true
	}
	return slices.DeleteFunc(findings(b.Validate()), func(f finding) bool { return f.advice }), false
}
