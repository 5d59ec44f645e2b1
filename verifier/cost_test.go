package verifier_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// listOf writes n texts with commas between them.
func listOf(n int, text func(i int) string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = text(i)
	}
	return strings.Join(list, ",")
}

// TestClaimedStatusLists: what anybody claims is not compared with all else that is claimed.
func TestClaimedStatusLists(t *testing.T) {
	u, err := verifier.Inspect([]byte(`{"credentialStatus":[` + listOf(4_000, func(i int) string {
		return fmt.Sprintf(`{"statusListCredential":"https://example.org/status/%d"}`, i)
	}) + `]}`))
	require.NoError(t, err)
	require.Len(t, u.Claimed.StatusLists, credential.MaxStatus)
}

// TestLongIdentifier: nor is a text that is longer than anything that is looked for spelled in every way.
func TestLongIdentifier(t *testing.T) {
	for n, want := range map[int]verifier.Verdict{4 << 10: verifier.Valid, 4<<10 + 1: verifier.Invalid} {
		f := newForge("")
		identifiers(inClear("name", "a"+strings.Repeat(" ", n-1)))(f)
		_, issuers := genuineBadge(t)
		_, err := verifier.New(issuers, options(nil)).Verify(t.Context(), []byte(f.input()),
			&verifier.Expect{Recipient: []verifier.Identity{{Type: "name", Value: "a"}}})
		require.Equal(t, want, verifier.VerdictOf(err), n)
	}
}
