package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/charterbadge/openbadge/examples/browser/check"
	"github.com/charterbadge/openbadge/examples/internal/fragment"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/stretchr/testify/require"
)

// assembled is a site around something that is not the verifier, which takes long to compile.
func assembled(t *testing.T, known *knowledge) files {
	t.Helper()
	all, err := site([]byte("\x00asm"), []byte("// glue\n"), known)
	require.NoError(t, err)
	return all
}

func nothing() *knowledge { return &knowledge{files{}, files{}} }

func TestSite(t *testing.T) {
	all := assembled(t, nothing())
	for _, name := range []string{"index.html", "style.css", "app.js", "worker.js", "sw.js", "icon.svg", "wasm_exec.js"} {
		require.NotEmpty(t, all[name], name)
	}
	r, err := gzip.NewReader(bytes.NewReader(all[verifierFile]))
	require.NoError(t, err)
	wasm, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Equal(t, "\x00asm", string(wasm))
	require.JSONEq(t, "[]", string(all["trust/index.json"]))
	require.JSONEq(t, "[]", string(all["status/index.json"]))
}

// TestPage: nothing in the page asks for what its policy refuses, or for anything that is not in the folder.
func TestPage(t *testing.T) {
	all := assembled(t, nothing())
	page := string(all["index.html"])
	meta := regexp.MustCompile(`Content-Security-Policy" content="([^"]+)"`).FindStringSubmatch(page)
	require.Len(t, meta, 2)
	require.Equal(t, policy, meta[1]+"; frame-ancestors 'none'")
	require.NotContains(t, policy, "'unsafe-")
	require.NotRegexp(t, `<style|style="|\son[a-z]+="|<script>|https?://`, page)
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"#]+)"`).FindAllStringSubmatch(page, -1) {
		require.True(t, m[1] == "./" || all[m[1]] != nil, m[1])
	}
	for name, text := range all {
		if filepath.Ext(name) != ".js" {
			continue
		}
		require.NotRegexp(t, `innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function`, string(text), name)
		for _, m := range regexp.MustCompile(`from "\./([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			require.NotNil(t, all[m[1]], name)
			require.Contains(t, string(all[releaseFile]), `"`+m[1]+`"`, "kept for when there is no network")
		}
	}
}

// TestRelease: the service worker keeps everything but what changes, under a name that changes with it.
func TestRelease(t *testing.T) {
	read := func(all files) (r struct {
		Version string
		Files   []string
	}) {
		text, ok := strings.CutPrefix(string(all[releaseFile]), "self.release = ")
		require.True(t, ok)
		require.NoError(t, json.Unmarshal([]byte(strings.TrimSuffix(text, ";\n")), &r))
		return r
	}
	known := nothing()
	put(known.trust, "a.json", []byte("{}"))
	one, again := read(assembled(t, nothing())), read(assembled(t, known))
	require.Equal(t, one, again, "whom the page trusts is no part of the program")
	require.Regexp(t, "^[0-9a-f]{64}$", one.Version)
	require.Contains(t, one.Files, "./")
	require.Contains(t, one.Files, verifierFile)
	require.NotContains(t, one.Files, "sw.js")
	other, err := site([]byte("\x00asm2"), []byte("// glue\n"), nothing())
	require.NoError(t, err)
	require.NotEqual(t, one.Version, read(other).Version)
}

