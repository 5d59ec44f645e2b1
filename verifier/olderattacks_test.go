package verifier_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/badgetest"
)

func TestWriteOlderVectors(t *testing.T) {
	writeVectors(t, "older", newOlderForge, olderAttacks())
}

func olderAttacks() []attack {
	return slices.Concat(olderProofs(), olderTokens(), olderClaims(), olderLayouts(), olderRules(), olderOutcomes(),
		envelopes(), otherForms(), openBadges2(), contextRevisions())
}

const (
	olderContexts = `["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`
	olderIssued   = `"issuanceDate":"2026-01-01T00:00:00Z"`
	olderExpires  = `"expirationDate":"2026-12-31T23:59:59Z"`
	olderJTI      = `"jti":"` + badgeID + `"`
	olderSub      = `"sub":"` + subjectID + `"`
	olderNBF      = `"nbf":1767225600`
	olderEXP      = `"exp":1798761599`
)

// olderClaimsOf are the claims that repeat a badge of the data model 1.1.
const olderClaimsOf = `"iss":"` + issuerID + `",` + olderJTI + `,` + olderSub + `,` + olderNBF + `,` + olderEXP

// olderDocument is goodDocument in the data model 1.1.
var olderDocument = strings.NewReplacer(goodContexts, olderContexts, `"validFrom"`, `"issuanceDate"`, `"validUntil"`, `"expirationDate"`).
	Replace(goodDocument)

// newOlderForge begins with a badge of the data model 1.1 that has one proof, and the context that this needs.
func newOlderForge(description string) *forge {
	f := newEmbeddedForge(description)
	f.payload = olderDocument
	f.context(ldcontext.DataIntegrityV2, "")
	return f
}

// inClaim makes the badge a JWT with a vc claim, before something is done to it.
func inClaim(do ...func(*forge)) func(*forge) {
	return func(f *forge) {
		f.header, f.proofs = goodHeader, nil
		f.payload = `{` + olderClaimsOf + `,"vc":` + olderDocument + `}`
		all(do...)(f)
	}
}

// atTop makes it a JWT whose payload is the badge.
func atTop(do ...func(*forge)) func(*forge) {
	return func(f *forge) {
		f.header, f.proofs = goodHeader, nil
		f.payload = strings.TrimSuffix(olderDocument, "}") + "," + olderClaimsOf + "}"
		all(do...)(f)
	}
}

// header replaces a part of the header.
func headed(old, with string) func(*forge) { return func(f *forge) { f.h(old, with) } }

// olderProofs: embedded proofs under the context of 2018.
func olderProofs() []attack {
	by := func(p *proofForge) func(*forge) { return func(f *forge) { f.proofs = []*proofForge{p} } }
	jcs := func(p *proofForge) *proofForge {
		p.o(goodContexts, olderContexts)
		return p
	}
	contexts := func(url string) func(*forge) { return signed(ldcontext.DataIntegrityV2, url) }
	alone := func(f *forge) { f.p(`,"`+ldcontext.DataIntegrityV2+`"`, "") }
	ed, p256, p384 := badgetest.Ed25519("issuer"), badgetest.P256("issuer"), badgetest.P384("issuer")
	return []attack{
		{"valid-eddsa-rdfc-2022", "A badge of data model 1.1 with an embedded proof.", nil, valid},
		{"valid-data-integrity-v1", "The same with the first version of the context for proofs.", contexts(ldcontext.DataIntegrityV1), valid},
		{"valid-eddsa-2022", "The suite under its earlier name.", option("eddsa-rdfc-2022", "eddsa-2022"), valid},
		{"valid-eddsa-jcs-2022", "The suite that signs the JSON, which needs no context for the proof.",
			all(by(jcs(proofBy("eddsa-jcs-2022", ed, issuerID+"#ed25519"))), alone), valid},
		{"valid-ecdsa-rdfc-2019-p256", "ECDSA on P-256.", by(proofBy("ecdsa-rdfc-2019", p256, issuerID+"#p256")), valid},
		{"valid-ecdsa-rdfc-2019-p384", "ECDSA on P-384.", by(proofBy("ecdsa-rdfc-2019", p384, issuerID+"#p384")), valid},
		{"valid-ecdsa-jcs-2019-p256", "ECDSA on P-256 over the JSON.",
			all(by(jcs(proofBy("ecdsa-jcs-2019", p256, issuerID+"#p256"))), alone), valid},
		{"valid-ed25519-signature-2020", "The type of proof that most badges of data model 1.1 have.",
			all(ed25519Signature2020, contexts(ldcontext.Ed25519Signature2020V1)), valid},
		{"valid-ed25519-verification-key-2020", "The same with the type of key that came with it.",
			all(ed25519Signature2020, contexts(ldcontext.Ed25519Signature2020V1), inMultikeys, option("#ed25519", "#ed25519-2020")), valid},
		{"valid-context-3.0.2", "T20: context 3.0.2 of Open Badges.", signed("context-3.0.3.json", "context-3.0.2.json"), valid},
		{"valid-context-3.0.1", "T20: context 3.0.1, which goes with no other data model.", signed("context-3.0.3.json", "context-3.0.1.json"), valid},
		{"valid-context-3.0.0", "T20: context 3.0.0, likewise.", signed("context-3.0.3.json", "context.json"), valid},
		{"valid-context-3.0.0-alias", "T20: context 3.0.0 by its other name.", signed("context-3.0.3.json", "context/ob_v3p0.jsonld"), valid},
		{"valid-awarded-date", "T3: awardedDate, whose datatype has a prefix that neither context defines.",
			signed(olderIssued, `"awardedDate":"2025-06-01T00:00:00Z",`+olderIssued), valid},
		{"awarded-date-changed", "T3: it is signed all the same.", all(signed(olderIssued, `"awardedDate":"2025-06-01T00:00:00Z",`+olderIssued),
			edited("2025-06-01", "2024-06-01")), invalid("signature", "signature", "/proof")},
		{"proof-without-its-context", "D16: the context of 2018 does not define the proof: it cannot be signed, so that none fits.",
			func(f *forge) {
				f.after = func(s string) string { return replaceOnce(s, `,"`+ldcontext.DataIntegrityV2+`"`, "") }
			}, invalid("malformed", "data_loss", "/proof/type")},
		{"2020-without-its-context", "E6: likewise the proof of 2020.", all(ed25519Signature2020, contexts(ldcontext.Ed25519Signature2020V1), func(f *forge) {
			f.after = func(s string) string {
				return replaceOnce(s, ldcontext.Ed25519Signature2020V1, ldcontext.DataIntegrityV2)
			}
		}), invalid("malformed", "data_loss", "/proof/type")},
		{"changed-letter", "One letter changed after signing.",
			edited(`"name":"CMT Charterholder","description"`, `"name":"CMT Charterholdes","description"`), invalid("signature", "signature", "/proof")},
		{"changed-issuance", "The beginning changed after signing.",
			edited(olderIssued, `"issuanceDate":"2025-01-01T00:00:00Z"`), invalid("signature", "signature", "/proof")},
		{"expiration-removed", "The end taken away.", edited(olderExpires+",", ""), invalid("signature", "signature", "/proof")},
		{"context-exchanged", "The context of 2.0 put in place of that of 1.1, under which the dates mean nothing.",
			edited("https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"), invalid("malformed", "rule_context", "/issuanceDate")},
		{"undefined-member", "A member that no context defines.", edited(olderIssued, `"grade":"A",`+olderIssued), invalid("malformed", "data_loss", "/grade")},
		{"no-proof", "Neither a proof nor a JWT.", func(f *forge) { f.proofs = nil }, invalid("no_proof", "unsecured", "")},
		{"issuer-unknown", "An issuer that is not on the trust list.", func(f *forge) {
			f.payload = strings.ReplaceAll(f.payload, issuerID, "did:web:stranger.example")
			f.proofs[0].o(issuerID, "did:web:stranger.example")
		}, open("unknown_issuer", "untrusted", "/issuer")},
		{"key-of-another", "A proof by somebody else.", all(func(f *forge) {
			f.trust(mallory, "mallory")
			f.proofs[0].key = badgetest.Ed25519("mallory")
		}, option(issuerID, mallory)), invalid("wrong_key", "key_not_issuers", "/proof")},
	}
}

