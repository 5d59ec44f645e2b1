package verifier_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// made returns the input that a forge makes after something is done to it.
func made(begin func(string) *forge, do func(*forge)) []byte {
	f := begin("")
	if do != nil {
		do(f)
	}
	return []byte(f.input())
}

func TestOlderBadge(t *testing.T) {
	_, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(nil))
	for name, do := range map[string]func(*forge){"embedded": nil, "vc claim": inClaim(), "payload": atTop(),
		"claims instead": inClaim(signed(`"id":"`+badgeID+`",`, ""), signed(`"issuer":{"id":"`+issuerID+`",`, `"issuer":{`),
			signed(`"credentialSubject":{"id":"`+subjectID+`",`, `"credentialSubject":{`), signed(olderIssued+",", ""), signed(olderExpires+",", ""))} {
		t.Run(name, func(t *testing.T) {
			res, err := v.Verify(t.Context(), made(newOlderForge, do), nil)
			require.NoError(t, err)
			require.Equal(t, verifier.DataModel11, res.DataModel)
			require.Equal(t, "vc", res.MediaType)
			require.Equal(t, issuerID, res.Issuer)
			require.Equal(t, badgeID, res.Badge.ID)
			require.Equal(t, subjectID, res.Badge.Subject.ID)
			require.Equal(t, at("2026-01-01T00:00:00Z"), res.Badge.ValidFrom.Time())
			require.Equal(t, at("2026-12-31T23:59:59Z"), res.Badge.ValidUntil.Time())
			require.Equal(t, "data_model_1_1", res.Warnings[0].Code)
			require.ErrorContains(t, res.Badge.Validate(), ldcontext.CredentialsV2, "nobody may issue it again")

			want := olderDocument
			if do == nil {
				want = replaceOnce(want, `json"]`, `json","`+ldcontext.DataIntegrityV2+`"]`)
			}
			require.JSONEq(t, want, string(res.Document()))

			rep := verifier.NewReport(res, nil)
			require.Equal(t, verifier.DataModel11, rep.DataModel)
			require.Equal(t, "2026-01-01T00:00:00Z", rep.Badge.ValidFrom)
			require.Equal(t, "2026-12-31T23:59:59Z", rep.Badge.ValidUntil)
		})
	}
}

func TestDataModelOfToday(t *testing.T) {
	token, issuers := genuineBadge(t)
	res, err := verifier.New(issuers, options(nil)).Verify(t.Context(), token, nil)
	require.NoError(t, err)
	require.Equal(t, verifier.DataModel20, res.DataModel)
	require.Empty(t, res.Warnings)
	require.Empty(t, res.Contexts, "a JWS is read without its contexts")
}

// TestOlderExpWithoutClaim: where exp alone ends a badge it is its ValidUntil.
func TestOlderExpWithoutClaim(t *testing.T) {
	_, issuers := genuineBadge(t)
	res, err := verifier.New(issuers, options(nil)).Verify(t.Context(), made(newOlderForge, atTop(signed(olderExpires+",", ""))), nil)
	require.NoError(t, err)
	require.Equal(t, at("2026-12-31T23:59:59Z"), res.Badge.ValidUntil.Time())
}

func TestOlderClaimed(t *testing.T) {
	_, err := verifier.New(nil, options(nil)).Verify(t.Context(), made(newOlderForge, inClaim(signed(`"id":"`+badgeID+`",`, ""))), nil)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, verifier.Claimed{Issuer: issuerID, ID: badgeID, VerificationMethod: issuerID + "#ed25519"}, e.Claimed)
}

func TestInspectOlder(t *testing.T) {
	token := made(newOlderForge, inClaim(signed(olderExpires+",", "")))
	u, err := verifier.Inspect(token)
	require.NoError(t, err)
	require.Empty(t, u.Problems)
	require.Equal(t, badgeID, u.Claimed.ID)
	require.Equal(t, at("2026-12-31T23:59:59Z"), u.Badge.ValidUntil.Time())

	u, err = verifier.Inspect(made(newOlderForge, signed(olderIssued, olderIssued+`,"validFrom":"2020-01-01T00:00:00Z"`)))
	require.NoError(t, err)
	require.NotEmpty(t, u.Problems)

	// What stands at the top is not passed over for a vc claim.
	u, err = verifier.Inspect(made(newOlderForge, atTop(signed(`"iss"`, `"vc":{"id":"urn:x:y"},"iss"`))))
	require.NoError(t, err)
	require.Equal(t, badgeID, u.Claimed.ID)

	// What cannot be read is named as it is written.
	u, err = verifier.Inspect(made(newOlderForge, inClaim(signed(olderIssued, `"issuanceDate":7`), signed(olderExpires, `"expirationDate":"x"`))))
	require.NoError(t, err)
	var pointers []string
	for _, p := range u.Problems {
		require.Equal(t, credential.CodeType, p.Code)
		pointers = append(pointers, p.Pointer)
	}
	require.ElementsMatch(t, []string{"/issuanceDate", "/expirationDate"}, pointers)
}

