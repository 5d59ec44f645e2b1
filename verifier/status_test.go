package verifier_test

import (
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// sourceFunc is a StatusSource that answers as a test wants it.
type sourceFunc func(ctx context.Context, url string) ([]*verifier.StatusText, error)

func (f sourceFunc) StatusLists(ctx context.Context, url string) ([]*verifier.StatusText, error) {
	return f(ctx, url)
}

// always has the texts, whatever the URL.
func always(lists ...string) sourceFunc {
	texts := make([]*verifier.StatusText, len(lists))
	for i, l := range lists {
		texts[i] = verifier.NewStatusText([]byte(l))
	}
	return func(context.Context, string) ([]*verifier.StatusText, error) { return texts, nil }
}

func withStatus(src verifier.StatusSource) func(*verifier.Options) {
	return func(o *verifier.Options) { o.Status = src }
}

// statusCheck is the line of the report that has the reason.
func statusCheck(t *testing.T, err error, reason string) verifier.Check {
	t.Helper()
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	for _, c := range e.Checks {
		if c.Step == verifier.StepStatus && c.Reason == reason {
			return c
		}
	}
	t.Fatalf("no check with reason %q in %+v", reason, e.Checks)
	return verifier.Check{}
}

// TestStatusSources is D3 and D14: whatever a source answers that is not the list leaves the status unknown.
func TestStatusSources(t *testing.T) {
	_, issuers := genuineBadge(t)
	badge := []byte(newStatusForge("").input())
	broken := errors.New("the disk is broken")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, c := range []struct {
		name   string
		src    verifier.StatusSource
		reason string
		cause  error
	}{
		{"nothing and no error", always(), "status_missing", nil},
		{"no such list", sourceFunc(func(context.Context, string) ([]*verifier.StatusText, error) {
			return nil, fmt.Errorf("looking: %w", verifier.ErrNoStatusList)
		}), "status_missing", verifier.ErrNoStatusList},
		{"an error", sourceFunc(func(context.Context, string) ([]*verifier.StatusText, error) { return nil, broken }),
			"status_unavailable", broken},
		{"lists and an error", sourceFunc(func(_ context.Context, url string) ([]*verifier.StatusText, error) {
			texts, _ := always(listWith(bitsOf(), nil))(ctx, url)
			return texts, broken
		}), "status_unavailable", broken},
		{"another list", always(suspensions()), "status_list", nil},
		{"garbage", always("garbage"), "status_proof", nil},
		{"an empty text", always(""), "status_proof", nil},
		{"the badge", always(string(badge)), "status_format", nil},
		{"nothing as a list", sourceFunc(func(context.Context, string) ([]*verifier.StatusText, error) {
			return []*verifier.StatusText{nil}, nil
		}), "status_unavailable", nil},
		{"65 texts", always(slicesOf(65, listWith(bitsOf(), nil))...), "status_missing", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := verifier.New(issuers, options(withStatus(c.src))).Verify(t.Context(), badge, nil)
			require.Nil(t, res)
			require.ErrorIs(t, err, verifier.ErrStatusUnknown)
			require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err))
			check := statusCheck(t, err, c.reason)
			if c.cause != nil {
				require.ErrorIs(t, check.Cause, c.cause)
				require.NotErrorIs(t, err, c.cause, "what lies behind a check is not the error of the badge")
			}
		})
	}
	t.Run("64 texts", func(t *testing.T) {
		src := always(slicesOf(64, listWith(bitsOf(), nil))...)
		_, err := verifier.New(issuers, options(withStatus(src))).Verify(t.Context(), badge, nil)
		require.NoError(t, err)
	})
	t.Run("the context ends before the list is verified", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		src := sourceFunc(func(ctx context.Context, url string) ([]*verifier.StatusText, error) {
			cancel()
			return always(listWith(bitsOf(), nil))(ctx, url)
		})
		_, err := verifier.New(issuers, options(withStatus(src))).Verify(ctx, badge, nil)
		require.ErrorIs(t, err, context.Canceled)
		statusCheck(t, err, "status_unavailable")
	})
	t.Run("the context ends", func(t *testing.T) {
		src := sourceFunc(func(ctx context.Context, _ string) ([]*verifier.StatusText, error) {
			cancel()
			return nil, ctx.Err()
		})
		_, err := verifier.New(issuers, options(withStatus(src))).Verify(ctx, badge, nil)
		require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err))
		require.ErrorIs(t, err, context.Canceled)
		statusCheck(t, err, "status_unavailable")
	})
}

