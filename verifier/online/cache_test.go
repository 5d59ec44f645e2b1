package online_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/charterbadge/openbadge/verifier/online"
	"github.com/stretchr/testify/require"
)

// cached is a client with a clock, at a site that publishes one list.
type cached struct {
	t testing.TB
	*site
	*clock
	*online.Client
}

func newCached(t testing.TB, change func(*online.Options), trusted ...string) *cached {
	c := &cached{t: t, site: newSite(t, sends("{}")), clock: newClock()}
	c.Client = c.client(change, trusted...)
	return c
}

// client returns another client for the same site, with the same clock.
func (c *cached) client(change func(*online.Options), trusted ...string) *online.Client {
	return newClient(c.t, func(o *online.Options) {
		o.Now = c.now
		if change != nil {
			change(o)
		}
	}, trusted...)
}

func inFolder(dir string) func(*online.Options) {
	return func(o *online.Options) { o.Cache = dir }
}

// list wants the list to be this text, after this many requests in all.
func (c *cached) list(text string, requests int) {
	c.t.Helper()
	texts, err := c.StatusLists(c.t.Context(), c.url("/list"))
	require.NoError(c.t, err)
	require.Len(c.t, texts, 1)
	require.Equal(c.t, text, string(texts[0].Bytes()))
	require.EqualValues(c.t, requests, c.requests.Load())
}

func (c *cached) noList(want error, requests int) {
	c.t.Helper()
	_, err := c.StatusLists(c.t.Context(), c.url("/list"))
	require.ErrorIs(c.t, err, want)
	require.EqualValues(c.t, requests, c.requests.Load())
}

// versioned sends a text with its hash as the entity tag, and 304 to those who have it.
func versioned(text, cacheControl string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(text))
		tag := `"` + hex.EncodeToString(sum[:4]) + `"`
		w.Header().Set("ETag", tag)
		if cacheControl != "" {
			w.Header().Set("Cache-Control", cacheControl)
		}
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, text)
	}
}

func TestMaxAge(t *testing.T) {
	for _, tt := range []struct {
		name, cacheControl string
		maxAge             time.Duration
		want               time.Duration // for which nothing is asked
	}{
		{"nothing said", "", 0, 5 * time.Minute},
		{"a minute", "max-age=60", 0, time.Minute},
		{"a year", "max-age=31536000, immutable", 0, 24 * time.Hour},
		{"a year, of which the caller wants an hour", "max-age=31536000", time.Hour, time.Hour},
		{"an hour, although the caller would wait a year", "max-age=3600", 365 * 24 * time.Hour, time.Hour},
		{"no-cache", "no-cache", 0, 0},
		{"nothing", "max-age=0", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCached(t, func(o *online.Options) { o.MaxAge = tt.maxAge })
			c.serve(versioned(`{"n":1}`, tt.cacheControl))
			c.list(`{"n":1}`, 1)
			if tt.want > 0 {
				c.advance(tt.want - 1)
				c.list(`{"n":1}`, 1)
				c.advance(1)
			}
			c.serve(versioned(`{"n":2}`, tt.cacheControl))
			c.list(`{"n":2}`, 2)
		})
	}
}

func TestRevalidation(t *testing.T) {
	dir := t.TempDir()
	c := newCached(t, inFolder(dir))
	c.serve(versioned("{}", "max-age=60"))
	c.list("{}", 1)
	for n := 2; n < 5; n++ {
		c.advance(time.Minute)
		c.list("{}", n)
		at, ok := c.Retrieved(c.url("/list"))
		require.True(t, ok)
		require.Equal(t, c.now(), at, "304 says that it is current")
		c.list("{}", n)
	}
	c.serve(versioned("{}", "")) // what 304 does not say stays
	c.advance(time.Minute)
	c.list("{}", 5)
	c.advance(time.Minute - 1)
	c.list("{}", 5)

	// The folder has the new time, and the old text.
	c.Client = c.client(inFolder(dir))
	c.list("{}", 5)
	c.advance(1)
	c.list("{}", 6)

	c.serve(versioned("{}", "max-age=600")) // what it does say counts
	c.advance(time.Minute)
	c.list("{}", 7)
	c.advance(9 * time.Minute)
	c.list("{}", 7)
}

