package roster

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The values of Finding.Code.
const (
	// Of the file: it is not read.
	CodeEmptyFile       = "empty_file"       // no header
	CodeNotCSV          = "not_csv"          // UTF-16, or the file of a spreadsheet program
	CodeHeader          = "header"           // the header cannot be read, or is too long
	CodeMissingColumn   = "missing_column"   // a column that must be there is not
	CodeDuplicateColumn = "duplicate_column" // two columns say the same thing
	CodeTooManyRows     = "too_many_rows"    // the file goes on beyond MaxRows

	// Of a row: it is not a record.
	CodeQuote         = "quote"          // a quotation mark where none may be
	CodeUnclosedQuote = "unclosed_quote" // the file ends inside quotation marks
	CodeTooLong       = "too_long"       // a cell beyond MaxCell
	CodeTooFewCells   = "too_few_cells"  // fewer than the header has
	CodeTooManyCells  = "too_many_cells"
	CodeNUL           = "nul"
	CodeEncoding      = "encoding"  // neither UTF-8 nor Windows-1252, or both in one file
	CodeCharacter     = "character" // a control character, the end of a line, or one that turns the direction of writing
	CodeMissing       = "missing"   // a value that must be there is not
	CodeDate          = "date"
	CodeOrder         = "order" // ends before it begins
	CodeEmail         = "email"
	CodeURI           = "uri"
	CodeDuplicate     = "duplicate" // another row has the number, the e-mail address or the badge
	CodeTemplate      = "template"  // an export has badges of several kinds
	CodeWithdrawn     = "withdrawn" // the platform has revoked the badge
	CodeInvalid       = "invalid"   // whatever else credential.NewCharter refuses

	// Remarks, which are not wrong: see Reader.Remarks.
	CodeUnknownColumn = "unknown_column"
	CodeWindows1252   = "windows_1252"
)

// A Finding is one thing that is wrong with a file, or with a row of it.
type Finding struct {
	Row     int    `json:"row"`              // as a spreadsheet shows it: the header is row 1
	Column  string `json:"column,omitempty"` // by our name, or that of the file if we have none
	Code    string `json:"code"`
	Message string `json:"message"` // text of the file in it is quoted, and cut short
	Hint    string `json:"hint,omitempty"`
	Value   string `json:"value,omitempty"` // what the cell has, cut short; it is whatever somebody put there
}

// Findings are the findings in one row, as an error.
type Findings []Finding

// Error has the first of them.
func (f Findings) Error() string {
	if len(f) == 0 {
		return "roster: nothing found"
	}
	text := "roster: " + f[0].String()
	if len(f) > 1 {
		text += fmt.Sprintf(" (and %d more)", len(f)-1)
	}
	return text
}

// String is a finding in a line, without the hint.
func (f *Finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "row %d", f.Row)
	if f.Column != "" {
		b.WriteString(", " + f.Column)
	}
	return b.String() + ": " + f.Code + ": " + f.Message
}

// maxShown is how much of a value is shown, in bytes.
const maxShown = 120

// shorten cuts a text between two characters, and copies it: a piece must not keep a large cell in memory.
func shorten(s string) string {
	if len(s) <= maxShown {
		return strings.Clone(s)
	}
	n := maxShown
	for n > maxShown-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
