package pubkey_test

//lint:file-ignore SA1019 keys that no constructor makes, and DSA, have to be made by hand to be refused

import (
	"crypto"
	"crypto/dsa"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/stretchr/testify/require"
)

// rfc8037 is the public key of RFC 8037 appendix A.2.
const rfc8037 = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

func edKey(t testing.TB, text string) ed25519.PublicKey {
	t.Helper()
	b, err := hex.DecodeString(text)
	require.NoError(t, err)
	return b
}

func ecKey(t testing.TB, c elliptic.Curve) *ecdsa.PublicKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(c, rand.Reader)
	require.NoError(t, err)
	return &k.PublicKey
}

// modulus returns an odd number of the given length: whether it is a product of two primes is nothing that Check sees.
func modulus(bits uint) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(1), bits-1)
	return n.Add(n, big.NewInt(12345))
}

func TestCheck(t *testing.T) {
	p256, p384 := ecKey(t, elliptic.P256()), ecKey(t, elliptic.P384())
	off := *p256
	off.Y = new(big.Int).Xor(p256.Y, big.NewInt(1))
	mislabelled := ecdsa.PublicKey{Curve: elliptic.P384(), X: p256.X, Y: p256.Y}
	big256 := *p256
	big256.X = new(big.Int).Add(p256.X, elliptic.P256().Params().P)
	rsaKey := func(n *big.Int, e int) *rsa.PublicKey { return &rsa.PublicKey{N: n, E: e} }

	for _, tt := range []struct {
		name string
		key  crypto.PublicKey
		want error
	}{
		{"Ed25519", edKey(t, rfc8037), nil},
		{"P-256", p256, nil},
		{"P-384", p384, nil},
		{"RSA 2048", rsaKey(modulus(2048), 65537), nil},
		{"RSA 4096", rsaKey(modulus(4096), 65537), nil},
		{"RSA largest exponent", rsaKey(modulus(3072), 1<<32-1), nil},

		{"nil", nil, pubkey.ErrUnsupported},
		{"ECDSA by value", *p256, pubkey.ErrUnsupported},
		{"bytes", []byte(edKey(t, rfc8037)), pubkey.ErrUnsupported},
		{"private key", ed25519.NewKeyFromSeed(make([]byte, 32)), pubkey.ErrUnsupported},
		{"DSA", new(dsa.PublicKey), pubkey.ErrUnsupported},
		{"P-224", ecKey(t, elliptic.P224()), pubkey.ErrUnsupported},
		{"P-521", ecKey(t, elliptic.P521()), pubkey.ErrUnsupported},
		{"no curve", &ecdsa.PublicKey{X: p256.X, Y: p256.Y}, pubkey.ErrUnsupported},
		{"RSA 4097", rsaKey(modulus(4097), 65537), pubkey.ErrUnsupported},
		{"RSA exponent 2^32+1", rsaKey(modulus(2048), 1<<32+1), pubkey.ErrUnsupported},

		{"Ed25519 nil", ed25519.PublicKey(nil), pubkey.ErrInvalid},
		{"Ed25519 3 bytes", ed25519.PublicKey{0, 0, 0}, pubkey.ErrInvalid},
		{"Ed25519 33 bytes", append(edKey(t, rfc8037), 0), pubkey.ErrInvalid},
		{"Ed25519 not on curve", edKey(t, "0200000000000000000000000000000000000000000000000000000000000000"), pubkey.ErrInvalid},
		{"Ed25519 y = p+3", edKey(t, "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), pubkey.ErrInvalid},
		{"Ed25519 largest y", edKey(t, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), pubkey.ErrInvalid},
		{"ECDSA nil", (*ecdsa.PublicKey)(nil), pubkey.ErrInvalid},
		{"ECDSA empty", new(ecdsa.PublicKey), pubkey.ErrInvalid},
		{"ECDSA no X", &ecdsa.PublicKey{Curve: elliptic.P256(), Y: p256.Y}, pubkey.ErrInvalid},
		{"ECDSA no Y", &ecdsa.PublicKey{Curve: elliptic.P256(), X: p256.X}, pubkey.ErrInvalid},
		{"ECDSA off curve", &off, pubkey.ErrInvalid},
		{"ECDSA wrong curve", &mislabelled, pubkey.ErrInvalid},
		{"ECDSA x of p more", &big256, pubkey.ErrInvalid},
		{"ECDSA infinity", &ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int), Y: new(big.Int)}, pubkey.ErrInvalid},
		{"ECDSA negative", &ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int).Neg(p256.X), Y: p256.Y}, pubkey.ErrInvalid},
		{"RSA nil", (*rsa.PublicKey)(nil), pubkey.ErrInvalid},
		{"RSA no modulus", rsaKey(nil, 65537), pubkey.ErrInvalid},
		{"RSA negative modulus", rsaKey(new(big.Int).Neg(modulus(2048)), 65537), pubkey.ErrInvalid},
		{"RSA even modulus", rsaKey(new(big.Int).Lsh(modulus(2047), 1), 65537), pubkey.ErrInvalid},
		{"RSA even exponent", rsaKey(modulus(2048), 65538), pubkey.ErrInvalid},

		{"RSA 2047", rsaKey(modulus(2047), 65537), pubkey.ErrWeak},
		{"RSA 512", rsaKey(modulus(512), 65537), pubkey.ErrWeak},
		{"RSA exponent 1", rsaKey(modulus(2048), 1), pubkey.ErrWeak},
		{"RSA exponent 3", rsaKey(modulus(2048), 3), pubkey.ErrWeak},
		{"RSA exponent 65535", rsaKey(modulus(2048), 65535), pubkey.ErrWeak},
		{"RSA negative exponent", rsaKey(modulus(2048), -65537), pubkey.ErrWeak},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := pubkey.Check(tt.key)
			require.ErrorIs(t, err, tt.want)
			if err == nil || !strings.Contains(err.Error(), "Ed25519 key is not a point") { // which verifying finds out
				require.Equal(t, err, pubkey.Recheck(tt.key))
			}
		})
	}
}