// olderTokens: the JWT of data model 1.1 §6.3.1, and that of Open Badges with the credential as its payload.
func olderTokens() []attack {
	inner := func(f *forge) string {
		in := newOlderForge("")
		return `{` + olderClaimsOf + `,"vc":` + in.input() + `}`
	}
	return []attack{
		{"valid-vc-claim", "C1: a badge in the vc claim of a JWT.", inClaim(), valid},
		{"valid-vc-claim-no-typ", "C1: typ is optional.", inClaim(headed(`,"typ":"JWT"`, "")), valid},
		{"valid-vc-claim-es256", "C1: another algorithm.", inClaim(func(f *forge) { f.by(badgetest.P256("issuer"), "ES256", "p256") }), valid},
		{"valid-vc-claim-rs256", "C1: the algorithm that every Open Badges verifier has.",
			inClaim(func(f *forge) { f.by(badgetest.RSA(), "RS256", "rsa") }), valid},
		{"valid-vc-claim-with-proof", "C4: a badge with a proof in the vc claim.", inClaim(func(f *forge) { f.payload = inner(f) }), valid},
		{"valid-vc-claim-with-proof-and-exp", "C2, C4: a proof covers the credential without what the claims add to it.", inClaim(func(f *forge) {
			in := newOlderForge("")
			in.p(olderExpires+",", "")
			f.payload = `{` + olderClaimsOf + `,"vc":` + in.input() + `}`
		}), valid},
		{"vc-claim-with-proof-changed", "C4: the JWT holds and the proof in it does not.", inClaim(func(f *forge) {
			f.payload = replaceOnce(inner(f), `"name":"CMT Charterholder","description"`, `"name":"CMT Charterholdes","description"`)
		}), invalid("signature", "signature", "/proof")},
		{"valid-at-top", "Open Badges 3.0 §8.2: the badge is the payload.", atTop(), valid},
		{"valid-at-top-exp-alone", "exp alone ends it.", atTop(signed(olderExpires+",", "")), valid},
		{"at-top-exp-alone-expired", "exp alone has ended it.", atTop(signed(olderExpires+",", ""), func(f *forge) {
			f.vector.At = at("2027-01-01T00:00:00Z")
		}), invalid("expired", "expired", "/expirationDate")},
		{"vc-claim-typ-vc-jwt", "C1, T10: the typ of VC-JOSE-COSE, which has no vc claim.", inClaim(headed(`"JWT"`, `"vc+jwt"`)), invalid("malformed", "typ", "")},
		{"at-top-typ-vc-jwt", "T10: VC-JOSE-COSE is for data model 2.0.", atTop(headed(`"JWT"`, `"vc+jwt"`)), invalid("malformed", "typ", "")},
		{"vc-claim-alg-none", "C4: no signature.", inClaim(headed(`"EdDSA"`, `"none"`)), invalid("malformed", "alg_not_allowed", "")},
		{"vc-claim-changed", "A letter changed in the vc claim after signing.", inClaim(func(f *forge) {
			f.after = func(s string) string { return changePayload(s, "CMT Charterholder", "CMT Charterholdes") }
		}), invalid("signature", "signature", "")},
		{"vc-claim-kid-and-jwk-differ", "T16: kid is the issuer's, jwk is not.", inClaim(func(f *forge) {
			f.h(`"kid"`, `"jwk":`+jwkOf(badgetest.Ed25519("mallory").Public())+`,"kid"`)
		}), invalid("wrong_key", "kid_jwk_differ", "")},
	}
}

