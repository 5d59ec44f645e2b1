package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
)

type batchCmd struct {
	Template  batchTemplateCmd  `cmd:"" help:"Make a roster to begin with."`
	Issue     batchIssueCmd     `cmd:"" help:"Issue all badges of a roster."`
	Renew     batchRenewCmd     `cmd:"" help:"Issue badges again for another period."`
	Check     batchCheckCmd     `cmd:"" help:"Find what is wrong with a roster."`
	Import    batchImportCmd    `cmd:"" help:"Make a roster of an export from Credly or Badgr."`
	Revoke    batchRevokeCmd    `cmd:"" help:"Revoke the badges of a roster, for good."`
	Suspend   batchSuspendCmd   `cmd:"" help:"Suspend the badges of a roster, until they are reinstated."`
	Reinstate batchReinstateCmd `cmd:"" help:"End the suspension of the badges of a roster."`
	Verify    batchVerifyCmd    `cmd:"" help:"Verify all badges of a folder."`
	Report    batchReportCmd    `cmd:"" help:"Count badges by state and year, find those that end soon, and write reminders."`
}

// purpose is what a roster is for.
type purpose struct {
	For string `enum:"issue,renew,revoke" default:"issue" placeholder:"issue|renew|revoke" help:"What the roster is for: badges to issue, to renew, or to revoke, suspend or reinstate. Default: issue."`
}

func (p *purpose) kind() roster.Kind {
	switch p.For {
	case "renew":
		return roster.Renewals
	case "revoke":
		return roster.Withdrawals
	}
	return roster.Charters
}

