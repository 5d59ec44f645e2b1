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
// Each badge is in a file of its own, badges/UU/UUID.jws, written under another name first. The manifest has a line of JSON
// for each row that is done, after the first line, which says of which roster. It is written in blocks, after the files.
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
	// ErrShard: no shard of that number.
	ErrShard = errors.New("want a shard such as 1/4")
)

// The findings that are made here, beside those of package roster.
const (
	CodeNumber  = "missing"       // a row without a charter number, from which the id is made
	CodeIssued  = "issued_before" // the file of the badge is there, and says something else
	CodeRevoked = "revoked"       // the badge is revoked in the ledger
)

// Job is the issuing of a roster.
type Job struct {
	Roster  func() (io.ReadCloser, error) // opens the file, which is read three times
	Options *roster.Options

	Issuer        credential.Profile
	AchievementID string // empty: that of credential.NewCharter
	Ledger        *ledger.Ledger

	// Sign secures a badge. It is called from several goroutines.
	Sign      func(ctx context.Context, doc json.Marshaler) ([]byte, error)
	Form      string // what the signatures depend on, for the manifest: form, key, time
	Extension string // of the files: ".jws", ".json"
	Picture   []byte // a PNG or SVG, to bake the badges into as well; nil: none

	Dir      string // where to write, must be there
	Workers  int    // that sign at the same time; 0: as many as there are cores
	Shard    Shard  // of the rows; zero: all
	ReadOnly bool   // the ledger is a copy, and everything is reserved

	Finding  func(roster.Finding) error // what is wrong with a row; one call at a time
	Progress func(Counts)               // after each block; nil: nobody is told
}

// Counts are how far a run is.
type Counts struct {
	Records int `json:"records"` // rows that can be issued, in this shard
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
	return "urn:uuid:" + format(j.uuid(number)), nil
}

// uuid: identifiers have no spaces, so that the names are different ones.
func (j *Job) uuid(number string) [16]byte {
	return uuid5(j.Issuer.ID + " " + j.AchievementID + " " + number)
}

// ids is how many are reserved at a time: one write to the disk.
const ids = 4096

// Check reads the roster, and says what is wrong with its rows. It writes nothing.
func (j *Job) Check(ctx context.Context) (Counts, error) {
	return j.plan(ctx, nil)
}

// Reserve gives every badge of the roster its places in the status lists, of all shards, so that they can then be issued
// from copies of the ledger. Nothing else is written. Doing it again changes nothing.
func (j *Job) Reserve(ctx context.Context) (Counts, error) {
	whole := *j
	whole.Shard = Shard{}
	return whole.plan(ctx, whole.reserve)
}

func (j *Job) reserve(list []string) error {
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

// plan reads the roster once, and gives the ids of its badges to reserve, many at a time.
func (j *Job) plan(ctx context.Context, reserve func(ids []string) error) (counts Counts, err error) {
	if err := j.complete(); err != nil {
		return counts, err
	}
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
		list = list[:0]
		return err
	}
	failed := 0
	err = j.rows(file, func(r *roster.Record, id [16]byte, finding *roster.Finding) error {
		if finding != nil {
			if finding.Row != failed { // one row can have several
				counts.Failed++
				failed = finding.Row
			}
			return j.Finding(*finding)
		}
		if !j.Shard.has(id) {
			return nil
		}
		counts.Records++
		if list = append(list, "urn:uuid:"+format(id)); len(list) == ids {
			return flush()
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	return counts, err
}

// rows calls f for every row of the roster: with a record and the id of its badge, or with each finding.
func (j *Job) rows(file io.Reader, f func(r *roster.Record, id [16]byte, finding *roster.Finding) error) error {
	rows, err := roster.NewReader(file, roster.Charters, j.Options)
	if findings, ok := errors.AsType[roster.Findings](err); ok {
		for i := range findings {
			if err := f(nil, [16]byte{}, &findings[i]); err != nil {
				return err
			}
		}
		return ErrRoster
	}
	if err != nil {
		return err
	}
	for {
		r, err := rows.Read()
		findings, wrong := errors.AsType[roster.Findings](err)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !wrong:
			return err
		case err == nil && r.Number == "":
			findings = roster.Findings{{Row: r.Row, Column: "number", Code: CodeNumber, Message: "empty",
				Hint: "the id of the badge is made from it, so that the same row is the same badge"}}
			fallthrough
		case wrong:
			for i := range findings {
				if err := f(nil, [16]byte{}, &findings[i]); err != nil {
					return err
				}
			}
			continue
		}
		if err := f(r, j.uuid(r.Number), nil); err != nil {
			return err
		}
	}
}
