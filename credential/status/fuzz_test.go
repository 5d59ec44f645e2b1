package status_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential/status"
)

// FuzzParse: what is read is written as a list that is read as the same.
func FuzzParse(f *testing.F) {
	for _, bits := range [][]byte{{0}, {0x80, 1}, randomBits(100), make([]byte, least)} {
		f.Add(listDocument(f, bits, nil))
		f.Add(listDocument(f, bits, draft))
	}
	f.Add(listDocument(f, []byte{1, 2, 3}, func(doc, subject object) {
		doc["issuer"], doc["validUntil"] = object{"id": issuer}, "2027-03-01T12:00:00Z"
		subject["statusPurpose"], subject["ttl"], subject["statusSize"] = []string{"refresh", "message"}, 300_000, 2
		subject["statusMessages"] = []any{object{"status": "0x0", "message": "x"}}
	}))
	limits := &status.Limits{Bytes: 1 << 16, InsecureShort: true}
	f.Fuzz(func(t *testing.T, doc []byte) {
		l, err := status.Parse(doc, limits)
		if err != nil {
			requireKnown(t, err)
			return
		}
		require.NotZero(t, l.Len())
		require.LessOrEqual(t, l.Len(), 8<<16)
		require.LessOrEqual(t, l.Count(), l.Len())
		text, err := l.MarshalJSON()
		if l.ValidFrom.Year() < 1 || l.ValidFrom.Year() > 9999 || l.ValidUntil.Year() > 9999 {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		again, err := status.Parse(text, limits)
		require.NoError(t, err)
		require.Equal(t, l.Sum256(), again.Sum256())
		require.Equal(t, l.Len(), again.Len())
		require.Equal(t, l.ID, again.ID)
		require.Equal(t, l.Issuer, again.Issuer)
		require.Equal(t, l.Purposes, again.Purposes)
		require.Equal(t, l.TTL, again.TTL)
		require.Equal(t, l.ValidFrom.Truncate(time.Second), again.ValidFrom)
		require.Equal(t, l.ValidUntil.Truncate(time.Second), again.ValidUntil)
	})
}

func requireKnown(t *testing.T, err error) {
	t.Helper()
	for _, known := range []error{status.ErrFormat, status.ErrTooLarge, status.ErrLength, status.ErrEncoding, status.ErrUnsupported} {
		if errors.Is(err, known) {
			return
		}
	}
	require.NoError(t, err)
}

// FuzzEncodedList: an accepted text gives bits that, written, give themselves again. With a character more or less it is
// refused, and as a text of the other form.
func FuzzEncodedList(f *testing.F) {
	for _, bits := range [][]byte{{0}, {0x80, 1}, randomBits(100), make([]byte, 2000)} {
		f.Add("u"+encodeURL(compress(f, bits)), false)
		f.Add(encodeURL(compress(f, bits)), true)
	}
	limits := &status.Limits{Bytes: 4096, InsecureShort: true}
	f.Fuzz(func(t *testing.T, text string, old bool) {
		parse := func(text string, old bool) (*status.List, error) {
			return status.Parse(listDocument(t, nil, func(doc, subject object) {
				if old {
					draft(doc, subject)
				}
				subject["encodedList"] = text
			}), limits)
		}
		l, err := parse(text, old)
		if err != nil {
			requireKnown(t, err)
			return
		}
		bits := writtenBits(t, l)
		require.LessOrEqual(t, len(bits), 4096)
		again, err := status.Parse(listDocument(t, bits, nil), limits)
		require.NoError(t, err)
		require.Equal(t, l.Sum256(), again.Sum256())

		for _, other := range []string{text + "A", text + "\n", "u" + text, strings.TrimRight(text, "=")[1:]} {
			_, err := parse(other, old)
			require.Error(t, err)
		}
		_, err = parse(text, !old)
		require.Error(t, err)
	})
}

var decimal = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

// FuzzLookup against the definition: the bits are one large number, the value is size bits of it from index times size
// on.
func FuzzLookup(f *testing.F) {
	for _, index := range []string{"0", "1", "7", "8", "31", "007", "-1", "+1", "1e1", "99999999999999999999", "4294967296", ""} {
		f.Add([]byte{0x81, 0x42, 0x24, 0x18}, index, uint8(1))
		f.Add([]byte{0x81, 0x42, 0x24, 0x18}, index, uint8(3))
	}
	f.Fuzz(func(t *testing.T, bits []byte, index string, size uint8) {
		if len(bits) == 0 || len(bits) > 64 || size == 0 || size > 8 {
			return
		}
		l, err := status.Parse(listDocument(t, bits, nil), &status.Limits{InsecureShort: true})
		require.NoError(t, err)
		e := entryOf(index, int(size))
		v, err := l.Lookup(&e)

		all, n := 8*len(bits), new(big.Int)
		switch {
		case !decimal.MatchString(index):
			require.ErrorIs(t, err, status.ErrIndex)
			return
		case 8*len(bits) < int(size):
			require.ErrorIs(t, err, status.ErrLength)
			return
		}
		n.SetString(index, 10)
		if n.Cmp(big.NewInt(int64(all/int(size)))) >= 0 {
			require.ErrorIs(t, err, status.ErrRange)
			return
		}
		require.NoError(t, err)
		want := new(big.Int).SetBytes(bits)
		want.Rsh(want, uint(all-(int(n.Int64())+1)*int(size)))
		want.And(want, big.NewInt(1<<size-1))
		require.Equal(t, want.Int64(), int64(v.Bits))
	})
}

// FuzzIndex: what is accepted is the one text of its number.
func FuzzIndex(f *testing.F) {
	for _, index := range []string{"0", "131071", "67108863", "67108864", "007", "-1", "18446744073709551616", " 1", "1_0", ""} {
		f.Add(index)
	}
	f.Fuzz(func(t *testing.T, index string) {
		i, err := status.ParseIndex(index)
		n, ok := new(big.Int).SetString(index, 10)
		switch {
		case !ok || !decimal.MatchString(index):
			require.ErrorIs(t, err, status.ErrIndex)
		case n.Cmp(big.NewInt(status.MaxEntries)) >= 0:
			require.ErrorIs(t, err, status.ErrRange)
		default:
			require.NoError(t, err)
			require.Equal(t, n.Int64(), int64(i))
			require.Equal(t, index, n.String())
		}
	})
}

// FuzzRevocationList against encoding/json: what is accepted has the ids and no others.
func FuzzRevocationList(f *testing.F) {
	for _, members := range []string{
		`"revokedCredential":[]}`,
		`"revokedCredential":[{"id":"urn:a"},{"id":"urn:b","revoked":false}]}`,
		`"revokedCredentials":[{"id":"urn:a","revoked":false},{"id":"urn:a","revoked":true,"revocationReason":"x"}]}`,
		`"revokedCredentials":[{"id":"urn:a","Revoked":false}],"revokedCredential":[{"id":"urn:\u0061"}]}`,
	} {
		f.Add([]byte(revokedHead + members))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		l, err := status.ParseRevocationList(doc, nil)
		if err != nil {
			requireKnown(t, err)
			return
		}
		var model map[string]any // a struct would take names in any case
		require.NoError(t, json.Unmarshal(doc, &model))
		revoked, not := map[string]bool{}, map[string]bool{}
		for _, name := range []string{"revokedCredential", "revokedCredentials"} {
			entries, _ := model[name].([]any)
			for _, e := range entries {
				e := e.(map[string]any)
				if e["revoked"] == false {
					not[e["id"].(string)] = true
				} else {
					revoked[e["id"].(string)] = true
				}
			}
		}
		require.Equal(t, len(revoked), l.Len())
		for id := range revoked {
			_, ok := l.Lookup(id)
			require.True(t, ok)
		}
		for id := range not {
			_, ok := l.Lookup(id)
			require.Equal(t, revoked[id], ok)
		}
	})
}
