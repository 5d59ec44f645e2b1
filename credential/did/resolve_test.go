package did_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/base64url"
	"github.com/charterbadge/openbadge/internal/jwk"
	"github.com/charterbadge/openbadge/internal/pubkey"
	"github.com/charterbadge/openbadge/internal/strictjson"
	"github.com/stretchr/testify/require"
)

func didJWK(jwk string) string { return "did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(jwk)) }

// fragmentOf is the fragment of the only method of a did:key or did:jwk.
func fragmentOf(id string) string {
	if name, ok := strings.CutPrefix(id, "did:key:"); ok {
		return name
	}
	return "0"
}

func TestResolve(t *testing.T) {
	for _, tt := range []struct{ name, id, typ string }{
		{"did:key Ed25519", "did:key:" + multikeyA, "Multikey"},
		{"did:key P-256", "did:key:" + p256Text, "Multikey"},
		{"did:key P-384", "did:key:" + p384Text, "Multikey"},
		{"did:jwk Ed25519", didJWK(rfc8037JWK), "JsonWebKey"},
		{"did:jwk P-256", didJWK(rfc7517JWK), "JsonWebKey"},
		{"did:jwk with white space", didJWK(strings.ReplaceAll(rfc8037JWK, ",", " , ")), "JsonWebKey"},
		{"did:jwk with use", didJWK(strings.TrimSuffix(rfc8037JWK, "}") + `,"use":"sig","alg":"EdDSA"}`), "JsonWebKey"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := did.Resolve(tt.id)
			require.NoError(t, err)
			require.Equal(t, tt.id, d.ID())
			for _, rel := range []did.Relationship{did.AssertionMethod, did.Authentication, "capabilityInvocation", "capabilityDelegation"} {
				m, err := d.Method(tt.id+"#"+fragmentOf(tt.id), rel, now)
				require.NoError(t, err)
				require.Equal(t, tt.typ, m.Type)
				id, err := d.MethodFor(m.Public)
				require.NoError(t, err)
				require.Equal(t, m.ID, id)
			}
			_, err = d.Method("#"+fragmentOf(tt.id), "keyAgreement", now)
			require.ErrorIs(t, err, did.ErrRelationship)
			for _, ref := range []string{"#1", "#key-1", "#" + multikeyB, tt.id, "did:key:" + multikeyB + "#" + multikeyA, tt.id + "#"} {
				_, err = d.Method(ref, did.AssertionMethod, now)
				require.ErrorIs(t, err, did.ErrNoMethod)
			}
		})
	}
}

func TestResolveDocument(t *testing.T) {
	d, err := did.Resolve("did:key:" + multikeyA)
	require.NoError(t, err)
	text, err := json.Marshal(d)
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(strings.ReplaceAll(`{"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1"],"id":"ID",`+
		`"verificationMethod":[{"id":"ID#KEY","type":"Multikey","controller":"ID","publicKeyMultibase":"KEY"}],`+
		`"assertionMethod":["ID#KEY"],"authentication":["ID#KEY"],"capabilityInvocation":["ID#KEY"],"capabilityDelegation":["ID#KEY"]}`,
		"ID", "did:key:"+multikeyA), "KEY", multikeyA), string(text))
}

// TestResolveForEncryption: the key is there, for no purpose that the library asks for.
func TestResolveForEncryption(t *testing.T) {
	for _, member := range []string{`"use":"enc"`, `"key_ops":["deriveKey"]`} {
		id := didJWK(strings.TrimSuffix(rfc7517JWK, "}") + "," + member + "}")
		d, err := did.Resolve(id)
		require.NoError(t, err)
		for _, rel := range []did.Relationship{did.AssertionMethod, did.Authentication} {
			_, err = d.Method(id+"#0", rel, now)
			require.ErrorIs(t, err, did.ErrRelationship)
		}
	}
}

// TestTwoNamesOfOneKey: whoever trusts the one has not said anything about the other.
func TestTwoNamesOfOneKey(t *testing.T) {
	ids := []string{didJWK(rfc8037JWK), didJWK(`{"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`)}
	var docs []*did.Document
	for _, id := range ids {
		d, err := did.Resolve(id)
		require.NoError(t, err)
		docs = append(docs, d)
	}
	require.NotEqual(t, docs[0].ID(), docs[1].ID())
	a, err := docs[0].Method("#0", did.AssertionMethod, now)
	require.NoError(t, err)
	b, err := docs[1].Method("#0", did.AssertionMethod, now)
	require.NoError(t, err)
	require.True(t, pubkey.Equal(a.Public, b.Public))
	_, err = docs[0].Method(b.ID, did.AssertionMethod, now)
	require.ErrorIs(t, err, did.ErrNoMethod)
}

