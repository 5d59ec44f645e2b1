package jwk

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"math/big"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// ParsePrivate reads a private key, for signing: an [ed25519.PrivateKey], [*ecdsa.PrivateKey] or [*rsa.PrivateKey], and
// what its JWK says of the public one. Both halves must belong together. An RSA key needs its two primes; keys of more
// primes are ErrUnsupported. No error has anything of the key's private half in it.
func ParsePrivate(v strictjson.Value) (crypto.Signer, *Key, error) {
	key, err := parse(v, "sign")
	if err != nil {
		return nil, nil, err
	}
	var signer crypto.Signer
	switch pub := key.Public.(type) {
	case ed25519.PublicKey:
		signer, err = privateEd25519(v, pub)
	case *ecdsa.PublicKey:
		signer, err = privateECDSA(v, pub)
	case *rsa.PublicKey:
		signer, err = privateRSA(v, pub)
	}
	if err != nil {
		return nil, nil, err
	}
	return signer, key, nil
}

func mismatch(v strictjson.Value) error {
	return fail(v.Get("d"), "/d", ErrSyntax, "the private half is not that of the public half")
}

// privateEd25519 follows RFC 8037 §2: d is the seed of RFC 8032.
func privateEd25519(v strictjson.Value, pub ed25519.PublicKey) (crypto.Signer, error) {
	seed, err := octets(v, "d", ed25519.SeedSize)
	if err != nil {
		return nil, err
	}
	priv := ed25519.NewKeyFromSeed(seed)
	if !pub.Equal(priv.Public()) {
		return nil, mismatch(v)
	}
	return priv, nil
}

// privateECDSA follows RFC 7518 §6.2.2.
func privateECDSA(v strictjson.Value, pub *ecdsa.PublicKey) (crypto.Signer, error) {
	d, err := octets(v, "d", coordinateSize(pub.Curve))
	if err != nil {
		return nil, err
	}
	priv, err := ecdsa.ParseRawPrivateKey(pub.Curve, d)
	if err != nil || !pub.Equal(priv.Public()) {
		return nil, mismatch(v)
	}
	return priv, nil
}

// privateRSA follows RFC 7518 §6.3.2. What of dp, dq and qi is there must be right.
func privateRSA(v strictjson.Value, pub *rsa.PublicKey) (crypto.Signer, error) {
	if m := v.Get("oth"); m.Kind() != strictjson.Absent {
		return nil, fail(m, "/oth", ErrUnsupported, "want an RSA key of two primes")
	}
	d, errD := integer(v, "d")
	p, errP := integer(v, "p")
	q, errQ := integer(v, "q")
	if err := errors.Join(errD, errP, errQ); err != nil {
		return nil, err
	}
	for _, x := range []*big.Int{d, p, q} {
		if x.Cmp(pub.N) >= 0 {
			return nil, mismatch(v)
		}
	}
	priv := &rsa.PrivateKey{PublicKey: *pub, D: d, Primes: []*big.Int{p, q}}
	priv.Precompute()
	if err := priv.Validate(); err != nil || !p.ProbablyPrime(0) || !q.ProbablyPrime(0) {
		return nil, mismatch(v)
	}
	errDP := follows(v, "dp", priv.Precomputed.Dp)
	errDQ := follows(v, "dq", priv.Precomputed.Dq)
	errQI := follows(v, "qi", priv.Precomputed.Qinv)
	if err := errors.Join(errDP, errDQ, errQI); err != nil {
		return nil, err
	}
	return priv, nil
}

// follows checks a member that repeats what the others determine.
func follows(v strictjson.Value, name string, want *big.Int) error {
	if v.Get(name).Kind() == strictjson.Absent {
		return nil
	}
	got, err := integer(v, name)
	if err == nil && got.Cmp(want) != 0 {
		err = fail(v.Get(name), "/"+name, ErrSyntax, "does not follow from the other members")
	}
	return err
}
