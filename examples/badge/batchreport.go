package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/charterbadge/openbadge/examples/internal/share"
	"github.com/charterbadge/openbadge/verifier"
)

type batchReportCmd struct {
	Folders  []string `arg:"" name:"dir" placeholder:"DIR" help:"Folders of badges, with all folders in them."`
	Trust    string   `required:"" placeholder:"PATH|DID" help:"The issuer's document, or its did:key or did:jwk by name."`
	At       instant  `placeholder:"DATE" help:"The moment to report about: 2026-12-31, which is its first second, or with a time and zone. Default: now."`
	Soon     int      `default:"90" placeholder:"DAYS" help:"How many days before its end a badge ends soon. Default: ${default}."`
	Small    bool     `help:"Show the numbers that are about fewer than five people, and all totals."`
	JSON     bool     `name:"json" help:"Print JSON."`
	Workers  int      `default:"0" placeholder:"N" help:"How many badges to verify at once. Default: as many as there are processors."`
	Force    bool     `help:"Overwrite the files of --expiring and --reminders."`
	Expiring string   `placeholder:"FILE.csv" help:"Write the badges that end soon, with their numbers and holders, as a CSV file that batch renew takes: badge_id, number, holder, ends. It names people, however few they are."`
	reminding
	inLedger
}

// Help adds to the output of --help.
func (c *batchReportCmd) Help() string {
	return `Counts the issuer's badges below the folders by state, and by the year of award. Every file .jws or .json is verified; pictures ` +
		`repeat them. What is not a badge that verifies with the issuer's document is not counted, and named. Of several issues of a badge ` +
		`the newest that has begun counts, or the newest if none has.

A badge has one state: revoked or suspended, as the ledger has it now, published or not; else expired or not yet valid at --at; ` +
		`else unknown, if it has a status that is not in the ledger; else it is valid, and ends soon, unless it has been renewed, or is ` +
		`valid longer.

A number about one to four people is shown as <5, and every total with such a number in it is left out, here and in the ` +
		`messages, so that it cannot be had by subtraction. A person is a charter number, or else the id of a badge's subject. --small shows all. ` +
		`Whoever has two reports can subtract them: of days or folders that differ little, publish one.

--expiring and --reminders write about people one by one, and say on standard error which could not be written to. Nothing is sent.

Examples:

	badge batch report --ledger ledger --trust did.json out/badges
	badge batch report --ledger ledger --trust did.json --expiring expiring.csv --at 2026-12-01 --reminders mail
	    --roster roster.csv --from "Sample issuer <badges@example.org>" out/badges

Exit codes:

	0    all files are counted, and all reminders written
	4    a folder cannot be read, or has no badge; a file cannot be written
	5    not all files are valid badges of the issuer, or not all could be reminded`
}

// reportNames are the ends of the names of files that are counted. Pictures have badges that are beside them.
var reportNames = []string{".json", ".jws"}

const maxSoon = 36_500 // days

// A counted badge is as much of one as a report needs.
type counted struct {
	person      uint64 // hash
	from, until int64  // seconds since 1970
	name        string // of the file, if its badge may have to be read again
	folder      int32  // of the file
	year        int16  // of award
	state       state
	begun       bool // at the time of the report
	renewed     bool // there is an issue that has not begun
}

// A sighting is a badge in a file.
type sighting struct {
	id [16]byte // hash
	counted
}

