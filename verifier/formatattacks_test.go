package verifier_test

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// One vector for each rule of Open Badges and of the data model: a badge that verifies, in which one thing is not as it
// must be. The numbers in brackets are those of the project's lists: OB of Open Badges 3.0, A of the data model 2.0, T of
// its traps.

func TestWriteFormatVectors(t *testing.T) {
	writeVectors(t, "format", newFormatForge, formatAttacks())
}

func formatAttacks() []attack {
	return slices.Concat(envelopeRules(), badgeDates(), profiles(), subjects(), identities(), achievements(), targets(), images(), results(),
		evidences(), statusRules(), jsonRules(), structures(), multilingual(), relatedResources(), namedSchemas())
}

// newFormatForge begins with a badge in a JWS of VC-JOSE-COSE, which has no claims that repeat what is changed.
func newFormatForge(description string) *forge {
	f := newForge(description)
	f.h(`"JWT"`, `"vc+jwt"`)
	f.payload = goodDocument
	return f
}

// asDocument makes of it a badge with an embedded proof.
func asDocument(f *forge) {
	f.header = ""
	f.proofs = []*proofForge{newProof()}
}

func rule(code, pointer string) expectation { return invalid("malformed", "rule_"+code, pointer) }
func shape(pointer string) expectation      { return invalid("malformed", "shape", pointer) }

// warned is the verdict with a warning beside it.
func (e expectation) warned(code, pointer string) expectation {
	e.Warnings = append(e.Warnings, warning{code, pointer})
	return e
}

// The objects that are added to the badge, all of them good ones.
const (
	goodImage     = `{"id":"https://example.org/badge.png","type":"Image","caption":"A seal."}`
	goodEntryID   = `{"type":"IdentifierEntry","identifier":"12345","identifierType":"sourcedId"}`
	goodAddress   = `{"type":["Address"],"addressCountryCode":"DE","geo":{"type":"GeoCoordinates","latitude":51.5,"longitude":7}}`
	goodProfile   = `{"id":"https://example.org/people/7","type":["Profile"],"name":"An examiner"}`
	goodAlignment = `{"type":["Alignment"],"targetName":"Analysis","targetUrl":"https://example.org/skills/1","targetType":"CFItem"}`
	goodRelated   = `{"id":"https://example.org/achievements/fr","type":["Related"],"inLanguage":"fr","version":"2"}`
	goodEvidence  = `{"id":"https://example.org/evidence/1","type":["Evidence"],"name":"Project"}`
	goodSchema    = `{"id":"https://example.org/schemas/1","type":"JsonSchema"}`
	goodRefresh   = `{"id":"https://example.org/refresh/1","type":"MessageDigestRefresh"}`
	goodTerms     = `{"id":"https://example.org/terms","type":"https://example.org/vocabulary#Terms"}`
	goodDescribed = `{"id":"urn:x:grade","type":["ResultDescription"],"name":"Grade","resultType":"LetterGrade","allowedValue":["C","B","A"]}`
	goodRubric    = `{"id":"urn:x:rubric","type":["ResultDescription"],"name":"Rubric","resultType":"RubricCriterionLevel",` +
		`"rubricCriterionLevel":[{"id":"urn:x:level","type":["RubricCriterionLevel"],"name":"Mastered"}]}`
	goodPoints = `{"id":"urn:x:points","type":["ResultDescription"],"name":"Points","resultType":"RawScore","valueMin":"0","valueMax":"100"}`
	goodState  = `{"id":"urn:x:state","type":["ResultDescription"],"name":"State","resultType":"Status"}`
	goodResult = `{"type":["Result"],"resultDescription":"urn:x:grade","value":"B"}`
	goodLevel  = `{"type":["Result"],"resultDescription":"urn:x:rubric","achievedLevel":"urn:x:level"}`
	goodStatus = `{"type":["Result"],"resultDescription":"urn:x:state","status":"Completed"}`
)

// plus adds a member to an object of the badge, before it is signed.
func plus(at, members string) func(*forge) { return signed(at, members+","+at) }

// addedTo adds a good object to one of the badge, in which something is replaced.
type addedTo struct{ at, member, good string }

func (a addedTo) with(old, with string) func(*forge) {
	return plus(a.at, `"`+a.member+`":`+replaceOnce(a.good, old, with))
}
func (a addedTo) without(old string) func(*forge) { return a.with(old, "") }
func (a addedTo) ok() func(*forge)                { return plus(a.at, `"`+a.member+`":`+a.good) }

