package verifier

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/charterbadge/openbadge/credential/did"
)

// Issuers is the trust list: it has the documents of the issuers that the caller trusts, and of no others. To resolve
// and to trust are one question, as with x509.CertPool, because a document that anybody can put in place says nothing
// about who they are.
//
// Issuer returns the document whose id is exactly the given identifier. An error that matches ErrUnknownIssuer means
// that the issuer is not trusted; any other error that it could not be found out. Either way the credential is
// Indeterminate. It must be safe for concurrent use.
type Issuers interface {
	Issuer(ctx context.Context, id string) (*did.Document, error)
}

// Trust returns Issuers of the given documents. If two different documents have one id, neither is used. A nil document
// is nobody's.
func Trust(docs ...*did.Document) Issuers {
	t := make(trusted, len(docs))
	for _, d := range docs {
		if d == nil {
			continue
		}
		if known, ok := t[d.ID()]; ok && !same(known, d) {
			t[d.ID()] = nil
			continue
		}
		t[d.ID()] = d
	}
	return t
}

// same reports whether both documents say the same; an id of which two differ has no document.
func same(a, b *did.Document) bool {
	if a == nil || a == b {
		return a == b
	}
	x, errX := a.MarshalJSON()
	y, errY := b.MarshalJSON()
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

type trusted map[string]*did.Document

func (t trusted) Issuer(_ context.Context, id string) (*did.Document, error) {
	d, ok := t[id]
	if !ok {
		return nil, ErrUnknownIssuer
	}
	if d == nil {
		return nil, fmt.Errorf("verifier: two documents have the id %q", id)
	}
	return d, nil
}

// maxTrusted is the number of files TrustFS reads.
const maxTrusted = 10_000

// TrustFS returns Issuers of all files in fsys and its folders whose name ends in ".json", each a controlled
// identifier document. It reads them at once, into memory. Any file that cannot be read or is not such a document, any
// link to a folder, and any id that occurs twice is an error that names the file: a trust list with a hole would look
// like a forgery later.
func TrustFS(fsys fs.FS) (Issuers, error) {
	t := make(trusted)
	from := make(map[string]string)
	var errs []error
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return nil
		}
		if entry.Type()&fs.ModeSymlink != 0 {
			if info, err := fs.Stat(fsys, name); err == nil && info.IsDir() {
				return fmt.Errorf("%s: a link to a folder, which is not followed", name)
			}
		}
		if !strings.EqualFold(path.Ext(name), ".json") {
			return nil
		}
		if len(from)+len(errs) >= maxTrusted {
			return fmt.Errorf("more than %d documents", maxTrusted)
		}
		d, err := readDocument(fsys, name)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		case from[d.ID()] != "":
			errs = append(errs, fmt.Errorf("%s: %q is also the id of %s", name, d.ID(), from[d.ID()]))
		default:
			t[d.ID()], from[d.ID()] = d, name
		}
		return nil
	})
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, fmt.Errorf("verifier: reading the trust list: %w", err)
	}
	return t, nil
}

func readDocument(fsys fs.FS, name string) (*did.Document, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a pipe could be read for ever
		return nil, errors.New("not a regular file")
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, did.MaxDocument+1)) // one byte more is too large for Parse
	if err != nil {
		return nil, err
	}
	return did.Parse(text)
}
