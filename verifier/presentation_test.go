package verifier_test

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/internal/proof"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// genuinePresentation is a presentation of two badges, and the trust list for them.
func genuinePresentation(t testing.TB) ([]byte, verifier.Issuers) {
	t.Helper()
	_, issuers := genuineBadge(t)
	return []byte(newPresentationForge("").input()), issuers
}

func tokenPresentation(do ...func(*forge)) []byte {
	f := newPresentationForge("")
	all(append([]func(*forge){asToken}, do...)...)(f)
	return []byte(f.input())
}

func TestPresentationResult(t *testing.T) {
	secured, issuers := genuinePresentation(t)
	v := verifier.New(issuers, options(nil))
	p, err := v.VerifyPresentation(t.Context(), secured, goodChallenge, goodDomain, nil)
	require.NoError(t, err)
	require.Equal(t, holderID, p.Holder)
	require.Equal(t, holderMethod, p.VerificationMethod)
	require.Equal(t, verifier.FormDataIntegrity, p.Form)
	require.Equal(t, "eddsa-rdfc-2022", p.Cryptosuite)
	require.Empty(t, p.Algorithm)
	require.Equal(t, badgetest.Now(), p.At)
	require.Equal(t, []string{"format pass", "holder pass", "proof pass", "period pass"}, stepOutcomes(p.Checks))

	require.Len(t, p.Credentials, 2)
	for i, form := range []verifier.Form{verifier.FormDataIntegrity, verifier.FormJWS} {
		shown := p.Credentials[i]
		require.NoError(t, shown.Err)
		require.Equal(t, form, shown.Result.Form)
		require.Equal(t, "CMT Charterholder", shown.Result.Badge.Name)
		require.Equal(t, verifier.BindingDID, shown.Binding)
		require.Contains(t, stepOutcomes(shown.Result.Checks), "holder pass")
	}

	p, err = v.VerifyPresentation(t.Context(), tokenPresentation(signed(`"iat"`, `"id":"urn:x:1","iat"`)), goodChallenge, goodDomain, nil)
	require.NoError(t, err)
	require.Equal(t, "urn:x:1", p.ID)
	require.Equal(t, verifier.FormJWS, p.Form)
	require.Equal(t, "EdDSA", p.Algorithm)
	require.Empty(t, p.Cryptosuite)
}

func stepOutcomes(checks []verifier.Check) (list []string) {
	for _, c := range checks {
		list = append(list, string(c.Step)+" "+string(c.Outcome))
	}
	return list
}

// TestPresentationError: of a presentation that is refused nothing is returned but what it claims.
func TestPresentationError(t *testing.T) {
	secured, issuers := genuinePresentation(t)
	p, err := verifier.New(issuers, options(nil)).VerifyPresentation(t.Context(), secured, "another", goodDomain, nil)
	require.Nil(t, p)
	require.ErrorIs(t, err, verifier.ErrChallenge)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Nil(t, e.Result)
	require.Equal(t, holderID, e.Claimed.Holder)
	require.Equal(t, holderMethod, e.Claimed.VerificationMethod)
	require.Equal(t, badgetest.Now(), e.At)
	require.Equal(t, []string{"format fail", "holder skipped", "proof skipped", "period skipped"}, stepOutcomes(e.Checks))
	require.Equal(t, "https://w3id.org/security#INVALID_CHALLENGE_ERROR", e.Problems()[0].Type)

	_, err = verifier.New(issuers, options(nil)).VerifyPresentation(t.Context(), secured, goodChallenge, "another", nil)
	require.ErrorAs(t, err, &e)
	require.Equal(t, "https://w3id.org/security#INVALID_DOMAIN_ERROR", e.Problems()[0].Type)
}

