package issuing

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/roster"
)

// blockRows is how many rows one goroutine takes at a time, and how many lines of the manifest are written at a time.
const blockRows = 64

// block is a part of the rows, on its way from the reader through a worker to the manifest.
type block struct {
	number int
	rows   []row
	lines  []Line
	err    error
}

type row struct {
	*roster.Record
	id [16]byte
}

// Run reserves and issues. When ctx ends, the blocks that were begun are finished, and the error is that of the context:
// calling Run again goes on from there. A row with a finding does not keep the others from being issued.
func (j *Job) Run(ctx context.Context) (counts Counts, err error) {
	head, err := j.head()
	if err != nil {
		return counts, err
	}
	m, err := openManifest(filepath.Join(j.Dir, j.Shard.name()), head, j.Dir)
	if err != nil {
		return counts, err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	if counts, err = j.plan(ctx, j.reserve); err != nil {
		return counts, err
	}
	for _, l := range m.failed {
		counts.Failed++
		if err := j.Finding(l.finding()); err != nil {
			return counts, err
		}
	}
	counts.Kept = m.done
	if j.Progress != nil {
		j.Progress(counts)
	}
	return j.issueAll(ctx, m, counts)
}

// head is the first line of the manifest.
func (j *Job) head() (_ Head, err error) {
	if err := j.complete(); err != nil {
		return Head{}, err
	}
	file, err := j.Roster()
	if err != nil {
		return Head{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return Head{}, err
	}
	h := Head{Manifest: 1, Roster: hex.EncodeToString(hash.Sum(nil)), Issuer: j.Issuer.ID, Achievement: j.AchievementID, Form: j.Form}
	if j.Shard.Of > 0 {
		h.Shard = fmt.Sprintf("%d/%d", j.Shard.Number, j.Shard.Of)
	}
	if j.Picture != nil {
		picture := sha256.Sum256(j.Picture)
		h.Picture = hex.EncodeToString(picture[:])
	}
	return h, nil
}

// issueAll sends the rows through the workers, in blocks, and writes the manifest in the order of the rows.
func (j *Job) issueAll(ctx context.Context, m *manifest, counts Counts) (Counts, error) {
	workers := j.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	todo, done := make(chan *block, workers), make(chan *block, workers)
	free := make(chan struct{}, 2*workers) // blocks that are not in the manifest yet
	reading := make(chan error, 1)
	stop, halt := context.WithCancel(ctx)
	defer halt()
	go func() {
		reading <- j.blocks(stop, m.row, free, todo)
		close(todo)
	}()
	var pool sync.WaitGroup
	for range workers {
		pool.Go(func() {
			for b := range todo {
				j.issue(b) // to its end, whatever becomes of ctx
				done <- b
			}
		})
	}
	go func() { pool.Wait(); close(done) }()

	var failure error
	waiting := make(map[int]*block)
	next := 0
	for b := range done {
		waiting[b.number] = b
		for b := waiting[next]; b != nil; b = waiting[next] {
			delete(waiting, next)
			next++
			<-free
			if failure != nil {
				continue
			}
			if failure = j.finish(m, b, &counts); failure != nil {
				halt()
			}
		}
	}
	if err := <-reading; failure == nil {
		failure = err
	}
	return counts, failure
}

// blocks reads the rows behind a row of the roster.
func (j *Job) blocks(ctx context.Context, behind int, free chan<- struct{}, todo chan<- *block) (err error) {
	file, err := j.Roster()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	b := &block{}
	send := func() error {
		select {
		case free <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		todo <- b
		b = &block{number: b.number + 1}
		return ctx.Err()
	}
	err = j.rows(file, func(r *roster.Record, id [16]byte, finding *roster.Finding) error {
		if finding != nil || r.Row <= behind || !j.Shard.has(id) {
			return nil
		}
		if b.rows = append(b.rows, row{r, id}); len(b.rows) == blockRows {
			return send()
		}
		return nil
	})
	if err == nil && len(b.rows) > 0 {
		err = send()
	}
	return err
}

// issue makes the badges of a block and their files.
func (j *Job) issue(b *block) {
	for _, r := range b.rows {
		l, err := j.badge(r)
		if err != nil {
			b.err = fmt.Errorf("row %d: %w", r.Row, err)
			return
		}
		b.lines = append(b.lines, l)
	}
}

// finish writes what a block has come to into the manifest: all of it, or up to where it failed.
func (j *Job) finish(m *manifest, b *block, counts *Counts) error {
	if err := m.write(b.lines); err != nil {
		return err
	}
	for i := range b.lines {
		switch l := &b.lines[i]; {
		case l.Code != "":
			counts.Failed++
			if err := j.Finding(l.finding()); err != nil {
				return err
			}
		case l.kept:
			counts.Kept++
		default:
			counts.Issued++
		}
	}
	if j.Progress != nil {
		j.Progress(*counts)
	}
	return b.err
}

// badge makes the badge of a row, and its files.
func (j *Job) badge(r row) (Line, error) {
	uuid := format(r.id)
	l := Line{Row: r.Row, ID: "urn:uuid:" + uuid}
	reserved, err := j.Ledger.Lookup(l.ID)
	if err != nil {
		return l, err
	}
	if reserved.State == ledger.Revoked { // nobody could verify it
		l.Code, l.Message = CodeRevoked, "the badge of this charter number is revoked, which is final"
		return l, nil
	}
	c := r.Charter
	c.ID, c.AchievementID, c.Status = l.ID, j.AchievementID, reserved.Entries
	if c.SubjectID == "" {
		c.SubjectID = "urn:uuid:" + format(uuid5(l.ID+" subject"))
	}
	if c.Email != "" {
		c.Salt = j.Ledger.Salt(l.ID)
	}
	b, err := credential.NewCharter(j.Issuer, c)
	var secured []byte
	if err == nil {
		secured, err = j.Sign(context.Background(), b) // what was begun is finished
	}
	if len(credential.FieldErrors(err)) > 0 {
		l.Code, l.Message = roster.CodeInvalid, err.Error()
		return l, nil
	}
	if err != nil {
		return l, err
	}
	folder := filepath.Join("badges", uuid[:2])
	if err := os.MkdirAll(filepath.Join(j.Dir, folder), 0o755); err != nil {
		return l, err
	}
	l.File = filepath.ToSlash(filepath.Join(folder, uuid+j.Extension))
	sum := sha256.Sum256(secured)
	l.SHA256 = hex.EncodeToString(sum[:])
	if l.kept, err = j.put(l.File, secured); errors.Is(err, errOther) {
		return Line{Row: l.Row, ID: l.ID, Code: CodeIssued, Message: "the badge of this charter number was issued with something else in it"}, nil
	}
	if err != nil || j.Picture == nil {
		return l, err
	}
	return l, j.bake(&l, folder, uuid, secured)
}

func (j *Job) bake(l *Line, folder, uuid string, secured []byte) error {
	var picture bytes.Buffer
	format := bake.Detect(j.Picture)
	into := bake.PNG
	if format == bake.FormatSVG {
		into = bake.SVG
	}
	if err := into(&picture, bytes.NewReader(j.Picture), secured, nil); err != nil {
		return err
	}
	l.Picture = filepath.ToSlash(filepath.Join(folder, uuid+"."+string(format)))
	sum := sha256.Sum256(picture.Bytes())
	l.PictureSHA256 = hex.EncodeToString(sum[:])
	_, err := j.put(l.Picture, picture.Bytes())
	return err
}

var errOther = errors.New("there is another file of that name")

// put writes a file as a whole, unless it is there. errOther: it is there with something else in it.
func (j *Job) put(name string, data []byte) (kept bool, err error) {
	path := filepath.Join(j.Dir, filepath.FromSlash(name))
	old, err := os.ReadFile(path)
	switch {
	case err == nil && bytes.Equal(old, data):
		return true, nil
	case err == nil && len(old) > 0: // an empty one is what a power cut leaves
		return false, errOther
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, err
	}
	temporary := path + ".partial" // one row has it, and writes it anew
	if err := os.WriteFile(temporary, data, 0o644); err != nil {
		return false, err
	}
	return false, os.Rename(temporary, path)
}