func slicesOf(n int, text string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = text
	}
	return list
}

// TestOtherListsFromSource: what a source has beside the list does not stand before it, though it is newer.
func TestOtherListsFromSource(t *testing.T) {
	_, issuers := genuineBadge(t)
	newer := func(l *forge) {
		l.payload = strings.ReplaceAll(l.payload, revocationURL, suspensionURL)
		l.p("2026-02-20", "2026-02-25")
	}
	for name, other := range map[string]string{
		"readable": listWith(bitsOf(entryIndex), newer),
		"unreadable": listWith(bitsOf(), func(l *forge) {
			newer(l)
			l.p(`"type":"BitstringStatusList"`, `"type":["BitstringStatusList","X"]`)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			src := always(other, listWith(bitsOf(), nil))
			_, err := verifier.New(issuers, options(withStatus(src))).Verify(t.Context(), []byte(newStatusForge("").input()), nil)
			require.NoError(t, err)
		})
	}
}

// TestOtherRevocationList: a list under the URL of another says nothing.
func TestOtherRevocationList(t *testing.T) {
	_, issuers := genuineBadge(t)
	f := newStatusForge("")
	f.p(`"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`,
		`"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`)
	f.entries(`{"id":"https://example.org/revoked.json","type":"1EdTechRevocationList"}`)
	for id, reason := range map[string]string{"https://example.org/revoked.json": "", "https://example.org/other.json": "status_list"} {
		src := always(`{"id":"` + id + `","issuer":"` + issuerID + `","revokedCredential":[]}`)
		_, err := verifier.New(issuers, options(func(o *verifier.Options) {
			o.Status, o.InsecureUnsignedRevocationLists = src, true
		})).Verify(t.Context(), []byte(f.input()), nil)
		if reason == "" {
			require.NoError(t, err)
			continue
		}
		statusCheck(t, err, reason)
		var e *verifier.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, []string{"https://example.org/revoked.json"}, e.Claimed.StatusLists)
	}
}

// TestStatusReport: what a list says, as data.
func TestStatusReport(t *testing.T) {
	f := newStatusForge("")
	f.entries(goodEntry, otherEntry)
	_, issuers := genuineBadge(t)
	src := always(listWith(bitsOf(), nil))
	lists, err := verifier.StatusMap(map[string][]byte{"a": []byte(listWith(bitsOf(), nil)), "b": []byte(suspensions(7))})
	require.NoError(t, err)

	rep := reportOf(t, []byte(f.input()), verifier.New(issuers, options(withStatus(lists))), nil)
	require.Equal(t, "invalid", rep["verdict"])
	require.Equal(t, "suspended", rep["code"])
	require.NotNil(t, rep["badge"], "it is authentic")
	require.Equal(t, []any{
		map[string]any{"purpose": "revocation", "outcome": "clear", "list": revocationURL, "asOf": "2026-02-20T00:00:00Z", "value": 0.0,
			"pointer": "/credentialStatus/0"},
		map[string]any{"purpose": "suspension", "outcome": "set", "list": suspensionURL, "asOf": "2026-02-20T00:00:00Z", "value": 1.0,
			"pointer": "/credentialStatus/1"},
	}, rep["status"])
	require.Equal(t, []any{revocationURL, suspensionURL}, rep["claimed"].(map[string]any)["statusLists"])

	res, err := verifier.New(issuers, options(withStatus(src))).Verify(t.Context(), []byte(newStatusForge("").input()), nil)
	require.NoError(t, err)
	require.Len(t, res.Status, 1)
	require.Equal(t, verifier.StatusClear, res.Status[0].Outcome)
	require.Equal(t, at("2026-02-20T00:00:00Z"), res.Status[0].AsOf)
	for _, c := range res.Checks {
		if c.Step == verifier.StepStatus {
			require.Contains(t, c.Detail, "status as of 2026-02-20T00:00:00Z")
		}
	}
}

// TestNoStatusInReport: a badge whose issuer publishes no status says so.
func TestNoStatusInReport(t *testing.T) {
	token, issuers := genuineBadge(t)
	res, err := verifier.New(issuers, options(nil)).Verify(t.Context(), token, nil)
	require.NoError(t, err)
	require.Empty(t, res.Status)
	for _, c := range res.Checks {
		if c.Step == verifier.StepStatus {
			require.Equal(t, verifier.Skipped, c.Outcome)
			require.Contains(t, c.Detail, "the issuer publishes no status")
		}
	}
}

