package verifier

import (
	"errors"
	"fmt"
	"strings"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

const typeEnveloped = "EnvelopedVerifiableCredential"

// mediaJWT is the media type of a credential that a JWS secures
// (https://www.w3.org/TR/vc-jose-cose/#vc-jwt-media-type), mediaSDJWT of one that is shown in part.
const (
	mediaJWT   = "application/vc+jwt"
	mediaSDJWT = "application/vc+sd-jwt"
)

// isEnveloped reports whether v says that it is an EnvelopedVerifiableCredential.
func isEnveloped(v strictjson.Value) bool { return contains(v.Get("type"), typeEnveloped) }

// unwrapEnveloped returns the compact JWS in an EnvelopedVerifiableCredential (Verifiable Credentials Data Model 2.0
// §4.13.1, https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials): an object whose id is
// "data:application/vc+jwt," and the JWS. Of the envelope nothing is signed, so that it may say nothing else. why has a
// pointer into the envelope.
func unwrapEnveloped(v strictjson.Value) (token []byte, why *Check) {
	refuse := func(reason, detail, pointer string) ([]byte, *Check) {
		c := decide(StepFormat, reason, detail, pointer, nil)
		return nil, &c
	}
	for _, m := range v.Members() {
		if m.Name != "@context" && m.Name != "id" && m.Name != "type" {
			return refuse(reasonEnveloped, "a member that nothing signs", strictjson.Pointer("", m.Name))
		}
	}
	if v.Get("type").Len() > 1 {
		return refuse(reasonEnveloped, "want "+typeEnveloped+" alone", "/type")
	}
	contexts := v.Get("@context")
	if first(contexts) != ldcontext.CredentialsV2 || contexts.Len() > 1 {
		return refuse(reasonEnveloped, "want "+ldcontext.CredentialsV2+" alone", "/@context")
	}
	url := v.Get("id")
	scheme, rest, _ := strings.Cut(url.Text(), ":")
	media, data, ok := strings.Cut(rest, ",")
	switch {
	case !ok || !strings.EqualFold(scheme, "data"):
		return refuse(reasonEnveloped, "want a data: URL, got "+describe(url), "/id")
	case strings.EqualFold(media, mediaJWT):
		return []byte(data), nil
	case strings.EqualFold(media, mediaSDJWT):
		return refuse(reasonDisclosure, disclosureDetail, "/id")
	}
	// RFC 2397 lets any data be in base64, and media types have parameters. No credential needs either.
	return refuse(reasonForm, fmt.Sprintf("want %s, got %s", mediaJWT, strictjson.Quote(media)), "/id")
}

// parseInput is parse of what a caller hands over, which an envelope may make longer than a credential can be.
func (r *run) parseInput(text []byte) (strictjson.Value, error) {
	v, err := r.parse(text)
	if !errors.Is(err, strictjson.ErrTooLarge) {
		return v, err
	}
	long := tokenBytes(r.maxBytes()) + envelopeBytes
	envelope, _ := strictjson.Parse(text, &strictjson.Limits{Bytes: long, String: long, Values: envelopeValues})
	if isEnveloped(envelope) {
		return envelope, nil
	}
	return v, err
}

// What an envelope has beside the JWS.
const (
	envelopeBytes  = 1 << 10
	envelopeValues = 8
)
