package verifier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

func TestWriteDataIntegrityVectors(t *testing.T) {
	writeVectors(t, "dataintegrity", newEmbeddedForge, dataIntegrityAttacks())
}

// TestEveryRowHasAVector: each row of section B of the project's catalogue of attacks is named by a vector, or cannot be
// written as one.
func TestEveryRowHasAVector(t *testing.T) {
	rows := map[string]bool{
		"B34": true, // concurrent use: TestConcurrentDataIntegrity
	}
	// Of others a part is elsewhere: replaced context files (B7) in package context, graphs that JSON-LD cannot write
	// without blank node labels (B9) in internal/rdfc, invalid UTF-8 (B13, B29) in TestInvalidUTF8InProofs, panics (B33)
	// in FuzzVerify.
	for _, a := range dataIntegrityAttacks() {
		before, _, _ := strings.Cut(a.description, ":")
		for row := range strings.SplitSeq(before, ", ") {
			rows[row] = true
		}
	}
	for i := range 34 {
		require.Contains(t, rows, fmt.Sprintf("B%d", i+1))
	}
}

func dataIntegrityAttacks() []attack {
	return slices.Concat(genuineProofs(), genuineSpellings(), genuineSets(),
		undefinedContent(), foreignNodes(), keywords(), contextAttacks(), respelled(), jsonLevel(), jcsContent(), symmetric(),
		proofMembers(), proofValues(), suites(), proofContexts(), proofDates(), proofKeys(), proofShapes(),
		sets(), chains(), thirdParties(), insideJWS())
}

const (
	suite2020        = "https://w3id.org/security/suites/ed25519-2020/v1"
	membershipURL    = "https://example.org/membership/v1"
	membership       = `{"@context":{"@protected":true,"chapter":"https://example.org/membership#chapter"}}`
	extraContextURL  = "https://example.org/other/v1"
	createdAtTheTime = `"created":"2026-01-01T00:00:00Z"`
)

// inMultikeys is the issuer's document with its keys as Multikeys.
func inMultikeys(f *forge) {
	multikey := func(fragment, typ, key string) string {
		return fmt.Sprintf(`{"id":"%[1]s#%[2]s","type":%[3]q,"controller":%[1]q,"publicKeyMultibase":%[4]q}`, issuerID, fragment, typ, key)
	}
	p256, p384 := &badgetest.P256("issuer").PublicKey, &badgetest.P384("issuer").PublicKey
	ed := strings.TrimPrefix(didKey(badgetest.Ed25519("issuer")), "did:key:")
	f.vector.Documents = []json.RawMessage{documentOf(issuerID,
		multikey("ed25519", "Multikey", ed),
		multikey("ed25519-2020", "Ed25519VerificationKey2020", ed),
		multikey("p256", "Multikey", base58btc(append([]byte{0x80, 0x24}, compressed(p256)...))),
		multikey("p384", "Multikey", base58btc(append([]byte{0x81, 0x24}, compressed(p384)...))),
	)}
}

