package verifier

import (
	"slices"
	"strings"
	"unicode"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// checkIssuerName warns of a name that can be taken for another one. A name is its owner's choice and proves nothing;
// the identifier is what was verified. A name in one alphabet that looks like another, such as СМТ in Cyrillic letters
// alone, cannot be told from a genuine one.
func (r *run) checkIssuerName() {
	issuer := r.doc.Get("issuer")
	if issuer.Kind() != strictjson.Object {
		return
	}
	name := stringOf(issuer.Get("name"))
	found := scriptsOf(name)
	if len(found) > 1 {
		r.warn("issuer_name_mixed", "letters of "+strings.Join(found, " and "), "/issuer/name")
	}
	if strings.ContainsFunc(name, invisible) || len(found) > 0 && strings.ContainsAny(name, joiners) {
		r.warn("issuer_name_invisible", "it has characters that are not shown, or change the order of those that are", "/issuer/name")
	}
}

// scripts are those that have letters alike: with them a name can be imitated.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Latin", unicode.Latin}, {"Cyrillic", unicode.Cyrillic}, {"Greek", unicode.Greek}, {"Armenian", unicode.Armenian},
	{"Cherokee", unicode.Cherokee}, {"Coptic", unicode.Coptic}, {"Lisu", unicode.Lisu}, {"Georgian", unicode.Georgian},
	{"Deseret", unicode.Deseret}, {"Osage", unicode.Osage},
}

// scriptsOf returns those of scripts that s has letters of.
func scriptsOf(s string) (found []string) {
	for _, c := range s {
		if c <= unicode.MaxASCII && !('a' <= c|' ' && c|' ' <= 'z') {
			continue
		}
		for _, script := range scripts {
			if unicode.Is(script.table, c) {
				if !slices.Contains(found, script.name) {
					found = append(found, script.name)
				}
				break
			}
		}
	}
	return found
}

// joiners are letters of their own in Persian and in Indic scripts, and nothing in those that have letters alike.
const joiners = "\u200c\u200d"

// invisible reports whether a character cannot be seen: a control, or one that separates or directs others.
func invisible(c rune) bool {
	return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point) &&
		!strings.ContainsRune(joiners, c)
}
