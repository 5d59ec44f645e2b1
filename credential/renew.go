package credential

import (
	"fmt"
	"reflect"
	"time"
)

// Renew returns the next issue of a badge, valid from from, which must be later than prev.ValidFrom, until until (zero:
// without end). It has the ID, issuer, subject and status entries of prev, so that by the equality rule of Open Badges
// (https://www.imsglobal.org/spec/ob/v3p0, Credential Equality and Comparison Algorithm) it replaces prev, expired or
// not. AwardedDate stays, and is the ValidFrom of prev when there was none. Embedded endorsements stay, with their
// signatures; proofs do not. Times are kept to the second. Prev is not changed and shares no memory with the result,
// which Validates. The error is made of *FieldErrors, whose pointers are those of the new badge.
func Renew(prev *OpenBadge, from, until time.Time) (*OpenBadge, error) {
	next := clone(*prev)
	if next.AwardedDate.IsZero() {
		next.AwardedDate = prev.ValidFrom
	}
	next.ValidFrom = NewDateTime(from)
	next.ValidUntil = NewDateTime(until)
	next.Proof = nil

	var c check
	if !next.ValidFrom.Time().After(prev.ValidFrom.Time()) {
		c.fail("/validFrom", CodeOrder, fmt.Sprintf("want a date after that of the badge to renew, %s, got %s",
			prev.ValidFrom, next.ValidFrom))
	}
	if err := join(append(c.found, FieldErrors(next.Validate())...)); err != nil {
		return nil, fmt.Errorf("credential: renew: %w", err)
	}
	return &next, nil
}

// clone returns a deep copy of a value of this package.
func clone[T any](v T) T {
	unshare(reflect.ValueOf(&v).Elem())
	return v
}

// unshare replaces what v shares with the value that it was copied from.
func unshare(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			p := reflect.New(v.Type().Elem())
			p.Elem().Set(v.Elem())
			unshare(p.Elem())
			v.Set(p)
		}
	case reflect.Slice:
		if !v.IsNil() {
			s := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(s, v)
			if v.Type().Elem().Kind() != reflect.Uint8 {
				for i := range s.Len() {
					unshare(s.Index(i))
				}
			}
			v.Set(s)
		}
	case reflect.Map:
		if !v.IsNil() {
			m := reflect.MakeMapWithSize(v.Type(), v.Len())
			for _, name := range v.MapKeys() {
				item := reflect.New(v.Type().Elem()).Elem()
				item.Set(v.MapIndex(name))
				unshare(item)
				m.SetMapIndex(name, item)
			}
			v.Set(m)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() { // a DateTime's fields cannot be set, and share nothing
				unshare(f)
			}
		}
	}
}
