package credential_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

func TestRenew(t *testing.T) {
	prev := whole(t)
	b, err := credential.Renew(prev, day(2029, 4, 1).Add(time.Millisecond), day(2030, 4, 1)) // prev has ended by then
	require.NoError(t, err)
	require.NoError(t, b.Validate())
	require.Equal(t, "2029-04-01T00:00:00Z", b.ValidFrom.String())
	require.Equal(t, "2030-04-01T00:00:00Z", b.ValidUntil.String())
	require.Nil(t, b.Proof)

	b.ValidFrom, b.ValidUntil, b.Proof = prev.ValidFrom, prev.ValidUntil, prev.Proof
	require.Equal(t, whole(t), b) // everything else stays: id, issuer, subject, awardedDate, status, endorsements, extensions
}

func TestRenewWithoutEnd(t *testing.T) {
	b, err := credential.Renew(charterBadge(t), day(2027, 1, 1), time.Time{})
	require.NoError(t, err)
	require.True(t, b.ValidUntil.IsZero())
}

// TestRenewAwardedDate: the date of the first issue is kept, in its own words.
func TestRenewAwardedDate(t *testing.T) {
	prev := simple(t)
	prev.ValidFrom = date(t, "2026-03-01T12:00:00.00+00:00")
	b, err := credential.Renew(prev, day(2027, 1, 1), time.Time{})
	require.NoError(t, err)
	require.Equal(t, "2026-03-01T12:00:00.00+00:00", b.AwardedDate.String())

	again, err := credential.Renew(b, day(2028, 1, 1), time.Time{})
	require.NoError(t, err)
	require.Equal(t, b.AwardedDate, again.AwardedDate)
}

func TestRenewRefuses(t *testing.T) {
	for _, tt := range []struct {
		name        string
		from, until time.Time
		change      func(b *credential.OpenBadge)
		want        []finding
	}{
		{"no date", time.Time{}, time.Time{}, nil,
			append(failure("/validFrom", credential.CodeOrder), failure("/validFrom", credential.CodeMissing)...)},
		{"same date", day(2026, 3, 1), time.Time{}, nil, failure("/validFrom", credential.CodeOrder)},
		{"later by less than a second", day(2026, 3, 1).Add(time.Second - 1), time.Time{}, nil, failure("/validFrom", credential.CodeOrder)},
		{"earlier", day(2026, 2, 1), time.Time{}, nil,
			append(failure("/validFrom", credential.CodeOrder), advice("/awardedDate", credential.CodeOrder)...)},
		{"end before start", day(2027, 1, 1), day(2026, 12, 31), nil, failure("/validUntil", credential.CodeOrder)},
		{"year 10000", day(2027, 1, 1), day(10000, 1, 1), nil, failure("/validUntil", credential.CodeDate)},
		{"broken badge", day(2027, 1, 1), time.Time{}, func(b *credential.OpenBadge) { b.Subject.Achievement.Name = "" },
			failure("/credentialSubject/achievement/name", credential.CodeMissing)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			prev := simple(t)
			prev.ValidFrom = credential.NewDateTime(day(2026, 3, 1))
			if tt.change != nil {
				tt.change(prev)
			}
			b, err := credential.Renew(prev, tt.from, tt.until)
			require.Nil(t, b)
			require.Equal(t, tt.want, findings(err), "%v", err)
			require.True(t, strings.HasPrefix(err.Error(), "credential: renew: "))
		})
	}
	_, err := credential.Renew(simple(t), day(2026, 3, 1).Add(12*time.Hour+time.Second), time.Time{})
	require.NoError(t, err)
}

// TestRenewShares: nothing in the new badge is memory of the old one.
func TestRenewShares(t *testing.T) {
	prev := whole(t)
	b, err := credential.Renew(prev, day(2029, 4, 1), time.Time{})
	require.NoError(t, err)
	scribble(b)
	require.Equal(t, whole(t), prev)
}

// scribble overwrites everything that b refers to: bytes, texts, items, members.
func scribble(b *credential.OpenBadge) {
	var over func(v reflect.Value)
	over = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				over(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				over(v.Index(i))
			}
		case reflect.Map:
			for _, raw := range v.Interface().(map[string]json.RawMessage) {
				clear(raw)
			}
			v.SetMapIndex(reflect.ValueOf("scribble"), reflect.ValueOf(json.RawMessage("1")))
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Field(i).CanSet() && !(v.Field(i).Kind() == reflect.Map && v.Field(i).IsNil()) {
					over(v.Field(i))
				}
			}
		case reflect.String:
			v.SetString("scribble")
		case reflect.Uint8:
			v.SetUint('x')
		case reflect.Int:
			v.SetInt(-1)
		case reflect.Float64:
			v.SetFloat(-1)
		}
	}
	over(reflect.ValueOf(b))
}
