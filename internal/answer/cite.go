package answer

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/links"
	"footnote/internal/prose"
	"footnote/internal/selection"
)

// A citer numbers the articles an answer cites, from 1 in order of use; in a
// thread those cited before keep their numbers, and others go on from there.
// Two quotes of one article are two citations under one number.
type citer struct {
	numbers   map[string]int  // by article ID, those of the thread included
	last      int             // the highest of them
	before    map[string]bool // what the thread quoted, behind the article's ID
	citations []Citation
}

// number returns the number of an article, a new one where it has none.
func (c *citer) number(articleID string) int {
	n, ok := c.numbers[articleID]
	if !ok {
		c.last++
		n = c.last
		c.keep(articleID, n)
	}
	return n
}

// keep notes the number that an article has.
func (c *citer) keep(articleID string, n int) {
	if c.numbers == nil {
		c.numbers = map[string]int{}
	}
	c.numbers[articleID] = n
	c.last = max(c.last, n)
}

// cite returns the number of the passage's article, and notes the quote.
func (c *citer) cite(p article.Passage, quote string) int {
	n := c.number(p.Article.ID)
	citation := newCitation(p, quote)
	if !c.quoted(p.Article.ID, citation.Quote) {
		citation.N = n
		c.citations = append(c.citations, citation)
	}
	return n
}

// cites reports whether the article is cited.
func (c *citer) cites(articleID string) bool {
	return slices.ContainsFunc(c.citations, func(o Citation) bool { return o.ArticleID == articleID })
}

// quoted reports whether these words of the article are cited already.
func (c *citer) quoted(articleID, quote string) bool {
	for _, old := range c.citations {
		if old.ArticleID == articleID && old.Quote == quote {
			return true
		}
	}
	return false
}

// toldBefore reports whether the thread quoted what a candidate says.
func (c *citer) toldBefore(x selection.Candidate) bool { return c.before[x.ArticleID()+" "+x.Text] }

// newest returns the last sure day cited, or the unknown date.
func (c *citer) newest() article.Date {
	var d article.Date
	for _, x := range c.citations {
		if x.Published.Sure() && x.Published.CompareDay(d) > 0 {
			d = x.Published
		}
	}
	return d
}

// Resting returns, for each number that a sentence cites, the citation that it rests
// on: of the quotes of one article, the one with most of its words.
func Resting(text string, numbers []int, all []Citation) (out []Citation) {
	terms := prose.Stems(text, "")
	for _, n := range numbers {
		best, most := -1, -1.0
		for i, c := range all {
			if share := prose.Share(terms, prose.Stems(c.Quote, "")); c.N == n && share > most {
				best, most = i, share
			}
		}
		if best >= 0 {
			out = append(out, all[best])
		}
	}
	return out
}

func newCitation(p article.Passage, quote string) Citation {
	a := p.Article
	c := Citation{
		ArticleID: a.ID, Title: a.Name(), Source: a.Outlet, URL: a.URL, Published: a.Published,
		Undated: !a.Published.Sure(), Quote: quote, Link: links.To(a.URL),
		Gone: !a.Gone.IsZero(),
	}
	for _, copied := range p.Also {
		// Whoever is shown the citation, later or elsewhere, may see the copy: who sees
		// a channel's article may not see the workspace's.
		if copied.Scope == a.Scope && copied.Outlet != "" && copied.Outlet != a.Outlet && !slices.Contains(c.Also, copied.Outlet) {
			c.Also = append(c.Also, copied.Outlet)
		}
	}
	if a.URL == "" {
		c.File = a.FileName()
	}
	if at := strings.Index(p.Chunk.Text, quote); quote != "" && at >= 0 {
		c.Start = p.Chunk.Start + at
		c.End = c.Start + len(quote)
		c.Page = a.Pages.At(c.Start)
		c.Link = c.linkIn(a.Title, p.Chunk.Text, at)
	} else if quote != "" && quote == prose.OneLine(a.Title) { // the article is named by it already
		c.Quote = ""
		c.Link = links.ToWords(a.URL, "", a.Title, 0, len(a.Title))
	}
	return c
}

// linkIn returns the link to the citation's quote, which stands at an offset of
// the text: to its words, or to its page, since what shows PDF files finds no
// words.
func (c Citation) linkIn(title, text string, at int) string {
	if c.Page > 0 {
		return links.ToPage(c.URL, c.Page)
	}
	return links.ToWords(c.URL, title, text, at, at+len(c.Quote))
}

// reminder is how many characters at most begin a quote that is told already.
const reminder = 40

// QuoteUnder returns what a footnote under a text tells of the citation's quote: nothing
// of what the text quotes, and of that its first words where a quote of the same article
// stands before it: they tell which of the two it is.
func (c Citation) QuoteUnder(text string, again bool) string {
	switch {
	case !strings.Contains(text, Quoted(c.Quote)):
		return c.Quote
	case !again:
		return ""
	}
	return beginning(c.Quote, reminder)
}

// beginning returns the first words of a text, in at most that many characters with the
// mark that more follow, or the whole of one that is no longer.
func beginning(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	first := string(runes[:most-1])
	if i := strings.LastIndex(first, " "); i > len(first)/2 && runes[most-1] != ' ' {
		first = first[:i] // not within a word, where the script divides them
	}
	return strings.TrimRight(first, " ,;") + "…"
}

// publisher says who published an article, or what it is called, as plain words
// that mention and link nothing: both are somebody else's text. Where a sentence
// begins with it, see begun.
func publisher(a article.Article) string {
	for _, name := range []string{a.Outlet, a.Name()} {
		if name = prose.Plain(name); prose.HasWord(name) && prose.Forbidden(name) == "" {
			return name
		}
	}
	return anArticle
}

// anArticle stands for a publisher whose name cannot be shown.
const anArticle = "an article"

// begun returns a publisher as a sentence begins with it: names keep their
// letters.
func begun(publisher string) string {
	if publisher == anArticle {
		return "An article"
	}
	return publisher
}

// Quoted writes verbatim words between quotation marks; marks within them
// become single ones, and what divides cells of a table a point.
func Quoted(words string) string {
	return "“" + innerMarks.Replace(openingMark.ReplaceAllString(words, "$1‘")) + "”"
}

var (
	openingMark = regexp.MustCompile(`(^|[\s(\[—–-])["“”]`)
	innerMarks  = strings.NewReplacer(`"`, "’", "“", "‘", "”", "’", "\t", " · ")
)
