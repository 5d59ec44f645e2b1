package verifier_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// endorsedBadge is a badge to which something was done, and whom its verifier trusts.
func endorsedBadge(t testing.TB, do ...func(*forge)) ([]byte, verifier.Issuers) {
	t.Helper()
	f := newForge("")
	all(do...)(f)
	var docs []*did.Document
	for _, text := range f.vector.Documents {
		doc, err := did.Parse(text)
		require.NoError(t, err)
		docs = append(docs, doc)
	}
	return []byte(f.input()), verifier.Trust(docs...)
}

func verifyEndorsed(t testing.TB, change func(*verifier.Options), do ...func(*forge)) *verifier.Result {
	t.Helper()
	badge, issuers := endorsedBadge(t, do...)
	res, err := verifier.New(issuers, options(change)).Verify(t.Context(), badge, nil)
	require.NoError(t, err)
	return res
}

// TestEndorsementResult: what is returned of an endorsement is what its endorser has signed.
func TestEndorsementResult(t *testing.T) {
	res := verifyEndorsed(t, nil, onBadge())
	require.Len(t, res.Endorsements, 1)
	e := res.Endorsements[0]
	require.Equal(t, verifier.Valid, e.Verdict)
	require.Equal(t, rootEndorsement, e.Pointer)
	require.Equal(t, badgeID, e.Target)
	require.Empty(t, e.Code)
	require.Empty(t, e.Reason)
	require.False(t, e.Self)
	require.NoError(t, e.Cause)
	require.Zero(t, e.Claimed)
	require.Equal(t, endorserID, e.Result.Issuer)
	require.Equal(t, endorserID+"#ed25519", e.Result.VerificationMethod)
	require.Equal(t, "eddsa-rdfc-2022", e.Result.Cryptosuite)
	require.Nil(t, e.Result.Badge)
	require.Equal(t, "We would send our own people.", e.Credential.Subject.EndorsementComment)
	require.JSONEq(t, strings.Replace(goodEndorsement, "TARGET", badgeID, 1), string(e.Result.Document()), "without its proof")

	outcomes := make(map[verifier.Step]verifier.Outcome)
	for _, c := range e.Result.Checks {
		outcomes[c.Step] = c.Outcome
	}
	require.Equal(t, map[verifier.Step]verifier.Outcome{
		verifier.StepFormat: verifier.Pass, verifier.StepIssuer: verifier.Pass, verifier.StepProof: verifier.Pass,
		verifier.StepPeriod: verifier.Pass, verifier.StepStatus: verifier.Skipped, verifier.StepRecipient: verifier.Pass,
		verifier.StepSchema: verifier.Skipped, verifier.StepResource: verifier.Skipped, verifier.StepEndorsement: verifier.Skipped,
		verifier.StepPolicy: verifier.Skipped,
	}, outcomes)
	require.Equal(t, []string{"pass " + rootEndorsement}, lines(res.Checks, verifier.StepEndorsement))
	require.NotContains(t, e.Result.Checks[len(e.Result.Checks)-1].Detail, "did not pass", "all that there are did")
}

// TestEndorsementOfAKey: who nobody knows has no authentic endorsement either, though its signature holds.
func TestEndorsementOfAKey(t *testing.T) {
	e := verifyEndorsed(t, nil, before(atRoot, embeds(endorse(badgeID, byUnknownKey)))).Endorsements[0]
	var cause *verifier.Error
	require.ErrorAs(t, e.Cause, &cause)
	require.ErrorIs(t, cause, verifier.ErrUnknownIssuer)
	require.Nil(t, cause.Result)
}

