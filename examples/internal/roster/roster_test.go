package roster_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/stretchr/testify/require"
)

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// all reads a file to its end. A finding is shown as row, column and code.
func all(t testing.TB, text string, kind roster.Kind, options *roster.Options) (records []*roster.Record, found []string, r *roster.Reader) {
	t.Helper()
	r, err := roster.NewReader(strings.NewReader(text), kind, options)
	if err != nil {
		return nil, codes(t, err), nil
	}
	for {
		record, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			c := r.Counts()
			require.Equal(t, c.Rows, c.Records+c.Failed+c.Blank+c.Left)
			return records, found, r
		case err != nil:
			require.Nil(t, record)
			found = append(found, codes(t, err)...)
		default:
			records = append(records, record)
		}
	}
}

func codes(t testing.TB, err error) (list []string) {
	t.Helper()
	findings, ok := errors.AsType[roster.Findings](err)
	require.True(t, ok, "%v", err)
	require.NotEmpty(t, findings)
	for _, f := range findings {
		require.NotEmpty(t, f.Message)
		require.LessOrEqual(t, len(f.Value), 130)
		list = append(list, fmt.Sprintf("%d %s %s", f.Row, f.Column, f.Code))
	}
	return list
}

func rows(records []*roster.Record) (list []int) {
	for _, r := range records {
		list = append(list, r.Row)
	}
	return list
}

// TestColumns: in any order, under any of their names, and nothing else is needed.
func TestColumns(t *testing.T) {
	ada := credential.Charter{Number: "12345", Holder: "Ada Lovelace", Email: "ada@example.org", Awarded: day(2026, 3, 1)}
	full := ada
	full.ID, full.SubjectID = "urn:uuid:11111111-1111-4111-8111-111111111111", "did:example:ada"
	full.ValidFrom, full.ValidUntil = day(2026, 4, 1), time.Date(2027, 3, 31, 23, 59, 59, 0, time.UTC)
	for _, c := range []struct {
		name, text string
		want       credential.Charter
	}{
		{"all", "number,holder,email,awarded,valid_from,valid_until,subject_id,badge_id\n" +
			"12345,Ada Lovelace,ada@example.org,2026-03-01,2026-04-01,2027-03-31,did:example:ada,urn:uuid:11111111-1111-4111-8111-111111111111\n", full},
		{"another order, case and spaces", " Valid Until ;BADGE ID;Awarded;SubjectID;e-mail;Valid-From;HOLDER; Number\n" +
			"2027-03-31;urn:uuid:11111111-1111-4111-8111-111111111111;2026-03-01;did:example:ada;ada@example.org;2026-04-01; Ada Lovelace ;12345", full},
		{"the least", "awarded,email\n2026-03-01,ada@example.org", credential.Charter{Email: ada.Email, Awarded: ada.Awarded}},
		{"with a time", "awarded,email,valid until\n2026-03-01T01:00:00+01:00,ada@example.org,2027-03-31T23:59:59Z",
			credential.Charter{Email: ada.Email, Awarded: ada.Awarded, ValidUntil: full.ValidUntil}},
		{"of Credly", "Badge Template ID,Recipient Email,Issued To First Name,Issued To Middle Name,Issued To Last Name,Issued At,Expires At,Issuer Earner ID,Group Tag\n" +
			"x,ada@example.org,Ada,,Lovelace,2026-03-01,,12345,", ada},
		{"of Badgr", "Identifier\tFirst Name\tLast Name\tIssue Date\tNarrative\tnumber\nada@example.org\tAda\tLovelace\t2026-03-01\t\t12345", ada},
		{"byte order mark", "\ufeffnumber,holder,email,awarded\r\n12345,Ada Lovelace,ada@example.org,2026-03-01\r\n", ada},
		{"byte order mark and quotation marks", "\ufeff\"number\",\"holder\",\"email\",\"awarded\"\r\n\"12345\",\"Ada Lovelace\",\"ada@example.org\",\"2026-03-01\"", ada},
		{"CR", "number,holder,email,awarded\r12345,Ada Lovelace,ada@example.org,2026-03-01\r", ada},
		{"separators in a quoted name of a column", "number,holder,email,awarded,\"a;b;c;d;e;f\"\n12345,Ada Lovelace,ada@example.org,2026-03-01,", ada},
		{"apostrophe of a spreadsheet", "number,holder,email,awarded\n'-12345,'=Ada,ada@example.org,2026-03-01",
			credential.Charter{Number: "-12345", Holder: "=Ada", Email: ada.Email, Awarded: ada.Awarded}},
		{"apostrophe of a name", "number,holder,email,awarded\n12345,'t Hooft,ada@example.org,2026-03-01",
			credential.Charter{Number: "12345", Holder: "'t Hooft", Email: ada.Email, Awarded: ada.Awarded}},
		{"quotation marks and separator in a name", "number,holder,email,awarded\n12345,\"Lovelace, Ada \"\"Countess\"\"\",ada@example.org,2026-03-01",
			credential.Charter{Number: "12345", Holder: `Lovelace, Ada "Countess"`, Email: ada.Email, Awarded: ada.Awarded}},
		{"from right to left", "number,holder,email,awarded\n12345,\u200fעדה לאבלייס\u200f,ada@example.org,2026-03-01",
			credential.Charter{Number: "12345", Holder: "\u200fעדה לאבלייס\u200f", Email: ada.Email, Awarded: ada.Awarded}},
		{"joiner", "number,holder,email,awarded\n12345,علی\u200cرضا,ada@example.org,2026-03-01",
			credential.Charter{Number: "12345", Holder: "علی\u200cرضا", Email: ada.Email, Awarded: ada.Awarded}},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, found, _ := all(t, c.text, roster.Charters, nil)
			require.Empty(t, found)
			require.Len(t, records, 1)
			require.Equal(t, 2, records[0].Row)
			require.Equal(t, c.want, records[0].Charter)
		})
	}
}

