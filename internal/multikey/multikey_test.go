package multikey_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/stretchr/testify/require"
)

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	require.NoError(t, err)
	return b
}

// rawKey is a key's encoding in its Multikey.
func rawKey(t testing.TB, pub crypto.PublicKey) []byte {
	t.Helper()
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return k
	case *ecdsa.PublicKey:
		point, err := k.Bytes()
		require.NoError(t, err)
		size := len(point) / 2
		return append([]byte{2 + point[2*size]%2}, point[1:1+size]...)
	}
	t.Fatalf("unexpected key %T", pub)
	return nil
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, text, code, key string }{ // DIDs of https://w3c-ccg.github.io/did-key-spec/
		{"Ed25519", "z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP", "ed01",
			"095f9a1a595dde755d82786864ad03dfa5a4fbd68832566364e2b65e13cc9e44"},
		{"P-256", "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv", "8024",
			"038a0ac59a2d3086e8a12a78fd4773a6d52a0ca61ef6c1419e15a05bcc6dafce7b"},
		{"P-384", "z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54", "8124",
			"03080fa23681c383594bf29bd7dddd6ebc4c7355f0b3ed19fab56efcd546fc2b932b0dfd8830fc8bd114c389a2c70b5253"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pub, err := multikey.Parse(tt.text)
			require.NoError(t, err)
			require.Equal(t, tt.key, hex.EncodeToString(rawKey(t, pub)))
			text, err := multikey.Format(pub)
			require.NoError(t, err)
			require.Equal(t, tt.text, text)

			fromU, err := multikey.Parse("u" + base64.RawURLEncoding.EncodeToString(unhex(t, tt.code+tt.key)))
			require.NoError(t, err)
			require.True(t, pubkey.Equal(pub, fromU))
		})
	}
}

func TestParseRefuses(t *testing.T) {
	const ed = "095f9a1a595dde755d82786864ad03dfa5a4fbd68832566364e2b65e13cc9e44"
	const x256 = "8a0ac59a2d3086e8a12a78fd4773a6d52a0ca61ef6c1419e15a05bcc6dafce7b"
	const y256 = "79fb17e5bd74c7cca3cab8f89f2de918b7dc61b5db5b52b381a39da97b2b2483"
	const x384 = "080fa23681c383594bf29bd7dddd6ebc4c7355f0b3ed19fab56efcd546fc2b932b0dfd8830fc8bd114c389a2c70b5253"
	const prime256 = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
	zero32 := strings.Repeat("00", 32)
	for _, tt := range []struct {
		name, data string
		want       error
	}{
		{"empty", "", multikey.ErrSyntax},
		{"code without end", "ed", multikey.ErrSyntax},
		{"overlong code", "ed8100" + ed, multikey.ErrSyntax},
		{"overlong code of P-256", "80a400 03" + x256, multikey.ErrSyntax},
		{"code of eleven bytes", "ffffffffffffffffffff01" + ed, multikey.ErrSyntax},
		{"code alone", "ed01", multikey.ErrSyntax},
		{"Ed25519 short", "ed01" + ed[2:], multikey.ErrSyntax},
		{"Ed25519 long", "ed01" + ed + "00", multikey.ErrSyntax},
		{"Ed25519 under the code of P-256", "8024" + ed, multikey.ErrSyntax},
		{"P-256 under the code of Ed25519", "ed01 03" + x256, multikey.ErrSyntax},
		{"P-256 under the code of P-384", "8124 03" + x256, multikey.ErrSyntax},
		{"P-384 under the code of P-256", "8024 03" + x384, multikey.ErrSyntax},
		{"P-256 uncompressed", "8024 04" + x256 + y256, multikey.ErrSyntax},
		{"P-256 infinity", "8024 00", multikey.ErrSyntax},
		{"P-256 without its sign", "8024" + x256, multikey.ErrSyntax},
		{"P-256 with a sign of 4", "8024 04" + x256, pubkey.ErrInvalid},
		{"P-256 with a sign of 0", "8024 00" + zero32, pubkey.ErrInvalid},
		{"P-256 off curve", "8024 02" + zero32[:62] + "01", pubkey.ErrInvalid},
		{"P-256 x = p", "8024 02" + prime256, pubkey.ErrInvalid},
		{"P-256 x = p + 5, where 5 is on the curve", "8024 02 ffffffff000000010000000000000000000000010000000000000000 00000004", pubkey.ErrInvalid},
		{"P-384 off curve", "8124 02" + strings.Repeat("00", 47) + "01", pubkey.ErrInvalid},
		{"Ed25519 off curve", "ed01 02" + zero32[:62], pubkey.ErrInvalid},
		{"Ed25519 of order 4", "ed01" + zero32, pubkey.ErrWeak},
		{"Ed25519 neutral element", "ed01 01" + zero32[:62], pubkey.ErrWeak},
		{"secp256k1", "e701 02b52d132694fdf9452926f8cc654c80d02d2823d97b556f1dd800e9b5844955d3", multikey.ErrUnsupported},
		{"X25519", "ec01" + ed, multikey.ErrUnsupported},
		{"P-521", "8224 02" + strings.Repeat("01", 66), multikey.ErrUnsupported},
		{"RSA", "8524" + strings.Repeat("30", 270), multikey.ErrUnsupported},
		{"code 0", "00" + ed, multikey.ErrUnsupported},
		{"Ed25519 secret", "8026" + ed, multikey.ErrSecret},
		{"P-256 secret", "8626" + ed, multikey.ErrSecret},
		{"P-384 secret", "8726" + ed, multikey.ErrSecret},
		{"first secret", "8026", multikey.ErrSecret},
		{"last secret", "ff27", multikey.ErrSecret},
		{"after the secrets", "8028", multikey.ErrUnsupported},
		{"longer than any key", "ed01" + strings.Repeat("01", 639), multikey.ErrTooLong},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := unhex(t, tt.data)
			for _, text := range []string{multikey.EncodeBase58(data), "u" + base64.RawURLEncoding.EncodeToString(data)} {
				pub, err := multikey.Parse(text)
				require.ErrorIs(t, err, tt.want)
				require.Nil(t, pub)
			}
		})
	}
}

