package verifier

import (
	"context"
	"fmt"
	"slices"

	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Policy is a rule of the caller's own. It sees the credential after its issuer and proof have passed, and after every
// other step. An error makes the credential Invalid (code "policy"), one that wraps ErrIndeterminate makes it
// Indeterminate (code "policy_unknown"). So does the error of another verification whose verdict that is, unless
// something else in the same error refuses. It must not change the Result, and must be safe for concurrent use.
type Policy func(ctx context.Context, r *Result) error

// RequireStatus returns a Policy that refuses a credential without a status for revocation when its issuer is one of
// those named or, when none is named, whoever it is. An issuer that always publishes a status has not issued a credential
// without one; it was made by somebody who has got hold of a key, and would rather not be found out.
func RequireStatus(issuers ...string) Policy {
	return func(_ context.Context, r *Result) error {
		if len(issuers) > 0 && !slices.Contains(issuers, r.Issuer) {
			return nil
		}
		if !slices.ContainsFunc(r.Status, func(c StatusCheck) bool { return c.Purpose == status.Revocation }) {
			return fmt.Errorf("there is no status for revocation, and credentials of %s always have one", strictjson.Quote(r.Issuer))
		}
		return nil
	}
}

// Only returns a Policy that accepts one achievement, of the named issuers or, when none is named, of any trusted one.
// An achievement's id alone proves nothing: any issuer can put it into a badge of its own.
func Only(achievementID string, issuers ...string) Policy {
	return func(_ context.Context, r *Result) error {
		if r.Badge == nil {
			return fmt.Errorf("not a badge, and so not the achievement %q", achievementID)
		}
		if got := r.Badge.Subject.Achievement.ID; got != achievementID {
			return fmt.Errorf("the achievement is %s, want %q", strictjson.Quote(got), achievementID)
		}
		if len(issuers) > 0 && !slices.Contains(issuers, r.Issuer) {
			return fmt.Errorf("the issuer is %s, want one of %q", strictjson.Quote(r.Issuer), issuers)
		}
		return nil
	}
}
