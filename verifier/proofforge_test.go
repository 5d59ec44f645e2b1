package verifier_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// A proofForge makes one embedded proof of a forge: a genuine one, until something is done to it. The bytes to sign come
// from package proof, which other tests hold against the vectors of the standards; the signature is made by the standard
// library.
type proofForge struct {
	options  string // the proof without its proofValue
	key      crypto.Signer
	suite    *proof.Suite                  // to sign with; nil is the one that the options name
	hash     crypto.Hash                   // zero is that of the suite and the key
	previous []int                         // the proofs of the forge, before this one, that are signed with the document
	message  func(*proof.Input) []byte     // what is signed; nil is what the suite says
	encode   func(signature []byte) string // as proofValue; nil is base58btc
}

const (
	goodContexts = `["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`

	goodProof = `{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-01-01T00:00:00Z",` +
		`"verificationMethod":"did:web:example.org#ed25519","proofPurpose":"assertionMethod"}`
)

// goodDocument is the credential of goodPayload, without the claims of the JWT.
var goodDocument = goodPayload[:strings.Index(goodPayload, `,"iss":`)] + "}"

// newEmbeddedForge begins with a badge that has one proof.
func newEmbeddedForge(description string) *forge {
	f := newForge(description)
	f.header, f.payload = "", goodDocument
	f.proofs = []*proofForge{newProof()}
	return f
}

func newProof() *proofForge { return &proofForge{options: goodProof, key: badgetest.Ed25519("issuer")} }

// proofBy makes a proof with another cryptosuite, key and method. Those of JCS suites have the contexts of the document.
func proofBy(suite string, key crypto.Signer, method string) *proofForge {
	p := newProof()
	p.key = key
	p.o(`eddsa-rdfc-2022`, suite)
	p.o(issuerID+`#ed25519`, method)
	if strings.Contains(suite, "-jcs-") {
		p.add(`"@context":` + goodContexts)
	}
	return p
}

// o replaces a part of the options, add adds members to them.
func (p *proofForge) o(old, with string) { p.options = replaceOnce(p.options, old, with) }
func (p *proofForge) add(members string) {
	p.options = strings.TrimSuffix(p.options, "}") + "," + members + "}"
}

// follows makes p follow other proofs of the forge, named by their ids.
func (p *proofForge) follows(f *forge, ids ...string) {
	p.previous = nil
	for i, q := range f.proofs {
		for _, id := range ids {
			if strings.Contains(q.options, fmt.Sprintf(`"id":%q`, id)) {
				p.previous = append(p.previous, i)
			}
		}
	}
	refs := fmt.Sprintf("%q", ids)
	refs = strings.ReplaceAll(refs, `" "`, `","`)
	if len(ids) == 1 {
		refs = strings.Trim(refs, "[]")
	}
	p.add(`"previousProof":` + refs)
}

// embed returns the payload with the proofs in it. They cover what JWT claims leave of it when a JWS is around them.
func (f *forge) embed() string {
	unsecured := treeOf(f.payload)
	if f.header != "" {
		unsecured = unsecured.Without("iss", "sub", "aud", "exp", "nbf", "iat", "jti")
		if f.vector.Presentation != nil {
			unsecured = unsecured.Without("nonce")
		}
	}
	doc := proof.New(f.vector.contexts()).Document(unsecured)
	made := make([]string, len(f.proofs))
	for i, p := range f.proofs {
		made[i] = p.make(doc, made)
	}
	text := strings.Join(made, ",")
	if len(made) > 1 || f.listed {
		text = "[" + text + "]"
	}
	return strings.TrimSuffix(f.payload, "}") + `,"proof":` + text + "}"
}

func (p *proofForge) make(doc *proof.Document, before []string) string {
	options := treeOf(p.options)
	suite, hash := p.suite, p.hash
	var err error
	if suite == nil {
		suite, err = proof.SuiteOf(options)
		noError(err)
	}
	if hash == 0 {
		hash, err = suite.Hash(p.key.Public())
		noError(err)
	}
	var previous []strictjson.Value
	for _, i := range p.previous {
		previous = append(previous, treeOf(before[i]))
	}
	in, err := doc.Input(context.Background(), suite, hash, options, previous...)
	noError(err)
	message := in.Signed
	if p.message != nil {
		message = p.message(in)
	}
	encode := p.encode
	if encode == nil {
		encode = base58btc
	}
	return strings.TrimSuffix(p.options, "}") + fmt.Sprintf(`,"proofValue":%q}`, encode(badgetest.Sign(p.key)(message)))
}

func base58btc(b []byte) string { return "z" + base58(b) }

func treeOf(text string) strictjson.Value {
	v, err := strictjson.Parse([]byte(text), &strictjson.Limits{Bytes: strictjson.MaxBytes, String: strictjson.MaxString})
	noError(err)
	return v
}

func noError(err error) {
	if err != nil {
		panic(err)
	}
}

// contexts returns the set that the vector's verifier has, nil for the embedded one.
func (v *vector) contexts() *ldcontext.Set {
	if len(v.Contexts) == 0 {
		return nil
	}
	set := ldcontext.Embedded()
	for url, doc := range v.Contexts {
		sum := sha256.Sum256(doc)
		var err error
		set, err = set.With(url, doc, hex.EncodeToString(sum[:]))
		noError(err)
	}
	return set
}

// context adds a context to the document, and to what the verifier has if doc is not "".
func (f *forge) context(url, doc string) {
	f.p(`context-3.0.3.json"]`, fmt.Sprintf(`context-3.0.3.json",%q]`, url))
	if doc != "" {
		f.know(url, doc)
	}
}

// know gives the verifier a context.
func (f *forge) know(url, doc string) {
	if f.vector.Contexts == nil {
		f.vector.Contexts = make(map[string]json.RawMessage)
	}
	f.vector.Contexts[url] = json.RawMessage(doc)
}

// trust gives the verifier another issuer's document, with an Ed25519 key of the given name.
func (f *forge) trust(id, key string) {
	f.vector.Documents = append(f.vector.Documents, documentOf(id, method(id, "ed25519", badgetest.Ed25519(key).Public(), "")))
}

// The attacks of a table: something signed, and something done afterwards.

// signed replaces a part of the document, option one of the proof, before they are signed.
func signed(old, with string) func(*forge) { return func(f *forge) { f.p(old, with) } }
func option(old, with string) func(*forge) { return func(f *forge) { f.proofs[0].o(old, with) } }

// edited replaces a part of the whole text after it was signed.
func edited(old, with string) func(*forge) {
	return func(f *forge) { f.after = func(text string) string { return replaceOnce(text, old, with) } }
}

// all does one thing after the other.
func all(do ...func(*forge)) func(*forge) {
	return func(f *forge) {
		for _, d := range do {
			d(f)
		}
	}
}

// anyCredential is for attacks that the rules of Open Badges would stop before the proof is looked at.
func anyCredential(f *forge) { f.vector.Credential = true }

// compressed writes a point as SEC 1 §2.3.3 has it: 02 or 03 and the x coordinate.
func compressed(pub *ecdsa.PublicKey) []byte {
	point, err := pub.Bytes()
	noError(err)
	size := len(point) / 2
	return append([]byte{2 | point[len(point)-1]&1}, point[1:1+size]...)
}