// genuineProofs are badges that verify, with every cryptosuite and type of key.
func genuineProofs() []attack {
	by := func(p *proofForge) func(*forge) { return func(f *forge) { f.proofs = []*proofForge{p} } }
	ed, p256, p384 := badgetest.Ed25519("issuer"), badgetest.P256("issuer"), badgetest.P384("issuer")
	list := []attack{
		{"valid-eddsa-rdfc-2022", "A badge with an embedded proof, in the cryptosuite that certification of Open Badges demands.", nil, valid},
		{"valid-eddsa-jcs-2022", "The same in the cryptosuite that signs the JSON.", by(proofBy("eddsa-jcs-2022", ed, issuerID+"#ed25519")), valid},
		{"valid-ecdsa-rdfc-2019-p256", "ECDSA on P-256.", by(proofBy("ecdsa-rdfc-2019", p256, issuerID+"#p256")), valid},
		{"valid-ecdsa-rdfc-2019-p384", "ECDSA on P-384, with SHA-384 in every place.", by(proofBy("ecdsa-rdfc-2019", p384, issuerID+"#p384")), valid},
		{"valid-ecdsa-jcs-2019-p256", "ECDSA on P-256 over the JSON.", by(proofBy("ecdsa-jcs-2019", p256, issuerID+"#p256")), valid},
		{"valid-ecdsa-jcs-2019-p384", "ECDSA on P-384 over the JSON.", by(proofBy("ecdsa-jcs-2019", p384, issuerID+"#p384")), valid},
		{"valid-eddsa-2022", "The name that an earlier draft gave to eddsa-rdfc-2022.", option("eddsa-rdfc-2022", "eddsa-2022"), valid},
		{"valid-ed25519-signature-2020", "The type of proof before there were cryptosuites, with the context that it needs.",
			all(ed25519Signature2020, func(f *forge) { f.context(suite2020, "") }), valid},
		{"valid-ed25519-verification-key-2020", "The same with the type of method that came with it.",
			all(ed25519Signature2020, func(f *forge) { f.context(suite2020, "") }, inMultikeys, option("#ed25519", "#ed25519-2020")), valid},
		{"valid-multikey-ed25519", "The issuer's document has its keys as Multikeys.", inMultikeys, valid},
		{"valid-multikey-p256", "Likewise a key on P-256.", all(by(proofBy("ecdsa-rdfc-2019", p256, issuerID+"#p256")), inMultikeys), valid},
		{"valid-multikey-p384", "Likewise a key on P-384.", all(by(proofBy("ecdsa-jcs-2019", p384, issuerID+"#p384")), inMultikeys), valid},
		{"valid-high-s", "An ECDSA signature with s replaced by n-s: another text of the same badge, as the standard allows.", func(f *forge) {
			f.proofs = []*proofForge{proofBy("ecdsa-rdfc-2019", p256, issuerID+"#p256")}
			f.proofs[0].encode = func(sig []byte) string { return base58btc(negateS(sig)) }
		}, valid},
		{"valid-retired-key", "A key that the issuer no longer signs with, still listed and without a date.",
			by(proofBy("eddsa-rdfc-2022", badgetest.Ed25519("retired"), issuerID+"#retired")), valid},
		{"valid-created-missing", "created is optional.", option(createdAtTheTime+",", ""), valid},
		{"valid-created-one-minute-ahead", "A verifier's clock may be a minute behind the issuer's.",
			option(createdAtTheTime, `"created":"2026-03-01T12:01:00Z"`), valid},
		{"valid-created-offset", "created in another time zone.", option(createdAtTheTime, `"created":"2026-01-01T09:00:00+09:00"`), valid},
		{"valid-expires-later", "A proof that ends in a second.", option(createdAtTheTime, createdAtTheTime+`,"expires":"2026-03-01T12:00:01Z"`), valid},
		{"valid-nonce", "A nonce is signed, and means nothing to who checks a credential.", option(createdAtTheTime, createdAtTheTime+`,"nonce":"8QxnzZ0fCFuA"`), valid},
		{"valid-proof-id", "A proof with an identifier.", option(createdAtTheTime, createdAtTheTime+`,"id":"urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"`), valid},
		{"valid-proof-array-of-one", "One proof in an array.", func(f *forge) { f.listed = true }, valid},
		{"valid-extra-context", "A member that a context defines which the verifier was given.", func(f *forge) {
			f.context(membershipURL, membership)
			f.p(`"validFrom"`, `"chapter":"Zürich","validFrom"`)
		}, valid},
		{"valid-embedded-context", "One more context of those that every verifier has.",
			func(f *forge) { f.context("https://w3id.org/security/data-integrity/v2", "") }, valid},
		{"valid-subject-without-id", "An embedded proof needs no id of the subject.", signed(`"id":"`+subjectID+`",`, ""), valid},
		{"valid-jwt-claims-are-members", "In a credential that is no token, sub is a member like any other.",
			signed(`"validFrom"`, `"sub":"urn:example:anything","validFrom"`), valid},
		{"valid-issuer-string", "An issuer that is only its identifier.",
			signed(`{"id":"did:web:example.org","type":["Profile"],"name":"Sample issuer (not the CMT Association)"}`, `"did:web:example.org"`), valid},
		{"valid-status-list", "A credential that is no badge: a status list.", func(f *forge) {
			f.payload = `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://example.org/status/1",` +
				`"type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":"did:web:example.org","validFrom":"2026-01-01T00:00:00Z",` +
				`"credentialSubject":{"id":"https://example.org/status/1#list","type":"BitstringStatusList","statusPurpose":"revocation",` +
				`"encodedList":"uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"}}`
			anyCredential(f)
		}, valid},
		{"valid-did-key", "An issuer whose identifier is its key, and who is trusted.", func(f *forge) {
			f.payload = strings.ReplaceAll(f.payload, issuerID, didKey(ed))
			f.proofs[0].o(issuerID+"#ed25519", didKey(ed)+"#"+strings.TrimPrefix(didKey(ed), "did:key:"))
			id := didKey(ed)
			key := method(id, strings.TrimPrefix(id, "did:key:"), ed.Public(), "")
			f.vector.Documents = []json.RawMessage{documentOf(id, key)}
		}, valid},
	}
	return list
}

