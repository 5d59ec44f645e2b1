package verifier_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// everyBit makes the mutation tests try each bit, byte and member; without it a sample of them.
var everyBit = flag.Bool("everybit", false, "mutate every bit of the signed badges, not a sample")

const signedRoot = "../testdata/signed"

// signedVerifier trusts the issuer of testdata/signed at the instant of the tests.
func signedVerifier(t testing.TB) *verifier.Verifier {
	t.Helper()
	text, err := os.ReadFile(signedRoot + "/issuer.json")
	require.NoError(t, err)
	doc, err := did.Parse(text)
	require.NoError(t, err)
	return verifier.New(verifier.Trust(doc), &verifier.Options{Now: badgetest.Now, InsecureSkipStatus: true})
}

func readSigned(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(signedRoot, name))
	require.NoError(t, err)
	return b
}

// The badges of testdata/signed: in a JWS, and with an embedded proof. Their names have the cryptosuite, or the key's
// algorithm.
var (
	jwsBadges = []string{"simple-eddsa.jws", "complete-eddsa.jws", "simple-es256.jws", "complete-es256.jws"}
	diBadges  = []string{
		"simple-eddsa-rdfc-2022.json", "complete-eddsa-rdfc-2022.json", "simple-eddsa-jcs-2022.json",
		"complete-eddsa-jcs-2022.json", "simple-ecdsa-rdfc-2019.json", "simple-ecdsa-jcs-2019.json",
	}
)

// TestWriteSigned signs testdata/badges.
func TestWriteSigned(t *testing.T) {
	if !*update {
		for _, name := range slices.Concat(jwsBadges, diBadges) {
			_, err := signedVerifier(t).Verify(context.Background(), readSigned(t, name), nil)
			require.NoError(t, err, name)
		}
		return
	}
	require.NoError(t, os.MkdirAll(signedRoot, 0o755))
	ed, p256, p384 := badgetest.Ed25519("issuer"), badgetest.P256("issuer"), badgetest.P384("issuer")
	doc, err := did.NewDocument(issuerID, did.Key{ID: "ed25519", Public: ed.Public()},
		did.Key{ID: "p256", Public: p256.Public()}, did.Key{ID: "p384", Public: p384.Public()})
	require.NoError(t, err)
	text, err := json.MarshalIndent(doc, "", "  ")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(signedRoot+"/issuer.json", append(text, '\n'), 0o644))

	for _, size := range []string{"simple", "complete"} {
		badge := readBadge(t, size)
		for alg, s := range map[string]signer.Signer{
			"eddsa": newJWS(t, ed, "ed25519"),
			"es256": newJWS(t, steady{p256}, "p256"),
		} {
			writeSigned(t, size+"-"+alg+".jws", badge, s)
		}
		for _, jcs := range []bool{false, true} {
			s := newDataIntegrity(t, ed, "ed25519", jcs)
			writeSigned(t, size+"-"+s.Cryptosuite()+".json", badge, s)
		}
	}
	writeSigned(t, "simple-ecdsa-rdfc-2019.json", readBadge(t, "simple"), newDataIntegrity(t, steady{p256}, "p256", false))
	writeSigned(t, "simple-ecdsa-jcs-2019.json", readBadge(t, "simple"), newDataIntegrity(t, steady{p384}, "p384", true))
}

// steady signs alike each time: without a source of randomness the nonce is that of RFC 6979.
type steady struct{ *ecdsa.PrivateKey }

func (k steady) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return k.PrivateKey.Sign(nil, digest, opts)
}

// readBadge reads one of testdata/badges, with the issuer that has a document.
func readBadge(t testing.TB, size string) *credential.OpenBadge {
	t.Helper()
	text, err := os.ReadFile("../testdata/badges/" + size + ".json")
	require.NoError(t, err)
	badge := new(credential.OpenBadge)
	require.NoError(t, badge.UnmarshalJSON(text))
	badge.Issuer.ID = issuerID
	return badge
}

func newJWS(t testing.TB, key crypto.Signer, fragment string) signer.Signer {
	t.Helper()
	s, err := signer.NewJWS(key, issuerID+"#"+fragment, nil)
	require.NoError(t, err)
	return s
}

