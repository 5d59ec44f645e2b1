package credential_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

const schemaFile = "ob3/ob_v3p0_achievementcredential_schema.json"

// publishedSchema is the schema that 1EdTech publishes for AchievementCredential, arrays demanded.
func publishedSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(badgetest.Vectors(t, schemaFile)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("urn:schema", document))
	schema, err := compiler.Compile("urn:schema")
	require.NoError(t, err)
	return schema
}

// conforms holds a text against it.
func conforms(t *testing.T, text string) {
	t.Helper()
	badge, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	require.NoError(t, publishedSchema(t).Validate(badge))
}

// whole returns a badge with every class and property that the model has.
func whole(t testing.TB) *credential.OpenBadge {
	t.Helper()
	b := complete(t)
	compact := []string{"eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl"}
	b.EndorsementJWT = compact
	b.Issuer.EndorsementJWT = compact
	b.Subject.Achievement.EndorsementJWT = compact
	proof := json.RawMessage(`{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-03-01T12:00:00Z",` +
		`"verificationMethod":"https://example.org/issuers/2#key-1","proofPurpose":"assertionMethod","challenge":"c",` +
		`"domain":"example.org","nonce":"n","proofValue":"z58DAdFfa9SkqZMVPxAQp"}`)
	b.Proof = []json.RawMessage{proof}
	e := endorsement(t)
	e.Proof = []json.RawMessage{proof}
	text, err := e.MarshalJSON()
	require.NoError(t, err)
	b.Endorsement[0] = text
	return b
}

func TestSchemaAccepts(t *testing.T) {
	t.Run("simple", func(t *testing.T) { conforms(t, write(t, simple(t))) })
	t.Run("complete", func(t *testing.T) { conforms(t, write(t, complete(t))) })
	t.Run("whole", func(t *testing.T) {
		require.NoError(t, whole(t).Validate())
		conforms(t, write(t, whole(t)))
	})
	t.Run("charter", func(t *testing.T) { conforms(t, write(t, charterBadge(t))) })
	t.Run("renewed", func(t *testing.T) {
		b, err := credential.Renew(charterBadge(t), day(2027, 1, 1), day(2028, 1, 1))
		require.NoError(t, err)
		conforms(t, write(t, b))
	})
}

// classes are the structs of this package by the names of the schema.
var classes = map[string]reflect.Type{
	"":                      reflect.TypeFor[credential.OpenBadge](),
	"Achievement":           reflect.TypeFor[credential.Achievement](),
	"AchievementSubject":    reflect.TypeFor[credential.AchievementSubject](),
	"Address":               reflect.TypeFor[credential.Address](),
	"Alignment":             reflect.TypeFor[credential.Alignment](),
	"CredentialSchema":      reflect.TypeFor[credential.CredentialSchema](),
	"CredentialStatus":      reflect.TypeFor[credential.StatusEntry](),
	"Criteria":              reflect.TypeFor[credential.Criteria](),
	"EndorsementCredential": reflect.TypeFor[credential.EndorsementCredential](),
	"EndorsementSubject":    reflect.TypeFor[credential.EndorsementSubject](),
	"Evidence":              reflect.TypeFor[credential.Evidence](),
	"GeoCoordinates":        reflect.TypeFor[credential.GeoCoordinates](),
	"IdentifierEntry":       reflect.TypeFor[credential.IdentifierEntry](),
	"IdentityObject":        reflect.TypeFor[credential.IdentityObject](),
	"Image":                 reflect.TypeFor[credential.Image](),
	"Profile":               reflect.TypeFor[credential.Profile](),
	"Proof":                 reflect.TypeFor[credential.Proof](),
	"RefreshService":        reflect.TypeFor[credential.RefreshService](),
	"Related":               reflect.TypeFor[credential.Related](),
	"Result":                reflect.TypeFor[credential.Result](),
	"ResultDescription":     reflect.TypeFor[credential.ResultDescription](),
	"RubricCriterionLevel":  reflect.TypeFor[credential.RubricCriterionLevel](),
	"TermsOfUse":            reflect.TypeFor[credential.TermsOfUse](),
}

