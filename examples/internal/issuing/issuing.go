// Package issuing issues the badges of a roster: thousands, in the order of their rows, on all cores, and so that a run that
// was ended at any moment is gone on with by the same call.
//
// # The same again
//
// A badge depends on the issuer, the achievement, its row and the ledger, and on nothing else: its id is a UUID of version 5
// of issuer, achievement and charter number (RFC 9562 §5.5), its places in the status lists and the salt of its e-mail
// address come from the ledger. So a second run finds what the first has written and writes nothing; and the files of all
// shards are those of one run, if the signature is one that does not vary, such as Ed25519 with a given time.
//
// # What is written
//
// Each badge is in a file of its own, badges/UU/UUID.jws, written under another name first, and what goes with it beside it,
// in badges, pages or mails. The manifest has a line of JSON for each row that is done, after the first line, which says of
// which roster, and how that was issued. It is written in blocks, after the files. Rows with findings are tried again by the
// next run, and all rows are looked at again if others can be issued than before.
// When the machine has lost its power, files that the manifest names may be missing or empty: Run looks for all of them,
// and into the last 4,096, removes what is damaged, and goes on from the first that is not as it should be.
package issuing

import (
	"context"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/roster"
)

// The reasons for which a run does not begin, or ends.
var (
	// ErrManifest: the folder has the manifest of another roster, or of one that was issued in another way.
	ErrManifest = errors.New("the folder has another manifest")
	// ErrNotReserved: a shard has no places for its badges, which are reserved for the whole roster first.
	ErrNotReserved = errors.New("places in the status lists are not reserved yet")
	// ErrRoster: the file is no roster, which its findings say.
	ErrRoster = errors.New("not a roster")
	// ErrChanged: the roster is not what it was when the run began.
	ErrChanged = errors.New("the roster was changed while its badges were issued")
	// ErrPlace: a file that goes with a badge has a name that none may have.
	ErrPlace = errors.New("not a place for a file of a badge")
	// ErrShard: no shard of that number.
	ErrShard = errors.New("want a shard such as 1/4")
)

// The findings that are made here, beside those of package roster. A row without a charter number, from which the id is made,
// is roster.CodeMissing.
const (
	CodeBadgeID = "badge_id"      // not the id of the badge that the row is about, or none that a file is named by
	CodeIssued  = "issued_before" // the file of the badge is there, and says something else
	CodeRevoked = "revoked"       // the badge is revoked in the ledger
	CodeUnknown = "unknown_badge" // a badge to renew that the ledger does not have
)

// Job is the issuing of a roster.
type Job struct {
	Roster  func() (io.ReadCloser, error) // opens the file, which is read three times
	Kind    roster.Kind                   // Charters, or Renewals: then the ledger has all badges already
	Options *roster.Options

	Issuer        credential.Profile
	AchievementID string // empty: that of credential.NewCharter
	Ledger        *ledger.Ledger
	People        string // file beside the ledger that says who has a badge, which is made; empty: nobody is looked up

	// Make makes the badge of a row, with the places that are reserved for it. Nil: the charter that the row has. What is wrong
	// with the row is an error of roster.Findings or credential.FieldErrors. It is called from several goroutines.
	Make func(r *roster.Record, reserved ledger.Record) (*credential.OpenBadge, error)

	// Sign secures a badge. It is called from several goroutines.
	Sign      func(ctx context.Context, doc json.Marshaler) ([]byte, error)
	Form      string // what the signatures depend on, for the manifest: form, key, time
	Extension string // of the files: ".jws", ".json"

	// Beside makes what goes with a badge; nil: nothing. Files are in badges, pages or mails, and no two badges have one of the
	// same name. What keeps the row from being issued is an error of roster.Findings. It is called from several goroutines.
	Beside   func(m *Made) ([]File, error)
	BesideIs string // what they depend on, for the manifest

	Dir      string // where to write, must be there; no link leads out of it
	Workers  int    // that sign at the same time; 0: as many as there are cores
	Shard    Shard  // of the rows; zero: all
	ReadOnly bool   // the ledger is a copy, and everything is reserved

	Finding  func(roster.Finding) error // what is wrong with a row; one call at a time
	Progress func(Counts)               // after each block; nil: nobody is told

	root     *os.Root // of Dir, while badges are written
	remarks  []roster.Finding
	people   *people // nil: nobody is looked up
	together bool    // others may write the same files at this moment
}

