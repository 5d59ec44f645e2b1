package webfolder_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/webfolder"
	"github.com/stretchr/testify/require"
)

type files = map[string][]byte

func open(t *testing.T, dir string) *webfolder.Folder {
	t.Helper()
	f, err := webfolder.Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// tree is all files of a folder, but the record, with their content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir || d.Name() == webfolder.RecordName {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil || d.IsDir() {
			all[filepath.ToSlash(rel)] = "/"
			return err
		}
		text, err := os.ReadFile(name)
		all[filepath.ToSlash(rel)] = string(text)
		return err
	}))
	return all
}

func put(t *testing.T, dir, page string, content files) {
	t.Helper()
	left, err := open(t, dir).Put(webfolder.Page{Name: page, Badge: "urn:x:" + page}, content, false)
	require.NoError(t, err)
	require.Empty(t, left)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
}

func TestPutAndRemove(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "own.txt"), "mine")
	put(t, dir, "one", files{"index.html": []byte("1"), "deep/down/a.js": []byte("a")})
	put(t, dir, "two", files{"index.html": []byte("2")})
	put(t, dir, "one", files{"index.html": []byte("1 again")}) // in place, and without what is no longer wanted
	require.Equal(t, map[string]string{"own.txt": "mine", "one": "/", "one/index.html": "1 again", "two": "/", "two/index.html": "2"}, tree(t, dir))

	f := open(t, dir)
	require.Len(t, f.Pages(), 2)
	require.Equal(t, "urn:x:one", f.Pages()[0].Badge)
	if runtime.GOOS != "windows" {
		info, err := os.Stat(filepath.Join(dir, webfolder.RecordName))
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	}
	for _, name := range []string{"three", "one", "one", "two"} {
		left, err := f.Remove(name)
		require.NoError(t, err)
		require.Empty(t, left)
	}
	require.Equal(t, map[string]string{"own.txt": "mine"}, tree(t, dir))
	require.NoFileExists(t, filepath.Join(dir, webfolder.RecordName))
}

func TestChanged(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "one", files{"a": []byte("a"), "b": []byte("b"), "c": []byte("c"), "d": []byte("d")})
	write(t, filepath.Join(dir, "one/b"), "changed")
	write(t, filepath.Join(dir, "one/e"), "not ours")
	require.NoError(t, os.Remove(filepath.Join(dir, "one/c")))

	f := open(t, dir)
	_, err := f.Put(webfolder.Page{Name: "one"}, files{"a": []byte("new"), "b": []byte("new")}, false)
	require.ErrorIs(t, err, webfolder.ErrChanged)
	_, err = f.Put(webfolder.Page{Name: "one"}, files{"a": []byte("new"), "e": []byte("new")}, false)
	require.ErrorIs(t, err, webfolder.ErrPresent)
	require.Equal(t, map[string]string{"one": "/", "one/a": "a", "one/b": "changed", "one/d": "d", "one/e": "not ours"}, tree(t, dir))

	left, err := f.Put(webfolder.Page{Name: "one"}, files{"a": []byte("new")}, false) // b and d are no longer wanted
	require.NoError(t, err)
	require.Equal(t, []string{"one/b"}, left)
	require.Equal(t, map[string]string{"one": "/", "one/a": "new", "one/b": "changed", "one/e": "not ours"}, tree(t, dir))

	_, err = f.Put(webfolder.Page{Name: "one"}, files{"a": []byte("a"), "e": []byte("e")}, true)
	require.NoError(t, err)
	write(t, filepath.Join(dir, "one/a"), "changed")
	left, err = f.Remove("one")
	require.NoError(t, err)
	require.Equal(t, []string{"one/a"}, left)
	require.Equal(t, map[string]string{"one": "/", "one/a": "changed", "one/b": "changed"}, tree(t, dir))
	require.Len(t, open(t, dir).Pages(), 1, "what is left stays in the record")
	write(t, filepath.Join(dir, "one/a"), "a")
	left, err = f.Remove("one")
	require.NoError(t, err)
	require.Empty(t, left)
}

// TestFailedWrite: what a Put that failed half way has written is known.
func TestFailedWrite(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "one", files{"a": []byte("old"), "c": []byte("old")})
	_, err := open(t, dir).Put(webfolder.Page{Name: "one"}, files{"a": []byte("new"), "b": []byte("b"), "b/x": []byte("no folder")}, false)
	require.Error(t, err)
	require.Equal(t, map[string]string{"one": "/", "one/a": "new", "one/b": "b", "one/c": "old"}, tree(t, dir))
	left, err := open(t, dir).Remove("one")
	require.NoError(t, err)
	require.Empty(t, left)
	require.Empty(t, tree(t, dir))
}

// TestCutShort: what a write that was cut short has left goes with the page, and nothing else that looks like it.
func TestCutShort(t *testing.T) {
	dir := t.TempDir()
	const temp = ".badge-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	put(t, dir, "one", files{"deep/a": []byte("a")})
	require.NoError(t, os.Remove(filepath.Join(dir, "one/deep/a")))
	for _, name := range []string{"one/" + temp, "one/deep/" + temp, "other/" + temp, temp, "one/.badge-notes"} {
		write(t, filepath.Join(dir, name), "x")
	}
	left, err := open(t, dir).Remove("one")
	require.NoError(t, err)
	require.Empty(t, left)
	require.Equal(t, map[string]string{"one": "/", "one/.badge-notes": "x", "other": "/", "other/" + temp: "x", temp: "x"}, tree(t, dir))

	if err := os.Symlink("other", filepath.Join(dir, "two")); err != nil {
		t.Skipf("symbolic links: none can be made here: %v", err)
	}
	write(t, filepath.Join(dir, webfolder.RecordName), `{"version":1,"pages":[{"folder":"two","files":{"deep/a":["`+sum+`"]}}]}`)
	_, err = open(t, dir).Remove("two")
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(dir, "two", temp), "no link is followed, or removed")
}

