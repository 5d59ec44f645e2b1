package main

import (
	"context"
	"errors"
	"strings"

	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/verifier"
)

// judge has the flags by which badges are verified: whom to trust, for which moment, and where their status is looked up.
type judge struct {
	Trust     []string `sep:"none" placeholder:"PATH|DID" help:"An issuer that you trust: its document, a folder of documents (*.json), or a did:key or did:jwk by name. May be repeated."`
	TrustJWKS []string `name:"trust-jwks" sep:"none" placeholder:"ID=FILE" help:"An issuer that you trust, and its keys as a JWK Set. May be repeated."`
	At        instant  `placeholder:"TIME" help:"Judge for this moment instead of now: 2026-01-15T09:30:00Z, or a date."`
	lookup
}

// verifier returns the Verifier that the flags make.
func (c *judge) verifier(ctx context.Context) (*verifier.Verifier, error) {
	issuers, err := c.issuers(ctx)
	if err != nil {
		return nil, err
	}
	more, opts, err := c.lookup.open(ctx, c.At.Time)
	if err != nil {
		return nil, err
	}
	return verifier.New(append(issuers, more...), opts), nil
}

// An accepted badge is valid now.
type accepted struct {
	secured []byte // without the picture that it came in
	picture []byte // that it came in, without the badge; nil: none
	result  *verifier.Result
}

// accept reads a badge and verifies it. Of one that is not valid it says why; the failure has the exit code of verify.
func (c *judge) accept(ctx context.Context, file string) (*accepted, error) {
	v, err := c.verifier(ctx)
	if err != nil {
		return nil, err
	}
	text, err := read(ctx, file, maxInput)
	if err != nil {
		return nil, err
	}
	res, verdict := v.Verify(ctx, trim(text), nil)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if verdict != nil {
		report := verifier.NewReport(res, verdict)
		note("%s: %s: %s: %s", name(file), report.Verdict, report.Code, escape(report.Sentence))
		c.hints(report, verdict)
		note("nothing is made of it: only a badge that is valid now is published, shared or sent")
		return nil, verdictFailure(verdict, nil)
	}
	a := &accepted{secured: trim(text), result: res}
	if res.Picture != "" {
		baked, err := bake.Extract(text, nil)
		if err != nil {
			return nil, err
		}
		a.secured, a.picture = trim(baked.Secured), baked.Picture
	}
	return a, nil
}

// hints says what to do about what is missing.
func (c *judge) hints(report *verifier.Report, verdict error) {
	if e, ok := errors.AsType[*verifier.Error](verdict); ok {
		for _, check := range e.Checks {
			switch {
			case check.Reason == "untrusted":
				c.trustHint(e.Claimed.Issuer)
			case c.Online && check.Cause != nil && strings.HasSuffix(check.Reason, "_unavailable"):
				note("%v", check.Cause)
			}
		}
	}
	for _, s := range report.Status {
		if c.told[s.List] {
			continue
		}
		switch s.Reason {
		case "status_missing":
			for _, why := range c.skipped {
				note("not a status list: %v", why)
			}
			c.skipped = nil
			note("the status list is missing; get it from %s and add --status FILE", name(s.List))
		case "status_unavailable":
			note("get the status list from %s in another way, and add --status FILE", name(s.List))
		case "status_expired", "status_stale":
			note("the status list is too old; get it again from %s", name(s.List))
		default:
			continue
		}
		c.told[s.List] = true
	}
}

// trustHint says what to do about an issuer that is not trusted.
func (c *judge) trustHint(id string) {
	get := "get its document and add --trust FILE"
	if url, err := did.WebURL(id); err == nil {
		get = "get its document from " + url + " and add --trust FILE"
	} else if _, err := did.Resolve(id); err == nil {
		get = "add --trust " + id
	}
	if c.Bundle != "" || c.Online {
		get = "add --trust-issuer " + id
	}
	note("the badge claims the issuer %s; if you trust it, %s", name(id), get)
}
