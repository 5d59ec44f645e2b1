package verifier_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// vector is one file below testdata/verify; testdata/vector.schema.json describes it for other implementations.
type vector struct {
	Description string                     `json:"description"`
	Input       string                     `json:"input"`
	InputBase64 []byte                     `json:"inputBase64,omitempty"` // in place of Input, of what is no text
	At          time.Time                  `json:"at"`
	Documents   []json.RawMessage          `json:"documents"`
	Refused     int                        `json:"refused,omitempty"` // how many of the documents a reader must refuse
	Lists       []string                   `json:"lists,omitempty"`
	Contexts    map[string]json.RawMessage `json:"contexts,omitempty"`
	Recipient   []identity                 `json:"recipient,omitempty"`
	Only        string                     `json:"only,omitempty"`
	MaxBytes    int                        `json:"maxBytes,omitempty"`

	StatusIssuers map[string][]string          `json:"statusIssuers,omitempty"` // who may sign lists, by the issuer of the badge
	MaxStatusAge  int                          `json:"maxStatusAge,omitempty"`  // in seconds
	Seen          map[string]map[string]string `json:"seen,omitempty"`          // validFrom of the newest list seen, by issuer of the badge and URL
	RequireStatus []string                     `json:"requireStatus,omitempty"` // issuers that always have one
	ShortLists    bool                         `json:"shortLists,omitempty"`
	UnsignedLists bool                         `json:"unsignedLists,omitempty"`

	Credential   bool             `json:"credential,omitempty"`   // any credential, not a badge
	Presentation *presentationAsk `json:"presentation,omitempty"` // a presentation, not a credential
	Expect       expectation      `json:"expect"`

	Resources map[string]string `json:"resources,omitempty"` // what credentials may name in relatedResource
}

type identity struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

