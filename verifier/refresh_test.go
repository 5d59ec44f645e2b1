package verifier_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// answers is a Refresher that has one answer, and counts how often it was asked.
type answers struct {
	secured []byte
	err     error
	urls    []string
}

func (a *answers) Refresh(_ context.Context, url string) ([]byte, error) {
	a.urls = append(a.urls, url)
	return a.secured, a.err
}

const (
	refreshURL     = "https://example.org/badges/1/newest"
	refreshService = `"refreshService":{"id":"` + refreshURL + `","type":"1EdTechCredentialRefresh"},`
)

// offering makes a badge that names a refreshService.
func offering(do func(*forge)) []byte {
	return made(newForge, func(f *forge) {
		f.p(`"validFrom"`, refreshService+`"validFrom"`)
		f.p(`context-3.0.3.json"]`, `context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`)
		if do != nil {
			do(f)
		}
	})
}

// reissued moves the beginning of a badge.
func reissued(from string, nbf string) func(*forge) {
	return func(f *forge) {
		f.p(`"validFrom":"2026-01-01T00:00:00Z"`, `"validFrom":"`+from+`"`)
		f.p(olderNBF, `"nbf":`+nbf)
	}
}

func TestRefresh(t *testing.T) {
	failure := errors.New("no network")
	id := func(f *forge) { f.payload = strings.ReplaceAll(f.payload, badgeID, badgeID+"0") }
	expired := func(f *forge) {
		f.p(`"validUntil":"2026-12-31T23:59:59Z"`, `"validUntil":"2026-02-28T00:00:00Z"`)
		f.p(olderEXP, `"exp":1772236800`)
	}
	changed := func(f *forge) {
		f.after = func(s string) string { return changePayload(s, "CMT Charterholder", "CMT Charterholdes") }
	}
	mallorys := func(f *forge) {
		f.payload = strings.ReplaceAll(f.payload, issuerID, mallory)
		f.h(issuerID, mallory)
		f.key = badgetest.Ed25519("mallory")
	}
	both := newForge("")
	both.trust(mallory, "mallory")
	var docs []*did.Document
	for _, text := range both.vector.Documents {
		doc, err := did.Parse(text)
		require.NoError(t, err)
		docs = append(docs, doc)
	}
	list := verifier.Trust(docs...)
	for _, tt := range []struct {
		name    string
		answer  answers
		want    error
		verdict verifier.Verdict
	}{
		{"newer", answers{secured: offering(reissued("2026-02-01T00:00:00Z", "1769904000"))}, nil, verifier.Valid},
		{"the same", answers{secured: offering(nil)}, nil, verifier.Valid},
		{"with an embedded proof", answers{secured: made(newEmbeddedForge, nil)}, nil, verifier.Valid},
		{"older", answers{secured: offering(reissued("2025-12-31T23:59:59Z", "1767225599"))}, verifier.ErrNotNewer, verifier.Indeterminate},
		{"of another id", answers{secured: offering(id)}, verifier.ErrNotNewer, verifier.Indeterminate},
		{"of another issuer who is trusted", answers{secured: offering(mallorys)}, verifier.ErrNotNewer, verifier.Indeterminate},
		{"changed", answers{secured: offering(changed)}, verifier.ErrSignature, verifier.Invalid},
		{"expired", answers{secured: offering(expired)}, verifier.ErrExpired, verifier.Invalid},
		{"nothing", answers{}, verifier.ErrMalformed, verifier.Invalid},
		{"a picture", answers{secured: []byte("\x89PNG")}, verifier.ErrUnsupported, verifier.Indeterminate},
		{"failure", answers{err: failure}, failure, verifier.Indeterminate},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := tt.answer
			v := verifier.New(list, options(func(o *verifier.Options) { o.Refresh = &a }))
			res, err := v.Verify(t.Context(), offering(nil), nil)
			require.NoError(t, err, "the original stands")
			require.Equal(t, []string{refreshURL}, a.urls, "once, though the newer one offers it too")
			require.Equal(t, refreshURL, res.Refreshed.URL)
			require.Equal(t, tt.want == nil, res.Refreshed.Result != nil)
			require.ErrorIs(t, res.Refreshed.Err, tt.want)
			require.Equal(t, tt.verdict, verifier.VerdictOf(res.Refreshed.Err))
			if tt.want == nil {
				require.Nil(t, res.Refreshed.Result.Refreshed)
			}
			require.Equal(t, "the issuer offers a newer version of this credential", res.Warnings[0].Detail)

			rep := verifier.NewReport(res, nil)
			require.Equal(t, "valid", rep.Verdict)
			require.Equal(t, tt.verdict.String(), rep.Refreshed.Verdict)
			text, err := json.Marshal(rep)
			require.NoError(t, err)
			var read struct{ Refreshed struct{ URL, Verdict string } }
			require.NoError(t, json.Unmarshal(text, &read))
			require.Equal(t, refreshURL, read.Refreshed.URL)
			require.Equal(t, tt.verdict.String(), read.Refreshed.Verdict)
		})
	}
}