// TestPresentationSteps: a presentation has its steps, and each credential in it one more than elsewhere.
func TestPresentationSteps(t *testing.T) {
	secured, issuers := genuinePresentation(t)
	v := verifier.New(issuers, options(nil))
	_, err := v.VerifyPresentation(t.Context(), tokenPresentation(headed(holderMethod, thiefMethod)), goodChallenge, goodDomain, nil)
	require.ErrorIs(t, err, verifier.ErrWrongKey)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, []string{"format pass", "holder fail", "proof skipped", "period skipped"}, stepOutcomes(e.Checks))

	p, err := v.VerifyPresentation(t.Context(), secured, goodChallenge, goodDomain, &verifier.Expect{InsecureAnyHolder: true})
	require.NoError(t, err)
	require.Contains(t, stepOutcomes(p.Credentials[0].Result.Checks), "holder pass")
	f := newPresentationForgeOf(badgeOf(thiefID, ""), goodDocumentOf(holderID))
	p, err = v.VerifyPresentation(t.Context(), []byte(f.input()), goodChallenge, goodDomain, &verifier.Expect{InsecureAnyHolder: true})
	require.NoError(t, err)
	require.Contains(t, p.Credentials[0].Result.Checks,
		verifier.Check{Step: verifier.StepHolder, Outcome: verifier.Skipped, Detail: "any holder was accepted"})
	require.ErrorIs(t, p.Credentials[1].Err, verifier.ErrNoProof)
	require.ErrorAs(t, p.Credentials[1].Err, &e)
	require.Contains(t, stepOutcomes(e.Checks), "holder skipped", "it was not reached")
}

// TestOutsideOfPresentations: a verification that is of no presentation says nothing of holders.
func TestOutsideOfPresentations(t *testing.T) {
	token, issuers := genuineBadge(t)
	res, err := verifier.New(issuers, options(nil)).Verify(t.Context(), token, &verifier.Expect{InsecureAnyHolder: true})
	require.NoError(t, err)
	require.NotContains(t, stepOutcomes(res.Checks), "holder skipped")

	_, err = verifier.New(issuers, options(nil)).Verify(t.Context(), made(newForge, headed("#ed25519", "#nobody")), nil)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, []string{"format pass", "issuer fail", "proof skipped"}, stepOutcomes(e.Checks)[:3])
}

// TestHolderAnswers: what a source of documents answers about the holder.
func TestHolderAnswers(t *testing.T) {
	secured, issuers := genuinePresentation(t)
	other, err := did.Resolve(thiefID)
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		doc    *did.Document
		err    error
		reason string
	}{
		"does not know":           {nil, verifier.ErrUnknownIssuer, ""}, // the identifier is its own document
		"cannot say":              {nil, errors.New("disk is full"), "holder_unavailable"},
		"nothing":                 {nil, nil, "holder_unavailable"},
		"another's document":      {other, nil, "holder_unavailable"},
		"an interrupted answer":   {nil, context.Canceled, "holder_unavailable"},
		"does not know, in words": {nil, errors.Join(errors.New("no such file"), verifier.ErrUnknownIssuer), ""},
	} {
		source := issuersFunc(func(ctx context.Context, id string) (*did.Document, error) {
			if id != holderID {
				return issuers.Issuer(ctx, id)
			}
			return tt.doc, tt.err
		})
		for _, v := range []*verifier.Verifier{
			verifier.New(source, options(nil)),
			verifier.New(issuers, options(func(o *verifier.Options) { o.Holders = source })),
		} {
			p, err := v.VerifyPresentation(t.Context(), secured, goodChallenge, goodDomain, nil)
			if tt.reason == "" {
				require.NoError(t, err, name)
				continue
			}
			require.Nil(t, p)
			require.ErrorIs(t, err, verifier.ErrUnknownHolder, name)
			var e *verifier.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, tt.reason, e.Checks[1].Reason)
			if tt.err != nil {
				require.ErrorIs(t, e.Checks[1].Cause, tt.err)
				require.NotErrorIs(t, err, tt.err)
			}
		}
	}
}

