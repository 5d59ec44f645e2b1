package main

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/textio"
	//lint:ignore SA1019 what a pipeline does must not depend on the runner, and this one encodes nothing on the way
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/direct"
	"github.com/charterbadge/openbadge/credential"
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

// The runners that need no other process.
var inProcess = []string{"direct", "prism"}

func TestMain(m *testing.M) {
	flag.Parse()
	beam.Init()
	dir, err := os.MkdirTemp("", "beam")
	if err != nil {
		panic(err)
	}
	os.Setenv("TMPDIR", dir) // where Beam leaves a file behind for each pipeline
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// desk is an issuer's: key, document and ledger.
func desk(t *testing.T) Settings {
	dir := t.TempDir()
	s := Settings{Key: filepath.Join(dir, "key.pem"), IssuerDocument: filepath.Join(dir, "did.json"), Ledger: filepath.Join(dir, "ledger"),
		Out: filepath.Join(dir, "out"), IssuerName: "Sample issuer (not the CMT Association)", IssuerURL: "https://example.org/"}
	writeKey(t, s.Key, badgetest.Ed25519("issuer"))
	write(t, s.IssuerDocument, marshalled(t, document(t, badgetest.Ed25519("issuer"))))
	require.NoError(t, ledger.Create(s.Ledger, ledger.Settings{Issuer: issuerID, URL: "https://example.org/status/", Extension: ".jwt"}))
	return s
}

func document(t *testing.T, key crypto.Signer) *did.Document {
	doc, err := did.NewDocument(issuerID, did.Key{ID: "key-1", Public: key.Public()})
	require.NoError(t, err)
	return doc
}

func write(t *testing.T, name string, text []byte) {
	require.NoError(t, os.WriteFile(name, text, 0o600))
}

func writeKey(t *testing.T, name string, key crypto.Signer) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	write(t, name, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func marshalled(t *testing.T, v any) []byte {
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

// sequential is the job that badge batch issue would run, and what it finds.
func sequential(t *testing.T, s Settings, text string) (*issuing.Job, *[]roster.Finding) {
	l, err := ledger.Open(s.Ledger, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	sign, err := signer.NewJWS(badgetest.Ed25519("issuer"), issuerID+"#key-1", nil)
	require.NoError(t, err)
	found := new([]roster.Finding)
	return &issuing.Job{
		Roster: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
		Issuer: credential.Profile{ID: issuerID, Name: s.IssuerName, URL: s.IssuerURL},
		Ledger: l, People: filepath.Join(s.Ledger, "people"), Sign: sign.Sign, Form: "jws", Extension: ".jws", Dir: t.TempDir(),
		Finding: func(f roster.Finding) error { *found = append(*found, f); return nil },
	}, found
}

// files are all files in a folder, by name.
func files(t *testing.T, dir string) map[string]string {
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

// parsed takes lines of JSON apart, and sorts them: runners write them in any order.
func parsed[T any](t *testing.T, text string, less func(a, b T) int) []T {
	var list []T
	for line := range strings.Lines(text) {
		var v T
		require.NoError(t, json.Unmarshal([]byte(line), &v))
		list = append(list, v)
	}
	slices.SortFunc(list, less)
	return list
}

func byRow(a, b issuing.Line) int { return a.Row - b.Row }

func byPlace(a, b roster.Finding) int {
	if a.Row != b.Row {
		return a.Row - b.Row
	}
	return strings.Compare(a.Column, b.Column)
}

// rosterText is a roster of n good rows, which fill in columns in several ways, with wrong rows among them: their number, and how
// many findings they have.
func rosterText(n int) (text string, wrong, findings int) {
	var b strings.Builder
	b.WriteString("number,holder,email,awarded,valid_from,valid_until\n")
	for i := range n {
		awarded, from, until := "2026-01-15", "", ""
		switch i % 3 {
		case 1:
			awarded, until = "2026-01-15T23:30:00+02:00", "2036-12-31"
		case 2:
			from = "2026-02-01T00:00:00.25Z"
		}
		fmt.Fprintf(&b, "%d,\"Ådä <%d>, O'Neil\",ada%d@example.org,%s,%s,%s\n", 10_000+i, i, i, awarded, from, until)
		switch i % 50 {
		case 10: // two findings
			fmt.Fprintf(&b, "%d,Bad,not an address,15/01/2026,,\n", 20_000+i)
			wrong, findings = wrong+1, findings+2
		case 20:
			fmt.Fprintf(&b, ",No Number,none%d@example.org,2026-01-15,,\n", i)
			wrong, findings = wrong+1, findings+1
		case 30:
			fmt.Fprintf(&b, "%d,Twice,twice%d@example.org,2026-01-15,,\n", 10_000+i, i)
			wrong, findings = wrong+1, findings+1
		}
	}
	return b.String(), wrong, findings
}

// TestSame: whichever runner issues, the files are those of issuing.Job.Run, byte for byte, what is said of them is the same,
// and every badge verifies. A second time nothing changes.
func TestSame(t *testing.T) {
	const rows = 300
	s := desk(t)
	text, wrong, findings := rosterText(rows)
	csv := filepath.Join(t.TempDir(), "roster.csv")
	write(t, csv, []byte(text))
	j, found := sequential(t, s, text)
	all := j.Roster
	j.Roster = func() (io.ReadCloser, error) { // somebody who has a badge already, under another number
		return io.NopCloser(strings.NewReader("number,holder,email,awarded\n77,Ada,ada13@example.org,2026-01-15\n")), nil
	}
	_, err := j.Reserve(t.Context())
	require.NoError(t, err)
	j.Roster = all
	_, err = j.Reserve(t.Context())
	require.NoError(t, err)
	revoked, err := issuing.BadgeID(issuerID, "", "10007")
	require.NoError(t, err)
	require.NoError(t, j.Ledger.Revoke(revoked, "by request"))
	*found = nil
	counts, err := j.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, issuing.Counts{Records: rows - 1, Issued: rows - 2, Failed: wrong + 2}, counts)
	require.Len(t, *found, findings+2)
	slices.SortFunc(*found, byPlace)
	want := files(t, j.Dir)
	_, lines, _ := strings.Cut(want["manifest.jsonl"], "\n")
	delete(want, "manifest.jsonl")
	manifest := parsed(t, lines, byRow)
	manifest = slices.DeleteFunc(manifest, func(l issuing.Line) bool { return l.Finding != nil })

	lists := t.TempDir()
	_, err = j.Ledger.Publish(t.Context(), lists, signs(j.Sign), 0)
	require.NoError(t, err)
	status, err := verifier.StatusFS(os.DirFS(lists))
	require.NoError(t, err)
	now := func() time.Time { return time.Now().Add(time.Minute) }
	v := verifier.New(verifier.Trust(document(t, badgetest.Ed25519("issuer"))), &verifier.Options{Status: status, Now: now})

	for _, runner := range inProcess {
		t.Run(runner, func(t *testing.T) {
			s := s
			s.Out = filepath.Join(t.TempDir(), "out")
			for range 2 {
				issued, told, err := run(t.Context(), runner, csv, s)
				require.NoError(t, err)
				require.EqualValues(t, rows-2, issued)
				require.EqualValues(t, findings+2, told)
				got := files(t, s.Out)
				require.Equal(t, manifest, parsed(t, got["issued.jsonl"], byRow))
				require.Equal(t, *found, parsed(t, got["findings.jsonl"], byPlace))
				delete(got, "issued.jsonl")
				delete(got, "findings.jsonl")
				require.Len(t, got, rows-2)
				require.Equal(t, want, got)
				for _, badge := range got {
					_, err := v.Verify(t.Context(), []byte(badge), nil)
					require.NoError(t, err)
				}
			}
		})
	}
}

// signs is a ledger.Signer.
type signs func(context.Context, json.Marshaler) ([]byte, error)

func (f signs) Sign(ctx context.Context, doc json.Marshaler) ([]byte, error) { return f(ctx, doc) }

// TestRowsFromElsewhere: of rows that were never a CSV file, one that cannot be issued does not keep the others from it, and
// none of several with one number is.
func TestRowsFromElsewhere(t *testing.T) {
	record := func(row int, number, holder string) roster.Record {
		return roster.Record{Row: row, Charter: credential.Charter{Number: number, Holder: holder,
			Awarded: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)}}
	}
	records := []roster.Record{record(1, "1", "Ada"), record(2, "A2", "Eve"), record(3, "a2", "Eva"), record(4, "", "Nobody"),
		record(5, "", "Nobody else"), record(6, "6", "Undated"), record(7, "A2", "Eve"), record(8, "8", "Bob")}
	records[5].Awarded = time.Time{}
	s := desk(t)
	j, _ := sequential(t, s, "number,holder,awarded\n1,Ada,2026-01-15\nA2,Eve,2026-01-15\n6,Name,2026-01-15\n8,Bob,2026-01-15\n")
	_, err := j.Reserve(t.Context())
	require.NoError(t, err)
	for _, runner := range inProcess {
		t.Run(runner, func(t *testing.T) {
			s := s
			s.Out = t.TempDir()
			p, scope := beam.NewPipelineWithRoot()
			issued, findings := Issue(scope, s, beam.CreateList(scope, records))
			lines, found := filepath.Join(s.Out, "issued.jsonl"), filepath.Join(s.Out, "findings.jsonl")
			textio.Write(scope, lines, beam.ParDo(scope, lineJSON, issued))
			textio.Write(scope, found, beam.ParDo(scope, findingJSON, findings))
			_, err := beam.Run(t.Context(), runner, p)
			require.NoError(t, err)
			got := files(t, s.Out)
			var rows []int
			for _, l := range parsed(t, got["issued.jsonl"], byRow) {
				rows = append(rows, l.Row)
			}
			require.Equal(t, []int{1, 8}, rows)
			require.Len(t, got, 4)
			var codes []string
			for _, f := range parsed(t, got["findings.jsonl"], byPlace) {
				codes = append(codes, fmt.Sprint(f.Row, " ", f.Code))
			}
			require.Equal(t, []string{"2 duplicate", "3 duplicate", "4 missing", "5 missing", "6 invalid", "7 duplicate"}, codes)
		})
	}
}

// TestNothingToIssue: what is wrong with the file as a whole is a finding too; what is no row's fault ends the pipeline. Nothing
// is left of what an earlier run has said.
func TestNothingToIssue(t *testing.T) {
	s := desk(t)
	csv := filepath.Join(t.TempDir(), "roster.csv")
	for _, runner := range inProcess {
		t.Run(runner, func(t *testing.T) {
			write(t, csv, []byte("nonsense\n"))
			issued, told, err := run(t.Context(), runner, csv, s)
			require.NoError(t, err)
			require.Zero(t, issued)
			require.Positive(t, told)
			require.Len(t, files(t, s.Out), 1)

			write(t, csv, []byte("number,holder,awarded\n,Ada,2026-01-15\n"))
			issued, told, err = run(t.Context(), runner, csv, s)
			require.NoError(t, err)
			require.Zero(t, issued)
			require.EqualValues(t, 1, told)

			write(t, csv, []byte("number,holder,awarded\n1,Ada,2026-01-15\n"))
			_, _, err = run(t.Context(), runner, csv, s)
			require.ErrorContains(t, err, issuing.ErrNotReserved.Error(), "a runner keeps the text of an error and no more")
			require.Empty(t, files(t, s.Out))

			_, _, err = run(t.Context(), runner, csv+".nowhere", s)
			require.Error(t, err)
		})
	}
}

// TestJob: who cannot issue is told before the first row.
func TestJob(t *testing.T) {
	good := desk(t)
	good.AchievementID = "https://example.org/achievements/other"
	j, err := good.job()
	require.NoError(t, err)
	require.Equal(t, good.AchievementID, j.AchievementID)

	for name, c := range map[string]struct {
		change func(s *Settings)
		want   error
	}{
		"no key":      {func(s *Settings) { s.Key += ".nowhere" }, fs.ErrNotExist},
		"no document": {func(s *Settings) { s.IssuerDocument += ".nowhere" }, fs.ErrNotExist},
		"no ledger":   {func(s *Settings) { s.Ledger += ".nowhere" }, fs.ErrNotExist},
		"a key whose signatures vary": {func(s *Settings) {
			key := badgetest.P256("issuer")
			writeKey(t, s.Key, key)
			write(t, s.IssuerDocument, marshalled(t, document(t, key)))
		}, errKey},
		"another key": {func(s *Settings) { writeKey(t, s.Key, badgetest.Ed25519("other")) }, did.ErrNoMethod},
		"another issuer's ledger": {func(s *Settings) {
			s.Ledger += "-2"
			require.NoError(t, ledger.Create(s.Ledger, ledger.Settings{Issuer: "did:web:example.com", URL: "https://example.com/status/", Extension: ".jwt"}))
		}, errIssuer},
	} {
		t.Run(name, func(t *testing.T) {
			s := desk(t)
			c.change(&s)
			_, err := s.job()
			require.ErrorIs(t, err, c.want)
		})
	}
}

// TestGraphHasNoSecrets: a runner gets the DoFn as JSON, after Setup too.
func TestGraphHasNoSecrets(t *testing.T) {
	s := desk(t)
	f := &issueFn{Settings: s}
	require.NoError(t, f.Setup())
	var again map[string]string
	require.NoError(t, json.Unmarshal(marshalled(t, f), &again))
	var settings map[string]string
	require.NoError(t, json.Unmarshal(marshalled(t, s), &settings))
	require.Equal(t, settings, again)
}
