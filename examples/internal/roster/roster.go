// Package roster reads and writes rosters: CSV files with one CMT Charter badge a row, as people keep them in
// spreadsheets.
//
// NewReader reads the header, and then Read one row at a time. What is wrong with a row is a Finding, with the row and the
// column as a spreadsheet shows them; the rows after it are read all the same. NewWriter writes a roster, and
// NewFindingsWriter the findings, for a spreadsheet.
//
// # The format
//
// Columns are found by their names, in any order, whatever the case, spaces and punctuation in them. Some columns of the
// CSV files of Credly and of Badgr (Canvas Credentials) have other names, which are known too. The text is UTF-8, or
// Windows-1252, which is what older spreadsheets write; which of them is found out and said. Cells are separated by
// commas, semicolons or tabs, rows end with CRLF, LF or CR, and quotation marks are those of RFC 4180.
//
// Dates are those of ISO 8601 (2026-03-01, or with a time and zone), because 03/01/2026 is two different days to two
// readers. An end that is a date alone includes that day.
//
// # Formulas
//
// A spreadsheet runs a cell that begins with =, +, -, @, a tab or the end of a line, whoever wrote it. So what is written
// here has an apostrophe in front of such a text, and one more in front of apostrophes before one; the reader takes one off
// again. Nothing else is done to a value.
//
// # Limits
//
// Memory does not grow with the size of the file or of a cell, but for 12 to 16 bytes for each charter number, e-mail
// address and badge id: a hash and the row, to find those that occur twice. MaxRows bounds that to 16 MB for a column, and a
// column that is not there takes nothing. Two different values of MaxRows have one hash with a probability of one in 10^11.
package roster

import (
	"time"

	"github.com/charterbadge/openbadge/credential"
)

// Limits of what is read.
const (
	MaxCell    = 64 << 10 // bytes in a cell
	MaxHeader  = 64 << 10 // bytes in the header row
	MaxColumns = 256      // in the header row
	MaxRows    = 1 << 20  // with the header: what a spreadsheet takes
)

// A Kind is what a file is for, which says what columns it has.
type Kind int

// The kinds of files.
const (
	Charters    Kind = iota // badges to issue
	Withdrawals             // badges to revoke, suspend or reinstate
	Exports                 // badges that a platform has issued: what can be had of a roster in the file of another program
	Renewals                // badges to issue again for another period
)

// A Record is a row without findings. What the row leaves open has its zero value.
type Record struct {
	Row int // as a spreadsheet shows it: the header is row 1

	// Charter has all but AchievementID and Status. NewCharter takes it if the kind is Charters or Exports, given an issuer.
	credential.Charter

	Reason string    // of a withdrawal
	Date   time.Time // of a withdrawal
}
