package page_test

import (
	"bytes"
	"context"
	"image/png"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/examples/internal/art"
	"github.com/charterbadge/openbadge/examples/internal/fragment"
	"github.com/charterbadge/openbadge/examples/internal/page"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/signer"
	"github.com/charterbadge/openbadge/verifier"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// charter is a sample badge before it is signed.
func charter(t testing.TB) *credential.OpenBadge {
	t.Helper()
	badge, err := credential.NewCharter(credential.Profile{ID: "did:web:example.org", Name: "Sample issuer", URL: "https://example.org"},
		credential.Charter{
			ID: "urn:uuid:6b1b7e0c-6d2a-4f0e-9d57-5a2a5b6f1c11", SubjectID: "urn:uuid:0f1c9a52-6f57-4c8f-8b2e-0d3b8d4f6a10",
			Number: "12345", Holder: "Ada Lovelace", Email: "ada@example.org", Awarded: badgetest.Now().AddDate(0, -1, 0),
		})
	require.NoError(t, err)
	return badge
}

// signed signs and verifies a badge, and bakes it.
func signed(t testing.TB, badge *credential.OpenBadge, opts *verifier.Options) page.Badge {
	t.Helper()
	key := badgetest.Ed25519("page")
	doc, err := did.NewDocument(badge.Issuer.ID, did.Key{Public: key.Public()})
	require.NoError(t, err)
	method, err := doc.MethodFor(key.Public())
	require.NoError(t, err)
	s, err := signer.NewJWS(key, method, nil)
	require.NoError(t, err)
	secured, err := s.Sign(context.Background(), badge)
	require.NoError(t, err)
	if opts == nil {
		opts = &verifier.Options{}
	}
	opts.Now = badgetest.Now
	res, err := verifier.New(verifier.Trust(doc), opts).Verify(context.Background(), secured, nil)
	require.NoError(t, err)
	picture, err := art.PNG(64)
	require.NoError(t, err)
	var baked bytes.Buffer
	require.NoError(t, bake.PNG(&baked, bytes.NewReader(picture), secured, nil))
	return page.Badge{Result: res, Secured: secured, Picture: baked.Bytes(), Format: bake.FormatPNG}
}

func build(t testing.TB, b page.Badge, o page.Options) (map[string][]byte, *html.Node) {
	t.Helper()
	files, remarks, err := page.Make(b, o)
	require.NoError(t, err)
	require.Empty(t, remarks)
	doc, err := html.Parse(bytes.NewReader(files[page.Index]))
	require.NoError(t, err)
	return files, doc
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func all(doc *html.Node, element string) []*html.Node {
	var list []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == element {
			list = append(list, n)
		}
	}
	return list
}

// meta has the content of the meta tags, by name, property or http-equiv.
func meta(doc *html.Node) map[string]string {
	m := map[string]string{}
	for _, n := range all(doc, "meta") {
		m[attr(n, "name")+attr(n, "property")+attr(n, "http-equiv")] = attr(n, "content")
	}
	return m
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// checkPage holds a page against what is promised of every page: it runs nothing, loads nothing but its own files, and can be
// read by whoever hears it.
func checkPage(t testing.TB, files map[string][]byte, doc *html.Node) {
	t.Helper()
	require.Equal(t, "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'", meta(doc)["Content-Security-Policy"])
	ids := map[string]bool{}
	level := 0
	for n := range doc.Descendants() {
		if n.Type == html.CommentNode {
			require.Empty(t, n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		require.NotContains(t, []string{"script", "iframe", "object", "embed", "form", "input", "base", "style", "template", "video", "audio"}, n.Data)
		for _, a := range n.Attr {
			require.False(t, strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcset" || a.Key == "ping", "%s in %s", a.Key, n.Data)
			switch {
			case a.Key == "id":
				require.False(t, ids[a.Val], "id %s twice", a.Val)
				ids[a.Val] = true
			case a.Key == "src":
				require.Contains(t, files, a.Val, "not a file of the page")
			case a.Key == "href" && n.Data == "a":
				checkLink(t, files, n, a.Val)
			case a.Key == "href" && attr(n, "rel") != "canonical":
				require.Contains(t, files, a.Val, "not a file of the page")
			}
		}
		if n.Data == "img" {
			require.NotEmpty(t, attr(n, "alt"))
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			is := int(n.Data[1] - '0')
			require.True(t, is > 1 || level == 0, "a second h1")
			if level == 0 {
				require.Equal(t, 1, is, "the first heading")
			}
			level = is
			require.NotEmpty(t, text(n))
		}
	}
	for _, n := range all(doc, "section") {
		require.True(t, ids[attr(n, "aria-labelledby")], "a section without its heading")
	}
	require.Equal(t, "en", attr(all(doc, "html")[0], "lang"))
	require.Len(t, all(doc, "main"), 1)
	require.NotEmpty(t, text(all(doc, "title")[0]))
}

func checkLink(t testing.TB, files map[string][]byte, n *html.Node, href string) {
	t.Helper()
	_, ours := files[href]
	if ours || href == "#main" || strings.HasPrefix(href, "../verify/") {
		return
	}
	require.Regexp(t, "^(https?://|mailto:)", href)
	require.Equal(t, "noopener noreferrer nofollow", attr(n, "rel"), href)
	require.Empty(t, attr(n, "target"))
}

const address = "https://example.org/badges/x/"

func TestPublic(t *testing.T) {
	b := signed(t, charter(t), nil)
	files, doc := build(t, b, page.Options{URL: address, Verifier: "../verify/"})
	checkPage(t, files, doc)
	require.Len(t, files, 6)
	body := text(all(doc, "body")[0])
	for _, want := range []string{"CMT Charterholder", "Ada Lovelace", "did:web:example.org Sample issuer example.org", "Number 12345",
		"CMT Level I examination Completed", "CMT Level II examination Completed", "CMT Level III examination Completed",
		"intermarket analysis", "Provide three references.", "Attest to the Code of Ethics each year.", "at cmtassociation.org",
		"The issuer publishes no status for this badge"} {
		require.Contains(t, body, want)
	}
	require.NotContains(t, body, "Looked up")
	require.Equal(t, "Ada Lovelace · CMT Charterholder", text(all(doc, "title")[0]))
	m := meta(doc)
	require.Equal(t, "Ada Lovelace · CMT Charterholder", m["og:title"])
	require.Equal(t, m["og:title"], m["twitter:title"])
	require.Equal(t, address, m["og:url"])
	require.Equal(t, address+"card.png", m["og:image"])
	require.Equal(t, "summary_large_image", m["twitter:card"])
	require.NotContains(t, m, "robots")
	require.NotEmpty(t, m["og:description"])
	require.LessOrEqual(t, len(m["og:description"]), 204)

	card, err := png.DecodeConfig(bytes.NewReader(files[page.Card]))
	require.NoError(t, err)
	require.Equal(t, []int{1200, 630}, []int{card.Width, card.Height})
	baked, err := bake.Extract(files["badge.png"], nil)
	require.NoError(t, err)
	require.Equal(t, b.Secured, baked.Secured)
	require.Equal(t, b.Secured, files["credential.jws"])

	verify := attr(all(doc, "a")[1], "href")
	held, ok := strings.CutPrefix(verify, "../verify/#")
	require.True(t, ok, verify)
	secured, err := fragment.Decode(held)
	require.NoError(t, err)
	require.Equal(t, b.Secured, secured)

	again, _ := build(t, b, page.Options{URL: address, Verifier: "../verify/"})
	require.Equal(t, files, again)
}

// TestUnlisted: what those copy who show a link does not name the holder, and the page does.
func TestUnlisted(t *testing.T) {
	b := signed(t, charter(t), nil)
	files, doc := build(t, b, page.Options{URL: address, Unlisted: true})
	checkPage(t, files, doc)
	require.Contains(t, meta(doc)["robots"], "noindex")
	require.NotContains(t, text(all(doc, "head")[0]), "Ada")
	for name, content := range meta(doc) {
		require.NotContains(t, content, "Ada", name)
	}
	require.Contains(t, text(all(doc, "body")[0]), "Ada Lovelace")
	require.NotContains(t, string(files[page.Index]), "canonical")
	public, _ := build(t, b, page.Options{URL: address})
	require.NotEqual(t, public[page.Card], files[page.Card])

	nameless := charter(t)
	nameless.Subject.Identifier = slices.DeleteFunc(nameless.Subject.Identifier, func(o credential.IdentityObject) bool { return !o.Hashed })
	without, _ := build(t, signed(t, nameless, nil), page.Options{URL: address})
	require.Equal(t, without[page.Card], files[page.Card])
}

// TestNoAddress: without an address there is nothing that needs one.
func TestNoAddress(t *testing.T) {
	files, doc := build(t, signed(t, charter(t), nil), page.Options{})
	checkPage(t, files, doc)
	require.NotContains(t, files, page.QR)
	require.NotContains(t, meta(doc), "og:image")
	require.NotContains(t, meta(doc), "og:url")
	require.NotContains(t, text(all(doc, "body")[0]), "Verify on this device")
}

func TestHostile(t *testing.T) {
	for _, nasty := range []string{
		`</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `{{.Issuer}}`, `--><svg onload=alert(1)>`,
		`</title><base href=//evil.example>`, `R&D ® é 漢字 🏅`, "سارة \u202eevil\u202c עדה", `&lt;b&gt; &amp;amp;`, `</section></main>`,
	} {
		t.Run(nasty, func(t *testing.T) {
			badge := charter(t)
			a := &badge.Subject.Achievement
			badge.Issuer.Name, a.Name, a.Description = nasty, nasty, nasty
			a.Criteria.Narrative, a.Tag = nasty, []string{nasty}
			a.ResultDescription[0].Name, badge.Subject.LicenseNumber = nasty, nasty
			a.Alignment = []credential.Alignment{{Type: []string{"Alignment"}, TargetName: nasty, TargetURL: "https://skills.example/1"}}
			for i := range badge.Subject.Identifier {
				if badge.Subject.Identifier[i].IdentityType == credential.IdentifierTypeName {
					badge.Subject.Identifier[i].IdentityHash = nasty
				}
			}
			badge.Name = nasty
			files, _, err := page.Make(signed(t, badge, nil), page.Options{URL: address, Verifier: "../verify/"})
			require.NoError(t, err)
			doc, err := html.Parse(bytes.NewReader(files[page.Index]))
			require.NoError(t, err)
			checkPage(t, files, doc)
			want := strings.Join(strings.Fields(nasty), " ")
			require.Equal(t, want, text(all(doc, "h1")[0]))
			require.Equal(t, nasty+" · "+nasty, all(doc, "title")[0].FirstChild.Data)
			require.Equal(t, nasty+" · "+nasty, meta(doc)["og:title"])
			require.GreaterOrEqual(t, strings.Count(text(all(doc, "body")[0]), want), 8)
		})
	}
}

// TestAddresses: an address that a badge names is a link if a browser opens it without running it.
func TestAddresses(t *testing.T) {
	for address, linked := range map[string]bool{
		"https://example.org/a?b=c&d=%22": true, "http://example.org/": true, "javascript:alert(1)": false, "data:text/html,x": false,
		"javascript://example.org/%0aalert(1)": false, "ftp://example.org/": false,
		"urn:uuid:0f1c9a52-6f57-4c8f-8b2e-0d3b8d4f6a10": false, "vbscript:x": false,
	} {
		badge := charter(t)
		badge.Subject.Achievement.Criteria.ID = address
		badge.Subject.Achievement.Alignment = []credential.Alignment{{Type: []string{"Alignment"}, TargetName: "Skill", TargetURL: address}}
		files, doc := build(t, signed(t, badge, nil), page.Options{})
		checkPage(t, files, doc)
		n := 0
		for _, a := range all(doc, "a") {
			if attr(a, "href") == address {
				n++
			}
		}
		require.Equal(t, linked, n == 2, address)
		require.True(t, linked || n == 0, address)
	}
}

// TestNothingIsLoaded: the pictures that a badge names are not.
func TestNothingIsLoaded(t *testing.T) {
	badge := charter(t)
	image := &credential.Image{ID: "https://tracker.example/pixel.png", Type: "Image"}
	badge.Image, badge.Subject.Achievement.Image, badge.Issuer.Image = image, image, image
	badge.Subject.Achievement.Criteria.Narrative = "![caption](https://tracker.example/p.png) <img src=https://tracker.example/q.png>"
	files, doc := build(t, signed(t, badge, nil), page.Options{URL: address})
	checkPage(t, files, doc)
	require.NotContains(t, string(files[page.Index]), "tracker")
	require.Contains(t, text(all(doc, "body")[0]), "caption")
}

func TestStatus(t *testing.T) {
	badge := charter(t)
	const list = "https://example.org/status/1"
	for i, purpose := range []status.Purpose{status.Revocation, status.Suspension} {
		badge.Status = append(badge.Status, credential.StatusEntry{
			ID: list + "#" + strconv.Itoa(i), Type: credential.StatusBitstring, StatusPurpose: string(purpose),
			StatusListIndex: strconv.Itoa(i), StatusListCredential: list,
		})
	}
	b := signed(t, badge, &verifier.Options{InsecureSkipStatus: true})
	_, doc := build(t, b, page.Options{})
	require.Contains(t, text(all(doc, "dl")[0]), "was not looked up")
	require.Contains(t, text(all(doc, "h2")[0]), "Valid when checked on")

	// The issuer knows it when the badge is issued; of a badge without a status nobody will know it later.
	_, doc = build(t, b, page.Options{Issued: true})
	require.Contains(t, text(all(doc, "dl")[0]), "Neither revoked nor suspended when it was issued.")
	require.NotContains(t, text(all(doc, "dl")[0]), "ooked up")
	require.Contains(t, text(all(doc, "h2")[0]), "Valid when issued on")
	_, doc = build(t, signed(t, charter(t), nil), page.Options{Issued: true})
	require.Contains(t, text(all(doc, "dl")[0]), "The issuer publishes no status for this badge")

	day := badgetest.Now().AddDate(0, 0, -3)
	b.Result.Status = []verifier.StatusCheck{
		{Purpose: status.Revocation, Outcome: verifier.StatusClear, AsOf: day},
		{Purpose: status.Suspension, Outcome: verifier.StatusClear, AsOf: day},
	}
	_, doc = build(t, b, page.Options{})
	require.Contains(t, text(all(doc, "dl")[0]), "Not revoked and not suspended, as of the issuer’s list of "+shown(day)+".")
	b.Result.Status[1].AsOf = day.AddDate(0, 0, -1)
	_, doc = build(t, b, page.Options{})
	require.Contains(t, text(all(doc, "dl")[0]), "Not revoked, as of the issuer’s list of "+shown(day)+". Not suspended, as of the issuer’s list of "+shown(day.AddDate(0, 0, -1))+".")
	require.Contains(t, text(all(doc, "dl")[0]), "Looked up on "+shown(badgetest.Now())+" .")
}

func shown(t time.Time) string { return t.UTC().Format("2 January 2006") }

// TestDates: a day is that of whoever wrote it.
func TestDates(t *testing.T) {
	badge := charter(t)
	require.NoError(t, badge.AwardedDate.UnmarshalText([]byte("2024-03-01T23:30:00-05:00"))) // 2 March in UTC
	_, doc := build(t, signed(t, badge, nil), page.Options{})
	require.Contains(t, text(all(doc, "dl")[0]), "Awarded 1 March 2024")
}

func TestRemarks(t *testing.T) {
	badge := charter(t)
	badge.Subject.Identifier = append(badge.Subject.Identifier, credential.IdentityObject{
		Type: "IdentityObject", IdentityType: credential.IdentifierTypeEmailAddress, IdentityHash: "ada@example.org"})
	badge.Name = "漢字"
	files, remarks, err := page.Make(signed(t, badge, nil), page.Options{})
	require.NoError(t, err)
	require.Len(t, remarks, 2)
	require.NotContains(t, string(files[page.Index]), "ada@")

	// An issuer whose name cannot be drawn has its id on the card.
	badge = charter(t)
	badge.Issuer.Name = "漢字"
	files, remarks, err = page.Make(signed(t, badge, nil), page.Options{})
	require.NoError(t, err)
	require.Len(t, remarks, 1)
	want, left, err := art.Card(art.CardText{Badge: "CMT Charterholder", Holder: "Ada Lovelace", Issuer: "did:web:example.org",
		Awarded: "Awarded " + shown(badge.AwardedDate.Time())})
	require.NoError(t, err)
	require.Empty(t, left)
	require.Equal(t, want, files[page.Card])
	_, _, err = page.Make(page.Badge{}, page.Options{})
	require.Error(t, err)
}

// TestContrast holds the colours of the stylesheet against WCAG 2.2, 1.4.3 and 1.4.11, in both schemes.
func TestContrast(t *testing.T) {
	files, _ := build(t, signed(t, charter(t), nil), page.Options{})
	roots := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(files[page.Style]), 2)
	require.Len(t, roots, 2)
	colours := map[string]string{}
	for _, root := range roots {
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6});`).FindAllStringSubmatch(root[1], -1) {
			colours[m[1]] = m[2]
		}
		for _, pair := range []struct {
			front, back string
			least       float64
		}{
			{"ink", "paper", 7}, {"ink", "card", 7}, {"ink", "good-wash", 7}, {"soft", "paper", 4.5}, {"soft", "card", 4.5}, {"accent", "paper", 4.5},
			{"accent", "card", 4.5}, {"on-accent", "accent", 4.5}, {"good", "paper", 4.5}, {"edge", "good-wash", 3}, {"good", "good-wash", 3},
			{"focus", "paper", 3}, {"focus", "good-wash", 3}, {"accent", "good-wash", 3},
		} {
			a, b := luminance(t, colours[pair.front]), luminance(t, colours[pair.back])
			require.GreaterOrEqual(t, (max(a, b)+0.05)/(min(a, b)+0.05), pair.least, "%s on %s", pair.front, pair.back)
		}
	}
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 4 {
		hex = "#" + hex[1:2] + hex[1:2] + hex[2:3] + hex[2:3] + hex[3:] + hex[3:]
	}
	require.Len(t, hex, 7)
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		require.NoError(t, err)
		c := float64(v) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
