package ledger

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// files is all that the package asks of a file system, so that tests can fail or stop at each call.
type files interface {
	Mkdir(name string, perm fs.FileMode) error
	OpenFile(name string, flag int, perm fs.FileMode) (file, error)
	Rename(from, to string) error
	Remove(name string) error
	SyncDir(name string) error           // makes what was done to the names in a folder durable
	Lock(name string) (io.Closer, error) // makes the file if it is missing; ErrLocked
}

type file interface {
	io.ReadSeeker
	io.WriterAt
	io.Closer
	Truncate(size int64) error
	Sync() error
	Chmod(mode fs.FileMode) error
}

// osFiles are those of the operating system. lockFile and syncDir are in the files of the platforms.
type osFiles struct{}

func (osFiles) Mkdir(name string, perm fs.FileMode) error { return os.Mkdir(name, perm) }
func (osFiles) Rename(from, to string) error              { return os.Rename(from, to) }
func (osFiles) Remove(name string) error                  { return os.Remove(name) }
func (osFiles) SyncDir(name string) error                 { return syncDir(name) }

func (osFiles) OpenFile(name string, flag int, perm fs.FileMode) (file, error) {
	f, err := os.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err // not a file that holds nil
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() { // a folder has a size that means nothing, a pipe has none
		err = &fs.PathError{Op: "open", Path: name, Err: errors.New("not a regular file")}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (osFiles) Lock(name string) (io.Closer, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return heldLock{f}, nil
}

// heldLock is let go before its file is closed: a process that is being started in another goroutine may have the open
// file as well until it runs its program, and would keep the lock as long.
type heldLock struct{ *os.File }

func (l heldLock) Close() error { return errors.Join(unlockFile(l.File), l.File.Close()) }

// mkdir makes the last folder of the path, if it is missing, in such a way that a crash does not take it away again.
func mkdir(fsys files, dir string, perm fs.FileMode) error {
	if err := fsys.Mkdir(dir, perm); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return fsys.SyncDir(filepath.Dir(filepath.Clean(dir)))
}

// replace makes the file with this content in the place of what has the name, if anything. Whoever opens it, now or
// after a crash, gets the old content or the new, whole. Before the file gets its name, commit is called, unless nil.
func replace(fsys files, name string, perm fs.FileMode, content []byte, commit func() error) (err error) {
	// The name is fixed, so that a crash leaves one such file at most; the caller's lock keeps others away.
	temp := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".new")
	if err := fsys.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := fsys.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(content, 0)
	if err == nil {
		err = f.Chmod(perm)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil && commit != nil {
		err = commit()
	}
	if err == nil {
		err = fsys.Rename(temp, name)
	}
	if err != nil {
		return errors.Join(err, fsys.Remove(temp))
	}
	return fsys.SyncDir(filepath.Dir(name))
}
