package verifier

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The reasons for which OpenBundle and WriteBundle refuse. A file that cannot be read is an error of the file system.
var (
	// ErrBundle: this is no bundle, or one of a later version, or it contradicts itself.
	ErrBundle = errors.New("not a well-formed bundle")

	// ErrBundleHash: a file is not the one that the manifest names. Get the bundle again.
	ErrBundleHash = errors.New("file of the bundle is damaged or was exchanged")

	// ErrBundlePin: a document is not the one that the caller has pinned, or a pin cannot be read.
	ErrBundlePin = errors.New("document does not have the pinned hash")

	// ErrBundleTooLarge: a limit of OpenBundle is exceeded.
	ErrBundleTooLarge = errors.New("bundle too large")
)

// BundleKind says what a file of a bundle is.
type BundleKind string

const (
	BundleIssuer  BundleKind = "issuer"  // a controlled identifier document; its URL is its id
	BundleStatus  BundleKind = "status"  // a status list, as published
	BundleContext BundleKind = "context" // a JSON-LD context
)

// The manifest, beside which nothing in a bundle is read but what it names.
const (
	manifestName    = "bundle.json"
	manifestVersion = 1
	maxManifest     = 8 << 20 // bytes
)

type manifest struct {
	Version int                 `json:"bundleVersion" strict:"required"`
	Created credential.DateTime `json:"created" strict:"required"`
	Files   []manifestFile      `json:"files" strict:"required"`
}

type manifestFile struct {
	URL       string              `json:"url" strict:"required"`
	Kind      BundleKind          `json:"kind" strict:"required"`
	File      string              `json:"file" strict:"required"`
	SHA256    string              `json:"sha256" strict:"required"`
	Retrieved credential.DateTime `json:"retrieved" strict:"required"`
}

// Bundle is what a verifier needs besides the badge, in a folder or zip: documents of issuers, status lists and further
// JSON-LD contexts. It implements Issuers and StatusSource. It was read at once, into memory, is immutable and safe for
// concurrent use.
type Bundle struct {
	trusted   map[string]trust // by identifier or URL
	issuers   map[string]*did.Document
	contexts  *ldcontext.Set
	lists     *StatusSnapshot
	created   time.Time
	retrieved map[string]time.Time
	ignored   []error
}

// trust is what the caller said of an identifier or URL.
type trust struct {
	pinned bool
	sum    [sha256.Size]byte
}

// OpenBundle reads a bundle: os.DirFS or os.Root.FS of a folder, a *zip.Reader, any file system. Anybody can make a
// bundle, so that it is trusted with nothing: trusted has the identifiers of the issuers that the caller trusts, as in a
// trust list, and documents of others in the bundle are not used. Each is one of
//
//	did:key:z6Mk…                      the identifier is the document, and none in the bundle counts
//	did:web:example.org                the document in this bundle is believed, whatever it is
//	did:web:example.org=sha256:9f86…   the document must have this SHA-256, of 64 hexadecimal digits in small letters
//
// The bare name of a did:web or https issuer trusts whoever made the bundle with the issuer's keys: use it for bundles of
// your own, and pins for those of others. A context decides what a proof covers, which is as much power as a key has:
// from the bundle come only those that are pinned, as in "https://example.org/context.json=sha256:…". Status lists need
// nothing, since they are verified when they are used; but whoever made the bundle may have left out the newest.
//
// The file bundle.json is the manifest, strict JSON of
//
//	{
//	  "bundleVersion": 1,
//	  "created": "2026-03-01T12:00:00Z",
//	  "files": [
//	    {
//	      "url": "did:web:example.org",
//	      "kind": "issuer",
//	      "file": "issuers/1.json",
//	      "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
//	      "retrieved": "2026-03-01T11:58:20Z"
//	    }
//	  ]
//	}
//
// with the kinds of BundleKind and times as xsd:dateTimeStamp. Nothing else is read but the files that it names, and
// all of those are, whether trusted or not: each must have its hash and be what its kind says, with the URL as its id.
// A file occurs once, also if capital letters are taken for small ones, and so does the URL of an issuer or a context.
// Names are ASCII letters, digits and "._-" with "/" between folders. The documents must be within their limits
// (did.MaxDocument, context.MaxBytes, 14 MiB for a list), the manifest has at most 8 MiB and 10,000 files, all files
// together 256 MiB; a zip has at most 10,000 entries, no name twice or leading outside, and nothing that expands to more than
// 100 times its compressed size. A context may not be another one than that of the embedded set under the same URL.
//
// Errors match ErrBundle, ErrBundleHash, ErrBundlePin or ErrBundleTooLarge, an identifier in trusted that is none
// did.ErrIdentifier, and a file that is missing fs.ErrNotExist.
func OpenBundle(fsys fs.FS, trusted ...string) (*Bundle, error) {
	b := &Bundle{
		trusted:   make(map[string]trust),
		issuers:   make(map[string]*did.Document),
		contexts:  ldcontext.Embedded(),
		retrieved: make(map[string]time.Time),
	}
	if err := b.open(fsys, trusted); err != nil {
		return nil, fmt.Errorf("verifier: opening the bundle: %w", err)
	}
	return b, nil
}

