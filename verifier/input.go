package verifier

import (
	"bytes"

	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// The sentences for what is recognised and cannot be read.
const (
	pictureDetail    = "a picture or an XML document, where only a credential itself can be"
	coseDetail       = "a credential in CBOR (COSE), which is not checked by this version"
	disclosureDetail = "selective disclosure (SD-JWT) is not checked by this version"
)

// open tells what it was given by the first bytes, whatever its file was called: a compact JWS, alone or in an
// envelope, or a JSON text, which it parses; token is nil then. Each of them may be in a picture.
func (r *run) open(secured []byte) (token []byte, v strictjson.Value, ok bool) {
	if r.place != nil && r.place.value.Kind() == strictjson.Object { // which was read with the badge that it is in
		return r.openTree(r.place.value)
	}
	if bake.Detect(secured) != "" {
		if secured, ok = r.unbake(secured); !ok {
			return nil, v, false
		}
	}
	switch starts := startsWith(secured); {
	case bake.Detect(secured) != "":
		return nil, v, r.fail(StepFormat, reasonForm, pictureDetail, "", nil)
	case starts("\xd2\x84"), starts("\x84"): // RFC 9052 §4.2: COSE_Sign1, an array of four, tagged or not
		return nil, v, r.fail(StepFormat, reasonForm, coseDetail, "", nil)
	case looksLikeJSON(secured):
		return r.openJSON(secured)
	}
	if jws, _, parts := bytes.Cut(secured, []byte("~")); parts && bytes.Count(jws, []byte(".")) == 2 {
		return nil, v, r.fail(StepFormat, reasonDisclosure, disclosureDetail, "", nil)
	}
	return secured, v, true
}

func (r *run) openJSON(text []byte) (token []byte, v strictjson.Value, ok bool) {
	v, err := r.parseInput(text)
	if err != nil {
		return nil, v, r.failJSON(err)
	}
	return r.openTree(v)
}

func (r *run) openTree(v strictjson.Value) (token []byte, _ strictjson.Value, ok bool) {
	if !isEnveloped(v) {
		return nil, v, true
	}
	token, why := unwrapEnveloped(v)
	if why != nil {
		r.checks = append(r.checks, *why)
		return nil, v, false
	}
	return token, v, true
}

// looksLikeJSON reports whether a text begins like a JSON object or array: the byte order mark, with which no JSON text
// begins, is left for the parser to refuse.
func looksLikeJSON(text []byte) bool {
	starts := startsWith(text)
	return starts("{") || starts("[") || starts("\ufeff{") || starts("\ufeff[")
}

// startsWith tells what a text begins with, after white space.
func startsWith(text []byte) func(with string) bool {
	t := bytes.TrimLeft(text, " \t\r\n")
	return func(with string) bool { return bytes.HasPrefix(t, []byte(with)) }
}