// Run reports.
func (c *batchReportCmd) Run(ctx context.Context) (err error) {
	if err := c.check(); err != nil {
		return err
	}
	r, err := c.reporter(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	mails, err := c.mails(ctx, r.at)
	if err != nil {
		return err
	}
	var list *expiringFile
	if c.Expiring != "" {
		if list, err = newExpiringFile(c.Expiring, c.Force); err != nil {
			return hint(err)
		}
		defer discard(list.file, &err)
	}
	if err := r.count(ctx, c.Workers); err != nil {
		return err
	}
	soon := r.soon()
	shown := c.shown(r)
	if err := r.again(ctx, c.Workers, soon, func(badge *credential.OpenBadge) error {
		return errors.Join(list.add(badge), mails.add(badge))
	}); err != nil {
		return err
	}
	if err := list.commit(); err != nil {
		return hint(err)
	}
	if err := c.print(shown); err != nil {
		return err
	}
	return c.end(shown, mails)
}

// check finds what is wrong with the flags.
func (c *batchReportCmd) check() error {
	switch {
	case c.Workers < 0 || c.Workers > maxWorkers:
		return usage("--workers: want 1 to %d, or none", maxWorkers)
	case c.Soon < 1 || c.Soon > maxSoon:
		return usage("--soon: want 1 to %d days", maxSoon)
	}
	return c.reminding.check(c.At.Time)
}

// A reporter counts the badges of an issuer.
type reporter struct {
	at, limit time.Time // a badge ends soon if it does so up to the limit
	keep      bool      // badges that end soon are read again
	issuer    string
	ledger    *ledger.Ledger
	verifier  *verifier.Verifier
	folders   []string
	roots     []*os.Root

	list  []counted
	known map[[16]byte]int32 // in the list, by the id of the badge
	files int
	wrong int // files that are not valid badges
}

func (c *batchReportCmd) reporter(ctx context.Context) (_ *reporter, err error) {
	r := &reporter{at: c.At.Time, keep: c.Expiring != "" || c.Reminders != "", folders: c.Folders, known: make(map[[16]byte]int32)}
	if r.at.IsZero() {
		r.at = time.Now().UTC().Truncate(time.Second)
	}
	r.limit = r.at.AddDate(0, 0, c.Soon)
	issuers, err := trustOne(ctx, c.Trust)
	if err != nil {
		return nil, err
	}
	if r.ledger, err = c.inLedger.open(ledger.Options{ReadOnly: true}); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.close())
		}
	}()
	r.issuer = r.ledger.Settings().Issuer
	if _, err := issuers.Issuer(ctx, r.issuer); err != nil {
		return nil, usage("--trust %s: want the document of %s, whose ledger %s is", c.Trust, name(r.issuer), c.Ledger)
	}
	r.verifier = verifier.New(issuers, &verifier.Options{Now: func() time.Time { return r.at }})
	for _, folder := range c.Folders {
		root, err := os.OpenRoot(folder)
		if err != nil {
			return nil, err
		}
		r.roots = append(r.roots, root)
	}
	return r, nil
}

func (r *reporter) close() error {
	err := r.ledger.Close()
	for _, root := range r.roots {
		err = errors.Join(err, root.Close())
	}
	return err
}

// count looks at all files.
func (r *reporter) count(ctx context.Context, workers int) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for i, root := range r.roots {
		b := &batch[sighting]{judge: r.see}
		b.start(ctx, filesBelow(ctx, root, r.folders[i], reportNames), workers)
		if err := b.each(ctx, func(j *job[sighting]) error {
			r.files++
			if j.err != nil {
				r.refuse(j.err)
				return nil
			}
			j.made.folder = int32(i)
			if r.keep && j.made.state == endingSoon {
				j.made.name = j.name
			}
			r.add(&j.made)
			return nil
		}); err != nil {
			return err
		}
	}
	if r.files == 0 {
		return fmt.Errorf("%s: no file whose name ends in %s", name(strings.Join(r.folders, ", ")), strings.Join(reportNames, " or "))
	}
	if r.wrong > maxTold {
		note("and %d more", r.wrong-maxTold)
	}
	return nil
}

func (r *reporter) refuse(err error) {
	if r.wrong++; r.wrong <= maxTold {
		note("%v", err)
	}
}