// TestHeader: a file that cannot be a roster is refused as a whole.
func TestHeader(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"1  empty_file"}},
		{"byte order mark alone", "\ufeff", []string{"1  empty_file"}},
		{"UTF-16, little end first", "\xff\xfea\x00", []string{"1  not_csv"}},
		{"UTF-16, big end first", "\xfe\xff\x00a", []string{"1  not_csv"}},
		{"UTF-16 without its mark", "a\x00w\x00", []string{"1  header"}},
		{"xlsx", "PK\x03\x04", []string{"1  not_csv"}},
		{"xls", "\xd0\xcf\x11\xe0", []string{"1  not_csv"}},
		{"no column", "\n\n", []string{"1 awarded missing_column", "1 holder missing_column"}},
		{"no date", "number,holder\n", []string{"1 awarded missing_column"}},
		{"nobody", "number,awarded\n", []string{"1 holder missing_column"}},
		{"first name alone", "First Name,awarded\n", []string{"1 holder missing_column"}},
		{"two of a column", "email,Recipient E-mail,awarded\n", []string{"1 email duplicate_column"}},
		{"a quotation mark", "email\",awarded\n", []string{"1  header"}},
		{"quotation mark never closed", "email,\"awarded\n", []string{"1  header"}},
		{"more than is looked at", "email,awarded," + strings.Repeat("x", roster.MaxHeader), []string{"1  header"}},
		{"too many columns", "email,awarded" + strings.Repeat(",x", roster.MaxColumns), []string{"1  header"}},
		{"two encodings", "email,é,\xe9,awarded", []string{"1  header"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found, _ := all(t, c.text, roster.Charters, nil)
			require.Equal(t, c.want, found)
		})
	}
	_, err := roster.NewReader(strings.NewReader("numero,holder\n"), roster.Charters, nil)
	findings, _ := errors.AsType[roster.Findings](err)
	require.Contains(t, findings[0].Message, "numero")
}

