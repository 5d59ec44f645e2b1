package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/verifier"
)

type verifyCmd struct {
	Files []string `arg:"" name:"file" placeholder:"FILE" help:"Badges, or pictures with a badge in them, or - for standard input."`
	judge
	Recipient []string `sep:"none" placeholder:"TYPE=VALUE" help:"Who shows the badge: emailAddress=ada@example.org, id=did:… Or TYPE=@FILE, to keep it out of the process list. May be repeated; one must fit."`
	Any       bool     `help:"Take any verifiable credential, not badges alone."`
	Explain   bool     `help:"Show what was signed, too: canonical forms, hashes and signatures, to compare with another implementation."`
	JSON      bool     `name:"json" help:"Print a report as JSON, one in a line for several badges."`
}

// Help adds to the output of --help.
func (c *verifyCmd) Help() string {
	return `The first line is "valid", "invalid: CODE" or "indeterminate: CODE"; for several badges it begins with the name of ` +
		`the file. Nothing is fetched without --online: a badge of an issuer whose document is not given is indeterminate, and ` +
		`so is one whose status list is not given.

Examples:

	badge verify --trust did.json --status lists ada.jws
	badge verify --bundle example.zip --trust-issuer did:web:example.org ada.jws
	badge verify --online --trust-issuer did:web:example.org ada.jws

Exit codes:

	0    valid
	1    invalid
	3    indeterminate
	4    a file cannot be read
	5    not all of several badges are valid`
}

// Run verifies.
func (c *verifyCmd) Run(ctx context.Context) error {
	if i := slices.Index(c.Files, stdio); i >= 0 && slices.Contains(c.Files[i+1:], stdio) {
		return usage("standard input can be read once, and - was given twice")
	}
	expect, err := c.expect(ctx)
	if err != nil {
		return err
	}
	v, err := c.verifier(ctx)
	if err != nil {
		return err
	}
	verify := v.Verify
	if c.Any {
		verify = v.VerifyCredential
	}
	if len(c.Files) == 1 {
		return c.one(ctx, verify, expect)
	}
	return c.several(ctx, verify, expect)
}

// verification is Verify or VerifyCredential.
type verification func(ctx context.Context, secured []byte, expect *verifier.Expect) (*verifier.Result, error)

// one verifies a single badge: its verdict is the exit code.
func (c *verifyCmd) one(ctx context.Context, verify verification, expect *verifier.Expect) error {
	secured, err := read(ctx, c.Files[0], maxInput)
	if err != nil {
		if c.JSON && ctx.Err() == nil { // a reader of reports gets one for every input
			return errors.Join(err, c.print(unread(c.Files[0], err), nil, indented))
		}
		return err
	}
	res, verdict := verify(ctx, trim(secured), expect)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	report := c.report(ctx, res, verdict, c.Files[0], secured)
	if err := c.print(report, verdict, indented); err != nil {
		return err
	}
	return verdictFailure(verdict, nil)
}

// several verifies many badges. What is wrong with one, or with its file, does not keep the others from their report.
func (c *verifyCmd) several(ctx context.Context, verify verification, expect *verifier.Expect) error {
	var valid, invalid, unknown, missing int
	for _, file := range c.Files {
		secured, err := read(ctx, file, maxInput)
		var res *verifier.Result
		if err == nil {
			res, err = verify(ctx, trim(secured), expect)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		report := c.report(ctx, res, err, file, secured)
		_, judged := errors.AsType[*verifier.Error](err)
		switch {
		case err == nil:
			valid++
		case !judged:
			missing++
			note("%v", err)
			report = unread(file, err)
		case verifier.VerdictOf(err) == verifier.Invalid:
			invalid++
		default:
			unknown++
		}
		if err := c.print(report, err, oneLine); err != nil {
			return err
		}
	}
	note("%d badges: %d valid, %d invalid, %d indeterminate, %d not read", len(c.Files), valid, invalid, unknown, missing)
	if valid < len(c.Files) {
		return &failure{code: exitSome}
	}
	return nil
}

// report makes the report of a verification, with the explanation if there can be one.
func (c *verifyCmd) report(ctx context.Context, res *verifier.Result, verdict error, file string, secured []byte) *verifier.Report {
	report := verifier.NewReport(res, verdict).For(file, secured)
	if c.Explain {
		report.Explanation, _ = verifier.Explain(ctx, trim(secured)) // what it fails on is in the report already
	}
	return report
}

// unread is the report about a file that could not be read.
func unread(file string, err error) *verifier.Report {
	report := verifier.NewReport(nil, err)
	report.File = file
	return report
}

func (c *verifyCmd) print(report *verifier.Report, verdict error, format func(any) ([]byte, error)) error {
	if !c.JSON {
		if err := result([]byte(reportText(report, len(c.Files) > 1))); err != nil {
			return err
		}
		c.hints(report, verdict)
		return nil
	}
	text, err := format(report)
	if err != nil {
		return err
	}
	return result(text)
}

// expect reads the values of --recipient.
func (c *verifyCmd) expect(ctx context.Context) (*verifier.Expect, error) {
	expect := &verifier.Expect{}
	for _, value := range c.Recipient {
		typ, who, ok := strings.Cut(value, "=")
		id := verifier.Identity{Type: credential.IdentifierType(typ), Value: who}
		if !ok || who == "" || id.Type != verifier.SubjectID && !id.Type.Valid() {
			return nil, usage("--recipient: want TYPE=VALUE, where TYPE is emailAddress, name, id (of the subject) or another type of identifier of Open Badges")
		}
		if file, ok := strings.CutPrefix(who, "@"); ok {
			var err error
			if id.Value, err = onlyLine(ctx, file); err != nil {
				return nil, err
			}
		}
		expect.Recipient = append(expect.Recipient, id)
	}
	return expect, nil
}

// maxRecipient is the length of the file that has an identity of the recipient, in bytes.
const maxRecipient = 4 << 10

func onlyLine(ctx context.Context, file string) (string, error) {
	text, err := read(ctx, file, maxRecipient)
	if err != nil {
		return "", err
	}
	line := strings.TrimRight(string(text), "\r\n")
	if line == "" || strings.ContainsAny(line, "\r\n") {
		return "", fmt.Errorf("%s: want one line", file)
	}
	return line, nil
}

// verdictFailure returns the failure that a verification ends in, with what is still to be said.
func verdictFailure(verdict, say error) error {
	switch verifier.VerdictOf(verdict) {
	case verifier.Valid:
		return nil
	case verifier.Invalid:
		return &failure{exitInvalid, say}
	}
	return &failure{exitIndeterminate, say}
}
