package roster

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/charterbadge/openbadge/credential"
)

// Options are what may be said about a file. The zero value, and nil, say nothing.
type Options struct {
	Dates    DateOrder // of dates with slashes. Zero: such dates are refused
	Template string    // of an Export: take the badges of this template, or class, alone. Empty: there must be one
}

// Counts are how many rows were read, without the header.
type Counts struct {
	Rows    int `json:"rows"`
	Records int `json:"records"`
	Failed  int `json:"failed"`
	Blank   int `json:"blank"` // rows without anything in them
	Left    int `json:"left"`  // rows of other templates than Options.Template
}

// A Reader reads the rows of a file. It is not safe for concurrent use.
type Reader struct {
	kind    Kind
	options Options
	scan    scanner
	dec     decoder
	header  []Mapping
	at      map[string]int   // cell of each column
	seen    map[string]*seen // values of each column that has one of each
	counts  Counts
	first   string // template of the first row that has one
	done    bool

	found Findings // of the row that is being read
}

// NewReader reads the header. If the file cannot be read as a roster the error is Findings, in row 1.
func NewReader(r io.Reader, kind Kind, options *Options) (*Reader, error) {
	d := &Reader{kind: kind, at: make(map[string]int), seen: make(map[string]*seen)}
	if options != nil {
		d.options = *options
	}
	in := bufio.NewReaderSize(r, MaxHeader)
	begin, err := in.Peek(MaxHeader)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("roster: reading: %w", err)
	}
	if wrong := notCSV(begin); wrong != nil {
		return nil, Findings{*wrong}
	}
	if bytes.HasPrefix(begin, []byte(bom)) {
		in.Discard(len(bom)) // it was peeked at
		begin = begin[len(bom):]
		d.dec = decoder{isUTF8, 1}
	}
	sep, wrong := separator(begin, kind)
	if wrong != nil {
		return nil, Findings{*wrong}
	}
	d.scan = scanner{in: in, sep: sep, line: 1}
	return d, d.readHeader()
}

const bom = "\ufeff"

// notCSV recognises what people take for a CSV file.
func notCSV(begin []byte) *Finding {
	f := &Finding{Row: 1, Code: CodeNotCSV, Hint: "save it as CSV UTF-8 (comma delimited)"}
	switch {
	case len(begin) == 0:
		f.Code, f.Message, f.Hint = CodeEmptyFile, "the file is empty", "badge batch template makes a file to begin with"
	case bytes.HasPrefix(begin, []byte("\xff\xfe")), bytes.HasPrefix(begin, []byte("\xfe\xff")):
		f.Message = "the file is UTF-16"
	case bytes.HasPrefix(begin, []byte("PK\x03\x04")), bytes.HasPrefix(begin, []byte("\xd0\xcf\x11\xe0")):
		f.Message = "the file is one of a spreadsheet program, not CSV"
	default:
		return nil
	}
	return f
}

// separator finds what separates cells: the one with which most columns have a name that is known, or else the one with
// which there are most.
func separator(begin []byte, kind Kind) (byte, *Finding) {
	best, most := byte(','), -1
	var wrong *Finding
	for _, sep := range []byte{',', ';', '\t'} {
		rest := bytes.NewReader(begin)
		s := scanner{in: bufio.NewReader(rest), sep: sep, line: 1}
		s.next() // there is no error to read memory but its end
		known := min(s.cells, MaxColumns)
		for i := range min(s.cells, MaxColumns) {
			if headers[kind][fold(string(s.bytes(i)))] != "" {
				known += MaxColumns
			}
		}
		if known <= most {
			continue
		}
		best, most, wrong = sep, known, nil
		switch {
		case rest.Len() == 0 && s.in.Buffered() == 0 && len(begin) >= MaxHeader-len(bom):
			wrong = &Finding{Row: 1, Code: CodeHeader, Message: fmt.Sprintf("the first row has more than %d bytes", MaxHeader),
				Hint: "is it a CSV file?"}
		case s.cells > MaxColumns:
			wrong = &Finding{Row: 1, Code: CodeHeader, Message: fmt.Sprintf("the first row has more than %d columns", MaxColumns),
				Hint: "is it a CSV file?"}
		case len(s.problems) > 0:
			f := s.problems[0].finding(1, "")
			f.Code = CodeHeader
			wrong = &f
		}
	}
	return best, wrong
}

