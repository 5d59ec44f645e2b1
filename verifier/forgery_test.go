package verifier_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"
)

// fragment is something to put into an object of a badge, under the proof that the badge has.
type fragment struct {
	name  string
	forge func(o container) []edit // nothing where it does not apply
}

// added puts members into an object. Where it has a member of that name, the value joins those that are there.
func added(name string, members ...string) fragment {
	return fragment{name, func(o container) []edit {
		var edits []edit
		for i := 0; i < len(members); i += 2 {
			edits = append(edits, o.join(members[i], members[i+1]))
		}
		return edits
	}}
}

// written puts a text into an object, whatever it is.
func written(name, text string) fragment {
	return fragment{name, func(o container) []edit { return []edit{o.insert(text)} }}
}

// unlessThere is added where there is no such member yet: more contexts after those of a credential are a respelling,
// for TestMutations.
func unlessThere(name, member, value string) fragment {
	return fragment{name, func(o container) []edit {
		if o.part(member).value.Kind() != strictjson.Absent {
			return nil
		}
		return []edit{o.insert(fmt.Sprintf("%q:%s", member, value))}
	}}
}

// renamed repeats the first member of an object that has letters in its name under another name, with another value.
func renamed(name string, rename func(string) string) fragment {
	return fragment{name, func(o container) []edit {
		for _, p := range o.parts {
			if other := rename(p.name); other != p.name {
				return []edit{o.insert(`"` + other + `":"Gold PhD"`)}
			}
		}
		return nil
	}}
}

