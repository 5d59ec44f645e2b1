// Package openbadge is the front page of a library that builds, signs and verifies Open Badges 3.0 credentials
// (https://www.imsglobal.org/spec/ob/v3p0/), above all the CMT Charter badge, with files and signatures alone: no server,
// no account, no network. It has no code of its own.
//
// # Packages
//
// A program that issues imports credential, credential/did and signer; one that verifies, credential/did and verifier.
//
//   - [github.com/charterbadge/openbadge/credential]: the data model as plain structs. NewCharter builds a CMT Charter
//     badge, Renew extends it, Validate names every broken rule.
//   - [github.com/charterbadge/openbadge/credential/did]: who an issuer is: its document of public keys, and the
//     identifiers did:key, did:jwk, did:web, https and urn that name it.
//   - [github.com/charterbadge/openbadge/signer]: a badge into a signed one, with any crypto.Signer: a key in memory, an
//     HSM, a key management service.
//   - [github.com/charterbadge/openbadge/verifier]: a signed badge into its claims, or into the reasons why not.
//   - [github.com/charterbadge/openbadge/context]: the JSON-LD contexts that badges name, pinned and embedded. Only
//     programs with contexts of their own need it.
//
// A badge is secured as a compact JWS (VC-JWT) or with an embedded Data Integrity proof, with Ed25519 first; ECDSA on P-256
// and P-384 are the alternatives, and RSA for a JWS. Revocation is by status lists, signed files that package ledger
// writes and the verifier reads. A status that cannot be looked up is indeterminate, never valid. Baked images are planned.
//
// # Trust
//
// A signature proves which key signed, not that the signer may award anything. So the verifier starts from documents that
// the caller chose to trust, as crypto/x509 starts from a CertPool, and takes the key from the document of the badge's
// own issuer and nowhere else: not from the badge, not from a header, not from a URL. Claims are returned only after the
// proof held, and are read from the bytes that it covers.
//
// There are three verdicts. Valid means that every check that decides passed. Invalid means that one failed for good. Indeterminate
// means that one could not be made, because the issuer is unknown, say: it is not a milder form of valid, and nothing
// that was not checked ever counts as passed.
//
// # Limits
//
// Every input is held to bounds on its size, depth and counts before memory is spent on it; each is a named constant.
// Readers are strict where lenient ones disagree: a duplicate member, a lone surrogate or a second spelling of the same
// base64 is an error that names the place.
//
// # Offline
//
// Nothing here opens a socket or a file because of what a credential says. Documents and contexts come from the caller or
// are embedded. Dependencies link net/http into a program; no code path of this module calls it, its packages do not
// import it, and the tests pass in a network namespace that has only a loopback device.
package openbadge