func TestPut(t *testing.T) {
	list := files{}
	for _, f := range []struct{ name, text string }{
		{"a.json", "1"}, {"a.json", "2"}, {"a.json", "1"}, {"a.json", "3"}, {"b c/ü.json", "4"}, {".hidden", "5"}, {"index.json", "6"}, {"-x", "7"},
		{"_x", "8"}, {"_" + strings.Repeat("x", maxName-1), "11"}, {strings.Repeat("long", 60), "9"}, {strings.Repeat("long", 60), "10"},
	} {
		put(list, f.name, []byte(f.text))
	}
	for i := range 90 {
		put(list, "did.json", fmt.Appendf(nil, "document %d", i))
	}
	plain := regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`) // as site/folder.js has it
	texts := map[string]bool{}
	for name, text := range list {
		require.Regexp(t, plain, name)
		require.NotEqual(t, indexFile, name)
		texts[string(text)] = true
	}
	require.Len(t, list, 101)
	require.Len(t, texts, 101)
}

// samplesOf makes samples once.
func samplesOf(t *testing.T) *samples {
	t.Helper()
	s, err := makeSamples(context.Background(), badgetest.Now())
	require.NoError(t, err)
	return s
}

// TestSamples: there is one for every answer, and the page gives it.
func TestSamples(t *testing.T) {
	s := samplesOf(t)
	settings := &check.Settings{At: badgetest.Now().Format(time.RFC3339)}
	for name, text := range s.known.trust {
		settings.Trust = append(settings.Trust, check.File{Name: name, Text: string(text)})
	}
	for name, text := range s.known.status {
		settings.Status = append(settings.Status, check.File{Name: name, Text: string(text)})
	}
	want := map[string]check.State{
		"current.jws": check.Current, "current.json": check.Current, "current.png": check.Current, "current.svg": check.Current, "expired.jws": check.Ended, "suspended.jws": check.Ended,
		"revoked.jws": check.Ended, "changed.jws": check.Forged, "stranger.jws": check.Untrusted,
		"status-unknown.jws": check.Unknown, "no-badge.txt": check.NoBadge,
	}
	for name, state := range want {
		a := check.Check(context.Background(), s.files[name], settings)
		require.Equal(t, check.Badge, a.Kind, name)
		require.Equal(t, state, a.State, "%s: %s", name, a.Headline)
		require.Empty(t, a.Problems, name)
	}
	require.Equal(t, check.Issuer, check.Check(context.Background(), s.files["stranger-did.json"], settings).Kind)
	for _, name := range []string{"list-revocation-1.jwt", "list-suspension-1.jwt"} {
		require.Equal(t, check.List, check.Check(context.Background(), s.files[name], settings).Kind)
		settings.Status = append(settings.Status, check.File{Name: name, Text: string(s.files[name])})
	}
	require.Equal(t, check.Current, check.Check(context.Background(), s.files["status-unknown.jws"], settings).State)
	link := fragment.Encode(s.files["current.jws"])
	require.Equal(t, check.Current, check.Check(context.Background(), []byte(link), settings).State)
}

// TestCollect copies what an issuer has published, and nothing that the page could not use.
func TestCollect(t *testing.T) {
	s := samplesOf(t)
	dir := t.TempDir()
	require.NoError(t, s.known.trust.write(filepath.Join(dir, "trust")))
	require.NoError(t, s.known.status.write(filepath.Join(dir, "public")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "public", "notes.txt"), []byte("notes"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "trust", "notes.txt"), []byte("notes"), 0o600))
	one := filepath.Join(dir, "trust", "example.org.json")

	k, err := collect([]string{filepath.Join(dir, "trust"), one}, []string{filepath.Join(dir, "public")})
	require.NoError(t, err)
	require.Equal(t, s.known, k)
	all := assembled(t, k)
	var names []string
	require.NoError(t, json.Unmarshal(all["trust/index.json"], &names))
	require.Equal(t, []string{"example.org.json", "university.example.json"}, names)
	require.NoError(t, json.Unmarshal(all["status/index.json"], &names))
	require.Equal(t, []string{"revocation-1.jwt", "suspension-1.jwt"}, names)
	require.Equal(t, s.known.status["revocation-1.jwt"], all["status/revocation-1.jwt"])

	list := filepath.Join(dir, "public", "revocation-1.jwt")
	for _, bad := range []struct{ trust, status []string }{
		{trust: []string{filepath.Join(dir, "missing")}},
		{trust: []string{list}},
		{trust: []string{"../../testdata/signed/simple-eddsa-jcs-2022.json"}}, // whose id is one that a document could have
		{status: []string{filepath.Join(dir, "missing")}},
		{status: []string{filepath.Join(dir, "public", "notes.txt")}},
		{status: []string{one}},
	} {
		_, err := collect(bad.trust, bad.status)
		require.Error(t, err, "%v", bad)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "trust", "bad.json"), []byte("{}"), 0o600))
	_, err = collect([]string{filepath.Join(dir, "trust")}, nil)
	require.Error(t, err, "a trust list with a hole")
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "site")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "mine.txt"), nil, 0o600))
	all := assembled(t, nothing())
	require.NoError(t, all.write(dir))
	require.FileExists(t, filepath.Join(dir, "mine.txt"))
	found := 0
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && name != "mine.txt" {
			text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			require.NoError(t, err)
			require.Equal(t, string(all[name]), string(text), name)
			found++
		}
		return err
	}))
	require.Len(t, all, found)
}

func TestHandler(t *testing.T) {
	site := fstest.MapFS{}
	for name, data := range assembled(t, nothing()) {
		site[name] = &fstest.MapFile{Data: data}
	}
	site["trust/list.jwt"] = &fstest.MapFile{Data: []byte("<b>a list</b>")}
	for _, tt := range []struct {
		path, typ string
		code      int
	}{
		{"/", "text/html; charset=utf-8", http.StatusOK},
		{"/app.js", "text/javascript; charset=utf-8", http.StatusOK},
		{"/style.css", "text/css; charset=utf-8", http.StatusOK},
		{"/icon.svg", "image/svg+xml", http.StatusOK},
		{"/app.webmanifest", "application/manifest+json", http.StatusOK},
		{"/verifier.wasm.gz", "application/gzip", http.StatusOK},
		{"/trust/index.json", "application/json", http.StatusOK},
		{"/trust/list.jwt", "text/plain; charset=utf-8", http.StatusOK},
		{"/trust/", "text/plain; charset=utf-8", http.StatusNotFound},
		{"/missing.js", "text/plain; charset=utf-8", http.StatusNotFound},
		{"/../main.go", "text/plain; charset=utf-8", http.StatusNotFound},
	} {
		t.Run(tt.path, func(t *testing.T) {
			w := httptest.NewRecorder()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL.Path = tt.path
			handler(site).ServeHTTP(w, r)
			require.Equal(t, tt.code, w.Code)
			require.Equal(t, tt.typ, w.Header().Get("Content-Type"))
			require.Empty(t, w.Header().Get("Content-Encoding"))
			for _, name := range []string{headerCSP, "X-Content-Type-Options", "Referrer-Policy"} {
				require.Equal(t, headers[name], w.Header().Get(name))
			}
		})
	}
}

// TestServe: another port is taken when nobody asked for this one, and an interrupt ends it.
func TestServe(t *testing.T) {
	taken, err := net.Listen("tcp", defaultAddr)
	if err == nil {
		defer taken.Close()
	}
	l, err := listen(defaultAddr)
	require.NoError(t, err)
	require.NotEqual(t, defaultAddr, l.Addr().String())
	_, err = listen(l.Addr().String())
	require.Error(t, err)

	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- serve(ctx, l, handler(fstest.MapFS{"index.html": {Data: []byte("page")}})) }()
	response, err := http.Get("http://" + l.Addr().String() + "/")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
	cancel()
	require.NoError(t, <-done)
}

func TestUsage(t *testing.T) {
	require.Error(t, run(context.Background(), io.Discard, []string{"-trust", "missing", "-o", t.TempDir()}))
	require.Error(t, run(context.Background(), io.Discard, []string{"-nonsense"}))
	require.NoError(t, run(context.Background(), io.Discard, []string{"-h"}))
}
