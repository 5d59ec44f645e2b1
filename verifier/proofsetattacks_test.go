package verifier_test

import (
	"context"
	"crypto"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/proof"
)

// What is done to several proofs of one credential, and to one inside a JWS.

const otherID = "did:web:other.example"

// cosign adds a proof of somebody else, whom the verifier does not know.
func cosign(f *forge) *proofForge {
	p := proofBy("eddsa-rdfc-2022", badgetest.Ed25519("other"), otherID+"#ed25519")
	f.proofs = append(f.proofs, p)
	return p
}

// cosigned does something to such a proof.
func cosigned(do func(p *proofForge)) func(*forge) {
	return func(f *forge) {
		if p := cosign(f); do != nil {
			do(p)
		}
	}
}

// known makes the verifier know them.
func known(f *forge) { f.trust(otherID, "other") }

func forged(p *proofForge) {
	p.message = func(*proof.Input) []byte { return []byte("something else") }
}

// sets (B17): each proof of the issuer must hold, and one must be there.
func sets() []attack {
	second := func(do func(p *proofForge)) func(*forge) {
		return func(f *forge) {
			p := proofBy("ecdsa-rdfc-2019", badgetest.P256("issuer"), issuerID+"#p256")
			do(p)
			f.proofs = append(f.proofs, p)
		}
	}
	changed1 := invalid("signature", "signature", "/proof/1")
	return []attack{
		{"set-second-forged", "B17: a good proof of the issuer and a bad one.", second(forged), changed1},
		{"set-first-forged", "B17: likewise in the other order.", all(func(f *forge) { forged(f.proofs[0]) }, second(func(*proofForge) {})),
			invalid("signature", "signature", "/proof/0")},
		{"set-second-by-attacker", "B17: a proof of the attacker under the issuer's method, beside a good one.",
			second(func(p *proofForge) { p.key = badgetest.P256("attacker") }), changed1},
		{"set-second-of-another-badge", "B17: a good proof, and one that was made for another badge.", func(f *forge) {
			second(func(p *proofForge) {
				in, err := proof.New(nil).Document(treeOf(strings.Replace(f.payload, "Charterholder", "Fellow", 1))).
					Input(context.Background(), &proof.Suite{}, crypto.SHA256, treeOf(p.options))
				noError(err)
				p.message = func(*proof.Input) []byte { return in.Signed }
			})(f)
		}, changed1},
		{"set-covers-set", "D10: a proof that covers the other of its set.", func(f *forge) {
			second(func(p *proofForge) { p.previous = []int{0} })(f)
		}, changed1},
		{"set-second-unsupported", "A good proof of the issuer, and one with a cryptosuite that is not checked here.",
			all(second(func(*proofForge) {}), edited("ecdsa-rdfc-2019", "ecdsa-sd-2023")), open("unsupported", "cryptosuite", "/proof/1/cryptosuite")},
		{"set-second-domain", "A good proof of the issuer, and one for a domain.", second(func(p *proofForge) { p.add(`"domain":"a.example"`) }),
			open("unsupported", "proof_domain", "/proof/1/domain")},
		{"set-second-purpose", "A good proof of the issuer, and one for logging in.",
			second(func(p *proofForge) { p.o("assertionMethod", "authentication") }), invalid("malformed", "proof_purpose", "/proof/1/proofPurpose")},
		{"set-second-expired", "A good proof of the issuer, and one that has expired.",
			second(func(p *proofForge) { p.add(`"expires":"2026-02-01T00:00:00Z"`) }), invalid("expired", "proof_expired", "/proof/1/expires")},
		{"set-second-key-expired", "A good proof of the issuer, and one by a key that has expired.", func(f *forge) {
			f.proofs = append(f.proofs, proofBy("eddsa-rdfc-2022", badgetest.Ed25519("expired"), issuerID+"#expired"))
		}, invalid("key_expired", "key_expired", "/proof/1/verificationMethod")},
		{"set-second-method-unknown", "A good proof of the issuer, and one by a method that its document does not have.", func(f *forge) {
			f.proofs = append(f.proofs, proofBy("eddsa-rdfc-2022", badgetest.Ed25519("issuer"), issuerID+"#nobody"))
		}, invalid("wrong_key", "method_unknown", "/proof/1/verificationMethod")},
		{"set-document-changed", "Two good proofs, and a badge that was changed.",
			all(second(func(*proofForge) {}), edited("Pass three", "Pass threw")), invalid("signature", "signature", "/proof/0")},
		{"set-jcs-and-rdfc-undefined-member", "B30: a member that only the proof over JSON covers.", func(f *forge) {
			jcs(f)
			f.p(atRoot, `"grade":"A",`+atRoot)
			f.proofs = append(f.proofs, newProof())
			f.proofs[1].suite = &proof.Suite{Ed: true, JCS: true}
		}, lost("/grade")},
		{"valid-set-jcs-and-rdfc", "B30: a proof over JSON and one over quads, which read the badge alike.", func(f *forge) {
			jcs(f)
			f.proofs = append(f.proofs, newProof())
		}, valid},
		{"valid-set-jcs-and-rdfc-context-added", "B30: a context that came between the two: the later proof covers it.", func(f *forge) {
			f.know(membershipURL, membership)
			f.p(`context-3.0.3.json"]`, `context-3.0.3.json","`+membershipURL+`"]`)
			jcs(f)
			f.proofs = append(f.proofs, newProof())
		}, valid},
	}
}

