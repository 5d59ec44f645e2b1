package verifier_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/md5"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
)

func TestWriteJWSVectors(t *testing.T) {
	writeVectors(t, "jws", newForge, jwsAttacks())
}

func jwsAttacks() []attack {
	return slices.Concat(genuine(), algorithms(), keysInMessage(), headers(), spelling(), hostileKeys(), tokens(), claimAttacks(),
		issuers(), outcomes())
}

// genuine are badges that verify: what an attack is held against, and what other implementations make.
func genuine() []attack {
	return []attack{
		{"valid-eddsa", "A badge signed with Ed25519 in the profile of Open Badges 3.0.", nil, valid},
		{"valid-ed25519-name", "The same under the name that RFC 9864 gives the algorithm.",
			func(f *forge) { f.h(`"EdDSA"`, `"Ed25519"`) }, valid},
		{"valid-es256", "A badge signed with ECDSA on P-256.",
			func(f *forge) { f.by(badgetest.P256("issuer"), "ES256", "p256") }, valid},
		{"valid-es384", "A badge signed with ECDSA on P-384.",
			func(f *forge) { f.by(badgetest.P384("issuer"), "ES384", "p384") }, valid},
		{"valid-rs256", "A badge signed with RSA, the algorithm that every Open Badges verifier has.",
			func(f *forge) { f.by(badgetest.RSA(), "RS256", "rsa") }, valid},
		{"valid-vc-jose-cose", "The header of VC-JOSE-COSE and no JWT claims.", func(f *forge) {
			f.h(`"JWT"`, `"vc+jwt"`)
			f.payload = f.payload[:strings.Index(f.payload, `,"iss":`)] + "}"
		}, valid},
		{"valid-no-typ", "typ is optional.", func(f *forge) { f.h(`,"typ":"JWT"`, "") }, valid},
		{"valid-relative-kid", "A kid that is a fragment is one of the issuer's document.",
			func(f *forge) { f.h(`did:web:example.org#`, `#`) }, valid},
		{"valid-high-s", "An ECDSA signature with s replaced by n-s: another text of the same badge, as the standard allows.",
			func(f *forge) {
				f.by(badgetest.P256("issuer"), "ES256", "p256")
				f.sign = func(in []byte) []byte { return negateS(badgetest.Sign(f.key)(in)) }
			}, valid},
		{"valid-jwk-of-issuer", "A jwk header that is a key of the issuer's own document.",
			func(f *forge) {
				f.header = `{"alg":"EdDSA","jwk":` + jwkOf(badgetest.Ed25519("issuer").Public()) + `,"typ":"JWT"}`
			}, valid},
		{"valid-kid-and-jwk-agree", "A kid and a jwk that are one key of the issuer's document.", func(f *forge) {
			f.h(`"kid":`, `"jwk":`+jwkOf(badgetest.Ed25519("issuer").Public())+`,"kid":`)
		}, valid},
		{"valid-type-string", "One type may stand without its array where any credential is welcome.", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `"VerifiableCredential"`)
			f.vector.Credential = true
		}, valid},
		{"valid-vc-jose-cose-signature-ends-first", "In VC-JOSE-COSE exp is the end of the signature, and the shorter period counts.",
			func(f *forge) {
				f.h(`"JWT"`, `"vc+jwt"`)
				f.p(`"exp":1798761599`, `"exp":1790000000`)
			}, valid},
		{"valid-retired-key", "A key that the issuer no longer signs with, still listed and without a date.",
			func(f *forge) { f.by(badgetest.Ed25519("retired"), "EdDSA", "retired") }, valid},
		{"valid-recipient-by-hash", "The expected e-mail address is the one whose salted hash the badge has.",
			func(f *forge) { f.vector.Recipient = []identity{{"emailAddress", "a@example.com"}} }, valid},
		{"valid-recipient-by-id", "The expected subject id is the badge's.",
			func(f *forge) { f.vector.Recipient = []identity{{"id", subjectID}} }, valid},
		{"valid-last-second", "validUntil itself is still valid.",
			func(f *forge) { f.vector.At = at("2026-12-31T23:59:59Z") }, valid},
		{"valid-unordered-types", "The order of types and members means nothing.",
			func(f *forge) {
				f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["AchievementCredential","VerifiableCredential"]`)
			}, valid},
	}
}

func negateS(sig []byte) []byte {
	n := elliptic.P256().Params().N
	s := new(big.Int).Sub(n, new(big.Int).SetBytes(sig[32:]))
	return append(sig[:32:32], s.FillBytes(make([]byte, 32))...)
}

// algorithms: alg is data of the attacker (RFC 8725 §2.1).
func algorithms() []attack {
	refused := invalid("malformed", "alg_not_allowed", "")
	mismatch := invalid("wrong_key", "alg_key_mismatch", "")
	none := func(alg string) func(*forge) {
		return func(f *forge) {
			f.h(`"EdDSA"`, `"`+alg+`"`)
			f.sign = func([]byte) []byte { return nil }
		}
	}
	hmacWith := func(secret []byte) func(*forge) {
		return func(f *forge) {
			f.h(`"EdDSA"`, `"HS256"`)
			f.sign = func(in []byte) []byte {
				mac := hmac.New(sha256.New, secret)
				mac.Write(in)
				return mac.Sum(nil)
			}
		}
	}
	pub := badgetest.Ed25519("issuer").Public().(ed25519.PublicKey)
	der, err := x509.MarshalPKIXPublicKey(pub)
	if err != nil {
		panic(err)
	}
	list := []attack{
		{"alg-none", "Unsecured: alg none and an empty signature.", none("none"), refused},
		{"alg-none-capital", "none, spelled None.", none("None"), refused},
		{"alg-none-mixed", "none, spelled nOnE.", none("nOnE"), refused},
		{"alg-none-with-signature", "alg none over a genuine signature.", func(f *forge) { f.h(`"EdDSA"`, `"none"`) }, refused},
		{"alg-missing", "No alg.", func(f *forge) { f.h(`"alg":"EdDSA",`, "") }, refused},
		{"alg-number", "alg is a number.", func(f *forge) { f.h(`"EdDSA"`, "1") }, refused},
		{"alg-unknown", "An alg that nobody registered.", func(f *forge) { f.h(`"EdDSA"`, `"FOO"`) }, refused},
		{"alg-lower-case", "Names of algorithms are exact.", func(f *forge) { f.h(`"EdDSA"`, `"eddsa"`) }, refused},
		{"alg-name-case", "ALG is not alg.", func(f *forge) { f.h(`"alg"`, `"ALG"`) }, refused},
		{"hs256-raw-key", "HMAC with the issuer's public key bytes as the secret.", hmacWith(pub), refused},
		{"hs256-der-key", "HMAC with the issuer's public key in DER as the secret.", hmacWith(der), refused},
		{"hs256-pem-key", "HMAC with the issuer's public key in PEM as the secret.",
			hmacWith(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), refused},
		{"hs256-jwk-key", "HMAC with the issuer's public JWK as the secret.", hmacWith([]byte(jwkOf(pub))), refused},
		{"es512", "A registered algorithm that is not checked here.", func(f *forge) { f.h(`"EdDSA"`, `"ES512"`) },
			open("unsupported", "token_unsupported", "")},
		{"es256k", "secp256k1 is not checked here.", func(f *forge) { f.h(`"EdDSA"`, `"ES256K"`) },
			open("unsupported", "token_unsupported", "")},
		{"es256-with-p384-key", "A P-384 key and signature under ES256.",
			func(f *forge) { f.by(badgetest.P384("issuer"), "ES256", "p384") }, mismatch},
		{"es384-with-p256-key", "A P-256 key and signature under ES384.",
			func(f *forge) { f.by(badgetest.P256("issuer"), "ES384", "p256") }, mismatch},
		{"eddsa-with-p256-key", "A P-256 key and signature under EdDSA.",
			func(f *forge) { f.by(badgetest.P256("issuer"), "EdDSA", "p256") }, mismatch},
		{"es256-with-ed25519-key", "An Ed25519 key and signature under ES256.",
			func(f *forge) { f.h(`"EdDSA"`, `"ES256"`) }, mismatch},
		{"rs256-with-ed25519-key", "An Ed25519 key and signature under RS256.",
			func(f *forge) { f.h(`"EdDSA"`, `"RS256"`) }, mismatch},
		{"eddsa-with-rsa-key", "An RSA key and signature under EdDSA.",
			func(f *forge) { f.by(badgetest.RSA(), "EdDSA", "rsa") }, mismatch},
		{"rs256-with-ps256-key", "An RSA key whose JWK is for PS256 alone.", func(f *forge) {
			f.by(badgetest.RSA(), "RS256", "rsa")
			key := method(issuerID, "rsa", &badgetest.RSA().PublicKey, "")
			f.vector.Documents = []json.RawMessage{documentOf(issuerID, replaceOnce(key, `"kty":"RSA"`, `"kty":"RSA","alg":"PS256"`))}
		}, mismatch},
		{"es256-der-signature", "An ECDSA signature in DER instead of r and s.", func(f *forge) {
			f.by(badgetest.P256("issuer"), "ES256", "p256")
			f.sign = func(in []byte) []byte {
				digest := sha256.Sum256(in)
				der, err := badgetest.P256("issuer").Sign(nil, digest[:], crypto.SHA256) // with the nonce of RFC 6979
				if err != nil {
					panic(err)
				}
				return der
			}
		}, invalid("signature", "signature", "")},
		{"es256-zero-signature", "r and s are zero.", func(f *forge) {
			f.by(badgetest.P256("issuer"), "ES256", "p256")
			f.sign = func([]byte) []byte { return make([]byte, 64) }
		}, invalid("signature", "signature", "")},
		{"eddsa-s-plus-order", "S replaced by S+L: a second text of the signature, which RFC 8032 refuses.", func(f *forge) {
			f.sign = func(in []byte) []byte { return addOrder(ed25519.Sign(badgetest.Ed25519("issuer"), in)) }
		}, invalid("signature", "signature", "")},
		{"ps256-as-rs256", "An RSA-PSS signature under RS256.", func(f *forge) {
			f.by(badgetest.RSA(), "RS256", "rsa")
			f.header = strings.Replace(f.header, "RS256", "PS256", 1) // signed by PKCS #1 v1.5
		}, invalid("signature", "signature", "")},
	}
	return list
}

// addOrder adds the order of the group to the second half of an Ed25519 signature.
func addOrder(sig []byte) []byte {
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	le := slices.Clone(sig[32:])
	slices.Reverse(le)
	s := new(big.Int).SetBytes(le)
	out := s.Add(s, order).FillBytes(make([]byte, 32))
	slices.Reverse(out)
	return append(sig[:32:32], out...)
}

// keysInMessage: who brings a key along proves that he has one, not that he is the issuer.
func keysInMessage() []attack {
	attacker := badgetest.Ed25519("attacker")
	foreign := jwkOf(attacker.Public())
	header := func(members string) func(*forge) {
		return func(f *forge) {
			f.key = attacker
			f.header = `{"alg":"EdDSA",` + members + `,"typ":"JWT"}`
		}
	}
	header2 := func(members string) func(*forge) { // by the issuer's own key
		return func(f *forge) { f.header = `{"alg":"EdDSA",` + members + `,"typ":"JWT"}` }
	}
	good := `"kid":"did:web:example.org#ed25519"`
	unknown := invalid("wrong_key", "method_unknown", "")
	refused := invalid("malformed", "header", "")
	private := strings.TrimSuffix(foreign, "}") + `,"d":"` + base64.RawURLEncoding.EncodeToString(attacker.Seed()) + `"}`
	return []attack{
		{"jwk-of-attacker", "The attacker's key in jwk, and no kid.", header(`"jwk":` + foreign), invalid("wrong_key", "key_not_issuers", "")},
		{"jwk-of-attacker-kid-of-issuer", "The attacker's key in jwk beside the issuer's kid.", header(good + `,"jwk":` + foreign),
			invalid("wrong_key", "kid_jwk_differ", "")},
		{"jwk-of-issuer-kid-unknown", "A jwk of the issuer beside a kid that its document does not have.", func(f *forge) {
			f.header = `{"alg":"EdDSA","kid":"did:web:example.org#nobody","jwk":` + jwkOf(badgetest.Ed25519("issuer").Public()) + `,"typ":"JWT"}`
		}, unknown},
		{"header-iss-of-attacker", "An issuer in the header that is not the claim.", func(f *forge) {
			f.h(`"JWT"`, `"vc+jwt","iss":"did:web:attacker.example"`)
		}, invalid("malformed", "header", "/iss")},
		{"header-sub-different", "A subject in the header that is not the claim.", func(f *forge) {
			f.h(`"JWT"`, `"vc+jwt","sub":"urn:uuid:00000000-0000-4000-8000-000000000000"`)
		}, invalid("malformed", "header", "/sub")},
		{"valid-header-repeats", "Claims that the header repeats.", func(f *forge) {
			f.h(`"JWT"`, `"vc+jwt","iss":"did:web:example.org","sub":"`+subjectID+`","aud":"https://verifier.example"`)
			f.p(`"iss"`, `"aud":"https://verifier.example","iss"`)
		}, valid},
		{"trust-chain", "A chain of keys in the header.", header2(good + `,"trust_chain":["e30.e30.AA"]`), refused},
		{"jwk-private", "A jwk with its private half.", header(`"jwk":` + private), refused},
		{"jwk-symmetric", "A jwk that is a secret.", header(`"jwk":{"kty":"oct","k":"AAAA"}`), refused},
		{"jwk-string", "A jwk that is not an object.", header(`"jwk":"` + strings.Repeat("A", 8) + `"`), refused},
		{"jku", "An address to fetch keys from.", header2(good + `,"jku":"https://attacker.example/jwks.json"`), refused},
		{"x5u", "An address to fetch a certificate from.", header2(good + `,"x5u":"https://attacker.example/cert.pem"`), refused},
		{"x5c", "A certificate chain.", header2(good + `,"x5c":["MIIB"]`), refused},
		{"kid-missing", "Neither kid nor jwk.", header2(`"cty":"vc"`), refused},
		{"kid-empty", "An empty kid.", header2(`"kid":""`), refused},
		{"kid-number", "A kid that is not a string.", header2(`"kid":1`), refused},
		{"kid-unknown", "A method that the issuer's document does not have.", header2(`"kid":"did:web:example.org#nobody"`), unknown},
		{"kid-without-fragment", "The issuer itself is not a key.", header2(`"kid":"did:web:example.org"`), unknown},
		{"kid-of-attacker-did-key", "The attacker's did:key signs for an issuer that is not it.",
			header(`"kid":"` + didKey(attacker) + `#` + strings.TrimPrefix(didKey(attacker), "did:key:") + `"`), unknown},
		{"kid-fragment-is-key", "The fragment of the issuer's identifier is the attacker's key.",
			header(`"kid":"did:web:example.org#` + strings.TrimPrefix(didKey(attacker), "did:key:") + `"`), unknown},
		{"kid-of-other-document", "The method of another trusted issuer.", func(f *forge) {
			header(`"kid":"did:web:other.example#ed25519"`)(f)
			f.vector.Documents = append(f.vector.Documents,
				documentOf("did:web:other.example", method("did:web:other.example", "ed25519", attacker.Public(), "")))
		}, unknown},
		{"kid-path", "A kid that is a path.", header2(`"kid":"../../issuer.pem"`), unknown},
		{"kid-sql", "A kid that is a piece of SQL.", header2(`"kid":"x' OR '1'='1"`), unknown},
		{"kid-nul", "A kid with a NUL in it.", header2(`"kid":"did:web:example.org#ed25519\u0000"`), unknown},
		{"kid-url", "A kid that is an address.", header2(`"kid":"https://attacker.example/key.json"`), unknown},
		{"kid-case", "Identifiers are exact.", header2(`"kid":"did:web:EXAMPLE.org#ed25519"`), unknown},
		{"kid-login-key", "A key of the issuer that is for authentication only.", func(f *forge) {
			f.by(badgetest.Ed25519("login"), "EdDSA", "login")
		}, invalid("wrong_key", "method_purpose", "")},
		{"kid-partners-key", "A method that the issuer lists and another controls.", func(f *forge) {
			f.by(badgetest.Ed25519("partner"), "EdDSA", "partner")
		}, invalid("wrong_key", "method_controller", "")},
	}
}

// didKey writes a did:key of an Ed25519 key by hand.
func didKey(key ed25519.PrivateKey) string {
	return "did:key:z" + base58(append([]byte{0xed, 0x01}, key.Public().(ed25519.PublicKey)...))
}

func base58(b []byte) string {
	const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	n, base, digit := new(big.Int).SetBytes(b), big.NewInt(58), new(big.Int)
	var out []byte
	for n.Sign() > 0 {
		n.DivMod(n, base, digit)
		out = append(out, alphabet[digit.Int64()])
	}
	for i := 0; i < len(b) && b[i] == 0; i++ {
		out = append(out, alphabet[0])
	}
	slices.Reverse(out)
	return string(out)
}

// headers that would change how the token is read.
func headers() []attack {
	refused := invalid("malformed", "header", "")
	add := func(members string) func(*forge) {
		return func(f *forge) { f.h(`"typ":"JWT"`, `"typ":"JWT",`+members) }
	}
	return []attack{
		{"crit-unknown", "A critical extension that nobody knows.", add(`"crit":["x"],"x":1`), refused},
		{"crit-empty", "An empty list of critical extensions.", add(`"crit":[]`), refused},
		{"crit-standard-name", "A standard name as a critical extension.", add(`"crit":["alg"]`), refused},
		{"crit-absent-parameter", "A critical extension that is not there.", add(`"crit":["exp"]`), refused},
		{"b64-false", "An unencoded payload.", add(`"b64":false`), refused},
		{"b64-false-critical", "An unencoded payload, announced.", add(`"b64":false,"crit":["b64"]`), refused},
		{"zip", "A compressed payload.", add(`"zip":"DEF"`), refused},
		{"header-unknown-member", "Open Badges closes the list of header members.", add(`"x-trace":"1"`), refused},
		{"header-duplicate-alg", "Two algs.", add(`"alg":"none"`), invalid("malformed", "compact_form", "")},
		{"header-duplicate-kid", "Two kids.", add(`"kid":"did:web:attacker.example#1"`), invalid("malformed", "compact_form", "")},
		{"header-duplicate-escaped", "Two algs, one spelled with an escape.", add(`"\u0061lg":"none"`), invalid("malformed", "compact_form", "")},
		{"header-trailing-object", "A second object after the header.", func(f *forge) { f.header += `{"alg":"none"}` },
			invalid("malformed", "compact_form", "")},
		{"header-array", "A header that is an array.", func(f *forge) { f.header = "[" + f.header + "]" },
			invalid("malformed", "compact_form", "")},
		{"header-invalid-utf8", "Invalid UTF-8 in the header.", func(f *forge) { f.h("#ed25519", "#ed25519\xff") },
			invalid("malformed", "compact_form", "")},
		{"typ-access-token", "An access token signed with the same key.", func(f *forge) { f.h(`"JWT"`, `"at+jwt"`) },
			invalid("malformed", "typ", "")},
		{"typ-presentation", "The typ of a presentation.", func(f *forge) { f.h(`"JWT"`, `"vp+jwt"`) }, invalid("malformed", "typ", "")},
		{"typ-sd-jwt", "The typ of selective disclosure.", func(f *forge) { f.h(`"JWT"`, `"vc+sd-jwt"`) },
			open("unsupported", "token_unsupported", "")},
		{"typ-array", "A typ that is not a string.", func(f *forge) { f.h(`"JWT"`, `["JWT"]`) }, invalid("malformed", "typ", "")},
		{"cty-unknown", "A cty that is no credential.", add(`"cty":"application/pdf"`), invalid("malformed", "typ", "")},
	}
}

// spelling: a badge has one text; every other one is refused (the signature would be genuine).
func spelling() []attack {
	compact := invalid("malformed", "compact_form", "")
	after := func(change func(string) string) func(*forge) { return func(f *forge) { f.after = change } }
	part := func(i int, change func(string) string) func(*forge) {
		return after(func(token string) string {
			parts := strings.Split(token, ".")
			parts[i] = change(parts[i])
			return strings.Join(parts, ".")
		})
	}
	return []attack{
		{"signature-padded", "Padding after the signature.", part(2, func(s string) string { return s + "==" }), compact},
		{"signature-newline", "A line break inside the signature.", part(2, func(s string) string { return s[:40] + "\n" + s[40:] }), compact},
		{"signature-unused-bits", "Bits set that no octet uses.", part(2, setUnusedBits), compact},
		{"signature-standard-alphabet", "A + where a - belongs.", func(f *forge) {
			f.after = func(token string) string {
				i := strings.LastIndexByte(token, '.')
				return token[:i] + strings.NewReplacer("-", "+", "_", "/").Replace(token[i:])
			}
			f.p(`"name":"CMT Charterholder","issuer"`, `"name":"CMT Charterholder (2)","issuer"`) // a signature with - or _ in it
		}, compact},
		{"signature-empty", "No signature.", part(2, func(string) string { return "" }), compact},
		{"signature-one-byte-short", "A signature of 63 bytes.", func(f *forge) {
			f.sign = func(in []byte) []byte { return badgetest.Sign(f.key)(in)[:63] }
		}, invalid("signature", "signature", "")},
		{"signature-one-byte-long", "A signature of 65 bytes.", func(f *forge) {
			f.sign = func(in []byte) []byte { return append(badgetest.Sign(f.key)(in), 0) }
		}, invalid("signature", "signature", "")},
		{"payload-unused-bits", "Bits set in the payload that no octet uses.", func(f *forge) {
			for len(f.payload)%3 == 0 {
				f.payload += " "
			}
			part(1, setUnusedBits)(f)
		}, compact},
		{"trailing-newline", "A line break after the token.", after(func(s string) string { return s + "\n" }), compact},
		{"leading-space", "A space before the token.", after(func(s string) string { return " " + s }), compact},
		{"two-parts", "Only two parts.", after(func(s string) string { return s[:strings.LastIndexByte(s, '.')] }), compact},
		{"four-parts", "Four parts.", after(func(s string) string { return s + ".e30" }), compact},
		{"jwe-five-parts", "An encrypted token.", after(func(s string) string { return s + ".e30.e30" }), compact},
		{"empty", "Nothing.", after(func(string) string { return "" }), compact},
		{"json-general-serialization", "The JSON serialization, with a good and a bad signature.", after(func(s string) string {
			p := strings.Split(s, ".")
			return fmt.Sprintf(`{"payload":%q,"signatures":[{"protected":%q,"signature":"AAAA"},{"protected":%q,"signature":%q}]}`, p[1], p[0], p[0], p[2])
		}), invalid("malformed", "not_a_credential", "/@context/0")},
		{"json-flattened-serialization", "The flattened JSON serialization.", after(func(s string) string {
			p := strings.Split(s, ".")
			return fmt.Sprintf(`{"payload":%q,"protected":%q,"signature":%q}`, p[1], p[0], p[2])
		}), invalid("malformed", "not_a_credential", "/@context/0")},
		{"json-signature-without-protected", "A JSON signature without a protected header.", after(func(s string) string {
			return `{"payload":"e30","signature":"AAAA"}`
		}), invalid("malformed", "not_a_credential", "/@context/0")},
		{"changed-letter", "One letter of the holder's achievement changed after signing.", after(func(s string) string {
			return changePayload(s, "CMT Charterholder", "CMT Charterholdes")
		}), invalid("signature", "signature", "")},
		{"changed-member-order", "Two members exchanged after signing.", after(func(s string) string {
			return changePayload(s, `"nbf":1767225600,"exp":1798761599`, `"exp":1798761599,"nbf":1767225600`)
		}), invalid("signature", "signature", "")},
	}
}

func setUnusedBits(s string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, s[len(s)-1])
	return s[:len(s)-1] + string(alphabet[last|1])
}

// changePayload edits the payload under the old signature.
func changePayload(token, old, with string) string {
	parts := strings.Split(token, ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		panic(err)
	}
	parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(payload), old, with, 1)))
	return strings.Join(parts, ".")
}

// hostileKeys: documents that the caller trusts may still be wrong, and did:jwk is the attacker's own text.
func hostileKeys() []attack {
	didJWK := func(jwk string) func(*forge) {
		return func(f *forge) {
			id := "did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(jwk))
			f.payload = strings.ReplaceAll(f.payload, issuerID, id)
			f.header = `{"alg":"EdDSA","kid":"` + id + `#0","typ":"JWT"}`
			f.key = badgetest.Ed25519("attacker")
		}
	}
	didKeyIssuer := func(id, kid string) func(*forge) {
		return func(f *forge) {
			f.payload = strings.ReplaceAll(f.payload, issuerID, id)
			f.header = `{"alg":"EdDSA","kid":"` + kid + `","typ":"JWT"}`
			f.key = badgetest.Ed25519("attacker")
		}
	}
	trusting := func(key string) func(*forge) {
		return func(f *forge) {
			f.vector.Documents = []json.RawMessage{json.RawMessage(`{"@context":["https://www.w3.org/ns/did/v1"],"id":"did:web:example.org",` +
				`"verificationMethod":[{"id":"#ed25519","type":"JsonWebKey","controller":"did:web:example.org","publicKeyJwk":` + key + `}],` +
				`"assertionMethod":["#ed25519"]}`)}
		}
	}
	refusing := func(key string) func(*forge) {
		return func(f *forge) {
			trusting(key)(f)
			f.vector.Refused = 1
		}
	}
	enc := base64.RawURLEncoding.EncodeToString
	attacker := badgetest.Ed25519("attacker")
	own := jwkOf(attacker.Public())
	identity := make([]byte, 32)
	identity[0] = 1
	fits := func(f *forge) { // R = 1, S = 0 fits every message under the identity point
		f.sign = func([]byte) []byte { return append(slices.Clone(identity), make([]byte, 32)...) }
	}
	nonCanonical := slices.Repeat([]byte{0xff}, 32)
	nonCanonical[0], nonCanonical[31] = 0xee, 0x7f
	unknown := open("unknown_issuer", "untrusted", "/issuer")
	small := rsa1024()
	return []attack{
		{"did-jwk-untrusted", "An issuer nobody trusts whose did:jwk did sign: authentic, of a stranger.", didJWK(own), unknown},
		{"did-jwk-short-x", "A did:jwk with a key of three bytes.", didJWK(`{"kty":"OKP","crv":"Ed25519","x":"AAAA"}`), unknown},
		{"did-jwk-duplicate-x", "A did:jwk with two keys under one name.",
			didJWK(strings.Replace(own, `"x"`, `"x":"`+enc(identity)+`","x"`, 1)), unknown},
		{"did-jwk-private", "A did:jwk that gives its private key away.",
			didJWK(strings.TrimSuffix(own, "}") + `,"d":"` + enc(attacker.Seed()) + `"}`), unknown},
		{"did-jwk-off-curve", "A did:jwk with a point that is on no curve.",
			didJWK(`{"kty":"EC","crv":"P-256","x":"` + enc(identity) + `","y":"` + enc(identity) + `"}`), unknown},
		{"did-jwk-for-encryption", "A did:jwk whose key is for encryption.", didJWK(strings.TrimSuffix(own, "}") + `,"use":"enc"}`),
			invalid("wrong_key", "method_purpose", "")},
		{"did-key-untrusted", "An issuer nobody trusts whose did:key did sign.",
			didKeyIssuer(didKey(attacker), didKey(attacker)+"#"+strings.TrimPrefix(didKey(attacker), "did:key:")), unknown},
		{"did-key-untrusted-changed", "The same, changed after signing: not even authentic.", func(f *forge) {
			didKeyIssuer(didKey(attacker), didKey(attacker)+"#"+strings.TrimPrefix(didKey(attacker), "did:key:"))(f)
			f.after = func(s string) string { return changePayload(s, "CMT Charterholder", "CMT Charterholdes") }
		}, invalid("signature", "signature", "")},
		{"did-key-foreign-fragment", "The victim's did:key with the attacker's key as its fragment.",
			didKeyIssuer(didKey(badgetest.Ed25519("issuer")), didKey(badgetest.Ed25519("issuer"))+"#"+strings.TrimPrefix(didKey(attacker), "did:key:")),
			invalid("wrong_key", "method_unknown", "")},
		{"did-key-x25519", "A did:key of a key that cannot sign.",
			didKeyIssuer("did:key:z"+base58(append([]byte{0xec, 0x01}, attacker.Public().(ed25519.PublicKey)...)), "#0"), unknown},
		{"did-key-overlong-varint", "A did:key whose codec is written with one byte too many.",
			didKeyIssuer("did:key:z"+base58(append([]byte{0xed, 0x81, 0x00}, attacker.Public().(ed25519.PublicKey)...)), "#0"), unknown},
		{"did-key-trailing-byte", "A did:key with a byte too many.",
			didKeyIssuer("did:key:z"+base58(append(append([]byte{0xed, 0x01}, attacker.Public().(ed25519.PublicKey)...), 0)), "#0"), unknown},
		{"key-small-order", "The issuer's key is the neutral point, under which one signature fits every message.", func(f *forge) {
			refusing(`{"kty":"OKP","crv":"Ed25519","x":"` + enc(identity) + `"}`)(f)
			fits(f)
		}, unknown},
		{"key-non-canonical", "The issuer's key is an encoding of the neutral point that is not canonical.", func(f *forge) {
			refusing(`{"kty":"OKP","crv":"Ed25519","x":"` + enc(nonCanonical) + `"}`)(f)
			fits(f)
		}, unknown},
		{"key-rsa-1024", "The issuer's RSA key is too short.", func(f *forge) {
			f.h(`"EdDSA"`, `"RS256"`)
			f.key = small
			refusing(jwkOf(&small.PublicKey))(f)
		}, unknown},
		{"key-rsa-exponent-1", "The issuer's RSA key has the exponent 1: everything is its own signature.",
			refusing(`{"kty":"RSA","n":"` + enc(badgetest.RSA().N.Bytes()) + `","e":"AQ"}`), unknown},
		{"key-secp256k1", "The issuer's key is on a curve that is not checked here.",
			trusting(`{"kty":"EC","crv":"secp256k1","x":"` + enc(identity) + `","y":"` + enc(identity) + `"}`),
			open("unsupported", "key_unsupported", "")},
		{"document-duplicate-method", "An issuer's document with two methods of one id.", func(f *forge) {
			f.vector.Documents = []json.RawMessage{documentOf(issuerID,
				method(issuerID, "ed25519", badgetest.Ed25519("issuer").Public(), ""), method(issuerID, "ed25519", attacker.Public(), ""))}
			f.vector.Refused = 1
		}, unknown},
		{"document-private-key", "An issuer's document that gives a private key away.", func(f *forge) {
			refusing(strings.TrimSuffix(jwkOf(badgetest.Ed25519("issuer").Public()), "}") + `,"d":"` + enc(badgetest.Ed25519("issuer").Seed()) + `"}`)(f)
		}, unknown},
		{"document-duplicate-member", "An issuer's document with two lists of methods.", func(f *forge) {
			f.vector.Documents = []json.RawMessage{json.RawMessage(strings.Replace(string(issuerDocument()),
				`"verificationMethod":`, `"verificationMethod":[],"verificationMethod":`, 1))}
			f.vector.Refused = 1
		}, unknown},
		{"document-claims-issuer", "The attacker's document says that the issuer controls it.", func(f *forge) {
			f.key = attacker
			f.header = `{"alg":"EdDSA","kid":"did:web:attacker.example#ed25519","typ":"JWT"}`
			f.vector.Documents = append(f.vector.Documents, json.RawMessage(replaceOnce(
				string(documentOf("did:web:attacker.example", method("did:web:attacker.example", "ed25519", attacker.Public(), ""))),
				`"id":"did:web:attacker.example","verificationMethod"`,
				`"id":"did:web:attacker.example","controller":"did:web:example.org","verificationMethod"`)))
		}, invalid("wrong_key", "method_unknown", "")},
		{"key-expired", "The key's expires has passed, although the badge is dated before it.",
			func(f *forge) { f.by(badgetest.Ed25519("expired"), "EdDSA", "expired") }, invalid("key_expired", "key_expired", "")},
		{"key-not-yet-expired", "The same badge while the key was good.", func(f *forge) {
			f.by(badgetest.Ed25519("expired"), "EdDSA", "expired")
			f.vector.At = at("2026-01-31T23:59:59Z")
		}, valid},
		{"key-revoked-under-another-id", "The key is revoked under another id of the same document.", func(f *forge) {
			pub := badgetest.Ed25519("issuer").Public()
			f.vector.Documents = []json.RawMessage{documentOf(issuerID, method(issuerID, "ed25519", pub, ""),
				method(issuerID, "old", pub, `,"revoked":"2026-02-01T00:00:00Z"`))}
		}, invalid("key_revoked", "key_revoked", "")},
		{"key-revoked", "The key is revoked, although the badge is dated before that.",
			func(f *forge) { f.by(badgetest.Ed25519("revoked"), "EdDSA", "revoked") }, invalid("key_revoked", "key_revoked", "")},
	}
}

// rsa1024 makes a short RSA key from two fixed primes.
func rsa1024() *rsa.PrivateKey {
	p, _ := new(big.Int).SetString("12131072439211271897323671531612440428472427633701410925634549312301964373042085619324197365322416866541017057361365214171711713797974299334871062829803541", 10)
	q, _ := new(big.Int).SetString("12027524255478748885956220793734512128733387803682075433653899983955179850988797899869146900809131611153346817050832096022160146366346391812470987105415233", 10)
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	return &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: 65537},
		D:         new(big.Int).ModInverse(big.NewInt(65537), phi),
		Primes:    []*big.Int{p, q},
	}
}

// tokens that are no badge.
func tokens() []attack {
	bare := func(payload string) func(*forge) { return func(f *forge) { f.payload = payload } }
	plain := func(change func(string) string) func(*forge) {
		return func(f *forge) {
			payload := f.payload
			f.after = func(string) string { return change(payload) }
		}
	}
	same := func(s string) string { return s }
	deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	return []attack{
		{"plain-json", "The credential as plain JSON.", plain(same), invalid("no_proof", "unsecured", "")},
		{"plain-json-proof-null", "Plain JSON whose proof is null.", plain(func(s string) string {
			return strings.TrimSuffix(s, "}") + `,"proof":null}`
		}), invalid("no_proof", "unsecured", "")},
		{"plain-json-proof-empty", "Plain JSON whose proof is an empty array.", plain(func(s string) string {
			return strings.TrimSuffix(s, "}") + `,"proof":[]}`
		}), invalid("no_proof", "unsecured", "")},
		{"plain-json-vc-claim", "The claims of an old token, unsigned.", plain(func(s string) string { return `{"vc":` + s + `}` }),
			invalid("no_proof", "unsecured", "")},
		{"plain-json-array", "An array of credentials.", plain(func(s string) string { return `[` + s + `]` }),
			invalid("malformed", "not_a_credential", "")},
		{"plain-json-indented", "White space before JSON with an embedded proof, which has no cryptosuite.", plain(func(s string) string {
			return strings.Repeat(" ", 200) + strings.TrimSuffix(s, "}") + `,"proof":{"type":"DataIntegrityProof"}}`
		}), malformedProof("/proof/cryptosuite")},
		{"plain-json-broken", "Plain JSON that is broken off.", plain(func(s string) string { return s[:len(s)-1] }),
			invalid("malformed", "json_syntax", "")},
		{"plain-json-embedded-proof", "Plain JSON with an embedded proof that has no cryptosuite.", plain(func(s string) string {
			return strings.TrimSuffix(s, "}") + `,"proof":{"type":"DataIntegrityProof"}}`
		}), malformedProof("/proof/cryptosuite")},
		{"picture", "A picture without a badge.", plain(func(string) string { return `<svg xmlns="http://www.w3.org/2000/svg"></svg>` }), invalid("not_a_badge", "no_badge_in_picture", "")},
		{"proof-inside-jws", "An embedded proof inside a JWS, which has no cryptosuite.",
			func(f *forge) { f.p(`"iss"`, `"proof":{"type":"DataIntegrityProof"},"iss"`) }, malformedProof("/proof/cryptosuite")},
		{"proof-inside-jws-changed", "The same, changed after signing: its form is refused before any signature is looked at.", func(f *forge) {
			f.p(`"iss"`, `"proof":{"type":"DataIntegrityProof"},"iss"`)
			f.after = func(s string) string { return changePayload(s, "CMT Charterholder", "CMT Charterholdes") }
		}, malformedProof("/proof/cryptosuite")},
		{"selective-disclosure", "A payload of which a part may be withheld.", func(f *forge) {
			f.p(`"criteria":{`, `"criteria":{"_sd":["CrQe7S5kqBAHt-nMYXgc6bdt2SH5aTY1sU_M-PgkjPI"],`)
		}, open("unsupported", "selective_disclosure", "/credentialSubject/achievement/criteria/_sd")},
		{"png", "The first bytes of a PNG.", plain(func(string) string { return "\u0089PNG\r\n" }), invalid("malformed", "compact_form", "")},
		{"payload-text", "A payload that is not JSON.", bare("Example of Ed25519 signing"), invalid("malformed", "json_syntax", "")},
		{"payload-array", "A payload that is an array.", bare("[]"), invalid("malformed", "not_a_credential", "")},
		{"payload-access-token", "An access token.", bare(`{"iss":"did:web:example.org","sub":"x","exp":1798761599}`),
			invalid("malformed", "not_a_credential", "/@context/0")},
		{"payload-trailing-object", "A second object after the credential.", func(f *forge) { f.payload += `{"issuer":"x"}` },
			invalid("malformed", "json_syntax", "")},
		{"payload-duplicate-issuer", "Two issuers.", func(f *forge) { f.p(`"validFrom"`, `"issuer":"did:web:attacker.example","validFrom"`) },
			invalid("malformed", "json_duplicate", "/issuer")},
		{"payload-duplicate-escaped", "Two issuers, one spelled with an escape.",
			func(f *forge) { f.p(`"validFrom"`, `"i\u0073suer":"did:web:attacker.example","validFrom"`) },
			invalid("malformed", "json_duplicate", "/issuer")},
		{"payload-issuer-case", "Issuer is not issuer.", func(f *forge) { f.p(`"issuer"`, `"Issuer"`) },
			invalid("malformed", "shape", "/issuer")},
		{"payload-issuer-case-beside", "Issuer beside issuer is a member like any other.",
			func(f *forge) { f.p(`"validFrom"`, `"Issuer":"did:web:attacker.example","validFrom"`) }, valid},
		{"payload-lone-surrogate", "Half of a surrogate pair.", func(f *forge) { f.p(`Pass three`, `Pass \ud800 three`) },
			invalid("malformed", "json_encoding", "/credentialSubject/achievement/criteria/narrative")},
		{"payload-invalid-utf8", "Invalid UTF-8.", func(f *forge) { f.p(`Pass three`, "Pass \xff three") },
			invalid("malformed", "json_encoding", "/credentialSubject/achievement/criteria/narrative")},
		{"payload-number-too-precise", "An integer that two readers read differently.",
			func(f *forge) { f.p(`"iss"`, `"score":9007199254740993,"iss"`) }, invalid("malformed", "json_number", "/score")},
		{"payload-deep", "Forty arrays inside one another.", func(f *forge) { f.p(`"iss"`, `"deep":`+deep+`,"iss"`) },
			open("too_large", "size", "/deep"+strings.Repeat("/0", 31))},
		{"payload-too-large", "A credential beyond the caller's limit.", func(f *forge) { f.vector.MaxBytes = 1000 },
			open("too_large", "size", "")},
		{"too-many-contexts", "Nine contexts.", func(f *forge) {
			f.p(`context-3.0.3.json"`, `context-3.0.3.json"`+strings.Repeat(`,"https://example.org/context.json"`, 7))
		}, open("too_large", "rule_too_large", "/@context")},
		{"presentation", "A presentation instead of a credential.",
			func(f *forge) { f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiablePresentation"]`) },
			invalid("not_a_badge", "presentation", "/type")},
		{"presentation-and-credential", "A presentation that calls itself a badge as well.",
			func(f *forge) {
				f.p(`"VerifiableCredential","OpenBadgeCredential"`, `"VerifiableCredential","VerifiablePresentation","OpenBadgeCredential"`)
			},
			invalid("not_a_badge", "presentation", "/type")},
		{"type-not-strings", "A type that is a number.",
			func(f *forge) {
				f.p(`"VerifiableCredential","OpenBadgeCredential"`, `"VerifiableCredential","OpenBadgeCredential",1`)
			},
			invalid("malformed", "not_a_credential", "/type")},
		{"context-string", "A context without its array.", func(f *forge) {
			f.p(`["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`, `"https://www.w3.org/ns/credentials/v2"`)
		}, invalid("malformed", "shape", "/@context")},
		{"context-inline", "A context written out in the badge.", func(f *forge) {
			f.p(`context-3.0.3.json"]`, `context-3.0.3.json",{"x":"https://example.org/x"}]`)
		}, open("unsupported", "context_inline", "/@context/2")},
		{"context-empty", "An empty list of contexts.", func(f *forge) {
			f.p(`["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`, `[]`)
		}, invalid("malformed", "not_a_credential", "/@context/0")},
		{"id-too-long", "An identifier of 2,049 bytes.", func(f *forge) {
			long := "urn:x:" + strings.Repeat("a", 2043)
			f.payload = strings.ReplaceAll(f.payload, "urn:uuid:0b1f7a52-8c3d-4e5f-a1b2-c3d4e5f60718", long)
		}, open("too_large", "size", "/id")},
		{"other-credential", "A credential that is no Open Badge.",
			func(f *forge) {
				f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential","ClrCredential"]`)
			},
			invalid("not_a_badge", "not_open_badges", "/type")},
		{"other-credential-as-credential", "The same, where any credential is welcome.", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential","ClrCredential"]`)
			f.vector.Credential = true
		}, valid},
		{"context-missing", "No context.", func(f *forge) {
			f.p(`"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],`, "")
		}, invalid("malformed", "not_a_credential", "/@context/0")},
		{"context-order", "The contexts in the wrong order.", func(f *forge) {
			f.p(`"https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`,
				`"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://www.w3.org/ns/credentials/v2"`)
		}, invalid("malformed", "not_a_credential", "/@context/0")},
		{"context-lookalike", "A context whose address only begins like Open Badges'.", func(f *forge) {
			f.p(`context-3.0.3.json`, `context-3.0.3-3.0.2.json`)
		}, invalid("malformed", "rule_context", "/@context/1")},
		{"context-v1", "The first context of data model 1.1 over the dates of 2.0.", func(f *forge) {
			f.p(`https://www.w3.org/ns/credentials/v2`, `https://www.w3.org/2018/credentials/v1`)
		}, invalid("malformed", "ambiguous_layout", "/validFrom")},
		{"vc-claim", "A credential of data model 2.0 in a vc claim.", func(f *forge) { f.payload = `{"iss":"did:web:example.org","vc":` + f.payload + `}` },
			invalid("malformed", "ambiguous_layout", "/vc")},
		{"vc-claim-beside-credential", "A vc claim beside another credential.", func(f *forge) { f.p(`"iss"`, `"vc":{"type":["VerifiableCredential"]},"iss"`) },
			invalid("malformed", "ambiguous_layout", "/vc")},
		{"vp-claim-beside-credential", "A vp claim beside a credential.", func(f *forge) { f.p(`"iss"`, `"vp":{},"iss"`) },
			invalid("malformed", "ambiguous_layout", "/vp")},
		{"vc-and-vp-claim", "A vc and a vp claim.", bare(`{"iss":"did:web:example.org","vc":{},"vp":{}}`),
			invalid("malformed", "ambiguous_layout", "/vc")},
	}
}

