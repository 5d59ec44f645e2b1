package online_test

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/verifier/online"
	"github.com/stretchr/testify/require"
)

// The blocks of the IANA registries of special-purpose addresses, their first and last addresses and the neighbours.
var addresses = []struct {
	text string
	want bool
}{
	{"0.0.0.0", false}, {"0.255.255.255", false}, {"1.0.0.0", true}, {"1.1.1.1", true},
	{"9.255.255.255", true}, {"10.0.0.0", false}, {"10.255.255.255", false}, {"11.0.0.0", true},
	{"100.63.255.255", true}, {"100.64.0.0", false}, {"100.100.100.200", false}, {"100.127.255.255", false}, {"100.128.0.0", true},
	{"126.255.255.255", true}, {"127.0.0.0", false}, {"127.0.0.1", false}, {"127.255.255.255", false}, {"128.0.0.0", true},
	{"169.253.255.255", true}, {"169.254.0.0", false}, {"169.254.169.254", false}, {"169.254.255.255", false}, {"169.255.0.0", true},
	{"172.15.255.255", true}, {"172.16.0.0", false}, {"172.31.255.255", false}, {"172.32.0.0", true},
	{"191.255.255.255", true}, {"192.0.0.0", false}, {"192.0.0.255", false}, {"192.0.1.0", true},
	{"192.0.2.0", false}, {"192.0.2.255", false}, {"192.0.3.0", true}, {"192.88.99.1", false}, {"192.88.100.0", true},
	{"192.167.255.255", true}, {"192.168.0.0", false}, {"192.168.255.255", false}, {"192.169.0.0", true},
	{"198.17.255.255", true}, {"198.18.0.0", false}, {"198.19.255.255", false}, {"198.20.0.0", true},
	{"198.51.99.255", true}, {"198.51.100.0", false}, {"198.51.100.255", false}, {"198.51.101.0", true},
	{"203.0.112.255", true}, {"203.0.113.0", false}, {"203.0.113.255", false}, {"203.0.114.0", true},
	{"223.255.255.255", true}, {"224.0.0.0", false}, {"239.255.255.255", false}, {"240.0.0.0", false}, {"255.255.255.255", false},

	{"::", false}, {"::1", false}, {"::2", false}, {"::127.0.0.1", false}, {"::1.1.1.1", false}, // IPv4-compatible: given up
	{"::ffff:1.1.1.1", true}, {"::ffff:127.0.0.1", false}, {"::ffff:10.0.0.1", false}, {"::ffff:169.254.169.254", false}, {"::ffff:0:1.1.1.1", false},
	{"64:ff9b::1.1.1.1", true}, {"64:ff9b::127.0.0.1", false}, {"64:ff9b::192.168.1.1", false}, {"64:ff9b:1::1.1.1.1", false}, {"64:ff9b::1:101:101", false},
	{"100::1", false}, {"1fff:ffff::", false}, {"2000::", true},
	{"2001::1", false}, {"2001:0:4136:e378:8000:63bf:3fff:fdd2", false}, {"2001:2::1", false}, {"2001:10::1", false}, {"2001:20::1", false}, {"2001:1ff:ffff::", false},
	{"2001:200::", true}, {"2001:4860:4860::8888", true}, {"2001:db7::", true}, {"2001:db8::", false}, {"2001:db8:ffff::", false}, {"2001:db9::", true},
	{"2002:101:101::1", true}, {"2002:7f00:1::", false}, {"2002:a00:1::1", false}, {"2002:c0a8:101::1", false}, {"2003::", true}, {"2606:4700:4700::1111", true},
	{"3ffe:ffff::", true}, {"3fff::", false}, {"3fff:fff::", false}, {"3fff:1000::", true}, {"4000::", false}, {"5f00::1", false},
	{"fc00::1", false}, {"fd00:ec2::254", false}, {"fe80::1", false}, {"fe80::1%eth0", false}, {"2606:4700:4700::1111%eth0", false}, {"::ffff:1.1.1.1%eth0", false},
	{"fec0::1", false}, {"ff02::1", false}, {"ff0e::1", false}, {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false},
}