// TestEndorsementEnd: the end of a JWT endorsement that counts is the end that is shown.
func TestEndorsementEnd(t *testing.T) {
	const nbf, exp = `"nbf":1768435200`, `"nbf":1768435200,"exp":1790812800`
	const from, until = `"validFrom":"2026-01-15T00:00:00Z"`, `"validFrom":"2026-01-15T00:00:00Z","validUntil":"2026-11-01T00:00:00Z"`
	for name, c := range map[string]struct {
		do   func(e *forge)
		want time.Time
	}{
		"exp":        {func(e *forge) { e.p(nbf, exp) }, at("2026-10-01T00:00:00Z")},
		"validUntil": {func(e *forge) { e.p(from, until) }, at("2026-11-01T00:00:00Z")},
		"neither":    {func(*forge) {}, time.Time{}},
		"vc+jwt":     {func(e *forge) { e.p(nbf, exp); e.h(`"JWT"`, `"vc+jwt"`) }, time.Time{}},
	} {
		e := verifyEndorsed(t, nil, onBadgeJWT(c.do)).Endorsements[0]
		require.Equal(t, verifier.Valid, e.Verdict, name)
		require.True(t, c.want.Equal(e.Credential.ValidUntil.Time()), name)
		require.Equal(t, c.want.IsZero(), e.Credential.ValidUntil.IsZero(), name)
	}
}

// TestUnverifiedEndorsements: an endorsement that does not verify has no effect, returns nothing as fact, and its verdict is
// not the badge's.
func TestUnverifiedEndorsements(t *testing.T) {
	refuse := func(o *verifier.Options) {
		o.Policies = []verifier.Policy{verifier.Only("https://example.org/achievements/other")}
	}
	for name, c := range map[string]struct {
		do      func(*forge)
		verdict verifier.Verdict
		outcome string
		is      error
	}{
		"unknown":  {before(atRoot, embeds(endorse(badgeID))), verifier.Indeterminate, "unknown", verifier.ErrUnknownIssuer},
		"forged":   {onBadge(edited("We would", "They would")), verifier.Invalid, "fail", verifier.ErrSignature},
		"nameless": {onBadge(func(e *forge) { e.p(`"name":"Endorsement",`, "") }), verifier.Invalid, "fail", verifier.ErrMalformed},
		"expired": {onBadge(func(e *forge) {
			e.p(`"validFrom":"2026-01-15T00:00:00Z"`, `"validFrom":"2026-01-15T00:00:00Z","validUntil":"2026-02-15T00:00:00Z"`)
		}), verifier.Invalid, "fail", verifier.ErrExpired},
		"of another": {all(endorserKnown, before(atRoot, embeds(endorse(achievementID)))), verifier.Invalid, "fail", verifier.ErrRecipient},
	} {
		t.Run(name, func(t *testing.T) {
			res := verifyEndorsed(t, nil, c.do)
			e := res.Endorsements[0]
			require.Equal(t, c.verdict, e.Verdict)
			require.Nil(t, e.Result)
			require.Nil(t, e.Credential)
			require.False(t, e.Self)
			require.Equal(t, endorserID, e.Claimed.Issuer)
			require.ErrorIs(t, e.Cause, c.is)
			require.Equal(t, c.verdict, verifier.VerdictOf(e.Cause))
			require.Equal(t, []string{c.outcome + " " + rootEndorsement}, lines(res.Checks, verifier.StepEndorsement))
			for _, check := range res.Checks {
				require.Empty(t, check.Code, "it does not decide")
				require.Equal(t, check.Step == verifier.StepEndorsement, check.Cause == e.Cause)
			}

			badge, issuers := endorsedBadge(t, c.do)
			_, err := verifier.New(issuers, options(refuse)).Verify(t.Context(), badge, nil)
			require.ErrorIs(t, err, verifier.ErrPolicy)
			require.NotErrorIs(t, err, c.is)
			var failed *verifier.Error
			require.ErrorAs(t, err, &failed)
			require.Len(t, failed.Problems(), 1)
			require.Equal(t, verifier.Pass, outcomeOf(failed.Result, verifier.StepProof))
			require.Len(t, failed.Result.Endorsements, 1, "an authentic badge shows them all the same")
		})
	}
}

func outcomeOf(res *verifier.Result, step verifier.Step) verifier.Outcome {
	i := slices.IndexFunc(res.Checks, func(c verifier.Check) bool { return c.Step == step })
	return res.Checks[i].Outcome
}

