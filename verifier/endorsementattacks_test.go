package verifier_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/multikey"
)

func TestWriteEndorsementVectors(t *testing.T) {
	writeVectors(t, "endorsement", newForge, endorsementAttacks())
}

func endorsementAttacks() []attack {
	return slices.Concat(genuineEndorsements(), endorsementsInside(), ownWords(), unknownEndorsers(), ofSomethingElse(),
		outOfDate(), notCredentials(), changedEndorsements(), underTheProof(), undefinedTerm())
}

const (
	endorserID    = "did:web:endorser.example"
	otherEndorser = "did:web:other-endorser.example"
	achievementID = "https://example.org/achievements/cmt-charter"
	creatorID     = "https://example.org/creators/1"
	sourceID      = "https://example.org/assessors/1"
	parentID      = "https://example.org/holding"

	goodEndorsement = `{"@context":` + goodContexts + `,"id":"urn:uuid:5f0cfa0c-8f6a-4b7e-9d0e-0d5b6a1f2e01",` +
		`"type":["VerifiableCredential","EndorsementCredential"],"name":"Endorsement",` +
		`"issuer":{"id":"did:web:endorser.example","type":["Profile"],"name":"Sample endorser"},` +
		`"validFrom":"2026-01-15T00:00:00Z","credentialSubject":{"id":"TARGET","type":["EndorsementSubject"],` +
		`"endorsementComment":"We would send our own people."}}`

	// The anchors of goodPayload before which things are put.
	inIssuer      = `"name":"Sample issuer (not the CMT Association)"`
	inSubject     = `"achievement":{"id":"https://example.org/achievements/cmt-charter"`
	inAchievement = `"achievementType":"Certification"`

	endorsementID   = "urn:uuid:5f0cfa0c-8f6a-4b7e-9d0e-0d5b6a1f2e01"
	rootEndorsement = "/endorsement/0"
	rootEndorsedJWT = "/endorsementJwt/0"
	endorsementTerm = `"endorsementJwt":{"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementJwt","@container":"@set"},`
)

// endorse makes a genuine endorsement with an embedded proof, until something is done to it.
func endorse(target string, do ...func(e *forge)) string {
	e := newForge("")
	e.header, e.payload = "", replaceOnce(goodEndorsement, "TARGET", target)
	e.proofs = []*proofForge{proofBy("eddsa-rdfc-2022", badgetest.Ed25519("endorser"), endorserID+"#ed25519")}
	all(do...)(e)
	return e.input()
}

// endorseJWT makes one as a compact JWS with the claims of Open Badges, quoted to stand in JSON.
func endorseJWT(target string, do ...func(e *forge)) string {
	return `"` + endorse(target, append([]func(*forge){inToken}, do...)...) + `"`
}

func inToken(e *forge) {
	e.header, e.key, e.proofs = strings.Replace(goodHeader, issuerID, endorserID, 1), badgetest.Ed25519("endorser"), nil
	e.payload = strings.TrimSuffix(e.payload, "}") + fmt.Sprintf(`,"iss":%q,"jti":%q,"sub":%q,"nbf":1768435200}`, endorserID, endorsementID, targetOf(e))
}

// targetOf returns what an endorsement is about.
func targetOf(e *forge) string {
	const subject = `"credentialSubject":{"id":"`
	target, _, _ := strings.Cut(e.payload[strings.LastIndex(e.payload, subject)+len(subject):], `"`)
	return target
}

// by makes another the endorser, who signs with the key of that name.
func by(id, key string) func(e *forge) {
	return func(e *forge) {
		for _, member := range []string{`"issuer":{"id":"`, `"iss":"`} { // and not what is endorsed
			e.payload = strings.Replace(e.payload, member+endorserID, member+id, 1)
		}
		e.header = strings.ReplaceAll(e.header, endorserID, id)
		e.key = badgetest.Ed25519(key)
		for _, p := range e.proofs {
			p.o(endorserID, id)
			p.key = badgetest.Ed25519(key)
		}
	}
}

// before puts members in front of an anchor of the badge, before it is signed.
func before(anchor, members string) func(*forge) {
	return func(f *forge) { f.p(anchor, members+","+anchor) }
}

// embeds and attaches are the members for endorsements in both forms.
func embeds(list ...string) string   { return `"endorsement":[` + strings.Join(list, ",") + `]` }
func attaches(list ...string) string { return `"endorsementJwt":[` + strings.Join(list, ",") + `]` }