func TestFormatRefuses(t *testing.T) {
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	for _, tt := range []struct {
		name string
		key  crypto.PublicKey
		want error
	}{
		{"RSA", &rsaKey.PublicKey, multikey.ErrUnsupported},
		{"P-521", &p521.PublicKey, pubkey.ErrUnsupported},
		{"nil", nil, pubkey.ErrUnsupported},
		{"weak", make(ed25519.PublicKey, 32), pubkey.ErrWeak},
		{"short", ed25519.PublicKey{1, 2, 3}, pubkey.ErrInvalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, err := multikey.Format(tt.key)
			require.ErrorIs(t, err, tt.want)
			require.Empty(t, text)
		})
	}
}

// TestRoundTrip reaches points of either sign.
func TestRoundTrip(t *testing.T) {
	for range 50 {
		for _, c := range []elliptic.Curve{elliptic.P256(), elliptic.P384()} {
			k, err := ecdsa.GenerateKey(c, rand.Reader)
			require.NoError(t, err)
			text, err := multikey.Format(&k.PublicKey)
			require.NoError(t, err)
			got, err := multikey.Parse(text)
			require.NoError(t, err)
			require.True(t, k.PublicKey.Equal(got))
		}
	}
}

func TestParseDIDKeyVectors(t *testing.T) {
	var file struct {
		Vectors []struct{ DID, MulticodecVarintHex, KeyHex string }
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "did-key/spec-dids-decoded.json"), &file))
	require.NotEmpty(t, file.Vectors)
	supported := map[string]bool{"ed01": true, "8024": true, "8124": true}
	read := 0
	for _, v := range file.Vectors {
		pub, err := multikey.Parse(strings.TrimPrefix(v.DID, "did:key:"))
		if !supported[v.MulticodecVarintHex] {
			require.ErrorIs(t, err, multikey.ErrUnsupported, v.DID)
			continue
		}
		require.NoError(t, err, v.DID)
		require.Equal(t, v.KeyHex, hex.EncodeToString(rawKey(t, pub)))
		read++
	}
	require.Equal(t, 4, read)
}

func TestParseSecretOfW3C(t *testing.T) {
	for _, name := range []string{"di-eddsa/keyPair.json", "di-ecdsa/p256KeyPair.json", "di-ecdsa/p384KeyPair.json"} {
		var pair map[string]string
		require.NoError(t, json.Unmarshal(badgetest.Vectors(t, name), &pair))
		_, err := multikey.Parse(pair["publicKeyMultibase"])
		require.NoError(t, err, name)
		secret := pair["secretKeyMultibase"] + pair["privateKeyMultibase"]
		require.NotEmpty(t, secret, name)
		_, err = multikey.Parse(secret)
		require.ErrorIs(t, err, multikey.ErrSecret, name)
	}
}

func TestParseGivesFreshMemory(t *testing.T) {
	const text = "z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP"
	a, err := multikey.Parse(text)
	require.NoError(t, err)
	clear(a.(ed25519.PublicKey))
	b, err := multikey.Parse(text)
	require.NoError(t, err)
	require.False(t, bytes.Equal(a.(ed25519.PublicKey), b.(ed25519.PublicKey)))
}
