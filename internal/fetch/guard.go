package fetch

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"footnote/internal/article"

	"code.dny.dev/ssrf"
	"golang.org/x/net/idna"
)

// azureWire answers inside Azure only, with what its machines may know of
// themselves, from an address that is public by its number. See
// https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16.
var azureWire = netip.MustParsePrefix("168.63.129.16/32")

// A dialer connects to public addresses only, at ports 80 and 443, and to the
// allowed hosts. The address is checked when it is dialled, after its name was
// resolved: a name that changes its mind gains nothing.
type dialer struct {
	allowed       hosts
	guarded, free net.Dialer
}

// newDialer returns a dialer. Further options are for tests.
func newDialer(allowed hosts, further ...ssrf.Option) *dialer {
	guard := ssrf.New(append([]ssrf.Option{ssrf.WithDeniedV4Prefixes(azureWire)}, further...)...)
	return &dialer{
		allowed: allowed,
		guarded: net.Dialer{Timeout: dialTimeout, Control: guard.Safe},
		free:    net.Dialer{Timeout: dialTimeout},
	}
}

func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if d.allowed.has(address) {
		return d.free.DialContext(ctx, network, address)
	}
	return d.guarded.DialContext(ctx, network, address)
}

const dialTimeout = 10 * time.Second // and that of a TLS handshake

// newTransport returns a transport over d. It has no proxy, which would dial
// for us.
func newTransport(d *dialer) *http.Transport {
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            d.dial,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    dialTimeout,
		DisableCompression:     true, // what we unpack we count
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConns:           10,
		IdleConnTimeout:        30 * time.Second,
	}
}

// hosts are hosts in lower case, some with a port.
type hosts []string

func newHosts(names []string) hosts {
	var hs hosts
	for _, n := range names {
		if n = strings.ToLower(strings.TrimSpace(n)); n != "" {
			hs = append(hs, n)
		}
	}
	return hs
}

// has reports whether an address, "host:port", is of one of the hosts.
func (hs hosts) has(address string) bool {
	address = strings.ToLower(address)
	host, _, err := net.SplitHostPort(address)
	return err == nil && (slices.Contains(hs, address) || slices.Contains(hs, host))
}

// address returns the host and port of u, as they are dialled.
func address(u *url.URL) string {
	return net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), defaultPorts[u.Scheme]))
}

// numberLike matches a host that some resolvers take for an IPv4 address:
// 2130706433, 0x7f.1 and 0177.0.0.1 are all 127.0.0.1.
var numberLike = regexp.MustCompile(`(?i)(^|\.)(\d+|0x[\da-f]*)$`)

// parseURL returns the URL to fetch, without its fragment, or says why it is
// not fetched.
func parseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case err != nil || len(raw) > article.MaxURL:
		return nil, errURL
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errScheme
	case u.User != nil:
		return nil, errUser
	}
	host, err := asciiHost(u.Hostname())
	switch {
	case err != nil:
		return nil, err
	case strings.Contains(host, ":"):
		host = "[" + host + "]"
	}
	if !isDefaultPort(u) {
		host += ":" + u.Port()
	}
	u.Host = host
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// asciiHost returns a host as it is resolved: in lower case, without a dot at
// its end, in ASCII (１２７.0.0.1 is 127.0.0.1). One that only this machine
// can resolve is ErrPrivate.
func asciiHost(host string) (string, error) {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
		var err error
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			return "", errURL
		}
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case host == "":
		return "", errURL
	case err == nil && ip.Zone() != "": // a network of this machine
		return "", ErrPrivate
	case err == nil:
		return ip.String(), nil
	case numberLike.MatchString(host):
		return "", ErrPrivate
	}
	return host, nil
}

func isDefaultPort(u *url.URL) bool {
	return cmp.Or(u.Port(), defaultPorts[u.Scheme]) == defaultPorts[u.Scheme]
}

var defaultPorts = map[string]string{"http": "80", "https": "443"}
