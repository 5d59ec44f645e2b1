package context_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

const example = "https://example.org/context.json"

// shipped is every URL that the set must know; the issue of a badge or its verification depends on each.
var shipped = []string{
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
	"https://purl.imsglobal.org/spec/ob/v3p0/context.json",
	"https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
	"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
	"https://w3id.org/security/data-integrity/v1",
	"https://w3id.org/security/data-integrity/v2",
	"https://w3id.org/security/multikey/v1",
	"https://w3id.org/security/suites/ed25519-2020/v1",
	"https://w3id.org/security/v1",
	"https://w3id.org/security/v2",
	"https://w3id.org/vc/status-list/2021/v1",
	"https://www.w3.org/2018/credentials/v1",
	"https://www.w3.org/ns/credentials/status/v1",
	"https://www.w3.org/ns/credentials/undefined-terms/v2",
	"https://www.w3.org/ns/credentials/v2",
	"https://www.w3.org/ns/did/v1",
}

func TestEmbeddedURLs(t *testing.T) {
	require.Equal(t, shipped, ldcontext.Embedded().URLs())
	require.Same(t, ldcontext.Embedded(), ldcontext.Embedded())
}

func TestEmbeddedDocuments(t *testing.T) {
	for _, u := range ldcontext.Embedded().URLs() {
		t.Run(u, func(t *testing.T) {
			d := document(t, u)
			require.Equal(t, u, d.URL)
			require.Equal(t, sum(d.Bytes()), d.SHA256)
			require.Regexp(t, `^npm:(@[a-z]+/)?[a-z0-9-]+@\d+\.\d+\.\d+/[a-zA-Z0-9/.-]+$`, d.Origin)
			require.Contains(t, []string{"BSD-3-Clause", "MIT", "W3C Software and Document License"}, d.Licence)

			v, err := strictjson.Parse(d.Bytes(), nil)
			require.NoError(t, err)
			require.Equal(t, strictjson.Object, v.Kind())
			require.Contains(t, []strictjson.Kind{strictjson.Object, strictjson.Array}, v.Get("@context").Kind())
		})
	}
}

// TestEmbeddedFiles finds a file that the table forgets, which nothing else would hold to a hash.
func TestEmbeddedFiles(t *testing.T) {
	pinned := map[string]bool{}
	for _, u := range ldcontext.Embedded().URLs() {
		pinned[document(t, u).SHA256] = true
	}
	entries, err := os.ReadDir("contexts")
	require.NoError(t, err)
	n := 0
	for _, e := range entries {
		if path.Ext(e.Name()) != ".jsonld" {
			continue
		}
		data, err := os.ReadFile("contexts/" + e.Name())
		require.NoError(t, err)
		require.Truef(t, pinned[sum(data)], "%s is not in the table", e.Name())
		n++
	}
	require.Len(t, pinned, n)
}

func TestPublishedHashes(t *testing.T) {
	for _, c := range []struct{ where, url, sha256 string }{
		{"Verifiable Credentials Data Model 2.0 §B.1, https://www.w3.org/TR/vc-data-model-2.0/",
			ldcontext.CredentialsV2, "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"},
		{"repository of the data model 1.1, https://github.com/w3c/vc-data-model",
			ldcontext.CredentialsV1, "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc"},
		{"Data Integrity 1.0 §2.4, https://www.w3.org/TR/vc-data-integrity/",
			ldcontext.DataIntegrityV2, "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4"},
		{"Data Integrity 1.0 §2.4, https://www.w3.org/TR/vc-data-integrity/",
			ldcontext.MultikeyV1, "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597"},
		{"Bitstring Status List 1.0 §5.2, https://www.w3.org/TR/vc-bitstring-status-list/",
			ldcontext.BitstringStatusV1, "fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7"},
	} {
		t.Run(c.url, func(t *testing.T) {
			require.Equal(t, c.sha256, sum(document(t, c.url).Bytes()), c.where)
		})
	}
}

