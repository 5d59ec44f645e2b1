package online_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/charterbadge/openbadge/verifier/online"
	"github.com/stretchr/testify/require"
)

func TestRefresh(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/badges/1" || !strings.Contains(r.Header.Get("Accept"), "application/vc+jwt") {
			http.NotFound(w, r)
			return
		}
		w.Write([]byte("\n eyJ.eyJ.AA\r\n"))
	})
	c := newClient(t, nil)
	for range 2 {
		secured, err := c.Refresh(t.Context(), s.url("/badges/1"))
		require.NoError(t, err)
		require.Equal(t, "eyJ.eyJ.AA", string(secured))
	}
	require.EqualValues(t, 2, s.requests.Load(), "it is kept nowhere")

	_, err := c.Refresh(t.Context(), s.url("/badges/2"))
	require.ErrorIs(t, err, online.ErrNotFound)
	for _, url := range []string{"http://localhost/", "file:///etc/passwd", "https://a@localhost/", "urn:x:y", ""} {
		_, err = c.Refresh(t.Context(), url)
		require.ErrorIs(t, err, online.ErrURL, url)
	}
	require.EqualValues(t, 3, s.requests.Load())

	public := newClient(t, func(o *online.Options) { o.InsecureAllowPrivate = false })
	_, err = public.Refresh(t.Context(), s.url("/badges/1"))
	require.ErrorIs(t, err, online.ErrAddress)

	s.serve(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "14680065") })
	_, err = c.Refresh(t.Context(), s.url("/badges/1"))
	require.ErrorIs(t, err, online.ErrTooLarge)
}

func TestRefreshEnds(t *testing.T) {
	release := make(chan struct{})
	s := newSite(t, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	c := newClient(t, func(o *online.Options) { o.Timeout = 50 * time.Millisecond })
	_, err := c.Refresh(t.Context(), s.url("/"))
	require.ErrorIs(t, err, online.ErrTimeout)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = c.Refresh(ctx, s.url("/"))
	require.ErrorIs(t, err, context.Canceled)
}

// TestRefreshOfABadge: a Client is all that a verifier needs.
func TestRefreshOfABadge(t *testing.T) {
	s := newSite(t, http.NotFound)
	id := s.did()
	issued := func(name string) []byte { return offering(t, id, s.url("/badges/1"), name) }
	s.serve(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/.well-known/did.json":
			w.Write(document(t, id, issuerKey()))
		case "/badges/1":
			w.Write(issued("Newer"))
		}
	})
	c := newClient(t, nil, id)
	v := verifier.New(c, &verifier.Options{Refresh: c, Now: badgetest.Now, Limits: verifier.Limits{Time: verifier.MaxTime}})
	res, err := v.VerifyCredential(t.Context(), issued("Older"), nil)
	require.NoError(t, err)
	require.NoError(t, res.Refreshed.Err)
	require.Contains(t, string(res.Document()), "Older")
	require.Contains(t, string(res.Refreshed.Result.Document()), "Newer")
}

// offering signs a credential whose newer issue is at the address.
func offering(t testing.TB, issuer, address, name string) []byte {
	t.Helper()
	s, err := signer.NewJWS(issuerKey(), issuer+"#key-1", &signer.JWSOptions{Profile: signer.VCJOSECOSE})
	require.NoError(t, err)
	token, err := s.Sign(t.Context(), json.RawMessage(fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2",`+
		`"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],"id":"urn:example:1","type":["VerifiableCredential"],"name":%q,"issuer":%q,`+
		`"validFrom":"2026-01-01T00:00:00Z","credentialSubject":{"id":"urn:example:2"},`+
		`"refreshService":{"id":%q,"type":"1EdTechCredentialRefresh"}}`, name, issuer, address)))
	require.NoError(t, err)
	return token
}
