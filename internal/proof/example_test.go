package proof_test

import (
	"context"
	"crypto"
	"fmt"
	"log"

	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// What an Ed25519 key signs for a small credential: the hash of the first text, then that of the second.
func Example() {
	unsecured, err := strictjson.Parse([]byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2"],
		"type": ["VerifiableCredential"],
		"issuer": "did:web:example.org",
		"credentialSubject": {"id": "urn:example:ada", "name": "Ada"}
	}`), nil)
	if err != nil {
		log.Fatal(err)
	}
	options, err := strictjson.Parse([]byte(`{
		"type": "DataIntegrityProof",
		"cryptosuite": "eddsa-rdfc-2022",
		"verificationMethod": "did:web:example.org#key-1",
		"proofPurpose": "assertionMethod"
	}`), nil)
	if err != nil {
		log.Fatal(err)
	}

	suite, err := proof.SuiteOf(options)
	if err != nil {
		log.Fatal(err)
	}
	in, err := proof.New(nil).Document(unsecured).Input(context.Background(), suite, crypto.SHA256, options)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s%s%d bytes\n", in.Options, in.Document, len(in.Signed))

	// What would be lost on the way to these lines is an error instead.
	_, err = proof.New(nil).Document(unsecured.With("grade", strictjson.NewString("A"))).Input(context.Background(), suite, crypto.SHA256, options)
	fmt.Println(err)
	// Output:
	// _:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#DataIntegrityProof> .
	// _:c14n0 <https://w3id.org/security#cryptosuite> "eddsa-rdfc-2022"^^<https://w3id.org/security#cryptosuiteString> .
	// _:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#assertionMethod> .
	// _:c14n0 <https://w3id.org/security#verificationMethod> <did:web:example.org#key-1> .
	// <urn:example:ada> <https://schema.org/name> "Ada" .
	// _:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
	// _:c14n0 <https://www.w3.org/2018/credentials#credentialSubject> <urn:example:ada> .
	// _:c14n0 <https://www.w3.org/2018/credentials#issuer> <did:web:example.org> .
	// 64 bytes
	// /grade: no context defines this name
}
