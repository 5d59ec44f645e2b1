package jsonld_test

import (
	"fmt"

	"github.com/charterbadge/openbadge/internal/jsonld"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

func Example() {
	for _, text := range []string{
		`{"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:uuid:1", "type": "VerifiableCredential", "name": "Teamwork"}`,
		`{"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:uuid:1", "type": "VerifiableCredential", "motto": "Together"}`,
	} {
		doc, err := strictjson.Parse([]byte(text), nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		dataset, err := jsonld.New(nil).Dataset(doc)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, q := range dataset.Quads {
			fmt.Println(q.Subject, q.Predicate, q.Object)
		}
	}
	// Output:
	// <urn:uuid:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential>
	// <urn:uuid:1> <https://schema.org/name> "Teamwork"
	// /motto: no context defines this name
}
