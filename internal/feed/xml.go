package feed

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"footnote/internal/article"

	"golang.org/x/net/html"
)

// xml hands out the items of RSS, Atom, RDF and sitemaps. The feed is cut into
// its items before anything parses it: so a feed of any length takes little
// memory, one that breaks off or is broken loses that item alone, and no
// parser sees its document type, whose entities may unfold without end.
func (p *feedParser) xml(src *bufio.Reader) error {
	s := &splitter{src: src}
	var batch [][]byte
	size := 0
	flush := func(cut bool) error {
		if len(batch) == 0 && p.known {
			return nil
		}
		items := batch
		batch, size = nil, 0
		if s.sitemap() {
			return p.sitemap(s, items, cut)
		}
		err := p.parse(s.around, items, cut && len(items) > 0, salvageXML)
		s.known = p.known
		return err
	}
	for {
		raw, err := s.next()
		if len(raw) > 0 {
			batch = append(batch, raw)
			size += len(raw)
		}
		switch {
		case errors.Is(err, errCut), errors.Is(err, io.EOF):
			if s.root == "" {
				return ErrNoFeed
			}
			return p.end(flush(errors.Is(err, errCut) && len(raw) > 0))
		case err != nil:
			return err
		case len(batch) == itemsAtATime || size >= bytesAtATime:
			if err := flush(false); err != nil {
				return p.end(err)
			}
		}
	}
}

