package status_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential/status"
)

// TestEncodings: texts of the same bits that are read, in a bitstring and in a draft.
func TestEncodings(t *testing.T) {
	bits := randomBits(least)
	zip := compress(t, bits)
	lengths := map[int]bool{}
	for pad := range 3 { // one, two and no characters of padding
		zip := withExtra(zip, pad)
		lengths[len(zip)%3] = true
		for _, tt := range []struct {
			name string
			edit func(doc, subject object)
			text string
		}{
			{"bitstring", func(doc, subject object) {}, "u" + base64.RawURLEncoding.EncodeToString(zip)},
			{"draft in base64", draft, base64.StdEncoding.EncodeToString(zip)},
			{"draft in base64 without padding", draft, base64.RawStdEncoding.EncodeToString(zip)},
			{"draft in base64url", draft, base64.URLEncoding.EncodeToString(zip)},
			{"draft in base64url without padding", draft, base64.RawURLEncoding.EncodeToString(zip)},
		} {
			t.Run(tt.name, func(t *testing.T) {
				l, err := status.Parse(listDocument(t, nil, func(doc, subject object) {
					tt.edit(doc, subject)
					subject["encodedList"] = tt.text
				}), nil)
				require.NoError(t, err)
				require.Equal(t, bits, writtenBits(t, l))
			})
		}
	}
	require.Len(t, lengths, 3)
}

// withExtra puts n bytes that mean nothing into the header of a gzip member (RFC 1952 §2.3.1.1).
func withExtra(member []byte, n int) []byte {
	out := slices.Clone(member[:10])
	out[3] |= 4 // FEXTRA
	out = binary.LittleEndian.AppendUint16(out, uint16(n))
	out = append(out, make([]byte, n)...)
	return append(out, member[10:]...)
}

// TestHostileEncodings: texts that are not the one text of whole bytes.
func TestHostileEncodings(t *testing.T) {
	bits := randomBits(least)
	zip := compress(t, bits)
	text := encodeURL(withExtra(zip, (6-(len(zip)+2)%3)%3))
	require.Zero(t, len(text)%4) // so that it needs no padding
	edited := func(edit func(zip []byte) []byte) string { return encodeURL(edit(slices.Clone(zip))) }
	at := func(i int, b byte) string {
		return edited(func(zip []byte) []byte {
			zip[(i+len(zip))%len(zip)] ^= b
			return zip
		})
	}
	require.Contains(t, text, "-") // so that the alphabets differ
	require.Contains(t, text, "_")
	padded := edited(func(zip []byte) []byte { return withExtra(zip, (3-(len(zip)+2)%3+1)%3) })
	require.Equal(t, 2, len(padded)%4)
	both := []string{"bitstring", "draft"}

	for _, tt := range []struct {
		name, text string
		in         []string
	}{
		{"empty", "", both},
		{"line break", text[:100] + "\n" + text[100:], both},
		{"line break at the end", text + "\n", both},
		{"carriage return at the end", text + "\r", both},
		{"space", text[:100] + " " + text[100:], both},
		{"space in front", " " + text, both},
		{"zero byte", text + "\x00", both},
		{"another character", text[:100] + "." + text[101:], both},
		{"a character beyond ASCII", text[:100] + "é" + text[101:], both},
		{"padding where there is none", text + "=", both},
		{"two characters of padding too many", text + "==", both},
		{"four characters of padding", text + "====", both},
		{"padding in the middle", text[:100] + "==" + text[100:], both},
		{"one character of padding for two", padded + "=", both},
		{"three characters of padding for two", padded + "===", both},
		{"padding", padded + "==", []string{"bitstring"}},
		{"unused bits", padded[:len(padded)-1] + "B", both},
		{"alphabet of base64", strings.NewReplacer("-", "+", "_", "/").Replace(text), []string{"bitstring"}},
		{"both alphabets", strings.Replace(text, "-", "+", 1), both},
		{"one character short", text[:len(text)-1], both},
		{"prefix twice", "u" + text, both},

		{"not gzip", encodeURL(bits), both},
		{"zlib", "eJztwQENAAAAwqD3T20ON6AAAAAAAAAAAA", both},
		{"half a header", encodeURL(zip[:5]), both},
		{"header alone", encodeURL(zip[:10]), both},
		{"truncated", encodeURL(zip[:len(zip)/2]), both},
		{"without trailer", encodeURL(zip[:len(zip)-8]), both},
		{"one byte short", encodeURL(zip[:len(zip)-1]), both},
		{"another method", at(2, 1), both},
		{"another bit", at(5_000, 1), both},
		{"another checksum", at(-8, 1), both},
		{"a length of one more", at(-4, 1), both},
		{"a length of nothing", edited(func(zip []byte) []byte { return append(zip[:len(zip)-4], 0, 0, 0, 0) }), both},
		{"a length of half", edited(func(zip []byte) []byte { return append(zip[:len(zip)-4], 0, 0x20, 0, 0) }), both},
		{"a length of twice", edited(func(zip []byte) []byte { return append(zip[:len(zip)-4], 0, 0x80, 0, 0) }), both},
		{"a length of 4 GiB", edited(func(zip []byte) []byte { return append(zip[:len(zip)-4], 0xff, 0xff, 0xff, 0xff) }), both},
		{"a byte after the end", edited(func(zip []byte) []byte { return append(zip, 0) }), both},
		{"a length after the end", edited(func(zip []byte) []byte { return append(zip, zip[len(zip)-4:]...) }), both},
		{"many bytes after the end", edited(func(zip []byte) []byte { return append(zip, make([]byte, 5_000)...) }), both},
		{"twice", edited(func(zip []byte) []byte { return append(zip, zip...) }), both},
		{"an empty member after the end", edited(func(zip []byte) []byte { return append(zip, compress(t, nil)...) }), both},
		{"an empty member first", edited(func(zip []byte) []byte { return append(compress(t, nil), zip...) }), both},
		{"header checksum", edited(func(zip []byte) []byte {
			out := append(slices.Clone(zip[:10]), 0, 0)
			out[3] |= 2 // FHCRC
			binary.LittleEndian.PutUint16(out[10:], uint16(crc32.ChecksumIEEE(out[:10]))^1)
			return append(out, zip[10:]...)
		}), both},
	} {
		for _, kind := range tt.in {
			t.Run(tt.name+"/"+kind, func(t *testing.T) {
				edit := withText("u" + tt.text)
				if kind == "draft" {
					edit = func(doc, subject object) {
						draft(doc, subject)
						subject["encodedList"] = tt.text
					}
				}
				l, err := status.Parse(listDocument(t, nil, edit), &status.Limits{InsecureShort: true})
				require.ErrorIs(t, err, status.ErrEncoding)
				require.Nil(t, l)
				require.Less(t, len(err.Error()), 500)
			})
		}
	}
}

