package online_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/charterbadge/openbadge/verifier/online"
	"github.com/stretchr/testify/require"
)

// Keys that standards print: did:key (examples), RFC 8037 A.2, and the latter as did:jwk.
const (
	didKey  = "did:key:z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP"
	jwkText = `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"2026"}`
	didJWK  = "did:jwk:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IjExcVlBWUt4Q3JmVlNfN1R5V1FIT2c3aGN2UGFwaU1scndJYWFQY0hVUm8ifQ"
)

func TestNewRefuses(t *testing.T) {
	sets := func(id, url string) *online.Options { return &online.Options{JWKSets: map[string]string{id: url}} }
	const id, jwks = "https://example.org/issuer", "https://example.org/jwks"
	for _, tt := range []struct {
		name    string
		trusted string
		opts    *online.Options
		want    error
	}{
		{"no identifier", "example.org", nil, did.ErrIdentifier},
		{"empty", "", nil, did.ErrIdentifier},
		{"http", "http://example.org/issuer", nil, did.ErrIdentifier},
		{"user", "https://a@example.org/issuer", nil, did.ErrIdentifier},
		{"fragment", "https://example.org/issuer#a", nil, did.ErrIdentifier},
		{"did:web with an address", "did:web:127.0.0.1", nil, did.ErrIdentifier},
		{"did:web with a user", "did:web:a%40example.org", nil, did.ErrIdentifier},
		{"malformed did:key", "did:key:z0", nil, did.ErrIdentifier},
		{"did:key of a type that is not supported", "did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F", nil, did.ErrUnsupported},
		{"host not ASCII", "https://bücher.example/", nil, online.ErrURL},
		{"URN", "urn:uuid:7f3c2c3e-1b7e-4b2e-9f0e-0c1f5f3f4a3d", nil, online.ErrURL},
		{"DID of another method", "did:example:123", nil, online.ErrURL},
		{"http JWK Set", id, sets(id, "http://example.org/jwks"), online.ErrURL},
		{"JWK Set with a user", id, sets(id, "https://a@example.org/jwks"), online.ErrURL},
		{"JWK Set of nobody who is trusted", id, sets(id+"s", jwks), did.ErrIdentifier},
		{"JWK Set of a did:key", didKey, sets(didKey, jwks), did.ErrIdentifier},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := online.New([]string{didJWK, tt.trusted}, tt.opts)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, c)
		})
	}
}

func TestNewRefusesFolder(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	open := filepath.Join(dir, "open")
	require.NoError(t, os.Mkdir(open, 0o700))
	below := filepath.Join(dir, "below", "issuers")
	require.NoError(t, os.MkdirAll(below, 0o700))
	if runtime.GOOS != "windows" {
		require.NoError(t, os.Chmod(open, 0o770))
		require.NoError(t, os.Chmod(below, 0o702))
	}
	for _, tt := range []struct{ name, path string }{
		{"a file", file}, {"for the group", open}, {"for all, below", filepath.Dir(below)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if runtime.GOOS == "windows" && tt.path != file {
				t.Skip("modes: windows has none")
			}
			_, err := online.New(nil, &online.Options{Cache: tt.path})
			require.ErrorIs(t, err, online.ErrFolder)
		})
	}
}

