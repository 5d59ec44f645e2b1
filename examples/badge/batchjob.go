package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"golang.org/x/term"
)

// batchJob has the flags of the commands that sign the badges of a roster.
type batchJob struct {
	Roster        string  `arg:"" placeholder:"ROSTER.csv" help:"The roster: see badge batch template."`
	Ledger        string  `required:"" placeholder:"DIR" help:"Ledger of the issuer, made with badge status new."`
	Out           string  `required:"" placeholder:"DIR" help:"Folder for the badges and the manifest, which is made."`
	AchievementID string  `placeholder:"URI" help:"Identifier of the charter as an achievement. Default: made from a did:web or https issuer."`
	At            instant `placeholder:"DATE" help:"Date of the proofs, with --form data-integrity, and of pages and mails: the same one whenever the run is gone on with."`
	Workers       int     `default:"0" placeholder:"N" help:"How many badges to sign at once. Default: as many as there are processors."`
	DryRun        bool    `xor:"what" help:"Only find what is wrong, and count: nothing is signed or written."`
	beside
	errorsFile
	signing
	form

	done string // what becomes of a row: "issued", "renewed"
}

// job makes the job of the flags, and opens the key, before anything else is opened.
func (c *batchJob) job(ctx context.Context) (*issuing.Job, *issuer, error) {
	switch {
	case c.Roster == stdio:
		return nil, nil, usage("the roster is read several times, and standard input can be read once: give a file")
	case c.Workers < 0 || c.Workers > maxWorkers:
		return nil, nil, usage("--workers: want 1 to %d, or none", maxWorkers)
	case (c.Form != formJWS || c.dated()) && c.At.IsZero():
		return nil, nil, usage("--at is required with --page, --mail-from and --form %s: the date of what is made, such as --at %s",
			formDataIntegrity, time.Now().UTC().Format(time.DateOnly))
	}
	if err := c.beside.open(ctx); err != nil {
		return nil, nil, err
	}
	j := &issuing.Job{
		Roster:        func() (io.ReadCloser, error) { return os.Open(c.Roster) },
		AchievementID: c.AchievementID, Extension: ".jws", Dir: c.Out, Workers: c.Workers,
	}
	if c.Form != formJWS {
		j.Extension = ".json"
	}
	c.signing.created = c.At.Time
	who, err := c.signing.open(ctx, c.Form)
	if err != nil {
		return nil, nil, err
	}
	date := ""
	if c.Form != formJWS {
		date = c.At.Format(time.RFC3339)
	}
	j.Form = strings.TrimSpace(fmt.Sprintf("%s %s %s %s", c.Form, c.Profile, who.method, date))
	j.Sign = who.signFast()
	return j, who, nil
}

// do opens the ledger and runs the job, and says what became of it.
func (c *batchJob) do(ctx context.Context, j *issuing.Job, who *issuer, run func(context.Context, *issuing.Job) (issuing.Counts, error)) (err error) {
	l, err := c.books(who, j)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	j.Ledger, j.People = l, filepath.Join(c.Ledger, "people")
	c.beside.add(j, who, c.At.Time)

	file, err := c.errorsFile.open(ownErrors(c.Errors))
	if err != nil {
		return hint(err)
	}
	defer discard(file, &err)
	j.Finding = func(f roster.Finding) error { return file.tell([]roster.Finding{f}) }
	shown := newProgress()
	j.Progress = shown.show
	counts, err := run(ctx, j)
	shown.end()
	for _, f := range j.Remarks() {
		note("%s", findingText(&f))
	}
	file.rest()
	if err != nil {
		if errors.Is(err, issuing.ErrRoster) {
			return errors.Join(fmt.Errorf("%s: %w", name(c.Roster), issuing.ErrRoster), hint(file.commit()))
		}
		if ctx.Err() != nil {
			note("%d %s; to go on: %s", counts.Issued+counts.Kept, c.done, commandLine(os.Args))
		}
		return err
	}
	if err := file.commit(); err != nil {
		return hint(err)
	}
	if counts.Issued > 0 {
		c.next(l)
	}
	switch {
	case counts.Failed > 0:
		return &failure{code: exitSome}
	case counts.Records == 0 && j.Shard.Of == 0:
		return fmt.Errorf("%s: no rows but the first", name(c.Roster))
	}
	return nil
}

