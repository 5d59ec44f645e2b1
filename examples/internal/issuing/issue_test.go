package issuing_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/stretchr/testify/require"
)

func records(t *testing.T, text string) (list []*roster.Record) {
	rows, err := roster.NewReader(strings.NewReader(text), roster.Charters, nil)
	require.NoError(t, err)
	for {
		r, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return list
		}
		require.NoError(t, err)
		list = append(list, r)
	}
}

// TestIssue: jobs that issue the same rows into one folder at the same time write what one run does, and say the same of it.
func TestIssue(t *testing.T) {
	const rows, jobs = 60, 6
	text := rosterOf(rows)
	dir := filepath.Join(t.TempDir(), "ledger")
	books(t, dir)
	var found []roster.Finding
	whole := job(t, text, open(t, dir, nil), &found)
	_, err := whole.Run(t.Context())
	require.NoError(t, err)
	want := files(t, whole.Dir)
	manifest := lines(t, want["manifest.jsonl"])
	delete(want, "manifest.jsonl")

	shared := t.TempDir()
	list := records(t, text)
	got, failed := make([][]issuing.Line, jobs), make([]error, jobs)
	start := make(chan struct{})
	var pool sync.WaitGroup
	for i := range jobs {
		l := open(t, dir, &ledger.Options{ReadOnly: true})
		require.NoError(t, l.Close())
		j := job(t, text, l, &found)
		j.Dir = shared
		pool.Go(func() {
			<-start
			for _, r := range list {
				line, err := j.Issue(r)
				if err != nil {
					failed[i] = err
					return
				}
				got[i] = append(got[i], line)
			}
		})
	}
	close(start)
	pool.Wait()
	for i := range jobs {
		require.NoError(t, failed[i])
		require.Len(t, got[i], rows)
		for n := range manifest {
			require.EqualExportedValues(t, manifest[n], got[i][n])
		}
	}
	require.Equal(t, want, files(t, shared))
}

func TestIssueRefuses(t *testing.T) {
	var found []roster.Finding
	l := fresh(t)
	j := job(t, rosterOf(3), l, &found)
	list := records(t, rosterOf(3))
	_, err := j.Issue(list[0])
	require.ErrorIs(t, err, issuing.ErrNotReserved)
	require.Empty(t, files(t, j.Dir))
	_, err = j.Reserve(t.Context())
	require.NoError(t, err)
	j.People = filepath.Join(t.TempDir(), "people")
	_, err = j.Reserve(t.Context())
	require.NoError(t, err)
	_, err = j.Issue(list[0])
	require.NoError(t, err)
	revoked, err := issuing.BadgeID(issuerID, "", "10001")
	require.NoError(t, err)
	require.NoError(t, l.Revoke(revoked, ""))
	before := files(t, j.Dir)

	changed, unnumbered, undated, other := *list[0], *list[2], *list[2], *list[2]
	changed.Holder, unnumbered.Number, undated.Awarded, other.Number = "Eve", "", time.Time{}, "77"
	for name, c := range map[string]struct {
		record *roster.Record
		code   string
	}{
		"issued before with something else in it": {&changed, issuing.CodeIssued},
		"has one under another number":            {&other, roster.CodeDuplicate},
		"revoked":                                 {list[1], issuing.CodeRevoked},
		"no number":                               {&unnumbered, roster.CodeMissing},
		"what NewCharter refuses":                 {&undated, roster.CodeInvalid},
		"nothing but where it stands":             {&roster.Record{Row: 9, Charter: credential.Charter{Number: "10002"}}, roster.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			line, err := j.Issue(c.record)
			require.Equal(t, issuing.Line{}, line)
			findings, ok := errors.AsType[roster.Findings](err)
			require.True(t, ok, "%v", err)
			require.Len(t, findings, 1)
			require.Equal(t, c.code, findings[0].Code)
			require.Equal(t, c.record.Row, findings[0].Row)
		})
	}
	require.Equal(t, before, files(t, j.Dir))

	require.NoError(t, os.RemoveAll(j.Dir))
	require.NoError(t, os.WriteFile(j.Dir, nil, 0o600))
	_, err = j.Issue(list[2])
	require.Error(t, err)
	_, ok := errors.AsType[roster.Findings](err)
	require.False(t, ok, "no row's fault")

	nameless := job(t, "", l, &found)
	nameless.Issuer.ID = "urn:x:y"
	_, err = nameless.Issue(list[2])
	require.Error(t, err)
	require.NotErrorIs(t, err, issuing.ErrNotReserved, "an issuer without a web address has no achievement")
}
