package status_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
)

// bitOrder has indices and the byte and bit that they are, MSB first: index i is bit 7-i%8 of byte i/8.
var bitOrder = []struct {
	index, at int
	bit       byte
}{
	{0, 0, 0x80},
	{1, 0, 0x40},
	{6, 0, 0x02},
	{7, 0, 0x01},
	{8, 1, 0x80},
	{15, 1, 0x01},
	{16, 2, 0x80},
	{65_535, 8_191, 0x01},
	{131_071, 16_383, 0x01},
}

func TestBitOrder(t *testing.T) {
	for _, tt := range bitOrder {
		t.Run(strconv.Itoa(tt.index), func(t *testing.T) {
			bits := make([]byte, status.MinEntries/8)
			bits[tt.at] = tt.bit

			read, err := status.Parse(listDocument(t, bits, nil), nil)
			require.NoError(t, err)
			require.Equal(t, 1, read.Count())
			set, err := read.At(tt.index)
			require.NoError(t, err)
			require.True(t, set)

			written := newList(t, 0)
			require.NoError(t, written.Set(tt.index, true))
			require.Equal(t, bits, writtenBits(t, written))
			require.Equal(t, read.Sum256(), written.Sum256())

			require.NoError(t, written.Set(tt.index, false))
			require.Equal(t, make([]byte, status.MinEntries/8), writtenBits(t, written))
		})
	}
}

// writtenBits reads the bits of a marshalled list without package status.
func writtenBits(t *testing.T, l *status.List) []byte {
	t.Helper()
	text, err := json.Marshal(l)
	require.NoError(t, err)
	var doc struct {
		CredentialSubject struct{ EncodedList string }
	}
	require.NoError(t, json.Unmarshal(text, &doc))
	chars, ok := strings.CutPrefix(doc.CredentialSubject.EncodedList, "u")
	require.True(t, ok)
	compressed, err := base64.RawURLEncoding.Strict().DecodeString(chars)
	require.NoError(t, err)
	r, err := gzip.NewReader(bytes.NewReader(compressed))
	require.NoError(t, err)
	require.Zero(t, r.Header.ModTime)
	require.Empty(t, r.Header.Name)
	bits, err := io.ReadAll(r)
	require.NoError(t, err)
	return bits
}

func TestNew(t *testing.T) {
	for _, tt := range []struct {
		name    string
		purpose status.Purpose
		entries int
		want    error
	}{
		{"default", status.Revocation, 0, nil},
		{"least", status.Suspension, 131_072, nil},
		{"next", status.Suspension, 131_080, nil},
		{"most", status.Revocation, 1 << 26, nil},
		{"fewer than least", status.Revocation, 131_064, status.ErrLength},
		{"negative", status.Revocation, -8, status.ErrLength},
		{"no whole byte", status.Revocation, 131_073, status.ErrLength},
		{"more than most", status.Revocation, 1<<26 + 8, status.ErrTooLarge},
		{"refresh", status.Refresh, 0, status.ErrPurpose},
		{"message", status.Message, 0, status.ErrPurpose},
		{"unknown purpose", "holiday", 0, status.ErrPurpose},
		{"no purpose", "", 0, status.ErrPurpose},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := status.New(listURL, issuer, tt.purpose, tt.entries)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
				require.Nil(t, l)
				return
			}
			require.NoError(t, err)
			require.Equal(t, max(tt.entries, status.MinEntries), l.Len())
			require.Zero(t, l.Count())
			require.Equal(t, []status.Purpose{tt.purpose}, l.Purposes)
		})
	}
}

// TestModel: a hundred thousand random changes and questions get the answers of a map.
func TestModel(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 7))
	l := newList(t, 0)
	model := map[int]bool{}
	for range 100_000 {
		i := r.IntN(l.Len())
		if r.IntN(4) == 0 {
			i &= 63 // and often the same
		}
		if r.IntN(2) == 0 {
			set := r.IntN(2) == 0
			require.NoError(t, l.Set(i, set))
			if delete(model, i); set {
				model[i] = true
			}
		}
		got, err := l.At(i)
		require.NoError(t, err)
		require.Equal(t, model[i], got)
	}
	require.Equal(t, len(model), l.Count())

	text, err := l.MarshalJSON()
	require.NoError(t, err)
	read, err := status.Parse(text, nil)
	require.NoError(t, err)
	for i := range read.Len() {
		got, err := read.At(i)
		require.NoError(t, err)
		require.Equal(t, model[i], got)
	}
}

