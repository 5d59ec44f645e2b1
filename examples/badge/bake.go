package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/charterbadge/openbadge/credential/bake"
	"golang.org/x/term"
)

type bakeCmd struct {
	Badge   string `arg:"" placeholder:"BADGE" help:"The signed badge, or - for standard input."`
	Picture string `arg:"" placeholder:"PICTURE" help:"The PNG or SVG to put it into, which stays as it is."`
	Replace bool   `help:"Take the badge out of a picture that has one."`
	target
}

// Help adds to the output of --help.
func (c *bakeCmd) Help() string {
	return `Puts a badge into a picture, which can be shown and kept like any other, and verified: badge verify takes it as it is.

Wallets that take pictures look for JSON in a PNG: sign with --form data-integrity for them. A screenshot of the picture, or
a copy that an image editor or a social network has made, has no badge in it any more.

Example:

	badge bake ada.json seal.png -o ada.png`
}

// Run bakes.
func (c *bakeCmd) Run(ctx context.Context) error {
	if err := c.vacant(); err != nil {
		return err
	}
	secured, err := read(ctx, c.Badge, maxInput)
	if err != nil {
		return err
	}
	picture, err := read(ctx, c.Picture, bake.MaxPNGBytes)
	if err != nil {
		return err
	}
	to := bake.PNG
	if bake.Detect(picture) == bake.FormatSVG {
		to = bake.SVG
	}
	var out bytes.Buffer
	err = to(&out, bytes.NewReader(picture), secured, &bake.Options{Replace: c.Replace})
	switch {
	case errors.Is(err, bake.ErrBaked):
		return fmt.Errorf("%s: %w; use --replace to put this one in its place", name(c.Picture), err)
	case errors.Is(err, bake.ErrSecured):
		return invalid(fmt.Errorf("%s: %w; badge sign makes one", name(c.Badge), err))
	case err != nil:
		return invalid(fmt.Errorf("%s: %w", name(c.Picture), err))
	}
	if c.Output == stdio && term.IsTerminal(int(os.Stdout.Fd())) {
		return usage("a picture is nothing for a terminal; use -o FILE")
	}
	return c.write(out.Bytes())
}

type unbakeCmd struct {
	Picture string `arg:"" placeholder:"PICTURE" help:"The PNG or SVG with a badge in it, or - for standard input."`
	target
}

// Help adds to the output of --help.
func (c *unbakeCmd) Help() string {
	return "Writes the badge that is in a picture, as it is there: none of it is checked. badge verify takes pictures as they are."
}

// Run takes a badge out of a picture.
func (c *unbakeCmd) Run(ctx context.Context) error {
	if err := c.vacant(); err != nil {
		return err
	}
	picture, err := read(ctx, c.Picture, bake.MaxPNGBytes)
	if err != nil {
		return err
	}
	baked, err := bake.Extract(picture, nil)
	if err != nil {
		return invalid(fmt.Errorf("%s: %w", name(c.Picture), err))
	}
	if baked.OpenBadges2 {
		note("%s: an Open Badge 2.0 or older, which only its issuer's web site can confirm", name(c.Picture))
	}
	return c.write(baked.Secured)
}
