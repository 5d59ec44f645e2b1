package online

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

const (
	maxRedirects = 3
	maxPerHost   = 4        // connections at a time
	maxHead      = 32 << 10 // bytes of the head of an answer
	maxText      = 512      // bytes of an error

	userAgent = "openbadge-verifier (+https://github.com/charterbadge/openbadge)"
)

// kind is a kind of thing that is fetched.
type kind struct {
	accept   string
	maxBytes int64
}

// reply is a usable answer.
type reply struct {
	body        []byte
	notModified bool // 304: there is no body
	etag        string
	freshness
}

// newHTTPClient returns the client that all requests are made with. Its limits are those of the package comment.
func newHTTPClient(timeout time.Duration, roots *x509.CertPool, insecurePrivate bool) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, ControlContext: control}
	if insecurePrivate {
		dialer.ControlContext = nil
	}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true) // a request at a time needs no more than that
	return &http.Client{
		Transport: &http.Transport{
			Proxy:              nil, // it would dial for us, past control
			DialContext:        dialer.DialContext,
			TLSClientConfig:    &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
			DisableCompression: true, // a limit on bytes is then one on what a server can make of them
			// Nothing left over from one answer can be taken for the next, and nothing stays open.
			DisableKeepAlives:      true,
			MaxConnsPerHost:        maxPerHost,
			MaxResponseHeaderBytes: maxHead,
			Protocols:              protocols,
		},
		CheckRedirect: checkRedirect,
	}
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: more than %d", ErrRedirect, maxRedirects)
	}
	if u := req.URL; u.User != nil || origin(u) != origin(via[0].URL) {
		return fmt.Errorf("%w: from %s to %s", ErrRedirect, origin(via[0].URL), strictjson.Quote(u.Redacted()))
	}
	return nil
}

func origin(u *url.URL) string {
	port := u.Port()
	if port == "" && u.Scheme == "https" {
		port = "443"
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// fetch gets what is at an address, which checkURL has accepted. With an etag it asks whether that has changed.
func fetch(ctx context.Context, client *http.Client, k kind, address, etag string, now time.Time) (*reply, error) {
	r, err := exchange(ctx, client, k, address, etag, now)
	if err != nil && context.Cause(ctx) == ErrTimeout {
		return nil, fmt.Errorf("%w: %v", ErrTimeout, err) // %v: that it was done with a context is no one's business
	}
	return r, err
}

func exchange(ctx context.Context, client *http.Client, k kind, address, etag string, now time.Time) (*reply, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	}
	req.Header.Set("Accept", k.accept)
	req.Header.Set("Accept-Encoding", "identity")
	req.Header.Set("User-Agent", userAgent)
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, brief(err)
	}
	defer resp.Body.Close()
	r := &reply{etag: etagOf(resp.Header), freshness: freshnessOf(resp.Header, now)}
	switch resp.StatusCode {
	case http.StatusOK:
		r.body, err = read(resp, k)
		return r, err
	case http.StatusNotModified:
		if etag == "" || r.etag != "" && !sameTag(r.etag, etag) { // RFC 9111 §4.3.4
			return nil, fmt.Errorf("%w: not modified, but not what was asked about", ErrAnswer)
		}
		r.notModified = true
		return r, nil
	case http.StatusNotFound, http.StatusGone:
		return nil, fmt.Errorf("%w: status %d", ErrNotFound, resp.StatusCode)
	}
	return nil, fmt.Errorf("%w: status %d", ErrAnswer, resp.StatusCode)
}

// brief takes the URL away from an error of http.Client.Do, which the caller adds; and since a malformed answer is
// repeated in it whole, cuts it short.
func brief(err error) error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = u.Err
	}
	if text := err.Error(); len(text) > maxText {
		return fmt.Errorf("%w: %s", ErrAnswer, strictjson.Quote(text))
	}
	return err
}

// read reads the body of an answer with the status 200.
func read(resp *http.Response, k kind) ([]byte, error) {
	for _, encoding := range resp.Header.Values("Content-Encoding") {
		if encoding != "" && !strings.EqualFold(encoding, "identity") {
			return nil, fmt.Errorf("%w: compressed, which was not asked for: %s", ErrAnswer, strictjson.Quote(encoding))
		}
	}
	// The page of a parked domain or of a router is an answer to another question.
	switch mediaType, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); mediaType {
	case "text/html", "application/xhtml+xml":
		return nil, fmt.Errorf("%w: %s", ErrAnswer, mediaType)
	}
	// A body that ends with the connection can be cut by anybody on the way: crypto/tls takes an end without close_notify.
	if resp.ContentLength < 0 && len(resp.TransferEncoding) == 0 {
		return nil, fmt.Errorf("%w: neither a length nor chunks", ErrAnswer)
	}
	if resp.ContentLength > k.maxBytes {
		return nil, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, resp.ContentLength, k.maxBytes)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, k.maxBytes+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%w: incomplete: %w", ErrAnswer, err)
	case err != nil:
		return nil, err
	case int64(len(body)) > k.maxBytes:
		return nil, fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, k.maxBytes)
	}
	return body, nil
}