// end takes the end of a feed that has too many items for an end.
func (p *feedParser) end(err error) error {
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// errCut: the feed ends where it should not.
var errCut = errors.New("cut short")

// roots are the elements that feeds are made of, and what their items are
// called.
var roots = map[string]string{"rss": "item", "rdf": "item", "feed": "entry", "urlset": "url", "sitemapindex": "sitemap"}

// A splitter cuts a feed into its items without parsing it: it looks at tags
// alone, and past comments and CDATA.
type splitter struct {
	src  *bufio.Reader
	root string   // the local name of the root, in lower case; empty before it
	item string   // the local name of its items
	open [][]byte // the tags that are open around the items
	head bytes.Buffer
	// known is set once the head was read: from then on it costs nothing.
	known bool
	begun []byte // the tag of an item that was met within another
	tag   []byte // scratch
}

func (s *splitter) sitemap() bool { return s.root == "urlset" || s.root == "sitemapindex" }

// around returns a document of items alone, with what stands around them.
func (s *splitter) around(items [][]byte) io.Reader {
	var parts []io.Reader
	add := func(b []byte) { parts = append(parts, bytes.NewReader(b)) }
	if s.known {
		for _, tag := range s.open {
			add(tag)
		}
	} else {
		add(s.head.Bytes())
	}
	for _, it := range items {
		add(it)
	}
	for _, tag := range slices.Backward(s.open) {
		add([]byte("</" + tagName(tag) + ">"))
	}
	return io.MultiReader(parts...)
}

// next returns the next item. At the end of the feed the error is io.EOF, or
// errCut with what there is of the item that the feed ends in.
func (s *splitter) next() ([]byte, error) {
	if tag := s.begun; tag != nil {
		s.begun = nil
		return s.rest(tag, kindOf(tag))
	}
	for {
		text, tag, err := s.token(maxFeedHead)
		if err != nil {
			return nil, err
		}
		kind := kindOf(tag)
		if kind == tagNone || s.root == "" && kind != tagOpen {
			continue
		}
		name := strings.ToLower(localName(tagName(tag)))
		if s.root == "" {
			if s.item = roots[name]; s.item == "" {
				return nil, ErrNoFeed
			}
			s.root = name
		}
		if name == s.item && (kind == tagOpen || kind == tagWhole) {
			return s.rest(slices.Clone(tag), kind)
		}
		s.keep(text, tag, kind)
	}
}

// keep takes what stands around the items, as long as it is not too much.
func (s *splitter) keep(text, tag []byte, kind int) {
	switch kind {
	case tagOpen:
		if len(s.open) < 64 {
			s.open = append(s.open, slices.Clone(tag))
		}
	case tagClose:
		i := slices.IndexFunc(s.open, func(o []byte) bool { return tagName(o) == tagName(tag) })
		if len(s.open) == 0 || i < 0 {
			return
		}
		if i == 0 || s.closesAround(s.open[i]) {
			return // the end of the feed, or of what its items stand in
		}
		s.open = s.open[:i]
	}
	if s.head.Len()+len(text)+len(tag) <= maxFeedHead {
		s.head.Write(text)
		s.head.Write(tag)
	}
}

// closesAround reports whether a tag holds the items: those of RSS stand in
// the channel, others in the root.
func (s *splitter) closesAround(tag []byte) bool {
	return s.root == "rss" && strings.EqualFold(localName(tagName(tag)), "channel")
}

// rest returns the item that a tag begins, to its end, or to the next item
// where it has none.
func (s *splitter) rest(item []byte, kind int) ([]byte, error) {
	if kind == tagWhole {
		return item, nil
	}
	long := false
	for {
		text, tag, err := s.token(maxItem)
		here := strings.EqualFold(localName(tagName(tag)), s.item)
		if here && kindOf(tag) == tagOpen {
			s.begun, tag = slices.Clone(tag), nil
		}
		if long = long || len(item)+len(text)+len(tag) > maxItem; long {
			item = nil
		} else {
			item = append(append(item, text...), tag...)
		}
		switch {
		case err != nil:
			return item, errCut
		case here && (s.begun != nil || kindOf(tag) == tagClose):
			return item, nil
		}
	}
}

// Kinds of markup.
const (
	tagNone  = iota // a comment, an instruction, a declaration
	tagText         // CDATA
	tagOpen         // <a>
	tagClose        // </a>
	tagWhole        // <a/>
)

func kindOf(tag []byte) int {
	switch {
	case len(tag) < 3:
		return tagNone
	case bytes.HasPrefix(tag, []byte("<![CDATA[")):
		return tagText
	case tag[1] == '!' || tag[1] == '?':
		return tagNone
	case tag[1] == '/':
		return tagClose
	case tag[len(tag)-2] == '/':
		return tagWhole
	}
	return tagOpen
}

// tagName returns the name in a tag, with its prefix.
func tagName(tag []byte) string {
	tag = bytes.TrimLeft(tag, "</")
	if i := bytes.IndexAny(tag, " \t\r\n/>"); i >= 0 {
		tag = tag[:i]
	}
	return string(tag)
}

func localName(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

// token returns the text up to the next piece of markup, and the markup, of
// both together at most limit bytes: what is longer is read but cut. Comments,
// instructions and the document type come back as nothing. The slices are good
// until the next call. A "<" that begins no markup is text.
func (s *splitter) token(limit int) (text, tag []byte, err error) {
	s.tag = s.tag[:0]
	keep := func(b byte) {
		if len(s.tag) < limit {
			if b < ' ' && b != '\n' && b != '\t' && b != '\r' {
				b = ' ' // no XML, though found
			}
			s.tag = append(s.tag, b)
		}
	}
	for {
		b, err := s.src.ReadByte()
		if err != nil {
			return s.tag, nil, err
		}
		if b != '<' {
			keep(b)
			continue
		}
		next, _ := s.src.Peek(9) // fewer at the end
		if !beginsMarkup(next) {
			for _, c := range []byte("&lt;") {
				keep(c)
			}
			continue
		}
		start := len(s.tag)
		keep(b)
		skip, err := s.markup(next, keep)
		if err != nil {
			return s.tag[:start], nil, err
		}
		if skip {
			s.tag = s.tag[:start]
			continue
		}
		return s.tag[:start], s.tag[start:], nil
	}
}

func beginsMarkup(next []byte) bool {
	if len(next) == 0 {
		return true // cut
	}
	b := next[0]
	return b == '!' || b == '?' || b == '/' || b == '_' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

// markup reads to the end of the markup that begins so, and reports whether it
// is to be passed over.
func (s *splitter) markup(next []byte, keep func(byte)) (skip bool, err error) {
	switch {
	case bytes.HasPrefix(next, []byte("!--")):
		return true, s.until("-->", 3, nil)
	case bytes.HasPrefix(next, []byte("![CDATA[")):
		return false, s.until("]]>", 0, keep)
	case bytes.HasPrefix(next, []byte("?")):
		return true, s.until("?>", 0, nil)
	case bytes.HasPrefix(next, []byte("!")):
		return true, s.declaration()
	}
	return false, s.untilTagEnd(keep)
}

// until reads to the end mark, which may begin after that many bytes.
func (s *splitter) until(end string, after int, keep func(byte)) error {
	last := make([]byte, 0, 4)
	for n := 0; ; n++ {
		b, err := s.src.ReadByte()
		if err != nil {
			return err
		}
		if keep != nil {
			keep(b)
		}
		if n < after {
			continue
		}
		if last = append(last, b); len(last) > len(end) {
			last = last[1:]
		}
		if string(last) == end {
			return nil
		}
	}
}

// declaration reads to the end of a document type, with all that it declares.
func (s *splitter) declaration() error {
	quote, depth := byte(0), 0
	for {
		b, err := s.src.ReadByte()
		switch {
		case err != nil:
			return err
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case depth > 0 && (b == '"' || b == '\''):
			quote = b
		case b == '[' || b == '<':
			depth++
		case b == ']':
			depth--
		case b == '>' && depth <= 0:
			return nil
		case b == '>':
			depth--
		}
	}
}

// untilTagEnd reads to the end of a tag. A ">" within quotes does not end it;
// a "<", which may not stand there, begins another.
func (s *splitter) untilTagEnd(keep func(byte)) error {
	quote, last := byte(0), byte(0)
	for {
		b, err := s.src.ReadByte()
		if err != nil {
			return err
		}
		if b == '<' {
			keep('>')
			return s.src.UnreadByte()
		}
		keep(b)
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case (b == '"' || b == '\'') && last == '=':
			quote = b
		case b == '>':
			return nil
		}
		if b > ' ' {
			last = b
		}
	}
}

// elements returns the text of the first element of each name in a piece of
// XML, however broken, by name in lower case, with its prefix and without.
func elements(raw []byte) map[string]string {
	found := map[string]string{}
	z := html.NewTokenizer(bytes.NewReader(raw))
	z.AllowCDATA(true)
	var name string
	var text strings.Builder
	keep := func() {
		value := strings.TrimSpace(text.String())
		if inner, ok := strings.CutPrefix(value, "<![CDATA["); ok { // an HTML title holds no markup
			value = strings.TrimSpace(strings.TrimSuffix(inner, "]]>"))
		}
		for _, n := range []string{name, localName(name)} {
			if _, ok := found[n]; !ok && n != "" && value != "" {
				found[n] = value
			}
		}
		name = ""
		text.Reset()
	}
	for {
		switch z.Next() {
		case html.ErrorToken:
			return found // what is open is cut
		case html.TextToken:
			text.Write(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			tag, attrs := z.TagName()
			name = string(tag)
			text.Reset()
			if href := linkAttr(z, attrs); name == "link" && href != "" && found["link"] == "" {
				found["link"] = href
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			if string(tag) == name {
				keep()
			}
		}
	}
}

// linkAttr returns the href of an Atom link that leads to the article.
func linkAttr(z *html.Tokenizer, more bool) string {
	href, rel := "", "alternate"
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "href":
			href = string(value)
		case "rel":
			rel = string(value)
		}
	}
	if rel != "alternate" {
		return ""
	}
	return href
}

// salvageXML reads an item that no parser reads.
func salvageXML(raw []byte) (Item, bool) {
	e := elements(raw)
	first := func(names ...string) string {
		for _, n := range names {
			if v := e[n]; v != "" {
				return v
			}
		}
		return ""
	}
	it := Item{
		ID: first("guid", "id"), URL: first("origlink", "link"), Title: first("title"), Author: first("creator", "name", "author"),
		Content: first("content:encoded", "encoded", "content"), Summary: first("description", "summary"),
		Published: itemDate(first("pubdate", "published", "date", "issued"), nil),
	}
	return it, it.URL != "" || it.ID != ""
}

// sitemap hands out what a sitemap names.
func (p *feedParser) sitemap(s *splitter, items [][]byte, cut bool) error {
	p.known = true
	p.feed.Index = s.root == "sitemapindex"
	if cut && len(items) > 0 {
		items = items[:len(items)-1]
	}
	for _, raw := range items {
		e := elements(raw)
		it := Item{URL: e["loc"], Title: e["news:title"], Outlet: article.OneLine(e["news:name"], article.MaxName)}
		it.Published = itemDate(e["news:publication_date"], nil)
		if m := itemDate(e["lastmod"], nil); m.Known() {
			it.Updated = m.Time
		}
		if e["news:title"] == "" && e["news:publication_date"] == "" {
			p.feed.Plain = true
		}
		if err := p.give(it); err != nil {
			return err
		}
	}
	return nil
}

// badReference matches references to characters that XML has not.
var badReference = regexp.MustCompile(`&#(x[0-9a-fA-F]+|[0-9]+);`)

func dropBadReferences(raw []byte) []byte {
	return badReference.ReplaceAllFunc(raw, func(ref []byte) []byte {
		digits, base := string(ref[2:len(ref)-1]), 10
		if digits[0] == 'x' {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err != nil || n < ' ' && n != '\t' && n != '\n' && n != '\r' || n >= 0xd800 && n < 0xe000 || n > 0x10ffff || n&0xfffe == 0xfffe {
			return nil
		}
		return ref
	})
}
