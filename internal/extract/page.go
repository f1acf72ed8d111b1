package extract

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
	"footnote/internal/dateline"
	"footnote/internal/fetch"
	"footnote/internal/media"
)

// parsePage reads the article out of a page of HTML, fetched or saved.
func parsePage(in media.Origin, src string) (Draft, error) {
	doc, err := parseHTML(src)
	if err != nil {
		return Draft{}, err
	}
	h := readHead(doc)
	if d, ok := archivedMail(in, doc, h); ok {
		return d, nil
	}
	lines, updates, seen, wide := timedLines(doc), liveUpdates(doc), pageText(doc), wideText(doc)
	d := Draft{Article: article.Article{File: in.File, URL: h.address(in.URL)}}
	document := isDocument(doc) && !h.isWiki()
	talk := discussion(doc)
	if !document {
		h.docTitle = ""
	}
	declared := h.declare(doc)
	x := extract(doc, d.URL)
	x.body = withQuestions(asOnPage(x.body, seen, codeIn(nil, doc)), seen)
	if document {
		x.body = seen
	}
	if h.isAbstract(x.body) {
		x.body = h.abstract
	}
	if talk.text != "" {
		x.body = talk.text
	} else if len(declared.body) > 2*len(x.body) {
		x.body = declared.body
	} else if err := x.behind(wall(doc, in.URL, h.title, x.body), doc, append(h.headlines, h.title, h.ogTitle), d.URL); err != nil {
		return Draft{}, err
	}
	if isTeaser(doc, x.body) {
		d.warn("%w: %w", fetch.ErrPaywall, ErrPart)
		x.body = strings.Join(beforeOffer(strings.Split(x.body, "\n")), "\n")
	}
	d.Outlet = outlet(cmp.Or(h.siteName, h.wikiName(d.URL)), x, d.URL)
	d.Title = title(h, x, d.Outlet, d.URL)
	if above, rest, ok := strings.Cut(x.body, "\n"); ok && document && whatItIs.MatchString(d.Title) {
		if whatItIs.MatchString(above) {
			above, _, _ = strings.Cut(rest, "\n")
		}
		d.Title = above
	}
	d.Author = cmp.Or(cutByline(declared.author), x.author())
	d.Lang = cmp.Or(h.lang, x.read.Language())
	if d.Published = x.date(declared, d.URL, in.File); h.isWiki() {
		d.Published = h.lastEdit(doc, strings.Split(seen, "\n"))
	} else {
		d.Published = asPrinted(d, doc, x.body, wide)
	}
	body := trimPage(withoutHead(x.body, d.Title))
	if talk.text != "" {
		talk.become(&d)
		return d, nil
	}
	if !document {
		body = h.withLead(doc, strings.Split(seen, "\n"), d.Title, body)
	}
	if pieces, first, ok := inPieces(lines, updates, body, saysLive.MatchString(d.Title+"\n"+urlPath(d.URL)), d.Published, time.Now()); ok {
		body = slices.DeleteFunc(pieces, func(line string) bool { return d.Title != "" && line == d.Title })
		if !d.Published.Sure() {
			d.Published = article.At(first)
		}
	}
	d.Body = strings.Join(body, "\n")
	if d.Body == "" {
		d.Body = x.body
	}
	return d, nil
}

// asPrinted returns when a draft was published, by the day that its page prints: beside an instant its
// reader may be told another day. Wide is the page's text with all that stands beside it.
func asPrinted(d Draft, doc *html.Node, body, wide string) article.Date {
	p := d.Published
	if p.Sure() && (p.DayOnly || p.Offset != 0) {
		return p
	}
	day, label := printedOnPage(strings.Split(wide, "\n"), d.Title, strings.Split(body, "\n"), time.Now())
	if !p.Sure() {
		first, _, _ := strings.Cut(body, "\n")
		p = cmp.Or(timeBeside(doc, d.Title, first, time.Now()), day, p)
	}
	if !day.Known() || label == updatedLabel {
		day = dateline.InURL(d.URL)
	}
	return p.On(day)
}

// behind takes the text of a page that shows none from the data for its scripts, unless it is
// for those who pay. It returns what is in the way of the text, or nil.
func (x *extraction) behind(wall error, doc *html.Node, titles []string, pageURL string) error {
	if len(x.body) > maxTeaser || wall != nil && !errors.Is(wall, fetch.ErrScript) || lockedJSON.MatchString(scripts(doc)) || paywallWords.MatchString(x.body) {
		return wall
	}
	text, title := stateText(doc, titles, pageURL)
	if len(text) < 2*len(x.body) || text == "" {
		return wall
	}
	x.body, x.title = text, title
	return nil
}

// An extraction is what the two libraries make of a page.
type extraction struct {
	body  string
	title string // where the data have the text, as they have it
	read  readability.Article
	traf  trafilatura.Metadata
}

// extract finds the body of a page, by trafilatura with readability's as its
// candidate, else by readability, else all of its text. On 102 news pages
// (F1 of 4-word shingles) trafilatura scores .962 when balanced, .967 when it
// favours precision; readability .947. Where trafilatura finds little it loses the
// items of lists; putting in those that readability has at their place brings dozens
// of 990 pages lists of links and cells of tables (F1 .9660, before .9662).
func extract(doc *html.Node, pageURL string) extraction {
	middles := shorten(doc)
	x := extractAll(doc, pageURL)
	for _, m := range middles {
		m.putBack()
	}
	for _, m := range middles {
		var ok bool
		if x.body, ok = m.within(x.body); !ok {
			return extractAll(doc, pageURL)
		}
	}
	return x
}

