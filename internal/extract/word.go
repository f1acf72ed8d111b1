package extract

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/media"
)

// parseWord reads a Word document (.docx, ECMA-376): its text as it stands,
// without what was deleted, comments and notes.
func parseWord(in media.Origin, a *archive) (Draft, error) {
	var core properties
	if err := a.decodeXML("docProps/core.xml", &core); errors.Is(err, media.ErrTooLarge) {
		return Draft{}, err
	}
	raw, err := a.read("word/document.xml")
	if err != nil {
		return Draft{}, err
	}
	w := wordWriter{}
	if err := w.read(raw); err != nil {
		return Draft{}, err
	}
	d := Draft{Article: article.Article{File: in.File, URL: in.URL, Author: core.author()}}
	d.Title = w.title
	if named := article.OneLine(first(core.Titles), article.MaxTitle); d.Title == "" && !noTitle.MatchString(named) {
		d.Title = named
	}
	if d.Title == "" {
		d.Title = w.heading
	}
	d.Body = strings.Join(withoutTitle(article.Paragraphs(cells(w.String())), article.OneLine(d.Title, article.MaxTitle)), "\n")
	d.Published = fileDate(in, core.made())
	d.takePrinted(strings.Split(d.Body, "\n"))
	d.Lang = first(core.Languages)
	return d, nil
}

// A wordWriter builds text from the body of a Word document, one line a
// paragraph or row of a table.
type wordWriter struct {
	strings.Builder
	title, heading string // the first paragraphs of those styles

	style string          // of the paragraph
	text  strings.Builder // of the paragraph
	cells int             // tables around
}

// skippedParts are elements whose text is not of the document: what was
// deleted, codes of fields, and what stands in for newer drawings.
var skippedParts = []string{"del", "moveFrom", "instrText", "Fallback", "footnoteReference", "annotationRef", "pPrChange", "rPrChange"}

func (w *wordWriter) read(raw []byte) error {
	x := newXML(raw)
	for {
		token, err := x.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errBrokenZip
		}
		switch t := token.(type) {
		case xml.StartElement:
			if slices.Contains(skippedParts, t.Name.Local) {
				if err := x.Skip(); err != nil {
					return errBrokenZip
				}
				continue
			}
			if err := w.start(x, t); err != nil {
				return errBrokenZip
			}
		case xml.EndElement:
			w.end(t.Name.Local)
		}
	}
}

func (w *wordWriter) start(x *xml.Decoder, t xml.StartElement) error {
	switch t.Name.Local {
	case "t":
		var s string
		err := x.DecodeElement(&s, &t)
		w.text.WriteString(s)
		return err
	case "tab":
		w.text.WriteByte(' ')
	case "br", "cr":
		w.text.WriteByte('\n')
	case "noBreakHyphen":
		w.text.WriteByte('-')
	case "tbl":
		w.cells++
	case "pStyle":
		for _, a := range t.Attr {
			if a.Name.Local == "val" {
				w.style = strings.ToLower(a.Value)
			}
		}
	}
	return nil
}

func (w *wordWriter) end(name string) {
	switch name {
	case "p":
		s := w.text.String()
		if w.cells > 0 {
			s = spaces.Replace(s) + "\t"
		} else {
			s += "\n"
		}
		w.WriteString(s)
		w.named(s)
		w.text.Reset()
		w.style = ""
	case "tr":
		w.WriteByte('\n')
	case "tbl":
		w.cells--
	}
}

// named keeps a paragraph that is the title or the first heading.
func (w *wordWriter) named(s string) {
	switch s = article.OneLine(s, article.MaxTitle); {
	case s == "":
	case w.style == "title" && w.title == "":
		w.title = s
	case strings.HasPrefix(w.style, "heading1") && w.heading == "":
		w.heading = s
	}
}
