package credential_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/stretchr/testify/require"
)

func TestValidateFixtures(t *testing.T) {
	for _, name := range []string{"simple", "complete"} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, read(t, fixture(t, name)).Validate())
		})
	}
}

// TestValidateGuide reads the badge of the implementation guide, which somebody else made and signed.
func TestValidateGuide(t *testing.T) {
	b := read(t, badgetest.Vectors(t, "ob3/ob30-impl-guide-signed-credential.json"))
	require.Equal(t, advice("/credentialSubject/achievement/achievementType", credential.CodeMissing), findings(b.Validate()))

	var proof credential.Proof
	require.NoError(t, json.Unmarshal(b.Proof[0], &proof))
	require.Equal(t, "eddsa-rdfc-2022", proof.Cryptosuite)
	require.Equal(t, time.Date(2010, 1, 1, 19, 23, 24, 0, time.UTC), proof.Created.Time())
}

func TestValidateAccepts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*credential.OpenBadge)
	}{
		{"context 3.0.2", func(b *credential.OpenBadge) {
			b.Context[1] = ldcontext.OpenBadges302
			b.AwardedDate, b.Subject.Achievement.InLanguage, b.Subject.Achievement.Related = credential.DateTime{}, "", nil
		}},
		{"further contexts", func(b *credential.OpenBadge) { b.Context = append(b.Context, "https://example.org/c1", "urn:c2") }},
		{"as many contexts as allowed", func(b *credential.OpenBadge) { b.Context = pad(b.Context, credential.MaxContexts) }},
		{"alias of the type", func(b *credential.OpenBadge) { b.Type = []string{"AchievementCredential", "VerifiableCredential"} }},
		{"types of one's own", func(b *credential.OpenBadge) {
			b.Type = append(b.Type, "https://example.org/T", "ex:Badge", "Über-Badge_2.0")
		}},
		{"no name", func(b *credential.OpenBadge) { b.Name = "" }},
		{"until equals from", func(b *credential.OpenBadge) { b.ValidUntil = b.ValidFrom }},
		{"until equals from in other words", func(b *credential.OpenBadge) {
			b.ValidUntil = date(t, b.ValidFrom.Time().Format("2006-01-02T15:04:05Z"))
		}},
		{"awarded with an offset", func(b *credential.OpenBadge) { b.AwardedDate = date(t, "2025-03-01T12:00:00.5+02:00") }},
		{"subject without id", func(b *credential.OpenBadge) { b.Subject.ID = "" }},
		{"subject without identifiers", func(b *credential.OpenBadge) { b.Subject.Identifier = nil }},
		{"as many identifiers as allowed", func(b *credential.OpenBadge) {
			b.Subject.Identifier = slices.Repeat(b.Subject.Identifier[:1], credential.MaxIdentifiers)
		}},
		{"salt as long as allowed", func(b *credential.OpenBadge) {
			b.Subject.Identifier[0].Salt = strings.Repeat("s", credential.MaxSalt)
		}},
		{"hash in capitals", func(b *credential.OpenBadge) {
			h := &b.Subject.Identifier[0].IdentityHash
			*h = "sha256$" + strings.ToUpper(strings.TrimPrefix(*h, "sha256$"))
		}},
		{"criteria by id", func(b *credential.OpenBadge) { b.Subject.Achievement.Criteria.Narrative = "" }},
		{"criteria by narrative", func(b *credential.OpenBadge) { b.Subject.Achievement.Criteria.ID = "" }},
		{"result without a description", func(b *credential.OpenBadge) {
			b.Subject.Result = append(b.Subject.Result, credential.Result{Type: []string{"Result"}, Value: "7"})
		}},
		{"several status entries", func(b *credential.OpenBadge) { b.Status = slices.Repeat(b.Status, credential.MaxStatus) }},
		{"status of an unknown type", func(b *credential.OpenBadge) {
			b.Status = []credential.StatusEntry{{ID: "https://example.org/s", Type: "https://example.org/Status"}}
		}},
		{"evidence of as much data as allowed", func(b *credential.OpenBadge) {
			b.Evidence[0].ID = dataURI(credential.MaxEvidenceData)
		}},
		{"endorsement as JWS", func(b *credential.OpenBadge) { b.EndorsementJWT = []string{"aA0-_.aA0-_.aA0-_", "a..a"} }},
		{"endorsement after white space", func(b *credential.OpenBadge) {
			b.Endorsement[0] = append(json.RawMessage(" \t\r\n"), b.Endorsement[0]...)
		}},
		{"terms of use without id", func(b *credential.OpenBadge) { b.TermsOfUse[0].ID = "" }},
		{"awarded at validFrom", func(b *credential.OpenBadge) { b.AwardedDate = date(t, "2026-03-01T13:00:00.0+01:00") }},
		{"activity of an instant", func(b *credential.OpenBadge) { b.Subject.ActivityEndDate = b.Subject.ActivityStartDate }},
		{"activity without a start", func(b *credential.OpenBadge) { b.Subject.ActivityStartDate = credential.DateTime{} }},
		{"activity without an end", func(b *credential.OpenBadge) { b.Subject.ActivityEndDate = credential.DateTime{} }},
		{"images in line", func(b *credential.OpenBadge) {
			b.Issuer.Image.ID, b.Subject.Image.ID = "data:image/svg+xml,x", "DATA:IMAGE/PNG;base64,iVBORw0KGgo="
			b.Subject.Achievement.Image.ID = "data:image/webp,x" // which need not be one of the two
		}},
		{"schemas of others as well", func(b *credential.OpenBadge) {
			b.Schema = append([]credential.CredentialSchema{{ID: "https://example.org/schema.json", Type: "JsonSchema"}}, b.Schema...)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := complete(t)
			tt.change(b)
			require.NoError(t, b.Validate())
		})
	}
}

