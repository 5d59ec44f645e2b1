package main

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"

	"github.com/charterbadge/openbadge/credential/did"
)

type keyCmd struct {
	New         keyNewCmd      `cmd:"" help:"Make a private key."`
	DIDDocument didDocumentCmd `cmd:"" name:"did-document" help:"Make the document that tells verifiers the issuer's keys."`
}

type keyNewCmd struct {
	Output  string `short:"o" required:"" placeholder:"FILE" help:"Where to write the key: PKCS#8 PEM that only you can read. No file is ever overwritten."`
	Type    string `enum:"ed25519,p256,p384,rsa" default:"ed25519" placeholder:"TYPE" help:"${enum}. RSA has 3072 bits. Default: ${default}."`
	Encrypt bool   `help:"Encrypt the key with a passphrase, as an age file. --passphrase-file implies it."`
	passphrase
}

// Run makes the key.
func (c *keyNewCmd) Run(ctx context.Context) error {
	if c.Output == stdio {
		return usage("a private key is not written to standard output; name a file with -o")
	}
	if err := neverReplaced(vacant(c.Output, false)); err != nil {
		return err
	}
	if err := checkFolder(c.Output); err != nil {
		return err
	}
	phrase := ""
	if c.Encrypt || c.PassphraseFile != "" {
		var err error
		if phrase, err = c.invent(ctx); err != nil {
			return err
		}
	}
	key, err := newKey(c.Type)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	defer clear(der)
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	defer clear(text)
	if err := storeKey(c.Output, text, phrase); err != nil {
		return err
	}
	note("wrote the private key to %s; keep it secret, and keep a copy in a safe place", c.Output)
	note("next: badge key did-document --key %s --id did:web:YOUR.DOMAIN -o did.json", shellWord(c.Output))
	return nil
}

func newKey(typ string) (crypto.Signer, error) {
	switch typ {
	case "p256":
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "p384":
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "rsa":
		return rsa.GenerateKey(rand.Reader, 3072)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return key, err
}

type didDocumentCmd struct {
	Key  []string `required:"" sep:"none" placeholder:"FILE" help:"Key that signs now, private or public. May be repeated."`
	Also []string `sep:"none" placeholder:"FILE[=expires:DATE|=revoked:DATE]" help:"Key that signed earlier. Without a date its badges stay valid; from the date on all of them are refused, old ones too. May be repeated."`
	ID   string   `name:"id" placeholder:"ID" help:"Who the issuer is: did:web:…, https://… or urn:…. Default: the did:key of the key."`
	passphrase
	target
}

// Help adds to the output of --help.
func (c *didDocumentCmd) Help() string {
	return "A key file is a private key (PKCS#8 PEM, JWK, or either encrypted as an age file) or a public one (PEM, JWK)."
}

// Run makes the document.
func (c *didDocumentCmd) Run(ctx context.Context) error {
	if err := c.vacant(); err != nil {
		return err
	}
	doc, err := c.document(ctx)
	if err != nil {
		return err
	}
	text, err := indented(doc)
	if err != nil {
		return err
	}
	if err := c.write(text); err != nil {
		return err
	}
	c.tell(doc.ID())
	return nil
}

// tell says where the document belongs.
func (c *didDocumentCmd) tell(id string) {
	what := "the document"
	if c.Output != stdio {
		what = c.Output
	}
	switch url, err := did.WebURL(id); {
	case err == nil:
		note("publish %s at %s; give it to verifiers as --trust FILE", what, url)
	case c.ID == "":
		note("no need to publish %s: verifiers take --trust %s", what, id)
	default:
		note("give %s to verifiers as --trust FILE", what)
	}
}
