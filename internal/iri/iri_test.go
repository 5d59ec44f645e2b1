package iri_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/iri"
)

// ofLength returns an IRI of n bytes.
func ofLength(n int) string {
	const base = "https://example.org/"
	return base + strings.Repeat("a", n-len(base))
}

func TestAbsolute(t *testing.T) {
	tests := []struct {
		name string
		text string
		want bool
	}{
		{"https", "https://example.org/badges/1?x=a:b/c?d&e#key-1", true},
		{"host alone", "https://example.org", true},
		{"upper case", "HTTPS://EXAMPLE.ORG", true},
		{"http with port", "http://localhost:8080/", true},
		{"empty port", "https://example.org:/", true},
		{"IPv4 host", "https://192.0.2.1/x", true},
		{"IPv6 host", "https://[2001:db8::7]:8443/x", true},
		{"IPv6 host alone", "https://[::1]", true},
		{"IPv4 in IPv6 host", "https://[::ffff:192.0.2.1]/", true},
		{"query after host", "https://example.org?x", true},
		{"fragment after host", "https://example.org#x", true},
		{"percent-encoding", "https://example.org/%7e%C3%A5", true},
		{"non-ASCII path", "https://example.org/märke/日本?ö#å", true},
		{"non-ASCII host", "https://bücher.example/", true},
		{"combining mark", "https://example.org/e\u0301", true},
		{"beyond the first plane", "https://example.org/𝒳/😀", true},
		{"urn", "urn:uuid:0e6a2d0c-51c5-4c02-9f0c-3a6a4b0b2a77", true},
		{"did:key", "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", true},
		{"did:web with port", "did:web:localhost%3A3000#key-1", true},
		{"mailto", "mailto:a@b", true},
		{"data", "data:image/png;base64,iVBORw0KGgo=", true},
		{"file", "file:///etc/hosts", true},
		{"user in another scheme", "ftp://ada@example.org/x", true},
		{"empty authority in another scheme", "foo://", true},
		{"one character", "a:b", true},
		{"scheme with digits and signs", "a1+-.:x", true},
		{"sub-delimiters", "x:!$&'()*+,;=:@/?-._~", true},
		{"2,048 bytes", ofLength(iri.MaxLength), true},
		{"2,049 bytes", ofLength(iri.MaxLength + 1), false},
		{"2,049 bytes of data", "data:," + strings.Repeat("a", iri.MaxLength-5), true},
		{"2,049 bytes of upper case data", "DATA:," + strings.Repeat("a", iri.MaxLength-5), true},
		{"a megabyte of data", "data:image/png;base64," + strings.Repeat("AAAA", 1<<18), true},

		{"empty", "", false},
		{"word", "nope", false},
		{"relative path", "badges/1", false},
		{"absolute path", "/badges/1", false},
		{"network path", "//example.org/1", false},
		{"fragment only", "#key-1", false},
		{"query only", "?x", false},
		{"scheme only", "urn:", false},
		{"no scheme", ":x", false},
		{"scheme begins with a digit", "1a:x", false},
		{"scheme begins with a sign", "+a:x", false},
		{"underscore in the scheme", "a_b:x", false},
		{"blank node", "_:b0", false},
		{"non-ASCII scheme", "httpſ://example.org/", false},
		{"space in the scheme", "https ://x", false},
		{"space before", " https://example.org", false},
		{"space after", "https://example.org ", false},
		{"no host", "https://", false},
		{"no host, path", "https:///x", false},
		{"no host, query", "https://?x", false},
		{"no host, fragment", "https://#x", false},
		{"no host, port", "https://:443/", false},
		{"no host, user", "https://ada@/", false},
		{"one slash", "http:/x", false},
		{"no slash", "https:example.org", false},
		{"nothing", "https:", false},
		{"user", "https://example.org@evil.example/", false},
		{"user and password", "https://ada:secret@example.org/", false},
		{"percent-encoded host", "https://ex%61mple.org/", false},
		{"port with letters", "https://example.org:80a/", false},
		{"two ports", "https://example.org:80:80/", false},
		{"negative port", "https://example.org:-1/", false},
		{"two users", "ftp://a@b@example.org/", false},
		{"bracket open", "https://[::1/", false},
		{"bracket closed", "https://::1]/", false},
		{"brackets empty", "https://[]/", false},
		{"brackets around a name", "https://[example.org]/", false},
		{"brackets around IPv4", "https://[192.0.2.1]/", false},
		{"IPv6 zone", "ftp://[fe80::1%25eth0]/", false},
		{"IPv6 zone unencoded", "ftp://[fe80::1%eth0]/", false},
		{"text after the address", "https://[::1]x/", false},
		{"letters in the port of an address", "https://[::1]:x/", false},
		{"bracket in the host", "https://a[b]/", false},
		{"bracket in the user", "ftp://[@example.org/", false},
		{"bracket in the path", "https://example.org/[1]", false},
		{"bracket in the query", "https://example.org/?a[]=1", false},
		{"bracket in an opaque part", "urn:x:[1]", false},
		{"second #", "https://example.org/#a#b", false},
		{"%zz", "https://example.org/%zz", false},
		{"%4", "https://example.org/%4", false},
		{"%", "https://example.org/%", false},
		{"%g0", "urn:x:%g0", false},
		{"%0g", "urn:x:%0g", false},
		{"space", "https://example.org/a b", false},
		{"tab", "https://example.org/a\tb", false},
		{"line feed", "https://example.org/a\nb", false},
		{"nul", "https://example.org/\x00", false},
		{"delete", "https://example.org/\x7f", false},
		{"control character of Latin-1", "https://example.org/\u0085", false},
		{"less than", "https://example.org/<", false},
		{"greater than", "https://example.org/>", false},
		{"statement forged with >", "https://example.org/> <urn:p> <urn:o", false},
		{"quote", `https://example.org/"`, false},
		{"backslash", `https://example.org\evil`, false},
		{"backslash and u", `https://example.org/\u003e`, false},
		{"brace open", "https://example.org/{", false},
		{"brace closed", "https://example.org/}", false},
		{"bar", "https://example.org/|", false},
		{"caret", "https://example.org/^", false},
		{"backquote", "https://example.org/`", false},
		{"quote in the host", `https://"/`, false},
		{"space in the host", "https://exa mple.org/", false},
		{"space in the user", "ftp://a b@example.org/", false},
		{"no-break space", "https://example.org/\u00a0", false},
		{"line separator", "https://example.org/\u2028", false},
		{"zero-width space", "https://example.org/\u200b", false},
		{"zero-width joiner", "https://example.org/\u200d", false},
		{"right-to-left mark", "https://example.org/\u200f", false},
		{"right-to-left override", "https://example.org/\u202egpj.exe", false},
		{"right-to-left isolate", "https://example.org/\u2067", false},
		{"byte order mark", "https://example.org/\ufeff", false},
		{"soft hyphen", "https://example.org/\u00ad", false},
		{"private use", "https://example.org/\ue000", false},
		{"tag character", "https://example.org/\U000e0041", false},
		{"variation selector beyond the first plane", "https://example.org/\U000e0100", false},
		{"noncharacter", "https://example.org/\ufdd0", false},
		{"object replacement character", "https://example.org/\ufffc", false},
		{"last variation selector", "https://example.org/\U000e01ef", false},
		{"replacement character", "https://example.org/\ufffd", false},
		{"invalid UTF-8", "https://example.org/\xff", false},
		{"half a character", "https://example.org/\xc3", false},
		{"surrogate", "https://example.org/\xed\xa0\x80", false},
		{"invalid UTF-8 in the host", "https://\xff/", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, iri.Absolute(tt.text))
		})
	}
}

