package verifier_test

import (
	"fmt"
	"strings"
)

// What is done to the document of an embedded proof. The rows that are named (B1 and so on) are those of the project's
// catalogue of attacks.

// The beginnings of the objects of goodDocument, to which something is added.
const (
	atRoot        = `"validFrom":"2026-01-01T00:00:00Z"`
	atIssuer      = `"type":["Profile"]`
	atSubject     = `"type":["AchievementSubject"]`
	atIdentifier  = `"type":"IdentityObject"`
	atAchievement = `"type":["Achievement"]`
	atCriteria    = `"narrative":"Pass three examinations."`

	toAchievement = "/credentialSubject/achievement"
)

var changed = invalid("signature", "signature", "/proof")

func lost(pointer string) expectation { return invalid("malformed", "data_loss", pointer) }
func notConverted(pointer string) expectation {
	return open("unsupported", "jsonld_unsupported", pointer)
}

// insert adds members to an object after it was signed.
func insert(at, members string) func(*forge) { return edited(at, members+","+at) }

// undefinedContent (B1): what no context defines has no meaning to JSON-LD, and a converter that leaves it out finds the
// old signature good.
func undefinedContent() []attack {
	var list []attack
	for _, object := range []struct{ name, at, pointer string }{
		{"credential", atRoot, ""}, {"issuer", atIssuer, "/issuer"}, {"subject", atSubject, "/credentialSubject"},
		{"identifier", atIdentifier, "/credentialSubject/identifier/0"}, {"achievement", atAchievement, toAchievement},
		{"criteria", atCriteria, toAchievement + "/criteria"},
	} {
		list = append(list, attack{"undefined-member-of-" + object.name,
			"B1: a member that no context defines, added to the " + object.name + " after signing.",
			all(anyCredential, insert(object.at, `"grade":"A"`)), lost(object.pointer + "/grade")})
	}
	return append(list, []attack{
		{"undefined-member", "B1: a member that no context defines, added to a badge after signing.", insert(atRoot, `"grade":"A"`), lost("/grade")},
		{"undefined-member-escaped", "B1: its name written with an escape.", insert(atRoot, `"gr\u0061de":"A"`), lost("/grade")},
		{"undefined-member-in-other-case", "B1: ValidUntil is no term, and is not validUntil.", edited(`"validUntil"`, `"ValidUntil"`), lost("/ValidUntil")},
		{"undefined-type", "B1: a type that no context defines.", edited(atAchievement, `"type":["Achievement","Diploma"]`), lost(toAchievement + "/type/1")},
		{"undefined-type-of-credential", "B1: likewise, of the credential.",
			edited(`"OpenBadgeCredential"]`, `"OpenBadgeCredential","Diploma"]`), lost("/type/2")},
		{"undefined-terms-context", "B1: a context that gives a meaning to every name is added with the member.", all(func(f *forge) {
			f.after = func(s string) string {
				s = replaceOnce(s, `context-3.0.3.json"]`, `context-3.0.3.json","https://www.w3.org/ns/credentials/undefined-terms/v2"]`)
				return replaceOnce(s, atRoot, `"grade":"A",`+atRoot)
			}
		}), changed},
		{"undefined-member-with-its-context", "B1: a context that defines the member is added with it.", func(f *forge) {
			f.know(membershipURL, membership)
			f.after = func(s string) string {
				s = replaceOnce(s, `context-3.0.3.json"]`, `context-3.0.3.json","`+membershipURL+`"]`)
				return replaceOnce(s, atRoot, `"chapter":"A",`+atRoot)
			}
		}, changed},
		{"empty-member-name", "B33: a member without a name, at which converters have panicked.", insert(atRoot, `"":[0]`), lost("/")},
	}...)
}