func TestOutOfRange(t *testing.T) {
	l := newList(t, 0)
	for _, i := range []int{-1 << 31, -8, -1, 131_072, 131_073, 1<<31 - 1} {
		_, err := l.At(i)
		require.ErrorIs(t, err, status.ErrRange)
		require.ErrorIs(t, l.Set(i, true), status.ErrRange)
		_, err = l.Entry(i)
		require.ErrorIs(t, err, status.ErrRange)
	}
	require.Zero(t, l.Count())
	_, err := new(status.List).At(0)
	require.ErrorIs(t, err, status.ErrRange)
}

// TestCount has lists whose length is no multiple of what is counted at once.
func TestCount(t *testing.T) {
	for n := 1; n < 20; n++ {
		l, err := status.Parse(listDocument(t, bytes.Repeat([]byte{0b1011_0001}, n), nil), &status.Limits{InsecureShort: true})
		require.NoError(t, err)
		require.Equal(t, 4*n, l.Count())
	}
}

func TestEntry(t *testing.T) {
	l := newList(t, 0)
	e, err := l.Entry(94_567)
	require.NoError(t, err)
	require.Equal(t, entry("94567"), e)
	require.NoError(t, l.Set(94_567, true))
	v, err := l.Lookup(&e)
	require.NoError(t, err)
	require.Equal(t, status.Value{Purpose: status.Revocation, Bits: 1}, v)

	l.Purposes = []status.Purpose{status.Revocation, status.Suspension}
	_, err = l.Entry(1)
	require.ErrorIs(t, err, status.ErrPurpose)
	l.Purposes = nil
	_, err = l.Entry(1)
	require.ErrorIs(t, err, status.ErrPurpose)
}

// TestMarshal: the whole document, but for its bits, and the order of its members.
func TestMarshal(t *testing.T) {
	l := newList(t, 0)
	for _, tt := range []struct {
		name string
		edit func()
		want string
	}{
		{"least", func() {}, `{"@context":["https://www.w3.org/ns/credentials/v2"],` +
			`"id":"https://example.org/status/revocation-1","type":["VerifiableCredential","BitstringStatusListCredential"],` +
			`"issuer":"did:web:example.org","validFrom":"2026-03-01T12:00:00Z",` +
			`"credentialSubject":{"id":"https://example.org/status/revocation-1#list","type":"BitstringStatusList",` +
			`"statusPurpose":"revocation","encodedList":"…"}}`},
		{"most", func() {
			l.ValidFrom = time.Date(2026, 3, 1, 14, 0, 0, 999, time.FixedZone("", 7200))
			l.ValidUntil = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
			l.Purposes = append(l.Purposes, status.Suspension)
			l.TTL = 5 * time.Minute
		}, `{"@context":["https://www.w3.org/ns/credentials/v2"],` +
			`"id":"https://example.org/status/revocation-1","type":["VerifiableCredential","BitstringStatusListCredential"],` +
			`"issuer":"did:web:example.org","validFrom":"2026-03-01T12:00:00Z","validUntil":"2026-03-02T12:00:00Z",` +
			`"credentialSubject":{"id":"https://example.org/status/revocation-1#list","type":"BitstringStatusList",` +
			`"statusPurpose":["revocation","suspension"],"encodedList":"…","ttl":300000}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.edit()
			text, err := l.MarshalJSON()
			require.NoError(t, err)
			head, rest, _ := strings.Cut(string(text), `"encodedList":"`)
			_, tail, _ := strings.Cut(rest, `"`)
			require.Equal(t, tt.want, head+`"encodedList":"…"`+tail)

			again, err := l.MarshalJSON()
			require.NoError(t, err)
			require.Equal(t, string(text), string(again))
		})
	}

	l.ValidFrom = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err := l.MarshalJSON()
	require.Error(t, err)
	l.ValidFrom, l.ID = made, "https://example.org/\xff"
	_, err = l.MarshalJSON()
	require.Error(t, err)
}

// TestReadBack: what is written is read as it was.
func TestReadBack(t *testing.T) {
	l := newList(t, 1<<20)
	l.Purposes = []status.Purpose{status.Suspension, status.Revocation}
	l.ValidUntil = made.Add(24 * time.Hour)
	l.TTL = 1500 * time.Millisecond
	for i := range 1000 {
		require.NoError(t, l.Set(i*i, true))
	}
	text, err := l.MarshalJSON()
	require.NoError(t, err)
	read, err := status.Parse(text, nil)
	require.NoError(t, err)
	require.Equal(t, l, read)
}

