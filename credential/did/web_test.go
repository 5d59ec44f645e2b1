package did_test

import (
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/stretchr/testify/require"
)

func TestWebURL(t *testing.T) {
	for _, tt := range []struct{ id, want string }{
		{"did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"}, // the method's own examples
		{"did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"},
		{"did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"},
		{"did:web:example.org%3A443", "https://example.org:443/.well-known/did.json"},
		{"did:web:localhost%3A65535", "https://localhost:65535/.well-known/did.json"},
		{"did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json"},
		{"did:web:1.example", "https://1.example/.well-known/did.json"},
		{"did:web:example.org:A:b_c:d-e:f.g:...", "https://example.org/A/b_c/d-e/f.g/.../did.json"},
	} {
		t.Run(tt.id, func(t *testing.T) {
			got, err := did.WebURL(tt.id)
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestWebURLRefuses(t *testing.T) {
	for _, tt := range []struct{ name, id string }{
		{"empty", ""},
		{"other method", "did:key:example.org"},
		{"method by case", "did:WEB:example.org"},
		{"URL", "https://example.org"},
		{"no host", "did:web:"},
		{"no host before the path", "did:web::a"},
		{"capital in the host", "did:web:Example.org"},
		{"international host", "did:web:bücher.example"},
		{"dot at the end", "did:web:example.org."},
		{"dot at the beginning", "did:web:.example.org"},
		{"two dots in the host", "did:web:example..org"},
		{"two dots as the host", "did:web:.."},
		{"hyphen first", "did:web:-example.org"},
		{"hyphen last", "did:web:example-.org"},
		{"underscore in the host", "did:web:a_b.org"},
		{"label of 64", "did:web:" + strings.Repeat("a", 64) + ".org"},
		{"host of 254", "did:web:" + strings.Repeat("a.", 126) + "aa"},
		{"IPv4", "did:web:127.0.0.1"},
		{"IPv4 and port", "did:web:127.0.0.1%3A80"},
		{"IPv4 in hex", "did:web:0x7f000001"},
		{"IPv4 in decimal", "did:web:2130706433"},
		{"IPv4 with hex at the end", "did:web:127.0.0.0x1"},
		{"IPv6", "did:web:[%3A%3A1]"},
		{"IPv6, bare", "did:web:%3A%3A1"},
		{"user", "did:web:user%40example.org"},
		{"slash in the host", "did:web:example.org%2Fevil"},
		{"bare slash", "did:web:example.org/evil"},
		{"query", "did:web:example.org?a"},
		{"fragment", "did:web:example.org#key-1"},
		{"backslash", `did:web:example.org:a\b`},
		{"NUL", "did:web:example.org:a\x00"},
		{"newline", "did:web:example.org\n"},
		{"colon in small letters", "did:web:example.org%3a80"},
		{"colon alone", "did:web:example.org%3A"},
		{"port 0", "did:web:example.org%3A0"},
		{"port 65536", "did:web:example.org%3A65536"},
		{"port with a zero", "did:web:example.org%3A080"},
		{"port with a sign", "did:web:example.org%3A+80"},
		{"port by name", "did:web:example.org%3Ahttps"},
		{"two ports", "did:web:example.org%3A80%3A81"},
		{"port in the path", "did:web:example.org:a%3A80"},
		{"colon at the end", "did:web:example.org:"},
		{"empty part", "did:web:example.org::a"},
		{"dot", "did:web:example.org:.:a"},
		{"two dots", "did:web:example.org:..:a"},
		{"two dots, encoded", "did:web:example.org:%2E%2E:a"},
		{"slash in the path", "did:web:example.org:a%2Fb"},
		{"space in the path", "did:web:example.org:a b"},
		{"tilde", "did:web:example.org:~a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := did.WebURL(tt.id)
			require.ErrorIs(t, err, did.ErrIdentifier)
			require.Empty(t, got)
		})
	}
}

// FuzzDIDWebPath: the URL of an accepted identifier is https, names a host without user, query or fragment, has a clean
// path that ends in did.json, and gives the identifier back: no two of them share a URL.
func FuzzDIDWebPath(f *testing.F) {
	for _, s := range []string{"example.org", "example.org%3A8443:a:b", "example.org:..:a", "example.org%2Fevil", "127.0.0.1", "EXAMPLE.org", "a:.well-known"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got, err := did.WebURL("did:web:" + name)
		if err != nil {
			return
		}
		u, err := url.Parse(got)
		require.NoError(t, err)
		require.Equal(t, "https", u.Scheme)
		require.Nil(t, u.User)
		require.Empty(t, u.RawQuery)
		require.Empty(t, u.Fragment)
		require.Equal(t, got, u.String())
		require.Equal(t, path.Clean(u.Path), u.Path)
		require.Equal(t, strings.ToLower(u.Host), u.Host)
		below, ok := strings.CutSuffix(u.Path, "/did.json")
		require.True(t, ok)
		back := strings.Replace(u.Host, ":", "%3A", 1)
		if below != "/.well-known" || strings.HasSuffix(name, ":.well-known") {
			back += strings.ReplaceAll(below, "/", ":")
		}
		require.Equal(t, name, back)
	})
}
