package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/verifier"
)

type inspectCmd struct {
	File string `arg:"" placeholder:"FILE" help:"A badge, or - for standard input."`
	JSON bool   `name:"json" help:"Print JSON, with nothing cut short."`
}

// Help adds to the output of --help.
func (c *inspectCmd) Help() string {
	return "Anybody can write such a text. Use badge verify to learn whether it is true."
}

// unverified is what --json prints.
type unverified struct {
	Verified bool             `json:"verified"` // false
	File     string           `json:"file"`
	Form     verifier.Form    `json:"form,omitempty"`
	Header   json.RawMessage  `json:"header,omitempty"`
	Document json.RawMessage  `json:"document"`
	Claimed  verifier.Claimed `json:"claimed"`
	Problems []problem        `json:"problems"`
}

type problem struct {
	Pointer string `json:"pointer"`
	Code    string `json:"code"`
	Detail  string `json:"detail"`
	Advice  bool   `json:"advice"`
}

// Run shows the badge.
func (c *inspectCmd) Run(ctx context.Context) error {
	text, err := read(ctx, c.File, maxInput)
	if err != nil {
		return err
	}
	u, err := verifier.Inspect(trim(text))
	if err != nil {
		return verdictFailure(err, err)
	}
	if c.JSON {
		return c.printJSON(u)
	}
	shown, err := unverifiedText(u)
	if err != nil {
		return err
	}
	return result([]byte(shown))
}

func (c *inspectCmd) printJSON(u *verifier.Unverified) error {
	out := unverified{File: c.File, Form: u.Form, Header: u.Header, Document: u.Document, Claimed: u.Claimed, Problems: []problem{}}
	for _, p := range u.Problems {
		out.Problems = append(out.Problems, problem{p.Pointer, p.Code, p.Detail, p.Advice})
	}
	text, err := indented(out)
	if err != nil {
		return err
	}
	return result(text)
}

func unverifiedText(u *verifier.Unverified) (string, error) {
	var b strings.Builder
	b.WriteString("UNVERIFIED: nothing of this has been checked\n")
	if u.Form != "" {
		line(&b, "form", string(u.Form))
	} else {
		line(&b, "form", "not signed")
	}
	claimedText(&b, &u.Claimed)
	for _, p := range u.Problems {
		line(&b, "problem", ruleText(p))
	}
	for _, part := range []struct {
		title string
		text  json.RawMessage
	}{{"header", u.Header}, {"document", u.Document}} {
		if part.text == nil {
			continue
		}
		shown, err := shortened(part.text)
		if err != nil {
			return "", err
		}
		b.WriteString("UNVERIFIED " + part.title + "\n" + shown)
	}
	return b.String(), nil
}

func ruleText(p *credential.FieldError) string {
	text := place(p.Pointer) + escape(p.Detail)
	if p.Advice {
		text += " (advice)"
	}
	return text
}

// shortened indents JSON and cuts its long lines: a picture in a badge would fill the terminal.
func shortened(text json.RawMessage) (string, error) {
	var b bytes.Buffer
	if err := json.Indent(&b, text, "  ", "  "); err != nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString("  ")
	for l := range strings.Lines(string(printable(b.Bytes()))) {
		out.WriteString(cut(strings.TrimSuffix(l, "\n"), maxShown) + "\n")
	}
	return out.String(), nil
}