// chains (B18): a proof that follows others is worth what they are.
func chains() []attack {
	refused := func(pointer string) expectation { return invalid("malformed", "proof_chain", pointer) }
	const first, second = "urn:x:1", "urn:x:2"
	alone := func(previous string) func(*forge) { // one proof, with an id
		return func(f *forge) {
			f.proofs[0].add(`"id":"` + first + `"`)
			f.after = func(s string) string {
				return replaceOnce(s, `,"proofValue"`, `,"previousProof":`+previous+`,"proofValue"`)
			}
		}
	}
	two := func(f *forge) { chain(f, first) }
	edit := func(old, with string) func(*forge) { return all(two, edited(old, with)) }
	follows := `"previousProof":"urn:x:1"`
	changed1 := invalid("signature", "signature", "/proof/1")
	openChain := func(pointer string) expectation { return open("unsupported", "proof_chain_open", pointer) }
	after := func(do func(p *proofForge)) func(*forge) { // the issuer's proof follows that of somebody else
		return func(f *forge) {
			f.proofs = nil
			p := cosign(f)
			p.add(`"id":"` + first + `"`)
			if do != nil {
				do(p)
			}
			f.proofs = append(f.proofs, newProof())
			f.proofs[1].follows(f, first)
		}
	}
	list := []attack{
		{"chain-missing", "B18: a proof that follows one which is not there.", alone(`"urn:x:nobody"`), refused("/proof/previousProof")},
		{"chain-itself", "B18: a proof that follows itself.", alone(`"urn:x:1"`), refused("/proof/previousProof")},
		{"chain-itself-in-array", "B18: likewise in an array.", alone(`["urn:x:1"]`), refused("/proof/previousProof")},
		{"chain-number", "B18: a reference that is a number.", alone(`456321`), refused("/proof/previousProof")},
		{"chain-null", "B18: a reference that is null.", alone(`null`), refused("/proof/previousProof")},
		{"chain-object", "B18: a reference that is an object, to JSON-LD the same as its id.", alone(`{"id":"urn:x:1"}`), refused("/proof/previousProof")},
		{"chain-empty-array", "B18: no reference.", alone(`[]`), refused("/proof/previousProof")},
		{"chain-loop", "B18: two proofs that follow each other.", func(f *forge) {
			two(f)
			f.proofs[1].add(`"id":"` + second + `"`)
			f.after = func(s string) string {
				return replaceOnce(s, `"id":"urn:x:1"`, `"id":"urn:x:1","previousProof":"urn:x:2"`)
			}
		}, refused("/proof/0/previousProof")},
		{"chain-loop-of-three", "B18: three proofs in a circle.", func(f *forge) {
			two(f)
			f.proofs[1].add(`"id":"` + second + `"`)
			f.proofs = append(f.proofs, newProof())
			f.proofs[2].add(`"id":"urn:x:3"`)
			f.proofs[2].follows(f, second)
			f.after = func(s string) string {
				return replaceOnce(s, `"id":"urn:x:1"`, `"id":"urn:x:1","previousProof":"urn:x:3"`)
			}
		}, refused("/proof/0/previousProof")},
		{"chain-into-loop", "B18: a proof that follows one in a circle.", func(f *forge) {
			f.proofs[0].add(`"id":"` + first + `"`)
			f.proofs = append([]*proofForge{newProof()}, f.proofs...)
			f.after = func(s string) string {
				s = replaceOnce(s, `"id":"urn:x:1"`, `"id":"urn:x:1","previousProof":"urn:x:1"`)
				return replaceOnce(s, `{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-01-01T00:00:00Z",`+
					`"verificationMethod":"did:web:example.org#ed25519","proofPurpose":"assertionMethod","proofValue"`,
					`{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-01-01T00:00:00Z",`+
						`"verificationMethod":"did:web:example.org#ed25519","proofPurpose":"assertionMethod","previousProof":"urn:x:1","proofValue"`)
			}
		}, refused("/proof/1/previousProof")},
		{"chain-twice", "B18: a proof that follows another twice.", edit(follows, `"previousProof":["urn:x:1","urn:x:1"]`), refused("/proof/1/previousProof")},
		{"chain-one-missing", "B18: one of two references is to nothing.", edit(follows, `"previousProof":["urn:x:1","urn:x:3"]`), refused("/proof/1/previousProof")},
		{"chain-array-of-numbers", "B18: references that are numbers.", edit(follows, `"previousProof":[1]`), refused("/proof/1/previousProof")},
		{"chain-two-of-one-id", "B18: two proofs of one id: which one is followed?", func(f *forge) {
			two(f)
			f.proofs[1].add(`"id":"` + first + `"`)
		}, refused("/proof/1/id")},
		{"chain-id-number", "B18: the id of the proof that is followed is a number.", func(f *forge) {
			after(nil)(f)
			f.after = func(s string) string {
				s = replaceOnce(replaceOnce(s, `"id":"urn:x:1"`, `"id":1`), `"previousProof":"urn:x:1"`, `"previousProof":"1"`)
				return replaceOnce(s, `eddsa-rdfc-2022","created":"2026-01-01T00:00:00Z","verificationMethod":"`+otherID, `ecdsa-sd-2023","created":"2026-01-01T00:00:00Z","verificationMethod":"`+otherID)
			}
		}, refused("/proof/1/previousProof")},
		{"chain-number-like-id", "B18: a reference that is a number, to a proof whose id is the text of it.", func(f *forge) {
			after(nil)(f)
			f.after = func(s string) string {
				s = replaceOnce(replaceOnce(s, `"id":"urn:x:1"`, `"id":"1"`), `"previousProof":"urn:x:1"`, `"previousProof":1`)
				return replaceOnce(s, `eddsa-rdfc-2022","created":"2026-01-01T00:00:00Z","verificationMethod":"`+otherID, `ecdsa-sd-2023","created":"2026-01-01T00:00:00Z","verificationMethod":"`+otherID)
			}
		}, refused("/proof/1/previousProof")},
		{"chain-link-removed", "B18: the first proof taken away.", all(two, func(f *forge) {
			f.after = func(s string) string {
				i, j := strings.Index(s, `"proof":[{`)+len(`"proof":[`), strings.Index(s, `},{"type":"Data`)+1
				return s[:i] + s[j+1:]
			}
		}), refused("/proof/0/previousProof")},
		{"chain-link-changed", "D12: the first proof changed.", edit(`"id":"urn:x:1"`, `"nonce":"x","id":"urn:x:1"`), invalid("signature", "signature", "/proof/0")},
		{"chain-link-signed-anew", "D11: the first proof replaced by another good one of the same key, with another text.", func(f *forge) {
			f.proofs[0] = proofBy("ecdsa-rdfc-2019", badgetest.P256("issuer"), issuerID+"#p256")
			two(f)
			before := f.input()
			f.proofs[0].encode = func(sig []byte) string { return base58btc(negateS(sig)) }
			f.proofs[0].previous = nil
			alone := &forge{payload: f.payload, proofs: f.proofs[:1], listed: true, vector: f.vector}
			replaced := alone.input()
			f.after = func(string) string {
				link := strings.TrimSuffix(replaced[strings.Index(replaced, `"proof":[`)+len(`"proof":[`):], "]}")
				return before[:strings.Index(before, `"proof":[`)] + `"proof":[` + link + before[strings.Index(before, `},{"type":"Data`)+1:]
			}
		}, changed1},
		{"chain-link-not-signed", "D11: a proof that says it follows another, and does not cover it.", func(f *forge) {
			two(f)
			f.proofs[1].previous = nil
		}, changed1},
		{"chain-reference-removed", "D11: a proof that covers another, and no longer says so.", edit(","+follows, ""), changed1},
		{"chain-link-expired", "A proof that follows one which has expired.", func(f *forge) {
			two(f)
			f.proofs[0].add(`"expires":"2026-02-01T00:00:00Z"`)
		}, invalid("expired", "proof_expired", "/proof/0/expires")},
		{"chain-link-unknown", "The issuer's proof follows one that nobody here can check.", after(nil), openChain("/proof/1/previousProof")},
		{"chain-link-unsupported", "The issuer's proof follows one with a cryptosuite that is not checked here.", after(func(p *proofForge) {
			p.o("eddsa-rdfc-2022", "eddsa-rdfc-2099")
			p.suite = &proof.Suite{Ed: true}
		}), openChain("/proof/1/previousProof")},
		{"chain-link-for-domain", "The issuer's proof follows one for a domain.", all(after(func(p *proofForge) { p.add(`"domain":"a.example"`) }), known),
			openChain("/proof/1/previousProof")},
		{"chain-link-of-link-unknown", "The issuer's proof follows another of the issuer, which follows one that nobody here can check.", func(f *forge) {
			after(nil)(f)
			f.proofs[1].add(`"id":"` + second + `"`)
			f.proofs = append(f.proofs, proofBy("ecdsa-rdfc-2019", badgetest.P256("issuer"), issuerID+"#p256"))
			f.proofs[2].follows(f, second)
		}, openChain("/proof/1/previousProof")},
		{"chain-link-unknown-and-changed", "A chain that cannot be checked, on a badge that was changed.",
			all(after(nil), edited("Pass three", "Pass threw")), invalid("signature", "signature", "/proof/1")},
		{"chain-link-undefined-member", "B1: the issuer's proof follows one with a member that no context defines.", all(after(nil), func(f *forge) {
			f.after = func(s string) string { return replaceOnce(s, `"id":"urn:x:1"`, `"grade":"A","id":"urn:x:1"`) }
		}), lost("/proof/1/previousProof")},
		{"chain-link-forged", "The issuer's proof follows a bad one of somebody whom the verifier knows.", all(after(forged), known),
			invalid("signature", "signature", "/proof/0")},
		{"valid-chain-link-known", "The issuer's proof follows one of somebody whom the verifier knows.", all(after(nil), known), valid},
	}
	return list
}