func envelopeRules() []attack {
	contexts := func(list string) func(*forge) { return signed(goodContexts, list) }
	second := func(url string) func(*forge) {
		return signed("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", url)
	}
	types := func(list string) func(*forge) { return signed(`["VerifiableCredential","OpenBadgeCredential"]`, list) }
	id := `"id":"urn:uuid:0b1f7a52-8c3d-4e5f-a1b2-c3d4e5f60718",`
	return []attack{
		{"valid", "A badge in which nothing is wrong.", nil, valid},
		{"valid-everything", "A badge with an object of every class. (OB 31)", everything, valid},
		{"valid-everything-embedded", "The same with an embedded proof.", all(everything, asDocument), valid},
		{"contexts-in-other-order", "The contexts in the other order. (OB 1, OB 3, A1)", contexts(`["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://www.w3.org/ns/credentials/v2"]`),
			invalid("malformed", "not_a_credential", "/@context/0")},
		{"context-missing", "No @context. (OB 3, A1)", signed(`"@context":`+goodContexts+`,`, ""), invalid("malformed", "not_a_credential", "/@context/0")},
		{"context-empty", "An empty @context. (A1)", contexts(`[]`), invalid("malformed", "not_a_credential", "/@context/0")},
		{"context-string", "@context is no array. (A1)", contexts(`"https://www.w3.org/ns/credentials/v2"`), shape("/@context")},
		{"context-object", "@context is an object. (A1)", contexts(`{}`), invalid("malformed", "not_a_credential", "/@context/0")},
		{"context-item-number", "A context that is a number. (A1)", contexts(`["https://www.w3.org/ns/credentials/v2",7]`), shape("/@context/1")},
		{"context-item-relative", "A further context that is no URL. (A1)", contexts(`["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","more.json"]`),
			rule("uri", "/@context/2")},
		{"context-item-relative-of-any", "Likewise in a credential that is no badge. (A1)", all(noBadge, contexts(`["https://www.w3.org/ns/credentials/v2","more.json"]`)), shape("/@context/1")},
		{"context-inline", "A context written out. (A1)", contexts(`["https://www.w3.org/ns/credentials/v2",{"name":"https://schema.org/name"}]`),
			open("unsupported", "context_inline", "/@context/1")},
		{"context-second-missing", "No context of Open Badges. (OB 1, OB 3)", contexts(`["https://www.w3.org/ns/credentials/v2"]`), rule("context", "/@context")},
		{"context-second-other", "Another context in the place of that of Open Badges. (OB 3)", second("https://example.org/context.json"), rule("context", "/@context/1")},
		{"context-second-by-pattern", "A URL that fits the pattern of the standard and names nothing. (OB 3)",
			second("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3-3.0.2.json"), rule("context", "/@context/1")},
		{"context-second-unanchored", "A URL with the right one in it. (OB 3)", second("https://mallory.example/?https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
			rule("context", "/@context/1")},
		{"context-3-0-1", "A context that cannot follow that of the data model 2.0. (OB 2)", second("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"), rule("context", "/@context/1")},
		{"context-3-0-0", "Likewise the first one. (OB 2)", second("https://purl.imsglobal.org/spec/ob/v3p0/context.json"), rule("context", "/@context/1")},
		{"context-alias", "Likewise another URL of it. (OB 2, T20)", second("https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld"), rule("context", "/@context/1")},
		{"valid-context-3-0-2", "The context before the current one. (OB 2, T20)", second("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"), valid},
		{"valid-warned-context-3-0-2-date", "A member that the context before the current one does not define. (OB 2, T3)",
			all(second("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"), plus(atRoot, `"awardedDate":"2025-06-01T00:00:00Z"`)), valid.warned("context", "/awardedDate")},
		{"valid-warned-context-3-0-2-language", "Likewise. (OB 2)", all(second("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"), plus(atAchievement, `"inLanguage":"en"`)),
			valid.warned("context", toAchievement+"/inLanguage")},
		{"valid-context-unknown-jws", "In a JWS nothing hangs on what a further context says. (OB 38)", func(f *forge) { f.context("https://example.org/unknown/v1", "") }, valid},
		{"context-unknown", "A further context that the verifier does not have. (OB 38)", all(asDocument, func(f *forge) {
			f.know("https://example.org/unknown/v1", membership)
			f.context("https://example.org/unknown/v1", "")
			f.after = func(s string) string { f.vector.Contexts = nil; return s }
		}), open("unsupported", "context_unknown", "/@context/2")},
		{"contexts-nine", "More contexts than are read. (OB 102)", contexts(`["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"` +
			strings.Repeat(`,"https://example.org/v1"`, 7) + `]`), open("too_large", "rule_too_large", "/@context")},

		{"type-missing", "No type. (OB 4, A5, A6)", signed(`"type":["VerifiableCredential","OpenBadgeCredential"],`, ""), invalid("malformed", "not_a_credential", "/type")},
		{"type-not-a-credential", "Not a VerifiableCredential. (OB 4, A5)", types(`["OpenBadgeCredential"]`), invalid("malformed", "not_a_credential", "/type")},
		{"type-not-a-badge", "Not a badge. (OB 4)", types(`["VerifiableCredential"]`), invalid("not_a_badge", "not_open_badges", "/type")},
		{"type-of-the-test-suite", "OpenBadge was a type before the standard was final. (T24)", types(`["VerifiableCredential","OpenBadge"]`), invalid("not_a_badge", "not_open_badges", "/type")},
		{"type-number", "A type that is a number. (A5)", types(`["VerifiableCredential","OpenBadgeCredential",7]`), invalid("malformed", "not_a_credential", "/type")},
		{"type-relative", "A type that is a relative URL. (A5, A7)", types(`["VerifiableCredential","OpenBadgeCredential","types/gold"]`), shape("/type/2")},
		{"type-empty", "A type without a name. (A5)", types(`["VerifiableCredential","OpenBadgeCredential",""]`), rule("class", "/type/2")},
		{"type-empty-of-any", "Likewise where any credential is welcome. (A5)", all(anyCredential, types(`["VerifiableCredential",""]`)), shape("/type/1")},
		{"type-keyword", "A type that looks like a keyword. (A5)", types(`["VerifiableCredential","OpenBadgeCredential","@gold"]`), shape("/type/2")},
		{"type-with-space", "A type with a space. (A5)", types(`["VerifiableCredential","OpenBadgeCredential","of gold"]`), shape("/type/2")},
		{"valid-type-url", "A type that is an absolute URL. (A5)", types(`["VerifiableCredential","OpenBadgeCredential","https://example.org/types#Gold"]`), valid},
		{"valid-alias", "The other name of the class. (OB 5, T13)", types(`["VerifiableCredential","AchievementCredential"]`), valid},
		{"valid-alias-changed", "The name was changed after signing, which an RDFC proof does not see. (OB 5, T13)",
			all(asDocument, edited(`"OpenBadgeCredential"]`, `"AchievementCredential"]`)), valid},

		{"id-missing", "No id. (OB 6)", signed(id, ""), rule("missing", "/id")},
		{"id-relative", "An id that is no absolute URI. (OB 6, A4)", signed(id, `"id":"badges/7",`), shape("/id")},
		{"id-number", "An id that is a number. (OB 6, A4)", signed(id, `"id":7,`), shape("/id")},
		{"id-null", "An id that is null. (A4, OB 30)", signed(id, `"id":null,`), shape("/id")},
		{"id-array", "Two ids. (A4)", signed(id, `"id":["urn:uuid:0b1f7a52-8c3d-4e5f-a1b2-c3d4e5f60718","urn:x:y"],`), shape("/id")},
		{"id-with-space", "An id that only looks like a URL. (A4)", signed(id, `"id":"https ://example.org",`), shape("/id")},
		{"id-too-long", "An id beyond the limit. (OB 102)", signed(id, `"id":"urn:x:`+strings.Repeat("y", 2048)+`",`), open("too_large", "size", "/id")},
		{"name-number", "A name that is a number. (A10)", signed(`"name":"CMT Charterholder","issuer"`, `"name":7,"issuer"`), rule("type", "/name")},
		{"name-with-language", "A badge's name is a plain text. (A10)", signed(`"name":"CMT Charterholder","issuer"`, `"name":{"@value":"CMT Charterholder","@language":"en"},"issuer"`), rule("type", "/name")},
		{"description-array", "A description that is two. (A10)", plus(atRoot, `"description":["a","b"]`), rule("type", "/description")},

		{"valid-extension-member", "A member that the standard does not have. (OB 117, A22)", plus(atRoot, `"chapter":"Frankfurt"`), valid},
		{"undefined-member-embedded", "A member that no context defines, under an embedded proof. (OB 35)", all(asDocument, edited(atRoot, `"chapter":"Frankfurt",`+atRoot)), lost("/chapter")},
		{"dates-of-1-1", "The end of validity under its name in the data model 1.1, which a reader may or may not honour. (OB 42)", plus(atRoot, `"expirationDate":"2026-06-30T00:00:00Z"`), rule("context", "/expirationDate")},
		{"issued-of-1-1", "Likewise the date of issue. (OB 42)", plus(atRoot, `"issuanceDate":"2026-01-01T00:00:00Z"`), rule("context", "/issuanceDate")},
		{"data-model-1-1-context", "The first context is that of the data model 1.1, the dates are those of 2.0. (OB 42)", contexts(`["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`),
			invalid("malformed", "ambiguous_layout", "/validFrom")},
		{"layouts-two", "The claim of data model 1.1 beside a credential of 2.0. (OB 42)", plus(atRoot, `"vc":{}`), invalid("malformed", "ambiguous_layout", "/vc")},
		{"unsecured", "Nothing secures the badge. (OB 44, A26)", func(f *forge) { f.header = "" }, invalid("no_proof", "unsecured", "")},
		{"presentation", "A presentation. (A27)", types(`["VerifiablePresentation"]`), invalid("not_a_badge", "presentation", "/type")},
		{"svg", "A picture without a badge. (OB 113)", func(f *forge) { f.after = func(string) string { return `<svg xmlns="http://www.w3.org/2000/svg"/>` } }, invalid("not_a_badge", "no_badge_in_picture", "")},
		{"two-credentials", "Two badges in one document. (OB 113)", func(f *forge) { asDocument(f); f.after = func(s string) string { return "[" + s + "," + s + "]" } },
			invalid("malformed", "not_a_credential", "")},
		{"selective-disclosure", "A credential of which a part is disclosed. (T22)", plus(atRoot, `"_sd":["X"]`), open("unsupported", "selective_disclosure", "/_sd")},
		{"cryptosuite-typo", "The name of the suite as the standard misprints it. (T12)", all(asDocument, func(f *forge) {
			f.after = func(s string) string { return replaceOnce(s, "eddsa-rdfc-2022", "eddsa-rdf-2022") }
		}), open("unsupported", "cryptosuite", "/proof/cryptosuite")},
		{"valid-awarded-date", "A date whose datatype the context misspells. (T3)", all(asDocument, plus(atRoot, `"awardedDate":"2025-06-01T00:00:00+02:00"`)), valid},
		{"awarded-date-respelled", "The same instant in other words is another statement. (T3, T11)", all(asDocument, plus(atRoot, `"awardedDate":"2025-06-01T00:00:00Z"`),
			edited("2025-06-01T00:00:00Z", "2025-06-01T00:00:00+00:00")), changed},
		{"endorsement-jwt-not-covered", "A member that the context does not define, and an embedded proof does not cover. (T4)",
			all(asDocument, edited(atRoot, `"endorsementJwt":["e30.e30.AA"],`+atRoot)), lost("/endorsementJwt")},
		{"valid-numbers", "3 and 3.0 are one number. (T5)", all(asDocument, plus(atSubject, `"creditsEarned":3.0`), edited(`"creditsEarned":3.0`, `"creditsEarned":3`)), valid},
		{"number-changed", "3 is not 3.5. (T5)", all(asDocument, plus(atSubject, `"creditsEarned":3.0`), edited(`"creditsEarned":3.0`, `"creditsEarned":3.5`)), changed},
	}
}

// noBadge makes of it a credential that is none.
func noBadge(f *forge) {
	f.vector.Credential = true
	f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential","ExampleCredential"]`)
}

// everything adds an object of every class.
func everything(f *forge) {
	for _, a := range []addedTo{
		{atRoot, "image", goodImage}, {atRoot, "evidence", "[" + goodEvidence + "]"}, {atRoot, "awardedDate", `"2025-06-01T00:00:00Z"`},
		{atIssuer, "image", goodImage}, {atIssuer, "address", goodAddress}, {atIssuer, "otherIdentifier", "[" + goodEntryID + "]"},
		{atIssuer, "parentOrg", goodProfile},
		{atSubject, "source", goodProfile}, {atSubject, "result", "[" + goodResult + "," + goodLevel + "," + goodStatus + "]"},
		{atSubject, "activityStartDate", `"2025-05-01T00:00:00Z"`}, {atSubject, "activityEndDate", `"2025-05-31T00:00:00Z"`},
		{atSubject, "creditsEarned", `2.5`},
		{atAchievement, "image", goodImage}, {atAchievement, "creator", goodProfile}, {atAchievement, "alignment", "[" + goodAlignment + "]"},
		{atAchievement, "related", "[" + goodRelated + "]"}, {atAchievement, "otherIdentifier", "[" + goodEntryID + "]"},
		{atAchievement, "resultDescription", "[" + goodDescribed + "," + goodRubric + "," + goodState + "]"}, {atAchievement, "inLanguage", `"en"`},
	} {
		a.ok()(f)
	}
}

func badgeDates() []attack {
	from := `"validFrom":"2026-01-01T00:00:00Z",`
	list := []attack{
		{"valid-from-missing", "No validFrom. (OB 10)", signed(from, ""), rule("missing", "/validFrom")},
		{"valid-until-before-valid-from", "It ends before it begins. (OB 12, A13)", signed("2026-12-31T23:59:59Z", "2025-12-31T23:59:59Z"), shape("/validUntil")},
		{"valid-valid-until-is-valid-from", "It ends in the second in which it begins. (OB 12, A13)", func(f *forge) {
			f.p("2026-12-31T23:59:59Z", "2026-03-01T12:00:00Z")
			f.p("2026-01-01T00:00:00Z", "2026-03-01T12:00:00Z")
			f.vector.At = at("2026-03-01T12:00:00Z")
		}, valid},
		{"valid-warned-offset", "A date that a JWT cannot repeat. (OB 11, T11)", signed("2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00"), valid.warned("date", "/validFrom")},
		{"valid-warned-fraction", "Likewise. (OB 11, T11)", signed("2026-12-31T23:59:59Z", "2026-12-31T23:59:59.5Z"), valid.warned("date", "/validUntil")},
		{"valid-warned-plus-zero", "+00:00 is another text than Z. (T11)", signed("2026-01-01T00:00:00Z", "2026-01-01T00:00:00+00:00"), valid.warned("date", "/validFrom")},
		{"valid-warned-awarded-later", "Awarded after it was issued. (OB 12)", plus(atRoot, `"awardedDate":"2026-01-02T00:00:00Z"`), valid.warned("order", "/awardedDate")},
		{"valid-warned-activity-dates", "It ended before it began. (OB 12)", plus(atSubject, `"activityStartDate":"2025-06-02T00:00:00Z","activityEndDate":"2025-06-01T00:00:00Z"`),
			valid.warned("order", "/credentialSubject/activityEndDate")},
		{"not-yet-valid", "validFrom lies ahead. (OB 80, A14)", func(f *forge) { f.vector.At = at("2025-12-31T00:00:00Z") }, invalid("not_yet_valid", "not_yet_valid", "/validFrom")},
		{"expired", "validUntil is past by a second. (OB 80, A14, T19)", func(f *forge) { f.vector.At = at("2027-01-01T00:00:00Z") }, invalid("expired", "expired", "/validUntil")},
	}
	for _, d := range []struct{ name, text string }{
		{"without-zone", `"2026-01-01T00:00:00"`}, {"without-time", `"2026-01-01"`}, {"number", `1767225600`}, {"empty", `""`}, {"not-a-day", `"2026-02-30T00:00:00Z"`},
		{"hour-24", `"2026-01-01T24:00:00Z"`}, {"year-of-five-digits", `"12026-01-01T00:00:00Z"`}, {"null", `null`}, {"array", `["2026-01-01T00:00:00Z"]`},
	} {
		list = append(list, attack{"valid-from-" + d.name, "validFrom: " + d.name + ". (OB 10, A12)", signed(from, `"validFrom":`+d.text+`,`), shape("/validFrom")})
	}
	for _, m := range []struct{ at, member, pointer string }{
		{atRoot, "awardedDate", ""}, {atSubject, "activityStartDate", "/credentialSubject"}, {atSubject, "activityEndDate", "/credentialSubject"},
	} {
		list = append(list, attack{strings.ToLower(m.member) + "-without-zone", m.member + " without a zone. (A12, T5)", plus(m.at, `"`+m.member+`":"2025-06-01T00:00:00"`),
			rule("type", m.pointer+"/"+m.member)})
	}
	return list
}

func profiles() []attack {
	issuer := `"issuer":{"id":"did:web:example.org","type":["Profile"],"name":"Sample issuer (not the CMT Association)"},`
	entry := addedTo{atIssuer, "otherIdentifier", "[" + goodEntryID + "]"}
	address := addedTo{atIssuer, "address", goodAddress}
	list := []attack{
		{"issuer-missing", "No issuer. (OB 7, A8)", signed(issuer, ""), shape("/issuer")},
		{"issuer-null", "An issuer that is null. (A8)", signed(issuer, `"issuer":null,`), shape("/issuer")},
		{"issuer-number", "An issuer that is a number. (A8)", signed(issuer, `"issuer":7,`), shape("/issuer")},
		{"issuer-not-a-url", "An issuer that is no URL. (A8)", signed(issuer, `"issuer":"Example Association",`), shape("/issuer")},
		{"issuer-id-missing", "An issuer without an id. (OB 7, A8)", signed(`"issuer":{"id":"did:web:example.org",`, `"issuer":{`), shape("/issuer/id")},
		{"issuer-id-null", "An id of the issuer that is null. (A8)", signed(`"issuer":{"id":"did:web:example.org",`, `"issuer":{"id":null,`), shape("/issuer/id")},
		{"issuer-type-missing", "An issuer without a type. (OB 7)", signed(`"type":["Profile"],`, ""), rule("missing", "/issuer/type")},
		{"issuer-type-other", "An issuer that is no Profile. (OB 7)", signed(`["Profile"]`, `["Organization"]`), rule("class", "/issuer/type")},
		{"valid-warned-issuer-string", "An issuer without a name to show, which the standard allows and its validator does not. (OB 8, OB 9, T7)",
			signed(issuer, `"issuer":"did:web:example.org",`), valid.warned("missing", "/issuer")},
		{"valid-warned-issuer-unnamed", "Likewise as an object. (OB 8)", signed(`,"name":"Sample issuer (not the CMT Association)"`, ""), valid.warned("missing", "/issuer/name")},
		{"valid-warned-issuer-url", "A web address that is none. (OB 7)", plus(atIssuer, `"url":"example.org"`), valid.warned("uri", "/issuer/url")},
		{"valid-warned-issuer-picture", "A picture in a form that not every reader can show. (OB 21)", plus(atIssuer, `"image":{"id":"data:image/gif;base64,R0lGODlhAQABAAAAACw=","type":"Image"}`),
			valid.warned("format", "/issuer/image/id")},
		{"issuer-name-number", "A name that is a number. (A10)", signed(`"name":"Sample issuer (not the CMT Association)"`, `"name":7`), rule("type", "/issuer/name")},
		{"issuer-birthday", "A date of birth that is none. (OB 7)", plus(atIssuer, `"dateOfBirth":"1 May 1970"`), rule("date", "/issuer/dateOfBirth")},
		{"entry-type-missing", "An identifier of the issuer without a type. (OB 23)", entry.without(`"type":"IdentifierEntry",`), rule("missing", "/issuer/otherIdentifier/0/type")},
		{"entry-type-array", "A type that must be a text. (OB 23)", entry.with(`"IdentifierEntry"`, `["IdentifierEntry"]`), rule("type", "/issuer/otherIdentifier/0/type")},
		{"entry-type-other", "The type of another class. (OB 23)", entry.with(`"IdentifierEntry"`, `"IdentityObject"`), rule("class", "/issuer/otherIdentifier/0/type")},
		{"entry-identifier-missing", "An entry without an identifier. (OB 23)", entry.without(`"identifier":"12345",`), rule("missing", "/issuer/otherIdentifier/0/identifier")},
		{"entry-kind-missing", "An entry that does not say what kind of identifier it is. (OB 23)", entry.without(`,"identifierType":"sourcedId"`), rule("missing", "/issuer/otherIdentifier/0/identifierType")},
		{"entry-kind-unknown", "A kind of identifier that there is not. (OB 23)", entry.with(`sourcedId`, `passport`), rule("vocabulary", "/issuer/otherIdentifier/0/identifierType")},
		{"entry-member-unknown", "A member that the class does not have. (OB 23)", entry.with(`"12345"`, `"12345","note":"x"`), rule("type", "/issuer/otherIdentifier/0/note")},
		{"valid-entry-kind-extension", "A kind of identifier of one's own. (OB 23, OB 116)", entry.with(`sourcedId`, `ext:passport`), valid},
		{"address-type-other", "An address that is none. (OB 7)", address.with(`["Address"]`, `["Place"]`), rule("class", "/issuer/address/type")},
		{"geo-type-missing", "A point without a type. (OB 7)", address.without(`"type":"GeoCoordinates",`), rule("missing", "/issuer/address/geo/type")},
		{"geo-latitude-missing", "A point without a latitude. (OB 7)", address.without(`"latitude":51.5,`), rule("type", "/issuer/address/geo/latitude")},
		{"geo-longitude-text", "A longitude that is a text. (OB 7)", address.with(`"longitude":7`, `"longitude":"7"`), rule("type", "/issuer/address/geo/longitude")},
	}
	for _, p := range []struct{ name, at, member, pointer string }{
		{"parent", atIssuer, "parentOrg", "/issuer/parentOrg"}, {"creator", atAchievement, "creator", toAchievement + "/creator"},
		{"source", atSubject, "source", "/credentialSubject/source"},
	} {
		profile := addedTo{p.at, p.member, goodProfile}
		list = append(list,
			attack{p.name + "-id-missing", p.name + ": a profile without an id. (OB 7)", profile.without(`"id":"https://example.org/people/7",`), rule("missing", p.pointer+"/id")},
			attack{p.name + "-id-relative", p.name + ": a profile whose id is no absolute URI. (OB 7)", profile.with(`https://example.org/people/7`, `people/7`), rule("uri", p.pointer+"/id")},
			attack{p.name + "-type-other", p.name + ": a profile that is none. (OB 7)", profile.with(`["Profile"]`, `["Person"]`), rule("class", p.pointer+"/type")},
			attack{p.name + "-string", p.name + ": a profile by its id alone, which only an issuer can be. (OB 7)", plus(p.at, `"`+p.member+`":"https://example.org/people/7"`), rule("type", p.pointer)})
	}
	return list
}

func subjects() []attack {
	subject := goodDocument[strings.Index(goodDocument, `"credentialSubject":`):]
	body := strings.TrimSuffix(strings.TrimPrefix(subject, `"credentialSubject":`), "}")
	identifier := `"identifier":[{"type":"IdentityObject","hashed":true,` +
		`"identityHash":"sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",` +
		`"identityType":"emailAddress","salt":"Kosher"}],`
	whole := func(with string) func(*forge) { return signed(subject, with+"}") }
	return []attack{
		{"subject-missing", "No credentialSubject. (OB 13, A9)", func(f *forge) { f.p(`,`+subject, "}") }, shape("/credentialSubject")},
		{"subject-null", "A subject that is null. (A9)", whole(`"credentialSubject":null`), shape("/credentialSubject")},
		{"subject-string", "A subject that is a text. (A9)", whole(`"credentialSubject":"did:web:example.org"`), shape("/credentialSubject")},
		{"subject-empty", "A subject of which nothing is said. (A9)", whole(`"credentialSubject":{}`), shape("/credentialSubject")},
		{"subjects-none", "An empty array of subjects. (A9)", whole(`"credentialSubject":[]`), shape("/credentialSubject")},
		{"subjects-one-empty", "Two subjects, of one of which nothing is said. (A9)", whole(`"credentialSubject":[` + body + `,{}]`), shape("/credentialSubject/1")},
		{"subjects-two", "A badge for two. (OB 13)", whole(`"credentialSubject":[` + body + `,` + body + `]`), rule("type", "/credentialSubject")},
		{"valid-subjects-two-of-any", "Another credential may be about two. (A9)", all(noBadge, whole(`"credentialSubject":[{"id":"urn:x:1","name":"A"},{"id":"urn:x:2","name":"B"}]`)), valid},
		{"subject-type-missing", "A subject without a type. (OB 13)", signed(`"type":["AchievementSubject"],`, ""), rule("missing", "/credentialSubject/type")},
		{"subject-type-other", "A subject that is none. (OB 13)", signed(`["AchievementSubject"]`, `["Person"]`), rule("class", "/credentialSubject/type")},
		{"subject-id-relative", "A subject whose id is no absolute URI. (OB 14, A4)", signed(`"id":"`+subjectID+`"`, `"id":"people/7"`), shape("/credentialSubject/id")},
		{"subject-unnamed", "A subject with neither id nor identifier. (OB 14)", all(signed(`"id":"`+subjectID+`",`, ""), signed(identifier, "")), rule("missing", "/credentialSubject/identifier")},
		{"valid-subject-by-id", "A subject with an id alone. (OB 14)", signed(identifier, ""), valid},
		{"valid-subject-by-identifier", "A subject with an identifier alone. (OB 14, T2)", signed(`"id":"`+subjectID+`",`, ""), valid},
		{"subject-by-identifier-as-open-badges-jws", "The JWS of Open Badges needs a subject id. (T2)", func(f *forge) {
			f.h(`"vc+jwt"`, `"JWT"`)
			f.payload = goodPayload
			f.p(`"id":"`+subjectID+`",`, "")
			f.p(`"sub":"`+subjectID+`",`, "")
		}, invalid("malformed", "claim_missing", "/sub")},
		{"subject-evidence", "Evidence in the subject, where nobody looks for it. (OB 28)", addedTo{atSubject, "evidence", "[" + goodEvidence + "]"}.ok(), rule("misplaced", "/credentialSubject/evidence")},
		{"subject-credits-text", "A number that is a text. (OB 13)", plus(atSubject, `"creditsEarned":"2.5"`), rule("type", "/credentialSubject/creditsEarned")},
		{"subject-narrative-object", "A text that is an object. (OB 13)", plus(atSubject, `"narrative":{"@value":"x"}`), rule("type", "/credentialSubject/narrative")},
	}
}

func identities() []attack {
	const pointer = "/credentialSubject/identifier/0"
	hash := `sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399`
	recipient := func(typ, value string) func(*forge) {
		return func(f *forge) { f.vector.Recipient = []identity{{typ, value}} }
	}
	nobody := invalid("recipient", "recipient", "/credentialSubject")
	return []attack{
		{"identity-type-missing", "An identifier without a type. (OB 22)", signed(`"type":"IdentityObject",`, ""), rule("missing", pointer+"/type")},
		{"identity-type-array", "A type that must be a text. (OB 22)", signed(`"type":"IdentityObject"`, `"type":["IdentityObject","Person"]`), rule("type", pointer+"/type")},
		{"identity-type-other", "The type of another class. (OB 22)", signed(`"type":"IdentityObject"`, `"type":"IdentifierEntry"`), rule("class", pointer+"/type")},
		{"identity-hashed-missing", "An identifier that does not say whether it is hashed. (OB 22, T18)", signed(`"hashed":true,`, ""), rule("type", pointer+"/hashed")},
		{"identity-hashed-text", "hashed is a text. (OB 22)", signed(`"hashed":true`, `"hashed":"true"`), rule("type", pointer+"/hashed")},
		{"identity-hash-missing", "An identifier without its value. (OB 22)", signed(`"identityHash":"`+hash+`",`, ""), rule("missing", pointer+"/identityHash")},
		{"identity-kind-missing", "An identifier that does not say of what kind it is. (OB 22)", signed(`"identityType":"emailAddress",`, ""), rule("missing", pointer+"/identityType")},
		{"identity-kind-email", "email for emailAddress, as the guide's own sample has it. (OB 24, T14)", signed(`"emailAddress"`, `"email"`), rule("vocabulary", pointer+"/identityType")},
		{"identity-kind-unanchored", "A kind that only contains ext:. (OB 22, OB 116)", signed(`"emailAddress"`, `"my ext:mail"`), rule("vocabulary", pointer+"/identityType")},
		{"identity-kind-extension-empty", "An extension without a name. (OB 116)", signed(`"emailAddress"`, `"ext:"`), rule("vocabulary", pointer+"/identityType")},
		{"valid-identity-kind-extension", "A kind of one's own. (OB 22, OB 116, T14)", signed(`"emailAddress"`, `"ext:name"`), valid},
		{"identity-member-unknown", "A member that the class does not have. (OB 22)", signed(`"salt":"Kosher"`, `"salt":"Kosher","note":"x"`), rule("type", pointer+"/note")},
		{"identifier-object", "One identifier without its array, as the guide's own sample has it, is read. (OB 31, T14)", func(f *forge) {
			f.p(`"identifier":[{`, `"identifier":{`)
			f.p(`"salt":"Kosher"}]`, `"salt":"Kosher"}`)
		}, valid},
		{"identifiers-seventeen", "More identifiers than are read. (OB 102)", signed(`"salt":"Kosher"}]`, `"salt":"Kosher"}`+
			strings.Repeat(`,{"type":"IdentityObject","hashed":false,"identityHash":"x","identityType":"name"}`, 16)+`]`), open("too_large", "rule_too_large", "/credentialSubject/identifier")},
		{"salt-too-long", "A salt beyond the limit. (OB 102)", signed(`"Kosher"`, `"`+strings.Repeat("s", 257)+`"`), open("too_large", "rule_too_large", pointer+"/salt")},
		{"valid-warned-salt-missing", "A hash without a salt. (OB 93)", signed(`,"salt":"Kosher"`, ""), valid.warned("weak", pointer+"/salt")},
		{"valid-warned-salt-in-clear", "A salt for what is not hashed. (OB 93)", signed(`"hashed":true,"identityHash":"`+hash+`"`, `"hashed":false,"identityHash":"a@example.com"`), valid.warned("misplaced", pointer+"/salt")},
		{"valid-warned-md5", "A hash by MD5. (OB 93)", signed(hash, "md5$"+md5Hex("a@example.comKosher")), valid.warned("weak", pointer+"/identityHash")},
		{"valid-warned-hash-unknown", "A hash that nothing can match. (OB 97)", signed(hash, "sha1$b5809d8a"), valid.warned("format", pointer+"/identityHash")},
		{"valid-recipient-md5", "The recipient is recognised by an MD5 hash, with a warning. (OB 94)", all(signed(hash, "md5$"+md5Hex("a@example.comKosher")), recipient("emailAddress", "a@example.com")),
			valid.warned("weak_hash", pointer)},
		{"valid-recipient-capital-hex", "Hexadecimal digits in capitals. (OB 94)", all(signed(hash, "sha256$"+strings.ToUpper(hash[len("sha256$"):])), recipient("emailAddress", "a@example.com")), valid},
		{"valid-recipient-in-clear", "An identifier that is not hashed. (OB 94, T18)", all(signed(`"hashed":true,"identityHash":"`+hash+`"`, `"hashed":false,"identityHash":"a@example.com"`),
			recipient("emailAddress", "a@example.com")), valid},
		{"valid-recipient-second", "All identifiers are tried. (OB 95)", all(signed(`"salt":"Kosher"}]`, `"salt":"Kosher"},{"type":"IdentityObject","hashed":false,"identityHash":"Ada","identityType":"name"}]`),
			recipient("name", "Ada")), valid},
		{"recipient-of-other-kind", "The right value under another kind. (OB 95)", recipient("userName", "a@example.com"), nobody},
		{"recipient-other", "Another recipient. (OB 96)", recipient("emailAddress", "b@example.com"), nobody},
		{"recipient-the-hash", "The hash itself is no identity. (OB 94)", recipient("emailAddress", hash), nobody},
		{"recipient-by-unknown-hash", "A hash by an algorithm that is not known matches nothing. (OB 97)", all(signed(hash, "sha1$"+hash[len("sha256$"):]), recipient("emailAddress", "a@example.com")), nobody},
	}
}

func achievements() []attack {
	achievement := goodDocument[strings.Index(goodDocument, `,"achievement":`) : len(goodDocument)-2]
	id, name := `"id":"https://example.org/achievements/cmt-charter",`, `,"name":"CMT Charterholder","description"`
	related := addedTo{atAchievement, "related", "[" + goodRelated + "]"}
	entry := addedTo{atAchievement, "otherIdentifier", "[" + goodEntryID + "]"}
	return []attack{
		{"achievement-missing", "No achievement. (OB 15)", signed(achievement, ""), rule("missing", "/credentialSubject/achievement")},
		{"achievement-string", "An achievement by its id alone. (OB 15)", signed(achievement, `,"achievement":"https://example.org/achievements/cmt-charter"`), rule("type", toAchievement)},
		{"achievements-two", "Two achievements. (OB 15)", signed(achievement, `,"achievement":[`+achievement[len(`,"achievement":`):]+`,`+achievement[len(`,"achievement":`):]+`]`), rule("type", toAchievement)},
		{"achievement-id-missing", "An achievement without an id. (OB 15)", signed(id, ""), rule("missing", toAchievement+"/id")},
		{"achievement-id-relative", "An achievement whose id is no absolute URI. (OB 15)", signed(id, `"id":"cmt-charter",`), rule("uri", toAchievement+"/id")},
		{"achievement-id-too-long", "An id beyond the limit. (OB 102)", signed(id, `"id":"urn:x:`+strings.Repeat("y", 2048)+`",`), open("too_large", "rule_too_large", toAchievement+"/id")},
		{"achievement-type-missing", "An achievement without a type. (OB 15)", signed(`"type":["Achievement"],`, ""), rule("missing", toAchievement+"/type")},
		{"achievement-type-empty", "An achievement whose type is an empty text, as the guide's own sample has it. (OB 15, T14)", signed(`"type":["Achievement"]`, `"type":""`), rule("class", toAchievement+"/type")},
		{"achievement-type-other", "An achievement that is none. (OB 15)", signed(`"type":["Achievement"]`, `"type":["BadgeClass"]`), rule("class", toAchievement+"/type")},
		{"achievement-name-missing", "An achievement without a name. (OB 15)", signed(name, `,"description"`), rule("missing", toAchievement+"/name")},
		{"achievement-description-missing", "An achievement without a description. (OB 15)", signed(`"description":"A sample of a professional designation.",`, ""), rule("missing", toAchievement+"/description")},
		{"criteria-missing", "An achievement without criteria. (OB 15, OB 17)", signed(`,"criteria":{`+atCriteria+`}`, ""), rule("missing", toAchievement+"/criteria")},
		{"criteria-empty", "Criteria that say nothing. (OB 16, OB 17)", signed(atCriteria, ""), rule("missing", toAchievement+"/criteria")},
		{"criteria-id-relative", "Criteria at what is no absolute URI. (OB 16)", signed(atCriteria, `"id":"criteria.html"`), rule("uri", toAchievement+"/criteria/id")},
		{"valid-criteria-by-id", "Criteria at a URL. (OB 16)", signed(atCriteria, `"id":"https://example.org/criteria"`), valid},
		{"achievement-kind-unknown", "A kind of achievement that there is not. (OB 18)", signed(`"Certification"`, `"CharterMember"`), rule("vocabulary", toAchievement+"/achievementType")},
		{"achievement-kind-unanchored", "A kind that only contains ext:. (OB 18, OB 116)", signed(`"Certification"`, `"foo ext:x"`), rule("vocabulary", toAchievement+"/achievementType")},
		{"achievement-kind-pipe", "A character that the published pattern allows by mistake. (OB 18, OB 116)", signed(`"Certification"`, `"ext:a|b"`), rule("vocabulary", toAchievement+"/achievementType")},
		{"valid-achievement-kind-extension", "A kind of one's own. (OB 18, OB 116)", signed(`"Certification"`, `"ext:CharterMember"`), valid},
		{"valid-warned-achievement-kind-missing", "No kind of achievement. (OB 19)", signed(`"achievementType":"Certification",`, ""), valid.warned("missing", toAchievement+"/achievementType")},
		{"achievement-language", "A language that is none. (OB 15)", plus(atAchievement, `"inLanguage":"English"`), rule("format", toAchievement+"/inLanguage")},
		{"achievement-credits-text", "A number that is a text. (OB 15)", plus(atAchievement, `"creditsAvailable":"10"`), rule("type", toAchievement+"/creditsAvailable")},
		{"achievement-tag-number", "A tag that is a number. (OB 15)", plus(atAchievement, `"tag":["a",7]`), rule("type", toAchievement+"/tag/1")},
		{"achievement-entry-kind-unknown", "A kind of identifier that there is not. (OB 23)", entry.with(`sourcedId`, `passport`), rule("vocabulary", toAchievement+"/otherIdentifier/0/identifierType")},
		{"related-id-missing", "A related achievement without an id. (OB 15)", related.without(`"id":"https://example.org/achievements/fr",`), rule("missing", toAchievement+"/related/0/id")},
		{"related-type-other", "A related achievement of another class. (OB 15)", related.with(`["Related"]`, `["Achievement"]`), rule("class", toAchievement+"/related/0/type")},
		{"related-language", "A language that is none. (OB 15)", related.with(`"fr"`, `"fr_FR"`), rule("format", toAchievement+"/related/0/inLanguage")},
		{"endorsement-jwt-not-a-jws", "An endorsement that is no JWS. (OB 98)", plus(atAchievement, `"endorsementJwt":["https://example.org/endorsement"]`), rule("format", toAchievement+"/endorsementJwt/0")},
		{"endorsement-string", "An endorsement that is no object. (OB 98)", plus(atRoot, `"endorsement":["https://example.org/endorsement"]`), rule("type", "/endorsement/0")},
		{"issuer-endorsement-jwt-not-a-jws", "Likewise on the issuer. (OB 98)", plus(atIssuer, `"endorsementJwt":["e30.e30"]`), rule("format", "/issuer/endorsementJwt/0")},
		{"badge-endorsement-jwt-not-a-jws", "Likewise on the badge. (OB 98)", plus(atRoot, `"endorsementJwt":["e30.e30.A=="]`), rule("format", "/endorsementJwt/0")},
		{"only-another-achievement", "A trusted issuer, and not the achievement that is wanted. (T23)", func(f *forge) { f.vector.Only = "https://example.org/achievements/other" }, invalid("policy", "policy", "")},
	}
}

func targets() []attack {
	var list []attack
	level := addedTo{atAchievement, "resultDescription", `[` + strings.Replace(goodRubric, `"name":"Mastered"`, `"name":"Mastered","alignment":[`+goodAlignment+`]`, 1) + `]`}
	description := addedTo{atAchievement, "resultDescription", `[` + strings.Replace(goodDescribed, `"name":"Grade"`, `"name":"Grade","alignment":[`+goodAlignment+`]`, 1) + `]`}
	for _, p := range []struct {
		name, pointer string
		addedTo
	}{
		{"alignment", toAchievement + "/alignment/0", addedTo{atAchievement, "alignment", "[" + goodAlignment + "]"}},
		{"result-alignment", "/credentialSubject/result/0/alignment/0", addedTo{atSubject, "result", `[{"type":["Result"],"value":"B","alignment":[` + goodAlignment + `]}]`}},
		{"description-alignment", toAchievement + "/resultDescription/0/alignment/0", description},
		{"level-alignment", toAchievement + "/resultDescription/0/rubricCriterionLevel/0/alignment/0", level},
	} {
		list = append(list,
			attack{p.name + "-type-other", p.name + ": another class. (OB 20)", p.with(`["Alignment"]`, `["AlignmentObject"]`), rule("class", p.pointer+"/type")},
			attack{p.name + "-name-missing", p.name + ": without a name. (OB 20)", p.without(`"targetName":"Analysis",`), rule("missing", p.pointer+"/targetName")})
	}
	alignment := addedTo{atAchievement, "alignment", "[" + goodAlignment + "]"}
	const pointer = toAchievement + "/alignment/0"
	return append(list,
		attack{"alignment-type-missing", "An alignment without a type. (OB 20)", alignment.without(`"type":["Alignment"],`), rule("missing", pointer+"/type")},
		attack{"alignment-url-missing", "An alignment without a URL. (OB 20)", alignment.without(`"targetUrl":"https://example.org/skills/1",`), rule("missing", pointer+"/targetUrl")},
		attack{"valid-warned-alignment-url", "A URL that leads nowhere. (OB 20)", alignment.with(`https://example.org/skills/1`, `skills/1`), valid.warned("uri", pointer+"/targetUrl")},
		attack{"alignment-kind-unknown", "A kind of target that there is not. (OB 20)", alignment.with(`CFItem`, `cfitem`), rule("vocabulary", pointer+"/targetType")},
		attack{"valid-alignment-kind-extension", "A kind of one's own. (OB 20, OB 116)", alignment.with(`CFItem`, `ext:CFItem`), valid})
}

func images() []attack {
	var list []attack
	for _, p := range []struct{ name, at, member, pointer string }{
		{"image", atRoot, "image", "/image"}, {"issuer-image", atIssuer, "image", "/issuer/image"},
		{"subject-image", atSubject, "image", "/credentialSubject/image"}, {"achievement-image", atAchievement, "image", toAchievement + "/image"},
	} {
		image := addedTo{p.at, p.member, goodImage}
		list = append(list,
			attack{p.name + "-string", p.name + ": a bare URL. (OB 21)", plus(p.at, `"image":"https://example.org/badge.png"`), rule("type", p.pointer)},
			attack{p.name + "-id-missing", p.name + ": without an id. (OB 21)", image.without(`"id":"https://example.org/badge.png",`), rule("missing", p.pointer+"/id")})
	}
	image := addedTo{atAchievement, "image", goodImage}
	const pointer = toAchievement + "/image"
	return append(list,
		attack{"image-id-relative", "A picture whose id is no absolute URI. (OB 21)", image.with(`https://example.org/badge.png`, `badge.png`), rule("uri", pointer+"/id")},
		attack{"image-type-missing", "A picture without a type. (OB 21)", image.without(`"type":"Image",`), rule("missing", pointer+"/type")},
		attack{"image-type-array", "A type that must be a text. (OB 21)", image.with(`"type":"Image"`, `"type":["Image"]`), rule("type", pointer+"/type")},
		attack{"image-type-other", "A picture that is none. (OB 21)", image.with(`"type":"Image"`, `"type":"ImageObject"`), rule("class", pointer+"/type")},
		attack{"image-member-unknown", "A member that the class does not have. (OB 21)", image.with(`"caption"`, `"alt"`), rule("type", pointer+"/alt")},
		attack{"valid-image-data", "A picture in the badge. (OB 21)", image.with(`https://example.org/badge.png`, `data:image/png;base64,iVBORw0KGgo=`), valid})
}

func results() []attack {
	const result, description = "/credentialSubject/result/0", toAchievement + "/resultDescription/0"
	with := func(resultText, descriptionText string) func(*forge) {
		return all(plus(atSubject, `"result":[`+resultText+`]`), plus(atAchievement, `"resultDescription":[`+descriptionText+`]`))
	}
	swap := func(s, old, with string) string { return replaceOnce(s, old, with) }
	points := func(value string) string {
		return `{"type":["Result"],"resultDescription":"urn:x:points","value":"` + value + `"}`
	}
	described := addedTo{atAchievement, "resultDescription", "[" + goodDescribed + "]"}
	rubric := addedTo{atAchievement, "resultDescription", "[" + goodRubric + "]"}
	return []attack{
		{"valid-result", "A result and its description. (OB 25, OB 27)", with(goodResult, goodDescribed), valid},
		{"valid-result-level", "A level that was reached. (OB 25)", with(goodLevel, goodRubric), valid},
		{"valid-result-alone", "A result that nothing describes. (OB 25)", plus(atSubject, `"result":[{"type":["Result"],"value":"B"}]`), valid},
		{"result-type-missing", "A result without a type. (OB 25)", with(swap(goodResult, `"type":["Result"],`, ""), goodDescribed), rule("missing", result+"/type")},
		{"result-type-other", "A result that is none. (OB 25)", with(swap(goodResult, `["Result"]`, `["Grade"]`), goodDescribed), rule("class", result+"/type")},
		{"result-of-nothing", "A result of a description that is not there. (OB 25)", plus(atSubject, `"result":[`+goodResult+`]`), rule("reference", result+"/resultDescription")},
		{"result-of-other", "A result of another description. (OB 25)", with(swap(goodResult, "urn:x:grade", "urn:x:other"), goodDescribed), rule("reference", result+"/resultDescription")},
		{"result-level-unknown", "A level that is not there. (OB 25)", with(swap(goodLevel, "urn:x:level", "urn:x:other"), goodRubric), rule("reference", result+"/achievedLevel")},
		{"result-level-of-other", "A level of another description. (OB 25)", with(swap(goodResult, `"value":"B"`, `"value":"B","achievedLevel":"urn:x:level"`), goodDescribed+","+goodRubric), rule("reference", result+"/achievedLevel")},
		{"result-status-missing", "A result that is described as a status, and has none. (OB 26)", with(swap(goodStatus, `,"status":"Completed"`, ""), goodState), rule("missing", result+"/status")},
		{"result-status-unknown", "A status that there is not. (OB 26)", with(swap(goodStatus, "Completed", "Passed"), goodState), rule("vocabulary", result+"/status")},
		{"result-status-extension", "A status of one's own, in a vocabulary that is closed. (OB 26)", with(swap(goodStatus, "Completed", "ext:Passed"), goodState), rule("vocabulary", result+"/status")},
		{"result-value-number", "A value that is a number. (OB 25)", with(swap(goodResult, `"B"`, `2`), goodDescribed), rule("type", result+"/value")},
		{"description-id-missing", "A description without an id. (OB 27)", described.without(`"id":"urn:x:grade",`), rule("missing", description+"/id")},
		{"description-type-other", "A description that is none. (OB 27)", described.with(`["ResultDescription"]`, `["Result"]`), rule("class", description+"/type")},
		{"description-name-missing", "A description without a name. (OB 27)", described.without(`"name":"Grade",`), rule("missing", description+"/name")},
		{"description-kind-missing", "A description that does not say of what kind the result is. (OB 27)", described.without(`"resultType":"LetterGrade",`), rule("missing", description+"/resultType")},
		{"description-kind-unknown", "A kind of result that there is not. (OB 27)", described.with(`LetterGrade`, `Grade`), rule("vocabulary", description+"/resultType")},
		{"description-level-unknown", "A level that must be reached, and is not there. (OB 27)", rubric.with(`"rubricCriterionLevel"`, `"requiredLevel":"level","rubricCriterionLevel"`), rule("reference", description+"/requiredLevel")},
		{"description-id-twice", "Two descriptions of one id. (OB 27)", plus(atAchievement, `"resultDescription":[`+goodDescribed+`,`+goodDescribed+`]`), rule("duplicate", toAchievement+"/resultDescription/1/id")},
		{"description-required-value", "A grade that must be reached, and is not one that there is. (OB 27)", described.with(`"allowedValue"`, `"requiredValue":"F","allowedValue"`), rule("range", description+"/requiredValue")},
		{"description-limits", "The highest value is below the lowest. (OB 27)", plus(atAchievement, `"resultDescription":[`+swap(goodPoints, `"0"`, `"101"`)+`]`), rule("order", description+"/valueMax")},
		{"valid-warned-description-minimum", "A lowest value that is no number. (OB 27)", plus(atAchievement, `"resultDescription":[`+swap(goodPoints, `"0"`, `"low"`)+`]`), valid.warned("format", description+"/valueMin")},
		{"valid-warned-description-maximum", "A highest value that is no number. (OB 27)", plus(atAchievement, `"resultDescription":[`+swap(goodPoints, `"100"`, `"high"`)+`]`), valid.warned("format", description+"/valueMax")},
		{"level-id-twice", "Two levels of one id. (OB 27)", rubric.with(`"name":"Mastered"}`, `"name":"Mastered"},{"id":"urn:x:level","type":["RubricCriterionLevel"],"name":"Begun"}`),
			rule("duplicate", description+"/rubricCriterionLevel/1/id")},
		{"valid-result-number", "A number within its limits. (OB 25)", with(points("87.50"), goodPoints), valid},
		{"valid-result-highest", "The highest one. (OB 25)", with(points("100.0"), goodPoints), valid},
		{"result-above", "A number above its limits. (OB 25)", with(points("100.01"), goodPoints), rule("range", result+"/value")},
		{"result-below", "A number below its limits. (OB 25)", with(points("-0.5"), goodPoints), rule("range", result+"/value")},
		{"result-not-allowed", "A grade that there is not. (OB 25)", with(swap(goodResult, `"B"`, `"F"`), goodDescribed), rule("range", result+"/value")},
		{"valid-warned-result-above", "Limits of what need not be a number. (OB 25)", with(points("101"), swap(goodPoints, "RawScore", "Result")), valid.warned("range", result+"/value")},
		{"valid-warned-result-text", "A text where there are limits. (OB 25)", with(points("many"), goodPoints), valid.warned("format", result+"/value")},
		{"valid-warned-result-below-required", "A grade below the one that must be reached, of a result that does not say that it failed. (OB 25)",
			with(goodResult, swap(goodDescribed, `"allowedValue"`, `"requiredValue":"A","allowedValue"`)), valid.warned("range", result+"/value")},
		{"valid-warned-result-level-below-required", "Likewise a level. (OB 25)", with(goodLevel, swap(goodRubric, `"name":"Mastered"}]`, `"name":"Begun"},{"id":"urn:x:higher","type":["RubricCriterionLevel"],"name":"Mastered"}],"requiredLevel":"urn:x:higher"`)),
			valid.warned("range", result+"/achievedLevel")},
		{"description-values-reordered", "Which grade is the better one was changed after signing. (OB 27)", all(asDocument, described.ok(), edited(`["C","B","A"]`, `["A","B","C"]`)), changed},
		{"level-id-missing", "A level without an id. (OB 27)", rubric.without(`"id":"urn:x:level",`), rule("missing", description+"/rubricCriterionLevel/0/id")},
		{"level-type-other", "A level that is none. (OB 27)", rubric.with(`["RubricCriterionLevel"]`, `["Level"]`), rule("class", description+"/rubricCriterionLevel/0/type")},
		{"level-name-missing", "A level without a name. (OB 27)", rubric.without(`,"name":"Mastered"`), rule("missing", description+"/rubricCriterionLevel/0/name")},
	}
}

func evidences() []attack {
	evidence := addedTo{atRoot, "evidence", "[" + goodEvidence + "]"}
	return []attack{
		{"evidence-type-missing", "Evidence without a type. (OB 28, A6, A19)", evidence.without(`"type":["Evidence"],`), rule("missing", "/evidence/0/type")},
		{"evidence-type-other", "Evidence that is none. (OB 28)", evidence.with(`["Evidence"]`, `["Artifact"]`), rule("class", "/evidence/0/type")},
		{"evidence-id-relative", "Evidence whose id is no absolute URI. (OB 28, A4, A19)", evidence.with(`https://example.org/evidence/1`, `evidence/1`), rule("uri", "/evidence/0/id")},
		{"evidence-string", "Evidence by its id alone. (OB 28, A19)", plus(atRoot, `"evidence":["https://example.org/evidence/1"]`), rule("type", "/evidence/0")},
		{"valid-evidence-without-id", "Evidence without an id. (OB 28)", evidence.without(`"id":"https://example.org/evidence/1",`), valid},
		{"valid-evidence-single", "One piece without its array. (OB 31)", plus(atRoot, `"evidence":`+goodEvidence), valid},
		{"valid-evidence-data", "Evidence in the badge, of a size that is no burden. (OB 29)", evidence.with(`https://example.org/evidence/1`, `data:text/plain,x`), valid},
		{"valid-warned-evidence-data", "Evidence in the badge, of a size that is. (OB 29)", evidence.with(`https://example.org/evidence/1`, `data:text/plain,`+strings.Repeat("x", 2048)),
			valid.warned("too_large", "/evidence/0/id")},
	}
}

func statusRules() []attack {
	entry := addedTo{atRoot, "credentialStatus", goodEntry}
	const pointer = "/credentialStatus"
	term := addedTo{atRoot, "termsOfUse", "[" + goodTerms + "]"}
	refresh := addedTo{atRoot, "refreshService", goodRefresh}
	schema := addedTo{atRoot, "credentialSchema", "[" + goodSchema + "]"}
	ours := func(member, at, typ string) func(*forge) {
		return plus(atRoot, `"`+member+`":{"id":"`+at+`","type":"`+typ+`"}`)
	}
	return []attack{
		{"status-type-missing", "A status without a type. (A6, A15)", entry.without(`"type":"BitstringStatusListEntry",`), rule("missing", pointer+"/type")},
		{"status-type-array", "A badge's status has one type. (A5, A15)", entry.with(`"BitstringStatusListEntry"`, `["BitstringStatusListEntry","Other"]`), rule("type", pointer+"/type")},
		{"status-id-relative", "A status whose id is no absolute URI. (A4, A15)", entry.with(`https://example.org/status/1#94567`, `#94567`), rule("uri", pointer+"/id")},
		{"status-string", "A status by its id alone. (A15)", plus(atRoot, `"credentialStatus":"https://example.org/status/1"`), rule("type", pointer)},
		{"status-null", "A status that is null. (A15, OB 30)", plus(atRoot, `"credentialStatus":null`), rule("type", pointer)},
		{"statuses-none", "An array that may have had an entry. (A15, OB 30)", plus(atRoot, `"credentialStatus":[]`), rule("type", pointer)},
		{"statuses-five", "More entries than are read. (OB 102)", plus(atRoot, `"credentialStatus":[`+strings.Repeat(goodEntry+",", 4)+goodEntry+`]`), open("too_large", "rule_too_large", pointer)},
		{"status-second-purpose-missing", "Two entries, of which one has no purpose. (OB 90)", plus(atRoot, `"credentialStatus":[`+goodEntry+`,`+replaceOnce(otherEntry, `"statusPurpose":"suspension",`, "")+`]`),
			rule("missing", pointer+"/1/statusPurpose")},
		{"status-purpose-missing", "A status without a purpose. (OB 90)", entry.without(`"statusPurpose":"revocation",`), rule("missing", pointer+"/statusPurpose")},
		{"status-index-missing", "A status without an index. (OB 90)", entry.without(`"statusListIndex":"94567",`), rule("missing", pointer+"/statusListIndex")},
		{"status-index-hexadecimal", "An index that is not in decimal. (OB 90)", entry.with(`"94567"`, `"0x1"`), rule("format", pointer+"/statusListIndex")},
		{"status-list-missing", "A status without a list. (OB 90)", entry.without(`,"statusListCredential":"https://example.org/status/1"`), rule("missing", pointer+"/statusListCredential")},
		{"status-list-relative", "A list at what is no absolute URI. (OB 90)", entry.with(`"https://example.org/status/1"`, `"status/1"`), rule("uri", pointer+"/statusListCredential")},
		{"status-size-zero", "An entry of no bits. (OB 90, T9)", entry.with(`"94567"`, `"94567","statusSize":0`), rule("format", pointer+"/statusSize")},
		{"status-reference-relative", "A reference that is no absolute URI. (OB 90)", entry.with(`"94567"`, `"94567","statusReference":["help"]`), rule("uri", pointer+"/statusReference/0")},
		{"status-id-missing", "An entry without an id, which Open Badges demands and Bitstring Status List does not. (T9)", entry.without(`"id":"https://example.org/status/1#94567",`),
			rule("missing", pointer+"/id")},
		{"warned-status-id-of-list", "An entry with the id of its list. (OB 90, T9)", entry.with(`https://example.org/status/1#94567`, `https://example.org/status/1`),
			open("status_unknown", "status_missing", pointer).warned("reference", pointer+"/id")},
		{"status-of-nobody", "A status of a type that is not known is reported, and leaves the badge open. (OB 88, A15)", ours("credentialStatus", "https://example.org/status/7", "ExampleStatus"),
			open("status_unknown", "status_type", pointer)},
		{"status-1edtech-context", "A type of 1EdTech's without its context. (OB 36, T6)", ours("credentialStatus", "https://example.org/status/7", "1EdTechRevocationList"), rule("context", pointer+"/type")},
		{"schema-1edtech-context", "Likewise of a schema. (OB 36, T6)", ours("credentialSchema", "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json", "1EdTechJsonSchemaValidator2019"),
			rule("context", "/credentialSchema/0/type")},
		{"refresh-1edtech-context", "Likewise of a refresh service. (OB 36, T6)", ours("refreshService", "https://example.org/refresh/7", "1EdTechCredentialRefresh"), rule("context", "/refreshService/type")},
		{"schema-id-missing", "A schema without an id. (A16)", schema.without(`"id":"https://example.org/schemas/1",`), rule("missing", "/credentialSchema/0/id")},
		{"schema-id-relative", "A schema whose id is no absolute URI. (A4, A16)", schema.with(`https://example.org/schemas/1`, `schemas/1`), rule("uri", "/credentialSchema/0/id")},
		{"schema-type-missing", "A schema without a type. (A6, A16)", schema.without(`,"type":"JsonSchema"`), rule("missing", "/credentialSchema/0/type")},
		{"refresh-id-missing", "A refresh service without an id. (A19)", refresh.without(`"id":"https://example.org/refresh/1",`), rule("missing", "/refreshService/id")},
		{"refresh-type-missing", "A refresh service without a type. (A6, A19)", refresh.without(`,"type":"MessageDigestRefresh"`), rule("missing", "/refreshService/type")},
		{"valid-warned-refresh", "A newer issue is offered, and nothing is fetched. (A19)", refresh.ok(), valid.warned("refresh_service", "/refreshService")},
		{"terms-id-relative", "Terms whose id is no absolute URI. (A4, A19)", term.with(`https://example.org/terms"`, `terms"`), rule("uri", "/termsOfUse/0/id")},
		{"terms-type-missing", "Terms without a type. (A6, A19)", term.without(`,"type":"https://example.org/vocabulary#Terms"`), rule("missing", "/termsOfUse/0/type")},
		{"valid-terms-without-id", "Terms without an id. (A19)", term.without(`"id":"https://example.org/terms",`), valid},
	}
}

func jsonRules() []attack {
	return []attack{
		{"null", "null in a badge. (OB 30)", plus(atAchievement, `"inLanguage":null`), rule("type", toAchievement+"/inLanguage")},
		{"null-in-extension", "null in a member that the standard does not have. (OB 30)", plus(atRoot, `"chapter":{"name":null}`), rule("type", "/chapter/name")},
		{"array-empty", "An empty array. (OB 30)", plus(atAchievement, `"tag":[]`), rule("type", toAchievement+"/tag")},
		{"valid-single-values", "Types without their arrays. (OB 31, T17)", func(f *forge) {
			f.p(`["Profile"]`, `"Profile"`)
			f.p(`["AchievementSubject"]`, `"AchievementSubject"`)
			f.p(`["Achievement"]`, `"Achievement"`)
		}, valid},
		{"encoding", "Invalid UTF-8. (OB 32)", signed("A sample of", "A s\xe4mple of"), invalid("malformed", "json_encoding", "/credentialSubject/achievement/description")},
		{"duplicate", "Two members of one name. (OB 33)", signed(atCriteria, atCriteria+`,`+atCriteria), invalid("malformed", "json_duplicate", toAchievement+"/criteria/narrative")},
		{"duplicate-escaped", "One of them written with an escape. (OB 33)", signed(atCriteria, atCriteria+`,"n\u0061rrative":"x"`), invalid("malformed", "json_duplicate", toAchievement+"/criteria/narrative")},
		{"number-infinite", "A number beyond a double. (OB 33)", plus(atSubject, `"creditsEarned":1e400`), invalid("malformed", "json_number", "/credentialSubject/creditsEarned")},
		{"number-over-precise", "A number that a double cannot carry. (OB 33)", plus(atSubject, `"creditsEarned":9007199254740993`), invalid("malformed", "json_number", "/credentialSubject/creditsEarned")},
	}
}

// structures are credentials that are no badges, in which the same is looked at.
func structures() []attack {
	of := func(a addedTo, do func(addedTo) func(*forge)) func(*forge) { return all(noBadge, do(a)) }
	whole := func(a addedTo) func(*forge) { return a.ok() }
	list := []attack{
		{"valid-any", "A credential that is no badge.", noBadge, valid},
		{"valid-any-without-id", "A credential needs no id. (A4)", all(noBadge, signed(`"id":"urn:uuid:0b1f7a52-8c3d-4e5f-a1b2-c3d4e5f60718",`, "")), valid},
		{"valid-any-without-dates", "Nor dates. (A12)", all(noBadge, signed(`"validFrom":"2026-01-01T00:00:00Z","validUntil":"2026-12-31T23:59:59Z",`, "")), valid},
		{"valid-any-type-of-status", "A status may have several types. (A5, A15)", all(noBadge, plus(atRoot, `"credentialSchema":{"id":"https://example.org/schemas/1","type":["JsonSchema","https://example.org/types#S"]}`)), valid},
		{"any-schema-id-missing", "A schema without an id. (A16)", all(noBadge, plus(atRoot, `"credentialSchema":{"type":"JsonSchema"}`)), shape("/credentialSchema/id")},
	}
	for _, m := range []struct{ name, member, good string }{
		{"schema", "credentialSchema", goodSchema}, {"refresh", "refreshService", goodRefresh}, {"terms", "termsOfUse", goodTerms}, {"evidence", "evidence", goodEvidence},
		{"confidence", "confidenceMethod", `{"id":"https://example.org/confidence/1","type":"ExampleConfidence"}`},
		{"render", "renderMethod", `{"id":"https://example.org/render/1","type":"TemplateRenderMethod"}`},
	} {
		pointer := "/" + m.member
		one, none := addedTo{atRoot, m.member, m.good}, addedTo{atRoot, m.member, "[]"}
		id := fmt.Sprintf(`"id":%q`, between(m.good, `"id":"`, `"`))
		typ := m.good[strings.Index(m.good, `,"type":`):]
		typ = typ[:strings.IndexAny(typ[1:], ",}")+1]
		list = append(list,
			attack{"valid-any-" + m.name, m.member + ". (A6)", of(one, whole), valid},
			attack{"any-" + m.name + "-string", m.member + " that is no object. (A6)", of(addedTo{atRoot, m.member, `"https://example.org/1"`}, whole), shape(pointer)},
			attack{"any-" + m.name + "-null", m.member + " that is null. (A6)", of(addedTo{atRoot, m.member, `null`}, whole), shape(pointer)},
			attack{"any-" + m.name + "-none", "An empty array as " + m.member + ". (A6)", of(none, whole), shape(pointer)},
			attack{"any-" + m.name + "-type-missing", m.member + " without a type. (A6)", of(one, func(a addedTo) func(*forge) { return a.without(typ) }), shape(pointer + "/type")},
			attack{"any-" + m.name + "-type-relative", "A type of " + m.member + " that is a relative URL. (A5, A7)",
				of(one, func(a addedTo) func(*forge) { return a.with(typ, `,"type":["./Type"]`) }), shape(pointer + "/type/0")},
			attack{"any-" + m.name + "-id-array", m.member + " with two ids. (A4)", of(one, func(a addedTo) func(*forge) { return a.with(id, `"id":["urn:x:1","urn:x:2"]`) }), shape(pointer + "/id")})
	}
	for _, m := range []string{"confidenceMethod", "renderMethod"} { // the rules of Open Badges have no such member
		list = append(list, attack{strings.ToLower(m) + "-type-missing", "A badge with a " + m + " without a type. (A6)", plus(atRoot, `"`+m+`":[{"id":"urn:x:y"}]`), shape("/" + m + "/0/type")})
	}
	status := addedTo{atRoot, "credentialStatus", goodEntry}
	return append(list,
		attack{"any-status-type-missing", "A status without a type. (A6, A15)", of(status, func(a addedTo) func(*forge) { return a.without(`"type":"BitstringStatusListEntry",`) }), shape("/credentialStatus/type")},
		attack{"any-status-id-relative", "A status whose id is no absolute URI. (A4, A15)", of(status, func(a addedTo) func(*forge) { return a.with(`https://example.org/status/1#94567`, `#94567`) }), shape("/credentialStatus/id")},
		attack{"any-status-string", "A status that is no object. (A15)", of(addedTo{atRoot, "credentialStatus", `["urn:x:y"]`}, whole), shape("/credentialStatus/0")},
		attack{"any-type-empty-array", "A schema with an empty array of types. (A5)", all(noBadge, plus(atRoot, `"credentialSchema":{"id":"urn:x:y","type":[]}`)), shape("/credentialSchema/type")},
		attack{"any-type-number", "A schema whose type is a number. (A5)", all(noBadge, plus(atRoot, `"credentialSchema":{"id":"urn:x:y","type":7}`)), shape("/credentialSchema/type")},
		attack{"any-id-too-long", "An id beyond the limit. (OB 102)", all(noBadge, plus(atRoot, `"evidence":{"id":"urn:x:`+strings.Repeat("y", 2048)+`","type":"Evidence"}`)), open("too_large", "size", "/evidence/id")},
		attack{"badge-by-name-only", "What calls itself a badge and follows no rule of one is a credential, and must be one. (A5)",
			all(anyCredential, signed(`"type":["Achievement"]`, `"type":["Degree"]`), plus(atRoot, `"termsOfUse":{"id":"urn:x:y"}`)), shape("/termsOfUse/type")},
	)
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

// multilingual: names in several languages, which credentials may have and badges do not.
func multilingual() []attack {
	const name, issuerName = `"name":"CMT Charterholder","issuer"`, `"name":"Sample issuer (not the CMT Association)"`
	named := func(value string) func(*forge) { return all(noBadge, signed(name, `"name":`+value+`,"issuer"`)) }
	list := []attack{
		{"valid-any-name-with-language", "A name with its language. (A10, A11)", named(`{"@value":"CMT","@language":"en","@direction":"ltr"}`), valid},
		{"valid-any-names", "A name in two languages. (A10, A11)", named(`[{"@value":"CMT","@language":"en"},{"@value":"سي إم تي","@language":"ar","@direction":"rtl"}]`), valid},
		{"valid-any-name-direction-null", "A direction that is null. (A11)", named(`{"@value":"CMT","@direction":null}`), valid},
	}
	for _, v := range []struct{ name, what, value, pointer string }{
		{"number", "a number", `7`, ""}, {"null", "null", `null`, ""}, {"empty-array", "an empty array", `[]`, ""}, {"number-in-array", "a number in an array", `["a",7]`, "/1"},
		{"without-value", "a language value object without @value", `{"@language":"en"}`, "/@value"}, {"value-number", "an object whose @value is a number", `{"@value":7}`, "/@value"},
		{"language-number", "a language that is a number", `{"@value":"a","@language":7}`, "/@language"}, {"language-malformed", "a language that is none", `{"@value":"a","@language":"en_US"}`, "/@language"},
		{"direction-unknown", "a direction that there is not", `{"@value":"a","@direction":"up"}`, "/@direction"}, {"direction-number", "a direction that is a number", `{"@value":"a","@direction":1}`, "/@direction"},
		{"other-key", "another key", `{"@value":"a","@type":"x"}`, "/@type"}, {"second-other-key", "another key in the second of two", `[{"@value":"a"},{"@value":"b","lang":"en"}]`, "/1/lang"},
	} {
		list = append(list, attack{"any-name-" + v.name, "A name that is " + v.what + ". (A10, A11)", named(v.value), shape("/name" + v.pointer)})
	}
	return append(list,
		attack{"any-description", "A description that is a number. (A10)", all(noBadge, plus(atRoot, `"description":7`)), shape("/description")},
		attack{"any-issuer-name", "A name of the issuer that is a number. (A10)", all(noBadge, signed(issuerName, `"name":7`)), shape("/issuer/name")},
		attack{"any-issuer-description", "A description of the issuer that is a number. (A10)", all(noBadge, plus(atIssuer, `"description":7`)), shape("/issuer/description")})
}

// The example of Subresource Integrity §3.2, with the digest that it prints (https://www.w3.org/TR/SRI/#integrity-metadata).
const (
	helloURL  = "https://example.org/hello.js"
	hello     = "alert('Hello, world.');"
	hello384  = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
	wrong256  = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	wrong384  = "sha384-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	secondURL = "https://example.org/second.js"
)

// The digest that the data model 2.0 prints for its context (§B.1), in hexadecimal and in base64.
const (
	contextHex = "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
	contextSRI = "sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ="
)

func fromHex(s string) []byte {
	b, err := hex.DecodeString(s)
	noError(err)
	return b
}

func multihash(code byte, sum []byte) []byte { return append([]byte{code, byte(len(sum))}, sum...) }

func relatedResources() []attack {
	sum256, sum384, sum512 := sha256.Sum256([]byte(hello)), sha512.Sum384([]byte(hello)), sha512.Sum512([]byte(hello))
	sri256 := "sha256-" + base64.StdEncoding.EncodeToString(sum256[:])
	sri512 := "sha512-" + base64.StdEncoding.EncodeToString(sum512[:])
	multibase := base58btc(multihash(0x12, sum256[:]))
	entry := func(members string) string { return `{"id":"` + helloURL + `",` + members + `}` }
	supplied := func(members string) func(*forge) {
		return func(f *forge) {
			f.vector.Resources = map[string]string{helloURL: hello}
			plus(atRoot, `"relatedResource":`+entry(members))(f)
		}
	}
	sri := func(text string) func(*forge) { return supplied(fmt.Sprintf(`"digestSRI":%q`, text)) }
	multi := func(text string) func(*forge) { return supplied(fmt.Sprintf(`"digestMultibase":%q`, text)) }
	other := func(member string) expectation {
		return invalid("related_resource", "related_resource", "/relatedResource/"+member)
	}
	context := func(members string) func(*forge) {
		return plus(atRoot, `"relatedResource":[{"id":"https://www.w3.org/ns/credentials/v2",`+members+`}]`)
	}
	malformed := func(value string) func(*forge) { return plus(atRoot, `"relatedResource":`+value) }
	list := []attack{
		{"valid-resource-sha384", "A file with the digest that is given. (A17, A18)", sri(hello384), valid},
		{"valid-resource-sha256", "Likewise by SHA-256. (A18)", sri(sri256), valid},
		{"valid-resource-sha512", "Likewise by SHA-512. (A18)", sri(sri512), valid},
		{"valid-resource-other-alphabet", "The alphabet of URLs, and no padding. (A18)", sri(strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(sri256)), valid},
		{"valid-resource-options", "Options behind a digest mean nothing. (A18)", sri(hello384 + "?ct=application/javascript"), valid},
		{"valid-resource-stronger", "Of several algorithms the strongest counts. (A18)", sri(wrong256 + " " + hello384), valid},
		{"valid-resource-one-of-two", "One of several digests of an algorithm is enough. (A18)", sri(wrong384 + "\n" + hello384), valid},
		{"valid-resource-first-of-two", "Likewise the other way round. (A18)", sri(hello384 + " " + wrong384), valid},
		{"valid-resource-list", "Digests in an array. (A18)", supplied(`"digestSRI":["` + wrong384 + `","` + hello384 + `"]`), valid},
		{"valid-resource-unknown-algorithm", "A digest that cannot be computed is reported as not checked. (A18)", sri("sha3-256-AAAA"), valid},
		{"valid-resource-not-supplied", "So is a file that nobody has. (A18)", plus(atRoot, `"relatedResource":[`+entry(`"digestSRI":"`+wrong384+`","mediaType":"text/javascript"`)+`]`), valid},
		{"resource-other", "Another file. (A18)", sri(wrong384), other("digestSRI")},
		{"resource-weaker-fits", "The digest of the strongest algorithm is wrong, that of a weaker one right. (A18)", sri(sri256 + " " + wrong384), other("digestSRI")},
		{"resource-digest-short", "A digest that is too short. (A18)", sri("sha256-" + base64.StdEncoding.EncodeToString(sum256[:31])), other("digestSRI")},
		{"resource-digest-garbage", "A digest with something behind it that is no base64. (A18)", sri(hello384 + "!!!!"), other("digestSRI")},
		{"resource-digest-empty", "An algorithm without a digest. (A18)", sri("sha256-"), other("digestSRI")},
		{"valid-resource-multibase", "A multihash in base58. (A18)", multi(multibase), valid},
		{"valid-resource-multibase-base64url", "A multihash in base64url. (A18)", multi(multibaseOf(multihash(0x12, sum256[:]))), valid},
		{"valid-resource-multibase-sha384", "Likewise of SHA-384. (A18)", multi(base58btc(multihash(0x20, sum384[:]))), valid},
		{"valid-resource-multibase-sha512", "Likewise of SHA-512. (A18)", multi(base58btc(multihash(0x13, sum512[:]))), valid},
		{"valid-resource-multibase-list", "Several of them. (A18)", supplied(`"digestMultibase":["` + base58btc(multihash(0x12, make([]byte, 32))) + `","` + multibase + `"]`), valid},
		{"valid-resource-multibase-sha3", "A multihash of SHA-3 is reported as not checked. (A18)", multi(base58btc(multihash(0x16, sum256[:]))), valid},
		{"valid-resource-multibase-hexadecimal", "So is another base. (A18)", multi("f1220" + hex.EncodeToString(sum256[:])), valid},
		{"resource-multibase-other", "Another file. (A18)", multi(base58btc(multihash(0x12, make([]byte, 32)))), other("digestMultibase")},
		{"resource-multibase-length", "A multihash that does not give its length. (A18)", multi(base58btc(append([]byte{0x12, 33}, sum256[:]...))), other("digestMultibase")},
		{"resource-multibase-short", "A multihash that is too short. (A18)", multi(base58btc(append([]byte{0x12, 32}, sum256[:31]...))), other("digestMultibase")},
		{"resource-multibase-empty", "A multihash of no hash. (A18)", multi(base58btc([]byte{0x12, 0})), other("digestMultibase")},
		{"valid-resource-multibase-code-alone", "A multihash of one byte is reported as not checked. (A18)", multi(base58btc([]byte{0x12})), valid},
		{"resource-both-one-wrong", "Both kinds of digests are given, and one is wrong. (A18)", supplied(`"digestSRI":"` + hello384 + `","digestMultibase":"` + base58btc(multihash(0x12, make([]byte, 32))) + `"`), other("digestMultibase")},
		{"valid-resource-one-kind-known", "Both kinds of digests are given, and one cannot be computed. (A18)", supplied(`"digestSRI":"` + hello384 + `","digestMultibase":"f1220"`), valid},
		{"resource-second-wrong", "The second of two files is another one. (A18)", func(f *forge) {
			f.vector.Resources = map[string]string{helloURL: hello, secondURL: hello}
			plus(atRoot, `"relatedResource":[`+entry(`"digestSRI":"`+hello384+`"`)+`,{"id":"`+secondURL+`","digestSRI":"`+wrong384+`"}]`)(f)
		}, other("1/digestSRI")},
		{"valid-resource-context", "The context that is used is the one that is meant. (A2, A18)", context(`"digestSRI":"` + contextSRI + `"`), valid},
		{"valid-resource-context-multibase", "Likewise as a multihash, under an embedded proof. (A2, A18)", all(context(`"digestMultibase":"`+base58btc(multihash(0x12, fromHex(contextHex)))+`"`), asDocument), valid},
		{"resource-context-other", "The context that is used is another one. (A18)", context(`"digestSRI":"` + wrong256 + `"`), other("0/digestSRI")},
		{"resource-context-supplied", "A file of the caller's does not stand in for a context. (A18)", func(f *forge) {
			f.vector.Resources = map[string]string{"https://www.w3.org/ns/credentials/v2": hello}
			context(`"digestSRI":"` + hello384 + `"`)(f)
		}, other("0/digestSRI")},
	}
	for _, base := range []struct {
		name string
		do   func(*forge)
	}{{"", func(*forge) {}}, {"any-", noBadge}} {
		for _, m := range []struct{ name, what, value, pointer string }{
			{"string", "a URL alone", `"` + helloURL + `"`, ""}, {"null-in-array", "no object", `[7]`, "/0"},
			{"id-missing", "no id", `{"digestSRI":"` + hello384 + `"}`, "/id"}, {"id-relative", "a relative id", `{"id":"hello.js","digestSRI":"` + hello384 + `"}`, "/id"},
			{"id-twice", "an id that another entry has", `[` + entry(`"digestSRI":"`+hello384+`"`) + `,` + entry(`"digestSRI":"`+wrong384+`"`) + `]`, "/1/id"},
			{"ids-missing", "no id, and another one", `[{"digestSRI":"` + hello384 + `"},{"digestSRI":"` + hello384 + `"}]`, "/1/id"},
			{"digest-missing", "no digest", `{"id":"` + helloURL + `"}`, ""}, {"digest-number", "a digest that is a number", entry(`"digestSRI":7`), "/digestSRI"},
			{"digest-empty-text", "a digest that is an empty text", entry(`"digestMultibase":""`), "/digestMultibase"},
			{"digest-in-array-number", "a digest in an array that is a number", entry(`"digestMultibase":["z",7]`), "/digestMultibase/1"},
			{"media-type-number", "a media type that is a number", entry(`"digestSRI":"` + hello384 + `","mediaType":7`), "/mediaType"},
		} {
			list = append(list, attack{base.name + "resource-" + m.name, "A related resource with " + m.what + ". (A17)", all(base.do, malformed(m.value)), shape("/relatedResource" + m.pointer)})
		}
	}
	return append(list,
		attack{"any-resources-none", "An empty array of related resources. (A17)", all(noBadge, malformed(`[]`)), shape("/relatedResource")},
		attack{"any-resource-digests-none", "An empty array of digests. (A17)", all(noBadge, malformed(entry(`"digestSRI":[]`))), shape("/relatedResource/digestSRI")})
}

// endorsementDocument is an endorsement on its own.
const endorsementDocument = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
	`"id":"urn:uuid:3f0a7c7e-9d0b-4a55-8f0e-6d1f6a3f7d21","type":["VerifiableCredential","EndorsementCredential"],"name":"Endorsement",` +
	`"issuer":{"id":"did:web:example.org","type":["Profile"],"name":"Sample endorser"},"validFrom":"2026-01-01T00:00:00Z",` +
	`"credentialSubject":{"id":"https://example.org/achievements/cmt-charter","type":["EndorsementSubject"],"endorsementComment":"Well made."}}`

func namedSchemas() []attack {
	const (
		arrays = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
		jsonLD = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/"
		badge  = "ob_v3p0_achievementcredential_schema.json"
	)
	extended := func(f *forge) { f.context("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "") }
	named := func(urls ...string) func(*forge) {
		var list []string
		for _, url := range urls {
			list = append(list, `{"id":"`+url+`","type":"1EdTechJsonSchemaValidator2019"}`)
		}
		return all(extended, plus(atRoot, `"credentialSchema":[`+strings.Join(list, ",")+`]`))
	}
	broken := invalid("schema", "schema", "/credentialSchema/0")
	of := named(jsonLD + "ob_v3p0_endorsementcredential_schema.json")
	endorsement := func(f *forge) { f.payload = endorsementDocument; f.vector.Credential = true }
	return []attack{
		{"valid-schema", "A badge that names the schema of badges. (OB 36)", named(arrays + badge), valid},
		{"valid-schema-json-ld", "Likewise the one that takes single values. (OB 36, T17)", named(jsonLD + badge), valid},
		{"valid-schema-any", "Likewise the one for both data models. (OB 36)", named(arrays + "ob_v3p0_anyachievementcredential_schema.json"), valid},
		{"valid-schema-embedded", "Likewise under an embedded proof. (OB 36, T6)", all(named(jsonLD+badge), asDocument), valid},
		{"valid-warned-schema-arrays", "A single value where the schema wants an array. (OB 31, T17)", all(named(arrays+badge), signed(`["Achievement"]`, `"Achievement"`)),
			valid.warned("schema_arrays", toAchievement+"/type")},
		{"valid-warned-schema-arrays-in-array", "Likewise below an array. (OB 31, T17)", all(named(arrays+badge), addedTo{atRoot, "evidence", "[" + goodEvidence + "]"}.with(`["Evidence"]`, `"Evidence"`)),
			valid.warned("schema_arrays", "/evidence/0/type")},
		{"valid-warned-schema-proof", "One proof without its array. (OB 31, T17)", all(named(arrays+badge), asDocument), valid.warned("schema_arrays", "/proof")},
		{"valid-schema-proof-listed", "One proof in an array. (OB 31, T17)", all(named(arrays+badge), asDocument, func(f *forge) { f.listed = true }), valid},
		{"valid-schema-single-json-ld", "The other schema takes single values. (OB 31, T17)", all(named(jsonLD+badge), signed(`["Achievement"]`, `"Achievement"`)), valid},
		{"valid-schema-unknown", "A schema that is not known here is reported as not checked. (A16)", named("https://example.org/schemas/1"), valid},
		{"valid-schema-unknown-of-1edtech", "So is another one of 1EdTech's. (A16)", named("https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"), valid},
		{"valid-schema-other-type", "So is a schema of another type. (A16)", plus(atRoot, `"credentialSchema":[{"id":"`+arrays+badge+`","type":"JsonSchema"}]`), valid},
		{"schema-of-endorsements", "A badge that names the schema of endorsements. (OB 36)", named(arrays + "ob_v3p0_endorsementcredential_schema.json"), broken},
		{"schema-of-profiles", "A badge that names the schema of profiles. (OB 36)", named(jsonLD + "ob_v3p0_profile_schema.json"), broken},
		{"schema-second", "The second of two schemas is not the badge's. (OB 36)", named(jsonLD+badge, jsonLD+"ob_v3p0_anyendorsementcredential_schema.json"), invalid("schema", "schema", "/credentialSchema/1")},
		{"valid-schemas-many", "Thousands of schemas, of which a few are answered for. (OB 36, OB 102)",
			named(slices.Repeat([]string{arrays + badge}, 4000)...), valid},
		{"valid-schema-ninth-not-looked-at", "A ninth schema is left open, whatever it is. (OB 102)",
			named(append(slices.Repeat([]string{jsonLD + badge}, 8), jsonLD+"ob_v3p0_profile_schema.json")...), valid},
		{"schema-eighth", "The eighth is not. (OB 36)",
			named(append(slices.Repeat([]string{jsonLD + badge}, 7), jsonLD+"ob_v3p0_profile_schema.json")...), invalid("schema", "schema", "/credentialSchema/7")},
		{"schema-of-no-badge", "Another credential that names the schema of badges. (OB 36)", all(noBadge, named(jsonLD+badge)), broken},
		{"schema-broken", "A credential that calls itself a badge, names its schema and breaks the rules. (OB 36)", all(anyCredential, named(jsonLD+badge), signed(`"achievementType":"Certification"`, `"achievementType":"Charter"`)), broken},
		{"valid-endorsement", "An endorsement on its own. (OB 98)", endorsement, valid},
		{"valid-schema-endorsement", "An endorsement that names the schema of endorsements. (OB 98)", all(endorsement, named(arrays+"ob_v3p0_endorsementcredential_schema.json")), valid},
		{"valid-schema-any-endorsement", "Likewise the one for both data models. (OB 98)", all(endorsement, named(jsonLD+"ob_v3p0_anyendorsementcredential_schema.json")), valid},
		{"valid-warned-schema-endorsement-arrays", "A single value where the schema wants an array. (OB 98, T17)", all(endorsement, named(arrays+"ob_v3p0_endorsementcredential_schema.json"), signed(`["EndorsementSubject"]`, `"EndorsementSubject"`)),
			valid.warned("schema_arrays", "/credentialSubject/type")},
		{"schema-endorsement-of-badges", "An endorsement that names the schema of badges. (OB 98)", all(endorsement, named(arrays+badge)), broken},
		{"schema-endorsement-unnamed", "An endorsement without a name. (OB 98)", all(endorsement, of, signed(`"name":"Endorsement",`, "")), broken},
		{"schema-endorsement-without-id", "An endorsement without an id. (OB 98)", all(endorsement, of, signed(`"id":"urn:uuid:3f0a7c7e-9d0b-4a55-8f0e-6d1f6a3f7d21",`, "")), broken},
		{"schema-endorsement-type", "An endorsement that does not call itself one. (OB 98)", all(endorsement, of, signed(`"EndorsementCredential"`, `"https://example.org/types#Endorsement"`)), broken},
		{"schema-endorsement-issuer", "An endorsement whose issuer has no type. (OB 98)", all(endorsement, of, signed(`"type":["Profile"],`, "")), broken},
		{"schema-endorsement-without-date", "An endorsement without validFrom. (OB 98)", all(endorsement, of, signed(`"validFrom":"2026-01-01T00:00:00Z",`, "")), broken},
		{"schema-endorsement-refresh", "An endorsement with a refresh service without an id. (OB 98)", all(endorsement, of, signed(`"name":"Endorsement"`, `"name":"Endorsement","refreshService":{"type":"ExampleRefresh"}`)), broken},
		{"schema-endorsement-dates-of-1-1", "An endorsement with a date of data model 1.1. (OB 98)", all(endorsement, of, signed(`"name":"Endorsement"`, `"name":"Endorsement","expirationDate":"2026-01-01T00:00:00Z"`)),
			invalid("malformed", "ambiguous_layout", "/expirationDate")},
		{"schema-endorsement-of-nothing", "An endorsement of nothing. (OB 98)", all(endorsement, of, signed(`"id":"https://example.org/achievements/cmt-charter",`, "")), broken},
		{"schema-endorsement-subject-type", "An endorsement whose subject is of another class. (OB 98)", all(endorsement, of, signed(`["EndorsementSubject"]`, `["Subject"]`)), broken},
		{"schema-endorsement-text-number", "An endorsement whose text is a number. (OB 98)", all(endorsement, of, signed(`"Well made."`, `7`)), broken},
	}
}

// TestEveryRequirementHasAVector: each requirement of the project's lists that a credential can break, or follow, before a
// verifier is named by a vector of this table or has one elsewhere.
func TestEveryRequirementHasAVector(t *testing.T) {
	elsewhere := map[string]string{ // vectors in other folders, by their paths
		"OB 46": "dataintegrity/valid-eddsa-rdfc-2022.json", "OB 47": "dataintegrity/valid-ed25519-signature-2020.json",
		"OB 48": "dataintegrity/cryptosuite-ecdsa-sd-2023.json", "OB 49": "dataintegrity/purpose-authentication.json",
		"OB 52": "dataintegrity/rdfc-context-another.json", "OB 54": "dataintegrity/valid-jws-around-proof.json",
		"OB 39": "dataintegrity/context-other-revision.json", "OB 41": "older/valid-vc-claim.json",
		"OB 58": "jws/typ-access-token.json", "OB 59": "jws/jwk-private.json",
		"OB 81": "status/", "OB 82": "status/", "OB 83": "status/revoked.json", "OB 84": "status/", "OB 86": "status/",
		"OB 87": "status/list-by-trusted-other.json", "OB 89": "status/suspended.json",
		"OB 120": "status/revoked-and-expired.json",
		"A3":     "dataintegrity/context-redefines-protected.json", "A25": "dataintegrity/valid-eddsa-rdfc-2022.json",
		"T1": "jws/did-key-foreign-fragment.json", "T10": "jws/typ-access-token.json", "T15": "dataintegrity/jws-around-proof-over-claims.json",
		"T16": "jws/jwk-of-attacker-kid-of-issuer.json", "T8": "status/",
		"OB 99": "endorsement/valid-jwt-everywhere-in-jws.json", "OB 100": "endorsement/", "OB 101": "endorsement/", "A28": "older/envelope-https.json",
		"A29": "presentation/badge-self-asserted.json",
	}
	outOfScope := map[string]string{
		"OB 34": "for who issues; OB 35 is its counterpart", "OB 37": "of this library: tests of package context", "OB 40": "for who issues",
		"OB 43": "for who issues; OB 44 is its counterpart", "OB 45": "for who issues", "OB 50": "decided otherwise: all proofs of the issuer must hold",
		"OB 51": "for who issues", "OB 53": "for who issues", "OB 55": "for who issues", "OB 56": "decided otherwise: the first form is EdDSA",
		"OB 57": "for who issues", "OB 60": "for who issues", "OB 85": "decided otherwise: status/valid-index-number.json",
		"OB 91": "for who issues lists", "OB 92": "for who issues; OB 94 is its counterpart",
		"OB 103": "pictures", "OB 104": "pictures", "OB 105": "pictures", "OB 106": "pictures", "OB 107": "pictures", "OB 108": "pictures",
		"OB 109": "pictures", "OB 110": "pictures", "OB 111": "pictures", "OB 112": "files", "OB 114": "compares two credentials",
		"OB 115": "for who issues", "OB 118": "of the report: TestReportOfAValidBadge", "OB 119": "for who issues",
		"A20": "for who issues", "A21": "for who issues", "A23": "of the report", "A24": "of the report: TestProblems",
		"T21": "of the text of the standard",
	}
	named := make(map[string]bool)
	for _, a := range formatAttacks() {
		brackets := regexp.MustCompile(`\(((?:(?:OB |A|T)\d+(?:, )?)+)\)$`).FindStringSubmatch(a.description)
		if brackets == nil {
			continue
		}
		for number := range strings.SplitSeq(brackets[1], ", ") {
			named[number] = true
		}
	}
	var wanted []string
	for i := 1; i <= 120; i++ {
		if i <= 60 || i >= 80 {
			wanted = append(wanted, "OB "+strconv.Itoa(i))
		}
	}
	for i := 1; i <= 29; i++ {
		wanted = append(wanted, "A"+strconv.Itoa(i))
	}
	for i := 1; i <= 24; i++ {
		wanted = append(wanted, "T"+strconv.Itoa(i))
	}
	for _, number := range wanted {
		file, other := elsewhere[number]
		_, out := outOfScope[number]
		switch {
		case named[number]:
			require.False(t, out, "%s has a vector and is out of scope", number)
		case other:
			_, err := os.Stat(filepath.Join(vectorRoot, file))
			require.NoError(t, err, number)
		case !out:
			t.Errorf("no vector for %s", number)
		}
	}
	require.GreaterOrEqual(t, len(formatAttacks()), 150)
}
