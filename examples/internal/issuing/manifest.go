package issuing

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/examples/internal/roster"
)

// Head is the first line of a manifest: of which roster it is, and how that was issued.
type Head struct {
	Manifest    int    `json:"manifest"` // 1
	Roster      string `json:"roster"`   // SHA-256 of the file
	Issuer      string `json:"issuer"`
	Name        string `json:"name,omitempty"` // of the issuer, and its home page, if they go into the badges
	URL         string `json:"url,omitempty"`
	Achievement string `json:"achievement"`
	Ledger      string `json:"ledger"` // made from its secret: from which one the places are
	Form        string `json:"form"`
	Beside      string `json:"beside,omitempty"` // what the files that go with the badges depend on
	Shard       string `json:"shard,omitempty"`  // "1/4"
}

// Line is what a row has come to: a badge in a file, or a finding.
type Line struct {
	Row     int             `json:"row"` // as a spreadsheet shows it: the header is row 1
	ID      string          `json:"id"`  // of the badge
	File    string          `json:"file,omitempty"`
	SHA256  string          `json:"sha256,omitempty"`
	Also    []File          `json:"also,omitempty"` // what goes with it
	Finding *roster.Finding `json:"finding,omitempty"`

	kept bool // the file was there
}

// files are all that a line names.
func (l *Line) files() []File {
	if l.File == "" {
		return l.Also
	}
	return append([]File{{Name: l.File, SHA256: l.SHA256}}, l.Also...)
}

// manifest is a manifest that is being written.
type manifest struct {
	file   *os.File
	ending string // of the names of badges
	first  int64  // length of the first line
	row    int    // the last that is done
	done   int    // badges in it
	failed []Line
	fresh  int // row that was issued when it was tried again; 0: none

	seed maphash.Seed
	rows uint64 // sum of the marks of all lines
}

// mark is a hash of a row and the badge that it is about: what has the same sum of marks are the same rows, of the same badges.
func (m *manifest) mark(row int, id string) uint64 {
	type line struct {
		row int
		id  string
	}
	return maphash.Comparable(m.seed, line{row, id})
}

// lookAt is how many of the last lines are compared with what is in their files. Of those before them the files must be
// there, and not empty, as a power cut leaves them.
const lookAt = 4096

// openManifest opens a manifest and takes out of it what is not finished, or begins it.
func openManifest(root *os.Root, name string, head Head, ending string) (_ *manifest, err error) {
	first, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	if _, err := stat(root, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", root.Name(), err)
	}
	file, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", root.Name(), err)
	}
	m := &manifest{file: file, ending: ending, first: int64(len(first)) + 1, seed: maphash.MakeSeed()}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	end, err := m.read(append(first, '\n'), root)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.Name(), err)
	}
	if err := file.Truncate(end); err != nil {
		return nil, err
	}
	if _, err := file.Seek(end, io.SeekStart); err != nil {
		return nil, err
	}
	if end == 0 {
		_, err = file.Write(append(first, '\n'))
	}
	return m, err
}

// restart takes out all lines but the first.
func (m *manifest) restart() error {
	m.row, m.done, m.failed, m.rows = 0, 0, nil, 0
	if err := m.file.Truncate(m.first); err != nil {
		return err
	}
	_, err := m.file.Seek(m.first, io.SeekStart)
	return err
}

// place is a line with where it begins.
type place struct {
	Line
	at int64
}

