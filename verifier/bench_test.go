package verifier_test

import (
	"context"
	"crypto/ed25519"
	"os"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
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

// BenchmarkVerifyJWSParallel shows what more cores give.
func BenchmarkVerifyJWSParallel(b *testing.B) {
	v := signedVerifier(b)
	token := readSigned(b, "simple-eddsa.jws")
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := v.Verify(context.Background(), token, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRefuse is what hostile input costs: it ought to be less than a genuine badge.
func BenchmarkRefuse(b *testing.B) {
	doc, err := did.Parse(issuerDocument())
	require.NoError(b, err)
	v := verifier.New(verifier.Trust(doc), &verifier.Options{Now: badgetest.Now})
	deep, err := os.ReadFile(signedRoot + "/complete-eddsa.jws")
	require.NoError(b, err)
	for name, input := range map[string]string{
		"dots":      strings.Repeat(".", 1<<20),
		"signature": changePayload(string(deep), "CMT", "CMU"),
		"text":      strings.Repeat("A", 1<<20),
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
