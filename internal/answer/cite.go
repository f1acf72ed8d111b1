package answer

import (
	"net/url"
	"regexp"
	"strings"

	"footnote/internal/article"
)

// A citer numbers the articles an answer cites, from 1 in order of use. Two
// quotes of one article are two citations under one number.
type citer struct {
	numbers   map[string]int // by article ID
	citations []Citation
}

// cite returns the number of the passage's article, and notes the quote.
func (c *citer) cite(p article.Passage, quote string) int {
	if c.numbers == nil {
		c.numbers = map[string]int{}
	}
	n, ok := c.numbers[p.Article.ID]
	if !ok {
		n = len(c.numbers) + 1
		c.numbers[p.Article.ID] = n
	}
	if !c.quoted(p.Article.ID, quote) {
		citation := newCitation(p, quote)
		citation.N = n
		c.citations = append(c.citations, citation)
	}
	return n
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

// newest returns the newest sure date cited, or the unknown date.
func (c *citer) newest() article.Date {
	var d article.Date
	for _, x := range c.citations {
		if x.Published.Sure() && x.Published.Compare(d) > 0 {
			d = x.Published
		}
	}
	return d
}

func newCitation(p article.Passage, quote string) Citation {
	a := p.Article
	c := Citation{
		ArticleID: a.ID, Title: a.Name(), Source: a.Outlet, URL: a.URL, Published: a.Published,
		Quote: quote, Link: Link(a.URL, quote),
	}
	if at := strings.Index(p.Chunk.Text, quote); quote != "" && at >= 0 {
		c.Start = p.Chunk.Start + at
		c.End = c.Start + len(quote)
	}
	return c
}

// Quoted writes verbatim words between quotation marks; marks within them
// become single ones.
func Quoted(words string) string {
	return "“" + innerMarks.Replace(openingMark.ReplaceAllString(words, "$1‘")) + "”"
}

var (
	openingMark = regexp.MustCompile(`(^|[\s(\[—–-])["“”]`)
	innerMarks  = strings.NewReplacer(`"`, "’", "“", "‘", "”", "’")
)

// Words of a quote that stand in a link: a longer quote is named by its first
// and last words, because a fragment must match within one block of a page
// and long links are cut by mail and chat programs.
const (
	wholeQuote = 12
	endOfQuote = 5
)

// Link returns the URL that opens a page at the quoted words and marks them,
// by a text fragment (https://wicg.github.io/scroll-to-text-fragment). It
// returns "" where raw is no http or https URL.
func Link(raw, quote string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	quote = strings.Trim(quote, " \t\n")
	if quote == "" {
		return u.String()
	}
	directive := fragment(quote)
	if words := strings.Fields(quote); len(words) > wholeQuote {
		directive = fragment(strings.Join(words[:endOfQuote], " ")) + "," +
			fragment(strings.Join(words[len(words)-endOfQuote:], " "))
	}
	base, frag, _ := strings.Cut(u.String(), "#")
	frag, _, _ = strings.Cut(frag, ":~:")
	return base + "#" + frag + ":~:text=" + directive
}

// fragment percent-encodes words for a text directive. Beside what a query
// escapes, "-" must be, because "-," and ",-" mark context.
func fragment(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(words))
}
