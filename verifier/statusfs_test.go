package verifier_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// statusJSON is what is looked at of a status list, with further members.
func statusJSON(id, more string) string {
	return fmt.Sprintf(`{"id":%q,"type":["VerifiableCredential","BitstringStatusListCredential"]%s}`, id, more)
}

func statusJWS(payload string) string {
	return badgetest.Compact(goodHeader, payload, badgetest.Sign(badgetest.Ed25519("issuer")))
}

const revocationJSON = `{"id":"https://example.org/revoked","issuer":"https://example.org","revokedCredential":[]}`

func mapFS(files map[string]string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// entry is one of a zip.
type entry struct{ name, text string }

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		f, err := w.Create(e.name)
		require.NoError(t, err)
		_, err = f.Write([]byte(e.text))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func openZip(t testing.TB, data []byte) *zip.Reader {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	return z
}

// found are the texts that the source has for the URL.
func found(t testing.TB, s verifier.StatusSource, url string) []string {
	t.Helper()
	list, err := s.StatusLists(t.Context(), url)
	if err != nil {
		require.ErrorIs(t, err, verifier.ErrNoStatusList)
		require.Empty(t, list)
	}
	var all []string
	for _, text := range list {
		all = append(all, string(text.Bytes()))
	}
	return all
}

func TestStatusFS(t *testing.T) {
	one, two := statusJSON(listURL, `,"validFrom":"2026-01-01T00:00:00Z"`), statusJWS(statusJSON(listURL, ""))
	files := map[string]string{
		"README.md": "# Lists", "1.json": one, "old/1": two, "copy.txt": one, "line.jwt": two + "\r\n",
		"deep/er/2.json": " \n" + statusJSON(listURL+"0", ""), "revoked.json": revocationJSON,
	}
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, mapFS(files)))
	require.NoError(t, os.Symlink("deep/er/2.json", filepath.Join(dir, "link.json")))
	var entries []entry
	inMemory := make(map[string][]byte)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		entries = append(entries, entry{name, files[name]})
		inMemory[name] = []byte(files[name])
	}
	archive := zipOf(t, entries...)
	zipFile := filepath.Join(t.TempDir(), "lists.zip")
	require.NoError(t, os.WriteFile(zipFile, archive, 0o600))
	opened, err := zip.OpenReader(zipFile)
	require.NoError(t, err)
	defer opened.Close()

	for name, read := range map[string]func() (*verifier.StatusSnapshot, error){
		"folder":        func() (*verifier.StatusSnapshot, error) { return verifier.StatusFS(os.DirFS(dir)) },
		"zip":           func() (*verifier.StatusSnapshot, error) { return verifier.StatusFS(openZip(t, archive)) },
		"zip from disk": func() (*verifier.StatusSnapshot, error) { return verifier.StatusFS(opened) },
		"fstest":        func() (*verifier.StatusSnapshot, error) { return verifier.StatusFS(mapFS(files)) },
		"map":           func() (*verifier.StatusSnapshot, error) { return verifier.StatusMap(inMemory) },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := read()
			require.NoError(t, err)
			require.Equal(t, []string{one, two}, found(t, s, listURL), "identical texts once, a JWS without its end of line")
			require.Equal(t, []string{files["deep/er/2.json"]}, found(t, s, listURL+"0"))
			require.Equal(t, []string{revocationJSON}, found(t, s, "https://example.org/revoked"))
			require.Empty(t, found(t, s, strings.ToUpper(listURL)))
			require.Empty(t, found(t, s, listURL+"/"))
			require.Empty(t, found(t, s, ""))
			require.Len(t, s.Skipped(), 1)
			require.ErrorContains(t, s.Skipped()[0], "README.md")
		})
	}
}

// TestStatusSnapshot: what happens afterwards to what it was made from, or to what it gave, does not change it.
func TestStatusSnapshot(t *testing.T) {
	text := []byte(statusJSON(listURL, ""))
	for name, read := range map[string]func() (*verifier.StatusSnapshot, error){
		"map": func() (*verifier.StatusSnapshot, error) { return verifier.StatusMap(map[string][]byte{"a": text}) },
		"FS":  func() (*verifier.StatusSnapshot, error) { return verifier.StatusFS(fstest.MapFS{"a": {Data: text}}) },
	} {
		want := string(text)
		s, err := read()
		require.NoError(t, err)
		text[1] ^= 1
		list, err := s.StatusLists(t.Context(), listURL)
		require.NoError(t, err)
		list[0].Bytes()[0]++
		list[0] = nil
		s.StatusLists(t.Context(), listURL)
		require.Equal(t, []string{want}, found(t, s, listURL), name)
		text[1] ^= 1
	}
	var zero verifier.StatusSnapshot
	require.Empty(t, found(t, &zero, listURL))
	require.Empty(t, zero.Skipped())
}