// TestCheckSmallOrder lists the fourteen encodings of the eight points of small order, as CCTV's README prints them.
func TestCheckSmallOrder(t *testing.T) {
	for _, text := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"0000000000000000000000000000000000000000000000000000000000000080",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000080",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	} {
		t.Run(text, func(t *testing.T) {
			require.ErrorIs(t, pubkey.Check(edKey(t, text)), pubkey.ErrWeak)
			require.ErrorIs(t, pubkey.Recheck(edKey(t, text)), pubkey.ErrWeak)
		})
	}
}

func TestCheckCCTV(t *testing.T) {
	var vectors []struct {
		Key   string
		Flags []string
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "cctv-ed25519/ed25519vectors.json"), &vectors))
	require.Len(t, vectors, 914)
	refused := 0
	for _, v := range vectors {
		err := pubkey.Check(edKey(t, v.Key))
		if slices.Contains(v.Flags, "low_order_A") || slices.Contains(v.Flags, "non_canonical_A") {
			require.ErrorIs(t, err, pubkey.ErrWeak, v.Key)
			refused++
		} else {
			require.NoError(t, err, v.Key)
		}
	}
	t.Logf("%d keys refused, %d accepted", refused, len(vectors)-refused)
}

// TestCheckOnCurve solves the equation of the curve for x as RFC 8032 §5.1.3 does, which Check avoids.
func TestCheckOnCurve(t *testing.T) {
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	d, _ := new(big.Int).SetString("37095705934669439343138083508754565189542113879843219016388785533085940283555", 10) // RFC 8032 §5.1
	on := 0
	for i := range int64(200) {
		y := new(big.Int).Exp(big.NewInt(3), big.NewInt(i+5), p)
		y2 := new(big.Int).Mul(y, y)
		u := new(big.Int).Sub(y2, big.NewInt(1))
		v := new(big.Int).Mul(d, y2)
		v.Add(v, big.NewInt(1)).ModInverse(v, p)
		x := new(big.Int).ModSqrt(u.Mod(u.Mul(u, v), p), p)
		enc := y.FillBytes(make([]byte, 32))
		slices.Reverse(enc)
		if x == nil {
			require.ErrorIs(t, pubkey.Check(ed25519.PublicKey(enc)), pubkey.ErrInvalid)
			continue
		}
		require.NoError(t, pubkey.Check(ed25519.PublicKey(enc)))
		require.NoError(t, pubkey.Recheck(ed25519.PublicKey(enc)))
		on++
	}
	require.InDelta(t, 100, on, 40)
}

func TestCheckROCA(t *testing.T) {
	// A modulus made as the generator made them: k·M + (65537^a mod M), M the product of the primes up to 701.
	m := big.NewInt(1)
	for p := int64(2); p <= 701; p++ {
		if big.NewInt(p).ProbablyPrime(0) {
			m.Mul(m, big.NewInt(p))
		}
	}
	n := new(big.Int).Exp(big.NewInt(65537), big.NewInt(123456789), m)
	k := new(big.Int).Lsh(big.NewInt(1), uint(2047-m.BitLen()+1))
	n.Add(n, k.Mul(k, m))
	require.GreaterOrEqual(t, n.BitLen(), 2048)
	require.ErrorIs(t, pubkey.Check(&rsa.PublicKey{N: n, E: 65537}), pubkey.ErrWeak)

	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	require.NoError(t, pubkey.Check(&key.PublicKey))
}

