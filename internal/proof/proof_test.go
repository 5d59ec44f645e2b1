package proof_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

const (
	document = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
		`"id":"urn:x:badge","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":"did:web:example.org","name":"A",` +
		`"credentialSubject":{"type":["AchievementSubject"],"achievement":{"id":"urn:x:a","type":["Achievement"],"name":"A",` +
		`"description":"D","criteria":{"narrative":"N"}}}}`
	options = `{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-01-01T00:00:00Z",` +
		`"verificationMethod":"did:web:example.org#key-1","proofPurpose":"assertionMethod"}`
	contexts = `["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`
)

var (
	edRDFC = &proof.Suite{Type: proof.TypeDataIntegrity, Name: proof.EdDSARDFC, Ed: true}
	edJCS  = &proof.Suite{Type: proof.TypeDataIntegrity, Name: proof.EdDSAJCS, Ed: true, JCS: true}
)

// edit replaces a part of a text that is there once.
func edit(t testing.TB, text, old, with string) strictjson.Value {
	t.Helper()
	require.Equal(t, 1, strings.Count(text, old), old)
	return parsed(t, []byte(strings.Replace(text, old, with, 1)))
}

func input(t testing.TB, suite *proof.Suite, doc, opts strictjson.Value, previous ...strictjson.Value) *proof.Input {
	t.Helper()
	in, err := proof.New(nil).Document(doc).Input(t.Context(), suite, crypto.SHA256, opts, previous...)
	require.NoError(t, err)
	return in
}

func TestSuiteOf(t *testing.T) {
	for _, tt := range []struct {
		options string
		want    proof.Suite
	}{
		{`{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022"}`, proof.Suite{Type: "DataIntegrityProof", Name: "eddsa-rdfc-2022", Ed: true}},
		{`{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022"}`, proof.Suite{Type: "DataIntegrityProof", Name: "eddsa-jcs-2022", Ed: true, JCS: true}},
		{`{"type":"DataIntegrityProof","cryptosuite":"ecdsa-rdfc-2019"}`, proof.Suite{Type: "DataIntegrityProof", Name: "ecdsa-rdfc-2019"}},
		{`{"type":"DataIntegrityProof","cryptosuite":"ecdsa-jcs-2019"}`, proof.Suite{Type: "DataIntegrityProof", Name: "ecdsa-jcs-2019", JCS: true}},
		{`{"type":"DataIntegrityProof","cryptosuite":"eddsa-2022"}`, proof.Suite{Type: "DataIntegrityProof", Name: "eddsa-2022", Ed: true}},
		{`{"type":"Ed25519Signature2020"}`, proof.Suite{Type: "Ed25519Signature2020", Ed: true}},
	} {
		suite, err := proof.SuiteOf(parsed(t, []byte(tt.options)))
		require.NoError(t, err, tt.options)
		require.Equal(t, tt.want, *suite)
		if tt.want.Name != "" {
			require.Equal(t, tt.want.Name, suite.String())
		} else {
			require.Equal(t, tt.want.Type, suite.String())
		}
	}

	for _, tt := range []struct {
		options string
		want    error
		pointer string
	}{
		{`{}`, proof.ErrMalformed, "/type"},
		{`[]`, proof.ErrMalformed, "/type"},
		{`{"type":1,"cryptosuite":"eddsa-rdfc-2022"}`, proof.ErrMalformed, "/type"},
		{`{"type":["DataIntegrityProof"],"cryptosuite":"eddsa-rdfc-2022"}`, proof.ErrMalformed, "/type"},
		{`{"type":"DataIntegrityProof"}`, proof.ErrMalformed, "/cryptosuite"},
		{`{"type":"DataIntegrityProof","cryptosuite":""}`, proof.ErrMalformed, "/cryptosuite"},
		{`{"type":"DataIntegrityProof","cryptosuite":null}`, proof.ErrMalformed, "/cryptosuite"},
		{`{"type":"DataIntegrityProof","cryptosuite":["eddsa-rdfc-2022"]}`, proof.ErrMalformed, "/cryptosuite"},
		{`{"type":"Ed25519Signature2020","cryptosuite":"eddsa-rdfc-2022"}`, proof.ErrMalformed, "/cryptosuite"},
		{`{"type":"RsaSignature2018","cryptosuite":1}`, proof.ErrMalformed, "/cryptosuite"},
		{`{"type":"RsaSignature2018"}`, proof.ErrSuite, "/type"},
		{`{"type":""}`, proof.ErrSuite, "/type"},
		{`{"type":"dataintegrityproof","cryptosuite":"eddsa-rdfc-2022"}`, proof.ErrSuite, "/type"},
		{`{"type":"BbsBlsSignature2020","cryptosuite":"eddsa-rdfc-2022"}`, proof.ErrSuite, "/type"},
		{`{"type":"DataIntegrityProof","cryptosuite":"EdDSA-rdfc-2022"}`, proof.ErrSuite, "/cryptosuite"},
		{`{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022 "}`, proof.ErrSuite, "/cryptosuite"},
		{`{"type":"DataIntegrityProof","cryptosuite":"Ed25519Signature2020"}`, proof.ErrSuite, "/cryptosuite"},
		{`{"type":"DataIntegrityProof","cryptosuite":"bbs-2023"}`, proof.ErrSuite, "/cryptosuite"},
	} {
		suite, err := proof.SuiteOf(parsed(t, []byte(tt.options)))
		require.Nil(t, suite, tt.options)
		require.ErrorIs(t, err, tt.want, tt.options)
		var e *proof.Error
		require.ErrorAs(t, err, &e)
		require.True(t, e.InOptions)
		require.Equal(t, tt.pointer, e.Pointer, tt.options)
	}
	_, err := proof.SuiteOf(parsed(t, []byte(`{"type":"DataIntegrityProof","cryptosuite":"bbs-2023"}`)))
	require.EqualError(t, err, `proof/cryptosuite: the cryptosuite "bbs-2023"`)
	_, err = proof.SuiteOf(parsed(t, []byte(`{"type":"X\n\u001b[31m"}`)))
	require.NotContains(t, err.Error(), "\n")
	require.NotContains(t, err.Error(), "\x1b")
}

