package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/examples/internal/fragment"
	"github.com/charterbadge/openbadge/examples/internal/page"
	"github.com/charterbadge/openbadge/examples/internal/webfolder"
)

type pageCmd struct {
	Badge    string `arg:"" placeholder:"BADGE" help:"The badge, or a picture with a badge in it, or - for standard input."`
	Out      string `required:"" placeholder:"DIR" help:"Folder for the web host. What else is in it stays as it is."`
	Privacy  string `enum:"private,fragment,unlisted,public" default:"private" placeholder:"MODE" help:"Who can see the badge: private, fragment, unlisted or public; see above. Default: private."`
	URL      string `name:"url" placeholder:"URL" help:"Address that the folder has on the web: https://…/"`
	Verifier string `placeholder:"DIR" help:"Folder with the verifier for browsers, which go run ./examples/browser -o DIR makes. It is copied to verify/."`
	pictured
	Force bool `help:"Overwrite what was changed since it was written, or is there from elsewhere."`
	judge
}

// Help adds to the output of --help.
func (c *pageCmd) Help() string {
	return `Makes static files for any web host from a badge that is valid now; of any other nothing is written. The page needs no ` +
		`JavaScript, and loads nothing from anybody.

	private    nothing about the badge is written
	fragment   nothing about the badge is written: it is in a link, behind the #, which browsers keep to themselves
	unlisted   a page at an address that cannot be guessed, and that search engines are asked to leave out
	public     a page for everybody

Standard output has the link, or the page's file when no --url is given. The same command writes the page anew at the same ` +
		`address; badge unpublish takes it away.

Example:

	badge page --trust did.json --status lists --privacy unlisted --out public --url https://example.org/badges/ ada.jws`
}

// The privacy of a badge.
const (
	privatePage  = "private"
	fragmentPage = "fragment"
	unlistedPage = "unlisted"
	publicPage   = "public"
)

// verifierPage is the folder of the verifier.
const verifierPage = "verify"

// Run makes the page.
func (c *pageCmd) Run(ctx context.Context) error {
	base, err := c.base()
	if err != nil {
		return err
	}
	if c.Privacy == fragmentPage && base == "" {
		return usage("--privacy fragment makes a link to the verifier: say with --url where the folder is")
	}
	a, err := c.accept(ctx, c.Badge)
	if err != nil {
		return err
	}
	verifierFiles, err := c.readVerifier()
	if err != nil {
		return err
	}
	var out site
	if err := out.open(c.Out, verifierFiles != nil || c.Privacy == unlistedPage || c.Privacy == publicPage); err != nil {
		return err
	}
	defer out.close()
	if err := out.movable(a, c.Privacy, c.Out); err != nil {
		return err
	}
	if verifierFiles != nil {
		if err := out.put(webfolder.Page{Name: verifierPage}, verifierFiles, c.Force); err != nil {
			return err
		}
		note("the verifier is in %s; upload the folder", filepath.Join(c.Out, verifierPage))
	}
	switch c.Privacy {
	case privatePage:
		note("private: nothing about this badge was written; whoever is to see it gets the file from its holder")
		note("--privacy fragment makes a link that holds the badge; unlisted and public make a page")
		return nil
	case fragmentPage:
		if !out.has(verifierPage) {
			note("no verifier is in %s: the link leads to one that is on the host already, or --verifier DIR adds one", c.Out)
		}
		return c.fragment(base, a)
	}
	return c.page(ctx, base, a, &out)
}

// base is --url with a slash at its end, to which the names of files can be added.
func (c *pageCmd) base() (string, error) {
	if c.URL == "" {
		return "", nil
	}
	u, err := link("--url", c.URL)
	if err != nil {
		return "", err
	}
	if u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(c.URL, "#") {
		return "", usage("--url: want the address of the folder, without ? and #, got %s", quote(c.URL))
	}
	return strings.TrimSuffix(c.URL, "/") + "/", nil
}

func (c *pageCmd) fragment(base string, a *accepted) error {
	if len(a.secured) > fragment.MaxSecured {
		return invalid(fmt.Errorf("%s: too large for a link", name(c.Badge)))
	}
	note("the link holds the badge: whoever has the link has the badge, and the host of the verifier does not")
	return result([]byte(base + verifierPage + "/#" + fragment.Encode(a.secured) + "\n"))
}