// olderClaims: C2, "instead of or in addition to".
func olderClaims() []attack {
	differs := func(claim string) expectation { return invalid("malformed", "claim_mismatch", "/"+claim) }
	missing := func(claim string) expectation { return invalid("malformed", "claim_missing", "/"+claim) }
	kind := func(claim string) expectation { return invalid("malformed", "claim_type", "/"+claim) }
	id := `"id":"` + badgeID + `",`
	issuer := `"issuer":{"id":"` + issuerID + `",`
	subject := `"credentialSubject":{"id":"` + subjectID + `",`
	list := []attack{
		{"valid-claims-instead", "C2: the claims stand for what the credential does not say.", inClaim(
			signed(id, ""), signed(issuer, `"issuer":{`), signed(subject, `"credentialSubject":{`), signed(olderIssued+",", ""), signed(olderExpires+",", ""),
			func(f *forge) { f.vector.Recipient = []identity{{"id", subjectID}} }), valid},
		{"claims-instead-expired", "C2: exp ends it then.", inClaim(signed(olderExpires+",", ""), func(f *forge) { f.vector.At = at("2027-01-01T00:00:00Z") }),
			invalid("expired", "expired", "/expirationDate")},
		{"claims-instead-not-yet-valid", "C2: nbf begins it then.", inClaim(signed(olderIssued+",", ""), func(f *forge) { f.vector.At = at("2025-06-01T00:00:00Z") }),
			invalid("not_yet_valid", "not_yet_valid", "/issuanceDate")},
		{"claims-instead-recipient", "C2: sub is the subject then, and not everybody.", inClaim(signed(subject, `"credentialSubject":{`),
			func(f *forge) {
				f.vector.Recipient = []identity{{"id", "urn:uuid:00000000-0000-4000-8000-000000000000"}}
			}), invalid("recipient", "recipient", "/credentialSubject")},
		{"valid-fractions", "C5: dates with fractions of a second.", inClaim(signed(olderNBF, olderNBF+".25"), signed(olderEXP, olderEXP+".75")), valid},
		{"valid-no-subject-id", "C2: where there is no subject id there is no sub.", inClaim(signed(olderSub+",", ""), signed(subject, `"credentialSubject":{`)), valid},
		{"valid-no-end", "C2: where there is no expirationDate there is no exp.", inClaim(signed(","+olderEXP, ""), signed(olderExpires+",", "")), valid},
		{"valid-foreign-without-claims", "C2: what is no badge needs no claims.", inClaim(signed(olderSub+",", ""), signed(olderJTI+",", ""), anyCredential), valid},
		{"valid-foreign-iss-instead", "C2: iss stands for the whole issuer.", inClaim(signed(`,"OpenBadgeCredential"`, ""),
			signed(issuer+`"type":["Profile"],"name":"Sample issuer (not the CMT Association)"},`, ""), anyCredential), valid},
		{"iss-different", "C2: iss is not the issuer.", inClaim(signed(`"iss":"`+issuerID+`"`, `"iss":"`+mallory+`"`)), differs("iss")},
		{"issuer-different", "C2: the issuer is not iss.", inClaim(signed(issuer, `"issuer":{"id":"`+mallory+`",`)), differs("iss")},
		{"sub-different", "C2: sub is not the subject's id.", inClaim(signed(olderSub, `"sub":"urn:x:y"`)), differs("sub")},
		{"sub-of-two", "C3: sub, and two subjects.", inClaim(signed(`"credentialSubject":{`, `"credentialSubject":[{"id":"`+subjectID+`"},{`), signed(`}}}}`, `}}}]}`)), differs("sub")},
		{"jti-different", "C2: jti is not the id.", inClaim(signed(olderJTI, `"jti":"urn:x:y"`)), differs("jti")},
		{"nbf-different", "C2: nbf is not the issuanceDate.", inClaim(signed(olderNBF, `"nbf":1767225601`)), differs("nbf")},
		{"exp-different", "C2: exp is not the expirationDate.", inClaim(signed(olderEXP, `"exp":1830297599`)), differs("exp")},
		{"iss-missing", "C2: an issuer, and no iss.", inClaim(signed(`"iss":"`+issuerID+`",`, "")), missing("iss")},
		{"sub-missing", "C2: a subject id, and no sub.", inClaim(signed(olderSub+",", "")), missing("sub")},
		{"jti-missing", "C2: an id, and no jti.", inClaim(signed(olderJTI+",", "")), missing("jti")},
		{"nbf-missing", "C2: an issuanceDate, and no nbf.", inClaim(signed(olderNBF+",", "")), missing("nbf")},
		{"exp-missing", "C2: an expirationDate, and no exp.", inClaim(signed(","+olderEXP, "")), missing("exp")},
		{"exp-text", "C5: exp is a text.", inClaim(signed(olderEXP, `"exp":"1798761599"`)), kind("exp")},
		{"exp-negative-fraction", "C5: exp is before 1970.", inClaim(signed(olderEXP, `"exp":-0.5`)), kind("exp")},
		{"exp-beyond", "C5: exp is after the year 9999.", inClaim(signed(olderEXP, `"exp":253402300799.5`)), kind("exp")},
		{"iss-number", "C2: iss is a number.", inClaim(signed(`"iss":"`+issuerID+`"`, `"iss":1`)), kind("iss")},
		{"at-top-sub-missing", "Open Badges 3.0 §8.2 demands the claims.", atTop(signed(olderSub+",", "")), missing("sub")},
		{"at-top-nbf-different", "nbf is not the issuanceDate.", atTop(signed(olderNBF, `"nbf":1767225601`)), differs("nbf")},
		{"at-top-exp-different", "exp is not the expirationDate.", atTop(signed(olderEXP, `"exp":1830297599`)), differs("exp")},
	}
	return list
}

