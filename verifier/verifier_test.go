package verifier_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// genuineBadge is a badge that verifies, and the issuers it verifies with.
func genuineBadge(t testing.TB) ([]byte, verifier.Issuers) {
	t.Helper()
	doc, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	return []byte(newForge("genuine").input()), verifier.Trust(doc)
}

func options(change func(*verifier.Options)) *verifier.Options {
	o := &verifier.Options{Now: badgetest.Now, Limits: verifier.Limits{Time: verifier.MaxTime}}
	if change != nil {
		change(o)
	}
	return o
}

func TestResult(t *testing.T) {
	token, issuers := genuineBadge(t)
	res, err := verifier.New(issuers, options(nil)).Verify(t.Context(), token, nil)
	require.NoError(t, err)
	require.Equal(t, verifier.Valid, verifier.VerdictOf(err))
	require.Equal(t, issuerID, res.Issuer)
	require.Equal(t, issuerID+"#ed25519", res.VerificationMethod)
	require.Equal(t, verifier.FormJWS, res.Form)
	require.Equal(t, "EdDSA", res.Algorithm)
	require.Equal(t, badgetest.Now(), res.At)
	require.Equal(t, "CMT Charterholder", res.Badge.Subject.Achievement.Name)
	require.Nil(t, res.Recipient)

	claims := strings.Index(goodPayload, `,"iss":`)
	require.JSONEq(t, goodPayload[:claims]+"}", string(res.Document()), "the credential without its JWT claims")

	outcomes := make(map[verifier.Step]verifier.Outcome)
	for _, c := range res.Checks {
		outcomes[c.Step] = c.Outcome
	}
	require.Equal(t, map[verifier.Step]verifier.Outcome{
		verifier.StepFormat: verifier.Pass, verifier.StepIssuer: verifier.Pass, verifier.StepProof: verifier.Pass,
		verifier.StepPeriod: verifier.Pass, verifier.StepStatus: verifier.Skipped, verifier.StepRecipient: verifier.Skipped,
		verifier.StepSchema: verifier.Skipped, verifier.StepResource: verifier.Skipped, verifier.StepEndorsement: verifier.Skipped, verifier.StepPolicy: verifier.Skipped,
	}, outcomes)
}

func TestErrorHasResultOnlyWhenAuthentic(t *testing.T) {
	token, issuers := genuineBadge(t)
	late := options(func(o *verifier.Options) {
		o.Now = func() time.Time { return at("2027-06-01T00:00:00Z") }
		o.Policies = []verifier.Policy{verifier.Only("https://example.org/achievements/other")}
	})
	_, err := verifier.New(issuers, late).Verify(t.Context(), token, nil)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "expired", e.Code(), "the earlier step names the code")
	require.ErrorIs(t, err, verifier.ErrExpired)
	require.ErrorIs(t, err, verifier.ErrPolicy, "every reason is there")
	require.NotErrorIs(t, err, verifier.ErrNotYetValid)
	require.NotNil(t, e.Result)
	require.Equal(t, "CMT Charterholder", e.Result.Badge.Name)
	require.Equal(t, e.Checks, e.Result.Checks)
	require.Len(t, e.Problems(), 2)

	token[len(token)-10] ^= 1
	_, err = verifier.New(issuers, late).Verify(t.Context(), token, nil)
	require.ErrorAs(t, err, &e)
	require.ErrorIs(t, err, verifier.ErrSignature)
	require.NotErrorIs(t, err, verifier.ErrExpired, "nothing after the proof is looked at")
	require.Nil(t, e.Result)
	require.Equal(t, issuerID, e.Claimed.Issuer)

	_, err = verifier.New(nil, late).Verify(t.Context(), token, nil)
	require.ErrorAs(t, err, &e)
	require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
	require.Nil(t, e.Result)
}

