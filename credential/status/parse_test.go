package status_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/internal/badgetest"
)

const least = status.MinEntries / 8 // bytes

func TestParse(t *testing.T) {
	bits := randomBits(least)
	for _, tt := range []struct {
		name string
		edit func(doc, subject object)
		want func(l *status.List)
	}{
		{"least", func(doc, subject object) {}, func(l *status.List) {}},
		{"issuer as an object", func(doc, subject object) {
			doc["issuer"] = object{"id": issuer, "type": "Profile", "name": "Example Association"}
		}, func(l *status.List) {}},
		{"period and ttl", func(doc, subject object) {
			doc["validFrom"], doc["validUntil"] = "2026-03-01T14:00:00.5+02:00", "2026-03-08T12:00:00Z"
			subject["ttl"] = 300_000
		}, func(l *status.List) {
			l.ValidFrom = time.Date(2026, 3, 1, 12, 0, 0, 500_000_000, time.UTC)
			l.ValidUntil = time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)
			l.TTL = 5 * time.Minute
		}},
		{"ttl of nothing", func(doc, subject object) { subject["ttl"] = 0 }, func(l *status.List) {}},
		{"longest ttl", func(doc, subject object) { subject["ttl"] = int64(9_223_372_036_854) },
			func(l *status.List) { l.TTL = 9_223_372_036_854 * time.Millisecond }},
		{"several purposes", func(doc, subject object) {
			subject["statusPurpose"] = []string{"revocation", "suspension", "refresh", "message", "holiday"}
		}, func(l *status.List) {
			l.Purposes = []status.Purpose{"revocation", "suspension", "refresh", "message", "holiday"}
		}},
		{"one purpose in an array", func(doc, subject object) { subject["statusPurpose"] = []string{"refresh"} },
			func(l *status.List) { l.Purposes = []status.Purpose{status.Refresh} }},
		{"one subject in an array", func(doc, subject object) { doc["credentialSubject"] = []any{subject} }, func(l *status.List) {}},
		{"other members", func(doc, subject object) {
			doc["proof"], doc["name"], subject["statusReference"] = object{"type": "DataIntegrityProof"}, "List", "https://example.org/"
		}, func(l *status.List) {}},
		{"another type as well", func(doc, subject object) {
			doc["type"] = []string{"BitstringStatusListCredential", "VerifiableCredential", "ExampleCredential"}
		}, func(l *status.List) {}},
		{"longest id", func(doc, subject object) { doc["id"] = longURL(2_048) }, func(l *status.List) { l.ID = longURL(2_048) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := status.Parse(listDocument(t, bits, tt.edit), nil)
			require.NoError(t, err)
			want := newList(t, 0)
			tt.want(want)
			require.Equal(t, want.ID, l.ID)
			require.Equal(t, want.Issuer, l.Issuer)
			require.Equal(t, want.Purposes, l.Purposes)
			require.Equal(t, want.ValidFrom, l.ValidFrom)
			require.Equal(t, want.ValidUntil, l.ValidUntil)
			require.Equal(t, want.TTL, l.TTL)
			require.Equal(t, bits, writtenBits(t, l))
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(doc, subject object)
		want error
	}{
		{"no id", func(doc, subject object) { delete(doc, "id") }, status.ErrFormat},
		{"empty id", func(doc, subject object) { doc["id"] = "" }, status.ErrFormat},
		{"relative id", func(doc, subject object) { doc["id"] = "status/1" }, status.ErrFormat},
		{"id with a fragment", func(doc, subject object) { doc["id"] = listURL + "#list" }, status.ErrFormat},
		{"id too long", func(doc, subject object) { doc["id"] = longURL(2_049) }, status.ErrFormat},
		{"two ids", func(doc, subject object) { doc["id"] = []string{listURL, listURL} }, status.ErrFormat},
		{"no issuer", func(doc, subject object) { delete(doc, "issuer") }, status.ErrFormat},
		{"issuer without an id", func(doc, subject object) { doc["issuer"] = object{"name": "x"} }, status.ErrFormat},
		{"relative issuer", func(doc, subject object) { doc["issuer"] = "example" }, status.ErrFormat},
		{"no type", func(doc, subject object) { delete(doc, "type") }, status.ErrFormat},
		{"another type", func(doc, subject object) { doc["type"] = []string{"VerifiableCredential", "OpenBadgeCredential"} }, status.ErrFormat},
		{"type in another case", func(doc, subject object) { doc["type"] = "BitstringStatuslistCredential" }, status.ErrFormat},
		{"a draft before the draft", func(doc, subject object) { doc["type"] = []string{"RevocationList2020Credential"} }, status.ErrFormat},
		{"both types", func(doc, subject object) {
			doc["type"] = []string{"BitstringStatusListCredential", "StatusList2021Credential"}
		}, status.ErrFormat},
		{"both types, with the subject of a draft", func(doc, subject object) {
			draft(doc, subject)
			doc["type"] = []string{"BitstringStatusListCredential", "StatusList2021Credential"}
		}, status.ErrFormat},
		{"draft with the subject of a bitstring", func(doc, subject object) {
			draft(doc, subject)
			subject["type"] = "BitstringStatusList"
		}, status.ErrFormat},
		{"bitstring with the subject of a draft", func(doc, subject object) { subject["type"] = "StatusList2021" }, status.ErrFormat},
		{"subject of both", func(doc, subject object) {
			subject["type"] = []string{"BitstringStatusList", "StatusList2021"}
		}, status.ErrFormat},
		{"subject without type", func(doc, subject object) { delete(subject, "type") }, status.ErrFormat},
		{"no subject", func(doc, subject object) { delete(doc, "credentialSubject") }, status.ErrFormat},
		{"two subjects", func(doc, subject object) { doc["credentialSubject"] = []any{subject, subject} }, status.ErrFormat},
		{"no subjects", func(doc, subject object) { doc["credentialSubject"] = []any{} }, status.ErrFormat},
		{"subject as a string", func(doc, subject object) { doc["credentialSubject"] = listURL }, status.ErrFormat},
		{"no purpose", func(doc, subject object) { delete(subject, "statusPurpose") }, status.ErrFormat},
		{"empty purpose", func(doc, subject object) { subject["statusPurpose"] = "" }, status.ErrFormat},
		{"empty purposes", func(doc, subject object) { subject["statusPurpose"] = []string{} }, status.ErrFormat},
		{"purpose twice", func(doc, subject object) { subject["statusPurpose"] = []string{"refresh", "refresh"} }, status.ErrFormat},
		{"purpose as a number", func(doc, subject object) { subject["statusPurpose"] = 1 }, status.ErrFormat},
		{"draft with several purposes", func(doc, subject object) {
			draft(doc, subject)
			subject["statusPurpose"] = []string{"revocation", "suspension"}
		}, status.ErrFormat},
		{"draft with a purpose in an array", func(doc, subject object) {
			draft(doc, subject)
			subject["statusPurpose"] = []string{"revocation"}
		}, status.ErrFormat},
		{"draft in an array with a purpose in an array", func(doc, subject object) {
			draft(doc, subject)
			subject["statusPurpose"] = []string{"revocation"}
			doc["credentialSubject"] = []any{subject}
		}, status.ErrFormat},
		{"draft for messages", func(doc, subject object) {
			draft(doc, subject)
			subject["statusPurpose"] = "message"
		}, status.ErrFormat},
		{"draft with a size", func(doc, subject object) {
			draft(doc, subject)
			subject["statusSize"] = 1
		}, status.ErrFormat},
		{"draft with messages", func(doc, subject object) {
			draft(doc, subject)
			subject["statusMessage"] = []any{object{"status": "0x0", "message": "x"}}
		}, status.ErrFormat},
		{"no encodedList", func(doc, subject object) { delete(subject, "encodedList") }, status.ErrFormat},
		{"encodedList as an array", func(doc, subject object) { subject["encodedList"] = []any{subject["encodedList"]} }, status.ErrFormat},
		{"encodedList of null", func(doc, subject object) { subject["encodedList"] = nil }, status.ErrFormat},
		{"no validFrom", func(doc, subject object) { delete(doc, "validFrom") }, status.ErrFormat},
		{"validFrom without zone", func(doc, subject object) { doc["validFrom"] = "2026-03-01T12:00:00" }, status.ErrFormat},
		{"validFrom at the start of year 1", func(doc, subject object) { doc["validFrom"] = "0001-01-01T00:00:00Z" }, status.ErrFormat},
		{"validFrom before, validUntil at the start of year 1", func(doc, subject object) {
			doc["validFrom"], doc["validUntil"] = "0001-01-01T00:00:00+01:00", "0001-01-01T00:00:00Z"
		}, status.ErrFormat},
		{"validUntil before validFrom", func(doc, subject object) { doc["validUntil"] = "2026-03-01T11:59:59Z" }, status.ErrFormat},
		{"validUntil of null", func(doc, subject object) { doc["validUntil"] = nil }, status.ErrFormat},
		{"issuanceDate in a bitstring", func(doc, subject object) {
			doc["issuanceDate"] = doc["validFrom"]
			delete(doc, "validFrom")
		}, status.ErrFormat},
		{"expirationDate in a bitstring", func(doc, subject object) { doc["expirationDate"] = "2027-03-01T12:00:00Z" }, status.ErrFormat},
		{"draft with dates of both models", func(doc, subject object) {
			draft(doc, subject)
			doc["issuanceDate"] = doc["validFrom"]
		}, status.ErrFormat},
		{"draft with an end of the other model", func(doc, subject object) {
			draft(doc, subject)
			doc["issuanceDate"], doc["validUntil"] = doc["validFrom"], "2027-03-01T12:00:00Z"
			delete(doc, "validFrom")
		}, status.ErrFormat},
		{"draft with an end alone", func(doc, subject object) {
			draft(doc, subject)
			doc["expirationDate"] = "2027-03-01T12:00:00Z"
			delete(doc, "validFrom")
		}, status.ErrFormat},
		{"a status of its own", func(doc, subject object) { doc["credentialStatus"] = object{"id": "urn:a", "type": "x"} }, status.ErrFormat},
		{"several of its own", func(doc, subject object) {
			doc["credentialStatus"] = []any{object{"id": "urn:a"}, object{"id": "urn:b"}}
		}, status.ErrFormat},
		{"a status of null", func(doc, subject object) { doc["credentialStatus"] = nil }, status.ErrFormat},
		{"negative ttl", func(doc, subject object) { subject["ttl"] = -1 }, status.ErrFormat},
		{"ttl with a fraction", func(doc, subject object) { subject["ttl"] = 0.5 }, status.ErrFormat},
		{"ttl as a string", func(doc, subject object) { subject["ttl"] = "300000" }, status.ErrFormat},
		{"ttl of more than a Duration", func(doc, subject object) { subject["ttl"] = int64(9_223_372_036_855) }, status.ErrFormat},
		{"no size", func(doc, subject object) { subject["statusSize"] = 0 }, status.ErrFormat},
		{"size of 9", func(doc, subject object) { subject["statusSize"] = 9 }, status.ErrUnsupported},
		{"size for which there are too few bits", func(doc, subject object) { subject["statusSize"] = 2 }, status.ErrLength},
		{"messages by both names", func(doc, subject object) {
			subject["statusMessage"] = []any{object{"status": "0x0", "message": "x"}}
			subject["statusMessages"] = subject["statusMessage"]
		}, status.ErrFormat},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := status.Parse(listDocument(t, make([]byte, least), tt.edit), nil)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, l)
			require.Less(t, len(err.Error()), 500)
		})
	}
	for _, text := range []string{"", "{}", "[]", "null", `"u"`, `{"id":1}`, `{"type":`, "\xff", `{"id":"a","id":"a"}`} {
		_, err := status.Parse([]byte(text), nil)
		require.ErrorIs(t, err, status.ErrFormat, text)
	}
}

