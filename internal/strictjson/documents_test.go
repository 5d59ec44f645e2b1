package strictjson_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// smallBadge is the least that an issuer would sign: about 1 KB.
const smallBadge = `{
	"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id": "https://badges.example.org/credentials/5f1c2e0a-7b7e-4f5e-9a35-7f7f3b8f6f10",
	"type": ["VerifiableCredential", "OpenBadgeCredential"],
	"name": "Market Analyst",
	"issuer": {"id": "https://badges.example.org/issuer", "type": ["Profile"], "name": "Sample issuer"},
	"validFrom": "2026-01-05T00:00:00Z",
	"validUntil": "2027-01-05T00:00:00Z",
	"credentialSubject": {
		"id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
		"type": ["AchievementSubject"],
		"achievement": {
			"id": "https://badges.example.org/achievements/market-analyst",
			"type": ["Achievement"],
			"achievementType": "Certification",
			"name": "Market Analyst",
			"description": "Reads charts, tests systems and manages the risk of a portfolio, alone and in a team.",
			"criteria": {"narrative": "Pass the three examinations, have three years of work experience in the field and give the names of two members who know your work."}
		}
	}
}`

// completeBadge has every part that a badge can have, five endorsements included: about 16 KB.
func completeBadge() string {
	return fmt.Sprintf(`{
	"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
		"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
	"id": "https://badges.example.org/credentials/0e6a2d0c-51c5-4c02-9f0c-3a6a4b0b2a77",
	"type": ["VerifiableCredential", "OpenBadgeCredential"],
	"name": "Market Analyst",
	"description": "Held by members in good standing who have passed the three levels of the programme.",
	"image": {"id": "https://badges.example.org/images/analyst.png", "type": "Image", "caption": "A rising chart"},
	"issuer": %[1]s,
	"awardedDate": "2025-11-20T00:00:00Z",
	"validFrom": "2026-01-05T00:00:00Z",
	"validUntil": "2027-01-05T00:00:00Z",
	"credentialSubject": {
		"id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
		"type": ["AchievementSubject"],
		"achievement": {
			"id": "https://badges.example.org/achievements/market-analyst",
			"type": ["Achievement"],
			"achievementType": "Certification",
			"alignment": [%[2]s],
			"creator": %[1]s,
			"creditsAvailable": 4.50,
			"criteria": {
				"id": "https://badges.example.org/become-an-analyst/",
				"narrative": "**To earn**\n1. Pass the Level I, Level II and Level III examinations.\n2. Have at least three years of approved professional work experience in finance.\n3. Provide three references.\n4. Be admitted to Professional Membership.\n5. Commit to the Code of Ethics and Standards of Professional Conduct.\n\n**To maintain**\n- Renew membership every year and remain in good standing.\n- Attest to the Code of Ethics each year.\n- Continuing education as required."
			},
			"description": "The designation held by Professional Members in good standing who have passed the three levels of the programme.",
			"fieldOfStudy": "Technical analysis of financial markets",
			"humanCode": "MA",
			"inLanguage": "en",
			"name": "Market Analyst",
			"otherIdentifier": [{"type": "IdentifierEntry", "identifier": "MA-2026", "identifierType": "identifier"}],
			"related": [{"id": "https://badges.example.org/achievements/market-technician", "type": ["Related"], "inLanguage": "de", "version": "2"}],
			"resultDescription": [%[3]s],
			"specialization": "Behavioural finance",
			"tag": ["technical analysis", "chart patterns", "trend analysis", "market indicators", "statistical analysis", "system testing",
				"risk management", "portfolio management", "behavioral finance", "volatility analysis", "intermarket analysis", "professional ethics"],
			"version": "2026"
		},
		"activityStartDate": "2023-02-01T00:00:00Z",
		"activityEndDate": "2025-10-31T00:00:00Z",
		"creditsEarned": 4.50,
		"identifier": [
			{"type": "IdentityObject", "hashed": true, "identityHash": "sha256$b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9", "identityType": "emailAddress", "salt": "6b1f4bb34e5d48f0a87a5e1c6d7b9f02"},
			{"type": "IdentityObject", "hashed": false, "identityHash": "Åsa Lindström", "identityType": "name"}
		],
		"licenseNumber": "12345",
		"narrative": "Passed all three levels at the first attempt; “distinction” in Level II.",
		"result": [%[4]s],
		"role": "Analyst",
		"term": "2025"
	},
	"evidence": [%[5]s],
	"endorsement": [%[6]s],
	"credentialSchema": [{"id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json", "type": "1EdTechJsonSchemaValidator2019"}],
	"credentialStatus": {
		"id": "https://badges.example.org/status/revocation#94567",
		"type": "BitstringStatusListEntry",
		"statusPurpose": "revocation",
		"statusListIndex": "94567",
		"statusListCredential": "https://badges.example.org/status/revocation"
	},
	"refreshService": {"id": "https://badges.example.org/refresh", "type": "1EdTechCredentialRefresh"},
	"termsOfUse": [{"id": "https://badges.example.org/terms", "type": "IssuerPolicy"}]
}`,
		profile,
		repeat(3, `{"type": ["Alignment"], "targetName": "Analyse markets (%[1]d)", "targetUrl": "https://skills.example.org/analysis/%[1]d", "targetCode": "A-%[1]d", "targetDescription": "Analyse the behaviour of prices with charts and statistics.", "targetFramework": "Skills framework", "targetType": "ceasn:Competency"}`),
		repeat(3, `{"id": "https://badges.example.org/achievements/market-analyst#level-%[1]d", "type": ["ResultDescription"], "name": "Level %[1]d examination", "resultType": "RubricCriterionLevel", "allowedValue": ["Fail", "Pass", "Distinction"], "requiredValue": "Pass", "rubricCriterionLevel": [{"id": "https://badges.example.org/rubric/%[1]d", "type": ["RubricCriterionLevel"], "name": "Pass", "level": "2", "points": "60", "description": "Six of ten tasks solved."}]}`),
		repeat(3, `{"type": ["Result"], "resultDescription": "https://badges.example.org/achievements/market-analyst#level-%[1]d", "status": "Completed", "achievedLevel": "https://badges.example.org/rubric/%[1]d"}`),
		repeat(2, `{"id": "https://badges.example.org/evidence/%[1]d", "type": ["Evidence"], "name": "Research paper %[1]d", "description": "A study of volatility, with its \"data\".", "narrative": "Written under supervision; the data and the programs are published with it.", "genre": "Paper", "audience": "Professionals"}`),
		repeat(5, `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "id": "https://endorser.example.com/endorsements/%[1]d", "type": ["VerifiableCredential", "EndorsementCredential"], "name": "Endorsement %[1]d", "issuer": {"id": "https://endorser.example.com/issuer/%[1]d", "type": ["Profile"], "name": "Endorser %[1]d", "url": "https://endorser.example.com/"}, "validFrom": "2026-01-10T00:00:00Z", "credentialSubject": {"id": "https://badges.example.org/achievements/market-analyst", "type": ["EndorsementSubject"], "endorsementComment": "We have reviewed the examinations, their questions and how they are marked, and find that whoever holds this badge has shown what it claims. The review took place on site & was repeated after a year.\nOf the questions that we saw, nine in ten ask for judgement rather than for memory; two examiners mark each paper without knowing whose it is, and a third decides where they differ by more than five points. The pass rate has been between 61 and 68 % for ten years, which we take as a sign of steady standards. Candidates who fail are told in which parts, and may try again after half a year.\nThe review is to be repeated in 2028, by other people."}, "proof": [{"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2026-01-10T09:30:00Z", "proofPurpose": "assertionMethod", "verificationMethod": "https://endorser.example.com/issuer/%[1]d#key-1", "proofValue": "z3FXQjecWufY46yg5abdVZsXqLhxhueuSoZgRFqWLtMnvGAqpfH2XmhYdWaXZAwqV5o1BnJ1Tm3tcJrPzSsb9Dmnq"}]}`),
	)
}