func TestStatusFSRecognises(t *testing.T) {
	const head = `{"id":"` + listURL + `",`
	for name, tt := range map[string]struct {
		text string
		list bool
	}{
		"bitstring":                    {statusJSON(listURL, ""), true},
		"one type":                     {head + `"type":"BitstringStatusListCredential"}`, true},
		"2021":                         {head + `"type":["VerifiableCredential","StatusList2021Credential"]}`, true},
		"signed":                       {statusJWS(statusJSON(listURL, "")), true},
		"signed by nobody":             {badgetest.Compact(goodHeader, statusJSON(listURL, ""), func([]byte) []byte { return []byte("x") }), true},
		"1EdTech":                      {head + `"issuer":"https://example.org","revokedCredential":[]}`, true},
		"1EdTech, 2022":                {head + `"issuer":{"id":"https://example.org"},"revokedCredentials":[]}`, true},
		"white space around JSON":      {"\r\n\t " + statusJSON(listURL, "") + "\n", true},
		"much white space":             {strings.Repeat(" ", 600) + statusJSON(listURL, ""), true},
		"white space around a JWS":     {"\n" + statusJWS(statusJSON(listURL, "")) + " \n", true},
		"an escaped id":                {`{"id":"https:\/\/example.org\/status\/\u0031","type":"BitstringStatusListCredential"}`, true},
		"many members":                 {statusJSON(listURL, `,"x":[`+strings.Repeat("[0],", 49_999)+`0]`), true},
		"a badge":                      {goodPayload, false},
		"a signed badge":               {statusJWS(goodPayload), false},
		"an issuer's document":         {string(issuerDocument()), false},
		"an entry":                     {head + `"type":"BitstringStatusListEntry"}`, false},
		"type in other letters":        {head + `"type":"bitstringStatusListCredential"}`, false},
		"type inside":                  {head + `"credentialSubject":{"type":"BitstringStatusListCredential"}}`, false},
		"types that are no strings":    {head + `"type":["BitstringStatusListCredential",1]}`, false},
		"revoked without issuer":       {head + `"revokedCredential":[]}`, false},
		"revoked without id":           {`{"issuer":"https://example.org","revokedCredential":[]}`, false},
		"issuer without revoked":       {head + `"issuer":"https://example.org"}`, false},
		"no id":                        {`{"type":"BitstringStatusListCredential"}`, false},
		"relative id":                  {`{"id":"status/1","type":"BitstringStatusListCredential"}`, false},
		"id of another type":           {`{"id":["` + listURL + `"],"type":"BitstringStatusListCredential"}`, false},
		"id twice":                     {head + statusJSON(listURL+"0", "")[1:], false},
		"in an array":                  {"[" + statusJSON(listURL, "") + "]", false},
		"half a file":                  {statusJSON(listURL, "")[:40], false},
		"half a JWS":                   {strings.TrimSuffix(statusJWS("{}"), "."+strings.SplitN(statusJWS("{}"), ".", 3)[2]), false},
		"two":                          {statusJSON(listURL, "") + statusJSON(listURL, ""), false},
		"a JWS with alg none":          {badgetest.Compact(`{"alg":"none","kid":"k"}`, statusJSON(listURL, ""), func([]byte) []byte { return []byte("x") }), false},
		"a JWS of no JSON":             {statusJWS("hello"), false},
		"a JWS with white space in it": {strings.Replace(statusJWS(statusJSON(listURL, "")), ".", ". ", 1), false},
		"a byte order mark":            {"\ufeff" + statusJSON(listURL, ""), false},
		"empty":                        {"", false},
		"white space":                  {" \n", false},
		"a word":                       {"hello", false},
		"HTML":                         {"<!DOCTYPE html>", false},
		"SVG":                          {`<svg xmlns="http://www.w3.org/2000/svg"/>`, false},
		"PNG":                          {"\x89PNG\r\n\x1a\n", false},
		"a long video":                 {"\x00\x00\x00 ftypisom" + strings.Repeat("\x00", 14<<20), false},
		"a long text":                  {strings.Repeat("a", 510) + " " + strings.Repeat("a", 14<<20), false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, s := range bothWays(t, tt.text) {
				if !tt.list {
					require.Empty(t, found(t, s, listURL))
					require.Len(t, s.Skipped(), 1)
					require.ErrorContains(t, s.Skipped()[0], "some.file: ")
					return
				}
				want := tt.text
				if !strings.Contains(want, "{") {
					want = strings.TrimSpace(want)
				}
				require.Equal(t, []string{want}, found(t, s, listURL))
				require.Empty(t, s.Skipped())
			}
		})
	}
}

