package fragment_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/fragment"
	"github.com/stretchr/testify/require"
)

// noise is bytes that do not compress.
func noise(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return b
}

// deflate compresses without the package under test.
func deflate(t *testing.T, data []byte) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	require.NoError(t, err)
	_, err = w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func text(compressed []byte) string {
	return fragment.Prefix + base64.RawURLEncoding.EncodeToString(compressed)
}

func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []byte
	}{
		{"stored, by RFC 1951", "b1.AQMA_P9hYmM", []byte("abc")}, // 01 0300 fcff "abc"
		{"another compressor's", text(deflate(t, []byte("eyJ.eyJ.AAA"))), []byte("eyJ.eyJ.AAA")},
		{"a badge", fragment.Encode([]byte("eyJ.eyJ.AAA")), []byte("eyJ.eyJ.AAA")},
		{"one byte", fragment.Encode([]byte{0}), []byte{0}},
		{"as large as it may be", fragment.Encode(make([]byte, fragment.MaxSecured)), make([]byte, fragment.MaxSecured)},
		{"likewise, incompressible", fragment.Encode(noise(fragment.MaxSecured)), noise(fragment.MaxSecured)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fragment.Decode(tt.in)
			require.NoError(t, err)
			require.True(t, bytes.Equal(tt.want, got))
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	good := deflate(t, []byte("eyJ.eyJ.AAA"))
	var spread []byte // stored blocks without content, of which there can be any number
	for len(spread) < fragment.MaxText {
		spread = append(spread, 0, 0, 0, 0xff, 0xff)
	}
	for _, tt := range []struct {
		name, in string
		want     error
	}{
		{"empty", "", fragment.ErrSyntax},
		{"the prefix alone", "b1.", fragment.ErrSyntax},
		{"no prefix", base64.RawURLEncoding.EncodeToString(good), fragment.ErrSyntax},
		{"another version", "b2." + base64.RawURLEncoding.EncodeToString(good), fragment.ErrSyntax},
		{"the # with it", "#" + text(good), fragment.ErrSyntax},
		{"of nothing", text(deflate(t, nil)), fragment.ErrSyntax},
		{"padding", text(deflate(t, []byte("ab"))) + "==", fragment.ErrSyntax},
		{"a line break", text(good)[:8] + "\n" + text(good)[8:], fragment.ErrSyntax},
		{"the standard alphabet", "b1.AQMA/P9hYmM", fragment.ErrSyntax},
		{"unused bits", "b1.AQMA_P9hYmN", fragment.ErrSyntax},
		{"cut short", text(good[:len(good)-1]), fragment.ErrSyntax},
		{"a byte behind it", text(append(bytes.Clone(good), 0)), fragment.ErrSyntax},
		{"a second stream", text(append(bytes.Clone(good), good...)), fragment.ErrSyntax},
		{"zlib", text(append([]byte{0x78, 0x9c}, good...)), fragment.ErrSyntax},
		{"a byte too many", text(deflate(t, make([]byte, fragment.MaxSecured+1))), fragment.ErrTooLarge},
		{"a bomb", text(deflate(t, make([]byte, 20<<20))), fragment.ErrTooLarge},
		{"a text too long", "b1." + strings.Repeat("A", fragment.MaxText-2), fragment.ErrTooLarge},
		{"many empty blocks", text(spread), fragment.ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fragment.Decode(tt.in)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, got)
		})
	}
}

// FuzzDecode: what is decoded is within the limits, and comes back when it is encoded again.
func FuzzDecode(f *testing.F) {
	f.Add(fragment.Encode([]byte("eyJ.eyJ.AAA")))
	f.Add("b1.AQMA_P9hYmM")
	f.Add("b1.")
	f.Fuzz(func(t *testing.T, in string) {
		secured, err := fragment.Decode(in)
		if err != nil {
			require.Nil(t, secured)
			return
		}
		require.NotEmpty(t, secured)
		require.LessOrEqual(t, len(secured), fragment.MaxSecured)
		again, err := fragment.Decode(fragment.Encode(secured))
		require.NoError(t, err)
		require.True(t, bytes.Equal(secured, again))
	})
}