// TestCompleteBadge: the five endorsements of testdata/badges/complete.json, whose proofs were made with keys of their own.
func TestCompleteBadge(t *testing.T) {
	secured, issuers, lists := completeBadge(t, false)
	v := verifier.New(issuers, options(withStatus(lists)))
	res, err := v.Verify(t.Context(), secured, nil)
	require.NoError(t, err)
	want := map[string]string{
		"/endorsement/0":        "https://example.org/endorsers/5",
		"/issuer/endorsement/0": "https://example.org/endorsers/1",
		"/credentialSubject/achievement/creator/endorsement/0": "https://example.org/endorsers/2",
		"/credentialSubject/achievement/endorsement/0":         "https://example.org/endorsers/3",
		"/credentialSubject/achievement/endorsement/1":         "https://example.org/endorsers/4",
	}
	got := make(map[string]string)
	for _, e := range res.Endorsements {
		require.Equal(t, verifier.Valid, e.Verdict, e.Detail)
		require.False(t, e.Self)
		got[e.Pointer] = e.Result.Issuer
	}
	require.Equal(t, want, got)
	require.Equal(t, verifier.StatusClear, res.Endorsements[0].Result.Status[0].Outcome)
	require.NotEqual(t, verifier.Skipped, outcomeOf(res.Endorsements[0].Result, verifier.StepSchema), "it names one")

	secured, issuers, lists = completeBadge(t, true)
	res, err = verifier.New(issuers, options(withStatus(lists))).Verify(t.Context(), secured, nil)
	require.NoError(t, err)
	require.False(t, slices.ContainsFunc(res.Endorsements, func(e verifier.EndorsementCheck) bool { return e.Verdict != verifier.Valid }))
}

// completeBadge is testdata/badges/complete.json, signed by its own issuer, with the documents of its endorsers and the
// status lists that it names.
func completeBadge(t testing.TB, jcs bool) (secured []byte, issuers verifier.Issuers, lists verifier.StatusSource) {
	t.Helper()
	const id = "https://example.org/issuers/2"
	doc := func(id, key string) *did.Document {
		d, err := did.NewDocument(id, did.Key{ID: "key-1", Public: badgetest.Ed25519(key).Public()})
		require.NoError(t, err)
		return d
	}
	docs := []*did.Document{doc(id, "issuer")}
	for i := range 5 {
		docs = append(docs, doc(fmt.Sprintf("https://example.org/endorsers/%d", i+1), fmt.Sprintf("endorser %d", i+1)))
	}
	text, err := os.ReadFile("../testdata/badges/complete.json")
	require.NoError(t, err)
	s, err := signer.NewDataIntegrity(badgetest.Ed25519("issuer"), id+"#key-1", &signer.DataIntegrityOptions{JCS: jcs, Created: badgetest.Now()})
	require.NoError(t, err)
	secured, err = s.Sign(t.Context(), json.RawMessage(text))
	require.NoError(t, err)

	list := func(url, issuer, key string) string {
		return listWith(bitsOf(), func(l *forge) {
			l.payload = strings.ReplaceAll(l.payload, revocationURL, url)
			l.p(`"issuer":"did:web:example.org"`, fmt.Sprintf(`"issuer":%q`, issuer))
			l.h(issuerID+"#ed25519", issuer+"#key-1")
			l.key = badgetest.Ed25519(key)
		})
	}
	lists, err = verifier.StatusMap(map[string][]byte{
		"1": []byte(list(revocationURL, id, "issuer")),
		"2": []byte(list(suspensionURL, "https://example.org/endorsers/5", "endorser 5")),
	})
	require.NoError(t, err)
	return secured, verifier.Trust(docs...), lists
}

