package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"footnote/internal/article"
	"footnote/internal/dated"
	"footnote/internal/media"
)

// Bounds of a feed.
const (
	maxItems    = 100_000
	maxItem     = 2 << 20   // bytes of one item; a longer one is left out
	maxFeedHead = 256 << 10 // bytes of what stands around the items
	// itemsAtATime is how many items gofeed parses at a time, so that memory
	// stays small and a broken item costs no other.
	itemsAtATime = 64
	bytesAtATime = 1 << 20
)

var errNoFeed = errors.New("no feed that can be read")

// A feed is what a feed or sitemap says of itself.
type feed struct {
	title string
	site  string // the page it belongs to
	lang  string
	index bool // a sitemap of sitemaps: its items are sitemaps
	plain bool // a sitemap that names pages, not news
}

// An item is what a feed says of one article.
type item struct {
	id        string
	url       string
	title     string
	author    string
	outlet    string // where the feed names it
	published article.Date
	updated   time.Time
	content   string // HTML: the text, or its beginning
	summary   string // HTML
	cut       bool   // the feed ends within the item
}

// readFeed calls yield with each item of a feed in raw, and what the feed says
// of itself as far as it is known by then, fetched from a URL
// with that content type, as far as it can be read. What is broken is left
// out. It returns what the feed says of itself, and errNoFeed if raw is none.
func readFeed(raw []byte, mimeType, from string, yield func(feed, item) error) (feed, error) {
	src, err := media.FeedText(raw, mimeType)
	if err != nil {
		return feed{}, err
	}
	p := feedParser{base: from, yield: yield}
	if isJSON(src) {
		err = p.json(src)
	} else {
		err = p.xml(src)
	}
	return p.feed, err
}

// A feedParser hands out the items of one feed.
type feedParser struct {
	base  string
	yield func(feed, item) error
	feed  feed
	count int
	known bool // the feed's own words were read
}

// errEnough ends the reading of a feed that goes on for ever.
var errEnough = errors.New("enough items")

func (p *feedParser) give(it item) error {
	if p.count++; p.count > maxItems {
		return errEnough
	}
	it.url = p.resolve(it.url)
	if it.url == "" {
		it.url = p.permalink(it.id)
	}
	it.title = inlineText(it.title)
	it.author = inlineText(it.author)
	if it.cut {
		it.content, it.summary = "", ""
	}
	if it.url == "" && it.id == "" && it.title == "" && it.content == "" && it.summary == "" {
		return nil
	}
	return p.yield(p.feed, it)
}

// permalink returns an id that is a URL, as most ids of RSS are.
func (p *feedParser) permalink(id string) string {
	if id = strings.TrimSpace(id); article.IsWebURL(id) {
		return id
	}
	return ""
}

// resolve returns a link as an absolute URL, or "".
func (p *feedParser) resolve(link string) string {
	link = strings.TrimSpace(link)
	if link == "" {
		return ""
	}
	base, err := url.Parse(cmp.Or(p.feed.site, p.base))
	if err != nil {
		return ""
	}
	u, err := base.Parse(link)
	if err != nil || !article.IsWebURL(u.String()) {
		return ""
	}
	return u.String()
}

// parse lets gofeed read a document of items, one by one where that fails, and
// reads what fails even then by itself. The last item may be cut short.
func (p *feedParser) parse(around func(items [][]byte) io.Reader, items [][]byte, cut bool, salvage func([]byte) (item, bool)) error {
	if cut {
		last := items[len(items)-1]
		if err := p.parse(around, items[:len(items)-1], false, salvage); err != nil {
			return err
		}
		it, ok := salvage(last)
		if !ok {
			return nil
		}
		it.cut = true
		return p.give(it)
	}
	f, err := parseGuarded(around(items))
	switch {
	case err == nil && len(f.Items) == len(items):
		p.learn(f)
		for i, parsed := range f.Items {
			it := newItem(parsed)
			if f.FeedType == "atom" && !atomPublished.Match(items[i]) { // gofeed puts the date of the last update
				it.published.Estimated = it.published.Known()
			}
			if it.title == "" || it.url == "" {
				it = it.or(salvage(items[i]))
			}
			if err := p.give(it); err != nil {
				return err
			}
		}
		return nil
	case len(items) > 1:
		for _, one := range items {
			if err := p.parse(around, [][]byte{one}, false, salvage); err != nil {
				return err
			}
		}
		return nil
	case len(items) == 1:
		if mended := dropBadReferences(items[0]); len(mended) < len(items[0]) {
			return p.parse(around, [][]byte{mended}, false, salvage)
		}
		if it, ok := salvage(items[0]); ok {
			return p.give(it)
		}
	case err == nil:
		p.learn(f)
	}
	return nil
}

// atomPublished finds when an entry says it was published, in Atom of either
// version.
var atomPublished = regexp.MustCompile(`<[\w:]*(published|issued)[\s>]`)

// or returns the item with what it lacks of another.
func (it item) or(o item, ok bool) item {
	if ok {
		it.title, it.url = cmp.Or(it.title, o.title), cmp.Or(it.url, o.url)
	}
	return it
}

