package jose_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/stretchr/testify/require"
)

const kid = "did:web:example.org#key-1"

// opaque is a key in an HSM or KMS: it has nothing but Public and Sign. It records how it is called.
type opaque struct {
	key    crypto.Signer
	public int
	calls  []call
	sign   func(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error)
}

type call struct {
	digest []byte
	opts   crypto.SignerOpts
}

func (o *opaque) Public() crypto.PublicKey {
	o.public++
	return o.key.Public()
}

func (o *opaque) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	o.calls = append(o.calls, call{digest, opts})
	if o.sign != nil {
		return o.sign(rand, digest, opts)
	}
	return o.key.Sign(rand, digest, opts)
}

func TestSign(t *testing.T) {
	for _, key := range testKeys(t) {
		t.Run(key.name, func(t *testing.T) {
			hsm := &opaque{key: key.Signer}
			s, err := jose.NewSigner(hsm)
			require.NoError(t, err)
			require.Equal(t, key.alg, s.Algorithm())
			require.Equal(t, key.Public(), s.Public())

			for range 2 {
				compact, err := s.Sign(t.Context(), kid, jose.TypeJWT, []byte(payload))
				require.NoError(t, err)
				tok := parse(t, string(compact))
				require.Equal(t, `{"alg":"`+key.alg+`","kid":"`+kid+`","typ":"JWT"}`, tok.Header.Raw())
				require.Equal(t, payload, string(tok.Payload))
				verifyWithStandardLibrary(t, tok, key.Public())
			}
			require.Equal(t, 1, hsm.public, "Public is called once")
			require.Len(t, hsm.calls, 2)

			input := b64(`{"alg":"`+key.alg+`","kid":"`+kid+`","typ":"JWT"}`) + "." + b64(payload)
			want := call{[]byte(input), crypto.Hash(0)}
			if hash, ok := map[string]crypto.Hash{"ES256": crypto.SHA256, "ES384": crypto.SHA384, "RS256": crypto.SHA256}[key.alg]; ok {
				want = call{digest(hash, input), hash}
			}
			require.Equal(t, want, hsm.calls[0])
		})
	}
}

// verifyWithStandardLibrary is the other opinion on what was signed.
func verifyWithStandardLibrary(t *testing.T, tok *jose.Token, pub crypto.PublicKey) {
	t.Helper()
	input, sig := string(tok.SigningInput), tok.Signature
	switch k := pub.(type) {
	case ed25519.PublicKey:
		require.True(t, ed25519.Verify(k, tok.SigningInput, sig))
	case *ecdsa.PublicKey:
		hash := crypto.SHA256
		if k.Curve == elliptic.P384() {
			hash = crypto.SHA384
		}
		r, s := new(big.Int).SetBytes(sig[:len(sig)/2]), new(big.Int).SetBytes(sig[len(sig)/2:])
		require.True(t, ecdsa.Verify(k, digest(hash, input), r, s))
	case *rsa.PublicKey:
		require.NoError(t, rsa.VerifyPKCS1v15(k, crypto.SHA256, digest(crypto.SHA256, input), sig))
	}
}

// TestSignShortNumbers: r and s have leading zeros once in 128 signatures, and r‖s keeps them.
func TestSignShortNumbers(t *testing.T) {
	s, err := jose.NewSigner(p256Key(t))
	require.NoError(t, err)
	for short := 0; short < 2; {
		compact, err := s.Sign(t.Context(), kid, jose.TypeJWT, []byte(payload))
		require.NoError(t, err)
		tok := parse(t, string(compact))
		require.Len(t, tok.Signature, 64)
		if tok.Signature[0] == 0 || tok.Signature[32] == 0 {
			short++
		}
	}
}

// TestSignRFC8037: Ed25519 is deterministic, so that what A.4 prints is what the key signs.
func TestSignRFC8037(t *testing.T) {
	hsm := &opaque{key: ed25519Key(t)}
	s, err := jose.NewSigner(hsm)
	require.NoError(t, err)
	compact, err := s.Sign(t.Context(), "k", "JWT", []byte("Example of Ed25519 signing"))
	require.NoError(t, err)
	input, sig, _ := cutLast(string(compact))
	require.Equal(t, ed25519.Sign(ed25519Key(t), []byte(input)), raw(t, sig))
	require.Equal(t, b64(`{"alg":"EdDSA","kid":"k","typ":"JWT"}`)+".RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc", input)
}

