package extract

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leastBare is how many letters a text has at least that is made a paragraph.
const leastBare = 40

// wrapText makes paragraphs of text that stands bare among lists, tables and headings: the libraries
// lose it, as what follows a list in a post of Blogger.
func wrapText(doc *html.Node) {
	var within []*html.Node
	for n := range doc.Descendants() {
		if slices.Contains(bareIn, n.DataAtom) && holdsBlock(n) {
			within = append(within, n)
		}
	}
	for _, n := range within {
		var run []*html.Node
		wrapped := false
		for c := n.FirstChild; ; c = c.NextSibling {
			if c != nil && isInline(c) {
				run = append(run, c)
				continue
			}
			if isBare(run) {
				wrapped = true
				p := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
				n.InsertBefore(p, run[0])
				for _, r := range run {
					n.RemoveChild(r)
					p.AppendChild(r)
				}
			}
			if run = run[:0]; c == nil {
				break
			}
		}
		for c := range n.ChildNodes() { // who writes so also ends a paragraph by beginning a division
			if inside := slices.Collect(c.ChildNodes()); wrapped && c.DataAtom == atom.Div && isBare(inside) && !slices.ContainsFunc(inside, isBlock) {
				c.Data, c.DataAtom = "p", atom.P
			}
		}
	}
}

// bareIn are elements in which text may stand bare, and blocks those that it stands beside.
var (
	bareIn = []atom.Atom{atom.Div, atom.Article, atom.Section, atom.Main}
	blocks = []atom.Atom{atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Blockquote, atom.Pre, atom.H2, atom.H3, atom.H4, atom.Hr}
)

func holdsBlock(n *html.Node) bool {
	for c := range n.ChildNodes() {
		if slices.Contains(blocks, c.DataAtom) {
			return true
		}
	}
	return false
}

func isBlock(n *html.Node) bool { return !isInline(n) }

func isInline(n *html.Node) bool {
	return n.Type == html.TextNode || n.Type == html.ElementNode && slices.Contains(inlineTags, n.DataAtom)
}

// isBare reports whether nodes are text, and not links alone.
func isBare(run []*html.Node) bool {
	size := 0
	for _, n := range run {
		if n.Type == html.TextNode {
			size += len(letters(clip(n.Data)))
		}
	}
	return size >= leastBare
}