// foreignNodes (B2, B3, B4, B10, B11): content that converters drop because of a malformed identifier, tag or value.
func foreignNodes() []attack {
	// Below the achievement, where the data model 2.0 does not look.
	related := func(members string) func(*forge) {
		return all(anyCredential, insert(atAchievement, `"related":[{`+members+`}]`))
	}
	described := func(second string) func(*forge) {
		return all(anyCredential, edited(`"description":"A sample of a professional designation."`,
			`"description":["A sample of a professional designation.",`+second+`]`))
	}
	id, second := lost(toAchievement+"/related/0/id"), lost(toAchievement+"/description/1")
	return []attack{
		{"forged-subject", "B2: a second subject, whose identifier converters drop.", all(anyCredential, func(f *forge) {
			f.after = func(s string) string {
				s = replaceOnce(s, `"credentialSubject":{`, `"credentialSubject":[{"id":"https://mallory .example","type":["AchievementSubject"],`+
					`"achievement":{"id":"urn:x:phd","type":["Achievement"],"name":"Gold PhD","description":"D","criteria":{"narrative":"N"}}},{`)
				return replaceOnce(s, `examinations."}}},"proof"`, `examinations."}}}],"proof"`)
			}
		}), invalid("malformed", "shape", "/credentialSubject/0/id")},
		{"forged-related", "B2: a related achievement, whose identifier converters drop.",
			related(`"id":"https://mallory .example/1","type":["Related"],"name":"Gold PhD"`), id},
		{"forged-endorsement", "B2: an endorsement, whose identifier converters drop.",
			all(anyCredential, insert(atRoot, `"endorsement":[{"@context":`+goodContexts+`,"id":"https://mallory .example/2",`+
				`"type":["VerifiableCredential","EndorsementCredential"],"issuer":"did:web:example.org","validFrom":"2026-01-01T00:00:00Z",`+
				`"credentialSubject":{"id":"urn:x:y","type":["EndorsementSubject"]}}]`)), lost("/endorsement/0/id")},
		{"forged-result", "B2: a result, whose identifier converters drop.",
			all(anyCredential, insert(atSubject, `"result":[{"id":"https://mallory .example/3","type":["Result"],"value":"A+"}]`)),
			lost("/credentialSubject/result/0/id")},
		{"forged-description", "B2, B4: a second description, in a language whose tag converters drop.",
			described(`{"@value":"A doctorate.","@language":"en_US"}`), second},
		{"forged-status-null", "B2: a status that is null, as if the issuer published one.",
			all(anyCredential, insert(atRoot, `"credentialStatus":null`)), invalid("malformed", "shape", "/credentialStatus")},
		{"related-relative-id", "B3: a relative identifier.", related(`"id":"related-1","type":["Related"],"name":"Gold PhD"`), id},
		{"related-relative-type", "B3: a relative type.", related(`"id":"urn:x:y","type":["Related","diploma"],"name":"Gold PhD"`), lost(toAchievement + "/related/0/type/1")},
		{"text-direction-unknown", "B4: a direction that there is not.", described(`{"@value":"A doctorate.","@direction":"up"}`), second},
		{"text-null", "B4: a value that is null.", described(`{"@value":null}`), second},
		{"text-index", "B4: a value with an index, which converters drop.", described(`{"@value":"A doctorate.","@index":"x"}`),
			lost(toAchievement + "/description/1/@index")},
		{"text-array-in-array", "B4: an array in an array.", described(`["A doctorate."]`), second},
		{"object-index", "B4: an object with an index, which converters drop.", all(anyCredential, insert(atAchievement, `"@index":"x"`)), notConverted(toAchievement + "/@index")},
		{"member-null", "B4: null, which converters drop.", all(anyCredential, insert(atAchievement, `"inLanguage":null`)), lost(toAchievement + "/inLanguage")},
		{"object-empty", "B4: an empty object.", all(anyCredential, insert(atAchievement, `"related":[{}]`)), lost(toAchievement + "/related/0")},
		{"array-empty", "B4: an empty array, which converters drop.", all(anyCredential, insert(atAchievement, `"related":[]`)), lost(toAchievement + "/related")},
		{"blank-predicate", "B4: a blank node as a property.", insert(atRoot, `"_:p":"x"`), notConverted("/_:p")},
		{"iri-greater-than", "B10: an identifier that ends its own N-Quads term and begins another.", related(`"id":"urn:o> <urn:g","type":["Related"]`), id},
		{"iri-quote", "B10: an identifier with a quotation mark.", related(`"id":"urn:o\"x","type":["Related"]`), id},
		{"iri-line-break", "B10: an identifier with a line break.", related(`"id":"urn:o\nx","type":["Related"]`), id},
		{"iri-control", "B10: an identifier with a control character.", related(`"id":"urn:o\u0001x","type":["Related"]`), id},
		{"iri-type-greater-than", "B10: a type that ends its own N-Quads term.", related(`"id":"urn:x:y","type":["Related","urn:t> <urn:x"]`), lost(toAchievement + "/related/0/type/1")},
		{"iri-datatype-greater-than", "B10: a datatype that ends its own N-Quads term.", described(`{"@value":"x","type":"urn:d> <urn:x"}`), second},
		{"blank-label", "B9, B11: a blank node that takes the label of another. With labels any graph could be written, poison ones among them.",
			related(`"id":"_:c14n0","type":["Related"],"name":"Gold PhD"`), id},
	}
}