// TestOpenBadgesHashes holds the contexts to the files of https://github.com/1EdTech/openbadges-specification, of April
// 2025, by the ends of their hashes.
func TestOpenBadgesHashes(t *testing.T) {
	for _, c := range []struct{ url, first, last string }{
		{ldcontext.OpenBadges300, "b077fa13", "ac10"},
		{ldcontext.OpenBadges300Alias, "b077fa13", "ac10"},
		{ldcontext.OpenBadges301, "d582f356", "8355"},
		{ldcontext.OpenBadges302, "00666ad0", "5c53"},
		{ldcontext.OpenBadges303, "ef2fa9c7", "d761"},
		{ldcontext.OpenBadgesExtensions, "146f85aa", "89c3"},
	} {
		t.Run(c.url, func(t *testing.T) {
			got := sum(document(t, c.url).Bytes())
			require.Equal(t, c.first, got[:len(c.first)])
			require.Equal(t, c.last, got[len(got)-len(c.last):])
		})
	}
}

func TestVectors(t *testing.T) {
	for _, c := range []struct {
		file, url string
		layout    bool // the file has the same JSON in other white space
	}{
		{"credentials-v1", ldcontext.CredentialsV1, false},
		{"credentials-v2", ldcontext.CredentialsV2, false},
		{"credentials-undefined-terms-v2", ldcontext.UndefinedTermsV2, false},
		{"data-integrity-v1", ldcontext.DataIntegrityV1, false},
		{"data-integrity-v2", ldcontext.DataIntegrityV2, false},
		{"multikey-v1", ldcontext.MultikeyV1, false},
		{"status-v1", ldcontext.BitstringStatusV1, false},
		{"status-list-2021-v1", ldcontext.StatusList2021V1, true},
	} {
		t.Run(c.file, func(t *testing.T) {
			want := badgetest.Vectors(t, "contexts/"+c.file+".jsonld")
			got := document(t, c.url).Bytes()
			require.JSONEq(t, string(want), string(got))
			require.Equal(t, !c.layout, bytes.Equal(want, got))
		})
	}
}

// TestVectorEd25519Signature2020: the vectors have an older text of this context than the one that its URL leads to,
// npm package 1.1.0. A proof means the same under both: every term of the older text that a proof has is in ours, with
// the same definition, except "signature", an alias of proofValue that no longer is.
func TestVectorEd25519Signature2020(t *testing.T) {
	type definitions map[string]any
	proof := func(data []byte) definitions {
		var doc struct {
			Context struct {
				Proof struct {
					ID      string      `json:"@id"`
					Context definitions `json:"@context"`
				} `json:"Ed25519Signature2020"`
			} `json:"@context"`
		}
		require.NoError(t, json.Unmarshal(data, &doc))
		require.Equal(t, "https://w3id.org/security#Ed25519Signature2020", doc.Context.Proof.ID)
		return doc.Context.Proof.Context
	}
	ours := proof(document(t, ldcontext.Ed25519Signature2020V1).Bytes())
	older := proof(badgetest.Vectors(t, "contexts/ed25519-2020-v1.jsonld"))
	require.Contains(t, older, "proofValue")
	for term, want := range older {
		switch term {
		case "signature":
			require.NotContains(t, ours, term)
		case "proofPurpose": // ours knows more purposes
			for _, key := range []string{"@id", "@type"} {
				require.Equal(t, want.(map[string]any)[key], ours[term].(map[string]any)[key])
			}
			purposes := ours[term].(map[string]any)["@context"].(map[string]any)
			for purpose, def := range want.(map[string]any)["@context"].(map[string]any) {
				require.Equal(t, def, purposes[purpose], purpose)
			}
		default:
			require.Equal(t, want, ours[term], term)
		}
	}
}

func TestDocumentUnknown(t *testing.T) {
	for _, c := range []struct {
		name string
		set  *ldcontext.Set
		url  string
	}{
		{"not shipped", ldcontext.Embedded(), example},
		{"other scheme", ldcontext.Embedded(), strings.Replace(ldcontext.CredentialsV2, "https", "http", 1)},
		{"trailing slash", ldcontext.Embedded(), ldcontext.CredentialsV2 + "/"},
		{"fragment", ldcontext.Embedded(), ldcontext.CredentialsV2 + "#"},
		{"capital host", ldcontext.Embedded(), strings.Replace(ldcontext.CredentialsV2, "w3.org", "W3.org", 1)},
		{"file name", ldcontext.Embedded(), "credentials-v2.jsonld"},
		{"empty", ldcontext.Embedded(), ""},
		{"zero set", &ldcontext.Set{}, ldcontext.CredentialsV2},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := c.set.Document(c.url)
			require.ErrorIs(t, err, ldcontext.ErrUnknown)
			require.ErrorContains(t, err, `"`+c.url+`"`)
			require.Zero(t, d)
		})
	}
}

