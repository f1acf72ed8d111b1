package extract

import (
	"cmp"
	"encoding/json"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
	"footnote/internal/dateline"
)

// publishedMeta are the names under which pages say when they were published. "date" is none
// of them: on some it is today's.
var publishedMeta = []string{
	"article:published_time", "article:published", "article.published", "og:published_time", "og:pubdate", "published_time", "pubdate", "bt:pubdate", "publishdate", "publish-date", "publish_date",
	"publication_date", "datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created", "sailthru.date", "parsely-pub-date",
	"cxenseparse:recs:publishtime", "citation_publication_date", "citation_online_date",
}

// A declaration is what the data of a page say of its article.
type declaration struct {
	published article.Date
	several   bool // they have several articles of different days: whoever takes one guesses
	either    bool // they have a day of which two can be meant
	author    string
	body      string // where only scripts show it
}

// declare reads what the data of a page say of its article, in whichever of several ways.
func (h head) declare(doc *html.Node) declaration {
	var meta, marked []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch {
		case n.DataAtom == atom.Meta && slices.Contains(publishedMeta, strings.ToLower(cmp.Or(attr(n, "property"), attr(n, "name")))):
			meta = append(meta, attr(n, "content"))
		case marksPublished(n):
			marked = append(marked, cmp.Or(attr(n, "datetime"), attr(n, "content"), attr(n, "title"), inLine(n)))
		}
	}
	all, titled := h.listed(doc)
	dates := texts(all, "datePublished")
	d := declaration{author: cmp.Or(authorOf(titled), strings.Join(h.writers, ", "))}
	for _, said := range [][]string{texts(titled, "datePublished"), meta, dates, marked} {
		if d.published = theOne(said); d.published.Known() {
			break
		}
	}
	d.several = len(dates) > 1 && !theOne(dates).Known()
	d.either = slices.ContainsFunc(slices.Concat(meta, dates), eitherDay.MatchString)
	if titled == nil {
		titled = all
	}
	if bodies := texts(titled, "articleBody"); len(bodies) == 1 && !lockedJSON.MatchString(scripts(doc)) {
		d.body = htmlText(bodies[0])
	}
	return d
}

// eitherDay matches a date of which the first two numbers may be the day.
var eitherDay = regexp.MustCompile(`^\s*(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/\d{4}`)

// marksPublished reports whether an element holds when the article was published, as
// microdata, RDFa or microformats mark it up.
func marksPublished(n *html.Node) bool {
	if (n.DataAtom == atom.Time || n.DataAtom == atom.Abbr) && slices.ContainsFunc(strings.Fields(attr(n, "class")), func(c string) bool { return c == "published" || c == "dt-published" }) {
		return true
	}
	return (attr(n, "itemprop") == "datePublished" || strings.HasSuffix(attr(n, "property"), ":datePublished")) && !ofOther(n)
}

// ofOther reports whether an element is a property of something that is no article.
func ofOther(n *html.Node) bool {
	for p := n.Parent; p != nil && attr(n, "itemprop") != ""; p = p.Parent {
		if kind := attr(p, "itemtype"); kind != "" {
			return !tellsNews(kind)
		}
	}
	return false
}

// tellsNews reports whether a type of schema.org is that of an article.
func tellsNews(kind string) bool {
	return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "BlogPosting") || strings.HasSuffix(kind, "Report")
}

// pageData yields what a page lists in its data (JSON-LD), where that can be read: line ends
// within strings, which JSON has not, are spaces.
func pageData(doc *html.Node) iter.Seq[any] {
	return func(yield func(any) bool) {
		for n := range doc.Descendants() {
			if n.DataAtom != atom.Script || attr(n, "type") != "application/ld+json" || n.FirstChild == nil {
				continue
			}
			raw := strings.Map(func(r rune) rune {
				if unicode.IsControl(r) {
					return ' '
				}
				return r
			}, n.FirstChild.Data)
			var data any
			if json.Unmarshal([]byte(raw), &data) == nil && !yield(data) {
				return
			}
		}
	}
}

// listed returns the articles that a page lists in its data (schema.org, as JSON-LD), and
// of these the ones with the page's title.
func (h head) listed(doc *html.Node) (all, titled []map[string]any) {
	for data := range pageData(doc) {
		for _, a := range listedArticles(nil, data, 0) {
			all = append(all, a)
			if headline, _ := a["headline"].(string); h.isCalled(headline) {
				titled = append(titled, a)
			}
		}
	}
	return all, titled
}

// isCalled reports whether a page has a title, in any of the places where it has one.
func (h head) isCalled(title string) bool {
	for _, s := range append([]string{h.ogTitle, h.title}, h.headlines...) {
		if s != "" && letters(s) == letters(title) {
			return true
		}
	}
	return beside(h.title, title) || beside(h.ogTitle, title)
}

// texts returns what articles say under a key, where that is text.
func texts(all []map[string]any, key string) []string {
	var out []string
	for _, a := range all {
		if s := textIn(a[key], 0); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// textIn returns a text of JSON-LD, also as the only one of a list, as {"@value": …}, or a number.
func textIn(v any, depth int) string {
	switch x := v.(type) {
	case string:
		return x
	case float64: // a time, in seconds or milliseconds
		return strconv.FormatFloat(x, 'f', -1, 64)
	case []any:
		if len(x) == 1 && depth < maxDepth {
			return textIn(x[0], depth+1)
		}
	case map[string]any:
		if depth < maxDepth {
			return textIn(x["@value"], depth+1)
		}
	}
	return ""
}

// authorOf returns who wrote the first of some articles that says.
func authorOf(all []map[string]any) string {
	for _, a := range all {
		people, ok := a["author"].([]any)
		if !ok {
			people = []any{a["author"]}
		}
		var names []string
		for _, p := range people {
			name, _ := p.(string)
			if m, ok := p.(map[string]any); ok {
				name, _ = m["name"].(string)
			}
			if name = article.OneLine(name, article.MaxName); name != "" && !article.IsWebURL(name) {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			return strings.Join(names, ", ")
		}
	}
	return ""
}

// maxListed bounds the articles of a page's data that are looked at.
const maxListed = 100

func listedArticles(all []map[string]any, data any, depth int) []map[string]any {
	if depth > maxDepth || len(all) == maxListed {
		return all
	}
	switch x := data.(type) {
	case []any:
		for _, v := range x {
			all = listedArticles(all, v, depth+1)
		}
	case map[string]any:
		kinds, _ := x["@type"].([]any)
		kinds = append(kinds, x["@type"])
		if slices.ContainsFunc(kinds, func(k any) bool { s, _ := k.(string); return tellsNews(s) }) {
			all = append(all, x)
		}
		for _, key := range []string{"@graph", "mainEntity"} {
			all = listedArticles(all, x[key], depth+1)
		}
	}
	return all
}

// theOne returns the day or time that all of some dates are, where they can be read, on the
// clock that one of them names.
func theOne(said []string) article.Date {
	var one article.Date
	for _, s := range said {
		d := dateline.Declared(s)
		switch {
		case !d.Known():
		case !one.Known(), one.DayOnly && one.Day() == d.Day(), one.Offset == 0 && dateline.SameInstant(one, d):
			one = d
		case dateline.SameInstant(one, d), d.DayOnly && one.Day() == d.Day():
		default:
			return article.Date{}
		}
	}
	return one
}
