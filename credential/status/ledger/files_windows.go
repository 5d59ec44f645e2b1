package ledger

import (
	"io/fs"
	"os"
	"syscall"
	"unsafe"
)

var lockFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")

// https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-lockfileex
const (
	failImmediately    = 1
	exclusive          = 2
	errorLockViolation = syscall.Errno(33)
)

// lockFile takes a lock that belongs to the handle: the system lets it go when the process ends, however it ends, and a
// second handle of the same process does not get it.
func lockFile(f *os.File) error {
	var at syscall.Overlapped
	ok, _, err := lockFileEx.Call(f.Fd(), exclusive|failImmediately, 0, 1, 0, uintptr(unsafe.Pointer(&at)))
	switch {
	case ok != 0:
		return nil
	case err == errorLockViolation:
		return ErrLocked
	}
	return &fs.PathError{Op: "LockFileEx", Path: f.Name(), Err: err}
}

// unlockFile does nothing: handles are not inherited here, and to close the only one is enough.
func unlockFile(*os.File) error { return nil }

// syncDir does nothing: a folder cannot be flushed here, and NTFS has a journal for the names.
func syncDir(string) error { return nil }
