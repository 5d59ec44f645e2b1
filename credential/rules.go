package credential

import (
	"crypto/md5"
	"crypto/sha256"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// One check for every class, its members in the order in which they are written.

func (c *check) issuer(p *Profile) {
	if len(p.Type) == 0 && reflect.DeepEqual(*p, Profile{ID: p.ID}) { // written as a string
		c.uri("", p.ID)
		c.advise("", CodeMissing, "want an object with a name to show, got the bare URI "+strictjson.Quote(p.ID))
		return
	}
	c.profile(p)
	if p.Name == "" {
		c.advise("/name", CodeMissing, "missing, want a name to show")
	}
}

func (c *check) profile(p *Profile) {
	c.id(p.ID)
	c.types(p.Type, "Profile")
	c.link("/url", p.URL)
	maybe(c, "/image", p.Image, (*check).picture)
	maybe(c, "/address", p.Address, (*check).address)
	each(c, "/otherIdentifier", p.OtherIdentifier, (*check).identifierEntry)
	maybe(c, "/parentOrg", p.ParentOrg, (*check).profile)
	c.endorsements(p.Endorsement, p.EndorsementJWT)
	if p.DateOfBirth != "" {
		if _, err := time.Parse(time.DateOnly, p.DateOfBirth); err != nil {
			c.fail("/dateOfBirth", CodeDate, "want YYYY-MM-DD, got "+strictjson.Quote(p.DateOfBirth))
		}
	}
}

func (c *check) image(m *Image) {
	c.id(m.ID)
	c.only(m.Type, "Image")
}

// picture checks an image that has to be a PNG or an SVG. Only an image in line shows what it is.
func (c *check) picture(m *Image) {
	c.image(m)
	if !strings.EqualFold(iri.Scheme(m.ID), "data") {
		return
	}
	media, _, _ := strings.Cut(m.ID[len("data:"):], ",")
	media, _, _ = strings.Cut(media, ";")
	if !strings.EqualFold(media, "image/png") && !strings.EqualFold(media, "image/svg+xml") {
		c.advise("/id", CodeFormat, "want image/png or image/svg+xml, got "+strictjson.Quote(media))
	}
}

func (c *check) address(a *Address) {
	c.types(a.Type, "Address")
	maybe(c, "/geo", a.Geo, func(c *check, g *GeoCoordinates) { c.only(g.Type, "GeoCoordinates") })
}

func (c *check) identifierEntry(e *IdentifierEntry) {
	c.only(e.Type, "IdentifierEntry")
	c.text("/identifier", e.Identifier)
	c.text("/identifierType", string(e.IdentifierType))
	c.term("/identifierType", string(e.IdentifierType), e.IdentifierType.Valid(), "IdentifierType"+orExtension)
}

func (c *check) subject(s *AchievementSubject) {
	c.uri("/id", s.ID)
	c.types(s.Type, "AchievementSubject")
	if s.ID == "" && len(s.Identifier) == 0 {
		c.fail("/identifier", CodeMissing, "missing, and so is the id; want one of them")
	}
	c.tooMany("/identifier", len(s.Identifier), MaxIdentifiers)
	each(c, "/identifier", s.Identifier, (*check).identity)
	must(c, "/achievement", &s.Achievement, (*check).achievement)
	maybe(c, "/image", s.Image, (*check).picture)
	c.date("/activityStartDate", s.ActivityStartDate)
	c.date("/activityEndDate", s.ActivityEndDate)
	if start, end := s.ActivityStartDate, s.ActivityEndDate; start.text != "" && end.text != "" && end.t.Before(start.t) {
		c.advise("/activityEndDate", CodeOrder,
			fmt.Sprintf("want nothing before activityStartDate, %s, got %s", start, end))
	}
	each(c, "/result", s.Result, (*check).result)
	maybe(c, "/source", s.Source, (*check).profile)
	if _, ok := s.Extensions["evidence"]; ok {
		c.fail("/evidence", CodeMisplaced, "want the evidence beside credentialSubject, not in it")
	}
}

func (c *check) identity(o *IdentityObject) {
	c.only(o.Type, "IdentityObject")
	c.text("/identityHash", o.IdentityHash)
	if o.Hashed && o.IdentityHash != "" {
		c.hash(o.IdentityHash)
	}
	c.text("/identityType", string(o.IdentityType))
	c.term("/identityType", string(o.IdentityType), o.IdentityType.Valid(), "IdentifierType"+orExtension)
	switch {
	case len(o.Salt) > MaxSalt:
		c.fail("/salt", CodeTooLarge, fmt.Sprintf("want at most %d bytes, got %d", MaxSalt, len(o.Salt)))
	case o.Hashed && o.Salt == "":
		c.advise("/salt", CodeWeak, "missing, want a random salt: without one all badges of a recipient show the same hash")
	case !o.Hashed && o.Salt != "":
		c.advise("/salt", CodeMisplaced, "want no salt for an identity that is not hashed")
	}
}

// hash advises only: a hash that nothing matches fails the recipient check and nothing else.
func (c *check) hash(s string) {
	algorithm, text, _ := strings.Cut(s, "$")
	digits := len(text)
	if strings.Trim(text, "0123456789abcdefABCDEF") != "" {
		digits = 0
	}
	switch {
	case algorithm == HashSHA256 && digits == 2*sha256.Size:
	case algorithm == HashMD5 && digits == 2*md5.Size:
		c.advise("/identityHash", CodeWeak, "want SHA-256, got MD5")
	default:
		c.advise("/identityHash", CodeFormat, "want sha256$ and 64 hexadecimal digits, got "+strictjson.Quote(s))
	}
}

func (c *check) achievement(a *Achievement) {
	c.id(a.ID)
	c.types(a.Type, "Achievement")
	if a.AchievementType == "" {
		c.advise("/achievementType", CodeMissing, "missing, want a term of AchievementType"+orExtension)
	}
	c.term("/achievementType", string(a.AchievementType), a.AchievementType.Valid(), "AchievementType"+orExtension)
	c.text("/name", a.Name)
	c.text("/description", a.Description)
	c.uri("/criteria/id", a.Criteria.ID)
	if a.Criteria.ID == "" && a.Criteria.Narrative == "" {
		c.fail("/criteria", CodeMissing, "missing or empty, want an id or a narrative in it")
	}
	maybe(c, "/image", a.Image, (*check).image)
	maybe(c, "/creator", a.Creator, (*check).profile)
	c.language(a.InLanguage)
	each(c, "/otherIdentifier", a.OtherIdentifier, (*check).identifierEntry)
	each(c, "/alignment", a.Alignment, (*check).alignment)
	each(c, "/related", a.Related, (*check).related)
	each(c, "/resultDescription", a.ResultDescription, (*check).resultDescription)
	c.endorsements(a.Endorsement, a.EndorsementJWT)
}

func (c *check) alignment(a *Alignment) {
	c.types(a.Type, "Alignment")
	c.text("/targetName", a.TargetName)
	if a.TargetURL == "" {
		c.fail("/targetUrl", CodeMissing, "missing, want an absolute URI")
	}
	c.link("/targetUrl", a.TargetURL)
	c.term("/targetType", string(a.TargetType), a.TargetType.Valid(), "AlignmentTargetType"+orExtension)
}

func (c *check) related(r *Related) {
	c.id(r.ID)
	c.types(r.Type, "Related")
	c.language(r.InLanguage)
}

func (c *check) evidence(e *Evidence) {
	c.uri("/id", e.ID)
	if len(e.ID) > MaxEvidenceData && strings.EqualFold(iri.Scheme(e.ID), "data") {
		c.advise("/id", CodeTooLarge,
			fmt.Sprintf("want a data: URI of at most %d bytes, got %d", MaxEvidenceData, len(e.ID)))
	}
	c.types(e.Type, "Evidence")
}

func (c *check) endorsed(s *EndorsementSubject) {
	c.id(s.ID)
	c.types(s.Type, "EndorsementSubject")
}

// envelope checks what every credential can have around its subject.
// Of the schemas, if there are any, one must be the specification's own.
func (c *check) envelope(schema []CredentialSchema, own func(url string) bool, status []StatusEntry, refresh *RefreshService,
	terms []TermsOfUse) {
	isOwn := func(s CredentialSchema) bool { return s.Type == Schema1EdTech && own(s.ID) }
	if len(schema) > 0 && !slices.ContainsFunc(schema, isOwn) {
		c.advise("/credentialSchema", CodeMissing, "want the schema of Open Badges 3.0, of the type "+Schema1EdTech+", among them")
	}
	each(c, "/credentialSchema", schema, func(c *check, s *CredentialSchema) {
		c.id(s.ID)
		c.text("/type", s.Type)
		c.extension(s.Type, Schema1EdTech)
	})
	c.tooMany("/credentialStatus", len(status), MaxStatus)
	if len(status) == 1 { // written without an array
		maybe(c, "/credentialStatus", &status[0], (*check).status)
	} else {
		each(c, "/credentialStatus", status, (*check).status)
	}
	maybe(c, "/refreshService", refresh, func(c *check, r *RefreshService) {
		c.id(r.ID)
		c.text("/type", r.Type)
		c.extension(r.Type, Refresh1EdTech)
	})
	each(c, "/termsOfUse", terms, func(c *check, t *TermsOfUse) {
		c.uri("/id", t.ID)
		c.text("/type", t.Type)
	})
}

func (c *check) status(e *StatusEntry) {
	c.id(e.ID) // Open Badges demands what Bitstring Status List leaves open
	if e.ID != "" && e.ID == e.StatusListCredential {
		c.advise("/id", CodeReference, "want an id of the entry's own, got that of the list")
	}
	c.text("/type", e.Type)
	c.extension(e.Type, Status1EdTech)
	if e.Type == StatusBitstring {
		c.text("/statusPurpose", e.StatusPurpose)
		c.text("/statusListIndex", e.StatusListIndex)
		c.text("/statusListCredential", e.StatusListCredential)
	}
	if i := e.StatusListIndex; !span(i, '0', '9') || len(i) > 1 && i[0] == '0' {
		c.fail("/statusListIndex", CodeFormat, "want decimal digits without leading zeros, got "+strictjson.Quote(i))
	}
	c.uri("/statusListCredential", e.StatusListCredential)
	if e.StatusSize != nil && *e.StatusSize < 1 {
		c.fail("/statusSize", CodeFormat, fmt.Sprintf("want 1 or more bits, got %d", *e.StatusSize))
	}
	each(c, "/statusReference", e.StatusReference, func(c *check, s *string) { c.mustURI("", *s) })
}

// isBadgeSchema reports whether the URL is that of a schema that 1EdTech publishes for an OpenBadge.
func isBadgeSchema(url string) bool {
	switch url {
	case "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
		"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_anyachievementcredential_schema.json",
		"https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ob_v3p0_achievementcredential_schema.json",
		"https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ob_v3p0_anyachievementcredential_schema.json":
		return true
	}
	return false
}

// isEndorsementSchema reports whether the URL is that of a schema that 1EdTech publishes for an EndorsementCredential.
func isEndorsementSchema(url string) bool {
	switch url {
	case "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json",
		"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_anyendorsementcredential_schema.json",
		"https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ob_v3p0_endorsementcredential_schema.json",
		"https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ob_v3p0_anyendorsementcredential_schema.json":
		return true
	}
	return false
}