// thirdParties: a proof of somebody else counts when the verifier knows whose it is, and otherwise not at all.
func thirdParties() []attack {
	do := func(change func(p *proofForge)) func(*forge) { return cosigned(change) }
	add := func(member string) func(p *proofForge) { return func(p *proofForge) { p.add(member) } }
	changed1 := invalid("signature", "signature", "/proof/1")
	const pointer = "/proof/1/verificationMethod"
	document := func(methods ...string) func(*forge) {
		return func(f *forge) { f.vector.Documents = append(f.vector.Documents, documentOf(otherID, methods...)) }
	}
	pub := badgetest.Ed25519("other").Public()
	alone := func(change func(p *proofForge)) func(*forge) {
		return func(f *forge) {
			f.proofs = nil
			cosigned(change)(f)
		}
	}
	foreign := invalid("wrong_key", "key_not_issuers", "/proof")
	return []attack{
		{"valid-third-party-known", "A second proof, of somebody whom the verifier knows.", all(do(nil), known), valid},
		{"valid-third-party-jcs", "Likewise in a suite that signs the JSON.", all(func(f *forge) {
			f.proofs = append(f.proofs, proofBy("eddsa-jcs-2022", badgetest.Ed25519("other"), otherID+"#ed25519"))
		}, known), valid},
		{"valid-third-party-first", "Likewise before the issuer's.", all(alone(nil), known, func(f *forge) { f.proofs = append(f.proofs, newProof()) }), valid},
		{"valid-third-party-follows", "Likewise in a chain, after the issuer's.", all(known, func(f *forge) {
			f.proofs[0].add(`"id":"urn:x:1"`)
			cosign(f).follows(f, "urn:x:1")
		}), valid},
		{"third-party-forged", "B17: a bad proof of somebody whom the verifier knows.", all(do(forged), known), changed1},
		{"third-party-follows-forged", "B17: likewise in a chain.", all(known, func(f *forge) {
			f.proofs[0].add(`"id":"urn:x:1"`)
			p := cosign(f)
			p.follows(f, "urn:x:1")
			p.previous = nil
		}), changed1},
		{"third-party-value", "A signature in another base, of somebody whom the verifier knows.", all(do(func(p *proofForge) {
			p.encode = func(sig []byte) string { return "Z" + base58(sig) }
		}), known), invalid("malformed", "proof_value", "/proof/1/proofValue")},
		{"third-party-context", "B8: a proof with contexts of its own, of somebody whom the verifier knows.", all(do(nil), known,
			edited(`"cryptosuite":"eddsa-rdfc-2022","created":"2026-01-01T00:00:00Z","verificationMethod":"`+otherID,
				`"@context":[],"cryptosuite":"eddsa-rdfc-2022","created":"2026-01-01T00:00:00Z","verificationMethod":"`+otherID)),
			invalid("malformed", "proof_context", "/proof/1/@context")},
		{"third-party-method-unknown", "A method that their document does not have.",
			all(do(func(p *proofForge) { p.o("#ed25519", "#nobody") }), known), invalid("wrong_key", "method_unknown", pointer)},
		{"third-party-key-expired", "A key of theirs that has expired.",
			all(do(nil), document(method(otherID, "ed25519", pub, `,"expires":"2026-02-01T00:00:00Z"`))), invalid("key_expired", "key_expired", pointer)},
		{"third-party-key-revoked", "A key of theirs that is revoked.",
			all(do(nil), document(method(otherID, "ed25519", pub, `,"revoked":"2026-02-01T00:00:00Z"`))), invalid("key_revoked", "key_revoked", pointer)},
		{"third-party-key-mismatch", "B24: a key of theirs that is not of the cryptosuite's type.",
			all(do(func(p *proofForge) { p.o("eddsa-rdfc-2022", "ecdsa-rdfc-2019"); p.suite = &proof.Suite{Ed: true} }), known),
			invalid("wrong_key", "alg_key_mismatch", pointer)},
		{"third-party-purpose-of-key", "B20: a key of theirs that is not for assertions.", all(do(nil), func(f *forge) {
			f.vector.Documents = append(f.vector.Documents, json.RawMessage(fmt.Sprintf(`{"id":%q,"verificationMethod":[%s]}`, otherID,
				method(otherID, "ed25519", pub, ""))))
		}), invalid("wrong_key", "method_purpose", pointer)},
		{"third-party-created", "B25: created in the future, by somebody whom the verifier knows.",
			all(do(func(p *proofForge) { p.o(createdAtTheTime, `"created":"2026-04-01T00:00:00Z"`) }), known),
			invalid("not_yet_valid", "proof_created", "/proof/1/created")},
		{"third-party-expired", "Their proof has expired.", all(do(add(`"expires":"2026-02-01T00:00:00Z"`)), known),
			invalid("expired", "proof_expired", "/proof/1/expires")},
		{"third-party-malformed", "A proof without proofValue is none, whoever has not signed.", all(do(nil), func(f *forge) {
			f.after = func(s string) string {
				i := strings.LastIndex(s, `,"proofValue":`)
				return s[:i] + "}]}"
			}
		}), malformedProof("/proof/1/proofValue")},
		{"third-party-created-text", "Likewise one with a created that is no time.",
			all(do(nil), func(f *forge) {
				f.after = func(s string) string {
					i := strings.LastIndex(s, createdAtTheTime)
					return s[:i] + `"created":"yesterday"` + s[i+len(createdAtTheTime):]
				}
			}), malformedProof("/proof/1/created")},

		{"valid-third-party-unknown", "A second proof, of somebody whom the verifier does not know: no effect.", do(nil), valid},
		{"valid-third-party-unknown-forged", "Likewise a bad one.", do(forged), valid},
		{"valid-third-party-unknown-did-key", "Likewise of a did:key, which nobody trusts.", func(f *forge) {
			id := didKey(badgetest.Ed25519("other"))
			f.proofs = append(f.proofs, proofBy("eddsa-rdfc-2022", badgetest.Ed25519("other"), id+"#"+strings.TrimPrefix(id, "did:key:")))
		}, valid},
		{"valid-third-party-unknown-expired", "Likewise one that has expired.", do(add(`"expires":"2026-02-01T00:00:00Z"`)), valid},
		{"valid-third-party-unsupported", "A proof of somebody else with a cryptosuite that is not checked here: no effect.", all(do(func(p *proofForge) {
			p.o("eddsa-rdfc-2022", "ecdsa-sd-2023")
			p.suite = &proof.Suite{Ed: true}
		}), known), valid},
		{"valid-third-party-of-another-type", "Likewise one of a type that is not checked here, and without a method.", func(f *forge) {
			f.listed = true
			f.after = func(s string) string {
				return strings.TrimSuffix(s, "]}") + `,{"type":"RsaSignature2018","creator":"https://other.example/key","jws":"e30..AA"}]}`
			}
		}, valid},
		{"valid-third-party-domain", "Likewise one for a domain.", all(do(add(`"domain":"a.example"`)), known), valid},
		{"valid-third-party-challenge", "Likewise one that answers a challenge.", all(do(add(`"challenge":"x"`)), known), valid},
		{"valid-third-party-purpose", "Likewise one for logging in.", all(do(func(p *proofForge) { p.o("assertionMethod", "authentication") }), known), valid},
		{"valid-third-party-key-unsupported", "Likewise one by a key on a curve that is not checked here.", all(do(nil), document(fmt.Sprintf(
			`{"id":"%[1]s#ed25519","type":"JsonWebKey","controller":%[1]q,"publicKeyJwk":{"kty":"EC","crv":"secp256k1","x":"%[2]s","y":"%[2]s"}}`,
			otherID, strings.Repeat("A", 43)))), valid},

		{"third-party-alone", "B17: a proof of somebody else alone.", all(alone(nil), known), foreign},
		{"third-party-alone-unknown", "B17: likewise of somebody whom the verifier does not know.", alone(nil), foreign},
		{"third-party-alone-unsupported", "B17: likewise with a cryptosuite that is not checked here.", alone(func(p *proofForge) {
			p.o("eddsa-rdfc-2022", "ecdsa-sd-2023")
			p.suite = &proof.Suite{Ed: true}
		}), foreign},
		{"proof-of-nobody", "A proof of a type that is not checked here, which does not say whose it is.", func(f *forge) {
			f.after = func(s string) string {
				return s[:strings.Index(s, `"proof":`)] + `"proof":{"type":"RsaSignature2018","creator":"https://other.example/key","jws":"e30..AA"}}`
			}
		}, open("unsupported", "cryptosuite", "/proof/type")},
		{"issuer-forged-third-party-known", "B17: a good proof of somebody whom the verifier knows, and a bad one of the issuer.",
			all(do(nil), known, func(f *forge) { forged(f.proofs[0]) }), invalid("signature", "signature", "/proof/0")},
		{"issuer-untrusted-third-party-known", "A good proof of somebody whom the verifier knows makes nobody trust the issuer.", func(f *forge) {
			id := didKey(badgetest.Ed25519("attacker"))
			f.payload = strings.ReplaceAll(f.payload, issuerID, id)
			f.proofs[0] = proofBy("eddsa-rdfc-2022", badgetest.Ed25519("attacker"), id+"#"+strings.TrimPrefix(id, "did:key:"))
			all(do(nil), known)(f)
		}, open("unknown_issuer", "untrusted", "/issuer")},
	}
}

