package extract

import (
	"encoding/json"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"

	"footnote/internal/article"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Pages that scripts draw bring what they draw as JSON: <script type="application/json">, as
// Next.js has it, and Nuxt, or window.NAME = {…}, or = JSON.parse("{…}"). There the article is the object that has
// the page's title, or the last part of its URL, and its text one long string of HTML or plain text, or
// a list of pieces.

// Bounds of what is read, in bytes, of how deep it is, and of the text that is taken for an
// article.
const (
	maxState     = 4 << 20
	deepestState = 30
	leastState   = maxTeaser
	mostState    = 4 << 20 // that is turned into plain text, in all
	perPiece     = 100     // what a piece counts besides
)

// stateScript matches a script that sets a variable to an object, or to what a string has of one.
var stateScript = regexp.MustCompile(`^\s*(?:window|self|globalThis)\s*[.\[][\w."'\]$-]{1,60}\s*=\s*(?:JSON\.parse\(\s*["']|\{)`)

// stateText returns the text of the article in the data of a page's scripts that has one of the
// titles, or is at the page's URL, and its title; "" where there is none.
func stateText(doc *html.Node, titles []string, pageURL string) (text, title string) {
	r := stateReader{titles: titles, slug: path.Base(urlPath(pageURL)), left: mostState}
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Script || n.FirstChild == nil {
			continue
		}
		v, err := readValue(json.NewDecoder(strings.NewReader(stateOf(n))), 0)
		if err == nil {
			r.find(unflattened(v))
		}
	}
	return r.best, r.title
}

// stateOf returns the JSON of a script, or "" where it has none, or too much.
func stateOf(script *html.Node) string {
	src := script.FirstChild.Data
	if len(src) > maxState {
		return ""
	}
	m := stateScript.FindString(src)
	switch {
	case m == "" && strings.HasPrefix(attr(script, "type"), "application/json"):
		return src
	case m == "":
		return ""
	case m[len(m)-1] == '{':
		return src[len(m)-1:]
	}
	return unquoted(src[len(m)-1:])
}

// unquoted returns what a string of a script says that code begins with, or "".
func unquoted(code string) string {
	if code[0] == '\'' {
		code = singleQuotes.Replace(code)
	}
	var s string
	if json.NewDecoder(strings.NewReader(code)).Decode(&s) != nil {
		return ""
	}
	return s
}

// singleQuotes turns a string between single quotes into one between double ones.
var singleQuotes = strings.NewReplacer(`\\`, `\\`, `\'`, `'`, `'`, `"`, `"`, `\"`)

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// A value is one of JSON, with the members of objects in their order.
type value struct {
	key    string
	str    string
	at     int  // a number, without its fraction
	number bool // it is one
	list   bool // an array
	kids   []value
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
	case float64:
		v.at, v.number = int(t), true
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
	slug   string // the last part of the page's URL
	left   int    // how much may still be turned into plain text

	best, title string // the longest text found, and what it is called
}

// find keeps the longest text of the objects in v that are the article.
func (r *stateReader) find(v value) {
	if r.titled(v) {
		if text := r.text(v); len(text) > len(r.best) {
			r.best, r.title = text, v.title()
		}
		return
	}
	for _, k := range v.kids {
		r.find(k)
	}
}

// title returns the title of an object.
func (v value) title() string {
	for _, k := range v.kids {
		if !slices.Contains([]string{"title", "headline", "name"}, k.key) {
			continue
		}
		if k.str != "" {
			return k.str
		}
		for _, kk := range k.kids {
			if kk.key == "rendered" && kk.str != "" { // WordPress
				return html.UnescapeString(kk.str)
			}
		}
	}
	return ""
}

// placed are the names under which the place of an article stands.
var placed = []string{"slug", "url", "path", "permalink", "link", "canonicalUrl", "canonical_url"}

// leastSlug is how long the last part of a URL is at least that tells an article.
const leastSlug = 8

// titled reports whether an object has the article's title, or its place and another.
func (r *stateReader) titled(v value) bool {
	own := letters(v.title())
	if own != "" && len(r.slug) >= leastSlug && slices.ContainsFunc(v.kids, func(k value) bool {
		return slices.Contains(placed, k.key) && k.str != "" && path.Base(urlPath(k.str)) == r.slug
	}) {
		return true
	}
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
