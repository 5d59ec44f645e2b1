package verifier_test

import (
	"crypto"
	"crypto/elliptic"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/proof"
)

// What is done to one embedded proof: its members, its signature, its key.

func malformedProof(pointer string) expectation { return invalid("malformed", "proof", pointer) }

// proofMembers (B19, B20, B23, B26): every member that the verifier acts upon has one form.
func proofMembers() []attack {
	typ, method, purpose := `"type":"DataIntegrityProof",`, `"verificationMethod":"did:web:example.org#ed25519",`, `"proofPurpose":"assertionMethod",`
	suite := `"cryptosuite":"eddsa-rdfc-2022",`
	added := func(member string) func(*forge) { return edited(createdAtTheTime, member+","+createdAtTheTime) }
	atMethod := malformedProof("/proof/verificationMethod")
	suite2020 := all(ed25519Signature2020, func(f *forge) { f.context(suite2020, "") })
	return []attack{
		{"proof-type-missing", "No type.", edited(typ, ""), malformedProof("/proof/type")},
		{"proof-type-number", "A type that is a number.", edited(typ, `"type":1,`), malformedProof("/proof/type")},
		{"proof-type-array", "One type in an array: to JSON-LD the same.", edited(typ, `"type":["DataIntegrityProof"],`), malformedProof("/proof/type")},
		{"cryptosuite-missing", "No cryptosuite.", edited(suite, ""), malformedProof("/proof/cryptosuite")},
		{"cryptosuite-number", "A cryptosuite that is a number.", edited(suite, `"cryptosuite":2022,`), malformedProof("/proof/cryptosuite")},
		{"cryptosuite-empty", "An empty cryptosuite.", edited(suite, `"cryptosuite":"",`), malformedProof("/proof/cryptosuite")},
		{"ed25519-signature-2020-with-cryptosuite", "The older type of proof has no cryptosuite.",
			all(suite2020, edited(`"type":"Ed25519Signature2020",`, `"type":"Ed25519Signature2020",`+suite)), malformedProof("/proof/cryptosuite")},
		{"method-missing", "No verificationMethod.", edited(method, ""), atMethod},
		{"method-object", "B23: a method that is written out, with a key of the attacker.", edited(method,
			`"verificationMethod":{"id":"did:web:example.org#ed25519","type":"Multikey","controller":"did:web:example.org","publicKeyMultibase":"`+
				strings.TrimPrefix(didKey(badgetest.Ed25519("attacker")), "did:key:")+`"},`), atMethod},
		{"method-reference", "B23: a method that is an object with an id, to JSON-LD the same as the id.",
			edited(method, `"verificationMethod":{"id":"did:web:example.org#ed25519"},`), atMethod},
		{"method-array", "One method in an array.", edited(method, `"verificationMethod":["did:web:example.org#ed25519"],`), atMethod},
		{"method-number", "A method that is a number.", edited(method, `"verificationMethod":1,`), atMethod},
		{"method-relative", "A method that is a fragment alone.", edited(method, `"verificationMethod":"#ed25519",`), atMethod},
		{"method-without-fragment", "The issuer itself is not a key.", edited(method, `"verificationMethod":"did:web:example.org",`), atMethod},
		{"purpose-missing", "No proofPurpose.", edited(`,"proofPurpose":"assertionMethod"`, ""), malformedProof("/proof/proofPurpose")},
		{"purpose-array", "One purpose in an array.", edited(purpose, `"proofPurpose":["assertionMethod"],`), malformedProof("/proof/proofPurpose")},
		{"purpose-authentication", "B20: a proof for logging in.", option("assertionMethod", "authentication"),
			invalid("malformed", "proof_purpose", "/proof/proofPurpose")},
		{"purpose-by-iri", "B20: the purpose by its full IRI.", edited(purpose, `"proofPurpose":"https://w3id.org/security#assertionMethod",`),
			invalid("malformed", "proof_purpose", "/proof/proofPurpose")},
		{"proof-id-relative", "An id of the proof that is no URI.", added(`"id":"proof-1"`), malformedProof("/proof/id")},
		{"proof-id-number", "An id of the proof that is a number.", added(`"id":1`), malformedProof("/proof/id")},
		{"nonce-number", "A nonce that is a number.", added(`"nonce":1`), malformedProof("/proof/nonce")},
		{"nonce-added", "A nonce added after signing.", added(`"nonce":"8QxnzZ0fCFuA"`), changed},
		{"domain", "B26: a proof for one domain alone.", option(createdAtTheTime, createdAtTheTime+`,"domain":"verifier.example"`),
			open("unsupported", "proof_domain", "/proof/domain")},
		{"domains", "B26: a proof for several.", option(createdAtTheTime, createdAtTheTime+`,"domain":["a.example","b.example"]`),
			open("unsupported", "proof_domain", "/proof/domain")},
		{"challenge", "B26: a proof that answers a challenge.", option(createdAtTheTime, createdAtTheTime+`,"challenge":"8QxnzZ0fCFuA"`),
			open("unsupported", "proof_domain", "/proof/challenge")},
		{"proof-undefined-member", "B1: a member of the proof that no context defines.", added(`"grade":"A"`), lost("/proof/grade")},
		{"proof-member-null", "B4: a member of the proof that is null.", added(`"name":null`), lost("/proof/name")},
		{"proof-member-added", "A member of the proof that contexts define, added after signing.", added(`"name":"x"`), changed},
		{"proof-statement-moved", "B16: the end of the proof moved to another description of the proof, inside it.", func(f *forge) {
			f.proofs[0].add(`"id":"urn:x:p","expires":"2026-02-01T00:00:00Z","image":"urn:x:p"`)
			f.after = func(s string) string {
				return replaceOnce(replaceOnce(s, `"expires":"2026-02-01T00:00:00Z",`, ""), `"image":"urn:x:p"`,
					`"image":{"id":"urn:x:p","type":"DataIntegrityProof","expires":"2026-02-01T00:00:00Z"}`)
			}
		}, notConverted("/proof/image")},
	}
}

