package badgetest

import "slices"

// A class is what objects of a type can say.
type class struct {
	id    presence
	types []string
	plain bool // no types but these
	open  bool // takes what has a meaning in every object
	mixes bool // an object may be one of another class as well
	about bool // may be about something that is described elsewhere
	alone bool // a credential

	must, may []property
}

type presence uint8

const (
	notInBadge presence = iota
	sometimes
	always
	inBadge // always in a badge, elsewhere sometimes
)

type property struct {
	name  string
	value func(*generator) any // nil is to leave the member out
}

// mixable are the classes that others mix with.
var mixable = []string{"Achievement", "AchievementSubject", "Address", "Alignment", "Evidence",
	"GeoCoordinates", "IdentifierEntry", "IdentityObject", "Image", "Profile", "Related", "Result", "ResultDescription",
	"RubricCriterionLevel"}

// envelope is what a credential has around its subject.
var envelope = []property{
	{"credentialSchema", many(oneOf("JsonSchemaCredential reference", "1EdTechJsonSchemaValidator2019", "schema"))},
	{"credentialStatus", upTo(3, oneOf("BitstringStatusListEntry", "1EdTechRevocationList"))},
	{"termsOfUse", many(node("thing"))}, {"refreshService", oneOf("1EdTechCredentialRefresh", "thing")},
	{"relatedResource", many(node("resource"))}, {"confidenceMethod", many(node("thing"))}, {"renderMethod", many(node("thing"))},
	{"evidence", many(node("Evidence"))}, {"validUntil", validUntil},
}

// openBadgesTerms are those that Open Badges defines for every object.
var openBadgesTerms = []property{
	{"alignment", many(node("Alignment"))}, {"awardedDate", date}, {"description", text}, {"endorsement", many(endorsement)},
	{"image", link("Image")}, {"inLanguage", text}, {"name", text}, {"narrative", text}, {"url", typed(iriText)},
}

// registeredTerms are those that credentials v2 defines for every object.
var registeredTerms = []property{
	{"aud", link("Profile")}, {"cnf", node("cnf")}, {"digestMultibase", typed(multibase)}, {"digestSRI", typed(sri)},
	{"exp", seconds}, {"iat", seconds}, {"iss", link("Profile")}, {"jku", link("")}, {"kid", link("")},
	{"mediaType", mediaType}, {"nbf", seconds}, {"sub", link("")}, {"x5u", link("")},
}

var disclosureTerms = []property{{"...", text}, {"_sd", anyJSON}, {"_sd_alg", text}}

var named = []property{{"name", text}, {"description", text}}

func credentialClass(must []property, may []property, types ...string) class {
	return class{id: always, types: append([]string{"VerifiableCredential"}, types...), alone: true,
		must: slices.Concat([]property{{"issuer", issuer}, {"validFrom", validFrom}}, must), may: slices.Concat(envelope, may)}
}

func badgeClass(name string) class {
	return credentialClass([]property{{"credentialSubject", oneOf("AchievementSubject", "AchievementSubject without id")}},
		slices.Concat(named, []property{{"image", node("Image")}, {"awardedDate", date}, {"endorsement", many(endorsement)}}), name)
}

func achievementSubject(id presence, must ...property) class {
	return class{id: id, types: []string{"AchievementSubject"}, open: true, mixes: true,
		must: append(must, property{"achievement", node("Achievement")}),
		may: []property{{"activityEndDate", date}, {"activityStartDate", date}, {"creditsEarned", fraction},
			{"identifier", many(node("IdentityObject"))}, {"image", node("Image")}, {"licenseNumber", text}, {"narrative", text},
			{"result", many(node("Result"))}, {"role", text}, {"source", node("Profile")}, {"term", text}}}
}

