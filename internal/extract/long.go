package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
)

// Of so many blocks of text in a row the libraries are shown the ends. Where they join these, what is
// between them is the article's too: the time that trafilatura takes grows with the square of its
// paragraphs, and with 20,000 it is 19 s of one core.
const (
	longRun  = 2000
	shownEnd = 500
)

// longBlocks are what a long text is made of.
var longBlocks = []atom.Atom{atom.P, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Ul, atom.Ol, atom.Li, atom.Pre, atom.Hr, atom.Br}

// A middle is what was taken out of a long text.
type middle struct {
	text          string
	before, after string // the lines around it
	parent, next  *html.Node
	nodes         []*html.Node // as they followed one another
}

// shorten takes the middles out of the long texts of a page.
func shorten(doc *html.Node) (out []middle) {
	for n := range doc.Descendants() {
		if n.PrevSibling == nil {
			for _, run := range longRuns(n) {
				out = append(out, middleOf(run))
			}
		}
	}
	for _, m := range out {
		for _, n := range m.nodes {
			if n.Parent == m.parent {
				m.parent.RemoveChild(n)
			}
		}
	}
	return out
}

// longRuns returns the long runs of blocks among a node and those that follow it.
func longRuns(n *html.Node) (out [][]*html.Node) {
	var run []*html.Node
	for ; n != nil; n = n.NextSibling {
		switch {
		case isLongBlock(n, 0):
			run = append(run, n)
		case n.Type == html.CommentNode || n.Type == html.TextNode && strings.TrimSpace(n.Data) == "":
		default:
			out, run = append(out, run), nil
		}
	}
	return slices.DeleteFunc(append(out, run), func(run []*html.Node) bool { return len(run) <= longRun })
}

// deepestBlock is how deep the elements of a block may stand in one another.
const deepestBlock = 4

// isLongBlock reports whether a node is a block of text, with nothing but text in it.
func isLongBlock(n *html.Node, depth int) bool {
	if n.DataAtom != atom.Div && !slices.Contains(longBlocks, n.DataAtom) && (depth == 0 || !slices.Contains(inlineTags, n.DataAtom)) {
		return depth > 0 && n.Type == html.TextNode
	}
	for c := range n.ChildNodes() {
		if depth == deepestBlock || !isLongBlock(c, depth+1) {
			return false
		}
	}
	return true
}

func middleOf(run []*html.Node) middle {
	from, to := shownEnd, len(run)-shownEnd
	m := middle{nodes: run[from:to], parent: run[0].Parent, next: run[to]}
	before, text, after := strings.Split(textOf(run[:from]), "\n"), textOf(m.nodes), strings.Split(textOf(run[to:]), "\n")
	m.text, m.before, m.after = text, lineKey(before[len(before)-1]), lineKey(after[0])
	return m
}

// textOf returns the text of nodes that follow one another.
func textOf(nodes []*html.Node) string {
	var t textWriter
	for _, n := range nodes {
		t.walk(n)
	}
	return article.Paragraphs(cells(t.String()))
}

func (m middle) putBack() {
	for _, n := range m.nodes {
		m.parent.InsertBefore(n, m.next)
	}
}

// within returns a body that was read without the middle with its text, and whether that is of it.
func (m middle) within(body string) (string, bool) {
	lines := strings.Split(body, "\n")
	for i := 1; i < len(lines); i++ {
		if lineKey(lines[i]) == m.after && lineKey(lines[i-1]) == m.before {
			return strings.Join(slices.Insert(lines, i, m.text), "\n"), true
		}
	}
	return body, false
}
