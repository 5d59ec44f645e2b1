//go:build unix

package issuing_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/stretchr/testify/require"
)

// TestLinks: whoever can write into the folder cannot have files written, read or removed elsewhere, nor read what is private.
func TestLinks(t *testing.T) {
	id, err := issuing.BadgeID(issuerID, "", "10000")
	require.NoError(t, err)
	badge, letter := issuing.FileOf(id)+".jws", "mails/x.eml"
	for name, c := range map[string]struct {
		lay     func(t *testing.T, dir, outside string)
		refused bool
	}{
		"a folder": {func(t *testing.T, dir, outside string) {
			require.NoError(t, os.Symlink(outside, filepath.Join(dir, "badges")))
		}, true},
		"a folder of mails": {func(t *testing.T, dir, outside string) {
			require.NoError(t, os.Symlink(outside, filepath.Join(dir, "mails")))
		}, true},
		"a folder that is not there": {func(t *testing.T, dir, outside string) {
			require.NoError(t, os.Symlink(filepath.Join(outside, "x"), filepath.Join(dir, "badges")))
		}, true},
		"the manifest": {func(t *testing.T, dir, outside string) {
			require.NoError(t, os.Symlink(filepath.Join(outside, "new"), filepath.Join(dir, "manifest.jsonl")))
		}, true},
		"a pipe for a manifest": {func(t *testing.T, dir, _ string) {
			require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "manifest.jsonl"), 0o666))
		}, true},
		"a badge": {func(t *testing.T, dir, outside string) {
			require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, badge)), 0o755))
			require.NoError(t, os.Symlink(filepath.Join(outside, "victim"), filepath.Join(dir, badge)))
		}, true},
		"a pipe": {func(t *testing.T, dir, _ string) {
			require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, badge)), 0o755))
			require.NoError(t, syscall.Mkfifo(filepath.Join(dir, badge), 0o666))
		}, true},
		"what is not finished": {func(t *testing.T, dir, outside string) {
			require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, badge)), 0o755))
			require.NoError(t, os.Symlink(filepath.Join(outside, "victim"), filepath.Join(dir, badge+".partial")))
		}, false},
		"what is not finished, and open to all": {func(t *testing.T, dir, _ string) {
			require.NoError(t, os.MkdirAll(filepath.Join(dir, "mails"), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(dir, letter+".partial"), nil, 0o666))
			require.NoError(t, os.Chmod(filepath.Join(dir, letter+".partial"), 0o666))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			outside := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(outside, "victim"), []byte("mine"), 0o600))
			var found []roster.Finding
			j := job(t, rosterOf(1), fresh(t), &found)
			j.Beside = func(m *issuing.Made) ([]issuing.File, error) {
				return []issuing.File{{Name: letter, Data: []byte("private"), Private: true}}, nil
			}
			c.lay(t, j.Dir, outside)
			_, err := j.Run(t.Context())
			require.Empty(t, found)
			require.Equal(t, map[string]string{"victim": "mine"}, files(t, outside))
			if c.refused {
				require.ErrorContains(t, err, j.Dir) // errors of a Root name what is in it alone
				return
			}
			require.NoError(t, err)
			private(t, filepath.Join(j.Dir, letter))
			require.Len(t, files(t, j.Dir), 3)
		})
	}
}

// TestManifestOverLinks: what somebody wrote into a manifest removes nothing elsewhere, and waits for nobody.
func TestManifestOverLinks(t *testing.T) {
	var found []roster.Finding
	j := job(t, rosterOf(2), fresh(t), &found)
	j.Beside = func(m *issuing.Made) ([]issuing.File, error) {
		return []issuing.File{{Name: "pages/" + m.UUID + "/index.html", Data: []byte("page")}}, nil
	}
	_, err := j.Run(t.Context())
	require.NoError(t, err)
	path := filepath.Join(j.Dir, "manifest.jsonl")
	genuine, err := os.ReadFile(path)
	require.NoError(t, err)
	page := lines(t, string(genuine))[0].Also[0].Name

	outside := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(outside, "victim"), []byte("mine"), 0o600))
	require.NoError(t, os.Symlink(outside, filepath.Join(j.Dir, "pages", "x")))
	require.NoError(t, syscall.Mkfifo(filepath.Join(j.Dir, "pages", "pipe"), 0o666))
	for _, name := range []string{"pages/x/victim", "pages/pipe", "pages"} {
		require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(genuine), page, name, 1)), 0o600))
		_, err = j.Run(t.Context())
		require.ErrorContains(t, err, j.Dir, name)
		require.Equal(t, map[string]string{"victim": "mine"}, files(t, outside))
	}
	lose(t, filepath.Join(j.Dir, lines(t, string(genuine))[0].File)) // which is looked at before
	require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(genuine), page, "pages/pipe", 1)), 0o600))
	_, err = j.Run(t.Context())
	require.Error(t, err)
}
