package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
)

// batchChange has the flags of the commands that change the state of the badges of a roster.
type batchChange struct {
	Roster        string `arg:"" placeholder:"ROSTER.csv" help:"The roster, or - for standard input: see badge batch template --for revoke."`
	AchievementID string `placeholder:"URI" help:"What the badges are for, if they were issued with --achievement-id."`
	DryRun        bool   `help:"Only find what is wrong, and count."`
	inLedger
	errorsFile
}

type (
	batchRevokeCmd    struct{ batchChange }
	batchSuspendCmd   struct{ batchChange }
	batchReinstateCmd struct{ batchChange }
)

const batchChangeHelp = `A row says which badge it is by badge_id, or by number if it was issued by badge batch issue. What is wrong with one does ` +
	`not keep the others from it; to do it again changes nothing. Readers see it when you have published the lists.

Columns:

`

// Help adds to the output of --help.
func (c *batchRevokeCmd) Help() string {
	return batchChangeHelp + columnsHelp(roster.Withdrawals) + "\n\nThere is no way back: for what may be taken back there is badge batch suspend."
}

// Help adds to the output of --help.
func (c *batchSuspendCmd) Help() string { return batchChangeHelp + columnsHelp(roster.Withdrawals) }

// Help adds to the output of --help.
func (c *batchReinstateCmd) Help() string { return batchChangeHelp + columnsHelp(roster.Withdrawals) }

// Run revokes.
func (c *batchRevokeCmd) Run(ctx context.Context) error {
	return c.change(ctx, "revoked", (*ledger.Ledger).Revoke)
}

// Run suspends.
func (c *batchSuspendCmd) Run(ctx context.Context) error {
	return c.change(ctx, "suspended", (*ledger.Ledger).Suspend)
}

// Run reinstates.
func (c *batchReinstateCmd) Run(ctx context.Context) error {
	return c.change(ctx, "reinstated", (*ledger.Ledger).Reinstate)
}

// The findings about a row that is a good one, and a badge that it does not fit.
const (
	codeUnknownBadge = "unknown_badge"
	codeRevokedBadge = "revoked"
	codeNoEntry      = "no_status"
	codeReason       = "reason"
)

func (c *batchChange) change(ctx context.Context, done string, change func(l *ledger.Ledger, id, reason string) error) (err error) {
	l, err := c.inLedger.open(ledger.Options{ReadOnly: c.DryRun})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	file, err := c.errorsFile.open(ownErrors(c.Errors))
	if err != nil {
		return hint(err)
	}
	defer discard(file, &err)
	changed, failed := 0, 0
	show := func(list []roster.Finding) error {
		failed++
		return file.tell(list)
	}
	use := func(r *roster.Record) error {
		finding, err := c.one(l, r, change)
		if finding != nil {
			return show([]roster.Finding{*finding})
		}
		changed++
		return err
	}
	_, err = readRoster(ctx, c.Roster, roster.Withdrawals, nil, show, use)
	if err != nil && !errors.Is(err, errNoRoster) {
		return err
	}
	file.rest()
	if failure := file.commit(); failure != nil {
		return hint(failure)
	}
	if err != nil {
		return err
	}
	if c.DryRun {
		done = "good"
	}
	note("%s: %d %s, %d not", plural(changed+failed, "row"), changed, done, failed)
	if changed > 0 && !c.DryRun {
		note("readers see it when you have published the lists; next: %s", publishCommand(c.Ledger))
	}
	if failed > 0 {
		return &failure{code: exitSome}
	}
	return nil
}

// one changes the badge of a row. A finding says why it is not changed.
func (c *batchChange) one(l *ledger.Ledger, r *roster.Record, change func(l *ledger.Ledger, id, reason string) error) (*roster.Finding, error) {
	found := func(column, code, message, hint string) (*roster.Finding, error) {
		return &roster.Finding{Row: r.Row, Column: column, Code: code, Message: message, Hint: hint}, nil
	}
	id := r.ID
	switch {
	case id == "" && r.Number == "":
		return found("badge_id", roster.CodeMissing, "empty, and so is number", "the ledger knows badges by these, not by an e-mail address")
	case id == "":
		var err error
		if id, err = issuing.BadgeID(l.Settings().Issuer, c.AchievementID, r.Number); err != nil {
			return nil, usage("--achievement-id is required: %w", err)
		}
	}
	known, err := l.Lookup(id)
	if err != nil {
		return found("badge_id", codeUnknownBadge, "the ledger has no badge "+name(id), "look whether this is the ledger that it was issued from")
	}
	reason := r.Reason
	if !r.Date.IsZero() { // which is not when the ledger was told
		reason = fmt.Sprintf("%s (%s)", reason, r.Date.UTC().Format(time.DateOnly))
	}
	if c.DryRun {
		if known.State == ledger.Revoked {
			return found("badge_id", codeRevokedBadge, name(id)+" is revoked", "")
		}
		return nil, nil
	}
	switch err = change(l, id, reason); {
	case errors.Is(err, ledger.ErrRevoked):
		return found("badge_id", codeRevokedBadge, name(id)+" is revoked", "that is final")
	case errors.Is(err, ledger.ErrNoEntry):
		return found("badge_id", codeNoEntry, name(id)+" was issued without this status", "")
	case errors.Is(err, ledger.ErrReason):
		return found("reason", codeReason, err.Error(), "one line, and shorter")
	}
	return nil, err
}
