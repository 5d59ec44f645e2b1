package issuing_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

const issuerID = "did:web:example.org"

// rosterOf is a roster of n rows.
func rosterOf(n int) string {
	var b strings.Builder
	b.WriteString("number,holder,email,awarded\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,Ada %d,ada%d@example.org,2026-01-15\n", 10_000+i, i, i)
	}
	return b.String()
}

func document(t testing.TB) *did.Document {
	doc, err := did.NewDocument(issuerID, did.Key{ID: "key-1", Public: badgetest.Ed25519("issuer").Public()})
	require.NoError(t, err)
	return doc
}

// books makes a ledger; all of them give the same places.
func books(t testing.TB, dir string) {
	require.NoError(t, ledger.Create(dir, ledger.Settings{Issuer: issuerID, URL: "https://example.org/status/", Extension: ".jwt",
		Seed: strings.Repeat("0f", 16)}))
}

func open(t testing.TB, dir string, opts *ledger.Options) *ledger.Ledger {
	l, err := ledger.Open(dir, opts)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	return l
}

// job is the issuing of a roster into a new folder, and what it finds.
func job(t testing.TB, text string, l *ledger.Ledger, found *[]roster.Finding) *issuing.Job {
	s, err := signer.NewJWS(badgetest.Ed25519("issuer"), issuerID+"#key-1", nil)
	require.NoError(t, err)
	return &issuing.Job{
		Roster: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
		Issuer: credential.Profile{ID: issuerID, Name: "Sample issuer (not the CMT Association)"},
		Ledger: l, Sign: s.Sign, Form: "jws", Extension: ".jws", Dir: t.TempDir(),
		Finding: func(f roster.Finding) error { *found = append(*found, f); return nil },
	}
}

// picture bakes each badge into a PNG, which goes with it.
func picture(t testing.TB) func(*issuing.Made) ([]issuing.File, error) {
	art := []byte(badgetest.PNG())
	return func(m *issuing.Made) ([]issuing.File, error) {
		var out bytes.Buffer
		if err := bake.PNG(&out, bytes.NewReader(art), m.Secured, nil); err != nil {
			return nil, err
		}
		return []issuing.File{{Name: "badges/" + m.UUID[:2] + "/" + m.UUID + ".png", Data: out.Bytes()}}, nil
	}
}

func private(t testing.TB, file string) {
	info, err := os.Stat(file)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	}
}

func lose(t testing.TB, file string) { require.NoError(t, os.Remove(file)) }

func fresh(t testing.TB) *ledger.Ledger {
	dir := filepath.Join(t.TempDir(), "ledger")
	books(t, dir)
	return open(t, dir, nil)
}

// files are all files in a folder, by name.
func files(t testing.TB, dir string) map[string]string {
	all := make(map[string]string)
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(text)
		return err
	}))
	return all
}

func lines(t testing.TB, manifest string) (list []issuing.Line) {
	texts := strings.Split(strings.TrimSuffix(manifest, "\n"), "\n")
	for _, text := range texts[1:] {
		var l issuing.Line
		require.NoError(t, json.Unmarshal([]byte(text), &l))
		list = append(list, l)
	}
	return list
}

func TestRun(t *testing.T) {
	var found []roster.Finding
	j := job(t, rosterOf(300), fresh(t), &found)
	j.Beside = picture(t)
	counts, err := j.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: 300, Issued: 300}, counts)
	require.Empty(t, found)

	all := files(t, j.Dir)
	require.Len(t, all, 601)
	v := verifier.New(verifier.Trust(document(t)), &verifier.Options{Now: badgetest.Now, InsecureSkipStatus: true})
	for i, l := range lines(t, all["manifest.jsonl"]) {
		require.Equal(t, i+2, l.Row)
		require.Equal(t, badgetest.Hex256(all[l.File]), l.SHA256)
		require.Len(t, l.Also, 1)
		require.Equal(t, badgetest.Hex256(all[l.Also[0].Name]), l.Also[0].SHA256)
		for _, file := range []string{l.File, l.Also[0].Name} {
			res, err := v.Verify(t.Context(), []byte(all[file]), &verifier.Expect{Recipient: []verifier.Identity{
				{Type: credential.IdentifierTypeEmailAddress, Value: fmt.Sprintf("ada%d@example.org", i)}}})
			require.NoError(t, err)
			require.Equal(t, l.ID, res.Badge.ID)
			require.Equal(t, fmt.Sprint(10_000+i), res.Badge.Subject.LicenseNumber)
			require.Len(t, res.Badge.Status, 2)
		}
	}

	again := *j
	again.Sign = func(context.Context, json.Marshaler) ([]byte, error) { return nil, errors.New("signed again") }
	counts, err = again.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: 300, Kept: 300}, counts)
	require.Equal(t, all, files(t, j.Dir))
}