// pad adds contexts until there are n.
func pad(contexts []string, n int) []string {
	for i := len(contexts); i < n; i++ {
		contexts = append(contexts, fmt.Sprintf("https://example.org/c%d", i))
	}
	return contexts
}

func dataURI(n int) string { return "data:," + strings.Repeat("a", n-len("data:,")) }

// TestValidate breaks one rule at a time in a badge that is otherwise complete.
func TestValidate(t *testing.T) {
	type badge = credential.OpenBadge
	const (
		ach   = "/credentialSubject/achievement"
		ident = "/credentialSubject/identifier/0"
	)
	for _, tt := range []struct {
		name   string
		change func(*badge)
		want   []finding
	}{
		// requirements 1, 2, 3, 40 and 36
		{"no context", func(b *badge) { b.Context = nil }, slices.Concat(
			failure("/@context", credential.CodeContext),
			failure("/credentialSchema/0/type", credential.CodeContext), failure("/refreshService/type", credential.CodeContext))},
		{"one context", func(b *badge) { b.Context = b.Context[:1]; b.Schema = nil; b.RefreshService = nil },
			failure("/@context", credential.CodeContext)},
		{"data model 1.1", func(b *badge) { b.Context[0] = ldcontext.CredentialsV1 },
			failure("/@context/0", credential.CodeContext)},
		{"contexts in the wrong order", func(b *badge) { b.Context[0], b.Context[1] = b.Context[1], b.Context[0] },
			slices.Concat(
				failure("/@context/0", credential.CodeContext), failure("/@context/1", credential.CodeContext))},
		{"context 3.0.1", func(b *badge) { b.Context[1] = ldcontext.OpenBadges301 },
			failure("/@context/1", credential.CodeContext)},
		{"context 3.0", func(b *badge) { b.Context[1] = ldcontext.OpenBadges300 },
			failure("/@context/1", credential.CodeContext)},
		{"context 3.0 by its alias", func(b *badge) { b.Context[1] = ldcontext.OpenBadges300Alias },
			failure("/@context/1", credential.CodeContext)},
		{"context that the specification's pattern takes", func(b *badge) {
			b.Context[1] = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3-3.0.2.json"
		}, failure("/@context/1", credential.CodeContext)},
		{"context with more in front", func(b *badge) { b.Context[1] = "x" + ldcontext.OpenBadges303 },
			failure("/@context/1", credential.CodeContext)},
		{"context with more behind", func(b *badge) { b.Context[1] += "?" },
			failure("/@context/1", credential.CodeContext)},
		{"relative context", func(b *badge) { b.Context = append(b.Context, "context.json") },
			failure("/@context/3", credential.CodeURI)},
		{"one context too many", func(b *badge) { b.Context = pad(b.Context, credential.MaxContexts+1) },
			failure("/@context", credential.CodeTooLarge)},
		{"types of 1EdTech without their context", func(b *badge) {
			b.Context = b.Context[:2]
			b.Status[0].Type = credential.Status1EdTech
		}, slices.Concat(failure("/credentialSchema/0/type", credential.CodeContext),
			failure("/credentialStatus/type", credential.CodeContext), failure("/refreshService/type", credential.CodeContext))},
		{"awarded, language and context 3.0.2", func(b *badge) { b.Context[1] = ldcontext.OpenBadges302 }, slices.Concat(
			advice("/awardedDate", credential.CodeContext), advice(ach+"/inLanguage", credential.CodeContext),
			advice(ach+"/related/0/inLanguage", credential.CodeContext))},
		{"date of data model 1.1", func(b *badge) {
			b.Extensions["issuanceDate"] = json.RawMessage(`"2026-03-01T12:00:00Z"`)
			b.Extensions["expirationDate"] = json.RawMessage(`"2026-03-01T12:00:00Z"`)
		}, slices.Concat(failure("/expirationDate", credential.CodeContext), failure("/issuanceDate", credential.CodeContext))},

		// requirements 4, 5 and 6
		{"no id", func(b *badge) { b.ID = "" }, failure("/id", credential.CodeMissing)},
		{"relative id", func(b *badge) { b.ID = "badges/1" }, failure("/id", credential.CodeURI)},
		{"id with a space", func(b *badge) { b.ID = "https://example.org/a b" }, failure("/id", credential.CodeURI)},
		{"no type", func(b *badge) { b.Type = nil }, failure("/type", credential.CodeMissing)},
		{"not a credential", func(b *badge) { b.Type = []string{"OpenBadgeCredential"} },
			failure("/type", credential.CodeClass)},
		{"not a badge", func(b *badge) { b.Type = []string{"VerifiableCredential"} },
			failure("/type", credential.CodeClass)},
		{"type in small letters", func(b *badge) { b.Type = []string{"VerifiableCredential", "openbadgecredential"} },
			failure("/type", credential.CodeClass)},
		{"empty type", func(b *badge) { b.Type = append(b.Type, "") }, failure("/type/2", credential.CodeClass)},
		{"relative type", func(b *badge) { b.Evidence[0].Type = append(b.Evidence[0].Type, "./Report") },
			advice("/evidence/0/type/1", credential.CodeURI)},
		{"keyword as a type", func(b *badge) { b.Type = append(b.Type, "@json") }, advice("/type/2", credential.CodeURI)},
		{"type with a space", func(b *badge) { b.Type = append(b.Type, "Open Badge") }, advice("/type/2", credential.CodeURI)},
		{"image", func(b *badge) { b.Image = &credential.Image{} },
			slices.Concat(failure("/image/id", credential.CodeMissing), failure("/image/type", credential.CodeMissing))},

		// requirements 7, 8 and 9
		{"no issuer", func(b *badge) { b.Issuer = credential.Profile{} }, failure("/issuer", credential.CodeMissing)},
		{"issuer without id", func(b *badge) { b.Issuer.ID = "" }, failure("/issuer/id", credential.CodeMissing)},
		{"issuer with relative id", func(b *badge) { b.Issuer.ID = "nope" }, failure("/issuer/id", credential.CodeURI)},
		{"issuer without type", func(b *badge) { b.Issuer.Type = nil }, failure("/issuer/type", credential.CodeMissing)},
		{"issuer of another type", func(b *badge) { b.Issuer.Type = []string{"Person"} },
			failure("/issuer/type", credential.CodeClass)},
		{"issuer without name", func(b *badge) { b.Issuer.Name = "" }, advice("/issuer/name", credential.CodeMissing)},
		{"issuer as a bare URI", func(b *badge) { b.Issuer = credential.Profile{ID: b.Issuer.ID} },
			advice("/issuer", credential.CodeMissing)},
		{"issuer as a bare word", func(b *badge) { b.Issuer = credential.Profile{ID: "nope"} },
			slices.Concat(failure("/issuer", credential.CodeURI), advice("/issuer", credential.CodeMissing))},
		{"issuer with nothing but id and url", func(b *badge) { b.Issuer = credential.Profile{ID: b.Issuer.ID, URL: "https://example.org"} },
			slices.Concat(failure("/issuer/type", credential.CodeMissing), advice("/issuer/name", credential.CodeMissing))},
		{"profile's url", func(b *badge) { b.Issuer.URL = "example.org" }, advice("/issuer/url", credential.CodeURI)},
		{"profile's image", func(b *badge) { b.Issuer.Image.ID = "" }, failure("/issuer/image/id", credential.CodeMissing)},
		{"profile's image in line", func(b *badge) { b.Issuer.Image.ID = "DATA:image/jpeg;base64,AA==" },
			advice("/issuer/image/id", credential.CodeFormat)},
		{"profile's image of no type", func(b *badge) { b.Issuer.Image.ID = "data:,x" },
			advice("/issuer/image/id", credential.CodeFormat)},
		{"address", func(b *badge) { b.Issuer.Address.Type = nil },
			failure("/issuer/address/type", credential.CodeMissing)},
		{"coordinates", func(b *badge) { b.Issuer.Address.Geo.Type = "Point" },
			failure("/issuer/address/geo/type", credential.CodeClass)},
		{"parent organisation as a bare URI", func(b *badge) { b.Issuer.ParentOrg = &credential.Profile{ID: "urn:x:y"} },
			failure("/issuer/parentOrg/type", credential.CodeMissing)},
		{"profile's endorsement", func(b *badge) { b.Issuer.Endorsement[0] = json.RawMessage(`"x"`) },
			failure("/issuer/endorsement/0", credential.CodeType)},
		{"profile's endorsement as JWS", func(b *badge) { b.Issuer.EndorsementJWT = []string{"x"} },
			failure("/issuer/endorsementJwt/0", credential.CodeFormat)},
		{"date of birth", func(b *badge) { b.Subject.Achievement.Creator.DateOfBirth = "1985-02-30" },
			failure(ach+"/creator/dateOfBirth", credential.CodeDate)},

		// requirements 10, 11 and 12
		{"no validFrom", func(b *badge) { b.ValidFrom = credential.DateTime{} },
			failure("/validFrom", credential.CodeMissing)},
		{"validFrom with a fraction", func(b *badge) { b.ValidFrom = date(t, "2026-03-01T12:00:00.0Z") },
			advice("/validFrom", credential.CodeDate)},
		{"validFrom with an offset", func(b *badge) { b.ValidFrom = date(t, "2026-03-01T12:00:00+00:00") },
			advice("/validFrom", credential.CodeDate)},
		{"validUntil with a fraction", func(b *badge) { b.ValidUntil = date(t, "2029-03-01T12:00:00.0Z") },
			advice("/validUntil", credential.CodeDate)},
		{"validUntil before validFrom", func(b *badge) { b.ValidUntil = date(t, "2026-03-01T11:59:59Z") },
			failure("/validUntil", credential.CodeOrder)},
		{"validUntil earlier by its offset", func(b *badge) { b.ValidUntil = date(t, "2026-03-01T12:30:00+01:00") },
			slices.Concat(advice("/validUntil", credential.CodeDate), failure("/validUntil", credential.CodeOrder))},
		{"year 10000", func(b *badge) { b.ValidUntil = credential.NewDateTime(day(10000, 1, 1)) },
			failure("/validUntil", credential.CodeDate)},
		{"awarded after validFrom", func(b *badge) { b.AwardedDate = date(t, "2026-03-01T12:00:01Z") },
			advice("/awardedDate", credential.CodeOrder)},
		{"awarded in year 10000", func(b *badge) { b.AwardedDate = credential.NewDateTime(day(10000, 1, 1)) },
			failure("/awardedDate", credential.CodeDate)},

		// requirements 13 and 14
		{"no subject", func(b *badge) { b.Subject = credential.AchievementSubject{} },
			failure("/credentialSubject", credential.CodeMissing)},
		{"subject without type", func(b *badge) { b.Subject.Type = nil },
			failure("/credentialSubject/type", credential.CodeMissing)},
		{"subject of another type", func(b *badge) { b.Subject.Type = []string{"Profile"} },
			failure("/credentialSubject/type", credential.CodeClass)},
		{"subject with relative id", func(b *badge) { b.Subject.ID = "ada" },
			failure("/credentialSubject/id", credential.CodeURI)},
		{"subject that is nobody", func(b *badge) { b.Subject.ID = ""; b.Subject.Identifier = nil },
			failure("/credentialSubject/identifier", credential.CodeMissing)},
		{"one identifier too many", func(b *badge) {
			b.Subject.Identifier = slices.Repeat(b.Subject.Identifier[:1], credential.MaxIdentifiers+1)
		}, failure("/credentialSubject/identifier", credential.CodeTooLarge)},
		{"subject's image", func(b *badge) { b.Subject.Image.Type = "Picture" },
			failure("/credentialSubject/image/type", credential.CodeClass)},
		{"subject's image in line", func(b *badge) { b.Subject.Image.ID = "data:image/pngx,x" },
			advice("/credentialSubject/image/id", credential.CodeFormat)},
		{"source", func(b *badge) { b.Subject.Source.ID = "" },
			failure("/credentialSubject/source/id", credential.CodeMissing)},
		{"activity that ends before it begins", func(b *badge) { b.Subject.ActivityEndDate = date(t, "2025-01-07T08:59:59+01:00") },
			advice("/credentialSubject/activityEndDate", credential.CodeOrder)},
		{"activity from year 10000", func(b *badge) { b.Subject.ActivityStartDate = credential.NewDateTime(day(10000, 1, 1)) },
			failure("/credentialSubject/activityStartDate", credential.CodeDate)},
		{"activity to year 10000", func(b *badge) { b.Subject.ActivityEndDate = credential.NewDateTime(day(10000, 1, 1)) },
			failure("/credentialSubject/activityEndDate", credential.CodeDate)},

		// requirements 15 to 19
		{"no achievement", func(b *badge) { b.Subject.Achievement = credential.Achievement{}; b.Subject.Result = nil },
			failure(ach, credential.CodeMissing)},
		{"achievement without id", func(b *badge) { b.Subject.Achievement.ID = "" },
			failure(ach+"/id", credential.CodeMissing)},
		{"achievement with relative id", func(b *badge) { b.Subject.Achievement.ID = "#a" },
			failure(ach+"/id", credential.CodeURI)},
		{"achievement without type", func(b *badge) { b.Subject.Achievement.Type = nil },
			failure(ach+"/type", credential.CodeMissing)},
		{"achievement of an empty type", func(b *badge) { b.Subject.Achievement.Type = []string{""} },
			slices.Concat(failure(ach+"/type", credential.CodeClass), failure(ach+"/type/0", credential.CodeClass))},
		{"achievement without name", func(b *badge) { b.Subject.Achievement.Name = "" },
			failure(ach+"/name", credential.CodeMissing)},
		{"achievement without description", func(b *badge) { b.Subject.Achievement.Description = "" },
			failure(ach+"/description", credential.CodeMissing)},
		{"no criteria", func(b *badge) { b.Subject.Achievement.Criteria = credential.Criteria{} },
			failure(ach+"/criteria", credential.CodeMissing)},
		{"criteria with relative id", func(b *badge) { b.Subject.Achievement.Criteria.ID = "criteria" },
			failure(ach+"/criteria/id", credential.CodeURI)},
		{"no achievement type", func(b *badge) { b.Subject.Achievement.AchievementType = "" },
			advice(ach+"/achievementType", credential.CodeMissing)},
		{"unknown achievement type", func(b *badge) { b.Subject.Achievement.AchievementType = "CharterMember" },
			failure(ach+"/achievementType", credential.CodeVocabulary)},
		{"achievement's image", func(b *badge) { b.Subject.Achievement.Image.ID = "a.png" },
			failure(ach+"/image/id", credential.CodeURI)},
		{"creator", func(b *badge) { b.Subject.Achievement.Creator.Type = nil },
			failure(ach+"/creator/type", credential.CodeMissing)},
		{"language", func(b *badge) { b.Subject.Achievement.InLanguage = "English" },
			failure(ach+"/inLanguage", credential.CodeFormat)},
		{"achievement's endorsement", func(b *badge) { b.Subject.Achievement.Endorsement[1] = nil },
			failure(ach+"/endorsement/1", credential.CodeType)},
		{"achievement's endorsement as JWS", func(b *badge) { b.Subject.Achievement.EndorsementJWT = []string{"a.b.c", "a.b"} },
			failure(ach+"/endorsementJwt/1", credential.CodeFormat)},

		// requirement 20
		{"alignment without type", func(b *badge) { b.Subject.Achievement.Alignment[1].Type = nil },
			failure(ach+"/alignment/1/type", credential.CodeMissing)},
		{"alignment without name", func(b *badge) { b.Subject.Achievement.Alignment[0].TargetName = "" },
			failure(ach+"/alignment/0/targetName", credential.CodeMissing)},
		{"alignment without url", func(b *badge) { b.Subject.Achievement.Alignment[0].TargetURL = "" },
			failure(ach+"/alignment/0/targetUrl", credential.CodeMissing)},
		{"alignment with relative url", func(b *badge) { b.Subject.Achievement.Alignment[0].TargetURL = "cf/17" },
			advice(ach+"/alignment/0/targetUrl", credential.CodeURI)},
		{"alignment to an unknown type", func(b *badge) { b.Subject.Achievement.Alignment[0].TargetType = "Competency" },
			failure(ach+"/alignment/0/targetType", credential.CodeVocabulary)},

		// requirements 22, 24, 92 and 93
		{"identity without type", func(b *badge) { b.Subject.Identifier[0].Type = "" },
			failure(ident+"/type", credential.CodeMissing)},
		{"identity of another type", func(b *badge) { b.Subject.Identifier[0].Type = "identityObject" },
			failure(ident+"/type", credential.CodeClass)},
		{"identity without hash", func(b *badge) { b.Subject.Identifier[0].IdentityHash = "" },
			failure(ident+"/identityHash", credential.CodeMissing)},
		{"identity without identity type", func(b *badge) { b.Subject.Identifier[0].IdentityType = "" },
			failure(ident+"/identityType", credential.CodeMissing)},
		{"identity type email", func(b *badge) { b.Subject.Identifier[0].IdentityType = "email" },
			failure(ident+"/identityType", credential.CodeVocabulary)},
		{"salt too long", func(b *badge) { b.Subject.Identifier[0].Salt = strings.Repeat("s", credential.MaxSalt+1) },
			failure(ident+"/salt", credential.CodeTooLarge)},
		{"hash without salt", func(b *badge) { b.Subject.Identifier[0].Salt = "" },
			advice(ident+"/salt", credential.CodeWeak)},
		{"salt without hash", func(b *badge) { b.Subject.Identifier[1].Salt = "s" },
			advice("/credentialSubject/identifier/1/salt", credential.CodeMisplaced)},
		{"md5", func(b *badge) { b.Subject.Identifier[0].IdentityHash = "md5$" + strings.Repeat("0", 32) },
			advice(ident+"/identityHash", credential.CodeWeak)},
		{"unknown hash", func(b *badge) { b.Subject.Identifier[0].IdentityHash = "sha1$" + strings.Repeat("0", 40) },
			advice(ident+"/identityHash", credential.CodeFormat)},
		{"unknown hash of as many digits as MD5 has", func(b *badge) {
			b.Subject.Identifier[0].IdentityHash = "md4$" + strings.Repeat("0", 32)
		}, advice(ident+"/identityHash", credential.CodeFormat)},
		{"short hash", func(b *badge) { b.Subject.Identifier[0].IdentityHash = "sha256$" + strings.Repeat("0", 63) },
			advice(ident+"/identityHash", credential.CodeFormat)},
		{"short md5", func(b *badge) { b.Subject.Identifier[0].IdentityHash = "md5$" + strings.Repeat("0", 64) },
			advice(ident+"/identityHash", credential.CodeFormat)},
		{"hash that is not hexadecimal", func(b *badge) {
			b.Subject.Identifier[0].IdentityHash = "sha256$" + strings.Repeat("0", 31) + "g" + strings.Repeat("0", 32)
		},
			advice(ident+"/identityHash", credential.CodeFormat)},
		{"hashed text in clear", func(b *badge) { b.Subject.Identifier[0].IdentityHash = "ada@example.org" },
			advice(ident+"/identityHash", credential.CodeFormat)},

		// requirement 23
		{"identifier without type", func(b *badge) { b.Issuer.OtherIdentifier[0].Type = "" },
			failure("/issuer/otherIdentifier/0/type", credential.CodeMissing)},
		{"identifier without text", func(b *badge) { b.Issuer.OtherIdentifier[1].Identifier = "" },
			failure("/issuer/otherIdentifier/1/identifier", credential.CodeMissing)},
		{"identifier without its type", func(b *badge) { b.Subject.Achievement.OtherIdentifier[0].IdentifierType = "" },
			failure(ach+"/otherIdentifier/0/identifierType", credential.CodeMissing)},
		{"identifier of unknown type", func(b *badge) { b.Subject.Achievement.OtherIdentifier[0].IdentifierType = "ISBN" },
			failure(ach+"/otherIdentifier/0/identifierType", credential.CodeVocabulary)},

		// requirements 25 to 27
		{"result without type", func(b *badge) { b.Subject.Result[0].Type = nil },
			failure("/credentialSubject/result/0/type", credential.CodeMissing)},
		{"result of an unknown description", func(b *badge) { b.Subject.Result[0].ResultDescription += "x" },
			failure("/credentialSubject/result/0/resultDescription", credential.CodeReference)},
		{"level of another description", func(b *badge) {
			b.Subject.Result[0].AchievedLevel = b.Subject.Result[1].AchievedLevel
		}, failure("/credentialSubject/result/0/achievedLevel", credential.CodeReference)},
		{"level without a description", func(b *badge) { b.Subject.Result[1].ResultDescription = "" },
			failure("/credentialSubject/result/1/achievedLevel", credential.CodeReference)},
		{"status missing", func(b *badge) { b.Subject.Result[3].Status = "" },
			failure("/credentialSubject/result/3/status", credential.CodeMissing)},
		{"unknown status", func(b *badge) { b.Subject.Result[3].Status = "ext:Done" },
			failure("/credentialSubject/result/3/status", credential.CodeVocabulary)},
		{"result's alignment", func(b *badge) { b.Subject.Result[1].Alignment[0].Type = nil },
			failure("/credentialSubject/result/1/alignment/0/type", credential.CodeMissing)},
		{"description without id", func(b *badge) { b.Subject.Achievement.ResultDescription[2].ID = ""; b.Subject.Result = nil },
			failure(ach+"/resultDescription/2/id", credential.CodeMissing)},
		{"description without type", func(b *badge) { b.Subject.Achievement.ResultDescription[2].Type = nil },
			failure(ach+"/resultDescription/2/type", credential.CodeMissing)},
		{"description without name", func(b *badge) { b.Subject.Achievement.ResultDescription[2].Name = "" },
			failure(ach+"/resultDescription/2/name", credential.CodeMissing)},
		{"description without result type", func(b *badge) { b.Subject.Achievement.ResultDescription[2].ResultType = "" },
			failure(ach+"/resultDescription/2/resultType", credential.CodeMissing)},
		{"description of unknown result type", func(b *badge) { b.Subject.Achievement.ResultDescription[2].ResultType = "Grade" },
			failure(ach+"/resultDescription/2/resultType", credential.CodeVocabulary)},
		{"required level that is not there", func(b *badge) { b.Subject.Achievement.ResultDescription[1].RequiredLevel += "x" },
			failure(ach+"/resultDescription/1/requiredLevel", credential.CodeReference)},
		{"description's alignment", func(b *badge) { b.Subject.Achievement.ResultDescription[0].Alignment[0].Type = nil },
			failure(ach+"/resultDescription/0/alignment/0/type", credential.CodeMissing)},
		{"level without id", func(b *badge) { b.Subject.Achievement.ResultDescription[1].RubricCriterionLevel[0].ID = "" },
			failure(ach+"/resultDescription/1/rubricCriterionLevel/0/id", credential.CodeMissing)},
		{"level without type", func(b *badge) { b.Subject.Achievement.ResultDescription[1].RubricCriterionLevel[0].Type = nil },
			failure(ach+"/resultDescription/1/rubricCriterionLevel/0/type", credential.CodeMissing)},
		{"level without name", func(b *badge) { b.Subject.Achievement.ResultDescription[1].RubricCriterionLevel[0].Name = "" },
			failure(ach+"/resultDescription/1/rubricCriterionLevel/0/name", credential.CodeMissing)},
		{"level's alignment", func(b *badge) {
			b.Subject.Achievement.ResultDescription[1].RubricCriterionLevel[2].Alignment[0].Type = nil
		}, failure(ach+"/resultDescription/1/rubricCriterionLevel/2/alignment/0/type", credential.CodeMissing)},
		{"related without id", func(b *badge) { b.Subject.Achievement.Related[0].ID = "" },
			failure(ach+"/related/0/id", credential.CodeMissing)},
		{"related without type", func(b *badge) { b.Subject.Achievement.Related[0].Type = nil },
			failure(ach+"/related/0/type", credential.CodeMissing)},
		{"related in no language", func(b *badge) { b.Subject.Achievement.Related[0].InLanguage = "d" },
			failure(ach+"/related/0/inLanguage", credential.CodeFormat)},

		// requirements 28 and 29
		{"evidence without type", func(b *badge) { b.Evidence[1].Type = nil },
			failure("/evidence/1/type", credential.CodeMissing)},
		{"evidence with relative id", func(b *badge) { b.Evidence[0].ID = "e1" },
			failure("/evidence/0/id", credential.CodeURI)},
		{"evidence with a long id", func(b *badge) {
			b.Evidence[0].ID = "https://example.org/" + strings.Repeat("a", credential.MaxEvidenceData)
		},
			failure("/evidence/0/id", credential.CodeTooLarge)},
		{"evidence in the subject", func(b *badge) {
			b.Subject.Extensions = map[string]json.RawMessage{"evidence": json.RawMessage(`[{"type":["Evidence"]}]`)}
		}, failure("/credentialSubject/evidence", credential.CodeMisplaced)},
		{"evidence of too much data", func(b *badge) { b.Evidence[0].ID = dataURI(credential.MaxEvidenceData + 1) },
			advice("/evidence/0/id", credential.CodeTooLarge)},

		// what surrounds the subject
		{"endorsement", func(b *badge) { b.Endorsement[0] = json.RawMessage(`[]`) },
			failure("/endorsement/0", credential.CodeType)},
		{"endorsement as JWS without signature", func(b *badge) { b.EndorsementJWT = []string{"a.a."} },
			failure("/endorsementJwt/0", credential.CodeFormat)},
		{"endorsement as JWS without header", func(b *badge) { b.EndorsementJWT = []string{".a.a"} },
			failure("/endorsementJwt/0", credential.CodeFormat)},
		{"endorsement as JWS of four parts", func(b *badge) { b.EndorsementJWT = []string{"a.a.a.a"} },
			failure("/endorsementJwt/0", credential.CodeFormat)},
		{"endorsement as JWS with padding", func(b *badge) { b.EndorsementJWT = []string{"a=.a.a"} },
			failure("/endorsementJwt/0", credential.CodeFormat)},
		{"endorsement as JWS with an odd payload", func(b *badge) { b.EndorsementJWT = []string{"a.+.a"} },
			failure("/endorsementJwt/0", credential.CodeFormat)},
		{"schema without id", func(b *badge) { b.Schema = append(b.Schema, credential.CredentialSchema{Type: "JsonSchema"}) },
			failure("/credentialSchema/1/id", credential.CodeMissing)},
		{"schema without type", func(b *badge) { b.Schema = append(b.Schema, credential.CredentialSchema{ID: "urn:a:b"}) },
			failure("/credentialSchema/1/type", credential.CodeMissing)},
		{"schemas of others alone", func(b *badge) { b.Schema[0].ID = "https://example.org/schema.json" },
			advice("/credentialSchema", credential.CodeMissing)},
		{"schema of another type alone", func(b *badge) { b.Schema[0].Type = "JsonSchema" },
			advice("/credentialSchema", credential.CodeMissing)},
		{"schema of an endorsement", func(b *badge) {
			b.Schema[0].ID = strings.Replace(b.Schema[0].ID, "achievement", "endorsement", 1)
		}, advice("/credentialSchema", credential.CodeMissing)},
		{"refresh service without id", func(b *badge) { b.RefreshService.ID = "" },
			failure("/refreshService/id", credential.CodeMissing)},
		{"refresh service without type", func(b *badge) { b.RefreshService.Type = "" },
			failure("/refreshService/type", credential.CodeMissing)},
		{"terms without type", func(b *badge) { b.TermsOfUse[0].Type = "" },
			failure("/termsOfUse/0/type", credential.CodeMissing)},
		{"terms with relative id", func(b *badge) { b.TermsOfUse[0].ID = "terms" },
			failure("/termsOfUse/0/id", credential.CodeURI)},
		{"proof", func(b *badge) { b.Proof = []json.RawMessage{json.RawMessage("7")} },
			failure("/proof/0", credential.CodeType)},

		// status
		{"status without id", func(b *badge) { b.Status[0].ID = "" },
			failure("/credentialStatus/id", credential.CodeMissing)},
		{"status of an unknown type without id", func(b *badge) { b.Status = []credential.StatusEntry{{Type: "https://example.org/Status"}} },
			failure("/credentialStatus/id", credential.CodeMissing)},
		{"status with relative id", func(b *badge) { b.Status[0].ID = "#1" },
			failure("/credentialStatus/id", credential.CodeURI)},
		{"status with the id of its list", func(b *badge) { b.Status[0].ID = b.Status[0].StatusListCredential },
			advice("/credentialStatus/id", credential.CodeReference)},
		{"status without type", func(b *badge) { b.Status[0].Type = "" },
			failure("/credentialStatus/type", credential.CodeMissing)},
		{"status without purpose", func(b *badge) { b.Status[0].StatusPurpose = "" },
			failure("/credentialStatus/statusPurpose", credential.CodeMissing)},
		{"status without index", func(b *badge) { b.Status[0].StatusListIndex = "" },
			failure("/credentialStatus/statusListIndex", credential.CodeMissing)},
		{"status without list", func(b *badge) { b.Status[0].StatusListCredential = "" },
			failure("/credentialStatus/statusListCredential", credential.CodeMissing)},
		{"status with a negative index", func(b *badge) { b.Status[0].StatusListIndex = "-1" },
			failure("/credentialStatus/statusListIndex", credential.CodeFormat)},
		{"status with a padded index", func(b *badge) { b.Status[0].StatusListIndex = "07" },
			failure("/credentialStatus/statusListIndex", credential.CodeFormat)},
		{"status with index zero", func(b *badge) { b.Status[0].StatusListIndex = "0" }, nil},
		{"status with a relative list", func(b *badge) { b.Status[0].StatusListCredential = "status/1" },
			failure("/credentialStatus/statusListCredential", credential.CodeURI)},
		{"status of no size", func(b *badge) { b.Status[0].StatusSize = new(int) },
			failure("/credentialStatus/statusSize", credential.CodeFormat)},
		{"status with relative reference", func(b *badge) { b.Status[0].StatusReference = []string{"urn:a:b", "help"} },
			failure("/credentialStatus/statusReference/1", credential.CodeURI)},
		{"status with an empty reference", func(b *badge) { b.Status[0].StatusReference = []string{""} },
			failure("/credentialStatus/statusReference/0", credential.CodeMissing)},
		{"second of two status entries", func(b *badge) {
			b.Status = append(b.Status, b.Status[0])
			b.Status[1].Type = ""
		}, failure("/credentialStatus/1/type", credential.CodeMissing)},
		{"one status entry too many", func(b *badge) { b.Status = slices.Repeat(b.Status, credential.MaxStatus+1) },
			failure("/credentialStatus", credential.CodeTooLarge)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := complete(t)
			tt.change(b)
			err := b.Validate()
			require.Equal(t, tt.want, findings(err), "%v", err)
		})
	}
}