// TestRows: what is wrong with a row is found, and the other rows are read.
func TestRows(t *testing.T) {
	for _, c := range []struct {
		name, text string // rows 3 and on
		want       []string
		records    []int
	}{
		{"separators alone", strings.Repeat(",", 1<<20) + "\n4,D,d@x,2026-01-01\n", nil, []int{2, 4}},
		{"blank rows", "\n,,,\n\"\",\"\",\"\",\"\"\n6,F,f@x,2026-01-01\n", nil, []int{2, 6}},
		{"no date", "3,C,c@x,\n", []string{"3 awarded missing"}, []int{2}},
		{"nobody", "3,,,2026-01-01\n", []string{"3 holder missing"}, []int{2}},
		{"date with slashes", "3,C,c@x,03/01/2026\n", []string{"3 awarded date"}, []int{2}},
		{"no such day", "3,C,c@x,2026-02-30\n", []string{"3 awarded date"}, []int{2}},
		{"year", "3,C,c@x,0001-01-01\n", []string{"3 awarded date"}, []int{2}},
		{"e-mail address", "3,C,c.example.org,2026-01-01\n4,D,D <d@x>,2026-01-01\n5,E,e\u00a0@x,2026-01-01\n6,F,f@x\u200b,2026-01-01\n",
			[]string{"3 email email", "4 email email", "5 email email", "6 email character"}, []int{2}},
		{"joiner in an address", "3,C,c\u200d@x,2026-01-01\n", []string{"3 email character"}, []int{2}},
		{"very long address", "3,C," + strings.Repeat("c", 1000) + ",2026-01-01\n", []string{"3 email email"}, []int{2}},
		{"the same wrong address", "3,C,c,2026-01-01\n4,D,c,2026-01-01\n", []string{"3 email email", "4 email email"}, []int{2}},
		{"nobody but a wrong name", "3,C\x07,,2026-01-01\n", []string{"3 holder character"}, []int{2}},
		{"a quotation mark alone", "\"", []string{"3 number unclosed_quote"}, []int{2}},
		{"everything in one row", "3\x07,C\u202e,c,x\n",
			[]string{"3 number character", "3 holder character", "3 awarded date", "3 email email"}, []int{2}},
		{"duplicates", "2,C,C@X,2026-01-01\n4,D,b@X,2026-01-01\n",
			[]string{"3 number duplicate", "4 email duplicate"}, []int{2}},
		{"line in a name", "3,\"C\nD\",c@x,2026-01-01\n4,D,d@x,2026-01-01\n", []string{"3 holder character"}, []int{2, 4}},
		{"line in a column that is not used", "3,C,c@x,2026-01-01\n", nil, []int{2, 3}},
		{"turned direction", "3,C\u2067,c@x,2026-01-01\n", []string{"3 holder character"}, []int{2}},
		{"lost letter", "3,C\ufffd,c@x,2026-01-01\n", []string{"3 holder character"}, []int{2}},
		{"NUL", "3,C\x00,c@x,2026-01-01\n4,D,d@x,2026-01-01\n", []string{"3 holder nul"}, []int{2, 4}},
		{"too few", "3,C,c@x\n4,D,d@x,2026-01-01\n", []string{"3  too_few_cells"}, []int{2, 4}},
		{"too many", "3,C,c@x,2026-01-01,\n4,D,d@x,2026-01-01\n", []string{"3  too_many_cells"}, []int{2, 4}},
		{"very many", strings.Repeat(",x", 1<<20) + "\n4,D,d@x,2026-01-01\n", []string{"3  too_many_cells"}, []int{2, 4}},
		{"quotation mark", "3,C \"D\",c@x,2026-01-01\n4,D,d@x,2026-01-01\n", []string{"3 holder quote"}, []int{2, 4}},
		{"text after one", "3,\"C\"D,c@x,2026-01-01\n4,D,d@x,2026-01-01\n", []string{"3 holder quote"}, []int{2, 4}},
		{"one that takes rows", "3,\"C,c@x,2026-01-01\n4,D,d@x,2026-01-01\n5,\"E\",e@x,2026-01-01\n6,F,f@x,2026-01-01\n",
			[]string{"3 holder quote"}, []int{2, 4}},
		{"never closed", "3,\"C,c@x,2026-01-01\n4,D,d@x,2026-01-01\n", []string{"3 holder unclosed_quote"}, []int{2}},
		{"too long", "3," + strings.Repeat("C", roster.MaxCell+1) + ",c@x,2026-01-01\n4,D,d@x,2026-01-01\n", []string{"3 holder too_long"}, []int{2, 4}},
		{"too long in quotation marks", "3,\"" + strings.Repeat("C\n", roster.MaxCell) + "\",c@x,2026-01-01\n4,D,d@x,2026-01-01\n",
			[]string{"3 holder too_long"}, []int{2, 4}},
		{"not quite", "3," + strings.Repeat("C", roster.MaxCell) + ",c@x,2026-01-01\n", nil, []int{2, 3}},
		{"Windows-1252", "3,Zo\xeb,c@x,2026-01-01\n4,\x8aime,d@x,2026-01-01\n", nil, []int{2, 3, 4}},
		{"no byte of Windows-1252", "3,\x81,c@x,2026-01-01\n4,\x8d\xeb,d@x,2026-01-01\n5,\x8f,e@x,2026-01-01\n6,\x90,f@x,2026-01-01\n7,\x9d,g@x,2026-01-01\n",
			[]string{"3 holder encoding", "4 holder encoding", "5 holder encoding", "6 holder encoding", "7 holder encoding"}, []int{2}},
		{"UTF-8, then not", "3,Zoë,c@x,2026-01-01\n4,Zo\xeb,d@x,2026-01-01\n", []string{"4 holder encoding"}, []int{2, 3}},
		{"Windows-1252, then not", "3,Zo\xeb,c@x,2026-01-01\n4,Zoë,d@x,2026-01-01\n", []string{"4 holder encoding"}, []int{2, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, found, r := all(t, "number,holder,email,awarded\n2,B,b@x,2026-01-01\n"+c.text, roster.Charters, nil)
			require.Equal(t, c.want, found)
			require.Equal(t, c.records, rows(records))
			require.Equal(t, len(records), r.Counts().Records)
		})
	}
}

