//go:build interop

package verifier_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/stretchr/testify/require"
)

const interopFolder = "../.ci/interop"

// peer is the libraries of Digital Bazaar, in a process of their own: .ci/interop/interop.mjs.
type peer struct {
	in  *json.Encoder
	out *json.Decoder
}

type peerRequest struct {
	Op     string      `json:"op"`
	Text   string      `json:"text"`
	Proofs []peerProof `json:"proofs,omitempty"`

	Challenge string `json:"challenge,omitempty"` // of presentations
	Domain    string `json:"domain,omitempty"`
}

// peerProof says which proof to make.
type peerProof struct {
	Suite string `json:"suite"`
	Key   string `json:"key"` // the verification method
}

type peerAnswer struct {
	Text     string `json:"text"`
	Verified bool   `json:"verified"` // of several proofs, one holds
	All      bool   `json:"all"`      // all proofs hold
	Error    string `json:"error"`
}

// startPeer starts the process, with the embedded contexts and the issuer's document. It has nothing else.
func startPeer(t *testing.T, issuer *did.Document, keys ...peerKey) *peer {
	node, err := exec.LookPath("node")
	require.NoError(t, err, "node is not here; install Node.js 20 or later")
	_, err = os.Stat(filepath.Join(interopFolder, "node_modules"))
	require.NoError(t, err, "the libraries are not here; type: (cd .ci/interop && npm ci)")
	cmd := exec.Command(node, "interop.mjs")
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

	contexts := make(map[string]json.RawMessage)
	for _, url := range ldcontext.Embedded().URLs() {
		d, err := ldcontext.Embedded().Document(url)
		require.NoError(t, err)
		contexts[url] = d.Bytes()
	}
	p := &peer{in: json.NewEncoder(stdin), out: json.NewDecoder(bufio.NewReader(stdout))}
	require.NoError(t, p.in.Encode(map[string]any{"contexts": contexts, "documents": []any{issuer}, "keys": keys, "now": badgetest.Now()}))
	var ready struct{ Node string }
	require.NoError(t, p.out.Decode(&ready))
	t.Logf("Node.js %s", ready.Node)
	return p
}

func (p *peer) ask(t *testing.T, r peerRequest) (a peerAnswer) {
	require.NoError(t, p.in.Encode(r))
	require.NoError(t, p.out.Decode(&a))
	return a
}

// peerKey is a key pair as a Multikey, and its secret half as Ed25519VerificationKey2020 has it.
type peerKey struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Controller string `json:"controller"`
	Public     string `json:"publicKeyMultibase"`
	Secret     string `json:"secretKeyMultibase"`
	Secret2020 string `json:"private2020,omitempty"`
}

// newPeerKey makes a Multikey with its secret half (https://www.w3.org/TR/cid-1.0/#Multikey).
func newPeerKey(t *testing.T, controller, fragment string, key any) peerKey {
	k := peerKey{ID: controller + "#" + fragment, Type: "Multikey", Controller: controller}
	var err error
	switch key := key.(type) {
	case ed25519.PrivateKey:
		k.Public, err = multikey.Format(key.Public())
		k.Secret = multikey.EncodeBase58(append([]byte{0x80, 0x26}, key.Seed()...))
		k.Secret2020 = multikey.EncodeBase58(append([]byte{0x80, 0x26}, key...))
	case *ecdsa.PrivateKey:
		k.Public, err = multikey.Format(key.Public())
		code := byte(0x86)
		if key.Curve.Params().BitSize == 384 {
			code = 0x87
		}
		secret, e := key.Bytes()
		require.NoError(t, e)
		k.Secret = multikey.EncodeBase58(append([]byte{code, 0x26}, secret...))
	}
	require.NoError(t, err)
	return k
}