func TestInvalidBeatsIndeterminate(t *testing.T) {
	f := newForge("status list, and not for this person")
	f.p(`"iss"`, `"credentialStatus":{"id":"https://example.org/status/1#7","type":"BitstringStatusListEntry",`+
		`"statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://example.org/status/1"},"iss"`)
	_, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(nil))
	expect := &verifier.Expect{Recipient: []verifier.Identity{{Type: "emailAddress", Value: "b@example.com"}}}
	_, err := v.Verify(t.Context(), []byte(f.input()), expect)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "recipient", e.Code(), "the status step comes first, but is only indeterminate")
	require.Equal(t, verifier.Invalid, e.Verdict())
	require.ErrorIs(t, err, verifier.ErrStatusUnknown)
	require.Equal(t, []string{"https://example.org/status/1"}, e.Claimed.StatusLists)

	skip := options(func(o *verifier.Options) { o.InsecureSkipStatus = true })
	_, err = verifier.New(issuers, skip).Verify(t.Context(), []byte(f.input()), nil)
	require.NoError(t, err)
}

func TestVerdictOf(t *testing.T) {
	for name, err := range map[string]error{
		"context": context.Canceled, "file": io.ErrUnexpectedEOF, "sentinel alone": verifier.ErrExpired, "foreign": errors.New("x"),
	} {
		require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err), name)
	}
	token, _ := genuineBadge(t)
	_, err := verifier.New(nil, nil).Verify(t.Context(), token[:100], nil)
	require.Equal(t, verifier.Invalid, verifier.VerdictOf(fmt.Errorf("reading badge.jws: %w", err)), "a wrapped Error keeps its verdict")
}

func TestPolicies(t *testing.T) {
	token, issuers := genuineBadge(t)
	inner := fmt.Errorf("the list has expired: %w", verifier.ErrExpired)
	for name, tt := range map[string]struct {
		policy  func(context.Context, *verifier.Result) error
		verdict verifier.Verdict
		is      error
	}{
		"accepts": {func(context.Context, *verifier.Result) error { return nil }, verifier.Valid, nil},
		"refuses": {func(context.Context, *verifier.Result) error { return errors.New("no") }, verifier.Invalid, verifier.ErrPolicy},
		"nested":  {func(context.Context, *verifier.Result) error { return inner }, verifier.Invalid, verifier.ErrPolicy},
		"could not say": {func(context.Context, *verifier.Result) error {
			return fmt.Errorf("offline: %w", verifier.ErrIndeterminate)
		}, verifier.Indeterminate, verifier.ErrIndeterminate},
		"could not say, because of a list": {func(context.Context, *verifier.Result) error {
			return fmt.Errorf("%w: %w", verifier.ErrIndeterminate, expiredElsewhere(t))
		}, verifier.Indeterminate, verifier.ErrIndeterminate},
		"refuses, and a list is unknown": {func(context.Context, *verifier.Result) error {
			return errors.Join(errors.New("on the blacklist"), unknownElsewhere(t))
		}, verifier.Invalid, verifier.ErrPolicy},
		"other achievement":          {verifier.Only("https://example.org/achievements/other"), verifier.Invalid, verifier.ErrPolicy},
		"the achievement":            {verifier.Only("https://example.org/achievements/cmt-charter"), verifier.Valid, nil},
		"the achievement and issuer": {verifier.Only("https://example.org/achievements/cmt-charter", issuerID), verifier.Valid, nil},
		"of another issuer":          {verifier.Only("https://example.org/achievements/cmt-charter", "did:web:other.example"), verifier.Invalid, verifier.ErrPolicy},
	} {
		t.Run(name, func(t *testing.T) {
			opts := options(func(o *verifier.Options) { o.Policies = []verifier.Policy{tt.policy} })
			_, err := verifier.New(issuers, opts).Verify(t.Context(), token, nil)
			require.Equal(t, tt.verdict, verifier.VerdictOf(err))
			if tt.is == nil {
				return
			}
			require.ErrorIs(t, err, tt.is)
			require.NotErrorIs(t, err, verifier.ErrExpired, "what lies behind a check is not the badge's own error")
			var e *verifier.Error
			require.ErrorAs(t, err, &e)
			require.Error(t, e.Checks[len(e.Checks)-1].Cause)
		})
	}
}

// expiredElsewhere and unknownElsewhere are the errors of other verifications.
func expiredElsewhere(t *testing.T) error {
	token, issuers := genuineBadge(t)
	late := options(func(o *verifier.Options) { o.Now = func() time.Time { return at("2027-06-01T00:00:00Z") } })
	_, err := verifier.New(issuers, late).Verify(t.Context(), token, nil)
	require.ErrorIs(t, err, verifier.ErrExpired)
	return err
}

