package jsonld_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// respelled has two documents each that are one to json-gold, which is to say under a proof, but not to who reads the
// JSON. The first is accepted and the second is not.
var respelled = []struct{ name, genuine, forged string }{
	{"the IRI of a property", `"validUntil": "2026-01-01T00:00:00Z"`, `"https://www.w3.org/2018/credentials#validUntil":
		{"@value": "2026-01-01T00:00:00Z", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}`},
	{"a prefix of version 1.1", `{"@context": "https://www.w3.org/2018/credentials/v1", "type": "VerifiableCredential", "issuer": "urn:i"}`,
		`{"@context": "https://www.w3.org/2018/credentials/v1", "type": "VerifiableCredential", "cred:issuer": {"id": "urn:i"}}`},
	{"a compact identifier", `{"@context": "https://www.w3.org/2018/credentials/v1", "type": "VerifiableCredential", "issuer": "https://w3id.org/security#i"}`,
		`{"@context": "https://www.w3.org/2018/credentials/v1", "type": "VerifiableCredential", "issuer": "sec:i"}`},
	{"a typed value", `"validUntil": "2026-01-01T00:00:00Z"`, `"validUntil": {"@value": "2026-01-01T00:00:00Z", "type": "http://www.w3.org/2001/XMLSchema#dateTime"}`},
	{"a value", `"name": "x"`, `"name": {"@value": "x"}`},
	{"a boolean", `"credentialSubject": {"type": "IdentityObject", "hashed": false}`, `"credentialSubject": {"type": "IdentityObject", "hashed": "false"}`},
	{"a number", `"exp": 1767225600`, `"exp": "1767225600"`},
	{"a fraction", `"credentialSubject": {"type": "AchievementSubject", "creditsEarned": 4.5}`, `"credentialSubject": {"type": "AchievementSubject", "creditsEarned": "4.5E0"}`},
	{"an integer", `"name": 5`, `"name": {"@value": "5", "type": "http://www.w3.org/2001/XMLSchema#integer"}`},
	{"the name of an identifier", `"issuer": {"id": "urn:i", "name": "x"}`, `"issuer": {"@id": "urn:i", "name": "x"}`},
	{"the name of types", `"issuer": {"type": "Profile", "name": "x"}`, `"issuer": {"@type": "Profile", "name": "x"}`},
	{"the name of a type", `"issuer": {"type": "Profile", "email": "x"}`, `"issuer": {"type": ["Profile", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"], "email": "x"}`},
	{"the name of a class", `"credentialSubject": {"type": "Achievement", "criteria": {"narrative": "x"}}`, `"credentialSubject": {"type": "Achievement", "Criteria": {"narrative": "x"}}`},
	{"the purpose of a proof", `"proof": {"type": "DataIntegrityProof", "proofPurpose": "assertionMethod"}`,
		`"proof": {"type": "DataIntegrityProof", "proofPurpose": {"id": "https://w3id.org/security#assertionMethod"}}`},
	{"the IRI of the purpose", `"proof": {"type": "DataIntegrityProof", "proofPurpose": "assertionMethod"}`,
		`"proof": {"type": "DataIntegrityProof", "proofPurpose": "https://w3id.org/security#assertionMethod"}`},
	{"@set", `"evidence": {"type": "Evidence", "genre": "x"}`, `"evidence": {"@set": [{"type": "Evidence", "genre": "x"}]}`},
	{"@list", `"credentialSubject": {"type": "ResultDescription", "allowedValue": ["A", "B"]}`, `"credentialSubject": {"type": "ResultDescription", "allowedValue": {"@list": ["A", "B"]}}`},
	{"@nest", `"validUntil": "2026-01-01T00:00:00Z"`, `"@nest": {"validUntil": "2026-01-01T00:00:00Z"}`},
	{"@included", `"issuer": {"id": "urn:i", "name": "x"}`, `"issuer": "urn:i", "@included": {"id": "urn:i", "name": "x"}`},
	{"@reverse", `"id": "urn:s", "evidence": {"id": "urn:e", "name": "x"}`, `"id": "urn:s", "@reverse": {}, "evidence": {"id": "urn:e", "name": "x"}`},
	{"a value twice", `"name": ["x"]`, `"name": ["x", "x"]`},
	{"a type twice", `"issuer": {"type": ["Profile"]}`, `"issuer": {"type": ["Profile", "Profile"]}`},
	{"a name that the document gives", `"validUntil": "2026-01-01T00:00:00Z"`, `{"@context": [` + v2 + `, ` + ob + `, {"until": {"@id": "https://www.w3.org/2018/credentials#validUntil",
		"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}}], "type": ["VerifiableCredential"], "until": "2026-01-01T00:00:00Z"}`},
	{"a name of the vocabulary", `{"@context": [` + v2 + `, "https://www.w3.org/ns/credentials/undefined-terms/v2"], "type": ["VerifiableCredential", "Motto"]}`,
		`{"@context": [` + v2 + `, "https://www.w3.org/ns/credentials/undefined-terms/v2"], "type": ["VerifiableCredential", "https://www.w3.org/ns/credentials/undefined-term#Motto"]}`},
	{"a context where there is none", `"credentialSubject": {"id": "urn:o", "name": "x"}`, `"credentialSubject": {"@context": "https://www.w3.org/ns/did/v1", "id": "urn:o", "name": "x"}`},
	{"an enveloped credential", `{"@context": ` + v2 + `, "type": "VerifiablePresentation", "verifiableCredential": {"@context": ` + v2 + `, "id": "data:,x", "type": "EnvelopedVerifiableCredential"}}`,
		`{"@context": ` + v2 + `, "type": "VerifiablePresentation", "verifiableCredential": {"@id": "data:,x", "@type": "https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential"}}`},

	// Statements that move between descriptions.
	{"a date that moves", `"id": "urn:s", "validUntil": "2026-01-01T00:00:00Z", "evidence": "urn:s"`,
		`"id": "urn:s", "evidence": {"@context": ` + v2 + `, "id": "urn:s", "type": "VerifiableCredential", "validUntil": "2026-01-01T00:00:00Z"}`},
	{"a name that moves", `"credentialSubject": {"type": "AchievementSubject", "achievement": {"id": "urn:a", "type": "Achievement", "name": "x", "criteria": {"narrative": "y"}}},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:a", "type": "EndorsementSubject", "endorsementComment": "z"}}`,
		`"credentialSubject": {"type": "AchievementSubject", "achievement": {"id": "urn:a", "type": "Achievement", "criteria": {"narrative": "y"}}},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:a", "type": "EndorsementSubject", "endorsementComment": "z", "name": "x"}}`},
	{"a type that moves", `"credentialSubject": {"type": "AchievementSubject", "achievement": {"id": "urn:a", "type": ["Achievement", "Image"], "criteria": {"narrative": "y"}}},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:a", "type": "EndorsementSubject", "endorsementComment": "z"}}`,
		`"credentialSubject": {"type": "AchievementSubject", "achievement": {"id": "urn:a", "type": "Achievement", "criteria": {"narrative": "y"}}},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:a", "type": ["EndorsementSubject", "Image"], "endorsementComment": "z"}}`},
	{"a type that the document gets", `{"@context": [` + v2 + `, ` + ob + `], "id": "urn:s", "type": ["VerifiableCredential"],
		"endorsement": {` + proven + `, "credentialSubject": {"id": "urn:s", "type": "EndorsementSubject", "endorsementComment": "z"}}}`,
		`{"@context": [` + v2 + `, ` + ob + `], "id": "urn:s", "type": ["VerifiableCredential", "EndorsementSubject"],
		"endorsement": {` + proven + `, "credentialSubject": {"id": "urn:s", "type": "EndorsementSubject", "endorsementComment": "z"}}}`},
	{"descriptions that change places", `"credentialSubject": {"type": "AchievementSubject", "achievement": {"id": "urn:a", "type": "Achievement", "criteria": {"narrative": "y"}}},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:a", "type": "EndorsementSubject", "endorsementComment": "z"}}`,
		`"credentialSubject": {"type": "AchievementSubject", "achievement": {"id": "urn:a", "type": "EndorsementSubject", "endorsementComment": "z"}},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:a", "type": "Achievement", "criteria": {"narrative": "y"}}}`},
	{"subjects that change places", `"credentialSubject": {"id": "urn:o", "name": "x"}, "endorsement": {` + embedded + `, "credentialSubject":
		{"id": "urn:o", "type": "EndorsementSubject", "endorsementComment": "z"}}`, `"credentialSubject": {"id": "urn:o", "type": "EndorsementSubject", "endorsementComment": "z"},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:o", "name": "x"}}`},
	{"one of several digests that moves", `"image": {"id": "urn:i", "type": "Image", "caption": "x"}, "relatedResource": {"id": "urn:i", "digestSRI": "y", "mediaType": "z"}`,
		`"image": {"id": "urn:i", "type": "Image", "caption": "x", "digestSRI": "y"}, "relatedResource": {"id": "urn:i", "mediaType": "z"}`},
	{"the name of an issuer who is the subject", `"issuer": "urn:i", "credentialSubject": {"id": "urn:i", "type": ["AchievementSubject", "Profile"], "name": "x", "role": "y"}`,
		`"issuer": {"id": "urn:i", "type": "Profile", "name": "x"}, "credentialSubject": {"id": "urn:i", "type": "AchievementSubject", "role": "y"}`},
}