// TestRules: what NewCharter refuses has the column that it comes from.
func TestRules(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{"ends before it begins", "x,e@x,2026-03-01,,2026-02-28,,", "2 valid_until order"},
		{"ends before a later start", "x,e@x,2026-03-01,2027-03-01,2026-03-05,,", "2 valid_until order"},
		{"subject", "x,e@x,2026-03-01,,,ada,", "2 subject_id uri"},
		{"badge", "x,e@x,2026-03-01,,,,17", "2 badge_id uri"},
		{"two of one badge", "x,e@x,2026-03-01,,,,urn:x:1\ny,f@x,2026-03-01,,,,URN:x:1", "3 badge_id duplicate"},
		{"start", "x,e@x,2026-03-01,soon,,,", "2 valid_from date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found, _ := all(t, "holder,email,awarded,valid_from,valid_until,subject_id,badge_id\n"+c.row, roster.Charters, nil)
			require.Equal(t, []string{c.want}, found)
		})
	}
}

// TestQuoteLines: where a cell of many lines begins and goes wrong is said by the lines of the file, since a spreadsheet
// cannot show it.
func TestQuoteLines(t *testing.T) {
	r, err := roster.NewReader(strings.NewReader("holder,awarded\r\n\"A\r\nB\",2026-01-01\r\n\"C,2026-01-01\r\nD,2026-01-01\r\n\"E\",2026-01-01\r\n"), roster.Charters, nil)
	require.NoError(t, err)
	_, err = r.Read()
	require.Equal(t, []string{"2 holder character"}, codes(t, err))
	_, err = r.Read()
	require.Equal(t, []string{"3 holder quote"}, codes(t, err))
	findings, _ := errors.AsType[roster.Findings](err)
	require.Contains(t, findings[0].Message, "in line 6 of the file (it begins in line 4 of the file)")
}

// TestByteOrderMarkBinds: a file that says it is UTF-8 is not taken for anything else.
func TestByteOrderMarkBinds(t *testing.T) {
	_, found, _ := all(t, "\ufeffholder,email,awarded\nZo\xeb,c@x,2026-01-01\n", roster.Charters, nil)
	require.Equal(t, []string{"2 holder encoding"}, found)
}

