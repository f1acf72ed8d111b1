// Package pdf reads the text of PDF files: line by line, with where each line
// stands on its page. Its entry point is Reader.Read.
//
// The files are strangers'. PDFium reads them as WebAssembly: without the
// file system, within maxMemory, until the context ends. A Reader compiles
// PDFium when it reads its first file, which takes 2.9 s of one core, and
// keeps it.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfium_errors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Bounds of a file.
const (
	maxMemory = 256 << 20 // bytes that reading one may take; a book of 9 MB takes 60
	maxPages  = 5000
	maxChars  = 10 << 20 // of all pages
	// Of so many characters is asked where they stand, which takes most of the time, some 60 µs each; of a line
	// three, and two for each of its spaces where it has gaps. Lines beyond have no place.
	maxBoxes   = 500_000
	maxPageBox = 20_000 // of a page
)

// Errors of files that are not read.
var (
	ErrBroken = errors.New("no PDF file that can be read: print it to a new one, or add its text")
	ErrLocked = errors.New("a PDF file that is locked with a password")
	ErrLong   = fmt.Errorf("a PDF file of more than %d pages or %d million characters: save it in parts", maxPages, maxChars>>20)
)

// A Document is what a file says.
type Document struct {
	Title, Author string    // as the file's properties have them; empty where they don't
	Created       time.Time // when the file was made, on the clock of its maker; zero where unknown
	Pages         []Page
}

// A Page is a page's lines, in the order in which they are drawn, which is
// mostly that of reading.
type Page []Line

// A Line is one line of text, or a part of one between wide gaps, and the box
// around it, in points from the lower left corner of the page. All is 0 where
// PDFium cannot tell.
type Line struct {
	Text                     string
	Left, Right, Top, Bottom float64
}

// Height is about the size of the line's type.
func (l Line) Height() float64 { return l.Top - l.Bottom }

// A Reader reads files, one at a time. It is safe for concurrent use.
type Reader struct {
	turn  chan struct{}
	cache wazero.CompilationCache
}

// NewReader returns a Reader, which holds nothing before it reads.
func NewReader() *Reader {
	return &Reader{turn: make(chan struct{}, 1), cache: wazero.NewCompilationCache()}
}

// Read reads a file. The error is one of the Err values, or that of ctx.
func (r *Reader) Read(ctx context.Context, raw []byte) (Document, error) {
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return Document{}, context.Cause(ctx)
	}
	doc, err := r.read(ctx, raw)
	switch {
	case ctx.Err() != nil:
		return Document{}, context.Cause(ctx)
	case err == nil, errors.Is(err, ErrLong), errors.Is(err, ErrLocked):
		return doc, err
	}
	return Document{}, ErrBroken // why, PDFium says in numbers
}

// read reads a file in a sandbox of its own.
func (r *Reader) read(ctx context.Context, raw []byte) (Document, error) {
	pool, err := webassembly.Init(r.config(ctx))
	if err != nil {
		return Document{}, err
	}
	defer pool.Close()
	engine, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return Document{}, err
	}
	defer engine.Close()
	opened, err := engine.OpenDocument(&requests.OpenDocument{File: &raw})
	switch {
	case errors.Is(err, pdfium_errors.ErrPassword), errors.Is(err, pdfium_errors.ErrSecurity):
		return Document{}, ErrLocked
	case err != nil:
		return Document{}, err
	}
	f := file{engine, opened.Document}
	doc := f.properties()
	doc.Pages, err = f.pages()
	return doc, err
}

func (r *Reader) config(ctx context.Context) webassembly.Config {
	return webassembly.Config{
		Context: ctx, MaxTotal: 1, MaxIdle: 1,
		FSConfig: wazero.NewFSConfig(), // without one it would see all of ours
		Stdout:   io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCompilationCache(r.cache).
			WithCloseOnContextDone(true).
			WithMemoryLimitPages(maxMemory >> 16). // of 64 KB
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling),
	}
}

// A file is one that is open.
type file struct {
	engine pdfium.Pdfium
	doc    references.FPDF_DOCUMENT
}

func (f file) properties() Document {
	var d Document
	meta, err := f.engine.GetMetaData(&requests.GetMetaData{Document: f.doc})
	if err != nil { // a file without any
		return d
	}
	for _, m := range meta.Tags {
		switch m.Tag {
		case "Title":
			d.Title = strings.TrimSpace(m.Value)
		case "Author":
			d.Author = strings.TrimSpace(m.Value)
		case "CreationDate":
			d.Created = parseTime(m.Value)
		}
	}
	return d
}

// parseTime reads a time as PDF writes it, "D:20260427083000+02'00'", of which
// all after the day may be missing; else it is zero.
func parseTime(s string) time.Time {
	s = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(s), "D:"), "'", "")
	for _, layout := range []string{"20060102150405-0700", "20060102150405Z0700", "20060102150405", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	if len(s) > 14 { // a zone written in some other way
		return parseTime(s[:14])
	}
	return time.Time{}
}

