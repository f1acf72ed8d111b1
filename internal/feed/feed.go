// Package feed reads feeds (RSS, Atom, JSON), sitemaps and outlines as they
// are, broken and cut ones too: Read hands out the items of one, ReadOutlines
// the feeds that an outline names, WriteOutlines writes one.
package feed

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"footnote/internal/article"
	"footnote/internal/dateline"
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

// ErrNoFeed is the error of Read where there is no feed.
var ErrNoFeed = errors.New("no feed that can be read")

// A Feed is what a feed or sitemap says of itself.
type Feed struct {
	Title string
	Site  string // the page it belongs to
	Lang  string
	Index bool // a sitemap of sitemaps: its items are sitemaps
	Plain bool // a sitemap that names pages, not news
}

// An Item is what a feed says of one article.
type Item struct {
	ID        string
	URL       string
	Title     string
	Author    string
	Outlet    string // where the feed names it
	Published article.Date
	Updated   time.Time
	Content   string // HTML: the text, or its beginning
	Summary   string // HTML
	cut       bool   // the feed ends within the item
}

// Read calls yield with each item of a feed in raw, and what the feed says
// of itself as far as it is known by then, fetched from a URL
// with that content type, as far as it can be read. What is broken is left
// out. It returns what the feed says of itself, and ErrNoFeed if raw is none.
func Read(raw []byte, mimeType, from string, yield func(Feed, Item) error) (Feed, error) {
	src, err := media.FeedText(raw, mimeType)
	if err != nil {
		return Feed{}, err
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
	yield func(Feed, Item) error
	feed  Feed
	count int
	known bool // the feed's own words were read
}

// errEnough ends the reading of a feed that goes on for ever.
var errEnough = errors.New("enough items")

func (p *feedParser) give(it Item) error {
	if p.count++; p.count > maxItems {
		return errEnough
	}
	it.URL = p.resolve(it.URL)
	if it.URL == "" {
		it.URL = p.permalink(it.ID)
	}
	it.Title = inlineText(it.Title)
	it.Author = inlineText(it.Author)
	if it.cut {
		it.Content, it.Summary = "", ""
	}
	if it.URL == "" && it.ID == "" && it.Title == "" && it.Content == "" && it.Summary == "" {
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
	base, err := url.Parse(cmp.Or(p.feed.Site, p.base))
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
func (p *feedParser) parse(around func(items [][]byte) io.Reader, items [][]byte, cut bool, salvage func([]byte) (Item, bool)) error {
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
				it.Published.Estimated = it.Published.Known()
			}
			if it.Title == "" || it.URL == "" {
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
func (it Item) or(o Item, ok bool) Item {
	if ok {
		it.Title, it.URL = cmp.Or(it.Title, o.Title), cmp.Or(it.URL, o.URL)
	}
	return it
}

// parseGuarded is gofeed's Parse, with a panic as an error.
func parseGuarded(r io.Reader) (f *gofeed.Feed, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return gofeed.NewParser().Parse(r)
}

// learn takes what the feed says of itself, the first time.
func (p *feedParser) learn(f *gofeed.Feed) {
	if p.known {
		return
	}
	p.known = true
	p.feed.Title = article.OneLine(inlineText(f.Title), article.MaxName)
	p.feed.Site = p.resolve(f.Link)
	p.feed.Lang = f.Language
}

func newItem(f *gofeed.Item) Item {
	it := Item{
		ID: strings.TrimSpace(f.GUID), URL: f.Link, Title: f.Title,
		Content: f.Content, Summary: f.Description, Author: authors(f.Authors),
	}
	if orig := f.Extensions["feedburner"]["origLink"]; len(orig) > 0 && article.IsWebURL(strings.TrimSpace(orig[0].Value)) {
		it.URL = orig[0].Value
	}
	it.Published = itemDate(f.Published, f.PublishedParsed)
	if u := itemDate(f.Updated, f.UpdatedParsed); u.Known() {
		it.Updated = u.Time
		if !it.Published.Known() { // when it was last touched: not before it was published
			u.Estimated = true
			it.Published = u
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

// itemDate reads a date of a feed: what we can, else what gofeed made of it.
func itemDate(s string, parsed *time.Time) article.Date {
	if d, err := dateline.Parse(strings.Join(strings.Fields(inlineText(s)), " ")); err == nil {
		return d
	}
	if parsed == nil || !strings.Contains(s, ":") || twoDays.MatchString(s) {
		return article.Date{}
	}
	d, err := dateline.Plausible(article.At(*parsed))
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
