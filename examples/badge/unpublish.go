package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/charterbadge/openbadge/examples/internal/webfolder"
	"github.com/charterbadge/openbadge/verifier"
)

type unpublishCmd struct {
	Dir   string `arg:"" placeholder:"DIR" help:"Folder for the web host, which badge page has written to."`
	Badge string `arg:"" optional:"" name:"badge" placeholder:"BADGE|ID" help:"The badge, or its id. Default: all, and the verifier."`
}

// Help adds to the output of --help.
func (c *unpublishCmd) Help() string {
	return `Removes what badge page has written, and nothing else. A file that was changed since stays, and is named (exit code 5).

The host has the files until you remove them there, too, and others may have kept copies. A page that is gone revokes ` +
		`nothing: see badge status revoke.`
}

// Run removes pages.
func (c *unpublishCmd) Run(ctx context.Context) (err error) {
	folder, err := webfolder.Open(c.Dir)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Dir, err)
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	mine, err := c.which(ctx)
	if err != nil {
		return err
	}
	pages := slices.DeleteFunc(folder.Pages(), func(p webfolder.Page) bool { return !mine(p) })
	if len(pages) == 0 {
		return fmt.Errorf("%s: nothing of it is there", c.Dir)
	}
	var left []string
	for _, p := range pages {
		stay, err := folder.Remove(p.Name)
		if err != nil {
			return err
		}
		left = append(left, stay...)
		note("removed %s", p.Name)
	}
	for _, file := range left {
		note("%s was changed, and is left as it is", name(file))
	}
	note("remove it from the host as well; copies that others have made stay")
	if len(left) > 0 {
		return &failure{code: exitSome}
	}
	return nil
}

// which tells the pages that are meant. A file is read for its id and issuer, which need not be true: the page of no other
// badge has both.
func (c *unpublishCmd) which(ctx context.Context) (func(webfolder.Page) bool, error) {
	if c.Badge == "" {
		return func(webfolder.Page) bool { return true }, nil
	}
	if _, err := os.Stat(c.Badge); err != nil && c.Badge != stdio {
		return func(p webfolder.Page) bool { return p.Badge == c.Badge }, nil
	}
	text, err := read(ctx, c.Badge, maxInput)
	if err != nil {
		return nil, err
	}
	u, err := verifier.Inspect(trim(text))
	if err != nil {
		return nil, verdictFailure(err, err)
	}
	if u.Claimed.ID == "" {
		return nil, fmt.Errorf("%s: a badge without an id", name(c.Badge))
	}
	return func(p webfolder.Page) bool { return p.Badge == u.Claimed.ID && p.Issuer == u.Claimed.Issuer }, nil
}