func TestRespelled(t *testing.T) {
	gold := newLaw(t).gold
	for _, c := range respelled {
		t.Run(c.name, func(t *testing.T) {
			genuine, forged := parse(t, document(c.genuine, nil)), parse(t, document(c.forged, nil))
			one, err := gold.normalize(genuine)
			require.NoError(t, err)
			other, err := gold.normalize(forged)
			require.NoError(t, err)
			require.Equal(t, one, other)

			_, err = jsonld.New(nil).Dataset(genuine)
			require.NoError(t, err)
			_, err = jsonld.New(nil).Dataset(forged)
			require.Error(t, err)
		})
	}
}

// additions are members that converters drop without a word. Several come from real forgeries.
var additions = []string{
	`"motto": "undefined"`, `"": "x"`, `"name ": "x"`, `"Name": "x"`, `"foo :bar": "x"`, `"https://a b/": "x"`, `"_:p": "x"`, `"urn:p": "x"`, `"@foo": "x"`,
	`"@index": "x"`, `"@language": "en"`, `"@included": [{"id": "https://mallory .example", "name": "Forged"}]`, `"@graph": ["free text"]`, `"@nest": {}`,
	`"@reverse": {}`, `"@set": []`, `"@list": []`, `"@value": null`, `"credentialStatus": null`, `"evidence": null`, `"evidence": []`, `"evidence": {}`,
	`"evidence": [{"id": "https://mallory .example", "type": ["Evidence"], "narrative": "Forged"}]`, `"evidence": "evidence.html"`, `"evidence": [null]`,
	`"credentialSubject": {"id": "https://mallory .example", "type": "AchievementSubject", "achievement": {"id": "urn:gold", "type": "Achievement", "name": "Gold PhD"}}`,
	`"result": [{"id": "r1", "type": "Result", "value": "A"}]`, `"endorsement": {"id": "e1"}`, `"name": {"@value": "Forged", "@language": "en_US"}`,
	`"name": {"@value": null, "type": "urn:D"}`, `"description": null`, `"image": {"id": "image.png", "type": "Image"}`, `"issuer": {"id": "_:b0", "name": "x"}`,
	`"proof": "urn:o"`, `"proof": []`, `"relatedResource": {"id": "x y:z", "mediaType": "x"}`, `"@context": {}`, `"@context": []`, `"@context": null`,
	`"@context": {"@vocab": "urn:"}`, `"@type": "urn:T"`, `"@id": "urn:s"`,
}