// insideJWS (T15): a proof inside a token was made before the token, and does not cover its claims. Both must hold.
func insideJWS() []attack {
	around := func(f *forge) { f.header, f.payload = goodHeader, goodPayload }
	after := func(old, with string) func(*forge) {
		return func(f *forge) { f.after = func(s string) string { return changePayload(s, old, with) } }
	}
	with := func(proof string) func(*forge) {
		return func(f *forge) {
			around(f)
			f.proofs = nil
			f.p(`"iss"`, `"proof":`+proof+`,"iss"`)
		}
	}
	return []attack{
		{"valid-jws-around-proof", "T15: a token around a credential that has a proof.", around, valid},
		{"valid-jws-around-jcs", "T15: likewise in a suite that signs the JSON.", all(around, jcs), valid},
		{"valid-jws-around-set", "T15: a token around a proof of the issuer and one of somebody unknown.", all(around, cosigned(nil)), valid},
		{"valid-jws-of-vc-jose-cose-around-proof", "T15: a token in the profile of VC-JOSE-COSE.", func(f *forge) {
			around(f)
			f.h(`"JWT"`, `"vc+jwt"`)
			f.payload = goodDocument
		}, valid},
		{"valid-jws-by-another-key-around-proof", "T15: the token is signed with another key of the issuer than the proof.",
			func(f *forge) { around(f); f.by(badgetest.P256("issuer"), "ES256", "p256") }, valid},
		{"jws-around-forged-proof", "T15: a good token around a bad proof.", func(f *forge) { around(f); forged(f.proofs[0]) }, changed},
		{"jws-forged-around-proof", "T15: a bad token around a good proof.", func(f *forge) { around(f); f.key = badgetest.Ed25519("attacker") },
			invalid("signature", "signature", "")},
		{"jws-changed-around-proof", "T15: a claim added to a token around a good proof, which does not cover claims.",
			all(around, after(`"iss"`, `"aud":"x","iss"`)), invalid("signature", "signature", "")},
		{"jws-none-around-proof", "T15: a token that nobody signed around a good proof.", func(f *forge) {
			around(f)
			f.h(`"EdDSA"`, `"none"`)
			f.sign = func([]byte) []byte { return nil }
		}, invalid("malformed", "alg_not_allowed", "")},
		{"jws-around-proof-over-claims", "T15: a proof that covers the claims of the token around it.", func(f *forge) {
			around(f)
			jcs(f)
			f.proofs[0].message = func(*proof.Input) []byte {
				in, err := proof.New(nil).Document(treeOf(f.payload)).Input(context.Background(), &proof.Suite{JCS: true, Ed: true}, crypto.SHA256, treeOf(f.proofs[0].options))
				noError(err)
				return in.Signed
			}
		}, changed},
		{"jws-around-expired-proof", "T15: a good token around a proof that has expired.",
			func(f *forge) { around(f); f.proofs[0].add(`"expires":"2026-02-01T00:00:00Z"`) }, invalid("expired", "proof_expired", "/proof/expires")},
		{"jws-around-unsupported-proof", "T15: a good token around a proof of the issuer that is not checked here.",
			with(strings.Replace(goodProof, "eddsa-rdfc-2022", "ecdsa-sd-2023", 1)), open("unsupported", "cryptosuite", "/proof/cryptosuite")},
		{"jws-around-malformed-proof", "T15: a good token around a proof without a signature.", with(goodProof), malformedProof("/proof/proofValue")},
		{"jws-around-null", "T15: a good token around a proof that is null.", with("null"), malformedProof("/proof")},
		{"jws-around-empty-array", "T15: a good token around no proofs.", with("[]"), malformedProof("/proof")},
		{"payload-of-jws", "T15: the payload of such a token, taken out of it: claims are then members that the proof does not cover.", func(f *forge) {
			around(f)
			f.after = func(token string) string {
				payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
				noError(err)
				return string(payload)
			}
		}, lost("/jti")},
	}
}