type class struct {
	Properties           map[string]json.RawMessage
	AdditionalProperties bool
}

func publishedClasses(t *testing.T) map[string]class {
	t.Helper()
	var schema struct {
		class
		Defs map[string]class `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, schemaFile), &schema))
	published := schema.Defs
	published[""] = schema.class
	maps.DeleteFunc(published, func(_ string, c class) bool { return c.Properties == nil }) // unions
	return published
}

// TestClasses: the structs have the classes and properties of the schema, and are open or closed as they are there.
func TestClasses(t *testing.T) {
	published := publishedClasses(t)
	require.ElementsMatch(t, slices.Collect(maps.Keys(published)), slices.Collect(maps.Keys(classes)))
	for name, c := range published {
		t.Run(name, func(t *testing.T) {
			members, open := membersOf(classes[name])
			require.Equal(t, c.AdditionalProperties, open)
			want := slices.Collect(maps.Keys(c.Properties))
			if name == "CredentialStatus" { // W3C defines what else a status has
				want = append(want, "statusPurpose", "statusListIndex", "statusListCredential", "statusSize", "statusMessage",
					"statusReference")
			}
			require.ElementsMatch(t, want, members)
		})
	}
}

func membersOf(class reflect.Type) (names []string, open bool) {
	for i := range class.NumField() {
		name := class.Field(i).Tag.Get("json")
		if name == "-" {
			open = true
		} else {
			names = append(names, name)
		}
	}
	return names, open
}

// TestWhole: the badge that the schema accepts uses every field of every class.
func TestWhole(t *testing.T) {
	used := map[reflect.Type]map[string]bool{}
	note := func(v reflect.Value) {
		if used[v.Type()] == nil {
			used[v.Type()] = map[string]bool{}
		}
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				used[v.Type()][v.Type().Field(i).Name] = true
			}
		}
	}
	b := whole(t)
	eachStruct(reflect.ValueOf(b), note)
	e := new(credential.EndorsementCredential)
	require.NoError(t, e.UnmarshalJSON(b.Endorsement[0]))
	eachStruct(reflect.ValueOf(e), note)
	p := new(credential.Proof)
	require.NoError(t, p.UnmarshalJSON(b.Proof[0]))
	eachStruct(reflect.ValueOf(p), note)

	for name, class := range classes {
		for i := range class.NumField() {
			if field := class.Field(i).Name; field != "Extensions" {
				require.True(t, used[class][field], "%s.%s", name, field)
			}
		}
	}
}

// TestVocabularies holds the constants against the schema, term by term.
func TestVocabularies(t *testing.T) {
	for _, tt := range []struct {
		class, member string
		terms         []string
		valid         func(string) bool
		open          bool
	}{
		{"Achievement", "achievementType", texts(
			credential.AchievementTypeAchievement, credential.AchievementTypeApprenticeshipCertificate,
			credential.AchievementTypeAssessment, credential.AchievementTypeAssignment, credential.AchievementTypeAssociateDegree,
			credential.AchievementTypeAward, credential.AchievementTypeBadge, credential.AchievementTypeBachelorDegree,
			credential.AchievementTypeCertificate, credential.AchievementTypeCertificateOfCompletion,
			credential.AchievementTypeCertification, credential.AchievementTypeCommunityService,
			credential.AchievementTypeCompetency, credential.AchievementTypeCourse, credential.AchievementTypeCoCurricular,
			credential.AchievementTypeDegree, credential.AchievementTypeDiploma, credential.AchievementTypeDoctoralDegree,
			credential.AchievementTypeFieldwork, credential.AchievementTypeGeneralEducationDevelopment,
			credential.AchievementTypeJourneymanCertificate, credential.AchievementTypeLearningProgram,
			credential.AchievementTypeLicense, credential.AchievementTypeMembership,
			credential.AchievementTypeProfessionalDoctorate, credential.AchievementTypeQualityAssuranceCredential,
			credential.AchievementTypeMasterCertificate, credential.AchievementTypeMasterDegree,
			credential.AchievementTypeMicroCredential, credential.AchievementTypeResearchDoctorate,
			credential.AchievementTypeSecondarySchoolDiploma,
		), func(s string) bool { return credential.AchievementType(s).Valid() }, true},
		{"Alignment", "targetType", texts(
			credential.AlignmentTargetTypeCompetency, credential.AlignmentTargetTypeCredential,
			credential.AlignmentTargetTypeCFItem, credential.AlignmentTargetTypeCFRubric,
			credential.AlignmentTargetTypeCFRubricCriterion, credential.AlignmentTargetTypeCFRubricCriterionLevel,
			credential.AlignmentTargetTypeCTDL,
		), func(s string) bool { return credential.AlignmentTargetType(s).Valid() }, true},
		{"ResultDescription", "resultType", texts(
			credential.ResultTypeGradePointAverage, credential.ResultTypeLetterGrade, credential.ResultTypePercent,
			credential.ResultTypePerformanceLevel, credential.ResultTypePredictedScore, credential.ResultTypeRawScore,
			credential.ResultTypeResult, credential.ResultTypeRubricCriterion, credential.ResultTypeRubricCriterionLevel,
			credential.ResultTypeRubricScore, credential.ResultTypeScaledScore, credential.ResultTypeStatus,
		), func(s string) bool { return credential.ResultType(s).Valid() }, true},
		{"Result", "status", texts(
			credential.ResultStatusCompleted, credential.ResultStatusEnrolled, credential.ResultStatusFailed,
			credential.ResultStatusInProgress, credential.ResultStatusOnHold, credential.ResultStatusProvisional,
			credential.ResultStatusWithdrew,
		), func(s string) bool { return credential.ResultStatus(s).Valid() }, false},
		{"IdentityObject", "identityType", identifierTypes, validIdentifierType, true},
		{"IdentifierEntry", "identifierType", identifierTypes, validIdentifierType, true},
	} {
		t.Run(tt.member, func(t *testing.T) {
			for _, term := range tt.terms {
				require.True(t, tt.valid(term), term)
				require.False(t, tt.valid(strings.ToUpper(term)+"x"), term)
				require.False(t, tt.valid(" "+term), term)
			}
			for term, want := range map[string]bool{
				"ext:Charter": tt.open, "ext:a-b_c.9": tt.open,
				"": false, "ext:": false, "ext": false, "Ext:x": false, "foo ext:x": false, "ext:x y": false, "ext:|": false, "ext:é": false,
			} {
				require.Equal(t, want, tt.valid(term), term)
			}

			type vocabulary struct {
				Enum  []string
				OneOf []struct{ Enum []string }
			}
			var v vocabulary
			require.NoError(t, json.Unmarshal(publishedClasses(t)[tt.class].Properties[tt.member], &v))
			if tt.open {
				v.Enum = v.OneOf[0].Enum
			}
			require.ElementsMatch(t, v.Enum, tt.terms)
		})
	}
}

var identifierTypes = texts(
	credential.IdentifierTypeName, credential.IdentifierTypeSourcedID, credential.IdentifierTypeSystemID,
	credential.IdentifierTypeProductID, credential.IdentifierTypeUserName, credential.IdentifierTypeAccountID,
	credential.IdentifierTypeEmailAddress, credential.IdentifierTypeNationalIdentityNumber, credential.IdentifierTypeISBN,
	credential.IdentifierTypeISSN, credential.IdentifierTypeLISSourcedID, credential.IdentifierTypeOneRosterSourcedID,
	credential.IdentifierTypeSISSourcedID, credential.IdentifierTypeLTIContextID, credential.IdentifierTypeLTIDeploymentID,
	credential.IdentifierTypeLTIToolID, credential.IdentifierTypeLTIPlatformID, credential.IdentifierTypeLTIUserID,
	credential.IdentifierTypeIdentifier,
)

func validIdentifierType(s string) bool { return credential.IdentifierType(s).Valid() }

func texts[T ~string](terms ...T) []string {
	var list []string
	for _, term := range terms {
		list = append(list, string(term))
	}
	return list
}
