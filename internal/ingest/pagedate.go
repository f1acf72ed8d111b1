package ingest

import (
	"cmp"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
)

// publishedMeta are the names under which pages say when they were published, beside those
// that readability knows. "date" is none of them: on some it is today's.
var publishedMeta = []string{
	"article:published", "article.published", "og:published_time", "og:pubdate", "pubdate", "publishdate", "publish-date", "publish_date",
	"publication_date", "datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created", "sailthru.date", "parsely-pub-date",
	"cxenseparse:recs:publishtime", "citation_publication_date", "citation_online_date",
}

// declaredDate returns when the data of a page say that it was published, in whichever of
// several ways, or the unknown date where they give none or more than one.
func declaredDate(doc *html.Node, title string) article.Date {
	var meta, marked []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch {
		case n.DataAtom == atom.Meta && slices.Contains(publishedMeta, strings.ToLower(cmp.Or(attr(n, "property"), attr(n, "name")))):
			meta = append(meta, attr(n, "content"))
		case marksPublished(n):
			marked = append(marked, cmp.Or(attr(n, "datetime"), attr(n, "content"), inLine(n)))
		}
	}
	for _, said := range [][]string{meta, listedDates(doc, title), marked} {
		if d := theOne(said); d.Known() {
			return d
		}
	}
	return article.Date{}
}

// marksPublished reports whether an element holds when the article was published, as
// microdata or microformats mark it up.
func marksPublished(n *html.Node) bool {
	if n.DataAtom == atom.Time && slices.ContainsFunc(strings.Fields(attr(n, "class")), func(c string) bool { return c == "published" || c == "dt-published" }) {
		return true
	}
	if attr(n, "itemprop") != "datePublished" {
		return false
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if kind := attr(p, "itemtype"); kind != "" {
			return tellsNews(kind)
		}
	}
	return true
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

// listedDates returns when the articles that a page lists in its data (schema.org, as
// JSON-LD) were published: of several that of the one with the page's title, if any has it.
func listedDates(doc *html.Node, title string) []string { return listed(doc, title, "datePublished") }

// listed returns what articles in a page's data say under a key: of several that of the
// one with the page's title, if any has it.
func listed(doc *html.Node, title, key string) []string {
	var all, titled []string
	for data := range pageData(doc) {
		for _, a := range listedArticles(nil, data, 0) {
			says, _ := a[key].(string)
			headline, _ := a["headline"].(string)
			if says == "" {
				continue
			}
			all = append(all, says)
			if letters(headline) == letters(title) {
				titled = append(titled, says)
			}
		}
	}
	if len(titled) > 0 {
		return titled
	}
	return all
}

// listedBody returns the text of the article as a page's data have it, for pages whose text
// only scripts show; "" where there is none, or it is not for all to read.
func listedBody(doc *html.Node, title string) string {
	bodies := listed(doc, title, "articleBody")
	if len(bodies) != 1 || lockedJSON.MatchString(scripts(doc)) {
		return ""
	}
	return fragmentText(bodies[0])
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

// theOne returns the day or time that all of some dates are, where they can be read.
func theOne(said []string) article.Date {
	var one article.Date
	for _, s := range said {
		d := declared(s)
		switch {
		case !d.Known() || d == one:
		case !one.Known(), one.DayOnly && one.Time.Equal(asDay(d.Time).Time):
			one = d
		case d.DayOnly && d.Time.Equal(asDay(one.Time).Time):
		default:
			return article.Date{}
		}
	}
	return one
}

// declared reads a date as pages' data have it.
func declared(s string) article.Date {
	s = strings.TrimSpace(s)
	for _, layout := range instants {
		if t, err := time.Parse(layout, s); err == nil {
			d, _ := plausible(asDate(t))
			return d
		}
	}
	d, _ := parseDate(s)
	return d
}
