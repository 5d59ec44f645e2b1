package verifier_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// BenchmarkEd25519Verify is the unit: one raw verification of a short message.
func BenchmarkEd25519Verify(b *testing.B) {
	key := badgetest.Ed25519("issuer")
	message := make([]byte, 64)
	sig := ed25519.Sign(key, message)
	pub := key.Public().(ed25519.PublicKey)
	for b.Loop() {
		if !ed25519.Verify(pub, message, sig) {
			b.Fatal()
		}
	}
}

// BenchmarkVerifyJWS goes from the bytes to the verdict.
func BenchmarkVerifyJWS(b *testing.B) {
	for _, size := range []string{"simple", "complete"} {
		b.Run(size, func(b *testing.B) {
			v := signedVerifier(b)
			token := readSigned(b, size+"-eddsa.jws")
			ctx := context.Background()
			b.ReportAllocs()
			b.SetBytes(int64(len(token)))
			for b.Loop() {
				if _, err := v.Verify(ctx, token, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkVerifyDataIntegrity is the same with embedded proofs, the contexts being compiled.
func BenchmarkVerifyDataIntegrity(b *testing.B) {
	v := signedVerifier(b)
	for _, suite := range []string{"eddsa-rdfc-2022", "eddsa-jcs-2022"} {
		for _, size := range []string{"simple", "complete"} {
			b.Run(suite+"/"+size, func(b *testing.B) {
				secured := embedded(b, size, suite)
				b.ReportAllocs()
				b.SetBytes(int64(len(secured)))
				for b.Loop() {
					if _, err := v.Verify(b.Context(), secured, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// embedded is one of testdata/badges with a proof.
func embedded(b *testing.B, size, suite string) []byte {
	b.Helper()
	var badge credential.OpenBadge
	text, err := os.ReadFile("../testdata/badges/" + size + ".json")
	require.NoError(b, err)
	require.NoError(b, badge.UnmarshalJSON(text))
	badge.Issuer.ID = issuerID
	s, err := signer.NewDataIntegrity(badgetest.Ed25519("issuer"), issuerID+"#ed25519",
		&signer.DataIntegrityOptions{JCS: suite == "eddsa-jcs-2022", Created: badgetest.Now()})
	require.NoError(b, err)
	require.Equal(b, suite, s.Cryptosuite())
	secured, err := s.Sign(b.Context(), &badge)
	require.NoError(b, err)
	return secured
}

// BenchmarkVerifyStatus is a badge with one entry, without looking and with a list that has been decoded: the difference
// is what a look costs.
func BenchmarkVerifyStatus(b *testing.B) {
	_, issuers := genuineBadge(b)
	badge := []byte(newStatusForge("").input())
	lists, err := verifier.StatusMap(map[string][]byte{"1": []byte(listWith(bitsOf(), nil))})
	require.NoError(b, err)
	for name, change := range map[string]func(*verifier.Options){
		"skipped": func(o *verifier.Options) { o.InsecureSkipStatus = true },
		"decoded": withStatus(lists),
		"guarded": withStatus(verifier.GuardRollback(lists, nil)),
	} {
		b.Run(name, func(b *testing.B) {
			v := verifier.New(issuers, options(change))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := v.Verify(b.Context(), badge, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStatusStep is that look alone, against a list that has been decoded.
func BenchmarkStatusStep(b *testing.B) {
	_, issuers := genuineBadge(b)
	lists, err := verifier.StatusMap(map[string][]byte{"1": []byte(listWith(bitsOf(), nil))})
	require.NoError(b, err)
	step, ok := verifier.StatusStep(b.Context(), verifier.New(issuers, options(withStatus(lists))), []byte(newStatusForge("").input()))
	require.True(b, ok)
	b.ReportAllocs()
	for b.Loop() {
		if c := step(); c[0].Outcome != verifier.StatusClear {
			b.Fatal(c)
		}
	}
}

// BenchmarkVerifyColdStatus is a badge and its list together, the first time: a proof and a list more.
func BenchmarkVerifyColdStatus(b *testing.B) {
	_, issuers := genuineBadge(b)
	badge := []byte(newStatusForge("").input())
	for _, entries := range []int{131_072, 1_048_576} {
		bits := make([]byte, entries/8)
		for i := range entries / 100 { // one in a hundred is revoked
			bits[i*97%len(bits)] |= 1 << (i % 8)
		}
		bits[entryIndex/8] = 0
		for name, list := range map[string]string{"jws": listWith(bits, nil), "eddsa-rdfc-2022": embeddedList("eddsa-rdfc-2022", bits)} {
			b.Run(fmt.Sprintf("%s/%d", name, entries), func(b *testing.B) {
				src := always(list)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := verifier.New(issuers, options(withStatus(src))).Verify(b.Context(), badge, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkVerifyParallel shows what more cores give: run it with -cpu 1,2.
func BenchmarkVerifyParallel(b *testing.B) {
	for name, secured := range map[string][]byte{
		"jws":             readSigned(b, "simple-eddsa.jws"),
		"eddsa-rdfc-2022": embedded(b, "simple", "eddsa-rdfc-2022"),
		"eddsa-jcs-2022":  embedded(b, "simple", "eddsa-jcs-2022"),
	} {
		b.Run(name, func(b *testing.B) {
			v := signedVerifier(b)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := v.Verify(context.Background(), secured, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkRefuse is what hostile input costs: it ought to be less than a genuine badge.
func BenchmarkRefuse(b *testing.B) {
	doc, err := did.Parse(issuerDocument())
	require.NoError(b, err)
	v := verifier.New(verifier.Trust(doc), &verifier.Options{Now: badgetest.Now})
	deep, err := os.ReadFile(signedRoot + "/complete-eddsa.jws")
	require.NoError(b, err)
	genuine := string(embedded(b, "complete", "eddsa-rdfc-2022"))
	for name, input := range map[string]string{
		"dots":      strings.Repeat(".", 1<<20),
		"signature": changePayload(string(deep), "CMT", "CMU"),
		"text":      strings.Repeat("A", 1<<20),
		"changed":   strings.Replace(genuine, "CMT", "CMU", 1),
		"undefined": strings.Replace(genuine, `"narrative"`, `"story"`, 1),
		"clique":    strings.Replace(genuine, `"credentialSubject":{`, `"credentialSubject":{"evidence":[`+strings.Repeat(`{"type":"Evidence"},`, 400)+`{"type":"Evidence"}],`, 1),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := v.Verify(context.Background(), []byte(input), nil); err == nil {
					b.Fatal()
				}
			}
		})
	}
}