// TestInEnvelope: what is said of an envelope is what is said of the token in it.
func TestInEnvelope(t *testing.T) {
	token, issuers := genuineBadge(t)
	enveloped := []byte(envelope("application/vc+jwt", string(token)))
	v := verifier.New(issuers, options(nil))
	want, err := v.Verify(t.Context(), token, nil)
	require.NoError(t, err)
	got, err := v.Verify(t.Context(), enveloped, nil)
	require.NoError(t, err)
	require.Equal(t, want, got)

	wantU, err := verifier.Inspect(token)
	require.NoError(t, err)
	gotU, err := verifier.Inspect(enveloped)
	require.NoError(t, err)
	require.Equal(t, wantU, gotU)

	wantE, err := verifier.Explain(t.Context(), token)
	require.NoError(t, err)
	gotE, err := verifier.Explain(t.Context(), enveloped)
	require.NoError(t, err)
	require.Equal(t, wantE, gotE)

	doc, err := issuers.Issuer(t.Context(), issuerID)
	require.NoError(t, err)
	require.NoError(t, verifier.InsecureVerifyProof(t.Context(), enveloped, doc))
}

// TestLongEnvelope: a credential that is as long as it may be is read in its envelope too, and nothing longer is.
func TestLongEnvelope(t *testing.T) {
	_, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(nil))
	filled := func(n int) []byte {
		return made(newForge, inEnvelope(func(f *forge) {
			f.p(`"Pass three examinations."`, `"`+strings.Repeat("x", n)+`"`)
			f.p(`"A sample of a professional designation."`, `"`+strings.Repeat("y", n)+`"`)
		}))
	}
	res, err := v.Verify(t.Context(), filled(500<<10), nil)
	require.NoError(t, err)
	require.Len(t, res.Badge.Subject.Achievement.Criteria.Narrative, 500<<10)
	_, err = v.Verify(t.Context(), filled(600<<10), nil)
	require.ErrorIs(t, err, verifier.ErrTooLarge)

	long := `{"type":"OpenBadgeCredential","id":"` + strings.Repeat("x", 600<<10) + `"}`
	_, err = v.Verify(t.Context(), []byte(long), nil)
	require.ErrorIs(t, err, verifier.ErrTooLarge, "what is no envelope has the limits of a credential")
}

// TestBinaryForms has what is no text and so cannot be in a vector.
func TestBinaryForms(t *testing.T) {
	sign1 := []byte{0x84, 0x43, 0xa1, 0x01, 0x26, 0xa0, 0x41, 0x7b, 0x41, 0x00} // RFC 9052 §4.2: [protected, {}, payload, signature]
	for name, input := range map[string][]byte{
		"COSE_Sign1": sign1, "COSE_Sign1 with its tag": append([]byte{0xd2}, sign1...),
	} {
		for _, err := range []error{verifyNobodys(t, input), inspectError(input), explainError(t, input), verifier.InsecureVerifyProof(t.Context(), input, issuersDocument(t))} {
			require.ErrorIs(t, err, verifier.ErrUnsupported, name)
			var e *verifier.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, "form_unsupported", e.Checks[0].Reason)
		}
	}
}

func issuersDocument(t testing.TB) *did.Document {
	t.Helper()
	doc, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	return doc
}

func verifyNobodys(t *testing.T, input []byte) error {
	_, err := verifier.New(nil, options(nil)).Verify(t.Context(), input, nil)
	return err
}

func inspectError(input []byte) error {
	_, err := verifier.Inspect(input)
	return err
}

func explainError(t *testing.T, input []byte) error {
	_, err := verifier.Explain(t.Context(), input)
	return err
}

