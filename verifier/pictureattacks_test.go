package verifier_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
)

func TestWritePictureVectors(t *testing.T) { writeVectors(t, "picture", newForge, pictureAttacks()) }

func pictureAttacks() []attack {
	return slices.Concat(bakedBadges(), ambiguousPictures(), namedPictures())
}

// bakedPNG and bakedSVG put the badge into a picture, by hand.
func bakedPNG(secured string) string {
	return badgetest.PNG(badgetest.Text("openbadgecredential", secured))
}

func bakedSVG(secured string) string {
	element := fmt.Sprintf(`<openbadges:credential verify="%s"/>`, secured)
	if strings.HasPrefix(secured, "{") {
		element = `<openbadges:credential><![CDATA[` + strings.ReplaceAll(secured, ">", `\u003e`) + `]]></openbadges:credential>`
	}
	return svgWith(element)
}

func svgWith(inside string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns:o2="http://openbadges.org">` +
		inside + `<g/></svg>`
}

// put is what is done to the secured badge.
func put(into func(secured string) string) func(*forge) { return func(f *forge) { f.after = into } }

// bakedBadges: pictures with one badge, whatever comes of it.
func bakedBadges() []attack {
	list := []attack{}
	for name, into := range map[string]func(string) string{"png": bakedPNG, "svg": bakedSVG} {
		list = append(list,
			attack{"valid-" + name + "-jws", "OB 103, 107: a picture with a JWS.", put(into), bakedNote},
			attack{"valid-" + name + "-proof", "OB 103, 108: a picture with an embedded proof.", all(embeddedProof("eddsa-rdfc-2022"), put(into)), bakedNote},
			attack{name + "-changed", "OB 111: the badge in it was changed after signing.",
				all(embeddedProof("eddsa-rdfc-2022"), put(func(s string) string { return into(replaceOnce(s, `"name":"Sample issuer`, `"name":"Simple issuer`)) })),
				invalid("signature", "signature", "/proof")},
			attack{name + "-unsigned", "A picture with a badge that nobody has signed.",
				all(embeddedProof("eddsa-rdfc-2022"), func(f *forge) { f.proofs = nil }, put(into)), invalid("no_proof", "unsecured", "")},
			attack{name + "-in-a-picture", "A picture in a picture.", put(func(s string) string { return into(bakedPNG(s)) }),
				invalid("malformed", "picture", "")},
			attack{name + "-no-badge", "A picture without a badge.", put(func(string) string { return map[string]string{"png": badgetest.PNG(), "svg": svgWith("")}[name] }),
				invalid("not_a_badge", "no_badge_in_picture", "")},
		)
	}
	slices.SortFunc(list, func(a, b attack) int { return strings.Compare(a.name, b.name) })
	older := func(text string) func(*forge) { return put(func(string) string { return text }) }
	return append(list,
		attack{"valid-svg-text", "The badge of an SVG as text.", put(func(s string) string {
			return svgWith("<openbadges:credential>\n" + s + "\n</openbadges:credential>")
		}), expectation{Verdict: "valid", Warnings: []warning{{"picture", ""}}}},
		attack{"open-badges-2-png", "OB 110: a PNG of Open Badges 2.0.", older(badgetest.PNG(badgetest.Text("openbadges", assertion))), open("unsupported", "open_badges_2", "")},
		attack{"open-badges-2-svg", "OB 110: an SVG of Open Badges 2.0.", older(svgWith(`<o2:assertion><![CDATA[` + assertion + `]]></o2:assertion>`)), open("unsupported", "open_badges_2", "")},
		attack{"open-badges-1-url", "OB 110: a PNG from before there was a specification: a URL alone.",
			older(badgetest.PNG(badgetest.Chunk("tEXt", "openbadges\x00https://example.org/assertions/1"))), open("unsupported", "open_badges_2", "")},
		attack{"open-badges-3-as-2", "A badge of today under the keyword of Open Badges 2.0: what it is depends on who reads.",
			put(func(s string) string { return badgetest.PNG(badgetest.Text("openbadges", s)) }), open("unsupported", "open_badges_2", "")},
		attack{"open-badges-3-as-2-proof", "Likewise with an embedded proof.",
			all(embeddedProof("eddsa-rdfc-2022"), put(func(s string) string { return badgetest.PNG(badgetest.Text("openbadges", s)) })), open("unsupported", "open_badges_2", "")},
	)
}

var bakedNote = expectation{Verdict: "valid", Warnings: []warning{{"picture", ""}}}

// ambiguousPictures: threats E1 to E6. What two readers could read differently has no badge.
func ambiguousPictures() []attack {
	baked := func(s string) string { return badgetest.Text("openbadgecredential", s) }
	png := func(chunks func(s string) string) func(*forge) {
		return put(func(s string) string { return badgetest.PNG(chunks(s)) })
	}
	svg := func(inside func(element string) string) func(*forge) {
		return put(func(s string) string { return svgWith(inside(`<openbadges:credential verify="` + s + `"/>`)) })
	}
	two, broken := invalid("malformed", "ambiguous_container", ""), invalid("malformed", "picture", "")
	return []attack{
		{"png-two", "E1: two badges.", png(func(s string) string { return baked(s) + baked(s) }), two},
		{"png-two-kinds", "E1: one of Open Badges 2.0 beside it.", png(func(s string) string { return baked(s) + badgetest.Chunk("tEXt", "openbadges\x00x") }), two},
		{"png-compressed", "E2: compressed, which Open Badges does not allow.", png(func(s string) string {
			return badgetest.Chunk("iTXt", "openbadgecredential\x00\x01\x00\x00\x00x\x9c"+s)
		}), broken},
		{"png-ztxt", "E2: likewise in another kind of chunk.", png(func(s string) string { return badgetest.Chunk("zTXt", "openbadgecredential\x00\x00x\x9c"+s) }), broken},
		{"png-crc", "E3: damaged.", put(func(s string) string { return strings.Replace(bakedPNG(s), s, strings.ToUpper(s), 1) }), broken},
		{"png-length", "E3: a chunk that is longer than the file.", put(func(s string) string {
			return strings.Replace(bakedPNG(s), "\x00\x00\x00\x01IDAT", "\x7f\xff\xff\xffIDAT", 1)
		}), broken},
		{"png-behind-the-end", "E3: a badge behind the end of the picture.", put(func(s string) string { return badgetest.PNG() + baked(s) }), broken},
		{"png-polyglot", "E4: something else behind the picture.", put(func(s string) string { return bakedPNG(s) + "PK\x05\x06" }), broken},
		{"png-keyword-before", "E1: another one before it, for readers that look for the keyword in the whole file.", png(func(s string) string {
			return badgetest.Text("Comment", "openbadgecredential{}") + baked(s)
		}), two},
		{"png-braces-in-language", "E1: another one in its heading, for readers that count braces.", png(func(s string) string {
			return badgetest.Chunk("iTXt", "openbadgecredential\x00\x00\x00{}\x00\x00"+s)
		}), broken},
		{"svg-utf-7", "E6: another one for readers that see the encoding, as libxml2 does.", put(func(s string) string {
			return `<?xml version="1.0" encoding ="UTF-7"?>` + strings.Replace(bakedSVG(s), "</svg>", "<desc>+ADw-openbadges:credential/+AD4-</desc></svg>", 1)
		}), broken},
		{"svg-two-prefixes", "E6: another one for readers that go by the prefix.", svg(func(e string) string {
			return `<openbadges:credential xmlns:openbadges="urn:x"/>` + e
		}), two},
		{"svg-two", "E6: two badges.", svg(func(e string) string { return e + e }), two},
		{"svg-two-kinds", "E6: one of Open Badges 2.0 beside it.", svg(func(e string) string { return e + `<o2:assertion verify="x"/>` }), two},
		{"svg-two-forms", "E6: an attribute and a body.", svg(func(e string) string { return strings.Replace(e, "/>", ">{}</openbadges:credential>", 1) }), broken},
		{"svg-verify-twice", "E6: an attribute twice.", svg(func(e string) string { return strings.Replace(e, "/>", ` verify="x"/>`, 1) }), broken},
		{"svg-other-namespace", "E6: a namespace that looks like it.", svg(func(e string) string {
			return strings.Replace(e, " ", ` xmlns:openbadges="https://purl.imsglobal.org/spec/ob/v3p0" `, 1)
		}), invalid("not_a_badge", "no_badge_in_picture", "")},
		{"svg-comment", "E6: in a comment.", svg(func(e string) string { return "<!-- " + e + " -->" }), invalid("not_a_badge", "no_badge_in_picture", "")},
		{"svg-doctype", "E5: a DOCTYPE with an entity.", put(func(s string) string { return `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + bakedSVG(s) }), broken},
		{"svg-two-roots", "E6: two roots.", put(func(s string) string { return bakedSVG(s) + bakedSVG(s) }), broken},
		{"html", "E4: a page with a badge in it.", put(func(s string) string { return `<html>` + bakedSVG(s) + `</html>` }), broken},
		{"png-too-large", "E2: a badge beyond the verifier's limit.", func(f *forge) {
			f.vector.MaxBytes = 512
			put(func(s string) string { return bakedPNG(s + strings.Repeat("A", 20_000)) })(f)
		}, open("too_large", "size", "")},
	}
}