// TestSignerMadeWrong: whatever a key returns, a token comes out only if it verifies, and nothing panics.
func TestSignerMadeWrong(t *testing.T) {
	order := elliptic.P256().Params().N
	der := func(r, s *big.Int) []byte {
		b, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
		require.NoError(t, err)
		return b
	}
	one, zero := big.NewInt(1), new(big.Int)
	huge := new(big.Int).Lsh(one, 300)
	for _, tt := range []struct {
		name string
		key  crypto.Signer
		sig  func(good []byte) []byte
	}{
		{"Ed25519 nothing", ed25519Key(t), func([]byte) []byte { return nil }},
		{"Ed25519 short", ed25519Key(t), func(b []byte) []byte { return b[:63] }},
		{"Ed25519 long", ed25519Key(t), func(b []byte) []byte { return append(b, 0) }},
		{"Ed25519 garbage", ed25519Key(t), func(b []byte) []byte { return make([]byte, len(b)) }},
		{"Ed25519 one bit", ed25519Key(t), func(b []byte) []byte { return flip(b, 100) }},
		{"ECDSA nothing", p256Key(t), func([]byte) []byte { return nil }},
		{"ECDSA garbage", p256Key(t), func([]byte) []byte { return []byte("garbage") }},
		{"ECDSA r‖s instead of DER", p256Key(t), func(b []byte) []byte { return rawECDSA(t, b, elliptic.P256()) }},
		{"ECDSA trailing bytes", p256Key(t), func(b []byte) []byte { return append(b, 0) }},
		{"ECDSA cut short", p256Key(t), func(b []byte) []byte { return b[:len(b)-1] }},
		{"ECDSA long form of a length", p256Key(t), func(b []byte) []byte { return append([]byte{b[0], 0x81}, b[1:]...) }},
		{"ECDSA r = 0", p256Key(t), func([]byte) []byte { return der(zero, one) }},
		{"ECDSA s = 0", p256Key(t), func([]byte) []byte { return der(one, zero) }},
		{"ECDSA r negated", p256Key(t), func(b []byte) []byte { r, s := numbers(t, b); return der(r.Neg(r), s) }},
		{"ECDSA s negated", p256Key(t), func(b []byte) []byte { r, s := numbers(t, b); return der(r, s.Neg(s)) }},
		{"ECDSA r = n", p256Key(t), func([]byte) []byte { return der(order, one) }},
		{"ECDSA s = n", p256Key(t), func([]byte) []byte { return der(one, order) }},
		{"ECDSA r longer than the curve", p256Key(t), func([]byte) []byte { return der(huge, one) }},
		{"ECDSA s longer than the curve", p256Key(t), func([]byte) []byte { return der(one, huge) }},
		{"ECDSA wrong numbers", p256Key(t), func([]byte) []byte { return der(one, one) }},
		{"P-384 trailing bytes", p384Key(t), func(b []byte) []byte { return append(b, 0) }},
		{"P-384 wrong numbers", p384Key(t), func([]byte) []byte { return der(one, one) }},
		{"RSA nothing", rsaKey(t), func([]byte) []byte { return nil }},
		{"RSA short", rsaKey(t), func(b []byte) []byte { return b[1:] }},
		{"RSA long", rsaKey(t), func(b []byte) []byte { return append([]byte{0}, b...) }},
		{"RSA one bit", rsaKey(t), func(b []byte) []byte { return flip(b, 100) }},
		{"RSA-PSS", rsaKey(t), func([]byte) []byte { return pss(t, []byte("a"), 32) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hsm := &opaque{key: tt.key}
			hsm.sign = func(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
				good, err := tt.key.Sign(rand, digest, opts)
				return tt.sig(good), err
			}
			s, err := jose.NewSigner(hsm)
			require.NoError(t, err)
			compact, err := s.Sign(t.Context(), kid, jose.TypeJWT, []byte(payload))
			require.ErrorIs(t, err, jose.ErrSignature)
			require.Nil(t, compact)
		})
	}
}

// TestSignWithMixedUpKey: a key pair whose halves do not belong together would give its private half away in two
// signatures; none leaves.
func TestSignWithMixedUpKey(t *testing.T) {
	key := ed25519Key(t)
	other := otherKey(t, key).(ed25519.PrivateKey)
	copy(key[32:], other[32:])
	s, err := jose.NewSigner(key)
	require.NoError(t, err)
	compact, err := s.Sign(t.Context(), kid, jose.TypeJWT, []byte(payload))
	require.Error(t, err)
	require.Nil(t, compact)
}

// switching is a key whose public half changes after the first look.
type switching struct {
	crypto.Signer
	looks int
}

func (s *switching) Public() crypto.PublicKey {
	if s.looks++; s.looks > 1 {
		return nil
	}
	return s.Signer.Public()
}

func TestPublicIsReadOnce(t *testing.T) {
	for _, key := range testKeys(t) {
		s, err := jose.NewSigner(&switching{Signer: key.Signer})
		require.NoError(t, err)
		_, err = s.Sign(t.Context(), kid, jose.TypeJWT, []byte(payload))
		require.NoError(t, err, key.name)
	}
}

func TestNewSignerRefuses(t *testing.T) {
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	weak := make(ed25519.PrivateKey, ed25519.PrivateKeySize)
	weak[32] = 1 // the public half is the neutral element
	for _, tt := range []struct {
		name string
		key  crypto.Signer
		want error
	}{
		{"nil", nil, pubkey.ErrInvalid},
		{"nil Ed25519", ed25519.PrivateKey(nil), pubkey.ErrInvalid},
		{"Ed25519 seed", ed25519.PrivateKey(ed25519Key(t).Seed()), pubkey.ErrInvalid},
		{"nil ECDSA", (*ecdsa.PrivateKey)(nil), pubkey.ErrInvalid},
		{"empty ECDSA", &ecdsa.PrivateKey{}, pubkey.ErrInvalid},
		{"nil RSA", (*rsa.PrivateKey)(nil), pubkey.ErrInvalid},
		{"empty RSA", &rsa.PrivateKey{}, pubkey.ErrInvalid},
		{"small order", weak, pubkey.ErrWeak},
		{"P-521", p521, pubkey.ErrUnsupported},
		{"RSA of 1024 bits", small, pubkey.ErrWeak},
		{"public key that is none", &opaque{key: &switching{looks: 1}}, pubkey.ErrUnsupported},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := jose.NewSigner(tt.key)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, s)
		})
	}
}

