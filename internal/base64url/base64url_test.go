package base64url_test

import (
	"encoding/base64"
	"testing"

	"github.com/charterbadge/openbadge/internal/base64url"
	"github.com/stretchr/testify/require"
)

func TestDecode(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"one octet", "AA", "\x00"},
		{"two octets", "__8", "\xff\xff"},
		{"three octets", "-_-_", "\xfb\xff\xbf"},
		{"RFC 7515 C", "A-z_4ME", "\x03\xec\xff\xe0\xc1"}, // RFC 7515 appendix C
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := base64url.Decode(tt.in)
			require.NoError(t, err)
			require.Equal(t, tt.want, string(got))
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, tt := range []struct{ name, in string }{
		{"padding", "AA=="},
		{"standard alphabet +", "+/+/"},
		{"standard alphabet /", "AA/A"},
		{"newline inside", "A-\nz_4ME"},
		{"newline at the end", "A-z_4ME\n"},
		{"carriage return", "A-z_\r4ME"},
		{"space", "A-z_ 4ME"},
		{"unused bits", "AB"},
		{"unused bits of two octets", "__9"},
		{"one character", "A"},
		{"five characters", "AAAAA"},
		{"not ASCII", "ÄÄÄÄ"},
		{"NUL", "AAA\x00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := base64url.Decode(tt.in)
			require.ErrorIs(t, err, base64url.ErrSyntax)
			require.Nil(t, got)
		})
	}
}

// FuzzDecode: an accepted text is the encoding of what it decodes to, and every encoding is accepted.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "AA", "AB", "A-z_4ME", "A-z_4ME=", "A-z_\n4ME", "+/+/"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if b, err := base64url.Decode(string(data)); err == nil {
			require.Equal(t, string(data), base64.RawURLEncoding.EncodeToString(b))
		}
		b, err := base64url.Decode(base64.RawURLEncoding.EncodeToString(data))
		require.NoError(t, err)
		require.Equal(t, string(data), string(b))
	})
}
