package verifier_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// proven returns a badge with one proof, to which something was done.
func proven(do ...func(f *forge)) []byte {
	f := newEmbeddedForge("")
	all(do...)(f)
	return []byte(f.input())
}

// knowing are the issuers of the test badge and of its co-signer.
func knowing(t testing.TB) verifier.Issuers {
	t.Helper()
	issuer, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	other, err := did.Parse(documentOf(otherID, method(otherID, "ed25519", badgetest.Ed25519("other").Public(), "")))
	require.NoError(t, err)
	return verifier.Trust(issuer, other)
}

func dataIntegrityVerifier(t testing.TB) *verifier.Verifier {
	return verifier.New(knowing(t), options(nil))
}

func TestDataIntegrityResult(t *testing.T) {
	v := dataIntegrityVerifier(t)
	res, err := v.Verify(t.Context(), proven(), nil)
	require.NoError(t, err)
	require.Equal(t, issuerID, res.Issuer)
	require.Equal(t, issuerID+"#ed25519", res.VerificationMethod)
	require.Equal(t, verifier.FormDataIntegrity, res.Form)
	require.Equal(t, "eddsa-rdfc-2022", res.Cryptosuite)
	require.Empty(t, res.Algorithm)
	require.Equal(t, "vc", res.MediaType)
	require.Equal(t, "CMT Charterholder", res.Badge.Name)
	require.Empty(t, res.Badge.Proof)
	require.Empty(t, res.Warnings)
	require.Equal(t, goodDocument, string(res.Document()), "the credential without its proof, in the order of the text")

	res, err = v.Verify(t.Context(), proven(ed25519Signature2020, func(f *forge) { f.context(suite2020, "") }), nil)
	require.NoError(t, err)
	require.Equal(t, "Ed25519Signature2020", res.Cryptosuite)

	res, err = v.Verify(t.Context(), proven(cosigned(nil), func(f *forge) {
		f.proofs = []*proofForge{f.proofs[1], proofBy("ecdsa-jcs-2019", badgetest.P256("issuer"), issuerID+"#p256"), f.proofs[0]}
	}), nil)
	require.NoError(t, err)
	require.Equal(t, issuerID+"#p256", res.VerificationMethod, "the first of the issuer's")
	require.Equal(t, "ecdsa-jcs-2019", res.Cryptosuite)
}

// TestTokenAroundProof: the claims are no part of the credential, and the token is what was signed last.
func TestTokenAroundProof(t *testing.T) {
	secured := proven(func(f *forge) { f.header, f.payload = goodHeader, goodPayload }, func(f *forge) {
		f.by(badgetest.P256("issuer"), "ES256", "p256")
	})
	res, err := dataIntegrityVerifier(t).Verify(t.Context(), secured, nil)
	require.NoError(t, err)
	require.Equal(t, verifier.FormJWS, res.Form)
	require.Equal(t, "ES256", res.Algorithm)
	require.Equal(t, "eddsa-rdfc-2022", res.Cryptosuite)
	require.Equal(t, issuerID+"#p256", res.VerificationMethod)
	require.Equal(t, goodDocument, string(res.Document()))
	require.Equal(t, []string{"pass /proof", "pass "}, lines(res.Checks, verifier.StepProof))
}

// lines are the outcomes of a step and where they are.
func lines(checks []verifier.Check, step verifier.Step) []string {
	var list []string
	for _, c := range checks {
		if c.Step == step {
			list = append(list, string(c.Outcome)+" "+c.Pointer)
		}
	}
	return list
}

