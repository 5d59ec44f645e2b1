package issuing

import (
	"errors"
	"fmt"
	"os"

	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/roster"
)

// Issue makes the badge of one record, and its file, as Run does: for programs whose rows come from elsewhere, and which keep
// account of them by themselves, since no manifest is written. The places of the badge are reserved already, or the error is
// ErrNotReserved; the ledger may be closed. The error is roster.Findings if the row cannot be issued, and the next one can.
//
// A Job is not safe for concurrent use by Issue. Several Jobs are, also in several processes, for one record and in one
// folder: they write the same file, as far as signatures do not vary. When a process is killed, a file whose name
// ends in .partial may be left of it.
func (j *Job) Issue(r *roster.Record) (Line, error) {
	if err := j.complete(); err != nil {
		return Line{}, err
	}
	if j.People != "" && j.people == nil { // until the job is garbage
		var err error
		if j.people, err = openPeople(j.People, true); err != nil {
			return Line{}, err
		}
	}
	if j.root == nil {
		if err := os.MkdirAll(j.Dir, 0o755); err != nil {
			return Line{}, err
		}
		var err error
		if j.root, err = os.OpenRoot(j.Dir); err != nil {
			return Line{}, err
		}
	}
	made, wrong := j.row(r)
	if wrong == nil && j.people != nil {
		var err error
		if wrong, err = j.other(made); err != nil {
			return Line{}, err
		}
	}
	if wrong != nil {
		return Line{}, wrong
	}
	together := *j
	together.together = true
	l, err := together.badge(made)
	switch {
	case errors.Is(err, ledger.ErrUnknown):
		return Line{}, fmt.Errorf("row %d: %w: %w", r.Row, ErrNotReserved, err)
	case err != nil:
		return Line{}, fmt.Errorf("row %d: %w", r.Row, err)
	case l.Finding != nil:
		return Line{}, roster.Findings{*l.Finding}
	}
	return l, nil
}
