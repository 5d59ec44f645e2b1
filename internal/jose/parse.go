package jose

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/internal/base64url"
	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Token is a token that was read. Nothing in it is verified until Verify returned nil.
type Token struct {
	Algorithm string   // alg as written: "Ed25519" and "EdDSA" mean the same
	KID       string   // kid; "" when absent, and then JWK is not nil
	JWK       *jwk.Key // jwk, for comparison with a key that is trusted anyway; nil when absent
	Type      string   // typ: TypeJWT, TypeVC, TypeVP or, absent, ""
	Unknown   []string // parameters that were ignored, in their order; empty unless Type is TypeVC or TypeVP

	Header       strictjson.Value // the whole header
	Payload      []byte           // decoded, and not parsed
	SigningInput []byte           // the bytes that the signature is over
	Signature    []byte           // decoded
}

// Parse reads a compact JWS of at most maxBytes bytes; 0 or less means DefaultBytes, more than MaxBytes means that. The
// Token keeps nothing of compact: who changes those bytes later must not change what the signature is held against.
//
// The error wraps ErrMalformed, ErrTooLarge, ErrAlgorithm, ErrUnsupported, ErrHeader, ErrType or, for a jwk,
// ErrKeyMismatch.
func Parse(compact []byte, maxBytes int) (*Token, error) {
	t, err := parse(compact, maxBytes)
	if err != nil {
		return nil, fmt.Errorf("jose: %w", err)
	}
	return t, nil
}

func parse(compact []byte, maxBytes int) (*Token, error) {
	if maxBytes <= 0 {
		maxBytes = DefaultBytes
	}
	if maxBytes = min(maxBytes, MaxBytes); len(compact) > maxBytes {
		return nil, fmt.Errorf("%w: the token has %d bytes, the limit is %d", ErrTooLarge, len(compact), maxBytes)
	}
	if err := checkParts(compact); err != nil {
		return nil, err
	}
	text := string(compact)
	header, rest, _ := strings.Cut(text, ".")
	payload, signature, _ := strings.Cut(rest, ".")

	var t Token
	if err := t.readHeader(header); err != nil {
		return nil, err
	}
	t.SigningInput = []byte(text[:len(header)+1+len(payload)])
	var err error
	if t.Payload, err = decode(payload, "payload"); err != nil {
		return nil, err
	}
	if t.Signature, err = decode(signature, "signature"); err != nil {
		return nil, err
	}
	return &t, nil
}

// checkParts counts before anything is allocated, and names what is commonly given instead.
func checkParts(compact []byte) error {
	dots := bytes.Count(compact, []byte("."))
	switch {
	case dots == 2:
		return nil
	case len(compact) == 0:
		return fmt.Errorf("%w: it is empty", ErrMalformed)
	case bytes.HasPrefix(compact, []byte("{")):
		return fmt.Errorf("%w: want the compact serialization, got JSON", ErrMalformed)
	case dots == 4:
		return fmt.Errorf("%w: five parts are an encrypted token (JWE), which nothing here decrypts", ErrMalformed)
	}
	return fmt.Errorf("%w: want three parts with dots between them, got %d", ErrMalformed, dots+1)
}

func decode(part, name string) ([]byte, error) {
	if part == "" {
		return nil, fmt.Errorf("%w: the %s is empty", ErrMalformed, name)
	}
	b, err := base64url.Decode(part)
	if err != nil {
		return nil, fmt.Errorf("%w: the %s: %w", ErrMalformed, name, err)
	}
	return b, nil
}

func (t *Token) readHeader(part string) error {
	if base64.RawURLEncoding.DecodedLen(len(part)) > MaxHeader {
		return fmt.Errorf("%w: the header has more than %d bytes", ErrTooLarge, MaxHeader)
	}
	src, err := decode(part, "header")
	if err != nil {
		return err
	}
	t.Header, err = strictjson.Parse(src, &strictjson.Limits{Members: MaxParameters})
	switch {
	case errors.Is(err, strictjson.ErrTooLarge):
		return fmt.Errorf("%w: the header: %w", ErrTooLarge, err)
	case err != nil:
		return fmt.Errorf("%w: the header: %w", ErrMalformed, err)
	case t.Header.Kind() != strictjson.Object:
		return fmt.Errorf("%w: the header: want an object, got %v", ErrMalformed, t.Header.Kind())
	}
	if err := t.readAlgorithm(t.Header.Get("alg")); err != nil {
		return err
	}
	if err := t.readType(t.Header.Get("typ")); err != nil {
		return err
	}
	for _, m := range t.Header.Members() {
		if err := t.readParameter(m.Name, m.Value); err != nil {
			return err
		}
	}
	if t.KID == "" && t.JWK == nil {
		return fmt.Errorf("%w: want kid or jwk, got neither", ErrHeader)
	}
	return nil
}