func TestSuitesAndKeys(t *testing.T) {
	ed, p256, p384 := badgetest.Ed25519("a").Public(), badgetest.P256("a").Public(), badgetest.P384("a").Public()
	p521, err := ecdsa.ParseRawPrivateKey(elliptic.P521(), []byte(strings.Repeat("\x01", 66)))
	require.NoError(t, err)
	for _, tt := range []struct {
		name      string
		pub       crypto.PublicKey
		rdfc, jcs string
		hash      crypto.Hash
		size      int
	}{
		{"Ed25519", ed, "eddsa-rdfc-2022", "eddsa-jcs-2022", crypto.SHA256, 64},
		{"P-256", p256, "ecdsa-rdfc-2019", "ecdsa-jcs-2019", crypto.SHA256, 64},
		{"P-384", p384, "ecdsa-rdfc-2019", "ecdsa-jcs-2019", crypto.SHA384, 96},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for jcs, want := range map[bool]string{false: tt.rdfc, true: tt.jcs} {
				suite, hash, err := proof.SuiteFor(tt.pub, jcs)
				require.NoError(t, err)
				require.Equal(t, want, suite.Name)
				require.Equal(t, proof.TypeDataIntegrity, suite.Type)
				require.Equal(t, tt.hash, hash)
				again, err := suite.Hash(tt.pub)
				require.NoError(t, err)
				require.Equal(t, hash, again)
				require.Equal(t, tt.size, suite.SignatureSize(hash))
			}
		})
	}
	for name, pub := range map[string]crypto.PublicKey{
		"none": nil, "RSA": badgetest.RSA().Public(), "P-521": p521.Public(), "nil": (*ecdsa.PublicKey)(nil), "no curve": &ecdsa.PublicKey{},
		"by value": *p256.(*ecdsa.PublicKey), "private": badgetest.Ed25519("a"), "text": "did:key:z",
	} {
		for _, jcs := range []bool{false, true} {
			_, _, err := proof.SuiteFor(pub, jcs)
			require.ErrorIs(t, err, proof.ErrKey, name)
		}
	}
	require.Equal(t, 64, edRDFC.SignatureSize(crypto.SHA384), "Ed25519 signs with its own hash")
	for _, tt := range []struct {
		options string
		pub     crypto.PublicKey
	}{
		{`{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022"}`, p256}, {`{"type":"DataIntegrityProof","cryptosuite":"eddsa-2022"}`, p384},
		{`{"type":"Ed25519Signature2020"}`, p256}, {`{"type":"DataIntegrityProof","cryptosuite":"ecdsa-rdfc-2019"}`, ed},
		{`{"type":"DataIntegrityProof","cryptosuite":"ecdsa-jcs-2019"}`, ed}, {`{"type":"DataIntegrityProof","cryptosuite":"ecdsa-jcs-2019"}`, p521.Public()},
	} {
		suite, err := proof.SuiteOf(parsed(t, []byte(tt.options)))
		require.NoError(t, err)
		_, err = suite.Hash(tt.pub)
		require.ErrorIs(t, err, proof.ErrKey, tt.options)
	}
}

