//go:build !race

// There is nothing at the same time in this package, and drawing takes ten times as long under the race detector.

package art_test

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/art"
	"github.com/stretchr/testify/require"
)

// card draws a card of which nothing is left out.
func card(t *testing.T, text art.CardText) []byte {
	t.Helper()
	picture, leftOut, err := art.Card(text)
	require.NoError(t, err)
	require.Empty(t, leftOut)
	return picture
}

// ink is where a card with a text is not as the card without one.
type ink struct {
	with, without *image.RGBA
}

var blankCard *image.RGBA

// blank is the card without a text.
func blank(t *testing.T) *image.RGBA {
	t.Helper()
	if blankCard == nil {
		var ok bool
		blankCard, ok = decode(t, card(t, art.CardText{})).(*image.RGBA)
		require.True(t, ok, "an opaque picture")
	}
	return blankCard
}

func inkOf(t *testing.T, text art.CardText) ink {
	t.Helper()
	with, ok := decode(t, card(t, text)).(*image.RGBA)
	require.True(t, ok, "an opaque picture")
	return ink{with, blank(t)}
}

func (k ink) at(x, y int) bool { return k.with.RGBAAt(x, y) != k.without.RGBAAt(x, y) }

// box is the smallest rectangle around the ink within an area.
func (k ink) box(area image.Rectangle) image.Rectangle {
	var box image.Rectangle
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if k.at(x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// rows are the boxes of the rows of text, from top to bottom: what has ink on every line of pixels.
func (k ink) rows() (rows []image.Rectangle) {
	all := k.with.Bounds()
	for y := 0; y < all.Max.Y; y++ {
		line := k.box(image.Rect(0, y, all.Max.X, y+1))
		if line.Empty() {
			continue
		}
		if last := len(rows) - 1; last >= 0 && rows[last].Max.Y == y {
			rows[last] = rows[last].Union(line)
		} else {
			rows = append(rows, line)
		}
	}
	return rows
}

func TestCardSize(t *testing.T) {
	for _, text := range []art.CardText{{}, ada} {
		m := decode(t, card(t, text))
		require.Equal(t, image.Rect(0, 0, 1200, 630), m.Bounds())
		for _, p := range []image.Point{{0, 0}, {1199, 629}, {600, 10}} {
			require.EqualValues(t, 255, rgba(m, p.X, p.Y).A, "a card is opaque")
		}
	}
	require.Equal(t, card(t, ada), card(t, ada))
}

// TestCardBadge: the badge is there, as PNG draws it.
func TestCardBadge(t *testing.T) {
	m, badge := decode(t, card(t, ada)), draw(t, 440)
	for y := 100; y < 340; y += 7 {
		for x := 100; x < 340; x += 7 {
			require.LessOrEqual(t, apart(rgba(badge, x, y), rgba(m, 64+x, 89+y)), 2, "%d,%d", x, y)
		}
	}
}

// TestCardInside: no text leaves the place for it, whatever its length.
func TestCardInside(t *testing.T) {
	place := image.Rect(560, 40, 1200-60, 630-40)
	word := strings.Repeat("Wÿ", 300)
	words := strings.Repeat("Žofie Østergård ÅÇj ", 40)
	for _, tt := range []struct {
		name string
		text art.CardText
	}{
		{"short", art.CardText{Badge: "A", Holder: "B", Issuer: "C", Awarded: "D"}},
		{"ordinary", ada},
		{"accents", art.CardText{Badge: "Diplômé à l’École Ångström", Holder: "Ğökçe Šťastný", Issuer: "Ελληνική Ένωση", Awarded: "Выдан 1 марта 2026 г."}},
		{"many words", art.CardText{Badge: words, Holder: words, Issuer: words, Awarded: words}},
		{"one word", art.CardText{Badge: word, Holder: word, Issuer: word, Awarded: word}},
		{"largest rows", art.CardText{Badge: "Ågj Wide Words Ågj Wide Words Wide Words Ågj Wide Words Ågj", Holder: "Ågj Wide Words Ågj Wide Words Ågj", Issuer: words, Awarded: words}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			box := inkOf(t, tt.text).box(image.Rect(0, 0, 1200, 630))
			require.False(t, box.Empty())
			require.True(t, box.In(place), "ink in %v", box)
			require.InDelta(t, (630-12)/2, (box.Min.Y+box.Max.Y)/2, 16, "half way up")
		})
	}
}

// TestCardFields: each field is written, one below the other.
func TestCardFields(t *testing.T) {
	require.Len(t, inkOf(t, art.CardText{Badge: "HHH", Holder: "HHH", Issuer: "HHH", Awarded: "HHH"}).rows(), 5, "four and the rule")
	rows := inkOf(t, art.CardText{Badge: "HHH", Issuer: "HHH"}).rows()
	require.Len(t, rows, 3, "two and the rule")
	require.Greater(t, rows[0].Dy(), rows[2].Dy(), "the name of the badge is larger")
	require.Len(t, inkOf(t, art.CardText{Holder: "HHH"}).rows(), 1, "no rule below a single one")
	require.Empty(t, inkOf(t, art.CardText{Badge: " \t\n\u200b"}).rows())
}

// TestCardShrinks: a text is wrapped, then made smaller, then cut. H has the height of a capital.
func TestCardShrinks(t *testing.T) {
	words := func(n int) []image.Rectangle {
		return inkOf(t, art.CardText{Badge: strings.TrimSpace(strings.Repeat("HHHHH ", n))}).rows()
	}
	one, wrapped, small, cut := words(1), words(4), words(8), words(60)
	require.Len(t, one, 1)
	require.Len(t, wrapped, 2)
	require.Equal(t, one[0].Dy(), wrapped[0].Dy())
	require.LessOrEqual(t, len(small), 3)
	require.Less(t, small[0].Dy(), one[0].Dy())
	require.Len(t, cut, 3)
	require.LessOrEqual(t, cut[0].Dy(), small[0].Dy())

	pairs := inkOf(t, art.CardText{Badge: strings.Repeat("HHHHHHHHH ", 20)}).rows()
	require.Equal(t, pairs[0].Dx(), pairs[1].Dx(), "two words, and not some of a third")
	require.InDelta(t, pairs[1].Dx(), pairs[2].Dx(), 50, "two words and an ellipsis")

	long := inkOf(t, art.CardText{Badge: strings.Repeat("H", 18)}).rows()
	require.Len(t, long, 1, "a word is made smaller before it is broken")
	require.Less(t, long[0].Dy(), one[0].Dy())
}

// TestCardEllipsis: dots, which are low, end what was cut, and nothing else.
func TestCardEllipsis(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		cut        bool
	}{
		{"fits", "HHHHH HHHHH", false},
		{"words", strings.Repeat("HHHHH ", 60), true},
		{"one word", strings.Repeat("H", 300), true},
		{"beyond the limit", "HHHHH" + strings.Repeat(" ", 2000) + "HHHHH", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := inkOf(t, art.CardText{Badge: tt.text})
			rows := k.rows()
			last := rows[len(rows)-1]
			end := k.box(image.Rect(last.Max.X-3, last.Min.Y, last.Max.X, last.Max.Y))
			require.Equal(t, tt.cut, end.Dy() < last.Dy()/2, "the end is %v of %v", end, last)
		})
	}
}