// claimAttacks: what the JWT claims say and what the credential says must be one thing.
func claimAttacks() []attack {
	replace := func(old, with string) func(*forge) { return func(f *forge) { f.p(old, with) } }
	iss, nbf, exp := `"iss":"did:web:example.org"`, `"nbf":1767225600`, `"exp":1798761599`
	jti := `"jti":"urn:uuid:0b1f7a52-8c3d-4e5f-a1b2-c3d4e5f60718"`
	sub := `"sub":"` + subjectID + `"`
	kind := func(claim string) expectation { return invalid("malformed", "claim_type", "/"+claim) }
	differs := func(claim string) expectation { return invalid("malformed", "claim_mismatch", "/"+claim) }
	missing := func(claim string) expectation { return invalid("malformed", "claim_missing", "/"+claim) }
	list := []attack{
		{"iss-different", "iss names the trusted issuer, issuer another.", replace(iss, `"iss":"did:web:attacker.example"`), differs("iss")},
		{"issuer-different", "issuer names another than iss.",
			replace(`"issuer":{"id":"did:web:example.org"`, `"issuer":{"id":"did:web:attacker.example"`), differs("iss")},
		{"sub-different", "sub is not the subject's id.", replace(sub, `"sub":"urn:uuid:00000000-0000-4000-8000-000000000000"`), differs("sub")},
		{"sub-without-subject-id", "sub is there, the subject's id is not.", replace(`"credentialSubject":{"id":"`+subjectID+`",`, `"credentialSubject":{`), differs("sub")},
		{"jti-different", "jti is not the id.", replace(jti, `"jti":"urn:uuid:00000000-0000-4000-8000-000000000000"`), differs("jti")},
		{"nbf-different", "nbf is not validFrom.", replace(nbf, `"nbf":1767225601`), differs("nbf")},
		{"exp-different", "exp is not validUntil.", replace(exp, `"exp":1830297599`), differs("exp")},
		{"sub-empty", "An empty sub for a subject without an id.", func(f *forge) {
			f.p(`"credentialSubject":{"id":"`+subjectID+`",`, `"credentialSubject":{`)
			f.p(sub, `"sub":""`)
		}, differs("sub")},
		{"vc-jose-cose-iss-different", "A claim that VC-JOSE-COSE does not need must still be true.", func(f *forge) {
			f.h(`"JWT"`, `"vc+jwt"`)
			f.p(iss, `"iss":"did:web:attacker.example"`)
		}, differs("iss")},
		{"vc-jose-cose-sub-different", "Likewise sub.", func(f *forge) {
			f.h(`"JWT"`, `"vc+jwt"`)
			f.p(sub, `"sub":"urn:uuid:00000000-0000-4000-8000-000000000000"`)
		}, differs("sub")},
		{"vc-jose-cose-jti-different", "Likewise jti.", func(f *forge) {
			f.h(`"JWT"`, `"vc+jwt"`)
			f.p(jti, `"jti":"urn:uuid:00000000-0000-4000-8000-000000000000"`)
		}, differs("jti")},
		{"vc-jose-cose-signature-ended", "A signature that has ended before its credential.", func(f *forge) {
			f.h(`"JWT"`, `"vc+jwt"`)
			f.p(exp, `"exp":1772323200`)
			f.vector.At = at("2026-03-01T12:00:00Z")
		}, invalid("expired", "expired", "/validUntil")},
		{"credential-without-claims", "Claims are Open Badges' own demand.", func(f *forge) {
			f.payload = f.payload[:strings.Index(f.payload, `,"iss":`)] + "}"
			f.vector.Credential = true
		}, valid},
		{"credential-not-before", "nbf alone begins a credential that has no validFrom.", func(f *forge) {
			f.p(`"validFrom":"2026-01-01T00:00:00Z",`, "")
			f.vector.Credential = true
			f.vector.At = at("2025-06-01T00:00:00Z")
		}, invalid("not_yet_valid", "not_yet_valid", "/validFrom")},
		{"iat-text", "iat is no number.", replace(nbf, nbf+`,"iat":"yesterday"`), kind("iat")},
		{"iat-fraction", "iat is no whole number.", replace(nbf, nbf+`,"iat":1767225600.5`), kind("iat")},
		{"exp-last-second-of-9999", "The last second that a date can name.", func(f *forge) {
			f.p(`"validUntil":"2026-12-31T23:59:59Z"`, `"validUntil":"9999-12-31T23:59:59Z"`)
			f.p(exp, `"exp":253402300799`)
		}, valid},
		{"nbf-first-second-of-1970", "The first second that a claim can name.", func(f *forge) {
			f.p(`"validFrom":"2026-01-01T00:00:00Z"`, `"validFrom":"1970-01-01T00:00:00Z"`)
			f.p(nbf, `"nbf":0`)
		}, valid},
		{"iss-missing", "No iss.", replace(iss+",", ""), missing("iss")},
		{"sub-missing", "No sub.", replace(sub+",", ""), missing("sub")},
		{"sub-missing-without-subject-id", "No sub, for a subject without an id.", func(f *forge) {
			f.p(`"credentialSubject":{"id":"`+subjectID+`",`, `"credentialSubject":{`)
			f.p(sub+",", "")
		}, missing("sub")},
		{"jti-missing", "No jti.", replace(jti+",", ""), missing("jti")},
		{"nbf-missing", "No nbf.", replace(nbf+",", ""), missing("nbf")},
		{"exp-missing", "No exp: validUntil counts.", replace(","+exp, ""), valid},
		{"exp-without-valid-until", "exp alone ends the badge.", func(f *forge) {
			f.p(`"validUntil":"2026-12-31T23:59:59Z",`, "")
			f.vector.At = at("2027-01-01T00:00:00Z")
		}, invalid("expired", "expired", "/validUntil")},
		{"aud", "An audience, which Open Badges gives no meaning.", replace(iss, iss+`,"aud":"https://verifier.example"`), valid},
	}
	for _, v := range []struct{ name, value string }{{"null", "null"}, {"array", `["did:web:example.org"]`}, {"number", "1"}, {"object", "{}"}} {
		list = append(list, attack{"iss-" + v.name, "iss is " + v.value + ".", replace(iss, `"iss":`+v.value), kind("iss")})
	}
	for _, v := range []struct{ name, value string }{{"string", `"1798761599"`}, {"text-date", `"2026-12-31T23:59:59Z"`}, {"1e30", "1e30"},
		{"negative", "-1"}, {"fraction", "1798761599.5"}, {"null", "null"}, {"beyond-year-9999", "253402300800"}} {
		list = append(list, attack{"exp-" + v.name, "exp is " + v.value + ".", replace(exp, `"exp":`+v.value), kind("exp")})
	}
	return append(list, attack{"exp-1e400", "exp is a number that no float64 holds.", replace(exp, `"exp":1e400`), invalid("malformed", "json_number", "/exp")})
}

