//go:build interop

package verifier_test

import (
	"bytes"
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/rdfc"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

const interopIssuer = "did:web:interop.example"

// TestInterop holds our proofs against those of Digital Bazaar's libraries, in both directions. It needs Node.js and
// those libraries:
//
//	(cd .ci/interop && npm ci)
//	go test -tags interop -run Interop -v ./verifier
func TestInterop(t *testing.T) {
	x := newInterop(t)
	t.Run("canonical forms", x.canonicalForms)
	t.Run("their errors", x.theirErrors)
	t.Run("ours there", x.oursThere)
	t.Run("theirs here", x.theirsHere)
	t.Run("presentations", x.presentations)
	t.Run("mutants", x.mutants)
}

// interop is one issuer who signs with our library and with theirs.
type interop struct {
	*peer
	verifier *verifier.Verifier
	keys     map[string]crypto.Signer // by the fragment of the verification method
	issued   []issued
}

// issued is a genuine credential.
type issued struct {
	origin, suites string
	badge          bool
	text           []byte
}

func newInterop(t *testing.T) *interop {
	x := &interop{keys: map[string]crypto.Signer{
		"ed25519": badgetest.Ed25519("interop"), "p256": badgetest.P256("interop"), "p384": badgetest.P384("interop"),
	}}
	var keys []did.Key
	var pairs []peerKey
	for _, fragment := range slices.Sorted(maps.Keys(x.keys)) {
		keys = append(keys, did.Key{ID: fragment, Public: x.keys[fragment].Public()})
		pairs = append(pairs, newPeerKey(t, interopIssuer, fragment, x.keys[fragment]))
	}
	doc, err := did.NewDocument(interopIssuer, keys...)
	require.NoError(t, err)
	doc = withAuthentication(t, doc)
	x.verifier = verifier.New(verifier.Trust(doc), &verifier.Options{Now: badgetest.Now, InsecureSkipStatus: true})
	x.peer = startPeer(t, doc, pairs...)
	return x
}

// verify is our verdict.
func (x *interop) verify(text []byte, badge bool) error {
	var err error
	if badge {
		_, err = x.verifier.Verify(context.Background(), text, nil)
	} else {
		_, err = x.verifier.VerifyCredential(context.Background(), text, nil)
	}
	return err
}

// proofSets are what credentials are secured with: one proof, or several.
var proofSets = [][]peerProof{
	{{"eddsa-rdfc-2022", "ed25519"}},
	{{"eddsa-jcs-2022", "ed25519"}},
	{{"ecdsa-rdfc-2019", "p256"}},
	{{"ecdsa-rdfc-2019", "p384"}},
	{{"ecdsa-jcs-2019", "p256"}},
	{{"ecdsa-jcs-2019", "p384"}},
	{{"eddsa-rdfc-2022", "ed25519"}, {"ecdsa-jcs-2019", "p256"}},
	{{"ecdsa-rdfc-2019", "p384"}, {"eddsa-jcs-2022", "ed25519"}, {"ecdsa-rdfc-2019", "p256"}},
}

func suitesOf(proofs []peerProof) string {
	var names []string
	for _, p := range proofs {
		names = append(names, p.Suite+" "+p.Key)
	}
	return strings.Join(names, ", ")
}

// features of the nth credential: half are badges.
func features(n int) badgetest.Features {
	if n%2 == 0 {
		return badgetest.Features{Badge: true, GoldErrs: true, Issuer: interopIssuer}
	}
	return badgetest.Features{Direction: true, GoldErrs: true, Issuer: interopIssuer}
}

const perSet = 28 // credentials for each of proofSets: more than 200 in all

// canonicalForms: the N-Quads of every generated document are theirs, byte for byte, with all that can be in one.
func (x *interop) canonicalForms(t *testing.T) {
	for seed := range uint64(400) {
		with := badgetest.Features{Presentation: seed%4 == 0, Direction: true, GoldErrs: true, Disclosure: true}
		text := badgetest.Generate(seed, with)
		theirs := x.ask(t, peerRequest{Op: "canonize", Text: string(text)})
		require.Emptyf(t, theirs.Error, "seed %d: %s", seed, text)
		require.Equalf(t, theirs.Text, ourNQuads(t, text), "seed %d: %s", seed, text)
	}
}

func ourNQuads(t *testing.T, text []byte) string {
	v, err := strictjson.Parse(text, nil)
	require.NoError(t, err)
	set, err := jsonld.New(nil).Dataset(v)
	require.NoError(t, err)
	c, err := rdfc.Canonicalize(context.Background(), set.Quads, set.Nodes, crypto.SHA256, nil)
	require.NoError(t, err)
	return string(c.NQuads)
}

// theirErrors: what their libraries write otherwise than the standards, so that a proof over it does not hold on the other
// side. Generated credentials have nothing of it.
func (x *interop) theirErrors(t *testing.T) {
	named := func(objects ...string) (nquads string) {
		for _, o := range objects {
			nquads += "<urn:example:a> <https://schema.org/name> " + o + " .\n"
		}
		return nquads
	}
	const xsd = "http://www.w3.org/2001/XMLSchema#"
	const links = "<urn:example:a> <https://www.iana.org/assignments/jose#iss> <urn:example:b> .\n" +
		"<urn:example:a> <https://www.iana.org/assignments/jwt#aud> <urn:example:b> .\n"
	const literal = "<urn:example:b> <https://www.iana.org/assignments/jwt#_sd> \"[1]\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .\n"
	for _, tt := range []struct{ name, members, theirs, ours string }{
		// https://www.w3.org/TR/json-ld11-api/#object-to-rdf-conversion; jsonld.js looks for a point in JavaScript's text.
		{"numbers below a millionth that need no point are 0", `"name": 1e-7`,
			named(`"0"^^<` + xsd + `integer>`), named(`"1.0E-7"^^<` + xsd + `double>`)},
		// https://www.w3.org/TR/rdf-canon/#canonical-quads: "characters not matching the Char production from [XML11]".
		{"noncharacters are not escaped", `"name": "\uffff"`, named("\"\uffff\""), named(`"\uFFFF"`)},
		// https://www.w3.org/TR/rdf-canon/#dfn-code-point-order; JavaScript sorts by UTF-16 code units.
		{"statements are not sorted by code point", `"name": ["\uff21", "\ud835\udc9c"]`, named(`"𝒜"`, `"Ａ"`), named(`"Ａ"`, `"𝒜"`)},
		// https://www.w3.org/TR/rdf-canon/#dfn-dataset is a set; jsonld.js compares JSON literals by identity.
		{"JSON literals are not compared", `"iss": {"id": "urn:example:b", "_sd": [1]}, "aud": {"id": "urn:example:b", "_sd": [1]}`,
			links + literal + literal, links + literal},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := `{"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:example:a", ` + tt.members + `}`
			require.Equal(t, tt.theirs, x.ask(t, peerRequest{Op: "canonize", Text: text}).Text)
			require.Equal(t, tt.ours, ourNQuads(t, []byte(text)))
		})
	}

	// rdf-canonize takes a few blank nodes that look alike at first sight for an attack, here those of a list.
	const list = `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"type": "ResultDescription", "allowedValue": ["b", "a", "a", "c"]}`
	require.Contains(t, x.ask(t, peerRequest{Op: "canonize", Text: list}).Error, "Maximum deep iterations exceeded")
	require.NotEmpty(t, ourNQuads(t, []byte(list)))
}