// TestEndorsementLimits: what is beyond the limit is counted and not looked at.
func TestEndorsementLimits(t *testing.T) {
	one := endorseJWT(badgeID)
	for _, c := range []struct{ limit, there, verified int }{
		{0, 31, 31}, {0, 32, 32}, {0, 33, 32}, {-1, 33, 32}, {1, 1, 1}, {1, 2, 1}, {33, 33, 33}, {1000, 128, 128}, {1000, 140, 128},
	} {
		change := func(o *verifier.Options) { o.Limits.Endorsements = c.limit }
		res := verifyEndorsed(t, change, endorserKnown, before(atRoot, attaches(slices.Repeat([]string{one}, c.there)...)))
		n := min(c.there, c.verified)
		for i, e := range res.Endorsements[:n] {
			require.Equal(t, verifier.Valid, e.Verdict, "%d of %+v", i, c)
		}
		if c.there == n {
			require.Len(t, res.Endorsements, n)
			continue
		}
		require.Len(t, res.Endorsements, n+1, "one finding for all that are beyond")
		last := res.Endorsements[n]
		require.Equal(t, openAt(fmt.Sprintf("/endorsementJwt/%d", n), "too_large", "endorsement_limit"),
			endorsed{last.Pointer, last.Verdict.String(), last.Code, last.Reason, nil})
		require.Nil(t, last.Result)
		require.NoError(t, last.Cause)
		require.Zero(t, last.Claimed)
		require.True(t, strings.HasPrefix(last.Detail, fmt.Sprintf("%d ", c.there-n)), "how many there are: %s", last.Detail)
		require.Equal(t, verifier.Unknown, res.Checks[slices.IndexFunc(res.Checks, func(k verifier.Check) bool { return k.Reason == "endorsement_limit" })].Outcome)
	}
}

// TestEndorsementsInsideComeLast: the limit is one for all, and an endorser with many of his own cannot use it up.
func TestEndorsementsInsideComeLast(t *testing.T) {
	own := endorse(endorserID, by(otherEndorser, "other endorser"), numbered)
	first := endorseJWT(badgeID, inside(slices.Repeat([]string{own}, 40)...))
	second := endorseJWT(badgeID, inside(own))
	third := endorseJWT(achievementID)
	for limit, want := range map[int][]int{3: {0, 0}, 5: {2, 0}, 50: {40, 1}} {
		res := verifyEndorsed(t, func(o *verifier.Options) { o.Limits.Endorsements = limit }, endorserKnown, otherEndorserKnown,
			before(atRoot, attaches(first, second)), before(inAchievement, attaches(third)))
		require.Len(t, res.Endorsements, 3)
		require.Equal(t, verifier.Valid, res.Endorsements[2].Verdict)
		for i, n := range want {
			inside := res.Endorsements[i].Result.Endorsements
			require.NotEmpty(t, inside)
			for _, e := range inside[:n] {
				require.Equal(t, verifier.Valid, e.Verdict, "limit %d", limit)
			}
			for _, e := range inside[n:] {
				require.Equal(t, "endorsement_limit", e.Reason, "limit %d", limit)
			}
		}
	}
}

// TestRepeatedEndorsement: the same endorsement twice is no second word.
func TestRepeatedEndorsement(t *testing.T) {
	repeated := func(do ...func(*forge)) (pointers []string) {
		for _, w := range verifyEndorsed(t, nil, append(do, endorserKnown, otherEndorserKnown)...).Warnings {
			if w.Code == "endorsement_repeated" {
				pointers = append(pointers, w.Pointer)
			}
		}
		return pointers
	}
	one := endorse(badgeID)
	require.Equal(t, []string{"/endorsement/1"}, repeated(before(atRoot, embeds(one, one))))
	require.Equal(t, []string{rootEndorsedJWT}, repeated(before(atRoot, embeds(one)+","+attaches(endorseJWT(badgeID)))))
	require.Empty(t, repeated(before(atRoot, embeds(one, endorse(badgeID, by(otherEndorser, "other endorser"))))), "another endorser")
	require.Empty(t, repeated(before(atRoot, embeds(one, endorse(badgeID, numbered)))), "another endorsement")
	require.Empty(t, repeated(before(atRoot, embeds(endorse(badgeID, edited("We would", "They would")), one))), "the first is forged")
}

// waiting is a trust list that takes for ever to find one issuer.
func waiting(issuers verifier.Issuers, id string, found func()) verifier.Issuers {
	return issuersFunc(func(ctx context.Context, asked string) (*did.Document, error) {
		if asked != id {
			return issuers.Issuer(ctx, asked)
		}
		found()
		<-ctx.Done()
		return nil, ctx.Err()
	})
}

