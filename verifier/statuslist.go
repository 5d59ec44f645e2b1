package verifier

import (
	"container/list"
	"crypto/sha256"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/credential/status"
)

// listing is what became of a text that says it is a status list. It can be used again for as long as the document of
// its issuer is the same and no key in it has ended.
type listing struct {
	issuer string
	doc    *did.Document // of the issuer, with whose keys it was verified; nil when nobody knows the issuer

	err     error     // why it is not to be believed
	reason  string    // likewise
	id      string    // which list the issuer says it is, whether it can be read or not; "" when issuer or proof failed
	version time.Time // validFrom, the zero time if it has none

	list        *status.List
	sum         [sha256.Size]byte // of the decoded list
	from, until time.Time         // when it is in force, both included; zero until: without end
	keys        time.Time         // from here on one of its keys is not to be used; zero: never

	cost int // bytes that it keeps
}

// future reports whether the list is for later.
func (l *listing) future(at time.Time) bool { return at.Add(clockSkew).Before(l.from) }

// olderThan reports whether the version is of an earlier date. One without a date is never known to be.
func (l *listing) olderThan(other *listing) bool {
	return !l.version.IsZero() && l.version.Before(other.version)
}

// current reports whether the list is in force.
func (l *listing) current(at time.Time) bool {
	return !l.future(at) && (l.until.IsZero() || !at.After(l.until))
}

// listing verifies the text as a credential of its own: format, issuer and proof, by the same rules as any other. What
// was found out before is used again.
func (r *run) listing(text *StatusText) *listing {
	if l := r.lists.get(text.sum); l != nil && r.stillHolds(l) {
		return l
	}
	l, keep := r.verifyList(text)
	if keep {
		r.lists.put(text.sum, l)
	}
	return l
}

// stillHolds reports whether the trust list would answer the same today.
func (r *run) stillHolds(l *listing) bool {
	if l.issuer == "" { // it is not even well formed
		return true
	}
	doc, err := r.issuers.Issuer(r.ctx, l.issuer)
	if err != nil {
		return l.doc == nil && errors.Is(err, ErrUnknownIssuer)
	}
	return doc == l.doc && (l.keys.IsZero() || r.at.Before(l.keys))
}

// verifyList also says whether the answer can be kept.
func (r *run) verifyList(text *StatusText) (l *listing, keep bool) {
	n := &run{Verifier: r.Verifier, ctx: r.ctx, expect: &Expect{}, at: r.at, list: true}
	l = &listing{cost: minCost + len(text.secured)}
	formed := n.format(text.secured)
	if !formed || !n.issuer() || !n.proof() || !n.trusted {
		l.err, l.reason = detachedError(n.checks, r.at, n.form), reasonStatusProof
		if formed { // what is malformed is so whoever is trusted
			l.issuer, l.doc = strings.Clone(n.shape.issuer), n.issuerDoc
		}
		for i := range n.checks {
			switch n.checks[i].Reason {
			case reasonTime, reasonCanceled, reasonUnavailable, reasonOtherDocument, reasonKeyExpired, reasonKeyRevoked:
				return l, false
			}
		}
		return l, !n.hasStrangers()
	}
	l.issuer, l.doc = strings.Clone(n.shape.issuer), n.issuerDoc
	l.id, l.version = strings.Clone(n.shape.id), n.shape.validFrom
	l.from, l.until = n.inForce()
	l.keys = n.keysEnd()
	list, err := status.Parse(n.doc.AppendTo(nil), r.statusLimits())
	if err != nil {
		l.reason = parseReason(err)
		l.err = errors.New(err.Error()) // the cause may keep all of the text
		return l, !n.hasStrangers()
	}
	l.list, l.version, l.sum = list, list.ValidFrom, list.Sum256()
	l.cost += list.Len() / 8
	if list.ValidFrom.After(l.from) { // StatusList2021 has other names for its dates
		l.from = list.ValidFrom
	}
	l.until = earlier(l.until, list.ValidUntil)
	return l, !n.hasStrangers()
}

// detachedError has the checks that decide and nothing of the text that they are about, so that it can be kept.
func detachedError(checks []Check, at time.Time, form Form) *Error {
	e := &Error{At: at, form: form}
	for i := range checks {
		if c := &checks[i]; c.decides() {
			e.Checks = append(e.Checks, Check{Step: c.Step, Outcome: c.Outcome, Code: c.Code, Reason: c.Reason,
				Detail: strings.Clone(c.Detail), Pointer: strings.Clone(c.Pointer), err: c.err, ended: c.ended})
		}
	}
	return e
}

// minCost is what a listing keeps beside its bits, roughly.
const minCost = 4 << 10

func parseReason(err error) string {
	switch {
	case errors.Is(err, status.ErrTooLarge):
		return reasonStatusTooLarge
	case errors.Is(err, status.ErrLength):
		return reasonStatusLength
	case errors.Is(err, status.ErrEncoding):
		return reasonStatusEncoding
	case errors.Is(err, status.ErrUnsupported):
		return reasonStatusSize
	}
	return reasonStatusFormat
}

// hasStrangers reports whether somebody beside the issuer signed, whose document may change as well.
func (r *run) hasStrangers() bool {
	for i := range r.proofs {
		if !r.proofs[i].own {
			return true
		}
	}
	return false
}

// inForce returns the period that all dates agree on: those of the credential, of the JWT claims and of the proofs.
func (r *run) inForce() (from, until time.Time) {
	from, until = r.period()
	for i := range r.proofs {
		p := &r.proofs[i]
		if p.created.After(from) {
			from = p.created
		}
		if !p.expires.IsZero() { // a proof has expired at its expires, not after it
			until = earlier(until, p.expires.Add(-1))
		}
	}
	return from, until
}

// keysEnd returns the instant from which on a key that was used is not to be used.
func (r *run) keysEnd() (end time.Time) {
	methods := []*did.Method{r.method}
	for i := range r.proofs {
		methods = append(methods, r.proofs[i].key)
	}
	for _, m := range methods {
		if m != nil {
			end = earlier(earlier(end, m.Expires), m.Revoked)
		}
	}
	return end
}

// earlier returns the earlier of two times, for which zero is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// maxListings is how many bytes of verified lists a Verifier keeps: some hundreds of the usual size.
const maxListings = 64 << 20

// listings keeps what was verified, by the hash of the text, the most recently used first.
type listings struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]*list.Element
	order list.List // of *kept
	cost  int
}

type kept struct {
	sum [sha256.Size]byte
	*listing
}

func newListings() *listings { return &listings{known: make(map[[sha256.Size]byte]*list.Element)} }

func (c *listings) get(sum [sha256.Size]byte) *listing {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.known[sum]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept).listing
}

func (c *listings) put(sum [sha256.Size]byte, l *listing) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.known[sum]; e != nil {
		c.cost += l.cost - e.Value.(*kept).cost
		e.Value.(*kept).listing = l
		c.order.MoveToFront(e)
	} else {
		c.cost += l.cost
		c.known[sum] = c.order.PushFront(&kept{sum, l})
	}
	for c.cost > maxListings && c.order.Len() > 1 {
		e := c.order.Back()
		k := c.order.Remove(e).(*kept)
		delete(c.known, k.sum)
		c.cost -= k.cost
	}
}
