// Package bake puts a secured badge into a picture, and takes it out again: Open Badges 3.0 §5.3, "Baked badges"
// (https://www.imsglobal.org/spec/ob/v3p0/#baking). Pictures are PNG and SVG, and no others.
//
//	err := bake.PNG(w, picture, secured, nil)
//	baked, err := bake.Extract(file, nil)
//	res, err := v.Verify(ctx, baked.Secured, nil)
//
// The picture is a place to keep a badge in. Nothing signs it: a genuine badge can be baked into any picture, and a picture
// says nothing about the badge in it. verifier.Verify takes pictures as they are.
//
// # What is written
//
// In a PNG, one uncompressed iTXt chunk with the keyword openbadgecredential, directly behind IHDR. In an SVG, one element
// credential of the namespace https://purl.imsglobal.org/ob/v3p0, directly behind the start tag of the root: a compact JWS
// in its attribute verify, JSON in a CDATA section. Every other byte of the picture stays what it was.
//
// What is baked is what was secured, byte for byte, without white space around it. One thing may be written in another
// way: in JSON, the characters {, } and > inside strings, and those that XML has not, become escapes. The values are the
// same ones, and so is what a proof covers. Wallets that look for a badge by counting braces need it, and so does CDATA.
// What package signer makes is written like that already.
//
// # What is read
//
// A picture has one badge or is refused: where two readers could find two badges, neither is right. That goes for readers
// that look for the keyword in the whole file and count braces, and for those that go by the prefix openbadges. An SVG is
// XML 1.0 in UTF-8, without a DOCTYPE.
//
// Pixels are not decoded and nothing in an SVG is run, followed or drawn. Whoever shows one that came from elsewhere must
// keep it from running scripts: an img element is enough, and a host where the file can be opened by its address is not.
package bake
