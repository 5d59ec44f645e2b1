// Command badge makes, signs, verifies, revokes and shows Open Badges 3.0 from the command line, with files alone: no
// account, and no network unless verify is told --online. It is a user of the library like any other, and imports nothing
// of it but its public packages.
//
//	badge key new -o issuer.pem
//	badge key did-document --key issuer.pem --id did:web:example.org -o did.json
//	badge issue --key issuer.pem --issuer-document did.json --issuer-name "Sample issuer" \
//	    --number 12345 --holder "Ada Lovelace" --email ada@example.org --awarded 2026-01-15 -o badge.jws
//	badge verify --trust did.json badge.jws
//
// A badge that can be revoked is issued with a ledger, and its readers need the status lists that are published from it:
//
//	badge status new --ledger ledger --issuer-document did.json --url https://example.org/status/
//	badge issue --ledger ledger …
//	badge status revoke --ledger ledger --reason Resigned badge.jws
//	badge status publish --ledger ledger --key issuer.pem --issuer-document did.json --out public
//	badge verify --trust did.json --status public badge.jws
//
// A badge is shown elsewhere by a page of static files, a link, a snippet or a mail, each only if it is valid now:
//
//	badge page --trust did.json --privacy unlisted --out site --url https://example.org/badges/ badge.jws
//	badge share linkedin --trust did.json --url https://example.org/badges/ada/ badge.jws
//	badge mail --trust did.json --to ada@example.org --from badges@example.org --out ada.eml badge.jws
//	badge unpublish site badge.jws
//
// How many badges there are, by state and year, and whose ends soon:
//
//	badge batch report --trust did.json --ledger ledger --expiring expiring.csv badges
//
// # Output
//
// Standard output has the result and nothing else; messages go to standard error. Text that comes from a badge, a document
// or a file name is escaped before it is printed, so that it cannot move the cursor, change colours or forge a line.
//
// # Exit codes
//
//	0    valid, or done
//	1    the badge or the credential is invalid
//	2    the command line is wrong
//	3    indeterminate: it could not be checked
//	4    something cannot be read or written, or would be overwritten
//	5    not all of several badges are valid, or were changed, or not all files removed, for whatever reason
//	130  interrupted
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

const (
	exitInvalid       = 1
	exitUsage         = 2
	exitIndeterminate = 3
	exitFile          = 4
	exitSome          = 5
	exitInterrupted   = 130
)

type program struct {
	Key       keyCmd       `cmd:"" help:"Make a private key, and the document that publishes its public half."`
	Issue     issueCmd     `cmd:"" help:"Make and sign a CMT Charter badge, or a badge from a JSON file."`
	Renew     renewCmd     `cmd:"" help:"Issue a badge again for a new period."`
	Sign      signCmd      `cmd:"" help:"Sign any credential."`
	Verify    verifyCmd    `cmd:"" help:"Verify badges."`
	Bake      bakeCmd      `cmd:"" help:"Put a badge into a picture."`
	Unbake    unbakeCmd    `cmd:"" help:"Take a badge out of a picture."`
	Page      pageCmd      `cmd:"" help:"Make a web page of a badge, or a link that holds it."`
	Unpublish unpublishCmd `cmd:"" help:"Remove what page has written."`
	Share     shareCmd     `cmd:"" help:"Make a link or snippet by which to show a badge elsewhere."`
	Mail      mailCmd      `cmd:"" help:"Write the mail that hands a badge to its holder."`
	QR        qrCmd        `cmd:"" name:"qr" help:"Write the QR code of a link."`
	Status    statusCmd    `cmd:"" help:"Revoke, suspend and reinstate badges; publish the lists that tell readers."`
	Batch     batchCmd     `cmd:"" help:"A whole roster at once, and all badges of a folder."`
	Bundle    bundleCmd    `cmd:"" help:"Pack issuers' documents and status lists, to verify anywhere."`
	Inspect   inspectCmd   `cmd:"" help:"Show what a badge says, without checking any of it."`
}

const description = `Make, sign, verify, revoke, publish and show Open Badges 3.0, offline.

Exit codes:

	0    valid, or done
	1    the badge or the credential is invalid
	2    the command line is wrong
	3    indeterminate: it could not be checked
	4    something cannot be read or written, or would be overwritten
	5    not all of several badges are valid, or were changed; or not all files removed
	130  interrupted`

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once

	parser, err := kong.New(&program{}, kong.Name("badge"),
		kong.Description(description),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		panic(err) // the struct tags above are wrong
	}
	command, err := parser.Parse(args)
	if err != nil {
		complain(usage("%w", err))
		help := "badge --help"
		if e, ok := errors.AsType[*kong.ParseError](err); ok && e.Context.Selected() != nil {
			help = e.Context.Selected().FullPath() + " --help"
		}
		note("run %q to see how it is used", help)
		return exitUsage
	}
	err = command.Run()
	if ctx.Err() != nil && err != nil {
		note("interrupted")
		return exitInterrupted
	}
	complain(err)
	return exitCode(err)
}

// A failure is an error with the exit code that it leads to. Other errors are about files: exitFile.
type failure struct {
	code int
	err  error // nil: everything was said already
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit code %d", f.code)
	}
	return f.err.Error()
}

func usage(format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...)}
}

func invalid(err error) error { return &failure{exitInvalid, err} }

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if f, ok := errors.AsType[*failure](err); ok {
		return f.code
	}
	return exitFile
}

// complain prints an error, unless everything was said already.
func complain(err error) {
	if f, ok := errors.AsType[*failure](err); err == nil || ok && f.err == nil {
		return
	}
	note("%v", err)
}