// TestInput: options first, then document, each by its hash.
func TestInput(t *testing.T) {
	doc, opts := parsed(t, []byte(document)), parsed(t, []byte(options))
	for _, suite := range []*proof.Suite{edRDFC, edJCS} {
		in := input(t, suite, doc, opts)
		o, d := sha256.Sum256(in.Options), sha256.Sum256(in.Document)
		require.Equal(t, append(o[:], d[:]...), in.Signed)
		require.Equal(t, o[:], in.OptionsHash)
		require.Equal(t, d[:], in.DocumentHash)
		_ = append(in.OptionsHash, 0)
		require.Equal(t, d[0], in.DocumentHash[0], "what is appended to one hash does not overwrite the other")

		in384, err := proof.New(nil).Document(doc).Input(t.Context(), suite, crypto.SHA384, opts)
		require.NoError(t, err)
		o384, d384 := sha512.Sum384(in384.Options), sha512.Sum384(in384.Document)
		require.Equal(t, append(o384[:], d384[:]...), in384.Signed)
	}
	require.Equal(t, options, reordered(string(input(t, edJCS, doc, opts).Options), t))
}

// reordered undoes the order of canonical JSON, for options.
func reordered(canonical string, t *testing.T) string {
	v := parsed(t, []byte(canonical))
	var members []strictjson.Member
	for _, m := range parsed(t, []byte(options)).Members() {
		members = append(members, strictjson.Member{Name: m.Name, Value: v.Get(m.Name)})
	}
	require.Len(t, members, v.Len())
	return string(strictjson.NewObject(members...).AppendTo(nil))
}

// TestEveryOptionIsSigned: a proof keeps all that it came with, apart from its value.
func TestEveryOptionIsSigned(t *testing.T) {
	doc, opts := parsed(t, []byte(document)), parsed(t, []byte(options))
	for _, suite := range []*proof.Suite{edRDFC, edJCS} {
		plain := input(t, suite, doc, opts)
		require.Equal(t, plain, input(t, suite, doc, opts.With("proofValue", strictjson.NewString("z1"))))
		require.Equal(t, plain, input(t, suite, doc, opts.With("proofValue", strictjson.NewInt(1))))
		for name, value := range map[string]string{
			"id": "urn:x:p", "created": "2026-01-02T00:00:00Z", "expires": "2026-01-02T00:00:00Z", "domain": "a.example", "challenge": "x", "nonce": "x",
			"previousProof": "urn:x:q", "proofPurpose": "authentication", "verificationMethod": "did:web:example.org#key-2",
			"cryptosuite": "eddsa-2022", "name": "x",
		} {
			in := input(t, suite, doc, opts.With(name, strictjson.NewString(value)))
			require.NotEqual(t, plain.OptionsHash, in.OptionsHash, name)
			require.Equal(t, plain.DocumentHash, in.DocumentHash, name)
		}
		for _, name := range []string{"created", "verificationMethod", "proofPurpose"} {
			require.NotEqual(t, plain.OptionsHash, input(t, suite, doc, opts.Without(name)).OptionsHash, name)
		}
	}
}