func TestPresentationContextEnds(t *testing.T) {
	secured, issuers := genuinePresentation(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := verifier.New(issuers, options(nil)).VerifyPresentation(ctx, secured, goodChallenge, goodDomain, nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "format unknown", stepOutcomes(e.Checks)[0], "nothing was read")

	ctx, stop := context.WithCancel(t.Context())
	during := issuersFunc(func(ctx context.Context, id string) (*did.Document, error) { stop(); return nil, ctx.Err() })
	_, err = verifier.New(issuers, options(func(o *verifier.Options) { o.Holders = during })).VerifyPresentation(ctx, secured, goodChallenge, goodDomain, nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	require.NotErrorIs(t, err, verifier.ErrUnknownHolder)

	// It ends after the envelope was checked: what is left of the credentials was not.
	ctx, stop = context.WithCancel(t.Context())
	late := issuersFunc(func(ctx context.Context, id string) (*did.Document, error) {
		if id == issuerID {
			stop()
		}
		return issuers.Issuer(ctx, id)
	})
	p, err := verifier.New(late, options(nil)).VerifyPresentation(ctx, secured, goodChallenge, goodDomain, nil)
	require.NoError(t, err)
	for _, shown := range p.Credentials {
		require.ErrorIs(t, shown.Err, verifier.ErrCanceled)
		require.Nil(t, shown.Result)
	}
}

// TestPresentationTime: the limit is for the presentation with all that is in it.
func TestPresentationTime(t *testing.T) {
	secured, issuers := genuinePresentation(t)
	slow := issuersFunc(func(ctx context.Context, id string) (*did.Document, error) {
		if id == issuerID {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return issuers.Issuer(ctx, id)
	})
	start := time.Now()
	v := verifier.New(slow, options(func(o *verifier.Options) { o.Limits.Time = 300 * time.Millisecond }))
	p, err := v.VerifyPresentation(t.Context(), secured, goodChallenge, goodDomain, nil)
	if err != nil { // a machine that is very busy
		require.ErrorIs(t, err, verifier.ErrTooLarge)
		return
	}
	require.Less(t, time.Since(start), 10*time.Second)
	for _, shown := range p.Credentials {
		require.ErrorIs(t, shown.Err, verifier.ErrTooLarge)
	}
}

func TestPresentationClock(t *testing.T) {
	_, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(func(o *verifier.Options) { o.Now = func() time.Time { return time.Time{} } }))
	_, err := v.VerifyPresentation(t.Context(), tokenPresentation(), goodChallenge, goodDomain, nil)
	require.ErrorIs(t, err, verifier.ErrClock)
}

// TestPresentationDates: a minute's grace for clocks that run ahead, and none at the end.
func TestPresentationDates(t *testing.T) {
	_, issuers := genuineBadge(t)
	for now, want := range map[string]error{
		"2026-03-01T11:58:59Z": verifier.ErrNotYetValid, "2026-03-01T11:59:00Z": nil,
		"2026-03-01T12:04:59Z": nil, "2026-03-01T12:05:00Z": verifier.ErrExpired,
	} {
		v := verifier.New(issuers, options(func(o *verifier.Options) { o.Now = func() time.Time { return at(now) } }))
		for _, secured := range [][]byte{
			[]byte(newPresentationForge("").input()), tokenPresentation(), tokenPresentation(signed(`"iat":1772366400`, `"nbf":1772366400`)),
		} {
			p, err := v.VerifyPresentation(t.Context(), secured, goodChallenge, goodDomain, nil)
			require.ErrorIs(t, err, want, now)
			require.Equal(t, want == nil, p != nil)
		}
	}
}

// TestPresentationPolicies: the caller's rules are asked about each credential.
func TestPresentationPolicies(t *testing.T) {
	secured, issuers := genuinePresentation(t)
	asked := 0
	v := verifier.New(issuers, options(func(o *verifier.Options) {
		o.Policies = []verifier.Policy{func(_ context.Context, r *verifier.Result) error {
			if asked++; r.Form == verifier.FormJWS {
				return errors.New("no token")
			}
			return nil
		}}
	}))
	p, err := v.VerifyPresentation(t.Context(), secured, goodChallenge, goodDomain, nil)
	require.NoError(t, err)
	require.Equal(t, 2, asked)
	require.NoError(t, p.Credentials[0].Err)
	require.ErrorIs(t, p.Credentials[1].Err, verifier.ErrPolicy)
	require.Nil(t, p.Credentials[1].Result)
}

// TestPresentationOfStatus: the status of each credential is looked up.
func TestPresentationOfStatus(t *testing.T) {
	_, issuers := genuineBadge(t)
	b := newEmbeddedForge("")
	b.p(subjectID, holderID)
	b.p(`"validFrom"`, `"credentialStatus":{"id":"https://example.org/status/1#7","type":"BitstringStatusListEntry",`+
		`"statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://example.org/status/1"},"validFrom"`)
	p, err := verifier.New(issuers, options(nil)).VerifyPresentation(t.Context(), []byte(newPresentationForgeOf(b.input()).input()), goodChallenge, goodDomain, nil)
	require.NoError(t, err)
	require.ErrorIs(t, p.Credentials[0].Err, verifier.ErrStatusUnknown)
	require.Equal(t, verifier.BindingDID, p.Credentials[0].Binding)
}

func TestPresentationsConcurrently(t *testing.T) {
	secured, issuers := genuinePresentation(t)
	v := verifier.New(issuers, options(nil))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			p, err := v.VerifyPresentation(context.Background(), secured, goodChallenge, goodDomain, nil)
			if err != nil || len(p.Credentials) != 2 || p.Credentials[0].Err != nil || p.Credentials[1].Err != nil {
				t.Error(p, err)
			}
		})
	}
	group.Wait()
}

