package verifier_test

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	o := &verifier.Options{Now: badgetest.Now}
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
		verifier.StepSchema: verifier.Skipped, verifier.StepEndorsement: verifier.Skipped, verifier.StepPolicy: verifier.Skipped,
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

func TestPoliciesOfACredential(t *testing.T) {
	token, issuers := genuineBadge(t)
	opts := options(func(o *verifier.Options) {
		o.Policies = []verifier.Policy{verifier.Only("https://example.org/achievements/cmt-charter")}
	})
	_, err := verifier.New(issuers, opts).VerifyCredential(t.Context(), token, nil)
	require.ErrorIs(t, err, verifier.ErrPolicy, "Only speaks of badges")
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
		"unknown":          {issuersFunc(func(context.Context, string) (*did.Document, error) { return nil, verifier.ErrUnknownIssuer }), "untrusted"},
		"none":             {nil, "untrusted"},
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
	two, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	_, err = verifier.New(verifier.Trust(one, two), options(nil)).Verify(t.Context(), token, nil)
	require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
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
		"one":            {fstest.MapFS{"did.json": file(good)}, ""},
		"nested":         {fstest.MapFS{"issuers/example.org/did.json": file(good), "README.md": file("not a document")}, ""},
		"not a document": {fstest.MapFS{"did.json": file(good), "x.json": file("{}")}, "x.json"},
		"not JSON":       {fstest.MapFS{"did.json": file(good), "x.json": file("{")}, "x.json"},
		"one id twice":   {fstest.MapFS{"a.json": file(good), "b.json": file(good)}, "b.json"},
		"too large":      {fstest.MapFS{"big.json": file(good + strings.Repeat(" ", did.MaxDocument))}, "big.json"},
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
	require.ErrorIs(t, verifier.InsecureVerifyProof(t.Context(), []byte(goodPayload), doc), verifier.ErrUnsupported)
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

	for name, input := range map[string]string{"empty": "", "text": "hello", "broken": "{", "picture": "<svg/>"} {
		_, err = verifier.Inspect([]byte(input))
		var e *verifier.Error
		require.ErrorAs(t, err, &e, name)
	}
}

func TestErrorOfNobody(t *testing.T) {
	e := &verifier.Error{}
	require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(e))
	require.NotPanics(t, func() { _, _, _ = e.Error(), e.Problems(), e.Unwrap() })
}
