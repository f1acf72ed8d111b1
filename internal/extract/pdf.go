package extract

import (
	"cmp"
	"context"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/dateline"
	"footnote/internal/media"
	"footnote/internal/pdf"
)

// A PDFReader reads PDF files. Its errors are for people to read.
type PDFReader interface {
	Read(ctx context.Context, raw []byte) (pdf.Document, error)
}

var (
	errNoPDF   = errors.New("a PDF file, and reading those is switched off")
	errScanned = errors.New("no text in it, only pictures of pages: run text recognition (OCR) on it first")
)

// readPDF reads the one article of a PDF file, with where its pages begin.
func readPDF(ctx context.Context, reader PDFReader, in media.Origin, src io.Reader) (Draft, error) {
	raw, err := media.ReadAll(src, maxFile)
	switch {
	case err != nil:
		return Draft{}, err
	case reader == nil:
		return Draft{}, errNoPDF
	}
	doc, err := reader.Read(ctx, raw)
	if err != nil {
		return Draft{}, err
	}
	return parsePDF(in, doc)
}

func parsePDF(in media.Origin, doc pdf.Document) (Draft, error) {
	text, starts := doc.Text()
	switch {
	case len(text) > media.MaxText:
		return Draft{}, media.TooLarge(media.MaxText)
	case strings.TrimSpace(text) == "":
		return Draft{}, cmp.Or(doc.Rest, errScanned)
	}
	d := Draft{Article: article.Article{File: in.File, URL: in.URL, Author: doc.Author}}
	d.Title = pdfTitle(doc, text)
	d.Body, d.Pages = cutTitle(text, starts, d.Title)
	d.Published = fileDate(in, doc.Created)
	d.takePrinted(strings.Split(d.Body, "\n"))
	if doc.Rest != nil {
		d.warn("%w, %d of %d pages: %w", ErrPart, len(doc.Pages), doc.Count, doc.Rest)
	}
	return d, nil
}

// fileDate returns the day in the name of the input, else when the file says
// it was made. That is a guess: it may have been made again.
func fileDate(in media.Origin, made time.Time) article.Date {
	if d := cmp.Or(dateline.InName(filepath.Base(in.File)), dateline.InURL(in.URL)); d.Known() {
		return d
	}
	d, err := dateline.Plausible(article.DayOf(made))
	if made.IsZero() || err != nil {
		return article.Date{}
	}
	d.Estimated = true
	return d
}

// noTitle matches what programs put where a title belongs: the name of the
// file it was made from, or nothing.
var noTitle = regexp.MustCompile(`(?i)^(untitled|unbenannt|sans titre|document\d*|title|(microsoft )?(word|powerpoint|excel)\b.*|.*\.(docx?|odt|rtf|pptx?|xlsx?|tex|dvi|ps|pdf|indd|qxd|html?|txt|pages)|about:blank|https?://\S*)$`)

// pdfTitle returns the title in the file's properties if its text has it too,
// else the largest words of the first page, else that title after all.
func pdfTitle(doc pdf.Document, text string) string {
	named := article.OneLine(doc.Title, article.MaxTitle)
	if noTitle.MatchString(named) {
		named = ""
	}
	beginning := letters(text[:min(len(text), 4000)])
	if named != "" && strings.Contains(beginning, letters(named)) {
		return named
	}
	if large := article.OneLine(doc.Heading(), article.MaxTitle); len(letters(large)) > 3 {
		return large
	}
	return named
}

// cutTitle returns text without the line it begins with, if that is the title,
// and its pages as they begin then.
func cutTitle(text string, starts []int, title string) (string, article.Pages) {
	first, rest, ok := strings.Cut(text, "\n")
	if !ok || title == "" || letters(first) != letters(title) {
		return text, starts
	}
	pages := make(article.Pages, len(starts))
	for i, at := range starts {
		pages[i] = max(0, at-len(first)-1)
	}
	return rest, pages
}