// profile writes a profile with members beside what it must have.
func profile(id, members string) string {
	return fmt.Sprintf(`{"id":%q,"type":["Profile"],%s}`, id, members)
}

// endorserKnown and otherEndorserKnown put an endorser onto the trust list.
func endorserKnown(f *forge)      { f.trust(endorserID, "endorser") }
func otherEndorserKnown(f *forge) { f.trust(otherEndorser, "other endorser") }

// embeddedProof gives the badge a proof in place of the JWS.
func embeddedProof(suite string) func(*forge) {
	return func(f *forge) {
		f.header = ""
		claims := strings.LastIndex(f.payload, `,"iss":`)
		f.payload = f.payload[:claims] + "}"
		f.proofs = []*proofForge{proofBy(suite, badgetest.Ed25519("issuer"), issuerID+"#ed25519")}
	}
}

// laterRevision gives the verifier context 3.0.3 as 1EdTech changed it in place in June 2026: with endorsementJwt.
func laterRevision(f *forge) {
	doc, err := ldcontext.Embedded().Document(ldcontext.OpenBadges303)
	noError(err)
	f.know(ldcontext.OpenBadges303, replaceOnce(string(doc.Bytes()), `"endorsement": {`, endorsementTerm+`"endorsement": {`))
}

func endorsements(list ...endorsed) expectation {
	return expectation{Verdict: "valid", Endorsements: list}
}

func holdsAt(pointer string) endorsed { return endorsed{Pointer: pointer, Verdict: "valid"} }
func ownAt(pointer string) endorsed {
	return endorsed{Pointer: pointer, Verdict: "valid", Reason: "endorsement_self"}
}
func failsAt(pointer, code, reason string) endorsed {
	return endorsed{Pointer: pointer, Verdict: "invalid", Code: code, Reason: reason}
}
func openAt(pointer, code, reason string) endorsed {
	return endorsed{Pointer: pointer, Verdict: "indeterminate", Code: code, Reason: reason}
}

// onBadge puts one embedded endorsement by a known endorser onto the badge, onBadgeJWT one as a JWT.
func onBadge(do ...func(e *forge)) func(*forge) {
	return all(endorserKnown, before(atRoot, embeds(endorse(badgeID, do...))))
}

func onBadgeJWT(do ...func(e *forge)) func(*forge) {
	return all(endorserKnown, before(atRoot, attaches(endorseJWT(badgeID, do...))))
}

// fails, failsJWT and leavesOpen say what comes of it.
func fails(code, reason string) expectation {
	return endorsements(failsAt(rootEndorsement, code, reason))
}
func failsJWT(code, reason string) expectation {
	return endorsements(failsAt(rootEndorsedJWT, code, reason))
}
func leavesOpen(code, reason string) expectation {
	return endorsements(openAt(rootEndorsement, code, reason))
}

// everywhere puts an endorsement onto everything that can have one, by the given constructor.
func everywhere(endorse func(target string) string, member func(list ...string) string) func(*forge) {
	on := func(target string) string { return member(endorse(target)) }
	return all(endorserKnown,
		before(atRoot, on(badgeID)),
		before(inIssuer, on(issuerID)+`,"parentOrg":`+profile(parentID, on(parentID))),
		before(inSubject, `"source":`+profile(sourceID, on(sourceID))),
		before(inAchievement, on(achievementID)+`,"creator":`+profile(creatorID, on(creatorID)+
			`,"parentOrg":`+profile(parentID+"/2", on(parentID+"/2")))),
	)
}

// places are where everywhere puts the member.
func places(member string) []string {
	return []string{"/" + member, "/issuer/" + member, "/issuer/parentOrg/" + member, "/credentialSubject/achievement/" + member,
		"/credentialSubject/achievement/creator/" + member, "/credentialSubject/achievement/creator/parentOrg/" + member,
		"/credentialSubject/source/" + member}
}

func allHold(member string) expectation {
	var list []endorsed
	for _, at := range places(member) {
		list = append(list, holdsAt(at+"/0"))
	}
	return endorsements(list...)
}

func embeddedBy(do ...func(*forge)) func(string) string {
	return func(target string) string { return endorse(target, do...) }
}

func jwtBy(do ...func(*forge)) func(string) string {
	return func(target string) string { return endorseJWT(target, do...) }
}

// numbered gives an endorsement an id that goes with its target, so that one badge has no two of one id.
func numbered(e *forge) {
	id := "urn:x:endorsement:" + strings.NewReplacer(":", "-", "/", "-").Replace(targetOf(e))
	e.payload = strings.ReplaceAll(e.payload, endorsementID, id)
}