func TestCardLeavesOut(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		out        bool
	}{
		{"Latin", "Łukasz Ñandú Þór ß", false},
		{"Greek", "Ελληνικά", false},
		{"Cyrillic", "Українська", false},
		{"letters in parts", "E\u0301cole Z\u030cofie", false},
		{"Chinese", "山田太郎", true},
		{"one Chinese character", "Ada 山 Lovelace", true},
		{"Arabic", "محمد", true},
		{"Hebrew", "שלום", true},
		{"emoji", "Ada 😀", true},
		{"mark without a letter for it", "Q\u0301", true},
		{"not UTF-8", "Ada \xff", true},
		{"replacement character", "Ada \ufffd", true},
		{"private use, with a glyph", "Ada \uf800", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := []art.Line(nil)
			text, rest := ada, ada
			if text.Holder = tt.text; tt.out {
				want, rest.Holder = []art.Line{art.LineHolder}, ""
			}
			picture, leftOut, err := art.Card(text)
			require.NoError(t, err)
			require.Equal(t, want, leftOut)
			require.Equal(t, tt.out, slices.Equal(card(t, rest), picture))
		})
	}

	picture, leftOut, err := art.Card(art.CardText{Badge: "山", Holder: "山", Issuer: "山", Awarded: "山"})
	require.NoError(t, err)
	require.Equal(t, []art.Line{art.LineBadge, art.LineHolder, art.LineIssuer, art.LineAwarded}, leftOut)
	require.Equal(t, card(t, art.CardText{}), picture)
}