// oursThere: what we sign verifies there.
func (x *interop) oursThere(t *testing.T) {
	for i, proofs := range proofSets {
		for n := range perSet {
			with := features(n)
			text := namedInText(uint64(1000*i+n), with)
			for _, p := range proofs {
				s, err := signer.NewDataIntegrity(x.keys[p.Key], interopIssuer+"#"+p.Key,
					&signer.DataIntegrityOptions{JCS: strings.Contains(p.Suite, "-jcs-"), Created: badgetest.Now()})
				require.NoError(t, err)
				require.Equal(t, p.Suite, s.Cryptosuite())
				text, err = s.Sign(context.Background(), json.RawMessage(text))
				require.NoError(t, err)
			}
			require.NoErrorf(t, x.verify(text, with.Badge), "%s: %s", suitesOf(proofs), text)
			theirs := x.ask(t, peerRequest{Op: "verify", Text: string(text)})
			require.Truef(t, theirs.All, "%s: %s: %s", suitesOf(proofs), theirs.Error, text)
			x.issued = append(x.issued, issued{"ours", suitesOf(proofs), with.Badge, text})
		}
	}
}

// namedInText generates a credential whose names and descriptions, and its issuer's, are strings: the data model wants
// that, and JSON-LD would take numbers.
func namedInText(seed uint64, with badgetest.Features) []byte {
	isText := func(v any) bool { _, ok := v.(string); return v == nil || ok }
	for ; ; seed += 100_000 {
		text := badgetest.Generate(seed, with)
		var c map[string]any
		if err := json.Unmarshal(text, &c); err != nil {
			panic(err)
		}
		issuer, _ := c["issuer"].(map[string]any)
		if isText(c["name"]) && isText(c["description"]) && isText(issuer["name"]) && isText(issuer["description"]) {
			return text
		}
	}
}

