package verifier_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

const (
	contextURL  = "https://example.org/context.json"
	contextJSON = `{"@context":{"colour":"https://example.org/colour"}}`
	strangerID  = "https://example.com/issuer"
)

func hexOf(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func pinOf(url, text string) string { return url + "=sha256:" + hexOf(text) }

// manifestEntry is what the manifest says of a file with the text.
func manifestEntry(kind, url, file, text string) string {
	return fmt.Sprintf(`{"url":%q,"kind":%q,"file":%q,"sha256":%q,"retrieved":"2026-02-28T10:00:00+01:00"}`, url, kind, file, hexOf(text))
}

func manifestOf(entries ...string) string {
	return `{"bundleVersion":1,"created":"2026-03-01T12:00:00Z","files":[` + strings.Join(entries, ",") + `]}`
}

// A bundleForge is a bundle that opens, until something is done to it.
type bundleForge struct {
	files    map[string]string
	entries  []string
	manifest func(string) string
}

func newBundle() *bundleForge {
	b := &bundleForge{files: make(map[string]string)}
	b.add("issuer", issuerID, "issuers/1.json", string(issuerDocument()))
	b.add("status", listURL, "status/1.json", statusJSON(listURL, ""))
	b.add("context", contextURL, "contexts/1.jsonld", contextJSON)
	return b
}

func (b *bundleForge) add(kind, url, file, text string) {
	b.files[file] = text
	b.entries = append(b.entries, manifestEntry(kind, url, file, text))
}

func (b *bundleForge) text() string {
	text := manifestOf(b.entries...)
	if b.manifest != nil {
		text = b.manifest(text)
	}
	return text
}

func (b *bundleForge) fs() fstest.MapFS {
	fsys := mapFS(b.files)
	fsys["bundle.json"] = &fstest.MapFile{Data: []byte(b.text())}
	return fsys
}

func (b *bundleForge) zip(t testing.TB) []byte {
	entries := []entry{{"bundle.json", b.text()}}
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		entries = append(entries, entry{name, b.files[name]})
	}
	return zipOf(t, entries...)
}

func TestOpenBundle(t *testing.T) {
	forge := newBundle()
	other := statusJWS(statusJSON(listURL, `,"x":1`))
	forge.add("status", listURL, "status/2.jwt", other)
	forge.entries[1] = strings.Replace(forge.entries[1], "2026-02-28T10", "2026-02-28T11", 1)
	trusted := []string{issuerID, pinOf(contextURL, contextJSON)}
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, forge.fs()))

	for name, open := range map[string]func() (*verifier.Bundle, error){
		"map":    func() (*verifier.Bundle, error) { return verifier.OpenBundle(forge.fs(), trusted...) },
		"folder": func() (*verifier.Bundle, error) { return verifier.OpenBundle(os.DirFS(dir), trusted...) },
		"zip":    func() (*verifier.Bundle, error) { return verifier.OpenBundleZip(forge.zip(t), trusted...) },
	} {
		t.Run(name, func(t *testing.T) {
			b, err := open()
			require.NoError(t, err)
			doc, err := b.Issuer(t.Context(), issuerID)
			require.NoError(t, err)
			again, err := b.Issuer(t.Context(), issuerID)
			require.NoError(t, err)
			require.Same(t, doc, again)
			require.Equal(t, issuerID, doc.ID())
			require.Equal(t, []string{forge.files["status/1.json"], other}, found(t, b, listURL))
			require.Empty(t, found(t, b, listURL+"0"))
			c, err := b.Contexts().Document(contextURL)
			require.NoError(t, err)
			require.Equal(t, contextJSON, string(c.Bytes()))
			_, err = b.Contexts().Document(ldcontext.CredentialsV2)
			require.NoError(t, err)
			require.Empty(t, b.Ignored())
			require.Equal(t, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), b.Created())
			for url, want := range map[string]time.Time{
				issuerID: time.Date(2026, 2, 28, 9, 0, 0, 0, time.UTC), contextURL: time.Date(2026, 2, 28, 9, 0, 0, 0, time.UTC),
				listURL: time.Date(2026, 2, 28, 10, 0, 0, 0, time.UTC),
			} {
				got, ok := b.Retrieved(url)
				require.True(t, ok)
				require.Equal(t, want, got)
			}
			_, ok := b.Retrieved(listURL + "0")
			require.False(t, ok)
		})
	}
}