// What is defined for every object is at names that are no types.
var classes = map[string]class{
	"Open Badges": {may: openBadgesTerms},
	"registered":  {may: registeredTerms},
	"disclosure":  {may: disclosureTerms},

	"VerifiableCredential": credentialClass([]property{{"credentialSubject", upTo(2, anything)}},
		slices.Concat(named, openBadgesTerms)),
	"OpenBadgeCredential":   badgeClass("OpenBadgeCredential"),
	"AchievementCredential": badgeClass("AchievementCredential"),
	"EndorsementCredential": credentialClass([]property{{"name", plainText}, {"credentialSubject", node("EndorsementSubject")}},
		[]property{{"description", text}, {"awardedDate", date}}, "EndorsementCredential"),
	"BitstringStatusListCredential": credentialClass([]property{{"credentialSubject", node("BitstringStatusList")}}, named,
		"BitstringStatusListCredential"),
	"JsonSchemaCredential": credentialClass([]property{{"credentialSubject", node("JsonSchema")}}, named, "JsonSchemaCredential"),

	"VerifiablePresentation": {id: sometimes, types: []string{"VerifiablePresentation"}, alone: true,
		must: []property{{"verifiableCredential", upTo(3, presented)}},
		may:  []property{{"holder", link("Profile")}, {"termsOfUse", many(node("thing"))}, {"proof", many(node("DataIntegrityProof"))}}},
	"EnvelopedVerifiableCredential":   {id: always, types: []string{"EnvelopedVerifiableCredential"}, alone: true},
	"EnvelopedVerifiablePresentation": {id: always, types: []string{"EnvelopedVerifiablePresentation"}, alone: true},

	"BitstringStatusList": {id: sometimes, types: []string{"BitstringStatusList"}, open: true,
		must: []property{{"statusPurpose", many(words("revocation", "suspension", "refresh", "message"))}, {"encodedList", typed(multibase)}},
		may:  []property{{"ttl", integer}}},
	"BitstringStatusListEntry": {id: inBadge, types: []string{"BitstringStatusListEntry"}, plain: true, open: true,
		must: []property{{"statusPurpose", words("revocation", "suspension", "refresh", "message")}, {"statusListIndex", digits},
			{"statusListCredential", iriText}},
		may: []property{{"statusSize", small}, {"statusMessage", many(node("statusMessage"))}, {"statusReference", many(iriText)}}},
	"statusMessage": {id: sometimes, must: []property{{"status", plainText}, {"message", plainText}}, may: named},
	"JsonSchema":    {id: sometimes, types: []string{"JsonSchema"}, open: true, must: []property{{"jsonSchema", anyJSON}}},
	"DataIntegrityProof": {id: sometimes, types: []string{"DataIntegrityProof"}, plain: true,
		must: []property{{"cryptosuite", words("eddsa-rdfc-2022", "ecdsa-jcs-2019")}, {"proofPurpose", purpose},
			{"verificationMethod", iriText}, {"proofValue", multibase}},
		may: []property{{"challenge", text}, {"created", date}, {"domain", many(plainText)}, {"expires", date}, {"nonce", text},
			{"previousProof", many(iriText)}}},
	"cnf":      {id: sometimes, must: []property{{"kid", link("")}}, may: []property{{"jwk", anyJSON}}},
	"resource": {id: always, open: true, must: []property{{"digestSRI", sri}}, may: []property{{"mediaType", mediaType}}},
	"thing":    {id: always, types: []string{"https://example.org/types#Thing"}, plain: true, open: true},
	"schema":   {id: always, types: []string{"JsonSchema"}, plain: true, open: true},

	"JsonSchemaCredential reference": {id: always, types: []string{"JsonSchemaCredential"}, plain: true},
	"1EdTechJsonSchemaValidator2019": {id: always, types: []string{"1EdTechJsonSchemaValidator2019"}, plain: true},
	"1EdTechRevocationList":          {id: always, types: []string{"1EdTechRevocationList"}, plain: true},
	"1EdTechCredentialRefresh":       {id: always, types: []string{"1EdTechCredentialRefresh"}, plain: true},

	"Achievement": {id: always, types: []string{"Achievement"}, open: true, mixes: true,
		must: []property{{"achievementType", words("Certification", "Badge", "ext:Own")}, {"name", text}, {"description", text},
			{"criteria", node("Criteria")}},
		may: []property{{"alignment", many(node("Alignment"))}, {"creator", node("Profile")}, {"creditsAvailable", fraction},
			{"fieldOfStudy", text}, {"humanCode", text}, {"image", node("Image")}, {"inLanguage", language},
			{"otherIdentifier", many(node("IdentifierEntry"))}, {"related", many(node("Related"))},
			{"resultDescription", many(node("ResultDescription"))}, {"specialization", text}, {"tag", many(text)}, {"version", text},
			{"endorsement", many(endorsement)}}},
	"AchievementSubject":            achievementSubject(always),
	"AchievementSubject without id": achievementSubject(notInBadge, property{"identifier", many(node("IdentityObject"))}),
	"Address": {id: sometimes, types: []string{"Address"}, open: true, mixes: true,
		may: []property{{"addressCountry", text}, {"addressCountryCode", words("SE", "CH")}, {"addressLocality", text},
			{"addressRegion", text}, {"geo", node("GeoCoordinates")}, {"postOfficeBoxNumber", text}, {"postalCode", text},
			{"streetAddress", text}}},
	"Alignment": {id: sometimes, types: []string{"Alignment"}, open: true, mixes: true,
		must: []property{{"targetName", text}, {"targetUrl", typed(iriText)}},
		may: []property{{"targetCode", text}, {"targetDescription", text}, {"targetFramework", text},
			{"targetType", words("CFItem", "ceasn:Competency")}}},
	"Criteria": {id: sometimes, types: []string{"Criteria"}, open: true, must: []property{{"narrative", text}}},
	"EndorsementSubject": {id: always, types: []string{"EndorsementSubject"}, open: true, about: true,
		must: []property{{"endorsementComment", plainText}}},
	"Evidence": {id: sometimes, types: []string{"Evidence"}, open: true, mixes: true,
		may: []property{{"audience", text}, {"description", text}, {"genre", text}, {"name", text}, {"narrative", text}}},
	"GeoCoordinates": {types: []string{"GeoCoordinates"}, plain: true, open: true,
		must: []property{{"latitude", fraction}, {"longitude", fraction}}},
	"IdentifierEntry": {types: []string{"IdentifierEntry"}, plain: true,
		must: []property{{"identifier", text}, {"identifierType", words("identifier", "sourcedId", "ext:own")}}},
	"IdentityObject": {types: []string{"IdentityObject"}, plain: true,
		must: []property{{"hashed", boolean}, {"identityHash", plainText}, {"identityType", words("emailAddress", "name")}},
		may:  []property{{"salt", plainText}}},
	"Image": {id: always, types: []string{"Image"}, plain: true, may: []property{{"caption", text}}},
	"Profile": {id: always, types: []string{"Profile"}, open: true, mixes: true,
		may: []property{{"additionalName", text}, {"address", node("Address")}, {"dateOfBirth", typed(words("1815-12-10"))},
			{"description", text}, {"email", text}, {"endorsement", many(endorsement)}, {"familyName", text}, {"familyNamePrefix", text},
			{"givenName", text}, {"honorificPrefix", text}, {"honorificSuffix", text}, {"image", node("Image")}, {"name", text},
			{"official", text}, {"otherIdentifier", many(node("IdentifierEntry"))}, {"parentOrg", node("Profile")},
			{"patronymicName", text}, {"phone", text}, {"url", iriText}}},
	"Related": {id: always, types: []string{"Related"}, open: true, mixes: true,
		may: []property{{"inLanguage", language}, {"version", text}}},
	"Result": {types: []string{"Result"}, open: true, mixes: true,
		must: []property{{"resultDescription", resultDescription}, {"status", words("Completed", "OnHold")}},
		may:  []property{{"achievedLevel", achievedLevel}, {"alignment", many(node("Alignment"))}, {"value", value}}},
	"ResultDescription": {id: always, types: []string{"ResultDescription"}, open: true, mixes: true,
		must: []property{{"name", text}, {"resultType", words("Status", "Percent", "RubricCriterionLevel")}},
		may: []property{{"alignment", many(node("Alignment"))}, {"allowedValue", allowedValue},
			{"requiredLevel", requiredLevel}, {"requiredValue", requiredValue}, {"rubricCriterionLevel", many(node("RubricCriterionLevel"))}, {"valueMax", text}, {"valueMin", text}}},
	"RubricCriterionLevel": {id: always, types: []string{"RubricCriterionLevel"}, open: true, mixes: true,
		must: []property{{"name", text}},
		may:  []property{{"alignment", many(node("Alignment"))}, {"description", text}, {"level", text}, {"points", text}}},
}