// columnsHelp explains the columns of a roster.
func columnsHelp(kind roster.Kind) string {
	var b strings.Builder
	for _, column := range roster.Columns(kind) {
		fmt.Fprintf(&b, "\t%-12s %s\n", column.Name, column.Help)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

type batchTemplateCmd struct {
	purpose
	target
}

// Help adds to the output of --help.
func (c *batchTemplateCmd) Help() string {
	return "A roster is a CSV file, as every spreadsheet writes it. Its first row names the columns, in any order; columns without " +
		"a use may be left out. The second row of the template is an example: write over it.\n\n" + columnsHelp(roster.Charters) +
		"\n\nWith --for renew:\n\n" + columnsHelp(roster.Renewals) + "\n\nWith --for revoke:\n\n" + columnsHelp(roster.Withdrawals)
}

// Run makes the template.
func (c *batchTemplateCmd) Run() error {
	var b bytes.Buffer
	if err := roster.WriteTemplate(&b, c.kind()); err != nil {
		return err
	}
	if err := c.write(b.Bytes()); err != nil {
		return err
	}
	note("the first row names the columns, the second is an example; write over it")
	for _, column := range roster.Columns(c.kind()) {
		note("%-12s %s", column.Name, column.Help)
	}
	return nil
}

// errorsFile is where the findings go beside the output.
type errorsFile struct {
	Errors string `placeholder:"FILE" help:"Write what was found as a CSV file for a spreadsheet: row, column, code, message, hint, value. Formulas in it have an apostrophe in front."`
}

// findings says what is wrong, and writes it into the file of --errors, if there is to be one.
type findings struct {
	file *pending
	csv  *roster.FindingsWriter
	told int
}

func (e *errorsFile) open(force bool) (*findings, error) {
	if e.Errors == "" {
		return &findings{}, nil
	}
	file, err := newPending(e.Errors, 0o666, force)
	if err != nil {
		return nil, err
	}
	return &findings{file: file, csv: roster.NewFindingsWriter(file)}, nil
}

// maxTold is how many findings are printed; the file of --errors has all.
const maxTold = 20

// tell prints findings, the first of a run, and writes them.
func (f *findings) tell(list []roster.Finding) error {
	for i := range list {
		if f.told++; f.told <= maxTold {
			note("%s", findingText(&list[i]))
		}
	}
	return f.write(list)
}

// rest says how many were not printed.
func (f *findings) rest() {
	if f.told > maxTold {
		note("and %d more; --errors FILE writes them all", f.told-maxTold)
	}
}

func (f *findings) write(list []roster.Finding) error {
	if f.file == nil {
		return nil
	}
	for _, found := range list {
		if err := f.csv.Write(found); err != nil {
			return err
		}
	}
	return nil
}

func (f *findings) commit() error {
	if f.file == nil {
		return nil
	}
	if err := f.csv.Flush(); err != nil {
		return err
	}
	return f.file.commit()
}

func (f *findings) discard() error {
	if f.file == nil {
		return nil
	}
	return f.file.discard()
}

type batchCheckCmd struct {
	Roster string `arg:"" placeholder:"ROSTER.csv" help:"The roster, or - for standard input."`
	purpose
	errorsFile
	Force bool `help:"Overwrite the file of --errors if there is one."`
	JSON  bool `name:"json" help:"Print JSON: a finding in a line, and the counts in the last one."`
}

// Help adds to the output of --help.
func (c *batchCheckCmd) Help() string {
	return `Prints what is wrong, with the row and the column as a spreadsheet shows them, and in the last line how many rows are good.

Columns:

` + columnsHelp(roster.Charters) + `

Exit codes:

	0    all rows are good
	4    the file cannot be read, or not as a roster
	5    not all rows are good`
}

// Run checks.
func (c *batchCheckCmd) Run(ctx context.Context) (err error) {
	file, err := c.errorsFile.open(c.Force)
	if err != nil {
		return hint(err)
	}
	defer discard(file, &err)
	out := bufio.NewWriter(os.Stdout)
	show := func(list []roster.Finding) error {
		for i := range list {
			if err := c.show(out, &list[i]); err != nil {
				return err
			}
		}
		return file.write(list)
	}
	unnumbered := 0
	use := func(r *roster.Record) error {
		if c.kind() != roster.Charters || r.Number != "" {
			return nil
		}
		unnumbered++
		return show([]roster.Finding{issuing.NoNumber(r.Row)}) // as batch issue has it
	}
	r, err := readRoster(ctx, c.Roster, c.kind(), nil, show, use)
	if err != nil && !errors.Is(err, errNoRoster) {
		return err
	}
	if r != nil {
		counts := r.Counts()
		counts.Records, counts.Failed = counts.Records-unnumbered, counts.Failed+unnumbered
		err = c.summary(out, r, counts)
	}
	if failed := out.Flush(); failed != nil {
		return fmt.Errorf("standard output: %w", failed)
	}
	if failed := file.commit(); failed != nil {
		return hint(failed)
	}
	return err
}

func (c *batchCheckCmd) show(out *bufio.Writer, f *roster.Finding) error {
	if !c.JSON {
		_, err := out.WriteString(findingText(f) + "\n")
		return err
	}
	text, err := oneLine(f)
	if err == nil {
		_, err = out.Write(text)
	}
	return err
}

// findingText is a finding in a line.
func findingText(f *roster.Finding) string {
	text := f.String()
	if f.Hint != "" {
		text += "; " + f.Hint
	}
	return escapeUpTo(text, maxNote)
}

// rosterSummary is what --json prints about the whole roster.
type rosterSummary struct {
	Counts    roster.Counts    `json:"counts"`
	Encoding  string           `json:"encoding"`
	Separator string           `json:"separator"`
	Remarks   []roster.Finding `json:"remarks"`
}

// summary prints the last line, and returns what the check comes to.
func (c *batchCheckCmd) summary(out *bufio.Writer, r *roster.Reader, counts roster.Counts) error {
	text := []byte(fmt.Sprintf("%s: %d good, %d not\n", plural(counts.Records+counts.Failed, "row"), counts.Records, counts.Failed))
	if c.JSON {
		var err error
		text, err = oneLine(&rosterSummary{counts, r.Encoding(), r.Separator(), append([]roster.Finding{}, r.Remarks()...)})
		if err != nil {
			return err
		}
	}
	if _, err := out.Write(text); err != nil {
		return err
	}
	for _, f := range r.Remarks() {
		note("%s", findingText(&f))
	}
	return rosterFailure(c.Roster, counts)
}

func rosterFailure(file string, counts roster.Counts) error {
	switch {
	case counts.Failed > 0:
		return &failure{code: exitSome}
	case counts.Records == 0:
		return fmt.Errorf("%s: no rows but the first", name(file))
	}
	return nil
}

// errNoRoster is that a file is no roster, which its findings have said.
var errNoRoster = errors.New("not a roster")

// readRoster reads a file to its end, and hands on what it finds. If it is no roster the error is errNoRoster, and there is
// no reader.
func readRoster(ctx context.Context, file string, kind roster.Kind, options *roster.Options,
	show func([]roster.Finding) error, use func(*roster.Record) error) (*roster.Reader, error) {
	in := stream(ctx, file)
	defer in.Close()
	r, err := roster.NewReader(in, kind, options)
	if found, ok := errors.AsType[roster.Findings](err); ok {
		return nil, errors.Join(show(found), fmt.Errorf("%s: %w", name(file), errNoRoster))
	}
	for err == nil {
		var record *roster.Record
		record, err = r.Read()
		if found, ok := errors.AsType[roster.Findings](err); ok {
			err = show(found)
		} else if err == nil {
			err = use(record)
		}
	}
	if errors.Is(err, io.EOF) {
		return r, nil
	}
	return nil, err
}

// stream opens a file, or standard input, and gives up when ctx ends.
func stream(ctx context.Context, file string) *io.PipeReader {
	r, w := io.Pipe()
	context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
	go func() { w.CloseWithError(copyFile(w, file)) }()
	return r
}

func copyFile(w io.Writer, file string) error {
	f := os.Stdin
	if file != stdio {
		var err error
		if f, err = os.Open(file); err != nil {
			return err
		}
		defer f.Close()
	}
	_, err := io.Copy(w, bufio.NewReaderSize(f, roster.MaxHeader))
	return err
}

type batchImportCmd struct {
	Export   string `arg:"" placeholder:"EXPORT.csv" help:"The file of the platform, or - for standard input."`
	Dates    string `enum:",month-first,day-first" default:"" placeholder:"month-first|day-first" help:"What 03/01/2026 is: with month-first, as Credly writes it, the first of March. Default: such a date is refused."`
	Template string `placeholder:"VALUE" help:"Take the badges of this template alone: what the column Badge Template ID, Badge Class ID or Badge Name has. Required if there are several."`
	errorsFile
	target
}

// Help adds to the output of --help.
func (c *batchImportCmd) Help() string {
	return `Takes the names, addresses, dates and numbers of badges that a platform has issued. The badges themselves are issued anew: a ` +
		`platform's signature, web pages, evidence and pictures are not taken over. What was revoked there is left out, and so is ` +
		`every row in which something is wrong.

A platform's own number of an earner (Issuer Earner ID) is taken for the charter number: look whether it is.

Example: badge batch import --dates month-first export.csv -o roster.csv

Exit codes:

	0    all rows were taken
	4    the file cannot be read, or not as an export
	5    not all rows were taken`
}

// Run imports.
func (c *batchImportCmd) Run(ctx context.Context) (err error) {
	file, err := c.errorsFile.open(c.Force)
	if err != nil {
		return hint(err)
	}
	defer discard(file, &err)
	var out io.Writer = os.Stdout
	var made *pending
	if c.Output != stdio {
		if made, err = newPending(c.Output, 0o666, c.Force); err != nil {
			return hint(err)
		}
		defer discard(made, &err)
		out = made
	}
	w := roster.NewWriter(out, roster.Charters)
	unnumbered := 0
	take := func(r *roster.Record) error {
		if r.Number == "" {
			unnumbered++
		}
		return w.Write(r)
	}
	r, err := readRoster(ctx, c.Export, roster.Exports, c.options(), file.tell, take)
	file.rest()
	if err != nil && !errors.Is(err, errNoRoster) {
		return err
	}
	if failed := file.commit(); failed != nil {
		return hint(failed)
	}
	if err != nil {
		return err
	}
	c.tell(r, unnumbered)
	if r.Counts().Records == 0 {
		err := fmt.Errorf("%s: no row was taken, and nothing written", name(c.Export))
		if r.Counts().Failed > 0 {
			err = &failure{exitSome, err}
		}
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if made != nil {
		if err := made.commit(); err != nil {
			return hint(err)
		}
	}
	return rosterFailure(c.Export, r.Counts())
}

func (c *batchImportCmd) options() *roster.Options {
	o := &roster.Options{Template: c.Template}
	switch c.Dates {
	case "month-first":
		o.Dates = roster.MonthFirst
	case "day-first":
		o.Dates = roster.DayFirst
	}
	return o
}

// tell says what was taken for what, and what was not taken.
func (c *batchImportCmd) tell(r *roster.Reader, unnumbered int) {
	for _, m := range r.Header() {
		if m.Column != "" {
			note("%s is %s", quote(m.Header), m.Column)
		}
	}
	for _, f := range r.Remarks() {
		note("%s", findingText(&f))
	}
	counts := r.Counts()
	note("%s: %d taken, %d of other templates, %d left out because of what is wrong with them",
		plural(counts.Records+counts.Failed+counts.Left, "row"), counts.Records, counts.Left, counts.Failed)
	if unnumbered > 0 {
		note("%s without a charter number, which batch issue needs: fill it in", plural(unnumbered, "row"))
	}
}
