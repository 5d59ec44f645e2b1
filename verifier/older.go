package verifier

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// DataModel is a version of the Verifiable Credentials Data Model.
type DataModel string

// The data models that are read. A credential's first context says which it is of.
const (
	DataModel20 DataModel = "2.0" // https://www.w3.org/TR/vc-data-model-2.0/
	DataModel11 DataModel = "1.1" // https://www.w3.org/TR/2022/REC-vc-data-model-20220303/
)

// dateNames are the members that begin and end a credential.
type dateNames struct{ from, until string }

var (
	dates20 = dateNames{"validFrom", "validUntil"}
	dates11 = dateNames{"issuanceDate", "expirationDate"}
)

// dates returns the names of the model.
func (m DataModel) dates() dateNames {
	if m == DataModel11 {
		return dates11
	}
	return dates20
}

// isOlder reports whether the credential is of the data model 1.1.
func isOlder(v strictjson.Value) bool { return first(v.Get("@context")) == ldcontext.CredentialsV1 }

// unwrapClaim takes a credential of the data model 1.1 out of the vc claim of a JWT (Verifiable Credentials Data Model
// 1.1 §6.3.1, https://www.w3.org/TR/2022/REC-vc-data-model-20220303/#jwt-encoding). Pointers from here on are into that
// credential.
func (r *run) unwrapClaim() bool {
	vc, vp := r.payload.Get("vc"), r.payload.Get("vp")
	name, none := "vc", strictjson.Absent
	switch {
	case vc.Kind() == none && vp.Kind() == none:
		return true
	case vc.Kind() == none:
		name = "vp"
	}
	misplaced := func(detail, pointer string) bool { return r.fail(StepFormat, reasonLayout, detail, pointer, nil) }
	switch {
	case vc.Kind() != none && vp.Kind() != none || besideClaim(r.payload):
		return misplaced(fmt.Sprintf("a %q claim beside another form of credential", name), "/"+name)
	case r.form == "":
		return r.noProof()
	case name == "vp":
		return r.fail(StepFormat, reasonVCDM11, "a presentation of the data model 1.1 is not checked by this version", "/vp", nil)
	case r.token == nil:
		return misplaced("a vc claim, and no JWT around it", "/vc")
	case !isOlder(vc):
		return misplaced("want a credential whose first context is "+ldcontext.CredentialsV1, "/vc")
	}
	r.wrapped, r.payload = vc, withClaims(vc, r.claimSet)
	r.claimed.read(r.payload)
	return true
}

// besideClaim reports whether the payload has what belongs into a credential: beside a vc claim nobody would look at it,
// be it a status or an end, and readers of the payload would.
func besideClaim(payload strictjson.Value) bool {
	return slices.ContainsFunc(payload.Members(), func(m strictjson.Member) bool { return slices.Contains(ofCredentials, m.Name) })
}

// ofCredentials are the members of the data models that are no claims.
var ofCredentials = []string{"@context", "id", "type", "issuer", "issuanceDate", "expirationDate", "validFrom", "validUntil",
	"credentialSubject", "credentialSchema", "credentialStatus", "evidence", "refreshService", "relatedResource", "termsOfUse", "proof"}

// unwrapped is unwrapClaim for who decides nothing.
func unwrapped(payload strictjson.Value) strictjson.Value {
	vc := payload.Get("vc")
	if vc.Kind() != strictjson.Object || payload.Get("@context").Kind() != strictjson.Absent {
		return payload
	}
	return withClaims(vc, payload)
}

