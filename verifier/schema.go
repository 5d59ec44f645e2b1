package verifier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The folders in which 1EdTech publishes the JSON schemas of Open Badges 3.0. The schemas of the first take an array
// alone where a property can have several values, those of the second one value without it as well
// (https://www.imsglobal.org/spec/ob/v3p0, Serialization).
const (
	schemasOfArrays = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
	schemasOfJSONLD = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/"
)

// schema answers for credentialSchema. The rules of Open Badges ask more than the schemas that are published for it, and
// answer for those; every other one is left open, which never lowers a verdict. Nothing is fetched.
func (r *run) schema() {
	v := r.doc.Get("credentialSchema")
	if v.Kind() == strictjson.Absent {
		r.note(StepSchema, Skipped, "the credential names no schema")
		return
	}
	n := count(v)
	for i := range min(n, maxSchemas) {
		r.namedSchema(at(v, i), pointerAt("/credentialSchema", v, i))
	}
	if n > maxSchemas {
		r.report(StepSchema, Unknown, fmt.Sprintf("%d schemas from here on are not looked at", n-maxSchemas), pointerAt("/credentialSchema", v, maxSchemas))
	}
}

// maxSchemas is how many entries are answered for. Each can cost as much as reading the credential again.
const maxSchemas = 8

func (r *run) namedSchema(entry strictjson.Value, pointer string) {
	url := entry.Get("id").Text()
	if !contains(entry.Get("type"), credential.Schema1EdTech) {
		r.report(StepSchema, Unknown, "schemas of the type "+describe(entry.Get("type"))+" are not evaluated: "+strictjson.Quote(url), pointer)
		return
	}
	file, arrays := strings.CutPrefix(url, schemasOfArrays)
	if !arrays {
		file, _ = strings.CutPrefix(url, schemasOfJSONLD)
	}
	var c any // the credential, if it is what the schema describes
	switch file {
	case "ob_v3p0_achievementcredential_schema.json", "ob_v3p0_anyachievementcredential_schema.json":
		if r.badge != nil && (r.model == DataModel20 || strings.Contains(file, "_any")) { // the first is of the data model 2.0 alone
			c = r.badge
		}
	case "ob_v3p0_endorsementcredential_schema.json", "ob_v3p0_anyendorsementcredential_schema.json":
		if e := new(credential.EndorsementCredential); r.endorses(e) {
			c = e
		}
	case "ob_v3p0_profile_schema.json": // which no credential is
	default:
		r.report(StepSchema, Unknown, "not a schema that is known here: "+strictjson.Quote(url), pointer)
		return
	}
	if c == nil {
		r.fail(StepSchema, reasonSchema, "the credential is not what "+url+" describes", pointer, nil)
		return
	}
	if at, found := strictjson.Single(r.payload, c); arrays && found {
		r.warn("schema_arrays", "the schema that the credential names wants an array here", at)
	}
	r.report(StepSchema, Pass, "by the rules of Open Badges: "+url, pointer)
}

// endorses fills e, and reports whether the credential is an endorsement by the rules of one.
func (r *run) endorses(e *credential.EndorsementCredential) bool {
	return strictjson.Decode(r.doc, e) == nil && !slices.ContainsFunc(credential.FieldErrors(e.Validate()), isFailure)
}
