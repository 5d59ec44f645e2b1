package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/stretchr/testify/require"
)

// randomTable has years with cells about nobody, about few people and about many.
func randomTable(r *rand.Rand) table {
	t := make(table)
	for range r.IntN(6) {
		var row [states]cell
		for i := range row {
			switch r.IntN(4) {
			case 0:
				row[i] = few(r)
			case 1, 2:
				people := fewest + r.IntN(20)
				row[i] = cell{people + r.IntN(3), people}
			}
		}
		t[1989+r.IntN(40)] = row
	}
	return t
}

// few is a cell that may not be shown.
func few(r *rand.Rand) cell {
	people := 1 + r.IntN(fewest-1)
	return cell{people + r.IntN(100), people}
}

// TestSuppression: nothing that is printed depends on a number about one to four people, so that none can be found out, by
// subtraction or otherwise; and every total that is printed is the sum of what is printed.
func TestSuppression(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	hidden := 0
	for range 5000 {
		counts := randomTable(r)
		shown := &shownReport{shownTable: counts.shown(false)}
		other := make(table)
		for year, row := range counts {
			for i, c := range row {
				if 0 < c.people && c.people < 5 {
					row[i] = few(r)
					hidden++
				}
			}
			other[year] = row
		}
		otherShown := &shownReport{shownTable: other.shown(false)}
		require.Equal(t, shown.text(), otherShown.text())
		text, err := json.Marshal(shown)
		require.NoError(t, err)
		otherText, err := json.Marshal(otherShown)
		require.NoError(t, err)
		require.Equal(t, string(text), string(otherText))

		require.Len(t, shown.Years, len(counts))
		totals, sums := make(map[string]int), 0
		for _, y := range shown.Years {
			sum, all := 0, true
			for i, c := range counts[y.Year] {
				n, there := y.States[stateNames[i].member]
				require.True(t, there)
				if 0 < c.people && c.people < 5 {
					require.Nil(t, n)
					all = false
					continue
				}
				require.Equal(t, c.badges, *n)
				sum += *n
				totals[stateNames[i].member] += *n
			}
			sums += sum
			require.Equal(t, all, y.Total != nil)
			if all {
				require.Equal(t, sum, *y.Total)
			}
		}
		suppressed := false
		for _, name := range stateNames {
			all := !slices.ContainsFunc(shown.Years, func(y shownYear) bool { return y.States[name.member] == nil })
			require.Equal(t, all, shown.Totals[name.member] != nil)
			if all {
				require.Equal(t, totals[name.member], *shown.Totals[name.member])
			}
			suppressed = suppressed || !all
		}
		require.Equal(t, suppressed, shown.Suppressed)
		require.Equal(t, suppressed, shown.Total == nil)
		if !suppressed {
			require.Equal(t, sums, *shown.Total)
		}
	}
	require.Greater(t, hidden, 5000)
}

// TestAllShown: with --small everything is there, and adds up.
func TestAllShown(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		counts := randomTable(r)
		shown := counts.shown(true)
		require.False(t, shown.Suppressed)
		whole, byState := 0, make(map[string]int)
		for _, y := range shown.Years {
			sum := 0
			for i, name := range stateNames {
				require.Equal(t, counts[y.Year][i].badges, *y.States[name.member])
				sum += *y.States[name.member]
				byState[name.member] += *y.States[name.member]
			}
			require.Equal(t, sum, *y.Total)
			whole += sum
		}
		for _, name := range stateNames {
			require.Equal(t, byState[name.member], *shown.Totals[name.member])
		}
		require.Equal(t, whole, *shown.Total)
		require.NotContains(t, (&shownReport{shownTable: shown}).text(), "<5")
	}
}

// TestPeople: a cell counts badges, and is shown by how many people have them.
func TestPeople(t *testing.T) {
	var list []counted
	for i := range 12 {
		list = append(list, counted{year: 2025, state: revoked, person: uint64(i % 4)}, // 12 badges of 4 people
			counted{year: 2025, state: expired, person: uint64(i % 5)}, // 12 of 5
			counted{year: 2026, state: revoked, person: uint64(i)})
	}
	rand.New(rand.NewPCG(5, 6)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	counts := tableOf(list)
	require.Equal(t, table{
		2025: {revoked: {12, 4}, expired: {12, 5}},
		2026: {revoked: {12, 12}},
	}, counts)
	shown := counts.shown(false)
	require.Nil(t, shown.Years[0].States["revoked"])
	require.Equal(t, 12, *shown.Years[0].States["expired"])
	require.Nil(t, shown.Years[0].Total)
	require.Equal(t, 12, *shown.Years[1].Total)
}

func TestTableText(t *testing.T) {
	shown := table{
		2025: {endingSoon: {4, 4}, validLonger: {1200, 1200}},
		2026: {validLonger: {7, 7}, expired: {5, 5}},
	}.shown(false)
	require.Equal(t, `
year   ending soon  valid longer  not yet valid  suspended  revoked  expired  unknown  total
2025            <5          1200              0          0        0        0        0      -
2026             0             7              0          0        0        5        0     12
total            -          1207              0          0        0        5        0      -
`, "\n"+shown.text())
	require.Equal(t, "year   ending soon", strings.Split(table{}.shown(false).text(), "  valid")[0])
}

func TestPersonOf(t *testing.T) {
	badge := func(id, number, subject string) *credential.OpenBadge {
		return &credential.OpenBadge{ID: id, Subject: credential.AchievementSubject{ID: subject, LicenseNumber: number}}
	}
	for _, tt := range []struct {
		name string
		a, b *credential.OpenBadge
		same bool
	}{
		{"one number, ids made anew", badge("a", "1", "urn:uuid:x"), badge("b", "1", "urn:uuid:y"), true},
		{"two numbers", badge("a", "1", "urn:uuid:x"), badge("b", "2", "urn:uuid:x"), false},
		{"no number, one subject", badge("a", "", "did:x"), badge("b", "", "did:x"), true},
		{"no number, two subjects", badge("a", "", "did:x"), badge("b", "", "did:y"), false},
		{"a number that is another's id", badge("a", "did:x", ""), badge("b", "", "did:x"), false},
		{"nothing but the badges", badge("a", "", ""), badge("b", "", ""), false},
		{"nothing but the badge", badge("a", "", ""), badge("a", "", ""), true},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.same, personOf(tt.a) == personOf(tt.b)) })
	}
}

