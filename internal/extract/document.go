package extract

import (
	"slices"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// siteTags are the elements of pages of sites, beside the article or around it. Exports of
// editors and letters have none of them, nor a place for comments.
var siteTags = []atom.Atom{
	atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Main, atom.Article, atom.Section, atom.Form, atom.Iframe, atom.Button, atom.Script, atom.Noscript,
	atom.Link,
}

// leastDocument is how much text a document has at least, in characters, and mostLinked
// the share of it in links at most.
const (
	leastDocument = 250
	mostLinked    = .2
)

// isDocument reports whether a page is a document by itself, all of which is its text: what
// finds articles in pages of sites takes its lists and last sections for what is around.
func isDocument(doc *html.Node) bool {
	paragraphs := 0
	for n := range doc.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case attr(n, "id") == "comments", slices.Contains(siteTags, n.DataAtom) && attr(n, "type") != "application/ld+json", n.DataAtom == atom.Table && !ofData(n):
			return false
		case n.DataAtom == atom.P:
			paragraphs++
		}
	}
	if paragraphs < 2 {
		return false
	}
	all := utf8.RuneCountInString(pageText(doc))
	linked := 0
	for n := range doc.Descendants() {
		if n.DataAtom == atom.A && attr(n, "href") != "" {
			linked += utf8.RuneCountInString(pageText(n))
		}
		if float64(linked) > mostLinked*float64(all) {
			return false
		}
	}
	return all >= leastDocument
}

// ofData reports whether a table holds values and not what a page is laid out with.
func ofData(table *html.Node) bool {
	for n := range table.Descendants() {
		if n.DataAtom == atom.Table || n.DataAtom == atom.H1 || n.DataAtom == atom.H2 || n.DataAtom == atom.Img {
			return false
		}
	}
	return true
}
