package status_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential/status"
)

const revokedHead = `{"id":"https://example.org/revoked","issuer":"https://example.org/issuer",`

func TestParseRevocationList(t *testing.T) {
	for _, tt := range []struct {
		name, doc string
		want      map[string]string // reasons
	}{
		{"nothing revoked", revokedHead + `"revokedCredential":[]}`, nil},
		{"by one name", revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":true,"revocationReason":"lapsed"}]}`,
			map[string]string{"urn:a": "lapsed"}},
		{"by the other", revokedHead + `"revokedCredentials":[{"id":"urn:a","revoked":true,"revocationReason":"lapsed"}]}`,
			map[string]string{"urn:a": "lapsed"}},
		{"by both", revokedHead + `"revokedCredential":[{"id":"urn:a"}],"revokedCredentials":[{"id":"urn:b"}]}`,
			map[string]string{"urn:a": "", "urn:b": ""}},
		{"revoked absent", revokedHead + `"revokedCredential":[{"id":"urn:a"}]}`, map[string]string{"urn:a": ""}},
		{"revoked false", revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":false},{"id":"urn:b"}]}`, map[string]string{"urn:b": ""}},
		{"false, then true", revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":false},{"id":"urn:a","revoked":true}]}`,
			map[string]string{"urn:a": ""}},
		{"true, then false", revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":true,"revocationReason":"x"},{"id":"urn:a","revoked":false}]}`,
			map[string]string{"urn:a": "x"}},
		{"true there, false here", revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":false}],"revokedCredentials":[{"id":"urn:a"}]}`,
			map[string]string{"urn:a": ""}},
		{"reason of what is not revoked", revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":false,"revocationReason":"not"},{"id":"urn:a"}]}`,
			map[string]string{"urn:a": ""}},
		{"first reason", revokedHead + `"revokedCredential":[{"id":"urn:a"},{"id":"urn:a","revocationReason":"x"},{"id":"urn:a","revocationReason":"y"}]}`,
			map[string]string{"urn:a": "x"}},
		{"unknown members", revokedHead + `"@context":[null],"x":null,"revokedCredential":[{"id":"urn:a","Revoked":false,"x":[]}]}`,
			map[string]string{"urn:a": ""}},
		{"issuer as an object", `{"id":"https://example.org/revoked","issuer":{"id":"https://example.org/issuer","name":"x"},"revokedCredential":[{"id":"urn:a"}]}`,
			map[string]string{"urn:a": ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := status.ParseRevocationList([]byte(tt.doc), nil)
			require.NoError(t, err)
			require.Equal(t, "https://example.org/revoked", l.ID)
			require.Equal(t, "https://example.org/issuer", l.Issuer)
			require.Equal(t, len(tt.want), l.Len())
			for _, id := range []string{"urn:a", "urn:b"} {
				want, revoked := tt.want[id]
				reason, got := l.Lookup(id)
				require.Equal(t, revoked, got, id)
				require.Equal(t, want, reason, id)
			}
		})
	}
}

// TestRevokedExactly: ids are compared as they are.
func TestRevokedExactly(t *testing.T) {
	l, err := status.ParseRevocationList([]byte(revokedHead+`"revokedCredential":[{"id":"https://example.org/b\u00e4dge"}]}`), nil)
	require.NoError(t, err)
	_, revoked := l.Lookup("https://example.org/b\u00e4dge")
	require.True(t, revoked)
	for _, id := range []string{"", "https://example.org/b\u00e4dge/", "https://EXAMPLE.org/b\u00e4dge", "https://example.org/ba\u0308dge",
		"https://example.org/b%C3%A4dge", "https://example.org/b\u00e4dge#", " https://example.org/b\u00e4dge"} {
		_, revoked := l.Lookup(id)
		require.False(t, revoked, id)
	}
}

func TestParseRevocationListRefuses(t *testing.T) {
	for name, doc := range map[string]string{
		"nothing":                 ``,
		"array":                   `[]`,
		"null":                    `null`,
		"no id":                   `{"issuer":"https://example.org/issuer","revokedCredential":[]}`,
		"relative id":             `{"id":"revoked","issuer":"https://example.org/issuer","revokedCredential":[]}`,
		"id as an array":          `{"id":["https://example.org/revoked"],"issuer":"https://example.org/issuer","revokedCredential":[]}`,
		"id of null":              `{"id":null,"issuer":"https://example.org/issuer","revokedCredential":[]}`,
		"id too long":             `{"id":"` + longURL(2_049) + `","issuer":"https://example.org/issuer","revokedCredential":[]}`,
		"no issuer":               `{"id":"https://example.org/revoked","revokedCredential":[]}`,
		"relative issuer":         `{"id":"https://example.org/revoked","issuer":"x","revokedCredential":[]}`,
		"issuer without id":       `{"id":"https://example.org/revoked","issuer":{"name":"x"},"revokedCredential":[]}`,
		"no array":                `{"id":"https://example.org/revoked","issuer":"https://example.org/issuer"}`,
		"another case":            revokedHead + `"RevokedCredential":[]}`,
		"array of null":           revokedHead + `"revokedCredential":null}`,
		"one of two is null":      revokedHead + `"revokedCredential":[],"revokedCredentials":null}`,
		"an object":               revokedHead + `"revokedCredential":{"id":"urn:a"}}`,
		"a string":                revokedHead + `"revokedCredential":"urn:a"}`,
		"strings":                 revokedHead + `"revokedCredential":["urn:a"]}`,
		"arrays":                  revokedHead + `"revokedCredential":[[{"id":"urn:a"}]]}`,
		"entry of null":           revokedHead + `"revokedCredential":[null]}`,
		"entry without id":        revokedHead + `"revokedCredential":[{"revoked":true}]}`,
		"entry with an empty id":  revokedHead + `"revokedCredential":[{"id":""}]}`,
		"entry with ids":          revokedHead + `"revokedCredential":[{"id":["urn:a"]}]}`,
		"entry with a number":     revokedHead + `"revokedCredential":[{"id":5}]}`,
		"revoked as a string":     revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":"false"}]}`,
		"revoked as a number":     revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":0}]}`,
		"revoked of null":         revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":null}]}`,
		"reason as an object":     revokedHead + `"revokedCredential":[{"id":"urn:a","revocationReason":{}}]}`,
		"revoked twice":           revokedHead + `"revokedCredential":[{"id":"urn:a","revoked":true,"revoked":false}]}`,
		"array twice":             revokedHead + `"revokedCredential":[{"id":"urn:a"}],"revokedCredential":[]}`,
		"array twice, by escapes": revokedHead + `"revokedCredential":[{"id":"urn:a"}],"revoked\u0043redential":[]}`,
		"cut off":                 revokedHead + `"revokedCredential":[{"id":"urn:a"}`,
		"more after it":           revokedHead + `"revokedCredential":[]}{}`,
	} {
		t.Run(name, func(t *testing.T) {
			l, err := status.ParseRevocationList([]byte(doc), nil)
			require.ErrorIs(t, err, status.ErrFormat)
			require.Nil(t, l)
		})
	}
}
