package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/verifier"
)

type bundleCmd struct {
	Out       string   `short:"o" required:"" placeholder:"FILE" help:"Where to write it; the name ends in .zip."`
	Force     bool     `help:"Overwrite the file if there is one."`
	Trust     []string `sep:"none" placeholder:"PATH" help:"An issuer's document, or a folder of documents (*.json). May be repeated."`
	Status    []string `sep:"none" placeholder:"PATH" help:"Status lists: a file, or a folder of them. May be repeated."`
	Context   []string `sep:"none" placeholder:"URL=FILE" help:"A JSON-LD context that the library does not have. May be repeated."`
	Retrieved instant  `placeholder:"TIME" help:"When the files were got from their issuers. Default: when each was last changed."`
}

// Help adds to the output of --help.
func (c *bundleCmd) Help() string {
	return `A bundle has what is needed to verify badges without a network. It says nothing about whom to trust: readers name ` +
		`the issuers that they trust when they verify.

Example:

	badge bundle --out example.zip --trust did.json --status public`
}

// Run makes the bundle.
func (c *bundleCmd) Run(ctx context.Context) error {
	if !isZip(c.Out) {
		return usage("--out %s: want a name that ends in .zip, by which a bundle is known", c.Out)
	}
	if len(c.Trust)+len(c.Status)+len(c.Context) == 0 {
		return usage("say what to put into it: --trust, --status, --context")
	}
	out := target{Output: c.Out, Force: c.Force}
	if err := out.vacant(); err != nil {
		return err
	}
	p := packer{retrieved: c.Retrieved.Time}
	if err := c.pack(ctx, &p); err != nil {
		return err
	}
	var zip bytes.Buffer
	if err := verifier.WriteBundle(&zip, p.files, time.Now()); err != nil {
		return err
	}
	if err := out.write(zip.Bytes()); err != nil {
		return err
	}
	note("wrote %s: %s, %s, %s", c.Out, plural(p.count(verifier.BundleIssuer), "issuer"),
		plural(p.count(verifier.BundleStatus), "status list"), plural(p.count(verifier.BundleContext), "context"))
	c.tell(p.files)
	return nil
}

func (c *bundleCmd) pack(ctx context.Context, p *packer) error {
	for _, path := range c.Trust {
		if err := p.each(ctx, path, p.issuer); err != nil {
			return err
		}
	}
	for _, path := range c.Status {
		if err := p.each(ctx, path, p.status); err != nil {
			return err
		}
	}
	for _, value := range c.Context {
		i := strings.LastIndex(value, "=")
		if i <= 0 {
			return usage("--context %s: want URL=FILE, such as https://example.org/context.json=context.json", value)
		}
		text, err := read(ctx, value[i+1:], maxInput)
		if err != nil {
			return err
		}
		at, err := p.when(os.Stat(value[i+1:]))
		if err != nil {
			return err
		}
		p.add(value[:i], verifier.BundleContext, text, at)
	}
	return nil
}

// tell says how the bundle is used. The hash keeps somebody who exchanges the bundle from exchanging the issuer's keys.
func (c *bundleCmd) tell(files []verifier.BundleFile) {
	trust := ""
	for _, f := range files {
		switch f.Kind {
		case verifier.BundleIssuer:
			trust += " --trust-issuer " + shellWord(fmt.Sprintf("%s=sha256:%x", f.URL, sha256.Sum256(f.Data)))
		case verifier.BundleContext:
			trust += " --trust-context " + shellWord(fmt.Sprintf("%s=sha256:%x", f.URL, sha256.Sum256(f.Data)))
		}
	}
	note("to verify with it: badge verify --bundle %s%s FILE", shellWord(c.Out), trust)
}

// A packer collects the files of a bundle.
type packer struct {
	files     []verifier.BundleFile
	retrieved time.Time
}

func (p *packer) count(kind verifier.BundleKind) int {
	n := 0
	for _, f := range p.files {
		if f.Kind == kind {
			n++
		}
	}
	return n
}

func (p *packer) add(url string, kind verifier.BundleKind, text []byte, at time.Time) {
	p.files = append(p.files, verifier.BundleFile{URL: url, Kind: kind, Data: text, Retrieved: at})
}

// when returns when a file was got from its issuer.
func (p *packer) when(info fs.FileInfo, err error) (time.Time, error) {
	if err != nil || !p.retrieved.IsZero() {
		return p.retrieved, err
	}
	return info.ModTime(), nil
}

// leftOut is why a file is not of the kind that is looked for. In a folder it is passed over, on the command line not.
type leftOut struct{ error }

// each calls add with a file, or with those in a folder.
func (p *packer) each(ctx context.Context, path string, add func(name string, text []byte, at time.Time) error) error {
	return filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := read(ctx, name, maxInput)
		if err != nil {
			return err
		}
		at, err := p.when(os.Stat(name))
		if err != nil {
			return err
		}
		err = add(name, text, at)
		if why, ok := errors.AsType[leftOut](err); ok && name != path {
			note("left out: %v", why)
			return nil
		}
		return err
	})
}

func (p *packer) issuer(name string, text []byte, at time.Time) error {
	doc, err := did.Parse(text)
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
		if !strings.EqualFold(filepath.Ext(name), ".json") {
			return leftOut{err}
		}
		return err // as with verify --trust, which would refuse the folder
	}
	p.add(doc.ID(), verifier.BundleIssuer, text, at)
	return nil
}

// status takes a status list under the URL that it gives itself. Nothing is verified.
func (p *packer) status(name string, text []byte, at time.Time) error {
	snapshot, err := verifier.StatusMap(map[string][]byte{name: text})
	if err != nil {
		return err
	}
	for _, why := range snapshot.Skipped() {
		return leftOut{why}
	}
	u, err := verifier.Inspect(trim(text))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	p.add(u.Claimed.ID, verifier.BundleStatus, trim(text), at)
	return nil
}