// TestBundleVerifies: a badge, with nothing but a bundle.
func TestBundleVerifies(t *testing.T) {
	token := readSigned(t, "simple-eddsa.jws")
	for name, tt := range map[string]struct {
		trusted []string
		want    error
	}{
		"trusted":          {[]string{issuerID}, nil},
		"pinned":           {[]string{pinOf(issuerID, string(issuerDocument()))}, nil},
		"nobody":           {nil, verifier.ErrUnknownIssuer},
		"somebody else":    {[]string{strangerID}, verifier.ErrUnknownIssuer},
		"other spelling":   {[]string{"did:web:EXAMPLE.org"}, did.ErrIdentifier},
		"part of the name": {[]string{"did:web:example"}, verifier.ErrUnknownIssuer},
	} {
		b, err := verifier.OpenBundle(newBundle().fs(), tt.trusted...)
		if err == nil {
			_, err = verifier.New(b, options(func(o *verifier.Options) { o.Status, o.Contexts = b, b.Contexts() })).Verify(t.Context(), token, nil)
		}
		require.ErrorIs(t, err, tt.want, name)
	}
}

func TestBundleTrust(t *testing.T) {
	key := didKey(badgetest.Ed25519("issuer"))
	self, err := did.Resolve(key)
	require.NoError(t, err)
	selfText, err := self.MarshalJSON()
	require.NoError(t, err)
	stranger := strings.ReplaceAll(string(issuerDocument()), issuerID, strangerID)
	forge := newBundle()
	forge.add("issuer", strangerID, "issuers/2.json", stranger)
	forge.add("issuer", key, "issuers/3.json", strings.Replace(string(selfText), `"assertionMethod"`, `"keyAgreement"`, 1))
	document := string(issuerDocument())

	for name, tt := range map[string]struct {
		trusted []string
		served  []string
		open    error
	}{
		"nobody":                      {nil, nil, nil},
		"one":                         {[]string{issuerID}, []string{issuerID}, nil},
		"two":                         {[]string{issuerID, strangerID}, []string{issuerID, strangerID}, nil},
		"twice":                       {[]string{issuerID, issuerID}, []string{issuerID}, nil},
		"one that is not in it":       {[]string{"did:web:example.net"}, nil, nil},
		"a key":                       {[]string{key}, []string{key}, nil},
		"pinned":                      {[]string{pinOf(issuerID, document)}, []string{issuerID}, nil},
		"pinned twice":                {[]string{pinOf(issuerID, document), pinOf(issuerID, document)}, []string{issuerID}, nil},
		"pinned to another":           {[]string{pinOf(issuerID, stranger)}, nil, verifier.ErrBundlePin},
		"pinned, and not in it":       {[]string{pinOf("did:web:example.net", document)}, nil, nil},
		"pinned and not pinned":       {[]string{pinOf(issuerID, document), issuerID}, nil, verifier.ErrBundlePin},
		"not pinned and pinned":       {[]string{issuerID, pinOf(issuerID, document)}, nil, verifier.ErrBundlePin},
		"pinned in two ways":          {[]string{pinOf(issuerID, document), pinOf(issuerID, stranger)}, nil, verifier.ErrBundlePin},
		"and not in it":               {[]string{pinOf("did:web:example.net", document), pinOf("did:web:example.net", stranger)}, nil, verifier.ErrBundlePin},
		"pinned key":                  {[]string{pinOf(key, string(selfText))}, nil, verifier.ErrBundlePin},
		"pin in capitals":             {[]string{issuerID + "=sha256:" + strings.ToUpper(hexOf(document))}, nil, verifier.ErrBundlePin},
		"short pin":                   {[]string{issuerID + "=sha256:" + hexOf(document)[:62]}, nil, verifier.ErrBundlePin},
		"empty pin":                   {[]string{issuerID + "=sha256:"}, nil, verifier.ErrBundlePin},
		"two pins in one":             {[]string{pinOf(pinOf(issuerID, document), document)}, nil, verifier.ErrBundlePin},
		"pin by another hash":         {[]string{issuerID + "=sha512:" + hexOf(document)}, nil, did.ErrIdentifier},
		"pin of nothing":              {[]string{pinOf("", document)}, nil, did.ErrIdentifier},
		"pin of a wrong DID":          {[]string{pinOf("did:web:Example.org", document)}, nil, did.ErrIdentifier},
		"no identifier":               {[]string{"example.org"}, nil, did.ErrIdentifier},
		"empty":                       {[]string{""}, nil, did.ErrIdentifier},
		"everybody":                   {[]string{"*"}, nil, did.ErrIdentifier},
		"a method of the key":         {[]string{key + "#x"}, nil, did.ErrIdentifier},
		"with a space":                {[]string{issuerID + " "}, nil, did.ErrIdentifier},
		"context, not pinned, no use": {[]string{contextURL}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := verifier.OpenBundle(forge.fs(), tt.trusted...)
			if tt.open != nil {
				require.ErrorIs(t, err, tt.open)
				require.Nil(t, b)
				return
			}
			require.NoError(t, err)
			for _, id := range []string{issuerID, strangerID, key, "did:web:example.net"} {
				doc, err := b.Issuer(t.Context(), id)
				named := slices.ContainsFunc(tt.trusted, func(s string) bool { return s == id || strings.HasPrefix(s, id+"=") })
				switch {
				case slices.Contains(tt.served, id):
					require.NoError(t, err)
					require.Equal(t, id, doc.ID())
				case named:
					require.Error(t, err)
					require.NotErrorIs(t, err, verifier.ErrUnknownIssuer, "trusted, and not there")
				default:
					require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
				}
			}
			if slices.Contains(tt.served, key) {
				doc, err := b.Issuer(t.Context(), key)
				require.NoError(t, err)
				_, err = doc.MethodFor(badgetest.Ed25519("issuer").Public())
				require.NoError(t, err, "the document in the bundle does not count")
			}
			ignored := fmt.Sprint(b.Ignored())
			for file, id := range map[string]string{"issuers/1.json": issuerID, "issuers/2.json": strangerID} {
				require.Equal(t, !slices.Contains(tt.served, id), strings.Contains(ignored, file), ignored)
			}
			require.Contains(t, ignored, "issuers/3.json")
			require.Contains(t, ignored, "contexts/1.jsonld")
		})
	}
}

