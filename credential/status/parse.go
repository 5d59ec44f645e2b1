package status

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// parsed is the credential as it is read. What says nothing about the list is the verifier's business.
type parsed struct {
	ID         string              `json:"id" strict:"required"`
	Type       []string            `json:"type" strict:"required"`
	Issuer     party               `json:"issuer" strict:"required,ref"`
	ValidFrom  credential.DateTime `json:"validFrom"`
	ValidUntil credential.DateTime `json:"validUntil"`
	Issuance   credential.DateTime `json:"issuanceDate"` // of data model 1.1, as is the next
	Expiration credential.DateTime `json:"expirationDate"`
	Status     json.RawMessage     `json:"credentialStatus"`
	Subject    []parsedSubject     `json:"credentialSubject" strict:"required"`

	Rest map[string]json.RawMessage `json:"-" strict:"rest"`
}

type parsedSubject struct {
	Type        []string                   `json:"type" strict:"required"`
	Purposes    []Purpose                  `json:"statusPurpose" strict:"required"`
	EncodedList string                     `json:"encodedList" strict:"required"`
	TTL         float64                    `json:"ttl"`
	Size        *int                       `json:"statusSize"`
	Message     []credential.StatusMessage `json:"statusMessage"`
	Messages    []credential.StatusMessage `json:"statusMessages"` // the standard has both names

	Rest map[string]json.RawMessage `json:"-" strict:"rest"`
}

// party is an issuer, written as its URI or as an object.
type party struct {
	ID string `json:"id" strict:"required"`

	Rest map[string]json.RawMessage `json:"-" strict:"rest"`
}

// Parse reads the unsecured JSON of a BitstringStatusListCredential
// (https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential) or of a StatusList2021Credential
// (https://www.w3.org/TR/2023/WD-vc-status-list-20230427/#statuslist2021credential). It verifies nothing: doc is what a
// verifier has found authentic, and dates, contexts and issuer are to be judged there. A list that has a status itself is
// refused, so that no list leads to another.
//
// The error matches ErrFormat, ErrTooLarge, ErrEncoding, ErrLength or ErrUnsupported.
func Parse(doc []byte, lim *Limits) (*List, error) {
	l, err := parse(doc, lim.resolved())
	if err != nil {
		return nil, fmt.Errorf("status: read list: %w", err)
	}
	return l, nil
}

func parse(doc []byte, lim Limits) (*List, error) {
	v, err := strictjson.Parse(doc, lim.list())
	if err != nil {
		return nil, jsonError(err)
	}
	var p parsed
	if err := strictjson.Decode(v, &p); err != nil {
		return nil, jsonError(err)
	}
	l := &List{ID: p.ID, Issuer: p.Issuer.ID, short: lim.InsecureShort}
	if err := l.readEnvelope(&p); err != nil {
		return nil, err
	}
	at, s := "/credentialSubject", v.Get("credentialSubject")
	if s.Kind() == strictjson.Array {
		if s.Len() > 1 {
			return nil, wrong(at, fmt.Sprintf("want one subject, got %d", s.Len()))
		}
		at, s = at+"/0", s.At(0)
	}
	if l.form == draft2021 && s.Get("statusPurpose").Kind() != strictjson.String {
		return nil, wrong(at+"/statusPurpose", "want a string in a StatusList2021, got an array")
	}
	if err := l.readSubject(at, &p.Subject[0]); err != nil {
		return nil, err
	}
	if l.bits, err = forms[l.form].decode(p.Subject[0].EncodedList, lim.Bytes); err != nil {
		return nil, fmt.Errorf("%s/encodedList: %w", at, err)
	}
	if err := l.enough(max(l.size, 1)); err != nil {
		return nil, fmt.Errorf("%s/encodedList: %w", at, err)
	}
	l.detach()
	return l, nil
}

// detach gives the list strings of its own: as parts of the document they would keep all of it.
func (l *List) detach() {
	l.ID, l.Issuer = strings.Clone(l.ID), strings.Clone(l.Issuer)
	for i, p := range l.Purposes {
		l.Purposes[i] = Purpose(strings.Clone(string(p)))
	}
	for i, m := range l.messages {
		l.messages[i] = credential.StatusMessage{Status: strings.Clone(m.Status), Message: strings.Clone(m.Message)}
	}
}