func (d *Reader) readHeader() error {
	if err := d.scan.next(); err != nil {
		return Findings{{Row: 1, Code: CodeEmptyFile, Message: "the file is empty", Hint: "badge batch template makes a file to begin with"}}
	}
	names := make([]string, d.scan.cells)
	for i := range names {
		text, wrong := d.dec.decode(d.scan.bytes(i), 1)
		if wrong != "" {
			return Findings{{Row: 1, Code: CodeHeader, Message: "a name in the first row: " + wrong, Hint: hintEncoding}}
		}
		names[i] = plain(strings.TrimSpace(text))
	}
	header, wrong := mapHeader(d.kind, names)
	if len(wrong) > 0 {
		return wrong
	}
	d.header = header
	d.scan.wants = make([]bool, len(header))
	for i, m := range header {
		if m.Column != "" {
			d.at[m.Column], d.scan.wants[i] = i, true
		}
	}
	return nil
}

// Header says what the columns of the file were taken for.
func (d *Reader) Header() []Mapping { return d.header }

// Separator is a comma, a semicolon or a tab.
func (d *Reader) Separator() string { return string(d.scan.sep) }

// Encoding is that of the rows which were read so far: ASCII, UTF-8 or Windows-1252.
func (d *Reader) Encoding() string { return d.dec.is.String() }

// Counts are those of the rows which were read so far.
func (d *Reader) Counts() Counts { return d.counts }

// Remarks are about the whole file, as far as it was read, and no reason not to use it.
func (d *Reader) Remarks() []Finding {
	var list []Finding
	var unknown []string
	for _, m := range d.header {
		if m.Column == "" && m.Header != "" {
			unknown = append(unknown, m.Header)
		}
	}
	if len(unknown) > 0 {
		list = append(list, Finding{Row: 1, Code: CodeUnknownColumn, Message: "not used: " + foundNames(unknown)})
	}
	if d.dec.is == isWindows1252 {
		list = append(list, Finding{Row: d.dec.since, Code: CodeWindows1252,
			Message: "read as Windows-1252, which has no mark to tell it by: look at the names", Hint: hintEncoding})
	}
	return list
}

const hintEncoding = "save the file as CSV UTF-8"

// Read reads the next row that is not blank. The error is io.EOF after the last one; Findings if the row is not a record,
// and the next one can be read; another one if the file cannot be read any further.
func (d *Reader) Read() (*Record, error) {
	for {
		if d.done {
			return nil, io.EOF
		}
		err := d.scan.next()
		if err != nil && !errors.Is(err, io.EOF) {
			err = fmt.Errorf("roster: reading row %d: %w", d.scan.row, err)
		}
		if err != nil {
			d.done = true
			return nil, err
		}
		if d.scan.blank && len(d.scan.problems) == 0 {
			d.counts.Rows++
			d.counts.Blank++
			continue
		}
		d.counts.Rows++
		record := d.record()
		switch {
		case len(d.found) > 0:
			d.counts.Failed++
			return nil, d.found
		case record == nil:
			d.counts.Left++
			continue
		}
		d.counts.Records++
		return record, nil
	}
}

// record makes a record of the row, or findings. Neither of them: the row is to be left out.
func (d *Reader) record() *Record {
	d.found = nil
	if d.scan.row > MaxRows {
		d.done = true
		d.find("", CodeTooManyRows, "", fmt.Sprintf("more than %d rows; the rest is not read", MaxRows), "split the file")
		return nil
	}
	if d.broken() {
		return nil
	}
	r := &Record{Row: d.scan.row}
	if d.kind == Exports && !d.platform() {
		return nil
	}
	r.Number, r.Email = d.text(colNumber), d.text(colEmail)
	r.ID = d.text(colBadgeID)
	switch d.kind {
	case Withdrawals:
		r.Reason, r.Date = d.text(colReason), d.date(colDate)
		if r.ID == "" && r.Number == "" && r.Email == "" && len(d.found) == 0 {
			d.find(colBadgeID, CodeMissing, "", "no badge_id, number or email", "say which badge it is")
		}
	case Renewals:
		r.ValidFrom, r.ValidUntil = d.date(colValidFrom), d.date(colValidUntil)
		if r.ID == "" && r.Number == "" && len(d.found) == 0 {
			d.find(colBadgeID, CodeMissing, "", "no badge_id or number", "say which badge it is")
		}
		if !r.ValidUntil.IsZero() && r.ValidUntil.Before(r.ValidFrom) {
			d.find(colValidUntil, CodeOrder, "", "it is before valid_from", "the badge would end before it begins")
		}
	default:
		r.Holder = d.holder()
		r.SubjectID = d.text(colSubjectID)
		r.Awarded, r.ValidFrom, r.ValidUntil = d.date(colAwarded), d.date(colValidFrom), d.date(colValidUntil)
		d.charter(r.Charter)
	}
	d.unique(colNumber, r.Number)
	d.unique(colEmail, r.Email)
	d.unique(colBadgeID, r.ID)
	return r
}

