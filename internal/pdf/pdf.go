// Package pdf reads the text of PDF files: line by line, with where each line
// stands on its page. Its entry point is Reader.Read.
//
// The files are strangers'. PDFium reads them as WebAssembly: one at a time,
// without the file system, within maxMemory and the times of limits, until the
// context ends. What was read of a file before it went beyond them is kept. A
// Reader compiles PDFium when it reads its first file, which takes 2.9 s of one
// core, and keeps it, for later processes in a folder.
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
	"github.com/wasilibs/wazero-helpers/allocator"
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

// limits are what the reading of a file may take.
type limits struct {
	page, file time.Duration // to open it, and for each page; for all
	memory     uint64        // in bytes
}

// A report of 300 pages takes 3 s on one core.
var usual = limits{page: 20 * time.Second, file: time.Minute, memory: maxMemory}

// Errors of files that are not read, or not to their end.
var (
	ErrBroken = errors.New("a PDF file that is broken: print it to a new one, or add its text")
	ErrSlow   = errors.New("a PDF file that takes too long to read: save it in parts, or add its text")
	ErrHeavy  = fmt.Errorf("a PDF file that takes more than %d MB of memory to read: save it in parts, or add its text", maxMemory>>20)
	ErrLocked = errors.New("a PDF file that is locked with a password")
	ErrLong   = fmt.Errorf("a PDF file of more than %d pages or %d million characters: save it in parts", maxPages, maxChars>>20)
)

// A Document is what a file says.
type Document struct {
	Title, Author string    // as the file's properties have them; empty where they don't
	Created       time.Time // when the file was made, on the clock of its maker; zero where unknown
	Pages         []Page
	Count         int   // of the pages of the file
	Rest          error // why Pages has only the first of them: an Err value; nil where it has all
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
	turn   chan struct{}
	folder string                  // where compiled PDFium is kept; "" for nowhere
	cache  wazero.CompilationCache // nil before the first file
	limits limits
}

// NewReader returns a Reader, which holds nothing before it reads. It keeps compiled PDFium in a folder,
// if that is not "" and can be written to, for the processes that come after it. What is in the folder is
// run: nobody else may write to it.
func NewReader(folder string) *Reader {
	return &Reader{turn: make(chan struct{}, 1), folder: folder, limits: usual}
}

// Read reads a file, or its first pages. The error is one of the Err values, or that of ctx.
func (r *Reader) Read(ctx context.Context, raw []byte) (Document, error) {
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return Document{}, context.Cause(ctx)
	}
	doc, err := r.read(ctx, raw)
	if ctx.Err() != nil {
		return Document{}, context.Cause(ctx)
	}
	return doc, err
}

// read reads a file in a sandbox of its own.
func (r *Reader) read(ctx context.Context, raw []byte) (Document, error) {
	mem := &memory{LinearMemory: allocator.NewNonMoving().Allocate(0, r.limits.memory), size: r.limits.memory}
	defer mem.release() // after the pool, which reads from it until it is closed
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	if r.cache == nil {
		r.cache = openCache(r.folder)
	}
	config := r.config(experimental.WithMemoryAllocator(ctx, mem))
	pool, err := webassembly.Init(config)
	if err != nil && r.folder != "" && ctx.Err() == nil {
		r.forget(ctx)
		config.RuntimeConfig = config.RuntimeConfig.WithCompilationCache(r.cache)
		pool, err = webassembly.Init(config)
	}
	if err != nil {
		return Document{}, fmt.Errorf("start PDFium: %w", err)
	}
	defer pool.Close()
	engine, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return Document{}, fmt.Errorf("start PDFium: %w", err)
	}
	defer engine.Close()
	f := file{engine: engine, watch: r.limits.watch(stop)}
	defer f.watch.stop()
	doc, err := f.read(raw)
	why := func(err error) error {
		switch {
		case err == nil, errors.Is(err, ErrLong), errors.Is(err, ErrLocked):
			return err
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case mem.full:
			return ErrHeavy
		}
		return ErrBroken // why, PDFium says in numbers
	}
	if err != nil {
		return Document{}, why(err)
	}
	doc.Rest = why(doc.Rest)
	return doc, nil
}

func (r *Reader) config(ctx context.Context) webassembly.Config {
	return webassembly.Config{
		// Of two compilers each stops when the context ends; one alone would not.
		Context: experimental.WithCompilationWorkers(ctx, 2), MaxTotal: 1, MaxIdle: 1,
		FSConfig: wazero.NewFSConfig(), // without one it would see all of ours
		Stdout:   io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCompilationCache(r.cache).
			WithCloseOnContextDone(true).
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling),
	}
}

// A memory is that of one sandbox. It does not move when it grows: of slices
// that do, the old ones would wait for the garbage collector, four times
// maxMemory of them.
type memory struct {
	experimental.LinearMemory
	size uint64 // in bytes, at most
	full bool   // more was asked for
}

// Allocate returns the memory itself, for the one module that has any.
func (m *memory) Allocate(uint64, uint64) experimental.LinearMemory { return m }

// Reallocate returns nil where the memory would be larger than it may be.
func (m *memory) Reallocate(size uint64) []byte {
	if size > m.size {
		m.full = true
		return nil
	}
	return m.LinearMemory.Reallocate(size)
}

// Free leaves the memory: a module that is closed by its context frees it
// while go-pdfium still reads from it.
func (m *memory) Free() {}

func (m *memory) release() { m.LinearMemory.Free() }

// A watch stops the reading of a file that takes too long.
type watch struct {
	page  time.Duration
	until time.Time
	timer *time.Timer
}

// watch begins to measure.
func (l limits) watch(stop context.CancelCauseFunc) watch {
	return watch{l.page, time.Now().Add(l.file), time.AfterFunc(l.page, func() { stop(ErrSlow) })}
}

// next gives time for a page.
func (w watch) next() { w.timer.Reset(min(w.page, time.Until(w.until))) }

func (w watch) stop() { w.timer.Stop() }

// A file is one that is read.
type file struct {
	engine pdfium.Pdfium
	watch  watch
	doc    references.FPDF_DOCUMENT
}

// read returns what the file says, and any error of PDFium.
func (f file) read(raw []byte) (Document, error) {
	opened, err := f.engine.OpenDocument(&requests.OpenDocument{File: &raw})
	switch {
	case errors.Is(err, pdfium_errors.ErrPassword), errors.Is(err, pdfium_errors.ErrSecurity):
		return Document{}, ErrLocked
	case err != nil:
		return Document{}, err
	}
	f.doc = opened.Document
	doc := f.properties()
	err = f.pages(&doc)
	return doc, err
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

// pages reads the pages, as far as it can: an error of a later one than the
// first that has text is that of the rest.
func (f file) pages(doc *Document) error {
	count, err := f.engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: f.doc})
	switch {
	case err != nil:
		return err
	case count.PageCount > maxPages:
		return ErrLong
	}
	doc.Count = count.PageCount
	chars, boxes, said := 0, maxBoxes, false
	for i := range doc.Count {
		f.watch.next()
		page, n, err := f.page(i, &boxes)
		switch {
		case err != nil && said:
			doc.Rest = err
			return nil
		case err != nil:
			return err
		}
		if chars += n; chars > maxChars {
			return ErrLong
		}
		doc.Pages = append(doc.Pages, page)
		said = said || len(page) > 0
	}
	return nil
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
	defer func() {
		// Of a sandbox that was stopped meanwhile, which asked for places in vain, this is the error.
		if _, closed := f.engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.page}); err == nil {
			err = closed
		}
	}()
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
