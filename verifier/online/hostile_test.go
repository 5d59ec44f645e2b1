package online_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/charterbadge/openbadge/verifier/online"
	"github.com/stretchr/testify/require"
)

func TestHostileAnswers(t *testing.T) {
	s := newSite(t, nil)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	z.Write(bytes.Repeat([]byte(" "), 64<<20))
	z.Close()
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		want   error // nil: any
	}{
		{"endless", func(w http.ResponseWriter, _ *http.Request) {
			for line := bytes.Repeat([]byte(" "), 1<<20); ; {
				if _, err := w.Write(line); err != nil {
					return
				}
			}
		}, online.ErrTooLarge},
		{"says that it is large", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(1<<40))
			w.WriteHeader(http.StatusOK)
		}, online.ErrTooLarge},
		{"shorter than it says", raw("%s{}", head("Content-Length: 3")), io.ErrUnexpectedEOF},
		{"shorter than it says, as an answer", raw("%s{}", head("Content-Length: 3")), online.ErrAnswer},
		{"no last chunk", raw("%s2\r\n{}\r\n", head("Transfer-Encoding: chunked")), online.ErrAnswer},
		{"chunk cut", raw("%s3\r\n{}", head("Transfer-Encoding: chunked")), online.ErrAnswer},
		{"chunk of no size", raw("%szz\r\n{}", head("Transfer-Encoding: chunked")), nil},
		{"no end", func(w http.ResponseWriter, r *http.Request) {
			hijacked(func(conn net.Conn) {
				io.WriteString(conn, head()+"{}")
				conn.(*tls.Conn).NetConn().Close() // without the close_notify of TLS
			})(w, r)
		}, online.ErrAnswer},
		{"two lengths", raw("%s{}}", head("Content-Length: 2", "Content-Length: 3")), nil},
		{"negative length", raw("%s{}", head("Content-Length: -2")), nil},
		{"gzip bomb", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb.Bytes())
		}, online.ErrAnswer},
		{"compressed after all", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Add("Content-Encoding", "identity")
			w.Header().Add("Content-Encoding", "br")
			io.WriteString(w, "{}")
		}, online.ErrAnswer},
		{"gzip that nobody declares", func(w http.ResponseWriter, _ *http.Request) { w.Write(bomb.Bytes()) }, online.ErrAnswer},
		{"HTML", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "Text/HTML; charset=utf-8")
			io.WriteString(w, "{}")
		}, online.ErrAnswer},
		{"large head", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("a", 64<<10))
			io.WriteString(w, "{}")
		}, nil},
		{"endless head", hijacked(func(conn net.Conn) {
			io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
			for i := 0; ; i++ {
				if _, err := fmt.Fprintf(conn, "X-%d: a\r\n", i); err != nil {
					return
				}
			}
		}), nil},
		{"endless 103", hijacked(func(conn net.Conn) {
			for {
				if _, err := io.WriteString(conn, "HTTP/1.1 103 Early Hints\r\n\r\n"); err != nil {
					return
				}
			}
		}), nil},
		{"not HTTP", raw("220 mail.example.org ESMTP\r\n"), nil},
		{"not HTTP, and much of it", raw("%s\r\n", strings.Repeat("a", 16<<10)), online.ErrAnswer},
		{"nothing", raw(""), nil},
		{"201", status(http.StatusCreated), online.ErrAnswer},
		{"204", status(http.StatusNoContent), online.ErrAnswer},
		{"206", status(http.StatusPartialContent), online.ErrAnswer},
		{"300", status(http.StatusMultipleChoices), online.ErrAnswer},
		{"301 to nowhere", status(http.StatusMovedPermanently), online.ErrAnswer},
		{"304 to no question", status(http.StatusNotModified), online.ErrAnswer},
		{"401", status(http.StatusUnauthorized), online.ErrAnswer},
		{"403", status(http.StatusForbidden), online.ErrAnswer},
		{"500", status(http.StatusInternalServerError), online.ErrAnswer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.serve(tt.answer)
			_, err := newClient(t, nil).StatusLists(t.Context(), s.url("/list"))
			require.Error(t, err)
			require.NotErrorIs(t, err, verifier.ErrNoStatusList)
			require.NotErrorIs(t, err, online.ErrTimeout)
			require.Less(t, len(err.Error()), 1024)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	other := newSite(t, sends("{}"))
	s := newSite(t, nil)
	s.serve(func(w http.ResponseWriter, r *http.Request) {
		to := r.URL.Query().Get("to")
		if n, err := strconv.Atoi(to); err == nil && n > 0 {
			to = fmt.Sprintf("/?to=%d", n-1)
		}
		if to == "" || to == "0" {
			io.WriteString(w, "{}")
			return
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	})
	for _, tt := range []struct {
		name, to string
		want     error
	}{
		{"same host", s.url("/list"), nil},
		{"same host in capitals", "HTTPS://LOCALHOST:" + s.port + "/list", nil},
		{"path alone", "/list", nil},
		{"three", "3", nil},
		{"four", "4", online.ErrRedirect},
		{"loop", "https://localhost:" + s.port + "/?to=%2F%3Fto%3D9", online.ErrRedirect},
		{"other port", other.url("/list"), online.ErrRedirect},
		{"other name of the same host", "https://127.0.0.1:" + s.port + "/list", online.ErrRedirect},
		{"name with a dot", "https://localhost.:" + s.port + "/list", online.ErrRedirect},
		{"no port", "https://localhost/list", online.ErrRedirect},
		{"http", "http://localhost:" + s.port + "/list", online.ErrRedirect},
		{"with a user", "https://a:b@localhost:" + s.port + "/list", online.ErrRedirect},
		{"file", "file:///etc/passwd", online.ErrRedirect},
		{"nonsense", "https://[", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClient(t, nil)
			_, err := c.StatusLists(t.Context(), s.url("/?to="+strings.NewReplacer(":", "%3A", "/", "%2F", "?", "%3F", "=", "%3D", "%", "%25").Replace(tt.to)))
			switch {
			case tt.want != nil:
				require.ErrorIs(t, err, tt.want)
				require.NotContains(t, err.Error(), "a:b")
			case tt.name == "nonsense":
				require.Error(t, err)
			default:
				require.NoError(t, err)
			}
		})
	}
	require.Zero(t, other.connections.Load())
}

