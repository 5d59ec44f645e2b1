// Package verifier tells whether a credential may be relied on: without a server, without a network, from its bytes
// and the documents of the issuers that the caller trusts.
//
// New makes a Verifier from a trust list, once; Verify answers for one badge.
//
//	v := verifier.New(verifier.Trust(doc), nil)
//	res, err := v.Verify(ctx, secured, nil)
//
// # Verdicts
//
// There are three: Valid, Invalid (a check failed) and Indeterminate (something could not be checked: an unknown
// issuer, a missing list, an algorithm that is not supported). VerdictOf tells them apart. Invalid beats
// Indeterminate, and what decides and could not be checked is never Valid. Every step runs that can, so that the Error
// names every reason; errors.Is finds each. Endorsements do not decide: what came of them is in the report.
//
// # Trust
//
// A signature says that the owner of a key made it; a trust list says who that is. So Issuers has the documents of
// trusted issuers and no others, and the key is looked up in the document of the credential's issuer and nowhere else.
// A key in the header, a key in a fragment, a did:key that is not the issuer: each is refused however good the
// signature. For an issuer whose identifier is a key (did:key, did:jwk) and whom nobody trusts the signature is still
// checked, but the verdict stays Indeterminate at best.
//
// # What is verified is what is shown
//
// A Result is decoded from the bytes that the proof covers, by a reader that refuses what two readers could read
// differently (duplicate members, other case, numbers that change). Before issuer and proof have passed, nothing that
// a credential says is returned but Error.Claimed, under that name.
//
// An embedded proof of an RDFC cryptosuite covers what JSON-LD makes of the credential. Whatever would be lost on the way
// (undefined terms, relative IRIs, null) is Invalid, so that nothing unsigned is returned; what is written otherwise and
// means the same to RDF, such as the order of values, is not protected. Proofs by others than the issuer are checked when
// Issuers knows their documents, and otherwise only reported.
//
// # Presentations
//
// VerifyPresentation answers whether somebody may show a credential: the holder signs a challenge that the caller has made
// for this one request, and the caller's own name, with the key that the credential is about. Its error is about that
// alone; each credential in the presentation has its own verdict, and there is no sum of them.
//
// # Status
//
// A credential with a credentialStatus is looked up in the lists of Options.Status: files that the issuer publishes and
// signs, and that the caller has a copy of (StatusFS, StatusMap, OpenBundle, or package online). A list is verified like
// any credential, by the same Verifier; its issuer must be the credential's, or named in Options.StatusIssuers. Of several
// texts with one id the newest that verifies counts. A bit for revocation or suspension makes the credential Invalid; what
// cannot be looked up, for whatever reason, leaves it Indeterminate (code "status_unknown"). StatusCheck.AsOf says of when
// the list is; Options.MaxStatusAge and GuardRollback refuse old ones.
//
// # Endorsements
//
// What others say about a badge, its achievement or a profile in it is verified as a credential of its own, by the same
// Verifier: proof, trust in the endorser, dates, status, and that it is about what it hangs on. Result.Endorsements has what
// came of each. Only what is Valid is an endorsement; nothing of it changes the verdict, unless RequireEndorsement or
// another Policy says so.
//
// # Schemas and related files
//
// Every credential is held against the structure that the data model 2.0 demands, and a badge against the rules of Open
// Badges. Those rules answer for the JSON schemas that 1EdTech publishes (the types and URLs of credentialSchema): a
// credential that is not what its schema describes is Invalid. Files that a credential names by a digest (relatedResource)
// are compared when Options.Resources or the contexts have them. Any other schema or file is reported as not checked, and
// has no effect. Nothing is fetched.
//
// # Limits
//
// Size, nesting, counts and time are bounded before the work is done; see Limits. A credential beyond them is
// Indeterminate (code "too_large").
//
// # Compatibility
//
// Compact JWS with EdDSA (and its RFC 9864 name Ed25519), ES256, ES384, RS256 and PS256, in the profile of Open Badges
// 3.0 §8.2 and in that of VC-JOSE-COSE. Data Integrity proofs, proof sets and chains with eddsa-rdfc-2022, eddsa-jcs-2022,
// ecdsa-rdfc-2019 and ecdsa-jcs-2019, and as older issuers made them Ed25519Signature2020 and eddsa-2022; also inside a
// JWS. Presentations with such a proof, or of the typ vp+jwt. Bitstring Status List 1.0, with entries of up to eight bits,
// and StatusList2021. Data model 2.0; data model 1.1, which nobody issues any more, as a JWT with a vc claim, as one whose
// payload is the credential, and with embedded proofs. Enveloped credentials. Selective disclosure (SD-JWT, ecdsa-sd-2023,
// bbs-2023) and Open Badges 2.0 are recognised, and Indeterminate.
package verifier
