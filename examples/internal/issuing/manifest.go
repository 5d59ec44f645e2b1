package issuing

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
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
	Achievement string `json:"achievement"`
	Form        string `json:"form"`
	Picture     string `json:"picture,omitempty"` // SHA-256 of the one to bake into
	Shard       string `json:"shard,omitempty"`   // "1/4"
}

// Line is what a row has come to: a badge in a file, or a finding.
type Line struct {
	Row           int    `json:"row"` // as a spreadsheet shows it: the header is row 1
	ID            string `json:"id"`  // of the badge
	File          string `json:"file,omitempty"`
	SHA256        string `json:"sha256,omitempty"`
	Picture       string `json:"picture,omitempty"`
	PictureSHA256 string `json:"pictureSha256,omitempty"`
	Code          string `json:"code,omitempty"`
	Message       string `json:"message,omitempty"`

	kept bool // the file was there
}

func (l *Line) finding() roster.Finding {
	f := roster.Finding{Row: l.Row, Code: l.Code, Message: l.Message}
	switch l.Code {
	case CodeIssued:
		f.Column, f.Value = "number", l.ID
		f.Hint = "issue it into another folder, if it is renewed; or remove its file, if nobody has it yet"
	case CodeRevoked:
		f.Column, f.Value = "number", l.ID
	}
	return f
}

// manifest is a manifest that is being written.
type manifest struct {
	file   *os.File
	row    int // the last that is done
	done   int // badges in it
	failed []Line
}

// lookAt is how many of the last lines are compared with what is in their files. Of those before them the files must be
// there, and not empty, as a power cut leaves them.
const lookAt = 4096

// openManifest opens a manifest and takes out of it what is not finished, or begins it.
func openManifest(path string, head Head, dir string) (_ *manifest, err error) {
	first, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	m := &manifest{file: file}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	end, err := m.read(append(first, '\n'), dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
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

// place is a line with where it begins.
type place struct {
	Line
	at int64
}

// read reads what is there, up to the first line that is torn, or whose file is not there or damaged. It returns where that
// is. Damaged files are removed, also those of the lines after it: without their lines nothing would say that they are.
func (m *manifest) read(first []byte, dir string) (end int64, err error) {
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
		there, err := p.there(dir)
		if err != nil {
			return 0, err
		}
		if len(last) < lookAt {
			last = append(last, p)
		} else {
			last[n%lookAt] = p
		}
		if lost = lost || !there; !lost {
			end = at
			m.take(&p.Line)
		}
	}
	return m.lookAtFiles(last, end, dir)
}

// take counts a line.
func (m *manifest) take(l *Line) {
	m.row = l.Row
	if l.Code == "" {
		m.done++
	} else {
		m.failed = append(m.failed, *l)
	}
}

// lookAtFiles goes back to before the first line whose files are not those that it names.
func (m *manifest) lookAtFiles(last []place, end int64, dir string) (int64, error) {
	at, row := end, 0
	for i := range last {
		l := &last[i]
		ok, err := l.intact(dir)
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
		if l := &last[i]; at <= l.at && l.at < end && l.Code == "" {
			m.done--
		}
	}
	if i := slices.IndexFunc(m.failed, func(l Line) bool { return l.Row >= row }); i >= 0 {
		m.failed = m.failed[:i]
	}
	m.row = row - 1
	return at, nil
}

// there reports whether the files of a line are there, and not empty.
func (l *Line) there(dir string) (bool, error) {
	for _, name := range []string{l.File, l.Picture} {
		if name == "" {
			continue
		}
		if !filepath.IsLocal(name) || !strings.HasPrefix(path.Clean(name), "badges/") {
			return false, fmt.Errorf("%w: a file that is not among the badges", ErrManifest)
		}
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
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
func (l *Line) intact(dir string) (bool, error) {
	whole := true
	for _, f := range []struct{ name, sum string }{{l.File, l.SHA256}, {l.Picture, l.PictureSHA256}} {
		if f.name == "" {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(f.name))
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			whole = false
			continue
		}
		if err != nil {
			return false, err
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.sum {
			whole = false
			if err := os.Remove(path); err != nil {
				return false, err
			}
		}
	}
	return whole, nil
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