func (t *Token) readAlgorithm(v strictjson.Value) error {
	t.Algorithm = v.Text()
	if _, ok := algorithm(t.Algorithm); ok {
		return nil
	}
	reason := ErrAlgorithm
	if registered(t.Algorithm) {
		reason = ErrUnsupported
	}
	return fmt.Errorf("%w: alg is %s", reason, strictjson.Quote(t.Algorithm))
}

func (t *Token) readType(v strictjson.Value) error {
	t.Type = v.Text()
	if slices.Contains(disclosing[:], t.Type) {
		return fmt.Errorf("%w: typ is %s, selective disclosure", ErrUnsupported, t.Type)
	}
	if v.Kind() != strictjson.Absent && t.Type != TypeJWT && t.Type != TypeVC && t.Type != TypeVP {
		return fmt.Errorf("%w: want typ %q, %q or %q, got %s", ErrType, TypeJWT, TypeVC, TypeVP, strictjson.Quote(t.Type))
	}
	return nil
}

func (t *Token) readParameter(name string, v strictjson.Value) error {
	switch name {
	case "alg", "typ":
		return nil
	case "kid":
		return t.readKID(v)
	case "jwk":
		return t.readJWK(v)
	case "cty":
		if want := contentType(t.Type); v.Text() != want {
			return fmt.Errorf("%w: want cty %q, got %s", ErrType, want, strictjson.Quote(v.Raw()))
		}
		return nil
	}
	if t.Type != TypeVC && t.Type != TypeVP || meaningful(name) {
		return fmt.Errorf("%w: %s", ErrHeader, strictjson.Quote(name))
	}
	t.Unknown = append(t.Unknown, name)
	return nil
}

func (t *Token) readKID(v strictjson.Value) error {
	switch {
	case v.Kind() != strictjson.String || v.Text() == "":
		return fmt.Errorf("%w: kid: want a string that is not empty, got %s", ErrHeader, strictjson.Quote(v.Raw()))
	case len(v.Text()) > MaxKID:
		return fmt.Errorf("%w: kid has %d bytes, the limit is %d", ErrTooLarge, len(v.Text()), MaxKID)
	}
	t.KID = v.Text()
	return nil
}

func (t *Token) readJWK(v strictjson.Value) error {
	key, err := jwk.ParsePublic(v)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrHeader, jwk.Under("/jwk", err))
	}
	fit := slices.Contains(pubkey.Algorithms(key.Public), t.Algorithm)
	if !fit || key.Alg != "" && !SameAlgorithm(key.Alg, t.Algorithm) {
		return fmt.Errorf("%w: alg is %s, the jwk is for another", ErrKeyMismatch, t.Algorithm)
	}
	t.JWK = key
	return nil
}

// meaningful reports whether to ignore the parameter would be to misread the token, or to agree with a reader that
// does: it names a key or how to fetch one, changes what is signed, or belongs to encryption; or it is one that this
// package reads, in other letters, which readers that fold case take for that one.
func meaningful(name string) bool {
	for _, known := range [...]string{
		"alg", "kid", "jwk", "typ", "cty",
		"crit", "b64", // RFC 7515 §4.1.11, RFC 7797
		"jku", "x5u", "x5c", "x5t", "x5t#S256", // RFC 7515 §4.1
		"jwks", "trust_chain", // OpenID Federation: keys that the token brings along
		"enc", "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c", // RFC 7516, RFC 7518 §4
		"url", "nonce", // RFC 8555 §6: an ACME request
	} {
		if strings.EqualFold(name, known) {
			return true
		}
	}
	return false
}
