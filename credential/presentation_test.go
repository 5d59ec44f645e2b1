package credential_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

const (
	ada     = "did:example:ada"
	someJWS = "eyJhbGciOiJFZERTQSJ9.e30.c2ln"

	// someSecured has its members in an order that nothing changes.
	someSecured = `{"type":["VerifiableCredential"],"@context":["https://www.w3.org/ns/credentials/v2"],"issuer":"did:web:example.org","proof":{"type":"X"}}`
)

func TestNewPresentation(t *testing.T) {
	p, err := credential.NewPresentation(ada, []byte(someJWS+"\n"), []byte(" "+someSecured))
	require.NoError(t, err)
	text, err := p.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"did:example:ada",`+
		`"verifiableCredential":[{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:application/vc+jwt,`+someJWS+`","type":"EnvelopedVerifiableCredential"},`+
		someSecured+`]}`, string(text))

	var again credential.Presentation
	require.NoError(t, json.Unmarshal(text, &again))
	require.Equal(t, *p, again)

	empty, err := credential.NewPresentation(ada)
	require.NoError(t, err)
	text, err = empty.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"did:example:ada"}`, string(text))
}

func TestNewPresentationRefuses(t *testing.T) {
	const first = "/verifiableCredential/0"
	for _, tt := range []struct {
		name, holder, secured, pointer, code string
	}{
		{"no holder", "", someJWS, "/holder", credential.CodeMissing},
		{"a relative holder", "ada", someJWS, "/holder", credential.CodeURI},
		{"nothing", ada, "", first, credential.CodeFormat},
		{"two parts", ada, "e30.e30", first, credential.CodeFormat},
		{"a picture", ada, "<svg/>", first, credential.CodeFormat},
		{"a JWS as a JSON string", ada, `"` + someJWS + `"`, first, credential.CodeFormat},
		{"an SD-JWT", ada, someJWS + "~WyJzYWx0Il0~", first, credential.CodeFormat},
		{"broken JSON", ada, someSecured[:40], first, credential.CodeSyntax},
		{"a name twice", ada, strings.Replace(someSecured, "{", `{"issuer":"x",`, 1), first + "/issuer", credential.CodeDuplicate},
		{"no proof", ada, strings.Replace(someSecured, `,"proof":{"type":"X"}`, "", 1), first + "/proof", credential.CodeMissing},
		{"no credential", ada, strings.Replace(someSecured, "VerifiableCredential", "VerifiablePresentation", 1), first + "/type", credential.CodeClass},
		{"an envelope that is a credential as well", ada, strings.Replace(someSecured, `["`, `["EnvelopedVerifiableCredential","`, 1), first + "/type", credential.CodeClass},
		{"an envelope of something else", ada, `{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:text/plain,` + someJWS + `","type":"EnvelopedVerifiableCredential"}`,
			first + "/id", credential.CodeFormat},
		{"an envelope of no JWS", ada, `{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:application/vc+jwt,e30","type":"EnvelopedVerifiableCredential"}`,
			first + "/id", credential.CodeFormat},
		{"an envelope that is not said to be of a JWS", ada, `{"@context":"https://www.w3.org/ns/credentials/v2","id":"` + someJWS + `","type":"EnvelopedVerifiableCredential"}`,
			first + "/id", credential.CodeFormat},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := credential.NewPresentation(tt.holder, []byte(tt.secured))
			require.Nil(t, p)
			found := credential.FieldErrors(err)
			require.Len(t, found, 1)
			require.Equal(t, tt.pointer, found[0].Pointer)
			require.Equal(t, tt.code, found[0].Code)
		})
	}
}

func TestValidatePresentation(t *testing.T) {
	for _, tt := range []struct {
		name          string
		change        func(*credential.Presentation)
		pointer, code string
	}{
		{"no context", func(p *credential.Presentation) { p.Context = nil }, "/@context", credential.CodeContext},
		{"another first context", func(p *credential.Presentation) {
			p.Context = []string{"https://www.w3.org/2018/credentials/v1"}
		}, "/@context", credential.CodeContext},
		{"a relative context", func(p *credential.Presentation) { p.Context = append(p.Context, "v2") }, "/@context/1", credential.CodeURI},
		{"nine contexts", func(p *credential.Presentation) {
			for range credential.MaxContexts {
				p.Context = append(p.Context, "https://example.org/x")
			}
		}, "/@context", credential.CodeTooLarge},
		{"a relative id", func(p *credential.Presentation) { p.ID = "p-1" }, "/id", credential.CodeURI},
		{"no type", func(p *credential.Presentation) { p.Type = nil }, "/type", credential.CodeMissing},
		{"another type", func(p *credential.Presentation) { p.Type = []string{"Presentation"} }, "/type", credential.CodeClass},
		{"a credential as well", func(p *credential.Presentation) { p.Type = append(p.Type, "VerifiableCredential") }, "/type", credential.CodeClass},
		{"seventeen credentials", func(p *credential.Presentation) {
			for range credential.MaxPresented {
				p.Credentials = append(p.Credentials, p.Credentials[0])
			}
		}, "/verifiableCredential", credential.CodeTooLarge},
		{"a proof that is no object", func(p *credential.Presentation) { p.Proof = []json.RawMessage{json.RawMessage(`"x"`)} }, "/proof/0", credential.CodeType},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := credential.NewPresentation(ada, []byte(someJWS))
			require.NoError(t, err)
			tt.change(p)
			found := credential.FieldErrors(p.Validate())
			require.Len(t, found, 1)
			require.Equal(t, tt.pointer, found[0].Pointer)
			require.Equal(t, tt.code, found[0].Code)
		})
	}
}

// TestPresentationIsRead: a presentation of somebody else's, with what this package knows nothing of.
func TestPresentationIsRead(t *testing.T) {
	const text = `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"VerifiablePresentation","holder":"did:example:ada",` +
		`"verifiableCredential":` + someSecured + `,"termsOfUse":{"type":"X"}}`
	var p credential.Presentation
	require.NoError(t, json.Unmarshal([]byte(text), &p))
	require.NoError(t, p.Validate())
	require.Equal(t, []string{"VerifiablePresentation"}, p.Type)
	require.Equal(t, json.RawMessage(someSecured), p.Credentials[0])
	require.Equal(t, json.RawMessage(`{"type":"X"}`), p.Extensions["termsOfUse"])
	for _, other := range []string{`{"holder":{"id":"did:example:ada"}}`, `{"holder":null}`, `{"verifiableCredential":[]}`, `[]`} {
		require.NotEmpty(t, credential.FieldErrors(new(credential.Presentation).UnmarshalJSON([]byte(other))), other)
	}
}