var proofValue = regexp.MustCompile(`,"proofValue":"[^"]*"`)

// proofValues (B27): a signature has one text.
func proofValues() []attack {
	const pointer = "/proof/proofValue"
	refused := invalid("malformed", "proof_value", pointer)
	as := func(encode func([]byte) string) func(*forge) { return func(f *forge) { f.proofs[0].encode = encode } }
	bytes := func(change func([]byte) []byte) func(*forge) {
		return as(func(sig []byte) string { return base58btc(change(slices.Clone(sig))) })
	}
	text := func(change func(string) string) func(*forge) {
		return as(func(sig []byte) string { return change(base58btc(sig)) })
	}
	without := func(member string) func(*forge) {
		return func(f *forge) { f.after = func(s string) string { return proofValue.ReplaceAllString(s, member) } }
	}
	p256 := func(f *forge) {
		f.proofs[0] = proofBy("ecdsa-rdfc-2019", badgetest.P256("issuer"), issuerID+"#p256")
	}
	order := elliptic.P256().Params().N
	list := []attack{
		{"value-missing", "B27: No proofValue.", without(""), malformedProof(pointer)},
		{"value-number", "B27: A proofValue that is a number.", without(`,"proofValue":1`), malformedProof(pointer)},
		{"value-array", "B27: One proofValue in an array.", without(`,"proofValue":["z1"]`), malformedProof(pointer)},
		{"value-object", "B27: A proofValue that is written out as JSON-LD.", without(`,"proofValue":{"@value":"z1"}`), malformedProof(pointer)},
		{"value-empty", "B27: An empty proofValue.", text(func(string) string { return "" }), refused},
		{"value-z-alone", "B27: No signature after the z.", text(func(string) string { return "z" }), refused},
		{"value-base64url", "B27: The signature in base64url, which other suites use.",
			as(func(sig []byte) string { return "u" + base64.RawURLEncoding.EncodeToString(sig) }), refused},
		{"value-hexadecimal", "B27: The signature in hexadecimal.", as(func(sig []byte) string { return "f" + hex.EncodeToString(sig) }), refused},
		{"value-without-prefix", "B27: The signature without the z before it.", text(func(s string) string { return s[1:] }), refused},
		{"value-capital-prefix", "B27: Z is another base than z.", text(func(s string) string { return "Z" + s[1:] }), refused},
		{"value-leading-one", "B27: A zero byte in front.", text(func(s string) string { return "z1" + s[1:] }), refused},
		{"value-white-space", "B27: A line break at the end.", text(func(s string) string { return s + "\n" }), refused},
		{"value-space-inside", "B27: A space inside.", text(func(s string) string { return s[:20] + " " + s[20:] }), refused},
		{"value-foreign-letter", "B27: A letter that base58 does not have.", text(func(s string) string { return s[:20] + "0" + s[21:] }), refused},
		{"value-long", "B27: Ten thousand letters.", text(func(s string) string { return s + strings.Repeat("z", 10_000) }), refused},
		{"value-63-bytes", "B27: A signature of 63 bytes.", bytes(func(b []byte) []byte { return b[:63] }), refused},
		{"value-65-bytes", "B27: A signature of 65 bytes.", bytes(func(b []byte) []byte { return append(b, 1) }), refused},
		{"value-of-another-proof", "B27: The signature of the same key over something else.", func(f *forge) {
			f.proofs[0].message = func(in *proof.Input) []byte { return []byte("something else") }
		}, changed},
		{"value-zero", "B27: A signature of zeros.", bytes(func(b []byte) []byte { return make([]byte, len(b)) }), changed},
		{"value-s-plus-order", "B27: S replaced by S+L: a second text of the signature, which RFC 8032 refuses.", bytes(addOrder), changed},
		{"value-bit-flipped", "B27: One bit of the signature flipped.", bytes(func(b []byte) []byte { b[10] ^= 1; return b }), changed},
		{"value-p256-der", "B27: An ECDSA signature in DER instead of r and s.", all(p256, bytes(func(b []byte) []byte {
			der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(b[:32]), new(big.Int).SetBytes(b[32:])})
			noError(err)
			return der
		})), refused},
		{"value-p256-r-zero", "B27: r is zero.", all(p256, bytes(func(b []byte) []byte { return append(make([]byte, 32), b[32:]...) })), changed},
		{"value-p256-s-zero", "B27: s is zero.", all(p256, bytes(func(b []byte) []byte { return append(b[:32], make([]byte, 32)...) })), changed},
		{"value-p256-r-order", "B27: r is the order of the curve.", all(p256, bytes(func(b []byte) []byte {
			return append(order.FillBytes(make([]byte, 32)), b[32:]...)
		})), changed},
		{"value-p256-s-order", "B27: s is the order of the curve.", all(p256, bytes(func(b []byte) []byte {
			return append(b[:32], order.FillBytes(make([]byte, 32))...)
		})), changed},
		{"value-p384-64-bytes", "B27: A signature on P-384 that is as long as one on P-256.", func(f *forge) {
			f.proofs[0] = proofBy("ecdsa-rdfc-2019", badgetest.P384("issuer"), issuerID+"#p384")
			bytes(func(b []byte) []byte { return b[:64] })(f)
		}, refused},
	}
	return list
}