// fragments are those of which lenient converters lose something on the way to RDF, those that readers of JSON take for
// something else, and some that everybody must notice.
func fragments() []fragment {
	const node = `{"id":"https://mallory.example/x","name":"Gold PhD"}`
	const badNode = `{"id":"https://mallory .example","name":"Gold PhD"}`
	list := []fragment{
		added("bad language tag", "name", `{"@value":"Gold PhD","@language":"en_US"}`),
		added("language that is none", "name", `{"@value":"Gold PhD","@language":"x!"}`),
		added("language of a number", "name", `{"@value":7,"@language":"en"}`),
		added("direction that is none", "name", `{"@value":"Gold PhD","@direction":"up"}`),
		added("direction", "name", `{"@value":"Gold PhD","@direction":"rtl"}`),
		added("index on a value", "name", `{"@value":"Gold PhD","@index":"a"}`),
		added("index on a node", "evidence", `{"@index":"Gold PhD"}`),
		added("value null", "name", `{"@value":null}`),
		added("value of a bad type", "name", `{"@value":"Gold PhD","@type":"https://mallory .example/t"}`),
		added("value and a property", "name", `{"@value":"Gold PhD","name":"PhD"}`),
		added("null", "name", `null`),
		added("null in an array", "name", `[null]`),
		added("set", "name", `{"@set":["Gold PhD"]}`),
		added("empty set", "name", `{"@set":[]}`),
		added("list", "name", `{"@list":["Gold PhD"]}`),
		added("empty list", "evidence", `{"@list":[]}`),
		added("empty array", "evidence", `[]`),
		added("empty object", "evidence", `{}`),
		added("array in an array", "name", `[["Gold PhD"]]`),
		added("a string where a node is", "evidence", `"Gold PhD"`),
		added("a node with free text", "evidence", `{"type":["Evidence"],"@value":null,"name":"Gold PhD"}`),
		added("credentialStatus null", "credentialStatus", `null`),
		added("credentialStatus empty", "credentialStatus", `[]`),
		added("validUntil null", "validUntil", `null`),
		added("achievement by reference", "achievement", `"https://mallory .example"`),

		added("graph with free text", "@graph", `["Gold PhD"]`),
		added("graph with a bad node", "@graph", badNode),
		added("graph with a node", "@graph", node),
		added("included bad node", "@included", badNode),
		added("included node", "@included", node),
		added("nest", "@nest", `{"name":"Gold PhD"}`),
		added("nested bad node", "@nest", `{"evidence":`+badNode+`}`),
		added("reverse", "@reverse", `{"credentialSubject":`+badNode+`}`),
		added("reverse with a node", "@reverse", `{"credentialSubject":`+node+`}`),
		added("index", "@index", `"Gold PhD"`),
		added("language", "@language", `"en"`),
		added("direction of a node", "@direction", `"rtl"`),
		added("set of a node", "@set", `["Gold PhD"]`),
		added("list of a node", "@list", `["Gold PhD"]`),
		added("value of a node", "@value", `"Gold PhD"`),
		added("base", "@base", `"https://mallory.example/"`),
		added("vocab", "@vocab", `"https://mallory.example/"`),
		added("unknown keyword", "@grade", `"A+"`),
		added("second identifier", "@id", `"https://mallory.example/x"`),
		added("second member for types", "@type", `"https://mallory.example/x"`),

		added("undefined term", "grade", `"A+"`),
		added("undefined term with an object", "grade", `{"name":"Gold PhD"}`),
		added("name with a space and a colon", "foo :bar", `"A+"`),
		added("name that is no IRI", "https://a b/", `"A+"`),
		added("name that is an IRI", "https://mallory.example/grade", `"A+"`),
		added("name that is a blank node", "_:grade", `"A+"`),
		added("name that is a compact IRI", "xsd:grade", `"A+"`),
		added("empty name", "", `[0]`),
		added("full IRI of validUntil", "https://www.w3.org/2018/credentials#validUntil",
			`{"@value":"2099-01-01T00:00:00Z","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`),
		added("full IRI of credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus", badNode),
		added("full IRI of name", "https://schema.org/name", `"Gold PhD"`),
		added("compact IRI of name", "schema:name", `"Gold PhD"`),
		added("JWT claim", "exp", `4102444800`),
		added("vc", "vc", `{"name":"Gold PhD"}`),

		added("undefined type", "type", `"Diploma"`),
		added("relative type", "type", `"./Diploma"`),
		added("bad type", "type", `"https://mallory .example/Diploma"`),
		added("type that is an IRI", "type", `"https://mallory.example/Diploma"`),
		added("type that is a blank node", "type", `"_:diploma"`),
		added("full IRI of a type", "type", `"https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"`),
		added("type that is a keyword", "type", `"@id"`),
		added("empty type", "type", `""`),
		added("null type", "type", `null`),
		added("number as a type", "type", `7`),

		added("inline context", "@context", `{"name":"https://mallory.example/name"}`),
		added("inline context that takes a meaning away", "@context", `{"name":null}`),
		added("inline vocab", "@context", `{"@vocab":"https://mallory.example/"}`, "grade", `"A+"`),
		added("inline base", "@context", `{"@base":"https://mallory.example/"}`),
		added("inline language", "@context", `{"@language":"en_US"}`),
		added("alias of index", "@context", `{"grade":"@index"}`, "grade", `"A+"`),
		added("alias of nest", "@context", `{"grade":"@nest"}`, "grade", `{"name":"Gold PhD"}`),
		added("term for a blank node", "@context", `{"grade":"_:g"}`, "grade", `"A+"`),
		added("term for null", "@context", `{"grade":null}`, "grade", `"A+"`),
		added("empty inline context", "@context", `{}`),
		added("context null", "@context", `null`),
		added("number as a context", "@context", `7`),
		added("inline context in an array", "@context", `[{"name":null}]`),
		unlessThere("context by URL", "@context", `"https://www.w3.org/ns/credentials/v2"`),
		unlessThere("contexts by URL", "@context", `["https://www.w3.org/ns/credentials/v2"]`),
		unlessThere("extensions", "@context", `"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"`),
		unlessThere("undefined terms", "@context", `"https://www.w3.org/ns/credentials/undefined-terms/v2"`),
		unlessThere("no contexts", "@context", `[]`),

		written("duplicate name", `"type":"A+","type":"A+"`),
		renamed("duplicate name by an escape", func(s string) string { return fmt.Sprintf(`\u%04x%s`, s[0], s[1:]) }),
		renamed("name in upper case", strings.ToUpper),
		renamed("name with a capital", func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }),
		renamed("name with a long s", func(s string) string { return strings.Replace(s, "s", "\u017f", 1) }),
		renamed("name with a Kelvin sign", func(s string) string { return strings.Replace(s, "k", "\u212a", 1) }),
		renamed("name with a zero", func(s string) string { return s + `\u0000` }),
		renamed("name with a space", func(s string) string { return s + " " }),
		renamed("name with a soft hyphen", func(s string) string { return s + "\u00ad" }),
		{"repeated value", func(o container) []edit {
			for _, p := range o.parts {
				if n := p.value.Len(); p.value.Kind() == strictjson.Array && p.name != "@context" {
					return []edit{{p.end - 1, p.end - 1, "," + p.value.At(n-1).Raw()}}
				}
			}
			return nil
		}},

		added("second proof with nothing in it", "proof", `{}`),
		added("second proof that is null", "proof", `null`),
		added("challenge", "challenge", `"1"`),
		added("nonce", "nonce", `"1"`),
		added("previousProof", "previousProof", `"urn:uuid:0"`),
		added("second purpose", "proofPurpose", `"authentication"`),
		added("second method", "verificationMethod", `"did:web:mallory.example#key"`),
	}
	iris := []struct{ name, iri string }{
		{"with a space in its host", "https://mallory .example"},
		{"of 2,100 characters", "https://mallory.example/" + strings.Repeat("x", 2100-len("https://mallory.example/"))},
		{"that is relative", "mallory"},
		{"that is a fragment", "#mallory"},
		{"that is empty", ""},
		{"with a bad percent", "https://mallory.example/%zz"},
		{"that is a blank node", "_:mallory"},
		{"that ends a statement", "urn:x> <urn:y"},
		{"with a hyphen in its top-level domain", hyphenated},
	}
	claims := []struct{ member, value string }{
		{"credentialSubject", `{"id":"%s","type":["AchievementSubject"],"achievement":{"id":"https://example.org/achievements/phd",` +
			`"type":["Achievement"],"name":"Gold PhD","description":"Gold.","criteria":{"narrative":"None."}}}`},
		{"achievement", `{"id":"%s","type":["Achievement"],"name":"Gold PhD","description":"Gold.","criteria":{"narrative":"None."}}`},
		{"evidence", `{"id":"%s","type":["Evidence"],"name":"Gold PhD"}`},
		{"result", `{"id":"%s","type":["Result"],"value":"A+"}`},
		{"endorsement", fmt.Sprintf(endorsement, "%s", "https://example.org/endorsers/1", "https://example.org/achievements/teamwork", "Gold.")},
	}
	for _, c := range claims {
		for _, i := range iris {
			list = append(list, added(c.member+" with an IRI "+i.name, c.member, fmt.Sprintf(c.value, i.iri)))
		}
	}
	return list
}