func TestIssuer(t *testing.T) {
	s := newSite(t, http.NotFound)
	web, path, plain, set, urn := s.did(), s.did()+":issuers:1", s.url("/issuers/2?v=1"), s.url("/issuers/3"), "urn:uuid:7f3c2c3e-1b7e-4b2e-9f0e-0c1f5f3f4a3d"
	jwks := `{"keys":[` + jwkText + `]}`
	bodies := map[string]string{
		"/.well-known/did.json":  string(document(t, web, issuerKey())),
		"/issuers/1/did.json":    string(document(t, path, issuerKey())),
		"/issuers/2?v=1":         string(document(t, plain, issuerKey())),
		"/.well-known/jwks.json": jwks,
	}
	s.serve(func(w http.ResponseWriter, r *http.Request) {
		body, ok := bodies[r.URL.RequestURI()]
		if !ok || r.Method != http.MethodGet || r.Header.Get("Cookie") != "" || r.Header.Get("Accept-Encoding") != "identity" ||
			!strings.Contains(r.Header.Get("Accept"), "application/json") || !strings.HasPrefix(r.UserAgent(), "openbadge") {
			http.NotFound(w, r)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b", Path: "/"})
		w.Write([]byte(body))
	})
	c := newClient(t, func(o *online.Options) {
		o.JWKSets = map[string]string{set: s.url("/.well-known/jwks.json"), urn: s.url("/.well-known/jwks.json")}
	}, web, path, plain, set, urn)
	for _, id := range []string{web, path, plain, set, urn} {
		d, err := c.Issuer(t.Context(), id)
		require.NoError(t, err, id)
		require.Equal(t, id, d.ID())
		at, ok := c.Retrieved(id)
		require.True(t, ok)
		require.Equal(t, badgetest.Now(), at)
	}
	d, err := c.Issuer(t.Context(), set)
	require.NoError(t, err)
	_, err = d.Method("2026", did.AssertionMethod, badgetest.Now())
	require.NoError(t, err)

	at, ok := c.Retrieved(s.url("/.well-known/did.json"))
	require.True(t, ok)
	require.Equal(t, badgetest.Now(), at)
	for _, url := range []string{s.url("/other"), "http://example.org/", "", didKey} {
		_, ok := c.Retrieved(url)
		require.False(t, ok, url)
	}
	require.EqualValues(t, 5, s.requests.Load())
}

func TestIssuersThatAreKeys(t *testing.T) {
	c, err := online.New([]string{didKey, didJWK}, nil)
	require.NoError(t, err)
	for _, id := range []string{didKey, didJWK} {
		d, err := c.Issuer(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, id, d.ID())
		_, ok := c.Retrieved(id)
		require.False(t, ok)
	}
}

func TestNobodyElseIsAsked(t *testing.T) {
	s := newSite(t, http.NotFound)
	c := newClient(t, nil, s.did()+":a", s.url("/a"), didKey)
	for _, id := range []string{
		s.did(), s.did() + ":b", s.url("/b"), s.url("/a/"), s.url("/a?"), strings.ToUpper(s.url("/a")), didJWK, "", "did:web:",
		s.url("/a/did.json"), // the address of a trusted issuer's document is no issuer
	} {
		_, err := c.Issuer(t.Context(), id)
		require.ErrorIs(t, err, verifier.ErrUnknownIssuer, id)
	}
	require.Zero(t, s.connections.Load())
}

func TestOptionsAreCopied(t *testing.T) {
	s := newSite(t, sends(`{"keys":[`+jwkText+`]}`))
	id := s.url("/issuer")
	trusted, sets := []string{id}, map[string]string{id: s.url("/jwks")}
	c := newClient(t, func(o *online.Options) { o.JWKSets = sets }, trusted...)
	trusted[0], sets[id] = "", ""
	_, err := c.Issuer(t.Context(), id)
	require.NoError(t, err)
}

func TestIssuerRefusesDocument(t *testing.T) {
	s := newSite(t, nil)
	id, set := s.did(), s.url("/issuer")
	own := string(document(t, id, issuerKey()))
	for _, tt := range []struct {
		name, id, body string
		want           error
	}{
		{"of another issuer", id, string(document(t, "did:web:example.org", issuerKey())), online.ErrAnswer},
		{"of another path", id, string(document(t, id+":a", issuerKey())), online.ErrAnswer},
		{"of its URL", id, string(document(t, s.url("/.well-known/did.json"), issuerKey())), online.ErrAnswer},
		{"nothing", id, "", did.ErrDocument},
		{"text", id, "hello", did.ErrDocument},
		{"cut", id, own[:len(own)-1], did.ErrDocument},
		{"JWK Set", id, `{"keys":[` + jwkText + `]}`, did.ErrDocument},
		{"document for a JWK Set", set, own, did.ErrDocument},
		{"private key", set, `{"keys":[{"kty":"oct","k":"AAAA"}]}`, did.ErrPrivateKey},
		{"64 KiB and a byte", id, own + strings.Repeat(" ", did.MaxDocument+1-len(own)), online.ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.serve(sends(tt.body))
			c := newClient(t, func(o *online.Options) { o.JWKSets = map[string]string{set: s.url("/jwks")} }, id, set)
			d, err := c.Issuer(t.Context(), tt.id)
			require.ErrorIs(t, err, tt.want)
			require.NotErrorIs(t, err, verifier.ErrUnknownIssuer)
			require.Nil(t, d)
			_, ok := c.Retrieved(tt.id)
			require.False(t, ok)
		})
	}
	s.serve(sends(own + strings.Repeat(" ", did.MaxDocument-len(own))))
	_, err := newClient(t, nil, id).Issuer(t.Context(), id)
	require.NoError(t, err, "64 KiB")
}

