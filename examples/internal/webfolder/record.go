package webfolder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// maxRecord is how many bytes the record has at most.
const maxRecord = 64 << 20

// version is that of the record's format.
const version = 1

type record struct {
	Version int    `json:"version"`
	Pages   []Page `json:"pages"`
}

var (
	pageName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`)
	fileName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$`) // of a file or folder in a page
	hexHash  = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// validName reports whether a page may have such a file: nothing that leads elsewhere, nothing hidden.
func validName(page, file string) bool {
	if !pageName.MatchString(page) || !filepath.IsLocal(filepath.FromSlash(page+"/"+file)) {
		return false
	}
	parts := strings.Split(file, "/")
	return len(parts) <= 8 && !slices.ContainsFunc(parts, func(part string) bool { return !fileName.MatchString(part) })
}

// load reads the record, which is not there before anything was written.
func (f *Folder) load() ([]Page, error) {
	info, err := f.root.Lstat(RecordName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxRecord {
		return nil, fmt.Errorf("%w: not a file, or too large", ErrRecord)
	}
	text, err := f.read(RecordName)
	if err != nil {
		return nil, err
	}
	return parse(text)
}

func parse(text []byte) ([]Page, error) {
	var r record
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: something behind its end", ErrRecord)
	}
	if r.Version != version {
		return nil, fmt.Errorf("%w: version %d, want %d", ErrRecord, r.Version, version)
	}
	for i, p := range r.Pages {
		if i > 0 && r.Pages[i-1].Name >= p.Name {
			return nil, fmt.Errorf("%w: %q occurs twice, or out of order", ErrRecord, p.Name)
		}
		for name, hashes := range p.Files {
			if !validName(p.Name, name) {
				return nil, fmt.Errorf("%w: %q in %q is no name that is written", ErrRecord, name, p.Name)
			}
			if len(hashes) == 0 || slices.ContainsFunc(hashes, func(h string) bool { return !hexHash.MatchString(h) }) {
				return nil, fmt.Errorf("%w: %q in %q has no SHA-256", ErrRecord, name, p.Name)
			}
		}
		if len(p.Files) == 0 {
			return nil, fmt.Errorf("%w: nothing in %q", ErrRecord, p.Name)
		}
	}
	return r.Pages, nil
}

// set writes a page into the record, or takes it out when it has no files. The last page takes the record with it.
func (f *Folder) set(p Page) error {
	pages := slices.DeleteFunc(slices.Clone(f.pages), func(old Page) bool { return old.Name == p.Name })
	if len(p.Files) > 0 {
		pages = append(pages, p)
	}
	slices.SortFunc(pages, func(a, b Page) int { return strings.Compare(a.Name, b.Name) })
	if len(pages) == 0 {
		f.pages = nil
		if err := f.root.Remove(RecordName); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	text, err := json.MarshalIndent(record{version, pages}, "", "  ")
	if err != nil {
		return err
	}
	if err := f.write(RecordName, append(text, '\n'), 0o600); err != nil {
		return err
	}
	f.pages = pages
	return nil
}
