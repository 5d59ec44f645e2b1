package signer_test

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/signer"
	"github.com/stretchr/testify/require"
)

// BenchmarkSignJWS is a whole Sign, self-check included, beside the bare signature in the same run.
func BenchmarkSignJWS(b *testing.B) {
	b.Run("crypto-ed25519", func(b *testing.B) {
		key, message := ed25519Key(), make([]byte, 64)
		for b.Loop() {
			ed25519.Sign(key, message)
		}
	})
	for name, doc := range map[string]json.Marshaler{
		"simple": simple(), "complete": complete(), "badge-simple": badge(b, "simple"), "badge-complete": badge(b, "complete"),
	} {
		b.Run(name, func(b *testing.B) {
			s, err := signer.NewJWS(ed25519Key(), method, nil)
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Sign(b.Context(), doc); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSignDataIntegrity is the same with an embedded proof, the contexts being compiled. The documents are those of
// testdata/badges: a credential with a member that no context defines could not be signed.
func BenchmarkSignDataIntegrity(b *testing.B) {
	b.Run("crypto-ed25519", func(b *testing.B) {
		key, message := ed25519Key(), make([]byte, 64)
		for b.Loop() {
			ed25519.Sign(key, message)
		}
	})
	for _, jcs := range []bool{false, true} {
		s, err := signer.NewDataIntegrity(ed25519Key(), method, &signer.DataIntegrityOptions{JCS: jcs})
		require.NoError(b, err)
		for _, size := range []string{"simple", "complete"} {
			doc := badge(b, size)
			text, err := doc.MarshalJSON()
			require.NoError(b, err)
			for name, doc := range map[string]json.Marshaler{size: json.RawMessage(text), "badge-" + size: doc} {
				b.Run(s.Cryptosuite()+"/"+name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := s.Sign(b.Context(), doc); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

// badge is one of testdata/badges as a struct, which Sign validates and marshals first.
func badge(b *testing.B, name string) *credential.OpenBadge {
	text, err := os.ReadFile("../testdata/badges/" + name + ".json")
	require.NoError(b, err)
	doc := new(credential.OpenBadge)
	require.NoError(b, doc.UnmarshalJSON(text))
	doc.Issuer.ID = strings.TrimSuffix(method, "#key-1")
	return doc
}

// simple is a credential of about 860 bytes.
func simple() json.RawMessage {
	return json.RawMessage(strings.Replace(minimal, `"narrative":"C"`, fmt.Sprintf(`"narrative":"%s"`, strings.Repeat("Reads charts. ", 25)), 1))
}

// complete is a credential of about 16 KB: many small members, as in endorsements and alignments, and some long texts.
func complete() json.RawMessage {
	var parts []string
	for i := range 30 {
		parts = append(parts, fmt.Sprintf(`{"id":"urn:uuid:6b1a2f3c-90f5-4c4b-8c6e-%012d","type":["Alignment","Extra"],"targetName":"Name %d",`+
			`"targetUrl":"https://badges.example.org/frameworks/%d","targetFramework":"Framework","credits":4.50,"current":true,`+
			`"targetDescription":"%s\n"}`, i, i, i, strings.Repeat("Commits to the code of ethics. ", 8)))
	}
	return json.RawMessage(strings.Replace(minimal, `"narrative":"C"`, `"narrative":"C","alignment":[`+strings.Join(parts, ",")+`]`, 1))
}