func TestBundleContexts(t *testing.T) {
	embedded, err := ldcontext.Embedded().Document(ldcontext.OpenBadges303)
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		url, text string
		trusted   []string
		served    bool
		want      error
	}{
		"pinned":                  {contextURL, contextJSON, []string{pinOf(contextURL, contextJSON)}, true, nil},
		"not pinned":              {contextURL, contextJSON, nil, false, nil},
		"named alone":             {contextURL, contextJSON, []string{contextURL}, false, nil},
		"another pin":             {contextURL, contextJSON, []string{pinOf(contextURL, "{}")}, false, verifier.ErrBundlePin},
		"of a URN":                {"urn:x:context", contextJSON, []string{pinOf("urn:x:context", contextJSON)}, true, nil},
		"over http":               {"http://example.org/c", contextJSON, []string{pinOf("http://example.org/c", contextJSON)}, true, nil},
		"one of the embedded":     {ldcontext.OpenBadges303, string(embedded.Bytes()), nil, true, nil},
		"for one of the embedded": {ldcontext.OpenBadges303, contextJSON, []string{pinOf(ldcontext.OpenBadges303, contextJSON)}, true, verifier.ErrBundle},
		"no context":              {contextURL, `{"context":{}}`, nil, false, verifier.ErrBundle},
		"no JSON":                 {contextURL, `{`, nil, false, verifier.ErrBundle},
		"no URL for a context":    {"HTTPS://example.org/c", contextJSON, nil, false, verifier.ErrBundle},
	} {
		t.Run(name, func(t *testing.T) {
			forge := &bundleForge{files: make(map[string]string)}
			forge.add("context", tt.url, "c", tt.text)
			b, err := verifier.OpenBundle(forge.fs(), tt.trusted...)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
				return
			}
			require.NoError(t, err)
			c, err := b.Contexts().Document(tt.url)
			if !tt.served {
				require.ErrorIs(t, err, ldcontext.ErrUnknown)
				require.Len(t, b.Ignored(), 1)
				require.Same(t, ldcontext.Embedded(), b.Contexts())
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.text, string(c.Bytes()))
			require.Empty(t, b.Ignored())
		})
	}
}