func bothWays(t testing.TB, text string) []*verifier.StatusSnapshot {
	t.Helper()
	one, err := verifier.StatusFS(mapFS(map[string]string{"some.file": text}))
	require.NoError(t, err)
	two, err := verifier.StatusMap(map[string][]byte{"some.file": []byte(text)})
	require.NoError(t, err)
	return []*verifier.StatusSnapshot{one, two}
}

func TestStatusFSSkips(t *testing.T) {
	list := statusJSON(listURL, "")
	fsys := mapFS(map[string]string{
		".DS_Store": "\x00\x00\x00\x01Bud1", ".1.json.123": list, ".git/objects/1.json": list, "a/.hidden/b/1.json": list, "a/.b": list,
		"badge.jws": statusJWS(goodPayload), "did.json": string(issuerDocument()), "..data/1.json": list,
	})
	fsys["a/socket.sock"] = &fstest.MapFile{Mode: fs.ModeSocket}
	s, err := verifier.StatusFS(fsys)
	require.NoError(t, err)
	require.Empty(t, found(t, s, listURL))
	var all []string
	for _, why := range s.Skipped() {
		name, _, _ := strings.Cut(why.Error(), ": ")
		all = append(all, name)
	}
	require.Equal(t, []string{"..data", ".1.json.123", ".DS_Store", ".git", "a/.b", "a/.hidden", "a/socket.sock", "badge.jws", "did.json"}, all)
	s.Skipped()[0] = nil
	require.NotNil(t, s.Skipped()[0])
}

// TestStatusFSRogue: a folder full of forgeries does not hide the genuine list.
func TestStatusFSRogue(t *testing.T) {
	genuine := statusJSON(listURL, `,"proof":{}`)
	files := map[string]string{"zz/genuine.json": genuine}
	for i := range 63 {
		files[fmt.Sprintf("%d.json", i)] = statusJSON(listURL, fmt.Sprintf(`,"x":%d`, i))
	}
	files["copy.json"] = genuine
	s, err := verifier.StatusFS(mapFS(files))
	require.NoError(t, err)
	require.Len(t, found(t, s, listURL), 64)
	require.Contains(t, found(t, s, listURL), genuine)

	files["one-more.json"] = statusJSON(listURL, `,"x":63`)
	_, err = verifier.StatusFS(mapFS(files))
	require.ErrorContains(t, err, listURL)
	files["one-more.json"] = statusJSON(listURL+"0", "")
	_, err = verifier.StatusFS(mapFS(files))
	require.NoError(t, err, "one that says it is another list")
}

// A failingFS cannot open the file, or cannot read it to its end.
type failingFS struct {
	fstest.MapFS
	name     string
	readable int
}

var errDisk = errors.New("the disk is broken")

func (f failingFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == f.name {
		return nil, errDisk
	}
	return f.MapFS.ReadDir(name)
}

func (f failingFS) Open(name string) (fs.File, error) {
	if name != f.name {
		return f.MapFS.Open(name)
	}
	if f.readable < 0 {
		return nil, errDisk
	}
	file, err := f.MapFS.Open(name)
	return &failingFile{file, f.readable}, err
}

type failingFile struct {
	fs.File
	readable int
}

func (f *failingFile) Read(b []byte) (int, error) {
	if f.readable == 0 {
		return 0, errDisk
	}
	n, err := f.File.Read(b[:min(len(b), f.readable)])
	f.readable -= n
	return n, err
}