func genuineEndorsements() []attack {
	jcsProof := func(e *forge) {
		e.proofs = []*proofForge{proofBy("eddsa-jcs-2022", badgetest.Ed25519("endorser"), endorserID+"#ed25519")}
	}
	return []attack{
		{"valid-embedded-everywhere-in-jws", "An embedded endorsement on everything that can have one, in a JWS.",
			everywhere(embeddedBy(numbered), embeds), allHold("endorsement")},
		{"valid-embedded-everywhere-under-rdfc", "An embedded endorsement on everything that can have one, under an RDFC proof.",
			all(everywhere(embeddedBy(numbered), embeds), embeddedProof("eddsa-rdfc-2022")), allHold("endorsement")},
		{"valid-jwt-everywhere-in-jws", "A JWT endorsement on everything that can have one, in a JWS: its bytes are signed whatever the context has.",
			everywhere(jwtBy(numbered), attaches), allHold("endorsementJwt")},
		{"valid-jwt-everywhere-under-jcs", "A JWT endorsement on everything that can have one, under a JCS proof, which signs whatever the context has.",
			all(everywhere(jwtBy(numbered), attaches), embeddedProof("eddsa-jcs-2022")), allHold("endorsementJwt")},
		{"valid-jwt-everywhere-later-revision", "T4: a JWT endorsement on everything that can have one, under an RDFC proof and a revision of the context that defines the term.",
			all(everywhere(jwtBy(numbered), attaches), laterRevision, embeddedProof("eddsa-rdfc-2022")), allHold("endorsementJwt")},
		{"valid-one-without-array", "An endorsement that is not in an array.",
			all(endorserKnown, before(atRoot, `"endorsement":`+endorse(badgeID)), before(inIssuer, `"endorsementJwt":`+endorseJWT(issuerID, numbered))),
			endorsements(holdsAt("/endorsement"), holdsAt("/issuer/endorsementJwt"))},
		{"valid-jcs", "An endorsement with a proof of a JCS suite.", onBadge(jcsProof), endorsements(holdsAt(rootEndorsement))},
		{"valid-vc-jose-cose", "A JWT endorsement as VC-JOSE-COSE has it, without claims.",
			onBadgeJWT(func(e *forge) {
				e.h(`"JWT"`, `"vc+jwt"`)
				e.payload = e.payload[:strings.Index(e.payload, `,"iss":`)] + "}"
			}), endorsements(holdsAt(rootEndorsedJWT))},
		{"valid-status-clear", "An endorsement with a status that is clear.",
			all(onBadge(withEntry), with(endorsersList())), endorsements(holdsAt(rootEndorsement))},
		{"valid-two-endorsers", "Two endorsements of one achievement by two endorsers.",
			all(endorserKnown, otherEndorserKnown, before(inAchievement, embeds(endorse(achievementID), endorse(achievementID, by(otherEndorser, "other endorser"))))),
			endorsements(holdsAt("/credentialSubject/achievement/endorsement/0"), holdsAt("/credentialSubject/achievement/endorsement/1"))},
		{"valid-of-a-credential", "An endorsement that is verified by itself, and has one of its endorser in it.",
			func(f *forge) {
				anyCredential(f)
				all(endorserKnown, otherEndorserKnown)(f)
				f.vector.Documents = f.vector.Documents[1:]
				f.header, f.payload = "", replaceOnce(goodEndorsement, "TARGET", achievementID)
				f.p(`"name":"Sample endorser"`, `"name":"Sample endorser",`+embeds(endorse(endorserID, by(otherEndorser, "other endorser"), numbered)))
				f.proofs = []*proofForge{proofBy("eddsa-rdfc-2022", badgetest.Ed25519("endorser"), endorserID+"#ed25519")}
			}, endorsements(holdsAt("/issuer/endorsement/0"))},
	}
}

// withEntry gives an endorsement a status, and endorsersList makes the list for it.
func withEntry(e *forge) {
	e.p(`"validFrom":"2026-01-15T00:00:00Z"`, `"validFrom":"2026-01-15T00:00:00Z","credentialStatus":`+goodEntry)
}

func endorsersList(set ...int) string {
	return listWith(bitsOf(set...), func(l *forge) {
		l.p(`"issuer":"did:web:example.org"`, `"issuer":"`+endorserID+`"`)
		l.h(issuerID, endorserID)
		l.key = badgetest.Ed25519("endorser")
	})
}

