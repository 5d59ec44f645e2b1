package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/charterbadge/openbadge/verifier/online"
)

// lookup has the flags that say where badges' status is looked up, and issuers' documents beside --trust.
type lookup struct {
	Status       []string `sep:"none" group:"Status" placeholder:"PATH" help:"Status lists of issuers: a file, or a folder or zip file of them. May be repeated."`
	MaxStatusAge span     `group:"Status" placeholder:"TIME" help:"Take no status list older than this, such as 24h or 30d. Default: any that has not expired."`
	StatusIssuer []string `sep:"none" group:"Status" placeholder:"ISSUER=ID" help:"Another who signs the status lists of an issuer. Both must be trusted. May be repeated."`
	StatusMemory string   `group:"Status" placeholder:"FILE" help:"Remember in this file the newest version of every list that was seen, and take no older one again."`

	InsecureSkipStatus              bool `group:"Status" help:"Do not look up whether a badge is revoked or suspended. A revoked badge is then valid."`
	InsecureUnsignedRevocationLists bool `group:"Status" help:"Believe revocation lists of 1EdTech's own format, which nobody signs: whoever can change such a file can take a revocation back."`

	Bundle       string   `xor:"where" group:"Bundles and the network" placeholder:"PATH" help:"Issuers' documents and status lists in one file, as badge bundle makes it. Whom to trust is not in it: say so with --trust-issuer or --trust."`
	TrustIssuer  []string `sep:"none" group:"Bundles and the network" placeholder:"ID[=sha256:HASH]" help:"An issuer that you trust, and whose document is in the bundle or online; with a hash, only the document that has it. May be repeated."`
	TrustContext []string `sep:"none" group:"Bundles and the network" placeholder:"URL=sha256:HASH" help:"A JSON-LD context of the bundle that you trust to say what a proof covers. May be repeated."`
	Online       bool     `xor:"where" group:"Bundles and the network" help:"Fetch the documents of --trust-issuer, and status lists, over HTTPS. Without it nothing is fetched."`
	Refresh      bool     `group:"Bundles and the network" help:"Ask for the newer issue of a badge that offers one, and verify that too. The verdict is on the badge that was given."`
	Cache        string   `group:"Bundles and the network" placeholder:"DIR" help:"Keep what was fetched in this folder."`

	InsecureAllowPrivate bool `group:"Bundles and the network" help:"Fetch from addresses of private networks and of this machine, too."`

	skipped []error         // files of --status that are no status lists
	told    map[string]bool // lists about which a hint was printed
}

// check finds flags that do not fit together.
func (c *lookup) check() error {
	switch {
	case len(c.TrustIssuer) > 0 && c.Bundle == "" && !c.Online:
		return usage("--trust-issuer says whom to trust, and not where the document is: add --bundle FILE or --online, or give the document with --trust FILE")
	case len(c.TrustContext) > 0 && c.Bundle == "":
		return usage("--trust-context is for a context of --bundle")
	case slices.ContainsFunc(c.TrustContext, func(value string) bool { return !strings.Contains(value, "=sha256:") }):
		return usage("--trust-context: want URL=sha256:HASH, as badge bundle prints it")
	case c.Cache != "" && !c.Online:
		return usage("--cache keeps what --online fetches; add --online")
	case c.Refresh && !c.Online:
		return usage("--refresh fetches the newer issue of a badge; add --online")
	case c.InsecureAllowPrivate && !c.Online:
		return usage("--insecure-allow-private is for --online")
	}
	return nil
}

// open returns the issuers beside those of --trust, and the options that the flags make.
func (c *lookup) open(ctx context.Context, at time.Time) (trusted, *verifier.Options, error) {
	if err := c.check(); err != nil {
		return nil, nil, err
	}
	opts := &verifier.Options{
		MaxStatusAge:                    c.MaxStatusAge.Duration,
		StatusIssuers:                   make(map[string][]string),
		InsecureSkipStatus:              c.InsecureSkipStatus,
		InsecureUnsignedRevocationLists: c.InsecureUnsignedRevocationLists,
	}
	if !at.IsZero() {
		opts.Now = func() time.Time { return at }
	}
	for _, value := range c.StatusIssuer {
		issuer, other, ok := strings.Cut(value, "=")
		if !ok || issuer == "" || other == "" {
			return nil, nil, usage("--status-issuer %s: want ISSUER=ID, such as did:web:example.org=did:web:lists.example.org", value)
		}
		opts.StatusIssuers[issuer] = append(opts.StatusIssuers[issuer], other)
	}
	issuers, lists, err := c.sources(ctx, opts)
	if err != nil {
		return nil, nil, err
	}
	opts.Status = lists
	if c.StatusMemory != "" {
		memory, err := verifier.OpenStatusMemory(c.StatusMemory)
		if err != nil {
			return nil, nil, err
		}
		opts.Status = verifier.GuardRollback(lists, memory)
	}
	c.told = make(map[string]bool)
	return issuers, opts, nil
}

