package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
)

// maxWords bounds an attribute and a title, in bytes. No text of an article
// stands in either, and the libraries try many expressions on both: a title
// of 9 MB took them half a minute.
const maxWords = 4096

// tame cuts the attributes and titles of a page to what they may need, and takes out what is
// none of the article's words: the marks of footnotes, which hide where a sentence ends, and
// what headings are linked to and edited by.
func tame(doc *html.Node) {
	var marks, numbered []*html.Node
	for n := range doc.Descendants() {
		for i := range n.Attr {
			n.Attr[i].Val = clip(n.Attr[i].Val)
		}
		if n.DataAtom == atom.Button {
			showQuestion(n)
		}
		if n.DataAtom == atom.Pre && n.Parent.DataAtom == atom.Td && lineNumbers.MatchString(inLine(n)) && len(numbered) < maxNumbered {
			numbered = append(numbered, tableOf(n))
		}
		if n.DataAtom == atom.Figure && isNote(n) {
			n.Data, n.DataAtom = "div", atom.Div
		}
		if n.Type == html.TextNode && (n.Parent.DataAtom == atom.Title || n.Parent.DataAtom == atom.H1) {
			n.Data = clip(n.Data)
		}
		switch {
		case n.DataAtom == atom.Rt, n.DataAtom == atom.Rp, n.DataAtom == atom.Sup && marksFootnote(n),
			linksWithin(n) && (backMark.MatchString(inLine(n)) || anchorMark.MatchString(inLine(n)) && inHeading(n) || raised(n) && footnoteMark.MatchString(inLine(n))),
			strings.Contains(attr(n, "class"), "mw-editsection"): // MediaWiki
			marks = append(marks, n)
		}
		if n.DataAtom == atom.A && strings.HasPrefix(attr(n, "id"), "cmnt") && strings.HasPrefix(attr(n, "href"), "#cmnt_ref") && n.Parent.DataAtom == atom.P {
			marks = append(marks, remarkOf(n)) // of a reader of the document, as Google's editor exports it
		}
	}
	for _, n := range marks {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	for _, n := range numbered {
		showCode(n)
	}
}

// lineNumbers matches what stands beside the lines of code.
var lineNumbers = regexp.MustCompile(`^1( \d+)*$`)

// maxNumbered bounds the tables that are looked at for code.
const maxNumbered = 500

// tableOf returns the table that a node stands in.
func tableOf(n *html.Node) *html.Node {
	for n.DataAtom != atom.Table && n.Parent != nil {
		n = n.Parent
	}
	return n
}

// showCode puts the code of a table in its place, whose first cell has the numbers of its lines.
func showCode(table *html.Node) {
	var code *html.Node
	for n := range table.Descendants() {
		if n.DataAtom == atom.Pre && !lineNumbers.MatchString(inLine(n)) {
			if code != nil {
				return
			}
			code = n
		}
	}
	if code == nil || table.Parent == nil {
		return
	}
	code.Parent.RemoveChild(code)
	table.Parent.InsertBefore(code, table)
	table.Parent.RemoveChild(table)
}

// isNote reports whether a figure is a note in the text and shows nothing.
func isNote(figure *html.Node) bool {
	said := false
	for n := range figure.Descendants() {
		switch n.DataAtom {
		case atom.P:
			said = true
		case atom.Img, atom.Picture, atom.Video, atom.Audio, atom.Svg, atom.Iframe, atom.Object, atom.Canvas, atom.Figcaption, atom.Blockquote, atom.Figure:
			return false
		}
	}
	return said
}

// showQuestion makes words of a button that is the heading of what it shows when it is pressed,
// as a question is of its answer: one that stands in a heading, or asks. What such headings are
// called tells those who look for articles that they are none of them.
func showQuestion(button *html.Node) {
	for _, n := range []*html.Node{button.Parent, button.Parent.Parent} {
		if isHeading(n) || n != nil && n.DataAtom == atom.Dt {
			button.Data, button.DataAtom, button.Attr, n.Attr = "span", atom.Span, nil, nil
			return
		}
	}
	if attr(button, "aria-expanded") != "" && strings.HasSuffix(inLineOf(button), "?") {
		button.Data, button.DataAtom, button.Attr = "p", atom.P, nil
	}
}

// inLineOf returns the text within a button.
func inLineOf(button *html.Node) string {
	var b strings.Builder
	for n := range button.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return article.OneLine(b.String(), article.MaxTitle)
}

// remarkOf returns the block of a remark that a link leads back from.
func remarkOf(n *html.Node) *html.Node {
	if p := n.Parent.Parent; p != nil && p.DataAtom == atom.Div {
		return p
	}
	return n.Parent
}

// footnoteMark matches what stands for a footnote: 1, [12], [a], *.
var footnoteMark = regexp.MustCompile(`^\s*(?:\[\s*(?:\d{1,3}|\pL{1,2})\s*\]|\d{1,3}|[*†‡§]{1,3})\s*$`)

// marksFootnote reports whether a raised text is the mark of a footnote, which links to
// a place of its own page; an exponent does not.
func marksFootnote(sup *html.Node) bool {
	var text strings.Builder
	links := linksWithin(sup.Parent)
	for n := range sup.Descendants() {
		if n.Type == html.TextNode && text.Len() < maxMark {
			text.WriteString(n.Data)
		}
		links = links || linksWithin(n)
	}
	return links && footnoteMark.MatchString(text.String())
}

// anchorMark matches what a heading is linked to by, which has no letters.
var anchorMark = regexp.MustCompile(`^[#¶§\s\x{200b}🔗]+$`)

// backMark matches what leads from a footnote back to where it is of.
var backMark = regexp.MustCompile(`^[↩↑⤴⏎^\s\x{fe0e}\x{fe0f}]+$`)

func inHeading(n *html.Node) bool {
	return isHeading(n.Parent) || isHeading(n.Parent.Parent)
}

func isHeading(n *html.Node) bool {
	return n != nil && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6'
}

// raised reports whether a link stands right behind a word or a sentence, as a mark does that
// styles raise.
func raised(a *html.Node) bool {
	before := a.PrevSibling
	if before == nil || before.Type != html.TextNode {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before.Data)
	return last != utf8.RuneError && !unicode.IsSpace(last) && last != '(' && last != '['
}

// maxMark is more than the mark of a footnote has, in bytes.
const maxMark = 32

// linksWithin reports whether a node is a link to a place of its own page.
func linksWithin(n *html.Node) bool {
	return n != nil && n.DataAtom == atom.A && slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "href" && strings.HasPrefix(a.Val, "#") })
}

func clip(s string) string {
	if len(s) <= maxWords {
		return s
	}
	return strings.ToValidUTF8(s[:maxWords], "")
}
