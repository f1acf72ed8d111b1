package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
	"footnote/internal/dateline"
)

// What several people say on a page, a question and its answers or the mails of a thread, is
// told in their order, each under who says it and on which day: read as one text, an answer
// would pass for the asker's.

// A post is what one of them says.
type post struct {
	author string
	at     article.Date
	text   string
}

// maxPosts bounds the posts of a page.
const maxPosts = 2000

// beginsTalk and inTalk match the types (schema.org, as microdata) of what begins a discussion,
// and of what is said in one.
var (
	beginsTalk = regexp.MustCompile(`/(Question|DiscussionForumPosting)$`)
	inTalk     = regexp.MustCompile(`/(Question|DiscussionForumPosting|Answer|Comment)$`)
)

// A talk is a discussion of two posts or more, as text, and when it began.
type talk struct {
	text   string
	at     article.Date
	listed bool // of mails to a list
}

// discussion returns what is said on a page, without text where it holds no discussion.
func discussion(doc *html.Node) (t talk) {
	posts := markedPosts(doc)
	if len(posts) < 2 {
		posts, t.listed = threadMails(doc), true
	}
	if len(posts) < 2 {
		return talk{}
	}
	var lines []string
	for i, p := range posts {
		head := p.author
		if p.at.Known() {
			head = strings.TrimPrefix(head+", "+p.at.Day(), ", ")
		}
		if i > 0 && head != "" {
			lines = append(lines, head+":")
		}
		lines = append(lines, p.text)
	}
	t.text, t.at = strings.Join(lines, "\n"), posts[0].at
	return t
}

// become gives a draft the text of a discussion, its day where the page says none, and the name of the
// list that its title begins with as its outlet.
func (t talk) become(d *Draft) {
	if d.Body = t.text; !d.Published.Sure() && t.at.Known() {
		d.Published = t.at
	}
	if m := listTag.FindStringSubmatch(d.Title); m != nil && t.listed {
		d.Title, d.Outlet = subject(m[1]+d.Title[len(m[0]):]), m[2]
	}
}

// markedPosts returns the posts that a page marks up as a question with answers or as a
// discussion.
func markedPosts(doc *html.Node) []post {
	of := map[*html.Node]*post{}  // whose an element is
	read := map[*html.Node]bool{} // what is in the text of one
	var all []*post
	for n := range doc.Descendants() {
		if read[n] = read[n.Parent]; n.Type != html.ElementNode || read[n] {
			continue
		}
		p := of[n.Parent]
		if kind := attr(n, "itemtype"); inTalk.MatchString(kind) && (len(all) > 0 || beginsTalk.MatchString(kind)) && len(all) < maxPosts {
			p = &post{}
			all = append(all, p)
		}
		of[n] = p
		if p == nil {
			continue
		}
		switch attr(n, "itemprop") {
		case "text":
			if read[n] = true; p.text == "" {
				p.text = saidIn(n)
			}
		case "author":
			p.author = cmp.Or(p.author, nameIn(n))
		case "datePublished", "dateCreated":
			if !p.at.Known() {
				p.at = dateline.Declared(cmp.Or(attr(n, "datetime"), attr(n, "content")))
			}
		}
	}
	var said []post
	for _, p := range all {
		if p.text != "" {
			said = append(said, *p)
		}
	}
	return said
}

// sentAt matches when a mail of a thread was sent, as HyperKitty (of Mailman 3) has it.
var sentAt = regexp.MustCompile(`^Sender's time: (\pL+)\.? (\d{1,2}, \d{4})`)

// threadMails returns the mails of a thread in an archive that HyperKitty made.
func threadMails(doc *html.Node) []post {
	var all []post
	read := map[*html.Node]bool{} // what is in the text of one
	for n := range doc.Descendants() {
		switch read[n] = read[n.Parent]; {
		case read[n]:
		case hasClass(n, "email"):
			all = append(all, post{})
		case len(all) == 0 || len(all) > maxPosts:
		case hasClass(n, "email-author"):
			all[len(all)-1].author = nameIn(n)
		case hasClass(n, "email-body"):
			all[len(all)-1].text = saidIn(n)
			read[n] = true
		case n.DataAtom == atom.Span:
			if m := sentAt.FindStringSubmatch(attr(n, "title")); m != nil {
				all[len(all)-1].at, _ = dateline.Parse(m[1] + " " + m[2])
			}
		}
	}
	return slices.DeleteFunc(all, func(p post) bool { return p.text == "" })
}

// saidIn returns the text of a post without what it quotes of others.
func saidIn(n *html.Node) string {
	var out []*html.Node
	for c := range n.Descendants() {
		if c.DataAtom == atom.Aside || hasClass(c, "quoted-text") || hasClass(c, "quoted-switch") {
			out = append(out, c)
		}
	}
	type place struct{ node, parent, next *html.Node }
	var places []place
	for _, c := range out {
		if c.Parent != nil {
			places = append(places, place{c, c.Parent, c.NextSibling})
			c.Parent.RemoveChild(c)
		}
	}
	text := pageText(n)
	for _, p := range slices.Backward(places) { // the page stays as it is
		p.parent.InsertBefore(p.node, p.next)
	}
	return text
}

// nameIn returns the name in the byline of a post.
func nameIn(n *html.Node) string {
	for c := range n.Descendants() {
		if attr(c, "itemprop") == "name" {
			return cutByline(cmp.Or(attr(c, "content"), inLine(c)))
		}
	}
	return cutByline(cmp.Or(attr(n, "content"), inLine(n)))
}

func hasClass(n *html.Node, class string) bool {
	return n.Type == html.ElementNode && slices.Contains(strings.Fields(attr(n, "class")), class)
}