func newDataIntegrity(t testing.TB, key crypto.Signer, fragment string, jcs bool) *signer.DataIntegrity {
	t.Helper()
	opts := &signer.DataIntegrityOptions{JCS: jcs, Created: badgetest.Now()}
	s, err := signer.NewDataIntegrity(key, issuerID+"#"+fragment, opts)
	require.NoError(t, err)
	return s
}

func writeSigned(t testing.TB, name string, badge *credential.OpenBadge, s signer.Signer) {
	t.Helper()
	secured, err := s.Sign(context.Background(), badge)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(signedRoot, name), secured, 0o644))
}

// TestMutations changes genuine badges in a JWS in every way that one edit can: none may verify.
func TestMutations(t *testing.T) {
	v := signedVerifier(t)
	for _, name := range jwsBadges {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := string(readSigned(t, name))
			tried := 0
			refuse := func(what, mutant string) {
				tried++
				if _, err := v.Verify(context.Background(), []byte(mutant), nil); err == nil {
					t.Fatalf("a mutant verifies: %s", what)
				}
			}
			m := &mutator{text: token, step: 1, every: 1, try: refuse}
			if !*everyBit {
				m.step = len(token)/500 | 1
			}
			m.bits()
			m.bytes()
			parts := strings.Split(token, ".")
			for i := range 2 { // header and payload, under the old signature
				text, err := base64.RawURLEncoding.DecodeString(parts[i])
				require.NoError(t, err)
				m := newMutator(t, string(text), func(what, mutant string) {
					changed := slices.Clone(parts)
					changed[i] = base64.RawURLEncoding.EncodeToString([]byte(mutant))
					refuse(what, strings.Join(changed, "."))
				})
				m.members()
			}
			t.Logf("%d mutants of %s, none of which verified", tried, name)
			require.Greater(t, tried, 1000)
		})
	}
}

// survivors are how many mutants of each badge verify, by the class of respelling that they are: of the sample, of which
// step and every say how large it is, and of all. Everything else would be a forgery.
var survivors = map[string]struct {
	step, every int
	sample, all classes
}{
	"simple-eddsa-rdfc-2022.json": {17, 1,
		classes{"array order": 3, "contexts": 10, "member order": 5, "one or array": 13, "other proofs": 5, "text": 25, "type alias": 7},
		classes{"array order": 3, "contexts": 10, "member order": 5, "one or array": 13, "other proofs": 5, "text": 25, "type alias": 7}},
	"simple-ecdsa-rdfc-2019.json": {17, 1,
		classes{"array order": 3, "contexts": 10, "member order": 5, "one or array": 13, "other proofs": 5, "text": 25, "type alias": 7},
		classes{"array order": 3, "contexts": 10, "member order": 5, "one or array": 13, "other proofs": 5, "text": 25, "type alias": 7}},
	"complete-eddsa-rdfc-2022.json": {17, 11,
		classes{"array order": 2, "contexts": 5, "endorsers' words": 2, "id as object": 1, "member order": 5, "one or array": 16,
			"other proofs": 2, "text": 25, "type alias": 1},
		classes{"array order": 32, "contexts": 77, "endorsers' words": 2, "id as object": 6, "member order": 70, "number": 4,
			"one or array": 130, "other proofs": 3, "text": 345, "type alias": 7}},
	"simple-eddsa-jcs-2022.json": {17, 1,
		classes{"contexts": 19, "member order": 5, "one or array": 1, "other proofs": 5, "text": 27},
		classes{"contexts": 19, "member order": 5, "one or array": 1, "other proofs": 5, "text": 27}},
	"simple-ecdsa-jcs-2019.json": {17, 3,
		classes{"contexts": 7, "member order": 2, "other proofs": 3, "text": 11},
		classes{"contexts": 19, "member order": 5, "one or array": 1, "other proofs": 5, "text": 27}},
	"complete-eddsa-jcs-2022.json": {17, 9,
		classes{"contexts": 3, "member order": 7, "other proofs": 1, "text": 45},
		classes{"contexts": 19, "member order": 70, "number": 6, "one or array": 1, "other proofs": 3, "text": 348}},
}

// classes counts by the names of classes.
type classes map[string]int

