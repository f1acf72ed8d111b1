package ingest

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxWords bounds an attribute and a title, in bytes. No text of an article
// stands in either, and the libraries try many expressions on both: a title
// of 9 MB took them half a minute.
const maxWords = 4096

// tame cuts the attributes and titles of a page to what they may need.
func tame(doc *html.Node) {
	for n := range doc.Descendants() {
		for i := range n.Attr {
			n.Attr[i].Val = clip(n.Attr[i].Val)
		}
		if n.Type == html.TextNode && (n.Parent.DataAtom == atom.Title || n.Parent.DataAtom == atom.H1) {
			n.Data = clip(n.Data)
		}
	}
}

func clip(s string) string {
	if len(s) <= maxWords {
		return s
	}
	return strings.ToValidUTF8(s[:maxWords], "")
}