// TestValidateAll: every broken rule is found, in document order.
func TestValidateAll(t *testing.T) {
	require.Equal(t, slices.Concat(
		failure("/@context", credential.CodeContext),
		failure("/id", credential.CodeMissing),
		failure("/type", credential.CodeMissing),
		failure("/issuer", credential.CodeMissing),
		failure("/validFrom", credential.CodeMissing),
		failure("/credentialSubject", credential.CodeMissing),
	), findings(new(credential.OpenBadge).Validate()))
}

// TestValidateReport: what is said about a hostile badge is bounded, and advice does not crowd out what makes a badge
// invalid.
func TestValidateReport(t *testing.T) {
	b := simple(t)
	for range 150 {
		b.Subject.Achievement.Alignment = append(b.Subject.Achievement.Alignment, credential.Alignment{
			Type: []string{"Alignment"}, TargetName: "x", TargetURL: "relative", TargetType: "x"})
	}
	advices, failures := 0, 0
	for _, e := range credential.FieldErrors(b.Validate()) {
		if e.Advice {
			advices++
		} else {
			failures++
		}
	}
	require.Equal(t, 100, advices)
	require.Equal(t, 100, failures)

	b = simple(t)
	b.ID = strings.Repeat("<script>", 1<<16)
	for _, e := range credential.FieldErrors(b.Validate()) {
		require.Less(t, len(e.Error()), 200)
	}
}