func TestSkippedStatus(t *testing.T) {
	_, issuers := genuineBadge(t)
	asked := false
	src := sourceFunc(func(context.Context, string) ([]*verifier.StatusText, error) { asked = true; return nil, nil })
	res, err := verifier.New(issuers, options(func(o *verifier.Options) {
		o.Status, o.InsecureSkipStatus = src, true
		o.Policies = []verifier.Policy{verifier.RequireStatus(issuerID)}
	})).Verify(t.Context(), []byte(newStatusForge("").input()), nil)
	require.NoError(t, err, "there is a status, though nobody looks it up")
	require.False(t, asked)
	require.Equal(t, verifier.StatusSkipped, res.Status[0].Outcome)
}

func TestStatusNotes(t *testing.T) {
	_, issuers := genuineBadge(t)
	numbered := newStatusForge("")
	numbered.p(`"94567"`, `94567`)
	for _, c := range []struct{ name, badge, list, code, pointer string }{
		{"none", newStatusForge("").input(), listWith(bitsOf(), nil), "", ""},
		{"index as a number", numbered.input(), listWith(bitsOf(), nil), "status_index_number", "/credentialStatus/statusListIndex"},
		{"ttl", newStatusForge("").input(),
			listWith(bitsOf(), func(l *forge) { l.p(`"statusPurpose"`, `"ttl":300000,"statusPurpose"`) }), "status_ttl", "/credentialStatus"},
		{"ttl that has not passed", newStatusForge("").input(),
			listWith(bitsOf(), func(l *forge) { l.p(`"statusPurpose"`, `"ttl":31536000000,"statusPurpose"`) }), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := verifier.New(issuers, options(withStatus(always(c.list)))).Verify(t.Context(), []byte(c.badge), nil)
			require.NoError(t, err)
			if c.code == "" {
				require.Empty(t, res.Warnings)
				return
			}
			require.Len(t, res.Warnings, 1)
			require.Equal(t, c.code, res.Warnings[0].Code)
			require.Equal(t, c.pointer, res.Warnings[0].Pointer)
		})
	}
}

// TestStatusMessages: what a list says beside yes and no is reported.
func TestStatusMessages(t *testing.T) {
	_, issuers := genuineBadge(t)
	f := newStatusForge("")
	f.p(`"statusListIndex":"94567"`, `"statusListIndex":"5","statusSize":2,"statusMessage":[`+
		`{"status":"0x0","message":"on its way"},{"status":"0x1","message":"delivered"},{"status":"0x2","message":"returned"}]`)
	f.p(`"statusPurpose":"revocation"`, `"statusPurpose":"message"`)
	list := listWith(append(bitsOf(10), bitsOf()...), func(l *forge) { l.p(`"revocation"`, `"message"`) })
	res, err := verifier.New(issuers, options(withStatus(always(list)))).Verify(t.Context(), []byte(f.input()), nil)
	require.NoError(t, err)
	require.Equal(t, status.Message, res.Status[0].Purpose)
	require.Equal(t, verifier.StatusSet, res.Status[0].Outcome)
	require.Equal(t, uint8(2), res.Status[0].Value, "bits 10 and 11 are 1 and 0")
	require.Equal(t, "returned", res.Status[0].Message)
}

// TestNestedVerdicts: what is wrong with a list is not what is wrong with the badge.
func TestNestedVerdicts(t *testing.T) {
	_, issuers := genuineBadge(t)
	forged := listWith(bitsOf(), func(l *forge) {
		l.after = func(s string) string { return changePayload(s, "2026-02-20", "2026-02-21") }
	})
	expired := listWith(bitsOf(), func(l *forge) { l.p("2026-12-31T23:59:59Z", "2026-02-21T00:00:00Z") })
	for name, list := range map[string]string{"forged": forged, "expired": expired} {
		t.Run(name, func(t *testing.T) {
			_, err := verifier.New(issuers, options(withStatus(always(list)))).Verify(t.Context(), []byte(newStatusForge("").input()), nil)
			require.ErrorIs(t, err, verifier.ErrStatusUnknown)
			require.NotErrorIs(t, err, verifier.ErrSignature)
			require.NotErrorIs(t, err, verifier.ErrExpired)
		})
	}
	_, err := verifier.New(issuers, options(withStatus(always(forged)))).Verify(t.Context(), []byte(newStatusForge("").input()), nil)
	require.ErrorIs(t, statusCheck(t, err, "status_proof").Cause, verifier.ErrSignature)
}

// switching is a trust list that changes.
type switching struct {
	mu sync.Mutex
	verifier.Issuers
	asked int
}

