package extract

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
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
	w := wordWriter{left: maxSquared}
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

	style  string          // of the paragraph
	text   strings.Builder // of the paragraph
	tables []*wordTable    // around
	left   int             // what its tables may still hold
}

// A wordTable is a table that is being read.
type wordTable struct {
	rows   [][]cell
	heads  int             // rows that are marked as its head
	open   map[int]*[2]int // the cell that may go on below, by its first column: its row and place in that
	column int             // where the cell begins
	lines  []string        // paragraphs of the cell
	span   int             // columns of the cell
	goesOn bool            // the cell goes on with the one above
	begins bool            // and others may go on with it
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
			for len(w.tables) > 0 { // that are not closed
				w.end("tc")
				w.end("tbl")
			}
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
		w.tables = append(w.tables, &wordTable{open: map[int]*[2]int{}})
	case "pStyle":
		w.style = strings.ToLower(wordValue(t))
	}
	if len(w.tables) > 0 {
		w.tables[len(w.tables)-1].start(t)
	}
	return nil
}

// wordValue returns the value of a property.
func wordValue(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			return a.Value
		}
	}
	return ""
}

func (b *wordTable) start(t xml.StartElement) {
	switch t.Name.Local {
	case "tr":
		b.rows, b.column = append(b.rows, nil), 0
	case "tblHeader":
		if v := wordValue(t); v != "0" && v != "false" && b.heads == len(b.rows)-1 {
			b.heads++
		}
	case "tc":
		b.lines, b.span, b.goesOn, b.begins = nil, 1, false, false
	case "gridSpan":
		if n, err := strconv.Atoi(wordValue(t)); err == nil {
			b.span = min(max(n, 1), maxColumns)
		}
	case "vMerge":
		b.begins = wordValue(t) == "restart"
		b.goesOn = !b.begins
	}
}

// endCell adds the cell that was read.
func (b *wordTable) endCell() {
	if len(b.rows) == 0 {
		return
	}
	at := b.column
	b.column += max(b.span, 1)
	row := len(b.rows) - 1
	above := b.open[at]
	if b.goesOn && above != nil {
		b.rows[above[0]][above[1]].rows++
		return
	}
	delete(b.open, at)
	if b.begins {
		b.open[at] = &[2]int{row, len(b.rows[row])}
	}
	b.rows[row] = append(b.rows[row], cell{strings.Join(b.lines, "\n"), b.span, 1})
}

// text returns the table, one line a row of values or a paragraph of others.
func (b *wordTable) text(left *int) string {
	heads := max(b.heads, 1)
	if b.heads == 0 && len(b.rows) > 0 && slices.ContainsFunc(b.rows[0], func(c cell) bool { return c.cols > 1 }) {
		for _, c := range b.rows[0] {
			heads = max(heads, c.rows)
		}
	}
	var rows [][]string
	values := len(b.rows) > 1 && heads < len(b.rows) && heads <= maxHeadRows
	for _, r := range b.rows {
		size := 0
		var row []string
		for _, c := range r {
			row = append(row, c.text)
			size += len(c.text)
		}
		rows, values = append(rows, row), values && size <= maxRow
	}
	if values {
		if grid, ok := square(b.rows, heads, left); ok {
			rows = grid
		}
	}
	var t strings.Builder
	for _, row := range rows {
		if line := strings.Join(row, "\t"); len(line) <= maxRow {
			t.WriteString(strings.ReplaceAll(line, "\n", " ") + "\n")
		} else {
			t.WriteString(strings.Join(row, "\n") + "\n")
		}
	}
	return t.String()
}

func (w *wordWriter) end(name string) {
	var within *wordTable
	if len(w.tables) > 0 {
		within = w.tables[len(w.tables)-1]
	}
	switch {
	case name == "p":
		s := w.text.String()
		if within != nil {
			within.lines = append(within.lines, strings.TrimSpace(spaces.Replace(s)))
		} else {
			w.WriteString(s + "\n")
		}
		w.named(s)
		w.text.Reset()
		w.style = ""
	case name == "tc" && within != nil:
		within.endCell()
	case name == "tbl" && within != nil:
		w.tables = w.tables[:len(w.tables)-1]
		if len(w.tables) > 0 {
			w.tables[len(w.tables)-1].lines = append(w.tables[len(w.tables)-1].lines, spaces.Replace(within.text(&w.left)))
		} else {
			w.WriteString(within.text(&w.left))
		}
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