func TestValidate(t *testing.T) {
	const subject = "/credentialSubject"
	for _, tt := range []struct {
		name          string
		edit          func(l *status.List)
		pointer, code string // "" when there is nothing wrong
	}{
		{"as made", func(l *status.List) {}, "", ""},
		{"until a second later", func(l *status.List) { l.ValidUntil = made.Add(time.Second) }, "", ""},
		{"suspension", func(l *status.List) { l.Purposes[0] = status.Suspension }, "", ""},
		{"both purposes", func(l *status.List) { l.Purposes = append(l.Purposes, status.Suspension) }, "", ""},
		{"ttl", func(l *status.List) { l.TTL = time.Millisecond }, "", ""},
		{"no id", func(l *status.List) { l.ID = "" }, "/id", credential.CodeMissing},
		{"relative id", func(l *status.List) { l.ID = "status/1" }, "/id", credential.CodeURI},
		{"id with a fragment", func(l *status.List) { l.ID += "#list" }, "/id", credential.CodeURI},
		{"id with an empty fragment", func(l *status.List) { l.ID += "#" }, "/id", credential.CodeURI},
		{"longest id", func(l *status.List) { l.ID = longURL(2_039) }, "", ""},
		{"id without room for an index", func(l *status.List) { l.ID = longURL(2_040) }, "/id", credential.CodeTooLarge},
		{"no issuer", func(l *status.List) { l.Issuer = "" }, "/issuer", credential.CodeMissing},
		{"relative issuer", func(l *status.List) { l.Issuer = "example.org" }, "/issuer", credential.CodeURI},
		{"longest issuer", func(l *status.List) { l.Issuer = longURL(2_048) }, "", ""},
		{"issuer too long", func(l *status.List) { l.Issuer = longURL(2_049) }, "/issuer", credential.CodeTooLarge},
		{"no validFrom", func(l *status.List) { l.ValidFrom = time.Time{} }, "/validFrom", credential.CodeMissing},
		{"validFrom beyond the calendar", func(l *status.List) { l.ValidFrom = made.AddDate(8_000, 0, 0) }, "/validFrom", credential.CodeDate},
		{"validUntil beyond the calendar", func(l *status.List) { l.ValidUntil = made.AddDate(8_000, 0, 0) }, "/validUntil", credential.CodeDate},
		{"until at once", func(l *status.List) { l.ValidUntil = made }, "/validUntil", credential.CodeOrder},
		{"until within the second", func(l *status.List) { l.ValidUntil = made.Add(time.Second - 1) }, "/validUntil", credential.CodeOrder},
		{"until before", func(l *status.List) { l.ValidUntil = made.Add(-time.Hour) }, "/validUntil", credential.CodeOrder},
		{"no purpose", func(l *status.List) { l.Purposes = nil }, subject + "/statusPurpose", credential.CodeMissing},
		{"refresh", func(l *status.List) { l.Purposes[0] = status.Refresh }, subject + "/statusPurpose", credential.CodeVocabulary},
		{"empty purpose", func(l *status.List) { l.Purposes[0] = "" }, subject + "/statusPurpose", credential.CodeVocabulary},
		{"message as well", func(l *status.List) { l.Purposes = append(l.Purposes, status.Message) }, subject + "/statusPurpose/1", credential.CodeVocabulary},
		{"purpose twice", func(l *status.List) { l.Purposes = append(l.Purposes, status.Revocation) }, subject + "/statusPurpose/1", credential.CodeFormat},
		{"no bits", func(l *status.List) {
			*l = status.List{ID: l.ID, Issuer: l.Issuer, Purposes: l.Purposes, ValidFrom: l.ValidFrom}
		}, subject + "/encodedList", credential.CodeFormat},
		{"negative ttl", func(l *status.List) { l.TTL = -time.Millisecond }, subject + "/ttl", credential.CodeFormat},
		{"part of a millisecond", func(l *status.List) { l.TTL = time.Millisecond + 1 }, subject + "/ttl", credential.CodeFormat},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newList(t, 0)
			tt.edit(l)
			err := l.Validate()
			if tt.pointer == "" {
				require.NoError(t, err)
				text, err := l.MarshalJSON()
				require.NoError(t, err)
				_, err = status.Parse(text, nil)
				require.NoError(t, err)
				return
			}
			found := credential.FieldErrors(err)
			require.Len(t, found, 1)
			require.Equal(t, tt.pointer, found[0].Pointer)
			require.Equal(t, tt.code, found[0].Code)
			require.False(t, found[0].Advice)
		})
	}
	require.Len(t, credential.FieldErrors(new(status.List).Validate()), 5) // id, issuer, validFrom, purpose, bits
}

// TestValidateShort: what was read with InsecureShort cannot be signed again.
func TestValidateShort(t *testing.T) {
	l, err := status.Parse(listDocument(t, make([]byte, 12_500), nil), &status.Limits{InsecureShort: true})
	require.NoError(t, err)
	found := credential.FieldErrors(l.Validate())
	require.Len(t, found, 1)
	require.Equal(t, "/credentialSubject/encodedList", found[0].Pointer)
}

// longURL is an https URL of n bytes.
func longURL(n int) string {
	const start = "https://example.org/"
	return start + strings.Repeat("a", n-len(start))
}