// TestEmbeddedMutations changes genuine badges with an embedded proof in every way that one edit can. What verifies must
// say the same as before, by the rules of class alone, and json-gold must give it the same canonical form.
func TestEmbeddedMutations(t *testing.T) {
	tried, survived := make([]int, len(diBadges)), make([]classes, len(diBadges))
	t.Run("badges", func(t *testing.T) {
		for i, name := range diBadges {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				j := newJudge(t, name)
				m := newMutator(t, j.text, j.try)
				m.twins()
				m.proofs(t, name)
				expected := survivors[name]
				want := expected.all
				switch {
				case badgetest.Race: // which finds a race in few as well as in many
					m.step, m.every, want = 1009, 101, nil
				case !*everyBit:
					m.step, m.every, want = expected.step, expected.every, expected.sample
				}
				m.bits()
				m.bytes()
				m.members()
				m.moves()
				m.values()
				m.arrays()
				m.strings()
				m.synonyms(t)
				m.respellings()
				tried[i], survived[i] = j.tried, j.survived
				t.Logf("%d mutants of %s; survived: %v", j.tried, name, j.survived)
				if want != nil {
					require.Greater(t, j.tried, 1000)
					require.Equal(t, want, j.survived)
				}
			})
		}
	})
	all, sum := 0, make(classes)
	for i := range diBadges {
		all += tried[i]
		for class, n := range survived[i] {
			sum[class] += n
		}
	}
	t.Logf("%d mutants of badges with embedded proofs; survived, by class: %v", all, sum)
}

// edit puts a text in the place of what stands between two offsets.
type edit struct {
	start, end int
	with       string
}

// apply makes edits that do not overlap.
func apply(text string, edits ...edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var b strings.Builder
	last := 0
	for _, e := range edits {
		b.WriteString(text[last:e.start])
		b.WriteString(e.with)
		last = e.end
	}
	b.WriteString(text[last:])
	return b.String()
}

// container is an object or an array of a compact text.
type container struct {
	strictjson.Value
	pointer string
	outer   int // the index of the object around it, -1 is none
	parts   []part
}

// part is a member or an item, and the bytes that it stands in.
type part struct {
	name       string // "" of an item
	value      strictjson.Value
	start, end int
}

func (c container) part(name string) part {
	for _, p := range c.parts {
		if p.name == name {
			return p
		}
	}
	return part{}
}

// containers lists the objects and arrays of a text without white space, each before those in it.
func containers(t testing.TB, text string) []container {
	t.Helper()
	tree, err := strictjson.Parse([]byte(text), nil)
	require.NoError(t, err)
	require.Equal(t, string(tree.AppendTo(nil)), text)
	var list []container
	var walk func(v strictjson.Value, pointer string, outer int)
	walk = func(v strictjson.Value, pointer string, outer int) {
		if v.Kind() != strictjson.Object && v.Kind() != strictjson.Array {
			return
		}
		require.NotZero(t, v.Len(), pointer)
		c := container{Value: v, pointer: pointer, outer: outer}
		start := v.Offset() + 1
		add := func(name string, value strictjson.Value) {
			end := value.Offset() + len(value.Raw())
			c.parts = append(c.parts, part{name, value, start, end})
			start = end + 1
		}
		for _, m := range v.Members() {
			add(m.Name, m.Value)
		}
		if v.Kind() == strictjson.Array {
			for i := range v.Len() {
				add("", v.At(i))
			}
		} else {
			outer = len(list)
		}
		list = append(list, c)
		for i, p := range c.parts {
			if v.Kind() == strictjson.Array {
				walk(p.value, strictjson.PointerAt(pointer, i), outer)
			} else {
				walk(p.value, strictjson.Pointer(pointer, p.name), outer)
			}
		}
	}
	walk(tree, "", -1)
	return list
}

// put gives a part another value.
func (p part) put(value string) edit { return edit{p.end - len(p.value.Raw()), p.end, value} }

// remove takes a part away, with a comma.
func (p part) remove(text string) edit {
	start, end := p.start, p.end
	if text[end] == ',' {
		end++
	} else if text[start-1] == ',' {
		start--
	}
	return edit{start, end, ""}
}

// insert gives a container another part, the first.
func (c container) insert(part string) edit { return edit{c.Offset() + 1, c.Offset() + 1, part + ","} }