// TestRefreshWithoutID: of a credential without an id nothing is known to be a newer issue.
func TestRefreshWithoutID(t *testing.T) {
	_, issuers := genuineBadge(t)
	token := made(newForge, func(f *forge) {
		f.h(`"JWT"`, `"vc+jwt"`)
		f.p(`,"OpenBadgeCredential"`, "")
		f.p(`"id":"`+badgeID+`",`, "")
		f.p(`"jti":"`+badgeID+`",`, "")
		f.p(`"validFrom"`, refreshService+`"validFrom"`)
	})
	v := verifier.New(issuers, options(func(o *verifier.Options) { o.Refresh = &answers{secured: token} }))
	res, err := v.VerifyCredential(t.Context(), token, nil)
	require.NoError(t, err)
	require.ErrorIs(t, res.Refreshed.Err, verifier.ErrNotNewer)
}

// TestRefreshAsks: nothing is fetched without an option, before the proof, or by a protocol that is not known; and the
// newer issue has to be the expected recipient's as well.
func TestRefreshAsks(t *testing.T) {
	_, issuers := genuineBadge(t)
	late := func(o *verifier.Options) { o.Now = func() time.Time { return at("2027-01-01T00:00:00Z") } }
	for _, tt := range []struct {
		name    string
		issuers verifier.Issuers
		secured []byte
		asked   int
	}{
		{"genuine", issuers, offering(nil), 1},
		{"no refreshService", issuers, made(newForge, nil), 0},
		{"changed", issuers, offering(func(f *forge) {
			f.after = func(s string) string { return changePayload(s, "CMT Charterholder", "CMT Charterholdes") }
		}), 0},
		{"unknown issuer", nil, offering(nil), 0},
		{"another type", issuers, offering(func(f *forge) { f.p("1EdTechCredentialRefresh", "ManualRefreshService2018") }), 0},
		{"an address that is none", issuers, offering(func(f *forge) { f.p(refreshURL, "newest") }), 0},
		{"no address", issuers, offering(func(f *forge) {
			anyCredential(f)
			f.p(`,"OpenBadgeCredential"`, "")
			f.p(`"id":"`+refreshURL+`",`, "")
		}), 0},
		{"a badge of data model 1.1", issuers, made(newOlderForge, inClaim(signed(olderIssued, refreshService+olderIssued),
			signed(`context-3.0.3.json"]`, `context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`))), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := &answers{secured: offering(nil)}
			v := verifier.New(tt.issuers, options(func(o *verifier.Options) { o.Refresh = a }))
			_, _ = v.VerifyCredential(t.Context(), tt.secured, nil)
			require.Len(t, a.urls, tt.asked)
		})
	}

	// An expired badge is authentic, and may have been renewed.
	renewed := offering(func(f *forge) {
		f.p(`"validUntil":"2026-12-31T23:59:59Z"`, `"validUntil":"2027-12-31T23:59:59Z"`)
		f.p(olderEXP, `"exp":1830297599`)
	})
	a := &answers{secured: renewed}
	_, err := verifier.New(issuers, options(func(o *verifier.Options) { late(o); o.Refresh = a })).Verify(t.Context(), offering(nil), nil)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "expired", e.Code())
	require.Equal(t, at("2027-12-31T23:59:59Z"), e.Result.Refreshed.Result.Badge.ValidUntil.Time())
	require.Equal(t, "valid", verifier.NewReport(nil, err).Refreshed.Verdict)

	expect := &verifier.Expect{Recipient: []verifier.Identity{{Type: verifier.SubjectID, Value: subjectID}}}
	a = &answers{secured: offering(func(f *forge) { f.payload = strings.ReplaceAll(f.payload, subjectID, subjectID[:len(subjectID)-1]+"2") })}
	res, err := verifier.New(issuers, options(func(o *verifier.Options) { o.Refresh = a })).Verify(t.Context(), offering(nil), expect)
	require.NoError(t, err)
	require.ErrorIs(t, res.Refreshed.Err, verifier.ErrRecipient)

	res, err = verifier.New(issuers, options(nil)).Verify(t.Context(), offering(nil), nil)
	require.NoError(t, err)
	require.Nil(t, res.Refreshed)
	require.Nil(t, verifier.NewReport(res, nil).Refreshed)
}

// TestForgedOffer: what nobody has signed offers nothing.
func TestForgedOffer(t *testing.T) {
	_, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(func(o *verifier.Options) { o.Refresh = &answers{} }))
	_, err := v.Verify(t.Context(), offering(func(f *forge) {
		f.after = func(s string) string { return changePayload(s, "CMT Charterholder", "CMT Charterholdes") }
	}), nil)
	require.ErrorIs(t, err, verifier.ErrSignature)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Empty(t, e.Warnings)
}