// read reads what is there, up to the first line that is torn, or whose file is not there or damaged. It returns where that
// is. Damaged files are removed, also those of the lines after it: without their lines nothing would say that they are.
func (m *manifest) read(first []byte, root *os.Root) (end int64, err error) {
	in := bufio.NewReader(m.file)
	head, err := in.ReadBytes('\n')
	switch {
	case errors.Is(err, io.EOF) && bytes.HasPrefix(first, head): // nothing, or what was torn while it was begun
		return 0, nil
	case err != nil && !errors.Is(err, io.EOF):
		return 0, err
	case !bytes.Equal(head, first):
		return 0, fmt.Errorf("%w, of another roster or of one that was issued in another way", ErrManifest)
	}
	end = int64(len(head))
	last, row, lost := make([]place, 0, 64), 0, false // last is a ring
	for n, at := 0, end; ; n++ {
		text, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, err
		}
		p := place{at: at}
		if json.Unmarshal(text, &p.Line) != nil || p.Row <= row {
			break // as after a power cut: from here on it is written anew
		}
		row = p.Row
		at += int64(len(text))
		there, err := p.there(root)
		if err != nil {
			return 0, err
		}
		if len(last) < lookAt {
			last = append(last, p)
		} else {
			last[n%lookAt] = p
		}
		own := p.Finding != nil || p.File == FileOf(p.ID)+m.ending // or the badge of the row is missing
		if lost = lost || !there || !own; !lost {
			end = at
			m.take(&p.Line)
		}
	}
	return m.lookAtFiles(last, end, root)
}

// take counts a line.
func (m *manifest) take(l *Line) {
	m.row = l.Row
	m.rows += m.mark(l.Row, l.ID)
	if l.Finding == nil {
		m.done++
	} else {
		m.failed = append(m.failed, *l)
	}
}

// lookAtFiles goes back to before the first line whose files are not those that it names.
func (m *manifest) lookAtFiles(last []place, end int64, root *os.Root) (int64, error) {
	at, row := end, 0
	for i := range last {
		l := &last[i]
		ok, err := l.intact(root)
		if err != nil {
			return 0, err
		}
		if !ok && l.at < at {
			at, row = l.at, l.Row
		}
	}
	if at == end {
		return end, nil
	}
	for i := range last {
		l := &last[i]
		if l.at < at || l.at >= end {
			continue
		}
		m.rows -= m.mark(l.Row, l.ID)
		if l.Finding == nil {
			m.done--
		}
	}
	if i := slices.IndexFunc(m.failed, func(l Line) bool { return l.Row >= row }); i >= 0 {
		m.failed = m.failed[:i]
	}
	m.row = row - 1
	return at, nil
}

// places are the folders that files may be in.
var places = []string{"badges/", "pages/", "mails/"}

func allowed(name string) bool {
	return filepath.IsLocal(filepath.FromSlash(name)) && path.Clean(name) == name &&
		slices.ContainsFunc(places, func(p string) bool { return strings.HasPrefix(name, p) })
}

// there reports whether the files of a line are there, and not empty.
func (l *Line) there(root *os.Root) (bool, error) {
	for _, f := range l.files() {
		if !allowed(f.Name) {
			return false, fmt.Errorf("%w: a file that is none of the badges' own", ErrManifest)
		}
		info, err := stat(root, f.Name)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// intact reports whether they have what the line says, and removes those that do not.
func (l *Line) intact(root *os.Root) (bool, error) {
	whole := true
	for _, f := range l.files() {
		sum, err := hashOf(root, f.Name)
		if errors.Is(err, fs.ErrNotExist) {
			whole = false
			continue
		}
		if err != nil {
			return false, err
		}
		if sum != f.SHA256 {
			whole = false
			if err := root.Remove(f.Name); err != nil {
				return false, err
			}
		}
	}
	return whole, nil
}

// stat looks at a file. It is an error if there is anything else, such as a link, or a pipe, which could have no end.
func stat(root *os.Root, name string) (fs.FileInfo, error) {
	info, err := root.Lstat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: not a regular file", name)
	}
	return info, err
}

func hashOf(root *os.Root, name string) (string, error) {
	if _, err := stat(root, name); err != nil {
		return "", err
	}
	file, err := root.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return hex.EncodeToString(sum.Sum(nil)), err
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// write appends lines, all at once.
func (m *manifest) write(lines []Line) error {
	var text []byte
	for i := range lines {
		line, err := json.Marshal(&lines[i])
		if err != nil {
			return err
		}
		text = append(append(text, line...), '\n')
	}
	_, err := m.file.Write(text)
	return err
}

func (m *manifest) close() error { return errors.Join(m.file.Sync(), m.file.Close()) }
