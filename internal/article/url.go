package article

import (
	"net"
	"net/url"
	"path"
	"slices"
	"strings"
)

// trackers are query parameters that say how a reader came, not what is read.
var trackers = []string{
	"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "twclid", "ttclid", "li_fat_id",
	"mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "cmpid", "ocid", "ncid", "smid", "sref", "ref",
	"ref_src", "ref_url", "referrer", "guccounter", "guce_referrer", "guce_referrer_sig", "xtor", "at_medium", "at_campaign",
}

// CanonicalURL returns the form of a URL that tells whether two are the same
// page: lower-case scheme and host without "www.", default port or fragment,
// https for http, the path cleaned and without a slash at its end, the query
// sorted and without tracking parameters. It identifies; it is not for
// opening. What is no absolute http or https URL is returned as it is.
func CanonicalURL(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" || !isWeb(u.Scheme) {
		return raw
	}
	u.Scheme, u.User, u.Fragment, u.RawFragment = "https", nil, "", ""
	u.Host = canonicalHost(u)
	u.Path = strings.TrimSuffix(path.Clean("/"+u.Path), "/")
	u.RawPath = ""
	q := u.Query()
	for key := range q {
		if isTracker(key) {
			q.Del(key)
		}
	}
	u.RawQuery, u.ForceQuery = q.Encode(), false
	return u.String()
}

func isWeb(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

func canonicalHost(u *url.URL) string {
	host := strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), "www.")
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		return net.JoinHostPort(host, p)
	}
	if strings.Contains(host, ":") { // an IPv6 address keeps its brackets
		return "[" + host + "]"
	}
	return host
}

func isTracker(key string) bool {
	key = strings.ToLower(key)
	return strings.HasPrefix(key, "utm_") || slices.Contains(trackers, key)
}