// join gives an object a member or, where it has one of that name, a value beside those that are there.
func (c container) join(name, value string) edit {
	p := c.part(name)
	switch p.value.Kind() {
	case strictjson.Absent:
		return c.insert(fmt.Sprintf("%q:%s", name, value))
	case strictjson.Array:
		return edit{p.end - 1, p.end - 1, "," + value}
	}
	return p.put("[" + p.value.Raw() + "," + value + "]")
}

// difference shows where a mutant begins to differ.
func difference(text, mutant string) string {
	i := 0
	for i < len(text) && i < len(mutant) && text[i] == mutant[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-40):min(len(s), max(i+100, 0))] }
	return fmt.Sprintf("\n genuine …%s…\n mutant  …%s…", around(text), around(mutant))
}

// mutator makes mutants of a text.
type mutator struct {
	text  string
	list  []container
	step  int // from one bit, and one byte, to the next that is changed
	every int // one in so many of the other edits is made
	edits int
	try   func(what, mutant string)
}

func newMutator(t testing.TB, text string, try func(what, mutant string)) *mutator {
	return &mutator{text: text, list: containers(t, text), step: 1, every: 1, try: try}
}

func (m *mutator) edit(what string, edits ...edit) {
	if m.edits++; m.edits%m.every != 0 {
		return
	}
	if mutant := apply(m.text, edits...); mutant != m.text {
		m.try(what, mutant)
	}
}

// kind gives the objects, or the arrays, and their indexes.
func (m *mutator) kind(k strictjson.Kind) iter.Seq2[int, container] {
	return func(yield func(int, container) bool) {
		for i, c := range m.list {
			if c.Kind() == k && !yield(i, c) {
				return
			}
		}
	}
}

func (m *mutator) bits() {
	for bit := 0; bit < 8*len(m.text); bit += m.step {
		mutant := []byte(m.text)
		mutant[bit/8] ^= 1 << (bit % 8)
		m.try(fmt.Sprintf("bit %d flipped", bit), string(mutant))
	}
}

func (m *mutator) bytes() {
	for i := 0; i < len(m.text); i += m.step {
		before, b, after := m.text[:i], m.text[i:i+1], m.text[i+1:]
		m.try(fmt.Sprintf("byte %d removed", i), before+after)
		m.try(fmt.Sprintf("byte %d doubled", i), before+b+b+after)
		if after != "" && after[:1] != b {
			m.try(fmt.Sprintf("byte %d swapped with its neighbour", i), before+after[:1]+b+after[1:])
		}
	}
}

// members removes, duplicates and renames each member.
func (m *mutator) members() {
	for _, o := range m.kind(strictjson.Object) {
		for _, p := range o.parts {
			at := strictjson.Pointer(o.pointer, p.name)
			m.edit(at+" removed", p.remove(m.text))
			m.edit(at+" duplicated", edit{p.start, p.start, m.text[p.start:p.end] + ","})
			for _, name := range otherCases(p.name) {
				m.edit(at+" renamed "+name, edit{p.start, p.end - len(p.value.Raw()), strconv.Quote(name) + ":"})
			}
		}
	}
}

func otherCases(name string) []string {
	first := strings.ToUpper(name[:1])
	if first == name[:1] {
		first = strings.ToLower(first)
	}
	names := []string{first + name[1:], strings.ToUpper(name), strings.ToLower(name)}
	return slices.DeleteFunc(slices.Compact(names), func(s string) bool { return s == name })
}

// moves puts each member into the object around its own, and into those beside it.
func (m *mutator) moves() {
	for _, o := range m.kind(strictjson.Object) {
		for _, p := range o.parts {
			at, member := strictjson.Pointer(o.pointer, p.name), m.text[p.start:p.end]
			if o.outer >= 0 {
				m.edit(at+" moved up", p.remove(m.text), m.list[o.outer].insert(member))
			}
			for _, below := range m.list {
				if inner := below.Kind() == strictjson.Object && below.outer >= 0 && m.list[below.outer].pointer == o.pointer; inner &&
					(below.Offset() < p.start || below.Offset() >= p.end) {
					m.edit(at+" moved into "+below.pointer, p.remove(m.text), below.insert(member))
				}
			}
		}
	}
}

