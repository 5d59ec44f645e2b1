package issuing

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"sync"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/roster"
)

// blockRows is how many rows one goroutine takes at a time, and how many lines of the manifest are written at a time.
const blockRows = 64

// block is a part of the rows, on its way from the reader through a worker to the manifest.
type block struct {
	number int
	rows   []*row
	lines  []Line
	err    error
}

// Run reserves and issues. When ctx ends, the blocks that were begun are finished, and the error is that of the context:
// calling Run again goes on from there. A row with a finding does not keep the others from being issued.
func (j *Job) Run(ctx context.Context) (counts Counts, err error) {
	if err := j.open(); err != nil {
		return counts, err
	}
	defer func() { err = errors.Join(err, j.close()) }()
	if j.root, err = os.OpenRoot(j.Dir); err != nil {
		return counts, err
	}
	defer func() { err = errors.Join(err, j.root.Close()); j.root = nil }()
	head, err := j.head()
	if err != nil {
		return counts, err
	}
	m, err := openManifest(j.root, j.Shard.name(), head, j.Extension)
	if err != nil {
		return counts, err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	var behind uint64
	var failed []*row
	if counts, err = j.plan(ctx, j.reserve, func(r *row) error {
		if r.Row <= m.row {
			behind += m.mark(r.Row, r.id)
			if n := len(failed); n < len(m.failed) && m.failed[n].Row == r.Row {
				failed = append(failed, r)
			}
		}
		return nil
	}); err != nil {
		return counts, err
	}
	same := behind == m.rows // if not, a row can be issued now that could not before, or the other way round
	if same {
		if same, err = j.failsAgain(ctx, m, failed); err != nil {
			return counts, err
		}
	}
	if !same {
		if err := m.restart(); err != nil {
			return counts, err
		}
	}
	for _, l := range m.failed {
		counts.Failed++
		if err := j.Finding(*l.Finding); err != nil {
			return counts, err
		}
	}
	counts.Kept = m.done
	if j.Progress != nil {
		j.Progress(counts)
	}
	counts, err = j.issueAll(ctx, m, counts, head.Roster)
	if errors.Is(err, ErrChanged) { // nobody knows which of the rows: next time all of them are looked at
		err = errors.Join(err, m.restart())
	}
	return counts, err
}

// failsAgain reports whether rows still have the findings that the manifest has.
func (j *Job) failsAgain(ctx context.Context, m *manifest, rows []*row) (bool, error) {
	for i, r := range rows {
		l, err := j.badge(r)
		if err = errors.Join(err, ctx.Err()); err != nil {
			return false, fmt.Errorf("row %d: %w", r.Row, err)
		}
		if l.Finding == nil && !l.kept {
			m.fresh = l.Row
		}
		if l.Finding == nil || *l.Finding != *m.failed[i].Finding {
			return false, nil
		}
	}
	return true, nil
}

// head is the first line of the manifest.
func (j *Job) head() (_ Head, err error) {
	file, err := j.Roster()
	if err != nil {
		return Head{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return Head{}, err
	}
	h := Head{Manifest: 1, Roster: hex.EncodeToString(hash.Sum(nil)), Issuer: j.Issuer.ID, Achievement: j.AchievementID,
		Ledger: j.Ledger.Salt("which ledger"), Form: j.Form, Beside: j.BesideIs}
	if j.Make == nil {
		h.Name, h.URL = j.Issuer.Name, j.Issuer.URL
	}
	if j.Shard.Of > 0 {
		h.Shard = fmt.Sprintf("%d/%d", j.Shard.Number, j.Shard.Of)
	}
	return h, nil
}

// issueAll sends the rows through the workers, in blocks, and writes the manifest in the order of the rows.
func (j *Job) issueAll(ctx context.Context, m *manifest, counts Counts, sum string) (Counts, error) {
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
		reading <- j.blocks(stop, m.row, sum, free, todo)
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

// blocks reads the rows behind a row of the roster, which has the SHA-256.
func (j *Job) blocks(ctx context.Context, behind int, sum string, free chan<- struct{}, todo chan<- *block) (err error) {
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
	hash := sha256.New()
	in := io.TeeReader(file, hash)
	err = j.rows(in, func(r *row, wrong roster.Findings) error {
		if wrong != nil || r.Row <= behind || !j.Shard.has(r.uuid) {
			return nil
		}
		if b.rows = append(b.rows, r); len(b.rows) == blockRows {
			return send()
		}
		return nil
	})
	if err == nil && len(b.rows) > 0 {
		err = send()
	}
	if err == nil {
		_, err = io.Copy(io.Discard, in)
	}
	if err == nil && hex.EncodeToString(hash.Sum(nil)) != sum {
		err = ErrChanged
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
		case l.Finding != nil:
			counts.Failed++
			if err := j.Finding(*l.Finding); err != nil {
				return err
			}
		case l.kept && l.Row != m.fresh:
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
func (j *Job) badge(r *row) (Line, error) {
	l := Line{Row: r.Row, ID: r.id}
	also, err := j.secure(r, &l)
	for _, f := range also {
		if err != nil {
			break
		}
		_, err = j.put(f)
		f.Data = nil
		l.Also = append(l.Also, f)
	}
	if errors.Is(err, errOther) {
		err = roster.Findings{{Row: r.Row, Column: "number", Code: CodeIssued, Value: r.id, Message: "the badge of this charter number was issued with something else in it",
			Hint: "issue it into another folder, if it is renewed; or remove its files, if nobody has it yet"}}
	}
	if found := findings(r, err); found != nil {
		return Line{Row: r.Row, ID: r.id, Finding: &found[0]}, nil
	}
	return l, err
}

// secure makes and signs the badge of a row, and writes it. It returns what goes with it.
func (j *Job) secure(r *row, l *Line) ([]File, error) {
	reserved, err := j.Ledger.Lookup(r.id)
	if err != nil {
		return nil, j.unknown(r, err)
	}
	m := &Made{Record: r.Record, UUID: format(r.uuid), Reserved: reserved}
	if m.Badge, err = j.make(r, reserved); err != nil {
		return nil, err
	}
	if m.Secured, err = j.Sign(context.Background(), m.Badge); err != nil { // what was begun is finished
		return nil, err
	}
	var also []File
	if j.Beside != nil {
		if also, err = j.Beside(m); err != nil {
			return nil, err
		}
	}
	for i := range also {
		if !allowed(also[i].Name) {
			return nil, fmt.Errorf("%w: %q", ErrPlace, also[i].Name)
		}
		also[i].SHA256 = hash(also[i].Data)
	}
	l.File, l.SHA256 = FileOf(r.id)+j.Extension, hash(m.Secured)
	l.kept, err = j.put(File{Name: l.File, Data: m.Secured})
	return also, err
}

// unknown is that the ledger has no such badge, for which a renewal is to blame, or could not say.
func (j *Job) unknown(r *row, err error) error {
	if j.Kind == roster.Renewals && errors.Is(err, ledger.ErrUnknown) {
		return roster.Findings{{Row: r.Row, Column: "badge_id", Code: CodeUnknown, Value: r.id, Message: "the ledger has no badge of this id or number",
			Hint: "look whether this is the ledger that it was issued from"}}
	}
	return err
}

// make makes the badge of a row. One that is revoked is not made: nobody could verify it.
func (j *Job) make(r *row, reserved ledger.Record) (*credential.OpenBadge, error) {
	if reserved.State == ledger.Revoked {
		return nil, roster.Findings{{Row: r.Row, Column: "number", Code: CodeRevoked, Value: r.id, Message: "the badge of this charter number is revoked, which is final"}}
	}
	if j.Make != nil {
		return j.Make(r.Record, reserved)
	}
	c := r.Charter
	c.ID, c.AchievementID, c.Status = r.id, j.AchievementID, reserved.Entries
	if c.SubjectID == "" {
		c.SubjectID = urn + format(uuid5(r.id+" subject"))
	}
	if c.Email != "" {
		c.Salt = j.Ledger.Salt(r.id)
	}
	return credential.NewCharter(j.Issuer, c)
}

var errOther = errors.New("there is another file of that name")

// put writes a file as a whole, unless it is there. errOther: it is there with something else in it.
func (j *Job) put(f File) (kept bool, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %w", j.Dir, err)
		}
	}()
	info, err := stat(j.root, f.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && info.Size() == 0: // an empty one is what a power cut leaves
		return false, j.write(f)
	case err != nil:
		return false, err
	case info.Size() != int64(len(f.Data)):
		return false, errOther
	}
	old, err := j.root.ReadFile(f.Name)
	if err == nil && !bytes.Equal(old, f.Data) {
		err = errOther
	}
	return err == nil, err
}

// write writes a file under another name first.
func (j *Job) write(f File) error {
	temporary := f.Name + ".partial" // one row has it, and writes it anew
	if j.together {
		temporary = f.Name + "." + rand.Text() + ".partial"
		defer j.root.Remove(temporary) // what a write that failed leaves: nobody would write it anew
	}
	mode := fs.FileMode(0o644)
	if f.Private {
		mode = 0o600
	}
	create := func() (*os.File, error) { return j.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode) }
	out, err := create()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err = j.root.MkdirAll(path.Dir(f.Name), 0o755); err == nil {
			out, err = create()
		}
	case errors.Is(err, fs.ErrExist): // left when a run was killed, or put there by somebody who wants to read it
		if err = j.root.Remove(temporary); err == nil {
			out, err = create()
		}
	}
	if err != nil {
		return err
	}
	_, err = out.Write(f.Data)
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	return j.root.Rename(temporary, f.Name)
}
