//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows)

package ledger

import (
	"errors"
	"io/fs"
	"os"
)

// lockFile refuses: without a lock two writers could give one index twice.
func lockFile(f *os.File) error {
	return &fs.PathError{Op: "lock", Path: f.Name(), Err: errors.ErrUnsupported}
}

func unlockFile(*os.File) error { return nil }

func syncDir(name string) error {
	return &fs.PathError{Op: "sync", Path: name, Err: errors.ErrUnsupported}
}
