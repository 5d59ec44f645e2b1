package rdfc

import (
	"bytes"
	"cmp"
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"slices"
	"strconv"
)

// Canonical is a dataset in canonical form.
type Canonical struct {
	// NQuads is the serialized canonical form (https://www.w3.org/TR/rdf-canon/#serialization): one line for each quad,
	// a line feed after every line, sorted by code point, without duplicates.
	NQuads []byte

	// Labels has, at the number of each blank node, the n of its canonical label _:c14n<n>, and -1 for a node that is in
	// no quad. It is the issued identifiers map.
	Labels []int
}

// Canonicalize returns the canonical form of the dataset that consists of quads. It does not change the slice; it counts
// a quad that is there twice once. The blank nodes have the numbers 0 to nodes-1. hash is crypto.SHA256 or
// crypto.SHA384. lim may be nil.
//
// Errors wrap ErrQuad, ErrHash, ErrBudget or, when ctx ends before the work does, the error of ctx.
func Canonicalize(ctx context.Context, quads []Quad, nodes int, hash crypto.Hash, lim *Limits) (*Canonical, error) {
	c := &canonicalizer{ctx: ctx, lim: lim.resolved(), hash: hash, quads: quads}
	switch {
	case hash != crypto.SHA256 && hash != crypto.SHA384:
		return nil, fmt.Errorf("%w: want SHA-256 or SHA-384, got %v", ErrHash, hash)
	case nodes < 0:
		return nil, fmt.Errorf("%w: the dataset has %d blank nodes", ErrQuad, nodes)
	case nodes > c.lim.Nodes:
		return nil, fmt.Errorf("%w: %d blank nodes, want at most %d", ErrBudget, nodes, c.lim.Nodes)
	}
	counts, err := c.measure(nodes)
	if err != nil {
		return nil, err
	}
	c.mention(counts)
	if err := c.label(); err != nil {
		return nil, err
	}
	return &Canonical{NQuads: c.serialize(), Labels: c.labels}, nil
}

// A canonicalizer has the canonicalization state (https://www.w3.org/TR/rdf-canon/#canon-state).
type canonicalizer struct {
	ctx   context.Context
	lim   Limits
	hash  crypto.Hash
	quads []Quad

	// By node:
	mentions [][]int32 // the indexes of the quads that it is in: the blank node to quads map
	digests  []digest  // its first-degree hash
	labels   []int     // its canonical label, -1 until that is issued
	rank     []int32   // its place in the order that compare goes by

	issued int // the counter of the canonical issuer

	// buf has room for the N-Quads of the dataset. First the lines about one node after another are put together in it,
	// then the result.
	buf []byte
}

// digest is a hash of the algorithm in use, with zeros after it if that is SHA-256.
type digest [sha512.Size384]byte

func (c *canonicalizer) sum(data []byte) (d digest) {
	if c.hash == crypto.SHA384 {
		return sha512.Sum384(data)
	}
	s := sha256.Sum256(data)
	copy(d[:], s[:])
	return d
}

// compareDigests orders digests as their hexadecimal texts are ordered.
func compareDigests(a, b *digest) int { return bytes.Compare(a[:], b[:]) }

func (c *canonicalizer) stopped() error {
	if err := c.ctx.Err(); err != nil {
		return fmt.Errorf("canonicalization stopped: %w", err)
	}
	return nil
}

const labelPrefix = "_:c14n"

// measure checks the quads and that their N-Quads are within the limit, and makes room for these. It counts how often
// each node is in a quad.
func (c *canonicalizer) measure(nodes int) (counts []int32, err error) {
	label := len(labelPrefix) + len(strconv.Itoa(nodes-1))
	counts = make([]int32, nodes)
	size := 0
	for i := range c.quads {
		q := &c.quads[i]
		if problem := q.problem(nodes); problem != "" {
			return nil, fmt.Errorf("%w: quad %d %s", ErrQuad, i, problem)
		}
		size += len(q.Predicate.text) + len("   .\n")
		for _, t := range q.ends() {
			size += len(t.text)
			if t.node > 0 {
				size += label
				counts[t.node-1]++
			}
		}
		if !q.Graph.none() {
			size += len(" ")
		}
		if size > c.lim.Bytes {
			return nil, fmt.Errorf("%w: more than %d bytes of N-Quads", ErrBudget, c.lim.Bytes)
		}
	}
	c.buf = make([]byte, 0, size)
	return counts, nil
}

