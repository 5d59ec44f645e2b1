// Package webfolder keeps a folder for a web host, and knows which of the files in it are its own: it replaces and removes
// those, as long as nobody has changed them, and nothing else.
//
// Open a Folder, Put the files of a page under a name, and Remove them again. What was written is in a record, the file
// RecordName in the folder, with the SHA-256 of every file. It names the folders of pages that nobody should find, and is
// no file to be uploaded; only its owner can read it.
//
// # Trust
//
// The record is not believed: a name in it that is not of the form that Put writes is refused, nothing outside the folder
// is reached, symbolic links are not followed, and a file is touched only if it has a hash of the record.
//
// # Crashes
//
// The record is written before the files and after them, and has every hash that a file may have meanwhile. A file is
// replaced as a whole; what a write that was cut short has left goes with the page. There is no lock: one process at a time
// may change a folder.
package webfolder

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
)

// RecordName is the name of the record in the folder.
const RecordName = ".badge-page.json"

// MaxFile is how many bytes a file has at most, that is written or looked at.
const MaxFile = 128 << 20

var (
	// ErrRecord: the record is none, or has been tampered with.
	ErrRecord = errors.New("webfolder: not a record of what was written")
	// ErrChanged: a file was changed since it was written.
	ErrChanged = errors.New("webfolder: changed since it was written")
	// ErrPresent: there is something already that was not written here.
	ErrPresent = errors.New("webfolder: not written by this program")
	// ErrName: a name that no file of a page may have.
	ErrName = errors.New("webfolder: name not allowed")
)

// A Page is a folder in the folder, and what it is about. Badge, Issuer and Privacy are for whoever asks.
type Page struct {
	Name    string `json:"folder"` // small letters, digits and hyphens
	Badge   string `json:"badge,omitempty"`
	Issuer  string `json:"issuer,omitempty"`
	Privacy string `json:"privacy,omitempty"`

	// Files has, by their names relative to the page's folder, the hashes that each file may have: the SHA-256 in hex, of
	// which there is one unless a Put was cut short.
	Files map[string][]string `json:"files"`
}

// A Folder is an open folder. It is not safe for concurrent use.
type Folder struct {
	root  *os.Root
	pages []Page // sorted by name
}

// Open opens a folder, which must be there. Without a record in it, nothing in it is its own. The error is of the file
// system or ErrRecord.
func Open(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root}
	if f.pages, err = f.load(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Pages returns what the folder has, by name.
func (f *Folder) Pages() []Page { return slices.Clone(f.pages) }

// Put writes the files of a page, in place of those that it had. p.Files is not looked at. With force it replaces what
// was changed or not written here as well, but nothing that is no regular file.
//
// The error wraps ErrName, ErrChanged or ErrPresent, and then nothing was written, or is of the file system. Files of the
// page that are no longer wanted are removed; those of them that were changed stay, and are returned.
func (f *Folder) Put(p Page, files map[string][]byte, force bool) (left []string, err error) {
	old := f.page(p.Name)
	p.Files = make(map[string][]string, len(files))
	for name, data := range files {
		if !validName(p.Name, name) || len(data) > MaxFile {
			return nil, fmt.Errorf("%w: %q", ErrName, path.Join(p.Name, name))
		}
		p.Files[name] = []string{hash(data)}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := f.vacant(path.Join(p.Name, name), old.Files[name], force); err != nil {
			return nil, err
		}
	}

	during := p
	during.Files = make(map[string][]string)
	for name, hashes := range old.Files {
		during.Files[name] = slices.Clone(hashes)
	}
	for name, hashes := range p.Files {
		if !slices.Contains(during.Files[name], hashes[0]) {
			during.Files[name] = append(during.Files[name], hashes[0])
		}
	}
	if err := f.set(during); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := f.write(path.Join(p.Name, name), files[name], 0o644); err != nil {
			return nil, err
		}
	}
	gone := maps.Clone(old.Files)
	maps.DeleteFunc(gone, func(name string, _ []string) bool { _, ok := files[name]; return ok })
	if left, err = f.remove(p.Name, gone); err != nil {
		return left, err
	}
	return left, f.set(p)
}

