package verifier

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// BundleFile is a file for a bundle.
type BundleFile struct {
	URL       string // where it is from; of an issuer's document, its id
	Kind      BundleKind
	Data      []byte    // as published
	Retrieved time.Time // when it was got from there; whole seconds are kept
}

// WriteBundle writes a bundle as a zip, which OpenBundleZip reads. created is when it was made, in whole seconds. What
// OpenBundle refuses, whatever is trusted, it refuses, with the same errors and before it writes anything. The same
// files, in any order, give the same bytes: they are stored, since lists are compressed already and another version of
// the compressor may write other bytes.
func WriteBundle(w io.Writer, files []BundleFile, created time.Time) error {
	data, err := bundleZip(files, created)
	if err != nil {
		return fmt.Errorf("verifier: writing a bundle: %w", err)
	}
	if _, err := OpenBundleZip(data); err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// bundleZip is the zip that OpenBundle may yet refuse.
func bundleZip(files []BundleFile, created time.Time) ([]byte, error) {
	m := manifest{Version: manifestVersion, Created: credential.NewDateTime(created)}
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b BundleFile) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.URL, b.URL), a.Retrieved.Compare(b.Retrieved), bytes.Compare(a.Data, b.Data))
	})
	for i, f := range files {
		m.Files = append(m.Files, manifestFile{
			URL: f.URL, Kind: f.Kind, File: fileName(f, i+1),
			SHA256: fmt.Sprintf("%x", sha256.Sum256(f.Data)), Retrieved: credential.NewDateTime(f.Retrieved),
		})
	}
	text, err := strictjson.Marshal(&m)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBundle, err)
	}
	var lines bytes.Buffer
	if err := json.Indent(&lines, text, "", "  "); err != nil {
		return nil, err
	}
	lines.WriteByte('\n')

	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, data []byte) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: m.Created.Time()})
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}
	if err := put(manifestName, lines.Bytes()); err != nil {
		return nil, err
	}
	for i, f := range files {
		if err := put(m.Files[i].File, f.Data); err != nil {
			return nil, err
		}
	}
	err = z.Close() // which writes the directory
	return out.Bytes(), err
}

// fileName is that of the nth file.
func fileName(f BundleFile, n int) string {
	switch f.Kind {
	case BundleIssuer:
		return fmt.Sprintf("issuers/%d.json", n)
	case BundleContext:
		return fmt.Sprintf("contexts/%d.jsonld", n)
	}
	if looksLikeJSON(f.Data) {
		return fmt.Sprintf("status/%d.json", n)
	}
	return fmt.Sprintf("status/%d.jwt", n)
}