// ed25519Signature2020 makes the proof one of that type.
func ed25519Signature2020(f *forge) {
	f.proofs[0].o(`"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022"`, `"type":"Ed25519Signature2020"`)
}

// genuineSpellings: what is written otherwise and says the same. A proof over quads does not cover how a credential is
// written, and one over canonical JSON covers the order of values but not of members.
func genuineSpellings() []attack {
	name := `"name":"CMT Charterholder"`
	reordered := edited(`"validFrom":"2026-01-01T00:00:00Z","validUntil":"2026-12-31T23:59:59Z"`,
		`"validUntil":"2026-12-31T23:59:59Z","validFrom":"2026-01-01T00:00:00Z"`)
	spaced := func(f *forge) {
		f.after = func(s string) string { return "\n " + strings.ReplaceAll(s, `","`, `" , "`) + "\t\n" }
	}
	return []attack{
		{"valid-members-reordered", "Two members exchanged after signing.", reordered, valid},
		{"valid-jcs-members-reordered", "Likewise in a suite that signs the JSON.", all(jcs, reordered), valid},
		{"valid-white-space", "White space added after signing.", spaced, valid},
		{"valid-jcs-white-space", "Likewise in a suite that signs the JSON.", all(jcs, spaced), valid},
		{"valid-escapes", "A letter written as an escape after signing.", edited(name+`,"issuer"`, `"n\u0061me":"CMT \u0043harterholder","issuer"`), valid},
		{"valid-jcs-escapes", "Likewise in a suite that signs the JSON.",
			all(jcs, edited(name+`,"issuer"`, `"n\u0061me":"CMT \u0043harterholder","issuer"`)), valid},
		{"valid-types-reordered", "The order of values that are no list is not signed by a proof over quads.",
			edited(`["VerifiableCredential","OpenBadgeCredential"]`, `["OpenBadgeCredential","VerifiableCredential"]`), valid},
		{"valid-type-alias", "AchievementCredential is another name of OpenBadgeCredential.",
			edited(`["VerifiableCredential","OpenBadgeCredential"]`, `["AchievementCredential","VerifiableCredential"]`), valid},
		{"valid-number-respelled", "10.0 and 1e1 are 10.", all(signed(`"achievementType"`, `"creditsAvailable":10,"achievementType"`),
			edited(`"creditsAvailable":10,`, `"creditsAvailable":1.0e1,`)), valid},
		{"valid-jcs-number-respelled", "Likewise in a suite that signs the JSON.", all(jcs, signed(`"achievementType"`, `"creditsAvailable":10,"achievementType"`),
			edited(`"creditsAvailable":10,`, `"creditsAvailable":1.0e1,`)), valid},
		{"valid-context-added", "A context added after signing that changes the meaning of nothing.",
			edited(`context-3.0.3.json"]`, `context-3.0.3.json","https://w3id.org/security/data-integrity/v2"]`), valid},
		{"valid-jcs-context-added", "A suite that signs the JSON lets contexts be added behind those that the proof names. Nobody signed them.",
			all(jcs, func(f *forge) {
				f.after = func(s string) string {
					return strings.Replace(s, `context-3.0.3.json"]`, `context-3.0.3.json","https://attacker.example/context.json"]`, 1)
				}
			}), valid},
		{"valid-jcs-undefined-member", "A suite that signs the JSON covers members that no context defines.",
			all(jcs, signed(`"validFrom"`, `"grade":"A","validFrom"`)), valid},
		{"valid-jcs-proof-member", "It covers every member of the proof, too.", all(jcs, option(createdAtTheTime, createdAtTheTime+`,"remark":"a test"`)), valid},
		{"valid-jcs-proof-without-context", "The contexts in the proof are advised, and not demanded.",
			all(jcs, option(`,"@context":`+goodContexts, "")), valid},
		{"valid-jcs-proof-first-context", "The contexts in the proof are the beginning of those of the document, and as many as were signed.",
			all(jcs, func(f *forge) {
				f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
				f.proofs[0].o(goodContexts, `["https://www.w3.org/ns/credentials/v2"]`)
				anyCredential(f)
			}), valid},
		{"valid-jcs-proof-context-string", "One context in the proof, without its array.", all(jcs, func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.proofs[0].o(goodContexts, `"https://www.w3.org/ns/credentials/v2"`)
			anyCredential(f)
		}), valid},
		{"valid-rdfc-proof-context", "A proof that repeats the contexts of its document.",
			option(`"type":"Data`, `"@context":`+goodContexts+`,"type":"Data`), valid},
	}
}