func TestStatusFSFails(t *testing.T) {
	list := statusJSON(listURL, "")
	good := mapFS(map[string]string{"good.json": list})
	long := statusJSON(listURL, `,"x":"`+strings.Repeat("a", 1000)+`"`)
	dir := func(link, target string) fs.FS {
		d := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(d, "folder"), 0o700))
		require.NoError(t, os.Symlink(target, filepath.Join(d, link)))
		return os.DirFS(d)
	}
	special := func(name string, mode fs.FileMode) fs.FS {
		return fstest.MapFS{name: {Data: []byte(list), Mode: mode}, "good.json": good["good.json"]}
	}
	for name, tt := range map[string]struct {
		fsys    fs.FS
		mention string
	}{
		"cannot be opened":             {failingFS{mapFS(map[string]string{"a.json": list}), "a.json", -1}, "a.json"},
		"cannot be read at all":        {failingFS{mapFS(map[string]string{"a.json": list}), "a.json", 0}, "a.json"},
		"cannot be read to its end":    {failingFS{mapFS(map[string]string{"a.json": long}), "a.json", 600}, "a.json"},
		"a folder cannot be read":      {failingFS{mapFS(map[string]string{"a/b.json": list}), "a", -1}, errDisk.Error()},
		"the root cannot be read":      {failingFS{good, ".", -1}, errDisk.Error()},
		"a pipe":                       {special("1.json", fs.ModeNamedPipe), "1.json"},
		"a pipe without extension":     {special("revocation-1", fs.ModeNamedPipe), "revocation-1"},
		"a pipe as JSON-LD":            {special("1.jsonld", fs.ModeNamedPipe), "1.jsonld"},
		"a pipe as a JWS":              {special("1.jws", fs.ModeNamedPipe), "1.jws"},
		"a device":                     {special("1.JWT", fs.ModeDevice|fs.ModeCharDevice), "1.JWT"},
		"a link to a folder":           {dir("link.old", "folder"), "link.old"},
		"a link to nothing":            {dir("link.json", "nothing"), "link.json"},
		"a link to itself":             {dir("link.txt", "link.txt"), "link.txt"},
		"JSON nested too deep":         {mapFS(map[string]string{"a.json": statusJSON(listURL, `,"x":`+strings.Repeat("[", 65)+strings.Repeat("]", 65))}), "a.json"},
		"a JWS whose payload is":       {mapFS(map[string]string{"a.jwt": statusJWS(statusJSON(listURL, `,"x":`+strings.Repeat("[", 65)+strings.Repeat("]", 65)))}), "a.jwt"},
		"a JWS with a header too long": {mapFS(map[string]string{"a.jwt": badgetest.Compact(`{"kid":"`+strings.Repeat("a", 8<<10)+`"}`, list, badgetest.Sign(badgetest.Ed25519("issuer")))}), "a.jwt"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := verifier.StatusFS(tt.fsys)
			require.ErrorContains(t, err, tt.mention)
			require.Nil(t, s)
		})
	}
}

// TestStatusFSBeginning: of what begins with letters that a compact JWS has not, no more is read.
func TestStatusFSBeginning(t *testing.T) {
	for letters, list := range map[string]bool{"azAZ09-_.": true, "`{@[/:,+ ~\x80": false} {
		for _, c := range []byte(letters) {
			text := "a" + string([]byte{c}) + strings.Repeat("a", 1000)
			_, err := verifier.StatusFS(failingFS{mapFS(map[string]string{"a": text}), "a", 600})
			require.Equal(t, list, errors.Is(err, errDisk), "%q", c)
		}
	}
}

// TestStatusFSEveryFault: every file that cannot be read is named, not the first alone.
func TestStatusFSEveryFault(t *testing.T) {
	pipe := &fstest.MapFile{Mode: fs.ModeNamedPipe}
	_, err := verifier.StatusFS(fstest.MapFS{"a.json": pipe, "b.json": pipe, "c.json": {Data: []byte(statusJSON(listURL, ""))}})
	require.ErrorContains(t, err, "a.json")
	require.ErrorContains(t, err, "b.json")
}