// TestContextOfAProof: none, or that of the document; of a JCS suite the beginning of it, which is then what is signed.
func TestContextOfAProof(t *testing.T) {
	doc := parsed(t, []byte(document))
	first, one := `"https://www.w3.org/ns/credentials/v2"`, `["https://www.w3.org/ns/credentials/v2"]`
	ob := `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`
	with := func(context string) strictjson.Value {
		return edit(t, options, `{"type"`, `{"@context":`+context+`,"type"`)
	}
	plain := input(t, edRDFC, doc, parsed(t, []byte(options)))
	require.Equal(t, plain, input(t, edRDFC, doc, with(contexts)), "the contexts of a proof over quads are those of the document anyway")

	for _, tt := range []struct {
		context   string
		rdfc, jcs bool
	}{
		{contexts, true, true}, {one, false, true}, {first, false, true},
		{`[` + ob + `,` + first + `]`, false, false}, {`[` + first + `,` + first + `]`, false, false},
		{`[` + first + `,` + ob + `,` + ob + `]`, false, false}, {ob, false, false}, {`[]`, false, false}, {`null`, false, false}, {`{}`, false, false},
		{`1`, false, false}, {`[` + first + `,{}]`, false, false}, {`[` + one + `]`, false, false}, {`""`, false, false},
	} {
		for suite, ok := range map[*proof.Suite]bool{edRDFC: tt.rdfc, edJCS: tt.jcs} {
			in, err := proof.New(nil).Document(doc).Input(t.Context(), suite, crypto.SHA256, with(tt.context))
			if ok {
				require.NoError(t, err, "%s %s", suite, tt.context)
				require.NotNil(t, in)
				continue
			}
			require.Nil(t, in)
			require.ErrorIs(t, err, proof.ErrProofContext, "%s %s", suite, tt.context)
			var e *proof.Error
			require.ErrorAs(t, err, &e)
			require.True(t, e.InOptions)
			require.Equal(t, "/@context", e.Pointer)
		}
	}

	// A context that is no URL equals nothing.
	for _, c := range [][2]string{{`{"a":"urn:x:a"}`, `{"a":"urn:x:a"}`}, {`{"a":"urn:x:a"}`, `{"a":"urn:x:b"}`}, {`"1"`, `1`}, {`1`, `"1"`}, {`null`, `null`}} {
		mixed := edit(t, document, contexts, `[`+first+`,`+c[0]+`]`)
		for _, suite := range []*proof.Suite{edRDFC, edJCS} {
			_, err := proof.New(nil).Document(mixed).Input(t.Context(), suite, crypto.SHA256, with(`[`+first+`,`+c[1]+`]`))
			require.ErrorIs(t, err, proof.ErrProofContext, "%v", c)
		}
	}

	// "Set unsecuredDocument.@context equal to proof.@context."
	require.Contains(t, string(input(t, edJCS, doc, with(one)).Document), `"@context":`+one)
	require.Contains(t, string(input(t, edJCS, doc, with(first)).Document), `"@context":`+first)
	require.Contains(t, string(input(t, edJCS, doc, parsed(t, []byte(options))).Document), `"@context":`+contexts)
	added := edit(t, document, `3.0.3.json"]`, `3.0.3.json","https://attacker.example/context.json"]`)
	require.Equal(t, input(t, edJCS, doc, with(contexts)).Signed, input(t, edJCS, added, with(contexts)).Signed)
	require.NotEqual(t, input(t, edJCS, doc, parsed(t, []byte(options))).Signed, input(t, edJCS, added, parsed(t, []byte(options))).Signed)

	single := edit(t, `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:x:y","type":["VerifiableCredential"],"issuer":"urn:x:z"}`, "urn:x:z", "urn:x:z")
	require.Equal(t, input(t, edRDFC, single, parsed(t, []byte(options))), input(t, edRDFC, single, with(first)), "one context is a list of one")
}

