package ledger

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential/status"
)

// Settings say whose lists they are and where they are published. They are the first record of the ledger and do not
// change: entries that were given out name the lists by their URLs.
type Settings struct {
	Issuer    string // who signs the lists, an absolute URI; that of the badges, unless verifiers are told otherwise
	URL       string // of the folder in which the lists are published, with "/" at its end: https://example.org/status/
	Extension string // of the lists' files and URLs, such as ".jwt" or ".json"; empty: none
	Entries   int    // of each list, a multiple of 8 from status.MinEntries to status.MaxEntries; 0: status.MinEntries

	// Seed is a secret that indices and salts are drawn with, 32 lower-case hexadecimal digits: two ledgers that have the
	// same settings, and are asked for the same ids in the same order, give the same answers. Empty: Create draws one.
	Seed string
}

// seedDigits is the length of Settings.Seed: 128 bits.
const seedDigits = 32

// maxExtension is in bytes.
const maxExtension = 16

// maxLists keeps names, and so URLs, short: it is more credentials than there are people.
const maxLists = 1_000_000

// complete fills in what may be left to Create.
func (s Settings) complete() Settings {
	if s.Entries == 0 {
		s.Entries = status.MinEntries
	}
	if s.Seed == "" {
		var seed [seedDigits / 2]byte
		rand.Read(seed[:]) // never fails
		s.Seed = hex.EncodeToString(seed[:])
	}
	return s
}

// check refuses settings that no list could be published with.
func (s Settings) check() error {
	refuse := func(err error) error { return fmt.Errorf("%w: %w", ErrSettings, err) }
	if !strings.HasSuffix(s.URL, "/") || strings.ContainsAny(s.URL, "?#") {
		return refuse(fmt.Errorf("want a URL of a folder, with / at its end and without ? and #, got %s", quote(s.URL)))
	}
	if !validExtension(s.Extension) {
		return refuse(fmt.Errorf("want an extension such as .jwt, of at most %d bytes, got %s", maxExtension, quote(s.Extension)))
	}
	l, err := status.New(s.url(name(suspension, maxLists)), s.Issuer, status.Suspension, s.Entries)
	if err != nil {
		return refuse(err)
	}
	l.ValidFrom = time.Unix(0, 0)
	if err := l.Validate(); err != nil {
		return refuse(err)
	}
	if s.Entries == 0 { // which status.New takes for the least
		return refuse(errors.New("want entries"))
	}
	if !validSeed(s.Seed) {
		return refuse(fmt.Errorf("want a seed of %d lower-case hexadecimal digits, got %d bytes", seedDigits, len(s.Seed)))
	}
	return nil
}

func validSeed(s string) bool {
	return len(s) == seedDigits && strings.Trim(s, "0123456789abcdef") == ""
}

// validExtension takes what every file system and URL takes as it is: parts of ASCII letters, digits, - and _, each
// after a full stop.
func validExtension(s string) bool {
	if len(s) > maxExtension {
		return false
	}
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
		dot := c == '.' && i+1 < len(s) && s[i+1] != '.'
		if !dot && (i == 0 || !letter) {
			return false
		}
	}
	return true
}

func (s Settings) url(name string) string { return s.URL + name + s.Extension }

// kind is a purpose that the ledger keeps lists for, as an index into arrays.
type kind int

const (
	revocation kind = iota
	suspension
	kinds
)

var purposes = [kinds]status.Purpose{status.Revocation, status.Suspension}

// name is that of the nth list of its kind; the first is 1.
func name(k kind, n int) string { return string(purposes[k]) + "-" + strconv.Itoa(n) }

// quote shows untrusted text, cut short.
func quote(s string) string {
	if len(s) > 64 {
		s = s[:64] + "…"
	}
	return strconv.Quote(s)
}
