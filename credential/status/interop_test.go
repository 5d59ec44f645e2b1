//go:build interop

package status_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
)

// TestInterop holds lists against Digital Bazaar's libraries, in both directions. It needs Node.js and those libraries:
//
//	(cd .ci/interop && npm ci)
//	go test -tags interop -run TestInterop -v ./credential/status
func TestInterop(t *testing.T) {
	p := startPeer(t)
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 4))
		length := []int{131_072, 131_080, 200_000, 262_144, 1_048_576}[seed%5]
		set := randomIndices(r, length, seed)
		t.Run(fmt.Sprintf("%d/%d of %d", seed, len(set), length), func(t *testing.T) {
			p.oursThere(t, r, length, set)
			p.theirsHere(t, length, set)
		})
	}
	t.Run("no whole byte", func(t *testing.T) { p.theirsHere(t, 131_073, []int{0, 131_072}) })
	t.Run("shorter", func(t *testing.T) {
		a := p.ask(t, peerRequest{Op: "write", ID: listURL, Purpose: "revocation", Length: 100_000})
		_, err := status.Parse(a.document(t, nil), nil)
		require.ErrorIs(t, err, status.ErrLength)
	})
}

// randomIndices returns different indices, in order: none, few, a half or almost all of a list, and always both ends of a
// byte when there are some.
func randomIndices(r *rand.Rand, length int, seed uint64) []int {
	n := []int{0, 1, 10, length / 1000, length / 100, length / 2, length - 100}[seed%7]
	indices := r.Perm(length)[:n]
	if n >= 10 {
		indices = append(indices, 0, 7, 8, length-1)
	}
	slices.Sort(indices)
	return slices.Compact(indices)
}

// oursThere: their libraries find what is set in a list of ours, and give our entries their status.
func (p *peer) oursThere(t *testing.T, r *rand.Rand, length int, set []int) {
	l := newList(t, length)
	for _, i := range set {
		require.NoError(t, l.Set(i, true))
	}
	text, err := l.MarshalJSON()
	require.NoError(t, err)
	a := p.ask(t, peerRequest{Op: "read", Credential: text})
	require.Equal(t, length, a.Length)
	require.True(t, slices.Equal(set, a.Set))

	var entries []credential.StatusEntry
	var want []bool
	add := func(i int) {
		e, err := l.Entry(i)
		require.NoError(t, err)
		entries = append(entries, e)
		_, found := slices.BinarySearch(set, i)
		want = append(want, found)
	}
	for range 5 {
		add(r.IntN(length))
		if len(set) > 0 {
			add(set[r.IntN(len(set))])
		}
	}
	// Entries are written as a badge writes them.
	var badge struct{ CredentialStatus json.RawMessage }
	whole, err := json.Marshal(&credential.OpenBadge{Status: entries})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(whole, &badge))
	a = p.ask(t, peerRequest{Op: "check", Credential: text, Entries: badge.CredentialStatus})
	require.Equal(t, want, a.Statuses)
}

// theirsHere: a list of theirs is read with what is set in it, as a bitstring and, without its prefix, as a
// StatusList2021.
func (p *peer) theirsHere(t *testing.T, length int, set []int) {
	a := p.ask(t, peerRequest{Op: "write", ID: listURL, Purpose: "revocation", Length: length, Set: set})
	for _, doc := range [][]byte{
		a.document(t, nil),
		a.document(t, func(doc, subject object) {
			draft(doc, subject)
			subject["encodedList"] = a.EncodedList
		}),
	} {
		l, err := status.Parse(doc, nil)
		require.NoError(t, err)
		require.Equal(t, (length+7)/8*8, l.Len())
		require.Equal(t, listURL, l.ID)
		var got []int
		for i := range l.Len() {
			if found, err := l.At(i); err == nil && found {
				got = append(got, i)
			}
		}
		require.True(t, slices.Equal(set, got))
	}
}

const interopFolder = "../../.ci/interop"

// peer is the libraries of Digital Bazaar, in a process of their own: .ci/interop/status.mjs.
type peer struct {
	in  *json.Encoder
	out *json.Decoder
}

type peerRequest struct {
	Op         string          `json:"op"`
	ID         string          `json:"id,omitempty"`
	Purpose    string          `json:"statusPurpose,omitempty"`
	Length     int             `json:"length,omitempty"`
	Set        []int           `json:"set"`
	Credential json.RawMessage `json:"credential,omitempty"`
	Entries    json.RawMessage `json:"entries,omitempty"`
}

type peerAnswer struct {
	Credential  object `json:"credential"`
	EncodedList string `json:"encodedList"`
	Length      int    `json:"length"`
	Set         []int  `json:"set"`
	Statuses    []bool `json:"statuses"`
	Error       string `json:"error"`
}

// document gives a credential of theirs what they leave to the caller, and what edit does to it.
func (a *peerAnswer) document(t *testing.T, edit func(doc, subject object)) []byte {
	a.Credential["issuer"], a.Credential["validFrom"] = issuer, "2026-03-01T12:00:00Z"
	if edit != nil {
		edit(a.Credential, a.Credential["credentialSubject"].(object))
	}
	return toJSON(t, a.Credential)
}

func startPeer(t *testing.T) *peer {
	node, err := exec.LookPath("node")
	require.NoError(t, err, "node is not here; install Node.js 20 or later")
	_, err = os.Stat(filepath.Join(interopFolder, "node_modules", "@digitalbazaar", "vc-bitstring-status-list"))
	require.NoError(t, err, "the libraries are not here; type: (cd .ci/interop && npm ci)")
	cmd := exec.Command(node, "status.mjs")
	cmd.Dir, cmd.Stderr = interopFolder, os.Stderr
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		stdin.Close()
		require.NoError(t, cmd.Wait())
	})
	return &peer{in: json.NewEncoder(stdin), out: json.NewDecoder(bufio.NewReader(stdout))}
}

// ask puts a question that the libraries can answer.
func (p *peer) ask(t *testing.T, r peerRequest) *peerAnswer {
	if r.Set == nil {
		r.Set = []int{}
	}
	require.NoError(t, p.in.Encode(r))
	var a peerAnswer
	require.NoError(t, p.out.Decode(&a))
	require.Empty(t, a.Error)
	return &a
}