// Remove removes the files of a page, and the folders that this leaves empty. Those that were changed since they were
// written stay, stay in the record, and are returned, relative to the folder. A name that no page has removes nothing.
func (f *Folder) Remove(name string) (left []string, err error) {
	p := f.page(name)
	if p.Name == "" {
		return nil, nil
	}
	left, err = f.remove(p.Name, p.Files)
	if err != nil {
		return left, err
	}
	kept := make(map[string][]string)
	for file, hashes := range p.Files {
		if slices.Contains(left, path.Join(p.Name, file)) {
			kept[file] = hashes
		}
	}
	p.Files = kept
	return left, f.set(p)
}

func (f *Folder) page(name string) Page {
	if i := slices.IndexFunc(f.pages, func(p Page) bool { return p.Name == name }); i >= 0 {
		return f.pages[i]
	}
	return Page{}
}

// vacant refuses to write where there is something that is not ours.
func (f *Folder) vacant(name string, hashes []string, force bool) error {
	is, err := f.hashOf(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case force || slices.Contains(hashes, is):
		return nil
	case len(hashes) > 0:
		return fmt.Errorf("%w: %s", ErrChanged, name)
	}
	return fmt.Errorf("%w: %s", ErrPresent, name)
}

// remove removes files, and the folders that are empty then. A file that is not there any more is no matter.
func (f *Folder) remove(folder string, files map[string][]string) (left []string, err error) {
	folders := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := path.Join(folder, name)
		is, err := f.hashOf(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case errors.Is(err, ErrPresent) || err == nil && !slices.Contains(files[name], is):
			left = append(left, file)
			continue
		case err != nil:
			return left, err
		default:
			if err := f.root.Remove(file); err != nil {
				return left, err
			}
		}
		for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	deepest := slices.Sorted(maps.Keys(folders)) // what is in a folder sorts behind it
	slices.Reverse(deepest)
	for _, dir := range deepest {
		if f.inFolders(path.Join(dir, RecordName)) != nil {
			continue // it is gone, or a link by now
		}
		f.sweep(dir)
		f.root.Remove(dir) // which the file system refuses unless it is empty
	}
	return left, nil
}

// tempName is a name that write gives to a file before it is whole.
var tempName = regexp.MustCompile(`^\.badge-[A-Z2-7]{26}$`)

// sweep removes what a write that was cut short has left in a folder: it can be a badge that nobody is to find any more.
func (f *Folder) sweep(dir string) {
	entries, err := fs.ReadDir(f.root.FS(), dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if entry.Type().IsRegular() && tempName.MatchString(entry.Name()) {
			f.root.Remove(path.Join(dir, entry.Name()))
		}
	}
}

// inFolders makes sure that on the way to a file there are folders and no links.
func (f *Folder) inFolders(name string) error {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		info, err := f.root.Lstat(dir)
		if err == nil && !info.IsDir() {
			err = fmt.Errorf("%w: %s is not a folder", ErrPresent, dir)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hashOf hashes a regular file, on the way to which there are folders and no links. Anything else is ErrPresent.
func (f *Folder) hashOf(name string) (string, error) {
	if err := f.inFolders(name); err != nil {
		return "", err
	}
	data, err := f.read(name)
	if err != nil {
		return "", err
	}
	return hash(data), nil
}

// read reads a regular file.
func (f *Folder) read(name string) ([]byte, error) {
	info, err := f.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > MaxFile {
		return nil, fmt.Errorf("%w: %s", ErrPresent, name)
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, MaxFile))
}

// write writes a whole file or none.
func (f *Folder) write(name string, data []byte, perm fs.FileMode) (err error) {
	if dir := path.Dir(name); dir != "." {
		if err := f.root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	temp := path.Join(path.Dir(name), ".badge-"+rand.Text())
	file, err := f.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = f.root.Rename(temp, name)
	}
	if err != nil {
		err = errors.Join(err, f.root.Remove(temp))
	}
	return err
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