// TestValidateSchemas has the URLs of the schemas that 1EdTech publishes, with arrays alone and with single values.
func TestValidateSchemas(t *testing.T) {
	const base = "https://purl.imsglobal.org/spec/ob/v3p0/schema/"
	for id, of := range map[string]string{
		base + "json/ob_v3p0_achievementcredential_schema.json":       "badge",
		base + "json/ob_v3p0_anyachievementcredential_schema.json":    "badge",
		base + "json-ld/ob_v3p0_achievementcredential_schema.json":    "badge",
		base + "json-ld/ob_v3p0_anyachievementcredential_schema.json": "badge",
		base + "json/ob_v3p0_endorsementcredential_schema.json":       "endorsement",
		base + "json/ob_v3p0_anyendorsementcredential_schema.json":    "endorsement",
		base + "json-ld/ob_v3p0_endorsementcredential_schema.json":    "endorsement",
		base + "json-ld/ob_v3p0_anyendorsementcredential_schema.json": "endorsement",
		base + "json/ob_v3p0_profile_schema.json":                     "",
		base + "json/ob_v3p0_achievementcredential_schema.json#":      "",
	} {
		t.Run(id, func(t *testing.T) {
			b, e := complete(t), endorsement(t)
			b.Schema[0].ID, e.Schema[0].ID = id, id
			require.Equal(t, of != "badge", b.Validate() != nil)
			require.Equal(t, of != "endorsement", e.Validate() != nil)
		})
	}
}