// olderLayouts: A31, C6, one credential in one data model.
func olderLayouts() []attack {
	mixed := func(pointer string) expectation { return invalid("malformed", "ambiguous_layout", pointer) }
	wrapped := func(payload string) func(*forge) { return inClaim(func(f *forge) { f.payload = payload }) }
	return []attack{
		{"valid-from-beside", "A31: validFrom beside issuanceDate, for who reads that instead.",
			signed(olderIssued, olderIssued+`,"validFrom":"2020-01-01T00:00:00Z"`), mixed("/validFrom")},
		{"valid-until-beside", "A31: validUntil beside expirationDate.", signed(olderExpires, olderExpires+`,"validUntil":"2099-12-31T23:59:59Z"`), mixed("/validUntil")},
		{"valid-until-instead", "A31: validUntil in place of expirationDate.", signed(`"expirationDate"`, `"validUntil"`), mixed("/validUntil")},
		{"valid-until-in-claim", "A31: likewise in a vc claim.", inClaim(signed(`"expirationDate"`, `"validUntil"`)), mixed("/validUntil")},
		{"modern-with-expiration-date", "A31: expirationDate in a badge of data model 2.0.", all(atTop(signed(`"https://www.w3.org/2018/credentials/v1"`, `"https://www.w3.org/ns/credentials/v2"`)),
			signed(`"issuanceDate"`, `"validFrom"`)), invalid("malformed", "rule_context", "/expirationDate")},
		{"modern-credential-with-issuance-date", "A31: issuanceDate in a credential of data model 2.0 that is no badge.",
			all(atTop(signed(`"https://www.w3.org/2018/credentials/v1"`, `"https://www.w3.org/ns/credentials/v2"`)),
				signed(`,"OpenBadgeCredential"`, ""), anyCredential), mixed("/issuanceDate")},
		{"modern-badge-as-credential-with-expiration-date", "A31: expirationDate in a badge of data model 2.0, where any credential is welcome.",
			all(atTop(signed(`"https://www.w3.org/2018/credentials/v1"`, `"https://www.w3.org/ns/credentials/v2"`)),
				signed(`"issuanceDate"`, `"validFrom"`), anyCredential), mixed("/expirationDate")},
		{"modern-list-as-credential-with-expiration-date", "A31: likewise in what calls itself a status list, and is not read as one.",
			all(atTop(signed(`"https://www.w3.org/2018/credentials/v1"`, `"https://www.w3.org/ns/credentials/v2"`)),
				signed(`"issuanceDate"`, `"validFrom"`), signed(`,"OpenBadgeCredential"`, `,"StatusList2021Credential"`), anyCredential), mixed("/expirationDate")},
		{"schema-of-2.0", "A badge of data model 1.1 that names the schema of badges of 2.0.", inClaim(
			signed(`context-3.0.3.json"]`, `context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`),
			signed(olderIssued, `"credentialSchema":[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",`+
				`"type":"1EdTechJsonSchemaValidator2019"}],`+olderIssued)), invalid("schema", "schema", "/credentialSchema/0")},
		{"valid-schema-of-any", "And one that names the schema of badges of both.", inClaim(
			signed(`context-3.0.3.json"]`, `context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`),
			signed(olderIssued, `"credentialSchema":[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_anyachievementcredential_schema.json",`+
				`"type":"1EdTechJsonSchemaValidator2019"}],`+olderIssued)), valid},
		{"context-beside-vc-claim", "C6, B4: a context at the top, and a vc claim.", inClaim(signed(`"vc":`, `"@context":`+olderContexts+`,"vc":`)), mixed("/vc")},
		{"status-beside-vc-claim", "A19: a status that a reader sees beside a vc claim, and nobody would look up.",
			inClaim(signed(`"vc":`, `"credentialStatus":`+goodEntry+`,"vc":`)), mixed("/vc")},
		{"end-beside-vc-claim", "A19: an end beside it, which has passed.",
			inClaim(signed(`"vc":`, `"validUntil":"2026-01-31T00:00:00Z","vc":`)), mixed("/vc")},
		{"subject-beside-vc-claim", "A19: a subject beside it, who is somebody else.",
			inClaim(signed(`"vc":`, `"credentialSubject":{"id":"urn:x:y"},"vc":`)), mixed("/vc")},
		{"issuer-beside-vc-claim", "A19: an issuer beside it, who is somebody else.",
			inClaim(signed(`"vc":`, `"issuer":"`+mallory+`","vc":`)), mixed("/vc")},
		{"proof-beside-vc-claim", "A19: a proof beside it, which nobody would check.",
			inClaim(signed(`"vc":`, `"proof":`+goodProof+`,"vc":`)), mixed("/vc")},
		{"valid-beside-vc-claim", "A claim of some other program beside it.",
			inClaim(signed(`"vc":`, `"https://example.org/claims/session":"7","vc":`)), valid},
		{"vc-and-vp-claim", "C6: a vc and a vp claim.", inClaim(signed(`"vc":`, `"vp":{},"vc":`)), mixed("/vc")},
		{"vp-claim", "C1: a presentation of data model 1.1.", wrapped(`{"iss":"` + issuerID + `","vp":{"@context":` + olderContexts + `,"type":["VerifiablePresentation"]}}`),
			open("unsupported", "vcdm_1_1", "/vp")},
		{"vc-claim-modern", "C6: a credential of data model 2.0 in a vc claim.", wrapped(`{` + olderClaimsOf + `,"vc":` + goodDocument + `}`), mixed("/vc")},
		{"vc-claim-text", "C1: a vc claim that is a text.", wrapped(`{"iss":"` + issuerID + `","vc":"` + issuerID + `"}`), mixed("/vc")},
		{"vc-claim-null", "C1: a vc claim that is null.", wrapped(`{"iss":"` + issuerID + `","vc":null}`), mixed("/vc")},
		{"vc-claim-within", "A vc claim in a vc claim.", wrapped(`{` + olderClaimsOf + `,"vc":{"vc":` + olderDocument + `}}`), mixed("/vc")},
		{"vc-claim-presentation", "A presentation in a vc claim.", inClaim(signed(`"VerifiableCredential","OpenBadgeCredential"`, `"VerifiablePresentation"`)),
			invalid("not_a_badge", "presentation", "/type")},
		{"vc-claim-outside-of-a-jwt", "A vc claim in a document with a proof.", func(f *forge) {
			f.after = func(s string) string {
				_, proof, _ := strings.Cut(s, `,"proof":`)
				return `{"vc":` + s + `,"proof":` + proof
			}
		}, mixed("/vc")},
		{"vc-claim-unsigned", "A vc claim in plain JSON.", inClaim(func(f *forge) { f.header = "" }), invalid("no_proof", "unsecured", "")},
	}
}