func TestNotModifiedOfSomethingElse(t *testing.T) {
	c := newCached(t, nil)
	c.serve(versioned("{}", "max-age=60"))
	c.list("{}", 1)
	c.serve(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", `"other"`)
		w.WriteHeader(http.StatusNotModified)
	})
	c.advance(time.Minute)
	c.list("{}", 2) // which is the copy, as after any failure
	at, _ := c.Retrieved(c.url("/list"))
	require.Equal(t, badgetest.Now(), at)
}

func TestNoStore(t *testing.T) {
	dir := t.TempDir()
	c := newCached(t, inFolder(dir))
	c.serve(versioned("{}", ""))
	c.list("{}", 1)
	require.Len(t, files(t, dir), 1)
	c.advance(online.Unsaid)
	c.serve(versioned(`{"n":2}`, "no-store"))
	for n := 2; n < 5; n++ {
		c.list(`{"n":2}`, n)
		_, ok := c.Retrieved(c.url("/list"))
		require.False(t, ok)
		require.Empty(t, files(t, dir), "nor what it was before")
	}
	c.serve(status(http.StatusInternalServerError))
	c.noList(online.ErrAnswer, 5)
}

func TestOffline(t *testing.T) {
	dir := t.TempDir()
	c := newCached(t, inFolder(dir))
	id := c.did()
	c.serve(sends(string(document(t, id, issuerKey()))))
	c.Client = c.client(inFolder(dir), id)
	_, err := c.Issuer(t.Context(), id)
	require.NoError(t, err)
	c.serve(versioned("{}", "no-cache, must-revalidate"))
	c.list("{}", 2)
	c.Server.Close()

	const week = 7 * 24 * time.Hour
	c.advance(week)
	for _, client := range []*online.Client{c.Client, c.client(inFolder(dir), id)} {
		_, err := client.Issuer(t.Context(), id)
		require.NoError(t, err)
		_, err = client.StatusLists(t.Context(), c.url("/list"))
		require.NoError(t, err)
		for _, name := range []string{id, c.url("/.well-known/did.json"), c.url("/list")} {
			at, ok := client.Retrieved(name)
			require.True(t, ok, name)
			require.Equal(t, badgetest.Now(), at)
		}
	}
	_, err = c.client(func(o *online.Options) { o.Cache, o.MaxStale = dir, -1 }, id).Issuer(t.Context(), id)
	require.Error(t, err)
	c.advance(1)
	for _, client := range []*online.Client{c.Client, c.client(inFolder(dir), id)} {
		_, err := client.Issuer(t.Context(), id)
		require.Error(t, err)
		require.NotErrorIs(t, err, verifier.ErrUnknownIssuer)
		_, err = client.StatusLists(t.Context(), c.url("/list"))
		require.NoError(t, err, "a list at any age")
	}
	_, err = c.client(func(o *online.Options) { o.Cache, o.MaxStale = dir, 2*week }, id).Issuer(t.Context(), id)
	require.NoError(t, err)

	// A cache for one issuer says nothing to those who do not trust it, and one list nothing of another.
	_, err = c.client(inFolder(dir)).Issuer(t.Context(), id)
	require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
	_, err = c.StatusLists(t.Context(), c.url("/list?"))
	require.Error(t, err)
}

// A document from the future has an age that nobody knows.
func TestClockThatWentBack(t *testing.T) {
	dir := t.TempDir()
	c := newCached(t, inFolder(dir))
	id := c.did()
	c.serve(sends(string(document(t, id, issuerKey()))))
	c.Client = c.client(inFolder(dir), id)
	_, err := c.Issuer(t.Context(), id)
	require.NoError(t, err)
	c.advance(-time.Hour)
	_, err = c.Issuer(t.Context(), id)
	require.NoError(t, err)
	require.EqualValues(t, 2, c.requests.Load())

	c.advance(-time.Hour)
	c.Server.Close()
	_, err = c.Issuer(t.Context(), id)
	require.Error(t, err)
}