// inside puts endorsements onto the profile of an endorser.
func inside(list ...string) func(e *forge) {
	return func(e *forge) { e.p(`"name":"Sample endorser"`, `"name":"Sample endorser",`+embeds(list...)) }
}

func endorsementsInside() []attack {
	other := by(otherEndorser, "other endorser")
	third := endorse(otherEndorser, by("did:web:third.example", "third"), numbered)
	nested := func(list ...endorsed) expectation {
		e := holdsAt(rootEndorsement)
		e.Endorsements = list
		return endorsements(e)
	}
	at := "/issuer/endorsement/0"
	return []attack{
		{"valid-inside", "An endorsement whose endorser has been endorsed.",
			all(otherEndorserKnown, onBadge(inside(endorse(endorserID, other, numbered)))), nested(holdsAt(at))},
		{"inside-unknown", "E17: an endorsement whose endorser has been endorsed by nobody known.",
			onBadge(inside(endorse(endorserID, other, numbered))), nested(openAt(at, "unknown_issuer", "untrusted"))},
		{"inside-of-another", "E17: an endorsement whose endorser shows an endorsement of somebody else.",
			all(otherEndorserKnown, onBadge(inside(endorse(issuerID, other, numbered)))), nested(failsAt(at, "recipient", "endorsement_target"))},
		{"inside-self", "E17: an endorser who endorses himself.",
			onBadgeJWT(inside(endorse(endorserID, numbered))),
			endorsements(endorsed{Pointer: rootEndorsedJWT, Verdict: "valid", Endorsements: []endorsed{ownAt(at)}})},
		{"inside-of-unknown", "E17: a known endorser has endorsed one who is not known. What that one says stays unverified.",
			all(otherEndorserKnown, before(atRoot, embeds(endorse(badgeID, inside(endorse(endorserID, other, numbered)))))),
			leavesOpen("unknown_issuer", "untrusted")},
		{"inside-too-deep", "Endorsements inside one another, three deep: the third is not looked at.",
			all(otherEndorserKnown, onBadge(inside(endorse(endorserID, inside(third), other, numbered)))),
			nested(endorsed{Pointer: at, Verdict: "valid", Endorsements: []endorsed{openAt(at, "too_large", "endorsement_depth")}})},
	}
}

func ownWords() []attack {
	issuer := by(issuerID, "issuer")
	return []attack{
		{"self-badge", "E17: the issuer endorses its own badge.",
			before(atRoot, embeds(endorse(badgeID, issuer))), endorsements(ownAt(rootEndorsement))},
		{"self-achievement", "E17: the issuer endorses its own achievement.",
			before(inAchievement, embeds(endorse(achievementID, issuer))), endorsements(ownAt("/credentialSubject/achievement/endorsement/0"))},
		{"self-issuer", "E17: the issuer endorses itself.",
			before(inIssuer, attaches(endorseJWT(issuerID, issuer))), endorsements(ownAt("/issuer/endorsementJwt/0"))},
		{"self-creator", "E17: the creator of the achievement, who is not the issuer, endorses himself.",
			all(endorserKnown, before(inAchievement, `"creator":`+profile(endorserID, embeds(endorse(endorserID))))),
			endorsements(ownAt("/credentialSubject/achievement/creator/endorsement/0"))},
		{"self-recipient", "E17: the recipient endorses the badge.",
			func(f *forge) {
				endorserKnown(f)
				f.payload = strings.ReplaceAll(f.payload, subjectID, endorserID)
				before(atRoot, embeds(endorse(badgeID)))(f)
			}, endorsements(ownAt(rootEndorsement))},
	}
}

// byUnknownKey makes a did:key the endorser.
func byUnknownKey(e *forge) {
	key, err := multikey.Format(badgetest.Ed25519("nobody").Public())
	noError(err)
	did := "did:key:" + key
	by(did, "nobody")(e)
	e.proofs[0].o(did+"#ed25519", did+"#"+key)
}