// endorsement takes its identifier, who endorses, what is endorsed, and a comment.
const endorsement = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
	`"id":"%s","type":["VerifiableCredential","EndorsementCredential"],"name":"Endorsement","issuer":{"id":"%s","type":["Profile"]},` +
	`"validFrom":"2026-01-15T09:30:00Z","credentialSubject":{"id":"%s","type":["EndorsementSubject"],"endorsementComment":"%s"}}`

// hyphenated has a top-level domain that json-gold takes for no IRI, and drops with all that is said of it.
const hyphenated = "https://badges.example.xn----7sb/1"

// TestForgeries puts every fragment into every object of genuine badges: none may verify.
func TestForgeries(t *testing.T) {
	v := signedVerifier(t)
	list := fragments()
	if badgetest.Race { // which finds a race in few as well as in many
		list = list[:len(list)/16]
	}
	outcomes := make([]map[string]int, len(diBadges))
	t.Run("badges", func(t *testing.T) {
		for i, name := range diBadges {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				outcomes[i] = forgeries(t, v, string(readSigned(t, name)), list)
			})
		}
	})
	all, tried := make(map[string]int), 0
	for _, codes := range outcomes {
		for code, n := range codes {
			all[code] += n
			tried += n
		}
	}
	t.Logf("%d fragments, %d forgeries, by code: %v", len(list), tried-all[noForgery], all)
}

const noForgery = "(nothing to forge)"

// forgeries tries every fragment in every object, and counts by code.
func forgeries(t *testing.T, v *verifier.Verifier, text string, list []fragment) map[string]int {
	codes := make(map[string]int)
	_, err := v.VerifyCredential(context.Background(), []byte(text), nil)
	require.NoError(t, err)
	for _, o := range containers(t, text) {
		if o.Kind() != strictjson.Object {
			continue
		}
		for _, f := range list {
			forged := apply(text, f.forge(o)...)
			if forged == text {
				codes[noForgery]++
				continue
			}
			_, err := v.VerifyCredential(context.Background(), []byte(forged), nil)
			var e *verifier.Error
			if !errors.As(err, &e) {
				t.Errorf("a forgery verifies: %s, at %q%s", f.name, o.pointer, difference(text, forged))
				continue
			}
			codes[e.Code()]++
		}
	}
	return codes
}