// TestID: python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "did:web:example.org https://example.org/achievements/cmt-charter 12345"))'
func TestID(t *testing.T) {
	id, err := issuing.BadgeID(issuerID, "", "12345")
	require.NoError(t, err)
	require.Equal(t, "urn:uuid:dd2df2ee-eaf1-5847-8319-10fd16f858a3", id)
	for _, other := range [][3]string{{issuerID, "https://example.org/achievements/other", "12345"}, {issuerID, "", "12346"}, {"did:web:example.com", "", "12345"}} {
		otherID, err := issuing.BadgeID(other[0], other[1], other[2])
		require.NoError(t, err)
		require.NotEqual(t, id, otherID)
	}
	_, err = issuing.BadgeID("urn:x:y", "", "12345")
	require.Error(t, err, "an issuer without a web address has no achievement")
}

func TestFindings(t *testing.T) {
	text := rosterOf(5) + "10001,Twice,twice@example.org,2026-01-15\n,No Number,n@example.org,2026-01-15\n12,No Date,d@example.org,15/01/2026\n13,Last,l@example.org,2026-01-15\n"
	var found []roster.Finding
	j := job(t, text, fresh(t), &found)
	counts, err := j.Check(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: 6, Failed: 3}, counts)
	require.Empty(t, files(t, j.Dir))
	where := func() (list []string) {
		for _, f := range found {
			list = append(list, fmt.Sprint(f.Row, " ", f.Column, " ", f.Code))
		}
		return list
	}
	want := []string{"7 number duplicate", "8 number missing", "9 awarded date"}
	require.Equal(t, want, where())

	found = nil
	counts, err = j.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: 6, Issued: 6, Failed: 3}, counts)
	require.Equal(t, want, where())
	require.Len(t, files(t, j.Dir), 7)
}

// TestChanged: what was issued is not replaced by something else, and says so again when the run is gone on with.
func TestChanged(t *testing.T) {
	var found []roster.Finding
	l := fresh(t)
	first := job(t, rosterOf(3), l, &found)
	_, err := first.Run(t.Context())
	require.NoError(t, err)
	before := files(t, first.Dir)

	second := job(t, strings.Replace(rosterOf(4), "Ada 1,", "Eve 1,", 1), l, &found)
	second.Dir = first.Dir
	_, err = second.Run(t.Context())
	require.ErrorIs(t, err, issuing.ErrManifest)
	require.Equal(t, before, files(t, first.Dir))

	require.NoError(t, os.Remove(filepath.Join(first.Dir, "manifest.jsonl")))
	for range 2 {
		found = nil
		counts, err := second.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, counts.Failed)
		require.Len(t, found, 1)
		require.Equal(t, issuing.CodeIssued, found[0].Code)
		require.Equal(t, 3, found[0].Row)
		require.Equal(t, 3, counts.Kept+counts.Issued)
	}
	after := files(t, first.Dir)
	for name, text := range before {
		if name != "manifest.jsonl" {
			require.Equal(t, text, after[name])
		}
	}
	require.Len(t, after, 5)
}

// TestRenewed: a roster of the next year gives the same badges with a later beginning, and none for what is revoked.
func TestRenewed(t *testing.T) {
	var found []roster.Finding
	l := fresh(t)
	first := job(t, rosterOf(3), l, &found)
	_, err := first.Run(t.Context())
	require.NoError(t, err)
	revoked, err := issuing.BadgeID(issuerID, "", "10001")
	require.NoError(t, err)
	require.NoError(t, l.Revoke(revoked, "ethics case"))

	next := strings.ReplaceAll(strings.Replace(rosterOf(3), "awarded", "awarded,valid_from", 1), ",2026-01-15", ",2026-01-15,2027-01-15")
	second := job(t, next, l, &found)
	for range 2 { // a second run says it again
		found = nil
		counts, err := second.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, 2, counts.Issued+counts.Kept)
		require.Len(t, found, 1)
		require.Equal(t, []any{3, "number", issuing.CodeRevoked, revoked}, []any{found[0].Row, found[0].Column, found[0].Code, found[0].Value})
	}
	old, renewed := files(t, first.Dir), files(t, second.Dir)
	require.Len(t, renewed, 3)
	for name, text := range renewed {
		if name == "manifest.jsonl" {
			continue
		}
		was, err := verifier.Inspect([]byte(old[name]))
		require.NoError(t, err)
		is, err := verifier.Inspect([]byte(text))
		require.NoError(t, err)
		require.True(t, credential.Same(was.Badge, is.Badge))
		require.True(t, credential.Newer(is.Badge, was.Badge))
		require.Equal(t, was.Badge.Status, is.Badge.Status)
		require.Equal(t, was.Badge.Subject, is.Badge.Subject)
		require.Equal(t, was.Badge.AwardedDate, is.Badge.AwardedDate)
	}
}

