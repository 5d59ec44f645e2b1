package ledger_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/signer"
)

// A badge gets its status entries before it is signed; later it is revoked, and the lists are published.
func Example() {
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	dir := filepath.Join(folder, "ledger")
	err = ledger.Create(dir, ledger.Settings{
		Issuer: "did:web:example.org", URL: "https://example.org/status/", Extension: ".jwt",
	})
	if err != nil {
		log.Fatal(err)
	}
	l, err := ledger.Open(dir, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()

	const badge = "urn:uuid:6b1a2f3c-90f5-4c4b-8c6e-1f1f2f3f4f5f"
	entries, err := l.Reserve(badge, status.Revocation, status.Suspension)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range entries { // for the badge's credentialStatus; the index is random
		fmt.Println(e.StatusPurpose, "in", e.StatusListCredential)
	}

	if err := l.Revoke(badge, "holder left the profession"); err != nil {
		log.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed([]byte("an example; keep real ones secret"[:32]))
	s, err := signer.NewJWS(key, "did:web:example.org#key-1", &signer.JWSOptions{Profile: signer.VCJOSECOSE})
	if err != nil {
		log.Fatal(err)
	}
	published, err := l.Publish(context.Background(), filepath.Join(folder, "public"), s, 30*24*time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range published {
		fmt.Println(filepath.Base(p.File), "version", p.Version)
	}
	for _, list := range l.Lists() {
		fmt.Println(list.Purpose, list.Set, "of", list.Used)
	}
	r, err := l.Lookup(badge)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.State+":", r.History[1].Reason)
	// Output:
	// revocation in https://example.org/status/revocation-1.jwt
	// suspension in https://example.org/status/suspension-1.jwt
	// revocation-1.jwt version 1
	// suspension-1.jwt version 1
	// revocation 1 of 1
	// suspension 0 of 1
	// revoked: holder left the profession
}