// TestEveryProofHasALine: whatever comes of a proof is in the report.
func TestEveryProofHasALine(t *testing.T) {
	unsupported := func(p *proofForge) { p.add(`"domain":"a.example"`) }
	unknown := func(f *forge) {
		f.proofs = append(f.proofs, proofBy("eddsa-rdfc-2022", badgetest.Ed25519("other"), "did:web:stranger.example#ed25519"))
	}
	for name, tt := range map[string]struct {
		do   func(f *forge)
		want []string
	}{
		"one":           {func(*forge) {}, []string{"pass /proof"}},
		"one in a list": {func(f *forge) { f.listed = true }, []string{"pass /proof/0"}},
		"everything": {all(cosigned(nil), cosigned(unsupported), unknown),
			[]string{"pass /proof/0", "pass /proof/1", "unknown /proof/2/domain", "unknown /proof/3"}},
		"the issuer's first": {all(cosigned(nil), func(f *forge) { slices.Reverse(f.proofs) }), []string{"pass /proof/1", "pass /proof/0"}},
		"chain":              {func(f *forge) { chain(f, "urn:x:1") }, []string{"pass /proof/0", "pass /proof/1"}},
		"chain after an unknown proof": {func(f *forge) {
			f.proofs[0].add(`"id":"urn:x:1"`)
			unknown(f)
			f.proofs[1].add(`"id":"urn:x:2"`)
			cosign(f).follows(f, "urn:x:2")
		}, []string{"pass /proof/0", "unknown /proof/1", "unknown /proof/2/previousProof"}},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := dataIntegrityVerifier(t).Verify(t.Context(), proven(tt.do), nil)
			require.NoError(t, err)
			require.Equal(t, tt.want, lines(res.Checks, verifier.StepProof))
		})
	}

	_, err := dataIntegrityVerifier(t).Verify(t.Context(), proven(cosigned(nil), cosigned(forged)), nil)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, []string{"pass /proof/0", "pass /proof/1", "fail /proof/2"}, lines(e.Checks, verifier.StepProof))
	require.Nil(t, e.Result)

	rep := verifier.NewReport(dataIntegrityVerifier(t).Verify(t.Context(), proven(cosigned(unsupported)), nil))
	require.Equal(t, "eddsa-rdfc-2022", rep.Cryptosuite)
	require.Equal(t, verifier.FormDataIntegrity, rep.Form)
	require.Contains(t, rep.Checks, verifier.ReportCheck{Step: verifier.StepProof, Outcome: verifier.Unknown,
		Sentence: "there is a further proof in it, which could not be checked and counts for nothing",
		Detail:   "not the issuer's, and not checked: a domain belongs to a presentation", Pointer: "/proof/1/domain"})
}

// TestProofThatIsNotCurrent: the badge is authentic, and can be shown with the reason.
func TestProofThatIsNotCurrent(t *testing.T) {
	for name, tt := range map[string]struct {
		do   func(f *forge)
		want error
		line string
	}{
		"expired":             {option(createdAtTheTime, createdAtTheTime+`,"expires":"2026-02-01T00:00:00Z"`), verifier.ErrExpired, "fail /proof/expires"},
		"in the future":       {option(createdAtTheTime, `"created":"2026-04-01T00:00:00Z"`), verifier.ErrNotYetValid, "fail /proof/created"},
		"expired co-signer's": {cosigned(func(p *proofForge) { p.add(`"expires":"2026-02-01T00:00:00Z"`) }), verifier.ErrExpired, "fail /proof/1/expires"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := dataIntegrityVerifier(t).Verify(t.Context(), proven(tt.do), nil)
			require.ErrorIs(t, err, tt.want)
			var e *verifier.Error
			require.ErrorAs(t, err, &e)
			require.NotNil(t, e.Result)
			require.Equal(t, goodDocument, string(e.Result.Document()))
			require.Equal(t, []string{tt.line}, lines(e.Checks, verifier.StepPeriod), "a step that failed does not pass too")
			require.NotNil(t, verifier.NewReport(nil, err).Badge)
		})
	}

	late := options(func(o *verifier.Options) { o.Now = func() time.Time { return at("2027-06-01T00:00:00Z") } })
	_, err := verifier.New(knowing(t), late).Verify(t.Context(), proven(option(createdAtTheTime, createdAtTheTime+`,"expires":"2026-02-01T00:00:00Z"`)), nil)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, []string{"fail /validUntil", "fail /proof/expires"}, lines(e.Checks, verifier.StepPeriod), "every reason is there")
}