// extractAll is extract of all that a page has.
func extractAll(doc *html.Node, pageURL string) extraction {
	base, _ := url.Parse(pageURL)
	if pageURL == "" {
		base = nil
	}
	var x extraction
	// Either library failing leaves the other, or the plain text.
	_ = guard(func() (err error) {
		x.read, err = readability.FromDocument(doc, base)
		return err
	})
	_ = guard(func() error {
		if tooLong(doc) {
			return nil
		}
		result, err := trafilatura.ExtractDocument(doc, trafilaturaOptions(base, x.read.Node))
		if err != nil {
			return err
		}
		x.traf = result.Metadata
		x.body = pageText(result.ContentNode)
		return nil
	})
	if x.body == "" && x.read.Node != nil {
		x.body = pageText(x.read.Node)
	}
	if x.body == "" {
		x.body = pageText(mainOf(doc))
	}
	return x
}

// mostParagraphs is of how many paragraphs trafilatura is asked at most, which takes it 4 s of one core.
const mostParagraphs = 8000

func tooLong(doc *html.Node) bool {
	left := mostParagraphs
	for n := range doc.Descendants() {
		if n.DataAtom == atom.P {
			left--
		}
	}
	return left < 0
}

// mainOf returns the one element of a page that says that it holds what the page is for, or all of it.
func mainOf(doc *html.Node) *html.Node {
	found := doc
	for n := range doc.Descendants() {
		switch {
		case hasClass(n, "mw-parser-output"): // MediaWiki
			return n
		case n.DataAtom != atom.Main && attr(n, "role") != "main":
		case found != doc:
			return doc
		default:
			found = n
		}
	}
	return found
}

func trafilaturaOptions(base *url.URL, candidate *html.Node) trafilatura.Options {
	return trafilatura.Options{
		OriginalURL:        base,
		EnableFallback:     true,
		FallbackCandidates: &trafilatura.FallbackCandidates{Readability: candidate},
		Focus:              trafilatura.FavorPrecision,
		ExcludeComments:    true,
		// The extensive mode invents a date for nearly every undated page; its parser is left out in go.mod.
		HtmlDateMode: trafilatura.Fast,
	}
}

// asOnPage returns the lines of a body as the page has them: the libraries lose spaces behind
// what is set bold in a list, and so join words, and the ends of the lines of code.
func asOnPage(body, page string, code []string) string {
	own := map[string]string{}
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		if k := lineKey(line); own[k] == "" {
			own[k] = line
		}
	}
	for _, lines := range code {
		own[lineKey(lines)] = lines
	}
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		lines[i] = cmp.Or(own[lineKey(line)], line)
	}
	return strings.Join(lines, "\n")
}

// lineKey returns a line without its spaces.
func lineKey(line string) string { return strings.Join(strings.Fields(line), "") }

// codeIn adds the texts within a node that keep their line ends, as code does.
func codeIn(all []string, n *html.Node) []string {
	for c := range n.ChildNodes() {
		if c.DataAtom == atom.Pre {
			all = append(all, pageText(c))
		} else {
			all = codeIn(all, c)
		}
	}
	return all
}

// asking matches a line that only asks.
var asking = regexp.MustCompile(`^[^?？؟]{8,200}[?？؟]$`)

// withQuestions returns the lines of a body with the questions that the page has right above one
// of them: the libraries take headings of a short page for what is around an article.
func withQuestions(body, page string) string {
	above, times, kept := map[string]string{}, map[string]int{}, map[string]bool{}
	last := ""
	for line := range strings.SplitSeq(page, "\n") {
		key := letters(line)
		times[key]++
		if asking.MatchString(last) {
			above[key] = last
		}
		last = line
	}
	for line := range strings.SplitSeq(body, "\n") {
		kept[letters(line)] = true
	}
	var lines []string
	for line := range strings.SplitSeq(body, "\n") {
		key := letters(line)
		if q := above[key]; len(lines) > 0 && q != "" && times[key] == 1 && !kept[letters(q)] {
			lines = append(lines, q)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// guard turns a panic of f, which reads what anyone may have written, into an
// error.
func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return f()
}

// date returns when the page says it was published: what its data declare, else
// what readability finds there, else the day in its URL. What trafilatura finds
// elsewhere in the page is a guess, and so is what readability takes of the data of
// several articles. Of a day that may be another, nothing is guessed.
func (x extraction) date(declared declaration, pageURL, file string) article.Date {
	if declared.published.Known() {
		return declared.published
	}
	var guess article.Date
	if t, err := x.read.PublishedTime(); err == nil {
		if d, err := dateline.Plausible(dateline.Whole(article.At(t))); err == nil && d.Known() {
			if !declared.several && !declared.either {
				return d
			}
			guess, guess.Estimated = d, true
		}
	}
	if d := dateline.InURL(pageURL); d.Known() {
		return d
	}
	if d := dateline.InName(filepath.Base(file)); d.Known() {
		return d
	}
	switch {
	case declared.either:
		return article.Date{}
	case guess.Known():
		return guess
	}
	d, err := dateline.Plausible(article.DayOf(x.traf.Date))
	if err != nil || !d.Known() {
		return article.Date{}
	}
	d.Estimated = true
	return d
}

func urlPath(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Path
}