func TestRemarks(t *testing.T) {
	_, _, r := all(t, "holder;email;awarded;Shoe Size;=HYPERLINK()\nZo\xeb;c@x;2026-01-01;\xff\xff;\n", roster.Charters, nil)
	var codes []string
	for _, f := range r.Remarks() {
		codes = append(codes, f.Code)
	}
	require.Equal(t, []string{roster.CodeUnknownColumn, roster.CodeWindows1252}, codes)
	require.Contains(t, r.Remarks()[0].Message, "Shoe Size")
	require.Equal(t, 2, r.Remarks()[1].Row)
	require.Equal(t, "Windows-1252", r.Encoding())
	require.Equal(t, ";", r.Separator())

	records, _, r := all(t, "holder,email,awarded\nZoë,c@x,2026-01-01\n", roster.Charters, nil)
	require.Empty(t, r.Remarks())
	require.Equal(t, "UTF-8", r.Encoding())
	require.Equal(t, "Zoë", records[0].Holder)
}

// TestDateHints: the hint has what can be meant, and what a date of the same text is once somebody says so.
func TestDateHints(t *testing.T) {
	for _, c := range []struct {
		text, hint string
		month, day string // "" is refused
	}{
		{"03/01/2026", "could be two dates: write 2026-03-01 or 2026-01-03", "2026-03-01", "2026-01-03"},
		{"3.1.26", "could be two dates: write 2026-03-01 or 2026-01-03", "2026-03-01", "2026-01-03"},
		{"03-03-2026", "write 2026-03-03", "2026-03-03", "2026-03-03"},
		{"12/31/1989", "write 1989-12-31", "1989-12-31", ""},
		{"31/12/89", "write 1989-12-31", "", "1989-12-31"},
		{"31/31/2026", "there is no such day: write it as 2026-03-01", "", ""},
		{"02/30/2026", "there is no such day: write it as 2026-03-01", "", ""},
		{"46082", "looks like the number of a day in a spreadsheet: format the column as a date, yyyy-mm-dd", "", ""},
		{"1 March 2026", "write it as 2026-03-01, or 2026-03-01T09:30:00Z", "", ""},
		{"2026-3-1", "write it as 2026-03-01, or 2026-03-01T09:30:00Z", "", ""},
		{"2026-03-01T09:30:00", "write it as 2026-03-01, or 2026-03-01T09:30:00Z", "", ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			file := "awarded,email\n" + c.text + ",a@x\n"
			r, err := roster.NewReader(strings.NewReader(file), roster.Exports, nil)
			require.NoError(t, err)
			_, err = r.Read()
			require.Equal(t, []string{"2 awarded date"}, codes(t, err))
			findings, _ := errors.AsType[roster.Findings](err)
			require.Equal(t, c.hint, findings[0].Hint)
			require.Equal(t, c.text, findings[0].Value)
			for order, want := range map[roster.DateOrder]string{roster.MonthFirst: c.month, roster.DayFirst: c.day} {
				records, found, _ := all(t, file, roster.Exports, &roster.Options{Dates: order})
				if want == "" {
					require.Equal(t, []string{"2 awarded date"}, found)
					continue
				}
				require.Len(t, records, 1)
				require.Equal(t, want, records[0].Awarded.Format(time.DateOnly))
			}
		})
	}
}

// TestExports: what is no charter, or no longer one, is not made a record.
func TestExports(t *testing.T) {
	const file = "Badge Template ID,Recipient Email,Issued At,State,Revoked,badge_id\n" +
		"cmt,a@x,2026-01-01,accepted,no,17\ncmt,b@x,2026-01-01,Revoked,,\nother,c@x,2026-01-01,pending,,\n" +
		"cmt,d@x,2026-01-01,,TRUE,\ncmt,e@x,2026-01-01,,,\n"
	records, found, r := all(t, file, roster.Exports, nil)
	require.Equal(t, []string{"3 state withdrawn", "4 template template", "5 revoked withdrawn"}, found)
	require.Equal(t, []int{2, 6}, rows(records))
	require.Empty(t, records[0].ID, "the platform's own identifiers are not ours")
	require.Equal(t, roster.Mapping{Header: "badge_id"}, r.Header()[5])

	_, found, _ = all(t, "Badge Name,Recipient Email,Issued At\ncmt,a@x,2026-01-01\nother,b@x,2026-01-01\n", roster.Exports, nil)
	require.Equal(t, []string{"3 template template"}, found)

	records, found, r = all(t, file, roster.Exports, &roster.Options{Template: "other"})
	require.Empty(t, found)
	require.Equal(t, []int{4}, rows(records))
	require.Equal(t, roster.Counts{Rows: 5, Records: 1, Left: 4}, r.Counts())
}