// TestFindingsAgain: a row with a finding is tried again by the same call, and is issued when the reason for it has gone.
func TestFindingsAgain(t *testing.T) {
	var found []roster.Finding
	j := job(t, rosterOf(4), fresh(t), &found)
	why := "not_today"
	j.Beside = func(m *issuing.Made) ([]issuing.File, error) {
		if why != "" && m.Record.Number == "10001" {
			return nil, roster.Findings{{Row: m.Record.Row, Code: why, Message: "<>&"}}
		}
		return nil, nil
	}
	run := func(want issuing.Counts) {
		found = nil
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, counts)
	}
	sign, signed := j.Sign, 0
	j.Sign = func(ctx context.Context, doc json.Marshaler) ([]byte, error) {
		signed++
		return sign(ctx, doc)
	}
	j.Workers = 1
	run(issuing.Counts{Records: 4, Issued: 3, Failed: 1})
	signed = 0
	run(issuing.Counts{Records: 4, Kept: 3, Failed: 1})
	require.Equal(t, 1, signed) // that row alone
	for _, why = range []string{"not_today", "nor_tomorrow"} {
		run(issuing.Counts{Records: 4, Kept: 3, Failed: 1})
		require.Equal(t, []roster.Finding{{Row: 3, Code: why, Message: "<>&"}}, found)
		require.Equal(t, &found[0], lines(t, files(t, j.Dir)["manifest.jsonl"])[1].Finding)
	}
	why = ""
	run(issuing.Counts{Records: 4, Issued: 1, Kept: 3})
	require.Empty(t, found)
	undisturbed := *j
	undisturbed.Dir = t.TempDir()
	_, err := undisturbed.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, files(t, undisturbed.Dir), files(t, j.Dir))

	broken := errors.New("broken")
	why = "not_today"
	j.Dir = t.TempDir()
	run(issuing.Counts{Records: 4, Issued: 3, Failed: 1})
	j.Sign = func(context.Context, json.Marshaler) ([]byte, error) { return nil, broken }
	_, err = j.Run(t.Context())
	require.ErrorIs(t, err, broken)
	ended, end := context.WithCancel(t.Context())
	j.Sign = func(context.Context, json.Marshaler) ([]byte, error) { end(); return nil, roster.Findings{{Row: 3}} }
	_, err = j.Run(ended)
	require.ErrorIs(t, err, context.Canceled)
}

// TestManifestOfAnotherWay: whatever the badges depend on is the same when a run is gone on with.
func TestManifestOfAnotherWay(t *testing.T) {
	var found []roster.Finding
	other := filepath.Join(t.TempDir(), "ledger")
	require.NoError(t, ledger.Create(other, ledger.Settings{Issuer: issuerID, URL: "https://example.org/status/", Extension: ".jwt", Seed: strings.Repeat("f0", 16)}))
	first := job(t, rosterOf(2), fresh(t), &found)
	_, err := first.Run(t.Context())
	require.NoError(t, err)
	before := files(t, first.Dir)
	for name, change := range map[string]func(j *issuing.Job){
		"issuer":      func(j *issuing.Job) { j.Issuer.ID, j.AchievementID = "did:web:example.com", first.AchievementID },
		"name":        func(j *issuing.Job) { j.Issuer.Name = "Sample" },
		"url":         func(j *issuing.Job) { j.Issuer.URL = "https://example.org/" },
		"achievement": func(j *issuing.Job) { j.AchievementID = "https://example.org/achievements/other" },
		"ledger":      func(j *issuing.Job) { j.Ledger = open(t, other, nil) },
		"form":        func(j *issuing.Job) { j.Form = "data-integrity" },
		"beside":      func(j *issuing.Job) { j.BesideIs = "picture" },
	} {
		j := *first
		change(&j)
		_, err := j.Run(t.Context())
		require.ErrorIs(t, err, issuing.ErrManifest, name)
		require.Equal(t, before, files(t, first.Dir), name)
	}
}

