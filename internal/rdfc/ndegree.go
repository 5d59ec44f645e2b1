package rdfc

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
)

// A search gives labels to the nodes that share their first-degree hash with others.
type search struct {
	c      *canonicalizer
	temp   issuer
	calls  int      // runs of hash so far
	work   int      // see maxWork
	input  []byte   // of the hash of a related node
	levels []*level // by depth of recursion
}

// A level has the variables of one run of the Hash N-Degree Quads algorithm, kept for the next one at the same depth.
type level struct {
	related []related // Hn, sorted by hash and node
	group   []int32   // the blank node list of one hash, in the permutation that is being tried
	data    []byte    // data to hash
	path    []byte    // path
	chosen  []byte    // chosen path
	keep    []int32   // what chosen issuer has issued and issuer has not
}

type related struct {
	hash digest
	node int32
}

// An issuer issues the temporary identifiers _:b0, _:b1 and so on. Where the recommendation copies one, there is only
// one here, and undo takes back what it has issued since.
type issuer struct {
	ids   []int32 // by node; -1 before issue
	order []int32 // nodes, in the order of issue
}

func (s *issuer) issue(n int32) {
	if s.ids[n] < 0 {
		s.ids[n] = int32(len(s.order))
		s.order = append(s.order, n)
	}
}

// undo takes back all but the first n identifiers.
func (s *issuer) undo(n int) {
	for _, node := range s.order[n:] {
		s.ids[node] = -1
	}
	s.order = s.order[:n]
}

func newSearch(c *canonicalizer) *search {
	ids := make([]int32, len(c.mentions))
	for n := range ids {
		ids[n] = -1
	}
	return &search{c: c, temp: issuer{ids: ids}}
}

// label is step 5 of the canonicalization algorithm (https://www.w3.org/TR/rdf-canon/#canon-algo-algo) for the given
// nodes, which are sorted by first-degree hash.
func (s *search) label(nodes []int32) error {
	type result struct {
		hash   digest
		issued []int32
	}
	var results []result // hash path list
	for len(nodes) > 0 {
		same := s.c.sameHash(nodes)
		results = results[:0]            // step 5.1
		for _, n := range nodes[:same] { // step 5.2
			if s.c.labels[n] >= 0 {
				continue // step 5.2.1
			}
			s.temp.undo(0)  // step 5.2.2
			s.temp.issue(n) // step 5.2.3
			hash, err := s.hash(n, 0)
			if err != nil {
				return err
			}
			results = append(results, result{hash, slices.Clone(s.temp.order)}) // step 5.2.4
		}
		slices.SortStableFunc(results, func(a, b result) int { return compareDigests(&a.hash, &b.hash) })
		for _, r := range results { // step 5.3
			for _, n := range r.issued {
				s.c.issue(n) // step 5.3.1
			}
		}
		nodes = nodes[same:]
	}
	return nil
}

// hash is the Hash N-Degree Quads algorithm (https://www.w3.org/TR/rdf-canon/#hash-nd-quads-algorithm). The issuer that
// it takes and returns is temp.
func (s *search) hash(n int32, depth int) (digest, error) {
	if s.calls++; s.calls > s.c.lim.Calls {
		return digest{}, fmt.Errorf("%w: more than %d runs of Hash N-Degree Quads", ErrBudget, s.c.lim.Calls)
	}
	if depth == len(s.levels) {
		s.levels = append(s.levels, new(level))
	}
	l := s.levels[depth]
	if err := s.relate(n, l); err != nil { // steps 1 to 3
		return digest{}, err
	}
	l.data = l.data[:0]                     // step 4
	for rest := l.related; len(rest) > 0; { // step 5
		l.group = l.group[:0]
		hash := rest[0].hash
		for ; len(rest) > 0 && rest[0].hash == hash; rest = rest[1:] {
			l.group = append(l.group, rest[0].node)
		}
		l.data = s.appendDigest(l.data, &hash) // step 5.1
		if err := s.choose(l, depth); err != nil {
			return digest{}, err
		}
		l.data = append(l.data, l.chosen...) // step 5.5
		for _, n := range l.keep {           // step 5.6
			s.temp.issue(n)
		}
	}
	return s.c.sum(l.data), nil // step 6
}

// relate is step 3 of Hash N-Degree Quads, with the result sorted as step 5 needs it.
func (s *search) relate(n int32, l *level) error {
	l.related = l.related[:0]
	for _, i := range s.c.mentions[n] {
		q := &s.c.quads[i]
		for position, t := range q.ends() { // step 3.1
			if t.node == 0 || t.node == int(n)+1 {
				continue
			}
			node := int32(t.node - 1)
			hash, err := s.hashRelated(node, q, "sog"[position]) // step 3.1.1
			if err != nil {
				return err
			}
			l.related = append(l.related, related{hash, node}) // step 3.1.2
		}
	}
	slices.SortFunc(l.related, func(a, b related) int {
		return cmp.Or(compareDigests(&a.hash, &b.hash), int(a.node-b.node))
	})
	return nil
}

