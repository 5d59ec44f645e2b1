package roster

import (
	"bufio"
	"errors"
	"io"
)

// A scanner splits a file into rows and cells. It keeps the cells that somebody wants, up to MaxCell bytes of each, and
// nothing of the others.
type scanner struct {
	in  *bufio.Reader
	sep byte

	wants []bool // by cell; nil: all are kept

	row  int // of the last cells
	line int // of the file, which rows with line ends in them make another number

	text     []byte // the cells that are kept, one after the other
	bounds   []int  // where each ends; a cell that is not kept is empty
	cells    int    // how many there are, kept or not
	blank    bool   // the row has nothing in any cell
	problems []problem
}

// A problem is what is wrong with a cell as a piece of CSV.
type problem struct {
	cell       int
	code       string
	from, line int // the lines of a quoted cell: where it begins, and where it went wrong
}

// next reads a row. The error is io.EOF after the last one.
func (s *scanner) next() error {
	s.text, s.bounds, s.problems = s.text[:0], s.bounds[:0], s.problems[:0]
	s.cells, s.blank = 0, true
	if _, err := s.in.Peek(1); err != nil {
		return err
	}
	s.row++
	for {
		more, err := s.cell()
		s.cells++
		if s.cells <= MaxColumns {
			s.bounds = append(s.bounds, len(s.text))
		}
		if err != nil || !more {
			return err
		}
	}
}

// bytes returns a cell.
func (s *scanner) bytes(cell int) []byte {
	begin := 0
	if cell > 0 {
		begin = s.bounds[cell-1]
	}
	return s.text[begin:s.bounds[cell]]
}

// cell reads one cell and what ends it, and reports whether another follows in the row.
func (s *scanner) cell() (more bool, err error) {
	c := cell{s: s, kept: s.wants == nil || s.cells < len(s.wants) && s.wants[s.cells]}
	b, err := s.in.ReadByte()
	if err == nil && b == '"' {
		if b, err = c.quoted(); err == nil && !s.ends(b) {
			c.problem(CodeQuote, c.from)
			b, err = s.skip()
		}
	} else {
		for err == nil && !s.ends(b) {
			if b == '"' {
				c.problem(CodeQuote, 0)
			}
			c.add(b)
			b, err = s.in.ReadByte()
		}
	}
	if c.length > 0 {
		s.blank = false
	}
	switch {
	case errors.Is(err, io.EOF):
		return false, nil
	case err != nil:
		return false, err
	case b == s.sep:
		return true, nil
	}
	return false, s.lineEnd(b)
}

func (s *scanner) ends(b byte) bool { return b == s.sep || b == '\n' || b == '\r' }

// lineEnd takes the LF of a CRLF.
func (s *scanner) lineEnd(b byte) error {
	s.line++
	if b != '\r' {
		return nil
	}
	next, err := s.in.ReadByte()
	if err == nil && next != '\n' {
		err = s.in.UnreadByte()
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// skip leaves out the rest of a line, whatever is in it: that is where the next row begins, if anywhere.
func (s *scanner) skip() (byte, error) {
	for {
		b, err := s.in.ReadByte()
		if err != nil || b == '\n' || b == '\r' {
			return b, err
		}
	}
}

// cell is a cell that is being read.
type cell struct {
	s      *scanner
	kept   bool
	length int
	from   int    // line in which its quotation mark is
	last   string // the code of the last problem: one of each is enough
}

func (c *cell) add(b byte) {
	c.length++
	switch {
	case b == 0:
		c.problem(CodeNUL, 0)
	case c.length == MaxCell+1:
		c.problem(CodeTooLong, 0)
	case c.kept && c.length <= MaxCell:
		c.s.text = append(c.s.text, b)
	}
}

func (c *cell) problem(code string, from int) {
	if c.last == code || c.s.cells > MaxColumns {
		return
	}
	c.last = code
	c.s.problems = append(c.s.problems, problem{c.s.cells, code, from, c.s.line})
}

// quoted reads the rest of a cell in quotation marks, and the byte after it.
func (c *cell) quoted() (byte, error) {
	s := c.s
	c.from = s.line
	for {
		b, err := s.in.ReadByte()
		if err == nil && b == '"' {
			if b, err = s.in.ReadByte(); err != nil || b != '"' {
				return b, err
			}
		}
		if errors.Is(err, io.EOF) {
			c.problem(CodeUnclosedQuote, c.from)
		}
		if err != nil {
			return 0, err
		}
		if b == '\n' {
			s.line++
		}
		c.add(b)
	}
}