func TestPublic(t *testing.T) {
	for _, tt := range addresses {
		a := netip.MustParseAddr(tt.text)
		require.Equal(t, tt.want, online.Public(a), tt.text)
		err := online.Control(netip.AddrPortFrom(a, 443).String())
		require.Equal(t, tt.want, err == nil, tt.text)
		if !tt.want {
			require.ErrorIs(t, err, online.ErrAddress)
		}
	}
	require.False(t, online.Public(netip.Addr{}))
	for _, address := range []string{"", "example.org:443", "1.1.1.1", "1.1.1.1:x", "/run/socket", "[::1"} {
		require.ErrorIs(t, online.Control(address), online.ErrAddress, address)
	}
}

// FuzzAddress: what is accepted is nothing that the standard library knows to be special, and neither is the IPv4 address that it
// may lead to.
func FuzzAddress(f *testing.F) {
	for _, tt := range addresses {
		f.Add(netip.MustParseAddr(tt.text).AsSlice())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, ok := netip.AddrFromSlice(data)
		if !ok || !online.Public(a) {
			return
		}
		special := func(a netip.Addr) bool {
			return !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsMulticast() || a.IsLinkLocalUnicast() || a.IsUnspecified()
		}
		require.False(t, special(a), a)
		require.False(t, special(a.Unmap()), a)
		require.NoError(t, online.Control(netip.AddrPortFrom(a, 443).String()))
		if b := a.As16(); a.Is6() {
			if mapped := netip.AddrFrom4([4]byte(b[12:])); a.Is4In6() || netip.MustParsePrefix("64:ff9b::/96").Contains(a) {
				require.True(t, online.Public(mapped), a)
			}
			if b[0] == 0x20 && b[1] == 0x02 {
				require.True(t, online.Public(netip.AddrFrom4([4]byte(b[2:6]))), a)
			}
		}
	})
}

func TestPrivateAddressesAreNotConnectedTo(t *testing.T) {
	s := newSite(t, sends("{}"))
	six, err := net.Listen("tcp6", "[::1]:0")
	if err == nil { // a machine may have no IPv6
		defer six.Close()
		go func() {
			for {
				conn, err := six.Accept()
				if err != nil {
					return
				}
				s.connections.Add(1)
				conn.Close()
			}
		}()
	}
	strict := func(o *online.Options) { o.InsecureAllowPrivate, o.Timeout = false, 3*time.Second }
	c := newClient(t, strict, s.did(), s.url("/issuer"))
	for _, host := range []string{"localhost", "127.0.0.1", "127.1.2.3", "0.0.0.0"} {
		_, err := c.StatusLists(t.Context(), "https://"+host+":"+s.port+"/")
		require.ErrorIs(t, err, online.ErrAddress, host)
	}
	for _, id := range []string{s.did(), s.url("/issuer")} {
		_, err := c.Issuer(t.Context(), id)
		require.ErrorIs(t, err, online.ErrAddress, id)
	}
	hosts := []string{"[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
		"127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost."} // which some resolvers take for 127.0.0.1
	for _, host := range hosts {
		_, err := c.StatusLists(t.Context(), "https://"+host+":"+s.port+"/")
		require.Error(t, err, host)
	}
	if six != nil {
		_, err := c.StatusLists(t.Context(), "https://"+six.Addr().String()+"/")
		require.ErrorIs(t, err, online.ErrAddress)
	}
	require.Zero(t, s.connections.Load())

	// The same sites, when they are allowed.
	_, err = newClient(t, nil).StatusLists(t.Context(), "https://127.0.0.1:"+s.port+"/")
	require.NoError(t, err)
}

// A proxy would connect for us, to where nothing is checked.
func TestNoProxy(t *testing.T) {
	proxy := newSite(t, sends("{}"))
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"} {
		t.Setenv(name, proxy.Server.URL)
	}
	c := newClient(t, func(o *online.Options) { o.InsecureAllowPrivate, o.Timeout = false, 3*time.Second })
	_, err := c.StatusLists(t.Context(), "https://192.0.2.1/list") // an address for documentation, which is nobody's
	require.ErrorIs(t, err, online.ErrAddress)
	require.Zero(t, proxy.connections.Load())
}