func TestResolveRefuses(t *testing.T) {
	secret := strings.TrimSuffix(rfc8037JWK, "}") + `,"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}`
	for _, tt := range []struct {
		name, id string
		want     error
	}{
		{"empty", "", did.ErrIdentifier},
		{"relative", "issuer", did.ErrIdentifier},
		{"http", "http://example.org/", did.ErrIdentifier},
		{"did:web", "did:web:example.org", did.ErrNeedsDocument},
		{"did:web, malformed", "did:web:example.org%2Fa", did.ErrIdentifier},
		{"https", "https://example.org/", did.ErrNeedsDocument},
		{"urn", "urn:uuid:7f3c2c3e-1b7e-4b2e-9f0e-0c1f5f3f4a3d", did.ErrNeedsDocument},
		{"other DID", "did:example:1", did.ErrNeedsDocument},
		{"method by case", "did:KEY:" + multikeyA, did.ErrIdentifier},

		{"did:key empty", "did:key:", did.ErrIdentifier},
		{"did:key in base64url", "did:key:u7QEJX5oaWVXedV2CeGhkrQPfpaT71oMyVmNk4rZeE8yeRA", did.ErrIdentifier},
		{"did:key with a fragment", "did:key:" + multikeyA + "#" + multikeyA, did.ErrIdentifier},
		{"did:key with another's fragment", "did:key:" + multikeyA + "#" + multikeyB, did.ErrIdentifier},
		{"did:key with a path", "did:key:" + multikeyA + "/a", did.ErrIdentifier},
		{"did:key with a query", "did:key:" + multikeyA + "?a", did.ErrIdentifier},
		{"did:key with a newline", "did:key:" + multikeyA + "\n", did.ErrIdentifier},
		{"did:key with a version", "did:key:1:" + multikeyA, did.ErrUnsupported},
		{"did:key with a long version", "did:key:1.1:" + multikeyA, did.ErrUnsupported},
		{"did:key of 31 bytes", "did:key:" + shortMultikey, did.ErrKey},
		{"did:key cut short, which is another code", "did:key:" + multikeyA[:47], did.ErrUnsupported},
		{"did:key and more, which is another code", "did:key:" + multikeyA + "1", did.ErrUnsupported},
		{"did:key with a leading zero", "did:key:z1" + multikeyA[1:], did.ErrUnsupported},
		{"did:key with a foreign character", "did:key:" + multikeyA[:47] + "0", did.ErrKey},
		{"did:key of the specification, too short", "did:key:zTjsVPtY", did.ErrIdentifier},
		{"did:key weak", "did:key:" + weakMultikey, did.ErrKey},
		{"did:key secret", "did:key:z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq", did.ErrPrivateKey},
		{"did:key X25519", "did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F", did.ErrUnsupported},
		{"did:key secp256k1", "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", did.ErrUnsupported},

		{"did:jwk empty", "did:jwk:", did.ErrIdentifier},
		{"did:jwk padded", didJWK(rfc8037JWK) + "=", did.ErrIdentifier},
		{"did:jwk unused bits", "did:jwk:e31", did.ErrIdentifier},
		{"did:jwk in base64", "did:jwk:" + base64.RawStdEncoding.EncodeToString([]byte(rfc7517JWK+" ?>")), did.ErrIdentifier},
		{"did:jwk newline", didJWK(rfc8037JWK)[:40] + "\n" + didJWK(rfc8037JWK)[40:], did.ErrIdentifier},
		{"did:jwk fragment", didJWK(rfc8037JWK) + "#0", did.ErrIdentifier},
		{"did:jwk not JSON", didJWK("key"), did.ErrIdentifier},
		{"did:jwk array", didJWK("[" + rfc8037JWK + "]"), did.ErrIdentifier},
		{"did:jwk two values", didJWK(rfc8037JWK + rfc8037JWK), did.ErrIdentifier},
		{"did:jwk name twice", didJWK(strings.TrimSuffix(rfc8037JWK, "}") + `,"kty":"OKP"}`), did.ErrIdentifier},
		{"did:jwk invalid UTF-8", didJWK("{\"kty\":\"\xff\"}"), did.ErrIdentifier},
		{"did:jwk deep", didJWK(strings.Repeat("[", 1000)), did.ErrIdentifier},
		{"did:jwk set", didJWK(`{"keys":[` + rfc8037JWK + `]}`), did.ErrKey},
		{"did:jwk short x", didJWK(`{"kty":"OKP","crv":"Ed25519","x":"AAAA"}`), did.ErrKey},
		{"did:jwk weak", didJWK(weakJWK), did.ErrKey},
		{"did:jwk private", didJWK(secret), did.ErrPrivateKey},
		{"did:jwk private, for encryption", didJWK(strings.TrimSuffix(secret, "}") + `,"use":"enc"}`), did.ErrPrivateKey},
		{"did:jwk symmetric", didJWK(`{"kty":"oct","k":"AAAA"}`), did.ErrPrivateKey},
		{"did:jwk secp256k1", didJWK(`{"kty":"EC","crv":"secp256k1"}`), did.ErrUnsupported},
		{"did:jwk RS512", didJWK(strings.TrimSuffix(rfc7517JWK, "}") + `,"alg":"ES512"}`), did.ErrUnsupported},
		{"did:jwk other's algorithm", didJWK(strings.TrimSuffix(rfc7517JWK, "}") + `,"alg":"EdDSA"}`), did.ErrKey},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := did.Resolve(tt.id)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, d)
			require.Less(t, len(err.Error()), 600)
		})
	}
}

