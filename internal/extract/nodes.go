package extract

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// maxNodes bounds the tree of a page. Of 102 news pages the largest has 4,017
// nodes. maxDepths bounds the sum of how deep they stand, over which whoever looks at what is
// around a node goes: 60,000 of them 480 deep took the libraries more than 15 s.
const (
	maxNodes  = 250_000
	maxDepths = 20 * maxNodes
)

var ErrComplex = errors.New("too large or too deeply nested a page: save its text and add that")

// formatting are the elements that a parser opens again in every paragraph
// until they are closed: 26 KB of them, never closed, make two million nodes.
var formatting = []string{"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}

// parseHTML reads a page, or a piece of one, and tames it.
func parseHTML(src string) (*html.Node, error) {
	if countNodes(src) > maxNodes {
		return nil, ErrComplex
	}
	doc, err := html.Parse(strings.NewReader(src))
	if err != nil {
		return nil, ErrComplex // the one error of a parser that reads everything
	}
	if depths(doc) > maxDepths {
		return nil, ErrComplex
	}
	tame(doc)
	wrapText(doc)
	squareTables(doc)
	return doc, nil
}

// depths returns the sum of how deep the nodes of a tree stand.
func depths(doc *html.Node) (sum int) {
	depth := 0
	for n := doc; n != nil; {
		sum += depth
		if n.FirstChild != nil {
			n, depth = n.FirstChild, depth+1
			continue
		}
		for n != nil && n.NextSibling == nil {
			n, depth = n.Parent, depth-1
		}
		if n != nil {
			n = n.NextSibling
		}
	}
	return sum
}

// countNodes returns about how many nodes parsing src makes, rather too many,
// and stops beyond maxNodes. With every piece of the page it counts all
// formatting elements that are open; in news pages that is up to 3.
func countNodes(src string) (nodes int) {
	z := html.NewTokenizer(strings.NewReader(src))
	var open openTags
	for nodes <= maxNodes {
		switch z.Next() {
		case html.ErrorToken:
			return nodes
		case html.StartTagToken:
			raw := string(z.Raw())
			if name, _ := z.TagName(); slices.Contains(formatting, string(name)) {
				open.start(openTag{string(name), raw})
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); slices.Contains(formatting, string(name)) {
				open.end(string(name))
			}
		}
		nodes += 1 + open.size
	}
	return nodes
}

// An openTag is a formatting element that is not closed yet.
type openTag struct {
	name string
	raw  string // with its attributes, which are copied with it
}

// size is what a copy of the element takes, in nodes.
func (t openTag) size() int { return 1 + len(t.raw)/64 }

type openTags struct {
	tags []openTag
	size int // of all of tags
}

// start opens an element. Of equal ones a parser keeps three, and of links
// one.
func (o *openTags) start(t openTag) {
	equal := 0
	for _, other := range o.tags {
		if other == t {
			equal++
		}
	}
	switch {
	case t.name == "a":
		o.end("a")
	case equal == 3:
		return
	}
	o.tags = append(o.tags, t)
	o.size += t.size()
}

// end closes the last element of a name.
func (o *openTags) end(name string) {
	for i, t := range slices.Backward(o.tags) {
		if t.name == name {
			o.tags = slices.Delete(o.tags, i, i+1)
			o.size -= t.size()
			return
		}
	}
}
