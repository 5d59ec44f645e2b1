package multikey_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/stretchr/testify/require"
)

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// base58 is the definition: the number in base 58, after one 1 for each leading zero byte.
func base58(data []byte) string {
	var text []byte
	n, r := new(big.Int).SetBytes(data), new(big.Int)
	for n.Sign() > 0 {
		n.DivMod(n, big.NewInt(58), r)
		text = append(text, alphabet[r.Int64()])
	}
	for i := 0; i < len(data) && data[i] == 0; i++ {
		text = append(text, '1')
	}
	slices.Reverse(text)
	return "z" + string(text)
}

func TestBase58(t *testing.T) {
	for _, tt := range []struct{ name, data, text string }{
		{"empty", "", "z"},
		{"one zero", "\x00", "z1"},
		{"zeros only", "\x00\x00\x00\x00\x00", "z11111"},
		{"57", "\x39", "zz"},
		{"58", "\x3a", "z21"},
		{"255", "\xff", "z5Q"},
		{"zero in the middle", "\x01\x00\x00\x00\x00\x00", base58([]byte{1, 0, 0, 0, 0, 0})},
		// https://datatracker.ietf.org/doc/html/draft-msporny-base58-03#section-5
		{"greeting", "Hello World!", "z2NEpo7TZRRrLZSi2U"},
		{"fox", "The quick brown fox jumps over the lazy dog.", "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"},
		{"leading zeros", "\x00\x00\x28\x7f\xb4\xcd", "z11233QC4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.text, multikey.EncodeBase58([]byte(tt.data)))
			base, data, err := multikey.DecodeBase(tt.text, len(tt.data))
			require.NoError(t, err)
			require.Equal(t, multikey.Base58, base)
			require.Equal(t, tt.data, string(data))
		})
	}
}

func TestDecodeBase64URL(t *testing.T) {
	base, data, err := multikey.DecodeBase("uA-z_4ME", 5) // RFC 7515 appendix C
	require.NoError(t, err)
	require.Equal(t, multikey.Base64URL, base)
	require.Equal(t, []byte{3, 236, 255, 224, 193}, data)
}

func TestDecodeBaseRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     error
	}{
		{"empty", "", multikey.ErrSyntax},
		{"no base", "2NEpo7TZRRrLZSi2U", multikey.ErrUnsupported},
		{"capital Z", "Z2NEpo7TZRRrLZSi2U", multikey.ErrUnsupported},
		{"base58flickr is not base58btc", "Z2neP", multikey.ErrUnsupported},
		{"base64url with padding", "UAA==", multikey.ErrUnsupported},
		{"base64", "mAAAA", multikey.ErrUnsupported},
		{"hex", "f00", multikey.ErrUnsupported},
		{"identity", "\x00abc", multikey.ErrUnsupported},
		{"not ASCII", "\xff\xfe", multikey.ErrUnsupported},
		{"zero digit", "z0", multikey.ErrSyntax},
		{"capital O", "z2NEpO", multikey.ErrSyntax},
		{"capital I", "z2NEpI", multikey.ErrSyntax},
		{"small l", "z2NEpl", multikey.ErrSyntax},
		{"space", "z2NEp o", multikey.ErrSyntax},
		{"newline", "z2NEpo\n", multikey.ErrSyntax},
		{"two bases", "zu2NEp!", multikey.ErrSyntax},
		{"bytes above ASCII", "z\xc3\xa9", multikey.ErrSyntax},
		{"u with padding", "uAA==", multikey.ErrSyntax},
		{"u with newline", "uAA\n", multikey.ErrSyntax},
		{"u with unused bits", "uAB", multikey.ErrSyntax},
		{"u in the standard alphabet", "u+/+/", multikey.ErrSyntax},
		{"z of 17 bytes", multikey.EncodeBase58(bytes.Repeat([]byte{1}, 17)), multikey.ErrTooLong},
		{"z of 17 zeros", multikey.EncodeBase58(make([]byte, 17)), multikey.ErrTooLong},
		{"z of 17 bytes, least", multikey.EncodeBase58(append([]byte{1}, make([]byte, 16)...)), multikey.ErrTooLong},
		{"u of 17 bytes", "u" + strings.Repeat("A", 23), multikey.ErrTooLong},
		{"z of 16 MiB, which would take hours", "z" + strings.Repeat("z", 16<<20), multikey.ErrTooLong},
		{"u of a megabyte", "u" + strings.Repeat("A", 1<<20), multikey.ErrTooLong},
	} {
		t.Run(tt.name, func(t *testing.T) {
			base, data, err := multikey.DecodeBase(tt.in, 16)
			require.ErrorIs(t, err, tt.want)
			require.Zero(t, base)
			require.Nil(t, data)
			require.Less(t, len(err.Error()), 200)
		})
	}
}