// hashRelated is the Hash Related Blank Node algorithm
// (https://www.w3.org/TR/rdf-canon/#hash-related-algorithm).
func (s *search) hashRelated(n int32, q *Quad, position byte) (digest, error) {
	input := append(s.input[:0], position) // step 1
	if position != 'g' {
		input = append(input, q.Predicate.text...) // step 2
	}
	if s.c.labels[n] >= 0 || s.temp.ids[n] >= 0 {
		input = s.appendID(input, n) // step 3
	} else {
		input = s.appendDigest(input, &s.c.digests[n]) // step 4
	}
	s.input = input
	return s.c.sum(input), s.spend(len(input)) // step 5
}

// choose is steps 5.2 to 5.4 of Hash N-Degree Quads for the nodes of l.group, which are sorted. The results are l.chosen
// and l.keep.
func (s *search) choose(l *level, depth int) error {
	if top := s.c.lim.Permutations; permutations(l.group, top) > top {
		return fmt.Errorf("%w: more than %d orders of %d related blank nodes", ErrBudget, top, len(l.group))
	}
	mark := len(s.temp.order)
	l.chosen = l.chosen[:0]                           // steps 5.2 and 5.3
	for more := true; more; more = permute(l.group) { // step 5.4
		if err := s.walk(l, depth); err != nil {
			return err
		}
		if len(l.chosen) == 0 || bytes.Compare(l.path, l.chosen) < 0 { // step 5.4.6
			l.path, l.chosen = l.chosen, l.path
			l.keep = append(l.keep[:0], s.temp.order[mark:]...)
		}
		s.temp.undo(mark) // step 5.4.1, for the next permutation
	}
	return nil
}

// walk is steps 5.4.2 to 5.4.5 of Hash N-Degree Quads; the recursion list is what it issues in step 5.4.4. The result is
// l.path.
func (s *search) walk(l *level, depth int) error {
	path := l.path[:0]
	first := len(s.temp.order)
	for _, n := range l.group { // step 5.4.4
		if s.c.labels[n] < 0 {
			s.temp.issue(n) // step 5.4.4.2
		}
		path = s.appendID(path, n)
	}
	last := len(s.temp.order)
	for i := first; i < last; i++ { // step 5.4.5
		n := s.temp.order[i]
		hash, err := s.hash(n, depth+1) // steps 5.4.5.1 and 5.4.5.4
		if err != nil {
			return err
		}
		path = s.appendID(path, n) // step 5.4.5.2
		path = append(path, '<')   // step 5.4.5.3
		path = s.appendDigest(path, &hash)
		path = append(path, '>')
	}
	l.path = path
	return s.spend(len(path))
}

// spend accounts for the hash of a related node or the comparison of a path, of n bytes.
func (s *search) spend(n int) error {
	if s.work += workUnit + n; s.work > maxWork {
		return fmt.Errorf("%w: more than %d bytes to hash and compare in Hash N-Degree Quads", ErrBudget, maxWork)
	}
	return s.c.stopped()
}

// appendID appends the canonical or else the temporary identifier of n.
func (s *search) appendID(dst []byte, n int32) []byte {
	if s.c.labels[n] >= 0 {
		return s.c.appendLabel(dst, n)
	}
	return strconv.AppendInt(append(dst, "_:b"...), int64(s.temp.ids[n]), 10)
}

func (s *search) appendDigest(dst []byte, d *digest) []byte {
	return hex.AppendEncode(dst, d[:s.c.hash.Size()])
}

// permutations returns the number of different orders of list, which is sorted, or some number above top if there are
// more than that.
func permutations(list []int32, top int) int {
	count, same := 1, 0
	for i := range list {
		if i > 0 && list[i] != list[i-1] {
			same = 0
		}
		same++
		if count = count * (i + 1) / same; count > top {
			break
		}
	}
	return count
}

// permute makes list its next permutation in lexical order, or returns false if it is the last one. Starting from a
// sorted list it comes to each once.
func permute(list []int32) bool {
	i := len(list) - 2
	for i >= 0 && list[i] >= list[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(list) - 1
	for list[j] <= list[i] {
		j--
	}
	list[i], list[j] = list[j], list[i]
	slices.Reverse(list[i+1:])
	return true
}
