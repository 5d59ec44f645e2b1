package jsonld_test

import (
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/rdfc"
)

// TestVectors: the documents and the proof options of the W3C cryptosuites and of the Open Badges implementation guide
// have the canonical form that is published with them.
func TestVectors(t *testing.T) {
	set := ldcontext.Embedded()
	for url, file := range map[string]string{
		"https://www.w3.org/ns/credentials/examples/v2": "credentials-examples-v2",
		"https://w3id.org/citizenship/v4rc1":            "citizenship-v4rc1",
	} {
		doc := badgetest.Vectors(t, "contexts/"+file+".jsonld")
		sum := sha256.Sum256(doc)
		var err error
		set, err = set.With(url, doc, hex.EncodeToString(sum[:]))
		require.NoError(t, err)
	}
	p := jsonld.New(set)
	for _, c := range []struct {
		doc, want string
		hash      crypto.Hash
	}{
		{"ob3/ob30-impl-guide-signed-credential.json", "ob3/document-canon.txt", crypto.SHA256},
		{"di-eddsa/eddsa-rdfc-2022/signedDataInt.json", "di-eddsa/eddsa-rdfc-2022/canonDocDataInt.txt", crypto.SHA256},
		{"di-eddsa/eddsa-rdfc-2022/proofConfigDataInt.json", "di-eddsa/eddsa-rdfc-2022/proofCanonDataInt.txt", crypto.SHA256},
		{"di-eddsa/eddsa-rdfc-2022/employ/signedDataInt.json", "di-eddsa/eddsa-rdfc-2022/employ/canonDocDataInt.txt", crypto.SHA256},
		{"di-eddsa/eddsa-rdfc-2022/employ/proofConfigDataInt.json", "di-eddsa/eddsa-rdfc-2022/employ/proofCanonDataInt.txt", crypto.SHA256},
		{"di-eddsa/Ed25519Signature2020/signedEdSig.json", "di-eddsa/Ed25519Signature2020/canonDocEdSig.txt", crypto.SHA256},
		{"di-eddsa/Ed25519Signature2020/proofConfigEdSig.json", "di-eddsa/Ed25519Signature2020/proofCanonEdSig.txt", crypto.SHA256},
		{"di-ecdsa/ecdsa-rdfc-2019-p256/signedECDSAP256.json", "di-ecdsa/ecdsa-rdfc-2019-p256/canonDocECDSAP256.txt", crypto.SHA256},
		{"di-ecdsa/ecdsa-rdfc-2019-p256/proofConfigECDSAP256.json", "di-ecdsa/ecdsa-rdfc-2019-p256/proofCanonECDSAP256.txt", crypto.SHA256},
		{"di-ecdsa/ecdsa-rdfc-2019-p384/signedECDSAP384.json", "di-ecdsa/ecdsa-rdfc-2019-p384/canonDocECDSAP384.txt", crypto.SHA384},
		{"di-ecdsa/ecdsa-rdfc-2019-p384/proofConfigECDSAP384.json", "di-ecdsa/ecdsa-rdfc-2019-p384/proofCanonECDSAP384.txt", crypto.SHA384},
	} {
		t.Run(c.doc, func(t *testing.T) {
			want := badgetest.Vectors(t, c.want)
			doc := parse(t, string(badgetest.Vectors(t, c.doc))).Without("proof")
			d, err := p.Dataset(doc)
			require.NoError(t, err)
			got, err := rdfc.Canonicalize(context.Background(), d.Quads, d.Nodes, c.hash, nil)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got.NQuads))
		})
	}
}
