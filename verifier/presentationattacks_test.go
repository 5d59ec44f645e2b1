package verifier_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
)

func TestWritePresentationVectors(t *testing.T) {
	writeVectors(t, "presentation", newPresentationForge, presentationAttacks())
}

func presentationAttacks() []attack {
	return slices.Concat(genuinePresentations(), requests(), holders(), presentationProofs(), presentationTokens(), presentationShapes(),
		presentationContent(), shownCredentials(), presentedEnvelopes(), otherwise())
}

var both = shown(bound, bound)

// overJSON has the proof made over the JSON itself, which can say what RDF cannot.
func overJSON(f *forge) {
	f.proofs[0].o("eddsa-rdfc-2022", "eddsa-jcs-2022")
	f.proofs[0].add(`"@context":["https://www.w3.org/ns/credentials/v2"]`)
}

// genuinePresentations must work.
func genuinePresentations() []attack {
	return []attack{
		{"valid", "Two badges, embedded and enveloped, under an Ed25519 proof.", nil, both},
		{"valid-jcs", "The proof is over the JSON itself.", overJSON, both},
		{"valid-p256", "A holder with a P-256 key.", func(f *forge) {
			key := badgetest.P256("holder")
			id, method := keyDID(&key.PublicKey)
			f.payload = presentationOf(id, badgeOf(id, ""))
			f.proofs[0] = presentationProof(key, method)
			f.proofs[0].o("eddsa-rdfc-2022", "ecdsa-rdfc-2019")
		}, shown(bound)},
		{"valid-token", "A vp+jwt of a badge in a vc+jwt.", asToken, shown(bound)},
		{"valid-token-ob30", "A vp+jwt of a badge that is a JWT as Open Badges has it.",
			all(asToken, showing(enveloped(badgeOf(holderID, "JWT")))), shown(bound)},
		{"valid-token-without-dates", "A vp+jwt without iat and exp, and without iss: the challenge makes it fresh, kid names the key.",
			all(asToken, signed(`"iss":"`+holderID+`",`, ``), signed(`,"iat":1772366400,"exp":1772366700`, ``)), shown(bound)},
		{"valid-token-with-id", "A vp+jwt with an id of the token.", all(asToken, signed(`"iat"`, `"jti":"urn:x:1","iat"`)), shown(bound)},
		{"valid-token-with-same-id", "A vp+jwt and a presentation with one id.",
			all(asToken, signed(`"iat"`, `"jti":"urn:x:1","id":"urn:x:1","iat"`)), shown(bound)},
		{"valid-token-audiences", "A vp+jwt for two verifiers.",
			all(asToken, signed(`"aud":"`+goodDomain+`"`, `"aud":["https://other.example","`+goodDomain+`"]`)), shown(bound)},
		{"valid-token-with-jwk", "A vp+jwt that names its key by value.",
			all(asToken, func(f *forge) {
				f.header = `{"alg":"EdDSA","jwk":` + jwkOf(holderKey.Public()) + `,"typ":"vp+jwt","cty":"vp"}`
			}), shown(bound)},
		{"valid-token-with-proof", "A vp+jwt around a presentation with a proof.", all(asToken, func(f *forge) {
			f.proofs = []*proofForge{presentationProof(holderKey, holderMethod)}
		}), shown(bound)},
		{"valid-domain-set", "A proof for two verifiers.", option(`"domain":"`+goodDomain+`"`, `"domain":["https://other.example","`+goodDomain+`"]`), both},
		{"valid-holder-object", "A holder that is an object with an id.", signed(`"holder":"`+holderID+`"`, `"holder":{"id":"`+holderID+`"}`), both},
		{"valid-one-credential", "A credential that is in no array.", func(f *forge) {
			f.payload = strings.NewReplacer(`"verifiableCredential":[`, `"verifiableCredential":`, `}]}`, `}}`).Replace(presentationOf(holderID, enveloped(badgeOf(holderID, "JWT"))))
		}, expectation{Verdict: "valid", Credentials: []presentedExpectation{{At: "/verifiableCredential", Verdict: "valid", Binding: "did"}}}},
		{"valid-no-credential", "Nothing is shown: the holder has the key, and that is all.",
			func(f *forge) { f.payload = replaceOnce(presentationOf(holderID), `,"verifiableCredential":[]`, ``) }, shown()},
		{"valid-order-changed", "The credentials have changed places after signing: RDF knows no order.", func(f *forge) {
			embedded, envelope := badgeOf(holderID, ""), enveloped(badgeOf(holderID, "JWT"))
			f.after = func(text string) string { return replaceOnce(text, embedded+","+envelope, envelope+","+embedded) }
		}, both},
		{"valid-second-proof", "A second proof of the holder.", func(f *forge) {
			f.proofs = append(f.proofs, presentationProof(holderKey, holderMethod))
			f.proofs[1].o(`12:00:00Z","expires"`, `11:59:00Z","expires"`)
		}, both},
		{"valid-notarised", "A proof of somebody else beside the holder's, for another purpose: it has no effect.", func(f *forge) {
			f.proofs = append(f.proofs, presentationProof(thiefKey, thiefMethod))
			f.proofs[1].o(`"authentication"`, `"assertionMethod"`)
		}, both},
	}
}

