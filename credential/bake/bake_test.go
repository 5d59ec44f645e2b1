package bake_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/stretchr/testify/require"
)

const (
	jws       = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6InVybjp1dWlkOjEifQ.c2lnbmF0dXJl"
	signature = badgetest.PNGSignature
	namespace = "https://purl.imsglobal.org/ob/v3p0"
	plainSVG  = `<?xml version="1.0" encoding="UTF-8"?>` + "\n<!-- a badge -->\n" +
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>Tëst</title><path d="M0 0h8v8z"/></svg>` + "\n"
)

// plainPNG is a picture of one colour.
func plainPNG(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		img.Set(i%8, i/8, color.RGBA{0x12, 0x34, 0x56, 0xff})
	}
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	return b.Bytes()
}

func picture(chunks ...string) []byte { return []byte(badgetest.PNG(chunks...)) }

// drawing is an SVG with something behind the start tag of its root.
func drawing(inside string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="` + namespace + `" xmlns:o2="http://openbadges.org">` + inside + `<g/></svg>`)
}

// write bakes into the format of the picture.
func write(picture, secured []byte, opts *bake.Options) ([]byte, error) {
	var out bytes.Buffer
	to := bake.PNG
	if bake.Detect(picture) == bake.FormatSVG {
		to = bake.SVG
	}
	err := to(&out, bytes.NewReader(picture), secured, opts)
	return out.Bytes(), err
}

// narrative is a text with all that could end or break what it stands in.
const narrative = `}} { ]]> <script> & "quoted" \ é ® 名 😀 ` + "\ufffe\uffff\x7f"

// signed is a credential with a proof over its JSON.
func signed(t testing.TB) []byte {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"@context": []string{"https://www.w3.org/ns/credentials/v2"}, "type": []string{"VerifiableCredential"},
		"id": "urn:uuid:1", "issuer": "did:web:example.org", "credentialSubject": map[string]any{"id": "urn:uuid:2"}, "description": narrative,
	})
	require.NoError(t, err)
	s, err := signer.NewDataIntegrity(ed25519.NewKeyFromSeed(make([]byte, 32)), "did:web:example.org#key-1", nil)
	require.NoError(t, err)
	secured, err := s.Sign(context.Background(), json.RawMessage(text))
	require.NoError(t, err)
	return secured
}

// TestRoundTrip: what was baked comes out byte for byte, and the picture is the one before it.
func TestRoundTrip(t *testing.T) {
	for _, plain := range [][]byte{plainPNG(t), picture(badgetest.Text("Comment", "x"), badgetest.Chunk("gAMA", "abcd")), []byte(plainSVG),
		[]byte("\ufeff" + plainSVG), drawing(""), drawing(`<a ob:href="x"/>`),
		[]byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="` + namespace + `"> </svg>`),
		[]byte(`<svg xmlns:openbadges="http://openbadges.org" xmlns="http://www.w3.org/2000/svg"></svg>`),
		[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><g xmlns:openbadges="urn:x" openbadges:a="1"/></svg>`),
		[]byte(`<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>`)} {
		for _, secured := range [][]byte{[]byte(jws), signed(t)} {
			out, err := write(plain, secured, nil)
			require.NoError(t, err, "%s", plain)
			baked, err := bake.Extract(out, nil)
			require.NoError(t, err, "%s", out)
			require.Equal(t, string(secured), string(baked.Secured))
			require.Equal(t, string(plain), string(baked.Picture))
			require.Equal(t, bake.Detect(plain), baked.Format)
			require.False(t, baked.OpenBadges2)

			_, err = write(out, secured, nil)
			require.ErrorIs(t, err, bake.ErrBaked)
			again, err := write(out, []byte(jws), &bake.Options{Replace: true})
			require.NoError(t, err)
			want, err := write(plain, []byte(jws), nil)
			require.NoError(t, err)
			require.Equal(t, string(want), string(again), "replaced, as if it had been baked into the plain picture")
		}
	}
}

// TestWritten holds what is written against Open Badges 3.0 §5.3.1 and §5.3.2, written out.
func TestWritten(t *testing.T) {
	const json = `{"proof":{"a":"b"}}`
	before := signature + badgetest.Header(8, 8)
	after := badgetest.Chunk("gAMA", "abcd") + badgetest.Chunk("IDAT", "x") + badgetest.Chunk("IEND", "")
	for plain, want := range map[string]map[string]string{
		before + after: {
			jws:  before + badgetest.Text("openbadgecredential", jws) + after,
			json: before + badgetest.Text("openbadgecredential", json) + after,
		},
		`<svg xmlns="http://www.w3.org/2000/svg" width='1' ><g/></svg>`: {
			jws: `<svg xmlns="http://www.w3.org/2000/svg" width='1'  xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">` +
				`<openbadges:credential verify="` + jws + `"/><g/></svg>`,
			json: `<svg xmlns="http://www.w3.org/2000/svg" width='1'  xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">` +
				`<openbadges:credential><![CDATA[` + json + `]]></openbadges:credential><g/></svg>`,
		},
		`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="urn:x">x</svg>`: {
			jws: `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="urn:x">` +
				`<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" verify="` + jws + `"/>x</svg>`,
		},
	} {
		for secured, baked := range want {
			out, err := write([]byte(plain), []byte("\r\n"+secured+" \n"), nil)
			require.NoError(t, err)
			require.Equal(t, baked, string(out))
		}
	}
}

