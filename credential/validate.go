package credential

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Validate returns every rule of the model that the badge breaks, as a join of *FieldErrors in document order (see
// FieldErrors), or nil. Of failures and of advice it returns a hundred each at most. It does not look into extensions,
// embedded endorsements and proofs (what is not strict JSON there, MarshalJSON refuses), checks no signature and no
// status, and does not compare dates with the clock.
func (b *OpenBadge) Validate() error {
	var c check
	c.contexts(b.Context)
	c.id(b.ID)
	c.types(b.Type, "VerifiableCredential")
	isBadge := slices.Contains(b.Type, "OpenBadgeCredential") || slices.Contains(b.Type, "AchievementCredential")
	if !isBadge && len(b.Type) > 0 {
		c.fail("/type", CodeClass, "want OpenBadgeCredential or AchievementCredential as well, got "+quoteAll(b.Type))
	}
	maybe(&c, "/image", b.Image, (*check).image)
	must(&c, "/issuer", &b.Issuer, (*check).issuer)
	c.period(b.ValidFrom, b.ValidUntil)
	c.awarded(b.AwardedDate, b.ValidFrom)
	c.describe(b.Subject.Achievement.ResultDescription)
	must(&c, "/credentialSubject", &b.Subject, (*check).subject)
	each(&c, "/evidence", b.Evidence, (*check).evidence)
	c.endorsements(b.Endorsement, b.EndorsementJWT)
	c.envelope(b.Schema, isBadgeSchema, b.Status, b.RefreshService, b.TermsOfUse)
	each(&c, "/proof", b.Proof, (*check).secured)
	c.modernDates(b.Extensions)
	return join(c.found)
}

// Validate returns every rule of the model that the endorsement breaks, as [OpenBadge.Validate] does.
func (e *EndorsementCredential) Validate() error {
	var c check
	c.contexts(e.Context)
	c.id(e.ID)
	c.types(e.Type, "VerifiableCredential", "EndorsementCredential")
	c.text("/name", e.Name)
	must(&c, "/issuer", &e.Issuer, (*check).issuer)
	c.period(e.ValidFrom, e.ValidUntil)
	c.awarded(e.AwardedDate, e.ValidFrom)
	must(&c, "/credentialSubject", &e.Subject, (*check).endorsed)
	c.envelope(e.Schema, isEndorsementSchema, e.Status, e.RefreshService, e.TermsOfUse)
	each(&c, "/proof", e.Proof, (*check).secured)
	c.modernDates(e.Extensions)
	return join(c.found)
}

// check collects what is wrong with one object. Pointers are relative to it; who asked for the check puts the way to the
// object in front when there is something to put it in front of, so that a valid badge costs no pointer.
type check struct {
	found             []*FieldError
	failures, advices int

	extended bool // @context has OpenBadgesExtensions
	older    bool // @context has OpenBadges302

	described map[string]*ResultDescription // by id
	ranks     map[ranked]int
}

// maxFound keeps the report about a hostile badge from being many times its size. The two kinds are counted apart, so
// that advice, which a verifier passes over, cannot crowd out a failure.
const maxFound = 100

func (c *check) fail(at, code, detail string) {
	if c.failures++; c.failures <= maxFound {
		c.found = append(c.found, &FieldError{Pointer: at, Code: code, Detail: detail})
	}
}

func (c *check) advise(at, code, detail string) {
	if c.advices++; c.advices <= maxFound {
		c.found = append(c.found, &FieldError{Pointer: at, Code: code, Detail: detail, Advice: true})
	}
}

// under puts what was found since mark below the member.
func (c *check) under(mark int, member string) {
	for _, e := range c.found[mark:] {
		e.Pointer = member + e.Pointer
	}
}

// each applies a check to every item of a member.
func each[T any](c *check, member string, items []T, f func(*check, *T)) {
	for i := range items {
		mark := len(c.found)
		if f(c, &items[i]); len(c.found) > mark {
			c.under(mark, strictjson.PointerAt(member, i))
		}
	}
}

// maybe applies a check to a member that may be missing.
func maybe[T any](c *check, member string, v *T, f func(*check, *T)) {
	if v != nil {
		mark := len(c.found)
		f(c, v)
		c.under(mark, member)
	}
}

// must applies a check to an object that must be there.
func must[T any](c *check, member string, v *T, f func(*check, *T)) {
	mark := len(c.found)
	f(c, v)
	if len(c.found) > mark && reflect.ValueOf(v).Elem().IsZero() {
		c.found = c.found[:mark]
		c.fail(member, CodeMissing, "missing, want an object")
		return
	}
	c.under(mark, member)
}

// The checks of a single member.

func (c *check) text(at, s string) {
	if s == "" {
		c.fail(at, CodeMissing, "missing, want a text")
	}
}

func (c *check) id(s string) { c.mustURI("/id", s) }

func (c *check) mustURI(at, s string) {
	if s == "" {
		c.fail(at, CodeMissing, "missing, want an absolute URI")
		return
	}
	c.uri(at, s)
}

func (c *check) uri(at, s string) {
	if iri.TooLong(s) {
		c.fail(at, CodeTooLarge, fmt.Sprintf("want at most %d bytes, got %d", iri.MaxLength, len(s)))
	} else if s != "" && !iri.Absolute(s) {
		c.fail(at, CodeURI, "want an absolute URI, got "+strictjson.Quote(s))
	}
}

// link checks a URI that is shown and leads no further.
func (c *check) link(at, s string) {
	if s != "" && !iri.Absolute(s) {
		c.advise(at, CodeURI, "want an absolute URI, got "+strictjson.Quote(s))
	}
}

// types checks the type member of a class of which there may be subclasses.
func (c *check) types(types []string, want ...string) {
	if len(types) == 0 {
		c.fail("/type", CodeMissing, "missing, want "+strings.Join(want, " and "))
		return
	}
	for _, name := range want {
		if !slices.Contains(types, name) {
			c.fail("/type", CodeClass, "want "+name+" among the types, got "+quoteAll(types))
		}
	}
	for i, t := range types {
		switch {
		case slices.Contains(want, t), isTerm(t):
		case t == "":
			c.fail(strictjson.PointerAt("/type", i), CodeClass, "want a term or an absolute URI, got an empty text")
		case !iri.Absolute(t): // which terms there are is for the contexts to say
			c.advise(strictjson.PointerAt("/type", i), CodeURI, "want a term or an absolute URI, got "+strictjson.Quote(t))
		}
	}
}

// isTerm reports whether s can be a term of a context and nothing else.
func isTerm(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != '.'
	})
}

