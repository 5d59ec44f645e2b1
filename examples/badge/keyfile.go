package main

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/charterbadge/openbadge/signer"
	"golang.org/x/term"
)

const (
	pemBegin  = "-----BEGIN "          // of a PEM block, and of an armored age file
	ageBinary = "age-encryption.org/v" // of an age file that is not armored

	maxSealed     = 2 * signer.MaxKey // bytes of an encrypted key
	maxPassphrase = 1 << 10           // bytes
)

// A passphrase is where the passphrase of a key comes from. It is never the value of a flag, which every user of the
// machine can read, and never printed.
type passphrase struct {
	PassphraseFile string `placeholder:"FILE" help:"File with the passphrase of an encrypted key. Default: it is asked for on the terminal."`
}

// loadKey reads a private key: PKCS#8 PEM or a JWK, or either as an age file encrypted with a passphrase.
func loadKey(ctx context.Context, name string, p *passphrase) (crypto.Signer, error) {
	text, err := readSecret(name, maxSealed)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	return openKey(ctx, name, text, p)
}

func openKey(ctx context.Context, name string, text []byte, p *passphrase) (crypto.Signer, error) {
	if isSealed(text) {
		phrase, err := p.ask(ctx, "Passphrase of "+name)
		if err != nil {
			return nil, err
		}
		if text, err = unseal(text, phrase); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		defer clear(text)
	}
	key, err := signer.ParseKey(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return key, nil
}

// readSecret reads a file that must be its owner's alone, as ssh demands of its keys. A symbolic link is refused: who may
// change the link chooses the key.
func readSecret(name string, limit int) ([]byte, error) {
	named, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if named.Mode()&os.ModeSymlink != 0 {
		return nil, fmt.Errorf("%s: a symbolic link, want the file itself", name)
	}
	if !named.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	opened, err := f.Stat() // of what was opened: the name may mean another file by now
	if err != nil {
		return nil, err
	}
	if !os.SameFile(named, opened) {
		return nil, fmt.Errorf("%s: it was replaced while it was opened", name)
	}
	if mode := opened.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("%s: others may read or change it (its mode is %#o); run: chmod 600 %s", name, mode, shellWord(name))
	}
	return readAll(f, name, limit)
}

// shellWord quotes a name for a shell if it needs it.
func shellWord(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_+-") == "" && !strings.HasPrefix(s, "-") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// storeKey writes a private key to a new file that only its owner may read, encrypted if there is a passphrase.
func storeKey(name string, text []byte, phrase string) error {
	if phrase != "" {
		sealed, err := seal(text, phrase)
		if err != nil {
			return err
		}
		text = sealed
	}
	return neverReplaced(writeFile(name, text, 0o600, false))
}

// neverReplaced explains why there is no --force for keys.
func neverReplaced(err error) error {
	if errors.Is(err, errExists) {
		return fmt.Errorf("%w, and no key is ever overwritten: what it signed would have lost its key", err)
	}
	return err
}

// checkFolder refuses to put a key where everybody may replace it by one of theirs.
func checkFolder(name string) error {
	folder := filepath.Dir(name)
	info, err := os.Stat(folder)
	if err != nil {
		return err
	}
	if mode := info.Mode(); mode.Perm()&0o002 != 0 && mode&os.ModeSticky == 0 && runtime.GOOS != "windows" {
		return fmt.Errorf("%s: everybody may replace files in this folder; run: chmod o-w %s", folder, shellWord(folder))
	}
	return nil
}

func isSealed(text []byte) bool {
	return bytes.HasPrefix(text, []byte(armor.Header)) || bytes.HasPrefix(text, []byte(ageBinary))
}

// seal encrypts with age's scrypt recipient (https://age-encryption.org/v1), so that age itself can open the key too.
func seal(text []byte, phrase string) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(phrase)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	armored := armor.NewWriter(&b)
	w, err := age.Encrypt(armored, recipient)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := errors.Join(w.Close(), armored.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unseal(text []byte, phrase string) ([]byte, error) {
	identity, err := age.NewScryptIdentity(phrase)
	if err != nil {
		return nil, err
	}
	var sealed io.Reader = bytes.NewReader(text)
	if !bytes.HasPrefix(text, []byte(ageBinary)) {
		sealed = armor.NewReader(sealed)
	}
	r, err := age.Decrypt(sealed, identity)
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return nil, errors.New("the passphrase is wrong, or the key is encrypted without one")
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, signer.MaxKey+1))
}

// ask returns the passphrase of a key that is there already.
func (p *passphrase) ask(ctx context.Context, prompt string) (string, error) {
	if p.PassphraseFile != "" {
		return p.read()
	}
	return askTerminal(ctx, prompt)
}

// invent returns the passphrase of a new key.
func (p *passphrase) invent(ctx context.Context) (string, error) {
	if p.PassphraseFile != "" {
		return p.read()
	}
	phrase, err := askTerminal(ctx, "Passphrase for the new key")
	if err != nil {
		return "", err
	}
	again, err := askTerminal(ctx, "The same again")
	if err == nil && again != phrase {
		err = usage("the two passphrases differ; no key was made")
	}
	return phrase, err
}

// read takes the passphrase from the first line of the file, which must be the only one.
func (p *passphrase) read() (string, error) {
	text, err := readSecret(p.PassphraseFile, maxPassphrase)
	if err != nil {
		return "", err
	}
	defer clear(text)
	phrase := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if phrase == "" || strings.Contains(phrase, "\n") {
		return "", fmt.Errorf("%s: want a passphrase in one line", p.PassphraseFile)
	}
	return phrase, nil
}

func askTerminal(ctx context.Context, prompt string) (string, error) {
	fd := int(os.Stdin.Fd())
	if !term.IsTerminal(fd) {
		return "", usage("a passphrase is needed and standard input is not a terminal to ask on; use --passphrase-file")
	}
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	fmt.Fprint(os.Stderr, escape(prompt)+": ")
	defer fmt.Fprintln(os.Stderr)
	type answer struct {
		phrase []byte
		err    error
	}
	done := make(chan answer, 1)
	go func() {
		phrase, err := term.ReadPassword(fd)
		done <- answer{phrase, err}
	}()
	select {
	case <-ctx.Done():
		return "", errors.Join(ctx.Err(), term.Restore(fd, before)) // ReadPassword has switched the echo off
	case a := <-done:
		if a.err == nil && len(a.phrase) == 0 {
			return "", usage("the passphrase is empty")
		}
		return string(a.phrase), a.err
	}
}