func TestOpenBundleRefuses(t *testing.T) {
	document, list := string(issuerDocument()), statusJSON(listURL, "")
	edit := func(old, with string) func(*bundleForge) {
		return func(b *bundleForge) { b.manifest = func(text string) string { return replaceOnce(text, old, with) } }
	}
	replaced := func(with string) func(*bundleForge) {
		return func(b *bundleForge) { b.manifest = func(string) string { return with } }
	}
	also := func(kind, url, file, text string) func(*bundleForge) {
		return func(b *bundleForge) { b.add(kind, url, file, text) }
	}
	as := func(name string) func(*bundleForge) {
		return func(b *bundleForge) {
			b.files[name] = list
			b.entries[1] = manifestEntry("status", listURL, name, list)
		}
	}
	const created = `"created":"2026-03-01T12:00:00Z"`
	for name, tt := range map[string]struct {
		do   func(*bundleForge)
		want error
	}{
		"no manifest":              {replaced(""), verifier.ErrBundle},
		"half a manifest":          {replaced(manifestOf()[:40]), verifier.ErrBundle},
		"manifest of another type": {replaced("[]"), verifier.ErrBundle},
		"no files":                 {replaced(manifestOf()), verifier.ErrBundle},
		"a file in place of files": {replaced(strings.NewReplacer("[", "", "]", "").Replace(manifestOf(manifestEntry("status", listURL, "status/1.json", list)))), verifier.ErrBundle},
		"a member more":            {edit(created, created+`,"comment":"x"`), verifier.ErrBundle},
		"a member of a file more":  {edit(`"kind":"status"`, `"kind":"status","size":1`), verifier.ErrBundle},
		"a member twice":           {edit(created, created+","+created), verifier.ErrBundle},
		"null":                     {edit(created, `"created":null`), verifier.ErrBundle},
		"not created":              {edit(created+",", ""), verifier.ErrBundle},
		"created at no time":       {edit(created, `"created":"2026-03-01"`), verifier.ErrBundle},
		"no version":               {edit(`"bundleVersion":1,`, ""), verifier.ErrBundle},
		"version 2":                {edit(`"bundleVersion":1`, `"bundleVersion":2`), verifier.ErrBundle},
		"version 0":                {edit(`"bundleVersion":1`, `"bundleVersion":0`), verifier.ErrBundle},
		"version as a string":      {edit(`"bundleVersion":1`, `"bundleVersion":"1"`), verifier.ErrBundle},
		"another kind":             {edit(`"kind":"status"`, `"kind":"badge"`), verifier.ErrBundle},
		"kind in capitals":         {edit(`"kind":"status"`, `"kind":"Status"`), verifier.ErrBundle},
		"no kind":                  {edit(`"kind":"status",`, ""), verifier.ErrBundle},
		"no hash":                  {edit(`"sha256":"`+hexOf(list)+`",`, ""), verifier.ErrBundle},
		"short hash":               {edit(hexOf(list), hexOf(list)[1:]), verifier.ErrBundle},
		"hash in capitals":         {edit(hexOf(list), strings.ToUpper(hexOf(list))), verifier.ErrBundle},
		"no time of retrieval":     {edit(hexOf(list)+`","retrieved":"2026-02-28T10:00:00+01:00"`, hexOf(list)+`"`), verifier.ErrBundle},
		"no URL":                   {edit(`"url":"`+listURL+`",`, ""), verifier.ErrBundle},
		"a relative URL":           {edit(`"url":"`+listURL+`"`, `"url":"status/1"`), verifier.ErrBundle},

		"the hash of another file":   {edit(hexOf(list), hexOf(document)), verifier.ErrBundleHash},
		"a file changed":             {func(b *bundleForge) { b.files["status/1.json"] += " " }, verifier.ErrBundleHash},
		"an issuer's file changed":   {func(b *bundleForge) { b.files["issuers/1.json"] += " " }, verifier.ErrBundleHash},
		"a context's file changed":   {func(b *bundleForge) { b.files["contexts/1.jsonld"] += " " }, verifier.ErrBundleHash},
		"a file cut":                 {func(b *bundleForge) { b.files["status/1.json"] = list[:10] }, verifier.ErrBundleHash},
		"a file missing":             {func(b *bundleForge) { delete(b.files, "status/1.json") }, fs.ErrNotExist},
		"a file for two lists":       {also("status", listURL, "status/1.json", list), verifier.ErrBundle},
		"the same in capitals":       {also("status", listURL, "Status/1.JSON", list), verifier.ErrBundle},
		"the manifest itself":        {also("status", listURL, "bundle.json", list), verifier.ErrBundle},
		"the manifest in capitals":   {also("status", listURL, "BUNDLE.json", list), verifier.ErrBundle},
		"an issuer twice":            {also("issuer", issuerID, "issuers/2.json", document), verifier.ErrBundle},
		"a context twice":            {also("context", contextURL, "contexts/2.jsonld", contextJSON), verifier.ErrBundle},
		"parent folder":              {as("../status/1.json"), verifier.ErrBundle},
		"parent folder inside":       {as("status/../1.json"), verifier.ErrBundle},
		"absolute":                   {as("/status/1.json"), verifier.ErrBundle},
		"backslash":                  {as(`status\\1.json`), verifier.ErrBundle},
		"drive letter":               {as("C:1.json"), verifier.ErrBundle},
		"stream of a file":           {as("status/1.json:x"), verifier.ErrBundle},
		"dot":                        {as("."), verifier.ErrBundle},
		"dot before":                 {as("./1.json"), verifier.ErrBundle},
		"two slashes":                {as("status//1.json"), verifier.ErrBundle},
		"slash behind":               {as("status/"), verifier.ErrBundle},
		"letters of two spellings":   {as("status/é.json"), verifier.ErrBundle},
		"space":                      {as("status/1 .json"), verifier.ErrBundle},
		"no name":                    {as(""), verifier.ErrBundle},
		"an issuer's other id":       {also("issuer", strangerID, "issuers/2.json", document), verifier.ErrBundle},
		"an issuer that is none":     {also("issuer", strangerID, "issuers/2.json", "{}"), verifier.ErrBundle},
		"an issuer as a list":        {also("status", issuerID, "status/2.json", document), verifier.ErrBundle},
		"a list's other id":          {also("status", listURL+"0", "status/2.json", list), verifier.ErrBundle},
		"a signed list's other id":   {also("status", listURL+"0", "status/2.jwt", statusJWS(list)), verifier.ErrBundle},
		"a badge as a list":          {also("status", listURL, "status/2.jwt", statusJWS(goodPayload)), verifier.ErrBundle},
		"a list as a context":        {also("context", listURL, "contexts/2.jsonld", list), verifier.ErrBundle},
		"a list nested too deep":     {also("status", listURL, "s", statusJSON(listURL, `,"x":`+strings.Repeat("[", 65)+strings.Repeat("]", 65))), verifier.ErrBundleTooLarge},
		"an issuer too large":        {also("issuer", strangerID, "i", strings.ReplaceAll(document, issuerID, strangerID)+strings.Repeat(" ", did.MaxDocument)), verifier.ErrBundleTooLarge},
		"a context too large":        {also("context", contextURL+"2", "c", contextJSON+strings.Repeat(" ", ldcontext.MaxBytes)), verifier.ErrBundleTooLarge},
		"a list too large":           {also("status", listURL, "s", list+strings.Repeat(" ", 14<<20)), verifier.ErrBundleTooLarge},
		"a manifest too large":       {func(b *bundleForge) { b.manifest = func(s string) string { return s + strings.Repeat(" ", 8<<20) } }, verifier.ErrBundleTooLarge},
		"a manifest nested to death": {edit(created, `"created":`+strings.Repeat("[", 40)+strings.Repeat("]", 40)), verifier.ErrBundleTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			forge := newBundle()
			tt.do(forge)
			b, err := verifier.OpenBundle(forge.fs(), issuerID)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, b)
		})
	}
	_, err := verifier.OpenBundle(fstest.MapFS{})
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = verifier.OpenBundleZip([]byte("no zip"))
	require.ErrorIs(t, err, verifier.ErrBundle)
}

