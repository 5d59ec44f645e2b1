package online

import (
	"container/list"
	"context"
	"errors"
	"sync"
	"time"
)

const (
	maxKept   = 10_000           // answers that a store keeps in memory
	maxMemory = 64 << 20         // bytes of them, as received
	pause     = 30 * time.Second // after a failure, before the next try
	anyAge    = time.Duration(1<<63 - 1)
)

// answer is an answer and what was made of it. It is immutable.
type answer[T any] struct {
	meta
	value T
	size  int  // bytes of the body
	once  bool // no-store: for those who asked, and nobody after them
}

// age is negative when the clock has gone back since.
func (a *answer[T]) age(now time.Time) time.Duration { return now.Sub(a.Retrieved) }

func (a *answer[T]) fresh(now time.Time) bool {
	age := a.age(now)
	return 0 <= age && age < a.Lifetime
}

// store fetches, and keeps what it fetched in memory and in a folder. A key has one URL.
type store[T any] struct {
	now      func() time.Time
	fetch    func(ctx context.Context, url, etag string, now time.Time) (*reply, error)
	parse    func(key string, body []byte) (T, error)
	folder   *folder
	maxBytes int64
	timeout  time.Duration
	maxAge   time.Duration
	maxStale time.Duration // negative: never; anyAge: always

	mu    sync.Mutex
	slots map[string]*list.Element // of *slot[T]
	order *list.List               // the latest used first
	bytes int
}

// slot is what a store knows of a key. All but key, url and read are guarded by the store's mu.
type slot[T any] struct {
	key, url string
	read     sync.Once // of the folder
	kept     *answer[T]
	failure  error // of the latest try
	failed   time.Time
	flight   *flight[T]
}

// flight is a request that is under way, for all who wait for it.
type flight[T any] struct {
	cancel  context.CancelFunc
	waiting int           // guarded by the store's mu
	done    chan struct{} // closed when answer and err are there
	answer  *answer[T]
	err     error
}

// get returns the answer for a key: one that is fresh, or else what the server says now, or else one that is stale.
func (s *store[T]) get(ctx context.Context, key, url string) (*answer[T], error) {
	sl := s.slot(key, url)
	now := s.now()
	s.mu.Lock()
	kept, f := sl.kept, sl.flight
	if kept != nil && kept.fresh(now) {
		s.mu.Unlock()
		return kept, nil
	}
	if f == nil {
		if since := now.Sub(sl.failed); sl.failure != nil && 0 <= since && since < pause {
			failure := sl.failure
			s.mu.Unlock()
			return s.fallBack(kept, failure)
		}
		ctx, cancel := context.WithTimeoutCause(context.Background(), s.timeout, ErrTimeout) // nobody's alone
		f = &flight[T]{cancel: cancel, done: make(chan struct{})}
		sl.flight = f
		go s.fly(ctx, sl, f, kept)
	}
	f.waiting++
	s.mu.Unlock()
	return s.wait(ctx, sl, f, kept)
}

// peek returns what is kept for a key.
func (s *store[T]) peek(key, url string) *answer[T] {
	sl := s.slot(key, url)
	s.mu.Lock()
	defer s.mu.Unlock()
	return sl.kept
}

// wait waits for a flight. Those who have a copy to fall back on wait for half of the time they have, so that they have
// time left to use it; the flight goes on without them. When all others have left it is cancelled.
func (s *store[T]) wait(ctx context.Context, sl *slot[T], f *flight[T], kept *answer[T]) (*answer[T], error) {
	var patience <-chan time.Time
	if deadline, ok := ctx.Deadline(); ok && s.usable(kept) {
		t := time.NewTimer(time.Until(deadline) / 2)
		defer t.Stop()
		patience = t.C
	}
	select {
	case <-f.done:
		if f.err != nil {
			return s.fallBack(kept, f.err)
		}
		return f.answer, nil
	case <-patience:
		return kept, nil
	case <-ctx.Done():
		s.mu.Lock()
		defer s.mu.Unlock()
		f.waiting--
		if f.waiting == 0 {
			f.cancel()
			if sl.flight == f {
				sl.flight = nil // who comes now gets a new one
			}
		}
		return nil, ctx.Err()
	}
}