// only checks the type member of a class without subclasses.
func (c *check) only(got, want string) {
	switch got {
	case want:
	case "":
		c.fail("/type", CodeMissing, "missing, want "+want)
	default:
		c.fail("/type", CodeClass, "want "+want+", got "+strictjson.Quote(got))
	}
}

// term checks a member that has a vocabulary. The zero value is left to the caller.
func (c *check) term(at, s string, valid bool, vocabulary string) {
	if s != "" && !valid {
		c.fail(at, CodeVocabulary, "want a term of "+vocabulary+", got "+strictjson.Quote(s))
	}
}

// orExtension follows the name of an extensible vocabulary in a message.
const orExtension = " or one that begins with ext:"

func (c *check) date(at string, d DateTime) {
	if !d.written() {
		c.fail(at, CodeDate, fmt.Sprintf("want a year from 0001 to 9999, got %d", d.t.Year()))
	}
}

// period checks validFrom and validUntil.
func (c *check) period(from, until DateTime) {
	if from.IsZero() {
		c.fail("/validFrom", CodeMissing, "missing, want a date with time and zone")
	}
	c.validity("/validFrom", from)
	c.validity("/validUntil", until)
	if !until.IsZero() && until.t.Before(from.t) {
		c.fail("/validUntil", CodeOrder, fmt.Sprintf("want nothing before validFrom, %s, got %s", from, until))
	}
}

// awarded checks awardedDate, which keeps the first validFrom of a badge that has been issued again.
func (c *check) awarded(d, from DateTime) {
	c.date("/awardedDate", d)
	c.defined("/awardedDate", d.text)
	if d.text != "" && from.text != "" && d.t.After(from.t) {
		c.advise("/awardedDate", CodeOrder, fmt.Sprintf("want nothing after validFrom, %s, got %s", from, d))
	}
}

func (c *check) validity(at string, d DateTime) {
	c.date(at, d)
	if d.text != "" && !d.plain() {
		c.advise(at, CodeDate, "want whole seconds in UTC with a Z, which a JWT can repeat, got "+d.text)
	}
}

func (c *check) language(s string) {
	c.defined("/inLanguage", s)
	if s != "" && !isLanguage(s) {
		c.fail("/inLanguage", CodeFormat, `want a language code such as "en" or "pt-BR", got `+strictjson.Quote(s))
	}
}

// secured checks that something signed is an object; its own rules are its reader's business.
func (c *check) secured(raw *json.RawMessage) {
	if text := bytes.TrimLeft(*raw, " \t\r\n"); len(text) == 0 || text[0] != '{' {
		c.fail("", CodeType, "want an object")
	}
}