// TestContextsInUse: the report has the hash of each context that an RDFC proof was read with.
func TestContextsInUse(t *testing.T) {
	sums := make(map[string]string)
	for _, url := range []string{ldcontext.CredentialsV2, ldcontext.OpenBadges303, ldcontext.DataIntegrityV2} {
		d, err := ldcontext.Embedded().Document(url)
		require.NoError(t, err)
		sums[url] = d.SHA256
	}
	_, issuers := genuineBadge(t)
	revised := sha256.Sum256([]byte(revisedContext()))
	set, err := ldcontext.Embedded().With(ldcontext.OpenBadges303, []byte(revisedContext()), hex.EncodeToString(revised[:]))
	require.NoError(t, err)
	embedded, later := verifier.New(issuers, options(nil)), verifier.New(issuers, options(func(o *verifier.Options) { o.Contexts = set }))
	v2, ob := verifier.ContextRevision{URL: ldcontext.CredentialsV2, SHA256: sums[ldcontext.CredentialsV2]},
		verifier.ContextRevision{URL: ldcontext.OpenBadges303, SHA256: sums[ldcontext.OpenBadges303]}
	nested := `"evidence":[{"@context":["` + ldcontext.CredentialsV2 + `","` + ldcontext.DataIntegrityV2 + `"],"type":["Evidence","VerifiableCredential"],"name":"E"}],`
	for name, tt := range map[string]struct {
		v    *verifier.Verifier
		do   func(*forge)
		want []verifier.ContextRevision
	}{
		"embedded":     {embedded, nil, []verifier.ContextRevision{v2, ob}},
		"another text": {later, nil, []verifier.ContextRevision{v2, {URL: ob.URL, SHA256: hex.EncodeToString(revised[:])}}},
		"within":       {embedded, signed(atRoot, nested+atRoot), []verifier.ContextRevision{v2, {URL: ldcontext.DataIntegrityV2, SHA256: sums[ldcontext.DataIntegrityV2]}, ob}},
		"in a JSON literal, which has none": {embedded, all(signed(`,"OpenBadgeCredential"`, ""), signed(atRoot, `"credentialSchema":[{"id":"urn:x:y",`+
			`"type":["JsonSchema"],"jsonSchema":{"@context":["`+ldcontext.DataIntegrityV2+`"]}}],`+atRoot)), []verifier.ContextRevision{v2, ob}},
		"within, alone": {embedded, signed(atRoot, `"evidence":[{"@context":"`+ldcontext.DataIntegrityV2+`","type":["Evidence","VerifiableCredential"],"name":"E"}],`+atRoot),
			[]verifier.ContextRevision{v2, {URL: ldcontext.DataIntegrityV2, SHA256: sums[ldcontext.DataIntegrityV2]}, ob}},
		"in a JSON literal": {embedded, signed(atRoot, `"evidence":[{"id":"urn:x:e","type":["Evidence","JsonSchema"],"jsonSchema":{"@context":["https://example.org/unknown"]}}],`+atRoot),
			[]verifier.ContextRevision{v2, ob}},
		"a proof of JSON beside one that is not checked": {embedded, func(f *forge) {
			f.proofs[0] = proofBy("eddsa-jcs-2022", badgetest.Ed25519("issuer"), issuerID+"#ed25519")
			cosigned(nil)(f)
		}, nil},
		"a proof of JSON": {embedded, func(f *forge) {
			f.proofs[0] = proofBy("eddsa-jcs-2022", badgetest.Ed25519("issuer"), issuerID+"#ed25519")
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := tt.v.VerifyCredential(t.Context(), made(newEmbeddedForge, tt.do), nil)
			require.NoError(t, err)
			require.ElementsMatch(t, tt.want, res.Contexts)
			require.Equal(t, res.Contexts, verifier.NewReport(res, nil).Contexts)
		})
	}
}

