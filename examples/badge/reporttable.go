package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A state is what a badge is worth at the time of a report. A badge has one, so that no column is a part of another: two
// columns with a part in common could be subtracted.
type state uint8

const (
	endingSoon  state = iota // valid, and ends within the days of --soon without having been renewed
	validLonger              // valid, any other
	notYetValid
	suspended
	revoked
	expired
	unknownState // the badge has a status, and it is not that of this ledger
	states
)

// stateNames are the members of the JSON, and the heads of the columns.
var stateNames = [states]struct{ member, head string }{
	{"endingSoon", "ending soon"}, {"validLonger", "valid longer"}, {"notYetValid", "not yet valid"}, {"suspended", "suspended"},
	{"revoked", "revoked"}, {"expired", "expired"}, {"unknown", "unknown"},
}

// fewest is how many people a number must be about to be shown.
const fewest = 5

// A cell is the badges of a year and a state, and how many people have them.
type cell struct{ badges, people int }

// A table has a cell for every state, by year.
type table map[int][states]cell

// tableOf counts. The badges are put into another order.
func tableOf(list []counted) table {
	slices.SortFunc(list, func(a, b counted) int {
		switch {
		case a.year != b.year:
			return int(a.year) - int(b.year)
		case a.state != b.state:
			return int(a.state) - int(b.state)
		case a.person < b.person:
			return -1
		case a.person > b.person:
			return 1
		}
		return 0
	})
	t := make(table)
	for i, b := range list {
		row := t[int(b.year)]
		c := &row[b.state]
		c.badges++
		if i == 0 || list[i-1].year != b.year || list[i-1].state != b.state || list[i-1].person != b.person {
			c.people++
		}
		t[int(b.year)] = row
	}
	return t
}

// shownTable is what may be shown of a table. A number that is not shown is nil: in a year it is about one to four people,
// in a total it has such a number in it. So every number is a sum of others that are shown, and none that is not shown can be
// had by subtraction: whatever it is from one to four people, this is the same.
type shownTable struct {
	Years      []shownYear     `json:"years"`
	Totals     map[string]*int `json:"totals"` // of each state
	Total      *int            `json:"total"`
	Suppressed bool            `json:"suppressed"` // something is not shown
}

type shownYear struct {
	Year   int             `json:"year"`
	States map[string]*int `json:"states"`
	Total  *int            `json:"total"`
}

// shown leaves out what is about fewer than five people, unless all is to be shown.
func (t table) shown(all bool) *shownTable {
	s := &shownTable{Years: []shownYear{}}
	var byState [states]sum
	var whole sum
	for _, year := range slices.Sorted(maps.Keys(t)) {
		row := shownYear{Year: year, States: make(map[string]*int, states)}
		var ofYear sum
		for i, c := range t[year] {
			if !all && 0 < c.people && c.people < fewest {
				row.States[stateNames[i].member] = nil
				ofYear.hidden, byState[i].hidden, whole.hidden = true, true, true
				continue
			}
			row.States[stateNames[i].member] = &c.badges
			for _, total := range []*sum{&ofYear, &byState[i], &whole} {
				total.n += c.badges
			}
		}
		row.Total = ofYear.shown()
		s.Years = append(s.Years, row)
	}
	s.Totals = make(map[string]*int, states)
	for i := range byState {
		s.Totals[stateNames[i].member] = byState[i].shown()
	}
	s.Total, s.Suppressed = whole.shown(), whole.hidden
	return s
}

// A sum is of numbers of which one may be hidden.
type sum struct {
	n      int
	hidden bool
}

func (s *sum) shown() *int {
	if s.hidden {
		return nil
	}
	return &s.n
}

// text is the table for people.
func (s *shownTable) text() string {
	few, withheld := fmt.Sprintf("<%d", fewest), "-"
	line := func(head string, of map[string]*int, hidden string, total *int) []string {
		cells := []string{head}
		for _, name := range stateNames {
			cells = append(cells, number(of[name.member], hidden))
		}
		return append(cells, number(total, withheld))
	}
	head := []string{"year"}
	for _, name := range stateNames {
		head = append(head, name.head)
	}
	rows := [][]string{append(head, "total")}
	for _, y := range s.Years {
		rows = append(rows, line(strconv.Itoa(y.Year), y.States, few, y.Total))
	}
	rows = append(rows, line("total", s.Totals, withheld, s.Total))
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, c := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&b, "%-*s", widths[0], row[0])
		for i, c := range row[1:] {
			fmt.Fprintf(&b, "  %*s", widths[i+1], c)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func number(n *int, hidden string) string {
	if n == nil {
		return hidden
	}
	return strconv.Itoa(*n)
}
