package proof_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"regexp"
	"strings"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

// vectorContexts are the embedded contexts and those that the published documents name besides.
func vectorContexts(t testing.TB) *ldcontext.Set {
	t.Helper()
	set := ldcontext.Embedded()
	for url, file := range map[string]string{
		"https://www.w3.org/ns/credentials/examples/v2": "contexts/credentials-examples-v2.jsonld",
		"https://w3id.org/citizenship/v4rc1":            "contexts/citizenship-v4rc1.jsonld",
	} {
		doc := badgetest.Vectors(t, file)
		sum := sha256.Sum256(doc)
		var err error
		set, err = set.With(url, doc, hex.EncodeToString(sum[:]))
		require.NoError(t, err)
	}
	return set
}

func parsed(t testing.TB, text []byte) strictjson.Value {
	t.Helper()
	v, err := strictjson.Parse(text, nil)
	require.NoError(t, err)
	return v
}

// keyOf is the public key that the did:key of a verification method is.
func keyOf(t testing.TB, options strictjson.Value) crypto.PublicKey {
	t.Helper()
	_, fragment, _ := strings.Cut(options.Get("verificationMethod").Text(), "#")
	pub, err := multikey.Parse(fragment)
	require.NoError(t, err)
	return pub
}

// privateKey reads a key pair of the vectors: base58btc of the varint of ed25519-priv (0x1300), p256-priv (0x1306) or
// p384-priv (0x1307) and the secret.
func privateKey(t testing.TB, secret string) crypto.Signer {
	t.Helper()
	_, b, err := multikey.DecodeBase(secret, 64)
	require.NoError(t, err)
	switch prefix, raw := hex.EncodeToString(b[:2]), b[2:]; prefix {
	case "8026":
		return ed25519.NewKeyFromSeed(raw)
	case "8626", "8726":
		curve := elliptic.P256()
		if prefix == "8726" {
			curve = elliptic.P384()
		}
		key, err := ecdsa.ParseRawPrivateKey(curve, raw)
		require.NoError(t, err)
		return key
	}
	t.Fatalf("no key: %s", secret)
	return nil
}

// verified checks a signature with the standard library alone.
func verified(pub crypto.PublicKey, message, signature []byte) bool {
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return ed25519.Verify(k, message, signature)
	case *ecdsa.PublicKey:
		hash, half := crypto.SHA256, len(signature)/2
		if k.Curve == elliptic.P384() {
			hash = crypto.SHA384
		}
		h := hash.New()
		h.Write(message)
		der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(signature[:half]), new(big.Int).SetBytes(signature[half:])})
		return err == nil && ecdsa.VerifyASN1(k, h.Sum(nil), der)
	}
	return false
}

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.TrimSpace(text))
	require.NoError(t, err)
	return b
}

func decoded(t testing.TB, proofValue string) []byte {
	t.Helper()
	base, signature, err := multikey.DecodeBase(strings.TrimSpace(proofValue), 96)
	require.NoError(t, err)
	require.Equal(t, multikey.Base58, base)
	return signature
}