type expectation struct {
	Verdict string `json:"verdict"`
	Code    string `json:"code,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Pointer string `json:"pointer,omitempty"`

	Recipient    *match                 `json:"recipient,omitempty"`    // how the recipient is recognised
	Credentials  []presentedExpectation `json:"credentials,omitempty"`  // of a presentation that is valid itself
	Endorsements []endorsed             `json:"endorsements,omitempty"` // what comes of each, whatever the verdict
	Warnings     []warning              `json:"warnings,omitempty"`     // there may be others
}

type warning struct {
	Code    string `json:"code"`
	Pointer string `json:"pointer,omitempty"`
}

// endorsed is what comes of an endorsement, and of those of its endorser.
type endorsed struct {
	Pointer      string     `json:"pointer"`
	Verdict      string     `json:"verdict"`
	Code         string     `json:"code,omitempty"`
	Reason       string     `json:"reason,omitempty"`
	Endorsements []endorsed `json:"endorsements,omitempty"`
}

func endorsedIn(res *verifier.Result) (list []endorsed) {
	if res == nil {
		return nil
	}
	for _, e := range res.Endorsements {
		list = append(list, endorsed{e.Pointer, e.Verdict.String(), e.Code, e.Reason, endorsedIn(e.Result)})
	}
	return list
}

const vectorRoot = "../testdata/verify"

// readVectors returns every vector by its path below testdata/verify.
func readVectors(t testing.TB) map[string]vector {
	t.Helper()
	vectors.Lock()
	defer vectors.Unlock()
	if vectors.all == nil || *update { // which changes them
		vectors.all = loadVectors(t)
	}
	return maps.Clone(vectors.all)
}

// vectors are read once: there are thousands.
var vectors struct {
	sync.Mutex
	all map[string]vector
}

func loadVectors(t testing.TB) map[string]vector {
	t.Helper()
	files, err := filepath.Glob(vectorRoot + "/*/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	all := make(map[string]vector, len(files))
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var v vector
		d := json.NewDecoder(strings.NewReader(string(text)))
		d.DisallowUnknownFields()
		require.NoError(t, d.Decode(&v), file)
		if v.InputBase64 != nil {
			require.Empty(t, v.Input)
			v.Input = string(v.InputBase64)
		}
		name, err := filepath.Rel(vectorRoot, file)
		require.NoError(t, err)
		all[filepath.ToSlash(name)] = v
	}
	return all
}

// run verifies the vector's input as the vector says.
func (v *vector) run(t testing.TB) (*verifier.Result, error) {
	t.Helper()
	ver, expect := v.verifier(t)
	if v.Credential {
		return ver.VerifyCredential(context.Background(), []byte(v.Input), expect)
	}
	return ver.Verify(context.Background(), []byte(v.Input), expect)
}

// verifier returns the Verifier that the vector describes, and what it is to expect.
func (v *vector) verifier(t testing.TB) (*verifier.Verifier, *verifier.Expect) {
	t.Helper()
	var docs []*did.Document
	refused := 0
	for _, text := range v.Documents {
		d, err := did.Parse(text)
		if err != nil {
			refused++
			continue
		}
		docs = append(docs, d)
	}
	require.Equal(t, v.Refused, refused, "documents refused")
	opts := &verifier.Options{
		Now:      func() time.Time { return v.At },
		Limits:   verifier.Limits{Bytes: v.MaxBytes, Time: verifier.MaxTime},
		Contexts: v.contexts(),
	}
	opts.Status = v.statusSource(t)
	opts.StatusIssuers, opts.MaxStatusAge = v.StatusIssuers, time.Duration(v.MaxStatusAge)*time.Second
	opts.InsecureShortLists, opts.InsecureUnsignedRevocationLists = v.ShortLists, v.UnsignedLists
	for url, text := range v.Resources {
		if opts.Resources == nil {
			opts.Resources = make(map[string][]byte)
		}
		opts.Resources[url] = []byte(text)
	}
	if v.Only != "" {
		opts.Policies = append(opts.Policies, verifier.Only(v.Only))
	}
	if len(v.RequireStatus) > 0 {
		opts.Policies = append(opts.Policies, verifier.RequireStatus(v.RequireStatus...))
	}
	expect := &verifier.Expect{}
	for _, r := range v.Recipient {
		expect.Recipient = append(expect.Recipient, verifier.Identity{Type: credential.IdentifierType(r.Type), Value: r.Value})
	}
	if v.Presentation != nil {
		opts.Holders, expect.InsecureAnyHolder = v.Presentation.holders(t), v.Presentation.AnyHolder
	}
	return verifier.New(verifier.Trust(docs...), opts), expect
}

// statusSource has the lists of the vector, and remembers what the vector says was seen.
func (v *vector) statusSource(t testing.TB) verifier.StatusSource {
	t.Helper()
	if len(v.Lists) == 0 {
		return nil
	}
	files := make(map[string][]byte, len(v.Lists))
	for i, text := range v.Lists {
		files[strconv.Itoa(i)] = []byte(text)
	}
	lists, err := verifier.StatusMap(files)
	require.NoError(t, err)
	if v.Seen == nil {
		return lists
	}
	memory := verifier.NewStatusMemory()
	for issuer, lists := range v.Seen {
		for url, from := range lists {
			require.NoError(t, memory.Remember(verifier.StatusVersion{Issuer: issuer, URL: url, ValidFrom: at(from)}))
		}
	}
	return verifier.GuardRollback(lists, memory)
}

// TestVectorsFollowTheSchema holds the files against the schema that other implementations read them by.
func TestVectorsFollowTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../testdata/vector.schema.json")
	require.NoError(t, err)
	files, err := filepath.Glob(vectorRoot + "/*/*.json")
	require.NoError(t, err)
	for _, file := range files {
		f, err := os.Open(file)
		require.NoError(t, err)
		instance, err := jsonschema.UnmarshalJSON(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		require.NoError(t, schema.Validate(instance), file)
	}
}

func TestVectors(t *testing.T) {
	for name, v := range readVectors(t) {
		t.Run(name, func(t *testing.T) {
			require.NotEmpty(t, v.Description)
			if v.Presentation != nil {
				p, err := v.runPresentation(t)
				v.Expect.check(t, p != nil, err)
				v.Expect.checkCredentials(t, p)
				return
			}
			res, err := v.run(t)
			v.Expect.check(t, res != nil, err)
			v.Expect.checkResult(t, res, err)
		})
	}
}

// check holds what a verification returned against the expectation.
func (x *expectation) check(t *testing.T, result bool, err error) {
	t.Helper()
	require.Equal(t, x.Verdict, verifier.VerdictOf(err).String(), "%v", err)
	require.Equal(t, err == nil, result)
	if err == nil {
		require.Empty(t, x.Code)
		return
	}
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, x.Code, e.Code(), "%v", err)
	requireWarnings(t, x.Warnings, e.Warnings)
	lead := slices.IndexFunc(e.Checks, func(c verifier.Check) bool {
		return c.Code == x.Code && c.Reason == x.Reason && c.Pointer == x.Pointer
	})
	require.GreaterOrEqual(t, lead, 0, "no check with reason %q at %q in %+v", x.Reason, x.Pointer, e.Checks)
}

// checkResult holds what is told beside the verdict against the expectation.
func (x *expectation) checkResult(t *testing.T, res *verifier.Result, err error) {
	t.Helper()
	if e, ok := errors.AsType[*verifier.Error](err); ok {
		res = e.Result
	} else {
		requireWarnings(t, x.Warnings, res.Warnings)
	}
	require.Equal(t, x.Endorsements, endorsedIn(res))
	if x.Recipient != nil {
		require.Equal(t, *x.Recipient, matchOf(res.Recipient))
	}
}

func requireWarnings(t *testing.T, want []warning, got []verifier.Warning) {
	t.Helper()
	for _, w := range want {
		require.True(t, slices.ContainsFunc(got, func(g verifier.Warning) bool { return g.Code == w.Code && g.Pointer == w.Pointer }),
			"no warning %q at %q in %+v", w.Code, w.Pointer, got)
	}
}

// TestEveryCodeHasAVector fails for a code that no vector expects, apart from those that a file cannot bring about.
func TestEveryCodeHasAVector(t *testing.T) {
	elsewhere := map[string]string{
		"canceled":       "TestContextEnds",
		"policy_unknown": "TestPolicies",
	}

	seen := make(map[string]string)
	for _, v := range readVectors(t) {
		if v.Expect.Code != "" {
			seen[v.Expect.Code] = v.Expect.Verdict
		}
		for _, c := range v.Expect.Credentials {
			if c.Code != "" {
				seen[c.Code] = c.Verdict
			}
		}
	}
	codes := verifier.Codes()
	for code, verdict := range codes {
		if _, ok := elsewhere[code]; ok {
			continue
		}
		require.Contains(t, seen, code, "no vector in testdata/verify has this code")
		require.Equal(t, verdict.String(), seen[code])
	}
	require.Subset(t, slices.Collect(maps.Keys(codes)), slices.Collect(maps.Keys(seen)))
}