func unknownElsewhere(t *testing.T) error {
	token, _ := genuineBadge(t)
	_, err := verifier.New(nil, options(nil)).Verify(t.Context(), token, nil)
	require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
	return err
}

// TestPoliciesAllRun: each is asked, one that fails does not stop the next, and a step that failed does not pass too.
func TestPoliciesAllRun(t *testing.T) {
	token, issuers := genuineBadge(t)
	asked := 0
	count := func(context.Context, *verifier.Result) error { asked++; return nil }
	no := func(context.Context, *verifier.Result) error { return errors.New("no") }
	opts := options(func(o *verifier.Options) { o.Policies = []verifier.Policy{no, count, no} })
	_, err := verifier.New(issuers, opts).Verify(t.Context(), token, nil)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, 1, asked)
	var outcomes []verifier.Outcome
	for _, c := range e.Checks {
		if c.Step == verifier.StepPolicy {
			outcomes = append(outcomes, c.Outcome)
		}
	}
	require.Equal(t, []verifier.Outcome{verifier.Fail, verifier.Fail}, outcomes)

	ctx, cancel := context.WithCancel(t.Context())
	stop := func(context.Context, *verifier.Result) error { cancel(); return nil }
	opts = options(func(o *verifier.Options) { o.Policies = []verifier.Policy{stop, count} })
	_, err = verifier.New(issuers, opts).Verify(ctx, token, nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	require.Equal(t, 1, asked, "nothing is asked once the context has ended")
}

// TestPolicyCannotUndoAFailure: a Policy that filters the slices it is shown filters a copy.
func TestPolicyCannotUndoAFailure(t *testing.T) {
	token, issuers := genuineBadge(t)
	opts := options(func(o *verifier.Options) {
		o.Now = func() time.Time { return at("2027-06-01T00:00:00Z") }
		o.Policies = []verifier.Policy{func(_ context.Context, r *verifier.Result) error {
			r.Checks = slices.DeleteFunc(r.Checks, func(c verifier.Check) bool { return c.Outcome != verifier.Pass })
			return nil
		}}
	})
	_, err := verifier.New(issuers, opts).Verify(t.Context(), token, nil)
	require.ErrorIs(t, err, verifier.ErrExpired)
}

// TestPolicyThatVerifies: what another credential's verification says counts by its verdict, not by its sentinels.
func TestPolicyThatVerifies(t *testing.T) {
	token, issuers := genuineBadge(t)
	unknown := func(context.Context, *verifier.Result) error { return verifier.ErrIndeterminate }
	late := options(func(o *verifier.Options) {
		o.Now = func() time.Time { return at("2027-06-01T00:00:00Z") }
		o.Policies = []verifier.Policy{unknown}
	})
	for name, tt := range map[string]struct {
		inner   *verifier.Verifier
		verdict verifier.Verdict
	}{
		"unknown issuer":                    {verifier.New(nil, options(nil)), verifier.Indeterminate},
		"expired, and a policy that cannot": {verifier.New(issuers, late), verifier.Invalid},
	} {
		opts := options(func(o *verifier.Options) {
			o.Policies = []verifier.Policy{func(ctx context.Context, _ *verifier.Result) error {
				_, err := tt.inner.Verify(ctx, token, nil)
				return fmt.Errorf("the other badge: %w", err)
			}}
		})
		_, err := verifier.New(issuers, opts).Verify(t.Context(), token, nil)
		require.Equal(t, tt.verdict, verifier.VerdictOf(err), name)
		require.NotErrorIs(t, err, verifier.ErrExpired, name)
		require.NotErrorIs(t, err, verifier.ErrUnknownIssuer, name)
	}
}

// issuersFunc answers as a test wants.
type issuersFunc func(ctx context.Context, id string) (*did.Document, error)

func (f issuersFunc) Issuer(ctx context.Context, id string) (*did.Document, error) { return f(ctx, id) }