// suites (B24, B31, E25): the cryptosuite says what is signed, with which hash, and with which type of key.
func suites() []attack {
	rdfc, jcsSuite := &proof.Suite{Ed: true}, &proof.Suite{Ed: true, JCS: true}
	by := func(suite string, key crypto.Signer, fragment string) func(*forge) {
		return func(f *forge) { f.proofs[0] = proofBy(suite, key, issuerID+"#"+fragment) }
	}
	with := func(suite *proof.Suite) func(*forge) { return func(f *forge) { f.proofs[0].suite = suite } }
	hashed := func(hash crypto.Hash) func(*forge) { return func(f *forge) { f.proofs[0].hash = hash } }
	message := func(change func(*proof.Input) []byte) func(*forge) {
		return func(f *forge) { f.proofs[0].message = change }
	}
	p256, p384, rsa := badgetest.P256("issuer"), badgetest.P384("issuer"), badgetest.RSA()
	mismatch := invalid("wrong_key", "alg_key_mismatch", "/proof/verificationMethod")
	named := func(pointer string) expectation { return open("unsupported", "cryptosuite", pointer) }
	rsaWith := func(suite string) func(*forge) { // signs with a suite that has no such keys
		return func(f *forge) {
			by(suite, rsa, "rsa")(f)
			f.proofs[0].hash = crypto.SHA256
		}
	}
	list := []attack{
		{"proof-type-bbs-2020", "E25: selective disclosure, before there were cryptosuites.",
			edited(`"type":"DataIntegrityProof"`, `"type":"BbsBlsSignature2020"`), named("/proof/type")},
		{"proof-type-rsa-2018", "A type of proof that is not checked here.",
			edited(`"type":"DataIntegrityProof"`, `"type":"RsaSignature2018"`), named("/proof/type")},
		{"proof-type-lower-case", "Names of types are exact.", edited(`"type":"DataIntegrityProof"`, `"type":"dataIntegrityProof"`), named("/proof/type")},
		{"proof-type-by-iri", "The type by its full IRI.", edited(`"type":"DataIntegrityProof"`, `"type":"https://w3id.org/security#DataIntegrityProof"`), named("/proof/type")},
		{"jcs-label-on-rdfc", "B24: quads are signed under the name of the suite for JSON.", all(jcs, with(rdfc)), changed},
		{"rdfc-label-on-jcs", "B24: JSON is signed under the name of the suite for quads.", with(jcsSuite), changed},
		{"relabelled-as-jcs", "B24: the name changed after signing.", edited(`"eddsa-rdfc-2022"`, `"eddsa-jcs-2022"`), changed},
		{"relabelled-as-eddsa-2022", "B24: the name changed to the older one, which is signed too.", edited(`"eddsa-rdfc-2022"`, `"eddsa-2022"`), changed},
		{"relabelled-as-2020", "B24: the proof turned into one of the older type.", all(func(f *forge) { f.context(suite2020, "") },
			edited(`"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022"`, `"type":"Ed25519Signature2020"`)), changed},
		{"2020-without-context", "The older type of proof in a document without its context: the proof itself is undefined.",
			edited(`"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022"`, `"type":"Ed25519Signature2020"`), lost("/proof/type")},
		{"eddsa-with-p256-key", "B24: a P-256 key and signature in an EdDSA suite.",
			all(by("eddsa-rdfc-2022", p256, "p256"), with(&proof.Suite{})), mismatch},
		{"eddsa-2022-with-p256-key", "B24: likewise under its older name.",
			all(by("eddsa-2022", p256, "p256"), with(&proof.Suite{})), mismatch},
		{"eddsa-jcs-with-p384-key", "B24: a P-384 key and signature in an EdDSA suite.",
			all(by("eddsa-jcs-2022", p384, "p384"), with(&proof.Suite{JCS: true})), mismatch},
		{"ecdsa-with-ed25519-key", "B24: an Ed25519 key and signature in an ECDSA suite.",
			all(option("eddsa-rdfc-2022", "ecdsa-rdfc-2019"), with(rdfc)), mismatch},
		{"ecdsa-jcs-with-ed25519-key", "B24: likewise over the JSON.", all(jcs, option("eddsa-jcs-2022", "ecdsa-jcs-2019"), with(jcsSuite)), mismatch},
		{"2020-with-p256-key", "B24: a P-256 key and signature in a proof of the older type.", all(ed25519Signature2020,
			func(f *forge) { f.context(suite2020, ""); f.proofs[0].key = p256 }, option("#ed25519", "#p256"), with(&proof.Suite{})), mismatch},
		{"eddsa-with-rsa-key", "B24: RSA has no cryptosuite.", rsaWith("eddsa-rdfc-2022"), mismatch},
		{"ecdsa-with-rsa-key", "B24: likewise.", rsaWith("ecdsa-rdfc-2019"), mismatch},
		{"p384-with-sha256", "B31: P-384 with SHA-256 in every place.", all(by("ecdsa-rdfc-2019", p384, "p384"), hashed(crypto.SHA256)), changed},
		{"p384-jcs-with-sha256", "B31: likewise over the JSON.", all(by("ecdsa-jcs-2019", p384, "p384"), hashed(crypto.SHA256)), changed},
		{"p256-with-sha384", "B31: P-256 with SHA-384.", all(by("ecdsa-rdfc-2019", p256, "p256"), hashed(crypto.SHA384)), changed},
		{"document-hash-first", "The hash of the document before that of the options.",
			message(func(in *proof.Input) []byte { return slices.Concat(in.DocumentHash, in.OptionsHash) }), changed},
		{"document-hash-alone", "The options are not signed.", message(func(in *proof.Input) []byte { return in.DocumentHash }), changed},
		{"document-itself", "The canonical document is signed instead of its hash.", message(func(in *proof.Input) []byte { return in.Document }), changed},
	}
	for _, c := range []struct{ name, suite string }{
		{"ecdsa-sd-2023", "ecdsa-sd-2023"}, {"bbs-2023", "bbs-2023"}, {"of-the-future", "eddsa-rdfc-2099"}, {"capitals", "EDDSA-RDFC-2022"},
		{"that-is-a-type", "Ed25519Signature2020"},
	} {
		list = append(list, attack{"cryptosuite-" + c.name, "B24, E25: the cryptosuite " + c.suite + ", which is not checked here.",
			edited(`"cryptosuite":"eddsa-rdfc-2022"`, `"cryptosuite":"`+c.suite+`"`), named("/proof/cryptosuite")})
	}
	return list
}

