package credential_test

import (
	"encoding/json"
	"slices"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

func older(t testing.TB) *credential.OpenBadge {
	b := complete(t)
	b.Context = slices.Concat([]string{ldcontext.CredentialsV1, ldcontext.OpenBadges301}, b.Context[2:])
	return b
}

func TestValidateOlder(t *testing.T) {
	require.NoError(t, older(t).ValidateOlder())
	require.Equal(t, slices.Concat(failure("/@context/0", credential.CodeContext), failure("/@context/1", credential.CodeContext)),
		findings(older(t).Validate()), "it may not be issued")
	require.Equal(t, failure("/@context/0", credential.CodeContext), findings(complete(t).ValidateOlder()))
	require.Len(t, older(t).Context, len(complete(t).Context), "the badge is not changed")

	type badge = credential.OpenBadge
	for _, tt := range []struct {
		name   string
		change func(*badge)
		want   []finding
	}{
		{"context 3.0.3", func(b *badge) { b.Context[1] = ldcontext.OpenBadges303 }, nil},
		{"context 3.0.2", func(b *badge) { b.Context[1] = ldcontext.OpenBadges302 }, nil},
		{"context 3.0", func(b *badge) { b.Context[1] = ldcontext.OpenBadges300 }, nil},
		{"context 3.0 by its alias", func(b *badge) { b.Context[1] = ldcontext.OpenBadges300Alias }, nil},
		{"another context", func(b *badge) { b.Context[1] += "?" }, failure("/@context/1", credential.CodeContext)},
		{"one context", func(b *badge) { b.Context = b.Context[:1]; b.Schema = nil; b.RefreshService = nil },
			failure("/@context", credential.CodeContext)},
		{"relative context", func(b *badge) { b.Context = append(b.Context, "context.json") }, failure("/@context/3", credential.CodeURI)},
		{"one context too many", func(b *badge) { b.Context = pad(b.Context, credential.MaxContexts+1) }, failure("/@context", credential.CodeTooLarge)},
		{"types of 1EdTech without their context", func(b *badge) { b.Context = b.Context[:2] },
			slices.Concat(failure("/credentialSchema/0/type", credential.CodeContext), failure("/refreshService/type", credential.CodeContext))},
		{"no name", func(b *badge) { b.Name = "" }, failure("/name", credential.CodeMissing)},
		{"issuer that is a string", func(b *badge) { b.Issuer = credential.Profile{ID: b.Issuer.ID} },
			slices.Concat(failure("/issuer", credential.CodeType), advice("/issuer", credential.CodeMissing))},
		{"no issuer", func(b *badge) { b.Issuer = credential.Profile{} }, failure("/issuer", credential.CodeMissing)},
		{"no issuanceDate", func(b *badge) { b.ValidFrom = credential.DateTime{} }, failure("/issuanceDate", credential.CodeMissing)},
		{"ends before it begins", func(b *badge) { b.ValidUntil = date(t, "2000-01-01T00:00:00Z") }, failure("/expirationDate", credential.CodeOrder)},
		{"dates of both", func(b *badge) { b.Extensions["issuanceDate"] = json.RawMessage(`"2026-03-01T12:00:00Z"`) },
			failure("/issuanceDate", credential.CodeContext)},
		{"no achievement", func(b *badge) { b.Subject.Achievement, b.Subject.Result = credential.Achievement{}, nil },
			failure("/credentialSubject/achievement", credential.CodeMissing)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := older(t)
			tt.change(b)
			got := findings(b.ValidateOlder())
			require.ElementsMatch(t, tt.want, got)
		})
	}
}

// TestValidateOlderNames: the errors call the dates what the badge calls them.
func TestValidateOlderNames(t *testing.T) {
	b := older(t)
	b.ValidUntil = date(t, "2000-01-01T00:00:00Z")
	err := b.ValidateOlder()
	require.NotContains(t, err.Error(), "valid")
}