// olderRules: AchievementCredentialv1p1.
func olderRules() []attack {
	shape := func(pointer string) expectation { return invalid("malformed", "shape", pointer) }
	rule := func(name, pointer string) expectation { return invalid("malformed", "rule_"+name, pointer) }
	root := `"name":"CMT Charterholder","issuer"`
	return []attack{
		{"issuance-date-missing", "A30: no issuanceDate.", signed(olderIssued+",", ""), shape("/issuanceDate")},
		{"issuance-date-only-day", "A30: an issuanceDate without a time.", signed(olderIssued, `"issuanceDate":"2026-01-01"`), shape("/issuanceDate")},
		{"issuance-date-no-zone", "An issuanceDate without a zone.", signed(olderIssued, `"issuanceDate":"2026-01-01T00:00:00"`), shape("/issuanceDate")},
		{"expiration-date-null", "An end that is null.", inClaim(signed(olderExpires, `"expirationDate":null`)), shape("/expirationDate")},
		{"expires-before-issued", "It ends before it begins.", signed(olderExpires, `"expirationDate":"2025-12-31T23:59:59Z"`), shape("/expirationDate")},
		{"name-missing", "A badge of data model 1.1 has a name.", signed(root, `"issuer"`), rule("missing", "/name")},
		{"issuer-string", "Its issuer is an object.", signed(`{"id":"did:web:example.org","type":["Profile"],"name":"Sample issuer (not the CMT Association)"}`, `"did:web:example.org"`),
			rule("type", "/issuer")},
		{"context-order", "The context of the proof before that of Open Badges.", func(f *forge) {
			f.p(`context-3.0.3.json","`+ldcontext.DataIntegrityV2, ldcontext.DataIntegrityV2)
			f.p(`https://purl.imsglobal.org/spec/ob/v3p0/`+ldcontext.DataIntegrityV2+`"]`, ldcontext.DataIntegrityV2+`","`+ldcontext.OpenBadges303+`"]`)
		}, rule("context", "/@context/1")},
		{"context-alone", "No context of Open Badges.", inClaim(signed(`,"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`, `]`)), rule("context", "/@context")},
		{"context-lookalike", "T20: a context whose address only begins like Open Badges'.", inClaim(signed("context-3.0.3.json", "context-3.0.3-3.0.2.json")), rule("context", "/@context/1")},
		{"context-string", "A context without its array.", inClaim(signed(olderContexts, `"https://www.w3.org/2018/credentials/v1"`)), shape("/@context")},
		{"context-inline", "A context written out in the badge.", inClaim(signed(`json"]`, `json",{"x":"https://example.org/x"}]`)), open("unsupported", "context_inline", "/@context/2")},
		{"achievement-missing", "The rules of Open Badges hold.", inClaim(signed(`"achievement":`, `"achievment":`)), rule("missing", "/credentialSubject/achievement")},
		{"vocabulary", "Its vocabularies are those of today.", inClaim(signed(`"achievementType":"Certification"`, `"achievementType":"Charter"`)), rule("vocabulary", "/credentialSubject/achievement/achievementType")},
		{"not-a-badge", "A credential of data model 1.1 that is no badge.", inClaim(signed(`,"OpenBadgeCredential"`, "")), invalid("not_a_badge", "not_open_badges", "/type")},
		{"valid-not-a-badge", "The same where any credential is welcome.", inClaim(signed(`,"OpenBadgeCredential"`, ""), anyCredential), valid},
		{"valid-broken-badge-as-credential", "So is one that calls itself a badge.", inClaim(signed(root, `"issuer"`), anyCredential), valid},
		{"not-a-credential", "A payload without the type.", inClaim(signed(`"VerifiableCredential",`, "")), invalid("malformed", "not_a_credential", "/type")},
	}
}

// olderStatus is a list, and the entry of a badge, in a form that data model 1.1 has.
func olderStatus(embedded, revoked bool) func(*forge) {
	var bits []byte
	if bits = bitsOf(); revoked {
		bits = bitsOf(entryIndex)
	}
	list := listWith(nil, func(l *forge) {
		l.payload = strings.NewReplacer(`["https://www.w3.org/ns/credentials/v2"]`, `["https://www.w3.org/2018/credentials/v1","`+ldcontext.StatusList2021V1+`"]`,
			"BitstringStatusList", "StatusList2021", "validFrom", "issuanceDate", "validUntil", "expirationDate").Replace(l.payload)
		l.p("LIST", base64.RawURLEncoding.EncodeToString(gzipOf(bits)))
		if embedded {
			l.header = ""
			l.p(`2021/v1"]`, `2021/v1","`+ldcontext.DataIntegrityV2+`"]`)
			l.proofs = []*proofForge{newProof()}
			return
		}
		l.header = goodHeader
		l.payload = `{"iss":"` + issuerID + `","vc":` + l.payload + `}`
	})
	entry := strings.Replace(goodEntry, "BitstringStatusListEntry", "StatusList2021Entry", 1)
	return func(f *forge) {
		f.p(olderIssued, `"credentialStatus":`+entry+`,`+olderIssued)
		if len(f.proofs) > 0 {
			f.p(ldcontext.DataIntegrityV2, ldcontext.StatusList2021V1+`","`+ldcontext.DataIntegrityV2)
		}
		f.has(list)
	}
}

