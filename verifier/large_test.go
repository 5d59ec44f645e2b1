//go:build !race

package verifier_test

// Tests that are large and have one goroutine, in which the race detector finds nothing and takes minutes.

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// TestStatusFSSum: 256 MiB are read of a folder, whether what is read turns out to be lists or not.
func TestStatusFSSum(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads half a gigabyte")
	}
	big := &fstest.MapFile{Data: []byte("[" + strings.Repeat(" ", 8<<20-2) + "]")}
	big.Data[0], big.Data[len(big.Data)-1] = '{', '}'
	fsys := make(fstest.MapFS)
	for i := range 32 {
		fsys[fmt.Sprintf("%d.json", i)] = big
	}
	_, err := verifier.StatusFS(fsys)
	require.NoError(t, err)
	fsys["one-more.json"] = &fstest.MapFile{Data: []byte("{}")}
	_, err = verifier.StatusFS(fsys)
	require.Error(t, err)
}

// TestStatusMemoryFull: a list too many is not accepted, and none is forgotten for it.
func TestStatusMemoryFull(t *testing.T) {
	const most = 100_000
	lines := make([]string, most)
	ram := verifier.NewStatusMemory()
	for i := range lines {
		v := versionOf(fmt.Sprintf("urn:x:%06d", i), 0, "a")
		lines[i] = memoryLine(v)
		require.NoError(t, ram.Remember(v))
	}
	file := filepath.Join(t.TempDir(), "seen")
	m := openMemory(t, file)
	require.NoError(t, m.Remember(versionOf("urn:x:own", 0, "a")))
	require.NoError(t, os.WriteFile(file, []byte(memoryText(lines...)), 0o600))
	require.Error(t, m.Remember(versionOf("urn:x:own", 1, "a")), "one list of its own and 100,000 of another process")
	for kind, m := range map[string]verifier.StatusMemory{"in memory": ram, "in a file": openMemory(t, file)} {
		require.Error(t, m.Remember(versionOf("urn:x:more", 0, "a")), kind)
		require.NoError(t, m.Remember(versionOf("urn:x:000000", 1, "a")), kind)
		require.Equal(t, versionOf("urn:x:099999", 0, "a"), remembered(t, m, "urn:x:099999"), kind)
	}
	lines = append(lines, strings.Replace(lines[0], "000000", "more", 1))
	require.NoError(t, os.WriteFile(file, []byte(memoryText(lines...)), 0o600))
	_, err := verifier.OpenStatusMemory(file)
	require.ErrorIs(t, err, verifier.ErrStatusMemory)
}

// TestBundleSum: all files together are within 256 MiB.
func TestBundleSum(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads half a gigabyte")
	}
	list := statusJSON(listURL, "")
	big := list + strings.Repeat(" ", 8<<20-len(list))
	forge := &bundleForge{files: make(map[string]string)}
	for i := range 32 {
		forge.add("status", listURL, fmt.Sprint(i), big)
	}
	_, err := verifier.OpenBundle(forge.fs())
	require.NoError(t, err)
	forge.add("issuer", issuerID, "i", string(issuerDocument()))
	_, err = verifier.OpenBundle(forge.fs())
	require.ErrorIs(t, err, verifier.ErrBundleTooLarge)
}
