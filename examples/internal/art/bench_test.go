package art_test

import (
	"strconv"
	"testing"

	"github.com/charterbadge/openbadge/examples/internal/art"
)

// ada is what most cards here say.
var ada = art.CardText{
	Badge: "Chartered Market Analyst", Holder: "Ada Lovelace", Issuer: "Example Institute of Analysts", Awarded: "Awarded 1 March 2026",
}

func BenchmarkSVG(b *testing.B) {
	for b.Loop() {
		art.SVG()
	}
}

func BenchmarkPNG(b *testing.B) {
	for _, pixels := range []int{64, 256, 1024, art.MaxPixels} {
		b.Run(strconv.Itoa(pixels), func(b *testing.B) {
			for b.Loop() {
				if _, err := art.PNG(pixels); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCard(b *testing.B) {
	for b.Loop() {
		if _, _, err := art.Card(ada); err != nil {
			b.Fatal(err)
		}
	}
}
