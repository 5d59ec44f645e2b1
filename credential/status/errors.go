package status

import "errors"

// The reasons for which a list or an entry is refused. Match them with errors.Is:
//
//	switch value, err := list.Lookup(&entry); {
//	case errors.Is(err, status.ErrList): // ask another list
//	case err != nil: // the status is unknown, which is not the same as clear
//	case value.Bits != 0: // set
//	}
var (
	// ErrFormat: not the JSON of a status list, or an entry that the standards do not have.
	ErrFormat = errors.New("not in the form of a status list")

	// ErrTooLarge: beyond Limits or one of the maxima of this package.
	ErrTooLarge = errors.New("too large")

	// ErrLength: fewer than MinEntries entries, or a number of entries that a new list cannot have.
	ErrLength = errors.New("wrong number of entries")

	// ErrEncoding: encodedList is not the one text of whole bytes: its base64, its gzip stream or the checksum of that is
	// wrong, or something follows.
	ErrEncoding = errors.New("malformed encoded list")

	// ErrList: the entry points to another list, or to one of another kind.
	ErrList = errors.New("entry of another list")

	// ErrPurpose: the list is not for this purpose.
	ErrPurpose = errors.New("not a purpose of the list")

	// ErrIndex: the index is not a number in decimal digits.
	ErrIndex = errors.New("malformed index")

	// ErrRange: the list ends before the index.
	ErrRange = errors.New("index beyond the end of the list")

	// ErrUnsupported: a type of entry, or a size of entries, that this package does not read.
	ErrUnsupported = errors.New("unsupported status")
)