// TestOpenBundleFiles: what a name stands for is a file, and nothing but what the manifest names is opened.
func TestOpenBundleFiles(t *testing.T) {
	for name, mode := range map[string]fs.FileMode{"folder": fs.ModeDir, "pipe": fs.ModeNamedPipe, "device": fs.ModeDevice} {
		fsys := newBundle().fs()
		fsys["status/1.json"].Mode = mode
		_, err := verifier.OpenBundle(fsys)
		require.Error(t, err, name)
	}
	_, err := verifier.OpenBundle(failingFS{newBundle().fs(), "status/1.json", -1})
	require.ErrorIs(t, err, errDisk)
	_, err = verifier.OpenBundle(failingFS{newBundle().fs(), "status/1.json", 5})
	require.ErrorIs(t, err, errDisk)
	_, err = verifier.OpenBundle(failingFS{newBundle().fs(), "bundle.json", 5})
	require.ErrorIs(t, err, errDisk)

	for name, most := range map[string]int{"issuers/1.json": did.MaxDocument, "contexts/1.jsonld": ldcontext.MaxBytes, "status/1.json": 14 << 20} {
		fsys := newBundle().fs()
		fsys[name].Data = append(fsys[name].Data, make([]byte, 15<<20)...)
		_, err = verifier.OpenBundle(failingFS{fsys, name, most + 1})
		require.ErrorIs(t, err, verifier.ErrBundleTooLarge, "%s: one byte more is enough to know", name)
	}

	forge := newBundle()
	forge.files["issuers/extra.json"], forge.files["README"] = "not looked at", "likewise"
	watched := &watchedFS{forge.fs(), nil}
	_, err = verifier.OpenBundle(watched, issuerID)
	require.NoError(t, err)
	slices.Sort(watched.opened)
	require.Equal(t, []string{"bundle.json", "contexts/1.jsonld", "issuers/1.json", "status/1.json"}, slices.Compact(watched.opened))

	watched = &watchedFS{forge.fs(), nil}
	watched.MapFS["bundle.json"].Data = []byte(replaceOnce(forge.text(), "contexts/1.jsonld", "../x"))
	_, err = verifier.OpenBundle(watched, issuerID)
	require.ErrorIs(t, err, verifier.ErrBundle)
	require.Equal(t, []string{"bundle.json"}, slices.Compact(watched.opened), "the manifest is checked before a file is opened")
}

