package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/examples/browser/check"
	"github.com/charterbadge/openbadge/verifier"
)

// knowledge is what the page knows of the world: whom it trusts, and which status lists it has. The names are those that
// the files have in the folders trust and status.
type knowledge struct{ trust, status files }

const indexFile = "index.json"

// collect reads the documents and lists that the page is to have. What the page could not use is an error.
func collect(trust, status []string) (*knowledge, error) {
	k := &knowledge{files{}, files{}}
	for _, name := range trust {
		err := each(name, isDocument, func(name string, text []byte) error {
			a := check.Check(context.Background(), text, &check.Settings{}) // as the page will
			if a.Kind != check.Issuer || a.Problem != "" {
				return fmt.Errorf("not an issuer's document: %s", a.Problem)
			}
			put(k.trust, name, text)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("-trust %s: %w", name, err)
		}
	}
	for _, name := range status {
		err := each(name, isList, func(name string, text []byte) error {
			s, err := verifier.StatusMap(map[string][]byte{name: text})
			if err != nil {
				return err
			}
			if skipped := s.Skipped(); len(skipped) > 0 {
				return skipped[0]
			}
			put(k.status, name, text)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("-status %s: %w", name, err)
		}
	}
	return k, nil
}

// each calls use with the file, whatever it is, or with all files of the folder that are wanted.
func each(name string, wanted func(string, []byte) bool, use func(string, []byte) error) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return use(filepath.Base(name), text)
	}
	return fs.WalkDir(os.DirFS(name), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(name, filepath.FromSlash(file)))
		if err != nil || !wanted(file, text) {
			return err
		}
		if err := use(path.Base(file), text); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		return nil
	})
}

// isDocument wants what a trust list in a folder consists of, as verifier.TrustFS does.
func isDocument(name string, _ []byte) bool {
	return path.Ext(name) == ".json" && path.Base(name) != indexFile
}

func isList(name string, text []byte) bool {
	s, err := verifier.StatusMap(map[string][]byte{name: text})
	return err != nil || len(s.Skipped()) == 0
}

// unsafe are the characters that a name in an index must not have: the page refuses it then.
var unsafe = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// maxName is how long a name may be, and have a number before it, for the page to take it; its end is what it is known by.
const maxName = 100

// put adds a file under a name that the page takes. Two files of one name are kept under two.
func put(to files, name string, text []byte) {
	plain := unsafe.ReplaceAllString(name, "-")
	plain = plain[max(0, len(plain)-maxName):]
	if plain == indexFile || strings.ContainsAny(plain[:1], "._-") {
		plain = "file" + plain
	}
	name = plain
	for i := 2; ; i++ {
		known, taken := to[name]
		if !taken || string(known) == string(text) {
			break
		}
		name = fmt.Sprintf("%d-%s", i, plain)
	}
	to[name] = text
}

func (k *knowledge) add(other *knowledge) {
	maps.Copy(k.trust, other.trust)
	maps.Copy(k.status, other.status)
}

// write adds both folders with their indices to the files of the site.
func (k *knowledge) write(to files) error {
	for folder, list := range map[string]files{"trust": k.trust, "status": k.status} {
		names := slices.AppendSeq([]string{}, maps.Keys(list))
		slices.Sort(names)
		index, err := json.MarshalIndent(names, "", "  ")
		if err != nil {
			return err
		}
		to[folder+"/"+indexFile] = append(index, '\n')
		for name, text := range list {
			to[folder+"/"+name] = text
		}
	}
	return nil
}