// issuers and dates of the credential.
func issuers() []attack {
	shape := func(pointer string) expectation { return invalid("malformed", "shape", pointer) }
	replace := func(old, with string) func(*forge) { return func(f *forge) { f.p(old, with) } }
	issuer := `"issuer":{"id":"did:web:example.org","type":["Profile"],"name":"Sample issuer (not the CMT Association)"}`
	from, until := `"validFrom":"2026-01-01T00:00:00Z"`, `"validUntil":"2026-12-31T23:59:59Z"`
	list := []attack{
		{"issuer-string", "An issuer that is only its identifier.", replace(issuer, `"issuer":"did:web:example.org"`), valid},
		{"issuer-unknown", "An issuer that is not on the trust list.", func(f *forge) {
			f.payload = strings.ReplaceAll(f.payload, issuerID, "did:web:stranger.example")
			f.h(issuerID, "did:web:stranger.example")
		}, open("unknown_issuer", "untrusted", "/issuer")},
		{"issuer-trailing-slash", "An identifier that is almost the trusted one.", func(f *forge) {
			f.payload = strings.ReplaceAll(f.payload, `"did:web:example.org"`, `"did:web:example.org/"`)
		}, open("unknown_issuer", "untrusted", "/issuer")},
		{"issuer-missing", "No issuer.", replace(issuer+",", ""), shape("/issuer")},
		{"issuer-null", "issuer is null.", replace(issuer, `"issuer":null`), shape("/issuer")},
		{"issuer-without-id", "An issuer without id.", replace(`"issuer":{"id":"did:web:example.org",`, `"issuer":{`), shape("/issuer/id")},
		{"issuer-relative", "An issuer's id that is no URI.", replace(`"issuer":{"id":"did:web:example.org"`, `"issuer":{"id":"nope"`), shape("/issuer/id")},
		{"subject-array", "Two subjects.", replace(`"credentialSubject":{`, `"credentialSubject":[{"id":"urn:x:y"}],"credentialSubject2":{`),
			differsSub()},
		{"subject-array-of-one", "One subject in an array, where any credential is welcome.", func(f *forge) {
			f.p(`"credentialSubject":{`, `"credentialSubject":[{`)
			f.p(`}}},"iss"`, `}}}],"iss"`)
			f.vector.Credential = true
			f.vector.Recipient = []identity{{"id", subjectID}}
		}, valid},
		{"subject-empty", "A subject that claims nothing.", func(f *forge) {
			f.p(`"credentialSubject"`, `"credentialSubject":{},"subject"`)
		}, shape("/credentialSubject")},
		{"subject-empty-array", "No subject at all.", func(f *forge) {
			f.p(`"credentialSubject"`, `"credentialSubject":[],"subject"`)
		}, shape("/credentialSubject")},
		{"subject-text", "A subject that is a text in an array.", func(f *forge) {
			f.p(`"credentialSubject"`, `"credentialSubject":["Ada"],"subject"`)
		}, shape("/credentialSubject/0")},
		{"subject-missing", "No subject.", replace(`"credentialSubject"`, `"subject"`), shape("/credentialSubject")},
		{"valid-until-before-from", "A badge that ends before it begins.", func(f *forge) {
			f.p(from, `"validFrom":"2027-01-01T00:00:00Z"`)
			f.p(`"nbf":1767225600`, `"nbf":1798761600`)
		}, shape("/validUntil")},
	}
	for _, v := range []struct{ name, value string }{
		{"short-hour", "2026-12-31T1:59:59Z"}, {"comma", "2026-12-31T23:59:59,5Z"}, {"offset-24", "2026-12-31T23:59:59+24:00"},
		{"leap-second", "2026-12-31T23:59:60Z"}, {"24-hours", "2026-12-31T24:00:00Z"}, {"no-zone", "2026-12-31T23:59:59"},
		{"lower-case", "2026-12-31t23:59:59z"}, {"date-only", "2026-12-31"}, {"year-0000", "0000-12-31T23:59:59Z"}, {"first-instant", "0001-01-01T00:00:00Z"},
	} {
		list = append(list, attack{"valid-until-" + v.name, "validUntil is " + v.value + ".", replace(until, `"validUntil":"`+v.value+`"`), shape("/validUntil")})
	}
	return list
}