// TestParseDraft: StatusList2021 under the data model that it was made for.
func TestParseDraft(t *testing.T) {
	bits := randomBits(least)
	l, err := status.Parse(listDocument(t, bits, func(doc, subject object) {
		draft(doc, subject)
		doc["@context"] = []string{"https://www.w3.org/2018/credentials/v1", "https://w3id.org/vc/status-list/2021/v1"}
		doc["issuanceDate"], doc["expirationDate"] = "2023-03-01T12:00:00Z", "2024-03-01T12:00:00Z"
		delete(doc, "validFrom")
	}), nil)
	require.NoError(t, err)
	require.Equal(t, time.Date(2023, 3, 1, 12, 0, 0, 0, time.UTC), l.ValidFrom)
	require.Equal(t, time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC), l.ValidUntil)
	require.Equal(t, bits, writtenBits(t, l))

	text, err := l.MarshalJSON()
	require.NoError(t, err)
	again, err := status.Parse(text, nil)
	require.NoError(t, err)
	require.Equal(t, l.Sum256(), again.Sum256())
}

// TestEncodedLists has the lists of the standard and of other libraries, with what they hold.
func TestEncodedLists(t *testing.T) {
	var lists []struct {
		EncodedList          string
		Source               string
		DecodedBytes, Bits   int
		SetBitsMSBFirstCount int
		SetBitsMSBFirst      []int
		MultibasePrefix      bool
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "bitstring/encoded-lists.json"), &lists))
	require.NotEmpty(t, lists)
	short := 0
	for _, v := range lists {
		t.Run(v.Source, func(t *testing.T) {
			doc := listDocument(t, nil, func(doc, subject object) {
				if !v.MultibasePrefix {
					draft(doc, subject)
				}
				subject["encodedList"] = v.EncodedList
			})
			l, err := status.Parse(doc, nil)
			if v.Bits < 131_072 {
				short++
				require.ErrorIs(t, err, status.ErrLength)
				require.Nil(t, l)
			} else {
				require.NoError(t, err)
			}
			l, err = status.Parse(doc, &status.Limits{InsecureShort: true})
			require.NoError(t, err)
			require.Equal(t, v.Bits, l.Len())
			require.Equal(t, 8*v.DecodedBytes, l.Len())
			require.Equal(t, v.SetBitsMSBFirstCount, l.Count())
			for _, i := range v.SetBitsMSBFirst {
				set, err := l.At(i)
				require.NoError(t, err)
				require.True(t, set)
			}
		})
	}
	require.Equal(t, 6, short)
}