func TestAlgorithms(t *testing.T) {
	require.Equal(t, []string{"EdDSA", "Ed25519"}, pubkey.Algorithms(edKey(t, rfc8037)))
	require.Equal(t, []string{"ES256"}, pubkey.Algorithms(ecKey(t, elliptic.P256())))
	require.Equal(t, []string{"ES384"}, pubkey.Algorithms(ecKey(t, elliptic.P384())))
	require.Equal(t, []string{"RS256", "PS256"}, pubkey.Algorithms(new(rsa.PublicKey)))
	require.Nil(t, pubkey.Algorithms(ecKey(t, elliptic.P521())))
	require.Nil(t, pubkey.Algorithms((*ecdsa.PublicKey)(nil)))
	require.Nil(t, pubkey.Algorithms("EdDSA"))
}

func TestEqual(t *testing.T) {
	p256, rsaKey := ecKey(t, elliptic.P256()), &rsa.PublicKey{N: modulus(2048), E: 65537}
	keys := []crypto.PublicKey{
		edKey(t, rfc8037), edKey(t, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
		p256, ecKey(t, elliptic.P256()), ecKey(t, elliptic.P384()),
		rsaKey, &rsa.PublicKey{N: modulus(2048), E: 65539}, &rsa.PublicKey{N: modulus(2049), E: 65537},
	}
	for i, a := range keys {
		for j, b := range keys {
			require.Equal(t, i == j, pubkey.Equal(a, pubkey.Clone(b)), "%d, %d", i, j)
		}
	}
	refused := []crypto.PublicKey{nil, "key", (*ecdsa.PublicKey)(nil), new(ecdsa.PublicKey), (*rsa.PublicKey)(nil), new(rsa.PublicKey)}
	for _, k := range refused {
		require.False(t, pubkey.Equal(k, k), "%#v", k)
		require.False(t, pubkey.Equal(p256, k), "%#v", k)
		require.False(t, pubkey.Equal(rsaKey, k), "%#v", k)
		require.False(t, pubkey.Equal(k, p256), "%#v", k)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	ed := edKey(t, rfc8037)
	clone := pubkey.Clone(ed).(ed25519.PublicKey)
	ed[0]++
	require.Equal(t, rfc8037, hex.EncodeToString(clone))

	ec := ecKey(t, elliptic.P384())
	ecClone := pubkey.Clone(ec).(*ecdsa.PublicKey)
	require.True(t, ec.Equal(ecClone))
	ec.X.Add(ec.X, big.NewInt(1))
	require.False(t, ec.Equal(ecClone))

	r := &rsa.PublicKey{N: modulus(2048), E: 65537}
	rsaClone := pubkey.Clone(r).(*rsa.PublicKey)
	r.N.SetInt64(3)
	require.Equal(t, modulus(2048), rsaClone.N)

	require.Nil(t, pubkey.Clone("key"))
	require.Nil(t, pubkey.Clone(new(ecdsa.PublicKey)))
	require.Nil(t, pubkey.Clone((*ecdsa.PublicKey)(nil)))
	require.Nil(t, pubkey.Clone(new(rsa.PublicKey)))
}

func BenchmarkCheck(b *testing.B) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(b, err)
	for _, bb := range []struct {
		name string
		key  crypto.PublicKey
	}{{"Ed25519", edKey(b, rfc8037)}, {"P-256", ecKey(b, elliptic.P256())}, {"RSA-2048", &key.PublicKey}} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, pubkey.Check(bb.key))
			}
		})
	}
}

// FuzzCheckEd25519: Check answers every text, accepts none of another length, and what it accepts it also accepts with
// the sign of x flipped, for x and -x are on the curve together.
func FuzzCheckEd25519(f *testing.F) {
	for _, text := range []string{rfc8037, "0100000000000000000000000000000000000000000000000000000000000080", "00"} {
		f.Add([]byte(edKey(f, text)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		err := pubkey.Check(ed25519.PublicKey(data))
		if len(data) != ed25519.PublicKeySize {
			require.ErrorIs(t, err, pubkey.ErrInvalid)
			return
		}
		data = slices.Clone(data)
		data[31] ^= 0x80
		require.Equal(t, err == nil, pubkey.Check(ed25519.PublicKey(data)) == nil)
	})
}
