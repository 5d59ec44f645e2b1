package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/charterbadge/openbadge/verifier"
)

type batchRenewCmd struct {
	batchJob
	Old   string  `required:"" placeholder:"DIR" help:"Folder that the badges were issued into, by batch issue or batch renew."`
	From  instant `placeholder:"DATE" help:"When the new badges begin to be valid, where the roster does not say."`
	Until end     `placeholder:"DATE" help:"When they end, where the roster does not say; a date alone includes that day. May be left out only for badges that had no end."`
}

// Help adds to the output of --help.
func (c *batchRenewCmd) Help() string {
	return `Issues badges again for another period, into another folder. A new badge has the id, the contents and the places in the status ` +
		`lists of the old one, and replaces it for readers who have both. What is wrong with a row does not keep the others from being ` +
		`renewed; the same command again renews nothing twice. The old badges stay as they are.

Columns:

` + columnsHelp(roster.Renewals) + `

Example:

	badge batch renew renewals.csv --from 2027-01-01 --until 2027-12-31 --old out --out out-2027 --ledger ledger \
		--key issuer.pem --issuer-document did.json

Exit codes:

	0    all rows are renewed
	4    a file cannot be read or written
	5    not all rows are good; the others are renewed
	130  interrupted; the same command goes on`
}

// The findings of a renewal.
const (
	codeNoOldBadge = "no_old_badge" // no file of it
	codeOldBadge   = "old_badge"    // there is one, and it is not renewed
)

// Run renews.
func (c *batchRenewCmd) Run(ctx context.Context) error {
	c.done = "renewed"
	if sameFolder(c.Old, c.Out) {
		return usage("--out: want another folder than --old: the old badges stay where they are")
	}
	old, err := os.OpenRoot(c.Old)
	if err != nil {
		return err
	}
	defer old.Close()
	j, who, err := c.job(ctx)
	if err != nil {
		return err
	}
	j.Kind = roster.Renewals
	j.Issuer = credential.Profile{ID: who.id, Name: "Issuer"}
	j.Form += fmt.Sprintf("; from %s until %s", written(c.From.Time), written(c.Until.Time))
	j.Make = func(r *roster.Record, reserved ledger.Record) (*credential.OpenBadge, error) {
		return c.next(ctx, old, who, r, reserved)
	}
	return c.do(ctx, j, who, c.run)
}

func written(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.RFC3339)
}

// sameFolder reports whether two folders are one.
func sameFolder(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// next makes the next badge of a row.
func (c *batchRenewCmd) next(ctx context.Context, old *os.Root, who *issuer, r *roster.Record, reserved ledger.Record) (*credential.OpenBadge, error) {
	found := func(column, code, message, hint string) error {
		return roster.Findings{{Row: r.Row, Column: column, Code: code, Value: reserved.ID, Message: message, Hint: hint}}
	}
	from, until := r.ValidFrom, r.ValidUntil
	if from.IsZero() {
		from = c.From.Time
	}
	if until.IsZero() {
		until = c.Until.Time
	}
	if from.IsZero() {
		return nil, found("valid_from", roster.CodeMissing, "no date", "say here or with --from when the new badge begins to be valid")
	}
	secured, err := c.readOld(old, issuing.FileOf(reserved.ID))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, found("badge_id", codeNoOldBadge, "its file is not in --old", "renew a badge that is elsewhere by badge renew")
	}
	if err != nil { // which keeps no other badge from being renewed
		return nil, found("badge_id", codeOldBadge, err.Error(), "")
	}
	prev, err := who.own(context.WithoutCancel(ctx), secured, verifier.ErrNotYetValid) // what was begun is finished
	if err != nil {
		return nil, found("badge_id", codeOldBadge, err.Error(), "")
	}
	if prev.ID != reserved.ID || !reflect.DeepEqual(prev.Status, reserved.Entries) {
		return nil, found("badge_id", codeOldBadge, "the old badge has another id, or other places in the status lists, than the ledger", "was it issued from this ledger?")
	}
	if until.IsZero() && !prev.ValidUntil.IsZero() {
		return nil, found("valid_until", roster.CodeMissing, "no date, and the old badge ends "+prev.ValidUntil.String(), "say here or with --until when the new badge ends")
	}
	return credential.Renew(prev, from, until)
}

// readOld reads the badge that has a name without its end.
func (c *batchRenewCmd) readOld(root *os.Root, base string) (secured []byte, err error) {
	for _, end := range []string{".jws", ".json"} {
		secured, err = file{root, c.Old, base + end}.read()
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return secured, err
}
