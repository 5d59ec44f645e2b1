package roster

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// A Writer writes rows for a spreadsheet: UTF-8 with a byte order mark, without which Excel takes it for something else,
// commas, CRLF.
type Writer struct {
	out   *bufio.Writer
	csv   *csv.Writer
	names []string
	cells []string
	shown bool // nobody reads the name of a holder out of it
}

// NewWriter writes the header of a roster.
func NewWriter(w io.Writer, kind Kind) *Writer {
	var names []string
	for _, column := range Columns(kind) {
		names = append(names, column.Name)
	}
	return newWriter(w, names)
}

// NewExpiringWriter writes the header of a list of badges that expire: badge_id, number, holder and ends, which is when. It is a
// roster of Renewals too: that has the first two, and knows no other. A valid_until would be the end of the new badge.
func NewExpiringWriter(w io.Writer) *Writer {
	list := newWriter(w, []string{colBadgeID, colNumber, colHolder, colEnds})
	list.shown = true
	return list
}

func newWriter(w io.Writer, names []string) *Writer {
	out := bufio.NewWriter(w)
	out.WriteString(bom) // an error stays until Flush
	c := csv.NewWriter(out)
	c.UseCRLF = true
	c.Write(names)
	return &Writer{out: out, csv: c, names: names}
}

// Write writes a record: what the Reader makes of it again. What AchievementID and Status have is not in a roster.
func (w *Writer) Write(r *Record) error {
	w.cells = w.cells[:0]
	for _, column := range w.names {
		text := r.cell(column)
		if w.shown && column == colHolder {
			text = inner.Replace(oneLine(text))
		}
		w.cells = append(w.cells, defuse(text))
	}
	return w.csv.Write(w.cells)
}

// cell is the text of a column.
func (r *Record) cell(column string) string {
	switch column {
	case colNumber:
		return r.Number
	case colHolder:
		return r.Holder
	case colEmail:
		return r.Email
	case colAwarded:
		return startText(r.Awarded)
	case colValidFrom:
		return startText(r.ValidFrom)
	case colValidUntil, colEnds:
		return endText(r.ValidUntil)
	case colSubjectID:
		return r.SubjectID
	case colBadgeID:
		return r.ID
	case colReason:
		return r.Reason
	}
	return startText(r.Date)
}

// Flush writes what is left, and returns the first error of all writing.
func (w *Writer) Flush() error {
	w.csv.Flush()
	if err := w.csv.Error(); err != nil {
		return err
	}
	return w.out.Flush()
}

// WriteTemplate writes a roster to begin with: the header, and a row as an example.
func WriteTemplate(w io.Writer, kind Kind) error {
	t := NewWriter(w, kind)
	var row []string
	for _, column := range Columns(kind) {
		row = append(row, defuse(column.Example))
	}
	t.csv.Write(row)
	return t.Flush()
}

// A FindingsWriter writes findings for a spreadsheet, with the columns row, column, code, message, hint and value.
type FindingsWriter struct{ w *Writer }

// NewFindingsWriter writes the header.
func NewFindingsWriter(w io.Writer) *FindingsWriter {
	return &FindingsWriter{newWriter(w, []string{"row", "column", "code", "message", "hint", "value"})}
}

// Write writes a finding in one line. Nothing in it is a formula, even where a spreadsheet separates cells by semicolons.
func (w *FindingsWriter) Write(f Finding) error {
	cells := []string{strconv.Itoa(f.Row), f.Column, f.Code, f.Message, f.Hint, f.Value}
	for i, cell := range cells {
		cells[i] = defuse(inner.Replace(oneLine(cell)))
	}
	return w.w.csv.Write(cells)
}

// Flush writes what is left, and returns the first error of all writing.
func (w *FindingsWriter) Flush() error { return w.w.Flush() }

// inner puts an apostrophe where a cell would begin if semicolons ended cells.
var inner = strings.NewReplacer(";=", ";'=", ";+", ";'+", ";-", ";'-", ";@", ";'@")

// oneLine replaces what nobody can see.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

const formula = "=+-@\t\r\n"

// defuse puts an apostrophe in front of what a spreadsheet would run, and in front of what plain would take for that.
func defuse(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != "" && strings.IndexByte(formula, rest[0]) >= 0 {
		return "'" + s
	}
	return s
}

// plain undoes defuse.
func plain(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != "" && rest != s && strings.IndexByte(formula, rest[0]) >= 0 {
		return s[1:]
	}
	return s
}
