package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
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

// TestProgress: on a terminal there is a line that says how far a run is, how fast, and how long it will take; interrupted, it
// ends with the command that goes on, and that does.
func TestProgress(t *testing.T) {
	good := 12_000
	if badgetest.Race {
		good = 2_000
	}
	dir := t.TempDir()
	for _, name := range []string{"issuer.pem", "did.json"} {
		text, err := os.ReadFile(filepath.Join("testdata", "fixtures", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	var rows strings.Builder
	rows.WriteString("number,holder,awarded\n,Nobody,2026-01-15\n")
	for i := range good {
		fmt.Fprintf(&rows, "%d,Ada,2026-01-15\n", i)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "the roster.csv"), []byte(rows.String()), 0o600))
	path, err := exec.LookPath("badge")
	require.NoError(t, err)
	command := func(args ...string) *exec.Cmd {
		c := exec.Command(path, args...)
		c.Dir = dir
		return c
	}
	require.NoError(t, command("status", "new", "--ledger", "ledger", "--issuer-document", "did.json", "--url", "https://example.org/status/").Run())
	lower, upper := terminal(t)
	run := command("batch", "issue", "the roster.csv", "--workers", "1", "--ledger", "ledger", "--out", "out", "--key", "issuer.pem",
		"--issuer-document", "did.json", "--issuer-name", "Sample issuer")
	run.Stderr = lower
	require.NoError(t, run.Start())
	require.NoError(t, lower.Close())
	var said strings.Builder
	line := regexp.MustCompile(fmt.Sprintf(`\r\x1b\[K(\d+) of %d, \d+ a second, [0-9hms]+ left, 1 failed`, good))
	buffer := make([]byte, 4096)
	interrupted := false
	for {
		n, err := upper.Read(buffer)
		said.Write(buffer[:n])
		if err != nil { // EIO, when nobody has the other end any more
			break
		}
		if !interrupted && line.MatchString(said.String()) {
			require.NoError(t, run.Process.Signal(os.Interrupt))
			interrupted = true
		}
	}
	exit, ok := errors.AsType[*exec.ExitError](run.Wait())
	require.True(t, ok, "%s", said.String())
	require.Equal(t, exitInterrupted, exit.ExitCode(), "%s", said.String())
	require.Contains(t, said.String(), fmt.Sprintf("\r\x1b[K0 of %d", good))
	end := regexp.MustCompile(`badge: (\d+) issued; to go on: badge (.*)\r\n`).FindStringSubmatch(said.String())
	require.Len(t, end, 3, "%s", said.String())
	issued, err := strconv.Atoi(end[1])
	require.NoError(t, err)
	require.Zero(t, issued%64, "the block that was begun is finished")

	on := exec.Command("sh", "-c", strconv.Quote(path)+" "+end[2])
	on.Dir = dir
	out, err := on.CombinedOutput()
	exit, ok = errors.AsType[*exec.ExitError](err)
	require.True(t, ok, "%s", out)
	require.Equal(t, exitSome, exit.ExitCode())
	require.Contains(t, string(out), fmt.Sprintf("badge: %d rows: %d issued, %d there already, 1 not\n", good+1, good-issued, issued))
	require.NotContains(t, string(out), "\x1b", "no terminal")
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