func TestStatusFSZip(t *testing.T) {
	list := statusJSON(listURL, "")
	for name, tt := range map[string]struct {
		entries []entry
		ok      bool
	}{
		"folders":                {[]entry{{"a/", ""}, {"a/b.json", list}}, true},
		"one name twice":         {[]entry{{"a.json", list}, {"a.json", list}}, false},
		"in capitals":            {[]entry{{"a.json", list}, {"A.json", list}}, false},
		"in other letters":       {[]entry{{"s.json", list}, {"ſ.json", list}}, false},
		"file and folder":        {[]entry{{"a", list}, {"a/", ""}}, false},
		"parent":                 {[]entry{{"../a.json", list}}, false},
		"parent inside":          {[]entry{{"a/../b.json", list}}, false},
		"absolute":               {[]entry{{"/a.json", list}}, false},
		"backslash":              {[]entry{{`a\b.json`, list}}, false},
		"drive":                  {[]entry{{"C:a.json", list}}, false},
		"two slashes":            {[]entry{{"a//b.json", list}}, false},
		"dot":                    {[]entry{{"./a.json", list}}, false},
		"the folder itself":      {[]entry{{"a.json", list}, {"./", ""}}, false},
		"no name":                {[]entry{{"", list}}, false},
		"invalid UTF-8":          {[]entry{{"a\xff.json", list}}, false},
		"hidden, but a bad name": {[]entry{{"../.a.json", list}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			archive := zipOf(t, tt.entries...)
			file := filepath.Join(t.TempDir(), "lists.zip")
			require.NoError(t, os.WriteFile(file, archive, 0o600))
			opened, err := zip.OpenReader(file)
			require.NoError(t, err)
			defer opened.Close()
			for _, z := range []fs.FS{openZip(t, archive), opened} {
				s, err := verifier.StatusFS(z)
				if !tt.ok {
					require.Error(t, err)
					continue
				}
				require.NoError(t, err)
				require.Equal(t, []string{list}, found(t, s, listURL))
			}
		})
	}
}

// TestStatusFSZipLink: a link in a zip is a small file with a path in it, and leads nowhere.
func TestStatusFSZipLink(t *testing.T) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	h := &zip.FileHeader{Name: "a.json"}
	h.SetMode(fs.ModeSymlink | 0o777)
	f, err := w.CreateHeader(h)
	require.NoError(t, err)
	_, err = f.Write([]byte("/etc/passwd"))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	_, err = verifier.StatusFS(openZip(t, out.Bytes()))
	require.ErrorContains(t, err, "a.json")
}

// damageZip changes bytes in the directory of a zip with one entry, where it has the sizes: compressed at 20, other at 24
// (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12).
func damageZip(t testing.TB, data []byte, at int, with ...byte) []byte {
	t.Helper()
	i := bytes.LastIndex(data, []byte("PK\x01\x02"))
	require.Positive(t, i)
	data = bytes.Clone(data)
	copy(data[i+at:], with)
	return data
}

func TestStatusFSZipBomb(t *testing.T) {
	spaces := func(n int) string { return statusJSON(listURL, "") + strings.Repeat(" ", n) }
	good := zipOf(t, entry{"a.json", spaces(60 << 10)})
	s, err := verifier.StatusFS(openZip(t, good))
	require.NoError(t, err, "small ones expand to no harm")
	require.Len(t, found(t, s, listURL), 1)
	_, err = verifier.StatusFS(openZip(t, zipOf(t, entry{"a.json", spaces(1 << 20)})))
	require.ErrorContains(t, err, "a.json", "a thousand times its size")
	_, err = verifier.StatusFS(openZip(t, zipOf(t, entry{"a.json", spaces(64 << 20)})))
	require.ErrorContains(t, err, "a.json")

	_, err = verifier.StatusFS(openZip(t, damageZip(t, good, 24, 10, 0, 0, 0)))
	require.ErrorContains(t, err, "a.json", "it says that it is ten bytes long")
	_, err = verifier.StatusFS(openZip(t, damageZip(t, good, 16, 1, 2, 3, 4)))
	require.ErrorIs(t, err, zip.ErrChecksum)
}