// requests (replay): an answer is good for one challenge and one verifier.
func requests() []attack {
	challenge, domain := invalid("challenge", "challenge", "/proof/challenge"), invalid("challenge", "domain", "/proof/domain")
	nonce, aud := invalid("challenge", "challenge", "/nonce"), invalid("challenge", "domain", "/aud")
	asked := func(challenge, domain string) func(*forge) {
		return func(f *forge) { f.vector.Presentation.Challenge, f.vector.Presentation.Domain = challenge, domain }
	}
	none := open("no_challenge", "no_challenge", "")
	const c, d, n, a = `"challenge":"` + goodChallenge + `"`, `"domain":"` + goodDomain + `"`, `"nonce":"` + goodChallenge + `"`, `"aud":"` + goodDomain + `"`
	return []attack{
		{"replayed", "An answer to an earlier request.", asked("c0ffee-4712", goodDomain), challenge},
		{"replayed-elsewhere", "An answer that another verifier was given.", asked(goodChallenge, "https://other.example"), domain},
		{"replayed-token", "A token that answers an earlier request.", all(asToken, asked("c0ffee-4712", goodDomain)), nonce},
		{"replayed-token-elsewhere", "A token that another verifier was given.", all(asToken, asked(goodChallenge, "https://other.example")), aud},
		{"challenge-missing", "A proof without a challenge.", option(`,`+c, ``), challenge},
		{"challenge-empty", "A proof with an empty challenge.", option(c, `"challenge":""`), challenge},
		{"challenge-array", "A proof with two challenges.", option(c, `"challenge":["x","`+goodChallenge+`"]`), challenge},
		{"challenge-longer", "A challenge that only begins as the expected one.", option(c, `"challenge":"`+goodChallenge+`0"`), challenge},
		{"challenge-in-other-case", "The challenge in capitals.", option(c, `"challenge":"C0FFEE-4711"`), challenge},
		{"challenge-changed-after-signing", "The challenge of this request, written into an older answer.", func(f *forge) {
			f.proofs[0].o(c, `"challenge":"c0ffee-0815"`)
			f.after = func(text string) string { return replaceOnce(text, `"challenge":"c0ffee-0815"`, c) }
		}, changed},
		{"domain-missing", "A proof without a domain.", option(`,`+d, ``), domain},
		{"domain-empty", "A proof with an empty domain.", option(d, `"domain":""`), domain},
		{"domain-prefix", "A domain that begins as the expected one.", option(d, `"domain":"`+goodDomain+`.evil.example"`), domain},
		{"domain-set-without", "A proof for two other verifiers.", option(d, `"domain":["https://a.example","https://b.example"]`), domain},
		{"domain-set-of-objects", "A set of domains that are no strings.", option(d, `"domain":["`+goodDomain+`",{"id":"urn:x:y"}]`), domain},
		{"domain-changed-after-signing", "The domain of this verifier, written into an answer for another.", func(f *forge) {
			f.proofs[0].o(d, `"domain":"https://other.example"`)
			f.after = func(text string) string { return replaceOnce(text, `"domain":"https://other.example"`, d) }
		}, changed},
		{"nonce-missing", "A token without a nonce.", all(asToken, signed(n+`,`, ``)), nonce},
		{"nonce-array", "A token with two.", all(asToken, signed(n, `"nonce":["`+goodChallenge+`"]`)), nonce},
		{"nonce-number", "A token with a number that reads as the challenge.",
			all(asToken, asked("4711", goodDomain), signed(n, `"nonce":4711`)), nonce},
		{"nonce-in-header", "A token with the nonce in its header.", all(asToken, signed(n+`,`, ``), func(f *forge) { f.h(`"typ"`, n+`,"typ"`) }),
			invalid("malformed", "header", "")},
		{"challenge-for-nonce", "A token with the name that proofs have for it.", all(asToken, signed(n, c)), nonce},
		{"audience-missing", "A token without an audience.", all(asToken, signed(a+`,`, ``)), aud},
		{"audience-number", "A token with a number for it.", all(asToken, signed(a, `"aud":1`)), aud},
		{"audiences-without", "A token for two other verifiers.", all(asToken, signed(a, `"aud":["https://a.example","https://b.example"]`)), aud},
		{"no-challenge-expected", "The verifier asks for no challenge.", asked("", goodDomain), none},
		{"no-domain-expected", "The verifier asks for no domain.", asked(goodChallenge, ""), none},
		{"nothing-expected-nothing-signed", "The verifier asks for neither, and neither was signed.",
			all(asked("", ""), option(`,`+c+`,`+d, ``)), none},
	}
}

// holderDocument is the document of a holder whose identifier is no key.
func holderDocument(relationship, more string) json.RawMessage {
	doc := string(documentOf("did:web:ada.example", method("did:web:ada.example", "key", holderKey.Public(), more)))
	return json.RawMessage(replaceOnce(doc, `"assertionMethod"`, `"`+relationship+`"`))
}

