package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/stretchr/testify/require"
)

// TestInterruptAtThePrompt interrupts commands while they ask for a passphrase, which testscript's terminal cannot do.
func TestInterruptAtThePrompt(t *testing.T) {
	sealed, err := os.ReadFile("testdata/fixtures/sealed.pem")
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(dir+"/sealed.pem", sealed, 0o600))
	for name, args := range map[string][]string{
		"key new":          {"key", "new", "--encrypt", "-o", "no.pem"},
		"key did-document": {"key", "did-document", "--key", "sealed.pem", "-o", "no.json"},
	} {
		t.Run(name, func(t *testing.T) {
			path, err := exec.LookPath("badge")
			require.NoError(t, err)
			cmd := exec.Command(path, args...)
			cmd.Dir = dir
			cmd.Stdin, _ = terminal(t)
			stderr, err := cmd.StderrPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			prompt, err := bufio.NewReader(stderr).ReadString(':') // from now on it waits, with its handlers in place
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(prompt, "Passphrase"), prompt)
			require.NoError(t, cmd.Process.Signal(os.Interrupt))
			exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
			require.True(t, ok)
			require.Equal(t, exitInterrupted, exit.ExitCode())
		})
	}
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, left, 1, "nothing was written")
}

// TestUnbakedToTerminal: what is in a picture is not checked, and no terminal acts on it.
func TestUnbakedToTerminal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "evil.png")
	picture := badgetest.PNG(badgetest.Text("openbadgecredential", "{\"a\":\t\"\x1b]0;owned\a\u202e\"}"))
	require.NoError(t, os.WriteFile(file, []byte(picture), 0o600))
	path, err := exec.LookPath("badge")
	require.NoError(t, err)
	lower, upper := terminal(t)
	cmd := exec.Command(path, "unbake", file)
	cmd.Stdout = lower
	require.NoError(t, cmd.Run())
	line, err := bufio.NewReader(upper).ReadString('\n')
	require.NoError(t, err)
	require.JSONEq(t, `{"a":"\u001b]0;owned\u0007\u202e"}`, line)
	require.NotRegexp(t, "[\x1b\a\u202e]", line)
}

// terminal returns both ends of a pseudo-terminal on which nobody types: the lower one is for a command.
func terminal(t *testing.T) (lower, upper *os.File) {
	t.Helper()
	upper, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { upper.Close() })
	var number, locked uint32
	for request, arg := range map[uintptr]*uint32{syscall.TIOCGPTN: &number, syscall.TIOCSPTLCK: &locked} {
		_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, upper.Fd(), request, uintptr(unsafe.Pointer(arg)))
		require.Zero(t, errno)
	}
	lower, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { lower.Close() })
	return lower, upper
}
