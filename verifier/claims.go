package verifier

import (
	"slices"
	"strconv"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// claims are the dates among the JWT claims; the others must repeat the credential and say nothing of their own.
type claims struct {
	notBefore, expires, issued time.Time // zero: not there
}

// registered are the claims of RFC 7519 §4.1, which are not part of the credential.
var registered = []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}

// maxNumericDate is 9999-12-31T23:59:59Z, the last second that a credential's own dates can name.
const maxNumericDate = 253402300799

// readClaims compares the JWT claims with the credential, by Open Badges 3.0 §8.2.6.1
// (https://www.imsglobal.org/spec/ob/v3p0/#verify-signature-jwt-proof) and VC-JOSE-COSE §3.1.3
// (https://www.w3.org/TR/vc-jose-cose/#jwt-claims). A claim that contradicts the credential is refused, never
// preferred: what is checked and what is shown must be one thing.
func (r *run) readClaims() bool {
	p, s := r.claimSet, &r.shape
	// Open Badges' own profile demands the claims; in VC-JOSE-COSE, and for what is no badge, they are optional.
	required := r.badges && r.token.Type != jose.TypeVC
	dates := r.model.dates()
	// Beside a vc claim they stand for what the credential has, and its subject need not have an id.
	whole := r.wrapped.Kind() == strictjson.Absent
	ok := r.textClaim("iss", "issuer", s.issuer, required)
	ok = r.textClaim("jti", "id", s.id, required) && ok
	ok = r.textClaim("sub", "credentialSubject.id", s.subject(), required && (whole || s.subject() != "")) && ok
	ok = r.dateClaim("nbf", dates.from, s.validFrom, &r.claims.notBefore, required) && ok
	ok = r.dateClaim("exp", dates.until, s.validUntil, &r.claims.expires, required && !whole && !s.validUntil.IsZero()) && ok
	ok = r.dateClaim("iat", "", time.Time{}, &r.claims.issued, false) && ok
	if p.Get("aud").Kind() != strictjson.Absent {
		r.warn("audience", "the aud claim is ignored: Open Badges gives it no meaning", "/aud")
	}
	return r.ignoredHeader() && ok
}

// ignoredHeader warns of the header members that have no meaning here.
func (r *run) ignoredHeader() bool {
	ok := true
	for _, name := range r.token.Unknown {
		// RFC 7519 §5.3: claims may be repeated in the header, and then have the same values.
		if replicated := name == "iss" || name == "sub" || name == "aud"; replicated && r.token.Header.Get(name).Raw() != r.payload.Get(name).Raw() {
			ok = r.fail(StepFormat, reasonHeader, "the header member "+name+" is not the claim of that name", "/"+name, nil)
			continue
		}
		r.warn("header_ignored", "the header member "+strictjson.Quote(name)+" is ignored", "")
	}
	return ok
}

func (r *run) textClaim(name, member, want string, required bool) bool {
	v := r.claimSet.Get(name)
	switch {
	case v.Kind() == strictjson.Absent && !required:
		return true
	case v.Kind() == strictjson.Absent:
		return r.fail(StepFormat, reasonClaimMissing, "want the "+member+" as "+name, "/"+name, nil)
	case v.Kind() != strictjson.String:
		return r.fail(StepFormat, reasonClaimType, "want a string, got "+v.Kind().String(), "/"+name, nil)
	case v.Text() != want || want == "":
		return r.fail(StepFormat, reasonClaimMismatch,
			name+" is "+strictjson.Quote(v.Text())+", the "+member+" is "+strictjson.Quote(want), "/"+name, nil)
	}
	return true
}

// dateClaim reads a NumericDate and compares it with the date of the credential, if that has one, to the second.
func (r *run) dateClaim(name, member string, want time.Time, dst *time.Time, required bool) bool {
	v := r.claimSet.Get(name)
	if v.Kind() == strictjson.Absent {
		if required {
			return r.fail(StepFormat, reasonClaimMissing, "want "+member+" as "+name, "/"+name, nil)
		}
		return true
	}
	t, ok := readNumericDate(v, r.model)
	if !ok {
		return r.fail(StepFormat, reasonClaimType, "want whole seconds since 1970, got "+describeDate(v), "/"+name, nil)
	}
	// VC-JOSE-COSE dates the signature by these claims, Open Badges repeats the dates of the credential.
	if !want.IsZero() && want.Unix() != t.Unix() && r.token.Type != jose.TypeVC {
		return r.fail(StepFormat, reasonClaimMismatch,
			name+" is "+v.Text()+", "+member+" is "+strconv.FormatInt(want.Unix(), 10), "/"+name, nil)
	}
	*dst = t
	return true
}

func describeDate(v strictjson.Value) string {
	if v.Kind() == strictjson.Number {
		return v.Text()
	}
	return describe(v)
}

// read takes what can be taken from any JSON object, without judging it.
func (c *Claimed) read(v strictjson.Value) {
	c.ID = stringOf(v.Get("id"))
	issuer := v.Get("issuer")
	if issuer.Kind() == strictjson.Object {
		issuer = issuer.Get("id")
	}
	c.Issuer = stringOf(issuer)
	status := v.Get("credentialStatus")
	for i := range count(status) {
		e := at(status, i)
		list := e.Get("statusListCredential")
		if e.Get("type").Text() == credential.Status1EdTech {
			list = e.Get("id")
		}
		if url := stringOf(list); url != "" && len(c.StatusLists) < credential.MaxStatus && !slices.Contains(c.StatusLists, url) {
			c.StatusLists = append(c.StatusLists, url)
		}
	}
	if c.VerificationMethod == "" { // that of a JWS comes first
		proof := v.Get("proof")
		if proof.Kind() == strictjson.Array && proof.Len() > 0 {
			proof = proof.At(0)
		}
		c.VerificationMethod = stringOf(proof.Get("verificationMethod"))
	}
}

func stringOf(v strictjson.Value) string {
	if v.Kind() != strictjson.String {
		return ""
	}
	return v.Text()
}
