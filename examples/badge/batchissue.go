package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
)

type batchIssueCmd struct {
	batchJob
	IssuerName  string `required:"" placeholder:"NAME" help:"Name of the issuer, as readers will see it."`
	IssuerURL   string `name:"issuer-url" placeholder:"URL" help:"Home page of the issuer."`
	Shard       string `placeholder:"I/N" help:"Issue one of N parts of the rows, from a ledger or a copy of it in which all are reserved. Nothing is written to the ledger."`
	ReserveOnly bool   `xor:"what" help:"Only give all badges their places in the status lists, before shards are issued."`
}

// Help adds to the output of --help.
func (c *batchIssueCmd) Help() string {
	return `Issues every good row of a roster, whatever is wrong with others. A badge's identifier is made from the issuer, the achievement ` +
		`and the charter number, so that the same command again issues nothing twice: after an interruption, or a power cut, it goes on ` +
		`where it stopped. DIR/manifest.jsonl says for every row which badge it is, its files, and their SHA-256.

Examples:

	badge batch issue roster.csv --dry-run --errors errors.csv --ledger ledger --out out …
	badge batch issue roster.csv --ledger ledger --out out --key issuer.pem --issuer-document did.json --issuer-name "Sample issuer"

With a page and a mail for each badge:

	badge batch issue roster.csv … --at 2026-03-01 --page unlisted --url https://example.org/badges/ --mail-from badges@example.org

On several machines, which share nothing but copies of the ledger, the roster and the key:

	badge batch issue roster.csv --reserve-only …
	badge batch issue roster.csv --shard 1/8 …

Exit codes:

	0    all rows are issued
	4    a file cannot be read or written
	5    not all rows are good; the others are issued
	130  interrupted; the same command goes on`
}

// Run issues.
func (c *batchIssueCmd) Run(ctx context.Context) error {
	c.done = "issued"
	var shard issuing.Shard
	if c.Shard != "" {
		var err error
		if shard, err = issuing.ParseShard(c.Shard); err != nil {
			return usage("--shard: %w", err)
		}
	}
	j, who, err := c.job(ctx)
	if err != nil {
		return err
	}
	j.Issuer = credential.Profile{ID: who.id, Name: c.IssuerName, URL: c.IssuerURL}
	j.Shard, j.ReadOnly = shard, c.Shard != "" && !c.ReserveOnly
	return c.do(ctx, j, who, c.run)
}

func (c *batchIssueCmd) run(ctx context.Context, j *issuing.Job) (issuing.Counts, error) {
	if c.ReserveOnly {
		counts, err := j.Reserve(ctx)
		if err == nil {
			note("%s: %d good, %d not", plural(counts.Records+counts.Failed, "row"), counts.Records, counts.Failed)
		}
		return counts, err
	}
	counts, err := c.batchJob.run(ctx, j)
	if errors.Is(err, issuing.ErrNotReserved) {
		err = fmt.Errorf("%w; first run: badge batch issue --reserve-only", err)
	}
	return counts, err
}
