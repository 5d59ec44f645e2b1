// Command charter issues a CMT Charter badge into a file, bakes it into a picture, verifies both, and makes a web page of
// it. It changes one letter, and shows that the badge is refused then. At last the issuer revokes the badge, and what was
// valid is revoked. It needs no network and no account.
//
//	go run ./examples/charter [-out FOLDER]
package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/credential/status/ledger"
	"github.com/charterbadge/openbadge/examples/internal/art"
	"github.com/charterbadge/openbadge/examples/internal/page"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
)

func main() {
	out := flag.String("out", "", "folder for the files; default: a new one among the temporary files")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *out); err != nil {
		fmt.Fprintln(os.Stderr, "charter:", err)
		os.Exit(1)
	}
}

// run is the whole story. Issuer and reader have nothing in common but the files did.json and badge.jws, and the status
// lists in the folder public, which the issuer would upload to its web site.
func run(ctx context.Context, w io.Writer, dir string) (err error) {
	if dir == "" {
		dir, err = os.MkdirTemp("", "charter-")
	} else {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return err
	}
	who, err := open(w, dir)
	if err != nil {
		return fmt.Errorf("opening: %w", err)
	}
	defer func() { err = errors.Join(err, who.ledger.Close()) }()
	id, err := who.issue(ctx, w, dir)
	if err != nil {
		return fmt.Errorf("issuing: %w", err)
	}
	if err := bakePicture(w, dir); err != nil {
		return fmt.Errorf("baking: %w", err)
	}
	if _, err := verify(ctx, w, dir, "badge.jws"); err != nil {
		return fmt.Errorf("verifying: %w", err)
	}
	res, err := verify(ctx, w, dir, "badge.png")
	if err != nil {
		return fmt.Errorf("verifying the picture: %w", err)
	}
	if err := writePage(w, dir, res); err != nil {
		return fmt.Errorf("making the page: %w", err)
	}
	if err := forge(w, dir); err != nil {
		return fmt.Errorf("forging: %w", err)
	}
	if _, err := verify(ctx, w, dir, "forged.jws"); !errors.Is(err, verifier.ErrSignature) {
		return fmt.Errorf("the forgery was not refused for its signature: %w", err)
	}
	if err := who.revoke(ctx, w, dir, id); err != nil {
		return fmt.Errorf("revoking: %w", err)
	}
	if _, err := verify(ctx, w, dir, "badge.png"); !errors.Is(err, verifier.ErrRevoked) {
		return fmt.Errorf("the badge is not revoked: %w", err)
	}
	return nil
}

// issuer is what an issuer keeps. The Association would use a name, a domain and a key of its own.
type issuer struct {
	doc    *did.Document
	signer signer.Signer
	ledger *ledger.Ledger
}

// open opens what is in the folder, or begins it.
func open(w io.Writer, dir string) (*issuer, error) {
	key, err := loadOrMakeKey(w, filepath.Join(dir, "issuer.pem"))
	if err != nil {
		return nil, err
	}
	// The document says which keys are the issuer's. A did:web has it on its web site.
	doc, err := did.NewDocument("did:web:example.org", did.Key{Public: key.Public()})
	if err != nil {
		return nil, err
	}
	method, err := doc.MethodFor(key.Public())
	if err != nil {
		return nil, err
	}
	s, err := signer.NewJWS(key, method, nil)
	if err != nil {
		return nil, err
	}
	// The ledger says which badge has which places in the status lists, and what became of it.
	folder := filepath.Join(dir, "ledger")
	settings := ledger.Settings{Issuer: doc.ID(), URL: "https://example.org/status/", Extension: ".jwt"}
	if err := ledger.Create(folder, settings); err != nil && !errors.Is(err, ledger.ErrExists) {
		return nil, err
	}
	l, err := ledger.Open(folder, nil)
	if err != nil {
		return nil, err
	}
	return &issuer{doc, s, l}, nil
}

// issue is what an issuer does for every badge. The ledger knows the badge by its id.
func (i *issuer) issue(ctx context.Context, w io.Writer, dir string) (id string, err error) {
	public, err := i.doc.MarshalJSON()
	if err != nil {
		return "", err
	}
	badge, err := credential.NewCharter(
		credential.Profile{ID: i.doc.ID(), Name: "Sample issuer (not the CMT Association)"},
		credential.Charter{
			Number: "12345", Holder: "Ada Lovelace", Email: "ada@example.org",
			Awarded: time.Date(2024, time.January, 15, 0, 0, 0, 0, time.UTC),
		})
	if err != nil {
		return "", err
	}
	badge.Status, err = i.ledger.Reserve(badge.ID) // one place to be revoked, one to be suspended
	if err != nil {
		return "", err
	}
	secured, err := i.signer.Sign(ctx, badge)
	if err != nil {
		return "", err
	}
	return badge.ID, errors.Join(
		write(w, "the issuer's public document", filepath.Join(dir, "did.json"), public),
		write(w, "the badge of Ada Lovelace, ada@example.org", filepath.Join(dir, "badge.jws"), secured),
		i.publish(ctx, w, dir))
}