// TestIssues: of the issues of a badge the newest that has begun counts, in whatever order they are found.
func TestIssues(t *testing.T) {
	const year = 365 * 24 * 3600
	issue := func(from int64, begun bool, s state) counted {
		return counted{from: from * year, state: s, begun: begun}
	}
	was, is, next, last := issue(1, true, expired), issue(2, true, endingSoon), issue(3, false, notYetValid), issue(4, false, notYetValid)
	for _, tt := range []struct {
		name   string
		issues []counted
		want   state
	}{
		{"one", []counted{is}, endingSoon},
		{"renewed", []counted{was, is}, endingSoon},
		{"to be renewed", []counted{is, next}, validLonger},
		{"to be renewed twice", []counted{was, is, next, last}, validLonger},
		{"lapsed, to be renewed", []counted{was, next}, expired},
		{"not yet", []counted{next, last}, notYetValid},
		{"twice", []counted{is, is}, endingSoon},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range 20 {
				r := &reporter{known: make(map[[16]byte]int32)}
				for _, i := range rand.Perm(len(tt.issues)) {
					r.add(&sighting{counted: tt.issues[i]})
				}
				require.Len(t, r.list, 1)
				r.soon()
				require.Equal(t, tt.want, r.list[0].state)
				if tt.want != validLonger {
					newest := slices.MaxFunc(slices.DeleteFunc(slices.Clone(tt.issues), func(c counted) bool { return c.state != tt.want }),
						func(a, b counted) int { return int(a.from - b.from) })
					require.Equal(t, newest.from, r.list[0].from)
				}
			}
		})
	}
}

// TestAgain: what is written about a badge is what was counted.
func TestAgain(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	require.NoError(t, ledger.Create(filepath.Join(dir, "ledger"), ledger.Settings{Issuer: "did:web:example.org", URL: "https://example.org/status/"}))
	key, err := os.ReadFile(filepath.Join("testdata", "fixtures", "issuer.pem"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "issuer.pem"), key, 0o600))
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	secured := func(id, number string, from, until time.Time) []byte {
		s := signing{Key: filepath.Join(dir, "issuer.pem"), IssuerDocument: filepath.Join("testdata", "fixtures", "did.json")}
		who, err := s.open(ctx, formJWS)
		require.NoError(t, err)
		badge, err := credential.NewCharter(credential.Profile{ID: who.id, Name: "Sample issuer"},
			credential.Charter{ID: id, Number: number, Holder: "Ada", Awarded: at.AddDate(-1, 0, 0), ValidFrom: from, ValidUntil: until})
		require.NoError(t, err)
		text, err := who.Sign(ctx, badge)
		require.NoError(t, err)
		return text
	}
	from, until := at.AddDate(0, -1, 0), at.AddDate(0, 1, 0)
	was := secured("urn:x:1", "1", from, until)
	for name, tt := range map[string]struct {
		is []byte
		ok bool
	}{
		"the same":     {was, true},
		"another":      {secured("urn:x:2", "2", from, until), false},
		"renewed":      {secured("urn:x:1", "1", from.AddDate(0, 0, 1), until), false},
		"another end":  {secured("urn:x:1", "1", from, until.AddDate(0, 0, 1)), false},
		"another name": {[]byte(strings.Replace(string(was), ".", ".x", 1)), false},
		"no end soon":  {secured("urn:x:1", "1", from, time.Time{}), false},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(folder, "a.jws")
			require.NoError(t, os.WriteFile(file, was, 0o600))
			c := &batchReportCmd{Folders: []string{folder}, Trust: filepath.Join("testdata", "fixtures", "did.json"), At: instant{at}, Soon: 90,
				Expiring: "x.csv", inLedger: inLedger{filepath.Join(dir, "ledger")}}
			r, err := c.reporter(ctx)
			require.NoError(t, err)
			defer func() { require.NoError(t, r.close()) }()
			require.NoError(t, r.count(ctx, 1))
			require.NoError(t, os.WriteFile(file, tt.is, 0o600))
			used := 0
			err = r.again(ctx, 1, r.soon(), func(*credential.OpenBadge) error { used++; return nil })
			if tt.ok {
				require.NoError(t, err)
				require.Equal(t, 1, used)
				return
			}
			require.ErrorIs(t, err, errChanged)
			require.Zero(t, used)
		})
	}
}

func TestMailName(t *testing.T) {
	for id, want := range map[string]string{
		"urn:uuid:11111111-1111-4111-8111-111111111111":        "11111111-1111-4111-8111-111111111111.eml",
		"urn:uuid:../../../../../../../../../../../etc/passwd": "",
		"urn:uuid:AAAAAAAA-1111-4111-8111-111111111111":        "", // would be another's where names have no case
		"https://example.org/badges/1":                         "",
	} {
		got := mailName(id)
		if want != "" {
			require.Equal(t, want, got)
		} else {
			require.Regexp(t, `^[0-9a-f]{32}\.eml$`, got)
		}
	}
	require.NotEqual(t, mailName("urn:x:1"), mailName("urn:x:2"))
}