// TestForgeriesBite shows that a lenient converter would let them through: for many fragments it gives the canonical form
// of the genuine badge, so that its proof would hold.
func TestForgeriesBite(t *testing.T) {
	text := string(readSigned(t, "simple-eddsa-rdfc-2022.json"))
	genuine, err := goldForm(text)
	require.NoError(t, err)
	var bite []string
	for _, f := range fragments() {
		for _, o := range containers(t, text) {
			if o.Kind() != strictjson.Object || strings.HasPrefix(o.pointer, "/proof") {
				continue
			}
			forged := apply(text, f.forge(o)...)
			if form, err := goldForm(forged); forged != text && err == nil && form == genuine {
				bite = append(bite, f.name)
				break
			}
		}
	}
	t.Logf("json-gold loses %d of %d fragments: %s", len(bite), len(fragments()), strings.Join(bite, "; "))
	require.GreaterOrEqual(t, len(bite), 8)
}

// TestMovedStatements: RDF keeps the statements about a thing and not where they stood. A badge in which they could be
// moved from one description to another unnoticed is not signed, or else the move is found out.
func TestMovedStatements(t *testing.T) {
	const profile = `"type":["Profile"],"name":"Sample issuer (not the CMT Association)"`
	const subject = `"credentialSubject":{"id":"https://example.org/achievements/teamwork","type":["EndorsementSubject"],"endorsementComment":`
	endorsed := func(comments ...string) func(*credential.OpenBadge) {
		return func(b *credential.OpenBadge) {
			for i, comment := range comments {
				b.Endorsement = append(b.Endorsement, fmt.Appendf(nil, endorsement, fmt.Sprintf("https://example.org/endorsements/%d", i),
					fmt.Sprintf("https://example.org/endorsers/%d", i), b.Subject.Achievement.ID, comment))
			}
		}
	}
	for _, c := range []struct {
		name  string
		badge func(b *credential.OpenBadge)
		move  []string // old and new, in pairs
	}{
		{
			"from the issuer to the creator",
			func(b *credential.OpenBadge) {
				b.Subject.Achievement.Creator = &credential.Profile{ID: issuerID, Type: []string{"Profile"}}
			},
			[]string{`{"id":"did:web:example.org",` + profile + `}`, `{"id":"did:web:example.org","type":["Profile"]}`,
				`"creator":{"id":"did:web:example.org","type":["Profile"]}`, `"creator":{"id":"did:web:example.org",` + profile + `}`},
		},
		{
			"between two endorsements",
			endorsed("Good.", "Bad."),
			[]string{`"Good."`, `"Bad."`, `"Bad."`, `"Good."`},
		},
		{
			"from one endorsement to another",
			endorsed("Good.", "Bad."),
			[]string{subject + `"Good."}`, strings.TrimSuffix(subject, `,"endorsementComment":`) + `}`, `"Bad."`, `["Good.","Bad."]`},
		},
		{
			"a type of the achievement to what is endorsed",
			endorsed("Good."),
			[]string{`["EndorsementSubject"]`, `["EndorsementSubject","Achievement"]`},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			badge := readBadge(t, "simple")
			c.badge(badge)
			secured, err := newDataIntegrity(t, badgetest.Ed25519("issuer"), "ed25519", false).Sign(context.Background(), badge)
			if errors.Is(err, signer.ErrUnsecured) {
				return
			}
			require.NoError(t, err)
			forged := strings.NewReplacer(c.move...).Replace(string(secured))
			require.NotEqual(t, string(secured), forged)
			_, err = signedVerifier(t).VerifyCredential(context.Background(), []byte(forged), nil)
			require.Error(t, err, "a forgery verifies: %s", forged)
		})
	}
}

// TestEndorsersWords: two endorsements of one achievement, each signed by its endorser, may exchange their comments under
// the proof of the badge around them, which as RDF says the same. The proofs of the endorsers tell.
func TestEndorsersWords(t *testing.T) {
	badge := readBadge(t, "simple")
	var docs []*did.Document
	for i, comment := range []string{"Good.", "Bad."} {
		endorser := fmt.Sprintf("https://example.org/endorsers/%d", i)
		key := badgetest.Ed25519(endorser)
		doc, err := did.NewDocument(endorser, did.Key{ID: "key-1", Public: key.Public()})
		require.NoError(t, err)
		docs = append(docs, doc)
		s, err := signer.NewDataIntegrity(key, endorser+"#key-1", nil)
		require.NoError(t, err)
		plain := fmt.Appendf(nil, endorsement, fmt.Sprintf("https://example.org/endorsements/%d", i), endorser, badge.Subject.Achievement.ID, comment)
		signed, err := s.Sign(t.Context(), json.RawMessage(plain))
		require.NoError(t, err)
		badge.Endorsement = append(badge.Endorsement, signed)
	}
	secured, err := newDataIntegrity(t, badgetest.Ed25519("issuer"), "ed25519", false).Sign(t.Context(), badge)
	require.NoError(t, err)
	moved := strings.NewReplacer(`"Good."`, `"Bad."`, `"Bad."`, `"Good."`).Replace(string(secured))
	for _, text := range []string{string(secured), moved} {
		res, err := signedVerifier(t).Verify(t.Context(), []byte(text), nil)
		require.NoError(t, err)
		for i, e := range res.Badge.Endorsement {
			err := verifier.InsecureVerifyProof(t.Context(), e, docs[i])
			if text == moved {
				require.ErrorIs(t, err, verifier.ErrSignature)
			} else {
				require.NoError(t, err)
			}
		}
	}
}