// values gives each member values of every kind.
func (m *mutator) values() {
	for _, o := range m.kind(strictjson.Object) {
		for _, p := range o.parts {
			for _, value := range []string{`null`, `""`, `[]`, `{}`, `true`, `-1`, `1e400`} {
				m.edit(strictjson.Pointer(o.pointer, p.name)+" set to "+value, p.put(value))
			}
		}
	}
}

// arrays reverses, rotates and empties each array, and removes and doubles its items.
func (m *mutator) arrays() {
	for _, a := range m.kind(strictjson.Array) {
		items := make([]string, len(a.parts))
		for i, p := range a.parts {
			items[i] = p.value.Raw()
			at := strictjson.PointerAt(a.pointer, i)
			m.edit(at+" removed", p.remove(m.text))
			m.edit(at+" doubled", a.insert(p.value.Raw()))
			m.edit(at+" in an array", p.put("["+p.value.Raw()+"]"))
		}
		whole := func(items []string) edit {
			return edit{a.Offset(), a.Offset() + len(a.Raw()), "[" + strings.Join(items, ",") + "]"}
		}
		m.edit(a.pointer+" emptied", whole(nil))
		m.edit(a.pointer+" doubled", whole(slices.Concat(items, items)))
		m.edit(a.pointer+" rotated", whole(append(items[1:len(items):len(items)], items[0])))
		slices.Reverse(items)
		m.edit(a.pointer+" reversed", whole(items))
	}
}

// strings puts each string in the place of a few others, and exchanges them.
func (m *mutator) strings() {
	var all []part
	for _, c := range m.list {
		for _, p := range c.parts {
			if p.value.Kind() == strictjson.String {
				all = append(all, p)
			}
		}
	}
	random := rand.New(rand.NewPCG(1, uint64(len(all))))
	for _, p := range all {
		for range 10 {
			q := all[random.IntN(len(all))]
			m.edit(fmt.Sprintf("%s put in the place of %s", q.value.Raw(), p.value.Raw()), p.put(q.value.Raw()))
			if p.start != q.start {
				m.edit(fmt.Sprintf("%s exchanged for %s", q.value.Raw(), p.value.Raw()), p.put(q.value.Raw()), q.put(p.value.Raw()))
			}
		}
	}
}

// twins moves what objects with one identifier say from one to another.
func (m *mutator) twins() {
	for i, a := range m.kind(strictjson.Object) {
		for j, b := range m.kind(strictjson.Object) {
			id := a.Get("id")
			if i == j || id.Kind() != strictjson.String || id.Text() != b.Get("id").Text() {
				continue
			}
			for _, p := range a.parts {
				at, q, member := strictjson.Pointer(a.pointer, p.name), b.part(p.name), m.text[p.start:p.end]
				if q.value.Kind() == strictjson.Absent {
					m.edit(at+" copied to "+b.pointer, b.insert(member))
					if !strings.HasPrefix(b.pointer, at) {
						m.edit(at+" moved to "+b.pointer, p.remove(m.text), b.insert(member))
					}
					continue
				}
				if !strings.HasPrefix(b.pointer, at) && !strings.HasPrefix(a.pointer, b.pointer) {
					m.edit(at+" exchanged with "+b.pointer, p.put(q.value.Raw()), q.put(p.value.Raw()))
				}
				for k := range p.value.Len() {
					if p.value.Kind() == strictjson.Array && q.value.Kind() == strictjson.Array {
						m.edit(at+" copied into that of "+b.pointer, edit{q.end - 1, q.end - 1, "," + p.value.At(k).Raw()})
					}
				}
			}
		}
	}
}

// synonyms gives members and types another name for the same IRI, with the context that defines it.
func (m *mutator) synonyms(t testing.TB) {
	names := make(map[string]map[string][]string) // IRI, name, contexts
	iris := make(map[string][]string)
	for _, url := range ldcontext.Embedded().URLs() {
		for name, iri := range definitions(t, url) {
			if names[iri] == nil {
				names[iri] = make(map[string][]string)
			}
			names[iri][name] = append(names[iri][name], url)
			iris[name] = append(iris[name], iri)
		}
	}
	for _, c := range m.list {
		for _, p := range c.parts {
			old, at := p.name, edit{p.start, p.end - len(p.value.Raw()), "%q:"}
			if old == "" {
				old, at = p.value.Text(), edit{p.start, p.end, "%q"}
			}
			for _, iri := range iris[old] {
				for _, name := range slices.Sorted(maps.Keys(names[iri])) {
					if name == old {
						continue
					}
					renamed := edit{at.start, at.end, fmt.Sprintf(at.with, name)}
					m.edit(fmt.Sprintf("%s called %s", old, name), renamed)
					for _, url := range names[iri][name] {
						m.edit(fmt.Sprintf("%s called %s of %s", old, name, url), renamed, m.list[0].join("@context", strconv.Quote(url)))
					}
				}
			}
		}
	}
}