// OpenBundleZip is OpenBundle for the bytes of a zip.
func OpenBundleZip(data []byte, trusted ...string) (*Bundle, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("verifier: opening the bundle: %w: %w", ErrBundle, err)
	}
	return OpenBundle(z, trusted...)
}

// Issuer returns the document of an issuer that the caller trusts.
func (b *Bundle) Issuer(_ context.Context, id string) (*did.Document, error) {
	if d, ok := b.issuers[id]; ok {
		return d, nil
	}
	if _, ok := b.trusted[id]; ok {
		return nil, fmt.Errorf("verifier: the bundle has no document of %s", strictjson.Quote(id))
	}
	return nil, ErrUnknownIssuer
}

// StatusLists returns the texts of the status lists with that URL. It ignores the context.
func (b *Bundle) StatusLists(ctx context.Context, url string) ([]*StatusText, error) {
	return b.lists.StatusLists(ctx, url)
}

// Contexts returns the embedded contexts and those of the bundle that are pinned, for Options.Contexts.
func (b *Bundle) Contexts() *ldcontext.Set { return b.contexts }

// Created returns when the bundle was made, in UTC. Nothing proves it.
func (b *Bundle) Created() time.Time { return b.created }

// Retrieved returns when the file with that URL was got from there, in UTC, and of several lists the latest time.
// Nothing proves it.
func (b *Bundle) Retrieved(url string) (time.Time, bool) {
	t, ok := b.retrieved[url]
	return t, ok
}

// Ignored returns, for each issuer and context in the bundle that is not used, an error that names it and says why.
func (b *Bundle) Ignored() []error { return slices.Clone(b.ignored) }

func (b *Bundle) open(fsys fs.FS, trusted []string) error {
	for _, entry := range trusted {
		if err := b.trust(entry); err != nil {
			return err
		}
	}
	if err := checkArchive(fsys); err != nil {
		return bundleError(err)
	}
	m, err := readManifest(fsys)
	if err != nil {
		return fmt.Errorf("%s: %w", manifestName, err)
	}
	b.created = m.Created.Time()
	lists, size := newStatusReader(), 0
	for i := range m.Files {
		f := &m.Files[i]
		text, err := f.read(fsys)
		if err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
		if size += len(text); size > maxSnapshotBytes {
			return fmt.Errorf("%w: more than %d bytes in all", ErrBundleTooLarge, maxSnapshotBytes)
		}
		if err := b.add(f, text, lists); err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
	}
	b.lists, err = lists.snapshot(nil)
	return err
}

