package online_test

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/charterbadge/openbadge/verifier/online"
)

// A verifier that fetches what it needs, and keeps it for when there is no network.
func Example() {
	cache, err := os.UserCacheDir()
	if err != nil {
		panic(err)
	}
	client, err := online.New([]string{"did:web:example.org", "https://example.com/issuers/1"}, &online.Options{
		Cache: filepath.Join(cache, "badges"),
	})
	if err != nil {
		panic(err)
	}
	v := verifier.New(client, &verifier.Options{
		Limits: verifier.Limits{Time: 20 * time.Second}, // which includes the waiting
	})
	badge, err := os.ReadFile("badge.jws")
	if err != nil {
		panic(err)
	}
	_, err = v.Verify(context.Background(), badge, nil)
	fmt.Println(verifier.VerdictOf(err))
}

// A verifier that asks for the newer issue of a badge, if its issuer offers one. The verdict is on the badge at hand.
func ExampleClient_Refresh() {
	client, err := online.New([]string{"did:web:example.org"}, nil)
	if err != nil {
		panic(err)
	}
	v := verifier.New(client, &verifier.Options{Refresh: client, Limits: verifier.Limits{Time: 20 * time.Second}})
	badge, err := os.ReadFile("badge.jws")
	if err != nil {
		panic(err)
	}
	res, err := v.Verify(context.Background(), badge, nil)
	fmt.Println(verifier.VerdictOf(err))
	if err == nil && res.Refreshed != nil && res.Refreshed.Err == nil {
		fmt.Println("renewed until", res.Refreshed.Result.Badge.ValidUntil)
	}
}

// An issuer in a private network, with a certificate authority of its own.
func ExampleClient_Issuer() {
	var id string
	key := ed25519.NewKeyFromSeed([]byte("a seed of 32 bytes, for examples"))
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		doc, err := did.NewDocument(id, did.Key{ID: "key-1", Public: key.Public()})
		if err != nil {
			panic(err)
		}
		json.NewEncoder(w).Encode(doc)
	}))
	defer server.Close()
	id = server.URL + "/issuer"

	authorities := x509.NewCertPool()
	authorities.AddCert(server.Certificate())
	client, err := online.New([]string{id}, &online.Options{RootCAs: authorities, InsecureAllowPrivate: true})
	if err != nil {
		panic(err)
	}
	doc, err := client.Issuer(context.Background(), id)
	if err != nil {
		panic(err)
	}
	fmt.Println(doc.ID() == id)
	at, ok := client.Retrieved(id)
	fmt.Println(ok, time.Since(at) < time.Minute)

	_, err = client.Issuer(context.Background(), "did:web:example.net")
	fmt.Println(errors.Is(err, verifier.ErrUnknownIssuer))
	// Output:
	// true
	// true true
	// true
}
