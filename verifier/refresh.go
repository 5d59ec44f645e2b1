package verifier

import (
	"context"
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Refresher fetches the newest issue of a credential from the address that its refreshService names. What it returns is
// verified like any other credential. It must be safe for concurrent use. Package online has one.
type Refresher interface {
	Refresh(ctx context.Context, url string) ([]byte, error)
}

// Refreshed is what came of asking for a newer issue of a credential.
type Refreshed struct {
	URL string // of the refreshService

	// Result is the newer issue. It is nil unless Err is.
	Result *Result

	// Err is why there is none: what the Refresher answered, the *Error of the newer issue, whose verdict is its own, or
	// one that matches ErrNotNewer.
	Err error
}

// ErrNotNewer is the Err of a Refreshed that is valid and another credential, by its issuer or id, or an older issue.
var ErrNotNewer = errors.New("not a newer issue of this credential")

// offersRefresh returns the address of a refreshService of 1EdTech's type, the only one whose protocol is known.
func (r *run) offersRefresh() (url string, ok bool) {
	service := r.doc.Get("refreshService")
	url = service.Get("id").Text()
	return url, contains(service.Get("type"), credential.Refresh1EdTech) && iri.Absolute(url)
}

// offered notes that there is a newer issue, which is the issuer's word: before the proof is checked nobody has said it.
func (r *run) offered() {
	if r.doc.Get("refreshService").Kind() == strictjson.Absent {
		return
	}
	detail := "the issuer offers a newer version of this credential"
	if _, ok := r.refreshes(); !ok {
		detail += "; nothing was fetched"
	}
	r.warn("refresh_service", detail, "/refreshService")
}

// refreshes returns where to ask for a newer issue, if it is to be asked for.
func (r *run) refreshes() (url string, ok bool) {
	url, ok = r.offersRefresh()
	return url, ok && r.opts.Refresh != nil && !r.isRefresh && r.holder == "" && r.place == nil
}

// refresh asks for the newer issue and verifies it in its own right (Open Badges 3.0 §9.1, Credential Refresh). It comes
// after everything else: nothing is fetched for a credential whose proof does not hold, once is enough, and whatever
// comes of it, the verdict on the original stands. What is in a presentation is left alone: the holder has shown this
// issue, and others wait for their verdict in the same time.
func (r *run) refresh(res *Result) {
	url, ok := r.refreshes()
	if !ok {
		return
	}
	res.Refreshed = &Refreshed{URL: url}
	secured, err := r.opts.Refresh.Refresh(r.ctx, url)
	if err != nil {
		res.Refreshed.Err = err
		return
	}
	n := &run{Verifier: r.Verifier, ctx: r.ctx, expect: r.expect, badges: r.badges, at: r.at, isRefresh: true}
	newer, err := n.verify(secured)
	if err == nil {
		err = r.newer(n)
	}
	if err != nil {
		res.Refreshed.Err = err
		return
	}
	res.Refreshed.Result = newer
}

// newer reports whether n is of the same credential, and not an older issue of it.
func (r *run) newer(n *run) error {
	was, is := &r.shape, &n.shape
	switch {
	case is.issuer != was.issuer:
		return fmt.Errorf("verifier: %w: its issuer is %s", ErrNotNewer, strictjson.Quote(is.issuer))
	case was.id == "" || is.id != was.id:
		return fmt.Errorf("verifier: %w: its id is %s", ErrNotNewer, strictjson.Quote(is.id))
	case is.validFrom.Before(was.validFrom):
		return fmt.Errorf("verifier: %w: it is of %s, the original of %s", ErrNotNewer, stamp(is.validFrom), stamp(was.validFrom))
	}
	return nil
}