// mention is step 2 of the canonicalization algorithm (https://www.w3.org/TR/rdf-canon/#canon-algo-algo).
func (c *canonicalizer) mention(counts []int32) {
	total := 0
	for _, count := range counts {
		total += int(count)
	}
	all := make([]int32, total)
	c.mentions = make([][]int32, len(counts))
	for n, count := range counts {
		c.mentions[n], all = all[:0:count], all[count:]
	}
	for i := range c.quads {
		for _, t := range c.quads[i].ends() { // step 2.1
			if t.node > 0 {
				c.mentions[t.node-1] = append(c.mentions[t.node-1], int32(i))
			}
		}
	}
}

// label is steps 3 to 5 of the canonicalization algorithm.
func (c *canonicalizer) label() error {
	nodes := len(c.mentions)
	c.digests = make([]digest, nodes)
	c.labels = make([]int, nodes)
	c.rank = make([]int32, nodes)
	for n := range nodes {
		c.labels[n], c.rank[n] = -1, otherRank
	}
	byHash := make([]int32, 0, nodes) // the hash to blank nodes map
	for n := range int32(nodes) {
		if len(c.mentions[n]) == 0 {
			continue
		}
		if err := c.stopped(); err != nil {
			return err
		}
		c.digests[n] = c.hashFirstDegree(n) // step 3.1
		byHash = append(byHash, n)          // step 3.2
	}
	slices.SortFunc(byHash, func(a, b int32) int {
		return cmp.Or(compareDigests(&c.digests[a], &c.digests[b]), int(a-b))
	})

	shared := byHash[:0]
	for len(byHash) > 0 { // step 4
		n := c.sameHash(byHash)
		if n == 1 {
			c.issue(byHash[0]) // steps 4.2 and 4.3
		} else {
			shared = append(shared, byHash[:n]...) // step 4.1
		}
		byHash = byHash[n:]
	}
	if len(shared) == 0 {
		return nil
	}
	if len(shared) > c.lim.Ambiguous {
		return fmt.Errorf("%w: %d blank nodes that share a first-degree hash, want at most %d",
			ErrBudget, len(shared), c.lim.Ambiguous)
	}
	return newSearch(c).label(shared) // step 5
}

// sameHash returns how many nodes at the beginning of list, which is sorted by first-degree hash, share that hash.
func (c *canonicalizer) sameHash(list []int32) int {
	n := 1
	for n < len(list) && c.digests[list[n]] == c.digests[list[0]] {
		n++
	}
	return n
}

// issue is the Issue Identifier algorithm (https://www.w3.org/TR/rdf-canon/#issue-identifier) of the canonical issuer.
func (c *canonicalizer) issue(n int32) {
	if c.labels[n] < 0 {
		c.labels[n] = c.issued
		c.issued++
	}
}

// Hash First Degree Quads writes _:a for the node that it hashes, and _:z, which sorts after it, for all others.
const (
	selfRank  = 0
	otherRank = 1
)

// hashFirstDegree is the Hash First Degree Quads algorithm (https://www.w3.org/TR/rdf-canon/#hash-1d-quads-algorithm).
// It also leaves in the mentions of n each quad once, be it twice in the dataset or n in it. Different quads whose lines
// are equal here all count.
func (c *canonicalizer) hashFirstDegree(n int32) digest {
	c.rank[n] = selfRank
	c.mentions[n] = c.sortUnique(c.mentions[n]) // step 4
	c.rank[n] = otherRank
	lines := c.buf
	for _, i := range c.mentions[n] {
		lines = c.appendQuad(lines, &c.quads[i], int(n)+1) // step 3.1
	}
	return c.sum(lines) // step 5
}