// TestHyphenatedDomain: what json-gold drops and the grammar of IRIs allows is signed and verified like anything else.
func TestHyphenatedDomain(t *testing.T) {
	v := signedVerifier(t)
	ed, p256, p384 := badgetest.Ed25519("issuer"), badgetest.P256("issuer"), badgetest.P384("issuer")
	for _, jcs := range []bool{false, true} {
		for fragment, key := range map[string]crypto.Signer{"ed25519": ed, "p256": p256, "p384": p384} {
			badge := readBadge(t, "simple")
			badge.Subject.ID, badge.Subject.Achievement.ID = hyphenated, hyphenated+"/achievement"
			badge.Evidence = []credential.Evidence{{ID: hyphenated + "/evidence", Type: []string{"Evidence"}}}
			secured, err := newDataIntegrity(t, key, fragment, jcs).Sign(context.Background(), badge)
			require.NoError(t, err)
			res, err := v.Verify(context.Background(), secured, nil)
			require.NoError(t, err)
			require.Equal(t, badge.Subject.ID, res.Badge.Subject.ID)
			require.Equal(t, badge.Evidence, res.Badge.Evidence)

			form, err := goldForm(string(secured))
			require.NoError(t, err)
			require.NotContains(t, form, hyphenated, "json-gold keeps it: the fragments with it have lost their bite")
		}
	}
}

// TestProofOfAnother: a proof that somebody else has added changes nothing of what is returned, and one that is put
// under the issuer's name is refused.
func TestProofOfAnother(t *testing.T) {
	v := signedVerifier(t)
	for _, name := range diBadges {
		text := string(readSigned(t, name))
		genuine, err := v.VerifyCredential(context.Background(), []byte(text), nil)
		require.NoError(t, err)
		for _, suite := range []string{proof.EdDSARDFC, proof.EdDSAJCS} {
			root := containers(t, text)[0]
			with := func(method string) []byte {
				return []byte(apply(text, root.join("proof", mallorysProof(t, text, suite, method))))
			}
			res, err := v.VerifyCredential(context.Background(), with("did:web:mallory.example#key"), nil)
			require.NoError(t, err)
			require.Equal(t, string(genuine.Document()), string(res.Document()))
			require.True(t, slices.ContainsFunc(res.Checks, func(c verifier.Check) bool {
				return c.Step == verifier.StepProof && c.Outcome == verifier.Unknown && c.Pointer == "/proof/1"
			}))

			_, err = v.VerifyCredential(context.Background(), with(issuerID+"#ed25519"), nil)
			require.ErrorIs(t, err, verifier.ErrSignature)
		}
	}
}

// mallorysProof is a proof by Mallory's key over the badge, whatever method it names.
func mallorysProof(t *testing.T, text, suite, method string) string {
	t.Helper()
	tree, err := strictjson.Parse([]byte(text), nil)
	require.NoError(t, err)
	options, err := strictjson.Parse(fmt.Appendf(nil, `{"type":"DataIntegrityProof","cryptosuite":%q,"verificationMethod":%q,`+
		`"proofPurpose":"assertionMethod"}`, suite, method), nil)
	require.NoError(t, err)
	s, err := proof.SuiteOf(options)
	require.NoError(t, err)
	in, err := proof.New(nil).Document(tree.Without("proof")).Input(context.Background(), s, crypto.SHA256, options)
	require.NoError(t, err)
	value := multikey.EncodeBase58(ed25519.Sign(badgetest.Ed25519("mallory"), in.Signed))
	return string(options.With("proofValue", strictjson.NewString(value)).AppendTo(nil))
}

