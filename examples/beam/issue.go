package main

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/issuing"
	"github.com/charterbadge/openbadge/examples/internal/roster"
	"github.com/charterbadge/openbadge/signer"
)

// Beam finds functions and types by their names, on workers that have got a graph and no more.
func init() {
	register.DoFn3x1[[]byte, func(roster.Record), func(roster.Finding), error](&readFn{})
	register.Function1x2(byNumber)
	register.DoFn4x1[string, func(*roster.Record) bool, func(issuing.Line), func(roster.Finding), error](&issueFn{})
	register.Function2x2(lineJSON)
	register.Function2x2(findingJSON)
	register.Emitter1[roster.Record]()
	register.Emitter1[roster.Finding]()
	register.Emitter1[issuing.Line]()
	register.Iter1[roster.Record]()
}

var (
	errIssuer = errors.New("the ledger is that of another issuer")
	errKey    = errors.New("want an Ed25519 or RSA key: a bundle may run twice, and the signatures of this kind of key vary")
)

// Settings say how badges are issued. Workers get them in the graph: there are names of files in them, which workers can open,
// and no secrets.
type Settings struct {
	Key            string // file: PKCS#8 PEM or JWK; Ed25519 or RSA
	IssuerDocument string // file: the issuer's did.json
	Ledger         string // folder: the ledger, or a copy of it, in which all badges are reserved
	Out            string // folder: the same one for all workers
	IssuerName     string
	IssuerURL      string // home page; empty: none
	AchievementID  string // empty: that of credential.NewCharter
}

// job opens all that it takes to issue.
func (s *Settings) job() (*issuing.Job, error) {
	text, err := os.ReadFile(s.Key)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	key, err := signer.ParseKey(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Key, err)
	}
	if _, ok := key.Public().(*ecdsa.PublicKey); ok {
		return nil, fmt.Errorf("%s: %w", s.Key, errKey)
	}
	didJSON, err := os.ReadFile(s.IssuerDocument)
	if err != nil {
		return nil, err
	}
	document, err := did.Parse(didJSON)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.IssuerDocument, err)
	}
	method, err := document.MethodFor(key.Public())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.IssuerDocument, err)
	}
	jws, err := signer.NewJWS(key, method, nil)
	if err != nil {
		return nil, err
	}
	books, err := ledger.Open(s.Ledger, &ledger.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	// Closed at once, since no runner promises to call Teardown; what was read can still be looked up.
	if err := books.Close(); err != nil {
		return nil, err
	}
	if of := books.Settings().Issuer; of != document.ID() {
		return nil, fmt.Errorf("%s: %w, %.100q, want %q", s.Ledger, errIssuer, of, document.ID())
	}
	return &issuing.Job{
		Issuer:        credential.Profile{ID: document.ID(), Name: s.IssuerName, URL: s.IssuerURL},
		AchievementID: s.AchievementID, Ledger: books, People: filepath.Join(s.Ledger, "people"), Sign: jws.Sign, Extension: ".jws", Dir: s.Out,
	}, nil
}

// Read reads a roster, a CSV file that one worker can open: its rows (roster.Record), and what is wrong with the others
// (roster.Finding).
func Read(s beam.Scope, file string) (rows, findings beam.PCollection) {
	s = s.Scope("Read")
	return beam.ParDo2(s, &readFn{File: file}, beam.Impulse(s))
}

// Issue issues the badges of rows (roster.Record), wherever they come from: what was issued (issuing.Line), a file each in
// Settings.Out, and why others were not (roster.Finding). They are told apart by Number, of which each has one of its own; Row
// may be anything by which a row is found again. What they say is held against the rules of NewCharter; package roster, behind
// Read, has more of them: it refuses control characters, for example, and two rows with one e-mail address.
//
// A file that is there already is kept, so that bundles, and whole pipelines, can run twice, also at the same time.
func Issue(s beam.Scope, how Settings, rows beam.PCollection) (issued, findings beam.PCollection) {
	s = s.Scope("Issue")
	// Grouping distributes them too.
	numbered := beam.GroupByKey(s, beam.ParDo(s, byNumber, rows))
	return beam.ParDo2(s, &issueFn{Settings: how}, numbered)
}

// byNumber: package roster takes numbers that differ in case for the same one.
func byNumber(r roster.Record) (string, roster.Record) { return strings.ToLower(r.Number), r }

type readFn struct{ File string }

// ProcessElement reads the roster.
func (f *readFn) ProcessElement(_ []byte, rows func(roster.Record), findings func(roster.Finding)) (err error) {
	file, err := os.Open(f.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	in, err := roster.NewReader(file, roster.Charters, nil)
	if err != nil {
		return tell(findings, err)
	}
	for {
		r, err := in.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			if err := tell(findings, err); err != nil {
				return err
			}
		default:
			rows(*r)
		}
	}
}

// tell emits the findings that an error consists of; any other error is returned.
func tell(findings func(roster.Finding), err error) error {
	found, ok := errors.AsType[roster.Findings](err)
	if !ok {
		return err
	}
	for _, f := range found {
		findings(f)
	}
	return nil
}

// issueFn is encoded as its exported fields, and made anew on every worker, once for each bundle that runs there at a time.
type issueFn struct {
	Settings
	job *issuing.Job
}

// Setup opens the key and the ledger.
func (f *issueFn) Setup() (err error) {
	f.job, err = f.Settings.job()
	return err
}

// ProcessElement issues the rows of one number: one, or somebody has made a mistake, and nobody knows which of them is right.
func (f *issueFn) ProcessElement(number string, rows func(*roster.Record) bool, issued func(issuing.Line), findings func(roster.Finding)) error {
	var first, r roster.Record
	n := 0
	for ; rows(&r); n++ {
		switch {
		case number == "":
			findings(issuing.NoNumber(r.Row))
		case n == 0:
			first = r
		case n == 1:
			findings(twice(&first))
			fallthrough
		default:
			findings(twice(&r))
		}
	}
	if number == "" || n > 1 {
		return nil
	}
	l, err := f.job.Issue(&first)
	if err != nil {
		return tell(findings, err)
	}
	issued(l)
	return nil
}

func twice(r *roster.Record) roster.Finding {
	return roster.Finding{Row: r.Row, Column: "number", Code: roster.CodeDuplicate, Value: r.Number,
		Message: "another row has the same number", Hint: "leave the wrong ones out; none of them was issued"}
}

// The names of the counters, which runners show too.
const (
	badges = "badges"
	notes  = "findings"
)

func lineJSON(ctx context.Context, l issuing.Line) (string, error) {
	beam.NewCounter("openbadge", badges).Inc(ctx, 1)
	return marshal(l)
}

func findingJSON(ctx context.Context, f roster.Finding) (string, error) {
	beam.NewCounter("openbadge", notes).Inc(ctx, 1)
	return marshal(f)
}

func marshal(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}
