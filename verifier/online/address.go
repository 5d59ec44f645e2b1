package online

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"github.com/charterbadge/openbadge/internal/iri"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// checkURL tells whether something may be fetched from an address. The host is ASCII, or what is asked for would depend
// on a mapping of Unicode.
func checkURL(address string) error {
	rest, ok := strings.CutPrefix(address, "https://")
	host, _, _ := strings.Cut(rest, "/")
	if !ok || !iri.Absolute(address) || strings.Contains(address, "#") || strings.ContainsFunc(host, notASCII) {
		return badURL(address)
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Hostname() == "" || u.Opaque != "" {
		return badURL(address)
	}
	return nil
}

func notASCII(r rune) bool { return r > '~' }

func badURL(address string) error {
	return fmt.Errorf("%w: want an https URL without a user and a fragment, got %s", ErrURL, strictjson.Quote(address))
}

// control is what a net.Dialer calls with each address that it is about to connect to, when the name is resolved: what
// is checked is what is used, however a name server changes its mind in between.
func control(_ context.Context, _, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil || !public(a.Addr()) {
		return fmt.Errorf("%w: %s", ErrAddress, strictjson.Quote(address))
	}
	return nil
}

// notPublic are the blocks of the registries of special-purpose addresses (RFC 6890,
// https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry) from which no host of
// the public internet has its address. Of IPv6 nothing outside of 2000::/3 is assigned to hosts.
var notPublic = [...]netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("10.0.0.0/8"),      // private
	netip.MustParsePrefix("100.64.0.0/10"),   // shared by the customers of a provider, and some clouds' metadata
	netip.MustParsePrefix("127.0.0.0/8"),     // loopback
	netip.MustParsePrefix("169.254.0.0/16"),  // link-local, and the metadata of clouds
	netip.MustParsePrefix("172.16.0.0/12"),   // private
	netip.MustParsePrefix("192.0.0.0/24"),    // IETF protocols
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // relays of 6to4
	netip.MustParsePrefix("192.168.0.0/16"),  // private
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("224.0.0.0/4"),     // multicast
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("2001::/23"),       // IETF protocols, Teredo, benchmarks and ORCHID among them
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("3fff::/20"),       // documentation
}

var (
	globalUnicast = netip.MustParsePrefix("2000::/3")
	nat64         = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052: the last 32 bits are an IPv4 address
	sixToFour     = netip.MustParsePrefix("2002::/16")    // RFC 3056: the 32 bits after these are
)

// public reports whether an address is one of the public internet. An IPv6 address that leads to an IPv4 address is
// judged by that.
func public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if a.Is6() {
		b := a.As16()
		switch {
		case nat64.Contains(a):
			a = netip.AddrFrom4([4]byte(b[12:]))
		case sixToFour.Contains(a):
			a = netip.AddrFrom4([4]byte(b[2:]))
		case !globalUnicast.Contains(a):
			return false
		}
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsValid()
}
