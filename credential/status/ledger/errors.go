package ledger

import (
	"errors"
	"fmt"
)

// The reasons for which a ledger refuses. Match them with errors.Is:
//
//	l, err := ledger.Open(dir, nil)
//	switch {
//	case errors.Is(err, ledger.ErrLocked): // another process has it: try again, or open it with ReadOnly
//	case errors.Is(err, ledger.ErrDamaged): // look at the place that the error names; restore a copy
//	case errors.Is(err, fs.ErrNotExist): // Create one
//	}
//
// Errors of the file system are wrapped. A method that writes gives fs.ErrClosed after Close.
var (
	// ErrExists: the folder has a ledger already.
	ErrExists = errors.New("ledger exists")

	// ErrLocked: the ledger is open for writing, in another process or in this one.
	ErrLocked = errors.New("ledger is open for writing elsewhere")

	// ErrDamaged: the file is not what this package wrote. The error is a *DamageError.
	ErrDamaged = errors.New("ledger is damaged")

	// ErrBroken: a write failed in such a way that only reading the file anew can tell what it holds. Nothing is written
	// any more; what was acknowledged is kept. Close the ledger and open it again.
	ErrBroken = errors.New("an earlier write failed, open the ledger again")

	// ErrReadOnly: the ledger was opened with Options.ReadOnly.
	ErrReadOnly = errors.New("ledger was opened for reading")

	// ErrSettings: a Settings that no list could be published with.
	ErrSettings = errors.New("settings cannot be used")

	// ErrID: the id of a credential is not an absolute IRI of at most 2,048 bytes.
	ErrID = errors.New("not the id of a credential")

	// ErrReason: a reason is not one line of valid UTF-8, or is longer than MaxReason bytes.
	ErrReason = errors.New("not a reason")

	// ErrPurposes: a purpose that a ledger keeps no lists for, or not those that the id was reserved with.
	ErrPurposes = errors.New("purposes do not fit")

	// ErrUnknown: nothing was reserved for the id.
	ErrUnknown = errors.New("id is not in the ledger")

	// ErrNoEntry: the credential has no entry of the purpose, so that the change could not be published.
	ErrNoEntry = errors.New("credential has no status entry of this purpose")

	// ErrRevoked: the credential is revoked, which is final.
	ErrRevoked = errors.New("credential is revoked")

	// ErrClock: the clock is before 1970 or after 9999, or far behind the last version of a list.
	ErrClock = errors.New("clock cannot be right")

	// ErrValidity: a validity that is negative, or between zero and one second.
	ErrValidity = errors.New("not a validity")

	// ErrUnsigned: the signer returned neither an error nor a text.
	ErrUnsigned = errors.New("signer returned nothing")
)

// DamageError says where a ledger is damaged. It wraps ErrDamaged.
type DamageError struct {
	File   string // path of the file
	Record int    // number of the first record that is not right; the first in the file is 1
	Offset int64  // where that record begins, in bytes from the start of the file
	Detail string // what was found
}

// Error gives file, record and place in one line.
func (e *DamageError) Error() string {
	return fmt.Sprintf("%s: %v: record %d at byte %d: %s", e.File, ErrDamaged, e.Record, e.Offset, e.Detail)
}

// Unwrap returns ErrDamaged.
func (e *DamageError) Unwrap() error { return ErrDamaged }
