package verifier

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

var (
	// ErrStatusRollback: a newer version of the status list was seen before, or another one of the same time. Who shows
	// an old list to a verifier makes revoked badges look good again.
	ErrStatusRollback = errors.New("verifier: a newer status list was seen before")

	// ErrStatusMemory: the file of a StatusMemory is not whole. What was in it is lost; to delete it is to forget which
	// versions were seen.
	ErrStatusMemory = errors.New("verifier: damaged memory of status lists")
)

// StatusVersion is one version of a status list that verified.
type StatusVersion struct {
	Issuer    string            // of the credentials whose status it gives; the list is by this one, or by one of its StatusIssuers
	URL       string            // of the list
	ValidFrom time.Time         // when this version was made
	SHA256    [sha256.Size]byte // of the decoded bits
}

// StatusGuard is a StatusSource that is asked whether a list may be used. A Verifier asks about every list, each time,
// once it has verified and its dates hold, and before any bit is read. An error means that the list is not used and the
// status is unknown; it matches ErrStatusRollback when the list is older than it ought to be.
type StatusGuard interface {
	StatusSource
	Accept(ctx context.Context, v StatusVersion) error
}

// StatusMemory remembers the newest version of each status list, apart for each issuer of credentials: a list that
// another issuer publishes under the same URL says nothing of how new this one's is. It must be safe for concurrent use.
//
// Newest returns the version that is remembered for an issuer and a URL, if there is one. Remember makes v the newest, unless it is
// older than what is remembered, or as old and another: then the error matches ErrStatusRollback, and nothing changes.
// Comparing and remembering are one step. Any other error means that v is not remembered.
type StatusMemory interface {
	Newest(issuer, url string) (v StatusVersion, known bool, err error)
	Remember(v StatusVersion) error
}

// GuardRollback returns a StatusGuard with the lists of src that refuses what is older than mem remembers, and has mem
// remember what is newer before it is used. When mem fails, no list is used. A nil mem is a NewStatusMemory.
func GuardRollback(src StatusSource, mem StatusMemory) StatusGuard {
	if mem == nil {
		mem = NewStatusMemory()
	}
	return &rollbackGuard{src, mem}
}

type rollbackGuard struct {
	StatusSource
	memory StatusMemory
}

// Accept answers without writing when v is the version that is remembered.
func (g *rollbackGuard) Accept(_ context.Context, v StatusVersion) error {
	known, ok, err := g.memory.Newest(v.Issuer, v.URL)
	if err != nil {
		return fmt.Errorf("verifier: looking up the newest version of a status list: %w", err)
	}
	if ok {
		if newer, err := v.follows(known); err != nil || !newer {
			return err
		}
	}
	if err := g.memory.Remember(v); err != nil {
		return fmt.Errorf("verifier: remembering a status list: %w", err)
	}
	return nil
}

// follows reports whether v is newer than known; neither newer nor an error is the same version. Two versions of one
// instant cannot be put in order, so that the first one that was seen stays.
func (v StatusVersion) follows(known StatusVersion) (bool, error) {
	switch v.ValidFrom.Compare(known.ValidFrom) {
	case -1:
		return false, fmt.Errorf("%w: %s of %s, now one of %s", ErrStatusRollback,
			strictjson.Quote(v.URL), precise(known.ValidFrom), precise(v.ValidFrom))
	case 0:
		if v.SHA256 != known.SHA256 {
			return false, fmt.Errorf("%w: %s of %s with other bits", ErrStatusRollback, strictjson.Quote(v.URL), precise(v.ValidFrom))
		}
		return false, nil
	}
	return true, nil
}

