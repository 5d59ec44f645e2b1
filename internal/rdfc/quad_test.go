package rdfc_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/internal/rdfc"
)

func TestTerm(t *testing.T) {
	for _, tt := range []struct {
		name  string
		term  rdfc.Term
		text  string
		node  int
		blank bool
	}{
		{"no term", rdfc.Term{}, "", 0, false},
		{"IRI", rdfc.Written("<urn:a>"), "<urn:a>", 0, false},
		{"literal", rdfc.Written(`"a"@en`), `"a"@en`, 0, false},
		{"first node", rdfc.Blank(0), "_:b0", 0, true},
		{"another node", rdfc.Blank(4_000), "_:b4000", 4_000, true},
		{"no node", rdfc.Blank(-1), "_:b-1", -1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.text, tt.term.String())
			node, blank := tt.term.Blank()
			require.Equal(t, tt.node, node)
			require.Equal(t, tt.blank, blank)
		})
	}
	seen := map[rdfc.Term]int{}
	for range 2 {
		for _, term := range []rdfc.Term{{}, rdfc.Blank(7), rdfc.Blank(8), rdfc.Written("<urn:a>"), rdfc.Written("<urn:b>")} {
			seen[term]++
		}
	}
	require.Len(t, seen, 5)
	for _, n := range []int{-1, math.MinInt, math.MaxInt} { // none is taken for another thing
		require.False(t, rdfc.Blank(n) == rdfc.Term{}, n)
	}
	require.LessOrEqual(t, unsafe.Sizeof(rdfc.Term{}), uintptr(24))
}

// TestWriteLiteral: https://www.w3.org/TR/rdf-canon/#canonical-quads. What XML 1.1 does not have is U+FFFE and U+FFFF
// (https://www.w3.org/TR/xml11/#charsets).
func TestWriteLiteral(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", `""`},
		{"ASCII", "a b~!", `"a b~!"`},
		{"named escapes", "\b\t\n\f\r\"\\", `"\b\t\n\f\r\"\\"`},
		{"NUL to BEL", "\x00\x01\x02\x03\x04\x05\x06\x07", `"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007"`},
		{"vertical tab", "\v", `"\u000B"`},
		{"SO to SI", "\x0e\x0f", `"\u000E\u000F"`},
		{"DLE to ETB", "\x10\x11\x12\x13\x14\x15\x16\x17", `"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017"`},
		{"CAN to US", "\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f", `"\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"`},
		{"DEL", "\x7f", `"\u007F"`},
		{"around DEL", "~\u0080", "\"~\u0080\""},
		{"apostrophe, brackets", "'<>/", `"'<>/"`},
		{"controls beyond ASCII", "\u0085\u009f\u00a0\u2028\u2029", "\"\u0085\u009f\u00a0\u2028\u2029\""},
		{"noncharacters of XML", "\ufffe\uffff", `"\uFFFE\uFFFF"`},
		{"around these", "\uf000\ufeff\ufffd\U00010000", "\"\uf000\ufeff\ufffd\U00010000\""},
		{"noncharacters that XML has", "\ufdd0\ufdef\U0001fffe\U0010ffff", "\"\ufdd0\ufdef\U0001fffe\U0010ffff\""},
		{"beginning and end", "\nå\n", `"\nå\n"`},
		{"beginning and end beyond ASCII", "\ufffeå\uffff", `"\uFFFEå\uFFFF"`},
		{"backslash sequence", `\n\u000a`, `"\\n\\u000a"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := new(strings.Builder)
			b.WriteString("before")
			rdfc.WriteLiteral(b, tt.in)
			require.Equal(t, "before"+tt.want, b.String())
		})
	}
}

// TestWriteLiteralByte writes each character up to U+00FF and from U+F000 to U+FFFF among others.
func TestWriteLiteralByte(t *testing.T) {
	named := map[rune]string{'\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`, '"': `\"`, '\\': `\\`}
	named['\ufffe'], named['\uffff'] = `\uFFFE`, `\uFFFF`
	for r := range rune(0x10000) {
		if r >= 0x100 && r < 0xf000 {
			continue
		}
		want := string(r)
		if r < 0x20 || r == 0x7f {
			want = fmt.Sprintf(`\u%04X`, r)
		}
		if escape, ok := named[r]; ok {
			want = escape
		}
		for n := range 20 { // at each place of a word of eight bytes, and after it
			before, after := strings.Repeat("a", n), strings.Repeat("z", 20-n)
			var b strings.Builder
			rdfc.WriteLiteral(&b, before+string(r)+after)
			require.Equal(t, `"`+before+want+after+`"`, b.String())
		}
	}
}