// proofContexts (B8): the options are read with the contexts of the document, and with no others.
func proofContexts() []attack {
	refused := invalid("malformed", "proof_context", "/proof/@context")
	v2, ob := `"https://www.w3.org/ns/credentials/v2"`, `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`
	var list []attack
	for _, c := range []struct{ name, what, context string }{
		{"another", "another context", `["https://w3id.org/security/data-integrity/v2"]`},
		{"first-alone", "the first context alone", `[` + v2 + `]`},
		{"reversed", "the contexts in the other order", `[` + ob + `,` + v2 + `]`},
		{"one-more", "one context more", `[` + v2 + `,` + ob + `,"https://w3id.org/security/data-integrity/v2"]`},
		{"inline", "a context written out", `{"created":"https://attacker.example/created"}`},
		{"inline-behind", "a context written out behind those of the document", `[` + v2 + `,` + ob + `,{"created":"https://attacker.example/created"}]`},
		{"empty", "an empty list", `[]`}, {"null", "null", `null`},
	} {
		member := `"@context":` + c.context + `,`
		list = append(list, attack{"rdfc-context-" + c.name, "B8: a proof over quads, with " + c.what + " of its own.",
			edited(createdAtTheTime, member+createdAtTheTime), refused})
		if c.name == "first-alone" {
			continue // it is the beginning of those of the document
		}
		list = append(list, attack{"jcs-context-" + c.name, "B8: a proof over JSON, with " + c.what + " of its own.", all(jcs, anyCredential, func(f *forge) {
			f.after = func(s string) string {
				return replaceOnce(s, `,"@context":`+goodContexts+`,"proofValue"`, `,"@context":`+c.context+`,"proofValue"`)
			}
		}), refused})
	}
	return append(list, []attack{
		{"jcs-context-removed", "The contexts taken out of a proof over JSON.", all(jcs, edited(`,"@context":`+goodContexts+`,"proofValue"`, `,"proofValue"`)), changed},
		{"jcs-context-shortened", "The contexts of a proof over JSON made fewer.",
			all(jcs, edited(`,"@context":`+goodContexts+`,"proofValue"`, `,"@context":[`+v2+`],"proofValue"`)),
			invalid("malformed", "rule_context", "/@context")},
		{"jcs-context-shortened-of-credential", "Likewise, where any credential is welcome.",
			all(jcs, anyCredential, edited(`,"@context":`+goodContexts+`,"proofValue"`, `,"@context":[`+v2+`],"proofValue"`)), changed},
		{"jcs-document-context-changed", "Another revision of a context in the document than in its proof.", all(jcs, func(f *forge) {
			f.after = func(s string) string { return strings.Replace(s, "context-3.0.3.json", "context-3.0.2.json", 1) }
		}), refused},
		{"jcs-context-changed-in-both", "Another revision of a context in both.", all(jcs, func(f *forge) {
			f.after = func(s string) string { return strings.ReplaceAll(s, "context-3.0.3.json", "context-3.0.2.json") }
		}), changed},
		{"valid-rdfc-context-string", "The one context of the document, without its array.", all(anyCredential, func(f *forge) {
			f.payload = `{"@context":[` + v2 + `],"id":"urn:x:y","type":["VerifiableCredential"],"issuer":"did:web:example.org",` +
				`"credentialSubject":{"id":"urn:x:z","name":"Ada"}}`
			f.proofs[0].add(`"@context":` + v2)
		}), valid},
	}...)
}