// trust reads an entry of OpenBundle's trusted.
func (b *Bundle) trust(entry string) (err error) {
	var t trust
	id, sum, pinned := strings.Cut(entry, "=sha256:")
	if pinned {
		t.pinned = true
		if t.sum, err = parseSHA256(sum); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrBundlePin, strictjson.Quote(entry), err)
		}
	}
	doc, err := did.Resolve(id)
	switch {
	case err == nil && pinned:
		return fmt.Errorf("%w: %s is its own document, which no hash is needed for", ErrBundlePin, strictjson.Quote(id))
	case err == nil:
		b.issuers[id] = doc
	case errors.Is(err, did.ErrNeedsDocument):
	case pinned && iri.Absolute(id) && iri.Scheme(id) != "did": // the URL of a context, which may be any
	default:
		return err
	}
	if known, ok := b.trusted[id]; ok && known != t {
		return fmt.Errorf("%w: %s is trusted in two ways", ErrBundlePin, strictjson.Quote(id))
	}
	b.trusted[id] = t
	return nil
}

// readManifest reads and checks the manifest, before any file that it names is opened.
func readManifest(fsys fs.FS) (*manifest, error) {
	text, err := readFile(fsys, manifestName, maxManifest)
	if err != nil {
		return nil, err
	}
	v, err := strictjson.Parse(text, &strictjson.Limits{Bytes: maxManifest, Values: strictjson.MaxValues, Items: strictjson.MaxItems})
	if err != nil {
		return nil, bundleError(err)
	}
	if version := v.Get("bundleVersion"); version.Kind() == strictjson.Number && version.Text() != fmt.Sprint(manifestVersion) {
		return nil, fmt.Errorf("%w: want bundleVersion %d, got %s", ErrBundle, manifestVersion, version.Text())
	}
	if v.Get("files").Kind() != strictjson.Array { // Decode takes one value for an array of it
		return nil, bundleError(strictjson.Type(v.Get("files"), "/files", "an array"))
	}
	var m manifest
	if err := strictjson.Decode(v, &m); err != nil {
		return nil, bundleError(err)
	}
	if len(m.Files) > maxSnapshotFiles {
		return nil, fmt.Errorf("%w: %d files, the limit is %d", ErrBundleTooLarge, len(m.Files), maxSnapshotFiles)
	}
	return &m, m.check()
}

func (m *manifest) check() error {
	files := map[string]bool{manifestName: true}
	type document struct {
		kind BundleKind
		url  string
	}
	documents := make(map[document]bool)
	for i := range m.Files {
		f := &m.Files[i]
		bad := func(text string) error {
			return fmt.Errorf("%w: %s: %s", ErrBundle, strictjson.PointerAt("/files", i), text)
		}
		d := document{f.Kind, f.URL}
		switch {
		case f.Kind != BundleIssuer && f.Kind != BundleStatus && f.Kind != BundleContext:
			return bad("the kind " + strictjson.Quote(string(f.Kind)))
		case !portable(f.File):
			return bad("the name " + strictjson.Quote(f.File))
		case files[fold(f.File)]:
			return bad("the file " + strictjson.Quote(f.File) + " a second time")
		case documents[d] && f.Kind != BundleStatus:
			return bad("the URL " + strictjson.Quote(f.URL) + " a second time")
		}
		files[fold(f.File)], documents[d] = true, true
	}
	return nil
}

// portable reports whether a name is a path inside the bundle on whatever file system it lies.
func portable(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"
	return fs.ValidPath(name) && name != "." && strings.Trim(name, letters) == ""
}

func (f *manifestFile) read(fsys fs.FS) ([]byte, error) {
	want, err := parseSHA256(f.SHA256)
	if err != nil {
		return nil, bundleError(err)
	}
	most := int64(maxStatusBytes)
	switch f.Kind {
	case BundleIssuer:
		most = did.MaxDocument
	case BundleContext:
		most = ldcontext.MaxBytes
	}
	text, err := readFile(fsys, f.File, most)
	if err != nil {
		return nil, err
	}
	if sha256.Sum256(text) != want {
		return nil, fmt.Errorf("%w: want the SHA-256 %s", ErrBundleHash, f.SHA256)
	}
	return text, nil
}