func TestStatusLists(t *testing.T) {
	s := newSite(t, nil)
	c := newClient(t, nil)
	for path, body := range map[string]string{
		"/json":    ` {"id":"x"}` + "\n",
		"/jws":     "eyJhbGciOiJFZERTQSJ9.e30.AA\n",
		"/largest": "{" + strings.Repeat(" ", online.MaxStatusList-2) + "}",
	} {
		s.serve(sends(body))
		texts, err := c.StatusLists(t.Context(), s.url(path))
		require.NoError(t, err, path)
		require.Len(t, texts, 1)
		require.True(t, body == string(texts[0].Bytes()), path)
		at, ok := c.Retrieved(s.url(path))
		require.True(t, ok)
		require.Equal(t, badgetest.Now(), at)
	}
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		want   error
	}{
		{"404", http.NotFound, verifier.ErrNoStatusList},
		{"410", status(http.StatusGone), verifier.ErrNoStatusList},
		{"410 again", status(http.StatusGone), online.ErrNotFound},
		{"nothing", sends(""), online.ErrAnswer},
		{"text", sends("gone for lunch"), online.ErrAnswer},
		{"JWS of two parts", sends("eyJ.e30"), online.ErrAnswer},
		{"16 MiB and a byte", sends("{" + strings.Repeat(" ", online.MaxStatusList) + "}"), online.ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.serve(tt.answer)
			texts, err := c.StatusLists(t.Context(), s.url("/"+strings.ReplaceAll(tt.name, " ", "-")))
			require.ErrorIs(t, err, tt.want)
			require.Equal(t, errors.Is(err, online.ErrNotFound), errors.Is(err, verifier.ErrNoStatusList))
			require.Nil(t, texts)
		})
	}
}

// status answers with a status and a list.
func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		if code != http.StatusNoContent && code != http.StatusNotModified {
			w.Write([]byte("{}"))
		}
	}
}

func TestStatusListsRefusesURL(t *testing.T) {
	s := newSite(t, sends("{}"))
	c := newClient(t, nil)
	authority := "localhost:" + s.port
	for _, url := range []string{
		"", "/list", "//" + authority + "/list", authority, "http://" + authority + "/", "HTTPS://" + authority + "/", "https:", "https://",
		"https:///list", "https://:" + s.port + "/", "https:" + authority, "https:/" + authority, "https://a@" + authority + "/", "https://a:b@" + authority + "/",
		"https://@" + authority + "/", "https://" + authority + "/#a", "https://" + authority + "/#", "https://" + authority + "/a b",
		"https://" + authority + "/\n", "https://" + authority + "\\@example.org/", "https://localhost:99x/", "https://localhost:-1/",
		"https://loc%61lhost:" + s.port + "/", "https://ｌocalhost:" + s.port + "/", "https://[fe80::1%25lo]:" + s.port + "/",
		"https://" + authority + "/%zz", "file:///etc/passwd", "ftp://" + authority + "/", "data:application/json,{}", "did:web:localhost",
		"https://" + authority + "/" + strings.Repeat("a", 2048),
	} {
		_, err := c.StatusLists(t.Context(), url)
		require.ErrorIs(t, err, online.ErrURL, url)
	}
	require.Zero(t, s.connections.Load())
	_, err := c.StatusLists(t.Context(), "https://"+authority)
	require.NoError(t, err)
}

