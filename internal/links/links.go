// Package links makes the URLs that open a page at the words of a quote, or a
// document at one of its pages. It resolves a text fragment as a browser does, on
// what is known of the page; docs/links.md says why, and how well that goes.
package links

import (
	"fmt"
	"net/url"
	"strings"

	"footnote/internal/prose"
)

// Words of a quote that stand in a link, and the bytes they take there. A
// longer quote, and one that crosses blocks, is named by its first and last
// words, because a term of a fragment must match within one block of a page,
// and long links are cut by mail and chat programs. An ideograph takes nine
// bytes.
const (
	wholeQuote = 12
	wholeBytes = 300
	endOfQuote = 5
	endBytes   = 150
)

// Words of context, tried in this order, where a quote's own words would mark
// something before it. More of them find what fewer do not, but are more
// likely to differ on the page.
var contextWords = []int{3, 6, 12}

// A place is text[start:end] of what is known of a page: its title and the
// body of its article, a line for each block.
type place struct {
	text       string
	start, end int
}

// placeOf returns where a quote stands on the page of an article.
func placeOf(title, body string, start, end int) place {
	head := prose.OneLine(title) + "\n"
	return place{head + body, len(head) + start, len(head) + end}
}

// To returns the URL that opens a page where it begins, or "" where raw is no
// http or https URL.
func To(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// ToWords returns the URL that opens a page at body[start:end], in bytes, and
// marks these words, by a text fragment (https://wicg.github.io/scroll-to-text-fragment).
// Where they, or others that a browser takes for them, stand on the page
// before, the fragment also names what stands around them. Without words it is
// the URL of the page, and "" where raw is no http or https URL.
func ToWords(raw, title, body string, start, end int) string {
	link := To(raw)
	if link == "" || start < 0 || end > len(body) || start >= end || strings.TrimSpace(body[start:end]) == "" {
		return link
	}
	base, frag, _ := strings.Cut(link, "#")
	frag, _, _ = strings.Cut(frag, ":~:")
	return base + "#" + frag + ":~:text=" + placeOf(title, body, start, end).directive().String()
}

// ToPage returns the URL that opens a document at a page, counted from 1
// (RFC 8118, section 3), or "" where raw is no http or https URL.
func ToPage(raw string, page int) string {
	link := To(raw)
	if link == "" {
		return ""
	}
	base, _, _ := strings.Cut(link, "#")
	return fmt.Sprintf("%s#page=%d", base, page)
}

// A directive is what a text fragment says: the words to mark, or the first
// and last of them, and what stands around them.
type directive struct {
	prefix, start, end, suffix string // all but start may be empty
}

// String writes the directive as it stands in a URL.
func (d directive) String() string {
	var b strings.Builder
	if d.prefix != "" {
		b.WriteString(encode(d.prefix) + "-,")
	}
	b.WriteString(encode(d.start))
	if d.end != "" {
		b.WriteString("," + encode(d.end))
	}
	if d.suffix != "" {
		b.WriteString(",-" + encode(d.suffix))
	}
	return b.String()
}

// encode percent-encodes words for a text directive. Beside what a query
// escapes, "-" must be, because "-," and ",-" mark context.
func encode(words string) string {
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(prose.OneLine(words)))
}

// directive returns the shortest directive that a browser resolves to this
// place, or the quote's own words where none does.
func (p place) directive() directive {
	page, from, to := p.folded()
	for _, d := range p.attempts() {
		if s, e := page.find(d); s == from && e == to {
			return d
		}
	}
	return p.words(endOfQuote)
}

// attempts returns the directives to try, the shortest first.
func (p place) attempts() []directive {
	words := p.words(endOfQuote)
	all := []directive{words}
	for _, n := range contextWords {
		before, after := p.before(n), p.after(n)
		around := []directive{{prefix: before}, {suffix: after}, {prefix: before, suffix: after}}
		if p.beginsBlock() { // what a page has between two blocks is not all known
			around[0], around[1] = around[1], around[0]
		}
		for _, d := range around {
			d.start, d.end = words.start, words.end
			all = append(all, d)
		}
		if longer := p.words(endOfQuote + n); longer.end != "" {
			all = append(all, longer)
		}
	}
	return all
}

// blockEnds end a block of a page: a line, or a cell of a table.
const blockEnds = "\n\t"

// words returns the quote as it is, or by n words at either end where it is
// long or crosses blocks.
func (p place) words(n int) directive {
	quote := strings.TrimSpace(p.text[p.start:p.end])
	if !strings.ContainsAny(quote, blockEnds) && len(steps(quote)) <= wholeQuote && len(encode(quote)) <= wholeBytes {
		return directive{start: quote}
	}
	lines := strings.FieldsFunc(quote, func(r rune) bool { return strings.ContainsRune(blockEnds, r) })
	d := directive{start: firstWords(lines[0], n), end: lastWords(lines[len(lines)-1], n)}
	if len(lines) == 1 && len(d.start)+len(d.end) >= len(quote) {
		return directive{start: quote}
	}
	return d
}

// beginsBlock reports whether nothing stands before the quote in its block.
func (p place) beginsBlock() bool {
	return strings.TrimSpace(p.text[strings.LastIndexAny(p.text[:p.start], blockEnds)+1:p.start]) == ""
}

// before returns up to n words that stand before the quote, of one block.
func (p place) before(n int) string {
	block := strings.TrimRight(p.text[:p.start], " \t\n")
	return lastWords(block[strings.LastIndexAny(block, blockEnds)+1:], n)
}

// after returns up to n words that stand behind the quote, of one block.
func (p place) after(n int) string {
	block := strings.TrimLeft(p.text[p.end:], " \t\n")
	if end := strings.IndexAny(block, blockEnds); end >= 0 {
		block = block[:end]
	}
	return firstWords(block, n)
}

// firstWords returns up to n of the first words of a text, at least one, and
// no more of them than endBytes hold.
func firstWords(text string, n int) string {
	text = strings.TrimSpace(text)
	ends := steps(text)
	for n = min(n, len(ends)); n > 1 && len(encode(text[:ends[n-1]])) > endBytes; n-- {
	}
	return strings.TrimSpace(text[:ends[n-1]])
}

// lastWords is firstWords from the end.
func lastWords(text string, n int) string {
	text = strings.TrimSpace(text)
	starts := append([]int{0}, steps(text)...)
	last := len(starts) - 1 // starts[last] is the end of the text
	for n = min(n, last); n > 1 && len(encode(text[starts[last-n]:])) > endBytes; n-- {
	}
	return strings.TrimSpace(text[starts[last-n]:])
}

// steps returns where the words of a text end, the last at its end. Scripts
// without spaces are cut behind their punctuation alone: a term of a fragment
// must end where a word does, and where these do takes a dictionary.
func steps(text string) []int {
	var ends []int
	for i, r := range text {
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\u00a0' || r == '\u202f':
			if i > 0 && (len(ends) == 0 || ends[len(ends)-1] < i) {
				ends = append(ends, i)
			}
		case strings.ContainsRune("、，。；：！？", r):
			ends = append(ends, i+len(string(r)))
		}
	}
	if len(ends) == 0 || ends[len(ends)-1] < len(text) {
		ends = append(ends, len(text))
	}
	return ends
}
