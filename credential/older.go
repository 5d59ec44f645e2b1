package credential

import (
	"slices"
	"strings"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// ValidateOlder is Validate for a badge of the data model 1.1 that somebody has issued, an AchievementCredentialv1p1
// (https://www.imsglobal.org/spec/ob/v3p0, Verifiable Credentials Data Model v1.1): ValidFrom is what its JSON calls
// issuanceDate, ValidUntil its expirationDate, and the errors call them so. Beside the rules of Validate its first
// context is CredentialsV1, any Open Badges context may follow, it has a name, and its issuer is an object. Such badges
// are read and no longer issued: Validate refuses them, and so does every signer.
func (b *OpenBadge) ValidateOlder() error {
	var c check
	c.olderContexts(b.Context)
	c.text("/name", b.Name)
	if b.Issuer.ID != "" && len(b.Issuer.Type) == 0 {
		c.fail("/issuer", CodeType, "want an object of the type Profile")
	}
	modern := *b
	modern.Context = slices.Concat([]string{ldcontext.CredentialsV2, ldcontext.OpenBadges303}, b.Context[min(2, len(b.Context)):])
	for _, e := range FieldErrors(modern.Validate()) {
		for _, d := range olderDates {
			if e.Pointer == "/"+d.modern {
				e.Pointer, e.Detail = "/"+d.older, strings.ReplaceAll(e.Detail, "validFrom", "issuanceDate")
			}
		}
		c.found = append(c.found, e)
	}
	return join(c.found)
}

var olderDates = [...]struct{ older, modern string }{{"issuanceDate", "validFrom"}, {"expirationDate", "validUntil"}}

func (c *check) olderContexts(urls []string) {
	if len(urls) < 2 {
		c.fail("/@context", CodeContext, "want "+ldcontext.CredentialsV1+", then one of Open Badges")
		return
	}
	if urls[0] != ldcontext.CredentialsV1 {
		c.fail("/@context/0", CodeContext, "want "+ldcontext.CredentialsV1+", got "+strictjson.Quote(urls[0]))
	}
	switch urls[1] {
	case ldcontext.OpenBadges303, ldcontext.OpenBadges302, ldcontext.OpenBadges301, ldcontext.OpenBadges300, ldcontext.OpenBadges300Alias:
	default:
		c.fail("/@context/1", CodeContext, "want a context of Open Badges 3.0, got "+strictjson.Quote(urls[1]))
	}
}