func TestStatusFSLimits(t *testing.T) {
	const most = 14 << 20
	pad := func(n int) string {
		return statusJSON(listURL, "") + strings.Repeat(" ", n-len(statusJSON(listURL, "")))
	}
	for _, n := range []int{most - 1, most} {
		s, err := verifier.StatusFS(mapFS(map[string]string{"a.json": pad(n)}))
		require.NoError(t, err)
		require.Len(t, found(t, s, listURL)[0], n)
	}
	_, err := verifier.StatusFS(mapFS(map[string]string{"a.json": pad(most + 1)}))
	require.ErrorContains(t, err, "a.json")
	_, err = verifier.StatusMap(map[string][]byte{"a.json": []byte(pad(most + 1))})
	require.ErrorContains(t, err, "a.json")

	// All together: 256 MiB, of which nothing needs to be a list.
	fsys := make(fstest.MapFS)
	broken := []byte("{" + strings.Repeat("x", most-1))
	for i := range 18 {
		fsys[fmt.Sprintf("%d.json", i)] = &fstest.MapFile{Data: broken}
	}
	fsys["last.json"] = &fstest.MapFile{Data: broken[:256<<20-18*most]}
	_, err = verifier.StatusFS(fsys)
	require.NoError(t, err)
	fsys["last.json"] = &fstest.MapFile{Data: broken[:256<<20-18*most+1]}
	_, err = verifier.StatusFS(fsys)
	require.ErrorContains(t, err, "last.json")

	files := make(map[string]string)
	for i := range 10_000 {
		files[fmt.Sprintf("%d.json", i)] = "{}"
	}
	s, err := verifier.StatusFS(mapFS(files))
	require.NoError(t, err)
	require.Len(t, s.Skipped(), 10_000)
	for _, name := range []string{"one.json", ".hidden", "picture.png"} {
		files[name] = ""
		_, err = verifier.StatusFS(mapFS(files))
		require.Error(t, err, name)
		delete(files, name)
	}
	inMemory := make(map[string][]byte)
	var entries []entry
	for name := range files {
		inMemory[name] = nil
		entries = append(entries, entry{name, "{}"})
	}
	_, err = verifier.StatusMap(inMemory)
	require.NoError(t, err)
	inMemory["one.json"] = nil
	_, err = verifier.StatusMap(inMemory)
	require.Error(t, err)

	_, err = verifier.StatusFS(openZip(t, zipOf(t, entries...)))
	require.NoError(t, err)
	_, err = verifier.StatusFS(openZip(t, zipOf(t, append(entries, entry{"folder/", ""})...)))
	require.Error(t, err, "folders are entries of a zip too")
}

// FuzzStatusFS: whatever a file has in it, it is a list that is found as it was, or skipped, or an error; and the same
// in a folder as in a map.
func FuzzStatusFS(f *testing.F) {
	for _, text := range []string{
		statusJSON(listURL, ""), statusJWS(statusJSON(listURL, "")), revocationJSON, goodPayload, "", "\x89PNG", "..", "{",
		`{"id":"urn:x:y","type":"StatusList2021Credential"}`, "\n" + statusJWS(statusJSON("urn:x:y", "")) + "\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		one, errOne := verifier.StatusFS(fstest.MapFS{"a": {Data: text}})
		two, errTwo := verifier.StatusMap(map[string][]byte{"a": text})
		require.Equal(t, errOne == nil, errTwo == nil)
		if errOne != nil {
			return
		}
		require.Equal(t, one, two)
		if len(one.Skipped()) > 0 {
			return
		}
		u, err := verifier.Inspect(text)
		if err != nil {
			u, err = verifier.Inspect(bytes.TrimSpace(text))
		}
		require.NoError(t, err)
		require.NotEmpty(t, found(t, one, u.Claimed.ID))
		require.Equal(t, []string{string(bytes.TrimSpace(text))}, []string{strings.TrimSpace(found(t, one, u.Claimed.ID)[0])})
	})
}

// A folder with whatever an issuer publishes, and more.
func ExampleStatusFS() {
	folder := fstest.MapFS{
		"revocation-1.json":         {Data: []byte(statusJSON("https://example.org/status/1", `,"validFrom":"2026-03-01T00:00:00Z"`))},
		"older/revocation-1.json":   {Data: []byte(statusJSON("https://example.org/status/1", `,"validFrom":"2026-02-01T00:00:00Z"`))},
		"suspension-1.jwt":          {Data: []byte(statusJWS(statusJSON("https://example.org/status/2", "")))},
		"README.md":                 {Data: []byte("The lists of Example.")},
		"downloads/from-a-stranger": {Data: []byte(statusJSON("https://example.org/status/1", `,"validFrom":"2027-01-01T00:00:00Z"`))},
	}
	lists, err := verifier.StatusFS(folder) // or os.DirFS("status"), for Options.Status of a Verifier
	if err != nil {
		panic(err)
	}
	texts, err := lists.StatusLists(context.Background(), "https://example.org/status/1")
	fmt.Println(len(texts), "texts, of which the newest that verifies counts;", err)
	_, err = lists.StatusLists(context.Background(), "https://example.org/status/3")
	fmt.Println(errors.Is(err, verifier.ErrNoStatusList))
	for _, why := range lists.Skipped() {
		fmt.Println(why)
	}
	// Output:
	// 3 texts, of which the newest that verifies counts; <nil>
	// true
	// README.md: not a status list
}