// TestUnsignedContexts: contexts that were added behind a proof over JSON are not returned.
func TestUnsignedContexts(t *testing.T) {
	added := func(f *forge) {
		f.after = func(s string) string {
			return strings.Replace(s, `context-3.0.3.json"]`, `context-3.0.3.json","https://attacker.example/a","https://attacker.example/b"]`, 1)
		}
	}
	v := dataIntegrityVerifier(t)
	res, err := v.Verify(t.Context(), proven(jcs, added), nil)
	require.NoError(t, err)
	require.Equal(t, goodDocument, string(res.Document()))
	require.Len(t, res.Badge.Context, 2)
	require.Equal(t, []string{"context_unsigned /@context/2"}, warned(res.Warnings))

	res, err = v.Verify(t.Context(), proven(jcs), nil)
	require.NoError(t, err)
	require.Empty(t, res.Warnings)

	// A stranger's proof neither keeps contexts nor takes them away.
	first := func(f *forge) {
		p := cosign(f)
		p.o("eddsa-rdfc-2022", "eddsa-jcs-2022")
		p.add(`"@context":["https://www.w3.org/ns/credentials/v2"]`)
	}
	res, err = v.Verify(t.Context(), proven(jcs, first, added), nil)
	require.NoError(t, err)
	require.Equal(t, goodDocument, string(res.Document()))

	cosigner := func(f *forge) { cosign(f) }
	res, err = v.Verify(t.Context(), proven(jcs, cosigner, added), nil)
	require.ErrorIs(t, err, verifier.ErrUnsupported, "a co-signer who is known, and whose contexts are not")
	require.Nil(t, res)
	unknown := func(f *forge) { cosign(f).o(otherID, "did:web:stranger.example") }
	res, err = v.Verify(t.Context(), proven(jcs, unknown, added), nil)
	require.NoError(t, err)
	require.Equal(t, goodDocument, string(res.Document()))

	// What one proof of the issuer covers is signed.
	res, err = v.VerifyCredential(t.Context(), proven(jcs, anyCredential, func(f *forge) {
		f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
		f.proofs[0].o(goodContexts, `["https://www.w3.org/ns/credentials/v2"]`)
		f.proofs = append(f.proofs, newProof())
	}), nil)
	require.NoError(t, err)
	require.Contains(t, string(res.Document()), goodContexts)
	require.Empty(t, res.Warnings)
}

// TestContextSets: a verifier reads a credential with the contexts that it was given, and with no others.
func TestContextSets(t *testing.T) {
	sum := sha256.Sum256([]byte(membership))
	with, err := ldcontext.Embedded().With(membershipURL, []byte(membership), hex.EncodeToString(sum[:]))
	require.NoError(t, err)
	named := proven(func(f *forge) {
		f.context(membershipURL, membership)
		f.p(`"validFrom"`, `"chapter":"Zürich","validFrom"`)
	})
	plain := proven()
	for name, tt := range map[string]struct {
		set          *ldcontext.Set
		plain, named bool
	}{
		"nil":      {nil, true, false},
		"embedded": {ldcontext.Embedded(), true, false},
		"more":     {with, true, true},
		"empty":    {&ldcontext.Set{}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			v := verifier.New(knowing(t), options(func(o *verifier.Options) { o.Contexts = tt.set }))
			for _, c := range []struct {
				secured []byte
				ok      bool
			}{{plain, tt.plain}, {named, tt.named}} {
				_, err := v.Verify(t.Context(), c.secured, nil)
				if c.ok {
					require.NoError(t, err)
					continue
				}
				require.ErrorIs(t, err, verifier.ErrUnsupported)
				require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err))
			}
			_, err := v.Verify(t.Context(), proven(jcs), nil)
			require.NoError(t, err, "a proof over JSON reads no context")
		})
	}
}

// TestContextEndsInCanonicalisation: who cancels, or set a limit, gets an answer from the middle of the work.
func TestContextEndsInCanonicalisation(t *testing.T) {
	issuers := knowing(t)
	ctx, cancel := context.WithCancel(t.Context())
	canceling := issuersFunc(func(ctx context.Context, id string) (*did.Document, error) {
		cancel()
		return issuers.Issuer(ctx, id)
	})
	_, err := verifier.New(canceling, options(nil)).Verify(ctx, proven(), nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, verifier.Indeterminate, verifier.VerdictOf(err))
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, []string{"unknown "}, lines(e.Checks, verifier.StepProof))

	slow := issuersFunc(func(ctx context.Context, id string) (*did.Document, error) {
		<-ctx.Done()
		return issuers.Issuer(ctx, id)
	})
	opts := options(func(o *verifier.Options) { o.Limits.Time = time.Millisecond })
	_, err = verifier.New(slow, opts).Verify(t.Context(), proven(), nil)
	require.ErrorIs(t, err, verifier.ErrTooLarge)
	require.NotErrorIs(t, err, verifier.ErrCanceled)

	// In the middle of asking for a co-signer.
	ctx, cancel = context.WithCancel(t.Context())
	asking := issuersFunc(func(ctx context.Context, id string) (*did.Document, error) {
		if id == otherID {
			cancel()
			return nil, ctx.Err()
		}
		return issuers.Issuer(ctx, id)
	})
	_, err = verifier.New(asking, options(nil)).Verify(ctx, proven(cosigned(nil)), nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	require.ErrorAs(t, err, &e)
	require.Equal(t, []string{"pass /proof/0", "unknown "}, lines(e.Checks, verifier.StepProof))
	require.Nil(t, e.Result)
}