func unknownEndorsers() []attack {
	return []attack{
		{"unknown-endorser", "E17: somebody who is not on the trust list endorses the badge.",
			before(atRoot, embeds(endorse(badgeID))), leavesOpen("unknown_issuer", "untrusted")},
		{"unknown-endorser-jwt", "E17: likewise, as a JWT.",
			before(atRoot, attaches(endorseJWT(badgeID))), endorsements(openAt(rootEndorsedJWT, "unknown_issuer", "untrusted"))},
		{"unknown-key", "E17: a did:key that nobody knows endorses the badge, and its signature holds.",
			before(atRoot, embeds(endorse(badgeID, byUnknownKey))), leavesOpen("unknown_issuer", "untrusted")},
		{"unknown-key-forged", "E17: likewise, and its signature does not hold.",
			before(atRoot, embeds(endorse(badgeID, byUnknownKey, edited("We would", "They would")))), fails("signature", "signature")},
		{"foreign-key", "E17: an endorsement that says it is by a known endorser, with a key of the badge's issuer.",
			onBadge(func(e *forge) {
				e.proofs[0].key = badgetest.Ed25519("issuer")
				e.proofs[0].o(endorserID, issuerID)
			}), fails("wrong_key", "key_not_issuers")},
		{"forged", "E17: an endorsement in the name of a known endorser, signed with another key.",
			onBadge(func(e *forge) { e.proofs[0].key = badgetest.Ed25519("issuer") }), fails("signature", "signature")},
		{"forged-jwt", "E17: likewise, as a JWT.",
			onBadgeJWT(func(e *forge) { e.key = badgetest.Ed25519("issuer") }), failsJWT("signature", "signature")},
		{"alg-none", "E17: a JWT endorsement with alg none.",
			onBadgeJWT(func(e *forge) { e.h(`"EdDSA"`, `"none"`) }), failsJWT("malformed", "alg_not_allowed")},
	}
}

func ofSomethingElse() []attack {
	const another = "urn:uuid:11111111-2222-4333-8444-555555555555"
	return []attack{
		{"of-another-badge", "E17: the endorsement of another badge, copied.",
			all(endorserKnown, before(atRoot, embeds(endorse(another)))), fails("recipient", "endorsement_target")},
		{"of-another-badge-jwt", "E17: likewise, as a JWT.",
			all(endorserKnown, before(atRoot, attaches(endorseJWT(another)))), failsJWT("recipient", "endorsement_target")},
		{"of-the-achievement-on-the-badge", "E17: an endorsement of the achievement that hangs on the badge.",
			all(endorserKnown, before(atRoot, embeds(endorse(achievementID)))), fails("recipient", "endorsement_target")},
		{"of-the-issuer-on-the-achievement", "E17: an endorsement of the issuer that hangs on the achievement.",
			all(endorserKnown, before(inAchievement, embeds(endorse(issuerID)))),
			endorsements(failsAt("/credentialSubject/achievement/endorsement/0", "recipient", "endorsement_target"))},
		{"of-the-recipient-on-the-badge", "E17: an endorsement of the recipient that hangs on the badge.",
			all(endorserKnown, before(atRoot, embeds(endorse(subjectID)))), fails("recipient", "endorsement_target")},
		{"of-several", "An endorsement of two things at once, one of them the badge.",
			onBadge(func(e *forge) {
				e.p(`"credentialSubject":{`, `"credentialSubject":[{"id":"urn:x:y","type":["EndorsementSubject"]},{`)
				e.p(`own people."}`, `own people."}]`)
			}), fails("malformed", "rule_type")},
		{"of-nothing", "An endorsement of nothing in particular.",
			onBadge(func(e *forge) { e.p(`"id":"`+badgeID+`",`, "") }), fails("malformed", "rule_missing")},
		{"of-a-thing-without-id", "An endorsement on an achievement that has no id, in a credential that is no badge.",
			all(anyCredential, endorserKnown, before(inAchievement, embeds(endorse(achievementID))), func(f *forge) {
				f.p(`"OpenBadgeCredential"`, `"SomethingElse"`)
				f.p(`"achievement":{"id":"`+achievementID+`",`, `"achievement":{`)
			}), endorsements(failsAt("/credentialSubject/achievement/endorsement/0", "recipient", "endorsement_target"))},
	}
}

