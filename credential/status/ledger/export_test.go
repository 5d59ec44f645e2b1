package ledger

import "time"

// What tests need to fail or stop at each call to the file system, and to write ledgers that this package would not.

type (
	Files = files
	File  = file
)

func CreateFiles(fsys Files, dir string, s Settings, now func() time.Time) error {
	return create(fsys, dir, s, now)
}

func OpenFiles(fsys Files, dir string, opts *Options) (*Ledger, error) { return open(fsys, dir, opts) }

// Frame returns a ledger with these payloads.
func Frame(payloads ...string) []byte {
	c := newChain()
	text := []byte(magic)
	for _, p := range payloads {
		text = c.appendRecord(text, []byte(p))
	}
	return text
}
