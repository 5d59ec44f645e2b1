package verifier

import (
	"strings"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/langtag"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// structure holds the credential, whatever it is about, against the data model 2.0
// (https://www.w3.org/TR/vc-data-model-2.0/), as far as its shape has not told already. Every object that the data model
// defines is looked at; what lies in others means what their contexts say, and is for JSON-LD to judge.
func (r *run) structure() bool {
	before := len(r.checks)
	s := structure{run: r}
	s.contexts(r.doc.Get("@context"))
	s.types("/type", r.doc.Get("type"))
	s.texts("/name", r.doc.Get("name"))
	s.texts("/description", r.doc.Get("description"))
	issuer := r.doc.Get("issuer")
	s.texts("/issuer/name", issuer.Get("name"))
	s.texts("/issuer/description", issuer.Get("description"))
	s.each("credentialStatus", (*structure).typed) // one that is empty is for the step status to judge
	s.objects("credentialSchema", (*structure).schema)
	s.objects("relatedResource", (*structure).related)
	s.objects("refreshService", (*structure).typed)
	s.objects("termsOfUse", (*structure).typed)
	s.objects("evidence", (*structure).typed)
	s.objects("confidenceMethod", (*structure).typed)
	s.objects("renderMethod", (*structure).typed)
	return len(r.checks) == before
}

type structure struct {
	*run
	resources map[string]bool // the ids of relatedResource
}

// want is that of run, as far as not enough is known already: the report is not to be many times the size of what it is
// about.
func (s *structure) want(pointer, want string, v strictjson.Value) {
	if len(s.checks) < maxProblems {
		s.run.want(pointer, want, v)
	}
}

// count returns how many values a member has, of which at returns one: those of an array, or the one that stands for it.
func count(v strictjson.Value) int {
	if v.Kind() == strictjson.Array {
		return v.Len()
	}
	return 1
}

// pointerAt returns the pointer of the value that at returns.
func pointerAt(pointer string, v strictjson.Value, i int) string {
	if v.Kind() == strictjson.Array {
		return strictjson.PointerAt(pointer, i)
	}
	return pointer
}

// contexts checks the names of further contexts (§4.3); the rest of @context has been read.
func (s *structure) contexts(v strictjson.Value) {
	for i := range v.Len() {
		if url := v.At(i); !iri.Absolute(url.Text()) {
			s.want(strictjson.PointerAt("/@context", i), "the URL of a context", url)
		}
	}
}

// types checks the member type, which has one or more strings, each a term or an absolute URL (§4.5).
func (s *structure) types(pointer string, v strictjson.Value) {
	for i := range count(v) {
		if t := at(v, i); t.Kind() != strictjson.String || !isType(t.Text()) {
			s.want(pointerAt(pointer, v, i), "a term or an absolute URL", t)
		}
	}
	if count(v) == 0 {
		s.want(pointer, "a term or an absolute URL", v)
	}
}

// isType reports whether t can be a type. Which terms there are is for the contexts to say; none of them should look
// like a relative URL, or have what no URL can have.
func isType(t string) bool {
	return iri.Absolute(t) || t != "" && t[0] != '@' && !strings.ContainsAny(t, ":/?#") && iri.Absolute("term:"+t)
}

// texts checks a name or description: a string, or its translations (§4.6). A string in an array is one all the same.
func (s *structure) texts(pointer string, v strictjson.Value) {
	if v.Kind() == strictjson.Absent || v.Kind() == strictjson.String {
		return
	}
	for i := range count(v) {
		if text := at(v, i); text.Kind() != strictjson.String {
			s.translation(pointerAt(pointer, v, i), text)
		}
	}
	if count(v) == 0 {
		s.want(pointer, "a text or its translations", v)
	}
}

// translation checks a language value object (§11.1).
func (s *structure) translation(pointer string, v strictjson.Value) {
	if v.Kind() != strictjson.Object {
		s.want(pointer, "an object with @value", v)
		return
	}
	if text := v.Get("@value"); text.Kind() != strictjson.String {
		s.want(pointer+"/@value", "a string", text)
	}
	if language := v.Get("@language"); language.Kind() != strictjson.Absent && !langtag.WellFormed(language.Text()) {
		s.want(pointer+"/@language", "a language tag", language)
	}
	switch direction := v.Get("@direction"); direction.Kind() {
	case strictjson.Absent, strictjson.Null:
	default:
		if d := direction.Text(); d != "ltr" && d != "rtl" {
			s.want(pointer+"/@direction", "ltr or rtl", direction)
		}
	}
	for _, m := range v.Members() {
		if m.Name != "@value" && m.Name != "@language" && m.Name != "@direction" {
			s.want(strictjson.Pointer(pointer, m.Name), "nothing beside @value, @language and @direction", m.Value)
		}
	}
}

// objects checks a member that has one or more objects, if it is there.
func (s *structure) objects(member string, check func(s *structure, pointer string, v strictjson.Value)) {
	s.each(member, check)
	if v := s.doc.Get(member); count(v) == 0 {
		s.want("/"+member, "one or more objects", v)
	}
}

// each is objects for a member that may be an empty array.
func (s *structure) each(member string, check func(s *structure, pointer string, v strictjson.Value)) {
	v := s.doc.Get(member)
	if v.Kind() == strictjson.Absent {
		return
	}
	for i := range count(v) {
		pointer := pointerAt("/"+member, v, i)
		if o := at(v, i); o.Kind() == strictjson.Object {
			check(s, pointer, o)
		} else {
			s.want(pointer, "an object", o)
		}
	}
}

// typed checks an object that has a type and may have an id (§4.4, §4.5, §4.10, §5.4 to §5.6, §5.10).
func (s *structure) typed(pointer string, v strictjson.Value) {
	s.types(pointer+"/type", v.Get("type"))
	s.id(pointer, v)
}

// id checks an id that may be missing (§4.4), and returns it if it is one.
func (s *structure) id(pointer string, v strictjson.Value) (id string) {
	if len(s.checks) < maxProblems {
		s.text(pointer+"/id", v.Get("id"), &id)
	}
	return id
}

// schema checks an entry of credentialSchema (§4.11).
func (s *structure) schema(pointer string, v strictjson.Value) {
	s.typed(pointer, v)
	s.identified(pointer, v)
}

func (s *structure) identified(pointer string, v strictjson.Value) {
	if id := v.Get("id"); id.Kind() == strictjson.Absent {
		s.want(pointer+"/id", "an absolute URI", id)
	}
}

// related checks an entry of relatedResource (§5.3).
func (s *structure) related(pointer string, v strictjson.Value) {
	s.identified(pointer, v)
	id := s.id(pointer, v)
	if s.resources[id] {
		s.want(pointer+"/id", "a URL that no other entry has", v.Get("id"))
	}
	if s.resources == nil {
		s.resources = make(map[string]bool)
	}
	s.resources[id] = id != ""
	sri, multibase := v.Get("digestSRI"), v.Get("digestMultibase")
	if sri.Kind() == strictjson.Absent && multibase.Kind() == strictjson.Absent {
		s.want(pointer, "digestSRI or digestMultibase in it", v)
	}
	s.digests(pointer+"/digestSRI", sri)
	s.digests(pointer+"/digestMultibase", multibase)
	if media := v.Get("mediaType"); media.Kind() != strictjson.Absent && media.Kind() != strictjson.String {
		s.want(pointer+"/mediaType", "a string", media)
	}
}

// digests checks a member that has one or more digests, if it is there. What they say is for the step resource.
func (s *structure) digests(pointer string, v strictjson.Value) {
	if v.Kind() == strictjson.Absent {
		return
	}
	for i := range count(v) {
		if d := at(v, i); d.Text() == "" || d.Kind() != strictjson.String {
			s.want(pointerAt(pointer, v, i), "a digest", d)
		}
	}
	if count(v) == 0 {
		s.want(pointer, "a digest", v)
	}
}