// TestRosterChanged: a roster that somebody saves while it is issued is not issued as if it had been one.
func TestRosterChanged(t *testing.T) {
	var found []roster.Finding
	j := job(t, rosterOf(3), fresh(t), &found)
	open, opened := j.Roster, 0
	j.Roster = func() (io.ReadCloser, error) {
		if opened++; opened < 3 {
			return open()
		}
		return io.NopCloser(strings.NewReader(strings.Replace(rosterOf(3), "Ada 1,", "Eve 1,", 1))), nil
	}
	_, err := j.Run(t.Context())
	require.ErrorIs(t, err, issuing.ErrChanged)
	j.Roster = open
	counts, err := j.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: 3, Kept: 2, Failed: 1}, counts)
	require.Equal(t, []any{3, issuing.CodeIssued}, []any{found[0].Row, found[0].Code})
}

// TestInterrupted: however often a run is ended, and whatever of the manifest's end and of the last files is lost, the files
// are those of a run that nothing has disturbed.
func TestInterrupted(t *testing.T) {
	const rows = 1200
	var found []roster.Finding
	whole := job(t, rosterOf(rows), fresh(t), &found)
	_, err := whole.Run(t.Context())
	require.NoError(t, err)
	want := files(t, whole.Dir)

	r := rand.New(rand.NewPCG(1, 2))
	j := job(t, rosterOf(rows), fresh(t), &found)
	j.Workers = 1 // what was begun is finished, and this is the least
	runs := 0
	for ended := false; !ended; runs++ {
		ctx, cancel := context.WithCancel(t.Context())
		left := r.IntN(3)
		j.Progress = func(issuing.Counts) {
			if left--; left < 0 {
				cancel()
			}
		}
		_, err := j.Run(ctx)
		cancel()
		ended = err == nil
		if ended {
			break
		}
		require.ErrorIs(t, err, context.Canceled)
		path := filepath.Join(j.Dir, "manifest.jsonl")
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		written := lines(t, string(text))
		if len(written) == 0 {
			continue
		}
		lost := written[max(0, len(written)-1-r.IntN(20))]
		switch runs % 4 {
		case 0: // the end of the manifest
			require.NoError(t, os.Truncate(path, int64(len(text)-1-r.IntN(200))))
		case 1: // a file
			require.NoError(t, os.Remove(filepath.Join(j.Dir, lost.File)))
		case 3: // a part of what is in it
			require.NoError(t, os.Truncate(filepath.Join(j.Dir, lost.File), 100))
		case 2: // all of what is in it
			require.NoError(t, os.Truncate(filepath.Join(j.Dir, lost.File), 0))
		}
	}
	require.Greater(t, runs, 2)
	require.Empty(t, found)
	require.Equal(t, want, files(t, j.Dir))
}

// TestKilled kills the process at random moments.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("ISSUING_TEST_DIR"); dir != "" {
		var found []roster.Finding
		j := job(t, rosterOf(killedRows), open(t, filepath.Join(dir, "ledger"), nil), &found)
		j.Dir = filepath.Join(dir, "out")
		_, err := j.Run(t.Context())
		require.NoError(t, err)
		return
	}
	var found []roster.Finding
	whole := job(t, rosterOf(killedRows), fresh(t), &found)
	began := time.Now()
	_, err := whole.Run(t.Context())
	require.NoError(t, err)
	took := time.Since(began) // a kill comes within this time, whatever the machine

	dir := t.TempDir()
	books(t, filepath.Join(dir, "ledger"))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "out"), 0o755))
	start := func() *exec.Cmd {
		c := exec.Command(os.Args[0], "-test.run", "^TestKilled$")
		c.Env = append(os.Environ(), "ISSUING_TEST_DIR="+dir)
		return c
	}
	r := rand.New(rand.NewPCG(3, 4))
	kills := 20
	if badgetest.Race {
		kills = 5
	}
	for range kills {
		c := start()
		require.NoError(t, c.Start())
		time.Sleep(time.Duration(r.Int64N(int64(took/4) + 1)))
		require.NoError(t, c.Process.Kill())
		_ = c.Wait() // killed, or at its end already
	}
	out, err := start().CombinedOutput()
	require.NoError(t, err, "%s", out)
	got := files(t, filepath.Join(dir, "out"))
	require.Equal(t, files(t, whole.Dir), got)
}