// What is of no use does not take the place of what was.
func TestFailuresKeepTheCopy(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
	}{
		{"500", status(http.StatusInternalServerError)},
		{"403", status(http.StatusForbidden)},
		{"text", sends("under construction")},
		{"incomplete", raw("%s{}", head("Content-Length: 9"))},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.org/", http.StatusFound)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			c := newCached(t, inFolder(dir))
			c.list("{}", 1)
			c.serve(tt.answer)
			c.advance(online.Unsaid)
			c.list("{}", 2)
			at, ok := c.Retrieved(c.url("/list"))
			require.True(t, ok)
			require.Equal(t, badgetest.Now(), at)

			c.Client = c.client(inFolder(dir))
			c.list("{}", 3)
			c.serve(sends(`{"n":2}`))
			c.advance(online.Pause)
			c.list(`{"n":2}`, 4)
		})
	}
}

func TestNotFoundForgets(t *testing.T) {
	for _, code := range []int{http.StatusNotFound, http.StatusGone} {
		t.Run(strconv.Itoa(code), func(t *testing.T) {
			dir := t.TempDir()
			c := newCached(t, inFolder(dir))
			c.list("{}", 1)
			c.serve(status(code))
			c.advance(online.Unsaid)
			c.noList(verifier.ErrNoStatusList, 2)
			c.noList(verifier.ErrNoStatusList, 2)
			_, ok := c.Retrieved(c.url("/list"))
			require.False(t, ok)
			require.Empty(t, files(t, dir))
			c.serve(status(http.StatusInternalServerError))
			c.advance(online.Pause)
			c.noList(online.ErrAnswer, 3)
			c.serve(sends("{}"))
			c.advance(online.Pause)
			c.list("{}", 4)
		})
	}
}

func TestPause(t *testing.T) {
	c := newCached(t, nil)
	c.serve(status(http.StatusInternalServerError))
	c.noList(online.ErrAnswer, 1)
	c.advance(online.Pause - 1)
	c.noList(online.ErrAnswer, 1)
	c.advance(1)
	c.noList(online.ErrAnswer, 2)
	c.advance(-time.Hour) // a clock that went back makes nobody wait
	c.noList(online.ErrAnswer, 3)
	_, err := c.StatusLists(t.Context(), c.url("/other"))
	require.Error(t, err)
	require.EqualValues(t, 4, c.requests.Load(), "another document is another matter")
}

// Those who have a copy do not spend all their time on a slow server.
func TestPatience(t *testing.T) {
	c := newCached(t, nil)
	c.list("{}", 1)
	release := make(chan struct{})
	c.serve(func(w http.ResponseWriter, _ *http.Request) {
		<-release
		io.WriteString(w, `{"n":2}`)
	})
	c.advance(online.Unsaid)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	texts, err := c.StatusLists(ctx, c.url("/list"))
	require.NoError(t, err)
	require.Equal(t, "{}", string(texts[0].Bytes()))
	require.NoError(t, ctx.Err())

	close(release) // the request went on
	require.Eventually(t, func() bool {
		at, _ := c.Retrieved(c.url("/list"))
		return at.Equal(c.now())
	}, 10*time.Second, time.Millisecond)
	c.list(`{"n":2}`, 2)
}

func TestOneRequestForAll(t *testing.T) {
	release := make(chan struct{})
	c := newCached(t, nil)
	c.serve(func(w http.ResponseWriter, _ *http.Request) {
		<-release
		io.WriteString(w, "{}")
	})
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			texts, err := c.StatusLists(t.Context(), c.url("/list"))
			if err != nil || len(texts) != 1 {
				t.Error(err)
			}
		})
	}
	require.Eventually(t, func() bool { return c.requests.Load() == 1 }, 10*time.Second, time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	close(release)
	wg.Wait()
	c.list("{}", 1)
}