func TestWithdrawals(t *testing.T) {
	records, found, _ := all(t, "number,reason,date\n1,by request,2026-01-01\n,x,\n1,again,\n3,,soon\n", roster.Withdrawals, nil)
	require.Equal(t, []string{"3 badge_id missing", "4 number duplicate", "5 date date"}, found)
	require.Len(t, records, 1)
	require.Equal(t, "by request", records[0].Reason)
	require.Equal(t, day(2026, 1, 1), records[0].Date)
}

// TestMemory: neither a cell nor a row decides how much memory is taken. All that is ever allocated for a row of 16 MiB
// is less than 2.
func TestMemory(t *testing.T) {
	const header = "number,holder,email,awarded\n"
	for _, c := range []struct {
		name string
		text io.Reader
	}{
		{"cell", io.MultiReader(strings.NewReader("1,"), repeat("x", 16<<20))},
		{"quoted cell", io.MultiReader(strings.NewReader("1,\""), repeat("x\n", 16<<20))},
		{"quoted cell of quotation marks", io.MultiReader(strings.NewReader("1,\""), repeat(`""`, 16<<20))},
		{"cells", repeat(",x", 16<<20)},
		{"quotation marks", repeat("\",", 16<<20)},
		{"NUL", repeat("\x00,", 16<<20)},
		{"one row, of the largest cells", repeat(strings.Repeat("x", roster.MaxCell)+",", 16<<20)},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := roster.NewReader(io.MultiReader(strings.NewReader(header), c.text), roster.Charters, nil)
			require.NoError(t, err)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err = r.Read()
			runtime.ReadMemStats(&after)
			require.NotEmpty(t, codes(t, err))
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(2<<20))
			_, err = r.Read()
			require.ErrorIs(t, err, io.EOF)
		})
	}
}

// repeat is a text over and over, about n bytes.
func repeat(text string, n int64) io.Reader {
	return io.LimitReader(&repeater{text: []byte(strings.Repeat(text, 1+4096/len(text)))}, n/int64(len(text))*int64(len(text)))
}

type repeater struct {
	text []byte
	at   int
}

