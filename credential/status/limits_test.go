package status_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential/status"
)

// TestDecodedLimit: a list of the limit is read, one of a byte more is not.
func TestDecodedLimit(t *testing.T) {
	for _, tt := range []struct {
		name        string
		limits      *status.Limits
		most        int
		alsoSmaller bool
	}{
		{"none given", nil, 1 << 20, true},
		{"zero", &status.Limits{}, 1 << 20, true},
		{"negative", &status.Limits{Bytes: -1}, 1 << 20, true},
		{"the least list", &status.Limits{Bytes: 16_384}, 16_384, false},
		{"a byte more", &status.Limits{Bytes: 16_385}, 16_385, true},
		{"greatest", &status.Limits{Bytes: 8 << 20}, 8 << 20, true},
		{"beyond the greatest", &status.Limits{Bytes: 1 << 30}, 8 << 20, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.alsoSmaller {
				l, err := status.Parse(listDocument(t, make([]byte, tt.most-1), nil), tt.limits)
				require.NoError(t, err)
				require.Equal(t, 8*(tt.most-1), l.Len())
			}
			l, err := status.Parse(listDocument(t, make([]byte, tt.most), nil), tt.limits)
			require.NoError(t, err)
			require.Equal(t, 8*tt.most, l.Len())
			_, err = status.Parse(listDocument(t, make([]byte, tt.most+1), nil), tt.limits)
			require.ErrorIs(t, err, status.ErrTooLarge)
		})
	}
}

// TestWorstCase: bits that gzip cannot compress have room in the text that the limit implies.
func TestWorstCase(t *testing.T) {
	for _, n := range []int{status.DefaultBytes, status.MaxBytes} {
		l, err := status.Parse(listDocument(t, randomBits(n), nil), &status.Limits{Bytes: n})
		require.NoError(t, err)
		require.Equal(t, 8*n, l.Len())
	}
}

// TestEncodedLimit: the text may have the decoded limit, a half of it and 512 KiB, and never more than 12 MiB.
func TestEncodedLimit(t *testing.T) {
	for _, tt := range []struct{ bytes, most int }{
		{16_384, 16_384*3/2 + 512<<10},
		{1 << 20, 2 << 20},
		{8 << 20, 12 << 20},
	} {
		limits := &status.Limits{Bytes: tt.bytes}
		for _, more := range []int{-1, 0, 1} {
			// The text is u and four characters for three bytes: none of these lengths leaves one character.
			chars := tt.most + more - 1
			text := "u" + encodeURL(gzipOf(t, make([]byte, least), chars*3/4))
			require.Len(t, text, tt.most+more)
			_, err := status.Parse(listDocument(t, nil, withText(text)), limits)
			if more <= 0 {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, status.ErrTooLarge)
			}
		}
	}
}

// TestDocumentLimit: the JSON may have 1 MiB more than the text of the list.
func TestDocumentLimit(t *testing.T) {
	doc := listDocument(t, make([]byte, least), nil)
	for _, tt := range []struct{ bytes, most int }{{16_384, 16_384*3/2 + 512<<10 + 1<<20}, {8 << 20, 13 << 20}} {
		for _, more := range []int{-1, 0, 1} {
			spaced := append(doc, bytes.Repeat([]byte(" "), tt.most+more-len(doc))...)
			_, err := status.Parse(spaced, &status.Limits{Bytes: tt.bytes})
			if more <= 0 {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, status.ErrTooLarge)
			}
		}
	}
}

// TestLength: a list has 131,072 entries at least, whatever the size of an entry.
func TestLength(t *testing.T) {
	insecure := &status.Limits{InsecureShort: true}
	for _, tt := range []struct{ size, bytes int }{{1, 16_384}, {2, 32_768}, {3, 49_152}, {5, 81_920}, {8, 131_072}} {
		t.Run(fmt.Sprint(tt.size), func(t *testing.T) {
			e := entryOf("0", tt.size)
			for _, more := range []int{-1, 0, 1} {
				doc := listDocument(t, make([]byte, tt.bytes+more), nil)
				l, err := status.Parse(doc, nil)
				if err == nil {
					_, err = l.Lookup(&e)
				}
				if more < 0 {
					require.ErrorIs(t, err, status.ErrLength)
				} else {
					require.NoError(t, err)
				}
				l, err = status.Parse(doc, insecure)
				require.NoError(t, err)
				_, err = l.Lookup(&e)
				require.NoError(t, err)
			}
		})
	}
	for _, limits := range []*status.Limits{nil, insecure} {
		_, err := status.Parse(listDocument(t, nil, nil), limits)
		require.ErrorIs(t, err, status.ErrLength) // no entries at all
	}
	_, err := status.Parse(listDocument(t, make([]byte, 1), nil), insecure)
	require.NoError(t, err)

	// An entry that is larger than the whole list.
	l, err := status.Parse(listDocument(t, []byte{0}, nil), insecure)
	require.NoError(t, err)
	e := entryOf("0", 8)
	_, err = l.Lookup(&e)
	require.NoError(t, err)
	e.StatusListIndex = "1"
	_, err = l.Lookup(&e)
	require.ErrorIs(t, err, status.ErrRange)
}

// TestRevokedLimit: 50,000 entries in all.
func TestRevokedLimit(t *testing.T) {
	entries := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat(`{"id":"a"},`, n), ",") + "]" }
	for _, tt := range []struct{ one, other int }{{49_999, 0}, {50_000, 0}, {0, 50_000}, {25_000, 25_000}, {50_001, 0}, {25_000, 25_001}} {
		doc := fmt.Appendf(nil, `{"id":"https://example.org/revoked","issuer":"https://example.org","revokedCredential":%s,"revokedCredentials":%s}`,
			entries(tt.one), entries(tt.other))
		l, err := status.ParseRevocationList(doc, nil)
		if tt.one+tt.other <= status.MaxRevoked {
			require.NoError(t, err)
			require.Equal(t, 1, l.Len())
		} else {
			require.ErrorIs(t, err, status.ErrTooLarge)
		}
	}
}

// TestRevocationListBytes: eight times the limit, and never more than 14 MiB.
func TestRevocationListBytes(t *testing.T) {
	const doc = `{"id":"https://example.org/revoked","issuer":"https://example.org","revokedCredential":[]}`
	for _, tt := range []struct{ bytes, most int }{{0, 8 << 20}, {1000, 8000}, {8 << 20, 14 << 20}, {1 << 30, 14 << 20}} {
		for _, more := range []int{-1, 0, 1} {
			_, err := status.ParseRevocationList([]byte(doc+strings.Repeat(" ", tt.most+more-len(doc))), &status.Limits{Bytes: tt.bytes})
			if more <= 0 {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, status.ErrTooLarge)
			}
		}
	}
}