// TestEndorsementTime: endorsements that take long use up half of the time that is left, and the badge is none the worse.
func TestEndorsementTime(t *testing.T) {
	badge, issuers := endorsedBadge(t, onBadge(), otherEndorserKnown,
		before(inAchievement, embeds(endorse(achievementID, by(otherEndorser, "other endorser"), edited(`"name":"Endorsement",`, "")))))
	asked := false
	policy := func(ctx context.Context, _ *verifier.Result) error { asked = true; return ctx.Err() }
	v := verifier.New(waiting(issuers, endorserID, func() {}), options(func(o *verifier.Options) {
		o.Limits.Time = time.Second
		o.Policies = []verifier.Policy{policy}
	}))
	res, err := v.Verify(t.Context(), badge, nil)
	require.NoError(t, err)
	require.True(t, asked)
	require.Equal(t, []endorsed{openAt(rootEndorsement, "too_large", "time"),
		openAt("/credentialSubject/achievement/endorsement/0", "too_large", "time")}, endorsedIn(res), "the second is not read any more")
}

// TestEndorsementCanceled: when the caller does not wait any longer, the badge was not verified.
func TestEndorsementCanceled(t *testing.T) {
	badge, issuers := endorsedBadge(t, onBadge())
	ctx, cancel := context.WithCancel(t.Context())
	_, err := verifier.New(waiting(issuers, endorserID, cancel), options(nil)).Verify(ctx, badge, nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	require.ErrorIs(t, err, context.Canceled)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, []endorsed{openAt(rootEndorsement, "canceled", "canceled")}, endorsedIn(e.Result))
}

// TestPoliciesAreAboutBadges: a caller's policies see the badge with its endorsements, and no endorsement.
func TestPoliciesAreAboutBadges(t *testing.T) {
	var seen []string
	res := verifyEndorsed(t, func(o *verifier.Options) {
		o.Policies = []verifier.Policy{func(_ context.Context, r *verifier.Result) error {
			seen = append(seen, r.Issuer, r.Endorsements[0].Result.Issuer)
			r.Endorsements[0].Verdict = verifier.Invalid // which it must not, and is forgotten
			return nil
		}, func(_ context.Context, r *verifier.Result) error {
			r.Endorsements = nil
			return nil
		}}
	}, onBadge())
	require.Equal(t, []string{issuerID, endorserID}, seen)
	require.Equal(t, []endorsed{holdsAt(rootEndorsement)}, endorsedIn(res))
}

func TestRequireEndorsement(t *testing.T) {
	other := by(otherEndorser, "other endorser")
	status := onBadge(withEntry)
	foreign := endorse("https://example.org/issuers/77")
	for name, c := range map[string]struct {
		do   func(*forge)
		by   []string
		want error
	}{
		"badge, anybody":              {onBadge(), nil, nil},
		"badge, by name":              {onBadge(), []string{"did:web:x.example", endorserID}, nil},
		"achievement":                 {all(endorserKnown, before(inAchievement, embeds(endorse(achievementID)))), nil, nil},
		"issuer":                      {all(endorserKnown, before(inIssuer, attaches(endorseJWT(issuerID)))), []string{endorserID}, nil},
		"none":                        {nil, nil, verifier.ErrPolicy},
		"by another":                  {onBadge(), []string{otherEndorser}, verifier.ErrPolicy},
		"of another profile":          {all(endorserKnown, before(inSubject, `"source":`+profile("https://example.org/issuers/77", embeds(foreign)))), nil, verifier.ErrPolicy},
		"of another profile, unknown": {before(inSubject, `"source":`+profile("https://example.org/issuers/77", embeds(foreign))), nil, verifier.ErrPolicy},
		"self":                        {before(atRoot, embeds(endorse(badgeID, by(issuerID, "issuer")))), nil, verifier.ErrPolicy},
		"self, by name":               {before(atRoot, embeds(endorse(badgeID, by(issuerID, "issuer")))), []string{issuerID}, verifier.ErrPolicy},
		"forged":                      {onBadge(edited("We would", "They would")), nil, verifier.ErrPolicy},
		"of another":                  {all(endorserKnown, before(atRoot, embeds(endorse(achievementID)))), nil, verifier.ErrPolicy},
		"inside":                      {all(otherEndorserKnown, onBadge(inside(endorse(endorserID, other, numbered)))), []string{otherEndorser}, verifier.ErrPolicy},
		"status unknown":              {status, []string{endorserID}, verifier.ErrIndeterminate},
		"status unknown, of another":  {status, []string{otherEndorser}, verifier.ErrPolicy},
		"unknown endorser":            {before(atRoot, embeds(endorse(badgeID))), []string{endorserID}, verifier.ErrIndeterminate},
		"one of two": {all(endorserKnown, otherEndorserKnown, before(atRoot, embeds(endorse(badgeID, edited("We would", "They would")), endorse(badgeID, other)))),
			[]string{otherEndorser}, nil},
		"beyond the limit": {all(endorserKnown, before(atRoot, attaches(slices.Repeat([]string{endorseJWT(badgeID)}, 40)...))),
			[]string{otherEndorser}, verifier.ErrIndeterminate},
	} {
		t.Run(name, func(t *testing.T) {
			if c.do == nil {
				c.do = all()
			}
			badge, issuers := endorsedBadge(t, c.do)
			by := slices.Clone(c.by)
			v := verifier.New(issuers, options(func(o *verifier.Options) { o.Policies = []verifier.Policy{verifier.RequireEndorsement(by...)} }))
			_, err := v.Verify(t.Context(), badge, nil)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
			if c.want == verifier.ErrIndeterminate {
				require.NotErrorIs(t, err, verifier.ErrPolicy)
			}
		})
	}
}