// TestDecodeBaseLimit: the longest text of every size is read at that limit and refused one below.
func TestDecodeBaseLimit(t *testing.T) {
	for n := range 100 {
		for _, b := range []byte{0x00, 0x01, 0xff} {
			data := bytes.Repeat([]byte{b}, n)
			for _, text := range []string{multikey.EncodeBase58(data), "u" + base64.RawURLEncoding.EncodeToString(data)} {
				_, got, err := multikey.DecodeBase(text, n)
				require.NoError(t, err, text)
				require.True(t, bytes.Equal(data, got), text)
				if n > 0 {
					_, _, err = multikey.DecodeBase(text, n-1)
					require.ErrorIs(t, err, multikey.ErrTooLong, text)
				}
			}
		}
	}
}

// FuzzBase58: encoding gives what the definition gives, and decoding undoes it.
func FuzzBase58(f *testing.F) {
	for _, s := range []string{"", "\x00", "\x00\x00\x28\x7f\xb4\xcd", "Hello World!", strings.Repeat("\xff", 65)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1024 {
			return
		}
		text := multikey.EncodeBase58(data)
		require.Equal(t, base58(data), text)
		_, got, err := multikey.DecodeBase(text, len(data))
		require.NoError(t, err)
		require.True(t, bytes.Equal(data, got))
	})
}

// FuzzMultibase: an accepted text is the one text of its bytes in its base, and keeps the limit; an accepted key has
// one text in base58btc, and that is the accepted one if it was in that base.
func FuzzMultibase(f *testing.F) {
	for _, s := range []string{
		"z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP", "u7QEJX5oaWVXedV2CeGhkrQPfpaT71ogyVmNk4rZeE8yeRA",
		"zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv", "z1", "u", "uAB", "zI",
		"z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		const limit = 100
		base, data, err := multikey.DecodeBase(s, limit)
		if err == nil {
			require.LessOrEqual(t, len(data), limit)
			if base == multikey.Base58 {
				require.Equal(t, s, multikey.EncodeBase58(data))
			} else {
				require.Equal(t, s, "u"+base64.RawURLEncoding.EncodeToString(data))
			}
		}
		pub, err := multikey.Parse(s)
		if err != nil {
			return
		}
		text, err := multikey.Format(pub)
		require.NoError(t, err)
		if base == multikey.Base58 {
			require.Equal(t, s, text)
		}
		_, again, err := multikey.DecodeBase(text, limit)
		require.NoError(t, err)
		require.Equal(t, hex.EncodeToString(data), hex.EncodeToString(again))
	})
}

func BenchmarkEncodeBase58(b *testing.B) {
	sig := bytes.Repeat([]byte{0xa5}, 64)
	b.ReportAllocs()
	for b.Loop() {
		multikey.EncodeBase58(sig)
	}
}

func BenchmarkDecodeBase58(b *testing.B) {
	text := multikey.EncodeBase58(bytes.Repeat([]byte{0xa5}, 64))
	b.ReportAllocs()
	for b.Loop() {
		_, _, err := multikey.DecodeBase(text, 64)
		require.NoError(b, err)
	}
}

// BenchmarkDecodeBase58Longest is the most that a key in a document can cost.
func BenchmarkDecodeBase58Longest(b *testing.B) {
	text := multikey.EncodeBase58(bytes.Repeat([]byte{0xff}, 640))
	b.ReportAllocs()
	for b.Loop() {
		_, err := multikey.Parse(text)
		require.Error(b, err)
	}
}
