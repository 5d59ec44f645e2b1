// Command generate writes the contexts that package context embeds, each taken from the npm package that publishes it.
// Run it with go generate ./context; it needs npm and node.
//
// What npm delivers is held to the integrity value of each package in recipes.go before anything in it is used. Where a
// package has changed the layout of a document since it was published, the recipe restores it, so that the file has the
// hash that the Recommendation prints; a recipe that would change the meaning of the JSON is refused. When anything is
// wrong, nothing is written. The SHA-256 of every file is printed, to be compared with table.go, which the tests do.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// source is one npm package.
type source struct {
	name, version string
	integrity     string // of the tarball, in the form of npm's dist.integrity: "sha512-", base64
	recipes       []recipe
}

// recipe says how one context is taken from a file of its package.
type recipe struct {
	path   string // in the package
	form   form
	indent int    // of an object, in spaces
	end    string // what the published document ends with after its last brace
	layout []edit // white space and order of members, as published
	out    string
}

type form int

const (
	literal form = iota // the file has the JSON text, alone or as the one object of a script
	object              // the file is a CommonJS module that exports the context as an object
)

// edit replaces the one occurrence of old by new.
type edit struct{ old, new string }

// origin is Document.Origin of package context.
func (s source) origin(r recipe) string { return "npm:" + s.name + "@" + s.version + "/" + r.path }

func main() {
	if err := run("contexts"); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run writes every context to the folder dir, which exists already: a run in the wrong folder must not make one.
func run(dir string) error {
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("want to be run by go generate in package context: %w", err)
	}
	temp, err := os.MkdirTemp("", "contexts")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)

	texts := map[string][]byte{}
	for i, s := range packages {
		tarball, err := pack(s, filepath.Join(temp, strconv.Itoa(i)))
		if err != nil {
			return fmt.Errorf("%s@%s: %w", s.name, s.version, err)
		}
		for _, r := range s.recipes {
			text, err := take(s, r, tarball, temp)
			if err != nil {
				return fmt.Errorf("%s: %w", s.origin(r), err)
			}
			texts[r.out] = text
		}
	}
	for _, s := range packages {
		for _, r := range s.recipes {
			if err := os.WriteFile(filepath.Join(dir, r.out), texts[r.out], 0o644); err != nil {
				return err
			}
			fmt.Printf("%x  %s\n", sha256.Sum256(texts[r.out]), r.out)
		}
	}
	return nil
}

// pack lets npm fetch the tarball of a package into the folder dir, which it makes.
func pack(s source, dir string) ([]byte, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	npm := exec.Command("npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", dir, s.name+"@"+s.version)
	if err := output(npm, io.Discard); err != nil {
		return nil, err
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(names) != 1 {
		return nil, fmt.Errorf("npm pack left %d tarballs, want 1", len(names))
	}
	return os.ReadFile(names[0])
}

// take returns the context of one recipe. temp is a folder for scratch files.
func take(s source, r recipe, tarball []byte, temp string) ([]byte, error) {
	sum := sha512.Sum512(tarball)
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); got != s.integrity {
		return nil, fmt.Errorf("integrity of the package is %s, want %s", got, s.integrity)
	}
	file, err := extract(tarball, "package/"+r.path)
	if err != nil {
		return nil, err
	}
	var text string
	switch r.form {
	case literal:
		text, err = braces(string(file))
	case object:
		text, err = evaluate(file, r.indent, temp)
	}
	if err != nil {
		return nil, err
	}
	text, err = rearrange(text, r.layout)
	if err != nil {
		return nil, err
	}
	return []byte(text + r.end), nil
}

func extract(tarball []byte, name string) ([]byte, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return nil, err
	}
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("no file %s in the package", name)
		}
		if err != nil {
			return nil, err
		}
		if header.Name == name {
			return io.ReadAll(files)
		}
	}
}

// braces returns the text from the first to the last brace.
func braces(file string) (string, error) {
	from, to := strings.Index(file, "{"), strings.LastIndex(file, "}")
	if from < 0 || to < from {
		return "", errors.New("no object in the file")
	}
	return file[from : to+1], nil
}

// evaluate runs the module in node, which is safe as far as its pinned integrity was reviewed, and returns what it
// exports as JSON.
func evaluate(module []byte, indent int, temp string) (string, error) {
	name := filepath.Join(temp, "context.cjs")
	if err := os.WriteFile(name, module, 0o600); err != nil {
		return "", err
	}
	const script = "process.stdout.write(JSON.stringify(require(process.argv[1]), null, Number(process.argv[2])))"
	var text strings.Builder
	if err := output(exec.Command("node", "-e", script, name, strconv.Itoa(indent)), &text); err != nil {
		return "", err
	}
	return text.String(), nil
}

// rearrange applies the edits and makes sure that the text was JSON and still is the same value.
func rearrange(text string, edits []edit) (string, error) {
	before := text
	for _, e := range edits {
		if n := strings.Count(text, e.old); n != 1 {
			return "", fmt.Errorf("%q occurs %d times, want 1", e.old, n)
		}
		text = strings.Replace(text, e.old, e.new, 1)
	}
	var was, is any
	if err := json.Unmarshal([]byte(before), &was); err != nil {
		return "", err
	}
	if err := json.Unmarshal([]byte(text), &is); err != nil {
		return "", err
	}
	if !reflect.DeepEqual(was, is) {
		return "", errors.New("the edits of the layout change the value")
	}
	return text, nil
}

func output(cmd *exec.Cmd, stdout io.Writer) error {
	var stderr strings.Builder
	cmd.Stdout, cmd.Stderr = stdout, &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("running %s: %w: %s", cmd.Args[0], err, strings.TrimSpace(stderr.String()))
	}
	return nil
}