// TestCosignersOfUnknownIssuers: a proof of somebody else asks the trust list only for a credential of an issuer on it,
// and what goes wrong there is no reason against the credential.
func TestCosignersOfUnknownIssuers(t *testing.T) {
	issuers := knowing(t)
	for name, answer := range map[string]func() (*did.Document, error){
		"unknown":          func() (*did.Document, error) { return nil, verifier.ErrUnknownIssuer },
		"unreadable":       func() (*did.Document, error) { return nil, errors.New("no such file") },
		"nothing":          func() (*did.Document, error) { return nil, nil },
		"another document": func() (*did.Document, error) { return did.Parse(issuerDocument()) },
		"document and error": func() (*did.Document, error) {
			doc, err := issuers.Issuer(t.Context(), otherID)
			return doc, errors.Join(err, errors.New("out of date"))
		},
	} {
		asking := issuersFunc(func(ctx context.Context, id string) (*did.Document, error) {
			if id == otherID {
				return answer()
			}
			return issuers.Issuer(ctx, id)
		})
		res, err := verifier.New(asking, options(nil)).Verify(t.Context(), proven(cosigned(forged)), nil)
		require.NoError(t, err, name)
		require.Equal(t, []string{"pass /proof/0", "unknown /proof/1"}, lines(res.Checks, verifier.StepProof), name)
	}

	id := didKey(badgetest.Ed25519("attacker"))
	var asked []string
	never := issuersFunc(func(_ context.Context, id string) (*did.Document, error) {
		asked = append(asked, id)
		return nil, verifier.ErrUnknownIssuer
	})
	_, err := verifier.New(never, options(nil)).Verify(t.Context(), proven(func(f *forge) {
		f.payload = strings.ReplaceAll(f.payload, issuerID, id)
		f.proofs[0] = proofBy("eddsa-rdfc-2022", badgetest.Ed25519("attacker"), id+"#"+strings.TrimPrefix(id, "did:key:"))
	}, cosigned(nil)), nil)
	require.ErrorIs(t, err, verifier.ErrUnknownIssuer)
	require.Equal(t, []string{id}, asked)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, []string{"pass /proof/0", "unknown /proof/1"}, lines(e.Checks, verifier.StepProof))
}

// TestCheapRefusalsOfProofs: what has the wrong form is found before any key is looked up.
func TestCheapRefusalsOfProofs(t *testing.T) {
	never := issuersFunc(func(context.Context, string) (*did.Document, error) { panic("the issuer was looked up") })
	v := verifier.New(never, options(nil))
	for _, a := range slices.Concat(proofMembers(), proofShapes(), chains()) {
		if a.expect.Reason != "proof" && a.expect.Reason != "proof_chain" && a.expect.Reason != "proof_purpose" {
			continue
		}
		_, err := v.Verify(t.Context(), proven(a.do), nil)
		require.ErrorIs(t, err, verifier.ErrMalformed, a.name)
	}
}