// holders: who shows it.
func holders() []attack {
	const web = "did:web:ada.example"
	byWeb := func(docs ...json.RawMessage) func(*forge) {
		return func(f *forge) {
			f.payload = presentationOf(web, badgeOf(web, ""))
			f.proofs[0] = presentationProof(holderKey, web+"#key")
			f.vector.Presentation.Holders = docs
		}
	}
	byIssuer := func(fragment, key string) func(*forge) {
		return func(f *forge) {
			f.payload = presentationOf(issuerID, enveloped(badgeOf(issuerID, "JWT")))
			f.proofs[0] = presentationProof(badgetest.Ed25519(key), issuerID+"#"+fragment)
		}
	}
	wrong := func(reason string) expectation { return invalid("wrong_key", reason, "/proof/verificationMethod") }
	foreign := invalid("wrong_key", "key_not_issuers", "/proof")
	return []attack{
		{"valid-holder-did-web", "A holder whose document the verifier has, and who is no trusted issuer.", byWeb(holderDocument("authentication", "")), shown(bound)},
		{"valid-holder-is-issuer", "A holder who is an issuer, with its key to log in.", byIssuer("login", "login"), shown(bound)},
		{"holder-signs-as-issuer", "An issuer whose key is for credentials alone.", byIssuer("ed25519", "issuer"), wrong("method_purpose")},
		{"holder-unknown", "A did:web whose document nobody has.", byWeb(), open("unknown_holder", "holder_unknown", "/holder")},
		{"holder-document-twice", "Two documents of the holder, which differ.",
			byWeb(holderDocument("authentication", ""), holderDocument("authentication", `,"expires":"2030-01-01T00:00:00Z"`)),
			open("unknown_holder", "holder_unavailable", "/holder")},
		{"holder-key-for-assertions", "The holder's key is not for authentication.", byWeb(holderDocument("assertionMethod", "")), wrong("method_purpose")},
		{"holder-key-expired", "The holder's key has expired.", byWeb(holderDocument("authentication", `,"expires":"2026-02-01T00:00:00Z"`)),
			invalid("key_expired", "key_expired", "/proof/verificationMethod")},
		{"holder-key-revoked", "The holder has revoked the key.", byWeb(holderDocument("authentication", `,"revoked":"2026-02-01T00:00:00Z"`)),
			invalid("key_revoked", "key_revoked", "/proof/verificationMethod")},
		{"holder-is-no-issuer", "A badge that a holder known to the verifier has issued to itself.", func(f *forge) {
			byWeb(holderDocument("authentication", ""))(f)
			own := newEmbeddedForge("")
			own.payload = selfIssued(web)
			own.proofs[0] = proofBy("eddsa-rdfc-2022", holderKey, web+"#key")
			f.payload = presentationOf(web, own.input())
		}, shown(refused(open("unknown_issuer", "untrusted", "/issuer")))},
		{"holder-malformed-key", "A did:key that is no key.", func(f *forge) {
			f.payload = presentationOf("did:key:z6Mk", badgeOf(holderID, ""))
			f.proofs[0].o(holderMethod, "did:key:z6Mk#z6Mk")
		}, open("unknown_holder", "holder_unknown", "/holder")},
		{"holder-absent", "Nobody shows it.", all(overJSON, signed(`"holder":"`+holderID+`",`, ``)), invalid("malformed", "shape", "/holder")},
		{"holder-null", "A holder that is null.", all(overJSON, signed(`"holder":"`+holderID+`"`, `"holder":null`)), invalid("malformed", "shape", "/holder")},
		{"holder-relative", "A holder by a relative name.", all(overJSON, signed(`"holder":"`+holderID+`"`, `"holder":"ada"`)), invalid("malformed", "shape", "/holder")},
		{"holder-object-without-id", "A holder that is an object without an id.", all(overJSON, signed(`"holder":"`+holderID+`"`, `"holder":{"type":"Person"}`)),
			invalid("malformed", "shape", "/holder/id")},
		{"holders-two", "Two holders.", all(overJSON, signed(`"holder":"`+holderID+`"`, `"holder":["`+holderID+`","`+thiefID+`"]`)), invalid("malformed", "shape", "/holder")},
		{"holder-other", "The holder is named, and somebody else signs.", func(f *forge) { f.proofs[0] = presentationProof(thiefKey, thiefMethod) }, foreign},
		{"holder-other-key", "Somebody else signs under the name of the holder's key.",
			func(f *forge) { f.proofs[0] = presentationProof(thiefKey, holderMethod) }, changed},
		{"holder-changed-after-signing", "The name of the holder is put into a presentation by somebody else.", func(f *forge) {
			f.payload = strings.Replace(f.payload, `"holder":"`+holderID, `"holder":"`+thiefID, 1)
			f.proofs[0] = presentationProof(thiefKey, thiefMethod)
			f.after = func(text string) string { return replaceOnce(text, `"holder":"`+thiefID, `"holder":"`+holderID) }
		}, foreign},
		{"token-holder-other", "The holder is named in a token, and somebody else signs.", all(asToken, func(f *forge) {
			f.key = thiefKey
			f.h(holderMethod, thiefMethod)
		}), invalid("wrong_key", "method_unknown", "")},
		{"token-holder-other-jwk", "Likewise, with the thief's key in the header.", all(asToken, func(f *forge) {
			f.key, f.header = thiefKey, `{"alg":"EdDSA","jwk":`+jwkOf(thiefKey.Public())+`,"typ":"vp+jwt"}`
		}), invalid("wrong_key", "key_not_issuers", "")},
		{"token-issuer-other", "A token whose iss is somebody else.", all(asToken, signed(`"iss":"`+holderID, `"iss":"`+thiefID)), invalid("malformed", "claim_mismatch", "/iss")},
		{"token-subject-other", "A token whose sub is somebody else.", all(asToken, signed(`"iat"`, `"sub":"`+thiefID+`","iat"`)), invalid("malformed", "claim_mismatch", "/sub")},
		{"token-id-other", "A token whose jti is another than the presentation's id.", all(asToken, signed(`"iat"`, `"jti":"urn:x:1","id":"urn:x:2","iat"`)),
			invalid("malformed", "claim_mismatch", "/jti")},
		{"token-issuer-other-with-id", "Likewise, where the token and the presentation have one id.",
			all(asToken, signed(`"iss":"`+holderID, `"jti":"urn:x:1","id":"urn:x:1","iss":"`+thiefID)), invalid("malformed", "claim_mismatch", "/iss")},
		{"stolen", "E26: a thief shows the badge of somebody else under the thief's own name.", func(f *forge) {
			f.payload = strings.Replace(f.payload, `"holder":"`+holderID, `"holder":"`+thiefID, 1)
			f.proofs[0] = presentationProof(thiefKey, thiefMethod)
		}, shown(refused(invalid("holder", "holder", "/credentialSubject/id")), refused(invalid("holder", "holder", "/credentialSubject/id")))},
		{"stolen-and-own", "E26: a badge of somebody else beside one of the holder's.",
			showing(badgeOf(thiefID, ""), badgeOf(holderID, "")), shown(refused(invalid("holder", "holder", "/credentialSubject/id")), bound)},
		{"stolen-any-holder", "A verifier that takes any holder is told that nothing binds them.",
			all(showing(badgeOf(thiefID, "")), anyHolder), shown(presentedExpectation{Verdict: "valid", Binding: "none"})},
		{"bound-by-hash", "A badge without the holder's identifier, whose hash is that of the expected e-mail address.",
			all(showing(badgeOf(subjectID, "")), anyHolder, recipient("a@example.com")), shown(presentedExpectation{Verdict: "valid", Binding: "identity-hash"})},
		{"bound-by-hash-alone", "Likewise, where the verifier does not take any holder.",
			all(showing(badgeOf(subjectID, "")), recipient("a@example.com")),
			shown(presentedExpectation{Verdict: "invalid", Code: "holder", Reason: "holder", Pointer: "/credentialSubject/id", Binding: "identity-hash"})},
		{"bound-and-recipient-other", "The holder's badge, of another person than the expected one.",
			all(showing(badgeOf(holderID, "")), recipient("b@example.com")), shown(boundBut(invalid("recipient", "recipient", "/credentialSubject")))},
		{"subject-without-id", "A badge whose subject has no id.", func(f *forge) {
			b := newEmbeddedForge("")
			b.p(`"id":"`+subjectID+`",`, ``)
			f.payload = presentationOf(holderID, b.input())
		}, shown(refused(invalid("holder", "holder", "/credentialSubject/id")))},
	}
}