// precise writes an instant in whole, for comparing versions may depend on a part of a second.
func precise(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// check refuses what no list that verified has, and what could not be written as a line.
func (v StatusVersion) check() error {
	year := v.ValidFrom.UTC().Year()
	if !isURL(v.Issuer) || !isURL(v.URL) || v.ValidFrom.IsZero() || year < 1 || year > 9999 {
		return fmt.Errorf("want an issuer, a URL and a time, got %s and %s of %s",
			strictjson.Quote(v.Issuer), strictjson.Quote(v.URL), precise(v.ValidFrom))
	}
	return nil
}

func isURL(s string) bool { return len(s) <= iri.MaxLength && iri.Absolute(s) }

// listKey says which versions are of one list.
type listKey struct{ issuer, url string }

func (v StatusVersion) key() listKey { return listKey{v.Issuer, v.URL} }

// maxRemembered is the number of lists a StatusMemory of this package remembers. Beyond it Remember is an error, since
// to forget a list is to accept an old one.
const maxRemembered = 100_000

var errFull = fmt.Errorf("more than %d status lists", maxRemembered)

// NewStatusMemory returns a StatusMemory that lasts as long as the process. It remembers 100,000 lists at most; another
// one is an error.
func NewStatusMemory() StatusMemory { return &memory{newest: make(map[listKey]StatusVersion)} }

type memory struct {
	mu     sync.RWMutex
	newest map[listKey]StatusVersion
}

func (m *memory) Newest(issuer, url string) (StatusVersion, bool, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	v, ok := m.newest[listKey{issuer, url}]
	return v, ok, nil
}

func (m *memory) Remember(v StatusVersion) error {
	if err := v.check(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	_, err := raise(m.newest, v)
	return err
}

// raise makes v the newest version, and reports whether that changed anything.
func raise(newest map[listKey]StatusVersion, v StatusVersion) (changed bool, err error) {
	if known, ok := newest[v.key()]; ok {
		if newer, err := v.follows(known); err != nil || !newer {
			return false, err
		}
	} else if len(newest) >= maxRemembered {
		return false, errFull
	}
	newest[v.key()] = v
	return true, nil
}

// OpenStatusMemory returns a StatusMemory that is kept in a file. A file that is not there is an empty memory, and is
// made when the first version is remembered. One that is torn, changed or no such file is an error that matches
// ErrStatusMemory: an empty memory in its place would accept any old list. It remembers 100,000 lists at most.
//
// Remember returns when the version is on the disk. The file is replaced as a whole, so that after a crash there is the
// old one or the new one. Newest does not read it.
//
// Processes may share a file. Remember first reads what the others have written and keeps it; what they write later is
// seen with the next version that is remembered here. There is no lock: of two processes that write in the same instant
// one may undo what the other has just written, but not what it itself has seen. Use a file for each process where that
// matters. The file is text: a first line, one line for each list with the time, the SHA-256 of the bits, the issuer and
// the URL, in the order of the issuers and URLs, and a last line with the SHA-256 of all before it.
func OpenStatusMemory(file string) (StatusMemory, error) {
	newest, err := readMemory(file)
	if err != nil {
		return nil, fmt.Errorf("verifier: opening the memory of status lists: %w", err)
	}
	return &fileMemory{file: file, memory: memory{newest: newest}}, nil
}

type fileMemory struct {
	file    string
	writing sync.Mutex // held while the disk works, so that Newest need not wait for it
	memory
}

func (m *fileMemory) Remember(v StatusVersion) error {
	if err := v.check(); err != nil {
		return err
	}
	m.writing.Lock()
	defer m.writing.Unlock()
	newest, err := readMemory(m.file)
	if err != nil {
		return err
	}
	for key, known := range m.newest { // nobody writes it but the holder of writing
		if there, ok := newest[key]; !ok || known.ValidFrom.After(there.ValidFrom) {
			newest[key] = known
		}
	}
	if len(newest) > maxRemembered { // which could be written, but not read
		return errFull
	}
	changed, err := raise(newest, v)
	if changed {
		if err := replaceFile(m.file, formatMemory(newest)); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.newest = newest // what others have written counts, even if v does not
	return err
}

// A memory file begins with this line.
const memoryTitle = "openbadge status memory 1\n"

// The longest memory file: title, sum, and every line with the longest issuer, URL, hash and time.
const maxMemoryFile = 128 + maxRemembered*(2*iri.MaxLength+128)

func readMemory(file string) (map[listKey]StatusVersion, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return make(map[listKey]StatusVersion), nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxMemoryFile+1))
	if err != nil {
		return nil, err
	}
	newest, err := parseMemory(string(text))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrStatusMemory, file, err)
	}
	return newest, nil
}

// parseMemory reads what formatMemory wrote, and nothing else: a text that would not be written is damaged.
func parseMemory(text string) (map[listKey]StatusVersion, error) {
	rest, ok := strings.CutPrefix(text, memoryTitle)
	if !ok {
		return nil, errors.New("not a memory of status lists")
	}
	newest := make(map[listKey]StatusVersion)
	for line := range strings.Lines(rest) {
		if strings.HasPrefix(line, "sha256 ") {
			break // whatever follows, the text written again does not have it
		}
		v, err := parseVersion(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, err
		}
		newest[v.key()] = v
	}
	switch {
	case len(newest) > maxRemembered:
		return nil, errFull
	case string(formatMemory(newest)) != text:
		return nil, errors.New("it is not as it was written")
	}
	return newest, nil
}

func parseVersion(line string) (v StatusVersion, err error) {
	made, rest, _ := strings.Cut(line, " ")
	sum, rest, _ := strings.Cut(rest, " ")
	v.Issuer, v.URL, _ = strings.Cut(rest, " ")
	if v.ValidFrom, err = time.Parse(time.RFC3339Nano, made); err != nil {
		return v, fmt.Errorf("want a time, got %s", strictjson.Quote(made))
	}
	if v.SHA256, err = parseSHA256(sum); err != nil {
		return v, err
	}
	return v, v.check()
}

// parseSHA256 reads a hash of 64 hexadecimal digits, the letters small, so that it has one text.
func parseSHA256(s string) (sum [sha256.Size]byte, err error) {
	if len(s) != 2*len(sum) || strings.Trim(s, "0123456789abcdef") != "" {
		return sum, fmt.Errorf("want 64 hexadecimal digits in small letters, got %s", strictjson.Quote(s))
	}
	_, err = hex.Decode(sum[:], []byte(s))
	return sum, err
}

func formatMemory(newest map[listKey]StatusVersion) []byte {
	versions := slices.SortedFunc(maps.Values(newest), func(a, b StatusVersion) int {
		return cmp.Or(cmp.Compare(a.Issuer, b.Issuer), cmp.Compare(a.URL, b.URL))
	})
	text := []byte(memoryTitle)
	for _, v := range versions {
		text = fmt.Appendf(text, "%s %x %s %s\n", precise(v.ValidFrom), v.SHA256, v.Issuer, v.URL)
	}
	return fmt.Appendf(text, "sha256 %x\n", sha256.Sum256(text))
}

// replaceFile puts a file with the text in the place of another, or leaves that as it is.
func replaceFile(file string, text []byte) error {
	dir := filepath.Dir(file)
	temp, err := os.CreateTemp(dir, "."+filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // which after the renaming is not there
	_, err = temp.Write(text)
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), file); err != nil {
		return err
	}
	return syncFolder(dir)
}

// syncFolder makes a renaming last.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" { // where a folder cannot be synced, and need not be
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
