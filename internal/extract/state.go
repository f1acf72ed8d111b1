package extract

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"footnote/internal/article"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Pages that scripts draw bring what they draw as JSON: <script type="application/json">, as
// Next.js has it, or window.NAME = {…}. There the article is the object that has the page's
// title, and its text one long string of HTML or plain text, or a list of pieces.

// Bounds of what is read, in bytes, of how deep it is, and of the text that is taken for an
// article.
const (
	maxState     = 4 << 20
	deepestState = 30
	leastState   = maxTeaser
	mostState    = 4 << 20 // that is turned into plain text, in all
	perPiece     = 100     // what a piece counts besides
)

// stateScript matches a script that sets a variable to an object.
var stateScript = regexp.MustCompile(`^\s*(?:window|self|globalThis)\s*[.\[][\w."'\]$-]{1,60}\s*=\s*\{`)

// stateText returns the text of the article that has one of the titles in the data of a page's
// scripts; "" where there is none.
func stateText(doc *html.Node, titles []string) string {
	r := stateReader{titles: titles, left: mostState}
	best := ""
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Script || n.FirstChild == nil {
			continue
		}
		src := n.FirstChild.Data
		if len(src) > maxState {
			continue
		}
		if m := stateScript.FindString(src); m != "" {
			src = src[len(m)-1:]
		} else if attr(n, "type") != "application/json" {
			continue
		}
		d := json.NewDecoder(strings.NewReader(src))
		v, err := readValue(d, 0)
		if err != nil {
			continue
		}
		best = longer(best, r.article(v))
	}
	return best
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// A value is one of JSON, with the members of objects in their order.
type value struct {
	key  string
	str  string
	list bool // an array
	kids []value
}

var errDeep = errors.New("too deep")

func readValue(d *json.Decoder, depth int) (v value, err error) {
	t, err := d.Token()
	if err != nil || depth > deepestState {
		return v, errors.Join(err, errDeep)
	}
	switch t := t.(type) {
	case string:
		v.str = t
	case json.Delim:
		v.list = t == '['
		for d.More() {
			var key string
			if !v.list {
				name, err := d.Token()
				if err != nil {
					return v, err
				}
				key, _ = name.(string)
			}
			kid, err := readValue(d, depth+1)
			if err != nil {
				return v, err
			}
			kid.key = key
			v.kids = append(v.kids, kid)
		}
		_, err = d.Token()
	}
	return v, err
}

// A stateReader finds an article by its titles.
type stateReader struct {
	titles []string
	left   int // how much may still be turned into plain text
}

// article returns the longest text of the objects in v that have the title.
func (r *stateReader) article(v value) string {
	if r.titled(v) {
		return r.text(v)
	}
	best := ""
	for _, k := range v.kids {
		best = longer(best, r.article(k))
	}
	return best
}

// title returns the title of an object.
func (v value) title() string {
	for _, k := range v.kids {
		if slices.Contains([]string{"title", "headline", "name"}, k.key) && k.str != "" {
			return k.str
		}
	}
	return ""
}

// titled reports whether an object has the article's title.
func (r *stateReader) titled(v value) bool {
	own := letters(v.title())
	return own != "" && slices.ContainsFunc(r.titles, func(t string) bool {
		t = letters(t)
		return t == own || len(own) >= 20 && strings.HasPrefix(t, own) // with the outlet's name behind it
	})
}

// text returns the longest text in an article, without what is in other articles.
func (r *stateReader) text(v value) string {
	best := ""
	if len(v.str) >= leastState {
		if text := r.plain(v.str); isProse(text) {
			best = text
		}
	}
	if v.list {
		best = longer(best, r.pieces(v))
	}
	for _, k := range v.kids {
		if !r.another(k) {
			best = longer(best, r.text(k))
		}
	}
	if len(best) < leastState {
		return ""
	}
	return best
}

// another reports whether an object is another article: it has a title of its own, of some
// words.
func (r *stateReader) another(v value) bool {
	return strings.Count(v.title(), " ") > 1 && !r.titled(v)
}

// pieces returns the text of a list, a line for each item, if most have any.
func (r *stateReader) pieces(v value) string {
	var lines []string
	for _, k := range v.kids {
		if r.another(k) || r.left < 0 {
			return ""
		}
		if line := r.plain(k.run()); line != "" {
			lines = append(lines, line)
		}
	}
	if 2*len(lines) < len(v.kids) {
		return ""
	}
	return strings.Join(lines, "\n")
}

// running are the names under which pieces of text stand.
var running = []string{"", "text", "html", "content", "value", "body", "paragraph", "children", "paragraphs", "data"}

// run returns the text of a piece, whose parts run on.
func (v value) run() string {
	if !slices.Contains(running, v.key) {
		return ""
	}
	var text strings.Builder
	text.WriteString(v.str)
	for _, k := range v.kids {
		text.WriteString(k.run())
	}
	return text.String()
}

// isProse reports whether a text is words, and no code.
func isProse(text string) bool {
	return !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") && 10*len(letters(text)) > 7*len(text) && sentenceLike.MatchString(text)
}

var isMarkup = regexp.MustCompile(`</?(p|div|br|li|h\d|span|a|strong|em|b|i)\b[^>]*>`)

// plain returns text that may be HTML as plain text.
func (r *stateReader) plain(s string) string {
	if r.left -= len(s) + perPiece; r.left < 0 {
		return ""
	}
	if !isMarkup.MatchString(s) {
		return article.Paragraphs(s)
	}
	doc, err := parseHTML(s)
	if err != nil {
		return ""
	}
	return pageText(doc)
}
