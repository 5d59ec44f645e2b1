package verifier

import (
	"slices"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// ContextRevision is a JSON-LD context that a credential names, and which text of it was read. 1EdTech adds terms to a
// published context without changing its URL, and the terms decide what a proof covers.
type ContextRevision struct {
	URL    string `json:"url"`
	SHA256 string `json:"sha256"` // lower-case hex, as in context.Document
}

// contexts returns the contexts that the credential names, at any depth, if a proof that holds was read with them: those
// of JCS suites cover the JSON, whatever the contexts say.
func (r *run) contexts() []ContextRevision {
	if !slices.ContainsFunc(r.proofs, func(p embedded) bool { return p.state == holds && !p.suite.JCS }) {
		return nil
	}
	set := r.opts.Contexts
	if set == nil {
		set = ldcontext.Embedded()
	}
	var list []ContextRevision
	for _, url := range contextURLs(r.doc, nil) {
		if d, err := set.Document(url); err == nil {
			list = append(list, ContextRevision{URL: url, SHA256: d.SHA256})
		}
	}
	return list
}

// contextURLs appends the URLs in each @context of v that are not in the list yet.
func contextURLs(v strictjson.Value, list []string) []string {
	for _, m := range v.Members() {
		switch {
		case m.Name != "@context":
			list = contextURLs(m.Value, list)
		case m.Value.Kind() == strictjson.Array:
			for i := range m.Value.Len() {
				list = addOnce(list, m.Value.At(i).Text())
			}
		default:
			list = addOnce(list, m.Value.Text())
		}
	}
	for i := range v.Len() {
		if v.Kind() == strictjson.Array {
			list = contextURLs(v.At(i), list)
		}
	}
	return list
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