func anyHolder(f *forge) { f.vector.Presentation.AnyHolder = true }

func recipient(email string) func(*forge) {
	return func(f *forge) { f.vector.Recipient = []identity{{"emailAddress", email}} }
}

// presentationProofs: what a proof of a presentation is, and is not.
func presentationProofs() []attack {
	purpose := invalid("malformed", "proof_purpose", "/proof/proofPurpose")
	const auth = `"proofPurpose":"authentication"`
	second := func(p *proofForge) func(*forge) { return func(f *forge) { f.proofs = append(f.proofs, p) } }
	stale := presentationProof(holderKey, holderMethod)
	stale.o(goodChallenge, "c0ffee-0815")
	stranger := presentationProof(thiefKey, thiefMethod)
	stranger.o(goodChallenge, "c0ffee-0815")
	return []attack{
		{"unsigned", "A presentation that nobody has signed.", func(f *forge) { f.proofs = nil }, invalid("no_proof", "unsecured", "")},
		{"unsigned-proof-empty", "A presentation with an empty proof.", func(f *forge) {
			f.proofs = nil
			f.payload = strings.TrimSuffix(f.payload, "}") + `,"proof":{}}`
		}, invalid("no_proof", "unsecured", "")},
		{"purpose-assertion", "A proof that asserts.", option(auth, `"proofPurpose":"assertionMethod"`), purpose},
		{"purpose-missing", "A proof without a purpose.", option(auth+`,`, ``), invalid("malformed", "proof", "/proof/proofPurpose")},
		{"purpose-changed-after-signing", "A proof that asserted.", func(f *forge) {
			f.proofs[0].o(auth, `"proofPurpose":"assertionMethod"`)
			f.after = func(text string) string {
				return replaceOnce(text, `"proofPurpose":"assertionMethod","challenge"`, auth+`,"challenge"`)
			}
		}, changed},
		{"credential-proof", "The proof of a badge, as that of the presentation.", func(f *forge) {
			f.proofs = nil
			f.payload = presentationOf(issuerID, badgeOf(holderID, ""))
			_, proof, _ := strings.Cut(badgeOf(holderID, ""), `,"proof":`)
			f.payload = strings.TrimSuffix(f.payload, "}") + `,"proof":` + proof
		}, purpose},
		{"signature-of-credential", "The signature of a badge in the proof of a presentation.", func(f *forge) {
			_, value, _ := strings.Cut(badgeOf(holderID, ""), `"proofValue":"`)
			value, _, _ = strings.Cut(value, `"`)
			f.proofs[0].encode = func([]byte) string { return value }
		}, changed},
		{"proof-of-other-presentation", "The proof of another presentation.", func(f *forge) {
			_, other, _ := strings.Cut(newPresentationForgeOf(badgeOf(holderID, "")).input(), `}],"proof":`)
			f.proofs = nil
			f.payload = strings.TrimSuffix(f.payload, "}") + `,"proof":` + other
		}, changed},
		{"signature-changed", "One letter of the signature.", func(f *forge) {
			f.proofs[0].encode = func(b []byte) string { b[5] ^= 1; return base58btc(b) }
		}, changed},
		{"credential-swapped", "Another badge of the holder's, put in after signing.",
			editedAll(enveloped(badgeOf(holderID, "JWT")), enveloped(badgeOf(holderID, "vc+jwt"))), changed},
		{"credential-added", "A badge added after signing.", edited(`}],"proof"`, `},`+enveloped(badgeOf(holderID, "vc+jwt"))+`],"proof"`), changed},
		{"credential-removed", "A badge taken away after signing.", editedAll(`,`+enveloped(badgeOf(holderID, "JWT")), ``), changed},
		{"credential-changed", "A badge changed after signing.", editedAll("Pass three examinations.", "Pass no examination."), changed},
		{"order-changed-jcs", "The credentials have changed places after signing the JSON.", func(f *forge) {
			f.proofs[0].o("eddsa-rdfc-2022", "eddsa-jcs-2022")
			embedded, envelope := badgeOf(holderID, ""), enveloped(badgeOf(holderID, "JWT"))
			f.after = func(text string) string { return replaceOnce(text, embedded+","+envelope, envelope+","+embedded) }
		}, changed},
		{"second-proof-stale", "A proof for an earlier request beside the holder's.", second(stale), invalid("challenge", "challenge", "/proof/1/challenge")},
		{"second-proof-of-stranger-stale", "A proof of somebody else for another request.", second(stranger), invalid("challenge", "challenge", "/proof/1/challenge")},
		{"proofs-of-strangers", "Two proofs, none of the holder's.", func(f *forge) {
			f.proofs = []*proofForge{presentationProof(thiefKey, thiefMethod), presentationProof(thiefKey, thiefMethod)}
		}, invalid("wrong_key", "key_not_issuers", "/proof")},
		{"proof-in-future", "A proof from an hour ahead.", option(`2026-03-01T12:00:00Z`, `2026-03-01T13:00:00Z`), invalid("not_yet_valid", "proof_created", "/proof/created")},
		{"proof-expired", "A proof that has just expired.", option(`2026-03-01T12:05:00Z`, `2026-03-01T12:00:00Z`), invalid("expired", "proof_expired", "/proof/expires")},
		{"proof-dated-otherwise", "A proof with another kind of date.", option(`2026-03-01T12:00:00Z`, `yesterday`), invalid("malformed", "proof", "/proof/created")},
		{"proof-suite-unknown", "A cryptosuite that is not supported.", func(f *forge) {
			f.proofs = nil
			f.payload = strings.TrimSuffix(f.payload, "}") + `,"proof":` + strings.Replace(presentationProof(holderKey, holderMethod).options, "eddsa-rdfc-2022", "bbs-2023", 1) + `}`
		}, open("unsupported", "cryptosuite", "/proof/cryptosuite")},
		{"presentation-proof-on-badge", "The holder's proof on a badge that the holder has issued to itself.", func(f *forge) {
			own := newEmbeddedForge("")
			own.payload = selfIssued(holderID)
			own.proofs[0] = presentationProof(holderKey, holderMethod)
			f.payload = presentationOf(holderID, own.input())
		}, shown(refused(invalid("malformed", "proof_purpose", "/proof/proofPurpose")))},
	}
}