// see verifies the badge in a file.
func (r *reporter) see(ctx context.Context, f file, secured []byte, err error) (sighting, error) {
	if err != nil {
		return sighting{}, err
	}
	badge, state, err := r.own(ctx, secured)
	if e, judged := errors.AsType[*verifier.Error](err); judged {
		return sighting{}, fmt.Errorf("%s: not valid: %s: %s", name(f.path()), e.Code(), verifier.NewReport(nil, e).Sentence)
	}
	if err != nil {
		return sighting{}, fmt.Errorf("%s: not valid: %w", name(f.path()), err)
	}
	s := sighting{id: hashOf(badge.ID)}
	person := hashOf(personOf(badge))
	s.person = binary.BigEndian.Uint64(person[:])
	s.from, s.until = badge.ValidFrom.Time().Unix(), badge.ValidUntil.Time().Unix()
	s.year = int16(share.New(badge, "").Awarded.Year())
	s.state, s.begun = state, !badge.ValidFrom.Time().After(r.at)
	return s, nil
}

// personOf says whose a badge is: what two badges of one person have in common. Subjects' ids are often made anew for every
// badge, so that they would make two people of one, and a charter number goes before them.
func personOf(badge *credential.OpenBadge) string {
	switch {
	case badge.Subject.LicenseNumber != "":
		return "number " + badge.Subject.LicenseNumber
	case badge.Subject.ID != "":
		return "subject " + badge.Subject.ID
	}
	return "badge " + badge.ID
}

func hashOf(text string) [16]byte {
	sum := sha256.Sum256([]byte(text))
	return [16]byte(sum[:])
}

// own returns a badge that the issuer has signed, and its state.
func (r *reporter) own(ctx context.Context, secured []byte) (*credential.OpenBadge, state, error) {
	res, verdict := r.verifier.Verify(ctx, trim(secured), nil)
	res, err := authentic(res, verdict, verifier.ErrExpired, verifier.ErrNotYetValid, verifier.ErrStatusUnknown)
	if err != nil {
		return nil, 0, err
	}
	badge := res.Badge
	if badge.Issuer.ID != r.issuer {
		return nil, 0, fmt.Errorf("a badge of %s", name(badge.Issuer.ID))
	}
	known, err := r.ledger.Lookup(badge.ID)
	if err != nil && !errors.Is(err, ledger.ErrUnknown) {
		return nil, 0, err
	}
	switch end := badge.ValidUntil.Time(); {
	case known.State == ledger.Revoked:
		return badge, revoked, nil
	case known.State == ledger.Suspended:
		return badge, suspended, nil
	case errors.Is(verdict, verifier.ErrExpired):
		return badge, expired, nil
	case errors.Is(verdict, verifier.ErrNotYetValid):
		return badge, notYetValid, nil
	case err != nil && len(badge.Status) > 0:
		return badge, unknownState, nil
	case !end.IsZero() && !end.After(r.limit):
		return badge, endingSoon, nil
	}
	return badge, validLonger, nil
}

// add counts a badge. Of several issues the newest counts (credential.Newer), of those that have begun: a renewal that is to
// begin takes nothing from the badge that holds until then, but that it ends soon.
func (r *reporter) add(s *sighting) {
	i, there := r.known[s.id]
	if !there {
		r.known[s.id] = int32(len(r.list))
		r.list = append(r.list, s.counted)
		return
	}
	winner, loser := r.list[i], s.counted
	if loser.begun && !winner.begun || loser.begun == winner.begun && loser.from > winner.from {
		winner, loser = loser, winner
	}
	winner.renewed = winner.renewed || loser.renewed || loser.from > winner.from
	r.list[i] = winner
}

// soon returns the badges that end soon, the first of them first, and takes those that were renewed out of that state.
func (r *reporter) soon() []counted {
	var list []counted
	for i := range r.list {
		b := &r.list[i]
		if b.state != endingSoon {
			continue
		}
		if b.renewed {
			b.state = validLonger
		} else if r.keep {
			list = append(list, *b)
		}
	}
	slices.SortStableFunc(list, func(a, b counted) int { return cmp.Compare(a.until, b.until) })
	return list
}

// errChanged is that a file is no longer what it was.
var errChanged = errors.New("changed meanwhile; run the command again")

