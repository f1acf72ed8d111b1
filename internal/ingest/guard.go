package ingest

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

	"code.dny.dev/ssrf"
)

// azureWire answers inside Azure only, with what its machines may know of
// themselves, from an address that is public by its number. See
// https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16.
var azureWire = netip.MustParsePrefix("168.63.129.16/32")

// newTransport returns a transport that connects to public addresses only, at
// one of the ports, and to the allowed hosts. The address is checked when it is dialled, after
// its name was resolved: a name that changes its mind gains nothing. There is
// no proxy, which would dial for us.
func newTransport(allowed hosts, ports ...uint16) *http.Transport {
	guarded := &net.Dialer{
		Timeout: 10 * time.Second,
		Control: ssrf.New(ssrf.WithPorts(ports...), ssrf.WithDeniedV4Prefixes(azureWire)).Safe,
	}
	free := &net.Dialer{Timeout: 10 * time.Second}
	return &http.Transport{
		Proxy: nil,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if allowed.has(address) {
				return free.DialContext(ctx, network, address)
			}
			return guarded.DialContext(ctx, network, address)
		},
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
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
	port := cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme])
	return net.JoinHostPort(u.Hostname(), port)
}

// numberLike matches a host that some resolvers take for an IPv4 address:
// 2130706433, 0x7f.1 and 0177.0.0.1 are all 127.0.0.1.
var numberLike = regexp.MustCompile(`(?i)(^|\.)(\d+|0x[\da-f]*)\.?$`)

// parseURL returns the URL to fetch, without its fragment, or says why it is
// not fetched.
func parseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case err != nil || len(raw) > maxURL:
		return nil, errURL
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errScheme
	case u.Hostname() == "":
		return nil, errURL
	case u.User != nil:
		return nil, errUser
	}
	host := u.Hostname()
	if _, err := netip.ParseAddr(host); err != nil && numberLike.MatchString(host) {
		return nil, ErrPrivate
	}
	u.Host = strings.ToLower(u.Host)
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}