func newPresentationForgeOf(shown ...string) *forge {
	f := newPresentationForge("")
	f.payload = presentationOf(holderID, shown...)
	return f
}

// editedAll replaces every occurrence after signing.
func editedAll(old, with string) func(*forge) {
	return func(f *forge) {
		f.after = func(text string) string {
			if !strings.Contains(text, old) {
				panic(old)
			}
			return strings.ReplaceAll(text, old, with)
		}
	}
}

// presentationTokens: the JWS.
func presentationTokens() []attack {
	token := func(do ...func(*forge)) func(*forge) { return all(append([]func(*forge){asToken}, do...)...) }
	typ := func(with string) func(*forge) { return func(f *forge) { f.h(`"vp+jwt"`, with) } }
	badTyp := invalid("malformed", "typ", "")
	return []attack{
		{"token-typ-credential", "A presentation under the typ of a credential.", token(typ(`"vc+jwt"`)), badTyp},
		{"token-typ-jwt", "A presentation under the typ of any JWT.", token(typ(`"JWT"`)), badTyp},
		{"token-typ-missing", "A presentation without a typ.", token(func(f *forge) { f.h(`,"typ":"vp+jwt"`, ``) }), badTyp},
		{"token-typ-media", "The typ as a media type.", token(typ(`"application/vp+jwt"`)), badTyp},
		{"token-cty-credential", "A presentation that says it has a credential in it.", token(typ(`"vp+jwt","cty":"vc"`)), badTyp},
		{"token-unknown-header", "A member of the header that nobody knows.", token(typ(`"vp+jwt","x-y":1`)), shown(bound)},
		{"token-header-repeats", "The audience in the header too, and another.", token(typ(`"vp+jwt","aud":"https://other.example"`)), invalid("malformed", "header", "/aud")},
		{"token-critical", "A critical extension.", token(typ(`"vp+jwt","crit":["exp"]`)), invalid("malformed", "header", "")},
		{"token-none", "No signature.", token(func(f *forge) { f.h(`"EdDSA"`, `"none"`) }), invalid("malformed", "alg_not_allowed", "")},
		{"token-signature-changed", "One bit of the signature.", token(func(f *forge) {
			f.sign = func(b []byte) []byte { s := badgetest.Sign(holderKey)(b); s[5] ^= 1; return s }
		}), invalid("signature", "signature", "")},
		{"token-payload-changed", "The nonce of this request, written into an older token.", token(func(f *forge) {
			old := *f
			old.payload = strings.ReplaceAll(f.payload, goodChallenge, "c0ffee-0815")
			f.after = func(text string) string {
				return text[:strings.LastIndex(text, ".")] + old.input()[strings.LastIndex(old.input(), "."):]
			}
		}), invalid("signature", "signature", "")},
		{"token-payload-broken", "A payload that is broken off.", token(func(f *forge) { f.payload = f.payload[:len(f.payload)-1] }),
			invalid("malformed", "json_syntax", "")},
		{"token-expired", "A token that has just expired.", token(signed(`"exp":1772366700`, `"exp":1772366400`)), invalid("expired", "expired", "/exp")},
		{"token-from-future", "A token that is issued in an hour.", token(signed(`"iat":1772366400`, `"iat":1772370000`)), invalid("not_yet_valid", "not_yet_valid", "/iat")},
		{"token-not-before", "A token that is good in an hour.", token(signed(`"iat"`, `"nbf":1772370000,"iat"`)), invalid("not_yet_valid", "not_yet_valid", "/nbf")},
		{"token-exp-text", "An end that is no number.", token(signed(`"exp":1772366700`, `"exp":"1772366700"`)), invalid("malformed", "claim_type", "/exp")},
		{"token-nbf-text", "A beginning that is no number.", token(signed(`"iat"`, `"nbf":"1","iat"`)), invalid("malformed", "claim_type", "/nbf")},
		{"token-iat-fraction", "A time with a fraction.", token(signed(`"iat":1772366400`, `"iat":1772366400.5`)), invalid("malformed", "claim_type", "/iat")},
		{"token-vp-claim", "C3: the presentation in a vp claim, as the data model 1.1 has it.", token(func(f *forge) {
			f.payload = `{"vp":` + presentationOf(holderID, enveloped(badgeOf(holderID, "JWT"))) + `,"nonce":"` + goodChallenge + `","aud":"` + goodDomain + `"}`
		}), open("unsupported", "vcdm_1_1", "/vp")},
		{"token-proof-stale", "A proof for an earlier request, in a token for this one.", token(func(f *forge) {
			f.proofs = []*proofForge{presentationProof(holderKey, holderMethod)}
			f.proofs[0].o(goodChallenge, "c0ffee-0815")
		}), invalid("challenge", "challenge", "/proof/challenge")},
		{"token-embedded-credential", "B13: a badge with an embedded proof, which a token does not take.",
			token(showing(badgeOf(holderID, ""), enveloped(badgeOf(holderID, "vc+jwt")))), shown(refused(invalid("malformed", "enveloped", "/type")), bound)},
		{"token-envelope-with-proof", "B13: an envelope that has a proof as well.",
			token(showing(replaceOnce(enveloped(badgeOf(holderID, "vc+jwt")), `"id":"data:`, `"proof":{"type":"DataIntegrityProof"},"id":"data:`))),
			shown(refused(invalid("malformed", "enveloped", "/proof")))},
		{"token-unsecured-credential", "E26: a badge that only the holder signs.",
			token(showing(goodDocumentOf(holderID))), shown(refused(invalid("no_proof", "unsecured", "")))},
		{"token-in-token", "A presentation in the envelope of a credential.", token(func(f *forge) {
			inner := newPresentationForge("")
			asToken(inner)
			showing(enveloped(inner.input()))(f)
		}), shown(refused(invalid("not_a_badge", "presentation", "/type")))},
	}
}

