package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
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
	b := &batch{root: root, folder: c.Folder, verify: v.Verify}
	b.start(ctx, c.Workers)
	var sum tally
	if err := b.each(ctx, func(j *job) error {
		sum.add(j.err)
		return result(j.text)
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

// A batch verifies the badges of a folder. Workers read and verify them; what they have is waited for in the order in
// which they were found. Only so many are between the two, so that memory does not grow with the number of badges.
type batch struct {
	root   *os.Root
	folder string
	verify verification
	order  chan *job // in the order of the names; closed after the last
}

// A job is one badge.
type job struct {
	name string // in the folder, with slashes
	err  error  // why it could not be found, and then what the verification ended in
	text []byte // the report in a line
	done chan struct{}
}

// start begins to look for badges and to verify them, until ctx ends.
func (b *batch) start(ctx context.Context, workers int) {
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	b.order = make(chan *job, 4*workers)
	work := make(chan *job)
	go func() {
		defer close(b.order)
		defer close(work)
		b.find(ctx, work)
	}()
	for range workers {
		go func() {
			for j := range work {
				b.run(ctx, j)
				close(j.done)
			}
		}()
	}
}

// each hands on the badges that were verified, in their order, until ctx ends.
func (b *batch) each(ctx context.Context, use func(*job) error) error {
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

// find hands out the badges. A folder that cannot be read is a job that has failed.
func (b *batch) find(ctx context.Context, work chan<- *job) {
	fs.WalkDir(b.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && (d.IsDir() || !isBadge(name)) {
			return ctx.Err()
		}
		j := &job{name: name, err: err, done: make(chan struct{})}
		for _, to := range []chan<- *job{b.order, work} {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case to <- j:
			}
		}
		return nil
	})
}

func isBadge(name string) bool { return slices.Contains(badgeNames, strings.ToLower(path.Ext(name))) }

// run verifies one badge.
func (b *batch) run(ctx context.Context, j *job) {
	file := filepath.Join(b.folder, filepath.FromSlash(j.name))
	var secured []byte
	err := j.err
	if err != nil {
		err = fmt.Errorf("%s: %w", name(file), plain(err))
	} else {
		secured, err = b.read(j.name, file)
	}
	var report *verifier.Report
	if err != nil {
		j.err = err
		report = unread(file, j.err)
	} else {
		var res *verifier.Result
		res, j.err = b.verify(ctx, trim(secured), nil)
		report = verifier.NewReport(res, j.err).For(file, secured)
	}
	text, err := oneLine(report)
	if err != nil {
		j.err = err
	}
	j.text = text
}

// read reads a regular file in the folder. Anything else, such as a pipe, could have no end.
func (b *batch) read(inside, file string) ([]byte, error) {
	info, err := b.root.Stat(inside)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	var f *os.File
	if err == nil {
		f, err = b.root.Open(inside)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name(file), plain(err))
	}
	defer f.Close()
	return readAll(f, name(file), maxInput)
}