// Everything at once, for the race detector.
func TestConcurrentUse(t *testing.T) {
	dir := t.TempDir()
	c := newCached(t, inFolder(dir))
	id := c.did()
	doc := string(document(t, id, issuerKey()))
	c.serve(func(w http.ResponseWriter, r *http.Request) {
		text := fmt.Sprintf(`{"path":%q}`, r.URL.Path)
		if r.URL.Path == "/.well-known/did.json" {
			text = doc
		}
		if c.requests.Load()%7 == 0 {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		versioned(text, "max-age=1")(w, r)
	})
	clients := []*online.Client{c.client(inFolder(dir), id), c.client(inFolder(dir), id)}
	before := runtime.NumGoroutine()
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			client := clients[i%2]
			for n := range 10 {
				c.advance(time.Second)
				if d, err := client.Issuer(t.Context(), id); err == nil && d.ID() != id {
					t.Error(d.ID())
				}
				path := "/" + strconv.Itoa((i+n)%5)
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n)*time.Millisecond)
				texts, err := client.StatusLists(ctx, c.url(path))
				if want := fmt.Sprintf(`{"path":%q}`, path); err == nil && string(texts[0].Bytes()) != want {
					t.Error(string(texts[0].Bytes()))
				}
				cancel()
				client.Retrieved(c.url(path))
			}
		})
	}
	wg.Wait()
	settle(t, before) // requests that nobody waits for write to the folder still
}

// files are the files of the cache, without those of writers that are at work.
func files(t testing.TB, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	require.NoError(t, err)
	return names
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "cache")
	c := newCached(t, inFolder(dir))
	id := c.did()
	c.serve(sends(string(document(t, id, issuerKey()))))
	c.Client = c.client(inFolder(dir), id)
	_, err := c.Issuer(t.Context(), id)
	require.NoError(t, err)
	c.serve(versioned(" {}\n", ""))
	c.list(" {}\n", 2)

	name := func(folder, url string) string {
		sum := sha256.Sum256([]byte(url))
		return filepath.Join(dir, folder, hex.EncodeToString(sum[:]))
	}
	list := name("lists", c.url("/list"))
	require.ElementsMatch(t, []string{list, name("issuers", c.url("/.well-known/did.json"))}, files(t, dir))
	text, err := os.ReadFile(list)
	require.NoError(t, err)
	require.True(t, bytes.HasSuffix(text, []byte("\n {}\n")))
	if runtime.GOOS != "windows" {
		for _, path := range append(files(t, dir), dir, filepath.Dir(list)) {
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.Zero(t, info.Mode().Perm()&0o077, path)
		}
	}
}