func TestPresentationReport(t *testing.T) {
	secured, issuers := genuinePresentation(t)
	v := verifier.New(issuers, options(nil))
	f := newPresentationForgeOf(badgeOf(holderID, ""), badgeOf(thiefID, ""))
	rep := verifier.NewPresentationReport(v.VerifyPresentation(t.Context(), []byte(f.input()), goodChallenge, goodDomain, nil)).For("p.json", secured)
	require.Equal(t, "valid", rep.Envelope.Verdict)
	require.Equal(t, holderID, rep.Envelope.Holder)
	require.Equal(t, "2026-03-01T12:00:00Z", rep.At)
	require.Nil(t, rep.Envelope.Claimed)
	require.Len(t, rep.Credentials, 2)
	require.Equal(t, verifier.BindingDID, rep.Credentials[0].Binding)
	require.Equal(t, "valid", rep.Credentials[0].Report.Verdict)
	require.Equal(t, "CMT Charterholder", rep.Credentials[0].Report.Badge.Name)
	require.Equal(t, "holder", rep.Credentials[1].Report.Code)
	require.Len(t, rep.SHA256, 64)
	text, err := json.Marshal(rep)
	require.NoError(t, err)
	var top map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(text, &top))
	require.NotContains(t, top, "verdict", "nobody can take a verdict on the envelope for one on all of it")

	rep = verifier.NewPresentationReport(v.VerifyPresentation(t.Context(), secured, "another", goodDomain, nil))
	require.Equal(t, "invalid", rep.Envelope.Verdict)
	require.Equal(t, "challenge", rep.Envelope.Code)
	require.Empty(t, rep.Envelope.Holder)
	require.Equal(t, holderID, rep.Envelope.Claimed.Holder)
	require.Equal(t, verifier.FormDataIntegrity, rep.Envelope.Form)
	require.Empty(t, rep.Credentials)
	require.NotNil(t, rep.Credentials, "an empty list in JSON, not null")
	require.Len(t, rep.Envelope.Problems, 1)

	rep = verifier.NewPresentationReport(nil, context.Canceled)
	require.Equal(t, "indeterminate", rep.Envelope.Verdict)
	require.NotEmpty(t, rep.Envelope.Sentence)
	require.NotNil(t, rep.Envelope.Checks)
}

// TestPresentationReportOfEnvelope: what the report has of the presentation itself.
func TestPresentationReportOfEnvelope(t *testing.T) {
	_, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(nil))
	unknown := headed(`"vp+jwt"`, `"vp+jwt","x-y":1`)
	steps := func(rep *verifier.PresentationReport) (list []string) {
		for _, c := range rep.Envelope.Checks {
			list = append(list, string(c.Step)+" "+string(c.Outcome))
		}
		return list
	}
	remarks := func(rep *verifier.PresentationReport) []verifier.Warning {
		return append(rep.Envelope.Warnings, rep.Envelope.Notes...)
	}

	p, err := v.VerifyPresentation(t.Context(), tokenPresentation(unknown), goodChallenge, goodDomain, nil)
	require.NoError(t, err)
	rep := verifier.NewPresentationReport(p, nil)
	require.Equal(t, verifier.FormJWS, rep.Envelope.Form)
	require.Equal(t, "EdDSA", rep.Envelope.Algorithm)
	require.Equal(t, holderMethod, rep.Envelope.VerificationMethod)
	require.NotEmpty(t, rep.Envelope.Sentence)
	require.Equal(t, stepOutcomes(p.Checks), steps(rep))
	require.Len(t, p.Warnings, 1)
	require.Equal(t, p.Warnings, remarks(rep))

	_, err = v.VerifyPresentation(t.Context(), tokenPresentation(unknown, signed(`"iss":"`+holderID, `"iss":"`+thiefID)), goodChallenge, goodDomain, nil)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	rep = verifier.NewPresentationReport(nil, err)
	require.Equal(t, "2026-03-01T12:00:00Z", rep.At)
	require.Equal(t, stepOutcomes(e.Checks), steps(rep))
	require.Len(t, e.Warnings, 1)
	require.Equal(t, e.Warnings, remarks(rep))

	require.Empty(t, verifier.NewPresentationReport(nil, &verifier.Error{}).At)
	require.Equal(t, "indeterminate", verifier.NewPresentationReport(nil, (*verifier.Error)(nil)).Envelope.Verdict)
}