// proofDates (B25): a proof that is not current leaves the credential authentic.
func proofDates() []attack {
	with := func(created, more string) func(*forge) {
		return option(createdAtTheTime, `"created":"`+created+`"`+more)
	}
	ends := func(expires string) func(*forge) { return with("2026-01-01T00:00:00Z", `,"expires":"`+expires+`"`) }
	early, late := invalid("not_yet_valid", "proof_created", "/proof/created"), invalid("expired", "proof_expired", "/proof/expires")
	list := []attack{
		{"created-in-the-future", "B25: created 61 seconds from now.", with("2026-03-01T12:01:01Z", ""), early},
		{"created-next-year", "B25: created next year.", with("2027-01-01T00:00:00Z", ""), early},
		{"created-in-the-future-jcs", "B25: likewise in a suite that signs the JSON.", all(jcs, with("2026-03-01T12:01:01Z", "")), early},
		{"expires-now", "D4: a proof is no longer good at its expires.", ends("2026-03-01T12:00:00Z"), late},
		{"expires-past", "D4: expires has passed.", ends("2026-02-01T00:00:00Z"), late},
		{"expires-before-created", "B25: a proof that ended before it was made.", ends("2025-01-01T00:00:00Z"), late},
		{"created-and-expired", "B25: created in the future, and expired: the first decides.", with("2027-01-01T00:00:00Z", `,"expires":"2026-02-01T00:00:00Z"`), early},
		{"expires-and-changed", "An expired proof of a badge that was changed: it is not authentic at all.",
			all(ends("2026-02-01T00:00:00Z"), edited("Pass three", "Pass threw")), changed},
		{"created-changed", "created changed after signing.", edited(createdAtTheTime, `"created":"2026-01-02T00:00:00Z"`), changed},
		{"created-removed", "created taken away after signing.", edited(createdAtTheTime+",", ""), changed},
		{"expires-extended", "expires put off after signing.", all(ends("2026-02-01T00:00:00Z"),
			edited(`"expires":"2026-02-01T00:00:00Z"`, `"expires":"2036-02-01T00:00:00Z"`)), changed},
		{"expires-removed", "expires taken away after signing.", all(ends("2026-02-01T00:00:00Z"), edited(`,"expires":"2026-02-01T00:00:00Z"`, "")), changed},
		{"expires-by-iri", "expires under its full IRI, where no reader looks.", all(ends("2026-02-01T00:00:00Z"), edited(`"expires":"2026-02-01T00:00:00Z"`,
			`"https://w3id.org/security#expiration":{"@value":"2026-02-01T00:00:00Z","type":"http://www.w3.org/2001/XMLSchema#dateTime"}`)),
			notConverted("/proof/https:~1~1w3id.org~1security#expiration")},
		{"badge-not-yet-valid", "A current proof of a badge that is not valid yet.", signed(atRoot, `"validFrom":"2026-06-01T00:00:00Z"`),
			invalid("not_yet_valid", "not_yet_valid", "/validFrom")},
		{"badge-expired", "A current proof of a badge that has expired.", func(f *forge) { f.vector.At = at("2027-01-01T00:00:00Z") },
			invalid("expired", "expired", "/validUntil")},
	}
	for _, v := range []struct{ name, value string }{
		{"text", `"yesterday"`}, {"date-only", `"2026-01-01"`}, {"no-zone", `"2026-01-01T00:00:00"`}, {"number", `1767225600`}, {"null", `null`},
		{"array", `["2026-01-01T00:00:00Z"]`}, {"value-object", `{"@value":"2026-01-01T00:00:00Z","type":"http://www.w3.org/2001/XMLSchema#dateTime"}`},
		{"empty", `""`},
	} {
		list = append(list,
			attack{"created-" + v.name, "D3: created is " + strings.ReplaceAll(v.value, `"`, "") + ".", edited(createdAtTheTime, `"created":`+v.value), malformedProof("/proof/created")},
			attack{"expires-" + v.name, "D3: expires is " + strings.ReplaceAll(v.value, `"`, "") + ".",
				edited(createdAtTheTime, createdAtTheTime+`,"expires":`+v.value), malformedProof("/proof/expires")})
	}
	return list
}