func TestDamagedFiles(t *testing.T) {
	dir := t.TempDir()
	c := newCached(t, inFolder(dir))
	c.serve(versioned(`{"n":1}`, "max-age=60"))
	c.list(`{"n":1}`, 1)
	name := files(t, dir)[0]
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	encode := func(m online.Meta, body string) []byte {
		text, err := online.EncodeFile(m, []byte(body))
		require.NoError(t, err)
		return text
	}
	m := online.Meta{URL: c.url("/list"), ETag: `"x"`, Retrieved: c.now(), Lifetime: time.Hour}
	other, short := m, m
	other.URL = c.url("/other")
	short.Lifetime = -1
	swapped := bytes.Replace(whole, []byte(`{"n":1}`), []byte(`{"n":2}`), 1)
	older := bytes.Replace(whole, []byte("2026-03-01"), []byte("2027-03-01"), 1)
	require.NotEqual(t, whole, swapped)
	require.NotEqual(t, whole, older)
	damage := []struct {
		name string
		text []byte
	}{
		{"empty", nil},
		{"cut", whole[:len(whole)-1]},
		{"head alone", whole[:bytes.IndexByte(whole, '\n')+1]},
		{"longer", append(bytes.Clone(whole), ' ')},
		{"other text", swapped},
		{"other time", older},
		{"of another URL", encode(other, `{"n":2}`)},
		{"lifetime below zero", encode(short, `{"n":2}`)},
		{"not what can be a list", encode(m, "hello")},
		{"too large", encode(m, "{"+strings.Repeat(" ", online.MaxStatusList)+"}")},
		{"much too large", make([]byte, online.MaxStatusList+1<<20)},
		{"zeros", make([]byte, len(whole))},
	}
	for _, d := range damage {
		t.Run(d.name, func(t *testing.T) {
			c.t = t
			before := int(c.requests.Load())
			require.NoError(t, os.WriteFile(name, d.text, 0o600))
			c.Client = c.client(inFolder(dir))
			_, ok := c.Retrieved(c.url("/list"))
			require.False(t, ok)
			c.list(`{"n":1}`, before+1)
			again, err := os.ReadFile(name)
			require.NoError(t, err)
			require.Equal(t, whole, again, "fetched again and kept")

			require.NoError(t, os.WriteFile(name, d.text, 0o600))
			c.Client = c.client(inFolder(dir))
			handler := *c.handler.Load()
			c.serve(status(http.StatusServiceUnavailable))
			c.noList(online.ErrAnswer, before+2)
			c.serve(handler)
		})
	}
	for _, d := range []struct {
		name string
		make func() error
	}{
		{"folder", func() error { return os.Mkdir(name, 0o700) }},
		{"link", func() error {
			target := filepath.Join(dir, "target")
			if err := os.WriteFile(target, encode(m, `{"n":2}`), 0o600); err != nil {
				return err
			}
			return os.Symlink(target, name)
		}},
	} {
		t.Run(d.name, func(t *testing.T) {
			c.t = t
			require.NoError(t, os.RemoveAll(name))
			if err := d.make(); err != nil {
				t.Skip("links: ", err)
			}
			before := int(c.requests.Load())
			c.Client = c.client(inFolder(dir))
			c.list(`{"n":1}`, before+1)
		})
	}
	// The control: a whole file is believed, for as long as this client would have believed its server.
	require.NoError(t, os.RemoveAll(name))
	m.Lifetime = 1000 * time.Hour
	require.NoError(t, os.WriteFile(name, encode(m, `{"n":3}`), 0o600))
	c.t, c.Client = t, c.client(inFolder(dir))
	before := int(c.requests.Load())
	c.advance(online.DefaultMaxAge - 1)
	c.list(`{"n":3}`, before)
	c.advance(1)
	c.list(`{"n":1}`, before+1)
}

// A file in the cache is read like an answer: it cannot give one issuer the keys of another.
func TestDocumentInTheCacheIsChecked(t *testing.T) {
	dir := t.TempDir()
	c := newCached(t, inFolder(dir))
	id := c.did()
	_, err := online.New([]string{id}, &online.Options{Cache: dir})
	require.NoError(t, err)
	url, err := did.WebURL(id)
	require.NoError(t, err)
	sum := sha256.Sum256([]byte(url))
	write := func(body []byte) {
		text, err := online.EncodeFile(online.Meta{URL: url, Retrieved: c.now(), Lifetime: time.Hour}, body)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "issuers", hex.EncodeToString(sum[:])), text, 0o600))
	}
	c.serve(http.NotFound)
	write(document(t, "did:web:example.org", issuerKey()))
	_, err = c.client(inFolder(dir), id).Issuer(t.Context(), id)
	require.ErrorIs(t, err, online.ErrNotFound)
	write(document(t, id, issuerKey()))
	_, err = c.client(inFolder(dir), id).Issuer(t.Context(), id)
	require.NoError(t, err)
}

// What cannot be kept is used all the same.
func TestFolderThatWentAway(t *testing.T) {
	dir := t.TempDir()
	c := newCached(t, inFolder(dir))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "lists")))
	c.list("{}", 1)
	c.list("{}", 1)
}

func TestMemoryIsBounded(t *testing.T) {
	c := newCached(t, nil)
	const size = online.MaxMemory / 4
	c.serve(sends("{" + strings.Repeat(" ", size-2) + "}"))
	get := func(path string, requests int) {
		t.Helper()
		_, err := c.StatusLists(t.Context(), c.url(path))
		require.NoError(t, err)
		require.EqualValues(t, requests, c.requests.Load())
	}
	for i := range 4 {
		get("/"+strconv.Itoa(i), i+1)
	}
	get("/0", 4)
	get("/4", 5) // for which /1 goes, the one not used for longest
	get("/0", 5)
	get("/2", 5)
	get("/3", 5)
	get("/1", 6)
}

