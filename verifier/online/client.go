package online

import (
	"bytes"
	"container/list"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/verifier"
)

// MaxStatusList is the largest status list that is fetched, in bytes as published: the text of the largest that a verifier
// reads, whose 8 MiB are 12 MiB as base64url of gzip in JSON at the worst, once more in base64url.
const MaxStatusList = 16 << 20

// MaxRefreshed is the largest credential that is fetched, in bytes: the text of the largest that a verifier reads, in
// base64url.
const MaxRefreshed = 14 << 20

// What a Client does unless Options say otherwise.
const (
	DefaultTimeout  = 10 * time.Second
	DefaultMaxAge   = 24 * time.Hour
	DefaultMaxStale = 7 * 24 * time.Hour
)

// Options are what a Client does differently. The zero value is the safe choice.
type Options struct {
	// JWKSets has, for issuers that publish a JWK Set instead of a document of their own, the https URL of the set, by the
	// identifier of the issuer, which must be a trusted one and may be any that is not itself a key. nil is none.
	JWKSets map[string]string

	// Cache is a folder for what was fetched, so that it can serve when there is no network, in another process too. It is
	// made when it is not there. On systems with permissions it must be one that nobody else can write to. Empty: memory
	// alone.
	Cache string

	// Timeout is for everything about one document, from the connection to the last byte. Zero or less: DefaultTimeout.
	Timeout time.Duration

	// MaxAge is how long an answer is used without asking again, at most; its server can make that shorter but not longer.
	// Zero or less: DefaultMaxAge.
	MaxAge time.Duration

	// MaxStale is how old the document of an issuer can be and still be used when its server cannot be asked. Whoever
	// cuts off the network keeps a compromised key alive for that long. Status lists have no such limit here; see
	// verifier.Options.MaxStatusAge. Zero: DefaultMaxStale. Negative: no document is used without its server's consent.
	MaxStale time.Duration

	// RootCAs are the certificate authorities whose word counts. nil: those of the system.
	RootCAs *x509.CertPool

	// Now is the clock by which the cache reckons. nil is the machine's. Certificates and timeouts follow the machine's
	// in any case.
	Now func() time.Time

	// InsecureAllowPrivate connects to any address. Whoever can make the name in a trusted issuer's identifier, or in one
	// of its badges, stand for an address of their choice can then have the verifier send requests to itself and to the
	// machines around it, though they see nothing of the answers. It is for tests, and for issuers within a private
	// network. False connects to the public internet alone.
	InsecureAllowPrivate bool
}

// Client fetches documents of trusted issuers and status lists. It is a verifier.Issuers and a verifier.StatusSource, and
// safe for concurrent use. New makes one; the zero Client cannot be used.
type Client struct {
	sources   map[string]source // by identifier
	published map[string]string // identifier by URL
	documents *store[*did.Document]
	lists     *store[*verifier.StatusText]
	refresh   func(ctx context.Context, url string) ([]byte, error)
}

var (
	_ verifier.Issuers      = (*Client)(nil)
	_ verifier.Refresher    = (*Client)(nil)
	_ verifier.StatusSource = (*Client)(nil)
)

// source is where the document of an issuer comes from.
type source struct {
	url string
	jwk bool          // what is there is a JWK Set
	doc *did.Document // of an identifier that is its own document; there is no url then
}

var (
	documentKind = kind{
		accept:   "application/did+json, application/did+ld+json, application/cid, application/jwk-set+json, application/json, */*;q=0.1",
		maxBytes: did.MaxDocument,
	}
	listKind = kind{
		accept:   "application/vc+jwt, application/vc, application/vc+ld+json, application/json, */*;q=0.1",
		maxBytes: MaxStatusList,
	}
	refreshKind = kind{
		accept:   "application/vc+jwt, application/vc, application/vc+ld+json, application/json, text/plain, */*;q=0.1",
		maxBytes: MaxRefreshed,
	}
)