// olderOutcomes: after the proof a badge of data model 1.1 is a badge like any other.
func olderOutcomes() []attack {
	late := func(f *forge) { f.vector.At = at("2027-01-01T00:00:00Z") }
	return []attack{
		{"expired", "D4: after expirationDate.", late, invalid("expired", "expired", "/expirationDate")},
		{"vc-claim-expired", "D4: likewise in a JWT.", inClaim(late), invalid("expired", "expired", "/expirationDate")},
		{"valid-last-second", "expirationDate itself is still valid.", func(f *forge) { f.vector.At = at("2026-12-31T23:59:59Z") }, valid},
		{"not-yet-valid", "Before issuanceDate.", func(f *forge) { f.vector.At = at("2025-12-31T23:58:59Z") }, invalid("not_yet_valid", "not_yet_valid", "/issuanceDate")},
		{"valid-status", "D4: a status list of data model 1.1.", olderStatus(true, false), valid},
		{"revoked", "D4: revoked by it.", olderStatus(true, true), invalid("revoked", "revoked", "/credentialStatus")},
		{"valid-status-in-claim", "A status list in a vc claim.", inClaim(olderStatus(false, false)), valid},
		{"vc-claim-revoked", "D4: revoked by it.", inClaim(olderStatus(false, true)), invalid("revoked", "revoked", "/credentialStatus")},
		{"status-missing", "A status that cannot be looked up.", all(olderStatus(true, false), func(f *forge) { f.vector.Lists = nil }),
			open("status_unknown", "status_missing", "/credentialStatus")},
		{"valid-recipient", "The expected e-mail address.", func(f *forge) { f.vector.Recipient = []identity{{"emailAddress", "a@example.com"}} }, valid},
		{"recipient-other", "Not the expected e-mail address.", inClaim(func(f *forge) { f.vector.Recipient = []identity{{"emailAddress", "b@example.com"}} }),
			invalid("recipient", "recipient", "/credentialSubject")},
		{"policy-achievement", "Another achievement than the verifier accepts.", inClaim(func(f *forge) { f.vector.Only = "https://example.org/achievements/other" }),
			invalid("policy", "policy", "")},
	}
}

// envelope is an EnvelopedVerifiableCredential.
func envelope(media, token string) string {
	return fmt.Sprintf(`{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:%s,%s","type":"EnvelopedVerifiableCredential"}`, media, token)
}

// inEnvelope puts a badge as a JWS, which something may be done to, into an envelope, to which other things may be done.
func inEnvelope(do func(*forge), after ...func(string) string) func(*forge) {
	return func(f *forge) {
		f.header, f.payload, f.proofs = goodHeader, goodPayload, nil
		if do != nil {
			do(f)
		}
		f.after = func(token string) string {
			text := envelope("application/vc+jwt", token)
			for _, a := range after {
				text = a(text)
			}
			return text
		}
	}
}