// proofKeys (B20 to B22, B25): the key comes from the document of the issuer, and from nowhere else.
func proofKeys() []attack {
	attacker := badgetest.Ed25519("attacker")
	multibase := strings.TrimPrefix(didKey(attacker), "did:key:")
	by := func(key crypto.Signer, method string) func(*forge) {
		return func(f *forge) { f.proofs[0] = proofBy("eddsa-rdfc-2022", key, method) }
	}
	own := func(name string) func(*forge) { return by(badgetest.Ed25519(name), issuerID+"#"+name) }
	const pointer = "/proof/verificationMethod"
	foreign, unknown := invalid("wrong_key", "key_not_issuers", "/proof"), invalid("wrong_key", "method_unknown", pointer)
	didJWK := "did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(jwkOf(attacker.Public())))
	issuedBy := func(id string) func(*forge) {
		return func(f *forge) { f.payload = strings.ReplaceAll(f.payload, issuerID, id) }
	}
	document := func(methods ...string) func(*forge) {
		return func(f *forge) { f.vector.Documents = []json.RawMessage{documentOf(issuerID, methods...)} }
	}
	pub := badgetest.Ed25519("issuer").Public()
	stranger := open("unknown_issuer", "untrusted", "/issuer")
	return []attack{
		{"key-of-attacker-did-key", "B21: the attacker's did:key signs for an issuer that is not it.", by(attacker, didKey(attacker)+"#"+multibase), foreign},
		{"key-of-attacker-did-jwk", "B21: likewise a did:jwk.", by(attacker, didJWK+"#0"), foreign},
		{"key-of-other-trusted-issuer", "B21: another trusted issuer signs for this one.",
			all(by(badgetest.Ed25519("other"), "did:web:other.example#ed25519"), func(f *forge) { f.trust("did:web:other.example", "other") }), foreign},
		{"key-of-claimed-controller", "B22: the attacker's document says that the issuer controls it.", func(f *forge) {
			by(attacker, "did:web:attacker.example#ed25519")(f)
			f.vector.Documents = append(f.vector.Documents, json.RawMessage(replaceOnce(
				string(documentOf("did:web:attacker.example", method("did:web:attacker.example", "ed25519", attacker.Public(), ""))),
				`"id":"did:web:attacker.example","verificationMethod"`,
				`"id":"did:web:attacker.example","controller":"did:web:example.org","verificationMethod"`)))
		}, foreign},
		{"key-in-fragment", "T1: the fragment of the issuer's identifier is the attacker's key.", by(attacker, issuerID+"#"+multibase), unknown},
		{"key-in-fragment-of-https", "T1: likewise where the issuer is a web address.", func(f *forge) {
			issuedBy("https://example.org/issuers/1")(f)
			by(attacker, "https://example.org/issuers/1#"+multibase)(f)
			id := "https://example.org/issuers/1"
			f.vector.Documents = []json.RawMessage{documentOf(id, method(id, "key-1", pub, ""))}
		}, unknown},
		{"key-in-fragment-of-did-key", "T1: the victim's did:key with the attacker's key as its fragment.", all(
			issuedBy(didKey(badgetest.Ed25519("issuer"))), by(attacker, didKey(badgetest.Ed25519("issuer"))+"#"+multibase)), unknown},
		{"key-substituted", "The attacker signs under the issuer's own method.", by(attacker, issuerID+"#ed25519"), changed},
		{"method-unknown", "A method that the issuer's document does not have.", by(attacker, issuerID+"#nobody"), unknown},
		{"method-empty-fragment", "A method without a name.", by(attacker, issuerID+"#"), unknown},
		{"method-by-kid", "The kid of a key in the issuer's document is not the id of its method.", all(by(badgetest.Ed25519("issuer"), issuerID+"#by-kid"),
			document(replaceOnce(method(issuerID, "ed25519", pub, ""), `"kty":"OKP"`, `"kty":"OKP","kid":"`+issuerID+`#by-kid"`))), unknown},
		{"method-case", "Identifiers are exact.", option(issuerID+"#", "did:web:EXAMPLE.org#"), foreign},
		{"method-query", "A method of a version of the issuer's document.", option(issuerID+"#", issuerID+"?versionId=1#"), foreign},
		{"method-path", "A method of a document below the issuer's.", option(issuerID+"#", issuerID+":staff#"), foreign},
		{"method-login-key", "B20: a key of the issuer that is for authentication only.", own("login"), invalid("wrong_key", "method_purpose", pointer)},
		{"method-partners-key", "A method that the issuer lists and another controls.", own("partner"), invalid("wrong_key", "method_controller", pointer)},
		{"method-expired", "B25: the key's expires has passed, although the proof is dated before it.", own("expired"), invalid("key_expired", "key_expired", pointer)},
		{"method-revoked", "B25: the key is revoked, although the proof is dated before that.", own("revoked"), invalid("key_revoked", "key_revoked", pointer)},
		{"method-secp256k1", "A key on a curve that is not checked here.", document(fmt.Sprintf(`{"id":"%[1]s#ed25519","type":"JsonWebKey","controller":%[1]q,`+
			`"publicKeyJwk":{"kty":"EC","crv":"secp256k1","x":"%[2]s","y":"%[2]s"}}`, issuerID, base64.RawURLEncoding.EncodeToString(make([]byte, 32)))),
			open("unsupported", "key_unsupported", pointer)},
		{"method-2020-with-p256-key", "B24: a method for Ed25519 with a key on P-256: the document is refused.", func(f *forge) {
			f.proofs[0] = proofBy("ecdsa-rdfc-2019", badgetest.P256("issuer"), issuerID+"#p256")
			document(fmt.Sprintf(`{"id":"%[1]s#p256","type":"Ed25519VerificationKey2020","controller":%[1]q,"publicKeyMultibase":%[2]q}`, issuerID,
				base58btc(append([]byte{0x80, 0x24}, compressed(&badgetest.P256("issuer").PublicKey)...))))(f)
			f.vector.Refused = 1
		}, stranger},
		{"issuer-untrusted", "An issuer that is not on the trust list.", all(issuedBy("did:web:stranger.example"),
			by(attacker, "did:web:stranger.example#ed25519")), stranger},
		{"issuer-did-key-untrusted", "An issuer nobody trusts whose did:key did sign: authentic, of a stranger.",
			all(issuedBy(didKey(attacker)), by(attacker, didKey(attacker)+"#"+multibase)), stranger},
		{"issuer-did-key-untrusted-changed", "The same, changed after signing: not even authentic.",
			all(issuedBy(didKey(attacker)), by(attacker, didKey(attacker)+"#"+multibase), edited("Pass three", "Pass threw")), changed},
		{"issuer-did-jwk-untrusted", "Likewise a did:jwk.", all(issuedBy(didJWK), by(attacker, didJWK+"#0")), stranger},
		{"issuer-changed", "The issuer changed to the attacker's did:key after signing.", func(f *forge) {
			f.after = func(s string) string {
				return replaceOnce(s, `"issuer":{"id":"did:web:example.org"`, `"issuer":{"id":"`+didKey(attacker)+`"`)
			}
		}, foreign},
	}
}