// TestPresentationSentences: what a layman reads of a presentation is about its holder, not about an issuer.
func TestPresentationSentences(t *testing.T) {
	for name, vec := range readVectors(t) {
		if vec.Presentation == nil || vec.Expect.Verdict == "valid" {
			continue
		}
		rep := verifier.NewPresentationReport(vec.runPresentation(t))
		require.NotEmpty(t, rep.Envelope.Sentence, name)
		require.NotContains(t, rep.Envelope.Sentence, "issuer", name)
		require.NotContains(t, rep.Envelope.Sentence, "credential", name)
	}
}

// answered verifies any text as an answer to the request of the vectors, and says what it is known by: a token by its
// text, what has a proof by what that covers, and each of its credentials that is valid likewise.
func answered(t testing.TB, v *verifier.Verifier, text []byte) (presentation string, credentials []string) {
	p, err := v.VerifyPresentation(context.Background(), text, goodChallenge, goodDomain, nil)
	require.Equal(t, err == nil, p != nil)
	if err != nil {
		e, ok := err.(*verifier.Error)
		require.True(t, ok)
		require.NotEqual(t, verifier.Valid, e.Verdict())
		require.Nil(t, e.Result)
		return "", nil
	}
	presentation = strings.TrimSpace(string(text))
	if strings.HasPrefix(presentation, "{") {
		presentation = canonicalOf(treeOf(presentation).Without("proof").AppendTo(nil))
	}
	for i := range p.Credentials {
		c := &p.Credentials[i]
		require.Equal(t, c.Err == nil, c.Result != nil)
		if c.Err != nil {
			require.NotEqual(t, verifier.Valid, verifier.VerdictOf(c.Err))
			continue
		}
		require.Equal(t, verifier.BindingDID, c.Binding)
		require.Equal(t, p.Holder, c.Result.Badge.Subject.ID)
		credentials = append(credentials, canonicalOf(c.Result.Document()))
	}
	return presentation, credentials
}

// canonicalOf is what a proof covers of a document.
func canonicalOf(text []byte) string {
	doc := proof.New(nil).Document(treeOf(string(text)))
	in, err := doc.Input(context.Background(), &proof.Suite{Ed: true}, crypto.SHA256, treeOf(goodProof))
	if err != nil {
		in, err = doc.Input(context.Background(), &proof.Suite{Ed: true, JCS: true}, crypto.SHA256, treeOf(goodProof))
		noError(err)
	}
	return string(in.Document)
}

// presentationCorpus is a verifier for the vectors, their inputs, and what is known by answered of all that verify.
func presentationCorpus(t testing.TB) (v *verifier.Verifier, inputs []string, genuine map[string]bool) {
	_, issuers := genuineBadge(t)
	doc, err := did.Parse(holderDocument("authentication", ""))
	require.NoError(t, err)
	v = verifier.New(issuers, options(func(o *verifier.Options) { o.Holders = verifier.Trust(doc) }))
	genuine = make(map[string]bool)
	for _, vec := range readVectors(t) {
		if vec.Presentation == nil {
			continue
		}
		inputs = append(inputs, vec.Input)
		p, credentials := answered(t, v, []byte(vec.Input))
		genuine[p] = true
		for _, c := range credentials {
			genuine[c] = true
		}
	}
	require.Greater(t, len(genuine), 10)
	return v, inputs, genuine
}

// FuzzVerifyPresentation gives any bytes as an answer to one request. Nothing answers it but what a holder has signed for
// it, and no credential in it is valid but what the issuer has signed, about that holder.
func FuzzVerifyPresentation(f *testing.F) {
	v, inputs, genuine := presentationCorpus(f)
	for _, input := range inputs {
		f.Add([]byte(input))
	}
	f.Fuzz(func(t *testing.T, secured []byte) {
		p, credentials := answered(t, v, secured)
		require.True(t, p == "" || genuine[p], "a forged presentation verifies")
		for _, c := range credentials {
			require.True(t, genuine[c], "a forged credential verifies")
		}
		rep, err := json.Marshal(verifier.NewPresentationReport(v.VerifyPresentation(context.Background(), secured, goodChallenge, goodDomain, nil)))
		require.NoError(t, err)
		require.True(t, json.Valid(rep))
	})
}

