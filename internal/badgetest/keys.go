package badgetest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	_ "embed"
	"encoding/base64"
	"encoding/pem"
	"time"
)

// Now is the instant at which tests happen.
func Now() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// Ed25519 returns the key of that name: the same at every call, known to everybody, good for nothing but tests.
func Ed25519(name string) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(secret(name, 32)) }

// P256 is Ed25519 on the curve P-256.
func P256(name string) *ecdsa.PrivateKey { return ec(elliptic.P256(), secret(name, 32)) }

// P384 is Ed25519 on the curve P-384.
func P384(name string) *ecdsa.PrivateKey { return ec(elliptic.P384(), secret(name, 48)) }

// secret is below the order of every curve used here, because its first byte is 0.
func secret(name string, size int) []byte {
	sum := sha256.Sum256([]byte("openbadge test key: " + name))
	b := make([]byte, size)
	copy(b[size-31:], sum[:31])
	return b
}

func ec(curve elliptic.Curve, secret []byte) *ecdsa.PrivateKey {
	k, err := ecdsa.ParseRawPrivateKey(curve, secret)
	if err != nil {
		panic(err)
	}
	return k
}

//go:embed rsa2048.pem
var rsaPEM []byte

// RSA returns the one RSA key of 2,048 bits.
func RSA() *rsa.PrivateKey {
	block, _ := pem.Decode(rsaPEM)
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return k.(*rsa.PrivateKey)
}

// Compact makes a compact JWS of any header and payload, whatever they are. sign gets the signing input.
func Compact(header, payload string, sign func(input []byte) []byte) string {
	enc := base64.RawURLEncoding
	input := enc.EncodeToString([]byte(header)) + "." + enc.EncodeToString([]byte(payload))
	return input + "." + enc.EncodeToString(sign([]byte(input)))
}

// Sign signs with the algorithm that RFC 7518 or RFC 8037 has for the key, by the standard library alone and so that
// the same input gives the same signature.
func Sign(key crypto.Signer) func(input []byte) []byte {
	return func(input []byte) []byte {
		switch k := key.(type) {
		case ed25519.PrivateKey:
			return ed25519.Sign(k, input)
		case *ecdsa.PrivateKey:
			return signECDSA(k, input)
		case *rsa.PrivateKey:
			digest := sha256.Sum256(input)
			return must(rsa.SignPKCS1v15(nil, k, crypto.SHA256, digest[:]))
		}
		panic("badgetest: no such key")
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}
