package credential_test

import (
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

// issue returns an issue of a badge that nothing else is known of.
func issue(t testing.TB, id, issuer, from string) *credential.OpenBadge {
	t.Helper()
	b := &credential.OpenBadge{ID: id, Issuer: credential.Profile{ID: issuer}}
	if from != "" {
		b.ValidFrom = date(t, from)
	}
	return b
}

// TestSame has requirement 114.
func TestSame(t *testing.T) {
	for _, tt := range []struct {
		name string
		a, b string
		want bool
	}{
		{"equal", "https://example.org/1", "https://example.org/1", true},
		{"different", "https://example.org/1", "https://example.org/2", false},
		{"percent-encoding of one letter", "https://example.org/b%61dge", "https://example.org/badge", true},
		{"percent-encoding in both cases", "https://example.org/%c3%A5", "https://example.org/%C3%a5", true},
		{"percent-encoding of two bytes", "https://example.org/%C3%A5", "https://example.org/å", true},
		{"encoded slash", "https://example.org/a%2Fb", "https://example.org/a/b", true},
		{"encoding at the start", "%68ttps://example.org/1", "https://example.org/1", true},
		{"white space", " \t\r\nhttps://example.org/1\u00a0 ", "https://example.org/1", true},
		{"white space that is encoded", "https://example.org/1%20%0A", "https://example.org/1", true},
		{"white space inside", "https://example.org/ 1", "https://example.org/1", false},
		{"letter case", "https://example.org/A", "https://example.org/a", false},
		{"trailing slash", "https://example.org/", "https://example.org", false},
		{"default port", "https://example.org:443/", "https://example.org/", false},
		{"decoded once", "https://example.org/%2561", "https://example.org/%61", false},
		{"decoded once, both", "https://example.org/%2561", "https://example.org/%25%36%31", true},
		{"nothing encoded", "https://example.org/%zz", "https://example.org/%zz", true},
		{"nothing encoded, decoded", "https://example.org/%zz%61", "https://example.org/%zza", true},
		{"half an encoding", "https://example.org/%4", "https://example.org/%4", true},
		{"half an encoding is not dropped", "https://example.org/%4", "https://example.org/4", false},
		{"percent sign at the end", "https://example.org/%", "https://example.org/", false},
		{"percent sign before an encoding", "https://example.org/%%61", "https://example.org/%a", true},
		{"letter beyond hexadecimal", "https://example.org/%6g", "https://example.org/o", false},
		{"byte that is no UTF-8", "https://example.org/%ff", "https://example.org/%FF", true},
		{"two bytes that are no UTF-8", "https://example.org/%ff", "https://example.org/%fe", false},
		{"none", "", "", false},
		{"white space alone", " ", "%20", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, issuer := range []bool{false, true} {
				a, b := issue(t, tt.a, "did:example:i", ""), issue(t, tt.b, "did:example:i", "")
				if issuer {
					a, b = issue(t, "urn:a:b", tt.a, ""), issue(t, "urn:a:b", tt.b, "")
				}
				require.Equal(t, tt.want, credential.Same(a, b))
				require.Equal(t, tt.want, credential.Same(b, a))
			}
		})
	}
}

// TestSameAlone: nothing but the two ids counts.
func TestSameAlone(t *testing.T) {
	a, b := whole(t), issue(t, whole(t).ID, whole(t).Issuer.ID, "")
	require.True(t, credential.Same(a, b))
	require.True(t, credential.Same(b, a))
}

func TestNewer(t *testing.T) {
	const id, issuer, from = "https://example.org/1", "https://example.org", "2026-03-01T12:00:00Z"
	b := issue(t, id, issuer, from)
	for _, tt := range []struct {
		name         string
		a            *credential.OpenBadge
		newer, older bool
	}{
		{"later", issue(t, id, issuer, "2026-03-01T12:00:01Z"), true, false},
		{"later by less than a second", issue(t, id, issuer, "2026-03-01T12:00:00.000000001Z"), true, false},
		{"later by its offset", issue(t, id, issuer, "2026-03-01T12:00:00-01:00"), true, false},
		{"at once", issue(t, id, issuer, from), false, false},
		{"at once in other words", issue(t, id, issuer, "2026-03-01T13:00:00.0+01:00"), false, false},
		{"later, by an id in other words", issue(t, id+"%20", " https://ex%61mple.org", "2026-03-02T12:00:00Z"), true, false},
		{"later, another badge", issue(t, id+"1", issuer, "2026-03-02T12:00:00Z"), false, false},
		{"later, another issuer", issue(t, id, issuer+"/", "2026-03-02T12:00:00Z"), false, false},
		{"no date", issue(t, id, issuer, ""), false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.newer, credential.Newer(tt.a, b))
			require.Equal(t, tt.older, credential.Newer(b, tt.a))
		})
	}

	renewed, err := credential.Renew(charterBadge(t), day(2027, 1, 1), day(2028, 1, 1))
	require.NoError(t, err)
	require.True(t, credential.Newer(renewed, charterBadge(t)))
}

// FuzzSame: it is an equivalence of ids that are not blank, which percent-encoding of every byte does not change.
func FuzzSame(f *testing.F) {
	f.Add("https://example.org/%61", "https://example.org/a")
	f.Add(" %", "%25%zz")
	f.Fuzz(func(t *testing.T, a, b string) {
		same := func(a, b string) bool { return credential.Same(issue(t, a, "urn:a:b", ""), issue(t, b, "urn:a:b", "")) }
		require.Equal(t, same(a, b), same(b, a))
		require.Equal(t, same(a, a), same(a, " "+a+"%0a"))
		encoded := ""
		for i := range len(a) {
			encoded += "%" + string("0123456789abcdef"[a[i]>>4]) + string("0123456789ABCDEF"[a[i]&15])
		}
		require.Equal(t, same(encoded, encoded), same(encoded, "\t"+encoded))
		if same(a, b) {
			require.True(t, same(a, a))
			require.True(t, same(b, b))
		}
	})
}