func outOfDate() []attack {
	dates := func(more string) func(*forge) {
		return onBadge(func(e *forge) { e.p(`"validFrom":"2026-01-15T00:00:00Z"`, more) })
	}
	const from = `"validFrom":"2026-01-15T00:00:00Z"`
	return []attack{
		{"expired", "E17: an endorsement that has expired.", dates(from + `,"validUntil":"2026-02-15T00:00:00Z"`), fails("expired", "expired")},
		{"not-yet-valid", "E17: an endorsement that is for later.", dates(`"validFrom":"2026-09-01T00:00:00Z"`), fails("not_yet_valid", "not_yet_valid")},
		{"proof-expired", "E17: an endorsement whose proof has expired.",
			onBadge(func(e *forge) { e.proofs[0].add(`"expires":"2026-02-01T00:00:00Z"`) }), fails("expired", "proof_expired")},
		{"exp-passed", "E17: a JWT endorsement whose claim exp has passed.",
			onBadgeJWT(func(e *forge) { e.p(`"nbf":1768435200`, `"nbf":1768435200,"exp":1769904000`) }), failsJWT("expired", "expired")},
		{"revoked", "E17: an endorsement that its issuer has revoked.",
			all(onBadge(withEntry), with(endorsersList(entryIndex))), fails("revoked", "revoked")},
		{"suspended", "E17: an endorsement that its issuer has suspended.",
			all(onBadge(func(e *forge) {
				withEntry(e)
				e.p(`"statusPurpose":"revocation"`, `"statusPurpose":"suspension"`)
			}), with(listWith(bitsOf(entryIndex), func(l *forge) {
				l.p(`"issuer":"did:web:example.org"`, `"issuer":"`+endorserID+`"`)
				l.h(issuerID, endorserID)
				l.key = badgetest.Ed25519("endorser")
				l.p(`"statusPurpose":"revocation"`, `"statusPurpose":"suspension"`)
			}))), fails("suspended", "suspended")},
		{"status-missing", "E17: an endorsement with a status, of which there is no list.", onBadge(withEntry), leavesOpen("status_unknown", "status_missing")},
		{"status-of-the-badges-issuer", "E17: the badge's issuer publishes a list by which the endorsement is not revoked.",
			all(onBadge(withEntry), with(listWith(bitsOf(), nil))), leavesOpen("status_unknown", "status_issuer")},
	}
}

func notCredentials() []attack {
	proofs := func(n int) func(e *forge) {
		return func(e *forge) {
			for len(e.proofs) < n {
				e.proofs = append(e.proofs, proofBy("eddsa-rdfc-2022", badgetest.Ed25519("endorser"), endorserID+"#ed25519"))
			}
		}
	}
	return []attack{
		{"unsigned", "E17: an endorsement that nobody signed, in a badge that is signed.",
			onBadge(func(e *forge) { e.proofs = nil }), fails("no_proof", "unsecured")},
		{"data-model-1-1", "C1: an endorsement of the data model 1.1 may be genuine, and is not checked.",
			onBadge(func(e *forge) {
				e.p(goodContexts, olderContexts)
				e.p(`"validFrom"`, `"issuanceDate"`)
				e.context(ldcontext.DataIntegrityV2, "")
			}), leavesOpen("unsupported", "vcdm_1_1")},
		{"jwt-vc-claim", "C1: likewise as a JWT with a vc claim.",
			onBadgeJWT(func(e *forge) {
				e.payload = replaceOnce(goodEndorsement, "TARGET", badgeID)
				e.p(goodContexts, olderContexts)
				e.p(`"validFrom"`, `"issuanceDate"`)
				e.payload = fmt.Sprintf(`{"iss":%q,"jti":%q,"sub":%q,"nbf":1768435200,"vc":%s}`, endorserID, endorsementID, badgeID, e.payload)
			}), endorsements(openAt(rootEndorsedJWT, "unsupported", "vcdm_1_1"))},
		{"badge-as-endorsement", "E17: a badge of a known issuer for this badge, in place of an endorsement.",
			onBadge(func(e *forge) { e.p(`"EndorsementCredential"`, `"OpenBadgeCredential"`) }), fails("malformed", "rule_class")},
		{"badge-in-itself", "E17: a copy of the badge, in place of an endorsement of it.",
			func(f *forge) {
				copied := newEmbeddedForge("")
				before(atRoot, embeds(copied.input()))(f)
			}, fails("malformed", "rule_class")},
		{"list-as-endorsement", "A status list in place of an endorsement.",
			before(atRoot, attaches(`"`+listWith(bitsOf(), nil)+`"`)), failsJWT("malformed", "rule_context")},
		{"without-name", "An endorsement without a name.", onBadge(func(e *forge) { e.p(`"name":"Endorsement",`, "") }), fails("malformed", "rule_missing")},
		{"without-type-of-subject", "An endorsement whose subject is of no type.",
			onBadgeJWT(func(e *forge) { e.p(`"type":["EndorsementSubject"],`, "") }), failsJWT("malformed", "rule_missing")},
		{"presentation", "A presentation in place of an endorsement.",
			onBadgeJWT(func(e *forge) { e.p(`"VerifiableCredential"`, `"VerifiablePresentation"`) }), failsJWT("not_a_badge", "presentation")},
		{"claims-differ", "A JWT endorsement whose claims contradict it.",
			onBadgeJWT(func(e *forge) { e.p(`"sub":"`+badgeID, `"sub":"`+achievementID) }), failsJWT("malformed", "claim_mismatch")},
		{"ten-proofs", "E17: an endorsement with ten proofs.", onBadge(proofs(10)), leavesOpen("too_large", "size")},
		{"four-proofs", "An endorsement with as many proofs as there may be.", onBadge(proofs(4)), endorsements(holdsAt(rootEndorsement))},
		{"not-an-object", "A credential that is no badge, with a number as its endorsement.",
			all(anyCredential, before(atRoot, `"endorsement":[7],"endorsementJwt":{"id":"urn:x:y"}`), func(f *forge) {
				f.p(`"OpenBadgeCredential"`, `"SomethingElse"`)
			}), endorsements(failsAt(rootEndorsement, "malformed", "compact_form"), failsAt("/endorsementJwt", "malformed", "not_a_credential"))},
	}
}