func (s *switching) Issuer(ctx context.Context, id string) (*did.Document, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return s.Issuers.Issuer(ctx, id)
}

func (s *switching) to(docs ...*did.Document) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Issuers = verifier.Trust(docs...)
}

// TestVerifiedListsAreNotTrustedLonger: a list that was verified once is used again only while all that the answer hung
// on is as it was.
func TestVerifiedListsAreNotTrustedLonger(t *testing.T) {
	own := func(more string) *did.Document {
		doc, err := did.Parse(documentOf(issuerID, method(issuerID, "ed25519", badgetest.Ed25519("issuer").Public(), ""),
			method(issuerID, "lists", badgetest.Ed25519("lists").Public(), more)))
		require.NoError(t, err)
		return doc
	}
	lists := func(l *forge) {
		l.key = badgetest.Ed25519("lists")
		l.h(`#ed25519`, `#lists`)
	}
	now := badgetest.Now()
	badge := []byte(newStatusForge("").input())
	begin := func(t *testing.T, doc *did.Document, list string) (*switching, func() error) {
		now = badgetest.Now()
		trust := &switching{Issuers: verifier.Trust(doc)}
		v := verifier.New(trust, options(func(o *verifier.Options) {
			o.Status = always(list)
			o.Now = func() time.Time { return now }
		}))
		verify := func() error { _, err := v.Verify(t.Context(), badge, nil); return err }
		return trust, verify
	}
	clear := listWith(bitsOf(), lists)
	t.Run("the issuer takes its key back", func(t *testing.T) {
		trust, verify := begin(t, own(""), clear)
		require.NoError(t, verify())
		trust.to(own(`,"revoked":"2026-02-01T00:00:00Z"`))
		statusCheck(t, verify(), "status_proof")
		trust.to(own(""))
		require.NoError(t, verify())
	})
	t.Run("the key ends", func(t *testing.T) {
		_, verify := begin(t, own(`,"expires":"2026-06-01T00:00:00Z"`), clear)
		require.NoError(t, verify())
		now = at("2026-05-31T23:59:59Z")
		require.NoError(t, verify())
		now = at("2026-06-01T00:00:00Z")
		statusCheck(t, verify(), "status_proof")
		now = at("2026-05-31T23:59:59Z")
		require.NoError(t, verify(), "the answer was for that time")
	})
	t.Run("the key is to be revoked", func(t *testing.T) {
		_, verify := begin(t, own(`,"revoked":"2026-06-01T00:00:00Z"`), clear)
		require.NoError(t, verify())
		now = at("2026-06-01T00:00:00Z")
		statusCheck(t, verify(), "status_proof")
	})
	t.Run("its proof is of later", func(t *testing.T) {
		list := listWith(bitsOf(), func(l *forge) {
			l.p("LIST", multibaseOf(gzipOf(bitsOf())))
			l.header, l.proofs = "", []*proofForge{newProof()}
			l.proofs[0].o(`2026-01-01T00:00:00Z`, `2026-05-01T00:00:00Z`)
		})
		_, verify := begin(t, own(""), list)
		statusCheck(t, verify(), "status_not_yet_valid")
		now = at("2026-05-01T00:00:00Z")
		require.NoError(t, verify())
	})
	t.Run("the list ends", func(t *testing.T) {
		_, verify := begin(t, own(""), listWith(bitsOf(), func(l *forge) {
			lists(l)
			l.p("2026-12-31T23:59:59Z", "2026-05-01T00:00:00Z")
		}))
		require.NoError(t, verify())
		now = at("2026-05-01T00:00:00Z")
		require.NoError(t, verify())
		now = at("2026-05-01T00:00:01Z")
		statusCheck(t, verify(), "status_expired")
	})
	t.Run("its proof ends", func(t *testing.T) {
		list := listWith(bitsOf(), func(l *forge) {
			l.p("LIST", multibaseOf(gzipOf(bitsOf())))
			l.header, l.proofs = "", []*proofForge{newProof()}
			l.proofs[0].add(`"expires":"2026-05-01T00:00:00Z"`)
		})
		_, verify := begin(t, own(""), list)
		require.NoError(t, verify())
		now = at("2026-04-30T23:59:59Z")
		require.NoError(t, verify())
		now = at("2026-05-01T00:00:00Z")
		statusCheck(t, verify(), "status_expired")
	})
	t.Run("the list begins", func(t *testing.T) {
		_, verify := begin(t, own(""), listWith(bitsOf(), func(l *forge) {
			lists(l)
			l.p("2026-02-20T00:00:00Z", "2026-05-01T00:00:00Z")
		}))
		statusCheck(t, verify(), "status_not_yet_valid")
		now = at("2026-05-01T00:00:00Z")
		require.NoError(t, verify())
	})
	t.Run("a stranger becomes trusted", func(t *testing.T) {
		doc, err := did.Parse(documentOf(mallory, method(mallory, "k", badgetest.Ed25519("mallory").Public(), "")))
		require.NoError(t, err)
		trust, verify := begin(t, own(""), listWith(bitsOf(), byMallory))
		statusCheck(t, verify(), "status_proof")
		trust.to(own(""), doc)
		statusCheck(t, verify(), "status_issuer")
	})
	t.Run("a delegate is no longer trusted", func(t *testing.T) {
		doc, err := did.Parse(documentOf(mallory, method(mallory, "k", badgetest.Ed25519("mallory").Public(), "")))
		require.NoError(t, err)
		trust := &switching{Issuers: verifier.Trust(own(""), doc)}
		v := verifier.New(trust, options(func(o *verifier.Options) {
			o.Status = always(listWith(bitsOf(), byMallory))
			o.StatusIssuers = map[string][]string{issuerID: {mallory}}
		}))
		_, err = v.Verify(t.Context(), badge, nil)
		require.NoError(t, err)
		trust.to(own(""))
		_, err = v.Verify(t.Context(), badge, nil)
		statusCheck(t, err, "status_proof")
	})
	t.Run("a key is added", func(t *testing.T) {
		without, err := did.Parse(documentOf(issuerID, method(issuerID, "ed25519", badgetest.Ed25519("issuer").Public(), "")))
		require.NoError(t, err)
		trust, verify := begin(t, without, clear)
		statusCheck(t, verify(), "status_proof")
		trust.to(own(""))
		require.NoError(t, verify())
	})
	t.Run("a co-signer becomes trusted", func(t *testing.T) {
		partner := func(key string) *did.Document {
			doc, err := did.Parse(documentOf(mallory, method(mallory, "k", badgetest.Ed25519(key).Public(), "")))
			require.NoError(t, err)
			return doc
		}
		list := listWith(bitsOf(), func(l *forge) {
			l.p("LIST", multibaseOf(gzipOf(bitsOf())))
			l.header = ""
			l.proofs = []*proofForge{newProof(), proofBy("eddsa-rdfc-2022", badgetest.Ed25519("mallory"), mallory+"#k")}
		})
		issuer := own("") // the same document throughout
		trust, verify := begin(t, issuer, list)
		require.NoError(t, verify())
		trust.to(issuer, partner("another key"))
		statusCheck(t, verify(), "status_proof")
		trust.to(issuer, partner("mallory"))
		require.NoError(t, verify())
	})
}