// TestCompactJWS tries every byte in a part of a JWS, against the alphabet of RFC 4648 §5.
func TestCompactJWS(t *testing.T) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for c := range 256 {
		b := simple(t)
		b.EndorsementJWT = []string{"a.a" + string([]byte{byte(c)}) + ".a"}
		require.Equal(t, strings.IndexByte(alphabet, byte(c)) >= 0, b.Validate() == nil, "%q", c)
	}
}

func TestLanguage(t *testing.T) {
	for language, good := range map[string]bool{
		"en": true, "deu": true, "abcd": true, "en-GB": true, "es-419": true, "zh-Hant": true, "zh-Hant-TW": true, "sr-Latn-419": true,
		"e": false, "abcde": false, "EN": false, "en-": false, "en-gb": false, "en-GBR": false, "en-41": false, "zh-hant": false,
		"zh-HANT": false, "zh-Hant-": false, "zh-Hant-tw": false, "en-GB-oed": false, "zh-Hant-TW-x": false, "en_GB": false, "en GB": false,
	} {
		t.Run(language, func(t *testing.T) {
			b := simple(t)
			b.Subject.Achievement.InLanguage = language
			if good {
				require.NoError(t, b.Validate())
			} else {
				require.Equal(t, failure("/credentialSubject/achievement/inLanguage", credential.CodeFormat), findings(b.Validate()))
			}
		})
	}
}