func md5Hex(s string) string {
	sum := md5.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

func differsSub() expectation { return invalid("malformed", "claim_mismatch", "/sub") }

// outcomes of what comes after the proof.
func outcomes() []attack {
	return []attack{
		{"not-yet-valid", "Before validFrom.", func(f *forge) { f.vector.At = at("2025-12-31T23:58:59Z") },
			invalid("not_yet_valid", "not_yet_valid", "/validFrom")},
		{"clock-one-minute-behind", "A verifier's clock may be a minute behind the issuer's.",
			func(f *forge) { f.vector.At = at("2025-12-31T23:59:00Z") }, valid},
		{"expired", "After validUntil.", func(f *forge) { f.vector.At = at("2027-01-01T00:00:00Z") },
			invalid("expired", "expired", "/validUntil")},
		{"expired-and-changed", "A badge that is expired and was changed: it is not authentic at all.", func(f *forge) {
			f.vector.At = at("2027-01-01T00:00:00Z")
			f.after = func(s string) string { return changePayload(s, "CMT Charterholder", "CMT Charterholdes") }
		}, invalid("signature", "signature", "")},
		{"status-list", "A badge that names a status list, which the verifier has not.", func(f *forge) {
			f.p(`"iss"`, `"credentialStatus":{"id":"https://example.org/status/1#94567","type":"BitstringStatusListEntry",`+
				`"statusPurpose":"revocation","statusListIndex":"94567","statusListCredential":"https://example.org/status/1"},"iss"`)
		}, open("status_unknown", "status_missing", "/credentialStatus")},
		{"expired-with-status-list", "Expired beats a status that could not be looked up.", func(f *forge) {
			f.vector.At = at("2027-01-01T00:00:00Z")
			f.p(`"iss"`, `"credentialStatus":{"id":"https://example.org/status/1#94567","type":"BitstringStatusListEntry",`+
				`"statusPurpose":"revocation","statusListIndex":"94567","statusListCredential":"https://example.org/status/1"},"iss"`)
		}, invalid("expired", "expired", "/validUntil")},
		{"status-null", "A status that is null.", func(f *forge) { f.p(`"iss"`, `"credentialStatus":null,"iss"`) },
			invalid("malformed", "rule_type", "/credentialStatus")},
		{"valid-header-unknown", "A header member that means nothing is passed over, with a note.", func(f *forge) {
			f.h(`"JWT"`, `"vc+jwt","x-trace":"1"`)
		}, valid},
		{"valid-refresh-service", "The issuer offers a newer issue, which nobody fetches unasked.", func(f *forge) {
			f.p(`"iss"`, `"refreshService":{"id":"https://example.org/refresh","type":"ExampleRefresh"},"iss"`)
		}, valid},
		{"valid-issuer-name-mixed", "The genuine issuer's name has a Cyrillic letter; the report warns. (E16)", func(f *forge) {
			f.p(`"name":"Sample issuer (not the CMT Association)"`, `"name":"C\u041cT Association"`)
		}, valid},
		{"valid-issuer-name-reversed", "The genuine issuer's name has a right-to-left override; the report warns. (E16)", func(f *forge) {
			f.p(`"name":"Sample issuer (not the CMT Association)"`, `"name":"CMT \u202enoitaicossA"`)
		}, valid},
		{"recipient-other", "Not the expected person's e-mail address.",
			func(f *forge) { f.vector.Recipient = []identity{{"emailAddress", "b@example.com"}} },
			invalid("recipient", "recipient", "/credentialSubject")},
		{"recipient-other-type", "The right text under another type.",
			func(f *forge) { f.vector.Recipient = []identity{{"name", "a@example.com"}} },
			invalid("recipient", "recipient", "/credentialSubject")},
		{"recipient-hash-as-value", "The hash itself is nobody's address.", func(f *forge) {
			f.vector.Recipient = []identity{{"emailAddress", "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"}}
		}, invalid("recipient", "recipient", "/credentialSubject")},
		{"recipient-empty", "Nobody is not the subject without an id.", func(f *forge) {
			f.p(`"credentialSubject":{"id":"`+subjectID+`",`, `"credentialSubject":{`)
			f.h(`"JWT"`, `"vc+jwt"`)
			f.p(`"sub":"`+subjectID+`",`, "")
			f.vector.Recipient = []identity{{"id", ""}}
		}, invalid("recipient", "recipient", "/credentialSubject")},
		{"recipient-of-a-credential", "An e-mail address cannot be looked up in what is no badge.", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.vector.Credential = true
			f.vector.Recipient = []identity{{"emailAddress", "a@example.com"}}
		}, open("unsupported", "identity_unsupported", "/credentialSubject")},
		{"recipient-other-of-a-credential", "An id can be, and is another.", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.vector.Credential = true
			f.vector.Recipient = []identity{{"id", "urn:uuid:00000000-0000-4000-8000-000000000000"}}
		}, invalid("recipient", "recipient", "/credentialSubject")},
		{"recipient-of-a-badge-as-credential", "It can in a badge, whichever way it is verified.", func(f *forge) {
			f.vector.Credential = true
			f.vector.Recipient = []identity{{"emailAddress", "a@example.com"}}
		}, valid},
		{"recipient-by-md5", "A hash by MD5 still names its recipient; the report calls it weak.", func(f *forge) {
			f.p(`sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399`, `md5$`+md5Hex("a@example.comKosher"))
			f.vector.Recipient = []identity{{"emailAddress", "a@example.com"}}
		}, valid},
		{"policy-achievement", "Another achievement than the verifier accepts.",
			func(f *forge) { f.vector.Only = "https://example.org/achievements/other" }, invalid("policy", "policy", "")},
		{"policy-satisfied-as-credential", "A badge is one, whichever way it is verified.", func(f *forge) {
			f.vector.Only = "https://example.org/achievements/cmt-charter"
			f.vector.Credential = true
		}, valid},
		{"policy-no-badge", "A credential that is no badge is not the achievement.", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.vector.Only = "https://example.org/achievements/cmt-charter"
			f.vector.Credential = true
		}, invalid("policy", "policy", "")},
		{"policy-satisfied", "The achievement that the verifier accepts.",
			func(f *forge) { f.vector.Only = "https://example.org/achievements/cmt-charter" }, valid},
	}
}
