package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/signer"
	"golang.org/x/term"
)

const stdio = "-" // the name of standard input and output

// read returns the content of a file, of limit bytes at most, or of standard input if the name is "-". It gives up when
// ctx ends: standard input or a pipe may have nothing to say for ever.
func read(ctx context.Context, name string, limit int) ([]byte, error) {
	type content struct {
		data []byte
		err  error
	}
	done := make(chan content, 1)
	go func() {
		data, err := readNow(name, limit)
		done <- content{data, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case c := <-done:
		return c.data, c.err
	}
}

func readNow(name string, limit int) ([]byte, error) {
	if name == stdio {
		return readAll(os.Stdin, "standard input", limit)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f, name, limit)
}

func readAll(r io.Reader, name string, limit int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && len(data) > limit {
		err = fmt.Errorf("%s: more than %d bytes", name, limit)
	}
	return data, err
}

// A target is where a command writes its result.
type target struct {
	Output string `short:"o" placeholder:"FILE" default:"-" help:"Where to write. Default: standard output."`
	Force  bool   `help:"Overwrite the file if there is one."`
}

// write writes the result, and nothing if it cannot write all of it.
func (t *target) write(data []byte) error {
	if t.Output == stdio && term.IsTerminal(int(os.Stdout.Fd())) {
		data = append(bytes.TrimRight(printable(data), "\n"), '\n') // a JWS has no end of line
	}
	if t.Output == stdio {
		return result(data)
	}
	return hint(writeFile(t.Output, data, 0o666, t.Force))
}

// vacant tells, before any work is done, whether write would find a file in its way.
func (t *target) vacant() error {
	if t.Output == stdio {
		return nil
	}
	return hint(vacant(t.Output, t.Force))
}

// hint says how to overwrite a file that is in the way.
func hint(err error) error {
	if errors.Is(err, errExists) {
		return fmt.Errorf("%w; use --force to overwrite it", err)
	}
	return err
}

var errExists = errors.New("there is such a file already")

// vacant refuses a name that must not be written to. Forced or not, nothing replaces what is not a regular file, or a
// private key: there is no way back.
func vacant(name string, force bool) error {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !force:
		return fmt.Errorf("%s: %w", name, errExists)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: not a regular file, not overwritten", name)
	case holdsKey(name):
		return fmt.Errorf("%s: looks like a key, not overwritten; remove it yourself if you mean to", name)
	}
	return nil
}

func holdsKey(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	text, err := readAll(f, name, maxSealed)
	defer clear(text)
	if err != nil {
		return false // too long for a key
	}
	_, err = signer.ParseKey(text)
	return err == nil || isSealed(text) || bytes.HasPrefix(text, []byte(pemBegin))
}

// writeFile writes a whole file or none. Without force nothing that has the name is replaced, not even what gets it
// meanwhile.
func writeFile(name string, data []byte, perm fs.FileMode, force bool) (err error) {
	p, err := newPending(name, perm, force)
	if err != nil {
		return err
	}
	defer discard(p, &err)
	if _, err := p.Write(data); err != nil {
		return err
	}
	return p.commit()
}

// A pending is a file that is being written: a temporary one beside it, which gets the name when it is complete and on the
// disk.
type pending struct {
	name  string
	force bool
	temp  *os.File
}

func newPending(name string, perm fs.FileMode, force bool) (*pending, error) {
	if err := vacant(name, force); err != nil {
		return nil, err
	}
	p := &pending{name: name, force: force}
	var err error
	p.temp, err = os.OpenFile(filepath.Join(filepath.Dir(name), ".badge-"+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, p.named(err)
	}
	return p, nil
}

// Write writes more of the file.
func (p *pending) Write(data []byte) (int, error) {
	n, err := p.temp.Write(data)
	return n, p.named(err)
}

// commit gives the file its name.
func (p *pending) commit() error {
	err := p.temp.Sync()
	if err = errors.Join(err, p.temp.Close()); err != nil {
		return p.named(err)
	}
	if p.force {
		err = os.Rename(p.temp.Name(), p.name)
	} else {
		err = publish(p.temp.Name(), p.name)
	}
	if err != nil {
		return p.named(err)
	}
	return syncFolder(filepath.Dir(p.name))
}

// discard removes the temporary file, if it is still there.
func (p *pending) discard() error {
	p.temp.Close() // commit has done so, and said what was wrong
	if err := os.Remove(p.temp.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// discard removes what was not committed. An error that is there already says more.
func discard(file interface{ discard() error }, err *error) {
	if rest := file.discard(); *err == nil {
		*err = rest
	}
}

// named makes the error one about the file, not about the temporary one.
func (p *pending) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", p.name, plain(err))
}

// writeNew creates a file that is not there, follows no link to it, and brings the data to the disk.
func writeNew(name string, data []byte, perm fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// publish gives temp the name unless something has it. A link cannot replace anything; where a file system has no links,
// an empty file takes the name first, which cannot replace anything either.
func publish(temp, name string) error {
	err := os.Link(temp, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return claim(temp, name)
}

func claim(temp, name string) error {
	if err := writeNew(name, nil, 0o600); err != nil {
		return err
	}
	err := os.Rename(temp, name)
	if err != nil {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// syncFolder brings the name to the disk. Windows and some file systems have no such call, and no need of it.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) {
		return err
	}
	return nil
}

// plain takes the names of temporary files out of an error.
func plain(err error) error {
	if errors.Is(err, fs.ErrExist) {
		return errExists
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}

// trim takes the white space off that editors and shells leave around a JWS. A picture stays what it is, or it would not be
// the one that its badge names.
func trim(data []byte) []byte {
	if bake.Detect(data) != "" {
		return data
	}
	return bytes.TrimSpace(data)
}