// proofShapes (B19): what is no proof proves nothing.
func proofShapes() []attack {
	with := func(member string) func(*forge) {
		return func(f *forge) {
			f.after = func(s string) string { return s[:strings.Index(s, `,"proof":`)] + member + "}" }
		}
	}
	none := invalid("no_proof", "unsecured", "")
	same := func(change func(proof string) string) func(*forge) {
		return func(f *forge) {
			f.after = func(s string) string {
				i := strings.Index(s, `,"proof":`) + len(`,"proof":`)
				return s[:i] + change(s[i:len(s)-1]) + "}"
			}
		}
	}
	return []attack{
		{"proof-missing", "B19: no proof.", with(""), none},
		{"proof-null", "B19: a proof that is null.", with(`,"proof":null`), none},
		{"proof-empty-array", "B19: all of no proofs.", with(`,"proof":[]`), none},
		{"proof-empty-object", "B19: an empty proof.", with(`,"proof":{}`), none},
		{"proof-text", "B19: a proof that is a text.", with(`,"proof":"z1"`), none},
		{"proof-array-of-null", "B19: null in an array.", with(`,"proof":[null]`), malformedProof("/proof/0")},
		{"proof-array-of-empty-object", "B19: an empty proof in an array.", with(`,"proof":[{}]`), malformedProof("/proof/0")},
		{"proof-array-of-texts", "B19: texts in an array.", with(`,"proof":["z1"]`), malformedProof("/proof/0")},
		{"proof-array-in-array", "B19: an array in an array.", same(func(p string) string { return "[[" + p + "]]" }), malformedProof("/proof/0")},
		{"proof-beside-null", "B19: a good proof and null.", same(func(p string) string { return "[" + p + ",null]" }), malformedProof("/proof/1")},
		{"proof-five", "B19: more proofs than a verifier reads.", same(func(p string) string { return "[" + strings.Repeat(p+",", 4) + p + "]" }),
			open("too_large", "size", "/proof")},
		{"proof-five-thousand", "B19: as many proofs as JSON may have items.", same(func(p string) string { return "[" + strings.Repeat("1,", 4_999) + "1]" }), open("too_large", "size", "/proof")},
		{"valid-proof-twice", "B19: one proof twice is good twice.", same(func(p string) string { return "[" + p + "," + p + "]" }), valid},
		{"proof-inside-subject", "B19: a good proof, in the subject.", func(f *forge) {
			f.after = func(s string) string {
				i := strings.Index(s, `,"proof":`)
				return replaceOnce(s[:i]+"}", `"credentialSubject":{`, `"credentialSubject":{`+strings.TrimSuffix(s[i+1:], "}")+",")
			}
		}, none},
	}
}