// TestEscaped: JSON from elsewhere is written so that it can stand in a picture. Its values are the same.
func TestEscaped(t *testing.T) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	require.NoError(t, e.Encode(map[string]any{"proof": map[string]any{}, "a{b}": narrative, "list": []any{[]any{map[string]any{}}, `\`, `\"}`}}))
	secured := bytes.ReplaceAll(text.Bytes(), []byte(`,`), []byte(",\r\n\t"))
	for _, plain := range [][]byte{plainPNG(t), []byte(plainSVG)} {
		out, err := write(plain, secured, nil)
		require.NoError(t, err)
		baked, err := bake.Extract(out, nil)
		require.NoError(t, err)
		require.JSONEq(t, string(secured), string(baked.Secured))
		require.NotContains(t, string(baked.Secured), ">")
		require.NotContains(t, string(baked.Secured), "\r")
		var compact bytes.Buffer
		require.NoError(t, json.Compact(&compact, baked.Secured))
		require.Equal(t, 3, strings.Count(compact.String(), "{"))
		require.Equal(t, 3, strings.Count(compact.String(), "}"))
	}
}

// countBraces finds a badge as VerifierPlus and the Learner Credential Wallet do: they do not read the chunks of a PNG but
// look for the keyword in all of it, and count braces from the first one behind that.
func countBraces(file []byte) string {
	text := strings.ToValidUTF8(string(file), "\ufffd")
	_, text, found := strings.Cut(text, "openbadgecredential")
	start := strings.IndexByte(text, '{')
	if !found || start < 0 {
		return ""
	}
	depth := 0
	for i := start; i < len(text); i++ {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[start : i+1]
			}
		}
	}
	return ""
}

// TestCountedBraces: those readers find what is baked, whatever it says, and whatever else is in the picture.
func TestCountedBraces(t *testing.T) {
	secured := signed(t)
	for _, plain := range [][]byte{plainPNG(t), picture(badgetest.Text("Comment", `openbadgecredential {"not":"this one"}`)), picture(badgetest.Chunk("tEXt", "Title\x00}"))} {
		out, err := write(plain, secured, nil)
		require.NoError(t, err)
		require.Equal(t, string(secured), countBraces(out))
	}
	require.NotEqual(t, `{"a":"}"}`, countBraces([]byte(`openbadgecredential{"a":"}"}`)), "which is why braces in strings are escaped")
}

// TestExtract: what is read, and what is not, as threats E1 to E6 and Open Badges 3.0 §5.3 have it.
func TestExtract(t *testing.T) {
	ours := badgetest.Text("openbadgecredential", jws)
	compressed := badgetest.Chunk("iTXt", "openbadgecredential\x00\x01\x00\x00\x00x\x9c")
	element := `<ob:credential verify="` + jws + `"/>`
	older := []byte(`{"type":"Assertion"}`)
	broken := func(png []byte, at int) []byte { png[at] ^= 1; return png }
	cut := func(png []byte, n int) []byte { return png[:len(png)-n] }
	for name, c := range map[string]struct {
		picture []byte
		want    string
		older   bool
		err     error
	}{
		"png: behind other chunks":                            {picture: picture(badgetest.Chunk("gAMA", "abcd"), ours), want: jws},
		"png: behind the pixels":                              {picture: []byte(signature + badgetest.Header(8, 8) + badgetest.Chunk("IDAT", "") + ours + badgetest.Chunk("IEND", "")), want: jws},
		"png: with a language":                                {picture: picture(badgetest.Chunk("iTXt", "openbadgecredential\x00\x00\x00en\x00Abzeichen\x00"+jws)), want: jws},
		"png: white space around it":                          {picture: picture(badgetest.Text("openbadgecredential", "\n"+jws+"\r\n ")), want: jws},
		"png: other texts beside it":                          {picture: picture(badgetest.Text("OpenBadgeCredential", "x"), ours, badgetest.Text("openbadgecredentials", "x"), badgetest.Chunk("tEXt", "Title\x00x")), want: jws},
		"png: Open Badges 2":                                  {picture: picture(badgetest.Text("openbadges", string(older))), want: string(older), older: true},
		"png: Open Badges 1, a URL":                           {picture: picture(badgetest.Chunk("tEXt", "openbadges\x00https://example.org/1")), want: "https://example.org/1", older: true},
		"png: none":                                           {picture: picture(), err: bake.ErrNoBadge},
		"png: E1, two":                                        {picture: picture(ours, ours), err: bake.ErrAmbiguous},
		"png: E1, two kinds":                                  {picture: picture(ours, badgetest.Chunk("tEXt", "openbadges\x00x")), err: bake.ErrAmbiguous},
		"png: E1, one that cannot be read":                    {picture: picture(compressed, ours), err: bake.ErrAmbiguous},
		"png: E1, one as tEXt":                                {picture: picture(ours, badgetest.Chunk("tEXt", "openbadgecredential\x00x")), err: bake.ErrAmbiguous},
		"png: E2, compressed":                                 {picture: picture(compressed), err: bake.ErrCompressed},
		"png: E2, zTXt":                                       {picture: picture(badgetest.Chunk("zTXt", "openbadgecredential\x00\x00x\x9c")), err: bake.ErrCompressed},
		"png: E1, one before it for who reads no chunks":      {picture: picture(badgetest.Text("Comment", `openbadgecredential{"a":1}`), ours), err: bake.ErrAmbiguous},
		"png: E1, one behind it":                              {picture: picture(ours, badgetest.Text("Comment", `openbadgecredential{"a":1}`)), want: jws},
		"png: E1, one in the language":                        {picture: picture(badgetest.Chunk("iTXt", "openbadgecredential\x00\x00\x00{}\x00\x00"+jws)), err: bake.ErrMalformed},
		"png: E1, one in the translated keyword":              {picture: picture(badgetest.Chunk("iTXt", "openbadgecredential\x00\x00\x00en\x00{}\x00"+jws)), err: bake.ErrMalformed},
		"png: as tEXt":                                        {picture: picture(badgetest.Chunk("tEXt", "openbadgecredential\x00"+jws)), err: bake.ErrMalformed},
		"png: a method without compression":                   {picture: picture(badgetest.Chunk("iTXt", "openbadgecredential\x00\x00\x01\x00\x00"+jws)), err: bake.ErrMalformed},
		"png: a flag of 2":                                    {picture: picture(badgetest.Chunk("iTXt", "openbadgecredential\x00\x02\x00\x00\x00"+jws)), err: bake.ErrMalformed},
		"png: no flag":                                        {picture: picture(badgetest.Chunk("iTXt", "openbadgecredential\x00\x00")), err: bake.ErrMalformed},
		"png: no language":                                    {picture: picture(badgetest.Chunk("iTXt", "openbadgecredential\x00\x00\x00en")), err: bake.ErrMalformed},
		"png: no translated keyword":                          {picture: picture(badgetest.Chunk("iTXt", "openbadgecredential\x00\x00\x00\x00x")), err: bake.ErrMalformed},
		"png: an endless language":                            {picture: picture(badgetest.Chunk("iTXt", "openbadgecredential\x00\x00\x00"+strings.Repeat("e", 4097)+"\x00\x00"+jws)), err: bake.ErrMalformed},
		"png: empty":                                          {picture: picture(badgetest.Text("openbadgecredential", " ")), err: bake.ErrMalformed},
		"png: no UTF-8":                                       {picture: picture(badgetest.Text("openbadgecredential", "{\"a\":\"\xe9\"}")), err: bake.ErrMalformed},
		"png: E3, a length beyond the file":                   {picture: []byte(signature + "\x7f\xff\xff\xffIHDR" + badgetest.Header(8, 8)[8:]), err: bake.ErrMalformed},
		"png: E3, a length beyond 2^31":                       {picture: []byte(signature + "\xff\xff\xff\xffIHDR" + badgetest.Header(8, 8)[8:]), err: bake.ErrMalformed},
		"png: E3, a CRC":                                      {picture: broken(picture(ours), 8+25+8+30), err: bake.ErrMalformed},
		"png: E3, a CRC of the pixels":                        {picture: broken(picture(ours), len(picture(ours))-13), err: bake.ErrMalformed},
		"png: E3, no IEND":                                    {picture: cut(picture(ours), 12), err: bake.ErrMalformed},
		"png: E3, IEND cut off":                               {picture: cut(picture(ours), 1), err: bake.ErrMalformed},
		"png: E3, another signature":                          {picture: broken(picture(ours), 7), err: bake.ErrMalformed},
		"png: E3, sent as text":                               {picture: bytes.Replace(picture(ours), []byte("\r\n"), []byte("\n"), 1), err: bake.ErrMalformed},
		"png: E3, signature alone":                            {picture: []byte(signature), err: bake.ErrMalformed},
		"png: E3, no IHDR":                                    {picture: []byte(signature + ours + badgetest.Chunk("IDAT", "x") + badgetest.Chunk("IEND", "")), err: bake.ErrMalformed},
		"png: E3, two IHDR":                                   {picture: picture(badgetest.Header(8, 8), ours), err: bake.ErrMalformed},
		"png: E3, a short IHDR":                               {picture: []byte(signature + badgetest.Chunk("IHDR", "x") + ours + badgetest.Chunk("IDAT", "x") + badgetest.Chunk("IEND", "")), err: bake.ErrMalformed},
		"png: E3, no pixels":                                  {picture: []byte(signature + badgetest.Header(8, 8) + ours + badgetest.Chunk("IEND", "")), err: bake.ErrMalformed},
		"png: E3, IEND with data":                             {picture: []byte(signature + badgetest.Header(8, 8) + badgetest.Chunk("IDAT", "x") + ours + badgetest.Chunk("IEND", "x")), err: bake.ErrMalformed},
		"png: E3, a badge behind IEND":                        {picture: append(picture(), ours...), err: bake.ErrMalformed},
		"png: E4, a ZIP behind it":                            {picture: append(picture(ours), "PK\x05\x06"...), err: bake.ErrMalformed},
		"png: E4, a byte behind it":                           {picture: append(picture(ours), 0), err: bake.ErrMalformed},
		"png: E3, 4097 chunks":                                {picture: picture(strings.Repeat(badgetest.Chunk("tEXt", "a"), 4094)), err: bake.ErrTooLarge},
		"png: E3, 4096 chunks":                                {picture: picture(ours + strings.Repeat(badgetest.Chunk("tEXt", "a"), 4092)), want: jws},
		"svg: any prefix":                                     {picture: drawing(element), want: jws},
		"svg: the default namespace":                          {picture: drawing(`<credential xmlns="` + namespace + `" verify="` + jws + `"/>`), want: jws},
		"svg: anywhere in it":                                 {picture: drawing(`<g><metadata>` + element + `</metadata></g>`), want: jws},
		"svg: white space around the JSON":                    {picture: drawing("<ob:credential>\n  <![CDATA[{\"a\":1}]]>\n</ob:credential>"), want: `{"a":1}`},
		"svg: JSON as text":                                   {picture: drawing(`<ob:credential>{"a":"&amp;&lt;&#x41;"}</ob:credential>`), want: `{"a":"&<A"}`},
		"svg: Open Badges 2":                                  {picture: drawing(`<o2:assertion verify="https://example.org/1"><![CDATA[{"a":1}]]></o2:assertion>`), want: `{"a":1}`, older: true},
		"svg: Open Badges 2, signed":                          {picture: drawing(`<o2:assertion verify="` + jws + `"/>`), want: jws, older: true},
		"svg: none":                                           {picture: drawing(""), err: bake.ErrNoBadge},
		"svg: E6, another namespace":                          {picture: drawing(`<x:credential xmlns:x="https://purl.imsglobal.org/spec/ob/v3p0" verify="` + jws + `"/>`), err: bake.ErrNoBadge},
		"svg: E6, no namespace":                               {picture: drawing(`<credential verify="` + jws + `"/>`), err: bake.ErrNoBadge},
		"svg: E6, a prefix from elsewhere":                    {picture: drawing(`<g xmlns:x="` + namespace + `"/><x:credential verify="` + jws + `"/>`), err: bake.ErrMalformed},
		"svg: E6, an attribute's prefix":                      {picture: drawing(element + `<g x:y="1"/>`), err: bake.ErrMalformed},
		"svg: E6, another element":                            {picture: drawing(`<ob:assertion verify="` + jws + `"/><o2:credential verify="` + jws + `"/>`), err: bake.ErrNoBadge},
		"svg: E6, in a comment":                               {picture: drawing(`<!--` + element + `-->`), err: bake.ErrNoBadge},
		"svg: E6, in CDATA":                                   {picture: drawing(`<![CDATA[` + element + `]]>`), err: bake.ErrNoBadge},
		"svg: E6, two":                                        {picture: drawing(element + element), err: bake.ErrAmbiguous},
		"svg: E6, two prefixes":                               {picture: drawing(element + `<x:credential xmlns:x="` + namespace + `">{}</x:credential>`), err: bake.ErrAmbiguous},
		"svg: E6, two kinds":                                  {picture: drawing(element + `<o2:assertion verify="x"/>`), err: bake.ErrAmbiguous},
		"svg: E6, one inside the other":                       {picture: drawing(`<ob:credential verify="` + jws + `">` + element + `</ob:credential>`), err: bake.ErrMalformed},
		"svg: E6, two forms":                                  {picture: drawing(`<ob:credential verify="` + jws + `">{}</ob:credential>`), err: bake.ErrMalformed},
		"svg: E6, an element in the badge":                    {picture: drawing(`<ob:credential>{"a":<b/>1}</ob:credential>`), err: bake.ErrMalformed},
		"svg: E6, verify with a prefix":                       {picture: drawing(`<ob:credential ob:verify="` + jws + `"/>`), err: bake.ErrMalformed},
		"svg: E6, an attribute twice":                         {picture: drawing(`<ob:credential verify="` + jws + `" verify="x"/>`), err: bake.ErrMalformed},
		"svg: E6, twice by two prefixes":                      {picture: drawing(element + `<g xmlns:a="urn:x" xmlns:b="urn:x" a:y="1" b:y="2"/>`), err: bake.ErrMalformed},
		"svg: E6, a prefix bound twice":                       {picture: drawing(`<x:credential xmlns:x="` + namespace + `" xmlns:x="urn:x" verify="` + jws + `"/>`), err: bake.ErrMalformed},
		"svg: E6, two roots":                                  {picture: append(drawing(element), drawing("")...), err: bake.ErrMalformed},
		"svg: E6, text behind the root":                       {picture: append(drawing(element), "x"...), err: bake.ErrMalformed},
		"svg: E6, text before the root":                       {picture: append([]byte("<!-- -->x"), drawing(element)...), err: bake.ErrMalformed},
		"svg: E5, a DOCTYPE":                                  {picture: append([]byte(`<!DOCTYPE svg [<!ENTITY x "y">]>`), drawing(element)...), err: bake.ErrMalformed},
		"svg: E5, an entity":                                  {picture: drawing(`<ob:credential>&x;</ob:credential>`), err: bake.ErrMalformed},
		"svg: E5, a processing instruction":                   {picture: append([]byte(`<?xml-stylesheet href="https://example.org/x.xsl"?>`), drawing(element)...), err: bake.ErrMalformed},
		"svg: E5, an XML declaration inside":                  {picture: drawing(`<?xml version="1.0"?>` + element), err: bake.ErrMalformed},
		"svg: E5, UTF-16 declared":                            {picture: append([]byte(`<?xml version="1.0" encoding="UTF-16"?>`), drawing(element)...), err: bake.ErrMalformed},
		"svg: E5, UTF-7 declared, with a space":               {picture: append([]byte(`<?xml version="1.0" encoding ="UTF-7"?>`), drawing(element+`+ADw-ob:credential/+AD4-`)...), err: bake.ErrMalformed},
		"svg: E5, XML 1.1, with a space":                      {picture: append([]byte(`<?xml version ="1.1"?>`), drawing(element)...), err: bake.ErrMalformed},
		"svg: E5, no version":                                 {picture: append([]byte(`<?xml encoding="UTF-8"?>`), drawing(element)...), err: bake.ErrMalformed},
		"svg: a declaration with everything":                  {picture: append([]byte("\ufeff<?xml version = '1.0'\tencoding = 'utf-8' standalone='no' ?>\n"), drawing(element)...), want: jws},
		"svg: E5, a byte order mark behind it":                {picture: append(drawing(element), "\ufeff"...), err: bake.ErrMalformed},
		"svg: E5, CDATA behind it":                            {picture: append(drawing(element), "<![CDATA[ ]]>"...), err: bake.ErrMalformed},
		"svg: E5, a reference behind it":                      {picture: append(drawing(element), "&#32;"...), err: bake.ErrMalformed},
		"svg: E5, a zero in a comment":                        {picture: drawing("<!-- \x00 -->" + element), err: bake.ErrMalformed},
		"svg: E5, no UTF-8 in a comment":                      {picture: drawing("<!-- \xff -->" + element), err: bake.ErrMalformed},
		"svg: E5, U+FFFF in a comment":                        {picture: drawing("<!-- \uffff -->" + element), err: bake.ErrMalformed},
		"svg: E6, a name that begins with a colon":            {picture: drawing(element + `<:credential/>`), err: bake.ErrMalformed},
		"svg: E6, a name that begins with a digit":            {picture: drawing(element + `<ob:1/>`), err: bake.ErrMalformed},
		"svg: E6, an attribute that ends in a colon":          {picture: drawing(element + `<g xmlns:="urn:x"/>`), err: bake.ErrMalformed},
		"svg: E6, the prefix xml":                             {picture: drawing(element + `<g xmlns:xml="urn:x"/>`), err: bake.ErrMalformed},
		"svg: the prefix xml, as it is":                       {picture: drawing(element + `<g xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="en"/>`), want: jws},
		"svg: E6, the prefix xmlns":                           {picture: drawing(`<xmlns:credential xmlns:xmlns="` + namespace + `" verify="` + jws + `"/>`), err: bake.ErrMalformed},
		"svg: E6, the prefix in another namespace":            {picture: drawing(`<openbadges:credential xmlns:openbadges="urn:x" verify="` + jws + `"/>`), err: bake.ErrNoBadge},
		"svg: E6, the prefix in another namespace, with more": {picture: drawing(`<openbadges:credential xmlns:openbadges="urn:x" id="x"/>`), err: bake.ErrNoBadge},
		"svg: E5, U+FFFE in a comment":                        {picture: drawing("<!-- \ufffe -->" + element), err: bake.ErrMalformed},
		"svg: E6, one for who knows no namespaces":            {picture: drawing(element + `<openbadges:credential xmlns:openbadges="urn:x"/>`), err: bake.ErrAmbiguous},
		"svg: E6, an older one for who knows none":            {picture: drawing(element + `<openbadges:assertion xmlns:openbadges="urn:x"/>`), err: bake.ErrAmbiguous},
		"svg: E6, another attribute":                          {picture: drawing(`<ob:credential verify="` + jws + `" id="x"/>`), err: bake.ErrMalformed},
		"svg: an older one with another attribute":            {picture: drawing(`<o2:assertion verify="` + jws + `" id="x"/>`), want: jws, older: true},
		"svg: E6, a prefix for nothing":                       {picture: drawing(element + `<x:g xmlns:x=""/>`), err: bake.ErrMalformed},
		"svg: no default namespace":                           {picture: drawing(element + `<g xmlns=""/>`), want: jws},
		"svg: a prefix that XML has":                          {picture: drawing(element + `<text xml:space="preserve"> </text>`), want: jws},
		"svg: an attribute has no default namespace":          {picture: drawing(element + `<g xmlns:s="http://www.w3.org/2000/svg" s:id="a" id="b"/>`), want: jws},
		"svg: empty":                                          {picture: drawing(`<ob:credential verify=""/>`), err: bake.ErrMalformed},
		"svg: not closed":                                     {picture: cut(drawing(element), 6), err: bake.ErrMalformed},
		"svg: closed by another":                              {picture: drawing(`<a>` + element + `</b>`), err: bake.ErrMalformed},
		"svg: closed too often":                               {picture: drawing(element + `</svg>`), err: bake.ErrMalformed},
		"svg: another root":                                   {picture: []byte(`<html xmlns="http://www.w3.org/1999/xhtml">` + string(drawing(element)) + `</html>`), err: bake.ErrMalformed},
		"svg: a root without namespace":                       {picture: []byte(`<svg xmlns:ob="` + namespace + `">` + element + `</svg>`), err: bake.ErrMalformed},
		"svg: nothing but a comment":                          {picture: []byte(`<!-- -->`), err: bake.ErrMalformed},
		"svg: 64 elements deep":                               {picture: drawing(strings.Repeat("<g>", 62) + element + strings.Repeat("</g>", 62)), want: jws},
		"svg: 65 elements deep":                               {picture: drawing(strings.Repeat("<g>", 63) + element + strings.Repeat("</g>", 63)), err: bake.ErrTooLarge},
		"svg: 100,000 tokens":                                 {picture: drawing(element + strings.Repeat("<!---->", 99_990)), want: jws},
		"svg: 100,001 tokens":                                 {picture: drawing(element + strings.Repeat("<!---->", 99_991)), err: bake.ErrTooLarge},
		"svg: 100,000 equals signs":                           {picture: drawing(element + strings.Repeat("=", 99_996)), want: jws},
		"svg: 100,001 equals signs":                           {picture: drawing(element + strings.Repeat("=", 99_997)), err: bake.ErrTooLarge},
		"svg: 100 namespaces":                                 {picture: drawing(bindings(97, element)), want: jws},
		"svg: 101 namespaces":                                 {picture: drawing(bindings(98, element)), err: bake.ErrTooLarge},
		"svg: namespaces out of scope":                        {picture: drawing(bindings(97, "") + bindings(97, element)), want: jws},
		"a JPEG":                                              {picture: []byte("\xff\xd8\xff"), err: bake.ErrNotPicture},
		"a JWS":                                               {picture: []byte(jws), err: bake.ErrNotPicture},
		"nothing":                                             {err: bake.ErrNotPicture},
	} {
		t.Run(name, func(t *testing.T) {
			baked, err := bake.Extract(c.picture, nil)
			if c.err != nil {
				require.ErrorIs(t, err, c.err)
				require.Nil(t, baked)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, string(baked.Secured))
			require.Equal(t, c.older, baked.OpenBadges2)
		})
	}
}

// bindings is an element that binds n namespaces.
func bindings(n int, inside string) string {
	var b strings.Builder
	b.WriteString("<g")
	for i := range n {
		fmt.Fprintf(&b, ` xmlns:p%d="urn:x"`, i)
	}
	return b.String() + ">" + inside + "</g>"
}

func TestMediaType(t *testing.T) {
	require.Equal(t, "image/png", bake.FormatPNG.MediaType())
	require.Equal(t, "image/svg+xml", bake.FormatSVG.MediaType())
}

// TestPlaces: an error says where.
func TestPlaces(t *testing.T) {
	_, err := bake.Extract(picture(badgetest.Text("openbadgecredential", jws), badgetest.Text("openbadgecredential", jws)), nil)
	require.ErrorContains(t, err, "at byte 33 and at byte ")
	damaged := picture()
	damaged[len(signature)+25+10] ^= 1
	_, err = bake.Extract(damaged, nil)
	require.ErrorContains(t, err, "chunk at byte 33")
	_, err = bake.Extract([]byte("<svg xmlns=\"http://www.w3.org/2000/svg\">\n\n  <a></b>"), nil)
	require.ErrorContains(t, err, "line 3, column 10")
}

// TestLimits: at each limit, one below it and one above.
func TestLimits(t *testing.T) {
	png, svg := picture(badgetest.Text("openbadgecredential", jws)), drawing(`<ob:credential verify="`+jws+`"/>`)
	for _, p := range [][]byte{png, svg} {
		for _, l := range []bake.Limits{{Picture: len(p)}, {Picture: len(p) + 1}, {Credential: len(jws)}, {Credential: len(jws) + 1}, {Picture: -1}} {
			_, err := bake.Extract(p, &l)
			require.NoError(t, err)
		}
		for _, l := range []bake.Limits{{Picture: len(p) - 1}, {Credential: len(jws) - 1}} {
			_, err := bake.Extract(p, &l)
			require.ErrorIs(t, err, bake.ErrTooLarge)
		}
	}
	long := func(p []byte, n int) []byte {
		return append(append([]byte{}, p...), bytes.Repeat([]byte("\n"), n-len(p))...)
	}
	for _, c := range []struct {
		picture []byte
		limit   *bake.Limits
		size    int
		over    error // of a picture that is as large as may be, when it is not nil
	}{
		{svg, nil, bake.DefaultSVGBytes, nil}, {svg, &bake.Limits{Picture: 1 << 40}, bake.MaxSVGBytes, nil},
		{png, nil, bake.DefaultPNGBytes, bake.ErrMalformed}, {png, &bake.Limits{Picture: 1 << 40}, bake.MaxPNGBytes, bake.ErrMalformed},
	} {
		_, err := bake.Extract(long(c.picture, c.size), c.limit)
		require.ErrorIs(t, err, c.over)
		_, err = bake.Extract(long(c.picture, c.size+1), c.limit)
		require.ErrorIs(t, err, bake.ErrTooLarge)
	}
	for _, c := range []struct {
		limit *bake.Limits
		size  int
	}{{nil, bake.DefaultCredentialBytes}, {&bake.Limits{Picture: bake.MaxPNGBytes, Credential: 1 << 40}, bake.MaxCredentialBytes}} {
		_, err := bake.Extract(picture(badgetest.Text("openbadgecredential", strings.Repeat("x", c.size))), c.limit)
		require.NoError(t, err)
		_, err = bake.Extract(picture(badgetest.Text("openbadgecredential", strings.Repeat("x", c.size+1))), c.limit)
		require.ErrorIs(t, err, bake.ErrTooLarge)
	}
}

// TestRefused: what is not baked, and that nothing is written then.
func TestRefused(t *testing.T) {
	size := func(w, h uint32) []byte {
		return []byte(signature + badgetest.Header(w, h) + badgetest.Chunk("IDAT", "x") + badgetest.Chunk("IEND", ""))
	}
	for name, c := range map[string]struct {
		picture []byte
		secured string
		opts    *bake.Options
		err     error
	}{
		"not secured":                     {picture(), "hello", nil, bake.ErrSecured},
		"two parts":                       {picture(), "e30.e30", nil, bake.ErrSecured},
		"an empty part":                   {picture(), "e30..e30", nil, bake.ErrSecured},
		"an SD-JWT":                       {picture(), jws + "~", nil, bake.ErrSecured},
		"no letters":                      {drawing(""), `e30.e30."/>`, nil, bake.ErrSecured},
		"an array":                        {picture(), "[]", nil, bake.ErrSecured},
		"JSON that is none":               {picture(), `{"proof":}`, nil, bake.ErrSecured},
		"JSON that is no UTF-8":           {picture(), "{\"proof\":\"\xff\"}", nil, bake.ErrSecured},
		"two JSON texts":                  {picture(), `{"proof":{}}{}`, nil, bake.ErrSecured},
		"null":                            {picture(), "null", nil, bake.ErrSecured},
		"JSON that nobody signed":         {picture(), `{"Proof":{}}`, nil, bake.ErrSecured},
		"too long":                        {picture(), jws, &bake.Options{Limits: bake.Limits{Credential: len(jws) - 1}}, bake.ErrTooLarge},
		"too long with escapes":           {picture(), `{"proof":"}"}`, &bake.Options{Limits: bake.Limits{Credential: 17}}, bake.ErrTooLarge},
		"a picture too large":             {picture(), jws, &bake.Options{Limits: bake.Limits{Picture: 8}}, bake.ErrTooLarge},
		"8,193 pixels wide":               {size(8193, 1), jws, nil, bake.ErrTooLarge},
		"8,193 pixels high":               {size(1, 8193), jws, nil, bake.ErrTooLarge},
		"no pixels wide":                  {size(0, 1), jws, nil, bake.ErrTooLarge},
		"a damaged picture":               {picture()[:60], jws, nil, bake.ErrMalformed},
		"an empty SVG":                    {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), jws, nil, bake.ErrMalformed},
		"a badge in it":                   {picture(badgetest.Text("openbadgecredential", jws)), jws, &bake.Options{}, bake.ErrBaked},
		"an older badge in it":            {picture(badgetest.Chunk("tEXt", "openbadges\x00x")), jws, nil, bake.ErrBaked},
		"one that cannot be read":         {picture(badgetest.Chunk("zTXt", "openbadgecredential\x00\x00x")), jws, nil, bake.ErrBaked},
		"one in an SVG":                   {drawing(`<o2:assertion/>`), jws, nil, bake.ErrBaked},
		"one for who knows no namespaces": {drawing(`<openbadges:credential xmlns:openbadges="urn:x"/>`), jws, nil, bake.ErrBaked},
		"no picture":                      {[]byte("GIF89a"), jws, nil, bake.ErrNotPicture},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := write(c.picture, []byte(c.secured), c.opts)
			require.ErrorIs(t, err, c.err)
			require.Empty(t, out)
		})
	}
	for _, p := range [][]byte{size(8192, 8192), size(1, 1)} {
		_, err := write(p, []byte(jws), &bake.Options{Limits: bake.Limits{Credential: len(jws), Picture: len(p)}})
		require.NoError(t, err)
	}
	require.ErrorIs(t, bake.SVG(io.Discard, bytes.NewReader(picture()), []byte(jws), nil), bake.ErrNotPicture)
	require.ErrorIs(t, bake.PNG(io.Discard, strings.NewReader(plainSVG), []byte(jws), nil), bake.ErrNotPicture)
	broken := errors.New("broken")
	require.ErrorIs(t, bake.PNG(io.Discard, iotest.ErrReader(broken), []byte(jws), nil), broken)
	require.ErrorIs(t, bake.PNG(writerFunc(func([]byte) (int, error) { return 0, broken }), bytes.NewReader(picture()), []byte(jws), nil), broken)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// TestReplace takes out whatever badges there are.