// again reads badges again, and hands them on in their order: to keep them all would take too much memory.
func (r *reporter) again(ctx context.Context, workers int, list []counted, use func(badge *credential.OpenBadge) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	b := &batch[*credential.OpenBadge]{judge: func(ctx context.Context, f file, secured []byte, err error) (*credential.OpenBadge, error) {
		if err != nil {
			return nil, err
		}
		badge, _, err := r.own(ctx, secured)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name(f.path()), errChanged)
		}
		return badge, nil
	}}
	b.start(ctx, r.filesOf(list), workers)
	i := 0
	return b.each(ctx, func(j *job[*credential.OpenBadge]) error {
		if j.err != nil {
			return j.err
		}
		was := list[i]
		i++
		person := hashOf(personOf(j.made))
		if was.from != j.made.ValidFrom.Time().Unix() || was.until != j.made.ValidUntil.Time().Unix() ||
			was.person != binary.BigEndian.Uint64(person[:]) {
			return fmt.Errorf("%s: %w", name(j.path()), errChanged)
		}
		return use(j.made)
	})
}

func (r *reporter) filesOf(list []counted) iter.Seq2[file, error] {
	return func(yield func(file, error) bool) {
		for _, b := range list {
			if !yield(file{r.roots[b.folder], r.folders[b.folder], b.name}, nil) {
				return
			}
		}
	}
}

// shownReport is what --json prints.
type shownReport struct {
	Report     int    `json:"reportVersion"` // 1
	Issuer     string `json:"issuer"`
	At         string `json:"at"`         // RFC 3339
	SoonUntil  string `json:"soonUntil"`  // RFC 3339: up to when endingSoon is
	LeastShown int    `json:"leastShown"` // people that a number is about
	*shownTable
	NotValid int `json:"notValid"` // files
}

func (c *batchReportCmd) shown(r *reporter) *shownReport {
	shown := &shownReport{Report: 1, Issuer: r.issuer, At: stamp(r.at), SoonUntil: stamp(r.limit), LeastShown: fewest,
		shownTable: tableOf(r.list).shown(c.Small), NotValid: r.wrong}
	if c.Small {
		shown.LeastShown = 1
	}
	return shown
}

func (c *batchReportCmd) print(shown *shownReport) error {
	if !c.JSON {
		return result([]byte(shown.text()))
	}
	text, err := indented(shown)
	if err != nil {
		return err
	}
	return result(text)
}

// text is the report for people.
func (s *shownReport) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Badges of %s at %s, by year of award\n\n%s\n", name(s.Issuer), s.At, s.shownTable.text())
	fmt.Fprintf(&b, "ending soon: valid, ends by %s, and is not renewed\nvalid longer: valid, all others\n", s.SoonUntil)
	if s.Suppressed {
		fmt.Fprintf(&b, "<%d: of fewer than %[1]d people, and at least one; -: a total with such a number in it\n", fewest)
	}
	return b.String()
}

// end says what else was done. It has no number that is a part of one in the report.
func (c *batchReportCmd) end(shown *shownReport, mails *mails) error {
	if c.Expiring != "" {
		note("wrote the badges that end soon to %s, which names people", name(c.Expiring))
	}
	mails.tell(c.Small)
	if shown.NotValid > 0 {
		note("%s not valid, and not counted", plural(shown.NotValid, "file"))
	}
	if shown.NotValid > 0 || mails.someLeftOut() {
		return &failure{code: exitSome}
	}
	return nil
}

// expiringFile is the file of --expiring. A nil one takes nothing.
type expiringFile struct {
	file *pending
	csv  *roster.Writer
}

func newExpiringFile(file string, force bool) (*expiringFile, error) {
	p, err := newPending(file, 0o600, force)
	if err != nil {
		return nil, err
	}
	return &expiringFile{p, roster.NewExpiringWriter(p)}, nil
}

func (e *expiringFile) add(badge *credential.OpenBadge) error {
	if e == nil {
		return nil
	}
	holder, _ := badge.RecipientName()
	return e.csv.Write(&roster.Record{Charter: credential.Charter{
		ID: badge.ID, Number: badge.Subject.LicenseNumber, Holder: holder, ValidUntil: badge.ValidUntil.Time()}})
}

func (e *expiringFile) commit() error {
	if e == nil {
		return nil
	}
	if err := e.csv.Flush(); err != nil {
		return err
	}
	return e.file.commit()
}
