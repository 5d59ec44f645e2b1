package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	ldcontext "github.com/charterbadge/openbadge/context"
)

// TestRecipesMatchTable holds the two tables together: each file is where its recipe writes it, has the hash of one row
// of table.go, and that row names the package, version and file of the recipe.
func TestRecipesMatchTable(t *testing.T) {
	origins := map[string]string{} // by hash
	for _, u := range ldcontext.Embedded().URLs() {
		d, err := ldcontext.Embedded().Document(u)
		require.NoError(t, err)
		origins[d.SHA256] = d.Origin
	}
	n := 0
	for _, s := range packages {
		for _, r := range s.recipes {
			data, err := os.ReadFile(filepath.Join("..", "..", "contexts", r.out))
			require.NoError(t, err)
			require.Equal(t, s.origin(r), origins[fmt.Sprintf("%x", sha256.Sum256(data))], r.out)
			n++
		}
	}
	require.Len(t, origins, n)
}

func TestTake(t *testing.T) {
	tarball := pack1(t, "package/a.js", "/* text */ module.exports =\n{\n  \"a\": 1,\n  \"b\": 2\n};\n")
	s := source{name: "example", version: "1.0.0", integrity: integrity(tarball)}
	for _, c := range []struct {
		name string
		r    recipe
		want string
	}{
		{"literal", recipe{path: "a.js"}, "{\n  \"a\": 1,\n  \"b\": 2\n}"},
		{"end", recipe{path: "a.js", end: "\n"}, "{\n  \"a\": 1,\n  \"b\": 2\n}\n"},
		{"layout", recipe{path: "a.js", layout: []edit{{": 1", ":1"}, {"\n  \"b\"", "\n\n  \"b\""}}},
			"{\n  \"a\":1,\n\n  \"b\": 2\n}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := take(s, c.r, tarball, t.TempDir())
			require.NoError(t, err)
			require.Equal(t, c.want, string(got))
		})
	}
}

func TestTakeObject(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skipf("generate: node is not here to run a script: %v", err)
	}
	tarball := pack1(t, "package/a.js", "module.exports = {b: 'x', a: [1]};\n")
	s := source{integrity: integrity(tarball)}
	got, err := take(s, recipe{path: "a.js", form: object, indent: 2, end: "\n"}, tarball, t.TempDir())
	require.NoError(t, err)
	require.Equal(t, "{\n  \"b\": \"x\",\n  \"a\": [\n    1\n  ]\n}\n", string(got))

	tarball = pack1(t, "package/a.js", "throw new Error()\n")
	_, err = take(source{integrity: integrity(tarball)}, recipe{path: "a.js", form: object}, tarball, t.TempDir())
	require.Error(t, err)
}

func TestTakeRefuses(t *testing.T) {
	tarball := pack1(t, "package/a.js", "module.exports = {\"a\": 1, \"b\": 1};\n")
	unquoted := pack1(t, "package/a.js", "module.exports = {a: 1};\n")
	bare := pack1(t, "package/a.js", "} {\n")
	for _, c := range []struct {
		name      string
		tarball   []byte
		integrity string
		r         recipe
	}{
		{"another package", tarball, integrity(unquoted), recipe{path: "a.js"}},
		{"no integrity", tarball, "", recipe{path: "a.js"}},
		{"no such file", tarball, integrity(tarball), recipe{path: "b.js"}},
		{"not a tarball", []byte("{}"), integrity([]byte("{}")), recipe{path: "a.js"}},
		{"no braces", bare, integrity(bare), recipe{path: "a.js"}},
		{"no JSON in the script", unquoted, integrity(unquoted), recipe{path: "a.js"}},
		{"edit of nothing", tarball, integrity(tarball), recipe{path: "a.js", layout: []edit{{"c", "c "}}}},
		{"edit of two places", tarball, integrity(tarball), recipe{path: "a.js", layout: []edit{{": 1", ":1"}}}},
		{"edit of the value", tarball, integrity(tarball), recipe{path: "a.js", layout: []edit{{`"a": 1`, `"a": 2`}}}},
		{"edit that breaks it", tarball, integrity(tarball), recipe{path: "a.js", layout: []edit{{`"a"`, `a`}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := take(source{integrity: c.integrity}, c.r, c.tarball, t.TempDir())
			require.Error(t, err)
			require.Nil(t, got)
		})
	}
}

func TestRunWantsItsFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "contexts")
	require.ErrorIs(t, run(dir), os.ErrNotExist)
	require.NoDirExists(t, dir)
}

func integrity(tarball []byte) string {
	sum := sha512.Sum512(tarball)
	return "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
}

// pack1 is a tarball of one file.
func pack1(t *testing.T, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}))
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.NoError(t, z.Close())
	return b.Bytes()
}