func TestFolderIsBounded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "lists")
	require.NoError(t, os.Mkdir(dir, 0o700))
	write := func(name string, size int64, age time.Duration) {
		path := filepath.Join(dir, name)
		f, err := os.Create(path)
		require.NoError(t, err)
		require.NoError(t, f.Truncate(size))
		require.NoError(t, f.Close())
		at := time.Now().Add(-age)
		require.NoError(t, os.Chtimes(path, at, at))
	}
	exists := func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name))
		return err == nil
	}
	for i := range 5 { // sparse: they take no room
		write(strconv.Itoa(i), online.MaxFolder/4, time.Duration(i)*time.Hour)
	}
	write("temp-old", 1, 2*time.Hour)
	write("temp-new", 1, 0)
	require.NoError(t, online.Sweep(dir))
	for i := range 5 {
		require.Equal(t, i < 4, exists(strconv.Itoa(i)), i)
	}
	require.False(t, exists("temp-old"))
	require.True(t, exists("temp-new"))

	for i := range 4 {
		write(strconv.Itoa(i), 0, time.Duration(i)*time.Hour)
	}
	for i := range online.MaxFiles - 2 {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "new-"+strconv.Itoa(i)), nil, 0o600))
	}
	require.NoError(t, online.Sweep(dir))
	for i := range 4 {
		require.Equal(t, i < 2, exists(strconv.Itoa(i)), i)
	}
}

// FuzzCacheFile: what is accepted has the checksum of all that comes after it, and says the same when written again.
func FuzzCacheFile(f *testing.F) {
	m := online.Meta{URL: "https://example.org/list", ETag: `W/"1"`, Retrieved: badgetest.Now(), Lifetime: time.Minute}
	for _, body := range []string{"", "{}", "\n\n{}"} {
		text, err := online.EncodeFile(m, []byte(body))
		require.NoError(f, err)
		f.Add(text, true)
		f.Add(text[:len(text)-1], false)
		_, rest, _ := bytes.Cut(text, []byte("\n"))
		f.Add(rest, true)
	}
	f.Add([]byte("{}\n"), true)
	f.Add([]byte(`{"lifetime":-1}`), true)
	f.Fuzz(func(t *testing.T, data []byte, seal bool) {
		if seal { // or nothing would get past the checksum
			sum := sha256.Sum256(data)
			data = append([]byte("openbadge cache 1 "+hex.EncodeToString(sum[:])+"\n"), data...)
		}
		m, body, err := online.DecodeFile(data)
		if err != nil {
			require.Empty(t, m)
			require.Nil(t, body)
			return
		}
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		sum := sha256.Sum256(rest)
		require.True(t, bytes.HasSuffix(line, []byte(" "+hex.EncodeToString(sum[:]))))
		require.True(t, bytes.HasSuffix(rest, body))
		require.GreaterOrEqual(t, m.Lifetime, time.Duration(0))
		again, err := online.EncodeFile(m, body)
		require.NoError(t, err)
		m2, body2, err := online.DecodeFile(again)
		require.NoError(t, err)
		require.True(t, m.Retrieved.Equal(m2.Retrieved))
		m2.Retrieved = m.Retrieved
		require.Equal(t, m, m2)
		require.True(t, bytes.Equal(body, body2))
	})
}

func BenchmarkIssuerCached(b *testing.B) {
	s := newSite(b, nil)
	s.serve(sends(string(document(b, s.did(), issuerKey()))))
	c := newClient(b, nil, s.did())
	ctx := b.Context()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Issuer(ctx, s.did()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStatusListsCached(b *testing.B) {
	s := newSite(b, sends("{"+strings.Repeat(" ", 64<<10)+"}"))
	c := newClient(b, nil)
	ctx, url := b.Context(), s.url("/list")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.StatusLists(ctx, url); err != nil {
			b.Fatal(err)
		}
	}
}
