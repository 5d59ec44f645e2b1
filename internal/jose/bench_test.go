package jose_test

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/jose"
	"github.com/stretchr/testify/require"
)

// The sizes of a credential with the least and with everything.
var sizes = []int{860, 16_000}

// BenchmarkVerify is Parse and Token.Verify, beside the bare signature in the same run.
func BenchmarkVerify(b *testing.B) {
	for _, size := range sizes {
		body := strings.Repeat("a", size)
		for _, key := range testKeys(b) {
			compact := []byte(token(b, `{"alg":"`+key.alg+`","kid":"`+kid+`","typ":"JWT"}`, body, key.Signer))
			b.Run(fmt.Sprintf("%s/%d", key.name, size), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					tok, err := jose.Parse(compact, 0)
					if err != nil {
						b.Fatal(err)
					}
					if err := tok.Verify(key.Public()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		key := ed25519Key(b)
		sig := ed25519.Sign(key, []byte(body))
		b.Run(fmt.Sprintf("crypto-ed25519/%d", size), func(b *testing.B) {
			pub := key.Public().(ed25519.PublicKey)
			for b.Loop() {
				ed25519.Verify(pub, []byte(body), sig)
			}
		})
	}
}

// BenchmarkParse is the gate alone.
func BenchmarkParse(b *testing.B) {
	for _, size := range sizes {
		compact := []byte(token(b, `{"alg":"EdDSA","kid":"`+kid+`","typ":"JWT"}`, strings.Repeat("a", size), ed25519Key(b)))
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := jose.Parse(compact, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSign includes the self-check.
func BenchmarkSign(b *testing.B) {
	for _, size := range sizes {
		body := []byte(strings.Repeat("a", size))
		for _, key := range testKeys(b) {
			s, err := jose.NewSigner(key.Signer)
			require.NoError(b, err)
			b.Run(fmt.Sprintf("%s/%d", key.name, size), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.Sign(b.Context(), kid, jose.TypeJWT, body); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		key := ed25519Key(b)
		b.Run(fmt.Sprintf("crypto-ed25519/%d", size), func(b *testing.B) {
			for b.Loop() {
				ed25519.Sign(key, body)
			}
		})
	}
}