// envelopes: A28, of which nothing is signed but what is in the JWS.
func envelopes() []attack {
	wrong := func(pointer string) expectation { return invalid("malformed", "enveloped", pointer) }
	edit := func(old, with string) func(string) string {
		return func(s string) string { return replaceOnce(s, old, with) }
	}
	adds := func(member string) func(*forge) { return inEnvelope(nil, edit(`"id":"data:`, member+`,"id":"data:`)) }
	return []attack{
		{"valid-envelope", "A28: a badge in an envelope.", inEnvelope(nil), valid},
		{"valid-envelope-arrays", "A28: context and type in arrays.", inEnvelope(nil, edit(`"https://www.w3.org/ns/credentials/v2","id"`, `["https://www.w3.org/ns/credentials/v2"],"id"`),
			edit(`"EnvelopedVerifiableCredential"`, `["EnvelopedVerifiableCredential"]`)), valid},
		{"valid-envelope-capitals", "RFC 2397: scheme and media type are not case-sensitive.", inEnvelope(nil, edit("data:application/vc+jwt", "DATA:Application/VC+JWT")), valid},
		{"valid-envelope-older", "A badge of data model 1.1 in an envelope.", inEnvelope(func(f *forge) { f.payload = `{` + olderClaimsOf + `,"vc":` + olderDocument + `}` }), valid},
		{"envelope-too-long", "One whose credential is longer than it may be.", inEnvelope(func(f *forge) { f.vector.MaxBytes = 1024 }), open("too_large", "size", "")},
		{"envelope-changed", "A letter changed in the JWS.", func(f *forge) {
			inEnvelope(nil)(f)
			wrap := f.after
			f.after = func(s string) string { return wrap(changePayload(s, "CMT Charterholder", "CMT Charterholdes")) }
		}, invalid("signature", "signature", "")},
		{"envelope-expired", "What is in the envelope has expired.", inEnvelope(func(f *forge) { f.vector.At = at("2027-01-01T00:00:00Z") }), invalid("expired", "expired", "/validUntil")},
		{"envelope-in-envelope", "An envelope that is signed.", inEnvelope(func(f *forge) { f.payload = envelope("application/vc+jwt", "eyJ.eyJ.AA") }),
			invalid("malformed", "shape", "/@context")},
		{"envelope-of-envelope", "An envelope in an envelope.", inEnvelope(nil, func(s string) string {
			return envelope("application/vc+jwt", base64.RawURLEncoding.EncodeToString([]byte(s)))
		}), invalid("malformed", "compact_form", "")},
		{"envelope-issuer", "An issuer on the envelope, which nobody signed.", adds(`"issuer":"` + issuerID + `"`), wrong("/issuer")},
		{"envelope-name", "A name on the envelope.", adds(`"name":"Gold PhD"`), wrong("/name")},
		{"envelope-subject", "A subject on the envelope.", adds(`"credentialSubject":{"id":"urn:x:y"}`), wrong("/credentialSubject")},
		{"envelope-proof", "A proof on the envelope.", adds(`"proof":{}`), wrong("/proof")},
		{"envelope-type-beside", "An envelope that calls itself a badge.", inEnvelope(nil, edit(`"EnvelopedVerifiableCredential"`,
			`["EnvelopedVerifiableCredential","VerifiableCredential","OpenBadgeCredential"]`)), wrong("/type")},
		{"envelope-type-wrong", "A28: another type.", inEnvelope(nil, edit(`"EnvelopedVerifiableCredential"`, `"VerifiableCredential"`)), invalid("malformed", "shape", "/@context")},
		{"envelope-without-context", "A28: no context.", inEnvelope(nil, edit(`"@context":"https://www.w3.org/ns/credentials/v2",`, "")), wrong("/@context")},
		{"envelope-other-context", "A28: another context.", inEnvelope(nil, edit(`https://www.w3.org/ns/credentials/v2`, "https://www.w3.org/2018/credentials/v1")), wrong("/@context")},
		{"envelope-two-contexts", "A context that could make anything of it.", inEnvelope(nil, edit(`"https://www.w3.org/ns/credentials/v2"`,
			`["https://www.w3.org/ns/credentials/v2","https://attacker.example/context.json"]`)), wrong("/@context")},
		{"envelope-without-data", "A28: the JWS without the data: scheme.", inEnvelope(nil, edit("data:application/vc+jwt,", "")), wrong("/id")},
		{"envelope-https", "A28: an address.", inEnvelope(nil, edit("data:application/vc+jwt,", "https://example.org/,")), wrong("/id")},
		{"envelope-without-comma", "RFC 2397: no comma.", inEnvelope(nil, edit("vc+jwt,", "vc+jwt;")), wrong("/id")},
		{"envelope-id-array", "A28: an id that is no text.", inEnvelope(nil, func(s string) string {
			return replaceOnce(replaceOnce(s, `"id":"data:`, `"id":["data:`), `","type"`, `"],"type"`)
		}), wrong("/id")},
		{"envelope-base64", "RFC 2397: base64 around the JWS, which is text already.", inEnvelope(nil, edit("vc+jwt,", "vc+jwt;base64,")), open("unsupported", "form_unsupported", "/id")},
		{"envelope-other-media-type", "An older media type.", inEnvelope(nil, edit("vc+jwt,", "vc+ld+jwt,")), open("unsupported", "form_unsupported", "/id")},
		{"envelope-no-media-type", "RFC 2397: text, if nothing is said.", inEnvelope(nil, edit("application/vc+jwt,", ",")), open("unsupported", "form_unsupported", "/id")},
		{"envelope-cose", "A credential in CBOR.", inEnvelope(nil, edit("vc+jwt,", "vc+cose;base64,")), open("unsupported", "form_unsupported", "/id")},
		{"envelope-sd-jwt", "Selective disclosure in an envelope.", inEnvelope(nil, edit("vc+jwt,", "vc+sd-jwt,")), open("unsupported", "selective_disclosure", "/id")},
		{"envelope-percent", "A JWS has no character that needs an escape.", inEnvelope(nil, edit("vc+jwt,e", "vc+jwt,%65")), invalid("malformed", "compact_form", "")},
		{"envelope-duplicate-id", "Two ids.", inEnvelope(nil, edit(`"id":"data:`, `"id":"urn:x:y","id":"data:`)), invalid("malformed", "json_duplicate", "/id")},
	}
}

// otherForms are told by their content.
func otherForms() []attack {
	given := func(text string) func(*forge) {
		return func(f *forge) { f.after = func(string) string { return text } }
	}
	before := func(with string) func(*forge) {
		return func(f *forge) { f.after = func(s string) string { return with + s } }
	}
	return []attack{
		{"valid-white-space", "White space around JSON.", func(f *forge) { f.after = func(s string) string { return "\r\n\t " + s + "\n\n" } }, valid},
		{"byte-order-mark", "A byte order mark, with which no JSON text begins.", before("\ufeff"), invalid("malformed", "json_encoding", "")},
		{"byte-order-mark-array", "Likewise before an array.", given("\ufeff[]"), invalid("malformed", "json_encoding", "")},
		{"svg", "A picture without a badge.", given(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), invalid("not_a_badge", "no_badge_in_picture", "")},
		{"svg-byte-order-mark", "A picture that begins with a byte order mark.", given("\ufeff<svg/>"), invalid("malformed", "picture", "")},
		{"sd-jwt", "Selective disclosure: parts after the JWS.", all(inClaim(), func(f *forge) { f.after = func(s string) string { return s + "~WyJhIl0~" } }),
			open("unsupported", "selective_disclosure", "")},
		{"tilde", "A tilde alone is no selective disclosure.", given("a~b"), invalid("malformed", "compact_form", "")},
		{"text", "A text that is nothing.", given("hello"), invalid("malformed", "compact_form", "")},
	}
}

const (
	assertion = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://example.org/assertions/1",` +
		`"recipient":{"type":"email","hashed":true,"salt":"Kosher","identity":"sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"},` +
		`"issuedOn":"2016-12-31T23:59:59Z","badge":"https://example.org/badges/5","verification":{"type":"HostedBadge"}}`
	classWritten = `{"id":"https://example.org/badges/5","type":"BadgeClass","name":"CMT Charterholder"}`
)

