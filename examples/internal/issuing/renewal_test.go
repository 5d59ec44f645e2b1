package issuing_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/stretchr/testify/require"
)

// TestRenewals: a badge is named by its number or its id, is there already, and is renewed once.
func TestRenewals(t *testing.T) {
	var found []roster.Finding
	l := fresh(t)
	first := job(t, rosterOf(6), l, &found)
	_, err := first.Run(t.Context())
	require.NoError(t, err)
	ids := make([]string, 6)
	for i, line := range lines(t, files(t, first.Dir)["manifest.jsonl"]) {
		ids[i] = line.ID
	}
	require.NoError(t, l.Revoke(ids[5], ""))
	before := l.Lists()

	const unknown = "urn:uuid:11111111-1111-4111-8111-111111111111"
	rows := []struct {
		name, number, id, column, code string
	}{
		{"by number", "10000", "", "", ""},
		{"by id", "", ids[1], "", ""},
		{"by both", "10002", ids[2], "", ""},
		{"the same in another way", "", ids[0], "badge_id", roster.CodeDuplicate},
		{"id of another number", "10003", ids[4], "badge_id", issuing.CodeBadgeID},
		{"no UUID", "", "https://example.org/badges/1", "badge_id", issuing.CodeBadgeID},
		{"UUID in capitals", "", "urn:uuid:" + strings.ToUpper(strings.TrimPrefix(ids[3], "urn:uuid:")), "badge_id", issuing.CodeBadgeID},
		{"UUID without hyphens", "", strings.ReplaceAll(ids[3], "-", ""), "badge_id", issuing.CodeBadgeID},
		{"unknown number", "7", "", "badge_id", issuing.CodeUnknown},
		{"unknown id", "", unknown, "badge_id", issuing.CodeUnknown},
		{"revoked", "10005", "", "number", issuing.CodeRevoked},
		{"wrong", "10004", "", "valid_from", roster.CodeMissing},
	}
	text := "number,badge_id,valid_from\n"
	for _, row := range rows {
		from := "2027-01-01"
		if row.name == "wrong" {
			from = ""
		}
		text += row.number + "," + row.id + "," + from + "\n"
	}
	j := job(t, text, l, &found)
	j.Kind, j.People = roster.Renewals, filepath.Join(t.TempDir(), "people")
	j.Make = func(r *roster.Record, reserved ledger.Record) (*credential.OpenBadge, error) {
		if r.ValidFrom.IsZero() {
			return nil, roster.Findings{{Row: r.Row, Column: "valid_from", Code: roster.CodeMissing}}
		}
		b, err := credential.NewCharter(first.Issuer, credential.Charter{ID: reserved.ID, Holder: "Ada", Awarded: time.Unix(0, 0),
			ValidFrom: r.ValidFrom, Status: reserved.Entries})
		require.NoError(t, err)
		return b, nil
	}
	for _, round := range []struct {
		run  func(context.Context) (issuing.Counts, error)
		want issuing.Counts
	}{
		{j.Check, issuing.Counts{Records: 3, Known: 3, Failed: 9}},
		{j.Run, issuing.Counts{Records: 7, Issued: 3, Failed: 9}}, // four fail while they are made
		{j.Run, issuing.Counts{Records: 7, Kept: 3, Failed: 9}},
	} {
		found = nil
		counts, err := round.run(t.Context())
		require.NoError(t, err)
		require.Equal(t, round.want, counts)
		at := make(map[int]roster.Finding)
		for _, f := range found {
			at[f.Row] = f
		}
		for i, row := range rows {
			f, wrong := at[i+2]
			require.Equal(t, row.code != "", wrong, row.name)
			require.Equal(t, []string{row.column, row.code}, []string{f.Column, f.Code}, row.name)
		}
	}
	require.Equal(t, before, l.Lists()) // nothing is reserved
	require.NoFileExists(t, j.People)
	all := files(t, j.Dir)
	require.Len(t, all, 4)
	for _, id := range ids[:3] {
		require.Contains(t, all, issuing.FileOf(id)+".jws")
	}
}

// TestBadgeIDOfRoster: a roster to issue cannot give a badge another id than the one that is made of the number.
func TestBadgeIDOfRoster(t *testing.T) {
	id, err := issuing.BadgeID(issuerID, "", "1")
	require.NoError(t, err)
	var found []roster.Finding
	j := job(t, "number,holder,awarded,badge_id\n1,Ada,2026-01-15,"+id+"\n2,Ada,2026-01-15,urn:uuid:11111111-1111-4111-8111-111111111111\n", fresh(t), &found)
	counts, err := j.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: 1, Issued: 1, Failed: 1}, counts)
	require.Len(t, found, 1)
	require.Equal(t, []any{3, issuing.CodeBadgeID}, []any{found[0].Row, found[0].Code})
}

// TestBeside: what goes with a badge is in the manifest, is looked for, and can keep a row from being issued.
func TestBeside(t *testing.T) {
	var found []roster.Finding
	j := job(t, rosterOf(3), fresh(t), &found)
	j.Beside = func(m *issuing.Made) ([]issuing.File, error) {
		if m.Record.Number == "10001" {
			return nil, roster.Findings{{Row: m.Record.Row, Code: "not_today"}}
		}
		return []issuing.File{{Name: "pages/" + m.UUID + "/index.html", Data: m.Secured}, {Name: "mails/" + m.UUID + ".eml", Data: []byte("mail"), Private: true}}, nil
	}
	counts, err := j.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: 3, Issued: 2, Failed: 1}, counts)
	require.Equal(t, []roster.Finding{{Row: 3, Code: "not_today"}}, found)
	want := files(t, j.Dir)
	require.Len(t, want, 7)
	written := lines(t, want["manifest.jsonl"])
	require.Equal(t, &found[0], written[1].Finding)
	require.Empty(t, written[1].File)
	for _, i := range []int{0, 2} {
		require.Len(t, written[i].Also, 2)
		private(t, filepath.Join(j.Dir, filepath.FromSlash(written[i].Also[1].Name)))
	}
	for _, f := range written[2].Also {
		lose(t, filepath.Join(j.Dir, filepath.FromSlash(f.Name)))
		_, err := j.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, files(t, j.Dir))
	}
	for _, name := range []string{"", "index.html", "../pages/x", "pages/../x", "pages/../../x", "/pages/x", "pages//x", "manifest.jsonl", "badge/x"} {
		j := job(t, rosterOf(1), fresh(t), &found)
		j.Beside = func(*issuing.Made) ([]issuing.File, error) {
			return []issuing.File{{Name: name, Data: []byte("x")}}, nil
		}
		_, err := j.Run(t.Context())
		require.ErrorIs(t, err, issuing.ErrPlace, name)
		require.Len(t, files(t, j.Dir), 1)
	}
}