// TestAdditions: no such member goes unnoticed, wherever in a badge it is put.
func TestAdditions(t *testing.T) {
	p := jsonld.New(nil)
	for _, name := range []string{"simple", "complete"} {
		doc := badge(t, name)
		want := nquads(t, p, doc.Raw())
		n := 0
		for _, members := range additions {
			member := parse(t, `{`+members+`}`).Members()[0]
			for forged := range eachObject(doc, func(o strictjson.Value) strictjson.Value { return o.With(member.Name, member.Value) }) {
				n++
				if got, err := datasetOf(p, forged); err == nil {
					require.True(t, want != got, members)
				}
			}
		}
		require.Greater(t, n, 200)
	}
}

// eachObject gives the tree with each object in it changed in turn.
func eachObject(v strictjson.Value, change func(strictjson.Value) strictjson.Value) func(yield func(strictjson.Value) bool) {
	return func(yield func(strictjson.Value) bool) {
		if v.Kind() == strictjson.Object && !yield(change(v)) {
			return
		}
		for _, m := range v.Members() {
			for changed := range eachObject(m.Value, change) {
				if !yield(v.With(m.Name, changed)) {
					return
				}
			}
		}
		if v.Kind() != strictjson.Array {
			return
		}
		for i := range v.Len() {
			for changed := range eachObject(v.At(i), change) {
				list := make([]strictjson.Value, v.Len())
				for k := range list {
					list[k] = v.At(k)
				}
				list[i] = changed
				if !yield(strictjson.NewArray(list...)) {
					return
				}
			}
		}
	}
}
