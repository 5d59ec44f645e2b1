package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func content(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(text)
}

// TestWriteFileRace: of many who write to one name at once, one does, whole, and the others leave nothing behind.
func TestWriteFileRace(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "badge.jws")
	var wg sync.WaitGroup
	texts, errs := make([]string, 16), make([]error, 16)
	for i := range texts {
		texts[i] = strings.Repeat(string(rune('a'+i)), 1<<16)
		wg.Go(func() { errs[i] = writeFile(name, []byte(texts[i]), 0o666, false) })
	}
	wg.Wait()
	written := 0
	for i, err := range errs {
		if err == nil {
			written++
			require.Equal(t, texts[i], content(t, name))
			continue
		}
		require.ErrorIs(t, err, errExists)
	}
	require.Equal(t, 1, written)
	require.Equal(t, []string{"badge.jws"}, names(t, folder))
}

// TestPublish: both ways to give a file its name, that of file systems with hard links and that of others, replace
// nothing: no file, no link, no folder.
func TestPublish(t *testing.T) {
	for way, give := range map[string]func(temp, name string) error{"link": publish, "claim": claim} {
		t.Run(way, func(t *testing.T) {
			folder := t.TempDir()
			path := func(name string) string { return filepath.Join(folder, name) }
			require.NoError(t, os.WriteFile(path("old"), []byte("old"), 0o600))
			require.NoError(t, os.Mkdir(path("folder"), 0o700))
			taken := []string{"old", "folder"}
			if os.Symlink(path("nowhere"), path("link")) == nil {
				taken = append(taken, "link")
			}
			require.NoError(t, os.WriteFile(path("temp"), []byte("new"), 0o600))
			for _, name := range taken {
				require.ErrorIs(t, give(path("temp"), path(name)), fs.ErrExist, name)
			}
			require.Equal(t, "old", content(t, path("old")))
			require.NoFileExists(t, path("nowhere"))

			require.NoError(t, give(path("temp"), path("free")))
			require.Equal(t, "new", content(t, path("free")))
		})
	}
}

// TestWriteFileForced: what is replaced is a regular file, and never a key.
func TestWriteFileForced(t *testing.T) {
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, name) }
	require.NoError(t, os.WriteFile(path("old"), []byte("old"), 0o600))
	require.NoError(t, os.WriteFile(path("key"), []byte(pemBegin+"PRIVATE KEY-----"), 0o600))
	require.NoError(t, os.WriteFile(path("jwk"), []byte(content(t, filepath.Join("testdata", "fixtures", "other.jwk"))), 0o600))
	require.NoError(t, os.Mkdir(path("folder"), 0o700))

	require.NoError(t, writeFile(path("old"), []byte("new"), 0o666, true))
	require.Equal(t, "new", content(t, path("old")))
	for _, name := range []string{"key", "jwk", "folder"} {
		require.Error(t, writeFile(path(name), []byte("new"), 0o666, true), name)
	}
	require.Equal(t, pemBegin+"PRIVATE KEY-----", content(t, path("key")))
	if os.Symlink(path("old"), path("link")) == nil {
		require.Error(t, writeFile(path("link"), []byte("newer"), 0o666, true))
		require.Equal(t, "new", content(t, path("old")))
		require.NoError(t, os.Remove(path("link")))
	}
	require.Equal(t, []string{"folder", "jwk", "key", "old"}, names(t, folder))
}

// TestWriteFileFails: a folder that is not there is not made, and the error names the file, not the temporary one.
func TestWriteFileFails(t *testing.T) {
	name := filepath.Join(t.TempDir(), "nowhere", "badge.jws")
	err := writeFile(name, []byte("new"), 0o666, false)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.Contains(t, err.Error(), name)
	require.NotContains(t, err.Error(), ".badge-")
}

// TestReadLimit: a file that fills the limit is read, one byte more is an error.
func TestReadLimit(t *testing.T) {
	name := filepath.Join(t.TempDir(), "badge.jws")
	require.NoError(t, os.WriteFile(name, []byte("12345"), 0o600))
	text, err := read(context.Background(), name, 5)
	require.NoError(t, err)
	require.Equal(t, "12345", string(text))
	_, err = read(context.Background(), name, 4)
	require.ErrorContains(t, err, "more than 4 bytes")
	secret, err := readSecret(name, 5)
	require.NoError(t, err)
	require.Equal(t, "12345", string(secret))
	_, err = readSecret(name, 4)
	require.ErrorContains(t, err, "more than 4 bytes")
}

// TestTrim: a picture that a badge names by its bytes can end with a line break, as most SVGs do.
func TestTrim(t *testing.T) {
	for in, want := range map[string]string{" a.b.c\r\n": "a.b.c", "{}\n": "{}", "<svg/>\n": "<svg/>\n", "\n<svg/>": "\n<svg/>", "\x89PNG\r\n": "\x89PNG\r\n"} {
		require.Equal(t, want, string(trim([]byte(in))))
	}
}