// TestPrefix: a bitstring has exactly the prefix u.
func TestPrefix(t *testing.T) {
	zip := compress(t, make([]byte, least))
	for name, text := range map[string]string{
		"empty":       "",
		"none":        encodeURL(zip),
		"u alone":     "u",
		"capital":     "U" + base64.URLEncoding.EncodeToString(zip),
		"base64":      "m" + base64.RawStdEncoding.EncodeToString(zip),
		"base64url u": "\u0075\u0301" + encodeURL(zip),
		"space":       " u" + encodeURL(zip),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := status.Parse(listDocument(t, nil, withText(text)), nil)
			require.ErrorIs(t, err, status.ErrEncoding)
		})
	}
}

// TestEveryBit: whatever bit of a compressed list is turned over, its bits are never others than before. Some may be
// turned over for nothing: those that fill up a byte, and those of the header that have the time and the system.
func TestEveryBit(t *testing.T) {
	bits := make([]byte, 64)
	bits[7], bits[40] = 1, 0x80
	zip := compress(t, bits)
	for i := range 8 * len(zip) {
		damaged := slices.Clone(zip)
		damaged[i/8] ^= 1 << (i % 8)
		l, err := status.Parse(listDocument(t, nil, withText("u"+encodeURL(damaged))), &status.Limits{InsecureShort: true})
		if err == nil {
			require.Equal(t, bits, writtenBits(t, l))
		}
	}
}

// TestWrittenIsRead: gzip's own reader reads what is written, at the least and the greatest length.
func TestWrittenIsRead(t *testing.T) {
	for _, entries := range []int{status.MinEntries, status.MaxEntries} {
		l := newList(t, entries)
		require.NoError(t, l.Set(entries-1, true))
		want := make([]byte, entries/8)
		want[len(want)-1] = 1
		require.True(t, bytes.Equal(want, writtenBits(t, l)))
	}
}

// gzipOf makes a gzip member of exactly n bytes, by blocks of deflate and bytes of header that give nothing.
func gzipOf(t *testing.T, bits []byte, n int) []byte {
	t.Helper()
	member := compress(t, bits)
	more := n - len(member) - 2
	require.GreaterOrEqual(t, more, 0)
	member = withExtra(member, more%5)
	header := 12 + more%5
	out := slices.Clone(member[:header])
	out = append(out, bytes.Repeat([]byte{0, 0, 0, 0xff, 0xff}, more/5)...) // an empty stored block (RFC 1951 §3.2.4)
	out = append(out, member[header:]...)
	require.Len(t, out, n)
	r, err := gzip.NewReader(bytes.NewReader(out))
	require.NoError(t, err)
	var read bytes.Buffer
	_, err = read.ReadFrom(r)
	require.NoError(t, err)
	require.True(t, bytes.Equal(bits, read.Bytes()))
	return out
}