func TestIssuersThatFail(t *testing.T) {
	token, _ := genuineBadge(t)
	other, err := did.Parse(documentOf("did:web:other.example", method("did:web:other.example", "ed25519", badgetest.Ed25519("issuer").Public(), "")))
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		issuers verifier.Issuers
		reason  string
	}{
		"unreadable":       {issuersFunc(func(context.Context, string) (*did.Document, error) { return nil, io.ErrUnexpectedEOF }), "issuer_unavailable"},
		"nothing":          {issuersFunc(func(context.Context, string) (*did.Document, error) { return nil, nil }), "issuer_mismatch"},
		"another document": {issuersFunc(func(context.Context, string) (*did.Document, error) { return other, nil }), "issuer_mismatch"},
		"document and error": {issuersFunc(func(context.Context, string) (*did.Document, error) {
			d, err := did.Parse(issuerDocument())
			return d, errors.Join(err, io.ErrUnexpectedEOF)
		}), "issuer_unavailable"},
		"unknown": {issuersFunc(func(context.Context, string) (*did.Document, error) { return nil, verifier.ErrUnknownIssuer }), "untrusted"},
		"none":    {nil, "untrusted"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := verifier.New(tt.issuers, options(nil)).Verify(t.Context(), token, nil)
			require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
			require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err))
			require.NotErrorIs(t, err, io.ErrUnexpectedEOF)
			var e *verifier.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, tt.reason, e.Checks[1].Reason)
		})
	}
}

func TestTrustOfTwoDocumentsWithOneID(t *testing.T) {
	token, _ := genuineBadge(t)
	one, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	again, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	two, err := did.Parse(documentOf(issuerID, method(issuerID, "ed25519", badgetest.Ed25519("issuer").Public(), "")))
	require.NoError(t, err)
	for _, docs := range [][]*did.Document{{one, two}, {two, one}, {one, two, one}} {
		_, err = verifier.New(verifier.Trust(docs...), options(nil)).Verify(t.Context(), token, nil)
		require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
		var e *verifier.Error
		require.ErrorAs(t, err, &e)
		require.ErrorContains(t, e.Checks[1].Cause, issuerID, "the trust list is at fault, and says so")
	}
	_, err = verifier.New(verifier.Trust(one, again, nil), options(nil)).Verify(t.Context(), token, nil)
	require.NoError(t, err, "a copy of the document is the document")
	_, err = verifier.New(verifier.Trust(one, one), options(nil)).Verify(t.Context(), token, nil)
	require.NoError(t, err, "the same document twice is one document")
}

func TestTrustFS(t *testing.T) {
	token, _ := genuineBadge(t)
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	good := string(issuerDocument())
	for name, tt := range map[string]struct {
		files   fstest.MapFS
		mention string // "" when the folder is read
	}{
		"one":                       {fstest.MapFS{"did.json": file(good)}, ""},
		"nested":                    {fstest.MapFS{"issuers/example.org/did.json": file(good), "README.md": file("not a document")}, ""},
		"not a document":            {fstest.MapFS{"did.json": file(good), "x.json": file("{}")}, "x.json"},
		"not JSON":                  {fstest.MapFS{"did.json": file(good), "x.json": file("{")}, "x.json"},
		"one id twice":              {fstest.MapFS{"a.json": file(good), "b.json": file(good)}, "b.json"},
		"capital letters":           {fstest.MapFS{"DID.JSON": file(good)}, ""},
		"folder that ends in .json": {fstest.MapFS{"x.json/did.json": file(good)}, ""},
		"pipe":                      {fstest.MapFS{"did.json": {Data: []byte(good), Mode: fs.ModeNamedPipe}}, "did.json"},
		"too large":                 {fstest.MapFS{"big.json": file(good + strings.Repeat(" ", did.MaxDocument))}, "big.json"},
	} {
		t.Run(name, func(t *testing.T) {
			issuers, err := verifier.TrustFS(tt.files)
			if tt.mention != "" {
				require.ErrorContains(t, err, tt.mention)
				return
			}
			require.NoError(t, err)
			_, err = verifier.New(issuers, options(nil)).Verify(t.Context(), token, nil)
			require.NoError(t, err)
		})
	}
}

func TestContextEnds(t *testing.T) {
	token, issuers := genuineBadge(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := verifier.New(issuers, options(nil)).Verify(ctx, token, nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err))

	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	opts := options(func(o *verifier.Options) {
		o.Policies = []verifier.Policy{func(ctx context.Context, _ *verifier.Result) error { cancel(); return ctx.Err() }}
	})
	_, err = verifier.New(issuers, opts).Verify(ctx, token, nil)
	require.ErrorIs(t, err, verifier.ErrCanceled, "an interrupted policy has not refused anything")
	require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err))
}

