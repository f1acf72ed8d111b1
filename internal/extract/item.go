package extract

import (
	"cmp"
	"regexp"
	"strings"

	"footnote/internal/article"
	"footnote/internal/dateline"
	"footnote/internal/feed"
)

// How many words a text must have to be an article and not its beginning. On a
// description more is asked than on what is called the content.
const (
	fullContent = 120
	fullSummary = 250
)

// appended is what WordPress writes under texts and beginnings alike.
var appended = regexp.MustCompile(`(?i)\n?The post [^\n]{1,400} appeared first on [^\n]{1,200}\.?\s*$`)

// Item returns the article of a feed's item, or false where the feed has not all of its
// text.
func Item(f feed.Feed, it feed.Item) (Draft, bool) {
	text := itemText(it)
	if text == "" {
		return Draft{}, false
	}
	d := Draft{Article: article.Article{Title: it.Title, Author: it.Author, Lang: f.Lang, Body: text}}
	d.setURL(it.URL)
	d.Published = it.Published.On(dateline.InURL(it.URL))
	d.Outlet = cmp.Or(it.Outlet, article.HostName(it.URL))
	if it.Outlet == "" && f.Title != "" && article.HostName(it.URL) == article.HostName(f.Site) {
		d.Outlet = f.Title
	}
	return d, true
}

// itemText returns the text of an item if the feed has all of it, else "".
func itemText(it feed.Item) string {
	for _, part := range []struct {
		html  string
		words int
	}{{it.Content, fullContent}, {it.Summary, fullSummary}} {
		text := appended.ReplaceAllString(htmlText(part.html), "")
		if len(strings.Fields(text)) >= part.words && !cutMark.MatchString(text) {
			return strings.Join(trimPage(withoutTitle(text, it.Title)), "\n")
		}
	}
	return ""
}
