package media

import (
	"bytes"
	"mime"
	"regexp"
	"slices"
)

// FeedLike tells from its first bytes whether a body is a feed, a sitemap or
// an outline. One that its server declares as such may have words before it.
func FeedLike(head []byte, mimeType string) bool {
	text, err := FeedText(head[:min(len(head), SniffBytes)], mimeType)
	if err != nil {
		return false
	}
	start, _ := text.Peek(SniffBytes) // shorter where there is less
	start = bytes.TrimSpace(start)
	mediaType, _, _ := mime.ParseMediaType(mimeType)
	return looksSyndicated.Match(start) || looksJSONFeed.Match(start) ||
		slices.Contains(feedTypes, mediaType) && holdsFeed.Match(start)
}

var (
	looksSyndicated = regexp.MustCompile(`(?i)^(?:<\?[^>]*>|<!--[\s\S]*?-->|<!doctype[^\[>]*(?:\[[\s\S]*?\]\s*)?>|\s)*<(?:\w+:)?(rss|feed|rdf|urlset|sitemapindex|opml)[\s>/]`)
	holdsFeed       = regexp.MustCompile(`(?i)<(?:\w+:)?(rss|feed|rdf|urlset|sitemapindex|opml)[\s>]`)
	looksOutline    = regexp.MustCompile(`(?i)<opml[\s>]`)
	looksJSONFeed   = regexp.MustCompile(`^\{[\s\S]*"version"\s*:\s*"https?:\\?/\\?/(www\.)?jsonfeed\.org`)
)

// IsOutline reports whether what is FeedLike is an outline, which names feeds.
func IsOutline(raw []byte) bool { return looksOutline.Match(raw[:min(len(raw), SniffBytes)]) }
