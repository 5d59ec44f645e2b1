// Package proof computes what a Data Integrity proof signs: for each cryptosuite, the bytes that go into the signature,
// for who signs and for who verifies alike. It has no keys, checks no signature and decides nothing.
//
// SuiteOf finds the cryptosuite of a proof, and Transformer.Document and Document.Input give the bytes:
//
//	suite, err := proof.SuiteOf(options)
//	in, err := proof.New(nil).Document(unsecured).Input(ctx, suite, hash, options)
//	// in.Signed goes to the key
//
// # What is signed
//
// hash(canonical proof options) followed by hash(canonical document). The options are the proof without its proofValue,
// with every other member that it came with. RDFC suites canonicalise quads, with the options read under the contexts of
// the document; JCS suites canonicalise the JSON itself. See Data Integrity 1.0 §4 (https://www.w3.org/TR/vc-data-integrity/),
// EdDSA cryptosuites §3 (https://www.w3.org/TR/vc-di-eddsa/) and ECDSA cryptosuites §3 (https://www.w3.org/TR/vc-di-ecdsa/).
//
// What JSON-LD would lose on the way to quads is an error, on both sides.
package proof
