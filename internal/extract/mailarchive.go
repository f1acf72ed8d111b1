package extract

import (
	"cmp"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
	"footnote/internal/media"
)

// The archives of mailing lists have a page for each mail, with links to others around it, and
// what it says between two comments, in lines as they were sent. Who sent it when stands above it
// (Pipermail, of Mailman 2), in a head as mails have it (MHonArc), or in comments (Hypermail). It
// is read as a mail is.

// mailMarks are the comments that a mail stands between.
var mailMarks = map[string]string{
	"beginarticle":      "endarticle",
	"X-Body-of-Message": "X-Body-of-Message-End",
	`body="start"`:      `body="end"`,
}

var (
	listTag    = regexp.MustCompile(`^\s*((?i:re|aw|fwd?):\s*)*\[([^\[\]]{1,60})\]\s*`)
	listFooter = regexp.MustCompile(`^_{30,}\s*$`)
	// mailField is a comment that has a field of a mail's head.
	mailField = regexp.MustCompile(`^(?:(name|sent|subject)="(.*)"|X-(Subject|Date): (.*))$`)
)

// archivedMail returns the mail of a page in the archive of a mailing list, or false if it is
// no such page.
func archivedMail(in media.Origin, doc *html.Node, h head) (Draft, bool) {
	var sender, sent, text string
	fields, tried := map[string]string{}, map[string]bool{}
	about := cmp.Or(first(h.headlines), h.title)
	for n := range doc.Descendants() {
		comment := strings.TrimSpace(n.Data)
		switch {
		case n.Type != html.CommentNode && n.DataAtom == atom.B:
			sender = cmp.Or(sender, inLine(n))
		case n.Type != html.CommentNode && n.DataAtom == atom.I:
			sent = cmp.Or(sent, inLine(n))
		case n.Type != html.CommentNode, tried[comment]: // what stands behind the first was read
		case comment == "X-Head-of-Message":
			tried[comment] = true
			head, _ := mailHead(strings.Split(article.Paragraphs(between(doc, comment, comment+"-End", false)), "\n"))
			fields["name"] = cmp.Or(fields["name"], strings.TrimSpace(addressed.ReplaceAllString(head["from"], "")))
			fields["sent"] = cmp.Or(fields["sent"], head["date"])
		case mailMarks[comment] != "":
			if tried[comment] = true; comment == "beginarticle" && !keepsLines(n) {
				continue
			}
			about = cmp.Or(fields["subject"], about)
			whole := doc
			if !hasComment(doc, mailMarks[comment]) { // it ends with what it stands in
				whole = n.Parent
			}
			text = between(whole, comment, mailMarks[comment], replies.MatchString(listTag.ReplaceAllString(about, "$1")))
		default:
			if m := mailField.FindStringSubmatch(comment); m != nil {
				key := strings.Replace(strings.ToLower(m[1]+m[3]), "date", "sent", 1)
				fields[key] = cmp.Or(fields[key], html.UnescapeString(m[2]+m[4]))
			}
		}
		if text != "" {
			break
		}
	}
	if text == "" {
		return Draft{}, false
	}
	d := Draft{Article: article.Article{File: in.File, URL: h.address(in.URL), Lang: h.lang}}
	if m := listTag.FindStringSubmatch(about); m != nil {
		about, d.Outlet = m[1]+about[len(m[0]):], m[2]
	}
	d.Title, d.Author = subject(about), cutByline(cmp.Or(fields["name"], sender))
	d.Published = mailDate(cmp.Or(fields["sent"], sent))
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

func hasComment(doc *html.Node, words string) bool {
	for n := range doc.Descendants() {
		if n.Type == html.CommentNode && strings.TrimSpace(n.Data) == words {
			return true
		}
	}
	return false
}

// keepsLines reports whether what stands behind a comment is text with line ends: other pages
// than those of Pipermail have its comments.
func keepsLines(n *html.Node) bool {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; {
		n = n.NextSibling
	}
	return n != nil && n.DataAtom == atom.Pre
}

// between returns the text between two comments, in the lines that it has there; in a reply
// what is set apart as the words of another is marked as such.
func between(doc *html.Node, begin, end string, reply bool) string {
	c := cutting{begin: begin, end: end, reply: reply}
	return strings.TrimSpace(linesOf(c.cut(doc)))
}

// linesOf returns the text of a tree with the line ends of its source.
func linesOf(n *html.Node) string {
	t := textWriter{pre: 1}
	t.walk(n)
	return t.String()
}

// A cutting copies what stands between two comments out of a tree.
type cutting struct {
	begin, end  string
	reply       bool
	begun, over bool
}

// cut returns a copy of a node with what is between the comments. A line that ends in the source,
// with a break, and in the source again ends once.
func (c *cutting) cut(n *html.Node) *html.Node {
	out := &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom}
	add := func(text string) { out.AppendChild(&html.Node{Type: html.TextNode, Data: text}) }
	for child := range n.ChildNodes() {
		before := child.PrevSibling
		switch comment := strings.TrimSpace(child.Data); {
		case child.Type == html.CommentNode && !c.begun:
			c.begun = comment == c.begin
		case child.Type == html.CommentNode:
			c.over = c.over || comment == c.end
		case c.over, child.Type == html.TextNode && !c.begun:
		case child.Type == html.TextNode && before != nil && before.DataAtom == atom.Br:
			add(strings.TrimPrefix(child.Data, "\n"))
		case child.DataAtom == atom.Br:
			if before == nil || before.Type != html.TextNode || !strings.HasSuffix(before.Data, "\n") {
				add("\n")
			}
		case c.begun && c.reply && child.DataAtom == atom.Blockquote:
			add("\n> " + strings.ReplaceAll(strings.TrimSpace(linesOf(c.cut(child))), "\n", "\n> ") + "\n")
		default:
			out.AppendChild(c.cut(child))
		}
	}
	return out
}