func TestScheme(t *testing.T) {
	for text, want := range map[string]string{
		"https://example.org": "https", "HTTPS:": "HTTPS", "did:key:z6Mk": "did", "a1+-.:": "a1+-.",
		"": "", ":": "", ":x": "", "nope": "", "1a:x": "", "a b:c": "", "ä:b": "", "/a:b": "", "_:b": "",
	} {
		require.Equal(t, want, iri.Scheme(text), "%q", text)
	}
}

// TestEachByte tries every byte in every kind of place, against RFC 3986's lists of characters.
func TestEachByte(t *testing.T) {
	require.Equal(t, 2048, iri.MaxLength)
	const (
		alpha      = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		digit      = "0123456789"
		hex        = digit + "abcdefABCDEF"
		unreserved = alpha + digit + "-._~"
		subDelims  = "!$&'()*+,;="
		pchar      = unreserved + subDelims + ":@"
	)
	for before, places := range map[string]map[string]string{ // before the byte: after it: what may be between
		"":                      {"b:c": alpha, ":c": alpha},
		"a":                     {"b:c": alpha + digit + "+-.:", ":c": alpha + digit + "+-.:"},
		"https://h/":            {"": pchar + "/?#", "a#": pchar + "/?"},
		"https://h?":            {"": pchar + "/?#", "a#": pchar + "/?"},
		"https://h#":            {"": pchar + "/?"},
		"https://h/%":           {"0": hex},
		"https://h/%0":          {"": hex, "0": hex},
		"https://h":             {"i": unreserved + subDelims + "/?#", "": unreserved + subDelims + ":/?#"},
		"https://h:1":           {"2": digit + "/?#"},
		"https://[::1]":         {"": ":/?#", "1": ":/?#"},
		"https://[::":           {"]": hex},
		"https://":              {"": unreserved + subDelims},
		"foo://u":               {"@h": unreserved + subDelims + ":/?#"},
		"foo://u@":              {"h": unreserved + subDelims + "/?#"},
		"https:":                {"//h": ""},
		"https://example.org/a": {"/../b": pchar + "/?#"},
	} {
		for after, allowed := range places {
			for c := range 256 {
				text := before + string([]byte{byte(c)}) + after
				require.Equal(t, strings.IndexByte(allowed, byte(c)) >= 0, iri.Absolute(text), "%q", text)
			}
		}
	}
}