// namedPictures: a badge can say which picture it belongs to. What it says is signed, the picture is not.
func namedPictures() []attack {
	const url = "https://example.org/ada.png"
	image := func(id string) string { return `"image":{"id":"` + id + `","type":"Image"},` }
	plain := badgetest.PNG()
	data := "data:image/png;base64," + base64.StdEncoding.EncodeToString([]byte(plain))
	digest := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return `"relatedResource":[{"id":"` + url + `","digestSRI":"sha256-` + base64.StdEncoding.EncodeToString(sum[:]) + `"}],`
	}
	inAchievementImage := func(id string) func(*forge) { return func(f *forge) { f.p(inAchievement, image(id)+inAchievement) } }
	atBadge := func(members string) func(*forge) {
		return func(f *forge) { f.p(`"credentialSubject":`, members+`"credentialSubject":`) }
	}
	at := func(code, pointer string) expectation {
		return expectation{Verdict: "valid", Warnings: []warning{{code, pointer}}}
	}
	const achievementImage, badgeImage = "/credentialSubject/achievement/image/id", "/image/id"
	other := strings.Replace(data, "SUhEUg", "SUhEUh", 1)
	return []attack{
		{"valid-named-data", "OB 21: the picture is the one in the badge.", all(inAchievementImage(data), put(bakedPNG)), at("picture", achievementImage)},
		{"valid-named-data-upper-case", "RFC 2397: likewise, in other letters.", all(inAchievementImage(strings.NewReplacer("data:", "DATA:", ";base64", ";BASE64").Replace(data)), put(bakedPNG)), at("picture", achievementImage)},
		{"valid-named-data-escaped", "RFC 2397: likewise, without base64.", all(inAchievementImage(`data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cg/%3E%3C/svg%3E`), put(func(s string) string {
			return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential verify="` + s + `"/><g/></svg>`
		})), at("picture", achievementImage)},
		{"valid-named-data-other", "OB 21: the picture is another than the one in the badge.", all(inAchievementImage(other), put(bakedPNG)), at("picture_other", achievementImage)},
		{"valid-named-data-second", "OB 21: the badge has two pictures, and it is the second.", all(inAchievementImage(data), atBadge(image(other)), put(bakedPNG)), at("picture", achievementImage)},
		{"valid-named-digest", "A18: the picture has the digest that the badge gives.", all(atBadge(image(url)+digest(plain)), put(bakedPNG)), at("picture", badgeImage)},
		{"valid-named-digest-other", "A18: it has another.", all(atBadge(image(url)+digest(plain+"x")), put(bakedPNG)), at("picture_other", badgeImage)},
		{"valid-named-digest-of-another-file", "A18: the digest is that of another file.", all(atBadge(image(url+"?")+digest(plain)), put(bakedPNG)), at("picture", "")},
		{"valid-named-url", "OB 21: a URL alone says nothing about the picture.", all(inAchievementImage(url), put(bakedPNG)), at("picture", "")},
		{"valid-named-digest-unknown", "A18: a digest of an algorithm that is unknown here.", all(atBadge(image(url)+strings.Replace(digest(plain), "sha256-", "sha3-", 1)), put(bakedPNG)), at("picture", "")},
		{"valid-named-base64-broken", "RFC 2397: a data: URL that cannot be read says nothing.", all(inAchievementImage("data:image/png;base64,iVBOR"), put(bakedPNG)), at("picture", "")},
	}
}

// TestPictureIsNoPartOfIt: what is said of a badge is what would be said of it without the picture, but for the picture.
func TestPictureIsNoPartOfIt(t *testing.T) {
	_, issuers := genuineBadge(t)
	v := verifier.New(issuers, options(nil))
	f := newForge("")
	secured := f.input()
	alone, err := v.Verify(t.Context(), []byte(secured), nil)
	require.NoError(t, err)
	for format, into := range map[string]func(string) string{"png": bakedPNG, "svg": bakedSVG} {
		res, err := v.Verify(t.Context(), []byte(into(secured)), nil)
		require.NoError(t, err)
		require.Equal(t, format, string(res.Picture))
		require.Equal(t, alone.Document(), res.Document())
		require.Equal(t, alone.Checks, res.Checks)
		require.Len(t, res.Warnings, len(alone.Warnings)+1)

		u, err := verifier.Inspect([]byte(into(secured)))
		require.NoError(t, err)
		require.Equal(t, alone.Issuer, u.Claimed.Issuer)
		e, err := verifier.Explain(t.Context(), []byte(into(secured)))
		require.NoError(t, err)
		require.NotNil(t, e.JWS)
		require.ErrorIs(t, verifier.InsecureVerifyProof(t.Context(), []byte(into(secured)), issuersDocument(t)), verifier.ErrUnsupported)
	}
}

// TestOpenBadges1URL: of a picture that has a URL alone, the URL is claimed.
func TestOpenBadges1URL(t *testing.T) {
	for text, id := range map[string]string{"https://example.org/1": "https://example.org/1", "http://example.org/a.b": "http://example.org/a.b", "hello": "", "javascript:x": ""} {
		var e *verifier.Error
		require.ErrorAs(t, verifyNobodys(t, []byte(badgetest.PNG(badgetest.Chunk("tEXt", "openbadges\x00"+text)))), &e)
		require.Equal(t, &verifier.OpenBadges2{ID: id}, e.Claimed.OpenBadges2, text)
	}
}

// TestLargePictures: who takes larger credentials takes larger pictures.
func TestLargePictures(t *testing.T) {
	_, issuers := genuineBadge(t)
	secured := newForge("").input()
	for name, p := range map[string]struct {
		text string
		size int
	}{"png": {badgetest.PNG(badgetest.Text("openbadgecredential", secured), badgetest.Chunk("tEXt", strings.Repeat("x", 10<<20))), 10 << 20}, "svg": {bakedSVG(secured) + strings.Repeat("\n", 2<<20), 2 << 20}} {
		_, err := verifier.New(issuers, options(nil)).Verify(t.Context(), []byte(p.text), nil)
		require.ErrorIs(t, err, verifier.ErrTooLarge, name)
		_, err = verifier.New(issuers, options(func(o *verifier.Options) { o.Limits.Bytes = verifier.MaxBytes })).Verify(t.Context(), []byte(p.text), nil)
		require.NoError(t, err, name)
	}
}
