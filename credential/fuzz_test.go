package credential_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

// FuzzOpenBadge: what is read can be written, if it does not grow beyond the reader's limits on the way; reading that
// gives the same badge, writing it again the same bytes, and checking it no panic.
func FuzzOpenBadge(f *testing.F) {
	// The fuzzer is slow to work on long texts: the complete badge goes in in pieces.
	whole := object(f, write(f, whole(f)))
	subject := whole["credentialSubject"].(map[string]any)
	achievement := subject["achievement"].(map[string]any)
	for _, path := range []struct {
		parent        map[string]any
		before, after string
	}{{whole, "", ""}, {subject, `{"credentialSubject":`, `}`}, {achievement, `{"credentialSubject":{"achievement":`, `}}`}} {
		for name, v := range path.parent {
			if name == "credentialSubject" || name == "achievement" {
				continue
			}
			text, err := json.Marshal(map[string]any{name: v})
			require.NoError(f, err)
			f.Add([]byte(path.before + string(text) + path.after))
		}
	}
	f.Add([]byte(write(f, simple(f))))
	f.Add([]byte(`{"issuer":"urn:a:b","credentialStatus":[{"statusSize":2},{}],"validFrom":"2026-03-01T12:00:00.50+01:00","x":[1.50]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		first := new(credential.OpenBadge)
		if err := first.UnmarshalJSON(data); err != nil {
			require.NotEmpty(t, findings(err))
			require.Zero(t, *first)
			return
		}
		text := write(t, first)
		if len(text) > 1<<20 {
			return
		}
		second := read(t, []byte(text))
		require.Equal(t, text, write(t, second))
		require.True(t, reflect.DeepEqual(second, read(t, []byte(write(t, second)))))
		require.Equal(t, findings(first.Validate()), findings(second.Validate()))

		compactRaw(t, reflect.ValueOf(first))
		require.True(t, reflect.DeepEqual(first, second))
	})
}

// compactRaw rewrites what is kept as text the way writing does.
func compactRaw(t *testing.T, v reflect.Value) {
	t.Helper()
	raw := func(text json.RawMessage) json.RawMessage {
		parsed, err := strictjson.Parse(text, nil)
		require.NoError(t, err)
		return parsed.AppendTo(nil)
	}
	eachStruct(v, func(s reflect.Value) {
		for i := range s.NumField() {
			switch field := s.Field(i).Addr().Interface().(type) {
			case *[]json.RawMessage:
				for j := range *field {
					(*field)[j] = raw((*field)[j])
				}
			case *map[string]json.RawMessage:
				for name := range *field {
					(*field)[name] = raw((*field)[name])
				}
			}
		}
	})
}
