package ledger

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
)

// The files in the folder of a ledger.
const (
	ledgerFile = "ledger"
	lockName   = "lock" // stays when nobody holds it
)

// Options change how Open opens. A nil pointer is the zero value.
type Options struct {
	// ReadOnly opens what was written up to now, without a lock: it never waits and never writes, whoever writes
	// meanwhile. Changes that come later are not seen. False: to write.
	ReadOnly bool

	// Now is the clock. Nil: time.Now.
	Now func() time.Time

	// Notice is called by Open, in words for a log, when it repaired what a crash left. Nil: nobody is told.
	Notice func(text string)

	// KeepVersions makes Publish keep every version in a file of its own beside the list's, with the version's number
	// before the extension: revocation-1.3.jwt. False: a version is gone when the next one is there.
	KeepVersions bool
}

// Ledger is an open ledger. It is safe for concurrent use. Close it.
type Ledger struct {
	fsys files
	opts Options
	path string // of the file

	publishing sync.Mutex // taken before mu, and held while somebody signs

	mu     sync.Mutex
	file   file // nil: read-only or closed
	lock   io.Closer
	closed bool
	broken error
	size   int64 // of what is written and synced
	chain  chain
	book   book
}

// Create makes a ledger in the folder, and the folder (mode 0700) if it is missing; the one above it must exist. The
// error wraps ErrExists, ErrLocked or ErrSettings, errors.ErrUnsupported where files cannot be locked, or is that of the
// file system. If it fails half way it can be called again.
func Create(dir string, s Settings) error { return create(osFiles{}, dir, s, time.Now) }