// fallBack returns a stale answer where the server could not be asked.
func (s *store[T]) fallBack(kept *answer[T], failure error) (*answer[T], error) {
	if s.usable(kept) && !errors.Is(failure, ErrNotFound) {
		return kept, nil
	}
	return nil, failure
}

func (s *store[T]) usable(kept *answer[T]) bool {
	if kept == nil || s.maxStale == anyAge {
		return kept != nil
	}
	age := kept.age(s.now())
	return 0 <= age && age <= s.maxStale
}

// fly makes the request and leaves what came of it in the slot and for those who wait.
func (s *store[T]) fly(ctx context.Context, sl *slot[T], f *flight[T], kept *answer[T]) {
	defer f.cancel()
	a, err := s.request(ctx, sl, kept)
	s.mu.Lock()
	defer s.mu.Unlock()
	f.answer, f.err = a, err
	defer close(f.done) // when all is noted
	if sl.flight != f { // given up by all
		return
	}
	sl.flight = nil
	sl.failure, sl.failed = err, s.now()
	switch {
	case err == nil && !a.once:
		s.keep(sl, a)
	case err == nil, errors.Is(err, ErrNotFound):
		s.keep(sl, nil)
	}
}

func (s *store[T]) request(ctx context.Context, sl *slot[T], kept *answer[T]) (*answer[T], error) {
	etag := ""
	if kept != nil {
		etag = kept.ETag
	}
	began := s.now()
	r, err := s.fetch(ctx, sl.url, etag, began)
	if err != nil {
		if errors.Is(err, ErrNotFound) {
			s.folder.remove(sl.url)
		}
		return nil, err
	}
	a := &answer[T]{
		meta: meta{URL: sl.url, ETag: r.etag, Retrieved: began.Round(0).UTC(), Lifetime: min(r.lifetime, s.maxAge)},
		once: r.noStore,
	}
	if r.notModified {
		a.ETag, a.value, a.size = etag, kept.value, kept.size
		if !r.said {
			a.Lifetime = kept.Lifetime
		}
	} else {
		// Parsed before it is kept: an answer of no use must not take the place of one that was.
		if a.value, err = s.parse(sl.key, r.body); err != nil {
			return nil, err
		}
		a.size = len(r.body)
	}
	switch {
	case a.once:
		s.folder.remove(sl.url)
	case r.notModified:
		s.folder.renew(a.meta, s.maxBytes)
	default:
		s.folder.write(a.meta, r.body)
	}
	return a, nil
}

// slot returns the slot of a key, with what the folder has for it.
func (s *store[T]) slot(key, url string) *slot[T] {
	s.mu.Lock()
	el, ok := s.slots[key]
	if ok {
		s.order.MoveToFront(el)
	} else {
		el = s.order.PushFront(&slot[T]{key: key, url: url})
		s.slots[key] = el
		s.evict()
	}
	sl := el.Value.(*slot[T])
	s.mu.Unlock()
	sl.read.Do(func() { s.load(sl) })
	return sl
}

// load takes what the folder has. A file that cannot be used is none.
func (s *store[T]) load(sl *slot[T]) {
	m, body, err := s.folder.read(sl.url, s.maxBytes)
	if err != nil || int64(len(body)) > s.maxBytes {
		return
	}
	value, err := s.parse(sl.key, body)
	if err != nil {
		return
	}
	m.Lifetime = min(m.Lifetime, s.maxAge)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep(sl, &answer[T]{meta: m, value: value, size: len(body)})
}

// keep puts an answer, or nil for none, into a slot. mu is held.
func (s *store[T]) keep(sl *slot[T], a *answer[T]) {
	if el, ok := s.slots[sl.key]; ok && el.Value == any(sl) { // and not yet evicted
		s.bytes += sizeOf(a) - sizeOf(sl.kept)
	}
	sl.kept = a
	s.evict()
}

// evict makes room by taking away what was not used for the longest time. mu is held.
func (s *store[T]) evict() {
	for len(s.slots) > 1 && (len(s.slots) > maxKept || s.bytes > maxMemory) {
		sl := s.order.Remove(s.order.Back()).(*slot[T])
		delete(s.slots, sl.key)
		s.bytes -= sizeOf(sl.kept)
	}
}

func sizeOf[T any](a *answer[T]) int {
	if a == nil {
		return 0
	}
	return a.size
}
