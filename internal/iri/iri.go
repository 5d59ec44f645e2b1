// Package iri tells absolute IRIs from other texts.
//
// Identifiers in credentials are URIs; JSON-LD reads them as IRIs. A text that is not an absolute IRI is lost or changed
// on the way to RDF, and one with a space, a quote or an angle bracket in it can forge a statement there, so that every
// reader of the library asks this one package. Grammar: RFC 3987 §2.2 (https://www.rfc-editor.org/rfc/rfc3987), without
// what only one scheme demands, https and http excepted.
//
// It is stricter about what a reader would not see: of the characters beyond ASCII it takes only printable ones, none
// that joins others, turns the direction of writing or is for private use. Percent-encoded they are accepted. And of
// addresses in brackets it takes those of IPv6, without a zone.
package iri

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLength is the longest IRI accepted, in bytes. A data: IRI carries its content and has no limit here.
const MaxLength = 2048

// Absolute reports whether s is an absolute IRI: a scheme, a colon and something after it, without a character that
// an IRI cannot have. https and http IRIs must name a host, without percent-encoding, and no user: either can make a
// reader take one host for another (RFC 9110 §4.2.4, https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4).
func Absolute(s string) bool {
	scheme := Scheme(s)
	if scheme == "" || TooLong(s) {
		return false
	}
	web := strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http")
	rest := s[len(scheme)+1:]
	after, ok := strings.CutPrefix(rest, "//")
	if !ok {
		return !web && rest != "" && legal(rest)
	}
	end := strings.IndexAny(after, "/?#")
	if end < 0 {
		end = len(after)
	}
	authority, path := after[:end], after[end:]
	if web && strings.ContainsAny(authority, "@%") {
		return false
	}
	host, ok := hostOf(authority)
	return ok && !(web && host == "") && legal(path)
}

// TooLong reports whether s is longer than MaxLength and no data: IRI.
func TooLong(s string) bool { return len(s) > MaxLength && !strings.EqualFold(Scheme(s), "data") }

// Scheme returns the scheme of s, as written and without its colon, or "" when s does not begin with one.
func Scheme(s string) string {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		case c == ':':
			return s[:i]
		default:
			return ""
		}
	}
	return ""
}

// hostOf returns the host of [user@]host[:port], which may be empty.
func hostOf(authority string) (host string, ok bool) {
	user, host, found := strings.Cut(authority, "@")
	if !found {
		user, host = "", authority
	}
	if !legal(user) || strings.Contains(host, "@") {
		return "", false
	}
	if address, ok := strings.CutPrefix(host, "["); ok {
		address, port, ok := strings.Cut(address, "]")
		ip, err := netip.ParseAddr(address)
		return address, ok && err == nil && ip.Is6() && ip.Zone() == "" && (port == "" || port[0] == ':' && digits(port[1:]))
	}
	host, port, _ := strings.Cut(host, ":")
	return host, legal(host) && digits(port)
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// legal reports whether s, a part of an IRI, has only characters that may stand there, percent-encodings that are
// whole, and one '#' at most.
func legal(s string) bool {
	fragment := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '<', '>', '"', '{', '}', '|', '\\', '^', '`', '[', ']', 0x7f:
			return false
		case '%':
			if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
				return false
			}
		case '#':
			if fragment {
				return false
			}
			fragment = true
		default:
			if c <= ' ' {
				return false
			}
			if c >= utf8.RuneSelf {
				r, n := utf8.DecodeRuneInString(s[i:])
				if !printable(r) {
					return false
				}
				i += n - 1
			}
		}
	}
	return true
}

// printable reports whether r, which is not ASCII, is an ucschar of RFC 3987 that can be seen. Of what Unicode calls
// graphic, U+FFFC and U+FFFD, which stands for invalid UTF-8 too, are no ucschar; fillers, joiners and variation
// selectors are, but two IRIs that differ in those alone look the same.
func printable(r rune) bool {
	return unicode.IsPrint(r) && r != '\ufffc' && r != utf8.RuneError &&
		!unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