func (f file) pages() ([]Page, error) {
	count, err := f.engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: f.doc})
	switch {
	case err != nil:
		return nil, err
	case count.PageCount > maxPages:
		return nil, ErrLong
	}
	pages := make([]Page, count.PageCount)
	chars, boxes := 0, maxBoxes
	for i := range pages {
		var n int
		if pages[i], n, err = f.page(i, &boxes); err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
		if chars += n; chars > maxChars {
			return nil, ErrLong
		}
	}
	return pages, nil
}

// page returns the lines of a page, counted from 0, and how many characters
// it has. It takes the boxes that it asks for from those that are left.
func (f file) page(i int, boxes *int) (lines Page, chars int, err error) {
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: f.doc, Index: i}}
	loaded, err := f.engine.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, 0, err
	}
	left := min(*boxes, maxPageBox)
	*boxes -= left
	defer func() { *boxes += left }()
	text := textPage{f.engine, loaded.TextPage, &left}
	defer f.engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.page}) //nolint:errcheck // nothing can be done
	count, err := f.engine.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.page})
	if err != nil || count.Count <= 0 {
		return nil, 0, err
	}
	if count.Count > maxChars {
		return nil, count.Count, nil
	}
	all, err := f.engine.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: text.page, Count: count.Count})
	if err != nil {
		return nil, 0, err
	}
	at := 0 // in characters
	for s := range strings.SplitAfterSeq(strings.TrimRight(all.Text, "\x00"), "\n") {
		if line := text.line(s, at); line.Text != "" {
			lines = append(lines, text.parts(s, at, line)...)
		}
		at += len([]rune(s))
	}
	return lines, count.Count, nil
}

// A textPage is the text of a page that is open.
type textPage struct {
	engine pdfium.Pdfium
	page   references.FPDF_TEXTPAGE
	left   *int // boxes that may be asked for
}

// line returns the line s, which begins at a character of the page's text.
func (t textPage) line(s string, at int) Line {
	text := strings.TrimSpace(s)
	if text == "" {
		return Line{}
	}
	before, _, _ := strings.Cut(s, text)
	first, n := at+len([]rune(before)), len([]rune(text))
	left, leftErr := t.box(first)
	middle, middleErr := t.box(first + n/2)
	right, rightErr := t.box(first + n - 1)
	text = clean(text)
	if leftErr != nil || middleErr != nil || rightErr != nil {
		return Line{Text: text}
	}
	// The box of a ligature is that of its ink, and lower than that of the line.
	return Line{
		Text: text, Left: left.Left, Right: right.Right,
		Top: max(left.Top, middle.Top, right.Top), Bottom: min(left.Bottom, middle.Bottom, right.Bottom),
	}
}

// wideGap is how wide a gap is that no words of a sentence have between them, in heights of
// the line: even in lines that are stretched to the width of their column.
const wideGap = 1

// parts returns the line s as its parts between wide gaps, as between the cells of a table,
// or the columns of a page that is drawn line by line. Most lines are one: PDFium tells by how
// many rectangles they take.
func (t textPage) parts(s string, at int, whole Line) []Line {
	runes := []rune(strings.TrimRight(s, "\r\n"))
	if !strings.ContainsRune(strings.TrimSpace(s), ' ') || whole.Height() <= 0 {
		return []Line{whole}
	}
	first, err := t.engine.FPDFText_GetCharIndexFromTextIndex(&requests.FPDFText_GetCharIndexFromTextIndex{TextPage: t.page, NTextIndex: at})
	if err != nil {
		return []Line{whole}
	}
	boxes, err := t.engine.FPDFText_CountRects(&requests.FPDFText_CountRects{TextPage: t.page, StartIndex: first.CharIndex, Count: len(runes)})
	if err != nil || boxes.Count < 2 {
		return []Line{whole}
	}
	var parts []Line
	begin := 0
	for i, r := range runes {
		if r != ' ' || i == 0 || i == len(runes)-1 || runes[i-1] == ' ' {
			continue
		}
		next := i + 1
		for next < len(runes)-1 && runes[next] == ' ' {
			next++
		}
		left, leftErr := t.box(at + i - 1)
		right, rightErr := t.box(at + next)
		if leftErr == nil && rightErr == nil && right.Left-left.Right > wideGap*whole.Height() {
			parts = append(parts, t.line(string(runes[begin:i]), at+begin))
			begin = next
		}
	}
	return append(parts, t.line(string(runes[begin:]), at+begin))
}

var errNoBox = errors.New("no more boxes of this page")

// box returns the box around a character of the page's text.
func (t textPage) box(at int) (Line, error) {
	if *t.left <= 0 {
		return Line{}, errNoBox
	}
	*t.left--
	index, err := t.engine.FPDFText_GetCharIndexFromTextIndex(&requests.FPDFText_GetCharIndexFromTextIndex{TextPage: t.page, NTextIndex: at})
	if err != nil {
		return Line{}, err
	}
	box, err := t.engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: t.page, Index: index.CharIndex})
	if err != nil {
		return Line{}, err
	}
	r := box.Rect
	return Line{Left: float64(r.Left), Right: float64(r.Right), Top: float64(r.Top), Bottom: float64(r.Bottom)}, nil
}
