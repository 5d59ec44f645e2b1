package verifier_test

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

// TestUncheckedHasNoEffect: what could be compared has passed, and what could not be is reported as such, though the
// badge is valid in either case.
func TestUncheckedHasNoEffect(t *testing.T) {
	unknown := []string{"valid-resource-unknown-algorithm", "valid-resource-not-supplied", "valid-resource-multibase-sha3",
		"valid-resource-multibase-hexadecimal", "valid-resource-multibase-code-alone", "valid-schema-unknown", "valid-schema-unknown-of-1edtech", "valid-schema-other-type",
		"valid-any-schema", "valid-any-type-of-status"}
	tried := 0
	for _, a := range formatAttacks() {
		step, pointer := verifier.StepResource, "/relatedResource"
		if strings.Contains(a.name, "schema") || slices.Contains(unknown, a.name) && !strings.Contains(a.name, "resource") {
			step, pointer = verifier.StepSchema, "/credentialSchema"
		} else if !strings.Contains(a.name, "resource") {
			continue
		}
		if a.expect.Verdict != "valid" {
			continue
		}
		tried++
		t.Run(a.name, func(t *testing.T) {
			f := newFormatForge(a.description)
			a.do(f)
			f.vector.Input = f.input()
			res, err := f.vector.run(t)
			require.NoError(t, err)
			want := verifier.Pass
			if slices.Contains(unknown, a.name) {
				want = verifier.Unknown
			}
			i := slices.IndexFunc(res.Checks, func(c verifier.Check) bool { return c.Step == step })
			require.Equal(t, want, res.Checks[i].Outcome, res.Checks[i].Detail)
			require.True(t, strings.HasPrefix(res.Checks[i].Pointer, pointer), res.Checks[i].Pointer)
		})
	}
	require.Greater(t, tried, 30)
}

// TestWithoutWarning: the vectors say what must be warned of, and nothing of what must not.
func TestWithoutWarning(t *testing.T) {
	for _, a := range formatAttacks() {
		if strings.HasPrefix(a.name, "valid-schema") {
			f := newFormatForge(a.description)
			a.do(f)
			f.vector.Input = f.input()
			res, err := f.vector.run(t)
			require.NoError(t, err, a.name)
			require.False(t, slices.ContainsFunc(res.Warnings, func(w verifier.Warning) bool { return w.Code == "schema_arrays" }), a.name)
		}
	}
}

// badgeWithScript returns a badge that names a file at https://example.org/hello.js, and its digest.
func badgeWithScript() (secured []byte, doc *did.Document) {
	f := newFormatForge("")
	plus(atRoot, `"relatedResource":[{"id":"`+helloURL+`","digestSRI":"`+hello384+`"}]`)(f)
	doc, err := did.Parse(issuerDocument())
	noError(err)
	return []byte(f.input()), doc
}

// A badge may name files by their digests. The caller supplies those that it is going to use.
func ExampleOptions_resources() {
	secured, doc := badgeWithScript()
	for _, script := range []string{"alert('Hello, world.');", "alert('Hello, everybody.');"} {
		v := verifier.New(verifier.Trust(doc), &verifier.Options{
			Now:       badgetest.Now, // a real program leaves this out
			Resources: map[string][]byte{"https://example.org/hello.js": []byte(script)},
		})
		_, err := v.Verify(context.Background(), secured, nil)
		fmt.Println(verifier.VerdictOf(err), errors.Is(err, verifier.ErrRelatedResource))
	}
	// Output:
	// valid false
	// invalid true
}

// FuzzDigests names a file by any texts as its digests. It passes for nothing but a digest of the file in either form, and
// a text that holds one in each form never fails.
func FuzzDigests(f *testing.F) {
	v := verifier.New(verifier.Trust(issuersDocument(f)), options(func(o *verifier.Options) {
		o.Resources = map[string][]byte{helloURL: []byte(hello)}
	}))
	var inSRI, inMultibase []string
	sum256, sum384, sum512 := sha256.Sum256([]byte(hello)), sha512.Sum384([]byte(hello)), sha512.Sum512([]byte(hello))
	for _, h := range []struct {
		code byte
		sum  []byte
	}{{0x12, sum256[:]}, {0x20, sum384[:]}, {0x13, sum512[:]}} {
		inSRI = append(inSRI, fmt.Sprintf("sha%d-%s", 8*len(h.sum), base64.RawStdEncoding.EncodeToString(h.sum)))
		hash := multihash(h.code, h.sum)
		inMultibase = append(inMultibase, base58btc(hash), "u"+base64.RawURLEncoding.EncodeToString(hash))
	}
	for _, sri := range append(inSRI, "", "sha256-"+strings.Repeat("A", 43), "sha384-!", inSRI[0]+" "+inSRI[1]+"?ct=x") {
		f.Add(sri, inMultibase[0])
	}
	for _, multibase := range append(inMultibase, "", "z", "u", "f1220", "uEiA", inMultibase[0][1:]) {
		f.Add(inSRI[0], multibase)
	}
	f.Fuzz(func(t *testing.T, sri, multibase string) {
		members, err := json.Marshal(map[string]string{"id": helloURL, "digestSRI": sri, "digestMultibase": multibase})
		require.NoError(t, err)
		badge := newFormatForge("")
		plus(atRoot, `"relatedResource":[`+string(members)+`]`)(badge)
		res, err := v.Verify(t.Context(), []byte(badge.input()), nil)
		var e *verifier.Error
		if errors.As(err, &e) {
			require.True(t, e.Code() == "related_resource" || e.Code() == "malformed", err)
			require.False(t, slices.Contains(inSRI, sri) && slices.Contains(inMultibase, multibase), "digests of the file are refused")
			return
		}
		i := slices.IndexFunc(res.Checks, func(c verifier.Check) bool { return c.Step == verifier.StepResource })
		if res.Checks[i].Outcome != verifier.Pass {
			return
		}
		alphabet := strings.NewReplacer("-", "+", "_", "/")
		found := slices.Contains(inMultibase, multibase)
		for _, digest := range inSRI {
			name, sum, _ := strings.Cut(digest, "-")
			found = found || strings.Contains(sri, name+"-") && strings.Contains(alphabet.Replace(sri), sum)
		}
		require.True(t, found, "no digest of the file")
	})
}

// TestResourcesAreTheCallers: what a caller does to the map later has no effect.
func TestResourcesAreTheCallers(t *testing.T) {
	secured, doc := badgeWithScript()
	files := map[string][]byte{}
	v := verifier.New(verifier.Trust(doc), options(func(o *verifier.Options) { o.Resources = files }))
	files[helloURL] = []byte("another")
	_, err := v.Verify(t.Context(), secured, nil)
	require.NoError(t, err)
}

// TestResourcesInTime: files may be long, and none is read when the time is up.
func TestResourcesInTime(t *testing.T) {
	f := newFormatForge("")
	plus(atRoot, `"relatedResource":[{"id":"`+helloURL+`","digestSRI":"`+hello384+`"}],"credentialStatus":`+goodEntry)(f)
	_, issuers := genuineBadge(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	last := sourceFunc(func(context.Context, string) ([]*verifier.StatusText, error) { cancel(); return nil, nil })
	v := verifier.New(issuers, options(func(o *verifier.Options) {
		o.Status, o.Resources = last, map[string][]byte{helloURL: []byte("another")}
	}))
	_, err := v.Verify(ctx, []byte(f.input()), nil)
	require.ErrorIs(t, err, verifier.ErrCanceled)
	require.NotErrorIs(t, err, verifier.ErrRelatedResource)
}