// run issues, or looks whether it could.
func (c *batchJob) run(ctx context.Context, j *issuing.Job) (issuing.Counts, error) {
	if c.DryRun {
		counts, err := j.Check(ctx)
		if err == nil {
			note("%s: %d good, of which the ledger has %d already, %d not", plural(counts.Records+counts.Failed, "row"), counts.Records, counts.Known, counts.Failed)
		}
		return counts, err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return issuing.Counts{}, err
	}
	counts, err := j.Run(ctx)
	if errors.Is(err, issuing.ErrManifest) {
		err = fmt.Errorf("%w; give another --out, or move the manifest away if the roster was corrected", err)
	}
	if err == nil {
		note("%s: %d %s, %d there already, %d not", plural(counts.Issued+counts.Kept+counts.Failed, "row"), counts.Issued, c.done, counts.Kept, counts.Failed)
	}
	return counts, err
}

// next says what is still to be done.
func (c *batchJob) next(l *ledger.Ledger) {
	for _, list := range l.Lists() {
		if list.Version == 0 {
			note("readers need the status lists, which you have not published yet; next: %s", publishCommand(c.Ledger))
			break
		}
	}
	c.beside.next(c.Out)
}

// signFast signs, and verifies the first badge as its readers will; the signer itself verifies each signature.
func (i *issuer) signFast() func(ctx context.Context, doc json.Marshaler) ([]byte, error) {
	var verified atomic.Bool
	return func(ctx context.Context, doc json.Marshaler) ([]byte, error) {
		if verified.Load() {
			return i.signer.Sign(ctx, doc)
		}
		secured, err := i.Sign(ctx, doc)
		if err == nil {
			verified.Store(true)
		}
		return secured, err
	}
}

// books opens the ledger.
func (c *batchJob) books(who *issuer, j *issuing.Job) (*ledger.Ledger, error) {
	in := inLedger{c.Ledger}
	l, err := in.open(ledger.Options{ReadOnly: j.ReadOnly || c.DryRun})
	if err != nil {
		return nil, err
	}
	if of := l.Settings().Issuer; of != who.id {
		return nil, errors.Join(usage("the ledger %s is that of %s, and the issuer of the badges is %s", c.Ledger, name(of), name(who.id)), l.Close())
	}
	return l, nil
}

// ownErrors reports whether the file of --errors is one that was written for it, which may be replaced.
func ownErrors(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	var own bytes.Buffer
	if roster.NewFindingsWriter(&own).Flush() != nil {
		return false
	}
	head := make([]byte, own.Len())
	_, err = io.ReadFull(f, head)
	return err == nil && bytes.Equal(head, own.Bytes())
}

// progress shows on a terminal how far a run is.
type progress struct {
	began, last time.Time
	kept        int // when it began
	terminal    bool
}

func newProgress() *progress {
	return &progress{terminal: term.IsTerminal(int(os.Stderr.Fd()))}
}

func (p *progress) show(c issuing.Counts) {
	now := time.Now()
	if p.began.IsZero() {
		p.began, p.kept = now, c.Kept
	}
	if !p.terminal || now.Sub(p.last) < 200*time.Millisecond {
		return
	}
	p.last = now
	done, taken := c.Issued+c.Kept, now.Sub(p.began)
	text := fmt.Sprintf("%d of %d", done, c.Records)
	if fresh := done - p.kept; fresh > 0 && taken > time.Second {
		each := taken / time.Duration(fresh)
		left := (time.Duration(max(0, c.Records-done)) * each).Round(time.Second)
		text += fmt.Sprintf(", %.0f a second, %s left", float64(fresh)/taken.Seconds(), left)
	}
	if c.Failed > 0 {
		text += fmt.Sprintf(", %d failed", c.Failed)
	}
	fmt.Fprintf(os.Stderr, "\r\x1b[K%s", text)
}

func (p *progress) end() {
	if p.terminal && !p.last.IsZero() {
		fmt.Fprint(os.Stderr, "\r\x1b[K")
	}
}

// commandLine writes a command so that a shell reads it.
func commandLine(args []string) string {
	quoted := make([]string, len(args))
	for i, arg := range args {
		if i == 0 {
			arg = filepath.Base(arg)
		}
		word := strings.TrimLeft(arg, "-") // of which a flag has some before it
		if quoted[i] = arg; word != "" || arg == "" {
			quoted[i] = arg[:len(arg)-len(word)] + shellWord(word)
		}
	}
	return strings.Join(quoted, " ")
}