// TestOneDocumentManyProofs: what a Document keeps from one proof to the next changes nothing.
func TestOneDocumentManyProofs(t *testing.T) {
	doc := parsed(t, []byte(document))
	transformer := proof.New(nil)
	type call struct {
		suite    *proof.Suite
		hash     crypto.Hash
		options  strictjson.Value
		previous []strictjson.Value
	}
	plain := parsed(t, []byte(options))
	one := plain.With("@context", parsed(t, []byte(`["https://www.w3.org/ns/credentials/v2"]`)))
	two := plain.With("@context", parsed(t, []byte(contexts)))
	before := plain.With("id", strictjson.NewString("urn:x:1")).With("proofValue", strictjson.NewString("z1"))
	calls := []call{
		{edRDFC, crypto.SHA256, plain, nil}, {edRDFC, crypto.SHA384, plain, nil}, {edJCS, crypto.SHA256, plain, nil}, {edJCS, crypto.SHA384, plain, nil},
		{edJCS, crypto.SHA256, one, nil}, {edJCS, crypto.SHA256, two, nil}, {edRDFC, crypto.SHA256, plain, []strictjson.Value{before}},
		{edJCS, crypto.SHA256, plain, []strictjson.Value{before}}, {edRDFC, crypto.SHA256, plain, []strictjson.Value{before, before.With("id", strictjson.NewString("urn:x:2"))}},
	}
	kept := transformer.Document(doc)
	for round := range 2 {
		for i, c := range calls {
			got, err := kept.Input(t.Context(), c.suite, c.hash, c.options, c.previous...)
			require.NoError(t, err)
			want, err := transformer.Document(doc).Input(t.Context(), c.suite, c.hash, c.options, c.previous...)
			require.NoError(t, err)
			require.Equal(t, want, got, "round %d, call %d", round, i)
		}
	}
}

// TestKeptForms: one document is canonicalised once for each way to do it.
func TestKeptForms(t *testing.T) {
	plain := parsed(t, []byte(options))
	doc := proof.New(nil).Document(parsed(t, []byte(document)))
	text := func(suite *proof.Suite, hash crypto.Hash) *byte {
		in, err := doc.Input(t.Context(), suite, hash, plain)
		require.NoError(t, err)
		return &in.Document[0]
	}
	require.Same(t, text(edRDFC, crypto.SHA256), text(edRDFC, crypto.SHA256))
	require.NotSame(t, text(edRDFC, crypto.SHA256), text(edRDFC, crypto.SHA384), "the hash is a parameter of RDFC-1.0")
	require.Same(t, text(edJCS, crypto.SHA256), text(edJCS, crypto.SHA384))
}

// TestChain: a proof that follows others signs them, whole, in their order for JSON and in none for quads.
func TestChain(t *testing.T) {
	doc, opts := parsed(t, []byte(document)), parsed(t, []byte(options))
	a := opts.With("id", strictjson.NewString("urn:x:a")).With("proofValue", strictjson.NewString("z1"))
	b := opts.With("id", strictjson.NewString("urn:x:b")).With("proofValue", strictjson.NewString("z2"))
	for _, suite := range []*proof.Suite{edRDFC, edJCS} {
		alone, both := input(t, suite, doc, opts), input(t, suite, doc, opts, a, b)
		require.NotEqual(t, alone.DocumentHash, input(t, suite, doc, opts, a).DocumentHash)
		require.NotEqual(t, both.DocumentHash, input(t, suite, doc, opts, a).DocumentHash)
		require.Equal(t, alone.OptionsHash, both.OptionsHash)
		changed := a.With("proofValue", strictjson.NewString("z3"))
		require.NotEqual(t, both.DocumentHash, input(t, suite, doc, opts, changed, b).DocumentHash, "the signature of what it follows is signed")
		swapped := input(t, suite, doc, opts, b, a)
		require.Equal(t, suite == edRDFC, string(swapped.Signed) == string(both.Signed))
	}
	require.Contains(t, string(input(t, edJCS, doc, opts, a).Document), `"proof":[{`, "one proof is in an array too")
}