const killedRows = 1000

// TestShards: the files of all shards are those of one run, and so are the lines of their manifests.
func TestShards(t *testing.T) {
	var found []roster.Finding
	text := rosterOf(1000) + "10001,Twice,twice@example.org,2026-01-15\n"
	dir := filepath.Join(t.TempDir(), "ledger")
	books(t, dir)
	l := open(t, dir, nil)
	whole := job(t, text, l, &found)
	_, err := whole.Run(t.Context())
	require.NoError(t, err)
	want := files(t, whole.Dir)
	wanted := lines(t, want["manifest.jsonl"])

	books2 := filepath.Join(t.TempDir(), "ledger")
	books(t, books2)
	copied := func() *ledger.Ledger { return open(t, books2, &ledger.Options{ReadOnly: true}) }
	shared := t.TempDir()
	shard := func(i int) (issuing.Counts, error) {
		j := job(t, text, copied(), &found)
		j.ReadOnly, j.Shard, j.Dir = true, issuing.Shard{Number: i, Of: 3}, shared
		return j.Run(t.Context())
	}
	_, err = shard(1)
	require.ErrorIs(t, err, issuing.ErrNotReserved)
	first := job(t, text, open(t, books2, nil), &found)
	first.Shard = issuing.Shard{Number: 1, Of: 3}
	counts, err := first.Reserve(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: 1000, Failed: 1}, counts)

	var got []issuing.Line
	records := 0
	for i := 1; i <= 3; i++ {
		counts, err := shard(i)
		require.NoError(t, err)
		require.Equal(t, counts.Records, counts.Issued)
		require.Greater(t, counts.Issued, 200)
		records += counts.Records
		name := fmt.Sprintf("manifest-%d-of-3.jsonl", i)
		got = append(got, lines(t, files(t, shared)[name])...)
	}
	require.Equal(t, 1000, records)
	slices.SortFunc(got, func(a, b issuing.Line) int { return a.Row - b.Row })
	require.Equal(t, wanted, got)
	union := files(t, shared)
	for i := 1; i <= 3; i++ {
		delete(union, fmt.Sprintf("manifest-%d-of-3.jsonl", i))
	}
	delete(want, "manifest.jsonl")
	require.Equal(t, want, union)
}

func TestParseShard(t *testing.T) {
	for text, want := range map[string]issuing.Shard{"1/1": {Number: 1, Of: 1}, "3/4": {Number: 3, Of: 4}, "65536/65536": {Number: 65536, Of: 65536}} {
		s, err := issuing.ParseShard(text)
		require.NoError(t, err)
		require.Equal(t, want, s)
	}
	for _, text := range []string{"", "1", "/", "0/4", "5/4", "-1/4", "1/0", "a/4", "1/4/2", "1/65537"} {
		_, err := issuing.ParseShard(text)
		require.ErrorIs(t, err, issuing.ErrShard, text)
	}
}

// TestErrors: what is no row's fault ends the run, and the manifest has what was done before.
func TestErrors(t *testing.T) {
	var found []roster.Finding
	broken := errors.New("broken")
	j := job(t, rosterOf(500), fresh(t), &found)
	sign := j.Sign
	j.Sign = func(ctx context.Context, doc json.Marshaler) ([]byte, error) {
		if doc.(*credential.OpenBadge).Subject.LicenseNumber == "10300" {
			return nil, broken
		}
		return sign(ctx, doc)
	}
	_, err := j.Run(t.Context())
	require.ErrorIs(t, err, broken)
	require.Len(t, lines(t, files(t, j.Dir)["manifest.jsonl"]), 300)
	j.Sign = sign
	counts, err := j.Run(t.Context())
	require.NoError(t, err)
	require.GreaterOrEqual(t, counts.Kept, 300)
	require.Equal(t, 500, counts.Kept+counts.Issued)

	j.Roster = func() (io.ReadCloser, error) { return nil, broken }
	_, err = j.Run(t.Context())
	require.ErrorIs(t, err, broken)
	j.Roster = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("nonsense\n")), nil }
	j.Dir = t.TempDir()
	_, err = j.Run(t.Context())
	require.ErrorIs(t, err, issuing.ErrRoster)
	require.NotEmpty(t, found)
	j = job(t, rosterOf(1), fresh(t), &found)
	j.Finding = func(roster.Finding) error { return broken }
	j.Roster = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("nonsense\n")), nil }
	_, err = j.Run(t.Context())
	require.ErrorIs(t, err, broken)
}

