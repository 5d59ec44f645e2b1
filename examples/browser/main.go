// Command browser puts the verifier into a web page, which is one folder of plain files for any web host. Whoever opens it
// drops a badge on it, and the badge is verified on his own machine: nothing of it is sent to anybody.
//
//	go run ./examples/browser                # make the folder, with samples to try, and serve it on this machine
//	go run ./examples/browser -o DIR -trust did.json -status public    # write the folder, for a host
//
// The page trusts the issuers whose documents are in the folder trust, and knows the status lists in the folder status.
// What is in them is listed in the index.json of each, an array of names, to be edited at will.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/charterbadge/openbadge/examples/internal/fragment"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "browser:", err)
		os.Exit(1)
	}
}

// paths is a flag that can be given several times.
type paths []string

func (p *paths) String() string     { return fmt.Sprint(*p) }
func (p *paths) Set(s string) error { *p = append(*p, s); return nil }

const defaultAddr = "127.0.0.1:8080"

func run(ctx context.Context, w io.Writer, args []string) error {
	flags := flag.NewFlagSet("browser", flag.ContinueOnError)
	out := flags.String("o", "", "write the folder here, without samples, and serve nothing")
	addr := flags.String("addr", defaultAddr, "where to serve; another port is taken when nothing is said and this one is not free")
	var trust, status paths
	flags.Var(&trust, "trust", "issuer's document, or folder of them, that the page trusts; can be repeated")
	flags.Var(&status, "status", "status list, or folder of them, that the page knows; can be repeated")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}

	known, err := collect(trust, status)
	if err != nil {
		return err
	}
	if *out != "" {
		return write(ctx, w, *out, known)
	}
	return try(ctx, w, *addr, known)
}

// write makes the folder for a host.
func write(ctx context.Context, w io.Writer, dir string, known *knowledge) error {
	site, err := assemble(ctx, known)
	if err != nil {
		return err
	}
	if err := site.write(dir); err != nil {
		return err
	}
	fmt.Fprintf(w, "wrote %s: %d files, %.1f MB to load\n", dir, len(site), float64(site.bytes())/1e6)
	fmt.Fprintf(w, "serve it over https, with this header:\n%s: %s\n", headerCSP, policy)
	return nil
}

// try serves the page with something to try, until it is interrupted.
func try(ctx context.Context, w io.Writer, addr string, known *knowledge) (err error) {
	samples, err := makeSamples(ctx, time.Now())
	if err != nil {
		return fmt.Errorf("making samples: %w", err)
	}
	known.add(samples.known)
	fmt.Fprintln(w, "compiling the verifier; the first time this takes a minute or two")
	site, err := assemble(ctx, known)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "browser-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	folder := filepath.Join(dir, "samples")
	if err := errors.Join(site.write(filepath.Join(dir, "site")), samples.files.write(folder)); err != nil {
		return err
	}
	listener, err := listen(addr)
	if err != nil {
		return err
	}
	page := "http://" + listener.Addr().String() + "/"
	fmt.Fprintf(w, "samples to drop on the page: %s\n", folder)
	fmt.Fprintf(w, "a sample in a link: %s#%s\n", page, fragment.Encode(samples.files["current.jws"]))
	fmt.Fprintf(w, "open %s\n", page)
	return serve(ctx, listener, handler(os.DirFS(filepath.Join(dir, "site"))))
}

// listen takes another port when the default one is not free.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil && addr == defaultAddr {
		return net.Listen("tcp", "127.0.0.1:0")
	}
	return l, err
}

func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