// TestErrors: each reason, and whether the place is in the document or in the proof.
func TestErrors(t *testing.T) {
	plain := parsed(t, []byte(options))
	twins := strings.Repeat(`{"type":["Alignment"]},`, 300)
	nodes := strings.Repeat(`{"type":["Alignment"]},`, 1100)
	deep := strings.Repeat(`["x",`, 1) + `"y"]`
	for _, tt := range []struct {
		name      string
		doc, opts strictjson.Value
		want      error
		inOptions bool
		pointer   string
	}{
		{"undefined member", edit(t, document, `"name":"A","cred`, `"grade":"A","cred`), plain, proof.ErrLoss, false, "/grade"},
		{"null", edit(t, document, `"name":"A","cred`, `"name":null,"cred`), plain, proof.ErrLoss, false, "/name"},
		{"array in an array", edit(t, document, `"name":"A","cred`, `"name":[`+deep+`],"cred`), plain, proof.ErrLoss, false, "/name/0"},
		{"undefined option", parsed(t, []byte(document)), edit(t, options, `"created"`, `"made"`), proof.ErrLoss, true, "/made"},
		{"relative method", parsed(t, []byte(document)), edit(t, options, `did:web:example.org#key-1`, `#key-1`), proof.ErrLoss, true, "/verificationMethod"},
		{"unknown context", edit(t, document, "3.0.3.json", "9.json"), plain, proof.ErrUnknownContext, false, "/@context/1"},
		{"no context", edit(t, document, `"@context":`+contexts+`,`, ""), plain, proof.ErrContext, false, ""},
		{"context written out", edit(t, document, `3.0.3.json"]`, `3.0.3.json",{"x":"urn:x:y"}]`), plain, proof.ErrUnsupported, false, "/@context/2"},
		{"nine contexts", edit(t, document, `3.0.3.json"]`, `3.0.3.json"`+strings.Repeat(`,"https://w3id.org/security/data-integrity/v2"`, 7)+`]`),
			plain, proof.ErrTooLarge, false, "/@context"},
		{"contexts in conflict", edit(t, document, "ob/v3p0/context-3.0.3.json", "ob/v3p0/context-3.0.1.json"), plain, proof.ErrContext, false, "/@context"},
		{"keyword", edit(t, document, `"name":"A","cred`, `"@graph":[],"cred`), plain, proof.ErrUnsupported, false, "/@graph"},
		{"twins", edit(t, document, `"criteria"`, `"alignment":[`+strings.TrimSuffix(twins, ",")+`],"criteria"`), plain, proof.ErrBudget, false, ""},
		{"many nodes", edit(t, document, `"criteria"`, `"alignment":[`+strings.TrimSuffix(nodes, ",")+`],"criteria"`), plain, proof.ErrTooLarge, false,
			"/credentialSubject/achievement/alignment/999"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, err := proof.New(nil).Document(tt.doc).Input(t.Context(), edRDFC, crypto.SHA256, tt.opts)
			require.Nil(t, in)
			require.ErrorIs(t, err, tt.want)
			var e *proof.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, tt.inOptions, e.InOptions)
			require.Equal(t, tt.pointer, e.Pointer)
			require.NotEmpty(t, e.Detail)
			where := "document"
			switch {
			case tt.inOptions:
				where = "proof" + tt.pointer
			case tt.pointer != "":
				where = tt.pointer
			}
			require.Equal(t, where+": "+e.Detail, err.Error())
		})
	}

	// Trees built by hand can have what no parser gives.
	for name, v := range map[string]strictjson.Value{"text": strictjson.NewString("\xff"), "number": strictjson.NewNumber("1e999")} {
		for _, suite := range []*proof.Suite{edJCS} {
			_, err := proof.New(nil).Document(parsed(t, []byte(document)).With("name", v)).Input(t.Context(), suite, crypto.SHA256, plain)
			require.ErrorIs(t, err, proof.ErrLoss, name)
			_, err = proof.New(nil).Document(parsed(t, []byte(document))).Input(t.Context(), suite, crypto.SHA256, plain.With("nonce", v))
			require.ErrorIs(t, err, proof.ErrLoss, name)
			var e *proof.Error
			require.ErrorAs(t, err, &e)
			require.True(t, e.InOptions)
		}
	}
}