func TestInsecureVerifyDataIntegrity(t *testing.T) {
	doc, err := did.Parse(issuerDocument())
	require.NoError(t, err)
	foreign := func(f *forge) {
		f.payload = strings.ReplaceAll(f.payload, `"did:web:example.org"`, `"https://vc.example/issuers/5678"`)
	}
	check := func(want error, do ...func(f *forge)) {
		t.Helper()
		err := verifier.InsecureVerifyProof(t.Context(), proven(do...), doc)
		if want == nil {
			require.NoError(t, err)
			return
		}
		require.ErrorIs(t, err, want)
	}
	check(nil, foreign)
	check(nil, foreign, jcs)
	check(nil, foreign, cosigned(forged)) // who is nobody here
	check(nil, foreign, option(createdAtTheTime, `"created":"2199-01-01T00:00:00Z"`))
	check(nil, func(f *forge) {
		f.payload = `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:x:y","type":"VerifiablePresentation"}`
	})
	check(verifier.ErrSignature, foreign, func(f *forge) { forged(f.proofs[0]) })
	check(verifier.ErrSignature, foreign, edited("Pass three", "Pass threw"))
	check(verifier.ErrWrongKey, foreign, func(f *forge) { f.proofs = nil }, cosigned(nil))
	check(verifier.ErrWrongKey, foreign, option("#ed25519", "#nobody"))
	check(verifier.ErrMalformed, foreign, insert(atRoot, `"grade":"A"`))
	check(verifier.ErrMalformed, foreign, option("assertionMethod", "authentication"))
	check(verifier.ErrUnsupported, foreign, edited("eddsa-rdfc-2022", "bbs-2023"))
	check(verifier.ErrNoProof, func(f *forge) { f.after = func(string) string { return goodDocument } })
	check(verifier.ErrNoProof, func(f *forge) { f.after = func(string) string { return `[{"proof":{"type":"x"}}]` } })

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, verifier.InsecureVerifyProof(ctx, proven(), doc), verifier.ErrCanceled)
}

// TestOfficialVectors: the published documents, whose issuers are not the controllers of their keys.
func TestOfficialVectors(t *testing.T) {
	v := verifier.New(nil, options(nil))
	guide := badgetest.Vectors(t, "ob3/ob30-impl-guide-signed-credential.json")
	doc, err := did.Parse(documentOf("https://example.edu/issuers/565049", `{"id":"https://example.edu/issuers/565049#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",`+
		`"type":"Multikey","controller":"https://example.edu/issuers/565049","publicKeyMultibase":"z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"}`))
	require.NoError(t, err)
	require.NoError(t, verifier.InsecureVerifyProof(t.Context(), guide, doc))
	res, err := verifier.New(verifier.Trust(doc), options(func(o *verifier.Options) { o.InsecureSkipStatus = true })).VerifyCredential(t.Context(), guide, nil)
	require.NoError(t, err)
	require.Equal(t, "https://example.edu/issuers/565049", res.Issuer)
	_, err = v.VerifyCredential(t.Context(), guide, nil)
	require.ErrorIs(t, err, verifier.ErrUnknownIssuer, "the fragment of an address is no key")

	for name, want := range map[string]error{
		"di-eddsa/eddsa-jcs-2022/signedJCS.json":                nil,
		"di-ecdsa/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json":  nil,
		"di-ecdsa/ecdsa-jcs-2019-p384/signedJCSECDSAP384.json":  nil,
		"di-eddsa/eddsa-rdfc-2022/signedDataInt.json":           verifier.ErrUnsupported, // its second context is not embedded
		"di-ecdsa/ecdsa-sd-2023/prc/addSignedSDBase.json":       verifier.ErrUnsupported,
		"di-ecdsa/ecdsa-sd-2023/prc/derivedRevealDocument.json": verifier.ErrUnsupported,
		"di-eddsa/proof-set-chain/signedProofChain2.json":       verifier.ErrUnsupported, // likewise
	} {
		secured := badgetest.Vectors(t, name)
		var claimed struct{ Proof json.RawMessage }
		require.NoError(t, json.Unmarshal(secured, &claimed))
		doc, err := did.Resolve("did:key:" + regexp.MustCompile(`did:key:(z[1-9A-HJ-NP-Za-km-z]+)`).FindStringSubmatch(string(claimed.Proof))[1])
		require.NoError(t, err)
		err = verifier.InsecureVerifyProof(t.Context(), secured, doc)
		require.ErrorIs(t, err, want, name)
		if want != nil {
			continue
		}
		require.ErrorIs(t, verifier.InsecureVerifyProof(t.Context(), []byte(strings.Replace(string(secured), "Alumni", "Alumnus", 1)), doc), verifier.ErrSignature)
		_, err = verifier.New(verifier.Trust(doc), options(nil)).VerifyCredential(t.Context(), secured, nil)
		require.ErrorIs(t, err, verifier.ErrUnknownIssuer, "the issuer of these vectors is not who signed them")
	}

	forgery := badgetest.Vectors(t, "ob3/NEGATIVE-did-key-foreign-fragment.json")
	for _, verify := range []func(context.Context, []byte, *verifier.Expect) (*verifier.Result, error){v.Verify, v.VerifyCredential} {
		_, err = verify(t.Context(), forgery, nil)
		require.ErrorIs(t, err, verifier.ErrWrongKey)
		require.Equal(t, verifier.Invalid, verifier.VerdictOf(err))
	}
}