// keywords (B15) that move data out of the credential, or turn a relation round.
func keywords() []attack {
	var list []attack
	for _, k := range []struct{ name, value string }{
		{"graph", `[{"id":"urn:x:y","name":"Gold PhD"}]`}, {"included", `[{"id":"urn:x:y","name":"Gold PhD"}]`},
		{"reverse", `{"evidence":[{"id":"urn:x:y"}]}`}, {"nest", `{"name":"Gold PhD"}`}, {"set", `["x"]`}, {"list", `["x"]`}, {"future", `"x"`},
	} {
		member := `"@` + k.name + `":` + k.value
		list = append(list,
			attack{"keyword-" + k.name, "B15: @" + k.name + " in the credential.", insert(atRoot, member), notConverted("/@" + k.name)},
			attack{"keyword-" + k.name + "-inside", "B15: @" + k.name + " in the achievement.", all(anyCredential, insert(atAchievement, member)),
				notConverted(toAchievement + "/@" + k.name)})
	}
	return list
}

// contextAttacks (B5, B6, B7, B32): who can change a context can change what was signed.
func contextAttacks() []attack {
	added := func(context string) func(*forge) {
		return edited(`context-3.0.3.json"]`, `context-3.0.3.json",`+context+`]`)
	}
	url := fmt.Sprintf("%q", extraContextURL)
	with := func(doc string) func(*forge) {
		return all(added(url), func(f *forge) { f.know(extraContextURL, doc) })
	}
	inline, unknown := open("unsupported", "context_inline", "/@context/2"), open("unsupported", "context_unknown", "/@context/2")
	nested := notConverted(toAchievement + "/@context")
	const unprotected = `{"@context":{"chapter":"https://example.org/membership#chapter"}}`
	member := func(doc string) func(*forge) {
		return func(f *forge) {
			f.context(membershipURL, doc)
			f.p(`"validFrom"`, `"chapter":"Zürich","validFrom"`)
		}
	}
	list := []attack{
		{"context-nested-inline", "B5: a context written out in the achievement.",
			all(anyCredential, insert(atAchievement, `"@context":{"name":"https://example.org/x"}`)), nested},
		{"context-nested", "B6: a context of every verifier's set in the achievement, where none belongs.",
			all(anyCredential, insert(atAchievement, `"@context":"https://w3id.org/security/data-integrity/v2"`)), nested},
		{"context-nested-in-issuer", "B6: likewise in the issuer.",
			all(anyCredential, insert(atIssuer, `"@context":`+goodContexts)), notConverted("/issuer/@context")},
		{"context-removed", "B6: the context of Open Badges taken away: its terms mean nothing.",
			all(anyCredential, edited(goodContexts, `["https://www.w3.org/ns/credentials/v2"]`)), lost("/type/1")},
		{"context-redefines-protected", "B6: a context added that gives another meaning to a protected term.",
			with(`{"@context":{"narrative":"https://attacker.example/narrative"}}`), invalid("malformed", "context_conflict", "/@context")},
		{"context-redefines-open", "B6: a context added that gives another meaning to a term which is not protected.",
			all(member(unprotected), func(f *forge) {
				f.know(extraContextURL, `{"@context":{"chapter":"https://attacker.example/chapter"}}`)
				f.after = func(s string) string { return replaceOnce(s, membershipURL+`"]`, membershipURL+`",`+url+`]`) }
			}), changed},
		{"context-nullifies-open", "B6: a context added that takes the meaning from a term.",
			all(member(unprotected), func(f *forge) {
				f.know(extraContextURL, `{"@context":{"chapter":null}}`)
				f.after = func(s string) string { return replaceOnce(s, membershipURL+`"]`, membershipURL+`",`+url+`]`) }
			}), lost("/chapter")},
		{"context-other-revision", "B7: the verifier has another revision of the context than the issuer.", all(member(membership), func(f *forge) {
			f.after = func(s string) string {
				f.know(membershipURL, `{"@context":{"@protected":true,"chapter":"https://example.org/membership#section"}}`)
				return s
			}
		}), changed},
		{"context-not-given", "B32: a context that the issuer signed with and the verifier does not have.", all(member(membership), func(f *forge) {
			f.after = func(s string) string { f.vector.Contexts = nil; return s }
		}), unknown},
		{"context-nine", "B32: nine contexts.", all(anyCredential, edited(`context-3.0.3.json"]`,
			`context-3.0.3.json"`+strings.Repeat(`,"https://w3id.org/security/data-integrity/v2"`, 7)+`]`)), open("too_large", "size", "/@context")},
		{"context-recursive", "B32: a context that names itself.", with(`{"@context":["` + extraContextURL + `"]}`), open("too_large", "size", "/@context")},
		{"context-names-unknown", "B32: a context that names another, which the verifier does not have.",
			with(`{"@context":["https://attacker.example/context.json",{}]}`), open("unsupported", "context_unknown", "/@context")},
	}
	for _, c := range []struct{ name, context string }{
		{"term", `{"narrative":"https://attacker.example/narrative"}`}, {"vocab", `{"@vocab":"https://attacker.example/"}`},
		{"base", `{"@base":"https://attacker.example/"}`}, {"nest", `{"grade":"@nest"}`}, {"index", `{"grade":"@index"}`},
		{"id", `{"grade":"@id"}`}, {"null", `{"narrative":null}`}, {"import", `{"@import":"https://attacker.example/context.json"}`}, {"empty", `{}`},
	} {
		list = append(list, attack{"context-inline-" + c.name, "B5: a context written out in the credential, with " + c.name + ".", added(c.context), inline})
	}
	for _, c := range []struct{ name, url string }{
		{"attackers", "https://attacker.example/context.json"}, {"file", "file:///etc/passwd"}, {"http", "http://www.w3.org/ns/credentials/v2"},
		{"data", "data:application/ld+json,%7B%22@context%22:%7B%7D%7D"}, {"trailing-slash", "https://www.w3.org/ns/credentials/v2/"},
		{"loopback", "http://127.0.0.1:8080/context.json"},
	} {
		list = append(list, attack{"context-url-" + c.name, "B32: a context that is in nobody's set is not fetched.", added(fmt.Sprintf("%q", c.url)), unknown})
	}
	return list
}

