package online_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier/online"
	"github.com/stretchr/testify/require"
)

// site is an https server on the loopback interface, at localhost and 127.0.0.1.
type site struct {
	*httptest.Server
	port        string
	connections atomic.Int64 // that were accepted
	requests    atomic.Int64
	handler     atomic.Pointer[http.HandlerFunc]
}

// newSite starts a server that ends with the test.
func newSite(t testing.TB, handler http.HandlerFunc) *site {
	t.Helper()
	s := &site{}
	s.serve(handler)
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		(*s.handler.Load())(w, r)
	}))
	s.Listener = counting{s.Listener, &s.connections}
	s.TLS = &tls.Config{Certificates: []tls.Certificate{certificate()}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	require.NoError(t, err)
	s.port = port
	return s
}

// serve changes what the server does.
func (s *site) serve(handler http.HandlerFunc) { s.handler.Store(&handler) }

func (s *site) did() string { return "did:web:localhost%3A" + s.port }

func (s *site) url(path string) string { return "https://localhost:" + s.port + path }

type counting struct {
	net.Listener
	n *atomic.Int64
}

func (l counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		l.n.Add(1)
	}
	return c, err
}

// authority is the certificate authority of all sites.
var authority = sync.OnceValue(func() *x509.Certificate { return issue("authority", nil, "authority") })

var certificate = sync.OnceValue(func() tls.Certificate {
	return tls.Certificate{
		Certificate: [][]byte{issue("site", authority(), "authority").Raw},
		PrivateKey:  badgetest.P256("site"),
	}
})

// issue makes a certificate for the named key, signed by the parent's; without a parent by itself.
func issue(key string, parent *x509.Certificate, parentKey string) *x509.Certificate {
	return issueTo([]string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}, key, parent, parentKey)
}

// issueFor makes a certificate of another site.
func issueFor(name string) *x509.Certificate {
	return issueTo([]string{name}, nil, "site", authority(), "authority")
}

func issueTo(names []string, addresses []net.IP, key string, parent *x509.Certificate, parentKey string) *x509.Certificate {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: key},
		NotBefore:    time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		DNSNames:     names,
		IPAddresses:  addresses,
	}
	if parent == nil {
		template.IsCA, template.BasicConstraintsValid, parent = true, true, template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, badgetest.P256(key).Public(), badgetest.P256(parentKey))
	if err != nil {
		panic(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return c
}

func roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(authority())
	return pool
}

// clock is a clock that moves when it is told to.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: badgetest.Now()} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// newClient returns a Client that knows the sites' authority and may connect to them. change, if not nil, changes its
// options.
func newClient(t testing.TB, change func(*online.Options), trusted ...string) *online.Client {
	t.Helper()
	opts := &online.Options{RootCAs: roots(), InsecureAllowPrivate: true, Now: badgetest.Now}
	if change != nil {
		change(opts)
	}
	c, err := online.New(trusted, opts)
	require.NoError(t, err)
	return c
}

// document is the document of an issuer, as it would publish it.
func document(t testing.TB, id string, key crypto.Signer) []byte {
	t.Helper()
	d, err := did.NewDocument(id, did.Key{ID: "key-1", Public: key.Public()})
	require.NoError(t, err)
	text, err := json.Marshal(d)
	require.NoError(t, err)
	return text
}

func issuerKey() ed25519.PrivateKey { return badgetest.Ed25519("issuer") }

// sends answers with a text, whatever is asked for.
func sends(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
}

// hijacked lets do write to the connection itself.
func hijacked(do func(conn net.Conn)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		do(conn)
	}
}

// head begins an answer that is written by hand.
func head(lines ...string) string {
	return "HTTP/1.1 200 OK\r\n" + strings.Join(append(lines, "\r\n"), "\r\n")
}

func raw(format string, args ...any) http.HandlerFunc {
	return hijacked(func(conn net.Conn) { fmt.Fprintf(conn, format, args...) })
}
