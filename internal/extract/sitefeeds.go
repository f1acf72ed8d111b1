package extract

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// feedMIMEs are the types by which a page names its feeds.
var feedMIMEs = []string{"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}

// comments matches feeds of what readers say.
var comments = regexp.MustCompile(`(?i)comment|kommentar|commentaire`)

// maxFront bounds what is read of a page to tell whether it is the front of a site, in bytes.
const maxFront = 1 << 20

// SiteFeeds returns the feeds that a page names, and whether the page is the
// front of a site or of a part of it, rather than an article. Of a site that
// is one page with one article it is the article.
func SiteFeeds(pageURL string, body []byte) (links []string, front bool) {
	body = body[:min(len(body), maxFront)]
	u, err := url.Parse(pageURL)
	if err != nil || !bytes.Contains(body, []byte("<")) {
		return nil, false
	}
	doc, err := parseHTML(string(body))
	if err != nil {
		return nil, false
	}
	kind, articles := "", 0
	for n := range doc.Descendants() {
		switch {
		case n.DataAtom == atom.Article:
			articles++
		case n.DataAtom == atom.Link && slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "alternate") &&
			slices.Contains(feedMIMEs, strings.ToLower(attr(n, "type"))):
			if ref, err := u.Parse(attr(n, "href")); err == nil && !comments.MatchString(attr(n, "title")+ref.Path) {
				links = append(links, ref.String())
			}
		case n.DataAtom == atom.Meta && strings.EqualFold(attr(n, "property"), "og:type"):
			kind = strings.ToLower(attr(n, "content"))
		}
	}
	switch path := strings.Trim(u.Path, "/"); {
	case path == "" || frontPath.MatchString(path):
		return links, kind != "article" && (len(links) > 0 || articles != 1)
	default:
		return links, len(links) > 0 && (kind == "website" || kind == "blog") && !articlePath.MatchString(path)
	}
}

var (
	frontPath   = regexp.MustCompile(`(?i)^([a-z]{2}(-[a-z]{2})?/?)?(index\.\w+|home|news|blog)?$`)
	articlePath = regexp.MustCompile(`\d{4}|\w+[-_]\w+[-_]\w+|\.html?$`)
)