// theirsHere: what they sign verifies here.
func (x *interop) theirsHere(t *testing.T) {
	sets := append(slices.Clip(proofSets), []peerProof{{"Ed25519Signature2020", "ed25519"}})
	for i, proofs := range sets {
		for n := range perSet {
			with := features(n)
			with.GoldErrs = false // JSON.stringify writes 1e20 as a longer integer than I-JSON has
			text := namedInText(uint64(1000*i+n+500), with)
			request := peerRequest{Op: "issue", Text: string(text)}
			for _, p := range proofs {
				request.Proofs = append(request.Proofs, peerProof{p.Suite, interopIssuer + "#" + p.Key})
			}
			theirs := x.ask(t, request)
			require.Emptyf(t, theirs.Error, "%s: %s", suitesOf(proofs), text)
			require.NoErrorf(t, x.verify([]byte(theirs.Text), with.Badge), "%s: %s", suitesOf(proofs), theirs.Text)
			x.issued = append(x.issued, issued{"theirs", suitesOf(proofs), with.Badge, []byte(theirs.Text)})
		}
	}
}

// mutants: of a genuine credential with one thing changed the verdict here is that there, or we refuse it for a reason in
// the table. We accept nothing that they refuse.
func (x *interop) mutants(t *testing.T) {
	require.NotEmpty(t, x.issued)
	counts := make(map[string]int)
	judge := func(c issued, mutant []byte, what string) {
		ours := x.verify(mutant, c.badge)
		theirs := x.ask(t, peerRequest{Op: "verify", Text: string(mutant)})
		switch {
		case ours == nil && theirs.Verified:
			counts["both accept"]++
		case ours != nil && !theirs.Verified:
			counts["both refuse"]++
		case ours == nil:
			t.Errorf("%s, %s by %s: we alone accept it: %s: %s", what, c.suites, c.origin, theirs.Error, mutant)
		default:
			class := stricterClass(ours, mutant, c.badge)
			if class == "" {
				t.Errorf("%s, %s by %s: we alone refuse it, for a reason that is in no class: %v: %s", what, c.suites, c.origin, ours, mutant)
			}
			counts["we alone refuse: "+class]++
		}
	}
	for n := range 900 {
		c := x.issued[n%len(x.issued)]
		seed := uint64(n)
		switch n % 3 {
		case 0:
			mutant, what := badgetest.Mutate(seed, c.text)
			judge(c, mutant, what)
		case 1:
			mutant, what := mutateProof(t, seed, c.text)
			judge(c, mutant, "in the proof: "+what)
		case 2:
			judge(c, flip(t, n, c.text), "a bit of a proofValue flipped")
		}
	}
	for n, fragment := range badgetest.Fragments() {
		for m, pointer := range []string{"", "/credentialSubject", "/issuer"} {
			c := x.issued[(31*n+7*m)%len(x.issued)]
			if mutant := badgetest.Insert(c.text, fragment, pointer); mutant != nil {
				judge(c, mutant, "added "+fragment+" to "+pointer)
			}
		}
	}
	total := 0
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%5d %s", counts[name], name)
		total += counts[name]
	}
	require.Greater(t, total, 500)
}

// mutateProof mutates the member proof.
func mutateProof(t *testing.T, seed uint64, text []byte) ([]byte, string) {
	v, err := strictjson.Parse(text, nil)
	require.NoError(t, err)
	mutant, what := badgetest.Mutate(seed, []byte(`{"proof":`+string(v.Get("proof").AppendTo(nil))+`}`))
	rest := v.Without("proof").AppendTo(nil)
	return slices.Concat(bytes.TrimSuffix(mutant, []byte("}")), []byte(","), rest[1:]), what
}

// flip flips the nth bit of a proofValue.
func flip(t *testing.T, n int, text []byte) []byte {
	v, err := strictjson.Parse(text, nil)
	require.NoError(t, err)
	proof := v.Get("proof")
	if proof.Kind() == strictjson.Array {
		proof = proof.At(n % proof.Len())
	}
	value := proof.Get("proofValue").Text()
	_, signature, err := multikey.DecodeBase(value, 96)
	require.NoError(t, err)
	n = 37 * n % (8 * len(signature))
	signature[n/8] ^= 1 << (n % 8)
	flipped := bytes.ReplaceAll(text, []byte(value), []byte(multikey.EncodeBase58(signature)))
	require.NotEqual(t, text, flipped)
	return flipped
}