func TestDocumentUnknownIsQuoted(t *testing.T) {
	_, err := ldcontext.Embedded().Document("https://example.org/\n" + strings.Repeat("é", 10_000))
	require.ErrorIs(t, err, ldcontext.ErrUnknown)
	require.NotContains(t, err.Error(), "\n")
	require.Less(t, len(err.Error()), 512)
}

func TestBytesIsACopy(t *testing.T) {
	d := document(t, ldcontext.OpenBadges303)
	clear(d.Bytes())
	require.Equal(t, d.SHA256, sum(d.Bytes()))
	require.Equal(t, d.SHA256, sum(document(t, ldcontext.OpenBadges303).Bytes()))
}

func TestWith(t *testing.T) {
	doc := []byte(`{"@context": {"member": "https://example.org/vocab#member"}}`)
	before := ldcontext.Embedded().URLs()

	set, err := ldcontext.Embedded().With(example, doc, sum(doc))
	require.NoError(t, err)
	got, err := set.Document(example)
	require.NoError(t, err)
	require.Equal(t, doc, got.Bytes())
	require.Equal(t, sum(doc), got.SHA256)
	require.Equal(t, example, got.URL)
	require.Empty(t, got.Origin)
	require.Empty(t, got.Licence)

	require.Equal(t, append([]string{example}, before...), set.URLs())
	require.Equal(t, before, ldcontext.Embedded().URLs(), "the set that With was called on")

	clear(doc)
	require.Equal(t, got.SHA256, sum(got.Bytes()), "With keeps no reference to doc")
}

func TestWithReplaces(t *testing.T) {
	pinned := document(t, ldcontext.OpenBadges303)
	later := bytes.Replace(pinned.Bytes(), []byte(`"@context": {`),
		[]byte(`"@context": {"jti": "https://example.org/vocab#jti",`), 1)

	set, err := ldcontext.Embedded().With(ldcontext.OpenBadges303, later, sum(later))
	require.NoError(t, err)
	got, err := set.Document(ldcontext.OpenBadges303)
	require.NoError(t, err)
	require.Equal(t, later, got.Bytes())
	require.Equal(t, ldcontext.Embedded().URLs(), set.URLs())
	require.Equal(t, pinned, document(t, ldcontext.OpenBadges303))

	again, err := set.With(ldcontext.OpenBadges303, pinned.Bytes(), pinned.SHA256)
	require.NoError(t, err)
	got, err = again.Document(ldcontext.OpenBadges303)
	require.NoError(t, err)
	require.Equal(t, pinned.Bytes(), got.Bytes())
	got, err = set.Document(ldcontext.OpenBadges303)
	require.NoError(t, err)
	require.Equal(t, later, got.Bytes())
}

func TestWithOnZeroSet(t *testing.T) {
	doc := []byte(`{"@context":[]}`)
	var zero ldcontext.Set
	set, err := zero.With(example, doc, strings.ToUpper(sum(doc)))
	require.NoError(t, err)
	require.Equal(t, []string{example}, set.URLs())
	require.Empty(t, zero.URLs())
	got, err := set.Document(example)
	require.NoError(t, err)
	require.Equal(t, sum(doc), got.SHA256, "lower case, whatever the caller wrote")
}

