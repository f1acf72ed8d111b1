package extract

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"footnote/internal/article"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"
)

// A head is what a page says of itself, in plain words of its own.
type head struct {
	title     string   // of its tab
	docTitle  string   // as an editor of documents marks it up
	ogTitle   string   // as it wants to be shared
	headlines []string // its h1 elements
	writers   []string // as libraries are to cite them
	abstract  string   // of a paper, as they are to show it
	siteName  string
	generator string // the program that made it
	described string // in a sentence or two
	lang      string
	canonical string // its URL, as link rel=canonical
	ogURL     string // its URL, as it wants to be shared
	savedFrom string // its URL, as the browser that saved it notes
}

// maxWriters bounds the writers that a page names. Some papers have thousands.
const maxWriters = 20

// maxHeadlines bounds the h1 elements that are looked at.
const maxHeadlines = 10

func readHead(doc *html.Node) head {
	var h head
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.CommentNode && h.savedFrom == "":
			h.savedFrom = savedFrom(n.Data)
		case n.Type == html.ElementNode:
			h.element(n)
		}
	}
	return h
}

// documentTitles are the classes that editors of documents give a title.
var documentTitles = []string{"title", "MsoTitle"}

func (h *head) element(n *html.Node) {
	if n.DataAtom == atom.P && h.docTitle == "" && slices.ContainsFunc(strings.Fields(attr(n, "class")), func(c string) bool { return slices.Contains(documentTitles, c) }) {
		h.docTitle = inLine(n)
	}
	switch n.DataAtom {
	case atom.Html:
		h.lang = cmp.Or(h.lang, attr(n, "lang"))
	case atom.Title:
		h.title = cmp.Or(h.title, inLine(n))
	case atom.H1:
		if len(h.headlines) < maxHeadlines {
			h.headlines = append(h.headlines, inLine(n))
		}
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			h.canonical = cmp.Or(h.canonical, attr(n, "href"))
		}
	case atom.Meta:
		h.meta(cmp.Or(attr(n, "property"), attr(n, "name")), attr(n, "content"))
	}
}

func (h *head) meta(name, content string) {
	content = strings.TrimSpace(content)
	switch strings.ToLower(name) {
	case "og:title":
		h.ogTitle = cmp.Or(h.ogTitle, content)
	case "og:description", "description":
		h.described = cmp.Or(h.described, content)
	case "og:site_name":
		h.siteName = cmp.Or(h.siteName, content)
	case "generator":
		h.generator = cmp.Or(h.generator, content)
	case "citation_author":
		if last, name, ok := strings.Cut(content, ","); ok && !strings.Contains(name, ",") {
			content = strings.TrimSpace(name) + " " + strings.TrimSpace(last)
		}
		if len(h.writers) < maxWriters && content != "" {
			h.writers = append(h.writers, content)
		}
	case "citation_abstract":
		h.abstract = cmp.Or(h.abstract, content)
	case "confluence-request-time":
		h.generator = cmp.Or(h.generator, "Confluence, a wiki")
	case "og:url":
		h.ogURL = cmp.Or(h.ogURL, content)
	}
}

// isAbstract reports whether a page with a text shows the abstract of a paper, and what leads to the paper.
func (h head) isAbstract(body string) bool {
	return len(h.abstract) >= leastDocument && len(h.abstract) < maxWords && len(body) < 4*len(h.abstract) && strings.Contains(letters(body), letters(h.abstract))
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// inLine returns the text of a node on one line, which is cut. It may be asked for each of many
// nodes that stand in one another, and reads no more of one than its line may have.
func inLine(n *html.Node) string {
	t := textWriter{most: maxWords}
	t.walk(n)
	return article.OneLine(cells(t.String()), article.MaxTitle)
}

var savedComment = regexp.MustCompile(`^\s*saved from url=\(\d+\)(\S+)\s*$`)

func savedFrom(comment string) string {
	if m := savedComment.FindStringSubmatch(comment); m != nil {
		return m[1]
	}
	return ""
}

// address returns the URL of the page. One that was fetched may give another
// of the same site; a saved one is believed, since nothing else is known.
func (h head) address(fetched string) string {
	if fetched == "" {
		for _, s := range []string{h.canonical, h.ogURL, h.savedFrom} {
			if article.IsWebURL(s) {
				return s
			}
		}
		return ""
	}
	base, err := url.Parse(fetched)
	if err != nil {
		return fetched
	}
	u, err := base.Parse(strings.TrimSpace(h.canonical))
	if h.canonical == "" || err != nil || !article.IsWebURL(u.String()) || !sameSite(base, u) || isFront(u) && !isFront(base) {
		return fetched
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

// isFront reports whether u is a site's front page, which pages that were set
// up carelessly all name as their own.
func isFront(u *url.URL) bool { return strings.Trim(u.Path, "/") == "" && u.RawQuery == "" }

// sameSite reports whether two hosts belong to one owner: www.example.com and
// m.example.com do, a.github.io and b.github.io don't.
func sameSite(a, b *url.URL) bool {
	if strings.EqualFold(a.Host, b.Host) {
		return true
	}
	owner, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(a.Hostname()))
	other, otherErr := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(b.Hostname()))
	return err == nil && otherErr == nil && owner == other
}
