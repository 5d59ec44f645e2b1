package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
)

// document makes the document of the flags.
func (c *didDocumentCmd) document(ctx context.Context) (*did.Document, error) {
	var keys []did.Key
	for _, name := range c.Key {
		public, err := loadPublic(ctx, name, &c.passphrase)
		if err != nil {
			return nil, err
		}
		keys = append(keys, did.Key{Public: public})
	}
	for _, flag := range c.Also {
		key, err := loadRetired(ctx, flag, &c.passphrase)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	if c.ID != "" {
		doc, err := did.NewDocument(c.ID, keys...)
		if err != nil {
			return nil, usage("%w", err)
		}
		return doc, nil
	}
	if len(keys) != 1 {
		return nil, usage("a did:key has one key; give --id, such as --id did:web:example.org")
	}
	return ownDocument(keys[0].Public)
}

// loadRetired reads FILE, FILE=expires:DATE or FILE=revoked:DATE.
func loadRetired(ctx context.Context, flag string, p *passphrase) (did.Key, error) {
	var key did.Key
	name := flag
	for suffix, date := range map[string]*time.Time{"=expires:": &key.Expires, "=revoked:": &key.Revoked} {
		if i := strings.LastIndex(flag, suffix); i >= 0 {
			t, _, err := parseTime(flag[i+len(suffix):])
			if err != nil {
				return key, usage("--also %s: %w", flag, err)
			}
			name, *date = flag[:i], t
		}
	}
	var err error
	key.Public, err = loadPublic(ctx, name, p)
	return key, err
}

// loadPublic reads a public key, or the public half of a private one.
func loadPublic(ctx context.Context, name string, p *passphrase) (crypto.PublicKey, error) {
	text, err := read(ctx, name, maxSealed)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	public, err := parsePublic(bytes.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if public != nil {
		return public, nil
	}
	key, err := loadKey(ctx, name, p) // with the care that a private key needs
	if err != nil {
		return nil, err
	}
	return key.Public(), nil
}

// parsePublic reads a public key as PKIX PEM or as a JWK. It returns nil without an error for what is neither.
func parsePublic(text []byte) (crypto.PublicKey, error) {
	if bytes.HasPrefix(text, []byte("-----BEGIN PUBLIC KEY-----")) {
		block, rest := pem.Decode(text)
		if block == nil || len(rest) > 0 {
			return nil, errors.New("want one PEM block and nothing around it")
		}
		return x509.ParsePKIXPublicKey(block.Bytes)
	}
	if bytes.HasPrefix(text, []byte("{")) {
		doc, err := did.Resolve("did:jwk:" + base64.RawURLEncoding.EncodeToString(text))
		if errors.Is(err, did.ErrPrivateKey) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("not a JWK: %w", err)
		}
		method, err := doc.Method("#0", did.AssertionMethod, time.Time{})
		if err != nil {
			return nil, err
		}
		return method.Public, nil
	}
	return nil, nil
}

// ownDocument returns the document of the did:key that a key is. The name of a method that NewDocument makes up is the
// text of the key that a did:key consists of.
func ownDocument(public crypto.PublicKey) (*did.Document, error) {
	any, err := did.NewDocument("urn:badge:any", did.Key{Public: public})
	if err != nil {
		return nil, err
	}
	method, err := any.MethodFor(public)
	if err != nil {
		return nil, err
	}
	_, name, _ := strings.Cut(method, "#")
	doc, err := did.Resolve("did:key:" + name)
	if err != nil {
		return nil, usage("an RSA key has no did:key; give --id, such as --id did:web:example.org")
	}
	return doc, nil
}

func readDocument(ctx context.Context, name string) (*did.Document, error) {
	text, err := read(ctx, name, did.MaxDocument)
	if err != nil {
		return nil, err
	}
	doc, err := did.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return doc, nil
}
