//go:build unix

package ledger_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/stretchr/testify/require"
)

// TestMain is also that of the processes which tests start: these do one of the jobs in a ledger and write a line to
// standard output for whatever is acknowledged.
func TestMain(m *testing.M) {
	jobs := map[string]func(dir string) error{"work": work, "fill": fill, "takeTurns": takeTurns}
	job, ok := jobs[os.Getenv("LEDGER_TEST_JOB")]
	if !ok {
		os.Exit(m.Run())
	}
	if err := job(os.Getenv("LEDGER_TEST_DIR")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(job, dir string, more ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "LEDGER_TEST_JOB="+job, "LEDGER_TEST_DIR="+dir), more...)
	return cmd
}

// work changes a ledger until it is killed.
func work(dir string) error {
	l, err := ledger.Open(dir, nil)
	if err != nil {
		return err
	}
	n := 0
	for range l.Records() {
		n++
	}
	for i := 0; ; i++ {
		switch {
		case i%8 == 7:
			done, err := l.Publish(context.Background(), filepath.Join(dir, "out"), brief, 0)
			if err != nil {
				return err
			}
			for _, p := range done {
				fmt.Println("published", p.URL, p.ValidFrom.Unix())
			}
		case i%3 == 2:
			of := id(rand.IntN(n))
			if err := l.Revoke(of, "killed"); err != nil {
				return err
			}
			fmt.Println("revoked", of)
		default:
			entries, err := l.Reserve(id(n))
			if err != nil {
				return err
			}
			fmt.Println("reserved", id(n), entries[0].ID, entries[1].ID)
			n++
		}
	}
}

// TestKill kills processes that write, 500 in all, and looks each time for what they acknowledged.
func TestKill(t *testing.T) {
	const workers = 4
	kills := 500 / workers
	if testing.Short() || badgetest.Race {
		kills = 5
	}
	for worker := range workers {
		t.Run(fmt.Sprint(worker), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "ledger")
			require.NoError(t, ledger.Create(dir, settings))
			rng := rand.New(rand.NewPCG(uint64(worker), 0))
			entries, revoked, from := make(map[string]string), make(map[string]bool), make(map[string]int64)
			for range kills {
				cmd := child("work", dir)
				var stderr bytes.Buffer
				cmd.Stderr = &stderr
				out, err := cmd.StdoutPipe()
				require.NoError(t, err)
				require.NoError(t, cmd.Start())
				lines := bufio.NewScanner(out)
				enough := 1 + rng.IntN(12)
				for i := 0; lines.Scan(); i++ {
					if i == enough {
						time.Sleep(time.Duration(rng.IntN(1000)) * time.Microsecond)
						require.NoError(t, cmd.Process.Kill())
					}
					var first, second, third string
					n, _ := fmt.Sscan(lines.Text(), new(string), &first, &second, &third)
					switch {
					case n == 4:
						entries[first] = second + " " + third
					case strings.HasPrefix(lines.Text(), "revoked "):
						revoked[first] = true
					case strings.HasPrefix(lines.Text(), "published "):
						var at int64
						_, err := fmt.Sscan(second, &at)
						require.NoError(t, err)
						require.Greater(t, at, from[first])
						from[first] = at
					}
				}
				err = cmd.Wait()
				var exit *exec.ExitError
				require.True(t, errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL, "%v %s", err, &stderr)

				l, err := ledger.Open(dir, nil) // the dead hold no lock
				require.NoError(t, err)
				given := make(map[string]bool)
				found := 0
				for r := range l.Records() {
					if want, ok := entries[r.ID]; ok {
						require.Equal(t, want, r.Entries[0].ID+" "+r.Entries[1].ID)
						found++
					}
					require.True(t, r.State == ledger.Revoked || !revoked[r.ID], "revocation of %s is lost", r.ID)
					for _, e := range r.Entries {
						require.False(t, given[e.ID])
						given[e.ID] = true
					}
				}
				require.Equal(t, len(entries), found)
				for _, info := range l.Lists() {
					text, err := os.ReadFile(filepath.Join(dir, "out", filepath.Base(info.URL)))
					if errors.Is(err, os.ErrNotExist) && from[info.URL] == 0 {
						continue
					}
					require.NoError(t, err)
					_, at, _ := brieflySigned(t, text)
					require.GreaterOrEqual(t, int64(at), from[info.URL])
					require.LessOrEqual(t, int64(at), info.Published.Unix())
				}
				require.NoError(t, l.Close())
			}
		})
	}
}