// TestContextCauseDoesNotLeak: who cancels a batch because of one badge says nothing about the others.
func TestContextCauseDoesNotLeak(t *testing.T) {
	token, issuers := genuineBadge(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(fmt.Errorf("another badge: %w", verifier.ErrExpired))
	_, err := verifier.New(issuers, options(nil)).Verify(ctx, token, nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, verifier.ErrExpired)

	ctx, stop := context.WithCancel(t.Context())
	during := issuersFunc(func(context.Context, string) (*did.Document, error) { stop(); return nil, ctx.Err() })
	_, err = verifier.New(during, options(nil)).Verify(ctx, token, nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	require.NotErrorIs(t, err, verifier.ErrUnknownIssuer)
}

// TestInputChangesMeanwhile: what is verified is what was read, whatever happens to the caller's buffer.
func TestInputChangesMeanwhile(t *testing.T) {
	token, issuers := genuineBadge(t)
	forged := []byte(changePayload(string(token), "CMT Charterholder", "CMT Charterholdes"))
	require.Len(t, forged, len(token))
	swap := issuersFunc(func(ctx context.Context, id string) (*did.Document, error) {
		copy(forged, token)
		return issuers.Issuer(ctx, id)
	})
	_, err := verifier.New(swap, options(nil)).Verify(t.Context(), forged, nil)
	require.ErrorIs(t, err, verifier.ErrSignature)
}

func TestMessagesAreFitForATerminal(t *testing.T) {
	_, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(nil))
	hostile := "\u001b]0;pwn\u0007\nvalid: \u202e" // as JSON escapes
	for _, payload := range []string{
		`{"` + hostile + `":1e400}`,
		replaceOnce(goodPayload, `"criteria":{`, `"criteria":{"`+hostile+`":null,`),
		replaceOnce(goodPayload, `"issuer":{"id":"did:web:example.org"`, `"issuer":{"id":"`+hostile+`"`),
		replaceOnce(goodPayload, `"achievementType":"Certification"`, `"achievementType":"`+hostile+`"`),
	} {
		f := newForge("")
		f.payload = payload
		_, err := v.Verify(t.Context(), []byte(f.input()), nil)
		var e *verifier.Error
		require.ErrorAs(t, err, &e)
		for _, text := range []string{err.Error(), e.Problems()[0].Detail, e.Checks[0].String()} {
			require.NotContains(t, text, "\x1b")
			require.NotContains(t, text, "\n")
			require.NotContains(t, text, "\u202e")
		}
	}

	opts := options(func(o *verifier.Options) {
		o.Policies = []verifier.Policy{func(context.Context, *verifier.Result) error { return errors.New("x\nvalid: \x1b[31m") }}
	})
	_, err := verifier.New(issuers, opts).Verify(t.Context(), []byte(newForge("").input()), nil)
	require.ErrorIs(t, err, verifier.ErrPolicy)
	require.NotContains(t, err.Error(), "\n")
	require.NotContains(t, err.Error(), "\x1b")

	deep := strings.Repeat(`{"`+strings.Repeat("n", 250)+`":`, 20) + "[" + strings.Repeat("null,", 4000) + "null]" + strings.Repeat("}", 20)
	f := newForge("")
	f.p(`"iss"`, `"deep":`+deep+`,"iss"`)
	_, err = v.Verify(t.Context(), []byte(f.input()), nil)
	require.Error(t, err)
	require.Less(t, len(err.Error()), 8<<10)
}

// warned gives the code and the place of every warning.
func warned(warnings []verifier.Warning) (list []string) {
	for _, w := range warnings {
		list = append(list, strings.TrimSpace(w.Code+" "+w.Pointer))
	}
	return list
}

func TestWarnings(t *testing.T) {
	_, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(nil))
	for want, do := range map[string]func(f *forge){
		"audience /aud":  func(f *forge) { f.p(`"iss"`, `"aud":"x","iss"`) },
		"header_ignored": func(f *forge) { f.h(`"JWT"`, `"vc+jwt","x-trace":"1"`) },
		"refresh_service /refreshService": func(f *forge) {
			f.p(`"iss"`, `"refreshService":{"id":"https://example.org/r","type":"X"},"iss"`)
		},
		"missing /credentialSubject/achievement/achievementType": func(f *forge) {
			f.p(`"achievementType":"Certification",`, "")
		},
	} {
		t.Run(want, func(t *testing.T) {
			f := newForge("")
			do(f)
			res, err := v.Verify(t.Context(), []byte(f.input()), nil)
			require.NoError(t, err)
			require.Equal(t, []string{want}, warned(res.Warnings))
		})
	}
	f := newForge("")
	f.p(`sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399`, `md5$`+md5Hex("a@example.comKosher"))
	res, err := v.Verify(t.Context(), []byte(f.input()), &verifier.Expect{Recipient: []verifier.Identity{{Type: "emailAddress", Value: "a@example.com"}}})
	require.NoError(t, err)
	require.True(t, res.Recipient.Weak)
	require.True(t, slices.ContainsFunc(res.Warnings, func(w verifier.Warning) bool { return w.Code == "weak_hash" }))
}