// definitions are the terms of a context with their IRIs, at any depth.
func definitions(t testing.TB, url string) map[string]string {
	t.Helper()
	doc, err := ldcontext.Embedded().Document(url)
	require.NoError(t, err)
	tree, err := strictjson.Parse(doc.Bytes(), &strictjson.Limits{Members: strictjson.MaxMembers})
	require.NoError(t, err)
	found, prefixes := make(map[string]string), make(map[string]string)
	var collect func(v strictjson.Value)
	collect = func(v strictjson.Value) {
		for _, m := range v.Members() {
			id := m.Value
			if id.Kind() == strictjson.Object {
				id = id.Get("@id")
			}
			if iri := id.Text(); iri != "" {
				prefix, rest, _ := strings.Cut(iri, ":")
				found[m.Name], prefixes[m.Name] = iri, iri
				if base := prefixes[prefix]; base != "" {
					found[m.Name] = base + rest
				}
			}
			collect(m.Value.Get("@context"))
		}
	}
	collect(tree.Get("@context"))
	for name, iri := range found { // a term by the name of another
		if other := found[iri]; other != "" {
			found[name] = other
		}
	}
	return found
}

// proofs takes the proof away, moves it, doubles it, and puts that of another badge in its place.
func (m *mutator) proofs(t testing.TB, badge string) {
	p := m.list[0].part("proof")
	member, own := m.text[p.start:p.end], p.value.Raw()
	m.edit("proof twice", p.put("["+own+","+own+"]"))
	m.edit("array of an array of the proof", p.put("[["+own+"]]"))
	m.edit("proof in @graph", p.put(`{"@graph":`+own+`}`))
	for _, o := range m.kind(strictjson.Object) {
		if !strings.HasPrefix(o.pointer, "/proof") && o.outer >= 0 {
			m.edit("proof moved into "+o.pointer, p.remove(m.text), o.insert(member))
		}
	}
	for _, name := range diBadges {
		if name == badge {
			continue
		}
		other := containers(t, string(readSigned(t, name)))[0].part("proof").value
		m.edit("proof of "+name, p.put(other.Raw()))
		m.edit("proof of "+name+" beside it", p.put("["+own+","+other.Raw()+"]"))
		value := strings.Replace(own, p.value.Get("proofValue").Raw(), other.Get("proofValue").Raw(), 1)
		m.edit("proofValue of "+name, p.put(value))
	}
}

// respellings are edits of which many leave the canonical form alone.
func (m *mutator) respellings() {
	m.edit("white space", edit{0, 1, "\n{ "}, edit{len(m.text) - 1, len(m.text), "\t}\r\n"})
	contexts := m.list[0].Get("@context").Raw()
	for _, o := range m.kind(strictjson.Object) {
		var members []string
		for _, p := range slices.Backward(o.parts) {
			members = append(members, m.text[p.start:p.end])
		}
		m.edit(o.pointer+" backwards", edit{o.Offset(), o.Offset() + len(o.Raw()), "{" + strings.Join(members, ",") + "}"})
		if o.pointer == "/proof" && o.Get("@context").Kind() == strictjson.Absent {
			m.edit("contexts repeated in the proof", o.insert(`"@context":`+contexts))
		}
		if o.Get("@context").Kind() == strictjson.Array {
			for _, url := range ldcontext.Embedded().URLs() {
				m.edit(o.pointer+" with the context "+url, o.join("@context", strconv.Quote(url)))
			}
		}
	}
	for _, c := range m.list {
		for _, p := range c.parts {
			m.respell(strictjson.Pointer(c.pointer, p.name), p)
		}
	}
}