// TestRequireEndorsementOfCredential: RequireEndorsement looks at what was verified, whatever it is.
func TestRequireEndorsementOfCredential(t *testing.T) {
	for known, want := range map[bool]verifier.Verdict{true: verifier.Valid, false: verifier.Indeterminate} {
		do := []func(*forge){signed(`"OpenBadgeCredential"`, `"SomethingElse"`), before(inIssuer, embeds(endorse(issuerID)))}
		if known {
			do = append(do, endorserKnown)
		}
		secured, issuers := endorsedBadge(t, do...)
		v := verifier.New(issuers, options(func(o *verifier.Options) { o.Policies = []verifier.Policy{verifier.RequireEndorsement()} }))
		_, err := v.VerifyCredential(t.Context(), secured, nil)
		require.Equal(t, want, verifier.VerdictOf(err))
	}
}

// TestUndefinedEndorsement: who reads that a proof does not cover endorsementJwt learns why, and what can be done (T4).
func TestUndefinedEndorsement(t *testing.T) {
	for member, mentions := range map[string]bool{"endorsementJwt": true, "endorsementJWT": false} {
		badge, issuers := endorsedBadge(t, embeddedProof("eddsa-rdfc-2022"), edited(inIssuer, fmt.Sprintf(`%q:["e30.e30.AA"],`, member)+inIssuer))
		_, err := verifier.New(issuers, options(nil)).Verify(t.Context(), badge, nil)
		var e *verifier.Error
		require.ErrorAs(t, err, &e)
		i := slices.IndexFunc(e.Checks, func(c verifier.Check) bool { return c.Reason == "data_loss" })
		require.Equal(t, "/issuer/"+member, e.Checks[i].Pointer)
		require.Equal(t, mentions, strings.Contains(e.Checks[i].Detail, "Options.Contexts"))
	}
}

