package badgetest

import (
	"crypto"
	"crypto/ecdsa"
	"encoding/asn1"
	"math/big"
)

// signECDSA gives r‖s. Without a source of randomness the nonce is that of RFC 6979.
func signECDSA(k *ecdsa.PrivateKey, input []byte) []byte {
	hash, size := crypto.SHA256, 32
	if k.Curve.Params().BitSize == 384 {
		hash, size = crypto.SHA384, 48
	}
	h := hash.New()
	h.Write(input)
	der := must(k.Sign(nil, h.Sum(nil), hash))
	var sig struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &sig); err != nil {
		panic(err)
	}
	out := make([]byte, 2*size)
	sig.R.FillBytes(out[:size])
	sig.S.FillBytes(out[size:])
	return out
}