// respell writes one value in other ways.
func (m *mutator) respell(at string, p part) {
	raw := p.value.Raw()
	switch p.value.Kind() {
	case strictjson.Array:
		if p.value.Len() == 1 {
			m.edit(at+" without its array", p.put(p.value.At(0).Raw()))
		}
		return
	case strictjson.String:
		text := p.value.Text()
		if text == "" {
			return
		}
		m.edit(at+" with an escape", p.put(`"`+escaped(text)+`"`))
		m.edit(at+" as an object", p.put(`{"id":`+raw+`}`))
		m.edit(at+" as a value", p.put(`{"@value":`+raw+`}`))
		if text == "OpenBadgeCredential" {
			m.edit(at+" by its alias", p.put(`"AchievementCredential"`))
			m.edit(at+" and its alias", p.put(raw+`,"AchievementCredential"`))
		}
	case strictjson.Number:
		m.edit(at+" with an exponent", p.put(raw+"e0"))
		m.edit(at+" as a value", p.put(`{"@value":`+raw+`}`))
		if !strings.Contains(raw, ".") {
			m.edit(at+" with a fraction", p.put(raw+".0"))
		}
	}
	if p.name != "" {
		m.edit(at+" in an array", p.put("["+raw+"]"))
	}
}

// escaped writes the first character of a text as an escape.
func escaped(text string) string {
	quoted := string(strictjson.AppendString(nil, text))
	r, size := utf8.DecodeRuneInString(text)
	if quoted[1] == '\\' || r > 0xffff {
		return quoted[1 : len(quoted)-1]
	}
	return fmt.Sprintf(`\u%04x`, r) + quoted[1+size:len(quoted)-1]
}

// judge verifies mutants of one badge.
type judge struct {
	t        *testing.T
	v        *verifier.Verifier
	text     string
	tree     strictjson.Value // of the text
	document strictjson.Value // of the Result
	form     string           // of json-gold; "" when the JSON itself is signed
	proofs   []string         // that the issuer made of the same document
	respells class
	tried    int
	wrong    int
	survived classes
}

func newJudge(t *testing.T, name string) *judge {
	t.Helper()
	j := &judge{t: t, v: signedVerifier(t), text: string(readSigned(t, name)), survived: make(classes)}
	j.respells = memberOrder | numbers
	j.tree = parsed(t, j.text)
	res, err := j.v.VerifyCredential(context.Background(), []byte(j.text), nil)
	require.NoError(t, err)
	j.document = parsed(t, string(res.Document()))
	for _, other := range diBadges {
		tree := parsed(t, string(readSigned(t, other)))
		if string(tree.Without("proof").AppendTo(nil)) == string(j.document.AppendTo(nil)) {
			j.proofs = append(j.proofs, texts(tree.Get("proof"))...)
		}
	}
	if !strings.Contains(res.Cryptosuite, "jcs") {
		j.respells = allClasses
		j.form, err = goldForm(j.text)
		require.NoError(t, err)
	}
	return j
}

func parsed(t testing.TB, text string) strictjson.Value {
	t.Helper()
	v, err := strictjson.Parse([]byte(text), nil)
	require.NoError(t, err)
	return v
}

// try verifies a mutant as any credential: what is no badge any more is told apart by the proof alone.
func (j *judge) try(what, mutant string) {
	j.tried++
	res, err := j.v.VerifyCredential(context.Background(), []byte(mutant), nil)
	if err != nil {
		return
	}
	class, same := j.class(parsed(j.t, mutant))
	if same {
		_, same = classOf(j.document, parsed(j.t, string(res.Document())), j.respells)
	}
	if same && j.form != "" && (*everyBit || len(j.text) < 4096 || j.tried%16 == 0 || class == classNames[endorsers]) {
		form, err := goldForm(mutant)
		require.NoError(j.t, err, what)
		same = form == j.form
	}
	if same {
		j.survived[class]++
		return
	}
	if j.wrong++; j.wrong <= 10 {
		j.t.Errorf("a mutant verifies: %s%s", what, difference(j.text, mutant))
	}
}

