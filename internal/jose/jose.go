// Package jose is the gate in front of the JOSE library: the only reader and writer of JSON Web Signatures.
//
// Parse reads a token and decides nothing about whom it is from; Token.Verify checks its signature with a key that the
// caller got elsewhere. NewSigner and Signer.Sign make tokens.
//
// # Why a gate
//
// The library underneath (jwx) ignores critical extensions, does not compare alg with the key, takes several spellings
// of one signature and the last of two members of one name. So it never sees a token: this package takes the compact
// serialization (RFC 7515 §3.1, https://www.rfc-editor.org/rfc/rfc7515#section-3.1) apart by itself and hands on bytes,
// an algorithm that was held against the key, and a key that was checked.
//
// # What is read
//
// Exactly three parts, each the one base64url text of its octets. A header that is one strict JSON object with alg, kid
// or jwk, and perhaps typ and cty. A credential with "typ":"JWT", or without typ, has a header of Open Badges 3.0
// §8.2.3 (https://www.imsglobal.org/spec/ob/v3p0#jose-header), which closes the list of parameters; one with
// "typ":"vc+jwt" or "vp+jwt" follows VC-JOSE-COSE (https://www.w3.org/TR/vc-jose-cose/#securing-with-jose), which says to ignore
// those that are not understood, and Token.Unknown lists them. Parameters that say where to find a key, that change how
// the token is read, or that belong to encryption are refused in both, as RFC 8725 advises
// (https://www.rfc-editor.org/rfc/rfc8725).
package jose

import "github.com/lestrrat-go/jwx/v2/jwa"

// The values of typ that are read. Comparison is exact: neither case nor "application/" is forgiven.
const (
	TypeJWT = "JWT"    // Open Badges 3.0
	TypeVC  = "vc+jwt" // VC-JOSE-COSE: a credential
	TypeVP  = "vp+jwt" // VC-JOSE-COSE: a presentation
)

// disclosing are the types of SD-JWT (VC-JOSE-COSE §3.2): credentials, of which the signed text shows a part.
var disclosing = [...]string{"vc+sd-jwt", "vp+sd-jwt", "dc+sd-jwt"}

// contentType is the only value of cty that is read in a token of that typ.
func contentType(typ string) string {
	if typ == TypeVP {
		return "vp"
	}
	return "vc"
}

// The limits of what Parse reads.
const (
	DefaultBytes  = 1_468_006 // bytes of a whole token: 1.4 MiB, the base64url text of 1 MiB and a header
	MaxBytes      = 14 << 20  // what no caller can raise that to
	MaxHeader     = 8 << 10   // bytes of the decoded header
	MaxParameters = 16        // members of the header, and of a key in it
	MaxKID        = 2048      // bytes of kid
)

// algorithm returns jwx's name of the algorithm that the header calls alg. There is no other table of algorithms, and
// nothing symmetric is in it.
func algorithm(alg string) (jwa.SignatureAlgorithm, bool) {
	switch alg {
	case "EdDSA", "Ed25519": // RFC 9864 renames RFC 8037's EdDSA on this curve; jwx knows the older name
		return jwa.EdDSA, true
	case "ES256":
		return jwa.ES256, true
	case "ES384":
		return jwa.ES384, true
	case "RS256":
		return jwa.RS256, true
	case "PS256":
		return jwa.PS256, true
	}
	return "", false
}

// SameAlgorithm reports whether a and b name one algorithm that is verified. Besides equal names these are EdDSA and
// Ed25519.
func SameAlgorithm(a, b string) bool {
	x, ok := algorithm(a)
	y, _ := algorithm(b)
	return ok && x == y
}

// registered reports whether alg is another asymmetric algorithm that is registered for signatures
// (https://www.iana.org/assignments/jose/jose.xhtml).
func registered(alg string) bool {
	switch alg {
	case "ES512", "ES256K", "RS384", "RS512", "PS384", "PS512", "Ed448", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87":
		return true
	}
	return false
}