// Made is a badge that is signed, and not written yet.
type Made struct {
	Record   *roster.Record
	UUID     string // by which its files are named
	Badge    *credential.OpenBadge
	Secured  []byte
	Reserved ledger.Record
}

// File is one that goes with a badge.
type File struct {
	Name    string `json:"file"` // in the folder of the job, with slashes
	SHA256  string `json:"sha256"`
	Data    []byte `json:"-"`
	Private bool   `json:"-"` // nobody else on the machine can read it
}

// Counts are how far a run is.
type Counts struct {
	Records int `json:"records"` // rows that can be issued, in this shard
	Known   int `json:"known"`   // by Check alone: those that the ledger has already
	Issued  int `json:"issued"`  // written now
	Kept    int `json:"kept"`    // there already
	Failed  int `json:"failed"`  // rows with a finding
}

// Shard is a part of the rows, by the ids of the badges.
type Shard struct{ Number, Of int }

// ParseShard reads "1/4".
func ParseShard(text string) (Shard, error) {
	number, of, ok := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(number)
	n, err2 := strconv.Atoi(of)
	if !ok || err1 != nil || err2 != nil || i < 1 || i > n || n > 1<<16 {
		return Shard{}, fmt.Errorf("%w, got %.32q", ErrShard, text)
	}
	return Shard{i, n}, nil
}

func (s Shard) has(id [16]byte) bool {
	return s.Of == 0 || int(binary.BigEndian.Uint32(id[:4])%uint32(s.Of)) == s.Number-1
}

// name is that of the shard's manifest.
func (s Shard) name() string {
	if s.Of == 0 {
		return "manifest.jsonl"
	}
	return fmt.Sprintf("manifest-%d-of-%d.jsonl", s.Number, s.Of)
}

// namespaceURL is the namespace of URLs (RFC 9562 §6.6).
var namespaceURL = [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}

// uuid5 makes the UUID of a name in the namespace of URLs.
func uuid5(name string) (u [16]byte) {
	h := sha1.New()
	h.Write(namespaceURL[:])
	io.WriteString(h, name)
	copy(u[:], h.Sum(nil))
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return u
}