// TestUndecidedSteps: schemas are reported as not checked, endorsements as not verified, and neither has an effect.
func TestUndecidedSteps(t *testing.T) {
	f := newForge("")
	f.p(`"iss"`, `"credentialSchema":[{"id":"https://example.org/schema.json","type":"JsonSchema"}],`+
		`"endorsement":[{"type":["EndorsementCredential"]}],"endorsementJwt":["e30.e30.AA"],"iss"`)
	f.p(`"type":["Profile"],`, `"type":["Profile"],"parentOrg":{"id":"urn:x:y","type":["Profile"],"endorsementJwt":["e30.e30.AA"]},`)
	_, issuers := genuineBadge(t)
	res, err := verifier.New(issuers, options(nil)).Verify(t.Context(), []byte(f.input()), nil)
	require.NoError(t, err)
	outcomes := make(map[verifier.Step]string)
	for _, c := range res.Checks {
		outcomes[c.Step] = string(c.Outcome) + ": " + c.Detail
	}
	require.Equal(t, `unknown: schemas of the type "JsonSchema" are not evaluated: "https://example.org/schema.json"`, outcomes[verifier.StepSchema])
	require.Equal(t, []string{"fail /endorsement/0", "fail /endorsementJwt/0", "fail /issuer/parentOrg/endorsementJwt/0"},
		lines(res.Checks, verifier.StepEndorsement))
}

// TestExpWithoutValidUntil: the end that counts is the end that is shown.
func TestExpWithoutValidUntil(t *testing.T) {
	f := newForge("")
	f.p(`"validUntil":"2026-12-31T23:59:59Z",`, "")
	_, issuers := genuineBadge(t)
	res, err := verifier.New(issuers, options(nil)).Verify(t.Context(), []byte(f.input()), nil)
	require.NoError(t, err)
	require.Equal(t, "2026-12-31T23:59:59Z", res.Badge.ValidUntil.String())
	require.Equal(t, "2026-12-31T23:59:59Z", verifier.NewReport(res, nil).Badge.ValidUntil)

	f.h(`"JWT"`, `"vc+jwt"`)
	res, err = verifier.New(issuers, options(nil)).Verify(t.Context(), []byte(f.input()), nil)
	require.NoError(t, err)
	require.True(t, res.Badge.ValidUntil.IsZero(), "in VC-JOSE-COSE exp is the end of the signature")
}

// TestUntrustedButAuthentic: a did:key that nobody trusts has signed, and still nothing of it is shown as fact.
func TestUntrustedButAuthentic(t *testing.T) {
	v, ok := readVectors(t)["jws/did-key-untrusted.json"]
	require.True(t, ok)
	_, err := v.run(t)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Nil(t, e.Result)
	require.Nil(t, verifier.NewReport(nil, err).Badge)
	outcomes := make(map[verifier.Step]verifier.Outcome)
	for _, c := range e.Checks {
		outcomes[c.Step] = c.Outcome
	}
	require.Equal(t, verifier.Unknown, outcomes[verifier.StepIssuer])
	require.Equal(t, verifier.Pass, outcomes[verifier.StepProof])
	require.Equal(t, verifier.Skipped, outcomes[verifier.StepPeriod])
}