// TestOpenBadges2Claimed: what an assertion says is there to be shown as a claim, from the error and from Inspect.
func TestOpenBadges2Claimed(t *testing.T) {
	hosted := verifier.OpenBadges2{ID: "https://example.org/assertions/1", Badge: "https://example.org/badges/5",
		RecipientType: "email", IssuedOn: "2016-12-31T23:59:59Z", Verification: "HostedBadge"}
	written := hosted
	written.Name = "CMT Charterholder"
	first := hosted
	first.IssuedOn, first.Verification = "1483228799", "hosted"
	of := make(map[string]attack)
	for _, a := range openBadges2() {
		of[a.name] = a
	}
	for name, want := range map[string]verifier.OpenBadges2{"open-badges-2-hosted": hosted, "open-badges-2-class-inside": written,
		"open-badges-2-signed-kid": hosted, "open-badges-1.1": first} {
		t.Run(name, func(t *testing.T) {
			input := made(newOlderForge, of[name].do)
			_, err := verifier.New(nil, options(nil)).Verify(t.Context(), input, nil)
			var e *verifier.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, &want, e.Claimed.OpenBadges2)
			require.Equal(t, want.ID, e.Claimed.ID)
			u, err := verifier.Inspect(input)
			require.NoError(t, err)
			require.Equal(t, &want, u.Claimed.OpenBadges2)
		})
	}
	_, err := verifier.Inspect(made(newOlderForge, of["open-badges-2-signed"].do))
	var e *verifier.Error
	require.ErrorAs(t, err, &e, "no header that could be shown")
	require.Equal(t, "SignedBadge", e.Claimed.OpenBadges2.Verification)
	u, err := verifier.Inspect([]byte(newForge("").input()))
	require.NoError(t, err)
	require.Nil(t, u.Claimed.OpenBadges2)
}

// TestOpenBadges2Hostile: whatever has a member of an assertion is taken, or left out, and never shown as something else.
func TestOpenBadges2Hostile(t *testing.T) {
	for _, value := range []string{"7", "null", "[]", "{}", `["x"]`, `{"id":{},"name":[],"type":{}}`, "true"} {
		text := fmt.Sprintf(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":%[1]s,"badge":%[1]s,"recipient":%[1]s,"verification":%[1]s,"verify":%[1]s,"issuedOn":"x"}`, value)
		var e *verifier.Error
		require.ErrorAs(t, verifyNobodys(t, []byte(text)), &e)
		require.Equal(t, &verifier.OpenBadges2{IssuedOn: "x"}, e.Claimed.OpenBadges2, value)
	}
	huge := "eyJhbGciOiJSUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(assertion+strings.Repeat(" ", 2<<20))) + ".AA"
	require.ErrorIs(t, verifyNobodys(t, []byte(huge)), verifier.ErrTooLarge)

	// Nothing is decoded of a token beyond the limit, even if what is in it is short.
	signed := "eyJhbGciOiJSUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(assertion)) + "."
	const most = verifier.DefaultBytes/3*4 + 16<<10
	require.ErrorIs(t, verifyNobodys(t, []byte(signed+strings.Repeat("A", most-len(signed)))), verifier.ErrUnsupported)
	require.ErrorIs(t, verifyNobodys(t, []byte(signed+strings.Repeat("A", most-len(signed)+1))), verifier.ErrTooLarge)

	require.ErrorIs(t, verifyNobodys(t, []byte("eyJhbGciOiJSUzI1NiJ9.e30.AA")), verifier.ErrMalformed)
	require.ErrorIs(t, verifyNobodys(t, []byte("eyJhbGciOiJSUzI1NiJ9.e.AA")), verifier.ErrMalformed)
	require.ErrorIs(t, verifyNobodys(t, []byte("eyJhbGciOiJSUzI1NiJ9.ew.AA")), verifier.ErrMalformed)
}

// FuzzEnvelope puts anything into an envelope: what is said of it is what is said of the token.
func FuzzEnvelope(f *testing.F) {
	for _, v := range readVectors(f) {
		if !strings.HasPrefix(v.Input, "{") {
			f.Add(v.Input)
		}
	}
	v := verifier.New(verifier.Trust(issuersDocument(f)), options(nil))
	f.Fuzz(func(t *testing.T, token string) {
		text, err := json.Marshal(map[string]string{"@context": ldcontext.CredentialsV2, "type": "EnvelopedVerifiableCredential",
			"id": "data:application/vc+jwt," + token})
		require.NoError(t, err)
		res, err := v.Verify(t.Context(), text, nil)
		want, wantErr := v.Verify(t.Context(), []byte(token), nil)
		if wantErr == nil && want.Form == verifier.FormJWS && want.Picture == "" && !strings.HasPrefix(strings.TrimSpace(token), "{") {
			require.NoError(t, err)
		}
		if err == nil {
			require.Equal(t, want, res, "valid in an envelope alone")
			return
		}
		var e *verifier.Error
		require.True(t, errors.As(err, &e))
	})
}