// respelled: the same quads, so that the old proof fits, under names or in places where no reader of the JSON looks; and
// what reads the same all the same.
func respelled() []attack {
	return []attack{
		{"valid-until-by-iri", "validUntil under its full IRI: the quads are the same, and no reader finds an end of validity.",
			edited(`"validUntil":"2026-12-31T23:59:59Z"`, `"https://www.w3.org/2018/credentials#validUntil":`+
				`{"@value":"2026-12-31T23:59:59Z","type":"http://www.w3.org/2001/XMLSchema#dateTime"}`),
			notConverted("/https:~1~1www.w3.org~12018~1credentials#validUntil")},
		{"id-by-keyword", "@id for id.", all(anyCredential, edited(`"achievement":{"id"`, `"achievement":{"@id"`)), lost(toAchievement + "/@id")},
		{"type-by-keyword", "@type for type.", all(anyCredential, edited(atAchievement, `"@type":["Achievement"]`)), lost(toAchievement + "/@type")},
		{"type-by-iri", "A type by its full IRI.", all(anyCredential, edited(atAchievement, `"type":["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"]`)),
			lost(toAchievement + "/type/0")},
		{"value-twice", "A value twice, which RDF keeps once.",
			all(anyCredential, edited(`"name":"CMT Charterholder","issuer"`, `"name":["CMT Charterholder","CMT Charterholder"],"issuer"`)), lost("/name")},
		{"type-twice", "Likewise a type.", all(anyCredential, edited(`"OpenBadgeCredential"]`, `"OpenBadgeCredential","OpenBadgeCredential"]`)), lost("/type")},
		{"statement-moved", "B16: the issuer's name moved to another place that describes the issuer.", all(anyCredential,
			signed(atSubject, atSubject+`,"source":"did:web:example.org"`), func(f *forge) {
				name := `,"name":"Sample issuer (not the CMT Association)"`
				f.after = func(s string) string {
					return replaceOnce(replaceOnce(s, name, ""), `"source":"did:web:example.org"`, `"source":{"id":"did:web:example.org","type":["Profile"]`+name+`}`)
				}
			}), notConverted("/credentialSubject/source")},
		{"node-merge", "B16: evidence with the identifier of the issuer: to RDF they are one thing.", all(anyCredential,
			insert(atRoot, `"evidence":[{"id":"did:web:example.org","type":["Evidence"],"name":"Gold PhD"}]`)), notConverted("/evidence/0")},
		{"valid-node-twice", "B16: the issuer described twice, alike.", all(anyCredential, func(f *forge) {
			f.p(atAchievement, atAchievement+`,"creator":{"type":["Profile"],"id":"did:web:example.org","name":"Sample issuer (not the CMT Association)"}`)
		}), valid},
		{"string-object", "A string written out as a value, which who looks for a string does not find.",
			all(anyCredential, edited(`"name":"CMT Charterholder","issuer"`, `"name":{"@value":"CMT Charterholder"},"issuer"`)), lost("/name")},
		{"valid-array-of-one", "One value in an array is the same value.",
			all(anyCredential, edited(`"name":"CMT Charterholder","issuer"`, `"name":["CMT Charterholder"],"issuer"`)), valid},
		{"valid-identifier-object", "An identifier as an object is the same identifier.",
			all(anyCredential, signed(atSubject, atSubject+`,"source":"did:web:example.org"`),
				edited(`"source":"did:web:example.org"`, `"source":{"id":"did:web:example.org"}`)), valid},

		{"changed-letter", "One letter of the holder's achievement changed after signing.",
			edited(`"name":"CMT Charterholder","description"`, `"name":"CMT Charterholdes","description"`), changed},
		{"changed-type", "A type taken away.", all(anyCredential, edited(`,"OpenBadgeCredential"]`, `]`)), changed},
		{"member-removed", "validUntil taken away.", edited(`"validUntil":"2026-12-31T23:59:59Z",`, ""), changed},
		{"member-added", "A member of Open Badges added.", insert(atRoot, `"awardedDate":"2025-06-01T00:00:00Z"`), changed},
		{"member-moved", "A member moved from the credential to its subject.", all(anyCredential, func(f *forge) {
			f.after = func(s string) string {
				return replaceOnce(replaceOnce(s, `"name":"CMT Charterholder","issuer"`, `"issuer"`), atSubject, `"name":"CMT Charterholder",`+atSubject)
			}
		}), changed},
		{"value-of-another-datatype", "A number instead of the text of it.", all(anyCredential,
			signed(atAchievement, `"humanCode":"1",`+atAchievement), edited(`"humanCode":"1"`, `"humanCode":1`)), changed},
		{"value-with-language", "A language added to a text.", all(anyCredential,
			edited(`"name":"CMT Charterholder","issuer"`, `"name":{"@value":"CMT Charterholder","@language":"en"},"issuer"`)), changed},
		{"text-not-normalised", "B13: é as two characters instead of one.", all(signed("Pass three", "Passé three"), edited("Passé three", "Passe\u0301 three")), changed},
	}
}

