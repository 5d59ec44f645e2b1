package ledger_test

import (
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/credential/status/ledger"
)

// memory is a file system in memory that knows what of it would be there after a power failure. It promises no more than
// POSIX: what was written to a file is durable after Sync of the file, names after SyncDir of the folder.
type memory struct {
	names   map[string]*inode // what a program sees
	durable map[string]*inode
	pending []naming
	locked  map[string]bool

	around func()                      // called before and after each call that changes something
	fail   func(op, name string) error // asked before; nil: nothing fails
	rng    *rand.Rand                  // how much of a write that fails is done
	calls  int
}

// naming is a change of names in one folder, made as a whole or not at all.
type naming struct {
	folder string
	set    map[string]*inode // nil removes
}

type inode struct {
	folder        bool
	data, durable []byte
	pending       []edit
	mode          fs.FileMode
}

// edit is a write or, when data is nil, a truncation to at.
type edit struct {
	at   int64
	data []byte
}

func (e edit) apply(b []byte) []byte {
	if e.data == nil {
		return b[:min(int64(len(b)), e.at)]
	}
	if need := int(e.at) + len(e.data); need > len(b) {
		b = slices.Grow(b, need-len(b))
		clear(b[len(b):need])
		b = b[:need]
	}
	copy(b[e.at:], e.data)
	return b
}

func newMemory(rng *rand.Rand) *memory {
	root := map[string]*inode{"/": {folder: true}}
	return &memory{names: root, durable: maps.Clone(root), locked: make(map[string]bool), rng: rng}
}

// crash returns what is there after a power failure: of each file and folder the durable state and some of the pending
// changes, in order, the last of them perhaps torn.
func (m *memory) crash() *memory {
	after := newMemory(m.rng)
	names := maps.Clone(m.durable)
	lost := make(map[string]bool)
	for _, p := range m.pending {
		if lost[p.folder] = lost[p.folder] || m.rng.IntN(3) == 0; lost[p.folder] {
			continue
		}
		for name, node := range p.set {
			names[name] = node
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) { // folders before what is in them
		node := names[name]
		if node == nil || after.names[filepath.Dir(name)] == nil {
			continue
		}
		content := slices.Clone(node.durable)
		for _, e := range node.pending {
			if m.rng.IntN(3) > 0 {
				content = e.apply(content)
				continue
			}
			if len(e.data) > 0 && m.rng.IntN(3) > 0 {
				torn := edit{e.at, slices.Clone(e.data)}
				kept := m.rng.IntN(len(e.data))
				if m.rng.IntN(3) == 0 {
					clear(torn.data[kept:]) // there was room for all of it
				} else {
					torn.data = torn.data[:kept]
				}
				content = torn.apply(content)
			}
			break
		}
		after.names[name] = &inode{folder: node.folder, data: content, durable: slices.Clone(content), mode: node.mode}
	}
	after.durable = maps.Clone(after.names)
	return after
}

// change does what is asked for, unless it fails.
func (m *memory) change(op, name string, do func()) error {
	m.calls++
	if m.fail != nil {
		if err := m.fail(op, name); err != nil {
			return &fs.PathError{Op: op, Path: name, Err: err}
		}
	}
	if m.around != nil {
		m.around()
	}
	do()
	if m.around != nil {
		m.around()
	}
	return nil
}

func (m *memory) rename(folder string, set map[string]*inode) {
	for name, node := range set {
		if node == nil {
			delete(m.names, name)
		} else {
			m.names[name] = node
		}
	}
	m.pending = append(m.pending, naming{folder, set})
}

func missing(op, name string) error { return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist} }

func (m *memory) Mkdir(name string, perm fs.FileMode) error {
	if m.names[name] != nil {
		return &fs.PathError{Op: "mkdir", Path: name, Err: fs.ErrExist}
	}
	return m.change("mkdir", name, func() {
		m.rename(filepath.Dir(name), map[string]*inode{name: {folder: true, mode: perm}})
	})
}

func (m *memory) OpenFile(name string, flag int, perm fs.FileMode) (ledger.File, error) {
	node := m.names[name]
	switch {
	case node != nil && flag&os.O_EXCL != 0:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrExist}
	case node == nil && (flag&os.O_CREATE == 0 || m.names[filepath.Dir(name)] == nil):
		return nil, missing("open", name)
	case node == nil:
		node = &inode{mode: perm}
		err := m.change("create", name, func() { m.rename(filepath.Dir(name), map[string]*inode{name: node}) })
		if err != nil {
			return nil, err
		}
	}
	return &opened{fs: m, node: node, name: name}, nil
}

func (m *memory) Rename(from, to string) error {
	node := m.names[from]
	if node == nil {
		return missing("rename", from)
	}
	return m.change("rename", to, func() { m.rename(filepath.Dir(to), map[string]*inode{from: nil, to: node}) })
}

func (m *memory) Remove(name string) error {
	if m.names[name] == nil {
		return missing("remove", name)
	}
	return m.change("remove", name, func() { m.rename(filepath.Dir(name), map[string]*inode{name: nil}) })
}

func (m *memory) SyncDir(name string) error {
	if m.names[name] == nil {
		return missing("syncdir", name)
	}
	return m.change("syncdir", name, func() {
		m.pending = slices.DeleteFunc(m.pending, func(p naming) bool {
			if p.folder != name {
				return false
			}
			maps.Copy(m.durable, p.set)
			return true
		})
	})
}

type unlock func()

func (u unlock) Close() error { u(); return nil }

func (m *memory) Lock(name string) (io.Closer, error) {
	if m.names[filepath.Dir(name)] == nil {
		return nil, missing("lock", name)
	}
	if m.locked[name] {
		return nil, ledger.ErrLocked
	}
	m.locked[name] = true
	return unlock(func() { delete(m.locked, name) }), nil
}

// files returns the names in a folder that do not begin with a full stop.
func (m *memory) files(folder string) (names []string) {
	for name := range m.names {
		if filepath.Dir(name) == folder && name != folder && !strings.HasPrefix(filepath.Base(name), ".") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// opened is an open file.
type opened struct {
	fs   *memory
	node *inode
	name string
	at   int64
}

func (f *opened) Read(b []byte) (int, error) {
	if f.at >= int64(len(f.node.data)) {
		return 0, io.EOF
	}
	n := copy(b, f.node.data[f.at:])
	f.at += int64(n)
	return n, nil
}

func (f *opened) Seek(offset int64, whence int) (int64, error) {
	if f.at = offset; whence == io.SeekEnd {
		f.at += int64(len(f.node.data))
	}
	return f.at, nil
}

func (f *opened) edit(e edit) {
	f.node.data = e.apply(f.node.data)
	f.node.pending = append(f.node.pending, e)
}

func (f *opened) WriteAt(b []byte, at int64) (int, error) {
	err := f.fs.change("write", f.name, func() { f.edit(edit{at, slices.Clone(b)}) })
	if err != nil {
		n := f.fs.rng.IntN(len(b))
		f.edit(edit{at, append([]byte{}, b[:n]...)})
		return n, err
	}
	return len(b), nil
}

func (f *opened) Truncate(size int64) error {
	return f.fs.change("truncate", f.name, func() { f.edit(edit{at: size}) })
}

func (f *opened) Sync() error {
	return f.fs.change("sync", f.name, func() {
		for _, e := range f.node.pending {
			f.node.durable = e.apply(f.node.durable)
		}
		f.node.pending = nil
	})
}

func (f *opened) Chmod(mode fs.FileMode) error {
	return f.fs.change("chmod", f.name, func() { f.node.mode = mode })
}

func (f *opened) Close() error { return nil }