// TestResolveJWKCause: the first thing that is wrong is the one that is named.
func TestResolveJWKCause(t *testing.T) {
	_, err := did.Resolve(didJWK(rfc8037JWK) + "=")
	require.ErrorIs(t, err, base64url.ErrSyntax)
	_, err = did.Resolve(didJWK(strings.TrimSuffix(rfc8037JWK, "}") + `,"kty":"OKP"}`))
	require.ErrorIs(t, err, strictjson.ErrDuplicate)
}

func TestResolveLimits(t *testing.T) {
	atLimit := func(prefix string, n int) string { return prefix + strings.Repeat("z", n-len(prefix)) }
	_, err := did.Resolve(atLimit("did:key:", did.MaxDIDKey))
	require.ErrorIs(t, err, did.ErrUnsupported)
	require.NotErrorIs(t, err, did.ErrTooLarge)
	_, err = did.Resolve(atLimit("did:key:", did.MaxDIDKey+1))
	require.ErrorIs(t, err, did.ErrTooLarge)

	// 2,046 - 8 characters are 1,528 bytes of JSON.
	padded := func(n int) string { return didJWK(rfc8037JWK + strings.Repeat(" ", n-len(rfc8037JWK))) }
	for _, n := range []int{1527, 1528} {
		d, err := did.Resolve(padded(n))
		require.NoError(t, err)
		_, err = d.Method(d.ID()+"#0", did.AssertionMethod, now)
		require.NoError(t, err)
	}
	require.Len(t, padded(1528), did.MaxDIDJWK)
	_, err = did.Resolve(padded(1529))
	require.ErrorIs(t, err, did.ErrTooLarge)
}

func TestResolveVectors(t *testing.T) {
	var file struct {
		Vectors []struct{ DID, MulticodecVarintHex, KeyHex string }
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "did-key/spec-dids-decoded.json"), &file))
	read := 0
	for _, v := range file.Vectors {
		d, err := did.Resolve(v.DID)
		if v.MulticodecVarintHex != "ed01" && v.MulticodecVarintHex != "8024" && v.MulticodecVarintHex != "8124" {
			require.ErrorIs(t, err, did.ErrUnsupported, v.DID)
			continue
		}
		require.NoError(t, err)
		m, err := d.Method(v.DID+"#"+fragmentOf(v.DID), did.AssertionMethod, now)
		require.NoError(t, err)
		var raw []byte
		switch k := m.Public.(type) {
		case ed25519.PublicKey:
			raw = k
		case *ecdsa.PublicKey:
			point, err := k.Bytes()
			require.NoError(t, err)
			size := len(point) / 2
			raw = append([]byte{2 + point[2*size]%2}, point[1:1+size]...)
		}
		require.Equal(t, v.KeyHex, hex.EncodeToString(raw))
		read++
	}
	require.Equal(t, 4, read)
}

