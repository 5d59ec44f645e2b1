package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/verifier"
)

type batchVerifyCmd struct {
	Folder  string `arg:"" placeholder:"DIR" help:"The folder, with all folders in it."`
	Workers int    `default:"0" placeholder:"N" help:"How many badges to verify at once. Default: as many as there are processors."`
	judge
}

// Help adds to the output of --help.
func (c *batchVerifyCmd) Help() string {
	return `Verifies every file whose name ends in ` + strings.Join(badgeNames, ", ") + `. Prints a report of each as JSON in a line, in the ` +
		`order of their names, whatever is wrong with one of them, and the counts to standard error. Links out of the folder are not ` +
		`followed: what they point to is reported as not read.

Example: badge batch verify --trust did.json --status lists badges

Exit codes:

	0    all are valid
	4    the folder cannot be read, or has no badge
	5    not all are valid`
}

// badgeNames are the ends of the names of files that are verified.
var badgeNames = []string{".json", ".jws", ".jwt", ".png", ".svg"}

const maxWorkers = 256

// Run verifies.
func (c *batchVerifyCmd) Run(ctx context.Context) error {
	if c.Workers < 0 || c.Workers > maxWorkers {
		return usage("--workers: want 1 to %d, or none", maxWorkers)
	}
	root, err := os.OpenRoot(c.Folder)
	if err != nil {
		return err
	}
	defer root.Close()
	v, err := c.verifier(ctx)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	b := &batch[[]byte]{judge: lineOf(v.Verify)}
	b.start(ctx, filesBelow(ctx, root, c.Folder, badgeNames), c.Workers)
	var sum tally
	if err := b.each(ctx, func(j *job[[]byte]) error {
		sum.add(j.err)
		return result(j.made)
	}); err != nil {
		return err
	}
	if sum.unknown > 0 {
		for _, why := range c.skipped {
			note("not a status list: %v", why)
		}
	}
	return sum.end(c.Folder)
}

// lineOf makes a report in a line of each file, and the error that it is about.
func lineOf(verify verification) judgement[[]byte] {
	return func(ctx context.Context, f file, secured []byte, err error) ([]byte, error) {
		var report *verifier.Report
		if err != nil {
			report = unread(f.path(), err)
		} else {
			var res *verifier.Result
			res, err = verify(ctx, trim(secured), nil)
			report = verifier.NewReport(res, err).For(f.path(), secured)
		}
		text, failed := oneLine(report)
		if failed != nil {
			err = failed
		}
		return text, err
	}
}

// tally counts verdicts.
type tally struct{ valid, invalid, unknown, unread int }

func (t *tally) add(err error) {
	_, judged := errors.AsType[*verifier.Error](err)
	switch {
	case err == nil:
		t.valid++
	case !judged:
		t.unread++
		note("%v", err)
	case verifier.VerdictOf(err) == verifier.Invalid:
		t.invalid++
	default:
		t.unknown++
	}
}

func (t *tally) end(folder string) error {
	all := t.valid + t.invalid + t.unknown + t.unread
	if all == 0 {
		return fmt.Errorf("%s: no file whose name ends in %s", name(folder), strings.Join(badgeNames, ", "))
	}
	note("%s: %d valid, %d invalid, %d indeterminate, %d not read", plural(all, "badge"), t.valid, t.invalid, t.unknown, t.unread)
	if t.valid < all {
		return &failure{code: exitSome}
	}
	return nil
}

// A file is one in a folder, which nothing leads out of.
type file struct {
	root   *os.Root
	folder string
	name   string // in the folder, with slashes
}

// path is the name of the file for people.
func (f file) path() string { return filepath.Join(f.folder, filepath.FromSlash(f.name)) }

// filesBelow finds the files below a folder whose names have one of the ends, in the order of their names, and what could not
// be looked at, until ctx ends.
func filesBelow(ctx context.Context, root *os.Root, folder string, ends []string) iter.Seq2[file, error] {
	return func(yield func(file, error) bool) {
		fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && (d.IsDir() || !slices.Contains(ends, strings.ToLower(path.Ext(name)))) {
				return ctx.Err()
			}
			if !yield(file{root, folder, name}, err) {
				return fs.SkipAll
			}
			return nil
		})
	}
}

// read reads a regular file. Anything else, such as a pipe, could have no end.
func (f file) read() ([]byte, error) {
	info, err := f.root.Stat(f.name)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	var in *os.File
	if err == nil {
		in, err = f.root.Open(f.name)
	}
	if err != nil {
		return nil, f.failed(err)
	}
	defer in.Close()
	return readAll(in, name(f.path()), maxInput)
}

// failed is that the file cannot be read.
func (f file) failed(err error) error { return fmt.Errorf("%s: %w", name(f.path()), plain(err)) }

// A batch reads files and makes something of each. Workers do that, and what they have is waited for in the order in which
// the files were found. Only so many are between the two, so that memory does not grow with the number of files.
type batch[T any] struct {
	judge judgement[T]
	order chan *job[T] // in the order of the files; closed after the last
}

// A judgement makes something of a file, or of the error that kept it from being read.
type judgement[T any] func(ctx context.Context, f file, secured []byte, err error) (T, error)

// A job is one file.
type job[T any] struct {
	file
	made T
	err  error // why the file could not be found, and then what it ended in
	done chan struct{}
}

// start begins to read the files, until ctx ends.
func (b *batch[T]) start(ctx context.Context, files iter.Seq2[file, error], workers int) {
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	b.order = make(chan *job[T], 4*workers)
	work := make(chan *job[T])
	go func() {
		defer close(b.order)
		defer close(work)
		for f, err := range files {
			if !b.hand(ctx, work, &job[T]{file: f, err: err, done: make(chan struct{})}) {
				return
			}
		}
	}()
	for range workers {
		go func() {
			for j := range work {
				var secured []byte
				if j.err != nil {
					j.err = j.failed(j.err)
				} else {
					secured, j.err = j.read()
				}
				j.made, j.err = b.judge(ctx, j.file, secured, j.err)
				close(j.done)
			}
		}()
	}
}

// hand hands a job out, unless ctx has ended.
func (b *batch[T]) hand(ctx context.Context, work chan<- *job[T], j *job[T]) bool {
	for _, to := range []chan<- *job[T]{b.order, work} {
		select {
		case <-ctx.Done():
			return false
		case to <- j:
		}
	}
	return true
}

// each hands on what was made of the files, in their order, until ctx ends.
func (b *batch[T]) each(ctx context.Context, use func(*job[T]) error) error {
	for j := range b.order {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-j.done:
		}
		if err := use(j); err != nil {
			return err
		}
	}
	return ctx.Err()
}