// openBadges2 is recognised and reported, and never verified.
func openBadges2() []attack {
	recognised := open("unsupported", "open_badges_2", "")
	given := func(old, with string) func(*forge) {
		return func(f *forge) { f.proofs, f.payload = nil, replaceOnce(assertion, old, with) }
	}
	token := func(header string, do func(*forge)) func(*forge) {
		return func(f *forge) {
			do(f)
			f.header = header
		}
	}
	asIs := given(`"Assertion"`, `"Assertion"`)
	bare := `{"alg":"RS256"}`
	return []attack{
		{"open-badges-2-hosted", "A hosted assertion of Open Badges 2.0.", asIs, recognised},
		{"open-badges-2-class-inside", "One with its BadgeClass written out.", given(`"https://example.org/badges/5"`, classWritten), recognised},
		{"open-badges-2-arrays", "Context and type in arrays.", all(given(`"https://w3id.org/openbadges/v2"`, `["https://w3id.org/openbadges/v2","https://example.org/more/v1"]`),
			signed(`"Assertion"`, `["Assertion","Extension"]`)), recognised},
		{"open-badges-2-signed", "A signed one, whose header names no key.",
			token(bare, func(f *forge) {
				given(`"HostedBadge"`, `"SignedBadge","creator":"https://example.org/key"`)(f)
				f.key = badgetest.RSA()
			}), recognised},
		{"open-badges-2-signed-kid", "A signed one with a key that the verifier knows.", token(goodHeader, asIs), recognised},
		{"open-badges-1.1", "An assertion of Open Badges 1.1.", all(given(`openbadges/v2"`, `openbadges/v1"`), signed(`"verification":{"type":"HostedBadge"}`,
			`"verify":{"type":"hosted","url":"https://example.org/assertions/1"}`), signed(`"2016-12-31T23:59:59Z"`, "1483228799")), recognised},
		{"open-badges-2-with-proof", "One with a proof, which says nothing about an assertion.", func(f *forge) {
			asIs(f)
			f.payload = strings.TrimSuffix(f.payload, "}") + `,"proof":{"type":"DataIntegrityProof"}}`
		}, recognised},
		{"open-badges-2-type-other", "A BadgeClass of Open Badges 2.0 is no badge.", given(`"Assertion"`, `"BadgeClass"`), invalid("malformed", "not_a_credential", "/@context/0")},
		{"open-badges-2-context-other", "An Assertion of something else.", given(`openbadges/v2"`, `openbadges/v3"`), invalid("malformed", "not_a_credential", "/@context/0")},
		{"valid-open-badges-2-beside-credential", "A credential that calls itself an assertion as well is a credential.",
			atTop(signed(`"VerifiableCredential","OpenBadgeCredential"`, `"VerifiableCredential","OpenBadgeCredential","Assertion"`),
				signed(`context-3.0.3.json"]`, `context-3.0.3.json","https://w3id.org/openbadges/v2"]`)), valid},
		{"signed-text-without-key", "What is no assertion needs a key in its header.", all(inClaim(), func(f *forge) { f.header = `{"alg":"EdDSA"}` }), invalid("malformed", "header", "")},
		{"open-badges-2-signed-not-base64url", "A signed assertion with a letter behind it that base64url has not.", token(bare, func(f *forge) {
			asIs(f)
			f.payload += strings.Repeat(" ", 2-(len(f.payload)+2)%3)
			f.after = func(s string) string { return s[:strings.LastIndex(s, ".")] + "!" + s[strings.LastIndex(s, "."):] }
		}), invalid("malformed", "header", "")},
		{"signed-four-parts", "A token of four parts.", token(bare, func(f *forge) { asIs(f); f.after = func(s string) string { return s + ".AA" } }), invalid("malformed", "compact_form", "")},
	}
}

// revisedContext is context 3.0.3 of Open Badges with a term that was added later, under the same URL.
func revisedContext() string {
	d, err := ldcontext.Embedded().Document(ldcontext.OpenBadges303)
	noError(err)
	return replaceOnce(string(d.Bytes()), `
    "awardedDate": {`, `
    "endorsementJwt": {"@id": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementJwt", "@container": "@set"},
    "awardedDate": {`)
}

// contextRevisions: T4, T39, two texts of one context.
func contextRevisions() []attack {
	jwt := `"endorsementJwt":["e30.e30.AA"],`
	modern := func(f *forge) { f.payload = goodDocument }
	revised := func(f *forge) {
		modern(f)
		f.p(atRoot, jwt+atRoot)
		f.know(ldcontext.OpenBadges303, revisedContext())
	}
	return []attack{
		{"valid-context-revision", "T4: a badge signed with a later revision of the context, which the verifier was given.", revised, expectation{Verdict: "valid",
			Endorsements: []endorsed{{Pointer: "/endorsementJwt/0", Verdict: "invalid", Code: "malformed", Reason: "alg_not_allowed"}}}},
		{"valid-context-revision-older-badge", "T4: a badge signed with the earlier revision holds with the later one.", func(f *forge) {
			modern(f)
			f.after = func(s string) string { f.know(ldcontext.OpenBadges303, revisedContext()); return s }
		}, valid},
		{"context-revision-not-given", "T4: the verifier has the earlier one, in which the term means nothing.", all(revised, func(f *forge) {
			f.after = func(s string) string { f.vector.Contexts = nil; return s }
		}), invalid("malformed", "data_loss", "/endorsementJwt")},
		{"context-revision-endorsement-changed", "T4: with the later one the endorsement is signed.",
			all(revised, edited(`"e30.e30.AA"`, `"e30.e30.AQ"`)), invalid("signature", "signature", "/proof")},
		{"context-revision-endorsement-removed", "T4: and cannot be taken away.", all(revised, edited(jwt, "")), invalid("signature", "signature", "/proof")},
	}
}
