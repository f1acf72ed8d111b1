package extract

import (
	"errors"
	"net/url"
	"path"
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/dateline"
	"footnote/internal/media"
)

var errProtected = errors.New("an EPUB file with copy protection, which only its own reader opens")

// maxChapters bounds the parts of a book. Those with the most have a few
// hundred.
const maxChapters = 5000

// container names where the book of an EPUB file is described.
type container struct {
	Roots []struct {
		Path string `xml:"full-path,attr"`
	} `xml:"rootfiles>rootfile"`
}

// A book is what an EPUB file says of itself and of the order of its parts.
type book struct {
	Metadata properties `xml:"metadata"`
	Items    []struct {
		ID         string `xml:"id,attr"`
		Href       string `xml:"href,attr"`
		Type       string `xml:"media-type,attr"`
		Properties string `xml:"properties,attr"`
	} `xml:"manifest>item"`
	Spine []struct {
		ID     string `xml:"idref,attr"`
		Linear string `xml:"linear,attr"`
	} `xml:"spine>itemref"`
}

// parseBook reads an EPUB file, of any version: all its chapters as one
// article.
func parseBook(in media.Origin, a *archive) (Draft, error) {
	var c container
	if err := a.decodeXML("META-INF/container.xml", &c); err != nil || len(c.Roots) == 0 {
		return Draft{}, errors.Join(errBrokenZip, tooLargeOnly(err))
	}
	root := c.Roots[0].Path
	var b book
	if err := a.decodeXML(root, &b); err != nil {
		return Draft{}, errors.Join(errBrokenZip, tooLargeOnly(err))
	}
	parts := b.parts(path.Dir(root))
	if a.isProtected(parts) {
		return Draft{}, errProtected
	}
	body, err := a.chapters(parts)
	if err != nil {
		return Draft{}, err
	}
	m := b.Metadata
	d := Draft{Article: article.Article{File: in.File, URL: in.URL, Title: first(m.Titles), Author: m.author(), Outlet: first(m.Publishers), Lang: first(m.Languages)}}
	d.Body = strings.Join(withoutTitle(body, article.OneLine(d.Title, article.MaxTitle)), "\n")
	d.Published = fileDate(in, m.made())
	if date, err := dateline.Parse(first(m.Dates)); err == nil && date.Known() {
		d.Published = date
	}
	return d, nil
}

// tooLargeOnly returns err if it says that a part is too large, which is worth
// telling apart from a broken one.
func tooLargeOnly(err error) error {
	if errors.Is(err, media.ErrTooLarge) {
		return err
	}
	return nil
}

// parts returns the names of the book's pages in the order of reading, but for
// its table of contents. The folder is where its names begin.
func (b book) parts(folder string) []string {
	hrefs := map[string]string{}
	for _, i := range b.Items {
		isPage := strings.Contains(i.Type, "html") && !slices.Contains(strings.Fields(i.Properties), "nav")
		name, err := url.PathUnescape(i.Href)
		if isPage && err == nil {
			hrefs[i.ID] = path.Join(folder, name)
		}
	}
	var names []string
	for _, s := range b.Spine {
		if name := hrefs[s.ID]; name != "" && s.Linear != "no" && len(names) < maxChapters && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// isProtected reports whether any of the parts is encrypted. Fonts may be, of
// a book that anyone may read.
func (a *archive) isProtected(parts []string) bool {
	var e struct {
		Data []struct {
			Reference struct {
				URI string `xml:"URI,attr"`
			} `xml:"CipherData>CipherReference"`
		} `xml:"EncryptedData"`
	}
	if a.decodeXML("META-INF/encryption.xml", &e) != nil {
		return false
	}
	for _, d := range e.Data {
		name, err := url.PathUnescape(d.Reference.URI)
		if err == nil && slices.Contains(parts, path.Clean(name)) {
			return true
		}
	}
	return false
}

// chapters returns the text of the parts. One that is missing is left out;
// none at all is an error.
func (a *archive) chapters(parts []string) (string, error) {
	var b strings.Builder
	for _, name := range parts {
		raw, err := a.read(name)
		switch {
		case errors.Is(err, media.ErrTooLarge):
			return "", err
		case err != nil:
			continue
		}
		text, err := chapter(raw)
		if err != nil {
			return "", err
		}
		if b.Len()+len(text) > media.MaxText {
			return "", media.TooLarge(media.MaxText)
		}
		b.WriteString(text)
		b.WriteByte('\n')
	}
	return article.Paragraphs(b.String()), nil
}

// chapter returns the text of a page of a book.
func chapter(raw []byte) (string, error) {
	src, err := media.Decode(raw, "", media.Page)
	if err != nil {
		return "", err
	}
	doc, err := parseHTML(src)
	if err != nil {
		return "", err
	}
	return pageText(doc), nil
}
