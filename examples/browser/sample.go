package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
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
	"github.com/charterbadge/openbadge/signer"
)

// samples are badges for every answer that the page can give, with keys that are thrown away, and what the page must know
// for them.
type samples struct {
	known *knowledge
	files files // to be dropped on the page
}

const (
	sampleIssuer = "did:web:example.org"
	sampleName   = "Sample issuer (not the CMT Association)"
	sampleEmail  = "ada@example.org"
	statusURL    = "https://example.org/status/"
	elsewhereURL = "https://example.org/elsewhere/" // of lists that the page does not have
	validFor     = 90 * 24 * time.Hour
)

// A party has a document and a key.
type party struct {
	profile credential.Profile
	doc     *did.Document
	jws     *signer.JWS
	proof   *signer.DataIntegrity
}

// maker makes samples. The first error ends it.
type maker struct {
	ctx       context.Context
	now       time.Time
	issuer    *party
	endorser  *party
	stranger  *party
	ledger    *ledger.Ledger
	elsewhere *ledger.Ledger
	files     files
	err       error
}

func makeSamples(ctx context.Context, now time.Time) (_ *samples, err error) {
	dir, err := os.MkdirTemp("", "browser-ledger-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	m := &maker{ctx: ctx, now: now.UTC().Truncate(time.Second), files: files{}}
	if err := m.open(dir); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, m.ledger.Close(), m.elsewhere.Close()) }()
	m.badges()
	if m.err != nil {
		return nil, m.err
	}
	return m.publish(dir)
}

func (m *maker) open(dir string) (err error) {
	if m.issuer, err = m.party(sampleIssuer, sampleName); err != nil {
		return err
	}
	if m.endorser, err = m.party("did:web:university.example", "Sample University"); err != nil {
		return err
	}
	if m.stranger, err = m.party("did:web:stranger.example", "A stranger (sample)"); err != nil {
		return err
	}
	if m.ledger, err = m.newLedger(filepath.Join(dir, "ledger"), statusURL); err != nil {
		return err
	}
	m.elsewhere, err = m.newLedger(filepath.Join(dir, "elsewhere"), elsewhereURL)
	return err
}

func (m *maker) party(id, name string) (*party, error) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	doc, err := did.NewDocument(id, did.Key{Public: key.Public()})
	if err != nil {
		return nil, err
	}
	method, err := doc.MethodFor(key.Public())
	if err != nil {
		return nil, err
	}
	jws, err := signer.NewJWS(key, method, nil)
	if err != nil {
		return nil, err
	}
	proof, err := signer.NewDataIntegrity(key, method, &signer.DataIntegrityOptions{Created: m.now})
	return &party{credential.Profile{ID: id, Name: name}, doc, jws, proof}, err
}

func (m *maker) newLedger(dir, url string) (*ledger.Ledger, error) {
	settings := ledger.Settings{Issuer: sampleIssuer, URL: url, Extension: ".jwt"}
	if err := ledger.Create(dir, settings); err != nil {
		return nil, err
	}
	return ledger.Open(dir, &ledger.Options{Now: func() time.Time { return m.now }})
}

// bake puts current.jws into pictures.
func (m *maker) bake(asPNG, asSVG string) {
	secured := m.files["current.jws"]
	m.do(func() error {
		seal, err := art.PNG(512)
		if err != nil {
			return err
		}
		var png, svg bytes.Buffer
		err = errors.Join(bake.PNG(&png, bytes.NewReader(seal), secured, nil), bake.SVG(&svg, bytes.NewReader(art.SVG()), secured, nil))
		m.files[asPNG], m.files[asSVG] = png.Bytes(), svg.Bytes()
		return err
	})
}