// TestCheapRefusalsComeFirst: a claim that contradicts the credential is found before any key is looked up.
func TestCheapRefusalsComeFirst(t *testing.T) {
	never := issuersFunc(func(context.Context, string) (*did.Document, error) { panic("the issuer was looked up") })
	v := verifier.New(never, options(nil))
	for name, do := range map[string]func(f *forge){
		"iss": func(f *forge) { f.p(`"iss":"did:web:example.org"`, `"iss":"did:web:x.example"`) },
		"jti": func(f *forge) { f.p(`"jti":"urn:uuid:0b1f7a52`, `"jti":"urn:uuid:0b1f7a53`) },
		"sub": func(f *forge) { f.p(`"sub":"`, `"sub":"x`) },
		"nbf": func(f *forge) { f.p(`"nbf":1767225600`, `"nbf":1767225601`) },
		"exp": func(f *forge) { f.p(`"exp":1798761599`, `"exp":1798761598`) },
		"iat": func(f *forge) { f.p(`"nbf"`, `"iat":-1,"nbf"`) },
		"id":  func(f *forge) { f.p(`"id":"urn:uuid:0b1f7a52`, `"id":"nope`) },
		"validFrom": func(f *forge) {
			f.p(`"validFrom":"2026-01-01T00:00:00Z"`, `"validFrom":"soon"`)
		},
		"rule": func(f *forge) { f.p(`"Certification"`, `"Charter"`) },
	} {
		f := newForge("")
		do(f)
		_, err := v.Verify(t.Context(), []byte(f.input()), nil)
		require.ErrorIs(t, err, verifier.ErrMalformed, name)
	}
}

func TestTimeLimit(t *testing.T) {
	token, issuers := genuineBadge(t)
	opts := options(func(o *verifier.Options) {
		o.Limits.Time = time.Millisecond
		o.Policies = []verifier.Policy{func(ctx context.Context, _ *verifier.Result) error { <-ctx.Done(); return ctx.Err() }}
	})
	_, err := verifier.New(issuers, opts).Verify(t.Context(), token, nil)
	require.ErrorIs(t, err, verifier.ErrTooLarge)
	require.NotErrorIs(t, err, verifier.ErrCanceled)
}

func TestByteLimit(t *testing.T) {
	_, issuers := genuineBadge(t)
	size := len(goodPayload)
	for limit, ok := range map[int]bool{size - 1: false, size: true, size + 1: true} {
		opts := options(func(o *verifier.Options) { o.Limits.Bytes = limit })
		_, err := verifier.New(issuers, opts).Verify(t.Context(), []byte(newForge("").input()), nil)
		require.Equal(t, ok, err == nil, "limit %d: %v", limit, err)
		if !ok {
			require.ErrorIs(t, err, verifier.ErrTooLarge)
		}
	}
	huge := make([]byte, 64<<20)
	for i := range huge {
		huge[i] = '.'
	}
	allocs := testing.AllocsPerRun(5, func() {
		_, err := verifier.New(issuers, options(nil)).Verify(t.Context(), huge, nil)
		require.ErrorIs(t, err, verifier.ErrTooLarge)
	})
	require.Less(t, allocs, 100.0)
}

func TestOptionsAreNotShared(t *testing.T) {
	token, issuers := genuineBadge(t)
	opts := options(func(o *verifier.Options) {
		o.Policies = []verifier.Policy{verifier.Only("https://example.org/achievements/other")}
	})
	v := verifier.New(issuers, opts)
	opts.Policies[0] = func(context.Context, *verifier.Result) error { return nil }
	_, err := v.Verify(t.Context(), token, nil)
	require.ErrorIs(t, err, verifier.ErrPolicy)
}

func TestConcurrentVerify(t *testing.T) {
	token, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(nil))
	bad := append([]byte(nil), token...)
	bad[len(bad)-10] ^= 1
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			input, want := token, verifier.Valid
			if i%2 == 1 {
				input, want = bad, verifier.Invalid
			}
			_, err := v.Verify(t.Context(), input, nil)
			if got := verifier.VerdictOf(err); got != want {
				t.Errorf("%d: %v, want %v", i, got, want)
			}
		})
	}
	wg.Wait()
}