func endorsement(t testing.TB) *credential.EndorsementCredential {
	t.Helper()
	e := new(credential.EndorsementCredential)
	require.NoError(t, json.Unmarshal(complete(t).Endorsement[0], e))
	return e
}

// TestValidateEndorsement has requirement 98.
func TestValidateEndorsement(t *testing.T) {
	type endorsed = credential.EndorsementCredential
	for _, tt := range []struct {
		name   string
		change func(*endorsed)
		want   []finding
	}{
		{"nothing broken", func(*endorsed) {}, nil},
		{"everything missing", func(e *endorsed) { *e = endorsed{} }, slices.Concat(
			failure("/@context", credential.CodeContext), failure("/id", credential.CodeMissing), failure("/type", credential.CodeMissing),
			failure("/name", credential.CodeMissing), failure("/issuer", credential.CodeMissing),
			failure("/validFrom", credential.CodeMissing), failure("/credentialSubject", credential.CodeMissing))},
		{"badge", func(e *endorsed) { e.Type[1] = "OpenBadgeCredential" }, failure("/type", credential.CodeClass)},
		{"not a credential", func(e *endorsed) { e.Type = e.Type[1:] }, failure("/type", credential.CodeClass)},
		{"bare issuer", func(e *endorsed) { e.Issuer = credential.Profile{ID: "urn:a:b"} },
			advice("/issuer", credential.CodeMissing)},
		{"validUntil before validFrom", func(e *endorsed) { e.ValidUntil = date(t, "2000-01-01T00:00:00Z") },
			failure("/validUntil", credential.CodeOrder)},
		{"awarded in year 10000", func(e *endorsed) { e.AwardedDate = credential.NewDateTime(day(10000, 1, 1)) },
			failure("/awardedDate", credential.CodeDate)},
		{"subject without id", func(e *endorsed) { e.Subject.ID = "" },
			failure("/credentialSubject/id", credential.CodeMissing)},
		{"subject of another type", func(e *endorsed) { e.Subject.Type = []string{"AchievementSubject"} },
			failure("/credentialSubject/type", credential.CodeClass)},
		{"status without type", func(e *endorsed) { e.Status[0].Type = "" },
			failure("/credentialStatus/type", credential.CodeMissing)},
		{"proof", func(e *endorsed) { e.Proof = []json.RawMessage{nil} }, failure("/proof/0", credential.CodeType)},
		{"awarded after validFrom", func(e *endorsed) { e.AwardedDate = date(t, "2026-03-01T12:00:01Z") },
			advice("/awardedDate", credential.CodeOrder)},
		{"schema of a badge", func(e *endorsed) { e.Schema = complete(t).Schema }, advice("/credentialSchema", credential.CodeMissing)},
		{"date of data model 1.1", func(e *endorsed) {
			e.Extensions = map[string]json.RawMessage{"issuanceDate": json.RawMessage(`"x"`)}
		}, failure("/issuanceDate", credential.CodeContext)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := endorsement(t)
			tt.change(e)
			err := e.Validate()
			require.Equal(t, tt.want, findings(err), "%v", err)
		})
	}
}