func (c *pageCmd) page(ctx context.Context, base string, a *accepted, out *site) error {
	picture, err := c.bake(ctx, a)
	if err != nil {
		return err
	}
	entry := out.entry(a, c.Privacy)
	opts := page.Options{Unlisted: c.Privacy == unlistedPage}
	if base != "" {
		opts.URL = base + entry.Name + "/"
	} else {
		note("without --url there is no QR code on the page, and no card where its link is shared")
	}
	if out.has(verifierPage) {
		opts.Verifier = "../" + verifierPage + "/"
	} else {
		note("the page offers no verifier: --verifier DIR adds one")
	}
	files, remarks, err := page.Make(page.Badge{Result: a.result, Secured: a.secured, Picture: picture.data, Format: picture.format}, opts)
	if err != nil {
		return err
	}
	if err := out.put(entry, files, c.Force); err != nil {
		return err
	}
	for _, remark := range remarks {
		note("%s", remark)
	}
	if c.Privacy == unlistedPage {
		note("whoever has the address sees the page; the host must not list its folders, and %s must not be uploaded", webfolder.RecordName)
	} else {
		note("everybody can find the page; %s need not be uploaded", webfolder.RecordName)
	}
	if base != "" {
		return result([]byte(opts.URL + "\n"))
	}
	return result([]byte(filepath.Join(c.Out, entry.Name, page.Index) + "\n"))
}

// site is the folder for the web host. It is nil inside when there is none yet and nothing is to be written.
type site struct{ folder *webfolder.Folder }

func (s *site) open(dir string, make bool) error {
	if make {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	folder, err := webfolder.Open(dir)
	if !make && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	s.folder = folder
	return nil
}

func (s *site) close() {
	if s.folder != nil {
		s.folder.Close()
	}
}

func (s *site) pages() []webfolder.Page {
	if s.folder == nil {
		return nil
	}
	return s.folder.Pages()
}

func (s *site) has(page string) bool {
	return slices.ContainsFunc(s.pages(), func(is webfolder.Page) bool { return is.Name == page })
}

// of returns the page of a badge, if there is one.
func (s *site) of(a *accepted) (webfolder.Page, bool) {
	badge := a.result.Badge
	i := slices.IndexFunc(s.pages(), func(is webfolder.Page) bool { return is.Badge == badge.ID && is.Issuer == badge.Issuer.ID })
	if i < 0 {
		return webfolder.Page{}, false
	}
	return s.pages()[i], true
}

// movable refuses to leave a page where it is when a badge is to be seen by others than before.
func (s *site) movable(a *accepted, privacy, dir string) error {
	old, ok := s.of(a)
	if !ok || old.Privacy == privacy {
		return nil
	}
	return fmt.Errorf("there is a page of this badge that is %s, in %s; take it away first: badge unpublish %s %s",
		old.Privacy, filepath.Join(dir, old.Name), dir, name(old.Badge))
}

// entry is the place of a badge's page: the one that it has, or a new one.
func (s *site) entry(a *accepted, privacy string) webfolder.Page {
	if old, ok := s.of(a); ok {
		return old
	}
	badge := a.result.Badge
	entry := webfolder.Page{Badge: badge.ID, Issuer: badge.Issuer.ID, Privacy: privacy}
	entry.Name = strings.ToLower(rand.Text()) // at least 128 bits
	if privacy == publicPage {
		entry.Name = publicName(entry.Issuer, entry.Badge)
	}
	return entry
}

// publicName is the name of the folder of a badge's public page.
func publicName(issuer, badge string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s", len(issuer), issuer, badge))
	return pageNameOf(sum[:16])
}

// pageNameOf makes the name of a page's folder of bits.
func pageNameOf(bits []byte) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(bits))
}

// put writes a page; what was changed and is no longer part of it stays.
func (s *site) put(entry webfolder.Page, files map[string][]byte, force bool) error {
	left, err := s.folder.Put(entry, files, force)
	if errors.Is(err, webfolder.ErrChanged) || errors.Is(err, webfolder.ErrPresent) {
		return fmt.Errorf("%w; use --force to overwrite it", err)
	}
	if err != nil {
		return err
	}
	for _, file := range left {
		note("%s was changed, and is left as it is", name(file))
	}
	return nil
}

// What a verifier has at most.
const (
	maxVerifierFiles = 1_000
	maxVerifierBytes = webfolder.MaxFile
)

// readVerifier reads the files of --verifier. Hidden ones are left out; what is no file at all is refused.
func (c *pageCmd) readVerifier() (map[string][]byte, error) {
	if c.Verifier == "" {
		return nil, nil
	}
	files, size := map[string][]byte{}, int64(0)
	fsys := os.DirFS(c.Verifier)
	err := fs.WalkDir(fsys, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case file != "." && strings.HasPrefix(path.Base(file), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		case !entry.Type().IsRegular():
			return fmt.Errorf("%s: not a file", file)
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if size += info.Size(); size > maxVerifierBytes || len(files) == maxVerifierFiles {
			return errors.New("more than a verifier has")
		}
		files[file], err = fs.ReadFile(fsys, file)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Verifier, err)
	}
	for _, file := range []string{"index.html", "verifier.wasm.gz"} {
		if _, ok := files[file]; !ok {
			return nil, fmt.Errorf("%s: %s is missing: it is not what go run ./examples/browser -o DIR makes", c.Verifier, file)
		}
	}
	return files, nil
}