type watchedFS struct {
	fstest.MapFS
	opened []string
}

func (w *watchedFS) Open(name string) (fs.File, error) {
	w.opened = append(w.opened, name)
	return w.MapFS.Open(name)
}

func (w *watchedFS) Stat(name string) (fs.FileInfo, error) {
	w.opened = append(w.opened, name)
	return w.MapFS.Stat(name)
}

// TestOpenBundleZip has what only a zip can do, beside the manifest too.
func TestOpenBundleZip(t *testing.T) {
	forge := newBundle()
	with := func(more ...entry) []byte {
		entries := []entry{{"bundle.json", forge.text()}}
		for name, text := range forge.files {
			entries = append(entries, entry{name, text})
		}
		return zipOf(t, append(entries, more...)...)
	}
	_, err := verifier.OpenBundleZip(with(entry{"README", "hello"}, entry{"more/", ""}))
	require.NoError(t, err)
	for name, more := range map[string]entry{
		"manifest twice":       {"bundle.json", "{}"},
		"manifest in capitals": {"Bundle.json", "{}"},
		"a file twice":         {"status/1.json", statusJSON(listURL, "")},
		"a file in capitals":   {"STATUS/1.json", statusJSON(listURL, "")},
		"the folder itself":    {"./", ""},
		"parent":               {"../evil", ""},
		"absolute":             {"/evil", ""},
		"backslash":            {`..\evil`, ""},
		"drive":                {`C:evil`, ""},
	} {
		_, err := verifier.OpenBundleZip(with(more))
		require.ErrorIs(t, err, verifier.ErrBundle, name)
	}

	bomb := newBundle()
	bomb.add("status", listURL, "status/2.json", statusJSON(listURL, "")+strings.Repeat(" ", 1<<20))
	_, err = verifier.OpenBundle(bomb.fs())
	require.NoError(t, err)
	_, err = verifier.OpenBundleZip(bomb.zip(t))
	require.ErrorIs(t, err, verifier.ErrBundleTooLarge, "a thousand times its size")

	var entries []entry
	for i := range 10_000 - 4 {
		entries = append(entries, entry{fmt.Sprint(i), ""})
	}
	_, err = verifier.OpenBundleZip(with(entries...))
	require.NoError(t, err)
	_, err = verifier.OpenBundleZip(with(append(entries, entry{"one-more", ""})...))
	require.ErrorIs(t, err, verifier.ErrBundleTooLarge)
}

func TestBundleLimits(t *testing.T) {
	many := func(n int) error {
		forge := &bundleForge{files: make(map[string]string)}
		for i := range n {
			url := fmt.Sprintf("urn:x:%d", i)
			forge.add("status", url, fmt.Sprint(i), statusJSON(url, ""))
		}
		_, err := verifier.OpenBundle(forge.fs())
		return err
	}
	require.NoError(t, many(10_000))
	require.ErrorIs(t, many(10_001), verifier.ErrBundleTooLarge)

	same := func(n int) error {
		forge := newBundle()
		for i := range n - 1 {
			forge.add("status", listURL, fmt.Sprint(i), statusJSON(listURL, fmt.Sprintf(`,"x":%d`, i)))
		}
		forge.add("status", listURL, "a-copy", statusJSON(listURL, ""))
		_, err := verifier.OpenBundle(forge.fs())
		return err
	}
	require.NoError(t, same(64))
	require.ErrorIs(t, same(65), verifier.ErrBundleTooLarge)

	forge := newBundle()
	forge.manifest = func(s string) string { return s + strings.Repeat(" ", 8<<20-len(s)) }
	_, err := verifier.OpenBundle(forge.fs())
	require.NoError(t, err)
}

// bundleFiles are those for a bundle with one file of each kind, and another list.
func bundleFiles() []verifier.BundleFile {
	at := badgetest.Now().Add(-time.Hour)
	return []verifier.BundleFile{
		{URL: listURL, Kind: verifier.BundleStatus, Data: []byte(statusJWS(statusJSON(listURL, ""))), Retrieved: at},
		{URL: contextURL, Kind: verifier.BundleContext, Data: []byte(contextJSON), Retrieved: at.Add(time.Minute)},
		{URL: issuerID, Kind: verifier.BundleIssuer, Data: issuerDocument(), Retrieved: at.Add(time.Millisecond)},
		{URL: listURL, Kind: verifier.BundleStatus, Data: []byte(statusJSON(listURL, "")), Retrieved: at.Add(time.Second)},
	}
}

