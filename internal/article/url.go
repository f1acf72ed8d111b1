package article

import (
	"net"
	"net/url"
	"path"
	"slices"
	"strings"
)

// trackers are query parameters that say how a reader came, not what is read,
// and trackerPrefixes what families of them begin with.
var (
	trackers = []string{
		"fbclid", "gclid", "dclid", "gbraid", "wbraid", "gclsrc", "msclkid", "yclid", "igshid", "igsh", "twclid", "ttclid", "li_fat_id", "mibextid",
		"mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "_ga", "_gl", "cmpid", "ocid", "ncid", "smid", "smtyp", "sref", "ref", "ftag", "ito", "emc",
		"ref_src", "ref_url", "referrer", "guccounter", "guce_referrer", "guce_referrer_sig", "xtor", "wt_mc", "wtmc", "s_cid", "s_kwcid", "spm", "taid",
		"__twitter_impression", "trk", "sc_channel", "sc_campaign", "fb_ref", "fb_source", "srnd", "tpcc", "rb_clickid",
	}
	trackerPrefixes = []string{"utm_", "mtm_", "pk_", "piwik_", "hsa_", "at_", "ns_", "oly_", "vero_"}
)

// CanonicalURL returns the form of a URL that tells whether two are the same
// page: lower-case scheme and host without "www." and what is put before it
// for telephones, default port or fragment, https for http, the path cleaned
// and without a slash at its end, the query sorted and without tracking
// parameters, the page itself for its AMP copy. It identifies; it is not for
// opening. What is no absolute http or https URL is returned as it is.
func CanonicalURL(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" || !isWeb(u.Scheme) {
		return raw
	}
	u = behindCache(u)
	u.Scheme, u.User, u.Fragment, u.RawFragment = "https", nil, "", ""
	u.Host = canonicalHost(u)
	u.Path = strings.TrimSuffix(withoutAMP(path.Clean("/"+u.Path)), "/")
	u.RawPath = ""
	q := u.Query()
	for key, values := range q {
		if isTracker(key) || isAMP(key, values) {
			q.Del(key)
		}
	}
	u.RawQuery, u.ForceQuery = q.Encode(), false
	return u.String()
}

// ampCaches are the paths under which caches of AMP show pages of others, by
// the end of their hosts; behind them stand the page's host and path.
var ampCaches = []struct{ host, path string }{
	{"google.com", "/amp/s/"},
	{"google.com", "/amp/"},
	{".cdn.ampproject.org", "/c/s/"},
	{".cdn.ampproject.org", "/c/"},
	{".cdn.ampproject.org", "/v/s/"},
	{".cdn.ampproject.org", "/v/"},
	{".bing-amp.com", "/c/s/"},
	{".bing-amp.com", "/c/"},
}

// behindCache returns the URL of the page that an AMP cache shows at u, else u.
func behindCache(u *url.URL) *url.URL {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	for _, c := range ampCaches {
		rest, ok := strings.CutPrefix(u.Path, c.path)
		if !ok || host != c.host && !(c.host[0] == '.' && strings.HasSuffix(host, c.host)) {
			continue
		}
		page, err := url.Parse("https://" + rest)
		if err != nil || !strings.Contains(page.Hostname(), ".") {
			return u
		}
		page.RawQuery = u.RawQuery
		return page
	}
	return u
}

// withoutAMP takes off a path what marks the AMP copy of a page: /amp at
// either end, .amp before its ending or as it. A page that is called amp and
// nothing else is one.
func withoutAMP(p string) string {
	for {
		cut := p
		switch ext := path.Ext(p); {
		case strings.HasSuffix(p, "/amp") && len(p) > len("/amp"):
			cut = strings.TrimSuffix(p, "/amp")
		case strings.HasPrefix(p, "/amp/") && len(p) > len("/amp/"):
			cut = p[len("/amp"):]
		case ext == ".amp":
			cut = strings.TrimSuffix(p, ext)
		case strings.HasSuffix(strings.TrimSuffix(p, ext), ".amp"):
			cut = strings.TrimSuffix(strings.TrimSuffix(p, ext), ".amp") + ext
		}
		if cut == p || cut == "" || strings.HasSuffix(cut, "/") {
			return p
		}
		p = cut
	}
}

// isAMP reports whether a parameter asks for the AMP copy of a page.
func isAMP(key string, values []string) bool {
	switch key = strings.ToLower(key); key {
	case "amp", "amp_js_v", "amp_gsa", "usqp", "aoh":
		return true
	case "outputtype", "output", "view", "type", "format":
		return len(values) == 1 && strings.EqualFold(values[0], "amp")
	}
	return false
}

func isWeb(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

func canonicalHost(u *url.URL) string {
	host := withoutPrefixes(strings.TrimRight(strings.ToLower(u.Hostname()), "."))
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		return net.JoinHostPort(host, p)
	}
	if strings.Contains(host, ":") { // an IPv6 address keeps its brackets
		return "[" + host + "]"
	}
	return host
}

// hostPrefixes are put before a host, or its second label, by sites that show
// the same pages to telephones, or as AMP.
var hostPrefixes = []string{"www", "m", "mobile", "mobil", "amp", "touch"}

// withoutPrefixes returns a host without hostPrefixes: en.m.wikipedia.org is
// en.wikipedia.org. At least two labels stay.
func withoutPrefixes(host string) string {
	labels := strings.Split(host, ".")
	for len(labels) > 2 && slices.Contains(hostPrefixes, labels[0]) {
		labels = labels[1:]
	}
	if len(labels) > 3 && labels[1] == "m" {
		labels = slices.Delete(labels, 1, 2)
	}
	return strings.Join(labels, ".")
}

func isTracker(key string) bool {
	key = strings.ToLower(key)
	return slices.Contains(trackers, key) || slices.ContainsFunc(trackerPrefixes, func(p string) bool { return strings.HasPrefix(key, p) })
}
