package did

import (
	"strconv"
	"strings"
)

// WebURL returns the https URL at which the document of a did:web is published: did:web:example.org is at
// https://example.org/.well-known/did.json, did:web:example.org%3A8443:a:b at https://example.org:8443/a/b/did.json
// (https://w3c-ccg.github.io/did-method-web/#read-resolve). It does not fetch it.
//
// It is stricter than the method's text, so that an identifier has one spelling and its URL stays below its host: the
// host is a name, not an address, in small letters, international names in their ASCII form; %3A before the port, whose
// number has no leading zero, is the only percent-encoding; no part of the path is empty, "." or "..". The error wraps
// ErrIdentifier.
func WebURL(did string) (string, error) {
	name, ok := strings.CutPrefix(did, "did:web:")
	if !ok {
		return "", badID(did, "want did:web:<host>")
	}
	segments := strings.Split(name, ":")
	host, port, hasPort := strings.Cut(segments[0], "%3A")
	if !isHost(host) {
		return "", badID(did, "want the name of a host in small letters after did:web:")
	}
	if hasPort && !isPort(port) {
		return "", badID(did, "want a port from 1 to 65535 after %3A")
	}
	var url strings.Builder
	url.WriteString("https://" + host)
	if hasPort {
		url.WriteString(":" + port)
	}
	if len(segments) == 1 {
		url.WriteString("/.well-known")
	}
	for _, s := range segments[1:] {
		if s == "" || s == "." || s == ".." || strings.Trim(s, lower+upper+digits+".-_") != "" {
			return "", badID(did, "want parts of the path of ASCII letters, digits and .-_")
		}
		url.WriteString("/" + s)
	}
	url.WriteString("/did.json")
	return url.String(), nil
}

// isHost reports whether s is a host name of RFC 1123 in small letters, and cannot be read as an IPv4 address: its last
// label begins with a letter.
func isHost(s string) bool {
	if len(s) > 253 {
		return false
	}
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.Trim(l, lower+digits+"-") != "" || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
	}
	return strings.Contains(lower, labels[len(labels)-1][:1])
}

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0 && strconv.FormatUint(n, 10) == s
}
