package signer

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// MaxKey is the length, in bytes, of the longest text that ParseKey reads. An RSA key of 4,096 bits takes a quarter.
const MaxKey = 16 << 10

// ParseKey reads a private key: a PKCS#8 PEM block ("BEGIN PRIVATE KEY", RFC 7468 §10) with nothing but white space
// around it, or a private JWK (RFC 7517). The key is Ed25519, P-256, P-384 or RSA of 2,048 to 4,096 bits. PEM blocks of
// other types, and encrypted ones, are refused with the command that converts them.
//
// What is returned prints, in whatever format, and marshals without the key. The error wraps ErrKey and has nothing of
// the data in it. The data is not kept; clear it after use. Copies inside the reader stay until the garbage collector
// takes them, as memory in Go does.
func ParseKey(data []byte) (crypto.Signer, error) {
	key, err := parseKey(data)
	if err != nil {
		return nil, fmt.Errorf("signer: %w: %w", ErrKey, err)
	}
	return &opaque{key.Public(), key.Sign}, nil
}

func parseKey(data []byte) (crypto.Signer, error) {
	if len(data) > MaxKey {
		return nil, fmt.Errorf("the text has %d bytes, the limit is %d", len(data), MaxKey)
	}
	switch text := bytes.TrimSpace(data); {
	case bytes.HasPrefix(text, []byte("-----BEGIN ")):
		return parsePEM(text)
	case bytes.HasPrefix(text, []byte("{")):
		return parseJWK(text)
	}
	return nil, errors.New("want a PEM block PRIVATE KEY (PKCS#8) or a private JWK")
}

func parsePEM(text []byte) (crypto.Signer, error) {
	block, rest := pem.Decode(text)
	if block == nil {
		return nil, errors.New("malformed PEM block")
	}
	defer clear(block.Bytes)
	if bytes.Count(text, []byte("-----BEGIN ")) != 1 || len(rest) > 0 {
		return nil, errors.New("want one PEM block and nothing after it")
	}
	if block.Type != "PRIVATE KEY" {
		return nil, otherPEM(block.Type)
	}
	if len(block.Headers) > 0 {
		return nil, errors.New("want a PEM block without headers")
	}
	// ParsePKCS8PrivateKey would ignore what follows, and its errors are about the bytes of the key.
	if rest, err := asn1.Unmarshal(block.Bytes, new(asn1.RawValue)); err != nil || len(rest) > 0 {
		return nil, errors.New("the PEM block has no single ASN.1 structure in it")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("not a PKCS#8 private key, or one of an unsupported type")
	}
	key, ok := parsed.(crypto.Signer)
	if !ok {
		return nil, errors.New("a private key that does not sign, want Ed25519, P-256, P-384 or RSA")
	}
	return key, pubkey.Check(key.Public())
}

// otherPEM says what to do with the PEM blocks that people have instead. The type is not repeated: anything may stand
// there.
func otherPEM(typ string) error {
	switch typ {
	case "ENCRYPTED PRIVATE KEY":
		return errors.New("an encrypted private key; decrypt it first, with: openssl pkcs8 -in FILE -out NEW")
	case "EC PRIVATE KEY", "RSA PRIVATE KEY":
		return errors.New("a private key that is not PKCS#8; convert it, with: openssl pkcs8 -topk8 -nocrypt -in FILE -out NEW")
	case "OPENSSH PRIVATE KEY":
		return errors.New("an OpenSSH key, want PKCS#8: make a key of its own for badges")
	case "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE":
		return errors.New("a public key, want the private one")
	}
	return errors.New("want the PEM block PRIVATE KEY (PKCS#8), got another type")
}

func parseJWK(text []byte) (crypto.Signer, error) {
	v, err := strictjson.Parse(text, nil)
	if err != nil {
		return nil, redact(err)
	}
	if v.Get("d").Kind() == strictjson.Absent && v.Get("kty").Kind() != strictjson.Absent {
		return nil, errors.New("the JWK has no private member d, want a private key")
	}
	key, _, err := jwk.ParsePrivate(v)
	if err != nil {
		return nil, redact(err)
	}
	return key, nil
}

// members are the names that an error may repeat; another may be a part of the key, if the text is broken.
var members = [...]string{"kty", "crv", "x", "y", "n", "e", "d", "p", "q", "dp", "dq", "qi", "oth", "use", "key_ops", "alg"}

// redact keeps, of the first error of a reader, the place and the reason. What was found there may be a part of the key.
func redact(err error) error {
	e := strictjson.Errors(err)[0]
	where, reason := "the JWK", e.Err.Error()
	if name, ok := strings.CutPrefix(e.Pointer, "/"); ok && slices.Contains(members[:], name) {
		where = e.Pointer
	}
	if errors.Is(e.Err, pubkey.ErrWeak) || errors.Is(e.Err, pubkey.ErrUnsupported) {
		reason = e.Detail // sizes
	}
	return fmt.Errorf("%s (byte %d): %s", where, e.Offset, reason)
}

// opaque is a key that keeps to itself when it, or a struct that it is in, is logged. The key is behind a function
// because fmt prints the content of an unexported field without asking the methods of what is in it.
type opaque struct {
	public crypto.PublicKey
	sign   func(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error)
}

func (o *opaque) Public() crypto.PublicKey { return o.public }

func (o *opaque) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return o.sign(rand, digest, opts)
}

// Format writes what kind of key it is, whatever the verb.
func (o *opaque) Format(f fmt.State, _ rune) { io.WriteString(f, o.String()) }

// String returns what kind of key it is.
func (o *opaque) String() string {
	return fmt.Sprintf("private key for %s", pubkey.Algorithms(o.public)[0])
}

// MarshalText returns what kind of key it is: no JSON or log has more.
func (o *opaque) MarshalText() ([]byte, error) { return []byte(o.String()), nil }
