package issuing_test

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/stretchr/testify/require"
)

const header = "number,holder,email,awarded\n"

// TestOtherNumber: a holder who has a badge gets no other one of the same achievement, until that is revoked.
func TestOtherNumber(t *testing.T) {
	var found []roster.Finding
	l := fresh(t)
	file := filepath.Join(t.TempDir(), "people")
	run := func(j *issuing.Job) issuing.Counts {
		found = nil
		j.People = file
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		return counts
	}
	first := job(t, rosterOf(2000), l, &found) // more than there is room for at the beginning
	require.Equal(t, issuing.Counts{Records: 2000, Issued: 2000}, run(first))
	require.Equal(t, issuing.Counts{Records: 2000, Kept: 2000}, run(first))
	info, err := os.Stat(file)
	require.NoError(t, err)
	require.EqualValues(t, 2000*32, info.Size()) // a person in it once

	text := header + "7,Ada 1234,ADA1234@example.org,2026-01-15\n8,New,new@example.org,2026-01-15\n9,Nobody,,2026-01-15\n10,Nobody,,2026-01-15\n"
	has, err := issuing.BadgeID(issuerID, "", "11234")
	require.NoError(t, err)
	second := job(t, text, l, &found)
	second.People = file
	counts, err := second.Check(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: 3, Failed: 1}, counts)
	want := issuing.Counts{Records: 3, Issued: 3, Failed: 1}
	require.Equal(t, want, run(second))
	for range 2 { // a second run says it again
		require.Len(t, found, 1)
		require.Equal(t, []any{2, "email", roster.CodeDuplicate, "ADA1234@example.org"}, []any{found[0].Row, found[0].Column, found[0].Code, found[0].Value})
		require.Contains(t, found[0].Message, has)
		want.Kept, want.Issued = 3, 0
		require.Equal(t, want, run(second))
	}

	other := job(t, text, l, &found) // another achievement is another badge
	other.AchievementID = "https://example.org/achievements/other"
	require.Equal(t, 4, run(other).Issued)

	require.NoError(t, l.Revoke(has, ""))
	require.Equal(t, issuing.Counts{Records: 4, Issued: 1, Kept: 3}, run(second))
	require.Empty(t, found)
	require.Len(t, lines(t, files(t, second.Dir)["manifest.jsonl"]), 4)

	third := job(t, header+"11,Ada,ada1234@example.org,2026-01-15\n", l, &found) // now it is number 7 that he has
	require.Equal(t, issuing.Counts{Failed: 1}, run(third))
	seven, err := issuing.BadgeID(issuerID, "", "7")
	require.NoError(t, err)
	require.Contains(t, found[0].Message, seven)
}

// TestRowsChangePlaces: a row that can be issued now is issued, although another one cannot any more.
func TestRowsChangePlaces(t *testing.T) {
	var found []roster.Finding
	l := fresh(t)
	file := filepath.Join(t.TempDir(), "people")
	run := func(j *issuing.Job, want issuing.Counts) {
		found = nil
		j.People = file
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, counts)
	}
	id := func(number string) string {
		id, err := issuing.BadgeID(issuerID, "", number)
		require.NoError(t, err)
		return id
	}
	run(job(t, header+"100,Ada,ada@example.org,2026-01-15\n", l, &found), issuing.Counts{Records: 1, Issued: 1})
	j := job(t, header+"1,Ada,ada@example.org,2026-01-15\n2,Grace,grace@example.org,2026-01-15\n3,Alan,alan@example.org,2026-01-15\n", l, &found)
	run(j, issuing.Counts{Records: 2, Issued: 2, Failed: 1})
	require.Equal(t, 2, found[0].Row)

	require.NoError(t, l.Revoke(id("100"), "")) // Ada can have her badge now
	require.NoError(t, l.Revoke(id("2"), ""))   // and Grace has got another number
	run(job(t, header+"200,Grace,grace@example.org,2026-01-15\n", l, &found), issuing.Counts{Records: 1, Issued: 1})
	run(j, issuing.Counts{Records: 2, Issued: 1, Kept: 1, Failed: 1})
	require.Equal(t, 3, found[0].Row)
	all := files(t, j.Dir)
	require.Contains(t, all, issuing.FileOf(id("1"))+".jws")
	var rows []int
	for _, line := range lines(t, all["manifest.jsonl"]) {
		rows = append(rows, line.Row)
	}
	require.Equal(t, []int{2, 4}, rows)
}