func format(u [16]byte) string {
	x := hex.EncodeToString(u[:])
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// complete finds out which achievement the badges are for.
func (j *Job) complete() error {
	if j.AchievementID != "" {
		return nil
	}
	sample, err := credential.NewCharter(j.Issuer, credential.Charter{Holder: "A", Awarded: time.Unix(0, 0)})
	if err != nil {
		return err
	}
	j.AchievementID = sample.Subject.Achievement.ID
	return nil
}

// BadgeID returns the id of the badge with a charter number. Without an achievement it is for the one that
// credential.NewCharter makes of the issuer.
func BadgeID(issuer, achievement, number string) (string, error) {
	j := &Job{Issuer: credential.Profile{ID: issuer, Name: "Issuer"}, AchievementID: achievement}
	if err := j.complete(); err != nil {
		return "", err
	}
	return urn + format(j.uuid(number)), nil
}

// FileOf is the name that the file of a badge has in the folder of a job, without its extension. The id is one that a job
// made, or that it takes for a renewal: urn:uuid: and a UUID in small letters.
func FileOf(id string) string {
	uuid := strings.TrimPrefix(id, urn)
	return path.Join("badges", uuid[:min(2, len(uuid))], uuid)
}

// uuid: identifiers have no spaces, so that the names are different ones.
func (j *Job) uuid(number string) [16]byte {
	return uuid5(j.Issuer.ID + " " + j.AchievementID + " " + number)
}

// ids is how many are reserved at a time: one write to the disk.
const ids = 4096

// Check reads the roster, and says what is wrong with its rows. It signs and writes nothing.
func (j *Job) Check(ctx context.Context) (Counts, error) {
	reader := *j
	reader.ReadOnly = true
	counts, err := reader.check(ctx)
	j.remarks = reader.remarks
	return counts, err
}

func (j *Job) check(ctx context.Context) (_ Counts, err error) {
	if err := j.open(); err != nil {
		return Counts{}, err
	}
	defer func() { err = errors.Join(err, j.close()) }()
	known := 0
	counts, err := j.plan(ctx, nil, func(r *row) error {
		reserved, err := j.Ledger.Lookup(r.id)
		has := err == nil
		if !has && (j.Kind == roster.Renewals || !errors.Is(err, ledger.ErrUnknown)) {
			return j.unknown(r, err)
		}
		if _, err := j.make(r, reserved); err != nil {
			return err
		}
		if has {
			known++
		}
		return nil
	})
	counts.Known = known
	return counts, err
}

// Reserve gives every badge of the roster its places in the status lists, of all shards, so that they can then be issued
// from copies of the ledger. Nothing else is written. Doing it again changes nothing.
func (j *Job) Reserve(ctx context.Context) (_ Counts, err error) {
	whole := *j
	whole.Shard = Shard{}
	if err := whole.open(); err != nil {
		return Counts{}, err
	}
	defer func() { err = errors.Join(err, whole.close()); j.remarks = whole.remarks }()
	return whole.plan(ctx, whole.reserve, nil)
}

func (j *Job) reserve(list []string) error {
	if j.Kind == roster.Renewals { // those that the ledger does not have are findings
		return nil
	}
	if !j.ReadOnly {
		_, err := j.Ledger.ReserveAll(list)
		return err
	}
	for _, id := range list {
		if _, err := j.Ledger.Lookup(id); err != nil {
			return fmt.Errorf("%w: %w", ErrNotReserved, err)
		}
	}
	return nil
}

// open opens what says who has a badge. Whoever has a badge to be renewed has it.
func (j *Job) open() (err error) {
	if err := j.complete(); err != nil {
		return err
	}
	if j.People != "" && j.Kind != roster.Renewals {
		j.people, err = openPeople(j.People, j.ReadOnly)
	}
	return err
}

func (j *Job) close() error {
	if j.people == nil {
		return nil
	}
	err := j.people.close()
	j.people = nil
	return err
}

// plan reads the roster once, and gives the ids of its badges to reserve, many at a time. What look has against a row is an
// error of roster.Findings.
func (j *Job) plan(ctx context.Context, reserve func(ids []string) error, look func(*row) error) (counts Counts, err error) {
	file, err := j.Roster()
	if err != nil {
		return counts, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	list := make([]string, 0, ids)
	flush := func() error {
		if reserve == nil || len(list) == 0 {
			list = list[:0]
			return ctx.Err()
		}
		err := errors.Join(ctx.Err(), reserve(list))
		if err == nil && j.people != nil { // after it: who has a place is known when the run is gone on with
			err = j.people.flush()
		}
		list = list[:0]
		return err
	}
	err = j.rows(file, func(r *row, wrong roster.Findings) error {
		if wrong == nil && !j.Shard.has(r.uuid) {
			return nil
		}
		if wrong == nil && look != nil {
			err := look(r)
			if found := findings(r, err); found != nil {
				wrong = found
			} else if err != nil {
				return err
			}
		}
		if wrong != nil {
			counts.Failed++
			return j.tell(wrong)
		}
		counts.Records++
		if reserve != nil && !j.ReadOnly {
			if err := j.remember(r); err != nil {
				return err
			}
		}
		if list = append(list, r.id); len(list) == ids {
			return flush()
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	return counts, err
}

// remember keeps who gets the badge of a row.
func (j *Job) remember(r *row) error {
	if j.people == nil {
		return nil
	}
	key, known := j.person(r)
	if !known {
		return nil
	}
	if _, uuid, ok, err := j.people.find(key); err != nil || ok && uuid == r.uuid {
		return err
	}
	return j.people.add(key, r.uuid)
}

// Remarks are about the whole roster, and no reason not to issue it: its encoding, columns without a use. They are known when
// Check, Reserve or Run has ended.
func (j *Job) Remarks() []roster.Finding { return j.remarks }

func (j *Job) tell(list roster.Findings) error {
	for _, f := range list {
		if err := j.Finding(f); err != nil {
			return err
		}
	}
	return nil
}

// findings returns what an error has against a row; nil: it is another error, or none.
func findings(r *row, err error) roster.Findings {
	if list, ok := errors.AsType[roster.Findings](err); ok {
		return list
	}
	if len(credential.FieldErrors(err)) > 0 {
		return roster.Findings{{Row: r.Row, Code: roster.CodeInvalid, Message: err.Error()}}
	}
	return nil
}

// row is a row without findings, and which badge it is about.
type row struct {
	*roster.Record
	id   string
	uuid [16]byte
}

// rows calls f for every row of the roster: with the row, or with what is wrong with it.
func (j *Job) rows(file io.Reader, f func(r *row, wrong roster.Findings) error) error {
	rows, err := roster.NewReader(file, j.Kind, j.Options)
	if wrong, ok := errors.AsType[roster.Findings](err); ok {
		return errors.Join(j.tell(wrong), ErrRoster)
	}
	if err != nil {
		return err
	}
	seen := make(map[[16]byte]int) // rows, by the badges to renew: one can be named in two ways
	for {
		record, err := rows.Read()
		wrong, ok := errors.AsType[roster.Findings](err)
		var r *row
		switch {
		case errors.Is(err, io.EOF):
			j.remarks = rows.Remarks()
			return nil
		case err == nil:
			r, wrong = j.row(record)
		case !ok:
			return err
		}
		if wrong == nil && j.people != nil {
			if wrong, err = j.other(r); err != nil {
				return err
			}
		}
		if wrong == nil && j.Kind == roster.Renewals {
			if at, twice := seen[r.uuid]; twice {
				wrong = roster.Findings{{Row: r.Row, Column: "badge_id", Code: roster.CodeDuplicate, Value: r.id,
					Message: fmt.Sprintf("row %d is about the same badge", at), Hint: "leave one of the rows out"}}
			} else {
				seen[r.uuid] = r.Row
			}
		}
		if err := f(r, wrong); err != nil {
			return err
		}
	}
}

// urn begins the ids of badges.
const urn = "urn:uuid:"

// NoNumber is the finding in a row without a charter number.
func NoNumber(row int) roster.Finding {
	return roster.Finding{Row: row, Column: "number", Code: roster.CodeMissing, Message: "empty",
		Hint: "the id of the badge is made from it, so that the same row is the same badge"}
}

// row finds out which badge a row is about: the one of its charter number, or, to renew one of another origin, of its id.
func (j *Job) row(r *roster.Record) (*row, roster.Findings) {
	found := func(column, code, message, hint string) (*row, roster.Findings) {
		return nil, roster.Findings{{Row: r.Row, Column: column, Code: code, Message: message, Hint: hint}}
	}
	if r.Number == "" && j.Kind != roster.Renewals {
		return nil, roster.Findings{NoNumber(r.Row)}
	}
	made := &row{Record: r, uuid: j.uuid(r.Number)}
	made.id = urn + format(made.uuid)
	switch {
	case r.ID == "" || r.ID == made.id:
	case j.Kind != roster.Renewals || r.Number != "":
		return found("badge_id", CodeBadgeID, "the badge of this number has the id "+made.id, "leave badge_id empty")
	default:
		text, _ := strings.CutPrefix(r.ID, urn)
		digits, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
		if err != nil || len(digits) != len(made.uuid) || urn+format([16]byte(digits)) != r.ID {
			return found("badge_id", CodeBadgeID, "not urn:uuid: and a UUID in small letters", "renew a badge with another id by badge renew")
		}
		made.id, made.uuid = r.ID, [16]byte(digits)
	}
	return made, nil
}