// TestSpecExamples: the credential and the list of appendix A of the standard.
func TestSpecExamples(t *testing.T) {
	var docs []json.RawMessage
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "bitstring/spec-examples.json"), &docs))
	var holder struct{ CredentialStatus []credential.StatusEntry }
	require.NoError(t, json.Unmarshal(docs[0], &holder))
	require.Len(t, holder.CredentialStatus, 2)

	l, err := status.Parse(docs[1], nil)
	require.NoError(t, err)
	require.Equal(t, "did:example:12345", l.Issuer)
	v, err := l.Lookup(&holder.CredentialStatus[0])
	require.NoError(t, err)
	require.Equal(t, status.Value{Purpose: status.Revocation}, v)
	_, err = l.Lookup(&holder.CredentialStatus[1])
	require.ErrorIs(t, err, status.ErrList)
	for _, i := range []int{0, 2, 4, 5} {
		_, err := status.Parse(docs[i], nil)
		require.ErrorIs(t, err, status.ErrFormat)
	}
}

// TestBlockcerts: lists that call themselves bitstrings, but have a text of the draft and no purpose. They are refused as
// they are; as the drafts that the entries take them for, they hold the bits that the fixtures want.
func TestBlockcerts(t *testing.T) {
	for _, tt := range []struct {
		list, holder string
		set          bool
	}{
		{"blockcerts-status-list-2021.json", "cert-rl-status-list-2021.json", false},
		{"blockcerts-status-list-2021.json", "cert-rl-status-list-2021-revoked.json", true},
	} {
		t.Run(tt.holder, func(t *testing.T) {
			var doc object
			require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "bitstring/"+tt.list), &doc))
			subject := doc["credentialSubject"].(object)
			_, err := status.Parse(toJSON(t, doc), nil)
			require.ErrorIs(t, err, status.ErrFormat)
			subject["statusPurpose"] = "revocation"
			_, err = status.Parse(toJSON(t, doc), nil)
			require.ErrorIs(t, err, status.ErrEncoding)

			var holder struct{ CredentialStatus credential.StatusEntry }
			require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "bitstring/"+tt.holder), &holder))
			doc["type"] = []string{"VerifiableCredential", "StatusList2021Credential"}
			subject["type"] = "StatusList2021"
			l, err := status.Parse(toJSON(t, doc), nil)
			require.NoError(t, err)
			v, err := l.Lookup(&holder.CredentialStatus)
			require.NoError(t, err)
			require.Equal(t, tt.set, v.Bits == 1)
		})
	}
}