// didVector is what the vectors of did:key and did:jwk have in common.
type didVector struct {
	JWKDecoded         json.RawMessage
	VerificationMethod struct{ PublicKeyJwk json.RawMessage }
	DIDDocument        struct {
		VerificationMethod []struct{ Type, PublicKeyBase58 string }
	}
}

func TestResolveKeyVectors(t *testing.T) {
	for file, want := range map[string]int{"ed25519-x25519.json": 5, "nist-curves.json": 5, "x25519.json": 0, "secp256k1.json": 0, "bls12381.json": 0, "rsa.json": 0} {
		var vectors map[string]didVector
		require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "did-key/"+file), &vectors))
		read := 0
		for id, v := range vectors {
			d, err := did.Resolve(id)
			if err != nil {
				continue
			}
			read++
			if v.VerificationMethod.PublicKeyJwk == nil {
				continue
			}
			tree, err := strictjson.Parse(v.VerificationMethod.PublicKeyJwk, nil)
			require.NoError(t, err)
			key, err := jwk.ParsePublic(tree)
			require.NoError(t, err)
			method, err := d.MethodFor(key.Public)
			require.NoError(t, err)
			require.Equal(t, id+"#"+fragmentOf(id), method)
		}
		require.Equal(t, want, read, file)
	}
}

func TestResolveJWKVectors(t *testing.T) {
	var file struct {
		Vectors []struct {
			DID        string
			JWKDecoded json.RawMessage
		}
	}
	require.NoError(t, json.Unmarshal(badgetest.Vectors(t, "did-jwk/did-jwk-spec-examples.json"), &file))
	require.NotEmpty(t, file.Vectors)
	read := 0
	for _, v := range file.Vectors {
		d, err := did.Resolve(v.DID)
		if strings.Contains(string(v.JWKDecoded), "X25519") {
			require.ErrorIs(t, err, did.ErrUnsupported)
			continue
		}
		require.NoError(t, err)
		tree, err := strictjson.Parse(v.JWKDecoded, nil)
		require.NoError(t, err)
		key, err := jwk.ParsePublic(tree)
		require.NoError(t, err)
		method, err := d.MethodFor(key.Public)
		require.NoError(t, err)
		require.Equal(t, v.DID+"#0", method)
		read++
	}
	require.Equal(t, 1, read)
}

// FuzzDIDKey: what resolves is a key whose one text is the identifier, and its document can be read again.
func FuzzDIDKey(f *testing.F) {
	for _, s := range []string{multikeyA, p256Text, p384Text, weakMultikey, "1:" + multikeyA, "u7QEJX5o", "z", "zTjsVPtY"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		id := "did:key:" + name
		d, err := did.Resolve(id)
		if err != nil {
			return
		}
		require.Equal(t, id, d.ID())
		m, err := d.Method("#"+name, did.AssertionMethod, now)
		require.NoError(t, err)
		again, err := did.NewDocument(id, did.Key{Public: m.Public}) // the fragment is derived from the key
		require.NoError(t, err)
		method, err := again.MethodFor(m.Public)
		require.NoError(t, err)
		require.Equal(t, id+"#"+name, method)
		text, err := d.MarshalJSON()
		require.NoError(t, err)
		_, err = did.Parse(text)
		require.NoError(t, err)
	})
}

// FuzzDIDJWK: what resolves has a good key, or none, and its document can be read again.
func FuzzDIDJWK(f *testing.F) {
	for _, s := range []string{rfc8037JWK, rfc7517JWK, weakJWK, strings.TrimSuffix(rfc7517JWK, "}") + `,"use":"enc"}`, `{"kty":"oct","k":"AA"}`, `[]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		id := didJWK(string(src))
		d, err := did.Resolve(id)
		if err != nil {
			return
		}
		require.Equal(t, id, d.ID())
		m, err := d.Method(id+"#0", did.AssertionMethod, now)
		if err == nil {
			require.NoError(t, pubkey.Check(m.Public))
		} else {
			require.ErrorIs(t, err, did.ErrRelationship)
		}
		text, err := d.MarshalJSON()
		require.NoError(t, err)
		_, err = did.Parse(text)
		require.NoError(t, err)
	})
}