func (r *repeater) Read(p []byte) (int, error) {
	n := copy(p, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}

// TestMaxRows: the row after the last one is a finding, and the end.
func TestMaxRows(t *testing.T) {
	r, err := roster.NewReader(io.MultiReader(strings.NewReader("number,holder,email,awarded\n"), repeat("x\n", 2*(roster.MaxRows+9))), roster.Charters, nil)
	require.NoError(t, err)
	for range roster.MaxRows - 1 {
		_, err = r.Read()
	}
	require.Equal(t, []string{fmt.Sprint(roster.MaxRows, "  too_few_cells")}, codes(t, err))
	_, err = r.Read()
	require.Equal(t, []string{fmt.Sprint(roster.MaxRows+1, "  too_many_rows")}, codes(t, err))
	_, err = r.Read()
	require.ErrorIs(t, err, io.EOF)
}

// TestReadFails: the error of a file that cannot be read is not a finding, and the end.
func TestReadFails(t *testing.T) {
	broken := errors.New("broken")
	_, err := roster.NewReader(iotest.ErrReader(broken), roster.Charters, nil)
	require.ErrorIs(t, err, broken)

	text := "holder,awarded\n" + strings.Repeat("Ada,2026-01-01\n", 5000)
	for _, cut := range []int{len(text), len(text) - 3} {
		r, err := roster.NewReader(io.MultiReader(strings.NewReader(text[:cut]), iotest.ErrReader(broken)), roster.Charters, nil)
		require.NoError(t, err)
		for err == nil {
			_, err = r.Read()
		}
		require.ErrorIs(t, err, broken)
		_, err = r.Read()
		require.ErrorIs(t, err, io.EOF)
	}
}

// TestTemplate: the template is a file without findings, has every column, and is what is in testdata.
func TestTemplate(t *testing.T) {
	for kind, name := range map[roster.Kind]string{roster.Charters: "charters.csv", roster.Withdrawals: "withdrawals.csv"} {
		var b bytes.Buffer
		require.NoError(t, roster.WriteTemplate(&b, kind))
		want, err := os.ReadFile("testdata/" + name)
		require.NoError(t, err)
		require.Equal(t, string(want), b.String())
		records, found, r := all(t, b.String(), kind, nil)
		require.Empty(t, found)
		require.Empty(t, r.Remarks())
		require.Len(t, records, 1)
		require.Len(t, r.Header(), len(roster.Columns(kind)))
		for i, column := range roster.Columns(kind) {
			require.Equal(t, roster.Mapping{Header: column.Name, Column: column.Name}, r.Header()[i])
			require.NotEmpty(t, column.Help)
		}
	}
}

// TestWriter: what spreadsheets need, and no formula.
func TestWriter(t *testing.T) {
	var b bytes.Buffer
	w := roster.NewWriter(&b, roster.Charters)
	end := time.Date(2027, 3, 31, 23, 59, 59, 0, time.UTC)
	for _, c := range []credential.Charter{
		{Number: "=1+1", Holder: "+1", Email: "@x", Awarded: day(2026, 3, 1), ValidUntil: end},
		{Number: "-1", Holder: "'=1", Email: "''@x", Awarded: day(2026, 3, 1).Add(time.Second), ValidUntil: end.Add(time.Second)},
		{Number: "\t1", Holder: "\r1", Email: "\n@x"},
		{Number: "1=", Holder: "O'Hara, \"S\"", Email: "'x@x"},
	} {
		require.NoError(t, w.Write(&roster.Record{Charter: c}))
	}
	require.NoError(t, w.Flush())
	require.Equal(t, "\ufeffnumber,holder,email,awarded,valid_from,valid_until,subject_id,badge_id\r\n"+
		"'=1+1,'+1,'@x,2026-03-01,,2027-03-31,,\r\n"+
		"'-1,''=1,'''@x,2026-03-01T00:00:01Z,,2027-04-01T00:00:00Z,,\r\n"+
		"'\t1,\"'1\",\"'\r\n@x\",,,,,\r\n"+
		"1=,\"O'Hara, \"\"S\"\"\",'x@x,,,,,\r\n", b.String())

	require.Error(t, roster.WriteTemplate(failing{}, roster.Charters))
}

func TestExpiringWriter(t *testing.T) {
	var b bytes.Buffer
	w := roster.NewExpiringWriter(&b)
	for _, c := range []credential.Charter{
		{ID: "urn:x:1", Number: "=1+1", Holder: "@x", Email: "not@written", ValidUntil: time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)},
		{ID: "urn:x:3", Holder: "Eve;=1+1\x0a=2", ValidUntil: time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)},
		{ID: "urn:x:2", Holder: "O'Hara, S", ValidUntil: time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC)},
	} {
		require.NoError(t, w.Write(&roster.Record{Charter: c}))
	}
	require.NoError(t, w.Flush())
	require.Equal(t, "\ufeffbadge_id,number,holder,ends\r\n"+
		"urn:x:1,'=1+1,'@x,2026-12-31\r\n"+
		"urn:x:3,,Eve;'=1+1\ufffd=2,2026-12-31\r\n"+ // where semicolons separate cells, too
		"urn:x:2,,\"O'Hara, S\",2026-12-31T12:00:00Z\r\n", b.String())
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

