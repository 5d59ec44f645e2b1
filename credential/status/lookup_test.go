package status_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
)

func TestParseIndex(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int
		err  error
	}{
		{"0", 0, nil},
		{"1", 1, nil},
		{"10", 10, nil},
		{"94567", 94_567, nil},
		{"67108862", 67_108_862, nil},
		{"67108863", 67_108_863, nil},
		{"67108864", 0, status.ErrRange},
		{"99999999", 0, status.ErrRange},
		{"999999999", 0, status.ErrRange},
		{"2147483647", 0, status.ErrRange},
		{"2147483648", 0, status.ErrRange},
		{"4294967296", 0, status.ErrRange}, // 0 in 32 bits
		{"9999999999", 0, status.ErrRange},
		{"10000000000", 0, status.ErrRange},
		{"18446744073709551616", 0, status.ErrRange}, // 0 in 64 bits
		{"1" + strings.Repeat("0", 30), 0, status.ErrRange},
		{strings.Repeat("9", 1<<20), 0, status.ErrRange},
		{"", 0, status.ErrIndex},
		{"-1", 0, status.ErrIndex},
		{"-0", 0, status.ErrIndex},
		{"+5", 0, status.ErrIndex},
		{"05", 0, status.ErrIndex},
		{"00", 0, status.ErrIndex},
		{"0000000000000000000005", 0, status.ErrIndex},
		{" 5", 0, status.ErrIndex},
		{"5 ", 0, status.ErrIndex},
		{"5\n", 0, status.ErrIndex},
		{"1.5", 0, status.ErrIndex},
		{"5.", 0, status.ErrIndex},
		{"1e3", 0, status.ErrIndex},
		{"0x10", 0, status.ErrIndex},
		{"1_000", 0, status.ErrIndex},
		{"1,000", 0, status.ErrIndex},
		{"NaN", 0, status.ErrIndex},
		{"Infinity", 0, status.ErrIndex},
		{"five", 0, status.ErrIndex},
		{"٥", 0, status.ErrIndex},
		{"５", 0, status.ErrIndex},
		{"1" + strings.Repeat("0", 30) + "x", 0, status.ErrIndex},
	} {
		t.Run(tt.text[:min(len(tt.text), 40)], func(t *testing.T) {
			got, err := status.ParseIndex(tt.text)
			require.Equal(t, tt.want, got)
			if tt.err == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tt.err)
			require.Less(t, len(err.Error()), 300)

			e := entry(tt.text)
			v, err := newList(t, status.MaxEntries).Lookup(&e)
			require.ErrorIs(t, err, tt.err)
			require.Zero(t, v)
		})
	}
}

func TestLookup(t *testing.T) {
	bits := make([]byte, least)
	bits[11_820] = 0x01 // index 94,567 = 8 * 11,820 + 7
	for _, form := range []struct {
		name string
		edit func(doc, subject object)
		kind string
	}{
		{"bitstring", nil, "BitstringStatusListEntry"},
		{"draft", draft, "StatusList2021Entry"},
	} {
		l, err := status.Parse(listDocument(t, bits, form.edit), nil)
		require.NoError(t, err)
		for _, tt := range []struct {
			index string
			bits  uint8
			err   error
		}{
			{"0", 0, nil},
			{"94566", 0, nil},
			{"94567", 1, nil},
			{"94568", 0, nil},
			{"131070", 0, nil},
			{"131071", 0, nil},
			{"131072", 0, status.ErrRange},
			{"131073", 0, status.ErrRange},
		} {
			t.Run(form.name+"/"+tt.index, func(t *testing.T) {
				e := entry(tt.index)
				e.Type = form.kind
				v, err := l.Lookup(&e)
				if tt.err != nil {
					require.ErrorIs(t, err, tt.err)
					require.Zero(t, v)
					return
				}
				require.NoError(t, err)
				require.Equal(t, status.Value{Purpose: status.Revocation, Bits: tt.bits}, v)
			})
		}
	}
}

func TestLookupRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		list func(doc, subject object)
		edit func(e *credential.StatusEntry)
		want error
	}{
		{"as it should be", nil, func(e *credential.StatusEntry) {}, nil},
		{"id of another sort", nil, func(e *credential.StatusEntry) { e.ID = "" }, nil},
		{"draft for a bitstring", nil, func(e *credential.StatusEntry) { e.Type = "StatusList2021Entry" }, status.ErrList},
		{"bitstring for a draft", draft, func(e *credential.StatusEntry) {}, status.ErrList},
		{"entry of 1EdTech", nil, func(e *credential.StatusEntry) { e.Type = "1EdTechRevocationList" }, status.ErrUnsupported},
		{"entry of the draft before the draft", nil, func(e *credential.StatusEntry) { e.Type = "RevocationList2020Status" }, status.ErrUnsupported},
		{"entry without type", nil, func(e *credential.StatusEntry) { e.Type = "" }, status.ErrUnsupported},
		{"type of the list", nil, func(e *credential.StatusEntry) { e.Type = "BitstringStatusList" }, status.ErrUnsupported},
		{"another list", nil, func(e *credential.StatusEntry) { e.StatusListCredential = "https://example.org/status/revocation-2" }, status.ErrList},
		{"list with a fragment", nil, func(e *credential.StatusEntry) { e.StatusListCredential += "#list" }, status.ErrList},
		{"list with a slash", nil, func(e *credential.StatusEntry) { e.StatusListCredential += "/" }, status.ErrList},
		{"list in another case", nil, func(e *credential.StatusEntry) { e.StatusListCredential = "https://EXAMPLE.org/status/revocation-1" }, status.ErrList},
		{"no list", nil, func(e *credential.StatusEntry) { e.StatusListCredential = "" }, status.ErrList},
		{"another purpose", nil, func(e *credential.StatusEntry) { e.StatusPurpose = "suspension" }, status.ErrPurpose},
		{"purpose in another case", nil, func(e *credential.StatusEntry) { e.StatusPurpose = "Revocation" }, status.ErrPurpose},
		{"no purpose", nil, func(e *credential.StatusEntry) { e.StatusPurpose = "" }, status.ErrPurpose},
		{"list for another purpose", func(doc, subject object) { subject["statusPurpose"] = []string{"suspension", "refresh"} },
			func(e *credential.StatusEntry) {}, status.ErrPurpose},
		{"second purpose of the list", func(doc, subject object) { subject["statusPurpose"] = []string{"suspension", "revocation"} },
			func(e *credential.StatusEntry) {}, nil},
		{"purpose that nobody knows", func(doc, subject object) { subject["statusPurpose"] = "holiday" },
			func(e *credential.StatusEntry) { e.StatusPurpose = "holiday" }, nil},
		{"size of nothing", nil, func(e *credential.StatusEntry) { e.StatusSize = new(int) }, status.ErrFormat},
		{"size below nothing", nil, func(e *credential.StatusEntry) { n := -1; e.StatusSize = &n }, status.ErrFormat},
		{"size of one", nil, func(e *credential.StatusEntry) { n := 1; e.StatusSize = &n }, nil},
		{"too few entries of two bits", nil, func(e *credential.StatusEntry) { *e = entryOf("5", 2) }, status.ErrLength},
		{"size in a draft", draft, func(e *credential.StatusEntry) {
			n := 1
			e.StatusSize, e.Type = &n, "StatusList2021Entry"
		}, status.ErrFormat},
		{"messages in a draft", draft, func(e *credential.StatusEntry) {
			*e = entryOf("5", 1)
			e.StatusSize, e.Type = nil, "StatusList2021Entry"
		}, status.ErrFormat},
		{"list of another size", func(doc, subject object) { subject["statusSize"] = 1 },
			func(e *credential.StatusEntry) { *e = entryOf("5", 2) }, status.ErrFormat},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := status.Parse(listDocument(t, make([]byte, least), tt.list), nil)
			require.NoError(t, err)
			e := entry("5")
			tt.edit(&e)
			v, err := l.Lookup(&e)
			if tt.want == nil {
				require.NoError(t, err)
				require.Equal(t, status.Value{Purpose: status.Purpose(e.StatusPurpose)}, v)
				return
			}
			require.ErrorIs(t, err, tt.want)
			require.Zero(t, v)
		})
	}

	e := entry("0")
	e.StatusListCredential, e.StatusPurpose = "", ""
	_, err := new(status.List).Lookup(&e)
	require.ErrorIs(t, err, status.ErrPurpose)
}