// TestStatusIssuersAreCopied: what is done to the options afterwards does nothing.
func TestStatusIssuersAreCopied(t *testing.T) {
	doc, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	other, err := did.Parse(documentOf(mallory, method(mallory, "k", badgetest.Ed25519("mallory").Public(), "")))
	require.NoError(t, err)
	delegates := []string{"did:web:nobody.example"}
	o := options(func(o *verifier.Options) {
		o.Status = always(listWith(bitsOf(), byMallory))
		o.StatusIssuers = map[string][]string{issuerID: delegates}
	})
	v := verifier.New(verifier.Trust(doc, other), o)
	delegates[0] = mallory
	_, err = v.Verify(t.Context(), []byte(newStatusForge("").input()), nil)
	statusCheck(t, err, "status_issuer")
}

// TestStatusGuards: a guard is asked about the list that is used, and only about it.
func TestStatusGuards(t *testing.T) {
	_, issuers := genuineBadge(t)
	badge := []byte(newStatusForge("").input())
	genuine := listWith(bitsOf(), nil)
	forged := listWith(bitsOf(), func(l *forge) {
		l.p("2026-02-20", "2026-02-25")
		l.after = func(s string) string { return changePayload(s, "2026-02-25", "2026-02-26") }
	})
	g := &recorder{sourceFunc: always(forged, genuine)}
	_, err := verifier.New(issuers, options(withStatus(g))).Verify(t.Context(), badge, nil)
	require.NoError(t, err)
	require.Len(t, g.seen, 1)
	require.Equal(t, revocationURL, g.seen[0].URL)
	require.Equal(t, at("2026-02-20T00:00:00Z"), g.seen[0].ValidFrom, "what does not verify must not be remembered")

	l, err := status.New(revocationURL, issuerID, status.Revocation, 0)
	require.NoError(t, err)
	require.Equal(t, l.Sum256(), g.seen[0].SHA256)

	g.answer = errors.New("the memory is lost")
	_, err = verifier.New(issuers, options(withStatus(g))).Verify(t.Context(), badge, nil)
	statusCheck(t, err, "status_unavailable")
	g.answer = fmt.Errorf("of yesterday: %w", verifier.ErrStatusRollback)
	_, err = verifier.New(issuers, options(withStatus(g))).Verify(t.Context(), badge, nil)
	statusCheck(t, err, "status_rollback")
}