// TestVectors holds every intermediate value of the W3C's test vectors for the EdDSA and ECDSA cryptosuites against ours,
// byte for byte, and signs them anew with the published keys.
func TestVectors(t *testing.T) {
	transformer := proof.New(vectorContexts(t))
	for _, tt := range []struct {
		folder, tag, suite string
		hash               crypto.Hash
		keys               string
	}{
		{"di-eddsa/eddsa-rdfc-2022", "DataInt", "eddsa-rdfc-2022", crypto.SHA256, "di-eddsa/keyPair.json"},
		{"di-eddsa/eddsa-rdfc-2022/employ", "DataInt", "eddsa-rdfc-2022", crypto.SHA256, "di-eddsa/keyPair.json"},
		{"di-eddsa/eddsa-jcs-2022", "JCS", "eddsa-jcs-2022", crypto.SHA256, "di-eddsa/keyPair.json"},
		{"di-eddsa/Ed25519Signature2020", "EdSig", "Ed25519Signature2020", crypto.SHA256, "di-eddsa/keyPair.json"},
		{"di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256", "ecdsa-rdfc-2019", crypto.SHA256, "di-ecdsa/p256KeyPair.json"},
		{"di-ecdsa/ecdsa-rdfc-2019-p256/employ", "ECDSAP256", "ecdsa-rdfc-2019", crypto.SHA256, "di-ecdsa/p256KeyPair.json"},
		{"di-ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384", "ecdsa-rdfc-2019", crypto.SHA384, "di-ecdsa/p384KeyPair.json"},
		{"di-ecdsa/ecdsa-rdfc-2019-p384/employ", "ECDSAP384", "ecdsa-rdfc-2019", crypto.SHA384, "di-ecdsa/p384KeyPair.json"},
		{"di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256", "ecdsa-jcs-2019", crypto.SHA256, "di-ecdsa/p256KeyPair.json"},
		{"di-ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384", "ecdsa-jcs-2019", crypto.SHA384, "di-ecdsa/p384KeyPair.json"},
	} {
		t.Run(tt.folder, func(t *testing.T) {
			file := func(name, ext string) []byte { return badgetest.Vectors(t, tt.folder+"/"+name+tt.tag+ext) }
			signed := parsed(t, file("signed", ".json"))
			options := signed.Get("proof")
			suite, err := proof.SuiteOf(options)
			require.NoError(t, err)
			require.Equal(t, tt.suite, suite.String())
			pub := keyOf(t, options)
			hash, err := suite.Hash(pub)
			require.NoError(t, err)
			require.Equal(t, tt.hash, hash)

			signature := unhex(t, string(file("sigHex", ".txt")))
			require.Len(t, signature, suite.SignatureSize(hash))
			require.Equal(t, signature, decoded(t, string(file("sigBTC58", ".txt"))))
			require.Equal(t, signature, decoded(t, options.Get("proofValue").Text()))

			var pair struct{ PublicKeyMultibase, PrivateKeyMultibase, SecretKeyMultibase string }
			require.NoError(t, json.Unmarshal(badgetest.Vectors(t, tt.keys), &pair))
			key := privateKey(t, pair.PrivateKeyMultibase+pair.SecretKeyMultibase)
			require.Equal(t, pub, key.Public())

			// The configuration has the contexts of the document, the proof of an RDFC suite has none.
			for _, from := range []strictjson.Value{options, parsed(t, file("proofConfig", ".json"))} {
				in, err := transformer.Document(signed.Without("proof")).Input(t.Context(), suite, hash, from)
				require.NoError(t, err)
				require.Equal(t, string(file("canonDoc", ".txt")), string(in.Document))
				require.Equal(t, string(file("proofCanon", ".txt")), string(in.Options))
				require.Equal(t, string(file("docHash", ".txt")), hex.EncodeToString(in.DocumentHash))
				require.Equal(t, string(file("proofHash", ".txt")), hex.EncodeToString(in.OptionsHash))
				require.Equal(t, string(file("combinedHash", ".txt")), hex.EncodeToString(in.Signed))
				require.True(t, verified(pub, in.Signed, signature))
				require.Equal(t, signature, badgetest.Sign(key)(in.Signed), "Ed25519 and RFC 6979 give one signature")
			}
		})
	}
}

// TestOpenBadgesVector is chapter 9 of the implementation guide of Open Badges 3.0, whose page prints the key pair, both
// hashes and the signature.
func TestOpenBadgesVector(t *testing.T) {
	page := string(badgetest.Vectors(t, "ob3/linked-data-proof-ob.html"))
	key := ed25519.PrivateKey(unhex(t, regexp.MustCompile(`\b[0-9a-f]{128}\b`).FindString(page)))
	signature := unhex(t, "f7a017acf7d27983267ec362657c0fb08e955549f49dac5bf36a03c4f2c3a4f1e3738a6c5ecd7ffba7135cb9cd754e6196f4b73082ea8df8e703c8ecd4333503")
	require.Contains(t, page, hex.EncodeToString(signature))

	signed := parsed(t, badgetest.Vectors(t, "ob3/ob30-impl-guide-signed-credential.json"))
	options := signed.Get("proof")
	suite, err := proof.SuiteOf(options)
	require.NoError(t, err)
	in, err := proof.New(nil).Document(signed.Without("proof")).Input(t.Context(), suite, crypto.SHA256, options)
	require.NoError(t, err)
	require.Equal(t, string(badgetest.Vectors(t, "ob3/document-canon.txt")), string(in.Document))
	require.Equal(t, string(badgetest.Vectors(t, "ob3/proof-canon.txt")), string(in.Options))
	require.Equal(t, "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773", hex.EncodeToString(in.DocumentHash))
	require.Equal(t, "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19", hex.EncodeToString(in.OptionsHash))
	require.Equal(t, signature, ed25519.Sign(key, in.Signed))
	require.Equal(t, options.Get("proofValue").Text(), multikey.EncodeBase58(signature))
	require.True(t, ed25519.Verify(keyOf(t, options).(ed25519.PublicKey), in.Signed, signature))
}