func writeBundle(t testing.TB, files []verifier.BundleFile) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, verifier.WriteBundle(&out, files, badgetest.Now()))
	return out.Bytes()
}

func TestWriteBundle(t *testing.T) {
	files := bundleFiles()
	data := writeBundle(t, files)
	require.Equal(t, bundleFiles(), files)
	b, err := verifier.OpenBundleZip(data, issuerID, pinOf(contextURL, contextJSON))
	require.NoError(t, err)
	require.Empty(t, b.Ignored())
	doc, err := b.Issuer(t.Context(), issuerID)
	require.NoError(t, err)
	text, err := doc.MarshalJSON()
	require.NoError(t, err)
	require.JSONEq(t, string(issuerDocument()), string(text))
	require.Equal(t, []string{string(files[0].Data), string(files[3].Data)}, found(t, b, listURL))
	c, err := b.Contexts().Document(contextURL)
	require.NoError(t, err)
	require.Equal(t, contextJSON, string(c.Bytes()))
	require.Equal(t, badgetest.Now(), b.Created())
	for url, want := range map[string]time.Time{
		issuerID: files[2].Retrieved.Truncate(time.Second), contextURL: files[1].Retrieved, listURL: files[3].Retrieved,
	} {
		got, ok := b.Retrieved(url)
		require.True(t, ok)
		require.Equal(t, want, got)
	}

	z := openZip(t, data)
	require.Equal(t, "bundle.json", z.File[0].Name, "the manifest comes first")
	names := []string{"bundle.json", "contexts/1.jsonld", "issuers/2.json", "status/3.jwt", "status/4.json"}
	for i, f := range z.File {
		require.Equal(t, names[i], f.Name)
		require.Equal(t, zip.Store, f.Method)
		require.Equal(t, badgetest.Now(), f.Modified.UTC())
		require.Equal(t, fs.FileMode(0o666), f.Mode(), "no rights of whoever made it")
	}
}

func TestWriteBundleIsDeterministic(t *testing.T) {
	files := bundleFiles()
	want := writeBundle(t, files)
	slices.Reverse(files)
	require.Equal(t, want, writeBundle(t, files))
	files[0].Retrieved = files[0].Retrieved.In(time.FixedZone("", 3600))
	require.Equal(t, want, writeBundle(t, files))
}

func TestWriteBundleRefuses(t *testing.T) {
	with := func(do func(f *verifier.BundleFile)) func() ([]verifier.BundleFile, time.Time) {
		return func() ([]verifier.BundleFile, time.Time) {
			files := bundleFiles()
			do(&files[2])
			return files, badgetest.Now()
		}
	}
	for name, tt := range map[string]struct {
		files func() ([]verifier.BundleFile, time.Time)
		want  error
	}{
		"nothing":     {func() ([]verifier.BundleFile, time.Time) { return nil, badgetest.Now() }, verifier.ErrBundle},
		"not created": {func() ([]verifier.BundleFile, time.Time) { return bundleFiles(), time.Time{} }, verifier.ErrBundle},
		"year 10000": {func() ([]verifier.BundleFile, time.Time) {
			return bundleFiles(), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
		}, verifier.ErrBundle},
		"twice": {func() ([]verifier.BundleFile, time.Time) {
			return append(bundleFiles(), bundleFiles()[2]), badgetest.Now()
		}, verifier.ErrBundle},
		"not retrieved":  {with(func(f *verifier.BundleFile) { f.Retrieved = time.Time{} }), verifier.ErrBundle},
		"no kind":        {with(func(f *verifier.BundleFile) { f.Kind = "" }), verifier.ErrBundle},
		"another kind":   {with(func(f *verifier.BundleFile) { f.Kind = "../x" }), verifier.ErrBundle},
		"no URL":         {with(func(f *verifier.BundleFile) { f.URL = "" }), verifier.ErrBundle},
		"URL not UTF-8":  {with(func(f *verifier.BundleFile) { f.URL = "urn:x:\xff" }), verifier.ErrBundle},
		"another id":     {with(func(f *verifier.BundleFile) { f.URL = strangerID }), verifier.ErrBundle},
		"no document":    {with(func(f *verifier.BundleFile) { f.Data = nil }), verifier.ErrBundle},
		"no list":        {with(func(f *verifier.BundleFile) { f.Kind = verifier.BundleStatus }), verifier.ErrBundle},
		"large document": {with(func(f *verifier.BundleFile) { f.Data = append(f.Data, make([]byte, did.MaxDocument)...) }), verifier.ErrBundleTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			files, created := tt.files()
			require.ErrorIs(t, verifier.WriteBundle(&out, files, created), tt.want)
			require.Zero(t, out.Len())
		})
	}
	require.ErrorIs(t, verifier.WriteBundle(brokenWriter{}, bundleFiles(), badgetest.Now()), errDisk)
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errDisk }

