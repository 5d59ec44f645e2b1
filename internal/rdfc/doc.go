// Package rdfc puts RDF datasets into canonical form by RDFC-1.0, the RDF Dataset Canonicalization of
// https://www.w3.org/TR/rdf-canon/, with SHA-256 or SHA-384.
//
// Make a Quad of each statement, with Blank for blank nodes and Written for the rest, and call Canonicalize: it gives
// the blank nodes labels that depend on the dataset alone, and returns the N-Quads that data integrity proofs sign.
//
// # Limits
//
// The work of RDFC-1.0 grows without reasonable bound with the symmetry of a dataset: a few hundred bytes can keep a
// processor busy for years. Limits bound each cause of it, and a constant the sum; what exceeds one is refused with
// ErrBudget. The recommendation demands no less (https://www.w3.org/TR/rdf-canon/#dataset-poisoning). The algorithm may
// cut short what cannot win any more (steps 5.4.4.3 and 5.4.5.5 of Hash N-Degree Quads); nothing is cut short here, so
// that the cost, and with it the refusal, depends neither on the order of the quads nor on the numbers of the nodes.
//
// # Several canonical forms
//
// The hashes by which RDFC-1.0 compares symmetric nodes leave out in which graph the nodes are related. Where nodes that
// have a first-degree hash in common are related in more than one graph, it can therefore take for interchangeable what
// is not, and then the result depends on the order of the input. This is in the recommendation and has to be followed:
// any of the results is canonical. A dataset in one graph always has exactly one result.
package rdfc