type recorder struct {
	sourceFunc
	seen   []verifier.StatusVersion
	answer error
}

func (r *recorder) Accept(_ context.Context, v verifier.StatusVersion) error {
	r.seen = append(r.seen, v)
	return r.answer
}

// TestStatusBomb: 1 GiB in a megabyte costs nothing like it (D8).
func TestStatusBomb(t *testing.T) {
	_, issuers := genuineBadge(t)
	bomb := encodedAs(bombOf(t, 1<<30))
	v := verifier.New(issuers, options(withStatus(always(bomb))))
	badge := []byte(newStatusForge("").input())
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	_, err := v.Verify(t.Context(), badge, nil)
	runtime.ReadMemStats(&after)
	statusCheck(t, err, "status_size_limit")
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(32<<20), "bytes allocated in all")
}

// bombOf compresses n zeros without having them.
func bombOf(t testing.TB, n int64) string {
	t.Helper()
	var b strings.Builder
	b.WriteByte('u')
	enc := base64.NewEncoder(base64.RawURLEncoding, &b)
	w, err := gzip.NewWriterLevel(enc, gzip.BestSpeed)
	require.NoError(t, err)
	_, err = io.CopyN(w, zeros{}, n)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.NoError(t, enc.Close())
	return b.String()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestStatusLimits holds the limit on a list at one entry less, at it, and at one byte more.
func TestStatusLimits(t *testing.T) {
	_, issuers := genuineBadge(t)
	badge := []byte(newStatusForge("").input())
	for _, limit := range []int{131072 / 8, 100_000} {
		for _, c := range []struct {
			bytes int
			ok    bool
		}{{limit, true}, {limit + 1, false}} {
			list := listWith(make([]byte, c.bytes), nil)
			_, err := verifier.New(issuers, options(func(o *verifier.Options) {
				o.Status, o.Limits.StatusBytes = always(list), limit
			})).Verify(t.Context(), badge, nil)
			if c.ok {
				require.NoError(t, err)
				continue
			}
			statusCheck(t, err, "status_size_limit")
		}
	}
	// Lists as good as random, of the default limit, in every form.
	bits := make([]byte, verifier.DefaultStatusBytes)
	state := uint64(1)
	for i := range bits {
		state = state*6364136223846793005 + 1442695040888963407
		bits[i] = byte(state >> 56)
	}
	bits[entryIndex/8] = 0
	for _, list := range []string{listWith(bits, nil), embeddedList("eddsa-rdfc-2022", bits), embeddedList("eddsa-jcs-2022", bits)} {
		_, err := verifier.New(issuers, options(withStatus(always(list)))).Verify(t.Context(), badge, nil)
		require.NoError(t, err)
	}
	_, err := verifier.New(issuers, options(withStatus(always(listWith(append(bits, bits...), nil))))).Verify(t.Context(), badge, nil)
	require.ErrorIs(t, err, verifier.ErrStatusUnknown)
}

// TestClockNotSet is D18: on a machine that woke up in 2000 nothing is valid, and nothing is expired either.
func TestClockNotSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // where time begins in 2000
		token, issuers := genuineBadge(t)
		_, err := verifier.New(issuers, nil).Verify(t.Context(), token, nil)
		require.ErrorIs(t, err, verifier.ErrClock)
		require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err))

		_, err = verifier.New(issuers, &verifier.Options{Now: func() time.Time { return at("2000-01-01T00:00:00Z") }}).Verify(t.Context(), token, nil)
		require.ErrorIs(t, err, verifier.ErrNotYetValid, "who asks for 2000 is answered for 2000")
	})
}