// jsonLevel (B12, B13, B14, B29, B33): what two readers of JSON may read differently, whatever the cryptosuite.
func jsonLevel() []attack {
	text := toAchievement + "/criteria/narrative"
	credits := toAchievement + "/creditsAvailable"
	number := func(literal string) func(*forge) { return insert(atAchievement, `"creditsAvailable":`+literal) }
	deep := `"deep":` + strings.Repeat("[", 40) + strings.Repeat("]", 40)
	return []attack{
		{"duplicate-member", "B14: two ends of validity.", insert(atRoot, `"validUntil":"2099-12-31T23:59:59Z"`), invalid("malformed", "json_duplicate", "/validUntil")},
		{"duplicate-member-escaped", "B14: one of them written with an escape.", insert(atRoot, `"valid\u0055ntil":"2099-12-31T23:59:59Z"`),
			invalid("malformed", "json_duplicate", "/validUntil")},
		{"duplicate-proof", "B14: two members proof, instead of one with two proofs.", func(f *forge) {
			f.after = func(s string) string { return strings.TrimSuffix(s, "}") + "," + s[strings.Index(s, `"proof"`):] }
		}, invalid("malformed", "json_duplicate", "/proof")},
		{"duplicate-proof-value", "B14: two signatures in one proof.", edited(`"proofValue":"`, `"proofValue":"z1","proofValue":"`),
			invalid("malformed", "json_duplicate", "/proof/proofValue")},
		{"number-too-precise", "B12: an integer that two readers read differently.", number("9007199254740993"), invalid("malformed", "json_number", credits)},
		{"number-of-17-digits", "B12: a fraction that a float64 rounds.", number("0.12345678901234567891"), invalid("malformed", "json_number", credits)},
		{"number-infinite", "B12: a number that no float64 holds.", number("1e400"), invalid("malformed", "json_number", credits)},
		{"number-underscore", "B29: a number that some readers take.", number("1_000"), invalid("malformed", "json_syntax", toAchievement)},
		{"number-leading-zero", "B29: likewise.", number("007"), invalid("malformed", "json_syntax", toAchievement)},
		{"lone-surrogate", "B13: half of a surrogate pair.", edited("Pass three", `Pass \ud800 three`), invalid("malformed", "json_encoding", text)},
		{"jcs-lone-surrogate", "B13, B29: likewise in a suite that signs the JSON.", all(jcs, edited("Pass three", `Pass \ud800 three`)), invalid("malformed", "json_encoding", text)},
		{"jcs-deep", "B29: forty arrays inside one another, in a suite that signs the JSON.", all(jcs, insert(atRoot, deep)),
			open("too_large", "size", "/deep"+strings.Repeat("/0", 31))},
		{"nothing-but-an-empty-name", "B33: nine bytes at which a converter panics.", func(f *forge) { f.after = func(string) string { return `{"":[0]}` } },
			invalid("malformed", "not_a_credential", "/@context/0")},
		{"trailing-object", "A second object after the credential.", func(f *forge) { f.after = func(s string) string { return s + "{}" } },
			invalid("malformed", "json_syntax", "")},
		{"proof-in-other-case", "Proof is not proof.", edited(`"proof":{`, `"Proof":{`), invalid("no_proof", "unsecured", "")},
		{"too-large", "A credential beyond the caller's limit.", func(f *forge) { f.vector.MaxBytes = 1000 }, open("too_large", "size", "")},
		{"selective-disclosure", "A part of the credential that may be withheld.",
			signed(atCriteria, `"_sd":["CrQe7S5kqBAHt-nMYXgc6bdt2SH5aTY1sU_M-PgkjPI"],`+atCriteria),
			open("unsupported", "selective_disclosure", toAchievement+"/criteria/_sd")},
	}
}