// TestJCSReadsNoContext: a suite that signs the JSON signs whatever the JSON says.
func TestJCSReadsNoContext(t *testing.T) {
	doc := edit(t, document, "3.0.3.json", "9.json").With("grade", strictjson.NewString("A"))
	plain := parsed(t, []byte(options))
	in := input(t, edJCS, doc, plain)
	require.Contains(t, string(in.Document), `"grade":"A"`)
	_, err := proof.New(&ldcontext.Set{}).Document(doc).Input(t.Context(), edJCS, crypto.SHA256, plain)
	require.NoError(t, err)
	_, err = proof.New(&ldcontext.Set{}).Document(parsed(t, []byte(document))).Input(t.Context(), edRDFC, crypto.SHA256, plain)
	require.ErrorIs(t, err, proof.ErrUnknownContext)
}

func TestSetOfContexts(t *testing.T) {
	const url, doc = "https://example.org/v1", `{"@context":{"grade":"https://example.org/v1#grade"}}`
	sum := sha256.Sum256([]byte(doc))
	set, err := ldcontext.Embedded().With(url, []byte(doc), hex.EncodeToString(sum[:]))
	require.NoError(t, err)
	v := edit(t, document, `3.0.3.json"]`, `3.0.3.json","`+url+`"]`).With("grade", strictjson.NewString("A"))
	in, err := proof.New(set).Document(v).Input(t.Context(), edRDFC, crypto.SHA256, parsed(t, []byte(options)))
	require.NoError(t, err)
	require.Contains(t, string(in.Document), `<urn:x:badge> <https://example.org/v1#grade> "A" .`)
	_, err = proof.New(nil).Document(v).Input(t.Context(), edRDFC, crypto.SHA256, parsed(t, []byte(options)))
	require.ErrorIs(t, err, proof.ErrUnknownContext)
}

// TestManyScales: a badge whose results have one scale of grades each has many nodes that look alike, and is no attack.
// Thousands of them are.
func TestManyScales(t *testing.T) {
	scales := func(n int) strictjson.Value {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf(`{"id":"urn:x:r%d","type":["ResultDescription"],"name":"R","resultType":"LetterGrade","allowedValue":["A","B","C","D","F"]}`, i)
		}
		return edit(t, document, `"criteria"`, `"resultDescription":[`+strings.Join(list, ",")+`],"criteria"`)
	}
	in := input(t, edRDFC, scales(60), parsed(t, []byte(options))) // 4 of 5 nodes of each list look like those of the others
	require.Equal(t, 60*5*2, strings.Count(string(in.Document), "22-rdf-syntax-ns#rest>")+strings.Count(string(in.Document), "22-rdf-syntax-ns#first>"))

	_, err := proof.New(nil).Document(scales(150)).Input(t.Context(), edRDFC, crypto.SHA256, parsed(t, []byte(options)))
	require.ErrorIs(t, err, proof.ErrBudget)
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := proof.New(nil).Document(parsed(t, []byte(document))).Input(ctx, edRDFC, crypto.SHA256, parsed(t, []byte(options)))
	require.ErrorIs(t, err, context.Canceled)
	var e *proof.Error
	require.False(t, errors.As(err, &e), "the document is not at fault")
}

func TestConcurrent(t *testing.T) {
	transformer := proof.New(nil)
	want := input(t, edRDFC, parsed(t, []byte(document)), parsed(t, []byte(options)))
	doc, opts := parsed(t, []byte(document)), parsed(t, []byte(options))
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			in, err := transformer.Document(doc).Input(t.Context(), edRDFC, crypto.SHA256, opts)
			if err != nil || string(in.Signed) != string(want.Signed) {
				t.Error("another result", err)
			}
		})
	}
	wg.Wait()
}
