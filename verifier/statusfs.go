package verifier

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// What is read of a folder or zip with status lists, or of a bundle.
const (
	maxSnapshotFiles = 10_000        // files in all; in a zip, entries
	maxSnapshotBytes = 256 << 20     // bytes in all of what may be a list; of all files of a bundle
	maxStatusBytes   = jose.MaxBytes // bytes of one list: 14 MiB, which no longer JWS or JSON can be verified
	maxStatusTexts   = 64            // texts that say that they are one list
)

// What a file in a zip may expand to: 100 times its compressed size, beyond the first 64 KiB.
const (
	maxRatio   = 100
	ratioFloor = 64 << 10
)

// StatusSnapshot is a StatusSource of lists that were read at once, into memory: what changes later in the folder they
// came from changes nothing. It is immutable and safe for concurrent use.
type StatusSnapshot struct {
	texts   map[string][]*StatusText // by the id inside, in the order of the files' names
	skipped []error
}

// StatusFS reads the status lists among all files in fsys and its folders: os.DirFS, a *zip.Reader, any file system. A
// list is known by its content, whatever its file is called, and found by the id inside it. Lists are compact JWS or
// JSON whose type includes BitstringStatusListCredential or StatusList2021Credential, and 1EdTech revocation lists:
// objects with id, issuer and revokedCredential or revokedCredentials. No signature is checked here. When several files
// have one id all are kept, since any of them may be a forgery.
//
// Everything else is skipped, as are files and folders whose name begins with a dot; Skipped has the reasons. An error
// that names the file is what may be a list and cannot be read: a file or a folder that cannot be opened, a link to a
// folder, a pipe or a device with the name of a list (without extension, or .json, .jsonld, .jwt, .jws), a text of
// more than 14 MiB or that exceeds the limits on JSON, a name in a zip that stands for two files, or for one outside
// it. More than 10,000 files, 256 MiB of text, or 64 different texts with one id are errors too: to drop one could be
// to drop the genuine one.
func StatusFS(fsys fs.FS) (*StatusSnapshot, error) {
	r := newStatusReader()
	err := checkArchive(fsys)
	if err == nil {
		err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return r.visit(fsys, name, entry)
		})
	}
	return r.snapshot(err)
}

// StatusMap is StatusFS for texts in memory, which it copies. The names are for messages alone.
func StatusMap(files map[string][]byte) (*StatusSnapshot, error) {
	r := newStatusReader()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text, err := files[name], r.count()
		switch {
		case err != nil:
		case !plausible(text):
			r.skip(name, errNotList)
		default:
			err = r.add(name, slices.Clone(text))
		}
		if err != nil {
			return r.snapshot(err)
		}
	}
	return r.snapshot(nil)
}

// StatusLists returns the texts of all files with that id. It ignores the context.
func (s *StatusSnapshot) StatusLists(_ context.Context, url string) ([]*StatusText, error) {
	texts, ok := s.texts[url]
	if !ok {
		return nil, ErrNoStatusList
	}
	return slices.Clone(texts), nil
}

// Skipped returns, for each file or folder that was left out, an error that names it and says why.
func (s *StatusSnapshot) Skipped() []error { return slices.Clone(s.skipped) }

var (
	errNotList = errors.New("not a status list")
	errHidden  = errors.New("its name begins with a dot")
)

// statusReader collects lists. Errors of one file are collected too; those it returns end the reading.
type statusReader struct {
	texts   map[string][]*StatusText
	skipped []error
	refused []error
	files   int
	bytes   int
}

func newStatusReader() *statusReader { return &statusReader{texts: make(map[string][]*StatusText)} }

func (r *statusReader) snapshot(err error) (*StatusSnapshot, error) {
	if err := errors.Join(append(r.refused, err)...); err != nil {
		return nil, fmt.Errorf("verifier: reading status lists: %w", err)
	}
	return &StatusSnapshot{r.texts, r.skipped}, nil
}

func (r *statusReader) skip(name string, err error) {
	r.skipped = append(r.skipped, fmt.Errorf("%s: %w", name, err))
}

func (r *statusReader) refuse(name string, err error) {
	r.refused = append(r.refused, fmt.Errorf("%s: %w", name, err))
}

func (r *statusReader) count() error {
	if r.files++; r.files > maxSnapshotFiles {
		return fmt.Errorf("more than %d files", maxSnapshotFiles)
	}
	return nil
}

func (r *statusReader) visit(fsys fs.FS, name string, entry fs.DirEntry) error {
	hidden := name != "." && strings.HasPrefix(entry.Name(), ".")
	if entry.IsDir() && !hidden {
		return nil
	}
	if err := r.count(); err != nil {
		return err
	}
	if hidden {
		r.skip(name, errHidden)
		if entry.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	text, err := readStatus(fsys, name)
	switch {
	case errors.Is(err, errNotList):
		r.skip(name, err)
	case err != nil:
		r.refuse(name, err)
	default:
		return r.add(name, text)
	}
	return nil
}

// add takes the text of a file that may be a list.
func (r *statusReader) add(name string, text []byte) error {
	if r.bytes += len(text); r.bytes > maxSnapshotBytes {
		return fmt.Errorf("%s: more than %d bytes of status lists", name, maxSnapshotBytes)
	}
	url, text, err := openStatus(text)
	switch {
	case err == nil:
		return r.keep(name, url, text)
	case errors.Is(err, strictjson.ErrTooLarge), errors.Is(err, jose.ErrTooLarge):
		r.refuse(name, err)
	default:
		r.skip(name, err)
	}
	return nil
}

// keep adds a list, unless it is there already.
func (r *statusReader) keep(name, url string, text []byte) error {
	t := &StatusText{text, sha256.Sum256(text)}
	known := r.texts[url]
	for _, k := range known {
		if k.sum == t.sum {
			return nil
		}
	}
	if len(known) == maxStatusTexts {
		return fmt.Errorf("%s: more than %d different texts with the id %s", name, maxStatusTexts, strictjson.Quote(url))
	}
	r.texts[url] = append(known, t)
	return nil
}

// readStatus reads a file that may be a list. What begins as no list does is not read to its end.
func readStatus(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("a link to a folder, which is not followed")
	case !info.Mode().IsRegular() && !namesList(name):
		return nil, fmt.Errorf("%w: not a regular file", errNotList)
	}
	f, limit, err := openFile(fsys, name, maxStatusBytes)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if head = head[:n]; !plausible(head) {
		return nil, errNotList
	}
	return readUpTo(io.MultiReader(bytes.NewReader(head), f), limit)
}