// A badge of a did:web issuer is verified with what is fetched.
func TestVerifyBadge(t *testing.T) {
	s := newSite(t, nil)
	s.serve(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/.well-known/did.json" {
			http.NotFound(w, r)
			return
		}
		w.Write(document(t, s.did(), issuerKey()))
	})
	badge := json.RawMessage(strings.ReplaceAll(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "urn:uuid:6b1a2f3c-90f5-4c4b-8c6e-1f1f2f3f4f5f",
		"type": ["VerifiableCredential", "OpenBadgeCredential"],
		"issuer": {"id": "ISSUER", "type": ["Profile"], "name": "Example"},
		"validFrom": "2026-01-05T00:00:00Z",
		"credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"], "achievement": {
			"id": "urn:uuid:9a1ab8f0-5c5a-4d7e-9f0e-2b6b3d9c5a10", "type": ["Achievement"], "name": "Chart Reader",
			"description": "Reads charts.", "criteria": {"narrative": "Read a chart."}
		}}
	}`, "ISSUER", s.did()))
	sign := func(key string) []byte {
		j, err := signer.NewJWS(badgetest.Ed25519(key), s.did()+"#key-1", nil)
		require.NoError(t, err)
		token, err := j.Sign(t.Context(), badge)
		require.NoError(t, err)
		return token
	}
	opts := &verifier.Options{Now: badgetest.Now, Limits: verifier.Limits{Time: verifier.MaxTime}}
	v := verifier.New(newClient(t, nil, s.did()), opts)
	res, err := v.Verify(t.Context(), sign("issuer"), nil)
	require.NoError(t, err)
	require.Equal(t, s.did(), res.Issuer)
	require.Equal(t, "Chart Reader", res.Badge.Subject.Achievement.Name)

	_, err = v.Verify(t.Context(), sign("somebody"), nil)
	require.Equal(t, verifier.Invalid, verifier.VerdictOf(err))
	require.EqualValues(t, 1, s.requests.Load())

	_, err = verifier.New(newClient(t, nil, s.did()+":a"), opts).Verify(t.Context(), sign("issuer"), nil)
	require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
	require.EqualValues(t, 1, s.requests.Load())

	s.Close()
	_, err = verifier.New(newClient(t, nil, s.did()), opts).Verify(t.Context(), sign("issuer"), nil)
	require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err))
}

func TestCancel(t *testing.T) {
	gone := make(chan struct{}, 8)
	s := newSite(t, func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		gone <- struct{}{}
	})
	c := newClient(t, func(o *online.Options) { o.Timeout = time.Minute }, s.did())
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error)
	go func() {
		_, err := c.Issuer(ctx, s.did())
		first <- err
	}()
	require.Eventually(t, func() bool { return s.requests.Load() == 1 }, 10*time.Second, time.Millisecond)

	// One who does not wait any more does not take the request from the other.
	short, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	_, err := c.Issuer(short, s.did())
	require.ErrorIs(t, err, context.DeadlineExceeded)
	select {
	case <-gone:
		require.Fail(t, "the request was cancelled under the other")
	case <-time.After(50 * time.Millisecond):
	}
	cancel()
	require.ErrorIs(t, <-first, context.Canceled)
	<-gone
	require.EqualValues(t, 1, s.requests.Load())

	// Nobody's cancellation is held against the server.
	s.serve(sends(string(document(t, s.did(), issuerKey()))))
	_, err = c.Issuer(t.Context(), s.did())
	require.NoError(t, err)
}