func readFile(fsys fs.FS, name string, most int64) ([]byte, error) {
	file, limit, err := openFile(fsys, name, most)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := readUpTo(file, limit)
	if errors.Is(err, errTooLong) {
		return nil, bundleError(err)
	}
	return text, err
}

// bundleError gives an error its sentinel.
func bundleError(err error) error {
	switch {
	case errors.Is(err, errTooLong), errors.Is(err, strictjson.ErrTooLarge), errors.Is(err, jose.ErrTooLarge),
		errors.Is(err, did.ErrTooLarge), errors.Is(err, ldcontext.ErrTooLarge):
		return fmt.Errorf("%w: %w", ErrBundleTooLarge, err)
	}
	return fmt.Errorf("%w: %w", ErrBundle, err)
}

// add takes a file that has the hash of the manifest.
func (b *Bundle) add(f *manifestFile, text []byte, lists *statusReader) error {
	if t := f.Retrieved.Time(); t.After(b.retrieved[f.URL]) {
		b.retrieved[f.URL] = t
	}
	switch f.Kind {
	case BundleIssuer:
		return b.addIssuer(f, text)
	case BundleContext:
		return b.addContext(f, text)
	}
	url, text, err := openStatus(text)
	switch {
	case err != nil:
		return bundleError(err)
	case url != f.URL:
		return fmt.Errorf("%w: want the status list %s, got %s", ErrBundle, strictjson.Quote(f.URL), strictjson.Quote(url))
	}
	if err := lists.keep(f.File, url, text); err != nil {
		return fmt.Errorf("%w: %w", ErrBundleTooLarge, err)
	}
	return nil
}

func (b *Bundle) addIssuer(f *manifestFile, text []byte) error {
	doc, err := did.Parse(text)
	switch {
	case err != nil:
		return bundleError(err)
	case doc.ID() != f.URL:
		return fmt.Errorf("%w: want the document of %s, got that of %s", ErrBundle, strictjson.Quote(f.URL), strictjson.Quote(doc.ID()))
	}
	t, ok := b.trusted[f.URL]
	switch {
	case !ok:
		b.ignore(f, "an issuer who is not trusted")
	case b.issuers[f.URL] != nil:
		b.ignore(f, "the identifier is the document")
	case !t.allows(text):
		return t.refusal(f)
	default:
		b.issuers[f.URL] = doc
	}
	return nil
}

func (b *Bundle) addContext(f *manifestFile, text []byte) error {
	set, err := b.contexts.With(f.URL, text, f.SHA256)
	if err != nil {
		return bundleError(err)
	}
	embedded, err := ldcontext.Embedded().Document(f.URL)
	t := b.trusted[f.URL]
	switch {
	case err == nil && embedded.SHA256 != f.SHA256:
		return fmt.Errorf("%w: another context for %s, which is one of the embedded", ErrBundle, strictjson.Quote(f.URL))
	case err == nil:
	case !t.pinned:
		b.ignore(f, "a context that is not pinned")
	case !t.allows(text):
		return t.refusal(f)
	default:
		b.contexts = set
	}
	return nil
}

func (t trust) allows(text []byte) bool { return !t.pinned || sha256.Sum256(text) == t.sum }

func (t trust) refusal(f *manifestFile) error {
	return fmt.Errorf("%w: %s: want %x, got %s", ErrBundlePin, strictjson.Quote(f.URL), t.sum, f.SHA256)
}

func (b *Bundle) ignore(f *manifestFile, why string) {
	b.ignored = append(b.ignored, fmt.Errorf("%s: %s: %s", f.File, strictjson.Quote(f.URL), why))
}