// withClaims adds to the credential in a vc claim what the other claims say instead of it: "The following registered JWT
// claim names MUST be used, instead of or in addition to, their respective standard verifiable credential counterparts".
// What the credential says itself stays, to be compared with them.
func withClaims(vc, claims strictjson.Value) strictjson.Value {
	add := func(to strictjson.Value, member string, claim strictjson.Value) strictjson.Value {
		if claim.Kind() != strictjson.String || to.Get(member).Kind() != strictjson.Absent {
			return to
		}
		return to.With(member, claim)
	}
	addDate := func(to strictjson.Value, member, claim string) strictjson.Value {
		t, ok := readNumericDate(claims.Get(claim), DataModel11)
		if !ok {
			return to
		}
		return add(to, member, strictjson.NewString(stamp(t)))
	}
	doc := add(vc, "id", claims.Get("jti"))
	if issuer := doc.Get("issuer"); issuer.Kind() == strictjson.Object {
		doc = doc.With("issuer", add(issuer, "id", claims.Get("iss")))
	}
	doc = add(doc, "issuer", claims.Get("iss"))
	if subject := doc.Get("credentialSubject"); subject.Kind() == strictjson.Object {
		doc = doc.With("credentialSubject", add(subject, "id", claims.Get("sub")))
	}
	doc = addDate(doc, dates11.from, "nbf")
	return addDate(doc, dates11.until, "exp")
}

// readNumericDate reads a JWT date. RFC 7519 §2 lets it have a fraction, which is left off; Open Badges and
// VC-JOSE-COSE credentials are to repeat whole seconds.
func readNumericDate(v strictjson.Value, model DataModel) (time.Time, bool) {
	if v.Kind() != strictjson.Number {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(v.Text(), 10, 64)
	if err != nil && model == DataModel11 && v.Float() >= 0 && v.Float() <= maxNumericDate {
		n, err = int64(v.Float()), nil
	}
	return time.Unix(n, 0).UTC(), err == nil && n >= 0 && n <= maxNumericDate
}

// older checks what holds for the data model 1.1 alone.
func (r *run) older() bool {
	if r.token != nil && r.token.Type == jose.TypeVC {
		return r.fail(StepFormat, reasonTyp, "a credential of the data model 1.1 in a JWT of the type "+jose.TypeVC, "", nil)
	}
	if v := r.payload.Get(dates11.from); v.Kind() == strictjson.Absent {
		return r.want("/"+dates11.from, wantTime, v)
	}
	r.warn("data_model_1_1", "a credential of the data model 1.1, which is no longer issued", "/@context/0")
	return true
}

// unmixed refuses the dates of the other data model: a reader of the one would see another period than a reader of the
// other. Where badges alone are welcome, the rules of Open Badges refuse them; the draft of StatusList2021 is older than
// the names of 2.0, and package status reads both.
func (r *run) unmixed() bool {
	other := dates20
	if r.model == DataModel20 {
		types := r.payload.Get("type")
		if r.badges && isBadge(types) || r.list && contains(types, "StatusList2021Credential") {
			return true
		}
		other = dates11
	}
	for _, name := range []string{other.from, other.until} {
		if r.payload.Get(name).Kind() != strictjson.Absent {
			return r.fail(StepFormat, reasonLayout, "not a member of the data model "+string(r.model), "/"+name, nil)
		}
	}
	return true
}

// renamed returns a badge of the data model 1.1 with its dates under the names of OpenBadge, unless it has those too.
func renamed(doc strictjson.Value) strictjson.Value {
	if doc.Get(dates20.from).Kind() != strictjson.Absent || doc.Get(dates20.until).Kind() != strictjson.Absent {
		return doc
	}
	members := make([]strictjson.Member, 0, doc.Len())
	for _, m := range doc.Members() {
		switch m.Name {
		case dates11.from:
			m.Name = dates20.from
		case dates11.until:
			m.Name = dates20.until
		}
		members = append(members, m)
	}
	return strictjson.NewObject(members...)
}

// readOlderBadge is readBadge for a badge of the data model 1.1.
func readOlderBadge(doc strictjson.Value) (*credential.OpenBadge, []*credential.FieldError) {
	b := new(credential.OpenBadge)
	if err := strictjson.Decode(renamed(doc), b); err != nil {
		problems := unreadable(err)
		for _, e := range problems {
			switch e.Pointer {
			case "/" + dates20.from:
				e.Pointer = "/" + dates11.from
			case "/" + dates20.until:
				e.Pointer = "/" + dates11.until
			}
		}
		return b, problems
	}
	return b, credential.FieldErrors(b.ValidateOlder())
}