// find adds a finding.
func (d *Reader) find(column, code, value, message, hint string) {
	d.found = append(d.found, Finding{Row: d.scan.row, Column: column, Code: code, Message: message, Hint: hint, Value: shorten(value)})
}

// wrong reports whether something was found in a column.
func (d *Reader) wrong(column string) bool {
	for _, f := range d.found {
		if f.Column == column {
			return true
		}
	}
	return false
}

// broken finds what is wrong with the row as CSV. Its cells may not be those that were meant.
func (d *Reader) broken() bool {
	for _, p := range d.scan.problems {
		d.found = append(d.found, p.finding(d.scan.row, d.nameOf(p.cell)))
	}
	want, got := len(d.header), d.scan.cells
	if len(d.found) == 0 && got != want {
		code, hint := CodeTooFewCells, "a row has as many cells as the first; an empty one is two separators"
		if got > want {
			code, hint = CodeTooManyCells, "a cell with a separator in it needs quotation marks around it"
		}
		d.find("", code, "", fmt.Sprintf("the row has %d cells, the first row %d", got, want), hint)
	}
	return len(d.found) > 0
}

func (d *Reader) nameOf(cell int) string {
	switch {
	case cell >= len(d.header):
		return ""
	case d.header[cell].Column != "":
		return d.header[cell].Column
	}
	return shorten(d.header[cell].Header)
}

func (p problem) finding(row int, column string) Finding {
	f := Finding{Row: row, Column: column, Code: p.code}
	where := ""
	if p.from != p.line && p.from != 0 {
		where = fmt.Sprintf(" (it begins in line %d of the file)", p.from)
	}
	switch p.code {
	case CodeQuote:
		f.Message, f.Hint = "a quotation mark inside a cell", `write the cell in quotation marks, and each in it twice: "Ada ""Countess"" Lovelace"`
		if p.from != 0 {
			f.Message = fmt.Sprintf("text after the quotation mark that ends a cell, in line %d of the file%s", p.line, where)
		}
	case CodeUnclosedQuote:
		f.Message, f.Hint = "a quotation mark that is never closed: it takes all rows up to the end of the file"+where, "close it, and look at the rows after it"
	case CodeTooLong:
		f.Message, f.Hint = fmt.Sprintf("the cell has more than %d bytes", MaxCell), "is a quotation mark missing?"
	case CodeNUL:
		f.Message, f.Hint = "a NUL character", "is it a CSV file? "+hintEncoding
	}
	return f
}

// text returns the value of a column: without white space around it, and without the apostrophe of defuse.
func (d *Reader) text(column string) string {
	cell, ok := d.at[column]
	if !ok {
		return ""
	}
	text, wrong := d.dec.decode(d.scan.bytes(cell), d.scan.row)
	if wrong != "" {
		d.find(column, CodeEncoding, text, wrong, hintEncoding+"; do not join files of two programs")
		return ""
	}
	text = plain(strings.TrimSpace(text))
	isName := column != colNumber && column != colEmail && column != colBadgeID && column != colSubjectID
	if r, found := strange(text, isName); found {
		message := fmt.Sprintf("the character %U", r)
		if r == '\n' || r == '\r' {
			message = "more than one line"
		}
		d.find(column, CodeCharacter, text, message, "delete it, and write the letters beside it again")
		return ""
	}
	return text
}