// takeTurns reserves 8,192 credentials in blocks, from eight goroutines, and lets others have the ledger in between.
func takeTurns(dir string) error {
	prefix := os.Getenv("LEDGER_TEST_PREFIX")
	const turns, goroutines, block = 8, 8, 128
	for turn := 0; turn < turns; {
		l, err := ledger.Open(dir, nil)
		if errors.Is(err, ledger.ErrLocked) {
			time.Sleep(time.Millisecond)
			continue
		}
		if err != nil {
			return err
		}
		var wg sync.WaitGroup
		errs := make([]error, goroutines)
		for g := range goroutines {
			wg.Go(func() {
				all := make([]string, block)
				for i := range all {
					all[i] = fmt.Sprintf("urn:a:%s:%d:%d:%d", prefix, turn, g, i)
				}
				var entries [][]credential.StatusEntry
				entries, errs[g] = l.ReserveAll(all)
				for _, e := range entries {
					if len(e) != 2 {
						errs[g] = errors.New("want two entries")
					}
				}
			})
		}
		wg.Wait()
		if err := errors.Join(append(errs, l.Close())...); err != nil {
			return err
		}
		turn++
	}
	return nil
}

// TestProcesses has 64 goroutines in 8 processes allocate 131,072 indices.
func TestProcesses(t *testing.T) {
	t.Parallel()
	processes := 8
	if testing.Short() || badgetest.Race {
		processes = 2
	}
	dir, l := newLedger(t)
	require.NoError(t, l.Close())
	var wg sync.WaitGroup
	for i := range processes {
		wg.Go(func() {
			out, err := child("takeTurns", dir, fmt.Sprintf("LEDGER_TEST_PREFIX=%d", i)).CombinedOutput()
			if err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	given := make(map[string]bool)
	for r := range open(t, dir).Records() {
		for _, e := range r.Entries {
			require.False(t, given[e.ID])
			given[e.ID] = true
		}
	}
	require.Len(t, given, processes*8*8*128*2)
}

// fill reserves until there is no more room, and then makes some.
func fill(dir string) error {
	l, err := ledger.Open(dir, nil)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 4000, Max: old.Max}); err != nil {
		return err
	}
	full := 0
	for i := 0; full < 3; i++ {
		switch entries, err := l.Reserve(id(i)); {
		case errors.Is(err, syscall.EFBIG) && !errors.Is(err, ledger.ErrBroken):
			full++
		case err != nil:
			return err
		case full > 0:
			return errors.New("there was room again")
		default:
			fmt.Println(id(i), entries[0].ID)
		}
	}
	if _, err := l.Publish(context.Background(), filepath.Join(dir, "out"), brief, 0); !errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("published: %w", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		return err
	}
	entries, err := l.Reserve(id(1000))
	if err != nil {
		return err
	}
	fmt.Println(id(1000), entries[0].ID)
	return l.Close()
}

// TestDiskFull meets the limit of a file's size in the middle of a record.
func TestDiskFull(t *testing.T) {
	dir, l := newLedger(t)
	require.NoError(t, l.Close())
	cmd := child("fill", dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s", &stderr)
	acknowledged := strings.Split(strings.TrimSpace(string(out)), "\n")
	require.Greater(t, len(acknowledged), 10)
	l = open(t, dir) // with nothing to repair
	var found []string
	for r := range l.Records() {
		found = append(found, r.ID+" "+r.Entries[0].ID)
	}
	require.Equal(t, acknowledged, found)
	require.Empty(t, names(t, filepath.Join(dir, "out")))
}
