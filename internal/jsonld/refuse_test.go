package jsonld_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

const (
	v2       = `"https://www.w3.org/ns/credentials/v2"`
	ob       = `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`
	embedded = `"@context": [` + v2 + `, ` + ob + `], "type": ["VerifiableCredential"]`
	proof    = `"proof": {"type": "DataIntegrityProof", "nonce": "n"}`
	proven   = embedded + `, ` + proof
)

// refused has documents with the reason and the place of the refusal.
var refused = []struct {
	name     string
	contexts []string
	doc      string
	want     error
	pointer  string
}{
	// The document.
	{"no context", nil, `{"id": "urn:s"}`, jsonld.ErrContext, ""},
	{"an empty object", nil, `{}`, jsonld.ErrContext, ""},
	{"a context and nothing else", nil, `{"@context": ` + v2 + `}`, jsonld.ErrLoss, ""},
	{"an identifier and nothing else", nil, `{"@context": ` + v2 + `, "id": "urn:s"}`, jsonld.ErrLoss, ""},
	{"a value", nil, `{"@context": ` + v2 + `, "@value": "x"}`, jsonld.ErrLoss, "/@context"},

	// Contexts in the document.
	{"an empty list of contexts", nil, `{"@context": [], "id": "urn:s"}`, jsonld.ErrLoss, "/@context"},
	{"a context written out", nil, `{"@context": {"p": "urn:p"}, "p": "x"}`, jsonld.ErrUnsupported, "/@context"},
	{"a context written out after others", nil, `{"@context": [` + v2 + `, {"p": "urn:p"}], "p": "x"}`, jsonld.ErrUnsupported, "/@context/1"},
	{"null for a context", nil, `{"@context": null, "id": "urn:s"}`, jsonld.ErrUnsupported, "/@context"},
	{"null among contexts", nil, `{"@context": [null, ` + v2 + `], "id": "urn:s"}`, jsonld.ErrUnsupported, "/@context/0"},
	{"a list of contexts in a list", nil, `{"@context": [[` + v2 + `]], "id": "urn:s"}`, jsonld.ErrUnsupported, "/@context/0"},
	{"an unknown context", nil, `{"@context": "https://example.org/", "id": "urn:s"}`, jsonld.ErrUnknownContext, "/@context"},
	{"an unknown context after others", nil, `{"@context": [` + v2 + `, "https://example.org/"], "id": "urn:s"}`, jsonld.ErrUnknownContext, "/@context/1"},
	{"a file", nil, `{"@context": "/etc/passwd", "id": "urn:s"}`, jsonld.ErrUnknownContext, "/@context"},
	{"a context in a data: URL", nil, `{"@context": "data:application/json,{}", "id": "urn:s"}`, jsonld.ErrUnknownContext, "/@context"},
	{"no URL", nil, `{"@context": "", "id": "urn:s"}`, jsonld.ErrUnknownContext, "/@context"},
	{"a context twice", nil, `{"@context": [` + v2 + `, ` + v2 + `], "id": "urn:s", "name": "x"}`, jsonld.ErrContext, "/@context"},
	{"contexts that contradict each other", nil, `{"@context": [` + v2 + `, "https://www.w3.org/2018/credentials/v1"], "id": "urn:s"}`, jsonld.ErrContext, "/@context"},

	// Contexts below the document.
	{"a context in an object that is no credential", nil, `"credentialSubject": {"@context": ` + v2 + `, "id": "urn:o", "name": "x"}`,
		jsonld.ErrUnsupported, "/credentialSubject/@context"},
	{"a context beside an identifier alone", nil, `"credentialSubject": {"@context": ` + v2 + `, "id": "urn:o"}`, jsonld.ErrUnsupported, "/credentialSubject/@context"},
	{"a context in a value", nil, `"name": {"@context": ` + v2 + `, "@value": "x"}`, jsonld.ErrUnsupported, "/name/@context"},
	{"a context written out in a credential", nil, `"endorsement": {"@context": {}, "type": "VerifiableCredential"}`, jsonld.ErrUnsupported, "/endorsement/@context"},
	{"contexts in a proof that stands where no proof does", nil, `"evidence": {"@context": ` + v2 + `, "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}`,
		jsonld.ErrUnsupported, "/evidence/@context"},
	{"contexts in a proof of the quads", nil, `"proof": {"@context": ` + v2 + `, "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}`,
		jsonld.ErrUnsupported, "/proof/@context"},
	{"contexts in a proof of no cryptosuite", nil, `"proof": {"@context": ` + v2 + `, "type": "DataIntegrityProof"}`, jsonld.ErrUnsupported, "/proof/@context"},
	{"other contexts in an embedded credential", nil, `"endorsement": {"@context": "https://www.w3.org/2018/credentials/v1", "type": "VerifiableCredential"}`,
		jsonld.ErrContext, "/endorsement/@context"},
	{"other contexts in a proof", nil, `"proof": {"@context": ` + ob + `, "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}`, jsonld.ErrUnsupported, "/proof/@context"},
	{"more contexts in a proof", nil, `"proof": [{"@context": [` + v2 + `, ` + ob + `, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"], "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}]`,
		jsonld.ErrUnsupported, "/proof/0/@context"},
	{"a context inside a proof", nil, `"proof": {"type": "DataIntegrityProof", "domain": {"@context": ` + v2 + `, "id": "urn:o", "name": "x"}}`,
		jsonld.ErrUnsupported, "/proof/domain/@context"},
	{"the outer contexts in the proof of an embedded credential", nil, `"endorsement": {"@context": ` + v2 + `, "type": "VerifiableCredential",
		"proof": {"@context": [` + v2 + `, ` + ob + `], "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}}`, jsonld.ErrUnsupported, "/endorsement/proof/@context"},
	{"the inner contexts in the proof outside", nil, `"endorsement": {"@context": ` + ob + `, "type": "VerifiableCredential"},
		"proof": {"@context": ` + ob + `, "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}`, jsonld.ErrUnsupported, "/proof/@context"},
	{"an embedded credential without contexts", nil, `"endorsement": [{"id": "urn:e", "type": ["EndorsementCredential", "VerifiableCredential"]}]`,
		jsonld.ErrLoss, "/endorsement/0"},
	{"an embedded credential of another type without contexts", nil, `"endorsement": {"id": "urn:e", "type": ["VerifiableCredential", "urn:z"]}`, jsonld.ErrLoss, "/endorsement"},
	{"an embedded presentation without contexts", nil, `"endorsement": {"type": "VerifiablePresentation"}`, jsonld.ErrLoss, "/endorsement"},
	{"an enveloped credential without contexts", nil, `"endorsement": {"type": "EnvelopedVerifiableCredential"}`, jsonld.ErrLoss, "/endorsement"},
	{"an enveloped presentation without contexts", nil, `"endorsement": {"type": "EnvelopedVerifiablePresentation"}`, jsonld.ErrLoss, "/endorsement"},
	{"an embedded credential whose type is written out", nil, `{"@context": ` + v2 + `, "type": "VerifiablePresentation", "verifiableCredential":
		{"@id": "data:,x", "@type": "https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential"}}`, jsonld.ErrLoss, "/verifiableCredential"},

	// Contexts in the set.
	{"a context that names an unknown one", []string{`["urn:unknown"]`}, `"@id": "urn:s"`, jsonld.ErrUnknownContext, "/@context"},
	{"contexts that name each other", []string{`["urn:c2"]`, `["urn:c1"]`}, `"@id": "urn:s"`, jsonld.ErrTooLarge, "/@context"},
	{"@import", []string{`{"@import": "urn:c2"}`, `{"p": "urn:p"}`}, `"p": "x"`, jsonld.ErrUnsupported, "/@context"},
	{"@propagate", []string{`{"@propagate": false, "p": "urn:p"}`}, `"p": "x"`, jsonld.ErrUnsupported, "/@context"},
	{"@propagate in a later context", []string{`[{"p": "urn:p"}, {"@propagate": false}]`}, `"p": "x"`, jsonld.ErrUnsupported, "/@context"},
	{"@propagate inside a term", []string{`[{"T": {"@id": "urn:T", "@context": {"@propagate": true}}}]`}, `"@type": "T"`, jsonld.ErrUnsupported, "/@context"},
	{"@base in the context of a property", []string{`{"p": {"@id": "urn:p", "@type": "@id", "@context": {"@base": "https://example.org/"}}}`}, `"p": "x"`, jsonld.ErrUnsupported, "/p"},
	{"a relative @vocab", []string{`{"@vocab": "vocabulary#"}`}, `"p": "x"`, jsonld.ErrUnsupported, "/@context"},
	{"a malformed default language", []string{`{"@language": "en> <urn:x", "p": "urn:p"}`}, `"p": "x"`, jsonld.ErrContext, "/@context"},
	{"a malformed default direction", []string{`{"@direction": "up", "p": "urn:p"}`}, `"p": "x"`, jsonld.ErrContext, "/@context"},
	{"a protected term that is redefined", []string{`{"@protected": true, "p": "urn:p"}`, `{"p": "urn:q"}`}, `{"@context": ["urn:c1", "urn:c2"], "p": "x"}`, jsonld.ErrContext, "/@context"},
	{"a protected term that is taken away", []string{`{"@protected": true, "p": "urn:p"}`, `{"p": null, "q": "urn:q"}`}, `{"@context": ["urn:c1", "urn:c2"], "q": "x"}`, jsonld.ErrContext, "/@context"},
	{"a protected term that is taken away and given back", []string{`{"@protected": true, "p": "urn:p"}`, `{"p": null}`, `{"p": "urn:q"}`},
		`{"@context": ["urn:c1", "urn:c2", "urn:c3"], "p": "x"}`, jsonld.ErrContext, "/@context"},
	{"a protected term that is ignored", []string{`{"@protected": true, "p": "urn:p"}`, `{"p": "@ignored", "q": "urn:q"}`}, `{"@context": ["urn:c1", "urn:c2"], "q": "x"}`, jsonld.ErrContext, "/@context"},
	{"a protected term that a class redefines", []string{`{"@protected": true, "p": "urn:p", "T": {"@id": "urn:T", "@context": {"p": "urn:q"}}}`}, `"@type": "T", "p": "x"`, jsonld.ErrContext, "/@type"},
	{"a protected term that is left alone and redefined below", []string{`{"@protected": true, "q": "urn:q", "p": {"@id": "urn:p", "@context": {"r": "urn:r"}},
		"T": {"@id": "urn:T", "@context": {"q": "urn:t"}}}`}, `"p": {"@type": "T"}`, jsonld.ErrContext, "/p/@type"},
	{"protected terms that are taken away below a property", []string{`{"@protected": true, "p": {"@id": "urn:p", "@context": {"r": "urn:r"}},
		"T": {"@id": "urn:T", "@context": null}}`}, `"p": {"@type": "T"}`, jsonld.ErrContext, "/p/@type"},
	{"a context of a property that makes no sense", []string{`{"p": {"@id": "urn:p", "@context": "urn:unknown"}}`}, `"p": {"@id": "urn:o"}`, jsonld.ErrUnknownContext, "/p"},
	{"a context of a property of a string that makes no sense", []string{`{"p": {"@id": "urn:p", "@context": "urn:unknown"}}`}, `"p": ["x"]`, jsonld.ErrUnknownContext, "/p/0"},
	{"a term without a name", []string{`{"": "urn:p", "q": "urn:q"}`}, `"q": "x"`, jsonld.ErrContext, "/@context"},
	{"a malformed term", []string{`{"p": 1}`}, `"p": "x"`, jsonld.ErrContext, "/@context"},
	{"a context that makes json-gold panic", []string{`{"@protected": "x"}`}, `"p": "x"`, jsonld.ErrContext, "/@context"},
	{"a container that makes json-gold panic", []string{`{"p": {"@id": "urn:p", "@container": 1}}`}, `"p": "x"`, jsonld.ErrContext, "/@context"},
	{"a context of a class that makes json-gold panic", []string{`{"T": {"@id": "urn:T", "@context": {"p": {"@id": "urn:p", "@protected": 1}}}}`}, `"@type": "T"`, jsonld.ErrContext, "/@type"},
	{"a context of a property that makes json-gold panic", []string{`{"p": {"@id": "urn:p", "@context": {"@protected": 1}}}`}, `"p": "x"`, jsonld.ErrContext, "/p"},

	// Identifiers.
	{"a number for an identifier", nil, `"id": 1`, jsonld.ErrLoss, "/id"},
	{"null for an identifier", nil, `"id": null`, jsonld.ErrLoss, "/id"},
	{"several identifiers", nil, `"credentialSubject": {"id": ["urn:a"]}`, jsonld.ErrLoss, "/credentialSubject/id"},
	{"an empty identifier", nil, `"id": ""`, jsonld.ErrLoss, "/id"},
	{"a relative identifier", nil, `"credentialSubject": {"id": "mallory", "name": "x"}`, jsonld.ErrLoss, "/credentialSubject/id"},
	{"a relative value", nil, `"credentialSubject": "mallory"`, jsonld.ErrLoss, "/credentialSubject"},
	{"a space in the host", nil, `"credentialSubject": {"id": "https://mallory .example", "name": "x"}`, jsonld.ErrLoss, "/credentialSubject/id"},
	{"a statement in an identifier", nil, `"issuer": "urn:o> <urn:g"`, jsonld.ErrLoss, "/issuer"},
	{"a blank node", nil, `"id": "_:b0"`, jsonld.ErrLoss, "/id"},
	{"a blank node as a value", nil, `"issuer": "_:c14n0"`, jsonld.ErrLoss, "/issuer"},
	{"a compact identifier", []string{`{"v": "urn:v:", "p": "urn:p"}`}, `"@id": "v:s", "p": "x"`, jsonld.ErrUnsupported, "/@id"},
	{"a compact identifier with a prefix that says so", []string{`{"v": {"@id": "urn:v", "@prefix": true}, "p": {"@id": "urn:p", "@type": "@id"}}`}, `"p": ["v:o"]`, jsonld.ErrUnsupported, "/p/0"},
	{"a prefix for an identifier", []string{`{"v": "urn:v:", "p": {"@id": "urn:p", "@type": "@id"}}`}, `"p": "v"`, jsonld.ErrLoss, "/p"},
	{"an underscore for an identifier", []string{`{"p": {"@id": "urn:p", "@type": "@id"}}`}, `"p": "_"`, jsonld.ErrLoss, "/p"},
	{"an identifier beside the name of an object", []string{`{"p": {"@id": "urn:p", "@container": "@id"}}`}, `"p": {"urn:a": {"@id": "urn:b"}}`, jsonld.ErrLoss, "/p/urn:a/@id"},
	{"@id", nil, `"@id": "urn:s"`, jsonld.ErrLoss, "/@id"},
	{"@id in a reference", nil, `"issuer": {"@id": "urn:i"}`, jsonld.ErrLoss, "/issuer/@id"},
	{"id and @id", nil, `"id": "urn:s", "@id": "urn:s"`, jsonld.ErrLoss, "/@id"},
	{"the longer of two aliases", []string{`{"id": "@id", "identifier": "@id", "p": "urn:p"}`}, `"identifier": "urn:s", "p": "x"`, jsonld.ErrLoss, "/identifier"},
	{"the IRI of a value that is a term", []string{`{"p": {"@id": "urn:p", "@type": "@vocab"}, "a": "urn:a"}`}, `"p": "urn:a"`, jsonld.ErrLoss, "/p"},
	{"an object for a value that is a term", []string{`{"p": {"@id": "urn:p", "@type": "@vocab"}, "a": "urn:a"}`}, `"p": {"@id": "urn:a"}`, jsonld.ErrLoss, "/p/@id"},
	{"an object with a name for a value that is a term", []string{`{"p": {"@id": "urn:p", "@type": "@vocab", "@container": "@id"}, "q": "urn:q"}`}, `"p": {"urn:q": {"q": 1}}`, jsonld.ErrLoss, "/p/urn:q"},
	{"an object for a value of the vocabulary", []string{`{"@vocab": "urn:v:", "p": {"@type": "@vocab"}}`}, `"p": {"@id": "urn:v:a"}`, jsonld.ErrLoss, "/p/@id"},
	{"the purpose of a proof as an object", nil, `"proof": {"type": "DataIntegrityProof", "proofPurpose": {"id": "https://w3id.org/security#assertionMethod"}}`,
		jsonld.ErrLoss, "/proof/proofPurpose/id"},

	// Types.
	{"null for a type", nil, `"credentialSubject": {"type": null}`, jsonld.ErrLoss, "/credentialSubject/type"},
	{"no type", nil, `"credentialSubject": {"type": []}`, jsonld.ErrLoss, "/credentialSubject/type"},
	{"an object for a type", nil, `"credentialSubject": {"type": {"id": "urn:T"}}`, jsonld.ErrLoss, "/credentialSubject/type"},
	{"a number among types", nil, `"credentialSubject": {"type": ["urn:T", 1]}`, jsonld.ErrLoss, "/credentialSubject/type/1"},
	{"a number among types of the vocabulary", []string{`{"@vocab": "urn:v:"}`}, `"@type": ["T", 1]`, jsonld.ErrLoss, "/@type/1"},
	{"an undefined type", nil, `"credentialSubject": {"type": "Motto"}`, jsonld.ErrLoss, "/credentialSubject/type"},
	{"an undefined type among others", nil, `"credentialSubject": {"type": ["Profile", "Motto"]}`, jsonld.ErrLoss, "/credentialSubject/type/1"},
	{"a type twice", nil, `"credentialSubject": {"type": ["Profile", "Profile"]}`, jsonld.ErrLoss, "/credentialSubject/type"},
	{"a type written out", nil, `"credentialSubject": {"type": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"}`, jsonld.ErrLoss, "/credentialSubject/type"},
	{"a type of the vocabulary written out", []string{`{"@vocab": "urn:v:"}`}, `"@type": ["urn:v:T"]`, jsonld.ErrLoss, "/@type/0"},
	{"a compact type", []string{`{"v": "urn:v:"}`}, `"@type": "v:T"`, jsonld.ErrUnsupported, "/@type"},
	{"a keyword for a type", nil, `"credentialSubject": {"type": "id"}`, jsonld.ErrLoss, "/credentialSubject/type"},
	{"a keyword for a type of the vocabulary", []string{`{"@vocab": "urn:v:"}`}, `"@type": "@id"`, jsonld.ErrLoss, "/@type"},
	{"a type that the context maps to null", []string{`{"@vocab": "urn:v:", "T": null}`}, `"@type": "T"`, jsonld.ErrLoss, "/@type"},
	{"a type that is a blank node", []string{`{"T": "_:T"}`}, `"@type": "T"`, jsonld.ErrUnsupported, "/@type"},
	{"a type that has an IRI with a space", []string{`{"T": "urn:a b"}`}, `"@type": "T"`, jsonld.ErrUnsupported, "/@type"},
	{"a type that makes no IRI", []string{`{"@vocab": "urn:v:"}`}, `"@type": "a b"`, jsonld.ErrLoss, "/@type"},
	{"a type that makes the IRI of a term", []string{`{"@vocab": "urn:v:", "U": "urn:v:T"}`}, `"@type": "T"`, jsonld.ErrLoss, "/@type"},
	{"an empty type", []string{`{"@vocab": "urn:v"}`}, `"@type": ""`, jsonld.ErrLoss, "/@type"},
	{"@type", nil, `{"@context": ` + v2 + `, "@type": "VerifiableCredential", "name": "x"}`, jsonld.ErrLoss, "/@type"},
	{"type and @type", nil, `"@type": "BitstringStatusList"`, jsonld.ErrLoss, "/@type"},
	{"more types under a name that the types define", []string{`{"T": {"@id": "urn:T", "@context": {"kind": "@type"}}}`}, `"@type": "T", "kind": ["urn:U"]`, jsonld.ErrLoss, "/kind"},
	{"null under a name that the types define", []string{`{"T": {"@id": "urn:T", "@context": {"kind": "@type"}}}`}, `"@type": "T", "kind": null`, jsonld.ErrLoss, "/kind"},
	{"an invalid type of a value", []string{`{"p": "urn:p"}`}, `"p": {"@value": "x", "@type": ["urn:T"]}`, jsonld.ErrLoss, "/p/@type"},

	// Members.
	{"an undefined name", nil, `"motto": "x"`, jsonld.ErrLoss, "/motto"},
	{"an undefined name of an object", nil, `"credentialSubject": {"type": "AchievementSubject", "motto": {"id": "urn:o"}}`, jsonld.ErrLoss, "/credentialSubject/motto"},
	{"a name that another type defines", nil, `"credentialSubject": {"type": "AchievementSubject", "criteria": {"id": "urn:o"}}`, jsonld.ErrLoss, "/credentialSubject/criteria"},
	{"an empty name", nil, `{"@context": ` + v2 + `, "": [0]}`, jsonld.ErrLoss, "/"},
	{"an empty name of the vocabulary", []string{`{"@vocab": "urn:v"}`}, `"": [0]`, jsonld.ErrLoss, "/"},
	{"what makes json-gold panic", []string{`{}`}, `"": [0]`, jsonld.ErrLoss, "/"},
	{"a name that makes no IRI", []string{`{"@vocab": "urn:v:"}`}, `"a b": "x"`, jsonld.ErrLoss, "/a b"},
	{"a name that makes the IRI of a term", []string{`{"@vocab": "urn:v:", "q": "urn:v:p"}`}, `"p": "x"`, jsonld.ErrLoss, "/p"},
	{"a name that makes the IRI of types", []string{`{"@vocab": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}`}, `"type": {"@id": "urn:T"}`, jsonld.ErrLoss, "/type"},
	{"a name that the context maps to null", []string{`{"@vocab": "urn:v:", "p": null}`}, `"p": "x"`, jsonld.ErrLoss, "/p"},
	{"an IRI for a name", nil, `"https://schema.org/name": "x"`, jsonld.ErrUnsupported, "/https:~1~1schema.org~1name"},
	{"an IRI for an undefined name", nil, `"urn:p": "x"`, jsonld.ErrUnsupported, "/urn:p"},
	{"a blank node for a name", nil, `"_:p": "x"`, jsonld.ErrUnsupported, "/_:p"},
	{"a compact name", []string{`{"v": "urn:v:"}`}, `"v:p": "x"`, jsonld.ErrUnsupported, "/v:p"},
	{"a colon in front of a name", nil, `":name": "x"`, jsonld.ErrUnsupported, "/:name"},
	{"the longer of two names", []string{`{"a": "urn:p", "bb": "urn:p"}`}, `"bb": "x"`, jsonld.ErrLoss, "/bb"},
	{"the longer of two names, though the lesser", []string{`{"aa": "urn:p", "b": "urn:p"}`}, `"aa": "x"`, jsonld.ErrLoss, "/aa"},
	{"the greater of two names", []string{`{"a": "urn:p", "b": "urn:p"}`}, `"b": "x"`, jsonld.ErrLoss, "/b"},
	{"the name of a class for a property", nil, `"credentialSubject": {"type": "Achievement", "Criteria": {"narrative": "x"}}`, jsonld.ErrLoss, "/credentialSubject/Criteria"},
	{"the longer of two names that a type brings", []string{`{"bb": "urn:p", "T": {"@id": "urn:T", "@context": {"a": "urn:p"}}}`}, `"@type": "T", "bb": {"bb": "x"}`, jsonld.ErrLoss, "/bb"},
	{"a property that is a blank node", []string{`{"p": "_:p"}`}, `"p": "x"`, jsonld.ErrUnsupported, "/p"},
	{"a property that has an IRI with a space", []string{`{"p": "urn:a b"}`}, `"p": "x"`, jsonld.ErrUnsupported, "/p"},
	{"a property for types", []string{`{"p": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "@type": "@id"}}`}, `"p": "urn:T"`, jsonld.ErrUnsupported, "/p"},
	{"@reverse in a context", []string{`{"p": {"@reverse": "urn:p"}}`}, `"p": {"@id": "urn:o"}`, jsonld.ErrUnsupported, "/p"},
	{"@nest in a context", []string{`{"p": {"@id": "urn:p", "@nest": "@nest"}}`}, `"p": "x"`, jsonld.ErrUnsupported, "/p"},
	{"a container @index", []string{`{"p": {"@id": "urn:p", "@container": "@index"}}`}, `"p": {"a": "x"}`, jsonld.ErrUnsupported, "/p"},
	{"@index in a context", []string{`{"p": {"@id": "urn:p", "@container": ["@set"], "@index": "urn:i"}}`}, `"p": {"a": "x"}`, jsonld.ErrUnsupported, "/p"},
	{"a container @type", []string{`{"p": {"@id": "urn:p", "@container": "@type"}}`}, `"p": {"urn:T": {"@id": "urn:o"}}`, jsonld.ErrUnsupported, "/p"},
	{"graphs by their identifiers", []string{`{"p": {"@id": "urn:p", "@container": ["@graph", "@id"]}}`}, `"p": {"urn:a": {"@type": "urn:T"}}`, jsonld.ErrUnsupported, "/p"},
	{"a list of JSON literals", []string{`{"p": {"@id": "urn:p", "@type": "@json", "@container": "@list"}}`}, `"p": ["x"]`, jsonld.ErrUnsupported, "/p"},
	{"a set of languages of JSON literals", []string{`{"p": {"@id": "urn:p", "@type": "@json", "@container": ["@set", "@language"]}}`}, `"p": {"en": "x"}`, jsonld.ErrUnsupported, "/p"},
	{"a datatype that has an IRI with a space", []string{`{"p": {"@id": "urn:p", "@type": "urn:a b"}}`}, `"p": "x"`, jsonld.ErrUnsupported, "/p"},
	{"a datatype of directed strings", []string{`{"p": {"@id": "urn:p", "@type": "https://www.w3.org/ns/i18n#en_rtl"}}`}, `"p": "x"`, jsonld.ErrUnsupported, "/p"},
	{"a malformed language of a term", []string{`{"p": {"@id": "urn:p", "@language": "en_US"}}`}, `"p": "x"`, jsonld.ErrUnsupported, "/p"},
	{"a malformed direction of a term", []string{`{"p": {"@id": "urn:p", "@direction": "up> <urn:x"}}`}, `"p": "x"`, jsonld.ErrUnsupported, "/p"},

	// Keywords.
	{"@graph", nil, `"@graph": [{"id": "urn:o", "name": "x"}]`, jsonld.ErrUnsupported, "/@graph"},
	{"@included", nil, `"@included": [{"id": "urn:o", "name": "x"}]`, jsonld.ErrUnsupported, "/@included"},
	{"@reverse", nil, `"@reverse": {"issuer": "urn:o"}`, jsonld.ErrUnsupported, "/@reverse"},
	{"@nest", nil, `"@nest": {"name": "x"}`, jsonld.ErrUnsupported, "/@nest"},
	{"@index", nil, `"@index": "x"`, jsonld.ErrUnsupported, "/@index"},
	{"@set", nil, `"evidence": {"@set": ["urn:o"]}`, jsonld.ErrUnsupported, "/evidence/@set"},
	{"@list", nil, `"evidence": {"@list": ["urn:o"]}`, jsonld.ErrUnsupported, "/evidence/@list"},
	{"@language of an object", nil, `"issuer": {"@language": "en", "name": "x"}`, jsonld.ErrUnsupported, "/issuer/@language"},
	{"@direction of an object", nil, `"issuer": {"@direction": "rtl", "name": "x"}`, jsonld.ErrUnsupported, "/issuer/@direction"},
	{"what looks like a keyword", nil, `"@foo": "x"`, jsonld.ErrUnsupported, "/@foo"},
	{"an at sign", nil, `"@": "x"`, jsonld.ErrUnsupported, "/@"},
	{"a keyword that a context tries to define", []string{`{"@foo": "urn:p", "@1": "urn:p"}`}, `"@1": "x"`, jsonld.ErrUnsupported, "/@1"},
	{"an alias of @graph", []string{`{"graph": "@graph"}`}, `"graph": [{"@type": "urn:T"}]`, jsonld.ErrUnsupported, "/graph"},
	{"an alias of @index", []string{`{"p": "urn:p", "grade": "@index"}`}, `"p": {"p": "x", "grade": "A"}`, jsonld.ErrUnsupported, "/p/grade"},

	// Values.
	{"null", nil, `"credentialStatus": null`, jsonld.ErrLoss, "/credentialStatus"},
	{"null in an array", nil, `"name": ["x", null]`, jsonld.ErrLoss, "/name/1"},
	{"an empty array", nil, `"evidence": []`, jsonld.ErrLoss, "/evidence"},
	{"an array in an array", nil, `"name": [["x"]]`, jsonld.ErrLoss, "/name/0"},
	{"an empty object as a value", nil, `"evidence": [{}]`, jsonld.ErrLoss, "/evidence/0"},
	{"a string twice", nil, `"name": ["x", "y", "x"]`, jsonld.ErrLoss, "/name"},
	{"a string twice among many", nil, `"name": ["a", "b", "c", "d", "e", "f", "g", "h", "a"]`, jsonld.ErrLoss, "/name"},
	{"a number twice", nil, `"name": [1, 1.0]`, jsonld.ErrLoss, "/name"},
	{"an identifier twice", nil, `"issuer": ["urn:i", {"id": "urn:i"}]`, jsonld.ErrLoss, "/issuer"},
	{"an object twice", nil, `"evidence": [{"id": "urn:o", "name": "x"}, {"id": "urn:o", "name": "x"}]`, jsonld.ErrLoss, "/evidence"},
	{"a graph without statements", nil, `"proof": "urn:o"`, jsonld.ErrLoss, "/proof"},
	{"a graph with an identifier alone", nil, `"proof": [{"id": "urn:o"}]`, jsonld.ErrLoss, "/proof/0"},
	{"a graph that is a literal", []string{`{"p": {"@id": "urn:p", "@container": "@graph"}}`}, `"p": {"@value": "x"}`, jsonld.ErrLoss, "/p"},
	{"a string whose property takes itself away", []string{`{"p": {"@id": "urn:p", "@type": "@id", "@context": null}}`}, `"p": "urn:o"`, jsonld.ErrUnsupported, "/p"},
	{"a string whose property redefines itself", []string{`{"p": {"@id": "urn:p", "@type": "@id", "@context": {"p": "urn:p"}}}`}, `"p": ["urn:o"]`, jsonld.ErrUnsupported, "/p/0"},
	{"the longer of two terms as a value", []string{`{"p": {"@id": "urn:p", "@type": "@vocab"}, "a": "urn:a", "bb": "urn:a"}`}, `"p": "bb"`, jsonld.ErrLoss, "/p"},
	{"an undefined term as a value", nil, `"proof": {"type": "DataIntegrityProof", "proofPurpose": "motto"}`, jsonld.ErrLoss, "/proof/proofPurpose"},

	// Literals.
	{"more digits than a double has", nil, `"name": 0.30000000000000004`, jsonld.ErrLoss, "/name"},
	{"more digits than a float has", nil, `"credentialSubject": {"type": "AchievementSubject", "creditsEarned": [1, 4.3500000000000005]}`, jsonld.ErrLoss, "/credentialSubject/creditsEarned/1"},
	{"a number of no datatype of numbers", nil, `"validFrom": 2026`, jsonld.ErrUnsupported, "/validFrom"},
	{"a number of xsd:string", []string{`{"p": {"@id": "urn:p", "@type": "http://www.w3.org/2001/XMLSchema#string"}}`}, `"p": 1`, jsonld.ErrUnsupported, "/p"},
	{"a number for a boolean", nil, `"issuer": {"type": "IdentityObject", "hashed": 1}`, jsonld.ErrUnsupported, "/issuer/hashed"},
	{"a boolean for a number", nil, `"credentialSubject": {"type": "AchievementSubject", "creditsEarned": true}`, jsonld.ErrUnsupported, "/credentialSubject/creditsEarned"},
	{"a boolean as a string", nil, `"issuer": {"type": "IdentityObject", "hashed": "true"}`, jsonld.ErrLoss, "/issuer/hashed"},
	{"another boolean as a string", nil, `"issuer": {"type": "IdentityObject", "hashed": "false"}`, jsonld.ErrLoss, "/issuer/hashed"},
	{"an integer as a string", nil, `"exp": "1767225600"`, jsonld.ErrLoss, "/exp"},
	{"a fraction as a string", nil, `"credentialSubject": {"type": "AchievementSubject", "creditsEarned": "4.5E0"}`, jsonld.ErrLoss, "/credentialSubject/creditsEarned"},
	{"an integer of 21 digits as a string", nil, `"exp": "100000000000000000000"`, jsonld.ErrLoss, "/exp"},
	{"a double as a string", []string{`{"p": {"@id": "urn:p", "@type": "http://www.w3.org/2001/XMLSchema#double"}}`}, `"p": "INF"`, jsonld.ErrUnsupported, "/p"},

	// Value objects.
	{"an unknown member of a value", nil, `"name": {"@value": "x", "@language": "en", "motto": "y"}`, jsonld.ErrLoss, "/name/motto"},
	{"a known member of a value", nil, `"name": {"@value": "x", "@language": "en", "name": "y"}`, jsonld.ErrLoss, "/name/name"},
	{"an identifier of a value", nil, `"name": {"@value": "x", "@language": "en", "id": "urn:o"}`, jsonld.ErrLoss, "/name/id"},
	{"@index of a value", nil, `"name": {"@value": "x", "@language": "en", "@index": "y"}`, jsonld.ErrLoss, "/name/@index"},
	{"@type of a value where the context has a name for it", nil, `"name": {"@value": "x", "@type": "urn:D"}`, jsonld.ErrLoss, "/name/@type"},
	{"@value where the context has a name for it", []string{`{"p": "urn:p", "val": "@value"}`}, `"p": {"@value": "x", "@language": "en"}`, jsonld.ErrLoss, "/p/@value"},
	{"@language where the context has a name for it", []string{`{"p": "urn:p", "lang": "@language"}`}, `"p": {"@value": "x", "@language": "en"}`, jsonld.ErrLoss, "/p/@language"},
	{"@direction where the context has a name for it", []string{`{"p": "urn:p", "dir": "@direction"}`}, `"p": {"@value": "x", "@direction": "ltr"}`, jsonld.ErrLoss, "/p/@direction"},
	{"@value twice", []string{`{"p": "urn:p", "val": "@value"}`}, `"p": {"val": "x", "@value": "x", "@language": "en"}`, jsonld.ErrLoss, "/p/@value"},
	{"null for @value", nil, `"name": {"@value": null}`, jsonld.ErrLoss, "/name"},
	{"null for a typed @value", nil, `"name": {"@value": null, "type": "urn:D"}`, jsonld.ErrLoss, "/name"},
	{"an object for @value", nil, `"name": {"@value": {"x": 1}}`, jsonld.ErrLoss, "/name"},
	{"an array for @value", nil, `"name": {"@value": ["x"], "type": "urn:D"}`, jsonld.ErrLoss, "/name"},
	{"null for @language", nil, `"name": {"@value": "x", "@language": null}`, jsonld.ErrLoss, "/name/@language"},
	{"a number for @direction", nil, `"name": {"@value": "x", "@direction": 1}`, jsonld.ErrLoss, "/name/@direction"},
	{"null for the type of a value", nil, `"name": {"@value": "x", "type": null}`, jsonld.ErrLoss, "/name/type"},
	{"a language with an underscore", nil, `"name": {"@value": "Forged", "@language": "en_US"}`, jsonld.ErrLoss, "/name"},
	{"an empty language", nil, `"name": {"@value": "x", "@language": ""}`, jsonld.ErrLoss, "/name"},
	{"a language that begins with a digit", nil, `"name": {"@value": "x", "@language": "e1"}`, jsonld.ErrLoss, "/name"},
	{"a language with a part of nine letters", nil, `"name": {"@value": "x", "@language": "en-abcdefghi"}`, jsonld.ErrLoss, "/name"},
	{"a language with an at sign", nil, `"name": {"@value": "x", "@language": "@en"}`, jsonld.ErrLoss, "/name"},
	{"a language with an empty part", nil, `"name": {"@value": "x", "@language": "en-"}`, jsonld.ErrLoss, "/name"},
	{"a language with an underscore in a later part", nil, `"name": {"@value": "x", "@language": "en-a_b"}`, jsonld.ErrLoss, "/name"},
	{"a language with a full stop", nil, `"name": {"@value": "x", "@language": "en-a.b"}`, jsonld.ErrLoss, "/name"},
	{"a statement in a language", nil, `"name": {"@value": "x", "@language": "en . <urn"}`, jsonld.ErrLoss, "/name"},
	{"an unknown direction", nil, `"name": {"@value": "x", "@language": "en", "@direction": "RTL"}`, jsonld.ErrLoss, "/name"},
	{"an empty direction", nil, `"name": {"@value": "x", "@direction": ""}`, jsonld.ErrLoss, "/name"},
	{"a type and a language", nil, `"name": {"@value": "x", "@language": "en", "type": "urn:D"}`, jsonld.ErrLoss, "/name"},
	{"a type and a direction", nil, `"name": {"@value": "x", "@direction": "ltr", "type": "urn:D"}`, jsonld.ErrLoss, "/name"},
	{"a number with a language", nil, `"name": {"@value": 1, "@language": "en"}`, jsonld.ErrLoss, "/name"},
	{"a number with a language where it has no datatype of numbers", nil, `"validFrom": {"@value": 1, "@language": "en"}`, jsonld.ErrLoss, "/validFrom"},
	{"a boolean with a direction", nil, `"name": {"@value": true, "@direction": "ltr"}`, jsonld.ErrLoss, "/name"},
	{"an undefined type of a value", nil, `"name": {"@value": "x", "type": "Motto"}`, jsonld.ErrLoss, "/name"},
	{"a relative type of a value", nil, `"name": {"@value": "x", "type": "a b:c"}`, jsonld.ErrLoss, "/name"},
	{"JSON as its text", nil, `"name": {"@value": "{}", "type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"}`, jsonld.ErrLoss, "/name"},
	{"a string of a language without one", nil, `"name": {"@value": "x", "type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}`, jsonld.ErrLoss, "/name"},
	{"a direction in the type", nil, `"name": {"@value": "x", "type": "https://www.w3.org/ns/i18n#en_rtl"}`, jsonld.ErrLoss, "/name"},
	{"the type of every string", []string{`{"@language": "en", "p": "urn:p"}`}, `"p": {"@value": "x", "@type": "http://www.w3.org/2001/XMLSchema#string"}`, jsonld.ErrLoss, "/p"},
	{"an integer as a typed string", nil, `"name": {"@value": "1", "type": "http://www.w3.org/2001/XMLSchema#integer"}`, jsonld.ErrLoss, "/name"},
	{"a number as a typed date", nil, `"name": {"@value": 1, "type": "http://www.w3.org/2001/XMLSchema#date"}`, jsonld.ErrUnsupported, "/name"},
	{"a string written out", nil, `"name": {"@value": "x"}`, jsonld.ErrLoss, "/name"},
	{"a number written out", nil, `"name": [{"@value": 1}]`, jsonld.ErrLoss, "/name/0"},
	{"a typed number written out", nil, `"name": {"@value": 1, "type": "http://www.w3.org/2001/XMLSchema#integer"}`, jsonld.ErrLoss, "/name"},
	{"a boolean written out", nil, `"name": {"@value": true}`, jsonld.ErrLoss, "/name"},
	{"a date written out", nil, `"validUntil": {"@value": "2030-01-01T00:00:00Z", "type": "http://www.w3.org/2001/XMLSchema#dateTime"}`, jsonld.ErrLoss, "/validUntil"},
	{"a default language written out", []string{`{"@language": "en", "p": "urn:p"}`}, `"p": {"@value": "x", "@language": "EN"}`, jsonld.ErrLoss, "/p"},
	{"a value with an identifier", []string{`{"p": {"@id": "urn:p", "@container": "@id", "@context": {"val": "@value"}}}`}, `"p": {"urn:a": {"val": "x", "@language": "en"}}`, jsonld.ErrLoss, "/p/urn:a"},

	// Containers.
	{"an empty list", []string{`{"p": {"@id": "urn:p", "@container": "@list"}}`}, `"p": []`, jsonld.ErrLoss, "/p"},
	{"null in a list", []string{`{"p": {"@id": "urn:p", "@container": "@list"}}`}, `"p": ["x", null]`, jsonld.ErrLoss, "/p/1"},
	{"null for a list", []string{`{"p": {"@id": "urn:p", "@container": "@list"}}`}, `"p": null`, jsonld.ErrLoss, "/p"},
	{"a list in a list", []string{`{"p": {"@id": "urn:p", "@container": "@list"}}`}, `"p": [["x"]]`, jsonld.ErrLoss, "/p/0"},
	{"a string without a language for its name", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": "x"`, jsonld.ErrLoss, "/p"},
	{"an array of strings for their languages", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": ["x"]`, jsonld.ErrLoss, "/p"},
	{"no languages", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": {}`, jsonld.ErrLoss, "/p"},
	{"no language", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": {"@none": "x"}`, jsonld.ErrLoss, "/p/@none"},
	{"a malformed language as a name", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": {"en": "x", "en_US": "y"}`, jsonld.ErrLoss, "/p/en_US"},
	{"a language in two spellings", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": {"en": "x", "EN": "y"}`, jsonld.ErrLoss, "/p/EN"},
	{"null in a language", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": {"en": null}`, jsonld.ErrLoss, "/p/en"},
	{"nothing in a language", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": {"en": []}`, jsonld.ErrLoss, "/p/en"},
	{"a number in a language", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": {"en": ["x", 1]}`, jsonld.ErrLoss, "/p/en"},
	{"a string twice in a language", []string{`{"p": {"@id": "urn:p", "@container": "@language"}}`}, `"p": {"en": ["x", "x"]}`, jsonld.ErrLoss, "/p"},
	{"an array for objects by their identifier", []string{`{"p": {"@id": "urn:p", "@container": "@id"}}`}, `"p": [{"urn:a": {"@type": "urn:T"}}]`, jsonld.ErrLoss, "/p"},
	{"no objects by their identifier", []string{`{"p": {"@id": "urn:p", "@container": "@id"}}`}, `"p": {}`, jsonld.ErrLoss, "/p"},
	{"a string by its identifier", []string{`{"p": {"@id": "urn:p", "@container": "@id"}}`}, `"p": {"urn:a": "x"}`, jsonld.ErrLoss, "/p/urn:a"},
	{"an array by its identifier", []string{`{"p": {"@id": "urn:p", "@container": "@id"}}`}, `"p": {"urn:a": [{"@type": "urn:T"}]}`, jsonld.ErrLoss, "/p/urn:a"},
	{"an empty object by its identifier", []string{`{"p": {"@id": "urn:p", "@container": "@id"}}`}, `"p": {"urn:a": {}}`, jsonld.ErrLoss, "/p/urn:a"},
	{"an empty name for an identifier", []string{`{"p": {"@id": "urn:p", "@container": "@id"}}`}, `"p": {"": {"@type": "urn:T"}}`, jsonld.ErrLoss, "/p/"},
	{"no name for an identifier", []string{`{"p": {"@id": "urn:p", "@container": "@id"}}`}, `"p": {"@none": {"@type": "urn:T"}}`, jsonld.ErrLoss, "/p/@none"},
	{"a relative name for an identifier", []string{`{"p": {"@id": "urn:p", "@container": "@id"}}`}, `"p": {"a": {"@type": "urn:T"}}`, jsonld.ErrLoss, "/p/a"},

	// What could take the place of the document, be found under another version of the context, or count twice.
	{"an embedded credential that leads back to the document", nil, `"id": "urn:s", "endorsement": {` + embedded + `, "id": "urn:e", "endorsement": {"id": "urn:s"}}`,
		jsonld.ErrUnsupported, ""},
	{"an embedded credential beside what leads back", nil, `"id": "urn:s", "endorsement": {` + embedded + `, "id": "urn:e", "name": "x"}, "evidence": "urn:s"`,
		jsonld.ErrUnsupported, ""},
	{"a class of Open Badges as a member", nil, `"issuer": {"id": "urn:i", "type": "Profile", "Image": {"id": "urn:o", "type": "Image"}}`, jsonld.ErrLoss, "/issuer/Image"},
	{"two descriptions with an object without an id", nil, `"issuer": {"id": "urn:i", "type": "Profile", "address": {"type": "Address", "postalCode": "1"}},
		"credentialSubject": {"id": "urn:i", "type": "Profile", "address": {"type": "Address", "postalCode": "1"}}`, jsonld.ErrUnsupported, "/credentialSubject"},

	// Identifiers that are described in several places.
	{"the document elsewhere", nil, `"id": "urn:s", "evidence": {"id": "urn:s", "name": "x"}`, jsonld.ErrUnsupported, "/evidence"},
	{"the document elsewhere, by type alone", nil, `"id": "urn:s", "evidence": {"id": "urn:s", "type": "Evidence"}`, jsonld.ErrUnsupported, "/evidence"},
	{"the document in an embedded credential", nil, `"id": "urn:s", "endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:s", "name": "x"}}`,
		jsonld.ErrUnsupported, "/endorsement/credentialSubject"},
	{"an embedded credential with the identifier of the document", nil, `"id": "urn:s", "endorsement": {` + embedded + `, "id": "urn:s"}`, jsonld.ErrUnsupported, "/endorsement"},
	{"a thing in two ways", nil, `"issuer": {"id": "urn:i", "name": "x"}, "evidence": [{"id": "urn:i", "description": "y"}]`, jsonld.ErrUnsupported, "/evidence/0"},
	{"a thing in two orders", nil, `"issuer": {"id": "urn:i", "name": ["x", "y"]}, "evidence": [{"id": "urn:i", "name": ["y", "x"]}]`, jsonld.ErrUnsupported, "/evidence/0"},
	{"a thing in the same words that mean something else", []string{`{"p": {"@id": "urn:p", "@context": {"q": "urn:a"}}, "r": {"@id": "urn:r", "@context": {"q": "urn:b"}}}`},
		`"p": {"@id": "urn:o", "q": 1}, "r": {"@id": "urn:o", "q": 1}`, jsonld.ErrUnsupported, "/r"},
	{"a thing in words that the other place has not", nil, `"issuer": {"id": "urn:i", "type": "Profile", "name": "x"}, "credentialSubject": {"id": "urn:i", "type": "AchievementSubject", "role": "y"}`,
		jsonld.ErrUnsupported, "/credentialSubject"},
	{"a thing outside and inside an embedded credential", nil, proof + `, "issuer": {"id": "urn:i", "name": "x"}, "endorsement": {` + proven + `, "issuer": {"id": "urn:i", "description": "y"}}`,
		jsonld.ErrUnsupported, "/endorsement/issuer"},
	{"a thing inside and outside an embedded credential", nil, proof + `, "endorsement": {` + proven + `, "issuer": {"id": "urn:i", "description": "y"}}, "issuer": {"id": "urn:i", "name": "x"}`,
		jsonld.ErrUnsupported, "/issuer"},
	{"a thing two credentials deep", nil, proof + `, "issuer": {"id": "urn:i", "name": "x"}, "endorsement": {` + proven + `, "endorsement": {` + proven + `, "issuer": {"id": "urn:i", "description": "y"}}}`,
		jsonld.ErrUnsupported, "/endorsement/endorsement/issuer"},
	{"a credential beside another", nil, `"endorsement": [{` + proven + `, "id": "urn:e", "issuer": "urn:i"}, {` + proven + `, "credentialSubject": {"id": "urn:e", "validUntil": "x"` +
		`, "@context": ` + v2 + `, "type": "VerifiableCredential"}}]`, jsonld.ErrUnsupported, "/endorsement/1/credentialSubject"},
	{"what is said of a credential beside it", nil, `"endorsement": [{` + proven + `, "id": "urn:e", "issuer": "urn:i"}, {` + proven + `, "credentialSubject": {"id": "urn:e", "name": "x"}}]`,
		jsonld.ErrUnsupported, "/endorsement/1/credentialSubject"},
	{"a credential after what is said of it beside it", nil, `"endorsement": [{` + proven + `, "credentialSubject": {"id": "urn:e", "name": "x"}}, {` + proven + `, "id": "urn:e", "issuer": "urn:i"}]`,
		jsonld.ErrUnsupported, "/endorsement/1"},
	{"an endorsement that says more", nil, `"id": "urn:s", "endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:s", "type": "EndorsementSubject", "endorsementComment": "x", "name": "y"}}`,
		jsonld.ErrUnsupported, "/endorsement/credentialSubject"},
	{"an endorsement that says more first", nil, `"id": "urn:s", "endorsement": {` + embedded + `, "credentialSubject": {"name": "y", "id": "urn:s", "type": "EndorsementSubject", "endorsementComment": "x"}}`,
		jsonld.ErrUnsupported, "/endorsement/credentialSubject"},
	{"a subject that is but of another type", nil, `"issuer": {"id": "urn:i", "name": "x"}, "credentialSubject": {"id": "urn:i", "type": "Profile"}`, jsonld.ErrUnsupported, "/credentialSubject"},
	{"an endorsement of a subject that is a credential beside it", nil, `"endorsement": [{` + proven + `, "credentialSubject": {` + proven + `, "id": "urn:e", "name": "x"}}, {` + proven + `,
		"credentialSubject": {"id": "urn:e", "type": "EndorsementSubject", "endorsementComment": "y"}}]`, jsonld.ErrUnsupported, "/endorsement/1/credentialSubject"},
	{"an endorsement of a subject of the same credential", []string{`{"subject": "https://www.w3.org/2018/credentials#credentialSubject", "name": "urn:name",
		"ES": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementSubject", "comment": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment"}`},
		`"subject": [{"subject": {"@id": "urn:o", "name": "x"}}, {"subject": {"@id": "urn:o", "@type": "ES", "comment": "y"}}]`, jsonld.ErrUnsupported, "/subject/1/subject"},
	{"an endorsement of several types", nil, `"id": "urn:s", "endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:s", "type": ["EndorsementSubject", "Profile"], "endorsementComment": "x"}}`,
		jsonld.ErrUnsupported, "/endorsement/credentialSubject"},
	{"an endorsement elsewhere than in a subject", nil, `"id": "urn:s", "evidence": {"id": "urn:s", "type": "EndorsementSubject", "endorsementComment": "x"}`, jsonld.ErrUnsupported, "/evidence"},
	{"an endorsement outside of a subject inside", nil, `"credentialSubject": {"id": "urn:o", "type": "EndorsementSubject", "endorsementComment": "x"},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:o", "name": "x"}}`, jsonld.ErrUnsupported, "/endorsement/credentialSubject"},
	{"an endorsement of a subject beside it", nil, `"credentialSubject": [{"id": "urn:o", "name": "x", "endorsement": "urn:e"}, {"type": "AchievementSubject",
		"achievement": {"id": "urn:o", "type": "EndorsementSubject", "endorsementComment": "x"}}]`, jsonld.ErrUnsupported, "/credentialSubject/1/achievement"},
	{"an endorsement of what is endorsed there too", nil, `"issuer": {"id": "urn:i", "type": ["EndorsementSubject"], "endorsementComment": "y", "name": "z"},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:i", "type": "EndorsementSubject", "endorsementComment": "x"}}`, jsonld.ErrUnsupported, "/endorsement/credentialSubject"},
	{"an endorsement of what is endorsed outside too", nil, `"credentialSubject": {"id": "urn:i", "type": ["EndorsementSubject", "Profile"], "endorsementComment": "y"},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:i", "type": "EndorsementSubject", "endorsementComment": "x"}}`, jsonld.ErrUnsupported, "/endorsement/credentialSubject"},
	{"credentials side by side, one without a proof", nil, `"endorsement": [
		{"@context": ` + v2 + `, "type": "VerifiableCredential", "issuer": {"id": "urn:i", "name": "I"}, "proof": {"type": "DataIntegrityProof", "nonce": "1"}},
		{"@context": ` + v2 + `, "type": "VerifiableCredential", "issuer": {"id": "urn:i", "description": "D"}}]`, jsonld.ErrUnsupported, "/endorsement/1/issuer"},
	{"credentials side by side, the other without a proof", nil, `"endorsement": [
		{"@context": ` + v2 + `, "type": "VerifiableCredential", "issuer": {"id": "urn:i", "name": "I"}},
		{"@context": ` + v2 + `, "type": "VerifiableCredential", "issuer": {"id": "urn:i", "description": "D"}, "proof": {"type": "DataIntegrityProof", "nonce": "1"}}]`,
		jsonld.ErrUnsupported, "/endorsement/1/issuer"},
	{"an endorsement of what has its type", nil, `"credentialSubject": {"id": "urn:i", "type": ["Profile", "EndorsementSubject"]},
		"endorsement": {` + embedded + `, "credentialSubject": {"id": "urn:i", "type": "EndorsementSubject", "endorsementComment": "x"}}`, jsonld.ErrUnsupported, "/endorsement/credentialSubject"},
	{"a related resource that says more", nil, `"image": {"id": "urn:i", "type": "Image"}, "relatedResource": {"id": "urn:i", "mediaType": "x", "name": "y"}`, jsonld.ErrUnsupported, "/relatedResource"},
	{"a related resource whose digest is elsewhere first", nil, `"image": {"id": "urn:i", "digestSRI": "x", "name": "y"}, "relatedResource": {"id": "urn:i", "mediaType": "x"}`,
		jsonld.ErrUnsupported, "/relatedResource"},
	{"a related resource with a type", nil, `"image": {"id": "urn:i", "type": "Image", "caption": "x"}, "relatedResource": {"id": "urn:i", "mediaType": "x", "type": "Image"}`, jsonld.ErrUnsupported, "/relatedResource"},
	{"a related resource whose digest is elsewhere too", nil, `"image": {"id": "urn:i", "type": "Image", "digestSRI": "x"}, "relatedResource": {"id": "urn:i", "mediaType": "x"}`,
		jsonld.ErrUnsupported, "/relatedResource"},
	{"a digest elsewhere than in a related resource", nil, `"image": {"id": "urn:i", "digestSRI": "x"}, "evidence": {"id": "urn:i", "name": "y"}`, jsonld.ErrUnsupported, "/evidence"},
}

func TestRefused(t *testing.T) {
	names := make(map[string]bool)
	for _, c := range refused {
		require.False(t, names[c.name], c.name)
		names[c.name] = true
		t.Run(c.name, func(t *testing.T) {
			p := jsonld.New(withContexts(t, c.contexts...))
			for range 2 { // with the contexts not compiled yet, and then with them
				requireRefused(t, p, parse(t, document(c.doc, c.contexts)), c.want, c.pointer)
			}
		})
	}
}

func requireRefused(t *testing.T, p *jsonld.Processor, doc strictjson.Value, want error, pointer string) {
	t.Helper()
	d, err := p.Dataset(doc)
	require.ErrorIs(t, err, want)
	require.Nil(t, d)
	var e *jsonld.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, pointer, e.Pointer, err)
	require.NotEmpty(t, e.Detail)
	require.Less(t, len(err.Error()), 1000)
}

func TestRefusedKinds(t *testing.T) {
	for _, doc := range []string{`null`, `true`, `1`, `"x"`, `[]`, `[{"@context": ` + v2 + `, "id": "urn:s", "name": "x"}]`} {
		requireRefused(t, jsonld.New(nil), parse(t, doc), jsonld.ErrLoss, "")
	}
	requireRefused(t, jsonld.New(nil), strictjson.Value{}, jsonld.ErrLoss, "")
}

// TestRefusedByHand: what Parse would have refused is refused where a tree that was built by hand has it.
func TestRefusedByHand(t *testing.T) {
	p := jsonld.New(withContexts(t, `{"p": "urn:p", "j": {"@id": "urn:j", "@type": "@json"}}`))
	doc := strictjson.NewObject(strictjson.Member{Name: "@context", Value: strictjson.NewString("urn:c1")})
	for _, n := range []string{"9007199254740993", "0.30000000000000004", "-0", "1e999", "0.1234567890123456789"} {
		requireRefused(t, p, doc.With("p", strictjson.NewNumber(n)), jsonld.ErrLoss, "/p")
	}
	requireRefused(t, p, doc.With("j", strictjson.NewString("\xff")), jsonld.ErrLoss, "/j")
	thing := parse(t, `{"@id": "urn:o"}`)
	requireRefused(t, p, doc.With("p", strictjson.NewArray(thing.With("p", strictjson.NewString("\xff")),
		parse(t, `{}`).With("p", thing.With("p", strictjson.NewString("\xfe"))))), jsonld.ErrUnsupported, "/p/1/p")

	d, err := p.Dataset(doc.With("p", strictjson.NewInt(9007199254740991)))
	require.NoError(t, err)
	require.Equal(t, statements(t, `_:b <urn:p> "9007199254740991"^^xsd:integer`), canonicalize(t, d.Quads, d.Nodes))
}

func TestError(t *testing.T) {
	err := error(&jsonld.Error{Pointer: "/a\nb", Detail: "null", Err: jsonld.ErrLoss})
	require.Equal(t, `/a\nb: null`, err.Error())
	require.Equal(t, "document: null", (&jsonld.Error{Detail: "null", Err: jsonld.ErrLoss}).Error())
	require.True(t, errors.Is(err, jsonld.ErrLoss))

	// What the document says is quoted and cut short.
	long := strings.Repeat("x", 3000)
	for _, member := range []string{`"id": "%s"`, `"type": "%s"`, `"proof": {"id": "urn:%s"}`, `"name": {"@value": "x", "@language": "%s"}`, `"%s:": 1`,
		`"id": "urn:s", "issuer": {"@id": "%s"}`, `"name": ["%[1]s", "%[1]s"]`, `"endorsement": {"type": "VerifiableCredential", "@context": "%s"}`} {
		doc, err := strictjson.Parse(fmt.Appendf(nil, `{"@context": `+v2+`, `+member+`}`, long), &strictjson.Limits{})
		if errors.Is(err, strictjson.ErrTooLarge) { // a name
			continue
		}
		require.NoError(t, err)
		_, err = jsonld.New(nil).Dataset(doc)
		require.Error(t, err)
		require.Less(t, len(err.Error()), 1000, member)
	}
}