// holder returns the name, or puts it together.
func (d *Reader) holder() string {
	if name := d.text(colHolder); name != "" {
		return name
	}
	var parts []string
	for _, column := range []string{colFirst, colMiddle, colLast} {
		if part := d.text(column); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

func (d *Reader) date(column string) time.Time {
	text := d.text(column)
	if text == "" {
		return time.Time{}
	}
	t, isDay, hint := parseDate(text, d.options.Dates)
	if hint != "" {
		d.find(column, CodeDate, text, fmt.Sprintf("not a date of ISO 8601: %q", shorten(text)), hint)
	}
	if hint == "" && t.Year() < firstYear {
		d.find(column, CodeDate, text, fmt.Sprintf("the year %d", t.Year()), "is that the year?")
		return time.Time{}
	}
	if isDay && column == colValidUntil {
		t = endOf(t)
	}
	return t
}

// firstYear is long before anything that a roster is about.
const firstYear = 1900

// platform reads what an export has about the platform, and reports whether the row counts.
func (d *Reader) platform() bool {
	template := d.text(colTemplate)
	switch {
	case d.options.Template != "" && template != d.options.Template && !d.wrong(colTemplate):
		return false
	case d.first == "":
		d.first = template
	case template != d.first:
		d.find(colTemplate, CodeTemplate, template, fmt.Sprintf("a badge of another kind than the rows before: %q, not %q", shorten(template), shorten(d.first)),
			"take the badges of one with --template")
	}
	const message, hint = "withdrawn or rejected on the platform", "leave the row out"
	switch state := d.text(colState); fold(state) {
	case "revoked", "rejected":
		d.find(colState, CodeWithdrawn, state, message, hint)
	}
	switch revoked := d.text(colRevoked); fold(revoked) {
	case "true", "yes", "y", "1":
		d.find(colRevoked, CodeWithdrawn, revoked, message, hint)
	}
	return true
}

// charter holds the row against what credential.NewCharter takes, so that what is a record can be issued.
func (d *Reader) charter(c credential.Charter) {
	if c.Awarded.IsZero() {
		if !d.wrong(colAwarded) {
			d.find(colAwarded, CodeMissing, "", "no date", "say when the charter was awarded, such as 2026-03-01")
		}
		c.Awarded = time.Unix(0, 0) // to find out about the rest
	}
	if i := strings.IndexFunc(c.Email, unicode.IsSpace); i >= 0 { // Unicode has more spaces than NewCharter refuses
		d.find(colEmail, CodeEmail, c.Email, "a space in the address", hintEmail)
		c.Email = "ada@example.org"
	}
	if len(d.found) > 0 && c.Email == "" && c.Holder == "" {
		c.Holder = "x" // the name may be what was found to be wrong
	}
	_, err := credential.NewCharter(credential.Profile{ID: "https://example.org", Name: "x"}, c)
	for _, e := range credential.FieldErrors(err) {
		f := Finding{Column: columnOf(e.Pointer, c), Code: CodeInvalid, Message: e.Detail}
		value := ""
		switch f.Column {
		case colEmail:
			f.Code, f.Message, value, f.Hint = CodeEmail, "not an e-mail address", c.Email, hintEmail
		case colHolder:
			if c.Holder == "" {
				f.Code, f.Message, f.Hint = CodeMissing, "no holder, email or subject_id", "say who gets the badge"
			}
		case colSubjectID:
			value = c.SubjectID
		case colBadgeID:
			value = c.ID
		}
		switch e.Code {
		case credential.CodeOrder:
			f.Code, f.Hint = CodeOrder, "the badge would end before it begins"
		case credential.CodeURI:
			f.Code, f.Hint = CodeURI, "such as urn:uuid:11111111-1111-4111-8111-111111111111, or leave it empty"
		}
		d.find(f.Column, f.Code, value, f.Message, f.Hint)
	}
}

const hintEmail = "write the address alone, such as ada@example.org"

// columnOf finds the column that a pointer into a badge comes from.
func columnOf(pointer string, c credential.Charter) string {
	switch pointer {
	case "/id":
		return colBadgeID
	case "/awardedDate":
		return colAwarded
	case "/validFrom":
		return colValidFrom
	case "/validUntil":
		return colValidUntil
	case "/credentialSubject/id":
		return colSubjectID
	case "/credentialSubject/licenseNumber":
		return colNumber
	case "/credentialSubject":
		return colHolder
	}
	if strings.HasPrefix(pointer, "/credentialSubject/identifier/0/") && c.Email != "" {
		return colEmail
	}
	if strings.HasPrefix(pointer, "/credentialSubject/identifier/") {
		return colHolder
	}
	return ""
}

// unique finds a value that another row has. Case does not count: two such addresses are one mailbox more often than not.
func (d *Reader) unique(column, value string) {
	if value == "" || d.wrong(column) {
		return
	}
	if d.seen[column] == nil {
		d.seen[column] = newSeen()
	}
	if row := d.seen[column].row(strings.ToLower(value), d.scan.row); row > 0 {
		d.find(column, CodeDuplicate, value, fmt.Sprintf("row %d has the same %s", row, column), "leave one of the rows out")
	}
}