// TestAbsoluteIsLinear would take hours if each bracket, colon or at sign meant another look at the whole text.
func TestAbsoluteIsLinear(t *testing.T) {
	for _, c := range []string{"[", "]", ":", "@", "%", "#", "a"} {
		require.Equal(t, c == "a", iri.Absolute("data://"+strings.Repeat(c, 8<<20)), "%q", c)
	}
}

func TestAbsoluteAllocatesNothing(t *testing.T) {
	text := ofLength(iri.MaxLength)
	require.Zero(t, testing.AllocsPerRun(10, func() { iri.Absolute(text) }))
}

func FuzzAbsolute(f *testing.F) {
	for _, seed := range []string{
		"https://example.org/a?b#c", "HTTP://[::1]:80/", "https://ada@example.org/", "urn:uuid:1", "did:web:a%3A1#k", "data:,x", "nope",
		"//a", "https://", "foo://ä@b:1/", "foo://%20/", "https://bücher.example/ü", "x:%zz", "a:\u202e", "ftp://[fe80::1%25a]/", "x:#a#b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !iri.Absolute(s) {
			return
		}
		require.True(t, utf8.ValidString(s))
		require.False(t, strings.ContainsAny(s, " <>\"{}|\\^`"), "%q", s)
		require.False(t, strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }), "%q", s)
		require.LessOrEqual(t, strings.Count(s, "#"), 1)
		scheme, rest, found := strings.Cut(s, ":")
		require.True(t, found)
		require.Equal(t, scheme, iri.Scheme(s))
		require.NotEmpty(t, rest)
		require.True(t, len(s) <= iri.MaxLength || strings.EqualFold(scheme, "data"))

		u, err := url.Parse(s)
		if err != nil {
			requireKnownToDiffer(t, rest, err)
			return
		}
		require.Equal(t, strings.ToLower(scheme), u.Scheme)
		if u.Scheme == "https" || u.Scheme == "http" {
			require.NotEmpty(t, u.Hostname(), "%q", s)
			require.Nil(t, u.User, "%q", s)
		}
	})
}

// requireKnownToDiffer accepts what RFC 3987 allows and package net/url does not, all of it before the path: user names
// beyond ASCII, and hosts with percent-encoded ASCII.
func requireKnownToDiffer(t *testing.T, rest string, err error) {
	t.Helper()
	authority, ok := strings.CutPrefix(rest, "//")
	require.True(t, ok, "%v", err)
	if i := strings.IndexAny(authority, "/?#"); i >= 0 {
		authority = authority[:i]
	}
	user, host, found := strings.Cut(authority, "@")
	if !found {
		user, host = "", authority
	}
	foreign := strings.ContainsFunc(user, func(r rune) bool { return r > unicode.MaxASCII })
	require.True(t, foreign || strings.Contains(host, "%"), "%v", err)
}