func TestInsecureVerifyProof(t *testing.T) {
	doc, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	f := newForge("somebody else's credential")
	f.payload = strings.ReplaceAll(f.payload, `"did:web:example.org"`, `"https://vc.example/issuers/5678"`)
	require.NoError(t, verifier.InsecureVerifyProof(t.Context(), []byte(f.input()), doc))

	f.by(badgetest.Ed25519("attacker"), "EdDSA", "ed25519")
	require.ErrorIs(t, verifier.InsecureVerifyProof(t.Context(), []byte(f.input()), doc), verifier.ErrSignature)
	f.by(badgetest.Ed25519("login"), "EdDSA", "login")
	require.ErrorIs(t, verifier.InsecureVerifyProof(t.Context(), []byte(f.input()), doc), verifier.ErrWrongKey)
	require.ErrorIs(t, verifier.InsecureVerifyProof(t.Context(), []byte(goodPayload), doc), verifier.ErrNoProof)
	picture := verifier.InsecureVerifyProof(t.Context(), []byte("<svg/>"), doc)
	require.ErrorIs(t, picture, verifier.ErrUnsupported)
	require.NotErrorIs(t, picture, verifier.ErrNoProof)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, verifier.InsecureVerifyProof(ctx, []byte(f.input()), doc), verifier.ErrCanceled)
}

func TestInspect(t *testing.T) {
	u, err := verifier.Inspect([]byte(newForge("").input()))
	require.NoError(t, err)
	require.Equal(t, verifier.FormJWS, u.Form)
	require.JSONEq(t, goodHeader, string(u.Header))
	require.JSONEq(t, goodPayload, string(u.Document))
	require.Equal(t, "CMT Charterholder", u.Badge.Name)
	require.Equal(t, verifier.Claimed{Issuer: issuerID, ID: u.Badge.ID, VerificationMethod: issuerID + "#ed25519"}, u.Claimed)

	u, err = verifier.Inspect([]byte(`{"id":"urn:x:y","issuer":7,"proof":{}}`))
	require.NoError(t, err)
	require.Equal(t, verifier.FormDataIntegrity, u.Form)
	require.NotEmpty(t, u.Problems)
	require.Empty(t, u.Claimed.Issuer)

	u, err = verifier.Inspect([]byte(`{"issuer":"urn:x:i","proof":[{"verificationMethod":"urn:x:m"}],"credentialStatus":[` +
		`{"id":"urn:x:e","statusListCredential":"urn:x:s"},{"id":"urn:x:r","type":"1EdTechRevocationList"},{"statusListCredential":"urn:x:s"},{"id":"urn:x:n"}]}`))
	require.NoError(t, err)
	require.Equal(t, verifier.Claimed{Issuer: "urn:x:i", VerificationMethod: "urn:x:m", StatusLists: []string{"urn:x:s", "urn:x:r"}}, u.Claimed)

	// What is no credential is said to be none, and a vc claim is one in a token alone.
	u, err = verifier.Inspect([]byte(`{"vc":{"id":"urn:x:y"},"credentialStatus":[],"proof":[]}`))
	require.NoError(t, err)
	require.Equal(t, verifier.Claimed{}, u.Claimed)
	u, err = verifier.Inspect([]byte(`{"id":"urn:x:y"}`))
	require.NoError(t, err)
	require.Empty(t, u.Form)
	u, err = verifier.Inspect([]byte("[]"))
	require.NoError(t, err)
	require.Nil(t, u.Badge)

	f := newForge("a proof within")
	f.p(`"iss"`, `"proof":{"verificationMethod":"urn:x:m"},"iss"`)
	u, err = verifier.Inspect([]byte(f.input()))
	require.NoError(t, err)
	require.Equal(t, verifier.FormJWS, u.Form)
	require.Equal(t, issuerID+"#ed25519", u.Claimed.VerificationMethod)

	f.payload = "{"
	for name, input := range map[string]string{"empty": "", "text": "hello", "broken": "{", "picture": "<svg/>", "token of broken JSON": f.input()} {
		_, err = verifier.Inspect([]byte(input))
		var e *verifier.Error
		require.ErrorAs(t, err, &e, name)
	}
}

func TestErrorOfNobody(t *testing.T) {
	require.Equal(t, verifier.Indeterminate, verifier.VerdictOf((*verifier.Error)(nil)))
	require.Equal(t, "indeterminate", verifier.NewReport(nil, (*verifier.Error)(nil)).Verdict)
	require.ErrorIs(t, verifier.InsecureVerifyProof(t.Context(), []byte(newForge("").input()), nil), verifier.ErrUnknownIssuer)
	e := &verifier.Error{}
	require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(e))
	require.NotPanics(t, func() { _, _, _ = e.Error(), e.Problems(), e.Unwrap() })
}