const profile = `{"id": "https://badges.example.org/issuer", "type": ["Profile"], "name": "Sample issuer", "url": "https://badges.example.org/",
		"phone": "+1 555 0100", "description": "An association of analysts.", "email": "badges@example.org",
		"image": {"id": "https://badges.example.org/images/logo.png", "type": "Image"},
		"address": {"type": ["Address"], "addressCountry": "Sweden", "addressCountryCode": "SE", "addressLocality": "Göteborg", "streetAddress": "Exempelgatan 1", "postalCode": "411 01", "geo": {"type": "GeoCoordinates", "latitude": 57.7089, "longitude": 11.9746}},
		"otherIdentifier": [{"type": "IdentifierEntry", "identifier": "969500-0000", "identifierType": "identifier"}]}`

// repeat writes the template n times with its number, as the items of an array.
func repeat(n int, template string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf(template, i+1)
	}
	return strings.Join(items, ",")
}

// documents are the texts that benchmarks and tests share, by size, without white space, as a signer sends them.
func documents(t testing.TB) map[string][]byte {
	t.Helper()
	docs := make(map[string][]byte)
	for name, text := range map[string]string{"1KB": smallBadge, "16KB": completeBadge()} {
		var compact bytes.Buffer
		require.NoError(t, json.Compact(&compact, []byte(text)))
		docs[name] = compact.Bytes()
		kilobytes, err := strconv.Atoi(strings.TrimSuffix(name, "KB"))
		require.NoError(t, err)
		require.InEpsilon(t, kilobytes<<10, compact.Len(), 0.1)
	}
	return docs
}
