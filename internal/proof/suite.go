package proof

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The reasons of this package. Match them with errors.Is.
var (
	// ErrMalformed: the proof lacks what every proof has, or has it in another form.
	ErrMalformed = errors.New("malformed proof")

	// ErrSuite: a type of proof or a cryptosuite that this package does not compute; the error names it.
	ErrSuite = errors.New("cryptosuite not supported")

	// ErrKey: the key is of another type than those of the cryptosuite.
	ErrKey = errors.New("key does not fit the cryptosuite")

	// ErrProofContext: the @context of the proof is not that of the document.
	ErrProofContext = errors.New("the proof has other contexts than the document")

	ErrLoss           = jsonld.ErrLoss
	ErrUnknownContext = jsonld.ErrUnknownContext
	ErrContext        = jsonld.ErrContext
	ErrUnsupported    = jsonld.ErrUnsupported
	ErrTooLarge       = jsonld.ErrTooLarge
	ErrBudget         = rdfc.ErrBudget
)

// Error says what keeps a document or a proof from being secured, and where.
type Error struct {
	InOptions bool   // the place is in the proof, not in the document
	Pointer   string // RFC 6901
	Detail    string
	Err       error // one of the sentinels of this package
}

// Error gives place and detail in one line.
func (e *Error) Error() string {
	where := strictjson.Show(e.Pointer)
	switch {
	case e.InOptions:
		where = "proof" + where
	case where == "":
		where = "document"
	}
	return where + ": " + e.Detail
}

// Unwrap returns the sentinel.
func (e *Error) Unwrap() error { return e.Err }

// What one document may have.
const (
	MaxProofs   = 4 // each can cost a canonicalisation of the document
	MaxContexts = jsonld.MaxContexts
)

// The types of proofs.
const (
	TypeDataIntegrity = "DataIntegrityProof"
	TypeEd25519       = "Ed25519Signature2020"
)

// The cryptosuites that are made.
const (
	EdDSARDFC = "eddsa-rdfc-2022"
	EdDSAJCS  = "eddsa-jcs-2022"
	ECDSARDFC = "ecdsa-rdfc-2019"
	ECDSAJCS  = "ecdsa-jcs-2019"
)

// Suite is a cryptosuite.
type Suite struct {
	Type string // of the proof
	Name string // value of its member cryptosuite; "" when the type has none
	JCS  bool   // the JSON is signed, not its quads
	Ed   bool   // Ed25519, not ECDSA
}

var suites = []*Suite{
	{Type: TypeDataIntegrity, Name: EdDSARDFC, Ed: true},
	{Type: TypeDataIntegrity, Name: EdDSAJCS, Ed: true, JCS: true},
	{Type: TypeDataIntegrity, Name: ECDSARDFC},
	{Type: TypeDataIntegrity, Name: ECDSAJCS, JCS: true},
	{Type: TypeDataIntegrity, Name: "eddsa-2022", Ed: true}, // EdDSARDFC, by the name of an earlier draft
	{Type: TypeEd25519, Ed: true},                           // https://www.w3.org/TR/vc-di-eddsa/#ed25519signature2020
}

// SuiteOf returns the cryptosuite of a proof. The error wraps ErrMalformed or ErrSuite.
func SuiteOf(options strictjson.Value) (*Suite, error) {
	typ, name := options.Get("type"), options.Get("cryptosuite")
	if typ.Kind() != strictjson.String {
		return nil, malformed("/type", "want a string, got "+typ.Kind().String())
	}
	switch kind := name.Kind(); {
	case kind == strictjson.Absent:
	case kind != strictjson.String || name.Text() == "":
		return nil, malformed("/cryptosuite", "want the name of a cryptosuite, got "+kind.String())
	case typ.Text() == TypeEd25519:
		return nil, malformed("/cryptosuite", "a proof of the type "+TypeEd25519+" has no such member")
	}
	if typ.Text() == TypeDataIntegrity && name.Kind() == strictjson.Absent {
		return nil, malformed("/cryptosuite", "want the name of a cryptosuite, got nothing")
	}
	for _, s := range suites {
		if s.Type == typ.Text() && s.Name == name.Text() {
			return s, nil
		}
	}
	if typ.Text() != TypeDataIntegrity {
		return nil, &Error{true, "/type", "a proof of the type " + strictjson.Quote(typ.Text()), ErrSuite}
	}
	return nil, &Error{true, "/cryptosuite", "the cryptosuite " + strictjson.Quote(name.Text()), ErrSuite}
}

// SuiteFor returns the cryptosuite that signs with a key of this type, Ed25519, P-256 or P-384, and its hash. The error
// wraps ErrKey.
func SuiteFor(pub crypto.PublicKey, jcs bool) (*Suite, crypto.Hash, error) {
	for _, s := range suites {
		if hash, err := s.Hash(pub); err == nil && s.JCS == jcs {
			return s, hash, nil
		}
	}
	return nil, 0, fmt.Errorf("%w: no cryptosuite signs with a %T", ErrKey, pub)
}

func malformed(pointer, detail string) *Error { return &Error{true, pointer, detail, ErrMalformed} }

// Hash returns the hash that the suite uses with the key, in canonicalisation and after: SHA-384 for P-384
// (https://www.w3.org/TR/vc-di-ecdsa/#transformation-ecdsa-rdfc-2019), SHA-256 for others. The error wraps ErrKey.
func (s *Suite) Hash(pub crypto.PublicKey) (crypto.Hash, error) {
	switch k := pub.(type) {
	case ed25519.PublicKey:
		if s.Ed {
			return crypto.SHA256, nil
		}
	case *ecdsa.PublicKey:
		switch {
		case s.Ed || k == nil:
		case k.Curve == elliptic.P256():
			return crypto.SHA256, nil
		case k.Curve == elliptic.P384():
			return crypto.SHA384, nil
		}
	}
	want := "P-256 or P-384"
	if s.Ed {
		want = "Ed25519"
	}
	return 0, fmt.Errorf("%w: want %s for %s", ErrKey, want, s)
}

// String returns the name of the suite, or the type of proof that needs none.
func (s *Suite) String() string {
	if s.Name == "" {
		return s.Type
	}
	return s.Name
}

// SignatureSize is the length in bytes of the suite's signatures with this hash: 64 for Ed25519 and P-256, 96 for P-384.
func (s *Suite) SignatureSize(hash crypto.Hash) int {
	if s.Ed {
		return ed25519.SignatureSize
	}
	return 2 * hash.Size()
}
