// Package jsonld reads a JSON-LD document straight into RDF quads, or says what in it could not be kept.
//
// New makes a Processor over a closed set of contexts, once; Processor.Dataset converts a document.
//
// A Data Integrity proof covers the quads of a document and not its text. What the conversion of JSON-LD 1.1
// (https://www.w3.org/TR/json-ld11-api/) drops on the way is therefore unsigned, and lenient converters drop a lot:
// undefined terms, relative IRIs, malformed language tags, null. Here whatever would be lost is an error with a JSON
// pointer, as Data Integrity 1.0 §2.4.3 demands (https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly).
//
// # One text, one meaning, and back
//
// Readers of a credential look at its JSON, not at the quads. So a spelling that gives the same quads while readers of
// the JSON see something else is refused too: the full IRI of a property that the context has a term for, a keyword
// where the context has an alias, a compact IRI, @set, @list and @graph written out, one of two terms for one IRI, a
// value object where the value alone says the same, "true" for true, a value that is repeated in an array, contexts
// written out or changed inside the document. Otherwise an attacker could respell validUntil under a genuine proof, and
// no reader would find it.
//
// An identifier may be described in several places of a document only if no statement can have moved from one to another
// without a trace: the descriptions are the same; or one is what an endorsement says of its subject, or the digests of a
// related resource, and has nothing else. Credentials that are embedded side by side may describe one thing if each has a
// proof of its own: which of them says what is known from those proofs, and from nothing else.
//
// Nor does RDF know which object is the outermost. An embedded credential without a proof of its own is therefore refused
// in a document that is mentioned somewhere in it: turned inside out, it would be that credential, with dates, status and
// subject of its own, and the document's proof. So is a second description that has objects without an identifier, which
// would count twice, and a class of Open Badges as the name of a member, which is a property under other revisions.
//
// What still has several spellings is what RDF cannot tell apart:
//   - the order of members, and of values outside @list;
//   - one value and an array of one; an identifier and an object with only that identifier;
//   - a type under one of its names or several; a number as 1.0 and 1; the case of a language tag;
//   - which of the places that mention an identifier describes it, whether several do so alike, and whether what an
//     endorsement or a related resource says of it stands there too;
//   - which contexts define the terms.
//
// # Contexts
//
// [github.com/piprate/json-gold/ld] processes contexts, once per distinct list of URLs; what comes of it is compiled
// into an immutable table. Type-scoped, property-scoped and embedded contexts are kept with the context that they are
// applied to. json-gold sees nothing else of a document. @import, @propagate, @base, @nest, @reverse, @index and @type
// maps are not supported, and no embedded context uses them.
//
// # Directed strings
//
// The direction of a string becomes a part of its datatype, https://www.w3.org/ns/i18n#en_rtl
// (https://www.w3.org/TR/json-ld11/#the-i18n-namespace), as the libraries of Digital Bazaar have it. No recommendation
// on proofs says so.
package jsonld