// TestListMutations flips every bit of a list that revokes the badge: the badge is revoked still, or its status is unknown.
func TestListMutations(t *testing.T) {
	_, issuers := genuineBadge(t)
	badge := []byte(newStatusForge("").input())
	step := 1
	if badgetest.Race {
		step = 101
	}
	for name, list := range map[string]string{
		"jws":  listWith(bitsOf(entryIndex), nil),
		"rdfc": embeddedList("eddsa-rdfc-2022", bitsOf(entryIndex)),
		"jcs":  embeddedList("eddsa-jcs-2022", bitsOf(entryIndex)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			revoked, tried := 0, 0
			for bit := 0; bit < 8*len(list); bit += step {
				mutant := []byte(list)
				mutant[bit/8] ^= 1 << (bit % 8)
				_, err := verifier.New(issuers, options(withStatus(always(string(mutant))))).Verify(t.Context(), badge, nil)
				tried++
				switch {
				case errors.Is(err, verifier.ErrRevoked):
					revoked++
				default:
					require.ErrorIs(t, err, verifier.ErrStatusUnknown, "bit %d", bit)
				}
			}
			t.Logf("%d mutants, %d of which say the same", tried, revoked)
			require.LessOrEqual(t, revoked, tried/100)
		})
	}
}

// TestVerifiedListsAreBounded: the least recently used are forgotten, and then verified again.
func TestVerifiedListsAreBounded(t *testing.T) {
	_, issuers := genuineBadge(t)
	badge := []byte(newStatusForge("").input())
	var list *verifier.StatusText
	v := verifier.New(issuers, options(withStatus(sourceFunc(func(context.Context, string) ([]*verifier.StatusText, error) {
		return []*verifier.StatusText{list}, nil
	}))))
	bits := make([]byte, verifier.DefaultStatusBytes)
	most := 0
	for i := range 70 {
		bits[0] = byte(i)
		list = verifier.NewStatusText([]byte(listWith(bits, nil)))
		for range 2 {
			_, err := v.Verify(t.Context(), badge, nil)
			require.NoError(t, err)
		}
		kept, n := verifier.ListingBytes(v)
		require.LessOrEqual(t, kept, verifier.MaxListings)
		most = max(most, n)
	}
	require.Equal(t, 63, most, "a MiB each and what stands around it")

	doc, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	trust := &switching{Issuers: verifier.Trust(doc)}
	v = verifier.New(trust, options(withStatus(always(listWith(bitsOf(), nil)))))
	sizes := make(map[int]bool)
	for range 3 { // the same list anew, for another document
		_, err := v.Verify(t.Context(), badge, nil)
		require.NoError(t, err)
		kept, n := verifier.ListingBytes(v)
		sizes[kept] = true
		require.Equal(t, 1, n)
		again, err := did.Parse(issuerDocument())
		require.NoError(t, err)
		trust.to(again)
	}
	require.Len(t, sizes, 1, "what is replaced is not counted twice")
}

// TestVerifiedListsKeepNoText: what is kept of a list is not the text that it came in, whether it verified or not.
func TestVerifiedListsKeepNoText(t *testing.T) {
	_, issuers := genuineBadge(t)
	badge := []byte(newStatusForge("").input())
	pad := strings.Repeat("x", 450_000)
	for name, do := range map[string]func(l *forge, i int){
		"verified": func(*forge, int) {},
		"forged": func(l *forge, _ int) {
			l.after = func(s string) string { return changePayload(s, "2026-02-20", "2026-02-21") }
		},
		"unreadable": func(l *forge, _ int) { l.p(`"encodedList":"LIST"`, `"encodedList":"nothing"`) },
	} {
		t.Run(name, func(t *testing.T) {
			var list *verifier.StatusText
			v := verifier.New(issuers, options(withStatus(sourceFunc(func(context.Context, string) ([]*verifier.StatusText, error) {
				return []*verifier.StatusText{list}, nil
			}))))
			var before, after runtime.MemStats
			for i := range 41 {
				if i == 1 { // what is made once is there
					runtime.GC()
					runtime.ReadMemStats(&before)
				}
				list = verifier.NewStatusText([]byte(listWith(bitsOf(), func(l *forge) {
					l.payload = strings.Replace(l.payload, `"validUntil"`, fmt.Sprintf(`"a":"%s","b":"%[1]s","c":%d,"validUntil"`, pad, i), 1)
					do(l, i)
				})))
				_, _ = v.Verify(t.Context(), badge, nil)
			}
			list = nil
			runtime.GC()
			runtime.ReadMemStats(&after)
			_, n := verifier.ListingBytes(v)
			require.Equal(t, 41, n)
			require.Less(t, int(after.HeapAlloc)-int(before.HeapAlloc), 40*64<<10, "bytes kept of 40 texts of 900 kB")
		})
	}
}