// TestCardCleans: what does not show makes no difference.
func TestCardCleans(t *testing.T) {
	plain := card(t, art.CardText{Holder: "Zoé Lovelace"})
	for _, tt := range []struct{ name, text string }{
		{"controls", "Z\x00o\x1bé\x7f Love\u009blace"},
		{"direction", "\u202eZoé\u2066 Lovelace\u200f"},
		{"nothing to see", "Z\u200bo\u00adé\ufeff Lovelace"},
		{"tags", "Zoé Lovelace\U000e0041"},
		{"white space", "\n Zoé \t\r\n\u2028\u00a0Lovelace "},
		{"letters in parts", "Zoe\u0301 Lovelace"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, plain, card(t, art.CardText{Holder: tt.text}))
		})
	}
}

// TestCardLimit: of an endless text the beginning is looked at, and no more.
func TestCardLimit(t *testing.T) {
	for cut := range 4 { // the limit falls on each byte of a letter
		picture := card(t, art.CardText{Holder: strings.Repeat("a", cut) + strings.Repeat("é ", 4<<20) + "山"})
		require.Equal(t, card(t, art.CardText{Holder: strings.Repeat("a", cut) + strings.Repeat("é ", 400)}), picture)
	}
}

// FuzzCard: any text gives a card, and what is left out had something in it.
func FuzzCard(f *testing.F) {
	f.Add(ada.Badge, ada.Holder, ada.Issuer, ada.Awarded)
	f.Add("山", "😀", "Q\u0301", "\xff")
	f.Add(strings.Repeat("W", 2000), strings.Repeat("é ", 600), "\u202e\x00", " ")
	f.Fuzz(func(t *testing.T, badge, holder, issuer, awarded string) {
		picture, leftOut, err := art.Card(art.CardText{Badge: badge, Holder: holder, Issuer: issuer, Awarded: awarded})
		require.NoError(t, err)
		require.Equal(t, image.Rect(0, 0, art.CardWidth, art.CardHeight), decode(t, picture).Bounds())
		lines := []art.Line{art.LineBadge, art.LineHolder, art.LineIssuer, art.LineAwarded}
		for _, line := range leftOut {
			i := slices.Index(lines, line)
			require.GreaterOrEqual(t, i, 0, "%v: unknown, twice or out of order", leftOut)
			require.NotEmpty(t, [...]string{badge, holder, issuer, awarded}[i+4-len(lines)])
			lines = lines[i+1:]
		}
	})
}

func ExampleCard() {
	picture, leftOut, err := art.Card(art.CardText{
		Badge:   "Chartered Market Analyst",
		Holder:  "山田太郎",
		Issuer:  "Example Institute of Analysts",
		Awarded: "Awarded 1 March 2026",
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(len(picture) > 0)
	fmt.Println("without", leftOut)
	// Output:
	// true
	// without [Holder]
}
