// Package strictjson is the only reader of JSON that the library gives untrusted bytes to.
//
// Parse reads a text into a tree of Values or refuses it; Decode fills plain structs from the tree and Marshal writes
// them. One tree serves every later step, so that what was checked, hashed and shown cannot be three readings.
//
// # Strictness
//
// A text is refused when two readers could read it differently: invalid UTF-8, a byte order mark, a lone surrogate, two
// members of one name (after unescaping), anything after the value, a number that a float64 does not carry exactly
// (integers beyond ±(2^53-1), 0.1234567890123456789, negative zero). Names match exactly, case included. This is I-JSON
// (RFC 7493, https://www.rfc-editor.org/rfc/rfc7493), with its recommendations made rules.
//
// # Limits
//
// Size, depth, counts and lengths are bounded by Limits, checked before anything is allocated for what exceeds them.
package strictjson