// New returns a Client that trusts the issuers with the given identifiers: did:web, https URLs, did:key and did:jwk, and
// any other for which Options.JWKSets has a set. It connects to nobody yet. nil opts are the zero Options.
//
// A did:web document is at its did.WebURL, that of an https identifier at that URL, and each has exactly that
// identifier as its id.
//
// For an identifier that cannot be used the error is that of did.Resolve, or matches did.ErrIdentifier or ErrURL. Others
// match ErrFolder, or errors.ErrUnsupported on platforms where the address of a connection cannot be checked.
func New(trusted []string, opts *Options) (*Client, error) {
	c, err := newClient(trusted, opts)
	if err != nil {
		return nil, fmt.Errorf("online: %w", err)
	}
	return c, nil
}

func newClient(trusted []string, opts *Options) (*Client, error) {
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		return nil, fmt.Errorf("%s: %w", runtime.GOOS, errors.ErrUnsupported)
	}
	o := Options{}
	if opts != nil {
		o = *opts
	}
	o.setDefaults()
	c := &Client{sources: make(map[string]source, len(trusted)), published: make(map[string]string, len(trusted))}
	for _, id := range trusted {
		s, err := sourceOf(id, o.JWKSets)
		if err != nil {
			return nil, err
		}
		c.sources[id] = s
		if s.url != "" {
			c.published[s.url] = id
		}
	}
	for id := range o.JWKSets {
		if !c.sources[id].jwk {
			return nil, fmt.Errorf("%w: Options.JWKSets has %s, which is not trusted or is itself a key", did.ErrIdentifier, strictjson.Quote(id))
		}
	}
	client := newHTTPClient(o.Timeout, o.RootCAs, o.InsecureAllowPrivate)
	var err error
	if c.documents, err = newStore(client, &o, "issuers", documentKind, c.parseDocument); err != nil {
		return nil, err
	}
	if c.lists, err = newStore(client, &o, "lists", listKind, parseList); err != nil {
		return nil, err
	}
	c.lists.maxStale = anyAge
	c.refresh = func(ctx context.Context, url string) ([]byte, error) {
		ctx, cancel := context.WithTimeoutCause(ctx, o.Timeout, ErrTimeout)
		defer cancel()
		r, err := fetch(ctx, client, refreshKind, url, "", o.Now())
		if err != nil {
			return nil, err
		}
		return bytes.TrimSpace(r.body), nil
	}
	return c, nil
}