func TestReportOfEndorsements(t *testing.T) {
	other := by(otherEndorser, "other endorser")
	res := verifyEndorsed(t, nil, otherEndorserKnown, onBadge(inside(endorse(endorserID, other, numbered))),
		before(inAchievement, embeds(endorse(achievementID, by("did:web:nobody.example", "nobody")))))
	text, err := json.Marshal(verifier.NewReport(res, nil).Endorsements)
	require.NoError(t, err)
	require.JSONEq(t, `[
		{"pointer":"/endorsement/0","target":"`+badgeID+`","verdict":"valid","detail":"by did:web:endorser.example",
		 "issuer":{"id":"did:web:endorser.example","name":"Sample endorser"},"comment":"We would send our own people.",
		 "validFrom":"2026-01-15T00:00:00Z","endorsements":[
			{"pointer":"/issuer/endorsement/0","target":"did:web:endorser.example","verdict":"valid","detail":"by did:web:other-endorser.example",
			 "issuer":{"id":"did:web:other-endorser.example","name":"Sample endorser"},"comment":"We would send our own people.",
			 "validFrom":"2026-01-15T00:00:00Z"}]},
		{"pointer":"/credentialSubject/achievement/endorsement/0","target":"`+achievementID+`","verdict":"indeterminate",
		 "code":"unknown_issuer","reason":"untrusted","detail":"/issuer: did:web:nobody.example","claimedIssuer":"did:web:nobody.example"}]`, string(text))

	self := verifyEndorsed(t, nil, before(atRoot, embeds(endorse(badgeID, by(issuerID, "issuer")))))
	rep := verifier.NewReport(self, nil)
	require.True(t, rep.Endorsements[0].Self)
	require.Equal(t, "endorsement_self", rep.Endorsements[0].Reason)
	i := slices.IndexFunc(rep.Checks, func(c verifier.ReportCheck) bool { return c.Step == verifier.StepEndorsement })
	require.Equal(t, "endorsement_self", rep.Checks[i].Reason)
	require.Equal(t, verifier.Pass, rep.Checks[i].Outcome)

	badge, issuers := endorsedBadge(t, onBadge(), signedExpired)
	_, err = verifier.New(issuers, options(nil)).Verify(t.Context(), badge, nil)
	require.ErrorIs(t, err, verifier.ErrExpired)
	require.Len(t, verifier.NewReport(nil, err).Endorsements, 1, "of an authentic badge that has expired")
}

func signedExpired(f *forge) {
	f.p(`"validUntil":"2026-12-31T23:59:59Z"`, `"validUntil":"2026-02-01T00:00:00Z"`)
	f.p(`"exp":1798761599`, `"exp":1769904000`)
}

// TestCostlyEndorsements: as many endorsements as are verified, by a key that nobody knows, and each as costly as a stranger
// can make it: the badge is verified in its time all the same.
func TestCostlyEndorsements(t *testing.T) {
	twins := make([]string, 60) // which differ in nothing that is said of them, but in what they refer to
	for i := range twins {
		twins[i] = fmt.Sprintf(`{"p":{"q":%d}}`, i)
	}
	costly := endorse(badgeID, byUnknownKey, func(e *forge) {
		e.p(`context-3.0.3.json"]`, `context-3.0.3.json","`+ldcontext.UndefinedTermsV2+`"]`)
		e.after = func(text string) string {
			return replaceOnce(text, `"name":"Endorsement"`, `"name":"Endorsement","x":[`+strings.Join(twins, ",")+`]`)
		}
	})
	badge, issuers := endorsedBadge(t, before(atRoot, embeds(slices.Repeat([]string{costly}, verifier.DefaultEndorsements)...)))
	res, err := verifier.New(issuers, &verifier.Options{Now: badgetest.Now}).Verify(t.Context(), badge, nil)
	require.NoError(t, err)
	require.Len(t, res.Endorsements, verifier.DefaultEndorsements)
	for _, e := range res.Endorsements {
		require.Contains(t, []string{"signature", "time"}, e.Reason, "it went as far as the proof, or there was no time")
	}
}