// badges makes a badge for every answer.
func (m *maker) badges() {
	m.sign("current.jws", m.issuer.jws, m.endorsed(m.charter(m.issuer, m.ledger), m.endorser))
	m.sign("current.json", m.issuer.proof, m.charter(m.issuer, m.ledger))
	m.bake("current.png", "current.svg")
	m.sign("expired.jws", m.issuer.jws, m.endorsed(m.until(m.charter(m.issuer, m.ledger), m.now.AddDate(0, -1, 0)), m.stranger))

	suspended := m.charter(m.issuer, m.ledger)
	m.sign("suspended.jws", m.issuer.jws, suspended)
	m.do(func() error { return m.ledger.Suspend(suspended.ID, "dues") })
	revoked := m.charter(m.issuer, m.ledger)
	m.sign("revoked.jws", m.issuer.jws, revoked)
	m.do(func() error { return m.ledger.Revoke(revoked.ID, "ethics case") })

	m.sign("status-unknown.jws", m.issuer.jws, m.charter(m.issuer, m.elsewhere))
	m.sign("stranger.jws", m.stranger.jws, m.charter(m.stranger, nil))
	m.files["changed.jws"] = change(m.files["current.jws"])
	m.files["no-badge.txt"] = []byte("A shopping list: bread, butter, tea.\n")
	m.do(func() (err error) { m.files["stranger-did.json"], err = m.stranger.doc.MarshalJSON(); return err })
}

func (m *maker) do(f func() error) {
	if m.err == nil {
		m.err = f()
	}
}

func (m *maker) sign(name string, s signer.Signer, badge *credential.OpenBadge) {
	m.do(func() (err error) { m.files[name], err = s.Sign(m.ctx, badge); return err })
}

// charter is a badge by the issuer, with a status when there is a ledger.
func (m *maker) charter(issuer *party, l *ledger.Ledger) *credential.OpenBadge {
	badge := &credential.OpenBadge{}
	m.do(func() (err error) {
		badge, err = credential.NewCharter(issuer.profile, credential.Charter{
			Number: "12345", Holder: "Ada Lovelace", Email: sampleEmail, Awarded: m.now.AddDate(-2, 0, 0),
		})
		if err == nil && l != nil {
			badge.Status, err = l.Reserve(badge.ID)
		}
		return err
	})
	return badge
}

func (m *maker) until(badge *credential.OpenBadge, end time.Time) *credential.OpenBadge {
	badge.ValidUntil = credential.NewDateTime(end)
	return badge
}

// endorsed adds somebody's word on the achievement.
func (m *maker) endorsed(badge *credential.OpenBadge, by *party) *credential.OpenBadge {
	m.do(func() error {
		a := &badge.Subject.Achievement
		word, err := credential.NewEndorsement(by.profile, credential.Endorsement{
			Name: "Endorsement of the charter", Subject: a.ID, From: m.now.AddDate(-1, 0, 0),
			Comment: "We ask for it when we hire analysts.",
		})
		if err != nil {
			return err
		}
		text, err := by.jws.Sign(m.ctx, word)
		a.EndorsementJWT = append(a.EndorsementJWT, string(text))
		return err
	})
	return badge
}

// change changes the holder's name in a token and leaves its signature.
func change(token []byte) []byte {
	parts := strings.Split(string(token), ".")
	if len(parts) != 3 {
		return nil
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil
	}
	parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(payload), "Ada Lovelace", "Ida Lovelace", 1)))
	return []byte(strings.Join(parts, "."))
}

// publish makes the lists, and what the page knows.
func (m *maker) publish(dir string) (*samples, error) {
	public, other := filepath.Join(dir, "public"), filepath.Join(dir, "other")
	for folder, l := range map[string]*ledger.Ledger{public: m.ledger, other: m.elsewhere} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			return nil, err
		}
		if _, err := l.Publish(m.ctx, folder, m.issuer.jws, validFor); err != nil {
			return nil, err
		}
	}
	known := &knowledge{files{}, files{}}
	for _, p := range []*party{m.issuer, m.endorser} {
		text, err := p.doc.MarshalJSON()
		if err != nil {
			return nil, err
		}
		put(known.trust, strings.TrimPrefix(p.doc.ID(), "did:web:")+".json", text)
	}
	if err := read(public, known.status, ""); err != nil {
		return nil, err
	}
	return &samples{known, m.files}, read(other, m.files, "list-")
}

func read(dir string, into files, prefix string) error {
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil {
			put(into, prefix+name, text)
		}
		return err
	})
}
