package extract

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/dateline"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inlineTags are the elements whose text runs on with what stands around
// them; every other begins and ends a line.
var inlineTags = []atom.Atom{
	atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Data, atom.Del,
	atom.Dfn, atom.Em, atom.Font, atom.I, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Nobr, atom.Q, atom.Ruby,
	atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U,
	atom.Var, atom.Wbr, atom.Td, atom.Th,
}

// unseenTags are the elements whose text no reader sees.
var unseenTags = []atom.Atom{
	atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Math, atom.Object,
	atom.Select, atom.Textarea, atom.Button,
}

// pageText returns the text of a tree, one line a paragraph, list item or row
// of a table, whose cells are divided by tabs.
func pageText(n *html.Node) string {
	var t textWriter
	t.walk(n)
	return article.Paragraphs(cells(t.String()))
}

// wideText returns the text of a tree as pageText does, with all the spaces of its source: they
// stand between what a reader sees apart.
func wideText(n *html.Node) string {
	t := textWriter{wide: true}
	t.walk(n)
	return article.Paragraphs(cells(t.String()))
}

var (
	betweenCells = regexp.MustCompile(`[ \t\r\f\x{a0}\x{202f}]*\t[ \t\r\f\x{a0}\x{202f}]*`)
	// signBefore and signBehind are signs in a cell of their own, for the sake of its alignment.
	signBefore = regexp.MustCompile(`(?m)(^|\t)([$€£¥(])\t`)
	signBehind = regexp.MustCompile(`(?m)\t([%)])(\t|$)`)
	row        = regexp.MustCompile(`(?m)^.*\t.*$`)
	gaps       = regexp.MustCompile(` {2,}`)
)

// cells returns text with one tab between the cells of a row, and none within them.
func cells(text string) string {
	if !strings.Contains(text, "\t") {
		return text
	}
	text = signBefore.ReplaceAllString(betweenCells.ReplaceAllString(text, "\t"), "$1$2")
	text = signBehind.ReplaceAllString(text, "$1$2")
	return row.ReplaceAllStringFunc(text, func(r string) string { return gaps.ReplaceAllString(r, " ") })
}

// timeMark and headingMark stand in text for a time, and before a heading. No text of a
// page has them: a parser makes no NUL of one.
const (
	timeMark    = "\x00t"
	headingMark = "\x00h"
)

// mark marks a heading, and writes a mark in place of a time, which it adds to marks; then it
// reports true.
func (t *textWriter) mark(n *html.Node, tag atom.Atom) bool {
	switch tag {
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		t.WriteString(headingMark)
	case atom.Time:
		if at, ok := dateline.Instant(attr(n, "datetime")); ok && len(*t.marks) < 2*maxEntries {
			*t.marks = append(*t.marks, at)
			t.WriteString(timeMark)
			return true
		}
	}
	return false
}

// A textWriter builds text from a tree. Its depth is that of the parser,
// which refuses more than 512.
type textWriter struct {
	strings.Builder
	wide  bool         // runs of spaces are kept
	space bool         // it ends with a space
	pre   int          // how many elements around keep their line ends
	row   int          // how many rows of values around: their cells have no lines
	most  int          // bytes, behind which nothing more is written; 0 for no bound
	marks *[]time.Time // where not nil, times and headings are marked, and the times added here
}

func (t *textWriter) walk(n *html.Node) {
	if t.most > 0 && t.Len() > t.most {
		return
	}
	if n.Type == html.TextNode {
		t.text(n.Data)
		return
	}
	// The libraries make nodes without their DataAtom.
	tag := atom.Lookup([]byte(n.Data))
	if n.Type == html.ElementNode && slices.Contains(unseenTags, tag) {
		return
	}
	lines := n.Type == html.ElementNode && !slices.Contains(inlineTags, tag)
	end := byte('\n')
	if t.row > 0 {
		end = ' '
	}
	if lines {
		t.WriteByte(end)
	}
	if t.marks != nil && t.mark(n, tag) {
		return
	}
	if tag == atom.Pre {
		t.pre++
		defer func() { t.pre-- }()
	}
	values := tag == atom.Tr && isValues(n)
	if values {
		t.row++
	}
	for c := range n.ChildNodes() {
		t.walk(c)
	}
	if values {
		t.row--
	}
	switch {
	case tag == atom.Td || tag == atom.Th:
		t.WriteByte('\t')
	case lines:
		t.WriteByte(end)
	}
}

// text writes text, whose line ends are spaces, and runs of spaces one, where they mean nothing.
func (t *textWriter) text(s string) {
	if t.most > 0 {
		s = clip(s)
	}
	if t.pre == 0 {
		s = spaces.Replace(s)
	}
	if t.pre == 0 && !t.wide {
		s = gaps.ReplaceAllString(s, " ")
		if t.space {
			s = strings.TrimPrefix(s, " ")
		}
	}
	if s != "" {
		t.WriteString(s)
		t.space = strings.HasSuffix(s, " ")
	}
}

// maxRow bounds the text of a row of values, in bytes: a longer one is what a page is laid
// out with.
const maxRow = 600

// isValues reports whether a row of a table has two cells or more, with little in them.
func isValues(tr *html.Node) bool {
	cells, size := 0, 0
	for n := range tr.Descendants() {
		switch tag := atom.Lookup([]byte(n.Data)); {
		case n.Type == html.TextNode:
			size += len(strings.TrimSpace(n.Data))
		case tag == atom.Td || tag == atom.Th:
			cells++
		case tag == atom.Table:
			return false
		}
		if size > maxRow {
			return false
		}
	}
	return cells > 1
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