// TestSizes reads entries of several bits, from left to right.
func TestSizes(t *testing.T) {
	bits := make([]byte, status.MinEntries) // entries of 8 bits
	copy(bits, []byte{0b1101_0011, 0b0101_1000, 0b1111_0000})
	bits[len(bits)-1] = 0b1000_0110
	l, err := status.Parse(listDocument(t, bits, nil), nil)
	require.NoError(t, err)
	for _, tt := range []struct {
		size, index int
		want        uint8
	}{
		{1, 0, 1},
		{1, 2, 0},
		{2, 0, 0b11},
		{2, 1, 0b01},
		{2, 4, 0b01},
		{3, 0, 0b110},
		{3, 1, 0b100},
		{3, 2, 0b110}, // the last two bits of byte 0, the first of byte 1
		{3, 7, 0b000},
		{4, 1, 0b0011},
		{5, 1, 0b01101},
		{6, 1, 0b110101},
		{7, 1, 0b1010110},
		{7, 2, 0b0011110}, // bits 14 to 20
		{8, 0, 0b1101_0011},
		{8, 2, 0b1111_0000},
		{8, 131_071, 0b1000_0110},
		{4, 262_143, 0b0110},
		{2, 524_287, 0b10},
		{3, 349_524, 0b011}, // bits 1,048,572 to 1,048,574, of 1,048,576
	} {
		t.Run(strconv.Itoa(tt.size)+"/"+strconv.Itoa(tt.index), func(t *testing.T) {
			e := entryOf(strconv.Itoa(tt.index), tt.size)
			v, err := l.Lookup(&e)
			require.NoError(t, err)
			require.Equal(t, status.Value{Purpose: status.Revocation, Bits: tt.want, Message: "value " + strconv.Itoa(int(tt.want))}, v)
		})
	}
	for size, first := range map[int]string{3: "349525", 5: "209715", 6: "174762", 7: "149796", 8: "131072"} {
		e := entryOf(first, size) // which the list has not as a whole
		_, err := l.Lookup(&e)
		require.ErrorIs(t, err, status.ErrRange, first)
	}
}

// TestSizeLimit: 8 bits are read, 9 are not, whatever the messages.
func TestSizeLimit(t *testing.T) {
	l, err := status.Parse(listDocument(t, make([]byte, 1<<20), nil), nil)
	require.NoError(t, err)
	for _, size := range []int{7, 8, 9, 10, 1 << 30} {
		e := entryOf("1", min(size, 10))
		e.StatusSize = &size
		if size < 8 {
			e.StatusMessage = e.StatusMessage[:1<<size]
		}
		_, err := l.Lookup(&e)
		if size <= 8 {
			require.NoError(t, err)
		} else {
			require.ErrorIs(t, err, status.ErrUnsupported)
		}
	}
}