// FuzzEndorsement: whatever hangs on a signed credential, it has no effect on the verdict, and is no endorsement unless its
// endorser has said the same.
func FuzzEndorsement(f *testing.F) {
	_, issuers := endorsedBadge(f, endorserKnown, otherEndorserKnown)
	v := verifier.New(issuers, options(nil))
	genuine := make(map[string]bool)
	verify := func(t testing.TB, text string) *verifier.Result {
		badge := newForge("")
		badge.p(`"OpenBadgeCredential"`, `"SomethingElse"`)
		quoted, err := json.Marshal(text)
		require.NoError(t, err)
		member := `"endorsementJwt":` + string(quoted)
		if strings.HasPrefix(text, "{") && json.Valid([]byte(text)) {
			member = `"endorsement":` + text
		}
		before(atRoot, member)(badge)
		res, err := v.VerifyCredential(context.Background(), []byte(badge.input()), nil)
		var e *verifier.Error
		if errors.As(err, &e) { // what is no strict JSON is none in a badge either
			require.Nil(t, e.Result, "it is refused before the proof is looked at")
			return nil
		}
		require.Len(t, res.Endorsements, 1)
		return res
	}
	for _, text := range []string{endorse(badgeID), strings.Trim(endorseJWT(badgeID), `"`), endorse(badgeID, by(otherEndorser, "other endorser")),
		endorse(badgeID, inside(endorse(endorserID, by(otherEndorser, "other endorser"), numbered)))} {
		f.Add(text)
		res := verify(f, text)
		require.Equal(f, verifier.Valid, res.Endorsements[0].Verdict)
		genuine[said(res.Endorsements[0].Result, text)] = true
	}
	f.Add(endorse(achievementID))
	f.Add(strings.Trim(endorseJWT(achievementID), `"`))
	f.Fuzz(func(t *testing.T, text string) {
		res := verify(t, text)
		if res == nil {
			return
		}
		e := res.Endorsements[0]
		require.Equal(t, e.Verdict == verifier.Valid, e.Result != nil)
		require.Equal(t, e.Verdict == verifier.Valid, e.Cause == nil)
		if e.Verdict == verifier.Valid {
			require.True(t, genuine[said(e.Result, text)], "a forgery is an endorsement")
		}
	})
}

// BenchmarkVerifyEndorsements is testdata/badges/complete.json with the proofs of its five endorsements, one of which has
// a status, beside what the badge alone costs.
func BenchmarkVerifyEndorsements(b *testing.B) {
	for _, jcs := range []bool{false, true} {
		secured, issuers, lists := completeBadge(b, jcs)
		for name, trust := range map[string]verifier.Issuers{"verified": issuers, "unknown": alone(issuers)} {
			b.Run(fmt.Sprintf("jcs=%t/%s", jcs, name), func(b *testing.B) {
				v := verifier.New(trust, options(withStatus(lists)))
				b.ReportAllocs()
				b.SetBytes(int64(len(secured)))
				for b.Loop() {
					if _, err := v.Verify(b.Context(), secured, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// alone leaves the issuer of complete.json of a trust list.
func alone(issuers verifier.Issuers) verifier.Issuers {
	return issuersFunc(func(ctx context.Context, id string) (*did.Document, error) {
		if strings.Contains(id, "/endorsers/") {
			return nil, verifier.ErrUnknownIssuer
		}
		return issuers.Issuer(ctx, id)
	})
}

// An endorsement counts when it verifies, and is shown as a claim otherwise.
func ExampleVerifier_Verify_endorsements() {
	v, secured := exampleEndorsed()
	res, err := v.Verify(context.Background(), secured, nil)
	if err != nil {
		panic(err)
	}
	for _, e := range res.Endorsements {
		switch {
		case e.Verdict != verifier.Valid:
			fmt.Println(e.Pointer, "is no endorsement:", e.Code, "and it says it is by", e.Claimed.Issuer)
		case e.Self:
			fmt.Println(e.Pointer, "is the issuer's own word")
		default:
			fmt.Println(e.Pointer, "by", e.Result.Issuer+":", e.Credential.Subject.EndorsementComment)
		}
	}
	// Output:
	// /endorsement/0 by did:web:endorser.example: We would send our own people.
	// /endorsement/1 is no endorsement: unknown_issuer and it says it is by did:web:nobody.example
}

// exampleEndorsed is a badge with two endorsements, and a verifier that knows one of the endorsers.
func exampleEndorsed() (*verifier.Verifier, []byte) {
	f := newForge("")
	before(atRoot, embeds(endorse(badgeID), endorse(badgeID, by("did:web:nobody.example", "nobody"))))(f)
	issuer, err := did.Parse(issuerDocument())
	noError(err)
	endorser, err := did.NewDocument(endorserID, did.Key{ID: "ed25519", Public: badgetest.Ed25519("endorser").Public()})
	noError(err)
	return verifier.New(verifier.Trust(issuer, endorser), options(nil)), []byte(f.input())
}
