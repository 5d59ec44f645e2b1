package rdfc_test

import (
	"cmp"
	"crypto"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/charterbadge/openbadge/internal/rdfc"
)

// A reference is RDFC-1.0 as the recommendation words it, with strings and maps and without a thought of speed:
// https://www.w3.org/TR/rdf-canon/#canon-algo-algo. Steps 5.4.4.3 and 5.4.5.5 of Hash N-Degree Quads, which only save
// work, are left out. Where the recommendation leaves the order open, it is that of the nodes' numbers.
type reference struct {
	hash      crypto.Hash
	mentions  map[int][]rdfc.Quad
	canonical refIssuer
	calls     int  // runs of Hash N-Degree Quads
	over      bool // the default limits are exceeded
}

type refIssuer struct {
	prefix string
	issued map[int]string
	order  []int
}

func (i *refIssuer) issue(n int) string {
	if _, ok := i.issued[n]; !ok {
		i.issued[n] = i.prefix + strconv.Itoa(len(i.order))
		i.order = append(i.order, n)
	}
	return i.issued[n]
}

func (i refIssuer) clone() refIssuer {
	return refIssuer{i.prefix, maps.Clone(i.issued), slices.Clone(i.order)}
}

// referenceNQuads returns the canonical N-Quads of g, which is small; ok is false if it exceeds the default limits.
func referenceNQuads(g *graph, hash crypto.Hash) (nquads string, ok bool) {
	r := reference{hash: hash, mentions: map[int][]rdfc.Quad{}, canonical: refIssuer{"c14n", map[int]string{}, nil}}
	for _, q := range g.quads { // 2
		for _, t := range []rdfc.Term{q.Subject, q.Object, q.Graph} {
			if n, ok := t.Blank(); ok && !slices.Contains(r.mentions[n], q) {
				r.mentions[n] = append(r.mentions[n], q)
			}
		}
	}
	nodes := map[string][]int{}
	for _, n := range slices.Sorted(maps.Keys(r.mentions)) { // 3
		h := r.firstDegree(n)
		nodes[h] = append(nodes[h], n)
	}
	hashes := slices.Sorted(maps.Keys(nodes))
	for _, h := range hashes { // 4
		if len(nodes[h]) == 1 {
			r.canonical.issue(nodes[h][0])
			delete(nodes, h)
		}
	}
	for _, h := range hashes { // 5
		type result struct {
			hash   string
			issuer refIssuer
		}
		var list []result
		for _, n := range nodes[h] {
			if _, ok := r.canonical.issued[n]; ok {
				continue
			}
			temp := refIssuer{"b", map[int]string{}, nil}
			temp.issue(n)
			h, temp := r.nDegree(n, temp)
			list = append(list, result{h, temp})
		}
		slices.SortStableFunc(list, func(a, b result) int { return cmp.Compare(a.hash, b.hash) })
		for _, l := range list {
			for _, n := range l.issuer.order {
				r.canonical.issue(n)
			}
		}
	}
	return lines(g.quads, r.canonical.issue), !r.over
}

func (r *reference) sum(s string) string {
	h := r.hash.New()
	h.Write([]byte(s))
	return hex.EncodeToString(h.Sum(nil))
}

// firstDegree is https://www.w3.org/TR/rdf-canon/#hash-1d-quads-algorithm.
func (r *reference) firstDegree(n int) string {
	var nquads []string
	for _, q := range r.mentions[n] {
		nquads = append(nquads, lines([]rdfc.Quad{q}, func(m int) string {
			if m == n {
				return "a"
			}
			return "z"
		}))
	}
	slices.Sort(nquads)
	return r.sum(strings.Join(nquads, ""))
}

// nDegree is https://www.w3.org/TR/rdf-canon/#hash-nd-quads-algorithm.
func (r *reference) nDegree(id int, issuer refIssuer) (string, refIssuer) {
	r.calls++
	related := map[string][]int{}
	for _, q := range r.mentions[id] { // 3
		for i, t := range []rdfc.Term{q.Subject, q.Object, q.Graph} {
			if n, ok := t.Blank(); ok && n != id {
				h := r.related(n, q, issuer, "sog"[i:i+1])
				related[h] = append(related[h], n)
			}
		}
	}
	data := ""
	for _, h := range slices.Sorted(maps.Keys(related)) { // 5
		data += h
		var chosen string
		var chosenIssuer refIssuer
		slices.Sort(related[h])
		permutations := refPermutations(related[h])
		r.over = r.over || r.calls > rdfc.DefaultCalls || len(permutations) > rdfc.DefaultPermutations
		if r.over {
			return "", issuer
		}
		for _, p := range permutations { // 5.4
			temp := issuer.clone()
			var path string
			var recursion []int
			for _, n := range p { // 5.4.4
				if label, ok := r.canonical.issued[n]; ok {
					path += "_:" + label
				} else {
					if _, ok := temp.issued[n]; !ok {
						recursion = append(recursion, n)
					}
					path += "_:" + temp.issue(n)
				}
			}
			for _, n := range recursion { // 5.4.5
				h, result := r.nDegree(n, temp.clone())
				path += "_:" + temp.issue(n) + "<" + h + ">"
				temp = result
			}
			if chosen == "" || path < chosen { // 5.4.6
				chosen, chosenIssuer = path, temp
			}
		}
		data += chosen
		issuer = chosenIssuer
	}
	r.over = r.over || r.calls > rdfc.DefaultCalls
	return r.sum(data), issuer
}

// related is https://www.w3.org/TR/rdf-canon/#hash-related-algorithm.
func (r *reference) related(n int, q rdfc.Quad, issuer refIssuer, position string) string {
	input := position
	if position != "g" {
		input += q.Predicate.String()
	}
	if label, ok := r.canonical.issued[n]; ok {
		return r.sum(input + "_:" + label)
	}
	if label, ok := issuer.issued[n]; ok {
		return r.sum(input + "_:" + label)
	}
	return r.sum(input + r.firstDegree(n))
}

// refPermutations returns all orders of list, in lexical order.
func refPermutations(list []int) [][]int {
	if len(list) == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for i, first := range list {
		if i > 0 && first == list[i-1] {
			continue
		}
		for _, rest := range refPermutations(slices.Delete(slices.Clone(list), i, i+1)) {
			all = append(all, append([]int{first}, rest...))
		}
	}
	return all
}