// TestDamaged: a file that the manifest knows to have been another is made anew, and the picture of a badge likewise; also
// if the run that found it out was ended, and if a file of an earlier line is lost.
func TestDamaged(t *testing.T) {
	var found []roster.Finding
	j := job(t, rosterOf(3), fresh(t), &found)
	j.Beside = picture(t)
	_, err := j.Run(t.Context())
	require.NoError(t, err)
	want := files(t, j.Dir)
	written := lines(t, want["manifest.jsonl"])
	damage := func(l issuing.Line) {
		for _, name := range []string{l.File, l.Also[0].Name} {
			require.NoError(t, os.WriteFile(filepath.Join(j.Dir, name), bytes.Repeat([]byte{0}, 5000), 0o600))
		}
	}
	again := func() {
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, issuing.Counts{Records: 3, Issued: counts.Issued, Kept: 3 - counts.Issued}, counts)
		require.Empty(t, found)
		require.Equal(t, want, files(t, j.Dir))
	}
	damage(written[1])
	again()

	ended, end := context.WithCancel(t.Context())
	end()
	damage(written[1])
	_, err = j.Run(ended)
	require.ErrorIs(t, err, context.Canceled)
	again()

	damage(written[2])
	require.NoError(t, os.Remove(filepath.Join(j.Dir, written[0].File)))
	_, err = j.Run(ended)
	require.ErrorIs(t, err, context.Canceled)
	again()
}

// TestManifestOfOthers: what somebody wrote into a manifest leads nowhere.
func TestManifestOfOthers(t *testing.T) {
	var found []roster.Finding
	j := job(t, rosterOf(2), fresh(t), &found)
	_, err := j.Run(t.Context())
	require.NoError(t, err)
	path := filepath.Join(j.Dir, "manifest.jsonl")
	genuine, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, text := range []string{
		"{}\n", "\n", "notes", string(genuine[:20]) + "x", string(genuine[1:]),
		strings.Replace(string(genuine), `"file":"badges/`, `"file":"../../`, 1),
		strings.Replace(string(genuine), `"file":"badges/`, `"file":"/badges/`, 1),
		strings.Replace(string(genuine), `"file":"badges/`, `"file":"badges/../`, 1),
		strings.Replace(string(genuine), `"file":"badges/`, `"file":"holiday/`, 1),
	} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, err := j.Run(t.Context())
		require.ErrorIs(t, err, issuing.ErrManifest, text)
		left, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, text, string(left))
	}
	for _, tail := range []string{"{\n", `{"row":1}` + "\n", "\x00\x00\n", `{"row":9,"file":"badges/nowhere.jws"}` + "\n", string(genuine[bytes.IndexByte(genuine, '\n')+1:])} {
		require.NoError(t, os.WriteFile(path, append(slices.Clone(genuine), tail...), 0o600))
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, 2, counts.Kept)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(genuine), string(after))
	}
	written := lines(t, string(genuine)) // a badge in the place of another is the other's
	for _, with := range []string{`"file":"` + written[0].File + `","sha256":"` + written[0].SHA256 + `"`, `"x":""`} {
		text := strings.Replace(string(genuine), `"file":"`+written[1].File+`","sha256":"`+written[1].SHA256+`"`, with, 1)
		require.NotEqual(t, string(genuine), text)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		lose(t, filepath.Join(j.Dir, written[1].File))
		counts, err := j.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, issuing.Counts{Records: 2, Issued: 1, Kept: 1}, counts)
		require.Equal(t, string(genuine), files(t, j.Dir)["manifest.jsonl"])
	}
	for i := range bytes.IndexByte(genuine, '\n') + 1 {
		require.NoError(t, os.WriteFile(path, genuine[:i], 0o600))
		counts, err := j.Run(t.Context())
		require.NoError(t, err, "cut at %d", i)
		require.Equal(t, 2, counts.Kept)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(genuine), string(after))
	}
}
