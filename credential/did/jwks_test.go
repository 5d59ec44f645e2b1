package did_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/stretchr/testify/require"
)

const site = "https://example.org/issuers/1"

// jwkWith returns a JWK with more members.
func jwkWith(jwk, members string) string { return strings.TrimSuffix(jwk, "}") + "," + members + "}" }

func TestFromJWKSet(t *testing.T) {
	set := `{"keys":[` + strings.Join([]string{
		jwkWith(rfc8037JWK, `"kid":"https://example.org/keys/1"`),
		jwkWith(rfc7517JWK, `"kid":"2026-03","iss":"`+site+`"`),
		`{"kty":"OKP","crv":"Ed25519","x":"CV-aGlld3nVdgnhoZK0D36Wk-9aIMlZjZOK2XhPMnkQ","kid":"` + site + `#key-3"}`,
		`{"kty":"OKP","crv":"Ed25519","x":"RI1HZ2LmT9PIXI1agB45ZWcBU6OJbNHGR-anEZITtec","kid":"https://example.com/x#key-4"}`,
		`{"kty":"EC","crv":"P-521","kid":"big"}`,
		`{"kty":"EC","crv":"P-521","kid":"https://example.org/keys/5"}`,
		`{"kty":"OKP","crv":"Ed25519","x":"Lm_M42cB3HkUiODQsXRcweM6TByfzEHGO9ND274JcOY","iss":"https://example.org/issuers/2"}`,
	}, ",") + `]}`
	d, err := did.FromJWKSet(site, []byte(set))
	require.NoError(t, err)
	require.Equal(t, site, d.ID())
	for _, tt := range []struct {
		name, ref, id string
		want          error
	}{
		{"kid is a URL", "https://example.org/keys/1", site + "#" + rfc8037Thumb, nil},
		{"by thumbprint", rfc8037Thumb, site + "#" + rfc8037Thumb, nil},
		{"by the id of the thumbprint", site + "#" + rfc8037Thumb, site + "#" + rfc8037Thumb, nil},
		{"kid is a word", "2026-03", site + "#2026-03", nil},
		{"kid as fragment", site + "#2026-03", site + "#2026-03", nil},
		{"kid is an id", site + "#key-3", site + "#key-3", nil},
		{"kid is the id of another's method", "https://example.com/x#key-4", site + "#HeNjqkyhqoUXdAp8wusaXY3K2gzMxNBNxeGms6ncQhQ", nil},
		{"unsupported", "big", "", did.ErrUnsupported},
		{"unsupported, by URL", "https://example.org/keys/5", "", did.ErrUnsupported},
		{"another issuer's", "#jFDaeGsWf0aXgg1ezRT8nsPz0OUCctRstgJOHJHKVng", "", did.ErrController},
		{"unknown", "https://example.org/keys/9", "", did.ErrNoMethod},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := d.Method(tt.ref, did.AssertionMethod, now)
			require.ErrorIs(t, err, tt.want)
			if tt.want == nil {
				require.Equal(t, tt.id, m.ID)
			}
		})
	}
	text, err := d.MarshalJSON()
	require.NoError(t, err)
	parse(t, string(text))

	_, err = d.MethodByKey(keyB(t), did.AssertionMethod, now)
	require.ErrorIs(t, err, did.ErrController)
	_, err = d.Method("2026-03", did.Authentication, now)
	require.ErrorIs(t, err, did.ErrRelationship)
}

func TestFromJWKSetRefuses(t *testing.T) {
	set := func(keys ...string) string { return `{"keys":[` + strings.Join(keys, ",") + `]}` }
	many := make([]string, did.MaxMethods+1)
	for i := range many {
		many[i] = jwkWith(rfc8037JWK, fmt.Sprintf(`"kid":"%d"`, i))
	}
	_, err := did.FromJWKSet(site, []byte(set(many[:did.MaxMethods]...)))
	require.NoError(t, err)

	for _, tt := range []struct {
		name, id, set string
		want          error
	}{
		{"id", "http://example.org/", set(rfc8037JWK), did.ErrIdentifier},
		{"id with a fragment", site + "#a", set(rfc8037JWK), did.ErrIdentifier},
		{"not JSON", site, "", did.ErrDocument},
		{"one key", site, rfc8037JWK, did.ErrDocument},
		{"kid twice", site, set(jwkWith(rfc8037JWK, `"kid":"a"`), jwkWith(rfc7517JWK, `"kid":"a"`)), did.ErrDocument},
		{"key twice", site, set(rfc8037JWK, rfc8037JWK), did.ErrDocument},
		{"iss is a number", site, set(jwkWith(rfc8037JWK, `"iss":1`)), did.ErrDocument},
		{"iss null", site, set(jwkWith(rfc8037JWK, `"iss":null`)), did.ErrDocument},
		{"weak", site, set(rfc8037JWK, weakJWK), did.ErrKey},
		{"private", site, set(rfc8037JWK, jwkWith(rfc7517JWK, `"d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"`)), did.ErrPrivateKey},
		{"symmetric", site, set(rfc8037JWK, `{"kty":"oct","k":"AAAA"}`), did.ErrPrivateKey},
		{"of another did:key", "did:key:" + multikeyA, set(rfc8037JWK), did.ErrDocument},
		{"33 keys", site, set(many...), did.ErrTooLarge},
		{"64 KiB and more", site, set(rfc8037JWK) + strings.Repeat(" ", did.MaxDocument), did.ErrTooLarge},
		{"64 KiB and more as a document", "https://example.org/" + strings.Repeat("a", 1900), set(many[:did.MaxMethods]...), did.ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := did.FromJWKSet(tt.id, []byte(tt.set))
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, d)
		})
	}
	_, err = did.FromJWKSet(site, []byte(set(rfc7517JWK, jwkWith(rfc8037JWK, `"iss":[]`))))
	require.ErrorContains(t, err, "/keys/1/iss")
}
