package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"github.com/charterbadge/openbadge/credential/status"
)

// Signer secures a document with a signature or a proof, and verifies what it returns. Those of package signer do.
type Signer interface {
	Sign(ctx context.Context, doc json.Marshaler) ([]byte, error)
}

// Publication is a version of a list that was published.
type Publication struct {
	URL        string
	File       string // path of the file
	Version    int    // 1 for the first of the list
	ValidFrom  time.Time
	ValidUntil time.Time // zero: no end
}

// maxAhead is how far the newest version of a list may be ahead of the clock, in seconds.
const maxAhead = 3600

// Publish writes all lists as they are now into the folder, which is made (mode 0755) if it is missing, signed: each a
// *status.List in a file named like its URL, mode 0644. The files are what is to be served, or carried to verifiers. A
// file is replaced as a whole, and is on disk before Publish returns.
//
// The lists are valid from now on, to the second. Within a list versions only rise: one is at least a second after the
// last, and ErrClock is the error when the last is more than an hour ahead of the clock. They are valid for the validity,
// in whole seconds, from then; 0 is without end. A validity bounds how long a verifier can be kept on an old version, and
// how soon the next has to be there. The lists have no ttl.
//
// When it fails, the error being that of the context, the signer or the file system, or ErrValidity, ErrUnsigned,
// ErrClock, ErrReadOnly, ErrBroken or fs.ErrClosed, what is published already is returned beside it and stays; of the
// list that failed there is the old version or the new, whole, and every other file is the one it was. Publishing again
// is all that is needed then. Other methods can be called while the signer works.
func (l *Ledger) Publish(ctx context.Context, dir string, s Signer, validity time.Duration) ([]Publication, error) {
	l.publishing.Lock()
	defer l.publishing.Unlock()
	if validity < 0 || validity > 0 && validity < time.Second {
		return nil, wrap("publish", fmt.Errorf("%w: want 0 or at least a second, got %s", ErrValidity, validity))
	}
	l.mu.Lock()
	_, err := l.ready()
	var lists []publication
	for k := range l.book.lists {
		for i := range l.book.lists[k] {
			lists = append(lists, publication{kind: kind(k), list: i + 1})
		}
	}
	l.mu.Unlock()
	if err == nil {
		err = mkdir(l.fsys, dir, 0o755)
	}
	if err != nil {
		return nil, wrap("publish", err)
	}
	var done []Publication
	for _, p := range lists {
		out, err := l.publish(ctx, dir, s, validity, p)
		if err != nil {
			return done, wrap("publish "+name(p.kind, p.list), err)
		}
		done = append(done, out)
	}
	return done, nil
}

func (l *Ledger) publish(ctx context.Context, dir string, s Signer, validity time.Duration, p publication) (Publication, error) {
	doc, err := l.version(&p, validity)
	if err != nil {
		return Publication{}, err
	}
	if err := ctx.Err(); err != nil {
		return Publication{}, err
	}
	text, err := s.Sign(ctx, doc)
	if err == nil && len(text) == 0 {
		err = ErrUnsigned
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return Publication{}, err
	}
	p.sum = sha256.Sum256(text)

	// The number is taken before anybody can see the version, so that none is ever used for two.
	take := func() error {
		l.mu.Lock()
		defer l.mu.Unlock()
		at, err := l.ready()
		if err != nil {
			return err
		}
		return l.append(event{at: at, action: actionPublish, publication: p})
	}
	base := filepath.Join(dir, name(p.kind, p.list))
	file := base + l.book.settings.Extension
	if l.opts.KeepVersions {
		kept := base + "." + strconv.Itoa(p.version) + l.book.settings.Extension
		if err := replace(l.fsys, kept, 0o644, text, take); err != nil {
			return Publication{}, err
		}
		take = nil
	}
	if err := replace(l.fsys, file, 0o644, text, take); err != nil {
		return Publication{}, err
	}
	return Publication{URL: doc.ID, File: file, Version: p.version, ValidFrom: doc.ValidFrom, ValidUntil: doc.ValidUntil}, nil
}

// version fills in what the next version of the list is, and returns a copy of the list as it is now.
func (l *Ledger) version(p *publication, validity time.Duration) (*status.List, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, err := l.ready()
	if err != nil {
		return nil, err
	}
	now := l.book.lists[p.kind][p.list-1]
	p.version, p.from = now.last.version+1, at
	if now.last.version > 0 {
		if now.last.from > at+maxAhead {
			return nil, fmt.Errorf("%w: it is %s, the last version is from %s", ErrClock, utc(at), utc(now.last.from))
		}
		p.from = max(at, now.last.from+1)
	}
	doc, err := status.New(now.bits.ID, now.bits.Issuer, purposes[p.kind], now.bits.Len())
	if err != nil {
		return nil, err
	}
	doc.ValidFrom = utc(p.from)
	if validity > 0 {
		p.until = p.from + int64(validity/time.Second)
		doc.ValidUntil = utc(p.until)
	}
	if p.from > maxTime || p.until > maxTime {
		return nil, fmt.Errorf("%w: want validity to end by 9999", ErrValidity)
	}
	for i, left := 0, now.bits.Count(); left > 0; i++ {
		set, err := now.bits.At(i)
		if err != nil {
			return nil, err
		}
		if set {
			left--
			if err := doc.Set(i, true); err != nil {
				return nil, err
			}
		}
	}
	return doc, nil
}
