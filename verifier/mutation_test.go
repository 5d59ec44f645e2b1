package verifier_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// everyBit makes TestMutations try each bit, byte and member; without it a sample of them.
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

var signedBadges = []string{"simple-eddsa.jws", "complete-eddsa.jws", "simple-es256.jws", "complete-es256.jws"}

// TestWriteSigned signs testdata/badges.
func TestWriteSigned(t *testing.T) {
	if !*update {
		for _, name := range signedBadges {
			_, err := signedVerifier(t).Verify(context.Background(), readSigned(t, name), nil)
			require.NoError(t, err, name)
		}
		return
	}
	require.NoError(t, os.MkdirAll(signedRoot, 0o755))
	eddsa, es256 := badgetest.Ed25519("issuer"), badgetest.P256("issuer")
	doc, err := did.NewDocument(issuerID, did.Key{ID: "ed25519", Public: eddsa.Public()}, did.Key{ID: "p256", Public: es256.Public()})
	require.NoError(t, err)
	text, err := json.MarshalIndent(doc, "", "  ")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(signedRoot+"/issuer.json", append(text, '\n'), 0o644))
	for _, size := range []string{"simple", "complete"} {
		text, err := os.ReadFile("../testdata/badges/" + size + ".json")
		require.NoError(t, err)
		var badge credential.OpenBadge
		require.NoError(t, badge.UnmarshalJSON(text))
		badge.Issuer.ID = issuerID
		ed, err := signer.NewJWS(eddsa, issuerID+"#ed25519", nil)
		require.NoError(t, err)
		es, err := signer.NewJWS(es256, issuerID+"#p256", nil)
		require.NoError(t, err)
		for alg, s := range map[string]signer.Signer{"eddsa": ed, "es256": es} {
			secured, err := s.Sign(context.Background(), &badge)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(signedRoot, size+"-"+alg+".jws"), secured, 0o644))
		}
	}
}

// TestMutations changes genuine badges in every way that one edit can: none may verify.
func TestMutations(t *testing.T) {
	v := signedVerifier(t)
	for _, name := range signedBadges {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := readSigned(t, name)
			m := mutation{v: v, step: 1}
			if !*everyBit {
				m.step = len(token)/500 | 1
			}
			m.bits(t, token)
			m.bytes(t, token)
			m.members(t, token)
			t.Logf("%d mutants of %s, none of which verified", m.tried, name)
			require.Greater(t, m.tried, 1000)
		})
	}
}

type mutation struct {
	v     *verifier.Verifier
	step  int
	tried int
}

func (m *mutation) refuse(t *testing.T, token []byte, what string, args ...any) {
	t.Helper()
	m.tried++
	if _, err := m.v.Verify(context.Background(), token, nil); err == nil {
		t.Fatalf("a mutant verifies: "+what, args...)
	}
}

func (m *mutation) bits(t *testing.T, token []byte) {
	mutant := make([]byte, len(token))
	for bit := 0; bit < 8*len(token); bit += m.step {
		copy(mutant, token)
		mutant[bit/8] ^= 1 << (bit % 8)
		m.refuse(t, mutant, "bit %d flipped", bit)
	}
}

func (m *mutation) bytes(t *testing.T, token []byte) {
	for i := 0; i < len(token); i += m.step {
		m.refuse(t, append(token[:i:i], token[i+1:]...), "byte %d removed", i)
		m.refuse(t, append(append(token[:i:i], token[i]), token[i:]...), "byte %d doubled", i)
	}
}

// members edits the header and the payload, member by member, under the old signature. They are few enough to try all.
func (m *mutation) members(t *testing.T, token []byte) {
	parts := strings.Split(string(token), ".")
	for part := range 2 {
		text, err := base64.RawURLEncoding.DecodeString(parts[part])
		require.NoError(t, err)
		tree, err := strictjson.Parse(text, nil)
		require.NoError(t, err)
		for what, edited := range edits(tree, "") {
			changed := append([]string(nil), parts...)
			changed[part] = base64.RawURLEncoding.EncodeToString([]byte(edited))
			m.refuse(t, []byte(strings.Join(changed, ".")), "part %d: %s", part, what)
		}
	}
}

// edits gives every text in which one member of v, at any depth, is removed, duplicated or renamed by case.
func edits(v strictjson.Value, pointer string) map[string]string {
	out := make(map[string]string)
	text := func(v strictjson.Value) string { return string(v.AppendTo(nil)) }
	object := func(members []string) string { return "{" + strings.Join(members, ",") + "}" }
	switch v.Kind() {
	case strictjson.Object:
		var members []string
		for _, m := range v.Members() {
			members = append(members, fmt.Sprintf("%q:%s", m.Name, text(m.Value)))
		}
		with := func(i int, repl ...string) string {
			return object(append(append(append([]string(nil), members[:i]...), repl...), members[i+1:]...))
		}
		for i, m := range v.Members() {
			at := strictjson.Pointer(pointer, m.Name)
			out[at+" removed"] = with(i)
			out[at+" duplicated"] = with(i, members[i], members[i])
			out[at+" renamed"] = with(i, fmt.Sprintf("%q:%s", strings.ToUpper(m.Name[:1])+m.Name[1:], text(m.Value)))
			if strings.ToUpper(m.Name[:1]) == m.Name[:1] {
				out[at+" renamed"] = with(i, fmt.Sprintf("%q:%s", strings.ToLower(m.Name)+"X", text(m.Value)))
			}
			for what, edited := range edits(m.Value, at) {
				out[what] = with(i, fmt.Sprintf("%q:%s", m.Name, edited))
			}
		}
	case strictjson.Array:
		items := make([]string, v.Len())
		for i := range v.Len() {
			items[i] = text(v.At(i))
		}
		for i := range v.Len() {
			for what, edited := range edits(v.At(i), strictjson.PointerAt(pointer, i)) {
				changed := append([]string(nil), items...)
				changed[i] = edited
				out[what] = "[" + strings.Join(changed, ",") + "]"
			}
		}
	}
	return out
}
