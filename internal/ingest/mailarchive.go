package ingest

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
)

// The archive of a mailing list (Pipermail, of Mailman 2) has a page for each mail: above it who
// sent it when, around it links to others, and between two comments what it says, in lines as
// they were sent. It is read as a mail is.

var (
	listTag    = regexp.MustCompile(`^\s*\[([^\[\]]{1,60})\]\s*`)
	listFooter = regexp.MustCompile(`^_{30,}\s*$`)
)

// archivedMail returns the mail of a page in the archive of a mailing list, or false if it is
// no such page.
func archivedMail(in input, doc *html.Node, h head) (draft, bool) {
	var sender, sent, text string
	begun := false
	for n := range doc.Descendants() {
		switch {
		case begun:
		case n.Type == html.CommentNode && strings.TrimSpace(n.Data) == "beginarticle":
			begun, text = true, between(n, "endarticle")
		case n.DataAtom == atom.B:
			sender = cmp.Or(sender, inLine(n))
		case n.DataAtom == atom.I:
			sent = cmp.Or(sent, inLine(n))
		}
	}
	if text == "" {
		return draft{}, false
	}
	about := cmp.Or(first(h.headlines), h.title)
	d := draft{Article: article.Article{File: in.file, URL: h.address(in.url), Lang: h.lang}}
	if m := listTag.FindStringSubmatch(about); m != nil {
		about, d.Outlet = about[len(m[0]):], m[1]
	}
	d.Title, d.Author = subject(about), cutByline(sender)
	if t, err := time.Parse(time.UnixDate, sent); err == nil { // of its zone only the name is known
		d.Published = asDay(t)
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if i > 0 && listFooter.MatchString(l) {
			lines = lines[:i]
			break
		}
	}
	d.Body = strings.Join(unwrap(ownLines(lines, about)), "\n")
	return d, true
}

// between returns the text from a comment to the next with the given words, if it keeps its line
// ends.
func between(from *html.Node, end string) string {
	var t textWriter
	for n := from.NextSibling; n != nil && (n.Type != html.CommentNode || strings.TrimSpace(n.Data) != end); n = n.NextSibling {
		if n.Type == html.ElementNode && n.DataAtom != atom.Pre {
			return ""
		}
		t.walk(n)
	}
	return strings.TrimSpace(t.String())
}