// sources opens where documents and lists come from, and sets what else depends on that.
func (c *lookup) sources(ctx context.Context, opts *verifier.Options) (issuers trusted, lists statusSources, err error) {
	for _, path := range c.Status {
		snapshot, err := c.readLists(ctx, path)
		if err != nil {
			return nil, nil, err
		}
		lists = append(lists, snapshot)
	}
	if c.Bundle != "" {
		bundle, err := readBundle(c.Bundle, slices.Concat(c.TrustIssuer, c.TrustContext))
		if err != nil {
			return nil, nil, err
		}
		issuers, lists, opts.Contexts = append(issuers, bundle), append(lists, bundle), bundle.Contexts()
	}
	if c.Online {
		client, err := online.New(c.TrustIssuer, &online.Options{Cache: c.Cache, InsecureAllowPrivate: c.InsecureAllowPrivate})
		if errors.Is(err, did.ErrIdentifier) || errors.Is(err, online.ErrURL) {
			return nil, nil, usage("--trust-issuer: %w", err)
		}
		if err != nil {
			return nil, nil, err
		}
		issuers, lists = append(issuers, client), append(lists, client)
		if c.Refresh {
			opts.Refresh = client
		}
		opts.Limits.Time = verifier.MaxTime // the network takes more of it than the work does
	}
	return issuers, lists, nil
}

// readLists reads a status list, or all in a folder or zip file. A file that is named must be one.
func (c *lookup) readLists(ctx context.Context, path string) (*verifier.StatusSnapshot, error) {
	fsys, done, err := openFiles(path)
	if err != nil {
		return nil, err
	}
	if fsys != nil {
		defer done()
		snapshot, err := verifier.StatusFS(fsys)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, why := range snapshot.Skipped() {
			c.skipped = append(c.skipped, fmt.Errorf("%s: %w", path, why))
		}
		return snapshot, nil
	}
	text, err := read(ctx, path, maxInput)
	if err != nil {
		return nil, err
	}
	snapshot, err := verifier.StatusMap(map[string][]byte{path: trim(text)})
	if err == nil {
		err = errors.Join(snapshot.Skipped()...)
	}
	return snapshot, err
}

// openFiles opens a folder or a zip file as a file system, which is nil for any other file.
func openFiles(path string) (fsys fs.FS, done func() error, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return os.DirFS(path), func() error { return nil }, nil
	}
	if !isZip(path) {
		return nil, nil, nil
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return z, z.Close, nil
}

// isZip looks at the name alone: what a file begins with is whatever somebody put there.
func isZip(path string) bool { return strings.EqualFold(filepath.Ext(path), ".zip") }

func readBundle(path string, trusted []string) (*verifier.Bundle, error) {
	fsys, done, err := openFiles(path)
	if err != nil {
		return nil, err
	}
	if fsys == nil {
		return nil, fmt.Errorf("%s: want a folder or a .zip file, as badge bundle makes it", path)
	}
	defer done()
	bundle, err := verifier.OpenBundle(fsys, trusted...)
	if errors.Is(err, did.ErrIdentifier) {
		return nil, usage("--trust-issuer: %w", err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return bundle, nil
}

// statusSources are the sources of all flags together.
type statusSources []verifier.StatusSource

// StatusLists implements verifier.StatusSource. A list from one source counts, whatever is wrong with another: the
// verifier finds out which to believe.
func (s statusSources) StatusLists(ctx context.Context, url string) ([]*verifier.StatusText, error) {
	var all []*verifier.StatusText
	var errs []error
	for _, source := range s {
		texts, err := source.StatusLists(ctx, url)
		all = append(all, texts...)
		if err != nil && !errors.Is(err, verifier.ErrNoStatusList) {
			errs = append(errs, err)
		}
	}
	if len(all) > 0 {
		return all, nil
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return nil, verifier.ErrNoStatusList
}