// TestBundleFromDisk: what was written can be unpacked, and opened as a folder.
func TestBundleFromDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "bundle")
	require.NoError(t, os.CopyFS(dir, openZip(t, writeBundle(t, bundleFiles()))))
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer root.Close()
	b, err := verifier.OpenBundle(root.FS(), issuerID)
	require.NoError(t, err)
	require.Len(t, found(t, b, listURL), 2)
}

// FuzzBundle: no zip is opened that serves another document than the trusted one, a list under another URL, or a
// context that nobody pinned.
func FuzzBundle(f *testing.F) {
	f.Add(newBundle().zip(f))
	f.Add(writeBundle(f, bundleFiles()))
	f.Add(zipOf(f, entry{"bundle.json", manifestOf()}))
	f.Add(zipOf(f, entry{"bundle.json", ""}, entry{"bundle.json", ""}))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := verifier.OpenBundleZip(data, pinOf(issuerID, string(issuerDocument())))
		checkBundle(t, b, err)
	})
}

// FuzzManifest is FuzzBundle for the manifest of a folder whose files do not change.
func FuzzManifest(f *testing.F) {
	forge := newBundle()
	f.Add([]byte(forge.text()))
	f.Add([]byte(manifestOf()))
	f.Add([]byte(manifestOf(manifestEntry("status", listURL, "../status/1.json", ""))))
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		fsys := &watchedFS{forge.fs(), nil}
		fsys.MapFS["bundle.json"].Data = text
		b, err := verifier.OpenBundle(fsys, pinOf(issuerID, string(issuerDocument())))
		checkBundle(t, b, err)
		for _, name := range fsys.opened {
			require.True(t, fs.ValidPath(name) && !strings.ContainsAny(name, `\:`), name)
		}
	})
}

func checkBundle(t *testing.T, b *verifier.Bundle, err error) {
	t.Helper()
	if err != nil {
		require.Nil(t, b)
		return
	}
	require.Same(t, ldcontext.Embedded(), b.Contexts())
	if doc, err := b.Issuer(context.Background(), issuerID); err == nil {
		text, err := doc.MarshalJSON()
		require.NoError(t, err)
		require.JSONEq(t, string(issuerDocument()), string(text))
	}
	_, err = b.Issuer(context.Background(), strangerID)
	require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
	for _, text := range found(t, b, listURL) {
		s, err := verifier.StatusMap(map[string][]byte{"a": []byte(text)})
		require.NoError(t, err)
		require.Equal(t, []string{text}, found(t, s, listURL))
	}
}

// What a verifier in a cellar needs, in one file. It comes with the documents of two issuers; that does not make them
// trusted.
func ExampleOpenBundle() {
	issuer, err := os.ReadFile("../testdata/signed/issuer.json")
	if err != nil {
		panic(err)
	}
	other := bytes.ReplaceAll(issuer, []byte("did:web:example.org"), []byte("did:web:example.com"))
	at := badgetest.Now()
	file, err := os.CreateTemp("", "*.zip")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	err = verifier.WriteBundle(file, []verifier.BundleFile{
		{URL: "did:web:example.org", Kind: verifier.BundleIssuer, Data: issuer, Retrieved: at},
		{URL: "did:web:example.com", Kind: verifier.BundleIssuer, Data: other, Retrieved: at},
	}, at)
	if err := errors.Join(err, file.Close()); err != nil {
		panic(err)
	}

	z, err := zip.OpenReader(file.Name())
	if err != nil {
		panic(err)
	}
	defer z.Close()
	bundle, err := verifier.OpenBundle(z, "did:web:example.org")
	if err != nil {
		panic(err)
	}
	for _, why := range bundle.Ignored() {
		fmt.Println(why)
	}
	v := verifier.New(bundle, &verifier.Options{Status: bundle, Contexts: bundle.Contexts(), Now: badgetest.Now})
	badge, err := os.ReadFile("../testdata/signed/simple-eddsa.jws")
	if err != nil {
		panic(err)
	}
	res, err := v.Verify(context.Background(), badge, nil)
	fmt.Println(verifier.VerdictOf(err), res.Badge.Subject.Achievement.Name)
	// Output:
	// issuers/1.json: "did:web:example.com": an issuer who is not trusted
	// valid Teamwork
}