func TestMessages(t *testing.T) {
	bits := make([]byte, 2*least)
	bits[0] = 0b0001_1011
	type message = credential.StatusMessage
	all := []message{{Status: "0x0", Message: "zero"}, {Status: "0x1", Message: "one"}, {Status: "0x2", Message: "two"}, {Status: "0x3", Message: "three"}}
	onList := func(doc, subject object) {
		subject["statusPurpose"] = "message"
		subject["statusMessages"] = []any{object{"status": "0x0", "message": "of the list"}, object{"status": "0x1", "message": "one of the list"}}
	}
	size := func(n int) *int { return &n }
	for _, tt := range []struct {
		name     string
		list     func(doc, subject object)
		index    string
		size     *int
		messages []message
		bits     uint8
		want     string
		err      error
	}{
		{"first", nil, "0", size(2), all, 0, "zero", nil},
		{"second", nil, "1", size(2), all, 1, "one", nil},
		{"fourth", nil, "3", size(2), all, 3, "three", nil},
		{"in capitals and with zeros", nil, "3", size(2), []message{{Status: "0x003", Message: "three"}}, 3, "three", nil},
		{"more members", nil, "0", size(2), []message{{Status: "0x0", Message: "zero", Extensions: map[string]json.RawMessage{"x": json.RawMessage("1")}}}, 0, "zero", nil},
		{"the others alone are missing", nil, "1", size(2), all[1:2], 1, "one", nil},
		{"missing", nil, "1", size(2), all[2:], 0, "", status.ErrFormat},
		{"none", nil, "1", size(2), nil, 0, "", status.ErrFormat},
		{"value twice", nil, "1", size(2), append(all[:4:4], all[3]), 0, "", status.ErrFormat},
		{"value twice in other words", nil, "1", size(2), append(all[:4:4], message{Status: "0x03"}), 0, "", status.ErrFormat},
		{"value out of range", nil, "1", size(2), append(all[:4:4], message{Status: "0x4"}), 0, "", status.ErrFormat},
		{"negative value", nil, "1", size(2), append(all[:3:3], message{Status: "0x-3"}), 0, "", status.ErrFormat},
		{"no prefix", nil, "1", size(2), append(all[:3:3], message{Status: "3"}), 0, "", status.ErrFormat},
		{"prefix in a capital", nil, "1", size(2), append(all[:3:3], message{Status: "0X3"}), 0, "", status.ErrFormat},
		{"prefix alone", nil, "1", size(2), append(all[:3:3], message{Status: "0x"}), 0, "", status.ErrFormat},
		{"prefix twice", nil, "1", size(2), append(all[:3:3], message{Status: "0x0x3"}), 0, "", status.ErrFormat},
		{"no hexadecimal digit", nil, "1", size(2), append(all[:3:3], message{Status: "0xg"}), 0, "", status.ErrFormat},
		{"empty value", nil, "1", size(2), append(all[:3:3], message{}), 0, "", status.ErrFormat},

		{"one bit", nil, "3", nil, all[:2], 1, "one", nil},
		{"one bit, none", nil, "3", nil, nil, 1, "", nil},
		{"one bit, missing", nil, "3", nil, all[:1], 0, "", status.ErrFormat},
		{"one bit, out of range", nil, "3", nil, all[:3], 0, "", status.ErrFormat},

		{"on the list", onList, "3", nil, nil, 1, "one of the list", nil},
		{"on both", onList, "0", nil, all[:2], 0, "zero", nil},
		{"on the list, missing", onList, "2", size(2), nil, 0, "", status.ErrFormat},
		{"on the list by the other name", func(doc, subject object) {
			onList(doc, subject)
			subject["statusMessage"], subject["statusSize"] = subject["statusMessages"], 2
			delete(subject, "statusMessages")
		}, "1", size(2), nil, 1, "one of the list", nil},
		{"size of the list alone", func(doc, subject object) {
			onList(doc, subject)
			subject["statusSize"] = 2
		}, "1", nil, nil, 0, "", status.ErrFormat},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := status.Parse(listDocument(t, bits, tt.list), nil)
			require.NoError(t, err)
			e := entry(tt.index)
			e.StatusPurpose, e.StatusSize, e.StatusMessage = string(l.Purposes[0]), tt.size, tt.messages
			v, err := l.Lookup(&e)
			if tt.err != nil {
				require.ErrorIs(t, err, tt.err)
				require.Zero(t, v)
				return
			}
			require.NoError(t, err)
			require.Equal(t, status.Value{Purpose: l.Purposes[0], Bits: tt.bits, Message: tt.want}, v)
		})
	}
}