// jcsContent (B28): in a suite that signs the JSON every member counts, and every place.
func jcsContent() []attack {
	list := []struct {
		name, description string
		do                func(*forge)
	}{
		{"member-added", "a member added", insert(atRoot, `"grade":"A"`)},
		{"member-added-inside", "a member added to the criteria", insert(atCriteria, `"grade":"A"`)},
		{"null-added", "null added", all(anyCredential, insert(atCriteria, `"grade":null`))},
		{"empty-array-added", "an empty array added", all(anyCredential, insert(atCriteria, `"grade":[]`))},
		{"keyword-added", "@graph added", all(anyCredential, insert(atRoot, `"@graph":[]`))},
		{"member-removed", "a member removed", edited(`"achievementType":"Certification",`, "")},
		{"letter-changed", "a letter changed", edited(`Pass three`, `Pass threw`)},
		{"types-reordered", "two types exchanged", edited(`["VerifiableCredential","OpenBadgeCredential"]`, `["OpenBadgeCredential","VerifiableCredential"]`)},
		{"type-alias", "a type by its other name", edited(`"OpenBadgeCredential"]`, `"AchievementCredential"]`)},
		{"array-of-one", "a value put into an array", all(anyCredential, edited(`"name":"CMT Charterholder","issuer"`, `"name":["CMT Charterholder"],"issuer"`))},
		{"number-as-text", "a number put into quotes", all(anyCredential, signed(atAchievement, `"creditsAvailable":10,`+atAchievement),
			edited(`"creditsAvailable":10`, `"creditsAvailable":"10"`))},
		{"proof-member-added", "a member added to the proof", edited(createdAtTheTime, `"remark":"x",`+createdAtTheTime)},
		{"proof-member-moved", "a member of the proof moved to the credential", func(f *forge) {
			f.proofs[0].add(`"remark":"x"`)
			f.after = func(s string) string {
				return replaceOnce(replaceOnce(s, `,"remark":"x"`, ""), atRoot, `"remark":"x",`+atRoot)
			}
		}},
		{"inner-proof-removed", "a member proof of the achievement removed: only the one at the top is not signed", func(f *forge) {
			f.p(atAchievement, `"proof":{},`+atAchievement)
			f.after = func(s string) string { return replaceOnce(s, `"proof":{},`, "") }
		}},
	}
	var attacks []attack
	for _, a := range list {
		attacks = append(attacks, attack{"jcs-" + a.name, "B28: " + a.description + ", after signing.", all(jcs, a.do), changed})
	}
	return attacks
}

// symmetric (B9): what is costly to canonicalise.
func symmetric() []attack {
	alignments := func(n int, each string) string {
		return `"alignment":[` + strings.Repeat(each+",", n-1) + each + `]`
	}
	const alike = `{"type":["Alignment"],"targetName":"x","targetUrl":"https://example.org/x"}`
	return []attack{
		{"twins", "B9: three hundred objects that nothing tells apart.", all(anyCredential, insert(atAchievement, alignments(300, alike))),
			open("too_large", "canonicalization_budget", "")},
		{"valid-twins", "B9: three of them are no attack.", signed(atAchievement, alignments(3, alike)+","+atAchievement), valid},
		{"many-objects", "B9: eleven hundred objects without an identifier.",
			all(anyCredential, insert(atAchievement, alignments(1100, `{"type":["Alignment"]}`))), open("too_large", "size", toAchievement+"/alignment/999")},
		{"deep-chain", "B9: forty organisations, each the parent of the last.", insert(atIssuer,
			strings.Repeat(`"parentOrg":{"type":"Profile",`, 40)+`"name":"x"`+strings.Repeat("}", 40)),
			open("too_large", "size", "/issuer"+strings.Repeat("/parentOrg", 31))},
	}
}