// parseGuarded is gofeed's Parse, with a panic as an error.
func parseGuarded(r io.Reader) (f *gofeed.Feed, err error) {
	err = guard(func() (err error) {
		f, err = gofeed.NewParser().Parse(r)
		return err
	})
	return f, err
}

// learn takes what the feed says of itself, the first time.
func (p *feedParser) learn(f *gofeed.Feed) {
	if p.known {
		return
	}
	p.known = true
	p.feed.title = article.OneLine(inlineText(f.Title), article.MaxName)
	p.feed.site = p.resolve(f.Link)
	p.feed.lang = f.Language
}

func newItem(f *gofeed.Item) item {
	it := item{
		id: strings.TrimSpace(f.GUID), url: f.Link, title: f.Title,
		content: f.Content, summary: f.Description, author: authors(f.Authors),
	}
	if orig := f.Extensions["feedburner"]["origLink"]; len(orig) > 0 && article.IsWebURL(strings.TrimSpace(orig[0].Value)) {
		it.url = orig[0].Value
	}
	it.published = itemDate(f.Published, f.PublishedParsed)
	if u := itemDate(f.Updated, f.UpdatedParsed); u.Known() {
		it.updated = u.Time
		if !it.published.Known() { // when it was last touched: not before it was published
			u.Estimated = true
			it.published = u
		}
	}
	return it
}

// authors joins the names of up to three people.
func authors(people []*gofeed.Person) string {
	var names []string
	for _, p := range people {
		if p != nil && p.Name != "" && !strings.Contains(p.Name, "@") && len(names) < 3 {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, ", ")
}

// inlineText returns what a title or name with markup says.
func inlineText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return strings.TrimSpace(s)
	}
	z := html.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.Write(z.Text())
		default: // a tag may stand where a space would
			b.WriteByte(' ')
		}
	}
}

// htmlText returns the paragraphs of a piece of HTML.
func htmlText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return article.Paragraphs(s)
	}
	doc, err := parseHTML(s)
	if err != nil {
		return ""
	}
	return article.Paragraphs(pageText(doc))
}

// How many words a text must have to be an article and not its beginning. On a
// description more is asked than on what is called the content.
const (
	fullContent = 120
	fullSummary = 250
)

// cutMark ends a text that goes on elsewhere.
var cutMark = regexp.MustCompile(`(?i)(…|\.\.\.|\[…\]|\[\.\.\.\]|read more|read the (rest|full)[^.\n]*|continue reading[^.\n]*|full story|weiterlesen|mehr lesen|lire la suite|leer más|lees meer|»|→|&raquo;)[\])>.\s]*$`)

// appended is what WordPress writes under texts and beginnings alike.
var appended = regexp.MustCompile(`(?i)\n?The post [^\n]{1,400} appeared first on [^\n]{1,200}\.?\s*$`)

// text returns the text of an item if the feed has all of it, else "".
func (it item) text() string {
	for _, part := range []struct {
		html  string
		words int
	}{{it.content, fullContent}, {it.summary, fullSummary}} {
		text := appended.ReplaceAllString(htmlText(part.html), "")
		if len(strings.Fields(text)) >= part.words && !cutMark.MatchString(text) {
			return strings.Join(trimPage(withoutTitle(text, it.title)), "\n")
		}
	}
	return ""
}

// draft returns an item as an article with the text, which the feed has.
func (it item) draft(f feed, text string) draft {
	d := draft{Article: article.Article{Title: it.title, Author: it.author, Lang: f.lang, Body: text}}
	d.setURL(it.url)
	d.Published = it.published.On(dated.InName(urlPath(it.url)))
	d.Outlet = cmp.Or(it.outlet, article.HostName(it.url))
	if it.outlet == "" && f.title != "" && article.HostName(it.url) == article.HostName(f.site) {
		d.Outlet = f.title
	}
	return d
}

// itemDate reads a date of a feed: what we can, else what gofeed made of it.
func itemDate(s string, parsed *time.Time) article.Date {
	if d, err := dated.Parse(strings.Join(strings.Fields(inlineText(s)), " ")); err == nil {
		return d
	}
	if parsed == nil || !strings.Contains(s, ":") || twoDays.MatchString(s) {
		return article.Date{}
	}
	d, err := dated.Plausible(article.At(*parsed))
	if err != nil || d.Time.Year() > 9999 {
		return article.Date{}
	}
	return d
}

// twoDays matches dates of numbers alone, which mean another day on the other
// side of an ocean.
var twoDays = regexp.MustCompile(`^\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}`)

// isJSON reports whether a feed begins as JSON does.
func isJSON(src *bufio.Reader) bool {
	head, _ := src.Peek(media.SniffBytes) // an error comes again with the first read
	head = bytes.TrimLeft(head, " \t\r\n")
	return len(head) > 0 && head[0] == '{'
}

// newest returns at most n items, the newest first, those without a date last.
func newest(items []item, n int) []item {
	slices.SortStableFunc(items, func(a, b item) int {
		return cmp.Or(b.published.Time, b.updated).Compare(cmp.Or(a.published.Time, a.updated))
	})
	return items[:min(n, len(items))]
}