func (l *List) readEnvelope(p *parsed) error {
	isBitstring, isDraft := slices.Contains(p.Type, forms[bitstring].list), slices.Contains(p.Type, forms[draft2021].list)
	switch {
	case isBitstring == isDraft:
		return wrong("/type", fmt.Sprintf("want one of %s and %s, got %s", forms[bitstring].list, forms[draft2021].list,
			strictjson.Quote(strings.Join(p.Type, " "))))
	case isDraft:
		l.form = draft2021
	}
	switch {
	case !iri.Absolute(p.ID) || fragment(p.ID):
		return wrong("/id", "want an absolute URI without a fragment, got "+strictjson.Quote(p.ID))
	case !iri.Absolute(p.Issuer.ID):
		return wrong("/issuer", "want an absolute URI, got "+strictjson.Quote(p.Issuer.ID))
	case p.Status != nil:
		return wrong("/credentialStatus", "want a list without a status of its own")
	}
	return l.readPeriod(p)
}

// readPeriod takes the dates of data model 1.1 for a StatusList2021 that has those alone: with both, two readers would
// see two periods.
func (l *List) readPeriod(p *parsed) error {
	from, until := p.ValidFrom, p.ValidUntil
	if old := !p.Issuance.IsZero() || !p.Expiration.IsZero(); old {
		if l.form != draft2021 || !from.IsZero() || !until.IsZero() {
			return wrong("", "issuanceDate and expirationDate, want validFrom and validUntil alone")
		}
		from, until = p.Issuance, p.Expiration
	}
	switch {
	case !from.Time().After(time.Time{}): // the zero Time stands for no date, here and in ValidUntil
		return wrong("/validFrom", "missing, want the time of this version")
	case !until.IsZero() && until.Time().Before(from.Time()):
		return wrong("/validUntil", fmt.Sprintf("want nothing before the start, %s, got %s", from, until))
	}
	l.ValidFrom, l.ValidUntil = from.Time(), until.Time()
	return nil
}

func (l *List) readSubject(at string, s *parsedSubject) error {
	if want := forms[l.form].subject; len(s.Type) != 1 || s.Type[0] != want {
		return wrong(at+"/type", "want "+want+" alone, got "+strictjson.Quote(strings.Join(s.Type, " ")))
	}
	for i, p := range s.Purposes {
		if p == "" || slices.Contains(s.Purposes[:i], p) || l.form == draft2021 && !p.written() {
			return wrong(at+"/statusPurpose", "want different purposes, revocation or suspension in a StatusList2021, got "+
				strictjson.Quote(string(p)))
		}
	}
	l.Purposes = s.Purposes
	if ms := s.TTL; ms < 0 || ms != math.Trunc(ms) || ms > float64(math.MaxInt64/time.Millisecond) {
		return wrong(at+"/ttl", fmt.Sprintf("want whole milliseconds, got %v", ms))
	}
	l.TTL = time.Duration(s.TTL) * time.Millisecond
	return l.readSize(at, s)
}

// readSize takes what lists of several bits may say instead of their entries.
func (l *List) readSize(at string, s *parsedSubject) error {
	if l.form == draft2021 && (s.Size != nil || s.Message != nil || s.Messages != nil) {
		return wrong(at, "statusSize and messages, which a StatusList2021 has not")
	}
	if s.Message != nil && s.Messages != nil {
		return wrong(at+"/statusMessages", "want it or statusMessage, got both")
	}
	if l.messages = s.Message; s.Messages != nil {
		l.messages = s.Messages
	}
	if s.Size != nil {
		if err := checkSize(*s.Size); err != nil {
			return fmt.Errorf("%s/statusSize: %w", at, err)
		}
		l.size = *s.Size
	}
	return nil
}

// enough checks the number of entries of a size in bits: "If the length of the revocation bitstring divided by
// statusSize is less than minimumNumberOfEntries, raise a STATUS_LIST_LENGTH_ERROR" (§3.2).
func (l *List) enough(size int) error {
	entries := l.Len() / size
	if entries >= MinEntries || l.short && entries > 0 {
		return nil
	}
	return fmt.Errorf("%w: want at least %d, got %d of %d bits", ErrLength, MinEntries, entries, size)
}

func checkSize(size int) error {
	switch {
	case size < 1:
		return fmt.Errorf("%w: want 1 or more bits, got %d", ErrFormat, size)
	case size > maxSize:
		return fmt.Errorf("%w: want at most %d bits, got %d", ErrUnsupported, maxSize, size)
	}
	return nil
}

// jsonError is what the reader of JSON found first.
func jsonError(err error) error {
	first := strictjson.Errors(err)[0]
	reason := ErrFormat
	if errors.Is(first, strictjson.ErrTooLarge) {
		reason = ErrTooLarge
	}
	return fmt.Errorf("%w: %w", reason, first)
}

// wrong is the error of a member that has the right type and does not fit.
func wrong(pointer, detail string) error {
	return fmt.Errorf("%w: %w", ErrFormat,
		&strictjson.Error{Pointer: pointer, Offset: -1, Detail: detail, Err: strictjson.ErrType})
}

// fragment reports whether a URI has one. A list's URL has none: that belongs to what is in the list.
func fragment(uri string) bool { return strings.Contains(uri, "#") }