func changedEndorsements() []attack {
	other := by(otherEndorser, "other endorser")
	proofOf := func(secured string) string { return secured[strings.LastIndex(secured, `,"proof":`):] }
	return []attack{
		{"comment-changed", "E17: the issuer has changed what the endorser says, and signed the badge.",
			onBadge(edited("We would", "We would not")), fails("signature", "signature")},
		{"target-changed", "E17: the issuer has changed what is endorsed, and signed the badge.",
			onBadge(func(e *forge) {
				e.p(badgeID, achievementID)
				e.after = func(text string) string { return replaceOnce(text, achievementID, badgeID) }
			}), fails("signature", "signature")},
		{"end-removed", "E17: the issuer has taken the end of validity away.",
			onBadge(func(e *forge) {
				e.p(`"validFrom":"2026-01-15T00:00:00Z"`, `"validFrom":"2026-01-15T00:00:00Z","validUntil":"2026-02-15T00:00:00Z"`)
				e.after = func(text string) string { return replaceOnce(text, `,"validUntil":"2026-02-15T00:00:00Z"`, "") }
			}), fails("signature", "signature")},
		{"proof-moved", "E17: an endorsement with the proof of another by the same endorser.",
			all(endorserKnown, func(f *forge) {
				good := endorse(badgeID)
				own := endorse(badgeID, func(e *forge) { e.p("We would", "They would") })
				before(atRoot, embeds(strings.TrimSuffix(own, proofOf(own))+proofOf(good)))(f)
			}), fails("signature", "signature")},
		{"proof-of-the-badge", "E17: an endorsement with the proof of the badge's issuer in place of its own.",
			onBadge(func(e *forge) { e.proofs = []*proofForge{newProof()} }), fails("wrong_key", "key_not_issuers")},
		{"jwt-payload-changed", "E17: the payload of a JWT endorsement, changed.",
			onBadgeJWT(func(e *forge) {
				e.after = func(text string) string { return changePayload(text, "We would", "We wish") }
			}),
			failsJWT("signature", "signature")},
		{"one-of-two", "E17: a genuine endorsement beside a forged one: each has a verdict of its own.",
			all(endorserKnown, otherEndorserKnown, before(atRoot, embeds(endorse(badgeID, edited("We would", "We could")), endorse(badgeID, other, numbered)))),
			endorsements(failsAt(rootEndorsement, "signature", "signature"), holdsAt("/endorsement/1"))},
		{"valid-two-alike", "One endorsement, twice, in a JWS: both hold, and are one word.",
			all(endorserKnown, before(atRoot, embeds(endorse(badgeID), endorse(badgeID)))),
			endorsements(holdsAt(rootEndorsement), holdsAt("/endorsement/1"))},
	}
}

