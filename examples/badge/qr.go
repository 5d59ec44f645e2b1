package main

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/charterbadge/openbadge/examples/internal/qrcode"
	"golang.org/x/term"
)

type qrCmd struct {
	URL string `arg:"" name:"url" placeholder:"URL" help:"The link."`
	target
}

// Help adds to the output of --help.
func (c *qrCmd) Help() string {
	return `Writes the QR code of a link, as SVG to a file whose name ends in .svg, and otherwise as PNG.

Example: badge qr https://example.org/badges/ada/ -o ada-qr.svg

The code is the link and nothing else: whoever scans it opens the page. A link that holds a badge (verify/#b1.…) is ` +
		`too long for most badges.`
}

// Run writes the code.
func (c *qrCmd) Run() error {
	if _, err := link("the URL", c.URL); err != nil {
		return err
	}
	if err := c.vacant(); err != nil {
		return err
	}
	draw := qrcode.PNG
	if strings.EqualFold(filepath.Ext(c.Output), ".svg") {
		draw = qrcode.SVG
	}
	picture, err := draw(c.URL)
	if errors.Is(err, qrcode.ErrText) {
		return usage("the URL has %d bytes, and a QR code holds %d at most", len(c.URL), qrcode.MaxText)
	}
	if err != nil {
		return err
	}
	if c.Output == stdio && term.IsTerminal(int(os.Stdout.Fd())) {
		return usage("a picture is nothing for a terminal; use -o FILE")
	}
	return c.write(picture)
}

// maxLink is the length of a link, in bytes: one that holds a badge can be long.
const maxLink = 2 << 20

// link reads an absolute https URL. A flag of the command line is its name in errors.
func link(flag, value string) (*url.URL, error) {
	u, err := url.Parse(value)
	switch {
	case err != nil || len(value) > maxLink:
		return nil, usage("%s: want a link such as https://example.org/badges/, got %s", flag, quote(value))
	case u.Scheme != "https" || u.Host == "" || u.User != nil || u.Opaque != "" || !isURI(value):
		return nil, usage("%s: want an https link without a password and in ASCII, such as https://example.org/badges/, got %s", flag, quote(value))
	}
	return u, nil
}

// isURI reports whether a text is what a URL consists of: nothing that a browser would encode, and nothing that breaks
// out of a line.
func isURI(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte("\"<>\\^`{|}", s[i]) >= 0 {
			return false
		}
	}
	return true
}