// TestMalformedListsAreRemembered: junk is read once, whoever it says it is by.
func TestMalformedListsAreRemembered(t *testing.T) {
	token, _ := genuineBadge(t)
	doc, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	trust := &switching{Issuers: verifier.Trust(doc)}
	junk := listWith(bitsOf(), func(l *forge) { l.p(`"2026-02-20T00:00:00Z"`, `"yesterday"`) })
	v := verifier.New(trust, options(withStatus(always(junk))))
	for range 3 {
		before := trust.asked
		_, err := v.Verify(t.Context(), []byte(newStatusForge("").input()), nil)
		statusCheck(t, err, "status_proof")
		require.Equal(t, 1, trust.asked-before, "for the badge alone")
	}
	require.NotEmpty(t, token)
}

// TestEveryStatusRowHasAVector: each row of section D of the project's catalogue of attacks that is about what a verifier is
// shown is named by a vector. D19 and D20 are about dates in general, D21 is in format, D22 in package ledger.
func TestEveryStatusRowHasAVector(t *testing.T) {
	var all strings.Builder
	for _, a := range statusAttacks() {
		all.WriteString(a.description + "\n")
	}
	for i := range 18 {
		row := fmt.Sprintf("D%d", i+1)
		require.True(t, strings.Contains(all.String(), row+")") || strings.Contains(all.String(), row+","), row)
	}
}

// TestStatusParallel: one Verifier, many badges, lists that come and go.
func TestStatusParallel(t *testing.T) {
	_, issuers := genuineBadge(t)
	clear, set := listWith(bitsOf(), nil), listWith(bitsOf(entryIndex), nil)
	var mu sync.Mutex
	turn := 0
	v := verifier.New(issuers, options(withStatus(sourceFunc(func(ctx context.Context, url string) ([]*verifier.StatusText, error) {
		mu.Lock()
		defer mu.Unlock()
		if turn++; turn%2 == 0 {
			return always(clear)(ctx, url)
		}
		return always(set)(ctx, url)
	}))))
	badge := []byte(newStatusForge("").input())
	var revoked, valid int
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 25 {
				_, err := v.Verify(context.Background(), badge, nil)
				mu.Lock()
				if err == nil {
					valid++
				} else if errors.Is(err, verifier.ErrRevoked) {
					revoked++
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	require.Equal(t, 100, valid)
	require.Equal(t, 100, revoked)
}

// TestSignedLists: what package status makes and package signer signs is what Verify believes.
func TestSignedLists(t *testing.T) {
	_, issuers := genuineBadge(t)
	key := badgetest.Ed25519("issuer")
	jws, err := signer.NewJWS(key, issuerID+"#ed25519", nil)
	require.NoError(t, err)
	cose, err := signer.NewJWS(key, issuerID+"#ed25519", &signer.JWSOptions{Profile: signer.VCJOSECOSE})
	require.NoError(t, err)
	rdfc, err := signer.NewDataIntegrity(key, issuerID+"#ed25519", &signer.DataIntegrityOptions{Created: badgetest.Now()})
	require.NoError(t, err)
	jcs, err := signer.NewDataIntegrity(key, issuerID+"#ed25519", &signer.DataIntegrityOptions{JCS: true, Created: badgetest.Now()})
	require.NoError(t, err)
	for name, s := range map[string]signer.Signer{"jws": jws, "vc-jose-cose": cose, "rdfc": rdfc, "jcs": jcs} {
		t.Run(name, func(t *testing.T) {
			l, err := status.New(revocationURL, issuerID, status.Revocation, 0)
			require.NoError(t, err)
			l.ValidFrom, l.ValidUntil = badgetest.Now(), badgetest.Now().AddDate(0, 1, 0)
			l.TTL = time.Hour
			entry, err := l.Entry(entryIndex)
			require.NoError(t, err)
			badge := newForge("")
			badge.entries(string(marshal(t, entry)))
			verify := func() error {
				secured, err := s.Sign(t.Context(), l)
				require.NoError(t, err)
				_, err = verifier.New(issuers, options(withStatus(always(string(secured))))).Verify(t.Context(), []byte(badge.input()), nil)
				return err
			}
			require.NoError(t, verify())
			require.NoError(t, l.Set(entryIndex, true))
			require.ErrorIs(t, verify(), verifier.ErrRevoked)
		})
	}
}

func marshal(t testing.TB, e credential.StatusEntry) []byte {
	t.Helper()
	return fmt.Appendf(nil, `{"id":%q,"type":%q,"statusPurpose":%q,"statusListIndex":%q,"statusListCredential":%q}`,
		e.ID, e.Type, e.StatusPurpose, e.StatusListIndex, e.StatusListCredential)
}