// remote is a key that can be waited for with a context, and that must not be asked without.
type remote struct {
	opaque
	signContext func(ctx context.Context) error
}

func (r *remote) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("Sign was called")
}

func (r *remote) SignContext(ctx context.Context, rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if err := r.signContext(ctx); err != nil {
		return nil, err
	}
	return r.opaque.Sign(rand, digest, opts)
}

func TestSignContext(t *testing.T) {
	for _, key := range testKeys(t) {
		t.Run(key.name, func(t *testing.T) {
			type mark struct{}
			ctx := context.WithValue(t.Context(), mark{}, "here")
			kms := &remote{opaque: opaque{key: key.Signer}}
			kms.signContext = func(got context.Context) error {
				require.Equal(t, "here", got.Value(mark{}))
				return nil
			}
			s, err := jose.NewSigner(kms)
			require.NoError(t, err)
			compact, err := s.Sign(ctx, kid, jose.TypeJWT, []byte(payload))
			require.NoError(t, err)
			require.NoError(t, parse(t, string(compact)).Verify(key.Public()))
		})
	}
}

func TestSignCancelled(t *testing.T) {
	for _, key := range testKeys(t) {
		t.Run(key.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			own := errors.New("rpc error: code = Canceled")
			kms := &remote{opaque: opaque{key: key.Signer}}
			kms.signContext = func(ctx context.Context) error {
				cancel()
				<-ctx.Done()
				return own
			}
			s, err := jose.NewSigner(kms)
			require.NoError(t, err)
			compact, err := s.Sign(ctx, kid, jose.TypeJWT, []byte(payload))
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, err, own)
			require.Nil(t, compact)

			hsm := &opaque{key: key.Signer}
			s, err = jose.NewSigner(hsm)
			require.NoError(t, err)
			_, err = s.Sign(ctx, kid, jose.TypeJWT, []byte(payload))
			require.ErrorIs(t, err, context.Canceled)
			require.Empty(t, hsm.calls, "a key is not asked to sign what nobody waits for")
		})
	}
}

func TestSignPassesErrorsOn(t *testing.T) {
	want := errors.New("token removed from slot")
	for _, key := range testKeys(t) {
		hsm := &opaque{key: key.Signer, sign: func(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return nil, want }}
		s, err := jose.NewSigner(hsm)
		require.NoError(t, err)
		_, err = s.Sign(t.Context(), kid, jose.TypeJWT, []byte(payload))
		require.ErrorIs(t, err, want)
	}
}

// TestSignRefuses: what Parse would not read is not made, and the key is not asked for it.
func TestSignRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, kid, typ, payload string
		want                    error
	}{
		{"no kid", "", jose.TypeJWT, payload, jose.ErrHeader},
		{"long kid", strings.Repeat("k", jose.MaxKID+1), jose.TypeJWT, payload, jose.ErrTooLarge},
		{"kid that is no text", "\xff", jose.TypeJWT, payload, jose.ErrMalformed},
		{"unknown typ", kid, "at+jwt", payload, jose.ErrType},
		{"no payload", kid, jose.TypeJWT, "", jose.ErrMalformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hsm := &opaque{key: ed25519Key(t)}
			s, err := jose.NewSigner(hsm)
			require.NoError(t, err)
			compact, err := s.Sign(t.Context(), tt.kid, tt.typ, []byte(tt.payload))
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, compact)
			require.Empty(t, hsm.calls)
		})
	}
}

// TestSignLimit: the longest token that is made is the longest that a caller can have read.
func TestSignLimit(t *testing.T) {
	for _, key := range testKeys(t) {
		hsm := &opaque{key: key.Signer}
		s, err := jose.NewSigner(hsm)
		require.NoError(t, err)
		small, err := s.Sign(t.Context(), kid, jose.TypeJWT, make([]byte, 3))
		require.NoError(t, err)
		most := 3 + (jose.MaxBytes-len(small))/4*3

		compact, err := s.Sign(t.Context(), kid, jose.TypeJWT, make([]byte, most))
		require.NoError(t, err)
		require.Greater(t, len(compact), jose.MaxBytes-4)
		token, err := jose.Parse(compact, jose.MaxBytes)
		require.NoError(t, err)
		require.NoError(t, token.Verify(key.Public()))

		hsm.calls = nil
		_, err = s.Sign(t.Context(), kid, jose.TypeJWT, make([]byte, most+3))
		require.ErrorIs(t, err, jose.ErrTooLarge)
		require.Empty(t, hsm.calls)
	}
}