// TestPeopleLost: what a write that was cut short has left is cut off, and what is missing is made anew by the next run.
func TestPeopleLost(t *testing.T) {
	var found []roster.Finding
	l := fresh(t)
	j := job(t, rosterOf(3), l, &found)
	j.People = filepath.Join(t.TempDir(), "people")
	for _, size := range []int64{-1, 0, 1, 31, 32, 95} {
		if size >= 0 {
			require.NoError(t, os.Truncate(j.People, size))
		}
		_, err := j.Run(t.Context())
		require.NoError(t, err)
		info, err := os.Stat(j.People)
		require.NoError(t, err)
		require.EqualValues(t, 96, info.Size(), "%d", size)
	}
	require.Empty(t, found)
	text, err := os.ReadFile(j.People)
	require.NoError(t, err)
	require.NotContains(t, string(text), "ada")
}

// TestPeopleOfShards: they read the file, and write nothing.
func TestPeopleOfShards(t *testing.T) {
	var found []roster.Finding
	dir := filepath.Join(t.TempDir(), "ledger")
	books(t, dir)
	text := header + "1,Ada,ada@example.org,2026-01-15\n2,Grace,grace@example.org,2026-01-15\n"
	file := filepath.Join(dir, "people")
	reserve := func(text string) {
		l, err := ledger.Open(dir, nil)
		require.NoError(t, err)
		defer l.Close()
		j := job(t, text, l, &found)
		j.People = file
		_, err = j.Reserve(t.Context())
		require.NoError(t, err)
	}
	reserve(text)
	require.Empty(t, found)
	text = header + strings.ReplaceAll(strings.TrimPrefix(text, header), "2,Grace", "3,Grace")
	reserve(text)
	require.Len(t, found, 1)
	found = nil
	was, err := os.ReadFile(file)
	require.NoError(t, err)
	issued := 0
	for i := 1; i <= 2; i++ {
		j := job(t, text, open(t, dir, &ledger.Options{ReadOnly: true}), &found)
		j.People, j.ReadOnly, j.Shard = file, true, issuing.Shard{Number: i, Of: 2}
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		issued += counts.Issued
	}
	require.Equal(t, 1, issued)
	require.Len(t, found, 2) // each of them reads all rows
	is, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, was, is)

	j := job(t, text, open(t, dir, &ledger.Options{ReadOnly: true}), &found)
	j.People = filepath.Join(dir, "nowhere")
	_, err = j.Check(t.Context())
	require.NoError(t, err)
	require.NoFileExists(t, j.People)
	for _, file := range []string{j.People, filepath.Join(dir, "empty")} { // a copy of the ledger without it is one as well
		if file != j.People {
			require.NoError(t, os.WriteFile(file, nil, 0o400))
		}
		j := job(t, text, open(t, dir, &ledger.Options{ReadOnly: true}), &found)
		j.People, j.ReadOnly, j.Roster = file, true, rosterText(header+"1,Ada,ada@example.org,2026-01-15\n")
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, counts.Issued)
	}
	require.NoFileExists(t, j.People)
}

func rosterText(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// TestPeopleOfRestoredLedger: a badge that the ledger does not have, since an older copy of it was put back, keeps nobody from
// getting one.
func TestPeopleOfRestoredLedger(t *testing.T) {
	var found []roster.Finding
	file := filepath.Join(t.TempDir(), "people")
	for number := range 2 { // books makes the same ledger, with the same secret, and nothing in it
		j := job(t, header+strconv.Itoa(number+1)+",Ada,ada@example.org,2026-01-15\n", fresh(t), &found)
		j.People = file
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, issuing.Counts{Records: 1, Issued: 1}, counts)
	}
	require.Empty(t, found)
}