func (c *check) endorsements(embedded []json.RawMessage, compact []string) {
	each(c, "/endorsement", embedded, (*check).secured)
	for i, s := range compact {
		if !isCompactJWS(s) {
			c.fail(strictjson.PointerAt("/endorsementJwt", i), CodeFormat, "want a compact JWS, got "+strictjson.Quote(s))
		}
	}
}

func quoteAll(list []string) string { return strictjson.Quote(strings.Join(list, " ")) }

// tooMany checks a member's length against a limit.
func (c *check) tooMany(member string, got, limit int) {
	if got > limit {
		c.fail(member, CodeTooLarge, "want at most "+strconv.Itoa(limit)+" entries, got "+strconv.Itoa(got))
	}
}

// contexts checks @context: which URLs may be first and second is a closed list, because the pattern of the
// specification for the second also fits texts that name nothing.
func (c *check) contexts(urls []string) {
	c.tooMany("/@context", len(urls), MaxContexts)
	if len(urls) < 2 {
		c.fail("/@context", CodeContext, "want "+ldcontext.CredentialsV2+", then "+ldcontext.OpenBadges303+
			", got "+strconv.Itoa(len(urls))+" entries")
		return
	}
	if urls[0] != ldcontext.CredentialsV2 {
		c.fail("/@context/0", CodeContext, "want "+ldcontext.CredentialsV2+", got "+strictjson.Quote(urls[0]))
	}
	switch urls[1] {
	case ldcontext.OpenBadges303:
	case ldcontext.OpenBadges302:
		c.older = true
	case ldcontext.OpenBadges301, ldcontext.OpenBadges300, ldcontext.OpenBadges300Alias:
		c.fail("/@context/1", CodeContext, "want "+ldcontext.OpenBadges303+", got "+urls[1]+
			", which redefines terms that the first context protects")
	default:
		c.fail("/@context/1", CodeContext, "want "+ldcontext.OpenBadges303+", got "+strictjson.Quote(urls[1]))
	}
	for i, url := range urls[2:] {
		if !iri.Absolute(url) {
			c.fail(strictjson.PointerAt("/@context", 2+i), CodeURI, "want an absolute URL, got "+strictjson.Quote(url))
		}
	}
	c.extended = slices.Contains(urls[2:], ldcontext.OpenBadgesExtensions)
}

// extension checks that a type of 1EdTech's own is defined. Without its context JSON-LD processors drop it or refuse
// the credential, the official validator among them.
func (c *check) extension(got, own string) {
	if got == own && !c.extended {
		c.fail("/type", CodeContext, own+" needs "+ldcontext.OpenBadgesExtensions+" in @context")
	}
}

// defined checks that context 3.0.2 is not used with a property that it leaves undefined: JSON-LD processors drop it or
// refuse the credential.
func (c *check) defined(at, value string) {
	if value != "" && c.older {
		c.advise(at, CodeContext, "not defined by "+ldcontext.OpenBadges302+", want "+ldcontext.OpenBadges303)
	}
}

// modernDates refuses the dates of data model 1.1: one reader would honour them, another would see no end of validity.
func (c *check) modernDates(extensions map[string]json.RawMessage) {
	if len(extensions) == 0 {
		return
	}
	for _, name := range []string{"expirationDate", "issuanceDate"} {
		if _, ok := extensions[name]; ok {
			c.fail("/"+name, CodeContext, "not defined by the data model 2.0; want validFrom and validUntil")
		}
	}
}

func isLanguage(s string) bool {
	language, rest, more := strings.Cut(s, "-")
	if len(language) < 2 || len(language) > 4 || !span(language, 'a', 'z') {
		return false
	}
	if !more {
		return true
	}
	script, region, more := strings.Cut(rest, "-")
	switch {
	case len(script) == 4:
		if !span(script[:1], 'A', 'Z') || !span(script[1:], 'a', 'z') {
			return false
		}
		if !more {
			return true
		}
	case more:
		return false
	default:
		region = script
	}
	return len(region) == 2 && span(region, 'A', 'Z') || len(region) == 3 && span(region, '0', '9')
}

// span reports whether all of s is from first to last.
func span(s string, first, last byte) bool {
	for i := range len(s) {
		if s[i] < first || s[i] > last {
			return false
		}
	}
	return true
}

func isCompactJWS(s string) bool {
	header, rest, _ := strings.Cut(s, ".")
	payload, signature, ok := strings.Cut(rest, ".")
	return ok && header != "" && signature != "" && isBase64URL(header) && isBase64URL(payload) && isBase64URL(signature)
}

func isBase64URL(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}