// revoke is what an issuer does about a badge that it takes back.
func (i *issuer) revoke(ctx context.Context, w io.Writer, dir, id string) error {
	if err := i.ledger.Revoke(id, "ethics case"); err != nil {
		return err
	}
	fmt.Fprintln(w, "revoked the badge of Ada Lovelace")
	return i.publish(ctx, w, dir)
}

// publish signs the status lists anew. An issuer does so after every change, and before the lists expire.
func (i *issuer) publish(ctx context.Context, w io.Writer, dir string) error {
	folder := filepath.Join(dir, "public")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	const month = 30 * 24 * time.Hour
	lists, err := i.ledger.Publish(ctx, folder, i.signer, month)
	for _, l := range lists {
		fmt.Fprintf(w, "published version %d of %s\n", l.Version, l.URL)
	}
	return err
}

// bakePicture puts the badge into a picture, which is what holders like to keep and to show.
func bakePicture(w io.Writer, dir string) error {
	secured, err := os.ReadFile(filepath.Join(dir, "badge.jws"))
	if err != nil {
		return err
	}
	seal, err := art.PNG(512)
	if err != nil {
		return err
	}
	var picture bytes.Buffer
	if err := bake.PNG(&picture, bytes.NewReader(seal), secured, nil); err != nil {
		return err
	}
	return write(w, "a picture with the badge in it", filepath.Join(dir, "badge.png"), picture.Bytes())
}

// verify is what a reader does, who trusts the issuer of did.json, has the issuer's status lists, and is shown a badge by
// ada@example.org.
func verify(ctx context.Context, w io.Writer, dir, name string) (*verifier.Result, error) {
	public, err := os.ReadFile(filepath.Join(dir, "did.json"))
	if err != nil {
		return nil, err
	}
	doc, err := did.Parse(public)
	if err != nil {
		return nil, err
	}
	lists, err := verifier.StatusFS(os.DirFS(filepath.Join(dir, "public")))
	if err != nil {
		return nil, err
	}
	secured, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	v := verifier.New(verifier.Trust(doc), &verifier.Options{Status: lists})
	res, err := v.Verify(ctx, secured, &verifier.Expect{
		Recipient: []verifier.Identity{{Type: credential.IdentifierTypeEmailAddress, Value: "ada@example.org"}},
	})
	fmt.Fprintf(w, "%s is %v: ", filepath.Join(dir, name), verifier.VerdictOf(err))
	if err != nil {
		fmt.Fprintln(w, err)
		return nil, err
	}
	holder, _ := res.Badge.RecipientName()
	fmt.Fprintf(w, "%q, awarded to %q by %s\n", res.Badge.Name, holder, res.Issuer)
	return res, nil
}

// writePage makes the files that show the badge on a web site, from what was verified.
func writePage(w io.Writer, dir string, res *verifier.Result) error {
	secured, err := os.ReadFile(filepath.Join(dir, "badge.jws"))
	if err != nil {
		return err
	}
	picture, err := os.ReadFile(filepath.Join(dir, "badge.png"))
	if err != nil {
		return err
	}
	files, _, err := page.Make(page.Badge{Result: res, Secured: secured, Picture: picture, Format: bake.FormatPNG}, page.Options{})
	if err != nil {
		return err
	}
	folder := filepath.Join(dir, "page")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "wrote %s: a page about the badge; open it in a browser\n", filepath.Join(folder, page.Index))
	return nil
}

// forge changes one letter of the holder's name and keeps the signature.
func forge(w io.Writer, dir string) error {
	secured, err := os.ReadFile(filepath.Join(dir, "badge.jws"))
	if err != nil {
		return err
	}
	parts := strings.Split(string(secured), ".") // header, payload, signature
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return err
	}
	forged := strings.Replace(string(payload), "Ada Lovelace", "Ida Lovelace", 1)
	parts[1] = base64.RawURLEncoding.EncodeToString([]byte(forged))
	return write(w, "the badge with one letter changed", filepath.Join(dir, "forged.jws"), []byte(strings.Join(parts, ".")))
}

// loadOrMakeKey returns the issuer's private key, which nobody else may read.
func loadOrMakeKey(w io.Writer, name string) (crypto.Signer, error) {
	text, err := os.ReadFile(name)
	if err == nil {
		fmt.Fprintf(w, "read %s: the issuer's private key\n", name)
		return signer.ParseKey(text)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // in no case the key of somebody else
	if err != nil {
		return nil, err
	}
	if err := errors.Join(pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}), f.Close()); err != nil {
		return nil, err
	}
	fmt.Fprintf(w, "wrote %s: the issuer's private key\n", name)
	return key, nil
}

func write(w io.Writer, what, name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(w, "wrote %s: %s\n", name, what)
	return nil
}
