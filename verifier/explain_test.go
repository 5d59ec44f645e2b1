package verifier_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// TestExplainOfficialVector holds the explanation against the printed steps of the Open Badges 3.0 implementation guide,
// chapter 9.
func TestExplainOfficialVector(t *testing.T) {
	secured := badgetest.Vectors(t, "ob3/ob30-impl-guide-signed-credential.json")
	e, err := verifier.Explain(context.Background(), secured)
	require.NoError(t, err)
	require.Equal(t, verifier.FormDataIntegrity, e.Form)
	require.Nil(t, e.JWS)
	require.Len(t, e.Proofs, 1)
	p := e.Proofs[0]
	require.Equal(t, string(badgetest.Vectors(t, "ob3/document-canon.txt")), p.Document)
	require.Equal(t, string(badgetest.Vectors(t, "ob3/proof-canon.txt")), p.Options)
	require.Equal(t, "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773", p.DocumentHash)
	require.Equal(t, "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19", p.OptionsHash)
	require.Equal(t, p.OptionsHash+p.DocumentHash, p.Signed)
	require.Equal(t, "SHA-256", p.Hash)
	require.Equal(t, "eddsa-rdfc-2022", p.Cryptosuite)
	require.Equal(t, "/proof", p.Pointer)
	require.Len(t, p.Signature, 128)
	require.Empty(t, p.Problem)
}

// TestExplainSigned: what is said to be signed is what the standard library verifies.
func TestExplainSigned(t *testing.T) {
	key := badgetest.Ed25519("issuer")
	badge := strings.ReplaceAll(goodPayload[:strings.Index(goodPayload, `,"iss":`)]+"}", "\n", "")
	for _, jcs := range []bool{false, true} {
		s, err := signer.NewDataIntegrity(key, issuerID+"#ed25519", &signer.DataIntegrityOptions{JCS: jcs, Created: badgetest.Now()})
		require.NoError(t, err)
		secured, err := s.Sign(context.Background(), json.RawMessage(badge))
		require.NoError(t, err)
		e, err := verifier.Explain(context.Background(), secured)
		require.NoError(t, err)
		requireSigned(t, key, unhex(t, e.Proofs[0].Signed), e.Proofs[0].Signature)
		sum := sha256.Sum256([]byte(e.Proofs[0].Document))
		require.Equal(t, hex.EncodeToString(sum[:]), e.Proofs[0].DocumentHash)
		sum = sha256.Sum256([]byte(e.Proofs[0].Options))
		require.Equal(t, hex.EncodeToString(sum[:]), e.Proofs[0].OptionsHash)

		around, err := signer.NewJWS(key, issuerID+"#ed25519", nil)
		require.NoError(t, err)
		token, err := around.Sign(context.Background(), json.RawMessage(secured))
		require.NoError(t, err)
		both, err := verifier.Explain(context.Background(), token)
		require.NoError(t, err)
		require.Equal(t, verifier.FormJWS, both.Form)
		require.Equal(t, e.Proofs, both.Proofs, "JWT claims are no part of the document")
		require.Equal(t, "EdDSA", both.JWS.Algorithm)
		require.JSONEq(t, goodHeader, string(both.JWS.Header))
		requireSigned(t, key, []byte(both.JWS.SigningInput), both.JWS.Signature)
		sum = sha256.Sum256([]byte(both.JWS.SigningInput))
		require.Equal(t, hex.EncodeToString(sum[:]), both.JWS.SHA256)
	}
}

func requireSigned(t *testing.T, key ed25519.PrivateKey, message []byte, signature string) {
	t.Helper()
	require.True(t, ed25519.Verify(key.Public().(ed25519.PublicKey), message, unhex(t, signature)))
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	require.NoError(t, err)
	return b
}

func TestExplainWithoutHash(t *testing.T) {
	key := badgetest.P384("issuer")
	s, err := signer.NewDataIntegrity(key, issuerID+"#p384", nil)
	require.NoError(t, err)
	badge := goodPayload[:strings.Index(goodPayload, `,"iss":`)] + "}"
	secured, err := s.Sign(context.Background(), json.RawMessage(badge))
	require.NoError(t, err)
	e, err := verifier.Explain(context.Background(), secured)
	require.NoError(t, err)
	require.Equal(t, "SHA-384", e.Proofs[0].Hash)
	require.Len(t, e.Proofs[0].Signed, 4*48)

	for name, edit := range map[string]func(string) string{
		"another cryptosuite": func(s string) string { return strings.Replace(s, "ecdsa-rdfc-2019", "ecdsa-sd-2023", 1) },
		"undefined member":    func(s string) string { return strings.Replace(s, `"achievementType"`, `"sort"`, 1) },
		"another base":        func(s string) string { return strings.Replace(s, `"proofValue":"z`, `"proofValue":"u`, 1) },
		"short":               func(s string) string { return s[:len(s)-10] + `"}]}` },
		"no character of base58": func(s string) string {
			return strings.Replace(s, `"proofValue":"z`, `"proofValue":"z0`, 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := verifier.Explain(context.Background(), []byte(edit(string(secured))))
			require.NoError(t, err)
			require.NotEmpty(t, e.Proofs[0].Problem)
			require.Empty(t, e.Proofs[0].Signed)
		})
	}
}

func TestExplainRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		input string
		want  error
	}{
		"nothing":    {"", verifier.ErrMalformed},
		"no proof":   {goodPayload, verifier.ErrNoProof},
		"no JSON":    {"{", verifier.ErrMalformed},
		"picture":    {"<svg/>", verifier.ErrMalformed},
		"bad proof":  {`{"proof":{"type":1}}`, verifier.ErrMalformed},
		"proof text": {`{"proof":["z"]}`, verifier.ErrMalformed},
		"payload":    {badgetest.Compact(goodHeader, "[", badgetest.Sign(badgetest.Ed25519("issuer"))), verifier.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := verifier.Explain(context.Background(), []byte(c.input))
			require.Nil(t, e)
			require.ErrorIs(t, err, c.want)
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := verifier.Explain(ctx, []byte(badgetest.Compact(goodHeader, goodPayload, badgetest.Sign(badgetest.Ed25519("issuer")))))
	require.ErrorIs(t, err, verifier.ErrCanceled)
}
