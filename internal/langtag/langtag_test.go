package langtag_test

import (
	"testing"

	"github.com/charterbadge/openbadge/internal/langtag"
	"github.com/stretchr/testify/require"
)

func TestWellFormed(t *testing.T) {
	for _, s := range []string{"en", "pt-BR", "zh-Hant-TW", "x-klingon", "de-1996", "sl-rozaj-biske-1994", "EN", "abcdefgh-12345678"} {
		require.True(t, langtag.WellFormed(s), s)
	}
	for _, s := range []string{"", "-", "en-", "-en", "en--US", "en_US", "e1", "1", "123-en", "en US", "abcdefghi", "en-123456789",
		"é", "en-ü", "@", "en-[", "en-`", "en-{"} {
		require.False(t, langtag.WellFormed(s), s)
	}
}
