package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/examples/internal/art"
)

// artPixels is how many pixels a side the sample badge has.
const artPixels = 512

// pictured is the flag of the commands that hand out a badge in a picture.
type pictured struct {
	Picture string `placeholder:"FILE" help:"The PNG or SVG to put the badge into. Default: the PNG that it came in, or else our own art for a sample badge."`
}

// bake puts the badge into its picture.
func (p *pictured) bake(ctx context.Context, a *accepted) (*bakedPicture, error) {
	picture := a.picture
	if p.Picture == "" && bake.Detect(picture) == bake.FormatSVG {
		note("the SVG that the badge came in is left out: it can run scripts, and nobody vouches for it; give a picture with --picture FILE")
		picture = nil
	}
	var err error
	switch {
	case p.Picture != "":
		picture, err = read(ctx, p.Picture, bake.DefaultPNGBytes)
	case picture == nil:
		picture, err = art.PNG(artPixels)
	}
	if err != nil {
		return nil, err
	}
	format, to := bake.FormatPNG, bake.PNG
	if bake.Detect(picture) == bake.FormatSVG {
		format, to = bake.FormatSVG, bake.SVG
	}
	var out bytes.Buffer
	err = to(&out, bytes.NewReader(picture), a.secured, &bake.Options{Replace: true})
	if errors.Is(err, bake.ErrNotPicture) || errors.Is(err, bake.ErrMalformed) {
		return nil, fmt.Errorf("%s: %w", name(p.Picture), err)
	}
	if err != nil {
		return nil, fmt.Errorf("baking the badge: %w", err)
	}
	return &bakedPicture{out.Bytes(), format}, nil
}

type bakedPicture struct {
	data   []byte
	format bake.Format
}
