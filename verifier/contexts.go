package verifier

// ContextRevision is a JSON-LD context that a credential names, and which text of it was read. 1EdTech adds terms to a
// published context without changing its URL, and the terms decide what a proof covers.
type ContextRevision struct {
	URL    string `json:"url"`
	SHA256 string `json:"sha256"` // lower-case hex, as in context.Document
}

// contexts returns the contexts that proofs were read with. What only looks like one, in a JSON literal, is none.
func (r *run) contexts() []ContextRevision {
	var list []ContextRevision
	for _, url := range r.readWith {
		if d, err := r.opts.Contexts.Document(url); err == nil {
			list = append(list, ContextRevision{URL: url, SHA256: d.SHA256})
		}
	}
	return list
}
