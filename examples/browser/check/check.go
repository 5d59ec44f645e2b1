// Package check is what the page asks of the library: what was the reader given, and may it be relied on? It is Go without
// a browser in it, so that all of it can be tested; package wasm hands it bytes from the page and the answer back.
package check

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/examples/internal/fragment"
	"github.com/charterbadge/openbadge/verifier"
)

// Settings are what the page knows beside the input.
type Settings struct {
	Trust  []File `json:"trust"`  // documents of issuers, or did:key and did:jwk as texts
	Status []File `json:"status"` // status lists, genuine or not

	Recipient string `json:"recipient"` // e-mail address of whom the badge should be for; "" asks nothing
	At        string `json:"at"`        // the instant to judge for, RFC 3339; "" is now
}

// File is a text with the name to speak of it by.
type File struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Kind is what the input is.
type Kind string

// The kinds. Whatever is neither an issuer's document nor a status list is taken for a badge.
const (
	Badge  Kind = "badge"
	Issuer Kind = "issuer"
	List   Kind = "list"
)

// Answer is what the page shows. Report is there for a badge, unless a link could not be read.
type Answer struct {
	Kind     Kind             `json:"kind"`
	State    State            `json:"state,omitempty"`    // of a badge
	Headline string           `json:"headline,omitempty"` // of a badge: the verdict in one sentence
	Report   *verifier.Report `json:"report,omitempty"`

	ID       string   `json:"id,omitempty"`       // of an issuer's document, or what a list says it is
	Known    Known    `json:"known,omitempty"`    // of an issuer's document
	Problem  string   `json:"problem,omitempty"`  // why an issuer's document, or a link, cannot be used
	Problems []string `json:"problems,omitempty"` // what of Trust and Status could not be used
	Trusted  []string `json:"trusted"`            // identifiers of the issuers that are trusted, in order
}

// Check says what the input is, and verifies it when it may be a badge: the bytes of a file, a pasted text, or a link whose
// fragment holds a badge.
func Check(ctx context.Context, input []byte, s *Settings) *Answer {
	list := readTrust(s.Trust)
	a := &Answer{Kind: Badge, Problems: list.problems, Trusted: list.ids()}
	if issuerDocument(input) {
		a.issuer(input, list)
		return a
	}
	if id, ok := listID(input); ok {
		a.Kind, a.ID = List, id
		return a
	}
	secured, err := ofLink(input)
	if err != nil {
		a.State, a.Headline, a.Problem = Unreadable, "This link does not hold a whole badge.", err.Error()
		return a
	}
	a.badge(ctx, secured, s, list)
	return a
}

func (a *Answer) badge(ctx context.Context, secured []byte, s *Settings, list *trustList) {
	opts := &verifier.Options{}
	lists, problems := readStatus(s.Status)
	a.Problems = append(a.Problems, problems...)
	if lists != nil {
		opts.Status = lists
	}
	if s.At != "" {
		at, err := time.Parse(time.RFC3339, s.At)
		if err != nil {
			a.Problems = append(a.Problems, "the instant to judge for is not one")
		}
		opts.Now = func() time.Time { return at } // the zero time, which the verifier refuses to judge by
	}
	expect := &verifier.Expect{}
	if r := strings.TrimSpace(s.Recipient); r != "" {
		expect.Recipient = []verifier.Identity{{Type: credential.IdentifierTypeEmailAddress, Value: r}}
	}
	rep := verifier.NewReport(verifier.New(list.issuers(), opts).Verify(ctx, secured, expect)).For("", secured)
	a.Report = rep
	a.State, a.Headline = judge(rep)
}

// ofLink returns what is in the fragment of a link, or the input itself when it is none.
func ofLink(input []byte) ([]byte, error) {
	const longest = fragment.MaxText + 4<<10 // with the address of the page
	if len(input) > longest {
		return input, nil
	}
	text := strings.TrimSpace(string(input))
	_, after, found := strings.Cut(text, "#")
	switch {
	case strings.HasPrefix(text, fragment.Prefix):
	case found && (strings.HasPrefix(text, "#") || strings.Contains(text[:min(len(text), 10)], "://")):
		text = after
	default:
		return input, nil
	}
	return fragment.Decode(text)
}

// listID returns what a status list says its id is.
func listID(input []byte) (string, bool) {
	s, err := verifier.StatusMap(map[string][]byte{"input": input})
	if err != nil || len(s.Skipped()) > 0 {
		return "", false
	}
	u, err := verifier.Inspect(input)
	if err != nil {
		return "", true
	}
	return u.Claimed.ID, true
}

// readStatus keeps the lists that can be read, and says which files cannot.
func readStatus(files []File) (*verifier.StatusSnapshot, []string) {
	texts := make(map[string][]byte, len(files))
	for _, f := range files {
		texts[f.Name] = []byte(f.Text)
	}
	s, err := verifier.StatusMap(texts)
	if err != nil {
		return nil, []string{"no status list can be used: " + err.Error()}
	}
	var problems []string
	for _, err := range s.Skipped() {
		problems = append(problems, "status list left out: "+err.Error())
	}
	return s, problems
}

// JSON is Check for who speaks JSON alone. It answers whatever it is given.
func JSON(ctx context.Context, input []byte, settings string) (answer string) {
	defer func() {
		if r := recover(); r != nil {
			answer = broken(errors.New("the verifier failed"))
		}
	}()
	var s Settings
	if err := json.Unmarshal([]byte(settings), &s); err != nil {
		return broken(err)
	}
	text, err := json.Marshal(Check(ctx, input, &s))
	if err != nil {
		return broken(err)
	}
	return string(text)
}

func broken(err error) string {
	text, _ := json.Marshal(&Answer{Kind: Badge, State: Unknown, Headline: "This could not be checked.", Problem: err.Error(), Trusted: []string{}})
	return string(text)
}
