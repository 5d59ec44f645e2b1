package credential

import "strings"

// AchievementType is a term for what an achievement is. The vocabulary is open: a term of one's own begins with "ext:"
// and goes on in ASCII letters, digits, full stops, hyphens and underscores (https://www.imsglobal.org/spec/ob/v3p0,
// AchievementType Enumeration).
type AchievementType string

// The terms of AchievementType.
const (
	AchievementTypeAchievement                 AchievementType = "Achievement"
	AchievementTypeApprenticeshipCertificate   AchievementType = "ApprenticeshipCertificate"
	AchievementTypeAssessment                  AchievementType = "Assessment"
	AchievementTypeAssignment                  AchievementType = "Assignment"
	AchievementTypeAssociateDegree             AchievementType = "AssociateDegree"
	AchievementTypeAward                       AchievementType = "Award"
	AchievementTypeBadge                       AchievementType = "Badge"
	AchievementTypeBachelorDegree              AchievementType = "BachelorDegree"
	AchievementTypeCertificate                 AchievementType = "Certificate"
	AchievementTypeCertificateOfCompletion     AchievementType = "CertificateOfCompletion"
	AchievementTypeCertification               AchievementType = "Certification"
	AchievementTypeCommunityService            AchievementType = "CommunityService"
	AchievementTypeCompetency                  AchievementType = "Competency"
	AchievementTypeCourse                      AchievementType = "Course"
	AchievementTypeCoCurricular                AchievementType = "CoCurricular"
	AchievementTypeDegree                      AchievementType = "Degree"
	AchievementTypeDiploma                     AchievementType = "Diploma"
	AchievementTypeDoctoralDegree              AchievementType = "DoctoralDegree"
	AchievementTypeFieldwork                   AchievementType = "Fieldwork"
	AchievementTypeGeneralEducationDevelopment AchievementType = "GeneralEducationDevelopment"
	AchievementTypeJourneymanCertificate       AchievementType = "JourneymanCertificate"
	AchievementTypeLearningProgram             AchievementType = "LearningProgram"
	AchievementTypeLicense                     AchievementType = "License"
	AchievementTypeMembership                  AchievementType = "Membership"
	AchievementTypeProfessionalDoctorate       AchievementType = "ProfessionalDoctorate"
	AchievementTypeQualityAssuranceCredential  AchievementType = "QualityAssuranceCredential"
	AchievementTypeMasterCertificate           AchievementType = "MasterCertificate"
	AchievementTypeMasterDegree                AchievementType = "MasterDegree"
	AchievementTypeMicroCredential             AchievementType = "MicroCredential"
	AchievementTypeResearchDoctorate           AchievementType = "ResearchDoctorate"
	AchievementTypeSecondarySchoolDiploma      AchievementType = "SecondarySchoolDiploma"
)

// Valid reports whether t is a term of the vocabulary or an extension of it.
func (t AchievementType) Valid() bool {
	switch t {
	case AchievementTypeAchievement, AchievementTypeApprenticeshipCertificate, AchievementTypeAssessment,
		AchievementTypeAssignment, AchievementTypeAssociateDegree, AchievementTypeAward, AchievementTypeBadge,
		AchievementTypeBachelorDegree, AchievementTypeCertificate, AchievementTypeCertificateOfCompletion,
		AchievementTypeCertification, AchievementTypeCommunityService, AchievementTypeCompetency,
		AchievementTypeCourse, AchievementTypeCoCurricular, AchievementTypeDegree, AchievementTypeDiploma,
		AchievementTypeDoctoralDegree, AchievementTypeFieldwork, AchievementTypeGeneralEducationDevelopment,
		AchievementTypeJourneymanCertificate, AchievementTypeLearningProgram, AchievementTypeLicense,
		AchievementTypeMembership, AchievementTypeProfessionalDoctorate, AchievementTypeQualityAssuranceCredential,
		AchievementTypeMasterCertificate, AchievementTypeMasterDegree, AchievementTypeMicroCredential,
		AchievementTypeResearchDoctorate, AchievementTypeSecondarySchoolDiploma:
		return true
	}
	return isExtension(string(t))
}

// AlignmentTargetType is a term for what an alignment points to. The vocabulary is open, as AchievementType's is.
type AlignmentTargetType string

// The terms of AlignmentTargetType.
const (
	AlignmentTargetTypeCompetency             AlignmentTargetType = "ceasn:Competency"
	AlignmentTargetTypeCredential             AlignmentTargetType = "ceterms:Credential"
	AlignmentTargetTypeCFItem                 AlignmentTargetType = "CFItem"
	AlignmentTargetTypeCFRubric               AlignmentTargetType = "CFRubric"
	AlignmentTargetTypeCFRubricCriterion      AlignmentTargetType = "CFRubricCriterion"
	AlignmentTargetTypeCFRubricCriterionLevel AlignmentTargetType = "CFRubricCriterionLevel"
	AlignmentTargetTypeCTDL                   AlignmentTargetType = "CTDL"
)

// Valid reports whether t is a term of the vocabulary or an extension of it.
func (t AlignmentTargetType) Valid() bool {
	switch t {
	case AlignmentTargetTypeCompetency, AlignmentTargetTypeCredential, AlignmentTargetTypeCFItem,
		AlignmentTargetTypeCFRubric, AlignmentTargetTypeCFRubricCriterion,
		AlignmentTargetTypeCFRubricCriterionLevel, AlignmentTargetTypeCTDL:
		return true
	}
	return isExtension(string(t))
}

// ResultType is a term for what kind of result a ResultDescription describes. The vocabulary is open, as
// AchievementType's is.
type ResultType string