func create(fsys files, dir string, s Settings, now func() time.Time) (err error) {
	defer func() { err = wrap("create", err) }()
	s = s.complete()
	if err := s.check(); err != nil {
		return err
	}
	at, err := clock(now)
	if err != nil {
		return err
	}
	if err := mkdir(fsys, dir, 0o700); err != nil {
		return err
	}
	lock, err := fsys.Lock(filepath.Join(dir, lockName))
	if err != nil {
		return err
	}
	defer lock.Close()
	path := filepath.Join(dir, ledgerFile)
	f, err := fsys.OpenFile(path, os.O_RDONLY, 0)
	if err == nil {
		return errors.Join(fmt.Errorf("%w: %s", ErrExists, path), f.Close())
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	c := newChain()
	e := event{at: at, action: actionCreate, settings: s}
	return replace(fsys, path, 0o600, c.appendRecord([]byte(magic), e.append(nil)), nil)
}

// Open reads a ledger, which takes a second or two for a million credentials, and repairs what a crash left of a record
// that was never acknowledged. The error wraps ErrLocked, ErrDamaged, fs.ErrNotExist when there is no ledger,
// errors.ErrUnsupported where files cannot be locked and ReadOnly is not set, or is that of the file system.
func Open(dir string, opts *Options) (*Ledger, error) { return open(osFiles{}, dir, opts) }

func open(fsys files, dir string, opts *Options) (*Ledger, error) {
	l := &Ledger{fsys: fsys, path: filepath.Join(dir, ledgerFile)}
	if opts != nil {
		l.opts = *opts
	}
	if l.opts.Now == nil {
		l.opts.Now = time.Now
	}
	err := l.open(dir)
	if err != nil {
		return nil, wrap("open", errors.Join(err, l.Close()))
	}
	return l, nil
}

func (l *Ledger) open(dir string) error {
	flag := os.O_RDWR
	if l.opts.ReadOnly {
		flag = os.O_RDONLY
	}
	// First, so that a folder that is no ledger gets no lock file. The file is never replaced.
	f, err := l.fsys.OpenFile(l.path, flag, 0)
	if err != nil {
		return err
	}
	if l.opts.ReadOnly {
		_, err := l.read(f)
		return errors.Join(err, f.Close())
	}
	l.file = f
	if l.lock, err = l.fsys.Lock(filepath.Join(dir, lockName)); err != nil {
		return err
	}
	s, err := l.read(f)
	if err != nil && err != errTorn {
		return err
	}
	if err == errTorn {
		if err := l.repair(s); err != nil {
			return err
		}
	}
	// A process that was killed may have written what was read and not synced it, or renamed the new file alone.
	if err := f.Sync(); err != nil {
		return err
	}
	return l.fsys.SyncDir(dir)
}

// read fills the book. A torn tail is an error for those who can cut it; for readers it is the end.
func (l *Ledger) read(f io.ReadSeeker) (*scanner, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	l.book = newBook(int(min(size/160, maxRoom))) // a record with a UUID has so many bytes
	s, err := newScanner(f)
	if err == nil {
		err = l.book.read(s)
	}
	if d, ok := errors.AsType[*DamageError](err); ok {
		d.File = l.path
	}
	if err == errTorn && l.opts.ReadOnly {
		err = nil
	}
	if s != nil {
		l.size, l.chain = s.end, s.chain
	}
	return s, err
}

// maxRoom is the number of records that room is made for before they are read: a sparse file may seem to have any number.
const maxRoom = 1 << 20

func (b *book) read(s *scanner) error {
	var e event
	for {
		before, end := s.count, s.end
		payload, err := s.next()
		if err == io.EOF && s.count == 0 {
			return s.damage(errors.New("no settings"))
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err = e.parse(payload); err == nil {
			err = b.apply(&e)
		}
		if err != nil {
			return &DamageError{Record: before + 1, Offset: end, Detail: err.Error()}
		}
	}
}

// repair cuts what is behind the last record, and ends that one with a newline if it has none.
func (l *Ledger) repair(s *scanner) error {
	if err := l.file.Truncate(l.size); err != nil {
		return err
	}
	text := "cut an unfinished record"
	if s.open {
		text = "finished a record that was whole but for its newline"
		if _, err := l.file.WriteAt([]byte("\n"), l.size); err != nil {
			return err
		}
		l.size++
	}
	if l.opts.Notice != nil {
		l.opts.Notice(fmt.Sprintf("ledger: %s: %s, after %d records, at byte %d", l.path, text, s.count, s.end))
	}
	return nil
}

// Close lets others write. What was read can still be looked up. Closing twice is no error.
func (l *Ledger) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	var errs []error
	if l.file != nil {
		errs = append(errs, l.file.Close())
	}
	if l.lock != nil { // last, so that the next one finds all as it is
		errs = append(errs, l.lock.Close())
	}
	l.file, l.lock = nil, nil
	return wrap("close", errors.Join(errs...))
}

// Settings returns those that the ledger was created with, Entries filled in.
func (l *Ledger) Settings() Settings { return l.book.settings }

// Reserve gives the credential an index in a list of each purpose, status.Revocation and status.Suspension when none is
// named, and returns its credentialStatus: revocation first. When it returns, the indices are on disk and nobody else
// will ever get them, also if the credential is never signed. Asked again for the same id it returns the same entries.
//
// The error wraps ErrID, ErrPurposes, ErrClock, ErrReadOnly, ErrBroken or fs.ErrClosed, or is that of the file system.
func (l *Ledger) Reserve(id string, purposes ...status.Purpose) ([]credential.StatusEntry, error) {
	all, err := l.ReserveAll([]string{id}, purposes...)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// ReserveAll is Reserve for each of the ids, with one wait for the disk. If it refuses one, it reserves nothing.
func (l *Ledger) ReserveAll(ids []string, purposes ...status.Purpose) ([][]credential.StatusEntry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.reserve(ids, purposes); err != nil {
		return nil, wrap("reserve", err)
	}
	all := make([][]credential.StatusEntry, len(ids))
	for i, id := range ids {
		number, _ := l.book.records.find(id)
		all[i] = l.book.entries(l.book.records.slots(number))
	}
	return all, nil
}

func (l *Ledger) reserve(ids []string, wanted []status.Purpose) error {
	at, err := l.ready()
	if err != nil {
		return err
	}
	has, err := kindsOf(wanted)
	if err != nil {
		return err
	}
	var events []event
	var draw [kinds]drawer
	for k := range draw {
		draw[k] = l.book.drawer(kind(k))
	}
	fresh := make(map[string]bool)
	for _, id := range ids {
		if number, ok := l.book.records.find(id); ok {
			if kindsIn(l.book.records.slots(number)) != has {
				return fmt.Errorf("%w: others were reserved for %s", ErrPurposes, quote(id))
			}
			continue
		}
		if fresh[id] {
			continue
		}
		if err := checkID(id); err != nil {
			return err
		}
		fresh[id] = true
		e := event{at: at, action: ActionReserve, id: []byte(id)}
		for k := range draw {
			if has[k] {
				e.slots[k] = draw[k].next(id)
			}
		}
		events = append(events, e)
	}
	return l.append(events...)
}

func kindsOf(wanted []status.Purpose) (has [kinds]bool, err error) {
	if len(wanted) == 0 {
		wanted = purposes[:]
	}
	for _, p := range wanted {
		k := slices.Index(purposes[:], p)
		if k < 0 {
			return has, fmt.Errorf("%w: want revocation or suspension, got %s", ErrPurposes, quote(string(p)))
		}
		has[k] = true
	}
	return has, nil
}

func kindsIn(slots [kinds]slot) (has [kinds]bool) {
	for k, s := range slots {
		has[k] = s.list != 0
	}
	return has
}

// Revoke sets the credential's revocation bit for good. The reason is one line for the ledger alone, and may be empty; it
// is not published. When it returns, the change is on disk; verifiers see it after Publish. Revoking again is no error
// and changes nothing, the first reason stays.
//
// The error wraps ErrUnknown, ErrNoEntry, ErrReason, ErrClock, ErrReadOnly, ErrBroken or fs.ErrClosed, or is that of the
// file system.
func (l *Ledger) Revoke(id, reason string) error { return l.change(ActionRevoke, id, reason) }

// Suspend sets the credential's suspension bit, until Reinstate. It is like Revoke, and the error can be ErrRevoked too.
func (l *Ledger) Suspend(id, reason string) error { return l.change(ActionSuspend, id, reason) }

// Reinstate clears the credential's suspension bit. It is like Revoke, and the error can be ErrRevoked too.
func (l *Ledger) Reinstate(id, reason string) error { return l.change(ActionReinstate, id, reason) }

func (l *Ledger) change(a Action, id, reason string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, err := l.ready()
	if err == nil {
		err = checkReason(reason)
	}
	if err != nil {
		return wrap(string(a), err)
	}
	number, ok := l.book.records.find(id)
	if !ok {
		return wrap(string(a), fmt.Errorf("%w: %s", ErrUnknown, quote(id)))
	}
	changes, err := l.book.allows(number, a)
	if err == nil && changes {
		err = l.append(event{at: at, action: a, id: []byte(id), reason: []byte(reason)})
	}
	return wrap(string(a), err)
}

// ready returns the time, or why nothing can be written. The caller holds mu.
func (l *Ledger) ready() (at int64, err error) {
	switch {
	case l.closed:
		return 0, fs.ErrClosed
	case l.opts.ReadOnly:
		return 0, ErrReadOnly
	case l.broken != nil:
		return 0, fmt.Errorf("%w: %w", ErrBroken, l.broken)
	}
	return clock(l.opts.Now)
}

func clock(now func() time.Time) (seconds int64, err error) {
	t := now()
	if t.Unix() < 0 || t.Unix() > maxTime {
		return 0, fmt.Errorf("%w: want 1970 to 9999, got %s", ErrClock, t)
	}
	return t.Unix(), nil
}

// append writes the events and, when they are on disk, makes them part of the book. The caller holds mu and checked that
// they can be.
func (l *Ledger) append(events ...event) error {
	if len(events) == 0 {
		return nil
	}
	c := l.chain
	var text, payload []byte
	for i := range events {
		payload = events[i].append(payload[:0])
		text = c.appendRecord(text, payload)
	}
	if _, err := l.file.WriteAt(text, l.size); err != nil {
		// Nothing may follow a record that is half there, so what is there is taken back, or it is the last.
		undone := l.file.Truncate(l.size)
		if undone == nil {
			undone = l.file.Sync()
		}
		if undone != nil {
			l.broken = errors.Join(err, undone)
		}
		return err
	}
	if err := l.file.Sync(); err != nil {
		// The kernel may have dropped the pages and call them clean: a second sync would prove nothing.
		l.broken = err
		return err
	}
	l.size, l.chain = l.size+int64(len(text)), c
	for i := range events {
		if err := l.book.apply(&events[i]); err != nil {
			l.broken = err // a mistake of this package
			return err
		}
	}
	return nil
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("ledger: %s: %w", doing, err)
}