// stricterThan are the reasons for which we refuse what the libraries of Digital Bazaar take: told from the reason of the
// check that decides, and from what the mutant has at the place that the check names. The first that fits counts.
var stricterThan = []struct {
	name string
	fits func(m *mutant) bool
}{
	{"readers of JSON disagree about it", func(m *mutant) bool {
		return strings.HasPrefix(m.reason, "json_") && m.doc.Kind() == strictjson.Absent // the strict reader refuses it
	}},
	// They want one proof that holds, and pass over those that they cannot check.
	{"not every proof of the issuer holds", func(m *mutant) bool {
		return m.doc.Get("proof").Kind() == strictjson.Array && m.doc.Get("proof").Len() > 1 && strings.HasPrefix(m.pointer, "/proof")
	}},
	{"white space in a signature", func(m *mutant) bool {
		return m.reason == "proof_value" && strings.ContainsAny(m.value.Text(), " \t\r\n")
	}},
	{"null, an empty array, or an array in an array", func(m *mutant) bool {
		return m.value.Kind() == strictjson.Null || m.value.Kind() == strictjson.Array && (m.value.Len() == 0 || m.inArray)
	}},
	{"one value twice", func(m *mutant) bool {
		return m.reason == "data_loss" && repeats(m.value)
	}},
	{"contexts in odd places", func(m *mutant) bool {
		without := m.value.Kind() == strictjson.Object && m.value.Get("@context").Kind() == strictjson.Absent
		return strings.Contains(m.pointer+"/", "/@context/") || without && m.value.Get("credentialSubject").Kind() != strictjson.Absent
	}},
	{"another spelling of the same", func(m *mutant) bool {
		alone := m.value.Get("@value").Kind() != strictjson.Absent && m.value.Len() == 1
		typeInArray := m.name == "type" && m.value.Kind() == strictjson.Array && m.value.Len() == 1
		return (m.reason == "data_loss" || m.reason == "jsonld_unsupported") &&
			(strings.HasPrefix(m.name, "@") || m.name == "Criteria" || m.name == "Image" || alone || typeInArray)
	}},
	{"an array or an object for a time, a name or a method", func(m *mutant) bool {
		return (m.reason == "proof" || m.reason == "shape") && (m.value.Kind() == strictjson.Array || m.value.Kind() == strictjson.Object)
	}},
	{"statements that could have moved", func(m *mutant) bool {
		id := m.value.Get("id").Text()
		endorses := strings.Contains(string(m.value.Get("type").AppendTo(nil)), "EndorsementSubject")
		return m.reason == "jsonld_unsupported" && (id != "" && describes(m.doc, id) > 1 || endorses && m.name != "credentialSubject")
	}},
	{"no valid Open Badge", func(m *mutant) bool {
		return m.badge && strings.HasPrefix(m.reason, "rule_")
	}},
}

// mutant is a mutant that we refuse, and the check that decides.
type mutant struct {
	badge           bool
	reason, pointer string
	doc             strictjson.Value
	value           strictjson.Value // at the pointer
	name            string           // of the member that it is, "" if it is none
	inArray         bool
}

// stricterClass names the reason for which we alone refuse a mutant, or returns "".
func stricterClass(err error, text []byte, badge bool) string {
	var e *verifier.Error
	if !errors.As(err, &e) {
		return ""
	}
	i := slices.IndexFunc(e.Checks, func(c verifier.Check) bool { return c.Code == e.Code() })
	m := &mutant{badge: badge, reason: e.Checks[i].Reason, pointer: e.Checks[i].Pointer}
	m.doc, _ = strictjson.Parse(text, nil)
	m.value = m.doc
	for _, name := range strings.Split(m.pointer, "/")[1:] {
		m.name, m.inArray = "", m.value.Kind() == strictjson.Array
		if n, err := strconv.Atoi(name); m.inArray && err == nil && n < m.value.Len() {
			m.value = m.value.At(n)
			continue
		}
		m.name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		m.value = m.value.Get(m.name)
	}
	for _, class := range stricterThan {
		if class.fits(m) {
			return class.name
		}
	}
	return ""
}

// describes counts the objects with an id and more.
func describes(v strictjson.Value, id string) (n int) {
	if v.Kind() == strictjson.Object && v.Get("id").Text() == id && v.Len() > 1 {
		n++
	}
	for _, m := range v.Members() {
		n += describes(m.Value, id)
	}
	for i := range v.Len() {
		if v.Kind() == strictjson.Array {
			n += describes(v.At(i), id)
		}
	}
	return n
}

// repeats reports whether an array has an item twice.
func repeats(v strictjson.Value) bool {
	seen := make(map[string]bool)
	for i := range v.Len() {
		if v.Kind() != strictjson.Array {
			return false
		}
		text := string(v.At(i).AppendTo(nil))
		if seen[text] {
			return true
		}
		seen[text] = true
	}
	return false
}