// TestPresentationMutations changes every byte of genuine presentations, and takes it away: what still verifies says what
// was signed.
func TestPresentationMutations(t *testing.T) {
	v, _, genuine := presentationCorpus(t)
	step := 1
	if testing.Short() || badgetest.Race {
		step = 31
	}
	small := newPresentationForgeOf(badgeOf(holderID, ""))
	for _, secured := range []string{small.input(), string(tokenPresentation())} {
		p, _ := answered(t, v, []byte(secured))
		require.NotEmpty(t, p)
		genuine[p] = true
		for i := 0; i < len(secured); i += step {
			flipped := []byte(secured)
			flipped[i] ^= 1 << (i % 8)
			for _, text := range [][]byte{flipped, []byte(secured[:i] + secured[i+1:])} {
				p, credentials := answered(t, v, text)
				require.True(t, p == "" || genuine[p], "byte %d", i)
				for _, c := range credentials {
					require.True(t, genuine[c], "byte %d", i)
				}
			}
		}
	}
}

// TestPresentedIsNotRefreshed: what a holder shows is judged as it is, and nobody waits for another's newer issue.
func TestPresentedIsNotRefreshed(t *testing.T) {
	refreshing := newForge("")
	refreshing.payload = strings.ReplaceAll(refreshing.payload, subjectID, holderID)
	refreshing.p(`context-3.0.3.json"]`, `context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`)
	refreshing.p(`"iss":`, `"refreshService":{"id":"https://example.org/r","type":"1EdTechCredentialRefresh"},"iss":`)
	shown := newPresentationForgeOf(enveloped(refreshing.input()), enveloped(badgeOf(holderID, "JWT"))).input()

	_, issuers := genuineBadge(t)
	asked := 0
	v := verifier.New(issuers, options(func(o *verifier.Options) {
		o.Refresh = refresherFunc(func(ctx context.Context, _ string) ([]byte, error) {
			asked++
			return nil, errors.New("not now")
		})
	}))
	_, err := v.Verify(t.Context(), []byte(refreshing.input()), nil)
	require.NoError(t, err)
	require.Equal(t, 1, asked, "by itself it is refreshed")

	p, err := v.VerifyPresentation(t.Context(), []byte(shown), goodChallenge, goodDomain, nil)
	require.NoError(t, err)
	require.Len(t, p.Credentials, 2)
	for _, c := range p.Credentials {
		require.NoError(t, c.Err)
		require.Nil(t, c.Result.Refreshed)
	}
	require.Equal(t, 1, asked)
}

type refresherFunc func(ctx context.Context, url string) ([]byte, error)

func (f refresherFunc) Refresh(ctx context.Context, url string) ([]byte, error) { return f(ctx, url) }

// TestPresentedEndorsements: the credentials of a presentation share the limit, and none loses its verdict by it.
func TestPresentedEndorsements(t *testing.T) {
	const each, limit = 2, 3
	badge := newForge("")
	onBadge()(badge)
	other := strings.Replace(endorsementID, "5f0c", "6f0c", 1)
	badge.p(embeds(endorse(badgeID)), embeds(endorse(badgeID), endorse(badgeID, signed(endorsementID, other))))
	badge.payload = strings.ReplaceAll(badge.payload, subjectID, holderID)
	shown := enveloped(badge.input())
	f := newPresentationForge("")
	f.payload = presentationOf(holderID, shown, shown)
	endorserKnown(f)
	var docs []*did.Document
	for _, text := range f.vector.Documents {
		d, err := did.Parse(text)
		require.NoError(t, err)
		docs = append(docs, d)
	}
	v := verifier.New(verifier.Trust(docs...), options(func(o *verifier.Options) { o.Limits.Endorsements = limit }))
	p, err := v.VerifyPresentation(t.Context(), []byte(f.input()), goodChallenge, goodDomain, nil)
	require.NoError(t, err)
	var outcomes []string
	for _, c := range p.Credentials {
		require.NoError(t, c.Err)
		require.Len(t, c.Result.Endorsements, each)
		for _, e := range c.Result.Endorsements {
			outcomes = append(outcomes, e.Verdict.String()+e.Reason)
		}
	}
	require.Equal(t, []string{"valid", "valid", "valid", "indeterminateendorsement_limit"}, outcomes)
}
