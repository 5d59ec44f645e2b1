package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed site
var source embed.FS

const (
	verifierFile = "verifier.wasm.gz"
	releaseFile  = "release.js"
	program      = "github.com/charterbadge/openbadge/examples/browser/wasm"
)

// files are the contents of files, by their names relative to a folder, with slashes.
type files map[string][]byte

// write makes the folder, and replaces what has the same names in it. What else is in it stays.
func (f files) write(dir string) error {
	for _, name := range slices.Sorted(maps.Keys(f)) {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, f[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (f files) bytes() (n int) {
	for _, data := range f {
		n += len(data)
	}
	return n
}

// assemble compiles the verifier and puts all files of the site together.
func assemble(ctx context.Context, known *knowledge) (files, error) {
	wasm, err := compile(ctx)
	if err != nil {
		return nil, fmt.Errorf("compiling the verifier: %w", err)
	}
	glue, err := runtimeScript(ctx)
	if err != nil {
		return nil, fmt.Errorf("wasm_exec.js of Go: %w", err)
	}
	return site(wasm, glue, known)
}

// site is all files of the site. The compiled verifier is compressed here, because not every host does.
func site(wasm, glue []byte, known *knowledge) (files, error) {
	all := files{"wasm_exec.js": glue}
	embedded, err := fs.Sub(source, "site")
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(embedded, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all[name], err = fs.ReadFile(embedded, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if all[verifierFile], err = compress(wasm); err != nil {
		return nil, err
	}
	if all[releaseFile], err = release(all); err != nil {
		return nil, err
	}
	return all, known.write(all)
}

// release is the script that tells the service worker what to keep, and under which name: the hash of all of it.
func release(all files) ([]byte, error) {
	h := sha256.New()
	names := slices.Sorted(maps.Keys(all))
	for _, name := range names {
		fmt.Fprintf(h, "%d %s %d ", len(name), name, len(all[name]))
		h.Write(all[name])
	}
	keep := append([]string{"./"}, slices.DeleteFunc(names, func(name string) bool { return name == "sw.js" || name == "index.html" })...)
	text, err := json.MarshalIndent(struct {
		Version string   `json:"version"`
		Files   []string `json:"files"`
	}{hex.EncodeToString(h.Sum(nil)), keep}, "", "  ")
	return fmt.Appendf(nil, "self.release = %s;\n", text), err
}

func compress(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	err = errors.Join(err, w.Close()) // before the bytes are taken
	return b.Bytes(), err
}

// compile makes the verifier with the go tool, which takes it from the module of the folder that this runs in. Without
// inlining it is a seventh smaller, and not slower to a first answer.
func compile(ctx context.Context) ([]byte, error) {
	dir, err := os.MkdirTemp("", "browser-wasm-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "verifier.wasm")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-gcflags=all=-l", "-ldflags=-s -w", "-o", out, program)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, text)
	}
	return os.ReadFile(out)
}

// runtimeScript is the half of Go's runtime that is JavaScript; it must be of the version of Go that compiles.
func runtimeScript(ctx context.Context) ([]byte, error) {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
}
