// Package credential is the data model of Open Badges 3.0: the classes as plain structs, their JSON, and the rules that
// a badge has to keep. It signs nothing and verifies nothing: packages signer and verifier do.
//
// Two calls make a badge that may be signed: [NewCharter] builds the badge of a CMT charterholder, and
// [OpenBadge.Validate] says what is wrong with one that was built by hand. An OpenBadge reads and writes itself through
// [encoding/json]. [NewEndorsement] builds what others say of a badge, [Renew] the next issue of one; [Same] and [Newer]
// find the latest of several issues.
//
// # The model
//
// Class and property names are those of the specification, version 1.2 of the final release
// (https://www.imsglobal.org/spec/ob/v3p0), in Go dress; credentialSubject, credentialSchema and credentialStatus have
// lost the word that the package's name says. A member that a class does not define is kept in Extensions,
// as the text it had, and written again; the specification calls such classes extensible. Image, IdentityObject and
// IdentifierEntry are closed: they have no Extensions, and reading refuses an unknown member. A badge of the older data
// model 1.1 is not part of this model: package verifier reads one with issuanceDate and expirationDate as ValidFrom and
// ValidUntil, by the rules of [OpenBadge.ValidateOlder], and nobody issues one.
//
// The zero value of a field is a member that is not there. An empty string is therefore never written, and reading one
// is the same as reading nothing, but for those members where the schema of 1EdTech has no room for it: achievementType,
// targetType, status, inLanguage and dateOfBirth are refused.
//
// What somebody has signed already, an embedded endorsement or a proof, is kept as [encoding/json.RawMessage], so that
// re-encoding the badge around it cannot break its signature. Decode it into an [EndorsementCredential] or a [Proof].
//
// # Reading and writing
//
// Reading is strict, stricter than encoding/json: names match in case; duplicate names, invalid UTF-8, numbers that a
// float64 would change, null and empty arrays are refused. A property that may have several values is read from one
// value or from an array. A text has 1 MiB at most and nests 32 deep at most.
//
// Writing gives members in the order of the struct's fields, extensions after them by name, and an array wherever the
// model allows several values, even for one. Three differ, because elsewhere they are seldom arrays: one status entry is
// an object, several are an array, and so with a status entry's reference and a proof's domain. There is no null and no
// empty array. In strings the characters <, >, &, { and } are written as \u escapes, so that baking the text into a
// picture changes no byte.
//
// OpenBadge, EndorsementCredential, Profile and Proof read and write themselves by these rules, and all other classes
// do inside them. On its own one of those is an ordinary struct to encoding/json, which knows nothing of the rules.
//
// # Rules
//
// Validate finds every broken rule, not the first, and names its place by a JSON pointer. Whatever the JSON schema that
// 1EdTech publishes for badges rejects, reading or Validate rejects too, but for what is in endorsements and proofs, and
// for several status entries, which W3C allows. They ask more, such as that a result is one that its description allows.
// A rule that only binds or advises who issues, such as a badge without an achievementType, has [FieldError.Advice] set:
// fix it before signing, do not refuse somebody else's badge for it. Whether a badge is authentic, current and meant for
// this recipient are questions for package verifier.
//
// # Concurrency
//
// The structs have no locks: reading one from several goroutines is safe, changing it is not.
package credential
