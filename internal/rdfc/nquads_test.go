package rdfc_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/rdfc"
)

// A dataset is what readNQuads reads; labels has the label of each blank node, without "_:".
type dataset struct {
	quads  []rdfc.Quad
	labels []string
}

func (d *dataset) graph() *graph { return &graph{quads: d.quads, nodes: len(d.labels)} }

func mustRead(t testing.TB, text string) dataset {
	t.Helper()
	d, err := readNQuads(text)
	require.NoError(t, err)
	return d
}

var errNQuads = errors.New("not N-Quads")

// The terminals of https://www.w3.org/TR/n-quads/#sec-grammar, with the letters of labels kept to what the tests use.
var (
	iriRef  = regexp.MustCompile(`^<(?:[^\x00-\x20<>"{}|^` + "`" + `\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>`)
	blank   = regexp.MustCompile(`^_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?`)
	quoted  = regexp.MustCompile(`^"(?:[^\x22\x5C\x0A\x0D]|\\[tbnrf"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*"`)
	langTag = regexp.MustCompile(`^@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*`)
	escape  = regexp.MustCompile(`\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)`)
)

const xsdString = "<http://www.w3.org/2001/XMLSchema#string>"

// readNQuads reads N-Quads, a statement a line, and writes its terms again as canonical N-Quads.
func readNQuads(text string) (dataset, error) {
	var d dataset
	if !utf8.ValidString(text) {
		return d, fmt.Errorf("%w: invalid UTF-8", errNQuads)
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	for n := 1; text != ""; n++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.Trim(line, " \t\r")
		if line == "" || line[0] == '#' {
			continue
		}
		if err := d.line(line); err != nil {
			return dataset{}, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return d, nil
}

func (d *dataset) line(line string) error {
	var terms []rdfc.Term
	for line != "." {
		t, rest, err := d.term(line, len(terms))
		if err != nil {
			return err
		}
		terms = append(terms, t)
		line = strings.TrimLeft(rest, " \t")
	}
	if len(terms) < 3 || len(terms) > 4 {
		return fmt.Errorf("%w: %d terms", errNQuads, len(terms))
	}
	q := rdfc.Quad{Subject: terms[0], Predicate: terms[1], Object: terms[2]}
	if len(terms) == 4 {
		q.Graph = terms[3]
	}
	d.quads = append(d.quads, q)
	return nil
}

// term reads the term at the given position of a line: subject, predicate, object, graph.
func (d *dataset) term(line string, position int) (t rdfc.Term, rest string, err error) {
	if line[:min(1, len(line))] == "<" {
		iri, rest, err := readIRI(line)
		return rdfc.Written(iri), rest, err
	}
	if text := blank.FindString(line); text != "" && position != 1 {
		return d.blank(text[2:]), line[len(text):], nil
	}
	text := quoted.FindString(line)
	if text == "" || position != 2 {
		return rdfc.Term{}, "", fmt.Errorf("%w: %.20q", errNQuads, line)
	}
	lexical, err := unescape(text[1 : len(text)-1])
	if err != nil {
		return rdfc.Term{}, "", err
	}
	var b strings.Builder
	rdfc.WriteLiteral(&b, lexical)
	rest = line[len(text):]
	if tag := langTag.FindString(rest); tag != "" {
		return rdfc.Written(b.String() + tag), rest[len(tag):], nil
	}
	if after, ok := strings.CutPrefix(rest, "^^"); ok {
		datatype, after, err := readIRI(after)
		if err != nil {
			return rdfc.Term{}, "", err
		}
		if datatype != xsdString {
			b.WriteString("^^" + datatype)
		}
		rest = after
	}
	return rdfc.Written(b.String()), rest, nil
}

// readIRI reads the IRI that text begins with. One that has an escape for what an IRI cannot have is refused: written
// without it, it would be something else.
func readIRI(text string) (iri, rest string, err error) {
	found := iriRef.FindString(text)
	if iri, err = unescape(found); err == nil && (found == "" || iriRef.FindString(iri) != iri) {
		err = fmt.Errorf("%w: IRI %.20q", errNQuads, text)
	}
	return iri, text[len(found):], err
}

func (d *dataset) blank(label string) rdfc.Term {
	n := slices.Index(d.labels, label)
	if n < 0 {
		n = len(d.labels)
		d.labels = append(d.labels, label)
	}
	return rdfc.Blank(n)
}

func unescape(s string) (string, error) {
	var err error
	s = escape.ReplaceAllStringFunc(s, func(e string) string {
		switch e[1] {
		case 'u', 'U':
			n, _ := strconv.ParseUint(e[2:], 16, 32)
			if r := rune(n); utf8.ValidRune(r) && n <= utf8.MaxRune {
				return string(r)
			}
			err = fmt.Errorf("%w: %s is no character", errNQuads, e)
			return ""
		case 't':
			return "\t"
		case 'b':
			return "\b"
		case 'n':
			return "\n"
		case 'r':
			return "\r"
		case 'f':
			return "\f"
		}
		return e[1:]
	})
	return s, err
}
