// Package langtag tells language tags from other texts.
package langtag

import "strings"

// WellFormed reports whether s is a well-formed language tag as far as RDF asks: letters, then groups of letters and
// digits, of eight at most, joined by hyphens (https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal, BCP 47
// §2.2.9, https://www.rfc-editor.org/info/bcp47).
func WellFormed(s string) bool {
	first := true
	for part := range strings.SplitSeq(s, "-") {
		if len(part) == 0 || len(part) > 8 {
			return false
		}
		for _, c := range []byte(part) {
			letter := 'a' <= c|0x20 && c|0x20 <= 'z'
			if !letter && (first || c < '0' || c > '9') {
				return false
			}
		}
		first = false
	}
	return true
}