// class says how the mutant, which verifies, is spelled differently. Beside what its cryptosuite allows, a document may
// have several genuine proofs; and contexts that are appended to those that a JCS proof names are not in the Result.
func (j *judge) class(mutant strictjson.Value) (string, bool) {
	name, own := classNames[0], mutant
	proof := mutant.Get("proof")
	list := texts(proof)
	foreign := func(text string) bool { return !slices.Contains(j.proofs, text) }
	if len(list) > 0 && !slices.ContainsFunc(list, foreign) {
		own = own.With("proof", j.tree.Get("proof"))
		if !slices.Equal(list, texts(j.tree.Get("proof"))) {
			name = "other proofs"
		} else if proof.Kind() != j.tree.Get("proof").Kind() {
			name = classNames[oneOrMany]
		}
	}
	if contexts := texts(j.tree.Get("@context")); j.form == "" && len(contexts) < mutant.Get("@context").Len() &&
		slices.Equal(contexts, texts(mutant.Get("@context"))[:len(contexts)]) {
		name, own = classNames[contextURLs], own.With("@context", j.tree.Get("@context"))
	}
	class, same := classOf(j.tree, own, j.respells)
	if class == classNames[0] {
		class = name
	}
	return class, same
}

// texts are the items of an array, or the one value that is no array.
func texts(v strictjson.Value) []string {
	if v.Kind() != strictjson.Array {
		return []string{string(v.AppendTo(nil))}
	}
	var list []string
	for i := range v.Len() {
		list = append(list, string(v.At(i).AppendTo(nil)))
	}
	return list
}

// class is a set of ways to spell one thing: those that package jsonld lists.
type class uint

const (
	memberOrder class = 1 << iota
	arrayOrder        // but for lists and contexts
	oneOrMany         // a value, or an array of it
	typeAlias
	idObject // an identifier, or an object with nothing else
	numbers
	languageCase
	contextURLs
	endorsers  // who of several endorsers, each of whom has signed, has made which comment
	allClasses = 1<<iota - 1
)

var classNames = map[class]string{
	0: "text", memberOrder: "member order", arrayOrder: "array order", oneOrMany: "one or array", typeAlias: "type alias",
	idObject: "id as object", numbers: "number", languageCase: "language case", contextURLs: "contexts", endorsers: "endorsers' words", allClasses: "several",
}

// classOf names the one class that two documents differ in, or says that they differ in something else.
func classOf(a, b strictjson.Value, allowed class) (string, bool) {
	for _, c := range slices.Sorted(maps.Keys(classNames)) {
		if c&^allowed == 0 && normal(a, "", c) == normal(b, "", c) {
			return classNames[c], true
		}
	}
	return classNames[allClasses], normal(a, "", allowed) == normal(b, "", allowed)
}

// normal writes a value, of the member of that name, so that what differs in the classes alone becomes the same text.
func normal(v strictjson.Value, name string, free class) string {
	is := func(c class) bool { return free&c != 0 }
	switch v.Kind() {
	case strictjson.String:
		text := v.Text()
		if is(typeAlias) && name == "type" && text == "AchievementCredential" {
			text = "OpenBadgeCredential"
		}
		if is(languageCase) && name == "@language" {
			text = strings.ToLower(text)
		}
		return strconv.Quote(text)
	case strictjson.Number:
		if is(numbers) {
			return strconv.FormatFloat(v.Float(), 'g', -1, 64)
		}
		return v.Text()
	case strictjson.Array:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = normal(v.At(i), name, free)
		}
		if is(typeAlias) && name == "type" && slices.Contains(texts(v), `"AchievementCredential"`) {
			items = slices.Compact(items) // it stood beside the other
		}
		if is(arrayOrder) && name != "allowedValue" && name != "@context" {
			slices.Sort(items)
		}
		if is(oneOrMany) && len(items) == 1 {
			return items[0]
		}
		return "[" + strings.Join(items, ",") + "]"
	case strictjson.Object:
		if is(idObject) && v.Len() == 1 && v.Get("id").Kind() == strictjson.String {
			return normal(v.Get("id"), "id", free)
		}
		var members []string
		for _, m := range v.Members() {
			if is(contextURLs) && m.Name == "@context" {
				continue
			}
			if is(endorsers) && m.Name == "endorsementComment" { // the canonical form has all of them
				members = append(members, strconv.Quote(m.Name)+":…")
				continue
			}
			members = append(members, strconv.Quote(m.Name)+":"+normal(m.Value, m.Name, free))
		}
		if is(memberOrder) {
			slices.Sort(members)
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	return string(v.AppendTo(nil))
}