// underTheProof are done to a badge whose own proof covers quads, after that was made.
func underTheProof() []attack {
	under := func(list ...func(*forge)) func(*forge) {
		return all(append([]func(*forge){endorserKnown, otherEndorserKnown}, append(list, embeddedProof("eddsa-rdfc-2022"))...)...)
	}
	onIssuer := embeds(endorse(issuerID))
	words := func(word string) func(*forge) { return func(e *forge) { e.p("We would send our own people.", word) } }
	two := embeds(endorse(achievementID, words("Good.")), endorse(achievementID, words("Bad."), by(otherEndorser, "other endorser"), numbered))
	return []attack{
		{"moved-from-issuer-to-achievement", "E17: an endorsement, moved from the issuer to the achievement under the badge's proof.",
			all(under(before(inIssuer, onIssuer)), func(f *forge) {
				f.after = func(text string) string {
					text = replaceOnce(text, onIssuer+",", "")
					return replaceOnce(text, inAchievement, onIssuer+","+inAchievement)
				}
			}), invalid("signature", "signature", "/proof")},
		{"moved-from-badge-to-issuer", "E17: an endorsement of the issuer that its maker hung on the badge, moved to where it would hold.",
			all(under(before(atRoot, onIssuer)), func(f *forge) {
				f.after = func(text string) string {
					text = replaceOnce(text, onIssuer+",", "")
					return replaceOnce(text, inIssuer, onIssuer+","+inIssuer)
				}
			}), invalid("signature", "signature", "/proof")},
		{"added-under-the-proof", "E17: an endorsement, added after the badge was signed.",
			all(under(), edited(atRoot, embeds(endorse(badgeID))+","+atRoot)), invalid("signature", "signature", "/proof")},
		{"stripped-of-its-proof", "E17: the proof of an endorsement, taken away under the badge's.",
			all(under(before(inAchievement, embeds(endorse(achievementID)))), func(f *forge) {
				f.after = func(text string) string {
					at := strings.Index(text, `,"proof":`)
					return text[:at] + text[at+strings.Index(text[at:], `"}}]`)+2:]
				}
			}), invalid("signature", "signature", "/proof")},
		{"words-exchanged", "E17: two endorsers' words, exchanged under the badge's proof, which covers quads and does not know whose they are. The proofs of the endorsers tell.",
			all(under(before(inAchievement, two)), func(f *forge) {
				f.after = strings.NewReplacer(`"Good."`, `"Bad."`, `"Bad."`, `"Good."`).Replace
			}), endorsements(failsAt("/credentialSubject/achievement/endorsement/0", "signature", "signature"),
				failsAt("/credentialSubject/achievement/endorsement/1", "signature", "signature"))},
		{"two-alike-under-rdfc", "One endorsement, twice, under an RDFC proof, which as quads is not the same twice.",
			all(under(before(atRoot, embeds(endorse(badgeID)))), func(f *forge) {
				one := endorse(badgeID)
				f.after = func(text string) string { return replaceOnce(text, embeds(one), embeds(one, one)) }
			}), notConverted("/endorsement/1")},
	}
}

// undefinedTerm: an RDFC proof does not cover what the context does not define (T4).
func undefinedTerm() []attack {
	var list []attack
	for member, at := range map[string]string{
		"badge": atRoot, "issuer": inIssuer, "achievement": inAchievement,
	} {
		list = append(list, attack{"undefined-on-" + member, "T4: a JWT endorsement under an RDFC proof and the revision of the context that has no such term, on the " + member + ".",
			all(endorserKnown, embeddedProof("eddsa-rdfc-2022"), edited(at, attaches(`"e30.e30.AA"`)+","+at)),
			lost(map[string]string{"badge": "/endorsementJwt", "issuer": "/issuer/endorsementJwt", "achievement": "/credentialSubject/achievement/endorsementJwt"}[member])})
	}
	for name, p := range map[string]struct{ at, members, pointer string }{
		"creator": {inAchievement, `"creator":`, "/credentialSubject/achievement/creator"},
		"source":  {inSubject, `"source":`, "/credentialSubject/source"},
		"parent":  {inIssuer, `"parentOrg":`, "/issuer/parentOrg"},
	} {
		list = append(list, attack{"undefined-on-" + name, "T4: likewise, on the " + name + ".",
			all(endorserKnown, embeddedProof("eddsa-rdfc-2022"), edited(p.at, p.members+profile(sourceID, attaches(`"e30.e30.AA"`))+","+p.at)),
			lost(p.pointer + "/endorsementJwt")})
	}
	return append(list,
		attack{"undefined-inside", "T4: likewise, on the profile of an endorser: the badge is a JWS, and the endorser's proof does not cover it.",
			onBadge(func(e *forge) {
				e.after = func(text string) string {
					return replaceOnce(text, `"name":"Sample endorser"`, `"name":"Sample endorser",`+attaches(`"e30.e30.AA"`))
				}
			}), fails("malformed", "data_loss")},
		attack{"valid-undefined-terms-context", "T4: with the W3C's context for undefined terms the proof covers it.",
			all(before(atRoot, attaches(endorseJWT(badgeID))), endorserKnown, embeddedProof("eddsa-rdfc-2022"), func(f *forge) {
				f.context(ldcontext.UndefinedTermsV2, "")
			}), endorsements(holdsAt(rootEndorsedJWT))},
	)
}