// The terms of ResultType.
const (
	ResultTypeGradePointAverage    ResultType = "GradePointAverage"
	ResultTypeLetterGrade          ResultType = "LetterGrade"
	ResultTypePercent              ResultType = "Percent"
	ResultTypePerformanceLevel     ResultType = "PerformanceLevel"
	ResultTypePredictedScore       ResultType = "PredictedScore"
	ResultTypeRawScore             ResultType = "RawScore"
	ResultTypeResult               ResultType = "Result"
	ResultTypeRubricCriterion      ResultType = "RubricCriterion"
	ResultTypeRubricCriterionLevel ResultType = "RubricCriterionLevel"
	ResultTypeRubricScore          ResultType = "RubricScore"
	ResultTypeScaledScore          ResultType = "ScaledScore"
	ResultTypeStatus               ResultType = "Status"
)

// Valid reports whether t is a term of the vocabulary or an extension of it.
func (t ResultType) Valid() bool {
	switch t {
	case ResultTypeGradePointAverage, ResultTypeLetterGrade, ResultTypePercent, ResultTypePerformanceLevel,
		ResultTypePredictedScore, ResultTypeRawScore, ResultTypeResult, ResultTypeRubricCriterion,
		ResultTypeRubricCriterionLevel, ResultTypeRubricScore, ResultTypeScaledScore, ResultTypeStatus:
		return true
	}
	return isExtension(string(t))
}

// isNumber reports whether values of the type are numbers by what its name says.
func (t ResultType) isNumber() bool {
	switch t {
	case ResultTypeGradePointAverage, ResultTypePercent, ResultTypePredictedScore, ResultTypeRawScore, ResultTypeRubricScore,
		ResultTypeScaledScore:
		return true
	}
	return false
}

// ResultStatus is a term for how far a result has got. The vocabulary is closed.
type ResultStatus string

// The terms of ResultStatus.
const (
	ResultStatusCompleted   ResultStatus = "Completed"
	ResultStatusEnrolled    ResultStatus = "Enrolled"
	ResultStatusFailed      ResultStatus = "Failed"
	ResultStatusInProgress  ResultStatus = "InProgress"
	ResultStatusOnHold      ResultStatus = "OnHold"
	ResultStatusProvisional ResultStatus = "Provisional"
	ResultStatusWithdrew    ResultStatus = "Withdrew"
)

// Valid reports whether s is a term of the vocabulary.
func (s ResultStatus) Valid() bool {
	switch s {
	case ResultStatusCompleted, ResultStatusEnrolled, ResultStatusFailed, ResultStatusInProgress, ResultStatusOnHold,
		ResultStatusProvisional, ResultStatusWithdrew:
		return true
	}
	return false
}

// IdentifierType is a term for what an identifier is. The vocabulary is open, as AchievementType's is.
type IdentifierType string

// The terms of IdentifierType.
const (
	IdentifierTypeName                   IdentifierType = "name"
	IdentifierTypeSourcedID              IdentifierType = "sourcedId"
	IdentifierTypeSystemID               IdentifierType = "systemId"
	IdentifierTypeProductID              IdentifierType = "productId"
	IdentifierTypeUserName               IdentifierType = "userName"
	IdentifierTypeAccountID              IdentifierType = "accountId"
	IdentifierTypeEmailAddress           IdentifierType = "emailAddress"
	IdentifierTypeNationalIdentityNumber IdentifierType = "nationalIdentityNumber"
	IdentifierTypeISBN                   IdentifierType = "isbn"
	IdentifierTypeISSN                   IdentifierType = "issn"
	IdentifierTypeLISSourcedID           IdentifierType = "lisSourcedId"
	IdentifierTypeOneRosterSourcedID     IdentifierType = "oneRosterSourcedId"
	IdentifierTypeSISSourcedID           IdentifierType = "sisSourcedId"
	IdentifierTypeLTIContextID           IdentifierType = "ltiContextId"
	IdentifierTypeLTIDeploymentID        IdentifierType = "ltiDeploymentId"
	IdentifierTypeLTIToolID              IdentifierType = "ltiToolId"
	IdentifierTypeLTIPlatformID          IdentifierType = "ltiPlatformId"
	IdentifierTypeLTIUserID              IdentifierType = "ltiUserId"
	IdentifierTypeIdentifier             IdentifierType = "identifier"
)

// Valid reports whether t is a term of the vocabulary or an extension of it.
func (t IdentifierType) Valid() bool {
	switch t {
	case IdentifierTypeName, IdentifierTypeSourcedID, IdentifierTypeSystemID, IdentifierTypeProductID,
		IdentifierTypeUserName, IdentifierTypeAccountID, IdentifierTypeEmailAddress,
		IdentifierTypeNationalIdentityNumber, IdentifierTypeISBN, IdentifierTypeISSN, IdentifierTypeLISSourcedID,
		IdentifierTypeOneRosterSourcedID, IdentifierTypeSISSourcedID, IdentifierTypeLTIContextID,
		IdentifierTypeLTIDeploymentID, IdentifierTypeLTIToolID, IdentifierTypeLTIPlatformID,
		IdentifierTypeLTIUserID, IdentifierTypeIdentifier:
		return true
	}
	return isExtension(string(t))
}

// isExtension reports whether s extends a vocabulary. The pattern of the published schema, (ext:)[a-z|A-Z|0-9|.|-|_]+,
// has no anchors and takes "foo ext:|" too; what it means is this.
func isExtension(s string) bool {
	name, ok := strings.CutPrefix(s, "ext:")
	if !ok || name == "" {
		return false
	}
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}