// TestFindingsWriter: whatever a roster has, no cell begins with a formula, no row has a second line.
func TestFindingsWriter(t *testing.T) {
	var b bytes.Buffer
	w := roster.NewFindingsWriter(&b)
	require.NoError(t, w.Write(roster.Finding{Row: 3, Column: "=c", Code: roster.CodeDate, Message: "+m", Hint: "-h", Value: "@v;=1\r\n=2\x00\u202e"}))
	require.NoError(t, w.Flush())
	text, ok := strings.CutPrefix(b.String(), "\ufeff")
	require.True(t, ok)
	require.Equal(t, 2, strings.Count(text, "\r\n"))
	cells, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, [][]string{
		{"row", "column", "code", "message", "hint", "value"},
		{"3", "'=c", "date", "'+m", "'-h", "'@v;'=1\ufffd\ufffd=2\ufffd\ufffd"},
	}, cells)
}

// FuzzRead: nothing panics, every row is counted as one thing, no record has what cannot be issued, and what is written
// of the records is read as the same records.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"number,holder,email,awarded,valid_until\r\n1,\"Ada, \"\"x\"\"\",a@x,2026-01-01,2027-01-01\r\n\r\n2,'=B,b@x,2026-01-01T00:00:00.5+02:00,\r\n",
		"\ufeffholder;awarded;subject_id;badge_id\nZoë;2026-01-01;did:x:y;urn:x:1\n\"A\nB\";;;\nC;2026-01-01\n",
		"name\tawarded\nZo\xeb\t2026-01-01\nZoë\t2026-01-01\n\x00\"\n\"",
		"\xff\xfe", "PK\x03\x04", "email,awarded\ra@x,03/01/2026\rb@x,45000\r",
		"Badge Template ID,Recipient Email,Issued To First Name,Issued To Last Name,Issued At,State\nt,a@x,A,B,01/02/26,accepted\nu,c@x,,,01/02/26,revoked\n",
		"badge_id,number,email,reason,date\nurn:x:1,,,\"by request\",2026-01-01\n,,,,\n",
	} {
		for kind := range byte(3) {
			f.Add([]byte(seed), kind, kind)
		}
	}
	f.Fuzz(func(t *testing.T, file []byte, kind, order byte) {
		k := roster.Kind(kind % 3)
		records, _, r := all(t, string(file), k, &roster.Options{Dates: roster.DateOrder(order % 3)})
		if r == nil {
			return
		}
		var b bytes.Buffer
		w := roster.NewWriter(&b, k)
		last := 1
		for _, record := range records {
			require.Greater(t, record.Row, last)
			last = record.Row
			if k != roster.Withdrawals {
				_, err := credential.NewCharter(credential.Profile{ID: "did:web:example.org", Name: "x"}, record.Charter)
				require.NoError(t, err)
			}
			require.NoError(t, w.Write(record))
		}
		require.NoError(t, w.Flush())
		again, found, _ := all(t, b.String(), k, nil)
		require.Empty(t, found)
		require.Len(t, again, len(records))
		for i, record := range again {
			record.Row = records[i].Row
			require.Equal(t, records[i], record)
		}
	})
}

// BenchmarkRead reads rosters of 10,000 rows: one that can be issued, and one of rows that are all wrong. Beside it is
// encoding/csv, which does nothing but split.
func BenchmarkRead(b *testing.B) {
	const n = 10_000
	var good, bad strings.Builder
	good.WriteString("number,holder,email,awarded,valid_until\n")
	bad.WriteString("number,holder,email,awarded,valid_until\n")
	for i := range n {
		fmt.Fprintf(&good, "%d,\"Lovelace, Ada %d\",ada%d@example.org,2026-03-01,2027-02-28\n", i, i, i)
		fmt.Fprintf(&bad, "%d,\"Lovelace, Ada %d\",ada%d@example.org,03/01/2026\n", i, i, i)
	}
	for _, c := range []struct{ name, text string }{{"records", good.String()}, {"findings", bad.String()}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := roster.NewReader(strings.NewReader(c.text), roster.Charters, nil)
				for !errors.Is(err, io.EOF) {
					_, err = r.Read()
				}
				if r.Counts().Rows != n {
					b.Fatal(r.Counts())
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
	b.Run("csv", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r := csv.NewReader(strings.NewReader(good.String()))
			for _, err := r.Read(); err == nil; _, err = r.Read() {
			}
		}
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}