func TestInspectDataIntegrity(t *testing.T) {
	secured := proven()
	u, err := verifier.Inspect(secured)
	require.NoError(t, err)
	require.Equal(t, verifier.FormDataIntegrity, u.Form)
	require.Nil(t, u.Header)
	require.JSONEq(t, string(secured), string(u.Document), "nothing is taken away from what nobody checked")
	require.Len(t, u.Badge.Proof, 1)
	require.Empty(t, u.Problems)
	require.Equal(t, issuerID, u.Claimed.Issuer)

	_, err = verifier.New(nil, options(nil)).Verify(t.Context(), secured, nil)
	var e *verifier.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, verifier.Claimed{Issuer: issuerID, ID: u.Badge.ID, VerificationMethod: issuerID + "#ed25519"}, e.Claimed)
	require.Equal(t, verifier.FormDataIntegrity, verifier.NewReport(nil, err).Form)
}

// TestInvalidUTF8InProofs: a vector, which is JSON itself, cannot have it.
func TestInvalidUTF8InProofs(t *testing.T) {
	for _, do := range []func(f *forge){func(*forge) {}, jcs} {
		_, err := dataIntegrityVerifier(t).Verify(t.Context(), proven(do, edited("Pass three", "Pass \xff three")), nil)
		require.ErrorIs(t, err, verifier.ErrMalformed)
	}
}

// TestConcurrentDataIntegrity (B34): one Verifier for badges of every sort at once, contexts compiled meanwhile.
func TestConcurrentDataIntegrity(t *testing.T) {
	sum := sha256.Sum256([]byte(membership))
	set, err := ldcontext.Embedded().With(membershipURL, []byte(membership), hex.EncodeToString(sum[:]))
	require.NoError(t, err)
	v := verifier.New(knowing(t), options(func(o *verifier.Options) { o.Contexts = set }))
	inputs := []struct {
		secured []byte
		want    verifier.Verdict
	}{
		{proven(), verifier.Valid},
		{proven(jcs), verifier.Valid},
		{proven(cosigned(nil)), verifier.Valid},
		{proven(func(f *forge) { chain(f, "urn:x:1") }), verifier.Valid},
		{proven(func(f *forge) { f.context(membershipURL, membership) }), verifier.Valid},
		{proven(edited("Pass three", "Pass threw")), verifier.Invalid},
		{proven(insert(atRoot, `"grade":"A"`)), verifier.Invalid},
		{proven(edited("eddsa-rdfc-2022", "bbs-2023")), verifier.Indeterminate},
	}
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			in := inputs[i%len(inputs)]
			before := string(in.secured)
			res, err := v.Verify(t.Context(), in.secured, nil)
			if got := verifier.VerdictOf(err); got != in.want {
				t.Errorf("%d: %v, want %v: %v", i, got, in.want, err)
			}
			if err == nil && !json.Valid(res.Document()) || string(in.secured) != before {
				t.Errorf("%d: something was changed", i)
			}
		})
	}
	wg.Wait()
}

// TestAllocations holds the bound of the project's budget: 200 for a simple badge with a proof over quads.
func TestAllocations(t *testing.T) {
	v := dataIntegrityVerifier(t)
	secured := proven()
	ctx := t.Context()
	verify := func() {
		if _, err := v.Verify(ctx, secured, nil); err != nil {
			t.Fatal(err)
		}
	}
	verify() // compiles the contexts
	require.LessOrEqual(t, testing.AllocsPerRun(20, verify), 200.0)
}