// goldForm is the canonical form of a badge without its proof as json-gold has it, which drops what it cannot convert.
// What it dies of or does not come to an end with is an error.
func goldForm(text string) (string, error) {
	var doc map[string]any
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return "", err
	}
	delete(doc, "proof")
	options := ld.NewJsonLdOptions("")
	options.Algorithm = ld.AlgorithmURDNA2015
	options.Format = "application/n-quads"
	options.DocumentLoader = goldLoader{}
	type result struct {
		form string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- result{err: fmt.Errorf("json-gold panics: %v", r)}
			}
		}()
		form, err := ld.NewJsonLdProcessor().Normalize(doc, options)
		text, _ := form.(string)
		done <- result{text, err}
	}()
	select {
	case r := <-done:
		return r.form, r.err
	case <-time.After(time.Minute):
		return "", errors.New("json-gold does not come to an end")
	}
}

// goldLoader gives json-gold the embedded contexts and no others.
type goldLoader struct{}

var goldContexts = sync.OnceValue(func() map[string]any {
	docs := make(map[string]any)
	for _, url := range ldcontext.Embedded().URLs() {
		doc, err := ldcontext.Embedded().Document(url)
		if err != nil {
			panic(err)
		}
		var content any
		if err := json.Unmarshal(doc.Bytes(), &content); err != nil {
			panic(err)
		}
		docs[url] = content
	}
	return docs
})

// LoadDocument implements ld.DocumentLoader.
func (goldLoader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	doc, ok := goldContexts()[url]
	if !ok {
		return nil, fmt.Errorf("no context %q", url)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: doc}, nil
}

// TestTurnedInsideOut: RDF does not know which object is the outermost. A badge that has expired and embeds another
// credential of its issuer cannot be shown as that one, with the expired badge inside.
func TestTurnedInsideOut(t *testing.T) {
	genuine := readBadge(t, "simple")
	inner := readBadge(t, "simple")
	inner.ID, inner.Subject.ID, inner.Subject.Achievement.ID = "urn:x:inner", "urn:x:somebody", "urn:x:anything"
	inner.Endorsement = []json.RawMessage{fmt.Appendf(nil, `{"id":%q}`, genuine.ID)}
	text, err := inner.MarshalJSON()
	require.NoError(t, err)
	genuine.Endorsement = []json.RawMessage{text}
	for _, jcs := range []bool{false, true} {
		s := newDataIntegrity(t, badgetest.Ed25519("issuer"), "ed25519", jcs)
		secured, err := s.Sign(t.Context(), genuine)
		if !jcs {
			require.ErrorIs(t, err, signer.ErrUnsecured)
			secured = signLeniently(t, genuine)
		}
		tree := parsed(t, string(secured))
		outer := parsed(t, string(text)).With("endorsement", strictjson.NewArray(
			tree.Without("proof").With("endorsement", strictjson.NewObject(strictjson.Member{Name: "id", Value: strictjson.NewString(inner.ID)}))))
		turned := outer.With("proof", tree.Get("proof")).AppendTo(nil)
		if !jcs { // the corpus bites: to json-gold the two are one
			one, err := goldForm(string(secured))
			require.NoError(t, err)
			other, err := goldForm(string(turned))
			require.NoError(t, err)
			require.Equal(t, one, other)
		}
		_, err = signedVerifier(t).Verify(t.Context(), turned, nil)
		require.Error(t, err)
		_, err = signedVerifier(t).VerifyCredential(t.Context(), turned, nil)
		require.Error(t, err)
	}
}

// signLeniently secures a badge as an issuer does whose software takes all that json-gold takes.
func signLeniently(t *testing.T, badge *credential.OpenBadge) []byte {
	t.Helper()
	text, err := badge.MarshalJSON()
	require.NoError(t, err)
	const options = `"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-03-01T12:00:00Z",` +
		`"verificationMethod":"did:web:example.org#ed25519","proofPurpose":"assertionMethod"`
	contexts := parsed(t, string(text)).Get("@context").Raw()
	var signed []byte
	for _, part := range []string{`{"@context":` + contexts + `,` + options + `}`, string(text)} {
		form, err := goldForm(part)
		require.NoError(t, err)
		sum := sha256.Sum256([]byte(form))
		signed = append(signed, sum[:]...)
	}
	value := multikey.EncodeBase58(ed25519.Sign(badgetest.Ed25519("issuer"), signed))
	return fmt.Appendf(text[:len(text)-1], `,"proof":[{%s,"proofValue":%q}]}`, options, value)
}
