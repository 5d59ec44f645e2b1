package online

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// meta is what is known of an answer beside its content.
type meta struct {
	URL       string        `json:"url"`
	ETag      string        `json:"etag,omitempty"`
	Retrieved time.Time     `json:"retrieved"` // when the server last said that this is current
	Lifetime  time.Duration `json:"lifetime"`  // nanoseconds from then on
}

// magic begins every file. After it come the SHA-256 of the rest in hexadecimal and a line feed, and then the rest: meta
// as JSON, a line feed, and the body as it was received.
const magic = "openbadge cache 1 "

// maxMeta is more than meta can be: a URL of iri.MaxLength and an entity tag, each escaped.
const maxMeta = 32 << 10

var errDamaged = errors.New("not a whole file of the cache")

func encodeFile(m meta, body []byte) ([]byte, error) {
	head, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	rest := slices.Concat(head, []byte("\n"), body)
	sum := sha256.Sum256(rest)
	return slices.Concat([]byte(magic), hex.AppendEncode(nil, sum[:]), []byte("\n"), rest), nil
}

// decodeFile returns what is in a file; the body is a part of it.
func decodeFile(file []byte) (m meta, body []byte, err error) {
	line, rest, _ := bytes.Cut(file, []byte("\n"))
	sum := sha256.Sum256(rest)
	if string(line) != magic+hex.EncodeToString(sum[:]) {
		return meta{}, nil, errDamaged
	}
	head, body, _ := bytes.Cut(rest, []byte("\n"))
	if err := json.Unmarshal(head, &m); err != nil || m.Lifetime < 0 {
		return meta{}, nil, errDamaged
	}
	return m, body, nil
}

const (
	maxFiles  = 10_000    // of a folder
	maxFolder = 512 << 20 // bytes of its files
	maxTemp   = time.Hour // age of a temporary file that still has a writer
	tempName  = "temp-*"
)

// folder is a folder of the cache. A nil folder has nothing and keeps nothing.
type folder struct {
	path string

	mu      sync.Mutex
	written int // files since they were last counted
	bytes   int // and their bytes
}

// openFolder makes a folder when it is not there, and finds out that it can be written to, and by nobody else.
func openFolder(path string) (*folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFolder, err)
	}
	for _, p := range []string{filepath.Dir(path), path} {
		info, err := os.Stat(p)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFolder, err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 { // there the modes are made up
			return nil, fmt.Errorf("%w: %q can be written to by others (%v)", ErrFolder, p, info.Mode().Perm())
		}
	}
	f := &folder{path: path}
	temp, err := os.CreateTemp(path, tempName)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFolder, err)
	}
	temp.Close()
	os.Remove(temp.Name())
	f.sweep()
	return f, nil
}

func (f *folder) file(url string) string {
	sum := sha256.Sum256([]byte(url))
	return filepath.Join(f.path, hex.EncodeToString(sum[:]))
}

// read returns what is kept of a URL. Any error means that nothing is.
func (f *folder) read(url string, maxBytes int64) (meta, []byte, error) {
	if f == nil {
		return meta{}, nil, fs.ErrNotExist
	}
	name := f.file(url)
	info, err := os.Lstat(name)
	if err != nil {
		return meta{}, nil, err
	}
	if limit := maxBytes + maxMeta; !info.Mode().IsRegular() || info.Size() > limit {
		return meta{}, nil, errDamaged
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return meta{}, nil, err
	}
	m, body, err := decodeFile(text)
	if err == nil && m.URL != url {
		err = errDamaged
	}
	return m, body, err
}

// write keeps an answer. That it could not is no reason not to use the answer, so that there is no error.
func (f *folder) write(m meta, body []byte) {
	if f == nil {
		return
	}
	text, err := encodeFile(m, body)
	if err != nil || f.replace(f.file(m.URL), text) != nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.written++
	f.bytes += len(text)
	if f.written >= maxFiles/100 || f.bytes >= maxFolder/10 {
		f.written, f.bytes = 0, 0
		f.sweep()
	}
}

// replace writes a file whole or not at all.
func (f *folder) replace(name string, text []byte) error {
	temp, err := os.CreateTemp(f.path, tempName) // with the mode 0600
	if err != nil {
		return err
	}
	_, err = temp.Write(text)
	err = cmp.Or(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), name)
	}
	if err != nil {
		temp.Close()
		os.Remove(temp.Name())
	}
	return err
}

// renew notes that what is kept of a URL is still current, unless another process has put something else there.
func (f *folder) renew(m meta, maxBytes int64) {
	if old, body, err := f.read(m.URL, maxBytes); err == nil && sameTag(old.ETag, m.ETag) {
		f.write(m, body)
	}
}

func (f *folder) remove(url string) {
	if f != nil {
		os.Remove(f.file(url))
	}
}

// sweep removes the files that were written longest ago while there are too many, and what writers that died have left.
func (f *folder) sweep() {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return
	}
	var files []fs.FileInfo
	total := int64(0)
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if strings.HasPrefix(info.Name(), strings.TrimSuffix(tempName, "*")) {
			if time.Since(info.ModTime()) > maxTemp {
				os.Remove(filepath.Join(f.path, info.Name()))
			}
			continue
		}
		files = append(files, info)
		total += info.Size()
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for i, info := range files {
		if len(files)-i <= maxFiles && total <= maxFolder {
			return
		}
		os.Remove(filepath.Join(f.path, info.Name()))
		total -= info.Size()
	}
}