// jcs makes the proof one over the JSON.
func jcs(f *forge) {
	f.proofs[0] = proofBy("eddsa-jcs-2022", badgetest.Ed25519("issuer"), issuerID+"#ed25519")
}

// genuineSets are badges that several have signed, or several times.
func genuineSets() []attack {
	two := func(f *forge) {
		f.proofs = append(f.proofs, proofBy("ecdsa-jcs-2019", badgetest.P256("issuer"), issuerID+"#p256"))
	}
	return []attack{
		{"valid-set", "Two proofs of the issuer, neither of which covers the other.", two, valid},
		{"valid-set-of-four", "As many proofs as there may be.", func(f *forge) {
			two(f)
			f.proofs = append(f.proofs, proofBy("ecdsa-rdfc-2019", badgetest.P384("issuer"), issuerID+"#p384"),
				proofBy("eddsa-jcs-2022", badgetest.Ed25519("issuer"), issuerID+"#ed25519"))
		}, valid},
		{"valid-set-reordered", "The order of the proofs means nothing.", func(f *forge) {
			two(f)
			f.after = func(s string) string {
				i, j := strings.Index(s, `"proof":[{`)+len(`"proof":[`), strings.Index(s, `},{"type":"Data`)+1
				return s[:i] + strings.TrimSuffix(s[j+1:], "]}") + "," + s[i:j] + "]}"
			}
		}, valid},
		{"valid-set-one-taken-away", "Either proof of a set can be taken away.", func(f *forge) {
			two(f)
			f.after = func(s string) string {
				i, j := strings.Index(s, `"proof":[{`)+len(`"proof":[`), strings.Index(s, `},{"type":"Data`)+1
				return s[:i] + s[j+1:]
			}
		}, valid},
		{"valid-chain", "A proof that follows another, and signs it with the document.", func(f *forge) {
			chain(f, "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
		}, valid},
		{"valid-chain-jcs", "A chain of suites of both kinds.", func(f *forge) {
			f.proofs[0].add(`"id":"urn:x:1"`)
			f.proofs = append(f.proofs, proofBy("ecdsa-jcs-2019", badgetest.P384("issuer"), issuerID+"#p384"))
			f.proofs[1].add(`"id":"urn:x:2"`)
			f.proofs[1].follows(f, "urn:x:1")
			f.proofs = append(f.proofs, newProof())
			f.proofs[2].follows(f, "urn:x:2")
		}, valid},
		{"valid-chain-of-several", "A proof that follows two others.", func(f *forge) {
			f.proofs[0].add(`"id":"urn:x:1"`)
			f.proofs = append(f.proofs, proofBy("ecdsa-rdfc-2019", badgetest.P256("issuer"), issuerID+"#p256"))
			f.proofs[1].add(`"id":"urn:x:2"`)
			f.proofs = append(f.proofs, newProof())
			f.proofs[2].follows(f, "urn:x:1", "urn:x:2")
		}, valid},
		{"valid-chain-reordered", "The order of the proofs of a chain is that of previousProof.", func(f *forge) {
			chain(f, "urn:x:1")
			f.after = func(s string) string {
				i, j := strings.Index(s, `"proof":[{`)+len(`"proof":[`), strings.Index(s, `},{"type":"Data`)+1
				return s[:i] + strings.TrimSuffix(s[j+1:], "]}") + "," + s[i:j] + "]}"
			}
		}, valid},
	}
}

// chain gives the first proof an id and adds one that follows it.
func chain(f *forge, id string) {
	f.proofs[0].add(fmt.Sprintf(`"id":%q`, id))
	f.proofs = append(f.proofs, proofBy("ecdsa-rdfc-2019", badgetest.P256("issuer"), issuerID+"#p256"))
	f.proofs[1].follows(f, id)
}

// TestEditsAreFound: without what is done to it after signing, the badge of a vector is authentic, or the vector would
// prove nothing.
func TestEditsAreFound(t *testing.T) {
	strangers := []string{ // what is open without it
		"issuer-did-key-untrusted-changed", "chain-id-number", "chain-number-like-id", "chain-link-unknown-and-changed",
		"chain-link-undefined-member",
	}
	for _, a := range dataIntegrityAttacks() {
		f := newEmbeddedForge(a.description)
		if a.do != nil {
			a.do(f)
		}
		if f.after == nil {
			continue
		}
		f.after = nil
		f.vector.Input = f.input()
		_, err := f.vector.run(t)
		var e *verifier.Error
		authentic := err == nil || errors.As(err, &e) && e.Result != nil
		require.Equal(t, !slices.Contains(strangers, a.name), authentic, "%s: %v", a.name, err)
	}
}