func TestReplace(t *testing.T) {
	replace := &bake.Options{Replace: true}
	old := []string{badgetest.Text("openbadgecredential", jws), badgetest.Chunk("zTXt", "openbadgecredential\x00\x00x"), badgetest.Chunk("tEXt", "openbadges\x00x")}
	out, err := write(picture(old[0], badgetest.Chunk("gAMA", "abcd"), old[1], old[2]), []byte(jws), replace)
	require.NoError(t, err)
	require.Equal(t, string(picture(badgetest.Text("openbadgecredential", jws), badgetest.Chunk("gAMA", "abcd"))), string(out))
	out, err = write(drawing(`<o2:assertion/><path/><ob:credential> </ob:credential>`), []byte(jws), replace)
	require.NoError(t, err)
	want, err := write(drawing(`<path/>`), []byte(jws), nil)
	require.NoError(t, err)
	require.Equal(t, string(want), string(out))
}

// TestPrefixInUse: what is taken out of a picture leaves it well-formed.
func TestPrefixInUse(t *testing.T) {
	for _, user := range []string{`<openbadges:other/>`, `<g openbadges:other="1"/>`} {
		baked, err := bake.Extract([]byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="`+namespace+`"><openbadges:credential verify="`+jws+`"/>`+user+`</svg>`), nil)
		require.NoError(t, err)
		_, err = bake.Extract(baked.Picture, nil)
		require.ErrorIs(t, err, bake.ErrNoBadge)
	}
}

// FuzzPNG and FuzzSVG: what can be extracted can be baked into the picture that is left, and comes out again; no input
// makes a picture of two badges.
func FuzzPNG(f *testing.F) {
	f.Add(picture(badgetest.Text("openbadgecredential", jws)))
	f.Add(picture(badgetest.Text("openbadges", "{}"), badgetest.Chunk("zTXt", "openbadgecredential\x00\x00x")))
	f.Add(picture(badgetest.Chunk("tEXt", "openbadges\x00x"), badgetest.Chunk("gAMA", "abcd")))
	f.Add(plainPNG(f))
	f.Fuzz(roundTrip)
}

func FuzzSVG(f *testing.F) {
	f.Add([]byte(plainSVG))
	f.Add(drawing(`<ob:credential verify="` + jws + `"/>`))
	f.Add(drawing(`<ob:credential><![CDATA[{"a":"b"}]]></ob:credential>`))
	f.Add(drawing(`<o2:assertion verify="x">{}</o2:assertion>`))
	for _, plain := range []string{plainSVG, `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="urn:x"> </svg>`} {
		out, err := write([]byte(plain), []byte(jws), nil)
		require.NoError(f, err)
		f.Add(out)
	}
	f.Fuzz(roundTrip)
}

func roundTrip(t *testing.T, p []byte) {
	plain := p
	if baked, err := bake.Extract(p, nil); err == nil {
		require.NotEmpty(t, baked.Secured)
		plain = baked.Picture
	}
	out, err := write(plain, []byte(jws), nil)
	if err != nil {
		require.Empty(t, out)
		return
	}
	baked, err := bake.Extract(out, nil)
	require.NoError(t, err)
	require.Equal(t, jws, string(baked.Secured))
	require.Equal(t, string(plain), string(baked.Picture))
	require.Equal(t, 1, strings.Count(string(out), jws)-strings.Count(string(plain), jws))
	if baked.Format == bake.FormatSVG { // a second reader of XML agrees that it is there, once
		require.Equal(t, 1, countElements(t, out))
	}
}

// countElements counts badges as encoding/xml sees them, which resolves namespaces itself.
func countElements(t *testing.T, svg []byte) (n int) {
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return n
		}
		require.NoError(t, err)
		if e, ok := token.(xml.StartElement); ok && e.Name == (xml.Name{Space: namespace, Local: "credential"}) {
			n++
		}
	}
}

func BenchmarkExtract(b *testing.B) {
	large := picture(badgetest.Text("openbadgecredential", strings.Repeat("x", 5000)), badgetest.Chunk("IDAT", strings.Repeat("x", 1<<20)))
	for name, p := range map[string][]byte{
		"png": picture(badgetest.Text("openbadgecredential", strings.Repeat("x", 5000))), "png of 1 MiB": large,
		"svg": drawing(`<ob:credential verify="` + strings.Repeat("x", 5000) + `"/>` + strings.Repeat(`<path d="M0 0h8v8z"/>`, 200)),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(p)))
			for b.Loop() {
				if _, err := bake.Extract(p, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A badge is put into a picture, and found there again.
func ExamplePNG() {
	var plain, baked bytes.Buffer
	if err := png.Encode(&plain, image.NewRGBA(image.Rect(0, 0, 64, 64))); err != nil {
		fmt.Println(err)
		return
	}
	if err := bake.PNG(&baked, &plain, []byte(jws), nil); err != nil {
		fmt.Println(err)
		return
	}
	found, err := bake.Extract(baked.Bytes(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Format, string(found.Secured) == jws)

	_, err = bake.Extract(found.Picture, nil)
	fmt.Println(err)
	// Output:
	// png true
	// no badge in this picture; a screenshot or a re-saved copy loses it
}