// TestSetsAndChains verifies the ten proofs of the four documents with several, and makes each of them anew.
func TestSetsAndChains(t *testing.T) {
	const folder = "di-eddsa/proof-set-chain/"
	transformer := proof.New(vectorContexts(t))
	var pairs map[string]struct{ PublicKeyMultibase, PrivateKeyMultibase string }
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, folder+"multiKeyPairs.json"), &pairs))
	keys := make(map[string]ed25519.PrivateKey)
	for _, pair := range pairs {
		keys[pair.PublicKeyMultibase] = privateKey(t, pair.PrivateKeyMultibase).(ed25519.PrivateKey)
	}
	count := 0
	for _, name := range []string{"signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"} {
		signed := parsed(t, badgetest.Vectors(t, folder+name+".json"))
		doc := transformer.Document(signed.Without("proof"))
		byID := make(map[string]strictjson.Value)
		for _, p := range proofsOf(signed) {
			byID[p.Get("id").Text()] = p
		}
		for i, options := range proofsOf(signed) {
			suite, err := proof.SuiteOf(options)
			require.NoError(t, err)
			in, err := doc.Input(t.Context(), suite, crypto.SHA256, options, previous(options, byID)...)
			require.NoError(t, err)
			_, fragment, _ := strings.Cut(options.Get("verificationMethod").Text(), "#")
			signature := decoded(t, options.Get("proofValue").Text())
			require.True(t, ed25519.Verify(keyOf(t, options).(ed25519.PublicKey), in.Signed, signature), "%s %d", name, i)
			require.Equal(t, signature, ed25519.Sign(keys[fragment], in.Signed))
			count++
		}
	}
	require.Equal(t, 10, count)

	// What a proof of a chain signs is the document with the proofs before it, which is given for two.
	for _, n := range []string{"1", "2"} {
		step := parsed(t, badgetest.Vectors(t, folder+"proofChainTempDoc"+n+".json"))
		config := parsed(t, badgetest.Vectors(t, folder+"proofChainConfig"+n+".json"))
		suite, err := proof.SuiteOf(config)
		require.NoError(t, err)
		want, err := transformer.Document(step).Input(t.Context(), suite, crypto.SHA256, config)
		require.NoError(t, err)
		got, err := transformer.Document(step.Without("proof")).Input(t.Context(), suite, crypto.SHA256, config, proofsOf(step)...)
		require.NoError(t, err)
		require.Equal(t, want.Signed, got.Signed)
		made := parsed(t, badgetest.Vectors(t, folder+"proofChainConfigSigned"+n+".json"))
		require.True(t, ed25519.Verify(keyOf(t, made).(ed25519.PublicKey), got.Signed, decoded(t, made.Get("proofValue").Text())))
	}
}

func proofsOf(doc strictjson.Value) []strictjson.Value {
	proofs := doc.Get("proof")
	if proofs.Kind() != strictjson.Array {
		return []strictjson.Value{proofs}
	}
	list := make([]strictjson.Value, proofs.Len())
	for i := range list {
		list[i] = proofs.At(i)
	}
	return list
}

// previous returns the proofs that one follows.
func previous(options strictjson.Value, byID map[string]strictjson.Value) []strictjson.Value {
	refs := options.Get("previousProof")
	switch refs.Kind() {
	case strictjson.String:
		return []strictjson.Value{byID[refs.Text()]}
	case strictjson.Array:
		var list []strictjson.Value
		for i := range refs.Len() {
			list = append(list, byID[refs.At(i).Text()])
		}
		return list
	}
	return nil
}

// TestSelectiveDisclosure: the suite is refused by its name, base proof or derived.
func TestSelectiveDisclosure(t *testing.T) {
	for _, name := range []string{"prc/addSignedSDBase", "prc/derivedRevealDocument", "employ/addSignedSDBase", "employ/derivedRevealDocument"} {
		doc := parsed(t, badgetest.Vectors(t, "di-ecdsa/ecdsa-sd-2023/"+name+".json"))
		_, err := proof.SuiteOf(doc.Get("proof"))
		require.ErrorIs(t, err, proof.ErrSuite)
		require.ErrorContains(t, err, "ecdsa-sd-2023")
	}
}