func TestFieldErrors(t *testing.T) {
	one := &credential.FieldError{Pointer: "/a", Code: credential.CodeMissing, Detail: "missing, want a text"}
	two := &credential.FieldError{Code: credential.CodeSyntax, Detail: "want a value"}
	require.Nil(t, credential.FieldErrors(nil))
	require.Nil(t, credential.FieldErrors(fmt.Errorf("something else")))
	require.Equal(t, []*credential.FieldError{one}, credential.FieldErrors(one))
	require.Equal(t, []*credential.FieldError{one, two},
		credential.FieldErrors(fmt.Errorf("outer: %w", fmt.Errorf("%w and %w and %w", one, fmt.Errorf("other"), two))))
	require.Equal(t, "/a: missing, want a text", one.Error())
	require.Equal(t, "the document: want a value", two.Error())
}

// TestValidateAllocates: a rule that is kept costs no memory, nor is there anything to note where there are no results.
func TestValidateAllocates(t *testing.T) {
	b := simple(t)
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { _ = b.Validate() }), 1.0) // for the report
}

func BenchmarkValidate(b *testing.B) {
	for _, name := range []string{"simple", "complete"} {
		b.Run(name, func(b *testing.B) {
			badge := read(b, fixture(b, name))
			b.ReportAllocs()
			for b.Loop() {
				if err := badge.Validate(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