func TestNames(t *testing.T) {
	f := open(t, t.TempDir())
	for _, tt := range []struct{ page, file string }{
		{"", "a"}, {".", "a"}, {"..", "a"}, {"../x", "a"}, {"a/b", "a"}, {"A", "a"}, {"-a", "a"}, {"a", ""}, {"a", ".."},
		{"a", "../b"}, {"a", "x/../../b"}, {"a", "/etc/x"}, {"a", ".hidden"}, {"a", "x/.hidden"}, {"a", `..\b`}, {"a", "c:b"},
		{"a", "x//y"}, {"a", "x/"}, {"a", "a\nb"}, {"a", "é"}, {"a", strings.Repeat("x/", 8) + "y"},
	} {
		_, err := f.Put(webfolder.Page{Name: tt.page}, files{tt.file: nil}, true)
		require.ErrorIs(t, err, webfolder.ErrName, "%q %q", tt.page, tt.file)
	}
}

const sum = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" // of "a"

func TestRecordRefused(t *testing.T) {
	good := `{"version":1,"pages":[{"folder":"one","files":{"a":["` + sum + `"]}}]}`
	for _, tt := range []struct{ name, old, new string }{
		{"up", `"a":`, `"../a":`},
		{"up and down", `"a":`, `"x/../../a":`},
		{"absolute", `"a":`, `"/a":`},
		{"a backslash", `"a":`, `"..\\a":`},
		{"the record", `"a":`, `".badge-page.json":`},
		{"page up", `"one"`, `".."`},
		{"page here", `"one"`, `"."`},
		{"page of two", `"one"`, `"one/two"`},
		{"page that is empty", `"one"`, `""`},
		{"no hash", `["` + sum + `"]`, `[]`},
		{"not a hash", sum, "ca97"},
		{"another version", `"version":1`, `"version":2`},
		{"no files", `{"a":["` + sum + `"]}`, `{}`},
		{"a member more", `"version":1`, `"version":1,"x":1`},
		{"text behind", `}]}`, `}]}{}`},
		{"twice", `"pages":[`, `"pages":[{"folder":"one","files":{"a":["` + sum + `"]}},`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "site/one/a"), "a")
			write(t, filepath.Join(dir, "a"), "a")
			write(t, filepath.Join(dir, "site", webfolder.RecordName), good)
			open(t, filepath.Join(dir, "site"))
			require.Equal(t, 1, strings.Count(good, tt.old))
			write(t, filepath.Join(dir, "site", webfolder.RecordName), strings.Replace(good, tt.old, tt.new, 1))
			_, err := webfolder.Open(filepath.Join(dir, "site"))
			require.ErrorIs(t, err, webfolder.ErrRecord)
		})
	}
}

// TestLinks: no link is followed, neither out of the folder nor within it.
func TestLinks(t *testing.T) {
	for _, to := range []string{"../elsewhere", "other"} {
		dir := t.TempDir()
		site := filepath.Join(dir, "site")
		write(t, filepath.Join(site, "other/a"), "a")
		write(t, filepath.Join(dir, "elsewhere/a"), "a")
		if err := os.Symlink(to, filepath.Join(site, "one")); err != nil {
			t.Skipf("symbolic links: none can be made here: %v", err)
		}
		write(t, filepath.Join(site, webfolder.RecordName), `{"version":1,"pages":[{"folder":"one","files":{"a":["`+sum+`"]}}]}`)
		f := open(t, site)
		left, err := f.Remove("one")
		require.NoError(t, err)
		require.Equal(t, []string{"one/a"}, left)
		_, err = f.Put(webfolder.Page{Name: "one"}, files{"a": []byte("x")}, true)
		require.ErrorIs(t, err, webfolder.ErrPresent)

		require.NoError(t, os.Remove(filepath.Join(site, "one")))
		require.NoError(t, os.Mkdir(filepath.Join(site, "one"), 0o755))
		require.NoError(t, os.Symlink("../"+to+"/a", filepath.Join(site, "one/a")))
		left, err = f.Remove("one")
		require.NoError(t, err)
		require.Equal(t, []string{"one/a"}, left)
		require.FileExists(t, filepath.Join(site, "other/a"))
		require.FileExists(t, filepath.Join(dir, "elsewhere/a"))
	}
}

// FuzzRecord: whatever the record says, nothing outside the folder is touched.
func FuzzRecord(f *testing.F) {
	f.Add(`{"version":1,"pages":[{"folder":"one","files":{"a":["` + sum + `"]}}]}`)
	f.Add(`{"version":1,"pages":[{"folder":"..","files":{"a":["` + sum + `"]}}]}`)
	f.Add(`{"version":1,"pages":[{"folder":"one","files":{"../../a":["` + sum + `"]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "a"), "a")
		write(t, filepath.Join(dir, "site/a"), "a")
		write(t, filepath.Join(dir, "site", webfolder.RecordName), text)
		folder, err := webfolder.Open(filepath.Join(dir, "site"))
		if err != nil {
			require.ErrorIs(t, err, webfolder.ErrRecord)
			return
		}
		defer folder.Close()
		for _, p := range folder.Pages() {
			folder.Remove(p.Name)
		}
		require.FileExists(t, filepath.Join(dir, "a"))
		require.FileExists(t, filepath.Join(dir, "site/a"))
	})
}