func TestSlow(t *testing.T) {
	s := newSite(t, nil)
	drip := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, " "); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	}
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
	}{
		{"no answer", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"body in drips", drip},
		{"head in drips", hijacked(func(conn net.Conn) {
			for _, c := range "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("a", 1<<20) {
				if _, err := conn.Write([]byte{byte(c)}); err != nil {
					return
				}
				time.Sleep(5 * time.Millisecond)
			}
		})},
		{"redirects in drips", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "/")
			w.WriteHeader(http.StatusFound)
			drip(w, r)
		}},
		{"slow redirects", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(150 * time.Millisecond)
			http.Redirect(w, r, "/", http.StatusFound)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.serve(tt.answer)
			c := newClient(t, func(o *online.Options) { o.Timeout = 200 * time.Millisecond })
			began := time.Now()
			_, err := c.StatusLists(t.Context(), s.url("/list"))
			require.ErrorIs(t, err, online.ErrTimeout)
			require.NotErrorIs(t, err, context.DeadlineExceeded, "which would look like the caller's")
			require.Less(t, time.Since(began), 5*time.Second)
		})
	}
}

// A server that accepts and says nothing, not even in TLS.
func TestSilentServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	c := newClient(t, func(o *online.Options) { o.Timeout = 100 * time.Millisecond })
	_, err = c.StatusLists(t.Context(), "https://"+l.Addr().String()+"/")
	require.ErrorIs(t, err, online.ErrTimeout)
}

// However the timeout comes out of package net, which is a race, it does not look like the end of the caller's context.
func TestTimeoutOfTheConnection(t *testing.T) {
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Millisecond, online.ErrTimeout)
	defer cancel()
	client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	})}
	err := online.Fetch(ctx, client, "https://example.org/list")
	require.ErrorIs(t, err, online.ErrTimeout)
	require.NotErrorIs(t, err, context.DeadlineExceeded)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestNothingIsLeftRunning(t *testing.T) {
	s := newSite(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	before := runtime.NumGoroutine()
	c := newClient(t, func(o *online.Options) { o.Timeout = 100 * time.Millisecond }, s.did())
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*5*time.Millisecond)
			defer cancel()
			if _, err := c.StatusLists(ctx, s.url("/"+strconv.Itoa(i%20))); err == nil {
				t.Error("no error")
			}
			if _, err := c.Issuer(ctx, s.did()); err == nil {
				t.Error("no error")
			}
		})
	}
	wg.Wait()
	settle(t, before)
}

// settle waits until no more goroutines run than before.
func settle(t testing.TB, before int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		require.True(t, time.Now().Before(end), "goroutines: %d before, %d now", before, runtime.NumGoroutine())
	}
}

func TestConnectionsPerHost(t *testing.T) {
	var mu sync.Mutex
	now, most := 0, 0
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		time.Sleep(10 * time.Millisecond)
		mu.Lock()
		now--
		mu.Unlock()
		io.WriteString(w, "{}")
	})
	c := newClient(t, nil)
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			if _, err := c.StatusLists(t.Context(), s.url("/"+strconv.Itoa(i))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.LessOrEqual(t, most, 4)
	require.EqualValues(t, 24, s.requests.Load())
	require.EqualValues(t, 24, s.connections.Load(), "a connection for each request")
}

func TestTLS(t *testing.T) {
	s := newSite(t, sends("{}"))
	_, err := newClient(t, func(o *online.Options) { o.RootCAs = nil }).StatusLists(t.Context(), s.url("/"))
	require.ErrorAs(t, err, new(x509.UnknownAuthorityError))
	_, err = newClient(t, func(o *online.Options) { o.RootCAs = x509.NewCertPool() }).StatusLists(t.Context(), s.url("/"))
	require.ErrorAs(t, err, new(x509.UnknownAuthorityError))
	require.Zero(t, s.requests.Load())

	old := &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10, Certificates: []tls.Certificate{certificate()}}
	_, err = newClient(t, nil).StatusLists(t.Context(), "https://"+listenTLS(t, old)+"/")
	require.Error(t, err)
	require.NotErrorIs(t, err, online.ErrTimeout)

	foreign := issueFor("example.org")
	wrong := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{foreign.Raw}, PrivateKey: badgetest.P256("site")}}}
	_, err = newClient(t, nil).StatusLists(t.Context(), "https://"+listenTLS(t, wrong)+"/")
	require.ErrorAs(t, err, new(x509.HostnameError))
}

// listenTLS shakes hands with whoever comes.
func listenTLS(t *testing.T, config *tls.Config) string {
	l, err := tls.Listen("tcp", "127.0.0.1:0", config)
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conn.(*tls.Conn).Handshake()
			conn.Close()
		}
	}()
	return l.Addr().String()
}
