package feed

import (
	"encoding/xml"
	"io"
	"strings"

	"footnote/internal/article"
	"footnote/internal/media"

	"golang.org/x/net/html"
)

// An Outline is a feed that an OPML file names.
type Outline struct {
	Title string
	URL   string // of the feed
	Site  string // of the page it belongs to; may be empty
}

// maxOutlines bounds the feeds of one file.
const maxOutlines = 10_000

// ReadOutlines returns the feeds that an OPML file names, as far as it can be
// read.
func ReadOutlines(raw []byte, mime string) ([]Outline, error) {
	src, err := media.FeedText(raw, mime)
	if err != nil {
		return nil, err
	}
	z := html.NewTokenizer(src)
	z.SetMaxBuf(maxItem)
	var all []Outline
	seen := map[string]bool{}
	for len(all) < maxOutlines {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		t := z.Token()
		if t.Data != "outline" {
			continue
		}
		o := newOutline(t.Attr)
		if article.IsWebURL(o.URL) && !seen[o.URL] {
			seen[o.URL] = true
			all = append(all, o)
		}
	}
	return all, nil
}

func newOutline(attrs []html.Attribute) (o Outline) {
	for _, a := range attrs {
		value := strings.TrimSpace(a.Val)
		switch a.Key {
		case "xmlurl":
			o.URL = value
		case "htmlurl":
			o.Site = value
		case "title":
			o.Title = article.OneLine(value, article.MaxName)
		case "text":
			if o.Title == "" {
				o.Title = article.OneLine(value, article.MaxName)
			}
		}
	}
	return o
}

// WriteOutlines writes feeds as an OPML file that readers of feeds take.
func WriteOutlines(w io.Writer, feeds []Outline) error {
	type outline struct {
		Type  string `xml:"type,attr"`
		Text  string `xml:"text,attr"`
		Title string `xml:"title,attr"`
		URL   string `xml:"xmlUrl,attr"`
		Site  string `xml:"htmlUrl,attr,omitempty"`
	}
	doc := struct {
		XMLName xml.Name  `xml:"opml"`
		Version string    `xml:"version,attr"`
		Title   string    `xml:"head>title"`
		Feeds   []outline `xml:"body>outline"`
	}{Version: "2.0", Title: "Footnote"}
	for _, f := range feeds {
		doc.Feeds = append(doc.Feeds, outline{"rss", f.Title, f.Title, f.URL, f.Site})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
