// Package badgetest holds what the tests of several packages share. Nothing
// that ships imports it.
package badgetest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Vectors returns the file name (slash separated, such as
// "wycheproof/ed25519_test.json") of the published test vectors, which are kept
// in the folder ../shared/vectors beside the repository rather than in it. It
// skips the test when that folder is not there, and fails it when the folder is
// there and the file is not, so that a mistyped name cannot pass as a skip.
func Vectors(t testing.TB, name string) []byte {
	t.Helper()
	dir := filepath.Join(filepath.Dir(root(t)), "shared", "vectors")
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("vectors: %s is not beside this checkout (../shared/vectors); skipped", name)
	}
	data, err := fs.ReadFile(os.DirFS(dir), name)
	if err != nil {
		t.Fatalf("vectors: %v", err)
	}
	return data
}

// root is the folder that holds go.mod, looked for upwards from the working
// directory, which for a test is the folder of its package.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatalf("vectors: %v", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("vectors: no go.mod above the working directory")
		}
		dir = parent
	}
}