// namesList reports whether a file of the name may be expected to be a list.
func namesList(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case "", ".json", ".jsonld", ".jwt", ".jws":
		return true
	}
	return false
}

// plausible reports whether a text that begins like this may be a JSON object or a compact JWS.
func plausible(head []byte) bool {
	head = bytes.TrimSpace(head[:min(len(head), 512)])
	if bytes.HasPrefix(head, []byte("{")) {
		return true
	}
	for _, c := range head {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.') {
			return false
		}
	}
	return true
}

// openStatus returns the URL that a list gives itself, and its text, of a JWS without the white space that editors leave
// around it. Nothing is verified.
func openStatus(text []byte) (url string, trimmed []byte, err error) {
	if !looksLikeJSON(text) {
		text = bytes.TrimSpace(text)
	}
	v, err := listIn(text)
	if err != nil {
		return "", nil, err
	}
	if v = unwrapped(v); !isStatusList(v) {
		return "", nil, errNotList
	}
	id := v.Get("id")
	if !iri.Absolute(id.Text()) {
		return "", nil, errors.New("a status list whose id is not an absolute URI, by which it could be found")
	}
	return strings.Clone(id.Text()), text, nil // a part of the payload would keep all of it
}

// listIn reads what may be a list: JSON, or the payload of a compact JWS, which may stand in an envelope.
func listIn(text []byte) (v strictjson.Value, err error) {
	token := text
	if looksLikeJSON(text) {
		if v, err = parseList(text); err != nil || !isEnveloped(v) {
			return v, err
		}
		var why *Check
		if token, why = unwrapEnveloped(v); why != nil {
			return v, errNotList
		}
	}
	t, err := jose.Parse(token, maxStatusBytes)
	if err != nil {
		return v, err
	}
	return parseList(t.Payload)
}

func parseList(text []byte) (strictjson.Value, error) {
	return strictjson.Parse(text, &strictjson.Limits{
		Bytes: strictjson.MaxBytes, Depth: strictjson.MaxDepth, Values: strictjson.MaxValues, Members: strictjson.MaxMembers,
		Items: strictjson.MaxItems, String: strictjson.MaxString,
	})
}

func isStatusList(v strictjson.Value) bool {
	if contains(v.Get("type"), "BitstringStatusListCredential") || contains(v.Get("type"), "StatusList2021Credential") {
		return true
	}
	has := func(name string) bool { return v.Get(name).Kind() != strictjson.Absent }
	return has("issuer") && (has("revokedCredential") || has("revokedCredentials"))
}

// errTooLong is the error of a text that is longer than it may be.
var errTooLong = errors.New("too long")

func tooLong(limit int64) error { return fmt.Errorf("%w: more than %d bytes", errTooLong, limit) }

// openFile opens a regular file, of which limit bytes may be read: most, or less if it expands to more than a text would.
func openFile(fsys fs.FS, name string, most int64) (f fs.File, limit int64, err error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() { // a pipe could be read for ever
		return nil, 0, errors.New("not a regular file")
	}
	limit = most
	if h, ok := info.Sys().(*zip.FileHeader); ok { // a size that overflows makes it less, never more than most
		limit = min(most, max(ratioFloor, maxRatio*int64(h.CompressedSize64)))
	}
	f, err = fsys.Open(name)
	return f, limit, err
}

// readUpTo reads r to its end, where a zip compares its checksum.
func readUpTo(r io.Reader, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(text)) > limit {
		return nil, tooLong(limit)
	}
	return text, nil
}

// checkArchive refuses a zip in which a name stands for two files, on whatever file system, or leads out of it.
func checkArchive(fsys fs.FS) error {
	var files []*zip.File
	switch z := fsys.(type) {
	case *zip.Reader:
		files = z.File
	case *zip.ReadCloser:
		files = z.File
	}
	if len(files) > maxSnapshotFiles {
		return fmt.Errorf("%w: a zip of %d entries, the limit is %d", errTooLong, len(files), maxSnapshotFiles)
	}
	seen := make(map[string]bool, len(files))
	for _, f := range files {
		name := strings.TrimSuffix(f.Name, "/")
		if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, `\:`) {
			return fmt.Errorf("a zip with the name %s, which not all readers take for one inside it", strictjson.Quote(f.Name))
		}
		folded := fold(name)
		if seen[folded] {
			return fmt.Errorf("a zip with the name %s twice, capital letters aside", strictjson.Quote(f.Name))
		}
		seen[folded] = true
	}
	return nil
}

// fold returns a text that all spellings of a name in small and capital letters have in common.
func fold(name string) string { return strings.ToLower(strings.ToUpper(name)) }
