package ingest

import (
	"regexp"
	"slices"
	"strings"
	"time"

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
	return paragraphs(cells(t.String()))
}

var (
	betweenCells = regexp.MustCompile(`[^\S\n]*\t[^\S\n]*`)
	// splitSign is a sign in a cell of its own, for the sake of its alignment.
	splitSign = strings.NewReplacer("$\t", "$", "€\t", "€", "£\t", "£", "¥\t", "¥", "\t%", "%", "\t)", ")", "(\t", "(")
)

// cells returns text with one tab between the cells of a row, and none within them.
func cells(text string) string {
	if !strings.Contains(text, "\t") {
		return text
	}
	return splitSign.Replace(betweenCells.ReplaceAllString(text, "\t"))
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
		if at, ok := instant(attr(n, "datetime")); ok && len(*t.marks) < 2*maxEntries {
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
	pre   int          // how many elements around keep their line ends
	marks *[]time.Time // where not nil, times and headings are marked, and the times added here
}

func (t *textWriter) walk(n *html.Node) {
	if n.Type == html.TextNode {
		s := n.Data
		if t.pre == 0 {
			s = spaces.Replace(s)
		}
		t.WriteString(s)
		return
	}
	// The libraries make nodes without their DataAtom.
	tag := atom.Lookup([]byte(n.Data))
	if n.Type == html.ElementNode && slices.Contains(unseenTags, tag) {
		return
	}
	lines := n.Type == html.ElementNode && !slices.Contains(inlineTags, tag)
	if lines {
		t.WriteByte('\n')
	}
	if t.marks != nil && t.mark(n, tag) {
		return
	}
	if tag == atom.Pre {
		t.pre++
		defer func() { t.pre-- }()
	}
	for c := range n.ChildNodes() {
		t.walk(c)
	}
	switch {
	case tag == atom.Td || tag == atom.Th:
		t.WriteByte('\t')
	case lines:
		t.WriteByte('\n')
	}
}