func TestWithRefuses(t *testing.T) {
	const good = `{"@context":{}}`
	for _, c := range []struct {
		name, url, doc, sum string
		want                error
	}{
		{name: "relative URL", url: "context.json", want: ldcontext.ErrURL},
		{name: "URL without scheme", url: "//example.org/context.json", want: ldcontext.ErrURL},
		{name: "no URL", url: "-", want: ldcontext.ErrURL},
		{name: "URL without host", url: "https:///context.json", want: ldcontext.ErrURL},
		{name: "URL with a space", url: "https://example.org/a context", want: ldcontext.ErrURL},
		{name: "URL with a line end", url: "https://example.org/\n", want: ldcontext.ErrURL},
		{name: "scheme in capitals", url: "HTTPS://example.org/context.json", want: ldcontext.ErrURL},

		{name: "hash of another document", sum: sum([]byte(good + "\n")), want: ldcontext.ErrHash},
		{name: "empty hash", sum: "-", want: ldcontext.ErrHash},
		{name: "short hash", sum: sum([]byte(good))[:62], want: ldcontext.ErrHash},
		{name: "long hash", sum: sum([]byte(good)) + "00", want: ldcontext.ErrHash},
		{name: "hash with a prefix", sum: "sha256:" + sum([]byte(good)), want: ldcontext.ErrHash},

		{name: "nothing", doc: "-", want: ldcontext.ErrDocument},
		{name: "not JSON", doc: "@context", want: ldcontext.ErrDocument},
		{name: "trailing data", doc: good + good, want: ldcontext.ErrDocument},
		{name: "duplicate member", doc: `{"@context":{},"@context":{}}`, want: ldcontext.ErrDocument},
		{name: "duplicate term", doc: `{"@context":{"a":"https://a.example/","a":"https://b.example/"}}`,
			want: ldcontext.ErrDocument},
		{name: "byte order mark", doc: "\ufeff" + good, want: ldcontext.ErrDocument},
		{name: "invalid UTF-8", doc: "{\"@context\":{\"\xff\":\"@id\"}}", want: ldcontext.ErrDocument},
		{name: "array", doc: "[" + good + "]", want: ldcontext.ErrDocument},
		{name: "string", doc: `"@context"`, want: ldcontext.ErrDocument},
		{name: "no @context", doc: `{"@graph":[]}`, want: ldcontext.ErrDocument},
		{name: "other case", doc: `{"@Context":{}}`, want: ldcontext.ErrDocument},
		{name: "null context", doc: `{"@context":null}`, want: ldcontext.ErrDocument},
		{name: "context elsewhere", doc: `{"@context":"https://example.org/other.json"}`, want: ldcontext.ErrDocument},
		{name: "number", doc: `{"@context":1}`, want: ldcontext.ErrDocument},

		{name: "too large to be hashed", doc: good + strings.Repeat(" ", ldcontext.MaxBytes), sum: sum(nil),
			want: ldcontext.ErrTooLarge},
		{name: "too deep", doc: `{"@context":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "}",
			want: ldcontext.ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := []byte(or(c.doc, good))
			set, err := ldcontext.Embedded().With(or(c.url, example), doc, or(c.sum, sum(doc)))
			require.Nil(t, set)
			for _, sentinel := range []error{ldcontext.ErrURL, ldcontext.ErrHash, ldcontext.ErrDocument,
				ldcontext.ErrTooLarge, ldcontext.ErrUnknown} {
				if sentinel == c.want {
					require.ErrorIs(t, err, sentinel)
				} else {
					require.NotErrorIs(t, err, sentinel)
				}
			}
			require.Equal(t, shipped, ldcontext.Embedded().URLs())
		})
	}
}

func TestWithNamesThePlace(t *testing.T) {
	doc := []byte(`{"@context":{"term":{"@id":"@id","@id":"@type"}}}`)
	_, err := ldcontext.Embedded().With(example, doc, sum(doc))
	require.ErrorIs(t, err, ldcontext.ErrDocument)
	require.ErrorContains(t, err, example)
	require.ErrorContains(t, err, "/@context/term/@id")
}

func TestWithLimits(t *testing.T) {
	const head, tail = `{"@context":{`, `}}`
	padded := func(n int) string { return head + strings.Repeat(" ", n-len(head)-len(tail)) + tail }
	terms := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(`,"t` + strings.Repeat("x", i/256) + string(rune('\u0100'+i%256)) + `":"@id"`)
		}
		return head + b.String()[1:] + tail
	}
	prefix := "https://example.org/"
	for _, c := range []struct {
		name, url, doc string
		want           error
	}{
		{"bytes, limit-1", example, padded(ldcontext.MaxBytes - 1), nil},
		{"bytes, limit", example, padded(ldcontext.MaxBytes), nil},
		{"bytes, limit+1", example, padded(ldcontext.MaxBytes + 1), ldcontext.ErrTooLarge},
		{"terms, limit-1", example, terms(strictjson.MaxMembers - 1), nil},
		{"terms, limit", example, terms(strictjson.MaxMembers), nil},
		{"terms, limit+1", example, terms(strictjson.MaxMembers + 1), ldcontext.ErrTooLarge},
		{"URL, limit-1", prefix + strings.Repeat("a", 2047-len(prefix)), padded(64), nil},
		{"URL, limit", prefix + strings.Repeat("a", 2048-len(prefix)), padded(64), nil},
		{"URL, limit+1", prefix + strings.Repeat("a", 2049-len(prefix)), padded(64), ldcontext.ErrURL},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := []byte(c.doc)
			_, err := ldcontext.Embedded().With(c.url, doc, sum(doc))
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
			require.Less(t, len(err.Error()), 1024)
		})
	}
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	doc := []byte(`{"@context":{}}`)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for _, u := range ldcontext.Embedded().URLs() {
				d, err := ldcontext.Embedded().Document(u)
				if err != nil || sum(d.Bytes()) != d.SHA256 {
					t.Errorf("%s: %v", u, err)
				}
				if _, err := ldcontext.Embedded().With(u, doc, sum(doc)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// FuzzWith: what With accepts is one strict JSON object with an @context, under the hash that was given, and leaves the
// set that it was called on alone.
func FuzzWith(f *testing.F) {
	for _, u := range []string{ldcontext.UndefinedTermsV2, ldcontext.MultikeyV1, ldcontext.SecurityV2} {
		d, err := ldcontext.Embedded().Document(u)
		require.NoError(f, err)
		f.Add(u, d.Bytes(), "")
	}
	f.Add(example, []byte(`{"@context":[{"a":"@id"},"https://w3id.org/security/v1"]}`), "")
	f.Add(example, []byte(`{"@context":{"a":1,"a":2}}`), "")
	f.Add("urn:example:context", []byte(`{"@context":{}}`), "")
	f.Add("//example.org", []byte(`[]`), strings.Repeat("0", 64))

	f.Fuzz(func(t *testing.T, u string, doc []byte, sha256hex string) {
		if sha256hex == "" { // else nothing would ever be accepted
			sha256hex = sum(doc)
		}
		set, err := ldcontext.Embedded().With(u, doc, sha256hex)
		if !slices.Equal(shipped, ldcontext.Embedded().URLs()) {
			t.Fatal("the embedded set changed")
		}
		if err != nil {
			if set != nil {
				t.Fatal("a set and an error")
			}
			return
		}
		if parsed, err := url.Parse(u); err != nil || !parsed.IsAbs() {
			t.Fatalf("accepted the URL %q", u)
		}
		if len(doc) > ldcontext.MaxBytes {
			t.Fatalf("accepted %d bytes", len(doc))
		}
		if !strings.EqualFold(sha256hex, sum(doc)) {
			t.Fatalf("accepted the hash %q", sha256hex)
		}
		if _, err := strictjson.Parse(doc, &strictjson.Limits{Members: strictjson.MaxMembers}); err != nil {
			t.Fatal(err)
		}
		var object map[string]json.RawMessage
		if err := json.Unmarshal(doc, &object); err != nil || object["@context"] == nil {
			t.Fatalf("accepted a document without @context: %v", err)
		}
		got, err := set.Document(u)
		if err != nil || !bytes.Equal(got.Bytes(), doc) || got.SHA256 != sum(doc) {
			t.Fatalf("gives another document: %v", err)
		}
	})
}

func BenchmarkDocument(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ldcontext.Embedded().Document(ldcontext.OpenBadges303); err != nil {
			b.Fatal(err)
		}
	}
}

func document(t *testing.T, u string) ldcontext.Document {
	t.Helper()
	d, err := ldcontext.Embedded().Document(u)
	require.NoError(t, err)
	return d
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// or is what a table says, "-" for the empty string, or what it leaves out.
func or(s, other string) string {
	switch s {
	case "":
		return other
	case "-":
		return ""
	}
	return s
}