func goodDocumentOf(subject string) string {
	return strings.ReplaceAll(goodDocument, subjectID, subject)
}

// selfIssued is a badge that its subject has issued, without a proof.
func selfIssued(id string) string {
	return replaceOnce(goodDocumentOf(id), `{"id":"did:web:example.org","type":["Profile"],"name":"Sample issuer (not the CMT Association)"}`, `"`+id+`"`)
}

// presentationShapes: what has not the form of a presentation.
func presentationShapes() []attack {
	not := func(pointer string) expectation { return invalid("not_a_presentation", "not_a_presentation", pointer) }
	shape := func(pointer string) expectation { return invalid("malformed", "shape", pointer) }
	text := func(input string) func(*forge) {
		return func(f *forge) { f.proofs, f.payload = nil, input }
	}
	const types = `"type":["VerifiablePresentation"]`
	return []attack{
		{"a-badge", "A badge in place of a presentation.", text(badgeOf(holderID, "")), not("/type")},
		{"a-badge-as-token", "A badge in place of a presentation, as a JWS.", text(badgeOf(holderID, "vc+jwt")), not("/type")},
		{"a-badge-of-1.1", "A badge of the data model 1.1 likewise.", text(newOlderForge("").input()), not("/type")},
		{"an-envelope", "An enveloped badge in place of a presentation.", text(enveloped(badgeOf(holderID, "vc+jwt"))), not("/type")},
		{"an-envelope-of-presentation", "A presentation in the envelope of a credential.", func(f *forge) {
			asToken(f)
			f.after = enveloped
		}, not("/type")},
		{"both-presentation-and-credential", "A presentation that calls itself a credential as well.",
			all(overJSON, signed(types, `"type":["VerifiablePresentation","VerifiableCredential"]`)), not("/type")},
		{"type-missing", "A presentation without its type.", all(overJSON, func(f *forge) { f.p(`,`+types, ``) }), not("/type")},
		{"an-array", "An array with a presentation.", func(f *forge) { f.after = func(s string) string { return "[" + s + "]" } }, not("")},
		{"a-picture", "A picture.", text(`<svg xmlns="http://www.w3.org/2000/svg"/>`), open("unsupported", "form_unsupported", "")},
		{"empty", "Nothing at all.", text(""), invalid("malformed", "compact_form", "")},
		{"cut-off", "A presentation that is cut off.", func(f *forge) { f.after = func(s string) string { return s[:len(s)-1] } }, invalid("malformed", "json_syntax", "")},
		{"member-twice", "Two holders, of which a reader sees one.", edited(`"holder":"`, `"holder":"`+thiefID+`","holder":"`), invalid("malformed", "json_duplicate", "/holder")},
		{"too-large", "More bytes than the verifier reads.", func(f *forge) { f.vector.MaxBytes = 1000 }, open("too_large", "size", "")},
		{"context-of-1.1", "A presentation of the data model 1.1.",
			text(`{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiablePresentation"],"holder":"` + holderID + `","proof":{"type":"X"}}`),
			open("unsupported", "vcdm_1_1", "/@context/0")},
		{"context-other", "A presentation without the context of one.", text(`{"@context":["https://w3id.org/security/data-integrity/v2"],"type":["VerifiablePresentation"],` +
			`"holder":"` + holderID + `","proof":{"type":"DataIntegrityProof"}}`), not("/@context/0")},
		{"context-string", "A context that is in no array.", all(overJSON, func(f *forge) {
			f.p(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"]`, `{"@context":"https://www.w3.org/ns/credentials/v2","type":["VerifiablePresentation"]`)
		}), shape("/@context")},
		{"context-inline", "A context that is written out.", text(`{"@context":["https://www.w3.org/ns/credentials/v2",{"holder":"urn:x:y"}],"type":["VerifiablePresentation"],` +
			`"holder":"` + holderID + `","proof":{"type":"DataIntegrityProof"}}`), open("unsupported", "context_inline", "/@context/1")},
		{"id-relative", "A presentation with a relative id.", all(overJSON, signed(types, types+`,"id":"p-1"`)), shape("/id")},
		{"credentials-none", "An empty list of credentials.", text(strings.TrimSuffix(presentationOf(holderID), "}") + `,"proof":{"type":"X"}}`), shape("/verifiableCredential")},
		{"credential-string", "A27: a credential as a string.", text(strings.TrimSuffix(presentationOf(holderID, `"`+badgeOf(holderID, "JWT")+`"`), "}") + `,"proof":{"type":"X"}}`),
			shape("/verifiableCredential/0")},
		{"credential-null", "A27: a credential that is null.", text(strings.TrimSuffix(presentationOf(holderID, `null`), "}") + `,"proof":{"type":"X"}}`), shape("/verifiableCredential/0")},
		{"credential-array", "A27: a list in the list.", text(strings.TrimSuffix(presentationOf(holderID, `[{}]`), "}") + `,"proof":{"type":"X"}}`), shape("/verifiableCredential/0")},
		{"credentials-seventeen", "Seventeen credentials.", func(f *forge) {
			f.payload = presentationOf(holderID, slices.Repeat([]string{enveloped(badgeOf(holderID, "JWT"))}, 17)...)
		}, open("too_large", "size", "/verifiableCredential")},
		{"credentials-sixteen", "Sixteen, all the same.", func(f *forge) {
			f.payload = presentationOf(holderID, slices.Repeat([]string{enveloped(badgeOf(holderID, "JWT"))}, 16)...)
		}, shown(slices.Repeat([]presentedExpectation{bound}, 16)...)},
		{"proofs-empty", "An empty list of proofs, in a token.", all(asToken, signed(`,"iss"`, `,"proof":[],"iss"`)), invalid("malformed", "proof", "/proof")},
	}
}

// presentationContent: what JSON-LD makes of a presentation, and where in it a statement may stand.
func presentationContent() []attack {
	const types = `"type":["VerifiablePresentation"]`
	at := func(members string) func(*forge) { return edited(types, members+`,`+types) }
	return []attack{
		{"undefined-member", "B1: a member that no context defines, added after signing.", at(`"grade":"A"`), lost("/grade")},
		{"undefined-member-of-credential", "B1: likewise, to a credential in it.", edited(`"name":"CMT Charterholder","issuer"`, `"grade":"A","name":"CMT Charterholder","issuer"`),
			lost("/verifiableCredential/0/grade")},
		{"holder-by-iri", "A second holder, under the full name of the property.", at(`"https://www.w3.org/2018/credentials#holder":"` + thiefID + `"`),
			notConverted("/https:~1~1www.w3.org~12018~1credentials#holder")},
		{"credential-by-iri", "A credential under the full name of the property.",
			at(`"https://www.w3.org/2018/credentials#verifiableCredential":` + enveloped(badgeOf(holderID, "vc+jwt"))),
			notConverted("/https:~1~1www.w3.org~12018~1credentials#verifiableCredential")},
		{"context-unknown", "A context that the verifier has not, added after signing.",
			edited(`{"@context":["https://www.w3.org/ns/credentials/v2"],`+types, `{"@context":["https://www.w3.org/ns/credentials/v2","https://example.org/x"],`+types),
			open("unsupported", "context_unknown", "/@context/1")},
		{"credential-context-removed", "The context of a credential in it.", edited(`{"@context":`+goodContexts+`,"id"`, `{"id"`), lost("/verifiableCredential/0/id")},
		{"credential-by-reference", "A27: a credential that is only named.", edited(enveloped(badgeOf(holderID, "JWT")), `{"id":"urn:x:y"}`), lost("/verifiableCredential/1/id")},
		{"turned-inside-out", "An envelope whose content leads back to the presentation, so that either could be the outer one.", func(f *forge) {
			f.proofs[0].suite = nil
			f.payload = replaceOnce(f.payload, types, types+`,"id":"urn:x:p","termsOfUse":{"type":"urn:x:terms","id":"urn:x:p"}`)
			f.proofs[0].o("eddsa-rdfc-2022", "eddsa-jcs-2022")
			f.after = func(text string) string {
				return strings.Replace(text, "eddsa-jcs-2022", "eddsa-rdfc-2022", 1)
			}
		}, notConverted("/termsOfUse")},
	}
}

// shownCredentials (E26): each credential has a verdict of its own.
func shownCredentials() []attack {
	other := enveloped(badgeOf(holderID, "JWT"))
	with := func(do func(*forge)) string {
		b := newEmbeddedForge("")
		b.payload = strings.ReplaceAll(b.payload, subjectID, holderID)
		do(b)
		return b.input()
	}
	return []attack{
		{"badge-unsecured", "E26: a badge without a proof, which the holder has signed.", showing(goodDocumentOf(holderID), other),
			shown(refused(invalid("no_proof", "unsecured", "")), bound)},
		{"badge-self-asserted", "A29: a badge without a proof that names the holder as its issuer.", showing(selfIssued(holderID), other), shown(refused(invalid("no_proof", "unsecured", "")), bound)},
		{"badge-forged", "A badge that was changed before the holder signed.",
			showing(with(edited("Pass three", "Pass no")), other), shown(refused(changed), bound)},
		{"badge-expired", "An expired badge.", showing(with(signed(`"validUntil":"2026-12-31T23:59:59Z"`, `"validUntil":"2026-01-31T23:59:59Z"`)), other),
			shown(boundBut(invalid("expired", "expired", "/validUntil")), bound)},
		{"badge-of-unknown-issuer", "A badge of an issuer that nobody trusts.", showing(with(func(f *forge) {
			f.payload = strings.ReplaceAll(f.payload, issuerID, "did:web:mill.example")
			f.proofs[0].o(issuerID, "did:web:mill.example")
		}), other), shown(refused(open("unknown_issuer", "untrusted", "/issuer")), bound)},
		{"badge-malformed", "A badge that breaks the rules.", showing(with(signed(`"achievementType":"Certification","name":"CMT Charterholder",`, ``)), other),
			shown(refused(invalid("malformed", "rule_missing", toAchievement+"/name")), bound)},
		{"no-badge", "A credential that is no badge.", showing(with(signed(`"VerifiableCredential","OpenBadgeCredential"`, `"VerifiableCredential"`)), other),
			shown(refused(invalid("not_a_badge", "not_open_badges", "/type")), bound)},
		{"presentation-embedded", "E27: a presentation in a presentation.", showing(newPresentationForge("").input(), other),
			shown(refused(invalid("not_a_badge", "presentation", "/type")), bound)},
		{"presentation-enveloped", "E27: likewise, in an envelope.",
			showing(`{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:application/vp+jwt,a.b.c","type":"EnvelopedVerifiablePresentation"}`, other),
			shown(refused(invalid("not_a_badge", "presentation", "/type")), bound)},
	}
}

const vcHeader = `{"alg":"EdDSA","kid":"did:web:example.org#ed25519","typ":"vc+jwt"}`

// inList puts the one context of an envelope into an array, where a credential has it.
func inList(envelope string) string {
	return replaceOnce(envelope, `"https://www.w3.org/ns/credentials/v2"`, `["https://www.w3.org/ns/credentials/v2"]`)
}

// presentedEnvelopes (E27, A28): what an EnvelopedVerifiableCredential is.
func presentedEnvelopes() []attack {
	jws := badgeOf(holderID, "vc+jwt")
	good := enveloped(jws)
	bad := func(pointer string) expectation { return shown(refused(invalid("malformed", "enveloped", pointer))) }
	put := func(old, with string) func(*forge) { return showing(replaceOnce(good, old, with)) }
	// as a JWS, where no rule of JSON-LD is in the way
	token := func(old, with string) func(*forge) { return all(asToken, put(old, with)) }
	const data = `data:application/vc+jwt,`
	return []attack{
		{"envelope-types", "A28: an envelope with its type in an array.", put(`"EnvelopedVerifiableCredential"`, `["EnvelopedVerifiableCredential"]`), shown(bound)},
		{"envelope-contexts", "A28: an envelope with its context in an array.", put(`"@context":"https://www.w3.org/ns/credentials/v2"`, `"@context":["https://www.w3.org/ns/credentials/v2"]`), shown(bound)},
		{"envelope-base64", "A28: the JWS once more in base64.", put(data, `data:application/vc+jwt;base64,`), shown(refused(open("unsupported", "form_unsupported", "/id")))},
		{"envelope-other-media", "A28: the media type of an older draft.", put(data, `data:application/vc-ld+jwt,`), shown(refused(open("unsupported", "form_unsupported", "/id")))},
		{"envelope-presentation-media", "A28: the media type of a presentation.", put(data, `data:application/vp+jwt,`), shown(refused(open("unsupported", "form_unsupported", "/id")))},
		{"envelope-capitals", "A28: the media type in capitals, which are the same (RFC 2045 §5.1).", put(data, `data:application/VC+JWT,`), shown(bound)},
		{"envelope-no-media", "A28: no media type.", put(data, `data:,`), shown(refused(open("unsupported", "form_unsupported", "/id")))},
		{"envelope-no-data", "A28: no data: URL.", token(data, ``), bad("/id")},
		{"envelope-https", "A28: the URL of a credential.", showing(strings.ReplaceAll(good, data+jws, "https://example.org/badge.jws")), bad("/id")},
		{"envelope-sd-jwt", "A28: selective disclosure.", put(data, `data:application/vc+sd-jwt,`), shown(refused(open("unsupported", "selective_disclosure", "/id")))},
		{"envelope-cose", "A28: COSE.", put(data, `data:application/vc+cose;base64,`), shown(refused(open("unsupported", "form_unsupported", "/id")))},
		{"envelope-empty", "A28: an envelope with nothing in it.", put(jws, ``), shown(refused(invalid("malformed", "compact_form", "")))},
		{"envelope-json", "A28: JSON in the envelope.", all(asToken, showing(strings.ReplaceAll(good, jws, `{\"a\":1}`))), shown(refused(invalid("malformed", "compact_form", "")))},
		{"envelope-id-array", "A28: an id that is an array.", token(`"id":"`+data+jws+`"`, `"id":["`+data+jws+`"]`), bad("/id")},
		{"envelope-id-missing", "A28: an envelope without an id.", token(`"id":"`+data+jws+`",`, ``), bad("/id")},
		{"envelope-no-context", "A28: an envelope without a context.", token(`"@context":"https://www.w3.org/ns/credentials/v2",`, ``), bad("/@context")},
		{"envelope-other-context", "A28: an envelope with another context.", token(`"https://www.w3.org/ns/credentials/v2"`, `"https://www.w3.org/2018/credentials/v1"`), bad("/@context")},
		{"envelope-with-subject", "An envelope that says something of its own.", token(`"type"`, `"credentialSubject":{"id":"`+holderID+`"},"type"`), bad("/credentialSubject")},
		{"envelope-and-credential", "An envelope that calls itself a credential as well.",
			token(`"EnvelopedVerifiableCredential"`, `["EnvelopedVerifiableCredential","VerifiableCredential"]`), bad("/type")},
		{"envelope-other-type", "An object of another type.", all(asToken, showing(strings.Replace(inList(good), "Verifiable", "", 1))),
			shown(refused(invalid("malformed", "not_a_credential", "/type")))},
		{"envelope-typ-presentation", "A badge under the typ of a presentation.", func(f *forge) {
			b := newForge("")
			b.payload = strings.ReplaceAll(b.payload, subjectID, holderID)
			b.h(`"JWT"`, `"vp+jwt"`)
			showing(enveloped(b.input()))(f)
		}, shown(refused(invalid("malformed", "typ", "")))},
		{"envelope-forged", "A badge in an envelope, signed by the holder.", func(f *forge) {
			b := newForge("")
			b.payload, b.key = strings.ReplaceAll(b.payload, subjectID, holderID), holderKey
			showing(enveloped(b.input()))(f)
		}, shown(refused(invalid("signature", "signature", "")))},
		{"envelope-nested", "E27: ten envelopes inside one another, each in a JWS of the issuer's.", func(f *forge) {
			inner := inList(enveloped(badgeOf(holderID, "vc+jwt")))
			for range 9 {
				inner = inList(enveloped(badgetest.Compact(vcHeader, inner, badgetest.Sign(badgetest.Ed25519("issuer")))))
			}
			showing(inner)(f)
		}, shown(refused(invalid("malformed", "not_a_credential", "/type")))},
	}
}

// otherwise: a presentation where a credential is expected.
func otherwise() []attack {
	asked := func(f *forge) { f.vector.Presentation = nil }
	return []attack{
		{"as-badge", "A presentation that Verify is given.", asked, invalid("not_a_badge", "presentation", "/type")},
		{"as-badge-token", "A vp+jwt that Verify is given.", all(asToken, asked), invalid("not_a_badge", "presentation", "/type")},
		{"as-badge-envelope", "An envelope of a presentation that Verify is given.", func(f *forge) {
			asked(f)
			f.proofs = nil
			f.payload = `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"data:application/vp+jwt,a.b.c","type":"EnvelopedVerifiablePresentation"}`
		}, invalid("malformed", "not_a_credential", "/type")},
	}
}