func (o *Options) setDefaults() {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.MaxAge <= 0 {
		o.MaxAge = DefaultMaxAge
	}
	if o.MaxStale == 0 {
		o.MaxStale = DefaultMaxStale
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

func sourceOf(id string, sets map[string]string) (source, error) {
	doc, err := did.Resolve(id)
	set, isSet := sets[id]
	switch {
	case err == nil:
		return source{doc: doc}, nil
	case !errors.Is(err, did.ErrNeedsDocument):
		return source{}, err
	case isSet:
		return source{url: set, jwk: true}, checkURL(set)
	}
	url, err := did.WebURL(id)
	if err != nil {
		url = id
	}
	return source{url: url}, checkURL(url)
}

func newStore[T any](client *http.Client, o *Options, name string, k kind, parse func(string, []byte) (T, error)) (*store[T], error) {
	var f *folder
	if o.Cache != "" {
		var err error
		if f, err = openFolder(filepath.Join(o.Cache, name)); err != nil {
			return nil, err
		}
	}
	return &store[T]{
		now: o.Now,
		fetch: func(ctx context.Context, url, etag string, now time.Time) (*reply, error) {
			return fetch(ctx, client, k, url, etag, now)
		},
		parse: parse, folder: f, maxBytes: k.maxBytes,
		timeout: o.Timeout, maxAge: o.MaxAge, maxStale: o.MaxStale,
		slots: make(map[string]*list.Element), order: list.New(),
	}, nil
}

// Issuer returns the document of a trusted issuer. For an identifier that New was not told of the error matches
// verifier.ErrUnknownIssuer, and nothing is fetched. Any other error means that the document could not be had: it
// matches one of this package, did.ErrDocument, or what package net or the context ended with.
func (c *Client) Issuer(ctx context.Context, id string) (*did.Document, error) {
	s, ok := c.sources[id]
	if !ok {
		return nil, verifier.ErrUnknownIssuer
	}
	if s.doc != nil {
		return s.doc, nil
	}
	a, err := c.documents.get(ctx, id, s.url)
	if err != nil {
		return nil, of(id, err)
	}
	return a.value, nil
}

func (c *Client) parseDocument(id string, body []byte) (*did.Document, error) {
	if c.sources[id].jwk {
		return did.FromJWKSet(id, body)
	}
	doc, err := did.Parse(body)
	if err == nil && doc.ID() != id {
		return nil, fmt.Errorf("%w: the document has the id %s", ErrAnswer, strictjson.Quote(doc.ID()))
	}
	return doc, err
}

// StatusLists returns what is published at the URL of a status list: one text, as its server sent it, which need not be a
// list with that URL, nor one at all. The error matches verifier.ErrNoStatusList when the server says that there is
// nothing, ErrURL for an address that nothing is fetched from, and otherwise means that it could not be found out.
func (c *Client) StatusLists(ctx context.Context, url string) ([]*verifier.StatusText, error) {
	if err := checkURL(url); err != nil {
		return nil, fmt.Errorf("online: %w", err)
	}
	a, err := c.lists.get(ctx, url, url)
	if errors.Is(err, ErrNotFound) {
		err = fmt.Errorf("%w: %w", verifier.ErrNoStatusList, err)
	}
	if err != nil {
		return nil, of(url, err)
	}
	return []*verifier.StatusText{a.value}, nil
}

// parseList lets through what can be a status list, JSON or a compact JWS: whether it is one is for the verifier to say,
// but anything else must not take the place of a list in the cache.
func parseList(_ string, body []byte) (*verifier.StatusText, error) {
	text := bytes.TrimSpace(body)
	if !bytes.HasPrefix(text, []byte("{")) && !(bytes.HasPrefix(text, []byte("ey")) && bytes.Count(text, []byte(".")) == 2) {
		return nil, fmt.Errorf("%w: neither JSON nor a compact JWS", ErrAnswer)
	}
	return verifier.NewStatusText(body), nil
}

// Refresh returns what is published at the URL of a refreshService, whatever it is, without the white space around it. It
// is asked for each time and kept nowhere: it is about a person. The error matches ErrURL for an address that nothing is
// fetched from, or ErrNotFound, and otherwise means that it could not be had.
func (c *Client) Refresh(ctx context.Context, url string) ([]byte, error) {
	if err := checkURL(url); err != nil {
		return nil, fmt.Errorf("online: %w", err)
	}
	secured, err := c.refresh(ctx, url)
	if err != nil {
		return nil, of(url, err)
	}
	return secured, nil
}

// Retrieved tells when the server of what is kept last said that it was current, and false when nothing is kept: of
// the issuer's document at a URL, or of the status list with that URL. It asks nobody. An issuer's document is also found
// by the issuer's identifier.
func (c *Client) Retrieved(url string) (time.Time, bool) {
	id := url
	if by, ok := c.published[url]; ok {
		id = by
	}
	if s, ok := c.sources[id]; ok && s.url != "" {
		return retrieved(c.documents, id, s.url)
	}
	if checkURL(url) != nil {
		return time.Time{}, false
	}
	return retrieved(c.lists, url, url)
}

func retrieved[T any](s *store[T], key, url string) (time.Time, bool) {
	a := s.peek(key, url)
	if a == nil {
		return time.Time{}, false
	}
	return a.Retrieved, true
}
